"""Pages that are pictures, where the extra pmpdf[ocr] is installed."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pmpdf import reading
from pmpdf.reading import ocr
from pmpdf.reading.document import Document

pytestmark = pytest.mark.skipif(
    not ocr.is_installed(), reason="the extra pmpdf[ocr] is not installed"
)


def scanned(data: bytes, *, askew: float = 0.4, turn: int = 0) -> bytes:
    """A PDF's pages as pictures, as a scanner gives them."""
    image = pytest.importorskip("PIL.Image")
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pictures = []
    for page in document:
        bitmap = page.render(scale=200 / 72, grayscale=True)
        size = (bitmap.width, bitmap.height)
        picture = image.frombytes("L", size, bytes(bitmap.buffer), "raw", "L", bitmap.stride)
        picture = picture.rotate(askew, fillcolor=255, resample=image.Resampling.BICUBIC)
        pictures.append(picture.rotate(turn, expand=True))
    out = BytesIO()
    pictures[0].save(out, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def words(document: Document) -> list[str]:
    return [w.text for p in document.pages for w in p.words]


@pytest.fixture
def printed(recipe: Any, line: Any) -> bytes:
    body = [
        "Am Abend des 30. Mai fiel die Datenbank während der Wartung aus.",
        "Betroffen waren alle Kundinnen und Kunden in der Region Süd.",
        "Die Ursache war eine abgelaufene Lizenz des Speichersystems.",
    ]
    content = line("Störungsbericht", 72, 720, 24, "F2")
    content += b"".join(line(text, 72, 660 - 18 * i, 11) for i, text in enumerate(body))
    content += b"72 500 m 520 500 l 72 470 m 520 470 l 72 440 m 520 440 l S "
    content += line("20:00 Uhr", 80, 480, 11) + line("Beginn der Wartung", 180, 480, 11)
    content += line("21:15 Uhr", 80, 450, 11) + line("Ende der Wartung", 180, 450, 11)
    data: bytes = recipe([content]).data()
    return data


def test_a_scan_reads_as_if_it_were_printed(printed: bytes) -> None:
    found = reading.read(scanned(printed))
    true = reading.read(printed)
    assert found.reader == "pdfium+ocr"
    assert found.pages[0].reader == "ocr"
    missing = Counter(words(true)) - Counter(words(found))
    assert sum(missing.values()) <= 1
    title = next(w for w in found.pages[0].words if w.text == "Störungsbericht")
    assert title.bold
    assert title.size == pytest.approx(24, rel=0.15)
    body = [w for w in found.pages[0].words if w.text in ("Abend", "Datenbank", "während")]
    assert len({(w.base, w.size, w.bold) for w in body}) == 1
    assert body[0].size == pytest.approx(11, rel=0.15)
    assert not body[0].bold
    assert sum(rule.horizontal and rule.x1 - rule.x0 > 400 for rule in found.pages[0].rules) == 3
    assert 0 < body[0].confidence <= 1


def test_a_page_on_its_side_is_turned(printed: bytes) -> None:
    found = reading.read(scanned(printed, turn=90))
    assert "Störungsbericht" in words(found)
    assert found.pages[0].height > found.pages[0].width


def test_only_pages_without_text_are_recognised(printed: bytes, recipe: Any, line: Any) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    whole = pikepdf.open(BytesIO(recipe([line("Geschrieben")]).data()))
    whole.pages.extend(pikepdf.open(BytesIO(scanned(printed))).pages)
    out = BytesIO()
    whole.save(out)
    found = reading.read(out.getvalue())
    assert [page.reader for page in found.pages] == ["", "ocr"]
    assert words(found)[0] == "Geschrieben"
    assert found.pages[0].words[0].confidence == 1.0


def test_an_empty_picture_has_no_text(recipe: Any) -> None:
    from pmpdf.errors import NoText

    with pytest.raises(NoText):
        reading.read(scanned(recipe([b""]).data()))


@pytest.mark.parametrize("name", ["de01-wp1", "en03-tx2"])
def test_the_scanned_samples(shared: Path, name: str) -> None:
    true = reading.read(shared / "archive" / "dev" / f"{name}.pdf")
    found = reading.read(shared / "archive" / "dev" / f"{name}-scan.pdf")
    letters = Counter("".join(words(true)))
    lost = letters - Counter("".join(words(found)))
    assert sum(lost.values()) <= 0.01 * sum(letters.values())
    times = [w for w in words(true) if ":" in w and w[0].isdigit()]
    assert not Counter(times) - Counter(words(found))
    assert {n.code for n in found.notices} <= {"recognised_text"}
