"""The days of the incident and the zone of its times: what the document says of them as a whole.

The days come from where the document states them: facts about the incident, subtitle, title,
other facts; else from the timeline. A report has days of its own, which are none of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from pmpdf.meaning import accounts, clock, sections, timeline
from pmpdf.meaning.bylines import tells_author
from pmpdf.meaning.front import Front
from pmpdf.meaning.notes import Reader
from pmpdf.record import Fact, Furniture, Period

MONTHS_TO_PRINT = 3  # from an incident to the issue that tells of it
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")
_MARKED = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?(?: Uhr)? \(?[A-Z]{2,5}\b")
_TO = re.compile(r"\s(?:to|until|bis|[-–—])\s")

# Facts that date the report, not the incident.
_OF_REPORT = re.compile(
    r"stand\b|erstell|version|freigab|veröffentl|bericht|(?<!first )report(?!ed)|publish|prepared|"
    r"review|druck|schreiben|sent\b|gesendet|issued|posted|nachricht|revision|updated|aktualis|meeting|besprech|debrief|autor|author|"
    r"unterschr|sign|approved|genehm|next|nächst|fällig|due|termin\b|sitzung|vortrag|presented|"
    r"einreich|eingang|eingereicht|übermittl|vorgelegt|vorlage|abgabe|submi|filed|received",
    re.I,
)

# Facts that date the incident and nothing else.
_OF_INCIDENT = re.compile(
    r"(?:tag|datum|zeit|zeitraum|beginn|dauer) de[rs] |(?:ausfall|vorfall|stör|ereignis)\w*zeit|"
    r"impact (?:time|window)|(?:incident|outage) (?:date|start|window|time)|date of (?:the )?"
    r"(?:incident|outage)|^(?:vorfall|ausfall|störung|störfall|ereignis|incident|outage)$",
    re.I,
)

_YEAR_ALONE = re.compile(r"(?:(?:berichts)?jahr|year): ((?:19|20)\d\d)", re.I)

_BEGIN = re.compile(
    r"(?:.* )?(?:\w*beginn|\w*start|anfang|started|start time|begin(?:ning)?|von|from)"
)
_END = re.compile(r"(?:.* )?(?:\w*ende|end|ended|end time|bis|until|resolved|behoben)")
_NOTICED = re.compile(
    r"(?:first )?(?:report(?:ed)?|detected|noticed|seen)(?: at| on)?|(?:erste )?(?:meldung|"
    r"störungsmeldung)|(?:gemeldet|festgestellt|bemerkt|entdeckt)(?: am| um)?"
)
_MENDED = re.compile(
    r"(?:.* )?(?:restored|resolved|recovered|mitigated|fixed|wiederhergestellt|entstört|gelöst|"
    r"behoben)(?: at| on| am| um)?"
)


class Stated(NamedTuple):
    """The days of the incident as the title block has them, ISO dates.

    `closed` where the last day is stated, too; `loose` where a fact states them that says nothing
    of the incident; `doubtful` where such a fact may be about the report, and nothing else speaks
    of them.
    """

    start: str
    end: str
    closed: bool
    loose: bool
    doubtful: bool


def keep_reports_day(front: Front, year: int | None, drafts: Sequence[sections.Draft]) -> None:
    """Take a day alone under the title for a fact, where it is that of the report."""
    text = front.subtitle or ""
    days = clock.find_period(text, year=year) if clock.date_line(text) else None
    if days and days[0] == days[1] and _is_reports_own(days[0], drafts, year):
        origin = front.origin.pop("subtitle", ())
        front.facts.insert(0, Fact(label="", value=text, origin=origin))
        front.subtitle = None


def stated_period(
    front: Front, year: int | None, drafts: Sequence[sections.Draft]
) -> Stated | None:
    """The days that the title block states.

    A single day that the text does not speak of, after another one that its first paragraphs name,
    is the report's.
    """
    if ends := _begin_and_end(front, year):
        return Stated(*ends, closed=True, loose=False, doubtful=False)
    sure = [
        fact.value
        for fact in front.facts
        if _OF_INCIDENT.search(fact.label) and not _OF_REPORT.search(fact.label)
    ]
    titles = [front.subtitle or "", front.title or ""]
    dated = [
        fact.value
        for fact in front.facts
        if not _OF_REPORT.search(fact.label) and not _OF_INCIDENT.search(fact.label)
        if fact.label or not tells_author(fact.value)
    ]
    for text in [*sure, *titles, *dated]:
        if not text or not (found := clock.find_period(text, year=year)):
            continue
        if text not in sure and found[0] == found[1] and _is_reports_own(found[0], drafts, year):
            return None
        closed = found[0] != found[1] or _states_end(text, year)
        loose = text in dated
        return Stated(*found, closed, loose, loose and not _is_confirmed(found, drafts, year))
    return None


def _facts_like(front: Front, label: re.Pattern[str]) -> list[Fact]:
    return [fact for fact in front.facts if label.fullmatch(fact.label.casefold())]


def _begin_and_end(front: Front, year: int | None) -> tuple[str, str] | None:
    """The days of two facts that say when it began and when it ended."""
    days = []
    for labels in ((_BEGIN, _NOTICED), (_END, _MENDED)):
        facts = _facts_like(front, labels[0]) or _facts_like(front, labels[1])
        found = clock.find_period(facts[0].value, year=year) if len(facts) == 1 else None
        if found is None:
            return None
        days.append(found)
    first, last = days[0][0], days[1][1]
    return (first, last) if first <= last else None


def _states_end(text: str, year: int | None) -> bool:
    """Whether both ends of a period are stated, be it of one day: `3 May, 5:00 to 14:15`."""
    parts = _TO.split(text, maxsplit=1)
    if len(parts) == 2 and all(clock.find_period(part, year=year) for part in parts):
        return True
    found = clock.leading(text)
    first, last = (found[0].clock, found[0].end_clock) if found else (None, None)
    return bool(first and last and first.minutes < last.minutes)


def _is_reports_own(day: str, drafts: Sequence[sections.Draft], year: int | None) -> bool:
    printed = _full_days(drafts, year)
    if printed and max(printed) < day:
        return True
    told = told_period(drafts, year)
    if told is None or not told.leading or told.start >= day:
        return False
    stamps = [stamp.day for stamp in _printed_days(drafts)]
    if any(s and (s.month, s.day) == (int(day[5:7]), int(day[8:])) for s in stamps):
        return False
    texts = [text for draft in drafts for piece in draft.pieces for text in _texts_of(piece)]
    return not any((days := clock.find_period(t, year=year)) and day in days for t in texts)


class Told(NamedTuple):
    """The first day that the running text names; `leading` where its opening section does."""

    start: str
    end: str
    leading: bool


def told_period(drafts: Sequence[sections.Draft], year: int | None) -> Told | None:
    """The first day that the running text names: for rows that print no day, and no more."""
    opening, after_rows = True, False
    for draft in drafts:
        after_rows = after_rows or bool(draft.timelines)
        texts = [text for piece in draft.pieces for text in _texts_of(piece)]
        for text in texts:
            if found := clock.find_period(text, year=year):
                leads = opening or (draft.kind == "summary" and not after_rows)
                return Told(*found, leading=leads)
        opening = opening and not texts and not after_rows
    return None


def unstated_period(
    reader: Reader,
    furniture: Sequence[Furniture],
    drafts: Sequence[sections.Draft],
    year: int | None,
) -> Told | None:
    """The days that the opening names, else a running line, else the text anywhere."""
    told = told_period(drafts, year)
    if told and told.leading:
        return told
    framed = _framed_period(reader, furniture)
    return Told(*framed, leading=False) if framed else told


def _framed_period(reader: Reader, furniture: Sequence[Furniture]) -> tuple[str, str] | None:
    """The days behind the document's name in a running line: `Post-mortem 12 March 2024`."""
    for piece in furniture:
        words = piece.text.split() if piece.role in ("header", "footer") else []
        for end in range(1, len(words)):
            named = reader.vocabulary.is_title_word(" ".join(words[:end]))
            if named and (days := clock.find_period(" ".join(words[end:]))):
                return days
    return None


def _texts_of(piece: sections.Piece) -> list[str]:
    return [] if isinstance(piece, timeline.Draft) else list(accounts.block_texts(piece))


def _is_confirmed(
    days: tuple[str, str], drafts: Sequence[sections.Draft], year: int | None
) -> bool:
    """Whether more than one day is stated, or the text or a row of a timeline names it, too; or
    else the rows have clocks, and no other day is printed that they could belong to: one that the
    text names first and that is later is none, since the report's own day would be later still."""
    start, end = (date.fromisoformat(day) for day in days)
    told = told_period(drafts, year)
    if start < end or (told and start <= date.fromisoformat(told.start) <= end):
        return True
    ends = {(start.day, start.month), (end.day, end.month)}
    printed = [stamp.day for stamp in _printed_days(drafts)]
    later = told is not None and told.start > days[1]
    if not printed and (not told or later) and any(draft.timelines for draft in drafts):
        return True
    return any(day and (day.day, day.month) in ends for day in printed)


def _full_days(drafts: Sequence[sections.Draft], year: int | None) -> list[str]:
    """The days that rows print, ISO; in that year where they print none."""
    full = []
    for stamp in _printed_days(drafts):
        day = stamp.day
        if day and (day.year or year) and day.month and day.day and not day.slashed:
            full.append(f"{day.year or year:04}-{day.month:02}-{day.day:02}")
    return full


def _printed_days(drafts: Sequence[sections.Draft]) -> list[clock.Stamp]:
    return [
        stamp
        for draft in drafts
        for rows in draft.timelines
        for row in rows.rows
        for stamp in (row.stamp, row.date_stamp)
        if stamp and stamp.day
    ]


def year_of(
    front: Front, furniture: Sequence[Furniture], drafts: Sequence[sections.Draft]
) -> int | None:
    """The year that goes without saying: of the title block, else of the first full date, else of
    the issue that the days were told in."""
    for text in [front.subtitle, front.title, *(f.value for f in front.facts)]:
        if text and (found := clock.find_period(text)):
            return int(found[0][:4])
    for fact in front.facts:
        if alone := _YEAR_ALONE.fullmatch(f"{fact.label}: {fact.value}"):
            return int(alone[1])
    for draft in drafts:
        for rows in draft.timelines:
            for row in rows.rows:
                for stamp in (row.date_stamp, row.stamp):
                    if stamp and stamp.day and stamp.day.year:
                        return stamp.day.year
    return _year_of_issue(furniture, drafts)


def _year_of_issue(furniture: Sequence[Furniture], drafts: Sequence[sections.Draft]) -> int | None:
    """The year of the first printed day, which is not long before the month in a masthead or a
    running line."""
    first = next((s.day for s in _printed_days(drafts) if s.day and s.day.month), None)
    told = {month for piece in furniture for month in clock.months_of(piece.text)}
    if first is None or first.month is None or len(told) != 1:
        return None
    year, month = told.pop()
    months = (month - first.month) % 12
    return year - (first.month > month) if months <= MONTHS_TO_PRINT else None


def period_of(stated: Stated | None, times: Sequence[str | None]) -> Period | None:
    """As stated; a first day alone is carried on by a timeline that runs past midnight."""
    days = sorted({time[:10] for time in times if time})
    if stated is None:
        return Period(days[0], days[-1]) if days else None
    end = stated.end
    if not stated.closed and days and days[-1] > end and days[0] >= stated.start:
        end = days[-1]
    if stated.loose and not stated.closed and days and days[0] < stated.start <= days[-1]:
        return Period(days[0], max(end, days[-1]))
    return Period(stated.start, end)


def time_zone_of(front: Front, drafts: Sequence[sections.Draft]) -> str | None:
    """A statement for the whole document first, then a time column's head, then the rows."""
    statements = [front.time_zone_note, *(f"{f.label}: {f.value}" for f in front.facts)]
    for draft in drafts:
        statements.append(draft.outline.text)
        for piece in draft.pieces:
            statements += [s for text in _texts_of(piece) for s in _SENTENCE_END.split(text)]
    for text in statements:
        if text and clock.states_zone(text) and (zone := clock.find_zone(text)):
            return zone
    for index, draft in enumerate(drafts):
        heading = draft.outline.text
        if heading and _heads_times(drafts, index) and (zone := clock.find_zone(heading)):
            return zone
    for draft in drafts:
        for rows in draft.timelines:
            if rows.header and (zone := clock.find_zone(rows.header[0])):
                return zone
    marks = Counter(
        row.stamp.zone
        for draft in drafts
        for rows in draft.timelines
        for row in rows.rows
        if row.stamp and row.stamp.zone
    )
    if marks:
        return marks.most_common(1)[0][0]
    offsets = {
        row.stamp.offset
        for draft in drafts
        for rows in draft.timelines
        for row in rows.rows
        if row.stamp and row.stamp.clock
    }
    alike = offsets.pop() if len(offsets) == 1 else None
    if alike and alike != "Z":
        return alike
    return _zone_of_facts(front) or (None if offsets else _zone_of_prose(drafts))


def _zone_of_facts(front: Front) -> str | None:
    """The zone of the one time, or of all, in the facts about the incident."""
    facts = [fact.value for fact in front.facts if not _OF_REPORT.search(fact.label)]
    stamps = [stamp for value in facts if (stamp := clock.whole(value)) and stamp.clock]
    zones = {stamp.zone for stamp in stamps}
    return zones.pop() if len(zones) == 1 else None


def _heads_times(drafts: Sequence[sections.Draft], index: int) -> bool:
    """Whether a timeline stands in a section, or in one of those below it."""
    below = takewhile(lambda d: d.outline.level > drafts[index].outline.level, drafts[index + 1 :])
    return bool(drafts[index].timelines) or any(draft.timelines for draft in below)


def _zone_of_prose(drafts: Sequence[sections.Draft]) -> str | None:
    """The zone that all clock times of the text are marked with, where no row has any."""
    if any(draft.timelines for draft in drafts):
        return None
    texts = [text for draft in drafts for piece in draft.pieces for text in _texts_of(piece)]
    zones = [
        zone
        for text in texts
        for marked in _MARKED.finditer(text)
        if (stamp := clock.whole(marked.group().replace("(", ""))) and (zone := stamp.zone)
    ]
    return zones[0] if len(zones) > 1 and len(set(zones)) == 1 else None
