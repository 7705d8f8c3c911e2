"""The words of both halves: what extraction accepts and what the report prints.

The words are data (`data/vocabulary/de.toml`, `en.toml`, and house words of the same form); this
module reads them once and answers questions about a heading, a label, a column head or a title.
Headings are matched against all languages at once: real German reports use English headings.
It knows no page and no PDF.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct, field

from pmpdf import evidence
from pmpdf.errors import BadData, Unreadable
from pmpdf.patterns import Late
from pmpdf.record import KINDS, LANGUAGES, Kind, Language

Certainty = Literal["exact", "stem", "none"]

_DATA: Final = Path(__file__).parent / "data" / "vocabulary"
_COLUMNS: Final = ("time", "event", "actor", "action", "owner", "due", "status", "number")
_DOCUMENT: Final = ("strong", "some", "weak", "not", "title")
_COMPOUNDED: Final = 7  # letters of a body that other words end with: `verband`, `institut`
_SMALL: Final = ("in_names", "not_in_names", "abbreviated_in_names", "behind_bodies", "zones")
# Keys of every table but those that words of the house may freely name (fact ids).
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "titles": KINDS,
    "headings": KINDS,
    "clues": KINDS,
    "columns": _COLUMNS,
    "document": _DOCUMENT,
    "names": ("legal_forms", "bodies", "trades", "sites"),
    "pages": ("words", "of"),
    "language_marks": ("words",),
    "small_words": _SMALL,
}


class Scoring(Struct, frozen=True):
    """When a heading alone says enough; measured on tests/meaning/held_out_headings.tsv."""

    enough: float = 0.5  # probability of its kind: at least as much as of all others together
    near: float = 0.15  # of a kind that it could be, too
    longest: int = 12  # words; more is a sentence
    longest_text: int = 120  # characters
    gap: int = 4  # words that `..` may stand for


class KindMatch(Struct, frozen=True):
    """What a heading says about its section. `also` has the next best kinds, best first."""

    kind: Kind | None
    certainty: Certainty
    languages: frozenset[str] = frozenset()
    also: tuple[Kind, ...] = ()


NO_KIND: Final = KindMatch(None, "none")


# Kind, weight, language, and the words that must follow the first one. A plain tuple, since some
# thousand are made at every start.
_Clue = tuple[Kind, float, str, str]


class _Found(Struct, frozen=True):
    kind: Kind
    weight: float
    language: str
    start: int
    end: int


class _Clues(Struct):
    """Clues by how their first word is compared."""

    whole: dict[str, list[_Clue]] = field(default_factory=dict)
    begins: dict[str, list[_Clue]] = field(default_factory=dict)
    ends: dict[str, list[_Clue]] = field(default_factory=dict)
    holds: dict[str, list[_Clue]] = field(default_factory=dict)
    seen: dict[str, list[_Clue]] = field(default_factory=dict)  # what `starting_at` found

    def add(self, patterns: str, kind: Kind, weight: float, language: str) -> None:
        """Take folded patterns, one a line."""
        for pattern in patterns.split("\n"):
            first, _, rest = pattern.strip().partition(" ")
            if not first:
                continue
            if first[0] == "*":
                table = self.holds if first[-1] == "*" else self.ends
            else:
                table = self.begins if first[-1] == "*" else self.whole
            table.setdefault(first.strip("*"), []).append((kind, weight, language, rest))

    def starting_at(self, word: str) -> list[_Clue]:
        """The clues whose first word is like that word."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) > 5000:
                self.seen.clear()
            self.seen[word] = found = list(self._starting_at(word))
        return found

    def _starting_at(self, word: str) -> Iterator[_Clue]:
        yield from self.whole.get(word, ())
        for size in range(2, len(word) + 1):
            yield from self.begins.get(word[:size], ())
        for start in range(len(word) - 2):
            yield from self.ends.get(word[start:], ())
        for stem, clues in self.holds.items():
            if stem in word:
                yield from clues


# --- folding -----------------------------------------------------------------------------------

_UMLAUTS: Final = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"), ("\u2019", ""))
_LETTERS: Final = str.maketrans(
    {
        **dict(zip("äöüáàâãåéèêëíìîïóòôõúùûñç", "aouaaaaaeeeeiiiioooouuunc", strict=True)),
        "ß": "ss",
        "æ": "a",
        "ø": "o",
        "\u0308": "",  # an umlaut in two characters
        "\u00ad": "",
        "\u200b": "",
        "\u2019": "",
        "\u2018": "",
        "`": "",
        "´": "",
    }
)
_NOT_WORD: Final = re.compile(r"[^\w\n]+|_+")
_NO_SPACES: Final = {n: None for n in range(128) if not chr(n).isalnum() and chr(n) != "\n"}


def fold(text: str) -> str:
    """Words in small letters without umlauts or punctuation: MASSNAHMEN, Maßnahmen, Massnahmen."""
    return _NOT_WORD.sub(" ", _small(text)).strip()


def _small(text: str) -> str:
    """Small letters without umlauts, however they are written; punctuation stays."""
    text = text.casefold()
    if not text.isascii():
        for letter, plain in _UMLAUTS:  # much faster than a table on long texts
            text = text.replace(letter, plain)
        if not text.isascii():
            text = text.translate(_LETTERS)
    return text.replace("'", "").replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _keys(block: str) -> list[str]:
    """The keys of a block of texts, one a line."""
    text = _small(block)
    text = text.translate(_NO_SPACES) if text.isascii() else _NOT_WORD.sub("", text)
    return [key for key in text.split("\n") if key]


def _key(text: str) -> str:
    """Folded and without spaces: "Follow-up", "Followup" and "F o l l o w u p" are one."""
    small = _small(text).replace("\n", "")
    return small.translate(_NO_SPACES) if small.isascii() else _NOT_WORD.sub("", small)


# --- headings ----------------------------------------------------------------------------------

_NUMBER: Final = re.compile(
    r"^\s*(?:(?:abschnitt|teil|kapitel|section|part|chapter|anhang|appendix)\s+(?=[\dIVXA-Z]+\b))?"
    r"(?:\(?\d{1,2}(?:\.\d{1,2}){0,4}[.):]?|[A-Za-z][.)]|\(?[IVXivx]{1,5}[.)])(?:\s+|(?<=[.)])(?=[^\W\d]))"
)
_BRACKETS: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]?\s*")
_SAME: Final = re.compile(r"\s*[/|]\s*|\s+[–—-]\s+")
_PATH: Final = re.compile(r"(?<!\S)~?/[\w.-]+/\S*")  # to a file: `/var/log/spool`
_COLON: Final = re.compile(r":\s+")
_JOINED: Final = re.compile(r"\s*(?:&|\+|,|;|\bund\b|\band\b|\bsowie\b)\s*", re.IGNORECASE)
_PARTED: Final = re.compile(r"[/|:&+,;–—-]|\b(?:und|and|sowie)\b", re.IGNORECASE)  # by any of these


# --- patterns ----------------------------------------------------------------------------------

_YEAR: Final = r"(?:19|20)\d\d"
# `© 2023 Name`, `Name - 2023` and `Incident report for Name`
_FRAMES: Final = (
    Late(
        rf"^\s*(?:(?:©|\(c\)|copyright)\s*)+(?:{_YEAR}(?:\s*[-–]\s*{_YEAR})?\s*,?\s*)?(?:by\s+)?"
        rf"(?P<name>[^\d|.]+?)\s*(?:[-–—|·,]?\s*{_YEAR}.*|[.|].*)?$",
        re.IGNORECASE,
    ),
    Late(rf"^\s*(?P<name>[^\d|]{{2,60}}?)\s*(?:\s[-–—|·•]|[|·•,])\s+{_YEAR}(?![-\d]).*$"),
    Late(
        r"^\s*(?:incident|outage|post[- ]?mortem)(?: report)? (?:for|by|from) "
        r"(?P<name>[^\d|]{2,60})$",
        re.IGNORECASE,
    ),
)
_FRAMED: Final = re.compile(  # what one of these begins with, or needs
    rf"©|\(c\)|copyright|{_YEAR}|^\s*(?:incident|outage|post)", re.IGNORECASE
)


def _legal_form(forms: Iterable[str]) -> Late:
    longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
    choice = "|".join(re.escape(form).replace(r"\ ", r"\s?") for form in longest_first)
    return Late(rf"(?<=[\s,-])(?:{choice})(?![\w&])")


def _page_number(words: Iterable[str], of: Iterable[str]) -> Late:
    page, behind = ("|".join(map(re.escape, texts)) for texts in (words, of))
    number = r"(?:\d{1,4}|[ivxlc]{1,6})"
    return Late(
        rf"(?:[-–—|•·]\s*)?(?:(?:{page})\s*)?{number}"
        rf"(?:\s*(?:/|\||{behind})\s*(?:(?:{page})\s*)?\d{{1,4}})?(?:\s*[-–—|•·])?"
        rf"|\[\s*{number}\s*\]|\(\s*{number}\s*\)",
        re.IGNORECASE,
    )


class Vocabulary(Struct, frozen=True):
    """The words of all languages, house words before built-in ones."""

    _exact: dict[str, tuple[Kind, frozenset[str]]]
    _clues: _Clues
    _titles: dict[tuple[str, Kind], str]
    _facts: dict[str, frozenset[str]]  # folded label -> ids
    _labels: dict[tuple[str, str], str]  # id, language -> printed label
    _own_labels: dict[str, frozenset[str]]  # language -> folded labels
    _columns: dict[str, frozenset[str]]
    _marks: _Clues
    _not_marks: _Clues
    _title_words: frozenset[str]
    _legal_form: Late
    _bodies: frozenset[str]
    _trades: tuple[str, ...]
    _sites: frozenset[str]
    _page_number: Late
    _language_marks: dict[Language, frozenset[str]]
    _small: dict[str, frozenset[str]]
    scoring: Scoring = Scoring()

    # headings

    def kind_of(self, heading: str) -> KindMatch:
        """The kind of section that a heading opens, by whole headings, then by its parts."""
        found = self.known_kind_of(heading)
        if found.kind or not heading or len(heading) > self.scoring.longest_text:
            return found
        return self._by_evidence(heading)

    def known_kind_of(self, heading: str) -> KindMatch:
        """The kind of a heading that is listed, or put together of such."""
        if not heading or len(heading) > self.scoring.longest_text:
            return NO_KIND
        plain = _NUMBER.sub("", heading, count=1)
        for text in dict.fromkeys((heading, plain)):
            if found := self._whole(text):
                return found
        bare = _BRACKETS.sub(" ", plain).strip()
        if bare != plain and bare and (found := self._whole(bare)):
            return found
        return self._halves(bare or plain) or NO_KIND

    def _whole(self, text: str) -> KindMatch | None:
        found = self._exact.get(_key(text))
        return KindMatch(found[0], "exact", found[1]) if found else None

    def _halves(self, text: str) -> KindMatch | None:
        """Bilingual and joined headings: `Ursache / Root cause`, `Timeline: 5 March`."""
        text = _PATH.sub("", text)
        if _PARTED.search(text) is None:
            return None
        for gap, always in ((_SAME, True), (_COLON, True), (_JOINED, False)):
            parts = [part for part in gap.split(text) if part and part.strip()]
            if len(parts) < 2:
                continue
            known = [self._whole(part) for part in parts]
            kinds = list(dict.fromkeys(k.kind for k in known if k and k.kind))
            if len(kinds) > 1 and kinds[-1] == "other":
                kinds.pop()
            if len(kinds) == 1 and (always or all(known)):
                languages = frozenset[str]().union(*(k.languages for k in known if k))
                return KindMatch(kinds[0], "exact", languages)
        return None

    def evidence_of(self, heading: str) -> evidence.Row:
        """What the parts of a heading say of its kind, clues of the house before all."""
        plain = _NUMBER.sub("", heading, count=1)
        folded = fold(_BRACKETS.sub(" ", plain)) or fold(plain)
        words = folded.split()
        if len(words) > self.scoring.longest or not any(c.isalpha() for c in folded):
            return evidence.NOTHING
        row = list(evidence.of_heading(folded))
        for match in _matches(self._clues, words, self.scoring.gap):
            row[KINDS.index(match.kind)] += match.weight
        return tuple(row)

    def _by_evidence(self, heading: str) -> KindMatch:
        told = self.evidence_of(heading)
        if told == evidence.NOTHING:
            return NO_KIND
        chances = evidence.probabilities(told)
        ranked = sorted(chances, key=lambda kind: -chances[kind])
        if chances[ranked[0]] < self.scoring.enough:
            return NO_KIND
        also = tuple(kind for kind in ranked[1:] if chances[kind] >= self.scoring.near)
        return KindMatch(ranked[0], "stem", also=also)

    def title_of(self, kind: Kind, language: Language) -> str:
        """The heading that the report prints over a section of that kind."""
        return self._titles[language, kind]

    # facts and columns

    def is_fact_label(self, text: str) -> bool:
        """Whether a text is a known label of the facts block, with or without its colon."""
        return len(text) <= 60 and _key(text) in self._facts

    def label_of(self, fact_label: str, language: Language) -> str | None:
        """A known label in that language; one that is of that language stays as it is."""
        key = _key(fact_label)
        ids = self._facts.get(key)
        if not ids:
            return None
        if key in self._own_labels[language]:
            return fact_label.strip().rstrip(":").rstrip()
        return next(
            (self._labels[i, language] for i in sorted(ids) if (i, language) in self._labels), None
        )

    def is_time_header(self, text: str) -> bool:
        """Whether a column head names times: `Uhrzeit`, `Zeitpunkt (CET)`, `Time (GMT)`."""
        return self._is_column("time", text)

    def is_event_header(self, text: str) -> bool:
        return self._is_column("event", text)

    def is_actor_header(self, text: str) -> bool:
        return self._is_column("actor", text)

    def is_action_header(self, text: str) -> bool:
        return self._is_column("action", text)

    def is_owner_header(self, text: str) -> bool:
        """Whether a column head of an action table names who does it."""
        return self._is_column("owner", text)

    def is_due_header(self, text: str) -> bool:
        """Whether a column head of an action table names by when."""
        return self._is_column("due", text)

    def is_status_header(self, text: str) -> bool:
        return self._is_column("status", text)

    def is_number_header(self, text: str) -> bool:
        return self._is_column("number", text) or text.strip() == "#"

    def _is_column(self, name: str, text: str) -> bool:
        if not text or len(text) > 60:
            return False
        known, zones = self._columns[name], self._small["zones"]
        key = _key(text)
        if key in known:
            return True
        words = [w for w in fold(_BRACKETS.sub(" ", text)).split() if w not in zones]
        if "".join(words) in known:
            return True
        parts = [_key(part) for part in _SAME.split(text) if part.strip()]
        return len(parts) > 1 and all(part in known or part in zones for part in parts)

    # documents

    def postmortem_score(self, title: str | None, headings: Iterable[str] = ()) -> float:
        """How much title and headings are those of a post-mortem, 0 to 1; from 0.5 on it is one."""
        score = _weight(self._marks, fold(title or ""))
        against = _weight(self._not_marks, fold(title or ""))
        kinds: dict[Kind, float] = {}
        for heading in headings:
            match = self.kind_of(heading)
            if match.kind and (worth := _TELLING.get(match.kind)):
                share = 1.0 if match.certainty == "exact" else 0.4
                kinds[match.kind] = max(kinds.get(match.kind, 0.0), worth * share)
        score += sum(kinds.values())
        return max(0.0, min(1.0, score) - 0.6 * against)

    def is_title_word(self, text: str) -> bool:
        """Whether a text is a document's generic title: `POST MORTEM`, `Störungsbericht`."""
        return len(text) <= 60 and _key(_BRACKETS.sub(" ", text)) in self._title_words

    def organization_in(self, text: str) -> str | None:
        """The organization that a line names, without year, page number or copyright sign."""
        return self._with_legal_form(text) or self._in_frame(text)

    def _with_legal_form(self, text: str) -> str | None:
        for match in self._legal_form.compiled.finditer(text):
            before = text[: match.start()]
            words = self._name_before(before)
            if before.endswith("-"):  # `Beispiel Betriebs-GmbH`; a `Technik-AG` is a group
                if len(words) > 1:
                    return " ".join(words) + match.group()
            elif words:
                comma = "," if before.rstrip().endswith(",") else ""
                return f"{' '.join(words)}{comma} {match.group()}"
        return None

    def _name_before(self, text: str) -> list[str]:
        """The words of a name that end just before its legal form, walked back to its first."""
        inside, never = self._small["in_names"], self._small["not_in_names"]
        words: list[str] = []
        tokens = text.split()[-8:]
        for token, before in pairwise([*reversed(tokens), ""]):
            bare = token.strip("()[]„“”\"'©,;:")
            small = bare.lower()
            if words and small in self._small["behind_bodies"] and self.is_body(before):
                words.insert(0, bare)  # `Verband der Kreditinstitute`
                continue
            if not bare or small in never or not any(c.isalpha() or c in "&+" for c in bare):
                break
            if "-" in bare and any(c.isdigit() for c in bare):
                break  # a reference: HW-2024-031
            if words and (token.endswith((":", ";", ")", ",")) or self.is_title_word(bare)):
                break
            short = len(bare) <= _ABBREVIATED or small in self._small["abbreviated_in_names"]
            if words and token.endswith(".") and not short:
                break  # a sentence's end, where `St.` and `Dr.` are part of a name
            if words and not (bare[0].isupper() or bare[0].isdigit() or small in inside):
                break
            words.insert(0, bare)
            if token.startswith(("(", "„", "“", "©")):
                break
        while words and words[0].lower() in inside:
            words.pop(0)
        return words

    def _in_frame(self, text: str) -> str | None:
        """`© 2023 Name`, `Name - 2023`: what stands beside a year alone in a footer."""
        if len(text) > 120 or _FRAMED.search(text) is None:
            return None
        match = next((found for frame in _FRAMES if (found := frame.compiled.match(text))), None)
        if match is None:
            return None
        name = match.group("name").strip(" -–—|·•,.")
        words = name.split()
        if not 1 <= len(words) <= 7 or any(c.isdigit() for c in name) or self.is_title_word(name):
            return None
        about = self._whole(name) or _weight(self._marks, fold(name)) or self.is_fact_label(name)
        if about:
            return None
        inside = self._small["in_names"]
        proper = all(w[0].isupper() or w.lower() in inside for w in words)
        return name if proper else None

    def is_body(self, text: str) -> bool:
        """Whether a short text names a body by its kind: `Stadtwerke Lindental`, `... Services`."""
        words = text.split()
        return len(words) <= 7 and any(map(self._names_body, words))

    def _names_body(self, word: str) -> bool:
        """Also behind a name: `Leitner-Institut`; and as the end of a word: `Landesverband`."""
        key = _key(word.rpartition("-")[2])
        if key in self._bodies or _key(word) in self._bodies:
            return True
        return any(key.endswith(body) for body in self._bodies if len(body) >= _COMPOUNDED)

    def body_in(self, text: str) -> str | None:
        """The body that a sentence names: `published by Harrow & Pell Building Society on 26 June`,
        `herausgegeben von der Hochschule Nord`."""
        tokens = text.split()
        inside = self._small["in_names"]
        for number, token in enumerate(tokens):
            if not self._names_body(token.strip("()„“”\"',.;:")):
                continue
            words = [*self._name_before(" ".join(tokens[:number])), token]
            for after in tokens[number + 1 :]:
                if words[-1].endswith((",", ".", ";", ":", ")")) or not (
                    after[:1].isupper() or after in inside
                ):
                    break
                words.append(after)
            while words[-1] in inside:
                words.pop()
            if len(words) > 1:
                return " ".join(words).strip("()„“”\"',.;:")
        return None

    def tells_trade(self, text: str) -> bool:
        """Whether a word says what sort of house has the name: `... Airways`, `...rechenzentrum`.

        Other texts have such words, too: it says something only where a name may stand."""
        return any(_key(word).endswith(self._trades) for word in text.split())

    def before_site(self, text: str) -> str | None:
        """Whose site a text names: `Example Cloud` of `Example Cloud Status`.

        Empty where the site stands alone, None where the text names none.
        """
        words = text.split()
        for count in range(min(2, len(words)), 0, -1):
            if _key(" ".join(words[-count:])) in self._sites:
                return " ".join(words[:-count])
        return None

    def is_page_number(self, text: str) -> bool:
        """Whether a text is nothing but a page number: `Seite 1 von 2`, `1 / 2`, `- 1 -`."""
        return len(text) <= 40 and self._page_number.compiled.fullmatch(text.strip()) is not None

    def language_of(self, words: Iterable[str]) -> tuple[Language, float]:
        """The language of running text by its small words, and how sure that is (0 to 1)."""
        german, english = self._language_marks["de"], self._language_marks["en"]
        de = en = 0
        for word, count in Counter(words).items():
            small = word.casefold().strip(".,;:!?()\"'„“”’")
            if small in german:
                de += count if small not in english else 0
            elif small in english:
                en += count
        total = de + en
        if not total:
            return "en", 0.0
        return ("de" if de > en else "en"), abs(de - en) / total * min(1.0, total / 8)


_ABBREVIATED: Final = 4  # letters of an abbreviation, with its full stop

_TELLING: Final[dict[Kind, float]] = {
    "timeline": 0.3,
    "root_cause": 0.4,
    "impact": 0.3,
    "resolution": 0.25,
    "detection": 0.25,
    "response": 0.2,
    "contributing_factors": 0.35,
    "lessons_learned": 0.3,
    "action_items": 0.2,
    "summary": 0.1,
}


def _matches(clues: _Clues, words: list[str], gap: int) -> Iterator[_Found]:
    for start, word in enumerate(words):
        for clue in clues.starting_at(word):
            kind, weight, language, rest = clue
            end = _end_of(rest.split(), words, start + 1, gap)
            if end is not None:
                yield _Found(kind, weight, language, start, end)


def _end_of(rest: list[str], words: list[str], at: int, gap: int) -> int | None:
    """Where a clue that began before `at` ends, or None where the words do not follow."""
    if not rest:
        return at
    if rest[0] == "..":
        for skip in range(gap + 1):
            if (end := _end_of(rest[1:], words, at + skip, gap)) is not None:
                return end
        return None
    if at < len(words) and _same(rest[0], words[at]):
        return _end_of(rest[1:], words, at + 1, gap)
    return None


def _same(pattern: str, word: str) -> bool:
    stem = pattern.strip("*")
    if pattern.startswith("*"):
        return stem in word if pattern.endswith("*") else word.endswith(stem)
    return word.startswith(stem) if pattern.endswith("*") else word == stem


def _weight(clues: _Clues, folded: str) -> float:
    found = list(_matches(clues, folded.split(), 2))
    return max((m.weight for m in found), default=0.0)


# --- reading -----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Vocabulary:
    """The built-in words, and house words from a TOML file before them. Read once."""
    files = [
        (_DATA / f"{language}.toml", _read(_DATA / f"{language}.toml")) for language in LANGUAGES
    ]
    if extra is not None:
        data = _read(extra)
        _check(data, extra)
        files.insert(0, (extra, data))
    return _made([(data, path) for path, data in files])


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"cannot read the vocabulary {path}: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{path} is not TOML: {error}.") from None


def _made(files: list[tuple[dict[str, Any], Path]]) -> Vocabulary:
    builder = _Builder()
    for data, _ in files:
        builder.take(data)
    return builder.vocabulary()


def _lines(value: Any) -> list[str]:
    """A list of texts, or one block of text with an entry a line."""
    if isinstance(value, str):
        return [line for line in value.split("\n") if line.strip()]
    return list(value)


def _block(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(value)


class _Builder:
    """Gathers the words of several files; the first file that names a word keeps it."""

    def __init__(self) -> None:
        self.exact: dict[str, tuple[Kind, frozenset[str]]] = {}
        self.clues = _Clues()
        self.titles: dict[tuple[str, Kind], str] = {}
        self.facts: dict[str, frozenset[str]] = {}
        self.labels: dict[tuple[str, str], str] = {}
        self.own_labels: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        self.columns: dict[str, set[str]] = {name: set() for name in _COLUMNS}
        self.marks = _Clues()
        self.not_marks = _Clues()
        self.title_words: set[str] = set()
        self.legal_forms: list[str] = []
        self.bodies: set[str] = set()
        self.trades: set[str] = set()
        self.sites: set[str] = set()
        self.page_words: list[str] = []
        self.page_of: list[str] = []
        self.small: dict[str, set[str]] = {name: set() for name in _SMALL}
        self.language_marks: dict[Language, set[str]] = {language: set() for language in LANGUAGES}

    def take(self, data: dict[str, Any]) -> None:
        languages: tuple[Language, ...] = (data["language"],) if "language" in data else LANGUAGES
        for kind, title in data.get("titles", {}).items():
            for language in languages:
                self.titles.setdefault((language, kind), title)
            self._heading(_key(title), kind, languages)
        for kind, block in data.get("headings", {}).items():
            for key in _keys(_block(block)):
                self._heading(key, kind, languages)
        for kind, weights in data.get("clues", {}).items():
            for weight, block in weights.items():
                self.clues.add(_small(_block(block)), kind, float(weight), languages[0])
        self._facts(data.get("facts", {}), languages)
        for name, block in data.get("columns", {}).items():
            self.columns[name].update(_keys(_block(block)))
        self._document(data.get("document", {}))
        names = data.get("names", {})
        self.legal_forms += _lines(names.get("legal_forms", ()))
        self.bodies.update(_keys(_block(names.get("bodies", ""))))
        self.trades.update(_keys(_block(names.get("trades", ""))))
        self.sites.update(_keys(_block(names.get("sites", ""))))
        pages = data.get("pages", {})
        self.page_words += _lines(pages.get("words", ()))
        self.page_of += _lines(pages.get("of", ()))
        for name, block in data.get("small_words", {}).items():
            self.small[name].update(_block(block).split())
        marks = data.get("language_marks", {}).get("words", "")
        for language in languages if marks else ():
            self.language_marks[language].update(_block(marks).split())

    def _heading(self, key: str, kind: Kind, languages: tuple[Language, ...]) -> None:
        if not key:
            return
        known = self.exact.get(key)
        if known is None:
            self.exact[key] = kind, frozenset(languages)
        elif known[0] == kind:
            self.exact[key] = kind, known[1] | frozenset(languages)

    def _facts(self, facts: dict[str, Any], languages: tuple[Language, ...]) -> None:
        for fact, values in facts.items():
            labels = _lines(values)
            keys = _keys("\n".join(labels))
            for language in languages:
                self.labels.setdefault((fact, language), labels[0])
                self.own_labels[language].update(keys)
            for key in keys:
                self.facts[key] = self.facts.get(key, frozenset()) | {fact}

    def _document(self, document: dict[str, Any]) -> None:
        weights = {"strong": 1.0, "some": 0.6, "weak": 0.3, "not": 1.0}
        for name, block in document.items():
            if name == "title":
                self.title_words.update(_keys(_block(block)))
                continue
            clues = self.not_marks if name == "not" else self.marks
            clues.add(_small(_block(block)), "other", weights[name], "")

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            _exact=self.exact,
            _clues=self.clues,
            _titles=self.titles,
            _facts=self.facts,
            _labels=self.labels,
            _own_labels={name: frozenset(keys) for name, keys in self.own_labels.items()},
            _columns={name: frozenset(keys) for name, keys in self.columns.items()},
            _marks=self.marks,
            _not_marks=self.not_marks,
            _title_words=frozenset(self.title_words),
            _legal_form=_legal_form(self.legal_forms),
            _bodies=frozenset(self.bodies),
            _trades=tuple(sorted(self.trades)),
            _sites=frozenset(self.sites),
            _page_number=_page_number(self.page_words, self.page_of),
            _language_marks={name: frozenset(w) for name, w in self.language_marks.items()},
            _small={name: frozenset(words) for name, words in self.small.items()},
        )


# --- checking house words ----------------------------------------------------------------------


def _check(data: dict[str, Any], path: Path) -> None:
    """Raise BadData for the first key or value of house words that is not understood."""
    tables = ("language", *_KEYS, "facts")
    for table, content in data.items():
        if table not in tables:
            raise BadData(_unknown(path, table, table, tables))
        if table == "language":
            if content not in LANGUAGES:
                raise BadData(f'{path}: "language" is "de" or "en", not {content!r}.')
            continue
        if not isinstance(content, dict):
            raise BadData(f'{path}: "{table}" is a table, written [{table}].')
        for key, value in content.items():
            if table != "facts" and key not in _KEYS[table]:
                raise BadData(_unknown(path, f"{table}.{key}", key, _KEYS[table]))
            _check_value(path, table, key, value)


def _check_value(path: Path, table: str, key: str, value: Any) -> None:
    place = f"{table}.{key}"
    if table == "titles":
        if not isinstance(value, str) or not value.strip():
            raise BadData(f'{path}: "{place}" is the text of a heading, not {value!r}.')
        return
    if table != "clues":
        _check_words(path, place, value)
        return
    if not isinstance(value, dict):
        raise BadData(f'{path}: "{place}" is a table of weights, such as 5 = ["folgen*"].')
    for weight, words in value.items():
        if not re.fullmatch(r"-?\d{1,2}", weight):
            raise BadData(f'{path}: "{place}.{weight}" is a weight from 1 to 10, such as 5.')
        _check_words(path, f"{place}.{weight}", words)


def _check_words(path: Path, place: str, value: Any) -> None:
    fine = isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )
    if not fine or not any(line.strip() for line in _lines(value)):
        raise BadData(
            f'{path}: "{place}" is a list of texts, or a text with an entry a line, not {value!r}.'
        )


def _unknown(path: Path, place: str, key: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f' Did you mean "{near[0]}"?' if near else f" Known here: {', '.join(known)}."
    return f'{path}: the key "{place}" is not known.{hint}'
