"""What a vintage leaves out, as the commands tell it."""

import pandas as pd

_LEFT_OUT = {"row": "n_dropped", "cell": "n_blanked"}


def counted(left_out: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Count the rows left out and the cells blanked, by reason."""
    return {
        key: {
            str(why): int(n)
            for why, n in left_out.loc[left_out["what"] == what, "reason"].value_counts().items()
        }
        for what, key in _LEFT_OUT.items()
    }


def listed(left_out: pd.DataFrame) -> str:
    """Return the same as lines of text, each after a line break."""
    counts = counted(left_out)
    return "".join(
        f"\nleft out: {n} {what}{'s' * (n > 1)}: {why}"
        for what, key in _LEFT_OUT.items()
        for why, n in counts[key].items()
    )
