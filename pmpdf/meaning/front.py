"""Title block → title, subtitle, organization, facts: what is printed before the first section."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from msgspec import Struct, field

from pmpdf.layout.blocks import Block, Cell, Line, TableBlock, TextBlock, origin_of
from pmpdf.meaning import clock
from pmpdf.meaning.bylines import are_authors, are_names, is_byline
from pmpdf.meaning.frame import ADDRESS, CONFIDENTIALITY, ISSUE, SMALL_PRINT
from pmpdf.meaning.notes import Doubt, Reader, words_of
from pmpdf.meaning.outline import (
    SALUTATION,
    SETTINGS,
    Draft,
    Outline,
    by_lines,
    ended_early,
    is_date,
)
from pmpdf.middle import tenth
from pmpdf.record import Fact, Furniture, Origin
from pmpdf.values import replace

LEADERS = 4  # dots in a row
LABEL = 3  # words before the colon of a dated line
LONGEST_VALUE = 7  # words under a label that no list contains, where they are a sentence
Face = tuple[bool, float, int]  # bold, size, colour


class Front(Struct):
    title: str | None = None
    subtitle: str | None = None
    organization: str | None = None
    named_apart: bool = False  # printed by itself, be it among the furniture as well
    time_zone_note: str | None = None
    facts: list[Fact] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)  # about the organization
    sites: list[TableBlock] = field(default_factory=list)  # rows of a site's name and links
    origin: dict[str, tuple[Origin, ...]] = field(default_factory=dict)


def fronted(reader: Reader, outline: Outline, furniture: Sequence[Furniture]) -> Front:
    """Read the title block; what has no place in it is left in `rest`.

    Sidebars stand beside the sections; their facts are taken out of the sections here.
    """
    front = Front()
    title = outline.title[0].first if outline.title else None
    if outline.title:
        lines = [line for block in outline.title for line in block.lines]
        front.title = reader.lines(lines)
        front.origin["title"] = origin_of(lines)
    names = _Names(reader, outline, furniture)
    outline.front = _without_receiver(reader, outline.front, front, title)
    outline.front = _without_navigation(reader, outline.front, front)
    outline.front = _with_bars(reader, outline.front, title)
    waiting = _labelled(reader, _by_lines(reader, outline.front), front, title)
    for block in _without_authors(reader, _without_addressee(reader, waiting, front, title), front):
        _place(reader, block, front, title, names)
    outline.drafts = [d for d in outline.drafts if not _is_field(reader, d, front)]
    for draft in outline.drafts:
        draft.blocks = _without_navigation(reader, draft.blocks, front)
        asides = [b for b in draft.blocks if b.aside]
        if asides:
            others = asides[1:] if _heads_aside(asides, front, names) else asides
            left = {id(b) for b in _labelled(reader, others, front, title)}
            draft.blocks = [b for b in draft.blocks if not b.aside or id(b) in left]
    doubted = any(doubt.code == "organization" for doubt in front.doubts)
    if doubted and names.framed:  # a name with its legal form is no part of a site
        front.organization, front.named_apart = None, False
        front.origin.pop("organization", None)
        front.doubts = [doubt for doubt in front.doubts if doubt.code != "organization"]
    front.organization = (
        front.organization
        or names.in_furniture(furniture, front)
        or names.in_titles(front)
        or names.of_sites(front)
    )
    return front


def _without_navigation(reader: Reader, blocks: list[Block], front: Front) -> list[Block]:
    """Take a site's links beside the text as furniture: a sidebar of bare names in small type."""
    asides: dict[int, list[Line]] = {}
    for block in blocks:
        if block.aside:
            asides.setdefault(block.aside, []).extend(block.lines)
    links = {aside for aside, lines in asides.items() if _are_links(reader, lines)}
    for lines in (asides[aside] for aside in links):
        front.furniture += [
            Furniture(role="header", text=reader.lines([line]), pages=(line.page,))
            for line in lines
        ]
    return [block for block in blocks if block.aside not in links]


def _with_bars(reader: Reader, blocks: Sequence[Block], title: Line | None) -> list[Block]:
    """The blocks, with lines over the title that stand on one baseline as one row, where it is a
    site's bar: its name and, at the other end, the links to its parts."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        lines: list[Line] = []
        for block in blocks[at:]:
            if not isinstance(block, TextBlock) or len(block.lines) > 1:
                break
            if lines and abs(block.first.base - lines[0].base) > 1:
                break
            lines.append(block.first)
        bar = TableBlock([[[line] for line in lines]], [(line.x0, line.x1) for line in lines])
        links = sum(len(line.words) for line in lines[1:]) > 1
        if links and _is_navigation(reader, bar, title):
            joined.append(bar)
            at += len(lines)
        else:
            joined.append(blocks[at])
            at += 1
    return joined


def _are_links(reader: Reader, lines: Sequence[Line]) -> bool:
    """Short lines of one face, but for the first, which may name the site; no facts: those have
    labels set apart, colons or figures."""
    small = reader.layout.body_size - SMALL_PRINT
    bare = all(
        len(line.words) <= _LINK
        and line.size < small
        and not any(c.isdigit() or c in ".:,;!?" for c in line.text)
        for line in lines
    )
    return bare and len(lines) > 2 and len({_face(line) for line in lines[1:]}) == 1


_LINK = 4  # words


def _heads_aside(blocks: Sequence[Block], front: Front, names: _Names) -> bool:
    """Take the organization from a sidebar's first block, in larger type than all the pairs of
    labels and values below it."""
    first, *others = blocks
    if not isinstance(first, TextBlock) or len(others) < 4 or front.organization is not None:
        return False
    sizes = [line.size for block in others for line in block.lines]
    if first.size < SETTINGS.above * max(sizes) or len(first.lines) > 3:
        return False
    return names.take(first, front)


def _is_field(reader: Reader, draft: Draft, front: Front) -> bool:
    """Take a form's field among its sections: the heading is a fact's label, over its value."""
    if draft.heading is None or draft.match.kind or len(draft.blocks) != 1:
        return False
    [value] = draft.blocks
    label = reader.text(draft.heading)
    if not isinstance(value, TextBlock) or not reader.vocabulary.is_fact_label(label):
        return False
    if value.marker or len(value.lines) > 1 or value.first.text.endswith(_STOPS):
        return False
    front.facts.append(_fact(reader, draft.heading.lines, value.lines))
    return True


def _without_receiver(
    reader: Reader, blocks: list[Block], front: Front, title: Line | None
) -> list[Block]:
    """What is left where the lines over the title that say to whom a report goes, as a letter's
    would, are taken for its letterhead: `An den Ausschuss für Kultur` over more."""
    left: list[Block] = []
    for block in blocks:
        if isinstance(block, TextBlock) and _is_receiver(block, title):
            page = block.first.page
            front.furniture.append(Furniture("letterhead", reader.lines(block.lines), (page,)))
        else:
            left.append(block)
    return left


def _is_receiver(block: TextBlock, title: Line | None) -> bool:
    last = block.lines[-1]
    return (
        title is not None
        and (last.page, last.base) < (title.page, title.base)
        and 1 < len(block.lines) <= LETTERHEAD
        and _RECEIVER.match(block.first.text) is not None
        and not block.first.bold
        and all(len(line.words) <= 10 and line.text[-1] not in _STOPS for line in block.lines)
        and (last.text[0].isupper() or last.text[0].isdigit())
    )


_RECEIVER = re.compile(r"(?:An (?:den|die|das|alle|unsere)|To (?:the|all|our)) [A-ZÄÖÜ]\w+")


def _without_addressee(
    reader: Reader, blocks: list[Block], front: Front, title: Line | None
) -> list[Block]:
    """In a letter everything above the salutation that is no fact is its letterhead, but for what
    is larger than text and stands under the title."""
    for number, block in enumerate(blocks):
        if isinstance(block, TextBlock) and SALUTATION.match(reader.text(block)):
            kept: list[Block] = []
            for place, above in enumerate(blocks[:number]):
                large = above.lines[0].size > reader.layout.body_size + SETTINGS.larger
                if large and title is not None and above.lines[0].base - title.base > 0:
                    kept.append(above)
                    continue
                text = reader.lines(above.lines)
                if front.organization is None:
                    front.organization = _sender(reader, text, first=place == 0)
                front.furniture.append(
                    Furniture(role="letterhead", text=text, pages=(above.lines[0].page,))
                )
            return [*kept, *blocks[number:]]
    return blocks


def _sender(reader: Reader, text: str, *, first: bool) -> str | None:
    """Who a letter is from, by the line over the addressee: `Name · Street 1 · 12345 Town`."""
    name = _PARTS.split(text)[0]
    if named := reader.vocabulary.organization_in(name):
        return named
    proper = all(w[:1].isupper() or len(w) < 4 for w in name.split())
    return name if first and proper and not any(c.isdigit() for c in name) else None


def _without_authors(reader: Reader, blocks: list[Block], front: Front) -> list[Block]:
    """A name over a day alone: who wrote the report, and when."""
    left: list[Block] = []
    for block in blocks:
        above = left[-1] if left else None
        if isinstance(block, TextBlock) and isinstance(above, TextBlock):
            name = reader.text(above)
            body = reader.vocabulary.is_body(name) or reader.vocabulary.tells_trade(name)
            body = body or name in (front.title or "")
            if clock.date_line(reader.text(block)) and are_names(name) and not body:
                left.pop()
                for part in (above, block):
                    fact = Fact(label="", value=reader.text(part), origin=part.origin)
                    front.facts.append(fact)
                continue
        left.append(block)
    return left


def _by_lines(reader: Reader, blocks: Sequence[Block]) -> list[Block]:
    """Title block lines that were ended on purpose, each for itself: they are no paragraph."""
    split: list[Block] = []
    for block in blocks:
        several = isinstance(block, TextBlock) and len(block.lines) > 1
        if (
            isinstance(block, TextBlock)
            and several
            and (
                ended_early(block)
                or are_authors(reader.lines(block.lines[:1]))
                or _is_name_over_day(reader, block)
            )
            and not clock.states_zone(reader.text(block))
            and not _is_sentence(block)
        ):
            split += by_lines(block)
        else:
            split.append(block)
    return split


def _is_name_over_day(reader: Reader, block: TextBlock) -> bool:
    """`Nordlicht Institute` over `2 October 2025`: no phrase goes on from one to the other."""
    name, *others = ([line] for line in block.lines)
    day = len(others) == 1 and clock.date_line(reader.lines(others[0]))
    return bool(day) and are_names(reader.lines(name))


def _is_sentence(block: TextBlock) -> bool:
    """Running text set ragged: many words on each line, and a full stop under the last alone."""
    *above, last = block.lines
    return last.text.endswith(_STOPS) and all(
        len(line.words) > _LINE_OF_TEXT and not line.text.endswith(_STOPS) for line in above
    )


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")
_STOPS = (".", "!", "?")
_LINE_OF_TEXT = 7  # words; a line of a title block has hardly more


def _labelled(
    reader: Reader, blocks: Sequence[Block], front: Front, title: Line | None
) -> list[Block]:
    """Take facts, letterhead and zone note out of a run of blocks; give back the others."""
    left: list[Block] = []
    listed = _items_of_text(reader, blocks)
    faces: set[Face] = set()  # in which the last table of facts is set
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if id(block) in listed:
            left.append(block)
            continue
        if isinstance(block, TableBlock):
            if _is_navigation(reader, block, title):
                front.sites.append(block)
                front.furniture.append(
                    Furniture("header", reader.lines(block.lines), (block.lines[0].page,))
                )
                continue
            if _names_sender(reader, block, title):
                columns = (
                    [line for cell in cells for line in cell]
                    for cells in zip(*block.rows, strict=True)
                )
                letterhead = map(TextBlock, filter(None, columns))
                blocks = [*blocks[:index], *letterhead, *blocks[index:]]
                continue
            if beside := _facts_beside(reader, block):
                facts, others = beside
                left += others
            else:
                facts = _facts_of_table(reader, block)
        elif _is_known_fact(reader, block):
            facts = _facts_of_lines(reader, block)
        elif _framing(reader, block, left[-1] if left else None, front, title):
            continue
        else:
            facts = _facts_of_lines(reader, block)
            if not facts and index < len(blocks):
                facts = _fact_of_pair(reader, block, blocks[index], faces)
                index += bool(facts)
        if facts:
            facts[-1] = _without_zone_note(facts[-1], front)
            front.facts.extend(facts)
            if isinstance(block, TableBlock):
                faces = {_face(line) for line in block.lines}
                left += block.footnotes
                reader.dropped += [reader.lines([line]) for line in block.repeated]
        else:
            left.append(block)
    return left


def _without_zone_note(fact: Fact, front: Front) -> Fact:
    """The fact without a sentence behind its value that states the zone."""
    end = max((found.start() for found in _SENTENCE_END.finditer(fact.value)), default=0)
    value, note = fact.value[:end], fact.value[end:].strip()
    if not value or front.time_zone_note is not None or not clock.states_zone(note):
        return fact
    front.time_zone_note = note
    front.origin["time_zone_note"] = fact.origin
    return replace(fact, value=value)


def _is_navigation(reader: Reader, table: TableBlock, title: Line | None) -> bool:
    """One row of short words over the title: a site's name and the links to its parts."""
    if title is None or len(table.rows) > 1 or table.lines[0].page != title.page:
        return False
    cells = [reader.lines(cell) for cell in table.rows[0]]
    words = " ".join(cells)
    return (
        all(line.base < title.base for line in table.lines)
        and not any(c.isdigit() or c == ":" for c in _YEAR.sub("", words))
        and 2 * sum(map(reader.vocabulary.is_fact_label, cells)) < len(cells)
        and not any(map(reader.vocabulary.organization_in, cells))
        and not CONFIDENTIALITY.search(words)
    )


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # of a folder in a site's path, say


def _names_sender(reader: Reader, table: TableBlock, title: Line | None) -> bool:
    """A letterhead with something beside it: a name in a row alone, or an address over the title,
    of which the lines need not be level with the name."""
    cells = [reader.lines(cell) for row in table.rows for cell in row if cell]
    if len(table.rows) == 1 and any(reader.vocabulary.organization_in(t) == t for t in cells):
        return True
    return (
        title is not None
        and len(table.rows) <= LETTERHEAD
        and all(line.page == title.page and line.base < title.base for line in table.lines)
        and any(map(_PLACE.search, cells))
        and not any(":" in text for text in cells)
    )


LETTERHEAD = 6  # lines


def _items_of_text(reader: Reader, blocks: Sequence[Block]) -> set[int]:
    """Items of the lists of which most have no label: one that has a colon is a sentence, too."""
    lists: list[list[TextBlock]] = []
    before: TextBlock | None = None
    for block in blocks:
        item = block if isinstance(block, TextBlock) and block.marker else None
        if item and before and item.marker == before.marker and item.left == before.left:
            lists[-1].append(item)
        elif item:
            lists.append([item])
        before = item
    return {
        id(item)
        for items in lists
        if 2 * sum(": " in reader.text(item) for item in items) < len(items)
        for item in items
    }


def _facts_of_lines(reader: Reader, block: TextBlock) -> list[Fact]:
    """`Label: value` lines, or several pairs on a line; a line without a label carries on. Or
    lines with a row of dots from each label to its value."""
    led = [_around_leaders(line) for line in block.unmarked]
    if None not in led:
        return [_fact(reader, [a], [b]) for a, b in filter(None, led)]
    pairs: list[tuple[list[Line], list[Line]]] = []
    name, _, subject = reader.text(block).partition(":")
    alone = not any(_labels_in(reader, line) for line in block.lines[1:])
    titled = alone and len(subject.split()) > 3 and not subject.strip()[:1].isdecimal()
    if titled and reader.vocabulary.is_title_word(name):
        return []  # `Ereignisbericht: Ausfall der Fernwirktechnik`
    for line in block.unmarked:
        starts = _labels_in(reader, line)
        if not pairs and (not starts or starts[0][0] > 0):
            return []
        if not starts or starts[0][0] > 0:
            pairs[-1][1].append(line.part(0, starts[0][0] if starts else len(line.words)))
        ends = [start for start, _ in starts[1:]] + [len(line.words)]
        for (start, stop), end in zip(starts, ends, strict=False):
            while end > stop and end < len(line.words) and _is_sign(line.words[end - 1].text):
                end -= 1
            value = [line.part(stop, end)] if end > stop else []
            pairs.append(([line.part(start, stop)], value))
    if not pairs or any(not value for _, value in pairs) or _says(reader, block):
        return []
    reader.drop_marker(block)
    return [_fact(reader, label, value) for label, value in pairs]


def _around_leaders(line: Line) -> tuple[Line, Line] | None:
    """What stands before a row of dots and behind it."""
    dots = [n for n, word in enumerate(line.words) if not word.text.strip(".…·")]
    if not dots or sum(len(line.words[n].text) for n in dots) < LEADERS:
        return None
    first, behind = dots[0], dots[-1] + 1
    if not first or behind == len(line.words) or behind - first > len(dots):
        return None
    return line.part(0, first), line.part(behind, len(line.words))


def _says(reader: Reader, block: TextBlock) -> bool:
    """A remark with words before it (`In short: no data were lost.`), not a label's value."""
    label, _, value = reader.text(block).partition(":")
    sentences = value.rstrip().endswith((".", "!", "?")) and len(value.split()) > SETTINGS.remark
    return sentences and not reader.vocabulary.is_fact_label(label)


def _is_known_fact(reader: Reader, block: TextBlock) -> bool:
    """One `Label: value` whose label is known: it says what it is, be it the zone's name."""
    label, colon, value = reader.text(block).partition(":")
    return bool(colon and value.strip()) and reader.vocabulary.is_fact_label(label)


def _is_sign(word: str) -> bool:
    """A sign set between two facts: a bar, a dot, a dash."""
    return not any(c.isalnum() for c in word)


def _labels_in(reader: Reader, line: Line) -> list[tuple[int, int]]:
    """First and last word, exclusive, of each label in a line.

    A label ends in a colon. It is known, or set in bold, or short and at the line's beginning.
    """
    labels = []
    last = 0
    for number, word in enumerate(line.words):
        if not word.text.endswith(":") or number + 1 - last > 6:
            continue
        start = _label_start(reader, line, last, number)
        if start is not None:
            labels.append((start, number + 1))
            last = number + 1
    return labels


def _label_start(reader: Reader, line: Line, first: int, colon: int) -> int | None:
    words = line.words
    for start in range(first, colon + 1):
        if _is_sign(words[start].text):
            continue
        label = " ".join(w.text for w in words[start : colon + 1])[:-1]
        bold = all(w.bold for w in words[start : colon + 1]) and not line.bold
        around = [*words[start - 1 : start], *words[colon + 1 : colon + 2]]  # a value is bold, too
        apart = not any(word.bold for word in around)
        if reader.vocabulary.is_fact_label(label) or (bold and apart):
            return start
        short = colon < 2 or (colon < 4 and len(words) < 16 and not any(c.isdigit() for c in label))
        if start == 0 and short and label[:1].isupper() and colon + 1 < len(words):
            return start
    return None


def _fact_of_pair(
    reader: Reader, block: TextBlock, below: Block, faces: Container[Face]
) -> list[Fact]:
    """A label over its value: a label that is known, or set differently in a sidebar or in the
    `faces` of the table of facts above."""
    if not isinstance(below, TextBlock) or below.aside != block.aside:
        return []
    if below.marker and not (_INITIAL_OR_NUMBER.fullmatch(below.marker) or is_date(reader, below)):
        return []
    label, value = reader.text(block), reader.text(below)
    if len(label.split()) > 5 or len(value.split()) > 16 or len(below.lines) > 4:
        return []
    if clock.states_zone(value) or _SENTENCE.search(label):
        return []
    if reader.vocabulary.organization_in(label) == label:
        return []
    if _heads(reader, label) and not block.aside:
        return []
    known = reader.vocabulary.is_fact_label(label)
    if not known and value.endswith(".") and len(value.split()) > LONGEST_VALUE:
        return []  # a heading over a sentence
    pair = (_face(block.first), _face(below.first))
    alike = all(face in faces for face in pair)
    if not (known or ((block.aside or alike) and pair[0] != pair[1])):
        return []
    return [
        Fact(
            label=label.rstrip(":").rstrip(),
            value=value,
            origin=origin_of([*block.lines, *below.lines]),
        )
    ]


_INITIAL_OR_NUMBER = re.compile(r"[A-ZÄÖÜ]\.|(?!1\.)\d.*")  # `J. Brückner`, `30. Mai`
_SENTENCE = re.compile(r"[?!]$|\w{5}\.$")  # and not `Ereignis-Nr.`


def _heads(reader: Reader, text: str) -> bool:
    match = reader.vocabulary.known_kind_of(text)
    exact = match.certainty == "exact" and match.kind != "other"
    return exact and not reader.vocabulary.is_fact_label(text)


def _facts_of_table(reader: Reader, table: TableBlock) -> list[Fact]:
    """Labels over their values, side by side; or up to three pairs of columns with both."""
    if strip := _facts_of_strip(reader, table) or _facts_of_cells(reader, table):
        return strip
    count = len(table.columns)
    if count % 2 or count > 6:
        return []
    facts = []
    for row in table.rows:
        for label, value in zip(row[::2], row[1::2], strict=True):
            pair = [_facts_of_lines(reader, TextBlock(list(c))) for c in (label, value) if c]
            if len(pair) == 2 and all(pair):
                facts += [fact for found in pair for fact in found]
            elif label or value:
                facts.append(_fact(reader, label, value))
    labels = [fact.label for fact in facts]
    short = all(len(label.split()) <= 6 for label in labels)
    return facts if labels and short and _are_labels(reader, labels, table) else []


def _are_labels(reader: Reader, labels: Sequence[str], table: TableBlock) -> bool:
    if any(clock.whole(label) for label in labels):
        return False
    known = sum(reader.vocabulary.is_fact_label(label) for label in labels)
    sides = [[cell for row in table.rows for cell in row[side::2]] for side in (0, 1)]
    if _set_apart(*sides):
        return True
    bold = all(line.bold for row in table.rows for line in row[0])
    return known * 2 >= len(labels) or bold or not table.head


def _facts_of_cells(reader: Reader, table: TableBlock) -> list[Fact]:
    """`Label: value` in each cell; a row without a label is the rest of the values above it."""
    facts: list[Fact] = []
    rows: list[list[Cell]] = []
    for row in table.rows:
        if rows and not any(_facts_of_lines(reader, TextBlock(list(c))) for c in row if c):
            rows[-1] = [[*above, *cell] for above, cell in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    for cell in (cell for row in rows for cell in row if cell):
        found = _facts_of_lines(reader, TextBlock(list(cell)))
        if not found:
            return []
        facts += found
    return facts


def _facts_beside(reader: Reader, table: TableBlock) -> tuple[list[Fact], list[Block]] | None:
    """`Label: value` lines in one column beside something else, such as a letter's addressee:
    the facts, and the other columns' text."""
    columns = [[cell for row in table.rows if (cell := row[n])] for n in range(len(table.columns))]
    if len(columns) != 2:
        return None
    pairs = [[_facts_of_lines(reader, TextBlock(list(c))) for c in column] for column in columns]
    whole = [n for n, found in enumerate(pairs) if len(found) > 1 and all(found)]
    if len(whole) != 1:
        return None
    lines = [line for cell in columns[1 - whole[0]] for line in cell]
    return [fact for found in pairs[whole[0]] for fact in found], [TextBlock(lines)]


def _facts_of_strip(reader: Reader, table: TableBlock) -> list[Fact]:
    """Cells side by side, each a label over its value; or rows of labels over rows of values.

    The labels are known, or set apart from the values in all cells alike.
    """
    pairs: list[tuple[list[Line], list[Line]]] = []
    rows = _with_values_whole(reader, _with_labels_apart(table.rows))
    cells = [cell for row in rows for cell in row if cell]
    if all(len(cell) >= 2 for cell in cells):
        pairs = [(cell[:1], cell[1:]) for cell in cells]
    elif len(rows) % 2 == 0 and len(table.columns) > 1:
        for labels, values in zip(rows[::2], rows[1::2], strict=True):
            pairs += [(a, b) for a, b in zip(labels, values, strict=True) if a or b]
    figures = all(a and b and a[0].size > SETTINGS.above * b[0].size for a, b in pairs)
    if figures and 2 * _known(reader, [a for a, _ in pairs]) <= len(pairs):
        pairs = [(b, a) for a, b in pairs]  # large figures over their captions
    elif any(len(cell) < 2 for cell in cells):
        beside = [cell for row in rows for cell in row[::2]]
        others = [cell for row in rows for cell in row[1::2]]
        over, below = ([pair[side] for pair in pairs] for side in (0, 1))
        least = _known(reader, over) + (len(rows) == 2)  # for the first column's cells
        if _set_apart(beside, others):
            return []
        if _known(reader, beside) >= max(least, 1) and not _set_apart(over, below):
            return []
    if not pairs or any(not label or not value for label, value in pairs):
        return []
    known = _known(reader, [label for label, _ in pairs])
    faces = [{_face(pair[side][0]) for pair in pairs} for side in (0, 1)]
    apart = len(faces[0]) == 1 and not faces[0] & faces[1] and len(pairs) > 2
    longest = 8 if apart else 5  # words of a label
    short = all(len(label[0].words) <= longest and len(value) <= 3 for label, value in pairs)
    if not short or not (apart or 2 * known > len(pairs) or (known and len(rows) == 2)):
        return []
    return [_fact(reader, label, value) for label, value in pairs]


def _with_labels_apart(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of which each cell has a label over its value as two rows, where other rows are labels
    or values alone."""
    stacked = [
        all(len(c) == 2 and _face(c[0]) != _face(c[1]) for c in row if c) and any(row)
        for row in rows
    ]
    if all(stacked):
        return rows
    apart: list[list[Cell]] = []
    for row, both in zip(rows, stacked, strict=True):
        apart += [[c[:1] for c in row], [c[1:] for c in row]] if both else [row]
    return apart


def _with_values_whole(reader: Reader, rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of labels and of values, of which several under each other are the lines of one, where
    the values are louder than the labels, as no table's cells are than its head."""
    if len(rows) < 3 or 2 * _known(reader, rows[0]) <= len(rows[0]):
        return rows
    faces = [{_face(line) for cell in row for line in cell} for row in rows]
    labels = faces[0]
    values = set().union(*(found for found in faces if found != labels))
    if len(labels) != 1 or len(values) != 1:
        return rows
    (bold, size, _), (other_bold, other_size, _) = *labels, *values
    if bold or other_size < size or not (other_bold or other_size > SETTINGS.above * size):
        return rows
    whole: list[list[Cell]] = []
    for number, (row, found) in enumerate(zip(rows, faces, strict=True)):
        if number and found == faces[number - 1]:
            whole[-1] = [[*above, *cell] for above, cell in zip(whole[-1], row, strict=True)]
        else:
            whole.append(row)
    return whole


def _set_apart(labels: Sequence[Cell], values: Sequence[Cell]) -> bool:
    """Whether the cells of two columns are each set alike, and unlike the others'."""
    faces = [{_face(line) for cell in cells for line in cell} for cells in (labels, values)]
    return len(faces[0]) == len(faces[1]) == 1 and faces[0] != faces[1]


def _known(reader: Reader, labels: Sequence[Sequence[Line]]) -> int:
    return sum(reader.vocabulary.is_fact_label(reader.lines(label)) for label in labels)


def _face(line: Line) -> Face:
    return (line.bold, tenth(line.size), line.color)


def _fact(reader: Reader, label: list[Line], value: list[Line]) -> Fact:
    return Fact(
        label=reader.lines(label).rstrip(":").rstrip() if label else "",
        value=reader.lines(value).removeprefix(":").lstrip() if value else "",
        origin=origin_of([*label, *value]),
    )


def _place(reader: Reader, block: Block, front: Front, title: Line | None, names: _Names) -> None:
    """Organization, subtitle, or left for a section without a heading."""
    text = reader.text(block) if isinstance(block, TextBlock) else ""
    badge = 0 < len(text.split()) <= 2 and reader.vocabulary.is_fact_label(text)  # `Resolved`
    byline = _is_byline(text, front) or (text and _is_under_house(block, text, front, title))
    if text and (badge or byline or CONFIDENTIALITY.fullmatch(text)):
        front.facts.append(Fact(label="", value=text, origin=block.origin))
    elif isinstance(block, TextBlock) and _names_site(reader, block, title):
        front.furniture.append(Furniture(role="header", text=text, pages=(block.first.page,)))
    elif (
        isinstance(block, TextBlock)
        and front.organization is None
        and (names.is_name(block) or (_is_under_author(block, front) and names.could_be(block)))
    ):
        front.organization, front.named_apart = reader.text(block), True
        front.origin["organization"] = block.origin
    elif isinstance(block, TextBlock) and _is_subtitle(reader, block, front, title):
        front.subtitle = reader.text(block)
        front.origin["subtitle"] = block.origin
    elif isinstance(block, TextBlock) and names.repeats_frame(text):
        front.furniture.append(Furniture("letterhead", text, (block.first.page,)))
    elif isinstance(block, TextBlock) and names.framed and names.could_be(block):
        front.facts.append(Fact(label="", value=text, origin=block.origin))
    elif isinstance(block, TextBlock) and front.organization is None and names.could_be(block):
        names.take(block, front)
    elif isinstance(block, TextBlock) and _stands_over(block, title):
        page = block.first.page
        front.furniture.append(Furniture(role="header", text=text, pages=(page,)))
        front.organization = front.organization or reader.vocabulary.organization_in(text)
    elif text and front.facts and len(text.split()) <= 6 and clock.find_period(text):
        front.facts.append(_dated_fact(reader, block))  # where, and what day
    elif text and front.subtitle and not front.rest and clock.date_line(text):
        front.facts.append(Fact(label="", value=text, origin=block.origin))
    else:
        front.rest.append(block)


def _dated_fact(reader: Reader, block: Block) -> Fact:
    """A fact beside others, with its label where it has one."""
    first, *others = block.lines
    ends = [n for n, word in enumerate(first.words[:-1], 1) if word.text.endswith(":")]
    if not ends or ends[0] > LABEL:
        return Fact(label="", value=reader.lines(block.lines), origin=block.origin)
    label, value = first.part(0, ends[0]), first.part(ends[0], len(first.words))
    return _fact(reader, [label], [value, *others])


def _names_site(reader: Reader, block: TextBlock, title: Line | None) -> bool:
    """`From the Example Wiki`, in small type right under the title: where the page is from."""
    text = reader.text(block)
    small = block.size < reader.layout.body_size - SMALL_PRINT and len(block.lines) == 1
    return (
        small
        and title is not None
        and 0 < block.first.base - title.base < 3.5 * title.size
        and _FROM.match(text) is not None
        and clock.find_period(text) is None
    )


_FROM = re.compile(r"(?:from|aus) (?!\d)(?:[\w’&-]+ ?){1,7}$", re.I)


def _stands_over(block: TextBlock, title: Line | None) -> bool:
    """One short line over the title, in smaller type: a rubric, or a page's links and buttons."""
    return (
        title is not None
        and not block.first.text.endswith((".", ",", ":", "!", "?"))
        and len(block.lines) == 1
        and block.first.page == title.page
        and block.first.base < title.base
        and block.size < 0.75 * title.size
    )


def _is_byline(text: str, front: Front) -> bool:
    """Authors, or a day that stands under one, with its place or occasion."""
    if is_byline(text):
        return True
    named = any(not fact.label for fact in front.facts)
    dated = clock.date_line(text) or (len(text.split()) <= 8 and clock.find_period(text))
    return named and bool(dated)


def _is_under_house(block: Block, text: str, front: Front, title: Line | None) -> bool:
    """A day alone right under the name of the house, which stands under the title."""
    house = front.origin.get("organization", ())
    if not house or title is None or not clock.date_line(text):
        return False
    place, first = house[-1], block.lines[0]
    under = title.page == place.page == first.page and title.base < place.box[1]
    return under and 0 <= first.base - place.box[3] < 3 * first.size


def _is_under_author(block: TextBlock, front: Front) -> bool:
    """The line below an author's name tells where they work."""
    above = front.facts[-1] if front.facts else None
    if above is None or above.label or not above.origin or clock.find_period(above.value):
        return False
    place = above.origin[-1]
    return place.page == block.first.page and 0 <= block.first.base - place.box[3] < 3 * block.size


def _framing(
    reader: Reader, block: TextBlock, above: Block | None, front: Front, title: Line | None
) -> bool:
    """Take a letterhead or a statement of the zone, wherever it stands beside the text; `above` is
    what stands over it and is neither."""
    text = reader.text(block)
    if _is_under_name(block, text, above, title):
        front.furniture.append(Furniture("letterhead", text, (block.first.page,)))
        return True
    if _is_letterhead(reader, block, text, title):
        named = reader.vocabulary.organization_in(text)
        name = named or (text if _is_institute(reader, text) else _PARTS.split(text)[0])
        certain = reader.vocabulary.organization_in(front.organization or "")
        address = any(c.isdigit() for c in name) or not _NO_NAMES.isdisjoint(name.split())
        if not address and not certain:
            front.organization = name if named else front.organization or name
            body = reader.vocabulary.is_body(name) or reader.vocabulary.tells_trade(name)
            if not (named or body) and _is_site(reader):
                message = "Taken from a line over the title, which may name a part of a site."
                front.doubts.append(Doubt("organization", message, block.origin))
        page = block.first.page
        front.furniture.append(Furniture(role="letterhead", text=text, pages=(page,)))
        front.origin.setdefault("organization", block.origin)
        return True
    if _says_where(reader, block, text, title):
        front.furniture.append(Furniture("letterhead", text, (block.first.page,)))
        return True
    if front.time_zone_note is None and clock.states_zone(text) and len(text.split()) < 25:
        front.time_zone_note = text
        front.origin["time_zone_note"] = block.origin
        return True
    return False


def _is_site(reader: Reader) -> bool:
    """Whether a browser printed the pages: their address runs along an edge."""
    return any(ADDRESS.search(reader.lines([margin.line])) for margin in reader.layout.margins)


def _is_institute(reader: Reader, text: str) -> bool:
    """A body and one of its institutes (`University, Research Computing`), which running lines name
    together; no address, then."""
    body = _PARTS.split(text)[0]
    running = (reader.lines([margin.line]) for margin in reader.layout.margins)
    return reader.vocabulary.is_body(body) and text in running


def _is_letterhead(reader: Reader, block: TextBlock, text: str, title: Line | None) -> bool:
    """A name alone on its line, set small: by its legal form, or by its place over the title."""
    if len(block.lines) > 2 or ": " in text:
        return False
    named = reader.vocabulary.organization_in(text)
    if named and len(text) <= len(named) + 12:
        return True
    if title is None or clock.find_period(text) or reader.vocabulary.is_title_word(text):
        return False
    if block.aside and (not block.starts_column or _is_label_beside(reader, block)):
        return False  # there labels stand as high
    if reader.vocabulary.before_site(text) == "":
        return False
    above = block.first.page == title.page and block.first.base < title.base
    small = block.size < min(0.75 * title.size, reader.layout.body_size + 1)
    proper = all(w[:1].isupper() or w[0].isdigit() or len(w) <= 3 for w in text.split())
    short = 1 <= len(text.split()) <= 8 and not text.endswith((".", ":"))
    return above and small and proper and short and any(c.isalpha() for c in text)


def _is_label_beside(reader: Reader, block: TextBlock) -> bool:
    """Whether more lines of a sidebar are set like its first, with others between them."""
    page, face = block.first.page, _face(block.first)
    faces = [
        _face(other.lines[0])
        for other in reader.layout.blocks
        if other.aside == block.aside and other.lines[0].page == page
    ]
    return any(found != face and face in faces[n:] for n, found in enumerate(faces))


_PLACE = re.compile(  # a postal code and its town, a site, a telephone
    r"\b\d{4,5} [A-ZÄÖÜ]\w|\b[A-Z]{1,2}\d\w? \d[A-Z]{2}\b|\bwww\.|\w@\w|\b(?:Tel|Phone|Telefon)\b"
)


def _is_under_name(block: TextBlock, text: str, above: Block | None, title: Line | None) -> bool:
    """An address right under a name in larger type, over the title: `Main Hall, Road, Town`."""
    return (
        isinstance(above, TextBlock)
        and title is not None
        and (block.first.page, block.first.base) < (title.page, title.base)
        and len(above.lines) == len(block.lines) == 1
        and above.first.page == block.first.page
        and above.size > SETTINGS.above * block.size
        and 0 < block.first.base - above.first.base < 2 * above.size
        and len(_PARTS.split(text)) > 2
        and clock.find_period(text) is None
    )


def _says_where(reader: Reader, block: TextBlock, text: str, title: Line | None) -> bool:
    """Several small lines over the title that say where the sender is found."""
    return (
        title is not None
        and block.first.page == title.page
        and block.lines[-1].base < title.base
        and 1 < len(block.lines) <= LETTERHEAD
        and block.size < reader.layout.body_size - 0.4
        and all(len(p.split()) <= 8 for line in block.lines for p in _PARTS.split(line.text))
        and _PLACE.search(text) is not None
        and not _refers(reader, block)
    )


def _refers(reader: Reader, block: TextBlock) -> bool:
    """Whether each line has a label, and not only those of where to call or write to: a letter's
    references."""
    labels = [line.text.partition(": ")[0] for line in block.lines if ": " in line.text]
    told = [label for label in labels if reader.vocabulary.is_fact_label(label)]
    return len(labels) == len(block.lines) and not all(map(_PLACE.search, told))


def _is_subtitle(reader: Reader, block: TextBlock, front: Front, title: Line | None) -> bool:
    if title is None or front.subtitle is not None:
        return False
    if block.aside and abs(block.left - title.x0) > 2:
        return False
    below = [b for b in front.rest if b.lines[0].page > title.page or b.lines[0].base > title.base]
    if below:
        return False
    text = reader.text(block)
    if (block.first.page, block.first.base) < (title.page, title.base):
        return False
    body = reader.layout.body_size
    unlike = block.first.size > body + 0.4 or block.first.italic or block.bold
    longest = SETTINGS.standfirst_words if unlike else SETTINGS.subtitle_words
    count, lines = len(text.split()), len(block.lines)
    narrow = count < SETTINGS.narrow * lines  # beside the text, as the title is
    if count > longest or lines > (4 if narrow else 2):
        return False
    if text.endswith((".", ",")) and clock.find_period(text) is None:
        return False
    return unlike or clock.find_period(text) is not None or len(text.split()) <= 12


class _Names:
    """Which short texts name the organization: by legal form or kind, or since the text does."""

    def __init__(self, reader: Reader, outline: Outline, furniture: Sequence[Furniture]) -> None:
        self.reader = reader
        self.running = [piece.text for piece in furniture]
        self.framed = {*filter(None, map(reader.vocabulary.organization_in, self.running))}
        blocks = [block for draft in outline.drafts for block in draft.blocks]
        self.told = f" {' '.join(words_of(blocks))} "
        self.title = reader.lines([line for block in outline.title for line in block.lines])

    def repeats_frame(self, text: str) -> bool:
        """Whether a text is the name that running lines have, or that of a site beside one."""
        short = any(name.startswith(f"{text} ") for name in self.framed)  # without its legal form
        site = bool(self.framed and self.reader.vocabulary.before_site(text))
        return text in self.framed or short or site

    def is_name(self, block: TextBlock) -> bool:
        return len(block.lines) == 1 and self._names(self.reader.text(block))

    def of_sites(self, front: Front) -> str | None:
        """The name before the links of the first site that has one."""
        for row in front.sites:
            if name := self._of_site(row, front):
                return name
        return None

    def _of_site(self, row: TableBlock, front: Front) -> str | None:
        """The name before a site's links: told by the text, or set apart from the links."""
        first, *others = (cell for cell in row.rows[0] if cell)
        text = self.reader.lines(first)
        if self._has_addresses(text):
            return text
        if not self._is_proper(text):
            return None
        if f" {text} " in self.told:
            return text
        if not others or any(_face(line) == _face(first[0]) for cell in others for line in cell):
            return None
        if not self._is_borne_out(text):
            message = "Taken for the organization by its place alone."
            front.doubts.append(Doubt("organization", message, origin_of(first)))
        return text

    def _has_addresses(self, text: str) -> bool:
        """Whether a word, even in small letters, is a site that the text has addresses of."""
        return text.isalpha() and re.search(rf"[@/.]{text.lower()}\.\w", self.told) is not None

    def _is_borne_out(self, text: str) -> bool:
        """Whether more than its place speaks for a name: its trade, running lines, the text."""
        return (
            self.reader.vocabulary.tells_trade(text)
            or any(text in line for line in self.running)
            or any(map(self._has_addresses, text.split()))
            or any(map(self._is_told, text.split()))
        )

    def _is_told(self, word: str) -> bool:
        """Whether an English text has the word in the midst of sentences, and only as a name."""
        if self.reader.language != "en" or len(word) < 4 or not word.isalpha():
            return False
        small = f" {word.lower()} " in self.told
        return not small and re.search(rf"[a-z,] {word}\b", self.told) is not None

    def could_be(self, block: TextBlock) -> bool:
        """A short name in the title block that nothing else tells of."""
        text = self.reader.text(block)
        return len(block.lines) == 1 and len(text.split()) <= 5 and self._is_proper(text)

    def take(self, block: TextBlock, front: Front) -> bool:
        """Take a text for the organization by its place, if it is like a name."""
        text = self.reader.text(block)
        if not self._is_proper(text) or self.reader.vocabulary.is_fact_label(text):
            return False
        front.organization, front.named_apart = text, True
        front.origin["organization"] = block.origin
        if not (self._names(text) or self._is_borne_out(text)):
            message = "Taken for the organization by its place alone."
            front.doubts.append(Doubt("organization", message, block.origin))
        return True

    def _names(self, text: str) -> bool:
        told = f" {text}" in self.told or text in self.title
        return self._is_proper(text) and (
            self.reader.vocabulary.is_body(text) or (" " in text and told)
        )

    def _is_proper(self, text: str) -> bool:
        words = text.split()
        if (
            not 1 <= len(words) <= SETTINGS.name_words
            or any(c.isdigit() for c in text)
            or ": " in text
            or text.endswith((".", ":", ","))
            or not _NO_NAMES.isdisjoint(words)
        ):
            return False
        if clock.find_period(text) or self.reader.vocabulary.is_title_word(text):
            return False
        if self.reader.vocabulary.before_site(text) == "":
            return False
        proper = words[0][:1].isupper() and sum(w[:1].isupper() for w in words) * 2 > len(words)
        known = self.reader.vocabulary.known_kind_of(text).certainty == "exact"
        return proper and not known and not CONFIDENTIALITY.fullmatch(text)

    def in_titles(self, front: Front) -> str | None:
        """From the title block's own words: `Incident report for Name`, `Ausfall bei Name GmbH`."""
        for text in filter(None, (front.subtitle, front.title)):
            if named := self.reader.vocabulary.organization_in(text):
                return named
        return None

    def in_furniture(self, furniture: Sequence[Furniture], front: Front) -> str | None:
        """From running lines and letterheads: by legal form first, then by what else names it."""
        framing = [p for p in furniture if p.role in ("header", "footer", "letterhead")]
        if any(ISSUE.fullmatch(p.text) for p in framing):  # the head names a periodical
            framing.sort(key=lambda p: p.role == "header")
        pieces = [p.text for p in framing]
        pieces += filter(None, map(self._before_page_number, furniture))
        for text in pieces:
            if named := self.reader.vocabulary.organization_in(text):
                return named
        if unit := next(filter(self._is_unit, pieces), None):
            return unit
        known = " ".join(filter(None, (front.title, front.subtitle)))
        split = [[part for part in _PARTS.split(text) if part not in known] for text in pieces]
        if owner := next(filter(None, map(self._owner, split)), None):
            return owner
        parts = [part for some in split for part in some]
        if names := list(filter(self._names, parts)):  # `News from Name`, and `Name` elsewhere
            return min((name for name in names if name in names[0]), key=len)
        told = (p for p in pieces if len(p.split()) > SETTINGS.name_words)
        if body := next(filter(None, map(self.reader.vocabulary.body_in, told)), None):
            return body
        if any(piece.role == "browser_line" for piece in furniture):
            name = self._site_of_path([*furniture, *front.furniture])
            if name and not self.reader.vocabulary.tells_trade(name):
                front.doubts.append(Doubt("organization", _BY_PLACE))
            return name
        parts = [part for part in parts if not _is_chapter(part, pieces)]
        alone = list(dict.fromkeys(part for part in parts if self._is_proper(part)))
        if not alone or (len(alone) > 1 and " " not in alone[0]):
            return None
        name = alone[0]  # top left, where there are several
        rare = len(alone) > 1 or sum(len(p.pages) for p in furniture if name in p.text) < 2
        if rare and not self.reader.vocabulary.tells_trade(name):
            front.doubts.append(Doubt("organization", _BY_PLACE))
        return name

    def _site_of_path(self, furniture: Sequence[Furniture]) -> str | None:
        """Where a page's path through its site begins, if another line at the edge names that."""
        texts = [piece.text for piece in furniture]
        for path in texts:
            site, *steps = _STEP.split(path)
            told = any(site in text for text in texts if text != path)
            if steps and told and " " in site and self._is_proper(site):
                return site
        return None

    def _before_page_number(self, piece: Furniture) -> str | None:
        """What stands before a page's number on its line: `Name 1 / 2`, not `Page 1 / 2`."""
        match = _BEFORE_NUMBER.fullmatch(piece.text) if piece.role == "page_number" else None
        name = match.group(1) if match else ""
        return None if self.reader.vocabulary.is_page_number(f"{name} 1") else name

    def _is_unit(self, text: str) -> bool:
        """A body and the part of it that wrote the report: `Hochschule Nord, Rechenzentrum`."""
        body, comma, unit = text.partition(", ")
        named = comma and _UNIT.search(unit) and self.reader.vocabulary.is_body(body)
        return bool(named) and self._is_proper(body) and self._is_proper(unit)

    def _owner(self, parts: Sequence[str]) -> str | None:
        """Whose page it was, by a line that the site runs over it: `Name Status`, `Name | Wiki`."""
        sites = [self.reader.vocabulary.before_site(part) for part in parts]
        if len(parts) == 2 and sites.count("") == 1:
            name = parts[1 - sites.index("")]
        else:
            name = (sites[0] if sites else None) or ""
        return name if name and self._is_proper(name) else None


_BY_PLACE = "Taken from a line at the page's edge, by its place alone."
_STEPS = ("›", "»", ">")  # signs between those of a path through a site
_STEP = re.compile(rf"\s[{''.join(_STEPS)}]\s")
# Those, and words that tell what was done with a thing.
_NO_NAMES = frozenset((*_STEPS, "/", "by", "from", "to", "with", "via", "vom", "mit", "durch"))


def _is_chapter(part: str, lines: Sequence[str]) -> bool:
    """Whether another running line, but for its numbers, begins as that one which ends so."""
    stems = [_NUMBERS.sub("", line[: -len(part)]) for line in lines if line.endswith(part)]
    others = [_NUMBERS.sub("", line) for line in lines if not line.endswith(part)]
    return any(stem and other.startswith(stem) for stem in stems for other in others)


_NUMBERS = re.compile(r"\d+")
_UNIT = re.compile(
    r"zentrum|abteilung|institut|dezernat|referat|fachbereich|department|division|faculty|"
    r"cent(?:re|er)\b|office\b|services\b",
    re.I,
)
_BEFORE_NUMBER = re.compile(r"([^\d/]*[^\W\d_][^\d/]*?)\W+\d+(?:\s*(?:/|of|von)\s*\d+)?")
_PARTS = re.compile(r"\s+[·•|–—-]\s+|,\s+")
