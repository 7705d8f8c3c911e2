"""What both readers must agree on about glyphs: letters, faces, and text drawn twice."""

from __future__ import annotations

import re
from functools import lru_cache

from pmpdf.reading.document import Word

# Ligatures become letters, other spaces plain ones; what has no ink and no meaning goes.
LIGATURES: dict[int, str | None] = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0x00AD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2060: None,
    0xFEFF: None,
    0xFE0E: None,
    0xFE0F: None,
}

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd|cmbx|sfbx|bx\d|-medi\b|medium$", re.I)
_ITALIC = re.compile(r"italic|oblique|[-,]it\b|cmti|sfti|ti\d\d|slanted", re.I)
_MONO = re.compile(r"mono|courier|consol|menlo|cmtt|sftt|typewriter|code|inconsolata", re.I)


@lru_cache(maxsize=512)
def face(font: str) -> tuple[bool, bool, bool]:
    """Bold, italic, monospaced, read from a font's name: the weight in the file is unusable."""
    name = font.partition("+")[2] or font
    return bool(_BOLD.search(name)), bool(_ITALIC.search(name)), bool(_MONO.search(name))


def same_place_once(words: list[Word]) -> list[Word]:
    """Drop a word that is drawn a second time on the same spot (shadows, fake bold)."""
    seen: dict[tuple[str, int, int], Word] = {}
    kept = []
    for word in words:
        column, row = round(word.x0 / 4), round(word.base / 4)
        near = (
            seen.get((word.text, column + dx, row + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        )
        if any(
            n is not None
            and abs(n.x0 - word.x0) < word.size * 0.25
            and abs(n.base - word.base) < word.size * 0.25
            for n in near
        ):
            continue
        seen[word.text, column, row] = word
        kept.append(word)
    return kept
