"""What both readers must agree on about glyphs: letters, faces, and text drawn twice."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import lru_cache
from itertools import pairwise
from unicodedata import category

from pmpdf.reading.document import Word
from pmpdf.values import replace

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

WIDEST_SPACING = 0.8  # em between letter-spaced letters; more is a table of single letters
OVERLAP = 0.1  # em that such words may stand into each other
CLOSED = 0.04  # em between two words, at most, that a blank parts in the file alone
MOST_ALIKE = 200  # equal words of about one row that a further one is compared with
SPELT_LETTERS = 4  # fewer single letters in a row may be meant as such ("a b c")

UNKNOWN = "\ufffd"  # a glyph whose letter the file does not tell


def is_private(letter: str) -> bool:
    """A sign without a meaning of its own: alone it is a picture (a bullet, an icon), but inside of
    a word it says no more than an unknown glyph."""
    return "\ue000" <= letter <= "\uf8ff" or letter >= "\U000f0000"


# What the codes of Microsoft's and Adobe's picture fonts show; their files call them letters.
_WINGDINGS = dict(zip(
    b"lnopqrstuvw\x9f\xa1\xa7\xa8\xd8\xe0\xe8\xf0\xfb\xfc\xfd\xfe",
    "●■□❐❑❒⬧⧫◆❖⬥•○▪☐➢→➔⇨✗✓☒☑",
    strict=True,
))  # fmt: skip
_DINGBATS = dict(zip(b"lnopqrstuvm345678H", "●■❏❐❑❒▲▼◆❖❍✓✔✕✖✗✘★", strict=True))
_PICTURES = re.compile(r"(wingdings|webdings|dingbats)(\s*-?\s*[23])?", re.IGNORECASE)

LIGATURES |= {0xF000 + code: sign for code, sign in _WINGDINGS.items()}
LIGATURES[0xF0B7] = "•"

# The flags that mobile telephones had before Unicode had them; emoji fonts still call them so.
_FLAGS = ("JP", "US", "FR", "DE", "IT", "GB", "ES", "RU", "CN", "KR")
LIGATURES |= {
    0xFE4E5 + number: "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country)
    for number, country in enumerate(_FLAGS)
}

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd|cmbx|sfbx|bx\d|-medi\b|medium$", re.I)
_ITALIC = re.compile(r"italic|oblique|[-,]it\b|cmti|sfti|ti\d\d|slanted", re.I)
_MONO = re.compile(r"mono|courier|consol|menlo|cmtt|sftt|typewriter|code|inconsolata", re.I)


@lru_cache(maxsize=512)
def pictures(font: str) -> dict[int, str] | None:
    """For a font of pictures, what its letters show; what is not known is nobody's letter."""
    name = _PICTURES.search(font)
    if name is None:
        return None
    shown = dict.fromkeys(range(0x21, 0x100), UNKNOWN)
    if name.group(2) is None and name.group(1).lower() != "webdings":
        known = _WINGDINGS if name.group(1).lower() == "wingdings" else _DINGBATS
        shown.update(known)
        shown.update({ord(chr(c).encode("latin-1").decode("cp1252", "ignore") or " "): s
                      for c, s in known.items()})  # fmt: skip
    return shown


@lru_cache(maxsize=512)
def face(font: str) -> tuple[bool, bool, bool]:
    """Bold, italic, monospaced, read from a font's name: the weight in the file is unusable."""
    name = font.partition("+")[2] or font
    return bool(_BOLD.search(name)), bool(_ITALIC.search(name)), bool(_MONO.search(name))


def same_place_once(words: list[Word]) -> list[Word]:
    """Drop a word that is drawn a second time on the same spot (shadows, fake bold)."""
    first: dict[str, Word] = {}
    places: dict[str, list[tuple[float, float]]] = {}  # where it stands more than once
    kept = []
    for word in words:
        text = word.text
        before = first.setdefault(text, word)
        if before is word:
            kept.append(word)
            continue
        same = places.get(text)
        if same is None:
            same = places[text] = [(before.base, before.x0)]
        place = (word.base, word.x0)
        if not _is_one_of(same, place, word.size * 0.25):
            insort(same, place)
            kept.append(word)
    return kept


def _is_one_of(places: list[tuple[float, float]], place: tuple[float, float], reach: float) -> bool:
    """Whether one of some places, in order, baselines first, is within reach of another one."""
    base, x0 = place
    at = bisect_left(places, (base - reach, x0))
    for other_base, other_x0 in places[at : at + MOST_ALIKE]:
        if other_base >= base + reach:
            return False
        if abs(other_x0 - x0) < reach:
            return True
    return False


Placed = tuple[Word, bool]
"""A word, and whether it is printed on the visible page."""


def close_up(found: list[Placed], joins: set[int]) -> list[Placed]:
    """Letter-spaced text as words again: "Z e i t a b l a u f" is one.

    `joins` are the positions of words of one glyph that stand behind another one without a space
    of their own between them.
    """
    result: list[Placed] = []
    run: list[Placed] = []
    for position, placed in enumerate(found):
        if run and position in joins and _same_run(run[-1], placed):
            run.append(placed)
            continue
        result += _spelt(run)
        run = [placed]
    return result + _spelt(run)


def _same_run(left: Placed, right: Placed) -> bool:
    (a, a_shown), (b, b_shown) = left, right
    gap = b.x0 - a.x1
    return (
        a_shown == b_shown
        and a.font == b.font
        and abs(a.base - b.base) < 0.5
        and abs(a.size - b.size) < 0.1
        and 0 <= gap < WIDEST_SPACING * a.size
    )


def without_closed_blanks(found: list[Placed]) -> list[Placed]:
    """Words as they are printed where a blank is drawn so narrow that nobody sees it.

    Programs that set type again from its places on the page write kerning as a blank, and blanks
    as a space between letters.
    """
    result = found[:1]
    for placed in found[1:]:
        (last, last_shown), (word, shown) = result[-1], placed
        if (
            last.base == word.base
            and last.size == word.size
            and last.font == word.font
            and last_shown == shown
            and not category(last.text[-1]).startswith("M")  # which has a box of its own
            and -OVERLAP * word.size < word.x0 - last.x1 < CLOSED * word.size
        ):
            result[-1] = (_joined(last, word), shown)
        else:
            result.append(placed)
    return result


def _joined(left: Word, right: Word) -> Word:
    return replace(
        left,
        text=left.text + right.text,
        x1=right.x1,
        top=min(left.top, right.top),
        bottom=max(left.bottom, right.bottom),
        hyphen=right.hyphen,
        soft=right.soft,
    )


def _spelt(run: list[Placed]) -> list[Placed]:
    """The words that a run of single letters spells, if it is long enough to be such a thing."""
    letters = sum(word.text.isalpha() for word, _ in run)
    if len(run) < SPELT_LETTERS or letters * 4 < len(run) * 3:
        return run
    gaps = [b.x0 - a.x1 for (a, _), (b, _) in pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 2]
    result = [run[0]]
    for gap, (word, shown) in zip(gaps, run[1:], strict=True):
        last = result[-1][0]
        if gap > usual * 1.6 + 0.05 * word.size:
            result.append((word, shown))
        else:
            result[-1] = (_joined(last, word), shown)
    return result
