"""Reads a finished report back: its structure tree with the text of each element."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pmpdf.record import PostMortem
from pmpdf.report import Options, build


@dataclass
class Leaf:
    """An element of the structure tree with its own text and its children."""

    tag: str
    text: str = ""
    language: str | None = None
    alt: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list[Leaf] = field(default_factory=list)

    def walk(self) -> list[Leaf]:
        return [self, *(leaf for child in self.children for leaf in child.walk())]


def made(record: PostMortem, **wanted: Any) -> bytes:
    """The bytes of a report; `options` by name beside language and brand."""
    names = {"language", "brand"}
    options = Options(**{key: value for key, value in wanted.items() if key not in names})
    buffer = io.BytesIO()
    build(record, buffer, options=options, **{key: wanted[key] for key in names & wanted.keys()})
    return buffer.getvalue()


_KEPT: list[pikepdf.Pdf] = []  # pikepdf's objects must not outlive their file


def opened(data: bytes) -> pikepdf.Pdf:
    _KEPT.append(pikepdf.open(io.BytesIO(data)))
    return _KEPT[-1]


def structure(data: bytes) -> Leaf:
    """The structure tree, each element with the text of its marked content in drawing order."""
    pdf = opened(data)
    marked = [_marked_text(page) for page in pdf.pages]
    numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}

    def leaf(node: Any, page: int | None) -> Leaf:
        if "/Pg" in node:
            page = numbers[node.Pg.objgen]
        found = Leaf(str(node.S)[1:])
        found.language = str(node.Lang) if "/Lang" in node else None
        found.alt = str(node.Alt) if "/Alt" in node else None
        if "/A" in node:
            found.attributes = {str(key)[1:]: value for key, value in node.A.items()}
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                found.text += marked[page][kid]
            elif kid.get("/Type") == "/MCR":
                found.text += marked[numbers[kid.Pg.objgen]][int(kid.MCID)]
            elif kid.get("/Type") != "/OBJR":
                found.children.append(leaf(kid, page))
        return found

    return leaf(pdf.Root.StructTreeRoot.K, None)


def tagged_text(data: bytes) -> str:
    """All tagged text in logical order, soft hyphens as they are."""
    return "".join(leaf.text for leaf in structure(data).walk())


def drawn_text(data: bytes) -> str:
    """All tagged text as it is drawn, page by page."""
    pages = [_marked_text(page) for page in opened(data).pages]
    return "".join(text for page in pages for text in page.values())


def squeezed(text: str) -> str:
    """Without white space and soft hyphens."""
    return re.sub(r"[\s\u00ad]", "", text)


def _marked_text(page: Any) -> dict[int, str]:
    """Marked-content number → its text; text outside of marks must not occur."""
    fonts = {str(name): _code_map(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    current: dict[str, str] | None = None
    stack: list[int | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                number = (
                    operands[1].get("/MCID")
                    if isinstance(operands[1], pikepdf.Dictionary)
                    else None
                )
                stack.append(None if number is None else int(number))
                if stack[-1] is not None:
                    found.setdefault(stack[-1], "")
            case "EMC":
                stack.pop()
            case "Tf":
                current = fonts[str(operands[0])]
            case "Tj" | "TJ":
                assert stack, "text outside of marked content"
                assert current is not None
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                parts = [bytes(part) for part in shown if isinstance(part, pikepdf.String)]
                codes = b"".join(parts).hex().upper()
                text = "".join(current[codes[i : i + 4]] for i in range(0, len(codes), 4))
                if stack[-1] is not None:
                    found[stack[-1]] += text
    return found


def _code_map(font: Any) -> dict[str, str]:
    rows = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", font.ToUnicode.read_bytes())
    return {
        code.decode(): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in rows
        if code != b"0000"
    }
