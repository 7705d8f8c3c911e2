"""Title block → title, subtitle, organization, facts: what is printed before the first section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pmpdf.layout.blocks import Block, Line, TableBlock, TextBlock, origin_of
from pmpdf.meaning import clock
from pmpdf.meaning.notes import Reader
from pmpdf.meaning.outline import SETTINGS, Outline
from pmpdf.record import Fact, Furniture, Origin


@dataclass(slots=True)
class Front:
    title: str | None = None
    subtitle: str | None = None
    organization: str | None = None
    time_zone_note: str | None = None
    facts: list[Fact] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    origin: dict[str, tuple[Origin, ...]] = field(default_factory=dict)


def fronted(reader: Reader, outline: Outline, furniture: Sequence[Furniture]) -> Front:
    """Read the title block; what has no place in it is left in `rest`.

    Sidebars stand beside the sections; their facts are taken out of the sections here.
    """
    front = Front()
    if outline.title:
        lines = [line for block in outline.title for line in block.lines]
        front.title = reader.lines(lines)
        front.origin["title"] = origin_of(lines)
    waiting = _labelled(reader, outline.front, front)
    for draft in outline.drafts:
        asides = [b for b in draft.blocks if b.aside]
        if asides:
            kept = _labelled(reader, asides, front)
            left = {id(b) for b in kept if not _framing(reader, b, front, outline)}
            draft.blocks = [b for b in draft.blocks if not b.aside or id(b) in left]
    for block in waiting:
        _place(reader, block, front, outline)
    if front.organization is None:
        front.organization = _from_furniture(reader, furniture)
    return front


def _labelled(reader: Reader, blocks: Sequence[Block], front: Front) -> list[Block]:
    """Take the facts out of a run of blocks; give back the others."""
    left: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, TableBlock):
            facts = _facts_of_table(reader, block)
        else:
            facts = _facts_of_lines(reader, block)
            if not facts and index + 1 < len(blocks):
                facts = _fact_of_pair(reader, block, blocks[index + 1])
                index += bool(facts)
        if facts:
            front.facts.extend(facts)
        else:
            left.append(block)
        index += 1
    return left


def _facts_of_lines(reader: Reader, block: TextBlock) -> list[Fact]:
    """`Label: value` lines; a line without a label carries on the value above it."""
    groups: list[list[Line]] = []
    for line in block.lines:
        if _label_length(reader, line) or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    facts = []
    for lines in groups:
        length = _label_length(reader, lines[0])
        if not length:
            return []
        words = lines[0].words
        label = reader.lines([Line(words[:length], lines[0].page)]).rstrip(":").rstrip()
        rest = [lines[0].without(length)] if length < len(words) else []
        value = reader.lines([*rest, *lines[1:]])
        facts.append(Fact(label=label, value=value, origin=origin_of(lines)))
    return facts


def _label_length(reader: Reader, line: Line) -> int:
    """How many words of a line are its label; 0 where it has none."""
    for number, word in enumerate(line.words[:6]):
        if not word.text.endswith(":"):
            continue
        label = " ".join(w.text for w in line.words[: number + 1])[:-1]
        known = reader.vocabulary.is_fact_label(label)
        bold = all(w.bold for w in line.words[: number + 1]) and not line.bold
        if number + 1 == len(line.words):
            return 0
        short = number < 4 and label[:1].isupper()
        return number + 1 if known or bold or (short and number < 3) else 0
    return 0


def _fact_of_pair(reader: Reader, block: TextBlock, below: Block) -> list[Fact]:
    """A label over its value: set differently, or a label that is known."""
    if not isinstance(below, TextBlock) or below.aside != block.aside:
        return []
    label, value = reader.text(block), reader.text(below)
    if len(label.split()) > 5 or len(value.split()) > 16 or len(below.lines) > 4:
        return []
    if clock.states_zone(value) or label.endswith((".", "?", "!")):
        return []
    if reader.vocabulary.organization_in(label) == label or _heads(reader, label):
        return []
    known = reader.vocabulary.is_fact_label(label)
    unlike = (block.bold, block.first.size, block.first.color) != (
        below.bold,
        below.first.size,
        below.first.color,
    )
    if not (known or (block.aside and unlike)):
        return []
    return [
        Fact(
            label=label.rstrip(":").rstrip(),
            value=value,
            origin=origin_of([*block.lines, *below.lines]),
        )
    ]


def _heads(reader: Reader, text: str) -> bool:
    exact = reader.vocabulary.kind_of(text).certainty == "exact"
    return exact and not reader.vocabulary.is_fact_label(text)


def _facts_of_table(reader: Reader, table: TableBlock) -> list[Fact]:
    """Two or four columns of labels and values, or labels over their values."""
    count = len(table.columns)
    if count % 2 == 0 and count <= 4:
        facts = []
        for row in table.rows:
            for label, value in zip(row[::2], row[1::2], strict=True):
                if label or value:
                    facts.append(_fact(reader, label, value))
        labels = [f.label for f in facts]
        if (
            labels
            and all(len(x.split()) <= 6 for x in labels)
            and _are_labels(reader, labels, table)
        ):
            return facts
    return _facts_of_strip(reader, table)


def _are_labels(reader: Reader, labels: Sequence[str], table: TableBlock) -> bool:
    if any(clock.whole(label) for label in labels):
        return False
    known = sum(reader.vocabulary.is_fact_label(label) for label in labels)
    bold = all(line.bold for row in table.rows for line in row[0])
    return known * 2 >= len(labels) or bold or all(not table.head for _ in labels)


def _facts_of_strip(reader: Reader, table: TableBlock) -> list[Fact]:
    """Cells side by side, each a label over its value; or a row of labels over a row of values."""
    pairs: list[tuple[list[Line], list[Line]]] = []
    if len(table.rows) == 2 and all(table.rows[0]) and len(table.columns) > 1:
        pairs = list(zip(table.rows[0], table.rows[1], strict=True))
    elif all(len(cell) >= 2 for row in table.rows for cell in row if cell):
        pairs = [(cell[:1], cell[1:]) for row in table.rows for cell in row if cell]
    labels = [reader.lines(label) for label, _ in pairs]
    if not labels or not any(reader.vocabulary.is_fact_label(label) for label in labels):
        return []
    return [_fact(reader, label, value) for label, value in pairs]


def _fact(reader: Reader, label: list[Line], value: list[Line]) -> Fact:
    return Fact(
        label=reader.lines(label).rstrip(":").rstrip() if label else "",
        value=reader.lines(value) if value else "",
        origin=origin_of([*label, *value]),
    )


def _place(reader: Reader, block: Block, front: Front, outline: Outline) -> None:
    """Organization, zone note, subtitle, or left for a section without a heading."""
    if _framing(reader, block, front, outline):
        return
    if isinstance(block, TextBlock) and _is_subtitle(reader, block, reader.text(block), front):
        front.subtitle = reader.text(block)
        front.origin["subtitle"] = block.origin
    else:
        front.rest.append(block)


def _framing(reader: Reader, block: Block, front: Front, outline: Outline) -> bool:
    """Take a letterhead or a statement of the zone, wherever it stands beside the text."""
    if isinstance(block, TableBlock):
        return False
    text = reader.text(block)
    if _is_letterhead(reader, block, text, outline):
        front.organization = front.organization or reader.vocabulary.organization_in(text) or text
        page = block.first.page
        front.furniture.append(Furniture(role="letterhead", text=text, pages=(page,)))
        front.origin.setdefault("organization", block.origin)
        return True
    if front.time_zone_note is None and clock.states_zone(text) and len(text.split()) < 25:
        front.time_zone_note = text
        return True
    return False


def _is_letterhead(reader: Reader, block: TextBlock, text: str, outline: Outline) -> bool:
    """A name alone on its line, set small: by its legal form, or by its place over the title."""
    if len(block.lines) > 2:
        return False
    named = reader.vocabulary.organization_in(text)
    if named and len(text) <= len(named) + 12:
        return True
    if not outline.title or clock.find_period(text) or reader.vocabulary.is_title_word(text):
        return False
    title = outline.title[0].first
    above = block.first.page == title.page and block.first.base < title.base
    small = block.first.size < 0.75 * title.size and block.first.size <= reader.layout.body_size
    proper = all(w[:1].isupper() or len(w) <= 3 for w in text.split())
    return above and small and proper and 1 <= len(text.split()) <= 6


def _is_subtitle(reader: Reader, block: TextBlock, text: str, front: Front) -> bool:
    if front.title is None or front.subtitle is not None or block.aside or front.rest:
        return False
    if len(text.split()) > SETTINGS.subtitle_words or len(block.lines) > 2:
        return False
    if text.endswith(".") and clock.find_period(text) is None:
        return False
    body = reader.layout.body_size
    unlike = block.first.size > body + 0.4 or block.first.italic or block.bold
    return unlike or clock.find_period(text) is not None or len(text.split()) <= 12


def _from_furniture(reader: Reader, furniture: Sequence[Furniture]) -> str | None:
    for piece in furniture:
        if piece.role in ("header", "footer", "letterhead"):
            named = reader.vocabulary.organization_in(piece.text)
            if named:
                return named
    return None
