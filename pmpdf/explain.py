"""Why a document was read as it was: each line, what it was taken for, and on what evidence.

Runs where the PDF is read, in the limited child process; what comes back is plain data.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pmpdf import layout, meaning, pipeline, vocabulary
from pmpdf.layout import Layout
from pmpdf.layout.blocks import Line, TableBlock
from pmpdf.layout.paragraphs import joined
from pmpdf.output import write_whole
from pmpdf.pipeline import Settings
from pmpdf.record import Box, Origin, Paragraph, PostMortem, Source, Table, Timeline, Warning

DPI: Final = 100
COLORS: Final = {
    "title": "#7b2cbf",
    "subtitle": "#9d4edd",
    "organization": "#5a189a",
    "fact": "#0077b6",
    "heading": "#c1121f",
    "paragraph": "#6c757d",
    "list": "#2a9d8f",
    "table": "#b5651d",
    "timeline": "#e07a00",
    "furniture": "#adb5bd",
    "unplaced": "#ff0054",
}


class Explained(msgspec.Struct, frozen=True):
    """One printed line. `box` in points from the page's top left; `path` into the record."""

    page: int
    box: Box
    text: str
    role: str
    path: str
    evidence: str


class Explanation(msgspec.Struct, frozen=True):
    """All lines in reading order; `pictures` has a PNG a page (base64) where they were wanted."""

    lines: tuple[Explained, ...]
    source: Source | None = None
    warnings: tuple[Warning, ...] = ()
    pictures: dict[int, str] = {}

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()


class _Place(NamedTuple):
    """A part of the record, where it is printed."""

    origin: Origin
    role: str
    path: str
    about: str = ""

    def holds(self, line: Line) -> bool:
        x0, top, x1, bottom = self.origin.box
        middle = (line.x0 + line.x1) / 2
        return (
            self.origin.page == line.page
            and x0 - 1 <= middle <= x1 + 1
            and top - 1 <= (line.top + line.bottom) / 2 <= bottom + 1
        )

    @property
    def area(self) -> float:
        x0, top, x1, bottom = self.origin.box
        return (x1 - x0) * (bottom - top)


def explained(path: str | Path, settings: Settings | None = None) -> Explanation:
    """Explain a PDF's lines. Raises what `pipeline.extract` raises."""
    return _explain(path, settings or Settings(), pictures=False)


def pictured(path: str | Path, settings: Settings | None = None) -> Explanation:
    """The same with a picture of each page, the lines' boxes drawn in the colour of their role."""
    return _explain(path, settings or Settings(), pictures=True)


def _explain(path: str | Path, settings: Settings, *, pictures: bool) -> Explanation:
    words = vocabulary.load(settings.vocabulary)
    document = pipeline.read(path, settings)
    found = layout.analyse(document)
    record = meaning.understand(found, document, words, force=settings.force)
    lines = tuple(_lines(found, record))
    drawn = _pictures(path, settings.password, lines) if pictures else {}
    return Explanation(lines, record.source, record.warnings, drawn)


def _lines(found: Layout, record: PostMortem) -> Iterator[Explained]:
    places = list(_places(record))
    furniture = {piece.text: piece.role for piece in record.furniture}
    margins = {id(margin.line): margin for margin in found.margins}
    lines = [line for block in found.blocks for line in block.lines]
    lines += [note_line for b in found.blocks for n in b.footnotes for note_line in n.lines]
    for table in found.blocks:
        for line in table.repeated if isinstance(table, TableBlock) else ():
            text = joined([line], found.hyphens)
            yield _explained(line, text, "repeated header", "", "stands above the table already")
    for line in [*lines, *(margin.line for margin in found.margins)]:
        text = joined([line], found.hyphens)
        holding = [place for place in places if place.holds(line)]
        margin = margins.get(id(line))
        if margin is not None or (not holding and text in furniture):
            role = furniture.get(text, "unplaced")
            evidence = "marked as an artifact" if line.artifact else "alone at the page's edge"
            if margin is not None and margin.repeated:
                evidence = "repeated at this height on other pages"
            yield _explained(line, text, f"furniture: {role}", "/furniture", evidence)
        elif holding:
            place = min(holding, key=lambda p: p.area)
            type_of = _type(line, found.body_size)
            evidence = f"{place.about}; {type_of}" if place.about else type_of
            yield _explained(line, text, place.role, place.path, evidence)
        else:
            yield _explained(line, text, "unplaced", "", _type(line, found.body_size))


def _explained(line: Line, text: str, role: str, path: str, evidence: str) -> Explained:
    x0, top, x1, bottom = (round(value, 1) for value in line.box)
    return Explained(line.page, (x0, top, x1, bottom), text, role, path, evidence)


def _type(line: Line, body: float) -> str:
    words = [f"{line.size:.1f} pt"]
    if abs(line.size - body) > 0.6:
        words.append(f"{line.size / body:.2f} of the text's size")
    words += [name for name in ("bold", "italic", "mono", "caps") if getattr(line, name)]
    if line.drawn_bullet:
        words.append("a bullet drawn before it")
    return ", ".join(words)


def _places(record: PostMortem) -> Iterator[_Place]:
    for name, origins in record.origin.items():
        for origin in origins:
            yield _Place(origin, name, f"/{name}")
    for number, fact in enumerate(record.facts):
        for origin in fact.origin:
            yield _Place(origin, "fact", f"/facts/{number}", "a label and its value")
    for index, section in enumerate(record.sections):
        here = f"/sections/{index}"
        for origin in section.origin:
            about = f"heading of level {section.level}"
            yield _Place(origin, f"heading: {section.kind}", here, about)
        for place, block in enumerate(section.blocks):
            path = f"{here}/blocks/{place}"
            if isinstance(block, Timeline):
                for origin in block.origin:
                    yield _Place(origin, "timeline", path, "column heads or day lines")
                for number, entry in enumerate(block.entries):
                    for origin in entry.origin:
                        when = entry.at or "a time without a day"
                        where = f"{path}/entries/{number}"
                        yield _Place(origin, "timeline row", where, f"{entry.time} is {when}")
                continue
            role = "paragraph" if isinstance(block, Paragraph) else "list item"
            role = "table cell" if isinstance(block, Table) else role
            for origin in block.origin:
                yield _Place(origin, role, path)


def _pictures(
    path: str | Path, password: str | None, lines: tuple[Explained, ...]
) -> dict[int, str]:
    """PNGs of the pages with the lines' boxes."""
    import io

    from PIL import ImageDraw

    from pmpdf.reading.images import drawn

    pictures = {}
    numbers = sorted({line.page for line in lines})
    for number, image in drawn(path, numbers, dpi=DPI, password=password):
        draw = ImageDraw.Draw(image)
        for line in lines:
            if line.page == number:
                box = [value * DPI / 72 for value in line.box]
                draw.rectangle(box, outline=_color(line.role), width=2)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        pictures[number] = base64.b64encode(stream.getvalue()).decode()
    return pictures


def _color(role: str) -> str:
    return next((c for name, c in COLORS.items() if role.startswith(name)), COLORS["unplaced"])


def save_pictures(explanation: Explanation, folder: Path, stem: str) -> list[Path]:
    """Write the pictures as `STEM-1.png` and so on; returns their paths. Raises CannotWrite."""
    written = []
    for number, picture in explanation.pictures.items():
        target = folder / f"{stem}-{number}.png"
        write_whole(target, base64.b64decode(picture))
        written.append(target)
    return written


def as_text(explanation: Explanation) -> str:
    """The explanation for people, a line each: page, role, path, evidence, text."""
    rows = []
    for line in explanation.lines:
        where = f"p{line.page} {line.box[0]:.0f},{line.box[1]:.0f}"
        rows.append(f"{where:<14} {line.role:<28} {line.path:<36} {line.evidence}\n    {line.text}")
    return "\n".join(rows) + "\n"
