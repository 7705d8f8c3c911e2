"""Lines → paragraphs, headings and list items."""

from __future__ import annotations

import pytest
from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes, width_of, wrapped

from pmpdf.layout import TextBlock
from pmpdf.reading.document import Area, Rule

A, B, C = prose(40, 1), prose(38, 4), prose(41, 6)


def blocks(*sheets: Sheet) -> list[TextBlock]:
    found = laid_out(*sheets).blocks
    assert all(isinstance(block, TextBlock) for block in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("leading", [1.1, 1.3, 1.6, 1.9])
def test_a_gap_ends_a_paragraph_at_any_leading(leading: float) -> None:
    sheet = Sheet()
    for text in (A, B, C):
        for number, row in enumerate(wrapped(text, WIDE)):
            sheet.line(row, step=leading * (1 if number else 1.5))
    assert shapes(laid_out(sheet)) == [A, B, C]


def test_lines_without_a_gap_are_one_paragraph() -> None:
    assert shapes(laid_out(Sheet().text(A))) == [A]


@pytest.mark.parametrize("indent", [10, 15])
def test_a_first_line_indent_begins_a_paragraph(indent: float) -> None:
    sheet = Sheet()
    for text in (A, B, C):
        first, *others = wrapped(text, WIDE - indent)
        sheet.line(first, x=LEFT + indent)
        sheet.lines(*others)
    assert shapes(laid_out(sheet)) == [A, B, C]


def test_a_footnote_s_mark_behind_the_full_stop_hides_no_indent() -> None:
    sheet = Sheet().lines(*wrapped(prose(40, 2), WIDE))
    end = sheet.words[-1]
    sheet.put("2", end.x1 + 0.2, sheet.base - 3.5, size=6.5)
    sheet.line(wrapped(prose(40, 3), WIDE - 12)[0], LEFT + 12)
    sheet.lines(*wrapped(prose(40, 4), WIDE))
    assert len(shapes(laid_out(sheet))) == 2


def test_a_small_drift_is_no_indent() -> None:
    sheet = Sheet()
    for number, row in enumerate(wrapped(A, WIDE)):
        sheet.line(row, x=LEFT + number % 2)
    assert shapes(laid_out(sheet)) == [A]


@pytest.mark.parametrize(
    "flags",
    [{"size": 14}, {"bold": True}, {"italic": True}],
    ids=str,
)
def test_a_heading_close_to_its_text_is_a_block_of_its_own(flags: dict) -> None:
    sheet = Sheet().line("Was geschah", **flags)
    sheet.text(A, gap=1.3)
    assert shapes(laid_out(sheet)) == ["Was geschah", A]


def test_bold_words_within_a_paragraph_part_nothing() -> None:
    rows = wrapped(A, WIDE)
    middle = rows[1].split()
    rows[1] = f"{' '.join(middle[:-2])} **{' '.join(middle[-2:])}**"
    last = rows[2].split()
    rows[2] = f"**{last[0]}** {' '.join(last[1:])}"
    assert shapes(laid_out(Sheet().lines(*rows))) == [A]


@pytest.mark.parametrize("marker", ["•", "-", "#.", "(#)", "a)", "\uf0b7"])
def test_list_items_are_blocks_with_their_markers(marker: str) -> None:
    texts = ["Kurz", prose(30, 2), "Auch kurz"]
    sheet = Sheet().text(A).items(*texts, marker=marker, inset=22)
    found = blocks(sheet)[1:]
    assert [b.marker for b in found] == [marker.replace("#", str(n)) for n in (1, 2, 3)]
    assert [" ".join(line.text for line in b.unmarked) for b in found] == texts
    assert {(b.left, b.indent, b.written) for b in found} == {(LEFT, LEFT + 22, True)}


def test_items_set_as_close_as_lines_are_parted_all_the_same() -> None:
    texts = [prose(30, seed) for seed in (1, 2, 3)]
    found = blocks(Sheet().items(*texts, gap=1.3))
    assert [" ".join(line.text for line in b.unmarked) for b in found] == texts


def test_text_after_a_list_is_no_item() -> None:
    found = blocks(Sheet().items("Kurz", "Auch kurz").text(A))
    assert [b.marker for b in found] == ["•", "•", None]


def test_text_farther_left_is_no_part_of_an_item() -> None:
    sheet = Sheet().items(prose(40, 1), x=LEFT + 20, gap=1.3).text(B, gap=1.3)
    found = blocks(sheet)
    assert [b.marker for b in found] == ["•", None]
    assert " ".join(line.text for line in found[1].lines) == B


def test_nested_items_are_told_by_their_left_edges() -> None:
    sheet = Sheet().items("Portal").items("Anmeldung", "Suche", marker="–", x=LEFT + 14)
    sheet.items("Post")
    assert [(b.marker, b.left) for b in blocks(sheet)] == [
        ("•", LEFT), ("–", LEFT + 14), ("–", LEFT + 14), ("•", LEFT),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "begin"),
    [
        ("am", "12. März"),
        ("nur in der Version", "3. Sie"),
        ("er kam um", "12. April"),
    ],
)
def test_a_number_that_wraps_to_a_line_is_no_marker(end: str, begin: str) -> None:
    head = wrapped(prose(40, 2).rstrip("."), WIDE)[0].split()
    while width_of(" ".join([*head, end])) > WIDE:
        head.pop()
    full = " ".join([*head, end])
    sheet = Sheet().lines(full, f"{begin} war alles vorbei")
    sheet.text(C, wide=width_of(full), gap=4)  # the first line is full
    assert shapes(laid_out(sheet))[0] == f"{full} {begin} war alles vorbei"


def test_the_gap_above_is_told_in_ems() -> None:
    sheet = Sheet(base=200).line("oben").line("unten", step=3.0)
    first, second = blocks(sheet)
    assert first.gap == float("inf")
    assert second.gap == pytest.approx(3.0)


def test_a_link_that_fills_its_line_goes_on_though_it_is_underlined() -> None:
    whole, rest = f"https://example.org/{'a' * 62}-", "updates/2025-02-11 steht mehr."
    sheet = Sheet().line("Unter der Adresse, auch für Kunden:").line(whole).line(rest)
    base, right = sheet.base - 13, LEFT + width_of(whole)
    sheet.rules.append(Rule(LEFT, base + 1, right, base + 1.5))
    assert shapes(laid_out(sheet)) == [f"Unter der Adresse, auch für Kunden: {whole}{rest}"]
    heading = Sheet().line("Zusammenfassung").line(A[:60])
    heading.rules.append(Rule(LEFT, 64, LEFT + width_of("Zusammenfassung"), 64.5))
    assert len(shapes(laid_out(heading))) == 2


def test_what_is_underlined_with_characters_ends_there() -> None:
    sheet = Sheet().lines("Zeitablauf", "==========", mono=True)
    sheet.lines("Um acht Uhr begann die Wartung", "und gegen neun war sie", mono=True)
    found = blocks(sheet)
    assert found[0].first.underlined
    assert [len(b.lines) for b in found] == [1, 2]


# Over columns and pages


def halves(text: str, *, fit: bool) -> tuple[Sheet, Sheet]:
    """A paragraph cut by a page break; unless `fit`, the line before it is ended early."""
    rows = wrapped(text, WIDE)
    cut = len(rows) // 2
    first = Sheet().text(C)
    first.base += 7
    second = Sheet()
    above, below = rows[:cut], rows[cut:]
    if not fit:
        above[-1] = " ".join(above[-1].split()[:4])
    first.lines(*above)
    second.lines(*below)
    return first, second


def test_a_paragraph_runs_on_over_a_page() -> None:
    long = prose(80, 3)
    assert shapes(laid_out(*halves(long, fit=True))) == [C, long]
    [_, block] = blocks(*halves(long, fit=True))
    assert [origin.page for origin in block.origin] == [1, 2]


def test_a_line_ended_early_before_a_page_break_ends_its_paragraph() -> None:
    assert len(shapes(laid_out(*halves(prose(80, 3), fit=False)))) == 3


@pytest.mark.parametrize("italic", [True, False])
def test_a_day_in_italics_on_the_next_page_is_no_end_of_the_text(italic: bool) -> None:
    text = prose(80, 3)
    rows = wrapped(text, WIDE)[:2]
    rows[1] = rows[1][:-1] + "."
    first = Sheet().text(C).line(rows[0], step=2).line(rows[1])
    second = Sheet().line("Mittwoch, 19. November", italic=italic).text(C)
    assert ("Mittwoch, 19. November" in shapes(laid_out(first, second))) == italic


def test_a_bold_day_under_a_word_that_fills_its_column_begins_with_no_wrapped_number() -> None:
    sheet = Sheet().line("Veröffentlicht").line("7. Juli 2025", bold=True)
    sheet.line("Zeiten", step=2.2).line("MESZ", bold=True)
    told = ["Veröffentlicht", "7. Juli 2025", "Zeiten", "MESZ"]
    assert shapes(laid_out(sheet)) == told


@pytest.mark.parametrize("flags", [{"bold": True}, {"size": 14, "bold": True}, {"size": 8}])
def test_other_type_on_the_next_page_carries_nothing_on(flags: dict) -> None:
    first, _ = halves(prose(80, 3), fit=True)
    second = Sheet().lines("Was danach geschah", **flags).text(B)
    assert "Was danach geschah" in shapes(laid_out(first, second))


def test_an_item_runs_on_over_a_page_and_the_next_does_not() -> None:
    long = prose(60, 3)
    rows = wrapped(long, WIDE - 14)
    first = Sheet().text(C).items("Kurz")
    first.line("•", step=1.6).put(rows[0], LEFT + 14)
    second = Sheet().lines(*rows[1:], x=LEFT + 14).items("Noch einer")
    told = shapes(laid_out(first, second))
    assert told == [C, "• Kurz", f"• {long}", "• Noch einer"]


def test_a_heading_at_the_foot_of_a_page_keeps_to_itself() -> None:
    first = Sheet().text(C).heading("Ursache und alles was dazu zu sagen ist", size=10)
    second = Sheet().text(B)
    assert shapes(laid_out(first, second))[1] == "Ursache und alles was dazu zu sagen ist"


def test_a_lone_line_at_the_top_is_not_part_of_the_text_below() -> None:
    sheet = Sheet(base=120).text(A)
    sheet.put("Kiel im Juni", x=400, base=40)
    assert shapes(laid_out(sheet)) == ["Kiel im Juni", A]


def test_a_lone_line_at_the_foot_does_not_part_a_paragraph() -> None:
    long = prose(80, 3)
    first, second = halves(long, fit=True)
    first.put("nur hier", x=400, base=800)
    assert sorted(shapes(laid_out(first, second))) == sorted([C, long, "nur hier"])


def test_headings_one_after_another_are_not_one() -> None:
    names = ["Dauerhaft zu veranlassen", "Bemerkungen der Revision", "Unterschriften", "Anlagen"]
    sheet = Sheet().text(A)
    for name in names:
        sheet.heading(name, size=12, gap=1.9)
    assert shapes(laid_out(sheet))[1:] == names


def test_an_identifier_goes_on_behind_a_sign_that_ends_no_word() -> None:
    sheet = Sheet().lines(
        "Der Aufruf lautete dashboards/overview?", "und danach alerts/overview?id=7&"
    )
    sheet.line("project=two und nicht mehr.")
    told = "Der Aufruf lautete dashboards/overview? und danach alerts/overview?id=7&project=two"
    assert shapes(laid_out(sheet)) == [f"{told} und nicht mehr."]


def test_a_short_identifier_goes_on_behind_its_underscore() -> None:
    sheet = Sheet().lines("Erhöht wurde max_", "connections auf 400.")
    assert shapes(laid_out(sheet)) == ["Erhöht wurde max_connections auf 400."]


def test_a_sign_without_a_bold_face_does_not_part_a_heading_or_join_it() -> None:
    sheet = Sheet().text(A)
    sheet.line("**Was** ➑ **geschah**").text(A, gap=1.3)
    assert shapes(laid_out(sheet)) == [A, "Was ➑ geschah", A]


def test_paragraphs_of_a_line_each_are_told_by_the_pitch_of_the_others() -> None:
    sheet = Sheet()
    short = [f"Der {name} Dienst stand still" for name in ("erste", "zweite", "dritte", "vierte")]
    for text in short:
        sheet.line(text, step=1.95)
    rows = [["Portal", "27 h"], ["Markt", "3 h"], ["Post", "eine ganze Stunde und mehr davon"]]
    sheet.table(rows, (LEFT, LEFT + 280))
    assert shapes(laid_out(Sheet().text(A).text(B), sheet)) == [A, B, *short, rows]


def test_paragraphs_of_a_full_line_each_end_at_a_page_break() -> None:
    lines = [f"Am Tag {number} stand der zentrale Speicher still." for number in range(10, 19)]
    first, second = Sheet(), Sheet()
    for number, text in enumerate(lines):
        (first if number < 5 else second).line(text, step=2.2)
    assert shapes(laid_out(first, second)) == lines


def test_text_at_the_left_does_not_run_on_from_an_item_that_hangs() -> None:
    first, second = Sheet().text(A), Sheet()
    text = wrapped(prose(80, 3), WIDE - 14)[0]
    first.line("•", step=2.2).put(text, LEFT + 14)
    second.text(B)
    assert shapes(laid_out(first, second))[-1] == B


def test_a_line_alone_in_larger_type_is_not_the_text() -> None:
    """A report of one short sentence has more letters in its subtitle."""
    sheet = Sheet().line("Ausfall vom 24. Juni 2030 in Berlin", size=15.0)
    sheet.heading("Fazit").line("Niemand war betroffen.", step=2.0, size=11.0)
    assert laid_out(sheet).body_size == 11.0


def test_text_left_of_an_item_does_not_run_on_from_it_over_a_page() -> None:
    first, second = Sheet().text(A), Sheet()
    for seed in (3, 5):
        first.line(wrapped(prose(80, seed), WIDE - 36)[0], x=LEFT + 36, step=2)
        first.areas.append(Area(LEFT + 22, first.base - 5, LEFT + 26, first.base - 1))
    second.text(B)
    assert shapes(laid_out(first, second))[-1] == B


@pytest.mark.parametrize(("end", "whole"), [(".", True), ("", False)])
def test_a_sentence_may_end_with_a_line_of_smaller_code(end: str, whole: bool) -> None:
    row = wrapped(prose(80, 3), WIDE)[0]
    code = f"halt:{{event}}:{{block}}:{{row}}{end}"
    sheet = Sheet().line(row, step=2).line(row.lower())
    sheet.line(code, size=8.5, mono=True, step=1.3 * 10 / 8.5)
    assert shapes(laid_out(sheet.text(A)))[0].endswith(code) == whole


@pytest.mark.parametrize(("text", "marker"), [("2.1 million calls", None), ("2.1 Calls", "2.1")])
def test_an_amount_is_no_marker(text: str, marker: str | None) -> None:
    [block] = blocks(Sheet().line(text))
    assert block.marker == marker


def test_a_line_of_code_set_in_is_no_paragraph_s_first() -> None:
    sheet = Sheet().line("if free <= 0:", mono=True)
    sheet.line("continue # full", x=LEFT + 24, mono=True)
    assert shapes(laid_out(sheet)) == ["if free <= 0: continue # full"]


def test_a_minus_behind_a_drawn_bullet_is_the_text_s() -> None:
    sheet = Sheet().text(C)
    for text in ("– 12 % in Europa", "+ 2 % in Amerika"):
        sheet.line(text, LEFT + 14, step=1.6)
        sheet.areas.append(Area(LEFT + 2, sheet.base - 5, LEFT + 6, sheet.base - 1))
    told = [(b.marker, b.written, shapes(laid_out(sheet))[n]) for n, b in enumerate(blocks(sheet))]
    assert told[1:] == [
        ("•", False, "– 12 % in Europa"),
        ("•", False, "+ 2 % in Amerika"),
    ]


@pytest.mark.parametrize(
    ("letter", "begin", "told"),
    [
        ("O", "n the evening of the 3rd the queue was full and", "On the evening"),
        ("A", "configuration was not what it had been and the", "A configuration"),
        ("A", "m Abend des 3. Mai war die Warteschlange der Post", "Am Abend"),
        ("A", "us der Warteschlange und der Post wurde nicht", "Aus der"),
    ],
)
@pytest.mark.parametrize("high", [2, 3])
def test_an_initial_begins_the_word_beside_it(
    letter: str, begin: str, told: str, high: int
) -> None:
    size = (13.0 * (high - 1) + 7.2) / 0.72
    goes_on = "und der Rest wurde nicht" if "der" in begin else "and the rest of it was not"
    sheet = Sheet().heading("1").line(begin, LEFT + size * 0.6, 2.0)
    for _ in range(high - 1):
        sheet.line(goes_on, LEFT + size * 0.6)
    sheet.put(letter, LEFT, size=size)
    sheet.lines(f"{goes_on} {goes_on} {goes_on}", f"{goes_on} ready.")
    [_, text] = shapes(laid_out(sheet))
    assert text.startswith(f"{told} ")
    assert text.endswith("ready.")


def test_a_large_letter_beside_one_line_is_no_initial() -> None:
    sheet = Sheet().text(C).line("A", size=26, step=2)
    sheet.put("m Rand der Stadt", LEFT + 16)
    assert not any("Am Rand" in str(shape) for shape in shapes(laid_out(sheet)))


@pytest.mark.parametrize("down", [17.5, 20.0])
def test_an_initial_of_a_browser_keeps_the_line_under_it_off_as_well(down: float) -> None:
    """Its float is higher than the letter, which stands between two baselines."""
    sheet = Sheet().heading("Summary").line("rom five on the app", LEFT + 25, 2.0)
    first = sheet.base
    sheet.lines("could not unlock cars and", "the queue was full", x=LEFT + 25)
    sheet.lines("until the night, when it was ready.")
    sheet.put("F", LEFT, first + down, size=33)
    [_, text] = shapes(laid_out(sheet))
    assert text.startswith(
        "From five on the app could not unlock cars and the queue was full until"
    )


@pytest.mark.parametrize(("step", "count"), [(15.4, 2), (13.0, 1)])
def test_a_sentence_that_ends_at_the_edge_a_little_apart_from_the_next(
    step: float, count: int
) -> None:
    sheet = Sheet(base=100)
    text = ["Einer von drei Rechnern hatte eine Datei nicht geladen und wartet",
            "bei jeder Zahlung auf eine Antwort, die nie kommt, sagt der Leiter.",
            "Die Leiterin fragt, weshalb das erst am Freitag aufgefallen sei, und",
            "bekommt zur Antwort, dass bis dahin noch die alte Datei galt."]  # fmt: skip
    for number, row in enumerate(text):
        sheet.base += step if number == 2 else 13
        sheet.put(row)
    assert len(laid_out(sheet).blocks) == count


@pytest.mark.parametrize(("item", "count"), [("Versand lief weiter.", 2), (prose(11), 1)])
def test_a_paragraph_under_the_marker_of_an_item_with_room(item: str, count: int) -> None:
    sheet = Sheet(base=100)
    sheet.put("•")
    sheet.put(item, LEFT + 16)
    sheet.line("Werkleitung und Betriebsrat beziffern den Schaden noch.")
    assert len(laid_out(sheet).blocks) == count


def test_an_indented_paragraph_after_an_item_is_none_of_its_text() -> None:
    sheet = Sheet(base=60).text(prose(40, 1))
    items = [prose(6, 2), prose(6, 3)]
    sheet.items(*items, inset=14.0)
    rows = wrapped(prose(60, 4), WIDE)
    sheet.line(rows[0], LEFT + 3)
    sheet.lines(*rows[1:])
    assert shapes(laid_out(sheet))[-1] == " ".join(rows)


def test_bold_times_over_their_events_tell_nothing_of_the_pitch() -> None:
    """They stand closer over them than lines do over each other."""
    text = prose(60)
    sheet = Sheet()
    for row in wrapped(text, WIDE):
        sheet.line(row, step=1.5)
    told = [text]
    for number in range(8):
        sheet.line(f"2{number % 4}:15", step=2, bold=True, size=9.5).line(
            prose(5, number), step=1.1
        )
        told += [f"2{number % 4}:15", prose(5, number)]
    assert shapes(laid_out(sheet)) == told


def test_an_indented_paragraph_right_under_a_list_with_close_marks() -> None:
    """Set on the pitch of the list, between its mark and its text."""
    told, rest = "37 appointments were missed", prose(24)
    sheet = Sheet().text(prose(40)).items("612 jobs were told", told, inset=8, x=LEFT + 15, gap=1.3)
    first, *others = wrapped(rest, WIDE - 17)
    sheet.line(first, LEFT + 17).lines(*others)
    assert shapes(laid_out(sheet))[-2:] == [f"• {told}", rest]


def test_paragraphs_of_one_line_each_set_in_as_far_as_the_others() -> None:
    told = ["Wir suchten am falschen Ort.", "Der Drucker hätte warnen können.", prose(40)]
    sheet = Sheet().text(prose(50))
    for text in told:
        rows = wrapped(text, WIDE - 18)
        sheet.line(rows[0], LEFT + 18).lines(*rows[1:])
    assert shapes(laid_out(sheet))[1:] == told


def test_text_is_what_is_set_in_long_lines_though_tables_have_more_letters() -> None:
    """A paragraph over a page in it is joined, then, and no heading."""
    text = prose(46)
    rows = wrapped(text, WIDE, 10)
    first = Sheet(size=8)
    for number in range(16):
        first.line(prose(4, number), step=1.5).put(prose(4, number + 1), 240)
        first.put(prose(5, number + 2), 380)
    first.lines(*rows[:1], size=10, step=2.4)
    second = Sheet(base=50).lines(*rows[1:], size=10)
    layout = laid_out(first, second.text(prose(60, 3), size=10))
    assert layout.body_size == 10
    assert text in shapes(layout)
