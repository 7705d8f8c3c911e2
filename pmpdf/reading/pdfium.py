"""The fast reader: pdfium, asked for a word's ends rather than for every glyph.

The page text is fetched once and cut at white space; of each word only the first and the last
glyph are looked at, and of each text object only the first word asks for size, font and colour.
What pdfium gets wrong on the way is listed where it is mended.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pmpdf.errors import Damaged, PageLimit, PasswordNeeded
from pmpdf.reading.document import Area, Document, Page, Rule, Word
from pmpdf.reading.glyphs import LIGATURES, face, same_place_once

HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at a line end; the line break behind it is gone
TOKEN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
THIN = 3.0  # points; a filled box no thicker than this is a rule (table lines print at 0.4 to 2)
WIDE = 1.1  # em a glyph on average; a longer word may be two, glued over a gap
GAP = 0.35  # em between two glyphs of a word; more is a gap between words
FORM_DEPTH = 12


class Style(NamedTuple):
    """What all glyphs of one text object share."""

    size: float
    font: str
    bold: bool
    italic: bool
    mono: bool
    color: int
    artifact: bool
    visible: bool
    upright: bool


def read(data: bytes, *, password: str | None = None, max_pages: int = 2000) -> Document:
    """Read a PDF's bytes.

    Raises PasswordNeeded, Damaged or PageLimit. pdfium itself may abort the process on a hostile
    file; callers that must survive that run this in a child.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PasswordNeeded("a password is needed to read this PDF.") from None
        raise Damaged(f"pdfium cannot open this PDF ({error}).") from None
    try:
        count = len(document)
        if count > max_pages:
            raise PageLimit(f"{count} pages, more than the limit of {max_pages}.")
        pages = tuple(_page(document, number) for number in range(1, count + 1))
        title = document.get_metadata_value("Title")
    finally:
        document.close()
    return Document(pages=pages, reader="pdfium", metadata={"title": title} if title else {})


def _page(document: Any, number: int) -> Page:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return Page(number=number, width=0.0, height=0.0)
    try:
        sheet = _Sheet(page)
        text = _TextPage(page.raw, sheet)
        try:
            words = list(text.words())
        finally:
            text.close()
        inside = same_place_once([w for w, printed in words if printed])
        rules, areas = _drawings(page.raw, sheet)
        return Page(
            number=number,
            width=sheet.width,
            height=sheet.height,
            words=tuple(inside),
            rules=tuple(rules),
            areas=tuple(areas),
            outside=tuple(w for w, printed in words if not printed),
            undecoded=text.undecoded,
        )
    finally:
        page.close()


class _Sheet:
    """From pdfium's unrotated user space to the upright visible page, origin top left."""

    def __init__(self, page: Any) -> None:
        media, crop = page.get_mediabox(), page.get_cropbox()
        self.left, self.bottom = max(media[0], crop[0]), max(media[1], crop[1])
        self.right, self.top = min(media[2], crop[2]), min(media[3], crop[3])
        if self.right <= self.left or self.top <= self.bottom:
            self.left, self.bottom, self.right, self.top = media
        self.rotation = page.get_rotation()
        if self.rotation:  # with it set, pdfium orders the text by the turned page
            page.set_rotation(0)
        wide, high = self.right - self.left, self.top - self.bottom
        turned = self.rotation in (90, 270)
        self.width, self.height = (high, wide) if turned else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def shows(self, box: tuple[float, float, float, float]) -> bool:
        """At least half of the box, in width and in height, lies on the visible page."""
        x0, top, x1, bottom = box
        wide = min(x1, self.width) - max(x0, 0.0)
        high = min(bottom, self.height) - max(top, 0.0)
        return wide * 2 >= x1 - x0 and high * 2 >= bottom - top and wide >= 0 and high >= 0


class _TextPage:
    """pdfium's text page, read through its C interface: a Python object a glyph costs too much."""

    def __init__(self, page: Any, sheet: _Sheet) -> None:
        self.sheet = sheet
        self.handle = pdfium.FPDFText_LoadPage(page)
        self.undecoded = 0
        self._styles: dict[int, Style] = {}
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._edges = [ctypes.c_double() for _ in range(4)]

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self.handle)

    def words(self) -> Iterator[tuple[Word, bool]]:
        """Each word with whether it is printed on the visible page."""
        text, index = self._text()
        for match in TOKEN.finditer(text):
            token, first = match.group(), match.start()
            last = match.end() - 1
            if token == HYPHEN:  # a lone mark: the hyphen is a word of its own
                token = "-"
            for start, stop in self._pieces(token, first, last, index):
                piece = token[start - first : stop - first + 1]
                yield from self._word(piece, index[start], index[stop])

    def _text(self) -> tuple[str, Any]:
        """The page's text, and the glyph index of each of its characters.

        pdfium counts text in UTF-16 units and leaves some glyphs out of it, so positions in a
        Python string agree with glyph indexes only while neither happens.
        """
        count = pdfium.FPDFText_CountChars(self.handle)
        if count <= 0:
            return "", range(0)
        buffer = (ctypes.c_ushort * (2 * count + 1))()
        written = pdfium.FPDFText_GetText(self.handle, 0, count, buffer) - 1
        units = ctypes.string_at(buffer, 2 * max(written, 0))
        text = units.decode("utf-16-le", "surrogatepass")
        if written == count and len(text) == written:
            return text, range(count)
        index, unit = [], 0
        for character in text:
            index.append(pdfium.FPDFText_GetCharIndexFromTextIndex(self.handle, unit))
            unit += 2 if ord(character) > 0xFFFF else 1
        return text, index

    def _pieces(self, token: str, first: int, last: int, index: Any) -> Iterator[tuple[int, int]]:
        """A token's first and last position; several where pdfium glued words over a gap."""
        if first == last:
            yield first, last
            return
        head, tail = self._loose(index[first]), self._loose(index[last])
        style = self._style(index[first])
        length = max(abs(tail[2] - head[0]), abs(tail[3] - head[1]))
        same_line = tail[0] >= head[0] - 0.5 and abs(tail[1] - head[1]) < style.size * 0.4
        fits = length <= max(1.0, style.size) * WIDE * len(token)
        inside = self.sheet.shows(head) and self.sheet.shows(tail)
        if not style.upright or (same_line and fits and inside):
            yield first, last
            return
        start, before = first, head
        shown = inside or self._ink_shows(index[first])
        for position in range(first + 1, last + 1):
            here = self._loose(index[position])
            apart = here[0] - before[2] > style.size * GAP
            back = here[0] < before[0] - style.size or abs(here[1] - before[1]) > style.size * 0.4
            now_shown = inside or self._ink_shows(index[position])
            if apart or back or now_shown != shown:
                yield start, position - 1
                start = position
            before, shown = here, now_shown
        yield start, last

    def _word(self, token: str, first: int, last: int) -> Iterator[tuple[Word, bool]]:
        hyphen = token.endswith(HYPHEN)
        text = token.rstrip(HYPHEN).translate(LIGATURES) + ("-" if hyphen else "")
        undecoded = text.count("\x00") + text.count("\ufffd")
        if undecoded:
            self.undecoded += undecoded
            text = text.replace("\x00", "\ufffd")
        if not text:
            return
        head = self._loose(first)
        tail = head if first == last else self._loose(last)
        style = self._style(first)
        pdfium.FPDFText_GetCharOrigin(self.handle, first, self._x, self._y)
        base = self.sheet.point(self._x.value, self._y.value)[1]
        box = (
            min(head[0], tail[0]),
            min(head[1], tail[1]),
            max(head[2], tail[2]),
            max(head[3], tail[3]),
        )
        printed = self.sheet.shows(box) and (
            self.sheet.shows(head) or self._ink_shows(first) or self._ink_shows(last)
        )
        yield (
            Word(
                text,
                *box,
                base,
                style.size,
                style.font,
                style.bold,
                style.italic,
                style.mono,
                style.color,
                hyphen,
                False,
                style.artifact,
                style.visible,
                style.upright,
            ),
            printed,
        )

    def _loose(self, glyph: int) -> tuple[float, float, float, float]:
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self.handle, glyph, rect):
            return (0.0, 0.0, 0.0, 0.0)
        return self.sheet.box(rect.left, rect.bottom, rect.right, rect.top)

    def _ink_shows(self, glyph: int) -> bool:
        left, right, bottom, top = self._edges
        pdfium.FPDFText_GetCharBox(self.handle, glyph, left, right, bottom, top)
        return self.sheet.shows(self.sheet.box(left.value, bottom.value, right.value, top.value))

    def _style(self, glyph: int) -> Style:
        text_object = pdfium.FPDFText_GetTextObject(self.handle, glyph)
        key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._new_style(glyph, text_object)
        return style

    def _new_style(self, glyph: int, text_object: Any) -> Style:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.handle, glyph, matrix)
        size = pdfium.FPDFText_GetFontSize(self.handle, glyph) * (
            (matrix.c**2 + matrix.d**2) ** 0.5
        )
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self.handle, glyph, red, green, blue, alpha)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
        name = _font_name(text_object)
        bold, italic, mono = face(name)
        return Style(
            size=size,
            font=name,
            bold=bold or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
            italic=italic,
            mono=mono,
            color=red.value << 16 | green.value << 8 | blue.value,
            artifact=_is_artifact(text_object),
            visible=mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE and alpha.value > 0,
            upright=_is_upright(matrix, self.sheet.rotation),
        )


def _is_upright(matrix: Any, rotation: int) -> bool:
    along = {0: matrix.a, 90: matrix.b, 180: -matrix.a, 270: -matrix.b}[rotation]
    across = {0: matrix.b, 90: matrix.a, 180: matrix.b, 270: matrix.a}[rotation]
    return bool(along > 0 and abs(across) < 0.2 * along)


def _font_name(text_object: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")


def _is_artifact(text_object: Any) -> bool:
    if not text_object:
        return False
    buffer, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(text_object)):
        mark = pdfium.FPDFPageObj_GetMark(text_object, number)
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, 64, length) and length.value > 2:
            name = ctypes.string_at(buffer, length.value - 2).decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _drawings(page: Any, sheet: _Sheet) -> tuple[list[Rule], list[Area]]:
    """The page's lines and boxes; those of forms in forms too."""
    rules: list[Rule] = []
    areas: list[Area] = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        _collect(drawn, IDENTITY, sheet, rules, areas, 0)
    return rules, areas


def _collect(
    drawn: Any, matrix: Matrix, sheet: _Sheet, rules: list[Rule], areas: list[Area], depth: int
) -> None:
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth < FORM_DEPTH:
            inner = _times(_matrix_of(drawn), matrix)
            for number in range(pdfium.FPDFFormObj_CountObjects(drawn)):
                part = pdfium.FPDFFormObj_GetObject(drawn, number)
                _collect(part, inner, sheet, rules, areas, depth + 1)
        return
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        for box in _path_boxes(drawn, matrix):
            _sort_in(sheet.box(*box), rules, areas)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        areas.append(Area(*sheet.box(*_bounds(drawn, matrix)), image=True))


def _sort_in(box: tuple[float, float, float, float], rules: list[Rule], areas: list[Area]) -> None:
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        rules.append(Rule(*box))
    else:
        areas.append(Area(*box))


def _path_boxes(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a path's parts: one path may draw a whole grid."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:  # a clip, or nothing at all
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count <= 5 or count > 4000:
        yield _bounds(path, matrix)
        return
    own = _times(_matrix_of(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        starts = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
        if starts and len(points) > 1:
            yield _around(points)
        if starts:
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(_apply(own, x.value, y.value))
    if len(points) > 1:
        yield _around(points)


def _around(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(drawn: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    if matrix == IDENTITY:
        return left.value, bottom.value, right.value, top.value
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return _around([_apply(matrix, x, y) for x, y in corners])


def _matrix_of(drawn: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, m):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
