"""Where PDFs are read from and results go to: a folder of this machine, or of a storage.

A run sees both only through `Archive` and `Out`. `walk.LocalArchive` and `outfolder.OutFolder` are
folders of this machine, with its links, pipes, locks and durable renames; `stored` has the same
for any address that fsspec knows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from pmpdf.archive import outfolder, stored
from pmpdf.archive.ledger import Ledger, Output
from pmpdf.archive.outfolder import OutFolder
from pmpdf.archive.storage import Address, Store, store_at
from pmpdf.archive.stored import StoredArchive, StoredLedger, StoredOut
from pmpdf.archive.walk import Found, LocalArchive, Piece, Walked
from pmpdf.archive.worker import Naming
from pmpdf.errors import UsageError

Place = Path | Address


class Archive(Protocol):
    """Where PDFs are read from."""

    @property
    def store(self) -> Store | None:
        """The storage that `source` names a file in; None is this machine."""

    @property
    def folders(self) -> Sequence[Path]:
        """What every machine that reads must see."""

    def pieces(self, passed: Walked, *, follow_links: bool) -> Iterator[Piece]:
        """What there is, in pieces whose names in OUT can be decided each for itself."""

    def look(self, found: Found) -> Found:
        """The same with what tells, without opening it, whether the file has changed."""

    def sha256(self, path: str) -> str | None:
        """The content's hash, where it costs little to have; None where it would be a transfer."""

    def source(self, path: str) -> str:
        """How a job names the file."""


class View(Protocol):
    """What lies in OUT at a moment; paths are below OUT."""

    def prepare(self, wanted: Iterable[tuple[str, Collection[Output]]]) -> None:
        """These hashes will be asked for: paths, and what is known of each."""

    def has(self, path: str) -> bool: ...

    def is_taken(self, path: str) -> bool:
        """Whether something that is no file lies there: it is a person's, and stays."""

    def bar(self, folder: str) -> str | None:
        """Why nothing can be put into this folder, if so."""

    def sha256(self, path: str, known: Collection[Output] = ()) -> str | None:
        """The hash of what lies there, None if nothing does.

        Where the storage tells that it is one of the `known`, its content is not read.
        """


class Out(Protocol):
    """Where results go; one run at a time while it is open."""

    @property
    def store(self) -> Store | None: ...

    @property
    def folders(self) -> Sequence[Path]: ...

    @property
    def scratch(self) -> Path:
        """A folder of this machine for what is being made."""

    def __enter__(self) -> Out: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None: ...

    def ledger(self) -> Ledger: ...

    def belongs_to(self, archive: str) -> None: ...

    def new_part(self) -> str:
        """A name for a file that a job makes; it is not yet there under its final name."""

    def named(self, path: str) -> str:
        """How a job names a file in OUT."""

    def sync(self) -> None:
        """Everything written so far is safe when this returns."""

    def give_names(self, namings: Sequence[Naming]) -> list[bool]:
        """Give part files their final names; False where another's record was found and kept."""

    def publish(self, scratch: Path, path: str) -> None:
        """Put a file made in `scratch` into OUT, whole."""

    def view(self, folder: str) -> View:
        """What lies in a folder of OUT."""

    def read(self, path: str, *, most: int | None = None) -> bytes | None: ...

    def read_each(self, paths: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of many files, one after the other; None for what is not there."""


def archive_at(place: Place, out: Place) -> Archive:
    if isinstance(place, Address):
        return StoredArchive(place)
    return LocalArchive(place, out if isinstance(out, Path) else None)


def out_at(place: Place) -> Out:
    """OUT, locked for this run."""
    if isinstance(place, Address):
        return StoredOut(place)
    return OutFolder(place.absolute())


def views_of(place: Place) -> Callable[[str], View]:
    """What lies in the folders of an OUT, to look at."""
    if isinstance(place, Address):
        return functools.partial(stored.View, store_at(place))
    return lambda folder: outfolder.View(place)


def ledger_of(place: Place) -> Ledger:
    """The ledger of an OUT, to look at."""
    if isinstance(place, Address):
        return StoredLedger(place)
    return Ledger(place)


def archive_of(out: Place) -> str | None:
    """The archive that an OUT was made from, if that is known."""
    return stored.archive_of(out) if isinstance(out, Address) else outfolder.archive_of(out)


def check_apart(archive: Place, out: Place) -> None:
    """Neither may lie in the other: a run would read its own reports.

    Nor may OUT belong to another archive: a run would take all of that one's files for vanished.
    """
    if isinstance(archive, Address) and store_at(archive).listing("") is None:
        raise UsageError(f"there is nothing at {archive}.")
    if isinstance(archive, Path) and isinstance(out, Path):
        outfolder.check_apart(archive, out)
    elif isinstance(archive, Path):
        outfolder.check_folder(archive)
    elif isinstance(out, Address):
        one, other = str(archive) + "/", str(out) + "/"
        if one.startswith(other) or other.startswith(one):
            raise UsageError("ARCHIVE and OUT lie in one another; name another OUT.")
    before, now = archive_of(out), identity(archive)
    if before is not None and before != now:
        raise UsageError(
            f"{out} was made from another archive, {before}; name another OUT. If that archive has "
            f"moved to {archive}, remove {out}/.pmpdf/archive and try again."
        )


def identity(place: Place) -> str:
    """By which an archive is known again."""
    return str(place) if isinstance(place, Address) else str(place.resolve())
