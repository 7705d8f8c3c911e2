"""A disk whose power can be cut: what a run has done to OUT, and what may be left of it.

`Disk` takes down in order what a run writes, renames and brings onto the disk. What was not
brought there when the power goes may be on the disk or not, each piece for itself: `states` gives
what can be found afterwards. No file system that is in use forgets more than that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pmpdf.archive.outfolder import OutFolder

Tree = dict[str, bytes]


class Write(msgspec.Struct, frozen=True):
    path: str
    before: bytes | None
    after: bytes


class Rename(msgspec.Struct, frozen=True):
    path: str
    to: str


class Remove(msgspec.Struct, frozen=True):
    path: str


class Sync(msgspec.Struct, frozen=True):
    """Of one file's content, or (without a path) of everything."""

    path: str | None = None


Change = Write | Rename | Remove
Event = Change | Sync


class Disk:
    """Watches one OUT folder for as long as the patches of a test hold."""

    def __init__(self, out: Path, patch: pytest.MonkeyPatch) -> None:
        self._out = out
        self.base = self._seen = tree_of(out)
        self.events: list[Event] = []
        replace, fsync = os.replace, os.fsync

        def watched_replace(source: str | Path, target: str | Path) -> None:
            self.look()
            replace(source, target)
            self._note(Rename(self._name(source), self._name(target)))
            self._seen = tree_of(out)

        def watched_fsync(descriptor: int) -> None:
            self.look()
            fsync(descriptor)
            self._note(Sync(self._name(Path(f"/proc/self/fd/{descriptor}").readlink())))

        def watched_sync(_: OutFolder) -> None:
            self.look()
            self._note(Sync())

        patch.setattr("os.replace", watched_replace)
        patch.setattr("os.fsync", watched_fsync)
        patch.setattr(OutFolder, "sync", watched_sync)

    def look(self) -> None:
        """Take down what has been written and removed since the last look."""
        now, before = tree_of(self._out), self._seen
        for path, content in now.items():
            if before.get(path) != content:
                self._note(Write(path, before.get(path), content))
        for path in before.keys() - now.keys():
            self._note(Remove(path))
        self._seen = now

    def _note(self, event: Event) -> None:
        self.events.append(event)

    def _name(self, path: str | Path) -> str:
        return os.path.relpath(path, self._out)

    def states(self) -> Iterator[Tree]:
        """What may be found on the disk, whenever the power goes; no state twice."""
        seen: set[frozenset[tuple[str, bytes]]] = set()
        for tree in self._states():
            key = frozenset(tree.items())
            if key not in seen:
                seen.add(key)
                yield tree

    def _states(self) -> Iterator[Tree]:
        durable, pending = dict(self.base), list[Change]()
        yield dict(durable)
        for event in self.events:
            if isinstance(event, Sync):
                safe = [one for one in pending if event.path in (None, one.path)]
                pending = [one for one in pending if one not in safe]
                durable = _with(durable, safe)
            else:
                pending.append(event)
            yield from _survivors(durable, pending)


def tree_of(out: Path) -> Tree:
    files = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def lay(tree: Tree, out: Path) -> None:
    for path, content in tree.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


def _survivors(durable: Tree, pending: list[Change]) -> Iterator[Tree]:
    """All of what is pending has come onto the disk, or none, or all but one thing, or just one."""
    yield dict(durable)
    yield _with(durable, pending)
    for number, event in enumerate(pending):
        rest = pending[:number] + pending[number + 1 :]
        yield _with(durable, rest)
        yield _with(durable, [event])
        if isinstance(event, Write):
            yield _with(durable, [*pending[:number], _torn(event)])
            yield _with(durable, [*pending[:number], _torn(event), *pending[number + 1 :]])


def _with(tree: Tree, events: list[Change]) -> Tree:
    tree = dict(tree)
    for event in events:
        if isinstance(event, Write):
            tree[event.path] = event.after
        elif isinstance(event, Rename):
            tree[event.to] = tree.pop(event.path, b"")  # a name without what was to stand there
        else:
            tree.pop(event.path, None)
    return tree


def _torn(event: Write) -> Write:
    kept = len(event.before or b"") if event.after.startswith(event.before or b"") else 0
    return Write(event.path, event.before, event.after[: (kept + len(event.after)) // 2])
