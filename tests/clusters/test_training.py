"""Days, accelerators, MFU and FLOP of a run follow from each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigascale.clusters import training


@given(flop=st.floats(1e20, 1e30), count=st.floats(1.0, 1e7), mfu=st.floats(0.05, 0.9))
def test_days_accelerators_mfu_and_flop_are_inverse(flop: float, count: float, mfu: float) -> None:
    peak = 1e15
    days = training.run_days(flop, count, peak, mfu)
    assert training.run_accelerators(flop, days, peak, mfu) == pytest.approx(count)
    assert training.run_mfu_fraction(flop, count, days, peak) == pytest.approx(mfu)
    assert training.run_flop(count, days, peak, mfu) == pytest.approx(flop)
