"""Line numbers beside the text, and columns of figures that are none."""

from __future__ import annotations

import pytest
from handmade import LEFT, WIDE, Sheet, laid_out, prose, shapes


def numbered(every: int = 1, first: int = 1, x: float = LEFT - 30, lines: int = 24) -> Sheet:
    """Running text whose lines are counted, each or every fifth."""
    sheet = Sheet(base=90).text(prose(lines * 15)[: lines * 88])
    for number, base in enumerate(sorted({w.base for w in sheet.words}), first):
        if number % every == 0:
            sheet.put(str(number), x, base=base, size=7)
    return sheet


@pytest.mark.parametrize("every", [1, 5])
@pytest.mark.parametrize(("x", "edge"), [(LEFT - 30, "left"), (LEFT + WIDE + 20, "right")])
def test_counted_lines(every: int, x: float, edge: str) -> None:
    plain = laid_out(Sheet(base=90).text(prose(24 * 15)[: 24 * 88])).blocks
    layout = laid_out(numbered(every, x=x))
    [margin] = layout.margins
    assert margin.edge == edge
    assert [int(text) for text in margin.line.text.split()][:2] == [every, 2 * every]
    assert [line.text for b in layout.blocks for line in b.lines] == [
        line.text for b in plain for line in b.lines
    ]


def test_a_short_last_page_is_believed_for_the_others() -> None:
    layout = laid_out(numbered(), numbered(first=25, lines=3))
    assert [margin.line.page for margin in layout.margins] == [1, 2]
    assert layout.margins[1].line.text.startswith("25 26")


def test_a_number_column_of_a_table_is_none() -> None:
    rows = [[str(n), "Portal", "langsam"] for n in range(1, 13)]
    sheet = Sheet(base=90).text(prose(60)).table(rows, [LEFT, 120, 300])
    layout = laid_out(sheet)
    assert layout.margins == []
    assert "12" in str(shapes(layout)[-1])


def test_years_beside_a_list_are_none() -> None:
    sheet = Sheet(base=90)
    for year in range(2010, 2022):
        sheet.line(str(year), LEFT - 30, step=3).put("Ein Jahr ohne Ausfall", LEFT)
        sheet.line("und ohne Sorgen", LEFT)
    layout = laid_out(sheet)
    assert layout.margins == []
