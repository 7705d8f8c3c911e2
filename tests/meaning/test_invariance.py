"""What must not matter: the order of drawing, the place on the paper, the size of the type."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from handmade import LEFT, Sheet, document, prose
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.layout import analyse
from pmpdf.meaning import understand
from pmpdf.reading.document import Area, Document, Page, Rule, Word
from pmpdf.values import replace
from pmpdf.vocabulary import load

WORDS = load()
ROWS = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", prose(25, 3)], ["00:20 Uhr", "Ende"]]


def said(made: Document) -> Any:
    """The record without the places."""
    record = understand(analyse(made), made, WORDS, force=True).to_data()
    record.pop("source")
    record["furniture"] = sorted(f["role"] + f["text"] for f in record["furniture"])
    record["facts"] = sorted(f["label"] + ":" + f["value"] for f in record["facts"])
    record["warnings"] = sorted(w["code"] + w["path"] for w in record["warnings"])
    return bare(record)


def bare(value: Any) -> Any:
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key not in ("origin", "box")}
    return value


def changed(made: Document, change: Callable[[Page], Page]) -> Document:
    return Document(tuple(change(page) for page in made.pages), made.reader)


def moved(page: Page, scale: float, dx: float, dy: float) -> Page:
    def box(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        return x0 * scale + dx, top * scale + dy, x1 * scale + dx, bottom * scale + dy

    def word(w: Word) -> Word:
        x0, top, x1, bottom = box(w.x0, w.top, w.x1, w.bottom)
        return replace(
            w, x0=x0, top=top, x1=x1, bottom=bottom, base=w.base * scale + dy, size=w.size * scale
        )

    return Page(
        page.number,
        page.width * scale,
        page.height * scale,
        tuple(word(w) for w in page.words),
        tuple(Rule(*box(rule.x0, rule.top, rule.x1, rule.bottom)) for rule in page.rules),
        tuple(
            Area(*box(area.x0, area.top, area.x1, area.bottom), area.image) for area in page.areas
        ),
    )


def shuffled(page: Page) -> Page:
    words, rules, areas = list(page.words), list(page.rules), list(page.areas)
    for things in (words, rules, areas):
        random.Random(7).shuffle(things)
    return Page(page.number, page.width, page.height, tuple(words), tuple(rules), tuple(areas))


def report(style: str) -> Document:
    """Two pages with something of everything, tables in some style."""
    drawn = {style: True} if style in ("ruled", "zebra") else {}
    first = Sheet(base=70).heading("Störungsbericht", size=22)
    first.line("Ausfall am 30. Mai 2023", size=13, step=1.8)
    first.base += 6
    first.lines("Schweregrad: SEV-1", "Status: Behoben", step=1.6)
    if style == "columns":
        top = first.base
        first.heading("Zusammenfassung").text(prose(60), wide=215).text(prose(44, 1), wide=215)
        foot, first.base = first.base, top + 5
        first.heading("Auswirkungen", x=310).text(prose(75, 2), x=310, wide=215)
        first.base = max(foot, first.base)
    else:
        first.heading("Zusammenfassung").text(prose(60)).items("Portal", "Versand")
        first.heading("Auswirkungen").text(prose(45, 2))
    first.heading("Zeitablauf", gap=2.6)
    first.table([["Zeit", "Ereignis"], *ROWS], [LEFT, 160], head=True, **drawn)
    second = Sheet(base=70).heading("Ursache").text(prose(70, 4)).text(prose(40, 5))
    second.heading("Maßnahmen").items("Platten tauschen", prose(30, 6), marker="#.", inset=18)
    for number, sheet in enumerate((first, second), 1):
        sheet.put("Nordlicht Hosting GmbH", base=36, size=8)
        sheet.put(f"Seite {number} von 2", 470, base=812, size=8)
    return document(first, second)


STYLES = ["plain", "ruled", "zebra", "columns"]


@pytest.mark.parametrize("style", STYLES)
def test_the_report_itself(style: str) -> None:
    told = said(report(style))
    assert [s["heading"] for s in told["sections"]] == [
        "Zusammenfassung", "Auswirkungen", "Zeitablauf", "Ursache", "Maßnahmen",
    ]  # fmt: skip
    assert told["warnings"] == []
    assert told["organization"] == "Nordlicht Hosting GmbH"


@pytest.mark.parametrize("style", STYLES)
def test_the_order_of_drawing(style: str) -> None:
    made = report(style)
    assert said(changed(made, shuffled)) == said(made)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("scale", [0.75, 0.9, 1.2, 1.5, 2.0])
def test_the_size(style: str, scale: float) -> None:
    made = report(style)
    assert said(changed(made, lambda page: moved(page, scale, 0, 0))) == said(made)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("dx", "dy"), [(-12, 0), (20, 0), (0, -10), (0, 9), (0.37, 0.61)])
def test_the_place_on_the_paper(style: str, dx: float, dy: float) -> None:
    made = report(style)
    assert said(changed(made, lambda page: moved(page, 1, dx, dy))) == said(made)


@pytest.mark.parametrize("style", STYLES)
def test_places_that_are_a_little_off(style: str) -> None:
    """Readers give places with errors of some hundredths of a point."""
    chance = random.Random(3)

    def shaken(page: Page) -> Page:
        def near(value: float) -> float:
            return value + chance.uniform(-0.04, 0.04)

        words = tuple(
            replace(w, x0=near(w.x0), x1=near(w.x1), base=near(w.base), top=near(w.top))
            for w in page.words
        )
        return Page(page.number, page.width, page.height, words, page.rules, page.areas)

    made = report(style)
    assert said(changed(made, shaken)) == said(made)


pieces = st.lists(
    st.sampled_from(["text", "items", "table", "ruled", "zebra", "heading", "bullets", "fact"]),
    min_size=2,
    max_size=8,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(pieces, st.integers(0, 9))
def test_drawing_order_and_place_of_any_arrangement(kinds: list[str], seed: int) -> None:
    sheet = Sheet(base=90).heading("Störungsbericht vom 30. Mai 2023", size=20)
    for number, kind in enumerate(kinds, seed):
        add(sheet, kind, number)
    made = document(sheet)
    told = said(made)
    assert said(changed(made, shuffled)) == told
    assert said(changed(made, lambda page: moved(page, 1.1, 0, 0))) == told


def add(sheet: Sheet, kind: str, seed: int) -> None:
    if kind == "text":
        sheet.text(prose(20 + seed, seed))
    elif kind == "items":
        sheet.items(prose(6, seed), prose(24, seed))
    elif kind in ("table", "ruled", "zebra"):
        drawn = {kind: True} if kind != "table" else {}
        sheet.table([["Zeit", "Ereignis"], *ROWS], [LEFT, 160], head=True, **drawn)
    elif kind == "heading":
        names = ["Ursache", "Zeitablauf", "Maßnahmen", "Blaue Elefanten", "Auswirkungen"]
        sheet.heading(names[seed % 5], gap=2.6)
    elif kind == "bullets":
        sheet.items("20:00 Uhr: Beginn", "20:15 Uhr: Ausfall")
    else:
        sheet.line(f"Schweregrad: SEV-{seed}", step=2)
