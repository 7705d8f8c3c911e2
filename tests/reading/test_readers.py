"""One page, two readers: each must see the same words, boxes and faces."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pmpdf.errors import Damaged, PageLimit, PasswordNeeded
from pmpdf.reading import pdfium, read
from pmpdf.reading.document import Document, Word

Read = Callable[..., Document]


def texts(document: Document, page: int = 0) -> list[str]:
    return [w.text for w in document.pages[page].words]


def word(document: Document, text: str) -> Word:
    return next(w for p in document.pages for w in p.words if w.text == text)


def test_words_have_box_baseline_face_and_colour(reader: Read, recipe: Any, line: Any) -> None:
    content = (
        b"1 0 0 rg " + line("20:00 Uhr", 72, 700) + b"0 g " + line("Ursache", 72, 600, 20, "F2")
    )
    found = reader(recipe([content + line("kernel", 72, 500, 10, "F3")]).data())
    first = word(found, "20:00")
    assert (first.x0, first.base, first.size) == pytest.approx((72, 100, 12), abs=0.1)
    assert first.x1 == pytest.approx(102.0, abs=1.0)
    assert first.top < 92
    assert first.base < first.bottom < 104
    assert first.color == 0xFF0000
    assert (first.bold, first.italic, first.mono) == (False, False, False)
    assert first.visible
    assert first.upright
    heading = word(found, "Ursache")
    assert heading.bold
    assert heading.size == pytest.approx(20)
    code = word(found, "kernel")
    assert code.mono
    assert code.italic
    assert (found.pages[0].width, found.pages[0].height) == (600, 800)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_states_a_rotation_and_is_drawn_for_it(
    reader: Read, recipe: Any, line: Any, turn: int
) -> None:
    turned = {90: b"0 1 -1 0 600 0", 180: b"-1 0 0 -1 600 800", 270: b"0 -1 1 0 0 800"}[turn]
    content = b"q " + turned + b" cm " + line("oben links", 50, 500) + b" Q"
    found = reader(recipe([content], extra=b"/Rotate %d" % turn).data())
    page = found.pages[0]
    assert (page.width, page.height) == ((800, 600) if turn != 180 else (600, 800))
    first = word(found, "oben")
    assert (first.x0, first.base) == pytest.approx((50, page.height - 500), abs=1)
    assert first.upright
    assert word(found, "links").x0 > first.x1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_on_its_side_is_turned_back(
    reader: Read, recipe: Any, line: Any, turn: int
) -> None:
    found = reader(recipe([line("oben links", 50, 700)], extra=b"/Rotate %d" % turn).data())
    first = word(found, "oben")
    assert (first.x0, first.base) == pytest.approx((50, 100), abs=0.5)
    assert first.upright
    assert found.pages[0].width == 600


def test_a_word_on_its_side_is_told_apart(reader: Read, recipe: Any, line: Any) -> None:
    side = b"q 0 1 -1 0 590 300 cm " + line("Vertraulich", 0, 0) + b" Q"
    found = reader(recipe([line("Am Abend fiel das System aus") + side]).data())
    assert not word(found, "Vertraulich").upright
    box = word(found, "Vertraulich")
    assert box.bottom - box.top > box.x1 - box.x0
    assert word(found, "Abend").upright


@pytest.mark.parametrize(("angle", "step"), [(45, 45), (45, 29), (90, 40), (30, 38)])
def test_a_watermark_set_letter_by_letter_is_a_word(
    reader: Read, recipe: Any, line: Any, angle: int, step: int
) -> None:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    marks = b"".join(
        b"BT /F1 40 Tf %f %f %f %f %f %f Tm (%c) Tj ET "
        % (cos, sin, -sin, cos, 300 + i * step * cos, 80 + i * step * sin, letter)
        for i, letter in enumerate(b"ENTWURF")
    )
    text = b"".join(line("Am Abend fiel die Datenbank aus.", 72, 700 - 15 * i) for i in range(5))
    found = reader(recipe([text + marks]).data())
    assert not word(found, "ENTWURF").upright
    assert word(found, "Abend").upright


def test_the_crop_box_is_the_page(reader: Read, recipe: Any, line: Any) -> None:
    content = line("drinnen", 150, 700) + line("draussen", 10, 700) + line("halbweg", 70, 650)
    found = reader(recipe([content], extra=b"/CropBox [100 50 500 790]").data())
    page = found.pages[0]
    assert (page.width, page.height) == (400, 740)
    inside = word(found, "drinnen")
    assert (inside.x0, inside.base) == pytest.approx((50, 90), abs=0.2)
    assert "draussen" in [w.text for w in page.outside]
    assert [w.text for w in page.outside if w.base > 100] == ["halbw"]  # by halves of glyphs
    assert [w.text for w in page.words if w.base > 100] == ["eg"]


def test_a_media_box_with_an_offset(reader: Read, recipe: Any, line: Any) -> None:
    found = reader(recipe([line("Text", -50, 700)], media=(-100, 100, 500, 900)).data())
    first = word(found, "Text")
    assert (first.x0, first.base) == pytest.approx((50, 200), abs=0.2)


def test_a_page_without_a_media_box(reader: Read, recipe: Any, line: Any) -> None:
    data = re.sub(rb"/MediaBox \[[^]]*\]", b"", recipe([line("Text")]).data())
    found = reader(data)
    assert texts(found) == ["Text"]
    assert (found.pages[0].width, found.pages[0].height) == (612, 792)


def test_text_drawn_twice_counts_once(reader: Read, recipe: Any, line: Any) -> None:
    shadow = line("Parallele Ausfälle", 72, 700, 18) + line("Parallele Ausfälle", 73, 699, 18)
    assert texts(reader(recipe([shadow]).data())) == ["Parallele", "Ausfälle"]


def test_the_same_word_twice_in_a_line_counts_twice(reader: Read, recipe: Any, line: Any) -> None:
    assert texts(reader(recipe([line("das das alle ll")]).data())) == ["das", "das", "alle", "ll"]


def test_letter_spaced_text_is_words(reader: Read, recipe: Any, line: Any) -> None:
    spread = b"BT /F2 14 Tf 72 700 Td [" + b" ".join(b"(%c) -250" % c for c in b"ZEITABLAUF")
    spread += b"] TJ ET BT /F1 12 Tf 3 Tc 72 660 Td (Technische Details) Tj ET "
    found = texts(reader(recipe([spread + b"0 Tc " + line("x y z", 72, 600)]).data()))
    assert found == ["ZEITABLAUF", "Technische", "Details", "x", "y", "z"]


def test_words_without_spaces_between_them(reader: Read, recipe: Any) -> None:
    tex = b"BT /F1 10 Tf 72 700 Td [(die)-300(Daten)10(bank)-300(fiel)-300(aus)] TJ ET"
    assert texts(reader(recipe([tex]).data())) == ["die", "Datenbank", "fiel", "aus"]


def test_a_narrow_space_before_a_capital_that_kerning_follows(recipe: Any) -> None:
    tex = b"BT /F1 10 Tf 72 700 Td [(auf)-300(Papier)-300(ist)-300(im)-138(W)120(erk)] TJ ET"
    assert texts(pdfium.read(recipe([tex]).data())) == ["auf", "Papier", "ist", "im", "Werk"]


def set_again(*pieces: str) -> bytes:
    """A line as programs write it that set type again from its places: `e|m` are two letters with
    the width of a blank between them, `w_o` two with a blank between them that has no width."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    content, x = b"", 72.0
    for piece in pieces:
        letters = piece.replace("|", "").replace("_", " ")
        width = stringWidth(letters, "Helvetica", 10)
        if "|" in piece:
            content += b"2.78 Tc "
            width += 2.78
        if "_" in piece:
            content += b"-2.7 Tw "
            width -= 2.7
        content += b"BT /F1 10 Tf %f 700 Td (%s) Tj ET 0 Tc 0 Tw " % (x, letters.encode())
        x += width
    return content


def test_blanks_that_are_space_between_letters(recipe: Any) -> None:
    line = set_again(
        "Skerr_y", " was cut off fiv", "e|m", "inutes late", "r|f", "or i", "t|s", "aw it"
    )
    line += b"BT /F1 10 Tf 72 600 Td (all) Tj 14 0 Td (of) Tj 13 0 Td (it) Tj 8 0 Td (in) Tj ET"
    found = " ".join(texts(pdfium.read(recipe([line]).data())))
    assert found == "Skerry was cut off five minutes later for it saw it all of it in"


@pytest.mark.parametrize("blank", ["-2.9", "-2.54"])
def test_a_blank_closed_as_kerning_parts_no_word(blank: str, recipe: Any) -> None:
    closed = f"BT /F1 10 Tf 72 500 Td {blank} Tw (Fr e) Tj 0 Tw ( Fahrt f\xfcr alle) Tj ET"
    found = texts(pdfium.read(recipe([closed.encode("latin-1")]).data()))
    assert found == ["Fre", "Fahrt", "für", "alle"]


def test_a_line_set_again_tells_of_the_others(recipe: Any) -> None:
    """Where pdfium makes no blank up: a word that kerning makes narrower, a bullet, and a blank
    that stands into the letter before it."""
    closed = b"BT /F1 10 Tf 72 500 Td -2.9 Tw (Fr e) Tj 0 Tw ET "
    for other in (["and_i"], ["•|D", "er Draht"]):
        kerned = b"-1.2 Tc BT /F1 10 Tf 72 600 Td (Wa) Tj ET 2.78 Tc "
        kerned += b"BT /F1 10 Tf 85.6 600 Td (su) Tj ET 0 Tc BT /F1 10 Tf 98.94 600 Td (ns) Tj ET "
        page = set_again(*other).replace("•".encode(), b"\x95") + kerned
        found = texts(pdfium.read(recipe([page + closed * (len(other) == 1)]).data()))
        first = ["•", "Der", "Draht"] if len(other) > 1 else ["andi"]
        assert found == [*first, "Was", "uns", *(["Fre"] * (len(other) == 1))]


def test_a_cell_left_blank_between_letters_of_one_width(recipe: Any) -> None:
    memo = b"BT /F3 10 Tf 72 700 Td 6 Tc (As) Tj 0 Tc 18 0 Td (econd path) Tj ET"
    assert texts(pdfium.read(recipe([memo]).data())) == ["A", "second", "path"]


def test_columns_are_not_glued(reader: Read, recipe: Any, line: Any) -> None:
    content = line("20:00", 72, 700) + line("Beginn", 130, 700) + line("Ende", 300, 700)
    assert texts(reader(recipe([content]).data())) == ["20:00", "Beginn", "Ende"]


def test_hyphens_at_line_ends(reader: Read, recipe: Any, line: Any) -> None:
    content = line("Wartung des Cluster-", 72, 700) + line("Managements", 72, 680)
    found = reader(recipe([content]).data())
    assert texts(found) == ["Wartung", "des", "Cluster-", "Managements"]
    assert word(found, "Managements").base == pytest.approx(120, abs=0.5)


def test_invisible_text_and_fake_bold(reader: Read, recipe: Any, line: Any) -> None:
    content = b"3 Tr " + line("verborgen", 72, 700) + b"2 Tr " + line("fett", 72, 600)
    found = reader(recipe([content]).data())
    assert not word(found, "verborgen").visible
    assert word(found, "fett").bold
    assert word(found, "fett").visible


def test_artifacts_are_marked(reader: Read, recipe: Any, line: Any) -> None:
    content = b"/Artifact <</Type /Pagination>> BDC " + line("Kopfzeile", 72, 780) + b"EMC "
    content += b"/P <</MCID 0>> BDC /Span BMC " + line("Absatz", 72, 700) + b"EMC EMC "
    found = reader(recipe([content]).data())
    assert word(found, "Kopfzeile").artifact
    assert not word(found, "Absatz").artifact


def test_lines_boxes_and_images(reader: Read, recipe: Any, line: Any) -> None:
    content = (
        b"72 600 m 500 600 l S 100 500 200 1 re f 0.9 g 72 300 200 100 re f 72 200 50 50 re W n "
        b"q 100 0 0 50 300 100 cm /Im1 Do Q "
    )
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
    )
    made = recipe([content + line("x")], resources=b"/XObject << /Im1 10 0 R >>", objects=(image,))
    page = reader(made.data()).pages[0]
    assert all(rule.horizontal for rule in page.rules)
    ends = [(rule.x0, rule.x1) for rule in page.rules]
    assert ends == [pytest.approx((72, 500), abs=1), pytest.approx((100, 300), abs=1)]
    boxes = {(round(a.x0), round(a.top), a.image) for a in page.areas}
    assert boxes == {(72, 400, False), (300, 650, True)}


def test_a_gradient_is_drawn_too(recipe: Any, line: Any) -> None:
    """Bullets that look like balls are gradients in a form; the second reader knows none."""
    gradient = (
        b"/Shading << /Sh1 << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 5 5] "
        b"/Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >>"
    )
    made = recipe([b"q 72 500 5 5 re W n /Sh1 sh Q " + line("x")], resources=gradient)
    [area] = pdfium.read(made.data()).pages[0].areas
    assert (round(area.x0), round(area.x1), area.image) == (72, 77, True)


def test_forms_in_forms(reader: Read, recipe: Any, line: Any) -> None:
    inner = line("innen", 10, 10) + b"0 0 100 2 re f"
    outer = b"1 0 0 1 100 100 cm /Fm2 Do"
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] %s /Length %d >>"
    objects = (
        (head % (b"/Resources << /XObject << /Fm2 11 0 R >> >>", len(outer)))
        + b"\nstream\n%s\nendstream" % outer,
        (head % (b"/Resources << /Font << /F1 12 0 R >> >>", len(inner)))
        + b"\nstream\n%s\nendstream" % inner,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made = recipe([b"q 1 0 0 1 50 50 cm /Fm1 Do Q"], objects=objects)
    made.resources = b"/XObject << /Fm1 10 0 R >>"
    page = reader(made.data()).pages[0]
    assert [(w.text, round(w.x0), round(w.base)) for w in page.words] == [("innen", 160, 640)]
    assert [(round(r.x0), round(r.top)) for r in page.rules] == [(150, 648)]


@pytest.mark.parametrize("turn", [0, 90])
def test_ligatures_with_an_actual_text_in_a_form_stand_where_they_are_drawn(
    reader: Read, recipe: Any, turn: int
) -> None:
    """pdfium tells the places of their letters in the form's units."""
    signs = {b"s": "s", b"t": "t", b"a": "a", b"n": "n", b"d": "d", b"x": "ff", b"y": "ffi"}
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n" % len(signs)
    for code, letters in signs.items():
        cmap += b"<%s> <%s>\n" % (
            code.hex().encode(),
            letters.encode("utf-16-be").hex().encode(),
        )
    cmap += b"endbfchar"
    drawn = b"BT /F1 40 Tf 3.2 0 0 -3.2 400 300 Tm (stax y xta and) Tj ET"
    mark = b") Tj /Span << /ActualText (%s) >> BDC (%s) Tj EMC ("
    drawn = re.sub(rb"x|y", lambda m: mark % (signs[m[0]].encode(), m[0]), drawn)
    stream = b"/Length %d >>\nstream\n%s\nendstream"
    objects = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9000 9000] "
        b"/Resources << /Font << /F1 11 0 R >> >> " + stream % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 12 0 R >>",
        b"<< " + stream % (len(cmap), cmap),
    )
    made = recipe([b"q .1 0 0 -.1 50 700 cm /Fm1 Do Q"], objects=objects)
    made.resources, made.extra = b"/XObject << /Fm1 10 0 R >>", b"/Rotate %d" % turn
    page = reader(made.data()).pages[0]
    assert [w.text for w in page.words] == ["staff", "ffi", "ffta", "and"]
    assert page.outside == ()
    if not turn:
        assert all(a.x1 < b.x0 < a.x1 + 5 for a, b in pairwise(page.words))
        assert {round(w.base) for w in page.words} == {130}


def test_an_emoji_moves_nothing(reader: Read, assembled: Any) -> None:
    found = reader(_with_font("ab \U0001f600 Folge bis Ende", assembled))
    assert [w.text for w in found.pages[0].words][-3:] == ["Folge", "bis", "Ende"]
    assert word(found, "Ende").x0 > word(found, "bis").x0 > word(found, "Folge").x0 > 72


def test_flags_that_their_font_calls_by_private_codes(reader: Read, assembled: Any) -> None:
    found = reader(_with_font("in \U000fe4e8 und \U000fe4e7 x\U000fffff", assembled))
    assert texts(found) == ["in", "🇩🇪", "und", "🇫🇷", "x\ufffd"]
    assert found.pages[0].undecoded == 1


def test_ligatures_become_letters(reader: Read, assembled: Any) -> None:
    found = reader(_with_font("Konﬁguration oﬀen \u00a0 zu\u202fspät", assembled))
    assert texts(found) == ["Konfiguration", "offen", "zu", "spät"]


@pytest.mark.parametrize(
    ("drawn", "letters"),
    [
        # Helvetica, whose dots are 333 wide: over u and U of 556 and 722, at whose place they begin
        (rb"[(f) -111 (\250) 444 (ur alle)] TJ", ["für", "alle"]),
        (rb"[(fu) 444 (\250) -111 (r alle)] TJ", ["für", "alle"]),
        (
            rb"[(die ) -195 ] TJ 3 Ts (\250) Tj 0 Ts [528 (Uhr am Tor)] TJ",
            ["die", "Ühr", "am", "Tor"],
        ),
        (rb"[(der Kunde\264s Wille)] TJ", ["der", "Kunde´s", "Wille"]),
        (rb"[(mit `ls` und ~)] TJ", ["mit", "`ls`", "und", "~"]),
    ],
)
def test_an_accent_drawn_over_a_letter_is_one_with_it(
    reader: Read, recipe: Any, drawn: bytes, letters: list[str]
) -> None:
    made = recipe([b"BT /F1 12 Tf 72 600 Td %s ET" % drawn])
    assert texts(reader(made.data())) == letters


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        (b"Symbol", b"\xb7", "•"),
        (b"ZapfDingbats", b"l", "●"),
        (b"ZapfDingbats", b"4", "✔"),
        (b"Wingdings", b"\xa7", "▪"),
        (b"ABCDEF+Wingdings-Regular", b"\xfe", "☑"),
        (b"Webdings", b"a", "\ufffd"),
    ],
)
def test_fonts_of_pictures(
    reader: Read, recipe: Any, line: Any, font: bytes, code: bytes, sign: str
) -> None:
    made = recipe([b"BT /F9 12 Tf 72 600 Td (%s) Tj ET " % code + line("Punkt", 90, 600)])
    described = (
        b"/TrueType /FirstChar 30 /LastChar 255 /Widths [%s] /FontDescriptor << /FontName /%s "
        b"/Flags 4 /FontBBox [0 0 900 900] /Ascent 800 /Descent -200 >>" % (b"600 " * 226, font)
    )
    kind = described if b"ings" in font else b"/Type1"
    made.objects = (b"<< /Type /Font /BaseFont /%s /Subtype %s >>" % (font, kind),)
    data = made.data().replace(b"/Font << /F1", b"/Font << /F9 10 0 R /F1")
    assert texts(reader(data)) == [sign, "Punkt"]


def test_a_word_that_stands_nowhere_is_kept_apart(reader: Read, recipe: Any, line: Any) -> None:
    far = b"q 1 0 0 1 9000000 0 cm " + line("weit", 0, 700) + b" Q"
    page = reader(recipe([line("hier") + far]).data()).pages[0]
    assert [w.text for w in page.words] == ["hier"]
    assert [w.text for w in page.outside] == ["weit"]


def test_more_pages_than_allowed(reader: Read, recipe: Any, line: Any) -> None:
    data = recipe([line("a"), line("b"), line("c")]).data()
    assert len(reader(data, max_pages=3).pages) == 3
    with pytest.raises(PageLimit, match="limit of 2"):
        reader(data, max_pages=2)


def test_an_encrypted_file(reader: Read, recipe: Any, line: Any) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    plain = pikepdf.open(BytesIO(recipe([line("geheim")]).data()))
    locked, open_ = BytesIO(), BytesIO()
    plain.save(locked, encryption=pikepdf.Encryption(user="schlüssel", owner="o"))
    plain.save(open_, encryption=pikepdf.Encryption(user="", owner="o"))
    assert texts(reader(open_.getvalue())) == ["geheim"]
    assert texts(reader(locked.getvalue(), password="schlüssel")) == ["geheim"]
    for wrong in (None, "falsch"):
        with pytest.raises(PasswordNeeded):
            reader(locked.getvalue(), password=wrong)


def test_what_is_no_pdf_at_all(reader: Read) -> None:
    with pytest.raises(Damaged):
        reader(b"%PDF-1.7\nnothing else")


def _with_font(text: str, assembled: Callable[[dict[int, bytes]], bytes]) -> bytes:
    """A page in a font with a Unicode map, as every modern generator writes it."""
    units = [bytes([i + 1]) for i in range(len(text))]
    mapped = b"".join(
        b"<%s> <%s>\n" % (u.hex().encode(), c.encode("utf-16-be").hex().encode())
        for u, c in zip(units, text, strict=True)
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(units), mapped)
    )
    widths = b" ".join(b"600" for _ in units)
    content = b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % b"".join(units).hex().encode()
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 1 /LastChar %d "
        b"/Widths [%s] /ToUnicode 6 0 R >>" % (len(units), widths)
    )
    return assembled(_one_page(content, font, cmap))


def _one_page(content: bytes, font: bytes, cmap: bytes) -> dict[int, bytes]:
    """The objects of a page in one font, whose Unicode map is object 6."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        5: font,
        6: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    }


@pytest.mark.parametrize(
    ("code", "words"), [(b"\xb9", ["1", "A", "refusal"]), (b"1", ["1A", "refusal"])]
)
def test_a_note_mark_that_the_font_raises_before_a_word_of_one_letter(
    code: bytes, words: list[str], assembled: Callable[[dict[int, bytes]], bytes]
) -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfrange\n<20> <7e> <0020>\nendbfrange\n"
        b"1 beginbfchar\n<b9> <0031>\nendbfchar endcmap end end"
    )
    content = b"BT /F1 10 Tf 72 700 Td (%sA refusal) Tj ET" % code
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>"
    )
    page = pdfium.read(assembled(_one_page(content, font, cmap))).pages[0]
    assert [word.text for word in page.words] == words


SIGNS = {
    "a != b": ("a", " ", "", "!=", " ", "b"),
    "--quiet": ("", "--", "q", "u", "i", "e", "t"),
    "a === b": ("a", " ", "", "", "===", " ", "b"),
    "a - b": ("a", " ", "-", " ", "b"),
}


def _code_font(shapes: Sequence[str]) -> bytes:
    """A font of one width: each letter a block, nothing for an empty one, and signs for several
    letters drawn back over the cells of those before the last."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    drawn, lefts = {}, []
    for name in (".notdef", *shapes):
        pen = TTGlyphPen(None)
        lefts.append(60 - 600 * max(0, len(name.replace(".notdef", "")) - 1))
        if name.strip():
            pen.moveTo((lefts[-1], 200))
            for corner in ((lefts[-1], 300), (540, 300), (540, 200)):
                pen.lineTo(corner)
            pen.closePath()
        drawn[name] = pen.glyph()
    order = [".notdef", *(f"g{n}" for n in range(len(shapes)))]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({})
    font.setupGlyf(dict(zip(order, drawn.values(), strict=True)))
    places = [(600, left) for left in lefts]
    font.setupHorizontalMetrics(dict(zip(order, places, strict=True)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Zeilen Mono", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def _drawn_one_by_one(
    text: str, glyphs: Sequence[str], font: bytes, assembled: Callable[[dict[int, bytes]], bytes]
) -> bytes:
    """A page with each letter drawn by itself, as browsers do, by the glyph that stands for it."""
    shapes = list(dict.fromkeys(glyphs))
    numbers = [shapes.index(glyph) + 1 for glyph in glyphs]
    program = _code_font(shapes)
    mapped = b"".join(
        b"<%04x> <%04x>\n" % (n, ord(letter))
        for n, letter in dict(zip(numbers, text, strict=True)).items()
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar endcmap end end" % (mapped.count(b"\n"), mapped)
    )
    drawn = b" 6 0 Td ".join(b"<%04x> Tj" % n for n in numbers)
    content = b"BT /F1 10 Tf 72 700 Td %s ET" % drawn
    return assembled(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            5: b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
            b"/DescendantFonts [7 0 R] /ToUnicode 6 0 R >>" % font,
            6: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
            7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /DW 600 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            b"/CIDToGIDMap /Identity /FontDescriptor 8 0 R >>" % font,
            8: b"<< /Type /FontDescriptor /FontName /%s /Flags 5 /FontBBox "
            b"[-1200 -200 600 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 "
            b"/StemV 80 /FontFile2 9 0 R >>" % font,
            9: b"<< /Length %d /Length1 %d >>\nstream\n%s\nendstream"
            % (len(program), len(program), program),
        }
    )


@pytest.mark.parametrize("text", SIGNS)
def test_letters_that_a_code_font_draws_as_one_sign(
    text: str, tmp_path: Path, assembled: Callable[[dict[int, bytes]], bytes]
) -> None:
    """pdfium leaves empty glyphs drawn by themselves out, and `a != b` was read as `a = b`."""
    data = _drawn_one_by_one(text, SIGNS[text], b"ZeilenMono", assembled)
    (tmp_path / "code.pdf").write_bytes(data)
    document = read(tmp_path / "code.pdf", ocr=False)
    assert texts(document) == text.split()
    assert document.notices == ()


def test_an_accent_over_the_letter_before_it_stands_for_no_other(
    assembled: Callable[[dict[int, bytes]], bytes],
) -> None:
    data = _drawn_one_by_one("q\u0302x", ("a", "==", "c"), b"ZeilenMono", assembled)
    found = pdfium.read(data).pages[0]
    assert found.undecoded == 0


@pytest.mark.parametrize(("font", "seen"), [(b"BunteEmoji", True), (b"Bunte", False)])
def test_coloured_pictures_from_a_font_without_outlines(
    font: bytes, seen: bool, tmp_path: Path, assembled: Callable[[dict[int, bytes]], bytes]
) -> None:
    """What draws them is no outline, so that pdfium leaves them out, too."""
    data = _drawn_one_by_one("\u231b um neun", ("", *" um neun"), font, assembled)
    (tmp_path / "emoji.pdf").write_bytes(data)
    document = read(tmp_path / "emoji.pdf", ocr=False)
    assert sorted(texts(document)) == sorted(["um", "neun", *(["\u231b"] if seen else [])])
    assert document.reader == ("pdfium+pdfplumber" if seen else "pdfium")
