"""Parts → strips: horizontal slices of a page with their lines placed, at one scale.

Lengths are points, heights grow downwards from a strip's top. A strip is never divided; where a
page may end is said by its penalty. The same code measures (lines only counted) and sets (lines
chosen by the line breaker), so what was measured fits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from pmpdf.report.brand import Brand
from pmpdf.report.linebreaking import Line
from pmpdf.report.story import (
    Course,
    Facts,
    Glance,
    Grid,
    Heading,
    Items,
    Note,
    Opening,
    Part,
    Prose,
    Row,
    Story,
    Text,
    Title,
)

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89  # A4
MM = 72 / 25.4
NEVER = math.inf
LONELY = 30.0  # a break that leaves one row or item alone on one of the two pages

Ink = Literal["accent", "text", "muted"]


@dataclass(frozen=True, slots=True)
class Measures:
    """All lengths of one setting, in points; `scale` 0 is the closest, 1 the most open."""

    scale: float
    left: float
    right: float
    column: float  # where text and events begin
    headings_beside: bool
    facts_in_strip: bool
    size: float
    leading: float
    paragraph_gap: float
    section_gap: float
    row_gap: float  # between a hairline and the row on either side of it
    day_gap: float  # above a day of a timeline, under the timeline's head too, on every page
    item_gap: float
    width: float  # of running text: what the eye can follow back to the next line

    @classmethod
    def at(cls, scale: float, brand: Brand) -> Measures:
        def between(close: float, opened: float) -> float:
            return close + (opened - close) * scale

        left, right = brand.page.left * MM, PAGE_WIDTH - brand.page.right * MM
        beside = brand.style.headings == "beside"
        column = left + (_MARGIN if beside else 0.0)
        size = between(9.0, 11.0)
        return cls(
            scale,
            left,
            right,
            column,
            beside,
            brand.style.facts == "strip",
            size,
            leading=size * between(1.27, 1.42),
            paragraph_gap=size * between(0.72, 0.95),
            section_gap=size * between(1.15, 2.3),
            row_gap=size * between(0.22, 0.52),
            day_gap=size * between(0.92, 1.2),  # so that no reader takes it for the row above
            item_gap=size * between(0.2, 0.42),
            width=min(right - column, size * _LINE),
        )

    def between(self, close: float, opened: float) -> float:
        return close + (opened - close) * self.scale

    @property
    def full_width(self) -> float:
        return self.right - self.left

    def heading_size(self, level: int) -> float:
        return self.size * (1.32, 1.16, 1.06)[level - 1]


class Placed(NamedTuple):
    """A line at its place: x from the paper's left edge, the baseline below the strip's top."""

    x: float
    drop: float
    line: Line
    text: Text
    size: float
    ink: Ink


class Stroke(NamedTuple):
    """A filled box in a strip: x0, top, x1, height, and its colour by name."""

    x0: float
    top: float
    x1: float
    height: float
    ink: str


@dataclass(slots=True)
class Strip:
    """`before` is the space above, dropped at the top of a page; `penalty` what a page break costs
    there; `repeat` stands again above this strip when it begins a page."""

    height: float
    before: float = 0.0
    lines: list[Placed] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    penalty: float = 0.0
    path: str = ""
    opens_page: bool = False  # where the second page would best begin
    figure: Glance | None = None
    repeat: tuple[Strip, ...] = ()


class Cell(NamedTuple):
    """A text in a row: where it stands and how it looks."""

    text: Text
    x: float
    width: float
    ink: Ink = "text"
    size: float = 1.0  # of the body size
    right_aligned: bool = False
    full: bool = False  # lines as full as can be: by that a reader knows where one goes on


class _Columns(NamedTuple):
    """The columns of a timeline, x and width of each, and the strips of its head."""

    time: tuple[float, float]
    cells: list[tuple[float, float]]
    head: tuple[Strip, ...] = ()


Breaker = Callable[[Text, float, bool, bool], Sequence[Line]]

_MARGIN = 134.0  # points from the left edge to the text, where headings stand beside it
_LINE = 41.0  # sizes in the longest line of running text: some 85 letters
_NARROW = 0.34  # of a table: columns up to this width are not wrapped
_EVENT = 0.4  # of a timeline beside its times: what the event has at least
_WORD_SPACE = 0.3  # sizes: wider, and labels and values of several lines are columns
_WHOLE_ROW = 16  # lines: a longer row of a table may be divided by a page's end
_HEADING_ABOVE = 3  # lines: what a heading above its table takes, with the space around it
_WORTH_THE_MARGIN = 0.3  # of the lines of a table: as many saved, and it takes the margin
_SLIMMEST = 24.0  # points: a column of a table, where there is room for it
_GUTTER, _NARROW_GUTTER = 16.0, 9.0  # points between columns; where words would be divided else
_CLEAR = (
    2.0  # sizes more than the gutter between columns: then numbers stand at the right of theirs
)
_SMALLEST = 9.0  # points: the body size at the closest setting
_BLANK = 0.35  # sizes: before a word that would have fitted into the line above
_SURELY = 2.0  # sizes that the line which reaches farthest may leave of its measure
_LEAD_IN = 2  # lines: a paragraph that only announces the list or table below it
_TITLE_LINES = 3  # a title with more is set smaller
_BARE_HEAD = 40.0  # a break under title, facts and figure: a first page that tells nothing
_PLACEHOLDER = (Line("", 0.0),)


def count_lines(
    text: Text, measure: float, even: bool = False, full: bool = False
) -> Sequence[Line]:
    """As many empty lines as a plain setting takes: for measuring."""
    return _PLACEHOLDER * text.measured.line_count(measure)


def break_lines(
    text: Text, measure: float, even: bool = False, full: bool = False
) -> Sequence[Line]:
    """The best lines."""
    return text.measured.lines(measure, even=even, full=full)


def break_without_hyphens(
    text: Text, measure: float, even: bool = False, full: bool = False
) -> Sequence[Line]:
    """The best lines of whole words, as far as they fit."""
    return text.measured.lines(measure, divide=False, even=even, full=full)


def set_story(story: Story, measures: Measures, breaker: Breaker) -> list[Strip]:
    """All strips of a report, in reading order."""
    return _Typesetter(measures, breaker).strips(story.parts)


class _Typesetter:
    def __init__(self, measures: Measures, breaker: Breaker) -> None:
        self.m = measures
        self.breaker = breaker
        self.out: list[Strip] = []
        self.gap = 0.0  # wanted above the next strip
        self.held = False  # the next strip stays on the page of the last one
        self.beside: list[Placed] = []  # lines of a heading in the margin, still to be set
        self.path = ""
        self.leads_in = False  # the last paragraph announces what follows it

    def strips(self, parts: Sequence[Part]) -> list[Strip]:
        before: Part | None = None
        for part in parts:
            self._part(part, before)
            before = part
        self._rest_of_heading()
        return self.out

    def _part(self, part: Part, before: Part | None) -> None:
        m = self.m
        head = isinstance(before, Title | Facts | Glance | Note | None)
        match part:
            case Title():
                self._title(part)
            case Facts():
                self._facts(part)
            case Glance():
                part.left, part.right = m.left, m.right
                self.gap = m.size * 1.5
                self._add(Strip(44.0, penalty=NEVER, figure=part))
            case Note():
                self.gap = m.size * (1.4 if isinstance(before, Facts) else 0.8)  # no fact's value
                cell = Cell(part.text, m.left, m.size * _LINE, "muted")
                self._row([cell], m.leading, penalty=_BARE_HEAD)
            case Heading():
                if isinstance(before, Heading) and before.level >= part.level:
                    self.held = False  # nothing stands under it, so a page may end
                self._heading(part, head)
            case Opening():
                self._rest_of_heading()
                self.path = part.path
                self.gap = m.section_gap
            case Prose():
                self._between_blocks(before)
                first = len(self.out)
                self._row([Cell(part.text, m.column, m.width)], m.leading, penalty=8.0)
                if isinstance(before, Prose | Items):
                    self._part_clearly(first, m.column + m.width)
                short = len(self.out) - first <= _LEAD_IN and isinstance(before, Heading)
                self.leads_in = short or part.text.text.endswith(":")
            case Items():
                self._between_blocks(before)
                self._items(part)
            case Grid():
                self._between_blocks(before, wide=True)
                self._grid(part)
            case Course():
                self._between_blocks(before, wide=True)
                self._course(part)

    def _between_blocks(self, before: Part | None, *, wide: bool = False) -> None:
        """The gap between blocks of a section; tables stand clear of what is around them."""
        if isinstance(before, Prose | Items | Grid | Course):
            clear = wide or isinstance(before, Grid | Course)
            self.gap = self.m.paragraph_gap * (1.6 if clear else 1.0)
        if isinstance(before, Prose):
            self.held = self.held or self.leads_in

    # lines into strips

    def _add(self, strip: Strip) -> None:
        strip.before += self.gap
        strip.path = self.path
        if self.held:
            strip.penalty = NEVER
        self.gap, self.held = 0.0, False
        if self.beside and not strip.figure:
            if self.out[-1].height:  # the gap above is a part of the heading's height
                self.beside = [p._replace(drop=p.drop - strip.before) for p in self.beside]
            room = sum(placed.drop < strip.height + 1 for placed in self.beside)
            strip.lines[:0] = self.beside[:room]
            rest = self.beside[room:]
            self.beside = [placed._replace(drop=placed.drop - strip.height) for placed in rest]
            if rest:
                self.held = True
        self.out.append(strip)

    def _rest_of_heading(self) -> None:
        """Lines of a heading in the margin that the section's text was too short for."""
        if self.beside:
            last = self.beside[-1].drop + self.m.leading - self.m.size
            lines, self.beside, self.held = self.beside, [], True
            self._add(Strip(last, lines=lines, penalty=NEVER))

    def _row(
        self,
        cells: Sequence[Cell],
        leading: float,
        *,
        penalty: float,
        strokes: Sequence[Stroke] = (),
        even: bool = False,
        repeat: tuple[Strip, ...] = (),
    ) -> None:
        """Cells side by side, line by line on common baselines; one strip a line."""
        body = self.m.size
        if self.breaker is count_lines:
            count = max(c.text.measured.line_count(c.width / (body * c.size)) for c in cells)
            self._add(Strip(leading, 0.0, [], [], penalty, repeat=repeat))
            for index in range(1, count):
                self._add(Strip(leading, 0.0, [], [], _inside(index, count), repeat=repeat))
            return
        columns = [
            self.breaker(cell.text, cell.width / (body * cell.size), even, cell.full)
            for cell in cells
        ]
        count = max(map(len, columns))
        largest = max(cell.size for cell in cells)
        drop = (leading + body * 0.66 * largest) / 2
        for index in range(count):
            lines = []
            for cell, column in zip(cells, columns, strict=True):
                if index < len(column) and column[index].text:
                    line, size = column[index], body * cell.size
                    x = cell.x + (cell.width - line.width * size if cell.right_aligned else 0.0)
                    lines.append(Placed(x, drop, line, cell.text, size, cell.ink))
            if index:
                cost = _inside(index, count)
                if cost < NEVER and len(lines) == 1 and len(cells) < 3:
                    end = cells[-1].x + cells[-1].width
                    cost = cost if _wraps(self.out[-1].lines[-1], lines[0], end) else NEVER
                self._add(Strip(leading, 0.0, lines, [], cost, repeat=repeat))
            else:
                self._add(Strip(leading, 0.0, lines, [*strokes], penalty, repeat=repeat))

    def _part_clearly(self, first: int, end: float) -> None:
        """Let no page begin with a text that then looks like the rest of the one above it.

        A reader knows the two apart by the room that the last line left for the next word.
        """
        above, below = self.out[first - 1].lines, self.out[first].lines
        if above and below and _wraps(above[-1], below[-1], end - _SURELY * self.m.size):
            self.out[first].penalty = NEVER

    # parts

    def _title(self, part: Title) -> None:
        m = self.m
        if part.title:
            size = self._title_size(part.title)
            self._row(
                [Cell(part.title, m.left, m.full_width, "text", size)],
                m.size * size * 1.16,
                penalty=NEVER,
                even=True,
            )
        if part.subtitle:
            self.gap = m.size * 0.35
            self._row(
                [Cell(part.subtitle, m.left, m.full_width, "muted", 1.36)],
                m.size * 1.36 * 1.25,
                penalty=NEVER,
                even=True,
            )

    def _title_size(self, title: Text) -> float:
        """Of the body size: a long title is set smaller, but larger than all below it."""
        largest = self.m.between(2.3, 2.5)
        for part in (1.0, 0.82):
            lines = title.measured.line_count(self.m.full_width / (self.m.size * largest * part))
            if lines <= _TITLE_LINES:
                return largest * part
        return largest * 0.68

    def _facts(self, part: Facts) -> None:
        m = self.m
        self.gap = m.size * m.between(1.1, 1.6)
        if m.facts_in_strip and self._facts_strip(part):
            return
        widths = [label.measured.total * m.size for label, _ in part.pairs if label]
        column = min(max(widths, default=0.0), m.full_width * 0.4) + 0.5
        for label, value in part.pairs:
            x = m.left
            cells = []
            if label:  # in one line with its value; in columns only for want of a colon
                wide = column if m.facts_in_strip else label.measured.total * m.size + 0.5
                wide = min(wide, m.full_width * 0.4)
                cells.append(Cell(label, x, wide, "muted"))
                x += wide + m.size * (1.4 if m.facts_in_strip else _WORD_SPACE)
            cells.append(Cell(value, x, m.right - x, full=True))
            self._row(cells, m.leading, penalty=25.0)
            self.gap = m.item_gap

    def _facts_strip(self, part: Facts) -> bool:
        """Labels over values, side by side on a tinted ground, if each fits on one line."""
        m = self.m
        pad, gutter = m.size * 1.0, m.size * 1.8
        small = 0.86
        widths = [
            max(value.measured.total, label.measured.total * small if label else 0.0) * m.size + 0.5
            for label, value in part.pairs
        ]
        spare = m.full_width - 2 * pad - sum(widths) - gutter * (len(widths) - 1)
        if spare < 0:
            return False
        x = m.left + pad
        labels, values = [], []
        for (label, value), width in zip(part.pairs, widths, strict=True):
            if label:
                labels.append(Cell(label, x, width, "muted", small))
            values.append(Cell(value, x, width))
            x += width + gutter + min(spare / len(widths), m.size * 2)
        first = len(self.out)
        if labels:
            self._row(labels, m.leading * 0.95, penalty=NEVER)
            self.held = True
        self._row(values, m.leading, penalty=NEVER)
        height = sum(strip.height for strip in self.out[first:])
        top = self.out[first]
        top.before += pad * 0.55
        top.strokes.append(Stroke(m.left, -pad * 0.6, m.right, height + pad * 1.2, "tint"))
        self._add(Strip(pad * 0.55, penalty=NEVER))
        return True

    def _heading(self, part: Heading, after_head: bool) -> None:
        self._rest_of_heading()
        m = self.m
        self.path = part.path
        above = m.section_gap * (1.15 if after_head else (1.0, 0.72, 0.6)[part.level - 1])
        if self.held:  # directly under another heading
            above = m.size * 0.9
        self.gap = above
        size = m.heading_size(part.level) / m.size
        beside = m.headings_beside
        if beside:
            size = 1 + (size - 1) * 0.6
            beside = part.text.measured.longest * m.size * size <= m.column - m.left - 12
        ink: Ink = "accent" if part.level == 1 else "text"
        penalty = _BARE_HEAD if after_head else (-2.0 if part.level == 1 else 3.0)
        place = len(self.out)
        if beside:
            self._heading_beside(part, size, ink, penalty)
            self.out[place].opens_page = part.opens_page
            return
        cell = Cell(part.text, m.left, m.full_width, ink, size)
        self._row([cell], m.size * size * 1.25, penalty=penalty, even=True)
        self.out[place].opens_page = part.opens_page
        self.held = True
        self.gap = m.size * m.between(0.3, 0.45)

    def _heading_beside(self, part: Heading, size: float, ink: Ink, penalty: float) -> None:
        """Keep a heading's lines for the margin of the strips that follow."""
        m = self.m
        lines = self.breaker(part.text, (m.column - m.left - 12) / (m.size * size), True, False)
        drop = (m.leading + m.size * 0.66) / 2
        self._add(Strip(0.0, penalty=penalty))
        self.beside = [
            Placed(m.left, drop + index * m.size * size * 1.2, line, part.text, m.size * size, ink)
            for index, line in enumerate(lines)
        ]
        self.held = True

    def _items(self, part: Items) -> None:
        m = self.m
        widest = max(marker.measured.total for level, marker, _ in part.items if level == 1)
        step = max(1.25, widest + 0.5) * m.size
        for place, (level, marker, text) in enumerate(part.items):
            if place:
                self.gap = m.item_gap
            x = m.column + (level - 1) * m.size * 1.5
            cells = [
                Cell(marker, x, step, "accent"),
                Cell(text, x + step, m.column + m.width - x - step),
            ]
            lonely = place == 1 or place == len(part.items) - 1  # on one of the two pages
            self._row(cells, m.leading, penalty=(LONELY if lonely else 5.0) if place else 9.0)

    # tables

    def _grid(self, part: Grid) -> None:
        m = self.m
        rows = [part.header, *part.rows] if part.header else part.rows
        x, size = self._extent(rows)
        if x < m.column:
            self._clear_margin()
        places = _shares(rows, x, m.right - x, m.size * size)
        figures = part.figures if _is_roomy(rows, m.right - x, m.size * size) else frozenset()
        leading = m.leading * size
        repeat: tuple[Strip, ...] = ()
        if part.header:
            cells = _cells(part.header, places, figures, "accent", size)
            first = len(self.out)
            self._row(cells, leading, penalty=9.0)
            self.gap = m.row_gap * 0.6
            repeat = _without(self.out[first:], part.header)
            self.held = True
        for number, row in enumerate(part.rows):
            heavy = number == 0 and bool(part.header)
            strokes = self._hairline(x, heavy) if number or part.header else ()
            gap = m.row_gap if number else m.row_gap * 0.9
            self.gap = gap * 2 if number or part.header else self.gap
            cells = _cells(row, places, figures, "text", size)
            first = len(self.out)
            lonely = number == 1 or number == len(part.rows) - 1
            penalty = LONELY if lonely else 6.0
            self._row(cells, leading, penalty=penalty, strokes=strokes, repeat=repeat)
            self._keep(first)

    def _extent(self, rows: Sequence[Sequence[Text]]) -> tuple[float, float]:
        """Where a table begins, and its size: before words are divided, or rows become much
        longer, it takes the margin, and then the smallest letters."""
        m = self.m
        smallest = _SMALLEST / m.size
        for x, size in ((m.column, 1.0), (m.left, 1.0), (m.left, smallest)):
            if sum(_least(rows, m.right - x, m.size * size)) <= _room(
                rows, m.right - x, tight=True
            ):
                return (m.left if x > m.left and self._wants_margin(rows) else x), size
        return m.left, smallest

    def _wants_margin(self, rows: Sequence[Sequence[Text]]) -> bool:
        """Whether a table saves more lines there than its heading takes that stands above it."""
        beside = self._lines_from(self.m.column, rows)
        saved = max(_HEADING_ABOVE, _WORTH_THE_MARGIN * beside)
        if beside - len(rows) <= saved:  # as many as there are to save
            return False
        return beside - self._lines_from(self.m.left, rows) > saved

    def _lines_from(self, x: float, rows: Sequence[Sequence[Text]]) -> int:
        m = self.m
        measures = [width / m.size for _, width in _shares(rows, x, m.right - x, m.size)]
        return sum(
            max(
                text.measured.line_count(measure)
                for text, measure in zip(row, measures, strict=True)
            )
            for row in rows
        )

    def _clear_margin(self) -> None:
        """Set what waits in the margin, since what follows wants that room."""
        if self.beside:
            self._rest_of_heading()
            self.gap, self.held = self.m.row_gap, True

    def _hairline(self, x: float, heavy: bool = False) -> tuple[Stroke, ...]:
        """The line above a row, in the middle of the gap."""
        height = 0.8 if heavy else 0.5
        return (Stroke(x, -self.m.row_gap, self.m.right, height, "accent" if heavy else "rule"),)

    # timelines

    def _course(self, part: Course) -> None:
        m = self.m
        self._clear_margin()  # its times hang there
        columns = self._columns(part)
        if part.header:
            cells = [Cell(part.header[0], *columns.time, "accent", 1.0, m.headings_beside)]
            cells += [
                Cell(text, *place, "accent")
                for text, place in zip(part.header[1:], columns.cells, strict=True)
            ]
            first = len(self.out)
            self._row(cells, m.leading, penalty=9.0)
            columns = columns._replace(head=_without(self.out[first:], part.header))
            self.held = True
        for number, row in enumerate(part.rows):
            lonely = number == 1 or number == len(part.rows) - 1  # on one of the two pages
            label = row.date_line or row.day
            if label:
                self._day(label, columns, first=number == 0)
            line = number or columns.head or label
            self._course_row(row, columns, LONELY if lonely else 4.0, line=bool(line))

    def _day(self, label: Text, columns: _Columns, *, first: bool) -> None:
        """A day above its rows."""
        m = self.m
        if not first or columns.head:
            self.gap = m.day_gap
        x = self._day_place(columns)
        self._row(
            [Cell(label, x, m.right - x, "accent")], m.leading, penalty=2.0, repeat=columns.head
        )
        self.held = True

    def _course_row(self, row: Row, columns: _Columns, penalty: float, *, line: bool) -> None:
        m = self.m
        again = columns.head
        if row.today:
            again = (*again, self._day_strip(row.today, columns))
        if line:
            self.gap = 2 * m.row_gap
        cells = [Cell(row.time, *columns.time, "text", 1.0, m.headings_beside)]
        cells += [
            Cell(text, *place, "text" if index == row.event else "muted")
            for index, (text, place) in enumerate(zip(row.cells, columns.cells, strict=True))
        ]
        place, notes = columns.cells[row.event], row.notes
        beside = bool(notes) and not row.cells[row.event].text
        if beside:  # nothing but notes: the first stands level with its time
            cells[1 + row.event], notes = self._note(notes[0], place), notes[1:]
        strokes = self._hairline(m.left) if line else ()
        top = first = len(self.out)
        self._row(cells, m.leading, penalty=penalty, strokes=strokes, repeat=again)
        if beside:
            self._bar(first, cells[1 + row.event].text, place[0])
        for number, note in enumerate(notes, int(beside)):
            self.gap = m.paragraph_gap * 1.3
            first = len(self.out)
            self._row([self._note(note, place)], m.leading, penalty=8.0, repeat=again)
            if number:
                self._part_clearly(first, sum(place))
                ended = row.notes[number - 1].text.endswith((".", "!", "?"))
                if not ended or note.text[:1].islower():
                    self.out[first].penalty = NEVER
            self._bar(first, note, place[0])
        self._keep(top)

    def _keep(self, first: int) -> None:
        """Keep a row on one page: its rest on the next would look like another row. A very long
        one goes on clear of the head that stands there once more."""
        rest = self.out[first + 1 :]
        for strip in rest:
            if len(rest) < _WHOLE_ROW:
                strip.penalty = NEVER
            elif strip.repeat:
                strip.repeat = (*strip.repeat, Strip(2 * self.m.row_gap))

    def _note(self, note: Text, place: tuple[float, float]) -> Cell:
        """What stands under an event: indented, in grey, along a bar."""
        indent = self.m.size * 1.2
        return Cell(note, place[0] + indent, place[1] - indent, "muted")

    def _bar(self, first: int, note: Text, x: float) -> None:
        for strip in self.out[first:]:
            if any(placed.text is note for placed in strip.lines):
                strip.strokes.append(Stroke(x + 1, 0.0, x + 2.2, strip.height, "rule"))

    def _day_strip(self, day: Text, columns: _Columns) -> Strip:
        """The day once more, at the top of a page that continues it."""
        m = self.m
        line = Line(day.text, day.measured.total)
        drop = (m.leading + m.size * 0.66) / 2
        placed = Placed(self._day_place(columns), drop, line, day, m.size, "accent")
        return Strip(m.leading, before=m.day_gap, lines=[placed])

    def _day_place(self, columns: _Columns) -> float:
        """Where a day begins: over the times, or over the events where the times hang."""
        return columns.cells[0][0] if self.m.headings_beside else self.m.left

    def _columns(self, part: Course) -> _Columns:
        m = self.m
        times = [row.time.measured for row in part.rows]
        if part.header:
            times.append(part.header[0].measured)
        room = m.column - m.left - 14 if m.headings_beside else m.size * 4.5
        natural = max(time.total for time in times) * m.size
        longest = max(time.longest for time in times) * m.size
        width = min(max(natural + 0.5, room), max(m.full_width * _NARROW, longest + 0.5, room))
        x = m.left + width + (14 if m.headings_beside else m.size * 1.8)
        event = part.rows[0].event
        rows = [row.cells for row in part.rows]
        rows += [
            [*row.cells[:event], note, *row.cells[event + 1 :]]
            for row in part.rows
            for note in row.notes
        ]
        if part.header:
            rows.append(part.header[1:])
        return _Columns((m.left, width), _shares(rows, x, m.right - x, m.size, event))


def _is_roomy(rows: Sequence[Sequence[Text]], width: float, size: float) -> bool:
    """Whether no cell is wrapped, and columns stand so clear of one another that numbers may end
    where the next one begins."""
    columns = zip(*rows, strict=True)
    wanted: float = sum(max(text.measured.total for text in column) for column in columns)
    return (wanted + _CLEAR * len(rows[0])) * size <= _room(rows, width, tight=False)


def _cells(
    row: Sequence[Text],
    places: Sequence[tuple[float, float]],
    figures: frozenset[int],
    ink: Ink,
    size: float,
) -> list[Cell]:
    """A row of a table, its numbers at the right of their columns."""
    return [
        Cell(text, *place, ink, size, index in figures)
        for index, (text, place) in enumerate(zip(row, places, strict=True))
    ]


def _wraps(above: Placed, below: Placed, end: float) -> bool:
    """Whether a line's first word would not have fitted into the line above it, which ends at
    `end` at the latest."""
    word = below.text.measured.family.width(below.line.text.split()[0])
    room = end - above.x - above.line.width * above.size
    return room < (word + _BLANK) * below.size


def _inside(index: int, count: int) -> float:
    """What a page break before line `index` of `count` costs: no widows, no orphans."""
    if count < 4 or index < 2 or count - index < 2:
        return NEVER
    return 24.0


def _without(strips: Sequence[Strip], kept: Sequence[Text]) -> tuple[Strip, ...]:
    """Strips to stand once more on a later page: the texts kept, no heading beside them."""
    texts = set(map(id, kept))
    return tuple(
        replace(strip, lines=[line for line in strip.lines if id(line.text) in texts])
        for strip in strips
    )


def _room(rows: Sequence[Sequence[Text]], width: float, *, tight: bool) -> float:
    """What a table's columns have beside their gutters."""
    return width - (_NARROW_GUTTER if tight else _GUTTER) * (len(rows[0]) - 1)


def _least(
    rows: Sequence[Sequence[Text]], width: float, size: float, event: int | None = None
) -> list[float]:
    """How wide columns must be so that no word is divided, the very long ones excepted.

    Narrow ones are not wrapped, as far as that leaves room for the others, and for the event.
    """
    room = _room(rows, width, tight=False)
    most = room / len(rows[0]) * 1.5
    columns = list(zip(*rows, strict=True))
    wants = [max(text.measured.total for text in column) * size + 0.5 for column in columns]
    needs = [max(text.measured.longest for text in column) * size + 0.5 for column in columns]
    needs = [
        min(want, max(min(need, most), _SLIMMEST)) for want, need in zip(wants, needs, strict=True)
    ]
    if event is not None:
        needs[event] = max(needs[event], min(wants[event], room * _EVENT))
    for narrow in (_NARROW, _NARROW / 2):
        least = [
            want if want <= room * narrow else need for want, need in zip(wants, needs, strict=True)
        ]
        if sum(least) <= room:
            return least
    return needs


def _shares(
    rows: Sequence[Sequence[Text]],
    x: float,
    width: float,
    size: float,
    event: int | None = None,
) -> list[tuple[float, float]]:
    """Columns side by side: narrow ones get what they need, wide ones share the rest.

    What is left over goes to all, or to the `event` column. Each is at least as wide as its
    longest word where there is room, else the longest words are divided.
    """
    columns = range(len(rows[0]))
    wanted = [max(row[i].measured.total for row in rows) * size + 0.5 for i in columns]
    least = _least(rows, width, size, event)
    room = _room(rows, width, tight=False)
    tight = sum(least) > room
    room = _room(rows, width, tight=tight)
    if sum(wanted) <= room:
        spare = room - sum(wanted)
        lacking = [max(0.0, _SLIMMEST - value) for value in wanted]
        given = min(1.0, spare / (sum(lacking) or 1.0))
        widths = [value + given * lack for value, lack in zip(wanted, lacking, strict=True)]
        spare = max(0.0, room - sum(widths))
        flexible = columns if event is None else (event,)
        for index in flexible:
            widths[index] += spare / len(flexible)
    elif sum(least) > room:
        widths = levelled(least, room)
    else:
        spare = room - sum(least)
        hunger = [max(0.0, want - need) ** 0.7 for want, need in zip(wanted, least, strict=True)]
        total = sum(hunger) or 1.0
        widths = [need + spare * part / total for need, part in zip(least, hunger, strict=True)]
    gutter = (width - sum(widths)) / max(1, len(widths) - 1)
    places = []
    for wide in widths:
        places.append((x, wide))
        x += wide + gutter
    return places


def levelled(widths: Sequence[float], room: float) -> list[float]:
    """Widths that fill the room: the widest are cut down to one level, the others stay."""
    left, level = room, room
    for count, width in zip(range(len(widths), 0, -1), sorted(widths), strict=True):
        level = left / count
        if width > level:
            break
        left -= width
    return [min(width, level) for width in widths]
