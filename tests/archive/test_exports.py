"""The whole archive in two files."""

from __future__ import annotations

import csv
import json

import pytest
from desks import Desk

from pmpdf.archive.exports import COLUMNS, harmless


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
    summary = desk.run()
    assert [text.split(":")[0] for text in summary.broken_records] == ["b.json"]
    rows = [json.loads(row) for row in (desk.out / "records.jsonl").read_text().splitlines()]
    assert [row["title"] for row in rows] == ["Corrected"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\uff1d1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "20:00 Uhr", "a=1", "'", "2023-05-30"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
