"""The logo: an SVG as vector code, or a PNG as an image; read once per process."""

from __future__ import annotations

import functools
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pmpdf.errors import BadData
from pmpdf.report.pdf import Writer, array

_MOST_PIXELS = 4_000_000
_LARGEST_FILE = 2_000_000  # bytes
_TEXT_TAGS = ("text", "tspan", "textPath", "foreignObject")
_IMAGE_TAGS = ("image", "feImage", "script", "animate", "set")


@dataclass(frozen=True)
class Logo:
    """A drawing `width` by `height` units large, as PDF code or as pixels."""

    width: float
    height: float
    code: bytes = b""
    states: tuple[tuple[str, str], ...] = ()
    pixels: bytes = b""
    alpha: bytes = b""

    def embed(self, writer: Writer) -> int:
        """Write the logo as an XObject that fills the unit square."""
        if self.code:
            states = " ".join(f"/{name} << {entries} >>" for name, entries in self.states)
            return writer.stream(
                f"/Type /XObject /Subtype /Form /BBox {array((0, 0, self.width, self.height))} "
                f"/Matrix [{1 / self.width:.8f} 0 0 {1 / self.height:.8f} 0 0] "
                f"/Resources << /ExtGState << {states} >> >>",
                self.code,
            )
        size = f"/Width {int(self.width)} /Height {int(self.height)} /BitsPerComponent 8"
        mask = ""
        if self.alpha:
            number = writer.stream(
                f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceGray "
                "/Filter /FlateDecode",
                self.alpha,
                compress=False,
            )
            mask = f" /SMask {number} 0 R"
        return writer.stream(
            f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceRGB "
            f"/Filter /FlateDecode{mask}",
            self.pixels,
            compress=False,
        )


def read_logo(path: Path) -> Logo:
    """Read a logo. Raises BadData for what is no picture or reaches outside its own file."""
    return _read(path, path.stat().st_mtime)


@functools.lru_cache(maxsize=16)
def _read(path: Path, _: float) -> Logo:
    if path.stat().st_size > _LARGEST_FILE:
        raise BadData(f"the logo {path} is larger than {_LARGEST_FILE // 1_000_000} MB.")
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _vector(path)
    if suffix == ".png":
        return _bitmap(path)
    raise BadData(f"the logo {path} must be an .svg or a .png file.")


def _bitmap(path: Path) -> Logo:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            if image.format != "PNG" or image.width * image.height > _MOST_PIXELS:
                raise BadData(f"the logo {path} is no PNG or has more than 4 million pixels.")
            rgba = image.convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise BadData(f"the logo {path} cannot be read as PNG: {error}.") from None
    alpha = rgba.getchannel("A").tobytes()
    return Logo(
        rgba.width,
        rgba.height,
        pixels=zlib.compress(rgba.convert("RGB").tobytes(), 9),
        alpha=b"" if alpha.count(255) == len(alpha) else zlib.compress(alpha, 9),
    )


def _vector(path: Path) -> Logo:
    _refuse_outside(path)
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas
    from svglib.svglib import svg2rlg

    drawing = svg2rlg(str(path))
    if drawing is None or not drawing.width or not drawing.height:
        raise BadData(f"the logo {path} cannot be drawn; it needs a width, a height and shapes.")
    canvas: Any = Canvas(None, pagesize=(drawing.width, drawing.height))
    first = len(canvas._code)
    renderPDF.draw(drawing, canvas, 0, 0)
    code = re.sub(r"BT[^\n]*Tf[^\n]*ET\n?", "", "\n".join(canvas._code[first:]))
    if re.search(r"\bT[fjJ]\b|\bDo\b|\bsh\b|\bBI\b", code):
        raise BadData(f"the logo {path} holds text, pictures or gradients; turn them into paths.")
    named = canvas._extgstate._c  # (key, value) → the name of a graphics state, for opacity
    states = tuple((str(name), f"/{key} {value}") for (key, value), name in named.items())
    return Logo(drawing.width, drawing.height, code=code.encode("latin-1"), states=states)


def _refuse_outside(path: Path) -> None:
    """A logo is one file: no address, no other file, no entity, no text that wants a font."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if re.search(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", text, re.IGNORECASE):
        raise BadData(f"the logo {path} has a DOCTYPE, entities or a style sheet; remove them.")
    if re.search(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)", text, re.IGNORECASE):
        raise BadData(f"the logo {path} refers to another file or address (url, @import).")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise BadData(f"the logo {path} is not SVG: {error}.") from None
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in _TEXT_TAGS:
            raise BadData(f"the logo {path} holds text (<{tag}>); turn it into paths.")
        if tag in _IMAGE_TAGS:
            raise BadData(f"the logo {path} holds <{tag}>; only shapes and paths are drawn.")
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in ("href", "src") and not value.startswith("#"):
                raise BadData(f"the logo {path} refers to {value}; a logo is one file.")
