"""The journal of an archive: what became of each file, one JSON object a line.

`ledger.jsonl` only grows while a run works; the last line of a path counts. A run that ends
rewrites it to one line a path, sorted. A line that a power cut has torn is passed over. In
memory stand only the places of the lines, so that 100,000 files cost little.
"""

from __future__ import annotations

import base64
import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

import msgspec

from pmpdf.archive.worker import Remark, file_sha256
from pmpdf.errors import CannotWrite, Unreadable

NAME: Final = "ledger.jsonl"
OK: Final = "ok"
DOUBTFUL: Final = "doubtful"
GOOD: Final = frozenset({OK, DOUBTFUL})


class Output(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file in OUT as it was written: path below OUT and content hash.

    `md5` is there where OUT is in a storage: a listing tells it of what lies there now. Reports
    also have their language, a fingerprint of what shaped them, the hash of the record that they
    were built from, and what a person should know of them.
    """

    path: str
    sha256: str
    path_bytes: str | None = None
    md5: str | None = None
    language: str | None = None
    settings: str | None = None
    record: str | None = None
    pages: int | None = None
    warnings: tuple[Remark, ...] = ()


class FailedReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report that could not be built; `error` is a class of pmpdf.errors."""

    path: str
    language: str
    error: str
    message: str
    settings: str | None = None
    record: str | None = None


class Line(msgspec.Struct, frozen=True):
    """One file's state. `seconds` is wall time, `peak_memory` bytes.

    `stat` tells without opening the source whether it is still the same file; `edited` is the
    hash of a record that a person has corrected; `vanished` says that the source is gone.
    """

    path: str
    sha256: str | None
    size: int | None
    outcome: str
    message: str = ""
    warnings: int = 0
    pages: int | None = None
    seconds: float = 0.0
    peak_memory: int | None = None
    outputs: tuple[Output, ...] = ()
    failed_reports: tuple[FailedReport, ...] = ()
    version: str = ""
    settings: str = ""
    stat: tuple[int | str, ...] = ()
    edited: str | None = None
    vanished: bool = False
    path_bytes: str | None = None

    @property
    def key(self) -> str:
        """The path as the file system has it, undecodable bytes as surrogates."""
        return path_from(self.path, self.path_bytes)

    @property
    def record(self) -> Output | None:
        return next((o for o in self.outputs if o.language is None), None)

    def report(self, language: str) -> Output | None:
        return next((o for o in self.outputs if o.language == language), None)


def path_words(path: str) -> tuple[str, str | None]:
    """A path as text, and as base64 where text cannot hold it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(path)
        return raw.decode("utf-8", "replace"), base64.b64encode(raw).decode()
    return path, None


def path_from(path: str, path_bytes: str | None) -> str:
    return path if path_bytes is None else os.fsdecode(base64.b64decode(path_bytes))


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


class Ledger:
    """The journal in one OUT folder. Opened for writing only by who holds the folder's lock."""

    def __init__(self, out: Path, *, writing: bool = False) -> None:
        self.path = out / NAME
        self.broken = 0
        self._places: dict[str, list[int]] = {}  # offsets of a path's lines, oldest first
        self._reader: IO[bytes] | None = None
        self._writer: IO[bytes] | None = None
        self._end = 0
        if self.path.exists():
            self._reader = self._open_reader()
            self._index()
        if writing:
            self._open_writer()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        for stream in (self._reader, self._writer):
            if stream is not None:
                stream.close()
        self._reader = self._writer = None

    def is_there(self) -> bool:
        return self.path.exists()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def paths(self) -> list[str]:
        """All paths, sorted by their bytes."""
        return sorted(self._places, key=os.fsencode)

    def last(self, path: str) -> Line | None:
        """The line that counts for this path."""
        places = self._places.get(path)
        return self._line_at(places[-1]) if places else None

    def lines(self) -> Iterator[Line]:
        """The line that counts of each path, sorted by path."""
        for path in self.paths():
            line = self.last(path)
            if line is not None:
                yield line

    def records_of(self, path: str) -> list[Output]:
        """Every record of this path that was journalled since the last compaction.

        A run that was killed between journal and rename leaves the record before; that is no
        edit by hand.
        """
        lines = (self._line_at(place) for place in self._places.get(path, ()))
        return [line.record for line in lines if line.record is not None]

    def is_in_doubt(self, path: str) -> bool:
        """Whether what the last line says may not have come to be.

        A run that was cut off has journalled more than it has named.
        """
        return len(self._places.get(path, ())) > 1

    def digest(self) -> str:
        """The hash of the journal as it stands."""
        return file_sha256(self.path) or ""

    def append(self, lines: Iterable[Line]) -> None:
        """Journal these lines; they are on the disk when this returns."""
        assert self._writer is not None, "opened for reading only"
        content = bytearray()
        places: list[tuple[str, int]] = []
        for line in lines:
            places.append((line.key, self._end + len(content)))
            content += _encoder.encode(line) + b"\n"
        if not places:
            return
        self._keep(content)
        self._end += len(content)
        for key, place in places:
            self._places.setdefault(key, []).append(place)

    def _keep(self, content: bytearray) -> None:
        """Bring these bytes to the end of the journal, safe from a power cut."""
        assert self._writer is not None
        try:
            _write_all(self._writer.fileno(), content)
            os.fsync(self._writer.fileno())
        except OSError as error:
            raise CannotWrite(f"cannot write {self.path}: {error.strerror}.") from None

    def compact(self, parts: Path) -> None:
        """Rewrite the journal to one line a path, sorted; whole or not at all."""
        part = parts / "ledger.part"
        try:
            with part.open("wb") as stream:
                for line in self.lines():
                    stream.write(_encoder.encode(line) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self.path)
        except OSError as error:
            raise CannotWrite(f"cannot write {self.path}: {error.strerror}.") from None
        self._let_go()
        self._places.clear()
        self._reader = self._open_reader()
        self._index()
        self._open_writer()

    def needs_compaction(self) -> bool:
        """Whether a line is torn, outdated or out of order."""
        places = [self._places[path] for path in self.paths()]
        return (
            self.broken > 0
            or any(len(one) > 1 for one in places)
            or any(one > other for one, other in itertools.pairwise(places))
        )

    def _index(self) -> None:
        assert self._reader is not None
        place, self.broken = 0, 0
        for raw in self._reader:
            try:
                key = _decoder.decode(raw).key
            except (msgspec.MsgspecError, ValueError):
                self.broken += 1
            else:
                self._places.setdefault(key, []).append(place)
            place += len(raw)
        self._end = place

    def _line_at(self, place: int) -> Line:
        if self._reader is None:
            self._reader = self._open_reader()
        self._reader.seek(place)
        return _decoder.decode(self._reader.readline())

    def _open_reader(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Unreadable(f"cannot read {self.path}: {error.strerror}.") from None

    def _open_writer(self) -> None:
        try:
            self._writer = self.path.open("ab", buffering=0)
            if self._end and not self._ends_with_line_break():
                _write_all(self._writer.fileno(), b"\n")  # behind a torn line
                self._end += 1
        except OSError as error:
            raise CannotWrite(f"cannot write {self.path}: {error.strerror}.") from None

    def _ends_with_line_break(self) -> bool:
        assert self._reader is not None
        self._reader.seek(self._end - 1)
        return self._reader.read(1) == b"\n"


def _write_all(descriptor: int, content: bytes | bytearray) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]
