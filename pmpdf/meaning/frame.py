"""Margins and lone edge lines → furniture: running lines, page numbers, browser lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from pmpdf.layout.blocks import Block, Line, TableBlock, TextBlock
from pmpdf.meaning.notes import Reader
from pmpdf.middle import tenth
from pmpdf.record import Furniture, Role

ADDRESS = re.compile(r"(?:https?|file)://\S+$|^(?:https?|file)://", re.I)
_PRINTED_ON = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? +\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?")
CONFIDENTIALITY = re.compile(
    r"(?:streng )?(?:vertraulich|geheim|intern|öffentlich|verschlusssache)(?:\s[–—-]\s.*)?|"
    r"(?:strictly )?(?:confidential|internal|public|secret)(?: use only)?(?:\s[–—-]\s.*)?|"
    r"TLP:\s?\w+|entwurf|draft|nur für den (?:internen )?dienstgebrauch|official(?:[ –—-]+\w+)?",
    re.I,
)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$|(?:…\s?){2,}\s*\d+$")


def framed(reader: Reader) -> tuple[list[Furniture], list[Block]]:
    """The furniture, and the blocks that are not part of it."""
    found: list[tuple[Role, str, int]] = []
    for margin in reader.layout.margins:
        text = reader.lines([margin.line])
        if margin.edge == "across":
            found.append(("watermark", text, margin.line.page))
        elif margin.edge in ("left", "right"):
            found.append(("line_number", text, margin.line.page))
        else:
            found.append((_role(reader, text, margin.edge), text, margin.line.page))
    rest: list[Block] = []
    imprints = _imprints(reader)
    heads = _running_heads(reader)
    masthead = _masthead(reader)
    found += [("header", text, page) for text, page in _cells(reader, masthead)]
    blocks, contents = _without_contents(reader, reader.layout.blocks[len(masthead) :])
    found += contents
    edges = _edge_lines(reader.layout.blocks)
    page = 0
    for block in blocks:
        begins, page = block.lines[0].page > page, block.lines[-1].page
        if begins and isinstance(block, TableBlock) and _names_front(reader, block):
            texts = [reader.lines(cell) for cell in block.rows[0]]
            found += [(_role(reader, text, "top"), text, page) for text in texts]
            continue
        if isinstance(block, TextBlock) and (block.edge or begins):
            line = block.first
            alike = edges[line.page, block.edge]
            row = [other for other in alike if abs(other.base - line.base) < 0.3 * line.size]
            if _names_front(reader, block) or (
                block.edge
                and (
                    block.first.page in imprints
                    or _is_small_print(reader, block)
                    or id(block) in heads
                    or any(_frames(reader, line) for line in row)
                )
            ):
                text = reader.text(block)
                found.append((_role(reader, text, block.edge or "top"), text, block.first.page))
                continue
        rest.append(block)
    while rest and (_asks_reader(reader, rest[-1]) or _is_imprint(reader, rest[-1])):
        block = rest.pop()
        found += [("footer", reader.lines([line]), line.page) for line in block.lines]
    return _collected(found), rest


def _asks_reader(reader: Reader, block: Block) -> bool:
    """Whether a site asks with a text's last line what its readers think of the page."""
    return isinstance(block, TextBlock) and _POLL.fullmatch(reader.text(block)) is not None


def _is_imprint(reader: Reader, block: Block) -> bool:
    """Whether the last lines, apart and in small type, name the house with its register or bank."""
    if not isinstance(block, TextBlock) or block.gap < FAR:
        return False
    text = reader.text(block)
    small = block.size < reader.layout.body_size - SMALL_PRINT
    named = reader.vocabulary.organization_in(text) is not None
    return small and named and _IMPRINT.search(text) is not None


FAR = 2.5  # em from the text above
_POLL = re.compile(r"(?:[^.?!]{8,60}\? )?(?:Yes\W+No|Ja\W+Nein)", re.I)
ISSUE = re.compile(r"(?:Ausgabe|Nr\.|Nummer|Heft|Issue|No\.|Edition|Vol\.)\s?\d[\d/–-]*.*", re.I)


def _masthead(reader: Reader) -> Sequence[Block]:
    """A periodical's name and what issue it is, on one row or in a colour that nothing right below
    them has."""
    blocks = reader.layout.blocks
    row = blocks[:2]
    if len(row) == 2 and all(
        isinstance(block, TextBlock) and len(block.lines) == 1 for block in row
    ):
        texts = [reader.lines(block.lines) for block in row]
        apart = abs(row[0].lines[0].base - row[1].lines[0].base)
        if apart < ROW and any(map(ISSUE.fullmatch, texts)):
            return row
    colors = [{line.color for line in block.lines} for block in blocks[: MASTHEAD + 1]]
    count = next((n for n, found in enumerate(colors) if found != colors[0]), 0)
    if not colors or len(colors[0]) > 1 or not 0 < count <= MASTHEAD:
        return []
    if not colors[0].isdisjoint(colors[count]):
        return []
    lines = [line for block in blocks[:count] for line in block.lines]
    issue = any(ISSUE.fullmatch(reader.lines([line])) for line in lines)
    return blocks[:count] if issue and len(lines) > 1 else []


MASTHEAD = 4  # blocks
ROW = 8.0  # points within which lines of two sizes stand on one row


def _cells(reader: Reader, blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """The texts of blocks, tables cell by cell, with their pages."""
    for block in blocks:
        rows = [[block.lines]] if isinstance(block, TextBlock) else block.rows
        yield from ((reader.lines(c), c[0].page) for cells in rows for c in cells if c)


_IMPRINT = re.compile(
    r"\bIBAN\b|\bBIC\b|\bHR[AB]\b|\bGnR\b|Amtsgericht|\bTel(?:efon|\.)|\bFax\b|USt-?Id|\bVAT\b|"
    r"Registered (?:in|office|charity)|Geschäftsführ|Vorstand|Sparkasse|Volksbank|\w@\w+\.\w|"
    r"^(?:©|\(c\)|Copyright)\s|\b\d{4,5} [A-ZÄÖÜ][\w-]+$"
)


def _running_heads(reader: Reader) -> set[int]:
    """Lone lines over the text of several pages, in one type that is smaller than the text's, be
    their words others on each page: chapters, say."""
    tops: dict[float, list[TextBlock]] = {}
    small = reader.layout.body_size - SMALL_PRINT
    for block in reader.layout.blocks:
        if isinstance(block, TextBlock) and block.edge == "top" and block.size < small:
            tops.setdefault(tenth(block.size), []).append(block)
    several = (found for found in tops.values() if len({b.first.page for b in found}) > 1)
    return {id(block) for found in several for block in found}


def _names_front(reader: Reader, block: Block) -> bool:
    """A lone line, or the cells of a lone row, that repeat the first page on a later one: in small
    type a name, such as the letterhead's (`Name, Schreiben vom 3. Februar`), and in the text's own
    what is part of a title."""
    cells = [block.lines] if isinstance(block, TextBlock) else block.rows[0]
    if block.lines[0].page == 1 or block.footnotes:
        return False
    if isinstance(block, TableBlock) and len(block.rows) > 1:
        return False
    body = reader.layout.body_size
    front = list(takewhile(lambda other: other.lines[0].page == 1, reader.layout.blocks))
    titles = [other for other in front if isinstance(other, TextBlock) and not other.aside]
    for cell in cells:
        text, size = reader.lines(cell), max((line.size for line in cell), default=0.0)
        if size > body + 0.3:
            return False
        larger = [reader.text(other) for other in titles if other.size > TITLE * size]
        bold = all(line.bold for line in cell)
        if " " in text and (text in larger or (not bold and any(text in o for o in larger))):
            continue
        again = text in _told(reader, front) or any(text.startswith(f"{o}, ") for o in larger)
        if not cell or bold or not again or size >= body - SMALL_PRINT:
            return False
    return True


def _told(reader: Reader, blocks: Sequence[Block]) -> set[str]:
    """What blocks print: their cells, and their rows as if labels had no colons."""
    rows = {row.replace(":", "") for block in blocks for row in _printed_rows(reader, block)}
    return rows | {text for text, _ in _cells(reader, blocks)}


TITLE = 1.3  # times as large as the text


def _imprints(reader: Reader) -> set[int]:
    """Pages whose lone lines at the foot are an imprint: bank, register, telephone."""
    found = set()
    for block in reader.layout.blocks:
        at_foot = isinstance(block, TextBlock) and block.edge == "bottom"
        if at_foot and _IMPRINT.search(reader.lines(block.lines)):
            found.add(block.lines[0].page)
    return found


def listed(reader: Reader, blocks: Sequence[Block]) -> list[Furniture]:
    """Blocks that list the headings, as furniture."""
    found: list[tuple[Role, str, int]] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            reader.drop_marker(block)
            found.append(("contents", reader.item(block), block.first.page))
    return _collected(found)


def _edge_lines(blocks: Sequence[Block]) -> dict[tuple[int, str | None], list[Line]]:
    """The first lines of text, by page and the edge that they stand alone at."""
    found: dict[tuple[int, str | None], list[Line]] = defaultdict(list)
    for block in blocks:
        if isinstance(block, TextBlock):
            found[block.first.page, block.edge].append(block.first)
    return found


def _is_small_print(reader: Reader, block: TextBlock) -> bool:
    """Alone at the foot of the page, in smaller type than the text."""
    return block.edge == "bottom" and block.size < reader.layout.body_size - SMALL_PRINT


SMALL_PRINT = 0.8  # points


def _frames(reader: Reader, line: Line) -> bool:
    """Whether the words of a lone edge line are those of furniture."""
    text = reader.lines([line])
    if _is_page_number(reader, text) or _PRINTED_ON.fullmatch(text):
        return True
    if CONFIDENTIALITY.fullmatch(text) or (ADDRESS.search(text) and len(line.words) == 1):
        return True
    proper = all(word[:1].isupper() for word in text.split())
    if reader.vocabulary.is_body(text) and proper and not line.bold:
        return line.size < reader.layout.body_size + 0.3
    organization = reader.vocabulary.organization_in(text)
    return (
        organization is not None
        and len(text) <= 1.8 * len(organization)
        and bool(line.size < reader.layout.body_size + 0.3)
    )


def _is_page_number(reader: Reader, text: str) -> bool:
    """Also in two languages: `Seite / Page 1`."""
    last = text.rpartition(" / ")[2] if text[:1].isalpha() else text
    return reader.vocabulary.is_page_number(text) or reader.vocabulary.is_page_number(last)


def _role(reader: Reader, text: str, edge: str) -> Role:
    if _is_page_number(reader, text):
        return "page_number"
    if ADDRESS.search(text) or _PRINTED_ON.fullmatch(text):
        return "browser_line"
    return "header" if edge == "top" else "footer"


def _without_contents(
    reader: Reader, blocks: Sequence[Block]
) -> tuple[list[Block], list[tuple[Role, str, int]]]:
    """The blocks without a table of contents, and its lines without their leaders.

    Lines with leaders are known by those; without them it takes the heading above the lines.
    """
    rest: list[Block] = []
    found: list[tuple[Role, str, int]] = []
    inside = False
    named: set[str] = set()  # what the lines found so far name, without their page numbers
    for block in blocks:
        rows = _contents_rows(reader, block)
        headed = isinstance(block, TextBlock) and CONTENTS.fullmatch(reader.text(block))
        if headed:
            inside = True
            found.append(("contents", reader.lines(block.lines), block.lines[0].page))
        elif rows and (inside or all(_LEADERS.search(row) for row in rows)):
            page = block.lines[0].page
            found += [("contents", _without_leaders(row), page) for row in rows]
            named.update(_PAGED.sub("", _without_leaders(row)).strip() for row in rows)
        elif (
            inside
            and (numbered := _numbered_rows(reader, block))
            and named.isdisjoint(numbered)  # a heading that was listed: the text has begun
        ):
            found += [("contents", row, block.lines[0].page) for row in numbered]
            named.update(numbered)
        else:
            inside = False
            rest.append(block)
    return rest, found


_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s\D")
_PAGED = re.compile(r"(?:^|\D)\d{1,3}$")
CONTENTS = re.compile(r"(?:inhalt(?:sverzeichnis|sübersicht)?|(?:table of )?contents)", re.I)


def _printed_rows(reader: Reader, block: Block) -> Iterator[str]:
    """A block's text line by line, those of a table over all its cells."""
    if isinstance(block, TextBlock):
        yield from (reader.lines([line]) for line in block.lines)
        return
    for cells in block.rows:
        for base in sorted({round(line.base) for cell in cells for line in cell}):
            row = [line for cell in cells for line in cell if round(line.base) == base]
            yield " ".join(reader.lines([line]) for line in row)


def _numbered_rows(reader: Reader, block: Block) -> list[str]:
    """The block's lines, if each of them begins with a section's number."""
    return _rows_like(_NUMBERED.match, reader, block)


def _contents_rows(reader: Reader, block: Block) -> list[str]:
    """The block's lines, if each of them ends in a page number."""
    return _rows_like(lambda row: row[-1:].isdecimal() and _PAGED.search(row), reader, block)


def _rows_like(is_like: Callable[[str], object], reader: Reader, block: Block) -> list[str]:
    rows = []
    for row in _printed_rows(reader, block):
        if not is_like(row):
            return []
        rows.append(row)
    return rows


def _without_leaders(text: str) -> str:
    return re.sub(r"\s*(?:[.…·]\s?){2,}\s*(\d+)$", r" \1", text)


def _collected(found: Sequence[tuple[Role, str, int]]) -> list[Furniture]:
    """One piece of furniture a text, with all its pages."""
    pages: dict[tuple[Role, str], list[int]] = {}
    for role, text, page in found:
        pages.setdefault((role, text), []).append(page)
    return [
        Furniture(role=role, text=text, pages=tuple(dict.fromkeys(numbers)))
        for (role, text), numbers in pages.items()
    ]
