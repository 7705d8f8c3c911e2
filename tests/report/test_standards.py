"""PDF/UA-1 and PDF/A-3a, by veraPDF's rules."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from report_paper import made
from report_records import ARCHIVE, BRANDS, ROOT, rich, timeline

from pmpdf.record import PostMortem, Section

VALIDATOR = ROOT.parent / "shared/verapdf/verapdf"
needs_validator = pytest.mark.skipif(
    not VALIDATOR.is_file() or shutil.which("javac") is None,
    reason="veraPDF not run: it needs ../shared/verapdf and a JDK",
)


def records() -> dict[str, PostMortem]:
    """One record of each text in the archive, and those made here."""
    found = {"rich": rich(), "empty": PostMortem(1, "en")}
    rows = Section("timeline", "Zeitablauf", blocks=(timeline(40),))
    found["long"] = PostMortem(1, "de", title="T", sections=(rows, *rich().sections) * 3)
    for path in sorted(ARCHIVE.glob("*/*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        text = name.split("-")[0] if path.parent.name == "dev" else name
        if text not in found:
            found[text] = PostMortem.load(path)
    return found


@needs_validator
def test_every_report_passes(tmp_path: Path) -> None:
    files = []
    for name, record in records().items():
        for number, brand in enumerate(BRANDS):
            for language in ("de", "en"):
                path = tmp_path / f"{name}.{number}.{language}.pdf"
                path.write_bytes(made(record, language=language, brand=brand))
                files.append(str(path))
    result = subprocess.run(
        [str(VALIDATOR), *files], capture_output=True, text=True, env=os.environ, check=False
    )
    if result.returncode == 2:
        pytest.skip("veraPDF not run: it could not be set up here")
    failed = [line for line in result.stdout.splitlines() if not line.startswith("PASS")]
    assert not failed, "\n".join(failed[:20])
    assert result.stdout.count("PASS") == 2 * len(files)
