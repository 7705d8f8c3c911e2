"""Cells that are centred on each other: one of a single line stands between the two lines of the
cell beside it, level with neither."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pmpdf.layout.blocks import Line


class CentringSettings(Struct, frozen=True):
    apart: float = 1.12  # of the line pitch; a larger step parts two cells
    pitch: float = 1.9  # em; no line of a cell is farther below the one above
    middle: float = 0.15  # em that the middles of a row's cells may be off
    rows: int = 3  # of several cells, without which their middles may coincide by chance
    share: float = 0.7  # of all rows that those are at least


SETTINGS = CentringSettings()


def level(members: list[Line], gutters: Sequence[tuple[float, float]]) -> None:
    """Raise centred cells, so that all of a row begin on one baseline, and put the lines in order.

    Nothing is done unless cells of one height each make rows that are clear of each other: cells
    that begin on one baseline, or go over several rows, and columns of text do not.
    """
    rows: list[list[list[Line]]] = []
    for cell in sorted(_cells(members, gutters), key=_middle):
        near = SETTINGS.middle * cell[0].size
        if rows and _middle(cell) - _middle(rows[-1][0]) <= near:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    if sum(len(row) > 1 for row in rows) < max(SETTINGS.rows, SETTINGS.share * len(rows)):
        return
    uneven = [n for n, row in enumerate(rows) if len({len(cell) for cell in row}) > 1]
    if not uneven or uneven == [len(rows) - 1]:
        return  # nothing is centred, or the last row alone, which may be other text
    tops = [min(cell[0].base for cell in row) for row in rows]
    feet = [max(cell[-1].base for cell in row) for row in rows]
    if any(foot + 1 >= top for foot, top in zip(feet, tops[1:], strict=False)):
        return
    for row, top in zip(rows, tops, strict=True):
        for cell in row:
            rise = cell[0].base - top
            if rise > 1:
                for line in cell:
                    line.base -= rise
    members.sort(key=lambda line: (line.base, line.x0))


def _middle(cell: Sequence[Line]) -> float:
    return (cell[0].base + cell[-1].base) / 2


def _cells(members: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """The lines of each column in groups, at steps that are wider than those inside a cell: the
    least of all columns."""
    starts = [end for _, end in gutters]
    columns: list[list[Line]] = [[] for _ in range(len(starts) + 1)]
    for line in sorted(members, key=lambda line: line.base):
        columns[sum(line.x0 >= start - 1 for start in starts)].append(line)
    steps = [
        (below.base - above.base) / below.size
        for column in columns
        for above, below in pairwise(column)
        if 0.7 * below.size < below.base - above.base < SETTINGS.pitch * below.size
    ]
    most = SETTINGS.apart * min(steps, default=0.0)
    cells: list[list[Line]] = []
    for column in columns:
        for number, line in enumerate(column):
            if number and line.base - column[number - 1].base <= most * line.size:
                cells[-1].append(line)
            else:
                cells.append([line])
    return cells
