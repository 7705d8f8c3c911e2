"""Spoiled copies of good PDFs, each with what is true of it.

A spoiling takes a good report and gives a spoiled copy, or None where it cannot be done to that
report. What is true of the copy:

- Where it prints what the original prints (lost letter maps, another drawing order, second text
  layers, letter-spacing, scans), the original's truth.
- Where paper is gone (pages, margins, lines), the original's truth without those values of which
  nothing is left on the paper. A value that is left in part counts as wrong wherever it differs
  from the whole one: a person who trusts it is misled.
- Where two rows have changed places, the truth with the two rows exchanged.

Each is drawn by lot, with the report's name and the spoiling's as the seed: the same on every run.
"""

from __future__ import annotations

import io
import math
import random
import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator
from PIL import Image, ImageFilter
from reportlab.pdfbase.pdfmetrics import stringWidth

from pmpdf import reading
from pmpdf.reading.document import Document

Record = dict[str, Any]
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Lost = Callable[[int, Box], bool]

SHOWS = {"Tj", "TJ", "'", '"'}
PAINT = {"rg", "RG", "g", "G", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "gs"}
TYPE = {"Tf", "Tc", "Tw", "Tz", "Tr", "Ts"}
UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Good:
    """A report, its truth, and what pmpdf reads from it where that is all right.

    The reading tells where on the paper each value stands.
    """

    name: str
    data: bytes
    truth: Record
    read: Record | None


@dataclass(frozen=True)
class Copy:
    data: bytes
    truth: Record


Spoiling = Callable[[Good, random.Random], Copy | None]


def opened(good: Good) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(good.data))


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


# Pages taken apart into their lines of text ---------------------------------------------------


@dataclass
class Piece:
    """What is shown from one point on, with all it takes to draw it by itself.

    `x` and `y` are that point in points from the top left of the visible page, `size` that of the
    letters.
    """

    paint: list[ContentStreamInstruction]
    marks: list[ContentStreamInstruction]
    type: list[ContentStreamInstruction]
    place: Matrix
    shows: list[ContentStreamInstruction]
    x: float
    y: float
    size: float

    def drawn(
        self, right: float = 0.0, down: float = 0.0, unseen: bool = False
    ) -> list[ContentStreamInstruction]:
        """The piece at its place or so many points from it; `unseen` without painting it."""
        return [
            instruction([], "q"),
            instruction([1, 0, 0, 1, right, -down], "cm"),
            *self.paint,
            *self.marks,
            instruction([], "BT"),
            *self.type,
            *([instruction([3], "Tr")] if unseen else []),
            instruction(self.place, "Tm"),
            *self.shows,
            instruction([], "ET"),
            *(instruction([], "EMC") for _ in self.marks),
            instruction([], "Q"),
        ]


def instruction(operands: Sequence[Any], operator: str) -> ContentStreamInstruction:
    plain = [round(o, 4) if isinstance(o, float) else o for o in operands]
    return ContentStreamInstruction(plain, Operator(operator))


def product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)


class Sheet:
    """One page's content: `rest` draws everything but text, `pieces` are its runs of text."""

    def __init__(self, pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        self.pdf, self.page = pdf, page
        self.left, _, _, self.top = (float(v) for v in page.cropbox)
        self.rest: list[ContentStreamInstruction] = []
        self.pieces: list[Piece] = []
        self._take_apart()

    def _take_apart(self) -> None:
        ctm, line, leading, moved = UNIT, UNIT, 0.0, True
        state: dict[str, ContentStreamInstruction] = {}
        marks: list[ContentStreamInstruction] = []
        stack: list[tuple[Matrix, dict[str, ContentStreamInstruction]]] = []
        for one in pikepdf.parse_content_stream(self.page):
            word, values = str(one.operator), list(one.operands)
            if word in ("Td", "TD", "T*", "'", '"'):
                leading = -float(values[1]) if word == "TD" else leading
                dx, dy = map(float, values) if word in ("Td", "TD") else (0.0, -leading)
                line, moved = product((1.0, 0.0, 0.0, 1.0, dx, dy), line), True
            elif word == "q":
                stack.append((ctm, dict(state)))
            elif word == "Q" and stack:
                ctm, state = stack.pop()
            elif word == "cm":
                ctm = product(matrix(values), ctm)
            elif word in ("BMC", "BDC"):
                marks.append(one)
            elif word == "EMC" and marks:
                marks.pop()
            elif word in PAINT | TYPE:
                state.pop(word, None)  # so that the order is that of the last settings
                state[word] = one
            elif word == "BT":
                line, moved = UNIT, True
            elif word == "Tm":
                line, moved = matrix(values), True
            elif word == "TL":
                leading = float(values[0])
            if word not in SHOWS:
                self.rest.append(one)
                continue
            show = instruction([values[-1]], "TJ" if word == "TJ" else "Tj")
            if moved:
                self.pieces.append(self._piece(product(line, ctm), state, marks))
            self.pieces[-1].shows.append(show)
            moved = False

    def _piece(
        self,
        place: Matrix,
        state: dict[str, ContentStreamInstruction],
        marks: Sequence[ContentStreamInstruction],
    ) -> Piece:
        font = state.get("Tf")
        return Piece(
            paint=[state[word] for word in state if word in PAINT],
            marks=list(marks),
            type=[state[word] for word in state if word in TYPE],
            place=place,
            shows=[],
            x=place[4] - self.left,
            y=self.top - place[5],
            size=abs(float(font.operands[1]) * place[3]) if font else 0.0,
        )

    def lines(self) -> list[list[Piece]]:
        """Pieces that are drawn one after the other on the same height, from left to right."""
        found: list[list[Piece]] = []
        for piece in self.pieces:
            if found and _goes_on(found[-1][-1], piece):
                found[-1].append(piece)
            else:
                found.append([piece])
        return found

    def draw(self, text: Sequence[ContentStreamInstruction]) -> None:
        """Give the page its content anew, with this text over all that is no text."""
        content = [instruction([], "q"), *self.rest, instruction([], "Q"), *text]
        self.page.obj.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(content))


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether a piece follows another on its line; one of no width may stand between them."""
    return abs(last.y - piece.y) < 0.5 and piece.x > last.x - 0.5


def sheets_of(pdf: pikepdf.Pdf) -> list[Sheet]:
    return [Sheet(pdf, page) for page in pdf.pages]


def all_drawn(pieces: Iterable[Piece], **how: float) -> list[ContentStreamInstruction]:
    return [one for piece in pieces for one in piece.drawn(**how)]


# What is left of a truth ----------------------------------------------------------------------


def without(good: Good, lost: Lost) -> Record:
    """The truth without the values of which nothing is left on the paper."""
    read, truth = good.read or {}, deepcopy(good.truth)
    sections = []
    for place, section in enumerate(truth["sections"]):
        seen = read["sections"][place]
        blocks = []
        for block, printed in zip(section["blocks"], seen["blocks"], strict=True):
            if block["type"] == "timeline":
                pairs = zip(block["entries"], printed["entries"], strict=True)
                block["entries"] = [row for row, known in pairs if not gone(known, lost)]
                if block["entries"]:
                    blocks.append(block)
            elif not gone(printed, lost):
                blocks.append(block)
        section["blocks"] = blocks
        if blocks or not gone(seen, lost):
            sections.append(section)
    truth["sections"] = sections
    facts = zip(truth.get("facts") or [], read.get("facts") or [], strict=False)
    truth["facts"] = [fact for fact, known in facts if not gone(known, lost)]
    return truth


def gone(printed: Record, lost: Lost) -> bool:
    origins = printed.get("origin") or []
    return bool(origins) and all(lost(o["page"], tuple(o["box"])) for o in origins)


# Glyphs without letters -----------------------------------------------------------------------


def fonts_of(pdf: pikepdf.Pdf) -> list[Any]:
    """The fonts that have a map from glyphs to letters, each once."""
    found: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        for font in (page.resources.get("/Font") or {}).values():
            if "/ToUnicode" in font:
                found[font.objgen] = font
    return list(found.values())


def map_lost(good: Good, lot: random.Random) -> Copy | None:
    """One font has lost its map to letters."""
    pdf = opened(good)
    fonts = [font for font in fonts_of(pdf) if font.Subtype == "/Type0"]
    if not fonts:
        return None
    del lot.choice(fonts)["/ToUnicode"]
    return Copy(saved(pdf), good.truth)


def letters_lost(good: Good, lot: random.Random) -> Copy | None:
    """Three small letters and a digit have no entry in any font's map."""
    missing = {*lot.sample("abcdefghiklmnoprstuw", 3), lot.choice("0123456789")}
    return _mapped(good, lambda text: None if missing & set(text) else text)


def map_shifted(good: Good, lot: random.Random) -> Copy | None:
    """Every font's map is off by one: each small letter is taken for the next one."""
    small = "abcdefghijklmnopqrstuvwxyz"
    return _mapped(good, lambda text: text.translate(str.maketrans(small, small[1:] + "a")))


def map_lies(good: Good, lot: random.Random) -> Copy | None:
    """Every font's map takes two letters for one another."""
    one, other = lot.sample("aeinrstu", 2)
    return _mapped(good, lambda text: text.translate(str.maketrans(one + other, other + one)))


def _mapped(good: Good, mend: Callable[[str], str | None]) -> Copy | None:
    pdf = opened(good)
    changed = False
    for font in fonts_of(pdf):
        entries = entries_of(font.ToUnicode.read_bytes())
        kept = {code: text for code, old in entries.items() if (text := mend(old)) is not None}
        if kept != entries:
            changed = True
            font.ToUnicode = pdf.make_stream(cmap_of(kept))
    return Copy(saved(pdf), good.truth) if changed else None


def entries_of(cmap: bytes) -> dict[str, str]:
    """What a ToUnicode map says: the text of every code, which is in hexadecimal."""
    text = cmap.decode("latin-1")
    found: dict[str, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letters in re.findall(r"<(\w+)>\s*<([\w\s]+)>", part):
            found[code] = bytes.fromhex(letters).decode("utf-16-be", "replace")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        row = r"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[(.*?)\])"
        for first, last, letters, listed in re.findall(row, part, re.S):
            many = re.findall(r"<(\w+)>", listed)
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + step:0{len(first)}X}"
                if listed:
                    found[code] = bytes.fromhex(many[step]).decode("utf-16-be", "replace")
                else:
                    start = bytes.fromhex(letters).decode("utf-16-be", "replace")
                    found[code] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def cmap_of(entries: dict[str, str]) -> bytes:
    width = max(map(len, entries))
    rows = [f"<{code}> <{text.encode('utf-16-be').hex()}>" for code, text in entries.items()]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <{'0' * width}> <{'F' * width}> endcodespacerange\n"
        f"{body}\nendcmap end end\n"
    ).encode()


# Paper that is gone ---------------------------------------------------------------------------


def pages_kept(good: Good, order: Sequence[int], *, known: bool = True) -> Copy | None:
    """These pages of the report in this order; `known` where pages are missing from it."""
    pdf = opened(good)
    if known and good.read is None:
        return None
    made = pikepdf.new()
    for number in order:
        made.pages.append(pdf.pages[number])
    truth = without(good, lambda page, _: page - 1 not in order) if known else good.truth
    return Copy(saved(made), truth)


def is_scan(good: Good) -> bool:
    return not any(sheet.pieces for sheet in sheets_of(opened(good)))


def length(good: Good) -> int:
    return len(opened(good).pages)


def first_page_lost(good: Good, lot: random.Random) -> Copy | None:
    return pages_kept(good, range(1, length(good))) if length(good) > 1 else None


def last_page_lost(good: Good, lot: random.Random) -> Copy | None:
    return pages_kept(good, range(length(good) - 1)) if length(good) > 1 else None


def page_between_lost(good: Good, lot: random.Random) -> Copy | None:
    """A page that is neither the first nor the last is missing."""
    if length(good) < 3:
        return None
    hole = lot.randrange(1, length(good) - 1)
    return pages_kept(good, [n for n in range(length(good)) if n != hole])


def pages_exchanged(good: Good, lot: random.Random) -> Copy | None:
    """Two neighbouring pages have changed places."""
    if length(good) < 2:
        return None
    order = list(range(length(good)))
    at = lot.randrange(len(order) - 1)
    order[at], order[at + 1] = order[at + 1], order[at]
    return pages_kept(good, order, known=False)


def page_twice(good: Good, lot: random.Random) -> Copy | None:
    """A page lies in the report twice, as when it was scanned twice."""
    if length(good) < 2:
        return None
    order = list(range(length(good)))
    at = lot.randrange(len(order))
    return pages_kept(good, [*order[: at + 1], *order[at:]], known=False)


def right_cut(good: Good, lot: random.Random) -> Copy | None:
    """The visible box of a page ends in the midst of its lines."""
    return _cropped(good, lot, across=True)


def bottom_cut(good: Good, lot: random.Random) -> Copy | None:
    """The visible box of a page ends before its text does."""
    return _cropped(good, lot, across=False)


def _cropped(good: Good, lot: random.Random, *, across: bool) -> Copy | None:
    if good.read is None:
        return None
    pdf = opened(good)
    number = lot.randrange(len(pdf.pages))
    page = pdf.pages[number]
    if page.rotation:
        return None
    x0, y0, x1, y1 = (float(v) for v in page.cropbox)
    right, bottom = x1 - x0, y1 - y0
    if across:
        right *= lot.uniform(0.7, 0.85)
    else:
        bottom *= lot.uniform(0.45, 0.75)
    page.cropbox = [x0, y1 - bottom, x0 + right, y1]
    page.obj.CropBox = page.cropbox
    truth = without(good, lambda p, box: p == number + 1 and (box[0] >= right or box[1] >= bottom))
    return Copy(saved(pdf), truth)


def hyphen_open(good: Good, lot: random.Random) -> Copy | None:
    """A line is missing below one that ends in the midst of a word."""
    if is_scan(good):
        return None
    document = reading.read(good.data, ocr=False)
    ends = [(page, word) for page in document.pages for word in page.words if word.hyphen]
    lot.shuffle(ends)
    pdf = opened(good)
    for page, end in ends:
        sheet = Sheet(pdf, pdf.pages[page.number - 1])
        reach = end.x1 - 0.5 * page.width  # a line is no wider, where text stands in columns
        below = [
            line
            for line in sheet.lines()
            if 0.8 * end.size < line[0].y - end.base < 1.8 * end.size and reach < line[0].x < end.x0
        ]
        if len(below) == 1:
            hidden = {id(piece) for piece in below[0]}
            sheet.draw(all_drawn(p for p in sheet.pieces if id(p) not in hidden))
            return Copy(saved(pdf), good.truth)
    return None


# Another order --------------------------------------------------------------------------------


def order_shuffled(good: Good, lot: random.Random) -> Copy | None:
    """The lines are drawn in an order drawn by lot; the paper looks the same."""
    pdf = opened(good)
    for sheet in sheets_of(pdf):
        lines = sheet.lines()
        lot.shuffle(lines)
        sheet.draw(all_drawn(piece for line in lines for piece in line))
    return Copy(saved(pdf), good.truth)


def rows_exchanged(good: Good, lot: random.Random) -> Copy | None:
    """Two rows of a timeline have changed places on the paper, so that a time steps back."""
    if good.read is None:
        return None
    pairs = [
        ((place, number, at), (first, second))
        for place, section in enumerate(good.read["sections"])
        for number, block in enumerate(section["blocks"])
        if block["type"] == "timeline"
        for at, (first, second) in enumerate(pairwise(block["entries"]))
        if _exchangeable(first, second)
    ]
    if not pairs:
        return None
    (place, number, at), (first, second) = lot.choice(pairs)
    pdf = opened(good)
    page = pdf.pages[first["origin"][0]["page"] - 1]
    if page.rotation:
        return None
    sheet = Sheet(pdf, page)
    above, below = first["origin"][0]["box"], second["origin"][0]["box"]
    down = below[1] - above[1]
    drawn: list[ContentStreamInstruction] = []
    for piece in sheet.pieces:
        step = down if _within(piece, above) else -down if _within(piece, below) else 0.0
        drawn += piece.drawn(down=step)
    sheet.draw(drawn)
    truth = deepcopy(good.truth)
    rows = truth["sections"][place]["blocks"][number]["entries"]
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return Copy(saved(pdf), truth)


def _exchangeable(first: Record, second: Record) -> bool:
    """Rows of one page, of one height, one wholly below the other, with different times."""
    if len(first["origin"]) != 1 or len(second["origin"]) != 1 or second.get("date_line"):
        return False
    one, other = first["origin"][0], second["origin"][0]
    a, b = one["box"], other["box"]
    return (
        one["page"] == other["page"]
        and abs((a[3] - a[1]) - (b[3] - b[1])) < 1
        and abs(a[0] - b[0]) < 1
        and a[3] < b[1] + 1
        and first["at"] != second["at"]
        and None not in (first["at"], second["at"])
    )


def _within(piece: Piece, box: Sequence[float]) -> bool:
    return box[0] - 1 <= piece.x <= box[2] + 1 and box[1] <= piece.y <= box[3] + 1


# Another text over or under the page's --------------------------------------------------------


def hidden_twin(good: Good, lot: random.Random) -> Copy | None:
    """A layer that is not painted repeats the text, one word in thirty wrong."""
    if is_scan(good):
        return None
    pdf = opened(good)
    for sheet in sheets_of(pdf):
        sheet.draw([*all_drawn(sheet.pieces)])
    _add_layer(pdf, reading.read(good.data, ocr=False), lot)
    return Copy(saved(pdf), good.truth)


def drawn_twice(good: Good, lot: random.Random) -> Copy | None:
    """Every line is drawn twice, a third of a point apart, as for bold type."""
    pdf = opened(good)
    for sheet in sheets_of(pdf):
        sheet.draw(
            [*all_drawn(sheet.pieces), *(o for p in sheet.pieces for o in p.drawn(right=0.3))]
        )
    return Copy(saved(pdf), good.truth)


def letters_apart(good: Good, lot: random.Random) -> Copy | None:
    """Short lines in larger type, drawn in one stroke with nothing beside, have spaced letters."""
    if is_scan(good):
        return None
    pdf = opened(good)
    sheets = sheets_of(pdf)
    usual = median(piece.size for sheet in sheets for piece in sheet.pieces)
    spaced = 0
    for sheet in sheets:
        for piece in sheet.pieces:
            alone = sum(abs(piece.y - other.y) < piece.size for other in sheet.pieces) == 1
            short = len(piece.shows) == 1 and _glyphs(piece.shows[0]) <= SHORT
            if alone and short and piece.size > 1.15 * usual:
                piece.type.append(instruction([0.18 * _font_size(piece)], "Tc"))
                spaced += 1
        sheet.draw(all_drawn(sheet.pieces))
    return Copy(saved(pdf), good.truth) if spaced else None


SHORT = 48  # bytes of glyphs, of one or two each


def _glyphs(show: ContentStreamInstruction) -> int:
    shown = show.operands[0]
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return sum(len(bytes(part)) for part in parts if isinstance(part, pikepdf.String))


def _font_size(piece: Piece) -> float:
    return next(float(one.operands[1]) for one in piece.type if str(one.operator) == "Tf")


# Pictures of pages ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Scanner:
    """Dots an inch, blur in dots, share of noise, degrees of skew, quality of the JPEG."""

    dpi: int
    blur: float
    noise: float
    skew: float
    quality: int

    def __call__(self, good: Good, lot: random.Random) -> Copy | None:
        """Every page is a picture."""
        stream = io.BytesIO()
        first, *others = self.pictures(good, lot)
        first.save(
            stream,
            "PDF",
            save_all=True,
            append_images=others,
            resolution=self.dpi,
            quality=self.quality,
        )
        return Copy(stream.getvalue(), good.truth)

    def pictures(self, good: Good, lot: random.Random) -> list[Image.Image]:
        document = pdfium.PdfDocument(good.data)
        made = []
        for page in document:
            picture = page.render(scale=self.dpi / 72).to_pil().convert("L")
            picture = picture.rotate(
                lot.uniform(-self.skew, self.skew), Image.Resampling.BICUBIC, fillcolor=255
            ).filter(ImageFilter.GaussianBlur(self.blur))
            if self.noise:
                grain = Image.frombytes("L", picture.size, lot.randbytes(math.prod(picture.size)))
                picture = Image.blend(picture, grain, self.noise)
            made.append(picture)
        document.close()
        return made


# Letters that recognition mistakes for others.
CONFUSED = dict(zip("lem0ai5ü8", ["1", "c", "rn", "O", "o", "l", "S", "u", "3"], strict=True))


def scan_with_layer(good: Good, lot: random.Random) -> Copy | None:
    """Pictures of the pages over a hidden layer from another program, one word in thirty wrong."""
    scan = Scanner(150, 0.6, 0.0, 0.0, 80)(good, lot)
    if is_scan(good) or scan is None:
        return None
    pdf = pikepdf.open(io.BytesIO(scan.data))
    _add_layer(pdf, reading.read(good.data, ocr=False), lot)
    return Copy(saved(pdf), good.truth)


def _add_layer(pdf: pikepdf.Pdf, document: Document, lot: random.Random) -> None:
    """Write the words of a document over its pages, unseen, as a program for searching would."""
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    for page, read in zip(pdf.pages, document.pages, strict=True):
        name = page.add_resource(pdf.make_indirect(font), Name.Font)
        left, _, _, top = (float(v) for v in page.cropbox)
        shown = [instruction([], "BT"), instruction([3], "Tr")]
        for word in read.words:
            text = _misread(word.text, lot)
            wide = stringWidth(text, "Helvetica", word.size) or 1.0
            shown += [
                instruction([name, word.size], "Tf"),
                instruction([100 * (word.x1 - word.x0) / wide], "Tz"),
                instruction([1, 0, 0, 1, left + word.x0, top - word.base], "Tm"),
                instruction([pikepdf.String(text.encode("cp1252", "replace"))], "Tj"),
            ]
        shown.append(instruction([], "ET"))
        page.contents_add(pdf.make_stream(pikepdf.unparse_content_stream(shown)))


def _misread(text: str, lot: random.Random) -> str:
    """One word in thirty with a letter taken for another."""
    wrong = [letter for letter in text if letter in CONFUSED]
    if not wrong or lot.random() >= 1 / 30:
        return text
    letter = lot.choice(wrong)
    return text.replace(letter, CONFUSED[letter], 1)


def untouched(good: Good, lot: random.Random) -> Copy | None:
    return Copy(good.data, good.truth)


SPOILINGS: dict[str, Spoiling] = {
    "as it is": untouched,
    "a font without its map": map_lost,
    "letters missing from the maps": letters_lost,
    "maps off by one letter": map_shifted,
    "first page lost": first_page_lost,
    "last page lost": last_page_lost,
    "page between lost": page_between_lost,
    "pages exchanged": pages_exchanged,
    "a page twice": page_twice,
    "cut off at the right": right_cut,
    "cut off at the bottom": bottom_cut,
    "line lost after a hyphen": hyphen_open,
    "drawing order shuffled": order_shuffled,
    "rows exchanged": rows_exchanged,
    "hidden second layer": hidden_twin,
    "drawn twice": drawn_twice,
    "letters spaced": letters_apart,
    "scan": Scanner(200, 0.5, 0.0, 0.3, 85),
    "blurred scan": Scanner(150, 1.2, 0.12, 0.8, 60),
    "very blurred scan": Scanner(110, 1.3, 0.2, 1.2, 40),
    "scan with a text layer": scan_with_layer,
    "maps that exchange two letters": map_lies,
}
