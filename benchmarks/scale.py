"""The same archive on a Dask cluster, and what a million documents ask of the client.

The rate of two Dask workers against the local engine with two jobs, in turns. Then runs over
generated addresses: each file's reading is replaced by a sleep of its measured length on workers
with many threads, and the storage by one that costs nothing, so that what is left is the work of
client and scheduler. Each run is interrupted half way, resumed, and run again with nothing to do.

`python -m benchmarks.scale 10000 100000 1000000` simulates so many files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.archive import copies, pmpdf
from pmpdf.archive.worker import Answer, Job, Made, Naming

ROUNDS = 3
SLEEP = 0.028  # seconds of one core that reading a sample took on the machine of docs/scaling.md
THREADS = 200  # of each of the two simulated workers
FOLDER = 1000  # files in each generated folder
RECORD = b'{"schema_version":1,"language":"en","title":"Simulated"}'


@contextlib.contextmanager
def cluster(folder: Path, threads: int) -> Iterator[str]:
    """A scheduler and two workers on loopback."""
    note = folder / "scheduler.json"
    words = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(note)]
    worker = [*words, "--no-nanny", "--nthreads", str(threads), "--memory-limit", "0"]
    commands = [
        ["scheduler", *words, "--port", "0", "--no-show"],
        *[["worker", *worker, "--local-directory", str(folder)]] * 2,
    ]
    with (folder / "log").open("wb") as log:
        processes = [
            subprocess.Popen([sys.executable, "-m", "dask", *command], stdout=log, stderr=log)
            for command in commands
        ]
    try:
        while not note.exists():
            time.sleep(0.1)
        address: str = json.loads(note.read_text())["address"]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def rates(folder: Path, count: int) -> None:
    archive = copies(folder / "archive", count)
    ratios, local, dask, memory = [], [], [], 0
    with cluster(folder, 1) as address:
        for number in range(ROUNDS + 1):
            shutil.rmtree(folder / "out", ignore_errors=True)
            one = pmpdf("batch", archive, folder / "out", "-q", "--jobs", 2)
            shutil.rmtree(folder / "out")
            far = ("--engine", "dask", "--scheduler", address)
            other = pmpdf("batch", archive, folder / "out", "-q", *far)
            if number:  # the first time everything is still cold
                ratios.append(one.seconds / other.seconds)
                local.append(count / one.seconds)
                dask.append(count / other.seconds)
                memory = max(memory, other.own)
    print(f"{'local engine, two jobs':<40} {statistics.median(local):8.1f} docs/s")
    print(
        f"{'two Dask workers':<40} {statistics.median(dask):8.1f} docs/s  {memory:5d} MB; "
        f"{statistics.median(ratios):.2f} of the local engine "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )


# The simulation: a storage without a storage, a reading without a file.


def generated() -> type:
    """A file system of generated PDFs, and one that takes what is written.

    `generated://N/archive` has N files. What is written below `generated://N/out` lies in a
    temporary folder, but for the records, of which only the number is kept.
    """
    from fsspec import AbstractFileSystem

    class Generated(AbstractFileSystem):  # type: ignore[misc]
        protocol = "generated"
        cachable = True
        kept = Path(tempfile.mkdtemp(prefix="pmpdf-generated-"))
        records = bytearray()

        def ls(self, path: str, detail: bool = True, **_: Any) -> list[dict[str, Any]]:
            total, _, rest = self._strip_protocol(path).partition("/")
            if rest == "archive":
                folders = range(-(-int(total) // FOLDER))
                return [_listed(f"{path}/{n:06d}", "directory") for n in folders]
            if rest.startswith("archive/"):
                return [_listed(f"{path}/{n:09d}.pdf", "file") for n in _files(total, rest)]
            if rest.removeprefix("out/").isdigit():
                md5 = hashlib.md5(RECORD).hexdigest()
                here = (n for n in _files(total, rest) if self.records[n])
                return [_listed(f"{path}/{n:09d}.json", "file", md5) for n in here]
            folder = self.kept / path
            if not folder.is_dir():
                raise FileNotFoundError(path)
            kinds = ((one, "directory" if one.is_dir() else "file") for one in folder.iterdir())
            return [_listed(f"{path}/{one.name}", kind) for one, kind in kinds]

        def cat_file(self, path: str, start: Any = None, end: Any = None, **_: Any) -> bytes:
            if path.endswith(".json"):
                if self.records[int(path[-14:-5])]:
                    return RECORD
                raise FileNotFoundError(path)
            with (self.kept / path).open("rb") as stream:
                return stream.read() if end is None else stream.read(end)

        def pipe_file(self, path: str, value: bytes, **_: Any) -> None:
            self._kept(path).write_bytes(value)

        def put_file(self, source: str, path: str, **_: Any) -> None:
            shutil.copyfile(source, self._kept(path))

        def get_file(self, path: str, target: str, **_: Any) -> None:
            shutil.copyfile(self.kept / path, target)

        def mv(self, old: str, new: str, **_: Any) -> None:
            if new.endswith(".json"):
                self.records[int(new[-14:-5])] = 1
            else:
                (self.kept / old).rename(self._kept(new))

        def rm_file(self, path: str) -> None:
            (self.kept / path).unlink()

        def makedirs(self, path: str, exist_ok: bool = False) -> None:
            pass

        def _kept(self, path: str) -> Path:
            (self.kept / path).parent.mkdir(parents=True, exist_ok=True)
            return self.kept / path

    return Generated


def _listed(name: str, kind: str, tag: str = "unchanged") -> dict[str, Any]:
    return {"name": name, "type": kind, "size": 100_000, "ETag": tag}


def _files(total: str, folder: str) -> range:
    first = int(folder.rpartition("/")[2]) * FOLDER
    return range(first, min(first + FOLDER, int(total)))


def sleep_all(jobs: Sequence[Job]) -> list[Answer]:
    """What a worker does in a simulation."""
    answers = []
    sha256, md5 = hashlib.sha256(RECORD).hexdigest(), hashlib.md5(RECORD).hexdigest()
    for job in jobs:
        time.sleep(SLEEP)
        made = Made(os.fsencode(job.record or ""), sha256, len(RECORD), md5)
        source = hashlib.sha256(job.source.encode()).hexdigest()
        answers.append(
            Answer(made=made, record_sha256=sha256, sha256=source, pages=2, seconds=SLEEP)
        )
    return answers


class Clock:
    """A watcher that notes when things happen, and ends a run after so many files."""

    def __init__(self, end_after: int | None = None) -> None:
        self.begun = time.monotonic()
        self.cpu = time.process_time()
        self.first: float | None = None
        self.read = 0
        self._end_after = end_after

    def begin(self, files: int | None) -> None:
        pass

    def done(self, task: Any, line: Any) -> None:
        if task.action == "read":
            self.first = self.first or time.monotonic()
            self.read += 1
            if self.read == self._end_after:
                raise KeyboardInterrupt

    def waits(self) -> None:
        pass


def simulate(number: str, scheduler: str) -> None:
    """One archive of generated addresses: half of it, the rest, and again."""
    files = int(number)
    import fsspec

    from pmpdf.archive.cluster import Dask
    from pmpdf.archive.engines import Engine
    from pmpdf.archive.places import Out
    from pmpdf.archive.plan import Orders
    from pmpdf.archive.run import run
    from pmpdf.archive.storage import Address

    class Asleep(Dask):
        def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
            near = [msgspec.structs.replace(job, far=None) for job in jobs]
            return self._executor.submit(sleep_all, near)

        def give_names(self, out: Out, namings: Sequence[Naming]) -> Future[list[bool]]:
            return Engine.give_names(self, out, namings)  # no worker knows this storage

        def read_each(self, out: Out, paths: Iterable[str]) -> Iterator[bytes | None]:
            return Engine.read_each(self, out, paths)

    system = generated()
    system.records = bytearray(files)  # type: ignore[attr-defined]
    fsspec.register_implementation("generated", system)
    archive, out = Address(f"generated://{files}/archive"), Address(f"generated://{files}/out")
    clocks = [Clock(files // 2), Clock(), Clock()]
    ends, work = [], []
    for clock in clocks:
        clock.begun, clock.cpu = time.monotonic(), time.process_time()
        with contextlib.suppress(KeyboardInterrupt):
            run(archive, out, Orders(), clock, engine=Asleep(scheduler))
        ends.append(time.monotonic())
        work.append((time.process_time() - clock.cpu) * 1e6 / files)
    first, second, third = clocks
    assert first.read + second.read >= files  # what was not journalled yet is read again
    assert all(system.records)  # type: ignore[attr-defined]
    assert third.read == 0
    assert second.first is not None
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{files:>9} files: first half {ends[0] - first.begun:7.1f} s, resumed after "
        f"{second.first - second.begun:6.1f} s, rest {ends[1] - second.first:7.1f} s, "
        f"nothing to do {ends[2] - third.begun:6.1f} s; client {memory} MB, CPU seconds for each "
        f"million files {work[0] + work[1]:.0f} + {work[2]:.0f}",
        flush=True,
    )
    shutil.rmtree(system.kept)  # type: ignore[attr-defined]


def simulations(sizes: Sequence[int]) -> None:
    program = "import sys; from benchmarks.scale import simulate; simulate(*sys.argv[1:])"
    for files in sizes:
        with (
            tempfile.TemporaryDirectory(prefix="pmpdf-bench-") as name,
            cluster(Path(name), THREADS) as address,
        ):
            subprocess.run([sys.executable, "-c", program, str(files), address], check=True)


def main(quick: bool = False) -> None:
    if not _has("distributed"):
        print("skipped: pip install -e '.[dask]'")
        return
    with tempfile.TemporaryDirectory(prefix="pmpdf-bench-") as name:
        rates(Path(name), 200 if quick else 2_000)
    simulations((2_000, 10_000) if quick else (10_000, 100_000))


def _has(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


if __name__ == "__main__":
    simulations([int(word) for word in sys.argv[1:]])
