"""What lies in an archive, and under which name each file goes into OUT.

Only regular files will be opened; whatever else has the name of a PDF is found, too, so that the
ledger can say why it was not read.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from pmpdf.archive.worker import source_sha256
from pmpdf.record import LANGUAGES

LONGEST_NAME: Final = 255  # bytes
RACY: Final = 0.1  # seconds: a file changed this shortly before it was looked at may change again


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the archive: its path below it, and why it cannot be read, if so.

    `stat` tells without opening it whether it is still the same; empty means that nobody knows.
    """

    path: str
    problem: str | None = None
    size: int | None = None
    stat: tuple[int | str, ...] = ()


class Glimpses:
    """Whether files without the suffix begin like PDFs, as this walk and the last one found.

    A file is known again by its path and stat, without being opened; one that has changed is
    another. As `content` this comes to the next walk.
    """

    def __init__(self, content: bytes | None = None) -> None:
        self._now: dict[bytes, bool] = {}
        self._before: dict[bytes, bool] = {}
        with contextlib.suppress(
            msgspec.DecodeError
        ):  # a power cut has torn it, or it is not there
            self._before = msgspec.msgpack.decode(content or b"", type=dict[bytes, bool])

    def is_pdf(self, path: str, place: str, status: os.stat_result) -> bool:
        """Whether the file at a place, whose path in the archive this is, begins like a PDF."""
        key = stat_key(status)
        mark = hashlib.blake2b(os.fsencode(f"{path}\0{key}"), digest_size=16).digest()
        seen = self._before.get(mark) if key else None
        if seen is None:
            seen = _begins_like_pdf(place)
        if key and seen is not None:
            self._now[mark] = seen
        return bool(seen)

    @property
    def content(self) -> bytes:
        return msgspec.msgpack.encode(self._now)

    @property
    def are_new(self) -> bool:
        return self._now != self._before


@dataclass(slots=True)
class Walked:
    """What a walk passed over without a line in the ledger, and what it looked into."""

    others: int = 0
    links: int = 0
    glimpses: Glimpses = field(default_factory=Glimpses)


@dataclass(frozen=True, slots=True)
class Piece:
    """All files of a folder, or (without a name) of the whole archive.

    `folders` has the names of the folders beside them, by the folder they lie in.
    """

    folder: str
    files: Sequence[Found]
    folders: Mapping[str, Collection[str]]


class LocalArchive:
    """A folder of this machine."""

    store = None

    def __init__(self, archive: Path, out: Path | None = None) -> None:
        self._archive = archive.absolute()
        self._out = out
        self.folders = (self._archive,)

    def pieces(self, passed: Walked, *, follow_links: bool) -> Iterator[Piece]:
        """All in one: a walk costs little, and then it is known how much there is to do."""
        files = list(
            walk(self._archive, follow_links=follow_links, passed=passed, apart_from=self._out)
        )
        folders: dict[str, set[str]] = {}
        for found in files:
            folder = found.path.rpartition("/")[0]
            while folder and (parts := folder.rpartition("/")):
                folders.setdefault(parts[0], set()).add(parts[2])
                folder = parts[0]
        yield Piece("", files, folders)

    def look(self, found: Found) -> Found:
        if found.problem is not None:
            return found
        try:
            status = os.stat(self.source(found.path))  # noqa: PTH116
        except OSError as error:
            return Found(found.path, f"it cannot be looked at: {error.strerror}.")
        return Found(found.path, None, status.st_size, stat_key(status))

    def sha256(self, path: str) -> str | None:
        return source_sha256(self.source(path))

    def source(self, path: str) -> str:
        return os.path.join(self._archive, path)  # noqa: PTH118 - a string, many thousand times


def stat_key(status: os.stat_result) -> tuple[int | str, ...]:
    """What must be the same for a file to count as unchanged without being opened.

    Empty, and so never the same, where it changed just now: the clock of the file system is too
    coarse to tell two such changes apart.
    """
    if time.time() - max(status.st_mtime, status.st_ctime) < RACY:
        return ()
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def walk(
    archive: Path,
    *,
    follow_links: bool = False,
    passed: Walked | None = None,
    apart_from: Path | None = None,
) -> Iterator[Found]:
    """All PDFs of an archive, folder by folder, in the order of their names' bytes.

    PDFs are known by their suffix, else by their first bytes. Whatever has the name of a PDF but
    is no regular file is found, too, with its problem. The folder `apart_from` is not walked,
    whichever link or mount leads there: a run would read its own reports, more at each time.
    """
    passed = passed if passed is not None else Walked()
    root = os.path.realpath(archive)
    seen = {_identity(os.stat(root))}  # noqa: PTH116
    if apart_from is not None and apart_from.is_dir():
        seen.add(_identity(apart_from.stat()))
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=_name_bytes)  # noqa: PTH118
        except OSError as error:
            yield Found(folder or ".", f"the folder cannot be listed: {error.strerror}.")
            continue
        below: list[str] = []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            found, is_folder = _look_at(entry, path, root, follow_links, seen, passed)
            if found is not None:
                yield found
            if is_folder:
                below.append(path)
        folders.extend(reversed(below))


def _name_bytes(entry: os.DirEntry[str]) -> bytes:
    return os.fsencode(entry.name)


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _look_at(
    entry: os.DirEntry[str],
    path: str,
    root: str,
    follow_links: bool,
    seen: set[tuple[int, int]],
    passed: Walked,
) -> tuple[Found | None, bool]:
    """What an entry is: a file of the archive (or None), and whether it is a folder to walk."""
    named = path[-4:].lower() == ".pdf"
    problem: str | None = None
    try:
        if entry.is_symlink():
            real = os.path.realpath(entry.path, strict=True)
            inside = real == root or real.startswith(root + os.sep)
            if not inside and not follow_links:
                passed.links += not named
                problem = "a link that leaves the archive; --follow-links reads it all the same."
                return (Found(path, problem) if named else None), False
            if inside and entry.is_dir():
                return None, False  # walked under its own name
        status = entry.stat()
        mode = status.st_mode
        if stat.S_ISDIR(mode):
            problem = "a folder with the name of a PDF." if named else None
            identity = _identity(os.stat(entry.path))  # noqa: PTH116
            is_new = identity not in seen
            seen.add(identity)
            return (Found(path, problem) if named else None), is_new
        if not stat.S_ISREG(mode):
            problem = f"no regular file but {_kind(mode)}; nothing else is opened."
        if not named and problem is None and passed.glimpses.is_pdf(path, entry.path, status):
            return Found(path), False
    except OSError as error:
        problem = f"it cannot be looked at: {error.strerror}."
    if named:
        return Found(path, problem), False
    passed.others += 1
    return None, False


def _kind(mode: int) -> str:
    kinds = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _begins_like_pdf(path: str) -> bool | None:
    """Whether a regular file without the suffix is a PDF all the same; None: nobody knows."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError:
        return None
    try:
        return stat.S_ISREG(os.fstat(handle).st_mode) and os.read(handle, 5) == b"%PDF-"
    except OSError:
        return None
    finally:
        os.close(handle)


def names_for(
    files: Iterable[str], taken: Iterable[str], kept: Mapping[str, str]
) -> dict[str, str]:
    """A stem in OUT for each file of one folder, no two alike.

    `a.pdf` becomes `a`; where that name is gone, a file keeps its suffix (`a.PDF`). `kept` holds
    the stems of earlier runs, which stay; `taken` the names of the folders beside.
    """
    folders = set(taken)
    stems = {name: kept[name] for name in files if name in kept}
    used = set(kept.values())

    def free(stem: str) -> bool:
        outputs = [f"{stem}.json", *(f"{stem}.{language}.pdf" for language in LANGUAGES)]
        return stem not in used and folders.isdisjoint(outputs)

    for name in sorted(set(files) - set(stems), key=lambda n: (n[-4:] != ".pdf", os.fsencode(n))):
        bare = name[:-4] if name[-4:].lower() == ".pdf" and name[:-4] else name
        short = _shortened(name)
        numbered = (f"{short}~{number}" for number in itertools.count(2))
        options = itertools.chain((_shortened(bare), short), numbered)
        stem = next(option for option in options if free(option))
        stems[name] = stem
        used.add(stem)
    return stems


def _shortened(name: str) -> str:
    """The name, or so much of it that `.json` and `.de.pdf` still fit behind it."""
    raw = os.fsencode(name)
    room = LONGEST_NAME - len(".de.pdf") - len("~9999")
    if len(raw) <= room:
        return name
    digest = hashlib.sha256(raw).hexdigest()[:12]
    return raw[: room - 13].decode("utf-8", "ignore") + "-" + digest
