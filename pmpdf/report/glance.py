"""The incident at a glance: its moments on a line, to scale, with day marks and gaps.

Long stretches without an entry are dashed, moments that fall on the same spot are stacked, and
midnights are marked with the day that begins. The alternative text says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pmpdf.report.faces import Look
from pmpdf.report.pdf import number
from pmpdf.report.story import Glance, Text
from pmpdf.report.typeset import PAGE_HEIGHT

if TYPE_CHECKING:
    from pmpdf.report.painting import Page

_RADIUS = 2.6
_STACK = 5.6  # points between moments on the same spot
_GAP = 0.16  # a stretch without entries, of the whole line, that is dashed
_MOST_MARKS = 12
_LONG = 62  # days
_LABEL = 7.6  # size of the labels, points

Scale = Callable[[datetime], float]  # where a moment stands on the line, in points


def draw_glance(page: Page, glance: Glance, top: float, height: float) -> None:
    """Draw the figure in a strip that begins at `top` and is `height` points high."""
    left, right = glance.left + _RADIUS, glance.right - _RADIUS
    first = glance.moments[0][0]
    last = max(end or start for start, end in glance.moments)
    span = max((last - first).total_seconds(), 1.0)

    def at(moment: datetime) -> float:
        return left + (right - left) * (moment - first).total_seconds() / span

    axis = top + height * 0.5
    y = PAGE_HEIGHT - axis
    palette = page.palette
    code = [*_line(glance, at, y, palette.strokes["muted"])]
    days = _marks(first, last)
    for day in days:
        x = number(at(datetime.combine(day, time())))
        tick = f"0.6 w {x} {number(y - 7)} m {x} {number(y + 7)} l S"
        code.append(f"{palette.strokes['muted']} {tick}")
    ink = palette.strokes["accent"]
    code += _dots([at(start) for start, _ in glance.moments], y, ink)
    box = (glance.left, y - 8, glance.right, y + height * 0.5)
    page.figure(glance.element, "q\n" + "\n".join(code) + "\nQ", box)
    _labels(page, glance, at, axis, days, (first, last))


def _line(glance: Glance, at: Scale, y: float, ink: str) -> list[str]:
    """The axis: solid where things happened, dashed over long gaps, thick where they lasted."""
    code = [f"{ink} 1.1 w"]
    whole = glance.right - glance.left
    reach = glance.moments[0][0]
    for start, end in glance.moments:
        if start > reach:
            dashed = at(start) - at(reach) > whole * _GAP
            code.append("[0.1 3] 0 d 1 J" if dashed else "[] 0 d 0 J")
            code.append(f"{number(at(reach))} {number(y)} m {number(at(start))} {number(y)} l S")
        reach = max(reach, end or start)
    code.append("[] 0 d 1 J 3.2 w")
    for start, end in glance.moments:
        if end:
            code.append(f"{number(at(start))} {number(y)} m {number(at(end))} {number(y)} l S")
    return [*code, "0 J"]


def _dots(places: Sequence[float], y: float, ink: str) -> list[str]:
    """Dots with a white edge, each a line without length but with round ends; one that would cover
    another stands above it."""
    code, tops = ["1 J"], [-1e9, -1e9, -1e9, -1e9]
    wide, narrow = number(2 * _RADIUS + 1.6), number(2 * _RADIUS)
    for x in places:
        row = next((i for i, reach in enumerate(tops) if x - reach >= _RADIUS * 1.5), len(tops) - 1)
        tops[row] = x
        place = f"{number(x)} {number(y + row * _STACK)}"
        dot = f"{place} m {place} l S"
        code.append(f"1 1 1 RG {wide} w {dot} {ink} {narrow} w {dot}")
    return code


def _labels(
    page: Page,
    glance: Glance,
    at: Scale,
    axis: float,
    days: Sequence[date],
    ends: tuple[datetime, datetime],
) -> None:
    """The first and the last moment and the days between; what would collide is left out."""
    below = axis + 15
    start = glance.label(f"{glance.day(ends[0])}, {glance.clock(ends[0])}")
    stop = glance.label(
        glance.clock(ends[1]) if not days else f"{glance.day(ends[1])}, {glance.clock(ends[1])}"
    )
    _write(page, start, glance.left, below)
    _write(page, stop, glance.right - _wide(stop), below)
    reach, limit = glance.left + _wide(start) + 8, glance.right - _wide(stop) - 8
    for day in days:
        midnight = datetime.combine(day, time())
        label = glance.label(glance.day(midnight))
        x = max(at(midnight) - _wide(label) / 2, reach)
        if x <= at(midnight) and x + _wide(label) <= limit:
            _write(page, label, x, below)
            reach = x + _wide(label) + 8


def _wide(label: Text) -> float:
    return float(label.measured.total * _LABEL)


def _write(page: Page, label: Text, x: float, baseline: float) -> None:
    page.write(label.text, (x, baseline), Look(label.measured.family, _LABEL, "muted"), None)


def _marks(first: datetime, last: datetime) -> list[date]:
    """Days that begin within the course, those of months where it is long; a dozen at most."""
    days = (last.date() - first.date()).days
    if days <= _LONG:
        every = max(1, -(-days // _MOST_MARKS))
        return [first.date() + timedelta(day) for day in range(1, days + 1, every)]
    months = 12 * (last.year - first.year) + last.month - first.month
    every = -(-months // _MOST_MARKS)
    begun = range(first.month, first.month + months, every)  # from 0, as the next one begins
    return [date(first.year + month // 12, month % 12 + 1, 1) for month in begun]
