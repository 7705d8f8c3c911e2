"""Files made to break PDF readers, with honest files beside them, through the real road."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from desks import is_alive

from pmpdf.archive.summary import OUTCOMES

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT.parent / "shared" / "hostile"
SAMPLES = ROOT / "samples" / "archive"

needs_hostile = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the folder of hostile PDFs does not lie beside the project"
)


def batch(archive: Path, out: Path, *options: str) -> tuple[int, dict[str, str]]:
    """Run the program itself, and see that nothing of it is left."""
    words = [sys.executable, "-m", "pmpdf", "batch", str(archive), str(out), "-q", *options]
    env = {**os.environ, "PMPDF_TEST_RUN": str(out)}
    done = subprocess.run(words, env=env, capture_output=True, text=True)
    left = [
        pid.name
        for pid in Path("/proc").iterdir()
        if pid.name.isdigit() and _belongs_to(pid, str(out)) and is_alive(int(pid.name))
    ]
    assert left == []
    lines = map(json.loads, (out / "ledger.jsonl").read_text().splitlines())
    return done.returncode, {line["path"]: line["outcome"] for line in lines}


def _belongs_to(process: Path, out: str) -> bool:
    try:
        return f"PMPDF_TEST_RUN={out}\0".encode() in (process / "environ").read_bytes()
    except OSError:
        return False


@needs_hostile
def test_hostile_files_are_classified_and_hurt_no_other(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(HOSTILE, archive / "hostile")
    shutil.copytree(SAMPLES, archive / "honest")
    options = ("--timeout", "3", "--memory", "500M")
    code, outcomes = batch(archive, tmp_path / "out", *options)
    assert code == 11
    honest = {path: outcome for path, outcome in outcomes.items() if path.startswith("honest/")}
    assert len(honest) == len(list(SAMPLES.iterdir()))
    assert set(honest.values()) <= {"ok", "doubtful"}
    hostile = {Path(path).name: o for path, o in outcomes.items() if path not in honest}
    assert set(hostile.values()) <= set(OUTCOMES) - {"internal"}
    for path in (p for p in (archive / "hostile").rglob("*") if p.suffix in (".pdf", ".fuzz")):
        assert path.name in hostile, f"{path.name} is not accounted for"
    assert hostile["01b_bomb_double_flate.pdf"] in ("worker_died", "limit_memory")
    assert hostile["05c_form_billion_laughs.pdf"] in ("limit_memory", "limit_time", "worker_died")
    assert hostile["11_zero_byte.pdf"] == hostile["13_png_named.pdf"] == "not_a_pdf"
