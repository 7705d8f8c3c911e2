"""What speaks for each kind of section: parts of its heading, words of its text, its place.

Every part has a weight for every kind, learned from written examples (`training/`), and what is
found adds up to the probability of each kind. So a heading that no list contains is judged by its
stems, compounds and small words, one that says nothing by the text below it, and both by what
usually stands before and after. Pure arithmetic: the same words always give the same numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import exp, log, sqrt
from operator import add, mul
from pathlib import Path
from typing import Final, NamedTuple

from pmpdf.record import KINDS, Kind

Row = tuple[float, ...]  # a number for each of KINDS, in their order

_DATA: Final = Path(__file__).parent / "data" / "kinds"
SCALE: Final = 8.0  # a weight of 1.0 is written as so many steps from ZERO
ZERO: Final = ord("N")
_DIGITS: Final = re.compile(r"\d+")
_LENGTHS: Final = range(4, 7)  # letters of a part of a word: "warn", "folge", "ursach"
_SENTENCE: Final = re.compile(r"(?<=[.;:!?])\s+")
ENOUGH: Final = 20  # sentences of a section; what is not clear by then does not become so
_CLAIMED: Final = 0.1  # of a kind's probability, by others than the section that has most of it
_SURE: Final = 12.0  # e to the power of it: no other evidence outweighs what is known

NOTHING: Final[Row] = (0.0,) * len(KINDS)


def heading_parts(folded: str) -> list[str]:
    """A folded heading's words, parts of words, neighbours, and words with one between them."""
    words = _DIGITS.sub("0", folded).split()
    parts: dict[str, None] = {}
    for word in words:
        parts["=" + word] = None
        marked = f"^{word}$"
        for length in _LENGTHS:
            for start in range(len(marked) - length + 1):
                parts[marked[start : start + length]] = None
    for first, second in zip(["^", *words], [*words, "$"], strict=True):
        parts[f"{first} {second}"] = None
    for first, second in zip(words, words[2:], strict=False):
        parts[f"{first} _ {second}"] = None
    parts[f"#{min(len(words), 6)}"] = None
    return list(parts)


def text_parts(folded: str) -> list[str]:
    """A folded sentence's words, how they begin and end, and neighbours."""
    words = _DIGITS.sub("0", folded).split()
    parts: dict[str, None] = {}
    for word in words:
        parts["=" + word] = None
        if len(word) > 5:
            parts["^" + word[:5]] = None
        if len(word) > 7:
            parts["^" + word[:7]] = None
        if len(word) > 8:
            parts[word[-5:] + "$"] = None
    for first, second in pairwise(words):
        parts[f"{first} {second}"] = None
    return list(parts)


def sentences(text: str) -> list[str]:
    return [s for s in _SENTENCE.split(text) if len(s.split()) > 2]


class Weights:
    """Weights by part, one a line: the part, a tab, and a character for each kind."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines  # sorted, so that nothing need be read but what is asked for
        self._bias = self._of("") or NOTHING

    def _of(self, part: str) -> Row | None:
        key = part + "\t"
        at = bisect_left(self._lines, key)
        if at == len(self._lines) or not self._lines[at].startswith(key):
            return None
        return tuple((ord(c) - ZERO) / SCALE for c in self._lines[at][len(key) :])

    def log_probabilities(self, parts: Iterable[str]) -> Row:
        """The logarithm of each kind's probability by these parts."""
        found = [row for part in parts if (row := self._of(part))]
        if not found:
            return NOTHING
        share = 1 / sqrt(len(found))
        sums = [
            b + share * sum(c) for b, c in zip(self._bias, zip(*found, strict=True), strict=True)
        ]
        top = max(sums)
        total = top + log(sum(exp(s - top) for s in sums))
        return tuple(s - total for s in sums)


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="utf-8").split("\n")


@cache
def _headings() -> Weights:
    return Weights(_lines("headings.txt"))


@cache
def _texts() -> Weights:
    return Weights(_lines("texts.txt"))


class Places(NamedTuple):
    """How readily each kind follows each, opens a report and ends one; and, as a logarithm, how
    rarely a report has it `again`, apart from its neighbours."""

    after: tuple[Row, ...]
    opening: Row
    ending: Row
    again: Row


@cache
def _places() -> Places:
    *rows, again = [
        tuple(float(n) for n in line.split()[1:]) for line in _lines("places.txt") if line
    ]
    after = tuple(row[:-1] for row in rows)
    return Places(after[:-1], after[-1], tuple(row[-1] for row in rows[:-1]), again)


def of_heading(folded: str) -> Row:
    """What a folded heading says."""
    return _headings().log_probabilities(heading_parts(folded))


def of_text(folded: Sequence[str]) -> Row:
    """What a section's folded sentences say together; many that agree say more than one."""
    rows = [_texts().log_probabilities(text_parts(sentence)) for sentence in folded]
    if not rows:
        return NOTHING
    share = 1 / sqrt(len(rows))
    sums = [share * sum(column) for column in zip(*rows, strict=True)]
    mean = sum(sums) / len(sums)
    return tuple(s - mean for s in sums)


def known(kind: Kind) -> Row:
    """What is certain."""
    return tuple(_SURE if kind == other else -_SURE for other in KINDS)


def probabilities(evidence: Row) -> dict[Kind, float]:
    """Each kind's probability, whatever stands before and after."""
    return dict(zip(KINDS, _normal(_odds(evidence)), strict=True))


def in_order(evidence: Sequence[Row]) -> Iterator[dict[Kind, float]]:
    """The probabilities of each section's kinds, given the evidence of all, in reading order.

    What a section is says something about its neighbours, and so about theirs; and where two that
    stand apart claim one kind, it is likelier of the one that has better grounds for it (one step
    of a mean field).
    """
    found = _in_chain(evidence)
    columns = list(zip(*found, strict=True))
    if any(sum(column, 0.0) - max(column) > _CLAIMED for column in columns):
        again = _places().again
        apart = zip(*map(_apart, columns), strict=True)  # by section, what others claim
        found = _in_chain(
            [
                tuple(map(add, row, map(mul, again, c)))
                for row, c in zip(evidence, apart, strict=True)
            ]
        )
    for probability in found:
        yield dict(zip(KINDS, probability, strict=True))


def _apart(numbers: Sequence[float]) -> list[float]:
    """The sum of all numbers but each one and its neighbours."""
    total = sum(numbers, 0.0)
    return [total - sum(numbers[max(n - 1, 0) : n + 2], 0.0) for n in range(len(numbers))]


def _in_chain(evidence: Sequence[Row]) -> list[list[float]]:
    """The forward and backward sums of a Markov chain."""
    places = _places()
    before = tuple(zip(*places.after, strict=True))
    told = [_odds(row) for row in evidence]
    ahead: list[list[float]] = []
    come: Sequence[float] = places.opening
    for row in told:
        ahead.append(_normal(list(map(mul, row, come))))
        come = _through(before, ahead[-1])
    back: Sequence[float] = places.ending
    found = []
    for row, here in zip(reversed(told), reversed(ahead), strict=True):
        found.append(_normal(list(map(mul, here, back))))
        back = _normal(_through(places.after, list(map(mul, row, back))))
    found.reverse()
    return found


def _odds(evidence: Row) -> list[float]:
    top = max(evidence)
    return [exp(e - top) for e in evidence]


def _through(rows: tuple[Row, ...], numbers: list[float]) -> list[float]:
    """The sums of the numbers as each row weighs them."""
    found = []
    for row in rows:
        total = 0.0
        for place in range(len(row)):
            total += row[place] * numbers[place]
        found.append(total)
    return found


def _normal(numbers: Sequence[float]) -> list[float]:
    total = sum(numbers)
    return [number / total for number in numbers]
