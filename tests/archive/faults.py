"""An extractor whose files say what goes wrong: `%PDF-1.4 abort`, `hang`, `eat` ...

It stands in for `pmpdf.pipeline.extract` in the tests of the archive, which are about what
happens around the reading. Whatever else a file says becomes the title of its record.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import signal
import stat
import time
from pathlib import Path
from typing import NoReturn

from pmpdf import progress
from pmpdf.errors import error_named
from pmpdf.pipeline import Settings
from pmpdf.record import Entry, PostMortem, Section, Source, Timeline, Warning

EXTRACTOR = "faults:extract"
WHERE_PDFIUM_DIES = "faults:extract_where_pdfium_dies"


def fail(jobs: object) -> NoReturn:
    """What a worker does that says all it knows as it fails."""
    raise RuntimeError(f"no way to read {jobs!r}")


def extract(path: str | Path, settings: Settings | None = None) -> PostMortem:
    content = Path(path).read_bytes()
    words = content.decode("utf-8", "replace").split()
    what, rest = words[1], " ".join(words[2:])
    if what == "abort":
        os.abort()
    if what == "crash" and not (settings and settings.distrust_pdfium):
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "killed":  # as the kernel does when memory is short
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "judged":
        if not (settings and settings.distrust_pdfium):
            os.abort()
        raise error_named(words[2])(rest)
    if what == "worker":  # a reader's parent is its helper, and the helper's is the worker
        helper = Path(f"/proc/{os.getppid()}/stat").read_text()
        os.kill(int(helper.rpartition(")")[2].split()[1]), signal.SIGKILL)
    if what == "once":  # dies at the first try only
        mark = Path(rest)
        if not mark.exists():
            mark.touch()
            os.abort()
    if what == "hang":
        ctypes.CDLL(None).sleep(1000)
    if what == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "page":
        progress.page(1)
        progress.page(2)
        ctypes.CDLL(None).sleep(1000)
    if what == "eat":
        eaten = []
        while True:
            eaten.append(bytearray(16 << 20))
    if what == "spawn":
        _spawn(Path(rest))
    if what == "noise":
        os.write(1, b"noise on standard output\n")
        os.write(2, b"noise on standard error\n")
    if what == "garbage":
        _babble()
    if what == "slow":
        time.sleep(0.02)
    if what == "wait":
        while not Path(words[2]).exists():
            time.sleep(0.01)
    if what == "bug":
        raise KeyError("a mistake in the program")
    if what == "error":
        raise error_named(words[2])(f"{rest} \x1b[31mred")
    return _record(content, words)


def extract_where_pdfium_dies(path: str | Path, settings: Settings | None = None) -> PostMortem:
    """The true road, on which pdfium dies of whatever it is given."""
    from pmpdf import pipeline
    from pmpdf.reading import pdfium

    def die(*_: object, **__: object) -> NoReturn:
        os.kill(os.getpid(), signal.SIGSEGV)
        os._exit(1)

    pdfium.read = die  # in this process, which is the reader's own, and dies with it
    return pipeline.extract(path, settings)


def _spawn(pids: Path) -> None:
    child = os.fork()
    if child == 0:
        time.sleep(1000)
    pids.write_text(str(child))
    progress.page(1)
    time.sleep(1000)


def _babble() -> None:
    """Write what is no answer onto the line to the parent, as a hostile file might."""
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, b"\x00\x00\x00\x05hello")
    time.sleep(1000)


def _record(content: bytes, words: list[str]) -> PostMortem:
    entry = Entry(time="20:00 Uhr", at="2023-05-30T20:00", text="=SUM(A1)")
    section = Section(kind="timeline", heading="Zeitablauf", blocks=(Timeline((entry,)),))
    doubt = Warning(code="test", message="a doubt", path="/title")
    return PostMortem(
        schema_version=1,
        language="de",
        title=" ".join(words[1:]),
        sections=(section,),
        warnings=(doubt,) if words[1] == "doubt" else (),
        source=Source(sha256=hashlib.sha256(content).hexdigest(), pages=1),
    )
