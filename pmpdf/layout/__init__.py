"""Document → blocks in reading order. Geometry only: no language, no clock, no vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmpdf.layout.blocks import Block, Layout, Line, Margin, TableBlock, TextBlock
from pmpdf.layout.columns import regions_of
from pmpdf.layout.footnotes import attach_end_notes, attach_footnotes, close_up_figures
from pmpdf.layout.frames import boxes_of, courses_of, frames_of
from pmpdf.layout.furniture import (
    keep_text_at_edges,
    keep_text_in_boxes,
    keep_text_over_pages,
    mark_end_matter,
    split,
)
from pmpdf.layout.lines import lines_of, slanted_lines
from pmpdf.layout.numbering import without_line_numbers
from pmpdf.layout.paragraphs import (
    blocks_of,
    body_size,
    edge_block,
    hyphens_of,
    pitches,
    run_on,
    set_right_edges,
)
from pmpdf.layout.regions import Grid, Paper, Region, Run, as_run, is_code
from pmpdf.layout.side_headings import sides_of_pages
from pmpdf.layout.tables import find_rules, joined_over_breaks, table_of, with_spanning_head
from pmpdf.layout.tiles import tiles_of
from pmpdf.reading.document import Document, Page, Word

__all__ = ["Block", "Layout", "Line", "Margin", "TableBlock", "TextBlock", "analyse"]


def analyse(document: Document) -> Layout:
    """Find a document's lines, furniture, columns, paragraphs and tables."""
    pages = [page for page in document.pages if page.words]
    pages, numbers = without_line_numbers(pages)
    lines = [lines_of(page) for page in pages]
    bodies, margins = split(
        [(page.height, found) for page, found in zip(pages, lines, strict=True)]
    )
    margins += numbers
    keep_text_at_edges(bodies)
    keep_text_in_boxes(bodies, pages)
    keep_text_over_pages(bodies)
    for page in pages:
        margins += [Margin(line, "across", False, line.artifact) for line in slanted_lines(page)]
    regular = body_size(line for body in bodies for line in body)
    if pages:
        mark_end_matter(pages[-1], bodies[-1], regular)
    starts: list[float] = []  # where columns began on the pages before
    columns: list[float] = []
    sides = sides_of_pages([x for x in body if x.edge is None] for body in bodies)
    foot: list[Grid] = []
    papers = [
        Paper(
            p.rules,
            courses_of(p.rules),
            p.areas,
            p.width,
            p.number * 100,
            starts,
            columns,
            sides,
            foot,
            frames=frames_of(p.rules, p.areas),
            tiles=tiles_of([*p.areas, *boxes_of(p.rules)]),
        )
        for p in pages
    ]
    regions = [
        regions_of([line for line in body if line.edge is None], paper)
        for body, paper in zip(bodies, papers, strict=True)
    ]
    if not is_code(line for body in bodies for line in body):
        regions = [_uncut(found) for found in regions]
    find_rules(regions, papers)
    pitch = pitches(
        region.lines for found in regions for region in found if isinstance(region, Run)
    )
    blocks: list[Block] = []
    marks: list[Word] = []
    for page, body, paper, found in zip(pages, bodies, papers, regions, strict=True):
        on_page, raised = attach_footnotes(_page_blocks(page, body, paper, found, pitch), regular)
        if any(line.raised for line in body):
            close_up_figures(line for block in on_page for line in block.lines if line.raised)
        blocks += on_page
        marks += raised
    blocks, raised = attach_end_notes(blocks)
    marks += raised
    set_right_edges(blocks)
    hyphens = hyphens_of(line for block in blocks for line in block.lines)
    blocks = run_on(joined_over_breaks(blocks), regular)
    return Layout(
        blocks=blocks,
        margins=margins,
        body_size=regular,
        page_heights=[page.height for page in document.pages],
        hyphens=hyphens,
        marks=marks,
        off_page=[Line([w], page.number) for page in document.pages for w in page.outside],
    )


def _uncut(regions: Sequence[Region]) -> list[Region]:
    """What a program printed in columns is lines of code, where the text around it is set; they go
    with those above and below them."""
    whole: list[Region] = []
    uncut = False  # the region before
    for region in regions:
        code = isinstance(region, Grid) and is_code(line for c in region.columns for line in c)
        run = as_run(region) if isinstance(region, Grid) and code else region
        above = whole[-1] if whole else None
        if (
            (code or uncut)
            and isinstance(run, Run)
            and isinstance(above, Run)
            and run.aside == above.aside
            and not run.starts_column
        ):
            above.lines += run.lines
            above.right = max(above.right, run.right)
        else:
            whole.append(run)
        uncut = code
    return whole


def _page_blocks(
    page: Page,
    lines: Sequence[Line],
    paper: Paper,
    regions: Sequence[Region],
    pitch: Mapping[float, float],
) -> list[Block]:
    """One page's blocks: lone edge lines outside, between them the regions in reading order."""
    blocks: list[Block] = [edge_block(line) for line in lines if line.edge == "top"]
    if blocks:
        blocks[0].starts_column = True
    for region in regions:
        if isinstance(region, Grid):
            table = table_of(region, paper)
            if blocks and with_spanning_head(blocks[-1], table):
                blocks.pop()
            blocks.append(table)
        else:
            blocks.extend(blocks_of(region, pitch))
    blocks = _asides_in_place(blocks, page)
    return blocks + [edge_block(line) for line in lines if line.edge == "bottom"]


def _asides_in_place(blocks: list[Block], page: Page) -> list[Block]:
    """A sidebar is read after the text beside it and before what follows below it."""
    text = [block for block in blocks if not block.aside]
    groups: dict[int, list[Block]] = {}
    places: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.aside:
            groups.setdefault(block.aside, []).append(block)
            places.setdefault(block.aside, sum(not b.aside for b in blocks[:index]))
    for aside in reversed(groups):
        foot = _foot([line for block in groups[aside] for line in block.lines], page)
        at = places[aside]
        if at < len(text) and text[at].lines[0].top <= foot:
            while at < len(text) and text[at].lines[0].top <= foot:
                at += 1
        else:
            while at and text[at - 1].lines[0].top > foot:
                at -= 1
        text[at:at] = groups[aside]
    return text


def _foot(lines: list[Line], page: Page) -> float:
    """Where a sidebar ends: at its last line, or at the foot of the box behind that."""
    last = max(lines, key=lambda line: line.bottom)
    x0, x1 = min(x.x0 for x in lines), max(x.x1 for x in lines)
    boxes = [
        area.bottom
        for area in page.areas
        if area.x0 <= x0 + 1 and area.x1 >= x1 - 1 and area.top <= last.top and not area.image
        if area.bottom >= last.bottom - 2 and area.x1 - area.x0 < 0.6 * page.width
    ]
    return min(boxes, default=last.bottom)
