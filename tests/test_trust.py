"""The table of what warnings are worth speaks of the codes and copies that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.spoiling import SPOILINGS
from benchmarks.trust import Tally, covers, judged, tables

ROOT = Path(__file__).parent.parent
TABLES = (ROOT / "docs" / "trust.md").read_text()
WARNINGS = (ROOT / "docs" / "warnings.md").read_text()


def test_every_code_of_the_table_is_documented() -> None:
    codes = re.findall(r"^\| `(\w+)` \|", TABLES, re.M)
    assert len(codes) > 8
    for code in codes:
        assert f"| `{code}` |" in WARNINGS, code


def test_the_table_has_every_kind_of_copy() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| \d", TABLES, re.M)
    assert rows == list(SPOILINGS)
    assert TABLES.count(next(tables([]))) == 1


@pytest.mark.parametrize(
    ("warning", "value", "covered"),
    [
        ("/sections", "/sections/3/kind", True),
        ("/sections/3/blocks/0/entries/2/at", "/sections/3/blocks/0/entries/2", True),
        ("/sections/3/kind", "/sections/3/heading", False),
        ("/sections/1", "/sections/12/kind", False),
    ],
)
def test_a_warning_covers_what_its_path_leads_to(warning: str, value: str, covered: bool) -> None:
    assert covers(warning, value) is covered


def test_values_are_judged_one_by_one() -> None:
    def report(*rows: str, kind: str = "timeline") -> dict:
        entries = [{"time": row, "text": "Ausfall"} for row in rows]
        block = {"type": "timeline", "entries": entries}
        return {"sections": [{"kind": kind, "heading": "Ablauf", "blocks": [block]}]}

    truth = report("1", "2", "3")
    right = judged(truth, truth)
    assert (right.wrong, right.lacking) == ([], [])
    assert len(right.right) == 7 + 2 + 3
    wrong = judged(truth, report("1", "4", "3", kind="other"))
    assert wrong.wrong == ["/sections/0/kind", "/sections/0/blocks/0/entries/1"]
    assert judged(truth, report("1", "3")).lacking == ["/sections/0"]
    assert len(judged(truth, {"sections": []}).lacking) == 2 + 3


def test_shares_are_of_what_was_found() -> None:
    one = Tally(documents=1, warned=4, warned_wrong=1, unwarned=10)
    row = (one + one).row("copies")
    assert row == "| copies | 2 | 0 | 8 | 25.0 % | 20 | 100.0 % | 0 | 0 |"
