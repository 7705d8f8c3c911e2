"""Translations by people: a PO file beside the record, with each text's place as its context.

The file is written, and written again after the record changed, with Babel's PO support. A
translation is used only while its source text is still the record's: what moved keeps its
translation, what changed becomes fuzzy, and what is fuzzy is not printed.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pmpdf.errors import BadData, UsageError
from pmpdf.output import write_whole
from pmpdf.record import LANGUAGES, Language, PostMortem, Section, Warning
from pmpdf.report.brand import neutral
from pmpdf.report.story import tell
from pmpdf.report.wording import COLUMNS_OF_TABLES, Phrase, Wording
from pmpdf.version import __version__

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_SIMILAR = 0.6  # how alike two texts are before the translation of one is offered for the other
_ELSEWHERE = 0.8  # the same for a text in another place, which must be long enough to tell
_LONG = 20  # letters
# What Babel writes into the head where nothing is known.
_PLACEHOLDER = re.compile(rb"EMAIL@ADDRESS|FULL NAME|LL@li\.org|YEAR-MO-DA")
_QUOTED = re.compile(r'".*"')
_UNBROKEN = 1_000_000  # letters a line: Babel breaks `#| msgid` within its quotation marks
_SHORT = 4  # lines of warnings about single texts, before they are only counted


class Source(NamedTuple):
    """A text to translate: its JSON Pointer, the text, and what the report prints by itself.

    One that needs no translator, such as a date or a number, is not `asked` for.
    """

    path: str
    text: str
    worded: str = ""
    asked: bool = True


class Offer(NamedTuple):
    """A translation that is known already: whether it is only near, the text that it was made for
    in that case, and what translators noted beside it."""

    text: str = ""
    fuzzy: bool = False
    previous: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a translation is."""

    texts: int
    translated: int
    fuzzy: int


class _Collector(Wording):
    """Words a report only to see which texts it asks for."""

    def __init__(self, record: PostMortem, language: Language) -> None:
        super().__init__(record, language, neutral())
        self.sources: dict[str, Source] = {}

    def text(self, text: str, path: str) -> Phrase:
        phrase = super().text(text, path)
        if text and path:
            worded = "" if phrase.foreign else phrase.text
            self.sources.setdefault(path, Source(path, text, worded, bool(phrase.foreign)))
        return phrase

    def heading(self, section: Section, path: str) -> Phrase | None:
        phrase = super().heading(section, path)
        if phrase is not None and section.heading is not None:
            self._offer(section.heading, phrase)
        return phrase

    def title(self, text: str, path: str) -> Phrase:
        return self._offer(text, super().title(text, path))

    def label(self, text: str, path: str) -> Phrase:
        return self._offer(text, super().label(text, path))

    def column(self, text: str, path: str, names: Sequence[str] = COLUMNS_OF_TABLES) -> Phrase:
        return self._offer(text, super().column(text, path, names))

    def _offer(self, text: str, phrase: Phrase) -> Phrase:
        """What is re-worded without help may still be worded better."""
        if text and not phrase.foreign:
            self.sources.setdefault(phrase.path, Source(phrase.path, text, phrase.text))
        return phrase


def sources(record: PostMortem, language: Language) -> list[Source]:
    """Every text of a record that the report in the other language prints, in its order."""
    collector = _Collector(record, language)
    tell(record, collector, neutral())
    return list(collector.sources.values())


def translate(record: PostMortem, language: str, target: str | Path) -> Progress:
    """Write the PO file for a report in `language`, or bring the one that is there up to date."""
    wanted = _other_language(record, language)
    path = Path(target)
    old = _read(path, wanted) if path.exists() else None
    catalog = _catalog(record, wanted, old)
    buffer = io.BytesIO()
    _write(buffer, catalog)
    write_whole(path, buffer.getvalue())
    messages = [message for message in catalog if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    done = sum(bool(message.string) and not message.fuzzy for message in messages)
    return Progress(len(messages), done, fuzzy)


def translation_beside(record: str | Path, language: str) -> Path | None:
    """The PO file that lies beside a record: NAME.en.po beside NAME.json."""
    path = Path(record)
    found = path.with_name(f"{path.stem}.{language}.po")
    return found if found.is_file() else None


def load_translation(
    path: str | Path, record: PostMortem, language: Language
) -> tuple[dict[str, str], list[Warning]]:
    """Translations by JSON Pointer, and what could not be used. Raises BadData with the file."""
    catalog = _read(Path(path), language)
    known = {source.path: source.text for source in sources(record, language)}
    usable: dict[str, str] = {}
    stale: list[str] = []
    for message in catalog:
        if not message.id or not message.string or message.fuzzy:
            continue
        place = message.context or ""
        if known.get(place) == message.id:
            usable[place] = str(message.string)
        else:
            stale.append(place)
    return usable, _about_stale(Path(path), stale)


def _about_stale(path: Path, stale: list[str]) -> list[Warning]:
    """Translations of texts that the record no longer has in that place."""
    if not stale:
        return []
    places = ", ".join(stale[:_SHORT]) + (" ..." if len(stale) > _SHORT else "")
    message = (
        f"{path.name}: {len(stale)} translation{'s are' if len(stale) > 1 else ' is'} of a text "
        f"that the record no longer has there ({places}); run `pmpdf translate` again"
    )
    return [Warning("stale_translation", message, stale[0])]


def _other_language(record: PostMortem, language: str) -> Language:
    for known in LANGUAGES:
        if known == language and known != record.language:
            return known
    others = ", ".join(known for known in LANGUAGES if known != record.language)
    raise UsageError(
        f'the record is in "{record.language}" and can be translated to {others}, '
        f'not to "{language}".'
    )


def _read(path: Path, language: Language) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as stream:
            catalog = read_po(stream, abort_invalid=True)
    except OSError as error:
        raise BadData(f"cannot read the translation {path}: {error.strerror}.") from None
    except (PoFileError, ValueError) as error:
        raise BadData(f"{path} is not a PO file: {error}.") from None
    stated = catalog.locale_identifier
    if stated and str(stated)[:2] != language:
        raise BadData(f'{path} is a translation to "{stated}", and "{language}" is wanted.')
    _restore_previous(catalog)
    return catalog


def _restore_previous(catalog: Catalog) -> None:
    """Give messages the earlier text that their fuzzy translation is of: Babel writes `#| msgid`,
    and reads it as a comment that begins with a bar."""
    from babel.messages.pofile import denormalize

    for message in catalog:
        bars = [note[1:].strip() for note in message.user_comments if note.startswith("|")]
        message.user_comments = [n for n in message.user_comments if not n.startswith("|")]
        at = next((n for n, line in enumerate(bars) if line.startswith("msgid ")), len(bars))
        quoted = [line.removeprefix("msgid ") for line in bars[at:]]
        if quoted and all(_QUOTED.fullmatch(line) for line in quoted):
            message.previous_id = [denormalize("\n".join(quoted))]


def _catalog(record: PostMortem, language: Language, old: Catalog | None) -> Catalog:
    from babel.messages.catalog import Catalog

    catalog = Catalog(
        locale=language,
        project="pmpdf",
        version=__version__,
        msgid_bugs_address="",
        header_comment="# The texts of a post-mortem, each with its place in the record.",
        fuzzy=False,
        creation_date=old.creation_date if old else None,
        revision_date=old.revision_date if old else None,
        last_translator=old.last_translator if old else "",
        language_team=old.language_team if old else "",
    )
    known = _Known(old)
    for source in sources(record, language):
        offer = known.translation(source)
        if not source.asked and not known.has(source):
            continue
        catalog.add(
            source.text,
            offer.text or source.worded,
            context=source.path,
            flags=["fuzzy"] if offer.fuzzy else [],
            user_comments=offer.notes,
            previous_id=offer.previous,
        )
    return catalog


class _Known:
    """What an earlier file has translated."""

    def __init__(self, old: Catalog | None) -> None:
        messages = [m for m in old or () if m.id and m.string and isinstance(m.id, str)]
        self._here = {(m.context, m.id): m for m in messages}
        self._unsure = {m.id: m for m in messages if m.fuzzy}
        self._anywhere = {m.id: m for m in messages if not m.fuzzy}
        self._places = {m.context: m for m in messages}

    def has(self, source: Source) -> bool:
        """Whether somebody has translated just this text in its place."""
        return (source.path, source.text) in self._here

    def translation(self, source: Source) -> Offer:
        """The translation to offer; one that is only near keeps the first text it was made for."""
        same = (
            self._here.get((source.path, source.text))
            or self._anywhere.get(source.text)
            or self._unsure.get(source.text)  # moved before anyone has looked at it
        )
        if same is not None:
            return _offer(same, _previous(same))
        near = self._places.get(source.path)
        if near is not None and _alike(str(near.id), source.text) >= _SIMILAR:
            return _offer(near, _previous(near) or str(near.id))
        if len(source.text) >= _LONG:
            close = difflib.get_close_matches(source.text, self._ids(), n=1, cutoff=_ELSEWHERE)
            if close:
                return _offer(self._anywhere[close[0]], close[0])
        return Offer()

    def _ids(self) -> Iterable[str]:
        return [str(key) for key in self._anywhere]


def _offer(message: Message, previous: str) -> Offer:
    """What a message holds; it is near only where an earlier text is told, or it was so before."""
    fuzzy = message.fuzzy or bool(previous)
    return Offer(str(message.string), fuzzy, previous, tuple(message.user_comments))


def _previous(message: Message) -> str:
    """The text that a fuzzy translation was made for."""
    return str(message.previous_id[0]) if message.fuzzy and message.previous_id else ""


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _write(stream: io.BytesIO, catalog: Catalog) -> None:
    from babel.messages.pofile import write_po

    written = io.BytesIO()
    write_po(written, catalog, width=_UNBROKEN, include_previous=True, sort_output=False)
    head, blank, texts = written.getvalue().partition(b"\n\n")
    lines = head.split(b"\n")
    stream.write(b"\n".join(line for line in lines if not _PLACEHOLDER.search(line)))
    stream.write(blank + texts)
