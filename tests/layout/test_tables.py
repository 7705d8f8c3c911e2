"""Grids → tables: their rows, their header, and how they go on over a break."""

from __future__ import annotations

import itertools

import pytest
from handmade import LEFT, WIDE, Sheet, cells, laid_out, prose, shapes, width_of, wrapped

from pmpdf.layout import Layout, TableBlock
from pmpdf.layout.frames import boxes_of, courses_of
from pmpdf.layout.tiles import tiles_of
from pmpdf.reading.document import Area, Rule

LEFTS = [LEFT, 160, 430]
LONG = prose(34, 2)
ROWS = [
    ["Zeit", "Ereignis", "Wer"],
    ["20:00 Uhr", "Beginn der Wartung", "Technik"],
    ["20:15 Uhr", LONG, "Bereitschaft"],
    ["20:40 Uhr", "Neustart des zweiten Knotens", "Technik"],
    ["23:50 Uhr", "Ende", ""],
]


def tables(layout: Layout) -> list[TableBlock]:
    return [block for block in layout.blocks if isinstance(block, TableBlock)]


def only(*sheets: Sheet) -> tuple[TableBlock, list[list[str]]]:
    layout = laid_out(*sheets)
    [table] = tables(layout)
    return table, cells(table, layout)


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"ruled": True},
        {"zebra": True},
        {"ruled": True, "zebra": True},
        {"gap": 2.4},
        {"ruled": True, "gap": 2.4},
        {"gap": 1.3, "leading": 1.2},  # tight rows, as LaTeX sets them
        {"gap": 1.3, "ruled": True},
    ],
    ids=str,
)
def test_rows_are_found_in_every_style(style: dict) -> None:
    sheet = Sheet().text(prose(40))
    sheet.table(ROWS, LEFTS, head=True, **style)
    sheet.text(prose(40, 3), gap=2.8)
    layout = laid_out(sheet)
    told = shapes(layout)
    assert told == [prose(40), ROWS, prose(40, 3)]
    [table] = tables(layout)
    assert table.head == 1
    assert table.ruled is bool(style.get("ruled") or style.get("zebra"))


def test_tight_rows_without_any_white_space_between_them() -> None:
    sheet = Sheet().table(ROWS[1:], LEFTS, gap=1.2, leading=1.2)
    assert only(sheet)[1] == ROWS[1:]


def test_a_rule_under_the_header_alone_leaves_the_rows_to_white_space() -> None:
    sheet = Sheet().table(ROWS[:1], LEFTS, head=True)
    y = sheet.base + 4
    sheet.rules.append(Rule(LEFT, y, LEFT + WIDE, y + 0.5))
    sheet.table(ROWS[1:], LEFTS)
    table, rows = only(sheet)
    assert rows == ROWS
    assert (table.head, table.ruled) == (1, False)


def test_rules_drawn_cell_by_cell() -> None:
    sheet = Sheet().table(ROWS, LEFTS, ruled=True)
    edges = [*(x - 3 for x in LEFTS), LEFT + WIDE + 3]
    sheet.rules = [
        Rule(a, rule.top, b, rule.bottom)
        for rule in sheet.rules
        for a, b in itertools.pairwise(edges)
    ]
    assert only(sheet)[1] == ROWS


def test_shading_drawn_cell_by_cell() -> None:
    sheet = Sheet().table(ROWS, LEFTS, zebra=True, gap=1.4)
    edges = [*(x - 3 for x in LEFTS), LEFT + WIDE + 3]
    sheet.areas = [
        Area(a, area.top, b, area.bottom)
        for area in sheet.areas
        for a, b in itertools.pairwise(edges)
    ]
    assert only(sheet)[1] == ROWS


def test_a_box_around_the_whole_table_parts_no_rows() -> None:
    sheet = Sheet().table(ROWS, LEFTS)
    top = sheet.words[0].top - 6
    sheet.areas.append(Area(LEFT - 6, top, LEFT + WIDE + 6, sheet.base + 8))
    assert only(sheet)[1] == ROWS


def test_a_cell_of_two_paragraphs_between_rules_is_one_cell() -> None:
    sheet = Sheet()
    sheet.table([["Portal", "aus"]], [LEFT, 200], ruled=True)
    sheet.rules.pop()
    sheet.line("seit zwanzig Uhr", 200, step=2.2)
    y = sheet.base + 5
    sheet.rules.append(Rule(LEFT - 3, y, LEFT + WIDE + 3, y + 0.5))
    sheet.table([["Post", "langsam"], ["Netz", "an"]], [LEFT, 200], ruled=True)
    _, rows = only(sheet)
    assert rows == [["Portal", "aus seit zwanzig Uhr"], ["Post", "langsam"], ["Netz", "an"]]


@pytest.mark.parametrize("drawn", ["cell rules", "shading"])
def test_centred_cells_in_other_drawings(drawn: str) -> None:
    sheet = Sheet()
    for number in range(6):
        top = 100 + 50 * number
        sheet.put(f"2{number}:00 Uhr", base=top + 28)
        for line in range(2):
            sheet.put(f"Zeile {line} der Zelle {number}", 200, base=top + 21.5 + 13 * line)
        if drawn == "cell rules":
            sheet.rules.append(Rule(LEFT - 3, top, 190, top + 0.5))
            sheet.rules.append(Rule(190, top, LEFT + WIDE, top + 0.5))
        elif number % 2:
            sheet.areas.append(Area(LEFT - 3, top, LEFT + WIDE, top + 50))
    _, rows = only(sheet)
    assert rows == [
        [f"2{n}:00 Uhr", f"Zeile 0 der Zelle {n} Zeile 1 der Zelle {n}"] for n in range(6)
    ]


@pytest.mark.parametrize("count", [5, 3])
def test_cells_centred_in_their_rows(count: int) -> None:
    sheet = Sheet()
    sheet.rules.append(Rule(LEFT - 3, 100, LEFT + WIDE, 100.5))
    for number in range(count):
        top = 100 + 50 * number
        sheet.put(f"2{number}:00 Uhr", base=top + 28)
        for line in range(2):
            sheet.put(f"Zeile {line} der Zelle {number}", 200, base=top + 21.5 + 13 * line)
        sheet.rules.append(Rule(LEFT - 3, top + 50, LEFT + WIDE, top + 50.5))
    _, rows = only(sheet)
    assert rows == [
        [f"2{n}:00 Uhr", f"Zeile 0 der Zelle {n} Zeile 1 der Zelle {n}"] for n in range(count)
    ]


@pytest.mark.parametrize(
    ("flags", "head"),
    [
        ({"bold": True}, 1),
        ({"color": 0xFFFFFF}, 1),
        ({"size": 8}, 1),
        ({}, 0),
    ],
    ids=str,
)
def test_a_header_is_told_by_its_type(flags: dict, head: int) -> None:
    sheet = Sheet().table(ROWS[:1], LEFTS, **flags)
    sheet.table(ROWS[1:4], LEFTS)
    table, rows = only(sheet)
    assert rows == ROWS[:4]
    assert table.head == head


def test_capitals_make_a_header_as_well() -> None:
    rows = [["ZEIT", "EREIGNIS", "ROLLE"], *ROWS[1:4]]
    assert only(Sheet().table(rows, LEFTS))[0].head == 1


def test_a_bold_first_column_makes_no_header() -> None:
    rows = [[f"**{a}**", b] for a, b, _ in ROWS[1:4]]
    assert only(Sheet().table(rows, [LEFT, 160]))[0].head == 0


@pytest.mark.parametrize("value", ["SEV-1", "**aus**"])
def test_one_cell_unlike_the_others_makes_no_header(value: str) -> None:
    rows = [["Portal", value], ["Versand", "langsam"], ["Netz", "an"]]
    assert only(Sheet().table(rows, [LEFT, 200]))[0].head == 0


def continued(rows: list[list[str]], **style: object) -> Sheet:
    sheet = Sheet(base=40).table(rows, LEFTS, head=True, **style)
    return sheet.text(prose(60, 9), gap=3)


def first_page(rows: list[list[str]], **style: object) -> Sheet:
    return Sheet().text(prose(60)).table(rows, LEFTS, head=True, **style)


@pytest.mark.parametrize("style", [{}, {"ruled": True}, {"zebra": True}], ids=str)
def test_a_table_goes_on_over_a_page_with_its_header_once(style: dict) -> None:
    table, rows = only(first_page(ROWS[:3], **style), continued([ROWS[0], *ROWS[3:]], **style))
    assert rows == ROWS
    assert [line.text for line in table.repeated] == ROWS[0]
    assert len(table.lefts) == len(rows)
    assert len(table.origin) == 2


def test_a_table_goes_on_without_its_header() -> None:
    second = Sheet(base=40).table(ROWS[3:], LEFTS).text(prose(60, 9), gap=3)
    table, rows = only(first_page(ROWS[:3]), second)
    assert rows == ROWS
    assert table.repeated == []


def test_numbers_that_end_below_one_another_go_on_as_a_column() -> None:
    def page(sheet: Sheet, rows: list[list[str]]) -> Sheet:
        for number, (name, count) in enumerate(rows):
            sheet.line(name, step=1.8, bold=not number)
            sheet.put(count, 430 - width_of(count), bold=not number)
        return sheet

    head, more = ["Dienst", "Anfragen"], [["Suche", "9"], ["Web", "7"]]
    few = [head, ["Kasse", "1.131.204"], ["Gutscheine", "118.340"]]
    first = page(Sheet().text(prose(60)), few)
    second = page(Sheet(base=40), [head, *more]).text(prose(60, 9), gap=3)
    assert only(first, second)[1] == [*few, *more]


def test_a_row_cut_by_the_break_is_one_row() -> None:
    words = LONG.split()
    above, below = " ".join(words[:20]), " ".join(words[20:])
    first = first_page([*ROWS[:2], ["20:15 Uhr", above, "Bereitschaft"]])
    second = Sheet(base=40).table([["", below, ""], *ROWS[3:]], LEFTS).text(prose(60, 9), gap=3)
    assert only(first, second)[1] == ROWS


@pytest.mark.parametrize("style", [{}, {"ruled": True}], ids=str)
def test_a_row_cut_below_a_repeated_header(style: dict) -> None:
    words = LONG.split()
    above, below = " ".join(words[:20]), " ".join(words[20:])
    first = first_page([*ROWS[:2], ["20:15 Uhr", above, "Bereitschaft"]], **style)
    second = continued([ROWS[0], ["", below, ""], *ROWS[3:]], **style)
    assert only(first, second)[1] == ROWS


def test_the_last_cell_alone_goes_on_over_the_break() -> None:
    """Nothing but the end of the last row is on the next page: no grid, but its cell."""
    lefts = [LEFT, 200]
    words = LONG.split()
    above, below = " ".join(words[:25]), " ".join(words[25:])
    first = Sheet().text(prose(60)).table([["20:00 Uhr", "an"], ["20:15 Uhr", above]], lefts)
    second = Sheet(base=40).text(below, 200, 300).text(prose(60, 9), gap=3)
    assert only(first, second)[1] == [["20:00 Uhr", "an"], ["20:15 Uhr", LONG]]


def test_another_table_on_the_next_page_is_another_table() -> None:
    second = Sheet(base=40).table([["Portal", "aus"], ["Netz", "an"]], [LEFT, 300])
    second.text(prose(60, 9), gap=3)
    assert len(tables(laid_out(first_page(ROWS[:3]), second))) == 2


def test_text_between_parts_two_tables_of_one_shape() -> None:
    sheet = Sheet().table(ROWS[1:3], LEFTS)
    sheet.text(prose(50, 3), gap=2.8)
    sheet.base += 10
    sheet.table(ROWS[3:], LEFTS)
    told = shapes(laid_out(sheet))
    assert told == [ROWS[1:3], prose(50, 3), ROWS[3:]]


def test_cells_that_wrap_line_by_line_are_one_row() -> None:
    sheet = Sheet()
    cells_of = [
        ["Nobody else (partly)", "Then higher", "Our backup failed in the"],
        ["and max_connections", "than usual", "evening and all services"],
        ["went down", "", "stood still"],
    ]
    for number, row in enumerate([["Service", "Duration", "Remark"], *cells_of]):
        sheet.base += 23 if number < 2 else 13
        for text, x in zip(row, (LEFT, LEFT + 110, LEFT + 180), strict=True):
            if text:
                sheet.put(text, x, bold=not number)
    sheet.rules.append(Rule(LEFT, 86, LEFT + WIDE, 86.8))
    whole = [" ".join(parts).strip() for parts in zip(*cells_of, strict=True)]
    assert shapes(laid_out(sheet)) == [[["Service", "Duration", "Remark"], whole]]


def test_a_paragraph_between_two_ruled_tables_is_no_row() -> None:
    sheet = Sheet()
    for text in ("Danach wurde es ruhig.", ""):
        rows = [["Dienst", "Dauer"], ["Portal", "27 h"], ["Markt", "3 h"], ["Post", "1 h"]]
        for number, row in enumerate(rows):
            sheet.base += 24
            for cell, x in zip(row, (LEFT, LEFT + 200), strict=True):
                sheet.put(cell, x, bold=not number)
            if number:
                top = sheet.base - 15
                sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        if text:
            sheet.base += 26
            sheet.put(text)
            sheet.base += 2
    found = shapes(laid_out(sheet))
    assert found == [rows, "Danach wurde es ruhig.", rows]


def test_rows_between_rules_are_a_table_though_few_lines_are_level() -> None:
    sheet = Sheet(base=100)
    rows = [["05:57", prose(6), prose(18, 2)], ["19:43", prose(22, 3), prose(4, 4)]]
    sheet.table(rows, (LEFT, LEFT + 60, LEFT + 280), ruled=True)
    sheet.rules.pop()  # none under the last row
    assert shapes(laid_out(sheet)) == [rows]


def test_a_first_cell_that_wraps_without_space_between_the_rows() -> None:
    rows = [
        ["Aufgabe", "Wer", "Bis"],
        ["Kennungen aus dem Hauptbuch statt aus dem Versand vergeben", "Zahlungen", "Mai"],
        ["Obergrenze je Tag", "Technik", "Juni"],
        ["Bereitschaft an allen Tagen, an denen Geld bewegt wird", "Betrieb", "Juli"],
    ]
    _, found = only(Sheet().text(prose(40)).table(rows, [LEFT, 250, 400], gap=1.3))
    assert found == rows


def test_rows_right_under_a_cell_that_wraps() -> None:
    """A row of one line has more room under it than the last line of a cell that wraps."""
    sheet = Sheet().text(prose(40))
    rows = [
        ["04:18 Uhr", "Das Modem im Häuschen startet nach einem Update nicht mehr"],
        ["04:23 Uhr", "Zwölf Anlagen gehen in Segelstellung"],
        ["04:24 Uhr", "Alarm an eine Nummer, die schon lange nicht mehr vergeben ist"],
        ["07:55 Uhr", "Der Vermarkter fragt nach"],
        ["08:40–09:30 Uhr", "Anfahrt bei Schneetreiben"],
        ["09:45 Uhr", "Modem getauscht"],
    ]
    sheet.base += 20
    for time, event in rows:
        sheet.put(time, LEFT)
        for number, line in enumerate(wrapped(event, 220)):
            sheet.base += 12 * bool(number)
            sheet.put(line, 180)
        sheet.base += 12 if number else 14
    _, found = only(sheet)
    assert found == rows


def test_rows_between_three_rules_whose_next_words_would_not_have_fitted() -> None:
    """Each row's cells are nearly as wide as their columns, so that all might be one cell's; but
    the first cell's second line stands between the others' lines."""
    rows = [
        ["Auflage", "Zuständig", "Frist"],
        ["Vier-Augen-Freigabe für jeden Stapel außerhalb der Nacht", "Betrieb", "sofort"],
        ["eigene Verantwortliche für alle alten Programme", "Entwicklung", "30.06.2024"],
        ["noch ein Probeversand an zehn Postfächer", "Portal", "31.08.2024"],
    ]
    sheet = Sheet().text(prose(40))
    sheet.table(rows, [LEFT, 235, 295], right=345, head=True, gap=1.3)
    top, foot = sheet.words[-1].base, sheet.base
    heads = [w.base for w in sheet.words if w.text == "Auflage"]
    for height in (heads[0] - 10, heads[0] + 4, max(top, foot) + 5):
        sheet.rules.append(Rule(LEFT, height, 345, height + 0.6))
    _, found = only(sheet)
    assert found == rows


@pytest.mark.parametrize("around", [False, True])
def test_what_a_program_prints_in_columns_is_code_in_a_set_text(around: bool) -> None:
    sheet = Sheet().text(prose(60), mono=not around).line("", step=0.6)
    for row in (("db02:/ts_main", "4.0T", "100%"), ("db02:/ts_arch", "8.0T", "14%")):
        sheet.base += 13
        for text, x in zip(row, (LEFT, 200, 300), strict=True):
            sheet.put(text, x, mono=True)
    told = shapes(laid_out(sheet))[-1]
    assert (told == "db02:/ts_main 4.0T 100% db02:/ts_arch 8.0T 14%") is around


def booked(sheet: Sheet, rows: list[list[str]], lefts: list[float], step: float = 1.8) -> Sheet:
    """Rows with a rule above each but the first, none around them: no rule ends the table."""
    for number, row in enumerate(rows):
        if number:
            top = sheet.base + 0.45 * sheet.size
            sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        sheet.base += step * sheet.size
        for text, x in zip(row, lefts, strict=True):
            sheet.put(text, x, bold=not number)
    return sheet


SERVICES = [["Dienst", "Dauer", "Kunden"], ["Speicher", "2 h", "alle"], ["Suche", "3 h", "keine"]]
TIMES = [["Zeit", "Ereignis", "Wer"], ["20:00", "Ausfall", "Technik"], ["20:15", "Ende", "Technik"]]


@pytest.mark.parametrize("between", ["Danach war alles gut.", "a) Danach", prose(12)])
def test_the_line_after_a_table_is_told_by_the_rule_that_is_missing(between: str) -> None:
    sheet = booked(Sheet().text(prose(30)), SERVICES, [LEFT, 200, 400])
    booked(sheet.line(between, step=2.0), TIMES, [LEFT, 150, 460])
    assert shapes(laid_out(sheet))[1:] == [SERVICES, between, TIMES]


def test_a_line_right_under_a_drawn_table_is_no_row() -> None:
    sheet = Sheet().text(prose(30))
    top = sheet.base + 5
    sheet.table(SERVICES, [LEFT + 5, 200, 400], ruled=True)
    for x in (LEFT + 2, 195.0, 395.0, LEFT + WIDE + 3):
        sheet.rules.append(Rule(x, top, x + 0.5, sheet.base + 5))
    below = "Die Liefertreue fiel in dieser Woche auf 81 Prozent."
    assert shapes(laid_out(sheet.line(below, step=1.9)))[1:] == [SERVICES, below]


def test_notes_below_a_heading_between_two_tables_do_not_make_them_one() -> None:
    sheet = booked(Sheet().text(prose(30)), SERVICES, [LEFT, 200, 400])
    booked(sheet.heading("Zeitablauf", 12.0), TIMES[:2], [LEFT, 150, 460])
    for number in range(4):
        sheet.line(f"Anmerkung {number}", 164, step=1.3 if number else 2.0)
    top = sheet.base + 4.5
    sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
    sheet.line("20:15", step=1.8).put("Ende", 150)
    told = shapes(laid_out(sheet))
    assert told[1:3] == [SERVICES, "Zeitablauf"]
    assert told[3][0] == TIMES[0]


def test_a_heading_over_a_day_and_its_rows_ends_the_table_above() -> None:
    """The rule under the day parts it from its rows, and not a row of the table from the next."""
    sheet = booked(Sheet().text(prose(30)), SERVICES, [LEFT, 200, 400])
    sheet.line("noch alle", 200)
    sheet.heading("Zeitablauf", 12.0, gap=2.4).line("Sonntag", step=1.5, bold=True)
    for time in ("20:00", "20:15"):
        top = sheet.base + 4.5
        sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        sheet.line(time, step=1.8).put("Ausfall", 150)
    for number in range(4):
        sheet.line(f"Anmerkung {number}", 164, step=1.3 if number else 2.0)
    assert "Zeitablauf" in shapes(laid_out(sheet))


def test_a_row_alone_under_its_heads_and_its_day_is_a_table() -> None:
    """The other cells are level with its first lines only, and just one rule runs over them."""
    lefts = [LEFT, 150, 400, 470]
    sheet = Sheet().text(prose(200))
    sheet.base += 20
    for text, x in zip(("Zeit", "Ereignis", "Wer", "Quelle"), lefts, strict=True):
        sheet.put(text, x, bold=True)
    sheet.line("Dienstag, 9. April", step=2.2, bold=True)
    sheet.rules.append(Rule(LEFT, sheet.base + 4.5, LEFT + WIDE, sheet.base + 5))
    start = sheet.base + 18
    for x, cell in zip(
        lefts, ("21:09", "Ausfall", "die ganze Technik", "das Protokoll"), strict=True
    ):
        for number, text in enumerate(cell.split()):
            sheet.put(text, x, start + 13 * number)
    for number in range(4):
        sheet.put(prose(6, number), 160, start + 30 + 13 * number)
    row = shapes(laid_out(sheet))[1][-1]
    assert row[2:] == ["die ganze Technik", "das Protokoll"]


@pytest.mark.parametrize("last", ["–", "Mai,"])
def test_what_ends_in_a_dash_or_a_comma_goes_on_below(last: str) -> None:
    """One rule parts two rows of two lines each, and no cell goes on with a small letter."""
    rows = [[f"Am 11. {last}", "Ausfall"], [f"Am 12. {last}", "Ganz Berlin war ohne Netz"]]
    sheet = Sheet().text(prose(30))
    for number, (time, event) in enumerate(rows):
        if number:
            top = sheet.base + 4.5
            sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        sheet.line(time, step=1.8).put(event, 200)
        sheet.line("2028, 11:42")
        if number:
            sheet.put("Nirgends war Ersatz", 200)
    rows = [[f"{time} 2028, 11:42", event] for time, event in rows]
    rows[1][1] += " Nirgends war Ersatz"
    assert shapes(laid_out(sheet))[1:] == [rows]


@pytest.mark.parametrize("alike", [True, False])
def test_a_row_of_capitals_alone_is_cut_as_the_other_tables_are(alike: bool) -> None:
    """Two lines that fill both columns are one row where all rows of the document have rules."""
    sheet = Sheet().text(prose(30))
    if alike:
        booked(sheet, SERVICES, [LEFT, 200, 400]).text(prose(30), gap=2.5)
    booked(sheet, [["Dienst", "Dauer"], ["Der Speicher in", "Zwei Stunden am"]], [LEFT, 200])
    sheet.line("Berlin").put("Abend", 200)
    rows = shapes(laid_out(sheet))[-1]
    both = ["Der Speicher in Berlin", "Zwei Stunden am Abend"]
    assert (rows[1:] == [both]) is alike


@pytest.mark.parametrize("alike", [True, False])
def test_rows_of_which_any_cell_ends_first_are_cut_as_the_other_tables_are(alike: bool) -> None:
    """Nothing else tells that what is below goes on: each next word would have fitted above."""
    sheet = Sheet().text(prose(30))
    if alike:
        booked(sheet, SERVICES, [LEFT, 200, 400]).text(prose(30), gap=2.5)
    sheet.line("Datenbanken und Speicher", step=1.8).put("Zwei Stunden", 200)
    sheet.put("Alle in ganz Europa und Asien", 400)
    for _ in range(2):
        top = sheet.base + 4.5
        sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        sheet.line("Suche").put("Eine Stunde", 200)
        sheet.put("Alle", 400)
        sheet.line("Post").put("Keine", 400)
    rows = shapes(laid_out(sheet))[-1]
    both = ["Suche Post", "Eine Stunde", "Alle Keine"]
    assert (rows[1:] == [both, both]) is alike


def test_the_rest_of_nested_text_goes_on_in_its_column() -> None:
    """What a break has cut may be set in, and several paragraphs."""
    lefts = [LEFT, 150, 400]
    first = booked(Sheet().text(prose(300)), TIMES, lefts)
    first.line("Der Speicher war", 162, step=2.0)
    second = Sheet().line("lange voll.", 162).line("Niemand sah es.", 162, step=2.0)
    told = shapes(laid_out(first, second))
    assert told[1][-1][1] == "Ende Der Speicher war lange voll. Niemand sah es."


def test_a_bold_day_between_ruled_rows_stays_in_their_table() -> None:
    sheet = booked(Sheet().text(prose(30)), TIMES, [LEFT, 150, 460])
    sheet.line("Samstag, 3. November 2029", step=2.6, bold=True)
    top = sheet.base + 4.5
    sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
    sheet.line("12:56", step=1.8).put("Neustart", 150)
    sheet.put("Technik", 460)
    day, row = ["Samstag, 3. November 2029", "", ""], ["12:56", "Neustart", "Technik"]
    assert shapes(laid_out(sheet))[1:] == [[*TIMES, day, row]]


def test_a_single_row_on_the_next_page_stands_in_the_table_s_columns() -> None:
    lefts = [LEFT, 150, 400, 470]
    rows = [
        ["Zeit", "Ereignis", "Wer", "Quelle"],
        *([f"20:0{n}", "Ausfall", "A", "B"] for n in "12"),
    ]
    first = booked(Sheet().text(prose(300)), rows, lefts)
    second = Sheet().line("20:03")
    for text, x in zip(("Der Speicher fiel aus", "Technik", "Protokoll"), lefts[1:], strict=True):
        second.put(text, x)
    second.line("und alle Dienste", 150).line("standen lange still", 150)
    second.text(prose(30), gap=2.5)
    last = ["20:03", "Der Speicher fiel aus und alle Dienste standen lange still"]
    told = shapes(laid_out(first, second))
    assert told[1:] == [[*rows, [*last, "Technik", "Protokoll"]], prose(30)]


def test_a_table_under_a_heading_of_its_page_is_another_one() -> None:
    """It may begin some columns where the table on the page before did."""
    first = booked(Sheet().text(prose(300)), TIMES, [LEFT, 150, 400])
    second = Sheet().heading("Auswirkung")
    rows = [["Dienst", "Dauer"], ["Speicher", "2 h"]]
    booked(second, rows, [LEFT, 400]).text(prose(30), gap=2.5)
    assert shapes(laid_out(first, second))[1:] == [TIMES, "Auswirkung", rows, prose(30)]


def test_the_rest_of_a_ruled_table_is_one_row_where_no_rule_parts_it() -> None:
    first = booked(Sheet().text(prose(300)), SERVICES, [LEFT, 200, 400])
    second = Sheet().line("Der zweite").line("Speicher")
    for x, cell in ((200, ("vier bis", "fünf")), (400, ("alle in", "Europa"))):
        for number, text in enumerate(cell):
            second.put(text, x, second.base - 13.0 * (1 - number))
    second.text(prose(30), gap=2.5)
    told = shapes(laid_out(first, second))
    rest = ["Der zweite Speicher", "vier bis fünf", "alle in Europa"]
    assert told[1:] == [[*SERVICES, rest], prose(30)]


def test_rules_part_rows_that_one_long_cell_makes_deep() -> None:
    rows = [["Dienst", "Dauer", "Anmerkung"]]
    rows += [["Der Speicher", "zwei Stunden", prose(24, seed)] for seed in range(3)]
    sheet = Sheet().text(prose(30))
    lefts = [LEFT, 160, 250]
    for number, row in enumerate(rows):
        if number:
            top = sheet.base + 4.5
            sheet.rules.append(Rule(LEFT, top, LEFT + WIDE, top + 0.5))
        start = sheet.base + 18
        cells = [row[0].split(), row[1].split()] if number < 3 else [[row[0]], [row[1]]]
        parts = [*cells, wrapped(row[2], LEFT + WIDE - 250)]
        for x, lines in zip(lefts, parts if number else [[cell] for cell in row], strict=True):
            for step, text in enumerate(lines):
                sheet.put(text, x, start + 13 * step, bold=not number)
        sheet.base = start + 13 * (len(parts[2]) - 1 if number else 0)
    layout = laid_out(sheet)
    assert shapes(layout)[1:] == [rows]
    assert [table.ruled for table in tables(layout)] == [True]


def test_a_row_alone_on_the_next_page_is_cut_as_those_before_it() -> None:
    def put(sheet: Sheet, rows: list[list[tuple[str, ...]]]) -> Sheet:
        for row in rows:
            for number, line in enumerate(row):
                sheet.line(line[0], step=1.3 if number else 2.1)
                for text, x in zip(line[1:], (160, 300), strict=False):
                    sheet.put(text, x)
        return sheet

    first = [
        [("Dienst", "Dauer", "Kunden")],
        [("Speicher", "eine ganze", "alle im"), ("im Keller", "Nacht", "Norden")],
        [("Suche", "eine Stunde", "einige")],
    ]
    last = [("Netz", "zwei Stunden", "wenige"), ("im Haus", "am Morgen")]
    _, rows = only(put(Sheet(), first), put(Sheet(), [last]))
    assert rows[-1] == ["Netz im Haus", "zwei Stunden am Morgen", "wenige"]
    assert len(rows) == 4


def test_columns_among_lines_of_code_are_lines_of_it() -> None:
    sheet = Sheet().text(prose(60)).line("$ ps -p 4127", step=2.5, mono=True)
    sheet.line("PID TTY", mono=True).put("TIME CMD", 200, mono=True)
    sheet.line("4127 pts", mono=True)
    assert shapes(laid_out(sheet))[1:] == ["$ ps -p 4127 PID TTY TIME CMD 4127 pts"]


def test_a_rule_drawn_cell_by_cell_is_one() -> None:
    cells = [Rule(70, 100, 130, 100.5), Rule(129, 100.2, 230, 101), Rule(230, 100, 520, 100.5)]
    apart = [Rule(70, 140, 250, 140.5), Rule(310, 140, 520, 140.5)]
    upright = Rule(70, 90, 70.5, 150)
    assert courses_of([*apart, upright, *reversed(cells)]) == [Rule(70, 100, 520, 101), *apart]


TILES = [
    ("11.740", ["Gepäckstücke", "ohne Zuordnung"]),
    ("163", ["Verspätete Flüge"]),
    ("Terminal 2", ["Ort"]),
    ("2. September", ["Stand"]),
]


def tiled(sheet: Sheet, tiles: list[tuple[str, list[str]]] = TILES) -> Sheet:
    """Boxes side by side, each a large figure over its caption; the last but one's is smaller."""
    top = sheet.base + 14
    for number, (figure, caption) in enumerate(tiles):
        x = LEFT + 116 * number
        sheet.areas.append(Area(x, top, x + 106, top + 56))
        sheet.base = top + 6
        sheet.line(figure, x + 8, size=11 if number == len(tiles) - 2 else 13, bold=True)
        sheet.base = top + 28
        sheet.lines(*caption, x=x + 8, size=8)
    sheet.base = top + 60
    return sheet


def test_tiles_are_two_rows_whatever_wraps_in_them() -> None:
    sheet = tiled(Sheet().heading("Koffer ohne Ziel", size=22)).heading("Überblick").text(prose(30))
    assert shapes(laid_out(sheet))[1] == [
        ["11.740", "163", "Terminal 2", "2. September"],
        ["Gepäckstücke ohne Zuordnung", "Verspätete Flüge", "Ort", "Stand"],
    ]


def test_tiles_over_columns_are_no_part_of_them() -> None:
    sheet = tiled(Sheet().heading("Koffer ohne Ziel", size=22))
    top = sheet.base
    for x, seed in ((LEFT, 1), (LEFT + 240, 5)):
        sheet.base = top
        sheet.heading("Was geschah" if x == LEFT else "Wen es traf", x=x).text(
            prose(50, seed), x, 215
        )
    told = shapes(laid_out(sheet))
    assert told[2:] == ["Was geschah", prose(50, 1), "Wen es traf", prose(50, 5)]


@pytest.mark.parametrize("drawn", [True, False])
def test_a_form_s_head_in_a_box_over_cells(drawn: bool) -> None:
    """The box's foot is the top of what is drawn under it, of another division."""
    sheet = Sheet(base=60)
    sheet.put("Störfallprotokoll", 60, size=17, bold=True)
    sheet.put("Sachversicherung", 460, base=64, bold=True)
    sheet.put("Schadenmeldung per Anwendung nicht möglich", 60, base=76, size=11)
    rows = [["Nummer", "Von", "Beginn"], ["2025-0417", "R. Öttinger", "22.08.2025"]]
    for base, row in zip((97, 110), rows, strict=True):
        for x, text in zip((60, 226, 392), row, strict=True):
            sheet.put(text, x, base=base, size=9)
    if drawn:
        sheet.areas.append(Area(54, 42, 552, 86))
        sheet.rules += [Rule(x, 86, x + 0.5, 116) for x in (54, 220, 386, 551.5)]
        sheet.rules.append(Rule(54, 116, 552, 116.5))
    sheet.base = 130
    told = shapes(laid_out(sheet.heading("Beschreibung").text(prose(60))))
    assert (rows in told) == drawn


def test_cells_that_touch_are_no_tiles() -> None:
    touching = [Area(LEFT + 100 * n, 100, LEFT + 100 * n + 100, 130) for n in range(4)]
    apart = [Area(LEFT + 100 * n, 100, LEFT + 100 * n + 90, 130) for n in range(4)]
    assert tiles_of(touching) == []
    assert tiles_of([*apart, *apart]) == [apart]


@pytest.mark.parametrize("boxed", [True, False])
def test_boxes_side_by_side_with_a_heading_and_a_list_each_are_read_one_by_one(
    boxed: bool,
) -> None:
    """Level rows in them are none of a table, as they are without the boxes."""
    heads, lists = ("Gut", "Schlecht"), (("Rasch behoben", "Gut geübt"), ("Spät gemerkt", "Laut"))
    sheet = Sheet().text(prose(60))
    top = sheet.base + 20
    for x, head, items in zip((LEFT, LEFT + 250), heads, lists, strict=True):
        sheet.put(head, x + 10, top + 20, bold=True)
        for number, item in enumerate(items):
            sheet.put(f"• {item}", x + 10, top + 42 + 20 * number)
        if boxed:
            sheet.areas.append(Area(x, top, x + 230, top + 80))
    flat = [heads[0], *(f"• {t}" for t in lists[0]), heads[1], *(f"• {t}" for t in lists[1])]
    assert (shapes(laid_out(sheet))[1:] == flat) == boxed


@pytest.mark.parametrize("wrapped_value", [True, False])
def test_values_that_wrap_in_a_strip_of_facts(wrapped_value: bool) -> None:
    sheet = Sheet().heading("Bericht", size=22)
    sheet.base += 20
    top = sheet.base
    values = ["14. Oktober 2025 um 20:31 Uhr", "15. Oktober 2025 um 03:12 Uhr", "64"]
    for number, (label, value) in enumerate(
        zip(("Beginn", "Ende", "Institute"), values, strict=True)
    ):
        x = LEFT + 130 * number
        sheet.base = top
        sheet.line(label, x, size=8)
        lines = wrapped(value, 110) if wrapped_value else [value[:10], value[10:20]]
        for row in lines:
            sheet.line(row, x, bold=True)
    sheet.base = top + 60
    table = shapes(laid_out(sheet.heading("Ursache").text(prose(30))))[1]
    assert (table == [["Beginn", "Ende", "Institute"], values]) == wrapped_value


def test_a_head_that_stands_farther_off_than_rows_that_hardly_do() -> None:
    rows = [["Maßnahme", "Wer", "Bis"], ["Vorrat verdoppeln", "Netze", "Mai"]]
    rows += [["Alle Dateien der Nacht in einen Behälter", "Team für Wege", "Juni"]]
    rows += [["Treiber der Brücke gegen neue tauschen", "Technik", "Juli"]]
    sheet, told = Sheet(), []
    for number, row in enumerate(rows):
        sheet.base += 17.4 if number == 1 else 13.9
        top, deepest = sheet.base, 0
        for x, text, wide in zip((LEFT, 190, 250), row, (110, 48, 60), strict=True):
            for line, part in enumerate(wrapped(text, wide, 10)):
                sheet.put(part, x, base=top + 12 * line, bold=not number)
                deepest = max(deepest, line)
        sheet.base = top + 12 * deepest
        told.append(row)
    assert shapes(laid_out(sheet)) == [told]


@pytest.mark.parametrize("inset", [0.0, 3.0])
def test_a_line_that_begins_where_the_rules_above_do_is_under_the_table(inset: float) -> None:
    sheet = Sheet().heading("Folgen", size=14)
    rows = [["Messung", "Plan", "Ist"], ["Pakete", "298.000", "121.400"], ["Wagen", "164", "57"]]
    sheet.table(rows, [LEFT, 400, 450], ruled=True)
    note = "Sendungen der Kliniken wurden von Hand sortiert und kamen an."
    sheet.line(note, LEFT - 3 + inset, 1.3)
    sheet.heading("Ablauf").text(prose(60))
    assert (note in shapes(laid_out(sheet))) == (inset == 0)


def test_rows_between_the_rules_of_a_head_and_a_foot() -> None:
    """A rule over the head parts nothing; each line has all cells, so each is a row."""
    rows = [["Gruppe", "Versuche", "Fehler"], ["Kunden", "3.410", "1.876"]]
    rows += [["Betriebe", "288", "96"], ["Dienste", "51", "0"]]
    sheet = Sheet().text(prose(40))
    top = sheet.base + 14
    for number, row in enumerate(rows):
        for x, cell in zip((LEFT, 180, 260), row, strict=True):
            sheet.put(cell, x, top + 12 + 13 * number, bold=not number)
    for y in (top + 4, top + 16, top + 57):
        sheet.rules.append(Rule(LEFT - 3, y, 320, y + 0.5))
    sheet.base = top + 60
    assert rows in shapes(laid_out(sheet.text(prose(40, 3))))


def test_a_row_that_goes_on_in_some_of_its_cells() -> None:
    """The lines are as close as the rows, and no cell on the second line of it begins anew."""
    rows = [
        ["Der Wächter über die Menge", "Labor", "20.10.2023"],
        ["Pläne werden aus dem System selbst erhoben", "Labor, Rechenzentrum Leuna", "30.11."],
        ["Eine Nummer für die Nacht", "Betreuung", "01.12.2023"],
    ]
    sheet = Sheet().text(prose(40))
    sheet.table(rows, [LEFT, 230, 350], gap=1.3, right=420)
    assert shapes(laid_out(sheet))[1] == rows


@pytest.mark.parametrize("bold", [True, False])
def test_a_head_over_several_columns(bold: bool) -> None:
    sheet = Sheet().text(prose(40))
    sheet.base += 24
    sheet.put("Konto", LEFT, bold=bold)
    sheet.put("Doppelt gebuchte Einzahlungen", 300, bold=bold)
    rows = [["Giro", "9.930", "17.204.118 Euro"], ["Sparen", "1.121", "1.866.420 Euro"]]
    sheet.table(rows, [LEFT, 290, 360], ruled=True)
    found = shapes(laid_out(sheet.text(prose(40, 2), gap=3)))
    merged = [["Konto", "Doppelt gebuchte Einzahlungen", ""], *rows]
    assert (merged in found) == bold


def test_a_head_and_the_first_row_on_one_ground_are_told_by_their_type() -> None:
    """Every second row is shaded, the head is not, and they stand as close as the lines."""
    sheet = Sheet().text(prose(30))
    for number, row in enumerate(ROWS[:-1]):
        top = sheet.base + 0.6 * sheet.size
        sheet.table([row], LEFTS, head=not number, gap=1.45)
        if number and not number % 2:
            sheet.areas.append(Area(LEFT - 3, top, LEFT + WIDE + 3, sheet.base + 4))
    table, told = only(sheet)
    assert told == ROWS[:-1]
    assert table.head == 1


def test_a_cell_over_the_columns_of_the_rows_above() -> None:
    rows = [
        ["Nummer", "PRB41187", "Status", "Geschlossen"],
        ["Beginn", "06.11.2024", "Ende", "07.11.2024"],
        ["Gruppe", "Identität", "Bearbeitet von", "Sabine Thölke"],
    ]
    last = "Anmeldung an Bestand und Schadenportal für alle nicht möglich"
    sheet = Sheet().heading("Problem", size=22).table(rows, [LEFT, 150, 290, 390])
    sheet.line("Beschreibung", step=1.8).put(last, 150)
    assert only(sheet)[1] == [*rows, ["Beschreibung", last, "", ""]]


def test_a_cut_row_goes_on_under_a_head_repeated_over_the_days_between() -> None:
    head = ["Zeit", "Wer", "Was geschah", "Quelle"]
    lefts = [LEFT, 140, 230, 470]
    first = Sheet(base=560).table([head], lefts, head=True, ruled=True)
    first.line(f"Dienstag, 4. März 2025: {prose(12)}", step=2.0, bold=True)
    rows = [["00:09", "System", "Neustart bricht ab", "Protokoll"]]
    first.table([*rows, ["00:47", "Leitung", "", "Anruf"]], lefts, ruled=True)
    rest = [["", "", "Eine Kollegin wird erreicht.", ""], ["01:35", "Team", "Vor Ort", "Anruf"]]
    second = Sheet().table([head, *rest], lefts, head=True, ruled=True)
    layout = laid_out(first, second)
    table = tables(layout)[-1]
    assert cells(table, layout) == [
        *rows,
        ["00:47", "Leitung", "Eine Kollegin wird erreicht.", "Anruf"],
        rest[1],
    ]
    assert [line.text for line in table.repeated] == head


def test_numbers_of_fields_are_a_column_to_its_end() -> None:
    """The head that tells of it stands too far above the last of them."""
    rows = [["Feld", "Bezeichnung", "Angabe"]]
    rows += [[f"1.{n}", f"Name des Feldes {n}", "Wendland AG"] for n in range(1, 9)]
    _, told = only(Sheet().text(prose(30)).table(rows, [LEFT, 110, 280], head=True, ruled=True))
    assert told == rows


@pytest.mark.parametrize("drawn", [True, False])
def test_a_banner_or_a_box_under_rows_is_none_of_them(drawn: bool) -> None:
    sheet = Sheet().table([["Von:", "Kundendienst"], ["An:", "Alle"]], [LEFT, 120])
    if drawn:
        sheet.areas.append(Area(LEFT + 46, sheet.base + 10, LEFT + 460, sheet.base + 44))
    sheet.line("Kornkammer eG", 220, 3.0)
    assert ("Kornkammer eG" in shapes(laid_out(sheet))) == drawn


def test_boxes_drawn_as_their_four_edges_are_tiles() -> None:
    rules = []
    for x in (LEFT, LEFT + 110, LEFT + 220):
        rules += [Rule(x, y, x + 100, y + 0.7) for y in (100, 160)]
        rules += [Rule(side, 100, side + 0.7, 160.7) for side in (x, x + 99.3)]
    [row] = tiles_of(boxes_of(rules))
    assert [round(area.x0) for area in row] == [LEFT, LEFT + 110, LEFT + 220]
    assert tiles_of(boxes_of([rule for rule in rules if rule.horizontal])) == []


def test_figures_over_columns_with_heads_that_begin_elsewhere() -> None:
    figures = ["14.700", "9", "2", "1,3"], ["Gäste", "Abfahrten", "Nächte", "Mio. Euro"]
    sheet = Sheet().heading("Am Kai", size=22)
    sheet.base += 30
    for number, (figure, caption) in enumerate(zip(*figures, strict=True)):
        sheet.put(figure, 82 + 125 * number, size=21, bold=True)
        sheet.put(caption, 82 + 125 * number, sheet.base + 15, size=8.5)
    top = sheet.base = sheet.base + 40
    for number, head in enumerate(("KURZ GESAGT", "WAS BRACH", "WER WARTETE")):
        sheet.base = top
        sheet.line(head, LEFT + 173 * number, size=11, bold=True)
        sheet.text(prose(40, number), LEFT + 173 * number, 150)
    told = shapes(laid_out(sheet))
    assert told[1:5] == [[*figures], "KURZ GESAGT", prose(40, 0), "WAS BRACH"]


def test_tiles_as_deep_as_what_is_in_them_and_with_a_border() -> None:
    deep = [Area(LEFT + 110 * n, 100, LEFT + 110 * n + 100, 140 + 12 * n) for n in range(3)]
    assert tiles_of(deep) == [deep]
    inner = [Area(a.x0 + 2, a.top + 2, a.x1 - 2, a.bottom - 1) for a in deep]
    assert tiles_of([*inner, *deep]) == [deep]


def test_boxes_under_a_table_are_none_of_its_rows() -> None:
    rows = [["Verbleib", "Stück", "Bis"], ["nachgesandt", "5.320", "28. Juli"]]
    sheet = Sheet().text(prose(40)).table(rows, [LEFT, 260, 380], head=True, gap=2.2)
    top = sheet.base + 16
    for x, head, item in ((LEFT, "Licht", "Viele halfen"), (310, "Schatten", "Keine Durchsage")):
        sheet.areas.append(Area(x, top, x + 225, top + 90))
        sheet.base = top + 6
        sheet.line(head, x + 12, bold=True).items(item, prose(6), x=x + 12, wide=190)
    told = shapes(laid_out(sheet))
    assert told[1] == rows
    assert told[2:4] == ["Licht", "• Viele halfen"]
    assert told[5:7] == ["Schatten", "• Keine Durchsage"]


def test_cards_in_many_even_columns_are_one_grid() -> None:
    """Narrow lines under each other look like columns of text; no page has so many of them."""
    sheet = Sheet().heading("Drei Tage")
    top = sheet.base + 20
    events = [prose(9, n) for n in range(6)]
    for number, event in enumerate(events):
        x = 50 + 84 * number
        sheet.put(f"{number + 9}.10 Uhr", x, top, bold=True)
        for count, line in enumerate(wrapped(event, 70)):
            sheet.put(line, x, top + 16 + 12 * count)
    [table] = tables(laid_out(sheet))
    assert len(table.columns) == 6


@pytest.mark.parametrize("size", [10.0, 14.0])
def test_a_line_that_names_the_rows_under_it_is_one_of_them(size: float) -> None:
    """In larger type it heads them."""
    sheet = Sheet().text(prose(40))
    sheet.table([["Haus", "Konten", "Betrag"]], LEFTS, head=True, gap=2.2)
    for name, row in (("Große", ["Markt", "604", "11.476"]), ("Kleine", ["Nord", "377", "7.163"])):
        sheet.line(name, step=2.0, bold=True, size=size).table([row], LEFTS, gap=2.0)
    told = [row for table in tables(laid_out(sheet)) for row in texts_of(table)]
    assert (["Kleine", "", ""] in told) == (size == 10)


def texts_of(table: TableBlock) -> list[list[str]]:
    return [[" ".join(line.text for line in cell) for cell in row] for row in table.rows]


MERGED = [
    ["Schicht", "Sorte", "Geplant", "Gefüllt"],
    ["Spätschicht", "Helles", "24.000", "9.400"],
    ["", "Radler", "12.000", "0"],
    ["Nachtschicht", "Helles", "18.000", "0"],
    ["", "Weißbier", "16.000", "3.100"],
    ["", "Alkoholfrei", "4.300", "0"],
]


@pytest.mark.parametrize("gap", [1.3, 2.4])
def test_rows_under_a_cell_that_stands_for_several(gap: float) -> None:
    sheet = Sheet().text(prose(40)).table(MERGED, [LEFT, 160, 300, 400], head=True, gap=gap)
    assert only(sheet)[1] == MERGED


def test_cells_that_all_wrap_are_no_row_of_a_merged_cell() -> None:
    """Lines that are broken evenly leave room for the next word."""
    rows = [["Nr.", "Maßnahme", "Wer", "Bis"]]
    rows += [[f"6-{n}", "Tore öffnen, wenn die eigene", "Tarif und", "15. Mai"] for n in (1, 2)]
    sheet = Sheet().text(prose(40))
    sheet.table(rows[:2], [LEFT, 120, 300, 400], head=True, gap=2.2)
    for x, text in ((120, "Liste nass ist"), (300, "In"), (400, "Juli")):
        sheet.put(text, x, sheet.base + 12)
    sheet.base += 12
    sheet.table(rows[2:], [LEFT, 120, 300, 400], gap=2.2)
    assert len(only(sheet)[1]) == 3


def test_times_in_boxes_beside_their_events_are_cells() -> None:
    """They stand in the middle of the boxes, off the events' first lines."""
    events = [prose(26, n) for n in range(3)]
    sheet = Sheet().heading("Ablauf")
    rows = []
    for number, event in enumerate(events):
        top = sheet.base + 12
        lines = wrapped(event, 340)
        rows.append([f"{number + 1}.45 Uhr", event])
        high = 12 + 12 * len(lines)
        sheet.areas.append(Area(60, top, 124, top + high))
        sheet.areas.append(Area(124, top, 540, top + high))
        sheet.put(rows[-1][0], 73, top + high / 2 + 3, bold=True)
        for count, line in enumerate(lines):
            sheet.put(line, 134, top + 14 + 12 * count)
        sheet.base = top + high
    assert only(sheet)[1] == rows


@pytest.mark.parametrize("spanning", ["first", "second"])
def test_cells_over_columns_in_grids_of_facts(spanning: str) -> None:
    """One whole row of six columns is enough, of four two above or below."""
    whole = ["Beginn", "7.11.2025", "Ende", "10.11.2025", "Stufe", "2"]
    lefts: list[float] = [LEFT, 150, 250, 320, 420, 480]
    long = "Automaten, Mahnwesen, Leserkonto im Netz und Gebührenkasse"
    sheet = Sheet().heading("Bericht", size=22)
    if spanning == "first":
        sheet.table([whole], lefts).line("Betroffen", step=1.8).put(long, 150)
        told = [whole, ["Betroffen", long, "", "", "", ""]]
    else:
        above, below = whole[:4], ["Wer", "Leitung", "Stand", "12. Mai"]
        sheet.table([above], lefts[:4]).line("Betroffen", step=1.8).put(long, 150)
        sheet.table([below], lefts[:4])
        told = [above, ["Betroffen", long, "", ""], below]
    assert only(sheet)[1] == told


def test_text_right_under_a_table_is_no_row_of_it() -> None:
    rows = [["Region", "Orte", "Stunden"], ["Nord", "6", "6,1"], ["Süd", "5", "5,8"]]
    sheet = Sheet().text(prose(40)).table(rows, [LEFT, 240, 420], head=True)
    text = "Die Stunden zählen auch zu unserem Wert für das Jahr."
    told = shapes(laid_out(sheet.line(text, step=1.9)))
    assert told[1:] == [rows, text]


def test_a_head_far_over_its_rows_that_shares_their_right_edges() -> None:
    sheet = Sheet().text(prose(40)).line("Bestellt", step=2.6, bold=True)
    sheet.put("Geliefert", 230, bold=True)
    sheet.put("Stück", 480 - width_of("Stück"), bold=True)
    for name, other, count in (("Milch", "Kürbis", "412"), ("Mehl", "Kürbis", "7")):
        sheet.line(name, step=2.3).put(other, 230)
        sheet.put(count, 480 - width_of(count))
    assert only(sheet)[1][0] == ["Bestellt", "Geliefert", "Stück"]


def test_tiles_with_a_heading_and_a_sentence_are_read_one_by_one() -> None:
    """A time over its event is none of these."""
    sentence = "Wir heben die Fotos von jeder Kiste auf, denn sie zeigten es."
    for heads, several in (
        (("Behalten", "Lassen", "Beginnen"), True),
        (("9.10", "9.40", "10.05"), False),
    ):
        sheet = Sheet().text(prose(40))
        top = sheet.base + 20
        for number, head in enumerate(heads):
            x = LEFT + 160 * number
            sheet.areas.append(Area(x, top, x + 148, top + 74))
            sheet.put(head, x + 8, top + 16, bold=True)
            for count, line in enumerate(wrapped(sentence, 130)):
                sheet.put(line, x + 8, top + 32 + 12 * count)
        told = shapes(laid_out(sheet))
        assert (told[1:] == [part for head in heads for part in (head, sentence)]) == several


def test_rows_right_under_wrapped_ones_and_days_over_several_columns() -> None:
    """Space parts some rows and not others; the first cell would have had room above."""
    sheet = Sheet(base=100)
    rows = [
        ("6:10 PM", "Door of Freezer 9 closed for the last time", "the latch does not engage"),
        ("7:42 PM", "Temperature passes the warning limit", ""),
        ("7:43 PM", "Warning sent to the pager gateway", ""),
        ("8:30 PM", "Evening walk finds nothing unusual here", "but for the route"),
        ("9:55 PM", "Temperature passes the action limit", ""),
        ("9:58 PM", "Compressor shuts itself off", ""),
    ]
    sheet.line("Thursday, January 16, 2025")
    wrapped_above = True
    for time, event, more in rows:
        sheet.line(time, step=1.2 if wrapped_above else 1.45).put(event, 110)
        sheet.put("Door sensor", 400)
        if more:
            sheet.line(more, 110, step=1.2)
        wrapped_above = bool(more)
    _, told = only(sheet)
    assert [row[0] for row in told][-6:] == [time for time, _, _ in rows]


def test_a_last_cell_over_further_columns_of_a_drawn_table() -> None:
    lefts: list[float] = [LEFT, 130, 300, 400]
    sheet = Sheet(base=100)
    rows = [["Status:", "offen", "Projekt:", "Abrechnung"], ["Typ:", "Bericht", "Grad:", "hoch"]]
    rows += [["Autor:", "K. Vogt", "Stand:", "fertig"], ["Betroffen:", "v24", "Gelöst:", "v25"]]
    rows += [["Tags:", "Warteschlange, Abrechnung, Monatsende, Lohn", "", ""]]
    top = sheet.base + 4
    for row in rows:
        sheet.base += 44
        for x, text in zip(lefts, row, strict=True):
            if text:
                sheet.put(text, x, bold=text.endswith(":"))
        foot = sheet.base + 14
        edges = [LEFT - 4, *(x - 4 for x in lefts[1:]), LEFT + WIDE]
        edges = edges if row[3] else [edges[0], edges[1], edges[-1]]
        for x0, x1 in itertools.pairwise(edges):
            sheet.rules += [Rule(x0, y, x1, y + 0.5) for y in (top, foot)]
            sheet.rules += [Rule(x, top, x + 0.5, foot) for x in (x0, x1)]
        top = foot
    _, told = only(sheet)
    assert told == rows


def test_rows_that_nothing_parts_in_a_document_with_ruled_ones() -> None:
    """No cell's text reaches as far as the next column would let it."""
    tasks = [
        ["1", "Never discard a running session", "Identity team", "January 10, 2025"],
        ["2", "Run a three-hour test of loads", "Reliability", "April 4, 2025"],
        ["3", "Let support post for themselves", "Customer care", "Done"],
    ]
    sheet = Sheet(base=60).table(ROWS, LEFTS, head=True, ruled=True)
    sheet.heading("Follow-through")
    lefts: list[float] = [LEFT, 90, 330, 420]
    sheet.table([["#", "Action", "Owner", "Due"]], lefts, head=True)
    sheet.rules.append(Rule(LEFT, sheet.base + 4, LEFT + WIDE, sheet.base + 4.5))
    sheet.table(tasks, lefts, gap=1.5)
    layout = laid_out(sheet)
    assert cells(tables(layout)[-1], layout)[1:] == tasks


@pytest.mark.parametrize(
    "heads", [("Promise", "Owner and date"), ("Promise", "Owner"), ("Promise",)]
)
def test_a_column_without_a_head(heads: tuple[str, ...]) -> None:
    """One of the others may be its own, too; one head alone is none."""
    rows = [["Promise", "", ""], ["Show the age", "Network team", "7 June 2024"],
            ["Print a list", "Site managers", "24 May 2024"]]  # fmt: skip
    sheet = Sheet()
    for text, x in zip(heads, (LEFT, 220 if heads[-1] == "Owner" else 260), strict=False):
        sheet.put(text, x, base=68, bold=True)
    sheet.base = 70
    sheet.rules.append(Rule(LEFT - 3, 56, LEFT + WIDE + 3, 56.5))
    sheet.table(rows[1:], [LEFT, 220, 310], ruled=True)
    [table] = [block for block in laid_out(sheet).blocks if isinstance(block, TableBlock)]
    assert (len(table.columns), table.head) == (3, int(len(heads) > 1))


@pytest.mark.parametrize("centred", [True, False])
def test_cells_centred_on_each_other_are_rows(centred: bool) -> None:
    """The shorter cell of a row is level with no line of the longer one."""
    texts = [prose(11, 1), prose(4, 2), prose(18, 3), prose(11, 4)]
    sheet = Sheet(base=70).text(prose(40))
    told = []
    for number, text in enumerate(texts):
        rows = wrapped(text, 200)
        sheet.base += 22
        for line, row in enumerate(rows):
            sheet.put(row, 220, base=sheet.base + 13 * line)
        deep = 13 * (len(rows) - 1)
        sheet.put(f"Posten {number}", base=sheet.base + (deep / 2 if centred else 0))
        sheet.base += deep
        told.append([f"Posten {number}", text])
    assert {len(wrapped(text, 200)) for text in texts} > {1, 3}
    assert shapes(laid_out(sheet))[1:] == [told]


@pytest.mark.parametrize("figure", ["88", "und mehr"])
def test_a_row_under_a_cell_over_several_goes_on_behind_a_break(figure: str) -> None:
    """Figures of its own stand under figures; words may be the rest of those before the break."""
    rows = [["Standort", "Gruppe", "Aufträge"], ["Terminal", "T1", "49"], ["Bahnhof", "A1", "96"]]
    first = first_page(rows, ruled=True)
    group = "A2" if figure == "88" else "teils"
    second = continued([rows[0], ["", group, figure], ["Hafen", "H1", "12"]], ruled=True)
    _, found = only(first, second)
    assert len(found) == (5 if figure == "88" else 4)


@pytest.mark.parametrize("first", [True, False])
def test_a_row_alone_on_a_page_is_cut_as_those_under_the_same_head(first: bool) -> None:
    """Its cells stand so close that they look like one."""
    heads, alone = ["Nr.", "Aufgabe", "Termin"], ["4", "Eigene Farbe", "30.04.2025"]
    others = [["1", prose(3, 1), "31.03.2025"], ["2", prose(6, 2), "14.02.2025"],
              ["3", prose(3, 3), "30.06.2025"]]  # fmt: skip
    lefts = [LEFT, 95, 260]
    few, many = Sheet(base=700 if first else 40), Sheet(base=40 if first else 600)
    few.table([heads, alone], [LEFT, 94, 260], head=True)
    for word in [w for w in few.words if w.text in ("Nr.", "4")]:
        few.words.remove(word)
    few.put("Nr.", 94 - width_of("Nr.") - 7, base=few.words[0].base, bold=True)
    few.put("4", 94 - width_of("4") - 7, base=few.words[-2].base)
    many.table([heads, *others], lefts, head=True)
    _, rows = only(few, many) if first else only(many, few)
    assert rows == [heads, *([alone, *others] if first else [*others, alone])]
