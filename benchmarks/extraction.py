"""Reading a report: against pdfplumber, pymupdf4llm, docling-parse, kreuzberg, and pdfium's floor.

All read the same fresh copies of edudip's report, as three generators print it, one after the other
in each round, so that they meet the same machine; what is not installed or cannot run here is named
and left out. Each reads another copy
right before the one that is timed: else the shorter a reader takes, the larger a share of its time
goes into caches that the one before it has emptied. Then: what each step of pmpdf costs; reports of
50 to 400 pages, a timeline of 5,000 rows and a page of 20,000 words against pdfium's bare text of
the same pages; `pmpdf extract` as a whole process, its byte code compiled; and its peak memory.
Times are medians of CPU time in a process that has read before.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.archive import SAMPLES
from pmpdf import layout, meaning, pipeline, vocabulary
from pmpdf.record import (
    SCHEMA_VERSION,
    Entry,
    ListBlock,
    Paragraph,
    Period,
    PostMortem,
    Section,
    Timeline,
)
from pmpdf.report import build

REPORTS = ("seed-ids-a", "seed-cr1", "seed-wp1")
SECTIONS = (59, 118, 236, 472)  # of some 0.85 pages each
ROWS = (1_250, 2_500, 5_000)
WORDS = (5_000, 10_000, 20_000)

PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""

Reader = Callable[[Path], object]


def pmpdf_reader() -> Reader:
    settings = pipeline.Settings(force=True, own_record=False)
    return lambda path: pipeline.extract(path, settings)


def floor_reader() -> Reader:
    """pdfium's bare text of all pages: what any reader upon pdfium costs at least."""

    def read(path: Path) -> list[str]:
        document = pypdfium2.PdfDocument(path)
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        document.close()
        return texts

    return read


def pdfplumber_reader() -> Reader:
    import pdfplumber

    def read(path: Path) -> list[str]:
        with pdfplumber.open(path) as document:
            return [page.extract_text() for page in document.pages]

    return read


def pymupdf4llm_reader() -> Reader:
    import pymupdf4llm

    return lambda path: pymupdf4llm.to_markdown(str(path), show_progress=False)


def docling_reader() -> Reader:
    from docling_parse.pdf_parser import DoclingPdfParser

    parser = DoclingPdfParser()

    def read(path: Path) -> list[str]:
        document = parser.load(str(path))
        texts = [cell.text for _, page in document.iterate_pages() for cell in page.textline_cells]
        document.unload()
        return texts

    return read


def kreuzberg_reader() -> Reader:
    import kreuzberg

    return lambda path: kreuzberg.extract_file_sync(path).content


READERS: dict[str, Callable[[], Reader]] = {
    "pmpdf": pmpdf_reader,
    "pdfium's bare text (the floor)": floor_reader,
    "pdfplumber.extract_text": pdfplumber_reader,
    "pymupdf4llm": pymupdf4llm_reader,
    "docling-parse": docling_reader,
    "kreuzberg": kreuzberg_reader,
}


def cpu(read: Reader, path: Path, before: Path) -> float:
    """CPU milliseconds of one reading, all threads together, right after that of another file."""
    _come_to_rest()
    read(before)
    begun = time.process_time()
    read(path)
    return 1000 * (time.process_time() - begun)


def _come_to_rest() -> None:
    """Wait until no thread is at work any more: those of some readers go on for a while, and the
    next reader would be charged for it."""
    for _ in range(100):
        begun = time.process_time()
        time.sleep(0.02)
        if time.process_time() - begun < 0.001:
            return


def main(quick: bool = False) -> None:
    with tempfile.TemporaryDirectory(prefix="pmpdf-bench-") as name:
        folder = Path(name)
        _compare(folder, 5 if quick else 25)
        _steps(5 if quick else 25)
        _growth(folder, quick)
        _process(5 if quick else 25)


def _compare(folder: Path, rounds: int) -> None:
    readers = dict(_installed(SAMPLES / f"{REPORTS[0]}.pdf"))
    print(f"| CPU ms a document | {' | '.join(REPORTS)} | times pmpdf |")
    print("| --- " * (len(REPORTS) + 2) + "|")
    costs: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        for report in REPORTS:
            copies = []
            for mark in (2 * number, 2 * number + 1):
                copies.append(folder / f"{report}-{mark}.pdf")
                fresh = (SAMPLES / f"{report}.pdf").read_bytes() + b"\n%% %d\n" % mark
                copies[-1].write_bytes(fresh)
            before, copy = copies
            for tool, read in readers.items():
                cost = cpu(read, copy, before)
                if number:  # the first round warms up
                    costs.setdefault((tool, report), []).append(cost)
    medians = {key: statistics.median(found) for key, found in costs.items()}
    for tool in readers:
        figures = " | ".join(f"{medians[tool, report]:.1f}" for report in REPORTS)
        times = ", ".join(
            f"{medians[tool, report] / medians['pmpdf', report]:.1f}" for report in REPORTS
        )
        print(f"| {tool} | {figures} | {times} |")
    print()


def _installed(sample: Path) -> Iterator[tuple[str, Reader]]:
    """The readers that can read here; the others are named with what keeps them from it."""
    for tool, make in READERS.items():
        try:
            read = make()
            read(sample)
        except ImportError as error:
            print(f"{tool} is not installed, and left out: {error}.\n")
        except Exception as error:
            print(f"{tool} cannot run here, and is left out: {type(error).__name__}: {error}\n")
        else:
            yield tool, read


def _steps(rounds: int) -> None:
    """What each step costs, the reading of a page by pdfium itself apart."""
    settings, words = pipeline.Settings(force=True, own_record=False), vocabulary.load()
    floor = floor_reader()
    costs: dict[tuple[str, str], list[float]] = {}

    def timed(step: str, report: str, run: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = run()
        costs.setdefault((step, report), []).append(1000 * (time.process_time() - begun))
        return result

    for report in REPORTS * rounds:
        path = SAMPLES / f"{report}.pdf"
        timed("pdfium's bare text (the floor)", report, partial(floor, path))
        document = timed("reading, that included", report, partial(pipeline.read, path, settings))
        found = timed("layout", report, partial(layout.analyse, document))
        understood = partial(meaning.understand, found, document, words, force=True)
        record = timed("meaning", report, understood)
        timed("JSON", report, record.to_json)
    print(f"| CPU ms a step | {' | '.join(REPORTS)} |")
    print("| --- " * (len(REPORTS) + 1) + "|")
    for step in dict.fromkeys(step for step, _ in costs):
        medians = (statistics.median(costs[step, report]) for report in REPORTS)
        print(f"| {step} | {' | '.join(f'{median:.1f}' for median in medians)} |")
    print()


def _growth(folder: Path, quick: bool) -> None:
    """Nothing may grow with the square of the length."""
    documents = [
        *((f"{count} sections", _report(count, 12)) for count in SECTIONS[: 2 if quick else None]),
        *((f"{count:,} rows", _report(1, count)) for count in ROWS[: 2 if quick else None]),
        *((f"{count:,} words a page", _one_page(count)) for count in WORDS),
    ]
    ours, floor = pmpdf_reader(), floor_reader()
    print("| long documents | pages | CPU ms | ms a page | times the floor |")
    print("| --- | --- | --- | --- | --- |")
    for name, content in documents:
        path = folder / "long.pdf"
        path.write_bytes(content)
        pages = len(floor(path))  # type: ignore[arg-type]
        costs = [(cpu(ours, path, path), cpu(floor, path, path)) for _ in range(3)]
        own, bare = (statistics.median(found) for found in zip(*costs, strict=True))
        print(f"| {name} | {pages} | {own:.0f} | {own / pages:.1f} | {own / bare:.1f} |")
    print()


WORDS_OF_SENTENCES = """
the service was slow because database requests waited for a lock that nobody released before
customers noticed errors and we restarted nodes after traffic moved to another region where queues
grew again until engineers found its cause in a change rolled out earlier that week
"""


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS_OF_SENTENCES.split(), k=words)).capitalize() + "."


def _report(sections: int, rows: int) -> bytes:
    """A report of our own with so many sections, each with a timeline of so many rows."""
    dice = random.Random(sections * 7919 + rows)
    made = []
    for number in range(sections):
        entries = tuple(
            Entry(time=f"{row // 60 % 24:02}:{row % 60:02}", text=_sentence(dice, 12))
            for row in range(rows)
        )
        made.append(
            Section(
                kind="timeline",
                heading=f"Timeline of part {number + 1}",
                blocks=(
                    Paragraph(_sentence(dice, 80)),
                    Timeline(entries=entries),
                    Paragraph(_sentence(dice, 160)),
                    ListBlock(ordered=False, items=tuple(_sentence(dice, 14) for _ in range(5))),
                ),
            )
        )
    day = "2024-03-05"
    record = PostMortem(
        schema_version=SCHEMA_VERSION,
        language="en",
        title="Post mortem",
        period=Period(day, day),
        sections=tuple(made),
    )
    stream = io.BytesIO()
    build(record, stream)
    return stream.getvalue()


def _one_page(words: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    dice = random.Random(words)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(1200, 60 + words / 10))
    canvas.setFont("Helvetica", 9)
    for number in range(words // 20):
        canvas.drawString(40, 30 + 2 * number, _sentence(dice, 20))
    canvas.save()
    return stream.getvalue()


def _process(rounds: int) -> None:
    """`pmpdf extract` from its start to its end, with its byte code compiled as pip leaves it."""
    package = Path(pipeline.__file__).parent
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], check=True)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    sample = str(SAMPLES / f"{REPORTS[0]}.pdf")
    commands = {
        "`pmpdf extract`": ["-m", "pmpdf", "extract", sample],
        "an empty Python": ["-c", "pass"],
    }
    costs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, words in commands.items():
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, *words], check=True, capture_output=True, env=environment
            )
            costs[name].append(1000 * (time.perf_counter() - begun))
    for name, found in costs.items():
        print(f"{name} as a whole process: {statistics.median(found[1:]):.0f} ms\n")
    # a process begins with the peak of the one that starts it, so a small one has to
    words = [sys.executable, "-c", PEAK, *commands["`pmpdf extract`"]]
    peak = subprocess.run(words, check=True, capture_output=True, env=environment, text=True)
    print(f"peak memory of `pmpdf extract` and of its reader: {peak.stdout.strip()} MB\n")
