"""The journal: readable after any interruption, one line a path in the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.archive.ledger import NAME, Ledger, Line, Output, path_from, path_words
from pmpdf.errors import CannotWrite


def line(path: str, outcome: str = "ok", sha256: str = "a") -> Line:
    text, raw = path_words(path)
    outputs = (Output(path=f"{text}.json", sha256=sha256),)
    return Line(path=text, path_bytes=raw, sha256="f", size=1, outcome=outcome, outputs=outputs)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path


def test_the_last_line_of_a_path_counts(out: Path) -> None:
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("a", "damaged"), line("b")])
        ledger.append([line("a", "ok")])
        assert [found.outcome for found in ledger.lines()] == ["ok", "ok"]
    with Ledger(out) as again:
        last = again.last("a")
        assert last is not None
        assert last.outcome == "ok"
        assert again.last("c") is None
        assert len(again) == 2


def test_a_run_that_ends_leaves_one_sorted_line_a_path(out: Path) -> None:
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("b"), line("a", "damaged"), line("é"), line("a")])
        assert ledger.needs_compaction()
        ledger.compact(out)
        assert not ledger.needs_compaction()
        ledger.append([line("c")])
        assert ledger.paths() == ["a", "b", "c", "é"]
    rows = [json.loads(row) for row in (out / NAME).read_text().splitlines()]
    assert [row["path"] for row in rows] == ["a", "b", "é", "c"]


@pytest.mark.parametrize("cut", [1, 20, -1, -2])
def test_a_torn_line_is_passed_over(out: Path, cut: int) -> None:
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("a"), line("b")])
    content = (out / NAME).read_bytes()
    second = content.index(b"\n") + 1
    torn = content[second:][:cut]
    (out / NAME).write_bytes(content[:second] + torn)
    with Ledger(out, writing=True) as ledger:
        whole = cut == -1  # only the line break is missing
        assert ledger.paths() == (["a", "b"] if whole else ["a"])
        ledger.append([line("c")])
    with Ledger(out) as again:
        assert again.last("c") is not None
        assert again.last("a") is not None


def test_bytes_after_a_power_cut_are_no_end(out: Path) -> None:
    """Some file systems leave a block of zeros behind."""
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("a")])
    with (out / NAME).open("ab") as stream:
        stream.write(b"\0" * 512)
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("b")])
        ledger.compact(out)
        assert ledger.paths() == ["a", "b"]


def test_hashes_of_a_record_are_remembered_until_compaction(out: Path) -> None:
    with Ledger(out, writing=True) as ledger:
        ledger.append([line("a", sha256="1")])
        ledger.append([line("a", sha256="2")])
        assert {record.sha256 for record in ledger.records_of("a")} == {"1", "2"}
        ledger.compact(out)
        assert [record.sha256 for record in ledger.records_of("a")] == ["2"]


def test_a_full_disk_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with Ledger(out, writing=True) as ledger:
        monkeypatch.setattr("os.write", full)
        with pytest.raises(CannotWrite, match="No space left"):
            ledger.append([line("a")])


names = st.binary(min_size=1, max_size=20).filter(lambda raw: b"\0" not in raw)


@given(st.lists(names, max_size=8))
@settings(max_examples=30)
def test_any_name_that_a_file_can_have_comes_back(
    tmp_path_factory: pytest.TempPathFactory, raws: list[bytes]
) -> None:
    paths = [raw.decode("utf-8", "surrogateescape") for raw in raws]
    out = tmp_path_factory.mktemp("out")
    with Ledger(out, writing=True) as ledger:
        ledger.append([line(path) for path in paths])
        ledger.compact(out)
    with Ledger(out) as again:
        assert set(again.paths()) == set(paths)
        assert [found.key for found in again.lines()] == sorted(
            set(paths), key=lambda path: path.encode("utf-8", "surrogateescape")
        )
    assert all(path_from(*path_words(path)) == path for path in paths)
