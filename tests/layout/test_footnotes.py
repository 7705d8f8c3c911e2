"""Notes at a page's foot hang on the block that their mark stands in."""

from __future__ import annotations

import pytest
from handmade import Sheet, laid_out, prose, shapes, words_at

from pmpdf.layout import Layout, TextBlock


def noted(mark: str, note_mark: str, *, raised: bool = True, size: float = 8) -> Sheet:
    sheet = Sheet().text(prose(40, 1))
    x = sheet.line("Der Speicher war voll", step=2).words[-1].x1
    if raised:
        sheet.put(mark, x + 0.4, base=sheet.base - 3.5, size=6)
        sheet.put("und niemand wusste es", x + 3 + 3 * len(mark))
    else:
        sheet.put(mark, x + 2.5)
        sheet.put("und niemand wusste es", x + 12)
    sheet.text(prose(40, 2))
    sheet.base = 600
    sheet.put(note_mark, size=size)
    sheet.put("Siehe den Bericht vom Vorjahr", x=74 + 4 * len(note_mark), size=size)
    return sheet


def notes(layout: Layout) -> list[tuple[str, str]]:
    return [
        (" ".join(line.text for line in block.lines), note.first.text)
        for block in layout.blocks
        for note in block.footnotes
    ]


WIDE_MARK = pytest.mark.xfail(
    strict=True, reason="a raised mark wider than an em cuts its line in two"
)


@pytest.mark.parametrize("mark", ["1", "*", "†", "12", pytest.param("[12]", marks=WIDE_MARK)])
def test_a_note_hangs_on_its_mark(mark: str) -> None:
    layout = laid_out(noted(mark, mark))
    assert notes(layout) == [
        ("Der Speicher war voll und niemand wusste es", "Siehe den Bericht vom Vorjahr")
    ]
    assert [w.text for w in layout.marks] == [mark, mark]
    assert "Siehe den Bericht vom Vorjahr" not in shapes(layout)


def test_a_letter_is_a_mark_where_it_is_raised_before_its_note_too() -> None:
    raised, level = noted("a", "a"), noted("a", "a")
    at = next(n for n, w in enumerate(raised.words) if w.text == "a" and w.base > 500)
    raised.words[at : at + 1] = words_at("a", 75, raised.words[at].base - 3, 5.5)
    assert len(notes(laid_out(raised))) == 1
    assert notes(laid_out(level)) == []


@pytest.mark.parametrize(
    ("text", "figure", "base", "told"),
    [
        ("wuchs um 10", "6", -4, "wuchs um 10⁶ Byte"),
        ("auf 2", "32", -4, "auf 2³² Byte"),
        ("an CO", "2", 2, "an CO₂ Byte"),
        ("on March 14", "th", -4, "on March 14th Byte"),
        ("im Jahr 2019", "1", -4, "im Jahr 2019 1 Byte"),  # a mark without its note
    ],
)
def test_powers_and_indices(text: str, figure: str, base: float, told: str) -> None:
    sheet = Sheet(base=80)
    x = sheet.line(text).words[-1].x1
    x = sheet.put(figure, x + 0.3, sheet.base + base, size=7)[-1].x1
    sheet.put("Byte", x + 3)
    assert shapes(laid_out(sheet)) == [told]


def test_the_mark_before_a_full_stop_closes_up() -> None:
    sheet = Sheet().text(prose(40, 1))
    x = sheet.line("Der Speicher war voll", step=2).words[-1].x1
    sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
    sheet.put(". Dann lief er über", x + 4)
    sheet.text(prose(40, 2))
    sheet.base = 600
    sheet.put("1", size=6, base=597)
    sheet.put("Siehe den Bericht", x=74.5, size=8)
    assert notes(laid_out(sheet)) == [
        ("Der Speicher war voll. Dann lief er über", "Siehe den Bericht")
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        noted("1", "2"),  # another mark
        noted("1", "1", raised=False),  # a number in the text
        noted("1", "1", size=10),  # text as large as the rest
    ],
    ids=["another mark", "not raised", "not small"],
)
def test_what_is_no_note_stays_where_it_is(sheet: Sheet) -> None:
    layout = laid_out(sheet)
    assert notes(layout) == []
    assert layout.marks == []
    assert any("Siehe den Bericht vom Vorjahr" in str(shape) for shape in shapes(layout))


def test_small_text_with_a_number_above_other_text_is_no_note() -> None:
    sheet = noted("1", "1")
    sheet.text(prose(40, 3), gap=3)
    assert notes(laid_out(sheet)) == []


def test_two_notes_on_one_page() -> None:
    sheet = noted("1", "1")
    x = max(w.x1 for w in sheet.words if w.text == "es")
    base = next(w.base for w in sheet.words if w.text == "es")
    sheet.put("2", x + 0.4, base=base - 3.5, size=6)
    sheet.put("2", base=612, size=8)
    sheet.put("Gemessen am Montag", x=78, base=612, size=8)
    layout = laid_out(sheet)
    assert [note for _, note in notes(layout)] == [
        "Siehe den Bericht vom Vorjahr",
        "Gemessen am Montag",
    ]
    assert all(isinstance(block, TextBlock) for block in layout.blocks)


def test_a_note_to_a_paragraph_that_runs_over_columns_is_kept() -> None:
    sheet = Sheet()
    sheet.text(prose(120, 1).rstrip("."), 70, 215)
    sheet.base = 57
    x = sheet.line("wurde der Puffer", x=310).words[-1].x1
    sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
    sheet.put("voll und lief über.", x + 6)
    sheet.text(prose(90, 2), 310, 215)
    sheet.base = 600
    sheet.put("1", size=6, base=597)
    sheet.put("Siehe den Bericht vom Vorjahr", x=74.5, size=8)
    assert [note for _, note in notes(laid_out(sheet))] == ["Siehe den Bericht vom Vorjahr"]


def test_a_note_below_one_column_beside_a_longer_one() -> None:
    sheet = Sheet()
    x = sheet.line("Der Speicher war", x=70).words[-1].x1
    sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
    sheet.put("voll", x + 6)
    for seed in range(4):
        sheet.text(prose(40, seed), 70, 215)
    sheet.base += 16
    sheet.put("1", 70, size=6, base=sheet.base - 3)
    sheet.put("Siehe den Bericht vom Vorjahr", x=74.5, size=8)
    foot = sheet.base
    sheet.base = 50
    while sheet.base < foot + 30:
        sheet.text(prose(37, round(sheet.base)), 310, 215)
    assert [note for _, note in notes(laid_out(sheet))] == ["Siehe den Bericht vom Vorjahr"]


@pytest.mark.parametrize(
    ("over", "numbers", "hangs"),
    [("", "12", True), ("Notes", "12", False), ("", "23", False)],
    ids=["end", "headed", "no count"],
)
def test_notes_at_the_document_s_end_hang_on_their_marks(
    over: str, numbers: str, hangs: bool
) -> None:
    first, last = Sheet().text(prose(40, 1)), Sheet().text(prose(40, 2))
    for number in numbers:
        x = first.line(f"Speicher {number} war voll", step=2).words[-1].x1
        first.put(number, x + 0.4, base=first.base - 3.5, size=6)
    if over:
        last.line(over, step=3)
    for number in numbers:
        last.line(f"{number}. Siehe den Bericht {number} ↩", step=3, size=9)
    layout = laid_out(first, last)
    expected = [(f"Speicher {n} war voll", f"Siehe den Bericht {n}") for n in numbers]
    assert notes(layout) == (expected if hangs else [])
    marks = [n for n in numbers for n in (n, f"{n}.", "↩")]
    assert sorted(w.text for w in layout.marks) == (sorted(marks) if hangs else [])


def test_notes_at_the_end_without_a_gap_between_them_are_told_by_their_count() -> None:
    first, last = Sheet().text(prose(40, 1)), Sheet().text(prose(40, 2))
    for number in "12":
        x = first.line(f"Speicher {number} war voll", step=2).words[-1].x1
        first.put(number, x + 0.4, base=first.base - 3.5, size=6)
    last.base += 30
    for number in "12":
        last.base += 11
        last.put(number, base=last.base - 3, size=6)
        last.put(f"Siehe den Bericht {number}", 75, size=8)
    expected = [(f"Speicher {n} war voll", f"Siehe den Bericht {n}") for n in "12"]
    assert notes(laid_out(first, last)) == expected


def test_a_note_of_two_lines_at_the_page_s_very_foot() -> None:
    sheet = noted("1", "1")
    for word in [w for w in sheet.words if w.base == 600]:
        sheet.words.remove(word)
    sheet.put("1", 80, base=786.5, size=5)
    sheet.put("Das Protokoll steht im Bericht vom Vorjahr und", 84, base=790, size=8)
    sheet.put("wurde seitdem nicht geändert.", base=801, size=8)
    [block] = [block for block in laid_out(sheet).blocks if block.footnotes]
    [note] = block.footnotes
    assert [line.text for line in note.lines] == [
        "Das Protokoll steht im Bericht vom Vorjahr und",
        "wurde seitdem nicht geändert.",
    ]


def test_an_area_is_no_mark_of_a_note() -> None:
    sheet = Sheet(base=80)
    x = sheet.line("Die Halle von 120 m").words[-1].x1
    x = sheet.put("2", x + 0.3, sheet.base - 4, size=7)[-1].x1
    x = sheet.put("war kalt und das Kabel schmolz.", x + 3)[-1].x1
    sheet.put("2", x + 0.3, sheet.base - 4, size=7)
    sheet.text(prose(60, 3))
    sheet.base = 770
    sheet.line("2 Es war nur eines von dreien.", size=8)
    told = shapes(laid_out(sheet))
    assert told[0] == "Die Halle von 120 m² war kalt und das Kabel schmolz."
