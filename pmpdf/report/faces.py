"""Typefaces: loaded once per process, measured at size 1, embedded as what a report used.

The one place that knows ReportLab, whose TrueType parser and subsetter do the work.
"""

from __future__ import annotations

import functools
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pmpdf.errors import BadData
from pmpdf.report.pdf import Writer, number

SOFT_HYPHEN = "\u00ad"

# Characters that print nothing by themselves: joiners, variation selectors, byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_COMMON = "".join(map(chr, range(32, 127))) + "ÄÖÜäöüß–—„“”‚‘’…•€§°·×" + SOFT_HYPHEN
_REMEMBERED = 40_000  # word widths kept per face; then all are forgotten, so memory stays flat


def printable(text: str) -> str:
    """Text without the characters that print nothing."""
    return text if text.isascii() else _UNSEEN.sub("", text)


class Face:
    """One TrueType face; `ascent`, `descent` and `cap_height` in parts of the size."""

    def __init__(self, path: Path) -> None:
        from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

        try:
            self.parsed = TTFontFace(str(path))
        except (TTFError, OSError, ValueError, KeyError) as error:
            raise BadData(f"{path} is not a usable TrueType font: {error}.") from None
        self.name: str = self.parsed.name.decode("latin-1")
        widths = {chr(code): width / 1000 for code, width in self.parsed.charWidths.items()}
        glyphs = self.parsed.charToGlyph
        self._advance = {char: width for char, width in widths.items() if ord(char) in glyphs}
        if "-" in self._advance:
            self._advance[SOFT_HYPHEN] = self._advance["-"]
        self.covers = frozenset(self._advance)
        self.ascent: float = self.parsed.ascent / 1000
        self.descent: float = self.parsed.descent / 1000
        self.cap_height: float = (self.parsed.capHeight or 700) / 1000
        self.space = self._advance.get(" ", 0.25)
        self.hyphen = self._advance.get(SOFT_HYPHEN, 0.0)
        self.units: int = self.parsed.unitsPerEm
        self._words: dict[str, float] = {}

    def glyph(self, char: str) -> int | None:
        """The number of a character's glyph in the whole face."""
        found: int | None = self.parsed.charToGlyph.get(_drawn_as(char))
        return found

    def advance(self, char: str) -> float:
        """The width of a covered character at size 1."""
        width: float = self._advance[char]
        return width

    def width(self, text: str) -> float:
        """The width of a text at size 1; every character must be covered."""
        found = self._words.get(text)
        if found is None:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            found = self._words[text] = sum(map(self._advance.__getitem__, text))
        return found


@functools.cache
def load(path: Path) -> Face:
    """The face in a file, parsed once per process."""
    return Face(path)


class Run(NamedTuple):
    """A stretch of text in one face: the family's own, or one that stands in."""

    face: Face
    text: str
    own: bool = True


@dataclass(frozen=True)
class Family:
    """The faces of one weight: the brand's own, then those that stand in for missing characters."""

    path: Path
    stand_ins: tuple[Path, ...] = ()

    @functools.cached_property
    def face(self) -> Face:
        return load(self.path)

    def runs(self, text: str) -> list[Run]:
        """The text in faces that have all its characters; `shown` must have been called on it."""
        if self.face.covers.issuperset(text):
            return [Run(self.face, text)]
        runs: list[Run] = []
        for char in text:
            face = self._face_for(char) or self.face
            if runs and runs[-1].face is face:
                runs[-1] = runs[-1]._replace(text=runs[-1].text + char)
            else:
                runs.append(Run(face, char, face is self.face))
        return runs

    def shown_runs(self, text: str) -> list[Run]:
        """The runs, with a blank beside a face that stands in set in that face: shown by itself,
        a blank is none to some readers."""
        runs = self.runs(text)
        for place, run in enumerate(runs):
            if not run.own and " " in run.face.covers:
                before, after = runs[place - 1 : place], runs[place + 1 : place + 2]
                if before and before[0].text == " ":
                    runs[place - 1] = before[0]._replace(text="")
                    run = run._replace(text=f" {run.text}")
                if after and after[0].text[0] == " ":
                    runs[place + 1] = after[0]._replace(text=after[0].text[1:])
                    run = run._replace(text=f"{run.text} ")
                runs[place] = run
        return [run for run in runs if run.text]

    def width(self, text: str) -> float:
        """Width at size 1."""
        if self.face.covers.issuperset(text):
            return self.face.width(text)
        return sum(run.face.width(run.text) for run in self.runs(text))

    def shown(self, text: str) -> tuple[str, str]:
        """The text as it can be printed, and the characters that no face has.

        Such a character is printed as its number, `[U+4E2D]`: neither a box nor a silent gap.
        """
        text = printable(text)
        if self.face.covers.issuperset(text):
            return text, ""
        missing = "".join(sorted({char for char in text if self._face_for(char) is None}))
        for char in missing:
            text = text.replace(char, f"[U+{ord(char):04X}]")
        return text, missing

    def _face_for(self, char: str) -> Face | None:
        if char in self.face.covers:
            return self.face
        return next((face for face in map(load, self.stand_ins) if char in face.covers), None)


class Look(NamedTuple):
    """How a line of text looks: its faces, its size in points, its colour by name."""

    family: Family
    size: float
    ink: str


class Subset(dict[str, str]):
    """The characters of one face that one document uses; maps each to its hexadecimal code.

    A face of the brand begins with the characters that every report has, so that most reports
    embed the same font, which is made once per process.
    """

    def __init__(self, face: Face, resource: str, common: bool) -> None:
        super().__init__()
        self.face = face
        self.resource = resource
        self.chars: list[str] = []
        for char in _COMMON if common else "":
            if char in face.covers:
                self.__missing__(char)

    def __missing__(self, char: str) -> str:
        self.chars.append(char)
        code = self[char] = f"{len(self.chars):04X}"
        return code

    def encode(self, text: str) -> str:
        return "".join(map(self.__getitem__, text))

    def embed(self, writer: Writer) -> int:
        """Write the font; gives its object number."""
        return _program(self.face, "".join(self.chars)).embed(writer)


@dataclass(frozen=True)
class _Program:
    """A subset of a face, ready to be written: streams compressed, dictionaries as text."""

    descriptor: str
    descendant: str
    font: str
    length: int
    glyphs: bytes
    codes: bytes
    unicode: bytes

    def embed(self, writer: Writer) -> int:
        packed = "/Filter /FlateDecode"
        file = writer.stream(f"/Length1 {self.length} {packed}", self.glyphs, compress=False)
        codes = writer.stream(packed, self.codes, compress=False)
        unicode = writer.stream(packed, self.unicode, compress=False)
        descriptor = writer.add(self.descriptor.format(file=file))
        descendant = writer.add(self.descendant.format(descriptor=descriptor, codes=codes))
        return writer.add(self.font.format(descendant=descendant, unicode=unicode))


@functools.lru_cache(maxsize=32)
def _program(face: Face, chars: str) -> _Program:
    parsed = face.parsed
    data = parsed.makeSubset(list(map(_drawn_as, chars)))
    name = f"{_tag(chars)}+{face.name}"
    box = " ".join(number(value) for value in parsed.bbox)
    widths = " ".join(number(face.advance(char) * 1000) for char in chars)
    return _Program(
        descriptor=f"<< /Type /FontDescriptor /FontName /{name} /Flags {(parsed.flags & ~32) | 4} "
        f"/FontBBox [{box}] /ItalicAngle {number(parsed.italicAngle)} "
        f"/Ascent {number(parsed.ascent)} /Descent {number(parsed.descent)} "
        f"/CapHeight {number(parsed.capHeight)} /StemV {number(parsed.stemV)} "
        "/FontFile2 {file} 0 R >>",
        descendant=f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {{descriptor}} 0 R /DW 500 /W [1 [{widths}]] "
        "/CIDToGIDMap {codes} 0 R >>",
        font=f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        "/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>",
        length=len(data),
        glyphs=zlib.compress(data, 9),
        codes=zlib.compress(_glyph_map(face, chars), 9),
        unicode=zlib.compress(_to_unicode(chars), 9),
    )


def _glyph_map(face: Face, chars: str) -> bytes:
    """Code → glyph of the subset, two bytes each: characters may share one, as - and U+00AD."""
    glyphs = face.parsed.charToGlyph
    place: dict[int, int] = {0: 0}
    order = [place.setdefault(glyphs[_drawn_as(char)], len(place)) for char in chars]
    return b"".join(glyph.to_bytes(2, "big") for glyph in (0, *order))


def _drawn_as(char: str) -> int:
    """The character whose glyph is drawn: a soft hyphen at a line's end must be seen."""
    return ord("-" if char == SOFT_HYPHEN else char)


def _tag(chars: str) -> str:
    """The six capitals before a subset's name, made from what it holds."""
    value = zlib.crc32(chars.encode())
    return "".join(chr(65 + (value >> (5 * shift)) % 26) for shift in range(6))


def _to_unicode(chars: str) -> bytes:
    """The CMap that gives each glyph its character back."""
    rows = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(chars, 1)
    ]
    blocks = [rows[first : first + 100] for first in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
