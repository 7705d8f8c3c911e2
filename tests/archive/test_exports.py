"""The whole archive in two files."""

from __future__ import annotations

import csv
import json

import msgspec
import pytest
from desks import Desk

from pmpdf.archive.exports import COLUMNS, harmless
from pmpdf.record import Entry, PostMortem, Section, Timeline


def test_both_files_hold_every_record_once(desk: Desk) -> None:
    desk.put("b.pdf", "ok b")
    desk.put("sub/a.pdf", "ok a")
    desk.put("bad.pdf", "abort")
    desk.run()
    rows = [json.loads(row) for row in (desk.out / "records.jsonl").read_text().splitlines()]
    assert [row["_path"] for row in rows] == ["b.pdf", "sub/a.pdf"]
    assert rows[0] | {"_path": ""} == desk.record("b.json") | {"_path": ""}
    content = (desk.out / "timeline.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["file"] for row in table] == ["b.pdf", "sub/a.pdf"]
    assert table[0]["at"] == "2023-05-30T20:00"
    assert table[0]["text"] == "'=SUM(A1)"


def test_another_separator_rewrites_the_table(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    desk.run(csv_separator=",")
    first = (desk.out / "timeline.csv").read_text("utf-8-sig").splitlines()[0]
    assert first == ",".join(COLUMNS)


def test_a_corrected_record_is_taken_and_a_broken_one_named(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.put("b.pdf")
    desk.run()
    record = desk.record("a.json")
    record["title"] = "Corrected"
    (desk.out / "a.json").write_text(json.dumps(record))
    (desk.out / "b.json").write_text("{")
    for _ in range(2):  # it is the archive's state, also where nothing is to be done
        summary = desk.run()
        assert [text.split(":")[0] for text in summary.broken_records] == ["b.json"]
        assert not summary.complete
    rows = [json.loads(row) for row in (desk.out / "records.jsonl").read_text().splitlines()]
    assert [row["title"] for row in rows] == ["Corrected"]


FORMULAS = ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n", "\tx", " =1", "\u3000 @x", "\ufeff=1")


@pytest.mark.parametrize("cell", [*FORMULAS, "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_no_cell_goes_on_in_another() -> None:
    """Excel begins a new one behind so many characters, which might be a formula."""
    assert len(harmless("=" + "x" * 40_000)) <= 32_767
    assert harmless("x" * 40_000).endswith("x…")


NASTY = (
    '"',
    ";",
    ",",
    "a\nb",
    "a\r\nb",
    "a\rb",
    '";"',
    "x\n=1;",
    "\u2028",
    "ä €",
    "'",
    "\\",
    '"\n"',
)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_whatever_a_cell_holds_comes_back_from_the_table(desk: Desk, separator: str) -> None:
    desk.put("a.pdf")
    desk.run()
    record = PostMortem.load(desk.out / "a.json")
    rows = tuple(Entry(time=text, text=text, notes=(text, text)) for text in NASTY)
    section = Section(kind="timeline", blocks=(Timeline(rows),))
    msgspec.structs.replace(record, sections=(section,), title=";\n").save(desk.out / "a.json")
    desk.run(csv_separator=separator)
    with (desk.out / "timeline.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream, delimiter=separator, strict=True))
    assert [row["text"] for row in table] == list(NASTY)
    assert [row["notes"] for row in table] == [f"{text}\n{text}" for text in NASTY]
    assert {row["title"] for row in table} == {";\n"}
    raw = (desk.out / "timeline.csv").read_bytes()
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize("cell", ["", "20:00 Uhr", "a=1", "'", "2023-05-30"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
