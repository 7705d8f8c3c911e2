"""What frames every page: the bar, the letterhead, the label, the footer."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmpdf.report.brand import Brand
from pmpdf.report.faces import Family, Look
from pmpdf.report.linebreaking import Measured
from pmpdf.report.painting import ArtifactKind, Page
from pmpdf.report.pdf import number
from pmpdf.report.story import Story
from pmpdf.report.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, levelled
from pmpdf.report.wording import Wording

_HEADER_SIZE = 9.5
_FOOTER_SIZE = 8.0
_LEGAL_SIZE = 7.0
_SMALLEST = 6.5  # smaller no line becomes; what is too long for it takes several
_LEADING = 1.2  # sizes from line to line
_NOTE = 12.0  # points from the note about languages down to the footer
_GAP = 16.0  # points at least between the texts of a line
_LETTERHEAD = 10.0  # height of the header line without a logo
_LOGO = 0.6  # of the line's width: the widest logo
_MOST_PAGES = 88  # as wide as any number of pages, while it is not known


class _Lines(NamedTuple):
    """A text of the furniture on one line, or on several if it is too long for that."""

    texts: list[str]
    size: float
    width: float

    @property
    def rise(self) -> float:
        """From the first line's baseline to the last one's."""
        return (len(self.texts) - 1) * self.size * _LEADING

    @classmethod
    def set(cls, text: str, family: Family, room: float, size: float) -> _Lines:
        """In smaller letters first, within limits of legibility, then on several lines."""
        whole = family.width(text)
        size = max(_SMALLEST, min(size, room / whole)) if whole else size
        if whole * size <= room + 0.01:
            return cls([text] if text else [], size, whole * size)
        lines = Measured(text, family, "").lines(room / size, divide=False, even=True)
        return cls([line.text for line in lines], size, max(line.width for line in lines) * size)


class _Footer(NamedTuple):
    """What stands left, centre and right at the foot, on a common first baseline; and the law's."""

    left: _Lines
    center: _Lines
    right: _Lines
    legal: _Lines
    baseline: float

    @property
    def rise(self) -> float:
        return max(self.left.rise, self.center.rise, self.right.rise)


def frame_top(brand: Brand, story: Story) -> float:
    """Where the text begins, in points from the paper's top; higher where there is no header."""
    top = brand.page.top * MM
    if not (brand.logo or brand.label or story.letterhead):
        return top + 4.0
    head, label = _header_lines(brand, story)
    return top + max(_header_height(brand) + label.rise, _LETTERHEAD + head.rise) + 22.0


def frame_bottom(brand: Brand, story: Story, wording: Wording) -> float:
    """Where the text must end, in points from the paper's top."""
    return _footer_of(brand, story, wording, _MOST_PAGES, _MOST_PAGES).baseline - 32.0


def _edges(brand: Brand) -> tuple[float, float]:
    return brand.page.left * MM, PAGE_WIDTH - brand.page.right * MM


def _header_height(brand: Brand) -> float:
    return brand.logo_height * MM if brand.logo else _LETTERHEAD


def draw_furniture(page: Page, story: Story, wording: Wording, brand: Brand, pages: int) -> None:
    """Draw what stands on every page; on the first the letterhead is part of the text."""
    if brand.page.bar:
        page.box(0, 0, PAGE_WIDTH, brand.page.bar * MM, "accent")
    _header(page, story, brand)
    _footer(page, story, wording, brand, pages)


def _logo_size(brand: Brand) -> tuple[float, float]:
    """Width and height of the logo, which never fills the line."""
    logo = brand.mark()
    if logo is None:
        return 0.0, 0.0
    left, right = _edges(brand)
    height = _header_height(brand)
    shrunk = min(1.0, (right - left) * _LOGO / (height * logo.width / logo.height))
    return height * shrunk * logo.width / logo.height, height * shrunk


def _header_lines(brand: Brand, story: Story) -> tuple[_Lines, _Lines]:
    """The letterhead and the label; a long label leaves the letterhead half of the line."""
    left, right = _edges(brand)
    bold = brand.family("bold")
    room = right - left
    name = story.letterhead.text if story.letterhead else ""
    taken = _logo_size(brand)[0] or min(bold.width(name) * _HEADER_SIZE, room / 2)
    text, _ = bold.shown(brand.label)
    label = _Lines.set(text, bold, room - taken - (_GAP if taken else 0.0), _HEADER_SIZE)
    rest = room - (label.width + _GAP if text else 0.0)
    return _Lines.set(name, bold, rest, _HEADER_SIZE), label


def _header(page: Page, story: Story, brand: Brand) -> None:
    left, right = _edges(brand)
    top = brand.page.top * MM
    wide, high = _logo_size(brand)
    if high:
        y = PAGE_HEIGHT - top - high
        matrix = " ".join(number(value) for value in (wide, 0, 0, high, left, y))
        page.artifact(f"q {matrix} cm /Logo Do Q")
    bold = brand.family("bold")
    baseline = top + _header_height(brand) / 2 + _HEADER_SIZE * 0.33
    head, label = _header_lines(brand, story)
    look = Look(bold, head.size, "accent")
    element = story.letterhead.element if story.letterhead and page.index == 0 else None
    for place, text in enumerate(head.texts):
        joined = text if place == len(head.texts) - 1 else f"{text} "
        at = (left, baseline + place * head.size * _LEADING)
        page.write(joined, at, look, element, "Header")
    _right_aligned(page, label, right, baseline, Look(bold, label.size, "accent"), "Header")


def _right_aligned(
    page: Page, lines: _Lines, right: float, baseline: float, look: Look, kind: ArtifactKind
) -> None:
    for place, text in enumerate(lines.texts):
        at = (right - look.family.width(text) * look.size, baseline + place * look.size * _LEADING)
        page.write(text, at, look, None, kind)


def _footer_of(brand: Brand, story: Story, wording: Wording, page: int, pages: int) -> _Footer:
    left, right = _edges(brand)
    family = brand.family("regular")
    period = wording.record.period
    values = {
        "organization": story.organization,
        "year": period.end[:4] if period else "",
        "page": str(page),
        "pages": str(pages),
        "document": wording.document(),
        "period": wording.period(period) if period else "",
    }
    footer = brand.footer
    texts = [
        family.shown(_filled(template, values))[0]
        for template in (footer.left, footer.center, footer.right)
    ]
    room = right - left - _GAP * (sum(map(bool, texts)) - 1)
    widths = [family.width(text) for text in texts]
    size = max(_SMALLEST, min(_FOOTER_SIZE, room / (sum(widths) or 1.0)))
    rooms = levelled([width * size for width in widths], room)
    parts = [_Lines.set(text, family, most, size) for text, most in zip(texts, rooms, strict=True)]
    legal = _Lines.set(family.shown(brand.legal)[0], family, right - left, _LEGAL_SIZE)
    below = max(part.rise for part in parts) + (10.0 + legal.rise if brand.legal else 0.0)
    first, middle, last = parts
    return _Footer(first, middle, last, legal, PAGE_HEIGHT - brand.page.bottom * MM - below)


def _footer(page: Page, story: Story, wording: Wording, brand: Brand, pages: int) -> None:
    left, right = _edges(brand)
    regular = brand.family("regular")
    footer = _footer_of(brand, story, wording, page.index + 1, pages)
    baseline, size = footer.baseline, footer.left.size
    low = left + (footer.left.width + _GAP if footer.left.texts else 0.0)
    high = right - (footer.right.width + _GAP if footer.right.texts else 0.0)
    middle = min(max((left + right - footer.center.width) / 2, low), high - footer.center.width)
    columns = ((footer.left, left), (footer.center, middle))
    look = Look(regular, size, "muted")
    for lines, x in columns:
        for place, text in enumerate(lines.texts):
            page.write(text, (x, baseline + place * size * _LEADING), look, None, "Footer")
    _right_aligned(page, footer.right, right, baseline, look, "Footer")
    note = story.language_note
    if note is not None:
        look = Look(brand.family("italic"), _FOOTER_SIZE, "muted")
        element = note.element if page.index == 0 else None
        page.write(note.text, (left, baseline - _NOTE), look, element, "Footer")
    look = Look(regular, footer.legal.size, "muted")
    for place, text in enumerate(footer.legal.texts):
        drop = footer.rise + 11.5 + place * footer.legal.size * _LEADING
        page.write(text, (left, baseline + drop), look, None, "Footer")


def _filled(template: str, values: dict[str, str]) -> str:
    """A footer's text; the dashes and dots around a value that is missing go with it.

    So does the year: beside no name it is nobody's.
    """
    text = re.sub(r"\s+", " ", template.format(**values)).strip()
    if all(values.values()):
        return text
    text = text.strip(" -–—·|,/")
    return "" if text == values["year"] != template.format(**values).strip() else text
