"""A small archive of files that say what goes wrong, and a way to run over it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pmpdf.archive import engines
from pmpdf.archive.ledger import Line
from pmpdf.archive.plan import Orders, Task
from pmpdf.archive.run import run
from pmpdf.archive.summary import Summary
from pmpdf.archive.worker import Limits

HERE = str(Path(__file__).parent)
LIMITS = Limits(seconds=300, page_seconds=300, memory=200 << 20)
LONG_AGO = 1_600_000_000


@dataclass
class Watched:
    """What a run told its watcher."""

    files: int = 0
    tasks: dict[str, Task] = field(default_factory=dict)

    def begin(self, files: int) -> None:
        self.files = files

    def done(self, task: Task, line: Line | None) -> None:
        self.tasks[task.path] = task

    def waits(self) -> None:
        pass

    def action(self, path: str) -> str:
        return self.tasks[path].action

    def reason(self, path: str) -> str:
        return self.tasks[path].reason


@dataclass
class Desk:
    """An archive, its OUT folder, and the orders for the next run."""

    archive: Path
    out: Path
    orders: Orders
    seen: Watched = field(default_factory=Watched)

    def put(self, name: str, what: str = "ok") -> Path:
        """A file in the archive, old enough to be trusted by its times."""
        path = self.archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"%PDF-1.4 {what}")
        os.utime(path, (LONG_AGO, LONG_AGO))
        return path

    def run(self, *, jobs: int = 2, **changes: Any) -> Summary:
        self.seen = Watched()
        orders = replace(self.orders, **changes)
        return run(self.archive, self.out, orders, self.seen, engine=engines.local(jobs))

    def ledger(self) -> dict[str, dict[str, Any]]:
        """The ledger as a program outside would read it: the last line of a path counts."""
        lines = (self.out / "ledger.jsonl").read_text().splitlines()
        return {line["path"]: line for line in map(json.loads, lines)}

    def outcomes(self) -> dict[str, str]:
        return {path: line["outcome"] for path, line in self.ledger().items()}

    def record(self, name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.out / name).read_text())
        return loaded


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children_of(pid: int) -> list[int]:
    """The children of a process, whichever of its threads has started them."""
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(word) for text in lists for word in text.split()]


def wait_until(condition: Callable[[], bool], seconds: float = 120.0) -> bool:
    """Whether it comes true; so long only on a machine that has much else to do."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return condition()
