"""Two pages by one scale: the largest at which the content fits, and where the pages end.

Little content opens up and is divided where both pages are even; much content closes up; what is
too long for two pages at the closest setting runs on. Nothing is cut or shrunk below 9 points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from pmpdf.errors import DoesNotFit
from pmpdf.report.brand import Brand
from pmpdf.report.story import Heading, Opening, Story
from pmpdf.report.typeset import (
    NEVER,
    Measures,
    Strip,
    break_lines,
    break_without_hyphens,
    count_lines,
    set_story,
)


@dataclass(frozen=True)
class FitSettings:
    """What weighs how much; costs of page breaks are those of the strips' penalties."""

    uneven: float = 60.0  # one page a whole page longer than the other
    one_page: float = 0.4  # content up to this part of a page stays on one
    opening: float = 0.22  # how uneven pages may be for the second to begin with what is technical
    closer: tuple[float, ...] = (0.0, 0.15, 0.3)  # scale given up for that, at most
    probes: int = 4  # settings tried between the closest and the most open
    step: float = 0.08  # scale given up when the final lines come out longer than measured
    running_on: tuple[float, ...] = (0.5, 0.25, 0.0)  # scales tried for more than two pages
    fullest_half: float = 0.5  # a page that runs on is filled at least this far if it can be
    forced: float = 1e6  # a break where none should be


SETTINGS = FitSettings()


class Sheet(NamedTuple):
    """The strips of one page, and those of an earlier page that stand above them once more."""

    strips: list[Strip]
    again: tuple[Strip, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What stands on each page, and the measures it was set with."""

    measures: Measures
    pages: list[Sheet]


class _Heights:
    """How high any stretch of strips is as a page of its own."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        self.strips = strips
        self.ends = [0.0, *accumulate(strip.before + strip.height for strip in strips)]

    def page(self, first: int, last: int) -> float:
        """Strips first to last, the last excluded, with what is repeated above them."""
        if first >= last:
            return 0.0
        top = self.strips[first]
        height = self.ends[last] - self.ends[first]
        if not first or not top.repeat:
            return height - top.before
        again = sum(strip.before + strip.height for strip in top.repeat)
        return height + again - top.repeat[0].before

    @property
    def all(self) -> float:
        return self.page(0, len(self.strips))


def fit(story: Story, brand: Brand, room: float, *, exactly_two: bool = False) -> Layout:
    """Lay a story out on pages with `room` points of height each."""
    scale = _scale(story, brand, room, exactly_two)
    while scale is not None:
        measures = Measures.at(scale, brand)
        strips = _final(story, measures)
        pages = _two_pages(strips, room, exactly_two)
        if pages is not None:
            return _opened(story, brand, room, scale) or Layout(measures, pages)
        scale = max(0.0, scale - SETTINGS.step) if scale > 0 else None
    if exactly_two:
        raise DoesNotFit(_too_long(story, brand, room))
    return _run_on(story, brand, room)


def _final(story: Story, measures: Measures) -> list[Strip]:
    """The strips with their best lines.

    A document that divides a single word does without: a reader that finds one hyphen at a line's
    end and no other cannot know that it stands for hyphenation.
    """
    strips = set_story(story, measures, break_lines)
    divided = sum(placed.line.text.endswith("\u00ad") for strip in strips for placed in strip.lines)
    return set_story(story, measures, break_without_hyphens) if divided == 1 else strips


def _scale(story: Story, brand: Brand, room: float, exactly_two: bool) -> float | None:
    """The most open scale at which two pages are enough, or None."""

    def height_over(scale: float) -> tuple[bool, float]:
        strips = set_story(story, Measures.at(scale, brand), count_lines)
        return _two_pages(strips, room, exactly_two) is not None, _Heights(strips).all

    fits, opened = height_over(1.0)
    if fits:
        return 1.0
    fits, closest = height_over(0.0)
    if not fits:
        return None
    low, high = 0.0, 1.0
    guess = (2 * room * 0.96 - closest) / max(opened - closest, 1.0)
    for _ in range(SETTINGS.probes):
        guess = min(max(guess, low + (high - low) * 0.1), low + (high - low) * 0.9)
        fits, _ = height_over(guess)
        low, high = (guess, high) if fits else (low, guess)
        guess = (low + high) / 2
        if high - low < 0.05:
            break
    return low


def _two_pages(strips: list[Strip], room: float, exactly_two: bool) -> list[Sheet] | None:
    """The best division into two pages, one page for very little, or None."""
    heights = _Heights(strips)
    if not exactly_two and heights.all <= room * SETTINGS.one_page:
        return [Sheet(strips)]
    best: tuple[float, int] | None = None
    for place in range(1, len(strips)):
        penalty = strips[place].penalty
        if penalty >= NEVER:
            continue
        first, second = heights.page(0, place), heights.page(place, len(strips))
        if first > room or second > room:
            continue
        cost = penalty + SETTINGS.uneven * abs(first - second) / room
        if best is None or cost < best[0]:
            best = (cost, place)
    if best is None:
        return [Sheet(strips)] if heights.all <= room and not exactly_two else None
    return [_sheet(strips, 0, best[1]), _sheet(strips, best[1], len(strips))]


def _opened(story: Story, brand: Brand, room: float, scale: float) -> Layout | None:
    """Two pages of which the second begins with the technical part, if neither is near empty."""
    if not any(isinstance(part, Heading) and part.opens_page for part in story.parts):
        return None
    for given_up in SETTINGS.closer:
        if given_up > scale:
            break
        measures = Measures.at(scale - given_up, brand)
        if _opening(set_story(story, measures, count_lines), room):
            strips = _final(story, measures)
            place = _opening(strips, room)
            if place:
                sheets = [_sheet(strips, 0, place), _sheet(strips, place, len(strips))]
                return Layout(measures, sheets)
    return None


def _opening(strips: list[Strip], room: float) -> int:
    """The strip with which the technical part begins, if a page may begin there; else 0."""
    heights = _Heights(strips)
    place = next((index for index, strip in enumerate(strips) if strip.opens_page), 0)
    first, second = heights.page(0, place), heights.page(place, len(strips))
    fits = max(first, second) <= room and abs(first - second) <= SETTINGS.opening * room
    return place if fits and first + second > room * SETTINGS.one_page else 0


def _sheet(strips: list[Strip], first: int, last: int) -> Sheet:
    """A page; on a later one, what its first strip wants repeated comes before it."""
    return Sheet(strips[first:last], strips[first].repeat if first else ())


def _run_on(story: Story, brand: Brand, room: float) -> Layout:
    """As few pages as the closest setting needs, as open as that many allow."""
    chosen: Layout | None = None
    for scale in reversed(SETTINGS.running_on):
        measures = Measures.at(scale, brand)
        pages = _fill(_final(story, measures), room)
        if chosen is None or len(pages) <= len(chosen.pages):
            chosen = Layout(measures, pages)
    assert chosen is not None
    return chosen


def _fill(strips: list[Strip], room: float) -> list[Sheet]:
    """Pages one after another, their breaks chosen together."""
    heights, count = _Heights(strips), len(strips)
    allowed = [place for place in range(1, count) if strips[place].penalty < NEVER]
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for first in range(count):
        if first not in best:
            continue
        for last in _page_ends(heights, first, allowed, room):
            cost = best[first][0]
            if last < count:
                empty = max(0.0, 1 - heights.page(first, last) / room)
                cost += min(strips[last].penalty, SETTINGS.forced) + 100 * empty**2 + 10
            if last not in best or cost < best[last][0]:
                best[last] = (cost, first)
    cuts, place = [count], count
    while place:
        place = best[place][1]
        cuts.append(place)
    cuts.reverse()
    return [_sheet(strips, a, b) for a, b in pairwise(cuts)]


def _page_ends(heights: _Heights, first: int, allowed: list[int], room: float) -> list[int]:
    """Where a page that begins with a strip may end; anywhere if nothing else is possible."""
    count = len(heights.strips)
    full = bisect_right(heights.ends, heights.ends[first] + room + heights.strips[first].before) - 1
    while full > first + 1 and heights.page(first, full) > room:
        full -= 1
    if full >= count:
        return [count]
    low = bisect_right(allowed, first)
    ends = allowed[low : bisect_right(allowed, full)]
    half = [end for end in ends if heights.page(first, end) > room * SETTINGS.fullest_half]
    return half or ends[-1:] or [max(full, first + 1)]


def _too_long(story: Story, brand: Brand, room: float) -> str:
    """Which sections to shorten: the longest, until what they hold makes up for the excess."""
    strips = set_story(story, Measures.at(0.0, brand), count_lines)
    excess = _Heights(strips).all - 2 * room
    sizes: dict[str, float] = {}
    for strip in strips:
        sizes[strip.path] = sizes.get(strip.path, 0.0) + strip.before + strip.height
    names = {part.path: part.text.text for part in story.parts if isinstance(part, Heading)}
    names |= {part.path: part.path for part in story.parts if isinstance(part, Opening)}
    longest = sorted((path for path in sizes if path in names), key=lambda path: -sizes[path])
    named, covered = [], 0.0
    for path in longest:
        named.append(f'"{names[path]}" ({path}, {sizes[path] / room:.1f} pages)')
        covered += sizes[path] * 0.6
        if covered > excess:
            break
    return (
        f"the report does not fit on two pages at 9 points; {max(excess, 1) / room:.1f} pages too "
        f"much. The longest sections: {', '.join(named)}. Shorten them, or allow more pages."
    )
