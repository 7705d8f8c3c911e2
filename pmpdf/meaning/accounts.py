"""Every printed word once: the record held against the page.

Hyphens and blanks move when lines are joined, so letters and digits are counted, not words; the
words of the message are found afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pmpdf.record import Block, ListBlock, Paragraph, PostMortem, Table


def letters(texts: Iterable[str]) -> Counter[str]:
    counted = Counter("".join(texts).casefold())
    return Counter({c: count for c, count in counted.items() if c.isalnum()})


def texts_of(record: PostMortem) -> Iterator[str]:
    """Every text of the record that is printed words, once."""
    for text in (record.title, record.subtitle, record.time_zone_note):
        if text:
            yield text
    framed = [piece.text for piece in record.furniture]
    if record.organization and not any(record.organization in text for text in framed):
        yield record.organization
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


def difference(printed: Counter[str], record: PostMortem) -> tuple[int, int]:
    """How many letters of the page the record lacks, and how many it has too often."""
    held = letters(texts_of(record))
    return sum((printed - held).values()), sum((held - printed).values())
