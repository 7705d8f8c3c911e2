"""What makes a report archivable: its record inside, metadata, the colour profile, an identity."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import msgspec

from pmpdf.record import Block, PostMortem, Timeline
from pmpdf.report.brand import DATA
from pmpdf.report.pdf import Writer, literal

Embed = Literal["public", "full", "none"]

FILE_NAME = "postmortem.json"
NAMESPACE = "urn:pmpdf:report:1:"


@dataclass(frozen=True)
class Identity:
    """What the metadata says of a report. `moment` is the document's date."""

    title: str
    author: str
    language: str
    moment: datetime
    producer: str
    record_hash: str
    text_hash: str
    schema_version: int


def public_record(record: PostMortem) -> PostMortem:
    """The record without what readers of a report were never meant to see.

    An old PDF's running lines, off-page text, doubts and places do not travel to customers.
    """
    bare = msgspec.structs.replace
    return bare(
        record,
        furniture=(),
        remainder=(),
        warnings=(),
        source=None,
        origin={},
        facts=tuple(bare(fact, origin=()) for fact in record.facts),
        sections=tuple(
            bare(section, origin=(), blocks=tuple(map(_without_origin, section.blocks)))
            for section in record.sections
        ),
    )


def _without_origin(block: Block) -> Block:
    if isinstance(block, Timeline):
        entries = tuple(msgspec.structs.replace(entry, origin=()) for entry in block.entries)
        return msgspec.structs.replace(block, origin=(), entries=entries)
    return msgspec.structs.replace(block, origin=())


def embedded_json(record: PostMortem, embed: Embed) -> bytes | None:
    """The bytes of the attached record, or None."""
    if embed == "none":
        return None
    return (record if embed == "full" else public_record(record)).to_json().encode()


def text_hash(texts: Iterable[str]) -> str:
    """SHA-256 of the visible text as drawn: NFC, without white space and soft hyphens."""
    whole = unicodedata.normalize("NFC", "".join(texts))
    return hashlib.sha256(re.sub(r"[\s\u00ad]", "", whole).encode()).hexdigest()


def attach(writer: Writer, data: bytes, moment: datetime) -> tuple[int, str]:
    """Embed the record; gives the file specification's number and the catalog's entries."""
    check = hashlib.md5(data, usedforsecurity=False).hexdigest()
    date = pdf_date(moment)
    file = writer.stream(
        "/Type /EmbeddedFile /Subtype /application#2Fjson "
        f"/Params << /Size {len(data)} /ModDate ({date}) /CheckSum <{check}> >>",
        data,
    )
    spec = writer.add(
        f"<< /Type /Filespec /F ({FILE_NAME}) /UF ({FILE_NAME}) /AFRelationship /Source "
        f"/Desc (The post-mortem as structured data) /EF << /F {file} 0 R /UF {file} 0 R >> >>"
    )
    names = f"/Names << /EmbeddedFiles << /Names [({FILE_NAME}) {spec} 0 R] >> >>"
    return spec, f"/AF [{spec} 0 R] {names}"


@functools.cache
def _profile() -> bytes:
    """The profile, compressed once per process."""
    return zlib.compress((DATA / "brand" / "sRGB.icc").read_bytes(), 9)


def output_intent(writer: Writer) -> str:
    """The catalog's entry that says what the report's RGB colours are."""
    profile = writer.stream("/N 3 /Filter /FlateDecode", _profile(), compress=False)
    return (
        "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
        f"/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) "
        f"/DestOutputProfile {profile} 0 R >>]"
    )


def escape(text: str) -> str:
    """Text as XML. The standard library's own function imports a web client first, for 20 ms."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def info(writer: Writer, identity: Identity) -> int:
    """The document information dictionary, equal to the metadata."""
    date = pdf_date(identity.moment)
    author = f"/Author {literal(identity.author)} " if identity.author else ""
    return writer.add(
        f"<< /Title {literal(identity.title)} {author}/Creator (pmpdf) "
        f"/Producer {literal(identity.producer)} /CreationDate ({date}) /ModDate ({date}) >>"
    )


def metadata(writer: Writer, identity: Identity) -> int:
    """The XMP packet: identification for PDF/UA-1 and PDF/A-3a, and the report's own properties."""
    moment = identity.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    author = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(identity.author)}</rdf:li></rdf:Seq></dc:creator>"
        if identity.author
        else ""
    )
    own = {
        "schemaVersion": str(identity.schema_version),
        "recordSHA256": identity.record_hash,
        "textSHA256": identity.text_hash,
    }
    properties = "".join(f"<pm:{key}>{value}</pm:{key}>" for key, value in own.items() if value)
    packet = _PACKET.format(
        title=escape(identity.title),
        author=author,
        language=identity.language,
        moment=moment,
        producer=escape(identity.producer),
        properties=properties,
        namespace=NAMESPACE,
        schemas=_schemas(),
    )
    return writer.stream("/Type /Metadata /Subtype /XML", packet.encode(), compress=False)


def _schemas() -> str:
    """The extension schemas that PDF/A wants for properties it does not know."""
    ours = (
        ("schemaVersion", "Text", "Version of the embedded record's schema"),
        ("recordSHA256", "Text", "SHA-256 of the embedded record"),
        ("textSHA256", "Text", "SHA-256 of the visible text without white space"),
    )
    return _schema(
        "PDF/UA Universal Accessibility",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        (("part", "Integer", "Part of ISO 14289"),),
    ) + _schema("pmpdf report", NAMESPACE, "pm", ours)


def _schema(
    name: str, namespace: str, prefix: str, properties: Iterable[tuple[str, str, str]]
) -> str:
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
        for key, kind, words in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{name}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:pm="{namespace}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>pmpdf</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>\
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{properties}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
