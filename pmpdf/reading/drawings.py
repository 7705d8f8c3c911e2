"""The lines, boxes and images that pdfium finds on a page, those of forms in forms too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_float, c_int
from itertools import pairwise

import pypdfium2.raw as pdfium

from pmpdf.reading import native
from pmpdf.reading.document import Area, Rule
from pmpdf.reading.native import Handle
from pmpdf.reading.sheet import Box, Sheet

THIN = 3.0  # points; a filled box no thicker than this is a rule (table lines print at 0.4 to 2)
FORM_DEPTH = 12
MOST_OBJECTS = 50_000  # a page; a map or a plan has more, a report has some hundred
MOST_SEGMENTS = 4_000  # a path; beyond it only the box around the whole counts
FARTHEST = 1e5  # points; what lies beyond is a broken number, not a drawing

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_TEXT = pdfium.FPDF_PAGEOBJ_TEXT
_PATH = pdfium.FPDF_PAGEOBJ_PATH
_IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE
_SHADING = pdfium.FPDF_PAGEOBJ_SHADING  # a gradient: slides have bullets that look like balls
_FORM = pdfium.FPDF_PAGEOBJ_FORM
_MOVE_TO = pdfium.FPDF_SEGMENT_MOVETO

_edges = native.Numbers(c_float, 4)
_modes = native.Numbers(c_int, 2)
_matrix = native.Numbers(c_float, 6)


def drawings(page: Handle, sheet: Sheet) -> tuple[list[Rule], list[Area]]:
    """The lines and boxes of a page."""
    found = _Found(sheet)
    for number in range(native.count_objects(page)):
        found.add(native.page_object(page, number), IDENTITY, 0)
    return found.rules, found.areas


class _Found:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rules: list[Rule] = []
        self.areas: list[Area] = []
        self._left = MOST_OBJECTS

    def add(self, drawn: Handle, matrix: Matrix, depth: int) -> None:
        kind = native.kind_of(drawn)
        if kind == _TEXT:
            return
        self._left -= 1
        if self._left < 0:
            return
        if kind == _PATH:
            for box in _path_boxes(drawn, matrix):
                self._add_box(box)
        elif kind in (_IMAGE, _SHADING):
            box = self.sheet.box(*_bounds(drawn, matrix))
            if _sound(box):
                self.areas.append(Area(*box, image=True))
        elif kind == _FORM and depth < FORM_DEPTH:
            inner = _times(_matrix_of(drawn), matrix)
            for number in range(native.count_form_objects(drawn)):
                self.add(native.form_object(drawn, number), inner, depth + 1)

    def _add_box(self, box: Box) -> None:
        box = self.sheet.box(*box)
        if not _sound(box):
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.rules.append(Rule(*box))
        else:
            self.areas.append(Area(*box))


def _sound(box: Box) -> bool:
    return all(-FARTHEST < edge < FARTHEST for edge in box)  # false for NaN, too


def _path_boxes(path: Handle, matrix: Matrix) -> Iterator[Box]:
    """The boxes of a path's parts: one path may draw a whole grid."""
    native.draw_mode(path, *_modes.at)
    if not _modes.values[0] and not _modes.values[1]:  # a clip, or nothing at all
        return
    count = native.count_segments(path)
    if count <= 5 or count > MOST_SEGMENTS:
        yield _bounds(path, matrix)
        return
    own = _times(_matrix_of(path), matrix)
    segments = [native.segment(path, number) for number in range(count)]
    begins = [n for n, s in enumerate(segments) if native.segment_kind(s) == _MOVE_TO]
    xs, ys = native.points(segments)
    for begin, end in pairwise(dict.fromkeys((0, *begins, count))):
        if end - begin > 1:
            yield box_of(xs[begin:end], ys[begin:end], own)


def box_of(xs: Sequence[float], ys: Sequence[float], matrix: Matrix) -> Box:
    """The box around points that a matrix moves; one that does not turn them moves their box."""
    if matrix[1] or matrix[2]:
        points = [apply(matrix, x, y) for x, y in zip(xs, ys, strict=True)]
    else:
        points = [apply(matrix, min(xs), min(ys)), apply(matrix, max(xs), max(ys))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(drawn: Handle, matrix: Matrix) -> Box:
    native.bounds(drawn, *_edges.at)
    left, bottom, right, top = _edges.values.tolist()
    if matrix == IDENTITY:
        return left, bottom, right, top
    return box_of((left, left, right, right), (bottom, top, bottom, top), matrix)


def out_of_form(text: Handle, glyph: int, x: float, y: float) -> Matrix | None:
    """How the form around a glyph moves it, where x and y are the place of its text object in it;
    else None."""
    a, b, c, d, e, f = _matrix_of(Handle(native.text_object(text, glyph)))
    scale = a * d - b * c
    if (x, y) != (e, f) or not scale:
        return None
    native.matrix(text, glyph, _matrix.at[0])
    ma, mb, mc, md, me, mf = _matrix.values.tolist()
    back_x, back_y = (c * f - d * e) / scale, (b * e - a * f) / scale
    back = (d / scale, -b / scale, -c / scale, a / scale, back_x, back_y)
    return _times(back, (ma, mb, mc, md, me, mf))


def _matrix_of(drawn: Handle) -> Matrix:
    if not native.object_matrix(drawn, _matrix.at[0]):
        return IDENTITY
    a, b, c, d, e, f = _matrix.values.tolist()
    return a, b, c, d, e, f


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


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
