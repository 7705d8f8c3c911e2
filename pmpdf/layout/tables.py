"""Grids → tables: rows from drawn lines, shading, white space or the first column's cells.

A page's table and its continuation on the next page become one; a header row that is repeated
there counts once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Block, Cell, Line, TableBlock
from pmpdf.layout.furniture import counts_page
from pmpdf.layout.measures import type_of
from pmpdf.layout.regions import Grid, Paper, Region
from pmpdf.middle import tenth
from pmpdf.record import Box


class TableSettings(Struct, frozen=True):
    head_reach: float = 3.0  # em from a head down to the first row
    row_gap: float = 1.22  # times the pitch inside a cell; a larger step begins a row
    jump: float = 0.08  # pitches between the steps of wrapped lines and of rows
    strip: int = 3  # columns side by side, at least
    cell_room: float = 2.0  # em from a cell's text to the next one's
    strip_lines: int = 3  # of a wrapped caption
    breaks: int = 6  # of lines in its cells, that leave no room, are no rows'
    tile_lines: int = 12  # of it in a box of its own
    wide_gap: float = 1.6  # the same inside a strip between two rules
    same_edge: float = 2.0  # points that the first column may be off behind a break
    same_column: float = 6.0  # points a column may move from page to page
    drawn: float = 0.7  # strips between rules for each line that may begin a row
    nested: float = 2.0  # em that text nested in a cell is set in
    span: float = 0.7  # share of the grid's width that a rule between rows covers


SETTINGS = TableSettings()


def find_rules(regions: Sequence[Sequence[Region]], papers: Sequence[Paper]) -> None:
    """Find what is drawn across the grids of a document, and which of them it parts into rows."""
    pages = zip(regions, papers, strict=True)
    grids = [(r, paper) for found, paper in pages for r in found if isinstance(r, Grid)]
    for grid, paper in grids:
        grid.cuts = _drawn_cuts(grid, _top_down(grid), paper)
        goes_on = grid.above is not None and grid.above.ruled
        many = len(grid.cuts) > 1  # one rule is under the head at times
        grid.ruled = goes_on or (many and _parts_every_row(grid, grid.cuts))
    for paper in papers:
        paper.ruled = any(grid.ruled for grid, _ in grids)


def table_of(grid: Grid, paper: Paper) -> TableBlock:
    """The grid as rows of cells; rows are cut where the paper or its white space says so."""
    if strip := _strip(grid):
        return strip
    lines = _top_down(grid)
    cuts = grid.cuts
    ruled = grid.ruled or _parts_every_row(grid, cuts, alike=paper.ruled)
    told = _wide_cuts(grid, lines, cuts) if ruled else _blank_cuts(grid, lines, len(cuts) > 1)
    cuts = sorted([*cuts, *told, *_merged_cuts(grid)])
    places = {id(line): n for n, column in enumerate(grid.columns) for line in column}
    rows: list[list[Cell]] = []
    current = -1
    for line in lines:
        middle = line.base - line.size * 0.3
        number = bisect_right(cuts, middle)
        if number != current:
            rows.append([[] for _ in grid.columns])
            current = number
        rows[-1][places[id(line)]].append(line)
    return _table(*_with_heads(rows, grid.bounds), grid, ruled=ruled)


def _table(
    rows: list[list[Cell]], bounds: list[tuple[float, float]], grid: Grid, *, ruled: bool
) -> TableBlock:
    table = TableBlock(rows, bounds, ruled=ruled, aside=grid.aside)
    table.lefts = [tuple(x0 for x0, _ in bounds)] * len(rows)
    table.head = _head_rows(table)
    table.starts_column = grid.starts_column
    return table


def with_spanning_head(head: Block, table: TableBlock) -> bool:
    """Take a row of fewer cells, right over a table and set bold, as its head: one of them stands
    over several columns, up to the last that begins before the cell ends. False for none such."""
    if not isinstance(head, TableBlock) or len(head.rows) > 1 or table.head or head.footnotes:
        return False
    first, cells = table.lines[0], [cell for cell in head.rows[0] if cell]
    step = first.base - head.lines[0].base
    near = first.page == head.lines[0].page and 0 < step < SETTINGS.head_reach * first.size
    louder = all(line.bold for line in head.lines) and not all(line.bold for line in table.lines)
    if not (near and louder and 1 < len(cells) < len(table.columns)):
        return False
    if abs(cells[0][0].x0 - table.columns[0][0]) > SETTINGS.same_column:
        return False
    places = [bisect_right(table.columns, (cell[0].x1, float("inf"))) - 1 for cell in cells[1:]]
    row: list[Cell] = [cells[0], *([] for _ in table.columns[1:])]
    taken = 0
    for cell, last in zip(cells[1:], places, strict=True):
        if last <= taken:
            return False
        row[taken + 1] = cell
        taken = last
    table.rows.insert(0, row)
    table.lefts.insert(0, table.lefts[0])
    table.head = 1
    table.starts_column, table.gap = head.starts_column, head.gap
    return True


def _strip(grid: Grid) -> TableBlock | None:
    """Columns of figures over captions, or labels over values, all set in the same two faces: two
    rows, whatever wraps."""
    bases = [line.base for column in grid.columns for line in column]
    cut = any(min(bases) < cut < max(bases) for cut in grid.cuts)
    if len(grid.columns) < SETTINGS.strip or (cut and not grid.tiled):
        return None
    upper: list[Cell] = []
    lower: list[Cell] = []
    most = SETTINGS.tile_lines if grid.tiled else SETTINGS.strip_lines
    for column in grid.columns:
        parts = [list(part) for _, part in groupby(sorted(column, key=attrgetter("base")), type_of)]
        if len(parts) != 2 or max(map(len, parts)) > most:
            return None
        upper.append(parts[0])
        lower.append(parts[1])
    faces = [len({type_of(cell[0]) for cell in cells}) for cells in (upper, lower)]
    alike = max(faces) == 1 and max(map(len, lower)) > 1 and _each_wraps(grid, lower)
    alike = alike and (len(set(map(len, upper))) == 1 or _each_wraps(grid, upper))
    if grid.tiled:
        alike = min(faces) == 1
    return _table([upper, lower], grid.bounds, grid, ruled=False) if alike else None


def _each_wraps(grid: Grid, row: Sequence[Cell]) -> bool:
    """Whether each further line of a cell had no room on the one above, and not all cells have one,
    or many: they are no further rows."""
    rights = [*(x0 for x0, _ in grid.bounds[1:]), grid.right]
    breaks = 0
    for cell, right in zip(row, rights, strict=True):
        for above, below in pairwise(cell):
            word = below.words[0]
            room = right - SETTINGS.cell_room * above.size - above.x1
            if word.x1 - word.x0 < room:
                return False
            breaks += 1
    return min(map(len, row)) == 1 or breaks >= SETTINGS.breaks


def _top_down(grid: Grid) -> list[Line]:
    return sorted((line for column in grid.columns for line in column), key=lambda x: x.base)


def _drawn_cuts(grid: Grid, lines: Sequence[Line], paper: Paper) -> list[float]:
    """Heights of the rules and shading edges that run over the table."""
    left, right = grid.bounds[0][0], grid.bounds[-1][1]
    top, bottom = lines[0].top, lines[-1].bottom
    heights: dict[int, float] = {}
    covered: dict[int, float] = {}
    for rule in paper.rules:
        if rule.horizontal and top - 12 < rule.top < bottom + 12:
            key = round(rule.top / 1.5)
            heights.setdefault(key, (rule.top + rule.bottom) / 2)
            covered[key] = covered.get(key, 0.0) + max(
                0.0, min(rule.x1, right) - max(rule.x0, left)
            )
    cuts = {heights[key] for key, wide in covered.items() if wide > SETTINGS.span * (right - left)}
    for x0, edge_top, x1, edge_bottom in _shadings(paper):
        high = edge_bottom - edge_top > 0.8 * (bottom - top) + 12
        spans = x0 < left + 6 and x1 > left + SETTINGS.span * (right - left)
        if spans and not high and edge_bottom > top and edge_top < bottom:
            cuts.update((edge_top, edge_bottom))
    return _apart(sorted(c for c in cuts if top < c < bottom))


def _with_heads(
    rows: list[list[Cell]], bounds: list[tuple[float, float]]
) -> tuple[list[list[Cell]], list[tuple[float, float]]]:
    """Columns whose head stands beside, not over, their cells: left the one, right the other.

    The head alone fills one column, and the column next to it has no head.
    """
    column = 0
    while len(rows) > 2 and column + 1 < len(bounds):
        first, rest = rows[0], rows[1:]
        a = bool(first[column]) and not any(row[column] for row in rest)
        b = bool(first[column + 1]) and not any(row[column + 1] for row in rest)
        empty = not first[column + 1] if a else not first[column]
        if a != b and empty:
            rows = [[*r[:column], r[column] + r[column + 1], *r[column + 2 :]] for r in rows]
            left, right = bounds[column], bounds[column + 1]
            bounds = [*bounds[:column], (left[0], right[1]), *bounds[column + 2 :]]
        column += 1
    return rows, bounds


def _shadings(paper: Paper) -> list[Box]:
    """Shaded strips; those drawn cell by cell as one."""
    strips: dict[tuple[int, int], Box] = {}
    for area in paper.areas:
        if area.image:
            continue
        key = (round(area.top), round(area.bottom))
        x0, top, x1, bottom = strips.get(key, (area.x0, area.top, area.x1, area.bottom))
        strips[key] = (min(x0, area.x0), top, max(x1, area.x1), bottom)
    return list(strips.values())


def _parts_every_row(grid: Grid, cuts: Sequence[float], *, alike: bool = False) -> bool:
    """Whether about as many strips are drawn as rows can begin; rules under the header alone, or
    between groups of rows, leave several to a strip.

    `alike` says that rules part all rows of another table.
    """
    bases = sorted({tenth(line.base) for column in grid.columns for line in column})
    full = [base for base in bases if _full(grid, base)]
    between = [cut for cut in cuts if bases[0] < cut < bases[-1]]  # one may lie over the head
    if not between or len(between) + 1 >= SETTINGS.drawn * len(full):
        return bool(between)
    inside = [(a, b) for a, b in pairwise(full) if not any(a < cut < b for cut in cuts)]
    wrapped = sum(_all_wrap(grid, above, below, alike=alike) for above, below in inside)
    one_row_each = _one_row_each(grid, cuts, alike=alike)
    return bool(inside) and (wrapped >= SETTINGS.drawn * len(inside) or one_row_each)


def _one_row_each(grid: Grid, cuts: Sequence[float], *, alike: bool) -> bool:
    """Whether the cells between two cuts all begin at one height and go on without a gap, and the
    first one ends before others do: further rows would print in the first column again.

    Where rules part all rows of other tables `alike`, it may be any one.
    """
    strips = [
        [sorted(line.base for line in column if low < line.base < high) for column in grid.columns]
        for low, high in pairwise([float("-inf"), *cuts, float("inf")])
    ]
    deep = [strip for strip in strips if max(map(len, strip)) > 1]
    ended = 0
    for strip in deep:
        bases = max(strip, key=len)
        for cell in strip:
            if any(abs(a - b) > grid.drift for a, b in zip(cell, bases, strict=False)):
                return False
        ended += len(min(strip, key=len) if alike else strip[0]) < len(bases)
    return 2 * ended > len(deep)


def _all_wrap(grid: Grid, above: float, below: float, *, alike: bool) -> bool:
    """Whether cells surely go on from one baseline to the next: no cell's next word would have
    fitted above, and one of them is the middle of a sentence, or the rest of a divided word.

    The latter need not be where the document's tables are `alike` in that rules part their rows. A
    line between the two goes on in its own column, so that the others begin anew below it."""
    if any(
        above + grid.drift < line.base < below - grid.drift
        for column in grid.columns
        for line in column
    ):
        return False
    middle = alike
    for column, end in zip(grid.columns, _ends(grid), strict=True):
        first = next((line for line in column if abs(line.base - above) <= grid.drift), None)
        second = next((line for line in column if abs(line.base - below) <= grid.drift), None)
        if first is None or second is None:
            continue
        word, last = second.words[0], first.words[-1]
        divided = last.hyphen or _DIVIDED.search(f"{last.text} {word.text}") is not None
        if not divided and first.x1 + 0.2 * first.size + word.x1 - word.x0 < end:
            return False
        open_ended = len(first.words) > 1 and last.text[-1] in _GOES_ON
        middle = middle or divided or open_ended or word.text[0].islower()
    return middle


def _ends(grid: Grid) -> list[float]:
    """How far to the right text of each column may run: where its longest line ends, or as near to
    the next column as any other stands to its own, where that is even at the left."""
    nexts = [start for start, _ in grid.bounds[1:]]
    nearest = min((a - b for a, (_, b) in zip(nexts, grid.bounds, strict=False)), default=0.0)
    ends = [end for _, end in grid.bounds]
    for number, (start, column) in enumerate(zip(nexts, grid.columns[1:], strict=True)):
        if all(line.x0 - start < 1 for line in column):
            ends[number] = max(ends[number], start - nearest)
    return ends


_GOES_ON = ",-–—"
_DIVIDED = re.compile(r"\w[/\\_=&?#@~+] |\w \.\w")  # an address or name goes on below


def _apart(heights: Sequence[float]) -> list[float]:
    """Neighbouring edges of shading and rule are one cut."""
    kept: list[float] = []
    for height in heights:
        if not kept or height - kept[-1] > 3:
            kept.append(height)
    return kept


def _line_pitch(grid: Grid, cuts: Sequence[float] = ()) -> float:
    """The distance of lines inside a cell: the least step within a column that fits the type and
    crosses none of the drawn cuts."""
    steps = []
    for column in grid.columns:
        for above, below in pairwise(sorted(column, key=lambda line: line.base)):
            step = below.base - above.base
            if step > 0.7 * below.size and not any(above.base < cut < below.base for cut in cuts):
                steps.append(step)
    size = max(line.size for column in grid.columns for line in column)
    near = [step for step in steps if step < 1.9 * size]
    return min(near) if near else 1.3 * size


def _wide_cuts(grid: Grid, lines: Sequence[Line], drawn: Sequence[float]) -> list[float]:
    """Further cuts inside a strip between two rules: a date line over its row, or a header over
    the first row of a table whose every second row is shaded."""
    pitch = _line_pitch(grid, drawn)
    head_ends = _under_head(grid)
    cuts = []
    for above, below in pairwise(lines):
        step = (below.base - above.base) / pitch
        full = step > SETTINGS.row_gap and _full(grid, below.base)
        full = full or (above.base < below.base == head_ends)
        if below in grid.columns[0] and (step > SETTINGS.wide_gap or full):
            cuts.append(below.base - below.size)
    return cuts


def _merged_cuts(grid: Grid) -> list[float]:
    """Cuts above the further rows of a cell in the first column that stands for several: all other
    columns print there, apart from the lines above; or with a figure under a figure, where most
    would have had room above, or all go on so down to the next such cell.

    Without either they may all wrap: lines that are broken evenly leave room, too.
    """
    if len(grid.columns) < 3:
        return []
    drift, pitch = grid.drift, _line_pitch(grid)
    firsts = [line.base for line in grid.columns[0]]
    columns = [sorted(column, key=attrgetter("base")) for column in grid.columns[1:]]
    cuts = []
    for number, line in enumerate(columns[0]):
        if not number or any(abs(line.base - base) <= drift for base in firsts):
            continue
        pairs = [
            (n, above, below)
            for n, column in enumerate(columns, 1)
            for above, below in pairwise(column)
            if abs(below.base - line.base) <= drift
        ]
        if len(pairs) < len(columns):
            continue
        last = max(above.base for _, above, _ in pairs)
        begin = max((base for base in firsts if base < line.base), default=last)
        end = min((base for base in firsts if base > line.base), default=float("inf"))
        counts = {sum(begin - drift < x.base < end - drift for x in column) for column in columns}
        figures = sum(_are_figures(above, below) for _, above, below in pairs)
        fits = sum(_has_room(grid, a, b, n) or _are_figures(a, b) for n, a, b in pairs)
        told = figures > 0 and (len(counts) == 1 or 2 * fits > len(pairs))
        if told or line.base - last > SETTINGS.row_gap * pitch:
            cuts.append((last + line.base) / 2)
    return cuts


def _under_head(grid: Grid) -> float | None:
    """The baseline under that of a head of one line, told by its type: each column has a first line
    there set like the others' and unlike all that follow in its column."""
    columns = [sorted(column, key=attrgetter("base")) for column in grid.columns]
    if not all(columns):
        return None
    firsts = [column[0] for column in columns]
    seconds = [column[1] for column in columns if len(column) > 1]
    if len({type_of(line) for line in firsts}) > 1 or len(seconds) < len(columns):
        return None
    bases = [line.base for line in firsts], [line.base for line in seconds]
    if any(max(row) - min(row) > grid.drift for row in bases):
        return None
    face = type_of(firsts[0])
    if any(type_of(line) == face for column in columns for line in column[1:]):
        return None
    return seconds[0].base


def _blank_cuts(grid: Grid, lines: Sequence[Line], parted: bool) -> list[float]:
    """Cuts above the lines that begin a row, told by white space or by the first column; `parted`
    says that rules part rows."""
    drift = grid.drift
    bases: list[float] = []
    for line in lines:
        if not bases or line.base - bases[-1] > drift:
            bases.append(line.base)
    pitch = _line_pitch(grid)
    firsts = [line.base for line in grid.columns[0]]
    begins = [any(abs(f - base) <= drift for f in firsts) for base in bases]
    steps = [below - above for above, below in pairwise(bases)]
    known = grid.above.row_step if grid.above else 0.0
    limit = known or _row_step(steps, pitch)
    if steps and not known and max(steps[1:], default=limit) < limit < steps[0]:
        limit = _row_step(steps[1:], pitch)  # the head alone stands farther off
    spaced = [True, *(step > limit for step in steps)]
    wraps = [not s for s in spaced]
    # White space tells rows apart unless it leaves more of them together than it parts.
    together = sum(w and _full(grid, base) for w, base in zip(wraps, bases, strict=True))
    trust_space = any(wraps) and (not together or sum(spaced[1:]) >= max(2, together))
    trust_space = trust_space or known > 0
    if not trust_space:
        begins = [b and not _wraps(grid, base) for b, base in zip(begins, bases, strict=True)]
    # Close below a wrapped cell the next row may begin: its first word would have fitted above, or
    # nothing of its column stands there, although all rows that space parts begin with theirs.
    full = [_full(grid, base) for base in bases]
    close = [w and f for w, f in zip(wraps, full, strict=True)]
    level = all(f for s, f in zip(spaced, full, strict=True) if s)
    fits = [
        (level and not begins[n - 1]) or _fits_above(grid, base)
        for n, (c, base) in enumerate(zip(close, bases, strict=True))
        if c
    ]
    begun = bool(fits) and all(fits) and not (known or parted)
    if begun:
        spaced = [s or c for s, c in zip(spaced, close, strict=True)]
    told = trust_space and any(spaced[1:]) and not begun
    grid.row_step = known or (limit if told else 0.0)
    starts = [
        (s and (b or not _continues(grid, base))) if trust_space else (b or (s and not any(begins)))
        for s, b, base in zip(spaced, begins, bases, strict=True)
    ]
    starts[0] = True
    return [
        (bases[n - 1] + bases[n] - pitch * 0.6) / 2 if n else bases[0] - 99
        for n, start in enumerate(starts)
        if start
    ][1:]


def _row_step(steps: Sequence[float], pitch: float) -> float:
    """The step above which a new row begins: in the widest gap between the steps of wrapped lines
    and those of rows, where there is one."""
    near = sorted(step for step in steps if step < SETTINGS.wide_gap * pitch)
    jumps = [
        (high - low, (high + low) / 2)
        for low, high in pairwise(near)
        if low < SETTINGS.row_gap * pitch
    ]
    widest = max(jumps, default=(0.0, 0.0))
    return widest[1] if widest[0] > SETTINGS.jump * pitch else SETTINGS.row_gap * pitch


def _full(grid: Grid, base: float) -> bool:
    """At least two columns, the first among them, print on this baseline."""
    drift = grid.drift
    there = [any(abs(line.base - base) <= drift for line in column) for column in grid.columns]
    return there[0] and sum(there) > 1


def _wraps(grid: Grid, base: float) -> bool:
    """The first column prints here, since its cell above had no room for the next word: alone, or
    in the middle of a sentence and beside others of which the same is true, but not all."""
    above, line = _first_cell(grid, base)
    if above is None or above.bold != line.bold or _fits(grid, above, line):
        return False
    beside = [
        (column, number, other)
        for number, column in enumerate(grid.columns[1:], 1)
        for other in column
        if abs(other.base - base) <= grid.drift
    ]
    if not beside:
        return True
    if len(beside) + 1 == len(grid.columns) or not line.words[0].text[:1].islower():
        return False
    for column, number, other in beside:
        over = max(
            (m for m in column if m.base < other.base - 1), key=attrgetter("base"), default=None
        )
        if over is None or _fits(grid, over, other, number):
            return False
    return True


def _fits_above(grid: Grid, base: float) -> bool:
    """The first column's next word would have had room on the line above, so it was not wrapped;
    nor does a cell go on with a line that runs over further columns, a day's say."""
    above, line = _first_cell(grid, base)
    if above is None:
        return False
    runs_over = any(start < above.x1 for start, _ in grid.bounds[1:])
    return runs_over or _fits(grid, above, line)


def _first_cell(grid: Grid, base: float) -> tuple[Line | None, Line]:
    """The first column's line on a baseline, and the one above it."""
    first = sorted(grid.columns[0], key=lambda line: line.base)
    number = next(n for n, line in enumerate(first) if abs(line.base - base) <= grid.drift)
    return first[number - 1] if number else None, first[number]


def _fits(grid: Grid, above: Line, line: Line, column: int = 0) -> bool:
    word = line.words[0]
    return grid.bounds[column][1] - above.x1 - 0.25 * line.size >= word.x1 - word.x0


def _has_room(grid: Grid, above: Line, line: Line, column: int) -> bool:
    """The same wherever in its column the line above stands: a number may end at its right."""
    left, right = grid.bounds[column]
    word = line.words[0]
    return right - left - (above.x1 - above.x0) - 0.25 * line.size >= word.x1 - word.x0


def _are_figures(above: Line, below: Line) -> bool:
    """`24.000` over `9.400`: none goes on with the other."""
    return all(len(line.words) == 1 and line.text[-1].isdigit() for line in (above, below))


def _continues(grid: Grid, base: float) -> bool:
    """Nothing stands in the first column here: a further paragraph of the row above."""
    return not any(abs(line.base - base) <= grid.drift for line in grid.columns[0])


def _head_rows(table: TableBlock) -> int:
    """1 where the first row is set unlike the rest: bold, coloured, in capitals or smaller. One of
    several columns may have no head."""
    if len(table.rows) < 2:
        return 0
    heads = [(column, _face(cell)) for column, cell in enumerate(table.rows[0]) if cell]
    if len(heads) < max(2, len(table.columns) - 1):
        return 0
    unlike = []
    for column, head in heads:
        cells = [row[column] for row in table.rows[1:] if row[column]]
        alike = sum(_has_face(cell, head) for cell in cells)
        unlike.append(bool(cells) and alike <= 0.2 * len(cells))
    # One column may be set like its head, say in bold, if the heads are set like one another.
    same = len({face for _, face in heads}) == 1
    enough = all(unlike) or (sum(unlike) >= len(unlike) - 1 and same)
    whole = len(heads) == len(table.columns) or same
    return int(enough and whole and any(unlike[1:]))


Face = tuple[float, int, bool, bool]  # size, colour, bold, capitals


def _face(cell: Cell) -> Face:
    return (
        tenth(cell[0].size),
        cell[0].color,
        all(line.bold for line in cell),
        all(line.caps for line in cell),
    )


def _has_face(cell: Cell, face: Face) -> bool:
    """Whether a cell is set so; most differ in what is soonest seen."""
    size, color, bold, caps = face
    return (
        tenth(cell[0].size) == size
        and cell[0].color == color
        and all(line.bold for line in cell) == bold
        and all(line.caps for line in cell) == caps
    )


def joined_over_breaks(blocks: Sequence[Block]) -> list[Block]:
    """Tables that carry on in the next column or page as one; repeated header rows once."""
    joined: list[Block] = []
    cut = False  # the block before was the rest of a cut row
    heads: dict[int, list[Cell]] = {}  # the last ones, by how many columns they are over
    for block in blocks:
        before = joined[-1] if joined else None
        if isinstance(block, TableBlock) and isinstance(before, TableBlock) and block.starts_column:
            _cut_alike(before, block)
        if (
            isinstance(block, TableBlock)
            and isinstance(before, TableBlock)
            and (block.starts_column or cut)
            and _same_columns(before, block)
        ):
            cut = False
            known = [heads[len(block.columns)]] if len(block.columns) in heads else []
            rows, repeats = _with_repeat_apart(block, [*before.rows[:1], *known])
            if repeats:
                before.repeated += [line for cell in rows[0] for line in cell]
                rows = rows[1:]
            if rows and before.rows and _is_rest(before, rows[0]):
                for own, more in zip(before.rows[-1], rows[0], strict=True):
                    own.extend(more)
                rows = rows[1:]
            before.rows.extend(rows)
            before.lefts.extend(block.lefts[: len(rows)])
            before.lefts.extend([block.lefts[0]] * (len(rows) - len(block.lefts)))
        elif isinstance(before, TableBlock) and (
            column := _column_of_rest(before, block, further=cut)
        ):
            before.rows[-1][column].extend(block.lines)
            cut = True
        else:
            cut = False
            joined.append(block)
            if isinstance(block, TableBlock) and (block.head or len(block.rows) == 1):
                heads[len(block.columns)] = [list(cell) for cell in block.rows[0]]
    return joined


def _cut_alike(one: TableBlock, other: TableBlock) -> None:
    """Cut the rows of a table again where those of another with the same head, before or behind a
    break, show more columns: of a row or two alone, cells close together look like one."""
    few, many = sorted((one, other), key=lambda table: len(table.columns))
    if len(few.columns) == len(many.columns) or not (few.rows and many.head):
        return
    if abs(few.columns[0][0] - many.columns[0][0]) > SETTINGS.same_edge:
        return
    if " ".join(filter(None, _texts(few.rows[0]))) != " ".join(_texts(many.rows[0])):
        return
    starts = [left for left, _ in many.columns]
    few.rows = [_cut_at(row, starts) for row in few.rows]
    few.columns = list(many.columns)
    few.lefts = [tuple(starts)] * len(few.rows)
    few.head = many.head


def _cut_at(row: Sequence[Cell], starts: Sequence[float]) -> list[Cell]:
    """A row's words in the columns that begin at some places, by where their middles are."""
    cells: list[Cell] = [[] for _ in starts]
    for line in sorted((line for cell in row for line in cell), key=lambda line: line.base):
        places = [max(0, bisect_right(starts, (word.x0 + word.x1) / 2) - 1) for word in line.words]
        for place, group in groupby(range(len(places)), places.__getitem__):
            numbers = list(group)
            cells[place].append(line.part(numbers[0], numbers[-1] + 1))
    return cells


def _with_repeat_apart(
    table: TableBlock, known: Sequence[Sequence[Cell]]
) -> tuple[list[list[Cell]], bool]:
    """A table's rows, and whether the first one repeats a head that is known from before the break,
    be it over the days that part the table; the rest of a cut row in its cells stands for itself
    then."""
    first, *others = table.rows
    for heads in known:
        tops = [cell[: len(head)] for cell, head in zip(first, heads, strict=True)]
        if _texts(tops) != _texts(heads):
            continue
        rest = [cell[len(head) :] for cell, head in zip(first, heads, strict=True)]
        if any(rest) and not rest[0]:
            return [tops, rest, *others], True
        if not any(rest):
            return table.rows, True
    return table.rows, False


def _is_rest(table: TableBlock, row: Sequence[Cell]) -> bool:
    """Whether the first row behind a break is the rest of one that it has cut, and no row of a
    first cell that goes over several: figures of its own stand under figures then."""
    figures = any(
        above and below and _are_figures(above[-1], below[0])
        for above, below in zip(table.rows[-1], row, strict=True)
    )
    return not figures and (not row[0] or _goes_on(table, row))


def _goes_on(table: TableBlock, row: Sequence[Cell]) -> bool:
    """The rest of a row that a break has cut: it fills fewer cells than any whole row does."""
    filled = sum(bool(cell) for cell in row)
    return len(row) > 2 and all(sum(map(bool, other)) > filled for other in table.rows)


def _column_of_rest(table: TableBlock, block: Block, *, further: bool) -> int | None:
    """The column, never the first, of a cut row's rest: text at a column's head, or under `further`
    rest there, that stands where one of the table's columns stood, or a little farther in.
    """
    if isinstance(block, TableBlock) or block.marker or block.aside:
        return None
    if block.edge and counts_page(block.first):
        return None
    begins = block.starts_column and block.first.page != table.lines[-1].page
    if not (begins or further) or block.left <= table.columns[0][1]:
        return None
    if all(abs(line.size - block.first.size) > 0.3 for line in table.lines):
        return None  # what runs over the next page
    last = len(table.columns) - 1
    if block.left >= table.columns[last][0] - 2:
        return last
    right = max(line.x1 for line in block.lines)
    inset = SETTINGS.nested * block.first.size
    return next(
        (
            n
            for n in range(1, last)
            if -2 <= block.left - table.columns[n][0] <= inset and right < table.columns[n + 1][0]
        ),
        None,
    )


def _texts(row: Sequence[Cell]) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in row]


def _same_columns(a: TableBlock, b: TableBlock) -> bool:
    """Whether each column begins where its like does, or ends there, as numbers do."""
    if len(a.columns) != len(b.columns) or a.aside != b.aside:
        return False
    shift = b.columns[0][0] - a.columns[0][0]
    return all(
        min(abs((y[0] - x[0]) - shift), abs((y[1] - x[1]) - shift)) < SETTINGS.same_column
        for x, y in zip(a.columns, b.columns, strict=True)
    )
