"""A desk whose archive and OUT lie in a storage."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from desks import Desk, Watched

from pmpdf.archive import engines
from pmpdf.archive.engines import Engine
from pmpdf.archive.plan import Orders
from pmpdf.archive.run import run
from pmpdf.archive.storage import Address, store_at
from pmpdf.archive.summary import Summary

SAMPLES = Path(__file__).parents[2] / "samples" / "archive"
TIMES = {"seconds", "peak_memory", "stat", "md5"}


class Stored:
    """A desk whose archive and OUT lie in a storage."""

    def __init__(self, desk: Desk, url: str) -> None:
        self.desk = desk
        self.archive = Address(f"{url}/archive")
        self.out = Address(f"{url}/out")
        self.orders = desk.orders
        self.seen = Watched()

    def put(self, name: str, what: str = "ok") -> None:
        store_at(self.archive).write(name, f"%PDF-1.4 {what}".encode())

    def run(self, engine: Engine | None = None, **changes: Any) -> Summary:
        self.seen = Watched()
        orders = replace(self.orders, **changes)
        engine = engine or engines.local(2)
        return run(self.archive, self.out, orders, self.seen, engine=engine)

    def read(self, name: str) -> bytes:
        content = store_at(self.out).read(name)
        assert content is not None, name
        return content

    def record(self, name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.read(name))
        return loaded

    def write(self, name: str, content: bytes) -> None:
        store_at(self.out).write(name, content)

    def names(self, folder: str = "") -> list[str]:
        return [entry.name for entry in store_at(self.out).listing(folder) or ()]

    def ledger(self) -> dict[str, dict[str, Any]]:
        rows = map(json.loads, self.read("ledger.jsonl").splitlines())
        return {row["path"]: row for row in rows}

    def outcomes(self) -> dict[str, str]:
        return {path: row["outcome"] for path, row in self.ledger().items()}


def place_name(folder: Path) -> str:
    """The name of a test's folder as a bucket may have it."""
    return folder.name.replace("_", "-").lower().strip("-")[-60:].strip("-")


def edit(place: Stored, name: str = "a.json") -> bytes:
    content = json.dumps({**place.record(name), "title": "Corrected by hand"}).encode()
    place.write(name, content)
    return content


def samples_both_here_and_there(place: Stored) -> None:
    desk = place.desk
    for path in sorted(SAMPLES.glob("*.pdf"))[::3]:
        shutil.copy(path, desk.archive)
    (desk.archive / "sub").mkdir()
    (desk.archive / "sub" / "cut.pdf").write_bytes(path.read_bytes()[:3000])
    (desk.archive / "note.pdf").write_text("no PDF at all")
    for path in desk.archive.rglob("*.pdf"):
        store_at(place.archive).bring(path, str(path.relative_to(desk.archive)))
    desk.orders = place.orders = Orders(reports=("de",))


def assert_same(place: Stored) -> None:
    """The same records and reports as on this machine, byte for byte, and the same ledger."""
    desk = place.desk
    desk.run()
    for path in desk.out.rglob("*"):
        name = str(path.relative_to(desk.out))
        if path.is_file() and not name.startswith(".pmpdf") and name != "ledger.jsonl":
            assert place.read(name) == path.read_bytes(), name
    assert without_times(place.ledger()) == without_times(desk.ledger())


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items() if key not in TIMES}
    return [without_times(one) for one in value] if isinstance(value, list) else value
