"""Blocks → record: what the shapes on the page say. Words only: nothing here measures a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from pmpdf.errors import NotAPostMortem
from pmpdf.layout.blocks import Layout
from pmpdf.meaning import accounts, clock, sections, timeline
from pmpdf.meaning.english import english_words
from pmpdf.meaning.frame import framed, listed
from pmpdf.meaning.front import Front, fronted
from pmpdf.meaning.notes import Reader, words_of
from pmpdf.meaning.outline import Draft, outlined
from pmpdf.reading.document import Document
from pmpdf.record import (
    SCHEMA_VERSION,
    Block,
    Entry,
    Origin,
    Period,
    PostMortem,
    Remainder,
    Section,
    Source,
    Timeline,
)
from pmpdf.vocabulary import Vocabulary

__all__ = ["understand"]


def understand(
    layout: Layout, document: Document, vocabulary: Vocabulary, *, force: bool = False
) -> PostMortem:
    """Read a document's blocks as a post-mortem.

    Raises NotAPostMortem, unless `force`, where title and headings are those of something else.
    """
    language, certainty = vocabulary.language_of(words_of(layout.blocks))
    if language == "en" and layout.hyphens.broken:
        layout.hyphens.words = english_words()
    reader = Reader(layout, vocabulary)
    furniture, blocks = framed(reader)
    outline = outlined(reader, blocks)
    front = fronted(reader, outline, furniture)
    if front.rest:
        outline.drafts.insert(0, Draft(None, blocks=front.rest))
    drafts = [sections.filled(reader, draft) for draft in outline.drafts]
    sections.settle_kinds(reader, drafts)
    if not force:
        _refuse_others(reader, front, drafts)
    furniture = [*furniture, *front.furniture, *listed(reader, outline.contents)]
    year = _year(front, drafts, document)
    told = _told_period(drafts, year)
    stated = _stated_period(front, year, drafts)
    days = stated[:2] if stated else told
    if stated and stated[3] and not _confirmed(stated[:2], told, drafts):
        reader.warn("period", "These days may be those of the report itself.", "/period")
    entries = {
        id(draft): timeline.entries_of(draft, reader, days, year, language)
        for section in drafts
        for draft in section.timelines
    }
    times = [entry.at for found in entries.values() for entry in found]
    period = _period(stated, times)
    if period is None and days:
        period = Period(*days)
    made = _sections(reader, drafts, entries)
    if certainty < 0.2:
        reader.warn("language", "The language of the text is not clear.", "/language")
    for doubt in front.doubts:
        reader.warn(doubt.code, doubt.message, "/organization", doubt.origin)
    record = PostMortem(
        schema_version=SCHEMA_VERSION,
        language=language,
        title=front.title,
        subtitle=front.subtitle,
        organization=front.organization,
        period=period,
        time_zone=_time_zone(front, drafts),
        time_zone_note=front.time_zone_note,
        facts=tuple(front.facts),
        sections=tuple(made),
        furniture=tuple(furniture),
        remainder=tuple(_off_page(reader, layout)),
        source=Source(
            file_name=document.file_name,
            sha256=document.sha256,
            pages=len(document.pages),
            reader=document.reader,
        ),
        origin=front.origin,  # type: ignore[arg-type]
    )
    _check(reader, layout, record, document)
    from msgspec.structs import replace

    return replace(record, warnings=tuple(reader.warnings))


def _refuse_others(reader: Reader, front: Front, drafts: Sequence[sections.Draft]) -> None:
    headings = [d.outline.text for d in drafts if d.outline.text]
    title = " ".join(filter(None, (front.title, front.subtitle)))
    score = reader.vocabulary.postmortem_score(title, headings)
    rows = max((len(t.rows) for d in drafts for t in d.timelines), default=0)
    words = words_of(reader.layout.blocks)
    telling = 100 * sum(bool(_TELLING.match(word)) for word in words) / max(len(words), 1)
    if score + (0.45 if rows >= 3 else 0) + min(0.3, 0.15 * telling) < 0.3:
        raise NotAPostMortem(
            "this does not read like a post-mortem: neither its title nor its headings are those "
            "of one. Use --force to extract it all the same."
        )


# Words that reports of outages are full of; measured over the archives, which have 0.3 to 6.6 of
# them in a hundred words, where other documents have 0 to 1.7.
_TELLING = re.compile(
    r"\W*(?:ausf[aä]ll|störung|vorfall|incident|outage|downtime|ursache|betroffen|wiederherg|"
    r"roll(?:ed|ing)?-?back|restor|unavailab|alert|alarm|fehler|fail|affected|on-call|"
    r"bereitschaft|post-?mortem|impact|recover|behoben|mitigat|gestört|nichterreichb)",
    re.I,
)
_TO = re.compile(r"\s(?:to|until|bis|[-–—])\s")


def _states_end(text: str, year: int | None) -> bool:
    """Whether both ends of a period are stated, be it of one day."""
    parts = _TO.split(text, maxsplit=1)
    return len(parts) == 2 and all(clock.find_period(part, year=year) for part in parts)


def _stated_period(
    front: Front, year: int | None, drafts: Sequence[sections.Draft]
) -> tuple[str, str, bool, bool] | None:
    """The days that the title block states; whether the last is stated, too; and whether a fact
    states them that may be about the report.

    A single day that the text does not speak of, after another one that its first paragraphs name,
    is the report's.
    """
    sure = [fact.value for fact in front.facts if _OF_INCIDENT.search(fact.label)]
    titles = [front.subtitle or "", front.title or ""]
    dated = [
        fact.value
        for fact in front.facts
        if not _OF_REPORT.search(fact.label) and not _OF_INCIDENT.search(fact.label)
    ]
    for text in [*sure, *titles, *dated]:
        if not text or not (found := clock.find_period(text, year=year)):
            continue
        if text not in sure and found[0] == found[1] and _is_reports_own(found[0], drafts, year):
            return None
        return (*found, found[0] != found[1] or _states_end(text, year), text in dated)
    return None


def _is_reports_own(day: str, drafts: Sequence[sections.Draft], year: int | None) -> bool:
    told = _told_period(drafts, year, first=4)
    if told is None or told[0] >= day:
        return False
    stamps = [stamp.day for stamp in _printed_days(drafts)]
    if any(s and (s.month, s.day) == (int(day[5:7]), int(day[8:])) for s in stamps):
        return False
    texts = [text for draft in drafts for piece in draft.pieces for text in _texts_of(piece)]
    return not any((days := clock.find_period(t, year=year)) and day in days for t in texts)


def _printed_days(drafts: Sequence[sections.Draft]) -> list[clock.Stamp]:
    return [
        stamp
        for draft in drafts
        for rows in draft.timelines
        for row in rows.rows
        for stamp in (row.stamp, row.date_stamp)
        if stamp and stamp.day
    ]


def _texts_of(piece: sections.Piece) -> list[str]:
    return [] if isinstance(piece, timeline.Draft) else list(accounts.block_texts(piece))


def _confirmed(
    days: tuple[str, str], told: tuple[str, str] | None, drafts: Sequence[sections.Draft]
) -> bool:
    """Whether more than one day is stated, or the text or a row of a timeline names it, too."""
    start, end = (date.fromisoformat(day) for day in days)
    if start < end or (told and start <= date.fromisoformat(told[0]) <= end):
        return True
    stamps = [stamp.day for stamp in _printed_days(drafts)]
    ends = {(start.day, start.month), (end.day, end.month)}
    return any(d is not None and (d.day, d.month) in ends for d in stamps)


# Facts that date the report, not the incident.
_OF_REPORT = re.compile(
    r"stand\b|erstell|version|freigab|veröffentl|bericht|report|publish|prepared|review|druck|"
    r"schreiben|nachricht|revision|updated|aktualis|meeting|besprech|debrief|autor|author|"
    r"unterschr|sign|approved|genehm|next|nächst|fällig|due",
    re.I,
)


# Facts that date the incident and nothing else.
_OF_INCIDENT = re.compile(
    r"(?:tag|datum|zeit|zeitraum|beginn|dauer) de[rs] |(?:ausfall|vorfall|stör|ereignis)\w*zeit|"
    r"impact (?:time|window)|(?:incident|outage) (?:date|start|window|time)|date of (?:the )?"
    r"(?:incident|outage)",
    re.I,
)


def _told_period(
    drafts: Sequence[sections.Draft], year: int | None, *, first: int = 1000
) -> tuple[str, str] | None:
    """The first day that the running text names: for rows that print no day, and no more."""
    texts = [text for draft in drafts for piece in draft.pieces for text in _texts_of(piece)]
    for text in texts[:first]:
        if found := clock.find_period(text, year=year):
            return found
    return None


def _year(front: Front, drafts: Sequence[sections.Draft], document: Document) -> int | None:
    """The year that goes without saying: of the title block, else of the first full date."""
    for text in [front.subtitle, front.title, *(f.value for f in front.facts)]:
        if text and (found := clock.find_period(text)):
            return int(found[0][:4])
    for draft in drafts:
        for rows in draft.timelines:
            for row in rows.rows:
                for stamp in (row.date_stamp, row.stamp):
                    if stamp and stamp.day and stamp.day.year:
                        return stamp.day.year
    return None


def _period(
    stated: tuple[str, str, bool, bool] | None, times: Sequence[str | None]
) -> Period | None:
    """As stated; a first day alone is carried on by a timeline that runs past midnight."""
    days = sorted({time[:10] for time in times if time})
    if stated is None:
        return Period(days[0], days[-1]) if days else None
    start, end, closed, _ = stated
    if not closed and days and days[-1] > end and days[0] >= start:
        end = days[-1]
    return Period(start, end)


def _time_zone(front: Front, drafts: Sequence[sections.Draft]) -> str | None:
    """A statement for the whole document first, then a time column's head, then the rows."""
    statements = [front.time_zone_note, *(f"{f.label}: {f.value}" for f in front.facts)]
    for draft in drafts:
        statements.append(draft.outline.text)
        for piece in draft.pieces:
            statements += [text for text in _texts_of(piece) if len(text) < 300]
    for text in statements:
        if text and clock.states_zone(text) and (zone := clock.find_zone(text)):
            return zone
    for draft in drafts:
        if draft.timelines and draft.outline.text and (zone := clock.find_zone(draft.outline.text)):
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
    return alike if alike != "Z" else None


def _sections(
    reader: Reader, drafts: Sequence[sections.Draft], entries: dict[int, list[Entry]]
) -> list[Section]:
    made = []
    for index, draft in enumerate(drafts):
        blocks: list[Block] = []
        for place, piece in enumerate(draft.pieces):
            if not isinstance(piece, timeline.Draft):
                blocks.append(piece)
                continue
            rows = entries[id(piece)]
            origins = tuple(origin for row in rows for origin in row.origin)
            blocks.append(
                Timeline(entries=tuple(rows), header=tuple(piece.header), origin=_first(origins))
            )
            for doubt in piece.doubts:
                code, _, number = doubt.code.partition("@")
                path = f"/sections/{index}/blocks/{place}/entries/{number}/at"
                reader.warn(code, doubt.message, path, doubt.origin)
        for doubt in draft.doubts:
            reader.warn(doubt.code, doubt.message, f"/sections/{index}", doubt.origin)
        source = draft.outline
        made.append(
            Section(
                kind=draft.kind,
                heading=source.text,
                level=source.level,
                number=source.number,
                blocks=tuple(blocks),
                origin=source.heading.origin if source.heading else (),
            )
        )
    return made


def _first(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """One box a page around a timeline's rows."""
    boxes: dict[int, Origin] = {}
    for origin in origins:
        known = boxes.get(origin.page, origin)
        a, b = known.box, origin.box
        boxes[origin.page] = Origin(
            origin.page, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        )
    return tuple(boxes.values())


def _off_page(reader: Reader, layout: Layout) -> list[Remainder]:
    rest = []
    for line in layout.off_page:
        x0, top, x1, bottom = (round(v, 1) for v in line.box)
        rest.append(
            Remainder(
                text=reader.lines([line]),
                page=line.page,
                box=(x0, top, x1, bottom),
                reason="off_page",
            )
        )
    if rest:
        reader.warn("off_page", f"{len(rest)} words lie outside the visible page.", "/remainder")
    if len(rest) > CUT_OFF * len(words_of(layout.blocks)):
        for path in _FIELDS:
            reader.warn("off_page", "Much of the text lies outside the visible page.", path)
    return rest


CUT_OFF = 0.1  # words off the page for each on it; more, and what is left may be torn apart

# Notices that throw doubt on every letter, with all that may be wrong for it.
_ABOUT_LETTERS = frozenset({"recognised_text", "glyphs_unknown"})
_FIELDS = ("/title", "/subtitle", "/organization", "/period", "/time_zone", "/facts", "/sections")


def _check(reader: Reader, layout: Layout, record: PostMortem, document: Document) -> None:
    """The invariant: each printed word stands in the record, and stands there once."""
    printed = accounts.letters(
        word.text for page in document.pages for word in (*page.words, *page.outside)
    )
    printed -= accounts.letters((*reader.dropped, *(mark.text for mark in layout.marks)))
    lost, doubled = accounts.difference(printed, record)
    if lost:
        reader.warn("lost_words", f"{lost} printed letters are not in the record.", "/remainder")
    if doubled:
        reader.warn("doubled_words", f"{doubled} letters are in the record twice.", "/sections")
    for notice in document.notices:
        place = Origin(notice.page, (0.0, 0.0, 0.0, 0.0)) if notice.page else None
        for path in _FIELDS if notice.code in _ABOUT_LETTERS else ("/sections",):
            reader.warn(notice.code, notice.message, path, (place,) if place else ())
    for page in document.pages:
        if page.undecoded:
            reader.warn(
                "undecoded",
                f"{page.undecoded} glyphs of page {page.number} have no known letter.",
                "/sections",
            )
