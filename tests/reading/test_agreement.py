"""Two readers on real documents: the same words in the same places."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmpdf import reading
from pmpdf.reading import pdfium, plumber
from pmpdf.reading.witness import fold

ARCHIVE = Path(__file__).parents[3] / "shared" / "archive"
SAMPLES = sorted(ARCHIVE.glob("*/*.pdf"))
SOME = [f for f in SAMPLES if f.stem.startswith("seed") or f.stem in {
    "de02-cr2", "de04-cr1", "en02-wp1-cropoffset", "de03-id-A-lig", "de02-id-B-encrypted",
    "2026-01-29-temple-cluster-failed-runtime-check",
}]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not SAMPLES, reason="the sample archives (../shared/archive) are not there"
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_verification_finds_nothing(path: Path) -> None:
    if path.stem.endswith("-scan"):
        pytest.skip("a scan has no words for two readers")
    found = reading.read(path, verify=True, ocr=False)
    assert found.notices == ()
    assert found.reader == "pdfium"


@pytest.mark.parametrize("path", SOME, ids=lambda p: p.stem)
def test_words_stand_in_the_same_places(path: Path) -> None:
    data = path.read_bytes()
    first, second = pdfium.read(data), plumber.read(data)
    assert len(first.pages) == len(second.pages)
    for one, other in zip(first.pages, second.pages, strict=True):
        assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.1)
        places: dict[str, list[tuple[float, ...]]] = {}
        for word in other.words:
            places.setdefault(fold(word.text), []).append(
                (word.x0, word.x1, word.base, word.size, word.color)
            )
        for word in one.words:
            same = places.get(fold(word.text))
            if same is None:  # cut in another way, or a glyph that only one of them knows
                continue
            x0, x1, base, size, color = min(
                same, key=lambda p: abs(p[0] - word.x0) + abs(p[2] - word.base)
            )
            assert (word.x0, word.x1) == pytest.approx((x0, x1), abs=3)
            assert (word.base, word.size) == pytest.approx((base, size), abs=0.1)
            assert word.color == color
