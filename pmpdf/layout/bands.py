"""Lines that stand side by side → bands: where one begins, and the line that ends it.

A band grows while the white strips between its columns (gutters) stay open, and ends at the first
line that closes them all.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct, field

from pmpdf.layout.blocks import Line
from pmpdf.layout.gutters import bridged, parts_columns, runs_over
from pmpdf.layout.measures import (
    SETTINGS,
    alone_on_row,
    bases_of,
    cover_of,
    first_row,
    gutters_of,
    has_left,
    is_item,
    leave_gutter,
    one_row,
    pitch_of,
    rows_of,
    type_of,
    united,
    with_interval,
)
from pmpdf.layout.regions import Grid, Paper
from pmpdf.layout.tiles import tiles_below
from pmpdf.middle import median, middle_of, tenth
from pmpdf.reading.document import Area


def in_cells(members: Sequence[Line], above: Grid) -> bool:
    """Whether the first row of cells stands where those of a table do."""
    first = next((row for row in rows_of(members) if len(row) > 1), [])
    lefts = [x0 for x0, _ in above.bounds]
    return bool(first) and all(any(abs(m.x0 - x0) <= 1.5 for x0 in lefts) for m in first)


class _Members(Struct):
    """A band's lines so far, with what each further line is held against; top down."""

    lines: list[Line] = field(default_factory=list)
    left: float = float("inf")
    right: float = float("-inf")
    sizes: list[float] = field(default_factory=list)  # in order
    steps: list[float] = field(default_factory=list)  # between their baselines, in order
    base: float = float("inf")  # the last of those

    def add(self, line: Line) -> None:
        base = tenth(line.base)
        if base - self.base > 2:
            insort(self.steps, base - self.base)
        insort(self.sizes, line.size)
        self.left, self.right = min(self.left, line.x0), max(self.right, line.x1)
        self.base = base
        self.lines.append(line)

    @property
    def size(self) -> float:
        return middle_of(self.sizes)

    @property
    def pitch(self) -> float:
        """As `pitch_of` has it."""
        near = self.steps[: bisect_left(self.steps, 2.2 * self.size)]
        return middle_of(near) if near else 1.3 * self.size


def band_at(
    lines: list[Line], start: int, paper: Paper
) -> tuple[list[Line], list[tuple[float, float]]] | None:
    """The band that begins at a line with others beside it, and its gutters; None for none."""
    first = lines[start]
    if lone := _lone_row(first, lines[start:], paper):
        return lone, gutters_of(cover_of(lone))
    if strip := _strip_of_facts(first, lines[start:], paper):
        return strip, gutters_of(cover_of(strip))
    band = _Members()
    members = band.lines
    grounds = _grounds_of(first, paper)
    tiles = tiles_below(lines[start:], paper.tiles)
    spanning: list[Line] = []  # cells over several columns
    cover: list[tuple[float, float]] = []
    for line in lines[start:]:
        wider = with_interval(cover, (line.x0, line.x1))
        if len(cover) > 1 and (len(wider) < 2 or _framed_apart(line, band, paper)):
            break
        if len(cover) > 1 and _leaves_ground(line, band, grounds):
            break
        if id(line) in tiles:
            break
        if len(cover) > 1 and _on_own_ground(line, band, lines, paper):
            break
        if len(cover) > 1 and _heads_on(line, band, cover, lines, paper):
            below = [other for other in lines if other.base >= line.base]
            if _lies_over(line, lines, cover) or not _fill_columns(members, cover, below, paper):
                break
        if len(cover) > 1 and (
            _follows_rows(line, band, lines, paper)
            or _begins_anew(line, band, lines, paper, closes=len(wider) < len(cover))
        ):
            break
        if len(cover) > 1 and _follows_margin(line, band, cover, lines, paper):
            break
        if 2 < len(cover) > len(wider) and _runs_under(line, band, lines):
            break
        if len(wider) < len(cover):
            above = [m for m in members if m.base < line.base - 1]
            if _closes_column(line, cover, above, paper):
                members = above  # what stands level with the line goes with it
                break
        if (
            len(cover) > 3
            and len(wider) < len(cover)
            and _spans_cells(line, cover, band, lines, paper)
        ):
            band.add(line)
            spanning.append(line)
            continue
        left = len(united(wider, line.size))  # so near to the next column it parts none, either
        if len(cover) > 2 and 1 < left < len(cover) and _spans_row(line, lines):
            band.add(line)
            spanning.append(line)
            continue
        if not cover or leave_gutter(wider, line.size) or len(members) < 2:
            band.add(line)
            cover = wider
        else:
            break
    spanning += _spanning_heads(members, spanning)
    cover = cover_of(members, spanning)
    if len(cover) < 2:
        return None
    trimmed = _without_tail(members, cover)
    kept = {id(line) for line in trimmed}
    below = [line for line in lines[start:] if id(line) not in kept]
    if len(trimmed) < len(members) and not _fill_columns(trimmed, cover, below, paper):
        members = trimmed
    cover = cover_of(members, spanning)
    if len(cover) < 2:
        return None
    return members, gutters_of(cover)


def _spanning_heads(members: Sequence[Line], spanning: Sequence[Line]) -> list[Line]:
    """The cells of a bold first row that stand over several columns of the rows below it."""
    head = first_row(members)
    if len(head) < 2 or not all(m.bold for m in head):
        return []
    ids = {id(m) for m in head}
    body = [m for m in members if id(m) not in ids]
    if any(m.bold for m in body) or len(rows_of(body)) < 2:
        return []
    columns = len(cover_of(body, spanning))
    if columns <= len(cover_of(members, spanning)):
        return []
    return [line for line in head[1:] if len(cover_of([*body, line], spanning)) < columns]


def _begins_anew(
    line: Line, band: _Members, lines: Sequence[Line], paper: Paper, *, closes: bool
) -> bool:
    """What has nothing to do with the rows above: behind a rule under figures over their captions,
    or a row set apart (headings of columns under facts) in larger type or under figures, of which
    nothing begins where those do, or all is bold as nothing above and `closes` a gutter."""
    figures = band.sizes[-1] > SETTINGS.figures * band.sizes[0] and len(bases_of(band.lines)) == 2
    if figures:
        rules = paper.cross_rules(band.left, band.right)
        if any(band.base < y < line.base for y in rules):
            return True
    if line.base - band.base < SETTINGS.anew * line.size:
        return False
    if not figures and line.size <= band.size:
        return False
    row = [o for o in lines if abs(o.base - line.base) < 1.6]
    if len(row) > 1 and closes and all(o.bold for o in row):
        return not any(m.bold for m in band.lines)
    return len(row) > 1 and not any(abs(o.x0 - m.x0) < o.size for o in row for m in band.lines)


def _framed_apart(line: Line, band: _Members, paper: Paper) -> bool:
    """Whether a drawn table ends above a line, or begins there under columns that are not its own,
    over all their width."""
    above = band.lines[-1]
    for frame in paper.frames:
        if frame.bottom < line.base:
            if frame.holds(above) and all(frame.holds(m) for m in band.lines):
                return not any(other.holds(line) for other in paper.frames)
        elif (
            above.base < frame.top
            and frame.holds(line)
            and frame.x0 < band.left + 6
            and frame.x1 > band.right - 6
        ):
            return any(frame.cuts(m) for m in band.lines)
    return False


def _grounds_of(first: Line, paper: Paper) -> list[Area]:
    """The coloured grounds that a line stands well below the top of, under a title say."""
    return [
        area
        for area in paper.areas
        if not area.image
        and area.x0 <= first.x0
        and area.top < first.base - SETTINGS.ground * first.size
        and first.base < area.bottom
    ]


def _leaves_ground(line: Line, band: _Members, grounds: Sequence[Area]) -> bool:
    """Whether the rows above stand at the foot of one of several grounds, which ends above a line:
    it is none of theirs."""
    last = band.lines[-1]
    return any(
        area.x0 <= band.left
        and area.x1 >= band.right
        and last.base < area.bottom < line.base - 0.5 * line.size
        for area in grounds
    )


def heads_columns(line: Line, members: Sequence[Line], paper: Paper) -> bool:
    """Whether a line stands in the drawn table that the next row begins, right of its first cell: a
    head over several columns, under which each has its own."""
    first = min(first_row(members), key=lambda m: m.x0)
    return line.x0 > first.x1 and any(
        frame.holds(line) and frame.holds(first) for frame in paper.frames
    )


def _lone_row(first: Line, lines: Sequence[Line], paper: Paper) -> list[Line]:
    """A row that is set apart from what follows and shares no column with it: facts side by side
    over columns of text."""
    row = [line for line in lines if abs(line.base - first.base) < 1.6]
    below = [line for line in lines if line.base > first.base + 1.6]
    if len(row) < 2 or len(cover_of(row)) < 2 or not below:
        return []
    foot = min(line.base for line in below)
    ruled = any(r.horizontal and first.base < r.top < foot for r in paper.rules)
    if ruled or foot - first.base < 2.0 * first.size:
        return []
    near = [line for line in below if line.base < first.base + 15 * first.size]
    reach = 0.5 * first.size if all(c.bold for c in row) else 2.0  # headings on bars are set in
    shared = [c for c in row[1:] if any(_in_line(c, o, reach) for o in near)]
    under = min(line.x0 for line in below if line.base < foot + 2.0 * first.size)
    if under >= row[1].x0:  # what comes next is set in under one of the row's cells
        return []
    return [] if 2 * len(shared) > len(row[1:]) else row


def _strip_of_facts(first: Line, lines: Sequence[Line], paper: Paper) -> list[Line]:
    """Labels side by side, each over its value in other type, in one row or several, and clear of
    what follows: that stands in fewer columns, so it is no further row."""
    row = [line for line in lines if abs(line.base - first.base) < 1.6]
    framed = any(frame.holds(first) for frame in paper.frames)
    if framed or len(row) < SETTINGS.strip or len(cover_of(row)) < len(row):
        return []
    row.sort(key=lambda line: line.x0)
    edges = [*(line.x0 for line in row[1:]), float("inf")]
    strip = [[label] for label in row]
    outside = []
    foot = first.base + 1.6
    for line in lines:
        if line.base < foot:
            continue
        at = next((n for n, label in enumerate(row) if abs(label.x0 - line.x0) < 1), None)
        if at is None or line.x1 >= edges[at] or not _goes_down_strip(line, strip[at]):
            outside.append(line)
        else:
            strip[at].append(line)
    label = type_of(row[0])
    labels = {sum(type_of(line) == label for line in column) for column in strip}
    if not outside or len(labels) > 1 or any(type_of(column[-1]) == label for column in strip):
        return []
    members = sorted((m for column in strip for m in column), key=lambda m: (m.base, m.x0))
    last, under = members[-1], min(line.base for line in outside)
    wide = max(line.base - label.base for label, line, *_ in strip)
    ruled = any(last.base < y < under for y in paper.cross_rules(row[0].x0, row[-1].x1))
    if under - last.base < (1.0 if ruled else SETTINGS.strip_apart) * wide:
        return []
    near = [line for line in outside if line.base < under + 4 * line.size]
    shared = sum(any(_in_line(label, o, 2.0) for o in near) for label in row[1:])
    return [] if 2 * shared > len(row[1:]) else members


def _goes_down_strip(line: Line, column: Sequence[Line]) -> bool:
    """Whether a line goes on with labels and values under each other: right under the last of
    them, and in the type of either."""
    label, last = type_of(column[0]), column[-1]
    if line.base - last.base > SETTINGS.value_reach * line.size:
        return False
    if type_of(line) == label:
        return type_of(last) != label
    value = next((found for found in map(type_of, column) if found != label), type_of(line))
    return type_of(line) == value


def _in_line(one: Line, other: Line, reach: float) -> bool:
    """Whether two lines begin, end or have their middles at one place."""
    starts, ends = one.x0 - other.x0, one.x1 - other.x1
    return abs(starts) < reach or abs(ends) < 1 or abs(starts + ends) < 1


def _spans_row(line: Line, lines: Sequence[Line]) -> bool:
    """A line alone on its row, between rows of cells: a date line inside a table."""
    alone = alone_on_row(line, lines)
    near = [o for o in lines if 0 < o.base - line.base < 3.5 * line.size]
    return alone and any(o.x0 > line.x0 and has_left(o, near) for o in near)


def _runs_under(line: Line, band: _Members, lines: Sequence[Line]) -> bool:
    """Text that runs from the left edge over columns of rows, after which no cell stands in the
    columns at its right."""
    if line.x0 > band.left + 2 or not alone_on_row(line, lines):
        return False
    reach = line.base + SETTINGS.under_rows * line.size
    below = [o for o in lines if line.base + 1 < o.base < reach]
    return not any(o.x0 > line.x1 or has_left(o, below) for o in below)


def _spans_cells(
    line: Line,
    cover: Sequence[tuple[float, float]],
    band: _Members,
    lines: Sequence[Line],
    paper: Paper,
) -> bool:
    """A row's last cell, right of another one, that goes on over further columns of whole rows
    around it, or of its drawn table: of one, where they are many."""
    row = [o for o in lines if o is not line and one_row(o, line)]
    if not row or any(o.x0 > line.x0 for o in row):
        return False
    begins = any(abs(line.x0 - m.x0) < 1 for m in band.lines)
    before = max(o.x1 for o in row)
    frames = [frame for frame in paper.frames if frame.holds(line)]
    reach = SETTINGS.near_rows * line.size
    near = [
        o
        for o in lines
        if abs(o.base - line.base) < reach or any(frame.holds(o) for frame in frames)
    ]
    firsts = [o for o in near if o.x0 < cover[0][1]]
    rows = sum(
        1 + sum(one_row(o, first) for o in near if o is not first) == len(cover) for first in firsts
    )
    return begins and before < line.x0 and rows > (len(cover) < SETTINGS.fact_columns)


def _fill_columns(
    members: list[Line],
    cover: Sequence[tuple[float, float]],
    below: Sequence[Line],
    paper: Paper,
) -> bool:
    """Whether lines below a band still stand in its first column, although nothing is beside them.

    They do where the columns hold running text of one width, and nothing below is wider than one,
    or not before several lines have filled it.
    """
    cover = _equal_columns(cover)
    gutters = gutters_of(cover)
    left, right = cover[0]
    full = 0
    for line in below:
        if any(line.x0 < a and line.x1 > b for a, b in gutters):
            if full < SETTINGS.filled:
                return False
            break
        full += abs(line.x0 - left) < 1 and right - line.x1 < 2 * line.size
    if any(abs(b - known) < 4 for _, b in gutters for known in paper.columns):
        return True
    return _of_one_width(cover) and any(parts_columns(members, gutter, paper) for gutter in gutters)


def _of_one_width(cover: Sequence[tuple[float, float]]) -> bool:
    wide = [b - a for a, b in cover]
    return len(wide) > 1 and max(wide) <= 1.35 * min(wide)


def _equal_columns(cover: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """The two or more columns of one width that the intervals make, those with a table in them as
    one; the intervals themselves where they make none."""
    first, last = cover[0][0], cover[-1][1]
    for start, _ in cover[1:]:
        pitch = start - first
        starts = [a for a, _ in cover if _drift_from(a - first, pitch) <= SETTINGS.column_drift]
        ends = [max(b for a, b in cover if a < other - 1) for other in [*starts[1:], last + 2]]
        wide = [b - a for a, b in zip(starts, ends, strict=True)]
        even = len(starts) == round((last - first) / pitch + 0.05) and max(wide) <= 1.1 * min(wide)
        if even and max(wide) < pitch:
            return list(zip(starts, ends, strict=True))
    return cover


def _drift_from(distance: float, pitch: float) -> float:
    """How far a distance is from a multiple of the pitch."""
    return abs(distance - round(distance / pitch) * pitch)


def _on_bar(line: Line, band: _Members, paper: Paper) -> bool:
    """A heading on a coloured bar as wide as the columns above it, in light or bold type."""
    red, green, blue = line.color >> 16 & 255, line.color >> 8 & 255, line.color & 255
    if not line.bold and min(red, green, blue) < 200:
        return False
    return any(
        not area.image
        and area.top <= line.base - 0.5 * line.size
        and area.bottom >= line.base - 1
        and area.bottom - area.top < 3 * line.size
        and area.x0 <= band.left + 2
        and area.x1 >= band.right - 2
        for area in paper.areas
    )


def _on_own_ground(line: Line, band: _Members, lines: Sequence[Line], paper: Paper) -> bool:
    """A line alone on its row that begins where no column does, on a wide ground that begins below
    the rows, and where no further column does: a banner, or a box under them."""
    if any(abs(line.x0 - m.x0) < 1.5 for m in band.lines):
        return False
    further = {m.x0 for m in band.lines if m.x0 > band.left + 2}
    if not alone_on_row(line, lines):
        return False
    wide = SETTINGS.own_ground * (band.right - band.left)
    return any(
        not area.image
        and band.base < area.top < line.base < area.bottom
        and area.x0 <= line.x0
        and area.x1 >= max(line.x1, area.x0 + wide)
        and not any(abs(area.x0 - x0) < SETTINGS.same_edge for x0 in further)
        for area in paper.areas
    )


def _heads_on(
    line: Line,
    band: _Members,
    cover: Sequence[tuple[float, float]],
    lines: Sequence[Line],
    paper: Paper,
) -> bool:
    """A line in larger type with nothing beside it: what follows stands under it, not beside.

    Text that goes on at the right below it, out of step with the rows at the left, is a sidebar's
    and keeps the band open; not so columns of one width that all leave room for the line, nor what
    begins where lines above run over.
    """
    on_bar = _on_bar(line, band, paper)
    if not (on_bar or _is_loud(line, band, lines)):
        return False
    if not alone_on_row(line, lines):
        return False
    if len(cover) > 2 and _groups_rows(line, band, lines):
        return False
    if on_bar:
        return True
    if _parts_rows(line, band, lines, paper):
        return False
    if _of_one_width(cover) and _lies_over(line, lines, cover):
        return True
    reach = 1.7 * pitch_of([*band.lines, line])
    loose = [other for other in lines if other.x0 > line.x1 and not has_left(other, lines)]
    in_rows = {x0: _goes_on_in_rows(line, x0, band, lines) for x0 in {o.x0 for o in loose}}
    loose = [other for other in loose if not in_rows[other.x0]]
    above = [other for other in loose if line.base - reach < other.base <= line.base]
    below = Counter(round(other.x0) for other in loose if line.base < other.base)
    level = Counter(round(o.x0) for o in lines if line.base < o.base) - below
    ids = {id(other) for other in loose}
    return not (above and below) and not any(
        count >= SETTINGS.sidebar_lines and count > SETTINGS.sidebar_loose * level[x0]
        for x0, count in below.items()
        if not any(_runs_over(m, x0) for m in band.lines)
        if not _begins_rows(line, x0, [o for o in lines if id(o) not in ids], paper)
    )


def _goes_on_in_rows(line: Line, x0: float, band: _Members, lines: Sequence[Line]) -> bool:
    """What begins at `x0` are cells, level with those at the left, above a line and below it: those
    between, without a cell beside them, wrap."""
    firsts = [m for m in band.lines if abs(m.x0 - band.left) < 1.5]
    below = (o for o in lines if o.base > line.base + 1 and abs(o.x0 - band.left) < 1.5)
    firsts += [min(below, key=lambda o: o.base, default=line)]
    level = [o for o in lines if abs(o.x0 - x0) < 1.5]
    return len(firsts) > 2 and all(
        any(abs(o.base - first.base) < 1.6 for o in level) for first in firsts
    )


def _runs_over(line: Line, x0: float) -> bool:
    """Whether a line reaches far over a place: what begins there is in none of its columns."""
    return line.x0 + 2 * line.size < x0 < line.x1 - 2 * line.size


def _parts_rows(line: Line, band: _Members, lines: Sequence[Line], paper: Paper) -> bool:
    """A line in the type of rows that rules part, with a rule right under it and cells in their
    columns under that: a day between the rows."""
    if abs(line.size - band.size) > 0.3:
        return False
    left, right = band.left, band.right
    foot = min((o.base for o in lines if o.base > line.base + 1), default=line.base)
    row = [o.x0 for o in lines if abs(o.base - foot) < 1]
    level = all(any(abs(m.x0 - x0) < 1 for m in band.lines) for x0 in row)
    return (
        len(row) > 1 and level and any(line.base < y < foot for y in paper.cross_rules(left, right))
    )


def _groups_rows(line: Line, band: _Members, lines: Sequence[Line]) -> bool:
    """A line in the first column, in the rows' own type, right over a row of which all cells begin
    or end where some above do, and which is no head: it names the rows under it."""
    if line.size > SETTINGS.larger * band.size or line.x0 > band.left + 2:
        return False
    below = [o for o in lines if o.base > line.base + 1]
    foot = min((o.base for o in below), default=float("inf"))
    if foot - line.base > SETTINGS.group * line.size:
        return False
    row = [o for o in below if o.base - foot < 0.5 * o.size]
    level = all(any(min(abs(o.x0 - m.x0), abs(o.x1 - m.x1)) < 1 for m in band.lines) for o in row)
    return level and len(row) > 2 and not all(o.bold for o in row)


def _wraps_under(line: Line, above: Line) -> bool:
    """Whether a line goes on with the cell right above it, which may be set larger than others."""
    alike = abs(line.size - above.size) < 0.1 and line.bold == above.bold
    reach = (1.4 if line.bold else 1.7) * line.size  # labels stand as far from each other as text
    return alike and abs(line.x0 - above.x0) < 1 and 0 < line.base - above.base < reach


def _runs_on_in_type(line: Line, band: _Members) -> bool:
    """Whether running text of the band is set in a line's type, at its left edge: the rest is
    smaller."""
    alike = [
        m
        for m in band.lines
        if abs(m.size - line.size) < 0.1 and m.bold == line.bold and abs(m.x0 - line.x0) < 1
    ]
    return any(
        below.base - above.base < 1.7 * line.size and below.words[0].text[:1].islower()
        for above, below in pairwise(alike)
    )


def _is_loud(line: Line, band: _Members, lines: Sequence[Line]) -> bool:
    """Larger than the lines of a band, or bold and apart from them, at their left edge or centred
    on all lines."""
    larger = line.size > SETTINGS.larger * band.size
    if not (larger or line.bold):
        return False
    set_in = line.x0 > band.left + SETTINGS.set_in * line.size
    if set_in and not _is_centred(line, band, lines):
        return False
    near = takewhile(lambda m: line.base - m.base < 1.7 * line.size, reversed(band.lines))
    if any(_wraps_under(line, m) for m in near):
        return False
    if larger:
        return not _runs_on_in_type(line, band)
    before = next((m.base for m in reversed(band.lines) if m.base < line.base - 1), line.base)
    left_of_cells = 1.5 < band.left - line.x0 < line.size  # which are set in from the text's edge
    apart = line.base - before > (1.2 if left_of_cells else 1.5) * band.pitch
    return apart and sum(m.bold for m in band.lines if m.x0 < line.x1) * 2 < len(band.lines)


def _is_centred(line: Line, band: _Members, lines: Sequence[Line]) -> bool:
    """Whether a line's middle is that of all lines, and no cell of the band's begins or ends where
    it does."""
    if any(min(abs(m.x0 - line.x0), abs(m.x1 - line.x1)) < 1 for m in band.lines):
        return False
    middle = min(o.x0 for o in lines) + max(o.x1 for o in lines)
    return abs(line.x0 + line.x1 - middle) < line.size


def _follows_margin(
    line: Line,
    band: _Members,
    cover: Sequence[tuple[float, float]],
    lines: Sequence[Line],
    paper: Paper,
) -> bool:
    """A heading or a footnote in the text's own column, where the margin beside it, with its times,
    stays empty from here on."""
    left, _ = cover[-1]
    if abs(line.x0 - left) > 1.5 * line.size or any(
        o.x1 < left and o.base > line.base - 1 for o in lines
    ):
        return False
    margin = [m for m in band.lines if m.x1 < left]
    figures = sum(any(c.isdigit() for c in m.text) for m in margin)
    words = sum(len(m.words) for m in margin)
    if words > SETTINGS.margin_words * len(margin) or 2 * figures < len(margin):
        return False
    before = max((m.base for m in band.lines if m.base < line.base - 1), default=line.base)
    louder = line.bold and not any(m.bold for m in band.lines if abs(m.x0 - left) < line.size)
    louder = louder or line.size > SETTINGS.larger * band.size
    heads = louder and line.base - before > 1.5 * band.pitch
    width = max(m.x1 for m in band.lines) - left
    noted = line.size < 0.92 * band.size and any(
        r.horizontal and before < r.top < line.base and r.x1 - r.x0 < 0.5 * width
        for r in paper.rules
        if abs(r.x0 - left) < line.size
    )
    return heads or noted


def _lies_over(line: Line, lines: Sequence[Line], cover: Sequence[tuple[float, float]]) -> bool:
    """A heading in the first column at whose height the other columns are blank, and go on right
    below: it stands over all of them."""
    others = [other for other in lines if other.x0 > cover[0][1]]
    above = max((o.base for o in others if o.base < line.base), default=None)
    below = min((o.base for o in others if o.base > line.base), default=None)
    if above is None or below is None:
        return False
    pitch = pitch_of(others)
    if below - line.base > SETTINGS.right_below * pitch:
        return False
    return below - above > 2.4 * pitch and line.base - above > 1.2 * line.size


def _begins_rows(line: Line, x0: float, level: Sequence[Line], paper: Paper) -> bool:
    """What begins at `x0` below a line are cells, or set in under them: the first cell there is
    level with a line at the left, and rules run over both."""
    cells = (o.base for o in level if line.base < o.base and line.x0 + 1 < o.x0 < x0 + 1)
    first = min(cells, default=None)
    if first is None or first - line.base > 3 * line.size:
        return False
    rules = [r for r in paper.rules if r.horizontal and r.top > line.base and r.x0 < line.x0 + 6]
    return sum(r.x1 > x0 + 6 for r in rules) > 1


def _follows_rows(line: Line, band: _Members, lines: Sequence[Line], paper: Paper) -> bool:
    """A line alone on its row, at the left edge, clear of rows that rules part: no rule parts it
    from the last of them, so it stands under the table and not in it. Wherever it begins, it does
    in larger type well below a last rule."""
    members, left, right = band.lines, band.left, band.right
    if not paper.rules or not alone_on_row(line, lines):
        return False
    if _begins_at_rules(line, band, lines, paper):
        return True
    above = members[-1].base
    rules = paper.cross_rules(left, right)
    closed = max((y for y in rules if above < y < line.base), default=line.base)
    if line.size > SETTINGS.larger * band.size and line.base - closed > 2 * line.size:
        return True
    if abs(line.x0 - left) > 1.5:
        return False
    if not rules or any(above < y < line.base for y in rules):
        return False
    goes_on = bool(paper.foot) and paper.foot[0].parted and in_cells(members, paper.foot[0])
    if not (goes_on or rows_parted(members, rules)):
        return False
    if line.size <= SETTINGS.larger * band.size and _rule_closes(line, lines, rules):
        return False
    far = SETTINGS.wrapped * _wrap_pitch(members, rules)
    last = max((y for y in rules if y < line.base), default=0.0)
    row = bases_of([m for m in members if m.base > last and m.x0 < line.x1])
    return line.base - above > far and not any(b - a > far for a, b in pairwise(row))


def _begins_at_rules(line: Line, band: _Members, lines: Sequence[Line], paper: Paper) -> bool:
    """Whether a line begins where the rules of the rows above do, left of all cells, and none is
    drawn under it: it stands below the table."""
    rules = paper.crossing(band.left, band.right)
    above = [r for r in rules if r.top < line.base]
    if len(above) < 2 or abs(line.x0 - above[-1].x0) > 1:
        return False
    if not 1.5 < band.left - line.x0 < line.size or above[-1].top < band.lines[0].base:
        return False
    foot = min((o.base for o in lines if o.base > line.base + 1), default=float("inf"))
    return not any(line.base < r.top < foot for r in rules)


def rows_parted(members: Sequence[Line], rules: Sequence[float]) -> bool:
    """Whether a rule parts a row of cells from the next."""
    rows = bases_of([m for m in members if has_left(m, members)])
    return any(a < y < b for a, b in pairwise(rows) for y in rules)


def _wrap_pitch(members: Sequence[Line], rules: Sequence[float]) -> float:
    """The distance of lines inside a cell; where no cell has two, a wide one."""
    size = median(m.size for m in members)
    last: dict[int, float] = {}
    steps = []
    for m in sorted(members, key=lambda m: m.base):
        above = last.get(round(m.x0), m.base)
        if 0 < m.base - above < 1.9 * size and not any(above < y < m.base for y in rules):
            steps.append(m.base - above)
        last[round(m.x0)] = m.base
    return min(steps, default=1.4 * size)


def _rule_closes(line: Line, lines: Sequence[Line], rules: Sequence[float]) -> bool:
    """A rule under a line before any further row: the line is a cell's, or parts the rows."""
    foot = min((y for y in rules if y > line.base), default=None)
    return foot is not None and not any(
        has_left(o, lines) for o in lines if line.base < o.base < foot
    )


def _closes_column(
    line: Line, cover: Sequence[tuple[float, float]], members: list[Line], paper: Paper
) -> bool:
    """A line over a gutter that has text on both sides several lines deep: the columns end.

    Not so where it stays in one of several columns of one width, which has held a table.
    """
    equal = _equal_columns(cover)
    wide = 1.05 * max(b - a for a, b in equal)
    if len(equal) < len(cover) and any(a - 1 < line.x0 and line.x1 < a + wide for a, _ in equal):
        return False
    crossed = [(a, b) for a, b in pairwise(cover) if line.x0 < a[1] + 0.5 and line.x1 > b[0] - 0.5]
    for a, b in crossed:
        left = [m for m in members if m.x0 < b[0] - 0.5 and m.x1 > a[0]]
        right = [m for m in members if b[0] - 0.5 <= m.x0 < b[1]]
        deep = min(len(left), len(right)) > 3
        if deep and parts_columns([*left, *right], (a[1], b[0]), paper):
            return True
        if runs_over(left, right) and not bridged(members, (a[1] + b[0]) / 2, paper):
            return True
    return False


def _without_tail(members: list[Line], cover: list[tuple[float, float]]) -> list[Line]:
    """Lines at the band's foot that stand in the first column alone belong to what follows.

    They stay where they carry on the first column's text (same size, line pitch as before).
    """
    edge = cover[1][0] - 0.5
    last = max((m.base for m in members if m.x0 >= edge), default=0.0) + 2.0
    first_column = [m for m in members if m.x0 < edge]
    tail = [m for m in first_column if m.base > last]
    if not tail:
        return members
    pitch = pitch_of(first_column)
    before = max(
        (m for m in first_column if m.base <= last),
        key=lambda m: m.base,
        default=None,
    )
    cut: set[int] = set()
    for number, line in enumerate(tail):
        above = tail[number - 1] if number else before
        if above is not None and _lists_on(line, above, first_column):
            continue
        if (
            above is None
            or line.base - above.base > 1.25 * pitch
            or abs(line.size - above.size) > 0.5
        ):
            cut = {id(m) for m in tail[number:]}
            break
    return [m for m in members if id(m) not in cut]


def _lists_on(line: Line, above: Line, column: Sequence[Line]) -> bool:
    """The next item of a list that the column holds, a little apart."""
    return (
        is_item(line)
        and line.base - above.base < 2.0 * line.size
        and any(is_item(m) and abs(m.x0 - line.x0) < 2 for m in column if m.base < line.base)
    )
