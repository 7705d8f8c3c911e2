"""Learn the weights in `pmpdf/data/kinds` from the examples beside this file.

    pip install -e '.[train]' && python training/train.py

Headings: patterns with their alternatives written out, stems and phrases, the whole headings of the
vocabulary, and tests/meaning/unseen_headings.tsv. Texts: passages, and the sections of
samples/records. Places: the orders of outlines.txt and of samples/records. Two runs give the same
files.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from pmpdf.evidence import SCALE, ZERO, heading_parts, sentences, text_parts
from pmpdf.record import KINDS, LANGUAGES
from pmpdf.vocabulary import fold

HERE = Path(__file__).parent
OUT = HERE.parent / "pmpdf" / "data" / "kinds"
SEEN = HERE.parent / "tests" / "meaning" / "unseen_headings.tsv"
Example = tuple[str, str, float]  # text, kind, how much it counts

COMBINATIONS = 150  # taken of a pattern's at most: one with many slots must not drown the others
PHRASE = 0.6  # a heading counts 1, be it a pattern's, a list's or a report's
SMOOTH = 2.0  # seen that often, though in no outline: reports are free to order themselves
PLACE = 0.75  # exponent: neighbours are no independent witnesses
TWICE = (
    20.0  # so many seconds of a kind besides: written reports repeat themselves less than true ones
)


# --- examples ----------------------------------------------------------------------------------


def by_kind(path: Path) -> Iterator[tuple[str, str]]:
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line:
            yield kind, line


def patterns(language: str, chance: random.Random) -> Iterator[Example]:
    slots: dict[str, list[str]] = {}
    for kind, line in by_kind(HERE / f"headings.{language}.txt"):
        if line.startswith(":"):
            name, choices = line[1:].split(" ", 1)
            slots[name] = choices.split("|")
            continue
        many = 1
        for choice in re.findall(r"(?<!\\)\(([^()]*)\)", line):
            many *= choice.count("|") + 1
        tries = min(COMBINATIONS, max(3, many * 3 // 2))
        for text in sorted({written(line, slots, chance) for _ in range(tries)}):
            yield from shared(text, [kind])


def written(line: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    """One of a pattern's headings: `(a|b)` is a choice, `{x}` a slot, `\\(` a bracket."""
    text = line.replace("\\(", "\x01").replace("\\)", "\x02")
    while match := re.search(r"\(([^()]*)\)", text):
        text = text[: match.start()] + chance.choice(match[1].split("|")) + text[match.end() :]
    while match := re.search(r"\{(\w+)\}", text):
        text = text[: match.start()] + chance.choice(slots[match[1]]) + text[match.end() :]
    return " ".join(text.replace("\x01", "(").replace("\x02", ")").split())


def headings() -> Iterator[Example]:
    chance = random.Random(1)
    for language in LANGUAGES:
        yield from patterns(language, chance)
        for kind, phrase in by_kind(HERE / f"phrases.{language}.txt"):
            yield phrase, kind, PHRASE
        words = tomllib.loads(
            (HERE.parent / f"pmpdf/data/vocabulary/{language}.toml").read_text(encoding="utf-8")
        )
        for kind, block in words["headings"].items():
            lines = block.splitlines() if isinstance(block, str) else block
            yield from ((line, kind, 1.0) for line in lines if line)
    for report in reports():
        for kinds, heading, _ in report:
            if heading:
                yield from shared(heading, kinds)
    for line in SEEN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, heading, fair = line.split("\t")
            yield from shared(heading, fair.split())


def shared(heading: str, kinds: list[str]) -> Iterator[Example]:
    """Of each kind that is fair a share; what says nothing ("-") is as good for one as another."""
    fair = KINDS if kinds == ["-"] else kinds
    yield from ((heading, kind, 1 / len(fair)) for kind in fair)


def records() -> list[dict]:
    return [json.loads(p.read_text("utf-8")) for p in sorted(HERE.parent.glob("samples/records/*"))]


def texts() -> Iterator[Example]:
    found: list[tuple[str, str]] = []
    for language in LANGUAGES:
        found += by_kind(HERE / f"passages.{language}.txt")
    for record in records():
        for section in record["sections"]:
            if section["level"] == 1:
                found += ((section["kind"], text) for text in prose(section))
    for report in reports():
        found += ((kinds[0], text) for kinds, _, text in report if text)
    for kind, text in dict.fromkeys(found):
        yield text, kind, 1.0
        yield from ((s, kind, 1.0) for s in sentences(text) if s != text)


def reports() -> Iterator[list[tuple[list[str], str, str]]]:
    """Each written report's sections: fair kinds, the likeliest first; heading; text."""
    for language in LANGUAGES:
        written = (HERE / f"reports.{language}.txt").read_text(encoding="utf-8").strip()
        for report in re.split(r"\n{2,}", written):
            rows = (line.split("\t") for line in report.splitlines())
            yield [(kinds.split(), heading, text) for kinds, heading, text in rows]


def prose(section: dict) -> Iterator[str]:
    for block in section["blocks"]:
        if block["type"] == "paragraph":
            yield block["text"]
        elif block["type"] == "list":
            yield from block["items"]


def outlines() -> Iterator[list[str]]:
    for line in (HERE / "outlines.txt").read_text(encoding="utf-8").splitlines():
        yield line.split()
    for report in reports():
        yield [kinds[0] for kinds, _, _ in report]
    told = {tuple(s["kind"] for s in r["sections"] if s["level"] == 1) for r in records()}
    yield from map(list, sorted(told))


# --- learning ----------------------------------------------------------------------------------


def learned(
    examples: list[Example], parts_of: Callable[[str], list[str]], least: int, strength: float
) -> str:
    """The weights of all parts that stand in at least so many examples, as text."""
    found = [parts_of(fold(text)) for text, _, _ in examples]
    counts = Counter(part for parts in found for part in parts)
    kept = sorted(part for part, count in counts.items() if count >= least)
    place = {part: n for n, part in enumerate(kept)}
    rows, columns = [], []
    for number, parts in enumerate(found):
        for part in parts:
            if part in place:
                rows.append(number)
                columns.append(place[part])
    shape = len(examples), len(kept)
    matrix = normalize(csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape))
    share = Counter(kind for _, kind, _ in examples)
    even = parts_of is text_parts  # a report has one root cause, however many were written here
    weights = [w / (share[kind] if even else 1) for _, kind, w in examples]
    model = LogisticRegression(C=strength, max_iter=500)
    scale = len(examples) / sum(weights) if even else 1.0
    model.fit(matrix, [KINDS.index(k) for _, k, _ in examples], np.array(weights) * scale)
    assert list(model.classes_) == list(range(len(KINDS)))
    lines = [line("", model.intercept_)]
    lines += [line(part, model.coef_[:, n]) for part, n in place.items()]
    return "\n".join(sorted(lines))


def line(part: str, weights: np.ndarray) -> str:
    steps = np.clip(np.rint(weights * SCALE), 33 - ZERO, 126 - ZERO).astype(int)
    return part + "\t" + "".join(chr(ZERO + step) for step in steps)


def places() -> str:
    """How readily each kind, and the beginning, is followed by each kind, and the end; and how
    rarely a kind comes again."""
    size = len(KINDS)
    seen = np.full((size + 1, size + 1), SMOOTH)
    for outline in outlines():
        numbers = [size, *map(KINDS.index, outline), size]
        for first, second in pairwise(numbers):
            seen[first, second] += 1
    shares = (seen / seen.sum(axis=1, keepdims=True)) ** PLACE
    names = [*KINDS, "-"]
    lines = [
        f"{name} {' '.join(f'{share:.4f}' for share in row)}"
        for name, row in zip(names, shares, strict=True)
    ]
    return "\n".join([*lines, f"again {' '.join(f'{n:.4f}' for n in again())}"])


def again() -> Iterator[float]:
    """By kind, the logarithm of how often a section that is no neighbour has it, too, to how often
    it would by chance."""
    told = list(outlines())
    counts = Counter(kind for outline in told for kind in outline)
    seconds, chances = Counter[str](), Counter[str]()
    for outline in told:
        for place, kind in enumerate(outline):
            others = [*outline[: max(place - 1, 0)], *outline[place + 2 :]]
            seconds[kind] += others.count(kind)
            chances[kind] += len(others) * counts[kind] / counts.total()
    for kind in KINDS:
        yield np.log((seconds[kind] + TWICE) / (chances[kind] + TWICE))


def main() -> None:
    for name, text in (
        ("places.txt", places()),
        ("texts.txt", learned(list(texts()), text_parts, 5, 30.0)),
        ("headings.txt", learned(list(headings()), heading_parts, 16, 5.0)),
    ):
        (OUT / name).write_text(text + ("\n" if name == "places.txt" else ""), encoding="utf-8")
        print(f"{name}: {text.count(chr(10)) + 1} lines, {len(text.encode()) // 1000} kB")
    seen = hashlib.sha256()  # so that a test can tell when the examples were changed since
    for path in [*sorted(HERE.glob("*.txt")), SEEN]:
        seen.update(path.read_bytes())
    (OUT / "learned_from.txt").write_text(seen.hexdigest() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
