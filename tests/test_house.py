"""Imports point one way, and what a start need not load is not loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pmpdf"

# What each room may import, besides itself and what all may use.
MAY_IMPORT: dict[str, set[str]] = {
    "reading": set(),
    "layout": {"reading"},
    "meaning": {"layout", "reading"},
    "report": set(),
    "pipeline": {"reading", "layout", "meaning"},
    "archive": {"pipeline", "report"},
    "explain": {"reading", "layout", "meaning", "pipeline"},
    "check": {"meaning"},
    "cli": {"archive", "explain", "pipeline", "report", "check", "options", "terminal", "output"},
    "options": {"archive", "pipeline"},
    "terminal": {"archive"},
    "record": {"output"},
    "vocabulary": set(),
    "evidence": set(),
    "__init__": {"pipeline", "report"},
    "__main__": {"cli"},
}
FOR_ALL = {
    "record",
    "vocabulary",
    "evidence",
    "errors",
    "version",
    "progress",
    "output",
    "counts",
    "english",
    "middle",
    "patterns",
    "values",
}
ONLY_IN = {
    "reportlab": {"report"},
    "svglib": {"report"},
    "pypdfium2": {"reading"},
    "pdfplumber": {"reading"},
    "pdfminer": {"reading"},
    "tesserocr": {"reading"},
    "click": {"cli", "options"},
    "distributed": {"archive"},
    "fsspec": {"archive"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            module = node.module or ""
            yield from (f"{module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    allowed = MAY_IMPORT.get(room, set()) | FOR_ALL | {room}
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "pmpdf":
            assert parts[1] in allowed, f"{room} must not import {name}"
        elif parts[0] in ONLY_IN:
            assert room in ONLY_IN[parts[0]], f"only {ONLY_IN[parts[0]]} may import {parts[0]}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_are_named_after_things(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "manager", "misc"}


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import pmpdf", {"pypdfium2", "pdfplumber", "reportlab", "babel", "click", "msgspec"}),
        ("import pmpdf.cli", {"pypdfium2", "pdfplumber", "reportlab", "babel", "yaml", "msgspec"}),
        ("import pmpdf.pipeline", {"pdfplumber", "reportlab", "babel", "yaml", "click"}),
        (
            "import pmpdf.cli; pmpdf.cli._guarded(['build', '-h'], debug=False)",
            {"pypdfium2", "pdfplumber", "pmpdf.meaning", "pmpdf.layout"},
        ),
        (
            "import pmpdf.archive.run, pmpdf.archive.cluster",
            {"pypdfium2", "pdfplumber", "reportlab", "distributed", "fsspec"},
        ),
        (
            "import pmpdf.archive.worker, pmpdf.archive.readers",
            {"pypdfium2", "pdfplumber", "pmpdf.meaning", "pmpdf.layout", "subprocess"},
        ),
        (
            "import pmpdf; pmpdf.extract('samples/archive/seed-ids-a.pdf')",
            {"pdfplumber", "pdfminer", "reportlab", "babel", "yaml", "click", "tesserocr", "PIL"},
        ),
    ],
)
def test_a_start_loads_no_more_than_it_needs(statement: str, unwanted: set[str]) -> None:
    program = f"{statement}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert unwanted.isdisjoint(done.stdout.split())
