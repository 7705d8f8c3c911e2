"""The record inside our own reports: an attached file `postmortem.json`.

It is believed only where two hashes in the report's metadata hold: that of the attached bytes, and
that of the text which a reader of the page sees. A report that somebody has edited afterwards is
read from its pages like any other. Names of attachments are data; nothing is ever written.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pmpdf.reading.document import Page

FILE_NAME = "postmortem.json"
MOST_BYTES = 16 * 1024 * 1024  # a record has some 10 kB
MOST_ATTACHMENTS = 100

_HASH = r"pm:{}\s*(?:=\s*[\"']|>)\s*([0-9a-f]{{64}})"
_RECORD_HASH = re.compile(_HASH.format("recordSHA256").encode())
_TEXT_HASH = re.compile(_HASH.format("textSHA256").encode())


def attached(document: Any) -> bytes | None:
    """The attached record of a pypdfium2 document, unjudged, or None."""
    handle = document.raw
    for number in range(min(pdfium.FPDFDoc_GetAttachmentCount(handle), MOST_ATTACHMENTS)):
        attachment = pdfium.FPDFDoc_GetAttachment(handle, number)
        if attachment and _name(attachment) == FILE_NAME:
            return _content(attachment)
    return None


def _name(attachment: Any) -> str:
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    if not 2 < length < 1024:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAttachment_GetName(attachment, buffer, length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")


def _content(attachment: Any) -> bytes | None:
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, length):
        return None
    if not 0 < length.value <= MOST_BYTES:
        return None
    buffer = ctypes.create_string_buffer(length.value)
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, length):
        return None
    return buffer.raw[: length.value]


def belongs(record: bytes, data: bytes, pages: Iterable[Page]) -> bool:
    """Whether an attached record is the one of the text that is printed on the pages."""
    stated_record, stated_text = _RECORD_HASH.search(data), _TEXT_HASH.search(data)
    if stated_record is None or stated_text is None:
        return False
    if hashlib.sha256(record).hexdigest() != stated_record.group(1).decode():
        return False
    wanted = stated_text.group(1).decode()
    return any(_hash(text) == wanted for text in _visible_texts(list(pages), record))


def _hash(text: str) -> str:
    """As the writer does it: NFC, without white space and soft hyphens."""
    return hashlib.sha256(_bare(text).encode("utf-8", "replace")).hexdigest()


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", unicodedata.normalize("NFC", text))


def _visible_texts(pages: list[Page], record: bytes) -> Iterator[str]:
    """The tagged text in its own order; where pdfium hides the kind of a hyphen, as may be."""
    words = [word for page in pages for word in page.words if not word.artifact]
    yield "".join(word.text for word in words)
    if not any(word.hyphen for word in words):
        return
    yield "".join(word.text[:-1] if word.hyphen else word.text for word in words)
    known = _bare(record.decode("utf-8", "replace"))
    parts = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        text = word.text
        if word.hyphen and following is not None:
            kept = (text + following.text, text + '"')  # within a text, or at its end
            text = text if any(part in known for part in kept) else text[:-1]
        parts.append(text)
    yield "".join(parts)
