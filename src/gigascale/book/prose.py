"""Texts that the prose of a chapter names."""

from gigascale.errors import InputError


def glue(**texts: str) -> None:
    """Make formatted texts known to the prose: ``{glue:text}`name` ``.

    Raises
    ------
    InputError
        If a value is not text: format it first.

    Examples
    --------
    >>> glue(growth=4.93)
    Traceback (most recent call last):
    gigascale.errors.InputError: glue growth: format the float as text first
    """
    from myst_nb import glue as store

    for name, text in texts.items():
        if not isinstance(text, str):
            raise InputError(f"glue {name}: format the {type(text).__name__} as text first")
        store(name, text, display=False)
