"""Letters as drawings: for what a report says beside its record's words.

Day marks, the labels of the figure and table heads that stand on a page again are a help to the
eye and no part of the text. Drawn as outlines they are not found by a search, not read out twice
and not extracted as if they were the record's.
"""

from __future__ import annotations

import functools
from itertools import pairwise
from struct import unpack_from
from typing import Any

from pmpdf.report.faces import Face, Run
from pmpdf.report.pdf import number

Point = tuple[float, float, bool]  # x, y in font units, and whether the curve passes through it
Contour = list[Point]

_DEPTH = 5  # glyphs made of glyphs made of ...


def outlined(runs: list[Run], x: float, y: float, size: float) -> str:
    """Path operators for a line of text whose baseline begins at x, y, in points."""
    code = []
    for run in runs:
        scale = f"{size / run.face.units:.6f}"
        parts = []
        step = 0.0
        for char in run.text:
            path = _path(run.face, char)
            if path:
                if step:
                    parts.append(f"1 0 0 1 {number(step)} 0 cm")
                    step = 0.0
                parts.append(path)
            step += run.face.width(char) * run.face.units
        if parts:
            body = "\n".join(parts)
            code.append(f"q {scale} 0 0 {scale} {number(x)} {number(y)} cm\n{body}\nQ")
        x += run.face.width(run.text) * size
    return "\n".join(code)


@functools.lru_cache(maxsize=2_000)
def _path(face: Face, char: str) -> str:
    """The filled outline of a character in font units."""
    glyph = face.glyph(char)
    contours = _contours(face.parsed, glyph, 0) if glyph is not None else []
    return " ".join([_drawn(contour) for contour in contours] + ["f"] if contours else [])


def _contours(parsed: Any, glyph: int, depth: int) -> list[Contour]:
    start = parsed.get_table_pos("glyf")[0] + parsed.glyphPos[glyph]
    if parsed.glyphPos[glyph + 1] == parsed.glyphPos[glyph] or depth > _DEPTH:
        return []
    data = parsed._ttf_data
    count = unpack_from(">h", data, start)[0]
    if count >= 0:
        return _simple(data, start + 10, count)
    return _composite(parsed, data, start + 10, depth)


def _simple(data: bytes, at: int, count: int) -> list[Contour]:
    ends = unpack_from(f">{count}H", data, at)
    at += 2 * count
    at += 2 + unpack_from(">H", data, at)[0]  # hinting instructions
    total = ends[-1] + 1 if ends else 0
    flags: list[int] = []
    while len(flags) < total:
        flag = data[at]
        at += 1
        flags.append(flag)
        if flag & 8:
            flags += [flag] * data[at]
            at += 1
    xs, at = _coordinates(data, at, flags, 2, 16)
    ys, at = _coordinates(data, at, flags, 4, 32)
    points = [(x, y, bool(flag & 1)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    return [points[a:b] for a, b in pairwise((0, *(end + 1 for end in ends)))]


def _coordinates(
    data: bytes, at: int, flags: list[int], short: int, same: int
) -> tuple[list[float], int]:
    """One axis of a glyph's points: differences of one or two bytes, or none."""
    values: list[float] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at


def _composite(parsed: Any, data: bytes, at: int, depth: int) -> list[Contour]:
    """A glyph made of others, each moved and perhaps scaled."""
    found: list[Contour] = []
    more = True
    while more:
        flags, part = unpack_from(">HH", data, at)
        at += 4
        dx, dy = unpack_from(">hh" if flags & 1 else ">bb", data, at)
        at += 4 if flags & 1 else 2
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if flags & 8:
            a = d = unpack_from(">h", data, at)[0] / 16384
            at += 2
        elif flags & 64:
            a, d = (value / 16384 for value in unpack_from(">hh", data, at))
            at += 4
        elif flags & 128:
            a, b, c, d = (value / 16384 for value in unpack_from(">hhhh", data, at))
            at += 8
        if not flags & 2:  # placed by matching points, which no face in use does
            dx = dy = 0
        for contour in _contours(parsed, part, depth + 1):
            found.append([(a * x + c * y + dx, b * x + d * y + dy, on) for x, y, on in contour])
        more = bool(flags & 32)
    return found


def _drawn(contour: Contour) -> str:
    """A contour's quadratic curves as cubic ones."""
    points = _with_implied(contour)
    n = round  # a thousandth of the size is finer than any printer
    x0, y0, _ = points[0]
    code = [f"{n(x0)} {n(y0)} m"]
    index = 1
    while index < len(points):
        x, y, on = points[index]
        if on:
            code.append(f"{n(x)} {n(y)} l")
            x0, y0 = x, y
            index += 1
            continue
        x2, y2, _ = points[(index + 1) % len(points)]
        code.append(
            f"{n((x0 + 2 * x) / 3)} {n((y0 + 2 * y) / 3)} "
            f"{n((x2 + 2 * x) / 3)} {n((y2 + 2 * y) / 3)} {n(x2)} {n(y2)} c"
        )
        x0, y0 = x2, y2
        index += 2
    return " ".join([*code, "h"])


def _with_implied(contour: Contour) -> Contour:
    """The contour from a point on the curve, with the points that TrueType leaves out."""
    points: Contour = []
    for place, (x, y, on) in enumerate(contour):
        px, py, before = contour[place - 1]
        if not on and not before:
            points.append(((x + px) / 2, (y + py) / 2, True))
        points.append((x, y, on))
    first = next((place for place, point in enumerate(points) if point[2]), 0)
    return points[first:] + points[:first]
