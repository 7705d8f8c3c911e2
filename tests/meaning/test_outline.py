"""Sections: their headings, levels, numbers and kinds, and the doubts about them."""

from __future__ import annotations

import textwrap

import pytest
from handmade import LEFT, Sheet, prose, read, wrapped

from pmpdf.record import PostMortem


def outline(record: PostMortem) -> list[tuple[str | None, int]]:
    return [(section.heading, section.level) for section in record.sections]


def kinds(record: PostMortem) -> list[str]:
    return [section.kind for section in record.sections]


def titled() -> Sheet:
    return Sheet().heading("Störungsbericht", size=22).line("Ausfall vom 30. Mai 2023", step=2)


NAMES = ["Zusammenfassung", "Auswirkungen", "Ursache", "Maßnahmen"]


@pytest.mark.parametrize(
    "style",
    [
        {"size": 14},
        {"size": 14, "bold": False},
        {"size": 10},  # bold alone
        {"size": 10, "bold": False, "color": 0x0055AA},
        {"size": 9},  # smaller than the text, and bold
        {"size": 10, "bold": False, "italic": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("gap", [1.3, 2.2])
def test_headings_are_told_by_their_type(style: dict, gap: float) -> None:
    sheet = titled()
    if "color" in style and gap < 2:
        pytest.skip("colour alone does not part lines that stand as close as those of a paragraph")
    for number, name in enumerate(NAMES):
        sheet.heading(name, gap=2.6, **style)
        sheet.text(prose(45, number), gap=gap)
    record = read(sheet)
    assert outline(record) == [(name, 1) for name in NAMES]
    assert kinds(record) == ["summary", "impact", "root_cause", "action_items"]
    assert all(len(section.blocks) == 1 for section in record.sections)
    assert record.warnings == ()


@pytest.mark.parametrize(
    "style",
    [{"size": 14}, {"size": 10}, {"size": 10, "bold": False, "color": 0x0055AA}],
    ids=str,
)
def test_headings_that_no_list_contains(style: dict) -> None:
    sheet = titled()
    names = ["Zusammenfassung", "Blaue Elefanten", "Graue Mäuse", "Ursache"]
    for number, name in enumerate(names):
        known = number in (0, 3)
        sheet.heading(name, gap=2.6, **style).text(prose(45, number) if known else "Blimzo " * 45)
    record = read(sheet)
    assert outline(record) == [(name, 1) for name in names]
    unknown = [n for n, section in enumerate(record.sections) if section.kind == "other"]
    assert unknown
    assert [(w.code, w.path) for w in record.warnings] == [
        ("unknown_heading", f"/sections/{n}/kind") for n in unknown
    ]


def test_headings_with_a_colon() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.heading(f"{name}:", gap=2.6).text(prose(45, number))
    record = read(sheet)
    assert [heading.rstrip(":") for heading, _ in outline(record) if heading] == NAMES
    assert kinds(record) == ["summary", "impact", "root_cause", "action_items"]


def test_headings_in_capitals() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.heading(name.upper(), size=10, gap=2.6, bold=False).text(prose(45, number))
    record = read(sheet)
    assert outline(record) == [(name.upper(), 1) for name in NAMES]
    assert kinds(record) == ["summary", "impact", "root_cause", "action_items"]


def test_headings_by_their_words_where_there_is_no_type() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.line(name, step=2.6).text(prose(45, number), gap=2.2)
    assert outline(read(sheet)) == [(name, 1) for name in NAMES]


def test_headings_underlined_with_characters() -> None:
    sheet = Sheet().line("STÖRUNGSBERICHT VOM 30. MAI 2023", mono=True)
    for number, name in enumerate(NAMES):
        sheet.line(name, step=2.6, mono=True).line("=" * len(name), mono=True)
        sheet.text(prose(25, number), mono=True, wide=350, gap=1.3)
    record = read(sheet)
    assert outline(record) == [(name, 1) for name in NAMES]
    assert "=" not in record.to_json()


@pytest.mark.parametrize(
    ("numbers", "levels"),
    [
        (["1.", "2.", "3.", "4."], [1, 1, 1, 1]),
        (["1", "2", "3", "4"], [1, 1, 1, 1]),
        (["I.", "II.", "III.", "IV."], [1, 1, 1, 1]),
        (["A.", "B.", "C.", "D."], [1, 1, 1, 1]),
        (["1.", "1.1", "1.2", "2."], [1, 2, 2, 1]),
        (["A", "A.1", "A.2", "B"], [1, 2, 2, 1]),
    ],
)
def test_numbers_before_headings(numbers: list[str], levels: list[int]) -> None:
    sheet = titled()
    for seed, (number, level, name) in enumerate(zip(numbers, levels, NAMES, strict=True)):
        size = 16 - 2 * level
        sheet.line(number, step=2.6, size=size, bold=True)
        sheet.put(name, LEFT + 30, size=size, bold=True)
        sheet.text(prose(45, seed), gap=1.6)
    record = read(sheet)
    assert outline(record) == list(zip(NAMES, levels, strict=True))
    assert [section.number for section in record.sections] == numbers
    assert kinds(record) == ["summary", "impact", "root_cause", "action_items"]


def test_numbers_as_near_as_words_are_told_by_their_count() -> None:
    sheet, plain = titled(), titled()
    for number, name in enumerate(NAMES, 1):
        sheet.heading(f"{number} {name}").text(prose(45, number))
        plain.heading(f"{number + 2} {name}").text(prose(45, number))
    assert [(s.number, s.heading) for s in read(sheet).sections] == [
        (str(number), name) for number, name in enumerate(NAMES, 1)
    ]
    assert [(s.number, s.heading) for s in read(plain).sections] == [
        (None, f"{number} {name}") for number, name in enumerate(NAMES, 3)
    ]


def test_a_number_nearly_as_near_as_words_is_told_by_those_before_it() -> None:
    """A heading of one word shows its blank to be wide; one of several is set wide itself."""
    sheet = titled()
    for number, name in enumerate(("Kurzfassung", "Was nicht mehr ging", "Chronik"), 1):
        x = sheet.line(str(number), step=2.4, size=14, bold=True).words[-1].x1 + 0.5 * 14
        for part in name.split():
            x = sheet.put(part, x, size=14, bold=True)[-1].x1 + 0.37 * 14
        sheet.text(prose(45, number))
    assert [s.number for s in read(sheet).sections] == ["1", "2", "3"]


def test_a_field_among_the_headings_of_a_form_is_a_fact() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Datum").line("Dienstag, 30. Mai 2023", step=1.6)
    sheet.heading("Ursache").text(prose(45, 1))
    record = read(sheet)
    assert outline(record) == [("Zusammenfassung", 1), ("Ursache", 1)]
    assert [(f.label, f.value) for f in record.facts] == [("Datum", "Dienstag, 30. Mai 2023")]


def test_levels_by_size() -> None:
    sheet = titled()
    steps = (("Ursache", 16), ("Auslöser", 13), ("Zertifikate", 11), ("Maßnahmen", 16))
    for number, (name, size) in enumerate(steps):
        sheet.heading(name, size=size, gap=2.4).text(prose(40, number))
    assert outline(read(sheet)) == [
        ("Ursache", 1), ("Auslöser", 2), ("Zertifikate", 3), ("Maßnahmen", 1),
    ]  # fmt: skip


def test_levels_by_weight() -> None:
    sheet = titled()
    for number, (name, bold) in enumerate((("Ursache", True), ("Auslöser", False))):
        sheet.heading(name, size=13, gap=2.4, bold=bold).text(prose(40, number))
    assert outline(read(sheet)) == [("Ursache", 1), ("Auslöser", 2)]


def test_a_heading_over_two_lines() -> None:
    sheet = titled().heading("Was wir aus diesem Abend für den Betrieb", size=14)
    sheet.line("des Speichers gelernt haben", size=14, bold=True).text(prose(45))
    sheet.heading("Ursache").text(prose(45, 1))
    assert [heading for heading, _ in outline(read(sheet))] == [
        "Was wir aus diesem Abend für den Betrieb des Speichers gelernt haben",
        "Ursache",
    ]


def test_text_before_the_first_heading() -> None:
    sheet = titled().text(prose(60, 1)).text(prose(45, 2))
    sheet.heading("Ursache").text(prose(45, 3))
    record = read(sheet)
    assert outline(record) == [(None, 1), ("Ursache", 1)]
    assert kinds(record) == ["summary", "root_cause"]
    assert len(record.sections[0].blocks) == 2
    assert record.warnings == ()


def test_an_opening_behind_a_sign_is_the_summary() -> None:
    sheet = titled().text(f"💡 {prose(45)}").heading("Ursache").text(prose(45, 1))
    assert kinds(read(sheet)) == ["summary", "root_cause"]


def test_an_empty_heading_is_an_empty_section() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Ursache").heading("Maßnahmen").text(prose(45, 1))
    record = read(sheet)
    assert [len(section.blocks) for section in record.sections] == [1, 0, 1]


def test_the_last_field_of_a_numbered_form_may_be_empty() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES, 1):
        sheet.heading(f"{number} {name}").text(prose(45, number))
    sheet.heading(f"{len(NAMES) + 1} Unterschrift Prorektorat")
    assert outline(read(sheet))[-1] == ("Unterschrift Prorektorat", 1)


def test_bold_words_in_the_text_head_nothing() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.heading(name)
        sheet.text(f"**Wichtig:** {prose(40, number)}")
        sheet.text(f"Am Abend war **der Speicher** {prose(30, number)}")
    assert outline(read(sheet)) == [(name, 1) for name in NAMES]


def test_a_bold_sentence_is_a_paragraph() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.line("Alle Daten sind wieder da.", step=2.2, bold=True).text(prose(40, 2))
    sheet.heading("Ursache").text(prose(45, 1))
    record = read(sheet)
    assert outline(record) == [("Zusammenfassung", 1), ("Ursache", 1)]
    assert len(record.sections[0].blocks) == 3


def test_a_numbered_list_in_bold_is_no_row_of_headings() -> None:
    sheet = titled().heading("Maßnahmen")
    for number, text in enumerate(("Platten tauschen", "Alarme prüfen", "Übung ansetzen"), 1):
        sheet.line(f"{number}.", step=1.8, bold=True).put(text, LEFT + 16, bold=True)
    sheet.heading("Ursache").text(prose(45, 1)).text(prose(30, 2))
    record = read(sheet)
    assert outline(record) == [("Maßnahmen", 1), ("Ursache", 1)]
    [block] = record.sections[0].blocks
    assert block.items == ("Platten tauschen", "Alarme prüfen", "Übung ansetzen")  # type: ignore[union-attr]


@pytest.mark.parametrize("page_break", [True, False])
def test_a_heading_at_the_top_of_a_page(page_break: bool) -> None:
    first = titled().heading("Zusammenfassung").text(prose(45)).text(prose(45, 1))
    second = Sheet(base=30) if page_break else first
    second.heading("Ursache").text(prose(45, 2)).text(prose(30, 3))
    record = read(first, second) if page_break else read(first)
    assert outline(record) == [("Zusammenfassung", 1), ("Ursache", 1)]
    assert record.furniture == ()


def test_headings_in_a_margin() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.line(name, step=2.6, bold=True)
        first, *others = wrapped(prose(50, number), 320)
        sheet.put(first, 205)
        sheet.lines(*others, x=205)
    record = read(sheet)
    assert outline(record) == [(name, 1) for name in NAMES]
    assert [len(section.blocks) for section in record.sections] == [1] * 4
    assert record.warnings == ()


def test_headings_in_a_margin_beside_rows_with_bold_times() -> None:
    sheet = titled()
    for number, name in enumerate(NAMES):
        sheet.line(name, step=2.6, bold=True, color=0xAA0000)
        first, *others = wrapped(prose(24, number), 320)
        sheet.put(first, 205)
        sheet.lines(*others, x=205)
        if number == 2:
            for minute in range(10, 26):
                sheet.line(f"15.{minute} Uhr", 205, 1.6, bold=True, size=8.5)
                sheet.line("Die Bahn hält an.", 205)
    assert outline(read(sheet)) == [(name, 1) for name in NAMES]


@pytest.mark.parametrize("pages", [1, 2])
def test_headings_in_a_margin_under_facts(pages: int) -> None:
    """Whose labels begin where the headings do."""
    sheets = [titled()]
    for label, value in (("Ereignis", "Livestream unterbrochen"), ("Tag", "30. Mai 2023")):
        sheets[0].line(label, step=1.5, bold=True).put(value, 205)
    sheets[0].base += 10
    for number, name in enumerate(NAMES):
        if number == 2 and pages == 2:
            sheets.append(Sheet().text(prose(20, 9), 205, 320, gap=1.3))
        sheets[-1].line(name, step=2.6, bold=True)
        first, *others = wrapped(prose(50, number), 320)
        sheets[-1].put(first, 205)
        sheets[-1].lines(*others, x=205)
    record = read(*sheets)
    assert [fact.label for fact in record.facts] == ["Ereignis", "Tag"]
    assert [heading for heading, level in outline(record) if level == 1] == NAMES


def test_headings_in_two_columns() -> None:
    sheet = titled()
    top = sheet.base
    for number, name in enumerate(NAMES):
        if number == 2:
            sheet.base = top + 4
        x = 70 if number < 2 else 310
        sheet.heading(name, x=x).text(prose(40 + 3 * number, number), x, 215)
    record = read(sheet)
    assert outline(record) == [(name, 1) for name in NAMES]
    assert record.warnings == ()


# Kinds


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Zeitlicher Verlauf (alle Zeiten MESZ)", "timeline"),
        ("Ursache / Root cause", "root_cause"),
        ("Folgen für unsere Kundschaft", "impact"),
        ("Was wir gelernt haben", "lessons_learned"),
        ("Timeline (all times UTC)", "timeline"),
        ("Die Lösung", "resolution"),
    ],
)
def test_kinds_by_heading(heading: str, kind: str) -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading(heading).text(prose(45, 1)).heading("Glossar").text(prose(20, 2))
    record = read(sheet)
    assert (record.sections[1].heading, record.sections[1].kind) == (heading, kind)


def warned(record: PostMortem) -> list[tuple[str, str]]:
    return [(w.code, w.path) for w in record.warnings]


def test_a_heading_that_fits_no_kind_is_doubted_where_it_stands() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Blaue Elefanten").text(prose(45, 1))
    record = read(sheet)
    assert kinds(record) == ["summary", "other"]
    assert warned(record) == [("unknown_heading", "/sections/1/kind")]
    [warning] = record.warnings
    assert warning.page == 1
    assert warning.box == record.sections[1].origin[0].box


def test_a_sub_heading_without_a_kind_of_its_own_needs_no_warning() -> None:
    sheet = titled().heading("Ursache", size=16).text(prose(45))
    sheet.heading("Blaue Elefanten", size=13).text(prose(45, 1))
    sheet.heading("Maßnahmen", size=16).text(prose(45, 2))
    record = read(sheet)
    assert kinds(record) == ["root_cause", "root_cause", "action_items"]
    assert record.warnings == ()


def test_a_section_that_holds_a_timeline_is_one() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Blaue Elefanten")
    rows = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"], ["21:00 Uhr", "Ende"]]
    sheet.table(rows, [LEFT, 160])
    record = read(sheet)
    assert kinds(record) == ["summary", "timeline"]
    assert record.warnings == ()


@pytest.mark.parametrize(
    "header",
    [["Aufgabe", "Verantwortlich", "Termin"], ["Action", "Owner", "Due date"]],
)
def test_a_table_of_owners_and_due_dates_is_action_items(header: list[str]) -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Blaue Elefanten")
    rows = [header, ["Platten", "Technik", "1. Juli"], ["Alarme", "Betrieb", "5. Juli"]]
    sheet.table(rows, [LEFT, 230, 400], head=True)
    record = read(sheet)
    assert kinds(record) == ["summary", "action_items"]
    assert record.warnings == ()


def test_an_exact_heading_goes_before_content() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Maßnahmen")
    sheet.table([["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"]], [LEFT, 160])
    assert kinds(read(sheet)) == ["summary", "action_items"]


def test_a_heading_over_nothing_takes_the_kind_of_its_sections() -> None:
    sheet = titled().heading("Zusammenfassung", size=16).text(prose(45))
    sheet.heading("Blaue Elefanten", size=16)
    sheet.heading("Ursache", size=13).text(prose(45, 1))
    record = read(sheet)
    assert kinds(record) == ["summary", "root_cause", "root_cause"]
    assert record.warnings == ()


def test_lighter_type_right_under_the_title_is_its_subtitle() -> None:
    sheet = Sheet().heading("Fehlauslösung der Sirenen", size=24)
    sheet.line("Kurzbericht", step=1.8, size=14)
    for number, name in enumerate(NAMES):
        sheet.heading(name, gap=3).text(prose(45, number))
    record = read(sheet)
    assert (record.title, record.subtitle) == ("Fehlauslösung der Sirenen", "Kurzbericht")
    assert outline(record) == [(name, 1) for name in NAMES]


def test_no_title_comes_after_the_text_has_begun() -> None:
    sheet = Sheet().text(prose(60))
    sheet.heading("Graue Mäuse", size=20).text(prose(40, 2))
    sheet.heading("Ursache").text(prose(40, 3))
    record = read(sheet)
    assert record.title is None
    assert [section.heading for section in record.sections] == [None, "Graue Mäuse", "Ursache"]


def test_a_sign_without_a_bold_face_does_not_make_a_heading_another_one() -> None:
    sheet = titled()
    for name, sign in (("Zusammenfassung", ""), ("Was wir sahen", "🔥"), ("Was wir taten", "")):
        sheet.heading(name, 12)
        if sign:
            sheet.put(sign, sheet.words[-1].x1 + 3, size=12.0)
        sheet.text(prose(30))
    names = ["Zusammenfassung", "Was wir sahen 🔥", "Was wir taten"]
    assert outline(read(sheet)) == [(name, 1) for name in names]


def test_items_are_no_headings_though_all_lines_begin_with_a_marker_of_another_colour() -> None:
    sheet = titled().heading("Zusammenfassung", 12, color=0x0F4C5C)
    for number, text in enumerate(("Die Platte war voll", "Niemand sah es"), 1):
        sheet.line(f"{number}.", step=1.8, color=0x0F4C5C).put(text, LEFT + 14)
    record = read(sheet)
    assert outline(record) == [("Zusammenfassung", 1)]
    assert record.sections[0].blocks[0].items == ("Die Platte war voll", "Niemand sah es")  # type: ignore[union-attr]


def test_numbers_that_count_on_are_no_days() -> None:
    sheet = titled().heading("1. Ursache", 14).text(prose(30))
    for number in ("1.1.", "1.2.", "1.2.1."):
        sheet.heading(f"{number} Was dazu kam", 12).text(prose(20))
    numbers = [section.number for section in read(sheet).sections]
    assert numbers == ["1.", "1.1.", "1.2.", "1.2.1."]


def test_an_address_in_a_heading_is_no_value_of_a_label() -> None:
    sheet = titled()
    for text in ("Ursache", "Was https://example.com zeigte"):
        sheet.heading(text, 12).text(prose(30))
    assert outline(read(sheet))[1] == ("Was https://example.com zeigte", 1)


def test_bold_lines_under_times_alone_are_events_and_no_headings() -> None:
    sheet = titled()
    sheet.heading("Zusammenfassung").text(prose(45, 1))
    sheet.heading("Verlauf").text("Alle Zeiten in UTC.")
    for minute, event in enumerate(("Erste Meldung", "Ursache gefunden", "Alles läuft wieder")):
        sheet.line(f"08:0{minute}:44", x=90, step=2.5, size=8.5, color=0x888888)
        sheet.line(event, x=90, step=1.4, bold=True)
    sheet.line("Wir haben den Zähler geleert.", x=102, step=2.2)
    sheet.heading("Ursache").text(prose(45, 2))
    record = read(sheet)
    assert [name for name, _ in outline(record)] == ["Zusammenfassung", "Verlauf", "Ursache"]
    [rows] = record.timelines()
    assert [entry.text for entry in rows.entries] == [
        "Erste Meldung",
        "Ursache gefunden",
        "Alles läuft wieder",
    ]
    assert rows.entries[-1].notes == ("Wir haben den Zähler geleert.",)


def test_lines_of_code_are_no_headings() -> None:
    sheet = titled()
    sheet.heading("Zusammenfassung").text(prose(45, 1))
    sheet.line("$ cat /var/lib/lock", step=2.5, size=9, mono=True, color=0x0055AA)
    sheet.text(prose(30, 2), gap=2.5)
    record = read(sheet.heading("Ursache").text(prose(45, 3)))
    assert outline(record) == [("Zusammenfassung", 1), ("Ursache", 1)]


def test_a_letter_and_a_number_before_a_heading() -> None:
    sheet = titled()
    for name in ("A. Überblick", "D. Analyse"):
        sheet.heading(name).text(prose(40))
    sheet.heading("D.1 Ursache", size=12).text(prose(40, 1))
    record = read(sheet)
    assert outline(record)[-1] == ("Ursache", 2)
    assert record.sections[-1].number == "D.1"


def test_an_italic_sub_heading_far_behind_its_upright_number() -> None:
    sheet = titled().heading("B. Auswirkung").text(prose(60))
    for number, name in (("B.1", "Flüge und Koffer"), ("B.2", "Geld")):
        sheet.line(number, step=2.2).put(name, LEFT + 36, italic=True)
        sheet.text(prose(40, int(number[-1])), gap=1.4)
    record = read(sheet.heading("C. Ursache").text(prose(50)))
    assert [(s.number, s.heading, s.level) for s in record.sections] == [
        ("B.", "Auswirkung", 1),
        ("B.1", "Flüge und Koffer", 2),
        ("B.2", "Geld", 2),
        ("C.", "Ursache", 1),
    ]


def memorandum(*numbers: str, name: str = "Synchrotron Laboratory", name_at: float = LEFT) -> Sheet:
    """Set as a typewriter does: type of one width, one size, and nothing but places to tell."""
    mono = {"mono": True}
    sheet = Sheet().line(name, name_at, **mono)
    sheet.line("Tape Archive Failure", LEFT + 114, step=3.5, **mono)
    sheet.line("Operations Memorandum", LEFT + 108, **mono)
    names = ["Abstract", "Robot and Catalogue", "What users could see", "Restoration"]
    for number, name in zip(numbers, names, strict=True):
        sheet.line(f"{number} {name}", step=3.5, **mono)
        for row in textwrap.wrap(prose(30), 55):
            sheet.line(row, LEFT + 18, step=2.4 if row[0].isupper() else 1.2, **mono)
    return sheet


@pytest.mark.parametrize(
    ("name", "name_at"),
    [("Synchrotron Laboratory", LEFT), ("Harebell Foundation", LEFT + 114)],
)
def test_centred_lines_and_numbers_tell_a_title_and_headings_without_type(
    name: str, name_at: float
) -> None:
    record = read(memorandum("1.", "2.", "3.", "4.", name=name, name_at=name_at))
    assert (record.title, record.subtitle) == ("Tape Archive Failure", "Operations Memorandum")
    assert record.organization == name
    assert [(s.number, s.heading) for s in record.sections] == [
        ("1.", "Abstract"),
        ("2.", "Robot and Catalogue"),
        ("3.", "What users could see"),
        ("4.", "Restoration"),
    ]


def test_numbers_that_do_not_count_through_make_no_headings_without_type() -> None:
    record = read(memorandum("1.", "3.", "7.", "8."))
    assert "Robot and Catalogue" not in [section.heading for section in record.sections]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("Alle Zeiten MESZ", False),
        ("Was danach geschah", True),
        ("Verlauf (alle Zeiten MESZ)", True),
    ],
)
def test_a_statement_of_the_zone_is_no_heading_however_large(line: str, heads: bool) -> None:
    sheet = titled().heading("Zusammenfassung", size=20).text(prose(60))
    sheet.heading("Vorgeschichte", size=20)
    sheet.line(line, size=13, step=2.0)
    sheet.table([["10:05", "Neue Tabelle"], ["10:12", "Erster Ausfall"]], [LEFT, 130])
    assert (line in [section.heading for section in read(sheet).sections]) is heads


def test_small_type_without_weight_over_a_heading_is_what_stands_under_a_figure() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(60))
    sheet.line("Begonnene Spiele je Minute", LEFT + 100, step=15, size=9, color=0x777777)
    sheet.heading("Ursache").text(prose(50, 1))
    assert outline(read(sheet)) == [("Zusammenfassung", 1), ("Ursache", 1)]


def test_a_heading_in_a_colour_and_face_of_its_own_close_to_its_text() -> None:
    sheet = titled()
    sheet.heading("Zusammenfassung").text(prose(45, 1))
    sheet.line("Wie es dazu kam", step=2.2, size=9.5, color=0x7A2E1D, font="Sans")
    sheet.text(prose(60, 2), gap=1.3)
    record = read(sheet.heading("Ursache").text(prose(45, 3)))
    assert [name for name, _ in outline(record)] == [
        "Zusammenfassung",
        "Wie es dazu kam",
        "Ursache",
    ]


@pytest.mark.parametrize("style", [{"size": 9}, {"size": 10}])
def test_no_level_is_skipped(style: dict) -> None:
    sheet = titled().heading("Abstract", **style).text(prose(45, 1))
    sheet.heading("1 Ursache").text(prose(45, 2)).heading("1.1 Auslöser", size=12)
    record = read(sheet.text(prose(45, 3)).heading("2 Maßnahmen").text(prose(45, 4)))
    assert [level for _, level in outline(record)] == [1, 1, 2, 1]


def test_a_chapter_with_a_nought_behind_its_number_is_on_the_first_level() -> None:
    sheet = titled().heading("1.0 Zusammenfassung").text(prose(45, 1))
    sheet.heading("2.0 Ursache").text(prose(45, 2)).heading("2.1 Auslöser", size=12)
    record = read(sheet.text(prose(45, 3)).heading("3.0 Maßnahmen").text(prose(45, 4)))
    assert [level for _, level in outline(record)] == [1, 1, 2, 1]


@pytest.mark.parametrize("count", [1, 2])
def test_a_time_before_a_heading_makes_a_row_but_for_one_alone(count: int) -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45, 1)).heading("Wer wir sind")
    sheet.text(prose(45, 2)).heading("Ein ganz normaler Samstag").text(prose(45, 3))
    for minute in range(count):
        sheet.heading(f"23:0{minute} Uhr: Die Karte wird rot").text(prose(45, 4 + minute))
    record = read(sheet.heading("Was wir ändern").text(prose(45, 6)))
    named = [name for name, _ in outline(record)]
    assert ("23:00 Uhr: Die Karte wird rot" in named) == (count == 1)


def test_abbreviations_among_headings_are_of_their_level() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    for number, heading in enumerate(("TL;DR", "Folgen", "Ursache", "TODO"), 1):
        sheet.heading(heading).text(prose(40, number))
    assert [section.level for section in read(sheet).sections] == [1, 1, 1, 1]


@pytest.mark.parametrize("sign", ["✔", "➤", "⚠"])
def test_a_sign_before_a_heading_makes_it_no_item(sign: str) -> None:
    sheet = titled()
    for seed, name in enumerate(NAMES):
        sheet.line(sign, step=2.6, size=14)
        sheet.put(name, LEFT + 11, size=14, bold=True)
        sheet.text(prose(45, seed), gap=1.6)
    assert outline(read(sheet)) == [(f"{sign} {name}", 1) for name in NAMES]


RUN_IN = (
    "Ausgangslage",
    "Was vorgefallen ist",
    "Wer betroffen war",
    "Woran es lag",
    "Wie es weitergeht",
)


def run_in(
    names: tuple[str, ...], alone: tuple[str, ...] = ("Ablauf",), size: float = 10
) -> PostMortem:
    sheet = titled()
    for number, name in enumerate(names):
        sheet.base += 10
        for row, text in enumerate(wrapped(f"{name} {prose(40, number)}", 340)):
            sheet.line(f"**{name}**{text.removeprefix(name)}" if not row else text)
    for name in alone:
        sheet.line(name, step=2.4, bold=True, size=size)
        sheet.table([["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ende"]], [LEFT, 160])
        sheet.text(prose(20), gap=3)
    return read(sheet)


@pytest.mark.parametrize(("alone", "size"), [(("Ablauf",), 10), (("Ablauf", "Veranlasstes"), 13)])
def test_headings_that_run_into_their_paragraphs(alone: tuple[str, ...], size: float) -> None:
    """Beside a few that stand alone, be they larger."""
    record = run_in(RUN_IN, alone, size=size)
    assert [s.heading for s in record.sections] == [*RUN_IN, *alone]
    assert [len(s.blocks) for s in record.sections] == [1] * 5 + [2] * len(alone)


@pytest.mark.parametrize(
    ("names", "alone"),
    [
        (RUN_IN[:3], ("Ablauf",)),  # too few
        (RUN_IN, ("Ablauf", "Ursache", "Auswirkung")),  # those that stand alone are the headings
        (tuple(f"{name}:" for name in RUN_IN), ("Ablauf",)),  # labels
        (("Kopfrechner", "Telegramm", "Handbetrieb", "Pumpwerk", "Hochbehälter"), ("Begriffe",)),
    ],
)
def test_other_bold_beginnings_are_no_headings(
    names: tuple[str, ...], alone: tuple[str, ...]
) -> None:
    headings = [s.heading for s in run_in(names, alone).sections]
    assert not set(names) & set(headings)


@pytest.mark.parametrize("color", [0, 0x204080])
def test_run_in_headings_of_any_words_in_the_colour_of_one_that_stands_alone(color: int) -> None:
    names = ("Kopfrechner", "Telegramm", "Handbetrieb", "Pumpwerk")
    sheet = titled()
    for number, name in enumerate(names):
        sheet.base += 23
        first, *rest = wrapped(f"{name} {prose(40, number)}", 340)
        words = sheet.put(name, bold=True, color=color)
        sheet.put(first.removeprefix(name).strip(), words[-1].x1 + 3)
        sheet.lines(*rest)
    sheet.line("Feierabend", step=2.4, bold=True, color=color).text(prose(40, 9))
    headings = [s.heading for s in read(sheet).sections]
    assert (headings == [*names, "Feierabend"]) == bool(color)


@pytest.mark.parametrize(
    ("sizes", "levels"), [((13, 13, 17, 13), (1, 1, 1, 1)), ((13, 17, 13, 13), (1, 1, 2, 2))]
)
def test_several_headings_of_one_style_begin_a_report(
    sizes: tuple[int, ...], levels: tuple[int, ...]
) -> None:
    """They are of the first level, and so are larger ones, which stand over columns, say."""
    sheet = titled()
    for number, (name, size) in enumerate(zip(NAMES, sizes, strict=True)):
        sheet.heading(name, size=size).text(prose(40, number))
    assert outline(read(sheet)) == list(zip(NAMES, levels, strict=True))


@pytest.mark.parametrize("text", ["Anteil der Fehler, je Stunde:", "Anteil der Fehler"])
def test_what_announces_a_table_in_the_type_of_text_is_no_heading(text: str) -> None:
    """Although most of the report is a table in smaller type."""
    sheet = titled().heading("Auswirkung").text(prose(60))
    sheet.line(text, step=2)
    rows = [[f"Gasse {n}", f"{n} Prozent der Meldungen", "im Mittel"] for n in range(20)]
    sheet.size = 8
    sheet.table(rows, [LEFT, 200, 320], head=True)
    headings = [section.heading for section in read(sheet).sections]
    assert text not in headings


@pytest.mark.parametrize("heading", ["From Friday morning to Sunday night", "05:50 to 21:00"])
def test_a_heading_of_several_days_or_clocks_over_rows(heading: str) -> None:
    sheet = Sheet().heading("Incident report of 3 July 2026", size=22)
    sheet.heading(heading)
    sheet.table(
        [["Fri 3 July, 05:50", "It leaves"], ["Sun 5 July, 21:00", "It is back"]], [70, 200]
    )
    record = read(sheet.heading("Cause", gap=2.6).text(prose(60)))
    assert [s.heading for s in record.sections] == [heading, "Cause"]


def test_a_heading_of_several_days_over_each_of_them() -> None:
    sheet = Sheet().heading("Bericht zum 3. Februar 2025", size=22)
    sheet.heading("Von Montag bis Mittwoch")
    for day, hour in (("Montag, 3. Februar 2025", 16), ("Dienstag, 4. Februar 2025", 7)):
        sheet.line(day, step=2, bold=True)
        sheet.table([[f"{hour}:30 Uhr", "Beginn"], [f"{hour}:50 Uhr", "Ende"]], [LEFT, 160])
    record = read(sheet.heading("Ursache", gap=2.6).text(prose(60)))
    assert [s.heading for s in record.sections] == ["Von Montag bis Mittwoch", "Ursache"]
    [rows] = record.sections[0].blocks
    assert [entry.at for entry in rows.entries] == [  # type: ignore[union-attr]
        "2025-02-03T16:30",
        "2025-02-03T16:50",
        "2025-02-04T07:30",
        "2025-02-04T07:50",
    ]


@pytest.mark.parametrize("quoted", [True, False])
def test_whose_a_quotation_is_heads_nothing(quoted: bool) -> None:
    sheet = Sheet().heading("Bericht", size=22).heading("Ursache").text(prose(60))
    quotation = "Wir haben die Zahlen gefeiert und nicht gefragt, wie breit das Feld ist."
    sheet.text(f"„{quotation}“" if quoted else quotation, wide=200, size=13)
    sheet.line("Moira Tennant, Helferin", size=9.5, step=2, bold=True).text(prose(60, 2))
    record = read(sheet.heading("Folgen").text(prose(60)))
    assert ("Moira Tennant, Helferin" in [s.heading for s in record.sections]) != quoted


def test_a_letter_s_subject_may_end_like_a_heading() -> None:
    sheet = Sheet(base=60).line("emsquell", 400, size=20, bold=True)
    sheet.base += 60
    sheet.line("Ihre Jahresrechnung: was schiefgelaufen ist", size=13, bold=True)
    sheet.line("Sehr geehrte Frau Terhalle,", step=2).text(prose(60))
    record = read(sheet.heading("Ursache", size=11).text(prose(60, 2)))
    assert record.title == "Ihre Jahresrechnung: was schiefgelaufen ist"


@pytest.mark.parametrize("several", [False, True])
def test_a_part_of_a_day_over_rows_heads_them_where_no_other_day_does(several: bool) -> None:
    sheet = Sheet().heading("Incident report of 9 May 2025", size=22)
    sheet.heading("Cause").text(prose(60)).heading("Friday morning")
    sheet.items("06:30: It began.", "08:20: It was found.")
    if several:
        sheet.heading("Saturday").items("09:00: It ended.")
    record = read(sheet.heading("Impact", gap=2.6).text(prose(60)))
    assert ("Friday morning" in [s.heading for s in record.sections]) != several


def test_a_face_of_small_capitals_sets_headings_apart() -> None:
    faces = {"ABCDEF+LMRomanCaps10-Regular": True, "ABCDEF+LMRoman10-Regular": False}
    for face, several in faces.items():
        sheet = Sheet().heading("Bericht zum 30. Mai 2023", size=22)
        for number, name in enumerate(("Folgen", "Wie es kam", "Was wir ändern")):
            sheet.line(f"{'I' * (number + 1)}. {name}", 220, step=3, font=face)
            sheet.text(prose(60, number))
        record = read(sheet)
        assert (len([s for s in record.sections if s.number]) == 3) == several


def test_a_day_set_as_the_headings_are_is_one_of_them() -> None:
    sheet = titled()
    for number, heading in enumerate(("So sollte es laufen", "Wer etwas verlor", "Wie es kam")):
        sheet.heading(heading).text(prose(45, number))
    sheet.heading("Montag, 9. Juni 2025")
    sheet.lines("08:15 Uhr Zwei Meldungen aus der Chemie", "08:58 Uhr Eine dritte Meldung")
    sheet.heading("Ursache").text(prose(45, 4))
    assert ("Montag, 9. Juni 2025", 1) in outline(read(sheet))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_numbered_steps_that_a_sentence_announces_are_no_headings(place: int) -> None:
    """Though one of them be a word that heads sections, and no heading be one."""
    steps = ["Karte neu einspielen", "Neustart abwarten"]
    steps.insert(place, "Zeitablauf")
    sheet = Sheet().heading("Störung im Lager", size=22)
    for heading in ("Was zu spüren war", "Rückkehr zur Messung"):
        sheet.heading(heading, gap=2.6).text(prose(50))
    sheet.line("Jedes Gerät wurde in drei Schritten zurückgeholt:", step=2)
    for number, step in enumerate(steps, 1):
        sheet.line(f"{number}) {step}", step=1.8)
    assert len(read(sheet).sections) == 2


def test_a_heading_in_the_margin_is_over_larger_ones_beside_it() -> None:
    sheet = Sheet().heading("Störung im Lager", size=22)
    for number, heading in enumerate(("Kurz gefasst", "Hergang", "Lehren")):
        sheet.base += 30
        sheet.put(heading, LEFT, size=9.6, bold=True)
        sheet.put("Die Lüfter liefen heiß, und keiner hat es gesehen.", 200)
        sheet.line("Das dauerte bis zum nächsten Morgen um halb sechs.", 200)
        if number == 2:
            for part in ("Bewährt hat sich", "Gefehlt hat uns"):
                sheet.line(part, 200, step=2.6, size=11, bold=True)
                sheet.line("Ein Plan, den alle kennen und einmal geübt haben.", 200, step=1.8)
    assert [section.level for section in read(sheet).sections] == [1, 1, 1, 2, 2]


def test_an_item_that_wraps_at_a_day_is_one_row() -> None:
    sheet = titled().heading("Zeitlicher Ablauf")
    rows = (
        ["01:25 Uhr Das Zertifikat ist als abgelaufen erkannt"],
        [
            "01:40 Uhr Frau Rao findet das neue Zertifikat, veröffentlicht schon vor langem",
            "am 12. Januar.",
        ],
        ["02:05 Uhr Das neue Zertifikat ist eingespielt"],
    )
    for first, *others in rows:
        sheet.line("•", 70, 1.6).put(first, 84)
        sheet.lines(*others, x=84)
    [timeline] = read(sheet).sections[0].blocks
    events = [entry.text for entry in timeline.entries]  # type: ignore[union-attr]
    assert len(events) == len(rows)
    assert events[1].endswith("schon vor langem am 12. Januar.")
