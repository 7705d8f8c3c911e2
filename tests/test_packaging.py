"""The wheel, installed into a new venv and run from another folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "archive" / "seed-ids-a.pdf"


# Nothing of this process is found by another Python, and nothing is compiled: that takes minutes,
# and `make test-compiled` runs all tests on it.
ALONE = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {"PMPDF_PURE": "1"}


def call(*words: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=ALONE,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    call(*pip, "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_has_what_the_program_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "pmpdf/py.typed",
        "pmpdf/data/vocabulary/de.toml",
        "pmpdf/data/vocabulary/en.toml",
        "pmpdf/data/templates/record.de.yaml",
        "pmpdf/data/brand/",
        "pmpdf/data/fonts/",
    ):
        assert any(name.startswith(wanted) for name in names), wanted
    assert any(name.endswith("Regular.ttf") for name in names)
    assert any(name.endswith("OFL.txt") for name in names)
    assert not any(name.startswith(("tests/", "samples/")) for name in names)


def test_the_wheel_names_the_licence_of_every_font(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    fonts = [folder.name for folder in (ROOT / "fonts").iterdir()]
    assert len(fonts) == 3
    for font in fonts:
        assert any(name.startswith(f"fonts/{font}/") for name in licences), font
    assert "LICENSE" in licences


def test_the_source_distribution_has_what_its_pages_refer_to(tmp_path: Path) -> None:
    call(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    for folder in ("docs", "fonts", "samples", "tests", "benchmarks", "pmpdf"):
        assert any(name.startswith(f"{folder}/") for name in names), folder
    assert {"Makefile", "pyproject.toml", "docs/commands.md", "docs/images/report.png"} <= {*names}
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text()):
            assert any(n == target or n.startswith(f"{target}/") for n in names), target


def test_the_wheel_works_in_a_new_venv(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    call(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    pmpdf = tmp_path / "venv" / "bin" / "pmpdf"
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "old.pdf").write_bytes(SAMPLE.read_bytes())
    record = json.loads(call(pmpdf, "extract", archive / "old.pdf", cwd=tmp_path))
    assert record["organization"] == "edudip GmbH"
    call(pmpdf, "batch", archive, "out", "--report", "de", "--report", "en", cwd=tmp_path)
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"old.json", "old.de.pdf", "old.en.pdf", "ledger.jsonl"} <= made
    template = call(pmpdf, "new", "--language", "de", cwd=tmp_path)
    (tmp_path / "new.yaml").write_text(template)
    call(pmpdf, "build", "new.yaml", cwd=tmp_path)
    assert (tmp_path / "new.de.pdf").read_bytes().startswith(b"%PDF-")
