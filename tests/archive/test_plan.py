"""What is found in an archive, under which names it goes into OUT, and what makes it stale."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmpdf.archive.plan import (
    Orders,
    fingerprint_for,
    record_fingerprint,
    report_fingerprint,
)
from pmpdf.archive.walk import Walked, names_for, stat_key, walk
from pmpdf.archive.worker import Limits, Printing
from pmpdf.pipeline import Settings

PDF = b"%PDF-1.7\n"


def found(archive: Path, *, follow_links: bool = False) -> dict[str, str | None]:
    return {f.path: f.problem for f in walk(archive, follow_links=follow_links)}


def test_pdfs_are_found_by_suffix_or_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.pdf", "a.PDF", "sub/c.Pdf", "no-suffix", "old.pdf.bak", ".hidden.pdf"):
        (tmp_path / name).write_bytes(PDF)
    (tmp_path / "notes.txt").write_text("no PDF")
    (tmp_path / "empty").touch()
    passed = Walked()
    paths = [f.path for f in walk(tmp_path, passed=passed)]
    assert paths == [".hidden.pdf", "a.PDF", "b.pdf", "no-suffix", "old.pdf.bak", "sub/c.Pdf"]
    assert passed.others == 2


def test_only_regular_files_are_opened_but_all_are_found(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "folder.pdf" / "inner.pdf").write_bytes(PDF)
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "dangling.pdf").symlink_to("nowhere.pdf")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.pdf"))
        problems = found(tmp_path)
    assert problems.pop("folder.pdf/inner.pdf") is None
    assert sorted(problems) == [
        "dangling.pdf",
        "folder.pdf",
        "loop.pdf",
        "pipe.pdf",
        "socket.pdf",
        "zero.pdf",
    ]
    assert all(problems.values())
    followed = found(tmp_path, follow_links=True)
    assert followed["zero.pdf"] == "no regular file but a device; nothing else is opened."


def test_links_stay_inside_unless_asked(tmp_path: Path) -> None:
    archive, elsewhere = tmp_path / "archive", tmp_path / "elsewhere"
    archive.mkdir()
    elsewhere.mkdir()
    (elsewhere / "far.pdf").write_bytes(PDF)
    (elsewhere / "back").symlink_to(elsewhere)
    (archive / "near.pdf").write_bytes(PDF)
    (archive / "twin.pdf").symlink_to("near.pdf")
    (archive / "out.pdf").symlink_to(elsewhere / "far.pdf")
    (archive / "folder").symlink_to(elsewhere)
    (archive / "round").symlink_to(archive)
    passed = Walked()
    inside = {f.path: f.problem for f in walk(archive, passed=passed)}
    assert inside["near.pdf"] is inside["twin.pdf"] is None
    assert "leaves the archive" in (inside["out.pdf"] or "")
    assert passed.links == 1
    outside = found(archive, follow_links=True)
    assert outside["out.pdf"] is None
    assert outside["folder/far.pdf"] is None
    assert len(outside) == 4


def test_a_folder_that_cannot_be_listed_is_no_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def closed(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", closed)
    assert found(tmp_path) == {"closed": "the folder cannot be listed: Permission denied."}


def test_names_that_are_no_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/line\nbreak\x1b[31m\xff.pdf"
    Path(os.fsdecode(raw)).write_bytes(PDF)
    assert list(found(tmp_path)) == ["line\nbreak\x1b[31m\udcff.pdf"]


def test_two_files_never_share_a_name_in_out() -> None:
    stems = names_for(["a.PDF", "a.pdf", "a.Pdf", "a", "b.PDF"], [], {})
    assert stems == {"a.pdf": "a", "a.PDF": "a.PDF", "a.Pdf": "a.Pdf", "a": "a~2", "b.PDF": "b"}
    assert names_for(["a.pdf"], ["a.json"], {}) == {"a.pdf": "a.pdf"}
    assert names_for(["a.pdf", "a.PDF"], [], {"a.PDF": "a"}) == {"a.PDF": "a", "a.pdf": "a.pdf"}


part = st.sampled_from(["a", "b", ".pdf", ".PDF", ".Pdf", "~2", ".json", "é"])
file_names = st.lists(part, min_size=1, max_size=5).map("".join)


@given(st.sets(file_names, max_size=12), st.sets(file_names, max_size=3))
def test_names_in_out_are_unique_whatever_lies_side_by_side(
    files: set[str], folders: set[str]
) -> None:
    folders -= files
    stems = names_for(sorted(files), folders, {})
    assert set(stems) == files
    assert len(set(stems.values())) == len(files)
    assert folders.isdisjoint(f"{stem}.json" for stem in stems.values())


def test_names_that_are_too_long_are_cut_and_stay_apart() -> None:
    long = ["x" * 251 + ".pdf", "x" * 250 + "y.pdf", "ü" * 125 + ".pdf"]
    stems = names_for(long, [], {})
    assert len(set(stems.values())) == 3
    assert all(len(os.fsencode(f"{stem}.de.pdf")) <= 255 for stem in stems.values())


def test_settings_touch_just_what_they_shape(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text("a")
    plain = Orders()
    secret = Orders(settings=Settings(password="secret"))
    wide = Orders(limits=Limits(seconds=600))
    own = Orders(settings=Settings(vocabulary=words))
    assert record_fingerprint(plain) == record_fingerprint(secret)
    assert fingerprint_for("ok", plain) == fingerprint_for("ok", wide)
    assert fingerprint_for("limit_time", plain) != fingerprint_for("limit_time", wide)
    assert record_fingerprint(plain) != record_fingerprint(own)
    before = record_fingerprint(own)
    words.write_text("b")
    assert record_fingerprint(own) != before


def test_a_brand_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text("company = 'A'")
    printing = Printing(brand=tmp_path)
    before = report_fingerprint("de", printing)
    assert report_fingerprint("en", printing) != before
    (tmp_path / "brand.toml").write_text("company = 'B'")
    assert report_fingerprint("de", printing) != before


def test_a_file_that_changed_just_now_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.touch()
    assert stat_key(file.stat()) == ()
