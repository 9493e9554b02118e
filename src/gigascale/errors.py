"""The exceptions that tell readers their input is at fault."""


class InputError(ValueError):
    """Input that cannot be used; the message is one line that names what is wrong.

    It names the file, row and column, or the values that would have been accepted. The command
    prints it and exits with code 2.

    Examples
    --------
    >>> raise InputError("chip 'H1000' is unknown; try: NVIDIA H100 SXM5 80GB")
    Traceback (most recent call last):
    gigascale.errors.InputError: chip 'H1000' is unknown; try: NVIDIA H100 SXM5 80GB
    """


class RowError(InputError):
    """A row of a file that cannot be used: ``file``, ``row`` (the header is row 1) and ``reason``.

    Examples
    --------
    >>> print(RowError("models.csv", 7, "Parameters", "is blank"))
    models.csv: row 7, column 'Parameters': is blank
    """

    def __init__(self, file: str, row: int, column: str, what: str) -> None:
        """Name the file, the row, the column as the file calls it, and what is wrong."""
        self.file, self.row, self.reason = file, row, f"{column}: {what}"
        super().__init__(f"{file}: row {row}, column {column!r}: {what}")


class CellError(RowError):
    """A cell that cannot be right beside the others of its row, which can be used without it.

    Examples
    --------
    >>> CellError("models.csv", 7, "Cost", "training_cost_usd2023", "is blank").column
    'training_cost_usd2023'
    """

    def __init__(self, file: str, row: int, label: str, column: str, what: str) -> None:
        """Name the file, the row, the column as the file and as the catalogue calls it."""
        super().__init__(file, row, label, what)
        self.column = column
