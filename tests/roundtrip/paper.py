"""A record on paper and back: what the keystone compares."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from pmpdf import report
from pmpdf.pipeline import Settings, extract
from pmpdf.record import Language, PostMortem
from pmpdf.report.brand import neutral
from pmpdf.report.embedding import public_record
from pmpdf.report.story import tell
from pmpdf.report.wording import Wording

PARTS = ("title", "subtitle", "organization", "language", "period", "time_zone", "facts")

Data = dict[str, Any]


def printed(record: PostMortem, *, language: Language | None = None) -> bytes:
    target = io.BytesIO()
    report.build(record, target, language=language)
    return target.getvalue()


def without_tree(data: bytes) -> bytes:
    """The report as a copy that has lost its tags."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        pdf.save(target)
    return target.getvalue()


def read(data: bytes, folder: Path, *, own: bool = False, words: Path | None = None) -> PostMortem:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return extract(path, Settings(own_record=own, vocabulary=words))


def said(record: PostMortem) -> Data:
    """What the keystone compares: what a page can say."""
    data = public_record(record).to_data()
    return {key: data[key] for key in (*PARTS, "sections")}


def moments(record: PostMortem) -> list[tuple[str | None, str | None]]:
    """When each row of the timelines begins and ends."""
    return [(entry.at, entry.end) for rows in record.timelines() for entry in rows.entries]


def other_language(record: PostMortem) -> Language:
    return "en" if record.language == "de" else "de"


def changed(record: PostMortem, back: PostMortem) -> list[str]:
    """What a report in the other language re-words of no kind, and that came back otherwise: the
    places, as JSON Pointers, of times, and of texts that it prints untranslated or that are the
    same in every language."""
    wording = Wording(record, other_language(record), neutral())
    tell(record, wording, neutral())
    kept, found = dict(_values(record.to_data())), dict(_values(back.to_data()))
    places = [] if moments(back) == moments(record) else ["/sections"]
    texts = ((place, text) for place, text in kept.items() if _TEXT.search(place))
    shared = [
        place
        for place, text in texts
        if wording.without_translator(text, in_table="/rows/" in place) == text
    ]
    for place in (*wording.foreign, *shared):
        if "/details/" in place:  # under a head that may have been re-worded
            entry, _, _ = place.partition("/details/")
            if kept[place] not in [v for p, v in found.items() if p.startswith(f"{entry}/")]:
                places.append(place)
        elif place in kept and found.get(place) != kept[place]:  # no head of our own
            places.append(place)
    return places


_TEXT = re.compile(r"/(?:text|number|details/[^/]+|(?:items|notes|rows/\d+)/\d+)$")


def _values(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a record with its JSON Pointer."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        place = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if isinstance(value, dict | list):
            yield from _values(value, place)
        else:
            yield place, value
