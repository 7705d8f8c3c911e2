"""Letters as drawings, the figure, and the file format beneath."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import datetime
from pathlib import Path

import msgspec
import pikepdf
import pytest
from report_paper import drawn_text, made, opened, squeezed, structure
from report_records import BRANDS, ROOT, rich, timeline

from pmpdf.record import (
    LANGUAGES,
    Entry,
    Language,
    Paragraph,
    Period,
    PostMortem,
    Section,
    Timeline,
)
from pmpdf.report.brand import load_brand, neutral
from pmpdf.report.fit import Layout, fit
from pmpdf.report.furniture import frame_bottom, frame_top
from pmpdf.report.glance import _marks
from pmpdf.report.outlines import outlined
from pmpdf.report.pdf import Writer, literal, number
from pmpdf.report.story import tell
from pmpdf.report.wording import Wording

replace = msgspec.structs.replace


def course(*entries: Entry) -> PostMortem:
    section = Section("timeline", "Zeitablauf", blocks=(Timeline(entries),))
    return PostMortem(
        1,
        "de",
        title="Ausfall am 30. Mai 2023",
        period=Period("2023-05-30", "2023-05-31"),
        sections=(section,),
    )


def at(day: int, clock: str, text: str = "Ereignis") -> Entry:
    return Entry(f"{clock} Uhr", f"2023-05-{day}T{clock}", text=text)


def test_days_that_the_clocks_tell_are_drawn_and_not_text() -> None:
    data = made(course(at(30, "20:00"), at(30, "23:30"), at(31, "00:10")))
    assert "Mittwoch" not in drawn_text(data)
    expansions = [
        str(value.E)
        for value in opened(data).objects
        if isinstance(value, pikepdf.Dictionary) and "/E" in value
    ]
    assert expansions == ["30. Mai 2023, 20:00 Uhr", "31. Mai 2023, 00:10 Uhr"]


def test_days_that_nothing_else_tells_are_text() -> None:
    data = made(course(at(30, "20:00"), at(31, "21:00")))
    assert "Mittwoch, 31. Mai 2023" in drawn_text(data)
    unstated = replace(course(at(30, "20:00"), at(30, "21:00")), title="Ausfall")
    assert "Dienstag, 30. Mai 2023" in drawn_text(made(unstated))


def test_a_date_line_of_the_record_is_printed_as_it_is() -> None:
    first = replace(at(30, "20:00"), date_line="Am Dienstag, dem 30. Mai")
    data = made(course(first, at(31, "21:00")))
    assert drawn_text(data).count("Am Dienstag, dem 30. Mai") == 1
    assert "Mittwoch" not in drawn_text(data)


def test_an_outline_is_as_high_as_its_letter() -> None:
    family = neutral().family("bold")
    code = outlined(family.runs("H"), 100.0, 200.0, 10.0)
    scale = float(code.split()[1])
    numbers = re.findall(r"(-?\d+) (-?\d+) (?=[ml])", code.split("cm", 1)[1])
    heights = [int(y) * scale for _, y in numbers]
    assert min(heights) == pytest.approx(0.0, abs=0.05)
    assert max(heights) == pytest.approx(10 * family.face.cap_height, abs=0.1)


def test_letters_made_of_others_have_both_parts() -> None:
    family = neutral().family("regular")
    plain, marked = (outlined(family.runs(char), 0, 0, 10) for char in "aä")
    assert marked.count(" m") > plain.count(" m")


def test_the_figure_says_in_words_what_it_shows() -> None:
    entries = [at(30, "20:00"), at(30, "20:05"), at(30, "20:10"), at(31, "18:00")]
    leaves = structure(made(course(*entries))).walk()
    words = next(leaf.alt for leaf in leaves if leaf.tag == "Figure")
    assert words is not None
    assert "4 Ereignisse von 30. Mai 2023, 20:00 Uhr bis 31. Mai 2023, 18:00 Uhr" in words
    assert "Tageswechsel: 31. Mai 2023" in words
    assert "30. Mai 2023, 20:10 Uhr bis 31. Mai 2023, 18:00 Uhr" in words.split("längste")[1]


def test_no_figure_without_a_course_or_where_the_brand_wants_none() -> None:
    one = course(at(30, "20:00"))
    assert not [leaf for leaf in structure(made(one)).walk() if leaf.tag == "Figure"]
    data = made(rich(), brand=BRANDS[2])
    assert not [leaf for leaf in structure(data).walk() if leaf.tag == "Figure"]


def test_midnights_between_two_moments() -> None:
    first, last = datetime(2024, 2, 28, 20), datetime(2024, 3, 1)
    assert [day.day for day in _marks(first, last)] == [29, 1]
    assert _marks(first, first) == []


def test_a_long_course_has_marks_at_the_first_of_months_over_its_whole_length() -> None:
    first = datetime(2023, 11, 20, 20)
    assert len(_marks(first, datetime(2023, 12, 30))) == 10  # every fourth day
    assert [str(day) for day in _marks(first, datetime(2024, 2, 1))] == [
        "2023-12-01",
        "2024-01-01",
        "2024-02-01",
    ]
    for last in (datetime(2024, 12, 31), datetime(2051, 3, 2), datetime(9999, 12, 31)):
        marks = _marks(first, last)
        assert len(marks) <= 12
        assert all(day.day == 1 and first.date() < day <= last.date() for day in marks)
        assert (last.date() - marks[-1]) < (last.date() - first.date()) / 6


def test_every_printable_character_of_the_font_comes_back() -> None:
    face = neutral().family("regular").face
    chars = [
        char
        for char in sorted(face.covers)
        if unicodedata.category(char)[0] in "LNPS" and unicodedata.normalize("NFC", char) == char
    ]
    words = " ".join("".join(chars[at : at + 6]) for at in range(0, len(chars), 6))
    section = Section("other", "A", blocks=(Paragraph(words),))
    data = made(PostMortem(1, "de", title="T", sections=(section,)))
    assert squeezed(words) in squeezed(drawn_text(data))


def test_forty_rows_stand_on_two_pages_in_order() -> None:
    section = Section("timeline", "Zeitablauf", blocks=(timeline(40),))
    text = drawn_text(made(replace(rich(), sections=(section,))))
    places = [text.index(f"Ereignis {row + 1} ") for row in range(40)]
    assert places == sorted(places)


# on the page


def laid_out(record: PostMortem, brand: Path | None, language: Language) -> Layout:
    chosen = load_brand(brand)
    wording = Wording(record, language, chosen)
    story = tell(record, wording, chosen)
    return fit(story, chosen, frame_bottom(chosen, story, wording) - frame_top(chosen, story))


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("path", sorted((ROOT / "samples/records").glob("*.json")), ids=str)
def test_no_line_runs_past_the_margin(path: Path, brand: Path | None) -> None:
    record = PostMortem.load(path)
    for language in LANGUAGES:
        layout = laid_out(record, brand, language)
        for sheet in layout.pages:
            for strip in (*sheet.again, *sheet.strips):
                for x, _, line, _, size, _ in strip.lines:
                    assert x + line.width * size <= layout.measures.right + 0.01, line.text


def test_a_day_stands_as_far_below_the_head_on_every_page() -> None:
    rows = tuple(at(day, f"{hour:02}:00") for day in range(10, 31) for hour in (8, 12, 16))
    columns = Timeline(rows, ("Zeit", "Ereignis"))
    record = replace(course(), sections=(Section("timeline", "Ablauf", blocks=(columns,)),))
    for known in (record, PostMortem.load(ROOT / "samples/records/en02-tx2.json")):
        gaps = set()
        for sheet in laid_out(known, BRANDS[2], "de").pages:
            strips = [*sheet.again, *sheet.strips]
            head = next(
                i for i, s in enumerate(strips) if s.lines and s.lines[0].line.text == "Zeit"
            )
            gaps.add(round(strips[head + 1].before, 3))
        assert len(gaps) == 1


# the file


def test_numbers_and_strings_of_pdf() -> None:
    assert [number(value) for value in (1, 1.0, 0.5, 1.239, -0.001, 841.89)] == [
        "1",
        "1",
        "0.5",
        "1.24",
        "0",
        "841.89",
    ]
    assert literal("a (b) \\") == r"(a \(b\) \\)"
    assert literal("ü") == "<FEFF00FC>"
    assert literal("🔥") == "<FEFFD83DDD25>"


def test_a_file_of_many_objects_can_be_opened() -> None:
    writer = Writer()
    for value in range(1000):
        writer.add(f"<< /Value {value} >>")
    stream = writer.stream("", b"content " * 100)
    pages = writer.reserve()
    page = writer.add(
        f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 9 9] "
        f"/Resources << >> /Contents {stream} 0 R >>"
    )
    writer.put(pages, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    root = writer.add(f"<< /Type /Catalog /Pages {pages} 0 R >>")
    data = writer.finish(root, writer.add("<< /Title (x) >>"), b"0123456789abcdef")
    pdf = pikepdf.open(io.BytesIO(data))
    assert pdf.pages[0].Contents.read_bytes() == b"content " * 100
    assert pdf.get_object(500, 0).Value == 499
    assert not pdf.check_pdf_syntax()
