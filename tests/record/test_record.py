"""The record: both ways through JSON and YAML, and clear words about what is wrong."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.errors import BadData, CannotWrite, Unreadable
from pmpdf.record import (
    KINDS,
    Entry,
    Fact,
    ListBlock,
    Origin,
    Paragraph,
    Period,
    PostMortem,
    Section,
    Table,
    Timeline,
    Warning,
    schema,
)

RECORDS = sorted((Path(__file__).parents[2] / "samples" / "records").glob("*.json"))

text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=20
).map(lambda s: unicodedata.normalize("NFC", s))
numbers = st.floats(0, 1000, allow_nan=False).map(lambda x: round(x, 1))
origins = st.lists(
    st.builds(Origin, st.integers(1, 9), st.tuples(numbers, numbers, numbers, numbers)),
    max_size=2,
).map(tuple)
entries = st.builds(
    Entry,
    time=text,
    at=st.none() | st.just("2023-05-30T20:00"),
    end=st.none() | st.just("2023-05-31"),
    text=text,
    details=st.dictionaries(text.filter(lambda t: not t.startswith("_")), text, max_size=2),
    date_line=st.none() | text.filter(bool),
    notes=st.lists(text, max_size=2).map(tuple),
    inferred=st.just(()) | st.just(("date", "year")),
    approximate=st.booleans(),
    origin=origins,
)
blocks = st.one_of(
    st.builds(Paragraph, text, origins),
    st.builds(ListBlock, st.booleans(), st.lists(text, max_size=3).map(tuple)),
    st.builds(
        Table,
        st.lists(text, max_size=3).map(tuple),
        st.lists(st.lists(text, max_size=3).map(tuple), max_size=3).map(tuple),
    ),
    st.builds(Timeline, st.lists(entries, max_size=3).map(tuple)),
)
sections = st.builds(
    Section,
    kind=st.sampled_from(KINDS),
    heading=st.none() | text,
    level=st.integers(1, 3),
    number=st.none() | text.filter(bool),
    blocks=st.lists(blocks, max_size=3).map(tuple),
    origin=origins,
)
records = st.builds(
    PostMortem,
    schema_version=st.just(1),
    language=st.sampled_from(["de", "en"]),
    title=st.none() | text,
    period=st.none() | st.just(Period("2023-05-30", "2023-05-31")),
    facts=st.lists(st.builds(Fact, text, text), max_size=2).map(tuple),
    sections=st.lists(sections, max_size=3).map(tuple),
    warnings=st.lists(st.builds(Warning, text, text, text), max_size=2).map(tuple),
)


@given(records)
def test_a_record_comes_back_from_json_and_yaml(record: PostMortem) -> None:
    assert PostMortem.from_json(record.to_json()) == record
    assert PostMortem.from_yaml(record.to_yaml()) == record


VALIDATOR = jsonschema.Draft202012Validator(schema())


@given(records)
@settings(max_examples=40)
def test_what_is_written_keeps_to_the_schema(record: PostMortem) -> None:
    VALIDATOR.validate(record.to_data())


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_samples_are_records_in_the_schema(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text()))
    record = PostMortem.load(path)
    assert PostMortem.from_json(record.to_json()) == record


def test_bytes_and_text_are_the_same() -> None:
    content = RECORDS[0].read_bytes()
    assert PostMortem.from_json(content) == PostMortem.from_json(content.decode())


def test_yaml_scalars_are_what_people_mean() -> None:
    record = PostMortem.from_yaml(
        """
schema_version: 1
language: de
title: no
period: {start: 2023-05-30, end: 2023-05-31}
sections:
  - kind: timeline
    level: 2
    blocks:
      - type: timeline
        entries:
          - {time: 20:00, at: 2023-05-30T20:00, text: 1_000 Fehler, approximate: true}
"""
    )
    entry = next(record.timelines()).entries[0]
    assert (record.title, entry.time, entry.text) == ("no", "20:00", "1_000 Fehler")
    assert record.period == Period("2023-05-30", "2023-05-31")
    assert (record.sections[0].level, entry.approximate) == (2, True)


def test_text_becomes_nfc_and_notes_to_oneself_go() -> None:
    decomposed = unicodedata.normalize("NFD", "Störung")
    record = PostMortem.from_data(
        {"schema_version": 1, "language": "de", "title": decomposed, "sections": [], "_note": 1}
    )
    assert record.title == "Störung"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema_version": 2}, "newer than this pmpdf"),
        ({"schema_version": "x"}, "schema_version must be 1"),
        ({"schema_version": None}, '"schema_version" is missing'),
        ({"language": "fr"}, "at /language"),
        ({"sectoins": []}, 'Did you mean "sections"?'),
        ({"sections": [{"kind": "sumary"}]}, "/sections/0/kind"),
        ({"sections": [{"kind": "summary", "headin": "x"}]}, '"headin" at /sections/0'),
        ({"sections": [{"kind": "summary", "level": 4}]}, "/sections/0/level"),
        ({"sections": [{"kind": "summary", "blocks": [{"type": "x"}]}]}, "/sections/0/blocks"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], words: str) -> None:
    data = {"schema_version": 1, "language": "de", "sections": []} | change
    with pytest.raises(BadData) as caught:
        PostMortem.from_json(json.dumps(data), name="mine.json")
    assert words in caught.value.message
    assert "mine.json" in caught.value.message


@pytest.mark.parametrize("content", ["", "[]", "{", "1", "\x00", '{"schema_version": 1}'])
def test_what_is_no_record_is_refused(content: str) -> None:
    with pytest.raises(BadData):
        PostMortem.from_json(content)


def test_yaml_that_is_none_is_refused() -> None:
    with pytest.raises(BadData, match="not YAML"):
        PostMortem.from_yaml("a: [")


def test_files(tmp_path: Path) -> None:
    record = PostMortem.load(RECORDS[0])
    for name in ("a.json", "a.yaml", "sub/a.yml"):
        record.save(tmp_path / name)
        assert PostMortem.load(tmp_path / name) == record
    with pytest.raises(Unreadable, match="missing"):
        PostMortem.load(tmp_path / "missing.json")
    with pytest.raises(CannotWrite):
        record.save(tmp_path / "a.json" / "b.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.yaml", "sub"]


@pytest.mark.parametrize("content", ["%PDF-1.7\n...", b"%PDF-1.7\n\xe2\xe3"])
@pytest.mark.parametrize("read", [PostMortem.from_json, PostMortem.from_yaml])
def test_a_pdf_is_no_record_and_is_told_so(read: Any, content: str | bytes) -> None:
    with pytest.raises(BadData, match=r"old\.pdf is a PDF.*pmpdf extract.*pmpdf convert"):
        read(content, name="old.pdf")


def test_the_schema_requires_what_the_reader_requires() -> None:
    made = schema()
    assert made["$defs"]["PostMortem"]["required"] == ["schema_version", "language", "sections"]
    for key in ("schema_version", "language", "sections"):
        data = {"schema_version": 1, "language": "de", "sections": []}
        del data[key]
        assert not jsonschema.Draft202012Validator(made).is_valid(data)
        with pytest.raises(BadData, match=key):
            PostMortem.from_data(data)
