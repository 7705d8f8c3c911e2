"""The folder that a run writes into: one run at a time, and files that appear whole.

`OUT/.pmpdf/` holds the lock, the part files of the run that is at work, and which archive the
folder belongs to. Part files lie on the same file system as their final names, so a rename puts
them there whole or not at all; whatever a killed run has left there is cleared by the next.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import itertools
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pmpdf.archive.ledger import Ledger, Output
from pmpdf.archive.walk import LONGEST_NAME
from pmpdf.archive.worker import Naming, file_sha256
from pmpdf.errors import CannotWrite, Unreadable, UsageError

PRIVATE: Final = ".pmpdf"
SOMETHING: Final = "unreadable"  # in place of a hash
LONGEST_PATH: Final = 4096  # bytes, with the one that ends it


class OutFolder:
    """An OUT folder, locked while it is open."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._private = out / PRIVATE
        self.parts = self.scratch = self._private / "parts"
        self.store = None
        self.folders = (self.parts,)
        self._numbers = itertools.count(1)
        self._known: set[str] = set()
        try:
            self._private.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(
                self._private / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666
            )
        except OSError as error:
            raise CannotWrite(f"cannot write into {out}: {error.strerror}.") from None
        try:
            self._take_lock()
            shutil.rmtree(self.parts, ignore_errors=True)
            self.parts.mkdir(exist_ok=True)
        except OSError as error:
            os.close(self._lock)
            raise CannotWrite(f"cannot write into {out}: {error.strerror}.") from None
        except BaseException:
            os.close(self._lock)
            raise

    def _take_lock(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                return  # a file system without locks; then nothing can be promised
            holder = os.pread(self._lock, 40, 0).decode("ascii", "replace").strip()
            who = f" (process {holder})" if holder.isdigit() else ""
            raise CannotWrite(
                f"another run is writing into {self.out}{who}; wait for it, or name another OUT."
            ) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)

    def __enter__(self) -> OutFolder:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.parts, ignore_errors=True)
        os.close(self._lock)

    def new_part(self) -> str:
        """A name for a file that is not yet there under its final name."""
        return str(self.parts / f"{next(self._numbers)}.part")

    def sync(self) -> None:
        """Bring everything written so far onto the disk, in one go for the whole group."""
        handle = os.open(self.out, os.O_RDONLY)
        try:
            if sys.platform != "linux" or ctypes.CDLL(None, use_errno=True).syncfs(handle):
                os.sync()
        finally:
            os.close(handle)

    def give_names(self, namings: Sequence[Naming]) -> list[bool]:
        return [self._give(naming) for naming in namings]

    def _give(self, naming: Naming) -> bool:
        there = None if naming.record is None else _sha256(self.out / naming.record)
        if not naming.may_replace(there) or any(
            _is_no_file(f"{self.out}/{path}") for _, path in naming.names
        ):
            return False
        for part, path in naming.names:
            self.put(part, path)
        return True

    def put(self, part: str, path: str) -> None:
        """Give a part file its final name, a path below OUT."""
        final = self.out / path
        folder = os.path.dirname(path)  # noqa: PTH120 - a string, many thousand times
        try:
            if folder not in self._known:
                final.parent.mkdir(parents=True, exist_ok=True)
                self._known.add(folder)
            os.replace(part, final)  # noqa: PTH105
        except OSError as error:
            raise CannotWrite(f"cannot write {final}: {error.strerror}.") from None

    def publish(self, scratch: Path, path: str) -> None:
        self.put(str(scratch), path)

    def named(self, path: str) -> str:
        return str(self.out / path)

    def ledger(self) -> Ledger:
        return Ledger(self.out, writing=True)

    def belongs_to(self, archive: str) -> None:
        """Note which archive this folder was made from; whole, as half a name is another's."""
        if archive_of(self.out) == archive:
            return
        part = self.parts / "archive"
        try:
            part.write_bytes(os.fsencode(archive))
        except OSError as error:
            raise CannotWrite(f"cannot write {part}: {error.strerror}.") from None
        self.sync()
        self.put(str(part), f"{PRIVATE}/archive")

    def view(self, folder: str) -> View:
        return View(self.out)

    def read(self, path: str, *, most: int | None = None) -> bytes | None:
        if _is_no_file(f"{self.out}/{path}"):  # a pipe would have us wait for its other end
            raise Unreadable(f"cannot read {self.out / path}: it is no file.")
        try:
            with (self.out / path).open("rb") as stream:
                return stream.read(-1 if most is None else most)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(f"cannot read {self.out / path}: {error.strerror}.") from None

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        for path in paths:
            try:
                yield self.read(path)
            except Unreadable:  # one file's trouble; who reads them all finds it empty
                yield b""


class View:
    """What lies in an OUT folder, looked at when it is asked for."""

    def __init__(self, out: Path) -> None:
        self._out = out.absolute()
        self._bars: dict[str, str | None] = {"": None}

    def prepare(self, wanted: Iterable[tuple[str, Collection[Output]]]) -> None:
        pass

    def has(self, path: str) -> bool:
        return (self._out / path).is_file()

    def is_taken(self, path: str) -> bool:
        return _is_no_file(f"{self._out}/{path}")

    def bar(self, folder: str) -> str | None:
        if folder not in self._bars:
            above = self.bar(folder.rpartition("/")[0])
            self._bars[folder] = above or self._own_bar(self._out / folder)
        return self._bars[folder]

    def _own_bar(self, place: Path) -> str | None:
        if len(os.fsencode(place)) + 1 + LONGEST_NAME >= LONGEST_PATH:
            return "its path would be too long in OUT; name a shorter OUT, or shorten the folder's."
        if not os.path.lexists(place):
            return None
        if not place.is_dir():
            return "OUT has something else by the name of its folder; rename the folder."
        if not os.access(place, os.W_OK | os.X_OK):
            return "its folder in OUT cannot be written to; look at its permissions."
        if place.stat().st_dev != self._out.stat().st_dev:
            return "its folder in OUT is on another disk, where nothing of OUT can be moved to."
        return None

    def sha256(self, path: str, known: Collection[Output] = ()) -> str | None:
        return _sha256(self._out / path)


def _is_no_file(path: str) -> bool:
    """Whether something lies there that is no file, nor a link to one."""
    return not os.path.isfile(path) and os.path.lexists(path)  # noqa: PTH113 - a string, often


def _sha256(path: Path) -> str | None:
    """The hash of what lies there; what cannot be read is somebody's, and not ours."""
    return file_sha256(path) or (SOMETHING if os.path.lexists(path) else None)


def archive_of(out: Path) -> str | None:
    """The archive that an OUT folder was made from, if that is known."""
    try:
        return os.fsdecode((out / PRIVATE / "archive").read_bytes()) or None
    except OSError:
        return None


def check_apart(archive: Path, out: Path) -> None:
    """Neither folder may lie in the other, however they are named."""
    check_folder(archive)
    one, other = archive.resolve(), out.resolve()
    if one == other:
        raise UsageError("ARCHIVE and OUT are the same folder; name another OUT.")
    if other.is_relative_to(one):
        raise UsageError(f"OUT ({out}) lies inside ARCHIVE; name a folder outside of {archive}.")
    if one.is_relative_to(other):
        raise UsageError(f"ARCHIVE lies inside OUT ({out}); name another OUT.")


def check_folder(archive: Path) -> None:
    if not archive.exists():
        raise UsageError(f"there is no folder {archive}.")
    if not archive.is_dir():
        raise UsageError(f"{archive} is no folder; `pmpdf extract` reads single files.")
