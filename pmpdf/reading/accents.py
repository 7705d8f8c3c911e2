"""Accents that are drawn for themselves over a letter: together they are one letter.

TeX's first fonts have no umlauts; they draw the dots, step back and draw the letter. The readers
give both, and pdfium the dots wherever the sorting of glyphs has brought them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pmpdf.reading.sheet import Box

ACCENTS = {
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_RAISED = 0.45  # of a glyph's height that the accent of a capital is above the others
_CELL = 10.0  # points; letters are looked for in strips as wide


def composed(letters: Sequence[str], boxes: Sequence[Box]) -> dict[int, str]:
    """What becomes of glyphs: the positions of letters with what they are under their accents, and
    those of the accents with an empty text.

    A box reaches from a glyph's place to the next one's, and is as high as its font; in points.
    An accent that stands beside letters, such as the mark before code, has its middle over none.
    """
    if ACCENTS.keys().isdisjoint(letters):
        return {}
    strips: dict[int, list[int]] = {}
    for number, (letter, box) in enumerate(zip(letters, boxes, strict=True)):
        if letter.isalpha():
            for strip in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
                strips.setdefault(strip, []).append(number)
    found: dict[int, str] = {}
    for number, (accent, (x0, _, x1, bottom)) in enumerate(zip(letters, boxes, strict=True)):
        if accent not in ACCENTS:
            continue
        middle = (x0 + x1) / 2
        under = [
            other
            for other in strips.get(int(middle // _CELL), ())
            if other not in found and boxes[other][0] < middle < boxes[other][2]
        ]
        base = min(under, key=lambda other: abs(boxes[other][3] - bottom), default=None)
        if base is None:
            continue
        _, top, _, foot = boxes[base]
        letter = _DOTLESS.get(letters[base], letters[base]) + ACCENTS[accent]
        letter = unicodedata.normalize("NFC", letter)
        if len(letter) == 1 and abs(foot - bottom) < _RAISED * (foot - top):
            found[base], found[number] = letter, ""
    return found
