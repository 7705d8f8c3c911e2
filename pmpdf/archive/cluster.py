"""The machines of a Dask cluster as an engine.

Dask says where a job is done, and has it done elsewhere when a worker dies. What it cannot do is
end a thread: so a file is read in a limited child process on the worker, as it is on this machine.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from pmpdf.archive import engines, stored
from pmpdf.archive.engines import Engine
from pmpdf.archive.places import Out
from pmpdf.archive.plan import content_digest
from pmpdf.archive.storage import Address, Store, check_extra, hidden
from pmpdf.archive.worker import Answer, Job, Naming
from pmpdf.errors import EngineLost, MissingExtra, PmpdfError, ReaderDied, UsageError
from pmpdf.version import __version__

Result = TypeVar("Result")

BATCH: Final = 8  # a task costs scheduler and worker some 5 ms, a document 15 to 50
READ_BATCH: Final = 32  # records that a worker reads together, a request each
READ_BATCHES: Final = 64  # of them that are on their way at a time: some 30 MB
CONNECT_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 2.0  # between two looks at who is there
WORKERLESS_SECONDS: Final = 120.0  # a cluster that grows with its work may take so long to begin
NOISY: Final = (  # what they say of a lost connection, we say in a line of our own
    "distributed",
    "distributed.client",
    "tornado.application",
)
RETRIES: Final = 2  # of a batch that raised instead of answering: a worker that is ending


class Kit(msgspec.Struct, frozen=True):
    """What a machine must have to do the same work.

    This version, folders, files by content, and what the storages at these addresses take.
    """

    version: str
    folders: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    addresses: tuple[Address, ...] = ()

    def lacking(self) -> str | None:
        """What is missing on this machine, and what to do about it."""
        here = f"the worker on {socket.gethostname()}"
        if self.version != __version__:
            return f"{here} has pmpdf {__version__}, this is {self.version}; install the same."
        for folder in self.folders:
            if not Path(folder).is_dir():
                return (
                    f"{here} has no folder {folder}; mount it there by the same name, or give an "
                    "address that all machines can reach."
                )
        for path, digest in self.files:
            if content_digest(Path(path)) != digest:
                return f"{here} has no {path}, or another than this one; copy it there."
        for address in self.addresses:
            try:
                check_extra(address)
            except PmpdfError as error:
                return f"{here} lacks what {address} takes: {error.message}"
        return None


_had: set[Kit] = set()  # kits that this process has been found to have


def read_elsewhere(jobs: Sequence[Job], kit: Kit) -> list[Answer]:
    """What a worker does: one job after the other, if it has what that takes."""
    if kit not in _had:
        lacking = kit.lacking()
        if lacking is not None:
            return [Answer(error=UsageError.__name__, message=lacking) for _ in jobs]
        _had.add(kit)
    return [engines.read(_apart(job)) for job in jobs]


def _apart(job: Job) -> Job:
    """The job with part files of its own.

    A worker that was given up for dead may still be writing when another has taken its place.
    """
    mark = uuid.uuid4().hex[:12]
    return msgspec.structs.replace(
        job,
        record=job.record and f"{job.record}.{mark}",
        reports=tuple(
            msgspec.structs.replace(order, target=f"{order.target}.{mark}") for order in job.reports
        ),
    )


class Dask(Engine):
    """The workers of a Dask scheduler, however many there are at the moment."""

    batch = BATCH

    def __init__(self, scheduler: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtra("--engine dask needs an extra: pip install 'pmpdf[dask]'.") from None
        for name in NOISY:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.scheduler = scheduler
        try:
            self._client = Client(
                scheduler, timeout=CONNECT_SECONDS, set_as_default=False, name="pmpdf"
            )
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no Dask scheduler answers at {scheduler}: {error}") from None
        super().__init__(self._client.get_executor(pure=False, retries=RETRIES), 0)
        self._kit = Kit(__version__)
        self._workers = 0
        self._looked = self._peopled = time.monotonic()
        self._look()

    def begin(
        self, folders: Sequence[Path], files: Sequence[Path], stores: Sequence[Store]
    ) -> None:
        self._kit = Kit(
            __version__,
            tuple(str(path) for path in folders),
            tuple((str(path.absolute()), content_digest(path)) for path in files),
            tuple(store.address for store in stores),
        )

    def room(self) -> int:
        self.watch()
        return super().room()

    def quiet_places(self) -> int:
        self.watch()
        return max(1, self._workers)

    def watch(self) -> None:
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._look()

    def _look(self) -> None:
        try:
            threads = self._client.nthreads()
        except (OSError, RuntimeError, ValueError, CancelledError):
            raise self._lost() from None
        self._looked = time.monotonic()
        self._workers, self._jobs = len(threads), sum(threads.values())
        if threads:
            self._peopled = self._looked
        elif self._looked - self._peopled > WORKERLESS_SECONDS:
            raise EngineLost(
                f"the Dask scheduler at {self.scheduler} has had no worker for "
                f"{WORKERLESS_SECONDS:.0f} s; start some, and the same command does the rest."
            )

    def submit(self, jobs: Sequence[Job]) -> Future[list[Answer]]:
        return self._handed(read_elsewhere, jobs, self._kit)

    def _handed(self, work: Callable[..., Result], *what: object) -> Future[Result]:
        """Have a worker do this."""
        try:
            future: Future[Result] = self._executor.submit(work, *what)
        except (OSError, RuntimeError, ValueError):
            raise self._lost() from None
        return future

    def give_names(self, out: Out, namings: Sequence[Naming]) -> Future[list[bool]]:
        """In a storage that is three requests a file: too much for one machine to do for all."""
        if out.store is None:
            return super().give_names(out, namings)
        return self._handed(stored.give_names, out.store, namings)

    def named(self, future: Future[list[bool]]) -> list[bool]:
        return self._told(future)

    def _told(self, future: Future[Result]) -> Result:
        from distributed import KilledWorker

        try:
            return self._result(future)
        except KilledWorker:
            raise EngineLost(
                f"the workers of {self.scheduler} die one after the other; the same command does "
                "the rest once they live."
            ) from None

    def read_each(self, out: Out, paths: Iterable[str]) -> Iterator[bytes | None]:
        """In a storage that is a request a file: the workers ask, the client takes it in order."""
        if out.store is None:
            yield from super().read_each(out, paths)
            return
        asked: deque[Future[list[bytes | None]]] = deque()
        for some in stored.by(READ_BATCH, paths):
            asked.append(self._handed(out.store.read_all, some))
            if len(asked) >= min(self.room(), READ_BATCHES):
                yield from self._awaited(asked.popleft())
        while asked:
            yield from self._awaited(asked.popleft())

    def _awaited(self, future: Future[Result]) -> Result:
        while not wait([future], timeout=LOOK_SECONDS).done:
            self.watch()
        return self._told(future)

    def answers(self, future: Future[list[Answer]], jobs: int) -> list[Answer]:
        from distributed import KilledWorker

        try:
            return self._result(future)
        except KilledWorker:
            died = "each worker that tried it died; it takes more memory than a worker has."
            return [Answer(error=ReaderDied.__name__, message=died)] * jobs

    def _result(self, future: Future[Result]) -> Result:
        from distributed import KilledWorker

        try:
            return future.result()
        except CancelledError:
            raise self._lost() from None
        except (PmpdfError, KilledWorker):
            raise
        except Exception as error:
            words = " ".join(hidden(str(error)).split())
            raise UsageError(
                f"the cluster of {self.scheduler} cannot read: {type(error).__name__}: {words} "
                f"Is pmpdf {__version__} installed on the scheduler and on each worker?"
            ) from None

    def _lost(self) -> EngineLost:
        return EngineLost(
            f"the Dask scheduler at {self.scheduler} has gone away; what is done is done, "
            "and the same command again does the rest."
        )

    def close(self, *, abandon: bool = False) -> None:
        with contextlib.suppress(Exception):
            if abandon:
                self._executor.shutdown(wait=False)
            self._client.close(timeout=CONNECT_SECONDS)
