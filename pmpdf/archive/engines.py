"""Where jobs are carried out: any `concurrent.futures.Executor`.

The unit of work is `read`: a plain function of one job that can be sent anywhere, whether to a
thread of this process or to a machine of a cluster. Wherever it runs, the file itself is read in
a limited child process, one for each thread. An `Engine` is an executor and what a run must know
of it; `cluster` has the one that works on other machines.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pmpdf.archive.readers import Nursery, Reader
from pmpdf.archive.worker import Answer, Job, Naming

if TYPE_CHECKING:
    from pmpdf.archive.places import Out
    from pmpdf.archive.storage import Store


class _Place:
    """This process's nursery and the reader of each of its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nursery: Nursery | None = None
        self._threads = threading.local()

    def reader(self) -> Reader:
        with self._lock:
            if self._nursery is None:
                self._nursery = Nursery()
                atexit.register(self.close)
            nursery = self._nursery
        mine: tuple[Nursery, Reader] | None = getattr(self._threads, "mine", None)
        if mine is None or mine[0] is not nursery:
            mine = self._threads.mine = (nursery, Reader(nursery))
        return mine[1]

    def close(self) -> None:
        with self._lock:
            nursery, self._nursery = self._nursery, None
            atexit.unregister(self.close)
        if nursery is not None:
            nursery.close()


_here = _Place()


def read(job: Job) -> Answer:
    """Do one job in a limited child process of this process, and wait for its answer."""
    if job.far is None:
        return _here.reader().ask(job)
    from pmpdf.archive.transport import carry

    return carry(job, job.far, read)


def read_all(jobs: Sequence[Job]) -> list[Answer]:
    """Do one job after the other."""
    return [read(job) for job in jobs]


def close() -> None:
    """End all reader processes of this process at once; jobs in flight end as errors."""
    _here.close()


class Engine:
    """An executor, and how many jobs it does at once.

    Jobs are handed over `batch` by batch, where carrying one alone would cost too much.
    """

    batch = 1

    def __init__(self, executor: Executor, jobs: int) -> None:
        self._executor = executor
        self._jobs = jobs

    def begin(
        self, folders: Sequence[Path], files: Sequence[Path], stores: Sequence[Store]
    ) -> None:
        """A run begins; who reads for it needs these folders, storages, and files as they are."""

    def room(self) -> int:
        """How many batches may be in flight, so that nobody waits for the next."""
        return 2 * self._jobs + 2

    def quiet_places(self) -> int:
        """How many jobs can be done at the same time, each with nothing else at work beside it."""
        return 1

    def watch(self) -> None:
        """Raises EngineLost if there is nobody left to wait for."""

    def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
        return self._executor.submit(read_all, jobs)

    def answers(self, future: Future[list[Answer]], jobs: int) -> list[Answer]:
        """What came of a batch of so many jobs. Raises what makes it senseless to go on."""
        return future.result()

    def give_names(self, out: Out, namings: Sequence[Naming]) -> Future[list[bool]]:
        """Have part files named that a job has made; done at once where that costs little."""
        future: Future[list[bool]] = Future()
        future.set_result(out.give_names(namings))
        return future

    def named(self, future: Future[list[bool]]) -> list[bool]:
        """What came of that. Raises what makes it senseless to go on."""
        return future.result()

    def read_each(self, out: Out, paths: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of many files in OUT, one after the other; None for what is not there."""
        return out.read_each(paths)

    def close(self, *, abandon: bool = False) -> None:
        """End the executor and all readers; `abandon` does not wait for what is in flight."""
        if abandon:
            self._executor.shutdown(wait=False, cancel_futures=True)
            close()
        self._executor.shutdown(wait=True)
        close()


def local(jobs: int | None = None) -> Engine:
    """As many jobs at once on this machine; without a number, one for each core."""
    jobs = jobs or cores()
    return Engine(ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="pmpdf-job"), jobs)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
