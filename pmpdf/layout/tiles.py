"""Areas → tiles: boxes of one height side by side, apart from each other, with figures or facts in
them, or each with a heading and its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.layout.measures import SETTINGS as MEASURES
from pmpdf.layout.measures import is_item, is_prose, wraps
from pmpdf.reading.document import Area


class TileSettings(Struct, frozen=True):
    fewest: int = 2  # side by side
    figures: int = 3  # so many, where they hold figures or facts; two may be cells of anything
    text: int = 2  # lines of text under a heading
    apart: float = 3.0  # points between two of them; cells of a table touch
    level: float = 3.0  # points between their edges, of which one may have a bar of its own
    widest: float = 0.5  # of all of them together, has one


SETTINGS = TileSettings()


def tiles_of(areas: Sequence[Area]) -> list[list[Area]]:
    """The rows of tiles on a page, each from left to right."""
    rows: dict[int, dict[int, Area]] = {}
    for area in areas:
        if not area.image:
            columns = rows.setdefault(round(area.bottom / SETTINGS.level), {})
            drawn = columns.setdefault(round(area.x0), area)
            if area.x1 - area.x0 > drawn.x1 - drawn.x0 or area.top < drawn.top:
                columns[round(area.x0)] = area
    found = []
    for columns in rows.values():
        row = [columns[x0] for x0 in sorted(columns)]
        if len(row) >= SETTINGS.fewest and _side_by_side(row):
            found.append(row)
    return found


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
    return items > 0 or (is_prose(text) and wraps(text))


def _holds(area: Area, line: Line) -> bool:
    inside = area.x0 - 1 <= line.x0 and line.x1 <= area.x1 + 1
    return inside and area.top - 1 < line.base - 0.6 * line.size and line.base < area.bottom + 1
