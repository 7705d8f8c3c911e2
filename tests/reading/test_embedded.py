"""The record inside our own reports: believed only where it belongs to the page."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest

from pmpdf import reading

PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:pm="urn:pmpdf:report:1:">'
    b"<pm:recordSHA256>%s</pm:recordSHA256><pm:textSHA256>%s</pm:textSHA256>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
RECORD = b'{"schema_version": 1, "language": "de", "sections": []}'


@pytest.fixture
def report(recipe: Any, line: Any) -> Any:
    def make(
        *,
        text: str = "Beginn der Wartung",
        hashed: str = "BeginnderWartung",
        record: bytes = RECORD,
    ) -> bytes:
        pikepdf = pytest.importorskip("pikepdf")
        made = pikepdf.open(BytesIO(recipe([line(text)]).data()))
        made.attachments["postmortem.json"] = pikepdf.AttachedFileSpec(
            made, record, relationship=pikepdf.Name.Source
        )
        made.attachments["../../etc/passwd"] = pikepdf.AttachedFileSpec(made, b"x")
        made.Root.Metadata = made.make_stream(
            PACKET
            % tuple(hashlib.sha256(v).hexdigest().encode() for v in (RECORD, hashed.encode())),
            {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML},
        )
        out = BytesIO()
        made.save(out)
        return out.getvalue()

    return make


def test_a_record_that_belongs_to_the_page(report: Any) -> None:
    found = reading.read(report())
    assert found.attached == RECORD
    assert found.notices == ()


def test_a_page_that_was_changed(report: Any) -> None:
    found = reading.read(report(text="Beginn des Ausfalls"))
    assert found.attached is None
    assert [n.code for n in found.notices] == ["record_not_used"]
    assert [w.text for w in found.pages[0].words] == ["Beginn", "des", "Ausfalls"]


def test_a_record_that_was_changed(report: Any) -> None:
    found = reading.read(report(record=RECORD.replace(b"de", b"en")))
    assert found.attached is None
    assert [n.code for n in found.notices] == ["record_not_used"]


def test_a_hyphen_whose_kind_pdfium_hides(recipe: Any, line: Any) -> None:
    from pmpdf.reading.document import Page, Word
    from pmpdf.reading.embedded import belongs

    record = '{"text": "Cluster-Management während"}'.encode()
    page = Page(1, 600, 800, tuple(
        Word(t, 0, 0, 1, 1, 1, 1, hyphen=h)
        for t, h in (("Cluster-", True), ("Management", False), ("wäh-", True), ("rend", False))
    ))  # fmt: skip
    data = b'pm:recordSHA256="%s" pm:textSHA256="%s"' % (
        hashlib.sha256(record).hexdigest().encode(),
        hashlib.sha256("Cluster-Managementwährend".encode()).hexdigest().encode(),
    )
    assert belongs(record, data, [page])


def test_reports_of_this_version_are_recognised() -> None:
    report = pytest.importorskip("pmpdf.report")
    from pmpdf.record import PostMortem

    record = PostMortem.from_json(
        '{"schema_version": 1, "language": "de", "title": "Störung", "sections": [{"kind": '
        '"summary", "heading": "Überblick", "level": 1, "blocks": [{"type": "paragraph", "text": '
        '"Die Datenbank-Replikation fiel während der Wartungsarbeiten aus."}]}]}'
    )
    data, _ = report.compose(record)
    found = reading.read(data, verify=True)
    assert found.attached is not None
    assert found.notices == ()
    assert PostMortem.from_json(found.attached).title == "Störung"
