"""Every printed word stands in the record, and stands there once; else a warning says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec
import pytest
from handmade import LEFT, Sheet, document, prose, read
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.errors import NotAPostMortem
from pmpdf.layout import Layout, analyse
from pmpdf.meaning import accounts, understand
from pmpdf.reading.document import Notice
from pmpdf.record import (
    Entry,
    Fact,
    Furniture,
    ListBlock,
    Paragraph,
    PostMortem,
    Remainder,
    Section,
    Table,
    Timeline,
)
from pmpdf.values import replace
from pmpdf.vocabulary import load

ROWS = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"], ["21:00 Uhr", "Ende"]]


def whole() -> Sheet:
    """A report with something of everything."""
    sheet = Sheet(base=60).heading("Störungsbericht", size=22)
    sheet.line("Ausfall am 30. Mai 2023", size=13, step=1.6)
    sheet.line("Schweregrad: SEV-1", step=2)
    sheet.heading("Zusammenfassung").text(prose(40)).items("Portal", "Versand")
    sheet.heading("Auswirkungen").table([["Dienst", "Kunden"], ["Portal", "214"]], [LEFT, 200])
    sheet.heading("Zeitablauf", gap=2.6).table(ROWS, [LEFT, 200])
    return sheet.heading("Ursache", gap=2.6).text(prose(40, 2))


def codes(record: PostMortem) -> list[str]:
    return [warning.code for warning in record.warnings]


def changed(change: Callable[[Layout], None]) -> PostMortem:
    """The record where a word was lost, or doubled, on the way."""
    made = document(whole())
    layout = analyse(made)
    change(layout)
    return understand(layout, made, load(), force=True)


def test_nothing_lost_nothing_said() -> None:
    assert read(whole()).warnings == ()


def test_lost_words_are_warned_about() -> None:
    def lose(layout: Layout) -> None:
        layout.blocks[-1].lines.pop()

    record = changed(lose)
    [warning] = [w for w in record.warnings if w.code == "lost_words"]
    assert warning.path == "/remainder"
    assert "doubled_words" not in codes(record)


def test_doubled_words_are_warned_about() -> None:
    def double(layout: Layout) -> None:
        layout.blocks[-1].lines.append(layout.blocks[-1].lines[0])

    record = changed(double)
    [warning] = [w for w in record.warnings if w.code == "doubled_words"]
    assert warning.path == "/sections"
    assert "lost_words" not in codes(record)


def test_one_letter_is_enough() -> None:
    def lose(layout: Layout) -> None:
        line = layout.blocks[-1].lines[-1]
        last = line.words[-1]
        line.words = (*line.words[:-1], replace(last, text=last.text[1:]))

    assert codes(changed(lose)) == ["lost_words"]


def test_what_has_no_words_is_not_missed() -> None:
    """Markers, repeated headers, drawn lines, the dash after a time."""
    first, second = whole(), Sheet(base=50)
    second.heading("Maßnahmen").items("Eins", "Zwei", "Drei", marker="#.", inset=18)
    second.heading("Nachlese").text("Danach war Ruhe im Haus und alle gingen heim")
    second.line("-----------").text(prose(20, 5))
    assert "lost_words" not in codes(read(first, second))
    assert "doubled_words" not in codes(read(first, second))


def record_of(**parts: object) -> PostMortem:
    return PostMortem(schema_version=1, language="de", **{"sections": (), **parts})  # type: ignore[arg-type]


def section(*blocks: object, **parts: object) -> Section:
    return Section(kind="other", blocks=blocks, **parts)  # type: ignore[arg-type]


ENTRY = Entry("1", text="2", details={"3": "4"}, notes=("5",), date_line="6")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (record_of(title="a", subtitle="b", time_zone_note="c"), "abc"),
        (record_of(organization="a"), "a"),
        (record_of(facts=(Fact("a", "b"), Fact("", "c"))), "abc"),
        (record_of(sections=(section(heading="a", number="1"),)), "1a"),
        (record_of(sections=(section(Paragraph("a"), ListBlock(False, ("b", "c"))),)), "abc"),
        (record_of(sections=(section(Table(("a",), (("b", "c"), ("d",)))),)), "abcd"),
        (record_of(remainder=(Remainder("a"),)), "a"),
        (record_of(furniture=(Furniture("header", "a", (1, 2, 3)),)), "aaa"),
        (
            record_of(organization="GmbH", furniture=(Furniture("footer", "GmbH 2023", (1,)),)),
            "gmbh2023",
        ),
        (
            record_of(
                sections=(
                    section(
                        Timeline((ENTRY,), header=("7", "8"))
                    ),
                )
            ),
            "1245678",
        ),
        (record_of(time_zone="UTC", source=None), ""),
    ],
)  # fmt: skip
def test_what_counts_as_printed(record: PostMortem, words: str) -> None:
    held = list(accounts.texts_of(record))
    assert accounts.letters(held) == Counter(words)
    assert accounts.difference([words], held) == (0, 0)
    assert accounts.difference([words, "x"], held) == (1, 0)
    assert accounts.difference([words], [*held, "x y"]) == (0, 2)


def test_words_of_derived_fields_are_not_counted() -> None:
    record = read(whole())
    bare = msgspec.structs.replace(record, period=None, time_zone=None, language="en")
    assert list(accounts.texts_of(bare)) == list(accounts.texts_of(record))


pieces = st.lists(
    st.sampled_from(
        ["text", "bold", "items", "numbers", "table", "times", "bullets", "days", "heading", "fact"]
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pieces, pieces, st.booleans(), st.booleans())
def test_no_arrangement_loses_a_word(
    first: list[str], second: list[str], framed: bool, titled: bool
) -> None:
    sheets = []
    for number, kinds in enumerate((first, second), 1):
        sheet = Sheet(base=70)
        if titled and number == 1:
            sheet.heading("Störungsbericht vom 30. Mai 2023", size=20)
        for seed, kind in enumerate(kinds):
            add(sheet, kind, seed + 8 * number)
        if framed:
            sheet.put("Nordlicht Hosting GmbH", base=30, size=8)
            sheet.put(f"Seite {number} von 2", 260, base=815, size=8)
        sheets.append(sheet)
    assert not {"lost_words", "doubled_words"} & set(codes(read(*sheets)))


def test_a_table_of_facts_over_a_page_loses_nothing() -> None:
    head = ["Angabe", "Wert"]
    first = Sheet(base=60).heading("Störungsbericht", size=22)
    first.table([head, ["Schweregrad", "SEV-1"], ["Status", "Behoben"]], [LEFT, 200], head=True)
    second = Sheet(base=60).table(
        [head, ["Dauer", "3 h"], ["Autor", "Brandt"]], [LEFT, 200], head=True
    )
    second.heading("Zusammenfassung", gap=2.6).text(prose(40))
    assert codes(read(first, second)) == []


NAMES = ["Ursache", "Zeitablauf", "Maßnahmen", "Blaue Elefanten", "Glossar", "Auswirkungen"]


def add(sheet: Sheet, kind: str, seed: int) -> None:
    if kind == "text":
        sheet.text(prose(20 + seed, seed))
    elif kind == "bold":
        sheet.text(f"**20:{10 + seed} Uhr** {prose(12, seed)}")
    elif kind in ("items", "numbers"):
        sheet.items(prose(6, seed), prose(20, seed), marker="•#."[kind == "numbers" :], inset=20)
    elif kind == "table":
        sheet.table([[f"Dienst {seed}", "Kunden"], ["Portal", "214"], ["Netz", "7"]], [LEFT, 200])
    elif kind == "times":
        sheet.table([["Zeit", "Ereignis"], *ROWS], [LEFT, 200], head=bool(seed % 2))
    elif kind == "bullets":
        sheet.items("20:00 Uhr: Beginn", "20:15 Uhr: Ausfall")
    elif kind == "days":
        sheet.line(f"{seed + 1}. Mai 2023", step=2).items("20:00 Uhr: Beginn")
    elif kind == "heading":
        sheet.heading(NAMES[seed % len(NAMES)])
    else:
        sheet.line(f"Schweregrad: SEV-{seed}", step=2)


# What a reader noticed, and what lies outside


def test_notices_of_the_reader_become_warnings() -> None:
    made = document(whole())
    made = type(made)(made.pages, "by hand", notices=(Notice("second_reader", "Ei.", 1),))
    record = understand(analyse(made), made, load())
    [warning] = record.warnings
    assert (warning.code, warning.message, warning.page) == ("second_reader", "Ei.", 1)


def test_words_off_the_page_go_to_the_remainder() -> None:
    sheet = whole()
    sheet.outside += Sheet().put("daneben", x=-200, base=300)
    record = read(sheet)
    [rest] = record.remainder
    assert (rest.text, rest.reason, rest.page) == ("daneben", "off_page", 1)
    assert [(w.code, w.path) for w in record.warnings] == [("off_page", "/remainder")]


def test_a_notice_about_a_page_leads_to_what_is_printed_on_it() -> None:
    made = document(whole(), Sheet().heading("Maßnahmen").text(prose(60, 3)))
    notice = Notice("glyphs_unknown", "Ei.", 2)
    made = replace(made, notices=(notice,))
    record = understand(analyse(made), made, load())
    assert record.sections[-1].heading == "Maßnahmen"
    paths = {warning.path for warning in record.warnings}
    assert f"/sections/{len(record.sections) - 1}" in paths
    assert paths.isdisjoint({"/title", "/facts", "/sections", "/sections/0"})
    assert {"/period", "/time_zone", "/organization"} <= paths  # found elsewhere, or not at all


# What is no post-mortem


def terms() -> Sheet:
    sheet = Sheet().heading("Allgemeine Geschäftsbedingungen", size=20)
    for number, name in enumerate(("Geltungsbereich", "Vertragsschluss", "Preise", "Haftung"), 1):
        sheet.heading(f"§ {number} {name}")
        sheet.text("Diese Bedingungen gelten für alle Verträge zwischen uns und dem Kunden.")
        sheet.text("Der Kunde zahlt den vereinbarten Preis innerhalb von vierzehn Tagen.")
    return sheet


def recipe() -> Sheet:
    sheet = Sheet().heading("Apple pie", size=20)
    sheet.heading("Ingredients").items("six apples", "two eggs", "a cup of flour")
    sheet.heading("Method").text("Peel the apples and cut them into thin slices before you mix.")
    return sheet


@pytest.mark.parametrize("make", [terms, recipe])
def test_other_documents_are_refused(make: Callable[[], Sheet]) -> None:
    with pytest.raises(NotAPostMortem, match="--force"):
        read(make(), force=False)
    assert read(make(), force=True).title == make().words[0].text + " " + make().words[1].text


def test_post_mortems_are_not_refused() -> None:
    assert read(whole(), force=False).title == "Störungsbericht"


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(NotAPostMortem):
        read(Sheet(), force=False)
    assert read(Sheet()).sections == ()
