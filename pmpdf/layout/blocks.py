"""The shapes that layout finds on paper, before anyone asks what they mean.

All coordinates are points from the top left of the upright visible page.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from msgspec import Struct, field

from pmpdf.middle import tenth
from pmpdf.reading.document import Word
from pmpdf.record import Box, Origin


class Line:
    """A run of words on one baseline without a gap wide enough for a column."""

    __slots__ = (
        "_text",
        "_told",
        "base",
        "bottom",
        "drawn_bullet",
        "edge",
        "ended",
        "page",
        "raised",
        "size",
        "top",
        "underlined",
        "words",
        "x0",
        "x1",
    )

    def __init__(self, words: Sequence[Word], page: int) -> None:
        self.words = tuple(words)
        self.page = page
        first = words[0]
        self.x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
        base, size = first.base, first.size
        alike = True
        for word in words:
            if word.x1 > x1:
                x1 = word.x1
            if word.top < top:
                top = word.top
            if word.bottom > bottom:
                bottom = word.bottom
            if word.base != base or word.size != size:
                alike = False
        if not alike:  # the largest word tells, the longest of those
            largest = max(words, key=lambda w: (w.size, len(w.text)))
            base, size = largest.base, largest.size
        self.top, self.x1, self.bottom = top, x1, bottom
        self.base, self.size = base, size
        self.drawn_bullet = False
        self.raised = False  # some of its words are raised or lowered
        self.edge: str | None = None
        self.underlined = False
        self.ended = False  # a line of code that the next one does not carry on
        self._told: tuple[Word, ...] = ()  # the words that `_text` is made of
        self._text = ""

    def __repr__(self) -> str:
        return f"<{self.page}:{self.x0:.0f},{self.base:.0f} {self.text!r}>"

    @property
    def text(self) -> str:
        if self._told is not self.words:  # words may be set anew
            self._told, self._text = self.words, " ".join([w.text for w in self.words])
        return self._text

    @property
    def bold(self) -> bool:
        return self.words[0].bold and all(w.bold for w in self.words)

    @property
    def bold_but_for_signs(self) -> bool:
        """Signs that stand alone, emoji say, often have no bold face: the other words tell."""
        told = all(w.bold or (len(w.text) == 1 and not w.text.isascii()) for w in self.words)
        return told and any(w.bold for w in self.words)

    @property
    def italic(self) -> bool:
        return self.words[0].italic and all(w.italic for w in self.words)

    @property
    def mono(self) -> bool:
        return self.words[0].mono and all(w.mono for w in self.words)

    @property
    def caps(self) -> bool:
        letters = 0
        for word in self.words:
            for letter in word.text:
                if letter.isalpha():
                    if not letter.isupper() and letter != "ß":
                        return False
                    letters += 1
        return letters > 2

    @property
    def color(self) -> int:
        return self.words[0].color

    @property
    def artifact(self) -> bool:
        return self.words[0].artifact and all(w.artifact for w in self.words)

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)

    def without(self, count: int) -> Line:
        """The line without its first words."""
        line = Line(self.words[count:], self.page)
        line.drawn_bullet, line.edge = self.drawn_bullet, self.edge
        return line

    def part(self, start: int, end: int) -> Line:
        """Some of its words, for themselves."""
        return Line(self.words[start:end], self.page)


class TextBlock(Struct):
    """Lines that belong together: a paragraph, a heading, a list item.

    `marker` is the bullet or number that the first line begins with; `written` says that it is the
    first line's first word, not a drawn shape. `indent` is where the text behind it starts, `left`
    where the block does. `gap` is the white space above in multiples of the line's own height,
    infinite at the top of a column. `right` is the right edge of the column that the block stands
    in. `aside` numbers the sidebar it is from; `side` says that it stands in the margin, beside
    what it heads; `edge` is "top" or "bottom" for a line that stands alone at its page's edge.
    """

    lines: list[Line]
    marker: str | None = None
    written: bool = False
    left: float = 0.0
    indent: float = 0.0
    right: float = 0.0
    gap: float = 0.0
    aside: int = 0
    side: bool = False
    edge: str | None = None
    starts_column: bool = False
    footnotes: list[TextBlock] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def origin(self) -> tuple[Origin, ...]:
        return origin_of(self.lines)

    @property
    def unmarked(self) -> list[Line]:
        """The lines without the marker."""
        return [self.lines[0].without(1), *self.lines[1:]] if self.written else self.lines


Cell = list[Line]


class TableBlock(Struct):
    """Rows of cells; a cell is its lines, top down. `head` counts the rows set as a header.

    `lefts` has the columns' left edges row by row, since a table may go on in another column.
    `repeated` holds the header lines that were printed again after a break.
    """

    rows: list[list[Cell]]
    columns: list[tuple[float, float]]
    head: int = 0
    ruled: bool = False
    lefts: list[tuple[float, ...]] = field(default_factory=list)
    repeated: list[Line] = field(default_factory=list)
    gap: float = 0.0
    aside: int = 0
    starts_column: bool = False
    footnotes: list[TextBlock] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for cell in row for line in cell]

    @property
    def origin(self) -> tuple[Origin, ...]:
        return origin_of(self.lines)


Block = TextBlock | TableBlock


class Margin(Struct):
    """A line at a page's edge. `repeated` where other pages print it at the same place too."""

    line: Line
    edge: str  # "top", "bottom", "left" or "right" (line numbers), "across" (set at an angle)
    repeated: bool
    artifact: bool


class Layout(Struct):
    """A document's blocks in reading order and what frames them."""

    blocks: list[Block]
    margins: list[Margin]
    body_size: float
    page_heights: list[float]
    hyphens: Hyphens
    marks: list[Word] = field(default_factory=list)  # of footnotes, no longer part of any line
    off_page: list[Line] = field(default_factory=list)


class Hyphens(Struct):
    """What the document itself tells about its hyphens.

    `words` are those of a language that writes compounds with a hyphen before small letters,
    where it is known to be one: they tell "re-quests" from "read-write". `rare` are further ones
    of that language, which are whole words, but hardly anybody's halves.
    """

    texts: set[str] = field(default_factory=set)  # printed between blanks within a line
    broken: int = 0  # line ends with a hyphen before a small letter
    words: Container[str] = ()
    rare: Container[str] = ()
    whole: set[str] | None = None  # of the texts, those with a hyphen inside; once asked for
    plain: set[str] | None = None  # and all of them, in small letters without punctuation


def origin_of(lines: Iterable[Line]) -> tuple[Origin, ...]:
    """One box a page, in page order of appearance."""
    boxes: dict[int, Box] = {}
    for line in lines:
        box, known = line.box, boxes.get(line.page)
        if known is not None:
            (x0, top, x1, bottom), (a0, atop, a1, abottom) = known, box
            box = (min(x0, a0), min(top, atop), max(x1, a1), max(bottom, abottom))
        boxes[line.page] = box
    return tuple(
        Origin(page=page, box=tuple([tenth(v) for v in box]))  # type: ignore[arg-type]
        for page, box in boxes.items()
    )
