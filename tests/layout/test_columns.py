"""Reading order: columns, sidebars, headings over all of them, tables beside text."""

from __future__ import annotations

import pytest
from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes, width_of, wrapped

from pmpdf.layout import TableBlock
from pmpdf.layout.columns import above_next_column
from pmpdf.layout.lines import lines_of
from pmpdf.layout.regions import Paper
from pmpdf.reading.document import Area, Rule
from pmpdf.values import replace


def column(
    sheet: Sheet, x: float, wide: float, seeds: range, top: float, count: int = 24
) -> list[str]:
    """Paragraphs one under the other in a column, none with a full last line; gives their texts."""
    sheet.base = top
    texts = [ending_short(count + seed % 3, seed, wide) for seed in seeds]
    for text in texts:
        sheet.text(text, x, wide)
    return texts


def ending_short(count: int, seed: int, wide: float) -> str:
    text = prose(count, seed)
    while width_of(wrapped(text, wide)[-1]) > 0.7 * wide:
        count += 1
        text = prose(count, seed)
    return text


@pytest.mark.parametrize("shift", [0.0, 4.0, 6.5])
def test_two_columns_are_read_one_after_the_other(shift: float) -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 6), 50)
    right = column(sheet, 310, 215, range(6, 12), 50 + shift, 27)
    assert shapes(laid_out(sheet)) == left + right


def test_three_columns() -> None:
    sheet = Sheet()
    told = []
    for number, x in enumerate((50, 222, 394)):
        told += column(sheet, x, 150, range(number * 5, number * 5 + 5), 60 + number * 4)
    assert shapes(laid_out(sheet)) == told


def test_columns_of_unequal_length() -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 8), 50)
    right = column(sheet, 310, 215, range(8, 11), 54)
    assert shapes(laid_out(sheet)) == left + right


def test_the_drawing_order_does_not_count() -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 6), 50)
    right = column(sheet, 310, 215, range(6, 12), 54)
    sheet.words.sort(key=lambda w: (w.text, w.x0, w.base))
    assert shapes(laid_out(sheet)) == left + right


def test_a_heading_over_both_columns_comes_first() -> None:
    sheet = Sheet()
    sheet.heading("Bericht über den Ausfall unseres zentralen Speichers am Abend", size=16)
    top = sheet.base + 20
    left = column(sheet, 70, 215, range(0, 5), top)
    right = column(sheet, 310, 215, range(5, 10), top + 4)
    assert shapes(laid_out(sheet)) == [
        "Bericht über den Ausfall unseres zentralen Speichers am Abend",
        *left,
        *right,
    ]


def test_a_heading_between_bands_parts_them() -> None:
    sheet = Sheet()
    told = column(sheet, 70, 215, range(0, 3), 50)
    foot = sheet.base
    told += column(sheet, 310, 215, range(3, 6), 54)
    sheet.base = max(foot, sheet.base) + 20
    heading = "Was danach geschah und was wir daraus für die nächsten Monate gelernt haben"
    sheet.heading(heading)
    told.append(heading)
    top = sheet.base + 10
    told += column(sheet, 70, 215, range(6, 9), top)
    told += column(sheet, 310, 215, range(9, 12), top + 4)
    assert shapes(laid_out(sheet)) == told


def test_full_text_below_columns_follows_them() -> None:
    sheet = Sheet()
    told = column(sheet, 70, 215, range(0, 4), 50)
    foot = sheet.base
    told += column(sheet, 310, 215, range(4, 8), 54)
    sheet.base = max(foot, sheet.base)
    last = prose(50, 9)
    sheet.text(last)
    assert shapes(laid_out(sheet)) == [*told, last]


def test_a_paragraph_runs_on_over_columns_and_pages() -> None:
    text = prose(150, 1)
    sheet, second = Sheet(), Sheet()
    sheet.text(text, 70, 215)
    rows = sorted({w.base for w in sheet.words})
    cut = rows[len(rows) // 2]
    moved = [w for w in sheet.words if w.base > cut]
    kept = [w for w in sheet.words if w.base <= cut]
    rise = min(w.base for w in moved) - rows[0] - 3

    def shifted(dx: float) -> list:
        return [
            replace(
                w,
                x0=w.x0 + dx, x1=w.x1 + dx, top=w.top - rise, bottom=w.bottom - rise,
                base=w.base - rise,
            )
            for w in moved
        ]  # fmt: skip

    sheet.words = kept + shifted(240)
    assert shapes(laid_out(sheet)) == [text]
    sheet.words = kept
    second.words = shifted(0)
    assert shapes(laid_out(sheet, second)) == [text]


def test_a_paragraph_that_ended_does_not_run_on() -> None:
    first, second = Sheet(), Sheet()
    first.text(prose(40, 1))
    first.line("Dann war es vorbei")
    second.text(prose(40, 2))
    assert len(shapes(laid_out(first, second))) == 2


FACTS = ["Schweregrad", "SEV-1", "Dauer", "3 Stunden", "Status", "Behoben"]


def with_sidebar(x: float, *, ground: bool = False) -> tuple[Sheet, list[str]]:
    sheet = Sheet()
    text_left = 70 if x > 300 else 200
    text = column(sheet, text_left, 300, range(0, 6), 50)
    foot = sheet.base
    sheet.base = 52
    for number, fact in enumerate(FACTS):
        sheet.line(fact, x, 1.3 if number % 2 else 2.2, size=9, bold=not number % 2)
    if ground:
        sheet.areas.append(Area(x - 8, 40, x + 110, sheet.base + 10))
    sheet.base = foot
    return sheet, text


@pytest.mark.parametrize("x", [420.0, 60.0])
@pytest.mark.parametrize("ground", [True, False])
def test_a_sidebar_is_read_between_what_is_beside_it_and_what_is_below(
    x: float, ground: bool
) -> None:
    sheet, text = with_sidebar(x, ground=ground)
    layout = laid_out(sheet)
    aside = [b for b in layout.blocks if b.aside]
    assert " ".join(line.text for b in aside for line in b.lines) == " ".join(FACTS)
    assert [t for t in shapes(layout) if t in text] == text
    at = layout.blocks.index(aside[0])
    assert layout.blocks[at : at + len(aside)] == aside
    foot = sheet.areas[0].bottom if ground else max(line.bottom for line in aside[-1].lines)
    assert all(b.lines[0].top <= foot for b in layout.blocks[:at])
    assert all(b.lines[0].top > foot for b in layout.blocks[at + len(aside) :])
    assert 0 < at < len(text)


def test_a_paragraph_beside_the_rest_of_a_box_is_read_before_it() -> None:
    """The second of two boxes; its text ends before the box does."""
    sheet = Sheet()
    column(sheet, 70, 300, range(0, 4), 50)
    long = sheet.base
    sheet.base = 52
    for fact in FACTS:
        sheet.line(fact, 420, 2, size=9)
    sheet.areas.append(Area(412, 40, 530, sheet.base + 8))
    second = sheet.base + 24
    sheet.base = second
    sheet.heading("Wie es geht", size=9, x=420).text(prose(9, 9), 420, 100, size=9)
    sheet.base = long
    sheet.text(prose(30, 7), 70, 300)
    sheet.areas.append(Area(412, second, 530, sheet.base + 4))
    layout = laid_out(sheet.heading("Was folgt").text(prose(40, 8)))
    beside = [n for n, block in enumerate(layout.blocks) if block.aside]
    assert shapes(layout)[beside[0] - 1] == prose(30, 7)
    assert shapes(layout)[beside[-1] + 1] == "Was folgt"


def test_text_that_runs_full_width_again_comes_after_the_sidebar() -> None:
    sheet, text = with_sidebar(420.0, ground=True)
    ground = sheet.areas[0]
    sheet.areas[0] = Area(
        ground.x0, ground.top, ground.x1, sheet.base + 6
    )  # as long as the text beside it
    below = [prose(60, 20), prose(60, 21)]
    for paragraph in below:
        sheet.text(paragraph)
    layout = laid_out(sheet)
    told = shapes(layout)
    assert told[:6] == text
    assert told[-2:] == below
    assert all(block.aside for block in layout.blocks[6:-2])


def test_a_letter_s_reference_beside_its_address_is_rows() -> None:
    """Though the values begin as far from the labels as these from the address."""
    sheet = Sheet(base=40)
    address = ("Frau", "Adelheid Wiegand", "Kirschhang 22", "36999 Tellbach")
    for number, line in enumerate(address):
        sheet.put(line, LEFT, 114 + 14 * number, size=10.5)
    reference = (("Unser Zeichen:", "NT/25-011"), ("Kundennummer:", "40 2217"),
                 ("Auskunft erteilt:", "Birgit Osterloh"), ("Durchwahl:", "06628 77-14"),
                 ("Datum:", "3. Februar 2025"))  # fmt: skip
    for number, (label, value) in enumerate(reference):
        sheet.put(label, 225, 112 + 13 * number, size=9)
        sheet.put(value, 2 * 225 - LEFT, 112 + 13 * number, size=9)
    sheet.base = 190
    sheet.heading("Ausfall der Wärmeversorgung").text(prose(120))
    found = shapes(laid_out(sheet))
    assert [list(row) for row in reference] in found


def test_a_table_is_read_by_rows_not_by_columns() -> None:
    sheet = Sheet()
    rows = [
        ["Kunde", "Betroffen seit", "Grund"],
        ["Nordwind", "20:00 Uhr", "Speicher aus"],
        ["Elbfracht", "20:10 Uhr", "kein Netz"],
        ["Havel", "20:12 Uhr", "Anmeldung"],
    ]
    sheet.text(prose(50))
    sheet.table(rows, [70, 200, 330])
    sheet.text(prose(50, 4), gap=2.5)
    assert shapes(laid_out(sheet))[1] == rows


UNBOXED = pytest.mark.xfail(
    strict=True, reason="a table with rules alone makes a table of the columns around it"
)


@pytest.mark.parametrize("boxed", [pytest.param(False, marks=UNBOXED), True])
def test_a_table_over_both_columns(boxed: bool) -> None:
    sheet = Sheet()
    told: list[object] = []
    told += column(sheet, 70, 215, range(0, 3), 50)
    foot = sheet.base
    told += column(sheet, 310, 215, range(3, 6), 54)
    sheet.base = max(foot, sheet.base) + 10
    rows = [["Dienst", "Kunden", "Minuten"], ["Portal", "214", "30"], ["Netz", "17", "12"]]
    high = sheet.base
    sheet.table(rows, [70, 230, 400], head=True, ruled=True)
    told.append(rows)
    if boxed:
        uprights = [67.0, 225.0, 395.0, LEFT + WIDE + 3]
        sheet.rules += [Rule(x, high + 5, x + 0.5, sheet.base + 5) for x in uprights]
    top = sheet.base + 20
    told += column(sheet, 70, 215, range(6, 9), top)
    told += column(sheet, 310, 215, range(9, 12), top + 4)
    assert shapes(laid_out(sheet)) == told


def test_a_heading_over_three_columns_of_which_the_first_begins_lower() -> None:
    sheet, told = Sheet(), []
    for part, name in enumerate(("Verlauf", "Lehren")):
        sheet.heading(name, gap=2.6)
        told.append(name)
        top = sheet.base + 14
        feet = []
        for number, x in enumerate((70, 235, 400)):
            sheet.base = top if number else top + 9
            told += column(
                sheet, x, 140, range(3 * part + number, 3 * part + number + 2), sheet.base, 9
            )
            feet.append(sheet.base)
        sheet.base = max(feet)
    assert shapes(laid_out(sheet)) == told


def test_headings_of_short_columns_are_no_facts_over_them() -> None:
    sheet = Sheet()
    for x, name in ((70, "Gut"), (235, "Schlecht"), (400, "Glück")):
        sheet.base = 80 if x > 70 else 89
        sheet.line(name, x, bold=True).line(prose(4, x), x, 2.2).line(prose(3, x + 1), x)
    assert [s for s in shapes(laid_out(sheet)) if len(s) < 10] == ["Gut", "Schlecht", "Glück"]


def test_a_head_over_two_columns_of_a_drawn_table_is_no_heading() -> None:
    sheet = Sheet().text(prose(40))
    top = sheet.base + 8
    sheet.line("Betriebe", 260, 2.2, bold=True)
    rows = [["Tarif", "gesamt", "betroffen"], ["Basis", "120", "41"], ["Plus", "58", "27"]]
    sheet.table(rows, [LEFT, 210, 380], head=True, ruled=True)
    foot = sheet.base + 4.5
    sheet.rules.append(Rule(LEFT - 3, top, LEFT + WIDE + 3, top + 0.5))
    for x in (LEFT - 3, 200.0, LEFT + WIDE + 3):
        sheet.rules.append(Rule(x, top, x + 0.5, foot))
    _, table = shapes(laid_out(sheet))
    assert isinstance(table, list)
    assert "Betriebe" in " ".join(cell for row in table for cell in row)


def test_headings_in_columns_on_one_line_grid() -> None:
    sheet = Sheet()
    told = []
    for x, lengths in ((70, (30, 40, 55)), (310, (50, 36, 40))):
        sheet.base = 50
        for number, length in enumerate(lengths):
            name = f"Abschnitt {'ABC'[number]}{x}"
            sheet.heading(name, size=10, gap=2.6, x=x)
            text = ending_short(length, len(told), 215)
            sheet.text(text, x, 215, gap=1.3)
            told += [name, text]
    assert shapes(laid_out(sheet)) == told


def test_a_table_beside_text() -> None:
    sheet = Sheet()
    text = column(sheet, 70, 215, range(0, 4), 50)
    sheet.base = 55
    rows = [["Dienst", "Ausfall"], ["Portal", "12 min"], ["Post", "40 min"], ["Netz", "8 min"]]
    sheet.table(rows, [320, 430], ruled=True)
    layout = laid_out(sheet)
    assert [s for s in shapes(layout) if isinstance(s, str)] == text
    assert [s for s in shapes(layout) if isinstance(s, list)] == [rows]


def test_times_in_one_box_and_events_in_another() -> None:
    """All times drawn first, then all events: rows all the same."""
    sheet = Sheet()
    events = [prose(count, count) for count in (18, 5, 22, 4, 13)]
    starts = []
    for event in events:
        starts.append(sheet.base + 19)
        sheet.text(event, 160, 300, gap=1.9)
    drawn_later, sheet.words = sheet.words, []
    for number, base in enumerate(starts):
        sheet.put(f"20:{number}0 Uhr", base=base)
    sheet.words += drawn_later
    [table] = shapes(laid_out(sheet))
    assert table == [[f"20:{n}0 Uhr", event] for n, event in enumerate(events)]


def test_columns_on_one_line_grid_are_no_table() -> None:
    """Both columns keep to the same baselines; their paragraphs end at different heights."""
    sheet = Sheet()
    told = []
    for x, lengths in ((70, (25, 45, 30, 20)), (310, (50, 20, 20, 35))):
        sheet.base = 50
        for number, length in enumerate(lengths):
            told.append(prose(length, len(told)))
            sheet.text(told[-1], x, 215, gap=2.6 if number else 1.3)
    assert shapes(laid_out(sheet)) == told


def test_stretched_lines_of_narrow_justified_columns_stay_text() -> None:
    sheet = Sheet()
    told = []
    for x in (70, 310):
        sheet.base = 50 + x / 60
        for seed in range(4):
            told.append(prose(30, seed + x))
            before = len(sheet.words)
            sheet.text(told[-1], x, 215)
            rows: dict[float, list[int]] = {}
            for index in range(before, len(sheet.words)):
                rows.setdefault(sheet.words[index].base, []).append(index)
            for row in list(rows.values())[:-1]:
                slack = x + 215 - sheet.words[row[-1]].x1
                for number, index in enumerate(row):
                    by = slack * number / max(1, len(row) - 1)
                    w = sheet.words[index]
                    sheet.words[index] = replace(w, x0=w.x0 + by, x1=w.x1 + by)
    assert shapes(laid_out(sheet)) == told


def test_the_first_block_of_a_column_says_so() -> None:
    sheet = Sheet()
    column(sheet, 70, 215, range(0, 6), 50)
    column(sheet, 310, 215, range(6, 12), 54)
    layout = laid_out(sheet)
    assert [n for n, b in enumerate(layout.blocks) if b.starts_column] == [0, 6]


def test_facts_over_a_two_column_page_stay_together() -> None:
    sheet = Sheet()
    sheet.put("Schweregrad: SEV-1", 70, base=60)
    sheet.put("Status: Behoben", 310, base=60)
    sheet.put("Dauer: 3 Stunden", 70, base=74)
    sheet.put("Autor: T. Brandt", 310, base=74)
    left = column(sheet, 70, 215, range(0, 6), 100)
    right = column(sheet, 310, 215, range(6, 12), 104)
    layout = laid_out(sheet)
    told = [s for s in shapes(layout) if s in left or s in right]
    assert told == left + right
    facts = layout.blocks[: len(layout.blocks) - len(told)]
    words = [w.text for b in facts for line in b.lines for w in line.words]
    assert sorted(words) == sorted(
        [
            "Schweregrad:",
            "SEV-1",
            "Status:",
            "Behoben",
            "Dauer:",
            "3",
            "Stunden",
            "Autor:",
            "T.",
            "Brandt",
        ]
    )


def test_a_lone_wide_line_is_no_table() -> None:
    sheet = Sheet().text(prose(40))
    sheet.line("links", step=2)
    sheet.put("rechts", LEFT + WIDE - 30)
    layout = laid_out(sheet)
    assert [" ".join(line.text for line in b.lines) for b in layout.blocks][1:] == ["links rechts"]
    assert isinstance(layout.blocks[1], TableBlock)


def test_a_heading_parts_two_tables_even_where_cells_wrap_around_it() -> None:
    rows = [["20:00", prose(14, 1), "Lenz"], ["20:15", prose(14, 2), "Brandt"]]
    more = [["Dienst", "Was zu tun ist", "Wer"], ["Portal", prose(14, 3), "Lenz"]]
    sheet = Sheet().text(prose(40)).table(rows, [LEFT, 130, 400])
    sheet.heading("Maßnahmen", size=12.5, gap=2.2).table(more, [LEFT, 130, 400])
    layout = laid_out(sheet)
    assert [len(b.rows) for b in layout.blocks if isinstance(b, TableBlock)] == [2, 2]


def test_bold_times_beside_long_events_are_no_headings_in_the_margin() -> None:
    rows = [[f"March 5, 2024 at 1{n}:00", prose(24, n)] for n in range(4)]
    sheet = Sheet()
    for time, event in rows:
        sheet.base += 20
        sheet.put(time, bold=True)
        for number, row in enumerate(wrapped(event, 270)):
            sheet.base += 13 if number else 0
            sheet.put(row, LEFT + 150)
    assert shapes(laid_out(sheet)) == [rows]


def test_labels_close_under_each_other_are_no_headings_in_the_margin() -> None:
    """Although a value wraps, and so parts them in two blocks."""
    facts = [
        ["Nummer", "QM-9/24"],
        ["System", "Befundwege"],
        ["Ausfallzeit", "9. September 2024, 22.40 Uhr, bis 10. September 2024, 6.10 Uhr"],
        ["Einstufung", "kritisch"],
        ["Verfasserin", "Dr. Oellers"],
    ]
    sheet = Sheet()
    for label, value in facts:
        sheet.line(label, bold=True)
        for number, row in enumerate(wrapped(value, 200)):
            sheet.base += 13 if number else 0
            sheet.put(row, LEFT + 130)
    assert shapes(laid_out(sheet)) == [facts]


def test_times_in_the_margin_of_a_known_column_head_rows() -> None:
    """A sidebar stood there on the page before."""
    first = Sheet()
    for number in range(9):
        first.put(("Nummer", "ST-25", "Stand")[number % 3], LEFT, 70 + 22 * number, size=8)
    first.base = 50
    for seed in range(4):
        first.text(prose(60, seed), LEFT + 130, WIDE - 130)
    rows = [[f"{9 + n}.10 Uhr", prose(22, n)] for n in range(4)]
    second = Sheet().heading("Verlauf", x=LEFT + 130)
    for time, event in rows:
        second.base += 20
        second.put(time, LEFT + 60, bold=True)
        for number, row in enumerate(wrapped(event, 200)):
            second.base += 13 if number else 0
            second.put(row, LEFT + 130)
    assert shapes(laid_out(first, second))[-1] == rows


def test_text_beside_smaller_type_is_no_heading_over_columns() -> None:
    """A line of text where the other column is blank for a while, larger than most lines are."""
    sheet = Sheet(base=60)
    for number in range(16):
        sheet.put(f"Feld {number}", LEFT, 60 + 10 * number, size=7)
        sheet.put(f"Wert {number}", LEFT + 260, 60 + 10 * number, size=7)
    rows = [row for seed in range(3) for row in wrapped(prose(30, seed), 210)]
    for number, row in enumerate(rows):
        sheet.put(row, LEFT, 240 + 13 * number)
        if number < 4 or number > 8:
            sheet.put(row, LEFT + 260, 246 + 13 * number)
    found = [b.lines[0].text for b in laid_out(sheet).blocks if b.lines[0].size == 10]
    assert [text for text in found if text == rows[4]] == []


def test_names_beside_two_further_columns_are_no_headings_in_the_margin() -> None:
    rows = [[name, prose(20, n), "Betrieb"] for n, name in enumerate(["Nord", "Mitte", "West"])]
    sheet = Sheet()
    for name, text, who in rows:
        sheet.base += 20
        sheet.put(name, bold=True)
        sheet.put(who, LEFT + 390)
        for number, row in enumerate(wrapped(text, 270)):
            sheet.base += 13 if number else 0
            sheet.put(row, LEFT + 90)
    assert shapes(laid_out(sheet)) == [rows]


def test_a_note_set_in_under_the_only_row_of_a_page_keeps_its_place() -> None:
    sheet = Sheet(base=100).line("10:33")
    sheet.put("Die Bereitschaft wird geweckt", LEFT + 60)
    sheet.line("Und zwar am Telefon.", LEFT + 72, 2.2)
    sheet.heading("Ursache", gap=3).text(prose(40))
    found = shapes(laid_out(sheet))
    assert found[0] == [["10:33", "Die Bereitschaft wird geweckt Und zwar am Telefon."]]


FLOWING = [
    "Der Verbund fiel am Abend aus, weil ein",
    "abgelaufenes Zertifikat die Verbindung der",
    "beiden Standorte trennte. Die Bereitschaft",
    "nahm den zweiten Verbund in Betrieb und",
    "stellte die Daten bis zum Morgen wieder her.",
]


@pytest.mark.parametrize("split", [3, 4])
def test_a_few_lines_of_balanced_columns_under_a_heading(split: int) -> None:
    sheet = Sheet()
    for name in ("Was geschah", "Und noch einmal"):
        sheet.heading(name, gap=3.0)
        top = sheet.base
        for x, rows in ((70, FLOWING[:split]), (310, FLOWING[split:])):
            sheet.base = top
            sheet.lines(*rows, x=x)
        sheet.base = top + 13 * split
    told = " ".join(FLOWING)
    assert shapes(laid_out(sheet)) == ["Was geschah", told, "Und noch einmal", told]


def test_cells_without_rules_stay_a_table() -> None:
    sheet = Sheet().heading("Betroffene Dienste")
    rows = [
        ["Portal für Kunden", "Anmeldung nicht möglich"],
        ["Netz der Zentrale", "Langsame Antworten"],
        ["Post der Partner", "Kein Versand von Belegen"],
    ]
    sheet.table(rows, [70, 310], gap=1.3)
    assert shapes(laid_out(sheet)) == ["Betroffene Dienste", rows]


def test_a_list_that_runs_over_into_the_next_column() -> None:
    sheet = Sheet().heading("Gründe")
    top = sheet.base
    sheet.line("1. Das Zertifikat war abgelaufen").line("2. Der Alarm blieb stumm")
    sheet.base = top
    sheet.line("3. Die Anleitung war veraltet", x=310)
    assert shapes(laid_out(sheet)) == [
        "Gründe",
        "1. Das Zertifikat war abgelaufen",
        "2. Der Alarm blieb stumm",
        "3. Die Anleitung war veraltet",
    ]


def test_a_paragraph_beside_which_a_box_begins_stays_whole() -> None:
    sheet = Sheet()
    text = prose(60)
    rows = wrapped(text, 300)
    sheet.lines(*rows)
    sheet.base = 50 + 13 * 2.4
    for label, value in (("Dauer", "6 Stunden"), ("Betroffen", "212 Drucker")):
        sheet.line(label, x=400, size=9, bold=True).line(value, x=400, size=9)
    sheet.areas.append(Area(392, 68, 525, 140))
    assert text in shapes(laid_out(sheet))


def test_a_short_heading_over_both_columns_parts_them() -> None:
    sheet = Sheet()
    told: list[str] = []
    for number, name in enumerate(("Ursache", "Folgen")):
        sheet.heading(name, size=13, gap=2.6)
        told.append(name)
        top = sheet.base + 8
        told += column(sheet, 70, 215, range(number * 4, number * 4 + 1), top)
        told += column(sheet, 310, 215, range(number * 4 + 2, number * 4 + 3), top)
    assert shapes(laid_out(sheet)) == told


def test_cells_over_two_columns_are_one_row() -> None:
    sheet = Sheet()
    for x, label, value in (
        (70, "Nummer", "INC-17"),
        (200, "Stufe", "hoch"),
        (330, "Team", "Netz"),
    ):
        sheet.put(label, x, base=60, size=8)
        sheet.put(value, x, base=72)
    left = column(sheet, 70, 215, range(0, 4), 90)
    right = column(sheet, 310, 215, range(4, 8), 94)
    assert shapes(laid_out(sheet)) == [
        [["Nummer", "Stufe", "Team"], ["INC-17", "hoch", "Netz"]],
        *left,
        *right,
    ]


def test_columns_begin_where_they_did_on_the_page_before() -> None:
    first = Sheet()
    told = column(first, 70, 215, range(0, 7), 110) + column(first, 310, 215, range(7, 14), 114)
    second = Sheet()
    told += column(second, 70, 215, range(14, 20), 110)
    second.base = 130
    second.line("Rechtlicher Hinweis", x=310, step=0).line("Dieser Bericht ist intern", x=310)
    told += ["Rechtlicher Hinweis Dieser Bericht ist intern"]
    assert shapes(laid_out(first, second)) == told


def test_a_title_beside_a_block_of_facts_is_no_cell() -> None:
    sheet = Sheet()
    sheet.put("Stillstand", LEFT, base=100, size=24)
    sheet.put("Untersuchung zum Ausfall", LEFT, base=114)
    for row, (label, value) in enumerate((("Kennung", "EWT-8"), ("Werk", "Radeburg"))):
        sheet.put(label, 330, base=100 + 14 * row)
        sheet.put(value, 420, base=100 + 14 * row)
    found = shapes(laid_out(sheet))
    assert found[:2] == ["Stillstand", "Untersuchung zum Ausfall"]
    assert [["Kennung", "EWT-8"], ["Werk", "Radeburg"]] in found


def test_a_word_without_width_in_a_gutter_stays_on_one_side() -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 4), 50)
    right = column(sheet, 310, 215, range(4, 8), 54)
    x = (max(w.x1 for w in sheet.words if w.x0 < 300) + 310) / 2
    sheet.put("i", x, base=96)
    sheet.words[-1] = replace(sheet.words[-1], x1=x)
    found = [w.text for b in laid_out(sheet).blocks for line in b.lines for w in line.words]
    assert sorted(found) == sorted(" ".join([*left, *right, "i"]).split())


def test_values_at_several_tab_stops_stand_with_their_labels() -> None:
    """A longer label reaches over the place of the others' values."""
    sheet = Sheet()
    rows = [("Kennung:", "EW-33"), ("Leitung der Untersuchung:", "Dr. Nguyen"), ("Status:", "zu")]
    for label, value in rows:
        sheet.base += 14
        sheet.put(label, LEFT)
        sheet.put(value, LEFT + (70 if width_of(label) < 65 else 140))
    sheet.base += 20
    sheet.text(prose(40))
    assert shapes(laid_out(sheet))[:1] == [" ".join(f"{a} {b}" for a, b in rows)]


def test_facts_over_columns_of_which_the_second_begins_higher() -> None:
    sheet = Sheet()
    for x, fact in ((50, "Vorgang: E-7"), (180, "Stufe: Hoch"), (290, "Von: L. Feichtinger")):
        sheet.put(fact, x, 60)
    columns = []
    for x, top, seeds in (
        (50, 118, range(0, 5)),
        (222, 110, range(5, 10)),
        (394, 118, range(10, 15)),
    ):
        columns += column(sheet, x, 150, seeds, top)
    facts, *told = shapes(laid_out(sheet))
    assert facts == [["Vorgang: E-7", "Stufe: Hoch", "Von: L. Feichtinger"]]
    assert told == columns


def test_a_table_in_one_of_three_columns_ends_neither_it_nor_the_others() -> None:
    sheet = Sheet()
    first = column(sheet, 50, 150, range(0, 6), 60)
    second = column(sheet, 222, 150, range(6, 9), 60)
    rows = [["Kanal", "Zahl"], ["Netz", "11"], ["Telefon", "27"], ["Brief", "4"]]
    sheet.table(rows, (224, 310), right=372, ruled=True)
    sheet.base += 14
    after = ending_short(40, 3, 150)
    sheet.text(after, 222, 150)
    third = column(sheet, 394, 150, range(12, 18), 60)
    assert shapes(laid_out(sheet)) == [*first, *second, rows, after, *third]


def with_margin_times(sheet: Sheet) -> list[list[str]]:
    rows = []
    for number, time in enumerate(("21:30 Uhr", "21:52 Uhr", "22:04–22:10")):
        sheet.base += 20
        sheet.put(time, 70, size=8)
        rows.append([time, ending_short(18, number, 320)])
        for count, row in enumerate(wrapped(rows[-1][1], 320)):
            sheet.base += 13 * bool(count)
            sheet.put(row, 150)
    return rows


def test_a_heading_ends_times_in_the_margin() -> None:
    sheet = Sheet()
    rows = with_margin_times(sheet)
    sheet.heading("4 Ursache", x=150, size=14, gap=2.6)
    text = prose(60, 5)
    sheet.text(text, 150, 320)
    assert shapes(laid_out(sheet)) == [rows, "4 Ursache", text]


def test_a_footnote_ends_times_in_the_margin() -> None:
    sheet = Sheet(base=600)
    rows = with_margin_times(sheet)
    sheet.rules.append(Rule(150, 760, 250, 760.5))
    sheet.base = 760
    for row in wrapped(prose(18, 9), 320):
        sheet.line(row, 150, size=8)
    assert shapes(laid_out(sheet)) == [rows, prose(18, 9)]


def test_a_day_between_rows_that_nearly_reaches_the_next_column_parts_them() -> None:
    sheet = Sheet()
    ends = (200, 320)  # where the second and third column begin
    for number in range(4):
        sheet.line(f"{8 + number}:00 Uhr", step=2)
        sheet.put("Neustart des Knotens", ends[0])
        sheet.put("Technik", ends[1])
        if number == 1:
            day = "Mittwoch, 31. Mai 2023"
            sheet.line(day, ends[0] - 2 - width_of(day), step=2)
    [table] = shapes(laid_out(sheet))
    assert [len(row) for row in table] == [3] * 5


def test_facts_between_rules_over_columns_that_begin_level() -> None:
    sheet = Sheet()
    rows = [("Betroffen", "Dauer", "Vorlauf", "Außen"), ("4.300", "9 Stunden", "47 Grad", "-6")]
    for row in rows:
        sheet.base += 14
        for x, text in zip((72, 180, 315, 430), row, strict=True):
            sheet.put(text, x)
    sheet.rules += [Rule(70, y, 525, y) for y in (48, 92)]
    left = column(sheet, 70, 215, range(0, 7), 130)
    right = column(sheet, 310, 215, range(7, 12), 130)
    table, *texts = laid_out(sheet).blocks
    assert isinstance(table, TableBlock)
    assert [[c[0].text for c in row] for row in table.rows] == [list(row) for row in rows]
    assert [block.lines[0].words[0].text for block in texts] == [t.split()[0] for t in left + right]


def test_a_box_of_facts_beside_text_whose_lines_stand_level_by_chance() -> None:
    sheet = Sheet()
    sheet.base = 100
    text = ending_short(70, 3, 280)
    sheet.text(text, 60, 280, gap=1.3)
    lines = [w.base for w in sheet.words]
    for number, (label, value) in enumerate((f"Feld {n}", f"Wert {n}") for n in range(7)):
        base = min(lines) + 13 * number + (0.9 if number < 5 else 4.5)
        sheet.put(label, 380, base=base)
        sheet.put(value, 450, base=base)
    sheet.areas.append(Area(365, 90, 540, 220))
    *_, side = laid_out(sheet).blocks
    assert isinstance(side, TableBlock)
    assert len(side.rows) == 7
    assert text in shapes(laid_out(sheet))


def test_a_day_over_the_gutter_of_a_table_in_the_next_column_ends_no_columns() -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 7), 60)
    for number in range(9):
        base = 64.5 + 41.7 * number
        if number == 5:
            sheet.put("Mittwoch, 13. März 2025", 320, base=base, bold=True)
            continue
        sheet.put(f"{10 + number}:00", 320, base=base)
        for row, text in enumerate(wrapped(prose(16, number), 150)[:3]):
            sheet.put(text, 356, base=base + 12.2 * row)
    told = shapes(laid_out(sheet))
    assert told[: len(left)] == left


def _headed(
    sheet: Sheet, x: float, base: float, heading: str, text: str, *, bold: bool = True
) -> float:
    """A heading over its text, in a column from a baseline on; where that ends."""
    sheet.base = base
    sheet.put(heading, x, size=14, bold=bold)
    sheet.base += 10
    sheet.text(text, x, 215, gap=1.6)
    return sheet.base


@pytest.mark.parametrize("bold", [True, False])
def test_what_went_well_beside_what_did_not_is_no_table(bold: bool) -> None:
    """Of one length, on one grid, and with nothing but headings to tell that each runs on."""
    sheet, text = Sheet(), prose(24, 3)
    end = _headed(sheet, 70, 60, "Was gut lief", text, bold=bold)
    assert _headed(sheet, 310, 60, "Was schlecht lief", text, bold=bold) == end
    sheet.base = end + 12
    sheet.heading("Maßnahmen").items("Prüfen", "Üben")
    told = shapes(laid_out(sheet))
    assert told == [
        *("Was gut lief", text, "Was schlecht lief", text),
        *("Maßnahmen", "• Prüfen", "• Üben"),
    ]


def test_columns_of_which_one_begins_with_the_rest_of_a_text() -> None:
    sheet, text = Sheet(), prose(24, 3)
    end = _headed(sheet, 70, 86, "Ursache", text)
    _headed(sheet, 70, end + 28, "Auswirkung", text)
    sheet.base = 60
    sheet.lines("und am Abend war die Anlage", "wieder da.", x=310)
    _headed(sheet, 310, end + 28, "Maßnahmen", text)
    told = shapes(laid_out(sheet))
    assert not any(isinstance(block, list) for block in told)
    assert told.index("Auswirkung") < told.index("Maßnahmen")


def test_a_column_that_begins_higher_with_the_rest_of_a_list() -> None:
    """Under a title over both columns; nothing stands beside its first line."""
    sheet = Sheet().heading("Ausfall der Kasse", size=22)
    sheet.base = 90
    sheet.heading("Zusammenfassung").text(prose(30, 1), 70, 215)
    sheet.heading("Ablauf").items("Alarm", "Rollback", x=80, wide=190)
    sheet.base = 80
    sheet.items("Ende der Störung am späten Abend des zweiten Tages", x=320, wide=190)
    sheet.heading("Ursache", x=310).text(prose(40, 2), 310, 215)
    sheet.heading("Maßnahmen", x=310).items("Prüfen", "Üben", x=320, wide=190)
    told = shapes(laid_out(sheet))
    assert told[told.index("Ablauf") :] == [
        *("Ablauf", "• Alarm", "• Rollback"),
        "• Ende der Störung am späten Abend des zweiten Tages",
        *("Ursache", prose(40, 2), "Maßnahmen", "• Prüfen", "• Üben"),
    ]


def test_columns_under_a_table_of_which_the_second_begins_lower() -> None:
    """A box keeps the second column's first line off, so that the first one's heading is alone."""
    sheet = Sheet()
    rows = [["00:30 Uhr", "Datenbank", prose(20, 5)], ["08:15 Uhr", "Service", prose(16, 6)]]
    sheet.table(rows, [70, 130, 230], ruled=True)
    top = sheet.base + 40
    left = _headed(sheet, 70, top, "Was Zeit gekostet hat", prose(40, 1))
    sheet.base = top - 8
    sheet.text(prose(12, 2), 320, 195)
    _headed(sheet, 310, sheet.base + 30, "Unser Fahrplan", prose(30, 3))
    assert left > top
    assert shapes(laid_out(sheet)) == [
        rows,
        *("Was Zeit gekostet hat", prose(40, 1)),
        prose(12, 2),
        *("Unser Fahrplan", prose(30, 3)),
    ]


def test_a_heading_at_the_end_of_a_longer_column_stands_over_no_other() -> None:
    """Its neighbour has ended; what stands on its side far below is another part of the page."""
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 3), 50)
    end = _headed(sheet, 70, sheet.base + 28, "Wen es traf", prose(16, 7))
    right = column(sheet, 310, 215, range(4, 6), 54)
    sheet.base = max(end, sheet.base) + 120
    sheet.heading("Verlauf").table([["20:00", prose(30, 2)], ["20:15", prose(25, 3)]], [70, 130])
    below = sheet.base + 30
    for x, seed in ((70, 8), (310, 9)):
        sheet.base = below
        sheet.text(prose(40, seed), x, 215)
    told = shapes(laid_out(sheet))
    assert told[: len(left) + 2] == [*left, "Wen es traf", prose(16, 7)]
    assert told[len(left) + 2 : len(left) + 2 + len(right)] == right


def test_a_phase_between_rows_whose_cells_wrap_is_no_part_of_the_table() -> None:
    rows = [[f"0{n}:10 Uhr", f"{prose(12, n)}"] for n in range(1, 7)]
    sheet = Sheet()
    for number, (time, event) in enumerate(rows):
        if number in (0, 3):
            sheet.heading("Erkennung" if not number else "Eindämmung", size=11, gap=1.9)
        first, *others = wrapped(event, 200)
        sheet.line(time, step=1.7).put(first, 170)
        sheet.lines(*others, x=170)
    told = shapes(laid_out(sheet))
    assert told == ["Erkennung", rows[:3], "Eindämmung", rows[3:]]


def test_text_that_runs_on_right_under_a_table_is_no_event_of_it() -> None:
    """At the top of the second column, which begins higher than the heading of the first."""
    sheet = Sheet()
    column(sheet, 70, 215, range(0, 2), 50)
    column(sheet, 310, 215, range(2, 4), 54)
    rows = [["20:00", prose(9, 2)], ["20:15", prose(9, 3)], ["20:30", prose(9, 4)]]
    sheet.base = 260
    sheet.table(rows, [70, 180])
    top = sheet.base + 22
    sheet.base = top
    sheet.put("und danach war alles wieder so wie vorher", 310)
    for _ in range(6):
        sheet.line("und niemand hatte davon etwas gemerkt", 310)
    _headed(sheet, 70, top + 12, "Ursache", prose(40, 5))
    told = shapes(laid_out(sheet))
    assert told[4] == rows
    assert told[5:7] == ["Ursache", prose(40, 5)]


def test_centred_facts_over_columns_are_no_rows_of_them() -> None:
    sheet = Sheet().heading("Drei Nächte ohne Archiv", x=175, size=18)
    facts = [["Authors:", "Ingrid Solheim, Mateus Barroso"], ["Issued:", "18 November 2024"]]
    for label, value in facts:
        sheet.line(label, 165).put(value, 217)
    top = sheet.base + 38
    _headed(sheet, 54, top, "Abstract", prose(50, 1))
    _headed(sheet, 308, top, "What was lost", prose(70, 2))
    told = shapes(laid_out(sheet))
    assert told == [
        *("Drei Nächte ohne Archiv", facts),
        *("Abstract", prose(50, 1), "What was lost", prose(70, 2)),
    ]


def test_rows_at_the_top_of_the_second_column_beside_a_picture() -> None:
    """The first column has no line as high; the page before tells where the second begins."""
    first, second = Sheet(), Sheet()
    column(first, 70, 215, range(0, 6), 50)
    column(first, 310, 215, range(6, 12), 54)
    second.areas.append(Area(70, 50, 285, 200, image=True))
    left = column(second, 70, 215, range(12, 15), 220)
    second.base = 50
    second.line("Donnerstag, 10. Oktober", 310)
    rows = [["02:10", prose(12, 2)], ["02:25", prose(14, 3)], ["07:40", prose(12, 4)]]
    for time, event in rows:
        head, *others = wrapped(event, 180)
        second.line(time, 310, 1.6, bold=True).put(head, 345)
        second.lines(*others, x=345)
    end = _headed(second, 310, second.base + 30, "Ursache", prose(40, 5))
    assert end > 220
    told = shapes(laid_out(first, second))
    assert told[-len(left) - 4 :] == [
        *left,
        "Donnerstag, 10. Oktober",
        rows,
        "Ursache",
        prose(40, 5),
    ]


def test_figures_over_captions_end_at_a_rule_over_columns() -> None:
    """Centred, without boxes; the heading under the rule is no larger than the figures."""
    sheet = Sheet()
    figures = {"5": 123, "1.140": 247, "6 h": 341, "17.900": 450}
    captions = {"Vorstellungen entfallen": 68, "Gäste betroffen": 225, "Dauer": 361, "Schaden": 469}
    for texts, base, size in ((figures, 200.0, 17), (captions, 214.5, 10)):
        for text, x in texts.items():
            sheet.put(text, x, base, size=size)
    sheet.rules.append(Rule(LEFT, 234, LEFT + WIDE, 234.5))
    sheet.put("Was an diesem Samstag geschah", 68, 254, size=13.6)
    for x, seed in ((68, 1), (309, 5)):
        sheet.base = 259
        sheet.lines(*wrapped(prose(40, seed), 218)[:3], x=x)
    told = shapes(laid_out(sheet))
    assert told[:2] == [[list(figures), list(captions)], "Was an diesem Samstag geschah"]


def test_no_rows_are_left_above_a_next_column_that_begins_first() -> None:
    sheet = Sheet()
    sheet.put("und danach war alles wieder gut", 310, 100)
    sheet.put(prose(12, 3), 80, 112)
    sheet.put("20:15", 80, 124)
    members = lines_of(sheet.page(2))
    paper = Paper((), (), (), 595.0, columns=[310.0])
    assert above_next_column(members, paper) == []
    sheet.put("20:00", 80, 60)
    sheet.put("Alarm", 200, 60)
    assert [m.text for m in above_next_column(lines_of(sheet.page(2)), paper)] == ["20:00", "Alarm"]


@pytest.mark.parametrize("apart", [True, False])
def test_cards_that_fill_two_columns_are_read_down(apart: bool) -> None:
    """Their feet are level where they stand in rows."""
    sheet, told = Sheet().heading("Bericht", size=22), []
    for x, deep in ((LEFT, (3, 1, 1, 2)), (LEFT + 240, (3, 2, 1, 1) if apart else (3, 1, 1, 2))):
        sheet.base = 90
        for number, count in enumerate(deep):
            top = sheet.base
            texts = [
                f"{8 + number}:{30 if x == LEFT else 45} Uhr",
                *("Der Speicher steht",) * count,
            ]
            sheet.base += 4
            sheet.line(texts[0], x + 8, bold=True).lines(*texts[1:], x=x + 8)
            sheet.areas.append(Area(x, top, x + 230, sheet.base + 6))
            sheet.base += 12
            told.append(texts[0])
    words = " ".join(str(shape) for shape in shapes(laid_out(sheet)))
    order = sorted(told, key=words.index)
    assert (order == told) == apart


def test_the_last_line_of_text_beside_a_last_row_of_smaller_facts() -> None:
    sheet = Sheet().heading("Wo die Werte blieben", size=23)
    base = sheet.base + 30
    sheet.areas.append(Area(370, base - 18, 545, base + 85))
    facts = [["Dienst", "Portal"], ["Beginn", "29. Dezember"], ["Ende", "30. Dezember"]]
    facts += [["Zähler", "143.000"], ["Leitung", "Messwesen"]]
    for number, (label, value) in enumerate(facts):
        sheet.put(label, 377, base + 17.5 * number, size=9)
        sheet.put(value, 425, base + 17.5 * number, size=9)
    sheet.put("Was war los?", base=base + 3.6, size=12.5, bold=True)
    text = prose(42, 2)
    for number, row in enumerate(wrapped(text, 275, 10)[:4]):
        sheet.put(row, base=base + 22.2 + 14.5 * number)
    told = " ".join(wrapped(text, 275, 10)[:4])
    sheet.base = base + 85
    sheet.heading("Wen es traf").text(prose(60, 4))
    found = shapes(laid_out(sheet))
    assert told in found
    assert facts in found


def test_a_box_right_under_two_columns_is_no_row_of_theirs() -> None:
    sheet = Sheet()
    left = column(sheet, 70, 215, range(0, 3), 50)
    foot = sheet.base
    right = column(sheet, 310, 215, range(3, 6), 54)
    foot = max(foot, sheet.base)
    sheet.areas += [Area(60, foot + 6, 540, foot + 40), Area(61, foot + 7, 539, foot + 39)]
    assert shapes(laid_out(sheet)) == left + right


@pytest.mark.parametrize("color", [0xB8860B, 0])
def test_three_columns_on_one_grid_under_capitals_of_another_colour(color: int) -> None:
    """In the text's own colour they may be a table's heads."""
    sheet, told = Sheet(), []
    for number, x in enumerate((LEFT, 235, 400)):
        name = ("KURZ GEFASST", "WER BETROFFEN WAR", "WIE GEPRÜFT WIRD")[number]
        sheet.base = 60
        sheet.line(name, x, color=color)
        text = ending_short(40, number, 145)
        sheet.text(text, x, 145, gap=1.9)
        told += [name, text]
    words = " ".join(str(shape) for shape in shapes(laid_out(sheet)))
    assert (words == " ".join(told)) == bool(color)


@pytest.mark.parametrize("bold", [True, False])
def test_a_bold_heading_as_large_as_the_text_ends_times_in_the_margin(bold: bool) -> None:
    sheet = Sheet()
    rows = with_margin_times(sheet)
    sheet.line("4 Ursache", 150, 2.6, bold=bold)
    text = prose(60, 5)
    sheet.text(text, 150, 320)
    assert (shapes(laid_out(sheet)) == [rows, "4 Ursache", text]) == bold


def test_three_boxes_whose_lists_wrap_at_other_heights_are_read_one_by_one() -> None:
    lists = (
        ("Listen von Hand, täglich gedruckt", "Schiffe als Obdach", "Draht zur Wache"),
        ("Tafeln, die nichts davon wussten", "Ein Wechsel am vollsten Tag", "Kein Obdach"),
        ("Ruhige See", "Die Fähre lag zum Umbau im Hafen", "Der Chor probte gerade dort"),
    )
    sheet = Sheet().text(prose(60))
    top = sheet.base + 20
    for number, items in enumerate(lists):
        x = LEFT + 160 * number
        sheet.areas.append(Area(x, top, x + 148, top + 120))
        sheet.base = top + 6
        sheet.line("Gutes", x + 10, bold=True)
        sheet.items(*items, x=x + 10, wide=128)
    flat = [text for items in lists for text in ("Gutes", *(f"• {item}" for item in items))]
    assert shapes(laid_out(sheet))[1:] == flat


def test_a_sidebar_on_its_ground_holds_what_is_on_it_to_its_foot() -> None:
    """Its last fact stands below the text beside it, a table of which parts that in two."""
    facts = [(f"Angabe {n}", f"Wert {n}") for n in range(8)]
    sheet = Sheet(size=10.6)
    for number, (label, value) in enumerate(facts):
        sheet.put(label, 62, 269 + 33.7 * number, size=8.6)
        sheet.put(value, 62, 283 + 33.7 * number, size=9.6, bold=True)
    sheet.areas.append(Area(48, 247, 178, 540))
    sheet.put("Wer was bekam", 204, 260, size=14.5, bold=True)
    for number, line in enumerate(wrapped(prose(18), 340, 10.6)):
        sheet.put(line, 204, 278 + 15.6 * number)
    rows = ["Bestellt", "Geliefert", "Mal"], ["Milch", "Kürbis", "412"], ["Mehl", "Kürbis", "287"]
    for number, row in enumerate((*rows, ["Kerzen", "Anzünder", "96"], ["Tücher", "Pfannen", "6"])):
        for x, text in zip((212, 338, 515), row, strict=True):
            sheet.put(text, x, 321 + 23 * number, size=9.8, bold=not number)
    sheet.put("Wie gewählt wird", 204, 449, size=14.5, bold=True)
    for number, line in enumerate(wrapped(prose(30, 3), 340, 10.6)[:4]):
        sheet.put(line, 204, 466.5 + 15.5 * number)
    sheet.base = 537
    sheet.heading("Der Morgen, Schritt für Schritt", x=48).text(prose(40, 5), 48, 490)
    told = shapes(laid_out(sheet))
    beside = [part for fact in facts for part in fact]
    assert told[-2 - len(beside) : -2] == beside


def test_headings_on_bars_under_facts_in_many_columns() -> None:
    facts = [["Ref.", "HF-25", "Grad", "hoch", "Dauer", "5 h"]] * 2
    lefts: list[float] = [62, 125, 228, 290, 383, 441]
    sheet = Sheet(base=90).table(facts, lefts)
    top = sheet.base + 26
    for x, head, seed in ((60, "Kurz gesagt", 1), (312, "Warum es zu Fuß begann", 2)):
        sheet.areas.append(Area(x - 3, top - 12, x + 227, top + 5))
        sheet.base = top - 2.1 * 14
        sheet.put(head, x, top, size=12, bold=True)
        sheet.base = top + 6
        sheet.text(prose(50, seed), x - 3, 225)
    told = shapes(laid_out(sheet))
    assert told == [facts, "Kurz gesagt", prose(50, 1), "Warum es zu Fuß begann", prose(50, 2)]


@pytest.mark.parametrize("grounds", [True, False])
def test_cells_that_touch_with_a_heading_and_items_each(grounds: bool) -> None:
    lists = ("Kulant erlassen", "Eigenes Protokoll"), ("Ein Sammelfach", "Wartung am Freitag")
    sheet = Sheet().text(prose(60))
    top = sheet.base + 14
    for x, head, items in zip((LEFT, 310), ("Bewährt", "Nicht bewährt"), lists, strict=True):
        if grounds:
            sheet.areas.append(Area(x - 6, top, x + 234, top + 64))
        sheet.base = top + 2
        sheet.line(head, x, bold=True)
        sheet.items(*items, x=x, wide=200)
    flat = [
        part
        for head, items in zip(("Bewährt", "Nicht bewährt"), lists, strict=True)
        for part in (head, *(f"• {i}" for i in items))
    ]
    assert (shapes(laid_out(sheet))[1:] == flat) == grounds


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("lefts", [[LEFT, 176, 302, 428], [LEFT, 235, 400]])
def test_labels_over_values_in_more_columns_than_the_text_below(
    lefts: list[float], rows: int
) -> None:
    facts = [
        (["Vorgang", "Grad", "Dauer", "Verfasst von"], ["NHK-88", "Stufe 2", "6 Std.", "Technik"]),
        (["Ort", "Zone", "Stand", "Geprüft"], ["Halle 4", "MEZ", "offen", "Leitung"]),
    ][:rows]
    sheet = Sheet(base=80)
    for labels, values in facts:
        top = sheet.base + 19
        for x, label, value in zip(lefts, labels, values, strict=False):
            sheet.put(label, x, top, size=7.5, bold=True)
            sheet.put(value, x, top + 12)
        sheet.base = top + 12
    top = sheet.base
    sheet.base = top - 8
    sheet.heading("Kurz gesagt").text(prose(70, 1), LEFT, 225)
    sheet.base = top - 3
    sheet.text(prose(30, 3), 314, 225).heading("Warum", x=314).text(prose(40, 2), 314, 225)
    told = shapes(laid_out(sheet))
    assert told[0] == [row[: len(lefts)] for pair in facts for row in pair]
    rest = ["Kurz gesagt", prose(70, 1), prose(30, 3), "Warum", prose(40, 2)]
    assert " ".join(told[1:]) == " ".join(rest)


def test_facts_as_long_as_text_in_two_columns_over_two_of_text() -> None:
    """Neither of their columns is running text, if both together might be."""
    facts = [
        ["Vorgang: BV-2025-007 im Bestand", "Einstufung: Stufe 2, erheblich für viele"],
        ["Verfasst: A. Struck, Bestand", "Fassung: 1.2 vom 21. Februar 2025"],
    ]
    sheet = Sheet(base=80)
    for left, right in facts:
        sheet.line(left).put(right, 298)
    top = sheet.base
    sheet.heading("Worum es geht", size=11.5, gap=3.6).text(prose(70), LEFT, 212)
    sheet.base = top
    sheet.heading("Was geschah", x=309, size=11.5, gap=3.6).text(prose(80, 2), 309, 212)
    told = shapes(laid_out(sheet))
    assert told == [facts, "Worum es geht", prose(70), "Was geschah", prose(80, 2)]


def test_a_larger_line_under_a_table_s_last_rule_is_none_of_its_cells() -> None:
    """It stands in the middle of the page, over none of the columns' edges."""
    rows = [
        ["Region", "Copies", "Refunds"],
        ["Europe", "21,340", "3,118"],
        ["Asia", "8,866", "1,1"],
    ]
    sheet = Sheet().text(prose(60))
    start = sheet.base + 6
    sheet.table(rows, [LEFT, 200, 330], size=8)
    sheet.rules += [Rule(LEFT, y, 400, y + 0.5) for y in (start, start + 20, sheet.base + 4)]
    sheet.line("Looking back", 236, step=3.4).text(prose(60, 2))
    assert shapes(laid_out(sheet))[1:3] == [rows, "Looking back"]


def test_a_heading_centred_under_rows_of_cells_ends_them() -> None:
    rows = [["20:00", prose(5)], ["20:15", prose(6, 2)], ["20:40", prose(5, 3)]]
    sheet = Sheet().text(prose(40)).table(rows, [LEFT, 130])
    heading = "Woran es lag"
    sheet.base += 30
    sheet.put(heading, LEFT + WIDE / 2 - width_of(heading, 13) / 2, size=13, bold=True)
    sheet.text(prose(60, 4))
    assert shapes(laid_out(sheet))[1:] == [rows, heading, prose(60, 4)]


@pytest.mark.parametrize("step", [23, 15])
def test_a_bold_line_left_of_rows_of_cells_ends_them(step: float) -> None:
    """The cells are set in from the text's edge; it stands not far below them."""
    rows = [[f"Frage {n}", prose(3, n)] for n in range(4)]
    below = [["Zeit", "Ereignis", "Wer"], *([f"0{n}:00", prose(4, n), "Werk"] for n in range(4))]
    sheet = Sheet().text(prose(50)).table(rows, [LEFT + 4, LEFT + 150])
    sheet.base += step
    sheet.put("2.1 Verlauf", bold=True)
    sheet.base += 4
    sheet.table(below, [LEFT + 4, LEFT + 150, LEFT + 380], head=True)
    assert ("2.1 Verlauf" in shapes(laid_out(sheet))) == (step > 20)
