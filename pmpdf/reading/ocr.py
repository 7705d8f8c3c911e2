"""Pages that are pictures: rendered with pdfium, read by Tesseract (the extra `pmpdf[ocr]`).

Only pages without text come here. What is found is laid straight in `straighten`.
"""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pmpdf.errors import MissingExtra
from pmpdf.middle import median
from pmpdf.reading.document import Document, Notice, Page
from pmpdf.reading.straighten import (
    DOUBTFUL,
    RULE,
    Found,
    Line,
    Picture,
    as_printed,
    laid_on,
    same_sizes,
)
from pmpdf.values import replace

DPI = 300
MOST_PIXELS = 30_000_000  # a page; A4 at 300 dpi has 8.7 million
LANGUAGES = ("deu", "eng")
ATTEMPTS = ("deu", "eng+deu")  # German alone reads German best; English gains from both
SPOKEN = 0.08  # of a page's words are among the commonest of its language
INSTALL = "pip install 'pmpdf[ocr]'"

TURNED = 0.75  # a page whose words are on average no surer than this may lie on its side
MOST_NAMED = 8  # doubtful words that a notice names
SMALL = 0.57  # em; the height of small letters in the usual faces
CAPITAL = 0.72  # em; the height of capitals and digits
SPLIT = 0.27  # em between two letters of a word; more is a gap between words
SPLIT_UNSURE = 0.2  # the same for words that recognition itself has doubts about
UNSURE = 0.8
DIRT = 8  # pixels; what is no higher is no line of text
STRIP = 40.0  # points; more ink than that above or below the text is a picture
SPECK = 2  # pixels of ink in a row that are none
GREY = bytes(1 if grey < 200 else 0 for grey in range(256))  # faint print counts as ink, too

_GERMAN = re.compile(
    r"\W*(der|die|das|und|in|den|von|zu|mit|dem|des|auf|für|im|ist|uhr|wir)\W*", re.IGNORECASE
)
_PAGES = re.compile(r"\d{1,3}/\d{1,3}")  # "1 / 2", set so closely that it looks like one word


def data_folder() -> Path | None:
    """Where the language data of the extra lie, or None."""
    for prefix in (sys.prefix, sys.base_prefix):
        folder = Path(prefix) / "share" / "tessdata"
        if all((folder / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    return None


def is_installed(*, required: bool = False) -> bool:
    """Whether the extra is there; with `required`, raises MissingExtra where it is not."""
    there = importlib.util.find_spec("tesserocr") is not None and data_folder() is not None
    if required and not there:
        raise MissingExtra(f"the extra pmpdf[ocr] is not installed; {INSTALL}")
    return there


def recognise(
    data: bytes, numbers: Sequence[int], *, password: str | None = None, scanned: bool = True
) -> Document:
    """Read the given pages (from 1) of a PDF as pictures; scanned ones are laid on each other."""
    import tesserocr

    from pmpdf.reading.pdfium import open_document

    is_installed(required=True)
    document = open_document(data, password)
    try:
        pages: list[Page] = []
        for languages in ATTEMPTS:
            with tesserocr.PyTessBaseAPI(
                path=str(data_folder()), lang=languages, psm=tesserocr.PSM.AUTO
            ) as engine:
                pages = [_page(engine, document, numbers[0])]
                if languages != ATTEMPTS[-1] and not _is_german(pages[0]):
                    continue
                pages += [_page(engine, document, number) for number in numbers[1:]]
                break
    finally:
        document.close()
    if scanned:
        pages = [laid_on(pages[0], page) for page in pages]
    pages = same_sizes(pages)
    notices = [notice for page in pages for notice in _doubts(page)]
    return Document(pages=tuple(pages), reader="ocr", notices=tuple(notices))


def _is_german(page: Page) -> bool:
    common = sum(_GERMAN.fullmatch(w.text) is not None for w in page.words)
    return common > SPOKEN * len(page.words)


def _doubts(page: Page) -> Iterator[Notice]:
    """That a page was recognised, how surely, and which of its words are doubtful."""
    if not page.words:
        return
    doubtful = [w for w in page.words if w.confidence < DOUBTFUL]
    sure = sum(w.confidence for w in page.words) / len(page.words)
    message = f"the page was recognised in a picture, its words with {sure:.0%} confidence"
    if doubtful:
        named = ", ".join(f"“{w.text[:30]}”" for w in doubtful[:MOST_NAMED])
        more = "" if len(doubtful) <= MOST_NAMED else f" and {len(doubtful) - MOST_NAMED} more"
        message += f"; it is not sure of {named}{more}"
    yield Notice("recognised_text", message, page.number)


def _page(engine: Any, document: Any, number: int) -> Page:
    picture = _render(document, number, 0)
    found, lines = _recognise(engine, picture)
    sure = sum(w.confidence for w in found) / len(found) if found else 0.0
    if found and sure < TURNED:  # perhaps it lies on its side
        for turn in (90, 270, 180):
            other = _render(document, number, turn)
            again, their_lines = _recognise(engine, other)
            surer = sum(w.confidence for w in again) / len(again) if again else 0.0
            if surer > max(sure + 0.1, TURNED):
                picture, found, lines, sure = other, again, their_lines, surer
                break
    _add_overlooked(engine, picture, found, lines)
    return as_printed(number, picture, found, lines)


def _add_overlooked(engine: Any, picture: Picture, found: list[Found], lines: list[Line]) -> None:
    """Running lines above or below all text: recognition takes some of them for dirt."""
    from tesserocr import PSM

    if not found:
        return
    first, last = min(w.top for w in found), max(w.bottom for w in found)
    for begin, end in ((0, int(first) - 2), (int(last) + 2, picture.high)):
        box = _ink_box(picture, begin, end)
        if box is None or not DIRT < box[3] - box[1] < STRIP * picture.scale:
            continue
        y0, y1 = max(0, box[1] - 20), min(picture.high, box[3] + 20)
        strip = _with_contrast(picture.pixels[y0 * picture.wide : y1 * picture.wide])
        lone = box[2] - box[0] < 0.1 * picture.wide  # a page number
        engine.SetPageSegMode(PSM.SINGLE_WORD if lone else PSM.SINGLE_BLOCK)
        more, their_lines = _recognise(engine, replace(picture, pixels=strip, high=y1 - y0))
        if lone:
            more = [word for word in more if word.text.isalnum()]
            their_lines = [
                replace(line, y0=box[3] - y0, y1=box[3] - y0, height=(box[3] - box[1]) / CAPITAL)
                for line in their_lines
            ]
        engine.SetPageSegMode(PSM.AUTO)
        found += [
            replace(word, top=word.top + y0, bottom=word.bottom + y0, line=word.line + len(lines))
            for word in more
            if word.confidence > DOUBTFUL
        ]
        lines += [replace(line, y0=line.y0 + y0, y1=line.y1 + y0) for line in their_lines]


def _with_contrast(pixels: bytes) -> bytes:
    """The same picture with its darkest grey black and its lightest white."""
    dark, light = min(pixels), max(pixels)
    reach = max(1, light - dark)
    return pixels.translate(
        bytes(max(0, min(255, (grey - dark) * 255 // reach)) for grey in range(256))
    )


def _ink_box(picture: Picture, begin: int, end: int) -> tuple[int, int, int, int] | None:
    """The box around the ink between two rows of the picture, ruled lines and specks aside."""
    left, right, rows = picture.wide, 0, []
    ruled = b"\x01" * round(RULE * picture.scale)
    for y in range(max(0, begin), min(picture.high, end)):
        row = picture.pixels[y * picture.wide : (y + 1) * picture.wide].translate(GREY)
        if row.count(b"\x01") > SPECK and ruled not in row:
            left, right = min(left, row.find(b"\x01")), max(right, row.rfind(b"\x01"))
            rows.append(y)
    return (left, rows[0], right, rows[-1]) if rows else None


def _render(document: Any, number: int, turn: int) -> Picture:
    page = document[number - 1]
    try:
        if turn:
            page.set_rotation((page.get_rotation() + turn) % 360)
        wide, high = page.get_size()
        scale = min(DPI / 72, math.sqrt(MOST_PIXELS / max(1.0, wide * high)))
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            stride, width = bitmap.stride, bitmap.width
            rows = memoryview(bitmap.buffer)
            pixels = b"".join(
                bytes(rows[y * stride : y * stride + width]) for y in range(bitmap.height)
            )
            return Picture(pixels, width, bitmap.height, scale)
        finally:
            bitmap.close()
    finally:
        page.close()


def _recognise(engine: Any, picture: Picture) -> tuple[list[Found], list[Line]]:
    engine.SetImageBytes(picture.pixels, picture.wide, picture.high, 1, picture.wide)
    engine.SetSourceResolution(round(picture.scale * 72))
    engine.Recognize()
    return _found(engine)


def _found(engine: Any) -> tuple[list[Found], list[Line]]:
    """What the engine has recognised: its words, and their lines."""
    from tesserocr import RIL, iterate_level

    found: list[Found] = []
    lines: list[Line] = []
    place = engine.GetIterator()
    if place is None:
        return found, lines
    letters: list[tuple[int, int]] = []  # left and right of each letter of the word on hand
    for letter in iterate_level(place, RIL.SYMBOL):
        if letter.IsAtBeginningOf(RIL.WORD):
            letters = []
        box = letter.BoundingBox(RIL.SYMBOL)
        letters.append((box[0], box[2]) if box else (0, 0))
        if not letter.IsAtFinalElement(RIL.WORD, RIL.SYMBOL):
            continue
        box = letter.BoundingBox(RIL.WORD)
        try:
            text = letter.GetUTF8Text(RIL.WORD).strip()
        except RuntimeError:  # "No text returned": a picture without any
            continue
        if box is None or not text:
            continue
        left, top, right, bottom = box
        (ax, ay), (bx, by) = letter.Baseline(RIL.TEXTLINE) or ((left, bottom), (right, bottom))
        line = Line(ax, ay, bx, by, _height(letter.RowAttributes(), bottom - top))
        if not lines or lines[-1] != line:
            lines.append(line)
        confidence = letter.Confidence(RIL.WORD) / 100
        last = bool(letter.IsAtFinalElement(RIL.TEXTLINE, RIL.WORD))
        word = Found(text, left, top, right, bottom, confidence, len(lines) - 1, last)
        found += _parted(
            word, letters, line.height * (SPLIT if confidence > UNSURE else SPLIT_UNSURE)
        )
    return found, lines


def _parted(word: Found, letters: Sequence[tuple[int, int]], gap: float) -> Iterator[Found]:
    """The word, or its parts where two letters stand so far apart that they are two words."""
    if len(letters) != len(word.text):
        yield word
        return
    usual = median([b[0] - a[1] for a, b in pairwise(letters)] or [0])
    wide = max(gap, 2.5 * usual)  # letter-spaced words are whole
    start = 0
    for place, (left, right) in enumerate(pairwise(letters), 1):
        # digits and dots stand in wide cells of their own
        pair = word.text[place - 1 : place + 1]
        words = pair.isalpha() or (pair[0].isdigit() and pair[1].isupper())
        needed = wide if words else gap if _PAGES.fullmatch(word.text) else math.inf
        if right[0] - left[1] >= needed:
            x0, x1 = letters[start][0], left[1]
            yield replace(word, text=word.text[start:place], x0=x0, x1=x1, last=False)
            start = place
    yield replace(word, text=word.text[start:], x0=letters[start][0]) if start else word


def _height(row: dict[str, float] | None, high: float) -> float:
    """The height of a line's font; its row has ascenders and descenders only as they occur."""
    if not row:
        return high
    small = row["row_height"] - row["ascenders"] + row["descenders"]
    return small / SMALL if small > 0 else row["row_height"]
