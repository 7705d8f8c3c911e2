"""The promises of an archive run, each with the fault injected."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from desks import HERE, LIMITS, Desk, children_of, is_alive, wait_until
from faults import WHERE_PDFIUM_DIES

from pmpdf.archive import engines, walk
from pmpdf.archive.engines import Engine
from pmpdf.archive.run import GROUP, dry_run, run
from pmpdf.archive.walk import stat_key
from pmpdf.archive.worker import EXTRACT, LARGEST, Answer, Job, Limits, file_sha256
from pmpdf.errors import CannotWrite, PmpdfError, UsageError
from pmpdf.pipeline import Settings
from pmpdf.reading.gate import MAX_BYTES

SAMPLES = Path(__file__).parents[2] / "samples" / "archive"
A_PAGE = Limits(seconds=300, page_seconds=0.5, memory=LIMITS.memory)  # only "page" begins one
OUTCOMES = {
    "ok.pdf": ("ok", "ok"),
    "doubt.pdf": ("doubt", "doubtful"),
    "abort.pdf": ("abort", "worker_died"),
    "hang.pdf": ("page", "limit_time"),
    "eat.pdf": ("eat", "limit_memory"),
    "bug.pdf": ("bug", "internal"),
    "NotAPdf.pdf": ("error NotAPdf", "not_a_pdf"),
    "Damaged.pdf": ("error Damaged", "damaged"),
    "PasswordNeeded.pdf": ("error PasswordNeeded", "encrypted"),
    "NoText.pdf": ("error NoText", "no_text"),
    "NotAPostMortem.pdf": ("error NotAPostMortem", "not_a_postmortem"),
    "PageLimit.pdf": ("error PageLimit", "limit_pages"),
    "Unreadable.pdf": ("error Unreadable", "unreadable"),
}


# Every file is accounted for, exactly once.


def test_every_file_ends_in_its_outcome_and_hurts_no_other(desk: Desk) -> None:
    for name, (what, _) in OUTCOMES.items():
        desk.put(f"bad/{name}", what)
    for number in range(30):
        desk.put(f"good/{number:02d}.pdf")
    summary = desk.run(jobs=3, limits=A_PAGE)
    rows = [json.loads(row) for row in (desk.out / "ledger.jsonl").read_text().splitlines()]
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    assert len(rows) == summary.files == len(OUTCOMES) + 30
    wanted = {f"bad/{name}": outcome for name, (_, outcome) in OUTCOMES.items()}
    wanted |= {f"good/{number:02d}.pdf": "ok" for number in range(30)}
    assert desk.outcomes() == wanted
    assert not summary.complete
    assert summary.worst[0].outcome == "internal"
    assert desk.record("good/07.json")["title"] == "ok"
    assert not list((desk.out / ".pmpdf" / "parts").glob("*"))


def test_a_line_says_what_a_program_wants_to_know(desk: Desk) -> None:
    source = desk.put("a.pdf", "doubt")
    desk.run()
    line = desk.ledger()["a.pdf"]
    assert line["sha256"] == file_sha256(source)
    assert line["size"] == source.stat().st_size
    assert (line["outcome"], line["warnings"], line["pages"]) == ("doubtful", 1, 1)
    assert line["peak_memory"] > 1 << 20
    assert line["seconds"] > 0
    assert line["outputs"] == [{"path": "a.json", "sha256": file_sha256(desk.out / "a.json")}]
    assert line["version"]
    assert line["settings"]


def test_what_is_no_file_and_what_has_an_odd_name_is_in_the_ledger(desk: Desk) -> None:
    os.mkfifo(desk.archive / "pipe.pdf")
    (desk.archive / "zero.pdf").symlink_to("/dev/zero")
    desk.put("line\nbreak.pdf")
    desk.put("a.pdf", "ok lower")
    desk.put("a.PDF", "ok upper")
    Path(os.fsdecode(os.fsencode(desk.archive) + b"/\xff.pdf")).write_bytes(b"%PDF-1.4 ok raw")
    summary = desk.run()
    assert summary.files == 6
    assert desk.outcomes()["pipe.pdf"] == desk.outcomes()["zero.pdf"] == "unreadable"
    assert desk.record("line\nbreak.json")["title"] == "ok"
    assert desk.record("a.json")["title"] == "ok lower"
    assert desk.record("a.PDF.json")["title"] == "ok upper"
    assert desk.record(os.fsdecode(b"\xff.json"))["title"] == "ok raw"
    assert desk.ledger()["\ufffd.pdf"]["path_bytes"] == "/y5wZGY="
    assert desk.run().read == 0


def test_folders_whose_names_are_no_text(desk: Desk, tmp_path: Path) -> None:
    desk.archive = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in\xff"))
    desk.out = Path(os.fsdecode(os.fsencode(tmp_path) + b"/out\xff"))
    desk.put("a.pdf")
    desk.put("b.pdf", "bug")
    desk.run()
    assert desk.outcomes() == {"a.pdf": "ok", "b.pdf": "internal"}
    (desk.out / "a.json").write_text("{")
    assert desk.run(reports=("de",)).failed_reports == 1


def test_a_file_that_vanishes_in_between_is_no_crash(desk: Desk) -> None:
    source = desk.put("a.pdf")
    desk.put("b.pdf")

    class Removing(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            source.unlink(missing_ok=True)
            return super().submit(fn, *args, **kwargs)

    executor: Executor = Removing(1)
    run(desk.archive, desk.out, desk.orders, desk.seen, engine=Engine(executor, 1))
    assert desk.outcomes()["b.pdf"] == "ok"
    assert desk.outcomes()["a.pdf"] != "ok"


# One file cannot hurt another.


def test_a_suspect_is_tried_once_more_alone(desk: Desk, tmp_path: Path) -> None:
    desk.put("once.pdf", f"once {tmp_path / 'mark'}")
    desk.put("always.pdf", "abort")
    desk.run()
    assert desk.outcomes() == {"once.pdf": "ok", "always.pdf": "worker_died"}
    assert "SIGABRT" in desk.ledger()["always.pdf"]["message"]


def test_a_file_that_pdfium_dies_of_is_read_by_the_second_reader(desk: Desk) -> None:
    """The true road; only pdfium is made to die in it."""
    shutil.copy(SAMPLES / "seed-ids-a.pdf", desk.archive / "a.pdf")
    summary = desk.run(extractor=WHERE_PDFIUM_DIES, limits=Limits())
    assert summary.complete
    assert desk.outcomes() == {"a.pdf": "doubtful"}
    record = desk.record("a.json")
    assert record["title"] == "POST MORTEM"
    assert record["source"]["reader"] == "pdfplumber"
    warned = {w["message"] for w in record["warnings"] if w["code"] == "reader_replaced"}
    assert warned == {"pdfplumber read the file alone: pdfium died of this file"}
    assert desk.run(extractor=WHERE_PDFIUM_DIES, limits=Limits()).read == 0


@pytest.mark.parametrize(
    ("what", "outcome", "words"),
    [
        ("crash", "ok", ""),
        ("abort", "worker_died", "signal 6 (SIGABRT)"),
        ("killed", "worker_died", "signal 9 (SIGKILL)"),
        ("judged NotAPostMortem", "not_a_postmortem", ""),
        ("judged Damaged", "worker_died", "The second reader does not get through it, either."),
        ("judged TimeLimit", "worker_died", "The second reader does not get through it, either."),
    ],
)
def test_what_the_second_reader_says_of_a_file_that_kills_the_first(
    desk: Desk, what: str, outcome: str, words: str
) -> None:
    desk.put("a.pdf", what)
    desk.run()
    assert desk.outcomes() == {"a.pdf": outcome}
    assert words in desk.ledger()["a.pdf"]["message"]


@pytest.mark.ends_processes
def test_no_process_is_left_behind(desk: Desk, tmp_path: Path) -> None:
    desk.put("spawn.pdf", f"spawn {tmp_path / 'pid'}")
    desk.put("hang.pdf", "page")
    desk.run(limits=A_PAGE)
    child = int((tmp_path / "pid").read_text())
    assert wait_until(lambda: not is_alive(child))
    assert [pid for pid in children_of(os.getpid()) if is_alive(pid)] == []


# A second run does just what is left.


def test_a_second_run_opens_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.pdf")
    desk.put("b.pdf", "abort")
    desk.run()
    before = (desk.out / "ledger.jsonl").read_bytes()
    opened: list[str] = []
    real = file_sha256
    monkeypatch.setattr(
        "pmpdf.archive.walk.source_sha256", lambda path: opened.append(str(path)) or real(path)
    )
    summary = desk.run()
    assert (summary.read, summary.built, summary.unchanged) == (0, 0, 2)
    assert not [path for path in opened if path.endswith(".pdf")]
    assert (desk.out / "ledger.jsonl").read_bytes() == before
    assert desk.seen.reason("b.pdf").startswith("failed before (worker_died)")
    assert not summary.complete


def test_a_file_without_the_suffix_is_opened_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("report")
    other = desk.archive / "notes"
    other.write_text("no PDF")
    wait_until(lambda: bool(stat_key(other.stat()) and stat_key((desk.archive / "report").stat())))
    looked_into: list[str] = []
    real = walk._begins_like_pdf
    monkeypatch.setattr(
        walk, "_begins_like_pdf", lambda path: looked_into.append(Path(path).name) or real(path)
    )
    for _ in range(2):
        summary = desk.run()
        assert (summary.files, summary.other_files) == (1, 1)
    assert looked_into == ["notes", "report"]
    other.write_text("%PDF-1.4 ok now")
    assert desk.run().files == 2
    assert looked_into == ["notes", "report", "notes"]
    glimpses = desk.out / ".pmpdf" / "glimpses"
    for torn in (b"", glimpses.read_bytes()[:-5], b"\0" * 40):
        glimpses.write_bytes(torn)
        assert desk.run().files == 2


def test_touched_moved_and_changed_files(desk: Desk) -> None:
    desk.put("a.pdf")
    source = desk.put("b.pdf")
    desk.run()
    os.utime(source, (1, 1))
    assert desk.run().read == 0  # hashed, and found the same
    desk.put("b.pdf", "ok ha")
    summary = desk.run()
    assert summary.read == 1
    assert desk.seen.reason("b.pdf") == "its content has changed"
    assert desk.record("b.json")["title"] == "ok ha"


def test_a_change_of_the_same_size_and_time_is_seen(desk: Desk) -> None:
    source = desk.put("a.pdf", "ok one")
    desk.run()
    times = source.stat()
    source.write_text("%PDF-1.4 ok two")
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    desk.run()
    assert desk.record("a.json")["title"] == "ok two"


def test_failed_files_are_tried_again_on_request(desk: Desk, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    desk.put("a.pdf", f"once {mark}")
    desk.put("b.pdf")
    desk.run()
    assert desk.outcomes()["a.pdf"] == "ok"
    desk.put("c.pdf", "error Damaged")
    desk.run()
    assert desk.run().read == 0
    assert desk.run(retry_failed=True).read == 1


def test_settings_and_version_redo_what_they_touch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("a.pdf")
    desk.put("hang.pdf", "error TimeLimit")
    desk.put("locked.pdf", "error PasswordNeeded")
    desk.run()
    longer = Limits(seconds=40)
    assert desk.run(limits=longer).read == 1
    assert desk.seen.reason("hang.pdf") == "other settings"
    assert desk.run(limits=longer, settings=Settings(password="x")).read == 1
    assert desk.seen.reason("locked.pdf") == "a password is given"
    assert desk.run(settings=Settings(force=True)).read == 3
    monkeypatch.setattr("pmpdf.archive.plan.__version__", "9")
    monkeypatch.setattr("pmpdf.archive.run.__version__", "9")
    assert desk.run(settings=Settings(force=True)).read == 3
    assert desk.run(settings=Settings(force=True)).read == 0
    assert desk.run(settings=Settings(force=True), redo=True).read == 3


def test_no_password_is_ever_written(desk: Desk) -> None:
    desk.put("a.pdf")
    settings = Settings(password="tell-nobody")
    assert "tell-nobody" not in repr(Job("a.pdf", settings))  # as a worker may log it
    desk.run(settings=settings)
    for path in desk.out.rglob("*"):
        assert not path.is_file() or b"tell-nobody" not in path.read_bytes()


def test_a_vanished_source_is_reported_and_its_outputs_stay(desk: Desk) -> None:
    source = desk.put("a.pdf")
    desk.put("b.pdf", "abort")
    desk.run()
    source.unlink()
    (desk.archive / "b.pdf").unlink()
    summary = desk.run()
    assert (summary.vanished, summary.files, summary.complete) == (2, 0, True)
    assert (desk.out / "a.json").exists()
    assert desk.ledger()["a.pdf"]["vanished"] is True
    desk.put("a.pdf")
    assert desk.run().read == 0
    assert desk.ledger()["a.pdf"]["vanished"] is False


def test_a_lost_record_is_made_again(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    (desk.out / "a.json").unlink()
    assert desk.run().read == 1
    assert (desk.out / "a.json").exists()


def test_names_stay_when_a_rival_arrives_later(desk: Desk) -> None:
    desk.put("a.PDF", "ok upper")
    desk.run()
    desk.put("a.pdf", "ok lower")
    desk.run()
    assert desk.record("a.json")["title"] == "ok upper"
    assert desk.record("a.pdf.json")["title"] == "ok lower"


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    desk.put("a.pdf")
    tasks = list(dry_run(desk.archive, desk.out, desk.orders))
    assert [(task.action, task.reason) for task in tasks] == [("read", "new")]
    assert not desk.out.exists()


# Hand edits are sacred.


def edit(desk: Desk, name: str = "a.json") -> bytes:
    record = desk.record(name)
    record["title"] = "Corrected by hand"
    content = json.dumps(record).encode()
    (desk.out / name).write_bytes(content)
    return content


def test_a_corrected_record_is_never_overwritten_by_chance(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    content = edit(desk)
    assert desk.run().edited == 1
    assert desk.run(redo=True).edited == 1
    desk.put("a.pdf", "ok other")
    for _ in range(2):
        desk.run()
        assert "its source has changed" in desk.seen.reason("a.pdf")
    desk.run(settings=Settings(force=True))
    assert (desk.out / "a.json").read_bytes() == content
    desk.run(redo=True, overwrite_edited=True)
    assert desk.record("a.json")["title"] == "ok other"
    assert desk.run().edited == 0


def test_a_record_that_was_there_before_us_is_kept(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.put("b.pdf")
    desk.run()
    content = edit(desk)
    (desk.out / "ledger.jsonl").unlink()
    summary = desk.run()
    assert (desk.out / "a.json").read_bytes() == content
    assert summary.edited == 1
    assert summary.complete


def test_an_edit_while_the_run_is_at_work_is_kept_too(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    desk.put("a.pdf", "ok other")

    class Editing(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            edit(desk)
            return super().submit(fn, *args, **kwargs)

    run(desk.archive, desk.out, desk.orders, desk.seen, engine=Engine(Editing(1), 1))
    assert desk.record("a.json")["title"] == "Corrected by hand"
    assert desk.run().edited == 1


def test_what_cannot_be_read_in_place_of_a_record_is_kept_and_stops_nothing(desk: Desk) -> None:
    """A person's, by another's permissions; this file is as little readable, also for root."""
    desk.put("a.pdf")
    desk.put("b.pdf")
    desk.run()
    (desk.out / "a.json").unlink()
    (desk.out / "a.json").symlink_to("/proc/self/mem")
    desk.put("a.pdf", "ok other")
    desk.put("b.pdf", "ok other")
    for _ in range(2):
        summary = desk.run(reports=("de",))
        assert summary.edited == 1
        assert summary.broken_records == ("a.json: it is empty, or may not be read.",)
        assert summary.failed_reports == 1
        assert not summary.complete
    assert (desk.out / "a.json").is_symlink()
    assert desk.record("b.json")["title"] == "ok other"


def test_a_report_that_cannot_be_built_anew_stays_in_the_ledger_as_it_was(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run(reports=("de",))
    before, record = desk.ledger()["a.pdf"]["outputs"], (desk.out / "a.json").read_bytes()
    (desk.out / "a.json").write_text("{")
    for _ in range(2):
        summary = desk.run(reports=("de",))
        assert (summary.reports, summary.failed_reports) == (1, 1)
        assert desk.ledger()["a.pdf"]["outputs"] == before
    assert before[1]["sha256"] == file_sha256(desk.out / "a.de.pdf")
    (desk.out / "a.json").write_bytes(record)
    summary = desk.run(reports=("de",))
    assert (summary.built, summary.failed_reports) == (1, 0)
    assert summary.complete


THINGS: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "link to nothing": lambda path: path.symlink_to("nothing"),
}


@pytest.mark.parametrize("thing", THINGS)
def test_what_is_no_file_in_place_of_an_output_is_that_outputs_failure(
    desk: Desk, thing: str
) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        desk.put(name)
    desk.out.mkdir()
    taken = [desk.out / "a.json", desk.out / "b.de.pdf"]
    for path in taken:
        THINGS[thing](path)
    for _ in range(2):
        summary = desk.run(reports=("de", "en"))
        assert desk.outcomes() == {"a.pdf": "unreadable", "b.pdf": "ok", "c.pdf": "ok"}
        assert [(t.path, t.message) for t in summary.worst] == [
            ("a.pdf", "its record has no place: a.json in OUT is no file; rename or remove it."),
            ("b.de.pdf", "b.de.pdf in OUT is no file; rename or remove it."),
        ]
        assert (summary.reports, summary.failed_reports) == (3, 1)
        assert all(path.is_symlink() or not path.is_file() for path in taken)
    assert (summary.read, summary.built, summary.unchanged) == (0, 0, 3)
    for path in taken:
        path.rename(f"{path}.old")
    summary = desk.run(reports=("de", "en"))
    assert (summary.read, summary.built, summary.reports) == (1, 1, 6)
    assert summary.complete


def test_a_folder_that_takes_a_reports_name_later_and_under_way(desk: Desk) -> None:
    desk.put("a.pdf")
    assert desk.run(reports=("de",)).complete
    (desk.out / "a.de.pdf").unlink()
    (desk.out / "a.de.pdf").mkdir()
    summary = desk.run(reports=("de",))
    assert (summary.built, summary.reports, summary.failed_reports) == (0, 0, 1)

    class Taking(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            for name in ("b.json", "c.de.pdf"):
                (desk.out / name).mkdir(exist_ok=True)
            return super().submit(fn, *args, **kwargs)

    for name in ("b.pdf", "c.pdf", "d.pdf"):
        desk.put(name)
    desk.orders = replace(desk.orders, reports=("de",))
    run(desk.archive, desk.out, desk.orders, desk.seen, engine=Engine(Taking(1), 1))
    assert desk.outcomes() == {"a.pdf": "ok", "b.pdf": "unreadable", "c.pdf": "ok", "d.pdf": "ok"}
    failed = {path for path, line in desk.ledger().items() if line["failed_reports"]}
    assert failed == {"a.pdf", "c.pdf"}
    assert desk.run().read == 0


def test_a_folder_in_out_that_takes_nothing_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kept/a.pdf", "kept/deeper/a.pdf", "z.pdf"):
        desk.put(name)
    (desk.out / "kept").mkdir(parents=True)
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: Path(p).name != "kept" and real(p, mode))
    desk.run()
    assert desk.outcomes() == {
        "kept/a.pdf": "unreadable",
        "kept/deeper/a.pdf": "unreadable",
        "z.pdf": "ok",
    }
    assert "look at its permissions" in desk.ledger()["kept/a.pdf"]["message"]
    monkeypatch.undo()
    assert desk.run().complete


# Any executor will do.


def test_jobs_may_be_carried_out_in_other_processes(desk: Desk) -> None:
    for number in range(6):
        desk.put(f"{number}.pdf", "abort" if number == 3 else "ok")
    executor = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    summary = run(desk.archive, desk.out, desk.orders, desk.seen, engine=Engine(executor, 1))
    assert summary.outcomes == {"ok": 5, "worker_died": 1}
    assert desk.run().read == 0


def test_work_in_flight_is_bounded(desk: Desk) -> None:
    """However many files there are, only so many are handed over as keep everybody busy."""
    for number in range(60):
        desk.put(f"{number}.pdf")
    in_flight: list[int] = []

    class Counting(Engine):
        batch = 3

        def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
            alive.append(super().submit(jobs))
            in_flight.append(sum(not future.done() for future in alive))
            return alive[-1]

    alive: list[Future[list[Answer]]] = []
    run(desk.archive, desk.out, desk.orders, desk.seen, engine=Counting(ThreadPoolExecutor(2), 2))
    assert len(desk.outcomes()) == 60
    assert len(in_flight) == 20
    assert max(in_flight) <= 6


# Interrupted at any moment.

PROGRAM = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from desks import Watched
from pmpdf.archive.plan import Orders
from pmpdf.archive.run import run
run(Path({archive!r}), Path({out!r}), Orders(extractor="faults:extract"), Watched())
"""


def start(desk: Desk) -> subprocess.Popen[bytes]:
    program = PROGRAM.format(here=HERE, archive=str(desk.archive), out=str(desk.out))
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def put_in_line(desk: Desk, free: int, waiting: int) -> Path:
    """Files of which the last are read only once the gate, a file, is there."""
    gate = desk.archive.parent / "gate"
    for count in range(free):
        desk.put(f"{count:03d}.pdf", f"ok {count}")
    for count in range(free, free + waiting):
        desk.put(f"{count:03d}.pdf", f"wait {gate} {count}")
    return gate


def parts(desk: Desk) -> int:
    return len(list((desk.out / ".pmpdf" / "parts").glob("*")))


def journalled(desk: Desk) -> int:
    ledger = desk.out / "ledger.jsonl"
    return ledger.stat().st_size if ledger.exists() else 0


def named(desk: Desk) -> int:
    return len(list(desk.out.glob("*.json")))


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        (signal.SIGKILL, parts),
        (signal.SIGKILL, journalled),
        (signal.SIGKILL, named),
        (signal.SIGINT, named),
    ],
)
def test_a_run_that_is_killed_is_resumed(
    desk: Desk, number: int, moment: Callable[[Desk], int]
) -> None:
    gate = put_in_line(desk, 40, 50)
    process = start(desk)
    assert wait_until(lambda: moment(desk) > 0)
    process.send_signal(number)
    process.communicate()
    gate.touch()
    for path in desk.out.glob("*.json"):
        json.loads(path.read_text())  # whole or not at all
    done = desk.outcomes() if (desk.out / "ledger.jsonl").exists() else {}
    assert len(done) < 90
    summary = desk.run(jobs=4)
    assert summary.edited == 0
    assert summary.complete
    assert summary.files == 90
    assert summary.read <= 90 - len(done) + GROUP  # a group may be journalled, not yet renamed
    titles = [desk.record(f"{n:03d}.json")["title"] for n in range(90)]
    assert [title.split()[-1] for title in titles] == [str(n) for n in range(90)]
    assert desk.run().read == 0


def test_readers_and_their_helper_may_die_and_nothing_is_lost(desk: Desk) -> None:
    """As the kernel kills when memory is short: at random."""
    gate = put_in_line(desk, 20, 40)
    process = start(desk)
    assert wait_until(lambda: named(desk) == 20)  # all readers are waiting now
    (helper,) = children_of(process.pid)
    first = children_of(helper)[0]
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: first not in children_of(helper) and len(children_of(helper)) > 0)
    os.kill(helper, signal.SIGKILL)
    gate.touch()
    process.communicate()
    assert process.returncode == 0
    assert set(desk.outcomes().values()) == {"ok"}
    assert len(desk.outcomes()) == named(desk) == 60


def test_a_crash_between_journal_and_rename_is_no_edit_by_hand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("a.pdf", "ok one")
    desk.run()
    desk.put("a.pdf", "ok two")
    with monkeypatch.context() as patch:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("pmpdf.archive.outfolder.OutFolder.put", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.run()
    assert desk.record("a.json")["title"] == "ok one"
    summary = desk.run()
    assert (summary.edited, summary.read) == (0, 1)
    assert desk.record("a.json")["title"] == "ok two"


def test_two_runs_into_one_folder(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    with (desk.out / ".pmpdf" / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CannotWrite, match="another run is writing"):
            desk.run()
    desk.run()


def test_folders_inside_one_another_are_refused(desk: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(desk.archive)
    for out in (desk.archive, desk.archive / "out", link / "out", tmp_path):
        desk.out = out
        with pytest.raises(UsageError):
            desk.run()
    assert list(desk.archive.iterdir()) == []


@pytest.mark.parametrize(
    "folder", ["ledger.jsonl", "records.jsonl", "timeline.csv/deeper", ".pmpdf/parts"]
)
def test_a_folder_by_a_name_that_out_needs_stops_nothing(desk: Desk, folder: str) -> None:
    desk.put(f"{folder}/a.pdf")
    desk.put("z.pdf")
    for _ in range(2):
        summary = desk.run(reports=("de",))
        assert desk.outcomes() == {f"{folder}/a.pdf": "unreadable", "z.pdf": "ok"}
        assert not summary.complete
    assert "rename the folder" in desk.ledger()[f"{folder}/a.pdf"]["message"]


def test_a_folder_by_the_name_of_a_record_stops_nothing(desk: Desk) -> None:
    desk.put("a.pdf")
    desk.run()
    desk.put("a.json/b.pdf")
    desk.put("z.pdf")
    desk.run()
    assert desk.outcomes() == {"a.json/b.pdf": "unreadable", "a.pdf": "ok", "z.pdf": "ok"}


def test_a_path_that_is_too_long_for_out_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.out = tmp_path / ("out" * 80)
    deep = "/".join(["d" * 200] * 19)
    with contextlib.chdir(desk.archive):
        for name in deep.split("/"):
            Path(name).mkdir()
            os.chdir(name)
        Path("a.pdf").write_text("%PDF-1.4 ok")
    desk.put("z.pdf")
    desk.run()
    assert desk.outcomes() == {f"{deep}/a.pdf": "unreadable", "z.pdf": "ok"}


def test_a_link_to_out_is_never_followed(desk: Desk) -> None:
    """Each run would read the reports of the run before."""
    desk.put("sub/a.pdf")
    (desk.archive / "link").symlink_to(desk.out)
    for _ in range(3):
        assert desk.run(follow_links=True, reports=("de",)).files == 1


def test_a_missing_archive_is_a_usage_error(desk: Desk) -> None:
    desk.archive.rmdir()
    with pytest.raises(UsageError, match="no folder"):
        desk.run()
    assert not desk.out.exists()


@pytest.mark.ends_processes
def test_a_full_disk_is_one_clear_error(desk: Desk) -> None:
    """The limit on file sizes stands for the disk: writing fails inside the readers."""
    for number in range(20):
        desk.put(f"{number}.pdf")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(CannotWrite, match="File too large"):
            desk.run()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert desk.run().complete


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=200", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a small file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_is_one_clear_error_and_the_rest_is_done_later(
    desk: Desk, small_disk: Path
) -> None:
    for number in range(60):
        desk.put(f"{number:02d}.pdf", f"ok {'x' * 2000}")
    desk.out = small_disk / "out"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(24 << 10))
    with pytest.raises(CannotWrite, match="No space left"):
        desk.run()
    for path in desk.out.glob("*.json"):
        json.loads(path.read_text())
    ballast.unlink()
    desk.out = desk.out.rename(small_disk / "renamed")
    with pytest.raises(CannotWrite, match="No space left"):
        desk.run()
    subprocess.run(["mount", "-o", "remount,size=8m,nr_inodes=2000", str(small_disk)], check=True)
    summary = desk.run()
    assert summary.complete
    assert (summary.files, summary.edited) == (60, 0)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_folder_that_takes_nothing_is_one_clear_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    desk.put("a.pdf")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.mkdir", refuse)
        with pytest.raises(CannotWrite, match=os.strerror(number)):
            desk.run()
    assert desk.run().complete


def test_a_file_that_is_too_large_to_read_is_not_hashed_either(desk: Desk) -> None:
    """Hashing is done outside of the limits: a hole of terabytes would hold up the run."""
    assert LARGEST == MAX_BYTES
    source = desk.put("hole.pdf")
    with source.open("r+b") as stream:
        stream.truncate(1 << 40)
    desk.put("a.pdf")
    for _ in range(2):
        desk.run(extractor=EXTRACT, limits=Limits())
        assert desk.outcomes()["hole.pdf"] == "limit_memory"
        assert desk.ledger()["hole.pdf"]["sha256"] is None
        assert "larger than 256 MB" in desk.ledger()["hole.pdf"]["message"]
        os.utime(source, (1, 1))


def test_no_process_to_read_with_is_no_files_fault(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        desk.put(f"{number}.pdf")
    with monkeypatch.context() as patch:
        patch.setattr("pmpdf.archive.engines._here", type(engines._here)())
        patch.setattr("sys.executable", "/bin/false")
        with pytest.raises(PmpdfError, match="no process can be started"):
            desk.run()
    assert desk.outcomes() == {}
    assert desk.run().complete


def test_limits_are_those_of_the_orders(desk: Desk) -> None:
    desk.put("hang.pdf", "hang")
    desk.run(limits=Limits(seconds=0.2, memory=LIMITS.memory))
    assert desk.outcomes() == {"hang.pdf": "limit_time"}
