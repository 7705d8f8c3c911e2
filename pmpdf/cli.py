"""The command line: options in, one call, text out.

Only results go to standard output; all else goes to standard error. This is the only place that
knows that an error's code is an exit code. Commands import what they need when they run: a
command that reads one PDF must not load what draws one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pmpdf.counts import counted
from pmpdf.errors import (
    ArchiveIncomplete,
    CannotWrite,
    ExitCode,
    PmpdfError,
    Unreadable,
    UsageError,
    error_named,
)
from pmpdf.options import (
    LANGUAGE,
    Reading,
    language_option,
    printing_options,
    reading_options,
    vocabulary_option,
)
from pmpdf.terminal import one_line, plain, plain_json
from pmpdf.version import __version__

if TYPE_CHECKING:
    from pmpdf.archive.engines import Engine
    from pmpdf.archive.places import Place
    from pmpdf.archive.plan import Orders
    from pmpdf.archive.worker import Answer, Printing, ReportOrder
    from pmpdf.record import PostMortem

STDIO = "-"
RECORD_SUFFIXES = (".json", ".yaml", ".yml")
PATH = click.Path(path_type=Path)


class Commands(click.Group):
    """The commands in the order of their definition; `--debug` may stand behind each, too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.params.append(_debug_option())
        super().add_command(cmd, name)


def _debug_option() -> click.Option:
    def note(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            ctx.obj = ctx.find_root().obj = True

    return click.Option(
        ["--debug"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=note,
        help="Show where an error comes from.",
    )


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    from pmpdf import values

    compiled = "" if values.__file__.endswith(".py") else ", compiled"
    libraries = ("pypdfium2", "pdfplumber", "reportlab", "babel", "msgspec", "click")
    lines = [f"pmpdf {__version__}{compiled}", f"python {sys.version.split()[0]}"]
    for library in libraries:
        try:
            lines.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            lines.append(f"{library} is missing")
    click.echo("\n".join(lines))
    ctx.exit()


def _place(ctx: click.Context, _: click.Parameter, text: str) -> Place:
    from pmpdf.archive.storage import place_of

    return place_of(text)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the versions of pmpdf and of its libraries.",
)
def cli() -> None:
    """Read old post-mortem PDFs into records, and build branded reports from records.

    \b
    Examples:
      pmpdf extract old.pdf > record.json
      pmpdf convert old.pdf -o new.pdf --language en
      pmpdf batch archive/ out/ --report de --report en
    """


@cli.command()
@click.argument("pdfs", nargs=-1, required=True, metavar="PDF...")
@click.option(
    "-o",
    "--output",
    metavar="RECORD",
    help="Where to write: JSON or YAML by its suffix; with several PDFs a folder; - is stdout.",
)
@reading_options()
@click.pass_obj
def extract(
    debug: bool | None, /, pdfs: tuple[str, ...], output: str | None, reading: Reading
) -> None:
    """Read PDFs into records, as JSON on standard output.

    PDF may be - for standard input. Doubts are said on standard error and stand in the record's
    warnings.

    \b
    Examples:
      pmpdf extract old.pdf
      pmpdf extract old.pdf -o record.yaml
      pmpdf extract reports/*.pdf -o records/
      pmpdf extract secret.pdf --password-file password.txt
    """
    targets = _record_targets(pdfs, output)
    failures: list[PmpdfError] = []
    for pdf, target in zip(pdfs, targets, strict=True):
        try:
            answer = _read(pdf, reading, debug=bool(debug))
            _write_record(answer, target)
        except PmpdfError as error:
            if len(pdfs) == 1 or isinstance(error, CannotWrite):
                raise
            _complain(error)
            failures.append(error)
            continue
        if answer.warnings:
            where = "its record" if target is None else str(target)
            _say(f"{pdf}: {counted(answer.warnings, 'warning')}, see {where}")
    if failures:
        raise _Said(max(error.code for error in failures))


@cli.command()
@click.argument("record", metavar="RECORD")
@click.option(
    "-o", "--output", metavar="REPORT.pdf", help="Where to write; RECORD.LANGUAGE.pdf without it."
)
@language_option
@click.option(
    "--translation",
    type=click.Path(dir_okay=False),
    metavar="FILE.po",
    help="Texts in the other language; without it RECORD.LANGUAGE.po, if there is one.",
)
@vocabulary_option
@printing_options
def build(
    record: str,
    output: str | None,
    language: str | None,
    translation: str | None,
    vocabulary: Path | None,
    printing: Printing,
) -> None:
    """Build the report of a record, JSON or YAML; - is standard input.

    \b
    Examples:
      pmpdf build record.json -o report.pdf
      pmpdf build record.yaml --language en --brand brands/ours
    """
    from pmpdf.archive.worker import ReportOrder, build_report
    from pmpdf.report import translation_beside

    loaded = _load_record(record)
    wanted = language or loaded.language
    if output is None:
        output = STDIO if record == STDIO else _report_name(record, wanted)
    beside = translation_beside(record, wanted) if record != STDIO else None
    with _Target(output) as target:
        chosen = translation or (str(beside) if beside else None)
        words = _in_words_of(printing, vocabulary)
        order = ReportOrder(language, str(target.path), words, chosen)
        built = build_report(loaded, order)
    _tell_of_report(output, built.pages, [warning.message for warning in built.warnings])


@cli.command()
@click.argument("pdf", metavar="OLD.pdf")
@click.option("-o", "--output", required=True, metavar="NEW.pdf", help="Where to write.")
@language_option
@printing_options
@reading_options()
@click.pass_obj
def convert(
    debug: bool | None,
    /,
    pdf: str,
    output: str,
    language: str | None,
    printing: Printing,
    reading: Reading,
) -> None:
    """Read an old PDF and build the new report, both in one.

    \b
    Examples:
      pmpdf convert old.pdf -o new.pdf
      pmpdf convert old.pdf -o new.pdf --language en --brand brands/ours
    """
    from pmpdf.archive.worker import ReportOrder

    with _Target(output, apart_from=pdf) as target:
        words = _in_words_of(printing, reading.settings.vocabulary)
        order = ReportOrder(language, str(target.path), words)
        answer = _read(pdf, reading, reports=(order,), debug=bool(debug))
        result = answer.reports[0]
        if result.error is not None:
            raise error_named(result.error)(result.message)
    if answer.warnings:
        _say(f"{pdf}: {counted(answer.warnings, 'warning')}; see `pmpdf extract`")
    _tell_of_report(output, result.pages, [warning.message for warning in result.warnings])


@cli.command()
@click.argument("archive", callback=_place)
@click.argument("out", callback=_place)
@click.option(
    "--report",
    "reports",
    type=LANGUAGE,
    multiple=True,
    help="Build a report in this language, too; may be given twice.",
)
@printing_options
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Files read at the same time; all cores without it.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Read on this machine, or on the workers of a Dask scheduler.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of --engine dask, as tcp://HOST:8786.")
@click.option("--retry-failed", is_flag=True, help="Try again what has failed before.")
@click.option("--force", "redo", is_flag=True, help="Do everything again.")
@click.option(
    "--overwrite-edited",
    is_flag=True,
    help="With --force: overwrite also records that a person has corrected.",
)
@click.option("--follow-links", is_flag=True, help="Read also what links outside ARCHIVE name.")
@click.option(
    "--csv-separator",
    default=";",
    show_default=True,
    metavar="CHARACTER",
    help="Separator of timeline.csv.",
)
@click.option("--dry-run", is_flag=True, help="Only list what would be done, and why.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
@click.option("-v", "--verbose", is_flag=True, help="A line for each file.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something failed.")
@reading_options(redo=True)
def batch(archive: Place, out: Place, printing: Printing, reading: Reading, **options: Any) -> None:
    """Read every PDF below ARCHIVE into OUT: records, reports, ledger.

    Both are folders, or addresses of a storage such as s3://bucket/folder.
    For ARCHIVE/a/b.pdf there will be OUT/a/b.json and, with --report, OUT/a/b.de.pdf. A second
    run does only what is left or has changed. Records that a person has corrected stay as they
    are. One bad file never stops the rest; the exit code is 11 if any file has no record.

    \b
    Examples:
      pmpdf batch archive/ out/
      pmpdf batch archive/ out/ --report de --report en --brand brands/ours
      pmpdf batch archive/ out/ --retry-failed --timeout 300
      pmpdf batch /mnt/in /mnt/out --engine dask --scheduler tcp://head:8786
    """
    from pmpdf.archive.plan import Orders

    _check_engine(options)
    if options["overwrite_edited"] and not options["redo"]:
        raise UsageError("--overwrite-edited works only together with --force.")
    separator = options["csv_separator"].replace("\\t", "\t")
    if len(separator) != 1 or separator in '"\r\n':
        raise UsageError("--csv-separator takes one character, such as ; or , or \\t.")
    orders = Orders(
        settings=reading.settings,
        limits=reading.limits,
        reports=tuple(dict.fromkeys(options["reports"])),
        printing=_in_words_of(printing, reading.settings.vocabulary),
        follow_links=options["follow_links"],
        retry_failed=options["retry_failed"],
        redo=options["redo"],
        overwrite_edited=options["overwrite_edited"],
        csv_separator=separator,
    )
    if options["dry_run"]:
        _list_plan(archive, out, orders, as_json=options["as_json"])
        return
    _run_batch(archive, out, orders, options)


def _check_engine(options: dict[str, Any]) -> None:
    if options["engine"] == "dask":
        if options["scheduler"] is None:
            raise UsageError("--engine dask needs --scheduler tcp://HOST:PORT.")
        if options["jobs"] is not None:
            raise UsageError(
                "--jobs is for --engine local; how much a worker does at once, it says."
            )
    elif options["scheduler"] is not None:
        raise UsageError("--scheduler works only together with --engine dask.")


def _engine_of(options: dict[str, Any]) -> Engine:
    if options["engine"] == "dask":
        from pmpdf.archive.cluster import Dask

        return Dask(options["scheduler"])
    from pmpdf.archive.engines import local

    return local(options["jobs"])


def _run_batch(archive: Place, out: Place, orders: Orders, options: dict[str, Any]) -> None:
    from pmpdf.archive.run import run
    from pmpdf.archive.summary import summary_text
    from pmpdf.terminal import Progress

    engine = _engine_of(options)
    progress = Progress(details=options["verbose"], quiet=options["quiet"])
    try:
        summary = run(archive, out, orders, progress, engine=engine)
    except KeyboardInterrupt:
        _say("what is done is done; the same command again does the rest")
        raise
    finally:
        progress.end()
    if options["as_json"]:
        _print_json(summary)
    elif not options["quiet"] or not summary.complete:
        _print(plain(summary_text(summary)))
    if not summary.complete:
        missing = summary.files - summary.records
        of_all = counted(summary.files, "file has", "files have")
        words = [f"{missing} of {of_all} no record"] if missing else []
        if summary.broken_records:
            words.append(f"{counted(len(summary.broken_records), 'record')} cannot be read")
        if summary.failed_reports:
            words.append(f"{counted(summary.failed_reports, 'report')} failed")
        raise ArchiveIncomplete(f"{', '.join(words)}; see the ledger.")


def _list_plan(archive: Place, out: Place, orders: Orders, *, as_json: bool) -> None:

    from pmpdf.archive.ledger import path_words
    from pmpdf.archive.run import dry_run

    for task in dry_run(archive, out, orders):
        if as_json:
            path, raw = path_words(task.path)
            row = {"path": path, "action": task.action, "reason": task.reason}
            _print_json(row if raw is None else row | {"path_bytes": raw})
        else:
            _print(f"{task.action:<5}  {one_line(task.path)}  ({one_line(task.reason)})\n")


@cli.command()
@click.argument("out", callback=_place)
@click.option("--failed", is_flag=True, help="Only what failed.")
@click.option("--outcome", metavar="NAME", help="Only files with this outcome, such as damaged.")
@click.option("--json", "as_json", is_flag=True, help="The journalled lines as they are.")
def ledger(out: Place, failed: bool, outcome: str | None, as_json: bool) -> None:
    """Show what became of each file of a batch run.

    For each failure there is the command that would look closer at it.

    \b
    Examples:
      pmpdf ledger out/ --failed
      pmpdf ledger out/ --outcome encrypted
      pmpdf ledger out/ --json | jq -r 'select(.warnings > 3).path'
    """

    from pmpdf.archive.ledger import GOOD, NAME
    from pmpdf.archive.places import archive_of, ledger_of
    from pmpdf.archive.summary import OUTCOMES, closer_look, closer_look_at_report

    if outcome is not None and outcome not in OUTCOMES:
        raise UsageError(f"{outcome!r} is no outcome; there are {', '.join(reversed(OUTCOMES))}.")
    archive = archive_of(out)
    with ledger_of(out) as journal:
        if not journal.is_there():
            raise Unreadable(f"there is no {NAME} in {out}; `pmpdf batch ARCHIVE {out}` makes it.")
        for line in journal.lines():
            bad = line.outcome not in GOOD
            if (failed and not bad and not line.failed_reports) or (
                outcome is not None and line.outcome != outcome
            ):
                continue
            if as_json:
                _print_json(line)
                continue
            gone = " (vanished)" if line.vanished else ""
            message = f": {one_line(line.message)}" if line.message else ""
            _print(f"{line.outcome:<16}  {one_line(line.key)}{gone}{message}\n")
            for built in line.outputs:
                for warning in built.warnings:
                    words = f"{one_line(built.path)}: {one_line(warning.message)}"
                    _print(f"{'':<16}  {words}\n")
            for report in line.failed_reports:
                _print(f"{'':<16}  {one_line(report.path)}: {one_line(report.message)}\n")
                if not line.vanished:
                    _print(f"{'':<16}  $ {closer_look_at_report(report, line, out)}\n")
            if bad and not line.vanished:
                _print(f"{'':<16}  $ {closer_look(line, archive)}\n")


@cli.command()
@click.argument("pdf", metavar="OLD.pdf")
@click.option(
    "--picture",
    type=PATH,
    metavar="DIR",
    help="Write a picture of each page there, with the lines' boxes in the colour of their role.",
)
@click.option("--json", "as_json", is_flag=True, help="The lines as JSON.")
@reading_options(page_only=True)
@click.pass_obj
def explain(
    debug: bool | None, /, pdf: str, picture: Path | None, as_json: bool, reading: Reading
) -> None:
    """Show what each line of a PDF was taken for, where it went, and on what evidence.

    The lines come in the order in which they are read. The record inside pmpdf's own reports is
    not looked at: it is the page that is explained.

    \b
    Examples:
      pmpdf explain old.pdf
      pmpdf explain old.pdf --picture pages/
    """
    import msgspec

    from pmpdf.explain import Explanation, as_text, save_pictures

    task = "pmpdf.explain:pictured" if picture else "pmpdf.explain:explained"
    answer = _read(pdf, reading, debug=bool(debug), extractor=task)
    explanation = msgspec.json.decode(answer.record or b"", type=Explanation)
    if picture is not None:
        for name in save_pictures(explanation, picture, Path(pdf).stem):
            _say(f"wrote {name}")
    if as_json:
        _print_json(explanation.lines)
    else:
        _print(plain(as_text(explanation)))


@cli.command()
@click.argument("record", metavar="RECORD")
@click.option("--to", "language", type=LANGUAGE, required=True, help="Language to translate to.")
@click.option(
    "-o", "--output", metavar="FILE.po", help="Where to write; RECORD.LANGUAGE.po without it."
)
def translate(record: str, language: str, output: str | None) -> None:
    """Write the texts of a record for translators, as a PO file.

    Run it again when the record has changed: what is translated stays, what no longer fits is
    marked as fuzzy. build and batch use RECORD.LANGUAGE.po beside the record by themselves.

    \b
    Examples:
      pmpdf translate record.json --to en
      pmpdf build record.json --language en
    """
    from pmpdf.report import translate as write_texts

    if record == STDIO and output is None:
        raise UsageError("a record from standard input needs -o FILE.po.")
    target = output or str(Path(record).with_name(f"{Path(record).stem}.{language}.po"))
    progress = write_texts(_load_record(record), language, target)
    fuzzy = f", {progress.fuzzy} fuzzy" if progress.fuzzy else ""
    _say(f"{target}: {progress.translated} of {counted(progress.texts, 'text')} translated{fuzzy}")


@cli.command()
@click.argument("record", metavar="RECORD")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
def check(record: str, as_json: bool) -> None:
    """Say whether a record is valid, and what it lacks of a good post-mortem.

    Each finding has its path (JSON Pointer) into the record. What is missing is no error: the
    exit code is 0 for a valid record and 9 for one that is not.

    \b
    Examples:
      pmpdf check record.json
      pmpdf check mine.yaml --json
    """

    from pmpdf.check import findings

    found = findings(_load_record(record))
    if as_json:
        _print_json(found)
        return
    for finding in found:
        _print(f"{finding.code}  {finding.path}  {plain(finding.message)}\n")
    many = counted(len(found), "finding") if found else "no findings"
    _print(f"{record} is a valid record; {many}\n")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the record.

    \b
    Example:
      pmpdf schema > record.schema.json
    """
    import msgspec

    from pmpdf.record import schema as record_schema

    _print(msgspec.json.format(msgspec.json.encode(record_schema()), indent=2).decode() + "\n")


@cli.command()
@click.option(
    "--language", type=LANGUAGE, default="en", show_default=True, help="Language of the template."
)
@click.option("-o", "--output", metavar="FILE.yaml", help="Where to write; it must not exist yet.")
def new(language: str, output: str | None) -> None:
    """Print a commented record in YAML to fill in.

    \b
    Examples:
      pmpdf new --language de -o mine.yaml
      pmpdf check mine.yaml
      pmpdf build mine.yaml -o mine.pdf
    """
    from pmpdf.output import write_whole

    template = Path(__file__).parent / "data" / "templates" / f"record.{language}.yaml"
    content = template.read_bytes()
    if output is None or output == STDIO:
        _print(content.decode())
    elif Path(output).exists():
        raise CannotWrite(f"{output} is there already; name a new file.")
    else:
        write_whole(Path(output), content)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes pmpdf's commands and options in a shell.

    \b
    Examples:
      eval "$(pmpdf completion bash)"        # in ~/.bashrc
      pmpdf completion fish > ~/.config/fish/completions/pmpdf.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    _print(found(cli, {}, "pmpdf", "_PMPDF_COMPLETE").source() + "\n")


def _read(
    pdf: str,
    reading: Reading,
    *,
    reports: tuple[ReportOrder, ...] = (),
    debug: bool = False,
    extractor: str | None = None,
) -> Answer:
    """Read one PDF in a limited child process; raises what stopped it."""
    from pmpdf.archive.readers import Cradle, Reader
    from pmpdf.archive.worker import EXTRACT, Job

    job = Job(
        source=pdf,
        settings=reading.settings,
        limits=reading.limits,
        reports=reports,
        fresh=True,
        extractor=extractor or EXTRACT,
    )
    reader = Reader(Cradle(silent=not debug))
    try:
        answer = reader.ask(job)
    finally:
        reader.close()
    if answer.error is not None:
        if debug and answer.details:
            click.echo(plain(answer.details), err=True)
        message = answer.message if Path(pdf).name in answer.message else f"{pdf}: {answer.message}"
        raise error_named(answer.error)(message)
    return answer


def _in_words_of(printing: Printing, vocabulary: Path | None) -> Printing:
    """The words of the house that were read are those that are printed."""
    import msgspec

    return msgspec.structs.replace(printing, vocabulary=vocabulary)


def _record_targets(pdfs: Sequence[str], output: str | None) -> list[Path | None]:
    """Where each record goes; None is standard output."""
    if output is None or output == STDIO:
        return [None] * len(pdfs)
    folder = Path(output)
    if len(pdfs) == 1 and not folder.is_dir() and not output.endswith("/"):
        if folder.suffix.lower() not in RECORD_SUFFIXES:
            raise UsageError(f"{output}: a record's name ends in .json, .yaml or .yml.")
        return [folder]
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{output} is no folder; with several PDFs -o names a folder.")
    targets = [folder / f"{Path(pdf).stem if pdf != STDIO else 'stdin'}.json" for pdf in pdfs]
    for number, target in enumerate(targets):
        if target in targets[:number]:
            first = pdfs[targets.index(target)]
            raise UsageError(f"{first} and {pdfs[number]} would both become {target}.")
    return list(targets)


def _write_record(answer: Answer, target: Path | None) -> None:
    from pmpdf.output import write_whole

    content = answer.record or b""
    if target is None:
        _print(plain_json(content.decode()))
    elif target.suffix.lower() == ".json":
        write_whole(target, content)
    else:
        from pmpdf.record import PostMortem

        PostMortem.from_json(content).save(target)


def _load_record(record: str) -> PostMortem:
    """A record from a file, or from standard input, as JSON or YAML by how it begins."""
    from pmpdf.record import PostMortem

    if record != STDIO:
        return PostMortem.load(record)
    content = sys.stdin.buffer.read()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return PostMortem.from_json(content, name="standard input")
    return PostMortem.from_yaml(content, name="standard input")


def _report_name(record: str, language: str) -> str:
    path = Path(record)
    return str(path.with_name(f"{path.stem}.{language}.pdf"))


class _Target:
    """A report that appears whole under its name, or not at all; `-` is standard output.

    `path` is where it is to be written meanwhile.
    """

    def __init__(self, name: str, *, apart_from: str | None = None) -> None:
        import tempfile

        self._final = None if name == STDIO else Path(name)
        if self._final is None and sys.stdout.isatty():
            raise UsageError("a PDF is nothing for a terminal; name a file with -o.")
        if self._final is not None and apart_from is not None and apart_from != STDIO:
            _check_other_file(apart_from, self._final)
        folder = None if self._final is None else self._final.parent
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=folder, prefix=".pmpdf-", suffix=".part")
        except OSError as error:
            raise CannotWrite(f"cannot write {name}: {error.strerror}.") from None
        os.close(handle)
        self.path = Path(part)

    def __enter__(self) -> _Target:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is not None:
                return
            if self._final is None:
                content = self.path.read_bytes()
                _to_stdout(lambda: sys.stdout.buffer.write(content))
                return
            umask = os.umask(0)
            os.umask(umask)
            self.path.chmod(0o666 & ~umask)
            self.path.replace(self._final)
        except OSError as error:
            raise CannotWrite(f"cannot write {self._final}: {error.strerror}.") from None
        finally:
            self.path.unlink(missing_ok=True)


def _check_other_file(source: str, target: Path) -> None:
    try:
        same = target.samefile(source)
    except OSError:
        return
    if same:
        raise UsageError(f"{target} is the old PDF itself; name another file with -o.")


def _tell_of_report(output: str, pages: int | None, warnings: Sequence[str]) -> None:
    for warning in warnings:
        _say(f"{output}: {warning}")
    if output != STDIO:
        _say(f"{output}: {counted(pages or 0, 'page')}")


def _print(text: str) -> None:
    """A result, on standard output."""
    _to_stdout(lambda: sys.stdout.write(text))


def _print_json(value: object) -> None:
    """A result on one line, safe on a terminal."""
    import msgspec

    _print(plain_json(msgspec.json.encode(value).decode()) + "\n")


def _say(text: str) -> None:
    """A word beside the result, on standard error."""
    print(plain(text), file=sys.stderr)


def _complain(error: PmpdfError) -> None:
    _say(f"pmpdf: {error.message}")


class _NobodyReads(Exception):
    """Whoever read our standard output has gone away, as `head` does."""


class _Said(Exception):
    """The end of a command whose errors have been said already."""

    def __init__(self, code: int) -> None:
        self.code = code


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its code."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name or a text may hold any character
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    code = _guarded(arguments, debug=debug)
    try:
        sys.stdout.flush()
    except OSError:  # said already; the interpreter shall not say it again as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _guarded(arguments: Sequence[str] | None, *, debug: bool) -> int:
    """Run a command; every way in which it can end becomes a code and at most one message."""
    try:
        cli.main(args=arguments, prog_name="pmpdf", standalone_mode=False)
        _to_stdout(sys.stdout.flush)
        return ExitCode.OK
    except _Said as said:
        return said.code
    except PmpdfError as error:
        if debug:
            _trace()
        _complain(error)
        return error.code
    except click.ClickException as error:
        error.show(sys.stderr)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("pmpdf: interrupted")
        return ExitCode.INTERRUPTED
    except _NobodyReads:
        return ExitCode.OK
    except Exception as error:
        from pmpdf.archive.storage import hidden

        if debug:
            _trace()
        words = hidden(str(error))
        _say(f"pmpdf: an unexpected {type(error).__name__}: {words}. --debug shows where.")
        return ExitCode.UNEXPECTED


def _to_stdout(write: Callable[[], object]) -> None:
    try:
        write()
    except BrokenPipeError:
        raise _NobodyReads from None
    except OSError as error:
        raise CannotWrite(f"cannot write to standard output: {error.strerror}.") from None


def _trace() -> None:
    import traceback

    from pmpdf.archive.storage import hidden

    click.echo(plain(hidden(traceback.format_exc())), err=True)
