"""The power goes at any moment of a run: whatever is left of it, the next run makes it good."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desks import Desk, Watched
from disks import Disk, Tree, lay, tree_of

from pmpdf.archive import worker
from pmpdf.archive.engines import Engine
from pmpdf.archive.ledger import NAME, Ledger
from pmpdf.archive.outfolder import OutFolder
from pmpdf.archive.run import run
from pmpdf.archive.summary import Summary
from pmpdf.archive.worker import Answer, Job, Printing, ReportOrder
from pmpdf.record import PostMortem
from pmpdf.report import Built

BEFORE, NOW = (Printing(date=datetime(year, 1, 1, tzinfo=UTC)) for year in (2025, 2026))
CORRECTED = "Corrected by hand"


class Here(Engine):
    """Reads in this very process: what is tried is what OUT holds, thousands of times."""

    def __init__(self) -> None:
        super().__init__(ThreadPoolExecutor(1), 1)

    def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
        future: Future[list[Answer]] = Future()
        future.set_result([worker.handle(job) for job in jobs])
        return future


def printed(title: str | None, printing: Printing) -> bytes:
    assert printing.date is not None
    return f"{title} {printing.date.year} {'long ' * 20}".encode()


def build(record: PostMortem, order: ReportOrder) -> Built:
    Path(order.target).write_bytes(printed(record.title, order.printing))
    return Built(1)


def bring_up_to_date(desk: Desk, printing: Printing) -> Summary:
    desk.seen = Watched()
    orders = replace(desk.orders, reports=("de",), printing=printing)
    return run(desk.archive, desk.out, orders, desk.seen, engine=Here())


OF_A_FIRST_RUN = {"a": "ok a", "b": "ok b", "sub/c": "doubt c"}
OF_A_LATER_RUN = {
    "a": "ok a",
    "b": "ok b anew",
    "edited": CORRECTED,
    "gone": "ok",
    "new": "ok new",
    "sub/c": "doubt c",
}


def fill_once(desk: Desk) -> None:
    for stem, words in OF_A_FIRST_RUN.items():
        desk.put(f"{stem}.pdf", words)
    desk.put("bad.pdf", "bug")


def change_much(desk: Desk) -> None:
    """What has been read is changed in every way, and there is a new brand for all of it."""
    fill_once(desk)
    desk.put("edited.pdf", "ok edited")
    desk.put("gone.pdf")
    bring_up_to_date(desk, BEFORE)
    record = desk.record("edited.json") | {"title": CORRECTED}
    (desk.out / "edited.json").write_text(json.dumps(record))
    desk.put("b.pdf", "ok b anew")
    desk.put("new.pdf", "ok new")
    (desk.archive / "gone.pdf").unlink()


@pytest.mark.parametrize(
    ("prepare", "titles"), [(fill_once, OF_A_FIRST_RUN), (change_much, OF_A_LATER_RUN)]
)
def test_whatever_a_power_cut_leaves_the_next_run_makes_it_good(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Desk], None],
    titles: dict[str, str],
) -> None:
    monkeypatch.setattr(worker, "build_report", build)
    monkeypatch.setattr("pmpdf.archive.run.GROUP", 2)
    prepare(desk)
    with monkeypatch.context() as patch:
        disk = Disk(desk.out, patch)
        bring_up_to_date(desk, NOW)
    whole = tree_of(desk.out)
    monkeypatch.setattr("os.fsync", lambda _: None)  # from here on it takes only time
    monkeypatch.setattr(OutFolder, "sync", lambda _: None)
    states = list(disk.states())
    assert len(states) > 50
    for state in states:
        shutil.rmtree(desk.out)
        lay(state, desk.out)
        check_what_is_left(state, disk.base, whole)
        check_next_run(desk, titles)


def check_what_is_left(state: Tree, before: Tree, after: Tree) -> None:
    """Each output is there whole, as it was or as it was to be; and no correction is lost."""
    for path, content in state.items():
        if not path.startswith(".pmpdf/") and path != NAME:
            assert content in (before.get(path), after.get(path)), path
    if "edited.json" in before:
        assert state["edited.json"] == before["edited.json"]


def check_next_run(desk: Desk, titles: dict[str, str]) -> None:
    safe = settled(desk)
    summary = bring_up_to_date(desk, NOW)
    read = {path for path, task in desk.seen.tasks.items() if task.action == "read"}
    assert read.isdisjoint(safe)
    assert summary.edited == ("edited" in titles)
    check_all_is_there(desk, titles)
    after = tree_of(desk.out)
    again = bring_up_to_date(desk, NOW)
    assert (again.read, again.built) == (0, 0)
    assert tree_of(desk.out) == after


def settled(desk: Desk) -> set[str]:
    """What must not be read again: its record is journalled, and lies there."""
    with Ledger(desk.out) as ledger:
        return {
            line.path
            for line in ledger.lines()
            if line.record is not None
            and line.sha256 == worker.file_sha256(desk.archive / line.path)
            and line.record.sha256 == worker.file_sha256(desk.out / line.record.path)
        }


def check_all_is_there(desk: Desk, titles: dict[str, str]) -> None:
    lines = desk.ledger()
    assert [path for path, line in lines.items() if line["outcome"] == "internal"] == ["bad.pdf"]
    for stem, title in titles.items():
        assert desk.record(f"{stem}.json")["title"] == title
        report = printed(title, BEFORE if stem == "gone" else NOW)
        assert (desk.out / f"{stem}.de.pdf").read_bytes() == report
    rows = [json.loads(row) for row in (desk.out / "records.jsonl").read_text().splitlines()]
    assert {row["_path"]: row["title"] for row in rows} == {
        f"{stem}.pdf": title for stem, title in titles.items()
    }
    table = (desk.out / "timeline.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(";")[1] for row in table[1:]] == [
        title for _, title in sorted(titles.items())
    ]
