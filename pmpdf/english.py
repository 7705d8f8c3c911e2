"""English words by their frequency, for the one question that needs them.

German puts its real hyphens before capitals; English puts them before small letters, where a
divided word has one, too. Whether "read-" + "write" is one word or two only a dictionary tells.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib.resources import files

RARE = 250  # occurrences in the dictionary's corpus; rarer entries are fragments and typing errors


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The words that pyspellchecker's English frequency list holds more than rarely."""
    packed = (files("spellchecker") / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return frozenset(word for word, count in counts.items() if count > RARE)
