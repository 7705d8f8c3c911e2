"""Lines → body lines and margins: what frames the text, by repetition, place and marks.

Geometry only: a line that repeats is furniture; one that merely stands alone at an edge stays in
the body with its `edge` noted, for meaning to judge by its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import compress, pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Line, Margin
from pmpdf.middle import median, tenth
from pmpdf.reading.document import Area, Page


class FurnitureSettings(Struct, frozen=True):
    row_cells: int = 3  # at a page's foot that stand under others are a table's row
    row_above: float = 4.0  # em from it to the row above
    edge: float = 0.16  # of the page's height: running lines stand in this strip
    drift: float = 3.0  # points a repeated line may move from page to page
    apart: float = 1.35  # line heights between a running line and the body
    head: float = 2.5  # the same between a table's head and its first row
    lone: float = 1.9  # the same for a line without a twin
    count: float = 1.2  # and for one with the page's own number
    end_rows: int = 3  # under the end of a text
    end_gap: float = 2.0  # em of the text
    end_step: float = 1.3  # times the step above: a table's last row is as far as the others
    lines_at_edge: int = 4  # as many lines begin where the text's columns do
    smaller: float = 0.8  # points by which an imprint's type is smaller than the text's
    strip: float = 0.1  # of the page's height, for lines without a twin on another page
    title: float = 0.7  # of its size, for a running line that repeats it
    margin: float = 0.03  # of its width, that a box in the text leaves free


SETTINGS = FurnitureSettings()

Twin = tuple[int, Line, float]
"""A page's number, a line of it, and how far from the page's edge that stands."""

_Words = tuple[bool, tuple[str, ...]]
"""Whether a line stands at the foot, and its text between the numbers."""

_COUNT = re.compile(r"\W*\d{1,4}(?:\s*(?:/|von|of)\s*\d{1,4})?\W*")
_DIGITS = re.compile(r"\d{1,18}")  # Python reads no number of thousands of them


def split(
    pages: Sequence[tuple[float, list[Line]]],
) -> tuple[list[list[Line]], list[Margin]]:
    """Page heights with their lines → body lines a page, and the margins in page order.

    Sets `edge` on body lines that stand alone in a page's outermost strips.
    """
    repeated = _repeated(pages)
    bodies: list[list[Line]] = []
    margins: list[Margin] = []
    for height, lines in pages:
        taken: dict[int, Margin] = {}
        for line in lines:
            if id(line) in repeated or _marked(line, lines):
                edge = "top" if line.base < height / 2 else "bottom"
                taken[id(line)] = Margin(line, edge, id(line) in repeated, line.artifact)
        running = [margin for margin in taken.values() if margin.repeated]
        for line in lines:
            if id(line) not in taken and (margin := _level_with(line, running)):
                taken[id(line)] = Margin(line, margin.edge, False, line.artifact)
        rest = [line for line in lines if id(line) not in taken]
        for line, edge in _lone(rest, height):
            line.edge = edge
        for line in _as_running(rest, running):
            taken[id(line)] = Margin(line, line.edge or "top", False, line.artifact)
        bodies.append([line for line in rest if id(line) not in taken])
        margins.extend(taken[id(line)] for line in lines if id(line) in taken)
    return bodies, margins


def _level_with(line: Line, running: Sequence[Margin]) -> Margin | None:
    """The running line that a line stands beside, in type as small: a chapter's name, say."""
    return next(
        (
            margin
            for margin in running
            if abs(margin.line.base - line.base) < 1 and abs(margin.line.size - line.size) < 0.5
        ),
        None,
    )


def _as_running(lines: Sequence[Line], running: Sequence[Margin]) -> list[Line]:
    """Lines alone at an edge, several on their row, that reach from where the page's running lines
    begin to where those end, in their type: a head that the first page does not print."""
    alone = [line for line in lines if line.edge]
    spans = [_span([margin.line]) for margin in running]
    if not alone or len(running) < 2:
        return []
    left, right, size = min(s[0] for s in spans), max(s[1] for s in spans), spans[0][2]
    found: list[Line] = []
    for base in {round(line.base) for line in alone}:
        row = [line for line in alone if round(line.base) == base]
        x0, x1, own = _span(row)
        if len(row) > 1 and abs(x0 - left) + abs(x1 - right) < 2 and abs(own - size) < 0.5:
            found += row
    return found


def _span(row: Sequence[Line]) -> tuple[float, float, float]:
    """Where a row begins and ends, and its size."""
    return min(x.x0 for x in row), max(x.x1 for x in row), row[0].size


def _marked(line: Line, lines: Sequence[Line]) -> bool:
    """Marked as an artifact by the file, and nothing of the text stands beyond it."""
    if not line.artifact:
        return False
    plain = [other for other in lines if not other.artifact]
    return (
        not plain
        or line.base < min(p.base for p in plain)
        or line.base > max(p.base for p in plain)
    )


def _repeated(pages: Sequence[tuple[float, list[Line]]]) -> set[int]:
    """Identities of the lines that other pages print at the same height, numbers aside.

    A table's header row repeats too; it stays, since it touches the rows under it.
    """
    if len(pages) < 2:
        return set()
    seen: dict[_Words, list[Twin]] = {}
    table_heads: set[_Words] = set()  # what some page prints right over a table's rows
    # On the first page no table goes on: what stands there at the same height is no repeated head.
    on_first: set[_Words] = set()
    for number, (height, lines) in enumerate(pages):
        for edge_lines, edge in (
            (_edge(lines, height, top=True), 0.0),
            (_edge(lines, height, top=False), height),
        ):
            for line in edge_lines:
                key = (edge > 0, tuple(_DIGITS.split(line.text)))
                seen.setdefault(key, []).append((number, line, line.base - edge))
                if not edge and _heads_cells(line, lines):
                    table_heads.add(key)
                elif number == 0:
                    on_first.add(key)
    enough = min(len(pages), max(2, len(pages) // 3))
    found: set[int] = set()
    for key, twins in seen.items():
        if len(twins) >= enough and (key not in table_heads or key in on_first):
            found |= _running(twins, enough)
    return (found - _among_text(pages, found)) | _at_the_top(pages) | _repeat_title(pages)


def _repeat_title(pages: Sequence[tuple[float, list[Line]]]) -> set[int]:
    """Identities of later pages' first lines that say, in smaller type, what the first page prints
    in its largest."""
    size = max((line.size for line in pages[0][1]), default=0.0)
    largest = [line for line in pages[0][1] if line.size > size - 0.1]
    title = " ".join(line.text for line in sorted(largest, key=attrgetter("base")))
    found: set[int] = set()
    for _, lines in pages[1:]:
        if not lines:
            continue
        first, *others = sorted(lines, key=attrgetter("base"))
        if first.text != title or first.size > SETTINGS.title * size:
            continue
        if not any(other.base - first.base < 1 for other in others):
            found.add(id(first))
    return found


def _at_the_top(pages: Sequence[tuple[float, list[Line]]]) -> set[int]:
    """Identities of the first page's first line and of another page's, in the same words and small
    type, from the same left edge, apart from the text: the first page has a head of its own."""
    firsts: list[tuple[str, int, float, Line]] = []
    for height, lines in pages:
        if len(lines) < 2:
            continue
        first, *others = sorted(lines, key=attrgetter("base"))
        apart = others[0].base - first.base > SETTINGS.lone * max(first.size, others[0].size)
        small = first.size <= median(line.size for line in others)
        if apart and small and first.base < SETTINGS.strip * height:
            firsts.append((first.text, round(first.x0), tenth(first.size), first))
        elif not firsts:
            return set()
    alike = [first[3] for first in firsts if first[:3] == firsts[0][:3]]
    return {id(line) for line in alike} if len(alike) > 1 else set()


def _running(twins: Sequence[Twin], enough: int) -> set[int]:
    """Identities of those lines that so many pages print at one height."""
    if not _count_alike(twins):
        likely = _likely(twins, enough)
        return {id(twin[1]) for twin in likely if _has_twins(twin, likely, enough)}
    heights: dict[float, set[int]] = {}
    for number, _, place in twins:
        heights.setdefault(place, set()).add(number)
    pages_near = {
        place: set().union(
            *(found for other, found in heights.items() if abs(other - place) <= SETTINGS.drift)
        )
        for place in heights
    }
    return {id(line) for _, line, place in twins if len(pages_near[place]) >= enough}


def _count_alike(twins: Sequence[Twin]) -> bool:
    """Whether each number of a text stays, or grows with the pages, from the first to the last."""
    columns = zip(*(_DIGITS.findall(line.text) for _, line, _ in twins), strict=True)
    return all(
        len(set(column)) == 1
        or len({int(digits) - twin[0] for digits, twin in zip(column, twins, strict=True)}) == 1
        for column in columns
    )


def _likely(twins: Sequence[Twin], enough: int) -> list[Twin]:
    """Those of which each number stands, or grows with the pages, in so many: the times of a long
    timeline are not worth to be compared with each other, one by one."""
    likely = [True] * len(twins)
    for column in zip(*(_DIGITS.findall(line.text) for _, line, _ in twins), strict=True):
        starts = [int(digits) - twin[0] for digits, twin in zip(column, twins, strict=True)]
        same, growing = Counter(column), Counter(starts)
        for place, (digits, start) in enumerate(zip(column, starts, strict=True)):
            if same[digits] + growing[start] <= enough:  # itself is in both
                likely[place] = False
    return list(compress(twins, likely))


def _has_twins(twin: Twin, twins: Sequence[Twin], enough: int) -> bool:
    number, line, place = twin
    pages = {number}
    for other_number, other, height in twins:
        if (
            other_number not in pages
            and abs(height - place) <= SETTINGS.drift
            and _counts_pages(line.text, other.text, other_number - number)
        ):
            pages.add(other_number)
            if len(pages) >= enough:
                return True
    return False


def _among_text(pages: Sequence[tuple[float, list[Line]]], repeated: set[int]) -> set[int]:
    """Repeated lines among those that do not repeat, the same words at the same height by chance:
    as close to others as the lines of a paragraph, or a cell in a row of a table."""
    found = set()
    for _, lines in pages:
        plain = [line for line in lines if id(line) not in repeated]
        for line in lines:
            if id(line) in repeated:
                reach = SETTINGS.apart * line.size
                near = (o for o in plain if 0.5 < abs(o.base - line.base) < reach)
                if any(_over(o, line) for o in near) or _is_cell(line, plain):
                    found.add(id(line))
    return found


def _is_cell(line: Line, others: Sequence[Line]) -> bool:
    """Whether others stand level with a line, and some of that row right over or under cells."""
    level = [other for other in others if abs(other.base - line.base) < 1]
    reach = SETTINGS.head * line.size
    for side in (-1, 1) if level else ():
        steps = [(side * (other.base - line.base), other) for other in others]
        next_row = min((step for step, _ in steps if 1 <= step <= reach), default=0.0)
        cells = [other for step, other in steps if next_row and abs(step - next_row) < 1]
        aligned = sum(any(_aligned(cell, one) for cell in cells) for one in (*level, line))
        if aligned > 1:
            return True
    return False


def _over(one: Line, other: Line) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _counts_pages(text: str, other: str, pages: int) -> bool:
    """Two texts that are alike but for numbers that grow with the pages."""
    pairs = zip(_DIGITS.findall(text), _DIGITS.findall(other), strict=True)
    return all(a == b or int(b) - int(a) == pages for a, b in pairs)


def _edge(lines: Sequence[Line], height: float, *, top: bool) -> list[Line]:
    """The lines of an edge strip that stand apart from the text beyond it."""
    strip = SETTINGS.edge * height
    ordered = sorted(lines, key=attrgetter("base"), reverse=not top)
    within = [
        line for line in ordered if (line.base < strip if top else line.base > height - strip)
    ]
    kept: list[Line] = []
    for line in within:
        beyond = next(
            (
                other
                for other in ordered
                if (other.base > line.base + 1 if top else other.base < line.base - 1)
            ),
            None,
        )
        distance = abs(beyond.base - line.base) if beyond else height
        kept.append(line)
        if beyond in within:
            continue
        # what touches the text is part of it (a header row over its table)
        if distance < SETTINGS.apart * line.size * 1.2:
            kept = [k for k in kept if abs(k.base - line.base) > distance + 0.5]
    return kept


def _heads_cells(line: Line, lines: Sequence[Line]) -> bool:
    """A line of a row whose cells stand right over those of the next row: the head of a table."""
    row = [other for other in lines if abs(other.base - line.base) < 1]
    below = min((o.base for o in lines if o.base > line.base + 1), default=float("inf"))
    if len(row) < 2 or below - line.base > SETTINGS.head * line.size:
        return False
    cells = [other for other in lines if abs(other.base - below) < 1]
    return all(any(_aligned(cell, head) for cell in cells) for head in row)


def _aligned(one: Line, other: Line) -> bool:
    """Whether two lines begin at one place, or end there, as numbers do."""
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1)) < 1


def _lone(lines: Sequence[Line], height: float) -> list[tuple[Line, str]]:
    """Lines without a twin that stand apart in the outermost strips."""
    if not lines:
        return []
    found: list[tuple[Line, str]] = []
    body = [
        line
        for line in lines
        if SETTINGS.strip * height <= line.base <= (1 - SETTINGS.strip) * height
    ]
    if not body:
        return []
    counted = [line.base for line in lines if counts_page(line)]
    for line in lines:
        counts = any(abs(base - line.base) < 1 for base in counted)
        strip = SETTINGS.edge if counts else SETTINGS.strip
        apart = SETTINGS.count if counts else SETTINGS.lone
        if line.base < strip * height:
            below = min((o.base - o.size for o in lines if o.base > line.base + 1), default=height)
            if below - line.base > apart * line.size:
                found.append((line, "top"))
        elif line.base > (1 - strip) * height:
            above = max((o.base for o in lines if o.base < line.base - 1), default=0.0)
            if line.base - line.size - above > apart * line.size:
                found.append((line, "bottom"))
    found += [(line, "bottom") for line in _imprint(lines, height)]
    return _closed(found, lines)


def counts_page(line: Line) -> bool:
    """Its own page's number, with a word before it at most, and the last one's: `Seite 2 von 3`."""
    numbers = _DIGITS.findall(line.text)
    last = len(numbers) == 2 and int(numbers[1]) >= line.page
    return len(line.words) <= 3 + last and numbers[: 2 - last] == [str(line.page)]


def _imprint(lines: Sequence[Line], height: float) -> list[Line]:
    """Several small lines at a page's foot, close together and apart from the text: a letter's
    addresses, register and bank."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[tenth(line.size)] += len(line.text)
    usual = max(letters, key=lambda size: (letters[size], size))
    group: list[Line] = []
    for line in sorted(lines, key=lambda x: -x.base):
        small = line.size < usual - SETTINGS.smaller and line.base > 0.82 * height
        small = small and not line.mono  # that is code
        if group and group[-1].base - line.base > 2.2 * line.size:
            return group if group[-1].base - line.base > 3 * line.size else []
        if not small:
            return []
        group.append(line)
    return []


def _closed(found: list[tuple[Line, str]], lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Only what is at the very edge: no body line may stand beyond a margin line."""
    ids = {id(line) for line, _ in found}
    body = [line for line in lines if id(line) not in ids]
    if not body:
        return []
    top, bottom = min(b.base for b in body), max(b.base for b in body)
    return [
        (line, edge)
        for line, edge in found
        if (line.base < top if edge == "top" else line.base > bottom)
    ]


def keep_text_at_edges(bodies: Sequence[list[Line]]) -> None:
    """Take `edge` from rows that stand where the text's columns do, in its type.

    A row that begins at a left edge of many lines, in a size that the text has, is text that
    happens to stand alone: a heading at a page's foot, the first row of a table's page.
    """
    inner = [line for body in bodies for line in body if line.edge is None]
    if len(inner) == sum(map(len, bodies)):
        return
    lefts = Counter([round(line.x0) for line in inner])
    sizes = Counter([round(line.size) for line in inner])
    for body in bodies:
        rows: dict[int, list[Line]] = {}
        for line in body:
            if line.edge:
                rows.setdefault(round(line.base / 2), []).append(line)
        for row in rows.values():
            if _is_row_below(row, body):
                for line in row:
                    line.edge = None
                continue
            if any(_COUNT.fullmatch(line.text) for line in row):
                continue
            first = min(row, key=lambda line: line.x0)
            if _carries_on(first, body):
                for line in row:
                    line.edge = None
                continue
            near = sum(lefts[round(first.x0) + drift] for drift in (-1, 0, 1))
            alike = any(
                abs(line.x0 - first.x0) < 1.5 and abs(line.size - first.size) < 0.5
                for line in (*inner, *body)
                if line not in row
            )
            if near >= SETTINGS.lines_at_edge and sizes[round(first.size)] >= 3 and alike:
                for line in row:
                    line.edge = None


def _is_row_below(row: Sequence[Line], body: Sequence[Line]) -> bool:
    """Whether several cells at a page's foot begin, or end, where those right above them do, and in
    their type: a table's row, be its number the page's."""
    above = [
        line
        for line in body
        if 0 < row[0].base - line.base < SETTINGS.row_above * row[0].size and line not in row
    ]
    return len(row) >= SETTINGS.row_cells and all(
        cell.edge == "bottom"
        and any(_aligned(cell, line) and abs(cell.size - line.size) < 0.3 for line in above)
        for cell in row
    )


def keep_text_in_boxes(bodies: Sequence[list[Line]], pages: Sequence[Page]) -> None:
    """Take `edge` from rows at a page's foot that share a box within its margins: a note in the
    text, or code, and no band across the foot."""
    for body, page in zip(bodies, pages, strict=True):
        at_foot = [line for line in body if line.edge == "bottom"]
        for area in page.areas if at_foot else ():
            margin = SETTINGS.margin * page.width
            if area.image or area.x0 < margin or area.x1 > page.width - margin:
                continue
            held = [line for line in body if _holds(area, line)]
            if len({round(line.base) for line in held}) > 1:
                for line in held:
                    line.edge = None


def _holds(area: Area, line: Line) -> bool:
    return area.x0 <= line.x0 and line.x1 <= area.x1 and area.top <= line.base <= area.bottom


def keep_text_over_pages(bodies: Sequence[list[Line]]) -> None:
    """Take `edge` from a page's last line and the next one's first where a sentence runs on from
    the one to the other, at one left edge and in one type."""
    for body, following in pairwise(bodies):
        last = max((x for x in body if x.edge == "bottom"), key=lambda x: x.base, default=None)
        first = min((x for x in following if x.edge == "top"), key=lambda x: x.base, default=None)
        if last is None or first is None or not first.text[0].islower():
            continue
        if abs(last.x0 - first.x0) < 1 and abs(last.size - first.size) < 0.1:
            last.edge = first.edge = None


def _carries_on(line: Line, body: Sequence[Line]) -> bool:
    """The last line of a footnote, say: in the type of the text right above it."""
    return line.edge == "bottom" and any(
        other.edge is None
        and 0 < line.base - other.base < 1.5 * line.size
        and abs(other.size - line.size) < 0.3
        and abs(other.x0 - line.x0) < 2 * line.size
        for other in body
    )


def mark_end_matter(page: Page, body: Sequence[Line], regular: float) -> None:
    """Note as at the foot what a site prints under its text's end: small, set apart, and under a
    rule or in another colour.

    `page` is the last that has text, `regular` the size of its running text.
    """
    rows = sorted({round(line.base) for line in body}, reverse=True)
    tail: list[Line] = []
    steps = [a - b for a, b in pairwise(rows)]
    for base, step, above_it in zip(rows[: SETTINGS.end_rows], steps, steps[1:], strict=False):
        tail += [line for line in body if round(line.base) == base]
        if step >= max(SETTINGS.end_gap * regular, SETTINGS.end_step * above_it):
            break
    else:
        return
    above = [line for line in body if line not in tail]
    foot, top = max(line.base for line in above), min(line.base for line in tail)
    first = min(tail, key=lambda line: (line.base, line.x0)).words[0]
    mark = first.size < 0.8 * max(line.size for line in tail)  # a footnote's
    if mark or any(line.size > regular - SETTINGS.smaller for line in tail):
        return
    wide = max(line.x1 for line in above) - min(line.x0 for line in above)
    rules = [r.top for r in page.rules if r.horizontal and r.x1 - r.x0 > 0.6 * wide]
    ruled = any(foot < rule < top for rule in rules)
    if any(rule > top for rule in rules):  # a table's last row
        return
    colors = Counter(line.color for line in above for _ in line.words)
    other = all(line.color != colors.most_common(1)[0][0] for line in tail)
    if ruled or other:
        for line in tail:
            line.edge = "bottom"
