"""What is printed where: the small frozen model that every reader gives.

Units are points; coordinates count from the top left corner of the upright visible page (crop
box and rotation already applied), so x grows to the right and y downwards. Pages count from 1.
"""

from __future__ import annotations

from msgspec import Struct, field


class Word(Struct, frozen=True, gc=False):
    """A run of glyphs without white space between them.

    `top` and `bottom` are those of the font's line (ascent and descent), not of the ink, so that
    words of one line and size have the same. `base` is the baseline. `hyphen` is True where the
    reader saw an end-of-line hyphen whose kind (real or discretionary) the file's text no longer
    tells; the text then ends in "-". `soft` is True where it is known to be U+00AD. `visible`
    is False for text that is not painted (render mode 3: an OCR layer). `confidence` is how sure
    recognition was of a word in a picture, 0 to 1; text that was not recognised is sure.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    font: str = ""
    bold: bool = False
    italic: bool = False
    mono: bool = False
    color: int = 0
    hyphen: bool = False
    soft: bool = False
    artifact: bool = False
    visible: bool = True
    upright: bool = True
    confidence: float = 1.0


class Rule(Struct, frozen=True, order=True, gc=False):
    """A straight line that is drawn, or a thin filled box, as a box."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Area(Struct, frozen=True, gc=False):
    """A filled or framed box, or an image."""

    x0: float
    top: float
    x1: float
    bottom: float
    image: bool = False


class Page(Struct, frozen=True):
    """One upright visible page. `outside` holds the words that lie beyond its visible box.

    `undecoded` counts glyphs whose letters the file does not tell (U+FFFD in the words); `reader`
    names who read this page, where that is not the document's first reader.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    areas: tuple[Area, ...] = ()
    outside: tuple[Word, ...] = ()
    undecoded: int = 0
    reader: str = ""


class Notice(Struct, frozen=True):
    """Something that a reader noticed and a person should know: code, message, page."""

    code: str
    message: str
    page: int | None = None


class Document(Struct, frozen=True):
    """A document as one reader saw it.

    `attached` is the record (JSON) that one of our own reports carries; `read` hands it on only
    where it belongs to the text on the pages.
    """

    pages: tuple[Page, ...]
    reader: str
    file_name: str | None = None
    sha256: str | None = None
    notices: tuple[Notice, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    attached: bytes | None = None
