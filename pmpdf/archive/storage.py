"""Folders that lie elsewhere: any address that fsspec knows, such as `s3://bucket/folder`.

`Address` is where, and shows itself without credentials; `Store` is what can be done there.
Nothing else touches fsspec. Many small requests go out side by side where the storage allows it.
"""

from __future__ import annotations

import base64
import functools
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from pmpdf.errors import CannotWrite, MissingExtra, PmpdfError, Unreadable, UsageError

LANES: Final = 32  # requests at the same time: a round trip takes 10 to 100 ms
COARSE: Final = 2.0  # seconds: a time in whole seconds cannot tell two changes this close apart
EXTRAS: Final = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "az": "az",
    "abfs": "az",
    "abfss": "az",
    "sftp": "sftp",
    "ssh": "sftp",
}

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a folder lies. As text it has neither a password nor what stands behind a `?`."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        return hidden(self.url).rstrip("/")

    @property
    def protocol(self) -> str:
        return self.url.partition("://")[0]


def place_of(text: str) -> Path | Address:
    """What was named on the command line: a folder of this machine, or an address."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text) is None:
        return Path(text)
    if text.startswith("file://"):
        return Path(text.removeprefix("file://"))
    return Address(text)


def hidden(text: str) -> str:
    """Text without the credentials that addresses in it may hold."""
    text = re.sub(r"(\w://)[^/@\s]*:[^/@\s]*@", r"\1", text)
    return re.sub(r"(\w://[^\s?'\"]*)\?[^\s'\"]*", r"\1", text)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listing tells: `stamp` stays the same as long as the content does."""

    name: str
    kind: str
    size: int
    stamp: tuple[int | str, ...]
    md5: str | None


@functools.cache
def store_at(address: Address) -> Store:
    """The storage at an address, one for each process."""
    return Store(address)


class Store:
    """A folder in a storage; every path is below it, with `/` between its parts.

    Raises Unreadable or CannotWrite, with words that hold no credentials.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._fs, root = _file_system(address)
        self._root = root.rstrip("/")
        # What fsspec reaches asynchronously are object stores: an object appears whole, a folder
        # is but a name, and a move is a copy.
        self._objects: bool = self._fs.async_impl
        if hasattr(self._fs, "max_concurrency"):
            self._fs.max_concurrency = 1  # a file is one request, without asking for its size first
        self._lanes = ThreadPoolExecutor(LANES if self._objects else 1, "pmpdf-storage")
        self._known: set[str] = set()

    def __reduce__(self) -> tuple[Callable[[Address], Store], tuple[Address]]:
        return store_at, (self.address,)

    def __str__(self) -> str:
        return str(self.address)

    def shown(self, path: str) -> str:
        return f"{self}/{path}" if path else str(self)

    def listing(self, folder: str) -> list[Entry] | None:
        """What lies in a folder, by name; None where there is no such folder."""
        path = self._at(folder)
        try:
            self._fs.invalidate_cache()
            found = self._fs.ls(path, detail=True)
            self._fs.invalidate_cache()  # a listing that is kept is memory that grows
        except FileNotFoundError:
            return None
        except Exception as error:
            raise Unreadable(f"cannot list {self.shown(folder)}: {self._words(error)}") from None
        prefix = path.strip("/") + "/"
        entries = (_entry(info, prefix) for info in found if _name(info) != prefix[:-1])
        return sorted(entries, key=lambda entry: entry.name.encode("utf-8", "surrogateescape"))

    def listing_ahead(self, folder: str) -> Future[list[Entry] | None]:
        """The same, meanwhile."""
        return self._lanes.submit(self.listing, folder)

    def read(self, path: str, *, most: int | None = None) -> bytes | None:
        """The content, or its first bytes; None where there is nothing."""
        try:
            if most is not None:
                return bytes(self._fs.cat_file(self._at(path), start=0, end=most))
            return bytes(self._fs.cat_file(self._at(path)))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise Unreadable(f"cannot read {self.shown(path)}: {self._words(error)}") from None

    def read_all(self, paths: Iterable[str]) -> list[bytes | None]:
        return self._each(self.read, paths)

    def fetch(self, path: str, target: Path) -> None:
        """Copy a file to this machine. Raises OSError where the storage says no."""
        try:
            self._fs.get_file(self._at(path), str(target))
        except (FileNotFoundError, PermissionError):
            raise
        except Exception as error:
            raise OSError(self._words(error)) from None

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole or not at all."""
        final = self._at(path)
        with self._writing(path):
            self._make_folder_of(final)
            if self._objects:
                self._fs.pipe_file(final, content)
            else:
                self._fs.pipe_file(final + ".part", content)
                self._fs.mv(final + ".part", final)

    def bring(self, source: Path, path: str) -> None:
        """Copy a file of this machine there; whole or not at all."""
        final = self._at(path)
        with self._writing(path):
            self._make_folder_of(final)
            if self._objects:
                self._fs.put_file(str(source), final)
            else:
                self._fs.put_file(str(source), final + ".part")
                self._fs.mv(final + ".part", final)

    def create(self, path: str, content: bytes) -> bool:
        """Write a file that must not be there yet; False where it is."""
        final = self._at(path)
        with self._writing(path):
            self._make_folder_of(final)
            try:
                self._fs.pipe_file(final, content, mode="create")
            except FileExistsError:
                return False
            except OSError as error:
                if "PreconditionFailed" in str(error) or "pre-condition" in str(error):
                    return False
                raise
        return True

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Give files their final names; each appears there whole."""
        self._each(self._move, pairs)
        if self._objects:
            self.remove([part for part, _ in pairs])

    def _move(self, pair: tuple[str, str]) -> None:
        part, path = (self._at(name) for name in pair)
        with self._writing(pair[1]):
            self._make_folder_of(path)
            try:
                if self._objects:
                    self._fs.cp_file(part, path)
                else:
                    self._fs.mv(part, path)
            except FileNotFoundError:
                if not self._fs.exists(path):  # it has been moved before
                    raise

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files of our own; what is gone already is no error."""
        names = [self._at(path) for path in paths]
        try:
            if names:
                self._fs.rm(names)
        except FileNotFoundError:
            pass
        except Exception as error:
            raise CannotWrite(f"cannot remove from {self}: {self._words(error)}") from None

    def remove_below(self, folder: str) -> None:
        """Remove all files of a folder of our own."""
        for entry in self.listing(folder) or ():
            path = f"{folder}/{entry.name}"
            if entry.kind == "directory":
                self.remove_below(path)
        files = [entry for entry in self.listing(folder) or () if entry.kind != "directory"]
        self.remove(f"{folder}/{entry.name}" for entry in files)

    def _each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        return list(self._lanes.map(work, items))

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    def _make_folder_of(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if not self._objects and folder not in self._known:
            self._fs.makedirs(folder, exist_ok=True)
            self._known.add(folder)

    def _writing(self, path: str) -> _Writing:
        return _Writing(self, path)

    def _words(self, error: Exception) -> str:
        """What the storage says, without credentials."""
        said = " ".join(hidden(str(error)).split()) or type(error).__name__
        for secret in self._secrets():
            said = said.replace(secret, "…")
        return said if said.endswith(".") else f"{said}."

    def _secrets(self) -> list[str]:
        """What the address holds beside a place."""
        url = self.address.url
        login = re.search(r"://([^/@\s]*):([^/@\s]*)@", url)
        query = re.findall(r"[?&][^=&]*=([^&]+)", url)
        return [secret for secret in (*(login.groups() if login else ()), *query) if secret]


class _Writing:
    """Turns what goes wrong in a storage into CannotWrite."""

    def __init__(self, store: Store, path: str) -> None:
        self._store = store
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, PmpdfError):
            path, said = self._store.shown(self._path), self._store._words(error)
            raise CannotWrite(f"cannot write {path}: {said}") from None


def _file_system(address: Address) -> tuple[Any, str]:
    protocol = address.protocol
    extra = EXTRAS.get(protocol)
    advice = f"pip install 'pmpdf[{extra or 's3'}]'."
    try:
        import fsspec
    except ImportError:
        raise MissingExtra(f"{protocol}:// addresses need an extra: {advice}") from None
    try:
        fsspec.get_filesystem_class(protocol)
    except ImportError as error:
        if extra is None:
            raise MissingExtra(f"{protocol}:// addresses need another package: {error}.") from None
        raise MissingExtra(f"{protocol}:// addresses need an extra: {advice}") from None
    except ValueError:
        known = ", ".join(f"{name}://" for name in ("s3", "gs", "az", "sftp"))
        raise UsageError(f"{protocol}:// is no storage that is known; there are {known}.") from None
    try:
        system, root = fsspec.core.url_to_fs(address.url)
    except Exception as error:
        raise UsageError(f"cannot reach {address}: {hidden(str(error))}") from None
    return system, str(root)


def _name(info: dict[str, Any]) -> str:
    return str(info["name"]).strip("/")


def _entry(info: dict[str, Any], prefix: str) -> Entry:
    name = str(info["name"]).lstrip("/").removeprefix(prefix).rstrip("/")
    size = int(info.get("size") or 0)
    md5 = _md5(info)
    mark = md5 or info.get("ETag") or info.get("etag")
    stamp: tuple[int | str, ...] = (size, str(mark).strip('"'))
    if not mark:
        changed: Any = info.get("mtime") or info.get("last_modified") or info.get("created")
        seconds = changed.timestamp() if hasattr(changed, "timestamp") else changed
        known = isinstance(seconds, int | float) and time.time() - seconds >= COARSE
        stamp = (size, str(seconds)) if known else ()
    return Entry(name, str(info["type"]), size, stamp, md5)


def _md5(info: dict[str, Any]) -> str | None:
    """The content's MD5, where the storage tells it: S3's ETag of a single part, GCS's md5Hash."""
    if info.get("md5Hash"):
        return base64.b64decode(info["md5Hash"]).hex()
    tag = str(info.get("ETag", "")).strip('"')
    return tag if re.fullmatch(r"[0-9a-f]{32}", tag) else None
