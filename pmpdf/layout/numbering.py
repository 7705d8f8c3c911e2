"""Line numbers: a count beside the text, apart from every line of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from pmpdf.layout.blocks import Line, Margin
from pmpdf.middle import tenth
from pmpdf.reading.document import Page, Word
from pmpdf.values import replace


class NumberingSettings(Struct, frozen=True):
    same_edge: float = 1.5  # points between the edges of the numbers of one count
    apart: float = 0.4  # em between the numbers and the text, at least
    numbers: int = 8  # so many in a row show that lines are counted; every fifth line: half
    steps: tuple[int, ...] = (1, 2, 5, 10)
    placed: float = 0.9  # share of the numbers that stand level with a line; cells may be centred
    level: float = 0.35  # em between a number's baseline and its line's
    levels: float = 0.6  # share of a page's rows that have a number, where each line is counted


SETTINGS = NumberingSettings()


def without_line_numbers(pages: Sequence[Page]) -> tuple[list[Page], list[Margin]]:
    """The pages without their line numbers, and the numbers, one margin a page.

    A page that counts too few lines to tell is believed where another page counts at that place.
    """
    counts = {page.number: _count_beside(page) for page in pages}
    known = {(side, round(edge)) for found in counts.values() if found for side, edge, _ in [found]}
    if not known:
        return list(pages), []
    left: list[Page] = []
    margins: list[Margin] = []
    for page in pages:
        found = counts[page.number] or _count_beside(page, known)
        if found is None:
            left.append(page)
            continue
        side, _, numbers = found
        gone = {id(word) for word in numbers}
        left.append(replace(page, words=tuple(w for w in page.words if id(w) not in gone)))
        margins.append(Margin(Line(numbers, page.number), side, False, False))
    return left, margins


def _count_beside(
    page: Page, known: Iterable[tuple[str, int]] = ()
) -> tuple[str, float, list[Word]] | None:
    """Side, edge and words of the count beside a page's text."""
    figures = [w for w in page.words if w.upright and w.text.isdecimal() and len(w.text) < 5]
    if len(figures) < (1 if known else SETTINGS.numbers // 2):
        return None
    for side in ("left", "right"):
        outer = (min if side == "left" else max)(figures, key=lambda w: w.x0)
        for edge in ("x1", "x0"):
            numbers = sorted(
                (
                    w
                    for w in figures
                    if abs(getattr(w, edge) - getattr(outer, edge)) <= SETTINGS.same_edge
                ),
                key=lambda w: w.base,
            )
            place = (side, round(getattr(outer, edge)))
            if _counts(numbers, page, side, sure=place in known):
                return side, getattr(outer, edge), numbers
    return None


def _counts(numbers: Sequence[Word], page: Page, side: str, *, sure: bool) -> bool:
    """Whether numbers count lines: by constant steps, each level with a line, all beside it."""
    steps = {int(b.text) - int(a.text) for a, b in pairwise(numbers)}
    if len(steps) > 1 or not steps <= set(SETTINGS.steps):
        return False
    step = max(steps, default=1)
    if not sure and len(numbers) < (SETTINGS.numbers if step == 1 else SETTINGS.numbers // 2):
        return False
    own = {id(word) for word in numbers}
    text = [w for w in page.words if id(w) not in own and w.upright]
    if not text:
        return False
    reach = SETTINGS.apart * numbers[0].size
    if side == "left":
        beside = max(w.x1 for w in numbers) + reach <= min(w.x0 for w in text)
    else:
        beside = min(w.x0 for w in numbers) - reach >= max(w.x1 for w in text)
    if not beside:
        return False
    bases = sorted({tenth(w.base) for w in text})
    level = SETTINGS.level * max(w.size for w in text)
    placed = sum(any(abs(base - w.base) <= level for base in bases) for w in numbers)
    if placed < SETTINGS.placed * len(numbers):
        return False
    rows = 1 + sum(b - a > level for a, b in pairwise(bases))
    return sure or step > 1 or len(numbers) >= SETTINGS.levels * rows
