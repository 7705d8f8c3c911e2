"""The command line: every exit code, clean output, help for everything."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import click
import pikepdf
import pytest
from PIL import Image

from pmpdf import cli as command_line
from pmpdf import values
from pmpdf.cli import cli
from pmpdf.errors import DoesNotFit, ExitCode, MissingExtra
from pmpdf.record import PostMortem
from pmpdf.terminal import one_line, plain, plain_json

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "archive" / "seed-ids-a.pdf"
RECORD = ROOT / "samples" / "records" / "seed-ids-a.json"


class Said:
    """What a command said, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Caller:
    """Runs commands in this process, as `main` would."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Said:
        words = [str(argument) for argument in arguments]
        code = command_line._guarded(words, debug="--debug" in words)
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)


@pytest.fixture
def pmpdf(capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(capsys)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    return tmp_path / "blank.pdf"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    with pikepdf.open(SAMPLE) as pdf:
        key = pikepdf.Encryption(user="open sesame", owner="owner")
        pdf.save(tmp_path / "locked.pdf", encryption=key)
    return tmp_path / "locked.pdf"


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "invoice.pdf"))
    for number, line in enumerate(["Invoice 4711", "12 screws at 0.10", "Total: 1.20 EUR"]):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.save()
    return tmp_path / "invoice.pdf"


# Results.


def test_extract_gives_the_record_and_nothing_else(pmpdf: Caller) -> None:
    said = pmpdf("extract", SAMPLE)
    assert (said.code, said.err) == (0, "")
    record = PostMortem.from_json(said.out)
    assert record.organization == "edudip GmbH"
    assert len(next(record.timelines()).entries) == 14


def test_extract_writes_json_or_yaml_by_suffix(pmpdf: Caller, tmp_path: Path) -> None:
    json_file, yaml_file = tmp_path / "a.json", tmp_path / "sub" / "a.yaml"
    assert pmpdf("extract", SAMPLE, "-o", json_file).code == 0
    said = pmpdf("extract", SAMPLE, "-o", yaml_file)
    assert (said.code, said.out) == (0, "")
    assert PostMortem.load(json_file) == PostMortem.load(yaml_file)


def test_extract_of_several_goes_into_a_folder(pmpdf: Caller, tmp_path: Path, blank: Path) -> None:
    said = pmpdf("extract", SAMPLE, blank, "-o", tmp_path / "out")
    assert said.code == ExitCode.NO_TEXT
    assert "blank.pdf" in said.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["seed-ids-a.json"]
    said = pmpdf("extract", SAMPLE, SAMPLE, "-o", tmp_path / "out")
    assert said.code == ExitCode.USAGE
    assert "would both become" in said.err


def test_extract_reads_standard_input(tmp_path: Path) -> None:
    with SAMPLE.open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "pmpdf", "extract", "-"], stdin=stream, capture_output=True
        )
    assert done.returncode == 0
    assert PostMortem.from_json(done.stdout).title == "POST MORTEM"


def test_explain_draws_what_comes_through_standard_input(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pmpdf", "explain", "-", "--picture", str(tmp_path / "pages")]
    with SAMPLE.open("rb") as stream:
        done = subprocess.run(words, stdin=stream, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "POST MORTEM" in done.stdout
    drawn = sorted(tmp_path.glob("pages/*.png"))
    assert len(drawn) == 2
    assert all(f"wrote {path}" in done.stderr for path in drawn)


def test_ocr_can_be_left_out(pmpdf: Caller, blank: Path) -> None:
    scan = blank.with_name("scan.pdf")
    Image.new("L", (600, 800), 200).save(scan, "PDF")
    said = pmpdf("extract", scan, "--no-ocr", "--timeout", "600", "--page-timeout", "600")
    assert said.code == ExitCode.NO_TEXT
    assert "OCR was switched off" in said.err


def test_build_and_convert_make_a_report(pmpdf: Caller, tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    said = pmpdf("build", RECORD, "-o", one)
    assert (said.code, said.out) == (0, "")
    assert "2 pages" in said.err
    assert pmpdf("convert", SAMPLE, "-o", other, "--language", "en").code == 0
    for path in (one, other):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.pdf", "other.pdf"]


def test_our_own_reports_carry_their_record(pmpdf: Caller, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    assert pmpdf("build", RECORD, "-o", report).code == 0
    carried = json.loads(pmpdf("extract", report).out)
    read = json.loads(pmpdf("extract", report, "--from-page").out)
    assert carried["source"]["reader"] == "attached record"
    assert read["source"]["reader"] == "pdfium"
    assert carried["title"] == read["title"] == "POST MORTEM"


def test_explain_always_reads_the_page(pmpdf: Caller, tmp_path: Path) -> None:
    said = pmpdf("explain", SAMPLE, "--from-page")
    assert said.code == ExitCode.USAGE
    assert "No such option" in said.err
    assert "--from-page" not in pmpdf("explain", "--help").out
    assert "--from-page" in pmpdf("extract", "--help").out
    report = tmp_path / "report.pdf"
    assert pmpdf("build", RECORD, "-o", report).code == 0
    assert "POST MORTEM" in pmpdf("explain", report).out


def test_words_of_the_house_are_printed(pmpdf: Caller, tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text('language = "en"\n[titles]\nsummary = "Management digest"\n')
    archive, built, made = tmp_path / "archive", tmp_path / "built.pdf", tmp_path / "made.pdf"
    archive.mkdir()
    (archive / "a.pdf").write_bytes(SAMPLE.read_bytes())
    words = ("--vocabulary", house)
    assert pmpdf("build", RECORD, "-o", built, "--language", "en", *words).code == 0
    assert pmpdf("convert", SAMPLE, "-o", made, "--language", "en", *words).code == 0
    batch = ("batch", archive, tmp_path / "out", "--report", "en", *words)
    assert pmpdf(*batch).code == 0
    for report in (built, made, tmp_path / "out" / "a.en.pdf"):
        read = json.loads(pmpdf("extract", report, "--from-page", *words).out)
        assert ("summary", "Management digest") in [
            (section["kind"], section["heading"]) for section in read["sections"]
        ]
    house.write_text('language = "en"\n[titles]\nsummary = "In a nutshell"\n')
    assert json.loads(pmpdf(*batch, "--json").out)["reports"] == 1
    read = json.loads(pmpdf("extract", tmp_path / "out" / "a.en.pdf", "--from-page").out)
    assert "In a nutshell" in [section["heading"] for section in read["sections"]]


def test_build_names_the_report_after_record_and_language(pmpdf: Caller, tmp_path: Path) -> None:
    record = tmp_path / "mine.json"
    record.write_bytes(RECORD.read_bytes())
    assert pmpdf("build", record, "--language", "en").code == 0
    assert (tmp_path / "mine.en.pdf").exists()


def test_build_takes_yaml_on_standard_input_and_gives_a_pdf_on_standard_output() -> None:
    template = ROOT / "pmpdf" / "data" / "templates" / "record.de.yaml"
    with template.open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "pmpdf", "build", "-"], stdin=stream, capture_output=True
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"%PDF-")


def test_a_pdf_is_not_thrown_at_a_terminal(pmpdf: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert pmpdf("build", RECORD, "-o", "-").code == ExitCode.USAGE


def test_batch_makes_records_and_reports(pmpdf: Caller, tmp_path: Path) -> None:
    archive, out = tmp_path / "archive" / "sub", tmp_path / "out"
    archive.mkdir(parents=True)
    (archive / "a.pdf").write_bytes(SAMPLE.read_bytes())
    said = pmpdf("batch", archive.parent, out, "--report", "de", "--report", "en")
    assert said.code == 0, said.out + said.err
    names = sorted(str(p.relative_to(out)) for p in out.rglob("*.*") if ".pmpdf" not in str(p))
    assert names == [
        "ledger.jsonl",
        "records.jsonl",
        "sub/a.de.pdf",
        "sub/a.en.pdf",
        "sub/a.json",
        "timeline.csv",
    ]
    again = pmpdf("batch", archive.parent, out, "--report", "de", "--report", "en", "--json")
    summary = json.loads(again.out)
    assert (summary["read"], summary["reports"], summary["complete"]) == (0, 2, True)
    assert pmpdf("batch", archive.parent, out, "-q").out == ""


def test_batch_says_what_it_would_do(pmpdf: Caller, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(SAMPLE.read_bytes())
    said = pmpdf("batch", tmp_path, tmp_path.parent / "out", "--dry-run")
    assert (said.code, said.out) == (0, "read   a.pdf  (new)\n")
    said = pmpdf("batch", tmp_path, tmp_path.parent / "out", "--dry-run", "--json")
    assert json.loads(said.out) == {"path": "a.pdf", "action": "read", "reason": "new"}


def test_batch_reports_that_do_not_build_are_no_fault_of_the_record(
    pmpdf: Caller, tmp_path: Path
) -> None:
    """A corrected record that is no record any more: its report fails, the file stays as it is."""
    archive, out = tmp_path / "archive", tmp_path / "out"
    archive.mkdir()
    (archive / "a.pdf").write_bytes(SAMPLE.read_bytes())
    assert pmpdf("batch", archive, out).code == 0
    (out / "a.json").write_text('{"schema_version": 1}')
    said = pmpdf("batch", archive, out, "--report", "de")
    assert said.code == ExitCode.ARCHIVE_INCOMPLETE
    line = json.loads((out / "ledger.jsonl").read_text())
    assert line["outcome"] == "ok"
    assert line["failed_reports"][0]["error"] == "BadData"
    assert (out / "a.json").read_text() == '{"schema_version": 1}'
    record = json.loads(RECORD.read_text()) | {"title": "Corrected"}
    (out / "a.json").write_text(json.dumps(record))
    assert pmpdf("batch", archive, out, "--report", "de").code == 0
    first = (out / "a.de.pdf").stat()
    assert pmpdf("batch", archive, out, "--report", "de").code == 0
    assert (out / "a.de.pdf").stat().st_mtime_ns == first.st_mtime_ns
    (out / "a.json").write_text(json.dumps(record | {"title": "Corrected again"}))
    assert pmpdf("batch", archive, out, "--report", "de").code == 0
    assert (out / "a.de.pdf").stat().st_mtime_ns != first.st_mtime_ns


def test_ledger_shows_failures_and_how_to_look_closer(pmpdf: Caller, tmp_path: Path) -> None:
    archive, out = tmp_path / "archive", tmp_path / "out"
    archive.mkdir()
    (archive / "no pdf\x1b[31m.pdf").write_text("text")
    said = pmpdf("batch", archive, out)
    assert said.code == ExitCode.ARCHIVE_INCOMPLETE
    assert "\x1b" not in said.out + said.err
    said = pmpdf("ledger", out, "--failed")
    assert said.out.startswith("not_a_pdf")
    command = said.out.splitlines()[-1].split("$ ", 1)[1]
    assert "\x1b" not in said.out
    shown = subprocess.run(["bash", "-c", command.replace("file ", "ls ", 1)], capture_output=True)
    assert shown.returncode == 0, "the command that would look closer does not find the file"
    assert pmpdf("ledger", out, "--outcome", "ok").out == ""
    assert pmpdf("ledger", out, "--outcome", "okay").code == ExitCode.USAGE
    assert json.loads(pmpdf("ledger", out, "--json").out)["outcome"] == "not_a_pdf"
    assert pmpdf("ledger", tmp_path).code == ExitCode.INPUT


def test_translations_are_found_beside_the_record(pmpdf: Caller, tmp_path: Path) -> None:
    archive, out = tmp_path / "archive", tmp_path / "out"
    archive.mkdir()
    (archive / "a.pdf").write_bytes(SAMPLE.read_bytes())
    assert pmpdf("batch", archive, out, "--report", "en").code == 0
    first = (out / "a.en.pdf").read_bytes()
    said = pmpdf("translate", out / "a.json", "--to", "en")
    assert (said.code, said.out) == (0, "")
    assert "texts translated" in said.err
    po = out / "a.en.po"
    source = "Manuelle Reparatur der Cluster begonnen"
    text = po.read_text()
    assert source in text
    po.write_text(text.replace(f'"{source}"\nmsgstr ""', f'"{source}"\nmsgstr "By hand"'))
    assert json.loads(pmpdf("batch", archive, out, "--report", "en", "--json").out)["built"] == 1
    assert (out / "a.en.pdf").read_bytes() != first
    assert json.loads(pmpdf("batch", archive, out, "--report", "en", "--json").out)["built"] == 0
    single = tmp_path / "single.pdf"
    assert pmpdf("build", out / "a.json", "--language", "en", "-o", single).code == 0
    assert single.read_bytes() == (out / "a.en.pdf").read_bytes()
    assert pmpdf("translate", "-", "--to", "en").code == ExitCode.USAGE


def test_check_finds_what_is_missing(pmpdf: Caller) -> None:
    said = pmpdf("check", RECORD)
    assert said.code == 0
    assert "no_actions  /sections" in said.out
    codes = [finding["code"] for finding in json.loads(pmpdf("check", RECORD, "--json").out)]
    assert "no_actions" in codes


def test_schema_is_json_and_describes_the_samples(pmpdf: Caller) -> None:
    import jsonschema

    schema = json.loads(pmpdf("schema").out)
    jsonschema.validate(json.loads(RECORD.read_text()), schema)


@pytest.mark.parametrize("language", ["de", "en"])
def test_new_gives_a_record_that_is_valid_and_lacks_only_words(
    pmpdf: Caller, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "new.yaml"
    assert pmpdf("new", "--language", language, "-o", file).code == 0
    assert file.read_text() == pmpdf("new", "--language", language).out
    said = pmpdf("check", file)
    *found, last = said.out.splitlines()
    assert (said.code, last) == (0, f"{file} is a valid record; 2 findings")
    assert all(line.startswith("placeholder  /") for line in found)
    filled = file.read_text().replace("value: ...", "value: A. Person").replace(" ... ", " X ")
    file.write_text(filled)
    said = pmpdf("check", file)
    assert (said.code, said.out) == (0, f"{file} is a valid record; no findings\n")
    assert PostMortem.load(file).language == language
    assert pmpdf("new", "-o", file).code == ExitCode.CANNOT_WRITE


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(pmpdf: Caller, shell: str) -> None:
    assert "_PMPDF_COMPLETE" in pmpdf("completion", shell).out


def test_version_names_the_libraries(pmpdf: Caller) -> None:
    said = pmpdf("--version")
    assert said.code == 0
    for name in ("pmpdf", "pypdfium2", "pdfplumber", "reportlab"):
        assert re.search(rf"^{name} \d", said.out, re.M)
    assert (", compiled" in said.out) == (not values.__file__.endswith(".py"))


def test_every_command_has_help_with_an_example(pmpdf: Caller) -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        said = pmpdf(name, "--help")
        assert said.code == 0
        assert re.search(rf"Examples?:\n.*pmpdf {name}", said.out, re.S), name
        for line in said.out.splitlines():
            assert len(line) <= 80, line


# Exit codes.


def test_0_and_2_usage(pmpdf: Caller) -> None:
    assert pmpdf("--help").code == ExitCode.OK
    for words in (
        ["extract"],
        ["nonsense"],
        ["extract", "--nonsense", "a.pdf"],
        ["extract", str(SAMPLE), "-o", "record.txt"],
        ["extract", str(SAMPLE), "--memory", "much"],
        ["convert", str(SAMPLE), "-o", str(SAMPLE)],
        ["batch", "nowhere", "out"],
        ["batch", str(ROOT), str(ROOT / "out"), "--overwrite-edited"],
        ["batch", str(ROOT), str(ROOT / "out"), "--csv-separator", ";;"],
    ):
        said = pmpdf(*words)
        assert (said.code, said.out) == (ExitCode.USAGE, ""), words
        assert said.err


def test_1_unexpected(pmpdf: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("pmpdf.pipeline.extract", break_down)
    said = pmpdf("extract", SAMPLE)
    assert (said.code, said.out) == (ExitCode.UNEXPECTED, "")
    assert "a mistake" in said.err
    assert "Traceback" not in said.err
    assert "Traceback" in pmpdf("extract", SAMPLE, "--debug").err
    monkeypatch.setattr("pmpdf.check.findings", break_down)
    said = pmpdf("check", RECORD)
    assert said.code == ExitCode.UNEXPECTED
    assert "Traceback" not in said.err
    assert "Traceback" in pmpdf("check", RECORD, "--debug").err


def test_3_missing_no_pdf_or_damaged(pmpdf: Caller, tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("no PDF")
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for path in (tmp_path / "missing.pdf", text, damaged, pipe, tmp_path):
        said = pmpdf("extract", path)
        assert (said.code, said.out) == (ExitCode.INPUT, ""), path
        assert path.name in said.err


def test_4_password(pmpdf: Caller, locked: Path, tmp_path: Path) -> None:
    said = pmpdf("extract", locked)
    assert said.code == ExitCode.PASSWORD
    assert "locked.pdf" in said.err
    assert pmpdf("extract", locked, "--password", "wrong").code == ExitCode.PASSWORD
    assert pmpdf("extract", locked, "--password", "open sesame").code == 0
    (tmp_path / "secret").write_text("open sesame\n")
    assert pmpdf("extract", locked, "--password-file", tmp_path / "secret").code == 0
    assert pmpdf("extract", locked, "--password-file", tmp_path / "none").code == ExitCode.INPUT


def test_5_no_text(pmpdf: Caller, blank: Path) -> None:
    assert pmpdf("extract", blank).code == ExitCode.NO_TEXT


def test_6_not_a_post_mortem(pmpdf: Caller, invoice: Path, tmp_path: Path) -> None:
    said = pmpdf("extract", invoice)
    assert said.code == ExitCode.NOT_A_POST_MORTEM
    assert "--force" in said.err
    assert pmpdf("extract", invoice, "--force").code == 0
    assert pmpdf("convert", invoice, "-o", tmp_path / "new.pdf").code == 6
    assert [p.name for p in tmp_path.iterdir()] == ["invoice.pdf"]


def test_7_does_not_fit(pmpdf: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DoesNotFit("too long")

    long = tmp_path / "long.json"
    record = json.loads(RECORD.read_text())
    record["sections"] *= 4
    long.write_text(json.dumps(record))
    assert pmpdf("build", long, "-o", tmp_path / "long.pdf").code == 0
    said = pmpdf("build", long, "-o", tmp_path / "a.pdf", "--pages", "exactly-two")
    assert (said.code, said.out) == (ExitCode.DOES_NOT_FIT, "")
    assert not (tmp_path / "a.pdf").exists()
    monkeypatch.setattr("pmpdf.report.build", refuse)
    assert pmpdf("build", RECORD, "-o", tmp_path / "a.pdf").code == ExitCode.DOES_NOT_FIT
    assert pmpdf("convert", SAMPLE, "-o", tmp_path / "a.pdf").code == ExitCode.DOES_NOT_FIT
    assert sorted(p.name for p in tmp_path.iterdir()) == ["long.json", "long.pdf"]


def test_8_cannot_write(pmpdf: Caller, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for words in (
        ["extract", str(SAMPLE), "-o", str(file / "a.json")],
        ["build", str(RECORD), "-o", str(file / "a.pdf")],
        ["convert", str(SAMPLE), "-o", str(file / "a.pdf")],
        ["batch", str(SAMPLE.parent), str(file / "out")],
    ):
        said = pmpdf(*words)
        assert (said.code, said.out) == (ExitCode.CANNOT_WRITE, ""), words


def test_8_a_full_standard_output() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pmpdf", "schema"], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == ExitCode.CANNOT_WRITE
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_9_bad_record_brand_or_vocabulary(pmpdf: Caller, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"schema_version": 1, "language": "de", "sectionz": []}')
    brand = tmp_path / "brand"
    brand.mkdir()
    (brand / "brand.toml").write_text("companie = 'X'")
    words = tmp_path / "words.toml"
    words.write_text("nonsense = 1")
    for arguments in (
        ["check", bad],
        ["build", bad, "-o", tmp_path / "a.pdf"],
        ["build", RECORD, "-o", tmp_path / "a.pdf", "--brand", brand],
        ["extract", SAMPLE, "--vocabulary", words],
        ["batch", SAMPLE.parent, tmp_path / "out", "--report", "de", "--brand", brand],
        ["batch", SAMPLE.parent, tmp_path / "out", "--vocabulary", words],
    ):
        said = pmpdf(*arguments)
        assert (said.code, said.out) == (ExitCode.BAD_DATA, ""), arguments
    assert not (tmp_path / "a.pdf").exists()


def test_10_missing_extra(pmpdf: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise MissingExtra("pip install 'pmpdf[ocr]' reads scans.")

    monkeypatch.setattr("pmpdf.pipeline.extract", refuse)
    said = pmpdf("extract", SAMPLE)
    assert said.code == ExitCode.MISSING_EXTRA
    assert "pmpdf[ocr]" in said.err


def test_11_archive_incomplete(pmpdf: Caller, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.pdf").write_bytes(SAMPLE.read_bytes())
    (archive / "b.pdf").write_text("no PDF")
    out = tmp_path / "out"
    assert pmpdf("batch", archive, out).code == ExitCode.ARCHIVE_INCOMPLETE
    assert pmpdf("batch", archive, out).code == ExitCode.ARCHIVE_INCOMPLETE
    (archive / "b.pdf").unlink()
    assert pmpdf("batch", archive, out).code == 0


def test_12_over_a_limit_or_the_reader_died(pmpdf: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pmpdf("extract", SAMPLE, "--max-pages", "1").code == ExitCode.LIMIT
    monkeypatch.setattr("pmpdf.pipeline.extract", lambda *_: time.sleep(60))
    said = pmpdf("extract", SAMPLE, "--timeout", "0.1")
    assert said.code == ExitCode.LIMIT
    assert "--timeout" in said.err
    monkeypatch.setattr("pmpdf.pipeline.extract", lambda *_: os.kill(os.getpid(), 11))
    said = pmpdf("extract", SAMPLE)
    assert said.code == ExitCode.LIMIT
    assert "signal 11 (SIGSEGV)" in said.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_130_interrupted(tmp_path: Path, number: int) -> None:
    program = (
        "import time, pmpdf.pipeline, pmpdf.cli\n"
        "pmpdf.pipeline.extract = lambda *_: time.sleep(60)\n"
        f"pmpdf.cli.main(['extract', {str(SAMPLE)!r}])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    end = time.monotonic() + 120
    while not children.read_text() and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (ExitCode.INTERRUPTED, b"")
    assert b"interrupted" in err
    assert b"Traceback" not in err


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pmpdf", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0


# Nothing steers a terminal.


def test_control_characters_never_reach_the_terminal(
    pmpdf: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "\x1b]0;owned\x07 \x9b31m \u202e"
    record = PostMortem(schema_version=1, language="de", title=evil, sections=())
    monkeypatch.setattr("pmpdf.pipeline.extract", lambda *_: record)
    said = pmpdf("extract", SAMPLE)
    assert json.loads(said.out)["title"] == evil
    assert not set("\x1b\x07\x9b\u202e") & set(said.out)
    file = tmp_path / "record.json"
    record.save(file)
    said = pmpdf("check", file)
    assert not set("\x1b\x07\x9b\u202e") & set(said.out + said.err)


def test_escapes() -> None:
    assert plain("a\nb\tc\x1b[1m\udcff\u202e") == "a\nb\tc\\x1b[1m\\xff\\u202e"
    assert one_line("a\nb") == "a\\nb"
    assert json.loads(plain_json(json.dumps("\x7f\x9b\u2028", ensure_ascii=False))) == (
        "\x7f\x9b\u2028"
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_in_a_log() -> None:
    from pmpdf.archive.plan import Task
    from pmpdf.terminal import Progress

    screen, log, silent = Terminal(), io.StringIO(), io.StringIO()
    for stream, quiet in ((screen, False), (log, False), (silent, True)):
        progress = Progress(stream, quiet=quiet)
        progress.begin(250)
        for number in range(250):
            progress.done(Task(f"{number}.pdf", str(number), "read", "new"), None)
        progress.end()
    assert "250 of 250 files" in screen.getvalue()
    assert screen.getvalue().endswith("\r")
    assert [line.split()[0] for line in log.getvalue().splitlines()] == ["100", "200"]
    assert silent.getvalue() == ""


def test_a_line_a_file_says_a_thing_once() -> None:
    from pmpdf.archive.ledger import Line
    from pmpdf.archive.plan import Task
    from pmpdf.terminal import Progress

    log = io.StringIO()
    line = Line("a.pdf", None, None, "unreadable", "a folder.")
    Progress(log, details=True).done(Task("a.pdf", "a", "note", "a folder.", line=line), line)
    assert log.getvalue() == "a.pdf: unreadable (a folder.)\n"


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_time_left_is_that_of_the_files_that_take_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes on where another broke off: 600 files need nothing, then each a second."""
    from pmpdf.archive.plan import Task
    from pmpdf.terminal import Progress

    clock, log = Clock(), io.StringIO()
    monkeypatch.setattr("pmpdf.terminal.time", clock)
    progress = Progress(log)
    progress.begin(1000)
    for number in range(600):
        progress.done(Task(f"{number}.pdf", str(number), "skip", "nothing has changed"), None)
    for number in range(300):
        clock.now += 1.0
        progress.done(Task(f"{number}.pdf", str(number), "read", "new"), None)
    last = log.getvalue().splitlines()[-1]
    assert last == "891 of 1000 files, 60 a minute, 1 min 49 s left"


def test_a_log_shows_that_a_run_lives_while_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmpdf.archive.plan import Task
    from pmpdf.terminal import Progress

    clock, log = Clock(), io.StringIO()
    monkeypatch.setattr("pmpdf.terminal.time", clock)
    progress = Progress(log)
    progress.begin(3)
    progress.done(Task("a.pdf", "a", "read", "new"), None)
    for _ in range(45):
        clock.now += 1.0
        progress.waits()
    assert len(log.getvalue().splitlines()) == 4


def test_the_bar_keeps_to_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a true terminal of 40 columns: a longer line would leave its beginning standing."""
    from pmpdf.archive.plan import Task
    from pmpdf.terminal import Progress

    clock = Clock()
    monkeypatch.setattr("pmpdf.terminal.time", clock)
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 40))
    with open(theirs, "w") as screen:  # noqa: PTH123
        progress = Progress(screen)
        progress.begin(100_000)
        for number in range(20):
            clock.now += 1.0
            progress.done(Task(f"{number}.pdf", str(number), "read", "new"), None)
        progress.end()
        shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "of 100000 files" in shown
    assert max(map(len, shown.split("\r"))) < 40
