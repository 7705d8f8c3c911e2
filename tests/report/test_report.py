"""Reports: their pages, their bytes, what they hold and what they must not hold."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace as changed
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import msgspec
import pikepdf
import pytest
from report_paper import drawn_text, made, opened, squeezed, structure, tagged_text
from report_records import BRANDS, SENTENCE, rich, timeline

from pmpdf.errors import BadData, CannotWrite, DoesNotFit, UsageError
from pmpdf.record import (
    Furniture,
    Origin,
    Paragraph,
    PostMortem,
    Remainder,
    Section,
    Source,
    Table,
    Warning,
)
from pmpdf.report import Options, build, compose

replace = msgspec.structs.replace


def pages(data: bytes) -> int:
    return len(opened(data).pages)


def with_rows(count: int) -> PostMortem:
    section = Section("timeline", "Zeitablauf", blocks=(timeline(count),) if count else ())
    return replace(rich(), sections=(rich().sections[0], section))


# pages


@pytest.mark.parametrize("rows", [0, 1, 2, 7, 14, 25, 40])
def test_up_to_forty_rows_make_at_most_two_pages(rows: int) -> None:
    assert pages(made(with_rows(rows))) <= 2


def test_long_content_runs_on_with_a_warning() -> None:
    record = replace(rich(), sections=tuple(_long(number) for number in range(12)))
    data, built = compose(record)
    assert built.pages == pages(data) > 2
    assert "more_than_two_pages" in [warning.code for warning in built.warnings]
    assert squeezed(SENTENCE * 12) in squeezed(tagged_text(data))


def test_exactly_two_pages_names_what_is_too_long() -> None:
    record = replace(rich(), sections=tuple(_long(number) for number in range(12)))
    with pytest.raises(DoesNotFit, match="Abschnitt") as caught:
        compose(record, options=Options(pages="exactly-two"))
    assert "/sections/" in caught.value.message


def test_exactly_two_pages_of_little_content() -> None:
    record = PostMortem(1, "de", title="Kurz", sections=(_short("a"), _short("b"), _short("c")))
    assert pages(made(record, pages="exactly-two")) == 2
    assert pages(made(record)) == 1


def _long(number: int) -> Section:
    return Section("summary", f"Abschnitt {number}", blocks=(Paragraph((SENTENCE * 12).strip()),))


def _short(word: str) -> Section:
    return Section("other", word, blocks=(Paragraph(word),))


def test_a_table_cell_longer_than_a_page_is_split() -> None:
    cell = " ".join(f"Wort{number}" for number in range(1500))
    table = Table(("Nr.", "Text"), (("1", cell), ("2", "kurz")))
    record = PostMortem(1, "de", title="T", sections=(Section("other", "A", blocks=(table,)),))
    data = made(record)
    assert pages(data) > 1
    assert squeezed(cell) in squeezed(tagged_text(data))


def test_two_pages_of_little_content_are_even() -> None:
    record = replace(rich(), sections=tuple(_short(f"Teil {n}") for n in range(16)))
    lowest = []
    for page in opened(made(record)).pages:
        baselines = [
            float(operands[5])
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tm" and float(operands[5]) > 90
        ]
        lowest.append(min(baselines))
    assert len(lowest) == 2
    assert abs(lowest[0] - lowest[1]) < 120


@pytest.mark.parametrize("brand", BRANDS)
def test_missing_parts_leave_no_hole(brand: Path | None) -> None:
    for record in (PostMortem(1, "en"), PostMortem(1, "de", title="Nur ein Titel")):
        assert pages(made(record, brand=brand)) == 1


# the text on the pages


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_tagged_text_is_the_record_in_its_order(brand: Path | None, language: str) -> None:
    record = replace(rich(), sections=(*rich().sections, *with_rows(20).sections))
    data = made(record, brand=brand, language=language)
    text = squeezed(tagged_text(data))
    assert text == squeezed(drawn_text(data))
    packet = opened(data).Root.Metadata.read_bytes().decode()
    known = re.search(r"textSHA256>([0-9a-f]{64})<", packet)
    assert known is not None
    assert hashlib.sha256(text.encode()).hexdigest() == known.group(1)


def test_every_text_of_the_record_is_there_once() -> None:
    record = rich()
    text = squeezed(tagged_text(made(record)))
    for wanted in (
        "Ausfallbericht",
        "SEV-1",
        "Angekündigt am Vortag.",
        "Lessons Learned",
        "Market",
    ):
        assert text.count(squeezed(wanted)) == 1, wanted


def read_by_others(data: bytes) -> Iterator[str]:
    """pdfium's and pdfplumber's own text, without the hyphens of divided words."""
    import pdfplumber
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    fast = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        slow = " ".join(page.extract_text() or "" for page in pdf.pages)
    for text in (re.sub(r"\ufffe\s*|\u00ad\s*", "", fast), re.sub(r"\u00ad\s*", "", slow)):
        yield re.sub(r"\s+", " ", text)


def test_a_blank_beside_a_letter_of_another_face_is_one_to_every_reader() -> None:
    text = "Am 🔥 Abend ᐁ 𝖶 fiel https://example.com/a/b ✓ der ⏳ Speicher ⟸ aus ☎"
    for words in read_by_others(made(PostMortem(1, "de", title="T", sections=(_short(text),)))):
        assert text in words


def test_extracted_text_is_clean() -> None:
    """Real spaces, nothing glued, nothing doubled."""
    for words in read_by_others(made(rich())):
        assert SENTENCE.strip() in words
        assert words.count("Wartungsarbeiten") == 1
        assert "1 / 2" in words


def test_a_character_of_no_font_is_named_and_printed_as_its_number() -> None:
    record = PostMortem(1, "de", title="Test \U0001faf9", sections=(_short("\ue123 und 中"),))
    data, built = compose(record)
    missing = [warning for warning in built.warnings if warning.code == "missing_glyph"]
    assert any("U+4E2D" in warning.message for warning in missing)
    assert "/sections/0/blocks/0/text" in [warning.path for warning in missing]
    assert "[U+4E2D]" in tagged_text(data)


def test_other_scripts_and_symbols_come_from_the_packaged_fallback() -> None:
    words = "Ελλάδα Ж → ✓ ☐ ≤ ∑ ░ ✅ 🔥 Ω ﬁ"
    data, built = compose(PostMortem(1, "de", title="T", sections=(_short(words),)))
    assert not built.warnings
    assert squeezed(words) in squeezed(tagged_text(data))


def test_every_font_is_embedded() -> None:
    for brand in BRANDS:
        pdf = opened(made(rich(), brand=brand))
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert len(descriptor.FontFile2.read_bytes()) > 1000


# the structure


@pytest.mark.parametrize("brand", BRANDS)
def test_the_parent_tree_and_the_structure_agree(brand: Path | None) -> None:
    """Each mark on a page is claimed by the one element that the parent tree names for it."""
    pdf = opened(made(replace(rich(), sections=(*rich().sections, _long(1))), brand=brand))
    claimed: dict[tuple[int, int], tuple[int, int]] = {}
    numbers = {page.objgen: page.StructParents for page in pdf.pages}

    def walk(node: pikepdf.Object, page: tuple[int, int] | None) -> None:
        page = node.Pg.objgen if "/Pg" in node else page
        for kid in node.get("/K", []):
            if isinstance(kid, int):
                assert page is not None
                claimed[numbers[page], kid] = node.objgen
            elif kid.get("/Type") == "/MCR":
                claimed[numbers[kid.Pg.objgen], int(kid.MCID)] = node.objgen
            else:
                assert kid.P.objgen == node.objgen
                walk(kid, page)

    walk(pdf.Root.StructTreeRoot.K, None)
    rows = pdf.Root.StructTreeRoot.ParentTree.Nums
    named = {
        (int(rows[place]), mark): element.objgen
        for place in range(0, len(rows), 2)
        for mark, element in enumerate(rows[place + 1])
    }
    assert claimed == named


def test_headings_skip_no_level() -> None:
    sections = tuple(replace(_short(str(level)), level=level) for level in (1, 3, 2, 3, 1, 2, 3, 3))
    for title in ("Titel", None):
        data = made(PostMortem(1, "de", title=title, sections=sections))
        levels = [int(leaf.tag[1]) for leaf in structure(data).walk() if leaf.tag[0] == "H"]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_lists_tables_and_figures_are_such() -> None:
    leaves = structure(made(rich())).walk()
    lists = [leaf for leaf in leaves if leaf.tag == "L"]
    assert {str(leaf.attributes["ListNumbering"]) for leaf in lists} == {"/Decimal", "/Disc"}
    for item in (leaf for leaf in leaves if leaf.tag == "LI"):
        assert [child.tag for child in item.children] == ["Lbl", "LBody"]
    heads = [leaf for leaf in leaves if leaf.tag == "TH"]
    assert heads
    assert all("Scope" in leaf.attributes for leaf in heads)
    figure = next(leaf for leaf in leaves if leaf.tag == "Figure")
    assert figure.alt
    assert "3 Ereignisse" in figure.alt
    assert "30. Mai 2023, 20:00 Uhr" in figure.alt


def test_texts_in_the_other_language_are_marked_and_counted() -> None:
    data, built = compose(rich(), language="en")
    pdf = opened(data)
    assert str(pdf.Root.Lang) == "en"
    paragraphs = [leaf for leaf in structure(data).walk() if "Komplikationen" in leaf.text]
    assert paragraphs
    assert {leaf.language for leaf in paragraphs} == {"de"}
    headings = [leaf for leaf in structure(data).walk() if leaf.text.strip() == "Summary"]
    assert [leaf.language for leaf in headings] == [None]
    warning = next(w for w in built.warnings if w.code == "untranslated")
    assert re.match(r"\d+ texts stand", warning.message)


@pytest.mark.parametrize("brand", BRANDS)
def test_the_report_says_that_texts_stand_in_the_other_language(brand: Path | None) -> None:
    words = {
        "en": "Some texts are in their German original.",
        "de": "Einige Texte stehen im englischen Original.",
    }
    for source, target in (("de", "en"), ("en", "de")):
        data = made(rich(source), language=target, brand=brand)
        leaves = [leaf for leaf in structure(data).walk() if words[target] in leaf.text]
        assert [(leaf.tag, leaf.language) for leaf in leaves] == [("P", None)]
        own = tagged_text(made(rich(source), brand=brand))
        assert not any(sentence in own for sentence in words.values())
    nothing = PostMortem(1, "de", title="Post Mortem")
    assert words["en"] not in tagged_text(made(nothing, language="en", brand=brand))


def test_web_addresses_are_links_with_contents() -> None:
    address = "https://status.example.com/incidents/2024/05/31/" + "a-rather-long-path/" * 8
    words = f"{SENTENCE * 3}(siehe https://example.com/a), dann {address} und {SENTENCE}"
    section = Section("other", "A", blocks=(Paragraph(words),))
    data = made(PostMortem(1, "de", title="T", sections=(section,)))
    pdf = opened(data)
    found = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    targets = [str(annotation.A.URI) for annotation in found]
    assert set(targets) == {"https://example.com/a", address}
    assert targets.count(address) > 1  # one box on each line that the long one runs over
    assert [str(annotation.Contents) for annotation in found] == targets
    links = [leaf for leaf in structure(data).walk() if leaf.tag == "Link"]
    assert [squeezed(leaf.text) for leaf in links] == ["https://example.com/a", address]
    assert squeezed(words) in squeezed(drawn_text(data))


# what is inside


def noisy() -> PostMortem:
    """A record with everything that must not travel to customers."""
    place = (Origin(1, (1.0, 2.0, 3.0, 4.0)),)
    record = rich()
    first = record.sections[0]
    paragraph = Paragraph(SENTENCE, place)
    return replace(
        record,
        furniture=(Furniture("browser_line", "http://intern.geheim.example/1", (1,)),),
        remainder=(Remainder("verborgenes Wort", 1),),
        warnings=(Warning("w", "zweifelhafter Geheimtext", "/title"),),
        source=Source("geheim.pdf", "0" * 64, 2, "pdfium"),
        sections=(replace(first, blocks=(paragraph,), origin=place), *record.sections[1:]),
        origin={"title": place},
    )


def test_the_public_record_is_embedded_byte_for_byte() -> None:
    data = made(noisy())
    pdf = opened(data)
    spec = pdf.Root.AF[0]
    assert str(spec.AFRelationship) == "/Source"
    content = pdf.attachments["postmortem.json"].get_file().read_bytes()
    assert PostMortem.from_json(content).to_json().encode() == content
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert hashlib.sha256(content).hexdigest() in packet
    for word in ("geheim", "Geheimtext", "verborgenes", "origin"):
        assert word not in content.decode()


def test_no_word_that_is_not_on_the_pages_is_inside() -> None:
    """Neither in the embedded record nor in the metadata nor anywhere else in the file."""
    data = made(noisy())
    visible = squeezed(tagged_text(data))
    pdf = opened(data)
    record = json.loads(pdf.attachments["postmortem.json"].get_file().read_bytes())
    own_keys = ("schema_version", "language", "period", "kind", "type", "at", "start", "end")

    def texts(value: object, key: str = "") -> list[str]:
        if isinstance(value, dict):
            return [text for k, v in value.items() for text in texts(v, k)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item, key)]
        return [value] if isinstance(value, str) and key not in own_keys else []

    for text in texts(record):
        assert squeezed(text) in visible, text
    for value in pdf.objects:
        if isinstance(value, pikepdf.Stream):
            assert b"geheim" not in value.read_bytes().lower()


def test_the_full_record_or_none() -> None:
    content = opened(made(noisy(), embed="full")).attachments["postmortem.json"].get_file()
    assert content.read_bytes() == noisy().to_json().encode()
    assert "/AF" not in opened(made(noisy(), embed="none")).Root


def test_the_date_is_the_one_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(made(rich())).docinfo["/CreationDate"] == "D:20230531000000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert opened(made(rich())).docinfo["/CreationDate"] == "D:19700102000000Z"
    wanted = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert opened(made(rich(), date=wanted)).docinfo["/CreationDate"] == "D:20260102030405Z"


_AGAIN = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
from report_records import BRANDS, rich
from report_paper import made
made(rich(), brand=BRANDS[2])
print(hashlib.sha256(made(rich(), brand=BRANDS[int(sys.argv[3])])).hexdigest())
"""


@pytest.mark.parametrize("index", range(len(BRANDS)))
def test_the_same_record_gives_the_same_bytes(index: int) -> None:
    """In another process, with another hash seed, time zone and history."""
    here = hashlib.sha256(made(rich(), brand=BRANDS[index])).hexdigest()
    folder = Path(__file__).parent
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        result = subprocess.run(
            [sys.executable, "-c", _AGAIN, str(folder), str(folder.parents[1]), str(index)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.strip() == here


# where it goes


def test_a_report_goes_to_a_file_or_a_stream(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.pdf"
    built = build(rich(), target)
    assert built.pages == 2
    assert target.read_bytes() == made(rich())
    assert list(target.parent.iterdir()) == [target]


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        build(rich(), tmp_path / "file" / "report.pdf")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="fr"):
        compose(rich(), language="fr")


def test_a_broken_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text('[fonts]\nregular = "broken.ttf"', encoding="utf-8")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(BadData, match=r"broken\.ttf"):
        compose(rich(), brand=tmp_path)


def test_edudips_report_is_small() -> None:
    assert len(made(with_rows(14))) < 60_000


def test_options_are_frozen() -> None:
    assert changed(Options(), pages="exactly-two").pages == "exactly-two"
