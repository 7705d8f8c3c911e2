"""Whatever stands on the pages: layout keeps every word, and keeps it once."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path

from handmade import LEFT, Sheet, document, prose
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.layout import Layout, TableBlock, analyse
from pmpdf.reading import pdfium
from pmpdf.reading.document import Area, Document, Page, Rule
from pmpdf.values import replace

QUICK = settings(max_examples=70, deadline=None, derandomize=True)


def letters(texts: list[str]) -> Counter[str]:
    return Counter("".join(texts))


def held(layout: Layout) -> list[str]:
    """Every word that the layout holds, wherever it put it."""
    lines = [line for block in layout.blocks for line in block.lines]
    for block in layout.blocks:
        lines += [line for note in block.footnotes for line in note.lines]
        if isinstance(block, TableBlock):
            lines += block.repeated
    lines += [margin.line for margin in layout.margins]
    lines += layout.off_page
    return [w.text for line in lines for w in line.words] + [w.text for w in layout.marks]


def assert_kept(*sheets: Sheet) -> Layout:
    made = document(*sheets)
    layout = analyse(made)
    printed = [w.text for page in made.pages for w in (*page.words, *page.outside)]
    # touching pieces may have become one word, so letters are counted
    assert letters(held(layout)) == letters(printed)
    names = [text for text in held(layout) if text.startswith("w") and text[1:].isdigit()]
    assert len(names) == len(set(names))
    return layout


places = st.tuples(
    st.floats(0, 560),
    st.floats(12, 830),
    st.sampled_from([6.0, 8.0, 10.0, 10.0, 10.0, 12.0, 18.0]),
    st.booleans(),
    st.booleans(),
)


@QUICK
@given(
    st.lists(st.lists(places, max_size=40), min_size=1, max_size=3),
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(1, 400)), max_size=6),
)
def test_words_at_random(
    pages: list[list[tuple[float, float, float, bool, bool]]],
    drawn: list[tuple[float, float, float]],
) -> None:
    sheets = []
    count = 0
    for page in pages:
        sheet = Sheet()
        for x, base, size, bold, upright in page:
            count += 1
            sheet.put(f"w{count}", x, base, size=size, bold=bold, upright=upright or count % 3 > 0)
        for x, top, wide in drawn:
            sheet.rules.append(Rule(x, top, x + wide, top + 0.5))
            sheet.areas.append(Area(x, top, x + wide, top + wide / 4))
        sheets.append(sheet)
    assert_kept(*sheets)


MARKS = ["•", "–", "1.", "2.", "a)", "(1)", "*", "1", "20:00", "Zeit", "wäh-", "A", "–"]


@QUICK
@given(
    st.lists(
        st.tuples(
            st.sampled_from([50.0, 70.0, 84.0, 160.0, 310.0, 430.0]),
            st.integers(3, 62),
            st.sampled_from(MARKS),
            st.integers(0, 7),
            st.sampled_from([6.0, 8.0, 10.0, 10.0, 10.0, 14.0]),
        ),
        max_size=60,
    )
)
def test_lines_on_a_grid(rows: list[tuple[float, int, str, int, float]]) -> None:
    """Text on common edges and baselines: what tables, columns and notes are found in."""
    sheets = [Sheet(), Sheet()]
    taken = set()
    count = 0
    for number, (x, row, mark, words, size) in enumerate(rows):
        if (x, row, number % 2) in taken:
            continue
        taken.add((x, row, number % 2))
        text = [mark]
        for _ in range(words):
            count += 1
            text.append(f"w{count}")
        sheets[number % 2].put(" ".join(text), x, base=13.0 * row, size=size)
    assert_kept(*sheets)


pieces = st.sampled_from(
    ["text", "items", "numbers", "table", "ruled", "zebra", "columns", "aside", "heading", "note"]
)


@QUICK
@given(st.lists(st.lists(pieces, min_size=1, max_size=6), min_size=1, max_size=3), st.booleans())
def test_whole_pages(pages: list[list[str]], framed: bool) -> None:
    sheets = []
    for number, kinds in enumerate(pages, 1):
        sheet = Sheet(base=70)
        for seed, kind in enumerate(kinds):
            add(sheet, kind, seed + number)
        if framed:
            sheet.put("Nordlicht GmbH", base=30, size=8)
            sheet.put(f"Seite {number} von {len(pages)}", 260, base=815, size=8)
        sheets.append(sheet)
    assert_kept(*sheets)


def add(sheet: Sheet, kind: str, seed: int) -> None:
    if kind == "text":
        sheet.text(prose(20 + 7 * seed, seed))
    elif kind in ("items", "numbers"):
        sheet.items(*(prose(8 + seed * n, n) for n in range(3)), marker="•#."[kind == "numbers" :])
    elif kind in ("table", "ruled", "zebra"):
        rows = [["Zeit", "Ereignis"], *([f"2{n}:00", prose(4 + n * seed, n)] for n in range(3))]
        sheet.table(rows, [LEFT, 150], head=True, **({kind: True} if kind != "table" else {}))
    elif kind == "columns":
        top = sheet.base
        sheet.text(prose(40, seed), 70, 215).text(prose(20, seed), 70, 215)
        foot, sheet.base = sheet.base, top + 3
        sheet.text(prose(30, seed + 1), 310, 215).text(prose(35, seed), 310, 215)
        sheet.base = max(foot, sheet.base)
    elif kind == "aside":
        top = sheet.base
        sheet.text(prose(50, seed), 70, 290)
        foot, sheet.base = sheet.base, top
        sheet.lines("Schweregrad", "SEV-1", "Status", "Behoben", x=420, size=9)
        sheet.base = max(foot, sheet.base)
    elif kind == "heading":
        sheet.heading(f"{seed}. Ursache", size=14)
    else:
        x = sheet.line("Der Speicher war voll", step=2).words[-1].x1
        sheet.put("1", x + 0.4, base=sheet.base - 3.5, size=6)
        sheet.put("1", base=780, size=8)
        sheet.put("Siehe dort", x=78, base=780, size=8)


@QUICK
@given(st.lists(st.text(max_size=6), min_size=1, max_size=30), st.integers(1, 4))
def test_any_characters(texts: list[str], columns: int) -> None:
    sheet = Sheet()
    for number, text in enumerate(texts):
        if number % columns == 0:
            sheet.base += 13
        sheet.put(text, 60 + 120 * (number % columns))
    assert_kept(sheet)


def test_lines_drawn_with_characters_are_the_only_loss() -> None:
    sheet = Sheet().lines("Zeitablauf", "==========", "Um acht Uhr")
    assert Counter(["Zeitablauf", "Um", "acht", "Uhr"]) == Counter(held(analyse(document(sheet))))


# Reports with a part gone or moved ------------------------------------------------------------

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "archive").glob("*.pdf"))


@cache
def sample(path: Path) -> Document:
    return pdfium.read(path.read_bytes())


def spoiled(page: Page, way: int, dice: random.Random) -> Page:
    """A page that has lost words, or some of whose words stand elsewhere."""
    words = list(page.words)
    across, down = dice.uniform(0, page.width), dice.uniform(0, page.height)
    step = dice.uniform(-200, 200)
    if way == 0:
        words = [w for w in words if dice.random() > 0.3]
    elif way == 1:
        words = [w for w in words if w.base > down]
    elif way == 2:
        words = [w for w in words if w.x0 < across]
    elif way == 3:
        words = [
            replace(w, x0=w.x0 + step, x1=w.x1 + step) if dice.random() < 0.5 else w for w in words
        ]
    else:
        step /= 6
        words = [
            replace(w, base=w.base + step, top=w.top + step, bottom=w.bottom + step)
            if w.x0 > across
            else w
            for w in words
        ]
    return replace(page, words=tuple(words), **({} if dice.random() < 0.7 else {"areas": ()}))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.sampled_from(SAMPLES), st.integers(0, 4), st.integers(0, 10**6))
def test_reports_of_which_a_part_is_gone_or_moved(path: Path, way: int, seed: int) -> None:
    dice = random.Random(seed)
    pages = tuple(spoiled(page, way, dice) for page in sample(path).pages)
    found = letters(held(analyse(replace(sample(path), pages=pages))))
    assert found == letters([w.text for page in pages for w in (*page.words, *page.outside)])
