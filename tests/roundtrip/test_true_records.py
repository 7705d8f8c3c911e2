"""The keystone over all true records: printed and read again, each is the same record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from paper import Data, moments, printed, read, said, without_tree

from pmpdf.record import Language, PostMortem
from pmpdf.report.brand import neutral
from pmpdf.report.embedding import public_record
from pmpdf.report.story import tell
from pmpdf.report.wording import Wording
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


def values(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a record with its JSON Pointer."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        place = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if isinstance(value, dict | list):
            yield from values(value, place)
        else:
            yield place, value


@pytest.mark.parametrize("record", TRUE)
def test_what_is_not_translated_comes_back_from_the_other_language(
    record: PostMortem, tmp_path: Path
) -> None:
    other: Language = "en" if record.language == "de" else "de"
    wording = Wording(record, other, neutral())
    tell(record, wording, neutral())
    back = read(printed(record, language=other), tmp_path)
    assert moments(back) == moments(record)
    kept, found = dict(values(record.to_data())), dict(values(back.to_data()))
    for place in wording.foreign:
        if "/details/" in place:  # under a head that may have been re-worded
            entry, _, _ = place.partition("/details/")
            assert kept[place] in [v for p, v in found.items() if p.startswith(entry)]
        elif place in kept:  # no head of our own
            assert found.get(place) == kept[place], place
