"""Pages as images, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pmpdf.reading.gate import open_pdf
from pmpdf.reading.pdfium import open_document


def drawn(
    path: str | Path, numbers: Iterable[int], *, dpi: int, password: str | None = None
) -> Iterator[tuple[int, Any]]:
    """The given pages (from 1) of a PDF, each with its number, as RGB images of PIL.

    Raises what `reading.read` raises of a file that pdfium cannot open.
    """
    source = open_pdf(path)
    document = open_document(source.data, password)
    try:
        for number in numbers:
            page = document[number - 1]
            try:
                yield number, page.render(scale=dpi / 72).to_pil().convert("RGB")
            finally:
                page.close()
    finally:
        document.close()
