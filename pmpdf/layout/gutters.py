"""What a gutter parts: columns of running text, or the columns of a table.

In a table the rows on both sides begin on the same baselines; in columns of running text they do
so by chance at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from pmpdf.layout.blocks import Line
from pmpdf.layout.measures import (
    SETTINGS,
    bases_of,
    cell_starts,
    drift_of,
    first_row,
    is_item,
    is_prose,
    next_to,
    pitch_of,
    wraps,
)
from pmpdf.layout.regions import Paper
from pmpdf.middle import median


def parts_columns(members: list[Line], gutter: tuple[float, float], paper: Paper) -> bool:
    """Whether a gutter parts columns of text rather than the columns of a table."""
    left, right = sides_of(members, gutter)
    if not left or not right:
        return False
    known = any(abs(min(m.x0 for m in right) - start) < 4 for start in paper.starts)
    if bridged(members, (gutter[0] + gutter[1]) / 2, paper):
        return False
    if are_headed(left, right):
        return True
    if _are_labels(left, right):
        return False
    if _in_rows_of_boxes(left, right, paper):
        return False
    if all(_is_headed_list(side, paper) for side in (left, right)):
        return True
    if _rows_begin_level(left, right, paper):
        return False
    if _is_boxed(right, left, paper) or _is_boxed(left, right, paper):
        return True
    if runs_over(next_to(left, gutter), next_to(right, gutter)):
        return True
    if _holds_title(left, right) or _holds_title(right, left):
        return True
    if len(left) < 2 or len(right) < 2:
        small = right[0].words[0].text[:1].islower()
        return known and (small or (is_item(left[0]) and is_item(right[0])))
    if known:
        return not _are_row_heads(left, right)
    if _partners(left, right) < SETTINGS.aligned or _keep_own_pitches(left, right):
        return True
    # On a common line grid columns of text align as well: then both read as prose, and their
    # paragraphs end at different heights.
    if is_prose(left) and is_prose(right) and wraps(left) and wraps(right):
        return not _share_breaks(left, right)
    drift = drift_of(members)
    starts = cell_starts(left)
    others = cell_starts(right)
    hits = sum(any(abs(a - b) <= drift for b in starts) for a in others)
    return is_prose(left) and hits < 0.5 * len(others)


def sides_of(members: Sequence[Line], gutter: tuple[float, float]) -> tuple[list[Line], list[Line]]:
    """The lines left and right of a gutter, without those that run over it."""
    middle = (gutter[0] + gutter[1]) / 2
    left = [m for m in members if m.x1 <= middle and m.x0 < middle]
    return left, [m for m in members if m.x0 >= middle]


def are_headed(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether both sides have headings over text that runs on from line to line, such as what went
    well beside what did not; one of the two may begin with the rest of a text."""
    begins = left[0] in _headings(left) or right[0] in _headings(right)
    if begins and _has_headings(left) and _has_headings(right):
        return True
    return _is_headed_prose(left) and _is_headed_prose(right)


def _is_headed_list(side: Sequence[Line], paper: Paper) -> bool:
    """Whether several items stand under one bold line, all on one ground."""
    first, *others = side
    items = [line for line in others if line.drawn_bullet or is_item(line)]
    listed = len(items) > 1 and items[0] is others[0]
    plain = not any(line.bold for line in others)
    return first.bold and listed and plain and len(_feet_of_boxes(side, paper)) == 1


def _is_headed_prose(side: Sequence[Line]) -> bool:
    """Whether one paragraph stands under a heading in capitals of another colour."""
    heads = list(takewhile(lambda line: line.caps and line.color != side[-1].color, side))
    text = side[len(heads) :]
    return bool(heads) and is_prose(text) and wraps(text) and len(cell_starts(text)) == 1


def _headings(side: Sequence[Line]) -> list[Line]:
    """The lines in bold or larger type than most."""
    size = SETTINGS.larger * median(line.size for line in side)
    return [line for line in side if line.bold or line.size > size]


def _has_headings(side: Sequence[Line]) -> bool:
    headings = _headings(side)
    text = [line for line in side if line not in headings]
    if not (headings and len(text) >= 2):
        return False
    size = SETTINGS.larger * max(line.size for line in text)
    if any(line.size <= size for line in headings):
        return False
    return any(
        line.words[0].text[:1].islower() or line.drawn_bullet or is_item(line) for line in text[1:]
    )


def _is_boxed(side: Sequence[Line], text: Sequence[Line], paper: Paper) -> bool:
    """Whether several lines stand in a box of their own beside running text."""
    if len(side) < SETTINGS.sidebar_lines or not paper.areas or not wraps(text):
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


def in_cards(left: Sequence[Line], right: Sequence[Line], paper: Paper) -> bool:
    """Whether both sides stand in boxes, one under the other, of which most end beside none of the
    other side's: cards that fill two columns."""
    feet = [_feet_of_boxes(side, paper) for side in (left, right)]
    few, many = sorted(feet, key=len)
    if len(few) < SETTINGS.cards:
        return False
    level = sum(any(abs(y - other) < 3 for other in many) for y in few)
    return level < SETTINGS.aligned * len(few)


def _in_rows_of_boxes(left: Sequence[Line], right: Sequence[Line], paper: Paper) -> bool:
    """Whether each box of one side ends level with one of the other side: cells, whose texts may
    stand in the middle of them."""
    feet, others = (_feet_of_boxes(side, paper) for side in (left, right))
    if not SETTINGS.cards <= len(feet) == len(others):
        return False
    return all(abs(a - b) < 3 for a, b in zip(feet, others, strict=True))


def _feet_of_boxes(side: Sequence[Line], paper: Paper) -> list[float]:
    """Where the boxes end that stand at one left edge and hold all the lines; empty for none."""
    x0, x1 = min((m.x0 for m in side), default=0.0), max((m.x1 for m in side), default=0.0)
    edge = x0 - SETTINGS.card_inset
    boxes = [a for a in paper.areas if not a.image and edge < a.x0 <= x0 and a.x1 >= x1]
    held = [next((a.bottom for a in boxes if a.top < m.base < a.bottom), None) for m in side]
    return sorted({round(y) for y in held if y is not None}) if None not in held else []


def _holds_title(side: Sequence[Line], other: Sequence[Line]) -> bool:
    """A title beside a block of facts is no cell of it."""
    return max(line.size for line in side) > SETTINGS.title * max(line.size for line in other)


def runs_over(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether text runs over from one column to the next, be it for a few lines: both begin level,
    neither has gaps, and their lines begin as often in the middle of a sentence as text's do; or
    both begin with a list's item."""
    if len(left) < 2 or not right or abs(left[0].base - right[0].base) > 2:
        return False
    if is_item(left[0]) and is_item(right[0]):
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
    few, many = sorted((bases_of(left), bases_of(right)), key=len)
    offsets = [min((b - a for b in many), key=abs) for a in few]
    sizes = median(m.size for m in left), median(m.size for m in right)
    usual = 0.0
    if abs(sizes[0] - sizes[1]) > 0.4:
        usual = median(offsets)
        usual = usual if abs(usual) <= SETTINGS.same_base * max(sizes) else 0.0
    level = sum(abs(offset) <= 2.0 or abs(offset - usual) <= 1.0 for offset in offsets)
    return level / len(few)


def _are_labels(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether lines that all end in a colon stand level with a value each."""
    labelled = len(left) > 1 and all(m.text.endswith(":") for m in left)
    return labelled and _partners(left, right) == 1


def _are_row_heads(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether a few words stand in the margin beside the first line of each row of cells, and
    nowhere else."""
    if len(left) < SETTINGS.sidebar_lines or any(len(m.words) > SETTINGS.head_words for m in left):
        return False
    drift, bases = drift_of([*left, *right]), bases_of(right)
    steps = [b - a for a, b in pairwise(bases)]
    tight = min((step for step in steps if step > right[0].size), default=0.0)
    starts = bases[:1] + [b for b, step in zip(bases[1:], steps, strict=True) if step > 1.2 * tight]
    return all(any(abs(m.base - start) <= drift for start in starts) for m in left)


def _keep_own_pitches(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the lines of each side are evenly set, and one side's closer than the other's: a
    letter's address beside its reference, of which some lines are level by chance."""
    pitches = []
    for side in (left, right):
        pitch = pitch_of(side)
        steps = [b - a for a, b in pairwise(bases_of(side))]
        even = sum(abs(step - pitch) < SETTINGS.even for step in steps)
        if even < 3 or even < 0.75 * len(steps):
            return False
        pitches.append(pitch)
    return abs(pitches[0] - pitches[1]) > 2 * SETTINGS.even


def bridged(members: Sequence[Line], middle: float, paper: Paper) -> bool:
    """Rules or shaded rows run over the gutter: a table was drawn here."""
    top, bottom = min(m.top for m in members) - 8, max(m.bottom for m in members) + 8
    left, right = min(m.x0 for m in members), max(m.x1 for m in members)
    wide = 0
    for rule in paper.rules:
        if rule.horizontal and top <= rule.top <= bottom:
            spans = rule.x0 < middle - 6 and rule.x1 > middle + 6
            wide += spans and rule.x1 - rule.x0 > 0.5 * (right - left)
    bands = {
        round(area.top)
        for area in paper.areas
        if not area.image
        and top <= area.top <= bottom
        and area.x0 < middle - 6
        and area.x1 > middle + 6
        and area.bottom - area.top < 0.5 * (bottom - top)
        and any(area.top < m.base < area.bottom for m in members)
    }
    cells = _cell_rules(paper, middle, top, bottom)
    return wide >= 3 or len(bands) > 1 or cells >= 3


def _rows_begin_level(left: Sequence[Line], right: Sequence[Line], paper: Paper) -> bool:
    """Between rules that run over both sides, each strip begins on one baseline on either side."""
    members = [*left, *right]
    x0, x1 = min(m.x0 for m in members), max(m.x1 for m in members)
    top, bottom = min(m.base for m in members), max(m.base for m in members)
    size = median(m.size for m in members)
    cuts = sorted(y for y in paper.cross_rules(x0, x1) if top - 2.5 * size < y < bottom)
    if len(cuts) < 2 and not any(_heads_cells(members, cut) for cut in cuts):
        return False
    cuts = [cut for cut in cuts if cut > top]  # one may stand over the first row
    drift = drift_of(members)
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
    heads = first_row([m for m in members if m.base < rule])
    cells = first_row([m for m in members if m.base > rule])
    return len(heads) > 2 and all(any(abs(m.x0 - o.x0) < 1 for o in cells) for m in heads)


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


def _share_breaks(left: Sequence[Line], right: Sequence[Line]) -> bool:
    a, b = cell_starts(left), cell_starts(right)
    few, many = sorted((a, b), key=len)
    drift = drift_of([*left, *right])
    hits = sum(any(abs(x - y) <= drift for y in many) for x in few)
    return len(few) > 1 and hits >= 0.75 * len(many)
