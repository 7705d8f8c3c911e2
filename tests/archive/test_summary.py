"""What a run says in the end: nothing that a person should know is lost on the way."""

from __future__ import annotations

from desks import Desk

from pmpdf.archive.summary import summary_text


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
