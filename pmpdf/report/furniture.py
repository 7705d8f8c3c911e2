"""What frames every page: the bar, the letterhead, the label, the footer."""

from __future__ import annotations

import re

from pmpdf.report.brand import Brand
from pmpdf.report.faces import Family, Look
from pmpdf.report.painting import Page
from pmpdf.report.pdf import number
from pmpdf.report.story import Story
from pmpdf.report.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH
from pmpdf.report.wording import Wording

_HEADER_SIZE = 9.5
_FOOTER_SIZE = 8.0
_SMALLEST = 6.5
_NOTE = 12.0  # points from the note about languages down to the footer
_GAP = 16.0  # points at least between the texts of a line
_LETTERHEAD = 10.0  # height of the header line without a logo


def frame_top(brand: Brand, story: Story) -> float:
    """Where the text begins, in points from the paper's top; higher where there is no header."""
    top = brand.page.top * MM
    if not (brand.logo or brand.label or story.letterhead):
        return top + 4.0
    return top + _header_height(brand) + 22.0


def frame_bottom(brand: Brand) -> float:
    """Where the text must end, in points from the paper's top."""
    return PAGE_HEIGHT - brand.page.bottom * MM - (42.0 if brand.legal else 32.0)


def _header_height(brand: Brand) -> float:
    return brand.logo_height * MM if brand.logo else _LETTERHEAD


def draw_furniture(page: Page, story: Story, wording: Wording, brand: Brand, pages: int) -> None:
    """Draw what stands on every page; on the first the letterhead is part of the text."""
    if brand.page.bar:
        page.box(0, 0, PAGE_WIDTH, brand.page.bar * MM, "accent")
    _header(page, story, wording, brand)
    _footer(page, story, wording, brand, pages)


def _header(page: Page, story: Story, wording: Wording, brand: Brand) -> None:
    left, right = brand.page.left * MM, PAGE_WIDTH - brand.page.right * MM
    top, height = brand.page.top * MM, _header_height(brand)
    baseline = top + height / 2 + _HEADER_SIZE * 0.33
    logo = brand.mark()
    if logo is not None:
        width = height * logo.width / logo.height
        most = (right - left) * 0.6
        if width > most:
            width, height = most, height * most / width
        y = PAGE_HEIGHT - top - height
        matrix = " ".join(number(value) for value in (width, 0, 0, height, left, y))
        page.artifact(f"q {matrix} cm /Logo Do Q")
    bold = brand.family("bold")
    label, _ = bold.shown(brand.label)
    room = right - left - (bold.width(label) * _HEADER_SIZE + _GAP if label else 0.0)
    head = story.letterhead
    if head is not None:
        size = _fitting(bold.width(head.text), room, _HEADER_SIZE)
        element = head.element if page.index == 0 else None
        look = Look(bold, size, "accent")
        page.write(head.text, (left, baseline), look, element, "Header")
    if label:
        x = right - bold.width(label) * _HEADER_SIZE
        page.write(label, (x, baseline), Look(bold, _HEADER_SIZE, "accent"), None, "Header")


def _footer(page: Page, story: Story, wording: Wording, brand: Brand, pages: int) -> None:
    left, right = brand.page.left * MM, PAGE_WIDTH - brand.page.right * MM
    baseline = PAGE_HEIGHT - brand.page.bottom * MM - (10.0 if brand.legal else 0.0)
    regular = brand.family("regular")
    period = wording.record.period
    values = {
        "organization": story.organization,
        "year": period.end[:4] if period else "",
        "page": str(page.index + 1),
        "pages": str(pages),
        "document": wording.document(),
        "period": wording.period(period) if period else "",
    }
    footer = brand.footer
    texts = [
        regular.shown(_filled(template, values))[0]
        for template in (footer.left, footer.center, footer.right)
    ]
    widths = [regular.width(text) for text in texts]
    gaps = _GAP * (sum(map(bool, texts)) - 1)
    size = _fitting(sum(widths), right - left - gaps, _FOOTER_SIZE)
    middle = (left + right - widths[1] * size) / 2
    low = left + (widths[0] * size + _GAP if texts[0] else 0.0)
    high = right - (widths[2] * size + _GAP if texts[2] else 0.0) - widths[1] * size
    places = (left, min(max(middle, low), high), right - widths[2] * size)
    for text, x in zip(texts, places, strict=True):
        if text:
            page.write(text, (x, baseline), Look(regular, size, "muted"), None, "Footer")
    note = story.language_note
    if note is not None:
        look = Look(brand.family("italic"), _FOOTER_SIZE, "muted")
        element = note.element if page.index == 0 else None
        page.write(note.text, (left, baseline - _NOTE), look, element, "Footer")
    if brand.legal:
        _legal(page, brand, regular, left, right, baseline + 11.5)


def _legal(
    page: Page, brand: Brand, family: Family, left: float, right: float, baseline: float
) -> None:
    text, _ = family.shown(brand.legal)
    size = _fitting(family.width(text), right - left, 7.0)
    page.write(text, (left, baseline), Look(family, size, "muted"), None, "Footer")


def _filled(template: str, values: dict[str, str]) -> str:
    """A footer's text; the dashes and dots around a value that is missing go with it."""
    text = template.format(**values)
    text = re.sub(r"\s+", " ", text)
    return text.strip(" -–—·|,/") if not all(values.values()) else text.strip()


def _fitting(width: float, room: float, size: float) -> float:
    """The size at which a text of that width at size 1 fits, within limits of legibility."""
    return max(_SMALLEST, min(size, room / width)) if width else size
