"""Lines that say who wrote a report, and when: `Von Jana Petersen, 14. April 2026`."""

from __future__ import annotations

import re

from pmpdf.meaning import clock
from pmpdf.patterns import Late

LONGEST = 16  # words; more is a sentence

_NAME = (
    r"(?:(?:Dr|Prof)\. )*[A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ]\.)?"
    r"(?: (?:von|van|de|zu))?(?: [A-ZÄÖÜ][\w’'-]+){1,2}"
)
_NAMES = Late(rf"{_NAME}(?:(?:,| und| and| &) {_NAME})*")
_AUTHORS = re.compile(rf"{_NAME}(?:, {_NAME})*,?(?: und| and| &) {_NAME}")
_PERSON = re.compile(r"(?:(?:Prof|Dr|Ing|Dipl\.-Ing)\. |By [A-Z]|Von (?:Dr\. )?[A-Z]\w+ [A-Z])")
_AUTHORED = re.compile(
    r"(?:(?:issue|page|post|document|dokument|seite|beitrag|eintrag) )?"
    r"(?:von|by|autor(?:in|en)?|authors?|text|verfasst|geschrieben|written|veröffentlicht|posted|"
    r"published|erstellt|created|opened|angelegt|(?:zuletzt|last) \w+|aktualisiert|updated|"
    r"geändert|edited|modified)\b:?",
    re.I,
)
_BY = Late(rf"(?:\b(?i:by|von|durch) |: ?){_NAME}")
_SEPARATED = re.compile(r" [·•|–—] ")
_READING = re.compile(r"\d+[ -](?:min(?:ute)?n?s?\.?)(?: read)?(?: Lesezeit)?|Lesezeit:? .+", re.I)


def are_names(text: str) -> bool:
    """Whether a line is names of people alone, as far as their form tells."""
    return _NAMES.compiled.fullmatch(text) is not None


def are_authors(text: str) -> bool:
    """Several names, with a word or sign between the last two."""
    return _AUTHORS.fullmatch(text) is not None


def tells_author(text: str) -> bool:
    """Whether a bare value begins as one that is about the report's making."""
    return _AUTHORED.match(text) is not None or _is_post(text)


def is_byline(text: str) -> bool:
    """Whether a line of a title block says who wrote the report, perhaps with the day."""
    words = len(text.split())
    if words > LONGEST or text.endswith((".", "?", "!")):
        return False
    if (_PERSON.match(text) and words <= 7) or are_authors(text) or _is_post(text):
        return True
    begun = _AUTHORED.match(text)
    if begun is None:
        return False
    rest = text[begun.end() :].strip()
    return _BY.compiled.search(text) is not None or clock.date_line(rest) is not None


def _is_post(text: str) -> bool:
    """`14 April 2026 · Jana Petersen, Head of Operations · 5 min read`."""
    first, *others = _SEPARATED.split(text)
    if not others or len(text.split()) > LONGEST:
        return False
    if any(_READING.fullmatch(part) for part in others):
        return True
    names = [
        _AUTHORED.sub("", part.split(", ")[0], count=1).strip()
        for part in (first, *others)
        if not clock.date_line(part)
    ]
    dated = len(names) <= len(others)
    return dated and any(map(are_names, names)) and clock.date_line(first) is not None
