"""Runs of lines → text blocks: paragraphs, headings, list items; and lines → text.

A block ends at a gap clearly larger than the line spacing around it, at a first-line indent, at a
marker, and where the type changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from pmpdf.layout.blocks import Block, Hyphens, Line, TextBlock
from pmpdf.layout.lines import CHECK_BOXES, is_marker
from pmpdf.layout.regions import Run
from pmpdf.middle import median
from pmpdf.reading.document import Word
from pmpdf.values import replace


class ParagraphSettings(Struct, frozen=True):
    gap: float = 1.22  # times the run's line pitch; a larger step ends a paragraph
    little: float = 1.15  # times it, and a sentence's end, where the lines above are even
    even: float = 0.03  # of the line pitch, that those may be off
    long_line: int = 6  # words, of which few lines of cells have as many
    over_cells: float = 1.4  # times as large as text in tables is running text at most
    running: float = 0.4  # of the letters in the commonest size that it has at least
    wide: float = 1.6  # em; a wider line pitch must show more than twice
    size: float = 0.6  # points; type that differs more is another block
    indent: float = 0.9  # em; a first line set in by more begins a paragraph
    hanging: float = 1.2  # em from a marker to its text; more than a blank
    beside: float = 0.5  # em between them, for a line that begins there
    column: float = 6.0  # em; no list is set in so far
    short: float = 0.85  # of the column's width; a full stop before it ends a paragraph


SETTINGS = ParagraphSettings()


_DECIMAL = re.compile(r"\d+\.\d+")  # `2.1 million`


def marker_of(line: Line) -> str | None:
    """The bullet or number that a line begins with, if text follows it."""
    if len(line.words) < 2:
        return None
    text = line.words[0].text
    if text in CHECK_BOXES:
        return text if sum(word.text in CHECK_BOXES for word in line.words) == 1 else None
    if _DECIMAL.fullmatch(text) and line.words[1].text[:1].islower():
        return None
    return text if is_marker(text) else None


def pitches(runs: Iterable[Sequence[Line]]) -> dict[float, float]:
    """The distance of baselines inside paragraphs for each size of type in a document: that of the
    closer ones, as there are paragraphs of a single line, too."""
    steps: dict[float, list[float]] = {}
    for lines in runs:
        for size, found in _steps(lines).items():
            steps.setdefault(size, []).extend(found)
    return {size: sorted(found)[len(found) // 4] for size, found in steps.items()}


def blocks_of(run: Run, usual: Mapping[float, float]) -> list[TextBlock]:
    """A run's lines as text blocks, top down; `usual` is the document's pitch for each size."""
    pitch = _pitches(run.lines)
    left = min(line.x0 for line in run.lines)
    blocks: list[TextBlock] = []
    above: Line | None = None
    for line in run.lines:
        if (
            above is None
            or _breaks(above, line, blocks[-1], pitch, left, run.right)
            or _ended_apart(above, line, usual, run.right)
        ):
            blocks.append(_begin(line, above, run))
        else:
            blocks[-1].lines.append(line)
            room = above.x1 + 0.3 * line.size + line.words[0].x1 - line.words[0].x0 < run.right
            above.ended = room and above.mono and line.mono
        above = line
    if blocks:
        blocks[0].starts_column = run.starts_column
    for block in blocks:
        block.side = run.side
    return blocks


def edge_block(line: Line) -> TextBlock:
    """A line that stands alone at a page's edge."""
    block = _begin(line, None, Run([line], line.x1))
    return replace(block, edge=line.edge)


def _begin(line: Line, above: Line | None, run: Run) -> TextBlock:
    marker = None if line.drawn_bullet else marker_of(line)  # a minus may follow the bullet
    gap = float("inf")
    if above is not None:
        gap = (line.base - above.base) / max(line.size, 1.0)
    return TextBlock(
        [line],
        marker=marker or ("•" if line.drawn_bullet else None),
        written=marker is not None and marker not in CHECK_BOXES,
        left=line.x0,
        indent=line.words[1].x0 if marker else line.x0,
        right=run.right,
        gap=gap,
        aside=run.aside,
        edge=line.edge,
    )


def _steps(lines: Sequence[Line]) -> dict[float, list[float]]:
    """The distances of baselines for each size of type in a run."""
    steps: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        if abs(above.size - below.size) < SETTINGS.size and above.bold == below.bold:
            step = below.base - above.base
            if 0.5 * below.size < step < 2.1 * below.size:
                steps.setdefault(_half(below.size), []).append(step)
    return steps


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance of baselines for each size of type in a run."""
    return {
        # a step or two may lie between headings; only a run of them shows widely spaced text
        size: _usual(found) if len(found) > 2 else min(_usual(found), SETTINGS.wide * size)
        for size, found in _steps(lines).items()
    }


def _half(size: float) -> float:
    """A size of type to the next half point."""
    return round(2 * size) / 2


def _usual(steps: Sequence[float]) -> float:
    """The lower of the common steps: lines inside a paragraph stand closest."""
    ordered = sorted(steps)
    low = ordered[0]
    return median([s for s in ordered if s < low * 1.15])


def _breaks(
    above: Line, line: Line, block: TextBlock, pitch: dict[float, float], left: float, right: float
) -> bool:
    """Whether a line begins a new block."""
    step = line.base - above.base
    size = line.size
    if line.edge != above.edge or line.page != above.page:
        return True
    if abs(size - above.size) > SETTINGS.size:
        return not _ends_in_code(above, line, pitch, right)
    if marker_of(line) or line.drawn_bullet:
        return not _continues_text(line, block) or _face_changes(above, line, block)
    usual = pitch.get(_half(size), 1.35 * size)
    if step <= 0 or step > SETTINGS.gap * usual:
        return True
    if step > SETTINGS.little * usual and _ends_evenly(block, line, usual):
        return True
    if above.underlined and _had_room(above, line, right):  # else a link that wraps
        return True
    if _face_changes(above, line, block) or _each_heads(above, line, right):
        return True
    if block.marker is not None and line.x0 <= block.left - 0.5 * size:
        return True
    if block.marker is not None and _stands_under_marker(above, line, block, right):
        return True
    return _indented(line, above, block, left, right)


def _stands_under_marker(above: Line, line: Line, block: TextBlock, right: float) -> bool:
    """Whether a line begins under an item's marker, or well left of its text, although its first
    word would have fitted above. Text that does not hang goes on right under the marker."""
    right_under = abs(line.x0 - block.left) <= 1
    least = SETTINGS.hanging if right_under else SETTINGS.beside
    hangs = block.indent - block.left > least * line.size
    set_out = line.x0 < block.indent - 0.5 * line.size
    return hangs and set_out and _had_room(above, line, right)


def _ends_evenly(block: TextBlock, line: Line, pitch: float) -> bool:
    """Whether a block of evenly set lines ends with a sentence, and a line begins another."""
    lines = block.lines
    if len(lines) < 2 or not lines[-1].text.endswith((".", "!", "?", ".“", ".”")):
        return False
    even = all(abs(b.base - a.base - pitch) < SETTINGS.even * pitch for a, b in pairwise(lines))
    return even and line.words[0].text[:1].isupper()


def _ends_in_code(above: Line, line: Line, pitch: Mapping[float, float], right: float) -> bool:
    """Whether a sentence ends with a line of nothing but code, which is often set smaller, since
    that did not fit into the line above it."""
    near = line.base - above.base <= SETTINGS.gap * pitch.get(_half(above.size), 0.0)
    ends = line.text.endswith((".", ",", ";")) and not above.text.endswith((".", ":"))
    return near and ends and line.mono and not (above.mono or _had_room(above, line, right))


def _continues_text(line: Line, block: TextBlock) -> bool:
    """A dash or number that happens to begin a wrapped line is no marker."""
    first = line.words[0].text
    if line.drawn_bullet:
        return False
    text = first.strip("().")
    wraps = block.lines[-1].x1 > block.right - 6 * line.size * 0.5
    at_text = abs(line.x0 - block.indent) < 1.0
    at_marker = block.marker is not None and abs(line.x0 - block.left) < 2.5
    gap = line.words[1].x0 - line.words[0].x1
    blank = 1.2 * median(b.x0 - a.x1 for a, b in pairwise(line.words))
    narrow = gap < max(0.45 * line.size, blank)
    if block.marker is None:
        # within a paragraph: `... am\n12. März` wraps, `1. Erstens` after a full stop does not
        ends = block.lines[-1].text.rstrip("“”\"')").endswith((".", ":", "!", "?", ";"))
        return at_text and wraps and not ends and narrow and text.isalnum()
    return (
        at_text and not at_marker and gap < 0.45 * line.size and abs(block.indent - block.left) > 1
    )


def _face_changes(above: Line, line: Line, block: TextBlock) -> bool:
    """Bold or italic type gives way to another face at a line's end: a heading ended, or begins.

    Within a paragraph a face may change at a line's end by chance, but then the line is full.
    """
    short = _had_room(above, line, block.right)
    was_bold, is_bold = above.bold_but_for_signs, line.bold_but_for_signs
    if (was_bold and not is_bold) or (above.italic and not line.italic):
        loud = all(row.bold_but_for_signs or row.italic for row in block.lines)
        return loud and (short or not (line.words[0].bold or line.words[0].italic))
    if is_bold and not above.words[-1].bold and not was_bold:
        return True
    if short and line.italic and not above.words[-1].italic:
        return True
    return short and _in_other_face(above, line) and len({row.color for row in block.lines}) == 1


def _in_other_face(above: Line, line: Line) -> bool:
    """Two lines of which each is set in a colour of its own, and a font or size."""
    one, other = above.words[0], line.words[0]
    if one.color == other.color or (one.font == other.font and abs(one.size - other.size) < 0.3):
        return False
    return all((w.font, w.color) == (one.font, one.color) for w in above.words)


def _ended_apart(above: Line, line: Line, usual: Mapping[float, float], right: float) -> bool:
    """A line that had room for more, clearly farther above the next one than lines of that size
    usually are: paragraphs of a line each, one under the other."""
    apart = line.base - above.base > SETTINGS.gap * usual.get(_half(line.size), float("inf"))
    return apart and _had_room(above, line, right)


def _had_room(above: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted: a line that was ended on purpose."""
    return above.x1 + 0.3 * line.size + line.words[0].x1 - line.words[0].x0 < right


def _each_heads(above: Line, line: Line, right: float) -> bool:
    """Two bold lines far apart of which the first had room for more: headings one after another."""
    apart = line.base - above.base > SETTINGS.wide * line.size
    fits = _had_room(above, line, right)
    return apart and fits and above.bold and line.bold


def _indented(line: Line, above: Line, block: TextBlock, left: float, right: float) -> bool:
    """Whether a line behind a sentence's end is set in, and so begins a paragraph: from the line
    above, or with it from the text's `left` edge, where that is a paragraph of its own and had room
    for more."""
    if block.marker is not None or (above.mono and line.mono):
        return False
    if abs(above.x0 + above.x1 - line.x0 - line.x1) < 2:
        return False  # centred
    as_far = len(block.lines) == 1 and above.x0 == line.x0 and _had_room(above, line, right)
    inset = line.x0 - (left if as_far else above.x0)
    marked = above.raised and len(above.words) > 1 and above.words[-1].text.isdecimal()
    last = above.words[-2 if marked else -1].text  # behind it the mark of a footnote
    ended = last.rstrip("“”\"'").endswith((".", ":", "!", "?"))
    return inset > SETTINGS.indent * line.size and ended


def set_right_edges(blocks: Sequence[Block]) -> None:
    """Give the text blocks of one left edge the right edge that their wrapped lines reach."""
    edges: dict[tuple[int, int, int], float] = {}
    for block in blocks:
        if isinstance(block, TextBlock) and len(block.lines) > 1:
            key = _column_of(block)
            edges[key] = max(edges.get(key, 0.0), *(line.x1 for line in block.lines))
    for block in blocks:
        if isinstance(block, TextBlock):
            block.right = edges.get(_column_of(block), block.right)


def _column_of(block: TextBlock) -> tuple[int, int, int]:
    """Left edge, about how far the column reaches, and the sidebar it is."""
    return round(block.left / 3), round(block.right / 60), block.aside


def run_on(blocks: Sequence[Block], regular: float) -> list[Block]:
    """Paragraphs that a column or page break has cut, joined again.

    Only running text is joined, and never where the next word would have fitted into the last
    line before the break. Where no line wraps at its right edge, a sentence that ends before the
    break ends its paragraph.
    """
    wraps = {
        _column_of(block)[::2]
        for block in blocks
        if isinstance(block, TextBlock) and len(block.lines) > 1
    }
    joined: list[Block] = []
    for block in blocks:
        before = _flow_before(joined, block)
        if (
            before is not None
            and isinstance(block, TextBlock)
            and _runs_on(before, block, regular)
            and (_column_of(before)[::2] in wraps or not _parts_sentences(before, block))
        ):
            before.lines.extend(block.lines)
            before.footnotes.extend(block.footnotes)
        else:
            joined.append(block)
    return joined


def _flow_before(joined: Sequence[Block], block: Block) -> TextBlock | None:
    """The text block that a column's first block may carry on; sidebars lie between at times."""
    if not isinstance(block, TextBlock) or not block.starts_column or block.edge:
        return None
    for before in reversed(joined):
        if before.aside == block.aside and not (isinstance(before, TextBlock) and before.edge):
            return before if isinstance(before, TextBlock) else None
    return None


def _runs_on(before: TextBlock, block: TextBlock, regular: float) -> bool:
    last, first = before.lines[-1], block.lines[0]
    if block.marker is not None or abs(last.size - first.size) > SETTINGS.size:
        return False
    if last.bold != first.bold and (before.bold or block.bold):
        return False
    if before.bold and before.size >= regular:
        return False
    if last.size > regular + SETTINGS.size:
        return False
    if _parts_sentences(before, block) and not last.italic and all(x.italic for x in block.lines):
        return False
    start = min((line.x0 for line in before.lines[1:]), default=before.indent)
    out = start - first.x0  # far out, it is another column's line
    if before.marker is not None and 2 < out < SETTINGS.column * first.size:
        return False
    if first.x0 - block.lines[-1].x0 > SETTINGS.indent * first.size and len(block.lines) > 1:
        return False
    # A line into which the next word would have fitted was ended on purpose.
    room = before.right - last.x1
    needed = first.words[0].x1 - first.words[0].x0 + 0.35 * first.size
    return room < needed


def _parts_sentences(before: TextBlock, block: TextBlock) -> bool:
    """A full stop before the break and a capital after it."""
    return before.lines[-1].text.endswith((".", "!", "?")) and not block.first.text[:1].islower()


def body_size(lines: Iterable[Line]) -> float:
    """The size in which most of the letters are set; a short report may have more headings than
    text, so that bold ones count for half, and a line alone in larger type than the text not. Much
    may stand in tables: where there are long lines in larger type, those are the text."""
    letters: dict[float, float] = {}
    running: dict[float, int] = {}  # in long lines
    plain: list[float] = []
    for line in lines:
        size = _half(line.size)
        count = len(line.text) - len(line.words) + 1
        letters[size] = letters.get(size, 0.0) + (count / 2 if line.bold else count)
        if not line.bold:
            plain.append(size)
            if len(line.words) >= SETTINGS.long_line:
                running[size] = running.get(size, 0) + count
    if len(set(plain)) > 1 and plain.count(max(plain)) == 1:
        del letters[max(plain)]
        running.pop(max(plain), None)
    if not letters:
        return 10.0
    most = max(letters, key=lambda s: letters[s])
    larger = [
        size
        for size, count in running.items()
        if most < size < SETTINGS.over_cells * most and count > SETTINGS.running * letters[most]
    ]
    return max(larger, key=lambda s: running[s], default=most)


# Hyphens ------------------------------------------------------------------------------------

_HYPHENS = ("-", "\u2010", "\u00ad")
_SUSPENDED = frozenset(("und", "oder", "bzw.", "sowie", "and", "or", "bis", "als", "noch"))
_ENDINGS = frozenset(("able", "hood", "less", "ship", "ward", "wards"))  # and words, but no halves
_PARTICLES = frozenset(("up", "in", "on", "off", "out", "over", "down", "back", "away", "through"))
_BEGINNINGS = frozenset(("over", "under", "out", "fore", "inter"))  # of verbs, in one word
HYPHENATED = 5  # line ends with a hyphen before a small letter: the words of a text are divided
_INSIDE = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
_JOINS = re.compile(
    r"^(?:https?|ftp|sftp|s3|file|mailto)[:/]|^www\.|/|\\|_|@|^\w+\.\w+\.\w|::", re.I
)
# No word ends with such a sign, or begins with a full stop.
_RANGE_ENDS = re.compile(r"\d[–—]$")  # `00:20–` over `00:50`, printed without a blank
_BROKEN_IDENTIFIER = re.compile(r"\S{7}\w(?:[/\\_=&#@~+] \S| \.[a-z])|^[^\W_]\w*_ \w")
_ADDRESS = re.compile(r"(?:https?|ftp|sftp|s3|gs|file)://|^www\.|^/\w+/|^[A-Z]:\\", re.I)


def hyphens_of(lines: Iterable[Line]) -> Hyphens:
    """What the document tells of its hyphens; `lines` in reading order."""
    broken = 0
    texts: set[str] = set()
    before = ""  # the last word of the line before
    for line in lines:
        first, last = line.words[0].text, line.words[-1].text
        if len(before) > 1 and first[:1].islower() and before.endswith(_HYPHENS):
            broken += 1
        texts.update([word.text for word in line.words[:-1]])
        if not last.endswith(_HYPHENS):
            texts.add(last)
        before = last
    return Hyphens(texts, broken)


def with_hyphen(hyphens: Hyphens) -> set[str]:
    """The words that the document prints with a hyphen inside a line."""
    if hyphens.whole is None:
        hyphened = [t for t in hyphens.texts if not t.isalnum() and _INSIDE.search(t)]
        hyphens.whole = {part.casefold() for t in hyphened for part in _INSIDE.findall(t)}
    return hyphens.whole


def without_hyphen(hyphens: Hyphens) -> set[str]:
    """The words that the document prints without one."""
    if hyphens.plain is None:
        hyphens.plain = {t.strip(".,;:!?()[]„“”\"'").casefold() for t in hyphens.texts}
    return hyphens.plain


def joined(lines: Sequence[Line], hyphens: Hyphens) -> str:
    """The text of a block's lines, end-of-line hyphens decided.

    CONTRACT: undone before a small letter, kept before a capital or a digit; kept all the same
    where the document prints the word with its hyphen elsewhere, where only its halves are words,
    or inside an identifier or address. A suspended hyphen keeps its blank. Addresses and paths
    broken without a hyphen are joined.
    """
    if not lines:
        return ""
    parts: list[str] = []
    tail = ""  # what stands behind the last blank: an address may run over several lines
    for line, below in pairwise(lines):
        joint = _with_break(tail + line.text, line, below.words[0].text, hyphens)
        start, blank, tail = joint.rpartition(" ")
        parts += (start, blank)
    return "".join((*parts, tail, lines[-1].text)) if parts else lines[-1].text


_ALTERNATIVE = re.compile(r"\(?[^\W\d_]+/")  # `HTTP/` before `HTTPS`


def _with_break(text: str, line: Line, first: str, hyphens: Hyphens) -> str:
    last = line.words[-1]
    if last.soft:
        return text[:-1] if text.endswith(_HYPHENS) else text
    if last.text.endswith(_HYPHENS) and len(last.text) > 1 and last.text[-2].isalnum():
        if _keeps(last, first, hyphens):
            bare = first.strip(".,;:!?()").casefold()
            return text + (" " if _suspends(bare, hyphens) else "")
        return text[:-1]
    if _RANGE_ENDS.search(text) and first[:1].isdigit():
        return text
    whole = "" if line.ended else text.rpartition(" ")[2]
    if _broken_address(whole, first) or _BROKEN_IDENTIFIER.search(f"{whole} {first}"):
        return text
    if _ALTERNATIVE.fullmatch(whole) and first[:1].isalpha():
        return text
    return text + " "


def _suspends(word: str, hyphens: Hyphens) -> bool:
    """Whether a hyphen before a word stands for the rest of a compound: `Vor- und Nachteile`. In
    German `to` is the end of a word."""
    return word in _SUSPENDED or (word == "to" and bool(hyphens.words))


def _keeps(last: Word, first: str, hyphens: Hyphens) -> bool:
    """Whether an end-of-line hyphen is a real one."""
    head = last.text.rstrip("".join(_HYPHENS))
    bare = first.strip(".,;:!?()[]„“”\"'")
    if _suspends(bare.casefold(), hyphens) or not first[:1].islower():
        return True
    stem = re.split(r"[^\w\-\u2010\u2011]", head)[-1].casefold()
    pieces = [f"{stem}-{bare}".casefold(), *_INSIDE.findall(f"{stem}-{bare}".casefold())]
    if not with_hyphen(hyphens).isdisjoint(pieces):
        return True
    if last.text.endswith("\u2010"):  # what a browser puts where it divides a word
        return False
    if _JOINS.search(head) or _ADDRESS.search(head) or any(c.isdigit() for c in head + bare):
        return True
    if "-" in stem and head.islower():  # an identifier in small letters
        return True
    if "-" in head and (behind := head.rpartition("-")[2]).islower():
        stem = behind  # of `Out-of-`, before `band`
    joined_word = f"{stem}{bare}".casefold()
    known = joined_word in without_hyphen(hyphens) or any(
        word in hyphens.words for word in (joined_word, joined_word.removesuffix("s"))
    )
    # `follow-up` and `hand-over` are written with a hyphen as often as without
    known = known or (joined_word in hyphens.rare and bare not in _PARTICLES)
    if known or bare in _ENDINGS or (stem in _BEGINNINGS and hyphens.broken >= HYPHENATED):
        return False
    return stem in hyphens.words and bare.casefold() in hyphens.words


def _broken_address(last: str, first: str) -> bool:
    """An address or path that runs on in the next line without a hyphen."""
    if last.isalpha() or not _ADDRESS.search(last.lstrip('(<["„“')):
        return False
    if last.endswith((".", ",", ";", ")", ":", "!", "?")) and not first[:1].islower():
        return False
    if last.endswith("://"):
        return True
    if "://" in first or first.startswith("www."):  # another one
        return False
    if last.endswith("*") or first.endswith(":"):  # a pattern's end, the next key in a listing
        return False
    mixed = any(c.isdecimal() for c in first) and any(c.isalpha() for c in first)
    parts = any(sign in first for sign in "/_=") or "." in first.rstrip(".,")
    return last.endswith(("/", "-", "_", "=", "?", "&", ".", "#", "%")) or (
        (parts or mixed) and not first[:1].isupper()
    )
