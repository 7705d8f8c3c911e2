"""Which reader is believed, page by page, and what a person is told about it.

pdfium reads every document. The second reader is asked where the first cannot be believed alone:

1. pdfium fails, or announces pages that it cannot load;
2. the file holds another number of page objects than pdfium found (see `health`);
3. the file's table of objects, the text of a page or a font is broken, or encryption hides them;
4. a page has no words, or glyphs that pdfium cannot decode, or may have pictures from a font,
   which pdfium leaves out where they have no outline.

What remains unclear is a notice; what remains without text goes to OCR.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from msgspec import Struct

from pmpdf.counts import counted
from pmpdf.errors import (
    Damaged,
    LimitReached,
    MemoryLimit,
    NoText,
    PasswordNeeded,
    PmpdfError,
    TimeLimit,
)
from pmpdf.reading import pdfium
from pmpdf.reading.document import Document, Notice, Page
from pmpdf.reading.embedded import belongs
from pmpdf.reading.gate import Source, open_pdf
from pmpdf.reading.health import Health, examine
from pmpdf.reading.mending import (
    alike,
    decoded,
    garbled,
    knows_better,
    make_sense,
    mended,
    speaks,
    unknown_words,
    with_bullets,
    with_pictures,
    without_guesses,
)
from pmpdf.reading.salvage import salvaged
from pmpdf.reading.witness import TooSlow, differences, rows_of, touching, within
from pmpdf.values import replace

NOTICES: dict[str, str] = {
    "pages_uncertain": "Compare the number of pages with a viewer's; pages may be missing.",
    "text_incomplete": "Compare the page with a viewer's; its end may be missing.",
    "readers_differ": "Look at the page: two readers see different words in it.",
    "reader_replaced": "Look over the record: only one of two readers could read the file.",
    "glyphs_unknown": "Look for U+FFFD: the file does not tell which letters these are.",
    "hidden_text": "Look over the text: not what is printed but a layer recognised from it.",
    "text_not_printed": "Text that no reader of the page can see was left out.",
    "page_without_text": "Look at the page: a picture, and what it says is not in the record.",
    "record_not_used": "The report was changed after it was made: trust the page, not the record.",
    "recognised_text": "Look over the words: they were recognised in a picture, with doubts.",
}
"""Every notice that reading gives, with what a person should do about it."""

PATIENCE = 15.0  # seconds for the second reader, and then
PATIENCE_A_PAGE = 0.25  # seconds for each page; honest ones take 0.05
LAST_RESORT = 300.0  # seconds for the second reader where it is the only one
MOST_DIFFERENCES = 25  # places a page that are told one by one, if asked for
PICTURE = 0.2  # of the page; a picture that large on a page without text may be a scan
OUTLINES = 60  # shapes on a page without text; so many may be letters drawn as outlines
NO_WORDS = "the letters that the file gives make no German or English words"
MOSTLY = 0.1  # of a page's glyphs; with so many unknown ones OCR reads better


class Request(Struct, frozen=True):
    """What the caller asks of one reading; see `pmpdf.reading.read`."""

    password: str | None = None
    max_pages: int = 2000
    verify: bool = False
    ocr: bool | None = None
    distrust_pdfium: bool = False


def read_document(path: str | os.PathLike[str] | bytes, request: Request) -> Document:
    """The road from a path to a Document; see `pmpdf.reading.read`."""
    source = open_pdf(path)
    try:
        document = _Reading(source, request).document()
    except PmpdfError as error:
        raise type(error)(f"{source.name}: {error.message}") from None
    except MemoryError:
        raise MemoryLimit(f"{source.name}: reading it takes more memory than there is.") from None
    return replace(document, file_name=source.name, sha256=source.sha256)


class _Reading:
    """One document on its way: pages as believed so far, readers used, notices gathered."""

    def __init__(self, source: Source, request: Request) -> None:
        self.data = source.data
        self.request = request
        self.pages: list[Page] = []
        self.readers = ["pdfium"]
        self.notices: list[Notice] = []
        self.metadata: dict[str, str] = {}
        self.attached: bytes | None = None
        self._second: Document | None = None
        self._second_failed: PmpdfError | None = None

    def document(self) -> Document:
        if self.request.distrust_pdfium:
            self._replace_first("pdfium died of this file")
        else:
            self._read_first()
        self._look_for_text_layers()
        self._recognise_pictures()
        self._mention_unknown_glyphs()
        return Document(
            pages=tuple(self.pages),
            reader="+".join(self.readers),
            notices=tuple(self.notices),
            metadata=self.metadata,
            attached=self.attached,
        )

    def note(self, code: str, message: str, page: int | None = None) -> None:
        self.notices.append(Notice(code, message, page))

    # the first reader, and who stands in for it

    def _read_first(self) -> None:
        password, most = self.request.password, self.request.max_pages
        try:
            first = pdfium.read(self.data, password=password, max_pages=most)
        except (Damaged, PasswordNeeded) as error:
            rest = salvaged(self.data) if isinstance(error, Damaged) else None
            if rest is None or self._whole_second() is not None:
                self._replace_first(error.message, error)
                return
            self._read_rest(rest, error)
            return
        self._believe(first)

    def _read_rest(self, rest: bytes, error: PmpdfError) -> None:
        """A file without its end, read once more with an ending of our own."""
        self._second_failed = None
        self.data = rest
        try:
            first = pdfium.read(rest, max_pages=self.request.max_pages)
        except Damaged:
            self._replace_first(error.message, error)
            return
        self.note("text_incomplete", "the file breaks off; what is left of it was read")
        self._believe(first)

    def _believe(self, first: Document) -> None:
        """Take what the first reader says, as far as the other witnesses allow."""
        self.pages = list(first.pages)
        self.notices += first.notices
        self.metadata = first.metadata
        self._judge_attached(first)
        health = examine(self.data)
        self._check_count(health)
        if not self.pages:
            raise Damaged("it has no pages that can be read; try to print or export it anew.")
        healthy = Health(health.pages, sound=True, torn=False, pictures=health.pictures)
        if self.request.verify or health != healthy:
            self._compare_all(health)
        self._ask_about_doubtful_pages(health)

    def _judge_attached(self, first: Document) -> None:
        if first.attached is None:
            return
        if belongs(first.attached, self.data, first.pages):
            self.attached = first.attached
        else:
            self.note(
                "record_not_used",
                "the report carries a record that does not belong to the text on its pages",
            )

    def _replace_first(self, reason: str, error: PmpdfError | None = None) -> None:
        second = self._whole_second()
        if second is None or not second.pages:
            if isinstance(self._second_failed, LimitReached):
                raise self._second_failed
            if isinstance(error, PasswordNeeded):
                given = self.request.password is not None
                raise PasswordNeeded(
                    "the password does not open it; check it (--password)."
                    if given
                    else "it is encrypted; give its password (--password or --password-file)."
                )
            raise Damaged(
                f"it is damaged, no reader can make pages of it ({reason.rstrip('.')}); "
                "try to print or export it anew."
            )
        self.pages = list(second.pages)
        self.metadata = second.metadata
        self.readers = ["pdfplumber"]
        self.notices += second.notices
        self.note("reader_replaced", f"pdfplumber read the file alone: {reason}")

    # the second reader

    def _whole_second(self) -> Document | None:
        if self._second is None and self._second_failed is None:
            self._second = self._ask_second(None)
        return self._second

    def _ask_second(self, only: Collection[int] | None) -> Document | None:
        """What the second reader says of all pages or of some; None where it fails."""
        if self._second is not None:
            return self._second
        if self._second_failed is not None:
            return None
        from pmpdf.reading import plumber

        password, most = self.request.password, self.request.max_pages
        seconds = PATIENCE + PATIENCE_A_PAGE * len(self.pages) if self.pages else LAST_RESORT
        try:
            return within(
                seconds,
                lambda: plumber.read(self.data, password=password, max_pages=most, only=only),
            )
        except TooSlow:
            self._second_failed = TimeLimit(f"it took longer than {seconds:.0f} seconds.")
        except PmpdfError as error:
            self._second_failed = error
        except Exception as error:
            self._second_failed = PmpdfError(f"{type(error).__name__}.")
        return None

    def _count_second(self) -> int | None:
        if self._second is not None:
            return len(self._second.pages)
        from pmpdf.reading import plumber

        password, most = self.request.password, self.request.max_pages
        try:
            return within(
                PATIENCE, lambda: plumber.count(self.data, password=password, max_pages=most)
            )
        except Exception:
            return None

    # page counts

    def _check_count(self, health: Health) -> None:
        """Believe a number of pages only when two of three witnesses give it."""
        stated = len(self.pages)
        loaded = [page for page in self.pages if page.width > 0]
        if health.pages == len(loaded) == stated:
            return
        by_second = self._count_second()
        if by_second is not None and by_second > len(loaded):
            self._take_more_pages(loaded)
        elif len(loaded) < stated:
            message = f"the file announces {counted(stated, 'page')}, {len(loaded)} can be read"
            self.note("pages_uncertain", message)
            self.pages = loaded
        elif by_second != stated and health.pages is not None and health.pages > stated:
            message = f"the file holds {counted(health.pages, 'page')}, {stated} can be reached"
            self.note("pages_uncertain", message)

    def _take_more_pages(self, loaded: list[Page]) -> None:
        """The second reader knows more pages than the first: take them where they say more."""
        second = self._whole_second()
        others = list(second.pages) if second is not None else []
        self.note(
            "pages_uncertain",
            f"pdfium can read {counted(len(loaded), 'page')} of the file, pdfplumber {len(others)}",
        )
        if second is not None and sum(map(decoded, others)) >= sum(map(decoded, loaded)):
            self.pages = others
            self.metadata = self.metadata or second.metadata
            self.readers = ["pdfplumber"]
            self.notices += second.notices
        else:
            self.pages = loaded

    # words

    def _compare_all(self, health: Health) -> None:
        if health.torn:
            self.note(
                "text_incomplete",
                "the file is damaged: the text of a page breaks off, so words may be missing",
            )
        second = self._whole_second()
        if second is None:
            if health.hidden and health.sound and not self.request.verify:
                return  # an encryption that pdfminer does not know is no damage
            code = "reader_replaced"
            why = self._second_failed.message if self._second_failed else "it failed."
            self.note(code, f"only pdfium could read the file; pdfplumber: {why.rstrip('.')}")
            return
        if self.readers == ["pdfplumber"]:
            return
        if len(second.pages) < len(self.pages):
            self.note(
                "pages_uncertain",
                f"pdfium reads {counted(len(self.pages), 'page')}, "
                f"pdfplumber only {len(second.pages)}",
            )
        self.notices += [n for n in second.notices if n.code != "pages_uncertain"]
        for place, other in enumerate(second.pages[: len(self.pages)]):
            self._compare(place, other)

    def _compare(self, place: int, other: Page) -> None:
        page = self.pages[place]
        found = differences(page, other)
        if not found:
            return
        if decoded(other) > decoded(page) * 1.02 + 2:
            self._take(place, other)
        if not self.request.verify:
            one, two = found[0]
            self.note(
                "readers_differ",
                f"the readers differ in {counted(len(found), 'place')}; in the first, pdfium reads "
                f"{_quoted(one)} and pdfplumber {_quoted(two)}",
                page.number,
            )
            return
        for one, two in found[:MOST_DIFFERENCES]:
            self.note(
                "readers_differ",
                f"pdfium reads {_quoted(one)}, pdfplumber {_quoted(two)}",
                page.number,
            )
        if len(found) > MOST_DIFFERENCES:
            rest = len(found) - MOST_DIFFERENCES
            self.note("readers_differ", f"the readers differ in {rest} more places", page.number)

    def _ask_about_doubtful_pages(self, health: Health) -> None:
        if self.readers == ["pdfplumber"]:
            return
        doubtful = [p.number for p in self.pages if not p.words or p.undecoded or health.pictures]
        second = self._ask_second(doubtful) if doubtful else None
        if second is None:
            return
        by_number = {page.number: page for page in second.pages}
        for place, page in enumerate(self.pages):
            other = by_number.get(page.number)
            if other is None or page.number not in doubtful:
                continue
            if health.pictures and (whole := with_pictures(page, other)) is not page:
                page = whole
                self._take(place, page)
            if page.words and not page.undecoded:
                continue
            whole = mended(page, other)
            if page.words and not whole.undecoded:  # the first knows more of the type
                self._take(place, whole)
                continue
            if knows_better(other, page):
                self._take(place, other)
                continue
            page = without_guesses(page, other)
            self.pages[place] = page
            better = mended(page, other)
            if better.undecoded < page.undecoded:
                self._take(place, better)
            if not page.words:
                known = set(self.notices)
                told = [n for n in second.notices if n.page == page.number and n not in known]
                self.notices += told

    def _take(self, place: int, page: Page) -> None:
        self.pages[place] = page
        if "pdfplumber" not in self.readers:
            self.readers.append("pdfplumber")

    # what a page's words are worth

    def _look_for_text_layers(self) -> None:
        """Text that is not painted: used where it lies over a picture, left out elsewhere."""
        for place, page in enumerate(self.pages):
            if all(word.visible for word in page.words):
                continue
            pictures = [area for area in page.areas if area.image]
            kept = tuple(
                w
                for w in page.words
                if w.visible
                or any(
                    a.x0 - 1 <= (w.x0 + w.x1) / 2 <= a.x1 + 1
                    and a.top - 1 <= (w.top + w.bottom) / 2 <= a.bottom + 1
                    for a in pictures
                )
            )
            rows = rows_of(w for w in page.words if w.visible)
            lost = [w for w in page.words if w not in kept and not any(touching(w, rows))]
            if lost:  # others but repeat, rightly or wrongly, what is painted in their place
                left_out = counted(len(lost), "word is", "words are")
                self.note(
                    "text_not_printed",
                    f"{left_out} in the file but not printed on the page",
                    page.number,
                )
            if any(not w.visible for w in kept):
                self.note(
                    "hidden_text",
                    "the text is a hidden layer over a picture, recognised by another program",
                    page.number,
                )
            self.pages[place] = replace(page, words=kept)

    def _recognise_pictures(self) -> None:
        self.pages = [with_bullets(page) if page.undecoded else page for page in self.pages]
        pictures = [page for page in self.pages if _is_picture(page)]
        broken = [page for page in self.pages if unknown_words(page)]
        odd = [page for page in garbled(self.pages) if page not in broken]
        blank = not any(map(speaks, self.pages))
        if not pictures and not broken and not odd:
            if blank:
                raise NoText(self._why_no_text())
            return
        import pmpdf.reading.ocr as ocr

        if self.request.ocr is False or not ocr.is_installed(required=self.request.ocr is True):
            self._leave_pictures(pictures, blank)
            for page in odd:
                self.note("glyphs_unknown", NO_WORDS, page.number)
            return
        for wanted in (pictures, broken, odd):
            if not wanted:
                continue
            found = ocr.recognise(
                self.data,
                [page.number for page in wanted],
                password=self.request.password,
                scanned=wanted is pictures,
            )
            for page, read in zip(wanted, found.pages, strict=True):
                self._take_recognised(page, read, found.notices)
        if not any(map(speaks, self.pages)):
            raise NoText("no text can be recognised on its pages; are they the right way up?")

    def _take_recognised(self, page: Page, read: Page, notices: tuple[Notice, ...]) -> None:
        """A page without words is what was recognised; one with unknown words is mended."""
        if not read.words:
            return
        place = self.pages.index(page)
        if "ocr" not in self.readers:
            self.readers.append("ocr")
        if not page.words:
            self.pages[place] = read
            self.notices += [n for n in notices if n.page == page.number]
            return
        if not page.undecoded:
            if make_sense([word.text for word in read.words]):
                self.pages[place] = read
            self.note("glyphs_unknown", NO_WORDS, page.number)
            return
        better = mended(page, read, recognised=True)
        if _is_guesswork(better) or not alike(better, read):
            better = read
        self.pages[place] = better
        self.note(
            "glyphs_unknown",
            f"the file has no letters for {counted(page.undecoded, 'glyph')}; "
            + ("the page was" if better is read else "their words were")
            + " read as a picture",
            page.number,
        )

    def _why_no_text(self) -> str:
        if any(page.words for page in self.pages):
            return "its fonts do not tell which letters its signs are; print or scan it anew."
        if any(page.outside for page in self.pages):
            return "all of its text lies outside of the visible pages; check its crop boxes."
        if self.notices or self._second_failed:
            return "no text can be read on its pages; it is damaged, try to export it anew."
        return "there is no text on its pages, they are blank."

    def _leave_pictures(self, pictures: list[Page], blank: bool) -> None:
        how = "pip install 'pmpdf[ocr]' has such pages read by OCR"
        if self.request.ocr is False:
            how = "OCR was switched off"
        if blank:
            kind = "they are pictures (scans?)" if pictures else "its fonts do not tell the letters"
            pages = counted(len(self.pages), "page")
            raise NoText(f"there is no text to read on its {pages}, {kind}; {how}.")
        for page in pictures:
            if not page.words:
                message = f"the page is a picture without text; {how}"
                self.note("page_without_text", message, page.number)

    def _mention_unknown_glyphs(self) -> None:
        for page in self.pages:
            if page.undecoded:
                self.note(
                    "glyphs_unknown",
                    f"the file has no letters for {counted(page.undecoded, 'glyph')}, "
                    "shown as \ufffd",
                    page.number,
                )


def _is_picture(page: Page) -> bool:
    """A page without words that may all the same say something to a person."""
    if page.words or page.width <= 0 or page.height <= 0:
        return False
    if len(page.rules) + len(page.areas) >= OUTLINES:
        return True
    covered = sum(
        max(0.0, min(a.x1, page.width) - max(a.x0, 0.0))
        * max(0.0, min(a.bottom, page.height) - max(a.top, 0.0))
        for a in page.areas
        if a.image
    )
    return covered >= PICTURE * page.width * page.height


def _is_guesswork(page: Page) -> bool:
    """A page of which too many glyphs are unknown to make sense of the rest."""
    known = decoded(page)
    return page.undecoded > MOSTLY * (known + page.undecoded)


def _quoted(text: str) -> str:
    if not text:
        return "nothing there"
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
