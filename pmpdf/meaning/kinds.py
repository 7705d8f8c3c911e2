"""Drafts of sections → their kinds, by heading, text and place, weighed together once."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Final

from msgspec import Struct

from pmpdf import evidence
from pmpdf.meaning import outline, timeline
from pmpdf.meaning.notes import Doubt
from pmpdf.meaning.sections import Draft
from pmpdf.record import KINDS, Kind, ListBlock, Paragraph, PostMortem, Section, Table, Timeline
from pmpdf.vocabulary import Vocabulary, fold


class Settings(Struct, frozen=True):
    """Numbers fixed on a hundred reports whose kinds are known."""

    text: float = 0.55  # of what a heading counts: a report's parts tell of one another
    untimed: float = -2.0  # nearly every timeline prints times
    opening: float = 2.0  # a report begins with what happened, in running text
    # Measured on 1,797 headings of 190 reports by three authors, before anything was learnt from
    # them: of 100, 93.0 were sure and right so, 4.2 sure and wrong; from 0.65 on 91.2 and 2.8.
    sure: float = 0.55
    parts: float = 1.0  # of what a heading says, all those under it together
    own: float = 0.75  # of a sub-heading's, by its words alone: it need not have a kind of its own


SETTINGS: Final = Settings()

_OF_ITSELF: Final = ("summary", "timeline")  # what stands under them is something else


def told(record: PostMortem, vocabulary: Vocabulary) -> list[Kind]:
    """The kinds that a record's sections have for who reads them: a page does not print them."""
    drafts = [_draft(section, vocabulary) for section in record.sections]
    settle(drafts, vocabulary)
    return [draft.kind for draft in drafts]


def _draft(section: Section, vocabulary: Vocabulary) -> Draft:
    heading = section.heading
    match = vocabulary.known_kind_of(heading or "")
    pieces = [timeline.Draft() if isinstance(b, Timeline) else b for b in section.blocks]
    return Draft(outline.Draft(None, heading, section.number, section.level, match), pieces)


def settle(drafts: Sequence[Draft], vocabulary: Vocabulary, *, whole: bool = True) -> None:
    """Give each section its kind; a doubt where all evidence together is not enough.

    `whole` says that all the text is on the page.
    """
    rows = [_evidence(vocabulary, drafts, index) for index in range(len(drafts))]
    _settle_opening(vocabulary, drafts, rows, whole=whole)
    for index, draft in enumerate(drafts):
        if _names_report(vocabulary, drafts, index):
            rows[index] = evidence.known("summary")
            draft.kind = "summary"
    parts = _parts_of_report(vocabulary, drafts, rows)
    chances = dict(zip(parts, evidence.in_order([rows[n] for n in parts]), strict=True))
    for index, draft in enumerate(drafts):
        if not _is_placed(draft):
            draft.kind = _by_content(vocabulary, draft) or "other"
        elif index in chances:
            empty = not (draft.pieces or _below(drafts, index) or _known(vocabulary, draft))
            _take(draft, evidence.probabilities(rows[index]) if empty else chances[index])
        else:
            draft.kind = _known(vocabulary, draft) or _own(vocabulary, drafts, index)
    _settle_empty(drafts, parts)


def _names_report(vocabulary: Vocabulary, drafts: Sequence[Draft], index: int) -> bool:
    """Whether a heading is a name of such reports that stands over the parts of one: a page has it
    under its own title. Alone it may be a look back."""
    draft = drafts[index]
    parts = [part for part in _below(drafts, index) if part.outline.level == 2]
    return (
        draft.outline.level == 1
        and len(parts) > 1
        and vocabulary.is_title_word(draft.outline.text or "")
        and not any(_is_placed(d) for d in drafts[:index])
    )


def _parts_of_report(
    vocabulary: Vocabulary, drafts: Sequence[Draft], rows: Sequence[evidence.Row]
) -> list[int]:
    """The sections that are judged by all that is known of them: those of the first level, and
    what stands under the summary, as under the post-mortem that a page of updates begins with."""
    found: list[int] = []
    whole = False
    for index, draft in enumerate(drafts):
        if not _is_placed(draft):
            continue
        level = draft.outline.level
        if level == 1:
            found.append(index)
            chances = evidence.probabilities(rows[index])
            parts = [part for part in _below(drafts, index) if part.outline.level == 2]
            whole = chances["summary"] >= SETTINGS.sure and len(parts) > 1
        elif level == 2 and whole:
            found.append(index)
    return found


def _is_placed(draft: Draft) -> bool:
    return draft.outline.text is not None or draft.kind == "summary"


def _evidence(vocabulary: Vocabulary, drafts: Sequence[Draft], index: int) -> evidence.Row:
    draft = drafts[index]
    below = _below(drafts, index)
    if kind := _known(vocabulary, draft):
        return evidence.known(kind)
    phases = len(below) > 1 or not draft.pieces
    if below and phases and all(part.timelines for part in below):
        return evidence.known("timeline")
    by_heading = _by_headings(vocabulary, drafts, index)
    under = [draft] if draft.pieces else below
    told = [fold(sentence) for part in under for sentence in _sentences(part)]
    by_text = evidence.of_text(told[: evidence.ENOUGH])
    untimed = [SETTINGS.untimed * (kind == "timeline" and bool(draft.pieces)) for kind in KINDS]
    return tuple(
        h + SETTINGS.text * t + u for h, t, u in zip(by_heading, by_text, untimed, strict=True)
    )


def _by_headings(vocabulary: Vocabulary, drafts: Sequence[Draft], index: int) -> evidence.Row:
    """What a heading says, and those right under it that are parted from it by no text."""
    draft = drafts[index]
    own = vocabulary.evidence_of(draft.outline.text or "")
    parts = [] if draft.pieces else _below(drafts, index)
    parts = [part for part in parts if part.outline.level == draft.outline.level + 1]
    rows = [vocabulary.evidence_of(part.outline.text or "") for part in parts]
    if not rows:
        return own
    share = SETTINGS.parts / len(rows)
    return tuple(o + share * sum(p) for o, *p in zip(own, *rows, strict=True))


def _known(vocabulary: Vocabulary, draft: Draft) -> Kind | None:
    """The kind that a listed heading names, or that the shape of the content settles."""
    return draft.outline.match.kind or _by_content(vocabulary, draft)


def _by_content(vocabulary: Vocabulary, draft: Draft) -> Kind | None:
    if draft.timelines:
        return "timeline"
    if any(
        isinstance(piece, Table) and _is_action_table(vocabulary, piece) for piece in draft.pieces
    ):
        return "action_items"
    return None


def _is_action_table(vocabulary: Vocabulary, table: Table) -> bool:
    owners = any(vocabulary.is_owner_header(cell) for cell in table.header)
    dues = any(vocabulary.is_due_header(cell) for cell in table.header)
    return owners and dues


def _sentences(draft: Draft) -> Iterator[str]:
    for piece in draft.pieces:
        if isinstance(piece, Paragraph):
            yield from evidence.sentences(piece.text)
        elif isinstance(piece, ListBlock):
            yield from piece.items
        elif isinstance(piece, Table):
            yield from (" ".join(row) for row in piece.rows)


def _own(vocabulary: Vocabulary, drafts: Sequence[Draft], index: int) -> Kind:
    """A sub-heading's kind by its own words: its text and neighbours tell of the section above.

    Where they do not tell, it parts the section above; but what stands under the summary, or beside
    the rows of a timeline, tells of something else.
    """
    draft = drafts[index]
    chances = evidence.probabilities(vocabulary.evidence_of(draft.outline.text or ""))
    kind = max(chances, key=lambda kind: chances[kind])
    if chances[kind] >= SETTINGS.own:
        return kind
    above = next(
        (d for d in reversed(drafts[:index]) if d.outline.level < draft.outline.level), None
    )
    return above.kind if above is not None and above.kind not in _OF_ITSELF else "other"


def _take(draft: Draft, chances: dict[Kind, float]) -> None:
    draft.likely = sorted(KINDS, key=lambda kind: -chances[kind])[:2]
    draft.sure = chances[draft.likely[0]] >= SETTINGS.sure
    draft.kind = draft.likely[0] if draft.sure else "other"


def _settle_opening(
    vocabulary: Vocabulary, drafts: Sequence[Draft], told: list[evidence.Row], *, whole: bool
) -> None:
    """Running text that comes first is the summary, where no other section claims to be it; text
    before the first heading is, unless a heading claims it by its own words."""
    if not drafts:
        return
    headed = [n for n, d in enumerate(drafts) if d.outline.text is not None]
    claims = [
        draft
        for draft, row in zip(drafts, told, strict=True)
        if draft.outline.text is not None
        and evidence.probabilities(row)["summary"] >= SETTINGS.sure
    ]
    lead = drafts[0]
    leads = lead.outline.text is None and whole and _opens(lead)
    if leads and not any(_names_summary(vocabulary, draft) for draft in claims):
        lead.kind = "summary"
        told[0] = evidence.known("summary")
    elif claims or not headed:
        return
    elif _runs(drafts[headed[0]]) and not _known(vocabulary, drafts[headed[0]]):
        first = headed[0]
        bonus = [SETTINGS.opening * (kind == "summary") for kind in KINDS]
        told[first] = tuple(t + b for t, b in zip(told[first], bonus, strict=True))


def _names_summary(vocabulary: Vocabulary, draft: Draft) -> bool:
    if draft.outline.match.kind == "summary":
        return True
    chances = evidence.probabilities(vocabulary.evidence_of(draft.outline.text or ""))
    return chances["summary"] >= SETTINGS.sure


def _runs(draft: Draft) -> bool:
    return bool(draft.pieces) and all(isinstance(piece, Paragraph) for piece in draft.pieces)


def _opens(lead: Draft) -> bool:
    """Running text before the first heading, whole from its first word on."""
    first = next((piece for piece in lead.pieces if isinstance(piece, Paragraph)), None)
    return (
        first is not None
        and next((c for c in first.text if c.isalnum()), "").isupper()  # be it behind a sign
        and any(
            isinstance(piece, Paragraph) and len(piece.text.split()) > 12 for piece in lead.pieces
        )
    )


def _settle_empty(drafts: Sequence[Draft], parts: Container[int]) -> None:
    """A heading over nothing takes the kind of the sections below it, if they have but one."""
    for index, draft in enumerate(drafts):
        if draft.sure or not draft.likely or draft.outline.text is None:
            continue
        kinds = {child.kind for child in _below(drafts, index)}
        if not draft.pieces and len(kinds) == 1 and kinds != {"other"}:
            draft.kind = kinds.pop()
        elif index in parts:
            draft.doubts.append(_doubt(draft))


def _below(drafts: Sequence[Draft], index: int) -> list[Draft]:
    found = []
    for draft in drafts[index + 1 :]:
        if draft.outline.level <= drafts[index].outline.level:
            break
        found.append(draft)
    return found


def _doubt(draft: Draft) -> Doubt:
    heading = draft.outline.heading
    message = (
        f"Heading, text and place of “{draft.outline.text}” fit no kind clearly. "
        f"Likeliest: {', '.join(draft.likely)}."
    )
    return Doubt("unknown_heading", message, heading.origin if heading else ())
