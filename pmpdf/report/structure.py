"""The structure tree: what each piece of text is, built from the record before any layout.

An element is made once; only drawing hands out its marked-content numbers, page by page. So the
logical order is that of the record, however the pages come out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pmpdf.report.pdf import Writer, array, literal

_ORDER = itertools.count()


class Element:
    """One element of the tree.

    `marks` are (page index, marked-content number) pairs in drawing order, `objects` are (page
    index, object number) pairs of a link's annotations; an element has marks or children. `box`
    is a figure's, in points from the bottom left. `order` grows in the order of making, which is
    that of reading.
    """

    __slots__ = (
        "alt",
        "attributes",
        "box",
        "children",
        "expansion",
        "language",
        "marks",
        "objects",
        "order",
        "tag",
    )

    def __init__(
        self,
        tag: str,
        parent: Element | None = None,
        *,
        attributes: str = "",
        language: str | None = None,
    ) -> None:
        self.order = next(_ORDER)
        self.tag = tag
        self.attributes = attributes
        self.language = language
        self.alt: str | None = None
        self.expansion: str | None = None
        self.box: Sequence[float] | None = None
        self.children: list[Element] = []
        self.marks: list[tuple[int, int]] = []
        self.objects: list[tuple[int, int]] = []
        if parent is not None:
            parent.children.append(self)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


def write(
    writer: Writer, root: Element, pages: Sequence[int], annotated: Sequence[Element] = ()
) -> int:
    """Write the tree and its parent tree; gives the object number of the tree's root.

    `pages` are the page objects' numbers; page i has /StructParents i. The annotations' keys in
    the parent tree follow on those of the pages, `annotated` are their elements in that order.
    """
    tree = writer.reserve()
    numbers = {
        id(element): writer.reserve()
        for element in root.walk()
        if element is root or _used(element)
    }
    parents: list[dict[int, int]] = [{} for _ in pages]

    def put(element: Element, parent: int) -> None:
        own = numbers[id(element)]
        kids: list[str] = []
        first = element.marks[0][0] if element.marks else None
        for page, mark in element.marks:
            parents[page][mark] = own
            if page == first:
                kids.append(str(mark))
            else:
                kids.append(f"<< /Type /MCR /Pg {pages[page]} 0 R /MCID {mark} >>")
        kids += [
            f"<< /Type /OBJR /Pg {pages[page]} 0 R /Obj {number} 0 R >>"
            for page, number in element.objects
        ]
        for child in element.children:
            if id(child) in numbers:
                kids.append(f"{numbers[id(child)]} 0 R")
                put(child, own)
        body = f"<< /Type /StructElem /S /{element.tag} /P {parent} 0 R"
        if first is not None:
            body += f" /Pg {pages[first]} 0 R"
        writer.put(own, body + _extras(element) + f" /K [{' '.join(kids)}] >>")

    put(root, tree)
    rows = " ".join(
        f"{index} [{' '.join(f'{found[mark]} 0 R' for mark in sorted(found))}]"
        for index, found in enumerate(parents)
    )
    rows += "".join(
        f" {key} {numbers[id(element)]} 0 R" for key, element in enumerate(annotated, len(pages))
    )
    parent_tree = writer.add(f"<< /Nums [{rows}] >>")
    writer.put(
        tree,
        f"<< /Type /StructTreeRoot /K {numbers[id(root)]} 0 R "
        f"/ParentTree {parent_tree} 0 R /ParentTreeNextKey {len(pages) + len(annotated)} >>",
    )
    return tree


def _used(element: Element) -> bool:
    """An element with nothing on paper is left out, but for the cells that keep a table regular."""
    if element.tag in ("TD", "TH", "LBody"):
        return True
    return bool(element.marks) or any(_used(child) for child in element.children)


def _extras(element: Element) -> str:
    extras = ""
    if element.language:
        extras += f" /Lang ({element.language})"
    if element.alt is not None:
        extras += f" /Alt {literal(element.alt)}"
    if element.expansion is not None:
        extras += f" /E {literal(element.expansion)}"
    attributes = element.attributes
    if element.box is not None:
        attributes = f"/O /Layout /Placement /Block /BBox {array(element.box)}"
    if attributes:
        extras += f" /A << {attributes} >>"
    return extras
