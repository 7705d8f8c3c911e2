"""What recognition found, as if it had been printed.

Straight lines on one baseline, one size for one style over all pages, bold where the strokes are
thick, bullets for dots, and the ruled lines of the picture: the next room asks for all of that and
recognition tells none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pmpdf.middle import median
from pmpdf.reading.document import Page, Rule, Word
from pmpdf.values import replace

DOUBTFUL = 0.65  # words recognised with less confidence are named in a notice
JUNK = 0.3  # marks without a letter or digit below it are dirt on the paper
SAME_SIZE = 0.14  # from the smallest to the largest that count as one size
MARGIN = 0.12  # of the page; running lines stand above or below it
SHIFT = 20.0  # points by which a sheet may lie askew on the glass
BEARING = 0.05  # em; the white on either side of a letter that belongs to it
ASCENT, DESCENT = 0.75, -0.25  # em
BLUR = 1.0  # pixels that scanning adds to every stroke
BOLD_TOGETHER = 1.33  # times the page's usual strokes, for the words of a cell or line together
BOLD_ALONE = 1.45  # the same for a single word of some letters
DARK = 200  # grey levels below it count as ink when looking for rules
RULE = 18.0  # points; shorter dark runs may be letters
THIN = 3.0  # points; as in drawings.py

INK = bytes(1 if grey < 128 else 0 for grey in range(256))
_LINES = bytes(1 if grey < DARK else 0 for grey in range(256))


class Found(Struct, frozen=True):
    """A recognised word in pixels of the straightened page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int
    last: bool


class Line(Struct, frozen=True):
    """A recognised line: the two ends of its baseline and its height, in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float
    height: float  # of the font, as far as its small letters tell


class Picture(Struct, frozen=True):
    """A page as grey levels, row by row without padding."""

    pixels: bytes
    wide: int
    high: int
    scale: float  # pixels a point


def as_printed(
    number: int, picture: Picture, found: Sequence[Found], lines: Sequence[Line]
) -> Page:
    slope = _slope(lines)
    rules = _rules(picture, slope)
    straight = [_straight_line(line, slope) for line in lines]
    sizes = _sizes([line.height for line in lines])
    bold = _bold(found, [_ink(picture, w) for w in found], sizes)
    german = any(w.text.startswith(("„", ",,")) for w in found)
    words = []
    for word, is_bold in zip(found, bold, strict=True):
        text = _bullet_or(word, lines[word.line])
        if text is None:
            continue
        if word.confidence < DOUBTFUL:
            text = re.sub(r"(?<=\w)\.\.(?=\w)", ".", text)  # "example..org", a dot seen twice
        if german:
            text = re.sub(r"^(,,|,(?=\w))", "„", text).replace("”", "“")
            text = re.sub(r"(?<=\S)\"", "“", text)
        printed = _printed(word, text, straight[word.line], slope, picture.scale, is_bold)
        if not _is_rule(printed, rules):
            words.append(printed)
    return Page(
        number=number,
        width=picture.wide / picture.scale,
        height=picture.high / picture.scale,
        words=tuple(words),
        rules=tuple(rules),
        reader="ocr",
    )


def same_sizes(pages: Sequence[Page]) -> list[Page]:
    """Sizes that differ only by recognition made one over all pages: a heading's, the text's."""
    lines: dict[tuple[int, float], list[Word]] = {}
    for page in pages:
        for word in page.words:
            lines.setdefault((page.number, word.base), []).append(word)
    sizes: dict[tuple[int, float], float] = {}
    for bold in (True, False):
        kind = [k for k, ws in lines.items() if (2 * sum(w.bold for w in ws) > len(ws)) is bold]
        kind.sort(key=lambda k: lines[k][0].size)
        group: list[tuple[int, float]] = []
        for key in [*kind, None]:
            smallest = lines[group[0]][0].size if group else 0.0
            if group and (key is None or lines[key][0].size > smallest * (1 + SAME_SIZE)):
                usual = median(w.size for k in group for w in lines[k] for _ in w.text)
                sizes.update(dict.fromkeys(group, usual))
                group = []
            if key is not None:
                group.append(key)
    return [
        replace(page, words=tuple(_sized(w, sizes[page.number, w.base]) for w in page.words))
        for page in pages
    ]


def _sized(word: Word, size: float) -> Word:
    return replace(
        word, size=size, top=word.base - ASCENT * size, bottom=word.base - DESCENT * size
    )


def laid_on(first: Page, page: Page) -> Page:
    """The page moved to where the first one lay on the glass, as their running lines tell."""
    if page is first:
        return page
    moves = [
        (other.x0 - word.x0, other.base - word.base)
        for word in page.words
        if not page.height * MARGIN < word.base < page.height * (1 - MARGIN)
        for other in first.words
        if other.text == word.text
        and abs(other.x0 - word.x0) < SHIFT
        and abs(other.base - word.base) < SHIFT
    ]
    if len(moves) < 3:
        return page
    right, down = median(m[0] for m in moves), median(m[1] for m in moves)
    return replace(
        page,
        words=tuple(
            replace(
                w,
                x0=w.x0 + right,
                x1=w.x1 + right,
                top=w.top + down,
                bottom=w.bottom + down,
                base=w.base + down,
            )
            for w in page.words
        ),
        rules=tuple(
            Rule(r.x0 + right, r.top + down, r.x1 + right, r.bottom + down) for r in page.rules
        ),
    )


def _slope(lines: Sequence[Line]) -> float:
    """By how much the paper lay askew, measured on the long lines."""
    slopes = [
        (line.y1 - line.y0) / (line.x1 - line.x0) for line in lines if line.x1 - line.x0 > 400
    ]
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) < 0.1 else 0.0


def _straight_line(line: Line, slope: float) -> Line:
    """The line with one height for its baseline, that of its middle."""
    y = (line.y0 + line.y1) / 2 - slope * (line.x0 + line.x1) / 2
    return replace(line, y0=y, y1=y)


def _sizes(heights: Sequence[float]) -> list[float]:
    """Line heights with those that differ only by recognition made one, the most usual one."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    sizes = [0.0] * len(heights)
    group: list[int] = []
    for place in [*order, -1]:
        if group and (place < 0 or heights[place] > heights[group[0]] * (1 + SAME_SIZE)):
            usual = median(heights[i] for i in group)
            for i in group:
                sizes[i] = usual
            group = []
        group.append(place)
    return sizes


def _bullet_or(word: Found, line: Line) -> str | None:
    """The word's text; a dot above the baseline is a bullet, a mark that is nothing is None."""
    wide, high = word.x1 - word.x0, word.bottom - word.top
    slope = (line.y1 - line.y0) / max(1.0, line.x1 - line.x0)
    above = line.y0 + slope * (word.x0 - line.x0) - (word.top + word.bottom) / 2
    if (
        len(word.text) == 1
        and max(wide, high) < 0.4 * line.height
        and 0.6 < wide / max(1.0, high) < 1.7
        and 0.12 < above / line.height < 0.45
        and word.text not in "-–—"
    ):
        return "•"
    if not any(c.isalnum() for c in word.text) and word.confidence < JUNK:
        return None
    return word.text


def _printed(
    word: Found,
    text: str,
    line: Line,
    slope: float,
    scale: float,
    bold: bool,
) -> Word:
    size = line.height / scale
    base = line.y0 / scale
    middle = (word.top + word.bottom) / 2
    return Word(
        text,
        (word.x0 + slope * middle) / scale - BEARING * size,
        base - ASCENT * size,
        (word.x1 + slope * middle) / scale + BEARING * size,
        base - DESCENT * size,
        base,
        size,
        font="ocr",
        bold=bold,
        hyphen=word.last and text.endswith("-") and len(text) > 1,
        confidence=1.0 if text == "•" else word.confidence,
    )


def _bold(found: Sequence[Found], inks: Sequence[float], sizes: Sequence[float]) -> list[bool]:
    """Which words are bold, by the thickness of their strokes beside the page's usual one.

    Single words are hard to measure, the words of a cell or a heading together are not.
    """
    thick = [max(0.0, ink - BLUR) / sizes[w.line] for ink, w in zip(inks, found, strict=True)]
    usual = median([t for t, w in zip(thick, found, strict=True) if len(w.text) > 3] or [1.0])
    bold = [False] * len(found)
    group: list[int] = []
    for place, word in enumerate([*found, None]):
        last = found[group[-1]] if group else None
        if (
            word is not None
            and last is not None
            and word.line == last.line
            and word.x0 - last.x1 < sizes[word.line]
        ):
            group.append(place)
            continue
        letters = [sum(c.isalnum() for c in found[i].text) for i in group]
        total = sum(thick[i] * n for i, n in zip(group, letters, strict=True))
        whole = total > BOLD_TOGETHER * usual * sum(letters)
        for i, n in zip(group, letters, strict=True):
            bold[i] = whole or (n > 3 and thick[i] > BOLD_ALONE * usual)
        group = [place]
    return bold


def _is_rule(word: Word, rules: Sequence[Rule]) -> bool:
    """Whether a word is but a piece of a vertical line that was taken for a letter."""
    if not set(word.text) <= set("|ıIl1![]_—-~i"):
        return False
    middle = (word.x0 + word.x1) / 2
    return word.x1 - word.x0 < 5 and any(
        not rule.horizontal
        and abs((rule.x0 + rule.x1) / 2 - middle) < 3.5
        and rule.top - 2 < word.base
        and rule.bottom + 2 > word.top
        for rule in rules
    )


def _ink(picture: Picture, word: Found) -> float:
    """How thick the strokes of a word are: dark pixels for each change from light to dark."""
    dark = changes = 0
    x0, x1 = max(0, int(word.x0)), min(picture.wide, int(word.x1) + 1)
    step = max(1, int(word.bottom - word.top) // 12)
    for y in range(max(0, int(word.top)), min(picture.high, int(word.bottom)), step):
        row = picture.pixels[y * picture.wide + x0 : y * picture.wide + x1].translate(INK)
        dark += row.count(b"\x01")
        changes += row.count(b"\x00\x01") + row.startswith(b"\x01")
    return dark / changes if changes else 0.0


def _rules(picture: Picture, slope: float) -> list[Rule]:
    """The ruled lines of the picture, straightened, in points."""
    wide, high, scale = picture.wide, picture.high, picture.scale
    marks = picture.pixels.translate(_LINES)
    across: list[Rule] = []
    for x0, y0, x1, y1 in _bars(marks, wide, high, round(RULE * scale), round(THIN * scale)):
        y = (y0 + y1) / 2 - slope * (x0 + x1) / 2
        across.append(Rule(x0 / scale, (y - 1) / scale, x1 / scale, (y + 1) / scale))
    turned = b"".join(marks[x::wide] for x in range(wide))
    long = round(1.5 * RULE * scale)
    down: list[Rule] = []
    for y0, x0, y1, x1 in _bars(turned, high, wide, long, round(THIN * scale)):
        x = (x0 + x1) / 2 + slope * (y0 + y1) / 2
        down.append(Rule((x - 1) / scale, y0 / scale, (x + 1) / scale, y1 / scale))
    return [*_joined(across), *_joined([Rule(r.top, r.x0, r.bottom, r.x1) for r in down], True)]


def _joined(rules: Sequence[Rule], turned: bool = False) -> list[Rule]:
    """Pieces of one line as one rule (a line that lies askew falls into steps)."""
    whole: list[Rule] = []
    for rule in sorted(rules):
        for place, other in enumerate(whole):
            if abs(other.top - rule.top) < 1.5 and rule.x0 - other.x1 < 4:
                whole[place] = Rule(
                    other.x0, other.top, max(other.x1, rule.x1), max(other.bottom, other.top + 0.3)
                )
                break
        else:
            whole.append(rule)
    return [Rule(r.top, r.x0, r.bottom, r.x1) for r in whole] if turned else whole


def _bars(
    marks: bytes, wide: int, high: int, shortest: int, thickest: int
) -> Iterator[tuple[float, float, float, float]]:
    """Long thin runs of ink along the rows; runs that touch from row to row are one bar."""
    run = b"\x01" * shortest
    open_bars: list[list[int]] = []  # x0, first row, x1, last row, and rows with ink
    for y in range(high + 1):
        row = marks[y * wide : (y + 1) * wide] if y < high else b""
        found = list(_runs(row, run)) if y < high else []
        still: list[list[int]] = []
        for bar in open_bars:
            touching = [f for f in found if f[0] <= bar[2] + 2 and f[1] >= bar[0] - 2]
            if touching:
                bar[0] = min(bar[0], *(f[0] for f in touching))
                bar[2] = max(bar[2], *(f[1] for f in touching))
                bar[3] = y
                found = [f for f in found if f not in touching]
                still.append(bar)
            elif y - bar[3] <= 2 and y < high:
                still.append(bar)
            elif bar[3] - bar[1] <= thickest + (bar[2] - bar[0]) // 60:
                yield bar[0], bar[1], bar[2], bar[3] + 1
        open_bars = still + [[a, y, b, y] for a, b in found]


def _runs(row: bytes, run: bytes) -> Iterator[tuple[int, int]]:
    start = row.find(run)
    while start >= 0:
        end = row.find(b"\x00", start + len(run))
        end = len(row) if end < 0 else end
        yield start, end
        start = row.find(run, end)
