"""What a report says in its language, from a record in the same language or the other one.

In the record's own language everything is printed as the record has it. In the other one, headings
of a known kind, times, dates and labels are re-worded, translations are taken where there are any,
and what is left stands in its first language, is marked as such, and is counted.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from pmpdf.record import Entry, Language, Period, PostMortem, Section
from pmpdf.report.brand import DATA, Brand
from pmpdf.report.dates import Length, Point, Span, Unit, length_of, same_everywhere, span_of
from pmpdf.report.numbers import number_in


class Phrase(NamedTuple):
    """A text to print, where the record has it, and its language if that is not the report's."""

    text: str
    path: str = ""
    foreign: Language | None = None


@functools.cache
def _labels(language: Language) -> dict[str, Any]:
    return tomllib.loads((DATA / "wording" / f"{language}.toml").read_text(encoding="utf-8"))


@functools.cache
def _phrases(source: Language, target: Language) -> dict[str, str]:
    data = tomllib.loads((DATA / "wording" / "phrases.toml").read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for pair in data["phrase"]:
        known.setdefault(pair[source].casefold(), pair[target])
    return known


_Clocked = datetime | time
# A head such as `Wer` says who did it where a row tells an event, else who is to do it.
COLUMNS_OF_TABLES = ("time", "owner", "due", "action", "actor", "event", "status", "number")
COLUMNS_OF_TIMELINES = ("time", "event", "actor", "owner", "action", "due", "status", "number")
_CLOCK = re.compile(
    r"\d{1,2}(?::\d{2}){1,2}|\d{1,2}\.\d{2}(?=\s*(?:Uhr|h\b))|\d{1,2}\s?[aApP]\.?[mM]"
)
_ZONE = re.compile(
    r"(?<=[\d\sm.])\s?(Z\b|UTC(?:[+-]\d{1,2})?|GMT|(?!AM\b|PM\b)[A-Z]{2,5}\b|[+-]\d{2}:?\d{2})"
)
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")
_YEAR = re.compile(r"\b\d{4}\b")


class Wording:
    """The words of one report; `foreign` collects the paths of texts in the other language."""

    def __init__(
        self,
        record: PostMortem,
        language: Language,
        brand: Brand,
        translations: Mapping[str, str] | None = None,
        house: Path | None = None,
    ) -> None:
        self.record = record
        self.language = language
        self.own = language == record.language
        self.foreign: list[str] = []
        self._translations = translations or {}
        self._house = house
        self._style = _printed_style(record) if self.own else getattr(brand.time, language)
        self._words = _labels(language)
        self._locale: str = self._words["locale"]

    # texts of the record

    def text(self, text: str, path: str) -> Phrase:
        """A text of the record: as it stands, or translated, or marked as foreign."""
        if self.own:
            return Phrase(text, path)
        translated = self._translations.get(path)
        if translated:
            return Phrase(translated, path)
        known = self.without_translator(text, in_table="/rows/" in path)
        if known is not None:
            return Phrase(known, path)
        self.foreign.append(path)
        return Phrase(text, path, self.record.language)

    def without_translator(self, text: str, *, in_table: bool = False) -> str | None:
        """What a text becomes without help: a date, time, duration or number re-worded, an
        identifier as it is."""
        source = self.record.language
        span = span_of(text, source)
        if span is not None:
            return self._span(span)
        number = number_in(text, source, self.language, in_table=in_table)
        if number or same_everywhere(text):
            return number or text
        length = length_of(text, source)
        return self._length(length) if length is not None else None

    def heading(self, section: Section, path: str) -> Phrase | None:
        """A section's heading; one of a known kind is re-worded."""
        if section.heading is None:
            return None
        if self.own or f"{path}/heading" in self._translations:
            return self.text(section.heading, f"{path}/heading")
        known = self._known_phrase(section.heading)
        if section.kind != "other":
            usual = _vocabulary().title_of(section.kind, self.language)
            if known is None or known == usual:
                known = _vocabulary(self._house).title_of(section.kind, self.language)
        if known is None:
            return self.text(section.heading, f"{path}/heading")
        return Phrase(known, f"{path}/heading")

    def title(self, text: str, path: str) -> Phrase:
        known = None if self.own or path in self._translations else self._known_phrase(text)
        if known is None:
            return self.text(text, path)
        return Phrase(known.upper() if text.isupper() else known, path)

    def label(self, text: str, path: str) -> Phrase:
        """The label of a fact."""
        if self.own or path in self._translations:
            return self.text(text, path)
        known = _vocabulary(self._house).label_of(text, self.language)
        return Phrase(known, path) if known else self.text(text, path)

    def columns(
        self, heads: Sequence[str], path: str, *, of_timeline: bool = False
    ) -> list[Phrase]:
        """The heads of a table or timeline; those that would all become one word stay apart."""
        names = COLUMNS_OF_TIMELINES if of_timeline else COLUMNS_OF_TABLES
        phrases = [self.column(head, f"{path}/{place}", names) for place, head in enumerate(heads)]
        alike = Counter(phrase.text for phrase in phrases)
        return [
            phrase
            if alike[phrase.text] == 1 or phrase.text == head
            else self.text(head, phrase.path)
            for head, phrase in zip(heads, phrases, strict=True)
        ]

    def column(self, text: str, path: str, names: Sequence[str] = COLUMNS_OF_TABLES) -> Phrase:
        """The head of a column, which is the first of these that it can be."""
        if self.own or path in self._translations:
            return self.text(text, path)
        if known := self._known_phrase(text):
            return Phrase(known, path)
        vocabulary, columns = _vocabulary(self._house), self._words["columns"]
        for name in names:
            if getattr(vocabulary, f"is_{name}_header")(text):
                zone = re.search(r"\([^)]*\)$", text)
                words = f" {self._zone(zone.group())}" if zone else ""
                return Phrase(columns[name] + words, path)
        return self.text(text, path)

    def time(self, entry: Entry, path: str) -> Phrase:
        """The time cell of a row."""
        if self.own or not entry.time:
            return Phrase(entry.time, path)
        moment = _moment(entry.at)
        if moment is None:
            return self.text(entry.time, path)
        start, clock = moment
        words = []
        if not clock or has_date(entry.time):
            words.append(self._date_like(entry.time, start))
        if clock:
            words.append(self._clock_range(entry, start))
        zone = _ZONE.search(entry.time)
        text = ", ".join(words) + (f" {self._zone(zone.group(1))}" if zone and clock else "")
        return Phrase(
            self._words["approximate"].format(time=text) if entry.approximate else text, path
        )

    def date_line(self, entry: Entry, path: str) -> Phrase:
        """The date line above a row, which the record has."""
        line = entry.date_line or ""
        moment = _moment(entry.at)
        if self.own or moment is None or str(moment[0].day) not in re.findall(r"\d+", _plain(line)):
            return self.text(line, path)
        weekday = re.match(r"[^\W\d_]{2,}", line) and not re.match(r"[^\W\d_]+\.?\s\d", line)
        day = self._day(moment[0], "weekday_and_day" if weekday else "month_and_day")
        year = _YEAR.search(line)
        if year:
            day = self._date(moment[0], "full" if weekday else "long")
        return Phrase(day, path)

    # words of the report's own

    def day(self, moment: datetime) -> str:
        """A day, written out: 30. Mai 2023."""
        return self._date(moment, "long")

    def weekday(self, moment: date) -> str:
        """A day with its weekday: Dienstag, 30. Mai 2023."""
        return self._date(moment, "full")

    def short_day(self, moment: datetime) -> str:
        """A day without its year: 30. Mai."""
        return self._day(moment, "month_and_day")

    def clock(self, moment: datetime) -> str:
        """A clock time in the brand's style."""
        return self._clock(moment, self._style)

    def moment(self, moment: datetime) -> str:
        """A day and a clock time, for alternative texts."""
        return f"{self.day(moment)}, {self.clock(moment)}"

    def period(self, period: Period) -> str:
        """The days of an incident: 30. und 31. Mai 2023; May 30 and 31, 2023."""
        from babel.lists import format_list

        try:
            first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
        except ValueError:
            return f"{period.start} – {period.end}" if period.end != period.start else period.start
        if first == last:
            return self._date(first, "long")
        if (first.year, first.month) != (last.year, last.month):
            return f"{self._date(first, 'long')} – {self._date(last, 'long')}"
        words = self._words["days"]
        days = [words["day"].format(day=day) for day in (first.day, last.day)]
        near = (last - first).days == 1
        return str(words["one_month"]).format(
            days=format_list(days, locale=self._locale) if near else "–".join(days),
            month=self._date(last, "MMMM"),
            year=last.year,
        )

    def column_name(self, meaning: str) -> str:
        """The head of a column that the record leaves without one."""
        return str(_labels(self.record.language)["columns"][meaning])

    def document(self) -> str:
        return str(self._words["document"])

    def glance(self, key: str, **values: object) -> str:
        """A sentence of the figure's alternative text."""
        return str(self._words["glance"][key]).format(**values)

    def zone_note(self, zone: str) -> str:
        return str(self._words["zone_note"]).format(zone=self._zone(zone))

    def language_note(self) -> str:
        """The sentence about texts that stand in the record's own language."""
        return str(self._words["language_note"][self.record.language])

    # inside

    def _zone(self, text: str) -> str:
        """A text with its time zones as the report's language abbreviates them."""
        if self.own:
            return text
        zones = self._words["zones"]
        return _ABBREVIATION.sub(lambda found: zones.get(found.group(), found.group()), text)

    def _known_phrase(self, text: str) -> str | None:
        return _phrases(self.record.language, self.language).get(text.strip().casefold())

    def _date(self, moment: date, form: str) -> str:
        return _formatted_date(moment, form, self._locale)

    def _day(self, moment: date, pattern: str) -> str:
        return self._date(moment, self._words["days"][pattern])

    def _span(self, span: Span) -> str:
        """A day, time or period."""
        start, end = span.start, span.end
        if end and end.day and end.day == start.day and end.clock:  # the day once
            end = end._replace(day=None)
        if end is None:
            words = self._point(start)
        elif end.day is None and start.clock and end.clock:
            day, zone = start._replace(clock=None, zone=""), end.zone or start.zone
            words = self._clocks(start.clock, end.clock) + (f" {self._zone(zone)}" if zone else "")
            words = f"{self._point(day)}, {words}" if day.day else words
        elif start.day and end.day and _is_plain(start) and _is_plain(end):
            words = self.period(Period(start.day.isoformat(), end.day.isoformat()))
        else:
            words = f"{self._point(start)} – {self._point(end)}"
        return str(self._words["approximate"]).format(time=words) if span.approximate else words

    def _length(self, length: Length) -> str:
        """A duration."""
        words = ""
        for before, number, unit in length.parts:
            joint = self._words["and"] if before.strip().isalpha() else before
            words += joint + _formatted_unit(number, unit, self._locale)
        return str(self._words["approximate"]).format(time=words) if length.approximate else words

    def _point(self, point: Point) -> str:
        words = []
        if point.day is not None and point.has_year:
            words.append(self._date(point.day, "full" if point.weekday else "long"))
        elif point.day is not None:
            words.append(self._day(point.day, "month_and_day"))
        if point.clock is not None:
            words.append(self._clock(point.clock, self._style))
        return ", ".join(words) + (f" {self._zone(point.zone)}" if point.zone else "")

    def _date_like(self, printed: str, moment: datetime) -> str:
        """The date of a row, with its year where the row prints one."""
        with_year = _YEAR.search(_plain(printed)) or re.search(r"\d\.\d{1,2}\.\d{2}\b", printed)
        return self.day(moment) if with_year else self.short_day(moment)

    def _clock_range(self, entry: Entry, start: datetime) -> str:
        end = _moment(entry.end)
        if end is None:
            return self._clock(start, self._style)
        return self._clocks(start, end[0])

    def _clocks(self, start: _Clocked, end: _Clocked) -> str:
        if self._style == "12h":
            return f"{self._clock(start, '12h')} – {self._clock(end, '12h')}"
        return f"{self._clock(start, '24h')}–{self._clock(end, self._style)}"

    def _clock(self, moment: _Clocked, style: str) -> str:
        pattern = self._words["clock"][style]
        if moment.second:
            pattern = pattern.replace("mm", "mm:ss")
        clock = moment.time() if isinstance(moment, datetime) else moment
        return _formatted_time(clock, pattern, self._locale)


@functools.lru_cache(maxsize=4_096)
def _formatted_date(moment: date, form: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(moment, form, locale=locale)


@functools.lru_cache(maxsize=4_096)
def _formatted_time(moment: time, pattern: str, locale: str) -> str:
    from babel.dates import format_time

    return format_time(moment, pattern, locale=locale)


@functools.lru_cache(maxsize=4_096)
def _formatted_unit(number: float, unit: Unit, locale: str) -> str:
    from babel.units import format_unit

    return format_unit(number, f"duration-{unit.name}", unit.form, locale=locale)


@functools.cache
def _vocabulary(house: Path | None = None) -> Any:
    from pmpdf import vocabulary

    return vocabulary.load(house)


def moment_of(value: str | None) -> datetime | None:
    """The local moment of an `at` that has a clock, without its offset."""
    found = _moment(value)
    return found[0] if found and found[1] else None


def day_of(value: str | None) -> date | None:
    """The day of an `at`."""
    found = _moment(value)
    return found[0].date() if found else None


def has_date(time: str) -> bool:
    """Whether a time cell prints more than a clock: a day of its own."""
    return bool(re.search(r"\d", _CLOCK.sub("", _ZONE.sub("", time))))


def _printed_style(record: PostMortem) -> str:
    """How a record writes its times."""
    times = [entry.time for timeline in record.timelines() for entry in timeline.entries]
    if any("Uhr" in time for time in times):
        return "uhr"
    return "12h" if any(re.search(r"\d\s?[aApP]\.?[mM]\b", time) for time in times) else "24h"


def _moment(value: str | None) -> tuple[datetime, bool] | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None), "T" in value
    except ValueError:
        return None


def _is_plain(point: Point) -> bool:
    """A day with its year, and nothing else."""
    return point.has_year and point.clock is None and not point.weekday


def _plain(line: str) -> str:
    """A date line without leading zeros in its numbers."""
    return re.sub(r"\b0+(?=\d)", "", line)
