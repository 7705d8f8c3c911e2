"""What the bytes of a file tell before any reader is asked."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest

from pmpdf.reading.health import Health, examine

SOUND = Health(pages=2, sound=True, torn=False)


@pytest.fixture
def two(recipe: Any, line: Any) -> bytes:
    data: bytes = recipe([line("eins"), line("zwei")]).data()
    return data


def test_a_sound_file(two: bytes) -> None:
    assert examine(two) == SOUND
    assert examine(b"junk\n" + two) == SOUND


def test_a_table_of_objects_that_points_beside_them(two: bytes) -> None:
    moved = two.replace(b"1 0 obj", b"   1 0 obj", 1)
    assert not examine(moved).sound
    assert not examine(two.replace(b"startxref", b"startxxxx")).sound
    assert not examine(two[: len(two) // 2]).sound


def test_pages_in_object_streams_are_counted() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    from io import BytesIO

    made, out = pikepdf.new(), BytesIO()
    for _ in range(7):
        made.add_blank_page()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/Type /Page\n" not in out.getvalue()
    assert examine(out.getvalue()) == Health(pages=7, sound=True, torn=False)


def test_text_that_breaks_off(recipe: Any, line: Any) -> None:
    whole = recipe([line("eins")])
    packed = zlib.compress(b"\n".join(line(f"Zeile {i}", 72, 700 - i) for i in range(200)))
    for content, torn in ((packed, False), (packed[: len(packed) // 2], True)):
        whole.pages = [content]
        data = whole.data().replace(
            b"<< /Length %d >>" % len(content),
            b"<< /Length %d /Filter /FlateDecode >>" % len(content),
        )
        assert examine(data).torn is torn


def test_a_font_that_breaks_off(recipe: Any, line: Any) -> None:
    packed = zlib.compress(bytes(range(256)) * 40)[:60]
    font = b"<< /Length 60 /Filter /FlateDecode >>\nstream\n%s\nendstream" % packed
    data = recipe([line("eins")], objects=(font, b"<< /FontFile2 10 0 R >>")).data()
    assert examine(data) == Health(pages=1, sound=True, torn=False, hurt=True)


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-", b"startxref\n99999999999999", b"stream\n" * 50, b"startxref\n5 xref", b"\x00"],
)
def test_nothing_makes_it_fail(data: bytes) -> None:
    assert not examine(data).sound


def test_a_loop_of_tables_ends(two: bytes) -> None:
    start = int(re.findall(rb"startxref\n(\d+)", two)[0])
    looped = two.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)
    assert examine(looped).sound
