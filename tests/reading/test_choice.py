"""Which reader is believed: damage, lies, scans, layers, and what is said about them."""

from __future__ import annotations

import random
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any

import pytest

from pmpdf import reading
from pmpdf.errors import (
    Damaged,
    ExitCode,
    MissingExtra,
    NoText,
    PageLimit,
    PasswordNeeded,
    PmpdfError,
)
from pmpdf.reading import choice, ocr
from pmpdf.reading.choice import NOTICES
from pmpdf.reading.document import Document
from pmpdf.values import replace


def codes(document: Document) -> list[str]:
    found = [notice.code for notice in document.notices]
    assert set(found) <= set(NOTICES)
    return found


def words(document: Document) -> list[str]:
    return [w.text for p in document.pages for w in p.words]


def test_a_plain_file_needs_no_second_reader(recipe: Any, line: Any) -> None:
    data = recipe([line("eins"), line("zwei")]).data()
    found = reading.read(data)
    assert (words(found), found.reader, found.notices) == (["eins", "zwei"], "pdfium", ())
    assert found.file_name == "(bytes)"
    assert len(found.sha256 or "") == 64
    assert reading.read(data, verify=True).notices == ()


def test_nothing_is_imported_that_a_plain_file_does_not_need(recipe: Any, line: Any) -> None:
    program = (
        "import sys; from pmpdf import reading; reading.read(sys.stdin.buffer.read());"
        "sys.exit(bool({'pdfplumber', 'pdfminer', 'tesserocr', 'PIL', 'numpy'} & set(sys.modules)))"
    )
    data = recipe([line("eins")]).data()
    assert subprocess.run([sys.executable, "-c", program], input=data).returncode == 0


def test_a_page_count_that_lies(recipe: Any, line: Any) -> None:
    data = recipe([line("eins")]).data()
    for lie, code in ((b"/Count 1000000", "pages_uncertain"), (b"/Count 40", "pages_uncertain")):
        found = reading.read(data.replace(b"/Count 1", lie))
        assert words(found) == ["eins"]
        assert len(found.pages) == 1
        assert code in codes(found)


def test_too_many_pages(recipe: Any, line: Any) -> None:
    data = recipe([line("x")] * 5).data()
    with pytest.raises(PageLimit) as caught:
        reading.read(data, max_pages=4)
    assert caught.value.code is ExitCode.LIMIT


def test_a_page_tree_that_pdfium_cannot_follow(recipe: Any, line: Any) -> None:
    data = recipe([line("eins")]).data().replace(b"/Kids [100 0 R]", b"/Kidz [100 0 R]")
    found = reading.read(data)
    assert words(found) == ["eins"]
    assert found.reader == "pdfplumber"
    assert "pages_uncertain" in codes(found)


def test_a_broken_table_of_objects_is_mended(recipe: Any, line: Any) -> None:
    data = recipe([line("eins"), line("zwei")]).data()
    found = reading.read(data.replace(b"startxref\n", b"startxref\n9"))
    assert words(found) == ["eins", "zwei"]
    assert found.notices == ()  # both readers mend it in the same way


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(recipe: Any, line: Any) -> None:
    data = recipe([line("eins"), line("zwei"), line("drei")]).data()
    for end in (b"xref\n0", b"104 0 obj"):
        found = reading.read(data[: data.index(end)])
        assert words(found)[:2] == ["eins", "zwei"]
        assert "text_incomplete" in codes(found)


def test_a_broken_file_with_packed_objects(recipe: Any, line: Any) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    packed = BytesIO()
    pikepdf.open(BytesIO(recipe([line("eins"), line("zwei")]).data())).save(
        packed, object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    data = packed.getvalue()
    assert words(reading.read(data)) == ["eins", "zwei"]
    found = reading.read(data[: data.rindex(b" obj")])
    assert words(found) == ["eins", "zwei"]
    assert "text_incomplete" in codes(found)


def test_text_that_breaks_off_is_said(recipe: Any, line: Any) -> None:
    made = recipe([b""])
    packed = zlib.compress(b"\n".join(line(f"Zeile{i}", 72, 790 - i) for i in range(700)))
    made.pages = [packed[: len(packed) // 2]]
    size = len(made.pages[0])
    data = made.data().replace(
        b"<< /Length %d >>" % size, b"<< /Length %d /Filter /FlateDecode >>" % size
    )
    found = reading.read(data)
    assert "text_incomplete" in codes(found)
    assert 0 < len(words(found)) < 700


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"\x00" * 500])
def test_what_no_reader_can_open(content: bytes) -> None:
    with pytest.raises(Damaged, match="damaged") as caught:
        reading.read(content)
    assert caught.value.code is ExitCode.INPUT


def test_passwords(recipe: Any, line: Any) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    plain = pikepdf.open(BytesIO(recipe([line("geheim")]).data()))
    locked = BytesIO()
    plain.save(locked, encryption=pikepdf.Encryption(user="u", owner="o"))
    assert words(reading.read(locked.getvalue(), password="u")) == ["geheim"]
    with pytest.raises(PasswordNeeded, match="give its password"):
        reading.read(locked.getvalue())
    with pytest.raises(PasswordNeeded, match="does not open it"):
        reading.read(locked.getvalue(), password="x")


def test_blank_pages_among_others_are_no_matter(recipe: Any, line: Any) -> None:
    found = reading.read(recipe([b"", line("Text")]).data())
    assert (words(found), found.notices) == (["Text"], ())
    assert len(found.pages) == 2


def test_blank_pages_alone_are(recipe: Any, line: Any) -> None:
    with pytest.raises(NoText, match="blank"):
        reading.read(recipe([b"", b""]).data())
    with pytest.raises(NoText, match="outside of the visible pages"):
        reading.read(recipe([line("weg", 900)]).data())


IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Length 1 >>\nstream\n\xff\nendstream"
)
SCAN = b"q 600 0 0 800 0 0 cm /Im1 Do Q "


@pytest.fixture
def with_picture(recipe: Any) -> Any:
    def make(*pages: bytes) -> bytes:
        data: bytes = recipe(
            list(pages), resources=b"/XObject << /Im1 10 0 R >>", objects=(IMAGE,)
        ).data()
        return data

    return make


def test_a_scan_without_the_extra_says_how_to_get_it(
    with_picture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "data_folder", lambda: None)
    with pytest.raises(NoText, match=r"pip install 'pmpdf\[ocr\]'") as caught:
        reading.read(with_picture(SCAN))
    assert caught.value.code is ExitCode.NO_TEXT
    with pytest.raises(MissingExtra) as missing:
        reading.read(with_picture(SCAN), ocr=True)
    assert missing.value.code is ExitCode.MISSING_EXTRA


def test_a_scanned_page_among_others_is_told(with_picture: Any, line: Any) -> None:
    found = reading.read(with_picture(line("Text"), SCAN), ocr=False)
    assert codes(found) == ["page_without_text"]
    assert found.notices[0].page == 2


def test_a_hidden_layer_is_used_and_told(with_picture: Any, line: Any) -> None:
    layer = b"3 Tr " + line("erkannt")
    found = reading.read(with_picture(SCAN + layer))
    assert (words(found), codes(found)) == (["erkannt"], ["hidden_text"])


def test_text_that_nobody_sees_is_left_out(recipe: Any, line: Any) -> None:
    content = line("sichtbar") + b"3 Tr " + line("unsichtbar", 72, 500)
    found = reading.read(recipe([content]).data())
    assert (words(found), codes(found)) == (["sichtbar"], ["text_not_printed"])


def test_glyphs_without_letters_are_never_guessed(recipe: Any, line: Any) -> None:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] "
        b"/FirstChar 65 /LastChar 66 /Widths [600 600] /CharProcs << /g1 11 0 R /g2 11 0 R >> "
        b"/Encoding << /Differences [65 /g1 /g2] >> >>"
    )
    glyph = b"<< /Length 32 >>\nstream\n600 0 d0 0 0 500 700 re f        \nendstream"
    made = recipe([line("Ursache der Panne") + b"BT /F9 12 Tf 72 600 Td (AB) Tj ET"])
    made.objects = (font, glyph)
    data = made.data().replace(b"/Font << /F1", b"/Font << /F9 10 0 R /F1")
    found = reading.read(data, ocr=False)
    assert words(found) == ["Ursache", "der", "Panne", "\ufffd\ufffd"]
    assert codes(found) == ["glyphs_unknown"]
    assert found.pages[0].undecoded == 2


def test_guessed_letters_are_kept_where_they_make_words(recipe: Any, line: Any) -> None:
    codes_used = b" ".join(b"/a%d" % code for code in range(32, 127))
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] "
        b"/FirstChar 32 /LastChar 126 /Widths [%s] /CharProcs << /a65 11 0 R >> "
        b"/Encoding << /Differences [32 %s] >> >>" % (b" ".join([b"500"] * 95), codes_used)
    )
    glyph = b"<< /Length 32 >>\nstream\n600 0 d0 0 0 500 700 re f        \nendstream"
    made = recipe([b"BT /F9 12 Tf 72 600 Td (in der Nacht fiel das System und) Tj ET"])
    made.objects = (font, glyph)
    data = made.data().replace(b"/Font << /F1", b"/Font << /F9 10 0 R /F1")
    found = reading.read(data, ocr=False)
    assert words(found) == ["in", "der", "Nacht", "fiel", "das", "System", "und"]
    assert codes(found) == ["glyphs_unknown"]


SENTENCE = "the outage of the shop was over and it is in the report that the team had on call "
SHIFTED = SENTENCE.translate(
    str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyza")
)


@pytest.mark.parametrize("installed", [True, False])
def test_letters_that_make_no_words_are_read_in_the_picture(
    installed: bool, recipe: Any, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(text: str) -> bytes:
        return b"".join(line(text, y=700 - 20 * n) for n in range(6))

    def recognise(data: bytes, numbers: Any, **how: Any) -> Document:
        assert list(numbers) == [2]
        seen = reading.read(recipe([page(SENTENCE)]).data()).pages[0]
        return Document(pages=(replace(seen, number=2, reader="ocr"),), reader="ocr")

    monkeypatch.setattr(ocr, "recognise", recognise)
    monkeypatch.setattr(ocr, "is_installed", lambda required=False: installed)
    found = reading.read(recipe([page(SENTENCE), page(SHIFTED)]).data())
    first, second = (" ".join(w.text for w in p.words[:4]) for p in found.pages)
    assert first == "the outage of the"
    assert second == ("the outage of the" if installed else "uif pvubhf pg uif")
    assert [(n.code, n.page) for n in found.notices] == [("glyphs_unknown", 2)]


def test_a_hidden_layer_that_repeats_the_page_is_not_worth_a_word(recipe: Any, line: Any) -> None:
    hidden = b"3 Tr\n" + line("rnisread", y=701, size=11)
    found = reading.read(recipe([line("missed", y=700) + hidden]).data())
    assert (words(found), found.notices) == (["missed"], ())


def test_pdfium_can_be_left_out(recipe: Any, line: Any) -> None:
    found = reading.read(recipe([line("eins")]).data(), distrust_pdfium=True)
    assert (words(found), found.reader) == (["eins"], "pdfplumber")
    assert codes(found) == ["reader_replaced"]


def test_readers_that_differ_are_told(
    recipe: Any, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = recipe([line("20:00 Uhr")]).data()
    from pmpdf.reading import plumber

    true = plumber.read

    def false(*arguments: Any, **options: Any) -> Document:
        return true(data.replace(b"20:00", b"21:00"), **options)

    monkeypatch.setattr(plumber, "read", false)
    found = reading.read(data, verify=True)
    assert codes(found) == ["readers_differ"]
    assert "20:00" in found.notices[0].message
    assert "21:00" in found.notices[0].message
    assert found.notices[0].page == 1


def test_a_second_reader_that_fails_is_said(
    recipe: Any, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmpdf.reading import plumber

    def failing(*arguments: Any, **options: Any) -> Document:
        raise RecursionError

    monkeypatch.setattr(plumber, "read", failing)
    found = reading.read(recipe([line("Text")]).data(), verify=True)
    assert (words(found), codes(found)) == (["Text"], ["reader_replaced"])


@pytest.mark.parametrize("seed", range(6))
def test_damage_of_any_kind_ends_in_a_document_or_an_error(
    seed: int, recipe: Any, line: Any
) -> None:
    chance = random.Random(seed)
    content = line("Ursache") + b"0 g 72 600 m 500 600 l S /Im1 Do " + line("Folge", 72, 500, 20)
    whole = recipe([content, line("zwei")], resources=b"/XObject << /Im1 10 0 R >>").data()
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 4, 20])):
            place = chance.randrange(9, len(data))
            data[place : place + chance.choice([0, 1, 1, 30])] = chance.randbytes(
                chance.choice([0, 1, 1, 1, 9])
            )
        try:
            found = reading.read(bytes(data), ocr=False)
        except PmpdfError:
            continue
        assert all(0 < page.width < 1e9 for page in found.pages)


def test_every_notice_tells_what_to_do() -> None:
    assert all(text.endswith(".") and len(text) < 100 for text in choice.NOTICES.values())
