"""The chain from watts to accelerators runs both ways, and its parts add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigascale.clusters import power


@given(
    accelerators=st.floats(1.0, 1e7),
    overheads=st.tuples(*[st.floats(1.0, 3.0)] * 3),
    chip_power_w=st.floats(50.0, 5000.0),
)
def test_power_and_accelerators_are_inverse_and_parts_add_up(
    accelerators: float, overheads: tuple[float, float, float], chip_power_w: float
) -> None:
    server, network, facility = overheads
    it = power.it_power_w(accelerators, chip_power_w, server, network)
    site = power.facility_power_w(it, facility)
    back = power.accelerator_count(site, facility, network, server, chip_power_w)
    assert back == pytest.approx(accelerators)
    parts = power.power_by_part_w(accelerators, chip_power_w, *overheads, facility**0.25)
    assert sum(parts.values()) == pytest.approx(site)
    assert min(parts.values()) >= -1e-9 * site
