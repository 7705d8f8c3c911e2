"""The title block: title, subtitle, organization, facts, statement of the zone."""

from __future__ import annotations

import pytest
from handmade import LEFT, WIDE, Sheet, prose, read, width_of, wrapped

from pmpdf.reading.document import Area
from pmpdf.record import PostMortem
from pmpdf.values import replace


def facts(record: PostMortem) -> dict[str, str]:
    assert len({fact.label for fact in record.facts}) == len(record.facts)
    return {fact.label: fact.value for fact in record.facts}


def body(sheet: Sheet) -> Sheet:
    """Two ordinary sections, so that the front has something to stand before."""
    sheet.heading("Zusammenfassung").text(prose(45, 1)).text(prose(38, 2))
    return sheet.heading("Ursache").text(prose(50, 3)).text(prose(33, 4))


def headings(record: PostMortem) -> list[str | None]:
    return [section.heading for section in record.sections]


def untouched(record: PostMortem) -> None:
    """The front took nothing from the sections, and left nothing to them."""
    assert headings(record) == ["Zusammenfassung", "Ursache"]
    assert [len(section.blocks) for section in record.sections] == [2, 2]
    assert record.warnings == ()


def test_title_and_subtitle() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall des Portals vom 30. bis 31. Mai 2023", size=13)
    record = read(body(sheet))
    assert (record.title, record.subtitle) == (
        "Störungsbericht",
        "Ausfall des Portals vom 30. bis 31. Mai 2023",
    )
    assert set(record.origin) == {"title", "subtitle"}
    untouched(record)


def test_a_title_alone() -> None:
    record = read(body(Sheet().heading("Post Mortem: Ausfall des Portals", size=22)))
    assert (record.title, record.subtitle, record.facts) == (
        "Post Mortem: Ausfall des Portals",
        None,
        (),
    )
    untouched(record)


def test_a_title_over_two_lines() -> None:
    sheet = Sheet().heading("Post Mortem zum Ausfall des", size=22)
    sheet.line("Kundenportals im Mai 2023", size=22, bold=True)
    record = read(body(sheet))
    assert record.title == "Post Mortem zum Ausfall des Kundenportals im Mai 2023"
    untouched(record)


def test_a_subtitle_is_read_in_small_type_too() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Ausfall vom 30. Mai 2023", step=2)
    record = read(body(sheet))
    assert record.subtitle == "Ausfall vom 30. Mai 2023"
    untouched(record)


def test_a_title_without_larger_type() -> None:
    sheet = Sheet().line("POSTMORTEM: AUSFALL DES PORTALS", mono=True).line("")
    for heading in ("Zusammenfassung", "Ursache"):
        sheet.line(heading, step=2.6, mono=True).line("-" * len(heading), mono=True)
        for seed in (2, 5):
            sheet.text(prose(22, seed), mono=True, wide=340)
    record = read(sheet)
    assert record.title == "POSTMORTEM: AUSFALL DES PORTALS"
    assert headings(record) == ["Zusammenfassung", "Ursache"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Schweregrad: SEV-1", "Status: Behoben", "Dauer: 3 Stunden 12 Minuten"],
        ["**Schweregrad:** SEV-1", "**Status:** Behoben", "**Dauer:** 3 Stunden 12 Minuten"],
        ["Schweregrad: SEV-1  Status: Behoben", "Dauer: 3 Stunden 12 Minuten"],
        ["**Schweregrad:** SEV-1 **Status:** Behoben **Dauer:** 3 Stunden 12 Minuten"],
    ],
    ids=["plain", "bold labels", "two a line", "all on one line"],
)
@pytest.mark.parametrize("step", [1.3, 2.0])
def test_facts_in_lines(lines: list[str], step: float) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall vom 30. Mai 2023", size=13, step=2)
    sheet.base += 8
    for line in lines:
        sheet.line(line, step=step)
    record = read(body(sheet))
    assert facts(record) == {
        "Schweregrad": "SEV-1",
        "Status": "Behoben",
        "Dauer": "3 Stunden 12 Minuten",
    }
    untouched(record)


def test_labels_that_no_list_contains() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    pairs = {"Kennung": "HW-2024-031", "Bearbeitet durch": "Frauke Hinrichsen", "Ort": "Kiel"}
    sheet.base += 10
    for label, value in pairs.items():
        sheet.line(f"{label}: {value}", step=1.5)
    record = read(body(sheet))
    assert facts(record) == pairs
    untouched(record)


def test_bold_labels_that_no_list_contains_within_a_line() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("**Kennung:** HW-2024-031 **Bearbeitet durch:** F. Hinrichsen", step=2.5)
    record = read(body(sheet))
    assert facts(record) == {"Kennung": "HW-2024-031", "Bearbeitet durch": "F. Hinrichsen"}


def test_a_colon_within_a_bold_value_ends_no_label() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Betroffene Dienste: **Portal und Markt : beide** ☂", step=2.5)
    record = read(body(sheet))
    assert facts(record) == {"Betroffene Dienste": "Portal und Markt : beide ☂"}


SEPARATED = {"Schweregrad": "SEV-1", "Status": "Behoben", "Dauer": "3 Stunden"}


@pytest.mark.parametrize("between", [" | ", " · ", " • "])
def test_facts_parted_by_a_sign(between: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line(between.join(f"{label}: {value}" for label, value in SEPARATED.items()), step=2.2)
    assert facts(read(body(sheet))) == SEPARATED


@pytest.mark.parametrize("form", ["{0}: {1}", "**{0}:** {1}"])
def test_facts_as_bullets(form: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.items(*(form.format(*pair) for pair in SEPARATED.items()), gap=1.8)
    assert facts(read(body(sheet))) == SEPARATED


def test_an_item_with_a_colon_among_others_is_no_fact() -> None:
    items = ["Größe zählt: vor dem Lesen prüfen.", "Papier hilft immer.", "Menschen sind ehrlich."]
    sheet = Sheet().heading("Ausfall der Kassen", size=22)
    sheet.items(*items)
    record = read(body(sheet))
    assert record.facts == ()
    assert items == list(record.sections[0].blocks[0].items)


def test_an_organization_without_a_legal_form_over_the_title() -> None:
    sheet = Sheet(base=60).line("Nordlicht Hosting", size=9).heading("Störungsbericht", size=22)
    record = read(body(sheet))
    assert record.organization == "Nordlicht Hosting"
    untouched(record)


def test_facts_over_the_title() -> None:
    sheet = Sheet(base=60).lines("Bericht Nr.: 17", "An: Alle Kunden", "Von: Technik")
    record = read(body(sheet.heading("Störungsbericht", size=22)))
    assert facts(record) == {"Bericht Nr.": "17", "An": "Alle Kunden", "Von": "Technik"}
    assert record.title == "Störungsbericht"
    untouched(record)


def test_a_paragraph_under_the_title_is_no_subtitle() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).text(prose(60, 8), gap=2.5)
    record = read(body(sheet))
    assert record.subtitle is None
    assert [section.heading for section in record.sections] == [None, "Zusammenfassung", "Ursache"]


@pytest.mark.parametrize("byline", ["Von Frauke Hinrichsen", "By Jane Doe", "Dr. Anna Behr"])
def test_an_author_is_a_fact_without_a_label(byline: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall des Portals am 30. Mai 2023", size=13, step=1.8).line(byline, step=2)
    record = read(body(sheet))
    assert [(fact.label, fact.value) for fact in record.facts] == [("", byline)]
    assert record.subtitle == "Ausfall des Portals am 30. Mai 2023"
    untouched(record)


def test_parts_of_a_title_set_apart_are_not_joined() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.heading("Ausfall des Portals", size=22, gap=2.6)
    sheet.line("Ausfall vom 30. Mai 2023", step=2)
    record = read(body(sheet))
    assert record.title == "Störungsbericht"


def test_a_value_may_wrap() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Schweregrad: SEV-1", step=2)
    long = "Portal, Anmeldung, Suche, Versand, Rechnungen, Mitteilungen, Archiv, Schnittstellen"
    sheet.text(f"Betroffene Dienste: {long} und alles was daran hängt", gap=1.3)
    record = read(body(sheet))
    assert facts(record)["Betroffene Dienste"] == f"{long} und alles was daran hängt"


@pytest.mark.parametrize("ruled", [False, True])
def test_facts_in_a_table(ruled: bool) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    rows = [["Schweregrad", "SEV-1"], ["Status", "Behoben"], ["Dauer", "3 Stunden"]]
    record = read(body(sheet.table(rows, [LEFT, 200], ruled=ruled)))
    assert facts(record) == dict(rows)
    untouched(record)


def test_facts_in_a_table_of_two_pairs_a_row() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    rows = [["Schweregrad", "SEV-1", "Status", "Behoben"], ["Dauer", "3 h", "Autor", "T. Brandt"]]
    record = read(body(sheet.table(rows, [LEFT, 170, 300, 400])))
    assert facts(record) == {
        "Schweregrad": "SEV-1", "Status": "Behoben", "Dauer": "3 h", "Autor": "T. Brandt",
    }  # fmt: skip
    untouched(record)


def test_facts_in_a_strip_of_labels_over_values() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("", step=2.0)
    for x, label in ((70, "SCHWEREGRAD"), (230, "STATUS"), (390, "DAUER")):
        sheet.put(label, x, size=8, color=0x777777)
    sheet.line("", step=1.4)
    for x, value in ((70, "SEV-1"), (230, "Behoben"), (390, "3 Stunden")):
        sheet.put(value, x)
    record = read(body(sheet))
    assert facts(record) == {"SCHWEREGRAD": "SEV-1", "STATUS": "Behoben", "DAUER": "3 Stunden"}
    untouched(record)


@pytest.mark.parametrize("bold", [True, False])
def test_values_that_all_wrap_in_a_strip_on_the_title_s_ground_over_columns(bold: bool) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("", step=2.0)
    cells = {"Vorgang": "WVO-S 2025/03", "Dauer": "9 h 47 min", "Status": "behoben, in Prüfung"}
    for row in range(3):
        for x, (label, value) in zip((70, 150, 240), cells.items(), strict=True):
            first, rest = value.split(" ", 1)
            text = (label, first, rest)[row]
            sheet.put(text, x, size=8, bold=bold and row > 0)
        sheet.base += 11
    sheet.areas.append(Area(40, 30, 555, sheet.base + 4))
    top = sheet.base + 10
    for x in (70, 320):
        sheet.base = top
        sheet.heading("Ursache" if x > 70 else "Auswirkung", x=x).text(prose(60, x), x, 220)
    record = read(sheet)
    assert (facts(record) == cells) == bold
    assert headings(record)[-2:] == ["Auswirkung", "Ursache"]


@pytest.mark.parametrize("ground", [True, False])
def test_facts_in_a_sidebar(ground: bool) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall vom 30. Mai 2023", size=13, step=1.6)
    top = sheet.base + 20
    sheet.heading("Zusammenfassung").text(prose(45, 1), wide=300).text(prose(38, 2), wide=300)
    sheet.heading("Ursache").text(prose(50, 3), wide=300).text(prose(33, 4), wide=300)
    foot, sheet.base = sheet.base, top
    pairs = {"Schweregrad": "SEV-1", "Status": "Behoben", "Dauer": "3 Stunden"}
    for label, value in pairs.items():
        sheet.line(label, 420, step=2.2, size=9, bold=True).line(value, 420, size=9)
    if ground:
        sheet.areas.append(Area(410, top - 10, 530, foot))
    record = read(sheet)
    assert facts(record) == pairs
    untouched(record)


def test_a_sites_links_beside_the_text_are_furniture() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22, x=220)
    sheet.base = top = 90
    for name in ("Handbuch Cluster", "Erste Schritte", "Speicher", "Archiv"):
        sheet.line(name, 70, 1.6, size=8, bold=name.startswith("Handbuch"))
    sheet.base = top
    sheet.heading("Zusammenfassung", x=220).text(prose(60), 220, 300)
    sheet.heading("Ursache", x=220).text(prose(60, 1), 220, 300)
    record = read(sheet)
    assert [section.heading for section in record.sections] == ["Zusammenfassung", "Ursache"]
    assert {piece.text for piece in record.furniture} == {
        "Handbuch Cluster", "Erste Schritte", "Speicher", "Archiv",
    }  # fmt: skip
    assert record.facts == ()


def test_a_label_in_a_sidebar_may_be_the_name_of_a_section() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    top = sheet.base + 20
    for number, (label, value) in enumerate(
        (("Haus", "Alpenbote"), ("Schaden", "11.000 €"), ("Zitat", "„Glück gehabt.“"))
    ):
        sheet.put(label, 440, top + 34 * number, size=7, bold=True)
        sheet.put(value, 440, top + 34 * number + 11, size=8)
    sheet.areas.append(Area(430, top - 20, 540, top + 130))
    sheet.heading("Zusammenfassung").text(prose(60), wide=320)
    sheet.heading("Ursache").text(prose(60, 1), wide=320)
    facts = {(fact.label, fact.value) for fact in read(sheet).facts}
    assert facts == {("Haus", "Alpenbote"), ("Schaden", "11.000 €"), ("Zitat", "„Glück gehabt.“")}


def test_a_label_without_a_colon_over_its_value() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Schweregrad", step=2.2, bold=True, size=9).line("SEV-1")
    sheet.line("Status", step=2.2, bold=True, size=9).line("Behoben")
    record = read(body(sheet))
    assert facts(record) == {"Schweregrad": "SEV-1", "Status": "Behoben"}


def test_sentences_with_a_colon_are_no_facts() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.heading("Zusammenfassung")
    sheet.text("Status: Der Speicher ist seit heute wieder in Betrieb und die Daten sind da.")
    sheet.text("Davon waren 214 von 380 Kunden betroffen. Im Einzelnen:")
    sheet.heading("Ursache").text(prose(40))
    record = read(sheet)
    assert record.facts == ()
    assert len(record.sections[0].blocks) == 2


# The organization


def test_the_organization_stands_over_the_title() -> None:
    sheet = Sheet(base=100).line("Nordlicht Hosting GmbH", size=9)
    sheet.heading("Störungsbericht", size=22)
    record = read(body(sheet))
    assert record.organization == "Nordlicht Hosting GmbH"
    assert record.title == "Störungsbericht"
    untouched(record)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nordlicht Hosting GmbH - 2023", "Nordlicht Hosting GmbH"),
        ("© 2024 Copperline Ltd", "Copperline Ltd"),
        ("© Copyright 2024, Lakeside Computing. Built with care.", "Lakeside Computing"),
        ("Hochschule Nord, Zentrum für Informatik", "Hochschule Nord, Zentrum für Informatik"),
        ("Hochschule Nord, Musterstadt", "Hochschule Nord"),
        ("Elbfracht AG | Seite 1", "Elbfracht AG"),
    ],
)
def test_the_organization_from_a_footer(line: str, name: str) -> None:
    pages = []
    for number in (1, 2):
        sheet = Sheet(base=60)
        if number == 1:
            sheet.heading("Störungsbericht", size=22)
            body(sheet)
        else:
            sheet.heading("Maßnahmen").text(prose(60, 6))
        sheet.put(line.replace("1", str(number)), 230, base=810, size=8)
        pages.append(sheet)
    record = read(*pages)
    assert record.organization == name
    assert headings(record) == ["Zusammenfassung", "Ursache", "Maßnahmen"]
    assert {piece.role for piece in record.furniture} == {"footer"}


def test_no_organization_is_null() -> None:
    record = read(body(Sheet().heading("Störungsbericht", size=22)))
    assert record.organization is None


def test_a_confidentiality_label_is_a_fact_without_a_label() -> None:
    sheet = Sheet(base=100).heading("Störungsbericht", size=22)
    sheet.line("Ausfall vom 30. Mai 2023", step=2).line("Vertraulich", step=2)
    record = read(body(sheet))
    assert facts(record) == {"": "Vertraulich"}


# The zone


def test_a_statement_of_the_zone_stands_outside_the_sections() -> None:
    sheet = Sheet().heading("Post Mortem: Portal", size=22)
    note = "Alle Zeiten in diesem Bericht sind in MESZ angegeben."
    sheet.line(note, step=2.5, italic=True)
    record = read(body(sheet))
    assert record.time_zone_note == note
    assert record.time_zone == "MESZ"
    untouched(record)


# The language


def test_language() -> None:
    assert read(body(Sheet().heading("Störungsbericht", size=22))).language == "de"
    sheet = Sheet().heading("Incident report: storage outage", size=22)
    sheet.heading("Summary").text(
        "On Monday evening the storage cluster went down and none of our services could be "
        "reached until the team had moved all of the data to another site, which took them "
        "most of the night."
    )
    sheet.heading("Root cause").text("A disk that should have been replaced was full of errors.")
    record = read(sheet)
    assert record.language == "en"
    assert [section.kind for section in record.sections] == ["summary", "root_cause"]
    assert record.warnings == ()


def test_german_text_under_english_headings_is_german() -> None:
    sheet = Sheet().heading("Post Mortem", size=22)
    sheet.heading("Summary").text(prose(45)).heading("Root Cause").text(prose(45, 2))
    assert read(sheet).language == "de"


def test_a_language_that_cannot_be_told_is_doubted() -> None:
    sheet = Sheet().heading("Post Mortem", size=22).heading("Timeline").text("x1 x2 x3 x4")
    assert [(w.code, w.path) for w in read(sheet).warnings if w.code == "language"] == [
        ("language", "/language")
    ]


def test_the_word_behind_a_clock_tells_the_language() -> None:
    sheet = Sheet().heading("Post Mortem", size=22).heading("Timeline")
    sheet.lines("22:10 Uhr Alarm", "23:55 Uhr Neustart", "23:59 Uhr Entwarnung", step=1.8)
    record = read(sheet)
    assert record.language == "de"
    assert "/language" not in [warning.path for warning in record.warnings]


def test_a_letter() -> None:
    sheet = Sheet(base=60)
    sheet.lines("Elbfracht Spedition AG", "Hafenstraße 12", "20457 Hamburg")
    sheet.line("Unser Zeichen: 2023-17", step=3).line("Datum: 7. Juni 2023")
    sheet.line("Störungsbericht zum Ausfall am 30. Mai 2023", step=3, bold=True)
    sheet.line("Sehr geehrte Damen und Herren,", step=2.5)
    sheet.text(prose(60, 1)).text(prose(50, 2))
    sheet.line("Mit freundlichen Grüßen", step=2.5).line("Theo Brandt", step=3)
    record = read(sheet)
    assert record.title == "Störungsbericht zum Ausfall am 30. Mai 2023"
    assert facts(record) == {"Unser Zeichen": "2023-17", "Datum": "7. Juni 2023"}
    letterhead = " ".join(p.text for p in record.furniture if p.role == "letterhead")
    assert letterhead == "Elbfracht Spedition AG Hafenstraße 12 20457 Hamburg"
    last = [b.text for b in record.sections[-1].blocks]  # type: ignore[union-attr]
    assert last[-2:] == ["Mit freundlichen Grüßen", "Theo Brandt"]


def test_an_address_beside_a_reference_of_which_some_lines_are_level() -> None:
    sheet = Sheet(base=112.6)
    sheet.put("Talnetz GmbH · Salzburger Straße 40 · 83435 Bad Reichenhall", size=6.6)
    address = ("Hotel Wimbachblick", "Frau Ostertag", "Im Tal 5", "83486 Ramsau")
    for number, text in enumerate(address):
        sheet.put(text, base=133.1 + 12 * number, size=9.5)
    pairs = {
        "Datum": "11. März 2026",
        "Kundennummer": "70 418 226",
        "Zeichen": "NB/ra-03",
        "Anschluss": "GF-BGL-09",
    }
    for number, (label, value) in enumerate(pairs.items()):
        sheet.put(f"{label}:", 358, base=112.6 + 10.96 * number, size=8.5)
        sheet.put(value, 433, base=112.6 + 10.96 * number, size=8.5)
    sheet.base = 200
    sheet.line("Ausfall Ihres Anschlusses am 2. März 2026", step=3, bold=True)
    sheet.line("Sehr geehrte Frau Ostertag,", step=2.5).text(prose(60, 1)).text(prose(50, 2))
    record = read(sheet)
    assert facts(record) == pairs
    letterhead = [p.text for p in record.furniture if p.role == "letterhead"]
    assert " ".join(address) in letterhead
    assert record.organization == "Talnetz GmbH"


def test_an_address_under_a_name() -> None:
    sheet = Sheet(base=60)
    sheet.put("Ashcombe University Computing Centre", size=13, bold=True)
    sheet.line("Babbage Building, Mill Lane, Ashcombe", step=1.6, size=9)
    record = read(body(sheet.heading("Loss of Home Directories", size=20, gap=2.7)))
    assert record.organization == "Ashcombe University Computing Centre"
    assert "Babbage Building, Mill Lane, Ashcombe" in [p.text for p in record.furniture]


@pytest.mark.parametrize("name", ["Quillbase", "Quillbase Help Center"])
def test_the_name_that_runs_along_the_foot_is_no_fact_over_the_title(name: str) -> None:
    sheet = Sheet(base=60)
    sheet.put(name, size=16, bold=True)
    sheet.base = 100
    body(sheet.heading("Why your builds were stuck", size=22))
    sheet.put("© 2026 Quillbase", base=812, size=7)
    record = read(sheet)
    assert (record.organization, record.facts) == ("Quillbase", ())


def test_a_centred_title_block() -> None:
    sheet = Sheet(base=60)
    for text, size in (("Störungsbericht", 22), ("Ausfall vom 30. Mai 2023", 13)):
        middle = LEFT + (WIDE - width_of(text, size)) / 2
        sheet.line(text, middle, step=1.8, size=size)
    record = read(body(sheet))
    assert (record.title, record.subtitle) == ("Störungsbericht", "Ausfall vom 30. Mai 2023")
    untouched(record)


def test_a_zone_behind_its_known_label_is_a_fact() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Zeitzone: Europe/London", step=2.5)
    record = read(sheet.heading("Ursache").text(prose(60)))
    assert [(fact.label, fact.value) for fact in record.facts] == [("Zeitzone", "Europe/London")]
    assert (record.time_zone, record.time_zone_note) == ("Europe/London", None)


def test_a_title_in_a_sidebar() -> None:
    sheet = Sheet()
    body(sheet)
    shifted = [replace(w, x0=w.x0 + 150, x1=w.x1 + 150) for w in sheet.words]
    sheet.words = [w for w in shifted if w.x0 < 560]
    sheet.base = 70
    sheet.line("Neun Minuten", x=40, size=21, bold=True).line("Bericht vom 30. Mai 2023", x=40)
    for label, value in (("Nummer", "KW-0207"), ("Dienst", "Portal")):
        sheet.line(label, x=40, step=2.6, size=8).line(value, x=40, bold=True)
    record = read(sheet)
    assert (record.title, record.subtitle) == ("Neun Minuten", "Bericht vom 30. Mai 2023")
    assert facts(record) == {"Nummer": "KW-0207", "Dienst": "Portal"}


def test_a_reports_name_before_its_subject_is_no_label() -> None:
    sheet = Sheet().heading("Blindflug in der Leitwarte", size=22)
    sheet.line("Ereignisbericht: Ausfall der Fernwirktechnik am 2. Dezember 2024", size=13)
    record = read(body(sheet))
    assert record.subtitle == "Ereignisbericht: Ausfall der Fernwirktechnik am 2. Dezember 2024"
    assert record.facts == ()
    untouched(record)


def test_the_reference_lines_beside_an_addressee() -> None:
    sheet = Sheet(base=100)
    sheet.put("Nordlicht Hosting GmbH · Am Kai 4 · 24103 Kiel", base=100, size=7)
    for row, (line, fact) in enumerate(
        [
            ("Bundesnetzagentur", "Ihr Zeichen: 6.04.01"),
            ("Tulpenfeld 4", "Unser Zeichen: NH-58"),
            ("53113 Bonn", "Datum: 13. Dezember 2024"),
        ]
    ):
        sheet.put(line, base=120 + 13 * row)
        sheet.put(fact, 360, base=120 + 13 * row)
    sheet.base = 190
    sheet.line("Ausfall des Portals", bold=True).line("Sehr geehrte Damen und Herren,", step=2)
    record = read(body(sheet.text(prose(30))))
    assert record.organization == "Nordlicht Hosting GmbH"
    assert facts(record) == {
        "Ihr Zeichen": "6.04.01",
        "Unser Zeichen": "NH-58",
        "Datum": "13. Dezember 2024",
    }


def test_authors_and_where_they_work() -> None:
    sheet = Sheet().heading("Verlorene Messwerte", size=22)
    sheet.line("Ragna Moen und Teo Aalto", step=2, size=11)
    sheet.line("Fjordlab Zentrum", size=11)
    record = read(body(sheet))
    assert record.organization == "Fjordlab Zentrum"
    assert [(fact.label, fact.value) for fact in record.facts] == [("", "Ragna Moen und Teo Aalto")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Incident report for Parcelwing", "Parcelwing"),
        ("Outage report by Harbour Lane", "Harbour Lane"),
        ("Ausfall bei der Nordlicht Hosting GmbH", "Nordlicht Hosting GmbH"),
    ],
)
def test_the_subtitle_may_name_the_organization(line: str, name: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line(line, size=13)
    record = read(body(sheet))
    assert (record.subtitle, record.organization) == (line, name)


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("Postfächer nicht erreichbar – Postfuchs Hosting Status", "Postfuchs Hosting"),
        ("Möbelwerke Osterloh | Intranet", "Möbelwerke Osterloh"),
        ("Postfächer nicht erreichbar – Browserfenster", None),
        ("INC-19 – Suche – Quillstack Wiki", None),
    ],
)
def test_whose_site_was_printed(line: str, owner: str | None) -> None:
    """A browser prints a page's title over it, and its address below."""
    sheet = Sheet(base=22)
    sheet.put("14.1.2025, 16:20", 24, size=7.5)
    sheet.put(line, 200, size=7.5)
    sheet.base = 60
    sheet.heading("Postfächer nicht erreichbar", size=20)
    body(sheet)
    sheet.put("https://status.example.com/incidents/7f3k2", 24, base=828, size=7.5)
    sheet.put("1/1", 560, base=828, size=7.5)
    assert read(sheet).organization == owner


def test_a_remark_with_words_before_it_is_no_fact() -> None:
    remark = "Es sind keine Daten von Kundinnen und Kunden verloren gegangen."
    sheet = Sheet().heading("Ausfall des Speichers", size=22).text(prose(30, 1), gap=2.5)
    record = read(body(sheet.text(f"**Vorab:** {remark}", gap=2.0)))
    assert record.facts == ()


def test_what_a_site_prints_under_the_text() -> None:
    sheet = body(Sheet().heading("Ausfall des Speichers", size=22))
    sheet.base += 30
    sheet.put("Beispiel GmbH · Am Hafen 3", LEFT, size=8, color=0x666666)
    sheet.put("Impressum · Datenschutz", 400, size=8, color=0x666666)
    record = read(sheet)
    assert [piece.text for piece in record.furniture] == [
        "Beispiel GmbH · Am Hafen 3",
        "Impressum · Datenschutz",
    ]
    assert record.organization == "Beispiel GmbH"


@pytest.mark.parametrize("color", [0, 0x666666])
def test_a_small_last_row_of_a_table_is_no_imprint(color: int) -> None:
    sheet = body(Sheet().heading("Ausfall des Speichers", size=22)).heading("Maßnahmen")
    rows = [["Was", "Wer"], ["Alarm", "Betrieb"], ["Probe", "Technik"]]
    sheet.table(rows, [LEFT, 250], head=True, ruled=True, size=8, color=color)
    assert read(sheet).furniture == ()


@pytest.mark.parametrize(
    ("name", "doubts"), [("Staatstheater Ostharz", []), ("Obere Mühle", ["/organization"])]
)
def test_the_sender_stands_top_left_of_running_lines(name: str, doubts: list[str]) -> None:
    sheets = []
    for number in range(2):
        sheet = Sheet(base=30)
        sheet.put(name, size=8)
        sheet.put("Technische Direktion", 400, size=8)
        sheet.base = 70
        if not number:
            sheet.heading("Ausfall der Obermaschinerie", size=20)
        sheets.append(body(sheet))
    record = read(*sheets)
    assert record.organization == name
    assert [w.path for w in record.warnings if w.code == "organization"] == doubts


def test_a_letterhead_with_something_beside_it() -> None:
    sheet = Sheet(base=60)
    sheet.put("Bergbahnen Hochgrindl AG", size=9, bold=True)
    sheet.put("Saisonbericht 2024/25, Anhang C", 400, size=9)
    record = read(body(sheet.heading("Skipass gültig, Drehkreuz zu", size=22)))
    assert record.organization == "Bergbahnen Hochgrindl AG"
    assert record.facts == () or {fact.label for fact in record.facts} == {""}


def test_dates_in_a_sidebar_of_facts_are_no_lists() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    top = sheet.base + 20
    sheet.heading("Zusammenfassung").text(prose(45, 1), wide=300).text(prose(38, 2), wide=300)
    foot, sheet.base = sheet.base, top
    pairs = {
        "Bearbeitung": "Yannick Stahl",
        "Fällig": "18. Juli 2025",
        "Vorfallstag": "1. Juli 2025",
    }
    for label, value in pairs.items():
        sheet.line(label, 400, step=2.2, bold=True, size=9).line(value, 400, size=9)
    sheet.base = foot
    record = read(body(sheet))
    assert facts(record) == pairs


def test_a_ragged_paragraph_under_the_title_stays_whole() -> None:
    sheet = Sheet().heading("Post Mortem", size=22)
    sheet.line("Am Abend fiel der zentrale Speicher aus und mit ihm alle", step=3)
    sheet.line("Dienste bis zum Morgen.")
    sheet.base += 10
    record = read(body(sheet))
    [text] = record.sections[0].blocks
    assert text.text.endswith("mit ihm alle Dienste bis zum Morgen.")


def test_an_organization_quoted_from_the_subtitle_counts_once() -> None:
    sheet = Sheet().heading("Ausfall des Speichers", size=22)
    sheet.line("Muster Software GmbH · 14. März 2025", size=12, step=1.8)
    record = read(body(sheet))
    assert record.organization == "Muster Software GmbH"
    assert "doubled_words" not in [w.code for w in record.warnings]


def test_a_fact_alone_under_a_row_of_facts_in_their_type() -> None:
    sheet = Sheet().heading("Gift card balances", size=22)
    for names, values in (
        (("Reference", "State", "Severity"), ("INC-418", "Closed", "Major")),
        (("Affected areas",), ("Wallet, Point of sale",)),
    ):
        sheet.base += 24
        for x, name in zip((LEFT, 220, 380), names, strict=False):
            sheet.put(name, x, size=8, color=0x888888)
        sheet.base += 13
        for x, value in zip((LEFT, 220, 380), values, strict=False):
            sheet.put(value, x)
    record = read(body(sheet))
    assert facts(record) == {
        "Reference": "INC-418",
        "State": "Closed",
        "Severity": "Major",
        "Affected areas": "Wallet, Point of sale",
    }
    assert record.subtitle is None


def test_the_links_over_a_site_s_page_are_no_facts() -> None:
    sheet = Sheet()
    for x, name in zip((LEFT, 200, 300, 400), ("Spiele", "News", "Hilfe", "Laden"), strict=True):
        sheet.put(name, x)
    sheet.base += 20
    sheet.line("Blog › Betrieb › Nachlese", step=2, size=8)
    record = read(body(sheet.heading("Ausfall der Anmeldung", size=22)))
    assert record.facts == ()
    assert record.organization is None
    assert record.furniture[0].text == "Spiele News Hilfe Laden"
    assert record.title == "Ausfall der Anmeldung"


def test_the_name_over_the_facts_in_a_sidebar_is_the_organization() -> None:
    sheet = Sheet().heading("Late instructions", size=19)
    sheet.heading("Overview").text(prose(70), wide=300)
    sheet.heading("Cause").text(prose(50, 1), wide=300)
    sheet.areas.append(Area(395, 0, 595, 842))
    sheet.put("Albright & Moss", 400, base=80, size=14, bold=True)
    facts_aside = [("Notice", "CN-4"), ("Issued", "July 15, 2025"), ("Financial loss", "None")]
    for number, (label, value) in enumerate(facts_aside):
        sheet.put(label, 400, base=130 + 40 * number, size=8.5)
        sheet.put(value, 400, base=143 + 40 * number, size=10.5, bold=True)
    record = read(sheet)
    assert record.organization == "Albright & Moss"
    assert facts(record) == dict(facts_aside)
    assert headings(record) == ["Overview", "Cause"]


@pytest.mark.parametrize("running", [True, False])
def test_a_body_and_its_institute_are_one_name_in_running_lines_too(running: bool) -> None:
    name = "Universität Dornhausen, Hochschulrechenzentrum"
    sheets = [Sheet(base=150), Sheet(base=80), Sheet(base=80)]
    sheets[0].line(name, LEFT + 60).heading("Störung zu Vorlesungsbeginn", size=24)
    body(sheets[0])
    for number, sheet in enumerate(sheets[1:], 3):
        if running:
            sheet.put(name, base=40, size=8)
        sheet.text(prose(70, number)).text(prose(60, number))
    organization = read(*sheets).organization
    assert organization == (name if running else "Universität Dornhausen")


def test_a_site_s_name_before_its_links() -> None:
    sheet = Sheet()
    sheet.put("Salzwiese", LEFT, bold=True)
    for x, name in zip((250, 320, 400), ("Produkte", "Blog", "Hilfe"), strict=True):
        sheet.put(name, x)
    sheet.base += 20
    record = read(body(sheet.heading("Ausfall der Anmeldung", size=22)))
    assert record.organization == "Salzwiese"
    assert [w.path for w in record.warnings] == ["/organization"]


def test_a_public_body_s_name_over_the_title() -> None:
    sheet = Sheet().heading("Stadtwerke Lindental", size=20)
    sheet.heading("Ausfall der Abrechnung im März 2025", size=15)
    record = read(body(sheet))
    assert record.title == "Ausfall der Abrechnung im März 2025"
    assert record.organization == "Stadtwerke Lindental"


@pytest.mark.parametrize("browser", [True, False])
def test_a_line_over_the_title_of_a_printed_site_may_name_a_part_of_it(browser: bool) -> None:
    sheets = [Sheet(base=110), Sheet(base=80)]
    sheets[0].line("Schutz und Sicherheit", size=9).heading("Störung des Portals", size=24)
    body(sheets[0])
    sheets[1].text(prose(70, 9)).text(prose(60, 8))
    for sheet in sheets if browser else ():
        sheet.put("https://intern.example/stoerung", base=820, size=8)
    record = read(*sheets)
    assert record.organization == "Schutz und Sicherheit"
    assert [w.path for w in record.warnings] == (["/organization"] if browser else [])


@pytest.mark.parametrize(
    ("site", "named", "doubts"),
    [
        ("Wharfdale Libraries", True, []),
        ("Quiet Otter", True, ["/organization"]),
        ("Home", False, []),
    ],
)
def test_a_path_through_a_site_begins_with_its_name(
    site: str, named: bool, doubts: list[str]
) -> None:
    """Where another line names that, too; it may still be a part of the site."""
    sheets = [Sheet(base=110), Sheet(base=80)]
    sheets[0].line(f"{site} › platform › Issues › #412", size=9).heading("Störung", size=24)
    body(sheets[0])
    sheets[1].text(prose(70, 9)).text(prose(60, 8))
    for sheet in sheets:
        sheet.put(f"Störung (#412) · Issues · {site} / platform", base=30, size=8)
        sheet.put("https://git.example/platform/issues/412", base=820, size=8)
    record = read(*sheets)
    assert record.organization == (site if named else None)
    assert [warning.path for warning in record.warnings] == doubts


def test_figures_over_their_captions() -> None:
    sheet = Sheet().heading("Delayed deliveries", size=22)
    tiles = {"Duration": "47 min", "Deliveries dropped": "18,204", "Data exposed": "None"}
    sheet.base += 30
    for x, value in zip((LEFT, 220, 380), tiles.values(), strict=True):
        sheet.put(value, x, size=14, bold=True)
    sheet.base += 14
    for x, caption in zip((LEFT, 220, 380), tiles, strict=True):
        sheet.put(caption, x, size=8)
    assert facts(read(body(sheet))) == tiles


def test_folders_over_the_title_are_no_section() -> None:
    sheet = Sheet(base=100)
    for x, name in zip((LEFT, 160, 240), ("Logistik", "Nachlesen", "2025"), strict=True):
        sheet.put(name, x, size=8)
    sheet.base += 20
    record = read(body(sheet.heading("Falsche Adressen auf Etiketten", size=22)))
    assert record.furniture[0].text == "Logistik Nachlesen 2025"
    untouched(record)


def test_a_small_written_name_before_its_links_is_told_by_an_address() -> None:
    sheet = Sheet(base=40)
    sheet.put("postquelle", LEFT, size=14, bold=True)
    sheet.put("Tarife Hilfe Blog Anmelden", 380, size=8)
    sheet.base += 50
    sheet.heading("Elf Stunden ohne neue Nachrichten", size=22)
    body(sheet).text("Fragen beantworten wir unter hallo@postquelle.example jederzeit gern.")
    assert read(sheet).organization == "postquelle"


@pytest.mark.parametrize(
    ("line", "organization"), [("The Quillworks Project", "The Quillworks Project"), ("Page", None)]
)
def test_a_name_before_the_page_s_number(line: str, organization: str | None) -> None:
    sheets = [body(Sheet().heading("How we lost the queue", size=22)), Sheet(base=80)]
    sheets[1].text(prose(70, 9)).text(prose(60, 8))
    for number, sheet in enumerate(sheets, 1):
        sheet.put(f"{line} {number} / 2", 250, base=800, size=8)
    assert read(*sheets).organization == organization


def test_a_wrapped_value_larger_than_its_label() -> None:
    sheet = Sheet().heading("Ausfall der Lesegeräte", size=22)
    for labels, values in (
        (("Nummer", "Datum"), ("AAR 25-03", "30. Mai 2025")),
        (("Erstellt von", "Stand"), ("Abteilung für", "Angenommen")),
    ):
        sheet.base += 18
        for x, label in zip((LEFT, 300), labels, strict=True):
            sheet.put(label, x, size=7.5, bold=True)
        sheet.base += 12.5
        for x, value in zip((LEFT, 300), values, strict=True):
            sheet.put(value, x, size=9.5)
    sheet.base += 12.5
    sheet.put("Betriebstechnik", LEFT, size=9.5)
    assert facts(read(body(sheet)))["Erstellt von"] == "Abteilung für Betriebstechnik"


def test_where_the_sender_is_found_is_letterhead() -> None:
    sheet = Sheet(base=40).heading("Stadt Ahrenfeld", size=15)
    told = ("Der Oberbürgermeister", "Am Markt 1, 18347 Ahrenfeld", "www.ahrenfeld.example")
    for number, text in enumerate(told):
        sheet.put(text, 420, base=58 + 11 * number, size=8)
    sheet.base = 130
    record = read(body(sheet.heading("Ausfall der Terminvergabe", size=18)))
    assert record.organization == "Stadt Ahrenfeld"
    untouched(record)
    printed = " ".join(piece.text for piece in record.furniture if piece.role == "letterhead")
    assert all(text in printed for text in told)


def test_a_state_alone_under_the_title_is_a_fact_without_a_label() -> None:
    sheet = Sheet().heading("Elevated error rates in Stockholm", size=22)
    sheet.line("Resolved", step=2.4, size=8.5)
    record = read(body(sheet))
    assert (record.subtitle, facts(record)) == (None, {"": "Resolved"})
    untouched(record)


def test_the_name_of_a_site_s_part_is_no_organization() -> None:
    sheet = Sheet(base=45)
    sheet.put("Help Centre", 480, size=8)
    sheet.put("Packstube", base=49, size=13.5, bold=True)
    sheet.base = 90
    record = read(body(sheet.heading("Why backups were incomplete", size=19)))
    assert record.organization == "Packstube"


@pytest.mark.parametrize("running", [True, False])
def test_a_name_that_runs_along_the_edge_is_no_doubtful_one(running: bool) -> None:
    first, second = Sheet(base=60), Sheet(base=60).text(prose(50, 5))
    first.put("Nordwick Kühlkette", size=13.5, bold=True)
    first.base = 100
    body(first.heading("Ausfall der Fühler", size=22))
    for sheet in (first, second):
        if running:
            sheet.put("Nordwick Kühlkette", base=812, size=7)
    record = read(first, second)
    assert record.organization == "Nordwick Kühlkette"
    assert [w.code for w in record.warnings] == ([] if running else ["organization"])


@pytest.mark.parametrize(
    ("name", "told", "doubts"),
    [
        ("Northlark Airways", "", []),  # its trade
        ("Brightrelay", "", ["organization"]),
        ("Brightrelay", "Ask help@brightrelay.example.", []),
        ("Brightrelay", "We are sorry, and Brightrelay pays what was lost.", []),
        ("Relays", "All of the Relays and relays were down.", ["organization"]),
    ],
)
def test_a_name_that_more_than_its_place_bears_out(name: str, told: str, doubts: list[str]) -> None:
    sheet = Sheet(base=60)
    sheet.put(name, size=13.5, bold=True)
    sheet.base = 100
    sheet.heading("Why the queue stood still", size=22)
    sheet.heading("Impact").text("The queue was down and it did not come back when we tried that.")
    record = read(sheet.text(told) if told else sheet)
    assert record.organization == name
    assert [w.code for w in record.warnings if w.code == "organization"] == doubts


def test_a_letterhead_of_which_the_lines_are_not_level() -> None:
    sheet = Sheet(base=39)
    sheet.put("Landratsamt Ostertal", size=13, bold=True)
    for base, text in ((34, "Burgberg 1, 86699 Ostertal"), (45, "poststelle@ostertal.example")):
        sheet.put(text, 420, base=base, size=8)
    sheet.base = 70
    record = read(body(sheet.heading("Bericht über den Ausfall der Zulassung", size=17)))
    assert (record.organization, record.facts) == ("Landratsamt Ostertal", ())
    untouched(record)


def test_a_body_s_name_next_to_the_salutation_is_no_subject() -> None:
    sheet = Sheet(base=60).heading("Was mit unseren Telefonen geschah", size=16.5)
    sheet.line("Von: Karla Weber", step=2).line("An: alle Dienststellen")
    sheet.heading("Stadt Ahrenfeld", size=14).line("Liebe Kolleginnen und Kollegen,", step=3)
    record = read(body(sheet))
    assert record.title == "Was mit unseren Telefonen geschah"


def test_a_periodical_s_name_stands_beside_its_issue_and_names_nobody() -> None:
    sheet = Sheet(base=40)
    sheet.put("Issue 31, July 2025", 430, base=27, size=9)
    sheet.put("The Wellspring", base=28, size=12, italic=True)
    sheet.put("Clearwater Relief Network", base=815, size=8)
    record = read(body(sheet.heading("The night our helpline went quiet", size=24)))
    assert record.organization == "Clearwater Relief Network"
    assert [p.text for p in record.furniture if p.role == "header"] == [
        "Issue 31, July 2025",
        "The Wellspring",
    ]


def test_facts_in_two_columns_though_a_value_may_be_a_label() -> None:
    """`Closed` is both; rows of labels over values would have to know more."""
    sheet = Sheet().heading("Payroll files rejected", size=22)
    for label, value in (("Owner", "Wages"), ("Severity", "High"), ("Status", "Closed")):
        sheet.line(label, step=1.6).put(value, LEFT + 90)
    sheet.line("Last reviewed", step=1.6).put("12 April 2024", LEFT + 90)
    told = facts(read(body(sheet)))
    assert told == {
        "Owner": "Wages",
        "Severity": "High",
        "Status": "Closed",
        "Last reviewed": "12 April 2024",
    }


def test_what_a_report_is_called_may_be_a_label_among_others() -> None:
    sheet = Sheet().heading("Touren ohne Fahrer", size=22)
    sheet.line("Vorfall: 18. bis 19. August 2025", step=2.4).line("Moderation: Beate Krusius")
    told = facts(read(body(sheet.line("Teilnehmer: Disposition, Fuhrpark, IT"))))
    assert told == {
        "Vorfall": "18. bis 19. August 2025",
        "Moderation": "Beate Krusius",
        "Teilnehmer": "Disposition, Fuhrpark, IT",
    }


@pytest.mark.parametrize("dots", [" . . . . . . . ", " .............. "])
def test_facts_with_a_row_of_dots_before_each_value(dots: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    facts = [
        ("Aktenzeichen", "S 0082 - 14/23"),
        ("Verfahren", "ELVA"),
        ("Nicht angenommen", "61.300"),
    ]
    for label, value in facts:
        sheet.line(f"{label}{dots}{value}", step=1.4)
    record = read(body(sheet))
    assert [(fact.label, fact.value) for fact in record.facts] == facts
    assert not any(w.code == "lost_words" for w in record.warnings)


def test_the_last_value_of_a_sidebar_heads_nothing_outside_it() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    top = sheet.base
    sheet.heading("Zusammenfassung").text(prose(90), wide=300)
    beside = sheet.base
    sheet.base = top + 10
    for label, value in (
        ("Datum", "3. Juni 2025"),
        ("Dauer", "2 h"),
        ("Bericht", "Leitung Technik"),
    ):
        sheet.line(label, LEFT + 340, 1.9, size=8, color=0xE6CFE8)
        sheet.line(value, LEFT + 340, 1.3, size=9.3, bold=True, color=0xFFFFFF)
    sheet.areas.append(Area(LEFT + 330, top, LEFT + WIDE, sheet.base + 8))
    sheet.base = max(beside, sheet.base) + 20
    sheet.text(prose(24, 5), size=10.5)
    record = read(body(sheet))
    assert "Leitung Technik" not in [s.heading for s in record.sections]
    assert [fact.value for fact in record.facts] == ["3. Juni 2025", "2 h", "Leitung Technik"]


def test_a_label_in_a_sidebar_level_with_the_title_is_no_letterhead() -> None:
    sheet = Sheet().heading("Eine Nacht in der Bergstation", size=24)
    sheet.base += 30
    top = sheet.base
    body(sheet)
    sheet.base = 40
    facts = [("Bericht", "2025-02"), ("Anlage", "8er-Bahn Talried"), ("Leitung", "Reto Ambühl")]
    for label, value in facts:
        sheet.line(label, LEFT + 360, 1.9, size=7.8).line(value, LEFT + 360, 1.3, size=9, bold=True)
    assert sheet.base > top - 60
    sheet.areas.append(Area(LEFT + 350, 42, LEFT + WIDE + 20, sheet.base + 8))
    record = read(sheet)
    assert [(fact.label, fact.value) for fact in record.facts] == facts
    assert "Anlage" not in [piece.text for piece in record.furniture]


@pytest.mark.parametrize(
    ("foot", "name"),
    [("Lauscher GmbH, Flensburg", "Lauscher GmbH"), ("Alle Rechte vorbehalten", "Neues und Altes")],
)
def test_a_legal_form_at_the_foot_goes_before_the_name_of_a_site(foot: str, name: str) -> None:
    sheets = [Sheet(base=110), Sheet(base=80)]
    sheets[0].line("Neues und Altes", size=9).heading("Warum die Feeds leer waren", size=24)
    body(sheets[0])
    sheets[1].text(prose(70, 9)).text(prose(60, 8)).put(foot, 70, base=790, size=8)
    for sheet in sheets:
        sheet.put("https://blog.example/feeds", base=820, size=8)
    assert read(*sheets).organization == name


@pytest.mark.parametrize("label", ["Bericht: ", ""])
def test_a_dated_line_beside_facts(label: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line("Ausfall am 12. Oktober 2024", size=13, step=1.6)
    sheet.line("**Status:** behoben   **Dauer:** 3 Stunden", step=2)
    sheet.line(f"{label}EL-37, Fassung vom 29.10.2024", step=2.6)
    found = facts(read(body(sheet)))
    assert found[label.rstrip(": ")] == "EL-37, Fassung vom 29.10.2024"


def test_labels_and_values_in_cells_of_which_some_wrap() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).line("Ausfall am 3. Mai 2024", step=1.6)
    rows = [
        ["**Nummer:** ST-25", "**Ort:** Leitwarte Nord"],
        ["**Leitung:** Anna Lenz,", "**Rang:** mittel"],
        ["Netzbetrieb", ""],
    ]
    sheet.base += 16
    for row in rows:
        sheet.base += 13
        for x, cell in zip((LEFT, 250), row, strict=True):
            sheet.put(cell, x)
    found = facts(read(body(sheet)))
    assert found["Leitung"] == "Anna Lenz, Netzbetrieb"
    assert found["Rang"] == "mittel"


@pytest.mark.parametrize(("last", "next_"), [("8.", "Januar 2025"), ("8", "January 2025")])
def test_a_subtitle_that_breaks_before_a_month(last: str, next_: str) -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.line(f"Der Ausfall der Leitwarte {last}", size=13, step=1.6, italic=True)
    sheet.line(next_, size=13, step=1.2, italic=True)
    assert read(body(sheet)).subtitle == f"Der Ausfall der Leitwarte {last} {next_}"


def test_a_note_of_a_table_of_facts_is_not_lost() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22)
    sheet.table([["Schweregrad", "SEV-1 *"], ["Dauer", "3 Stunden"]], [LEFT, 200])
    record = read(body(sheet))
    assert "lost_words" not in [w.code for w in record.warnings]


@pytest.mark.parametrize("size", [19, 12])
def test_a_letter_s_title_over_its_subtitle(size: int) -> None:
    """Where the line over the salutation is in much smaller type than the one over that."""
    sheet = Sheet(base=100).line("Verzögerte E-Mails", size=size, bold=True)
    sheet.line("Was am 7. und 8. März 2025 geschah", size=11.5, step=2.4, bold=True)
    sheet.line("Liebe Kundinnen und Kunden,", step=3).text(prose(60))
    record = read(sheet.heading("Ursache").text(prose(60, 2)))
    subtitle = "Was am 7. und 8. März 2025 geschah"
    wanted = ("Verzögerte E-Mails", subtitle) if size > 12 else (subtitle, None)
    assert (record.title, record.subtitle) == wanted


@pytest.mark.parametrize(
    "byline",
    [
        "Posted by Ines Okafor, Head of Infrastructure, on 23 May 2025",
        "14 April 2026 · Ines Okafor, Head of Infrastructure",
        "23 May 2025 · 5 min read",
        "12. Juni 2025 · von Katharina Wiese, Echtzeitdaten",
        "Issue created 6 days ago by Ines Okafor",
        "Created by Ines Okafor, last modified on 23 May 2025",
        "Last updated by Ines Okafor on 23 May 2025",
    ],
)
def test_a_line_that_says_who_posted_a_report_and_when_is_a_fact(byline: str) -> None:
    sheet = Sheet().heading("Why the forms arrived late", size=22)
    sheet.line(byline, size=11, step=2).heading("Summary")
    record = read(sheet.text(prose(60)).heading("Root cause").text(prose(60, 2)))
    assert facts(record) == {"": byline}
    assert record.subtitle is None


@pytest.mark.parametrize(
    "line", ["Published report on the outage of 3 May 2025", "By the time we noticed, 23 May 2025"]
)
def test_a_subtitle_that_begins_like_a_byline(line: str) -> None:
    sheet = Sheet().heading("Why the forms arrived late", size=22).line(line, size=13, step=2)
    record = read(sheet.heading("Summary").text(prose(60)).heading("Root cause").text(prose(60, 2)))
    assert (record.subtitle, record.facts) == (line, ())


def test_a_computing_centre_over_the_day_is_no_author() -> None:
    sheet = Sheet().heading("Ausfall des Rechners LYRA", size=22)
    sheet.line("Bericht zum 24. November 2025", size=13, bold=True, step=2)
    sheet.line("Hochschulrechenzentrum Bad Laasen", size=12, step=2)
    sheet.line("9. Dezember 2025", size=12, step=2)
    record = read(sheet.heading("Ursache").text(prose(60)).heading("Folgen").text(prose(60, 2)))
    assert record.organization == "Hochschulrechenzentrum Bad Laasen"
    assert facts(record) == {"": "9. Dezember 2025"}


@pytest.mark.parametrize(
    "name", ["Gebr. Aßmuth Technik GmbH & Co. KG", "Landesverband der Tafelgärten e. V."]
)
def test_what_stands_before_a_name_is_part_of_it(name: str) -> None:
    """An abbreviation, or a body by the end of its word."""
    sheet = Sheet(base=30).line(name, size=8)
    sheet.base += 20
    sheet.heading("Bericht", size=22).heading("Folgen").text(prose(60))
    record = read(sheet.heading("Ursache").text(prose(60, 2)))
    assert record.organization == name


def test_longer_labels_over_values_in_rows_of_two() -> None:
    rows = [
        ("Fallnummer", "Bereich"),
        ("2024-311", "Pflege"),
        ("Person zu Schaden gekommen oder gefährdet", "Meldepflicht geprüft"),
        ("nein", "ja"),
    ]
    sheet = Sheet().heading("Fallbericht", size=22)
    for number, row in enumerate(rows):
        sheet.base += 10 if number % 2 else 18
        for x, text in zip((LEFT, 310), row, strict=True):
            sheet.put(text, x, size=10 if number % 2 else 7)
    record = read(sheet.heading("Ursache").text(prose(60)).heading("Folgen").text(prose(60, 2)))
    assert facts(record) == {
        "Fallnummer": "2024-311",
        "Bereich": "Pflege",
        "Person zu Schaden gekommen oder gefährdet": "nein",
        "Meldepflicht geprüft": "ja",
    }


def test_a_name_over_a_day_in_one_block_is_whose_report_it_is() -> None:
    """LaTeX centres the author over the date; the title has the name, so it is no person."""
    sheet = Sheet().line("Loss of beam at the Northmoor Light Source", 130, size=17)
    sheet.line("Northmoor Light Source", 235, size=12, step=2.4)
    sheet.line("2 October 2025", 258, size=12)
    record = read(sheet.heading("Cause").text(prose(60)).heading("Impact").text(prose(60, 2)))
    assert (record.organization, record.subtitle) == ("Northmoor Light Source", None)
    assert facts(record) == {"": "2 October 2025"}


@pytest.mark.parametrize("italic", [True, False])
def test_a_longer_standfirst_is_the_subtitle_where_it_is_set_unlike_the_text(italic: bool) -> None:
    text = (
        "A look at what happened to sync, and how we are making sure it stays fixed for each of us"
    )
    sheet = Sheet().heading("The afternoon your notes went back", size=22)
    sheet.text(text, italic=italic).text(prose(60))
    record = read(sheet.heading("Cause").text(prose(60)).heading("Impact").text(prose(60, 2)))
    assert (record.subtitle == text) == italic


def test_a_subtitle_of_narrow_lines() -> None:
    sheet = Sheet().heading("Ein Abend ohne Telefon", size=22)
    sheet.lines(
        "Was am Abend des 11. Juni 2024", "geschah – ein Bericht für", "Belegschaft", size=12
    )
    record = read(sheet.heading("Ursache").text(prose(60)).heading("Folgen").text(prose(60, 2)))
    text = "Was am Abend des 11. Juni 2024 geschah – ein Bericht für Belegschaft"
    assert record.subtitle == text


def test_a_heading_over_sentences_in_a_sidebar_is_no_fact() -> None:
    sheet = Sheet(base=90).heading("Bericht", size=22).heading("Ursache")
    top = sheet.base
    sheet.text(prose(150), 70, 300)
    sheet.base = top
    sheet.areas.append(Area(395, top - 4, 550, top + 120))
    sheet.line("Worte dazu", 405, 1.5, bold=True)
    sheet.text("Ein Fall ist ein Auftrag für einen Menschen allein.", 405, 130, 1.6)
    sheet.text("Eine Bank ist eine Gruppe, die dasselbe fertigt.", 405, 130, 1.6)
    sheet.base = top + 260
    record = read(sheet.heading("Folgen").text(prose(60)))
    assert record.facts == ()


def test_three_pairs_of_labels_and_values_beside_each_other() -> None:
    rows = [
        ["Ref.:", "HF-25", "Grad:", "hoch", "Dauer:", "5 h"],
        ["Strecke:", "Nord", "Zone:", "BST", "Stand:", "offen"],
    ]
    sheet = Sheet().heading("Bericht", size=22).table(rows, [70, 130, 220, 280, 370, 430])
    record = read(sheet.heading("Ursache").text(prose(60)).heading("Folgen").text(prose(60, 2)))
    assert [(f.label, f.value) for f in record.facts] == [
        (label.rstrip(":"), value)
        for row in rows
        for label, value in zip(row[::2], row[1::2], strict=True)
    ]


def test_a_name_without_its_legal_form_over_the_title_is_letterhead() -> None:
    """The line under the text's end has all of it, with the year and the address."""
    sheet = Sheet(base=60).line("Wolkenrast", size=13, bold=True)
    sheet.base += 30
    sheet.heading("Als der Besen zu gründlich war", size=22).heading("Ursache").text(prose(60))
    sheet.heading("Folgen").text(prose(60, 2))
    record = read(
        sheet.line("© 2025 Wolkenrast GmbH · Hofweg 12 · 78462 Konstanz", step=6, size=7.5)
    )
    assert record.organization == "Wolkenrast GmbH"
    assert {(p.role, p.text.split()[0]) for p in record.furniture} == {
        ("letterhead", "Wolkenrast"),
        ("footer", "©"),
    }
    assert record.facts == ()


def test_to_whom_a_report_goes_is_letterhead() -> None:
    """Over the title, with a place under it, in a report without a salutation."""
    sheet = Sheet(base=60).line("An den Ausschuss für Kultur und Weiterbildung", size=10.5)
    sheet.line("der Stadt Ellerbrück", size=10.5).line("48734 Ellerbrück", size=10.5)
    sheet.base += 30
    record = read(body(sheet.heading("Mahnungen ohne Grund", size=22)))
    [address] = record.furniture
    assert address.role == "letterhead"
    assert address.text.split()[0] == "An"
    assert (record.organization, headings(record)) == (None, ["Zusammenfassung", "Ursache"])


def test_references_in_small_type_are_facts_though_one_is_a_telephone() -> None:
    told = {
        "Ihre Kundennummer": "4471 882 06",
        "Ansprechpartner": "Hr. Thorben Kühl",
        "Telefon": "040 5550-2214",
        "Datum": "9. Januar 2025",
    }
    sheet = Sheet(base=60).lines("Frau", "Ingeborg Petersen", "22393 Hamburg")
    sheet.base = 60
    sheet.lines(*(f"{label}: {value}" for label, value in told.items()), x=300, size=9, step=1.12)
    sheet.base += 20
    record = read(body(sheet.heading("Doppelt ausgeführte Überweisungen", size=22)))
    assert facts(record) == told


def test_a_label_at_the_top_of_a_sidebar_is_no_name() -> None:
    """Those below it are set alike, each over its value."""
    aside = [("Veranstaltung", "Holz & Form 2025"), ("Datum", "14. Mai 2025")]
    aside += [("Besucher am Tag", "11.380"), ("Freigegeben durch", "Dr. Veit Sonnleitner")]
    sheet = Sheet(base=60)
    for label, value in aside:
        sheet.line(label, 30, step=2, size=8.8, bold=True).line(value, 30, size=8.8)
    sheet.base = 80
    sheet.heading("Eröffnungstag mit Hindernissen", size=20, x=205)
    for name, seed in (("Auf einen Blick", 1), ("Ursache", 2), ("Folgen", 3)):
        sheet.heading(name, x=205).text(prose(70, seed), 205, 330)
    record = read(sheet)
    assert (facts(record), record.organization) == (dict(aside), None)


def test_where_the_sender_is_found_in_lines_of_several_parts() -> None:
    sheet = Sheet(base=50).line("Stadtwerke Brackenau", 380, size=15, bold=True)
    sheet.line("Anstalt des öffentlichen Rechts · Am Wasserturm 3 · 29778 Brackenau", 320, size=8)
    sheet.line("Telefon 05197 6620 · www.sw-brackenau.example", 320, size=8)
    record = read(body(sheet.heading("Ausfall der Leitstelle", size=22, gap=3)))
    assert record.organization == "Stadtwerke Brackenau"
    untouched(record)


def test_labels_in_rows_over_values_where_every_other_one_is_known() -> None:
    """Those known stand in the first and third column, as they would beside their values."""
    rows = [("Reference", "Kind", "Products"), ("LCS-IR-0093", "Slow", "WardView, Pharmacy Link"),
            ("Date", "Put right by", "Status"), ("22 May 2025", "A. Boyo", "Closed")]  # fmt: skip
    sheet = Sheet().heading("Duplicate reminders", size=22)
    for number, row in enumerate(rows):
        sheet.base += 11 if number % 2 else 20
        for x, text in zip((LEFT, 250, 400), row, strict=True):
            sheet.put(text, x, size=9 if number % 2 else 7, bold=not number % 2)
    sheet.heading("Summary").text(prose(60)).heading("Root cause").text(prose(60, 2))
    assert facts(read(sheet)) == {
        label: value
        for labels, values in zip(rows[::2], rows[1::2], strict=True)
        for label, value in zip(labels, values, strict=True)
    }


def test_a_path_through_a_site_over_the_title_begins_with_the_house() -> None:
    path = "Strickstube Online GmbH / shop-backend / Tickets / #4417"
    sheet = Sheet(base=40).line(path, size=9).heading("Preise zu niedrig", size=22)
    record = read(body(sheet))
    assert record.organization == "Strickstube Online GmbH"
    assert path in [piece.text for piece in record.furniture]


def test_labelled_lines_of_which_the_first_is_a_title_s_word() -> None:
    sheet = Sheet().heading("Doppelte Wagenaufträge", size=22)
    long = "Disposition Süd mit dem Rangierbahnhof Lehrheim und dem Terminal am Ostkai in der Stadt"
    rows = wrapped(f"Betroffen: {long} Altmoor", WIDE)
    assert len(rows) > 1
    sheet.lines("Vorfall: KB-2025-0142", "Priorität: hoch", *rows, "Dauer: drei Stunden", step=1.4)
    assert facts(read(body(sheet))) == {
        "Vorfall": "KB-2025-0142",
        "Priorität": "hoch",
        "Betroffen": f"{long} Altmoor",
        "Dauer": "drei Stunden",
    }


def test_labels_over_values_in_a_last_row_that_is_shorter() -> None:
    """For the blank cell each of its values goes on with its label; the first row's do not."""
    rows = [("Vorgang", "Datum", "Betroffene Anwendung"),
            ("DSV-2024-07", "19. November 2024", "Mein Heideland (Web)"),
            ("Einstufung", "Berichterstatterin"), ("meldepflichtig", "Imke Vollstedt")]  # fmt: skip
    sheet = Sheet().heading("Fremde Dokumente", size=22)
    for number, row in enumerate(rows):
        sheet.base += 13.5 if number % 2 else 21.5
        for text, x in zip(row, (LEFT, 230, 375), strict=False):
            value = number % 2 == 1
            sheet.put(text, x, size=10.5 if value else 8.4, color=0 if value else 0x666666)
    record = read(body(sheet))
    assert facts(record) == dict([*zip(*rows[:2], strict=True), *zip(*rows[2:], strict=True)])


def test_rows_of_labels_over_values_of_several_lines() -> None:
    labels = [("Standort", "Zeitraum", "Einstufung"), ("Status", "Erstellt von", "")]
    values = [(("Kühlhaus Nord,", "Hallen 2 bis 5"), ("20. Juni 2024, 18:10 bis", "23:30 Uhr"),
               ("Hoch, zu melden", "bei drei Kunden")),
              (("geschlossen",), ("Wiebke Thams", "und A. Oll"), ())]  # fmt: skip
    sheet = Sheet().heading("Kühlung ausgefallen", size=22)
    sheet.base += 10
    for names, told in zip(labels, values, strict=True):
        sheet.base += 20
        for name, lines, x in zip(names, told, (LEFT, 220, 390), strict=True):
            sheet.put(name, x, size=8, color=0x777777)
            for number, line in enumerate(lines):
                sheet.put(line, x, base=sheet.base + 12 + 12 * number)
        sheet.base += 24
    assert facts(read(body(sheet))) == {
        name: " ".join(lines)
        for names, told in zip(labels, values, strict=True)
        for name, lines in zip(names, told, strict=True)
        if name
    }
