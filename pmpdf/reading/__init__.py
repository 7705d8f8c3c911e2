"""Paper to `Document`: the only room that knows PDF libraries.

`read` is its one door. Behind it, in the order of the road:

- `gate`: what may be opened; `embedded`: the record inside our own reports
- `pdfium`: the fast reader, with `native` (its C functions) and `drawings` (lines and boxes)
- `plumber`: the second reader, which owes the first nothing
- `sheet`, `glyphs`: what both must agree on, the page's frame and the letters
- `choice`: which of them is believed, by `health` (what the bytes tell), `witness` (where the two
  differ), `mending` (letters that one of them lacks) and `salvage` (files that break off)
- `ocr` and `straighten`: pages that are pictures; `images`: pages drawn for `pmpdf explain`

Libraries are imported only where a document needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from pmpdf.reading.document import Document


def read(
    path: str | os.PathLike[str] | bytes,
    *,
    password: str | None = None,
    max_pages: int = 2000,
    verify: bool = False,
    ocr: bool | None = None,
    distrust_pdfium: bool = False,
) -> Document:
    """Read a PDF: a path, `-` for standard input, or its bytes.

    `verify` reads with both readers and gives a notice where they differ. `ocr` False leaves
    pages without text alone, True demands the extra, None takes it where it is installed.
    `distrust_pdfium` has pdfplumber read alone, for a file that pdfium has died of.

    The file is read in this very process: a hostile one may take all of its memory, or abort it
    from inside pdfium. Coordinates are points from the top left of the upright visible page.

    Raises Unreadable, NotAPdf, Damaged, PasswordNeeded, NoText, PageLimit, MemoryLimit or
    MissingExtra; every message names the file.
    """
    from pmpdf.reading.choice import Request, read_document

    return read_document(
        path,
        Request(
            password=password,
            max_pages=max_pages,
            verify=verify,
            ocr=ocr,
            distrust_pdfium=distrust_pdfium,
        ),
    )
