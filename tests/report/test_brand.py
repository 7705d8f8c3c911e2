"""Brands: every fault names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_records import BRANDS

from pmpdf.errors import BadData
from pmpdf.report.brand import contrast, load_brand, neutral

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{}</svg>'


def brand(folder: Path, text: str, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('compnay = "A"', ["compnay", 'Did you mean "company"']),
        ('[colors]\nacent = "#000000"', ["colors.acent", 'Did you mean "colors.accent"']),
        ('[colors]\naccent = "green"', ["colors.accent", "green"]),
        ('[colors]\naccent = "#9FD0C0"', ["colors.accent", "#9FD0C0", "#FFFFFF", ": 1"]),
        ('[colors]\nmuted = "#999999"', ["colors.muted", "#999999"]),
        ('logo = "mark.svg"', ["logo", "mark.svg", "no such file"]),
        ('[fonts]\nbold = "x.ttf"', ["fonts.bold", "x.ttf"]),
        ('[style]\nfacts = "table"', ["style.facts"]),
        ('[footer]\nleft = "{organisation}"', ["footer.left", "organization"]),
        ("[page]\nleft = 200", ["page.left"]),
        ('colors = "blue"', ["colors"]),
        ("company = ", ["not TOML"]),
    ],
)
def test_a_fault_names_the_file_and_the_key(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(BadData) as caught:
        load_brand(brand(tmp_path / "house", text))
    for word in ["brand.toml", *words]:
        assert word in caught.value.message


def test_a_folder_without_a_brand_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"brand\.toml"):
        load_brand(tmp_path)


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        ('<image href="http://example.com/a.png"/>', "image"),
        ('<use href="other.svg#a"/>', "other.svg"),
        ('<rect fill="url(http://example.com/x)" width="9" height="9"/>', "url"),
        ("<style>@import 'a.css';</style>", "import"),
        ("<text>Firma</text>", "text"),
        ("<script>1</script>", "script"),
    ],
)
def test_a_logo_that_reaches_outside_is_refused(tmp_path: Path, shape: str, word: str) -> None:
    folder = brand(tmp_path / "house", 'logo = "logo.svg"', logo_svg=SVG.format(shape))
    with pytest.raises(BadData, match=r"logo\.svg") as caught:
        load_brand(folder).mark()
    assert word in caught.value.message


def test_a_logo_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a SYSTEM "/etc/passwd">]>' + SVG.format("&a;")
    with pytest.raises(BadData, match="DOCTYPE"):
        load_brand(brand(tmp_path / "house", 'logo = "logo.svg"', logo_svg=bomb)).mark()


def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    folder = brand(tmp_path / "house", 'logo = "logo.png"', logo_png="no picture")
    with pytest.raises(BadData, match=r"logo\.png"):
        load_brand(folder).mark()


def test_a_brand_takes_from_the_neutral_one_what_it_leaves_out(tmp_path: Path) -> None:
    own = load_brand(brand(tmp_path / "house", 'company = "Haus GmbH"'))
    assert own.company == "Haus GmbH"
    assert own.colors == neutral().colors


def test_an_edited_brand_is_read_again(tmp_path: Path) -> None:
    import os

    folder = brand(tmp_path / "house", 'company = "Alt"')
    assert load_brand(folder).company == "Alt"
    brand(folder, 'company = "Neu"')
    os.utime(folder / "brand.toml", (1, 1))
    assert load_brand(folder).company == "Neu"


def test_the_sample_brands_are_sound() -> None:
    for folder in BRANDS:
        loaded = load_brand(folder)
        assert loaded.family("bold").face.name
        if folder:
            assert loaded.mark() is not None


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0x76 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.54, abs=0.01)
