"""pdfium's C functions, bound with as little around them as ctypes allows.

pypdfium2's own bindings wrap every handle in an object and check every pointer's type; asked some
thousand times a page, that is half of the reading time. The functions are the same ones. Their
arguments are taken as they come: a handle must be a `Handle`, a pointer one of `Numbers.at`, a
number fit a C int. What is asked at each word or text object, `quick.c` asks where it is compiled.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from itertools import repeat
from typing import Any, Final

import pypdfium2.raw as pdfium

try:
    from pmpdf.reading import quick
except ImportError:  # an editable installation, or no C compiler
    quick = None  # type: ignore[assignment]


class Handle(c_void_p):
    """What pdfium gives and takes for a page, a text page, a font, an object on the page."""


def handle(raw: Any) -> Handle:
    """A pypdfium2 handle as one that the functions below take."""
    return Handle(ctypes.cast(raw, c_void_p).value)


def _address(function: Any) -> Any:
    return ctypes.cast(function, c_void_p).value


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """`arguments` are given where one of them is neither a pointer nor an int."""
    # PYFUNCTYPE, since letting go of the interpreter's lock costs more than most of them do
    bound: Any = ctypes.PYFUNCTYPE(result)(_address(function))
    if arguments:
        bound.argtypes = arguments
    return bound  # type: ignore[no-any-return]


_text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, None)
ink_box = _bound(pdfium.FPDFText_GetCharBox, None)
origin = _bound(pdfium.FPDFText_GetCharOrigin, None)
matrix = _bound(pdfium.FPDFText_GetMatrix, None)
font_size = _bound(pdfium.FPDFText_GetFontSize, c_double)
_is_generated = _bound(pdfium.FPDFText_IsGenerated, c_int)
_has_no_unicode = _bound(pdfium.FPDFText_HasUnicodeMapError, c_int)
fill_color = _bound(pdfium.FPDFText_GetFillColor, None)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, c_int)
font_of = _bound(pdfium.FPDFTextObj_GetFont, c_void_p)
font_name = _bound(pdfium.FPDFFont_GetBaseFontName, c_ulong, c_void_p, c_void_p, c_ulong)
count_marks = _bound(pdfium.FPDFPageObj_CountMarks, c_int)
mark = _bound(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
mark_name = _bound(pdfium.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)
count_objects = _bound(pdfium.FPDFPage_CountObjects, c_int)
page_object = _bound(pdfium.FPDFPage_GetObject, Handle)
kind_of = _bound(pdfium.FPDFPageObj_GetType, c_int)
count_form_objects = _bound(pdfium.FPDFFormObj_CountObjects, c_int)
form_object = _bound(pdfium.FPDFFormObj_GetObject, Handle, c_void_p, c_ulong)
bounds = _bound(pdfium.FPDFPageObj_GetBounds, None)
object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, c_int)
draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, None)
count_segments = _bound(pdfium.FPDFPath_CountSegments, c_int)
segment = _bound(pdfium.FPDFPath_GetPathSegment, Handle)
segment_kind = _bound(pdfium.FPDFPathSegment_GetType, c_int)
segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, None)


class Numbers:
    """A run of C numbers with the places to have them filled in, read back as a list."""

    __slots__ = ("_keep", "at", "values")

    def __init__(self, kind: type[Any], count: int) -> None:
        self._keep = (kind * count)()
        step = ctypes.sizeof(kind)
        self.at = tuple(ctypes.byref(self._keep, step * i) for i in range(count))
        code: Any = {c_double: "d", c_float: "f", c_int: "i", c_uint: "I"}[kind]
        self.values: Any = memoryview(self._keep).cast("B").cast(code)


_MANY: Final = 512  # glyphs asked for in one go
_origins = Numbers(c_double, 2 * _MANY)
_boxes = Numbers(c_float, 4 * _MANY)
_xs, _ys, _rects = _origins.at[::2], _origins.at[1::2], _boxes.at[::4]

_points = Numbers(c_float, 2 * _MANY)

_matrix = Numbers(c_float, 6)
_color = Numbers(c_uint, 4)
_mark_buffer, _mark_length = (ctypes.c_ushort * 32)(), c_ulong()
_MARK_AT, _MARK_LENGTH_AT = ctypes.addressof(_mark_buffer), ctypes.addressof(_mark_length)
_ARTIFACT = "Artifact".encode("utf-16-le")

if quick is not None:
    quick.bind(
        _address(pdfium.FPDFText_GetTextObject),
        _address(pdfium.FPDFText_IsGenerated),
        _address(pdfium.FPDFText_HasUnicodeMapError),
        _address(pdfium.FPDFText_GetCharOrigin),
        _address(pdfium.FPDFText_GetLooseCharBox),
        _address(pdfium.FPDFText_GetMatrix),
        _address(pdfium.FPDFText_GetFontSize),
        _address(pdfium.FPDFText_GetFillColor),
        _address(pdfium.FPDFTextObj_GetTextRenderMode),
        _address(pdfium.FPDFTextObj_GetFont),
        _address(pdfium.FPDFPageObj_CountMarks),
        _address(pdfium.FPDFPageObj_GetMark),
        _address(pdfium.FPDFPageObjMark_GetName),
        _address(pdfium.FPDFPageObj_GetMatrix),
    )

Spans = tuple[list[float], list[float], list[float], list[float]]
Look = tuple[float, float, float, float, float, int, int, int, int, int, int, bool, bool]


def text_object(text: Handle, glyph: int) -> int:
    """A glyph's text object as a plain number that tells one from another; 0 where it has none."""
    if quick is not None:
        return quick.text_object(text.value, glyph)
    return _text_object(text, glyph) or 0


def generated(text: Handle, glyphs: list[int]) -> list[int]:
    """Which of many glyphs pdfium made up: 1, and 0 for those that the file has."""
    if quick is not None:
        return quick.generated(text.value, glyphs)
    return list(map(_is_generated, repeat(text), glyphs))


def unmapped(text: Handle, glyphs: list[int]) -> list[int]:
    """Of which of many glyphs the file does not tell the letter: 1; -1 where that is unknown."""
    if quick is not None:
        return quick.unmapped(text.value, glyphs)
    return list(map(_has_no_unicode, repeat(text), glyphs))


def spans(text: Handle, heads: list[int], tails: list[int]) -> Spans:
    """Of many words at once, in user space: the origin of the first glyph, x and y, and the right
    and the lower edge of the last one."""
    if quick is not None:
        return quick.spans(text.value, heads, tails)
    x: list[float] = []
    y: list[float] = []
    right: list[float] = []
    foot: list[float] = []
    for start in range(0, len(heads), _MANY):
        part = slice(start, start + _MANY)
        count = len(heads[part])
        deque(map(origin, repeat(text), heads[part], _xs, _ys), maxlen=0)
        deque(map(loose_box, repeat(text), tails[part], _rects), maxlen=0)
        found, edges = _origins.values[: 2 * count].tolist(), _boxes.values[: 4 * count].tolist()
        x += found[::2]
        y += found[1::2]
        right += edges[2::4]
        foot += edges[3::4]
    return x, y, right, foot


def look(text: Handle, glyph: int, drawn: int) -> Look:
    """What the glyphs of a text object share: the matrix's first four numbers, the font's stated
    size, red, green, blue, alpha, how it is painted, the font, whether it is marked as an artifact,
    and whether a form moves it. `drawn` is the object as a plain number, 0 where there is none."""
    if quick is not None:
        return quick.look(text.value, glyph, drawn)
    matrix(text, glyph, _matrix.at[0])
    a, b, c, d, e, f = _matrix.values.tolist()
    size = font_size(text, glyph)
    fill_color(text, glyph, *_color.at)
    red, green, blue, alpha = _color.values.tolist()
    if not drawn:
        return a, b, c, d, size, red, green, blue, alpha, 0, 0, False, False
    handle = Handle(drawn)
    marks = (mark(handle, number) for number in range(count_marks(handle)))
    artifact = any(map(_says_artifact, marks))
    mode, font = render_mode(handle), font_of(handle) or 0
    moved = object_matrix(handle, _matrix.at[0]) and _matrix.values.tolist() != [a, b, c, d, e, f]
    return a, b, c, d, size, red, green, blue, alpha, mode, font, artifact, bool(moved)


def _says_artifact(mark: int) -> bool:
    found = mark_name(mark, _MARK_AT, 64, _MARK_LENGTH_AT)
    return bool(found) and _mark_length.value == 18 and ctypes.string_at(_MARK_AT, 16) == _ARTIFACT


def points(segments: Sequence[Handle]) -> tuple[list[float], list[float]]:
    """Where many segments of a path end, x and y."""
    found: list[float] = []
    for start in range(0, len(segments), _MANY):
        part = segments[start : start + _MANY]
        deque(map(segment_point, part, _points.at[::2], _points.at[1::2]), maxlen=0)
        found += _points.values[: 2 * len(part)].tolist()
    return found[::2], found[1::2]
