"""English words by their frequency, for the one question that needs them.

German puts its real hyphens before capitals; English puts them before small letters, where a
divided word has one, too. Whether "read-" + "write" is one word or two only a dictionary tells.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib.resources import files

RARE = 250  # occurrences in the dictionary's corpus; rarer entries may be names or typing errors
_WHOLE = 7  # letters of a rare entry that is a word all the same: no fragment has so many


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The words that pyspellchecker's English frequency list holds more than rarely."""
    return frozenset(word for word, count in _counts().items() if count > RARE)


@lru_cache(maxsize=1)
def rare_english_words() -> frozenset[str]:
    """The list's long words that it holds rarely: many a compound (`afternoon`) is among them."""
    return frozenset(
        word for word, count in _counts().items() if count <= RARE and len(word) >= _WHOLE
    )


def _counts() -> dict[str, int]:
    packed = (files("spellchecker") / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return counts
