"""Initials: a paragraph's first letter, two or three lines high, beside its first lines.

The letter stands on the second or third line's baseline. Its lines are to begin where it does, so
that the paragraph has one left edge.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pmpdf.english import english_words
from pmpdf.middle import median
from pmpdf.reading.document import Word
from pmpdf.values import replace


class InitialSettings(Struct, frozen=True):
    larger: float = 1.8  # times the text's size
    gap: float = 1.2  # em of the text from the letter to the lines beside it
    ragged: float = 0.7  # em by which those may begin apart: the first may touch the letter
    drift: float = 0.8  # em between the letter's baseline and that of a line; a browser's float
    under: float = 1.6  # em from its baseline down to a line that its box still keeps off
    capital: float = 0.72  # em, as high as capital letters are
    top: float = 0.9  # em between the letter's top and that of the first line


SETTINGS = InitialSettings()

_WORDS = frozenset("AI")  # of one letter, in English
_GERMAN = frozenset(("der", "die", "das", "und", "nicht"))
_ENGLISH = frozenset(("the", "of", "and", "was", "not"))


def with_initials(words: Sequence[Word]) -> Sequence[Word]:
    """A page's words with each initial in the word that it begins."""
    initials = [word for word in words if len(word.text) == 1 and word.text.isupper()]
    if not initials:
        return words
    usual = median(word.size for word in words)
    initials = [word for word in initials if word.size >= SETTINGS.larger * usual]
    changed: dict[int, list[Word]] = {}
    for initial in initials:
        beside = _lines_beside(initial, words)
        if len(beside) < 2:
            continue
        first = beside[0]
        letter = initial.text
        changed[id(initial)] = []
        for word in beside:
            changed[id(word)] = [replace(word, x0=initial.x0)]
        if _is_word(letter, first.text, words):
            apart = replace(first, text=letter, x0=initial.x0, x1=first.x0 - 0.25 * first.size)
            changed[id(first)] = [apart, first]
        else:
            changed[id(first)] = [replace(first, text=letter + first.text, x0=initial.x0)]
    if not changed:
        return words
    return [found for word in words for found in changed.get(id(word), [word])]


def _lines_beside(initial: Word, words: Sequence[Word]) -> list[Word]:
    """The first words of the lines right beside a large letter, top down: they begin with its top
    and end on its baseline. Empty where it is no initial."""
    firsts: dict[float, Word] = {}  # of each line from the letter on, by their baselines
    for word in words:
        if word is not initial and word.x0 > initial.x0 - 1:
            first = firsts.setdefault(round(word.base), word)
            firsts[round(word.base)] = word if word.x0 < first.x0 else first
    near = [
        word
        for _, word in sorted(firsts.items())
        if word.size * SETTINGS.larger <= initial.size
        and -0.1 * word.size < word.x0 - initial.x1 < SETTINGS.gap * word.size
        and initial.base - initial.size < word.base < initial.base + SETTINGS.under * word.size
    ]
    last = [word for word in near if word.base < initial.base + SETTINGS.drift * word.size][-1:]
    if len(near) < 2 or max(w.x0 for w in near) - min(w.x0 for w in near) > (
        SETTINGS.ragged * near[0].size
    ):
        return []
    size = near[0].size
    top = initial.base - SETTINGS.capital * initial.size
    begins = abs(near[0].base - SETTINGS.capital * size - top) < SETTINGS.top * size
    ends = last and abs(last[0].base - initial.base) < SETTINGS.drift * size
    return near if begins and ends and last[0] is not near[0] else []


def _is_word(letter: str, rest: str, words: Sequence[Word]) -> bool:
    """Whether the letter is a word of its own before the rest of its line."""
    if letter not in _WORDS:
        return False
    texts = [word.text.lower() for word in words]
    if sum(text in _GERMAN for text in texts) > sum(text in _ENGLISH for text in texts):
        return False
    known, rest = english_words(), rest.strip(".,;:!?’'").lower()
    return rest in known and letter.lower() + rest not in known
