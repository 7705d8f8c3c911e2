"""Building reports: against a raw canvas with the same lines, WeasyPrint and Typst.

All set the same two records (edudip's, and one that must be tightened to fit) with the same fonts,
one after the other in each round, so that they meet the same machine. The raw canvas draws the
lines that pmpdf chose, without tags, record or metadata: the floor. WeasyPrint (PDF/UA-1) and Typst
(UA-1 and A-3a; its input changes each time, else it answers from its cache) run if installed. Then:
`pmpdf build` as a whole process, and memory over 1,000 reports.
"""

from __future__ import annotations

import html
import importlib.util
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pmpdf.record import ListBlock, Paragraph, PostMortem, Table, Timeline
from pmpdf.report import build
from pmpdf.report.brand import font_folder, neutral
from pmpdf.report.fit import fit
from pmpdf.report.furniture import frame_bottom, frame_top
from pmpdf.report.story import tell
from pmpdf.report.typeset import PAGE_HEIGHT, PAGE_WIDTH
from pmpdf.report.wording import Wording

RECORDS = Path(__file__).parent.parent / "samples" / "records"
TEXTS = {"edudip's report": "seed-ids-a", "one to tighten": "en02-tx2"}
FONTS = font_folder() / "source-sans-3"

Maker = Callable[[], bytes]


def pmpdf_maker(record: PostMortem) -> Maker:
    def make() -> bytes:
        stream = io.BytesIO()
        build(record, stream)
        return stream.getvalue()

    return make


def canvas_maker(record: PostMortem) -> Maker:
    """The lines and rules that pmpdf sets, drawn with ReportLab's own calls."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for path in FONTS.glob("*.ttf"):
        pdfmetrics.registerFont(TTFont(path.stem, str(path)))
    pages = _lines(record)

    def make() -> bytes:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1)
        for lines, rules in pages:
            for x, y, width, height in rules:
                canvas.rect(x, y, width, height, stroke=0, fill=1)
            for font, size, x, y, text in lines:
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
        return stream.getvalue()

    return make


def _lines(record: PostMortem) -> list[tuple[list[tuple], list[tuple]]]:
    brand = neutral()
    wording = Wording(record, record.language, brand)
    story = tell(record, wording, brand)
    top = frame_top(brand, story)
    pages = []
    for sheet in fit(story, brand, frame_bottom(brand, story, wording) - top).pages:
        y, lines, rules = top, [], []
        for strip in sheet.strips:
            y += strip.before
            for s in strip.strokes:
                rules.append((s.x0, PAGE_HEIGHT - y - s.top, s.x1 - s.x0, s.height))
            for p in strip.lines:
                font = p.text.measured.family.face.name
                lines.append((font, p.size, p.x, PAGE_HEIGHT - y - p.drop, p.line.text))
            y += strip.height
        pages.append((lines, rules))
    return pages


def weasyprint_maker(record: PostMortem) -> Maker:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    source = _html(record)
    return lambda: HTML(string=source).write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")


def typst_maker(record: PostMortem) -> Maker:
    import typst

    compiler = typst.Compiler(font_paths=[str(FONTS)])
    count = 0

    def make() -> bytes:
        nonlocal count
        count += 1
        source = (_typst(record) + f"\n// {count}\n").encode()
        return compiler.compile(input=source, format="pdf", pdf_standards=["ua-1", "a-3a"])

    return make


def _html(record: PostMortem) -> str:
    faces = "".join(
        f"@font-face {{ font-family: S; font-weight: {weight}; src: url({path.as_uri()}) }}"
        for weight, path in (
            ("normal", FONTS / "SourceSans3-Regular.ttf"),
            ("bold", FONTS / "SourceSans3-Bold.ttf"),
        )
    )
    parts = [f"<h1>{html.escape(record.title or '')}</h1>"]
    for section in record.sections:
        parts.append(f"<h2>{html.escape(section.heading or '')}</h2>")
        for block in section.blocks:
            parts.append(_html_block(block))
    foot = html.escape(record.organization or "")
    style = (
        f"{faces} @page {{ size: A4; margin: 22mm; @top-left {{ content: '{foot}' }}"
        f"@bottom-left {{ content: '{foot}' }} @bottom-right {{ content: 'Post Mortem' }}"
        "@bottom-center { content: counter(page) ' / ' counter(pages) } }"
        "body { font: 10pt/1.4 S; hyphens: auto } h2 { color: #0F4C5C; break-after: avoid }"
        "td { border-top: 0.5pt solid #ccc; padding: 3pt; vertical-align: top }"
        "p, li { orphans: 2; widows: 2 }"
    )
    title = html.escape(record.title or "Report")
    return (
        f'<html lang="{record.language}"><head><title>{title}</title><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _html_block(block: Paragraph | ListBlock | Table | Timeline) -> str:
    match block:
        case Paragraph():
            return f"<p>{html.escape(block.text)}</p>"
        case ListBlock():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{html.escape(i)}</li>' for i in block.items)}</{tag}>"
        case _:
            cells = _rows(block)
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in cells)
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _rows(block: Table | Timeline) -> list[list[str]]:
    if isinstance(block, Table):
        return [list(row) for row in (block.header, *block.rows) if row]
    return [[entry.time, entry.text, *entry.details.values()] for entry in block.entries]


def _typst(record: PostMortem) -> str:
    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'#text("{escaped}")'

    parts = [
        f'#set document(title: "{record.title or "Report"}")',
        f'#set page("a4", margin: 22mm)\n#set text(font: "Source Sans 3", 10pt, '
        f'lang: "{record.language}")',
    ]
    for section in record.sections:
        parts.append(f"= {quoted(section.heading or '-')}")
        for block in section.blocks:
            match block:
                case Paragraph():
                    parts.append(quoted(block.text) + "\n")
                case ListBlock():
                    mark = "+" if block.ordered else "-"
                    parts += [f"{mark} {quoted(item)}" for item in block.items]
                case _:
                    rows = _rows(block)
                    width = max(map(len, rows), default=1)
                    cells = [
                        f"[{quoted(cell)}]" for row in rows for cell in (row + [""] * width)[:width]
                    ]
                    parts.append(f"#table(columns: {width}, {', '.join(cells)})")
    return "\n".join(parts)


def main(quick: bool) -> None:
    rounds = 10 if quick else 60
    for name, sample in TEXTS.items():
        record = PostMortem.load(RECORDS / f"{sample}.json")
        makers = {"raw canvas (the floor)": canvas_maker(record), "pmpdf": pmpdf_maker(record)}
        for tool, maker in (("weasyprint", weasyprint_maker), ("typst", typst_maker)):
            if importlib.util.find_spec(tool):
                makers[tool] = maker(record)
            else:
                print(f"{tool} is not installed, and left out.")
        _compare(name, makers, rounds)
    _process(5 if quick else 15)
    _memory(200 if quick else 1000)


def _compare(name: str, makers: dict[str, Maker], rounds: int) -> None:
    first: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for tool, make in makers.items():
        start = time.perf_counter()
        sizes[tool] = len(make())
        first[tool] = time.perf_counter() - start
        make()
    costs: dict[str, list[float]] = {tool: [] for tool in makers}
    for _ in range(rounds):
        for tool, make in makers.items():
            start = time.process_time()
            make()
            costs[tool].append(time.process_time() - start)
    floor = statistics.median(next(iter(costs.values())))
    print(
        f"| {name} | first ms | warm ms | of the floor | bytes |\n| --- | --- | --- | --- | --- |"
    )
    for tool, found in costs.items():
        warm = statistics.median(found)
        print(
            f"| {tool} | {first[tool] * 1000:.0f} | {warm * 1000:.1f} | {warm / floor:.2f} "
            f"| {sizes[tool]:,} |"
        )
    print()


def _process(rounds: int) -> None:
    record = RECORDS / "seed-ids-a.json"
    command = [sys.executable, "-m", "pmpdf", "build", str(record), "-o", "-"]
    costs = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        costs.append(time.perf_counter() - start)
    print(f"`pmpdf build` as a whole process: {statistics.median(costs[1:]) * 1000:.0f} ms\n")


def _memory(count: int) -> None:
    makers = [pmpdf_maker(PostMortem.load(path)) for path in sorted(RECORDS.glob("*.json"))]
    seen = []
    for number in range(count):
        makers[number % len(makers)]()
        if number in (count // 10, count - 1):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            seen.append(pages * 4096 / 1e6)
    print(f"memory after {count // 10} and {count} reports: {seen[0]:.0f} and {seen[1]:.0f} MB")
