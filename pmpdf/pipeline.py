"""The road from paper to record, in a few lines."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from pmpdf import layout, meaning, reading, vocabulary
from pmpdf.reading.document import Document
from pmpdf.record import PostMortem, Source


@dataclass(frozen=True, slots=True)
class Settings:
    """What a caller may ask of an extraction; frozen, so that every process sees the same."""

    password: str | None = field(default=None, repr=False)  # a worker may log its jobs
    vocabulary: Path | None = None
    force: bool = False  # extract even what is not a post-mortem
    verify: bool = False  # read with both readers and warn where they differ
    max_pages: int = 2000
    ocr: bool = True  # recognise pages that are pictures, where the extra is installed
    own_record: bool = True  # take the record that our own reports carry, if it is the page's
    distrust_pdfium: bool = False  # pdfium has died of the file: have pdfplumber read it alone


def extract(path: str | Path, settings: Settings | None = None) -> PostMortem:
    """Read one PDF into a record, in the caller's own process.

    A hostile file can end that process from inside pdfium; the command line and the archive read
    in a limited child instead. Raises a PmpdfError that says what, which file, and what to do.
    """
    settings = settings or Settings()
    words = vocabulary.load(settings.vocabulary)
    with _collector_at_rest():
        document = read(path, settings)
        if document.attached is not None and settings.own_record:
            return _own_record(document)
        return meaning.understand(layout.analyse(document), document, words, force=settings.force)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for cycles among a document's words: it makes none worth a look,
    and in a long one that is a twentieth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read(path: str | Path, settings: Settings) -> Document:
    """The document as the settings ask for it to be read. Raises what `extract` raises."""
    return reading.read(
        path,
        password=settings.password,
        max_pages=settings.max_pages,
        verify=settings.verify,
        ocr=None if settings.ocr else False,
        distrust_pdfium=settings.distrust_pdfium,
    )


def _own_record(document: Document) -> PostMortem:
    """The record that one of our own reports carries, with where it came from."""
    record = PostMortem.from_json(document.attached or b"", name=f"{document.file_name}'s record")
    source = Source(
        file_name=document.file_name,
        sha256=document.sha256,
        pages=len(document.pages),
        reader="attached record",
    )
    return replace(record, source=source)
