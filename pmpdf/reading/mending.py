"""Glyphs whose letters a file does not tell: taken from another reading, or owned up to.

A font without a Unicode map leaves its letters to guessing. What another reader, or recognition of
the picture, sees in the same place is taken; a row of lone unknown signs before lines is bullets;
the rest stays unknown, as U+FFFD.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pmpdf.reading.document import Page, Word
from pmpdf.reading.glyphs import UNKNOWN
from pmpdf.reading.witness import UNSURE, all_words, could_be, fold, rows_of, touching
from pmpdf.values import replace

MAKES_SENSE = 0.08  # of the words; running text has some 40 % of the commonest ones
RUNNING, SHORT = 60, 8  # words; a page with fewer may be a form or a table
GARBLED = 0.02  # of its words are among the commonest; letters taken for others still hit some
COMMON = re.compile(
    r"\W*(der|die|das|und|in|den|von|zu|mit|dem|des|auf|ist|ein|eine|nicht|uhr|wir|"
    r"the|of|and|to|a|is|was|for|on|at|we|by|that|with|from|it|be|as|were)\W*",
    re.IGNORECASE,
)
UNTOLD = 0.8  # of a font's glyphs; if the other reader knows no more of them, nobody does
ALIKE = 0.55  # of the known letters of a word must be in what recognition sees there
FEW = 8  # known letters for each unknown sign, where such signs may be bullets
SAME_WORDS = 0.6  # of a page's words; recognition itself reads nearly all of them right
FIRST_PICTURE = 0x2190  # from here on Unicode has arrows, signs and pictures
REACH = 3.0  # points by which the boxes of two readings may differ


def make_sense(tokens: Sequence[str]) -> bool:
    """Whether made-up letters are words after all: old LaTeX fonts have codes like letters."""
    common = sum(COMMON.fullmatch(token) is not None for token in tokens)
    return common >= 3 and common >= MAKES_SENSE * len(tokens)


def garbled(pages: Iterable[Page]) -> list[Page]:
    """Pages of running text with hardly any of the words that all running text has.

    Where there is such a page, a shorter one like it is no form or table, either.
    """
    found = [page for page in pages if _lacks_common(page, RUNNING)]
    return [page for page in pages if _lacks_common(page, SHORT)] if found else []


def _lacks_common(page: Page, least: int) -> bool:
    if len(page.words) < least:
        return False
    enough = int(GARBLED * len(page.words)) + 1
    tokens = found = 0
    for word in page.words:
        text = word.text
        if len(text) > 1 and text[0].isalpha():
            tokens += 1
            if COMMON.fullmatch(text):
                found += 1
                if found == enough:
                    return False
    return tokens >= least and found <= int(GARBLED * tokens)


def decoded(page: Page) -> int:
    """How many letters of a page are known."""
    return sum(len(w.text) - w.text.count(UNKNOWN) for w in all_words(page))


def speaks(page: Page) -> bool:
    """Whether a single letter on the page is known."""
    return any(w.text.strip(UNKNOWN) for w in page.words)


def unknown_words(page: Page) -> list[Word]:
    """Words with unknown letters; a lone unknown sign is no word."""
    if not page.undecoded:
        return []
    return [w for w in page.words if UNKNOWN in w.text and len(w.text) > 1]


def mended(page: Page, other: Page, *, recognised: bool = False) -> Page:
    """The page with its unknown glyphs taken from another reading of the same places.

    Words of which not a single letter is known are taken from another reader only where they make
    sense together: it may make letters up, too. What was recognised was at least seen.
    """
    rows = rows_of(all_words(other))
    taken: dict[Word, list[Word]] = {}
    used: set[Word] = set()
    for word in page.words:
        there = _in_place_of(word, rows, recognised) if UNKNOWN in word.text else []
        if there and not used.intersection(there):
            used.update(there)
            taken[word] = there
    if not recognised:
        blind = [word for word in taken if not word.text.strip(UNKNOWN)]
        if not make_sense([o.text for word in blind for o in taken[word]]):
            taken = {word: there for word, there in taken.items() if word not in set(blind)}
    if not taken:
        return page
    words: list[Word] = []
    for word in page.words:
        there = taken.get(word, [])
        words += [_in_the_style_of(word, o) for o in there] or [word]
    reader = f"pdfium+{other.reader}" if other.reader else page.reader
    return replace(page, words=tuple(words), undecoded=_unknown(words), reader=reader)


def knows_better(other: Page, page: Page) -> bool:
    """Whether another reading has the page's text with far fewer unknown glyphs."""
    return (
        bool(other.words)
        and other.undecoded * 2 <= page.undecoded
        and decoded(other) >= decoded(page) * 0.95
        and (make_sense([w.text for w in other.words]) or not page.words)
    )


def alike(page: Page, other: Page) -> bool:
    """Whether most words of a page are in the other reading, too."""
    here, there = (Counter(fold(w.text) for w in p.words) for p in (page, other))
    return sum((here & there).values()) >= SAME_WORDS * sum(here.values())


def _in_place_of(word: Word, rows: dict[int, list[Word]], recognised: bool) -> list[Word]:
    there = sorted(touching(word, rows), key=lambda w: w.x0)
    text = "".join(w.text for w in there)
    if not there or UNSURE.search(text):
        return []
    if there[0].x0 < word.x0 - REACH or there[-1].x1 > word.x1 + REACH:
        return []
    known = fold(word.text)
    if could_be(known, fold(text)):
        return there
    if not recognised:
        return []
    from difflib import SequenceMatcher  # seldom needed, so not imported with the rest

    bare = known.replace(UNKNOWN, "")
    alike = SequenceMatcher(None, bare, fold(text), autojunk=False).get_matching_blocks()
    return there if sum(b.size for b in alike) >= ALIKE * len(bare) else []


def _in_the_style_of(word: Word, other: Word) -> Word:
    return replace(
        other,
        top=word.top,
        bottom=word.bottom,
        base=word.base,
        size=word.size,
        font=word.font,
        bold=word.bold,
        italic=word.italic,
        mono=word.mono,
        color=word.color,
        artifact=word.artifact,
    )


def without_guesses(page: Page, other: Page) -> Page:
    """The page without the letters of fonts that the other reader knows nothing of.

    pdfium makes letters up for some such fonts and says so for others only.
    """
    rows = rows_of(all_words(other))
    told: Counter[str] = Counter()
    untold: Counter[str] = Counter()
    for word in page.words:
        text = "".join(o.text for o in touching(word, rows))
        told[word.font] += len(text)
        untold[word.font] += text.count(UNKNOWN)
    fonts = {f for f, n in untold.items() if n >= 10 and n >= UNTOLD * told[f]}
    if not fonts or make_sense([w.text for w in page.words if w.font in fonts]):
        return page
    words = [replace(w, text=UNKNOWN * len(w.text)) if w.font in fonts else w for w in page.words]
    return replace(page, words=tuple(words), undecoded=_unknown(words))


def with_bullets(page: Page) -> Page:
    """The page with lone unknown signs that stand before lines, one below the other, as bullets."""
    if _unknown(unknown_words(page)) * FEW > decoded(page):
        return page
    lone = [w for w in page.words if w.text == UNKNOWN and _begins_line(w, page.words)]
    edges = Counter(round(w.x0) for w in lone)
    bullets = {w for w in lone if sum(edges[round(w.x0) + d] for d in (-1, 0, 1)) > 1}
    if not bullets:
        return page
    words = [replace(w, text="•") if w in bullets else w for w in page.words]
    return replace(page, words=tuple(words), undecoded=_unknown(words))


def with_pictures(page: Page, other: Page) -> Page:
    """The page with the coloured pictures (emoji) that only the other reader sees as glyphs."""
    rows = rows_of(all_words(page))
    missing = [w for w in other.words if _is_picture(w.text) and not any(touching(w, rows))]
    return replace(page, words=(*page.words, *missing)) if missing else page


def _is_picture(text: str) -> bool:
    return all(ord(c) >= FIRST_PICTURE and not c.isalnum() for c in text)


def _begins_line(word: Word, words: Iterable[Word]) -> bool:
    near = [
        w.x0 - word.x0 for w in words if abs(w.base - word.base) < word.size / 2 and w is not word
    ]
    return any(0 < x < 5 * word.size for x in near) and not any(
        -5 * word.size < x < 0 for x in near
    )


def _unknown(words: Iterable[Word]) -> int:
    return sum(w.text.count(UNKNOWN) for w in words)
