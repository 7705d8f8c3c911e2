"""The keystone over all true records: printed and read again, each is the same record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from paper import Data, changed, other_language, printed, read, said, without_tree

from pmpdf.record import PostMortem
from pmpdf.report.embedding import public_record
from pmpdf.vocabulary import load

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT.parent / "shared/archive"
FILES = [
    *sorted((ROOT / "samples/records").glob("*.json")),
    *sorted(ARCHIVE.glob("*/*.truth.json")),
]


def true_records() -> list[Any]:
    """Each text once: the archive has most of them in several layouts."""
    found: dict[str, Any] = {}
    for path in FILES:
        record = PostMortem.load(path)
        name = path.name.partition(".")[0]
        found.setdefault(public_record(record).to_json(), pytest.param(record, id=name))
    return list(found.values())


TRUE = true_records()


def house_words(record: PostMortem, folder: Path) -> Path | None:
    """Words of the house that name the kinds which the record gives to unusual headings."""
    unusual: dict[str, dict[str, None]] = {}
    for section in record.sections:
        if section.heading and load().kind_of(section.heading).kind != section.kind:
            unusual.setdefault(section.kind, {})[section.heading] = None
    if not unusual:
        return None
    lines = [f"{kind} = {list(headings)!r}" for kind, headings in unusual.items()]
    path = folder / "house.toml"
    path.write_text("[headings]\n" + "\n".join(lines), encoding="utf-8")
    return path


def without_additions(back: Data, truth: Data) -> Data:
    """What came back, without what the report must add for a reader where a record has it not:
    the heads of further columns, and days that follow from nothing on the page."""
    for section, true in zip(back["sections"], truth["sections"], strict=True):
        if true["heading"] is None:  # its kind is a matter of judgement
            section["kind"] = true["kind"]
        for block, known in zip(section["blocks"], true["blocks"], strict=True):
            if block["type"] == known["type"] == "timeline":
                if "header" not in known:
                    block.pop("header", None)
                dated = any("date_line" in entry for entry in known["entries"])
                for entry in block["entries"]:
                    if not dated:
                        entry.pop("date_line", None)
                    entry.pop("inferred", None)
                    entry.pop("approximate", None)
                for entry in known["entries"]:
                    entry.pop("inferred", None)
                    entry.pop("approximate", None)
    return back


@pytest.mark.parametrize("record", TRUE)
def test_a_true_record_comes_back(record: PostMortem, tmp_path: Path) -> None:
    data = printed(record)
    words = house_words(record, tmp_path)
    for copy in (data, without_tree(data)):
        truth = said(record)
        back = said(read(copy, tmp_path, words=words))
        assert without_additions(back, truth) == truth
    own = msgspec.structs.replace(read(data, tmp_path, own=True), source=None)
    assert own.to_json() == public_record(record).to_json()


@pytest.mark.parametrize("record", TRUE)
def test_what_is_not_translated_comes_back_from_the_other_language(
    record: PostMortem, tmp_path: Path
) -> None:
    back = read(printed(record, language=other_language(record)), tmp_path)
    assert changed(record, back) == []
