"""build(): a record becomes a report.

The road: the record's story in the report's language, its strips at the scale that fits, pages
with marked content, then structure, fonts, record and metadata in one file.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO, Literal

from pmpdf.errors import UsageError
from pmpdf.output import write_whole
from pmpdf.record import LANGUAGES, Language, PostMortem, Warning
from pmpdf.report import embedding
from pmpdf.report.brand import Brand, load_brand
from pmpdf.report.embedding import Embed, Identity
from pmpdf.report.fit import Layout, fit
from pmpdf.report.furniture import draw_furniture, frame_bottom, frame_top
from pmpdf.report.links import annotate
from pmpdf.report.painting import Fonts, Page, Palette
from pmpdf.report.pdf import Writer, number
from pmpdf.report.story import Story, tell
from pmpdf.report.structure import Element
from pmpdf.report.structure import write as write_structure
from pmpdf.report.translation import load_translation
from pmpdf.report.typeset import PAGE_HEIGHT, PAGE_WIDTH
from pmpdf.report.wording import Wording
from pmpdf.version import __version__

Pages = Literal["fit", "exactly-two"]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # of reports whose record names no day


@dataclass(frozen=True)
class Options:
    """How a report is to be made, beside its language and brand.

    `pages`: two pages if they suffice, more with a warning; or exactly two. `embed`: which record
    goes into the file. `date`: the document's date, else SOURCE_DATE_EPOCH, else the record's.
    `translation`: a PO file with the record's texts in the report's language. `vocabulary`: words
    of the house (TOML), the same that teach the reading, for what is re-worded.
    """

    pages: Pages = "fit"
    embed: Embed = "public"
    date: datetime | None = None
    translation: str | Path | None = None
    vocabulary: Path | None = None


@dataclass(frozen=True)
class Built:
    """What came out: the number of pages, and what a person should know."""

    pages: int
    warnings: tuple[Warning, ...] = ()


def build(
    record: PostMortem,
    target: str | Path | BinaryIO,
    *,
    language: str | None = None,
    brand: str | Path | None = None,
    options: Options | None = None,
) -> Built:
    """Write the report of a record to a file or a binary stream.

    `language` is `de` or `en`, by default the record's own; `brand` is a folder with brand.toml.
    Raises BadData (brand), DoesNotFit (`pages="exactly-two"`), CannotWrite, UsageError.
    """
    options = options or Options()
    data, built = compose(record, language=language, brand=brand, options=options)
    if isinstance(target, str | Path):
        write_whole(Path(target), data)
    else:
        target.write(data)
    return built


def compose(
    record: PostMortem,
    *,
    language: str | None = None,
    brand: str | Path | None = None,
    options: Options | None = None,
) -> tuple[bytes, Built]:
    """The report of a record as bytes, with what `build` reports of it."""
    options = options or Options()
    chosen = load_brand(brand)
    wanted = _language(record, language)
    translations: dict[str, str] = {}
    stale: list[Warning] = []
    if options.translation is not None and wanted != record.language:
        translations, stale = load_translation(options.translation, record, wanted)
    wording = Wording(record, wanted, chosen, translations, options.vocabulary)
    story = tell(record, wording, chosen)
    room = frame_bottom(chosen, story, wording) - frame_top(chosen, story)
    layout = fit(story, chosen, room, exactly_two=options.pages == "exactly-two")
    report = _Report(record, wording, chosen, story, layout, options)
    warnings = [*story.warnings, *stale, *_about_pages(layout), *_about_language(wording)]
    return report.data(), Built(len(layout.pages), tuple(warnings))


def _language(record: PostMortem, wanted: str | None) -> Language:
    for language in LANGUAGES:
        if language == (wanted or record.language):
            return language
    raise UsageError(f'there is no report language "{wanted}"; known: {", ".join(LANGUAGES)}.')


def _about_pages(layout: Layout) -> list[Warning]:
    count = len(layout.pages)
    if count <= 2:
        return []
    message = f"the report has {count} pages: its content is too long for two at 9 points"
    return [Warning("more_than_two_pages", message, "/sections")]


def _about_language(wording: Wording) -> list[Warning]:
    if not wording.foreign:
        return []
    count = len(wording.foreign)
    message = (
        f"{count} text{'s stand' if count > 1 else ' stands'} in the record's own language "
        f"({wording.record.language}) for want of a translation; `pmpdf translate` lists them"
    )
    return [Warning("untranslated", message, wording.foreign[0])]


class _Report:
    """One file in the making."""

    def __init__(
        self,
        record: PostMortem,
        wording: Wording,
        brand: Brand,
        story: Story,
        layout: Layout,
        options: Options,
    ) -> None:
        self.record = record
        self.wording = wording
        self.brand = brand
        self.story = story
        self.layout = layout
        self.options = options
        self.fonts = Fonts()
        self.writer = Writer()

    def data(self) -> bytes:
        drawn = self._pages()
        contents = [page.content() for page in drawn]
        writer = self.writer
        json = embedding.embedded_json(self.record, self.options.embed)
        identity = self._identity(json, embedding.text_hash(page.text() for page in drawn))
        tree = writer.reserve()
        pages = [writer.reserve() for _ in contents]
        fonts = self._fonts()
        logo = self.brand.mark()
        pictures = f"/XObject << /Logo {logo.embed(writer)} 0 R >>" if logo else ""
        resources = writer.add(f"<< /Font << {fonts} >> {pictures} >>")
        box = f"[0 0 {number(PAGE_WIDTH)} {number(PAGE_HEIGHT)}]"
        annotated: list[Element] = []
        for index, (page, content) in enumerate(zip(pages, contents, strict=True)):
            links = self._links(drawn[index], annotated, len(pages))
            stream = writer.stream("", content.encode("latin-1"))
            writer.put(
                page,
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Resources {resources} 0 R "
                f"/Contents {stream} 0 R /StructParents {index} /Tabs /S{links} >>",
            )
        kids = " ".join(f"{page} 0 R" for page in pages)
        writer.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
        catalog = self._catalog(
            tree, write_structure(writer, self.story.root, pages, annotated), identity, json
        )
        digest = hashlib.sha256("\0".join(contents).encode() + (json or b""))
        digest.update(repr(identity).encode())
        return writer.finish(catalog, embedding.info(writer, identity), digest.digest()[:16])

    def _pages(self) -> list[Page]:
        """The pages, drawn; the furniture knows how many there are."""
        palette = Palette.of(self.brand)
        top = frame_top(self.brand, self.story)
        drawn = []
        count = len(self.layout.pages)
        for index, sheet in enumerate(self.layout.pages):
            page = Page(index, self.fonts, palette)
            draw_furniture(page, self.story, self.wording, self.brand, count)
            start = page.again(sheet.again, top) if sheet.again else top
            page.strips(sheet.strips, start, below=bool(sheet.again))
            drawn.append(page)
        return drawn

    def _links(self, page: Page, annotated: list[Element], pages: int) -> str:
        """A page's annotations as its entry; `annotated` collects their elements."""
        if not page.addresses:
            return ""
        written = []
        for address in page.addresses:
            made = annotate(self.writer, address, pages + len(annotated))
            address.element.objects.append((page.index, made))
            annotated.append(address.element)
            written.append(f"{made} 0 R")
        return f" /Annots [{' '.join(written)}]"

    def _fonts(self) -> str:
        return " ".join(
            f"/{subset.resource} {subset.embed(self.writer)} 0 R"
            for subset in self.fonts.used.values()
        )

    def _catalog(self, pages: int, structure: int, identity: Identity, json: bytes | None) -> int:
        writer = self.writer
        attached = embedding.attach(writer, json, identity.moment)[1] if json else ""
        return writer.add(
            f"<< /Type /Catalog /Pages {pages} 0 R /Lang ({self.wording.language}) "
            f"/MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R "
            f"/Metadata {embedding.metadata(writer, identity)} 0 R "
            f"/ViewerPreferences << /DisplayDocTitle true >> "
            f"{embedding.output_intent(writer)} {attached} >>"
        )

    def _identity(self, json: bytes | None, text_hash: str) -> Identity:
        record, wording = self.record, self.wording
        words = [text for text in (record.title, record.subtitle) if text]
        if not words:
            words = [wording.document()]
            words += [wording.period(record.period)] if record.period else []
        return Identity(
            title=" – ".join(words),
            author=self.story.organization,
            language=wording.language,
            moment=_moment(self.options.date, record),
            producer=f"pmpdf {__version__}",
            record_hash=hashlib.sha256(json).hexdigest() if json else "",
            text_hash=text_hash,
            schema_version=record.schema_version,
        )


def _moment(wanted: datetime | None, record: PostMortem) -> datetime:
    """The document's date: as wanted, by SOURCE_DATE_EPOCH, or the incident's last day."""
    if wanted is not None:
        return wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    if record.period is not None:
        try:
            return datetime.combine(date.fromisoformat(record.period.end), time(), UTC)
        except ValueError:
            pass
    return _EPOCH
