"""Margins and lone edge lines → furniture: running lines, page numbers, browser lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmpdf.layout.blocks import Block, Line, TextBlock
from pmpdf.meaning.notes import Reader
from pmpdf.record import Furniture, Role

_ADDRESS = re.compile(r"(?:https?|file)://\S+$|^(?:https?|file)://", re.I)
_PRINTED_ON = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? +\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$|(?:…\s?){2,}\s*\d+$")


def framed(reader: Reader) -> tuple[list[Furniture], list[Block]]:
    """The furniture, and the blocks that are not part of it."""
    found: list[tuple[Role, str, int]] = []
    for margin in reader.layout.margins:
        text = reader.lines([margin.line])
        if margin.edge == "across":
            found.append(("watermark", text, margin.line.page))
        else:
            found.append((_role(reader, text, margin.edge), text, margin.line.page))
    rest: list[Block] = []
    rows = _edge_rows(reader.layout.blocks)
    for block in reader.layout.blocks:
        if isinstance(block, TextBlock) and block.edge:
            row = rows[block.first.page, round(block.first.base)]
            if any(_frames(reader, line) for line in row):
                text = reader.text(block)
                found.append((_role(reader, text, block.edge), text, block.first.page))
                continue
        if isinstance(block, TextBlock) and _is_contents_line(reader, block):
            found.append(("contents", _without_leaders(reader.text(block)), block.first.page))
            continue
        rest.append(block)
    return _collected(found), rest


def _edge_rows(blocks: Sequence[Block]) -> dict[tuple[int, int], list[Line]]:
    rows: dict[tuple[int, int], list[Line]] = {}
    for block in blocks:
        if isinstance(block, TextBlock) and block.edge:
            rows.setdefault((block.first.page, round(block.first.base)), []).append(block.first)
    return rows


def _frames(reader: Reader, line: Line) -> bool:
    """Whether the words of a lone edge line are those of furniture."""
    text = reader.lines([line])
    if _is_page_number(reader, text) or _PRINTED_ON.fullmatch(text):
        return True
    if _ADDRESS.search(text) and len(line.words) == 1:
        return True
    organization = reader.vocabulary.organization_in(text)
    return (
        organization is not None
        and len(text) <= 1.8 * len(organization)
        and bool(line.size < reader.layout.body_size + 0.3)
    )


def _is_page_number(reader: Reader, text: str) -> bool:
    """Also in two languages: `Seite / Page 1`."""
    last = text.rpartition(" / ")[2] if text[:1].isalpha() else text
    return reader.vocabulary.is_page_number(text) or reader.vocabulary.is_page_number(last)


def _role(reader: Reader, text: str, edge: str) -> Role:
    if _is_page_number(reader, text):
        return "page_number"
    if _ADDRESS.search(text) or _PRINTED_ON.fullmatch(text):
        return "browser_line"
    return "header" if edge == "top" else "footer"


def _is_contents_line(reader: Reader, block: TextBlock) -> bool:
    return len(block.lines) == 1 and _LEADERS.search(reader.text(block)) is not None


def _without_leaders(text: str) -> str:
    return re.sub(r"\s*(?:[.…]\s?){2,}\s*(\d+)$", r" \1", text)


def _collected(found: Sequence[tuple[Role, str, int]]) -> list[Furniture]:
    """One piece of furniture a text, with all its pages."""
    pages: dict[tuple[Role, str], list[int]] = {}
    for role, text, page in found:
        pages.setdefault((role, text), []).append(page)
    return [
        Furniture(role=role, text=text, pages=tuple(dict.fromkeys(numbers)))
        for (role, text), numbers in pages.items()
    ]
