"""Rules → frames: where a table was drawn with lines around it and between its columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.reading.document import Area, Rule


class FrameSettings(Struct, frozen=True):
    apart: float = 4.0  # points between lines that are one, and between the boxes of two rows
    drawn: float = 0.9  # of a frame's width that the rules along its edge cover
    most: int = 250  # upright lines on a page; more are a drawing's, or a chart's


SETTINGS = FrameSettings()


class Frame(Struct):
    """A drawn table; `inner` are the upright lines between its columns."""

    x0: float
    top: float
    x1: float
    bottom: float
    inner: list[float]

    def holds(self, line: Line) -> bool:
        middle = line.base - 0.3 * line.size
        inside = self.x0 - 1 <= line.x0 and line.x1 <= self.x1 + 1
        return inside and self.top <= middle <= self.bottom

    def cuts(self, line: Line) -> bool:
        """Whether a line reaches over one between the columns, and so is no cell of them."""
        return any(line.x0 + 2 < x < line.x1 - 2 for x in self.inner)


def frames_of(rules: Sequence[Rule], areas: Sequence[Area]) -> list[Frame]:
    """The frames on a page: uprights of one height, others between them, and rules, or the edges of
    boxes, from the first to the last."""
    uprights = _uprights(rules)
    level = [(r.x0, r.x1, r.top) for r in rules if r.horizontal]
    level += [(a.x0, a.x1, y) for a in areas if not a.image for y in (a.top, a.bottom)]
    frames: list[Frame] = []
    while 2 < len(uprights) <= SETTINGS.most:
        _, top, bottom = uprights[0]
        alike = [u for u in uprights if abs(u[1] - top) + abs(u[2] - bottom) < SETTINGS.apart]
        uprights = [u for u in uprights if u not in alike]
        x0, x1 = min(u[0] for u in alike), max(u[0] for u in alike)
        within = (u[0] for u in (*alike, *uprights) if top - 3 < u[1] and u[2] < bottom + 3)
        inner = sorted(x for x in within if x0 + 3 < x < x1 - 3)
        if inner and all(_is_drawn(level, x0, x1, y) for y in (top, bottom)):
            frames.append(Frame(x0, top, x1, bottom, inner))
    return frames


def boxes_of(rules: Sequence[Rule]) -> list[Area]:
    """The boxes that are drawn as their four edges, apart from each other."""
    spans: dict[tuple[int, int], list[Rule]] = {}
    uprights = [r for r in rules if not r.horizontal]
    if not 2 < len(uprights) <= SETTINGS.most:
        return []
    for rule in rules:
        if rule.horizontal:
            spans.setdefault((round(rule.x0 / 2), round(rule.x1 / 2)), []).append(rule)
    found = []
    for edges in spans.values():
        edges.sort(key=attrgetter("top"))
        for upper, lower in pairwise(edges):
            x0, x1, top, bottom = upper.x0, upper.x1, upper.top, lower.bottom
            sides = [
                r.x0 for r in uprights if abs(r.top - top) + abs(r.bottom - bottom) < SETTINGS.apart
            ]
            if all(any(abs(side - x) < SETTINGS.apart for side in sides) for x in (x0, x1)):
                found.append(Area(x0, top, x1, bottom))
    return found


def courses_of(rules: Sequence[Rule]) -> list[Rule]:
    """The horizontal lines on a page, top down; those drawn cell by cell as one."""
    whole: dict[int, list[Rule]] = {}
    for rule in sorted(r for r in rules if r.horizontal):
        near = whole.setdefault(round(rule.top / 2), [])
        if near and rule.x0 - near[-1].x1 < SETTINGS.apart:
            x0, top, x1, bottom = near[-1].x0, near[-1].top, near[-1].x1, near[-1].bottom
            near[-1] = Rule(x0, top, max(x1, rule.x1), max(bottom, rule.bottom))
        else:
            near.append(rule)
    return sorted((course for near in whole.values() for course in near), key=attrgetter("top"))


def _uprights(rules: Sequence[Rule]) -> list[tuple[float, float, float]]:
    """Where upright lines stand, from where to where, drawn at one stroke or cell by cell; the
    longest first."""
    whole: dict[int, list[tuple[float, float, float]]] = {}
    for rule in sorted((r for r in rules if not r.horizontal), key=attrgetter("top")):
        near = whole.setdefault(round(rule.x0 / 2), [])
        if near and rule.top - near[-1][2] < SETTINGS.apart:
            near[-1] = (near[-1][0], near[-1][1], max(rule.bottom, near[-1][2]))
        else:
            near.append((rule.x0, rule.top, rule.bottom))
    return sorted((u for near in whole.values() for u in near), key=lambda u: u[1] - u[2])


def _is_drawn(level: Sequence[tuple[float, float, float]], x0: float, x1: float, y: float) -> bool:
    """Whether lines run from side to side at a height; they have left, right and height."""
    ends = sorted(
        (max(left, x0), min(right, x1))
        for left, right, height in level
        if abs(height - y) < SETTINGS.apart and right > x0 and left < x1
    )
    covered, at = 0.0, x0
    for left, right in ends:
        covered += max(0.0, right - max(left, at))
        at = max(at, right)
    return covered > SETTINGS.drawn * (x1 - x0)
