"""What may be opened: kind of file, size, first bytes. The file is read once, here.

Nothing but a regular file is ever opened: a FIFO would hang, a device would never end. Whatever
passes is handed to the readers as bytes, so that no reader opens a path by itself.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from pmpdf.errors import MemoryLimit, NotAPdf, Unreadable, shown

MAX_BYTES = 256 * 1024 * 1024
"""The largest file that is read: readers need a multiple of it, and the worker has 1.5 GiB."""

PIECE = 1024 * 1024

HEADER_WITHIN = 1024
"""`%PDF` may stand behind this much junk; pdfium and pdfminer look no further either."""

STDIN = "-"

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"%FDF", "a PDF form-data file (FDF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS or PPT)"),
    (b"\x7fELF", "a program"),
)

_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/epub", "an e-book (EPUB)"),
)


class Source(Struct, frozen=True):
    """A file that passed the gate: its bytes, its name fit for display, its hash."""

    data: bytes
    name: str
    sha256: str


def open_pdf(path: str | os.PathLike[str] | bytes, *, limit: int = MAX_BYTES) -> Source:
    """Read a PDF's bytes from a regular file, from standard input (`-`), or take them as given.

    Raises `Unreadable`, `NotAPdf` or `MemoryLimit`.
    """
    if isinstance(path, bytes):
        data, label = path, "(bytes)"
    elif os.fspath(path) == STDIN:
        data, label = _standard_input(sys.stdin.buffer, limit), "(standard input)"
    else:
        data, label = _read_file(path, limit), shown(Path(path).name)
    where = label if isinstance(path, bytes) or os.fspath(path) == STDIN else shown(path)
    _check_is_pdf(data, where)
    return Source(data, label, hashlib.sha256(data).hexdigest())


@cache
def _standard_input(stream: BinaryIO, limit: int) -> bytes:
    """It can be drained but once, and explaining with pictures asks for it twice."""
    return _drain(stream, "standard input", limit)


def _read_file(path: str | os.PathLike[str], limit: int) -> bytes:
    try:
        _check_regular(os.stat(path), path)  # noqa: PTH116 - before anything is opened
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        with os.fdopen(descriptor, "rb") as stream:
            _check_regular(os.fstat(descriptor), path)
            return _drain(stream, shown(path), limit)
    except FileNotFoundError:
        raise Unreadable(f"{shown(path)}: there is no such file.") from None
    except PermissionError:
        raise Unreadable(
            f"{shown(path)}: it may not be read; check its permissions (chmod u+r)."
        ) from None
    except OSError as error:
        raise Unreadable(f"{shown(path)}: it cannot be read: {error.strerror}.") from None
    except ValueError:  # a NUL character in the name
        raise Unreadable(f"{shown(path)}: there can be no file of that name.") from None


def _check_regular(status: os.stat_result, path: str | os.PathLike[str]) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    kinds = {
        stat.S_IFDIR: "a folder; name the PDFs in it, or use `pmpdf batch`",
        stat.S_IFIFO: "a named pipe; give its content through standard input (`-`)",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFSOCK: "a socket",
    }
    kind = kinds.get(stat.S_IFMT(status.st_mode), "no regular file")
    raise Unreadable(f"{shown(path)}: it is {kind}.")


def _drain(stream: BinaryIO, where: str, limit: int) -> bytes:
    """All bytes of a stream, but never more than the limit, whatever the file says of itself."""
    pieces, length = [], 0
    while piece := stream.read(PIECE):  # asked for all at once, Python takes the limit's memory
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            raise MemoryLimit(
                f"{where}: it is larger than {limit // (1024 * 1024)} MB, "
                "which is more than is read."
            )
    return b"".join(pieces)


def _check_is_pdf(data: bytes, where: str) -> None:
    if b"%PDF" in data[: HEADER_WITHIN + 4]:
        return
    raise NotAPdf(f"{where}: it is not a PDF but {_kind(data)}.")


def _kind(data: bytes) -> str:
    """What a file is that is no PDF, in words for a person."""
    if not data:
        return "an empty file"
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK"):
        head = data[:4096] + data[-4096:]
        return next((kind for mark, kind in _ZIPPED if mark in head), "a ZIP archive")
    return _kind_of_text(data[:4096])


def _kind_of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a text file"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(rb"(<!--.*?-->\s*)*<(!doctype html|html|head|body)", start, re.DOTALL):
        return "a web page (HTML)"
    if start.startswith(b"<?xml") or start.startswith(b"<"):
        return "an XML or HTML file"
    if not head.strip(b"\x00"):
        return "a file of zero bytes only (perhaps a broken download)"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the head may end inside a letter
    except UnicodeDecodeError:
        return "binary data of another kind"
    return "binary data of another kind" if b"\x00" in head else "a text file"
