"""What is left of a file that breaks off: its whole objects under a new ending.

A download that stopped early lacks the table of objects and often the catalog, without which no
reader opens it, while most of its pages are there. Readers find plain objects by themselves once
somebody tells them where to begin; objects inside object streams are unpacked for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmpdf.reading.health import inflated, streams

_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s+\d{1,5}\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9])")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_PAIR = re.compile(rb"(\d+)\s+(\d+)\s*")

LONGEST = 4_000  # bytes of an object in which its type is looked for


def salvaged(data: bytes) -> bytes | None:
    """The file with an ending that lets a reader begin; None where there is no page in it."""
    if b"/Encrypt" in data:
        return None
    unpacked = dict(_unpacked(data))
    plain = list(_plain(data))
    pages = [n for n, head in plain if _PAGE.search(head)]
    pages += [n for n, content in unpacked.items() if _PAGE.search(content)]
    catalogs = [n for n, head in plain if _CATALOG.search(head)]
    catalogs += [n for n, content in unpacked.items() if _CATALOG.search(content)]
    if not pages:
        return None
    numbers = [n for n, _ in plain] + list(unpacked)
    free = max(numbers) + 1
    root = catalogs[-1] if catalogs else free
    ending = [b"\nendstream\nendobj\n"]
    ending += [b"%d 0 obj\n%s\nendobj\n" % item for item in unpacked.items()]
    if not catalogs:
        kids = b" ".join(b"%d 0 R" % n for n in dict.fromkeys(pages))
        count = len(set(pages))
        ending.append(b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (root, free + 1))
        ending.append(
            b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n" % (free + 1, kids, count)
        )
    ending.append(
        b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (root, free + 2)
    )
    return data + b"".join(ending)


def _plain(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each object of the file's top level with its first bytes."""
    for match in _OBJECT.finditer(data):
        end = data.find(b"endobj", match.end(), match.end() + LONGEST)
        stream = data.find(b"stream", match.end(), match.end() + LONGEST)
        ends = [e for e in (end, stream) if e >= 0]
        if ends:
            yield int(match.group(1)), data[match.end() : min(ends)]


def _unpacked(data: bytes) -> Iterator[tuple[int, bytes]]:
    for head, start in streams(data):
        if b"/ObjStm" not in head:
            continue
        content = inflated(data, start)
        first = re.search(rb"/First\s+(\d+)", head)
        if content is None or first is None:
            continue
        begin = int(first.group(1))
        pairs = [(int(n), int(at)) for n, at in _PAIR.findall(content[:begin])]
        ends = [at for _, at in pairs[1:]] + [len(content)]
        for (number, at), end in zip(pairs, ends, strict=True):
            yield number, content[begin + at : begin + end]
