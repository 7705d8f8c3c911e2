"""Reads hostile files in a process of its own, under limits; prints one JSON line a file."""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from pathlib import Path

MEMORY = int(sys.argv[1]) << 20
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

from pmpdf import reading  # noqa: E402
from pmpdf.errors import PmpdfError  # noqa: E402
from pmpdf.reading import choice, pdfium, plumber  # noqa: E402
from pmpdf.reading.document import Document  # noqa: E402
from pmpdf.reading.glyphs import UNKNOWN  # noqa: E402
from pmpdf.reading.witness import fold, within  # noqa: E402

choice.PATIENCE = choice.LAST_RESORT = 1.0


def words(document: Document) -> Counter[str]:
    known = (fold(w.text).replace(UNKNOWN, "") for p in document.pages for w in p.words)
    return Counter(w for w in known if w)


def outcome(path: str) -> dict[str, object]:
    try:
        found = reading.read(path, ocr=False)
    except PmpdfError as error:
        return {"error": type(error).__name__, "message": error.message}
    told = sorted({notice.code for notice in found.notices})
    result: dict[str, object] = {
        "words": " ".join(w.text for p in found.pages for w in p.words)[:200],
        "reader": found.reader,
        "told": told,
    }
    if "--compare" in sys.argv:
        data = Path(path).read_bytes()
        for name, read in (("pdfium", pdfium.read), ("pdfplumber", plumber.read)):
            try:
                alone = within(5.0, lambda read=read: read(data))
            except Exception:
                continue
            pages = sum(page.width > 0 for page in alone.pages)
            lost = words(alone) - words(found)
            if not told and (pages > len(found.pages) or lost):
                result[f"lost from {name}"] = [pages, len(found.pages), *lost]
    return result


for path in sys.argv[2:]:
    if not path.startswith("--"):
        try:
            line = outcome(path)
        except Exception as error:  # nothing but a PmpdfError may come out of reading
            line = {"crash": repr(error)}
        print(json.dumps({"path": path, **line}), flush=True)
