"""Two readers heard against each other, word by word.

Words count as equal after NFKC and folding of hyphens, whatever the order in which they come and
however they are cut: "€ 14" and "€14" are one thing, "€ 14" and "€ 41" are not. Where one reader
knows a letter and the other only that there is a glyph, they do not contradict each other.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_ulong, py_object, pythonapi
from typing import TypeVar

from pmpdf.reading.document import Page, Word

T = TypeVar("T")

_FOLDED = str.maketrans(
    dict.fromkeys("‐‑\xad", "-") | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
)
UNSURE = re.compile("[\ufffd\ue000-\uf8ff]+")
ROW = 3.0  # points between baselines of words that may stand for each other
TOUCH = 1.0  # points that boxes of the two readers may be apart


class TooSlow(Exception):
    """The function did not come to an end in its time."""


def within(seconds: float, function: Callable[[], T]) -> T:
    """Call a function of pure Python, but give up on it after so many seconds.

    It runs in a thread of its own, which is told to stop and left behind. Raises TooSlow, or what
    the function raises.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="pmpdf-second-reader", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        for _ in range(20):  # a handler on the way may swallow the first ones
            pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread.ident or 0), py_object(_Stop))
            thread.join(0.1)
            if not thread.is_alive():
                break
        raise TooSlow
    if errors:
        raise errors[0]
    return results[0]


class _Stop(BaseException):
    """Raised inside a thread that has used up its time."""


def fold(text: str) -> str:
    """A word as it counts for comparison."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


def differences(first: Page, second: Page) -> list[tuple[str, str]]:
    """The places where two readings of a page differ, as the text of either; "" is nothing."""
    left, right = all_words(first), all_words(second)
    spare = Counter(fold(w.text) for w in left)
    spare.subtract(fold(w.text) for w in right)
    return [(one, other) for one, other in _places(left, right, spare) if not _agree(one, other)]


def all_words(page: Page) -> list[Word]:
    return [*page.words, *page.outside]


def _places(
    left: Sequence[Word], right: Sequence[Word], spare: Counter[str]
) -> Iterator[tuple[str, str]]:
    """The words of either side that have no equal, joined with what overlaps them."""
    odd_left = [w for w in left if spare[fold(w.text)] > 0]
    odd_right = [w for w in right if spare[fold(w.text)] < 0]
    groups = _Groups()
    for odd, others, side in ((odd_left, right, 1), (odd_right, left, 0)):
        rows = rows_of(others)
        for word in odd:
            groups.add((1 - side, word))
            for other in touching(word, rows):
                groups.join((1 - side, word), (side, other))
    for members in groups.all():
        yield _text(w for side, w in members if side == 0), _text(w for s, w in members if s == 1)


def rows_of(words: Iterable[Word]) -> dict[int, list[Word]]:
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(int(word.base // ROW), []).append(word)
    return rows


def touching(word: Word, rows: dict[int, list[Word]]) -> Iterator[Word]:
    row = int(word.base // ROW)
    for near in (row - 1, row, row + 1):
        for other in rows.get(near, ()):
            if (
                abs(other.base - word.base) <= ROW
                and other.x0 < word.x1 - TOUCH
                and other.x1 > word.x0 + TOUCH
            ):
                yield other


Member = tuple[int, Word]


class _Groups:
    """Words of both sides that stand in one place, however many touch each other in a chain."""

    def __init__(self) -> None:
        self._parent: dict[Member, Member] = {}

    def add(self, member: Member) -> Member:
        parent = self._parent.setdefault(member, member)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[member] = parent
        return parent

    def join(self, one: Member, other: Member) -> None:
        self._parent[self.add(other)] = self.add(one)

    def all(self) -> list[list[Member]]:
        groups: dict[Member, list[Member]] = {}
        for member in list(self._parent):
            groups.setdefault(self.add(member), []).append(member)
        return list(groups.values())


def _text(words: Iterable[Word]) -> str:
    return "".join(w.text for w in sorted(words, key=lambda w: (w.x0, w.base)))


def _agree(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    if one == other:
        return True
    if not one or not other:
        return not UNSURE.sub("", one or other)
    return could_be(one, other) or could_be(other, one)


def could_be(unsure: str, text: str) -> bool:
    """Whether a text with unknown glyphs in it may stand for another one."""
    parts = UNSURE.split(unsure)
    if len(parts) < 2 or not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return False
    place, end = len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return place <= end
