"""The fast reader: pdfium, asked for a word's ends rather than for every glyph.

The page text is fetched once and cut at white space; of each word only the first and the last
glyph are looked at, and of each text object only the first word asks for size, font and colour.
What pdfium gets wrong on the way is listed where it is mended.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_float
from itertools import compress, islice, pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from pmpdf import progress
from pmpdf.counts import counted
from pmpdf.errors import Damaged, PageLimit, PasswordNeeded
from pmpdf.middle import median
from pmpdf.reading import native
from pmpdf.reading.accents import ACCENTS, composed
from pmpdf.reading.document import Document, Notice, Page, Word
from pmpdf.reading.drawings import Matrix, apply, box_of, drawings, out_of_form
from pmpdf.reading.embedded import attached
from pmpdf.reading.glyphs import (
    LIGATURES,
    UNKNOWN,
    Placed,
    close_up,
    face,
    is_private,
    pictures,
    same_place_once,
    without_closed_blanks,
)
from pmpdf.reading.mending import make_sense
from pmpdf.reading.sheet import Box, Sheet, reading_rotation
from pmpdf.values import replace

HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at a line end; the line break behind it is gone
LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?|\ufffe")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]")
LEVEL = (1.0, 0.0)  # the direction of a line on a page that is not turned
WIDE = 0.9  # em a glyph on average; a longer word may be two, glued over a gap
SAME_BASE = 0.05  # points between the baselines of a word's ends
GAP = 0.35  # em between two glyphs of a word; more is a gap between words
NARROW_GAP = 0.13  # the same on pages without blanks, more than the word's letters leave
FIGURE = 0.75  # em from a figure's place to the next sign's; of some fonts the ink is all we know
WIDER = 0.08  # em that such a word is wider than its letters; kerning may take the rest
INNER_CAPITAL = re.compile(r"[a-zäöüß][A-ZÄÖÜ]")  # looked at whatever kerning takes
LIGATED = re.compile(r"f[bfhijklt]|T[hi]|t[it]")  # letters that a font may draw as one
BLANKS_MISSED = 3  # so many of a page's blanks that the file has not; then it need not have all
GLUED = re.compile(r"[a-zäöüß][.,;:][A-ZÄÖÜ][a-zäöüß]|[•▪◦‣●■][^\W\d_]")  # a blank is missing
TOUCHING = 0.3  # points between words that nobody sees as two
WORD_SPACE = 0.6  # em; what is wider may part columns
SIDE_LINE = 0.3  # em across, for letters of one line that does not run from left to right
SIDE_STEP = 1.6  # em along, from one letter of a watermark to the next
STEP = 0.4  # em between two baselines of a word; more is another line
NOTE_MARK = 0.85  # of the size of the word that a raised mark stands before
RAISED = 0.1  # em from that word's baseline up to the mark's
RAISED_INK = 0.25  # em from the baseline up to the foot of a raised figure
MARK_SIZE = 0.6  # of the word's size, for such a figure
NOTED = re.compile(
    r"^\d{1,2}(?=[^\W\d_]{2}|[„“(]|[AI]$)|(?<=[^\W\d_])\d{1,2}(?=[.,;:!?)“”]*$)|(?<=[.,;:!?)“”])\d{1,2}$"
)
MONO_CELL = 0.6  # em, about as wide as each letter of type of one width
DRAWN_BACK = 0.25  # of a cell, from a letter's place back to its ink
ODD = frozenset((HYPHEN, *map(chr, LIGATURES)))  # letters that are not taken as they are
DOUBTFUL = frozenset("\x00" + UNKNOWN)  # what pdfium gives where it has no letter
MOST_SWALLOWED = 3  # no such sign stands for more than four
FARTHEST = 1e5  # points; what lies beyond is a broken number, not a place


Place = tuple[float, float, float, float, float]
"""The box of a word and its baseline: left, top, right, bottom, base."""


class Style(Struct, frozen=True):
    """What all glyphs of one text object share; `ascent` and `descent` are in points."""

    size: float
    font: str
    bold: bool
    italic: bool
    mono: bool
    color: int
    artifact: bool
    visible: bool
    upright: bool
    direction: tuple[float, float]
    ascent: float
    descent: float
    face_key: int
    moved: bool  # by a form
    pictures: dict[int, str] | None  # for a font whose letters are pictures

    def word(self, text: str, place: Place, hyphen: bool = False) -> Word:
        """A word in this style."""
        x0, top, x1, bottom, base = place
        return Word(
            text,
            x0,
            top,
            x1,
            bottom,
            base,
            self.size,
            self.font,
            self.bold,
            self.italic,
            self.mono,
            self.color,
            hyphen,
            False,
            self.artifact,
            self.visible,
            self.upright,
        )


class Tokens(Struct):
    """A page's words as its text has them, property by property: one object each costs too much.

    `x`, `y`, `right` and `foot` are those of `native.spans`; of a turned page they are not asked.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    lines: list[tuple[int, int]]  # the first token of each line and that behind its last
    x: list[float] = []
    y: list[float] = []
    right: list[float] = []
    foot: list[float] = []


class Glyph(NamedTuple):
    """The place of one glyph on the visible page."""

    x0: float
    x1: float
    base: float
    shown: bool


def read(data: bytes, *, password: str | None = None, max_pages: int = 2000) -> Document:
    """Read a PDF's bytes.

    Raises PasswordNeeded, Damaged or PageLimit. Pages that the file announces and pdfium cannot
    load are empty (width 0) with a notice. pdfium itself may abort the process on a hostile
    file; callers that must survive that run this in a child.
    """
    document = open_document(data, password)
    notices: list[Notice] = []
    try:
        count = _true_count(document, max_pages, notices)
        pages = tuple(_page(document, number, notices) for number in range(1, count + 1))
        title = document.get_metadata_value("Title")
        record = attached(document)
    finally:
        document.close()
    return Document(
        pages=pages,
        reader="pdfium",
        notices=tuple(notices),
        metadata={"title": title} if title else {},
        attached=record,
    )


def open_document(data: bytes, password: str | None) -> Any:
    """The pypdfium2 document of a PDF's bytes; the caller closes it."""
    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordNeeded("a password is needed to read this PDF.") from None
        raise Damaged(f"pdfium cannot open this PDF: {_cause(error)}.") from None


def _cause(error: Exception) -> str:
    """pdfium's own words out of `Failed to load document (PDFium: Data format error).`"""
    found = re.search(r"\(PDFium: (.+?)\)", str(error))
    words = found[1] if found else str(error)
    return words[:1].lower() + words[1:].rstrip(".")


def _true_count(document: Any, max_pages: int, notices: list[Notice]) -> int:
    """How many pages there are: the count that a file states may be a lie of 1,000,000."""
    stated = len(document)
    if stated <= max_pages:
        return stated
    if _loads(document, max_pages):
        raise PageLimit(f"it has {stated} pages, more than the limit of {max_pages}.")
    count = next((n for n in range(max_pages, 0, -1) if _loads(document, n - 1)), 0)
    message = f"the file states {stated} pages, but only {count} can be found"
    notices.append(Notice("pages_uncertain", message))
    return count


def _loads(document: Any, index: int) -> bool:
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if page:
        pdfium.FPDF_ClosePage(page)
    return bool(page)


def _page(document: Any, number: int, notices: list[Notice]) -> Page:
    progress.page(number)
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        notices.append(Notice("pages_uncertain", f"page {number} cannot be loaded", number))
        return Page(number=number, width=0.0, height=0.0)
    try:
        return _read_page(page, number, notices)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_page(page: Any, number: int, notices: list[Notice]) -> Page:
    stated = _sheet(page)
    if stated.rotation:  # with it set, pdfium orders the text by the turned page
        pdfium.FPDFPage_SetRotation(page, 0)
    text = TextPage(page, stated)
    try:
        words = text.words()
        turned = reading_rotation(text.directions(), stated.rotation)
        if turned:
            text.close()
            pdfium.FPDFPage_SetRotation(page, turned // 90)
            text = TextPage(page, stated.turned(turned))
            words = text.words()
        elif stated.rotation:
            text.turn(stated.turned(0))
            words = text.words()
        if text.undecoded and make_sense(text.made_up):
            guessed = counted(len(text.made_up), "word")
            message = f"the letters of {guessed} are guessed from their codes"
            notices.append(Notice("glyphs_unknown", message, number))
            text.trusting = True
            text.turn(text.sheet)
            words = text.words()
    finally:
        text.close()
    sheet = text.sheet
    rules, areas = drawings(native.handle(page), sheet)
    return Page(
        number=number,
        width=sheet.width,
        height=sheet.height,
        words=tuple(same_place_once([w for w, printed in words if printed])),
        rules=tuple(rules),
        areas=tuple(areas),
        outside=tuple(w for w, printed in words if not printed),
        undecoded=text.undecoded,
    )


def _sheet(page: Any) -> Sheet:
    """The visible box, inherited boxes included: FPDFPage_GetMediaBox knows nothing of those."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rect):
        rect.left, rect.bottom, rect.right, rect.top = 0.0, 0.0, 612.0, 792.0
    box = (rect.left, rect.bottom, rect.right, rect.top)
    return Sheet(box, box, 90 * (pdfium.FPDFPage_GetRotation(page) % 4))


class TextPage:
    """pdfium's text page, read through its C interface: a Python object a glyph costs too much."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.undecoded = 0
        self.made_up: list[str] = []  # tokens with letters that pdfium made up
        self.trusting = False  # whether such letters are taken all the same
        self._page = pdfium.FPDFText_LoadPage(page)
        self._handle = native.handle(self._page)
        self._styles: dict[int, Style] = {}
        self._known_styles: dict[native.Look, Style] = {}
        self._weights: dict[int, int] = {}
        self._found: list[Placed] = []  # the words so far
        self._joins: set[int] = set()  # those of one glyph that may belong to the one before
        self._tokens = Tokens([], [], [], [])
        self._text = ""
        self._index: Sequence[int] = range(0)  # of the glyph of each character of the text
        self._plain = True  # whether the page has none of the ODD letters
        self._turned: tuple[Style, float, float, int, int] | None = None
        self._decoded: dict[int, set[str]] = {}
        self._blankless = False  # whether the file leaves blanks out, and pdfium puts them in
        self._set_again = False  # whether space between letters may stand for a blank
        self._widths: dict[tuple[int, float], dict[str, float]] = {}  # of letters, by face and size
        self._strays: dict[int, Matrix] = {}  # glyphs that have yet to be moved, and how
        self._rect, self._edges = _rect, _edges
        self._rect_at, self._xy = _rect.at[0], _edges.at[:2]

    def close(self) -> None:
        if self._page:
            pdfium.FPDFText_ClosePage(self._page)

    def turn(self, sheet: Sheet) -> None:
        """Take another rotation for the same page; what was read counts no more."""
        self.sheet, self.undecoded, self.made_up = sheet, 0, []
        self._styles.clear()
        self._known_styles.clear()
        self._weights.clear()
        self._decoded.clear()

    def directions(self) -> list[tuple[tuple[float, float], int]]:
        """The directions in which the words run, in user space, with the number of glyphs."""
        return [(self._styles[key].direction, n) for key, n in self._weights.items()]

    def words(self) -> list[tuple[Word, bool]]:
        """Each word with whether it is printed on the visible page, in the file's own order."""
        if not self._handle:
            return []
        self._text, self._index = self._whole_text()
        letters = set(self._text)
        if not letters.isdisjoint(ACCENTS):
            self._put_accents_on()
            letters = set(self._text)
        text = self._text
        self._plain = letters.isdisjoint(ODD)
        self._tokens = tokens = self._read_tokens(text)
        self._found, self._joins, self._turned = [], set(), None
        self._set_again = bool(GLUED.search(text)) or self._closes_blanks()
        self._blankless = self._set_again or self._lacks_blanks(text)
        # Set from right to left, glyphs of another text object may stand between those of one.
        right_to_left = RIGHT_TO_LEFT.search("".join(letters)) is not None
        in_order = not self.sheet.rotation and not right_to_left
        for first, end in tokens.lines:
            last = self._object(tokens.ends[end - 1] - 1) if in_order else 0
            for number in range(first, end):
                key = self._object(tokens.starts[number])
                if key == last and key and self._take_even(number, end, key):
                    break
                self._take(number, key)
        found = close_up(self._found, self._joins) if len(self._joins) > 2 else self._found
        return without_closed_blanks(found) if self._blankless else found

    def _move_strays(self, number: int) -> None:
        """Find the glyphs of a token in a form whose places pdfium tells in the form's units.

        They are those with an ActualText, such as a browser's ligatures, and stand at the place of
        their text object.
        """
        tokens, index = self._tokens, self._index
        glyphs = [index[n] for n in range(tokens.starts[number], tokens.ends[number])]
        for glyph in glyphs:
            native.origin(self._handle, glyph, *self._xy)
            if way := out_of_form(self._handle, glyph, *self._edges.values[:2]):
                self._strays[glyph] = way
        if self._strays and not self.sheet.rotation:
            tokens.x[number], tokens.y[number] = self._origin(glyphs[0])
            _, _, tokens.right[number], tokens.foot[number] = self._loose(glyphs[-1])

    def _origin(self, glyph: int) -> tuple[float, float]:
        """Where a glyph is set, in user space."""
        native.origin(self._handle, glyph, *self._xy)
        x, y, _, _ = self._edges.values.tolist()
        way = self._strays.get(glyph)
        return apply(way, x, y) if way else (x, y)

    def _loose(self, glyph: int) -> Box:
        """Left, top, right and bottom of a glyph with the room around it, in user space."""
        native.loose_box(self._handle, glyph, self._rect_at)
        left, top, right, bottom = self._rect.values.tolist()
        if way := self._strays.get(glyph):
            left, bottom, right, top = box_of((left, right), (bottom, top), way)
        return left, top, right, bottom

    def _object(self, position: int) -> int:
        return native.text_object(self._handle, self._index[position])

    def _is_generated(self, position: int) -> bool:
        """Whether pdfium made up the character at a position in the text."""
        return native.generated(self._handle, [self._index[position]]) == [1]

    def _read_tokens(self, text: str) -> Tokens:
        tokens = Tokens([], [], [], [])
        starts, ends, index = tokens.starts, tokens.ends, self._index
        for line in LINE.finditer(text):
            row = line.group()
            texts = row.split()
            if not texts:
                continue
            place = line.start()
            apart = row.startswith(" ".join(texts))  # by one blank each
            for token in texts:
                if not apart:
                    place = text.index(token, place)
                starts.append(place)
                place += len(token)
                ends.append(place)
                place += apart
            first = len(tokens.texts)
            tokens.texts += texts
            tokens.lines.append((first, len(tokens.texts)))
        if not self.sheet.rotation:
            tails = [end - 1 for end in ends]
            heads = starts
            if not isinstance(index, range):
                heads, tails = [index[start] for start in starts], [index[last] for last in tails]
            tokens.x, tokens.y, tokens.right, tokens.foot = native.spans(self._handle, heads, tails)
        return tokens

    def _take_even(self, first: int, end: int, key: int) -> bool:
        """Take the words of one text object on one level line; False where they are no such thing.

        All but where each begins and ends they share.
        """
        tokens, index, sheet, found = self._tokens, self._index, self.sheet, self._found
        begin, behind = tokens.starts[first], tokens.ends[end - 1]
        style = self._style(index[begin], key)
        if not style.upright or style.direction != LEVEL or style.pictures is not None:
            return False
        if style.moved:
            return False
        native.origin(self._handle, index[behind - 1], *self._xy)
        y, left, width = tokens.y[first], sheet.left, sheet.width
        base = sheet.top - y
        top, bottom = base - style.ascent, base - style.descent
        if self._edges.values[1] != y or top < 0.0 or bottom > sheet.height:
            return False
        texts = tokens.texts[first:end]
        if not self._knows("".join(texts), begin, style):
            texts = [self._checked(number, style) for number in range(first, end)]
        plain = self._plain
        widest = (style.size if style.size > 1.0 else 1.0) * WIDE
        lefts, rights = tokens.x, tokens.right
        number = first - 1
        for token in texts:
            number += 1
            length = len(token)
            if length == 1:
                self._mark_join(number)
            x0, x1 = lefts[number] - left, rights[number] - left
            word = None
            if x0 >= 0.0 and x1 <= width and 0.0 <= x1 - x0 <= widest * length:
                if plain or token.isascii():
                    word = style.word(token, (x0, top, x1, bottom, base))
                else:
                    word = _word(token, (x0, top, x1, bottom, base), style)
            if word is None or (
                (self._blankless or style.mono) and self._has_gap(word, token, style, number)
            ):
                found += self._pieces(token, number)
            elif token.isalpha() and not (style.mono and "w" in token):
                found.append((word, True))
            elif style.mono:
                found.append((self._with_swallowed(word, number), True))
            else:
                found += self._without_mark(word, token, number)
        self._weights[key] = self._weights.get(key, 0) + behind - begin
        return True

    def _take(self, number: int, key: int) -> None:
        """Take the words of a token, usually one."""
        tokens, index = self._tokens, self._index
        first, end = tokens.starts[number], tokens.ends[number]
        head = index[first]
        style = self._style(head, key)
        self._weights[key] = self._weights.get(key, 0) + end - first
        if style.moved:
            self._move_strays(number)
        token = self._checked(number, style)
        if end - first == 1:
            self._mark_join(number)
        if style.pictures is not None:
            token = token.translate(style.pictures)
            self.undecoded += token.count(UNKNOWN)
        word = self._simple(token, number, style) if style.upright else None
        if word and (self._blankless or style.mono) and self._has_gap(word, token, style, number):
            word = None
        if word is not None and style.mono:
            self._found.append((self._with_swallowed(word, number), True))
        elif word is not None:
            self._found += self._without_mark(word, token, number)
        elif style.upright:
            self._found += self._pieces(token, number)
        else:
            blanks = range(tokens.ends[number - 1] if number else 0, first)
            spaced = 0 in native.generated(self._handle, [index[i] for i in blanks])
            for placed in self._run(token, head, first):
                self._add_turned(self._found, placed, head, style, spaced)

    def _lacks_blanks(self, text: str) -> bool:
        """Whether words of the page are set apart by space alone, without a blank.

        Then pdfium, which goes by its own measure, may have missed such a space where it is narrow.
        """
        index, ends, starts = self._index, self._tokens.ends, self._tokens.starts
        blanks = [
            end
            for end, start in zip(ends, islice(starts, 1, None), strict=False)
            if start == end + 1 and text[end] == " "
        ]
        made_up = native.generated(self._handle, [index[at] for at in blanks])
        found = 0
        for at in compress(blanks, made_up):
            native.loose_box(self._handle, index[at - 1], self._rect_at)
            _, top, before, bottom = self._rect.values
            native.loose_box(self._handle, index[at + 1], self._rect_at)
            found += 0 < self._rect.values[0] - before < WORD_SPACE * (top - bottom)
            if found >= BLANKS_MISSED:
                return True
        return False

    def _closes_blanks(self) -> bool:
        """Whether words that a blank parts in the file touch on the page.

        Such a file was set again from places on the page: a blank may stand for kerning there, and
        space behind a letter for a blank.
        """
        tokens = self._tokens
        x, y, right, texts = tokens.x, tokens.y, tokens.right, tokens.texts
        if not x:
            return False
        for first, end in tokens.lines:
            before, base = right[first], y[first]
            for number in range(first + 1, end):
                near = -TOUCHING < x[number] - before < TOUCHING and y[number] == base
                # A mark over a letter has a box of its own.
                if near and texts[number - 1][-1].isalpha() and texts[number][0].isalpha():
                    return True
                before, base = right[number], y[number]
        return False

    def _has_gap(self, word: Word, token: str, style: Style, number: int) -> bool:
        """Whether a word is wider than its letters by a word space at least, or may hold two."""
        first = self._tokens.starts[number]
        if self._set_again or INNER_CAPITAL.search(token):
            return len(token) > 1
        if LIGATED.search(token):  # the letters of a ligature have one box
            boxes = dict.fromkeys([self._sides(first + n) for n in range(len(token))])
            letters = sum([right - left for left, right in boxes])
        else:
            widths = self._widths.setdefault((style.face_key, style.size), {})
            for position, letter in enumerate(token, first):
                if letter not in widths:
                    left, right = self._sides(position)
                    widths[letter] = right - left
            letters = sum(map(widths.__getitem__, token))
        return word.x1 - word.x0 - letters > WIDER * style.size

    def _sides(self, position: int) -> tuple[float, float]:
        """Left and right of the box of the character at a position in the text."""
        left, _, right, _ = self._loose(self._index[position])
        return left, right

    def _mark_join(self, number: int) -> None:
        """Note where a token of one glyph stands behind a blank that pdfium made up."""
        behind = self._tokens.ends[number - 1] if number else 0
        blank = self._tokens.starts[number] - 1
        if behind == blank and self._is_generated(blank):
            self._joins.add(len(self._found))

    def _without_mark(self, word: Word, token: str, number: int) -> list[Placed]:
        """A word, apart from the note mark glued to it where its font has raised figures.

        Those stand on the word's baseline and in its size; only their ink is raised.
        """
        if token[:-1].isalpha() and not token[-1].isdigit():  # a word and its comma
            return [(word, True)]
        match = NOTED.search(token)
        if match is None:
            return [(word, True)]
        start, end = match.span()
        first = self._tokens.starts[number]
        inks = [self._ink(glyph) for glyph in self._index[first + start : first + end]]
        left, lowest, right = inks[0][0], max(ink[3] for ink in inks), inks[-1][2]
        if word.base - lowest < RAISED_INK * word.size:
            return [(word, True)]
        mark = replace(
            word, text=token[start:end], x0=left, x1=right, base=lowest, size=MARK_SIZE * word.size
        )
        before = replace(word, text=token[:start], x1=left)
        after = replace(word, text=token[end:], x0=right)
        return [(part, True) for part in (before, mark, after) if part.text]

    def _with_swallowed(self, word: Word, number: int) -> Word:
        """A word of code with a mark for each letter that pdfium leaves out.

        Fonts for code draw `!=` or `www` as one sign, in the place of the last letter and back over
        the others, whose glyphs are empty; pdfium does not tell such a glyph where it is drawn by
        itself, as browsers do.
        """
        text, start = word.text, self._tokens.starts[number]
        if self.sheet.rotation or (text.isalnum() and "w" not in text):
            return word
        if len(text) != self._tokens.ends[number] - start:
            return word  # some letters came of one glyph
        letters, first, cell = list(text), 0, MONO_CELL * word.size
        for position, letter in enumerate(text):
            if (letter.isalnum() and letter != "w") or not letter.isascii():
                continue  # accents, say, stand over the letter before them
            glyph = self._index[start + position]
            back = self._origin(glyph)[0] - self.sheet.left - self._ink(glyph)[0]
            if DRAWN_BACK * cell < back < FARTHEST:
                swallowed = min(1 + int(back / cell - DRAWN_BACK), MOST_SWALLOWED)
                letters[position] = UNKNOWN * swallowed + letter
                self.undecoded += swallowed
                first = swallowed if position == 0 else first
        return replace(word, text="".join(letters), x0=word.x0 - first * cell)

    def _add_turned(
        self, found: list[Placed], placed: Placed, head: int, style: Style, spaced: bool
    ) -> None:
        """A word that does not run from left to right; letters of a watermark are one word."""
        x, y = self._origin(head)
        dx, dy = style.direction
        along, across, length = x * dx + y * dy, y * dx - x * dy, len(placed[0].text)
        before, self._turned = self._turned, (style, along, across, len(found), length)
        if before is not None and not spaced and found:
            last, begun, line, position, letters = before
            step = (along - begun) / letters
            if (
                last is style
                and position == len(found) - 1
                and abs(across - line) < SIDE_LINE * style.size
                and 0 < step < SIDE_STEP * style.size
                and found[-1][1] == placed[1]
            ):
                one, other = found[-1][0], placed[0]
                found[-1] = (
                    replace(
                        one,
                        text=one.text + other.text,
                        x0=min(one.x0, other.x0),
                        top=min(one.top, other.top),
                        x1=max(one.x1, other.x1),
                        bottom=max(one.bottom, other.bottom),
                        base=max(one.base, other.base),
                    ),
                    placed[1],
                )
                self._turned = (style, along, across, len(found) - 1, length)
                return
        found.append(placed)

    def _simple(self, token: str, number: int, style: Style) -> Word | None:
        """A word on one baseline that lies within the page and has no gap; else None."""
        sheet, tokens = self.sheet, self._tokens
        head, tail = self._index[tokens.starts[number]], self._index[tokens.ends[number] - 1]
        if sheet.rotation:
            x0, _, base = self._turned_span(head)
            _, x1, end = self._turned_span(tail)
        else:
            y, end = tokens.y[number], tokens.foot[number] - style.descent
            x0, x1 = tokens.x[number] - sheet.left, tokens.right[number] - sheet.left
            base = sheet.top - y
            if not -SAME_BASE < end - y < SAME_BASE and tail != head:  # another font, perhaps
                end = self._origin(tail)[1]
            end = base if tail == head else sheet.top - end
        size, top, bottom = style.size, base - style.ascent, base - style.descent
        if x0 < 0.0 or x1 > sheet.width or top < 0.0 or bottom > sheet.height:
            return None
        # NaN and infinity end here, too
        if not 0.0 <= x1 - x0 <= (size if size > 1.0 else 1.0) * WIDE * len(token):
            return None
        if not -SAME_BASE < end - base < SAME_BASE:
            return None
        return _word(token, (x0, top, x1, bottom, base), style)

    def _whole_text(self) -> tuple[str, Sequence[int]]:
        """The page's text, and the glyph index of each of its characters.

        pdfium counts text in UTF-16 units and leaves some glyphs out of it, so positions in a
        Python string agree with glyph indexes only while neither happens.
        """
        count = pdfium.FPDFText_CountChars(self._page)
        if count <= 0:
            return "", range(0)
        buffer = (ctypes.c_ushort * (2 * count + 1))()
        written = pdfium.FPDFText_GetText(self._page, 0, count, buffer) - 1
        units = ctypes.string_at(buffer, 2 * max(written, 0))
        text = units.decode("utf-16-le", "surrogatepass")
        if written == count and len(text) == written:
            return text, range(count)
        index, unit = [], 0
        for character in text:
            index.append(pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, unit))
            unit += 2 if ord(character) > 0xFFFF else 1
        return text, index

    def _put_accents_on(self) -> None:
        """Have accents that are drawn over a letter for themselves be one with it.

        pdfium takes the step back for a gap, so the blank that it made up goes as well.
        """
        letters, index = list(self._text), self._index
        boxes = []
        for glyph in index:
            native.loose_box(self._handle, glyph, self._rect_at)
            left, top, right, bottom = self._rect.values.tolist()
            boxes.append((left, -top, right, -bottom))
        changed = composed(letters, boxes)
        for number, letter in changed.items():
            letters[number] = letter
        shown = [n for n, letter in enumerate(letters) if letter and not letter.isspace()]
        for before, after in pairwise(shown):
            blank = range(before + 1, after)
            if blank and not changed.keys().isdisjoint(range(before, after + 1)):
                (_, _, end, base), (start, top, _, other) = boxes[before], boxes[after]
                if base == other and abs(start - end) < NARROW_GAP * (base - top):
                    for number in blank:
                        if self._is_generated(number):
                            letters[number] = ""
        self._text = "".join(letters)
        self._index = [glyph for glyph, letter in zip(index, letters, strict=True) if letter]

    def _knows(self, letters: str, begin: int, style: Style) -> bool:
        """Whether the file tells all letters of a line, each asked about once a font."""
        decoded = self._decoded.setdefault(style.face_key, set())
        if decoded.issuperset(letters):
            return True
        new = set(letters).difference(decoded)
        if not new.isdisjoint(DOUBTFUL) or any(map(is_private, new)):
            return False
        if not self.trusting:
            glyphs = [self._index[self._text.index(letter, begin)] for letter in new]
            if 1 in native.unmapped(self._handle, glyphs):
                return False
        decoded |= new
        return True

    def _checked(self, number: int, style: Style) -> str:
        """A token with a mark for each glyph whose letter pdfium made up.

        Where a font has no Unicode map, pdfium gives the glyph's code as if it were its letter.
        Each letter is asked about once a font.
        """
        token, decoded = self._tokens.texts[number], self._decoded.setdefault(style.face_key, set())
        if decoded.issuperset(token):
            return token
        first, letters, last = self._tokens.starts[number], list(token), len(token) - 1
        for position, letter in enumerate(token):
            if letter in decoded:
                continue
            glyph = self._index[first + position]
            if letter == "\x00" or (
                not self.trusting and native.unmapped(self._handle, [glyph]) == [1]
            ):
                letters[position] = UNKNOWN
                self.undecoded += 1
            elif letter == UNKNOWN:
                self.undecoded += 1
            elif last and is_private(letter) and ord(letter) not in LIGATURES:
                letters[position] = UNKNOWN
                self.undecoded += 1
            else:
                decoded.add(letter)
        if UNKNOWN in letters:
            self.made_up.append(token)
        return "".join(letters)

    def _pieces(self, token: str, number: int) -> Iterator[tuple[Word, bool]]:
        """A token glyph by glyph: cut where pdfium glued over a gap and at the page's edge."""
        first = self._tokens.starts[number]
        glyphs = [self._index[first + position] for position in range(len(token))]
        start, begin = 0, glyphs[0]
        styles = [self._style(glyph) for glyph in glyphs]
        places = [self._glyph(glyph, style) for glyph, style in zip(glyphs, styles, strict=True)]
        gap = GAP
        if self._blankless and len(places) > 2:
            usual = median(b.x0 - a.x1 for a, b in pairwise(places)) / (styles[0].size or 1.0)
            gap = min(gap, max(usual, 0.0) + NARROW_GAP)
        for position in range(1, len(token)):
            before, here, style = places[position - 1], places[position], styles[position]
            if not style.upright:
                continue
            size = style.size
            figures = token[position - 1].isdecimal() and not token[position].isalpha()
            beside = figures and here.x0 - before.x0 < FIGURE * size
            apart = here.x0 - before.x1 > size * gap and not beside
            back = here.x0 < before.x0 - size or abs(here.base - before.base) > size * STEP
            if token[position] == HYPHEN:
                back = False
            smaller = styles[position - 1].size < NOTE_MARK * size
            noted = smaller and here.base - before.base > RAISED * size
            if apart or back or noted or here.shown != before.shown:
                yield from self._run(token[start:position], begin, first + start)
                start, begin = position, glyphs[position]
        yield from self._run(token[start:], begin, first + start)

    def _run(self, piece: str, begin: int, first: int) -> Iterator[tuple[Word, bool]]:
        style = self._style(begin)
        glyphs = [self._index[first + i] for i in range(len(piece))]
        if style.upright:
            places = [self._glyph(g, self._style(g)) for g in glyphs]
            base = places[0].base
            box = (
                min(p.x0 for p in places),
                base - style.ascent,
                max(p.x1 for p in places),
                base - style.descent,
            )
            shown = places[0].shown
        else:
            inks = [self._ink(g) for g in glyphs]
            box = (
                min(i[0] for i in inks),
                min(i[1] for i in inks),
                max(i[2] for i in inks),
                max(i[3] for i in inks),
            )
            base, shown = box[3], self.sheet.shows(box)
        if not all(-FARTHEST < edge < FARTHEST for edge in (*box, base, style.size)):
            box, base, shown = (0.0, 0.0, 0.0, 0.0), 0.0, False  # a word that stands nowhere
            style = replace(style, size=0.0)
        word = _word(piece, (*box, base), style)
        if word is not None:
            yield word, shown

    def _glyph(self, glyph: int, style: Style) -> Glyph:
        if self.sheet.rotation:
            x0, x1, base = self._turned_span(glyph)
        else:
            left, _, right, _ = self._loose(glyph)
            x, y = self._origin(glyph)
            # of some fonts pdfium has no more than the ink: `1` among figures of one width
            x0, x1 = min(left, x) - self.sheet.left, right - self.sheet.left
            base = self.sheet.top - y
        line = (x0, base - style.ascent, x1, base - style.descent)
        shown = self.sheet.shows(line) or self.sheet.shows(self._ink(glyph))
        return Glyph(x0, x1, base, shown)

    def _turned_span(self, glyph: int) -> tuple[float, float, float]:
        """Left, right and baseline on a turned page: there, pdfium's loose boxes have no width."""
        x0, base = self.sheet.point(*self._origin(glyph))
        return x0, max(x0, self._ink(glyph)[2]), base

    def _ink(self, glyph: int) -> Box:
        native.ink_box(self._handle, glyph, *self._edges.at)
        left, right, bottom, top = self._edges.values.tolist()
        if way := self._strays.get(glyph):
            left, bottom, right, top = box_of((left, right), (bottom, top), way)
        return self.sheet.box(left, bottom, right, top)

    def _style(self, glyph: int, text_object: int | None = None) -> Style:
        key = text_object
        if key is None:
            key = native.text_object(self._handle, glyph)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._new_style(glyph, key)
        return style

    def _new_style(self, glyph: int, text_object: int) -> Style:
        """The style of a text object; most objects share theirs with many others."""
        look = native.look(self._handle, glyph, text_object)
        style = self._known_styles.get(look)
        if style is None:
            style = self._known_styles[look] = self._style_of(glyph, look)
        return style

    def _style_of(self, glyph: int, look: native.Look) -> Style:
        a, b, c, d, stated, red, green, blue, alpha, mode, font, artifact, moved = look
        size = abs(stated) * (c * c + d * d) ** 0.5  # Tf times the matrix is what is printed
        length = (a * a + b * b) ** 0.5 or 1.0
        sign = -1.0 if stated < 0 else 1.0
        direction = (sign * a / length, sign * b / length)
        name = _font_name(font)
        bold, italic, mono = face(name)
        along, across = self.sheet.along(*direction)
        ascent, descent = self._line(glyph, size)
        return Style(
            size=size,
            font=name,
            bold=bold or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
            italic=italic,
            mono=mono,
            color=red << 16 | green << 8 | blue,
            artifact=artifact,
            visible=mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE and alpha > 0,
            upright=along > 0 and abs(across) < 0.2 * along,
            direction=direction,
            ascent=ascent,
            descent=descent,
            face_key=font,
            moved=moved,
            pictures=pictures(name),
        )

    def _line(self, glyph: int, size: float) -> tuple[float, float]:
        """Ascent and descent of the font's line; some glyphs have only a box of their ink."""
        _, top, _, bottom = self._loose(glyph)
        _, y = self._origin(glyph)
        ascent, descent = top - y, bottom - y
        if 0.8 * size <= ascent - descent <= 1.6 * size and descent <= 0.1 * size:
            return ascent, descent
        return 0.75 * size, -0.25 * size


_rect = native.Numbers(c_float, 4)  # left, top, right, bottom
_edges = native.Numbers(c_double, 4)  # left, right, bottom, top
_name_buffer = ctypes.create_string_buffer(128)


def _word(token: str, place: Place, style: Style) -> Word | None:
    """The word of a token; `place` is its box and its baseline."""
    hyphen = False
    if not token.isascii():
        hyphen = token[-1] == HYPHEN
        if hyphen:
            token = token[:-1] + "-"
        token = token.translate(LIGATURES)
        if not token:
            return None
    return style.word(token, place, hyphen)


def _font_name(font: int) -> str:
    if not font:
        return ""
    length = native.font_name(font, ctypes.addressof(_name_buffer), 128)
    return _name_buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
