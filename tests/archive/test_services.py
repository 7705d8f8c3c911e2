"""What every storage must do alike, tried with a server of each kind on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import faults
import pytest
from clusters import Cluster
from desks import HERE, Desk, wait_until
from services import SECRET, SERVICES, Service, Sftp
from stores import Stored, assert_same, edit, place_name, samples_both_here_and_there

from pmpdf.archive import engines
from pmpdf.archive.places import ledger_of
from pmpdf.archive.storage import store_at
from pmpdf.archive.stored import JOURNAL, PARTS
from pmpdf.archive.worker import Answer, Job
from pmpdf.cli import _guarded
from pmpdf.errors import ExitCode, UsageError
from pmpdf.pipeline import Settings

PROGRAM = """
import sys
sys.path.insert(0, {here!r})
from desks import Watched
from pmpdf.archive.plan import Orders
from pmpdf.archive.run import run
from pmpdf.archive.storage import Address
run(Address({archive!r}), Address({out!r}), Orders(extractor="faults:extract"), Watched())
"""


@pytest.fixture(scope="module", params=list(SERVICES))
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    with SERVICES[request.param](tmp_path_factory.mktemp("service")).at_work() as service:
        yield service


@pytest.fixture
def place(service: Service, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stored:
    monkeypatch.setattr("pmpdf.archive.storage.COARSE", -1.0)  # files of a test are always new
    return Stored(desk, service.place(place_name(tmp_path)))


def test_it_gives_the_same_and_each_source_is_read_once(
    service: Service, place: Stored, capfd: pytest.CaptureFixture[str]
) -> None:
    samples_both_here_and_there(place)
    service.read()
    place.run()
    read = service.read()
    sources = {path: times for path, times in read.items() if path.startswith("archive/")}
    assert len(sources) == 6
    assert set(sources.values()) == {1}
    assert_same(place)
    service.read()
    assert place.run().read == 0
    again = service.read()
    assert "out/ledger.jsonl" in again
    assert not [path for path in again if path.startswith("archive/")]
    assert service.tells_md5 != any(path.endswith(".json") for path in again)
    assert place.names(PARTS) == place.names(JOURNAL) == []
    for name in ("ledger.jsonl", ".pmpdf/archive"):
        assert service.secret.encode() not in place.read(name)
    assert service.secret not in "".join(capfd.readouterr())


def test_hand_edits_are_sacred(service: Service, place: Stored) -> None:
    place.put("a.pdf")
    place.put("b.pdf")
    place.run(reports=("de",))
    content = edit(place)
    place.put("b.pdf", "ok other")
    summary = place.run(reports=("de",))
    assert (summary.edited, summary.read, summary.built) == (1, 1, 1)
    assert place.read("a.json") == content
    assert place.record("b.json")["title"] == "ok other"
    place.run(redo=True, reports=("de",))
    assert place.read("a.json") == content


def test_an_archive_without_records_can_be_run_again(place: Stored) -> None:
    """Its `records.jsonl` is empty, and so has no first byte that could be asked for."""
    place.put("a.pdf", "abort")
    for _ in range(2):
        assert place.run().outcomes == {"worker_died": 1}
    assert place.read("records.jsonl") == b""


def test_a_run_that_is_killed_is_resumed(place: Stored) -> None:
    with ThreadPoolExecutor(8) as several:
        for n in range(160):  # more than are named at first
            several.submit(place.put, f"{n // 50}/{n:02d}.pdf", f"slow {n}")
    program = PROGRAM.format(here=HERE, archive=place.archive.url, out=place.out.url)
    process = subprocess.Popen([sys.executable, "-c", program])
    assert wait_until(lambda: any(name.endswith(".json") for name in place.names("0")), 30)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with ledger_of(place.out) as ledger:
        done = len(ledger)
    assert 0 < done < 160
    summary = place.run(engines.local(4))
    assert summary.complete
    assert (summary.files, summary.edited) == (160, 0)
    assert summary.read <= 160 - done + 64
    assert len(place.read("ledger.jsonl").splitlines()) == 160
    assert place.record("1/79.json")["title"] == "slow 79"


def test_a_lock_is_made_only_if_there_is_none(place: Stored) -> None:
    assert store_at(place.out).create("lock", b"1")
    assert not store_at(place.out).create("lock", b"2")
    assert place.read("lock") == b"1"


def test_a_line_that_breaks_is_laid_anew(desk: Desk, tmp_path: Path) -> None:
    service = Sftp(tmp_path, patience=7)
    try:
        place = Stored(desk, service.place("there"))
        for number in range(20):
            place.put(f"{number}.pdf", f"ok {number}")
        summary = place.run(engines.local(4))
        assert summary.outcomes == {"ok": 20}
        assert place.record("19.json")["title"] == "ok 19"
    finally:
        store_at.cache_clear()
        service.close()


def test_a_cluster_writes_no_credentials(desk: Desk, tmp_path: Path) -> None:
    """Neither at work nor where a worker says what it was given and why it failed."""
    pytest.importorskip("distributed", reason="not installed: pip install -e '.[dask]'")
    from pmpdf.archive.cluster import Dask

    class Failing(Dask):
        def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
            future: Future[list[Answer]] = self._executor.submit(faults.fail, jobs)
            return future

    (tmp_path / "cluster").mkdir()
    service, cluster = Sftp(tmp_path), Cluster(tmp_path / "cluster", workers=1)
    try:
        place = Stored(desk, service.place("there"))
        place.put("a.pdf")
        place.put("b.pdf", "abort")
        place.orders = replace(place.orders, settings=Settings(password=SECRET))
        assert place.run(Dask(cluster.address)).outcomes == {"ok": 1, "worker_died": 1}
        with pytest.raises(UsageError, match="RuntimeError: no way to read") as failed:
            place.run(Failing(cluster.address), redo=True)
    finally:
        store_at.cache_clear()
        cluster.close()
        service.close()
    log = (tmp_path / "cluster" / "log").read_text()
    assert "no way to read" in log
    assert SECRET not in log + failed.value.message
    for path in (tmp_path / "root").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def test_a_wrong_password_is_no_word_to_be_repeated(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    service = Sftp(tmp_path)
    try:
        address = service.place("there").replace(SECRET, f"wrong-{SECRET}")
        words = ["batch", address, str(desk.out), "-v", "--debug"]
        assert _guarded(words, debug=True) == ExitCode.INPUT
        said = "".join(capfd.readouterr())
        assert f"cannot reach sftp://127.0.0.1:{service.port}/there: " in said
        assert SECRET not in said
    finally:
        service.close()
    assert not os.path.lexists(desk.out)
