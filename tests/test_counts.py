"""One of a thing is one, everything else is more."""

from __future__ import annotations

from pmpdf.counts import counted


def test_numbers_and_their_nouns() -> None:
    assert [counted(n, "PDF") for n in range(3)] == ["0 PDFs", "1 PDF", "2 PDFs"]
    assert counted(1, "file has", "files have") == "1 file has"
    assert counted(2, "file has", "files have") == "2 files have"
