"""The record: what a post-mortem says, as plain frozen values, JSON and YAML.

`extract` writes it, `build` reads it, people and programs edit it in between. This module knows
no PDF library. Boxes are `[x0, top, x1, bottom]` in points from the top left of the upright
visible page; pages count from 1; text is Unicode NFC without markup.
"""

from __future__ import annotations

import difflib
import re
import typing
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from pmpdf.errors import BadData, Unreadable
from pmpdf.output import write_whole

SCHEMA_VERSION: Final = 1
REQUIRED: Final = ("schema_version", "language", "sections")

Language = Literal["de", "en"]
Kind = Literal[
    "summary",
    "background",
    "impact",
    "detection",
    "response",
    "root_cause",
    "contributing_factors",
    "technical_details",
    "timeline",
    "resolution",
    "lessons_learned",
    "action_items",
    "closing",
    "other",
]
Role = Literal[
    "header",
    "footer",
    "page_number",
    "watermark",
    "browser_line",
    "letterhead",
    "printer_mark",
    "contents",
    "line_number",
]
Box = tuple[float, float, float, float]

LANGUAGES: Final[tuple[Language, ...]] = typing.get_args(Language)
KINDS: Final[tuple[Kind, ...]] = typing.get_args(Kind)


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something is printed: page from 1, box in points from the page's top left."""

    page: int
    box: Box


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label/value pair printed outside the running text; a bare value has label `""`."""

    label: str
    value: str
    origin: tuple[Origin, ...] = ()


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First and last day of the incident, `YYYY-MM-DD`."""

    start: str
    end: str


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="paragraph"):
    text: str
    origin: tuple[Origin, ...] = ()


class ListBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="list"):
    """`levels` runs beside `items` and counts from 1; it is absent when nothing is nested."""

    ordered: bool
    items: tuple[str, ...]
    levels: tuple[int, ...] = ()
    origin: tuple[Origin, ...] = ()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="table"):
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    origin: tuple[Origin, ...] = ()


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a timeline.

    `time` is the time cell as printed; `at` and `end` are ISO 8601 local times (a day alone where
    no clock is printed; with an offset only where the row prints one) or null.
    """

    time: str
    at: str | None = None
    end: str | None = None
    text: str = ""
    details: dict[str, str] = {}
    date_line: str | None = None
    notes: tuple[str, ...] = ()
    inferred: tuple[Literal["date", "year"], ...] = ()
    approximate: bool = False
    origin: tuple[Origin, ...] = ()


class Timeline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="timeline"):
    entries: tuple[Entry, ...]
    header: tuple[str, ...] = ()
    origin: tuple[Origin, ...] = ()


Block = Paragraph | ListBlock | Table | Timeline


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sections are flat and in reading order; `level` 1 to 3 nests them."""

    kind: Kind
    heading: str | None = None
    level: typing.Annotated[int, msgspec.Meta(ge=1, le=3)] = 1
    number: str | None = None
    blocks: tuple[Block, ...] = ()
    origin: tuple[Origin, ...] = ()


class Furniture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What frames the text: running headers, footers, page numbers."""

    role: Role
    text: str
    pages: tuple[int, ...] = ()


class Remainder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that have no place in the record, and why."""

    text: str
    page: int | None = None
    box: Box | None = None
    reason: str = ""


class Warning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A doubt; `path` is a JSON Pointer into the record, page and box say where to look."""

    code: str
    message: str
    path: str = ""
    page: int | None = None
    box: Box | None = None


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document that the record was read from, and which reader read it."""

    file_name: str | None = None
    sha256: str | None = None
    pages: int | None = None
    reader: str | None = None


class PostMortem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole post-mortem. See docs/record.md for every key."""

    schema_version: Literal[1]
    language: Language
    title: str | None = None
    subtitle: str | None = None
    organization: str | None = None
    period: Period | None = None
    time_zone: str | None = None
    time_zone_note: str | None = None
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    remainder: tuple[Remainder, ...] = ()
    warnings: tuple[Warning, ...] = ()
    source: Source | None = None
    origin: dict[
        Literal["title", "subtitle", "organization", "time_zone_note"], tuple[Origin, ...]
    ] = {}

    @classmethod
    def from_json(cls, text: str | bytes, *, name: str = "record") -> PostMortem:
        """Read a record from JSON. Raises BadData with the key that is wrong."""
        _check_no_pdf(text, name)
        try:
            data = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadData(f"{name} is not JSON: {error}. Check it with a JSON editor.") from None
        return cls.from_data(data, name=name)

    @classmethod
    def from_yaml(cls, text: str | bytes, *, name: str = "record") -> PostMortem:
        """Read a record from YAML, every scalar as text: `time: 20:00` is "20:00", not 1200."""
        _check_no_pdf(text, name)
        return cls.from_data(_yaml_data(text, name), name=name, lax=True)

    @classmethod
    def from_data(cls, data: object, *, name: str = "record", lax: bool = False) -> PostMortem:
        """Check plain data against the contract. `lax` takes numbers written as text (YAML)."""
        data = _normalised(data)
        if not isinstance(data, dict):
            raise BadData(f"{name}: a record is one object with keys, not {_kind_word(data)}.")
        version = data.get("schema_version")
        if str(version) != str(SCHEMA_VERSION):
            raise BadData(_version_message(name, version))
        for key in REQUIRED:
            if key not in data:
                raise BadData(f'{name}: the key "{key}" is missing, and a record needs it.')
        for path, key, known in _unknown_keys(data, PostMortem, ""):
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f' Did you mean "{near[0]}"?' if near else f" Known here: {', '.join(known)}."
            raise BadData(f'{name}: the key "{key}" at {path or "/"} is not known.{hint}')
        try:
            return msgspec.convert(data, cls, strict=not lax)
        except msgspec.ValidationError as error:
            raise BadData(f"{name}: {_pointed(str(error))}") from None

    @classmethod
    def load(cls, path: str | Path) -> PostMortem:
        """Read a record file, YAML by suffix (`.yaml`, `.yml`) or else JSON."""
        path = Path(path)
        try:
            text = path.read_bytes()
        except OSError as error:
            raise Unreadable(f"cannot read the record {path}: {error.strerror}.") from None
        if path.suffix.lower() in (".yaml", ".yml"):
            return cls.from_yaml(text, name=str(path))
        return cls.from_json(text, name=str(path))

    def to_data(self) -> dict[str, Any]:
        """The record as plain dicts and lists, keys in the contract's order."""
        data = msgspec.to_builtins(self)
        assert isinstance(data, dict)
        return typing.cast(dict[str, Any], _pruned(data))

    def to_json(self) -> str:
        """The record as indented JSON, NFC, with a final line break."""
        return msgspec.json.format(msgspec.json.encode(self.to_data()), indent=2).decode() + "\n"

    def to_yaml(self) -> str:
        """The record as YAML that `from_yaml` reads back as the same record."""
        import yaml

        return yaml.safe_dump(self.to_data(), allow_unicode=True, sort_keys=False, width=100)

    def save(self, path: str | Path) -> None:
        """Write the record whole or not at all, YAML by suffix or else JSON."""
        path = Path(path)
        yaml_wanted = path.suffix.lower() in (".yaml", ".yml")
        write_whole(path, (self.to_yaml() if yaml_wanted else self.to_json()).encode())

    def timelines(self) -> Iterator[Timeline]:
        """The timeline blocks in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Timeline):
                    yield block


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the record."""
    made = msgspec.json.schema(PostMortem)
    made["$defs"]["PostMortem"]["required"] = list(REQUIRED)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Post-mortem record, version 1",
        **made,
    }


# Keys that the contract calls absent, not null, when there is nothing to say.
_ABSENT_WHEN_EMPTY: Final = frozenset(
    {"number", "levels", "date_line", "time_zone_note", "origin", "inferred", "approximate"}
    | {"page", "box", "source"}
)


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _pruned(item)
            for key, item in value.items()
            if item or (item == 0 and item is not False) or key not in _ABSENT_WHEN_EMPTY
            if not (key == "header" and not item and value.get("type") == "timeline")
        }
    if isinstance(value, list | tuple):
        return [_pruned(item) for item in value]
    return value


def _normalised(value: Any) -> Any:
    """NFC throughout, without the keys that begin with `_`."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {
            _normalised(k): _normalised(v)
            for k, v in value.items()
            if not (isinstance(k, str) and k.startswith("_"))
        }
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    return value


def _check_no_pdf(text: str | bytes, name: str) -> None:
    if text[:4] in ("%PDF", b"%PDF"):
        raise BadData(
            f"{name} is a PDF, not a record. `pmpdf extract` reads it into one, "
            "`pmpdf convert` makes a new report of it at once."
        )


def _yaml_data(text: str | bytes, name: str) -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Null and text are the only scalars: people write `time: 20:00` and mean it."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it so
            first: [(tag, pattern) for tag, pattern in found if tag == "tag:yaml.org,2002:null"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise BadData(f"{name} is not YAML: {error}.") from None


def _unknown_keys(
    value: Any, expected: Any, path: str
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Path, key and the known keys, for every key that the contract does not have."""
    if isinstance(value, list):
        inner = next(iter(typing.get_args(expected)), None)
        for number, item in enumerate(value):
            yield from _unknown_keys(item, inner, f"{path}/{number}")
        return
    if not isinstance(value, dict):
        return
    struct = _struct_for(value, expected)
    if struct is None:
        return
    hints = typing.get_type_hints(struct)
    known = tuple(hints) + (("type",) if struct.__struct_config__.tag else ())
    for key, item in value.items():
        if key not in known:
            yield path, key, known
        elif key in hints:
            yield from _unknown_keys(item, _without_none(hints[key]), f"{path}/{key}")


def _struct_for(value: dict[str, Any], expected: Any) -> type[msgspec.Struct] | None:
    options = [o for o in (typing.get_args(expected) or (expected,)) if isinstance(o, type)]
    structs = [o for o in options if issubclass(o, msgspec.Struct)]
    if len(structs) == 1:
        return structs[0]
    return next((s for s in structs if s.__struct_config__.tag == value.get("type")), None)


def _without_none(hint: Any) -> Any:
    options = [o for o in typing.get_args(hint) if o is not type(None)]
    return options[0] if len(options) == 1 and type(None) in typing.get_args(hint) else hint


def _kind_word(value: object) -> str:
    words = {list: "a list", str: "text", type(None): "nothing", bool: "a truth value"}
    return words.get(type(value), "a number")


def _version_message(name: str, version: object) -> str:
    if version is None:
        return f'{name}: the key "schema_version" is missing; write "schema_version": 1.'
    if str(version).isdigit() and int(str(version)) > SCHEMA_VERSION:
        return (
            f"{name} has schema_version {version}, newer than this pmpdf knows "
            f"({SCHEMA_VERSION}). Install a newer pmpdf."
        )
    return f"{name}: schema_version must be {SCHEMA_VERSION}, not {version!r}."


def _pointed(message: str) -> str:
    """msgspec's `... - at `$.sections[0].kind`` with a JSON Pointer in its place."""
    text, _, place = message.partition(" - at `$")
    pointer = re.sub(r"\[(\d+|\.\.\.)\]", r"/\1", place.rstrip("`")).replace(".", "/")
    return f"{text} at {pointer}." if pointer else f"{text}."
