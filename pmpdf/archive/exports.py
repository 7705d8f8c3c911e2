"""The whole archive in two files: `records.jsonl` for programs, `timeline.csv` for tables.

Both are written from the records in OUT, corrected ones included, one after the other, so that
memory stays flat.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from pmpdf.archive.engines import Engine
from pmpdf.archive.ledger import Ledger, path_from
from pmpdf.archive.outfolder import PRIVATE
from pmpdf.archive.places import Out
from pmpdf.errors import BadData, CannotWrite
from pmpdf.record import PostMortem
from pmpdf.version import __version__

RECORDS: Final = "records.jsonl"
TIMELINE: Final = "timeline.csv"
STAMP: Final = f"{PRIVATE}/exported"
COLUMNS: Final = (
    "file",
    "title",
    "organization",
    "period_start",
    "period_end",
    "time_zone",
    "row",
    "time",
    "at",
    "end",
    "text",
    "details",
    "notes",
    "inferred",
    "approximate",
)
BOM: Final = "\ufeff"
# A formula in some spreadsheet: behind what one does not see, also in letters of full width.
FORMULA: Final = re.compile(
    "[\t\r\n]|[\\s\u200b-\u200f\u2060\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20-]"
)
LONGEST_CELL: Final = 32_767  # what is longer Excel goes on with in another cell


def are_current(ledger: Ledger, out: Out, separator: str) -> bool:
    """Whether both files are there, of this very ledger and in the form that is wanted now."""
    there = all(out.read(name, most=1) is not None for name in (RECORDS, TIMELINE))
    return there and out.read(STAMP) == _stamp(ledger, separator)


def _stamp(ledger: Ledger, separator: str) -> bytes:
    """What both files are made of, as far as it is not in the records themselves."""
    return f"{__version__} {separator.join(COLUMNS)} {ledger.digest()}\n".encode()


def write(ledger: Ledger, out: Out, separator: str, engine: Engine) -> list[str]:
    """Write both files whole. Returns the records that could not be read, with the reason."""
    broken: list[str] = []
    records, timeline = out.scratch / RECORDS, out.scratch / TIMELINE
    try:
        with (
            records.open("wb") as lines,
            timeline.open("w", encoding="utf-8", newline="") as table,
        ):
            table.write(BOM)
            writer = csv.writer(table, delimiter=separator, lineterminator="\r\n")
            writer.writerow(COLUMNS)
            for path, name, content in _records(ledger, out, engine):
                try:
                    if not content:
                        raise BadData("it is empty, or may not be read.")
                    record = _decoded(content)
                except BadData as error:
                    broken.append(f"{name}: {error.message}")
                    continue
                lines.write(_one_line(content, path))
                writer.writerows(_rows(record, path))
    except OSError as error:
        raise CannotWrite(f"cannot write into {out.scratch}: {error.strerror}.") from None
    out.sync()
    out.publish(records, RECORDS)
    out.publish(timeline, TIMELINE)
    out.sync()
    if not broken:  # else the next run looks again, and says so again
        _leave_stamp(ledger, out, separator)
    return broken


def _leave_stamp(ledger: Ledger, out: Out, separator: str) -> None:
    """Last of all: a run that is cut off before has the next one write both files anew."""
    part = out.scratch / "exported"
    try:
        part.write_bytes(_stamp(ledger, separator))
    except OSError as error:
        raise CannotWrite(f"cannot write into {out.scratch}: {error.strerror}.") from None
    out.publish(part, STAMP)


def _records(ledger: Ledger, out: Out, engine: Engine) -> Iterator[tuple[str, str, bytes]]:
    """Path of the source, path and content of the record, of each that is there."""
    told, asked = itertools.tee(line for line in ledger.lines() if line.record is not None)
    paths = (path_from(r.path, r.path_bytes) for line in asked if (r := line.record))
    contents = engine.read_each(out, paths)
    for line, content in zip(told, contents, strict=True):
        if content is not None and line.record is not None:
            yield line.path, line.record.path, content


_fast = msgspec.json.Decoder(PostMortem)


def _decoded(content: bytes) -> PostMortem:
    """The record; strict and fast for what we wrote, careful with what a person has changed."""
    try:
        return _fast.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return PostMortem.from_json(content)


def _one_line(content: bytes, path: str) -> bytes:
    """The record's JSON on one line, with the path of its source as `_path`."""
    compact = msgspec.json.format(content.removeprefix(b"\xef\xbb\xbf"), indent=-1)
    return b'{"_path":' + msgspec.json.encode(path) + b"," + compact[1:] + b"\n"


def _rows(record: PostMortem, path: str) -> Iterator[list[str]]:
    head = [
        path,
        record.title or "",
        record.organization or "",
        record.period.start if record.period else "",
        record.period.end if record.period else "",
        record.time_zone or "",
    ]
    number = 0
    for timeline in record.timelines():
        for entry in timeline.entries:
            number += 1
            details = "; ".join(f"{key}: {value}" for key, value in entry.details.items())
            cells = [
                *head,
                str(number),
                entry.time,
                entry.at or "",
                entry.end or "",
                entry.text,
                details,
                "\n".join(entry.notes),
                " ".join(entry.inferred),
                "yes" if entry.approximate else "",
            ]
            yield [harmless(cell) for cell in cells]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, or breaks in two."""
    if len(cell) >= LONGEST_CELL:
        cell = cell[: LONGEST_CELL - 2] + "…"
    return f"'{cell}" if FORMULA.match(cell) else cell
