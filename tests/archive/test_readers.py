"""A file may crash, stop or bloat its reader; nothing else may notice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from desks import HERE, LIMITS, is_alive, wait_until
from faults import EXTRACTOR

from pmpdf.archive import engines
from pmpdf.archive.readers import Births, Cradle, Nursery, Reader
from pmpdf.archive.worker import Answer, Job, Limits


@pytest.fixture(params=["cradle", "nursery"], scope="module")
def births(request: pytest.FixtureRequest) -> Iterator[Births]:
    if request.param == "cradle":
        yield Cradle()
        return
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def reader(births: Births) -> Iterator[Reader]:
    reader = Reader(births)
    yield reader
    reader.close()


TIGHT = Limits(seconds=0.4)
A_PAGE = Limits(seconds=300, page_seconds=0.2)


def ask(reader: Reader, folder: Path, what: str, limits: Limits = LIMITS) -> Answer:
    source = folder / "file.pdf"
    source.write_text(f"%PDF-1.4 {what}")
    return reader.ask(Job(str(source), limits=limits, extractor=EXTRACTOR))


def test_a_reader_reads_file_after_file(reader: Reader, tmp_path: Path) -> None:
    first = ask(reader, tmp_path, "ok one")
    second = ask(reader, tmp_path, "ok two")
    assert first.error is None
    assert b"ok one" in (first.record or b"")
    assert b"ok two" in (second.record or b"")
    assert first.peak_memory
    assert first.peak_memory < 200 << 20


@pytest.mark.parametrize(
    ("what", "error", "words"),
    [
        ("abort", "ReaderDied", "signal 6 (SIGABRT)"),
        ("hang", "TimeLimit", "within 0.4 s"),
        ("stop", "TimeLimit", "within 0.4 s"),
        ("page", "TimeLimit", "page 2 not read within 0.2 s"),
        ("garbage", "ReaderDied", "no answer"),
        ("bug", "PmpdfError", "KeyError"),
        ("error PasswordNeeded", "PasswordNeeded", "PasswordNeeded"),
    ],
)
def test_what_a_file_does_to_its_reader_is_an_answer(
    reader: Reader, tmp_path: Path, what: str, error: str, words: str
) -> None:
    tight = A_PAGE if what == "page" else TIGHT
    answer = ask(reader, tmp_path, what, tight if error == "TimeLimit" else LIMITS)
    assert answer.error == error
    assert words in answer.message
    assert answer.sha256 is not None
    assert ask(reader, tmp_path, "ok after").error is None


def test_memory_that_is_taken_slowly_is_seen_from_outside(reader: Reader, tmp_path: Path) -> None:
    """The address space is the first fence, the resident size the second."""
    answer = ask(reader, tmp_path, "eat")
    assert answer.error == "MemoryLimit"
    assert "more than 200 MB" in answer.message
    assert answer.peak_memory is not None
    assert answer.peak_memory < 400 << 20


def test_standard_input_is_not_asked_for_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-").write_text("%PDF-1.4 crash")
    for source, error in ((str(tmp_path / "-"), None), ("-", "ReaderDied")):
        job = Job(source, limits=LIMITS, fresh=True, extractor=EXTRACTOR)
        reader = Reader(Cradle())
        assert reader.ask(job).error == error
        reader.close()


def test_where_memory_is_short_readers_are_ended_first(reader: Reader, tmp_path: Path) -> None:
    ask(reader, tmp_path, "ok")
    assert reader._child is not None
    assert Path(f"/proc/{reader._child.pid}/oom_score_adj").read_text().strip() == "1000"


def test_a_killed_reader_takes_its_children_along(reader: Reader, tmp_path: Path) -> None:
    pids = tmp_path / "pid"
    answer = ask(reader, tmp_path, f"spawn {pids}", A_PAGE)
    assert answer.error == "TimeLimit"
    child = int(pids.read_text())
    assert wait_until(lambda: not is_alive(child))


def test_what_a_library_prints_stays_inside(
    births: Births, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    reader = Reader(births)
    assert ask(reader, tmp_path, "noise").error is None
    reader.close()
    assert capfd.readouterr() == ("", "")


def test_a_reader_is_replaced_after_many_files(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmpdf.archive.worker.MAX_FILES", 2)
    fresh = Reader(Cradle())
    answers = [ask(fresh, tmp_path, "ok") for _ in range(4)]
    fresh.close()
    assert [answer.retires for answer in answers] == [False, True, False, True]
    assert all(answer.error is None for answer in answers)


def test_a_dead_helper_is_replaced(tmp_path: Path) -> None:
    nursery = Nursery()
    reader = Reader(nursery)
    assert ask(reader, tmp_path, "ok").error is None
    assert nursery._helper is not None
    assert reader._child is not None
    pid = reader._child.pid
    os.kill(nursery._helper.pid, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(pid)), "a reader has outlived its helper"
    assert ask(reader, tmp_path, "ok").error == "ReaderDied"
    assert ask(reader, tmp_path, "ok").error is None
    nursery.close()


def test_nothing_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    """Helper and readers end with the process that wanted them, even by SIGKILL in mid-hang."""
    (tmp_path / "file.pdf").write_text("%PDF-1.4 spawn " + str(tmp_path / "pid"))
    program = f"""
import sys
sys.path.insert(0, {HERE!r})
from pmpdf.archive import engines
from pmpdf.archive.worker import Job
engines.read(Job({str(tmp_path / "file.pdf")!r}, extractor="faults:extract"))
"""
    process = subprocess.Popen([sys.executable, "-c", program])
    pids = tmp_path / "pid"
    assert wait_until(lambda: pids.exists() and pids.read_text() != "")
    reader = int(Path(f"/proc/{pids.read_text()}/stat").read_text().rpartition(")")[2].split()[1])
    process.kill()
    process.wait()
    assert wait_until(lambda: not is_alive(reader))


def test_threads_have_a_reader_each(tmp_path: Path) -> None:
    for number in range(12):
        what = "abort" if number == 5 else f"ok {number}"
        (tmp_path / f"{number}.pdf").write_text(f"%PDF-1.4 {what}")
    jobs = [Job(str(tmp_path / f"{n}.pdf"), extractor=EXTRACTOR) for n in range(12)]
    with ThreadPoolExecutor(4) as executor:
        answers = list(executor.map(engines.read, jobs))
    engines.close()
    assert [n for n, answer in enumerate(answers) if answer.error] == [5]
