"""Words → lines: what stands together on one baseline."""

from __future__ import annotations

import re

import pytest
from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes, width_of, word, words_at, wrapped

from pmpdf.layout.lines import is_marker, lines_of, slanted_lines
from pmpdf.reading.document import Area, Rule


def texts_of(sheet: Sheet) -> list[str]:
    return [line.text for line in lines_of(sheet.page(1))]


def test_a_line_is_what_shares_a_baseline() -> None:
    assert texts_of(Sheet().lines("Am Abend fiel", "der Speicher aus")) == [
        "Am Abend fiel",
        "der Speicher aus",
    ]


def test_words_may_come_in_any_order() -> None:
    sheet = Sheet().lines("Am Abend fiel", "der Speicher aus")
    sheet.words = sheet.words[::-2] + sheet.words[-2::-2]
    assert texts_of(sheet) == ["Am Abend fiel", "der Speicher aus"]


def test_type_of_other_sizes_shares_the_baseline() -> None:
    sheet = Sheet()
    x = sheet.put("Schweregrad", base=100)[-1].x1
    sheet.put("hoch", x + 3, base=100.5, size=14)
    assert texts_of(sheet) == ["Schweregrad hoch"]
    [line] = lines_of(sheet.page(1))
    assert line.size == 14


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (0.25, ["links rechts"]),
        (0.9, ["links rechts"]),  # as wide as justified text may be set
        (1.1, ["links", "rechts"]),
        (5.0, ["links", "rechts"]),
    ],
)
def test_a_gap_wider_than_an_em_ends_a_line(gap: float, expected: list[str]) -> None:
    sheet = Sheet()
    x = sheet.put("links", base=100)[-1].x1
    sheet.put("rechts", x + gap * 10, base=100)
    assert texts_of(sheet) == expected


def test_justified_text_with_wide_spaces_stays_together() -> None:
    sheet = Sheet()
    x = LEFT
    for text, gap in zip(
        ["diese", "Zeile", "ist", "sehr", "weit", "ausgetrieben"], (6, 7, 12, 6, 6, 0), strict=True
    ):
        x = sheet.put(text, x, base=100)[-1].x1 + gap
    assert texts_of(sheet) == ["diese Zeile ist sehr weit ausgetrieben"]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(14, ["Auf dem Knoten lief", "Maßnahmen"]), (10, ["Auf dem Knoten lief Maßnahmen"])],
)
def test_larger_type_beside_justified_text_is_a_line_of_its_own(
    size: float, expected: list[str]
) -> None:
    sheet, x = Sheet(), 70.0
    for letters, gap in zip(["Auf", "dem", "Knoten", "lief"], (7, 8, 7.5, 1.2 * size), strict=True):
        x = sheet.put(letters, x, 100)[-1].x1 + gap
    sheet.put("Maßnahmen", x, 100, size=size, bold=True)
    assert texts_of(sheet) == expected


def test_narrow_gaps_end_lines_where_several_rows_have_them_at_one_x() -> None:
    sheet = Sheet()
    for base, time in ((100, "20:00"), (113, "20:15"), (126, "20:30")):
        sheet.put(time, base=base)
        sheet.put("Knoten antwortet", LEFT + 25 + 6, base=base)
    assert texts_of(sheet) == [
        "20:00", "Knoten antwortet", "20:15", "Knoten antwortet", "20:30", "Knoten antwortet",
    ]  # fmt: skip


def test_the_same_gap_in_one_row_alone_is_a_blank() -> None:
    sheet = Sheet()
    sheet.put("20:00", base=100)
    sheet.put("Knoten antwortet", LEFT + 25 + 6, base=100)
    sheet.put("und noch mehr Text", base=113)
    assert texts_of(sheet) == ["20:00 Knoten antwortet", "und noch mehr Text"]


def test_rows_with_the_same_gap_at_a_pages_other_end_are_no_columns() -> None:
    sheet = Sheet()
    for base in (100, 113, 500):
        sheet.put("Start", base=base)
        sheet.put("Knoten antwortet", LEFT + 25 + 6, base=base)
    assert texts_of(sheet)[-1] == "Start Knoten antwortet"


def test_word_spaces_that_chance_to_stand_under_each_other_part_nothing() -> None:
    sheet = Sheet().lines(*["vier hier oder dort weit"] * 4)
    assert texts_of(sheet) == ["vier hier oder dort weit"] * 4


def test_a_vertical_rule_ends_a_line() -> None:
    sheet = Sheet()
    first = sheet.put("links", base=100)[-1]
    sheet.put("rechts", first.x1 + 5, base=100)
    middle = first.x1 + 2.5
    sheet.rules.append(Rule(middle, 80, middle + 0.5, 120))
    assert texts_of(sheet) == ["links", "rechts"]
    sheet.rules = [Rule(middle, 200, middle + 0.5, 240)]  # elsewhere
    assert texts_of(sheet) == ["links rechts"]


def test_a_frame_around_words_in_a_line_cuts_nothing() -> None:
    sheet = Sheet()
    first = sheet.put("liegt in", base=100)[-1]
    sheet.put("/etc/knoten.yaml", first.x1 + 5, base=100, mono=True)
    side = first.x1 + 2.5
    sheet.rules.append(Rule(side, 91, side + 0.5, 103))
    assert texts_of(sheet) == ["liegt in /etc/knoten.yaml"]
    sheet.rules.append(Rule(side, 103, side + 0.5, 115))  # it goes on: cells
    assert texts_of(sheet) == ["liegt in", "/etc/knoten.yaml"]


@pytest.mark.parametrize("marker", ["•", "–", "1.", "(a)", "iv)", "2.3", "\uf0b7"])
def test_a_marker_stays_with_its_text_over_a_gap(marker: str) -> None:
    sheet = Sheet()
    sheet.put(marker, base=100)
    sheet.put("Die Wartung", LEFT + 25, base=100)
    assert texts_of(sheet) == [f"{marker} Die Wartung"]


def test_a_marker_may_hang_far_out() -> None:
    sheet = Sheet()
    sheet.put("•", base=100)
    sheet.put("Die Wartung", LEFT + 42, base=100)
    assert texts_of(sheet) == ["• Die Wartung"]


def test_a_marker_too_far_off_is_a_line_of_its_own() -> None:
    sheet = Sheet()
    sheet.put("•", base=100)
    sheet.put("Die Wartung", LEFT + 52, base=100)
    assert texts_of(sheet) == ["•", "Die Wartung"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((m, True) for m in ("•", "-", "–", "1.", "12)", "(3)", "a)", "(b)", "iv.", "1.2", "➤")),
        *((m, False) for m in ("Wort", "20:00", "3", "2023", "30.5.2023", "x", "--")),
    ],
)
def test_what_is_a_marker(text: str, expected: bool) -> None:
    assert is_marker(text) is expected


def bulleted(x0: float, side: float) -> Sheet:
    sheet = Sheet()
    sheet.put("Die Wartung begann", base=100)
    sheet.areas.append(Area(x0, 95, x0 + side, 95 + side))
    return sheet


@pytest.mark.parametrize(
    ("x0", "side", "expected"),
    [
        (LEFT - 12, 4, True),
        (LEFT - 60, 4, False),  # too far off
        (LEFT - 14, 7.5, False),  # too large
    ],
)
def test_a_small_shape_beside_a_line_is_its_bullet(x0: float, side: float, expected: bool) -> None:
    [line] = lines_of(bulleted(x0, side).page(1))
    assert line.drawn_bullet is expected


def test_shapes_of_a_drawing_are_no_bullets() -> None:
    sheet = bulleted(LEFT - 12, 4)
    sheet.areas += [Area(LEFT - 17, 95, LEFT - 13, 99), Area(LEFT - 17, 90, LEFT - 13, 94)]
    assert not any(line.drawn_bullet for line in lines_of(sheet.page(1)))


def test_a_box_and_its_border_are_one_shape() -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.line(f"Aufgabe {number}", 90, step=2)
        for side in (8.0, 9.5):
            left, top = 79 - side / 2, sheet.base - 4 - side / 2
            sheet.areas.append(Area(left, top, left + side, top + side))
    assert all(line.drawn_bullet for line in lines_of(sheet.page(1)))


def letters(text: str, gap: float, blank: float, base: float = 100.0) -> Sheet:
    sheet = Sheet()
    x = LEFT
    for part in text.split():
        for letter in part:
            sheet.words.append(word(letter, x, base))
            x = sheet.words[-1].x1 + gap
        x += blank - gap
    return sheet


@pytest.mark.parametrize("text", ["Zeitablauf", "ZEITLICHER ABLAUF", "Was haben wir gelernt?"])
@pytest.mark.parametrize(("gap", "blank"), [(1.2, 5.0), (2.0, 7.0), (5.0, 14.0)])
def test_letter_spaced_text_is_read_as_words(text: str, gap: float, blank: float) -> None:
    assert " ".join(texts_of(letters(text, gap, blank))) == text


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ("the connec·tions f·rom one to the other", "the connections from one to the other"),
        ("on 1·4 March 2·0·2·4 at 0·9·:·1·2 the", "on 14 March 2024 at 09:12 the"),
        ("within eight minutes·, and it went on", "within eight minutes, and it went on"),
        ("the rest of 12·kW was sold to us all", "the rest of 12 kW was sold to us all"),
    ],
)
def test_pieces_of_a_letter_spaced_line(pieces: str, expected: str) -> None:
    """Its blanks are half an em wide, and one or two of the gaps inside words taken for blanks."""
    sheet, x = Sheet(), LEFT
    for part in pieces.split():
        for piece in part.split("·"):
            sheet.words.append(word(piece, x, 100.0))
            x = sheet.words[-1].x1 + 1.3
        x += 5.2 - 1.3
    assert texts_of(sheet) == [expected]


def test_single_letters_with_blanks_between_are_no_word() -> None:
    assert texts_of(letters("a b", 2.0, 7.0)) == ["a b"]


def test_touching_pieces_are_one_word() -> None:
    sheet = Sheet()
    first = sheet.put("Cluster", base=100)[-1]
    sheet.put("-", first.x1 + 0.3, base=100)
    assert texts_of(sheet) == ["Cluster-"]


def test_a_bullet_that_touches_its_text_stays_a_marker() -> None:
    sheet = Sheet()
    bullet = sheet.put("•", base=100)[-1]
    sheet.put("Wartung", bullet.x1 + 0.3, base=100)
    assert texts_of(sheet) == ["• Wartung"]


@pytest.mark.parametrize(("base", "size"), [(96.5, 6.0), (102.5, 6.0)])
def test_raised_and_lowered_marks_join_the_line_they_touch(base: float, size: float) -> None:
    sheet = Sheet()
    first = sheet.put("Der Speicher", base=100)[-1]
    sheet.put("1", first.x1 + 0.5, base=base, size=size)
    sheet.put("fiel aus", first.x1 + 7, base=100)
    assert texts_of(sheet) == ["Der Speicher 1 fiel aus"]


def test_a_number_over_a_line_is_not_raised_into_it() -> None:
    sheet = Sheet()
    sheet.put("1", x=300, base=93, size=6.0)
    sheet.put("Der Speicher fiel aus", base=100)
    assert sorted(texts_of(sheet)) == ["1", "Der Speicher fiel aus"]


@pytest.mark.parametrize("drawn", ["=====", "----------", "*****", "_____ _____", "~~~~"])
def test_a_line_drawn_with_characters_underlines_what_is_above(drawn: str) -> None:
    sheet = Sheet().lines("Zeitablauf", drawn, "Um acht Uhr", mono=True)
    lines = lines_of(sheet.page(1))
    assert [(line.text, line.underlined) for line in lines] == [
        ("Zeitablauf", True),
        ("Um acht Uhr", False),
    ]


def test_slanted_text_stands_apart() -> None:
    sheet = Sheet().lines("Am Abend fiel der Speicher aus")
    sheet.put("ENTWURF", x=250, base=400, size=60, upright=False)
    assert texts_of(sheet) == ["Am Abend fiel der Speicher aus"]
    assert [line.text for line in slanted_lines(sheet.page(1))] == ["ENTWURF"]


@pytest.mark.parametrize(
    ("number", "text", "size", "bold", "expected"),
    [
        ("3", "Ursache", 14, False, ["3 Ursache"]),
        ("3.1", "Ursache", 10, True, ["3.1 Ursache"]),
        ("IV", "Ursache", 14, True, ["IV Ursache"]),
        ("3", "Ursache", 10, False, ["3", "Ursache"]),  # a cell beside another
    ],
)
def test_a_bare_number_joins_the_heading_behind_it(
    number: str, text: str, size: float, bold: bool, expected: list[str]
) -> None:
    sheet = Sheet()
    first = sheet.put(number, base=60, size=size, bold=bold)[-1]
    sheet.put(text, first.x1 + 1.6 * size, base=60, size=size, bold=bold)
    sheet.base = 70
    sheet.text(prose(30))
    assert [t for t in texts_of(sheet) if t in ("3", "Ursache") or "Ursache" in t] == expected


@pytest.mark.parametrize(
    ("disc", "bold", "expected"),
    [(17, True, ["3 Ursache"]), (17, False, ["3", "Ursache"]), (80, True, ["3", "Ursache"])],
)
def test_a_number_in_a_disc_is_its_heading_s(disc: float, bold: bool, expected: list[str]) -> None:
    sheet = Sheet()
    sheet.put("3", LEFT + 5, 59, size=8, bold=True, color=0xFFFFFF)
    sheet.areas.append(Area(LEFT, 48, LEFT + disc, 48 + disc))
    sheet.put("Ursache", LEFT + 27, 60, size=10, bold=bold)
    sheet.base = 70
    sheet.text(prose(30))
    found = [line for line in lines_of(sheet.page(1)) if line.text in ("3", "3 Ursache", "Ursache")]
    assert [line.text for line in found] == expected
    if len(found) == 1:
        assert (found[0].size, found[0].color) == (10, 0)


def test_a_picture_before_a_heading_is_no_bullet() -> None:
    sheet = Sheet().text(prose(30)).heading("Wen es traf", x=LEFT + 18)
    sheet.areas.append(Area(LEFT, sheet.base - 10, LEFT + 7, sheet.base - 3))
    sheet.text(prose(30, 2))
    [line] = [line for line in lines_of(sheet.page(1)) if line.text == "Wen es traf"]
    assert not line.drawn_bullet


@pytest.mark.parametrize(("gap", "room"), [(0.6, 340), (1.1, 340), (1.1, 280)])
def test_text_goes_on_behind_a_bold_heading_that_runs_into_it(gap: float, room: float) -> None:
    sheet = Sheet()
    for number, name in enumerate(("Was vorgefallen ist", "Wer betroffen war")):
        first, *others = wrapped(prose(40, number), room)
        x = sheet.line(name, step=2.4, bold=True).words[-1].x1 + 10 * gap
        sheet.put(first, x)
        sheet.lines(*wrapped(" ".join(others), WIDE))
    assert [t.split()[0] for t in texts_of(sheet) if t.startswith(("Was", "Wer"))] == ["Was", "Wer"]
    assert not any(t in ("Was vorgefallen ist", "Wer betroffen war") for t in texts_of(sheet))


@pytest.mark.parametrize("beside", [{}, {"size": 14, "bold": True}])
def test_a_number_joins_its_heading_beside_another_column_of_text(beside: dict) -> None:
    sheet = Sheet()
    first = sheet.put("2", base=60, size=14, bold=True)[-1]
    sheet.put("Folgen", first.x1 + 22, base=60, size=14, bold=True)
    sheet.put("aus der Spalte daneben", 320, base=60, **beside)
    sheet.base = 70
    sheet.text(prose(30))
    assert ("2 Folgen" in texts_of(sheet)) is not bool(beside)  # a table's head, if set alike


def test_a_line_knows_its_face_and_box() -> None:
    sheet = Sheet(words=words_at("**NUR FETT**", 50, 100, color=0xFF0000))
    [line] = lines_of(sheet.page(1))
    assert (line.bold, line.caps, line.italic, line.mono, line.color) == (
        True, True, False, False, 0xFF0000,
    )  # fmt: skip
    assert line.box == (50, 91, 50 + width_of("NUR FETT"), 102.2)
    rest = line.without(1)
    assert (rest.text, rest.x0) == ("FETT", 50 + width_of("NUR "))


def test_boxes_with_figures_between_them_are_no_spaced_word() -> None:
    sheet = Sheet().line("Stufe: ☐ 1 ☐ 2 ☒ 3 ☐ 4")
    assert texts_of(sheet) == ["Stufe: ☐ 1 ☐ 2 ☒ 3 ☐ 4"]


def spread(sheet: Sheet, texts: list[str], right: float, base: float, **flags: bool) -> None:
    """Words of a justified line: as far apart as makes it end at the right edge."""
    room = right - LEFT - sum(width_of(text, mono=flags.get("mono", False)) for text in texts)
    x = LEFT
    for text in texts:
        x = sheet.put(text, x, base=base, **flags)[-1].x1 + room / (len(texts) - 1)


@pytest.mark.parametrize(("flags", "whole"), [({}, True), ({"mono": True}, False)])
def test_even_word_spaces_make_a_justified_line(flags: dict[str, bool], whole: bool) -> None:
    sheet = Sheet()
    for base in (100, 113):
        spread(sheet, ["Am", "Abend", "fiel", "der", "Speicher", "ganz", "aus"], 250, base)
    spread(sheet, ["dem", "Notfallhandbuch", "auf"], 250, 126, **flags)
    assert ("dem Notfallhandbuch auf" in texts_of(sheet)) is whole


def test_uneven_spaces_part_cells_in_a_justified_column() -> None:
    sheet = Sheet()
    for base in (100, 113):
        spread(sheet, ["Am", "Abend", "fiel", "der", "Speicher", "ganz", "aus"], 250, base)
    sheet.put("Portal", LEFT, base=126)
    sheet.put("Netz", 150, base=126)
    sheet.put("lang", 250 - width_of("lang"), base=126)
    assert {"Portal", "Netz", "lang"} <= set(texts_of(sheet))


@pytest.mark.parametrize("cells", [True, False])
def test_what_fills_a_column_by_chance_is_cells_where_the_next_row_has_cells(cells: bool) -> None:
    """Times of one length reach as far as the heads of a table below them."""
    sheet = Sheet()
    for number in range(4):
        sheet.put("4:25 AM – 4:33 AM", LEFT, base=100 + 18 * number)
    x = sheet.words[-1].x1 - width_of("Dauer")
    sheet.put("Dienst", LEFT, base=190, bold=True)
    sheet.put("Dauer", x, base=190, bold=True)
    sheet.put("Portal", LEFT, base=215)
    sheet.put("eine Stunde", x if cells else x + 30, base=215)
    assert ("Dienst Dauer" in texts_of(sheet)) is not cells


@pytest.mark.parametrize("drawn", ["\u2044", "xa\u0331"])
def test_a_sign_drawn_over_the_blank_behind_it_stays_apart(drawn: str) -> None:
    sheet = Sheet()
    x = sheet.put(drawn, LEFT, base=100)[-1].x1
    sheet.put("“broken”", x + 0.4, base=100)
    assert texts_of(sheet) == [f"{drawn} “broken”"]


def test_heads_close_together_are_cut_where_the_rows_leave_white() -> None:
    sheet = Sheet()
    x = sheet.put("Wohngeldstelle", LEFT, base=100)[-1].x1
    sheet.put("Anträge", x + 8, base=100)
    for number, place in enumerate(("Altenhagen", "Nordmark", "Rabenau")):
        sheet.put(place, LEFT, base=113 + 13 * number)
        sheet.put("418", x + 24, base=113 + 13 * number)
    assert texts_of(sheet)[:2] == ["Wohngeldstelle", "Anträge"]


@pytest.mark.parametrize(("end", "expected"), [(0, True), (-20, False), (60, False)])
def test_a_rule_right_below_a_line_underlines_it(end: float, expected: bool) -> None:
    sheet = Sheet()
    last = sheet.put("The story in brief", base=100)[-1].x1
    sheet.rules.append(Rule(LEFT, 101.5, last + end, 102))
    [line] = lines_of(sheet.page(1))
    assert line.underlined is expected


def test_letter_spaced_capitals_that_a_reader_has_parted_are_one_word() -> None:
    sheet = Sheet()
    x = sheet.put("HOCHSCHULE", base=100)[-1].x1 + 4.0
    x = sheet.put("AARE", x, base=100)[-1].x1 + 1.2
    sheet.put("TAL", x, base=100)
    assert texts_of(sheet) == ["HOCHSCHULE AARETAL"]


def test_dotted_times_under_one_that_is_no_section_s_number_are_no_markers() -> None:
    sheet = Sheet()
    for base, time in ((100, "7.40"), (130, "8.00"), (160, "8.12")):
        sheet.put(time, LEFT, base=base)
        sheet.put("Übertragung bricht ab", LEFT + 40, base=base)
    assert "8.12" in texts_of(sheet)


def test_capitals_of_two_faces_close_together_are_two_words() -> None:
    sheet = Sheet()
    x = sheet.put("Ƈ", base=100, font="Other-Regular")[-1].x1
    sheet.put("GB", x + 1.1, base=100, font="Body-Regular")
    assert texts_of(sheet) == ["Ƈ GB"]


@pytest.mark.parametrize(
    "rows",
    [
        [("Netz", "alle"), ("–", "einige")],  # a cell stands over the dash
        [("Speicher", "–", "alle"), ("Suche", "–", "einige")],  # one stands left of it
    ],
)
def test_a_dash_in_a_cell_is_no_marker_of_the_next(rows: list[tuple[str, ...]]) -> None:
    sheet = Sheet()
    for number, row in enumerate(rows):
        for text, x in zip(row, (70, 105) if len(row) == 2 else (70, 125, 160), strict=True):
            sheet.put(text, x, base=100 + 20 * number)
    assert texts_of(sheet) == [text for row in rows for text in row]


def test_two_raised_figures_on_a_line_stay_in_it() -> None:
    """Browsers set them at five sixths of the size."""
    sheet = Sheet()
    x = sheet.put("wuchs um 10", base=100)[-1].x1
    x = sheet.put("3", x + 0.3, base=96, size=8.3)[-1].x1
    x = sheet.put("auf 2", x + 3, base=100)[-1].x1
    x = sheet.put("32", x + 0.3, base=96, size=8.3)[-1].x1
    sheet.put("Byte", x + 3, base=100)
    assert texts_of(sheet) == ["wuchs um 10 3 auf 2 32 Byte"]


@pytest.mark.parametrize(
    ("before", "code", "after", "expected"),
    [
        ("Der Dienst", "imgsweep", ", der läuft", "Der Dienst imgsweep, der läuft"),
        ("gemeldet von", "disk", ".", "gemeldet von disk."),
        ("(", "disk", ") voll", "(disk) voll"),
        ("Der Dienst", "imgsweep", "läuft", "Der Dienst imgsweep läuft"),
        ("Der Dienst", "imgsweep", "– der", "Der Dienst imgsweep – der"),
    ],
)
def test_the_box_around_code_in_a_line_makes_no_blank(
    before: str, code: str, after: str, expected: str
) -> None:
    sheet = Sheet()
    x = sheet.put(before)[-1].x1
    x = sheet.put(code, x + 4, mono=True)[-1].x1
    sheet.put(after, x + 4)
    assert texts_of(sheet) == [expected]


@pytest.mark.parametrize("marker", ["•", "8."])
def test_a_time_behind_a_bullet_is_no_cell(marker: str) -> None:
    sheet = Sheet()
    for base, time in ((100, "20:00"), (113, "20:15"), (126, "20:30")):
        x = sheet.put(marker, base=base)[-1].x1 + 12
        x = sheet.put(time, x, base=base)[-1].x1 + 6
        sheet.put("Knoten antwortet", x, base=base)
    whole = f"{marker} 20:00 Knoten antwortet"
    assert (whole in texts_of(sheet)) == (marker == "•")


def test_words_pushed_apart_in_a_narrow_cell_stay_in_it() -> None:
    sheet = Sheet()
    for base, time in ((100, "20:00"), (113, "20:15"), (139, "21:00"), (152, "21:30")):
        sheet.put(time, base=base)
        sheet.put("Knoten antwortet", LEFT + 50, base=base)
    sheet.put("20:20", base=126)
    sheet.put("bis", LEFT + 25 + 11, base=126)
    sheet.put("Knoten antwortet", LEFT + 50, base=126)
    assert texts_of(sheet)[4:6] == ["20:20 bis", "Knoten antwortet"]


def test_the_wider_blank_behind_a_full_stop_is_no_column_s() -> None:
    sheet = Sheet()
    for row in ("erst am Abend ganz", "dann in der Nacht", "und am Tag darauf"):
        sheet.line(row.split()[0], 70)
        sheet.put(" ".join(row.split()[1:]), 200)
    sheet.base += 40
    x = sheet.put("jedes Paar prüft das andere.", 70)[-1].x1
    sheet.words = [w for w in sheet.words if w.x0 < 200 or w.base < sheet.base]
    x = 200 - 6.4
    sheet.put("Das System war da", 200)
    sheet.words[-5] = word("andere.", x - 35, sheet.base)
    assert texts_of(sheet)[-1] == "jedes Paar prüft das andere. Das System war da"


def test_the_blanks_of_code_part_no_cells() -> None:
    sheet = Sheet()
    for minute in range(4):
        x = sheet.line(f"2025-03-29 21:5{minute}", mono=True).words[-1].x1
        sheet.put("– Meldung aus dem Betrieb", x + 4.8)
    assert texts_of(sheet)[0] == "2025-03-29 21:50 – Meldung aus dem Betrieb"


def test_a_stretched_cell_begins_where_those_in_other_rows_do() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.line("10:31", 100)
        x = 125 + 7.0
        for text in ("Netz", "fällt", "erneut", "aus"):
            x = sheet.put(text, x)[-1].x1 + (2.6 if number != 2 else 7.4)
    assert texts_of(sheet)[4:6] == ["10:31", "Netz fällt erneut aus"]


def test_boxes_to_be_ticked_are_bullets_where_several_stand_in_a_column() -> None:
    for count in (1, 3):
        sheet = Sheet()
        for number in range(count):
            sheet.line(f"Aufgabe {number}", 90, step=2)
            sheet.areas.append(Area(75, sheet.base - 9, 84.5, sheet.base + 0.5))
        assert [line.drawn_bullet for line in lines_of(sheet.page(1))] == [count > 1] * count


EVENTS = ("Knoten b7 antwortet nicht mehr", "Die Bereitschaft ist da", "Der Speicher ist voll")


@pytest.mark.parametrize("step", [1.3, 1.7])
@pytest.mark.parametrize("inset", [0.0, 31.0])
def test_bold_words_that_run_into_the_text_are_no_cells(inset: float, step: float) -> None:
    """Where a full line goes on at the left, under the bold words; a cell's goes on under it."""
    sheet = Sheet()
    for number, event in enumerate(EVENTS):
        sheet.line(f"**20:0{number}**", step=2.0)
        sheet.put(event, LEFT + 25 + 6)
        if len(event) == max(map(len, EVENTS)):
            sheet.line("und bleibt stumm", LEFT + inset, step)
    told = texts_of(sheet)
    assert ("20:00" in told) == bool(inset)
    assert (f"20:00 {EVENTS[0]}" in told) != bool(inset)


@pytest.mark.parametrize(
    ("pieces", "inside", "between", "expected"),
    [
        (("Wh_a_t", "we", "t_a_ke", "away"), 0.12, 0.54, "What we take away"),
        (("Ackn_ow_l_ed_g_em_ent_s",), 0.12, 0.54, "Acknowledgements"),
        (("agree_a_plan_of_up_to_three",), 0.12, 0.54, "agree a plan of up to three"),  # tight
        (("der_Lauf", "nach", "dem_Plan"), 0.12, 0.25, "der Lauf nach dem Plan"),
        (("nach_§_17", "und_§_18", "sofort"), 0.12, 0.54, "nach § 17 und § 18 sofort"),
    ],
)
def test_letter_spaced_words_in_pieces(
    pieces: tuple[str, ...], inside: float, between: float, expected: str
) -> None:
    sheet, x = Sheet(), LEFT
    for piece in pieces:
        for part in piece.split("_"):
            x = sheet.put(part, x, base=100)[-1].x1 + inside * 10
        x += (between - inside) * 10
    assert texts_of(sheet) == [expected]


@pytest.mark.parametrize("marker", ["•", "3."])
def test_a_marker_a_little_off_its_line_beside_text_in_the_next_column(marker: str) -> None:
    """The three are no row: the marker is too far from the first, but near enough to its own."""
    sheet = Sheet()
    sheet.put("Am Abend war das Netz zurück", 70, base=100)
    sheet.put("Die Meldung erreicht alle", 325, base=101.6)
    sheet.put(marker, 312, base=103.2)
    assert texts_of(sheet) == [
        "Am Abend war das Netz zurück",
        f"{marker} Die Meldung erreicht alle",
    ]


@pytest.mark.parametrize(("head", "joined"), [("Fassung", False), ("", True)])
def test_a_version_s_number_under_its_head_is_a_cell(head: str, joined: bool) -> None:
    sheet = Sheet()
    for number, row in enumerate((head, "1.1", "1.2")):
        if row:
            sheet.put(row, 70, base=100 + 14 * number)
        sheet.put("Datum" if not number else "24.04.2024", 115, base=100 + 14 * number)
    assert ("1.1 24.04.2024" in texts_of(sheet)) == joined


@pytest.mark.parametrize(("text", "joined"), [("26.0", False), ("Was geschah", True)])
def test_a_figure_is_no_marker_of_the_one_behind_it(text: str, joined: bool) -> None:
    sheet = Sheet()
    sheet.put("24.1", 70, base=100)
    sheet.put(text, 105, base=100)
    assert (f"24.1 {text}" in texts_of(sheet)) == joined


@pytest.mark.parametrize(("size", "joined"), [(14, True), (10, False)])
def test_a_heading_s_number_over_the_head_of_a_table(size: float, joined: bool) -> None:
    sheet = Sheet()
    for number, row in enumerate((("5", "Vorhaben"), ("Nr.", "Schritt"), ("1", "Prüfen"))):
        for x, text in zip((70, 105), row, strict=True):
            larger = {"size": size} if not number else {}
            sheet.put(text, x, base=100 + 20 * number, bold=number < 2, **larger)
    assert ("5 Vorhaben" in texts_of(sheet)) == joined


def test_a_small_bullet_raised_to_the_middle_of_its_line() -> None:
    sheet = Sheet()
    sheet.put("•", 70, base=97, size=7)
    sheet.put("etwa 131.000 angenommen", 86, base=100)
    assert texts_of(sheet) == ["• etwa 131.000 angenommen"]


@pytest.mark.parametrize("size", [14.0, 10.0])
def test_a_number_before_a_heading_beside_one_of_the_other_column(size: float) -> None:
    """In the text's own size it may be a cell, bold in all its row."""
    page = Sheet()
    for x, seed in ((70, 1), (320, 2)):
        page.base = 90
        page.text(prose(60, seed), x, 210)
    page.put("Abstract", 70, 60, size=size, bold=True)
    page.put("3", 320, 60, size=size, bold=True)
    page.put("Ablauf der Nacht", 345, 60, size=size, bold=True)
    told = shapes(laid_out(page))
    assert ("3 Ablauf der Nacht" in told) == (size > 12)


def test_a_number_in_a_disc_before_a_sentence_is_no_heading_s() -> None:
    """Where most lines, those of a table, are smaller than the text."""
    sheet = Sheet()
    for row in range(9):
        sheet.line(f"Zelle {row}", size=8, step=2).put(f"Wert {row}", 200, size=8)
    for number, text in enumerate(
        ("Es gilt als versendet, sobald es da ist.", "Der Test sendet nichts."), 1
    ):
        sheet.base += 26
        sheet.areas.append(Area(66, sheet.base - 11, 82, sheet.base + 5))
        sheet.put(str(number), 71, bold=True, size=9)
        sheet.put(text, 88)
    told = shapes(laid_out(sheet))
    assert told[-1][0] == ["1", "Es gilt als versendet, sobald es da ist."]


def test_numbers_before_headings_side_by_side_are_theirs() -> None:
    sheet = Sheet().text(prose(60, 1))
    sheet.base += 40
    for x, number, name in ((LEFT, "5", "Was geschah"), (LEFT + 240, "6", "Woran es lag")):
        sheet.put(number, x, size=12.5, bold=True)
        sheet.put(name, x + 25, size=12.5, bold=True)
    found = [line.text for line in lines_of(sheet.page(1))]
    assert found[-2:] == ["5 Was geschah", "6 Woran es lag"]


def test_a_number_larger_than_its_item_does_not_part_it() -> None:
    sheet = Sheet(base=60)
    texts = [prose(30, seed) for seed in range(3)]
    for number, text in enumerate(texts, 1):
        sheet.base += 18
        sheet.put(f"{number}.", size=11)
        for count, row in enumerate(wrapped(text, 300, 9.0)):
            sheet.base += 13 if count else 0
            sheet.put(row, LEFT + 14, size=9.0)
    assert [re.sub(r"^\d\. ", "", t) for t in shapes(laid_out(sheet))] == texts


@pytest.mark.parametrize("sign", ["›", "➔", "❯", "⬥", "★"])
def test_signs_alone_before_text_are_bullets(sign: str) -> None:
    assert is_marker(sign)


def test_even_word_spaces_are_no_cells_where_bullets_stand_above() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.put("•", 50, base=sheet.base)
        sheet.put("Agents had the authority", 60.5)
        sheet.base += 13
    x = 50.0
    for text in ("a", "restart,", "since", "the", "software", "loads"):
        x = sheet.put(text, x, base=sheet.base + 13)[-1].x1 + 5
    assert texts_of(sheet)[-1] == "a restart, since the software loads"


@pytest.mark.parametrize(("size", "whole"), [(11.0, True), (8.0, False)])
def test_a_number_hangs_in_the_margin_in_a_face_of_its_own(size: float, whole: bool) -> None:
    sheet = Sheet()
    sheet.put("3", LEFT - 26, base=60, size=size, color=0xD04000)
    sheet.put("Ursache", LEFT, base=60, size=12, bold=True)
    sheet.base = 70
    sheet.text(prose(30))
    assert ("3 Ursache" in texts_of(sheet)) == whole


def test_a_long_cell_set_flush_right_comes_near_to_the_one_before_it() -> None:
    rows = [("Bemerken", "19:50", "8 min"), ("Erreichen", "21:25", "55 min"),
            ("Warten", "00:55", "2 h 45 min"), ("Ruhe", "02:47", "27 min")]  # fmt: skip
    sheet = Sheet(base=100)
    for name, clock, duration in rows:
        sheet.line(name, step=1.8)
        for text, end in ((clock, 300.0), (duration, 350.0)):
            sheet.put(text, end - width_of(text))
    assert texts_of(sheet) == [text for row in rows for text in row]


def test_a_row_whose_cells_all_stand_close_is_cut_where_the_others_cells_begin() -> None:
    rows = [("Vorhaben", "Wer", "Bis"),
            ("Erreichbarkeit durch", "Speicherplattform", "28.02.2025"),
            ("Verwaltungsrechner", "Betrieb", "14.03.2025"),
            ("Alarme", "Leitung", "21.02.2025")]  # fmt: skip
    sheet = Sheet(base=100)
    for row in rows:
        sheet.base += 18
        for text, x in zip(row, (LEFT, 173.5, 266.0), strict=True):
            sheet.put(text, x)
    assert texts_of(sheet) == [text for row in rows for text in row]
