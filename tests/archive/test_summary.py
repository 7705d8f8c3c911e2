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
