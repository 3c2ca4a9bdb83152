"""Figures in columns, for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass

_GAP = "   "


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the first column names a row, the others hold its figures."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    """What one must know to read the figures, a line each."""


def drawn(table: Table) -> str:
    """The table as text."""
    lines = [tuple(table.heads), *(tuple(row) for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    head, *rows = [_line(cells, widths) for cells in lines]
    notes = [f"  {note}" for note in table.notes]
    return "\n".join([table.title, f"  {head}", *(f"  {row}" for row in rows), *notes])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *figures = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return _GAP.join([first, *figures]).rstrip()


def milliseconds(seconds: float) -> str:
    """A time as a figure in milliseconds."""
    return f"{1e3 * seconds:.2f}"


def microseconds(seconds: float) -> str:
    """A time as a figure in microseconds."""
    return f"{1e6 * seconds:.0f}"


def megabytes(size: float) -> str:
    """Bytes as a figure in megabytes."""
    return f"{size / 2**20:.0f}"


def times(value: float, other: float) -> str:
    """How many times the other one a value is."""
    return f"{value / other:.2f}x" if other else "-"
