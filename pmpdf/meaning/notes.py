"""What every step of meaning shares: texts as printed, warnings, and the words used so far."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct, field

from pmpdf.layout.blocks import Block, Layout, Line, TextBlock
from pmpdf.layout.paragraphs import joined
from pmpdf.record import Language, Origin, Warning
from pmpdf.vocabulary import Vocabulary


class Doubt(Struct):
    """A warning before the place that it is about has a path."""

    code: str
    message: str
    origin: tuple[Origin, ...] = ()

    def at(self, path: str) -> Warning:
        where = self.origin[0] if self.origin else None
        return Warning(
            code=self.code,
            message=self.message,
            path=path,
            page=where.page if where else None,
            box=where.box if where else None,
        )


class Reader(Struct):
    """Reads texts off lines, with what the document tells of its hyphens and its words."""

    layout: Layout
    vocabulary: Vocabulary
    language: Language
    warnings: list[Warning] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)  # printed, but no words: markers, repeats
    _texts: dict[tuple[Line, ...], str] = field(default_factory=dict)  # of the lines asked for

    def lines(self, lines: Sequence[Line]) -> str:
        key = tuple(lines)
        text = self._texts.get(key)
        if text is None:
            text = unicodedata.normalize("NFC", joined(lines, self.layout.hyphens))
            self._texts[key] = text
        return text

    def text(self, block: TextBlock) -> str:
        """The whole text, a marker included."""
        return self.lines(block.lines)

    def item(self, block: TextBlock) -> str:
        """The text without its marker."""
        return self.lines(block.unmarked)

    def drop_marker(self, block: TextBlock) -> None:
        """Take note that a printed marker has no place of its own in the record."""
        if block.written and block.marker:
            self.dropped.append(block.marker)

    def warn(self, code: str, message: str, path: str, origin: tuple[Origin, ...] = ()) -> None:
        self.warnings.append(Doubt(code, message, origin).at(path))


def words_of(blocks: Sequence[Block]) -> list[str]:
    return [word.text for block in blocks for line in block.lines for word in line.words]
