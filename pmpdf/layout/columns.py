"""Lines → regions in reading order: runs of text, grids (tables), columns and sidebars.

A page is swept from the top. Where lines stand side by side a band begins; it grows while the
white strips between its columns (gutters) stay open, and ends at the first line that closes them
all. Each gutter is then judged: in a table the rows on both sides begin on the same baselines; in
columns of running text they do so by chance at most.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from operator import attrgetter

from msgspec import Struct, field

from pmpdf.layout.blocks import Line
from pmpdf.layout.frames import Frame
from pmpdf.layout.lines import is_marker
from pmpdf.middle import median, middle_of
from pmpdf.reading.document import Area, Rule


class ColumnSettings(Struct, frozen=True):
    gutter: float = 0.4  # em; the narrowest white strip between columns
    same_base: float = 0.3  # em; cells of one row may be set in different sizes, and centred
    aligned: float = 0.62  # share of the shorter side's lines that must have a partner in a table
    cells: float = 0.9  # in a column with a ground of its own, which a sidebar has, too
    wrapped: float = 1.22  # pitches; what stands farther below a cell is not its next line
    prose_words: float = 3.0  # words a line, on average, of running text
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


class Run(Struct):
    """Lines one under the other; `right` is the right edge of their column."""

    lines: list[Line]
    right: float
    aside: int = 0
    starts_column: bool = False


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
    above: Grid | None = None  # its first rows, at the foot of the page before


Region = Run | Grid


class Paper(Struct):
    """What is drawn on the page behind and between the lines."""

    rules: Sequence[Rule]
    areas: Sequence[Area]
    width: float
    asides: int = 0
    starts: list[float] = field(default_factory=list)  # where columns are expected to begin
    columns: list[float] = field(default_factory=list)  # where some did that are no sidebars
    foot: list[Grid] = field(default_factory=list)  # what ends the page before, if it is a table
    ruled: bool = False  # some table of the document has rules between its rows
    frames: Sequence[Frame] = ()


def regions_of(lines: Sequence[Line], paper: Paper) -> list[Region]:
    """The page's regions in reading order."""
    if not lines:
        return []
    ordered = _with_tabbed_values(sorted(lines, key=lambda line: (line.base, line.x0)))
    found = _carried_on(_regions(ordered, paper, max(line.x1 for line in lines), 0))
    if found:
        found[0].starts_column = True
        last = found[-1]
        paper.foot[:] = []
        if isinstance(last, Grid):
            members = [line for column in last.columns for line in column]
            rules = _cross_rules(paper, last.bounds[0][0], max(x1 for _, x1 in last.bounds))
            goes_on = last.above is not None and last.above.parted
            last.parted = goes_on or _parted(members, rules)
            paper.foot[:] = [last]
    return found


def _with_tabbed_values(ordered: list[Line]) -> list[Line]:
    """Labels and their values as one line each where the values stand at several tab stops: no
    white strip parts the two, since a label reaches over the place of another's value."""
    labelled = (_labelled(ordered, n) for n, o in enumerate(ordered) if o.text.endswith(":"))
    rows = [row for row in labelled if row]
    joined: dict[int, Line] = {}
    gone: set[int] = set()
    for block in _blocks_of_labels(rows):
        if max(label.x1 for label, _ in block) > min(value.x0 for _, value in block):
            joined |= {id(a): Line((*a.words, *b.words), a.page) for a, b in block}
            gone |= {id(b) for _, b in block}
    return [joined.get(id(line), line) for line in ordered if id(line) not in gone]


def _blocks_of_labels(rows: Sequence[tuple[Line, Line]]) -> list[list[tuple[Line, Line]]]:
    """Rows that stand close under each other, at one left edge."""
    blocks: list[list[tuple[Line, Line]]] = []
    for row in rows:
        label, above = row[0], blocks[-1][-1][0] if blocks else row[0]
        near = label.base - above.base < 2.2 * label.size and abs(label.x0 - above.x0) < 1
        if blocks and near:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _labelled(ordered: Sequence[Line], number: int) -> tuple[Line, Line] | None:
    """A label and the one line that stands at its right, where nothing else stands on its row."""
    label = ordered[number]
    row = [o for o in ordered[max(0, number - 3) : number + 4] if _one_row(o, label)]
    return (row[0], row[1]) if len(row) == 2 and row[0] is label else None


def _carried_on(regions: Sequence[Region]) -> list[Region]:
    """Regions with the first lines of a column in one run with those that follow.

    What begins or ends beside a paragraph has cut it; a sidebar may begin above the text beside it.
    """
    kept: list[Region] = []
    for region in regions:
        above = _run_above(region, kept) if isinstance(region, Run) else None
        if above is not None and isinstance(region, Run):
            beside = above.aside != region.aside
            while above.lines and _leads(above.lines[-1], region, beside=beside):
                region.lines.insert(0, above.lines.pop())
            if not above.lines:
                kept = [other for other in kept if other is not above]
                region.starts_column = region.starts_column or above.starts_column
        kept.append(region)
    return kept


def _run_above(run: Run, kept: Sequence[Region]) -> Run | None:
    """The run that a run's first lines may have been cut from; those of a column that begins a
    little higher than the one before it stand above both."""
    for other in reversed(kept):
        if other.aside == run.aside:
            if isinstance(other, Grid):
                return None
            if not run.starts_column or _leads(other.lines[-1], run, beside=False):
                return other
            continue
        if isinstance(other, Run) and _leads(other.lines[-1], run, beside=True):
            return other
    return None


def _leads(line: Line, run: Run, *, beside: bool) -> bool:
    """Whether a line stands right above a run, in its column and its type; a label over a sidebar
    may be set in another one."""
    first = run.lines[0]
    step, size = first.base - line.base, abs(line.size - first.size)
    level = abs(line.x0 - first.x0) < 1 and line.x1 < run.right + first.size
    if beside:
        return level and 0 < step < 2.2 * first.size
    return level and size < 0.5 and 0 < step < 1.6 * first.size


def _regions(lines: list[Line], paper: Paper, right: float, depth: int) -> list[Region]:
    found: list[Region] = []
    plain: list[Line] = []
    index = 0
    tops = _tops_below(lines)
    while index < len(lines):
        beside = any(_beside(lines[index], other) for other in _level_with(lines, index, tops))
        band = _band(lines, index, paper) if beside else None
        if band is None:
            plain.append(lines[index])
            index += 1
            continue
        members, gutters = band
        while plain and _heads_columns(plain[-1], members, paper):
            members.insert(0, plain.pop())
        if plain:
            found.append(Run(plain, right))
            plain = []
        if not depth and (carried := _carried_grid(members, found, paper, right)):
            found.append(carried)
        elif head := _head_of_columns(members, gutters, paper):
            members = head
            found.append(_grid(head, [(a[1], b[0]) for a, b in pairwise(_cover(head))], right))
        else:
            found += _columns(members, gutters, paper, right, depth)
        taken = {id(line) for line in members}
        lines = [line for line in lines[index:] if id(line) not in taken]
        index, tops = 0, _tops_below(lines)
    if plain:
        found.append(Run(plain, right))
    return found


def _carried_grid(
    members: list[Line], found: Sequence[Region], paper: Paper, right: float
) -> Grid | None:
    """A table that goes on from the page before, in its columns: few rows tell less of them than
    all do. Of what this page has before it, no more than the rest of a row can be its own."""
    above = next(iter(paper.foot), None)
    if above is None or not _in_cells(members, above):
        return None
    size = median(m.size for column in above.columns for m in column)
    for region in found:
        if isinstance(region, Grid) or any(m.size > SETTINGS.larger * size for m in region.lines):
            return None
    edges = [x0 - 1.5 for x0, _ in above.bounds]
    cells = [m for row in _rows(members) if len(row) > 1 for m in row]
    if any(m.x0 < edge < m.x1 for m in cells for edge in edges[1:]):
        return None
    return _grid(members, [(edge, edge) for edge in edges[1:]], right, above)


def _in_cells(members: Sequence[Line], above: Grid) -> bool:
    """Whether the first row of cells stands where those of a table do."""
    first = next((row for row in _rows(members) if len(row) > 1), [])
    lefts = [x0 for x0, _ in above.bounds]
    return bool(first) and all(any(abs(m.x0 - x0) <= 1.5 for x0 in lefts) for m in first)


def _rows(members: Sequence[Line]) -> list[list[Line]]:
    """Lines on one baseline together."""
    rows: dict[float, list[Line]] = {}
    for member in members:
        rows.setdefault(round(member.base), []).append(member)
    return list(rows.values())


def _tops_below(lines: Sequence[Line]) -> list[float]:
    """The highest top from each line on."""
    return list(accumulate((line.top for line in reversed(lines)), min))[::-1]


def _level_with(lines: Sequence[Line], index: int, tops: Sequence[float]) -> Iterator[Line]:
    """The lines after one that begin above its foot."""
    foot = lines[index].bottom
    for number in range(index + 1, len(lines)):
        if tops[number] >= foot:
            return
        if lines[number].top < foot:
            yield lines[number]


def _beside(a: Line, b: Line) -> bool:
    """The two lines share some height and no width."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    apart = a.x1 < b.x0 or b.x1 < a.x0
    return apart and overlap > 0.2 * min(a.bottom - a.top, b.bottom - b.top)


def _one_row(a: Line, b: Line) -> bool:
    return abs(a.base - b.base) <= SETTINGS.same_base * max(a.size, b.size)


def _drift(lines: Sequence[Line]) -> float:
    """How far apart, in points, baselines of one row may be."""
    return max(2.0, SETTINGS.same_base * max(line.size for line in lines))


class _Members(Struct):
    """A band's lines so far, with what each further line is held against; top down."""

    lines: list[Line] = field(default_factory=list)
    left: float = float("inf")
    right: float = float("-inf")
    sizes: list[float] = field(default_factory=list)  # in order
    steps: list[float] = field(default_factory=list)  # between their baselines, in order
    base: float = float("inf")  # the last of those

    def add(self, line: Line) -> None:
        base = round(line.base, 1)
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
        """As `_pitch` has it."""
        near = self.steps[: bisect_left(self.steps, 2.2 * self.size)]
        return middle_of(near) if near else 1.3 * self.size


def _band(
    lines: list[Line], start: int, paper: Paper
) -> tuple[list[Line], list[tuple[float, float]]] | None:
    """The band that begins at a line with others beside it, and its gutters; None for none."""
    first = lines[start]
    if lone := _lone_row(first, lines[start:], paper):
        return lone, [(a[1], b[0]) for a, b in pairwise(_cover(lone))]
    band = _Members()
    members = band.lines
    spanning: list[Line] = []  # cells over several columns
    cover: list[tuple[float, float]] = []
    for line in lines[start:]:
        wider = _with_interval(cover, (line.x0, line.x1))
        if len(cover) > 1 and (len(wider) < 2 or _framed_apart(line, band, paper)):
            break
        if len(cover) > 1 and _heads_on(line, band, cover, lines, paper):
            below = [other for other in lines if other.base >= line.base]
            if _lies_over(line, lines, cover) or not _fill_columns(members, cover, below, paper):
                break
        if len(cover) > 1 and _follows_rows(line, band, lines, paper):
            break
        if len(cover) > 1 and _follows_margin(line, band, cover, lines, paper):
            break
        if len(wider) < len(cover):
            above = [m for m in members if m.base < line.base - 1]
            if _closes_column(line, cover, above, paper):
                members = above  # what stands level with the line goes with it
                break
        left = len(_merged(wider, line.size))  # so near to the next column it parts none, either
        if len(cover) > 2 and 1 < left < len(cover) and _spans_row(line, lines):
            band.add(line)
            spanning.append(line)
            continue
        if not cover or _gutters(wider, line.size) or len(members) < 2:
            band.add(line)
            cover = wider
        else:
            break
    cover = _cover(members, spanning)
    if len(cover) < 2:
        return None
    trimmed = _without_tail(members, cover)
    kept = {id(line) for line in trimmed}
    below = [line for line in lines[start:] if id(line) not in kept]
    if len(trimmed) < len(members) and not _fill_columns(trimmed, cover, below, paper):
        members = trimmed
    cover = _cover(members, spanning)
    if len(cover) < 2:
        return None
    return members, [(a[1], b[0]) for a, b in pairwise(cover)]


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


def _heads_columns(line: Line, members: Sequence[Line], paper: Paper) -> bool:
    """Whether a line stands in the drawn table that the next row begins, right of its first cell: a
    head over several columns, under which each has its own."""
    first = min(_first_row(members), key=lambda m: m.x0)
    return line.x0 > first.x1 and any(
        frame.holds(line) and frame.holds(first) for frame in paper.frames
    )


def _lone_row(first: Line, lines: Sequence[Line], paper: Paper) -> list[Line]:
    """A row that is set apart from what follows and shares no column with it: facts side by side
    over columns of text."""
    row = [line for line in lines if abs(line.base - first.base) < 1.6]
    below = [line for line in lines if line.base > first.base + 1.6]
    if len(row) < 2 or len(_cover(row)) < 2 or not below:
        return []
    foot = min(line.base for line in below)
    ruled = any(r.horizontal and first.base < r.top < foot for r in paper.rules)
    if ruled or foot - first.base < 2.0 * first.size:
        return []
    near = [line.x0 for line in below if line.base < first.base + 15 * first.size]
    shared = [c for c in row[1:] if any(abs(c.x0 - x0) < 2 for x0 in near)]
    under = min(line.x0 for line in below if line.base < foot + 2.0 * first.size)
    if under >= row[1].x0:  # what comes next is set in under one of the row's cells
        return []
    return [] if 2 * len(shared) > len(row[1:]) else row


def _cover(members: Sequence[Line], spanning: Sequence[Line] = ()) -> list[tuple[float, float]]:
    """The x-intervals of a band's columns."""
    ids = {id(line) for line in spanning}
    return _merged(
        [(m.x0, m.x1) for m in members if id(m) not in ids], median(m.size for m in members)
    )


def _spans_row(line: Line, lines: Sequence[Line]) -> bool:
    """A line alone on its row, between rows of cells: a date line inside a table."""
    alone = not any(o is not line and _one_row(o, line) for o in lines)
    near = [o for o in lines if 0 < o.base - line.base < 3.5 * line.size]
    return alone and any(o.x0 > line.x0 and _has_left(o, near) for o in near)


def _fill_columns(
    members: list[Line],
    cover: Sequence[tuple[float, float]],
    below: Sequence[Line],
    paper: Paper,
) -> bool:
    """Whether lines below a band still stand in its first column, although nothing is beside them.

    They do where the columns hold running text of one width, and nothing below is wider than one.
    """
    cover = _equal_columns(cover)
    gutters = [(a[1], b[0]) for a, b in pairwise(cover)]
    if any(line.x0 < a and line.x1 > b for line in below for a, b in gutters):
        return False
    if any(abs(b - known) < 4 for _, b in gutters for known in paper.columns):
        return True
    return _of_one_width(cover) and any(
        _parts_columns(members, gutter, paper) for gutter in gutters
    )


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


def _heads_on(
    line: Line,
    band: _Members,
    cover: Sequence[tuple[float, float]],
    lines: Sequence[Line],
    paper: Paper,
) -> bool:
    """A line in larger type with nothing beside it: what follows stands under it, not beside.

    Text that goes on at the right below it, out of step with the rows at the left, is a sidebar's
    and keeps the band open; not so columns of one width that all leave room for the line.
    """
    on_bar = _on_bar(line, band, paper)
    if not (on_bar or _is_loud(line, band)):
        return False
    if any(o is not line and _one_row(o, line) for o in lines):
        return False
    if on_bar:
        return True
    if _parts_rows(line, band, lines, paper):
        return False
    if _of_one_width(cover) and _lies_over(line, lines, cover):
        return True
    reach = 1.7 * _pitch([*band.lines, line])
    loose = [other for other in lines if other.x0 > line.x1 and not _has_left(other, lines)]
    above = [other for other in loose if line.base - reach < other.base <= line.base]
    below = Counter(round(other.x0) for other in loose if line.base < other.base)
    level = Counter(round(o.x0) for o in lines if line.base < o.base) - below
    ids = {id(other) for other in loose}
    return not (above and below) and not any(
        count >= SETTINGS.sidebar_lines and count > SETTINGS.sidebar_loose * level[x0]
        for x0, count in below.items()
        if not _begins_rows(line, x0, [o for o in lines if id(o) not in ids], paper)
    )


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
        len(row) > 1
        and level
        and any(
            r.horizontal and line.base < r.top < foot and r.x0 < left + 6 and r.x1 > right - 6
            for r in paper.rules
        )
    )


def _is_loud(line: Line, band: _Members) -> bool:
    """Larger than the lines of a band, or bold and apart from them, at their left edge."""
    larger = line.size > SETTINGS.larger * band.size
    if not (larger or line.bold) or line.x0 > band.left + line.size:
        return False
    if larger:
        return True
    before = next((m.base for m in reversed(band.lines) if m.base < line.base - 1), line.base)
    apart = line.base - before > 1.5 * band.pitch
    return apart and sum(m.bold for m in band.lines if m.x0 < line.x1) * 2 < len(band.lines)


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
    heads = line.size > SETTINGS.larger * band.size and line.base - before > 1.5 * band.pitch
    width = max(m.x1 for m in band.lines) - left
    noted = line.size < 0.92 * band.size and any(
        r.horizontal and before < r.top < line.base and r.x1 - r.x0 < 0.5 * width
        for r in paper.rules
        if abs(r.x0 - left) < line.size
    )
    return heads or noted


def _lies_over(line: Line, lines: Sequence[Line], cover: Sequence[tuple[float, float]]) -> bool:
    """A heading in the first column at whose height the other columns are blank, and go on below:
    it stands over all of them."""
    others = [other for other in lines if other.x0 > cover[0][1]]
    above = max((o.base for o in others if o.base < line.base), default=None)
    below = min((o.base for o in others if o.base > line.base), default=None)
    if above is None or below is None:
        return False
    return below - above > 2.4 * _pitch(others) and line.base - above > 1.2 * line.size


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
    from the last of them, so it stands under the table and not in it."""
    members, left, right = band.lines, band.left, band.right
    if not paper.rules or abs(line.x0 - left) > 1.5:
        return False
    if any(o is not line and _one_row(o, line) for o in lines):
        return False
    above = members[-1].base
    rules = _cross_rules(paper, left, right)
    if not rules or any(above < y < line.base for y in rules):
        return False
    goes_on = bool(paper.foot) and paper.foot[0].parted and _in_cells(members, paper.foot[0])
    if not (goes_on or _parted(members, rules)):
        return False
    if line.size <= SETTINGS.larger * band.size and _rule_closes(line, lines, rules):
        return False
    far = SETTINGS.wrapped * _wrap_pitch(members, rules)
    last = max((y for y in rules if y < line.base), default=0.0)
    row = _bases([m for m in members if m.base > last and m.x0 < line.x1])
    return line.base - above > far and not any(b - a > far for a, b in pairwise(row))


def _cross_rules(paper: Paper, left: float, right: float) -> list[float]:
    """The heights of the rules that run over a band from edge to edge."""
    return [r.top for r in paper.rules if r.horizontal and r.x0 < left + 6 and r.x1 > right - 6]


def _parted(members: Sequence[Line], rules: Sequence[float]) -> bool:
    """Whether a rule parts a row of cells from the next."""
    rows = _bases([m for m in members if _has_left(m, members)])
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
        _has_left(o, lines) for o in lines if line.base < o.base < foot
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
        if deep and _parts_columns(members, (a[1], b[0]), paper):
            return True
        if _runs_over(left, right) and not _bridged(members, (a[1] + b[0]) / 2, paper):
            return True
    return False


def _with_interval(
    cover: list[tuple[float, float]], interval: tuple[float, float]
) -> list[tuple[float, float]]:
    x0, x1 = interval
    if len(cover) == 1 and cover[0][0] <= x0 and x1 <= cover[0][1]:
        return cover
    apart = [c for c in cover if c[1] < x0 - 0.5 or c[0] > x1 + 0.5]
    touching = [c for c in cover if not (c[1] < x0 - 0.5 or c[0] > x1 + 0.5)]
    merged = (min([x0, *(c[0] for c in touching)]), max([x1, *(c[1] for c in touching)]))
    return sorted([*apart, merged])


def _gutters(cover: list[tuple[float, float]], size: float) -> bool:
    return any(b[0] - a[1] >= SETTINGS.gutter * size for a, b in pairwise(cover))


def _merged(intervals: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The union of intervals, closed over gaps that are narrower than a gutter."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 - merged[-1][1] < SETTINGS.gutter * size:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


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
    pitch = _pitch(first_column)
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
        _is_item(line)
        and line.base - above.base < 2.0 * line.size
        and any(_is_item(m) and abs(m.x0 - line.x0) < 2 for m in column if m.base < line.base)
    )


def _is_item(line: Line) -> bool:
    return len(line.words) > 1 and is_marker(line.words[0].text)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between baselines, from the closest pairs."""
    bases = sorted({round(line.base, 1) for line in lines})
    steps = [b - a for a, b in pairwise(bases) if b - a > 2]
    size = median(line.size for line in lines)
    near = [s for s in steps if s < 2.2 * size]
    return median(near) if near else 1.3 * size


def _columns(
    members: list[Line],
    gutters: list[tuple[float, float]],
    paper: Paper,
    right: float,
    depth: int,
) -> list[Region]:
    """A band as a grid, or cut at its most column-like gutter and each side for itself."""
    cuts = [] if depth > 6 else [g for g in gutters if _parts_columns(members, g, paper)]
    if not cuts:
        headings = _margin_headings(members, gutters)
        if headings:
            return _under_margin_headings(members, headings, paper, right, depth)
        return [_grid(members, gutters, right)]
    cut = max(cuts, key=lambda g: g[1] - g[0])
    middle = (cut[0] + cut[1]) / 2
    left_side = [m for m in members if m.x1 <= middle and m.x0 < middle]
    right_side = [m for m in members if m.x1 > middle or m.x0 >= middle]
    start = min(m.x0 for m in right_side)
    column = any(abs(start - known) < 4 for known in paper.columns)
    # there the column begins on the next page, too, and a third one of that width
    paper.starts += [start, 2 * start - min(m.x0 for m in left_side)]
    if not column and _is_aside(right_side, left_side, paper):
        return _with_aside(left_side, right_side, paper, right, cut, depth, main_first=True)
    if _is_aside(left_side, right_side, paper):
        return _with_aside(right_side, left_side, paper, right, cut, depth, main_first=False)
    paper.columns.append(start)
    left_regions = _regions(left_side, paper, _right_edge(left_side, cut), depth + 1)
    right_regions = _regions(right_side, paper, right, depth + 1)
    if right_regions:
        right_regions[0].starts_column = True
    return left_regions + right_regions


def _margin_headings(
    members: Sequence[Line], gutters: Sequence[tuple[float, float]]
) -> list[list[Line]]:
    """Headings that stand in the left margin, beside the text they head: set apart in type from
    paragraphs several lines deep. Empty where the left column is a table's."""
    edge = gutters[0][0] + 0.5
    left = sorted((m for m in members if m.x1 <= edge), key=lambda m: m.base)
    right = [m for m in members if m.x1 > edge]
    groups: list[list[Line]] = []
    for line in left:
        if groups and line.base - groups[-1][-1].base < 1.7 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    if len(groups) < 2 or len(right) < 2.5 * len(groups):
        return []
    plain = sum(not m.bold for m in right) > 0.7 * len(right)
    size = median(m.size for m in right)
    loud = all((m.bold and plain) or m.size > SETTINGS.larger * size for m in left)
    if _are_cells(groups, right):
        return []
    worded = all(g[0].words[0].text[:1].isalpha() and len(g) <= 3 for g in groups)
    level = all(any(_one_row(g[0], m) for m in right) for g in groups)
    return groups if loud and worded and level else []


def _are_cells(groups: Sequence[Sequence[Line]], right: Sequence[Line]) -> bool:
    """Most groups have more than one other cell on their row, or figures: days, clocks, counts."""
    cells = [
        sum(_one_row(group[0], m) for m in right) > 1
        or any(c.isdigit() for line in group for c in line.text)
        for group in groups
    ]
    return 2 * sum(cells) > len(cells)


def _under_margin_headings(
    members: Sequence[Line],
    headings: Sequence[list[Line]],
    paper: Paper,
    right: float,
    depth: int,
) -> list[Region]:
    """Each margin heading, then the text beside it."""
    taken = {id(line) for group in headings for line in group}
    rest = [m for m in members if id(m) not in taken]
    starts = [group[0].base - 0.5 * group[0].size for group in headings]
    found = _regions([m for m in rest if m.base < starts[0]], paper, right, depth + 1)
    for group, start, end in zip(headings, starts, [*starts[1:], float("inf")], strict=True):
        found.append(Run(group, right))
        beside = [m for m in rest if start <= m.base < end]
        found += _regions(beside, paper, right, depth + 1)
    return found


def _head_of_columns(
    members: list[Line], gutters: Sequence[tuple[float, float]], paper: Paper
) -> list[Line]:
    """The rows over columns of text.

    Rules around them may hide that the rest is in columns, which begin elsewhere then.
    """
    head = _head_rows(members)
    if not head:
        return []
    ids = {id(m) for m in head}
    rest = [m for m in members if id(m) not in ids]
    starts = sorted(m.x0 for m in rest)
    sides = [members]
    if 2 * sum(_has_near(m.x0, starts) for m in head) <= len(head):
        sides.append(rest)
    return head if any(_parts_columns(side, g, paper) for side in sides for g in gutters) else []


def _has_near(x0: float, starts: Sequence[float]) -> bool:
    at = bisect_left(starts, x0 - 2)
    return at < len(starts) and starts[at] < x0 + 2


def _head_rows(members: Sequence[Line]) -> list[Line]:
    """Rows of short lines, level with each other and set apart from the columns below them: the
    facts over a two-column page."""
    bases = _bases(members)
    for number, (above, below) in enumerate(pairwise(bases)):
        head = [m for m in members if m.base <= above + 0.1]
        size = max(m.size for m in head)
        steps = [b - a for a, b in pairwise(bases[: number + 1]) if b - a > 2]
        if below - above <= max(1.35 * max(steps, default=0), 2.0 * size):
            continue
        lefts = min(m.x0 for m in head)
        loose = [m for m in head if m.x0 > lefts + 2 * size and not _has_left(m, head)]
        short = sum(len(m.words) for m in head) <= 7 * len(head) and not _is_prose(head)
        if all(m.bold for m in head) and _each_over_one(head, members[len(head) :]):
            return []  # the columns' headings
        return list(head) if len(head) > 1 and not loose and short and number < 6 else []
    return []


def _each_over_one(head: Sequence[Line], members: Sequence[Line]) -> bool:
    """Whether each line of a row stands over lines of its own that begin where it does."""
    if len(_bases(head)) > 1:
        return False
    return all(any(abs(m.x0 - line.x0) < 1 and not m.bold for m in members) for line in head)


def _has_left(line: Line, lines: Sequence[Line]) -> bool:
    """Whether one of several lines, which are in order from the top, is level with a line and to
    the left of it."""
    begin = bisect_left(lines, line.base - 1.6, key=attrgetter("base"))
    for other in islice(lines, begin, None):
        if other.base - line.base >= 1.6:
            return False
        if other.x1 < line.x0 and line.base - other.base < 1.6:
            return True
    return False


def _right_edge(lines: Sequence[Line], cut: tuple[float, float]) -> float:
    return max((line.x1 for line in lines), default=cut[0])


def _parts_columns(members: list[Line], gutter: tuple[float, float], paper: Paper) -> bool:
    """Whether a gutter parts columns of text rather than the columns of a table."""
    middle = (gutter[0] + gutter[1]) / 2
    left = [m for m in members if m.x1 <= middle and m.x0 < middle]
    right = [m for m in members if m.x0 >= middle]
    if not left or not right:
        return False
    known = any(abs(min(m.x0 for m in right) - start) < 4 for start in paper.starts)
    if _bridged(members, middle, paper):
        return False
    if _rows_begin_level(left, right, paper):
        return False
    if _is_boxed(right, left, paper) or _is_boxed(left, right, paper):
        return True
    if _runs_over(_next_to(left, gutter), _next_to(right, gutter)):
        return True
    if _holds_title(left, right) or _holds_title(right, left):
        return True
    if len(left) < 2 or len(right) < 2:
        small = right[0].words[0].text[:1].islower()
        return known and (small or (_is_item(left[0]) and _is_item(right[0])))
    if known:
        return True
    if _partners(left, right) < SETTINGS.aligned:
        return True
    # On a common line grid columns of text align as well: then both read as prose, and their
    # paragraphs end at different heights.
    if _is_prose(left) and _is_prose(right) and _wraps(left) and _wraps(right):
        return not _share_breaks(left, right)
    drift = _drift(members)
    starts = _cell_starts(left)
    others = _cell_starts(right)
    hits = sum(any(abs(a - b) <= drift for b in starts) for a in others)
    return _is_prose(left) and hits < 0.5 * len(others)


def _is_boxed(side: Sequence[Line], text: Sequence[Line], paper: Paper) -> bool:
    """Whether several lines stand in a box of their own beside running text."""
    if len(side) < SETTINGS.sidebar_lines or not paper.areas or not _wraps(text):
        return False
    x0, x1 = min(m.x0 for m in side), max(m.x1 for m in side)
    top, bottom = min(m.base for m in side), max(m.base for m in side)
    boxes = [
        a
        for a in paper.areas
        if not a.image and a.x0 <= x0 and a.x1 >= x1 and a.top <= top and a.bottom >= bottom
    ]
    apart = any(all(m.x1 < a.x0 or m.x0 > a.x1 for m in text) for a in boxes)
    return apart and _partners(side, text) < SETTINGS.cells


def _holds_title(side: Sequence[Line], other: Sequence[Line]) -> bool:
    """A title beside a block of facts is no cell of it."""
    return max(line.size for line in side) > SETTINGS.title * max(line.size for line in other)


def _next_to(side: Sequence[Line], gutter: tuple[float, float]) -> list[Line]:
    """The lines of the column that borders on a gutter."""
    intervals = _cover(side)
    x0, x1 = intervals[-1] if side[0].x0 < gutter[0] else intervals[0]
    return sorted((m for m in side if x0 <= m.x0 <= x1), key=lambda m: m.base)


def _runs_over(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether text runs over from one column to the next, be it for a few lines: both begin level,
    neither has gaps, and their lines begin as often in the middle of a sentence as text's do; or
    both begin with a list's item."""
    if len(left) < 2 or not right or abs(left[0].base - right[0].base) > 2:
        return False
    if _is_item(left[0]) and _is_item(right[0]):
        return True
    wide = [max(m.x1 for m in side) - min(m.x0 for m in side) for side in (left, right)]
    if wide[1] > 1.3 * wide[0] or any(
        sum(len(m.words) for m in side) < SETTINGS.prose_words * len(side) for side in (left, right)
    ):
        return False
    size = median(m.size for m in left)
    if any(b.base - a.base > 1.65 * size for side in (left, right) for a, b in pairwise(side)):
        return False
    edge = max(m.x1 for m in left)
    full = sum(m.x1 > edge - 0.2 * wide[0] for m in left)
    inner = [*left[1:], *right]
    small = sum(m.words[0].text[:1].islower() for m in inner)
    return full >= 0.6 * len(left) and small >= max(2, SETTINGS.small_starts * len(inner))


def _partners(left: Sequence[Line], right: Sequence[Line]) -> float:
    """The share of the shorter side's lines that begin level with a line of the other side.

    Cells in type of two sizes may be centred on each other: then all are off by the same bit.
    """
    few, many = sorted((_bases(left), _bases(right)), key=len)
    offsets = [min((b - a for b in many), key=abs) for a in few]
    sizes = median(m.size for m in left), median(m.size for m in right)
    usual = 0.0
    if abs(sizes[0] - sizes[1]) > 0.4:
        usual = median(offsets)
        usual = usual if abs(usual) <= SETTINGS.same_base * max(sizes) else 0.0
    level = sum(abs(offset) <= 2.0 or abs(offset - usual) <= 1.0 for offset in offsets)
    return level / len(few)


def _bases(lines: Sequence[Line]) -> list[float]:
    return sorted({round(line.base, 1) for line in lines})


def _bridged(members: Sequence[Line], middle: float, paper: Paper) -> bool:
    """Rules or shaded rows run over the gutter: a table was drawn here."""
    top, bottom = min(m.top for m in members) - 8, max(m.bottom for m in members) + 8
    left, right = min(m.x0 for m in members), max(m.x1 for m in members)
    wide = 0
    for rule in paper.rules:
        if rule.horizontal and top <= rule.top <= bottom:
            spans = rule.x0 < middle - 6 and rule.x1 > middle + 6
            wide += spans and rule.x1 - rule.x0 > 0.5 * (right - left)
    bands = sum(
        1
        for area in paper.areas
        if not area.image
        and top <= area.top <= bottom
        and area.x0 < middle - 6
        and area.x1 > middle + 6
        and area.bottom - area.top < 0.5 * (bottom - top)
    )
    cells = _cell_rules(paper, middle, top, bottom)
    return wide >= 3 or bands >= 2 or cells >= 3


def _rows_begin_level(left: Sequence[Line], right: Sequence[Line], paper: Paper) -> bool:
    """Between rules that run over both sides, each strip begins on one baseline on either side."""
    members = [*left, *right]
    x0, x1 = min(m.x0 for m in members), max(m.x1 for m in members)
    top, bottom = min(m.base for m in members), max(m.base for m in members)
    size = median(m.size for m in members)
    rules = (r for r in paper.rules if r.horizontal and r.x0 < x0 + 6 and r.x1 > x1 - 6)
    cuts = sorted(r.top for r in rules if top - 2.5 * size < r.top < bottom)
    if len(cuts) < 2 and not any(_heads_cells(members, cut) for cut in cuts):
        return False
    cuts = [cut for cut in cuts if cut > top]  # one may stand over the first row
    drift = _drift(members)
    for low, high in pairwise([top - 1, *cuts, bottom + 1]):
        starts = [
            min((m.base for m in side if low < m.base < high), default=None)
            for side in (left, right)
        ]
        if starts[0] is None or starts[1] is None or abs(starts[0] - starts[1]) > drift:
            return False
    return True


def _heads_cells(members: Sequence[Line], rule: float) -> bool:
    """Whether heads stand over a rule, three or more on one row, and a cell right under each."""
    heads = _first_row([m for m in members if m.base < rule])
    cells = _first_row([m for m in members if m.base > rule])
    return len(heads) > 2 and all(any(abs(m.x0 - o.x0) < 1 for o in cells) for m in heads)


def _first_row(members: Sequence[Line]) -> list[Line]:
    top = min((m.base for m in members), default=0.0)
    return [m for m in members if m.base - top < 1]


def _cell_rules(paper: Paper, middle: float, top: float, bottom: float) -> int:
    """Horizontal rules drawn cell by cell that meet at the gutter on one height."""
    ends, starts = [], []
    for rule in paper.rules:
        if rule.horizontal and top <= rule.top <= bottom:
            if abs(rule.x1 - middle) < 12:
                ends.append(rule.top)
            if abs(rule.x0 - middle) < 12:
                starts.append(rule.top)
    return len({round(e) for e in ends if any(abs(e - s) < 1 for s in starts)})


def _wraps(lines: Sequence[Line]) -> bool:
    """Whether some lines begin in the middle of a sentence."""
    small = sum(line.words[0].text[:1].islower() for line in lines)
    return small >= 0.5 * SETTINGS.small_starts * len(lines)


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < 4:
        return False
    words = sum(len(line.words) for line in lines) / len(lines)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    reach = sum(line.x1 > right - 0.15 * (right - left) for line in lines) / len(lines)
    return words >= SETTINGS.prose_words and reach >= SETTINGS.prose_fill


def _cell_starts(lines: Sequence[Line]) -> list[float]:
    """Baselines of lines that follow a gap: where cells, or paragraphs, begin."""
    pitch = _pitch(lines)
    bases = _bases(lines)
    return [
        base
        for number, base in enumerate(bases)
        if number == 0 or base - bases[number - 1] > 1.2 * pitch
    ]


def _share_breaks(left: Sequence[Line], right: Sequence[Line]) -> bool:
    a, b = _cell_starts(left), _cell_starts(right)
    few, many = sorted((a, b), key=len)
    drift = _drift([*left, *right])
    hits = sum(any(abs(x - y) <= drift for y in many) for x in few)
    return len(few) > 1 and hits >= 0.75 * len(many)


def _is_aside(side: Sequence[Line], main: Sequence[Line], paper: Paper) -> bool:
    """A sidebar: clearly narrower than the text that it stands beside, or on its own ground."""
    if not side or not main:
        return False
    wide = max(s.x1 for s in side) - min(s.x0 for s in side)
    room = max(b - a for a, b in _cover(main))  # of its widest column
    grounded = _on_ground(side, main, paper)
    first = min(side, key=lambda m: m.base)
    if not grounded and first.words[0].text[:1].islower():
        return False  # it carries on with the text
    if wide > SETTINGS.aside_width * room:
        return grounded and wide < room and len(side) < 0.5 * len(main)
    few = len(side) <= len(main) or wide < SETTINGS.aside_narrow * room
    return grounded or (few and not _is_prose(side))


def _on_ground(side: Sequence[Line], main: Sequence[Line], paper: Paper) -> bool:
    x0, x1 = min(s.x0 for s in side), max(s.x1 for s in side)
    top, bottom = min(s.top for s in side), max(s.bottom for s in side)
    edge = min(m.x1 for m in main), max(m.x0 for m in main)
    return any(
        not area.image
        and area.x0 <= x0 + 1
        and area.x1 >= x1 - 1
        and min(area.bottom, bottom) - max(area.top, top) > 0.6 * (bottom - top)
        and (area.x0 > edge[1] or area.x1 < edge[0] or area.x1 - area.x0 < 1.5 * (x1 - x0))
        for area in paper.areas
    )


def _with_aside(
    main: list[Line],
    side: list[Line],
    paper: Paper,
    right: float,
    cut: tuple[float, float],
    depth: int,
    *,
    main_first: bool,
) -> list[Region]:
    """The text beside a sidebar, then the sidebar, then what follows below it."""
    paper.asides += 1
    number = paper.asides
    main_right = _right_edge(main, cut) if main_first else right
    side_right = right if main_first else _right_edge(side, cut)
    main_regions = _regions(main, paper, main_right, depth + 1)
    side_regions = _regions(side, paper, side_right, depth + 1)
    for region in side_regions:
        region.aside = number
    if side_regions:
        side_regions[0].starts_column = True
    return main_regions + side_regions


def _grid(
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
    return Grid(columns, bounds, right, _drift(members), above=above)


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
