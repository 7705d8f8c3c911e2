"""Blocks → record: what the shapes on the page say. Words only: nothing here measures a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmpdf.counts import counted
from pmpdf.english import english_words, rare_english_words
from pmpdf.errors import NotAPostMortem
from pmpdf.layout.blocks import Layout, origin_of
from pmpdf.meaning import accounts, clock, days, gaps, kinds, sections, timeline
from pmpdf.meaning.frame import framed, listed
from pmpdf.meaning.front import Front, fronted
from pmpdf.meaning.notes import Reader, words_of
from pmpdf.meaning.outline import Draft, outlined
from pmpdf.middle import tenth
from pmpdf.patterns import Late
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
from pmpdf.values import replace
from pmpdf.vocabulary import Vocabulary

__all__ = ["understand"]


def understand(
    layout: Layout, document: Document, vocabulary: Vocabulary, *, force: bool = False
) -> PostMortem:
    """Read a document's blocks as a post-mortem.

    Raises NotAPostMortem, unless `force`, where title and headings are those of something else.
    """
    clock.forget()
    language, certainty = vocabulary.language_of(words_of(layout.blocks))
    if language == "en" and layout.hyphens.broken:
        layout.hyphens.words = english_words()
        layout.hyphens.rare = rare_english_words()
    reader = Reader(layout, vocabulary, language)
    furniture, blocks = framed(reader)
    outline = outlined(reader, blocks)
    front = fronted(reader, outline, furniture)
    if front.rest:
        outline.drafts.insert(0, Draft(None, blocks=front.rest))
    drafts = sections.all_filled(reader, outline.drafts)
    kinds.settle(drafts, vocabulary, whole=not layout.off_page)
    if not force:
        _refuse_others(reader, front, drafts)
    furniture = [*furniture, *front.furniture, *listed(reader, outline.contents)]
    year = days.year_of(front, furniture, drafts)
    days.keep_reports_day(front, year, drafts)
    stated = days.stated_period(front, year, drafts)
    told = None if stated else days.unstated_period(reader, furniture, drafts, year)
    span = stated[:2] if stated else told[:2] if told else None
    guessed = told is not None and not told.leading
    if stated and stated.doubtful:
        reader.warn("period", "These days may be those of the report itself.", "/period")
    known = clock.Known(span, year, language, days.time_zone_of(front, drafts))
    entries = _entries(reader, drafts, known, guessed=guessed)
    times = [entry.at for found in entries.values() for entry in found]
    period = days.period_of(stated, times)
    if period is None and span:
        period = Period(*span)
    if guessed:
        reader.warn(
            "period", "No day is stated; the first that the text names is taken.", "/period"
        )
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
        time_zone=known.zone,
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
    reader.warnings += gaps.warnings_of(record, vocabulary)
    _check(reader, layout, record, document, named_apart=front.named_apart)
    return replace(record, warnings=tuple(reader.warnings))


def _refuse_others(reader: Reader, front: Front, drafts: Sequence[sections.Draft]) -> None:
    if any(len(rows.rows) >= 3 for draft in drafts for rows in draft.timelines):
        return
    headings = [d.outline.text for d in drafts if d.outline.text]
    title = " ".join(filter(None, (front.title, front.subtitle)))
    score = reader.vocabulary.postmortem_score(title, headings)
    words = words_of(reader.layout.blocks)
    telling = 100 * sum(bool(_TELLING.compiled.match(word)) for word in words) / max(len(words), 1)
    if score + min(0.3, 0.15 * telling) < 0.3:
        raise NotAPostMortem(
            "this does not read like a post-mortem: neither its title nor its headings are those "
            "of one. Use --force to extract it all the same."
        )


# Words that reports of outages are full of; measured over the archives, which have 0.3 to 6.6 of
# them in a hundred words, where other documents have 0 to 1.7.
_TELLING = Late(
    r"\W*(?:ausf[aä]ll|störung|vorfall|incident|outage|downtime|ursache|betroffen|wiederherg|"
    r"roll(?:ed|ing)?-?back|restor|unavailab|alert|alarm|fehler|fail|affected|on-call|"
    r"bereitschaft|post-?mortem|impact|recover|behoben|mitigat|gestört|nichterreichb)",
    re.I,
)


def _entries(
    reader: Reader, drafts: Sequence[sections.Draft], known: clock.Known, *, guessed: bool
) -> dict[int, list[Entry]]:
    """The rows of each timeline, by its draft's identity; the day goes on within a section."""
    entries: dict[int, list[Entry]] = {}
    after: str | None = None
    for section in drafts:
        if section.outline.level == 1:
            after = None
        for draft in section.timelines:
            _give_day_of_heading(section, draft)
            found = timeline.entries_of(draft, reader, known, guessed=guessed, after=after)
            entries[id(draft)] = found
            after = next((e.at for e in reversed(found) if e.at and "T" in e.at), after)
    return entries


def _give_day_of_heading(section: sections.Draft, draft: timeline.Draft) -> None:
    """Let the first row have the day that the heading begins with, where it has none: `Tuesday: the
    long way round`."""
    led = clock.leading(section.outline.text or "")
    stamp = led[0] if led else None
    if not draft.rows or draft.rows[0].date_stamp or stamp is None:
        return
    own = draft.rows[0].stamp
    if stamp.day and not (stamp.clock or stamp.end_day or (own and own.day)):
        draft.rows[0].date_stamp = stamp


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
            origins = (
                *origin_of(piece.heads),
                *(origin for row in rows for origin in row.origin),
            )
            blocks.append(
                Timeline(entries=tuple(rows), header=tuple(piece.header), origin=_first(origins))
            )
            for doubt in piece.doubts:
                code, _, number = doubt.code.partition("@")
                path = f"/sections/{index}/blocks/{place}/entries/{number}/at"
                reader.warn(code, doubt.message, path, doubt.origin)
        for doubt in draft.doubts:
            reader.warn(doubt.code, doubt.message, f"/sections/{index}/kind", doubt.origin)
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
        x0, top, x1, bottom = [tenth(v) for v in line.box]
        rest.append(
            Remainder(
                text=reader.lines([line]),
                page=line.page,
                box=(x0, top, x1, bottom),
                reason="off_page",
            )
        )
    if rest:
        words = counted(len(rest), "word lies", "words lie")
        reader.warn("off_page", f"{words} outside the visible page.", "/remainder")
    return rest


# Notices about more than the words that they name: all that a page says, and what it may lack.
_ABOUT_PAGES = frozenset(
    {
        "glyphs_unknown",
        "hidden_text",
        "page_without_text",
        "pages_uncertain",
        "reader_replaced",
        "recognised_text",
        "text_incomplete",
    }
)


def _check(
    reader: Reader, layout: Layout, record: PostMortem, document: Document, *, named_apart: bool
) -> None:
    """The invariant: each printed word stands in the record, and stands there once."""
    printed = [word.text for page in document.pages for word in (*page.words, *page.outside)]
    marks = [mark.text for mark in layout.marks]
    texts = accounts.texts_of(record, named_apart=named_apart)
    held = [*texts, *reader.dropped, *marks]
    lost, doubled = accounts.difference(printed, held)
    if lost:
        letters = counted(lost, "printed letter is", "printed letters are")
        reader.warn("lost_words", f"{letters} not in the record.", "/remainder")
    if doubled:
        letters = counted(doubled, "letter is", "letters are")
        reader.warn("doubled_words", f"{letters} in the record twice.", "/sections")
    for notice in document.notices:
        place = Origin(notice.page, (0.0, 0.0, 0.0, 0.0)) if notice.page else None
        paths = ["/sections"]
        if notice.code in _ABOUT_PAGES:
            paths = gaps.concerned(record, notice.page)
        for path in paths:
            reader.warn(notice.code, notice.message, path, (place,) if place else ())
