"""Records in normal form, made by hypothesis: everything that a report can hold, in any number."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st
from msgspec.structs import replace

from pmpdf.check import departures
from pmpdf.meaning.kinds import told
from pmpdf.record import (
    Block,
    Entry,
    Fact,
    Kind,
    Language,
    ListBlock,
    Paragraph,
    Period,
    PostMortem,
    Section,
    Table,
    Timeline,
)
from pmpdf.report.brand import neutral
from pmpdf.report.faces import load as face_of
from pmpdf.vocabulary import load

Draw = Callable[[st.SearchStrategy[Any]], Any]

WORDS = {
    "de": (
        "Abend fiel der zentrale Speicher aus und alle Dienste standen still bis die Bereitschaft "
        "den zweiten Verbund in Betrieb nahm denn Daten waren dort noch lesbar geblieben obwohl "
        "kein Knoten mehr antwortete Cluster-Infrastruktur Datenbankwiederherstellung nicht mit "
        "Ein- und Ausgabe größer Straßenbahn srv-db-01.example.net /var/lib/postgresql/14/main "
        "https://status.example.com/incidents/2024/05/31?page=1 max_connections API 900 ms "
        "„kaputt“ Donaudampfschifffahrtsgesellschaftskapitänsmütze (teilweise) z. B. 12 GB "
        "Lese-/Schreiblast"
    ),
    "en": (
        "the central storage failed in evening and all services stood still until on-call took "
        "second cluster into use since data were readable there although no node answered any more "
        "load-balancing infrastructure read-only not with its backup higher than usual "
        "srv-db-01.example.net /var/lib/postgresql/14/main max_connections API 900 ms “broken” "
        "https://status.example.com/incidents/2024/05/31?page=1 (partly) e.g. 12 GB and/or "
        "Pneumonoultramicroscopicsilicovolcanoconiosis"
    ),
}
OPENERS = {
    "de": ("Die", "Der", "Am", "Zunächst", "Danach", "Alle", "Niemand", "Unser", "Das"),
    "en": ("The", "All", "Then", "Nobody", "Our", "First", "After", "Because"),
}
KINDS: tuple[Kind, ...] = (
    "summary",
    "background",
    "impact",
    "detection",
    "response",
    "root_cause",
    "contributing_factors",
    "technical_details",
    "resolution",
    "lessons_learned",
    "action_items",
    "closing",
)
HEADS = {"de": ("Zeit", "Ereignis", "Akteur", "Quelle"), "en": ("Time", "Event", "Actor", "Source")}
COLUMNS = {
    "de": ("Dienst", "Dauer", "Kunden", "Anmerkung", "Ausfallrate"),
    "en": ("Service", "Duration", "Customers", "Remark", "Failure rate"),
}
LABELS = {
    "de": ("Schweregrad", "Status", "Dauer", "Verantwortlich", "Betroffene Dienste"),
    "en": ("Severity", "Status", "Duration", "Owner", "Affected services"),
}
TITLES = {
    "de": ("POST MORTEM", "Störungsbericht", "Ausfall der Datenbank", "Nachbetrachtung: Speicher"),
    "en": ("Post-Mortem", "Incident report", "Outage of the database", "Review: storage"),
}
COMPANIES = ("edudip GmbH", "Nordlicht Cloud AG", "Copperline Freight Ltd", "Example Inc.")
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
ZONES = {"de": ("MESZ", "UTC"), "en": ("UTC", "CEST")}


@functools.cache
def characters() -> tuple[str, ...]:
    """Every character that the default fonts have and normal form allows."""
    family = neutral().family("regular")
    covered = set[str]().union(*(face_of(path).covers for path in (family.path, *family.stand_ins)))
    return tuple(filter(on_paper, sorted(covered)))


def on_paper(char: str) -> bool:
    """Whether normal form, which is NFC, has a place for a character inside a word."""
    blocks = (Paragraph(f"x{char}y"),)
    record = PostMortem(1, "en", title="T", sections=(Section("other", blocks=blocks),))
    return not char.isspace() and normalize("NFC", char) == char and not any(departures(record))


@functools.cache
def signs() -> tuple[str, ...]:
    """Those that may stand alone between words."""
    return tuple(char for char in characters() if not unicodedata.combining(char))


@functools.cache
def marks() -> tuple[str, ...]:
    """Those that stand on a letter."""
    return tuple(char for char in characters() if unicodedata.combining(char))


class Maker:
    """Draws the parts of one record in one language."""

    def __init__(self, draw: Draw, language: Language) -> None:
        self.draw = draw
        self.language = language
        self.words = WORDS[language].split()
        self.phrases = 0

    def one_of(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def maybe(self) -> bool:
        return bool(self.draw(st.booleans()))

    def count(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most)))

    def seldom(self) -> bool:
        return not self.count(0, 5)

    # texts

    def word(self) -> Any:
        """A word, be it one with some character in it, a mark on it, or a sign before it."""
        plain = st.sampled_from(self.words)
        return st.one_of(
            *[plain] * 9,
            st.sampled_from(characters()).map(lambda char: normalize("NFC", f"x{char}y")),
            st.sampled_from(marks()).map(lambda mark: normalize("NFC", f"xa{mark}")),
            st.tuples(st.sampled_from(signs()), plain).map(" ".join),
        )

    def phrase(self, least: int = 1, most: int = 5) -> str:
        """Some words, unlike those of any other phrase: what repeats on pages frames them."""
        words = self.draw(st.lists(self.word(), min_size=least, max_size=most))
        self.phrases += 1
        return " ".join([self.one_of(*OPENERS[self.language]), f"W{self.phrases}", *words])

    def cell(self, most: int) -> str:
        """Words for a narrow column; a long one can only be divided there, and seldom stands."""
        if self.seldom():
            return self.phrase(0, most)
        plain = [word for word in self.words if word.isalpha() and len(word) < 12]
        words = self.draw(st.lists(st.sampled_from(plain), max_size=most))
        self.phrases += 1
        return " ".join([self.one_of(*OPENERS[self.language]), f"W{self.phrases}", *words])

    def sentence(self) -> str:
        return f"{self.phrase(3, 30)} {self.one_of('aus.', 'so.', 'an!')}"

    def text(self) -> str:
        return " ".join(self.sentence() for _ in range(self.count(1, 4)))

    # blocks

    def paragraph(self) -> Paragraph:
        return Paragraph(self.text())

    def items(self) -> ListBlock:
        items, levels = [], [1]
        for number in range(self.count(1, self.one_of(6, 6, 14))):
            items.append(self.sentence() if self.maybe() else self.phrase())
            if number:
                levels.append(self.count(1, min(3, levels[-1] + 1)))
        return ListBlock(self.maybe(), tuple(items), tuple(levels) if max(levels) > 1 else ())

    def table(self) -> Table:
        width = self.count(2, 5)
        header = COLUMNS[self.language][:width]
        rows = [[self.cell(3) for _ in range(width)] for _ in range(self.count(1, 9))]
        for row in rows[1:]:
            if self.seldom():
                row[self.count(1, width - 1)] = "–"
        if self.seldom():
            for row in rows:
                row[-1] = self.phrase(3, 20)
        return Table(header, tuple(map(tuple, rows)))

    def timeline(self, start: datetime, rows: int) -> tuple[Timeline, datetime]:
        """A course that begins on a day that the report states; and its last moment."""
        dated = self.one_of("clocks", "days", "lines")
        heads = HEADS[self.language]
        further = self.count(0, 2)
        entries: list[Entry] = []
        moment, last = start, start
        today: date | None = None
        for number in range(rows):
            if number:
                moment += timedelta(minutes=self.count(1, 15 * 60))
            end = moment + timedelta(minutes=self.count(1, 200)) if not self.count(0, 4) else None
            clock = self.clock(moment.time())
            if end is not None:
                clock = f"{moment:%H:%M}–{self.clock(end.time())}"
            notes = tuple(self.sentence() for _ in range(max(0, self.count(0, 4) - 2)))
            line = None
            if dated == "days":
                clock = f"{self.day(moment.date())} {clock}"
            elif dated == "lines" and moment.date() != today:
                line = self.weekday(moment.date())
            today = moment.date()
            entries.append(
                Entry(
                    clock,
                    f"{moment:%Y-%m-%dT%H:%M}",
                    f"{end:%Y-%m-%dT%H:%M}" if end else None,
                    text=self.phrase(1, 25),
                    details={head: self.cell(2) for head in heads[2 : 2 + further]},
                    date_line=line,
                    notes=notes,
                    inferred=("date",) if dated == "clocks" else (),
                )
            )
            last = moment
        header = heads[: 2 + further] if further or self.maybe() else ()
        return Timeline(tuple(entries), header), last

    # times

    def clock(self, moment: time) -> str:
        return f"{moment:%H:%M} Uhr" if self.language == "de" else f"{moment:%H:%M}"

    def day(self, day: date) -> str:
        if self.language == "de":
            return f"{day:%d.%m.%Y},"
        return f"{day:%Y-%m-%d}"

    def written(self, day: date) -> str:
        month = MONTHS[self.language].split()[day.month - 1]
        if self.language == "de":
            return f"{day.day}. {month} {day.year}"
        return f"{month} {day.day}, {day.year}"

    def weekday(self, day: date) -> str:
        return f"{WEEKDAYS[self.language].split()[day.weekday()]}, {self.written(day)}"

    # the whole

    def blocks(self, most: int = 3) -> list[Block]:
        made: list[Block] = []
        for _ in range(self.count(1, most)):
            makers = [self.paragraph, self.items, self.table]
            if made and not isinstance(made[-1], Paragraph):
                makers = [self.paragraph]
            made.append(self.one_of(*makers)())
        return made

    def sections(self, start: datetime) -> tuple[list[Section], datetime]:
        vocabulary = load()
        made: list[Section] = []
        last = start
        kinds = self.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True))
        rows = self.draw(st.integers(0, 40))
        at = self.count(0, len(kinds))
        dotted = self.one_of(None, "{}", "{}.")  # all headings of a report are numbered alike
        if self.seldom():
            made.append(Section("other", blocks=(self.paragraph(), self.items(), self.paragraph())))
        for number, kind in enumerate(
            [*kinds[:at], *(["timeline"] if rows else []), *kinds[at:]], 1
        ):
            heading = vocabulary.title_of(kind, self.language)
            blocks: list[Block] = []
            if kind == "timeline":
                course, last = self.timeline(start, rows)
                before = [self.paragraph()] if self.seldom() else []
                after = [self.paragraph()] if self.seldom() else []
                blocks = [*before, course, *after]
            else:
                blocks = self.blocks()
            below = self.below(dotted, number) if not self.count(0, 3) else []
            if below and kind != "timeline" and self.seldom():
                blocks = []
            numbered = dotted.format(number) if dotted else None
            made += [Section(kind, heading, 1, numbered, tuple(blocks)), *below]
        return made, last

    def below(self, dotted: str | None, number: int) -> list[Section]:
        """Sections under a section, with headings that name no kind, and some under those."""
        made: list[Section] = []
        level = 1
        counts = [number, 0, 0]
        for _ in range(self.count(1, 3)):
            level = self.count(2, min(3, level + 1))
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            numbered = dotted.format(".".join(map(str, counts[:level]))) if dotted else None
            heading = self.phrase(1, 3).rstrip(".")
            made.append(Section("other", heading, level, numbered, tuple(self.blocks(2))))
        return made


@st.composite
def records(draw: Draw) -> PostMortem:
    """A record in normal form."""
    language: Language = draw(st.sampled_from(["de", "en"]))
    maker = Maker(draw, language)
    day = draw(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
    clock = draw(st.times())
    start = datetime.combine(day, clock).replace(second=0, microsecond=0)
    sections, last = maker.sections(start)
    first_words = {"de": "Ausfall vom", "en": "Outage of"}[language]
    facts = tuple(
        Fact(label, maker.phrase(0, 3))
        for label in draw(st.lists(st.sampled_from(LABELS[language]), max_size=4, unique=True))
    )
    record = PostMortem(
        1,
        language,
        title=maker.one_of(*TITLES[language]),
        subtitle=f"{first_words} {maker.written(day)}",
        organization=maker.one_of(*COMPANIES),
        period=Period(day.isoformat(), last.date().isoformat()),
        time_zone=maker.one_of(None, *ZONES[language]),
        facts=facts,
        sections=tuple(sections),
    )
    return with_kinds(record)


def with_kinds(record: PostMortem) -> PostMortem:
    """The record with the kinds that headings without one of their own tell with their text."""
    kinds = told(record, load())
    sections = (
        replace(s, kind=kind if s.kind == "other" else s.kind)
        for s, kind in zip(record.sections, kinds, strict=True)
    )
    return replace(record, sections=tuple(sections))
