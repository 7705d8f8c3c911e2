"""The same promises on a Dask cluster, with real processes on loopback."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from clusters import Cluster
from desks import Desk, wait_until

from pmpdf.archive import cluster as cluster_room
from pmpdf.archive.cluster import Dask, Kit, read_elsewhere
from pmpdf.archive.places import Out
from pmpdf.archive.run import run
from pmpdf.archive.storage import Address, store_at
from pmpdf.archive.summary import Summary
from pmpdf.archive.worker import EXTRACT, Job
from pmpdf.cli import _guarded
from pmpdf.errors import EngineLost, ExitCode, UsageError
from pmpdf.version import __version__

SAMPLES = Path(__file__).parents[2] / "samples" / "archive"
NEEDED = "the extra is not installed: pip install -e '.[dask]'"
TIMES = ("seconds", "peak_memory")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip(
        "distributed", reason="the extra is not installed: pip install -e '.[dask]'"
    )
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), workers=2)
    yield cluster
    cluster.close()


def run_on(cluster: Cluster, desk: Desk) -> Summary:
    engine = Dask(cluster.address)
    return run(desk.archive, desk.out, desk.orders, desk.seen, engine=engine)


def without_times(desk: Desk) -> list[dict[str, Any]]:
    rows = [json.loads(row) for row in (desk.out / "ledger.jsonl").read_text().splitlines()]
    return [{key: row[key] for key in row if key not in TIMES} for row in rows]


def results(desk: Desk) -> dict[str, bytes]:
    return {
        str(path.relative_to(desk.out)): path.read_bytes()
        for path in desk.out.rglob("*")
        if path.is_file() and ".pmpdf" not in path.parts and path.name != "ledger.jsonl"
    }


def test_the_same_archive_gives_the_same_here_and_there(desk: Desk, cluster: Cluster) -> None:
    for path in sorted(SAMPLES.glob("*.pdf"))[::2]:
        shutil.copy(path, desk.archive)
    (desk.archive / "sub").mkdir()
    (desk.archive / "sub" / "cut.pdf").write_bytes(path.read_bytes()[:3000])
    (desk.archive / "note.pdf").write_text("no PDF at all")
    desk.orders = desk.orders.__class__(reports=("de",))
    assert desk.orders.extractor == EXTRACT
    desk.run()
    there = Desk(desk.archive, desk.out.with_name("there"), desk.orders)
    summary = run_on(cluster, there)
    assert summary.files == 8
    assert results(there) == results(desk)
    assert without_times(there) == without_times(desk)
    assert not (there.out / ".pmpdf" / "parts").exists()
    assert run_on(cluster, there).read == 0


def test_what_goes_wrong_there_is_classified_too(desk: Desk, cluster: Cluster) -> None:
    desk.put("abort.pdf", "abort")
    desk.put("eat.pdf", "eat")
    desk.put("bug.pdf", "bug")
    for number in range(12):
        desk.put(f"{number:02d}.pdf")
    run_on(cluster, desk)
    outcomes = desk.outcomes()
    assert outcomes.pop("abort.pdf") == "worker_died"
    assert outcomes.pop("eat.pdf") == "limit_memory"
    assert outcomes.pop("bug.pdf") == "internal"
    assert set(outcomes.values()) == {"ok"}
    assert len(outcomes) == 12


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    desk: Desk, cluster: Cluster
) -> None:
    for number in range(120):
        desk.put(f"{number:03d}.pdf", f"slow {number}")
    parts = desk.out / ".pmpdf" / "parts"
    victim = cluster.workers[0]

    def kill() -> None:
        assert wait_until(lambda: len(list(parts.glob("*"))) > 6, 30)
        victim.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    summary = run_on(cluster, desk)
    killer.join()
    assert victim.wait() != 0
    cluster.workers[0] = cluster.add_worker()
    assert summary.outcomes == {"ok": 120}
    rows = [json.loads(row) for row in (desk.out / "ledger.jsonl").read_text().splitlines()]
    assert [row["path"] for row in rows] == [f"{number:03d}.pdf" for number in range(120)]
    titles = [desk.record(f"{number:03d}.json")["title"] for number in range(120)]
    assert titles == [f"slow {number}" for number in range(120)]
    assert run_on(cluster, desk).read == 0


def test_a_worker_without_what_it_takes_is_one_clear_error(desk: Desk, tmp_path: Path) -> None:
    brand = tmp_path / "brand"
    brand.mkdir()
    (brand / "brand.toml").write_text("")
    here = Kit(
        __version__, (str(desk.archive),), ((str(brand), cluster_room.content_digest(brand)),)
    )
    source = desk.put("a.pdf")
    job = Job(str(source), extractor=desk.orders.extractor, limits=desk.orders.limits)
    (answer,) = read_elsewhere([job], here)
    assert answer.error is None
    cluster_room._had.clear()
    (brand / "brand.toml").write_text("company = 'another'")
    for kit, word in (
        (Kit("0.0"), "has pmpdf"),
        (Kit(__version__, (str(tmp_path / "nowhere"),)), "has no folder"),
        (Kit(__version__, addresses=(Address("nosuch://x"),)), "lacks what nosuch://x takes"),
        (here, "or another than this one"),
    ):
        answers = read_elsewhere([job, job], kit)
        assert [answer.error for answer in answers] == [UsageError.__name__] * 2
        assert word in answers[0].message


def test_each_try_writes_part_files_of_its_own(desk: Desk, tmp_path: Path) -> None:
    """A worker that is only thought dead must not write into the file of its successor."""
    job = Job(str(desk.put("a.pdf")), record=str(tmp_path / "1.part"), extractor="faults:extract")
    made = [read_elsewhere([job], Kit(__version__))[0].made for _ in range(2)]
    targets = {one.target for one in made if one is not None}
    assert len(targets) == 2
    assert all(Path(os.fsdecode(target)).is_file() for target in targets)


def test_the_workers_read_the_records_of_a_storage(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For `records.jsonl` and `timeline.csv`: in order, and never all on their way at once."""
    store = store_at(Address(f"local://{tmp_path}"))
    names = [f"{number}.json" for number in range(100)]
    for name in names[1:]:
        store.write(name, name.encode())
    monkeypatch.setattr(cluster_room, "READ_BATCH", 3)
    monkeypatch.setattr(cluster_room, "READ_BATCHES", 4)
    asked: list[str] = []

    def ask() -> Iterator[str]:
        for name in names:
            asked.append(name)
            yield name

    engine = Dask(cluster.address)
    try:
        contents = engine.read_each(cast(Out, SimpleNamespace(store=store)), ask())
        assert next(contents) is None
        assert len(asked) <= 12
        assert [*contents] == [name.encode() for name in names[1:]]
    finally:
        engine.close()


def test_a_scheduler_that_goes_away_ends_the_run_and_the_next_one_resumes(
    desk: Desk, tmp_path: Path
) -> None:
    """Before it does, a file that kills the very worker is given up after one try and one more."""
    pytest.importorskip(
        "distributed", reason="the extra is not installed: pip install -e '.[dask]'"
    )
    cluster = Cluster(tmp_path, workers=3, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        desk.put("0.pdf", "worker")
        run_on(cluster, desk)
        assert desk.outcomes() == {"0.pdf": "worker_died"}
        assert "each worker that tried it died" in desk.ledger()["0.pdf"]["message"]
        assert sum(worker.poll() is None for worker in cluster.workers) == 1
        for number in range(1, 200):
            desk.put(f"{number}.pdf", f"slow {number}")
        killer = threading.Thread(
            target=lambda: (
                wait_until(lambda: len(list(desk.out.glob("*.json"))) > 0, 30),
                cluster.scheduler.kill(),
            )
        )
        killer.start()
        begun = time.monotonic()
        said: list[logging.LogRecord] = []
        listener = logging.Handler()
        listener.emit = said.append  # type: ignore[method-assign]
        logging.getLogger("distributed.client").addHandler(listener)
        with pytest.raises(EngineLost, match=f"{cluster.address} has gone away"):
            run_on(cluster, desk)
        assert said == []
        killer.join()
        assert time.monotonic() - begun < 30
    finally:
        cluster.close()
    done = len(list(desk.out.glob("*.json")))
    assert 0 < done < 199
    assert desk.run(jobs=4).read <= 199 - done
    assert len(list(desk.out.glob("*.json"))) == 199


def test_no_scheduler_no_extra_and_options_that_do_not_fit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", str(desk.archive), str(desk.out)]
    dask = ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    assert _guarded([*words, *dask[:2]], debug=False) == ExitCode.USAGE
    assert _guarded([*words, *dask[2:]], debug=False) == ExitCode.USAGE
    assert _guarded([*words, *dask, "--jobs", "2"], debug=False) == ExitCode.USAGE
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert _guarded([*words, *dask], debug=False) == ExitCode.MISSING_EXTRA
    assert "pip install 'pmpdf[dask]'" in capsys.readouterr().err


def test_no_scheduler_is_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(
        "distributed", reason="the extra is not installed: pip install -e '.[dask]'"
    )
    monkeypatch.setattr(cluster_room, "CONNECT_SECONDS", 0.2)
    with pytest.raises(UsageError, match="no Dask scheduler answers at tcp:"):
        Dask("tcp://127.0.0.1:9")
