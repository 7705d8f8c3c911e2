"""The record as parts to set, each text with its place in the structure tree.

Everything that a report says is decided here, before anything is measured: parts in reading order,
their words in the report's language, and the element that each text belongs to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from pmpdf.record import (
    Entry,
    Fact,
    Kind,
    ListBlock,
    Paragraph,
    PostMortem,
    Section,
    Table,
    Timeline,
    Warning,
)
from pmpdf.report.brand import Brand
from pmpdf.report.linebreaking import Measured
from pmpdf.report.links import Piece, pieces
from pmpdf.report.numbers import is_number
from pmpdf.report.structure import Element
from pmpdf.report.wording import Phrase, Wording, day_of, has_date, moment_of

Weight = Literal["regular", "bold", "italic"]


_APART = "\u2007"  # a heading's number stands clear of its words, and is none of them
_ABOUT_TIMES = re.compile(
    r"\b(?:times|timestamps|time ?zone|(?:uhr)?zeiten|zeitangaben|zeitstempel|zeitzone)\b", re.I
)
_NO_FIGURE = frozenset(("", "-", "–", "—"))
_CLEARLY_BACK = 6 * 3600  # seconds; a clock that steps back further has passed midnight


class Text:
    """A text with its element (None: an artifact), its measures, and its pieces if it has links.

    `drawn` counts the characters that are on paper already.
    """

    __slots__ = ("drawn", "element", "measured", "path", "pieces", "text")

    def __init__(self, text: str, element: Element | None, measured: Measured, path: str) -> None:
        self.text = text
        self.element = element
        self.measured = measured
        self.path = path
        self.pieces: tuple[Piece, ...] = ()
        self.drawn = 0


@dataclass(slots=True)
class Title:
    title: Text | None
    subtitle: Text | None


@dataclass(slots=True)
class Facts:
    pairs: list[tuple[Text | None, Text]]


@dataclass(slots=True)
class Glance:
    """The figure: its moments in order of time, with the end of those that last.

    `clock` and `day` word its labels, `label` makes a text of one. Left and right edges are set
    by the typesetter, in points.
    """

    element: Element
    moments: list[tuple[datetime, datetime | None]]
    label: Callable[[str], Text]
    clock: Callable[[datetime], str]
    day: Callable[[datetime], str]
    left: float = 0.0
    right: float = 0.0


@dataclass(slots=True)
class Note:
    text: Text


@dataclass(slots=True)
class Heading:
    text: Text
    level: int
    kind: Kind
    path: str

    @property
    def opens_page(self) -> bool:
        """Whether the second page would best begin here: what is technical, or the course."""
        return self.level == 1 and self.kind in ("technical_details", "timeline")


@dataclass(slots=True)
class Opening:
    """The start of a section without a heading."""

    kind: Kind
    path: str


@dataclass(slots=True)
class Prose:
    text: Text


@dataclass(slots=True)
class Items:
    """List items with their level from 1 and their marker."""

    items: list[tuple[int, Text, Text]]


@dataclass(slots=True)
class Grid:
    """A table; `figures` are the columns of numbers, which end below one another."""

    header: list[Text]
    rows: list[list[Text]]
    figures: frozenset[int] = frozenset()


@dataclass(slots=True)
class Row:
    """A row of a timeline: its time, and its cells, of which `event` counts the event's.

    `day` is a day separator of the layout's own above this row; `today` is repeated on a new page.
    """

    time: Text
    cells: list[Text]
    event: int
    notes: list[Text]
    date_line: Text | None = None
    day: Text | None = None
    today: Text | None = None


@dataclass(slots=True)
class Course:
    header: list[Text]
    rows: list[Row]


Part = Title | Facts | Glance | Note | Heading | Opening | Prose | Items | Grid | Course


@dataclass(slots=True)
class Story:
    """All parts of one report, its structure and what was noticed on the way."""

    root: Element
    parts: list[Part]
    letterhead: Text | None
    organization: str
    language_note: Text | None = None  # at the foot of each page, a part of the text on the first
    warnings: list[Warning] = field(default_factory=list)
    length: float = 0.0  # of all texts on one line, at size 1


def tell(record: PostMortem, wording: Wording, brand: Brand) -> Story:
    """Make the story of a record in the wording's language."""
    return _Teller(record, wording, brand).story()


class _Teller:
    def __init__(self, record: PostMortem, wording: Wording, brand: Brand) -> None:
        self.record = record
        self.wording = wording
        self.brand = brand
        weights: tuple[Weight, ...] = ("regular", "bold", "italic")
        self.families = {weight: brand.family(weight) for weight in weights}
        self.root = Element("Document")
        self.parts: list[Part] = []
        self.warnings: list[Warning] = []
        self.length = 0.0

    def story(self) -> Story:
        record = self.record
        organization = record.organization or self.brand.company
        letterhead = None
        if organization and not self.brand.logo:
            element = Element("P", self.root)
            letterhead = self.text(Phrase(organization, "/organization"), element, "bold")
        self._furniture("" if letterhead else organization)
        self._title()
        self._facts(record.facts)
        self._glance()
        self._zone()
        note = Element("P", self.root)  # read before the texts it speaks of
        self._sections()
        story = Story(self.root, self.parts, letterhead, organization)
        if self.wording.foreign:
            story.language_note = self.text(Phrase(self.wording.language_note()), note, "italic")
        story.warnings, story.length = self.warnings, self.length
        return story

    def text(self, phrase: Phrase, element: Element | None, weight: Weight = "regular") -> Text:
        """A text to set; characters that no face has become their numbers, with a warning."""
        family = self.families[weight]
        shown, missing = family.shown(phrase.text)
        if missing and element is not None:
            self._name(missing, phrase.path)
        language = phrase.foreign or self.wording.language
        if element is not None:
            element.language = phrase.foreign
        measured = Measured(shown, family, language)
        self.length += measured.total
        text = Text(shown, element, measured, phrase.path)
        if element is not None and "://" in shown:
            text.pieces = pieces(" ".join(measured.tokens), element)
        return text

    def _name(self, missing: Iterable[str], path: str, place: str = "") -> None:
        """Warn of characters that no face has."""
        names = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in missing)
        message = f"{place}no font has {names}; name one that does as fonts.fallback in brand.toml"
        self.warnings.append(Warning("missing_glyph", message, path))

    def _furniture(self, organization: str) -> None:
        """Look through the texts that stand on every page and in no part of the story."""
        brand, footer = self.brand, self.brand.footer
        texts: tuple[tuple[str, Weight, str], ...] = (
            ("label", "bold", brand.label),
            ("legal", "regular", brand.legal),
            ("footer", "regular", footer.left + footer.center + footer.right),
        )
        for name, weight, text in texts:
            missing = self.families[weight].shown(text)[1]
            if missing:
                self._name(missing, "", f'"{name}" in brand.toml: ')
        missing = self.families["regular"].shown(organization)[1]
        if missing:
            self._name(missing, "/organization")

    def label(self, text: str, weight: Weight = "regular") -> Text:
        """A text of the layout's own, which is no part of the document's content."""
        return self.text(Phrase(text), None, weight)

    # the head of page 1

    def _title(self) -> None:
        record, wording = self.record, self.wording
        title = subtitle = None
        if record.title:
            phrase = wording.title(record.title, "/title")
            title = self.text(phrase, Element("H1", self.root), "bold")
        if record.subtitle:
            tag = "P" if title else "H1"
            phrase = wording.title(record.subtitle, "/subtitle")
            subtitle = self.text(phrase, Element(tag, self.root))
        if title or subtitle:
            self.parts.append(Title(title, subtitle))

    def _facts(self, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        table = Element("Table", self.root)
        pairs: list[tuple[Text | None, Text]] = []
        for number, fact in enumerate(facts):
            row = Element("TR", table)
            label = None
            path = f"/facts/{number}"
            span = "" if fact.label else " /ColSpan 2"
            if fact.label:
                head = Element("TH", row, attributes="/O /Table /Scope /Row")
                phrase = self.wording.label(fact.label, f"{path}/label")
                label = self.text(self._with_colon(phrase), head)
            cell = Element("TD", row, attributes=f"/O /Table{span}" if span else "")
            value = self.wording.text(fact.value, f"{path}/value")
            pairs.append((label, self.text(value, cell, "bold")))
        self.parts.append(Facts(pairs))

    def _with_colon(self, phrase: Phrase) -> Phrase:
        """A label beside its value; over it, in a strip, it needs none."""
        if self.brand.style.facts == "strip" or phrase.text.endswith((":", "?", "!")):
            return phrase
        return phrase._replace(text=f"{phrase.text}:")

    def _glance(self) -> None:
        if not self.brand.style.glance:
            return
        moments = []
        for timeline in self.record.timelines():
            for entry in timeline.entries:
                start = moment_of(entry.at)
                if start is not None:
                    end = moment_of(entry.end)
                    moments.append((start, end if end and end > start else None))
        if len({start for start, _ in moments}) < 2:
            return
        moments.sort(key=lambda pair: pair[0])
        element = Element("Figure", self.root)
        element.alt = self._course_in_words([start for start, _ in moments], moments)
        words = self.wording
        self.parts.append(Glance(element, moments, self.label, words.clock, words.short_day))

    def _course_in_words(
        self, starts: list[datetime], moments: list[tuple[datetime, datetime | None]]
    ) -> str:
        """The figure's alternative text: what the eye sees in it."""
        wording = self.wording
        last = max([end for _, end in moments if end] + [starts[-1]])
        words = [wording.glance("title") + "."]
        course = {"start": wording.moment(starts[0]), "end": wording.moment(last)}
        words.append(wording.glance("course", count=len(starts), **course))
        days = sorted({start.date() for start in starts})[1:]
        if days and len(days) <= 8:
            names = ", ".join(wording.day(datetime(d.year, d.month, d.day)) for d in days)
            words.append(wording.glance("days", days=names))
        gap, before = max(
            (after - (end or start), index)
            for index, ((start, end), after) in enumerate(zip(moments, starts[1:], strict=False))
        )
        if len(starts) > 3 and gap * 5 > last - starts[0]:
            start, end = moments[before]
            pair = {
                "start": wording.moment(end or start),
                "end": wording.moment(starts[before + 1]),
            }
            words.append(wording.glance("gap", **pair))
        crowd = _crowd(starts)
        if crowd:
            pair = {"start": wording.moment(crowd[0]), "end": wording.moment(crowd[-1])}
            words.append(wording.glance("cluster", count=len(crowd), **pair))
        return " ".join(words)

    def _zone(self) -> None:
        """The sentence about the time zone; one of our own where nothing printed states it."""
        record = self.record
        if record.time_zone_note:
            phrase = self.wording.text(record.time_zone_note, "/time_zone_note")
        elif record.time_zone and not _says(record, record.time_zone):
            phrase = Phrase(self.wording.zone_note(record.time_zone), "/time_zone")
        else:
            return
        self.parts.append(Note(self.text(phrase, Element("P", self.root), "italic")))

    # sections

    def _sections(self) -> None:
        base = 2 if self.record.title or self.record.subtitle else 1
        depth = base - 1
        open_sections: list[tuple[int, Element]] = []
        for number, section in enumerate(self.record.sections):
            path = f"/sections/{number}"
            while open_sections and open_sections[-1][0] >= section.level:
                open_sections.pop()
            parent = open_sections[-1][1] if open_sections else self.root
            part = Element("Sect", parent)
            open_sections.append((section.level, part))
            if section.heading is not None:
                depth = min(depth + 1, base + section.level - 1)
                self._heading(section, path, Element(f"H{depth}", part))
            else:
                self.parts.append(Opening(section.kind, path))
            for place, block in enumerate(section.blocks):
                self._block(block, part, f"{path}/blocks/{place}")

    def _heading(self, section: Section, path: str, element: Element) -> None:
        phrase = self.wording.heading(section, path)
        assert phrase is not None
        if section.number:
            phrase = phrase._replace(text=f"{section.number}{_APART}{phrase.text}")
        text = self.text(phrase, element, "bold")
        self.parts.append(Heading(text, section.level, section.kind, path))

    def _block(
        self, block: Paragraph | ListBlock | Table | Timeline, parent: Element, path: str
    ) -> None:
        match block:
            case Paragraph():
                phrase = self.wording.text(block.text, f"{path}/text")
                self.parts.append(Prose(self.text(phrase, Element("P", parent))))
            case ListBlock():
                self._list(block, parent, path)
            case Table():
                self._table(block, parent, path)
            case Timeline():
                self._timeline(block, parent, path)

    def _list(self, block: ListBlock, parent: Element, path: str) -> None:
        levels = block.levels or (1,) * len(block.items)
        numbering = "Decimal" if block.ordered else "Disc"
        nested: list[tuple[int, Element, Element | None]] = []
        items = []
        count = 0
        for place, (item, level) in enumerate(zip(block.items, levels, strict=False)):
            while nested and nested[-1][0] > level:
                nested.pop()
            if not nested or nested[-1][0] < level:
                above = (nested[-1][2] or nested[-1][1]) if nested else parent
                kind = numbering if not nested else "Disc"
                made = Element("L", above, attributes=f"/O /List /ListNumbering /{kind}")
                nested.append((level, made, None))
            one = Element("LI", nested[-1][1])
            marker = "•" if level == 1 else "–"
            if block.ordered and level == 1:
                count += 1
                marker = f"{count}."
            mark = self.text(Phrase(marker), Element("Lbl", one))
            body = Element("LBody", one)
            leaf = Element("P", body)
            nested[-1] = (nested[-1][0], nested[-1][1], body)
            phrase = self.wording.text(item, f"{path}/items/{place}")
            items.append((level, mark, self.text(phrase, leaf)))
        if items:
            self.parts.append(Items(items))

    def _table(self, block: Table, parent: Element, path: str) -> None:
        width = max([len(block.header), *(len(row) for row in block.rows)], default=0)
        if not width:
            return
        table = Element("Table", parent)
        header: list[Text] = []
        if block.header:
            row = Element("TR", Element("THead", table))
            heads = (*block.header, *[""] * (width - len(block.header)))
            for phrase in self.wording.columns(heads, f"{path}/header"):
                cell = Element("TH", row, attributes="/O /Table /Scope /Column")
                header.append(self.text(phrase, cell, "bold"))
        body = Element("TBody", table)
        rows = []
        for number, cells in enumerate(block.rows):
            row = Element("TR", body)
            texts = []
            for place in range(width):
                word = cells[place] if place < len(cells) else ""
                phrase = self.wording.text(word, f"{path}/rows/{number}/{place}")
                texts.append(self.text(phrase, Element("TD", row)))
            rows.append(texts)
        self.parts.append(Grid(header, rows, _figures(rows)))

    # timelines

    def _timeline(self, block: Timeline, parent: Element, path: str) -> None:
        if not block.entries:
            return
        columns = _columns(block)
        table = Element("Table", parent)
        header = []
        named = any(key and not re.fullmatch(r"column_\d+", key) for key in columns)
        if block.header or named:
            row = Element("TR", Element("THead", table))
            heads = self._heads(block, columns)
            for phrase in self.wording.columns(heads, f"{path}/header", of_timeline=True):
                cell = Element("TH", row, attributes="/O /Table /Scope /Column")
                header.append(self.text(phrase, cell, "bold"))
        body = Element("TBody", table)
        days, needed = _days(block, _stated_start(self.record))
        rows: list[Row] = []
        today: Text | None = None
        for number, entry in enumerate(block.entries):
            day = days[number]
            if day is not None and (not number or day != days[number - 1]):
                mark = self._day_mark(day, body if needed else None, len(columns))
            else:
                mark = None
            made = self._row(entry, columns, body, f"{path}/entries/{number}")
            if mark is not None:
                made.day = mark
                today = self.label(mark.text, "bold")
                moment = moment_of(entry.at)
                if moment and made.time.element is not None and not needed:
                    made.time.element.expansion = self.wording.moment(moment)
            if made.date_line is not None:
                today = self.label(made.date_line.text, "bold")
            made.today = today
            rows.append(made)
        self.parts.append(Course(header, rows))

    def _heads(self, block: Timeline, columns: list[str | None]) -> list[str]:
        """The head of each column, the time's first; ours where only further columns have names."""
        ours = self.wording.column_name if not block.header else lambda _: ""
        own = [head for head in block.header if head not in columns]
        event = own.pop() if len(own) > 1 else ours("event")
        time = " ".join(own) or ours("time")
        return [time, *(event if key is None else key for key in columns)]

    def _day_mark(self, day: date, body: Element | None, columns: int) -> Text:
        """A day above the rows that fall on it: a drawing, or text where it must be."""
        words = self.wording.weekday(day)
        if body is None:
            return self.label(words, "bold")
        span = f"/O /Table /ColSpan {1 + columns} /Scope /Column"
        cell = Element("TH", Element("TR", body), attributes=span)
        return self.text(Phrase(words), cell, "bold")

    def _row(self, entry: Entry, columns: list[str | None], body: Element, path: str) -> Row:
        wording = self.wording
        date_line = None
        if entry.date_line:
            span = f"/O /Table /ColSpan {1 + len(columns)} /Scope /Column"
            cell = Element("TH", Element("TR", body), attributes=span)
            phrase = wording.date_line(entry, f"{path}/date_line")
            date_line = self.text(phrase, cell, "bold")
        row = Element("TR", body)
        head = Element("TH", row, attributes="/O /Table /Scope /Row")
        time = self.text(wording.time(entry, f"{path}/time"), head, "bold")
        cells, notes = [], []
        for key in columns:
            cell = Element("TD", row)
            if key is not None:
                phrase = wording.text(entry.details.get(key, ""), f"{path}/details/{_escaped(key)}")
                cells.append(self.text(phrase, cell))
                continue
            cells.append(self.text(wording.text(entry.text, f"{path}/text"), Element("P", cell)))
            for number, note in enumerate(entry.notes):
                phrase = wording.text(note, f"{path}/notes/{number}")
                notes.append(self.text(phrase, Element("P", cell)))
        return Row(time, cells, columns.index(None), notes, date_line)


def _crowd(starts: list[datetime]) -> list[datetime]:
    """The most moments within a tenth of the time, if the eye sees them as a cluster: at least
    four, and a third of all."""
    tenth = (starts[-1] - starts[0]) / 10
    crowds = (
        starts[first : bisect_right(starts, start + tenth)] for first, start in enumerate(starts)
    )
    crowd = max(crowds, key=len)
    return crowd if len(crowd) >= max(4, len(starts) / 3) and crowd[-1] > crowd[0] else []


def _figures(rows: list[list[Text]]) -> frozenset[int]:
    """The columns that hold nothing but numbers, two at least; the first names the rows."""
    found = set()
    for place, column in enumerate(zip(*rows, strict=True)):
        texts = [cell.text for cell in column if cell.text not in _NO_FIGURE]
        if place and len(texts) > 1 and all(map(is_number, texts)):
            found.add(place)
    return frozenset(found)


def _columns(block: Timeline) -> list[str | None]:
    """The columns beside the time, in the order of the header; None is the event's."""
    keys: dict[str, None] = {}
    for entry in block.entries:
        keys.update(dict.fromkeys(entry.details))
    own = [head for head in block.header if head not in keys]
    event = own[-1] if len(own) > 1 else None
    columns = [None if head == event else head for head in block.header if head in (event, *keys)]
    if None not in columns:
        columns.insert(0, None)
    return [*columns, *(key for key in keys if key not in columns)]


def _days(block: Timeline, start: date | None) -> tuple[list[date | None], bool]:
    """The day of each row that is to be marked, and whether the marks are needed as text.

    Rows that print dates, or date lines of the record, need none. Marks are a help to the eye
    where the clocks tell the days anyway, from the incident's first day and over midnights; where
    they do not, the days must be written, or nobody could know them.
    """
    nothing: tuple[list[date | None], bool] = ([None] * len(block.entries), False)
    if any(entry.date_line or has_date(entry.time) for entry in block.entries):
        return nothing
    found: list[date | None] = []
    needed = False
    before: datetime | None = None
    for entry in block.entries:
        moment = moment_of(entry.at)
        if moment is None:
            found.append(found[-1] if found else None)
            continue
        told = start if before is None else before.date()
        if told and before and _seconds(before) - _seconds(moment) > _CLEARLY_BACK:
            told += timedelta(days=1)
        needed = needed or told != moment.date()
        found.append(moment.date())
        before = moment
    if needed or len({day for day in found if day}) > 1:
        return found, needed
    return nothing


def _stated_start(record: PostMortem) -> date | None:
    """The incident's first day, where the head of the report states it."""
    if record.period is None:
        return None
    head = [record.title, record.subtitle, *(fact.value for fact in record.facts)]
    stated = any(text and record.period.start[:4] in text for text in head)
    return day_of(record.period.start) if stated else None


def _seconds(moment: datetime) -> int:
    """Since midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _says(record: PostMortem, zone: str) -> bool:
    """Whether the report states the zone of its times anyway: over them, beside them, or in a
    sentence or fact about times. A zone that is merely mentioned tells nothing of the others.
    """
    pattern = re.compile(rf"(?<!\w){re.escape(zone)}(?!\w)")
    texts = [f"{fact.label}: {fact.value}" for fact in record.facts]
    for section in record.sections:
        for block in section.blocks:
            match block:
                case Paragraph():
                    texts.append(block.text)
                case ListBlock():
                    texts += block.items
                case Timeline():
                    beside = [bool(pattern.search(entry.time)) for entry in block.entries]
                    over = [section.heading or "", *block.header[:1]]
                    if all(beside) or any(map(pattern.search, over)):
                        return True
    return any(pattern.search(text) and _ABOUT_TIMES.search(text) for text in texts)


def _escaped(key: str) -> str:
    """A key as a part of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1")
