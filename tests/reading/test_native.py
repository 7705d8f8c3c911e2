"""What is asked in C and what is asked through ctypes: the same questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmpdf.reading import native, pdfium

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "archive"


@pytest.mark.skipif(native.quick is None, reason="the modules are not compiled")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_c_and_ctypes_see_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pdfium.read(path.read_bytes())
    monkeypatch.setattr(native, "quick", None)
    assert pdfium.read(path.read_bytes()) == asked


@pytest.mark.skipif(native.quick is None, reason="the modules are not compiled")
def test_a_wrong_question_is_refused() -> None:
    for given in ((), (0, [1], (1,)), ("text", [1], [1])):
        with pytest.raises(TypeError):
            native.quick.spans(*given)
    for given in ((), (0,), (0, "glyph"), ("text", 1)):
        with pytest.raises(TypeError):
            native.quick.text_object(*given)
    for given in ((), (0, 1), (0, ["glyph"]), ("text", [1])):
        with pytest.raises(TypeError):
            native.quick.generated(*given)
        with pytest.raises(TypeError):
            native.quick.unmapped(*given)
    for given in ((0, 1), (0, "glyph", 0), ("text", 1, 0)):
        with pytest.raises(TypeError):
            native.quick.look(*given)
    with pytest.raises(TypeError):
        native.quick.bind(1, 2)
