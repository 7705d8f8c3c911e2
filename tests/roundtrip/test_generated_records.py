"""Generated records in normal form, printed and read again.

`PMPDF_KEYSTONE=500` tries so many, with another seed each time; without it a few are tried, always
the same ones.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from normal_records import WORDS, records
from paper import changed, other_language, printed, read, said, without_tree

from pmpdf.check import departures
from pmpdf.record import Block, Entry, Paragraph, Period, PostMortem, Section, Timeline
from pmpdf.report.embedding import public_record

MANY = int(os.environ.get("PMPDF_KEYSTONE", "0"))


def examples(count: int) -> settings:
    """The same so many each time, or as many others as were asked for."""
    return settings(
        max_examples=MANY or count,
        derandomize=not MANY,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@given(records())
@examples(40)
def test_a_record_in_normal_form_comes_back_from_its_page(record: PostMortem) -> None:
    """The keystone: from the page alone, from a copy without its tags, and with the record inside
    to the byte."""
    assert list(departures(record)) == []
    data = printed(record)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert said(read(data, folder)) == said(record)
        assert said(read(without_tree(data), folder)) == said(record)
        own = msgspec.structs.replace(read(data, folder, own=True), source=None)
        assert own.to_json() == public_record(record).to_json()


@given(records())
@examples(15)
def test_what_is_not_translated_comes_back_from_the_other_language(record: PostMortem) -> None:
    with tempfile.TemporaryDirectory() as name:
        back = read(printed(record, language=other_language(record)), Path(name))
    assert changed(record, back) == []


def test_a_text_that_ends_in_a_hyphen_keeps_the_record_its_own(tmp_path: Path) -> None:
    texts = (Paragraph("Betroffen war der Ein-"), Paragraph("06:37 Uhr war es vorbei."))
    record = PostMortem(1, "de", title="T", sections=(Section("summary", "Fazit", blocks=texts),))
    assert read(printed(record), tmp_path, own=True).source is not None
    assert said(read(printed(record), tmp_path, own=True)) == said(record)


def of_any_length(number: int) -> str:
    """A text whose last line is of another length than those of its neighbours."""
    words = [word for word in WORDS["de"].split() if word.isalpha()]
    picked = [words[(number * 7 + place * 11) % len(words)] for place in range(8 + number % 37)]
    return f"Am {number}. Tag {' '.join(picked)} aus."


@pytest.mark.parametrize("nested", [False, True])
def test_texts_stay_apart_where_a_page_ends(nested: bool, tmp_path: Path) -> None:
    texts = tuple(map(of_any_length, range(480, 720)))
    blocks: tuple[Block, ...] = tuple(map(Paragraph, texts))
    if nested:
        row = Entry("20:00 Uhr", "2029-05-03T20:00", text="Ausfall.", notes=texts)
        blocks = (
            Timeline(
                (row, Entry("21:00 Uhr", "2029-05-03T21:00", text="Ende.")),
            ),
        )
    period = Period("2029-05-03", "2029-05-03")
    sections = (Section("timeline", "Zeitablauf", blocks=blocks),)
    record = PostMortem(1, "de", title="Störungsbericht", period=period, sections=sections)
    back = read(printed(record), tmp_path)
    assert texts_of(back) == texts_of(record)


def texts_of(record: PostMortem) -> list[str]:
    """The paragraphs and notes of a record."""
    found: list[str] = []
    for section in record.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Timeline):
                found += [note for entry in block.entries for note in entry.notes]
    return found
