"""The second, independent reader: pdfplumber, with pdfminer underneath.

It shares no code with pdfium, so where both give the same words, the words are on the page. It is
some twenty times slower, so it is imported and asked only where pdfium cannot be believed alone.

pdfplumber opens the document and joins glyphs to words. Pages are walked and drawn here, one by
one, because its own page list fails as a whole on the first page without a MediaBox and keeps all
of them in memory.
"""

from __future__ import annotations

import io
import logging
import math
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.encodingdb import name2unicode
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import apply_matrix_pt
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import WordExtractor

from pmpdf import progress
from pmpdf.errors import Damaged, PageLimit, PasswordNeeded
from pmpdf.reading.accents import composed
from pmpdf.reading.document import Area, Document, Notice, Page, Rule, Word
from pmpdf.reading.glyphs import (
    LIGATURES,
    UNKNOWN,
    Placed,
    close_up,
    face,
    is_private,
    pictures,
    same_place_once,
)
from pmpdf.reading.sheet import Box, Sheet, reading_rotation
from pmpdf.values import replace

GAP = 0.15  # em; TeX sets words 0.25 em apart and pdfplumber's own 3 pt glues them
SAME_LINE = 0.1  # em between baselines; a superscript is a word of its own
SAME_SPOT = 0.25  # em; a glyph drawn again within this distance is a shadow or fake bold
SAME_PART = 0.6  # of its own width: the second l of "all" begins a whole width further
THIN = 3.0  # points; as in pdfium.py
MOST_INFLATED = 8_000_000  # bytes of a page's content that are looked at
SOFT_HYPHEN = "\u00ad"
INVISIBLE = 3  # text render mode
FILL_AND_STROKE = 2  # fake bold
ASCENT, DESCENT = 0.75, -0.25  # em, for fonts that do not say

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings are about inner workings


class Glyph(NamedTuple):
    """One glyph in user space: its origin, its direction and advance, its font's line."""

    text: str
    x: float
    y: float
    dx: float  # unit vector along the line of text
    dy: float
    advance: float
    size: float
    ascent: float
    descent: float
    font: str
    color: int
    mode: int
    artifact: bool


class _Shape(NamedTuple):
    """A painted part of a path, or an image, as corner points in user space."""

    points: tuple[tuple[float, float], ...]
    image: bool


def read(
    data: bytes,
    *,
    password: str | None = None,
    max_pages: int = 2000,
    only: Collection[int] | None = None,
) -> Document:
    """Read a PDF's bytes; with `only`, those pages alone (the others stay away).

    Raises PasswordNeeded, Damaged or PageLimit. A page that fails half-way keeps what was read
    of it and says so in a notice. pdfminer may run for very long on a hostile file.
    """
    pdf = _open(data, password)
    notices: list[Notice] = []
    pages: list[Page] = []
    try:
        for number, sheet in enumerate(_sheets(pdf, notices), 1):
            if number > max_pages:
                raise PageLimit(f"more pages than the limit of {max_pages}.")
            if only is None or number in only:
                pages.append(_page(pdf, sheet, number, notices))
        title = pdf.metadata.get("Title")
    finally:
        pdf.stream.close()
    metadata = {"title": title} if isinstance(title, str) and title else {}
    return Document(tuple(pages), reader="pdfplumber", notices=tuple(notices), metadata=metadata)


def count(data: bytes, *, password: str | None = None, max_pages: int = 2000) -> int:
    """How many pages the page tree has in pdfminer's eyes; none of them is drawn."""
    pdf = _open(data, password)
    try:
        number = 0
        for number, _ in enumerate(_sheets(pdf, []), 1):
            if number > max_pages:
                break
        return number
    finally:
        pdf.stream.close()


def _open(data: bytes, password: str | None) -> Any:
    stream = io.BytesIO(data)
    try:
        pdf = pdfplumber.open(stream, password=password or "")
        pdf.rsrcmgr = _Fonts()
        return pdf
    except Exception as error:
        stream.close()
        cause = _cause(error)
        if isinstance(cause, PDFPasswordIncorrect):
            raise PasswordNeeded("a password is needed to read this PDF.") from None
        if isinstance(cause, PDFEncryptionError):
            raise Damaged(f"its encryption is not understood ({cause}).") from None
        raise Damaged(f"pdfplumber cannot open this PDF ({_name(cause)}).") from None


def _cause(error: BaseException) -> BaseException:
    """What pdfminer really raised: pdfplumber wraps it, MemoryError included."""
    if isinstance(error, PdfminerException) and error.args:
        inner = error.args[0]
        if isinstance(inner, BaseException):
            return inner
    return error


def _name(error: BaseException) -> str:
    return type(error).__name__


def _sheets(pdf: Any, notices: list[Notice]) -> Iterator[Any]:
    """The document's pages in order; a page tree that breaks ends the list with a notice."""
    walk = PDFPage.create_pages(pdf.doc)
    number = 0
    while True:
        try:
            page = next(walk, None)
        except Exception as error:
            if not number:
                raise Damaged(f"pdfplumber finds no pages in this PDF ({_name(error)}).") from None
            message = f"the page list breaks off after page {number} ({_name(error)})"
            notices.append(Notice("pages_uncertain", message, number))
            return
        if page is None:
            return
        number += 1
        yield page


def _page(pdf: Any, source: Any, number: int, notices: list[Notice]) -> Page:
    progress.page(number)
    canvas = _Canvas(pdf.rsrcmgr)
    try:
        if any(_breaks_off(stream) for stream in source.contents):
            message = f"the text of page {number} breaks off, so words may be missing"
            notices.append(Notice("text_incomplete", message, number))
        interpreter = PDFPageInterpreter(pdf.rsrcmgr, canvas)
        interpreter.render_contents(source.resources, source.contents)
    except Exception as error:
        message = f"page {number} could not be read to its end ({_name(_cause(error))})"
        notices.append(Notice("text_incomplete", message, number))
    return canvas.page(number, _sheet(source))


def _breaks_off(content: Any) -> bool:
    """Whether a page's content cannot be inflated to its end; pdfminer takes what it can get."""
    stream = resolve1(content)
    raw = stream.get_rawdata() if isinstance(stream, PDFStream) else None
    if raw is None or [f for f, _ in stream.get_filters()] != [LIT("FlateDecode")]:
        return False
    if stream.decipher:
        raw = stream.decipher(stream.objid, stream.genno, raw, stream.attrs)
    inflater = zlib.decompressobj()
    try:
        inflater.decompress(raw, MOST_INFLATED)
    except zlib.error:
        return True
    return not inflater.eof and not inflater.unconsumed_tail


def _sheet(source: Any) -> Sheet:
    media, crop = _upright(source.mediabox), _upright(source.cropbox)
    rotation = source.rotate if source.rotate in (90, 180, 270) else 0
    return Sheet(media, crop, rotation)


def _upright(box: Sequence[float]) -> Box:
    x0, y0, x1, y1 = (float(v) for v in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class _Fonts(PDFResourceManager):
    """pdfminer's fonts, which give a glyph of unknown name the letter of another font's code."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        font: Any = super().get_font(objid, spec)
        if not hasattr(font, "unnamed"):
            mapped = getattr(font, "unicode_map", None) is not None
            font.unnamed = frozenset() if mapped else frozenset(_unnamed(spec))
        return font


def _unnamed(spec: Mapping[str, object]) -> Iterator[int]:
    """The codes whose glyphs have a name that is no letter's."""
    encoding = resolve1(spec.get("Encoding"))
    code = 0
    for entry in resolve1(encoding.get("Differences")) or () if isinstance(encoding, dict) else ():
        entry = resolve1(entry)
        if isinstance(entry, int):
            code = entry
            continue
        try:
            name2unicode(str(literal_name(entry)))
        except (KeyError, ValueError):
            yield code
        code += 1


class _Canvas(PDFTextDevice):
    """Collects what pdfminer would draw: glyphs with their marks, painted paths, images."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.shapes: list[_Shape] = []
        self._marks: list[bool] = []
        self._mode = 0
        self._forms: list[Any] = []
        self.ctm: Any = (1, 0, 0, 1, 0, 0)

    def page(self, number: int, sheet: Sheet) -> Page:
        glyphs = _drawn_once(self.glyphs)
        inked = [((g.dx, g.dy), 1) for g in glyphs if not g.text.isspace()]
        sheet = sheet.turned(reading_rotation(inked, sheet.rotation))
        words = list(_words(glyphs, sheet))
        rules, areas = _sorted_out(self.shapes, sheet)
        return Page(
            number=number,
            width=sheet.width,
            height=sheet.height,
            words=tuple(same_place_once([w for w in words if sheet.shows(_box(w))])),
            rules=tuple(rules),
            areas=tuple(areas),
            outside=tuple(w for w in words if not sheet.shows(_box(w))),
            undecoded=sum(w.text.count(UNKNOWN) for w in words),
            reader="pdfplumber",
        )

    # what pdfminer's interpreter calls

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._marks.append(getattr(tag, "name", None) == "Artifact")

    def end_tag(self) -> None:
        if self._marks:
            self._marks.pop()

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._forms.append(self.ctm)

    def end_figure(self, name: str) -> None:
        self.ctm = self._forms.pop()

    def render_image(self, name: str, stream: Any) -> None:
        corners = [apply_matrix_pt(self.ctm, p) for p in ((0, 0), (1, 0), (1, 1), (0, 1))]
        self.shapes.append(_Shape(tuple(corners), image=True))

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if not stroke and not fill:
            return
        points: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m":
                self._add_path(points)
                points = []
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            points += [apply_matrix_pt(self.ctm, (float(x), float(y))) for x, y in pairs]
        self._add_path(points)

    def _add_path(self, points: list[tuple[float, float]]) -> None:
        if len(points) > 1:
            self.shapes.append(_Shape(tuple(points), image=False))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = UNKNOWN if cid in font.unnamed else font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, _, _ = matrix
        across = math.hypot(c, d)
        x, y = apply_matrix_pt(matrix, (0, rise))
        sign = -1.0 if fontsize * scaling < 0 else 1.0
        length = math.hypot(a, b)
        dx, dy = (a / length * sign, b / length * sign) if length else (1.0, 0.0)
        ascent, descent = _line_of(font)
        name = _font_name(font)
        shown = pictures(name)
        self.glyphs.append(
            Glyph(
                text=_plain(text) if shown is None else _plain(text).translate(shown),
                x=x,
                y=y,
                dx=dx,
                dy=dy,
                advance=abs(advance) * length,
                size=abs(fontsize) * across,
                ascent=ascent,
                descent=descent,
                font=name,
                color=_rgb(graphicstate.ncolor),
                mode=self._mode,
                artifact=any(self._marks),
            )
        )
        return advance


def _plain(text: Any) -> str:
    """The letters of one glyph."""
    if not isinstance(text, str) or not text:
        return UNKNOWN
    return "".join(UNKNOWN if c == "\x00" else c for c in text)


def _font_name(font: Any) -> str:
    name = getattr(font, "fontname", None) or ""
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _line_of(font: Any) -> tuple[float, float]:
    """The font's ascent and descent in em, within what a font can reasonably have."""
    ascent, descent = float(font.get_ascent()), float(font.get_descent())
    if not (0.3 <= ascent <= 1.6 and -0.8 <= descent <= 0.0):
        return ASCENT, DESCENT
    return ascent, descent


def _rgb(color: Any) -> int:
    """A fill colour as 0xRRGGBB; patterns and what is not understood count as black."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    try:
        values = [min(1.0, max(0.0, float(v))) for v in parts]
    except (TypeError, ValueError):
        return 0
    if len(values) == 1:
        values = values * 3
    elif len(values) == 4:
        cyan, magenta, yellow, black = values
        values = [(1 - v) * (1 - black) for v in (cyan, magenta, yellow)]
    elif len(values) != 3:
        return 0
    red, green, blue = (round(v * 255) for v in values)
    return red << 16 | green << 8 | blue


def _drawn_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Without glyphs that repeat one on the same spot, whatever lies between them."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        column, row = math.floor(glyph.x / 4), math.floor(glyph.y / 4)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.text, column + dx, row + dy), ())
        )
        if not glyph.text.isspace() and any(_on_same_spot(other, glyph) for other in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        if kept and kept[-1].text.isspace() and _set_over(kept[-1], glyph):
            kept.pop()  # a soft hyphen that was not used, in Chromium's hands a space of no width
        kept.append(glyph)
    return kept


def _on_same_spot(one: Glyph, other: Glyph) -> bool:
    dx, dy = other.x - one.x, other.y - one.y
    along = abs(dx * one.dx + dy * one.dy)
    across = abs(dy * one.dx - dx * one.dy)
    high = other.size * SAME_SPOT
    return across < high and along < min(high, other.advance * SAME_PART)


def _set_over(space: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph begins where the space before it does, so that nobody sees the space."""
    reach = space.advance * 0.2
    return reach > 0 and abs(space.x - glyph.x) < reach and abs(space.y - glyph.y) < reach


def _words(glyphs: Sequence[Glyph], sheet: Sheet) -> Iterator[Word]:
    """Words of all directions; those that do not run from left to right are not upright."""
    by_angle: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        along = sheet.along(glyph.dx, glyph.dy)
        angle = round(math.degrees(math.atan2(along[1], along[0]))) % 360
        by_angle.setdefault(angle, []).append(glyph)
    for angle, group in by_angle.items():
        yield from _words_along(group, angle, sheet)


def _words_along(glyphs: Sequence[Glyph], angle: int, sheet: Sheet) -> Iterator[Word]:
    """The words of glyphs that all run in one direction: joined in that direction's own frame."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    chars: list[dict[str, Any]] = []
    for glyph in glyphs:
        x, y = sheet.point(glyph.x, glyph.y)
        along, across = x * cos + y * sin, y * cos - x * sin
        box = (
            along,
            across - glyph.ascent * glyph.size,
            along + glyph.advance,
            across - glyph.descent * glyph.size,
        )
        frame = _back(box, cos, sin)
        chars.append(
            {
                "text": glyph.text,
                "x0": box[0],
                "x1": box[2],
                "top": across,  # lines are told apart by their baselines
                "bottom": across,
                "doctop": across,
                "upright": True,
                "size": glyph.size,
                "glyph": glyph,
                "box": box,
                "shown": sheet.shows(frame),
                "spaced": bool(chars) and chars[-1]["text"].isspace(),
            }
        )
    changed = composed([c["text"] for c in chars], [c["box"] for c in chars])
    for number, letter in changed.items():
        chars[number]["text"] = letter
    size = sorted(g.size for g in glyphs)[len(glyphs) // 2]
    joiner = WordExtractor(
        x_tolerance_ratio=GAP, y_tolerance=max(0.3, size * SAME_LINE), expand_ligatures=False
    )
    placed: list[Placed] = []
    joins: set[int] = set()
    for found in joiner.extract_words([c for c in chars if c["text"]], return_chars=True):
        for run in _runs(found["chars"]):
            if len(run) <= (2 if angle else 1) and not run[0]["spaced"]:
                joins.add(len(placed))
            word = _word(run)
            if word is not None:
                placed.append((word, run[0]["shown"]))
    for word, _ in close_up(placed, joins) if len(joins) > 2 else placed:
        yield word if not angle else _on_its_side(word, cos, sin)


def _on_its_side(word: Word, cos: float, sin: float) -> Word:
    """A word of its own frame as it stands on the page."""
    x0, top, x1, bottom = _back((word.x0, word.top, word.x1, word.bottom), cos, sin)
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom, base=bottom, upright=False)


def _back(box: Box, cos: float, sin: float) -> Box:
    """A box of the text's own frame as the box around it on the page."""
    corners = [(x * cos - y * sin, x * sin + y * cos) for x in box[::2] for y in box[1::2]]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _runs(chars: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A word's glyphs, cut where the edge of the visible page runs through it."""
    run: list[dict[str, Any]] = []
    for char in chars:
        if run and char["shown"] != run[-1]["shown"]:
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _word(chars: Sequence[dict[str, Any]]) -> Word | None:
    """The word of some glyphs, in the frame of its own direction."""
    raw = "".join(c["text"] for c in chars)
    soft = raw.endswith(SOFT_HYPHEN)
    text = raw.translate(LIGATURES) + ("-" if soft else "")
    text = "".join(c for c in text if not c.isspace())
    if not text:
        return None
    if len(text) > 1:
        text = "".join(UNKNOWN if is_private(letter) else letter for letter in text)
    first: Glyph = chars[0]["glyph"]
    box: Box = (
        min(c["box"][0] for c in chars),
        min(c["box"][1] for c in chars),
        max(c["box"][2] for c in chars),
        max(c["box"][3] for c in chars),
    )
    bold, italic, mono = face(first.font)
    return Word(
        text,
        *box,
        chars[0]["top"],
        first.size,
        first.font,
        bold or first.mode == FILL_AND_STROKE,
        italic,
        mono,
        first.color,
        soft,
        soft,
        first.artifact,
        first.mode != INVISIBLE,
    )


def _box(word: Word) -> Box:
    return word.x0, word.top, word.x1, word.bottom


def _sorted_out(shapes: Iterable[_Shape], sheet: Sheet) -> tuple[list[Rule], list[Area]]:
    rules: list[Rule] = []
    areas: list[Area] = []
    for shape in shapes:
        points = [sheet.point(x, y) for x, y in shape.points]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if shape.image:
            areas.append(Area(*box, image=True))
        elif min(box[2] - box[0], box[3] - box[1]) <= THIN:
            rules.append(Rule(*box))
        else:
            areas.append(Area(*box))
    return rules, areas
