"""Tables, lists and paragraphs whose rows begin with a time → timelines.

Rows are found first, as printed; their days are worked out afterwards, over all rows at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from pmpdf.layout.blocks import Block, Cell, Line, TableBlock, TextBlock, origin_of
from pmpdf.layout.lines import is_marker
from pmpdf.meaning import clock
from pmpdf.meaning.clock import Stamp
from pmpdf.meaning.notes import Doubt, Reader
from pmpdf.record import Entry
from pmpdf.values import replace


class TimelineSettings(Struct, frozen=True):
    share: float = 0.6  # of a column's cells that must be times
    bare_clocks: int = 4  # `7.40` in so many rows, each later than the last, are times
    cards: int = 4  # each a time with its event, that are no table
    rows: int = 2  # paragraphs or bullets that begin with a time make a timeline from here on
    nested: float = 0.9  # em; text set in by more under a row is a note
    boxed: float = 0.5  # the same for smaller text, in the box of a machine's message
    smaller: float = 0.95  # of the events' size
    word_space: float = 0.35  # em before a word that would have fitted into the line above
    blank: float = 1.3  # line pitches; a larger step parts two notes
    leading: float = 1.5  # em; the widest pitch, where no lines of a cell tell it
    lane: float = 0.6  # of the words of the wordiest column that a column of events has at least
    names: int = 3  # words of a thing that a table tells a time of, at most
    carried: float = 1.0  # em of indent that text under a paragraph row must have


SETTINGS = TimelineSettings()


class Row(Struct):
    """One row as printed."""

    time: str
    stamp: Stamp | None
    text: list[Line] = field(default_factory=list)
    rest: str | None = None  # the text, where it shares a line with its time
    details: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    date_line: str | None = None
    date_stamp: Stamp | None = None
    lines: list[Line] = field(default_factory=list)
    apart: list[Line] = field(default_factory=list)  # the text's lines, where they are its own
    days: int = 0  # lines of the date line, first in `lines`
    bulleted: bool = False
    outer: float = 0.0  # where its bullet stands

    @property
    def left(self) -> float:
        """Where the row begins; a date line above it may begin elsewhere."""
        return min((line.x0 for line in self.lines[self.days :]), default=0.0)

    def take_day(self, reader: Reader, lines: Sequence[Line], stamp: Stamp) -> None:
        """Take the date line that stands above the row."""
        self.date_line, self.date_stamp = reader.lines(lines), stamp
        self.lines = [*lines, *self.lines]
        self.days = len(lines)


class Draft(Struct):
    """A timeline on its way."""

    rows: list[Row] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)  # the header's lines, repeats included
    above: list[str] = field(default_factory=list)  # heads of the part before, over these columns
    columns: int = 0
    lefts: dict[int, float] = field(default_factory=dict)  # of the event column, by the time's
    day: tuple[list[Line], Stamp] | None = None  # that stands over the next row
    doubts: list[Doubt] = field(default_factory=list)

    def event_left(self, time: float, event: float) -> float:
        """Where events begin beside times that begin at `time`."""
        key = round(time / 4)
        return min([event, *(self.lefts[k] for k in (key - 1, key, key + 1) if k in self.lefts)])


def event_lefts(reader: Reader, blocks: Sequence[Block]) -> dict[int, float]:
    """Where events begin in a section's tables, by where their times do: the least of all, since
    a row, or a page, may hold nested notes alone."""
    lefts: dict[int, float] = {}
    header: list[str] = []
    for table in blocks:
        if not isinstance(table, TableBlock):
            continue
        if header_alone(reader, table):
            header = [reader.lines(cell) for cell in table.rows[0]]
        column = time_column(reader, table)
        if column is None:
            continue
        if _is_header(reader, table, table.rows[0], column):
            header = [reader.lines(cell) for cell in table.rows[0]]
        event = _event_column(reader, table, time_columns(reader, table, column), header)
        inset = _inset(table, column, event)
        for edges in table.lefts:
            key, left = round(edges[column] / 4), edges[event] + inset
            lefts[key] = min(lefts.get(key, left), left)
    return lefts


def _inset(table: TableBlock, column: int, event: int) -> float:
    """How far events begin from their column's edge: days between the rows may stand farther
    left."""
    return min(
        (
            row[event][0].x0 - edges[event]
            for row, edges in zip(table.rows, table.lefts, strict=True)
            if row[column] and row[event]
        ),
        default=0.0,
    )


_LABELLED = re.compile(r"(?:update|stand|nachtrag|meldung|status)\s+(?=\d)", re.I)


def time_column(reader: Reader, table: TableBlock) -> int | None:
    """The first column that holds times, if the table is a timeline: beside them stand words, and
    not measurements alone."""
    column = _first_times(reader, table)
    body = table.rows[table.head :] or table.rows
    if column is None or len(table.columns) < 2:
        return column
    told = measured = 0
    for row in body:
        beside = [cell for number, cell in enumerate(row) if number != column and cell]
        if any(not _MEASURED.fullmatch(reader.lines(cell)) for cell in beside):
            told += 1
            if 2 * told >= len(body):
                break
        elif beside:
            measured += 1
    return column if told >= measured else None


_MEASURED = re.compile(r"[^\w]*|[+−-]?[\d.,’]+\s?(?:%|[^\W\d_]{1,3})?")  # `612`, `4 min`, `–`
_DURATION = re.compile(r"[^\w]*|(?:[\d.,]+\s?[^\W\d_]{1,8}\.?\s?){1,3}")  # `2 h 45 min`


def _first_times(reader: Reader, table: TableBlock) -> int | None:
    """The first column that holds times; what has passed since the beginning is told by such
    figures, too, and gives way to the time itself."""
    body = table.rows[table.head :] or table.rows
    passed: int | None = None
    for column in range(len(table.columns)):
        if column > 1 and not _is_clock_column(reader, table, column):
            continue
        cells = [reader.lines(row[column]) for row in body if row[column]]
        cells = [c for c in cells if not clock.date_line(c) or clock.whole(c)]
        cells = cells[:1] + [c for above, c in pairwise(cells) if not _ends_time(above, c)]
        times = [c for c in cells if time_of(c)]
        if column and not any(stamp.clock for c in times if (stamp := clock.whole(c))):
            continue
        if column == len(table.columns) - 1 > 0 and not (
            reader.vocabulary.is_time_header(reader.lines(table.rows[0][column]) or "-")
            or _follow_events(reader, body, column)
        ):
            continue  # the times are what a table tells of the things in its first column
        headed = reader.vocabulary.is_time_header(reader.lines(table.rows[0][column]) or "-")
        if column and not headed and _tells_of_things(times):
            continue
        if column and _only_measured_behind(reader, body, column):
            continue
        if not times:
            if column == 0 and _are_bare_clocks(cells):
                return column
            continue
        if len(times) >= SETTINGS.share * len(cells) or (headed and len(times) * 3 >= len(cells)):
            if passed is not None or not _PASSED.search(reader.lines(table.rows[0][column])):
                return column
            passed = column
    return passed


def _ends_time(above: str, cell: str) -> bool:
    """Whether a cell is but the rest of the time in the one above: `20:00` over `Uhr`."""
    return time_of(cell) is None and time_of(f"{above} {cell}") is not None


def _tells_of_things(times: Sequence[str]) -> bool:
    """Whether times behind a first column that names things are all one: the same outage of each
    service, say."""
    return len(times) > 1 and len(set(times)) == 1


def _only_measured_behind(reader: Reader, rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether columns of clocks and durations alone stand behind one of times: phases, and from
    when until when they lasted."""
    cells = [reader.lines(cell) for row in rows for cell in row[column + 1 :] if cell]
    clocks = [stamp for cell in cells if (stamp := clock.whole(cell)) and stamp.clock]
    measured = all(clock.whole(cell) or _DURATION.fullmatch(cell) for cell in cells)
    return measured and len(clocks) >= len(rows)


def _follow_events(reader: Reader, rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether the cells before the last column are sentences, each with its clock time behind it,
    and later ones further down."""
    stamps = [clock.whole(reader.lines(row[column])) for row in rows]
    times = [stamp.clock.minutes for stamp in stamps if stamp and stamp.clock]
    events = [reader.lines(row[0]) for row in rows]
    told = all(len(text.split()) > SETTINGS.names and text.endswith(".") for text in events)
    rising = all(a <= b for a, b in pairwise(times))
    return told and rising and len(times) == len(rows) and column == 1


_PASSED = re.compile(r"\b(?:elapsed|duration|dauer|verstrichen|seit beginn|t ?\+)", re.IGNORECASE)


def time_columns(reader: Reader, table: TableBlock, column: int) -> tuple[int, ...]:
    """The time column, and the one beside it where the one prints days and the other clocks."""
    beside = column + 1
    if beside + 1 >= len(table.columns):
        return (column,)
    rows = table.rows[1:] or table.rows
    days = [time_of(reader.lines(row[column])) for row in rows if row[column]]
    clocks = [time_of(reader.lines(row[beside])) for row in rows if row[beside]]
    apart = all(s and s.day and not s.clock for s in days) and all(
        s and s.clock and not s.day for s in clocks
    )
    return (column, beside) if apart and len(clocks) >= max(2, len(days)) else (column,)


def stand_cards_up(reader: Reader, table: TableBlock) -> None:
    """Cards side by side, each a time over its event, as the rows that they are."""
    if len(table.columns) < 2:
        return
    if cards := _times_over_events(reader, table):
        lefts = [left for left, _ in table.columns]
    elif cards := _cards_in_cells(reader, table):
        lefts = [time[0].x0 for time, _ in cards]
    else:
        return
    table.rows = [list(card) for card in cards]
    table.lefts = [(left, left) for left in lefts]
    table.columns = [table.columns[0]] * 2
    table.head = 0


Card = tuple[Cell, Cell]
"""A time, of one line or two, and its event."""


def _times_over_events(reader: Reader, table: TableBlock) -> list[Card]:
    """The cards of one row, whose times and events stand in rows over each other; none where a
    column has no time or no event, or figures stand under most times."""
    for count in (1, 2):
        cards: list[Card] = []
        for column in reversed(range(len(table.columns))):  # the first one has times in a timeline
            lines = [row[column] for row in table.rows]
            time = [x for cell in lines[:count] for x in cell]
            event = [x for cell in lines[count:] for x in cell]
            if not (time and event and time_of(reader.lines(time))):
                break
            cards.insert(0, (time, event))
        else:
            events = [reader.lines(event) for _, event in cards]
            several = count > 1 or len(table.rows) > 2
            words = sum(len(event.split()) > 2 * several for event in events)
            if not any(map(time_of, events)) and 2 * words > len(events):
                return cards
    return []


def _cards_in_cells(reader: Reader, table: TableBlock) -> list[Card]:
    """The cards that are a cell each, from side to side or down the columns, as their times go on;
    none where a cell is no card."""
    rows: list[list[Card]] = []
    for cells in table.rows:
        cards = [_parted(reader, cell) for cell in reversed(cells) if cell]
        if not all(time and event for time, event in cards):
            return []
        rows.append(cards[::-1])
    across = [card for row in rows for card in row]
    if len(across) < SETTINGS.cards:
        return []
    down = [row[n] for n in range(len(table.columns)) for row in rows if n < len(row)]
    falls = [_falls(reader, [time for time, _ in order]) for order in (across, down)]
    return down if falls[1] < falls[0] else across


def _parted(reader: Reader, cell: Cell) -> Card:
    """A card's time and the rest of it; no time where it begins with none."""
    for count in (2, 1) if len(cell) > 1 else ():
        if time_of(reader.lines(cell[:count])):
            return cell[:count], cell[count:]
    return [], cell


def _falls(reader: Reader, times: Sequence[Cell]) -> int:
    """How often one of several times is before the one above, on its day where that is printed."""
    stamps = [stamp for cell in times if (stamp := time_of(reader.lines(cell)))]
    places: list[tuple[int, int, int]] = []
    for stamp in stamps:
        month, day = (
            (places[-1][:2] if places else (0, 0))
            if stamp.day is None
            else (
                stamp.day.month or 0,
                stamp.day.day or 0,
            )
        )
        hours = stamp.clock
        places.append((month, day, 60 * hours.hour + hours.minute if hours else 0))
    return sum(b < a for a, b in pairwise(places))


def part_rows(reader: Reader, table: TableBlock) -> None:
    """Part the rows that print several times one under the other, each beside its event.

    Layout takes rows for one where nothing stands in their first column, or where white space
    tells little.
    """
    rows: list[list[Cell]] = []
    lefts: list[tuple[float, ...]] = []
    for row, edges in zip(table.rows, table.lefts, strict=True):
        starts = next((s for cell in row[:2] if (s := _times_under(reader, cell, row))), [])
        for number, start in enumerate(starts or [float("-inf")]):
            end = starts[number + 1] if number + 1 < len(starts) else float("inf")
            first = number == 0
            rows.append(
                [[x for x in c if x.base < end and (first or x.base >= start)] for c in row]
            )
            lefts.append(edges)
    table.rows, table.lefts = rows, lefts


def _times_under(reader: Reader, cell: Cell, row: Sequence[Cell]) -> list[float]:
    """The heights at which the rows begin that a cell of several clock times stands for."""
    if len(cell) < 2 or len({line.page for line in cell}) > 1:
        return []
    starts: list[list[Line]] = []
    for line in cell:
        if (stamp := time_of(reader.lines([line]))) and stamp.clock:
            starts.append([line])
        elif starts and time_of(reader.lines([*starts[-1], line])):
            starts[-1].append(line)  # `20:00` over `Uhr`
        else:
            return []
    stamps = [time_of(reader.lines(lines)) for lines in starts]
    if len({s.zone for s in stamps if s}) > 1 or clock.whole(reader.lines(cell)):
        return []
    others = [line.base for other in row if other is not cell for line in other]
    drift = 0.3 * cell[0].size
    beside = all(any(abs(base - line.base) < drift for base in others) for line, *_ in starts)
    return [line.base - drift for line, *_ in starts] if beside else []


def _is_clock_column(reader: Reader, table: TableBlock, column: int) -> bool:
    """Far from the left only a column of clock times under a head that says so is the time's."""
    head = reader.lines(table.rows[0][column])
    stamps = [time_of(reader.lines(row[column])) for row in table.rows[1:] if row[column]]
    clocks = [stamp for stamp in stamps if stamp and stamp.clock]
    return reader.vocabulary.is_time_header(head or "-") and len(clocks) * 5 >= len(stamps) * 4


def time_of(text: str) -> Stamp | None:
    """The time that a whole text is, be it an update's."""
    label = _LABELLED.match(text)
    return clock.whole(text[label.end() :] if label else text)


# `7.40`: a time where a whole column of them rises from row to row, else any number.
_BARE_CLOCK = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)(?:\s?[–-]\s?\d{1,2}\.[0-5]\d)?")


def _are_bare_clocks(cells: Sequence[str]) -> bool:
    found = [_BARE_CLOCK.fullmatch(cell) for cell in cells]
    minutes = [60 * int(m[1]) + int(m[2]) for m in found if m]
    rising = all(a <= b for a, b in pairwise(minutes))
    return len(minutes) == len(cells) >= SETTINGS.bare_clocks and rising


def _row_time(text: str) -> Stamp | None:
    """The time of a row in a table that is known to be a timeline."""
    return time_of(text) or (clock.whole(f"{text} Uhr") if _BARE_CLOCK.fullmatch(text) else None)


class _Column(Struct):
    """Where the events of a timeline begin and end, and their size."""

    left: float
    right: float
    size: float

    def sets_in(self, line: Line) -> bool:
        """Whether a line stands farther in than events do; in smaller type, a little will do."""
        smaller = line.size < SETTINGS.smaller * self.size
        inset = SETTINGS.boxed if smaller else SETTINGS.nested
        return line.x0 > self.left + inset * line.size


def rows_of_table(reader: Reader, table: TableBlock, column: int, into: Draft) -> None:
    """Append a table's rows to a timeline; a header row becomes its header."""
    rows = table.rows
    if _is_header(reader, table, rows[0], column):
        header = [reader.lines(cell) for cell in rows[0]]
        into.heads += [line for cell in rows[0] for line in cell]
        if into.header:
            reader.dropped += header
        else:
            into.header = header
        rows = rows[1:]
    into.columns = max(into.columns, len(table.columns))
    heads = into.header or (into.above if len(into.above) == into.columns else [])
    times = time_columns(reader, table, column)
    event = _event_column(reader, table, times, heads)
    told = [line for row in rows for line in row[event]]
    right = max((line.x1 for line in told), default=0.0)
    size = max((line.size for line in told), default=0.0)
    # of several days each may stand under the times of its own row
    dated = sum(_day_under(reader, row[column]) is not None for row in rows) * 2 > len(rows)
    inset = _inset(table, column, event)
    for cells, edges in zip(rows, table.lefts[len(table.rows) - len(rows) :], strict=True):
        left = into.event_left(edges[column], edges[event] + inset)
        if above := _day_above(reader, cells[column], cells[event]):
            into.day = above
            cells = [cell[1:] if n == column else cell for n, cell in enumerate(cells)]
        under = None if dated else _day_under(reader, cells[column])
        if under:
            cells = [cell[:-1] if n == column else cell for n, cell in enumerate(cells)]
        time = reader.lines([line for c in times for line in cells[c]])
        if time and time in into.header and [reader.lines(c) for c in cells] == into.header:
            reader.dropped += into.header
            into.heads += [line for cell in cells for line in cell]
            continue
        alone = [c for c in cells if c]
        day = clock.date_line(reader.lines(alone[0])) if len(alone) == 1 else None
        if day:
            into.day = (alone[0], day)
            continue
        if not time and into.rows and not (table.ruled or _is_whole(cells, event)):
            _carry_on(reader, into.rows[-1], cells, event, _Column(left, right, size))
            continue
        if time and into.rows and _wraps(into.rows[-1], time, cells, event):
            _merge(reader, into.rows[-1], time, cells, (*times, event), heads)
            continue
        below = _day_below(reader, cells[event])
        if below:
            cells = [cell[:-1] if n == event else cell for n, cell in enumerate(cells)]
        row = Row(time, _row_time(time), lines=[x for c in cells for x in c])
        _fill(reader, row, cells, (*times, event), _Column(left, right, size), heads)
        if into.day:
            row.take_day(reader, *into.day)
        into.day = under or below
        into.rows.append(row)


def _day_above(reader: Reader, time: Cell, event: Cell) -> tuple[list[Line], Stamp] | None:
    """The day that stands so close over a row that it came to its time, which the event is level
    with."""
    if len(time) < 2 or not event or abs(event[0].base - time[1].base) > 0.3 * time[1].size:
        return None
    day = clock.date_line(reader.lines(time[:1]))
    return ([time[0]], day) if day else None


def _day_under(reader: Reader, time: Cell) -> tuple[list[Line], Stamp] | None:
    """The day of the rows that follow, which stands in the column of the times, as far below one
    as its next line would."""
    if len(time) < 2:
        return None
    own, day = clock.whole(reader.lines(time[:-1])), clock.date_line(reader.lines(time[-1:]))
    return ([time[-1]], day) if own and not own.day and day else None


def _day_below(reader: Reader, cell: Cell) -> tuple[list[Line], Stamp] | None:
    """The day of the rows that follow, which stands in the column of the events and in another
    type, and so came to the event above it."""
    last = cell[-1] if len(cell) > 1 else None
    if last is None or (last.bold, last.italic) == (cell[0].bold, cell[0].italic):
        return None
    day = clock.date_line(reader.lines([last]))
    return ([last], day) if day else None


def _is_whole(cells: Sequence[Cell], event: int) -> bool:
    """Whether a row without a time has another cell level with its event's first line, and so is
    no note."""
    first = next(iter(cells[event]), None)
    return first is not None and any(
        cell and cell is not cells[event] and abs(cell[0].base - first.base) < 0.3 * first.size
        for cell in cells
    )


def _wraps(row: Row, time: str, cells: Sequence[Cell], event: int) -> bool:
    """A time cell that goes on in the next line: `20:00` over `Uhr`, `March 5 at` over `10:04`."""
    joined = clock.whole(f"{row.time} {time}".strip())
    if joined is None or (row.stamp and clock.whole(time) and cells[event]):
        return False
    if not row.text or not cells[event]:
        return True
    above, below = row.text[-1], cells[event][0]
    return below.base - above.base < 1.6 * below.size


def _merge(
    reader: Reader,
    row: Row,
    time: str,
    cells: Sequence[Cell],
    columns: Sequence[int],
    header: Sequence[str],
) -> None:
    row.time = f"{row.time} {time}".strip()
    row.stamp = clock.whole(row.time)
    row.text = [*row.text, *cells[columns[-1]]]
    row.lines.extend(line for cell in cells for line in cell)
    for other, cell in enumerate(cells):
        if other not in columns and cell:
            name = _detail_name(header, other)
            row.details[name] = f"{row.details.get(name, '')} {reader.lines(cell)}".strip()


def _detail_name(header: Sequence[str], column: int) -> str:
    return header[column] if column < len(header) and header[column] else f"column_{column + 1}"


def _is_header(reader: Reader, table: TableBlock, row: Sequence[Cell], column: int) -> bool:
    time = reader.lines(row[column])
    if clock.whole(time) or clock.date_line(time):
        return False
    if not time or table.head:
        return bool(table.head)
    return _heads_times(reader, time) or _heads_events(reader, table, row, column)


def _heads_events(reader: Reader, table: TableBlock, row: Sequence[Cell], column: int) -> bool:
    """Whether a row that names a column of events stands over nothing but times: `Moment`."""
    named = any(reader.vocabulary.is_event_header(reader.lines(cell) or "-") for cell in row)
    below = [reader.lines(other[column]) for other in table.rows if other is not row]
    return named and len(below) > 1 and all(map(clock.whole, below))


def _heads_times(reader: Reader, head: str) -> bool:
    """Whether a column head is one for times, be it a zone alone: `CET | UTC | Event`."""
    return reader.vocabulary.is_time_header(head) or clock.find_zone(head) == head


def header_alone(reader: Reader, table: TableBlock) -> bool:
    """One row that is nothing but column heads, the first of them for times."""
    return len(table.rows) == 1 and _heads_times(reader, reader.lines(table.rows[0][0]) or "-")


def _event_column(
    reader: Reader, table: TableBlock, times: Sequence[int], header: Sequence[str]
) -> int:
    """The column of events: by its head, else the first with so many words as events have.

    Of two lanes the first is the event; who acted, or where, takes fewer words.
    """
    others = [c for c in range(len(table.columns)) if c not in times]
    for other in others:
        if other < len(header) and reader.vocabulary.is_event_header(header[other]):
            return other
    if not others:
        return times[-1]

    def words(c: int) -> int:
        return sum(len(line.words) for row in table.rows for line in row[c])

    most = max(words(c) for c in others)
    return next(c for c in others if words(c) >= SETTINGS.lane * most)


def _fill(
    reader: Reader,
    row: Row,
    cells: Sequence[Cell],
    columns: Sequence[int],
    column: _Column,
    header: Sequence[str],
) -> None:
    cell = cells[columns[-1]]
    pushed = bool(cell and row.lines) and _is_pushed(cell[0], row.lines[0], column.left)
    text, notes = _text_and_notes(cell, column, pushed=pushed)
    if not notes and text:
        own, note = _note_below(text)
        text, notes = list(own), [list(note)] if note else []
    row.text = text
    row.notes = [_note(reader, note) for note in notes]
    for other, cell in enumerate(cells):
        if other in columns or not cell:
            continue
        row.details[_detail_name(header, other)] = reader.lines(cell)


def _note(reader: Reader, lines: Sequence[Line]) -> str:
    """A nested paragraph, without the bullet before it."""
    first = lines[0]
    bullet = first.words[0].text
    if len(first.words) > 1 and is_marker(bullet) and not bullet[0].isalnum() and bullet[0] != "(":
        reader.dropped.append(bullet)
        lines = [first.without(1), *lines[1:]]
    return reader.lines(lines)


def _is_pushed(event: Line, time: Line, left: float) -> bool:
    """Whether a time reaches so far that its event stands farther in than the others."""
    level = event.page == time.page and abs(event.base - time.base) < 0.3 * event.size
    return level and time.x1 > left - 0.5 * event.size


def _text_and_notes(
    cell: Sequence[Line], column: _Column, *, pushed: bool = False
) -> tuple[list[Line], list[list[Line]]]:
    """A cell's text, and the nested paragraphs under it.

    `pushed` tells that its first line is the event, however far in a long time has pushed it.
    """
    text: list[Line] = []
    notes: list[list[Line]] = []
    above: Line | None = None
    pitch = _pitch(cell)
    for line in cell:
        nested = column.sets_in(line) and not (pushed and above is None)
        blank = above is not None and _is_apart(above, line, pitch)
        over_break = above is not None and line.page != above.page
        if not notes and not nested and not (blank and not over_break):
            text.append(line)
        elif notes and (not blank or (over_break and not _ends(above, line, column.right))):
            notes[-1].append(line)
        else:
            notes.append([line])
        above = line
    return text, notes


def _is_apart(above: Line, line: Line, pitch: float | None) -> bool:
    """Whether a blank line or a break parts two lines of a cell."""
    if line.page != above.page:
        return True
    return line.base - above.base > SETTINGS.blank * (pitch or SETTINGS.leading * line.size)


def _ends(last: Line | None, line: Line, right: float) -> bool:
    """Whether a note ends before a break: a sentence does, and leaves room for the next word."""
    if last is None or not last.text.endswith((".", "!", "?")) or line.text[0].islower():
        return False
    word = line.words[0]
    return right - last.x1 > word.x1 - word.x0 + SETTINGS.word_space * line.size


def _pitch(lines: Sequence[Line]) -> float | None:
    """The distance of lines in a cell, if some of them wrap."""
    steps = [
        b.base - a.base for a, b in pairwise(lines) if b.page == a.page and b.base - a.base > 2
    ]
    size = max((line.size for line in lines), default=10.0)
    near = [s for s in steps if s < 1.55 * size]
    return min(near, default=None)


def _carry_on(reader: Reader, row: Row, cells: Sequence[Cell], event: int, column: _Column) -> None:
    """A table row without a time under a borderless row: its notes."""
    for number, cell in enumerate(cells):
        if not cell:
            continue
        row.lines.extend(cell)
        if number != event:
            row.notes.append(reader.lines(cell))
            continue
        text, notes = _text_and_notes(cell, column)
        if text:
            row.notes.append(reader.lines(text))
        row.notes.extend(_note(reader, note) for note in notes)


# Paragraphs and bullets ---------------------------------------------------------------------


def rows_of_text(reader: Reader, block: TextBlock) -> list[Row]:
    """The rows of a block whose first line begins with a time; several where its lines do too."""
    groups: list[list[Line]] = []
    unmarked = timed_lines(reader, block)
    for line in unmarked:
        starts = not groups or (
            (abs(line.x0 - unmarked[0].x0) < 1.5 or _is_over_break(groups[-1][-1], line))
            and _leads(line)
            and not _inside_sentence(groups[-1])
            and not _wraps_at_day(groups[-1][-1], line, block.right)
        )
        if starts:
            groups.append([line])
        else:
            groups[-1].append(line)
    rows = []
    for lines in groups:
        led = _led(reader, lines)
        if led is None:
            return []
        text, note = _note_below(lines)
        if note and (shorter := leading_time(reader.lines(text))):
            led = shorter
        stamp, time, rest = led
        row = Row(time, stamp, rest=rest, lines=list(lines))
        row.notes += [reader.lines(part) for part in _parted_notes(note, block.right)]
        rows.append(row)
    return rows


def _parted_notes(lines: Sequence[Line], right: float) -> list[list[Line]]:
    """Notes under each other: one ends with a sentence before which the next word had room."""
    notes: list[list[Line]] = []
    for line in lines:
        if notes and not _ends(notes[-1][-1], line, right):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes


def _wraps_at_day(above: Line, line: Line, right: float) -> bool:
    """Whether a sentence goes on with a day that did not fit into the line above."""
    led = clock.leading(line.text)
    first = line.words[0]
    full = above.x1 + 0.3 * line.size + first.x1 - first.x0 >= right
    ended = above.text.endswith((".", "!", "?", ":"))
    return full and not ended and led is not None and led[0].clock is None and not led[2]


def _is_over_break(above: Line, line: Line) -> bool:
    """Whether a line begins a column or page: no other stands higher than the line before it."""
    return line.page != above.page or line.base < above.base


def _note_below(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """A row's own lines, and those at its end that are set in italics and farther in or smaller."""
    first = lines[0]
    if first.italic:
        return lines, []
    left, size = first.x0 + 0.5 * first.size, SETTINGS.smaller * first.size
    at = len(lines)
    while (
        at > 1 and lines[at - 1].italic and (lines[at - 1].x0 > left or lines[at - 1].size < size)
    ):
        at -= 1
    return lines[:at], lines[at:]


def leading_time(text: str) -> tuple[Stamp, str, str] | None:
    """The time that a text begins with, be it an update's, and the rest."""
    led = clock.leading(text)
    if led or not (label := _LABELLED.match(text)):
        return led
    rest = text[label.end() :]
    stamp = clock.whole(rest)
    return (stamp, text, "") if stamp else None


def _led(reader: Reader, lines: Sequence[Line]) -> tuple[Stamp, str, str] | None:
    """The time that lines begin with, and the rest: one that is set bold need not be told from the
    first words of a sentence (`around 23:00 cleanup started`)."""
    text = reader.lines(lines)
    words = lines[0].words
    count = next((n for n, word in enumerate(words) if not word.bold), 0)
    led = leading_time(text)
    if led or not count:
        return led
    time = " ".join(word.text for word in words[:count])
    stamp = clock.whole(time)
    if stamp is None or stamp.clock is None or not text.startswith(f"{time} "):
        return None
    return stamp, time.rstrip(" :–—-"), text[len(time) :].strip()


def _leads(line: Line) -> bool:
    return clock.leading(line.text) is not None


def _inside_sentence(lines: Sequence[Line]) -> bool:
    """The line before ends in a word that wants a time: `bis`, `um`, `at`."""
    last = lines[-1].words[-1].text.casefold()
    return last in ("bis", "gegen", "und", "at", "until", "from", "by", "to", "and")


def begins_with_time(reader: Reader, block: Block) -> bool:
    if isinstance(block, TableBlock):
        return False
    lines = timed_lines(reader, block)
    return leading_time(reader.lines(lines[:1])) is not None or _led(reader, lines) is not None


def timed_lines(reader: Reader, block: TextBlock) -> list[Line]:
    """A block's lines without its marker, but for a day that looks like one: `29. Oktober`."""
    if block.written and leading_time(reader.lines(block.lines)):
        return block.lines
    return block.unmarked


_DUE = re.compile(r"(?:by|bis|until|spätestens|no later than)\b", re.I)


def is_due(reader: Reader, block: TextBlock) -> bool:
    """Whether a block begins with the day by which it is to be done: `By September 12: ...`."""
    led = leading_time(reader.lines(timed_lines(reader, block)))
    return led is not None and led[0].clock is None and _DUE.match(led[1]) is not None


def is_under(block: TextBlock, row: Row) -> bool:
    """Whether a block is set in under a row's text, or stands right under it as a further paragraph
    of its bullet: a note."""
    if row.bulleted and not block.aside and block.left > row.left - 1.0:
        return block.marker is None or block.left > row.outer + 2.0
    return block.left > row.left + SETTINGS.carried * block.first.size and not block.aside


# Days ----------------------------------------------------------------------------------------


def entries_of(
    draft: Draft,
    reader: Reader,
    known: clock.Known,
    *,
    guessed: bool = False,
    after: str | None = None,
) -> list[Entry]:
    """The rows with their days; doubts are noted beside the row's place in the draft.

    `after` is the `at` of the row above, in another part of the timeline; `guessed` says that the
    period is nothing but a day that the text happens to name.
    """
    rows = [clock.Row(row.stamp, row.date_stamp) for row in draft.rows]
    resolved = clock.resolve(rows, known, after=after)
    entries = []
    for number, (row, when) in enumerate(zip(draft.rows, resolved, strict=True)):
        guessed = guessed and not any(s and s.day for s in (row.stamp, row.date_stamp))
        if guessed and when.at and not when.warning:
            when = replace(when, warning="day_doubtful")
        guessed = guessed and not when.at  # said once, where the day is first taken
        text = row.rest if row.rest is not None else reader.lines(row.text) if row.text else ""
        if when.warning:
            draft.doubts.append(Doubt(when.warning, _DOUBTS[when.warning], origin_of(row.lines)))
            draft.doubts[-1].message += f" (`{row.time}`)" if row.time else ""
            draft.doubts[-1].code += f"@{number}"
        entries.append(
            Entry(
                time=row.time,
                at=when.at,
                end=when.end,
                text=text,
                details=row.details,
                date_line=row.date_line,
                notes=tuple(row.notes),
                inferred=tuple(when.inferred),
                approximate=bool(row.stamp and row.stamp.approximate),
                origin=origin_of(row.lines),
            )
        )
    return entries


_DOUBTS = {
    "time_without_clock": "This row prints no clock time that could be placed.",
    "day_unknown": "No day is printed that this time could belong to.",
    "year_unknown": "No year is printed that this day could belong to.",
    "impossible_time": "There is no such day or time.",
    "ambiguous_day": "Day and month of this date could be the other way round.",
    "weekday_differs": "The printed weekday is not that of the printed date.",
    "day_doubtful": "The day is not printed here, and it may be another one.",
}
