"""What is missing from the paper: the traces that lost pages, lines and words leave in a record.

A value read from what is left can be right letter by letter and wrong all the same; each trace is
a warning at the values on either side of the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmpdf.meaning.accounts import block_texts, texts_of
from pmpdf.meaning.frame import CONTENTS
from pmpdf.record import Origin, PostMortem, Section, Table, Timeline, Warning
from pmpdf.vocabulary import Vocabulary

FIELDS = ("/title", "/subtitle", "/organization", "/period", "/time_zone", "/facts")

_NUMBERED = re.compile(r"\D*(\d{1,4})(?:\D+(\d{1,4}))?\D*")
_HYPHENS = ("-", "‐", "\xad")
_OPEN_END = re.compile(r"\w.$")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
FIRST = 9  # a report that begins on a later page was cut from a book, on an earlier one from itself
OPENS = 3  # one with a title and a subtitle may begin behind these in a periodical
ALIKE = 0.6  # of a page's words stand in texts of the page before, and at least as many as of
FEW = 20  # words, since a form's pages may hold the same few
CUT_OFF = 0.1  # of all words lie outside a page; more is no printer's mark
MANY = 3  # cut texts on a page; so many, and its edge runs through all of it
# In heights of a word outside the page, how near it stands to the text that it belongs to:
ASIDE, ASIDE_ROW = 3.0, 20.0  # beside it, and beside a row, whose columns stand apart
BELOW, BELOW_ROW = 0.6, 1.5  # below or above it, and the same of a row


class Place(NamedTuple):
    """A value of the record and where it is printed; `rows` where its words stand in columns."""

    path: str
    origin: tuple[Origin, ...]
    rows: bool = False


def warnings_of(record: PostMortem, vocabulary: Vocabulary) -> Iterator[Warning]:
    """The doubts that follow from traces of something missing, each once a path."""
    told = set()
    for warning in (
        *_page_numbers(record),
        *_doubled_pages(record),
        *_beginning(record, vocabulary),
        *_section_numbers(record),
        *_contents(record),
        *_open_ends(record),
        *_cut_words(record),
    ):
        if (warning.code, warning.path) not in told:
            told.add((warning.code, warning.path))
            yield warning


def concerned(record: PostMortem, page: int | None) -> list[str]:
    """What may be wrong where a page may be: all that is printed on it or stated nowhere else."""
    if page is None:
        return [*FIELDS, "/sections"]
    here = [p.path for p in _all_places(record) for origin in p.origin if origin.page == page]
    paths = list(dict.fromkeys(map(_section_or_field, here)))
    beside = [f"/sections/{number}" for number in _beside(record.sections, page)]
    sections = [path for path in paths if path.startswith("/sections")] or beside
    if len(sections) == len(record.sections):
        sections = ["/sections"]
    fields = [path for path in paths if not path.startswith("/sections")]
    return list(dict.fromkeys((*fields, *_unplaced(record), *sections)))


# Pages ----------------------------------------------------------------------------------------


def _page_numbers(record: PostMortem) -> Iterator[Warning]:
    """Where the printed page numbers do not go on by one from page to page, first to last."""
    printed = {
        page: (int(found[1]), int(found[2] or 0))
        for piece in record.furniture
        if piece.role == "page_number" and (found := _NUMBERED.fullmatch(piece.text))
        for page in piece.pages
    }
    if not printed or record.source is None or record.source.pages is None:
        return
    total = max(of for _, of in printed.values())
    latest = OPENS if record.subtitle and not total else FIRST
    gaps = dict(_jumps(printed, record.source.pages, latest))
    if not gaps:
        return
    numbers = ", ".join(str(number) for _, (number, _) in sorted(printed.items()))
    message = (
        f"The pages are numbered {numbers}{f' of {total}' if total else ''}: "
        "some are missing, doubled or in another order."
    )
    paths = [f"/sections/{number}" for gap in gaps for number in _beside(record.sections, gap)]
    fields = _unplaced(record)
    if 0 in gaps or not all(gaps.values()):
        paths, fields = ["/sections"], list(FIELDS)
    for path in (*fields, *paths):
        yield Warning("pages_uncertain", message, path)


def _jumps(
    printed: Mapping[int, tuple[int, int]], pages: int, latest: int
) -> Iterator[tuple[int, bool]]:
    """The pages after which another one should follow, and whether pages are but missing there.

    `latest` is the highest number on a first page that tells of pages missing before it.
    """
    first, last = min(printed), max(printed)
    if first < printed[first][0] <= latest:
        yield 0, True
    for page, after in pairwise(sorted(printed)):
        step = printed[after][0] - printed[page][0]
        if step != after - page:
            yield page, step > after - page
    number, total = printed[last]
    if total and total - number != pages - last:
        yield last, total - number > pages - last


def _beginning(record: PostMortem, vocabulary: Vocabulary) -> Iterator[Warning]:
    """A report without a title may lack its beginning, and what is stated there."""
    if record.title is None:
        says = "No title is printed"
    elif _stands_alone(record) and vocabulary.known_kind_of(record.title).certainty == "exact":
        says = f"“{record.title}” is the heading of a section elsewhere"
    else:
        return
    for path in dict.fromkeys(("/title", *_unplaced(record), "/sections/0")):
        yield Warning("title", f"{says}: the beginning of the report may be missing.", path)


def _stands_alone(record: PostMortem) -> bool:
    """A title of its own without an organization: a section's heading would stand like that."""
    return record.organization is None and ":" not in (record.title or "")


def _doubled_pages(record: PostMortem) -> Iterator[Warning]:
    """Pages of which most texts stand on the page before them, too."""
    texts: dict[int, list[str]] = {}
    for _, found, origin in _texts(record):
        if origin:
            texts.setdefault(origin[0].page, []).extend(found)
    for page in sorted(texts):
        before = set(texts.get(page - 1, ()))
        words = sum(len(text.split()) for text in texts[page])
        again = sum(len(text.split()) for text in texts[page] if text in before)
        if again > ALIKE * max(words, FEW):
            says = f"Page {page} repeats page {page - 1}: it may lie in the file twice."
            for path in dict.fromkeys((*concerned(record, page - 1), *concerned(record, page))):
                yield Warning("pages_uncertain", says, path, page)


def _beside(sections: Sequence[Section], page: int) -> Iterator[int]:
    """The last section that is printed on a page or before it, and the first after it."""
    pages = [[origin.page for place in _places(s, "") for origin in place.origin] for s in sections]
    before = [number for number, found in enumerate(pages) if found and min(found) <= page]
    after = [number for number, found in enumerate(pages) if found and max(found) > page]
    yield from dict.fromkeys([*before[-1:], *after[:1]])


# Sections -------------------------------------------------------------------------------------


def _section_numbers(record: PostMortem) -> Iterator[Warning]:
    """Where the printed numbers of the sections leave one out, or begin in the midst."""
    numbered = [
        (index, tuple(map(int, printed.split("."))))
        for index, section in enumerate(record.sections)
        if _SECTION.fullmatch(printed := (section.number or "").strip().rstrip(".)"))
    ]
    if numbered and numbered[0][1] > (1,) and any(here == (1,) for _, here in numbered):
        says = "The sections are not in the order of their numbers: pages may be exchanged."
        for path in (*FIELDS, "/sections"):
            yield Warning("pages_uncertain", says, path)
        return
    before: tuple[int, ...] = ()
    last = 0
    for index, here in numbered:
        if _leaves_out(before, here):
            says = f"The section before number {'.'.join(map(str, here))} is missing."
            for path in dict.fromkeys((f"/sections/{last}", f"/sections/{index}")):
                where = _where(record.sections[index].origin)
                yield Warning("text_incomplete", says, path, *where)
        before, last = here, index


def _leaves_out(before: tuple[int, ...], here: tuple[int, ...]) -> bool:
    """Whether a number stands between two that follow each other on one level."""
    above = here[:-1]
    if before[: len(above)] != above:
        return False
    return here[-1] > (before[len(above)] if len(before) > len(above) else 0) + 1


def _contents(record: PostMortem) -> Iterator[Warning]:
    """Headings that the table of contents names and that are not there."""
    listed = [
        _key(piece.text)
        for piece in record.furniture
        if piece.role == "contents" and not CONTENTS.fullmatch(piece.text)
    ]
    headings = {_key(f"{s.number or ''} {s.heading or ''}") for s in record.sections}
    missing = [key for key in listed if key and key not in headings]
    if not len(missing) < len(listed) / 2:  # they are not the headings of this text
        return
    for key in missing:
        message = f"The table of contents names “{key}”, which is not there."
        yield Warning("text_incomplete", message, "/sections")


def _key(text: str) -> str:
    """A heading without its number, and without that of its page."""
    bare = re.sub(r"^[\dIVX.]+[.)]?\s+|[\s.…]*\d+$", "", text.strip())
    return " ".join(bare.casefold().split())


# Lines and words ------------------------------------------------------------------------------


def _open_ends(record: PostMortem) -> Iterator[Warning]:
    """Texts that end in the midst of a word."""
    for path, texts, origin in _texts(record):
        if open_end := next((text for text in texts if _breaks_off(text)), None):
            message = f"The text breaks off after “{open_end.split()[-1]}”."
            yield Warning("text_incomplete", message, path, *_where(origin[-1:]))


def _breaks_off(text: str) -> bool:
    return text.endswith(_HYPHENS) and _OPEN_END.search(text) is not None


def _texts(record: PostMortem) -> Iterator[tuple[str, tuple[str, ...], tuple[Origin, ...]]]:
    for fact in record.facts:
        yield "/facts", (fact.value,), fact.origin
    for number, section in enumerate(record.sections):
        yield from _texts_of(section, f"/sections/{number}")


def _texts_of(
    section: Section, path: str
) -> Iterator[tuple[str, tuple[str, ...], tuple[Origin, ...]]]:
    for place, block in enumerate(section.blocks):
        here = f"{path}/blocks/{place}"
        if not isinstance(block, Timeline):
            yield here, tuple(block_texts(block)), block.origin
            continue
        for row, entry in enumerate(block.entries):
            texts = (entry.text, *entry.details.values(), *entry.notes)
            yield f"{here}/entries/{row}", texts, entry.origin


def _cut_words(record: PostMortem) -> Iterator[Warning]:
    """Values that go on outside the visible page; where it cuts many, all that is on the page."""
    cut = [rest for rest in record.remainder if rest.reason == "off_page" and rest.box]
    if not cut:
        return
    words = sum(len(text.split()) for text in texts_of(record))
    places = [(place, origin) for place in _all_places(record) for origin in place.origin]
    for page in dict.fromkeys(rest.page for rest in cut):
        here = [(place, origin) for place, origin in places if origin.page == page]
        touched = [
            (place.path, origin, rest.text)
            for place, origin in here
            for rest in cut
            if rest.page == page and _touches(rest.box, place, origin)
        ]
        for path, origin, word in touched if len(touched) < MANY else ():
            says = f"The text goes on outside the visible page (“{word}”)."
            yield Warning("off_page", says, path, *_where((origin,)))
        if len(touched) >= MANY:
            doubted = concerned(record, page)
        elif sum(rest.page == page for rest in cut) > CUT_OFF * words:
            beside = [f"/sections/{number}" for number in _beside(record.sections, page or 0)]
            doubted = [*_unplaced(record), *beside]
        else:
            continue
        says = f"Page {page} is cut off: its text goes on outside the visible page."
        for path in dict.fromkeys(doubted):
            yield Warning("off_page", says, path, page)


def _section_or_field(path: str) -> str:
    return "/".join(path.split("/")[: 3 if path.startswith("/sections") else 2])


def _unplaced(record: PostMortem) -> list[str]:
    """The fields that nothing was found for, or that follow from more than one place."""
    placed = {f"/{name}" for name in record.origin} | ({"/facts"} if record.facts else set())
    return [path for path in FIELDS if path not in placed]


def _all_places(record: PostMortem) -> Iterator[Place]:
    for name, origin in record.origin.items():
        yield Place(f"/{name}", origin)
    for fact in record.facts:
        yield Place("/facts", fact.origin, True)
    for number, section in enumerate(record.sections):
        yield from _places(section, f"/sections/{number}")


def _touches(box: tuple[float, ...] | None, place: Place, origin: Origin) -> bool:
    """Whether a word stands in a value's line, or in the one below or above it."""
    assert box is not None
    x0, top, x1, bottom = box
    left, upper, right, lower = origin.box
    high = bottom - top
    if high <= 0:  # a hostile page may set a word without height: nobody sees it
        return False
    aside = max(x0 - right, left - x1) / high
    below = max(top - lower, upper - bottom) / high
    if below < 0:
        return aside < (ASIDE_ROW if place.rows else ASIDE)
    return aside < 0 and below < (BELOW_ROW if place.rows else BELOW)


def _places(section: Section, path: str) -> Iterator[Place]:
    yield Place(f"{path}/heading", section.origin)
    for number, block in enumerate(section.blocks):
        here = f"{path}/blocks/{number}"
        if isinstance(block, Timeline):
            for row, entry in enumerate(block.entries):
                yield Place(f"{here}/entries/{row}", entry.origin, True)
        else:
            yield Place(here, block.origin, isinstance(block, Table))


def _where(origin: Sequence[Origin]) -> tuple[int | None, tuple[float, float, float, float] | None]:
    return (origin[0].page, origin[0].box) if origin else (None, None)
