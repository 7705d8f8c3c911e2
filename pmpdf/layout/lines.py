"""Words → lines: one baseline, no gap wide enough for a column."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from msgspec import Struct

from pmpdf.layout.blocks import Line
from pmpdf.layout.initials import with_initials
from pmpdf.middle import median, tenth
from pmpdf.reading.document import Area, Page, Rule, Word
from pmpdf.values import replace


class LineSettings(Struct, frozen=True):
    """All in multiples of the font size."""

    same_base: float = 0.25  # baselines this near are one row: mixed sizes share theirs exactly
    raised_bullet: float = 0.4  # above the baseline of its line
    gap: float = 1.0  # a wider gap ends a line; word spaces of justified text stay below it
    gap_of_usual: float = 2.5  # but it must also be this much wider than the row's other gaps
    aligned_gap: float = 0.42  # a narrower gap ends a line too where several rows have it at one x
    aligned_rows: int = 3  # that many rows
    stop: float = 1.7  # times as wide as another gap a typesetter leaves one behind a full stop
    aligned_drift: float = 1.2  # points between their starts
    aligned_reach: float = 16.0  # from one to the next: a cell of a dozen lines lies between them
    next_line: float = 1.8  # from a baseline to the next of a paragraph, at most
    rows_below: int = 3  # rows with white at one place that cut a head's cells above them
    rows_between: int = 9  # and so many lines at most, with those of a column beside them
    other_type: float = 1.2  # times as large; beside it a gap need not be wider than the others
    touching: float = 0.09  # narrower gaps are none: a hyphen or full stop set apart (Type 3)
    code: float = 0.66  # a blank of code, or what a box leaves around it
    padded: float = 0.6  # of a box around code in a line
    spaced_capitals: float = 0.14  # between letter-spaced capitals; no font's blank is so narrow
    blank: float = 0.18  # hardly any blank is narrower
    spaced_apart: float = 2.5  # times as wide are the gaps between letter-spaced words
    spaced_line: int = 4  # so many of them tell that a line is letter-spaced
    spaced_letters: float = 0.6  # letter-spaced text: single letters with gaps below this
    framed: float = 1.4  # no higher is a frame around words in a line
    close_cells: float = 2.0  # blanks between cells that stand close to each other
    same_edge: float = 0.8  # points that cells of one column may begin or end apart
    flush_rows: int = 3  # cells that begin at one x show where a column does
    flush_gap: float = 1.5  # between the words of a narrow cell that is set flush
    justified: int = 4  # lines from edge to edge that make a column a justified one
    evenly: int = 2  # as many do for a line whose word spaces are all alike, as no table's are
    even: float = 0.03  # by as much they differ at most, and by that share of the widest
    flush: float = 0.3  # of the lines at that left edge: ragged lines end at one x by chance
    stretched: float = 5.0  # its widest word space in a line of few words
    alone: float = 3.5  # times as wide as the line's usual one, a space parts cells
    raised: float = 0.84  # of the text's size, at most, have figures raised or lowered beside it
    marker_reach: float = 4.0  # a marker is no farther left of its text
    head_reach: float = 6.0  # nor farther down from the head of a table that it is a number in
    head_size: float = 0.85  # nor smaller
    cell_reach: float = 2.0  # nor that far behind another cell of its row
    underline: float = 0.3  # a rule under a line is no lower, and no longer or shorter, by more
    ragged: float = 0.25  # of a line's width that is left free at its end
    run_in: float = 1.3  # em behind bold words that run into the text
    heading_words: int = 10  # on a line; more are a sentence's
    badge: float = 2.8  # around a number is no larger
    bullet: float = 0.55  # a drawn bullet is no larger
    box: float = 1.2  # nor a box to be ticked, of which there are several in a column
    crowd: float = 14.0  # points from one drawn shape to the next that is part of one picture
    bullet_reach: float = 2.6  # and no farther left of its text


SETTINGS = LineSettings()

_ALONE = frozenset("aAIO")  # letters that are words
BULLETS = "o•◦▪▫■□●○‣⁃∙·–—-*►▸▶▹▷➤➢➔➜➝⮞❯❱›⦿◉❖◆◇⬥★☆✦✧→⇒»§"
_BULLETS_ALONE = frozenset(BULLETS) - frozenset("o-–—*")  # that no empty cell is filled with
_NUMBER = re.compile(
    r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|[1-9]\d?(?:\.[1-9]\d?){1,3}\.?|\(\d{1,3}\)"
)


def lines_of(page: Page) -> list[Line]:
    """The upright lines of a page, top down and left to right."""
    uprights = sorted((r for r in page.rules if not r.horizontal), key=attrgetter("x0", "top"))
    words = with_initials([w for w in page.words if w.upright])
    rows = [_whole_words(row) for row in _rows(words)]
    cut = [_cut_wide(row, uprights) for row in rows]
    cut = _cut_over_columns(_justified_again(_run_in(cut)))
    cut = _with_flush_cells(_cut_at_edges(cut))
    pieces = [piece for row in cut for piece in row]
    wide = [
        [] if before and _is_bullet(before, piece) else _rather_wide(piece)
        for before, piece in pairwise([None, *pieces])
        if piece
    ]
    wide = _as_in_other_rows(pieces, _without_run_ins(pieces, wide))
    starts = _aligned_starts(rows, pieces, wide)
    lines = []
    for piece, gaps in zip(pieces, wide, strict=True):
        for words in _cut_aligned(piece, gaps, starts):
            lines.append(Line(words, page.number))
    lines = _without_drawn(_with_markers(lines, page.areas))
    lines = _with_raised(lines)
    _size_by_text(lines)
    _mark_bullets(lines, page)
    _mark_underlined(lines, page)
    lines.sort(key=lambda line: (tenth(line.base), line.x0))
    return lines


def slanted_lines(page: Page) -> list[Line]:
    """Text that is set at an angle: watermarks, marks in the margin."""
    slanted = [w for w in page.words if not w.upright]
    return [Line([w], page.number) for w in slanted]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    base = float("-inf")
    for word in sorted(words, key=attrgetter("base")):
        if rows and word.base - base <= SETTINGS.same_base * max(word.size, 4.0):
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.base
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def _gaps(row: Sequence[Word]) -> list[float]:
    """The white spaces between a row's words in em."""
    return [
        (b.x0 - a.x1) / (b.size if b.size > a.size else a.size or 1.0) for a, b in pairwise(row)
    ]


def _widest(gaps: Sequence[float]) -> float:
    widest = 0.0
    for gap in gaps:
        if gap > widest:
            widest = gap
    return widest


def _usual(gaps: Sequence[float]) -> float | None:
    """A row's usual word space in em; None where it has none that could be one."""
    spaces = [gap for gap in gaps if gap <= SETTINGS.gap]
    return median(spaces) if spaces else None


def _even(gaps: Sequence[float]) -> bool:
    """Whether the word spaces of a line are all alike, as those of justified text."""
    return len(gaps) > 1 and max(gaps) - min(gaps) < SETTINGS.even * (1 + max(gaps))


def _rather_wide(row: Sequence[Word]) -> list[int]:
    """Positions of the words before which the row leaves more than its own word space: enough for
    columns set close together."""
    gaps = _gaps(row)
    if _widest(gaps) <= SETTINGS.aligned_gap or _even(gaps):
        return []
    usual = 0.6 if row[0].mono else 0.27
    if len(row) >= 4:
        usual = _usual(gaps) or usual
    limit = max(SETTINGS.aligned_gap, 1.5 * usual)
    return [
        number
        for number, gap in enumerate(gaps, 1)
        if gap > limit
        and (gap > SETTINGS.stop * limit or not _parts_sentences(row, number))
        and (gap > SETTINGS.code or not (row[number - 1].mono or row[number].mono))
    ]


def _parts_sentences(row: Sequence[Word], number: int) -> bool:
    """Whether a sentence ends before a word of running text; some typesetters leave more there."""
    running = number > 1 and row[number].text[:1].isupper()
    return running and row[number - 1].text.endswith((".", "!", "?", ":"))


def _without_run_ins(pieces: Sequence[Sequence[Word]], wide: list[list[int]]) -> list[list[int]]:
    """The rather wide gaps without those behind bold words that run into the text: times at the
    head of paragraphs, say, are as wide as each other, and what follows begins at one x.

    There, a full line goes on at the left edge, under the bold words and not in their type; a
    cell's would go on under itself.
    """
    run_in: set[int] = set()
    in_cells: set[int] = set()
    for number, (piece, gaps) in enumerate(zip(pieces, wide, strict=True)):
        if not gaps or not _leads_in(piece, gaps[0]):
            continue
        left, inner = piece[0].x0, piece[gaps[0]].x0
        for under in islice(pieces, number + 1, None):
            step = under[0].base - piece[0].base
            if step > SETTINGS.next_line * piece[0].size:
                break
            if step > 1 and abs(under[0].x0 - inner) < SETTINGS.aligned_drift:
                in_cells.add(round(left))
            elif step > 1 and abs(under[0].x0 - left) < 1 and not under[0].bold:
                right = max(
                    p[-1].x1
                    for p in pieces
                    if abs(p[0].x0 - left) < 1 and p[-1].size == piece[-1].size
                    if abs(p[0].base - piece[0].base) < SETTINGS.aligned_reach * piece[0].size
                )
                if right - piece[-1].x1 < under[0].x1 - under[0].x0 + 0.2 * piece[0].size:
                    run_in.add(round(left))
    run_in -= in_cells
    if not run_in:
        return wide
    return [
        gaps[1:] if gaps and round(piece[0].x0) in run_in and _leads_in(piece, gaps[0]) else gaps
        for piece, gaps in zip(pieces, wide, strict=True)
    ]


def _run_in(rows: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows with bold words that run into the text in one piece with it, an em apart: the line goes
    on under the bold words, at their left edge and not in their type, since it is full. One that
    ends a paragraph has as much space behind words like theirs."""
    looks: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows):
        for bold, piece in pairwise(row):
            reach = bold[0].base + SETTINGS.next_line * piece[0].size
            for below in islice(rows, number + 1, None):
                if below[0][0].base > reach:
                    break
                if any(_goes_on_under(bold, piece, under) for under in below):
                    looks.add(_look_of_lead(bold, piece))
    if not looks:
        return rows
    found = []
    for row in rows:
        pieces = row[:1]
        for piece in row[1:]:
            bold = pieces[-1]
            if all(word.bold for word in bold) and _look_of_lead(bold, piece) in looks:
                pieces[-1] = [*bold, *piece]
            else:
                pieces.append(piece)
        found.append(pieces)
    return found


def _look_of_lead(bold: Sequence[Word], piece: Sequence[Word]) -> tuple[object, ...]:
    """The type of bold words, where they begin, and the space behind them."""
    first = bold[0]
    apart = (piece[0].x0 - bold[-1].x1) / (first.size or 1.0)
    return first.font, tenth(first.size), first.color, round(first.x0), round(4 * apart)


def _goes_on_under(bold: Sequence[Word], piece: Sequence[Word], under: Sequence[Word]) -> bool:
    size = piece[0].size
    apart = piece[0].x0 - bold[-1].x1
    if abs(under[0].x0 - bold[0].x0) > 1 or under[0].bold or under[0].size != size:
        return False
    if apart > SETTINGS.run_in * size or under[0].base - bold[0].base > SETTINGS.next_line * size:
        return False
    left, right = bold[0].x0, max(piece[-1].x1, under[-1].x1)
    full = right - piece[-1].x1 < SETTINGS.ragged * (right - left)
    return full and not piece[0].bold and all(word.bold for word in bold)


def _leads_in(piece: Sequence[Word], number: int) -> bool:
    """Whether a piece begins with bold words and goes on without them from one on."""
    return not piece[number].bold and all(word.bold for word in piece[:number])


def _as_in_other_rows(pieces: Sequence[Sequence[Word]], wide: list[list[int]]) -> list[list[int]]:
    """The rather wide gaps, with those that are so by the rows around alone: words of a justified
    cell may stand as far from each other as from the cell before."""
    places = Counter(
        (round(piece[0].x0), round(piece[number].x0))
        for piece, gaps in zip(pieces, wide, strict=True)
        for number in gaps
        if number > 1 or not is_marker(piece[0].text)
    )
    common = {place for place, count in places.items() if count >= SETTINGS.aligned_rows}
    lefts = {left for left, _ in common}
    for piece, gaps in zip(pieces, wide, strict=True):
        left = round(piece[0].x0)
        if gaps or left not in lefts or piece[0].mono:
            continue
        gaps += [
            number
            for number, space in enumerate(_gaps(piece), 1)
            if space > SETTINGS.aligned_gap and (left, round(piece[number].x0)) in common
        ]
    return wide


def _aligned_starts(
    rows: Sequence[Sequence[Word]],
    pieces: Sequence[Sequence[Word]],
    wide: Sequence[Sequence[int]],
) -> list[tuple[float, list[float]]]:
    """Where words begin after a rather wide gap in several rows, and the baselines of those:
    columns set close together.

    A wrapped cell's further lines begin there too, with nothing before them. `wide` has the rather
    wide gaps of each piece.
    """
    if not any(wide):
        return []
    row_starts = {id(row[0]) for row in rows}
    starts: list[tuple[float, int, float]] = []
    for piece, gaps in zip(pieces, wide, strict=True):
        starts.append((piece[0].x0, 0 if id(piece[0]) in row_starts else 1, piece[0].base))
        starts += [(piece[number].x0, 2, piece[0].base) for number in gaps]
    starts.sort()
    found = []
    for first, (start, _, _) in enumerate(starts):
        fewest = starts[first : first + SETTINGS.aligned_rows]
        if len(fewest) < SETTINGS.aligned_rows or fewest[-1][0] - start > SETTINGS.aligned_drift:
            continue
        near = []
        cut = False
        for other, kind, base in starts[first : first + 40]:
            if other - start > SETTINGS.aligned_drift:
                break
            if kind:
                near.append(base)
                cut = cut or kind == 2
        if cut and len(near) > 1:
            found.append((start + SETTINGS.aligned_drift / 2, near))
    return found


def _cut_wide(row: Sequence[Word], uprights: Sequence[Rule]) -> list[list[Word]]:
    """The row cut at wide gaps and where a vertical line stands between two words."""
    if uprights:
        middles = [word.base - 0.3 * word.size for word in row]
        low, high = min(middles), max(middles)
        near = [rule for rule in uprights if rule.top < high and low < rule.bottom]
        uprights = [r for r in near if not _frames_words(r, row[0].size, uprights)]
    gaps = _gaps(row)
    if not uprights and _widest(gaps) <= SETTINGS.gap:
        return [list(row)]
    usual = _usual(gaps)
    limit = max(SETTINGS.gap, SETTINGS.gap_of_usual * usual) if usual else SETTINGS.gap
    pieces = [[row[0]]]
    for before, word, gap in zip(row, row[1:], gaps, strict=False):
        other_type = gap > SETTINGS.gap and _in_other_type(before, word)
        if gap > limit or other_type or (uprights and _ruled(before, word, uprights)):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _in_other_type(word: Word, other: Word) -> bool:
    """Whether two words differ so much in size that one's blanks tell nothing of the other's."""
    return max(word.size, other.size) > SETTINGS.other_type * min(word.size, other.size)


def _frames_words(rule: Rule, size: float, uprights: Sequence[Rule]) -> bool:
    """Whether an upright line is no higher than words are, and no other goes on above or below: the
    side of a frame around words in a line, code say."""
    if rule.bottom - rule.top > SETTINGS.framed * size:
        return False
    begin = bisect_left(uprights, rule.x0 - 1, key=attrgetter("x0"))
    for other in islice(uprights, begin, None):
        if other.x0 > rule.x0 + 1:
            break
        apart = max(other.top - rule.bottom, rule.top - other.bottom)
        if other is not rule and apart < 0.2 * size:
            return False
    return True


def _cut_over_columns(rows: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows whose cells stand close together, cut where the rows right below leave white: heads are
    often wider than what stands under them, and centred on it."""
    found = []
    for number, row in enumerate(rows):
        below = rows[number + 1 : number + 1 + SETTINGS.rows_between]
        if below and row[0][0].size <= 1.05 * below[0][0][0].size:
            row = [part for piece in row for part in _cut_in(piece, below)]
        found.append(row)
    return found


def _cut_in(piece: Sequence[Word], rows: Sequence[Sequence[Sequence[Word]]]) -> list[list[Word]]:
    """A piece cut over the white between the cells of the rows under it, without those of a column
    beside it that stand between them."""
    wide = _rather_wide(piece)
    if not wide:
        return [list(piece)]
    left, right = piece[0].x0, piece[-1].x1
    under = [row for row in rows if any(c[0].x0 < right and c[-1].x1 > left for c in row)]
    strips = [
        [(a[-1].x1, b[0].x0) for a, b in pairwise(row)] for row in under[: SETTINGS.rows_below + 1]
    ]
    cuts = []
    for number in wide:
        a, b = piece[number - 1].x1, piece[number].x0
        inside = sum(
            any(min(b, x1) - max(a, x0) > 0.7 * (b - a) for x0, x1 in row) for row in strips
        )
        if inside >= SETTINGS.rows_below:
            cuts.append(number)
    return [list(piece[a:b]) for a, b in pairwise([0, *cuts, len(piece)])]


def _cut_at_edges(rows: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows whose cells stand close together, cut where cells of the rows above or below begin, or
    end where they are set flush right: a long one comes near to the one beside it."""
    reach = SETTINGS.rows_between
    if all(len(row) == 1 for row in rows):
        return rows
    edges = [_edges_of_cells(row) if len(row) > 1 else None for row in rows]
    found = []
    for number, row in enumerate(rows):
        around = [*edges[max(0, number - reach) : number], *edges[number + 1 : number + 1 + reach]]
        near = [edge for edge in around if edge]
        if len(near) > 1:
            row = [part for piece in row for part in _cut_as_in(piece, near)]
        found.append(row)
    return found


def _edges_of_cells(row: Sequence[Sequence[Word]]) -> tuple[list[float], list[float]]:
    """Where what may be a row's cells begins, but for the first, and where each ends."""
    words = [word for piece in row for word in piece]
    gaps = enumerate(_gaps(words), 1)
    starts = [number for number, gap in gaps if gap > SETTINGS.aligned_gap]
    ends = [words[number - 1].x1 for number in starts]
    return [words[number].x0 for number in starts], [*ends, words[-1].x1]


def _cut_as_in(
    piece: Sequence[Word], rows: Sequence[tuple[list[float], list[float]]]
) -> list[list[Word]]:
    """A piece cut where cells of several of some rows end that have others at its end; or, at two
    gaps or more that are wider than its blanks, where cells begin in two of them."""

    def meets(x: float, edges: Sequence[float]) -> bool:
        return any(abs(edge - x) < SETTINGS.same_edge for edge in edges)

    gaps = _gaps(piece)
    if _widest(gaps) <= SETTINGS.aligned_gap:
        return [list(piece)]
    last = piece[-1].x1
    limit = max(SETTINGS.aligned_gap, SETTINGS.close_cells * min(gaps))
    starts = [
        number
        for number, gap in enumerate(gaps, 1)
        if gap > limit and sum(meets(piece[number].x0, starts) for starts, _ in rows) > 1
    ]
    flush = [
        number
        for number in _rather_wide(piece)
        if sum(meets(piece[number - 1].x1, ends) and meets(last, ends) for _, ends in rows)
        >= SETTINGS.rows_below
    ]
    cuts = starts if len(starts) > 1 else flush
    return [list(piece[a:b]) for a, b in pairwise([0, *cuts, len(piece)])]


def _with_flush_cells(rows: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows cut where their columns begin, although a first cell that is set flush on both sides has
    its words pushed as far apart as cells: the last of them went with the cell beside it."""
    columns = Counter(_left_edges(row) for row in rows if len(row) > 1)
    if max(columns.values(), default=0) < SETTINGS.flush_rows:
        return rows
    return [_flush_again(row, columns) if len(row) > 1 else row for row in rows]


def _left_edges(row: Sequence[Sequence[Word]]) -> tuple[int, int]:
    """Where the first two pieces of a row begin."""
    return round(row[0][0].x0), round(row[1][0].x0)


def _flush_again(row: list[list[Word]], columns: Mapping[tuple[int, int], int]) -> list[list[Word]]:
    first, second, *others = row
    left, beside = _left_edges(row)
    near = second[0].x0 - first[-1].x1 < SETTINGS.flush_gap * second[0].size
    if not near or columns[left, beside] > 1 or is_marker(first[0].text):
        return row
    for number, word in enumerate(second[1:], 1):
        if columns.get((left, round(word.x0)), 0) >= SETTINGS.flush_rows:
            return [first + second[:number], second[number:], *others]
    return row


def _justified_again(rows: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """Rows of a justified column whose few words stand so far apart that they were cut: joined
    again where together they fill the column from edge to edge."""
    if all(len(row) == 1 for row in rows):
        return rows
    edges = Counter(
        (round(words[0].x0 / 2), round(words[-1].x1 / 2))
        for row in rows
        for piece in row
        if len(words := _unmarked(piece)) > 2
    )
    if max(edges.values(), default=0) < SETTINGS.evenly:
        return rows
    return [
        _filled(row, edges, _beside_rows(rows, number)) if len(row) > 1 else row
        for number, row in enumerate(rows)
    ]


def _beside_rows(rows: Sequence[Sequence[Sequence[Word]]], number: int) -> list[float]:
    """Where pieces begin, but for the first, in the rows above and below one; a date may part a
    table's heads from the cells under them."""
    near = [*rows[max(0, number - 2) : number], *rows[number + 1 : number + 3]]
    return [piece[0].x0 for row in near for piece in row[1:]]


def _unmarked(words: list[Word]) -> list[Word]:
    """The words without the list marker before them, which stands apart from justified text."""
    return words[1:] if len(words) > 1 and is_marker(words[0].text) else words


def _filled(
    row: list[list[Word]], edges: Mapping[tuple[int, int], int], beside: Sequence[float]
) -> list[list[Word]]:
    """The row with the pieces joined that fill a column; pieces that begin where those `beside`
    them do, in the rows above and below, are cells."""
    joined: list[list[Word]] = []
    cells = [any(abs(piece[0].x0 - x0) < 1 for x0 in beside) for piece in row]
    index = 0
    while index < len(row):
        end = index + 1
        for last in range(len(row) - 1, index, -1):
            words = _unmarked([word for piece in row[index : last + 1] for word in piece])
            behind = words[0].x0 - row[index][0].x1  # the marker, if one stands before them
            marked = row[index] == [row[index][0]] and words[0] is not row[index][0]
            inner = cells[index + 1 + marked : last + 1]
            if any(inner) or behind >= SETTINGS.marker_reach * words[0].size:
                continue
            if _fills_column(words, edges):
                end = last + 1
                break
        joined.append([word for piece in row[index:end] for word in piece])
        index = end
    return joined


def _fills_column(words: Sequence[Word], edges: Mapping[tuple[int, int], int]) -> bool:
    """Whether a line runs from edge to edge of a column that others fill as well.

    Where its word spaces are all alike, as no table's are, a few lines that end there will do.
    """
    x0, x1 = words[0].x0 / 2, words[-1].x1 / 2
    ending = {a: count for (a, b), count in edges.items() if abs(x1 - b) <= 2}
    gaps = _gaps(words) if ending else []
    if not gaps or max(gaps) > min(SETTINGS.stretched, SETTINGS.alone * max(median(gaps), 0.25)):
        return False
    if _even(gaps) and not words[0].mono:
        return sum(ending.values()) >= SETTINGS.evenly
    return any(
        abs(x0 - left) <= 1 and count >= max(SETTINGS.justified, SETTINGS.flush * beginning)
        for left, count in ending.items()
        if (beginning := sum(n for (other, _), n in edges.items() if other == left))
    )


def _is_bullet(before: Sequence[Word], piece: Sequence[Word]) -> bool:
    """Whether a piece is a list's item, with its bullet before it: no cells, then."""
    bullet, first = before[0], piece[0]
    level = len(before) == 1 and abs(bullet.base - first.base) < 1
    near = 0 < first.x0 - bullet.x1 < SETTINGS.marker_reach * first.size
    return level and near and bullet.text in _BULLETS_ALONE


def _cut_aligned(
    row: Sequence[Word], wide: Sequence[int], starts: Sequence[tuple[float, Sequence[float]]]
) -> list[Sequence[Word]]:
    """The piece cut where rather wide gaps of several rows, not far apart, end at one x."""
    cuts = [
        number
        for number in wide
        if any(
            abs(row[number].x0 - start) <= SETTINGS.aligned_drift and _has_near(row[0], bases)
            for start, bases in starts
        )
    ]
    return [row[a:b] for a, b in pairwise([0, *cuts, len(row)])] if cuts else [row]


def _has_near(word: Word, bases: Sequence[float]) -> bool:
    reach = SETTINGS.aligned_reach * word.size
    return any(1 < abs(base - word.base) < reach for base in bases)


def _with_markers(lines: list[Line], areas: Sequence[Area]) -> list[Line]:
    """List markers joined with the text that they stand before, across the gap between them; and
    the numbers of headings, which are theirs, whatever face those are in."""
    joined: list[Line] = []
    cells: list[tuple[Line, Line]] = []  # what looks like a marker and its text, in two columns
    badges = _badges(lines, areas)
    clocks = {
        round(line.x0)
        for line in lines
        if len(line.words) == 1 and _NO_SECTION.fullmatch(line.words[0].text)
    }
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(before.words) == 1
            and (
                is_marker(before.words[0].text)
                or _numbers(before, line, lines, badge=id(before) in badges)
            )
            and not (_DOTTED.fullmatch(before.words[0].text) and round(before.x0) in clocks)
            and abs(before.base - line.base) <= _off_base(before.words[0]) * line.size
            and 0 < line.x0 - before.x1 < SETTINGS.marker_reach * line.size
            and not _FIGURE.fullmatch(line.text)
        ):
            if _in_columns(before, line, lines) or _goes_down(before, line, cells):
                cells.append((before, line))
                joined.append(line)
                continue
            number = before.words[0]
            if _BARE_NUMBER.fullmatch(number.text):
                number = _in_face_of(line.words[0], number)
            joined[-1] = Line((number, *line.words), line.page)
        else:
            joined.append(line)
    return _with_strays(joined)


def _size_by_text(lines: Sequence[Line]) -> None:
    """A larger number before an item is not what its lines are measured by."""
    for line in lines:
        first, *rest = line.words
        if rest and first.size > rest[0].size and is_marker(first.text):
            text = line.without(1)
            line.base, line.size = text.base, text.size


def _off_base(marker: Word) -> float:
    """How far a marker may stand off its line, in em: a small bullet is raised to its middle."""
    bullet = marker.text in _BULLETS_ALONE
    return SETTINGS.raised_bullet if bullet else SETTINGS.same_base


def _badges(lines: Sequence[Line], areas: Sequence[Area]) -> set[int]:
    """Identities of numbers alone in a disc or box of their own."""
    return {
        id(line)
        for line in lines
        if len(line.words) == 1 and _BARE_NUMBER.fullmatch(line.words[0].text)
        if any(
            area.x0 <= line.x0
            and area.x1 >= line.x1
            and area.top <= line.base - 0.6 * line.size
            and area.bottom >= line.base
            and max(area.x1 - area.x0, area.bottom - area.top) < SETTINGS.badge * line.size
            for area in areas
        )
    }


def _in_face_of(word: Word, number: Word) -> Word:
    return replace(
        number,
        base=word.base,
        size=word.size,
        font=word.font,
        bold=word.bold,
        italic=word.italic,
        color=word.color,
    )


def _with_strays(lines: list[Line]) -> list[Line]:
    """Markers that stand alone joined with the text beside them: a little off its baseline, they
    may have come to another row, where text in the next column stands between."""
    alone = [x for x in lines if len(x.words) == 1 and is_marker(x.words[0].text)]
    strays = [x for x in alone if not x.text[-1].isdecimal()]  # `7.40` may be a time
    for stray in strays:
        size = stray.size
        beside = [
            x
            for x in lines
            if 0 < x.x0 - stray.x1 < SETTINGS.marker_reach * x.size
            and abs(x.base - stray.base) <= SETTINGS.same_base * max(size, x.size)
        ]
        if len(beside) == 1 and not _in_columns(stray, beside[0], lines):
            text = beside[0]
            lines = [x for x in lines if x is not stray and x is not text]
            lines.append(Line((*stray.words, *text.words), text.page))
    return lines


def _in_columns(marker: Line, text: Line, lines: Sequence[Line]) -> bool:
    """Whether a marker and the text behind it begin where cells do that stand side by side: a dash
    in a cell, or a version's number under its head. A heading is larger than a table under it."""
    sign = not any(c.isalnum() for c in marker.text)
    if (
        sign
        and text.x0 - marker.x1 > SETTINGS.cell_reach * text.size
        and any(line.x1 < marker.x0 and abs(line.base - marker.base) < 1 for line in lines)
    ):
        return True
    reach = float("inf") if sign else SETTINGS.head_reach * text.size
    least = 0.0 if sign else SETTINGS.head_size * text.size
    lines = [
        x
        for x in lines
        if len(x.text) > 1 and abs(marker.base - x.base) < reach and x.size >= least
    ]
    level = {round(line.base) for line in lines if abs(line.x0 - text.x0) < 1}
    return any(
        abs(line.x0 - marker.x0) < 1
        and line.x1 < text.x0
        and not is_marker(line.text)
        and (sign or _is_word(line.text))
        and round(line.base) in level
        for line in lines
    )


def _goes_down(marker: Line, text: Line, cells: Sequence[tuple[Line, Line]]) -> bool:
    """Whether the columns of the last numbers and texts that were cells reach down to these."""
    if not cells or marker.text[:1] in _BULLETS_ALONE:
        return False
    number, other = cells[-1]
    reach = SETTINGS.head_reach * text.size
    aligned = abs(number.x0 - marker.x0) < 1 and abs(other.x0 - text.x0) < 1
    return aligned and text.size == other.size and 0 < text.base - other.base < reach


def _is_word(text: str) -> bool:
    """Whether a text is the head of a column, not a section's number: `Nr.`, not `IV` or `A.1`."""
    return any(c.islower() for c in text) and not is_marker(f"{text}.")


# Set apart from their word in some files, with no blank; between letters it was printed.
_CLOSING = ".,;:!?)]}%°…'’”“»-\u2010\u00ad"
_OPENING = "([{„«"
_IN_FIGURES = "0123456789.,:"
_SLASHES = "⁄∕⅟"  # of fractions
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d+)?")  # in a cell: no item, and no heading, is that
_DOTTED = re.compile(r"\d{1,2}\.\d{2}")  # `8.12`: a section's number, or a time
_NO_SECTION = re.compile(r"\d{1,2}\.0\d")  # `8.00` is none; nor, then, is what stands under it
_DRAWN = re.compile(r"[-=_*~─━—–.#+]{3,}")
CHECK_BOXES = "☐☑☒✓✔✗✘"  # begin list items, but are printed words
_BARE_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}|[IVX]{1,5}")


def _numbers(number: Line, line: Line, lines: Sequence[Line], *, badge: bool) -> bool:
    """A number before a heading, without a full stop: set as the heading is, and unlike text.

    In a table further cells stand on the same baseline, set as the number is; beside a column of
    text there is that of the other column, or far at the left, in larger type, a heading of it; or
    that one is numbered, too. A number in a disc is in type of its own.
    """
    if not _BARE_NUMBER.fullmatch(number.words[0].text):
        return False
    usual = median(other.size for other in lines)
    told = len(line.words) > SETTINGS.heading_words or line.text.endswith(".")
    large = line.size > 1.08 * usual and not told
    alike = abs(number.size - line.size) < 0.3 or (
        large and line.bold and not _in_other_type(number.words[0], line.words[0])
    )
    if not (badge or alike):
        return False
    leveled = line.italic and "." in number.text
    loud = line.bold and (number.bold or badge)
    if not (large or loud or leveled):
        return False
    left = number.x0 - SETTINGS.marker_reach * number.size if large else float("-inf")
    beside = [
        other
        for other in lines
        if other is not number
        and other is not line
        and abs(other.base - line.base) < 1
        and abs(other.size - line.size) < 0.3
        and other.bold == line.bold
    ]
    if loud and large and _all_numbered(sorted(beside, key=attrgetter("x0"))):
        return True
    return not any(other.x1 > left for other in beside)


def _all_numbered(row: Sequence[Line]) -> bool:
    """Whether lines are numbers and what these are set before: the headings of other columns."""
    numbered = False
    for line in row:
        begins = _BARE_NUMBER.fullmatch(line.words[0].text) is not None
        if begins == numbered:  # two numbers, or text without one
            return False
        numbered = begins and len(line.words) == 1
    return not numbered


def _without_drawn(lines: list[Line]) -> list[Line]:
    """Without lines that are drawn with characters (`====`); what stands over one is underlined."""
    drawn = [line for line in lines if all(_DRAWN.fullmatch(w.text) for w in line.words)]
    if not drawn:
        return lines
    gone = {id(line) for line in drawn}
    kept = [line for line in lines if id(line) not in gone]
    for rule in drawn:
        for line in kept:
            if 0 < rule.base - line.base < 1.6 * line.size and abs(rule.x0 - line.x0) < 2:
                line.underlined = True
    return kept


def is_marker(text: str) -> bool:
    """A bullet of any font, or a number or letter with its full stop or bracket."""
    if len(text) == 1:
        return text in BULLETS or 0xE000 <= ord(text) <= 0xF8FF
    last = text[-1:]  # most words are told by it
    return (last in ".)" or last.isdecimal()) and _NUMBER.fullmatch(text) is not None


def _ruled(before: Word, word: Word, uprights: Sequence[Rule]) -> bool:
    return any(
        before.x1 - 1 <= (r.x0 + r.x1) / 2 <= word.x0 + 1
        and r.top < word.base - 0.3 * word.size < r.bottom
        for r in uprights
    )


def _whole_words(words: list[Word]) -> list[Word]:
    """Letter-spaced letters and touching pieces as the words they are."""
    words = _unspaced(words)
    whole = [words[0]]
    narrow = 0
    for printed, word in pairwise(words):
        before = whole[-1]
        gap = (word.x0 - before.x1) / (word.size or 1.0)
        touching = gap < SETTINGS.touching and word.x0 > before.x0
        if touching:
            closes = word.text[0] in _CLOSING and not _reaches_over(before.text[-1])
            glued = closes or before.text[-1] in _OPENING
        elif printed.mono != word.mono and 0 < gap < SETTINGS.padded:
            glued = _is_padding(printed, word)
        else:
            glued = False
        narrow += not glued and 0 < gap < SETTINGS.blank
        if glued or (0 < gap < SETTINGS.spaced_capitals and _shout(before, word)):
            whole[-1] = _glued(before, word)
        else:
            whole.append(word)
    return _closed_up(whole) if narrow else whole


def _closed_up(words: Sequence[Word]) -> list[Word]:
    """Letter-spaced words of which the reader has pieces of several letters each, part by part of
    a row: no blank is as narrow as the gaps inside them."""
    whole: list[Word] = []
    start = 0
    gaps = _gaps(words)
    for end in range(1, len(words) + 1):
        if end < len(words) and gaps[end - 1] < SETTINGS.gap:
            continue
        part = words[start:end]
        spaced = _widest_inside(part, gaps[start : end - 1])
        joined = [part[0]]
        for gap, (before, word) in zip(gaps[start:], pairwise(part), strict=False):
            if 0 < gap <= spaced and _in_one_word(before, word):
                joined[-1] = _glued(joined[-1], word)
            else:
                joined.append(word)
        whole += joined
        start = end
    return whole


def _widest_inside(words: Sequence[Word], gaps: Sequence[float]) -> float:
    """The widest gap inside letter-spaced words, in em; 0 where there are none: such gaps are
    narrow, and those between the words far wider, or the pieces no words."""
    inside = [gap for gap in gaps if 0 < gap < SETTINGS.blank]
    between = [gap for gap in gaps if gap >= SETTINGS.blank]
    if len(inside) < 2 and (not inside or len(between) < SETTINGS.spaced_line):
        return 0.0
    widest = max(inside)
    if between and min(between) < max(SETTINGS.aligned_gap, SETTINGS.spaced_apart * widest):
        return 0.0
    short = 2 * sum(len(word.text) < 3 for word in words) > len(words)
    scraps = short and any(
        word.text.isalpha() and word.text not in _ALONE for word in words if len(word.text) == 1
    )
    return widest if scraps or len(between) > 1 else 0.0


def _in_one_word(a: Word, b: Word) -> bool:
    """Two pieces of one face, with letters where they meet, or figures and what is printed among
    those, or a sign that closes: thin blanks stand beside other signs."""
    last, first = a.text[-1], b.text[0]
    letters = last.isalpha() and (first.isalpha() or first in ".,;:!?")
    figures = last in _IN_FIGURES and first in _IN_FIGURES
    return a.font == b.font and a.size == b.size and (letters or figures)


def _reaches_over(sign: str) -> bool:
    """Whether a sign is drawn wider than it is, over most of a blank behind it."""
    return sign in _SLASHES or unicodedata.combining(sign) > 0


def _is_padding(a: Word, b: Word) -> bool:
    """Whether the space between code and the sign after or the bracket before it is that of the
    box around the code: no blank is printed there."""
    sign = b.text.strip(".,;:!?)]")
    return (not sign and not b.mono) or (a.text in "([" and not a.mono)


def _shout(a: Word, b: Word) -> bool:
    """Both are capital letters alone, and of one face."""
    alone = a.text.isalpha() and b.text.isalpha() and a.font == b.font
    return alone and a.text.isupper() and b.text.isupper()


def _unspaced(words: list[Word]) -> list[Word]:
    """`Z e i t a b l a u f` → `Zeitablauf`: gaps within a word are alike, those between larger."""
    letters = [w for w in words if len(w.text) == 1 and w.text.isalnum()]
    if len(words) < 4 or len(letters) < 0.8 * len(words):
        return words
    gaps = [(b.x0 - a.x1) / max(b.size, 1.0) for a, b in pairwise(words)]
    usual = median(gaps)
    if usual > SETTINGS.spaced_letters:
        return words
    joined = [words[0]]
    for word, gap in zip(words[1:], gaps, strict=False):
        if gap <= usual * 1.6 + 0.02:
            joined[-1] = _glued(joined[-1], word)
        else:
            joined.append(word)
    return joined


def _glued(a: Word, b: Word) -> Word:
    return replace(
        a,
        text=a.text + b.text,
        x1=max(a.x1, b.x1),
        top=min(a.top, b.top),
        bottom=max(a.bottom, b.bottom),
        hyphen=b.hyphen,
        soft=b.soft,
        artifact=a.artifact and b.artifact,
    )


def _with_raised(lines: list[Line]) -> list[Line]:
    """Raised and lowered marks (footnotes, indices) into the line that they touch."""
    largest = max((line.size for line in lines), default=0.0)
    raised = SETTINGS.raised
    small = [
        line
        for line in lines
        if line.size <= raised * largest and all(len(word.text) <= 3 for word in line.words)
    ]
    taken: dict[int, list[Word]] = {}
    gone = set()
    for mark in small:
        for host in lines:
            if host is mark or mark.size > raised * host.size:
                continue
            inside = host.top - 0.2 * host.size <= mark.base <= host.base + 0.4 * host.size
            if inside and all(_touches(word, host) for word in mark.words):
                taken.setdefault(id(host), []).extend(mark.words)
                gone.add(id(mark))
                break
    if not gone:
        return lines
    merged: list[Line] = []
    for line in lines:
        if id(line) in gone:
            continue
        if id(line) in taken:
            words = sorted([*line.words, *taken[id(line)]], key=lambda w: w.x0)
            line = Line(words, line.page)
            line.raised = True
        before = merged[-1] if merged else None
        # The white that a mark has filled may have cut its line.
        if before and before.words[-1].size < before.size and _goes_on(before, line):
            merged[-1] = Line((*before.words, *line.words), line.page)
            merged[-1].raised = True
        else:
            merged.append(line)
    return merged


def _goes_on(line: Line, after: Line) -> bool:
    level = abs(line.base - after.base) < SETTINGS.same_base * line.size
    return level and 0 < after.x0 - line.x1 < 0.5 * line.size


def _touches(mark: Word, host: Line) -> bool:
    ends = [abs(mark.x0 - word.x1) for word in host.words] + [abs(host.x0 - mark.x1)]
    return min(ends) < 0.3 * host.size


def _mark_bullets(lines: list[Line], page: Page) -> None:
    """Bullets that are drawn, not written: a small shape left of a line's first word. Before larger
    type than the text's it is a picture."""
    drawn: list[Rule | Area] = [*page.rules, *page.areas]
    shapes = [
        shape
        for shape in drawn
        if shape.x1 - shape.x0 < 14
        and 0.5 < (shape.x1 - shape.x0) / max(0.1, shape.bottom - shape.top) < 2
    ]
    if not shapes or not lines:
        return
    shapes.sort(key=attrgetter("x0"))
    lefts = [shape.x0 for shape in shapes]
    largest = SETTINGS.other_type * median(line.size for line in lines)
    columns = Counter(
        (round(s.x0), round(s.x1)) for s in {round(s.top / 4): s for s in shapes}.values()
    )
    for shape in shapes:
        low, high = shape.x0 - SETTINGS.crowd, shape.x0 + SETTINGS.crowd
        if _crowded(shape, shapes[bisect_left(lefts, low) : bisect_right(lefts, high)]):
            continue  # a part of a drawing
        middle = (shape.top + shape.bottom) / 2
        for line in lines:
            near = 0 < line.x0 - shape.x1 < SETTINGS.bullet_reach * line.size
            wide = shape.x1 - shape.x0
            boxed = wide < SETTINGS.box * line.size and abs(wide - shape.bottom + shape.top) < 1
            listed = boxed and columns[round(shape.x0), round(shape.x1)] > 1
            small = wide <= SETTINGS.bullet * line.size or listed
            level = line.base - line.size < middle < line.base
            if near and small and level and line.size < largest:
                line.drawn_bullet = True
                break


def _mark_underlined(lines: Sequence[Line], page: Page) -> None:
    """Lines with a rule right below them, from their first letter to their last."""
    starts: dict[int, list[Line]] = {}
    for line in lines:
        starts.setdefault(round(line.x0), []).append(line)
    for rule in page.rules:
        if not rule.horizontal:
            continue
        for x in (-1, 0, 1):
            for line in starts.get(round(rule.x0) + x, ()):
                under = 0 < rule.top - line.base < SETTINGS.underline * line.size
                if under and abs(rule.x1 - line.x1) < SETTINGS.underline * line.size:
                    line.underlined = True


def _crowded(shape: Rule | Area, shapes: Sequence[Rule | Area]) -> bool:
    """Other shapes stand within the height of a line: this one is part of a picture. Not so a box's
    border around it."""
    return any(
        abs(other.x0 - shape.x0) < SETTINGS.crowd
        and abs(other.top - shape.top) < 8
        and not _around(shape, other)
        for other in shapes
    )


def _around(one: Rule | Area, other: Rule | Area) -> bool:
    """Whether two shapes have their middles on one spot."""
    across = one.x0 + one.x1 - other.x0 - other.x1
    return abs(across) < 1.2 and abs(one.top + one.bottom - other.top - other.bottom) < 1.2
