"""A Dask cluster on loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from desks import HERE, wait_until

PROJECT = str(Path(HERE).parents[1])


class Cluster:
    """A scheduler and its workers, ended by `close`."""

    def __init__(self, folder: Path, workers: int, **settings: str) -> None:
        self._folder = folder
        self._env = {
            **os.environ,
            **settings,
            "PYTHONPATH": os.pathsep.join((PROJECT, HERE)),
            "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
        }
        self._note = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
            "--scheduler-file", str(self._note),
        )  # fmt: skip
        self.workers = [self.add_worker() for _ in range(workers)]
        assert wait_until(lambda: self._note.exists() and self._note.read_text() != "", 30)
        self.address: str = json.loads(self._note.read_text())["address"]

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread; it waits until the scheduler is there."""
        return self._start(
            "worker", "--host", "127.0.0.1", "--scheduler-file", str(self._note), "--nthreads", "1",
            "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder),
        )  # fmt: skip

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words], env=self._env, stdout=log, stderr=log
            )

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
