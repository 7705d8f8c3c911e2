"""Folders that lie elsewhere: any address that fsspec knows, such as `s3://bucket/folder`.

`Address` is where, and shows itself without credentials; `Store` is what can be done there.
Nothing else touches fsspec. Many small requests go out side by side where the storage allows it.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from pmpdf.errors import CannotWrite, MissingExtra, PmpdfError, Unreadable, UsageError

LANES: Final = 32  # requests at the same time: a round trip takes 10 to 100 ms
LINES: Final = 4  # connections at the same time where each thread needs its own, as over SSH
MAGIC: Final = frozenset("*?[")  # fsspec takes a name with one of these for a pattern
COARSE: Final = 2.0  # seconds: a time in whole seconds cannot tell two changes this close apart
SLOW_COPIES: Final = frozenset({"az", "abfs", "abfss"})  # a copy may go on after Azure's answer,
# and until it ends there is nothing behind the name
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
NOISY: Final = ("adlfs", "azure", "fsspec", "gcsfs", "paramiko", "s3fs")  # what they say of what
# went wrong, we say in a line of our own, and without credentials

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a folder lies. As text it has neither a password nor what stands behind a `?`."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        return hidden(_IN_ADDRESS.sub(r"\1", self.url)).rstrip("/")

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


# The login of `sftp://user:password@host`, in a text and in what is all one address. A password
# may hold `/` and `@`, so neither ends it; `host:22/` is no login, though an `@` may come.
_LOGIN: Final = r"(\w://)([^/@:\s'\"]*:(?!\d+(?:[/\s'\"]|$)){}*)@"
_IN_TEXT: Final = re.compile(_LOGIN.format(r"\S"))
_IN_ADDRESS: Final = re.compile(_LOGIN.format("."), re.DOTALL)
_QUERY: Final = re.compile(r"(\w://[^\s?'\"]*)\?([^\s'\"]*)")


def hidden(text: str) -> str:
    """Text without the credentials that addresses in it may hold."""
    return _QUERY.sub(r"\1", _IN_TEXT.sub(r"\1", text))


def _secrets(url: str) -> list[str]:
    """What an address holds beside a place, as it stands there and as it is meant."""
    passwords = [login.partition(":")[2] for _, login in _IN_ADDRESS.findall(url)]
    queries = [query for _, query in _QUERY.findall(_IN_ADDRESS.sub(r"\1", url))]
    values = re.findall(r"=([^&]+)", "&".join(queries))
    found = {form for secret in (*passwords, *values) for form in (secret, unquote(secret))}
    return sorted(found - {""}, key=len, reverse=True)


def _said(error: Exception, url: str) -> str:
    """What a storage says, in its first line, without the credentials of an address."""
    lines = str(error).strip().splitlines()
    said = hidden(" ".join(lines[0].split()) if lines else type(error).__name__)
    for secret in _secrets(url):
        said = said.replace(secret, "…")
    return said if said.endswith(".") else f"{said}."


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
        self._own = threading.local()
        self._known: set[str] = set()

    def __reduce__(self) -> tuple[Callable[[Address], Store], tuple[Address]]:
        return store_at, (self.address,)

    def __str__(self) -> str:
        return str(self.address)

    @functools.cached_property
    def _reached(self) -> tuple[Any, str]:
        """The storage and where this folder lies in it.

        Only now: who but passes a job on, as a scheduler does, has no business there.
        """
        system, root = _file_system(self.address)
        if hasattr(system, "max_concurrency"):
            system.max_concurrency = 1  # a file is one request, without asking for its size first
        return system, root.rstrip("/")

    @property
    def _objects(self) -> bool:
        """Whether an object appears whole, a folder is but a name, and a move is a copy.

        So are the storages that fsspec reaches asynchronously. All threads may use the same
        connections there; elsewhere two that use one could take each other's answers.
        """
        return bool(self._reached[0].async_impl)

    @property
    def has_folders(self) -> bool:
        """Whether a folder is more than how names begin, so that no file can have its name."""
        return not self._objects

    @functools.cached_property
    def _lanes(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(LANES if self._objects else LINES, "pmpdf-storage")

    @property
    def _fs(self) -> Any:
        """The storage, as this thread may use it."""
        if self._objects:
            return self._reached[0]
        if not hasattr(self._own, "system"):
            self._own.system = _file_system(self.address)[0]
        return self._own.system

    def _ask(self, work: Callable[[Any], Result]) -> Result:
        """Do something that may be done twice; where a line has broken, over a new one."""
        try:
            return work(self._fs)
        except (FileNotFoundError, FileExistsError, PermissionError, PmpdfError):
            raise
        except Exception:
            if self._objects:  # which do so themselves
                raise
            self._own.__dict__.clear()
            return work(self._fs)

    def shown(self, path: str) -> str:
        return f"{self}/{path}" if path else str(self)

    def listing(self, folder: str) -> list[Entry] | None:
        """What lies in a folder, by name; None where there is no such folder."""
        path = self._at(folder)

        def ls(fs: Any) -> list[dict[str, Any]]:
            fs.invalidate_cache()
            found: list[dict[str, Any]] = fs.ls(path, detail=True)
            fs.invalidate_cache()  # a listing that is kept is memory that grows
            return found

        with self._saying(Unreadable, f"cannot list {self.shown(folder)}"):
            try:
                found = self._ask(ls)
            except FileNotFoundError:
                return None
        prefix = path.strip("/") + "/"
        entries = (_entry(info, prefix) for info in found if _name(info) != prefix[:-1])
        return sorted(entries, key=lambda entry: entry.name.encode("utf-8", "surrogateescape"))

    def listing_ahead(self, folder: str) -> Future[list[Entry] | None]:
        """The same, meanwhile."""
        return self._lanes.submit(self.listing, folder)

    def read(self, path: str, *, most: int | None = None) -> bytes | None:
        """The content, or its first bytes; None where there is nothing."""
        name = self._at(path)
        part = {} if most is None else {"start": 0, "end": most}
        with self._saying(Unreadable, f"cannot read {self.shown(path)}"):
            try:
                return bytes(self._ask(lambda fs: fs.cat_file(name, **part)))
            except FileNotFoundError:
                return None
            except Exception:
                if part and self._is_empty(name):  # and so has no first byte
                    return b""
                raise

    def _is_empty(self, name: str) -> bool:
        try:
            return bool(self._ask(lambda fs: fs.info(name))["size"] == 0)
        except Exception:
            return False

    def read_all(self, paths: Iterable[str]) -> list[bytes | None]:
        return self._each(self.read, paths)

    def fetch(self, path: str, target: Path) -> None:
        """Copy a file to this machine. Raises OSError where the storage says no."""
        name = self._at(path)
        try:
            self._ask(lambda fs: fs.get_file(name, str(target)))
        except (FileNotFoundError, PermissionError, UsageError, MissingExtra):
            raise
        except Exception as error:
            raise _kind_of(error)(self._words(error)) from None

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole or not at all."""
        self._put(path, lambda fs, name: fs.pipe_file(name, content))

    def bring(self, source: Path, path: str) -> None:
        """Copy a file of this machine there; whole or not at all."""
        self._put(path, lambda fs, name: fs.put_file(str(source), name))

    def _put(self, path: str, send: Callable[[Any, str], object]) -> None:
        final = self._at(path)

        def put(fs: Any) -> None:
            self._make_folder_of(final, fs)
            if self._objects:
                send(fs, final)
            else:
                send(fs, final + ".part")
                _rename(fs, final + ".part", final)

        with self._saying(CannotWrite, f"cannot write {self.shown(path)}"):
            self._ask(put)

    def create(self, path: str, content: bytes) -> bool:
        """Write a file that must not be there yet; False where it is.

        Not to be done twice, so where a line breaks it may be there and hold this content.
        """
        final = self._at(path)
        with self._saying(CannotWrite, f"cannot write {self.shown(path)}"):
            self._make_folder_of(final, self._fs)
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
        part, final = (self._at(name) for name in pair)

        def move(fs: Any) -> None:
            self._make_folder_of(final, fs)
            try:
                if not self._objects:
                    _rename(fs, part, final)
                elif self.address.protocol in SLOW_COPIES:
                    fs.pipe_file(final, fs.cat_file(part))
                else:
                    fs.cp_file(part, final)
            except FileNotFoundError:
                if not fs.exists(final):  # it has been moved before
                    raise

        with self._saying(CannotWrite, f"cannot write {self.shown(pair[1])}"):
            self._ask(move)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files of our own; what is gone already is no error."""
        names = [self._at(path) for path in paths]
        with (
            self._saying(CannotWrite, f"cannot remove from {self}"),
            contextlib.suppress(FileNotFoundError),
        ):
            if any(MAGIC.intersection(name) for name in names):
                self._each(self._remove, names)
            elif names:
                self._ask(lambda fs: fs.rm(names))

    def _remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._ask(lambda fs: fs.rm_file(name))

    def remove_below(self, folder: str) -> None:
        """Remove all files of a folder of our own."""
        entries = self.listing(folder) or ()
        for entry in entries:
            if entry.kind == "directory":
                self.remove_below(f"{folder}/{entry.name}")
        self.remove(f"{folder}/{entry.name}" for entry in entries if entry.kind != "directory")

    def _each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        return list(self._lanes.map(work, items))

    def _at(self, path: str) -> str:
        root = self._reached[1]
        return f"{root}/{path}" if path else root

    def _make_folder_of(self, path: str, fs: Any) -> None:
        folder = path.rpartition("/")[0]
        if not self._objects and folder not in self._known:
            fs.makedirs(folder, exist_ok=True)
            self._known.add(folder)

    @contextlib.contextmanager
    def _saying(self, kind: type[PmpdfError], what: str) -> Iterator[None]:
        """Turns what goes wrong in a storage into an error of ours."""
        try:
            yield
        except PmpdfError:
            raise
        except Exception as error:
            raise kind(f"{what}: {self._words(error)}") from None

    def _words(self, error: Exception) -> str:
        """What the storage says, without credentials."""
        return _said(error, self.address.url)


def check_extra(address: Address) -> None:
    """Raises MissingExtra or UsageError where this machine has not what an address takes."""
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


def _file_system(address: Address) -> tuple[Any, str]:
    check_extra(address)
    import fsspec

    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        system, root = fsspec.core.url_to_fs(address.url, skip_instance_cache=True)
    except Exception as error:
        if isinstance(error, ValueError | TypeError) and _IN_ADDRESS.search(address.url):
            raise UsageError(
                f"{address} cannot be understood; a password with / ? or # in it must come from "
                "the storage layer's own ways."
            ) from None
        raise Unreadable(f"cannot reach {address}: {_said(error, address.url)}") from None
    return system, str(root)


def _rename(fs: Any, old: str, new: str) -> None:
    """A rename; where a storage has none, a copy, which takes no name for a pattern."""
    from fsspec import AbstractFileSystem

    if type(fs).mv is AbstractFileSystem.mv:
        fs.cp_file(old, new)
        fs.rm_file(old)
    else:
        fs.mv(old, new)


def _kind_of(error: Exception) -> type[OSError]:
    """What a storage means by an error, whatever class says so."""
    status = getattr(error, "status_code", None) or getattr(error, "status", None)
    if status == 403 or str(error).startswith("Forbidden"):
        return PermissionError
    return FileNotFoundError if status == 404 else OSError


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
    """The content's MD5, where the storage tells it.

    GCS's md5Hash, Azure's content_md5, S3's ETag of an object of a single part.
    """
    if info.get("md5Hash"):
        return base64.b64decode(info["md5Hash"]).hex()
    if told := (info.get("content_settings") or {}).get("content_md5"):
        return bytes(told).hex()
    tag = str(info.get("ETag", "")).strip('"')
    return tag if re.fullmatch(r"[0-9a-f]{32}", tag) else None
