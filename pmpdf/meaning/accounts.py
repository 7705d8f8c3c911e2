"""Every printed word once: the record held against the page.

Hyphens and blanks move when lines are joined, so it is letters and digits that are counted. Most
words stand on both sides as they are, though, and cancel out before that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pmpdf.record import Block, ListBlock, Paragraph, PostMortem, Table

_RAISED_OR_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def letters(texts: Iterable[str]) -> Counter[str]:
    counted = Counter("".join(texts).casefold().translate(_RAISED_OR_LOWERED))
    return Counter({c: count for c, count in counted.items() if c.isalnum()})


def texts_of(record: PostMortem, *, named_apart: bool = False) -> Iterator[str]:
    """Every text of the record that is printed words, once.

    `named_apart` says that the organization is no quotation, although others print it, too.
    """
    for text in (record.title, record.subtitle, record.time_zone_note):
        if text:
            yield text
    quoted = [record.title, record.subtitle, *(piece.text for piece in record.furniture)]
    name = record.organization
    if name and (named_apart or not any(name in text for text in quoted if text)):
        yield name
    for fact in record.facts:
        yield fact.label
        yield fact.value
    yield from _section_texts(record)
    for piece in record.furniture:
        for _ in piece.pages or (0,):
            yield piece.text
    for rest in record.remainder:
        yield rest.text


def _section_texts(record: PostMortem) -> Iterator[str]:
    for section in record.sections:
        yield section.number or ""
        yield section.heading or ""
        for block in section.blocks:
            yield from block_texts(block)


def block_texts(block: Block) -> Iterator[str]:
    """Every text of a block, once, in printed order."""
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Table):
        yield from block.header
        for row in block.rows:
            yield from row
    else:
        yield from block.header
        for entry in block.entries:
            yield entry.date_line or ""
            yield entry.time
            yield entry.text
            yield from entry.details.values()
            yield from entry.notes


def _more_often(words: Counter[str], others: Counter[str]) -> list[str]:
    """The words that are more often among some than among others, as often as they are so."""
    found = []
    for word, count in words.items():
        more = count - others.get(word, 0)
        if more > 0:
            found.append(word * more)
    return found


def difference(printed: Iterable[str], held: Iterable[str]) -> tuple[int, int]:
    """How many letters of the printed words are held nowhere, and how many are held too often."""
    on_page, in_record = Counter(printed), Counter(" ".join(held).split())
    lacking = letters(_more_often(on_page, in_record))
    spare = letters(_more_often(in_record, on_page))
    both = sum(min(count, spare[letter]) for letter, count in lacking.items())
    return lacking.total() - both, spare.total() - both
