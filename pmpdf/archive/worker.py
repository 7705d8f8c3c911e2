"""What is done with one file, inside the process that may die of it.

Everything here runs in a reader process: a small fork that has given up most of what a process
may take. A job comes in, an answer goes out, both plain data; what was made is written to part
files, which the parent renames once they are journalled. Nothing here decides what is done.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pickle
import resource
import socket
import stat
import struct
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import msgspec

from pmpdf import progress
from pmpdf.errors import CannotWrite, MemoryLimit, PmpdfError, ReaderDied

if TYPE_CHECKING:
    from pmpdf.archive.storage import Store
    from pmpdf.pipeline import Settings
    from pmpdf.record import PostMortem
    from pmpdf.report import Built
    from pmpdf.report.embedding import Embed
    from pmpdf.report.press import Pages

EXTRACT: Final = "pmpdf.pipeline:extract"
MAX_FILES: Final = 200  # a reader is replaced then: pdfminer interns names for ever
MAX_RESIDENT: Final = 300 * 1024 * 1024
LARGEST: Final = 256 * 1024 * 1024  # bytes of a source; what is larger is not read
MAX_FRAME: Final = 512 * 1024 * 1024
PAGE_BEGUN: Final = b""


class Limits(msgspec.Struct, frozen=True):
    """What one file may take. The parent enforces all of it; seconds are wall time."""

    seconds: float = 60.0
    page_seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024  # bytes; all honest files were read within half of it


class Printing(msgspec.Struct, frozen=True):
    """How reports are made; `pmpdf.report.Options` says what each value means."""

    brand: Path | None = None
    pages: Pages = "fit"
    embed: Embed = "public"
    date: datetime | None = None
    vocabulary: Path | None = None


class ReportOrder(msgspec.Struct, frozen=True):
    """A report that is wanted: its language (None: the record's own) and where it is written."""

    language: str | None
    target: str
    printing: Printing = Printing()
    translation: str | None = None


class Far(msgspec.Struct, frozen=True):
    """The storages in which a job's paths lie; None is this machine.

    A source whose hash turns out to be `unless` need not be read.
    """

    archive: Store | None = None
    out: Store | None = None
    unless: str | None = None


class Job(msgspec.Struct, frozen=True):
    """One file's work: read `source`, or take the record at `from_record` as it stands.

    Without `record` the JSON comes back in the answer. `fresh` asks for a reader process that
    has read nothing before. With `far` paths lie in a storage.
    """

    source: str
    settings: Settings | None = None
    limits: Limits = Limits()
    record: str | None = None
    reports: tuple[ReportOrder, ...] = ()
    from_record: str | None = None
    fresh: bool = False
    extractor: str = EXTRACT
    far: Far | None = None


class Made(msgspec.Struct, frozen=True):
    """A part file that was written whole; `target` is its path as the file system has it."""

    target: bytes
    sha256: str
    size: int
    md5: str | None = None


class Naming(msgspec.Struct, frozen=True):
    """Part files that get their final names, unless the `record` that lies in OUT is another's.

    `ours` has the hashes of records that may be replaced.
    """

    names: tuple[tuple[str, str], ...]
    record: str | None = None
    ours: tuple[str, ...] = ()

    def may_replace(self, there: str | None) -> bool:
        return self.record is None or there is None or there in self.ours


class Remark(msgspec.Struct, frozen=True):
    """What a person should know of a report that was built; the codes are in docs/warnings.md."""

    code: str
    message: str


class ReportResult(msgspec.Struct, frozen=True):
    """A report that was built, or the name and message of what stopped it."""

    language: str | None
    made: Made | None = None
    pages: int | None = None
    warnings: tuple[Remark, ...] = ()
    error: str | None = None
    message: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What became of a job. `error` is the name of a class in pmpdf.errors, or None.

    `same` says that the source was not read, its content being that of before; `again` that the
    error may be gone at the next try.
    """

    error: str | None = None
    message: str = ""
    details: str = ""
    record: bytes | None = None
    made: Made | None = None
    record_sha256: str | None = None
    reports: tuple[ReportResult, ...] = ()
    sha256: str | None = None
    pages: int | None = None
    warnings: int = 0
    seconds: float = 0.0
    peak_memory: int | None = None
    retires: bool = False
    same: bool = False
    again: bool = False


class Extract(Protocol):
    def __call__(self, path: str | Path, settings: Settings | None = None) -> PostMortem: ...


def handle(job: Job) -> Answer:
    """Do a job and say what became of it; never raises."""
    begun = time.perf_counter()
    _forget_peak()
    answer = _answer(job)
    changes = {
        "seconds": round(time.perf_counter() - begun, 4),
        "peak_memory": peak_memory(os.getpid()),
    }
    return msgspec.structs.replace(answer, **changes)


def _answer(job: Job) -> Answer:
    try:
        return _record_and_reports(job)
    except PmpdfError as error:
        return _failure(job, type(error).__name__, error.message)
    except MemoryError:
        return _failure(job, MemoryLimit.__name__, over_memory(job.limits), retires=True)
    except Exception as error:
        import traceback

        message = f"an unexpected {type(error).__name__}: {error}"
        return _failure(job, PmpdfError.__name__, message, details=traceback.format_exc())


def _record_and_reports(job: Job) -> Answer:
    from pmpdf.record import PostMortem

    if job.from_record is not None:
        record = PostMortem.load(job.from_record)
        made, content = None, None
        record_sha256 = file_sha256(job.from_record)
    else:
        record = extractor(job.extractor)(job.source, job.settings)
        content = record.to_json().encode()
        record_sha256 = hashlib.sha256(content).hexdigest()
        made = _write_part(job.record, content, record_sha256) if job.record else None
    source = record.source
    return Answer(
        record=content if job.record is None else None,
        made=made,
        record_sha256=record_sha256,
        reports=tuple(_report(record, order) for order in job.reports),
        sha256=(source.sha256 if source else None) or source_sha256(job.source),
        pages=source.pages if source else None,
        warnings=len(record.warnings),
    )


def extractor(name: str) -> Extract:
    """The function that reads a PDF, by `module:function`."""
    module, _, function = name.partition(":")
    return cast(Extract, getattr(importlib.import_module(module), function))


def build_report(record: PostMortem, order: ReportOrder) -> Built:
    """Build one report as ordered."""
    from pmpdf.report import Options, build

    printing = order.printing
    options = Options(
        pages=printing.pages,
        embed=printing.embed,
        date=printing.date,
        translation=order.translation,
        vocabulary=printing.vocabulary,
    )
    return build(
        record, order.target, language=order.language, brand=printing.brand, options=options
    )


def _report(record: PostMortem, order: ReportOrder) -> ReportResult:
    """A report that does not build is that report's failure, not its record's."""
    try:
        built = build_report(record, order)
        status = os.stat(order.target)  # noqa: PTH116 - a plain string, no Path needed
        made = Made(os.fsencode(order.target), file_sha256(order.target) or "", status.st_size)
        remarks = tuple(Remark(w.code, sayable(w.message)) for w in built.warnings)
        return ReportResult(order.language, made, pages=built.pages, warnings=remarks)
    except CannotWrite:
        raise
    except PmpdfError as error:
        message = sayable(error.message)
        return ReportResult(order.language, error=type(error).__name__, message=message)
    except MemoryError:
        raise
    except Exception as error:
        message = sayable(f"an unexpected {type(error).__name__}: {error}")
        return ReportResult(order.language, error=PmpdfError.__name__, message=message)


def _write_part(target: str, content: bytes, sha256: str) -> Made:
    try:
        with open(target, "wb") as stream:  # noqa: PTH123 - a plain string, no Path needed
            stream.write(content)
    except OSError as error:
        raise CannotWrite(f"cannot write into the output folder: {error.strerror}.") from None
    return Made(os.fsencode(target), sha256, len(content))


def _failure(
    job: Job, name: str, message: str, *, details: str = "", retires: bool = False
) -> Answer:
    sha256 = None if job.from_record is not None else source_sha256(job.source)
    return Answer(
        error=name,
        message=sayable(message),
        details=sayable(details),
        sha256=sha256,
        retires=retires,
    )


def sayable(text: str) -> str:
    """Text that can be written as UTF-8, also where it quotes a file name that cannot."""
    return text.encode("utf-8", "backslashreplace").decode()


def over_memory(limits: Limits) -> str:
    return (
        f"reading it takes more than {limits.memory // 1024**2} MB of memory; "
        "a larger --memory may help."
    )


def source_sha256(path: str | Path) -> str | None:
    """The hash of a file of the archive; None also where it is larger than is ever read.

    It is taken outside of the limits, so it must not take long, whatever lies there.
    """
    return file_sha256(path, most=LARGEST)


def file_sha256(path: str | Path, *, most: int | None = None) -> str | None:
    """The hash of a regular file's content, or None where it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or (most is not None and status.st_size > most):
            return None
        with open(handle, "rb", closefd=False) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    finally:
        os.close(handle)


# The line to the parent: four bytes of length, then the bytes. An empty frame says that a page
# is begun. Jobs are pickled, since the parent is trusted; answers are not, since the reader may
# be in a hostile file's hands by then.


def serve(line: socket.socket, limits: Limits) -> None:
    """Answer jobs until the line closes, or until this process has read enough."""
    _give_up_rights(limits)
    progress.listen(lambda number: send_frame(line, PAGE_BEGUN))
    for files in range(1, MAX_FILES + 1):
        frame = receive_frame(line)
        if frame is None:
            return
        answer = handle(pickle.loads(frame))
        tired = files == MAX_FILES or resident(os.getpid()) > MAX_RESIDENT
        if tired:
            answer = msgspec.structs.replace(answer, retires=True)
        send_frame(line, msgspec.msgpack.encode(answer))
        if answer.retires:
            return


def _give_up_rights(limits: Limits) -> None:
    room = _pages_of("statm", 0) + limits.memory
    for kind, value in ((resource.RLIMIT_AS, room), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(kind, (value, value))
    with contextlib.suppress(OSError):  # where memory is short, the kernel shall end readers first
        Path("/proc/self/oom_score_adj").write_text("1000")


def send_frame(line: socket.socket, content: bytes) -> None:
    line.sendall(struct.pack("!I", len(content)) + content)


def receive_frame(line: socket.socket) -> bytes | None:
    """Wait for the next frame; None when the other side is gone."""
    heard = bytearray()
    while True:
        for frame in whole_frames(heard):
            return frame
        try:
            part = line.recv(1 << 16)
        except ConnectionError:
            return None
        if not part:
            return None
        heard += part


def whole_frames(heard: bytearray) -> Iterator[bytes]:
    """Take the frames that have arrived whole out of what was heard."""
    while len(heard) >= 4:
        (length,) = struct.unpack_from("!I", heard)
        if length > MAX_FRAME:
            raise ReaderDied("the reading process sent what is no answer.")
        if len(heard) < 4 + length:
            return
        frame = bytes(heard[4 : 4 + length])
        del heard[: 4 + length]
        yield frame


# What the kernel knows of a process (Linux; elsewhere these say nothing).


def resident(pid: int) -> int:
    """Bytes of memory that a process has in use now."""
    return _pages_of("statm", 1, pid)


def peak_memory(pid: int) -> int | None:
    """The most bytes that a process had in use since `_forget_peak`."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_bytes().splitlines():
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_bytes(b"5")


def _pages_of(name: str, column: int, pid: int | None = None) -> int:
    with contextlib.suppress(OSError):
        numbers = Path(f"/proc/{pid or 'self'}/{name}").read_bytes().split()
        return int(numbers[column]) * resource.getpagesize()
    return 0
