"""How an archive stands after a run: counts, the worst, and where to look."""

from __future__ import annotations

import heapq
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from pmpdf.archive import exports
from pmpdf.archive.ledger import GOOD, NAME, FailedReport, Ledger, Line, path_from
from pmpdf.archive.places import Place
from pmpdf.archive.walk import Walked
from pmpdf.archive.worker import LARGEST
from pmpdf.counts import counted

# The outcomes, the worst first.
OUTCOMES: Final = (
    "internal",
    "worker_died",
    "limit_memory",
    "limit_time",
    "limit_pages",
    "damaged",
    "unreadable",
    "not_a_pdf",
    "encrypted",
    "no_text",
    "not_a_postmortem",
    "doubtful",
    "ok",
)
SHOWN: Final = 10


class Trouble(msgspec.Struct, frozen=True):
    """A file without a record, or a report that was not built."""

    path: str
    outcome: str
    message: str


class Summary(msgspec.Struct, frozen=True):
    """The archive's state, and what this run did about it.

    `outcomes` counts the files of the archive, `report_warnings` the reports that have a warning,
    by its code; `read`, `built`, `unchanged` and `not_opened` (found, but no regular file, so not
    read) count this run;
    `complete` says that every PDF has its record, one that can be read, and every report was built.
    """

    archive: str
    out: str
    files: int
    outcomes: dict[str, int]
    reports: int
    failed_reports: int
    edited: int
    vanished: int
    read: int
    built: int
    unchanged: int
    other_files: int
    links_not_followed: int
    seconds: float
    complete: bool
    worst: tuple[Trouble, ...]
    broken_records: tuple[str, ...] = ()
    report_warnings: dict[str, int] = {}
    not_opened: int = 0

    @property
    def records(self) -> int:
        return sum(self.outcomes.get(outcome, 0) for outcome in GOOD)


def summarise(
    ledger: Ledger,
    *,
    archive: Place,
    out: Place,
    actions: Mapping[str, int],
    passed: Walked,
    broken_records: Sequence[str],
    seconds: float,
) -> Summary:
    """Count the ledger's lines."""
    outcomes: dict[str, int] = {}
    remarks: Counter[str] = Counter()
    reports = failed = edited = vanished = 0
    for line in ledger.lines():
        if line.vanished:
            vanished += 1
            continue
        outcomes[line.outcome] = outcomes.get(line.outcome, 0) + 1
        reports += sum(output.language is not None for output in line.outputs)
        for output in line.outputs:
            remarks.update({remark.code for remark in output.warnings})
        failed += len(line.failed_reports)
        edited += line.edited is not None
    return Summary(
        archive=_printable(archive),
        out=_printable(out),
        files=sum(outcomes.values()),
        outcomes={name: outcomes[name] for name in reversed(OUTCOMES) if name in outcomes},
        reports=reports,
        failed_reports=failed,
        edited=edited,
        vanished=vanished,
        read=actions.get("read", 0),
        built=actions.get("build", 0),
        not_opened=actions.get("not opened", 0),
        unchanged=actions.get("skip", 0) + actions.get("note", 0),
        other_files=passed.others,
        links_not_followed=passed.links,
        seconds=round(seconds, 3),
        complete=not failed and not broken_records and set(outcomes) <= GOOD,
        worst=tuple(heapq.nsmallest(SHOWN, troubles(ledger), key=_badness)),
        broken_records=tuple(broken_records),
        report_warnings=dict(sorted(remarks.items())),
    )


def troubles(ledger: Ledger) -> Iterator[Trouble]:
    """Everything that went wrong and still stands."""
    for line in ledger.lines():
        if line.vanished:
            continue
        if line.outcome not in GOOD:
            yield Trouble(line.path, line.outcome, line.message)
        for report in line.failed_reports:
            yield Trouble(report.path, "report", report.message)


def _badness(trouble: Trouble) -> tuple[int, str]:
    known = trouble.outcome in OUTCOMES
    return (OUTCOMES.index(trouble.outcome) if known else len(OUTCOMES), trouble.path)


def _printable(path: Place) -> str:
    return str(path).encode("utf-8", "replace").decode()


def summary_text(summary: Summary) -> str:
    """The summary for a person."""
    lines = [
        f"{counted(summary.files, 'PDF')} in {summary.archive}, "
        f"{counted(summary.records, 'record')} and {counted(summary.reports, 'report')} "
        f"in {summary.out} ({summary.seconds:.1f} s)",
        *(f"  {count:>7}  {name}" for name, count in summary.outcomes.items()),
    ]
    did = [f"{summary.read} read", f"{summary.unchanged} unchanged"]
    if summary.built:
        did.insert(1, f"{summary.built} reports-only")
    if summary.not_opened:
        did.append(f"{summary.not_opened} not opened")
    lines.append("this run: " + ", ".join(did))
    if not (summary.read or summary.built or summary.not_opened) and summary.files:
        lines.append("nothing has changed: no PDF was read")
    notes = (
        (summary.edited, "record", "corrected by hand and kept"),
        (summary.vanished, "source", "vanished since, outputs kept"),
        (summary.failed_reports, "report", "that could not be built"),
        (summary.other_files, "other file", "passed over, no PDF"),
        (summary.links_not_followed, "link", "out of the archive, not followed"),
    )
    lines += [f"{counted(count, thing)} {words}" for count, thing, words in notes if count]
    if summary.report_warnings:
        counts = (f"{count} {code}" for code, count in summary.report_warnings.items())
        lines.append(f"reports with a warning: {', '.join(counts)}")
    broken = summary.broken_records[:SHOWN]
    lines += [_one_line(f"record not readable: {record}") for record in broken]
    if summary.worst:
        lines.append("the worst:")
        lines += [_one_line(f"  {t.path}: {t.outcome}: {t.message}") for t in summary.worst]
        lines.append(f"look closer with: pmpdf ledger --failed {quoted(summary.out)}")
    names = (NAME, exports.RECORDS, exports.TIMELINE)
    lines.append(f"see {summary.out}: " + ", ".join(names))
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return text.replace("\n", "\\n")


def closer_look(line: Line, archive: str | None) -> str:
    """The command that would look closer at a failure.

    Of a file that lies in a storage, once it has been copied into the folder one is in.
    """
    path = line.key
    if archive is None or "://" not in archive:
        path = f"{archive or 'ARCHIVE'}/{path}"
    file = quoted(path)
    commands = {
        "encrypted": f"pmpdf extract {file} --password-file FILE",
        "not_a_postmortem": f"pmpdf extract {file} --force",
        "no_text": f"pip install 'pmpdf[ocr]' && pmpdf extract {file}",
        "limit_time": f"pmpdf extract {file} --timeout 600 --page-timeout 600",
        "limit_memory": f"pmpdf extract {file} --memory 4G",
        "limit_pages": f"pmpdf extract {file} --max-pages 100000",
        "unreadable": f"ls -ld {file}",
        "not_a_pdf": f"file {file}",
    }
    if line.outcome == "limit_memory" and (line.size or 0) > LARGEST:
        return commands["not_a_pdf"]  # more memory is no help
    return commands.get(line.outcome, f"pmpdf extract {file} --debug")


def closer_look_at_report(report: FailedReport, line: Line, out: Place) -> str:
    """The command that would build a report that failed, with more to say about it."""
    record = line.record
    path = "RECORD" if record is None else path_from(record.path, record.path_bytes)
    if isinstance(out, Path):
        path = f"{out.absolute()}/{path}"
    words = f"--language {report.language} -o report.{report.language}.pdf --debug"
    return f"pmpdf build {quoted(path)} {words}"


def quoted(path: str) -> str:
    """A path for a shell, control characters and undecodable bytes included."""
    if path.isprintable() and path.isascii():
        return shlex.quote(path)
    try:
        if path.isprintable() and path.encode():
            return shlex.quote(path)
    except UnicodeEncodeError:
        pass
    escaped = "".join(
        chr(b) if 32 <= b < 127 and b not in b"\\'" else f"\\x{b:02x}" for b in _bytes(path)
    )
    return f"$'{escaped}'"


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
