"""What frames the text: repetition, place and marks, and what only looks like it."""

from __future__ import annotations

import pytest
from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes, width_of

from pmpdf.layout import Layout
from pmpdf.layout.furniture import keep_text_at_edges, split
from pmpdf.layout.lines import lines_of
from pmpdf.reading.document import Area
from pmpdf.values import replace


def margins(layout: Layout) -> list[tuple[str, str, int]]:
    return [(m.line.text, m.edge, m.line.page) for m in layout.margins]


def lone(layout: Layout) -> list[tuple[str, str]]:
    """Lines left to meaning, since they merely stand alone at an edge."""
    return [(b.first.text, b.edge) for b in layout.blocks if getattr(b, "edge", None)]


def full(seed: int = 0) -> Sheet:
    """A page of text that leaves its edges free."""
    sheet = Sheet(base=90)
    for number in range(12):
        sheet.text(prose(37 + (seed + number) % 3, seed * 20 + number))
    return sheet


def framed(number: int, header: str, footer: str, **flags: object) -> Sheet:
    sheet = full(number)
    sheet.put(header, base=40, size=8, **flags)
    sheet.put(footer, x=260, base=810, size=8, **flags)
    return sheet


def test_running_lines_repeat() -> None:
    layout = laid_out(*(framed(n, "Nordlicht GmbH", f"Seite {n} von 3") for n in (1, 2, 3)))
    assert margins(layout) == [
        (text, edge, n)
        for n in (1, 2, 3)
        for text, edge in (("Nordlicht GmbH", "top"), (f"Seite {n} von 3", "bottom"))
    ]
    assert all(margin.repeated for margin in layout.margins)
    assert not lone(layout)


def test_a_running_line_may_stand_rather_deep() -> None:
    pages = []
    for number in (1, 2):
        sheet = Sheet(base=155)
        for seed in range(8):
            sheet.text(prose(40, 10 * number + seed))
        sheet.put("Nordlicht GmbH", base=120, size=8)
        pages.append(sheet)
    assert margins(laid_out(*pages)) == [("Nordlicht GmbH", "top", 1), ("Nordlicht GmbH", "top", 2)]


def test_a_running_line_may_shift_a_little_but_not_wander() -> None:
    pages = [full(n) for n in (1, 2)]
    for page, drift in zip(pages, (0, 2.5), strict=True):
        page.put("Nordlicht GmbH", base=40 + drift, size=8)
    assert len(laid_out(*pages).margins) == 2
    pages = [full(n) for n in (1, 2, 3)]
    for page, drift in zip(pages[1:], (0, 25), strict=True):
        page.put("Nordlicht GmbH", base=30 + drift, size=8)
    assert not laid_out(*pages).margins


def test_a_running_line_may_stand_lower_on_the_first_page() -> None:
    """That has a head of its own, a coloured one say; a heading is no running line."""
    for size, count in ((8, 2), (14, 0)):
        pages = [full(n) for n in (1, 2)]
        for page, drift in zip(pages, (25, 0), strict=True):
            page.put("Nordlicht GmbH", base=30 + drift, size=size)
        assert len(laid_out(*pages).margins) == count


def test_headers_of_left_and_right_pages() -> None:
    pages = [framed(n, ("Bericht" if n % 2 else "Nordlicht"), str(n)) for n in range(1, 7)]
    texts = [text for text, _, _ in margins(laid_out(*pages))]
    assert texts.count("Bericht") == texts.count("Nordlicht") == 3


def test_a_line_that_one_page_alone_prints_is_left_to_meaning() -> None:
    layout = laid_out(framed(1, "Nordlicht GmbH", "1 / 1"))
    assert not layout.margins
    assert lone(layout) == [("Nordlicht GmbH", "top"), ("1 / 1", "bottom")]


def test_repetition_in_the_middle_of_pages_is_no_furniture() -> None:
    pages = [full(n) for n in (1, 2)]
    for page in pages:
        page.base = 400
        page.words = [w for w in page.words if not 360 < w.base < 440]
        page.put("Nordlicht GmbH")
    assert not laid_out(*pages).margins


def test_a_table_header_printed_again_on_the_next_page_is_no_furniture() -> None:
    pages = []
    for number in (1, 2):
        sheet = full(1) if number == 1 else Sheet(base=40)
        if number == 1:
            sheet.base = 480
            sheet.words = [w for w in sheet.words if w.base < 470]
        rows = [["Zeit", "Ereignis"]]
        rows += [[f"{number}{n}:15 Uhr", f"Ereignis {number}{n} trat ein"] for n in range(9)]
        sheet.table(rows, [LEFT, 160], head=True)
        pages.append(sheet)
    layout = laid_out(*pages)
    assert not layout.margins
    [table] = [shape for shape in shapes(layout) if isinstance(shape, list)]
    assert [row[0] for row in table] == [
        "Zeit", *(f"{page}{n}:15 Uhr" for page in (1, 2) for n in range(9)),
    ]  # fmt: skip


def test_a_heading_at_the_top_of_a_page_is_text() -> None:
    first, second = full(1), Sheet(base=30)
    second.heading("Ursache")
    for number in range(10):
        second.text(prose(40, number))
    first.base = 480
    first.words = [w for w in first.words if w.base < 470]
    first.heading("Zeitablauf")
    first.text(prose(40, 3))
    layout = laid_out(first, second)
    assert not layout.margins
    assert "Ursache" in shapes(layout)


def test_a_lone_heading_at_the_foot_stands_where_the_text_does() -> None:
    first, second = full(1), full(2)
    first.put("Ursache", base=775)
    layout = laid_out(first, second)
    assert not lone(layout)
    assert "Ursache" in shapes(layout)


def test_a_count_at_the_foot_is_never_taken_for_text() -> None:
    layout = laid_out(full(1))
    assert not lone(layout)
    for count in ("3", "- 3 -", "1 / 2", "2 von 9", "1 of 12"):
        sheet = full(1)
        sheet.put(count, x=LEFT, base=790)
        assert lone(laid_out(sheet)) == [(count, "bottom")], count


def test_only_the_outermost_lines_are_lone() -> None:
    sheet = full(1)
    sheet.put("Nordlicht GmbH", x=90, base=60, size=8)
    sheet.put("Bericht 2023", x=90, base=30, size=8)
    assert {text for text, _ in lone(laid_out(sheet))} == {"Nordlicht GmbH", "Bericht 2023"}
    sheet.put("das gehört zum Text darunter", x=90, base=20)
    sheet.base = 20
    for _ in range(3):
        sheet.line("noch eine Zeile", x=90)
    assert "Nordlicht GmbH" not in {text for text, edge in lone(laid_out(sheet)) if edge == "top"}


@pytest.mark.parametrize("artifact", [True, False])
def test_artifacts_are_believed_at_the_edges(artifact: bool) -> None:
    sheet = full(1)
    sheet.put("Gedruckt in Kiel", x=200, base=60, artifact=artifact)
    found = margins(laid_out(sheet))
    assert found == ([("Gedruckt in Kiel", "top", 1)] if artifact else [])


def test_an_artifact_inside_the_text_stays_text() -> None:
    sheet = full(1)
    base = sheet.words[100].base
    sheet.words = [
        replace(w, artifact=True) if abs(w.base - base) < 0.1 else w for w in sheet.words
    ]
    assert not laid_out(sheet).margins


def test_what_is_set_at_an_angle_lies_across() -> None:
    sheet = full(1)
    sheet.put("VERTRAULICH", x=150, base=420, size=50, upright=False)
    assert margins(laid_out(sheet)) == [("VERTRAULICH", "across", 1)]


def test_a_page_without_words_is_passed_over() -> None:
    layout = laid_out(Sheet(), full(1), Sheet(), full(2))
    assert {block.lines[0].page for block in layout.blocks} == {2, 4}
    assert layout.page_heights == [842.0] * 4
    assert laid_out(Sheet()).blocks == []


def test_what_lies_off_the_page_is_kept_apart() -> None:
    sheet = full(1)
    sheet.outside += Sheet().put("daneben gedruckt", x=-200, base=300)
    layout = laid_out(sheet)
    assert [line.text for line in layout.off_page] == ["daneben", "gedruckt"]


def test_text_at_the_foot_of_a_sparse_page_is_no_imprint() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Ausfall am 30. Mai", size=13, step=2)
    sheet.heading("Zusammenfassung", size=14)
    sheet.base = 715
    sheet.items("Kurz", prose(20, 2), gap=1.3)
    second = full(3)
    layout = laid_out(sheet, second)
    assert lone(layout) == []
    assert f"• {prose(20, 2)}" in shapes(layout)


def test_an_imprint_at_the_foot_is_left_to_meaning() -> None:
    sheet = Sheet(base=60)
    for number in range(9):
        sheet.text(prose(38, number))
    sheet.base = 755
    sheet.lines("Nordlicht Hosting GmbH, Kiel", "Registergericht Kiel, HRB 1234", size=7)
    assert [text for text, _ in lone(laid_out(sheet))] == [
        "Nordlicht Hosting GmbH, Kiel",
        "Registergericht Kiel, HRB 1234",
    ]


def test_code_at_the_foot_is_no_imprint() -> None:
    sheet = Sheet(base=60)
    for number in range(9):
        sheet.text(prose(38, number))
    sheet.base = 755
    sheet.lines("$ dig +short example.org", "$ grep -c removed zones.log", size=7, mono=True)
    assert lone(laid_out(sheet)) == []


def test_a_boxed_note_at_the_foot_is_text() -> None:
    def foot(box: Area) -> list[tuple[str, str]]:
        sheet = Sheet(base=60)
        for number in range(9):
            sheet.text(prose(38, number))
        sheet.base = 755
        sheet.lines("Die Kasse im Foyer nahm", "die ganze Zeit Bargeld an.", size=7)
        sheet.areas.append(box)
        return lone(laid_out(sheet))

    assert foot(Area(LEFT - 8, 740, LEFT + WIDE, 775)) == []
    assert len(foot(Area(0, 740, 595, 842))) == 2  # a band across the foot


def test_words_at_one_height_on_two_pages_are_text_if_they_touch_text() -> None:
    sheets = []
    for number in range(2):
        sheet = Sheet(base=60).line(f"{prose(9, number)[:-1]}")
        sheet.line("https://status.example.com/incidents/2024").line(prose(8, number + 4))
        sheets.append(sheet.text(prose(80, number + 7)))
    assert not laid_out(*sheets).margins


def test_the_heads_of_tables_at_the_top_of_two_pages_are_no_running_lines() -> None:
    sheets = []
    for name, hours in (("Speicher", "zwei Stunden"), ("Suche", "drei Stunden")):
        sheet = Sheet().heading(f"Was mit {name} war").line("Dienst", step=1.8).line(name, step=2.1)
        sheet.put("Dauer", 300, sheet.base - 21.0)
        sheet.put(hours, 300)
        sheets.append(sheet.text(prose(60)))
    assert not laid_out(*sheets).margins


def test_a_cell_that_says_the_same_at_one_height_on_two_pages_is_no_running_line() -> None:
    sheets = []
    for number, cells in enumerate((("Speicher", "im Keller"), ("Suche", "im Portal"))):
        sheet = Sheet(base=70)
        for cell in cells:
            sheet.line(cell)
            sheet.put(prose(4, number)[:-1], 200)
        sheet.put("–", 420, sheet.base - 13)
        sheets.append(sheet.text(prose(60, number + 2)))
    assert not laid_out(*sheets).margins


def test_a_chapter_beside_the_page_number_is_a_running_line() -> None:
    sheets = []
    for number, chapter in enumerate(("Zusammenfassung", "Ursachen", "Maßnahmen"), 1):
        sheet = Sheet(base=36)
        sheet.put(f"Kapitel {number}: {chapter}", size=8)
        sheet.put(f"Seite {number} von 3", 480, size=8)
        sheet.base = 80
        sheets.append(sheet.heading(chapter).text(prose(120, number)))
    margins = [margin.line.text for margin in laid_out(*sheets).margins]
    assert [text for text in margins if text.startswith("Kapitel")] == [
        "Kapitel 1: Zusammenfassung",
        "Kapitel 2: Ursachen",
        "Kapitel 3: Maßnahmen",
    ]


def test_a_sentence_that_runs_over_the_page_is_no_line_at_the_edge() -> None:
    pages = [Sheet(), Sheet()]
    pages[0].text(prose(60, 1)).text(prose(60, 2))
    first = "Zum Schutz aller Kunden wurde der Zugriff auf das Konto am Samstag um kurz nach drei"
    pages[0].put(first, 90, base=806)
    pages[1].put("vorübergehend ausgesetzt.", 90, base=36)
    pages[1].base = 100
    pages[1].text(prose(60, 3)).text(prose(60, 4))
    assert f"{first} vorübergehend ausgesetzt." in shapes(laid_out(*pages))


@pytest.mark.parametrize("end", [LEFT + 430, LEFT + 400])
def test_a_head_from_the_second_page_on_reaches_as_far_as_the_foot(end: float) -> None:
    pages = [full(n) for n in (1, 2)]
    for number, page in enumerate(pages, 1):
        page.put("Szymanski", base=810)
        page.put(f"[{number}]", LEFT + 415, base=810)
    pages[1].put("Bericht 25", base=40)
    pages[1].put("2025", end - 20, base=40)
    found = [text for text, edge, _ in margins(laid_out(*pages)) if edge == "top"]
    assert found == (["Bericht 25", "2025"] if end == LEFT + 430 else [])


@pytest.mark.parametrize(("text", "alone"), [("Seite 2", True), ("Seite 7", False)])
def test_a_page_s_own_number_may_stand_closer_to_the_text(text: str, alone: bool) -> None:
    """On the second page of a letter, say, whose first one has none."""
    second = Sheet(base=42)
    second.put(text, x=480, size=8)
    for number in range(6):
        second.text(prose(50, number))
    assert (lone(laid_out(full(1), second)) == [(text, "top")]) == alone


def test_a_name_level_with_the_page_s_number_stands_as_close_to_the_text() -> None:
    sheet = Sheet().text(prose(400))
    sheet.base = 790
    sheet.line("Das Ende des Textes", step=0)
    sheet.put("Corrin Telecom", LEFT, 811, size=8)
    sheet.put("1", LEFT + WIDE - 4, 811, size=8)
    bodies, _ = split([(sheet.height, lines_of(sheet.page(1)))])
    assert [line.edge for line in bodies[0] if line.base == 811] == ["bottom", "bottom"]


def test_a_name_over_the_place_where_a_column_of_a_table_begins_is_no_text() -> None:
    """In a type that other lines have, too, but none of those that begin there."""
    first = Sheet()
    first.put("Hotel Lindqvist", 444, 26, size=8)
    first.base = 40
    first.heading("Ursache").text(prose(60))
    first.table([["1", "Alarm", "Technik", "Mai"]] * 6, [LEFT, 120, 300, 444])
    for number in range(4):
        first.line(f"Anmerkung {number}", size=8)
    bodies, _ = split([(first.height, lines_of(first.page(2)))])
    keep_text_at_edges(bodies)
    assert bodies[0][0].edge == "top"


def test_a_small_first_line_that_repeats_the_title_is_running() -> None:
    """Close to the text, which goes on there from the page before."""
    for text, running in (("Die Platte, die sich leerte", 1), ("Die Platte", 0)):
        first = Sheet(base=60).line("Die Platte, die", size=22, bold=True)
        first.line("sich leerte", size=22, bold=True).text(prose(90))
        second = Sheet(base=40).line(text, 320, size=8).text(prose(90, 2), gap=1.9)
        assert len(laid_out(first, second).margins) == running


def test_a_page_s_own_count_is_no_rest_of_a_cut_row() -> None:
    first = Sheet(base=640).table([["8:40 Uhr", prose(20)], ["9:55 Uhr", prose(20, 1)]], [70, 160])
    second = Sheet(base=33)
    second.put("Seite 2 von 2", 470, size=8)
    second.base = 60
    blocks = laid_out(first, second.heading("Ursache", size=11).text(prose(60))).blocks
    assert [b for b in blocks if b.edge == "top"] if not hasattr(blocks[0], "rows") else True
    rows = blocks[0].rows  # type: ignore[union-attr]
    assert rows[-1][1][-1].text != "Seite 2 von 2"


def test_running_lines_right_over_columns_that_end_where_they_do() -> None:
    """On one page they might head cells; on another they stand over a heading."""
    pages = []
    for number in range(2):
        sheet = Sheet()
        sheet.put("Brückenhaus Versicherung", LEFT, 76, size=8.5)
        sheet.put("Intern", 500, 76, size=8.5)
        if number:
            sheet.put("10:30 Uhr", LEFT, 93)
            sheet.put("Haushalten", 500 + width_of("Intern", 8.5) - width_of("Haushalten"), 93)
            sheet.base = 93
        else:
            sheet.base = 80
            sheet.heading("Mahnungen zu viel", size=22)
        pages.append(sheet.text(prose(60)).text(prose(60, 2)))
    told = [margin.line.text for margin in laid_out(*pages).margins]
    assert told == ["Brückenhaus Versicherung", "Intern"] * 2


@pytest.mark.parametrize("shift", [0, 9])
def test_a_table_s_row_at_the_foot_whose_number_is_the_page_s(shift: float) -> None:
    """The same row elsewhere than the cells above is a footer."""
    lefts = [LEFT, LEFT + 20, LEFT + 300]
    rows = [["#", "Aufgabe", "Wer"], ["1", prose(4), "Betrieb"]]
    first = Sheet(base=60).text(prose(60)).text(prose(60, 2))
    second = Sheet(base=60).text(prose(60, 3))
    second.base = 745
    second.size = 9
    second.table(rows, lefts, head=True)
    second.base += 24
    for text, x in zip(("2", "Eine Karte mehr", "Leitung"), lefts, strict=True):
        second.put(text, x + shift)
    layout = laid_out(first, second)
    kept = [line.text for block in layout.blocks if not getattr(block, "edge", None)
            for line in block.lines]  # fmt: skip
    assert ("Eine Karte mehr" in kept) == (shift == 0)
