"""Pages set by hand: words at places, no PDF. And what was made of them, in a few plain values.

Letters are half an em wide and blanks a quarter, so that a test can reckon where a line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmpdf.layout import Layout, TableBlock, TextBlock, analyse
from pmpdf.layout.paragraphs import joined
from pmpdf.meaning import understand
from pmpdf.reading.document import Area, Document, Page, Rule, Word
from pmpdf.record import PostMortem
from pmpdf.vocabulary import load

LEFT = 70.0
WIDE = 455.0  # of the text, on A4
LETTER, BLANK, MONO = 0.5, 0.25, 0.6  # em
ASCENT, DESCENT = 0.9, 0.22

_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def width_of(text: str, size: float = 10.0, *, mono: bool = False) -> float:
    """How wide a text is set."""
    letter, blank = (MONO, MONO) if mono else (LETTER, BLANK)
    return sum(blank if c == " " else letter for c in text) * size


def word(text: str, x: float, base: float, size: float = 10.0, **flags: Any) -> Word:
    """One word. A soft hyphen at its end is told the way the readers tell it."""
    if text.endswith("\u00ad"):
        text, flags = text[:-1] + "-", {**flags, "soft": True, "hyphen": True}
    wide = width_of(text, size, mono=flags.get("mono", False))
    top, bottom = base - ASCENT * size, base + DESCENT * size
    return Word(text, x, top, x + wide, bottom, base, size, **flags)


def words_at(text: str, x: float, base: float, size: float = 10.0, **flags: Any) -> list[Word]:
    """A line of text; what stands between double stars is bold."""
    made: list[Word] = []
    blank = (MONO if flags.get("mono") else BLANK) * size
    for number, piece in enumerate(_BOLD.split(text)):
        for part in piece.split():
            bold = {**flags, "bold": True} if number % 2 else flags
            made.append(word(part, x, base, size, **bold))
            x = made[-1].x1 + blank
    return made


def wrapped(text: str, wide: float, size: float = 10.0) -> list[str]:
    """The text in lines, filled greedily."""
    lines: list[str] = []
    for part in text.split():
        if lines and width_of(f"{lines[-1]} {part}".replace("*", ""), size) <= wide:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


@dataclass
class Sheet:
    """A page being set from the top; `base` is the last baseline, `size` that of its body."""

    width: float = 595.0
    height: float = 842.0
    size: float = 10.0
    base: float = 50.0
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    outside: list[Word] = field(default_factory=list)

    def put(
        self, text: str, x: float = LEFT, base: float | None = None, **flags: Any
    ) -> list[Word]:
        """A line at a place; without a baseline on the last one."""
        size = flags.pop("size", self.size)
        made = words_at(text, x, self.base if base is None else base, size, **flags)
        self.words += made
        return made

    def line(self, text: str, x: float = LEFT, step: float = 1.3, **flags: Any) -> Sheet:
        """A line under the last one, so many ems below it."""
        self.base += step * flags.get("size", self.size)
        self.put(text, x, **flags)
        return self

    def lines(self, *texts: str, **flags: Any) -> Sheet:
        for text in texts:
            self.line(text, **flags)
        return self

    def heading(self, text: str, size: float = 14.0, gap: float = 2.0, **flags: Any) -> Sheet:
        flags = {"bold": True, **flags}
        return self.line(text, step=gap, size=size, **flags)

    def text(
        self, text: str, x: float = LEFT, wide: float = WIDE, gap: float = 2.0, **flags: Any
    ) -> Sheet:
        """A paragraph after a gap, its lines filled."""
        for number, row in enumerate(wrapped(text, wide, flags.get("size", self.size))):
            self.line(row, x, gap if not number else 1.3, **flags)
        return self

    def items(
        self,
        *texts: str,
        marker: str = "•",
        x: float = LEFT,
        inset: float = 14.0,
        wide: float = WIDE,
        gap: float = 1.6,
        **flags: Any,
    ) -> Sheet:
        """A list; `#` in the marker counts, and texts hang beside it."""
        for count, text in enumerate(texts, 1):
            rows = wrapped(text, wide - inset, self.size)
            self.line(marker.replace("#", str(count)), x, gap)
            for number, row in enumerate(rows):
                if number:
                    self.line(row, x + inset, **flags)
                else:
                    self.put(row, x + inset, **flags)
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        lefts: Sequence[float],
        *,
        head: bool = False,
        ruled: bool = False,
        zebra: bool = False,
        right: float = LEFT + WIDE,
        gap: float = 1.8,
        leading: float = 1.3,
        **flags: Any,
    ) -> Sheet:
        """Rows of cells whose texts wrap at the next column; a row begins `gap` below the last."""
        rights = [*(x - 12 for x in lefts[1:]), right]
        top = self.base + 0.5 * self.size
        if ruled:
            self.rules.append(Rule(lefts[0] - 3, top, right + 3, top + 0.5))
        for number, row in enumerate(rows):
            bold = {**flags, "bold": True} if head and not number else flags
            start = self.base + gap * self.size
            deepest = start
            for text, x, end in zip(row, lefts, rights, strict=True):
                base = start
                for wrapped_line in wrapped(text, end - x, self.size):
                    self.put(wrapped_line, x, base, **bold)
                    deepest = max(deepest, base)
                    base += leading * self.size
            self.base = deepest
            bottom = deepest + 0.45 * self.size
            if ruled:
                self.rules.append(Rule(lefts[0] - 3, bottom, right + 3, bottom + 0.5))
            if zebra and number % 2:
                high = start - 1.2 * self.size
                self.areas.append(Area(lefts[0] - 3, high, right + 3, bottom))
        return self

    def page(self, number: int) -> Page:
        return Page(
            number,
            self.width,
            self.height,
            tuple(self.words),
            tuple(self.rules),
            tuple(self.areas),
            tuple(self.outside),
        )


def document(*sheets: Sheet) -> Document:
    pages = tuple(sheet.page(number) for number, sheet in enumerate(sheets, 1))
    return Document(pages, "by hand")


def laid_out(*sheets: Sheet) -> Layout:
    return analyse(document(*sheets))


def read(*sheets: Sheet, force: bool = True) -> PostMortem:
    """The record of sheets set by hand."""
    made = document(*sheets)
    return understand(analyse(made), made, load(), force=force)


Shape = str | list[list[str]]


def shapes(layout: Layout) -> list[Shape]:
    """Text blocks as text, tables as rows of texts, in reading order."""
    found: list[Shape] = []
    for block in layout.blocks:
        if isinstance(block, TextBlock):
            found.append(joined(block.lines, layout.hyphens))
        else:
            found.append(cells(block, layout))
    return found


def cells(table: TableBlock, layout: Layout) -> list[list[str]]:
    return [[joined(cell, layout.hyphens) for cell in row] for row in table.rows]


def texts(blocks: Iterable[object]) -> list[str]:
    """The words of text blocks and tables alike, one string each."""
    return [" ".join(line.text for line in block.lines) for block in blocks]  # type: ignore[attr-defined]


POOL_TEXT = (
    "Abend fiel der zentrale Speicher aus und alle Dienste standen still bis die Bereitschaft den "
    "zweiten Verbund in Betrieb nahm denn Daten waren dort noch lesbar geblieben obwohl kein "
    "Knoten mehr antwortete"
)
POOL = POOL_TEXT.split()


def prose(count: int = 30, seed: int = 0) -> str:
    """A sentence of so many words."""
    picked = [POOL[(seed * 11 + n * 5) % len(POOL)] for n in range(count)]
    return f"{picked[0].capitalize()} {' '.join(picked[1:])}."
