"""A section's blocks → paragraphs, lists, tables and timelines; and its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from pmpdf.layout.blocks import Block, Line, TableBlock, TextBlock, origin_of
from pmpdf.meaning import clock, outline, timeline
from pmpdf.meaning.notes import Doubt, Reader
from pmpdf.record import Kind, ListBlock, Paragraph, Table

Piece = Paragraph | ListBlock | Table | timeline.Draft
Outlined = outline.Draft


class Draft(Struct):
    """A section whose timelines have no days yet."""

    outline: Outlined
    pieces: list[Piece] = field(default_factory=list)
    kind: Kind = "other"
    sure: bool = False  # of its kind
    likely: list[Kind] = field(default_factory=list)  # the best guesses, best first
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def timelines(self) -> list[timeline.Draft]:
        return [piece for piece in self.pieces if isinstance(piece, timeline.Draft)]


ROWS = 3  # that begin at a paragraph's left edge are no prose
FOLLOWING = 4  # blocks after a day within which the row must stand that it belongs to


def all_filled(reader: Reader, sources: Sequence[Outlined]) -> list[Draft]:
    """Read the sections' blocks."""
    told = any(
        source.match.kind == "timeline" and source.blocks and not outline.is_mono(source.blocks)
        for source in sources
    )
    return [_filled(reader, source, told) for source in sources]


def _filled(reader: Reader, source: Outlined, told: bool) -> Draft:
    """Read a section's blocks. Where a timeline is told in another one, lines of code with times
    are a log's."""
    may_be_rows = [block for block in source.blocks if not (told and outline.is_mono([block]))]
    maker = _Maker(reader, source.match.kind == "timeline" or _has_rows(reader, may_be_rows))
    maker.days = sum(
        isinstance(block, TextBlock) and _day_in(reader, block) is not None
        for block in source.blocks
    )
    for block in source.blocks:
        if isinstance(block, TableBlock):
            timeline.stand_cards_up(reader, block)
            if not block.ruled:
                timeline.part_rows(reader, block)
    maker.margin = source.heading.left if source.heading else 0.0
    maker.lefts = timeline.event_lefts(reader, source.blocks)
    for index, block in enumerate(source.blocks):
        maker.take(block, source.blocks[index + 1 : index + 1 + FOLLOWING])
    maker.finish()
    for note in (note for block in source.blocks for note in block.footnotes):
        maker.pieces.append(Paragraph(reader.text(note), origin=note.origin))
    return Draft(source, maker.pieces, doubts=list(source.doubts))


def _has_rows(reader: Reader, blocks: Sequence[Block]) -> bool:
    """Whether several blocks begin with a time, or one does and several of its lines."""
    timed = [
        block
        for block in blocks
        if isinstance(block, TextBlock)
        and timeline.begins_with_time(reader, block)
        and not timeline.is_due(reader, block)
    ]
    return len(timed) > 1 or any(
        len(timeline.rows_of_text(reader, block)) >= ROWS for block in timed
    )


def _day_in(reader: Reader, block: TextBlock) -> clock.Stamp | None:
    """The day that a block is and nothing else, be it behind a bullet."""
    if day := clock.date_line(reader.text(block)):
        return day
    bulleted = block.written and _count(block.marker or "") is None
    return clock.date_line(reader.item(block)) if bulleted else None


class _Maker:
    """Takes a section's blocks one by one and puts like to like."""

    def __init__(self, reader: Reader, expects_times: bool) -> None:
        self.reader = reader
        self.expects_times = expects_times
        self.pieces: list[Piece] = []
        self.items: list[TextBlock] = []
        self.open: timeline.Draft | None = None
        self.heads: list[str] = []  # of the columns in the part of a timeline before
        self.lefts: dict[int, float] = {}  # where events begin, by where their times do
        self.margin = 0.0  # where the heading begins
        self.days = 0  # blocks that are nothing but a day
        self.heads_rows = False  # a time stands alone over its event
        self.told: list[Line] = []  # of the last paragraph
        self.day: TextBlock | None = None  # a date line that waits for its row

    def take(self, block: Block, following: Sequence[Block]) -> None:
        if isinstance(block, TableBlock):
            self._end_list()
            self.reader.dropped += [self.reader.lines([line]) for line in block.repeated]
            self._take_table(block)
            return
        day = _day_in(self.reader, block)
        own = day is not None and self._is_day_of_event(following)
        if day and not own and (self.open or self._times_follow(following)):
            self._end_list()
            self._flush_day()
            self.day = block
            return
        timed = not day or own or self.days > 1  # one day alone is no row
        if self.expects_times and timed and timeline.begins_with_time(self.reader, block):
            rows = timeline.rows_of_text(self.reader, block)
            if rows:
                self._end_list()
                self._add_rows(rows, block)
                if timeline.timed_lines(self.reader, block) is not block.lines:
                    self.reader.drop_marker(block)
                return
        if self.open and self.open.rows:
            row = self.open.rows[-1]
            if self._belongs(block, row) or self._wraps_on(block, row):
                return
        self._close_timeline()
        if block.marker and not self._is_day(block) and self._is_item(block):
            self.items.append(block)
        elif self.items and self._carries_item_on(block):
            self.items[-1].lines.extend(block.lines)
        else:
            self._end_list()
            self.pieces.append(Paragraph(self.reader.text(block), origin=block.origin))
            self.told = block.lines

    def _is_day_of_event(self, following: Sequence[Block]) -> bool:
        """Whether a day is a row's time as those above it are: they print their days, too, and
        text follows it, as their events follow them."""
        rows = self.open.rows if self.open and self.heads_rows else []
        stamp = rows[-1].stamp if rows else None
        below = following[0] if following else None
        return (
            stamp is not None
            and stamp.day is not None
            and isinstance(below, TextBlock)
            and not timeline.begins_with_time(self.reader, below)
            and _day_in(self.reader, below) is None
        )

    def finish(self) -> None:
        self._end_list()
        self._close_timeline()

    # timelines

    def _take_table(self, table: TableBlock) -> None:
        if timeline.header_alone(self.reader, table):
            into = self._open_timeline()
            into.header = [self.reader.lines(cell) for cell in table.rows[0]]
            into.heads += table.lines
            return
        if items := _counted_items(table):
            self._close_timeline()
            self.items += items
            return
        column = timeline.time_column(self.reader, table)
        if column is None:
            self._close_timeline()
            self.pieces.append(_table(self.reader, table))
            return
        into = self._open_timeline()
        before = len(into.rows)
        timeline.rows_of_table(self.reader, table, column, into)
        self._give_day(into, before)

    def _wraps_on(self, block: TextBlock, row: timeline.Row) -> bool:
        """Text that goes on below its time, where the rows are set as paragraphs."""
        text = self.reader.text(block)
        if not text[:1].islower() or block.marker or not row.text or row.notes:
            return False
        row.text = [*row.text, *block.lines]
        row.lines.extend(block.lines)
        return True

    def _belongs(self, block: TextBlock, row: timeline.Row) -> bool:
        """Take a block as the text or a note of the row above it.

        A time alone on its line, or as a heading, is followed by its event; what is set in under
        a row is nested in it.
        """
        waits = row.rest == ""  # for its event, however that is set
        headed = self.heads_rows and not block.marker and (waits or not block.bold)
        if not headed and not timeline.is_under(block, row):
            return False
        if waits:
            row.rest = self.reader.item(block)
            row.apart = block.lines
        elif self._goes_on(block, row):
            row.text = [*row.text, *block.lines]
        else:
            row.notes.append(self.reader.item(block))
        row.lines.extend(block.lines)
        self.reader.drop_marker(block)
        return True

    def _goes_on(self, block: TextBlock, row: timeline.Row) -> bool:
        """Whether a row's text, cut by a column's or a table's end, goes on in a block of its type:
        in the middle of a word, or of a sentence where other rows' texts end with theirs."""
        if not row.text or row.notes or block.marker or self.open is None:
            return False
        last, first = row.text[-1], block.first
        if (last.bold, last.italic) != (first.bold, first.italic):
            return False
        if abs(last.size - first.size) > 0.3 or last.text.endswith(_ENDS):
            return False
        others = [
            r.text[-1].text.endswith(_ENDS) for r in self.open.rows if r.text and r is not row
        ]
        usual = len(others) > 3 and sum(others) > 0.8 * len(others)
        return usual or last.words[-1].hyphen or last.text.endswith("-")

    def _add_rows(self, rows: Sequence[timeline.Row], block: TextBlock) -> None:
        loud = block.bold or block.size > self.reader.layout.body_size + 0.6
        self.heads_rows = len(rows) == 1 and (loud or rows[0].rest == "")
        rows[-1].bulleted = block.marker is not None and rows[-1].left > self.margin + 2
        rows[-1].outer = block.left
        into = self._open_timeline()
        before = len(into.rows)
        if into.day and rows[0].date_line is None:
            rows[0].take_day(self.reader, *into.day)
            into.day = None
        into.rows.extend(rows)
        self._give_day(into, before)

    def _open_timeline(self) -> timeline.Draft:
        if self.open is None:
            self.open = timeline.Draft(lefts=self.lefts, above=self.heads)
            self.pieces.append(self.open)
        return self.open

    def _give_day(self, into: timeline.Draft, index: int) -> None:
        if self.day is None or index >= len(into.rows):
            return
        row = into.rows[index]
        if row.date_line is None:
            stamp = _day_in(self.reader, self.day)
            assert stamp is not None  # it was taken for a day because of it
            bulleted = clock.date_line(self.reader.text(self.day)) is None
            if bulleted:
                self.reader.drop_marker(self.day)
            lines = self.day.unmarked if bulleted else self.day.lines
            row.take_day(self.reader, lines, stamp)
            self.day = None
        else:
            self._flush_day()

    def _flush_day(self) -> None:
        if self.day is not None:
            self.pieces.append(Paragraph(self.reader.text(self.day), origin=self.day.origin))
            self.day = None

    def _close_timeline(self) -> None:
        if self.open is not None and not self.open.rows:
            self.pieces.remove(self.open)
            if self.open.header:
                self.pieces.append(Table(tuple(self.open.header), ()))
        elif self.open is not None and self._times_stand_below():
            self._shift_texts(self.open)
        if self.open is not None and self.open.header:
            self.heads = self.open.header
        if self.open is not None and self.open.day:
            lines, _ = self.open.day
            self.pieces.append(Paragraph(self.reader.lines(lines), origin=origin_of(lines)))
        self.open = None
        self._flush_day()

    def _times_stand_below(self) -> bool:
        """Each time is set under its event: there is text above the first, none below the last."""
        assert self.open is not None
        rows = self.open.rows
        above = self.pieces[-2] if len(self.pieces) > 1 and self.pieces[-1] is self.open else None
        return (
            isinstance(above, Paragraph)
            and len(rows) > 1
            and not any(row.text or row.notes or row.date_line for row in rows)
            and rows[-1].rest == ""
            and all(row.rest and row.apart for row in rows[:-1])
        )

    def _shift_texts(self, rows: timeline.Draft) -> None:
        above = self.pieces.pop(-2)
        assert isinstance(above, Paragraph)
        text, lines = above.text, self.told
        for row in rows.rows:
            rest, apart = row.rest or "", row.apart
            ids = {id(line) for line in apart}
            row.rest, row.apart = text, lines
            row.lines = [*lines, *(line for line in row.lines if id(line) not in ids)]
            text, lines = rest, apart

    def _times_follow(self, following: Sequence[Block]) -> bool:
        """Whether a row of a timeline stands next."""
        for block in following:
            if isinstance(block, TableBlock):
                header = timeline.header_alone(self.reader, block)
                return header or timeline.time_column(self.reader, block) is not None
            if timeline.begins_with_time(self.reader, block):
                return True
            if not clock.date_line(self.reader.text(block)) and not block.left > block.right:
                nested = block.left > self.reader.layout.body_size * 2 and block.marker is None
                if not nested:
                    return False
        return False

    # lists

    def _is_day(self, block: TextBlock) -> bool:
        """A sentence that begins with a day looks like an item: `1. April 2024 ist der Tag`."""
        month = self.reader.item(block).partition(" ")[0]
        return _DAY.fullmatch(block.marker or "") is not None and clock.follows_day(month)

    def _is_item(self, block: TextBlock) -> bool:
        """A bullet always; a number only where it begins or continues a count."""
        value = _count(block.marker or "")
        if value is None:
            return True
        return value == 1 or any(
            _count(item.marker or "") == value - 1 for item in reversed(self.items)
        )

    def _carries_item_on(self, block: TextBlock) -> bool:
        """A further paragraph of an item stands where the item's text does, right below it."""
        item = self.items[-1]
        inset = item.indent > item.left + 2
        return inset and abs(block.left - item.indent) < 2.0 and not block.bold

    def _end_list(self) -> None:
        groups: list[list[TextBlock]] = []
        for item in self.items:
            if groups and _same_list(groups[-1], item):
                groups[-1].append(item)
            else:
                groups.append([item])
        self.items = []
        for group in groups:
            self.pieces.append(_list(self.reader, group))


_ENDS = tuple('.!?:;…)“”"’')  # a sentence, or what is no word's middle
_DAY = re.compile(r"\d{1,2}\.")
_LETTER = re.compile(r"\(?([a-zA-Z])[.)]")


def _count(marker: str) -> int | None:
    """The number that a marker stands for; None for a bullet."""
    digits = re.fullmatch(r"\(?(?:\d+\.)*(\d+)[.)]*", marker)
    if digits:
        return int(digits.group(1))
    letter = _LETTER.fullmatch(marker)
    if letter:
        return ord(letter.group(1).casefold()) - ord("a") + 1
    if re.fullmatch(r"\(?[ivx]+[.)]", marker.casefold()):
        return _roman(marker.strip("().").casefold())
    return None


def _roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for first, second in zip(text, [*text[1:], ""], strict=True):
        value = values[first]
        total += -value if values.get(second, 0) > value else value
    return total


def _same_list(group: Sequence[TextBlock], item: TextBlock) -> bool:
    """Markers of one kind at one depth; a count that begins again is another list."""
    peer = next((g for g in reversed(group) if abs(g.left - item.left) < 3), None)
    if peer is None and item.left <= min(
        g.left for g in group
    ):  # further left only in a new column
        page = item.first.page
        peer = next((g for g in reversed(group) if g.first.page != page), None)
    if peer is None:
        return True
    count = _count(item.marker or "")
    if (_count(peer.marker or "") is None) != (count is None):
        return False
    return not (count == 1 and group[-1] is peer)


def _list(reader: Reader, items: Sequence[TextBlock]) -> ListBlock:
    for item in items:
        reader.drop_marker(item)
    lefts = _lefts(items)
    depths: list[float] = []
    for left in lefts:
        if not any(abs(left - depth) < 3 for depth in depths):
            depths.append(left)
    depths.sort()
    levels = tuple(1 + _nearest(depths, left) for left in lefts)
    outermost = items[levels.index(min(levels))]
    return ListBlock(
        ordered=_count(outermost.marker or "") is not None,
        items=tuple(reader.item(item) for item in items),
        levels=levels if max(levels) > 1 else (),
        origin=origin_of(line for item in items for line in item.lines),
    )


def _lefts(items: Sequence[TextBlock]) -> list[float]:
    """Where items begin, as if all stood in the first one's column: in the next one a list goes on
    as deep as its last item with such a marker."""
    lefts = [items[0].left]
    shift = 0.0

    def is_far(left: float, item: TextBlock) -> bool:
        return all(abs(left - other) > COLUMN * item.size for other in lefts)

    for number, item in enumerate(items[1:], 1):
        if is_far(item.left + shift, item):
            sort = _sort(item)
            peers = (
                left
                for left, other in zip(reversed(lefts), items[number - 1 :: -1], strict=True)
                if _sort(other) == sort
            )
            shift = next(peers, item.left) - item.left if is_far(item.left, item) else 0.0
        lefts.append(item.left + shift)
    return lefts


def _sort(item: TextBlock) -> str | None:
    """An item's bullet, or None where it is counted."""
    return item.marker if _count(item.marker or "") is None else None


COLUMN = 6.0  # em; farther to a side begins another column, and no nested item


def _nearest(places: Sequence[float], place: float) -> int:
    """Which of several places is the nearest to one."""
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def _counted_items(table: TableBlock) -> list[TextBlock]:
    """The items of a list whose numbers, bare and from one on, stand in a column of their own, in
    discs say; none where rules part rows, or a head tells of a table."""
    if table.ruled or table.head or table.footnotes or len(table.columns) != 2:
        return []
    items: list[TextBlock] = []
    for row, (number, text) in enumerate(table.rows, 1):
        if len(number) != 1 or not text or number[0].text != str(row):
            return []
        first = Line((*number[0].words, *text[0].words), text[0].page)
        left, right = number[0].x0, max(line.x1 for line in text)
        items.append(
            TextBlock([first, *text[1:]], str(row), True, left=left, indent=text[0].x0, right=right)
        )
    return items if len(items) > 1 else []


def _table(reader: Reader, table: TableBlock) -> Table:
    rows = [tuple(reader.lines(cell) for cell in row) for row in table.rows]
    header: tuple[str, ...] = ()
    if len(rows) > 1 and (table.head or _reads_as_header(reader, rows)):
        header, rows = rows[0], rows[1:]
    return Table(header=header, rows=tuple(rows), origin=table.origin)


def _reads_as_header(reader: Reader, rows: Sequence[Sequence[str]]) -> bool:
    """Column heads by their words, or by having no figures over columns of figures."""
    words = reader.vocabulary
    known = sum(
        words.is_owner_header(cell)
        or words.is_due_header(cell)
        or words.is_action_header(cell)
        or words.is_status_header(cell)
        or words.is_number_header(cell)
        for cell in rows[0]
    )
    if known >= 2:
        return True
    if not all(rows[0]):
        return False
    figures = [
        column
        for column in range(len(rows[0]))
        if all(any(c.isdigit() for c in row[column]) for row in rows[1:])
    ]
    return bool(figures) and not any(c.isdigit() for c in "".join(rows[0]))
