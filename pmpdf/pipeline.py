"""The road from paper to record, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmpdf import layout, meaning, reading, vocabulary
from pmpdf.record import PostMortem


@dataclass(frozen=True, slots=True)
class Settings:
    """What a caller may ask of an extraction; frozen, so that every process sees the same."""

    password: str | None = None
    vocabulary: Path | None = None
    force: bool = False  # extract even what is not a post-mortem
    verify: bool = False  # read with both readers and warn where they differ
    max_pages: int = 2000


def extract(path: str | Path, settings: Settings | None = None) -> PostMortem:
    """Read one PDF into a record, in the caller's own process.

    A hostile file can end that process from inside pdfium; the command line and the archive read
    in a limited child instead. Raises a PmpdfError that says what, which file, and what to do.
    """
    settings = settings or Settings()
    words = vocabulary.load(settings.vocabulary)
    document = reading.read(
        path,
        password=settings.password,
        max_pages=settings.max_pages,
        verify=settings.verify,
    )
    return meaning.understand(
        layout.analyse(document), document, words, force=settings.force
    )
