"""Reader processes: how they are born, watched, killed and replaced.

A file may crash, stop or bloat the process that reads it, so the reading is always done in a
child, and the limits are enforced from outside of it. Three things, from the inside out:

- `Cradle` forks a reader in this very process; right for a small program of one thread.
- `Nursery` has a cradle in a helper process of its own: small, single-threaded, with the imports
  done, it never touches a file. Forking there takes milliseconds, is safe under threads, and when
  this process ends, however it ends, the nursery takes all readers with it.
- `Reader` is one reader process at a time and whoever takes its place.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import faulthandler
import os
import pickle
import select
import signal
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

import msgspec

from pmpdf.archive import worker
from pmpdf.archive.worker import Answer, Job, Limits
from pmpdf.errors import (
    MemoryLimit,
    NotAPostMortem,
    PasswordNeeded,
    PmpdfError,
    ReaderDied,
    TimeLimit,
)

if TYPE_CHECKING:
    import subprocess

GLANCE: Final = 0.05  # seconds between two looks at a reader's memory
PR_SET_PDEATHSIG: Final = 1
STDIN: Final = "-"  # can be read but once
JUDGED: Final = frozenset(
    error.__name__ for error in (NotAPostMortem, PasswordNeeded)
)  # no record, and yet the file has been read


class Child(msgspec.Struct, frozen=True):
    """A living reader: its process and the line to it."""

    pid: int
    line: socket.socket


class End(msgspec.Struct, frozen=True):
    """How a reader ended: wait status and the most memory that it ever had, in bytes."""

    status: int
    peak_memory: int


class Births(Protocol):
    """Where readers come from and where they end."""

    def fork(self, limits: Limits, *, reports: bool) -> Child: ...

    def end(self, child: Child) -> End | None: ...


class Cradle:
    """Readers as direct children. Only for a process without threads."""

    def __init__(self, *, silent: bool = True) -> None:
        self._silent = silent

    def fork(self, limits: Limits, *, reports: bool = False) -> Child:
        here, there = socket.socketpair()
        pid = self.fork_onto(there, limits, close=here)
        there.close()
        return Child(pid, here)

    def fork_onto(self, line: socket.socket, limits: Limits, *, close: socket.socket) -> int:
        """Fork a reader that serves this line; returns its process id."""
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            close.close()
            self._live(line, limits, parent)
        with contextlib.suppress(OSError):  # both sides do it, whoever comes first
            os.setpgid(pid, pid)
        return pid

    def _live(self, line: socket.socket, limits: Limits, parent: int) -> NoReturn:
        code = 70
        try:
            with contextlib.suppress(OSError):
                os.setpgid(0, 0)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _die_with_parent(parent)
            if self._silent:
                _be_silent()
                faulthandler.disable()
            worker.serve(line, limits)
            code = 0
        finally:
            os._exit(code)

    def end(self, child: Child) -> End | None:
        child.line.close()
        return end_process(child.pid)


def end_process(pid: int) -> End | None:
    """Kill a reader with all its children, if it still lives, and bury it."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return None
    return End(status, usage.ru_maxrss * 1024)


def _die_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(70)


def _be_silent() -> None:
    """What a library prints is no result: standard output must stay clean."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


# The nursery's own line. Requests: a letter, then for BEAR the packed limits (the reader's line
# comes along as a file descriptor), for END a process id.
_LIMITS: Final = struct.Struct("!ddQ?")
_PID: Final = struct.Struct("!I")
_END: Final = struct.Struct("!iQ")
_UNKNOWN: Final = -1
_BEAR: Final = b"b"
_BURY: Final = b"e"


class Nursery:
    """Readers as children of a helper process, to be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._helper: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._closed = False

    def fork(self, limits: Limits, *, reports: bool = False) -> Child:
        here, there = socket.socketpair()
        request = _BEAR + _LIMITS.pack(limits.seconds, limits.page_seconds, limits.memory, reports)
        try:
            with there:
                (pid,) = _PID.unpack(self._ask(request, _PID.size, there.fileno()))
        except BaseException:
            here.close()
            raise
        return Child(pid, here)

    def end(self, child: Child) -> End | None:
        child.line.close()
        status, peak = _END.unpack(self._ask(_BURY + _PID.pack(child.pid), _END.size))
        return None if status == _UNKNOWN else End(status, peak)

    def close(self) -> None:
        """End the helper, and with it all readers."""
        self._closed = True
        helper, line = self._helper, self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        if helper is not None:
            helper.wait()
        with self._lock:
            if self._line is not None:
                self._line.close()
            self._helper = self._line = None

    def _ask(self, request: bytes, length: int, descriptor: int | None = None) -> bytes:
        with self._lock:
            if self._closed:
                raise PmpdfError("the reading processes have been ended.")
            for _ in range(2):
                line = self._line or self._start()
                try:
                    socket.send_fds(line, [request], [] if descriptor is None else [descriptor])
                    answer = line.recv(length, socket.MSG_WAITALL)
                except OSError:
                    answer = b""
                if len(answer) == length:
                    return answer
                self._abandon()
            raise PmpdfError("no process can be started to read with; is memory short?")

    def _start(self) -> socket.socket:
        import subprocess  # a single file needs no helper, and so not this import either

        here, there = socket.socketpair()
        with there:
            code = f"from pmpdf.archive.readers import tend; tend({there.fileno()})"
            self._helper = subprocess.Popen(
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
        self._line = here
        return here

    def _abandon(self) -> None:
        """The helper has died, and its readers with it; the next request starts another."""
        if self._line is not None:
            self._line.close()
        if self._helper is not None:
            self._helper.kill()
            self._helper.wait()
        self._helper = self._line = None


def tend(descriptor: int) -> None:
    """The helper's whole life: fork and bury readers until the line closes."""
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    line = socket.socket(fileno=descriptor)
    cradle = Cradle()
    alive: set[int] = set()
    warm: set[bool] = set()
    while True:
        try:
            request, descriptors, _, _ = socket.recv_fds(line, 64, 1)
        except OSError:
            request, descriptors = b"", []
        if request[:1] == _BEAR:
            seconds, page_seconds, memory, reports = _LIMITS.unpack(request[1:])
            if reports not in warm:
                warm.add(reports)
                _warm_up(reports)
                gc.collect()
                gc.freeze()  # what is shared with the readers shall not be written to
            with socket.socket(fileno=descriptors[0]) as theirs:
                limits = Limits(seconds, page_seconds, memory)
                pid = cradle.fork_onto(theirs, limits, close=line)
            alive.add(pid)
            line.sendall(_PID.pack(pid))
        elif request[:1] == _BURY:
            (pid,) = _PID.unpack(request[1:])
            end = end_process(pid) if pid in alive else None
            alive.discard(pid)
            end = end or End(_UNKNOWN, 0)  # a reader of the helper before this one
            line.sendall(_END.pack(end.status, end.peak_memory))
        else:
            for pid in alive:
                end_process(pid)
            return


def _warm_up(reports: bool) -> None:
    """Read a tiny report of our own, and build it, so that no reader has to load what that takes.

    Libraries, words, patterns and fonts are then shared by all readers.
    """
    import io

    from pmpdf import pipeline

    with contextlib.suppress(Exception):  # if it cannot be, the first real file will say why
        record = pipeline.extract(Path(__file__).parents[1] / "data" / "first.pdf")
        if reports:
            from pmpdf.record import LANGUAGES
            from pmpdf.report import build

            for language in LANGUAGES:
                build(record, io.BytesIO(), language=language)


class Reader:
    """One reader process at a time; it reads file after file, and is replaced when it dies."""

    def __init__(self, births: Births) -> None:
        self._births = births
        self._child: Child | None = None
        self._limits = Limits()

    def ask(self, job: Job) -> Answer:
        """Have a job done within its limits; a limit reached or a death is an answer, too.

        Where a process that has read nothing else crashes, the file is to blame, and pdfium has
        died of it; then the second reader, which is no native code, is asked for what it sees.
        """
        answer, end = self._ask(job)
        died = answer.error == ReaderDied.__name__ and _crashed(end)
        if not (died and job.fresh) or job.from_record is not None or job.source == STDIN:
            return answer
        if job.settings is None:
            from pmpdf.pipeline import Settings

            job = msgspec.structs.replace(job, settings=Settings())
        assert job.settings is not None
        second = dataclasses.replace(job.settings, distrust_pdfium=True)
        return _either(answer, self._ask(msgspec.structs.replace(job, settings=second))[0])

    def _ask(self, job: Job) -> tuple[Answer, End | None]:
        """The answer, and how the process ended that died over it."""
        if self._child is not None and (job.fresh or job.limits != self._limits):
            self.close()
        if self._child is None:  # if none can be born, that is no file's fault
            self._child = self._births.fork(job.limits, reports=bool(job.reports))
            self._limits = job.limits
        begun = time.perf_counter()
        try:
            answer = self._exchange(self._child, job)
        except PmpdfError as error:
            end = self.close()
            return _obituary(job, error, end, time.perf_counter() - begun), end
        except OSError:  # the line broke: it is as good as dead
            end = self.close()
            return _obituary(job, ReaderDied(), end, time.perf_counter() - begun), end
        except BaseException:
            self.close()
            raise
        if answer.retires:
            self.close()
        return answer, None

    def close(self) -> End | None:
        """End the reader process, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return None
        try:
            return self._births.end(child)
        except PmpdfError:  # its helper is gone, and it with it
            return None

    def _exchange(self, child: Child, job: Job) -> Answer:
        try:
            worker.send_frame(child.line, pickle.dumps(job))
        except OSError:
            raise ReaderDied("") from None
        watch = _Watch(child, job.limits)
        heard = bytearray()
        while True:
            watch.wait()
            part = child.line.recv(1 << 20)
            if not part:
                raise ReaderDied("")
            heard += part
            for frame in worker.whole_frames(heard):
                if frame != worker.PAGE_BEGUN:
                    return _decoded(frame)
                watch.page_begins()


def _decoded(frame: bytes) -> Answer:
    try:
        return msgspec.msgpack.decode(frame, type=Answer)
    except msgspec.DecodeError:
        raise ReaderDied("the reading process sent what is no answer.") from None


class _Watch:
    """The limits of one job, held against the clock and the kernel's figures."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._poll = select.poll()
        self._poll.register(child.line, select.POLLIN)
        self._page: int = 0
        now = time.monotonic()
        self._end = now + limits.seconds
        self._page_end = now + limits.seconds
        self._look = now + GLANCE

    def page_begins(self) -> None:
        self._page += 1
        self._page_end = time.monotonic() + self._limits.page_seconds

    def wait(self) -> None:
        """Return when the reader has said something; raise when it takes too much."""
        while True:
            now = time.monotonic()
            if now >= self._end:
                raise TimeLimit(
                    f"not read within {self._limits.seconds:g} s; a longer --timeout may help."
                )
            if now >= self._page_end:
                raise TimeLimit(
                    f"page {self._page} not read within {self._limits.page_seconds:g} s; "
                    "a longer --page-timeout may help."
                )
            if now >= self._look:
                self._look = now + GLANCE
                if worker.resident(self._child.pid) > self._limits.memory:
                    raise MemoryLimit(worker.over_memory(self._limits))
            patience = min(self._end, self._page_end, self._look) - now
            if self._poll.poll(max(1.0, patience * 1000)):
                return


def _obituary(job: Job, error: PmpdfError, end: End | None, seconds: float) -> Answer:
    message = error.message
    if not message or message == type(error).__name__:
        message = _last_words(end)
    return Answer(
        error=type(error).__name__,
        message=message,
        sha256=worker.source_sha256(job.source) if job.from_record is None else None,
        seconds=round(seconds, 4),
        peak_memory=end.peak_memory if end else None,
    )


def _crashed(end: End | None) -> bool:
    """Whether a reader died by its own doing; who is short of memory sends SIGKILL."""
    return (
        end is not None and os.WIFSIGNALED(end.status) and os.WTERMSIG(end.status) != signal.SIGKILL
    )


def _either(first: Answer, second: Answer) -> Answer:
    """What the second reader found, if anything; else that pdfium has died."""
    if second.error is not None and second.error not in JUDGED:
        second = msgspec.structs.replace(
            first, message=f"{first.message} The second reader does not get through it, either."
        )
    return msgspec.structs.replace(
        second,
        seconds=round(first.seconds + second.seconds, 4),
        peak_memory=max(first.peak_memory or 0, second.peak_memory or 0) or None,
    )


def _last_words(end: End | None) -> str:
    advice = "The file is damaged or hostile; look at it with another viewer, in a safe place."
    if end is not None and os.WIFSIGNALED(end.status):
        number = os.WTERMSIG(end.status)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = "unknown"
        return f"the reading process died of signal {number} ({name}). {advice}"
    if end is not None and os.WIFEXITED(end.status):
        return f"the reading process ended with {os.WEXITSTATUS(end.status)}. {advice}"
    return f"the reading process died. {advice}"
