"""Days: the incident's period, the year that goes without saying, and the zone."""

from __future__ import annotations

import pytest
from handmade import LEFT, Sheet, prose, read

from pmpdf.record import Period, PostMortem

ROWS = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"], ["00:20 Uhr", "Ende"]]


def told(
    *,
    title: str = "Störungsbericht",
    subtitle: str | None = None,
    facts: tuple[str, ...] = (),
    text: str = "",
    heading: str = "Zeitablauf",
    rows: list[list[str]] = ROWS,
    head: bool = False,
) -> PostMortem:
    sheet = Sheet().heading(title, size=22)
    if subtitle:
        sheet.line(subtitle, size=13, step=1.6)
    for fact in facts:
        sheet.line(fact, step=1.8)
    sheet.heading("Zusammenfassung").text(f"{prose(40)} {text}")
    sheet.heading(heading).table(rows, [LEFT, 230], head=head)
    return read(sheet.heading("Ursache", gap=2.6).text(prose(40, 3)))


def days(record: PostMortem) -> tuple[str, str] | None:
    return (record.period.start, record.period.end) if record.period else None


def ats(record: PostMortem) -> list[str | None]:
    [timeline] = record.timelines()
    return [entry.at for entry in timeline.entries]


@pytest.mark.parametrize(
    "where",
    [
        {"title": "Störungsbericht vom 30. Mai 2023"},
        {"subtitle": "Ausfall am 30. Mai 2023"},
        {"subtitle": "Ausfall am Dienstag, dem 30.05.2023"},
        {"facts": ("Datum des Vorfalls: 30. Mai 2023",)},
        {"facts": ("Ausfallzeit: 30. Mai 2023, 20:00 Uhr",)},
    ],
    ids=str,
)
def test_a_first_day_is_carried_on_past_midnight(where: dict) -> None:
    record = told(**where)
    assert record.period == Period("2023-05-30", "2023-05-31")
    assert ats(record) == ["2023-05-30T20:00", "2023-05-30T20:15", "2023-05-31T00:20"]
    assert record.warnings == ()


@pytest.mark.parametrize(
    ("subtitle", "expected"),
    [
        ("Ausfall vom 30. - 31. Mai 2023", ("2023-05-30", "2023-05-31")),
        ("Ausfall vom 30. Mai bis 2. Juni 2023", ("2023-05-30", "2023-06-02")),
        ("30. Mai 2023, 20:00 Uhr, bis 30. Mai 2023, 23:00 Uhr", ("2023-05-30", "2023-05-30")),
    ],
)
def test_a_stated_end_is_kept_whatever_the_rows_say(
    subtitle: str, expected: tuple[str, str]
) -> None:
    assert days(told(subtitle=subtitle)) == expected


def test_begin_and_end_as_two_facts() -> None:
    facts = ("Beginn: 30.05.2023 20:00 Uhr", "Ende: 31.05.2023 00:20 Uhr")
    record = told(facts=facts)
    assert days(record) == ("2023-05-30", "2023-05-31")
    assert record.warnings == ()
    assert days(told(facts=facts, rows=ROWS[:2])) == ("2023-05-30", "2023-05-31")


def test_rows_outside_a_stated_period_do_not_widen_it() -> None:
    rows = [["28.05.2023 09:00", "Vorbote"], ["30.05.2023 20:00", "Ausfall"]]
    rows.append(["05.06.2023 10:00", "Nachlese"])
    record = told(subtitle="Ausfall vom 30. - 31. Mai 2023", rows=rows)
    assert days(record) == ("2023-05-30", "2023-05-31")
    assert ats(record) == ["2023-05-28T09:00", "2023-05-30T20:00", "2023-06-05T10:00"]


def test_the_day_of_the_report_is_not_that_of_the_incident() -> None:
    facts = ("Erstellt am: 7. Juni 2023", "Datum des Vorfalls: 30. Mai 2023")
    assert days(told(facts=facts)) == ("2023-05-30", "2023-05-31")
    rows = [["30.05.2023 20:00", "Beginn"], ["30.05.2023 21:00", "Ende"]]
    assert days(told(facts=("Stand: 7. Juni 2023",), rows=rows)) == ("2023-05-30", "2023-05-30")


def test_without_a_statement_the_timeline_tells() -> None:
    rows = [["30.05.2023 20:00", "Beginn"], ["23:50", "Ausfall"], ["00:20", "Ende"]]
    record = told(rows=rows)
    assert days(record) == ("2023-05-30", "2023-05-31")
    assert record.warnings == ()


def test_the_running_text_tells_the_day_of_bare_clocks() -> None:
    record = told(text="Das geschah am 30. Mai 2023.")
    assert ats(record)[0] == "2023-05-30T20:00"
    assert days(record) == ("2023-05-30", "2023-05-31")


def test_no_day_at_all() -> None:
    record = told()
    assert record.period is None
    assert ats(record) == [None, None, None]
    assert [(w.code, w.path) for w in record.warnings] == [
        ("day_unknown", f"/sections/1/blocks/0/entries/{n}/at") for n in range(3)
    ]


@pytest.mark.parametrize(
    ("where", "code"),
    [({"subtitle": "Ausfall im Mai 2023 vom 30. Mai 2023"}, None), ({}, "year_unknown")],
)
def test_days_without_a_year(where: dict, code: str | None) -> None:
    rows = [["30.05. 20:00", "Beginn"], ["31.05. 00:20", "Ende"]]
    record = told(rows=rows, **where)
    if code:
        assert ats(record) == [None, None]
        assert {w.code for w in record.warnings} == {code}
        assert record.period is None
    else:
        assert ats(record) == ["2023-05-30T20:00", "2023-05-31T00:20"]
        [timeline] = record.timelines()
        assert [entry.inferred for entry in timeline.entries] == [("year",), ("year",)]
        assert record.warnings == ()


@pytest.mark.parametrize(
    ("issue", "year"),
    [("Ausgabe 27, Juni 2023", 2023), ("Januar 2024", None), ("Ausgabe 27, 2023", None)],
)
def test_the_issue_tells_the_year_of_days_not_long_before(issue: str, year: int | None) -> None:
    def page(number: int) -> Sheet:
        sheet = Sheet()
        sheet.put("Der Bote", base=40, size=8)
        sheet.put(issue, 400, 40, size=8)
        sheet.base = 90
        if number == 1:
            sheet.heading("Störungsbericht", size=22).heading("Zusammenfassung").text(prose(40))
            rows = [["30.05. 20:00", "Beginn"], ["31.05. 00:20", "Ende"]]
            sheet.heading("Zeitablauf").table(rows, [LEFT, 230])
        return sheet.heading("Ursache", gap=2.6).text(prose(40, number))

    record = read(page(1), page(2))
    assert ats(record)[0] == (f"{year}-05-30T20:00" if year else None)


# Zones


@pytest.mark.parametrize(
    "heading", ["Was wir sahen, alle Zeiten MESZ", "What we saw on the day, all times BST"]
)
def test_a_zone_behind_a_heading(heading: str) -> None:
    record = told(title="Störungsbericht vom 30. Mai 2023", heading=heading)
    assert record.time_zone == heading.split()[-1]
    assert heading in [section.heading for section in record.sections]


@pytest.mark.parametrize("words", [12, 50])
def test_a_statement_goes_before_marks_in_the_rows(words: int) -> None:
    rows = [["20:00 MESZ", "Beginn"], ["20:15 MESZ", "Ausfall"], ["21:00 MESZ", "Ende"]]
    statement = "Alle Zeiten sind in UTC angegeben."
    sheet = Sheet().heading("Störungsbericht", size=22).line("Ausfall am 30. Mai 2023", step=2)
    sheet.heading("Zusammenfassung").text(prose(40)).text(f"{prose(words)} {statement}")
    sheet.heading("Zeitablauf").table(rows, [LEFT, 230])
    record = read(sheet)
    assert record.time_zone_note is None
    assert statement in str(record.sections[0].blocks[-1])
    assert record.time_zone == "UTC"


@pytest.mark.parametrize(
    ("where", "zone"),
    [
        ({"facts": ("Zeitzone: MESZ",)}, "MESZ"),
        ({"heading": "Zeitablauf (alle Zeiten UTC)"}, "UTC"),
        ({"heading": "Zeitablauf (MESZ)"}, "MESZ"),
        ({"rows": [["Zeit (UTC)", "Ereignis"], *ROWS], "head": True}, "UTC"),
        ({"rows": [["20:00 CET", "Beginn"], ["20:15 CET", "Ende"]]}, "CET"),
        ({"rows": [["20:00 UTC", "a"], ["20:15 CET", "b"], ["20:20 UTC", "c"]]}, "UTC"),
        ({}, None),
        ({"text": "Die Daten liegen in UTC vor."}, None),
    ],
    ids=str,
)
def test_where_a_zone_is_printed(where: dict, zone: str | None) -> None:
    assert told(subtitle="Ausfall am 30. Mai 2023", **where).time_zone == zone


def test_the_zone_of_a_fact_that_is_a_time() -> None:
    assert told(facts=("Beginn: 30. Mai 2023, 20:00 Uhr MESZ",)).time_zone == "MESZ"
    assert told(facts=("Erstellt: 30. Mai 2023, 20:00 Uhr MESZ",)).time_zone is None


def test_the_zone_in_a_heading_over_the_parts_of_a_timeline() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Ausfall am 30. Mai 2023", step=2)
    sheet.heading("Zeitablauf (MESZ)", size=16)
    sheet.heading("Erkennung", size=13).table(ROWS[:2], [LEFT, 230])
    sheet.heading("Behebung", size=13, gap=2.6).table(ROWS[1:], [LEFT, 230])
    assert read(sheet).time_zone == "MESZ"


def test_a_statement_of_the_zone_behind_a_facts_value() -> None:
    record = told(facts=("Datum des Vorfalls: 30. Mai 2023. Alle Zeiten sind in UTC.",))
    assert [fact.value for fact in record.facts] == ["30. Mai 2023."]
    assert (record.time_zone_note, record.time_zone) == ("Alle Zeiten sind in UTC.", "UTC")
    assert record.warnings == ()


def test_a_fact_that_is_a_year() -> None:
    record = told(title="Was am 30. Mai geschah", facts=("Jahr: 2023",))
    assert days(record) == ("2023-05-30", "2023-05-31")


@pytest.mark.parametrize("text", ["", "Bis zum 2. Juni 2023."])
def test_the_only_day_of_a_report_is_that_of_its_rows(text: str) -> None:
    record = told(facts=("Datum: 30. Mai 2023",), text=text)
    assert days(record) == ("2023-05-30", "2023-05-31")
    assert record.warnings == ()


def test_a_heading_that_is_a_day_and_no_more_over_rows_with_days_of_their_own() -> None:
    sheet = Sheet().heading("Incident report", size=22)
    for heading in ("What it looked like", "Why it went wrong", "What we change"):
        sheet.heading(heading, gap=2.6).text(prose(50))
    sheet.heading("The night of July 30", gap=2.6).line("All times are in UTC.", step=2)
    for day, hour in (("Wednesday, July 30", 22), ("Thursday, July 31", 1)):
        sheet.line(day, step=2, size=10.5, font="Times-Italic")
        for minute in (10, 20):
            sheet.line(f"{hour:02}:{minute} – The payout job sends a round.", step=2)
    headings = [section.heading for section in read(sheet).sections]
    assert "The night of July 30" in headings


def test_an_offset_in_the_row_stands_in_at() -> None:
    rows = [["30.05.2023 20:00+02:00", "Beginn"], ["30.05.2023 21:00+02:00", "Ende"]]
    record = told(rows=rows)
    assert ats(record) == ["2023-05-30T20:00+02:00", "2023-05-30T21:00+02:00"]
    assert days(record) == ("2023-05-30", "2023-05-30")


def test_two_timelines_go_on_from_one_stated_period() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall am 30. Mai 2023", size=13, step=1.6)
    sheet.heading("Zeitablauf").table(ROWS, [LEFT, 230])
    sheet.heading("Kommunikation").table(ROWS[:2], [LEFT, 230])
    record = read(sheet)
    first, second = record.timelines()
    assert [entry.at for entry in second.entries] == [entry.at for entry in first.entries][:2]


def test_a_day_that_only_the_cause_names_is_a_guess_with_a_warning() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.heading("Zeitablauf").table(ROWS, [LEFT, 230])
    sheet.heading("Zusammenfassung", gap=2.6).text(prose(40))
    sheet.heading("Ursache").text(f"{prose(40, 3)} Der Lüfter lief seit dem 2. Mai 2023 heiß.")
    record = read(sheet)
    assert {"/period", "/sections/0/blocks/0/entries/0/at"} <= {w.path for w in record.warnings}


def test_a_day_in_the_cause_does_not_overrule_a_fact() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Datum: 30. Mai 2023", step=1.8)
    sheet.heading("Zeitablauf").table(ROWS, [LEFT, 230])
    sheet.heading("Folgen", gap=2.6).text(prose(40))
    sheet.heading("Ursache").text(f"{prose(40, 3)} Der Lüfter lief seit dem 2. Mai 2023 heiß.")
    assert days(read(sheet)) == ("2023-05-30", "2023-05-31")


def test_a_day_after_all_printed_rows_is_the_reports_own() -> None:
    rows = [["30.05.2023 20:00", "Beginn"], ["31.05.2023 00:20", "Ende"]]
    assert days(told(subtitle="5. Juni 2023", rows=rows)) == ("2023-05-30", "2023-05-31")


def test_a_loose_fact_gives_way_to_printed_rows_around_it() -> None:
    rows = [["30.05.2023 20:00", "Beginn"], ["31.05.2023 00:20", "Ende"]]
    record = told(facts=("Eröffnet: 31.05.2023",), rows=rows)
    assert days(record) == ("2023-05-30", "2023-05-31")


def test_the_zone_that_running_text_marks_its_times_with() -> None:
    sheet = Sheet().heading("Post-mortem of 30 May 2023", size=22)
    sheet.heading("Impact").text(f"From 9:12 AM PST to 1:47 PM PST nothing worked. {prose(30)}")
    sheet.heading("Root cause").text(f"At 9:40 AM PST the cache was full. {prose(30, 2)}")
    assert read(sheet).time_zone == "PST"


def test_days_beside_the_documents_name_in_a_running_line_are_asked_for_last() -> None:
    sheets = []
    for number in range(2):
        sheet = Sheet().heading("Ausfall der Waage", size=22) if not number else Sheet()
        sheet.heading("Ursache").text(prose(60, number))
        sheet.put("Post Mortem 30. und 31. Mai 2023", 300, 810, size=8)
        sheets.append(sheet)
    record = read(*sheets)
    assert record.period == Period("2023-05-30", "2023-05-31")
    assert "/period" in [warning.path for warning in record.warnings]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("First report", "Service restored"),
        ("Reported at", "Resolved at"),
        ("Gemeldet am", "Gelöst"),
    ],
)
def test_when_it_was_noticed_and_mended_tell_the_days(begin: str, end: str) -> None:
    sheet = Sheet().heading("Gradebook outage", size=22)
    sheet.line(f"**{begin}:** December 10, 2024, 6:52 p.m.", step=3)
    sheet.line(f"**{end}:** December 11, 2024, 1:35 a.m.")
    record = read(sheet.heading("Summary").text(prose(45, 1)).heading("Impact").text(prose(45, 2)))
    assert record.period is not None
    assert (record.period.start, record.period.end) == ("2024-12-10", "2024-12-11")


@pytest.mark.parametrize(
    ("fact", "end"),
    [
        ("Ausfallzeit: 30. Mai 2023, 20:00 bis 23:15 Uhr", "2023-05-30"),
        ("Ausfallzeit: 30. Mai 2023, 20:00 bis 1:15 Uhr", "2023-05-31"),
        ("Ausfallzeit: 30. Mai 2023, ab 20:00 Uhr", "2023-05-31"),
    ],
)
def test_clocks_of_one_day_state_its_end(fact: str, end: str) -> None:
    assert days(told(facts=(fact,))) == ("2023-05-30", end)


def test_the_day_of_a_talk_or_a_byline_is_not_that_of_the_incident() -> None:
    facts = ("Termin: Führungskreis, 12. Juni 2023", "Vorfall: 30.05.2023, Spätschicht")
    assert days(told(facts=facts)) == ("2023-05-30", "2023-05-31")
    text = "Am 30. Mai fiel die Anmeldung aus."
    assert days(told(facts=("Von Jette Harm, 12. Juni 2023",), text=text)) == (
        "2023-05-30",
        "2023-05-31",
    )


@pytest.mark.parametrize(("day", "sure"), [("12. Juni", True), ("28. Mai", False)])
def test_a_day_that_the_text_names_casts_doubt_on_a_fact_only_where_it_is_earlier(
    day: str, sure: bool
) -> None:
    """A later one is when something is due."""
    sheet = Sheet().heading("Störungsbericht", size=22).line("Betriebstag: 30. Mai 2023", step=2)
    sheet.heading("Zusammenfassung").text(prose(40))
    sheet.heading("Zeitablauf").table(ROWS[:2], [LEFT, 230])
    sheet.heading("Maßnahmen", gap=2.6).text(f"{prose(30)} Es wurde am {day} 2023 bestellt.")
    record = read(sheet)
    assert days(record) == ("2023-05-30", "2023-05-30")
    assert ("period" not in [w.code for w in record.warnings]) == sure


@pytest.mark.parametrize(
    "sentence",
    [
        "All clock readings are in British Summer Time (BST), as the scheduler prints it.",
        "Port times are shown in BST.",
        "Every timestamp is BST.",
        "Log entries are in BST.",
        "Everything below is in BST.",
    ],
)
def test_more_sentences_that_state_the_zone(sentence: str) -> None:
    sheet = Sheet().heading("Incident report of 30 May 2023", size=22).heading("Timeline")
    sheet.text(sentence).table(
        [["20:00+01:00", "Start"], ["20:15+01:00", "End of it"]], [LEFT, 230]
    )
    assert read(sheet.heading("Cause").text(prose(40, 3))).time_zone == "BST"


@pytest.mark.parametrize("label", ["Datum des Berichts", "Datum der Einreichung"])
def test_the_day_that_a_report_was_handed_in_is_not_that_of_the_incident(label: str) -> None:
    record = told(facts=(f"{label}: 5. August 2023", "Ausfallzeit: 30. Mai 2023, 20 bis 0:20 Uhr"))
    assert days(record) == ("2023-05-30", "2023-05-31")


@pytest.mark.parametrize("day", ["17. Februar 2025", "21. Februar 2025"])
def test_a_day_alone_under_the_title_is_the_incident_s_where_the_text_speaks_of_it(
    day: str,
) -> None:
    sheet = Sheet().heading("Nachbetrachtung zum Ausfall", size=22).line(day, size=13, step=2)
    sheet.heading("Überblick").text(f"Am Morgen des 17. Februar 2025 fiel alles aus. {prose(40)}")
    sheet.heading("Zeitablauf").table(ROWS, [LEFT, 230])
    record = read(sheet.heading("Ursache", gap=2.6).text(prose(40, 3)))
    own = day.startswith("21")
    assert record.subtitle == (None if own else day)
    assert [(f.label, f.value) for f in record.facts] == ([("", day)] if own else [])
    assert days(record) == ("2025-02-17", "2025-02-18")


def test_a_letter_s_day_after_rows_without_a_year_is_its_own() -> None:
    rows = [["12.02., 18:20 Uhr", "Beginn"], ["17.02., 16:30 Uhr", "Ende"]]
    assert days(told(facts=("Datum: 28. Februar 2025",), rows=rows)) == ("2025-02-12", "2025-02-17")
