"""Lines → regions in reading order: runs of text, grids (tables), columns and sidebars.

A page is swept from the top. Where lines stand side by side a band begins, and each of its gutters
is judged: a band is a table, or it is cut into columns and each of them is swept in its turn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, takewhile

from msgspec import Struct

from pmpdf.layout.bands import band_at, heads_columns, in_cells, rows_parted
from pmpdf.layout.blocks import Line
from pmpdf.layout.centring import level
from pmpdf.layout.gutters import are_headed, in_cards, parts_columns, sides_of
from pmpdf.layout.measures import (
    SETTINGS,
    alone_on_row,
    bases_of,
    cover_of,
    gutters_of,
    has_left,
    is_prose,
    one_row,
    rows_of,
    stand_beside,
)
from pmpdf.layout.regions import Grid, Paper, Region, Run, grid_of
from pmpdf.layout.side_headings import (
    Side,
    facts_above_side,
    headings_beside,
    side_at,
)
from pmpdf.layout.tiles import holds_figures, holds_sections, in_tiles
from pmpdf.middle import median
from pmpdf.reading.document import Area


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
            rules = paper.cross_rules(last.bounds[0][0], max(x1 for _, x1 in last.bounds))
            goes_on = last.above is not None and last.above.parted
            last.parted = goes_on or rows_parted(members, rules)
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
    row = [o for o in ordered[max(0, number - 3) : number + 4] if one_row(o, label)]
    return (row[0], row[1]) if len(row) == 2 and row[0] is label and row[1].x0 > label.x1 else None


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
        part = _part_at(lines, index, tops, plain, paper, depth)
        if part is None:
            plain.append(lines[index])
            index += 1
            continue
        if plain:
            found.append(Run(plain, right))
            plain = []
        if isinstance(part, Side):
            members, regions = part.lines, _under_side_headings(part, paper, right, depth)
        else:
            members, regions = part.regions(found, paper, right, depth)
        found += regions
        taken = {id(line) for line in members}
        lines = [line for line in lines[index:] if id(line) not in taken]
        index, tops = 0, _tops_below(lines)
    if plain:
        found.append(Run(plain, right))
    return found


def _part_at(
    lines: list[Line],
    index: int,
    tops: Sequence[float],
    plain: list[Line],
    paper: Paper,
    depth: int,
) -> _Part | Side | None:
    """What begins with a line and is no run of text; takes from the `plain` lines above it those
    that are its own."""
    if paper.tiles and (tiles := _tiles_at(lines[index:], paper)):
        return tiles
    beside = any(stand_beside(lines[index], other) for other in _level_with(lines, index, tops))
    if beside and not depth and (panel := _panel_at(lines[index:], paper)):
        return panel
    if beside and not depth and (facts := facts_above_side(lines[index:], paper)):
        return _Part(facts, gutters_of(cover_of(facts)), [], sure=True)
    if beside and not depth and (side := side_at(lines[index:], paper)):
        return side
    band = band_at(lines, index, paper) if beside else None
    if band is None:
        return None
    members, gutters = band
    level(members, gutters)
    if above := above_next_column(members, paper):
        members, gutters = above, gutters_of(cover_of(above))
    if not depth and (whole := _columns_ahead(members, lines[index:], paper)):
        while plain and plain[-1].x0 > whole.gutters[0][1] - 2:
            whole.members.insert(0, plain.pop())
        return whole
    if len(gutters) == 1 and in_cards(*sides_of(members, gutters[0]), paper):
        return _Part(members, gutters, gutters, sure=True)
    if len(gutters) >= SETTINGS.text_columns and _evenly_spaced(members, gutters):
        return _Part(members, gutters, [], sure=True)  # no page has so many of text: cards, say
    cuts = [g for g in gutters if parts_columns(members, g, paper)]
    while plain and (
        heads_columns(plain[-1], members, paper)
        or _tops_column(plain[-1], members, cuts)
        or _tops_cell(plain[-1], members, paper)
    ):
        members.insert(0, plain.pop())
    return _Part(members, gutters, cuts)


def _evenly_spaced(members: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> bool:
    """Whether columns begin at one distance from each other."""
    starts = [min(m.x0 for m in members), *(right for _, right in gutters)]
    steps = [b - a for a, b in pairwise(starts)]
    return max(steps) - min(steps) <= SETTINGS.column_drift


class _Part(Struct):
    """Lines that stand side by side, the gutters between them, and which of these part columns of
    text, for `sure` or by what else is seen. Tiles are a table, whatever they hold."""

    members: list[Line]
    gutters: list[tuple[float, float]]
    cuts: list[tuple[float, float]]
    sure: bool = False
    tiled: bool = False

    def regions(
        self, found: Sequence[Region], paper: Paper, right: float, depth: int
    ) -> tuple[list[Line], list[Region]]:
        """The regions that the first of the lines make, and those lines; `found` stand above."""
        members, gutters, cuts = self.members, self.gutters, self.cuts
        if self.tiled:
            grid = grid_of(members, gutters, right)
            grid.tiled = True
            return members, [grid]
        if self.sure and len(cuts) > 1:
            return members, _cut_apart(members, cuts, paper, right, depth)
        if self.sure and cuts:
            return members, _cut(members, cuts, paper, right, depth)
        if not depth and (carried := _carried_grid(members, found, paper, right)):
            return members, [carried]
        if self.sure:
            return members, [grid_of(members, gutters, right)]
        if head := _head_of_columns(members, gutters, cuts, paper):
            cells = gutters_of(cover_of(head))
            grid = grid_of(head, cells, right)
            if len(grid.columns) == 2 and are_headed(*grid.columns):
                return head, _cut(head, cells, paper, right, depth)
            return head, [grid]
        left, beside = sides_of(members, gutters[0])
        if headings := headings_beside(left, beside):
            return members, _under_side_headings(Side(headings, beside, []), paper, right, depth)
        if cuts and depth <= 6:
            return members, _cut(members, cuts, paper, right, depth)
        return members, [grid_of(members, gutters, right)]


def _tiles_at(lines: Sequence[Line], paper: Paper) -> _Part | None:
    """The row of tiles that holds the first line, each of them a column."""
    for row in paper.tiles:
        held = in_tiles(lines, row)
        if held and any(lines[0] is line for column in held for line in column):
            members = [line for column in held for line in column]
            gutters = [(a.x1, b.x0) for a, b in pairwise(row)]
            if holds_sections(held):
                return _Part(members, gutters, gutters, sure=True)
            if holds_figures(held):
                return _Part(members, gutters, [], tiled=True)
    return None


def _panel_at(lines: Sequence[Line], paper: Paper) -> _Part | None:
    """The lines on a narrow ground and those beside it, all at one side of it, on to the first that
    stands over or under it."""
    first = lines[0]
    for area in paper.areas:
        low, wide = area.top < first.base + SETTINGS.panel_lag * first.size, area.x1 - area.x0
        if area.image or not low or area.bottom < first.base:
            continue
        if not SETTINGS.panel_least < wide / paper.width < SETTINGS.panel_most:
            continue
        inside = [m for m in lines if area.x0 <= m.x0 and m.x1 <= area.x1 and _is_on(area, m)]
        ids = {id(m) for m in inside}
        others = [m for m in lines if id(m) not in ids]
        under = next((m for m in others if m.x0 < area.x1 and area.x0 < m.x1), None)
        if under and area.x0 <= under.x0 and under.x1 <= area.x1:
            continue  # the sidebar goes on there
        end = under.base if under else float("inf")
        others = [m for m in others if m.base < end]
        left = [m for m in others if m.x1 <= area.x0]
        if end < area.bottom or min(len(inside), len(others)) < SETTINGS.panel_lines:
            continue
        bases = {round(m.base) for m in others}
        level = sum(round(m.base) in bases for m in inside)
        if len(left) not in (0, len(others)) or level > SETTINGS.panel_level * len(inside):
            continue
        if any(_is_on(other, m) for other in paper.areas if _like(other, area) for m in others):
            continue
        gutter = (
            (max(m.x1 for m in others), area.x0) if left else (area.x1, min(m.x0 for m in others))
        )
        members = sorted([*inside, *others], key=lambda m: (m.base, m.x0))
        return _Part(members, [gutter], [gutter], sure=True)
    return None


def _is_on(area: Area, line: Line) -> bool:
    return area.top < line.base - 0.3 * line.size < area.bottom


def _like(other: Area, area: Area) -> bool:
    """Whether another ground begins and ends level with one: they are boxes side by side."""
    level = abs(other.top - area.top) + abs(other.bottom - area.bottom) < 2 * SETTINGS.same_edge
    return other is not area and level and (other.x0 >= area.x1 or other.x1 <= area.x0)


def above_next_column(members: list[Line], paper: Paper) -> list[Line]:
    """The rows above the first lines of a column, which begins higher than the one at its left:
    where a column began before, and what is in the rows runs over. Empty where there is none."""
    others = [
        m
        for m in members
        if any(abs(m.x0 - x0) < 2 for x0 in paper.columns)
        and any(o.x0 + 2 * o.size < m.x0 < o.x1 for o in members)
    ]
    first = min(others, key=lambda m: m.base, default=None)
    if first is None or not alone_on_row(first, members):
        return []
    kept = [m for m in members if m.base < first.base]
    return kept if len(kept) > 1 and len(cover_of(kept)) > 1 else []


def _columns_ahead(members: Sequence[Line], lines: Sequence[Line], paper: Paper) -> _Part | None:
    """The lines of two columns and the gutter between them, where the rows found first stand in the
    second one, beside a picture say: a column began there on a page before."""
    start = next((x for x in paper.columns if all(m.x0 > x - 2 for m in members)), None)
    if start is None:
        return None
    ahead = list(takewhile(lambda m: not m.x0 < start - 2 < m.x1, lines))
    left = [m for m in ahead if m.x1 < start]
    if len(left) < SETTINGS.sidebar_lines:
        return None
    gutter = max(m.x1 for m in left), start
    if not parts_columns([*left, *members], gutter, paper):
        return None
    return _Part(ahead, [gutter], [gutter], sure=True)


def _tops_column(line: Line, members: Sequence[Line], cuts: Sequence[tuple[float, float]]) -> bool:
    """Whether a line with nothing beside it belongs to a column right of the first, which begins
    higher: it is set as others there are, close over the next."""
    right = next((b for _, b in reversed(cuts) if b - 1 < line.x0), None)
    if right is None:
        return False
    column = [m for m in members if m.x0 > right - 1]
    step = min((m.base for m in column), default=line.base) - line.base
    return step < 2.2 * line.size and any(abs(m.x0 - line.x0) < 1 for m in column)


def _tops_cell(line: Line, members: Sequence[Line], paper: Paper) -> bool:
    """Whether a line is the first of a cell on a ground, beside which a shorter one stands in the
    middle of its own."""
    below = next((m for m in members if abs(m.x0 - line.x0) < 1.5), None)
    if below is None or not 0 < below.base - line.base < 2 * line.size:
        return False
    held = [a for a in paper.areas if not a.image and _is_on(a, line) and _is_on(a, below)]
    return any(
        area.x0 <= line.x0
        and line.x1 <= area.x1
        and any(area.x1 < m.x0 or m.x1 < area.x0 for m in members)
        for area in held
    )


def _carried_grid(
    members: list[Line], found: Sequence[Region], paper: Paper, right: float
) -> Grid | None:
    """A table that goes on from the page before, in its columns: few rows tell less of them than
    all do. Of what this page has before it, no more than the rest of a row can be its own."""
    above = next(iter(paper.foot), None)
    if above is None or not in_cells(members, above):
        return None
    size = median(m.size for column in above.columns for m in column)
    for region in found:
        if isinstance(region, Grid) or any(m.size > SETTINGS.larger * size for m in region.lines):
            return None
    edges = [x0 - 1.5 for x0, _ in above.bounds]
    cells = [m for row in rows_of(members) if len(row) > 1 for m in row]
    if any(m.x0 < edge < m.x1 for m in cells for edge in edges[1:]):
        return None
    return grid_of(members, [(edge, edge) for edge in edges[1:]], right, above)


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


def _cut(
    members: list[Line],
    cuts: list[tuple[float, float]],
    paper: Paper,
    right: float,
    depth: int,
) -> list[Region]:
    """A band cut at its most column-like gutter, and each side for itself."""
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


def _cut_apart(
    members: Sequence[Line],
    cuts: Sequence[tuple[float, float]],
    paper: Paper,
    right: float,
    depth: int,
) -> list[Region]:
    """Boxes side by side, each for itself: what is in one may reach over the place of a gutter."""
    edges = [float("-inf"), *((a + b) / 2 for a, b in cuts), float("inf")]
    found: list[Region] = []
    for number, (left, end) in enumerate(pairwise(edges)):
        side = [m for m in members if left <= m.x0 < end]
        far = _right_edge(side, cuts[number]) if number < len(cuts) else right
        regions = _regions(side, paper, far, depth + 1)
        if number and regions:
            regions[0].starts_column = True
        found += regions
    return found


def _under_side_headings(side: Side, paper: Paper, right: float, depth: int) -> list[Region]:
    """Each heading in the margin, then the text beside it; at last what stands in boxes there."""
    starts = [group[0].base - 0.5 * group[0].size for group in side.headings]
    found = _regions([m for m in side.text if m.base < starts[0]], paper, right, depth + 1)
    for group, start, end in zip(side.headings, starts, [*starts[1:], float("inf")], strict=True):
        found.append(Run(group, right, side=True))
        beside = [m for m in side.text if start <= m.base < end]
        found += _regions(beside, paper, right, depth + 1)
    return found + _aside(side.boxed, paper, max((m.x1 for m in side.boxed), default=0.0), depth)


def _head_of_columns(
    members: list[Line],
    gutters: Sequence[tuple[float, float]],
    cuts: Sequence[tuple[float, float]],
    paper: Paper,
) -> list[Line]:
    """The rows over columns of text, which the `cuts` part.

    Rules around them may hide that the rest is in columns, which begin elsewhere then.
    """
    head = _head_rows(members)
    if not head or cuts:
        return head
    ids = {id(m) for m in head}
    rest = [m for m in members if id(m) not in ids]
    starts = sorted(m.x0 for m in rest)
    if 2 * sum(_has_near(m.x0, starts) for m in head) > len(head):
        return []
    return head if any(parts_columns(rest, g, paper) for g in gutters) else []


def _has_near(x0: float, starts: Sequence[float]) -> bool:
    at = bisect_left(starts, x0 - 2)
    return at < len(starts) and starts[at] < x0 + 2


def _head_rows(members: Sequence[Line]) -> list[Line]:
    """Rows of short lines, level with each other and set apart from the columns below them: the
    facts over a two-column page."""
    bases = bases_of(members)
    for number, (above, below) in enumerate(pairwise(bases)):
        head = [m for m in members if m.base <= above + 0.1]
        size = max(m.size for m in head)
        steps = [b - a for a, b in pairwise(bases[: number + 1]) if b - a > 2]
        if below - above <= max(1.35 * max(steps, default=0), 2.0 * size):
            continue
        lefts = min(m.x0 for m in head)
        loose = [m for m in head if m.x0 > lefts + 2 * size and not has_left(m, head)]
        cells = [[m for m in head if a <= m.x0 <= b] for a, b in cover_of(head)]
        short = sum(len(m.words) for m in head) <= 7 * len(head) and not any(map(is_prose, cells))
        if all(m.bold for m in head) and _each_over_one(head, members[len(head) :]):
            return []  # the columns' headings
        return list(head) if len(head) > 1 and not loose and short and number < 6 else []
    return []


def _each_over_one(head: Sequence[Line], members: Sequence[Line]) -> bool:
    """Whether each line of a row stands over lines of its own that begin where it does, or where
    its bar does."""
    if len(bases_of(head)) > 1:
        return False
    inset = SETTINGS.same_edge
    return all(any(-1 < line.x0 - m.x0 < inset and not m.bold for m in members) for line in head)


def _right_edge(lines: Sequence[Line], cut: tuple[float, float]) -> float:
    return max((line.x1 for line in lines), default=cut[0])


def _is_aside(side: Sequence[Line], main: Sequence[Line], paper: Paper) -> bool:
    """A sidebar: clearly narrower than the text that it stands beside, or on its own ground."""
    if not side or not main:
        return False
    wide = max(s.x1 for s in side) - min(s.x0 for s in side)
    room = max(b - a for a, b in cover_of(main))  # of its widest column
    grounded = _on_ground(side, main, paper)
    first = min(side, key=lambda m: m.base)
    if not grounded and first.words[0].text[:1].islower():
        return False  # it carries on with the text
    if wide > SETTINGS.aside_width * room:
        return grounded and wide < room and len(side) < 0.5 * len(main)
    few = len(side) <= len(main) or wide < SETTINGS.aside_narrow * room
    return grounded or (few and not is_prose(side))


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
    main_right = _right_edge(main, cut) if main_first else right
    side_right = right if main_first else _right_edge(side, cut)
    return _regions(main, paper, main_right, depth + 1) + _aside(side, paper, side_right, depth)


def _aside(lines: list[Line], paper: Paper, right: float, depth: int) -> list[Region]:
    """What stands beside the text and is none of it."""
    paper.asides += 1
    number = paper.asides
    found = _regions(lines, paper, right, depth + 1)
    for region in found:
        region.aside = number
    if found:
        found[0].starts_column = True
    return found
