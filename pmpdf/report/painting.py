"""Strips → page content: marked text in logical order, lines and furniture as artifacts.

Within a page the text of an element is drawn in one piece and elements follow each other in the
order of the record, so that the stream reads like the document even where cells stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pmpdf.report.brand import Brand, Rgb
from pmpdf.report.faces import SOFT_HYPHEN, Face, Look, Subset
from pmpdf.report.glance import draw_glance
from pmpdf.report.links import Address
from pmpdf.report.outlines import outlined
from pmpdf.report.pdf import number
from pmpdf.report.structure import Element
from pmpdf.report.typeset import PAGE_HEIGHT, Placed, Strip

ArtifactKind = Literal["Layout", "Header", "Footer"]

_ARTIFACTS = {
    "Layout": "/Artifact << /Type /Layout >> BDC",
    "Header": "/Artifact << /Type /Pagination /Subtype /Header >> BDC",
    "Footer": "/Artifact << /Type /Pagination /Subtype /Footer >> BDC",
}


@dataclass
class Palette:
    """The brand's colours as operators."""

    fills: dict[str, str] = field(default_factory=dict)
    strokes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, brand: Brand) -> Palette:
        palette = cls()
        for name in brand.colors.__struct_fields__:
            values = _components(brand.colors.rgb(name))
            palette.fills[name] = f"{values} rg"
            palette.strokes[name] = f"{values} RG"
        palette.fills["white"] = "1 1 1 rg"
        return palette


def _components(color: Rgb) -> str:
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in color)


class Fonts:
    """The faces that a document uses, each with the characters it takes from it."""

    def __init__(self) -> None:
        self.used: dict[Face, Subset] = {}

    def subset(self, face: Face, common: bool) -> Subset:
        found = self.used.get(face)
        if found is None:
            found = self.used[face] = Subset(face, f"F{len(self.used) + 1}", common)
        return found


class Page:
    """The content of one page as it grows; y is measured downwards from the paper's top."""

    def __init__(self, index: int, fonts: Fonts, palette: Palette) -> None:
        self.index = index
        self.fonts = fonts
        self.palette = palette
        self._below: list[str] = []  # lines and boxes, under all text
        self._marked: dict[Element, list[str]] = {}
        self._texts: dict[Element, list[str]] = {}
        self._labels: dict[ArtifactKind, list[str]] = {}
        self._figures: dict[Element, str] = {}
        self._marks = 0
        self.addresses: list[Address] = []

    def box(self, x0: float, top: float, x1: float, height: float, ink: str) -> None:
        """A filled box that says nothing."""
        y = PAGE_HEIGHT - top - height
        self._below.append(
            f"{self.palette.fills[ink]} {number(x0)} {number(y)} {number(x1 - x0)} "
            f"{number(height)} re f"
        )

    def write(
        self,
        text: str,
        place: tuple[float, float],
        look: Look,
        element: Element | None,
        kind: ArtifactKind = "Layout",
    ) -> None:
        """One line of text: of an element, of the header or footer, or a drawing of letters.

        `place` is where its baseline begins, y from the paper's top.
        """
        (x, baseline), (family, size, ink) = place, look
        if element is None and kind == "Layout":
            path = outlined(family.runs(text), x, PAGE_HEIGHT - baseline, size)
            self._below += [self.palette.fills[ink], path]
            return
        code = [self.palette.fills[ink]]
        move = f"1 0 0 1 {number(x)} {number(PAGE_HEIGHT - baseline)} Tm"
        for run in family.shown_runs(text):
            subset = self.fonts.subset(run.face, run.own)
            show = f"<{subset.encode(run.text)}> Tj"
            if not run.own and " " in run.text:  # as wide as that of the family's own face
                wider = number((run.face.space - family.face.space) * 1000)
                parts = re.findall(r"[^ ]+ ?| ", run.text)
                codes = "".join(
                    f"<{subset.encode(part)}>" + f" {wider} " * part.endswith(" ") for part in parts
                )
                show = f"[{codes}] TJ"
            code.append(f"/{subset.resource} {number(size)} Tf {move} {show}")
            move = ""
        if element is None:
            self._labels.setdefault(kind, []).extend(code)
        else:
            self._marked.setdefault(element, []).extend(code)
            self._texts.setdefault(element, []).append(text)

    def figure(self, element: Element, code: str, box: Sequence[float]) -> None:
        """A drawing with an alternative text."""
        element.box = box
        self._marked[element] = []
        self._figures[element] = code

    def artifact(self, code: str) -> None:
        """Any drawing that says nothing."""
        self._below.append(code)

    def strips(self, strips: Sequence[Strip], top: float, *, below: bool = False) -> float:
        """Draw strips from `top` downwards; gives where the last one ends.

        `below` says that something stands above them, so that the first keeps its space and line.
        """
        return self._strips(strips, top, below, artifact=False)

    def again(self, strips: Sequence[Strip], top: float) -> float:
        """Draw strips that stand on an earlier page already: as artifacts."""
        return self._strips(strips, top, False, artifact=True)

    def _strips(self, strips: Sequence[Strip], top: float, below: bool, *, artifact: bool) -> float:
        y = top
        for place, strip in enumerate(strips):
            follows = below or place > 0
            y += strip.before if follows else 0.0
            for stroke in strip.strokes:
                if follows or stroke.top >= 0:
                    self.box(stroke.x0, y + stroke.top, stroke.x1, stroke.height, stroke.ink)
            for placed in strip.lines:
                self._line(placed, y, artifact)
            if strip.figure:
                draw_glance(self, strip.figure, y, strip.height)
            y += strip.height
        return y

    def _line(self, placed: Placed, top: float, artifact: bool) -> None:
        if placed.text.pieces and not artifact:
            self._pieces(placed, top + placed.drop)
            return
        text = placed.line.text if placed.line.joined else placed.line.text + " "
        element = None if artifact else placed.text.element
        look = Look(placed.text.measured.family, placed.size, placed.ink)
        self.write(text, (placed.x, top + placed.drop), look, element)

    def _pieces(self, placed: Placed, baseline: float) -> None:
        """A line of a text with links: each of its pieces under its own element."""
        text, family = placed.text, placed.text.measured.family
        look = Look(family, placed.size, placed.ink)
        line = placed.line.text
        start = text.drawn
        bare = line.removesuffix(SOFT_HYPHEN)
        end = start + len(bare)
        x = placed.x
        for piece in text.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first >= last:
                continue
            part = bare[first - start : last - start]
            wide = family.width(part) * placed.size
            if piece.target:
                bottom = PAGE_HEIGHT - baseline - placed.size * 0.25
                box = (x, bottom, x + wide, bottom + placed.size * 1.1)
                self.addresses.append(Address(box, piece.target, piece.element))
            if last == end:
                part += line[len(bare) :] if placed.line.joined else " "
            self.write(part, (x, baseline), look, piece.element)
            x += wide
        text.drawn = end + (0 if placed.line.joined else 1)

    def _in_order(self, elements: Iterable[Element]) -> list[Element]:
        """As they are read, whatever the order of cells and lines on the page."""
        return sorted(elements, key=lambda element: element.order)

    def text(self) -> str:
        """The page's own words in the order in which they are drawn, without its furniture."""
        return "".join("".join(self._texts[element]) for element in self._in_order(self._texts))

    def content(self) -> str:
        """The page's content stream."""
        parts = []
        if self._below:
            parts += [_ARTIFACTS["Layout"], *self._below, "EMC"]
        for element in self._in_order(self._marked):
            code = "\n".join(self._marked[element])
            drawing = self._figures.get(element) or f"BT\n{code}\nET"
            parts.append(self._tagged(element, drawing))
        for kind, lines in self._labels.items():
            parts += [_ARTIFACTS[kind], "BT", *lines, "ET", "EMC"]
        return "\n".join(parts)

    def _tagged(self, element: Element, code: str) -> str:
        mark = self._marks
        self._marks += 1
        element.marks.append((self.index, mark))
        return f"/{element.tag} << /MCID {mark} >> BDC\n{code}\nEMC"
