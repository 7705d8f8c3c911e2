"""Texts that need no translator: dates, times and durations, and what every language shares.

A text counts as a date only as a whole, and only if it can be read in one way: a weekday must be
that of its day, an end must not lie before its start, 05/06/2023 is nobody's date.
"""

from __future__ import annotations

import functools
import re
from datetime import date, time
from typing import Literal, NamedTuple

from pmpdf.record import Language

_LONGEST = 90  # letters of a text that may be a date or a period
_YEARS = range(1970, 2100)


class Point(NamedTuple):
    """One end of a period; a day without a year is one of the year 4."""

    day: date | None
    clock: time | None = None
    weekday: bool = False
    zone: str = ""

    @property
    def has_year(self) -> bool:
        return self.day is not None and self.day.year in _YEARS


class Span(NamedTuple):
    """What a text says: a day, a clock time or both, or a period between two such."""

    start: Point
    end: Point | None = None
    approximate: bool = False


class Length(NamedTuple):
    """A duration: numbers with their units, each after what parts it from the one before."""

    parts: tuple[tuple[str, int | float, Unit], ...]
    approximate: bool = False


class Unit(NamedTuple):
    """A unit of time as Babel calls it, and whether it is written out."""

    name: str
    form: Literal["long", "short"]


class _Read(NamedTuple):
    """One end as it is printed."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    clock: time | None = None
    zone: str = ""
    named: bool = False  # the month is a word: 1.2. may be a number of something


_LETTER = re.compile(r"[^\W\d_]{2}")
_UNIT = r"(?:ms|s|min|h|[KMGT]i?B|EUR|USD|GBP|CHF|Mbit/s|Gbit/s)"
_SAME_EVERYWHERE = re.compile(
    rf"""(?:
        [A-Z]{{1,8}}[-_\#]?\d+(?:[-._/]\d+)*      # TP-640, SEV-1, INC-2023-0042
      | v\d+(?:\.\d+)*
      | [a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*\d       # db-primary-01
      | (?:https?|ftp|mailto):\S+ | www\.\S+ | [^\s@]+@[^\s@]+\.[a-z]+
      | /\w[\w./-]* | \w+(?:_\w+)+
      | [\d.,:+-]+\s?{_UNIT}
      | [^\w\s]+ | [\W\d_]+
    )(?:[,;]?\s+|[,;/]|$)""",
    re.VERBOSE,
)
_TO = re.compile(
    r"\s*[–—]\s*|\s+-\s+|(?<=[.\d])-(?=\d)|\s+(?:to|until|till|through|bis(?:\s+zum)?|und|and)\s+"
)
_ABOUT = re.compile(r"^(?:ca\.|approx\.|etwa|about|around)\s+")
_FROM = re.compile(r"^(?:from|von|vom)\s+", re.IGNORECASE)
_CLOCK = {
    "de": re.compile(
        r"(?:^|,?\s+(?:um\s+)?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
        r"(?P<mark>\s*Uhr)?(?:\s(?P<zone>[A-Z]{2,5}))?$"
    ),
    "en": re.compile(
        r"(?:^|,?\s+(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
        r"(?:\s?(?P<mark>[AaPp]\.?[Mm]\.?))?(?:\s(?P<zone>(?![AP]M)[A-Z]{2,5}))?$"
    ),
}
_WHOLE_DAY = re.compile(r"(?<!\d)(?:0\d|1[3-9]|2[0-4]):\d{2}(?!.*\b[AaPp]\.?[Mm]\b)")
_BEFORE = r"(?P<before>(?:,|\s(?:und|and))?\s|^)"
_AMOUNT = {
    "de": re.compile(_BEFORE + r"(?P<number>\d{1,3}(?:,\d\d?)?)\s(?P<unit>[^\W\d_]+\.?)"),
    "en": re.compile(_BEFORE + r"(?P<number>\d{1,3}(?:\.\d\d?)?)\s(?P<unit>[^\W\d_]+\.?)"),
}
_FORMS: tuple[Literal["long", "short"], ...] = ("long", "short")
_DAY = {
    "de": (
        re.compile(r"(?P<day>\d{1,2})\.(?:\s?(?P<name>[^\W\d_]{3,})\.?(?:\s(?P<year>\d{4}))?)?"),
        re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?"),
    ),
    "en": (
        re.compile(
            r"(?P<name>[^\W\d_]{3,})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{4}))?"
        ),
        re.compile(
            r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s(?P<name>[^\W\d_]{3,})\.?)?,?\s(?P<year>\d{4})"
        ),
        re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?P<name>[^\W\d_]{3,})\.?"),
    ),
}
_WEEKDAY = re.compile(r"^(?:am\s+|on\s+)?(?P<name>[^\W\d_]{2,})\.?,?\s+(?:(?:den|dem)\s+)?(?=\w)")


def same_everywhere(text: str) -> bool:
    """Whether a text reads the same in every language: numbers, identifiers, addresses."""
    if not _LETTER.search(text):
        return True
    place = 0
    while place < len(text):
        found = _SAME_EVERYWHERE.match(text, place)
        if found is None or found.end() == place:
            return False
        place = found.end()
    return True


def span_of(text: str, language: Language) -> Span | None:
    """The day, time or period that a whole text in a language says, if it surely does."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return None
    bare = _ABOUT.sub("", text.strip())
    about = bare != text.strip()
    alone = _read(bare, language)
    if alone is not None:
        point = _point(alone)
        sure = point is not None and (point.day is not None or _says_clock(bare))
        return Span(point, None, about) if point is not None and sure else None
    bare = _FROM.sub("", bare)
    for to in _TO.finditer(bare):
        whole_day = bool(_WHOLE_DAY.search(bare))
        first = _read(bare[: to.start()], language, whole_day=whole_day)
        last = _read(bare[to.end() :], language, whole_day=whole_day)
        if first is not None and last is not None:
            return _period(first, last, text=bare, word=to.group().strip(), about=about)
    return None


def length_of(text: str, language: Language) -> Length | None:
    """The duration that a whole text in a language says."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return None
    bare = _ABOUT.sub("", text.strip())
    units = _units(language)
    parts: list[tuple[str, int | float, Unit]] = []
    place = 0
    while place < len(bare):
        found = _AMOUNT[language].match(bare, place)
        unit = units.get(found["unit"].rstrip(".").casefold()) if found else None
        if found is None or unit is None or bool(found["before"]) is not bool(parts):
            return None
        number = found["number"].replace(",", ".")
        parts.append((found["before"], float(number) if "." in number else int(number), unit))
        place = found.end()
    return Length(tuple(parts), bare != text.strip()) if parts else None


@functools.cache
def _units(language: Language) -> dict[str, Unit]:
    """Units of time by their names and abbreviations in small letters, without full stops."""
    from babel.units import format_unit

    found: dict[str, Unit] = {}
    for name in ("second", "minute", "hour", "day", "week", "month", "year"):
        for form in _FORMS:
            for number in (1, 2):
                words = format_unit(number, f"duration-{name}", form, locale=language)
                called = words.split()[-1].rstrip(".").casefold()
                if len(called) > 1:  # a J may be a year or a joule
                    found.setdefault(called, Unit(name, form))
    return found


def _says_clock(text: str) -> bool:
    """Whether a clock without a day says that it is one: 12:30 may be a duration."""
    return bool(re.search(r"Uhr|\d\s?[AaPp]\.?[Mm]\b", text))


def _period(start: _Read, end: _Read, *, text: str, word: str, about: bool) -> Span | None:
    """Two ends, each with what only the other one prints."""
    if start.day is not None and end.day is not None:
        year = start.year or end.year
        named = start.named or end.named
        start = start._replace(month=start.month or end.month, year=year, named=named)
        end = end._replace(month=end.month or start.month, year=end.year or year, named=named)
    if end.clock is not None and start.clock is None:
        return None
    first, last = _point(start), _point(end)
    if first is None or last is None or (last.day is not None and first.day is None):
        return None
    if first.day is None and not _says_clock(text):
        return None
    if first.day and last.day:
        apart = (last.day - first.day).days
        backwards = apart == 0 and first.clock and last.clock and last.clock < first.clock
        if apart < 0 or backwards or (word in ("und", "and") and apart != 1):
            return None
    elif last.clock is None or word in ("und", "and"):
        return None
    return Span(first, last, about)


def _point(read: _Read) -> Point | None:
    if read.day is None:
        return Point(None, read.clock, zone=read.zone) if read.clock else None
    if read.month is None or not (read.year or read.named):
        return None
    if read.year is not None and read.year not in _YEARS:
        return None
    try:
        day = date(read.year or 4, read.month, read.day)
    except ValueError:
        return None
    if read.weekday is not None and (read.year is None or day.weekday() != read.weekday):
        return None
    return Point(day, read.clock, read.weekday is not None, read.zone)


def _read(text: str, language: Language, *, whole_day: bool = False) -> _Read | None:
    """One end: a day, a clock time, or both; None for anything else.

    The hours of a `whole_day` go up to 24, as those of the other end say.
    """
    found = _CLOCK[language].search(text)
    clock: time | None = None
    zone = ""
    if found is not None and not re.fullmatch(r"\d{1,2}\.\d{2}", text):
        clock = _time(found)
        if clock is None or (language == "en" and not whole_day and _may_be_evening(found)):
            return None
        zone, text = found["zone"] or "", text[: found.start()]
        if not text:
            return _Read(clock=clock, zone=zone)
    read = _day(text.strip(), language)
    return read._replace(clock=clock, zone=zone) if read else None


def _may_be_evening(found: re.Match[str]) -> bool:
    """An English 8:25 without a mark."""
    return not found["mark"] and found["hour"][0] != "0" and int(found["hour"]) <= 12


def _time(found: re.Match[str]) -> time | None:
    hour, mark = int(found["hour"]), (found["mark"] or "").strip().casefold()
    if mark[:1] in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if mark[0] == "p" else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _day(text: str, language: Language) -> _Read | None:
    months, weekdays = _names(language)
    weekday: int | None = None
    named = _WEEKDAY.match(text)
    if named is not None and named["name"].casefold() in weekdays:
        weekday = weekdays[named["name"].casefold()]
        text = text[named.end() :]
    for pattern in _DAY[language]:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else None
        if parts.get("name"):
            month = months.get(parts["name"].casefold())
            if month is None:
                continue
        year = int(parts["year"]) if parts.get("year") else None
        return _Read(int(parts["day"]), month, year, weekday, named=bool(parts.get("name")))
    return None


@functools.cache
def _names(language: Language) -> tuple[dict[str, int], dict[str, int]]:
    """Months and weekdays by their names and abbreviations in small letters, without full stops."""
    from babel.dates import get_day_names, get_month_names

    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for names, found in ((get_month_names, months), (get_day_names, weekdays)):
            for number, name in names(width, locale=language).items():
                found[name.rstrip(".").casefold()] = number
    months["sep"] = months["sept"] = 9
    return months, weekdays
