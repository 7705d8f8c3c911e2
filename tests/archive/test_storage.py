"""The same promises where ARCHIVE and OUT lie in a storage."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from clusters import Cluster
from desks import Desk, Watched, wait_until
from services import S3, SECRET
from stores import Stored, assert_same, edit, place_name, samples_both_here_and_there

from pmpdf.archive import stored
from pmpdf.archive.engines import Engine
from pmpdf.archive.places import Place, archive_of, ledger_of
from pmpdf.archive.run import dry_run, run
from pmpdf.archive.storage import Address, Entry, Store, hidden, place_of, store_at
from pmpdf.archive.stored import JOURNAL, LOCK, _found
from pmpdf.archive.worker import Answer, Far, Job, Naming
from pmpdf.cli import _guarded
from pmpdf.errors import CannotWrite, ExitCode, Unreadable, UsageError

NEEDED = "the extra is not installed: pip install -e '.[s3]'"


# Addresses, without a storage.


def test_an_address_shows_itself_without_credentials() -> None:
    for url, shown in (
        ("s3://bucket/folder/", "s3://bucket/folder"),
        (f"sftp://user:{SECRET}@host/folder", "sftp://host/folder"),
        (f"s3://bucket/a?secret={SECRET}&x=1", "s3://bucket/a"),
        ("abfs://container@account/folder", "abfs://container@account/folder"),
    ):
        address = place_of(url)
        assert isinstance(address, Address)
        assert str(address) == shown
        assert SECRET not in repr(address)
    said = f"503 for 'https://me:{SECRET}@host/x?sig={SECRET}' (retry)"
    assert hidden(said) == "503 for 'https://host/x' (retry)"


def test_a_password_may_hold_anything() -> None:
    for password in (SECRET, f"p@{SECRET}", f"p/{SECRET}", f"p?{SECRET}#{SECRET}", f"p {SECRET}:"):
        for tail in ("host/a", "host:22/a@b", "host/a?key=x"):
            address = Address(f"sftp://user:{password}@{tail}")
            assert SECRET not in f"{address} {address!r}"
    assert str(Address("sftp://host:22/a@b")) == "sftp://host:22/a@b"
    assert str(Address("s3://bucket/a:b@c")) == "s3://bucket/a:b@c"


def test_what_is_no_address_is_a_path() -> None:
    assert place_of("a/b") == Path("a/b")
    assert place_of("file:///a/b") == Path("/a/b")
    assert place_of("c:/x") == Path("c:/x")


def test_names_in_a_storage_are_data() -> None:
    """A key may hold what would lead out of a folder once it is written to one."""
    stamp = (1, "x")
    for name in ("..", ".", "", "a\0.pdf"):
        found = _found(Entry(name, "file", 1, stamp, None), f"x/{name}")
        assert found is not None
        assert found.problem == "a name that no file system can hold."
    long = _found(Entry("a" * 300, "directory", 0, stamp, None), "a" * 300)
    assert long is not None
    assert long.problem is not None
    link = _found(Entry("a.pdf", "link", 1, stamp, None), "a.pdf")
    assert link is not None
    assert link.problem is not None
    assert _found(Entry("folder.pdf", "directory", 0, stamp, None), "folder.pdf") is None
    huge = _found(Entry("a.pdf", "file", 1 << 40, stamp, None), "a.pdf")
    assert huge is not None
    assert huge.problem is not None


@pytest.mark.parametrize(
    ("extra", "module"), [("s3", "s3fs"), ("gs", "gcsfs"), ("az", "adlfs"), ("sftp", "paramiko")]
)
def test_a_missing_extra_is_named(
    extra: str,
    module: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["batch", f"{extra}://somewhere/x", str(tmp_path / "out")]
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "fsspec", None)
        assert _guarded(words, debug=False) == ExitCode.MISSING_EXTRA
    assert f"pip install 'pmpdf[{extra}]'" in capsys.readouterr().err
    registry = pytest.importorskip("fsspec.registry", reason=NEEDED)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "fsspec.implementations.sftp", raising=False)
    monkeypatch.delitem(registry._registry, extra, raising=False)
    assert _guarded(words, debug=False) == ExitCode.MISSING_EXTRA
    assert f"pip install 'pmpdf[{extra}]'" in capsys.readouterr().err


def test_who_only_passes_a_job_on_does_not_touch_the_storage() -> None:
    """A scheduler unpacks each job; it may have neither the network nor the credentials."""
    far = Far(store_at(Address("sftp://user@127.0.0.1:9/nowhere")))
    job = pickle.loads(pickle.dumps(Job("a.pdf", far=far)))
    assert str(job.far.archive) == "sftp://user@127.0.0.1:9/nowhere"


def test_where_a_copy_may_go_on_after_the_answer_none_is_asked_for() -> None:
    class Azure:
        async_impl = True

        def __init__(self) -> None:
            self.files = {"box/x/1.part": b"whole"}

        def cat_file(self, name: str) -> bytes:
            return self.files[name]

        def pipe_file(self, name: str, content: bytes) -> None:
            self.files[name] = content

        def cp_file(self, old: str, new: str) -> None:
            self.files[new] = b""  # so far

        def rm(self, names: list[str]) -> None:
            for name in names:
                del self.files[name]

    for protocol in ("az", "abfs"):
        store, system = Store(Address(f"{protocol}://box/x")), Azure()
        store.__dict__["_reached"] = (system, "box/x")
        store.move([("1.part", "a.json")])
        assert system.files == {"box/x/a.json": b"whole"}


def test_what_is_no_storage_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason=NEEDED)
    assert _guarded(["batch", "nosuch://x", str(tmp_path)], debug=False) == ExitCode.USAGE


# A storage in this process: everything but the network.


@pytest.fixture
def memory(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stored]:
    pytest.importorskip("fsspec", reason=NEEDED)
    monkeypatch.setattr("pmpdf.archive.storage.COARSE", -1.0)  # files of a test are always new
    yield Stored(desk, f"memory://{tmp_path.name}")
    store_at.cache_clear()


def test_every_file_has_its_outcome_and_a_second_run_opens_nothing(memory: Stored) -> None:
    memory.put("sub/deep/a.pdf")
    memory.put("sub/a.pdf", "doubt")
    memory.put("sub/a.PDF", "ok upper")
    memory.put("b.pdf", "abort")
    memory.put("note.txt")
    summary = memory.run()
    assert memory.outcomes() == {
        "b.pdf": "worker_died",
        "sub/a.PDF": "ok",
        "sub/a.pdf": "doubtful",
        "sub/deep/a.pdf": "ok",
    }
    assert memory.record("sub/a.PDF.json")["title"] == "ok upper"
    assert memory.record("sub/a.json")["source"]["sha256"] == memory.ledger()["sub/a.pdf"]["sha256"]
    assert summary.other_files == 1
    assert LOCK.rpartition("/")[2] not in memory.names(stored.PRIVATE)
    assert memory.names(stored.PARTS) == memory.names(JOURNAL) == []
    assert len(memory.read("records.jsonl").splitlines()) == 3
    before = memory.read("ledger.jsonl")
    again = memory.run()
    assert (again.read, again.unchanged) == (0, 4)
    assert memory.read("ledger.jsonl") == before
    assert [task.action for task in dry_run(memory.archive, memory.out, memory.orders)] == [
        "skip"
    ] * 4


def test_the_commands_take_addresses(memory: Stored, capsys: pytest.CaptureFixture[str]) -> None:
    memory.put("note.pdf", "no PDF")
    words = [memory.archive.url, memory.out.url]
    assert _guarded(["batch", *words, "--dry-run"], debug=False) == ExitCode.OK
    assert "read   note.pdf  (new)" in capsys.readouterr().out
    assert _guarded(["batch", *words], debug=False) == ExitCode.ARCHIVE_INCOMPLETE
    assert f"1 PDF in {memory.archive}, 0 records" in capsys.readouterr().out
    assert _guarded(["ledger", memory.out.url, "--failed"], debug=False) == ExitCode.OK
    assert "$ pmpdf extract note.pdf --debug" in capsys.readouterr().out
    nowhere = f"{memory.out.url}/nowhere"
    assert _guarded(["ledger", nowhere], debug=False) == ExitCode.INPUT


def test_either_side_may_be_this_machine(memory: Stored) -> None:
    desk = memory.desk
    memory.put("a.pdf", "ok far")
    desk.put("a.pdf", "ok near")
    for archive, out in ((memory.archive, desk.out), (desk.archive, memory.out)):
        summary = run(archive, out, desk.orders, Watched())
        assert (summary.files, summary.complete) == (1, True)
    assert desk.record("a.json")["title"] == "ok far"
    assert memory.record("a.json")["title"] == "ok near"
    assert archive_of(desk.out) == str(memory.archive)


def test_what_has_been_touched_is_compared_when_it_is_fetched(
    memory: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.put("a.pdf")
    memory.put("b.pdf")
    memory.put("c.pdf")
    memory.run(reports=("de",))
    memory.put("a.pdf", "ok other")
    memory.put("b.pdf")
    store_at(memory.archive).remove(["c.pdf"])
    summary = memory.run(reports=("de",))
    assert memory.seen.reason("a.pdf") == "its content may have changed"
    assert memory.seen.reason("b.pdf") == "nothing has changed"
    assert (summary.read, summary.vanished) == (1, 1)
    assert memory.record("a.json")["title"] == "ok other"
    memory.put("b.pdf")
    summary = memory.run(reports=("de", "en"))
    assert (summary.read, summary.built) == (0, 2)
    assert {"b.de.pdf", "b.en.pdf", "b.json"} <= set(memory.names())
    assert memory.run(reports=("de", "en")).built == 0


def test_hand_edits_are_sacred(memory: Stored) -> None:
    memory.put("a.pdf")
    memory.run(reports=("de",))
    content = edit(memory)
    assert memory.run(reports=("de",)).edited == 1
    assert memory.seen.action("a.pdf") == "build"
    memory.put("a.pdf", "ok other")
    memory.run(redo=True)
    assert memory.read("a.json") == content
    memory.run(redo=True, overwrite_edited=True)
    assert memory.record("a.json")["title"] == "ok other"


def test_an_edit_while_the_run_is_at_work_is_kept_too(memory: Stored) -> None:
    memory.put("a.pdf")
    memory.run()
    memory.put("a.pdf", "ok other")

    class Editing(Engine):
        def submit(self, jobs):  # type: ignore[no-untyped-def]
            edit(memory)
            return super().submit(jobs)

    memory.run(Editing(ThreadPoolExecutor(1), 1))
    assert memory.record("a.json")["title"] == "Corrected by hand"
    assert memory.run().edited == 1


def test_a_folder_in_place_of_an_output_is_that_outputs_failure(memory: Stored) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        memory.put(name)
    memory.write("a.json/mine", b"")
    memory.write("b.de.pdf/mine", b"")
    for _ in range(2):
        summary = memory.run(reports=("de",))
        assert memory.outcomes() == {"a.pdf": "unreadable", "b.pdf": "ok", "c.pdf": "ok"}
        assert [t.path for t in summary.worst] == ["a.pdf", "b.de.pdf"]
    assert (summary.read, summary.built) == (0, 0)


def test_names_are_no_patterns(memory: Stored) -> None:
    """As fsspec takes them to be where several are named at once."""
    for name in ("[a].pdf", "b*.pdf", "b?.pdf"):
        memory.put(name, f"ok {name}")
    memory.out = Address(f"{memory.out.url}/[old] *")
    assert memory.run(reports=("de",)).complete
    assert memory.record("b*.json")["title"] == "ok b*.pdf"
    assert {"[a].json", "[a].de.pdf", "b?.json"} <= set(memory.names())
    assert memory.names(stored.PARTS) == memory.names(JOURNAL) == []
    assert memory.run(reports=("de",)).unchanged == 3


def test_a_listing_is_streamed(memory: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first file is handed over when but the next few folders have been listed."""
    for number in range(200):
        memory.put(f"{number // 5:02d}/{number}.pdf")
    listed: list[str] = []
    known_at: list[int] = []
    real = Store.listing

    def listing(store: Store, folder: str) -> list[Entry] | None:
        if store.address == memory.archive:
            listed.append(folder)
        return real(store, folder)

    class Noting(Engine):
        def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
            known_at.append(len(listed))
            return super().submit(jobs)

    monkeypatch.setattr(Store, "listing", listing)
    assert memory.run(Noting(ThreadPoolExecutor(2), 2)).outcomes == {"ok": 200}
    assert known_at[0] <= stored.AHEAD + 3
    assert len(listed) == 1 + 40 + 1  # once each, and once to see that there is anything


def test_names_may_be_given_twice(memory: Stored) -> None:
    """As when a worker dies after it gave them, and before it could say so."""
    sha256 = hashlib.sha256(b"ours").hexdigest()
    memory.write("parts/1", b"ours")
    naming = Naming((("parts/1", "a.json"),), "a.json", (sha256,))
    for _ in range(2):
        assert stored.give_names(store_at(memory.out), [naming]) == [True]
        assert memory.read("a.json") == b"ours"
    memory.write("a.json", b"another's")
    memory.write("parts/1", b"ours")
    assert stored.give_names(store_at(memory.out), [naming]) == [False]
    assert memory.read("a.json") == b"another's"


def test_a_translation_beside_a_record_shapes_its_report(memory: Stored) -> None:
    memory.put("a.pdf")
    memory.run(reports=("en",))
    memory.write("a.en.po", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    assert memory.run(reports=("en",)).built == 1
    assert memory.run(reports=("en",)).built == 0


@pytest.mark.parametrize("moment", ["sync", "give_names"])
def test_a_run_that_was_cut_off_is_resumed(
    memory: Stored, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before the journal part, and between it and the names."""
    for number in range(6):
        memory.put(f"{number}.pdf", f"ok {number}")
    memory.run()
    for number in range(6):
        memory.put(f"{number}.pdf", f"ok new {number}")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stored.StoredOut, moment, crash)
        patch.setattr(stored._Lock, "release", lambda self: None)
        with pytest.raises(KeyboardInterrupt):
            memory.run()
    assert bool(memory.names(JOURNAL)) == (moment == "give_names")
    store_at(memory.out).remove([LOCK])
    with ledger_of(memory.out) as ledger:
        assert len(ledger) == 6
    summary = memory.run()
    assert (summary.read, summary.edited) == (6, 0)
    assert [memory.record(f"{n}.json")["title"] for n in range(6)] == [
        f"ok new {n}" for n in range(6)
    ]
    assert memory.names(JOURNAL) == []


def test_a_journal_part_counts_only_behind_its_own_ledger(memory: Stored) -> None:
    """Else a compaction that was cut off while it cleared the parts would bring back old lines."""
    memory.put("a.pdf")
    memory.run()
    row = memory.ledger()["a.pdf"]
    stale = json.dumps({**row, "outcome": "damaged"}).encode() + b"\n"
    memory.write(f"{JOURNAL}/{'0' * 32}-000000003.jsonl", stale)
    with ledger_of(memory.out) as ledger:
        last = ledger.last("a.pdf")
        assert last is not None
        assert last.outcome == "ok"
    memory.run()
    assert memory.names(JOURNAL) == []
    assert memory.outcomes() == {"a.pdf": "ok"}


def test_two_runs_into_one_out(memory: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.put("a.pdf")
    other = {"run": "x", "host": "elsewhere", "process": 1, "at": time.time()}
    memory.write(LOCK, json.dumps(other).encode())
    with pytest.raises(CannotWrite, match=r"another run is writing .*process 1 on elsewhere"):
        memory.run()
    memory.write(LOCK, json.dumps({**other, "at": time.time() - 100}).encode())
    assert memory.run().complete
    here = {**other, "host": os.uname().nodename, "process": 2**22 + 1}
    memory.write(LOCK, json.dumps(here).encode())
    assert memory.run().complete  # its process is gone
    monkeypatch.setattr(stored, "BEAT", 0.01)
    memory.put("b.pdf", "slow")

    class Taking(Engine):
        def submit(self, jobs):  # type: ignore[no-untyped-def]
            memory.write(LOCK, json.dumps(other).encode())
            time.sleep(0.2)
            return super().submit(jobs)

    with pytest.raises(CannotWrite, match="another run has begun"):
        memory.run(Taking(ThreadPoolExecutor(1), 1))
    assert json.loads(memory.read(LOCK))["run"] == "x"


def test_places_that_do_not_fit(memory: Stored, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is nothing at memory:"):
        memory.run()
    memory.put("a.pdf")
    memory.run()
    below: Place = Address(f"{memory.archive}/out")
    with pytest.raises(UsageError, match="lie in one another"):
        run(memory.archive, below, memory.orders, Watched())
    with pytest.raises(UsageError, match="was made from another archive, memory:"):
        run(memory.desk.archive, memory.out, memory.orders, Watched())
    with pytest.raises(UsageError, match="there is no folder"):
        run(tmp_path / "nowhere", Address("memory://elsewhere"), memory.orders, Watched())


def test_credentials_in_an_address_are_written_nowhere(
    memory: Stored, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = Stored(memory.desk, f"memory://me:{SECRET}@{tmp_path.name}")
    words = [place.archive.url, place.out.url]
    assert _guarded(["batch", *words], debug=False) == ExitCode.USAGE
    place.put("a.pdf")
    place.put("b.pdf")
    place.run()
    store_at(place.archive).remove(["a.pdf"])
    _guarded(["batch", *words, "-v"], debug=False)
    _guarded(["batch", words[0], f"{words[0]}/x"], debug=True)
    _guarded(["ledger", words[1]], debug=False)
    assert SECRET not in "".join(capfd.readouterr())
    for name in ("ledger.jsonl", "records.jsonl", ".pmpdf/archive"):
        assert SECRET.encode() not in place.read(name)
    with pytest.raises(CannotWrite) as refused:
        store_at(place.out).write("ledger.jsonl/x", b"")
    assert SECRET not in refused.value.message


# S3, with a server on loopback that is told to fail. What all storages must do alike is in
# test_services.


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with S3(tmp_path_factory.mktemp("s3")).at_work() as server:
        yield server


@pytest.fixture
def bucket(server: S3, desk: Desk, tmp_path: Path) -> Stored:
    return Stored(desk, server.place(place_name(tmp_path)))


def test_answers_that_fail_and_dawdle_change_nothing(bucket: Stored, server: S3) -> None:
    samples_both_here_and_there(bucket)
    server.mood(fail_every=9, slow=0.02)
    summary = bucket.run()
    server.mood()
    assert summary.files == 6
    assert_same(bucket)


def test_a_bucket_on_a_cluster(bucket: Stored, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason=NEEDED.replace("s3", "dask"))
    from pmpdf.archive.cluster import Dask

    samples_both_here_and_there(bucket)
    cluster = Cluster(tmp_path, workers=2)
    try:
        bucket.run(Dask(cluster.address))
        assert_same(bucket)
        assert bucket.run(Dask(cluster.address)).read == 0
    finally:
        cluster.close()
    assert SECRET not in (tmp_path / "log").read_text()


def test_a_worker_that_is_killed_at_a_bucket_loses_nothing_and_doubles_nothing(
    bucket: Stored, tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason=NEEDED.replace("s3", "dask"))
    from pmpdf.archive.cluster import Dask

    names = [f"{number:03d}" for number in range(96)]
    with ThreadPoolExecutor(8) as several:
        for name in names:
            several.submit(bucket.put, f"{name}.pdf", f"slow {name}")
    cluster = Cluster(tmp_path, workers=2)
    parts = store_at(bucket.out)

    def kill() -> None:
        assert wait_until(lambda: len(parts.listing(stored.PARTS) or ()) > 6, 30)
        cluster.workers[0].kill()

    try:
        with ThreadPoolExecutor(1) as beside:
            killed = beside.submit(kill)
            summary = bucket.run(Dask(cluster.address))
            killed.result()
        assert cluster.workers[0].wait() != 0
        assert summary.outcomes == {"ok": 96}
    finally:
        cluster.close()
    rows = [json.loads(row)["path"] for row in bucket.read("ledger.jsonl").splitlines()]
    assert rows == [f"{name}.pdf" for name in names]
    assert [bucket.record(f"{name}.json")["title"] for name in names] == [
        f"slow {name}" for name in names
    ]
    lines = bucket.read("records.jsonl").splitlines()
    assert [json.loads(line)["_path"] for line in lines] == rows
    assert bucket.names(stored.PARTS) == []


def test_a_storage_that_is_away_is_one_clear_error(
    bucket: Stored, server: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="nothing at s3:"):
        run(Address("s3://no-such-bucket/x"), bucket.desk.out, bucket.orders, Watched())
    for number in range(30):
        bucket.put(f"{number}.pdf")
    real = Store.fetch

    def fetch(store: Store, path: str, target: Path) -> None:
        if path.endswith(".pdf"):
            raise OSError("the line is dead")
        real(store, path, target)

    monkeypatch.setattr(Store, "fetch", fetch)
    with pytest.raises(Unreadable, match="does not answer: it cannot be fetched: the line is dead"):
        bucket.run()
    assert bucket.names("") == [".pmpdf"]
