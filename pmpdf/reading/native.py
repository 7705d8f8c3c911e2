"""pdfium's C functions, bound with plain integers for handles and pointers.

pypdfium2's own bindings wrap every handle in an object and check every pointer's type; asked some
thousand times a page, that is half of the reading time. The functions are the same ones.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, c_void_p).value
    # PYFUNCTYPE, since letting go of the interpreter's lock costs more than most of them do
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


def address(handle: Any) -> int:
    """A pypdfium2 handle as the plain number that the functions below take."""
    return ctypes.cast(handle, c_void_p).value or 0


text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
ink_box = _bound(
    pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p
)
origin = _bound(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
matrix = _bound(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
font_size = _bound(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)
is_generated = _bound(pdfium.FPDFText_IsGenerated, c_int, c_void_p, c_int)
has_no_unicode = _bound(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
fill_color = _bound(
    pdfium.FPDFText_GetFillColor, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p
)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_of = _bound(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
font_name = _bound(pdfium.FPDFFont_GetBaseFontName, c_ulong, c_void_p, c_void_p, c_ulong)
count_marks = _bound(pdfium.FPDFPageObj_CountMarks, c_int, c_void_p)
mark = _bound(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
mark_name = _bound(pdfium.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)
count_objects = _bound(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
page_object = _bound(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
kind_of = _bound(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
count_form_objects = _bound(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
form_object = _bound(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
bounds = _bound(
    pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
)
object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
count_segments = _bound(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
segment = _bound(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_kind = _bound(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)


class Numbers:
    """A run of C numbers with the addresses to have them filled in, read back as a list."""

    __slots__ = ("_keep", "at", "values")

    def __init__(self, kind: type[Any], count: int) -> None:
        array = (kind * count)()
        first, step = ctypes.addressof(array), ctypes.sizeof(kind)
        self._keep = array
        self.at = tuple(first + step * i for i in range(count))
        code: Any = {c_double: "d", c_float: "f", c_int: "i", c_uint: "I"}[kind]
        self.values = memoryview(array).cast("B").cast(code)
