"""The series that the book follows, and what it takes to read some of them from their datasets."""

from gigascale.lines.followed import Line, line, lines

__all__ = ["Line", "line", "lines"]
