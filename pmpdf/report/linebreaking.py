"""Lines from a text: all breaks of a paragraph chosen together, with the least ragged edge.

Knuth and Plass's idea for text that is set ragged right: every way to break a paragraph has a
cost, and the cheapest wins. Widths are at size 1 throughout, so one measured text serves every
size. What never happens: a break at a real hyphen (a reader could not tell it from hyphenation),
within "20:00 Uhr" or "30. Mai", before a word that would look like a list marker, or between an
address and a word that would look like its rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pmpdf.report import hyphens
from pmpdf.report.faces import SOFT_HYPHEN, Family

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class BreakSettings:
    """What a break costs, in hundredths of a line's width squared."""

    hyphen: float = 3.0  # so that a hyphen must mend some 17 % of raggedness
    hyphen_again: float = 12.0  # two divided lines in a row look like a ladder
    inside_identifier: float = 30.0
    long_identifier: int = 16  # letters; shorter ones stay whole while they fit on a line
    before_marker: float = 80.0
    line: float = 0.6  # a line more than needed
    runt: float = 2.9  # a short last line, which is no reason for a hyphen
    runt_width: float = 0.12  # of the measure
    runt_word: float = 0.4  # the same for a last line of one word
    runt_both: float = 0.9  # more for one word that is as short as that
    rest: float = 12.0  # a last line that is but the rest of a divided word
    calm: float = 0.83  # of the measure: with all lines longer, no word need be divided
    worth_dividing: float = 0.07  # room at a line's end below which no hyphen is looked for
    narrow: float = 16.0  # sizes: in columns up to this, words are divided only if they must be
    raggedest: float = 0.45  # breaks that leave more room than this are not tried


SETTINGS = BreakSettings()


class Line(NamedTuple):
    """One line: its text, width at size 1, and whether its end joins on without a space."""

    text: str
    width: float
    joined: bool = False


class _Break(NamedTuple):
    """A place to break: where the line ends and the next begins, in widths at size 1."""

    token: int
    offset: int
    end: float
    start: float
    cost: float
    divided: bool


_TIGHT = re.compile(
    r"(?:^\d{1,2}[:.]\d{2}(?::\d{2})?\s(?:Uhr|h|AM|PM|am|pm|a\.m\.|p\.m\.)\b)"  # 20:00 Uhr
    r"|(?:^(?:Uhr|[AaPp]\.?[Mm]\.?|\d{1,2}:\d{2})\s(?:Z|[A-Z]{2,5})(?:[^\w-]|$))"  # 20:00 Uhr MEZ
    r"|(?:^\d{1,3}\.\s[A-ZÄÖÜ])"  # 30. Mai
    r"|(?:^(?:ca\.|Nr\.|No\.|Abs\.|Art\.|Kap\.|S\.|§|z\.|d\.|u\.|ca)\s\S)"
    r"|(?:^\d[\d.,]*\s(?:%|€|\$|ms|s|min|h|KB|MB|GB|TB|kB|km|m|cm|mm|°C)(?:\W|$))"
    r"|(?:^\d[\d.,]*\s(?:Stunden?|Minuten?|Sekunden?|Tagen?|Prozent|hours?|minutes?|seconds?|days?)\b)"
    r"|(?:^(?:€|\$|£)\s\d)"
)
# What a text must hold for any two of its words to belong together.
_BULLETS = "-–—―‐‣⁃•·∙*◦○●▪▫■□⦿◉◆◇⬥❖★☆✦✧►▸▶▹▷➤➢➔➜➝⮞❯❱›→⇒»☐☑☒✓✔✗✘"
_MAY_BIND = re.compile(
    rf"\d|[{_BULLETS}\u00a0\u202f\u2007]|(?:ca\.?|Nr\.|No\.|\b\w+[.)]|§|[€$£]) \S| [§o](?: |$)"
)
_OPENS_BADLY = re.compile(
    rf"[{_BULLETS}§o]$|\(?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}})[.)]$|\d+(?:\.\d+)+\.?$"
)
# Where an identifier may go on in the next line: no word ends with such a sign, or begins with a
# full stop.
_ADDRESS = re.compile(r"://|^\W?(?:www\.|/\w+/)")
_RATHER_IDENTIFIER = re.compile(r"[/_=]|\w\.\w|\d[^\W\d_]|[^\W\d_]\d")
_ENDS_BADLY = re.compile(r"\S{7}\w[/\\&=_@#~+]$|^[^\W_]\w*_$")
_SEPARATOR = re.compile(r"(?<=\w)[/\\&=_@#~+]+(?=[^\W_])|(?<=\w)(?=\.[a-z])")
_SEPARATOR_OF_ADDRESS = re.compile(rf"{_SEPARATOR.pattern}|(?<=\w)[?%]+(?=[^\W_])")
_WORD = re.compile(r"[^\W\d_]{6,}")
# A URL, path, machine's name or other token that must not get a hyphen.
_IDENTIFIER = re.compile(r"[/\\_@#=]|\d[A-Za-z]|[A-Za-z]\d|\w\.\w|[a-z][A-Z]")
_HEAD = 8  # letters of an identifier that stay together: never https:// alone
_SPLIT = re.compile("[^\\S\u00a0\u202f\u2007]+")


class Measured:
    """A text cut into unbreakable tokens with their widths at size 1, in one family."""

    __slots__ = (
        "_between",
        "_last",
        "ends",
        "family",
        "language",
        "longest",
        "space",
        "tokens",
        "total",
    )

    def __init__(self, text: str, family: Family, language: str) -> None:
        self.family = family
        self.language = language
        self.tokens = _tokens(text)
        self.space = family.face.space
        plain = family.face.covers.issuperset(text)
        width, space = (family.face.width if plain else family.width), self.space
        self.ends: list[float] = [0.0]  # where each token would start on one endless line
        position = longest = 0.0
        for token in self.tokens:
            wide = width(token)
            longest = max(longest, wide)
            position += wide + space
            self.ends.append(position)
        self.longest = longest
        self._between: list[_Break] = []
        self._last = (0.0, False, False)  # the measure of the last lines, and how they were set
        self.total = max(0.0, position - space)

    def line_count(self, measure: float) -> int:
        """How many lines a greedy setting without hyphens takes, at size 1; fast, for fitting."""
        if self.total <= measure:
            return 1
        ends, last, count, first = self.ends, len(self.tokens), 0, 0
        room = measure + self.space + 1e-6
        while first < last:
            following = bisect_right(ends, ends[first] + room) - 1
            if following <= first:  # a token wider than the line
                wide = ends[first + 1] - ends[first] - self.space
                count += int(wide / measure)
                following = first + 1
            count += 1
            first = min(following, last)
        return count

    def lines(
        self, measure: float, *, divide: bool = True, even: bool = False, full: bool = False
    ) -> list[Line]:
        """The best lines for a measure at size 1. `even` counts the last line's raggedness too;
        `full` takes no word to the last line to keep another company there."""
        if self.total <= measure or not self.tokens:
            return [Line(" ".join(self.tokens), self.total)]
        self._last = (measure, even, full)
        lines = _Breaker(self, measure, False, even, full).lines()
        if not divide or measure <= SETTINGS.narrow:
            return lines
        if all(line.width > SETTINGS.calm * measure for line in lines[:-1]):
            return lines
        return _Breaker(self, measure, True, even, full).lines()

    def between(self) -> list[_Break]:
        """The breaks before each token and at the end, which are the same for every measure."""
        if not self._between:
            tokens, ends, space = self.tokens, self.ends, self.space
            badly = [False, *(_parts_badly(one, other) for one, other in pairwise(tokens)), False]
            self._between = [
                _Break(place, 0, ends[place] - space, ends[place], cost, False)
                for place, cost in enumerate(SETTINGS.before_marker * bad for bad in badly)
            ]
        return self._between

    def undivided(self) -> list[Line] | None:
        """The last lines once more, but of whole words; None if a word fits on no line."""
        measure, even, full = self._last
        lines = self.lines(measure, divide=False, even=even, full=full)
        return None if any(line.text.endswith(SOFT_HYPHEN) for line in lines) else lines


class _Breaker:
    """One run of the search over one text."""

    def __init__(
        self, text: Measured, measure: float, divide: bool, even: bool, full: bool
    ) -> None:
        self.text = text
        self.between = text.between()
        self.measure = measure
        self.divide = divide and not even  # titles and headings are divided only if they must
        self.even = even
        self.full = full

    def lines(self) -> list[Line]:
        start = _Break(0, 0, 0.0, 0.0, 0.0, False)
        last = len(self.text.tokens)
        best: list[dict[int, tuple[float, _Break, _Break | None]]] = [{} for _ in range(last + 1)]
        best[0][0] = (0.0, start, None)
        for reached in best[:last]:
            offset = -1
            while offset < max(reached, default=-1):  # a long token may be reached within itself
                offset = min(place for place in reached if place > offset)
                cost, here, _ = reached[offset]
                for there in self._breaks(here):
                    total = cost + self._cost(here, there)
                    known = best[there.token].get(there.offset)
                    if known is None or total < known[0]:
                        best[there.token][there.offset] = (total, there, here)
        path: list[_Break] = []
        place: _Break | None = best[last][0][1]
        while place is not None:
            path.append(place)
            place = best[place.token][place.offset][2]
        path.reverse()
        return [self._line(a, b) for a, b in pairwise(path)]

    def _breaks(self, here: _Break) -> list[_Break]:
        """The places where the line that starts here may end, the fullest first."""
        limit = here.start + self.measure + 1e-6
        last = len(self.text.tokens)
        full = min(bisect_right(self.text.ends, limit + self.text.space) - 1, last)
        if full == last and here.token < last and not self.even:
            return [self.between[last]]
        found: list[_Break] = []
        least = here.start + self.measure * (1 - SETTINGS.raggedest)
        good = False
        for place in self.between[full : here.token : -1]:
            if good and place.end < least:
                break
            good = good or not place.cost
            found.append(place)
        room = limit - (found[0].end if found else here.start)
        tempting = self.divide and room > self.measure * SETTINGS.worth_dividing
        if full < last and (tempting or not found):
            found += self._divisions(here, max(full, here.token), limit, bool(found))
        if not found:
            found = [self._forced(here, limit)]
        return found

    def _divisions(self, here: _Break, index: int, limit: float, optional: bool) -> list[_Break]:
        """Places inside the token that crosses the line's end."""
        token, origin = self.text.tokens[index], self.text.ends[index]
        width = self.text.family.width
        found = []
        first = here.offset if index == here.token else 0
        for place, hyphen, cost in _places(token, self.text.language):
            if place <= first or (hyphen and optional and "-" in token):
                continue  # beside a real hyphen, a reader could not tell which of them to undo
            reach = origin + width(token[:place])
            end = reach + (self.text.family.face.hyphen if hyphen else 0.0)
            if token[place - 1] == " ":
                end -= self.text.space
            if end > limit:
                break
            found.append(_Break(index, place, end, reach, cost, hyphen))
        return found[-3:]

    def _forced(self, here: _Break, limit: float) -> _Break:
        """A break anywhere, for what fits no other way: as much as the line holds."""
        token, origin = self.text.tokens[here.token], self.text.ends[here.token]
        width, hyphen = self.text.family.width, self.text.family.face.hyphen
        chosen = here.offset + 1
        for place in range(here.offset + 2, len(token)):
            if origin + width(token[:place]) + hyphen > limit:
                break
            chosen = place
        if chosen >= len(token):  # one wide character in a narrow column
            stop = here.token + 1
            return _Break(stop, 0, limit, self.text.ends[stop], 0.0, False)
        behind = [match.end() for match in _SEPARATOR.finditer(token, here.offset, chosen + 1)]
        chosen = max((n for n in behind if _ENDS_BADLY.search(token[:n])), default=chosen)
        word = token[chosen - 1 : chosen + 1]
        joined = origin + width(token[:chosen])
        mark = word.isalpha() and word[1].islower()
        end = joined + (hyphen if mark else 0.0)
        return _Break(here.token, chosen, end, joined, SETTINGS.inside_identifier, mark)

    def _cost(self, here: _Break, there: _Break) -> float:
        width = there.end - here.start
        if there.token == len(self.text.tokens):
            cost = SETTINGS.line + self._runt(here, width / self.measure)
            if not self.even:
                return cost
            return cost + ((1 - width / self.measure) * 10) ** 2
        cost = SETTINGS.line + there.cost + (max(0.0, 1 - width / self.measure) * 10) ** 2
        return cost + (SETTINGS.hyphen_again if here.divided and there.divided else 0.0)

    def _runt(self, here: _Break, share: float) -> float:
        """What a last line costs that begins here and takes so much of the measure."""
        word = here.token + 1 == len(self.text.tokens)
        if word and here.divided:
            return SETTINGS.rest
        if self.full:
            return 0.0
        short, alone = share < SETTINGS.runt_width, word and share < SETTINGS.runt_word
        cost = SETTINGS.runt if short or alone else 0.0
        return cost + (SETTINGS.runt_both if short and alone else 0.0)

    def _line(self, here: _Break, there: _Break) -> Line:
        tokens = self.text.tokens
        if there.offset == 0:
            words = [tokens[here.token][here.offset :], *tokens[here.token + 1 : there.token]]
            return Line(" ".join(words), there.end - here.start)
        if there.token == here.token:
            text = tokens[here.token][here.offset : there.offset]
        else:
            words = [tokens[here.token][here.offset :], *tokens[here.token + 1 : there.token]]
            text = " ".join([*words, tokens[there.token][: there.offset]])
        joined = not text.endswith((" ", NO_BREAK_SPACE))
        return Line(
            text.rstrip() + (SOFT_HYPHEN if there.divided else ""), there.end - here.start, joined
        )


def _parts_badly(before: str, after: str) -> bool:
    """Whether a break between two words would look like something else: a list, one identifier."""
    return bool(_OPENS_BADLY.match(after.partition(" ")[0]) or _ENDS_BADLY.search(before))


def _tokens(text: str) -> list[str]:
    """Words, with those that belong together as one token with its space inside."""
    if not _MAY_BIND.search(text):
        return text.split()
    tokens: list[str] = []
    for word in _SPLIT.split(text.strip()):
        if not word:
            continue
        before = tokens[-1].rpartition(" ")[2] if tokens else ""
        if before and (
            word in ("–", "—", "-")
            or (len(before) < 12 and _TIGHT.match(f"{before} {word}"))
            or (before.endswith("-") and before[-2:-1].isalnum())
            or (_ADDRESS.search(before) and _RATHER_IDENTIFIER.search(word))
        ):
            tokens[-1] += " " + word
        else:
            tokens.append(word)
    return tokens


def _places(token: str, language: str) -> list[tuple[int, bool, float]]:
    """Where a token may be broken: offset, whether with a hyphen, and what it costs."""
    found: list[tuple[int, bool, float]] = [
        (match.end(), False, SETTINGS.before_marker) for match in re.finditer(" ", token)
    ]
    if _IDENTIFIER.search(token):
        for word in re.finditer(rf"\S{{{SETTINGS.long_identifier},}}", token):
            separators = _SEPARATOR_OF_ADDRESS if "://" in word.group() else _SEPARATOR
            found += [
                (word.start() + match.end(), False, SETTINGS.inside_identifier)
                for match in separators.finditer(word.group())
                if match.end() > _HEAD
            ]
    else:
        for match in _WORD.finditer(token):
            for place in hyphens.positions(match.group(), language):
                found.append((match.start() + place, True, SETTINGS.hyphen))
    return sorted(found)
