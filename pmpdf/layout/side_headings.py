"""Headings that stand in the left margin, beside the text that they head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.layout.measures import SETTINGS, cover_of, one_row, stand_beside, type_of
from pmpdf.layout.regions import Paper
from pmpdf.middle import median, tenth
from pmpdf.reading.document import Area


class Side(Struct):
    """Headings in the margin, the lines of each in a group; those of the text beside them; those of
    boxes in the margin. Top down."""

    headings: list[list[Line]]
    text: list[Line]
    boxed: list[Line]

    @property
    def lines(self) -> list[Line]:
        return [*(line for group in self.headings for line in group), *self.text, *self.boxed]


def side_at(lines: Sequence[Line], paper: Paper) -> Side | None:
    """What stands in the margin and beside it from the first line on, whatever tables are there.

    None where the first line is no such heading, or stands alone on a page and none was before.
    """
    first = min((o for o in lines if _level(o, lines[0])), key=lambda o: o.x0)
    start = min((o.x0 for o in lines if o.x0 > first.x1 and _level(o, first)), default=None)
    if start is None:
        return None
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.x0 >= start - 2 * first.size:
            right.append(line)
        elif line.x1 < start - 0.5 * line.size:
            left.append(line)
        else:
            break
    if not left or not right:
        return None
    gutter = min(m.x0 for m in right)
    boxes = [a for a in paper.areas if not a.image and a.x1 <= gutter]
    boxed = [m for m in left if any(_is_in(area, m) for area in boxes)]
    ids = {id(m) for m in boxed}
    known = any(-SETTINGS.same_edge < start - side < first.size for side in paper.sides)
    headings = [m for m in left if id(m) not in ids]
    if first not in headings or max(m.x1 for m in headings) >= gutter:
        return None
    groups = headings_beside(headings, right, known=known)
    if not groups:
        return None
    paper.sides.append(start)
    return Side(groups, right, boxed)


def facts_above_side(lines: Sequence[Line], paper: Paper) -> list[Line]:
    """The rows of labels and values that stand over headings in the margin: these are louder than
    the labels, or stand well apart from rows of one value each. Empty where there are none."""
    left = min(line.x0 for line in lines if one_row(line, lines[0]))
    margin = [line for line in lines if abs(line.x0 - left) < SETTINGS.same_edge]
    count = _quieter(margin) or _up_to_wide_step(margin)
    if count < 2:
        return []
    heading = margin[count]
    top = heading.base - 0.5 * heading.size
    facts = [line for line in lines if line.base < top]
    values = [line for line in facts if line.x0 > left + SETTINGS.same_edge]
    if not values or heading.x1 >= min(line.x0 for line in values):
        return []
    labels = margin[:count]
    if not (_quieter(margin) or _are_level(labels, values)):
        return []
    return facts if side_at([line for line in lines if line.base >= top], paper) else []


def _quieter(margin: Sequence[Line]) -> int:
    """How many lines stand above the first in other type, if that is bold and they are not."""
    face = type_of(margin[0])
    count = next((n for n, line in enumerate(margin) if type_of(line) != face), 0)
    return count if margin[count].bold and not margin[0].bold else 0


def _are_level(labels: Sequence[Line], values: Sequence[Line]) -> bool:
    return len(labels) == len(values) and all(map(one_row, labels, values))


def sides_of_pages(pages: Iterable[Sequence[Line]]) -> list[float]:
    """Where text begins on pages of which each has a heading alone in the margin, as slides have:
    at one place, in one type, larger than what stands beside it."""
    starts: dict[tuple[float, float, bool], list[float]] = {}
    for lines in pages:
        if not lines:
            continue
        top = min(lines, key=lambda line: line.base)
        lines = [o for o in lines if o.base - top.base < 2 * max(o.size, top.size)]
        first = min((o for o in lines if _level(o, top)), key=lambda line: line.x0)
        beside = [o for o in lines if o.x0 > first.x1 and _level(o, first)]
        if beside and all(first.size > SETTINGS.larger * o.size for o in beside):
            start = min(o.x0 for o in beside)
            starts.setdefault((round(first.x0), tenth(first.size), first.bold), []).append(start)
    return [min(found) for found in starts.values() if len(found) >= SETTINGS.slides]


def _level(one: Line, other: Line) -> bool:
    """Whether two lines share a row, or some height: one may be a small line over a table."""
    return one_row(one, other) or stand_beside(one, other)


def _is_in(area: Area, line: Line) -> bool:
    middle = line.base - 0.3 * line.size
    return area.top < middle < area.bottom and area.x0 <= line.x0 and line.x1 <= area.x1


def headings_beside(
    left: Sequence[Line], right: Sequence[Line], *, known: bool = False
) -> list[list[Line]]:
    """The lines at the left in groups, if they are headings: set apart in type from paragraphs
    several lines deep. Empty where they are a table's cells, or but one where no others are known
    to have stood there."""
    groups: list[list[Line]] = []
    for line in sorted(left, key=lambda m: m.base):
        if groups and line.base - groups[-1][-1].base < 1.7 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    if len(groups) < 2 - known or len(right) < 2.5 * len(groups):
        return []
    if _are_cells(groups, right, known=known):
        return []
    plain = sum(not m.bold for m in right) > 0.5 * len(right)
    size = median(m.size for m in right)
    loud = all((m.bold and plain) or m.size > SETTINGS.larger * size for m in left)
    worded = all(g[0].words[0].text[:1].isalpha() and len(g) <= 3 for g in groups)
    return groups if loud and worded and _begin_beside(groups, right) else []


def _up_to_wide_step(lines: Sequence[Line]) -> int:
    """How many lines stand above a step that is wider than those between them."""
    steps = [below.base - above.base for above, below in pairwise(lines)]
    for number, step in enumerate(steps):
        if number and step > SETTINGS.facts_apart * max(steps[:number]):
            return number + 1
    return 0


def _begin_beside(groups: Sequence[Sequence[Line]], right: Sequence[Line]) -> bool:
    """Whether a line at the right begins level with each group; with one of the two at least, where
    others head what is headed again below."""
    level = [
        # not on one baseline: a table's head has white over it
        any(abs(g[0].base - m.base) < SETTINGS.margin_head * g[0].size for m in right)
        for g in groups
    ]
    ends = [*(g[0].base for g in groups[1:]), float("inf")]
    over = [
        any(g[-1].base < m.base < end for m in right)
        and not any(m.top < g[-1].bottom and g[0].top < m.bottom for m in right)
        for g, end in zip(groups, ends, strict=True)
    ]
    headed = all(one or other for one, other in zip(level, over, strict=True))
    return headed and 2 * sum(level) > len(level)


def _are_cells(groups: Sequence[Sequence[Line]], right: Sequence[Line], *, known: bool) -> bool:
    """Most groups have more than one other cell on their row, or figures: days, clocks, counts. Or
    they are labels close under each other, with values beside them that do not wrap."""
    rows = [[m for m in right if one_row(group[0], m)] for group in groups]
    cells = [
        (len(row) > 1 and not known) or any(c.isdigit() for line in group for c in line.text)
        for group, row in zip(groups, rows, strict=True)
    ]
    _, end = cover_of(right)[-1]
    full = end - SETTINGS.ended * (end - min(m.x0 for m in right))
    single = [group for group, row in zip(groups, rows, strict=True) if len(row) < 2]
    beside = [m for g in single for line in g[:-1] for m in right if one_row(line, m)]
    larger = all(g[0].size > SETTINGS.larger * m.size for g in groups for m in right)
    labels = bool(beside) and not larger and all(m.x1 < full for m in beside)
    return labels or 2 * sum(cells) > len(cells)
