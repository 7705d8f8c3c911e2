"""What is to be done with an archive, and why: decided before a PDF is opened.

`Planner` compares each file that was found with the ledger and with what lies in OUT. A source
whose size, times and inode are those of the last run is not opened; else its content is hashed. In
a storage the listing says so much; else the content is compared once it has been fetched.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from pmpdf.archive.exports import RECORDS, TIMELINE
from pmpdf.archive.ledger import (
    GOOD,
    NAME,
    FailedReport,
    Ledger,
    Line,
    Output,
    path_from,
    path_words,
)
from pmpdf.archive.outfolder import PRIVATE
from pmpdf.archive.places import Archive, View
from pmpdf.archive.walk import Found, Piece, Walked, names_for
from pmpdf.archive.worker import EXTRACT, Limits, Printing, ReportResult, file_sha256
from pmpdf.errors import (
    CannotWrite,
    PageLimit,
    PmpdfError,
    ReaderDied,
    TimeLimit,
    Unreadable,
)
from pmpdf.pipeline import Settings
from pmpdf.version import __version__

LIMITED: Final = frozenset(
    {TimeLimit.outcome, PageLimit.outcome, ReaderDied.outcome, "limit_memory"}
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a batch run is asked to do; frozen, and the same for every file of it."""

    settings: Settings = dataclasses.field(default_factory=Settings)
    limits: Limits = dataclasses.field(default_factory=Limits)
    reports: tuple[str, ...] = ()
    printing: Printing = dataclasses.field(default_factory=Printing)
    follow_links: bool = False
    retry_failed: bool = False
    redo: bool = False
    overwrite_edited: bool = False
    csv_separator: str = ";"
    extractor: str = EXTRACT


OURS: Final = frozenset({PRIVATE, NAME, RECORDS, TIMELINE})  # names that OUT itself needs
NO_PLACE: Final = "its record has no place: "
OURS_BY_NAME: Final = "OUT needs the name of its folder itself; rename the folder."
TAKEN: Final = "{path} in OUT is no file; rename or remove it."
CHANGED: Final = "its content has changed"
UNSURE: Final = "its content may have changed"  # it is compared once it has been fetched

Action = Literal["read", "build", "note", "skip"]


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with one file and why.

    `read` opens the PDF, `build` makes reports from the record in OUT, `note` only journals
    `line`, `skip` does nothing. `before` is the journalled line, `reports` the languages to build,
    `prints` and `translations` what shapes them besides the record. `taken` are the languages of
    reports that have no place in OUT. `otherwise` is to be done instead of reading where the
    content turns out to be that of before.
    """

    path: str
    stem: str
    action: Action
    reason: str
    before: Line | None = None
    line: Line | None = None
    size: int | None = None
    stat: tuple[int | str, ...] = ()
    reports: tuple[str, ...] = ()
    edited: str | None = None
    prints: Mapping[str, str] = dataclasses.field(default_factory=dict)
    translations: Mapping[str, str] = dataclasses.field(default_factory=dict)
    taken: tuple[str, ...] = ()
    otherwise: Task | None = None

    @property
    def record_path(self) -> str:
        return f"{self.stem}.json"

    def report_path(self, language: str) -> str:
        return f"{self.stem}.{language}.pdf"

    def failed(self, result: ReportResult, record: str | None) -> FailedReport:
        """What is journalled of a report that could not be made from the record of this hash."""
        assert result.language is not None
        return FailedReport(
            path=path_words(self.report_path(result.language))[0],
            language=result.language,
            error=result.error or PmpdfError.__name__,
            message=result.message,
            settings=self.prints[result.language],
            record=record,
        )

    def with_taken(self, line: Line, record: str | None) -> Line:
        """The line with a failure for each report that has no place, if it has a record."""
        if not self.taken or line.outcome not in GOOD:
            return line
        failed = [f for f in line.failed_reports if f.language not in self.taken]
        for language in self.taken:
            message = TAKEN.format(path=path_words(self.report_path(language))[0])
            refusal = ReportResult(language, error=CannotWrite.__name__, message=message)
            failed.append(self.failed(refusal, record))
        return msgspec.structs.replace(
            line,
            outputs=tuple(o for o in line.outputs if o.language not in self.taken),
            failed_reports=tuple(failed),
        )


class Planner:
    """Decides about each file of an archive by the ledger and by what lies in OUT.

    `views` gives what lies in a folder of OUT, `passed` what an earlier walk has looked into.
    """

    def __init__(
        self,
        archive: Archive,
        views: Callable[[str], View],
        ledger: Ledger,
        orders: Orders,
        passed: Walked | None = None,
    ) -> None:
        self.archive = archive
        self.orders = orders
        self.passed = passed or Walked()
        self._prints = {
            outcome: fingerprint_for(outcome, orders) for outcome in ("", *sorted(LIMITED))
        }
        self._report_prints = {
            language: report_fingerprint(language, orders.printing) for language in orders.reports
        }
        self._ledger = ledger
        self._views = views
        self._view = views("")
        self._pieces: Iterable[Piece] = ()

    def look(self) -> int | None:
        """Begin to walk the archive; how many files it has, where that is known at once."""
        self._pieces = self.archive.pieces(self.passed, follow_links=self.orders.follow_links)
        if self.archive.store is not None:
            return None
        self._pieces = list(self._pieces)
        return sum(len(piece.files) for piece in self._pieces)

    def tasks(self) -> Iterator[Task]:
        """One task for each file found, then one for each that has vanished."""
        left = set(self._ledger)
        for piece in self._pieces:
            stems = self._stems(piece)
            self._view = self._views(piece.folder)
            self._view.prepare(self._journalled(piece, stems))
            for found in piece.files:
                left.discard(found.path)
                yield self._decide(found, stems[found.path])
        for path in sorted(left, key=os.fsencode):
            line = self._ledger.last(path)
            if line is None:
                continue
            gone = msgspec.structs.replace(line, vanished=True)
            action: Action = "skip" if line.vanished else "note"
            yield Task(path, "", action, "vanished from the archive", line, gone)

    def again(self, task: Task) -> Task:
        """What is to be done with a file now that OUT or the ledger has changed."""
        self._view = self._views(task.path.rpartition("/")[0])
        return self._decide(Found(task.path, None, task.size, task.stat), task.stem)

    def _journalled(
        self, piece: Piece, stems: Mapping[str, str]
    ) -> Iterator[tuple[str, Collection[Output]]]:
        """The records that lie in OUT for these files, as far as the ledger knows."""
        for found in piece.files:
            records = self._ledger.records_of(found.path)
            if records:
                yield f"{stems[found.path]}.json", records

    def _decide(self, found: Found, stem: str) -> Task:
        """What is to be done with this file, and why."""
        before = self._before(found.path)
        found = self._look(found, stem)
        if found.problem is not None:
            return self._refusal(found, stem, before)
        task = Task(
            found.path,
            stem,
            "skip",
            "nothing has changed",
            before=before,
            size=found.size,
            stat=found.stat,
        )
        return self._compare(self._shaped(task))

    def _look(self, found: Found, stem: str) -> Found:
        """The file as it is now; or why it cannot be read, or its record not be written."""
        problem = found.problem or self._no_place(stem)
        return self.archive.look(found) if problem is None else Found(found.path, problem)

    def _no_place(self, stem: str) -> str | None:
        """Why the record cannot be written, if so."""
        folder = stem.rpartition("/")[0]
        if folder and folder.partition("/")[0] in OURS:
            return NO_PLACE + OURS_BY_NAME
        if bar := self._view.bar(folder):
            return NO_PLACE + bar
        record = f"{stem}.json"
        if self._view.is_taken(record):
            return NO_PLACE + TAKEN.format(path=path_words(record)[0])
        return None

    def _before(self, path: str) -> Line | None:
        """The line that counts, without the reports that did not come to be."""
        line = self._ledger.last(path)
        if line is None or not self._ledger.is_in_doubt(path):
            return line
        there = (
            output
            for output in line.outputs
            if output.language is None
            or self._view.sha256(path_from(output.path, output.path_bytes), (output,))
            == output.sha256
        )
        return msgspec.structs.replace(line, outputs=tuple(there))

    def _shaped(self, task: Task) -> Task:
        """The task with what will shape its reports besides the record."""
        translations: dict[str, str] = {}
        prints = dict(self._report_prints)
        for language in self.orders.reports:
            path = f"{task.stem}.{language}.po"
            if self._view.has(path):
                translations[language] = path
                prints[language] += f"-{(self._view.sha256(path) or '')[:16]}"
        if not prints:
            return task
        reports = self.orders.reports
        taken = tuple(one for one in reports if self._view.is_taken(task.report_path(one)))
        return dataclasses.replace(task, prints=prints, translations=translations, taken=taken)

    def _refusal(self, found: Found, stem: str, before: Line | None) -> Task:
        text, raw = path_words(found.path)
        line = Line(
            path=text,
            path_bytes=raw,
            sha256=None,
            size=None,
            outcome=Unreadable.outcome,
            message=found.problem or "",
            version=__version__,
            settings=self.fingerprint(Unreadable.outcome),
            outputs=before.outputs if before else (),
        )
        if self._view.is_taken(f"{stem}.json"):
            outputs = (output for output in line.outputs if output.language is not None)
            line = msgspec.structs.replace(line, outputs=tuple(outputs))
        same = before is not None and (before.outcome, before.message) == (
            line.outcome,
            line.message,
        )
        action: Action = "skip" if same else "note"
        return Task(found.path, stem, action, line.message, before=before, line=line)

    def _compare(self, task: Task) -> Task:
        before, orders = task.before, self.orders
        if before is None:
            return self._reading(task, "new")
        records = self._ledger.records_of(task.path) if before.record else []
        in_out = self._view.sha256(task.record_path, records) if before.record else None
        known = {record.sha256 for record in records}
        edited = in_out if in_out is not None and in_out not in known else None
        task = dataclasses.replace(task, edited=edited)
        why = self._why_read(task, before, in_out)
        if edited is not None and not (orders.redo and orders.overwrite_edited):
            reason = "corrected by hand, kept"
            if why in (CHANGED, UNSURE):
                has_changed = "has changed" if why == CHANGED else "may have changed"
                reason += f", though its source {has_changed}"
                task = dataclasses.replace(task, stat=before.stat)  # so that it is seen again
            return self._reports(dataclasses.replace(task, reason=reason), before, edited)
        if why is not None and why != UNSURE:
            return self._reading(task, why)
        if before.outcome not in GOOD:
            reason = f"failed before ({before.outcome}); --retry-failed tries again"
            unchanged = self._noted(dataclasses.replace(task, reason=reason), before)
        else:
            unchanged = self._reports(task, before, in_out or "")
        if why is None:
            return unchanged
        return dataclasses.replace(self._reading(task, UNSURE), otherwise=unchanged)

    def _why_read(self, task: Task, before: Line, in_out: str | None) -> str | None:
        """Why this file must be read (again), or None."""
        orders = self.orders
        if orders.redo:
            return "forced"
        if before.version != __version__:
            return f"read by version {before.version or 'unknown'}"
        if before.settings != self.fingerprint(before.outcome):
            return "other settings"
        if before.record and task.edited is None and in_out != before.record.sha256:
            return "its record is missing"
        if before.outcome == Unreadable.outcome:
            return "could not be read before"
        if before.outcome not in GOOD and orders.retry_failed:
            return f"failed before ({before.outcome})"
        if before.outcome == "encrypted" and orders.settings.password is not None:
            return "a password is given"
        if task.stat and task.stat == before.stat:
            return None
        if before.sha256 is None:
            return CHANGED
        if self.archive.store is not None:
            return UNSURE
        return None if self.archive.sha256(task.path) == before.sha256 else CHANGED

    def _reading(self, task: Task, why: str) -> Task:
        reports = tuple(one for one in self.orders.reports if one not in task.taken)
        return dataclasses.replace(task, action="read", reason=why, reports=reports)

    def _reports(self, task: Task, before: Line, record: str) -> Task:
        """The reports that must be built from the record in OUT, else what there is to note."""
        wanted = tuple(
            language
            for language in self.orders.reports
            if language not in task.taken
            and (self.orders.redo or not self._is_settled(task, before, language, record))
        )
        if not wanted:
            return self._noted(task, task.with_taken(before, record))
        reason = f"{task.reason}; reports to build: {', '.join(wanted)}"
        if task.reason == "nothing has changed":
            reason = f"reports to build: {', '.join(wanted)}"
        return dataclasses.replace(task, action="build", reason=reason, reports=wanted)

    def _is_settled(self, task: Task, before: Line, language: str, record: str) -> bool:
        shape = (task.prints[language], record)
        failed = next((f for f in before.failed_reports if f.language == language), None)
        if failed is not None:
            had_no_place = failed.error == CannotWrite.__name__
            is_the_same = (failed.settings, failed.record) == shape
            return is_the_same and not had_no_place and not self.orders.retry_failed
        report = before.report(language)
        if report is None or (report.settings, report.record) != shape:
            return False
        return self._view.has(task.report_path(language))

    def fingerprint(self, outcome: str) -> str:
        """The settings that can have made a difference to this outcome."""
        return self._prints.get(outcome, self._prints[""])

    def _noted(self, task: Task, line: Line) -> Task:
        """Journal what is known better now, if anything."""
        now = msgspec.structs.replace(
            line, stat=task.stat, size=task.size, edited=task.edited, vanished=False
        )
        if now == task.before and not self._ledger.is_in_doubt(task.path):
            return task
        return dataclasses.replace(task, action="note", line=now)

    def _stems(self, piece: Piece) -> dict[str, str]:
        """Under which name each file goes into OUT."""
        stems: dict[str, str] = {}
        by_folder: dict[str, list[str]] = {}
        for found in piece.files:
            folder, _, name = found.path.rpartition("/")
            by_folder.setdefault(folder, []).append(name)
        for folder, names in by_folder.items():
            prefix = f"{folder}/" if folder else ""
            kept = {name: stem for name in names if (stem := self._kept_stem(prefix, name))}
            for name, stem in names_for(names, piece.folders.get(folder, ()), kept).items():
                stems[prefix + name] = prefix + stem
        return stems

    def _kept_stem(self, prefix: str, name: str) -> str | None:
        """The stem that an earlier run gave this file."""
        if prefix + name not in self._ledger:
            return None
        line = self._ledger.last(prefix + name)
        if line is None or line.record is None:
            return None
        path = path_from(line.record.path, line.record.path_bytes)
        return path.removeprefix(prefix).removesuffix(".json")


def fingerprint_for(outcome: str, orders: Orders) -> str:
    """The settings that can have made a difference to this outcome."""
    return record_fingerprint(orders, limits=outcome in LIMITED)


def record_fingerprint(orders: Orders, *, limits: bool = False) -> str:
    """A fingerprint of the settings that shape a record, of files by their content."""
    shape = dataclasses.asdict(orders.settings)
    shape.pop("password", None)  # it is no property of the record, and nobody else's business
    if limits:
        shape["limits"] = msgspec.structs.asdict(orders.limits)
    else:
        shape.pop("max_pages", None)
    if orders.extractor != EXTRACT:
        shape["extractor"] = orders.extractor
    return _digest(shape)


def report_fingerprint(language: str, printing: Printing) -> str:
    """A fingerprint of what shapes the reports in a language, of files by their content."""
    shape = msgspec.structs.asdict(printing)
    return _digest({"version": __version__, "language": language, **shape})


def content_digest(path: Path) -> str:
    """A fingerprint of what a file, or each file of a folder, holds."""
    return _digest({"": path})


def _digest(shape: Mapping[str, object]) -> str:
    text = json.dumps(shape, sort_keys=True, default=_content_of)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _content_of(path: object) -> object:
    """What a file or folder named in the settings holds."""
    if not isinstance(path, Path):
        return str(path)
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return [[str(file.relative_to(path)), file_sha256(file)] for file in files]
    return file_sha256(path)
