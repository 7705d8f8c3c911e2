"""What may be opened, and what is said of the rest."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from pmpdf import reading
from pmpdf.errors import ExitCode, MemoryLimit, NotAPdf, Unreadable, shown
from pmpdf.reading.gate import open_pdf

PDF = b"%PDF-1.7\n%%EOF\n"


def test_a_pdf_is_read_once_with_name_and_hash(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    source = open_pdf(tmp_path / "a.pdf")
    assert (source.data, source.name, len(source.sha256)) == (PDF, "a.pdf", 64)


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    assert open_pdf(tmp_path / "b.pdf").name == "b.pdf"


@pytest.mark.parametrize("junk", [0, 1, 1000])
def test_junk_before_the_header_is_allowed(tmp_path: Path, junk: int) -> None:
    (tmp_path / "a.pdf").write_bytes(b"\n" * junk + PDF)
    assert open_pdf(tmp_path / "a.pdf").data.endswith(PDF)


def test_bytes_and_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_pdf(PDF).data == PDF
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PDF)))
    assert open_pdf("-").data == PDF


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    for name, word in (
        ("pipe.pdf", "named pipe"),
        ("zero.pdf", "device"),
        (".", "folder"),
        ("gone.pdf", "no such file"),
        ("a\0b.pdf", "no file of that name"),
    ):
        with pytest.raises(Unreadable, match=word):
            open_pdf(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "a.pdf").chmod(0)
    with pytest.raises(Unreadable, match="permissions"):
        open_pdf(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "an empty file"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"PK\x03\x04....word/document.xml", "Word document"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"  <!DOCTYPE html><html>", "a web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"{\\rtf1", "RTF"),
        (b"%!PS-Adobe", "PostScript"),
        ("Störungsbericht".encode(), "a text file"),
        ("ä".encode() * 4096, "a text file"),
        (b"\x00" * 64, "zero bytes"),
        (b"\x01\x02\xfe\xff\x00", "another kind"),
    ],
)
def test_what_it_is_instead_is_said(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(NotAPdf, match=kind) as caught:
        reading.read(tmp_path / "a.pdf")
    assert caught.value.code is ExitCode.INPUT
    assert "a.pdf" in caught.value.message


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as stream:
        stream.truncate(1 << 40)  # takes no room on the disk
    with pytest.raises(MemoryLimit, match="larger than 1 MB"):
        open_pdf(tmp_path / "big.pdf", limit=1024 * 1024)


def test_names_are_safe_to_show() -> None:
    assert shown("a\x1b[31mb\n.pdf") == "a\\x1b[31mb\\x0a.pdf"
    assert shown(os.fsdecode(b"\xff.pdf")) == "\\xff.pdf"
    assert shown("Störung 2023.pdf") == "Störung 2023.pdf"
