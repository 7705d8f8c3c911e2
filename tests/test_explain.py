"""The explanation says what the record says: same roles, same numbers, no line left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmpdf import reading
from pmpdf.explain import COLORS, as_text, explained, pictured, save_pictures
from pmpdf.pipeline import Settings, extract
from pmpdf.reading import read
from pmpdf.reading.document import Document
from pmpdf.record import PostMortem

SAMPLES = Path(__file__).parent.parent / "samples" / "archive"
NAMES = ["seed-ids-a", "de02-cr2", "de03-cr3", "en05-cr1", "en04-cr3"]


def pointed(record: PostMortem, path: str) -> object:
    place: object = record.to_data()
    for key in path.strip("/").split("/"):
        place = place[int(key)] if isinstance(place, list) else place[key]  # type: ignore[index]
    return place


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_the_role_of_its_place(name: str) -> None:
    pdf = SAMPLES / f"{name}.pdf"
    explanation, record = explained(pdf), extract(pdf)
    assert explanation.source == record.source
    for line in explanation.lines:
        assert line.role != "unplaced", line
        if line.role == "repeated header":
            continue
        place = pointed(record, line.path)
        if line.role.startswith("heading"):
            assert isinstance(place, dict)
            assert line.role == f"heading: {place['kind']}"
            assert line.text.split()[-1] in f"{place.get('number', '')} {place['heading']}"
        elif line.role == "timeline row":
            assert isinstance(place, dict)
            assert {"time", "at"} <= place.keys()
        elif line.role == "paragraph":
            assert isinstance(place, dict)
            assert place["type"] == "paragraph"


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_those_of_the_record(name: str) -> None:
    pdf = SAMPLES / f"{name}.pdf"
    explanation, record = explained(pdf), extract(pdf)
    rows = {line.path for line in explanation.lines if line.role == "timeline row"}
    assert len(rows) == sum(len(timeline.entries) for timeline in record.timelines())
    headings = {line.path for line in explanation.lines if line.role.startswith("heading")}
    assert len(headings) == sum(section.heading is not None for section in record.sections)
    facts = {line.path for line in explanation.lines if line.role == "fact"}
    assert len(facts) == len(record.facts)


@pytest.mark.parametrize("name", NAMES)
def test_each_printed_word_is_in_one_line(name: str) -> None:
    pdf = SAMPLES / f"{name}.pdf"
    printed = sorted(word.text for page in read(pdf).pages for word in page.words)
    said = sorted(word for line in explained(pdf).lines for word in line.text.split())
    assert said == printed


def test_it_is_read_as_the_settings_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}

    def watched(path: object, **how: object) -> Document:
        asked.update(how)
        return read(SAMPLES / "seed-ids-a.pdf")

    monkeypatch.setattr(reading, "read", watched)
    explained(SAMPLES / "seed-ids-a.pdf", Settings(verify=True, max_pages=7))
    assert (asked["verify"], asked["max_pages"]) == (True, 7)


def test_pictures_show_the_pages(tmp_path: Path) -> None:
    from PIL import Image

    explanation = pictured(SAMPLES / "seed-ids-a.pdf")
    written = save_pictures(explanation, tmp_path / "new", "seed")
    assert [path.name for path in written] == ["seed-1.png", "seed-2.png"]
    with Image.open(written[0]) as picture:
        colors = {color for _, color in picture.getcolors(1 << 20) or []}
    wanted = COLORS["timeline"].lstrip("#")
    assert tuple(int(wanted[i : i + 2], 16) for i in (0, 2, 4)) in colors


def test_text_has_two_lines_a_line() -> None:
    explanation = explained(SAMPLES / "seed-ids-a.pdf")
    assert as_text(explanation).count("\n") == 2 * len(explanation.lines)
