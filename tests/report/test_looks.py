"""What a page must look like, whatever the record holds."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pdfplumber
import pytest
from report_paper import made
from report_records import SENTENCE, rich, timeline

from pmpdf.record import Entry, Fact, Paragraph, PostMortem, Section, Table, Timeline
from pmpdf.report import compose
from pmpdf.report.brand import Brand, load_brand
from pmpdf.report.fit import Layout, fit
from pmpdf.report.furniture import frame_bottom, frame_top
from pmpdf.report.story import Glance, tell
from pmpdf.report.typeset import Strip, levelled
from pmpdf.report.wording import Wording

replace = msgspec.structs.replace

BESIDE = '[style]\nheadings = "beside"\n'
LONG_NAME = "Rechenzentrum der Vereinigten Stadtwerke und Wasserwerke " * 3


def branded(folder: Path, text: str = "") -> Path:
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    return folder


def laid_out(record: PostMortem, folder: Path | None = None) -> Layout:
    brand: Brand = load_brand(folder)
    wording = Wording(record, record.language, brand)
    story = tell(record, wording, brand)
    return fit(story, brand, frame_bottom(brand, story, wording) - frame_top(brand, story))


def words(strip: Strip) -> str:
    return " ".join(placed.line.text for placed in strip.lines)


def report(*sections: Section, **more: object) -> PostMortem:
    return replace(rich(), facts=(), sections=sections, **more)


def prose(heading: str, sentences: int) -> Section:
    return Section("other", heading, blocks=(Paragraph((SENTENCE * sentences).strip()),))


@pytest.mark.parametrize("sentences", range(14, 34))
def test_what_announces_a_timeline_stays_with_its_first_rows(sentences: int) -> None:
    """Wherever the page ends: no heading and one line before a timeline on the next page."""
    zone = Paragraph("Alle Angaben in MEZ.")
    rows = Section("timeline", "Zeitablauf", blocks=(zone, timeline(24)))
    for sheet in laid_out(report(prose("Vorgeschichte", sentences), rows)).pages:
        texts = [words(strip) for strip in sheet.strips]
        if "Zeitablauf" in texts:
            below = texts[texts.index("Zeitablauf") :]
            assert any("Ereignis 2 " in text for text in below)


def test_pages_may_end_between_sections_without_text() -> None:
    title = "Abschnitt mit einer langen Überschrift, die über das Ende der Zeile hinausgeht"
    sections = [Section("other", f"{title} {number}", 1 + number % 3) for number in range(24)]
    first, second = laid_out(report(*sections)).pages
    assert len(first.strips) > 0.4 * (len(first.strips) + len(second.strips))
    assert second.strips[0].lines[0].ink == "accent"  # that of the first level


def test_a_first_page_tells_more_than_its_title() -> None:
    facts = tuple(Fact(f"Merkmal {number}", f"Wert {number}") for number in range(14))
    record = report(
        prose("Zusammenfassung", 1), Section("timeline", "Ablauf", 1, None, (timeline(9),))
    )
    first = laid_out(replace(record, facts=facts)).pages[0]
    assert "Zusammenfassung" in [words(strip) for strip in first.strips]


def test_a_last_page_is_not_left_with_two_lines() -> None:
    for count in range(40, 70):
        layout = laid_out(report(*(prose(f"Teil {number}", 1) for number in range(count // 2))))
        if len(layout.pages) > 2:
            assert len(layout.pages[-1].strips) > 8


def test_a_long_title_takes_few_lines(tmp_path: Path) -> None:
    title = "Abschlussbericht zum Ausfall der zentralen Anmeldedienste in allen Rechenzentren " * 2
    strips = laid_out(report(prose("A", 1), title=title.strip())).pages[0].strips
    sizes = [placed.size for strip in strips for placed in strip.lines]
    assert sizes.count(sizes[0]) <= 4
    assert sizes[0] > max(size for size in sizes if size != sizes[0])


def test_a_wide_table_takes_the_margin_before_words_are_divided(tmp_path: Path) -> None:
    header = ("Nr.", "Maßnahme", "Verantwortlich", "Fällig am", "Status", "Ticket", "Priorität")
    row = (
        "1",
        SENTENCE,
        "Frauke Hinrichsen",
        "05.04.2024",
        "in Bearbeitung",
        "HW-2024-031",
        "hoch",
    )
    record = report(Section("action_items", "Maßnahmen", blocks=(Table(header, (row,) * 3),)))
    text = " ".join(
        placed.line.text
        for sheet in laid_out(record, branded(tmp_path, BESIDE)).pages
        for strip in sheet.strips
        for placed in strip.lines
    )
    for word in (*header, "Hinrichsen", "05.04.2024", "Bearbeitung", "HW-2024-031"):
        assert word in text


def test_a_table_whose_rows_would_be_long_takes_the_margin(tmp_path: Path) -> None:
    action = "Alle Zertifikate in die automatische Erneuerung aufnehmen und prüfen, ob sie greift"
    rest = ("Plattform", "1. Juni 2024", "erledigt")
    short, long = ("Neu starten", *rest), (action, *rest)
    header = ("Maßnahme", "Verantwortlich", "Fällig am", "Status")
    for rows, takes in (((short,) * 4, False), ((long,) * 4, True)):
        record = report(Section("action_items", "Maßnahmen", blocks=(Table(header, rows),)))
        layout = laid_out(record, branded(tmp_path, BESIDE))
        lines = [line for sheet in layout.pages for strip in sheet.strips for line in strip.lines]
        [place] = [line.x for line in lines if line.text.text == "Maßnahme"]
        assert (place < layout.measures.column) is takes


def test_numbers_end_below_one_another() -> None:
    rows = (("Kasse", "31.204", "73 %", "12.05.2024"), ("API", "9", "0,1 %", "02.04.2024"))
    table = Table(("Dienst", "Anfragen", "Quote", "Tag"), (*rows, ("Web", "–", "100 %", "–")))
    data = made(report(Section("impact", "Auswirkung", blocks=(table,))))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        words = pdf.pages[0].extract_words(keep_blank_chars=True)
    found = {word["text"].strip(): word for word in words}
    for column in (("Anfragen", "31.204", "9"), ("Quote", "73 %", "0,1 %", "100 %")):
        assert len({round(found[text]["x1"]) for text in column}) == 1
    for column in (("Dienst", "Kasse", "API"), ("Tag", "12.05.2024", "02.04.2024")):
        assert len({round(found[text]["x0"]) for text in column}) == 1


def test_a_footer_without_an_organization_has_no_lonely_year() -> None:
    for organization, shown in (("Nordlicht AG", True), (None, False)):
        data = made(report(prose("A", 1), organization=organization))
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            foot = pdf.pages[0].crop((0, 780, 300, 841)).extract_text()
        assert ("2023" in foot) is shown


def test_the_figure_is_told_with_the_crowd_that_is_seen_in_it() -> None:
    minutes = [0, 61, 62, 63, 64, 90, 200]
    entries = tuple(
        Entry(f"{10 + m // 60}:{m % 60:02d}", f"2023-05-30T{10 + m // 60}:{m % 60:02d}", text="x")
        for m in minutes
    )
    record = report(Section("timeline", "Ablauf", blocks=(Timeline(entries),)), language="en")
    assert "Most crowded: 4 events from" in said_of_figure(record)
    few = report(Section("timeline", "Ablauf", blocks=(Timeline(entries[::2]),)), language="en")
    assert "Most crowded" not in said_of_figure(few)


def said_of_figure(record: PostMortem) -> str:
    brand = load_brand(None)
    story = tell(record, Wording(record, record.language, brand), brand)
    [figure] = [part for part in story.parts if isinstance(part, Glance)]
    return str(figure.element.alt)


def test_a_heading_in_the_margin_is_not_repeated_with_the_head_of_its_table(tmp_path: Path) -> None:
    rows = tuple((str(number), SENTENCE) for number in range(40))
    record = report(Section("other", "Maßnahmen", blocks=(Table(("Nr.", "Was"), rows),)))
    pages = laid_out(record, branded(tmp_path, BESIDE)).pages
    assert len(pages) > 1
    for sheet in pages[1:]:
        assert [words(strip) for strip in sheet.again] == ["Nr. Was"]


def test_a_row_that_goes_on_stands_clear_of_the_head_above_it() -> None:
    table = Table(("Nr.", "Was"), (("1", SENTENCE * 60), ("2", SENTENCE)))
    second = laid_out(report(Section("other", "Maßnahmen", blocks=(table,)))).pages[1]
    assert words(second.again[0]) == "Nr. Was"
    assert second.again[-1].height > 0
    assert not second.again[-1].lines


def test_furniture_too_long_for_a_line_takes_several(tmp_path: Path) -> None:
    """Nothing is cut off, and nothing stands on something else."""
    text = f'label = "{LONG_NAME.strip()}"\nlegal = "{LONG_NAME * 3}"\n'
    data = made(
        report(prose("A", 1), organization=LONG_NAME.strip()), brand=branded(tmp_path, text)
    )
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        found = page.extract_words()
        for word in found:
            assert word["x0"] >= 62, word["text"]
            assert word["x1"] <= page.width - 62, word["text"]
            assert word["bottom"] <= page.height - 20
        for number, one in enumerate(found):
            for other in found[number + 1 :]:
                aside = one["x1"] <= other["x0"] or other["x1"] <= one["x0"]
                assert aside or abs(one["top"] - other["top"]) > 4, (one["text"], other["text"])
    assert [word["text"] for word in found].count("Rechenzentrum") == 3 + 3 + 3 + 9


def test_the_widest_are_cut_down_to_one_level() -> None:
    assert levelled([10.0, 50.0, 100.0], 90.0) == [10.0, 40.0, 40.0]
    assert levelled([10.0, 20.0], 90.0) == [10.0, 20.0]


def test_characters_that_no_font_has_are_named_in_furniture_too(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<rect width="9" height="9"/></svg>'
    )
    folder = branded(tmp_path, 'label = "機"\nlegal = "密"\nlogo = "logo.svg"\n')
    warnings = compose(report(prose("A", 1), organization="株"), brand=folder)[1].warnings
    assert [(warning.path, warning.message.partition("no font")[0]) for warning in warnings] == [
        ("", '"label" in brand.toml: '),
        ("", '"legal" in brand.toml: '),
        ("/organization", ""),
    ]


def test_two_pages_hold_more_than_half_of_one() -> None:
    room = 600.0  # points, about what a page of the neutral brand has
    counts = set()
    for count in range(1, 14):
        pages = laid_out(report(*(prose(f"Teil {number}", 1) for number in range(count)))).pages
        height = sum(strip.before + strip.height for page in pages for strip in page.strips)
        counts.add(len(pages))
        assert len(pages) == 1 or height > room / 2
    assert counts == {1, 2}
