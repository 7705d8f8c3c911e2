"""Headings in the left margin, beside the text that they head."""

from __future__ import annotations

from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes, wrapped

from pmpdf.reading.document import Area

BESIDE = LEFT + 140


def beside(sheet: Sheet, heading: str, *texts: str, gap: float = 34) -> list[str]:
    """A heading in the margin, and its text; gives them as they are read."""
    sheet.base += gap
    for number, row in enumerate(wrapped(heading, 110)):
        sheet.put(row, LEFT, sheet.base + 14 * number, size=10.5, bold=True)
    for count, text in enumerate(texts):
        sheet.base += 22 if count else 0
        for number, row in enumerate(wrapped(text, WIDE - 140)):
            sheet.base += 13 if number else 0
            sheet.put(row, BESIDE)
    return [heading, *texts]


def table(sheet: Sheet) -> list[list[str]]:
    """Rows with cells in columns of their own, beside the margin."""
    rows = [["Wann", "Was geschah"], *([f"{8 + n}.10 Uhr", prose(5, n)] for n in range(6))]
    for time, event in rows:
        sheet.put(time, BESIDE, bold=time == "Wann")
        sheet.put(event, BESIDE + 80)
        sheet.base += 18
    return rows


def test_tables_beside_them_do_not_end_them() -> None:
    sheet = Sheet(base=60)
    told: list[object] = [*beside(sheet, "Was geschah", prose(50, 1), prose(30, 2))]
    told += beside(sheet, "Ablauf des Tages und der Nacht")
    told.append(table(sheet))
    told += beside(sheet, "Woran es lag", prose(60, 3))
    assert shapes(laid_out(sheet)) == told


def test_one_is_enough_where_others_were_on_the_page_before() -> None:
    first = Sheet(base=60)
    told: list[object] = beside(first, "Was geschah", prose(50, 1))
    told += beside(first, "Woran es lag", prose(60, 3))
    second = Sheet(base=26)
    told += beside(second, "Ablauf")
    told.append(table(second))
    assert shapes(laid_out(first, second)) == told


def test_one_with_headings_beside_it_is_above_them() -> None:
    sheet = Sheet(base=60)
    told = beside(sheet, "Was geschah", prose(50, 1))
    told += beside(sheet, "Rückblick")
    for number, name in enumerate(("Gut gelaufen", "Schlecht gelaufen")):
        sheet.base += 30
        sheet.put(name, BESIDE, bold=True)
        sheet.base += 16
        rows = wrapped(prose(40, 5 + number), WIDE - 140)
        for row in rows:
            sheet.put(row, BESIDE)
            sheet.base += 13
        told += [name, " ".join(rows)]
    told += beside(sheet, "Woran es lag", prose(60, 3))
    layout = laid_out(sheet)
    assert shapes(layout) == told
    assert [b.first.text for b in layout.blocks if getattr(b, "side", False)] == [
        "Was geschah",
        "Rückblick",
        "Woran es lag",
    ]


def test_a_box_in_the_margin_stands_apart() -> None:
    sheet = Sheet(base=60)
    told = beside(sheet, "Was geschah", prose(50, 1))
    told += beside(sheet, "Woran es lag", prose(120, 3))
    for number, row in enumerate(("Nummer", "ST-25", "Stand", "fertig")):
        sheet.put(row, LEFT + 8, 190 + 13 * number, size=8, bold=bool(number % 2))
    sheet.areas.append(Area(LEFT, 178, LEFT + 110, 240))
    layout = laid_out(sheet)
    assert shapes(layout)[: len(told)] == told
    assert all(b.aside for b in layout.blocks[len(told) :])


def test_facts_over_them_are_rows() -> None:
    sheet = Sheet(base=60)
    facts = [["Vorgang", "DSV-2024-07"], ["Datum", "19. November 2024"], ["Stand", "fertig"]]
    for label, value in facts:
        sheet.put(label, LEFT, bold=True, size=9)
        sheet.put(value, BESIDE, size=9)
        sheet.base += 19
    told: list[object] = [facts]
    told += beside(sheet, "Was geschah", prose(50, 1))
    told += beside(sheet, "Woran es lag", prose(60, 3))
    assert shapes(laid_out(sheet)) == told


def test_a_word_left_of_a_line_that_ends_with_a_colon_is_no_value() -> None:
    sheet = Sheet(base=60)
    told = beside(sheet, "Was geschah", prose(50, 1))
    sheet.base += 34
    sheet.put("Rückkehr zum Betrieb", LEFT, sheet.base, size=10.5, bold=True)
    sheet.put("und so fort", LEFT, sheet.base + 13.4, size=10.5, bold=True)
    lines = [prose(9, 4), f"{prose(6, 5)}:", prose(8, 6)]
    for row in lines:
        sheet.put(row, BESIDE)
        sheet.base += 13
    told += ["Rückkehr zum Betrieb und so fort", " ".join(lines)]
    assert shapes(laid_out(sheet)) == told


def test_one_a_page_in_large_type_as_on_slides() -> None:
    """The text beside one may be lower, and be a table under a small line."""
    sheets, told = [], []
    for number, name in enumerate(("Auf einen Blick", "Wen es traf", "Der Ablauf", "Woran es lag")):
        sheet = Sheet(base=56)
        sheet.put(name, LEFT, size=20, bold=True)
        if name == "Der Ablauf":
            sheet.put("Alle Zeiten in Ortszeit", BESIDE + 60, base=48, size=8)
            sheet.base = 60
            lefts = [BESIDE + 66, BESIDE + 140]
            sheet.table([[f"{8 + n}.10 Uhr", prose(5, n)] for n in range(6)], lefts, ruled=True)
            told += [name, "Alle Zeiten in Ortszeit"]
            told.append([[f"{8 + n}.10 Uhr", prose(5, n)] for n in range(6)])
        else:
            for row, line in enumerate(wrapped(text := prose(30, number), 240, 16)):
                sheet.put(line, BESIDE + 60, base=54 + 21 * row, size=16)
            told += [name, text]
        sheets.append(sheet)
    assert shapes(laid_out(*sheets)) == told


def test_facts_right_above_them_are_rows_of_their_own() -> None:
    """A ruled table ends what stands side by side under one heading."""
    facts = [
        ["Sites", "Hallam House, the Corn Mill"],
        ["Severity", "Level 2 of 4"],
        ["Lead", "I. Boyo"],
    ]
    sheet = Sheet(base=80)
    for label, value in facts:
        sheet.put(label, color=0x777777)
        sheet.put(value, BESIDE)
        sheet.base += 16
    sheet.base -= 16
    told: list[object] = [facts]
    told += beside(sheet, "In brief", prose(50, 1), prose(30, 2), gap=20)
    sheet.base += 34
    sheet.put("What it cost us", bold=True)
    rows = [["House", "Visitors"], ["Corn Mill", "517"], ["Rope Walk", "688"]]
    sheet.base -= 18
    sheet.table(rows, [BESIDE, BESIDE + 120], head=True, ruled=True)
    told += ["What it cost us", rows]
    told += beside(sheet, "How the day went", prose(60, 3))
    assert shapes(laid_out(sheet)) == told
