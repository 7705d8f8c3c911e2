"""Notes: from the page's foot, or the document's end, to the text that their mark stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pmpdf.layout.blocks import Block, Line, TableBlock, TextBlock
from pmpdf.reading.document import Word
from pmpdf.values import replace

_MARK = re.compile(r"\[?(?:\d{1,2}|[*†‡§]{1,3}|[a-z])[\])]?")
_POWER_OR_INDEX = re.compile(r"(?:10|2|[A-Z][A-Za-z]?|[A-Z]{2,3}|[mckd]?m) -?\d{1,2}")

_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_LENGTH = re.compile(r"(?:[\d.,]+)?[kcdm]?m")  # before a figure it is an area or a volume


RAISED = 0.85  # times the size of the line, and less, are its raised and lowered figures


_FIGURES = "0123456789-"
_POWERS = str.maketrans(_FIGURES, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_INDICES = str.maketrans(_FIGURES, "₀₁₂₃₄₅₆₇₈₉₋")


def close_up_figures(lines: Iterable[Line]) -> None:
    """Powers, indices and ordinals as one word with what they belong to: `10⁶`, `CO₂`, `14th`.
    Other figures may be marks whose note was not found."""
    for line in lines:
        words = list(line.words)
        for at in range(len(words) - 1, 0, -1):
            before, word = words[at - 1], words[at]
            small = word.size < RAISED * line.size and word.x0 - before.x1 < 0.1 * line.size
            ordinal = word.text.rstrip(".,;:!?)") in _ORDINALS and before.text[-1].isdecimal()
            if small and (
                ordinal or _POWER_OR_INDEX.fullmatch(f"{before.text} {word.text.rstrip('.,;:!?)')}")
            ):
                figures = _POWERS if word.base < before.base else _INDICES
                text = word.text if ordinal else word.text.translate(figures)
                words[at - 1 : at + 1] = [replace(before, text=before.text + text, x1=word.x1)]
        if len(words) < len(line.words):
            line.words = tuple(words)


def attach_footnotes(blocks: Sequence[Block], regular: float) -> tuple[list[Block], list[Word]]:
    """A page's blocks without their footnotes, which hang on the block with the mark; the marks.

    A footnote is set smaller than the text, begins with its mark, and nothing but other notes
    stands below it in its column; its mark stands raised in the text.
    """
    blocks = _whole_at_foot([p for block in blocks for p in _apart(block, blocks, regular)])
    notes = [b for b in blocks if isinstance(b, TextBlock) and _could_be_note(b, blocks, regular)]
    gone: set[int] = set()
    marks: list[Word] = []
    for note in notes:
        first = note.first.words[0]
        host = _host(_bare(first), note, [b for b in blocks if b not in notes])
        if host is None or len(note.first.words) < 2:
            continue
        if first.text.isalpha() and first.size > RAISED * note.first.size:
            continue  # an article
        gone.add(id(note))
        marks += _hang(note, host)
    return [b for b in blocks if id(b) not in gone], marks


def _whole_at_foot(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the further lines of a note that stands at the page's very foot, where each
    line is a block of its own."""
    whole: list[Block] = []
    for block in blocks:
        note = whole[-1] if whole else None
        if isinstance(note, TextBlock) and isinstance(block, TextBlock) and _goes_on(note, block):
            whole[-1] = replace(note, lines=[*note.lines, *block.lines])
        else:
            whole.append(block)
    return whole


def _goes_on(note: TextBlock, block: TextBlock) -> bool:
    if note.edge != "bottom" or block.edge != "bottom" or not _begins_with_mark(note):
        return False
    step = block.first.base - note.lines[-1].base
    alike = (
        abs(block.size - note.size) < 0.1 and abs(block.first.x0 - note.first.x0) < 2 * note.size
    )
    return alike and 0 < step < 1.5 * note.size and not _begins_with_mark(block)


def attach_end_notes(blocks: Sequence[Block]) -> tuple[list[Block], list[Word]]:
    """A document's blocks without the notes at its very end, numbered from 1, whose marks stand
    raised in larger text on any page; the marks, and the signs that lead back to them.

    Notes under a line that may head them stay there.
    """
    end = len(blocks)
    while end and _is_at_edge(blocks[end - 1]):
        end -= 1
    notes: list[TextBlock] = []
    start = end
    while not notes or _bare(notes[0].first.words[0]) != "1":
        start -= 1
        block = blocks[start] if start >= 0 else None
        if not isinstance(block, TextBlock) or not _begins_with_mark(block):
            return list(blocks), []
        notes[:0] = _counted_apart(block)
    text = blocks[:start]
    hosts = [_raised(note, str(number), text) for number, note in enumerate(notes, 1)]
    found = [(note, host) for note, host in zip(notes, hosts, strict=True) if host]
    if len(found) < len(notes) or _heads(text[-1]):
        return list(blocks), []
    gone = [w for note, host in found for w in (*_hang(note, host), *_without_back(note))]
    return [*text, *blocks[end:]], gone


def _counted_apart(block: TextBlock) -> list[TextBlock]:
    """Notes that stand one under the other without a gap, each for itself: their marks are raised
    and count on."""
    parts = [replace(block, lines=block.lines[:1])]
    for line in block.lines[1:]:
        mark, before = line.words[0], _bare(parts[-1].first.words[0])
        counts = before.isdecimal() and _bare(mark) == str(int(before) + 1)
        if counts and _is_raised(mark, line) and abs(line.x0 - block.first.x0) < 2:
            parts.append(replace(block, lines=[line]))
        else:
            parts[-1].lines.append(line)
    return parts if len(parts) > 1 else [block]


def _is_at_edge(block: Block) -> bool:
    return isinstance(block, TextBlock) and block.edge is not None


def _heads(block: Block) -> bool:
    """A short line without a full stop: `Notes`."""
    words = [word for line in block.lines for word in line.words]
    return len(words) < 4 and not words[-1].text.endswith(".")


def _begins_with_mark(block: TextBlock) -> bool:
    words = block.first.words
    return len(words) > 1 and _MARK.fullmatch(words[0].text.rstrip(".")) is not None


def _raised(note: TextBlock, mark: str, blocks: Sequence[Block]) -> tuple[Block, Line, Word] | None:
    """Where the mark of a note stands, if it is that, and the text there is set larger."""
    if _bare(note.first.words[0]) != mark:
        return None
    for block in blocks:
        for line in block.lines:
            if line.size <= note.size + 0.3:
                continue
            for before, word in pairwise(line.words):
                if _marks(word, before, line, mark):
                    return block, line, word
    return None


def _is_raised(word: Word, line: Line) -> bool:
    return word.size < RAISED * line.size and word.base <= line.base


def _hang(note: TextBlock, host: tuple[Block, Line, Word]) -> list[Word]:
    """Hang a note on the block that its mark stands in; both marks."""
    block, line, word = host
    first = note.first.words[0]
    _replace(block, line, [w for w in line.words if w is not word])
    note.lines[0] = note.first.without(1)
    note.marker, note.written = None, False
    block.footnotes.append(note)
    return [first, word]


def _without_back(note: TextBlock) -> list[Word]:
    """Take the sign at a note's end that leads back to its mark, if the file prints it."""
    *words, last = note.lines[-1].words
    if last.text.rstrip("\ufe0e") not in _BACK or not words:
        return []
    note.lines[-1] = Line(words, note.lines[-1].page)
    return [last]


_BACK = ("↩", "↑", "^", "⏎")


def _apart(block: Block, blocks: Sequence[Block], regular: float) -> list[Block]:
    """Notes that stand one under the other without a gap, each for itself; and what came to a
    table's last cell, which stands right above it."""
    if isinstance(block, TableBlock):
        return _under_table(block, blocks, regular)
    if not isinstance(block, TextBlock) or not _could_be_note(block, blocks, regular):
        return [block]
    others = [other for other in blocks if other is not block]
    parts: list[TextBlock] = []
    for line in block.lines:
        mark = line.words[0].text
        begins = abs(line.x0 - block.first.x0) < 2 and _MARK.fullmatch(mark.rstrip("."))
        if not parts or (begins and _host(_bare(line.words[0]), block, others)):
            parts.append(replace(block, lines=[line], starts_column=False))
        else:
            parts[-1].lines.append(line)
    parts[0].starts_column = block.starts_column
    return list(parts)


def _under_table(table: TableBlock, blocks: Sequence[Block], regular: float) -> list[Block]:
    """A table, and the note at the page's foot that was taken for lines of its last row."""
    for number, cell in enumerate(table.rows[-1]):
        for at, line in enumerate(cell[1:], 1):
            note = TextBlock(cell[at:], left=line.x0, indent=line.x0)
            others = [other for other in blocks if other is not table]
            if (
                _could_be_note(note, [*others, note], regular)
                and _is_raised(line.words[0], line)
                and _host(_bare(line.words[0]), note, others)
            ):
                last = [c[:at] if n == number else c for n, c in enumerate(table.rows[-1])]
                return [replace(table, rows=[*table.rows[:-1], last]), note]
    return [table]


def _bare(word: Word) -> str:
    return word.text.strip("[]().")


def _could_be_note(block: TextBlock, blocks: Sequence[Block], regular: float) -> bool:
    first = block.first.words[0]
    if block.first.size > regular - 0.4 or not _MARK.fullmatch(first.text.rstrip(".")):
        return False
    page, base = block.first.page, block.first.base
    left, right = block.left, max(line.x1 for line in block.lines)
    return not any(
        line.page == page
        and line.base > base
        and line.size > regular - 0.4
        and line.x0 < right
        and line.x1 > left
        for other in blocks
        if other is not block and not (isinstance(other, TextBlock) and other.edge)
        for line in other.lines
    )


def _host(mark: str, note: TextBlock, blocks: Sequence[Block]) -> tuple[Block, Line, Word] | None:
    for block in blocks:
        for line in block.lines:
            if line.page != note.first.page:
                continue
            for before, word in pairwise((None, *line.words)):
                if word is not None and _marks(word, before, line, mark):
                    return block, line, word
    return None


def _marks(word: Word, before: Word | None, line: Line, mark: str) -> bool:
    """Whether a word is the mark of a note, and no power: `120 m²`."""
    if not _is_raised(word, line) or _bare(word) != mark:
        return False
    power = before is not None and mark in "23" and _LENGTH.fullmatch(before.text) is not None
    return not power


def _replace(block: Block, line: Line, words: list[Word]) -> None:
    """Set a line's words anew, closing up to a full stop or comma that follows the mark."""
    closed: list[Word] = []
    for word in words:
        if closed and re.fullmatch(r"[.,;:!?)]+", word.text) and word is not words[0]:
            before = closed[-1]
            closed[-1] = replace(before, text=before.text + word.text, x1=word.x1)
        else:
            closed.append(word)
    line.words = tuple(closed)
