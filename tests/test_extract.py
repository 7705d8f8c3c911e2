"""The whole road, on real files: the samples give their records, the archives score as they did.

What the samples' records (labelled by hand) do not say, furniture and warnings for instance, is
held in `test_extract.goldens.json`. After a change that is meant, write it anew with

    PMPDF_WRITE_GOLDENS=1 pytest tests/test_extract.py

and look at the difference; such a run never passes.
"""

from __future__ import annotations

import functools
import gc
import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pmpdf import pipeline
from pmpdf.errors import PmpdfError
from pmpdf.record import PostMortem

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples" / "archive").glob("*.pdf"))
GOLDENS = Path(__file__).with_suffix(".goldens.json")
WRITE = bool(os.environ.get("PMPDF_WRITE_GOLDENS"))

SHARED = ROOT.parent / "shared"
ARCHIVES = {name: sorted((SHARED / "archive" / name).glob("*.pdf")) for name in ("dev", "real")}

# Kinds that are as good as the one in the record, by sample and heading.
AS_GOOD = {
    ("de04-id-C", "KOMMUNIKATION", "other"): "response",
    ("de02-cr2", "Warum zwei Primärknoten?", "other"): "technical_details",
}

# What the labelled records leave out.
UNLABELLED = {"source", "furniture", "remainder", "warnings", "origin", "levels"}
UNLABELLED |= {"inferred", "approximate", "date_line"}


@functools.cache
def extracted(path: Path) -> PostMortem:
    return pipeline.extract(path)


# The samples -------------------------------------------------------------------------------


def labelled(value: Any) -> Any:
    """The part of a record that is labelled by hand."""
    if isinstance(value, list):
        return [labelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: labelled(item)
        for key, item in value.items()
        if key not in UNLABELLED
        if not (key == "header" and value.get("type") == "timeline")
        if not (key == "notes" and not item)
    }


def beside(record: PostMortem) -> dict[str, Any]:
    """The part that is not: short, so that a difference can be read."""
    timelines = [
        {
            "header": list(timeline.header),
            "date_lines": {n: e.date_line for n, e in enumerate(timeline.entries) if e.date_line},
            "inferred": "".join((e.inferred or ("-",))[0][0] for e in timeline.entries),
            "approximate": [n for n, e in enumerate(timeline.entries) if e.approximate],
            "pages": " ".join("+".join(str(o.page) for o in e.origin) for e in timeline.entries),
        }
        for timeline in record.timelines()
    ]
    found = {
        "furniture": [f"{f.role} {list(f.pages)} {f.text}" for f in record.furniture],
        "remainder": [rest.text for rest in record.remainder],
        "warnings": [f"{w.code} {w.path}" for w in record.warnings],
        "levels": [
            list(block.levels)
            for section in record.sections
            for block in section.blocks
            if getattr(block, "levels", ())
        ],
        "timelines": timelines,
    }
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_samples_give_their_records(path: Path) -> None:
    record = extracted(path)
    truth = PostMortem.load(ROOT / "samples" / "records" / f"{path.stem}.json").to_data()
    for section in truth["sections"]:
        own = section["kind"]
        section["kind"] = AS_GOOD.get((path.stem, section["heading"], own), own)
    assert labelled(record.to_data()) == labelled(truth)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_samples_give_the_rest_as_before(path: Path) -> None:
    found = beside(extracted(path))
    known = json.loads(GOLDENS.read_text(encoding="utf-8")) if GOLDENS.exists() else {}
    if WRITE:
        known[path.stem] = found
        text = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1)
        GOLDENS.write_text(text + "\n", encoding="utf-8")
        pytest.fail("written anew; look at the difference, and run again without writing")
    assert found == known[path.stem]


def test_there_are_samples_and_none_too_many() -> None:
    assert len(SAMPLES) >= 12
    assert not WRITE, "a run that writes goldens never passes"
    assert set(json.loads(GOLDENS.read_text(encoding="utf-8"))) == {p.stem for p in SAMPLES}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_origins_lie_on_their_pages(path: Path) -> None:
    record = extracted(path)
    assert record.source
    found = list(origins(record.to_data()))
    assert len(found) > 10
    for origin in found:
        x0, top, x1, bottom = origin["box"]
        assert 1 <= origin["page"] <= (record.source.pages or 0)
        assert -2 <= x0 < x1 <= 620
        assert -2 <= top < bottom <= 850


def origins(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from origins(item)
    elif isinstance(value, dict):
        if set(value) == {"page", "box"}:
            yield value
        for item in value.values():
            yield from origins(item)


def test_the_same_file_gives_the_same_record() -> None:
    assert pipeline.extract(SAMPLES[0]).to_json() == extracted(SAMPLES[0]).to_json()


# The archives ------------------------------------------------------------------------------


@functools.cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def archived(name: str, *, scans: bool | None = None) -> list[Any]:
    found = ARCHIVES[name] if (SHARED / "score.py").exists() else []
    if scans is not None:
        found = [path for path in found if path.stem.endswith("-scan") is scans]
    if found:
        return [pytest.param(path, id=path.stem) for path in found]
    missing = pytest.mark.skip(reason=f"no archive to score: ../shared/archive/{name} is not there")
    return [pytest.param(None, marks=missing, id="missing")]


def score(path: Path) -> dict[str, Any]:
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return scorer().score(truth, extracted(path).to_data())  # type: ignore[no-any-return]


def difference(path: Path) -> str:
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return scorer().diff(truth, extracted(path).to_data())  # type: ignore[no-any-return]


FAULTS = ("lost", "leaked", "dropped", "silent", "unwarned")
NONE = dict.fromkeys(FAULTS, 0)


def faults(result: dict[str, Any]) -> dict[str, int]:
    return {name: int(result[name]) for name in FAULTS}


@pytest.mark.parametrize("path", archived("dev", scans=False))
def test_dev_is_perfect(path: Path) -> None:
    result = score(path)
    assert result["perfect"], difference(path)
    assert faults(result) == NONE


@pytest.mark.parametrize("path", archived("dev", scans=True))
def test_scans(path: Path) -> None:
    pytest.importorskip("tesserocr", reason="scans are read with the extra pmpdf[ocr]")
    result = score(path)
    assert result["text"] >= 0.99, difference(path)
    assert result["rows_at"] == 1
    assert not result["clean"]  # what was recognised is never taken for sure
    assert (result["leaked"], result["silent"]) == (0, False)


# The page of this one is cut off: its title is not printed.
CUT_OFF = "2026-01-29-temple-cluster-failed-runtime-check"


@pytest.mark.parametrize("path", archived("real"))
def test_real_reports_are_perfect_but_for_the_one_cut_off(path: Path) -> None:
    result = score(path)
    if path.stem == CUT_OFF:
        assert result["lost"] <= 2
        assert (result["leaked"], result["dropped"], result["silent"]) == (0, 0, False)
        return
    assert result["perfect"], difference(path)
    assert faults(result) == NONE


def test_warnings_mean_something() -> None:
    """Of the perfect documents that were not recognised from pictures, nine in ten are clean."""
    paths = [p for found in ARCHIVES.values() for p in found if not p.stem.endswith("-scan")]
    if not paths or not (SHARED / "score.py").exists():
        pytest.skip("no archive to score: ../shared/archive is not there")
    results = [score(path) for path in paths]
    perfect = sum(result["perfect"] for result in results)
    assert sum(result["clean"] for result in results) >= 0.9 * perfect


def test_a_record_is_read_whatever_name_its_file_has(tmp_path: Path) -> None:
    copy = tmp_path / "x"
    copy.write_bytes(SAMPLES[0].read_bytes())
    record, again = extracted(SAMPLES[0]), pipeline.extract(copy)
    assert again.sections == record.sections
    assert again.source
    assert again.source.file_name == "x"


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_left_as_it_was(running: bool, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    try:
        if not running:
            gc.disable()
        pipeline.extract(SAMPLES[0])
        assert gc.isenabled() == running
        with pytest.raises(PmpdfError):
            pipeline.extract(broken)
        assert gc.isenabled() == running
    finally:
        gc.enable()
