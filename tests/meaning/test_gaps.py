"""Traces of lost pages, lines and words: each is a warning where the gap is, and only there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from handmade import LEFT, Sheet, prose, read
from msgspec.structs import replace

from pmpdf.meaning.gaps import warnings_of
from pmpdf.record import (
    Furniture,
    ListBlock,
    Origin,
    Paragraph,
    PostMortem,
    Remainder,
    Section,
    Source,
)
from pmpdf.vocabulary import load

NAMES = ("Zusammenfassung", "Auswirkungen", "Ursache", "Lösung", "Maßnahmen")


def place(page: int, top: float = 100.0, high: float = 20.0) -> tuple[Origin, ...]:
    return (Origin(page, (70.0, top, 500.0, top + high)),)


def paged(*printed: str, role: str = "page_number") -> PostMortem:
    """A report with a section a page and these numbers printed on its pages; "" is none."""
    sections = tuple(
        Section(
            kind="other",
            heading=NAMES[index],
            blocks=(Paragraph(prose(30, index), origin=place(index + 1, 130)),),
            origin=place(index + 1),
        )
        for index in range(len(printed))
    )
    furniture = tuple(
        Furniture(role, text, (page,)) for page, text in enumerate(printed, 1) if text
    )
    return PostMortem(
        schema_version=1,
        language="de",
        title="Störungsbericht",
        sections=sections,
        furniture=furniture,
        source=Source(pages=len(printed)),
    )


def warned(record: PostMortem) -> set[tuple[str, str]]:
    return {(w.code, w.path) for w in warnings_of(record, load())}


def sections_warned(record: PostMortem) -> set[str]:
    return {path for _, path in warned(record) if path.startswith("/sections")}


@pytest.mark.parametrize(
    "printed",
    [
        ("1", "2", "3"),
        ("Seite 1 von 3", "Seite 2 von 3", "Seite 3 von 3"),
        ("", "2/3", "3/3"),
        ("", "1 of 2", "2 of 2"),
        ("1 / 3", "", "3 / 3"),
        ("i", "1", "2"),
        ("117", "118", "119"),
        ("", "", ""),
    ],
    ids=str,
)
def test_page_numbers_that_go_on_by_one_say_nothing(printed: Sequence[str]) -> None:
    assert warned(paged(*printed)) == set()


@pytest.mark.parametrize(
    ("printed", "places"),
    [
        (("1", "3", "4"), ("/sections/0", "/sections/1")),
        (("1/4", "2/4", "3/4"), ("/sections/2",)),
        (("2", "3"), ("/sections",)),
        (("4", "5", "6"), ("/sections",)),
        (("2/2", "1/2"), ("/sections",)),
        (("1/2", "1/2", "2/2"), ("/sections",)),
    ],
    ids=str,
)
def test_page_numbers_that_leave_one_out_or_step_back(
    printed: Sequence[str], places: Sequence[str]
) -> None:
    record = paged(*printed)
    assert sections_warned(record) == set(places)
    assert {code for code, _ in warned(record)} == {"pages_uncertain"}
    assert ("pages_uncertain", "/period") in warned(record)


@pytest.mark.parametrize(
    ("printed", "says"),
    [(("4", "5", "6"), False), (("3", "4", "5"), True), (("4/6", "5/6", "6/6"), True)],
)
def test_a_report_that_opens_with_its_titles_may_stand_in_a_periodical(
    printed: Sequence[str], says: bool
) -> None:
    record = replace(paged(*printed), subtitle="Ausfall vom 30. Mai 2023")
    assert bool(warned(record)) == says


def test_a_page_that_lies_in_the_file_twice() -> None:
    record = paged("", "", "")
    first, second, third = record.sections
    again = Section("other", second.heading, blocks=second.blocks, origin=place(3))
    again.blocks[0].origin[0]
    twin = Paragraph(second.blocks[0].text, origin=place(3, 130))  # type: ignore[union-attr]
    doubled = PostMortem(
        schema_version=1,
        language="de",
        title=record.title,
        sections=(first, second, Section("other", second.heading, blocks=(twin,))),
        source=Source(pages=3),
    )
    assert sections_warned(doubled) == {"/sections/1", "/sections/2"}
    assert third.heading != second.heading
    assert sections_warned(record) == set()


def numbered(*numbers: str) -> PostMortem:
    sections = tuple(
        Section("other", f"Teil {number}", number=number or None) for number in numbers
    )
    return PostMortem(schema_version=1, language="de", title="Bericht", sections=sections)


@pytest.mark.parametrize(
    "numbers", [("1.", "2.", "3."), ("1", "1.1", "1.2", "2"), ("", "1.", "", "2."), ("A.", "C.")]
)
def test_section_numbers_in_order_say_nothing(numbers: Sequence[str]) -> None:
    assert warned(numbered(*numbers)) == set()


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        (("1.", "2.", "4."), {"/sections/1", "/sections/2"}),
        (("1", "1.1", "1.3", "2"), {"/sections/1", "/sections/2"}),
        (("6.", "7."), {"/sections/0"}),
        (("6.", "7.", "1.", "2."), {"/sections"}),
    ],
)
def test_section_numbers_with_a_gap(numbers: Sequence[str], places: set[str]) -> None:
    assert sections_warned(numbered(*numbers)) == places


def listing(*lines: str) -> PostMortem:
    return PostMortem(
        schema_version=1,
        language="de",
        title="Bericht",
        sections=tuple(Section("other", name, number=f"{n}.") for n, name in enumerate(NAMES, 1)),
        furniture=tuple(Furniture("contents", line, (1,)) for line in lines),
    )


def test_contents_that_name_what_is_not_there() -> None:
    whole = ("Inhalt", *(f"{n} {name} {n + 1}" for n, name in enumerate(NAMES, 1)))
    assert warned(listing(*whole)) == set()
    assert warned(listing(*whole, "6 Ausblick 9")) == {("text_incomplete", "/sections")}
    assert warned(listing("Inhalt", "Vorwort 1", "Nachwort 9", "Ursache 3")) == set()


def test_a_text_that_ends_in_the_midst_of_a_word() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).heading("Ursache").text(prose(40))
    sheet.heading("Maßnahmen").text("Wir prüfen seither jede Nacht die Wieder-")
    [warning] = read(sheet).warnings
    assert (warning.code, warning.path) == ("text_incomplete", "/sections/1/blocks/0")
    assert "Wieder-" in warning.message


def off_page(*boxes: tuple[float, float, float, float]) -> PostMortem:
    record = paged("", "")
    first, second = record.sections
    items = ListBlock(False, ("eins", "zwei", "drei"), origin=place(1, 180, 40))
    return PostMortem(
        schema_version=1,
        language="de",
        title="Störungsbericht",
        sections=(
            Section("other", "Ursache", blocks=(*first.blocks, items), origin=place(1)),
            second,
        ),
        remainder=tuple(Remainder("Wort", 1, box, "off_page") for box in boxes),
        origin={"title": place(1, 50)},
        source=Source(pages=2),
    )


def test_a_text_that_goes_on_outside_the_page_is_doubted() -> None:
    assert warned(off_page((505, 132, 560, 142))) == {("off_page", "/sections/0/blocks/0")}
    assert warned(off_page((90, 152, 140, 162))) == {("off_page", "/sections/0/blocks/0")}


def test_words_elsewhere_outside_the_page_are_not_its_texts() -> None:
    assert warned(off_page((700, 132, 760, 142), (90, 700, 140, 710))) == set()


def test_an_edge_through_many_texts_throws_doubt_on_the_page() -> None:
    found = warned(off_page(*((505, top, 560, top + 10) for top in (102, 132, 185))))
    assert ("off_page", "/sections/0") in found
    assert ("off_page", "/title") in found
    assert ("off_page", "/sections/1") not in found


@pytest.mark.parametrize(
    ("title", "doubted"), [(None, True), ("Zeitablauf", True), ("Ausfall der Kassen", False)]
)
def test_a_title_that_is_none(title: str | None, doubted: bool) -> None:
    record = PostMortem(schema_version=1, language="de", title=title, sections=())
    assert (("title", "/title") in warned(record)) is doubted


def test_rows_of_a_table_are_cut_off_at_any_distance() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).heading("Ursache").text(prose(40))
    sheet.heading("Zeitablauf", gap=2.6)
    rows = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"], ["21:00 Uhr", "Ende"]]
    sheet.table(rows, [LEFT, 200])
    row = next(w for w in sheet.words if w.text == "20:15")
    sheet.outside += Sheet().put("Kunden", x=420, base=row.base)
    found = {(w.code, w.path) for w in read(sheet).warnings}
    assert ("off_page", "/sections/1/blocks/0/entries/1") in found
    assert ("off_page", "/sections/1/blocks/0/entries/0") not in found
