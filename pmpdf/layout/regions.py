"""What a page is cut into: runs of text and grids, and the paper that they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from pmpdf.layout.blocks import Line
from pmpdf.layout.frames import Frame
from pmpdf.layout.measures import drift_of
from pmpdf.reading.document import Area, Rule


class Run(Struct):
    """Lines one under the other; `right` is the right edge of their column."""

    lines: list[Line]
    right: float
    aside: int = 0
    starts_column: bool = False
    side: bool = False  # in the margin, beside what it heads


class Grid(Struct):
    """Lines in columns whose rows belong together; `drift` is how far apart, in points, the
    baselines of one row may be."""

    columns: list[list[Line]]
    bounds: list[tuple[float, float]]
    right: float
    drift: float
    aside: int = 0
    starts_column: bool = False
    parted: bool = False  # rules part some of its rows
    cuts: list[float] = field(default_factory=list)  # heights of what is drawn across it
    ruled: bool = False  # that parts all its rows
    row_step: float = 0.0  # between baselines; a wider one begins a row, if white space tells
    tiled: bool = False  # each column is a box of its own
    above: Grid | None = None  # its first rows, at the foot of the page before


Region = Run | Grid


class Paper(Struct):
    """What is drawn on the page behind and between the lines."""

    rules: Sequence[Rule]
    courses: Sequence[Rule]  # the horizontal ones, whole
    areas: Sequence[Area]
    width: float
    asides: int = 0
    starts: list[float] = field(default_factory=list)  # where columns are expected to begin
    columns: list[float] = field(default_factory=list)  # where some did that are no sidebars
    sides: list[float] = field(default_factory=list)  # where text began beside headings
    foot: list[Grid] = field(default_factory=list)  # what ends the page before, if it is a table
    ruled: bool = False  # some table of the document has rules between its rows
    frames: Sequence[Frame] = ()
    tiles: Sequence[Sequence[Area]] = ()

    def crossing(self, left: float, right: float) -> list[Rule]:
        """The rules that run over a band from edge to edge, top down."""
        return [r for r in self.courses if r.x0 < left + 6 and r.x1 > right - 6]

    def cross_rules(self, left: float, right: float) -> list[float]:
        """The heights of these."""
        return [rule.top for rule in self.crossing(left, right)]


def grid_of(
    members: list[Line],
    gutters: list[tuple[float, float]],
    right: float,
    above: Grid | None = None,
) -> Grid:
    """The members in columns, which may be those of a table `above` that goes on."""
    edges = [(a + b) / 2 for a, b in gutters]
    columns: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in members:
        columns[sum(line.x0 >= edge for edge in edges)].append(line)
    bounds = [
        (min(line.x0 for line in column), max(line.x1 for line in column))
        if column or above is None
        else above.bounds[number]
        for number, column in enumerate(columns)
    ]
    return Grid(columns, bounds, right, drift_of(members), above=above)


def is_code(lines: Iterable[Line]) -> bool:
    """Whether nearly all words are set in type of one width."""
    mono = [word.mono for line in lines for word in line.words]
    return sum(mono) > 0.9 * len(mono)


def as_run(grid: Grid) -> Run:
    """A grid's lines as they stand on the paper, each row one line."""
    rows: list[list[Line]] = []
    for line in sorted((x for column in grid.columns for x in column), key=lambda x: x.base):
        if rows and line.base - rows[-1][0].base <= grid.drift:
            rows[-1].append(line)
        else:
            rows.append([line])
    lines = [
        Line([word for line in sorted(row, key=lambda x: x.x0) for word in line.words], row[0].page)
        for row in rows
    ]
    return Run(lines, grid.right, grid.aside, grid.starts_column)
