"""What a run says in the end: nothing that a person should know is lost on the way."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from desks import Desk

from pmpdf.archive.ledger import Line
from pmpdf.archive.run import dry_run
from pmpdf.archive.summary import closer_look, quoted, summary_text
from pmpdf.archive.worker import EXTRACT
from pmpdf.cli import _guarded
from pmpdf.errors import UsageError


def test_warnings_of_reports_reach_ledger_and_summary(desk: Desk) -> None:
    desk.put("a.pdf")
    summary = desk.run(reports=("de", "en"))
    german, english = desk.ledger()["a.pdf"]["outputs"][1:]
    assert "warnings" not in german
    assert [warning["code"] for warning in english["warnings"]] == ["untranslated"]
    assert "want of a translation" in english["warnings"][0]["message"]
    assert summary.report_warnings == {"untranslated": 1}
    assert "reports with a warning: 1 untranslated\n" in summary_text(summary)
    again = desk.run(reports=("de", "en"))
    assert (again.built, again.report_warnings) == (0, {"untranslated": 1})


def test_one_of_a_thing_is_one(desk: Desk) -> None:
    desk.put("a.pdf", "doubt")
    (desk.archive / "b.txt").write_text("b")
    one = summary_text(desk.run(reports=("de",)))
    assert one.startswith("1 PDF in ")
    assert ", 1 record and 1 report in " in one
    assert "1 other file passed over" in one
    desk.put("b.pdf")
    (desk.archive / "c.txt").write_text("c")
    two = summary_text(desk.run(reports=("de",)))
    assert two.startswith("2 PDFs in ")
    assert ", 2 records and 2 reports in " in two
    assert "2 other files passed over" in two


def test_what_is_no_file_was_not_opened_and_is_not_unchanged(desk: Desk) -> None:
    desk.put("a.pdf")
    os.mkfifo(desk.archive / "pipe.pdf")
    first = desk.run()
    assert (first.read, first.unchanged, first.not_opened) == (1, 0, 1)
    assert "this run: 1 read, 0 unchanged, 1 not opened\n" in summary_text(first)
    again = desk.run()
    assert (again.read, again.unchanged, again.not_opened) == (0, 2, 0)


def test_a_file_is_named_once(desk: Desk) -> None:
    """With the true reader, whose messages name the file for those who read only one."""
    broken = "%PDF-1.4 broken"
    (desk.archive / "sub").mkdir()
    for name in ("a.pdf", "sub/b.pdf", "sub/c: d.pdf"):
        (desk.archive / name).write_text(broken)
    (desk.archive / "e.pdf").write_text("no PDF")
    (desk.archive / "f\x1b\n.pdf").write_text("no PDF")
    summary = desk.run(extractor=EXTRACT)
    assert all(line["message"].startswith("it is ") for line in desk.ledger().values())
    assert len(summary.worst) == 5
    text = summary_text(summary)
    assert text.count("a.pdf") == 1
    assert text.count("b.pdf") == 1
    assert "  a.pdf: damaged: it is damaged, no reader can make pages of it (" in text
    assert not re.search(r"\([^)]*\(", text.partition("the worst:")[2])


def test_vanished_files_are_not_unchanged(desk: Desk) -> None:
    desk.put("a.pdf")
    source = desk.put("b.pdf")
    desk.run()
    source.unlink()
    for _ in range(2):
        summary = desk.run()
        assert (summary.vanished, summary.unchanged, summary.read) == (1, 1, 0)


def test_an_out_of_another_archive_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.pdf")
    desk.run()
    before = desk.ledger()
    desk.archive = desk.archive.rename(tmp_path / "moved")
    with pytest.raises(UsageError, match=r"made from another archive, .*/archive; name another"):
        desk.run()
    with pytest.raises(UsageError, match="another archive"):
        list(dry_run(desk.archive, desk.out, desk.orders))
    assert desk.ledger() == before
    (desk.out / ".pmpdf" / "archive").unlink()  # as the message says
    summary = desk.run()
    assert (summary.vanished, summary.unchanged) == (0, 1)


ODD = (
    b"a b",
    b"it's",
    b'"q"',
    b"line\nbreak\n",
    b"\xff",
    b"$HOME",
    b"`id`",
    b"-rf",
    b"\xe2\x80\xaex",
)
ODDER = (b"caf\xc3\xa9 'x'", b"tab\t", b"back\\slash\\n", b"\x1b[31m", b"!x", b"*", b";x", b"\x0aa")


@pytest.mark.parametrize("name", [*ODD, *ODDER])
def test_a_printed_command_names_the_very_file(name: bytes) -> None:
    path = os.fsdecode(b"/folder/" + name)
    words = quoted(path)
    assert words.isprintable()
    said = subprocess.run(["bash", "-c", f"printf %s {words}"], capture_output=True, check=True)
    assert said.stdout == os.fsencode(path)


def test_each_failure_has_a_command_that_looks_closer(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    desk.put("it's\nbroken.pdf", "broken")
    desk.put("a b.pdf")
    desk.run()
    (desk.out / "a b.json").write_text("{")
    desk.put("it's\nbroken.pdf", "error Damaged")
    desk.run(reports=("de",))
    assert _guarded(["ledger", str(desk.out), "--failed"], debug=False) == 0
    commands = [row.strip() for row in capsys.readouterr().out.splitlines() if "  $ " in row]
    look, build = (shlex.split(row.replace("$'", "'"))[1:] for row in sorted(commands)[::-1])
    assert look[:2] == ["pmpdf", "extract"]
    assert build[:2] == ["pmpdf", "build"]
    assert Path(build[2]) == desk.out / "a b.json"
    assert _guarded([*build[1:-2], str(tmp_path / "report.pdf")], debug=False) == 9


def test_more_memory_is_no_advice_for_a_file_that_is_too_large_to_be_read() -> None:
    small, huge = (Line("a.pdf", None, size, "limit_memory") for size in (1, 1 << 30))
    assert closer_look(small, "in") == "pmpdf extract in/a.pdf --memory 4G"
    assert closer_look(huge, "in") == "file in/a.pdf"
