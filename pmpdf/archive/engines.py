"""Where jobs are carried out: any `concurrent.futures.Executor`.

The unit of work is `read`: a plain function of one job that can be sent anywhere, whether to a
thread of this process or to a machine of a cluster. Wherever it runs, the file itself is read in
a limited child process, one for each thread.
"""

from __future__ import annotations

import atexit
import os
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

from pmpdf.archive.readers import Nursery, Reader
from pmpdf.archive.worker import Answer, Job


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
    return _here.reader().ask(job)


def close() -> None:
    """End all reader processes of this process at once; jobs in flight end as errors."""
    _here.close()


def local(jobs: int) -> Executor:
    """As many jobs at once on this machine."""
    return ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="pmpdf-job")


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
