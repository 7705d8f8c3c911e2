"""Timelines of every shape: rows, their texts, notes, details and date lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from handmade import LEFT, Sheet, prose, read, wrapped

from pmpdf.reading.document import Area
from pmpdf.record import Entry, Paragraph, PostMortem, Timeline

LONG = prose(30, 3)
ROWS = [
    ("20:00 Uhr", "Beginn der Wartung an der Infrastruktur"),
    ("20:15 Uhr", LONG),
    ("23:50 Uhr", "Der zweite Knoten antwortet nicht"),
    ("00:20 Uhr", "Ende der Wartung"),
]
TIMES = ["2023-05-30T20:00", "2023-05-30T20:15", "2023-05-30T23:50", "2023-05-31T00:20"]


def opened(heading: str = "Zeitablauf") -> Sheet:
    sheet = Sheet().heading("Störungsbericht", size=22)
    return sheet.line("Ausfall am 30. Mai 2023", size=13, step=1.6).heading(heading)


def closed(sheet: Sheet) -> Sheet:
    return sheet.heading("Ursache", gap=2.6).text(prose(45, 7))


def timeline(record: PostMortem, *, clean: bool = True) -> Timeline:
    """The one timeline of a record whose other section is left whole."""
    assert [section.heading for section in record.sections][1:] == ["Ursache"]
    assert len(record.sections[1].blocks) == 1
    [found] = record.timelines()
    assert record.sections[0].blocks == (found,)
    if clean:
        assert record.warnings == ()
    return found


def rows(found: Timeline) -> list[tuple[str, str]]:
    return [(entry.time, entry.text) for entry in found.entries]


def ats(found: Timeline) -> list[str | None]:
    return [entry.at for entry in found.entries]


def entries(*sheets: Sheet, clean: bool = True) -> tuple[Entry, ...]:
    return timeline(read(*sheets), clean=clean).entries


# Tables


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize(
    "style", [{}, {"ruled": True}, {"zebra": True}, {"gap": 1.3, "leading": 1.2}], ids=str
)
def test_two_columns(style: dict, head: bool) -> None:
    table = [["Zeit", "Ereignis"], *map(list, ROWS)] if head else list(map(list, ROWS))
    found = timeline(read(closed(opened().table(table, [LEFT, 160], head=head, **style))))
    assert rows(found) == ROWS
    assert ats(found) == TIMES
    assert found.header == (("Zeit", "Ereignis") if head else ())
    assert {entry.inferred for entry in found.entries} == {("date",)}


def test_three_columns_with_heads() -> None:
    table = [["Zeit", "Ereignis", "Akteur"]]
    table += [
        [*row, who] for row, who in zip(ROWS, ("Technik", "", "Leitung", "Technik"), strict=True)
    ]
    found = timeline(read(closed(opened().table(table, [LEFT, 160, 430], head=True))))
    assert rows(found) == ROWS
    assert [entry.details for entry in found.entries] == [
        {"Akteur": "Technik"}, {}, {"Akteur": "Leitung"}, {"Akteur": "Technik"},
    ]  # fmt: skip
    assert found.header == ("Zeit", "Ereignis", "Akteur")


def test_three_columns_without_heads() -> None:
    table = [[*row, "Technik"] for row in ROWS]
    found = entries(closed(opened().table(table, [LEFT, 160, 430], ruled=True)))
    assert [entry.details for entry in found] == [{"column_3": "Technik"}] * 4


def test_four_columns_with_the_event_last() -> None:
    table = [["Zeit", "Wer", "Wo", "Was"]]
    table += [[time, "Technik", "Kiel", text] for time, text in ROWS]
    found = timeline(read(closed(opened().table(table, [LEFT, 140, 210, 280], head=True))))
    assert rows(found) == ROWS
    assert found.entries[0].details == {"Wer": "Technik", "Wo": "Kiel"}


def test_a_number_before_the_time() -> None:
    table = [["Nr.", "Zeit", "Ereignis"]]
    table += [[str(n), *row] for n, row in enumerate(ROWS, 1)]
    found = timeline(read(closed(opened().table(table, [LEFT, 110, 190], head=True))))
    assert rows(found) == ROWS
    assert [entry.details for entry in found.entries] == [{"Nr.": str(n)} for n in (1, 2, 3, 4)]


def test_two_clock_columns() -> None:
    table = [["Zeit (MESZ)", "UTC", "Ereignis"]]
    table += [
        ["20:00", "18:00", "Beginn"],
        ["20:15", "18:15", "Ausfall"],
        ["21:00", "19:00", "Ende"],
    ]
    record = read(closed(opened().table(table, [LEFT, 150, 230], head=True)))
    found = timeline(record)
    assert rows(found) == [("20:00", "Beginn"), ("20:15", "Ausfall"), ("21:00", "Ende")]
    assert [entry.details for entry in found.entries] == [
        {"UTC": "18:00"}, {"UTC": "18:15"}, {"UTC": "19:00"},
    ]  # fmt: skip
    assert record.time_zone == "MESZ"


def test_a_time_cell_that_wraps() -> None:
    sheet = opened()
    for time, text in ROWS:
        clock, unit = time.split()
        lines = wrapped(text, 300)
        sheet.line(clock, step=1.9).put(lines[0], 110)
        sheet.line(unit)
        if len(lines) > 1:
            sheet.put(lines[1], 110)
        for line in lines[2:]:
            sheet.line(line, 110)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == ROWS


def test_a_time_cell_that_wraps_beside_a_third_column() -> None:
    sheet = opened()
    for time, _ in ROWS:
        clock, unit = time.split()
        sheet.line(clock, step=1.9).put("Der Speicher fiel aus und", 110)
        sheet.put("Leitung", 400)
        sheet.line(unit).put("niemand merkte es", 110)
        sheet.put("Technik", 400)
    found = entries(closed(sheet))
    assert [entry.time for entry in found] == [time for time, _ in ROWS]
    assert {entry.text for entry in found} == {"Der Speicher fiel aus und niemand merkte es"}
    assert [entry.details for entry in found] == [{"column_3": "Leitung Technik"}] * 4


@pytest.mark.parametrize("style", [{}, {"ruled": True}], ids=str)
def test_over_a_page_with_the_header_again(style: dict) -> None:
    head = ["Zeit", "Ereignis"]
    first = opened().table([head, *map(list, ROWS[:2])], [LEFT, 160], head=True, **style)
    second = Sheet(base=40).table([head, *map(list, ROWS[2:])], [LEFT, 160], head=True, **style)
    record = read(first, closed(second))
    found = timeline(record)
    assert rows(found) == ROWS
    assert ats(found) == TIMES
    assert found.header == ("Zeit", "Ereignis")
    assert record.to_json().count("Ereignis") == 1


def test_a_row_split_by_a_page_break_is_one_entry() -> None:
    words = LONG.split()
    above, below = " ".join(words[:17]), " ".join(words[17:])
    first = opened().table([list(ROWS[0]), ["20:15 Uhr", above]], [LEFT, 160])
    second = Sheet(base=40).text(below, 160, 365, gap=1.3)
    second.table([list(row) for row in ROWS[2:]], [LEFT, 160])
    found = entries(first, closed(second))
    assert [(entry.time, entry.text) for entry in found] == ROWS
    assert [origin.page for origin in found[1].origin] == [1, 2]


def test_a_header_at_the_foot_of_a_page_heads_the_rows_of_the_next() -> None:
    first = opened().text(prose(50)).table([["Zeit", "Ereignis"]], [LEFT, 160], head=True)
    second = Sheet(base=40).table(list(map(list, ROWS)), [LEFT, 160])
    record = read(first, closed(second))
    [found] = record.timelines()
    assert rows(found) == ROWS
    assert found.header == ("Zeit", "Ereignis")
    assert record.warnings == ()


def test_a_header_over_nothing_is_a_table() -> None:
    sheet = opened().table([["Zeit", "Ereignis"]], [LEFT, 160], head=True)
    record = read(closed(sheet.text(prose(40), gap=2.8)))
    table, paragraph = record.sections[0].blocks
    assert (table.header, table.rows) == (("Zeit", "Ereignis"), ())  # type: ignore[union-attr]
    assert paragraph.text == prose(40)  # type: ignore[union-attr]
    assert "lost_words" not in [w.code for w in record.warnings]


DATED = [
    ["30.05.2023", "20:00", "Beginn"],
    ["30.05.2023", "20:15", "Ausfall"],
    ["31.05.2023", "00:10", "Ende"],
]


@pytest.mark.parametrize("style", [{}, {"ruled": True}], ids=str)
def test_day_and_clock_in_columns_of_their_own(style: dict) -> None:
    table = [["Datum", "Uhrzeit", "Ereignis"], *DATED]
    found = entries(closed(opened().table(table, [LEFT, 150, 230], head=True, **style)))
    assert [entry.at for entry in found] == [
        "2023-05-30T20:00", "2023-05-30T20:15", "2023-05-31T00:10",
    ]  # fmt: skip
    assert [entry.text for entry in found] == ["Beginn", "Ausfall", "Ende"]


@pytest.mark.parametrize("style", [{}, {"ruled": True}], ids=str)
def test_a_day_that_is_printed_once_for_its_rows(style: dict) -> None:
    table = [DATED[0], ["", *DATED[1][1:]], DATED[2]]
    found = entries(closed(opened().table(table, [LEFT, 150, 230], **style)))
    assert [entry.at for entry in found] == [
        "2023-05-30T20:00", "2023-05-30T20:15", "2023-05-31T00:10",
    ]  # fmt: skip


# Boxes


def test_times_in_one_box_and_events_in_another() -> None:
    sheet = opened()
    places = []
    for _, text in ROWS:
        places.append(sheet.base + 19)
        sheet.text(text, 160, 300, gap=1.9)
    events = [w for w in sheet.words if w.x0 >= 160 and w.base >= places[0]]
    others = [w for w in sheet.words if w not in events]
    times = Sheet()
    for base, (time, _) in zip(places, ROWS, strict=True):
        times.put(time, base=base)
    sheet.words = times.words + events
    closed(sheet)
    sheet.words += others  # the title is drawn last
    found = entries(sheet)
    assert [(entry.time, entry.text) for entry in found] == ROWS


# Paragraphs, bullets, headings


@pytest.mark.parametrize(
    ("form", "marker"),
    [
        ("{0}: {1}", "•"),
        ("{0} – {1}", "•"),
        ("{0} - {1}", "–"),
        ("{0} {1}", "•"),
        ("**{0}** {1}", "•"),
        ("**{0}** – {1}", ""),
        ("**{0}:** {1}", ""),
        ("{0} – {1}", ""),
        ("{0} {1}", ""),
        ("[{0}] {1}", "•"),
        ("({0}) {1}", "#."),
    ],
)
@pytest.mark.parametrize("gap", [1.3, 1.8])
def test_rows_as_text(form: str, marker: str, gap: float) -> None:
    sheet = opened()
    texts = [form.format(*row) for row in ROWS]
    if marker:
        sheet.items(*texts, marker=marker, inset=18, gap=gap)
    else:
        for text in texts:
            sheet.text(text, gap=gap)
    found = entries(closed(sheet))
    assert [(entry.time.strip("[]()"), entry.text) for entry in found] == ROWS
    assert [entry.at for entry in found] == TIMES


def test_a_heading_for_each_entry() -> None:
    sheet = opened().lines()
    for time, text in ROWS:
        sheet.line(time, step=2.2, bold=True).text(text, gap=1.4)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == ROWS
    assert [entry.at for entry in found] == TIMES


def test_a_heading_for_each_entry_in_larger_type() -> None:
    sheet = opened()
    for time, text in ROWS:
        sheet.line(time, step=2.2, bold=True, size=12).text(text, gap=1.6)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == ROWS


def test_a_heading_with_time_and_event_over_text() -> None:
    sheet = opened()
    for time, text in ROWS:
        sheet.line(f"{time} – {text[:30]}", step=2.2, bold=True, size=12).text(prose(25), gap=1.6)
    found = entries(closed(sheet))
    assert [entry.time for entry in found] == [time for time, _ in ROWS]


def test_plain_monospaced_text() -> None:
    sheet = Sheet().lines("STÖRUNGSBERICHT", "Ausfall am 30. Mai 2023", mono=True)
    sheet.line("ZEITABLAUF", step=2.6, mono=True).line("==========", mono=True)
    sheet.base += 4
    for time, text in ROWS:
        for number, row in enumerate(wrapped(text, 220)):
            sheet.line(row, LEFT + 72, mono=True)
            if not number:
                sheet.put(time, mono=True)
    sheet.line("URSACHE", step=2.6, mono=True).line("=======", mono=True)
    sheet.text(prose(20, 7), wide=330, mono=True)
    record = read(sheet)
    [found] = record.timelines()
    assert rows(found) == ROWS
    assert record.sections[-1].heading == "URSACHE"


def test_text_before_and_after_stays_text() -> None:
    sheet = opened().text(prose(30, 1)).table(list(map(list, ROWS)), [LEFT, 160])
    sheet.text(prose(30, 2), gap=2.8)
    record = read(closed(sheet))
    assert [type(block).__name__ for block in record.sections[0].blocks] == [
        "Paragraph", "Timeline", "Paragraph",
    ]  # fmt: skip


def test_one_time_in_running_text_makes_no_timeline() -> None:
    sheet = opened("Zusammenfassung").text(f"20:00 Uhr war es, als alles begann. {prose(20)}")
    record = read(closed(sheet))
    assert list(record.timelines()) == []


def test_a_table_with_some_times_is_no_timeline() -> None:
    table = [["Dienst", "Ausfall"], ["Portal", "20:00 Uhr"], ["Netz", "20:10 Uhr"], ["Post", "nie"]]
    record = read(closed(opened("Auswirkungen").table(table, [LEFT, 200], head=True)))
    assert list(record.timelines()) == []
    assert record.sections[0].kind == "impact"


def test_a_row_from_a_time_on() -> None:
    sheet = opened()
    for text in ("20:00 Uhr Beginn der Wartung.", "ab 22 Uhr Hotline verstärkt"):
        sheet.line(text, step=2.0)
    assert [entry.time for entry in entries(closed(sheet))] == ["20:00 Uhr", "ab 22 Uhr"]


@pytest.mark.parametrize("text", ["Ab 22 Uhr war die Hotline verstärkt.", "At 10 PM Postgres fell"])
def test_a_sentence_that_begins_with_a_time_is_no_row(text: str) -> None:
    sheet = opened().lines("20:00 Uhr Beginn", "21:00 Uhr Alarm", step=2.0).line(text, step=2.0)
    _, after = read(closed(sheet)).sections[0].blocks
    assert after == Paragraph(text, origin=after.origin)


# Parts of a timeline


def test_the_heads_of_columns_hold_in_the_next_part_too() -> None:
    lefts = [LEFT, 160, 400]
    first = [["Zeit", "Ereignis", "Wer"], ["20:00 Uhr", "Beginn", "IT"], ["21:00", "Alarm", "IT"]]
    sheet = opened().table(first, lefts, head=True, ruled=True)
    sheet.text(prose(30), gap=3)
    sheet.base += 20
    sheet.table([["22:00", "Umbau", "Bau"], ["23:00", "Ende", "Bau"]], lefts, ruled=True)
    before, after = read(closed(sheet)).timelines()
    assert before.header == ("Zeit", "Ereignis", "Wer")
    assert after.header == ()
    assert [entry.details for entry in after.entries] == [{"Wer": "Bau"}] * 2


def test_a_row_without_a_time_that_fills_its_columns_is_no_note() -> None:
    lefts = [LEFT, 160, 400]
    first = opened().table([["20:00 Uhr", "Beginn", "IT"]], lefts)
    second = Sheet(base=30).table(
        [["20:10", "Alarm", "IT"], ["", "Rückruf", "Haus"]], lefts, ruled=True
    )
    second.table([["21:00 Uhr", "Ende", "IT"]], lefts, ruled=True)
    found = timeline(read(first, closed(second)), clean=False)
    assert [(e.time, e.text, e.at) for e in found.entries] == [
        ("20:00 Uhr", "Beginn", "2023-05-30T20:00"),
        ("20:10", "Alarm", "2023-05-30T20:10"),
        ("", "Rückruf", None),
        ("21:00 Uhr", "Ende", "2023-05-30T21:00"),
    ]
    assert [entry.notes for entry in found.entries] == [()] * 4


# Notes


def noted(*notes: tuple[str, float]) -> Sheet:
    """Times in a margin; under the second event paragraphs at some indent, at some gap."""
    sheet = opened()
    for number, (time, text) in enumerate(ROWS):
        sheet.line(time, step=2.0)
        for line_number, row in enumerate(wrapped(text, 300)):
            if line_number:
                sheet.line(row, 160)
            else:
                sheet.put(row, 160)
        if number == 1:
            for note, indent in notes:
                sheet.text(note, 160 + indent, 280, gap=1.9)
    return closed(sheet)


def test_nested_paragraphs_are_notes() -> None:
    found = entries(noted((prose(22, 5), 20), ("Noch eine Bemerkung.", 20)))
    assert [(entry.time, entry.text) for entry in found] == ROWS
    assert [list(entry.notes) for entry in found] == [
        [], [prose(22, 5), "Noch eine Bemerkung."], [], [],
    ]  # fmt: skip


def test_paragraphs_under_an_event_are_notes_without_an_indent_too() -> None:
    found = entries(noted((prose(22, 5), 0)))
    assert [list(entry.notes) for entry in found] == [[], [prose(22, 5)], [], []]


@pytest.mark.parametrize("hanging", [False, True])
def test_a_paragraph_of_a_rows_bullet_is_a_note(hanging: bool) -> None:
    sheet = opened()
    for text in ("20:00 Uhr Beginn der Wartung", "21:00 Uhr Neustart der Knoten"):
        x = LEFT - 12 if hanging else LEFT
        sheet.items(text, x=x, inset=12, gap=1.9)
        if "Beginn" in text:
            sheet.text("Die Anzeige meldet danach:", x + 12, gap=2.2)
    blocks = read(closed(sheet)).sections[0].blocks
    if hanging:  # where all text begins, it is the text's own
        assert [type(block) for block in blocks] == [Timeline, Paragraph, Timeline]
    else:
        [found] = blocks
        assert isinstance(found, Timeline)
        assert list(found.entries[0].notes) == ["Die Anzeige meldet danach:"]


def test_short_notes_in_smaller_type_are_told_by_their_own_size() -> None:
    sheet = opened()
    for number, (time, text) in enumerate(ROWS[:3]):
        sheet.line(time, step=2.2).put(text[:40], 160)
        if not number:
            sheet.line("Anhang: stand.png", 175, step=2.1, size=8).line(
                "Verweis auf OPS-2198", 175, step=2.1, size=8
            )
    found = timeline(read(closed(sheet)))
    assert list(found.entries[0].notes) == ["Anhang: stand.png", "Verweis auf OPS-2198"]


def test_a_note_under_a_bullet() -> None:
    sheet = opened()
    for number, (time, text) in enumerate(ROWS):
        sheet.items(f"{time}: {text}", gap=1.9)
        if number == 1:
            sheet.text("Hier war niemand im Dienst.", LEFT + 30, gap=1.6)
    found = entries(closed(sheet))
    assert [list(entry.notes) for entry in found] == [
        [], ["Hier war niemand im Dienst."], [], [],
    ]  # fmt: skip


def test_a_machine_event_box_is_one_note() -> None:
    sheet = opened()
    for number, (time, text) in enumerate(ROWS):
        sheet.line(time, step=2.2).put(text.split(".")[0][:40], 160)
        if number == 1:
            top = sheet.base + 8
            sheet.line("ALARM speicher-3", 180, step=2.2, size=9)
            sheet.line("state: critical", 180, size=9)
            sheet.areas.append(Area(172, top, 500, sheet.base + 8))
    found = entries(closed(sheet))
    assert [list(entry.notes) for entry in found] == [
        [], ["ALARM speicher-3 state: critical"], [], [],
    ]  # fmt: skip


# Days between rows


def days(put: str) -> Sheet:
    """Rows of two days with date lines above them."""
    sheet = opened()
    for day, pair in (("Dienstag, 30. Mai 2023", ROWS[:2]), ("Mittwoch, 31. Mai 2023", ROWS[2:])):
        if put == "table":
            sheet.line(day, step=2.2, bold=True)
            sheet.table(list(map(list, pair)), [LEFT, 160], gap=1.9)
        elif put == "row":
            sheet.table([[day, ""], *map(list, pair)], [LEFT, 220], ruled=True, gap=1.9)
            sheet.base -= 4
        elif put == "bullets":
            sheet.line(day, step=2.2)
            sheet.items(*(f"{time}: {text}" for time, text in pair))
        else:
            sheet.line(day, step=2.2)
            for time, text in pair:
                sheet.text(f"**{time}** {text}", gap=1.8)
    return closed(sheet)


@pytest.mark.parametrize("put", ["table", "row", "bullets", "paragraphs"])
def test_date_lines_stand_above_their_rows(put: str) -> None:
    found = entries(days(put))
    assert [(entry.time, entry.text) for entry in found] == ROWS
    assert [entry.date_line for entry in found] == [
        "Dienstag, 30. Mai 2023", None, "Mittwoch, 31. Mai 2023", None,
    ]  # fmt: skip
    assert [entry.at for entry in found] == [
        "2023-05-30T20:00", "2023-05-30T20:15", "2023-05-31T23:50", "2023-06-01T00:20",
    ]  # fmt: skip


def test_day_headings_are_no_sections() -> None:
    sheet = opened()
    for day, pair in (("30. Mai 2023", ROWS[:2]), ("31. Mai 2023", ROWS[2:3])):
        sheet.heading(day, size=12).table(list(map(list, pair)), [LEFT, 160])
    found = entries(closed(sheet))
    assert [entry.date_line for entry in found] == ["30. Mai 2023", None, "31. Mai 2023"]


def test_days_as_bullets_over_nested_rows() -> None:
    sheet = opened()
    for day, pair in (("30. Mai 2023", ROWS[:2]), ("31. Mai 2023", ROWS[2:3])):
        sheet.items(day)
        sheet.items(*(f"{time}: {text}" for time, text in pair), marker="–", x=LEFT + 16)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == ROWS[:3]
    assert [entry.date_line for entry in found] == ["30. Mai 2023", None, "31. Mai 2023"]


# Times of their own kind


def test_ranges_seconds_zones_and_rough_times() -> None:
    table = [
        ["ca. 20:00 Uhr", "Beginn"],
        ["20:15–20:40 Uhr", "Ausfall"],
        ["20:41:07", "Neustart"],
        ["23:30–00:15 Uhr", "Prüfung"],
    ]
    found = entries(closed(opened().table(table, [LEFT, 190])))
    assert [(e.time, e.at, e.end, e.approximate) for e in found] == [
        ("ca. 20:00 Uhr", "2023-05-30T20:00", None, True),
        ("20:15–20:40 Uhr", "2023-05-30T20:15", "2023-05-30T20:40", False),
        ("20:41:07", "2023-05-30T20:41:07", None, False),
        ("23:30–00:15 Uhr", "2023-05-30T23:30", "2023-05-31T00:15", False),
    ]


def test_a_doubtful_row_is_warned_about_at_its_place() -> None:
    table = [["20:00 Uhr", "Beginn"], ["kurz nach Mitternacht", "Ausfall"], ["01:10 Uhr", "Ende"]]
    record = read(closed(opened().text(prose(30)).table(table, [LEFT, 220])))
    [found] = record.timelines()
    assert [entry.at for entry in found.entries] == ["2023-05-30T20:00", None, "2023-05-31T01:10"]
    assert found.entries[1].approximate
    [warning] = record.warnings
    assert warning.path == "/sections/0/blocks/1/entries/1/at"
    assert (warning.code, warning.page) == ("time_without_clock", 1)
    assert warning.box == found.entries[1].origin[0].box


def test_newest_first() -> None:
    table = [["00:20 Uhr", "Ende"], ["23:50 Uhr", "Neustart"], ["20:15 Uhr", "Ausfall"]]
    table.append(["20:00 Uhr", "Beginn"])
    found = entries(closed(opened().table(table, [LEFT, 160])))
    assert [entry.at for entry in found] == [
        "2023-05-31T00:20", "2023-05-30T23:50", "2023-05-30T20:15", "2023-05-30T20:00",
    ]  # fmt: skip


def test_origins_of_rows_and_of_the_timeline() -> None:
    record = read(closed(opened().table(list(map(list, ROWS)), [LEFT, 160])))
    found = timeline(record)
    tops = [entry.origin[0].box[1] for entry in found.entries]
    assert tops == sorted(tops)
    [origin] = found.origin
    assert origin.box[1] == tops[0]
    assert origin.box[3] == found.entries[-1].origin[0].box[3]


# Over pages


def paged(rows_of_all: list[list[str]], *, lefts: tuple[int, int] = (70, 160)) -> list[Sheet]:
    """A long timeline on as many pages as it takes, with a footer on each."""
    pages = [opened()]
    for row in rows_of_all:
        if pages[-1].base + 13 * len(wrapped(row[1], 365)) > 765:
            pages.append(Sheet(base=45))
        pages[-1].table([row], lefts)
    closed(pages[-1])
    for number, sheet in enumerate(pages, 1):
        sheet.put("Nordlicht Hosting GmbH", base=812, size=8)
        sheet.put(f"Seite {number} von {len(pages)}", 470, base=812, size=8)
    return pages


def test_a_timeline_over_many_pages() -> None:
    many = [[f"{8 + n // 6:02}:{n % 6}5 Uhr", prose(5 + n * 7 % 31, n)] for n in range(90)]
    pages = paged(many)
    assert len(pages) > 3
    record = read(*pages)
    found = timeline(record)
    assert [[entry.time, entry.text] for entry in found.entries] == many
    assert {piece.role for piece in record.furniture} == {"footer", "page_number"}


def test_a_bullet_cut_by_a_page_break_is_one_entry() -> None:
    first, second = opened().text(prose(60)), Sheet(base=45)
    cut = wrapped(f"20:15 Uhr: {prose(60, 3)}", 441)
    first.items("20:00 Uhr: Beginn")
    first.line("•", step=1.6).put(cut[0], LEFT + 14)
    second.lines(*cut[1:], x=LEFT + 14).items("20:30 Uhr: Neustart")
    record = read(first, closed(second))
    [found] = record.timelines()
    assert rows(found) == [
        ("20:00 Uhr", "Beginn"), ("20:15 Uhr", prose(60, 3)), ("20:30 Uhr", "Neustart"),
    ]  # fmt: skip


def test_a_note_cut_by_a_page_break_is_one_note() -> None:
    first = opened().text(prose(60))
    for time, text in (("20:00", "Beginn der Wartung"), ("20:15", "Ausfall des Speichers")):
        first.line(time, step=2).put(text, 160)
    note = wrapped(prose(40, 2), 280)
    first.line(note[0], 180, step=1.9).line(note[1], 180)
    second = Sheet(base=45).lines(*note[2:], x=180)
    second.line("20:30", step=2).put("Neustart", 160)
    record = read(first, closed(second))
    [found] = record.timelines()
    assert [list(entry.notes) for entry in found.entries] == [[], [prose(40, 2)], []]


def test_a_date_line_at_the_foot_of_a_page() -> None:
    first = opened().text(prose(60)).line("30. Mai 2023", step=2, bold=True)
    first.table([["20:00", "Beginn"]], [LEFT, 160]).line("31. Mai 2023", step=2, bold=True)
    second = Sheet(base=45).table([["00:10", "Ausfall"], ["01:00", "Ende"]], [LEFT, 160])
    [found] = read(first, closed(second)).timelines()
    assert [(entry.date_line, entry.at) for entry in found.entries] == [
        ("30. Mai 2023", "2023-05-30T20:00"),
        ("31. Mai 2023", "2023-05-31T00:10"),
        (None, "2023-05-31T01:00"),
    ]


def test_a_timeline_goes_on_in_the_next_column() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall am 30. Mai 2023", size=13, step=1.6)
    top = sheet.base + 8
    sheet.heading("Zeitablauf").text(prose(40, 2), wide=215)
    sheet.table([["20:00", "Beginn"], ["20:15", prose(15, 2)]], [LEFT, 115], right=285)
    sheet.table([["20:30", "Suche nach dem Grund"]], [LEFT, 115], right=285)
    sheet.base = top + 4
    sheet.table([["20:45", "Neustart"], ["21:00", prose(14, 5)]], [310, 355], right=525)
    sheet.heading("Ursache", x=310).text(prose(40, 4), 310, 215)
    [found] = read(sheet).timelines()
    assert [entry.time for entry in found.entries] == ["20:00", "20:15", "20:30", "20:45", "21:00"]


def test_a_row_at_the_head_of_the_next_column_is_one_of_its_own() -> None:
    sheet = opened().text(f"20:00 Uhr {prose(26)}", wide=215)
    foot = sheet.base
    sheet.base = 96
    sheet.text(f"21:00 Uhr {prose(30, 1)}", 310, 215).text(f"22:00 Uhr {prose(20, 2)}", 310, 215)
    sheet.base = foot
    sheet.text(f"20:30 Uhr {prose(20, 3)}", wide=215)
    assert sorted(entry.time for line in read(sheet).timelines() for entry in line.entries) == [
        "20:00 Uhr", "20:30 Uhr", "21:00 Uhr", "22:00 Uhr",
    ]  # fmt: skip


def test_times_that_stand_under_their_events() -> None:
    sheet = opened("Statusmeldungen")
    for time, text in ROWS:
        sheet.text(text, gap=2.6).line(f"30. Mai 2023, {time}", step=1.4, size=8)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == [
        (f"30. Mai 2023, {time}", text) for time, text in ROWS
    ]
    boxes = [entry.origin[0].box for entry in found]
    assert all(above[3] < below[1] for above, below in pairwise(boxes))


def test_a_time_that_wraps_right_above_the_next_row() -> None:
    sheet = opened()
    for number, (time, text) in enumerate(
        [("10:31 Uhr", "Plan in Kraft"), ("10:40–11:35", "Besetzung der Stationen"), ("Uhr", ""),
         ("11:50 Uhr", "Aggregat am Mast"), ("12:22 Uhr", "Weg wieder da")]
    ):  # fmt: skip
        base = sheet.base + 20 + 13 * number
        sheet.put(time, base=base)
        sheet.put(text, 170, base=base)
    sheet.base += 20 + 13 * 4
    assert rows(timeline(read(closed(sheet)))) == [
        ("10:31 Uhr", "Plan in Kraft"),
        ("10:40–11:35 Uhr", "Besetzung der Stationen"),
        ("11:50 Uhr", "Aggregat am Mast"),
        ("12:22 Uhr", "Weg wieder da"),
    ]


def test_a_remark_in_italics_under_a_bullet_is_a_note() -> None:
    sheet = opened()
    sheet.items("20:00 Uhr – Alarm der Überwachung", "20:15 Uhr – Neustart")
    sheet.line("Vorher 41-mal gemeldet.", x=LEFT + 22, step=1.5, italic=True)
    sheet.items("20:40 Uhr – Ende")
    found = timeline(read(closed(sheet)))
    assert rows(found) == [
        ("20:00 Uhr", "Alarm der Überwachung"),
        ("20:15 Uhr", "Neustart"),
        ("20:40 Uhr", "Ende"),
    ]
    assert [entry.notes for entry in found.entries] == [(), ("Vorher 41-mal gemeldet.",), ()]


def test_a_zone_alone_heads_a_column_of_times() -> None:
    table = [["CET", "UTC", "Event"], ["15:00", "14:00", "Ausfall"], ["15:20", "14:20", "Ende"]]
    found = timeline(read(closed(opened().table(table, [LEFT, 140, 210], ruled=True))))
    assert found.header == ("CET", "UTC", "Event")
    assert [dict(entry.details) for entry in found.entries] == [{"UTC": "14:00"}, {"UTC": "14:20"}]


def test_of_two_lanes_the_first_is_the_event() -> None:
    table = [
        ["When", "At the gates", "In the control room"],
        ["18:00", "The new table goes live on all gates", "Release as planned, nobody on duty"],
        ["18:25", "Gates at Ely reject paper tickets", "Staff switch to checks by hand"],
    ]  # fmt: skip
    found = timeline(read(closed(opened().table(table, [LEFT, 130, 330], ruled=True))), clean=False)
    assert [entry.text for entry in found.entries] == [row[1] for row in table[1:]]
    assert [dict(entry.details) for entry in found.entries] == [
        {"In the control room": row[2]} for row in table[1:]
    ]


@pytest.mark.parametrize(
    ("firsts", "times"),
    [
        (["7.40", "8.00", "8.12", "10.20–10.48"], True),
        (["7.40", "8.00", "6.12", "10.20"], False),  # prices
        (["7.40", "8.00", "8.12", "10.75"], False),
    ],
)
def test_bare_dotted_times_rise_from_row_to_row(firsts: list[str], times: bool) -> None:
    sheet = Sheet().heading("Ausfall vom 15. Februar 2025", size=22)
    sheet.heading("Zusammenfassung").text(prose(45, 1)).heading("Ablauf")
    sheet.table([[first, prose(5, n)] for n, first in enumerate(firsts)], [LEFT, 160])
    record = read(sheet)
    [block] = [b for section in record.sections[1:] for b in section.blocks]
    assert isinstance(block, Timeline) is times
    if isinstance(block, Timeline):
        assert [entry.at for entry in block.entries][::3] == [
            "2025-02-15T07:40",
            "2025-02-15T10:20",
        ]
        assert block.entries[3].end == "2025-02-15T10:48"


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        (["22:10", "23:55"], ["00:12", "03:05"], (8, 8)),  # over midnight between two parts
        (["22:10", "01:15"], ["09:00", "09:30"], (8, 8)),  # after midnight in the first
        (["08:10", "15:00"], ["08:20", "09:00"], (7, 7)),  # another course of the same day
        (["22:00", "02:00"], ["22:05", "23:00"], (7, 7)),  # another course of the same night
    ],
)
def test_the_day_goes_on_in_the_next_part(
    first: list[str], second: list[str], days: tuple[int, int]
) -> None:
    sheet = Sheet().heading("Ausfall vom 7. Oktober 2025", size=22)
    sheet.heading("Zeitablauf").table([[t, prose(5)] for t in first], [LEFT, 160])
    sheet.base += 14
    sheet.text(prose(30, 3), gap=2.2)
    sheet.base += 6
    sheet.table([[t, prose(5, 2)] for t in second], [LEFT, 160])
    blocks = [b for s in read(sheet).sections for b in s.blocks if isinstance(b, Timeline)]
    assert len(blocks) == 2
    assert [entry.at for entry in blocks[1].entries] == [
        f"2025-10-{day:02}T{time}" for day, time in zip(days, second, strict=True)
    ]


@pytest.mark.parametrize(
    ("head", "rows"),
    [(("Moment", "What happened"), 2), (("Moment", "Servers went down"), 3)],
)
def test_a_row_that_names_events_over_nothing_but_times_is_the_header(
    head: tuple[str, str], rows: int
) -> None:
    sheet = Sheet().heading("Incident report", size=22).line("Outage of 1 October 2025", step=2)
    sheet.heading("Order of events")
    sheet.table([head, ("1 Oct, 06:40", "Job starts"), ("1 Oct, 06:41", "It ends")], [LEFT, 200])
    [block] = read(sheet).sections[0].blocks
    assert isinstance(block, Timeline)
    assert block.header == (head if rows == 2 else ())
    assert len(block.entries) == rows


def test_a_day_in_a_row_s_place_is_a_row() -> None:
    sheet = opened()
    told = [
        ("Dienstag, 30. Mai 2023, 18:40 Uhr", "Die erste Meldung wird abgewiesen"),
        ("Mittwoch, 31. Mai 2023", "An diesem Tag werden 874 Meldungen verschickt"),
        ("Donnerstag, 1. Juni 2023, 08:20 Uhr", "Ein Kunde meldet sich"),
    ]
    for time, text in told:
        sheet.line(time, step=2.4, size=9, bold=True).line(text, step=1.5)
    found = entries(closed(sheet))
    assert [(entry.time, entry.text) for entry in found] == told
    assert [entry.at for entry in found] == ["2023-05-30T18:40", "2023-05-31", "2023-06-01T08:20"]


def test_days_over_the_events_of_a_margin_with_times() -> None:
    first, second = opened(), Sheet(base=60)
    days = {"Dienstag, 30. Mai 2023": ROWS[:2], "Mittwoch, 31. Mai 2023": ROWS[2:]}
    sheet = first
    for day, events in days.items():
        sheet.line(day, 140, step=2.4, bold=True)
        for time, text in events[:-1]:
            sheet.line(time.removesuffix(" Uhr"), 80, step=2.2, size=9)
            sheet.put(text, 140)
    sheet.line("Donnerstag, 1. Juni 2023", 140, step=2.4, bold=True)  # of what the next page has
    second.line("09:10", 80, size=9)
    second.put("Alles läuft wieder", 140)
    found = entries(first, closed(second), clean=False)
    assert [entry.date_line for entry in found] == [*days, "Donnerstag, 1. Juni 2023"]
    assert [entry.at for entry in found] == [
        "2023-05-30T20:00",
        "2023-05-31T23:50",
        "2023-06-01T09:10",
    ]


def test_a_bold_time_with_a_word_before_it_is_no_sentence() -> None:
    sheet = opened()
    for time, text in (("20:00", "erster Versuch"), ("gegen 23:00", "aufgeräumt von Hand")):
        sheet.line("•", step=1.6)
        x = sheet.put(time, LEFT + 14, bold=True)[-1].x1
        sheet.put(text, x + 4)
    found = entries(closed(sheet))
    assert [(e.time, e.text) for e in found] == [
        ("20:00", "erster Versuch"),
        ("gegen 23:00", "aufgeräumt von Hand"),
    ]


def test_a_note_of_the_page_under_a_timeline_s_last_row() -> None:
    sheet = opened()
    sheet.base += 4
    x = sheet.line("Am Abend war die Miete fällig", step=2).words[-1].x1
    sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
    for time, text in ROWS[:2]:
        sheet.line(time.removesuffix(" Uhr"), 70, step=2.2, size=9)
        sheet.put(text.split(" Knoten")[0][:40], 140)
    sheet.base += 11
    sheet.put("1", 140, base=sheet.base - 3, size=5)
    sheet.put("Wer gemahnt wurde, hat ein Schreiben erhalten", 144, size=8)
    record = read(sheet, closed(Sheet(base=60)))
    [found] = record.timelines()
    assert [entry.notes for entry in found.entries] == [(), ()]
    texts = [b.text for s in record.sections for b in s.blocks if isinstance(b, Paragraph)]
    assert "Wer gemahnt wurde, hat ein Schreiben erhalten" in texts


@pytest.mark.parametrize("rows", [2, 4])
def test_lines_that_begin_with_times_are_rows_under_any_heading(rows: int) -> None:
    """Set as one paragraph without a gap; two such lines may be chance."""
    sheet = Sheet().heading("Bericht zum 9. April 2025", size=22)
    sheet.heading("Zusammenfassung").text(prose(45))
    sheet.heading("Blaue Elefanten", gap=3).base += 10
    for number in range(rows):
        sheet.line(f"**2:1{number} Uhr** Ein Anruf geht ein.")
    found = read(sheet).sections[-1].blocks
    assert [isinstance(block, Timeline) for block in found] == [rows > 2]


@pytest.mark.parametrize(("size", "boxed"), [(8.5, True), (10.0, False)])
def test_a_row_may_hold_nothing_but_a_machine_s_message(size: float, boxed: bool) -> None:
    """In smaller type, and set in by the padding of its box alone."""
    sheet, message = opened(), "Alarm Speicher voll"
    sheet.line("20:00", step=2).put("Der Dienst wird langsam", LEFT + 60)
    sheet.line("20:10", step=2).put(message, LEFT + 60 + 6, size=size)
    sheet.line("20:30", step=2).put("Platz geschaffen", LEFT + 60)
    found = entries(closed(sheet), clean=False)
    assert (found[1].text, found[1].notes) == (("", (message,)) if boxed else (message, ()))
    assert [found[0].text, found[2].text] == ["Der Dienst wird langsam", "Platz geschaffen"]


def test_a_nested_note_has_no_bullet() -> None:
    sheet = opened()
    for time, event in ROWS[:3]:
        sheet.line(time, step=2).put(event[:40], LEFT + 80)
        if time == "20:15 Uhr":
            sheet.line("•", LEFT + 100, step=1.8).put("Nur im Automatikbetrieb", LEFT + 110)
    found = entries(closed(sheet), clean=False)
    assert found[1].notes == ("Nur im Automatikbetrieb",)


@pytest.mark.parametrize("head", ["Dauer", "Elapsed"])
def test_what_has_passed_since_the_beginning_is_no_clock(head: str) -> None:
    rows = [[head, "Uhrzeit", "Ereignis"], ["00:00", "20:00", "Beginn der Wartung"]]
    rows += [["00:15", "20:15", "Der Knoten antwortet nicht"], ["01:10", "21:10", "Alles läuft"]]
    sheet = opened().table(rows, [LEFT, LEFT + 80, LEFT + 160], head=True, ruled=True)
    found = timeline(read(closed(sheet)))
    assert ats(found) == ["2023-05-30T20:00", "2023-05-30T20:15", "2023-05-30T21:10"]
    assert found.entries[2].details == {head: "01:10"}


@pytest.mark.parametrize("told", [True, False])
def test_a_log_is_no_timeline_where_another_section_tells_it(told: bool) -> None:
    sheet = opened("Wie die Verteilung arbeitet").text(prose(30, 1))
    for second in range(4):
        sheet.line(
            f"21:38:0{second} relay-14 stream=OPEN",
            LEFT + 8,
            3.0 - min(second, 1) * 1.6,
            size=8,
            mono=True,
        )
    if told:
        sheet.heading("Zeitablauf").table(list(map(list, ROWS)), [LEFT, 160])
    record = read(closed(sheet))
    assert [len(found.entries) for found in record.timelines()] == ([len(ROWS)] if told else [4])


@pytest.mark.parametrize("first", [1.2, 1.9])
def test_a_day_close_over_the_time_of_its_first_row_or_under_the_last(first: float) -> None:
    sheet = opened()
    for day, rows in (("Dienstag, 30. Mai", ROWS[:2]), ("Mittwoch, 31. Mai", ROWS[:2])):
        sheet.line(day, step=2.0, bold=True)
        step = first
        for time, event in rows:
            sheet.line(time, step=step, bold=True).put(event[:40], LEFT + 140)
            step = 1.9
    found = entries(closed(sheet), clean=False)
    assert [entry.date_line for entry in found] == [
        "Dienstag, 30. Mai",
        None,
        "Mittwoch, 31. Mai",
        None,
    ]
    assert [entry.time for entry in found] == [ROWS[0][0], ROWS[1][0]] * 2


def test_cards_side_by_side_are_rows() -> None:
    sheet = opened()
    for row in (ROWS[:3], ROWS[1:4]):
        top = sheet.base + 12
        for number, (time, event) in enumerate(row):
            x = LEFT + 155 * number
            sheet.areas.append(Area(x, top, x + 145, top + 60))
            sheet.base = top + 2
            sheet.line(time, x + 8, bold=True)
            sheet.lines(*wrapped(event[:40], 125), x=x + 8)
        sheet.base = top + 62
    found = entries(closed(sheet), clean=False)
    assert [(e.time, e.text) for e in found] == [
        (t, e[:40].strip()) for t, e in (*ROWS[:3], *ROWS[1:4])
    ]
    assert not any(e.notes for e in found)


def test_events_in_the_third_column_under_a_head_that_a_day_parts_from_its_rows() -> None:
    """Fewer words in some part of it than in the column before."""
    head = ["Uhrzeit", "Anlagenteil", "Ereignis"]
    first = [["09:31", "Leitrechner", prose(14, 1)], ["09:44", "Kreis C", prose(12, 2)]]
    second = [
        ["00:30", "Leitrechner in Halle 4 und Halle 5", "Ende"],
        ["02:15", "Kreise A bis C", "Probe"],
    ]
    sheet = opened().table([head], [LEFT, LEFT + 80, LEFT + 240], head=True)
    for day, rows in (("Freitag, 8. August", first), ("Samstag, 9. August", second)):
        sheet.line(day, step=2.4, bold=True, size=11)
        sheet.table(rows, [LEFT, LEFT + 80, LEFT + 240])
    found = entries(closed(sheet), clean=False)
    assert [entry.text for entry in found] == [row[2] for row in (*first, *second)]


def test_days_left_of_the_events_do_not_set_these_in() -> None:
    sheet = opened()
    for day, times in (("Dienstag, 30. Mai", ("20:00", "20:15")), ("Mittwoch, 31. Mai", ("0:20",))):
        sheet.base += 20
        sheet.put(day, LEFT + 60, bold=True)
        for number, time in enumerate(times):
            sheet.base += 20
            sheet.put(f"{time} Uhr", bold=True)
            sheet.put(prose(6, number), LEFT + 80)
    found = entries(closed(sheet))
    assert [(e.time, e.text, e.notes) for e in found] == [
        ("20:00 Uhr", prose(6, 0), ()),
        ("20:15 Uhr", prose(6, 1), ()),
        ("0:20 Uhr", prose(6, 0), ()),
    ]
    assert found[2].at == "2023-05-31T00:20"


@pytest.mark.parametrize("cell", ["612", "ausverkauft"])
def test_a_table_of_measurements_is_no_timeline(cell: str) -> None:
    rows = [["Freitagabend", cell, "4 %"], ["30.05.2023", cell, "12,5 min"]]
    sheet = opened("Auswirkung").table([*rows, ["31.05.2023", cell, "–"]], [LEFT, 180, 300])
    record = read(closed(sheet))
    assert bool(list(record.timelines())) == (cell == "ausverkauft")


@pytest.mark.parametrize("day", ["Mittwoch: der Umweg", "31. Mai: der Umweg"])
def test_a_heading_that_begins_with_a_day_gives_it_to_its_rows(day: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall am 30. und 31. Mai 2023", size=13, step=1.6)
    sheet.heading("Dienstag: der Anfang").table(
        [["20:00", "Beginn der Arbeiten"], ["20:15", "Erster Ausfall"]], [LEFT, 160]
    )
    sheet.heading(day).table([["21:00", "Umweg gefunden"], ["21:20", "Ende"]], [LEFT, 160])
    record = read(sheet)
    assert [section.heading for section in record.sections] == ["Dienstag: der Anfang", day]
    assert [e.at for t in record.timelines() for e in t.entries] == [
        "2023-05-30T20:00",
        "2023-05-30T20:15",
        "2023-05-31T21:00",
        "2023-05-31T21:20",
    ]


def test_an_item_under_a_row_that_is_one_is_its_note() -> None:
    """Its bullet stands where the text of the row begins."""
    sheet = opened()
    for number, (time, event) in enumerate((("20:00", prose(6, 1)), ("20:15", prose(6, 2)))):
        sheet.items(f"{time} Uhr: {event}", inset=18)
        if not number:
            sheet.items("Niemand wollte jemanden wecken", x=LEFT + 18, inset=18)
    found = entries(closed(sheet))
    assert [entry.notes for entry in found] == [("Niemand wollte jemanden wecken",), ()]


@pytest.mark.parametrize("told", [True, False])
def test_times_behind_their_events(told: bool) -> None:
    """A card has its time at the right; a table that tells a thing's time is no timeline."""
    events = ["Der Kassenserver wird nach dem Stromausfall neu gestartet.",
              "Die Kassen öffnen, und die ersten Karten werden gedruckt."]  # fmt: skip
    if not told:
        events = ["Kassenserver", "Drehkreuz"]
    rows = [[event, f"{8 + n}:30 Uhr"] for n, event in enumerate(events)]
    record = read(closed(opened("Auswirkung").table(rows, [LEFT, 420])))
    found = [(e.time, e.text) for t in record.timelines() for e in t.entries]
    assert found == ([(time, event) for event, time in rows] if told else [])


@pytest.mark.parametrize("down", [True, False])
def test_cards_in_columns_are_read_as_their_times_go_on(down: bool) -> None:
    rows = [
        (time, event[:36].strip())
        for time, event in (*ROWS, ("01:10 Uhr", "Bericht an alle"), ("02:00 Uhr", "Ende"))
    ]
    sheet = opened()
    top = sheet.base + 12
    for number, (time, event) in enumerate(rows):
        column, row = divmod(number, 3) if down else (number % 2, number // 2)
        x, y = LEFT + 240 * column, top + 50 * row
        sheet.areas.append(Area(x, y, x + 225, y + 40))
        sheet.put(time, x + 8, y + 14, bold=True)
        sheet.put(event, x + 8, y + 28)
    sheet.base = top + 150
    found = entries(closed(sheet), clean=False)
    assert [(e.time, e.text) for e in found] == rows


def test_seconds_behind_a_full_stop() -> None:
    rows = (("4.30 Uhr", ROWS[0][1]), ("5.12.40 Uhr", ROWS[2][1]), ("6.05 Uhr", ROWS[3][1]))
    found = entries(closed(opened().table(rows, [LEFT, 170])))
    assert [e.at for e in found] == ["2023-05-30T04:30", "2023-05-30T05:12:40", "2023-05-30T06:05"]


@pytest.mark.parametrize(
    ("last", "rest"),
    [
        ("Das Kabel ist fest, der Ring ge-", "schlossen."),
        ("Die Kundschaft meldet doppelte", "Bestellungen."),
    ],
)
def test_a_text_that_its_column_cuts_goes_on_in_the_next_block(last: str, rest: str) -> None:
    """In the middle of a word, or where the other rows end with their sentence."""
    sheet = Sheet().heading("Bericht zum 30. Mai 2023", size=22).text(prose(60), wide=210)
    sheet.base = 600
    sheet.heading("Zeitablauf")
    rows = [(f"{hour}:30 Uhr", "Neustart des Knotens.") for hour in range(10, 15)]
    for time, event in (*rows, ("15:10 Uhr", last)):
        sheet.line(time, step=1.6).put(event, 130)
    sheet.base = 90
    sheet.line(rest, 390).heading("Ursache", x=330).text(prose(90), 330, 200).text(
        prose(90, 2), 330, 200
    )
    record = read(sheet)
    rows_found = [e for s in record.sections for b in s.blocks for e in getattr(b, "entries", ())]
    assert rows_found[-1].notes == ()
    assert rows_found[-1].text.endswith(rest)


def test_smaller_italics_under_a_row_s_text_are_its_note() -> None:
    sheet = Sheet().heading("Bericht zum 30. Mai 2023", size=22).heading("Zeitablauf")
    for hour in range(10, 14):
        sheet.line(f"{hour}:30 Uhr", step=1.8).put("Neustart des Knotens.", 160)
        if hour == 12:
            sheet.line("Er half niemandem.", 160, italic=True, size=8)
    record = read(sheet.heading("Ursache").text(prose(60)))
    entries = record.sections[0].blocks[0].entries  # type: ignore[union-attr]
    assert [entry.notes for entry in entries] == [(), (), ("Er half niemandem.",), ()]


@pytest.mark.parametrize("second", ["23:41 bis 02:19 Uhr", "23:50 bis 02:19 Uhr"])
def test_one_time_of_all_things_in_a_table_makes_no_rows(second: str) -> None:
    rows = [["Was", "Ausfall", "Bemerkung"], ["Webseiten", "23:41 bis 02:19 Uhr", "nicht lesbar"]]
    sheet = opened("Auswirkung").table([*rows, ["Postfächer", second, "leer"]], [LEFT, 200, 330])
    record = read(closed(sheet))
    assert bool(list(record.timelines())) == (second[:5] != "23:41")


@pytest.mark.parametrize("word", ["Bis", "Ab"])
def test_what_is_to_be_done_by_a_day_is_no_row(word: str) -> None:
    sheet = opened("Maßnahmen").items(
        f"{word} 12. September 2023: Ereignisse nach Monaten teilen",
        f"{word} 30. September 2023: den Betrieb ohne Schreiben üben",
    )
    record = read(closed(sheet))
    assert bool(list(record.timelines())) == (word == "Ab")


@pytest.mark.parametrize("last", ["1 h 10 min", "Der Anbieter antwortet nicht"])
def test_phases_from_when_until_when_are_no_rows(last: str) -> None:
    rows = [["Abschnitt", "Beginn", "Ende", "Dauer"], ["Bemerken", "19:42", "19:50", "8 min"],
            ["Erreichen", "20:30", "21:40", last]]  # fmt: skip
    sheet = opened("Vergleich").table(rows, [LEFT, 180, 240, 300], head=True, ruled=True)
    record = read(closed(sheet))
    assert bool(list(record.timelines())) == (last[:1] != "1")


def test_a_column_of_times_that_all_wrap() -> None:
    rows = [(f"26.08.2024, 0{n}:30", f"{prose(20, n)}.") for n in (6, 7, 8)]
    sheet = opened()
    for time, event in rows:
        sheet.base += 20
        sheet.put(time, bold=True)
        sheet.put("Uhr", base=sheet.base + 13, bold=True)
        for number, row in enumerate(wrapped(event, 250)):
            sheet.base += 13 if number else 0
            sheet.put(row, LEFT + 110)
    found = entries(closed(sheet))
    assert [(e.time, e.text) for e in found] == [(f"{time} Uhr", event) for time, event in rows]


def test_notes_that_are_a_sentence_each() -> None:
    told = ("Guests were called first.", "Of 188 calls 161 reached a person.")
    sheet = opened().items("20:00 Uhr: Die Kassen rufen an")
    for note in told:
        sheet.line(note, LEFT + 30, size=9, italic=True)
    sheet.items("20:30 Uhr: Alle sind erreicht")
    assert [entry.notes for entry in entries(closed(sheet))] == [told, ()]


def test_a_time_in_words_that_wraps_beside_its_event() -> None:
    rows = [["23:30", prose(4)], ["Shortly after", prose(5, 2)], ["midnight", ""]]
    sheet = opened().table([*rows, ["00:35", prose(4, 3)]], [LEFT, 200], ruled=True)
    found = timeline(read(closed(sheet)), clean=False)
    assert [entry.time for entry in found.entries] == ["23:30", "Shortly after midnight", "00:35"]
