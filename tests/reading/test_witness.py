"""When two readings count as the same, and a reader that does not come to an end."""

from __future__ import annotations

import time

import pytest

from pmpdf.reading.document import Page, Word
from pmpdf.reading.mending import decoded, mended, with_bullets
from pmpdf.reading.witness import TooSlow, differences, within


def page(*words: tuple[str, float, float], undecoded: int = 0) -> Page:
    return Page(
        1,
        600,
        800,
        tuple(Word(text, x, y - 9, x + 6 * len(text), y + 3, y, 12) for text, x, y in words),
        undecoded=undecoded,
    )


ONE = page(("20:00", 72, 100), ("Uhr", 110, 100), ("Cluster-", 140, 100))


def test_the_order_does_not_count() -> None:
    assert differences(ONE, page(*[(w.text, w.x0, w.base) for w in reversed(ONE.words)])) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([("Cluster‐", 72, 100)], [("Cluster-", 72, 100)]),
        ([("ﬁnden", 72, 100)], [("finden", 72, 100)]),
        ([("€", 72, 100), ("14", 78, 100)], [("€14", 72, 100)]),
        ([("A\ufffde", 72, 100)], [("Atte", 72, 100)]),
        ([("1.", 72, 100)], [("\ue072\ue094", 72, 100)]),
        ([("•", 72, 100)], [("\uf0b7", 72, 100)]),
        ([], [("\ufffd", 72, 100)]),
    ],
)
def test_what_is_the_same(
    left: list[tuple[str, float, float]], right: list[tuple[str, float, float]]
) -> None:
    assert differences(page(*left), page(*right)) == []
    assert differences(page(*right), page(*left)) == []


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ([("20:00", 72, 100)], [("21:00", 72, 100)], [("20:00", "21:00")]),
        ([("da", 72, 100), ("fehlt", 90, 100)], [("da", 72, 100)], [("fehlt", "")]),
        ([("A\ufffde", 72, 100)], [("Ende", 72, 100)], [("A\ufffde", "Ende")]),
        ([("das", 72, 100)], [("das", 72, 100), ("das", 72, 300)], [("", "das")]),
    ],
)
def test_what_is_not(
    left: list[tuple[str, float, float]],
    right: list[tuple[str, float, float]],
    told: list[tuple[str, str]],
) -> None:
    assert differences(page(*left), page(*right)) == told


def test_unknown_glyphs_are_taken_from_the_other_reader() -> None:
    broken = page(("att\ufffdmpts", 72, 100), ("x\ufffd", 200, 100), undecoded=2)
    whole = page(("attempts", 72, 100), ("\ufffdy", 200, 100))
    better = mended(broken, whole)
    assert [w.text for w in better.words] == ["attempts", "x\ufffd"]
    assert better.undecoded == 1
    assert decoded(better) == 9


def test_an_unknown_glyph_may_be_a_space() -> None:
    broken = page(("POST\ufffdMORTEM", 72, 100), undecoded=1)
    better = mended(broken, page(("POST", 72, 100), ("MORTEM", 102, 100)))
    assert [w.text for w in better.words] == ["POST", "MORTEM"]
    assert better.undecoded == 0


def test_recognition_mends_what_looks_alike() -> None:
    broken = page(("�t�dtwerke", 72, 100), ("�b�", 300, 100), undecoded=4)
    seen = page(("Stadtwerke", 72, 100), ("xyz", 300, 100))
    better = mended(broken, seen, recognised=True)
    assert [w.text for w in better.words] == ["Stadtwerke", "�b�"]


def test_unknown_signs_before_lines_are_bullets() -> None:
    listed = page(
        ("\ufffd", 72, 100), ("eins", 90, 100), ("\ufffd", 72, 120), ("zwei", 90, 120),
        ("\ufffd", 300, 200), undecoded=3,
    )  # fmt: skip
    better = with_bullets(listed)
    assert [w.text for w in better.words] == ["•", "eins", "•", "zwei", "\ufffd"]
    assert better.undecoded == 1


def test_a_reader_that_does_not_end_is_left_behind() -> None:
    def for_ever() -> None:
        while True:
            try:
                time.sleep(0.001)
            except ValueError:
                continue

    begun = time.monotonic()
    with pytest.raises(TooSlow):
        within(0.1, for_ever)
    assert time.monotonic() - begun < 5


def test_what_a_reader_gives_or_raises_comes_through() -> None:
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
