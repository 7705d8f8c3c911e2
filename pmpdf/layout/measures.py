"""What lines tell by their places alone: rows, baselines, line pitches, the widths they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.layout.lines import is_marker
from pmpdf.middle import median, tenth


class ColumnSettings(Struct, frozen=True):
    """What parts columns, rows and sidebars from each other."""

    gutter: float = 0.4  # em; the narrowest white strip between columns
    group: float = 3.0  # em from a line that names rows down to the first of them
    fact_columns: int = 6  # three labels and values beside each other are seldom anything else
    strip: int = 3  # labels side by side, at least
    strip_apart: float = 1.3  # times the step from a label to its value, down to what follows
    value_reach: float = 2.6  # em from a label down to its value, or from that to the next label
    under_rows: float = 4.0  # em below text under a table where further rows would show
    panel_least: float = 0.12  # of the page's width, has the ground of a sidebar
    panel_most: float = 0.45
    panel_lines: int = 4  # on it, and beside it
    panel_level: float = 0.5  # of its lines stand level with some beside it; more are cells
    panel_lag: float = 2.0  # em that it may begin below the first line beside it
    near_rows: float = 8.0  # em up or down to rows that tell of the columns
    slides: int = 3  # pages with a heading alone in the margin
    same_edge: float = 4.0  # points from a ground's edge to that of the text on it, or of its bar
    own_ground: float = 0.6  # of the width of the rows above, has a banner or box under them
    text_columns: int = 4  # of running text, at most, stand side by side
    same_base: float = 0.3  # em; cells of one row may be set in different sizes, and centred
    aligned: float = 0.62  # share of the shorter side's lines that must have a partner in a table
    cells: float = 0.9  # in a column with a ground of its own, which a sidebar has, too
    cards: int = 3  # one under the other, at least, fill a column
    card_inset: float = 30.0  # points from a card's edge to its text
    even: float = 0.25  # points by which a line's distance to the next may be off
    wrapped: float = 1.22  # pitches; what stands farther below a cell is not its next line
    prose_words: float = 3.0  # words a line, on average, of running text
    margin_head: float = 0.45  # em between a heading in the margin and the line beside it
    head_words: int = 4  # of a row, at most, in the margin of a column
    facts_apart: float = 1.35  # times as wide as between facts is the step down to such headings
    ended: float = 0.3  # of the text's width, that a line beside such headings leaves free at most
    ground: float = 4.0  # em from the top of a ground down to rows at its foot: more than a cell's
    right_below: float = 5.0  # pitches from a heading over columns to their first lines
    filled: int = 2  # lines that reach over a column tell that text goes on in it
    anew: float = 2.2  # em from a row down to another that has nothing to do with it
    figures: float = 1.2  # times as large as their captions
    set_in: float = 1.5  # em of a heading, for the picture before it
    larger: float = 1.08  # times the size of others, type is a heading's
    title: float = 1.7  # times as large as what stands beside it, type is a title's
    small_starts: float = 0.3  # share of its lines that begin with a small letter
    sidebar_lines: int = 3  # at one left edge, beside nothing, are text and no cell of a head
    sidebar_loose: float = 2.0  # times as many of them as stand level with others: else cells
    prose_fill: float = 0.45  # share of running text's lines that reach the column's right edge
    column_drift: float = 6.0  # points that a list or table in a column may be set in or out
    margin_words: float = 3.0  # a line, on average, of a margin with times
    aside_narrow: float = 0.4  # and may have more lines than the text where it is as narrow
    aside_width: float = 0.72  # a sidebar is at most this wide, measured by its neighbour


SETTINGS = ColumnSettings()


def rows_of(members: Sequence[Line]) -> list[list[Line]]:
    """Lines on one baseline together."""
    rows: dict[float, list[Line]] = {}
    for member in members:
        rows.setdefault(round(member.base), []).append(member)
    return list(rows.values())


def type_of(line: Line) -> tuple[float, bool, int]:
    """What a label is told from its value by: the size, bold, and the colour."""
    return tenth(line.size), line.bold, line.color


def stand_beside(a: Line, b: Line) -> bool:
    """The two lines share some height and no width."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    apart = a.x1 < b.x0 or b.x1 < a.x0
    return apart and overlap > 0.2 * min(a.bottom - a.top, b.bottom - b.top)


def one_row(a: Line, b: Line) -> bool:
    """Whether two lines are cells of one row: their baselines are as good as one."""
    return abs(a.base - b.base) <= SETTINGS.same_base * max(a.size, b.size)


def alone_on_row(line: Line, lines: Sequence[Line]) -> bool:
    """Whether nothing among some lines stands on a line's row but itself."""
    base, size, same = line.base, line.size, SETTINGS.same_base
    for other in lines:
        if abs(other.base - base) <= same * max(other.size, size) and other is not line:
            return False
    return True


def drift_of(lines: Sequence[Line]) -> float:
    """How far apart, in points, baselines of one row may be."""
    return max(2.0, SETTINGS.same_base * max(line.size for line in lines))


def cover_of(members: Sequence[Line], spanning: Sequence[Line] = ()) -> list[tuple[float, float]]:
    """The x-intervals of a band's columns."""
    ids = {id(line) for line in spanning}
    return united(
        [(m.x0, m.x1) for m in members if id(m) not in ids], median(m.size for m in members)
    )


def with_interval(
    cover: list[tuple[float, float]], interval: tuple[float, float]
) -> list[tuple[float, float]]:
    """Intervals in order, with one more, which unites those that it touches."""
    x0, x1 = interval
    if len(cover) == 1 and cover[0][0] <= x0 and x1 <= cover[0][1]:
        return cover
    apart = [c for c in cover if c[1] < x0 - 0.5 or c[0] > x1 + 0.5]
    touching = [c for c in cover if not (c[1] < x0 - 0.5 or c[0] > x1 + 0.5)]
    merged = (min([x0, *(c[0] for c in touching)]), max([x1, *(c[1] for c in touching)]))
    return sorted([*apart, merged])


def gutters_of(cover: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The white strips between the intervals that lines cover."""
    return [(a[1], b[0]) for a, b in pairwise(cover)]


def leave_gutter(cover: list[tuple[float, float]], size: float) -> bool:
    """Whether the intervals leave a white strip that is wide enough for a gutter."""
    return any(b[0] - a[1] >= SETTINGS.gutter * size for a, b in pairwise(cover))


def united(intervals: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The union of intervals, closed over gaps that are narrower than a gutter."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 - merged[-1][1] < SETTINGS.gutter * size:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def is_item(line: Line) -> bool:
    """Whether a line begins with a list's marker."""
    return len(line.words) > 1 and is_marker(line.words[0].text)


def pitch_of(lines: Sequence[Line]) -> float:
    """The usual distance between baselines, from the closest pairs."""
    bases = sorted({tenth(line.base) for line in lines})
    steps = [b - a for a, b in pairwise(bases) if b - a > 2]
    size = median(line.size for line in lines)
    near = [s for s in steps if s < 2.2 * size]
    return median(near) if near else 1.3 * size


def has_left(line: Line, lines: Sequence[Line]) -> bool:
    """Whether one of several lines, which are in order from the top, is level with a line and to
    the left of it."""
    begin = bisect_left(lines, line.base - 1.6, key=attrgetter("base"))
    for other in islice(lines, begin, None):
        if other.base - line.base >= 1.6:
            return False
        if other.x1 < line.x0 and line.base - other.base < 1.6:
            return True
    return False


def next_to(side: Sequence[Line], gutter: tuple[float, float]) -> list[Line]:
    """The lines of the column that borders on a gutter."""
    intervals = cover_of(side)
    x0, x1 = intervals[-1] if side[0].x0 < gutter[0] else intervals[0]
    return sorted((m for m in side if x0 <= m.x0 <= x1), key=lambda m: m.base)


def bases_of(lines: Sequence[Line]) -> list[float]:
    """The baselines of lines, top down, each once."""
    return sorted({tenth(line.base) for line in lines})


def first_row(members: Sequence[Line]) -> list[Line]:
    """The lines on the highest baseline."""
    top = min((m.base for m in members), default=0.0)
    return [m for m in members if m.base - top < 1]


def wraps(lines: Sequence[Line]) -> bool:
    """Whether some lines begin in the middle of a sentence."""
    small = sum(line.words[0].text[:1].islower() for line in lines)
    return small >= 0.5 * SETTINGS.small_starts * len(lines)


def is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines are running text: many words each, and most reach the column's right edge."""
    if len(lines) < 4:
        return False
    words = sum(len(line.words) for line in lines) / len(lines)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    reach = sum(line.x1 > right - 0.15 * (right - left) for line in lines) / len(lines)
    return words >= SETTINGS.prose_words and reach >= SETTINGS.prose_fill


def cell_starts(lines: Sequence[Line]) -> list[float]:
    """Baselines of lines that follow a gap: where cells, or paragraphs, begin."""
    pitch = pitch_of(lines)
    bases = bases_of(lines)
    return [
        base
        for number, base in enumerate(bases)
        if number == 0 or base - bases[number - 1] > 1.2 * pitch
    ]
