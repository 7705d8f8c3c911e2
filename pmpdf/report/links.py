"""Web addresses in the text: links with contents, in the structure tree and on the page."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmpdf.report.pdf import Writer, array, literal
from pmpdf.report.structure import Element

_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,}")
_NOT_AT_END = ".,;:!?'*`“”„’»…"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Piece(NamedTuple):
    """A stretch of a text, in characters, with its element; `target` makes it a link."""

    start: int
    end: int
    element: Element
    target: str | None = None


class Address(NamedTuple):
    """A link on a page: its box in points from the bottom left, where it leads, its element."""

    box: tuple[float, float, float, float]
    target: str
    element: Element


def pieces(text: str, parent: Element) -> tuple[Piece, ...]:
    """A text cut at its web addresses, each part with an element of its own; () without any."""
    found: list[Piece] = []
    reach = 0
    for match in _ADDRESS.finditer(text):
        target = _trimmed(match.group())
        if match.start() > reach:
            found.append(Piece(reach, match.start(), Element("Span", parent)))
        reach = match.start() + len(target)
        found.append(Piece(match.start(), reach, Element("Link", parent), target))
    if found and reach < len(text):
        found.append(Piece(reach, len(text), Element("Span", parent)))
    return tuple(found)


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence it stands in."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        if last not in _NOT_AT_END and (opening is None or opening in address):
            break
        address = address[:-1]
    return address


def annotate(writer: Writer, address: Address, key: int) -> int:
    """Write a link's annotation; `key` is its place in the parent tree."""
    from urllib.parse import quote

    target = quote(address.target, safe="%/:?#[]@!$&'()*+,;=~-._")
    return writer.add(
        f"<< /Type /Annot /Subtype /Link /Rect {array(address.box)} /F 4 /Border [0 0 0] "
        f"/Contents {literal(address.target)} /A << /S /URI /URI {literal(target)} >> "
        f"/StructParent {key} >>"
    )
