"""An archive and an OUT in a storage, with the promises that a local one makes.

What a local OUT does with a rename, a lock and a journal that grows, is done here with what every
storage has: objects that appear whole. `.pmpdf/parts/` holds what jobs have made; journalled, it
is moved to its final name. `.pmpdf/journal/` holds the lines of the run that is at work, a
numbered part for each group; a part counts only behind the `ledger.jsonl` that its name has the
hash of, so that whatever is interrupted when, no line counts twice or out of turn. `.pmpdf/lock`
names the run that is at work, and is renewed while it lives.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import shutil
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Final

import msgspec

from pmpdf.archive import ledger
from pmpdf.archive.ledger import Ledger, Output
from pmpdf.archive.outfolder import PRIVATE
from pmpdf.archive.storage import Address, Entry, Store, store_at
from pmpdf.archive.walk import LONGEST_NAME, Found, Piece, Walked
from pmpdf.archive.worker import Naming
from pmpdf.errors import CannotWrite, Unreadable

AHEAD: Final = 8  # folders that are listed before their turn
LARGEST: Final = 1 << 30  # bytes; what is larger would only fill the disk of a worker
READ_AHEAD: Final = 128  # files that are in memory at a time when all are read
BEAT: Final = 15.0  # seconds between two signs of life
DEAD: Final = 90.0  # seconds without one, after which another run may begin
PARTS: Final = f"{PRIVATE}/parts"
JOURNAL: Final = f"{PRIVATE}/journal"
LOCK: Final = f"{PRIVATE}/lock"
ARCHIVE: Final = f"{PRIVATE}/archive"


class StoredArchive:
    """PDFs below an address. A PDF is known by its suffix: nothing is opened to find out."""

    folders: tuple[Path, ...] = ()

    def __init__(self, address: Address) -> None:
        self.store = store_at(address)

    def pieces(self, passed: Walked, *, follow_links: bool) -> Iterator[Piece]:
        """Folder by folder, each listed when its turn comes near."""
        folders = [""]
        ahead: dict[str, Future[list[Entry] | None]] = {}
        while folders:
            folder = folders.pop()
            listing = ahead.pop(folder, None) or self.store.listing_ahead(folder)
            prefix = f"{folder}/" if folder else ""
            files: list[Found] = []
            below: list[str] = []
            for entry in listing.result() or ():
                found = _found(entry, prefix + entry.name)
                if found is not None:
                    files.append(found)
                elif entry.kind == "directory":
                    below.append(entry.name)
                else:
                    passed.others += 1
            folders.extend(prefix + name for name in reversed(below))
            for name in folders[-AHEAD:]:
                if name not in ahead:
                    ahead[name] = self.store.listing_ahead(name)
            if files:
                yield Piece(folder, files, {folder: below})

    def look(self, found: Found) -> Found:
        return found

    def sha256(self, path: str) -> str | None:
        return None

    def source(self, path: str) -> str:
        return path


def _found(entry: Entry, path: str) -> Found | None:
    """What a listing names: a file of the archive, or what has to be in the ledger."""
    problem: str | None = None
    if entry.name in ("", ".", "..") or "\0" in entry.name or "/" in entry.name:
        return Found(path, "a name that no file system can hold.")
    if entry.kind == "directory":
        if len(os.fsencode(entry.name)) <= LONGEST_NAME:
            return None
        return Found(path, f"a folder with a name of more than {LONGEST_NAME} bytes.")
    if entry.name[-4:].lower() != ".pdf":
        return None
    if entry.kind != "file":
        problem = f"no regular file but a {entry.kind}; nothing else is opened."
    elif entry.size > LARGEST:
        problem = f"larger than {LARGEST >> 20} MB; nothing of that size is fetched."
    return Found(path, problem, entry.size, entry.stamp)


class View:
    """What a listing says of a folder of OUT."""

    def __init__(self, store: Store, folder: str) -> None:
        self._store = store
        self._folder = folder
        self._listed: dict[str, Entry] | None = None
        self._hashes: dict[str, str | None] = {}

    def _entries(self) -> dict[str, Entry]:
        if self._listed is None:
            prefix = f"{self._folder}/" if self._folder else ""
            entries = self._store.listing(self._folder) or ()
            self._listed = {prefix + entry.name: entry for entry in entries}
        return self._listed

    def prepare(self, wanted: Iterable[tuple[str, Collection[Output]]]) -> None:
        """Read side by side what the listing does not tell."""
        unknown = []
        for path, known in wanted:
            if path in self._entries() and _told(self._entries()[path], known) is None:
                unknown.append(path)
        for some in by(READ_AHEAD, unknown):
            contents = self._store.read_all(some)
            self._hashes.update(zip(some, map(_hash, contents), strict=True))

    def has(self, path: str) -> bool:
        return path in self._entries()

    def is_taken(self, path: str) -> bool:
        entry = self._entries().get(path)
        return entry is not None and entry.kind == "directory" and self._store.has_folders

    def bar(self, folder: str) -> str | None:
        return None  # a storage has names, and seldom folders

    def sha256(self, path: str, known: Collection[Output] = ()) -> str | None:
        entry = self._entries().get(path)
        if entry is None:
            return None
        told = _told(entry, known)
        if told is None and path not in self._hashes:
            self._hashes[path] = _hash(self._store.read(path))
        return told or self._hashes[path]


def _told(entry: Entry, known: Collection[Output]) -> str | None:
    """The hash of the output that this is, going by its MD5."""
    same = (output.sha256 for output in known if entry.md5 and output.md5 == entry.md5)
    return next(same, None)


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def by(number: int, items: Iterable[str]) -> Iterator[list[str]]:
    left = iter(items)
    while some := list(itertools.islice(left, number)):
        yield some


class StoredLedger(Ledger):
    """The ledger of an OUT in a storage.

    A copy on this machine is indexed and grows as a local one does; each group of lines is a
    journal part in the storage first.
    """

    def __init__(self, place: Address, *, writing: bool = False) -> None:
        self._store = store_at(place)
        self._copy = Path(tempfile.mkdtemp(prefix="pmpdf-ledger-"))
        self._parts = 0  # the number of the last one
        self._run = uuid.uuid4().hex[:12]  # two runs never write the same part, come what may
        try:
            self._fetch(clear=writing)
            super().__init__(self._copy, writing=writing)
        except BaseException:
            shutil.rmtree(self._copy, ignore_errors=True)
            raise

    def _fetch(self, *, clear: bool) -> None:
        copy = self._copy / ledger.NAME
        try:
            self._store.fetch(ledger.NAME, copy)
        except FileNotFoundError:
            copy.touch()
        except OSError as error:
            where = self._store.shown(ledger.NAME)
            raise Unreadable(f"cannot read {where}: {error}") from None
        self._ledger_hash = _file_hash(copy)
        parts = [entry.name for entry in self._store.listing(JOURNAL) or ()]
        mine = sorted(part for part in parts if part.startswith(self._generation))
        if clear:
            self._store.remove(f"{JOURNAL}/{part}" for part in set(parts) - set(mine))
        with copy.open("ab") as stream:
            for some in by(READ_AHEAD, mine):
                for content in self._store.read_all(f"{JOURNAL}/{part}" for part in some):
                    stream.write(content or b"")
        self._any = copy.stat().st_size > 0
        if mine:
            self._parts = int(mine[-1].removeprefix(self._generation).partition("-")[0])

    @property
    def _generation(self) -> str:
        """How the names of the parts begin that continue this ledger."""
        return f"{self._ledger_hash[:32]}-"

    def _keep(self, content: bytearray) -> None:
        self._parts += 1
        name = f"{self._generation}{self._parts:09d}-{self._run}.jsonl"
        self._store.write(f"{JOURNAL}/{name}", bytes(content))
        super()._keep(content)

    def compact(self, parts: Path) -> None:
        super().compact(parts)
        self._store.bring(self.path, ledger.NAME)
        self._ledger_hash = _file_hash(self.path)
        self._parts = 0
        self._store.remove_below(JOURNAL)

    def needs_compaction(self) -> bool:
        return super().needs_compaction() or self._parts > 0

    def is_there(self) -> bool:
        return self._any

    def close(self) -> None:
        super().close()
        shutil.rmtree(self._copy, ignore_errors=True)


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class StoredOut:
    """An OUT in a storage, locked while it is open."""

    folders: tuple[Path, ...] = ()

    def __init__(self, address: Address) -> None:
        self._address = address
        self.store = store_at(address)
        self._lock = _Lock(self.store)
        self.scratch = Path(tempfile.mkdtemp(prefix="pmpdf-"))
        self._run = uuid.uuid4().hex[:12]
        self._part_numbers = itertools.count(1)
        try:
            self.store.remove_below(PARTS)
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> StoredOut:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            self.store.remove_below(PARTS)
        self._end()

    def _end(self) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self._lock.release()

    def ledger(self) -> Ledger:
        return StoredLedger(self._address, writing=True)

    def belongs_to(self, archive: str) -> None:
        self.store.write(ARCHIVE, os.fsencode(archive))

    def new_part(self) -> str:
        return f"{PARTS}/{self._run}-{next(self._part_numbers)}.part"

    def named(self, path: str) -> str:
        return path

    def sync(self) -> None:
        """What a storage has taken, it keeps; only the lock may have been lost."""
        self._lock.check()

    def give_names(self, namings: Sequence[Naming]) -> list[bool]:
        return give_names(self.store, namings)

    def publish(self, scratch: Path, path: str) -> None:
        self.store.bring(scratch, path)
        scratch.unlink()

    def view(self, folder: str) -> View:
        return View(self.store, folder)

    def read(self, path: str, *, most: int | None = None) -> bytes | None:
        return self.store.read(path, most=most)

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        for some in by(READ_AHEAD, paths):
            yield from self.store.read_all(some)


def give_names(store: Store, namings: Sequence[Naming]) -> list[bool]:
    """Give part files their final names; False where another's record was found and kept.

    May be done twice: a part that is gone has its name already.
    """
    records = [naming.record for naming in namings if naming.record is not None]
    there = dict(zip(records, map(_hash, store.read_all(records)), strict=True))
    given = [naming.may_replace(there.get(naming.record or "")) for naming in namings]
    free = itertools.compress(namings, given)
    store.move([pair for naming in free for pair in naming.names])
    return given


def archive_of(out: Address) -> str | None:
    """The archive that an OUT was made from, if that is known."""
    content = store_at(out).read(ARCHIVE)
    return None if content is None else os.fsdecode(content)


class _Holder(msgspec.Struct, frozen=True):
    """Which run holds a lock, and when it last gave a sign of life."""

    run: str
    host: str
    process: int
    at: float


class _Lock:
    """The sign that a run is at work, renewed by a thread while it lives.

    Where a storage cannot create a file only if there is none, two runs that begin within the
    same second could both think they hold it: each so looks again, and whoever reads another's
    name gives way.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._me = uuid.uuid4().hex
        self._over = threading.Event()
        self._taken_over = False
        if not store.create(LOCK, self._sign()):
            holder = self._holder()
            if holder is not None and not _is_dead(holder):
                raise self._refusal(holder)
            store.write(LOCK, self._sign())
        holder = self._holder()
        if holder is not None and holder.run != self._me:
            raise self._refusal(holder)
        self._thread = threading.Thread(target=self._live, daemon=True, name="pmpdf-lock")
        self._thread.start()

    def _sign(self) -> bytes:
        return msgspec.json.encode(
            _Holder(self._me, socket.gethostname(), os.getpid(), time.time())
        )

    def _holder(self) -> _Holder | None:
        content = self._store.read(LOCK)
        try:
            return msgspec.json.decode(content or b"", type=_Holder)
        except msgspec.MsgspecError:
            return None

    def _refusal(self, holder: _Holder) -> CannotWrite:
        return CannotWrite(
            f"another run is writing into {self._store} (process {holder.process} on "
            f"{holder.host}); wait for it, or name another OUT. If it is dead, {DEAD:.0f} s "
            "without a sign of life set it free."
        )

    def _live(self) -> None:
        while not self._over.wait(BEAT):
            with contextlib.suppress(Exception):  # the next beat may get through
                holder = self._holder()
                if holder is not None and holder.run != self._me:
                    self._taken_over = True
                    return
                self._store.write(LOCK, self._sign())

    def check(self) -> None:
        if self._taken_over:
            raise CannotWrite(
                f"another run has begun to write into {self._store}, since this one gave no sign "
                f"of life for {DEAD:.0f} s; this one ends."
            )

    def release(self) -> None:
        self._over.set()
        self._thread.join()
        if not self._taken_over:
            with contextlib.suppress(Exception):
                self._store.remove([LOCK])


def _is_dead(holder: _Holder) -> bool:
    if holder.host == socket.gethostname() and not Path(f"/proc/{holder.process}").exists():
        return Path("/proc/self").exists()
    return time.time() - holder.at > DEAD
