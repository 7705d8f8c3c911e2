"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pmpdf.errors import CannotWrite


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that it appears whole or not at all.

    A link is followed; a device or a pipe (`/dev/stdout`, `/dev/null`) is written to, not replaced.
    """
    if (path.exists() and not path.is_file()) or path.is_relative_to("/dev"):
        _write_through(path, content)
        return
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".pmpdf-", suffix=".part")
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise CannotWrite(f"cannot write {path}: {error.strerror}.") from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _write_through(path: Path, content: bytes) -> None:
    try:
        with path.open("wb") as stream:
            stream.write(content)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}.") from None
