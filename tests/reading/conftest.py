"""Tiny PDFs made on the spot, and the two readers side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pmpdf.reading import pdfium, plumber
from pmpdf.reading.document import Document

SHARED = Path(__file__).parents[3] / "shared"

FONTS = (
    b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> "
    b"/F3 << /Type /Font /Subtype /Type1 /BaseFont /Courier-Oblique /Encoding /WinAnsiEncoding >>"
)


@dataclass
class Recipe:
    """A PDF written by hand: what its pages draw and how they are laid out."""

    pages: list[bytes]
    media: tuple[int, ...] = (0, 0, 600, 800)
    extra: bytes = b""  # entries of each page's dictionary
    resources: bytes = b""
    objects: tuple[bytes, ...] = ()  # further objects, numbered from 10

    def data(self) -> bytes:
        media = b"[%s]" % b" ".join(b"%d" % v for v in self.media)
        kids = b" ".join(b"%d 0 R" % (100 + 2 * i) for i in range(len(self.pages)))
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox %s >>"  # inherited on purpose
            % (kids, len(self.pages), media),
        }
        objects |= {10 + i: o for i, o in enumerate(self.objects)}
        for i, content in enumerate(self.pages):
            objects[100 + 2 * i] = (
                b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s "
                b"/Resources << /Font << %s >> %s >> >>"
                % (101 + 2 * i, self.extra, FONTS, self.resources)
            )
            objects[101 + 2 * i] = b"<< /Length %d >>\nstream\n%s\nendstream" % (
                len(content),
                content,
            )
        return written(objects)


def written(objects: dict[int, bytes]) -> bytes:
    """Objects as a file with a sound table of objects."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(places) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(out)


def shown(text: str, x: int = 72, y: int = 700, size: int = 12, font: str = "F1") -> bytes:
    """The drawing of one line of text."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /%s %d Tf %d %d Td (%s) Tj ET\n" % (font.encode(), size, x, y, escaped)


@pytest.fixture
def recipe() -> type[Recipe]:
    return Recipe


@pytest.fixture
def line() -> Callable[..., bytes]:
    return shown


@pytest.fixture
def assembled() -> Callable[[dict[int, bytes]], bytes]:
    return written


@pytest.fixture(params=["pdfium", "pdfplumber"])
def reader(request: Any) -> Callable[..., Document]:
    """Each of the two readers in turn."""
    return {"pdfium": pdfium.read, "pdfplumber": plumber.read}[request.param]


@pytest.fixture
def shared() -> Path:
    """The folder of sample archives beside the project, where it is there."""
    if not (SHARED / "archive").is_dir():
        pytest.skip("the sample archives (../shared/archive) are not there")
    return SHARED
