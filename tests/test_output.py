"""Files that appear whole or not at all, and what is no file."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from pmpdf.errors import CannotWrite
from pmpdf.output import write_whole


def test_a_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    told: list[bytes] = []
    reader = Thread(target=lambda: told.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, b"record")
    reader.join(timeout=60)
    assert told == [b"record"]
    assert pipe.is_fifo()


def test_a_folder_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=str(tmp_path)):
        write_whole(tmp_path, b"record")
    assert tmp_path.is_dir()
