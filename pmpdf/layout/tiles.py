"""Areas → tiles: boxes of one height side by side, apart from each other, with figures or facts in
them, or each with a heading and its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.layout.measures import SETTINGS as MEASURES
from pmpdf.layout.measures import is_item, is_prose, wraps
from pmpdf.reading.document import Area


class TileSettings(Struct, frozen=True):
    fewest: int = 2  # side by side
    figures: int = 3  # so many, where they hold figures or facts; two may be cells of anything
    text: int = 2  # lines of text under a heading
    sentence: int = 8  # words of it, where they are few on a line
    apart: float = 3.0  # points between two of them; cells of a table touch
    level: float = 3.0  # points between their edges, of which one may have a bar of its own
    widest: float = 0.5  # of all of them together, has one


SETTINGS = TileSettings()


def tiles_of(areas: Sequence[Area]) -> list[list[Area]]:
    """The rows of tiles on a page, each from left to right; they end, or begin, at one height."""
    plain = [area for area in areas if not area.image]
    found = _rows(plain, attrgetter("bottom"))
    for row in _rows(plain, attrgetter("top")):  # as deep as what is in them
        inside = [other for other in found if all(any(a is b for b in row) for a in other)]
        if inside or not any(a is b for other in found for a in other for b in row):
            found = [other for other in found if other not in inside]
            found.append(row)
    return found


def _rows(areas: Sequence[Area], edge: Callable[[Area], float]) -> list[list[Area]]:
    """Areas whose edges are at one height, side by side; of those in each other the outer one."""
    rows: list[list[Area]] = []
    for area in sorted(areas, key=lambda area: (edge(area), area.x0, -area.x1)):
        row = rows[-1] if rows and edge(area) - edge(rows[-1][0]) <= SETTINGS.level else []
        inner = next((n for n, a in enumerate(row) if abs(a.x0 - area.x0) <= SETTINGS.level), None)
        if not row:
            rows.append([area])
        elif inner is None:
            row.append(area)
        elif area.x1 - area.x0 > row[inner].x1 - row[inner].x0 or area.top < row[inner].top:
            row[inner] = area
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return [row for row in rows if len(row) >= SETTINGS.fewest and _side_by_side(row)]


def _side_by_side(row: Sequence[Area]) -> bool:
    wide = row[-1].x1 - row[0].x0
    return (
        all(b.x0 - a.x1 >= SETTINGS.apart for a, b in pairwise(row))
        and max(a.top for a in row) - min(a.top for a in row) <= SETTINGS.level
        and max(a.x1 - a.x0 for a in row) < SETTINGS.widest * wide
    )


def in_tiles(lines: Sequence[Line], row: Sequence[Area]) -> list[list[Line]]:
    """The lines in each tile of a row; empty where one of them holds fewer than two."""
    held = [[line for line in lines if _holds(area, line)] for area in row]
    return held if all(len(found) > 1 for found in held) else []


def tiles_below(lines: Sequence[Line], rows: Sequence[Sequence[Area]]) -> set[int]:
    """Identities of the lines in rows of tiles with something in them that the first line is not
    in: what stands over them ends there."""
    found: set[int] = set()
    for row in rows:
        below = all(area.top > lines[0].base for area in row)
        held = in_tiles(lines, row) if below else []
        if holds_sections(held) or holds_figures(held):
            found |= {id(line) for column in held for line in column}
    return found


def holds_figures(held: Sequence[Sequence[Line]]) -> bool:
    """Whether tiles without sections in them are enough to hold a figure or a fact each."""
    return len(held) >= SETTINGS.figures


def holds_sections(held: Sequence[Sequence[Line]]) -> bool:
    """Whether the lines in tiles are a heading each, with a list or running text under it."""
    return bool(held) and all(map(_is_section, held))


def _is_section(lines: Sequence[Line]) -> bool:
    ordered = sorted(lines, key=lambda line: (line.base, line.x0))
    head, text = ordered[0], ordered[1:]
    if len(text) < SETTINGS.text or is_item(head):
        return False
    plain = [line for line in text if not line.bold]
    loud = head.bold and len(plain) == len(text)
    if not loud and head.size <= MEASURES.larger * max(line.size for line in text):
        return False
    items = sum(line.drawn_bullet or is_item(line) for line in text)
    if items or (is_prose(text) and wraps(text)):
        return True
    words = sum(len(line.words) for line in text)
    told = text[-1].text.endswith((".", "!", "?")) and words >= SETTINGS.sentence
    return told and not any(c.isdigit() for c in head.text)  # a time has one, or a figure


def _holds(area: Area, line: Line) -> bool:
    inside = area.x0 - 1 <= line.x0 and line.x1 <= area.x1 + 1
    return inside and area.top - 1 < line.base - 0.6 * line.size and line.base < area.bottom + 1
