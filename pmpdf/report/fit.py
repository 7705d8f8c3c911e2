"""Two pages by one scale: the largest at which the content fits, and where the pages end.

Little content opens up and is divided where both pages are even; much content closes up; what is
too long for two pages at the closest setting runs on. Nothing is cut or shrunk below 9 points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil
from typing import NamedTuple

from pmpdf.errors import DoesNotFit
from pmpdf.report.brand import Brand
from pmpdf.report.faces import SOFT_HYPHEN
from pmpdf.report.story import Course, Facts, Grid, Heading, Items, Opening, Story, Text
from pmpdf.report.typeset import (
    LONELY,
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
    one_page: float = 0.5  # content up to this part of a page stays on one
    opening: float = 0.22  # how uneven pages may be for the second to begin with what is technical
    closer: tuple[float, ...] = (0.15, 0.3)  # scale given up for that, at most
    probes: int = 4  # settings tried between the closest and the most open, at most
    part: float = 1.8  # lines that a paragraph or heading takes beside its text, as expected
    row: float = 1.6  # the same for a row of a table
    surely: float = 0.96  # of two pages: content expected to be this high is set at once
    surely_not: float = 1.15  # content expected to be higher is not tried at the most open scale
    near: float = 0.06  # of the scale: no further probe
    full: float = 0.965  # of two pages: what content can be expected to fill
    step: float = 0.08  # scale given up when the final lines come out longer than measured
    running_on: tuple[float, ...] = (0.5, 0.25, 0.0)  # scales tried for more than two pages
    fullest_half: float = 0.5  # a page that runs on is filled at least this far if it can be
    forced: float = 1e6  # a break where none should be
    last_page: float = 0.33  # how full it should be at least, and what it costs to fall short of it
    too_little: float = 400.0


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
    return _Fitter(story, brand, room, exactly_two).layout()


class _Fitter:
    """One search for the scale; probes only count lines, and what is chosen is set for good."""

    def __init__(self, story: Story, brand: Brand, room: float, exactly_two: bool) -> None:
        self.story = story
        self.brand = brand
        self.room = room
        self.exactly_two = exactly_two
        self.worst = NEVER  # penalty from which a break is not taken
        self.counted: dict[float, list[Strip]] = {}

    def layout(self) -> Layout:
        """Two pages that part well at some scale, else two that part at all, else more."""
        expected = self._expected()
        for worst in (LONELY, NEVER):
            self.worst = worst
            found = self._two(expected)
            if found is not None:
                return found
        closest = self._counted(0.0)
        if self.exactly_two:
            raise DoesNotFit(_too_long(self.story, closest, self.room))
        return self._run_on(_Heights(closest).all)

    def _two(self, expected: float) -> Layout | None:
        if expected < 2 * self.room * SETTINGS.surely:
            strips = _final(self.story, Measures.at(1.0, self.brand))
            if self._divide(strips) is not None:
                return self._laid_out(strips, 1.0)
        if expected < 2 * self.room * SETTINGS.surely_not:
            counted = self._counted(1.0)
            if self._divide(counted) is not None:
                return self._settled(1.0)
            expected = _Heights(counted).all
        closest = self._counted(0.0)
        if self._divide(closest) is not None:
            return self._settled(self._scale(expected, _Heights(closest).all))
        return None

    def _expected(self) -> float:
        """The height at the most open scale, by a rule of thumb: lines of text, and gaps."""
        measures = Measures.at(1.0, self.brand)
        lines = self.story.length * measures.size / measures.width
        for part in self.story.parts:
            match part:
                case Facts(pairs=rows) | Items(items=rows):
                    lines += len(rows)
                case Grid(rows=rows) | Course(rows=rows):
                    lines += SETTINGS.row * len(rows)
                case _:
                    lines += SETTINGS.part
        return lines * measures.leading

    def _counted(self, scale: float) -> list[Strip]:
        if scale not in self.counted:
            measures = Measures.at(scale, self.brand)
            self.counted[scale] = set_story(self.story, measures, count_lines)
        return self.counted[scale]

    def _divide(self, strips: list[Strip]) -> list[Sheet] | None:
        return _two_pages(strips, self.room, self.worst, self.exactly_two)

    def _scale(self, opened: float, closest: float) -> float:
        """The most open scale that fits, between the closest, which does, and the most open."""
        low, high = 0.0, 1.0
        heights = [(0.0, closest), (1.0, opened)]
        for _ in range(SETTINGS.probes):
            (a, below), (b, above) = heights[0], heights[-1]
            guess = a + (b - a) * (2 * self.room * SETTINGS.full - below) / (above - below)
            guess = min(max(guess, low + (high - low) * 0.15), low + (high - low) * 0.85)
            strips = self._counted(guess)
            fits = self._divide(strips) is not None
            low, high = (guess, high) if fits else (low, guess)
            heights[0 if fits else -1] = (guess, _Heights(strips).all)
            if high - low < SETTINGS.near or (fits and heights[0][1] > 2 * self.room * 0.93):
                break
        return low

    def _settled(self, scale: float) -> Layout:
        """The layout at a scale that was found to fit."""
        while True:
            strips = _final(self.story, Measures.at(scale, self.brand))
            if scale <= 0 or self._divide(strips) is not None:
                return self._laid_out(strips, scale)
            scale = max(0.0, scale - SETTINGS.step)

    def _laid_out(self, strips: list[Strip], scale: float) -> Layout:
        """Strips on their pages; the technical part opens the second where pages stay even."""
        opened = self._opened(strips, scale)
        if opened is not None:
            return opened
        sheets = self._divide(strips) or _fill(strips, self.room)
        return Layout(Measures.at(scale, self.brand), sheets)

    def _opened(self, strips: list[Strip], scale: float) -> Layout | None:
        """Two pages of which the second begins with the technical part, if they are even."""
        place = next((index for index, strip in enumerate(strips) if strip.opens_page), 0)
        heights = _Heights(strips)
        first, second = heights.page(0, place), heights.page(place, len(strips))
        if not place or first + second <= self.room * SETTINGS.one_page:
            return None
        if abs(first - second) > SETTINGS.opening * self.room:
            return None
        if max(first, second) <= self.room:
            return self._at(strips, place, scale)
        for given_up in SETTINGS.closer:
            if given_up > scale:
                break
            strips = _final(self.story, Measures.at(scale - given_up, self.brand))
            place = next(index for index, strip in enumerate(strips) if strip.opens_page)
            heights = _Heights(strips)
            if max(heights.page(0, place), heights.page(place, len(strips))) <= self.room:
                return self._at(strips, place, scale - given_up)
        return None

    def _at(self, strips: list[Strip], place: int, scale: float) -> Layout:
        sheets = [_sheet(strips, 0, place), _sheet(strips, place, len(strips))]
        return Layout(Measures.at(scale, self.brand), sheets)

    def _run_on(self, closest: float) -> Layout:
        """As few pages as the closest setting needs, as open as that many allow."""
        least = max(3, ceil(closest / self.room))
        for scale in SETTINGS.running_on:
            if not scale or ceil(_Heights(self._counted(scale)).all / self.room) <= least:
                break
        measures = Measures.at(scale, self.brand)
        return Layout(measures, _fill(_final(self.story, measures), self.room))


def _final(story: Story, measures: Measures) -> list[Strip]:
    """The strips with their best lines.

    A document that divides a single word does without: a reader that finds one hyphen at a line's
    end and no other cannot know that it stands for hyphenation.
    """
    strips = set_story(story, measures, break_lines)
    divided = [
        placed.text
        for strip in strips
        for placed in strip.lines
        if placed.line.text.endswith(SOFT_HYPHEN)
    ]
    if len(divided) != 1:
        return strips
    return _without_hyphen(strips, divided[0]) or set_story(story, measures, break_without_hyphens)


def _without_hyphen(strips: list[Strip], text: Text) -> list[Strip] | None:
    """The strips with one text set anew, if that takes as many lines as before."""
    places = [
        (strip, index)
        for strip in strips
        for index, placed in enumerate(strip.lines)
        if placed.text is text
    ]
    lines = text.measured.undivided()
    aligned = len({strip.lines[index].x for strip, index in places}) == 1
    if lines is None or len(lines) != len(places) or not aligned:
        return None
    for (strip, index), line in zip(places, lines, strict=True):
        strip.lines[index] = strip.lines[index]._replace(line=line)
    return strips


def _two_pages(
    strips: list[Strip], room: float, worst: float, exactly_two: bool
) -> list[Sheet] | None:
    """The best division into two pages, one page for very little, or None."""
    heights = _Heights(strips)
    if not exactly_two and heights.all <= room * SETTINGS.one_page:
        return [Sheet(strips)]
    best: tuple[float, int] | None = None
    for place in range(1, len(strips)):
        penalty = strips[place].penalty
        if penalty >= worst:
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


def _sheet(strips: list[Strip], first: int, last: int) -> Sheet:
    """A page; on a later one, what its first strip wants repeated comes before it."""
    return Sheet(strips[first:last], strips[first].repeat if first else ())


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
            else:
                lacking = max(0.0, SETTINGS.last_page - heights.page(first, last) / room)
                cost += SETTINGS.too_little * lacking**2
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


def _too_long(story: Story, strips: list[Strip], room: float) -> str:
    """Which sections to shorten: the longest, until what they hold makes up for the excess."""
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
    too_much = f"{excess / room:.1f} pages" if excess > room * 0.05 else "a few lines"
    return (
        f"the report does not fit on two pages at 9 points; {too_much} too much. "
        f"The longest sections: {', '.join(named)}. Shorten them, or allow more pages."
    )
