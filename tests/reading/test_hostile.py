"""Files made to break readers: each ends as a clear outcome, and nothing is lost without a word.

Every one is read in a child process under limits, as the commands do it: what pdfium does to a
process cannot be caught from inside.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
CHILD = Path(__file__).parent / "hostile_child.py"

pytestmark = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the hostile files (../shared/hostile) are not there"
)

READ = "Hello hostile world"
OUTCOMES = {
    "01b": "died",
    "01e": "NoText",
    "01f": "NoText",
    "02a": READ,
    "02d": READ,
    "03c": READ,
    "04a": READ,
    "04e": READ,
    "05a": READ,
    "05c": "died",
    "06a": READ,
    "06e": READ,
    "07a": "died",
    "07d": "NoText",
    "08a": READ,
    "08d": READ,
    "09c": READ,
    "10a": READ,
    "10c": "NoText",
    "11_": "NotAPdf",
    "12_": "NotAPdf",
    "13_": "NotAPdf",
    "14d": "NotAPdf",
    "19_": READ,
}


def read(*paths: str, memory: int, seconds: float, compare: bool = False) -> list[dict[str, Any]]:
    command = [sys.executable, str(CHILD), str(memory), *paths]
    try:
        done = subprocess.run(
            [*command, "--compare"] if compare else command,
            capture_output=True,
            timeout=seconds,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return [{"path": paths[-1], "error": "too slow"}]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode:
        lines.append({"path": paths[len(lines)], "error": "died", "signal": done.returncode})
    return lines


def test_each_hostile_file_has_a_clear_outcome() -> None:
    files = [str(f) for f in sorted(HOSTILE.glob("*.pdf"))]
    lines: list[dict[str, Any]] = []
    while len(lines) < len(files):  # a file that ends the child is the last one of its lines
        lines += read(*files[len(lines) :], memory=500, seconds=60)
    found = {
        Path(line["path"]).name[:3]: str(line.get("error") or line.get("words") or line)
        for line in lines
    }
    assert found.keys() == OUTCOMES.keys()
    assert {name: text for name, text in found.items() if OUTCOMES[name] not in text} == {}


def test_nothing_is_lost_without_a_word() -> None:
    files = [str(f) for f in sorted((HOSTILE / "public").iterdir()) if f.suffix != ".tsv"]
    halves = files[::2], files[1::2]
    with ThreadPoolExecutor(2) as pool:
        lines = [
            line
            for part in pool.map(
                lambda half: read(*half, memory=1536, seconds=100, compare=True), halves
            )
            for line in part
        ]
    assert len(lines) == len(files)
    bad = [
        line
        for line in lines
        if "crash" in line
        or line.get("error") in ("died", "too slow")
        or any(key.startswith("lost") for key in line)
    ]
    assert not bad
    errors = {line["error"] for line in lines if "error" in line}
    assert errors <= {"NoText", "Damaged", "PasswordNeeded"}
