"""A record on paper and back: what the keystone compares."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf

from pmpdf import report
from pmpdf.pipeline import Settings, extract
from pmpdf.record import Language, PostMortem
from pmpdf.report.embedding import public_record

PARTS = ("title", "subtitle", "organization", "language", "period", "time_zone", "facts")

Data = dict[str, Any]


def printed(record: PostMortem, *, language: Language | None = None) -> bytes:
    target = io.BytesIO()
    report.build(record, target, language=language)
    return target.getvalue()


def without_tree(data: bytes) -> bytes:
    """The report as a copy that has lost its tags."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        pdf.save(target)
    return target.getvalue()


def read(data: bytes, folder: Path, *, own: bool = False, words: Path | None = None) -> PostMortem:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return extract(path, Settings(own_record=own, vocabulary=words))


def said(record: PostMortem) -> Data:
    """What the keystone compares: what a page can say."""
    data = public_record(record).to_data()
    return {key: data[key] for key in (*PARTS, "sections")}


def moments(record: PostMortem) -> list[tuple[str | None, str | None]]:
    """When each row of the timelines begins and ends."""
    return [(entry.at, entry.end) for rows in record.timelines() for entry in rows.entries]
