"""Furniture: running lines, page numbers, browser lines, watermarks, contents pages."""

from __future__ import annotations

import pytest
from handmade import LEFT, Sheet, prose, read

from pmpdf.record import PostMortem


def framed(record: PostMortem) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(piece.role, piece.text, piece.pages) for piece in record.furniture]


def page(number: int = 1) -> Sheet:
    """A page of a report, with its edges free."""
    sheet = Sheet(base=90)
    if number == 1:
        sheet.heading("Störungsbericht", size=22).heading("Zusammenfassung")
    else:
        sheet.heading("Ursache" if number == 2 else "Maßnahmen")
    for seed in range(9):
        sheet.text(prose(38, number * 10 + seed))
    return sheet


def test_running_lines_have_their_roles_and_pages() -> None:
    pages = []
    for number in (1, 2, 3):
        sheet = page(number)
        sheet.put("Störungsbericht 2023-17", base=40, size=8)
        sheet.put("Nordlicht Hosting GmbH", base=810, size=8)
        sheet.put(f"Seite {number} von 3", 450, base=810, size=8)
        pages.append(sheet)
    record = read(*pages)
    assert sorted(framed(record)) == [
        ("footer", "Nordlicht Hosting GmbH", (1, 2, 3)),
        ("header", "Störungsbericht 2023-17", (1, 2, 3)),
        *(("page_number", f"Seite {n} von 3", (n,)) for n in (1, 2, 3)),
    ]
    assert record.organization == "Nordlicht Hosting GmbH"
    assert record.warnings == ()
    assert "Seite" not in str(record.sections)


def test_browser_lines() -> None:
    pages = []
    for number in (1, 2):
        sheet = page(number)
        sheet.put("7.6.2023, 09:15", LEFT, base=24, size=7)
        sheet.put("Störungsbericht – Wiki", 300, base=24, size=7)
        sheet.put("https://wiki.example.org/x/17", LEFT, base=825, size=7)
        sheet.put(f"{number}/2", 500, base=825, size=7)
        pages.append(sheet)
    assert sorted(framed(read(*pages))) == [
        ("browser_line", "7.6.2023, 09:15", (1, 2)),
        ("browser_line", "https://wiki.example.org/x/17", (1, 2)),
        ("header", "Störungsbericht – Wiki", (1, 2)),
        ("page_number", "1/2", (1,)),
        ("page_number", "2/2", (2,)),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("1 / 1", "page_number"),
        ("Seite 1 von 1", "page_number"),
        ("Page 1", "page_number"),
        ("Nordlicht Hosting GmbH", "footer"),
        ("Vertraulich", "footer"),
        ("7.6.2023, 09:15", "browser_line"),
        ("https://wiki.example.org/x/17", "browser_line"),
    ],
)
def test_a_single_page_has_furniture_too(text: str, role: str) -> None:
    sheet = page()
    sheet.put(text, 260, base=810, size=8)
    record = read(sheet)
    assert framed(record) == [(role, text, (1,))]
    assert record.warnings == ()


def test_what_stands_on_one_edge_line_is_judged_together() -> None:
    sheet = page()
    sheet.put("Bericht 17", LEFT, base=810, size=8)
    sheet.put("1 / 1", 480, base=810, size=8)
    assert sorted(framed(read(sheet))) == [
        ("footer", "Bericht 17", (1,)),
        ("page_number", "1 / 1", (1,)),
    ]


def test_a_sentence_alone_at_the_foot_is_text() -> None:
    sheet = page()
    sheet.put("Wir bitten um Entschuldigung.", 200, base=800)
    record = read(sheet)
    assert record.furniture == ()
    assert "Wir bitten um Entschuldigung." in str(record.sections[-1].blocks[-1])


@pytest.mark.parametrize(("behind", "text"), [(", Schreiben vom 3. Februar 2025", False),
                                              (" bittet um Entschuldigung", True)])  # fmt: skip
def test_a_letter_s_second_page_begins_with_the_name_over_its_first(
    behind: str, text: bool
) -> None:
    first = Sheet(base=40).line("Nahwärme Tellbach eG", 335, size=18, bold=True)
    first.base = 90
    first.heading("Ausfall der Wärmeversorgung", size=12.5, gap=4)
    for heading in ("Der Hergang", "Warum das Rohr gebrochen ist"):
        first.heading(heading, size=10.5).text(prose(150))
    second = Sheet(base=44)
    second.put(f"Nahwärme Tellbach eG{behind}", size=8.5, color=0x666666)
    second.base = 78
    second.items("Von jeder Nennweite halten wir Rohr vor.", "Der Draht wird gemessen.")
    second.heading("Ihre Abrechnung", size=10.5).text(prose(120))
    second.heading("Zum Schluss", size=10.5).text(prose(60))
    told = [piece.text for piece in read(first, second).furniture if piece.pages == (2,)]
    assert told == ([] if text else [f"Nahwärme Tellbach eG{behind}"])


def test_watermarks() -> None:
    sheet = page()
    sheet.put("ENTWURF", 150, base=420, size=60, upright=False)
    assert framed(read(sheet)) == [("watermark", "ENTWURF", (1,))]


@pytest.mark.parametrize("leaders", [" ............................. ", " … … … … "])
def test_a_contents_page_is_furniture(leaders: str) -> None:
    first = Sheet(base=60).heading("Störungsbericht", size=22)
    first.line("Inhalt", step=3, bold=True, size=14)
    for number, name in enumerate(("Zusammenfassung", "Ursache", "Maßnahmen"), 2):
        first.line(f"{name}{leaders}{number}", step=1.8)
    record = read(first, page(1), page(2), page(3))
    contents = [text for role, text, _ in framed(record) if role == "contents"]
    assert contents == ["Inhalt", "Zusammenfassung 2", "Ursache 3", "Maßnahmen 4"]
    assert "....." not in record.to_json()


def test_contents_without_page_numbers() -> None:
    names = ("Zusammenfassung", "Ursache", "Maßnahmen")
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.line("Inhalt", step=3, bold=True, size=14)
    for name in names:
        sheet.line(name, step=1.8)
    for number, name in enumerate(names):
        sheet.heading(name).text(prose(45, number))
    record = read(sheet)
    assert [section.heading for section in record.sections] == list(names)
    assert all(len(section.blocks) == 1 for section in record.sections)
    assert [text for role, text, _ in framed(record) if role == "contents"] == ["Inhalt", *names]


def test_contents_with_numbers_alone_end_where_the_first_one_heads_text() -> None:
    names = ("Zusammenfassung", "Ursache", "Maßnahmen")
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.line("Inhalt", step=3, bold=True, size=14)
    for number, name in enumerate(names, 1):
        sheet.line(f"{number} {name}", step=1.8)
    for number, name in enumerate(names, 1):
        sheet.heading(f"{number} {name}").text(prose(45, number))
    assert [section.heading for section in read(sheet).sections] == list(names)


@pytest.mark.parametrize(
    ("line", "role"), [("From the Example Wiki", "header"), ("Ausfall vom 30. Mai 2023", None)]
)
def test_where_a_page_is_from_stands_small_under_the_title(line: str, role: str | None) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line(line, size=8, step=3)
    record = read(sheet.heading("Ursache").text(prose(60)))
    assert [piece.role for piece in record.furniture] == ([role] if role else [])
    assert record.subtitle == (None if role else line)


def test_lone_small_lines_over_several_pages_are_headers_though_they_differ() -> None:
    pages = [page(1), page(2)]
    for number, (sheet, name) in enumerate(zip(pages, ("Überblick", "Analyse"), strict=True), 1):
        sheet.put(f"Bericht {number}/2 - {name}", base=30, size=8)
    record = read(*pages)
    assert framed(record) == [
        ("header", "Bericht 1/2 - Überblick", (1,)),
        ("header", "Bericht 2/2 - Analyse", (2,)),
    ]
    assert record.organization is None


def test_a_running_title_leaves_the_title_itself() -> None:
    pages = [page(1), page(2)]
    for sheet in pages:
        sheet.put("Störungsbericht", 260, base=40, size=8)
    record = read(*pages)
    assert record.title == "Störungsbericht"
    assert framed(record) == [("header", "Störungsbericht", (1, 2))]


def test_small_print_alone_at_the_foot_is_a_footer() -> None:
    sheet = page()
    sheet.put("Dokument 4711, ausgedruckt nur zur Information", base=806, size=7)
    assert ("footer", "Dokument 4711, ausgedruckt nur zur Information", (1,)) in framed(read(sheet))


def test_a_heading_that_the_contents_list_begins_the_text() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).heading("Inhaltsverzeichnis")
    for row, name in enumerate(("1. Zusammenfassung", "2. Ursache")):
        sheet.base += 15
        sheet.put(name)
        sheet.put(str(row + 1), 500)
    sheet.heading("1. Zusammenfassung").text(prose(40)).heading("2. Ursache").text(prose(40, 3))
    record = read(sheet)
    assert [section.heading for section in record.sections] == ["Zusammenfassung", "Ursache"]


def test_a_list_of_the_headings_without_numbers_is_the_contents() -> None:
    names = ["Zusammenfassung", "Auswirkungen", "Ursache"]
    sheet = Sheet().heading("Störungsbericht", size=22).line("Auf dieser Seite", bold=True, step=3)
    sheet.lines(*names, size=9)
    for seed, name in enumerate(names):
        sheet.heading(name).text(prose(40, seed))
    record = read(sheet)
    assert [section.heading for section in record.sections] == names
    assert [piece.role for piece in record.furniture] == ["contents"] * len(record.furniture)
    assert " ".join(piece.text for piece in record.furniture).endswith(" ".join(names))


@pytest.mark.parametrize("issue", ["Ausgabe 1/2026", "Im Januar 2026"])
def test_a_periodical_s_masthead_stands_over_the_title(issue: str) -> None:
    white = {"color": 0xFFFFFF}
    sheet = Sheet().heading("Grünauer Wärmebrief", size=26, **white)
    sheet.line("Kundeninformation der Stadtwerke Grünau", step=2, size=11, **white)
    sheet.put(issue, 440, size=11, **white)
    sheet.heading("Kalte Heizkörper im Osten", size=22, gap=2.5)
    sheet.line("Was am 14. Januar los war", size=13)
    sheet.heading("Zusammenfassung").text(prose(60)).heading("Ursache").text(prose(60, 1))
    sheet.put("Stadtwerke Grünau", base=810, size=8)
    record = read(sheet)
    if issue.startswith("Im"):
        assert record.title == "Grünauer Wärmebrief"
        return
    assert (record.title, record.subtitle, record.organization) == (
        "Kalte Heizkörper im Osten",
        "Was am 14. Januar los war",
        "Stadtwerke Grünau",
    )
    assert [f.text for f in record.furniture if f.role == "header"] == [
        "Grünauer Wärmebrief",
        "Kundeninformation der Stadtwerke Grünau",
        issue,
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Was this article helpful? Yes No", "footer"),
        ("War dieser Artikel hilfreich? Ja / Nein", "footer"),
        ("Kann das wieder geschehen? Ja, und wir üben dafür", None),
    ],
)
def test_a_site_asks_its_readers_behind_the_end_of_a_text(text: str, role: str | None) -> None:
    record = read(page().line(text, step=4))
    assert next((p.role for p in record.furniture if p.text == text), None) == role


@pytest.mark.parametrize(("name", "framed"), [("Hotel Lindqvist", True), ("Hotel Malmö", False)])
def test_a_name_from_the_first_page_small_over_a_later_one(name: str, framed: bool) -> None:
    first = Sheet().line("Hotel Lindqvist", size=13).heading("Störungsbericht", size=22)
    first.heading("Zusammenfassung").text(prose(60))
    second = Sheet(base=60)
    second.put(name, 400, 26, size=8)
    second.heading("Ursache").text(prose(60, 2))
    record = read(first, second)
    assert (name in [piece.text for piece in record.furniture]) == framed


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Kassenlotse GmbH · Amtsgericht Dresden HRB 39917", False),
        ("Die Kassen laufen wieder.", True),
    ],
)
def test_an_imprint_under_the_text_s_end(line: str, kept: bool) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).heading("Ursache").text(prose(60, 1))
    sheet.line(line, 200, step=5, size=8)
    record = read(sheet)
    footer = [piece.text for piece in record.furniture if piece.role == "footer"]
    assert footer == ([] if kept else [line])


@pytest.mark.parametrize(
    ("line", "framed"), [("Verlust des Speichers", True), ("Ersatz des Speichers", False)]
)
def test_a_part_of_the_title_over_a_later_page(line: str, framed: bool) -> None:
    first = Sheet().heading("Bericht zum Verlust des Speichers", size=22)
    first.heading("Zusammenfassung").text(prose(60))
    second = Sheet(base=60)
    second.put(line, 400, 26, italic=True)
    second.heading("Ursache").text(prose(60, 2))
    record = read(first, second)
    assert (line in [piece.text for piece in record.furniture]) == framed


def test_a_name_from_the_first_page_small_right_over_a_later_one_s_list() -> None:
    first = Sheet().line("Estuary Crossings", size=13).heading("Report", size=22)
    first.heading("Impact").text(prose(60))
    second = Sheet(base=52)
    second.put("Estuary Crossings", size=8.5)
    second.items("The nightly job had sent nothing", "No one was there to sign a list")
    record = read(first, second.heading("Response").text(prose(60, 2)))
    assert "Estuary Crossings" in [piece.text for piece in record.furniture]


@pytest.mark.parametrize("again", ["Störungsbericht Netz", "Störungsmeldung Netz"])
def test_the_title_in_bold_over_a_later_page(again: str) -> None:
    first = Sheet(base=90).heading("Störungsbericht Netz", size=22).heading("Zusammenfassung")
    for seed in range(9):
        first.text(prose(38, seed))
    second = page(2)
    second.put(again, base=60, size=9, bold=True)
    found = [piece[1] for piece in framed(read(first, second))]
    assert (again in found) == (again == "Störungsbericht Netz")


@pytest.mark.parametrize("number", ["ST/0219", "ST/0220"])
def test_a_row_over_a_later_page_of_what_the_first_one_prints(number: str) -> None:
    first = Sheet(base=90).heading("Störungsbericht Netz", size=22)
    first.put("ST/0219", base=70, size=8)
    first.heading("Zusammenfassung")
    for seed in range(9):
        first.text(prose(38, seed))
    second = Sheet(base=52)
    second.put("Störungsbericht Netz", base=50, size=8)
    second.put(number, 450, base=50, size=8)
    second.text(prose(60), gap=1.6)
    found = [piece[1] for piece in framed(read(first, second))]
    assert ("Störungsbericht Netz" in found) == (number == "ST/0219")


def test_a_sentence_along_the_foot_names_the_body() -> None:
    sheets = [Sheet().heading("Standing orders paid twice", size=22), Sheet()]
    for sheet in sheets:
        sheet.heading("Impact").text(prose(60))
        sheet.put(
            "This review was published by Harrow & Pell Building Society for members.",
            base=812,
            size=8,
        )
    assert read(*sheets).organization == "Harrow & Pell Building Society"


def test_a_fact_of_the_first_page_small_over_a_later_one() -> None:
    """At the right, under a table that the page before ends with."""
    first = Sheet().heading("Bericht über den Ausfall", size=22)
    first.table([["Drucksache:", "2025/0417"], ["Sitzung am:", "3. Juni 2025"]], [LEFT, 180])
    first.heading("Zusammenfassung").text(prose(60)).heading("Verlauf")
    rows = [["Zeit", "Vorgang", "Beteiligt"], ["11:30 Uhr", prose(5), "Amt 33"]]
    first.table([*rows, ["11:40 Uhr", prose(5, 2), "Amt 33"]], [LEFT, 160, 440], ruled=True)
    second = Sheet(base=40)
    second.put("Drucksache 2025/0417", 455, size=8.5)
    record = read(first, second.heading("Folgen").text(prose(60, 3)))
    [rows] = record.timelines()
    assert [entry.notes for entry in rows.entries] == [(), ()]
    assert "Drucksache 2025/0417" in [piece.text for piece in record.furniture]
