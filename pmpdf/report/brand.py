"""The brand: a folder with `brand.toml`, its logo and its fonts.

Whatever a brand leaves out comes from the neutral one in `pmpdf/data/brand`. All faults are
BadData that name the file and the key.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal

import msgspec

from pmpdf.errors import BadData
from pmpdf.report.faces import Family
from pmpdf.report.logo import Logo, read_logo

DATA: Final = Path(__file__).resolve().parent.parent / "data"
TimeStyle = Literal["uhr", "24h", "12h"]
Rgb = tuple[float, float, float]

_ENOUGH_CONTRAST = 4.5  # WCAG 2, level AA, text of any size
_WHITE: Rgb = (1.0, 1.0, 1.0)
_PLACEHOLDERS = ("organization", "year", "page", "pages", "document", "period")


class Colors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Colours as `#RRGGBB`."""

    accent: str
    text: str
    muted: str
    rule: str
    tint: str

    def rgb(self, name: str) -> Rgb:
        return _rgb(getattr(self, name))


class Fonts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regular: str
    bold: str
    italic: str
    fallback: tuple[str, ...]


class PageForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Margins in millimetres."""

    top: float
    bottom: float
    left: float
    right: float
    bar: float


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    headings: Literal["above", "beside"]
    facts: Literal["rows", "strip"]
    glance: bool


class Times(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    de: TimeStyle
    en: TimeStyle


class Footer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    left: str
    center: str
    right: str


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checked brand. `folder` is where its files lie."""

    company: str
    legal: str
    label: str
    logo: str
    logo_height: float
    colors: Colors
    fonts: Fonts
    page: PageForm
    style: Style
    time: Times
    footer: Footer
    folder: str = ""

    def family(self, weight: Literal["regular", "bold", "italic"]) -> Family:
        """The brand's faces of one weight, with those that stand in."""
        return _family(self.folder, self.fonts, weight)

    def mark(self) -> Logo | None:
        """The logo, read once per process."""
        return read_logo(Path(self.folder) / self.logo) if self.logo else None


def font_folder() -> Path:
    """Where the packaged fonts lie: in the wheel's data, or beside the package in a checkout."""
    packaged = DATA / "fonts"
    return packaged if packaged.is_dir() else DATA.parent.parent / "fonts"


@functools.cache
def neutral() -> Brand:
    """The built-in brand."""
    folder = DATA / "brand"
    return _checked(_read(folder / "brand.toml"), folder)


def load_brand(folder: str | Path | None = None) -> Brand:
    """The brand in a folder, or the neutral one. Raises BadData with the file and the key."""
    if folder is None:
        return neutral()
    return _load(Path(folder).absolute(), _stamp(Path(folder)))


def _stamp(folder: Path) -> tuple[float, ...]:
    """Changes when a file of the folder does, so that an edited brand is read again."""
    try:
        return tuple(sorted(entry.stat().st_mtime for entry in folder.iterdir()))
    except OSError:
        return ()


@functools.lru_cache(maxsize=16)
def _load(folder: Path, _: tuple[float, ...]) -> Brand:
    path = folder / "brand.toml"
    own = _read(path)
    base = msgspec.to_builtins(neutral())
    base.pop("folder")
    _known_only(own, base, path, "")
    merged = {
        key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
        for key, value in base.items()
    }
    return _checked(merged, folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadData(
            f"cannot read the brand {path}: {error.strerror}. A brand is a folder with brand.toml."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{path} is not TOML: {error}.") from None


def _known_only(own: dict[str, Any], known: dict[str, Any], path: Path, prefix: str) -> None:
    for key, value in own.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f'Did you mean "{prefix}{near[0]}"?' if near else f"Known: {', '.join(known)}."
            raise BadData(f'{path}: the key "{prefix}{key}" is not known. {hint}')
        if isinstance(known[key], dict):
            if not isinstance(value, dict):
                raise BadData(f'{path}: "{prefix}{key}" is a table with keys, [{key}].')
            _known_only(value, known[key], path, f"{key}.")


def _checked(data: dict[str, Any], folder: Path) -> Brand:
    path = folder / "brand.toml"
    try:
        brand = msgspec.convert({**data, "folder": str(folder)}, Brand)
    except msgspec.ValidationError as error:
        message, _, key = str(error).partition(" - at `$.")
        raise BadData(f'{path}: "{key.rstrip("`") or "brand"}": {message}.') from None
    for name in Colors.__struct_fields__:
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", getattr(brand.colors, name)):
            value = getattr(brand.colors, name)
            raise BadData(f'{path}: "colors.{name}" is "{value}"; write it as "#1F4E79".')
    for name in ("text", "muted", "accent"):
        _check_contrast(path, brand.colors, name)
    for name in ("regular", "bold", "italic"):
        _check_file(path, folder, f"fonts.{name}", getattr(brand.fonts, name))
    for file in brand.fonts.fallback:
        _check_file(path, folder, "fonts.fallback", file)
    _check_file(path, folder, "logo", brand.logo)
    for name in Footer.__struct_fields__:
        _check_template(path, f"footer.{name}", getattr(brand.footer, name))
    _check_page(path, brand)
    return brand


def _check_contrast(path: Path, colors: Colors, name: str) -> None:
    """Text of this colour stands on white and on the tint, and must be readable on both."""
    for ground in ("#FFFFFF", colors.tint):
        ratio = contrast(colors.rgb(name), _rgb(ground))
        if ratio < _ENOUGH_CONTRAST:
            raise BadData(
                f'{path}: "colors.{name}" {getattr(colors, name)} on {ground} has a contrast of '
                f"{ratio:.2f} : 1; text needs {_ENOUGH_CONTRAST} : 1 (WCAG AA); take a darker one."
            )


def _check_file(path: Path, folder: Path, key: str, name: str) -> None:
    if name and not (folder / name).is_file():
        raise BadData(f'{path}: "{key}" names {name}, and there is no such file in {folder}.')


def _check_template(path: Path, key: str, template: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise BadData(f'{path}: "{key}": {error}.') from None
    for name in names:
        if name not in _PLACEHOLDERS:
            near = difflib.get_close_matches(name, _PLACEHOLDERS, n=1, cutoff=0.3)
            hint = near[0] if near else ", ".join(_PLACEHOLDERS)
            raise BadData(f'{path}: "{key}" has {{{name}}}; known is {{{hint}}}.')


def _check_page(path: Path, brand: Brand) -> None:
    page = brand.page
    for name in PageForm.__struct_fields__:
        if not 0 <= getattr(page, name) <= 60:
            raise BadData(f'{path}: "page.{name}" must lie between 0 and 60 mm.')
    if not 3 <= brand.logo_height <= 30:
        raise BadData(f'{path}: "logo_height" must lie between 3 and 30 mm.')
    if page.left + page.right > 90:
        raise BadData(f'{path}: "page.left" and "page.right" leave no room for text.')


def _rgb(color: str) -> Rgb:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_PACKAGED = {
    "regular": "source-sans-3/SourceSans3-Regular.ttf",
    "bold": "source-sans-3/SourceSans3-Bold.ttf",
    "italic": "source-sans-3/SourceSans3-Italic.ttf",
}
_STAND_INS = {
    "regular": ("dejavu-sans/DejaVuSans.ttf", "noto-emoji/NotoEmoji-Regular.ttf"),
    "bold": (
        "dejavu-sans/DejaVuSans-Bold.ttf",
        "dejavu-sans/DejaVuSans.ttf",
        "noto-emoji/NotoEmoji-Regular.ttf",
    ),
    "italic": ("dejavu-sans/DejaVuSans.ttf", "noto-emoji/NotoEmoji-Regular.ttf"),
}


@functools.lru_cache(maxsize=64)
def _family(folder: str, fonts: Fonts, weight: str) -> Family:
    packaged = font_folder()
    own: str = getattr(fonts, weight)
    path = Path(folder) / own if own else packaged / _PACKAGED[weight]
    stand_ins = [Path(folder) / name for name in fonts.fallback]
    stand_ins += [packaged / _PACKAGED[weight]] if own else []
    stand_ins += [packaged / name for name in _STAND_INS[weight]]
    return Family(path, tuple(stand_ins))
