"""The contract's rarer things: covers, slides, boxes, check boxes, forms, line numbers."""

from __future__ import annotations

from handmade import LEFT, Sheet, prose, read

from pmpdf.reading.document import Area
from pmpdf.record import ListBlock, Paragraph, PostMortem, Table


def headings(record: PostMortem) -> list[tuple[str | None, str]]:
    return [(section.heading, section.kind) for section in record.sections]


def paragraphs(record: PostMortem, index: int) -> list[str]:
    found = record.sections[index].blocks
    return [block.text for block in found if isinstance(block, Paragraph)]


def test_a_cover_page_with_facts() -> None:
    cover = Sheet(base=260).heading("Störungsbericht", size=28)
    cover.line("Ausfall des Portals am 30. Mai 2023", size=14, step=2)
    for pair in (["Dokument", "SB-2023-17"], ["Autor", "Theo Brandt"], ["Status", "Freigegeben"]):
        cover.table([pair], [LEFT, 200])
    text = Sheet(base=60).heading("Zusammenfassung").text(prose(50)).text(prose(40, 2))
    text.heading("Ursache").text(prose(50, 3))
    record = read(cover, text)
    assert (record.title, record.subtitle) == (
        "Störungsbericht",
        "Ausfall des Portals am 30. Mai 2023",
    )
    assert {f.label: f.value for f in record.facts} == {
        "Dokument": "SB-2023-17", "Autor": "Theo Brandt", "Status": "Freigegeben",
    }  # fmt: skip
    assert headings(record) == [("Zusammenfassung", "summary"), ("Ursache", "root_cause")]
    assert record.warnings == ()


def test_a_version_history_is_other_without_a_warning() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Änderungshistorie")
    rows = [["Version", "Datum", "Autor"], ["0.1", "1. Juni 2023", "Brandt"]]
    rows.append(["1.0", "7. Juni 2023", "Brandt"])
    sheet.table(rows, [LEFT, 180, 330], head=True, ruled=True)
    sheet.heading("Zusammenfassung", gap=2.8).text(prose(50))
    record = read(sheet)
    assert headings(record) == [("Änderungshistorie", "other"), ("Zusammenfassung", "summary")]
    [table] = record.sections[0].blocks
    assert isinstance(table, Table)
    assert [list(table.header), *map(list, table.rows)] == rows
    assert record.warnings == ()


def test_slides() -> None:
    first = Sheet(width=720, height=405, size=18, base=150)
    first.heading("Post Mortem: Ausfall des Portals", size=36)
    first.line("30. Mai 2023", size=20, step=2)
    slides = [first]
    for name, items in (
        ("Zusammenfassung", ("Der Speicher fiel aus", "Alle Dienste standen still")),
        ("Ursache", ("Eine Platte war voll", "Kein Alarm")),
        ("Maßnahmen", ("Platten tauschen", "Alarme prüfen")),
    ):
        slide = Sheet(width=720, height=405, size=18, base=40).heading(name, size=30, gap=1)
        slide.base += 30
        slides.append(slide.items(*items, inset=24))
    record = read(*slides)
    assert record.title == "Post Mortem: Ausfall des Portals"
    assert record.subtitle == "30. Mai 2023"
    assert [(s.heading, s.level) for s in record.sections] == [
        ("Zusammenfassung", 1), ("Ursache", 1), ("Maßnahmen", 1),
    ]  # fmt: skip
    assert all(isinstance(block, ListBlock) for s in record.sections for block in s.blocks)
    assert record.furniture == ()


def test_a_boxed_paragraph_stands_at_its_place() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(45))
    top = sheet.base + 14
    sheet.text("Hinweis: Alle Daten sind wieder vollständig da und geprüft.", LEFT + 12, gap=3)
    sheet.areas.append(Area(LEFT, top, 525, sheet.base + 10))
    sheet.text(prose(45, 2), gap=3)
    sheet.heading("Ursache").text(prose(45, 4))
    record = read(sheet)
    assert paragraphs(record, 0) == [
        prose(45),
        "Hinweis: Alle Daten sind wieder vollständig da und geprüft.",
        prose(45, 2),
    ]
    assert record.facts == ()


def test_a_caption_is_a_paragraph_at_its_place() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(45))
    sheet.areas.append(Area(LEFT, sheet.base + 12, 525, sheet.base + 160, image=True))
    sheet.base += 160
    sheet.line("Abbildung 1: Auslastung des Speichers am Abend", size=8, step=1.8, italic=True)
    sheet.text(prose(45, 2))
    sheet.heading("Ursache").text(prose(45, 4))
    record = read(sheet)
    assert paragraphs(record, 0) == [
        prose(45),
        "Abbildung 1: Auslastung des Speichers am Abend",
        prose(45, 2),
    ]
    assert headings(record) == [("Zusammenfassung", "summary"), ("Ursache", "root_cause")]


def test_a_nested_list_of_mixed_kinds_is_ordered_as_its_outermost_level() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22).heading("Maßnahmen")
    sheet.line("1.", step=1.6).put("Platten tauschen", LEFT + 18)
    sheet.items("erst die vollen", "dann die alten", x=LEFT + 18)
    sheet.line("2.", step=1.6).put("Alarme prüfen", LEFT + 18)
    sheet.heading("Ursache").text(prose(45))
    [block] = read(sheet).sections[0].blocks
    assert isinstance(block, ListBlock)
    assert (block.ordered, block.levels) == (True, (1, 2, 2, 1))
    assert block.items == (
        "Platten tauschen", "erst die vollen", "dann die alten", "Alarme prüfen",
    )  # fmt: skip


def test_a_section_in_a_sidebar_is_read_after_the_text_beside_it() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    top = sheet.base + 10
    sheet.heading("Zusammenfassung").text(prose(60), wide=290).text(prose(60, 2), wide=290)
    foot, sheet.base = sheet.base, top
    sheet.heading("Was gut lief", size=12, x=400)
    sheet.items("Die Bereitschaft war schnell da", "Die Daten waren gesichert", x=400, wide=120)
    sheet.areas.append(Area(390, top, 530, foot + 5))
    sheet.base = foot
    sheet.heading("Ursache", gap=3).text(prose(60, 4))
    record = read(sheet)
    assert headings(record) == [
        ("Zusammenfassung", "summary"),
        ("Was gut lief", "lessons_learned"),
        ("Ursache", "root_cause"),
    ]
    [block] = record.sections[1].blocks
    assert isinstance(block, ListBlock)
    assert len(block.items) == 2


def test_a_bilingual_heading_is_kept_whole() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    for number, name in enumerate(("Zusammenfassung / Summary", "Ursache / Root cause")):
        sheet.heading(name).text(prose(45, number))
    assert headings(read(sheet)) == [
        ("Zusammenfassung / Summary", "summary"),
        ("Ursache / Root cause", "root_cause"),
    ]


def test_check_boxes_are_printed_words() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22).heading("Maßnahmen")
    sheet.items("☑ Platten tauschen", "☐ Alarme prüfen", gap=1.8)
    sheet.heading("Ursache").text(prose(45))
    record = read(sheet)
    [block] = record.sections[0].blocks
    assert isinstance(block, ListBlock)
    assert block.items == ("☑ Platten tauschen", "☐ Alarme prüfen")


def test_code_lines_are_plain_text() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(45))
    sheet.line("ceph osd set noout", step=2, mono=True, size=9)
    sheet.text(prose(45, 2)).heading("Ursache").text(prose(45, 4))
    assert paragraphs(read(sheet), 0) == [prose(45), "ceph osd set noout", prose(45, 2)]


def test_line_numbers_are_furniture() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(80)).text(prose(80, 2))
    sheet.heading("Ursache").text(prose(80, 4))
    for number, base in enumerate(sorted({w.base for w in sheet.words}), 1):
        sheet.put(str(number), LEFT - 30, base=base, size=7)
    record = read(sheet)
    assert {piece.role for piece in record.furniture} == {"line_number"}
    assert paragraphs(record, 0) == [prose(80), prose(80, 2)]


def test_a_blank_first_page_changes_nothing() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(45))
    blank, full = read(Sheet(), sheet), read(sheet)
    assert blank.title == full.title
    assert [s.heading for s in blank.sections] == [s.heading for s in full.sections]
    assert blank.origin["title"][0].page == 2


def test_the_last_words_of_a_report() -> None:
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung").text(prose(45)).heading("Schlusswort")
    sheet.text("Wir bitten alle Betroffenen um Entschuldigung.")
    assert headings(read(sheet))[-1] == ("Schlusswort", "closing")
