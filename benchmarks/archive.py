"""The archive against a plain loop, and against pdfplumber in a pool.

2,000 copies of the samples with altered bytes are read by a plain loop over `pmpdf.extract` that
writes the JSON, by `pmpdf batch` with one job and with each number of cores, and by
`pdfplumber`'s text extraction in a `multiprocessing.Pool`. Then: a second run with nothing to do
over 10,000 files, and the memory of planning 100,000.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples" / "archive"

LOOP = """
import sys
from pathlib import Path
import pmpdf
out = Path(sys.argv[2])
for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
    (out / f"{path.stem}.json").write_text(pmpdf.extract(path).to_json())
"""
POOL = """
import multiprocessing, sys
from pathlib import Path
def text(path):
    import pdfplumber
    with pdfplumber.open(path) as pdf:
        out = []
        for page in pdf.pages:
            out.append(page.extract_text())
            page.close()
    Path(sys.argv[2], path.stem + ".txt").write_text("\\n".join(out))
if __name__ == "__main__":
    paths = sorted(Path(sys.argv[1]).rglob("*.pdf"))[: int(sys.argv[3])]
    with multiprocessing.Pool() as pool:
        pool.map(text, paths, chunksize=8)
"""


@dataclass(frozen=True)
class Cost:
    """Of a process and all below it: seconds by the clock and of the cores, and the most memory
    that one of them had, in MB."""

    seconds: float
    cpu: float
    own: int
    said: str = ""


def cost_of(*words: object) -> Cost:
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([str(word) for word in words], stdout=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    if process.returncode not in (0, 11):
        raise SystemExit(f"{words} ended with {process.returncode}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, text)


def pmpdf(*words: object) -> Cost:
    return cost_of(sys.executable, "-m", "pmpdf", *words)


def copies(folder: Path, count: int) -> Path:
    """So many copies of the samples, each with other bytes."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
    for number in range(count):
        target = folder / f"{number // 500:03d}" / f"{number:06d}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(samples[number % len(samples)] + b"\n%% copy %d\n" % number)
    return folder


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def rates(folder: Path, count: int) -> None:
    """By the clock, and by the cores' seconds, which others on the machine disturb less."""
    archive = copies(folder / "archive", count)
    loop = cost_of(sys.executable, script(folder, "loop.py", LOOP), archive, fresh(folder / "loop"))
    print(f"{'plain loop over pmpdf.extract':<36} {_rate(loop, count)}  {loop.own:5d} MB")
    out, single, best = folder / "out", loop, loop
    for jobs in range(1, (os.cpu_count() or 1) + 1):
        shutil.rmtree(out, ignore_errors=True)
        best = pmpdf("batch", archive, out, "--jobs", jobs, "-q")
        single = best if jobs == 1 else single
        lines = (out / "ledger.jsonl").read_text().splitlines()
        worker = max(json.loads(line)["peak_memory"] or 0 for line in lines) >> 20
        print(
            f"{f'pmpdf batch --jobs {jobs}':<36} {_rate(best, count)}  {best.own:5d} MB, "
            f"worker {worker} MB; of the loop per core "
            f"{loop.seconds / best.seconds / jobs:.2f} (cpu {loop.cpu / best.cpu:.2f}), "
            f"of linear {single.seconds / best.seconds / jobs:.2f} "
            f"(cpu {single.cpu / best.cpu:.2f})"
        )
    again = pmpdf("batch", archive, out, "-q")
    print(f"{f'second run, {count} files, nothing to do':<36} {again.seconds:8.2f} s")
    some = min(count, 200)
    pool = cost_of(
        sys.executable, script(folder, "pool.py", POOL), archive, fresh(folder / "pool"), some
    )
    print(
        f"{'pdfplumber.extract_text in a Pool':<36} {_rate(pool, some)}; "
        f"pmpdf batch is {pool.seconds / some / best.seconds * count:.1f} times as fast "
        f"(cpu {pool.cpu / some / best.cpu * count:.1f})"
    )


def _rate(cost: Cost, count: int) -> str:
    return f"{count / cost.seconds:7.1f} docs/s, cpu {cost.cpu / count * 1000:5.1f} ms"


def many(folder: Path, count: int, planned: int) -> None:
    archive, out = copies(folder / "many", count), folder / "many-out"
    first = pmpdf("batch", archive, out, "-q")
    print(
        f"{f'first run over {count} files':<40} {count / first.seconds:8.1f} docs/s  "
        f"{first.own:5d} MB"
    )
    again = pmpdf("batch", archive, out, "-q")
    print(
        f"{f'second run, {count} files, nothing to do':<40} {again.seconds:8.2f} s       "
        f"{again.own:5d} MB"
    )
    wide = folder / "wide"
    for number in range(planned):
        path = wide / f"{number // 1000:03d}" / f"incident-report-{number:06d}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    plan = pmpdf("batch", wide, folder / "wide-out", "--dry-run")
    print(
        f"{f'planning {planned} files':<40} {plan.seconds:8.2f} s       {plan.own:5d} MB, "
        f"{len(plan.said.splitlines())} planned"
    )


def main(quick: bool = False) -> None:
    with tempfile.TemporaryDirectory(prefix="pmpdf-bench-") as name:
        folder = Path(name)
        rates(folder, 200 if quick else 2_000)
        many(folder, 500 if quick else 10_000, 5_000 if quick else 100_000)
