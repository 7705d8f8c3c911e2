"""What is missing from a good post-mortem, and what a record holds that no page can.

A valid record may still be a poor post-mortem: `findings` names what a reader would miss, each
with its path (JSON Pointer) into the record. Codes that begin with `form_` are departures from
normal form, the form in which a record survives being printed and read again: what is printed
has no line breaks inside a paragraph, no empty rows, no double spaces. `docs/commands.md` lists
all codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Final

import msgspec

from pmpdf.meaning.kinds import told
from pmpdf.record import (
    Block,
    Entry,
    Kind,
    ListBlock,
    Paragraph,
    PostMortem,
    Section,
    Table,
    Timeline,
)
from pmpdf.vocabulary import Vocabulary, load


class Finding(msgspec.Struct, frozen=True):
    """Something that is missing or wrong; `path` is a JSON Pointer into the record."""

    code: str
    path: str
    message: str


Findings = Iterator[Finding]
Texts = Iterator[tuple[str, str]]

# Kinds of which a good post-mortem has one, with what is missing without it.
_WANTED: Final[tuple[tuple[str, tuple[Kind, ...], str], ...]] = (
    ("no_summary", ("summary",), "no summary: what happened, in short"),
    ("no_impact", ("impact",), "no impact: who and what was hit, how badly, how long"),
    ("no_detection", ("detection",), "no detection: how it was noticed"),
    (
        "no_cause",
        ("root_cause", "contributing_factors"),
        "no cause: why it happened",
    ),
    (
        "no_resolution",
        ("resolution", "response"),
        "neither response nor resolution: what was done, and what ended it",
    ),
    ("no_lessons", ("lessons_learned",), "no lessons: what was learned"),
    ("no_actions", ("action_items",), "no action items: what will be done, by whom and when"),
)
_LABELLED: Final = re.compile(r"(?:^|[(\[;,|–—-])\s*([^:;,()\[\]|]{1,40}):\s*\S")
_IN_BRACKETS: Final = re.compile(r"[(\[][^)\]]*\w[^)\]]*[)\]]\s*\.?$")
_SENTENCE_ENDS: Final = (".", ",", ";", "…")
_NO_ENDS: Final = ("etc.", "ca.", "Co.", "...")
_DOTS: Final = re.compile(r"\.{3,}|…")
_DOTS_AMONG_WORDS: Final = re.compile(r"(?:^|\s)(?:\.{3,}|…)(?=\s|$)")
_SPACES: Final = re.compile(r"[^\S ]| {2,}|^ | $")
# The joiner of marks, Braille's blank, variation selectors, what stands for a lost character.
_INVISIBLE: Final = re.compile("[\u034f\u2800\ufe00-\ufe0f\ufffc-\uffff\U000e0100-\U000e01ef]")
_LIGATURE: Final = re.compile("[\ufb00-\ufb06]")


def findings(record: PostMortem, vocabulary: Vocabulary | None = None) -> tuple[Finding, ...]:
    """Everything that is missing or odd, in the order of the record."""
    words = vocabulary or load()
    found = [
        *_of_head(record),
        *_of_placeholders(record),
        *_of_contents(record),
        *_of_timelines(record),
        *_of_actions(record, words),
        *departures(record, words),
    ]
    return tuple(found)


def is_in_normal_form(record: PostMortem, vocabulary: Vocabulary | None = None) -> bool:
    """Whether the record can come back from its own report word for word."""
    return next(departures(record, vocabulary), None) is None


def _of_head(record: PostMortem) -> Findings:
    if not record.title:
        yield Finding("no_title", "/title", "no title")
    if not record.organization:
        yield Finding("no_organization", "/organization", "no organization: whose report this is")
    if record.period is None:
        yield Finding("no_period", "/period", "no period: the first and last day of the incident")
        return
    start, end = _day(record.period.start), _day(record.period.end)
    for name, text, day in (("start", record.period.start, start), ("end", record.period.end, end)):
        if day is None:
            message = f"{text!r} is no day; write YYYY-MM-DD"
            yield Finding("bad_date", f"/period/{name}", message)
    if start and end and start > end:
        yield Finding("period_backwards", "/period", "the period ends before it begins")


def _of_placeholders(record: PostMortem) -> Findings:
    """Dots that still wait for words, as in the template of `pmpdf new`.

    In a short text they may stand among words; in running text, where people leave words out on
    purpose, they must be all there is.
    """
    for path, text in _texts(record):
        short = "/blocks/" not in path and not path.startswith("/time_zone")
        if _DOTS.fullmatch(text.strip()) or (short and _DOTS_AMONG_WORDS.search(text)):
            yield Finding("placeholder", path, f"still to be filled in: {text!r}")


def _of_contents(record: PostMortem) -> Findings:
    kinds = {section.kind for section in record.sections if _holds_something(record, section)}
    for code, wanted, message in _WANTED:
        if kinds.isdisjoint(wanted):
            yield Finding(code, "/sections", message)
    if not any(timeline.entries for timeline in record.timelines()):
        yield Finding("no_timeline", "/sections", "no timeline: the course of events")
    for number, section in enumerate(record.sections):
        if not _holds_something(record, section):
            name = section.heading or section.kind
            yield Finding("empty_section", f"/sections/{number}", f"nothing stands under {name!r}")


def _holds_something(record: PostMortem, section: Section) -> bool:
    """Whether a section, or one nested in it, has content."""
    if section.blocks:
        return True
    at = next(i for i, other in enumerate(record.sections) if other is section)
    for below in record.sections[at + 1 :]:
        if below.level <= section.level:
            return False
        if below.blocks:
            return True
    return False


def _of_timelines(record: PostMortem) -> Findings:
    dated = 0
    for path, block in _blocks(record):
        if isinstance(block, Timeline):
            dated += sum(entry.at is not None for entry in block.entries)
            yield from _of_rows(block, path)
            yield from _of_days(record, block, path)
    if dated and not record.time_zone and not record.time_zone_note:
        message = "no time zone: readers elsewhere cannot place the times"
        yield Finding("no_time_zone", "/time_zone", message)


def _of_rows(timeline: Timeline, path: str) -> Findings:
    times = [_moment(entry.at) for entry in timeline.entries]
    known = [time for time in times if time is not None]
    newest_first = len(known) > 2 and known == sorted(known, reverse=True)
    latest: datetime | None = None
    for number, (entry, time) in enumerate(zip(timeline.entries, times, strict=True)):
        here = f"{path}/entries/{number}"
        if entry.at is None:
            yield Finding("row_undated", f"{here}/at", f"no day and time for {entry.time!r}")
            continue
        if time is None:
            message = f"{entry.at!r} is no time; write YYYY-MM-DDTHH:MM"
            yield Finding("bad_date", f"{here}/at", message)
            continue
        if latest and time < latest and not newest_first:
            message = (
                f"the timeline runs backwards: {entry.at} stands after {latest:%Y-%m-%dT%H:%M}"
            )
            yield Finding("timeline_backwards", f"{here}/at", message)
        latest = time
        yield from _of_range(entry, time, here)


def _of_range(entry: Entry, begin: datetime, path: str) -> Findings:
    if entry.end is None:
        return
    end = _moment(entry.end)
    if end is None:
        message = f"{entry.end!r} is no time; write YYYY-MM-DDTHH:MM"
        yield Finding("bad_date", f"{path}/end", message)
    elif end < begin:
        yield Finding("row_backwards", f"{path}/end", "the row ends before it begins")


def _of_days(record: PostMortem, timeline: Timeline, path: str) -> Findings:
    if record.period is None:
        return
    start, end = _day(record.period.start), _day(record.period.end)
    days = [time.date() for entry in timeline.entries if (time := _moment(entry.at))]
    if start and end and days and not any(start <= day <= end for day in days):
        message = "no row of the timeline lies within the period"
        yield Finding("timeline_outside_period", path, message)


def _of_actions(record: PostMortem, words: Vocabulary) -> Findings:
    for number, section in enumerate(record.sections):
        if section.kind != "action_items":
            continue
        for place, block in enumerate(section.blocks):
            path = f"/sections/{number}/blocks/{place}"
            if isinstance(block, Table):
                yield from _of_action_table(block, words, path)
            elif isinstance(block, ListBlock):
                yield from _of_action_list(block, words, path)


def _of_action_table(table: Table, words: Vocabulary, path: str) -> Findings:
    columns: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        ("action_without_owner", "an owner", words.is_owner_header),
        ("action_without_due_date", "a day by which it is done", words.is_due_header),
    )
    for code, what, is_column in columns:
        at = next((i for i, head in enumerate(table.header) if is_column(head)), None)
        if at is None:
            yield Finding(code, path, f"no column of the action items gives {what}")
            continue
        for number, row in enumerate(table.rows):
            if at >= len(row) or not row[at].strip(" -–—?"):
                yield Finding(code, f"{path}/rows/{number}", f"this action has not {what}")


def _of_action_list(actions: ListBlock, words: Vocabulary, path: str) -> Findings:
    """In a list an owner is a labelled part, or what stands in brackets at the end."""
    for number, item in enumerate(actions.items):
        labels = [found[1].strip() for found in _LABELLED.finditer(item)]
        named = any(words.is_owner_header(label) for label in labels)
        if not named and not _IN_BRACKETS.search(item):
            message = "this action names no owner"
            yield Finding("action_without_owner", f"{path}/items/{number}", message)


def departures(record: PostMortem, vocabulary: Vocabulary | None = None) -> Findings:
    """Departures from normal form; words of a house may tell more kinds."""
    for path, text in _texts(record):
        yield from _of_text(text, path)
    for path, block in _blocks(record):
        if isinstance(block, ListBlock) and block.levels and len(block.levels) != len(block.items):
            yield Finding("form_levels", f"{path}/levels", "not as many levels as items")
        if isinstance(block, ListBlock) and not block.items:
            yield Finding("form_empty", path, "a list without items")
        if isinstance(block, Table):
            yield from _of_table_form(block, path)
        if isinstance(block, Timeline) and not block.entries:
            yield Finding("form_empty", path, "a timeline without rows")
    kinds = told(record, vocabulary or load())
    for number, (section, kind) in enumerate(zip(record.sections, kinds, strict=True)):
        path = f"/sections/{number}"
        yield from _of_heading(section, path)
        if kind != section.kind:
            message = (
                f"{_named(section)} tells {kind}, not {section.kind}; words of your "
                "house can say what it means (--vocabulary)"
            )
            yield Finding("form_kind", f"{path}/kind", message)
        yield from _of_neighbours(section, path)
        if section.heading is None and any(isinstance(block, Table) for block in section.blocks):
            message = "a table before the first heading is read as facts about the report"
            yield Finding("form_lead", f"{path}/blocks", message)
        if section.level > (record.sections[number - 1].level if number else 0) + 1:
            message = f"level {section.level} stands below no level {section.level - 1}"
            yield Finding("form_level", f"{path}/level", message)


def _named(section: Section) -> str:
    return f"the heading {section.heading!r}" if section.heading else "text without a heading"


def _of_heading(section: Section, path: str) -> Findings:
    if section.heading is None:
        return
    if section.heading.endswith(_SENTENCE_ENDS) and not section.heading.endswith(_NO_ENDS):
        message = "a heading that ends like a sentence reads as one"
        yield Finding("form_heading", f"{path}/heading", message)


def _of_neighbours(section: Section, path: str) -> Findings:
    """Two lists in a row look like one, and so do two tables, timelines included."""
    for number, (above, below) in enumerate(pairwise(section.blocks), 1):
        lists = isinstance(above, ListBlock) and isinstance(below, ListBlock)
        tables = isinstance(above, Table | Timeline) and isinstance(below, Table | Timeline)
        if lists or tables:
            message = "two lists or tables with nothing between them read as one"
            yield Finding("form_neighbours", f"{path}/blocks/{number}", message)


def _of_table_form(table: Table, path: str) -> Findings:
    if not table.rows and not table.header:
        yield Finding("form_empty", path, "a table without rows")
    widths = {len(row) for row in table.rows} | ({len(table.header)} if table.header else set())
    if len(widths) > 1:
        yield Finding("form_ragged", path, "rows of this table have different numbers of cells")


def _of_text(text: str, path: str) -> Findings:
    if not text:
        yield Finding("form_empty", path, "an empty text")
    elif _SPACES.search(text):
        yield Finding("form_space", path, "a line break, tab or needless space inside a text")
    if not text.isascii() or not text.isprintable():
        yield from _of_characters(text, path)
    alone = [len(word) == 1 and word.isalnum() for word in text.split()]
    if any(sum(alone[n : n + 5]) > 3 for n in range(len(alone))):
        message = "single letters in a row, which are read as a word set wide"
        yield Finding("form_letters", path, message)


def _of_characters(text: str, path: str) -> Findings:
    categories = {unicodedata.category(c) for c in text if c not in "\n\t"}
    if not categories.isdisjoint(("Cc", "Cs", "Co")):
        yield Finding("form_control", path, "a control character inside a text")
    if "Cf" in categories or _INVISIBLE.search(text):
        yield Finding("form_invisible", path, "an invisible character inside a text")
    if _LIGATURE.search(text):
        yield Finding("form_ligature", path, "a ligature, which is read as its letters")
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        message = "text that runs from right to left; a report sets all from left to right"
        yield Finding("form_direction", path, message)
    if any(b.isspace() or a == b for b, a in pairwise(f" {text}") if unicodedata.combining(a)):
        message = "a mark without the letter that it belongs to, or twice on one"
        yield Finding("form_mark", path, message)


def _texts(record: PostMortem) -> Texts:
    for name in ("title", "subtitle", "organization", "time_zone", "time_zone_note"):
        text = getattr(record, name)
        if text is not None:
            yield f"/{name}", text
    for number, fact in enumerate(record.facts):
        yield f"/facts/{number}/value", fact.value
        if fact.label:
            yield f"/facts/{number}/label", fact.label
    for number, section in enumerate(record.sections):
        if section.heading is not None:
            yield f"/sections/{number}/heading", section.heading
    for path, block in _blocks(record):
        yield from _texts_of_block(block, path)


def _texts_of_block(block: Block, path: str) -> Texts:
    if isinstance(block, Paragraph):
        yield f"{path}/text", block.text
    elif isinstance(block, ListBlock):
        for number, item in enumerate(block.items):
            yield f"{path}/items/{number}", item
    elif isinstance(block, Table):
        for number, row in enumerate(block.rows):
            for column, cell in enumerate(row):
                if cell:  # an empty cell is a cell
                    yield f"{path}/rows/{number}/{column}", cell
    else:
        for number, entry in enumerate(block.entries):
            here = f"{path}/entries/{number}"
            yield f"{here}/time", entry.time
            if entry.text or not entry.notes:
                yield f"{here}/text", entry.text
            for place, note in enumerate(entry.notes):
                yield f"{here}/notes/{place}", note


def _blocks(record: PostMortem) -> Iterator[tuple[str, Block]]:
    for number, section in enumerate(record.sections):
        for place, block in enumerate(section.blocks):
            yield f"/sections/{number}/blocks/{place}", block


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    """A time without its zone: rows of one timeline are compared by what their clocks show."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
