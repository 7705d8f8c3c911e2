"""Where a word may be divided, by pyphen's pattern files.

The German file holds 78,000 patterns, and parsing them costs pyphen more than half a second. A
report needs a few hundred: so a file is split into lines once per process (some 20 ms), with each
pattern's letters as the key, and a pattern's numbers are read when a word first meets it.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from pathlib import Path

_SMALLEST_WORD = 6  # letters; shorter words are never divided
_LEFT, _RIGHT = 2, 3  # letters that stay together at either end
_REMEMBERED = 20_000  # words per language; then all are forgotten, so memory stays flat

_PART = re.compile(r"(\d?)(\D?)")
_PATTERN_FILES = {"de": "hyph_de_DE.dic", "en": "hyph_en_US.dic"}
_LONGEST_PATTERN = 40  # letters of a word that one pattern may cover


@functools.cache
def _patterns(language: str) -> tuple[dict[bytes, bytes], str]:
    """Letters of each pattern → the pattern as written, and the file's encoding.

    pyphen itself is not imported: it lists its whole folder of languages when it is.
    """
    found = importlib.util.find_spec("pyphen")
    assert found is not None
    assert found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "dictionaries"
    raw = (folder / _PATTERN_FILES[language]).read_bytes()
    letters = raw.translate(None, b"0123456789").split(b"\n")
    charset = letters[0].decode("ascii").strip()
    charset = {"ISO-": "latin-1", "UTF-": "utf-8"}[charset[:4].upper()]
    return dict(zip(letters, raw.split(b"\n"), strict=True)), charset


@functools.lru_cache(maxsize=4_000)
def _numbers(pattern: bytes, charset: str) -> tuple[int, ...]:
    return tuple(int(digit or 0) for digit, _ in _PART.findall(pattern.decode(charset)))


@functools.lru_cache(maxsize=_REMEMBERED)
def positions(word: str, language: str) -> tuple[int, ...]:
    """The places, counted in letters from the word's start, where it may be divided.

    Only for a word of letters; what follows a place is a small letter, so that a reader who
    undoes the hyphen before a small letter gets the word back.
    """
    if len(word) < _SMALLEST_WORD or language not in _PATTERN_FILES or word.isupper():
        return ()
    patterns, charset = _patterns(language)
    dotted = f".{word.lower()}."
    try:
        dotted.encode(charset)
    except UnicodeEncodeError:
        return ()
    weights = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for stop in range(start + 1, min(start + _LONGEST_PATTERN, len(dotted)) + 1):
            pattern = patterns.get(dotted[start:stop].encode(charset))
            if pattern is None:
                continue
            for offset, weight in enumerate(_numbers(pattern, charset), start):
                if weight > weights[offset]:
                    weights[offset] = weight
    return tuple(
        place
        for place in range(_LEFT, len(word) - _RIGHT + 1)
        if weights[place + 1] & 1 and word[place].islower()
    )
