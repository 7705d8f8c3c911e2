"""A run over an archive: plan, read, journal, rename; interrupted at any moment, resumed later.

The main thread plans and writes, the executor reads. What was read is settled in groups: part
files are brought onto the disk, then their lines into the journal, then they get their final
names. So whatever is interrupted when, a name in OUT holds a whole file whose hash the journal
knows, and the next run finds out by itself what is left.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Final, Protocol

import msgspec

from pmpdf import vocabulary
from pmpdf.archive import engines, exports
from pmpdf.archive.engines import Engine
from pmpdf.archive.ledger import DOUBTFUL, OK, Ledger, Line, Output, path_words
from pmpdf.archive.outfolder import PRIVATE
from pmpdf.archive.places import (
    Out,
    Place,
    archive_at,
    check_apart,
    identity,
    ledger_of,
    out_at,
    views_of,
)
from pmpdf.archive.plan import Orders, Planner, Task
from pmpdf.archive.summary import Summary, summarise
from pmpdf.archive.walk import Glimpses, Walked
from pmpdf.archive.worker import Answer, Far, Job, Naming, ReportOrder, ReportResult
from pmpdf.errors import (
    CannotWrite,
    MemoryLimit,
    ReaderDied,
    TimeLimit,
    Unreadable,
    UsageError,
    error_named,
    shown,
)
from pmpdf.version import __version__

GLIMPSES: Final = f"{PRIVATE}/glimpses"
GROUP: Final = 64  # answers that are settled together
GROUP_SECONDS: Final = 1.0
NAMES: Final = 32  # files that are named together, side by side where that takes requests
SUSPECT: Final = frozenset(
    error.__name__ for error in (ReaderDied, TimeLimit, MemoryLimit)
)  # may be another's fault: a machine short of time or memory
STOPS: Final = frozenset(
    error.__name__ for error in (CannotWrite, UsageError)
)  # every other file would meet the same

REFUSALS: Final = 20  # in a row: then it is the storage, no file


class Watcher(Protocol):
    """Who is told how the run goes on."""

    def begin(self, files: int | None) -> None:
        """So many files there are; None: it is found out on the way."""

    def done(self, task: Task, line: Line | None) -> None: ...

    def waits(self) -> None:
        """Nothing has been done for a while."""


def run(
    archive: Place,
    out: Place,
    orders: Orders,
    watcher: Watcher,
    *,
    engine: Engine | None = None,
) -> Summary:
    """Bring OUT up to date with ARCHIVE.

    The files are read on all cores of this machine, or by the engine that is given, which is
    closed in the end. Raises CannotWrite, UsageError, BadData (brand) or EngineLost;
    KeyboardInterrupt passes through once everything is safe.
    """
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(contextlib.closing(engine or engines.local()))
        check_apart(archive, out)
        _check_data(orders)
        folder = stack.enter_context(out_at(out))
        ledger = stack.enter_context(folder.ledger())
        folder.belongs_to(identity(archive))
        passed = Walked(glimpses=Glimpses(folder.read(GLIMPSES)))
        planner = Planner(archive_at(archive, out), folder.view, ledger, orders, passed)
        work = _Run(planner, folder, ledger, watcher, engine)
        work.carry_out()
        if work.changed or ledger.needs_compaction():
            folder.sync()  # what the lines before the last say is needed until all has its name
            ledger.compact(folder.scratch)
        unreadable: list[str] = []
        if not exports.are_current(ledger, folder, orders.csv_separator):
            unreadable = exports.write(ledger, folder, orders.csv_separator, engine)
        return summarise(
            ledger,
            archive=archive,
            out=out,
            actions=work.actions,
            passed=planner.passed,
            broken_records=unreadable,
            seconds=time.monotonic() - begun,
        )


def dry_run(archive: Place, out: Place, orders: Orders) -> Iterator[Task]:
    """What a run would do with each file, and why. Nothing is written."""
    check_apart(archive, out)
    with ledger_of(out) as ledger:
        planner = Planner(archive_at(archive, out), views_of(out), ledger, orders)
        planner.look()
        yield from planner.tasks()


def _check_data(orders: Orders) -> None:
    """Words or a brand that break their rules: one error before the run, not one for each file."""
    if orders.settings.vocabulary is not None:
        vocabulary.load(orders.settings.vocabulary)
    if orders.reports and orders.printing.brand is not None:
        from pmpdf.report.brand import load_brand

        load_brand(orders.printing.brand)


class _Run:
    """The work between plan and summary."""

    def __init__(
        self,
        planner: Planner,
        out: Out,
        ledger: Ledger,
        watcher: Watcher,
        engine: Engine,
    ) -> None:
        self.actions: dict[str, int] = {}
        self.changed = False
        self._planner = planner
        self._orders = planner.orders
        self._out = out
        self._ledger = ledger
        self._watcher = watcher
        self._engine = engine
        self._batch: list[Task] = []
        self._in_flight: dict[Future[list[Answer]], list[Task]] = {}
        self._naming: dict[Future[list[bool]], Sequence[Task]] = {}
        self._group: list[tuple[Task, Answer]] = []
        self._group_begun = time.monotonic()
        self._suspects: list[Task] = []
        self._alone = False  # it is the suspects' turn
        self._unread: list[Task] = []  # to be built, though their source need not be read
        self._again: list[Task] = []  # whose record in OUT, another's, was kept
        self._refused = 0  # times in a row that the storage did not answer

    def carry_out(self) -> None:
        try:
            self._begin_engine()
            self._watcher.begin(self._planner.look())
            self._keep_glimpses(self._planner.passed.glimpses)
            for task in self._planner.tasks():
                self._begin(task)
            self._finish()
            for task in self._unread:
                self._begin(task)
            for task in self._again:
                self._begin(self._planner.again(task))
            self._finish()
        except BaseException:
            self._engine.close(abandon=True)
            with contextlib.suppress(Exception):
                self._engine = Engine(ThreadPoolExecutor(1), 1)  # for names alone
                self._settle()
            raise

    def _keep_glimpses(self, glimpses: Glimpses) -> None:
        """For the next run, also should this one be cut off."""
        if not glimpses.are_new:
            return
        part = self._out.scratch / "glimpses"
        try:
            part.write_bytes(glimpses.content)
        except OSError as error:
            raise CannotWrite(f"cannot write {part}: {error.strerror}.") from None
        self._out.publish(part, GLIMPSES)

    def _finish(self) -> None:
        """Wait for everything that has been begun."""
        self._drain()
        self._try_suspects_alone()
        self._settle()
        self._drain()

    def _begin_engine(self) -> None:
        printing, settings = self._orders.printing, self._orders.settings
        named = (printing.brand, printing.vocabulary, settings.vocabulary)
        folders = (*self._planner.archive.folders, *self._out.folders)
        stores = [place.store for place in (self._planner.archive, self._out) if place.store]
        self._engine.begin(folders, [path for path in named if path], stores)

    def _begin(self, task: Task) -> None:
        gone = task.line is not None and task.line.vanished
        new = task.action == "note" and task.before is None
        kind = "vanished" if gone else "not opened" if new else task.action
        self.actions[kind] = self.actions.get(kind, 0) + 1
        if task.action in ("skip", "note"):
            if task.line is not None and task.action == "note":
                self._group.append((task, Answer()))
                self._settle_if_due()
            self._watcher.done(task, task.line)
            return
        self._batch.append(task)
        if len(self._batch) >= self._engine.batch:
            self._send()
            while len(self._in_flight) + len(self._naming) >= self._engine.room():
                self._collect()

    def _send(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            future = self._engine.submit([self._job(task) for task in batch])
            self._in_flight[future] = batch

    def _job(self, task: Task) -> Job:
        reading = task.action == "read"
        stores = (self._planner.archive.store, self._out.store)
        same = task.before.sha256 if task.before and task.otherwise else None
        return Job(
            source=self._planner.archive.source(task.path),
            settings=self._orders.settings,
            limits=self._orders.limits,
            record=self._out.new_part() if reading else None,
            reports=tuple(self._report_order(task, language) for language in task.reports),
            from_record=None if reading else self._out.named(task.record_path),
            fresh=self._alone,
            extractor=self._orders.extractor,
            far=Far(*stores, same) if any(stores) else None,
        )

    def _report_order(self, task: Task, language: str) -> ReportOrder:
        translation = task.translations.get(language)
        return ReportOrder(
            language,
            self._out.new_part(),
            self._orders.printing,
            None if translation is None else self._out.named(translation),
        )

    def _drain(self) -> None:
        self._send()
        while self._in_flight or self._naming:
            self._collect()

    def _collect(self) -> None:
        """Take in what has been done; wait for something at least."""
        waiting: list[Future[Any]] = [*self._in_flight, *self._naming]
        done, _ = wait(waiting, timeout=GROUP_SECONDS, return_when=FIRST_COMPLETED)
        if not done:
            self._engine.watch()
            self._watcher.waits()
        for names in [names for names in self._naming if names in done]:
            self._take_names(names, self._naming.pop(names))
        for future in [future for future in self._in_flight if future in done]:
            batch = self._in_flight.pop(future)
            for task, answer in zip(batch, self._engine.answers(future, len(batch)), strict=True):
                self._count_refusals(answer)
                if (answer.error in SUSPECT or answer.again) and not self._alone:
                    self._suspects.append(task)
                elif answer.same:
                    self._leave(task)
                else:
                    self._take(task, answer)
        self._settle_if_due()

    def _try_suspects_alone(self) -> None:
        """Files whose reading broke off are tried once more, with nothing else at work beside."""
        suspects, self._suspects, self._alone = self._suspects, [], True
        for task in suspects:
            self._in_flight[self._engine.submit([self._job(task)])] = [task]
            while len(self._in_flight) >= self._engine.quiet_places():
                self._collect()
        self._drain()
        self._alone = False

    def _count_refusals(self, answer: Answer) -> None:
        """A storage that is away is one clear error, not ten thousand."""
        self._refused = self._refused + 1 if answer.again else 0
        if self._refused >= REFUSALS:
            store = self._planner.archive.store
            raise Unreadable(f"{store} does not answer: {answer.message} Try again later.")

    def _leave(self, task: Task) -> None:
        """The source is the same as before, so something else, or nothing, is to be done."""
        assert task.otherwise is not None
        self.actions["read"] -= 1
        if task.otherwise.action == "build":
            self._unread.append(task.otherwise)
        else:
            self._begin(task.otherwise)

    def _take(self, task: Task, answer: Answer) -> None:
        if answer.error in STOPS:
            raise error_named(answer.error)(answer.message)
        self._group.append((task, answer))

    def _settle_if_due(self) -> None:
        enough = max(GROUP, self._engine.room() * self._engine.batch // 4)
        if len(self._group) >= enough or time.monotonic() - self._group_begun >= GROUP_SECONDS:
            self._settle()

    def _settle(self) -> None:
        """Bring a group onto the disk: its part files, its lines in the journal, its names."""
        group, self._group = self._group, []
        self._group_begun = time.monotonic()
        if not group:
            return
        self.changed = True
        if any(task.action != "note" for task, _ in group):
            self._out.sync()
        lines: list[Line] = []
        namings: list[tuple[Task, Naming]] = []
        for task, answer in group:
            line = self._outcome(task, answer)
            lines.append(line)
            if task.action != "note":
                namings.append((task, self._names(task, answer)))
                self._watcher.done(task, line)
        self._ledger.append(lines)
        self._give_names([(task, naming) for task, naming in namings if naming.names])

    def _give_names(self, namings: Sequence[tuple[Task, Naming]]) -> None:
        for first in range(0, len(namings), NAMES):
            some = namings[first : first + NAMES]
            future = self._engine.give_names(self._out, [naming for _, naming in some])
            tasks = [task for task, _ in some]
            if future.done():
                self._take_names(future, tasks)
            else:
                self._naming[future] = tasks

    def _take_names(self, future: Future[list[bool]], tasks: Sequence[Task]) -> None:
        given = self._engine.named(future)
        self._again += [task for task, done in zip(tasks, given, strict=True) if not done]

    def _outcome(self, task: Task, answer: Answer) -> Line:
        """The line to journal."""
        if task.action == "note":
            assert task.line is not None
            return task.line
        if task.action == "build":
            return self._built(task, answer)
        return self._with_reports(_line_read(task, answer, self._planner), task, answer)

    def _built(self, task: Task, answer: Answer) -> Line:
        """Reports from the record in OUT. Where that record cannot be read, each has failed."""
        before = task.before
        assert before is not None
        if answer.error is not None:
            results = tuple(
                ReportResult(language, error=answer.error, message=answer.message)
                for language in task.reports
            )
            view = self._out.view(task.stem.rpartition("/")[0])
            sha256 = view.sha256(task.record_path)
            answer = msgspec.structs.replace(answer, reports=results, record_sha256=sha256)
        line = msgspec.structs.replace(
            before, stat=task.stat, size=task.size, edited=task.edited, vanished=False
        )
        return self._with_reports(line, task, answer)

    def _names(self, task: Task, answer: Answer) -> Naming:
        """Which part files get which names; not if OUT has a record now that is not ours.

        It may have been made before, or edited meanwhile.
        """
        names = [
            (os.fsdecode(result.made.target), task.report_path(result.language))
            for result in answer.reports
            if result.made is not None and result.language is not None
        ]
        if answer.made is None:
            return Naming(tuple(names))
        names.append((os.fsdecode(answer.made.target), task.record_path))
        if self._orders.redo and self._orders.overwrite_edited:
            return Naming(tuple(names))
        before = (record.sha256 for record in self._ledger.records_of(task.path))
        return Naming(tuple(names), task.record_path, (answer.made.sha256, *before))

    def _with_reports(self, line: Line, task: Task, answer: Answer) -> Line:
        """The line with the reports that were built now, and those of before that still stand."""
        now = {result.language for result in answer.reports}
        made = {result.language for result in answer.reports if result.made is not None}
        outputs = [o for o in line.outputs if o.language is None or o.language not in made]
        failed = [f for f in line.failed_reports if f.language not in now]
        for result in answer.reports:
            language = result.language
            assert language is not None
            path, raw = path_words(task.report_path(language))
            shape = task.prints[language]
            if result.made is None:
                failed.append(task.failed(result, answer.record_sha256))
                continue
            outputs.append(
                Output(
                    path=path,
                    sha256=result.made.sha256,
                    path_bytes=raw,
                    md5=result.made.md5,
                    language=language,
                    settings=shape,
                    record=answer.record_sha256,
                    pages=result.pages,
                    warnings=result.warnings,
                )
            )
        line = msgspec.structs.replace(line, outputs=tuple(outputs), failed_reports=tuple(failed))
        return task.with_taken(line, answer.record_sha256)


def _without_name(message: str, source: str) -> str:
    """A message without the file's name before it: it stands beside the path already."""
    for name in (source, source.rpartition("/")[2]):
        before = f"{shown(name)}: "
        if message.startswith(before):
            return message[len(before) :]
    return message


def _line_read(task: Task, answer: Answer, planner: Planner) -> Line:
    """What is journalled of a file that was read."""
    path, raw = path_words(task.path)
    before = task.before.outputs if task.before else ()
    if answer.error is None:
        outcome = DOUBTFUL if answer.warnings else OK
    else:
        outcome = error_named(answer.error).outcome
    if answer.made is not None:
        record_path, record_raw = path_words(task.record_path)
        record = Output(record_path, answer.made.sha256, record_raw, answer.made.md5)
        before = (record, *(o for o in before if o.language is not None))
    return Line(
        path=path,
        path_bytes=raw,
        sha256=answer.sha256,
        size=task.size,
        outcome=outcome,
        message=_without_name(answer.message, planner.archive.source(task.path)),
        warnings=answer.warnings,
        pages=answer.pages,
        seconds=answer.seconds,
        peak_memory=answer.peak_memory,
        outputs=before,
        version=__version__,
        settings=planner.fingerprint(outcome),
        stat=task.stat,
    )
