"""What stands in a section: paragraphs, lists, tables, notes."""

from __future__ import annotations

import pytest
from handmade import LEFT, Sheet, prose, read

from pmpdf.reading.document import Area
from pmpdf.record import Block, ListBlock, Paragraph, Table
from pmpdf.values import replace


def section(sheet: Sheet, *more: Sheet) -> tuple[Block, ...]:
    """The blocks of the one section that the sheets hold."""
    record = read(sheet, *more)
    assert [s.heading for s in record.sections] == ["Ursache"]
    return record.sections[0].blocks


def opened() -> Sheet:
    return Sheet().heading("Störungsbericht", size=22).heading("Ursache").text(prose(50))


def told(blocks: tuple[Block, ...]) -> list[object]:
    found: list[object] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, ListBlock):
            found.append(list(block.items))
        elif isinstance(block, Table):
            found.append((list(block.header), [list(row) for row in block.rows]))
        else:
            found.append("timeline")
    return found


@pytest.mark.parametrize(
    ("marker", "ordered"),
    [("•", False), ("-", False), ("\uf0b7", False), ("➤", False), ("#.", True), ("(#)", True)],
)
def test_lists(marker: str, ordered: bool) -> None:
    items = ["Der erste Grund", prose(30, 4), "Der letzte Grund"]
    blocks = section(opened().items(*items, marker=marker, inset=22).text(prose(40, 5)))
    assert told(blocks) == [prose(50), items, prose(40, 5)]
    assert blocks[1].ordered is ordered  # type: ignore[union-attr]
    assert blocks[1].levels == ()  # type: ignore[union-attr]


def test_lettered_lists() -> None:
    sheet = opened()
    for marker, text in (("a)", "Der erste"), ("b)", "Der zweite"), ("c)", "Der dritte")):
        sheet.line(marker, step=1.6).put(text, LEFT + 20)
    blocks = section(sheet)
    assert told(blocks)[1:] == [["Der erste", "Der zweite", "Der dritte"]]
    assert blocks[1].ordered is True  # type: ignore[union-attr]


@pytest.mark.parametrize("marker", ["–", "•", "a)"])
def test_nested_lists(marker: str) -> None:
    sheet = opened().items("Portal").items("Anmeldung", marker=marker, x=LEFT + 16)
    sheet.items("Versand")
    [_, block] = section(sheet)
    assert isinstance(block, ListBlock)
    assert block.items == ("Portal", "Anmeldung", "Versand")
    assert block.levels == (1, 2, 1)
    assert block.ordered is False


def test_three_levels() -> None:
    sheet = opened()
    for depth, text in ((0, "eins"), (1, "zwei"), (2, "drei"), (1, "vier"), (0, "fünf")):
        sheet.line("•", LEFT + 16 * depth, step=1.6).put(text, LEFT + 14 + 16 * depth)
    [_, block] = section(sheet)
    assert block.levels == (1, 2, 3, 2, 1)  # type: ignore[union-attr]


def test_a_count_that_begins_again_is_another_list() -> None:
    sheet = opened().items("Eins", "Zwei", marker="#.", inset=18)
    sheet.items("Anfang", "Ende", marker="#.", inset=18, gap=2.6)
    assert told(section(sheet))[1:] == [["Eins", "Zwei"], ["Anfang", "Ende"]]


def test_a_list_goes_on_over_a_page() -> None:
    first, second = opened().items("Eins", "Zwei"), Sheet(base=50)
    second.items("Drei", "Vier").text(prose(40, 2))
    assert told(section(first, second))[1:] == [["Eins", "Zwei", "Drei", "Vier"], prose(40, 2)]


def test_a_nested_list_goes_on_over_a_page() -> None:
    first, second = opened().items("Portal"), Sheet(base=50)
    first.items("Anmeldung", marker="–", x=LEFT + 16)
    second.items("Suche", marker="–", x=LEFT + 16).items("Versand").text(prose(40, 2))
    blocks = section(first, second)
    assert told(blocks)[1:] == [["Portal", "Anmeldung", "Suche", "Versand"], prose(40, 2)]
    assert blocks[1].levels == (1, 2, 2, 1)  # type: ignore[union-attr]


def test_drawn_bullets_make_a_list() -> None:
    sheet = opened()
    for text in ("Der erste Grund", "Der zweite Grund"):
        sheet.line(text, LEFT + 14, step=1.6)
        sheet.areas.append(Area(LEFT + 2, sheet.base - 5, LEFT + 5, sheet.base - 2))
    assert told(section(sheet))[1:] == [["Der erste Grund", "Der zweite Grund"]]


def test_a_number_that_begins_no_count_is_text() -> None:
    sheet = opened()
    sheet.line("12. März war der Tag, an dem alles begann und niemand etwas merkte", step=2)
    assert told(section(sheet))[1:] == [
        "12. März war der Tag, an dem alles begann und niemand etwas merkte"
    ]


@pytest.mark.parametrize("style", [{}, {"ruled": True}, {"zebra": True}], ids=str)
def test_tables(style: dict) -> None:
    rows = [["Dienst", "Betroffene"], ["Portal", "214 Kunden"], ["Versand", prose(30, 3)]]
    sheet = opened().table(rows, [LEFT, 200], head=True, **style).text(prose(40, 6), gap=2.8)
    assert told(section(sheet)) == [prose(50), (rows[0], rows[1:]), prose(40, 6)]


def test_a_table_without_a_header() -> None:
    rows = [["Portal", "aus"], ["Versand", "langsam"], ["Netz", "an"]]
    assert told(section(opened().table(rows, [LEFT, 200])))[1:] == [([], rows)]


@pytest.mark.parametrize(
    "header", [["Aufgabe", "Verantwortlich", "Termin"], ["Dienst", "Kunden", "Minuten"]]
)
def test_a_header_set_like_the_rows_is_told_by_its_words_or_the_figures_below(
    header: list[str],
) -> None:
    rows = [header, ["Portal", "214", "12"], ["Versand", "17", "30"]]
    [[_, found]] = [told(section(opened().table(rows, [LEFT, 220, 380])))]
    assert found == (header, rows[1:])


def test_a_footnote_is_the_last_paragraph_of_its_section() -> None:
    sheet = Sheet().heading("Störungsbericht", size=22).heading("Ursache")
    x = sheet.line("Der Speicher war voll", step=2).words[-1].x1
    sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
    sheet.put("und niemand wusste es", x + 6)
    sheet.text(prose(50, 1)).heading("Auswirkungen").text(prose(60, 2))
    sheet.put("1", base=700, size=8)
    sheet.put("Siehe den Bericht vom Vorjahr", x=78, base=700, size=8)
    record = read(sheet)
    cause, impact = (told(s.blocks) for s in record.sections)
    assert cause == [
        "Der Speicher war voll und niemand wusste es",
        prose(50, 1),
        "Siehe den Bericht vom Vorjahr",
    ]
    assert impact == [prose(60, 2)]
    assert record.warnings == ()


def test_origins_say_where_a_block_is_printed() -> None:
    first, second = opened(), Sheet(base=50)
    rows = sorted({w.base for w in first.words if w.size == 10})
    moved = [w for w in first.words if w.base == rows[-1]]
    first.words = [w for w in first.words if w.base != rows[-1]]
    rise = moved[0].base - 50
    second.words = [
        replace(w, base=w.base - rise, top=w.top - rise, bottom=w.bottom - rise) for w in moved
    ]
    second.text(prose(40, 2))
    broken, whole = section(first, second)
    assert [origin.page for origin in broken.origin] == [1, 2]
    assert [origin.page for origin in whole.origin] == [2]
    x0, top, x1, bottom = broken.origin[0].box
    assert (x0, top) == (LEFT, rows[0] - 9)
    assert x1 <= 525
    assert bottom == pytest.approx(rows[-2] + 2.2)


def test_dashes_between_numbered_items_keep_the_count() -> None:
    """`3.` is of the list, although a paragraph of the second item stands between."""
    sheet = opened().items("Eins", "Zwei", marker="#.", inset=18)
    sheet.line("Dazu noch ein Absatz.", LEFT + 18, step=2)
    sheet.line("3.", step=1.6).put("Drei", LEFT + 18)
    assert told(section(sheet))[1:] == [["Eins", "Zwei Dazu noch ein Absatz.", "Drei"]]


def test_english_hyphens_on_the_whole_road() -> None:
    sheet = Sheet().heading("Incident report", size=22).heading("Summary")
    sheet.lines(
        "The storage took read-",
        "write locks and the re-",
        "quests of all our custo-",
        "mers failed for an hour, so the on-call team moved the data to another site.",
    )
    sheet.heading("Root cause").text("The disk was full and nobody saw it in time to act.")
    record = read(sheet)
    assert told(record.sections[0].blocks) == [
        "The storage took read-write locks and the requests of all our customers failed for an "
        "hour, so the on-call team moved the data to another site."
    ]


def test_a_list_of_mixed_kinds_goes_on_over_a_page() -> None:
    first = Sheet().heading("Ursache").text(prose(40))
    first.line("1. Fehlende Erreichbarkeit", step=2).line("– Das Büro schließt", LEFT + 16, 1.6)
    second = (
        Sheet().line("– Es gibt keine Bereitschaft", LEFT + 16).line("2. Kein Zugang", step=1.6)
    )
    second.line("– Es gibt drei Schlüssel", LEFT + 16, 1.6)
    found = [b for b in read(first, second).sections[0].blocks if isinstance(b, ListBlock)]
    assert [(b.ordered, b.levels) for b in found] == [(True, (1, 2, 2, 1, 2))]


@pytest.mark.parametrize(
    ("first", "second", "levels"),
    [
        (("•", "•"), ("•", "•"), ()),
        (("1.",), ("2.", "3."), ()),
        (("•", "–"), ("•", "–", "•"), (1, 2, 1, 2, 1)),
        (("•", "–"), ("–", "•"), (1, 2, 2, 1)),
    ],
)
def test_a_list_goes_on_as_deep_in_the_next_column(
    first: tuple[str, ...], second: tuple[str, ...], levels: tuple[int, ...]
) -> None:
    """Where an item begins tells of its depth in its own column alone."""
    pages = opened(), Sheet()
    for sheet, markers, left in zip(pages, (first, second), (LEFT, LEFT + 240), strict=True):
        for number, marker in enumerate(markers):
            inset = 20 if marker == "–" else 0
            sheet.items(prose(9, number), marker=marker, x=left + inset, wide=200, gap=2)
    [found] = [block for block in section(*pages) if isinstance(block, ListBlock)]
    assert found.levels == levels


@pytest.mark.parametrize(
    ("text", "dated"),
    [("1. April 2024 ist der Tag der Umstellung", True), ("1. Alle Knoten sind geprüft", False)],
)
def test_a_sentence_that_begins_with_a_day_is_no_item(text: str, dated: bool) -> None:
    block = section(opened().line(text, step=2.4))[-1]
    assert isinstance(block, Paragraph if dated else ListBlock)
    assert told((block,)) == ([text] if dated else told((block,)))


@pytest.mark.parametrize("ruled", [False, True])
def test_bare_numbers_in_a_column_of_their_own_count_a_list(ruled: bool) -> None:
    items = [prose(8, n) for n in (1, 2, 3)]
    sheet = Sheet().heading("Bericht", size=22).heading("Maßnahmen")
    sheet.table([[str(n), text] for n, text in enumerate(items, 1)], [LEFT, 96], ruled=ruled)
    record = read(sheet.heading("Ursache", gap=2.6).text(prose(40, 3)))
    [block] = record.sections[0].blocks
    assert isinstance(block, Table if ruled else ListBlock)
    if isinstance(block, ListBlock):
        assert (block.ordered, list(block.items)) == (True, items)
    assert not record.remainder
