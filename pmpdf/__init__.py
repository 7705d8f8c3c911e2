"""Old post-mortem PDFs in, structured records and branded reports out.

    import pmpdf

    record = pmpdf.extract("old.pdf")
    print(record.title, [entry.at for timeline in record.timelines() for entry in timeline.entries])
    pmpdf.build(record, "new.pdf", language="en")

Boxes are `(x0, top, x1, bottom)` in points (1/72 inch) from the top left corner of the upright
visible page; pages count from 1; text is Unicode NFC. Every error that is raised on purpose is a
`PmpdfError`; its `code` is the exit code that the command line gives.

Importing this package is cheap: what reads or writes PDFs is imported on first use.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmpdf.errors import (
    ArchiveIncomplete,
    BadData,
    CannotWrite,
    Damaged,
    DoesNotFit,
    ExitCode,
    LimitReached,
    MemoryLimit,
    MissingExtra,
    NotAPdf,
    NotAPostMortem,
    NoText,
    PageLimit,
    PasswordNeeded,
    PmpdfError,
    ReaderDied,
    TimeLimit,
    Unreadable,
    UsageError,
)
from pmpdf.version import __version__

if TYPE_CHECKING:
    from pmpdf.pipeline import Settings
    from pmpdf.record import PostMortem
    from pmpdf.report import Built

__all__ = [
    "ArchiveIncomplete",
    "BadData",
    "CannotWrite",
    "Damaged",
    "DoesNotFit",
    "ExitCode",
    "LimitReached",
    "MemoryLimit",
    "MissingExtra",
    "NoText",
    "NotAPdf",
    "NotAPostMortem",
    "PageLimit",
    "PasswordNeeded",
    "PmpdfError",
    "PostMortem",
    "ReaderDied",
    "Settings",
    "TimeLimit",
    "Unreadable",
    "UsageError",
    "__version__",
    "build",
    "extract",
]


def extract(path: str | Path, settings: Settings | None = None) -> PostMortem:
    """Read one PDF into a record.

    The file is read in the caller's own process, without limits on time or memory: a hostile
    file of 2 KB can abort the interpreter inside pdfium. For files of unknown origin use the
    command line or `pmpdf.archive`, which read each file in a limited process of its own.

    Raises `Unreadable`, `NotAPdf`, `Damaged`, `PasswordNeeded`, `NoText`, `NotAPostMortem` or
    `PageLimit`. What is doubtful in the record is said in its `warnings`.
    """
    from pmpdf import pipeline

    return pipeline.extract(path, settings)


def build(
    record: PostMortem,
    target: str | Path,
    language: str | None = None,
    brand: str | Path | None = None,
) -> Built:
    """Build the report of a record as a PDF (A4, 595 x 842 points), whole or not at all.

    `language` is "de" or "en", or None for the record's own; `brand` is a folder with a
    `brand.toml`, or None for the neutral brand that is built in. The answer has the number of
    `pages` and the `warnings`.

    Raises `BadData` for a brand that breaks its rules, `DoesNotFit`, or `CannotWrite`.
    """
    from pmpdf import report

    return report.build(record, target, language=language, brand=brand)


def __getattr__(name: str) -> object:
    if name == "PostMortem":
        from pmpdf.record import PostMortem

        return PostMortem
    if name == "Settings":
        from pmpdf.pipeline import Settings

        return Settings
    raise AttributeError(f"module 'pmpdf' has no attribute {name!r}")
