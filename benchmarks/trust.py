"""What a warning is worth: how often a warned value is wrong, and an unwarned one right.

Every report of the archives beside the project is read as it is and in spoiled copies (see
`spoiling`), and its record is held against what is true of the copy, value by value: the seven
fields, each section's heading and kind, each paragraph, list and table, each row of a timeline. A
value that the record lacks counts as a wrong one. A value is warned of where the path of a warning
leads to it or above it. The tables in docs/trust.md are this benchmark's.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.spoiling import SPOILINGS, Copy, Good, Record
from pmpdf import layout, meaning, reading, vocabulary
from pmpdf.errors import PmpdfError

ARCHIVE = Path(__file__).parent.parent.parent / "shared" / "archive"
FIELDS = ("title", "subtitle", "organization", "language", "period", "time_zone", "facts")
SAYING = {
    "paragraph": ("text",),
    "list": ("ordered", "items"),
    "table": ("header", "rows"),
    "timeline": ("time", "at", "end", "text", "details", "notes"),
}
NUMBER = re.compile(r"^(\d+(\.\d+)*\.?|[A-Z]\.|[IVX]+\.)\s+")


# Values ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """Something a record says, as it counts for comparison, and where it stands in it."""

    path: str
    said: Any


@dataclass(frozen=True)
class Part:
    """A section as values: those of its heading, and its blocks and rows in order."""

    path: str
    heading: Value
    kind: Value
    values: tuple[Value, ...]


def plain(value: Any) -> Any:
    """Text as it counts: compatible characters, hyphens and white space alike."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).replace("\xad", "").replace("‐", "-")
        return " ".join(text.split())
    if isinstance(value, dict):
        return tuple(sorted((plain(key), plain(each)) for key, each in value.items()))
    if isinstance(value, list):
        return tuple(plain(each) for each in value)
    return value


def fields_of(record: Record) -> dict[str, Any]:
    found = {name: plain(record.get(name) or "") for name in FIELDS}
    facts = [(plain(f["label"]), plain(f["value"])) for f in record.get("facts") or []]
    return found | {"facts": sorted(facts)}


def parts_of(record: Record) -> list[Part]:
    parts = []
    for number, section in enumerate(record["sections"]):
        path = f"/sections/{number}"
        heading = (NUMBER.sub("", plain(section.get("heading") or "")), section.get("level", 1))
        parts.append(
            Part(
                path,
                Value(f"{path}/heading", heading),
                Value(f"{path}/kind", section["kind"]),
                tuple(_values_of(section["blocks"], path)),
            )
        )
    return parts


def _values_of(blocks: Sequence[Record], path: str) -> Iterator[Value]:
    for number, block in enumerate(blocks):
        place = f"{path}/blocks/{number}"
        if block["type"] != "timeline":
            keys = {
                "paragraph": ("text",),
                "list": ("ordered", "items"),
                "table": ("header", "rows"),
            }
            said = tuple(plain(block.get(key)) for key in keys[block["type"]])
            yield Value(place, (block["type"], *said))
            continue
        for row, entry in enumerate(block["entries"]):
            said = tuple(plain(entry.get(key) or "") for key in SAYING["timeline"])
            yield Value(f"{place}/entries/{row}", said)


# Judgement ------------------------------------------------------------------------------------


@dataclass
class Verdict:
    """The values of one record: paths of those that are right, and of those that are wrong.

    `lacking` are the paths under which a value of the truth should stand and does not.
    """

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def judge(self, path: str, right: bool) -> None:
        (self.right if right else self.wrong).append(path)


def judged(truth: Record, got: Record) -> Verdict:
    verdict = Verdict()
    want, have = fields_of(truth), fields_of(got)
    for name in FIELDS:
        verdict.judge(f"/{name}", want[name] == have[name])
    others = truth.get("_kind_alternatives") or {}
    fair = {(NUMBER.sub("", plain(name))): kinds for name, kinds in others.items()}
    wanted, found = parts_of(truth), parts_of(got)
    for one, other in _paired(wanted, found):
        if other is None:
            assert one is not None
            verdict.lacking += ["/sections"] * (2 + len(one.values))
        elif one is None:
            for value in (other.heading, other.kind, *other.values):
                verdict.judge(value.path, right=False)
        else:
            kinds = (one.kind.said, *fair.get(one.heading.said[0], ()))
            verdict.judge(other.heading.path, one.heading.said == other.heading.said)
            verdict.judge(other.kind.path, other.kind.said in kinds)
            _judge_values(verdict, one, other)
    return verdict


def _paired(
    wanted: Sequence[Part], found: Sequence[Part]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Sections with one heading, in order; between such pairs the others as they come."""
    names = [[p.heading.said[0].casefold() for p in parts] for parts in (wanted, found)]
    for code, a, b, c, d in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        most = max(b - a, d - c) if code != "equal" else b - a
        for step in range(most):
            yield (
                wanted[a + step] if a + step < b else None,
                found[c + step] if c + step < d else None,
            )


def _judge_values(verdict: Verdict, one: Part, other: Part) -> None:
    said = [[value.said for value in part.values] for part in (one, other)]
    for code, a, b, c, d in SequenceMatcher(None, *said, autojunk=False).get_opcodes():
        for value in other.values[c:d]:
            verdict.judge(value.path, code == "equal")
        verdict.lacking += [other.path] * max(0, (b - a) - (d - c))


def covers(warning: str, value: str) -> bool:
    """Whether a warning's path leads to a value, into it or above it."""
    return (value + "/").startswith(warning + "/") or warning.startswith(value + "/")


# Counts ---------------------------------------------------------------------------------------


@dataclass
class Tally:
    """Values by whether they were warned of and whether they were wrong."""

    documents: int = 0
    refused: int = 0
    warned: int = 0
    warned_wrong: int = 0
    unwarned: int = 0
    unwarned_wrong: int = 0
    silent: int = 0  # documents with something wrong and no warning at all

    def row(self, name: str) -> str:
        cells = [name, self.documents, self.refused]
        cells += [self.warned, share(self.warned_wrong, self.warned)]
        cells += [self.unwarned, share(self.unwarned - self.unwarned_wrong, self.unwarned)]
        cells += [self.unwarned_wrong, self.silent]
        return "| " + " | ".join(map(str, cells)) + " |"

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


HEAD = """\
| copies | read | refused | warned values | of these wrong | unwarned values | of these right | \
unwarned and wrong | wrong without any warning |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def share(some: int, of: int) -> str:
    return f"{100 * some / of:.1f} %" if of else "–"


@dataclass
class Finding:
    """One copy read: its counts, its codes (with whether a wrong value was under the warning),
    and the paths of what was wrong without a warning."""

    name: str
    spoiling: str
    tally: Tally
    codes: list[tuple[str, bool]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def read(data: bytes) -> Record:
    document = reading.read(data)
    words = vocabulary.load(None)
    record = meaning.understand(layout.analyse(document), document, words, force=True)
    return json.loads(record.to_json())


def finding(good: Good, spoiling: str, copy: Copy) -> Finding:
    made = Finding(good.name, spoiling, Tally(documents=1))
    try:
        got = read(copy.data)
    except PmpdfError:
        made.tally.refused = 1
        return made
    verdict = judged(copy.truth, got)
    paths = [warning["path"] for warning in got["warnings"]]
    tally = made.tally
    wrong = [*verdict.wrong, *verdict.lacking]
    for path, is_wrong in [(p, False) for p in verdict.right] + [(p, True) for p in wrong]:
        lacking = path in verdict.lacking
        told = any(covers(p, path) or (lacking and p == "/remainder") for p in paths)
        if told:
            tally.warned += 1
            tally.warned_wrong += is_wrong
        else:
            tally.unwarned += 1
            tally.unwarned_wrong += is_wrong
            made.missed += [path] * is_wrong
    tally.silent = int(bool(wrong) and not paths)
    for warning in got["warnings"]:
        hit = any(covers(warning["path"], path) for path in wrong)
        made.codes.append((warning["code"], hit))
    return made


# The run --------------------------------------------------------------------------------------


def good_of(path: Path) -> Good:
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    seen = read(data)
    verdict = judged(truth, seen)
    return Good(path.stem, data, truth, None if verdict.wrong or verdict.lacking else seen)


def report(path: Path) -> list[Finding]:
    """All copies of one report."""
    good = good_of(path)
    found = []
    for name, spoiling in SPOILINGS.items():
        copy = spoiling(good, random.Random(f"{good.name}, {name}"))
        if copy is not None:
            found.append(finding(good, name, copy))
    return found


def tables(findings: Sequence[Finding]) -> Iterator[str]:
    tallies = {name: Tally() for name in SPOILINGS}
    for one in findings:
        tallies[one.spoiling] += one.tally
    yield HEAD
    for name, tally in tallies.items():
        yield tally.row(name)
    spoilt = list(tallies.values())[1:]
    yield sum(spoilt, Tally()).row("**all spoiled copies**")
    yield sum(spoilt[:-1], Tally()).row("**all but the last kind**")  # which nothing looks for
    yield ""
    yield "| code | given for as many copies | as many warnings | with something wrong under them |"
    yield "| --- | --- | --- | --- |"
    given = Counter(code for one in findings for code, _ in one.codes)
    documents = Counter(code for one in findings for code in {code for code, _ in one.codes})
    true = Counter(code for one in findings for code, hit in one.codes if hit)
    for code, count in sorted(given.items()):
        yield f"| `{code}` | {documents[code]} | {count} | {share(true[code], count)} |"


def main(quick: bool = False) -> None:
    if not ARCHIVE.is_dir():
        print(f"The archives of reports with their truths are not there ({ARCHIVE}); left out.")
        return
    from pmpdf.reading import ocr

    if not ocr.is_installed():
        print("The extra `ocr` is not installed: scans will be refused.\n")
    paths = [
        path.with_name(path.name.replace(".truth.json", ".pdf"))
        for folder in ("dev", "real")
        for path in sorted((ARCHIVE / folder).glob("*.truth.json"))
    ]
    with ProcessPoolExecutor() as pool:
        found = [one for many in pool.map(report, paths[:: 3 if quick else 1]) for one in many]
    print("\n".join(tables(found)))
