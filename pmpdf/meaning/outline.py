"""Blocks → title block and sections: which lines are headings, and how they nest.

A heading is judged once, by its type (larger, bold, capitals, coloured), its place and its words
together; the words alone suffice where the document has no type, the type where no list knows
the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct, field

from pmpdf.layout.blocks import Block, Line, TableBlock, TextBlock
from pmpdf.meaning import clock
from pmpdf.meaning.notes import Doubt, Reader, words_of
from pmpdf.meaning.timeline import leading_time, time_column
from pmpdf.middle import tenth
from pmpdf.reading.document import Word
from pmpdf.values import replace
from pmpdf.vocabulary import NO_KIND, KindMatch

Style = tuple[float, bool, bool, int, bool]  # size, bold, capitals, colour, italic


class OutlineSettings(Struct, frozen=True):
    larger: float = 0.7  # points above the body size that make type a heading's
    abbreviation: int = 6  # letters; longer words are set in capitals, not written so
    caption: float = 0.6  # points below the body size that make type without weight a caption's
    smaller: float = 2.0  # bold, capital or coloured headings may be this much smaller
    plain_share: float = 0.12  # of the text's words that a colour of running text has at least
    over_rows: float = 2.0  # points above it, for a day and what it brought, over its rows
    longest: int = 14  # words; a longer line is text
    lines: int = 3
    title_words: int = 30
    title_blocks: int = 2  # in larger type: title and subtitle
    run_in: int = 4  # paragraphs with headings that run into them, at least
    run_in_share: float = 2.0  # times as many as headings alone in that type
    run_in_kinds: int = 3  # that those name, or none: a glossary's words name few
    run_in_text: int = 4  # words behind each
    begun: int = 2  # headings in one style begin a report that has none above them
    headings_alike: int = 3  # in the style of a day, for this to be one of them
    under_quotation: float = 2.5  # lines, down to whose it is
    narrow: int = 6  # words a line, of a subtitle of more than two lines
    subtitle_words: int = 18
    standfirst_words: int = 24  # where it is set unlike the text
    name_words: int = 7  # has a name at most
    remark: int = 6  # words of a sentence that is more than a fact's value
    above: float = 1.2  # times as large as all text beside it, type in a sidebar is the title
    under: float = 2.0  # em of the title from it down to its subtitle, at most
    timed: float = 0.8  # of the lines in one style that stand under a time make them events
    body: float = 0.7  # of a name's size, at least, has the title under it
    listed: float = 0.6  # of a block's lines that are headings make it the contents
    fewest: int = 3  # such lines
    contents_words: int = 3  # of the line over a list of headings
    running: int = 40  # words of a block that is text, not part of a title block
    front_blocks: int = 8  # among which a title stands that only its place tells of
    centred: float = 4.0  # em that a centred line is set in, at least


SETTINGS = OutlineSettings()

_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Z][.)]|[IVX]{1,5}[.)]|§ ?\d+)$")
_BARE_NUMBER = re.compile(
    r"((?:\d{1,2}|[A-Z](?=\.))(?:\.\d{1,2}){0,3}|[A-Z]|[IVX]{1,5})\s+(?=[^\W\d_])"
)
_REMARK = re.compile(r"\(.*?\)|, (?:all|alle) .*")  # behind a heading
_COUNTED = re.compile(r"(\d{1,2})\s+(?=[^\W\d_])")
_FIRST_MARKER = re.compile(r"\(?[1aAiI][.)]|[^\w(]|o")  # what a list begins with
_COLON = re.compile(r":(?!//)")
_SENTENCE_END = (".", ",", ";", "…")


class Draft(Struct):
    """A section on its way: its heading's block, and the blocks under it."""

    heading: TextBlock | None
    text: str | None = None
    number: str | None = None
    level: int = 1
    match: KindMatch = NO_KIND
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class Outline(Struct):
    """The title's blocks, what else stands before the first section, and the sections."""

    title: list[TextBlock]
    front: list[Block]
    drafts: list[Draft]
    contents: list[Block] = field(default_factory=list)  # lines that list the headings


class _Candidate(Struct):
    index: int
    block: TextBlock
    text: str
    number: str | None
    match: KindMatch
    style: Style
    distinct: bool
    timed: bool  # begins with a clock time


def outlined(reader: Reader, blocks: Sequence[Block]) -> Outline:
    """Find the title and the headings; everything else falls to the section above it."""
    blocks = _with_lines_apart(reader, _title_first(blocks))
    candidates = _candidates(reader, blocks)
    if run_in := _run_in(reader, blocks, candidates):
        blocks = [part for n, block in enumerate(blocks) for part in run_in.get(n, [block])]
        candidates = _candidates(reader, blocks)
    headings = _with_numbers_apart(_headings(reader, candidates, blocks))
    title = _title(reader, blocks, headings)
    titles = {id(block) for block in title}
    headings = _after_front(headings, title, blocks)
    contents = _contents(reader, blocks, headings)
    levels = _levels(headings)
    by_index = {h.index: h for h in headings}
    outline = Outline(title, [], [], [blocks[i] for i in sorted(contents)])
    draft: Draft | None = None
    for index, block in enumerate(blocks):
        if id(block) in titles or index in contents:
            continue
        if heading := by_index.get(index):
            draft = Draft(heading.block, heading.text, heading.number, levels[index], heading.match)
            outline.drafts.append(draft)
        elif draft is None:
            outline.front.append(block)
        else:
            draft.blocks.append(block)
    return outline


def _run_in(
    reader: Reader, blocks: Sequence[Block], candidates: Sequence[_Candidate]
) -> dict[int, list[Block]]:
    """Paragraphs that begin with their heading, parted from it; by their place among the blocks.

    Most sections begin so: headings that stand alone, over a table say, are fewer. They name kinds
    of sections, or are set as one that stands alone, in a colour that the text has not.
    """
    leads = {n: count for n, block in enumerate(blocks) if (count := _leading_bold(reader, block))}
    if len(leads) < SETTINGS.run_in:
        return {}
    alone = [c for c in candidates if c.distinct]
    size = max(blocks[n].lines[0].size for n in leads) + SETTINGS.larger
    title = min(sum(c.block.first.size > size for c in alone), SETTINGS.title_blocks)
    if len(leads) <= SETTINGS.run_in_share * (len(alone) - title):
        return {}
    texts = [reader.lines([blocks[n].lines[0].part(0, count)]) for n, count in leads.items()]
    kinds = {reader.vocabulary.kind_of(text).kind for text in texts}
    looks = {(tenth(w.size), w.color) for n in leads for w in blocks[n].lines[0].words[:1]}
    text_colors = {blocks[n].lines[0].words[-1].color for n in leads}
    alike = any((c.style[0], c.style[3]) in looks and c.style[3] not in text_colors for c in alone)
    if len(kinds) < SETTINGS.run_in_kinds and not alike:
        return {}
    parted: dict[int, list[Block]] = {}
    for n, count in leads.items():
        block = blocks[n]
        assert isinstance(block, TextBlock)
        heading = replace(block, lines=[block.lines[0].part(0, count)], footnotes=[])
        first = block.lines[0].part(count, len(block.lines[0].words))
        text = replace(block, lines=[first, *block.lines[1:]], starts_column=False)
        parted[n] = [heading, text]
    return parted


def _leading_bold(reader: Reader, block: Block) -> int:
    """How many bold words stand before running text, as a heading would; 0 for none such."""
    if not isinstance(block, TextBlock) or block.marker or block.aside:
        return 0
    words = block.first.words
    count = next((n for n, word in enumerate(words) if not word.bold), len(words))
    if not 0 < count <= SETTINGS.longest or len(words_of([block])) < count + SETTINGS.run_in_text:
        return 0
    text = " ".join(word.text for word in words[:count])
    if text.endswith((":", ",", ";", "–", "-")) or not text[0].isupper():
        return 0
    if count == len(words) or leading_time(reader.text(block)) or clock.find_period(text):
        return 0
    return count


def _title_first(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, with a sidebar that holds the title before the text that it stands beside.

    The title, and what stands under it, are no sidebar's any more.
    """
    texts = [b for b in blocks if isinstance(b, TextBlock)]
    page = texts[0].first.page if texts else 0
    aside = max((b for b in texts if b.aside), key=lambda b: b.first.size, default=None)
    largest = max((b.first.size for b in texts if not b.aside), default=0.0)
    if aside is None or aside.first.page != page or aside.first.size < SETTINGS.above * largest:
        return blocks
    side = [b for b in blocks if b.aside == aside.aside]
    at = side.index(aside)
    freed = [replace(b, aside=0) if isinstance(b, TextBlock) else b for b in side[: at + 2]]
    return [*freed, *side[at + 2 :], *(b for b in blocks if b.aside != aside.aside)]


def _contents(reader: Reader, blocks: Sequence[Block], headings: Sequence[_Candidate]) -> set[int]:
    """Blocks that do nothing but name the headings that follow: contents without page numbers.

    They may be one block of several lines; a short line over that is its name ("On this page").
    """
    names = {h.text.casefold() for h in headings}
    longest = max((name.count(" ") for name in names), default=0) + 2  # words, with a number
    heads = {h.index for h in headings}
    found: set[int] = set()
    run: list[int] = []
    for index, block in enumerate(blocks):
        named = isinstance(block, TextBlock) and index not in heads
        if named and reader.item(block).casefold() in names:  # type: ignore[arg-type]
            run.append(index)
            continue
        found.update(run if len(run) > 2 else ())
        run = []
        if named and _names_all(reader, block.lines, names, longest):
            found.add(index)
            above = blocks[index - 1] if index else None
            if isinstance(above, TextBlock) and len(words_of([above])) <= SETTINGS.contents_words:
                found.add(index - 1)
    return found


def _names_all(reader: Reader, lines: Sequence[Line], names: set[str], longest: int) -> bool:
    """Whether several lines are headings, but for some that wrap; their numbers aside."""
    others = len(lines) - max(SETTINGS.fewest, SETTINGS.listed * len(lines))  # that may be so many
    for line in lines if others >= 0 else ():
        text = reader.lines([line]) if len(line.words) <= longest else ""
        if _BARE_NUMBER.sub("", text, count=1).casefold() not in names:
            others -= 1
            if others < 0:
                break
    return others >= 0


def _after_front(
    headings: list[_Candidate], title: list[TextBlock], blocks: Sequence[Block]
) -> list[_Candidate]:
    """Over a title stands a letterhead, under it a subtitle: the headings begin after those.

    A line in a style that does not recur heads a section only if it is known to.
    """
    if not title:
        return headings
    titles = {id(block) for block in title}
    at = next((n for n, h in enumerate(headings) if id(h.block) in titles), None)
    if at is not None:
        headings = headings[at + 1 :]
    headings = [h for h in headings if id(h.block) not in titles]
    styles = Counter(h.style for h in headings)
    unnumbered = bool(headings) and headings[0].number is None
    if unnumbered and (_subtitles(headings, title[-1]) or _heads_nothing(headings, blocks)):
        headings = _after_block(headings)
    for number, heading in enumerate(headings):
        sure = heading.match.certainty == "exact" or heading.number
        heads = number + 1 == len(headings) or headings[number + 1].index > heading.index + 1
        if sure or (styles[heading.style] > 1 and heads):
            return headings[number:]
    return headings


def _after_block(headings: list[_Candidate]) -> list[_Candidate]:
    """The headings without the first and those in its type that stand right below it."""
    for number, (above, below) in enumerate(pairwise(headings), 1):
        known = below.match.certainty == "exact" or below.number is not None
        if known or below.style != above.style or below.index > above.index + 1:
            return headings[number:]
    return []


def _heads_nothing(headings: Sequence[_Candidate], blocks: Sequence[Block]) -> bool:
    """Set less than the heading that follows, with no text between them but a table's pairs."""
    if len(headings) < 2:
        return False
    first, second = headings[:2]
    less = (first.style[0], first.style[1]) < (second.style[0], second.style[1])
    between = blocks[first.index + 1 : second.index]
    return less and all(isinstance(b, TableBlock) and len(b.columns) % 2 == 0 for b in between)


def _subtitles(headings: list[_Candidate], title: TextBlock) -> bool:
    """The first stands right under the title, with the day of the incident in it, or in lighter
    type than all that head a section."""
    first, others = headings[0], _after_block(headings)
    if not 0 < first.block.first.base - title.lines[-1].base < 3.5 * title.size:
        return False
    lighter = not first.style[1] and len(others) > 1 and all(h.style[1] for h in others)
    dated = first.match.certainty != "exact" and clock.find_period(first.text) is not None
    return lighter or dated


def _with_lines_apart(reader: Reader, blocks: Sequence[Block]) -> list[Block]:
    """The document's first block by lines, where it is no running text but a title block; so, too,
    the first that is centred."""
    apart = list(blocks)
    for at in sorted({0, _centred_block(reader, blocks) or 0}, reverse=True) if blocks else ():
        block = blocks[at]
        if (
            isinstance(block, TextBlock)
            and 1 < len(block.lines) <= 5
            and ended_early(block)
            and block.size <= reader.layout.body_size + SETTINGS.larger
        ):
            apart[at : at + 1] = by_lines(block)
    return apart


def _centred_block(reader: Reader, blocks: Sequence[Block]) -> int | None:
    """The place of the first text that stands in the middle of what the first blocks reach over,
    well set in, or of the next one under a public body's name; ragged text may end some way before
    the edge."""
    front = blocks[: SETTINGS.front_blocks]
    lines = [line for block in front for line in block.lines]
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    centred = [
        at
        for at, block in enumerate(front)
        if isinstance(block, TextBlock)
        and all(
            min(line.x0 - left, right - line.x1) > SETTINGS.centred * line.size
            and abs(line.x0 + line.x1 - left - right) < SETTINGS.centred * line.size
            for line in block.lines
        )
    ]
    if len(centred) > 1 and _names_body(reader, front[centred[0]]):
        del centred[0]
    return next(iter(centred), None)


def by_lines(block: TextBlock) -> list[TextBlock]:
    return [replace(block, lines=[x], left=x.x0, indent=x.x0) for x in block.lines]


def ended_early(block: TextBlock) -> bool:
    """The next line's first word would have fitted into every line but the last."""
    return not block.marker and all(
        (_centred(above, below) or _fits(below.words[0], above, block.right))
        and not _mid_phrase(above.words[-1].text, below.words[0].text)
        for above, below in pairwise(block.lines)
    )


def _fits(word: Word, line: Line, right: float) -> bool:
    return line.x1 + 0.3 * line.size + word.x1 - word.x0 < right


def _centred(above: Line, below: Line) -> bool:
    letter = 0.65 * above.size if above.mono else 0.0  # by one of which the middles may differ
    middle = abs(above.x0 + above.x1 - below.x0 - below.x1) < max(4, letter)
    return middle and abs(above.x0 - below.x0) > 4


def _mid_phrase(last: str, first: str) -> bool:
    """A line break inside a phrase: balanced lines of a title end early, too."""
    day = last[-1] == "." and last[:-1].isdigit()  # 19. | Februar
    day = day or (last.isdigit() and clock.find_period(f"{last} {first} 2000") is not None)
    return first[0].islower() or (first[0].isdigit() and last[-1].isalpha()) or day


def _style(block: TextBlock) -> Style:
    lines = block.unmarked
    bold = all(x.bold_but_for_signs for x in lines)
    caps = all(x.caps or _SMALL_CAPS.search(x.words[0].font) for x in lines)
    italic = all(x.italic for x in lines)
    return (tenth(lines[0].size), bold, caps, lines[0].color, italic)


_SMALL_CAPS = re.compile(r"Caps|CSC\d|[-_]SC\b", re.I)


def _candidates(reader: Reader, blocks: Sequence[Block]) -> list[_Candidate]:
    plain = _body_colors(reader, blocks)
    found: list[_Candidate] = []
    numbers: set[str] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            continue
        candidate = _candidate(reader, index, blocks, plain, numbers)
        if candidate:
            found.append(candidate)
            numbers.add((candidate.number or "").strip("."))
    if any(c.text.endswith(":") for c in found):  # what announces a table, say
        plain_styles = _text_styles(blocks)
        found = [c for c in found if not (c.text.endswith(":") and c.style in plain_styles)]
    # `23:04 Uhr: Die Karte wird rot` is a row, but for one alone among other headings.
    rows = Counter(c.style for c in found if c.timed)
    styles = Counter(c.style for c in found if not c.timed)
    found = [c for c in found if not c.timed or (rows[c.style] == 1 and styles[c.style] > 2)]
    code = {c.index for c in found if c.style[0] <= reader.layout.body_size and is_mono([c.block])}
    if code and not is_mono(blocks):
        found = [c for c in found if c.index not in code]
    return found


def _begins_with_rows(reader: Reader, following: Sequence[Block]) -> bool:
    """Whether the next block, or what stands under the day or the time zone in it, is a table of
    clock times, or begins with one."""
    for block in following:
        if isinstance(block, TextBlock):
            text = reader.text(block)
            if clock.date_line(text) or clock.states_zone(text):
                continue
            led = leading_time(reader.item(block)) or leading_time(reader.text(block))
            return led is not None and led[0].clock is not None
        column = time_column(reader, block)
        cells = [row[column] for row in block.rows[1:] if column is not None]
        stamps = [clock.whole(reader.lines(cell)) for cell in cells[:1]]
        return any(stamp is not None and stamp.clock is not None for stamp in stamps)
    return False


def _text_styles(blocks: Sequence[Block]) -> set[Style]:
    """The styles of text that runs on from line to line: tables may be set smaller, and be more."""
    return {
        _style(block)
        for block in blocks
        if isinstance(block, TextBlock)
        and len(block.lines) > 1
        and block.lines[1].words[0].text[:1].islower()
    }


def is_mono(blocks: Sequence[Block]) -> bool:
    """Whether most lines are set in type of one width, as code is."""
    mono = [line.mono for block in blocks for line in block.lines]
    return 2 * sum(mono) > len(mono)


def _counts_on(number: str, numbers: Container[str]) -> bool:
    """Whether `1.2.` follows `1.1.`, or `1.1.` its `1.`: the number of a section and no day."""
    above, _, last = number.strip(".").rpartition(".")
    if not above or not last.isdigit():
        return False
    return above in numbers and (last == "1" or f"{above}.{int(last) - 1}" in numbers)


def _candidate(
    reader: Reader,
    index: int,
    blocks: Sequence[Block],
    plain: frozenset[int],
    numbers: Container[str],
) -> _Candidate | None:
    """The text block at an index as a heading, if it could be one."""
    block = blocks[index]
    assert isinstance(block, TextBlock)
    if len(block.lines) > SETTINGS.lines:
        return None
    numbered = block.written and block.marker and _NUMBER.match(block.marker)
    if block.marker and not (numbered or _is_decorated(block, reader.layout.body_size)):
        return None
    whole = reader.text(block)
    text, number = whole, None
    if numbered:
        text, number = reader.item(block), block.marker
    elif (bare := _BARE_NUMBER.match(text)) and _set_apart(block):
        number, text = bare.group(1), text[bare.end() :]
    words = text.split()
    if not words or len(words) > SETTINGS.longest:
        return None
    if text.endswith(_SENTENCE_END) and not text.endswith(("etc.", "ca.", "Co.", "...")):
        return None
    counted = _counts_on(number or "", numbers)
    led = None if counted else leading_time(whole)
    timed = led is not None and led[0].clock is not None and bool(led[2])
    when = led[0] if led else None if counted else clock.date_line(whole)
    titled = (  # `Monday: the rollout`, `From Friday morning to Sunday night`, `10:42 to 15:00`
        when is not None
        and (
            bool(led and led[2])
            or (_is_range(when) and not clock.find_period(whole))
            or _names_the_only_day(reader, when, block, blocks)
        )
        and block.size
        > reader.layout.body_size + (SETTINGS.larger if block.bold else SETTINGS.over_rows)
        and _begins_with_rows(reader, blocks[index + 1 :])
    )
    if titled:
        text, number = whole, None
    if not (counted or timed or titled) and when:
        return None
    if not any(c.isalpha() for c in text):
        return None
    if _is_name(reader, text) or clock.states_zone(_REMARK.sub("", text)):
        return None
    match = reader.vocabulary.known_kind_of(text)
    if text[0].islower() and match.certainty != "exact":
        return None
    if _is_label_line(text, block) or (index and _signs(block, blocks[index - 1])):
        return None
    style = _style(block)
    body = reader.layout.body_size
    size = block.unmarked[0].size
    colored = style[3] not in plain and not _is_link(text)
    loud = style[1] or (style[2] and len(text) > 3) or colored
    distinct = (
        block.first.underlined
        or size >= body + SETTINGS.larger
        or (size >= body - SETTINGS.smaller and loud)
        or (size >= body - 0.5 and style[4])
    )
    return _Candidate(index, block, text, number, match, style, distinct, timed)


def _signs(block: TextBlock, above: Block) -> bool:
    """Whether a line right under a quotation in larger type says whose it is."""
    if not isinstance(above, TextBlock) or block.size >= above.size:
        return False
    quoted = above.first.text[:1] in _OPENS and above.lines[-1].text[-1:] in _CLOSES
    return quoted and block.gap < SETTINGS.under_quotation


_OPENS, _CLOSES = '„“”«»"‚‘', '“”»«"‘’'


def _names_the_only_day(
    reader: Reader, stamp: clock.Stamp, block: TextBlock, blocks: Sequence[Block]
) -> bool:
    """`Friday morning` over rows, or `Monday, June 9` set as the headings are: days would follow
    each other."""
    if stamp.day is None or stamp.clock is not None or len(block.first.words) < 2:
        return False
    alike = [b for b in blocks if isinstance(b, TextBlock) and _style(b) == _style(block)]
    texts = [reader.text(other) for other in alike if other is not block]
    if stamp.day.day is not None and len(texts) < SETTINGS.headings_alike:
        return False
    return not any(clock.date_line(text) or clock.whole(text) for text in texts)


def _is_range(stamp: clock.Stamp) -> bool:
    return stamp.end_day is not None or stamp.end_clock is not None


def _is_decorated(block: TextBlock, body: float) -> bool:
    """A heading in larger, bold type with a sign before it that might be a list's: `✔ Behoben`."""
    bold = all(word.bold for line in block.lines for word in line.words[line is block.first :])
    return bold and block.first.text[:1] == block.marker and block.size >= body + SETTINGS.larger


def _set_apart(block: TextBlock) -> bool:
    """A number without a full stop is a heading's where the blank behind it is a wide one."""
    if len(block.first.words) < 2:
        return False
    first, second = block.first.words[:2]
    usual = [b.x0 - a.x1 for a, b in pairwise(block.first.words[1:])] or [0.3 * block.first.size]
    return second.x0 - first.x1 > 1.4 * max(usual) or "." in first.text


def _is_label_line(text: str, block: TextBlock) -> bool:
    """`Label: value` on one line: the value follows its label."""
    label, *value = _COLON.split(text, maxsplit=1)
    if not "".join(value).strip():
        return False
    bold = [w.bold for w in block.first.words]
    return not all(bold) and len(label.split()) <= 5 and not block.bold and block.size < 13


def _is_link(text: str) -> bool:
    return "://" in text or text.startswith("www.")


def _body_colors(reader: Reader, blocks: Sequence[Block]) -> frozenset[int]:
    """The colours that running text is set in: notes and details may have one of their own."""
    colors: Counter[int] = Counter()
    for block in blocks:
        for line in block.unmarked if isinstance(block, TextBlock) else block.lines:
            if abs(line.size - reader.layout.body_size) < 0.6 and not line.bold:
                colors[line.color] += len(line.words)
    enough = SETTINGS.plain_share * sum(colors.values())
    return frozenset(color for color, count in colors.items() if count >= enough)


def _headings(
    reader: Reader, candidates: Sequence[_Candidate], blocks: Sequence[Block]
) -> list[_Candidate]:
    """Those candidates whose type or words, or both, make them headings."""
    known = Counter(c.style for c in candidates if c.match.certainty == "exact" and c.distinct)
    events = _styles_of_events(candidates, blocks)
    counted = set() if known else _plainly_counted(candidates)
    chosen = []
    for candidate in candidates:
        if candidate.index in counted:
            chosen.append(candidate)
            continue
        if candidate.style in events:
            continue
        if candidate.block.aside and not _heads_aside(reader, candidate, blocks):
            continue
        if candidate.distinct:
            if candidate.style in known or _stands_out(reader, candidate, blocks):
                chosen.append(candidate)
        elif (
            candidate.match.certainty == "exact"
            and not known
            and candidate.block.gap > 1.5
            and not _is_step(candidate, blocks)
        ):
            chosen.append(candidate)
    # Italic remarks ("no comments") stand over other headings at times; headings do not.
    indexes = {c.index for c in candidates if c.distinct}
    remarks = {c.style for c in candidates if _is_faint(reader, c) and c.index + 1 in indexes}
    numbered = {(c.index, c.style) for c in chosen if c.number}
    largest = max((c.style[0] for c in chosen), default=0.0)
    return [
        c
        for c in chosen
        if c.style not in remarks and not (c.style[0] < largest and _in_numbered_run(c, numbered))
    ]


def _is_step(candidate: _Candidate, blocks: Sequence[Block]) -> bool:
    """Whether it is one of several numbered lines right under each other, announced by a sentence
    that ends in a colon."""
    if not _is_numbered(candidate.block):
        return False
    above = candidate.index - 1
    while above >= 0 and _is_numbered(blocks[above]):
        above -= 1
    following = blocks[candidate.index + 1 : candidate.index + 2]
    several = above + 1 < candidate.index or any(map(_is_numbered, following))
    return several and above >= 0 and blocks[above].lines[-1].text.endswith(":")


def _is_numbered(block: Block) -> bool:
    return isinstance(block, TextBlock) and bool(block.marker and _NUMBER.match(block.marker))


def _plainly_counted(candidates: Sequence[_Candidate]) -> set[int]:
    """Places of the headings in a document without type: numbered 1, 2, 3 at one left edge, farther
    out than other numbers, with white over each and text under it, some of them known."""
    numbered = [c for c in candidates if c.number and not c.distinct and c.block.gap > 1.5]
    left = min((c.block.left for c in numbered), default=0.0)
    outer = [c for c in numbered if c.block.left - left < 2]
    known = any(c.match.certainty == "exact" for c in outer)
    if not known or any(below.index == above.index + 1 for above, below in pairwise(outer)):
        return set()
    numbers = [(c.number or "").strip(".)") for c in outer]
    whole = [number for number in numbers if "." not in number]
    through = whole == [str(n) for n in range(1, len(whole) + 1)] and all(
        number in whole or _counts_on(number, numbers[:at]) for at, number in enumerate(numbers)
    )
    return {c.index for c in outer} if through and len(whole) >= SETTINGS.fewest else set()


def _with_numbers_apart(headings: list[_Candidate]) -> list[_Candidate]:
    """The headings, those that begin with 1, 2, 3 from the first to the last without them: set as
    close as the words of a sentence, only their count shows what the numbers are. Those of a short
    heading may be told already, by a wider blank than a single word has."""
    found: dict[int, re.Match[str]] = {}
    counted: list[int] = []
    for h in headings:
        if h.number and h.number.isdecimal():
            counted.append(int(h.number))
        elif not h.number and (m := _COUNTED.match(h.text)):
            found[id(h)] = m
            counted.append(int(m[1]))
    if len(counted) < 2 or counted != list(range(1, len(counted) + 1)):
        return headings
    return [
        replace(h, number=m[1], text=h.text[m.end() :]) if (m := found.get(id(h))) else h
        for h in headings
    ]


def _styles_of_events(candidates: Sequence[_Candidate], blocks: Sequence[Block]) -> set[Style]:
    """The styles that stand under clock times which are alone on their lines."""
    styles = Counter(c.style for c in candidates)
    timed = Counter(c.style for c in candidates if c.index and _is_time(blocks[c.index - 1]))
    return {s for s, n in timed.items() if n >= SETTINGS.fewest and n > SETTINGS.timed * styles[s]}


def _is_time(block: Block) -> bool:
    if isinstance(block, TableBlock) or len(block.lines) > 1:
        return False
    stamp = clock.whole(block.first.text)
    return stamp is not None and stamp.clock is not None


def _stands_out(reader: Reader, candidate: _Candidate, blocks: Sequence[Block]) -> bool:
    """Distinct type in a style that no known heading has: a heading if text follows it."""
    following = blocks[candidate.index + 1] if candidate.index + 1 < len(blocks) else None
    if following is None:  # the empty last field of a form
        numbered = candidate.number is not None or _BARE_NUMBER.match(candidate.text) is not None
        return candidate.match.certainty == "exact" or numbered
    if _is_faint(reader, candidate):
        plain = isinstance(following, TextBlock) and not following.first.italic
        return plain and abs(following.lines[0].size - reader.layout.body_size) < 0.7
    if candidate.text[0] in '„“"«»‚‘' and candidate.text[-1] in '“”"«»‘’':
        return False  # a pull quote
    if candidate.text.endswith(":") and candidate.block.first.size < reader.layout.body_size + 0.5:
        return candidate.match.certainty == "exact"
    return True


def _is_faint(reader: Reader, candidate: _Candidate) -> bool:
    """In italics, or smaller than the text, and nothing else: a remark, or a figure's caption."""
    size, bold, caps, _, italic = candidate.style
    body = reader.layout.body_size
    faint = italic and size < body + SETTINGS.larger
    return not bold and not caps and (faint or size < body - SETTINGS.caption)


def _heads_aside(reader: Reader, candidate: _Candidate, blocks: Sequence[Block]) -> bool:
    """In a sidebar a label with a short value is a fact, not a heading; and the last block in it
    heads nothing."""
    following = blocks[candidate.index + 1 : candidate.index + 2]
    if not following or following[0].aside != candidate.block.aside or not candidate.distinct:
        return False
    marker = following[0].marker if isinstance(following[0], TextBlock) else None
    listed = marker is not None and _FIRST_MARKER.fullmatch(marker) is not None
    if listed and is_date(reader, following[0]):
        return False
    return listed or sum(len(line.words) for line in following[0].lines) > 16


def is_date(reader: Reader, block: Block) -> bool:
    """`1. Juli 2025` alone, which begins as a list does."""
    text = reader.lines(block.lines)
    return len(text.split()) <= 4 and clock.find_period(text) is not None


def _in_numbered_run(candidate: _Candidate, numbered: Container[tuple[int, Style]]) -> bool:
    """A numbered list set in bold: numbers follow each other with nothing in between."""
    if not candidate.number or candidate.match.certainty == "exact" or "." in candidate.number[:-1]:
        return False
    return any((candidate.index + step, candidate.style) in numbered for step in (-1, 1))


def _title(
    reader: Reader, blocks: Sequence[Block], headings: Sequence[_Candidate]
) -> list[TextBlock]:
    """The largest text before the second heading, if no section heading is set as large."""
    texts = [
        b
        for b in blocks[: _front_end(blocks, headings)]
        if isinstance(b, TextBlock) and not b.aside and (b.marker is None or b.written)
    ]
    if not texts:
        return []
    if subject := _subject(reader, [b for b in blocks if isinstance(b, TextBlock)]):
        return [subject]
    texts = [t for t in texts if not _is_name(reader, reader.text(t))] or texts
    if len(texts) > 1 and _is_body_over(reader, texts[0], texts[1]):
        texts = texts[1:]
    largest = max(t.first.size for t in texts)
    if largest < reader.layout.body_size + SETTINGS.larger:
        centred = _centred_block(reader, blocks)
        name = texts[0]
        if centred is not None and name is not blocks[centred] and _names_body(reader, name):
            texts = texts[1:]
            headings = [h for h in headings if h.block is not name]
        found = _plain_title(reader, texts, headings)
        return found or [t for t in texts if centred is not None and t is blocks[centred]]
    first = next(t for t in texts if t.first.size > largest - 0.3)
    if _carries_on(reader, blocks[: blocks.index(first)]):
        return []
    rivals = [h for h in headings if h.block is not first and h.block.first.size > largest - 0.3]
    if rivals and reader.vocabulary.known_kind_of(reader.text(first)).certainty == "exact":
        return []
    if len(reader.text(first).split()) > SETTINGS.title_words:
        return []
    return _with_wrapped(first, texts)


def _carries_on(reader: Reader, blocks: Sequence[Block]) -> bool:
    """A document that begins with rows or running text carries on from a page that is missing:
    the largest line in it heads a section."""
    for block in blocks:
        if isinstance(block, TableBlock):
            cells = [row[0] for row in block.rows if row[0]]
            if sum(leading_time(reader.lines(cell)) is not None for cell in cells) > 1:
                return True
        elif len(words_of([block])) > SETTINGS.running and not block.aside:
            return True
    return False


SALUTATION = re.compile(
    r"(?:sehr geehrte|liebe[rs]?\b|guten tag|hallo|dear\b|to whom it may concern|hello|hi\b)", re.I
)


def _subject(reader: Reader, texts: Sequence[TextBlock]) -> TextBlock | None:
    """A letter's title is its subject: the bold or larger line next to the salutation."""
    at = next((n for n, t in enumerate(texts) if SALUTATION.match(reader.text(t))), None)
    if at is None:
        return None
    for block in (*reversed(texts[max(0, at - 2) : at]), *texts[at + 1 : at + 2]):
        text = reader.text(block)
        loud = block.bold or block.size > reader.layout.body_size + SETTINGS.larger
        named = _is_name(reader, text) or reader.vocabulary.is_body(text)
        exact = reader.vocabulary.known_kind_of(text).certainty == "exact"
        section = exact and ": " not in text  # `Your bill: what went wrong`
        if loud and not named and not section and len(text.split()) <= SETTINGS.title_words:
            return _over_subtitle(reader, block, texts) or block
    return None


def _over_subtitle(
    reader: Reader, block: TextBlock, texts: Sequence[TextBlock]
) -> TextBlock | None:
    """The title that a line stands right under, at its left edge and in much smaller type."""
    above = next((a for a, b in pairwise(texts) if b is block), None)
    if above is None or abs(above.first.x0 - block.first.x0) > 1:
        return None
    larger = above.size > SETTINGS.above * block.size and not _is_name(reader, reader.text(above))
    return above if larger and block.gap < SETTINGS.under * above.size / block.size else None


def _is_name(reader: Reader, text: str) -> bool:
    """An organization's name with its legal form and nothing else: a letterhead, however large."""
    named = reader.vocabulary.organization_in(text)
    return named is not None and len(text) <= len(named) + 3


def _is_body_over(reader: Reader, name: TextBlock, title: TextBlock) -> bool:
    """A public body's name over the title, which is large, too: `Thornbeck Borough Council`."""
    large = title.first.size > max(SETTINGS.body * name.first.size, reader.layout.body_size + 2)
    return large and _names_body(reader, name)


def _names_body(reader: Reader, block: Block) -> bool:
    if not isinstance(block, TextBlock):
        return False
    text = reader.text(block)
    told = reader.vocabulary.postmortem_score(text) or clock.find_period(text)
    return reader.vocabulary.is_body(text) and not told


def _front_end(blocks: Sequence[Block], headings: Sequence[_Candidate]) -> int:
    """Where the front matter must have ended: at the first heading with a known kind."""
    known = [h.index for h in headings if h.match.certainty == "exact"]
    if known:
        return known[0] + 1
    styles = Counter(h.style for h in headings)
    recurring = [h.index for h in headings if styles[h.style] > 1]
    if recurring:
        return max(recurring[0], 1)
    return headings[1].index if len(headings) > 1 else len(blocks)


def _plain_title(
    reader: Reader, texts: Sequence[TextBlock], headings: Sequence[_Candidate]
) -> list[TextBlock]:
    """Without larger type: the first bold, capital or telling line before the known headings, or
    the one without a number where all headings are numbered."""
    known = {id(h.block) for h in headings if h.match.certainty == "exact"}
    numbers = [h.number for h in headings[1:]]
    if len(numbers) > 2 and all(numbers) and headings[0].number is None:
        return [headings[0].block]
    for block in texts:
        if id(block) in known:
            return []
        text = reader.text(block)
        telling = reader.vocabulary.is_title_word(text) or (
            reader.vocabulary.postmortem_score(text) > 0 or clock.find_period(text) is not None
        )
        short = len(text.split()) <= SETTINGS.longest and not text.endswith(_SENTENCE_END)
        loud = block.bold or block.first.caps or block.first.underlined
        if short and ((loud and telling) or (block is texts[0] and (telling or loud))):
            return [block]
    return []


def _with_wrapped(first: TextBlock, texts: Sequence[TextBlock]) -> list[TextBlock]:
    """A title over several lines may have been cut into blocks of one size."""
    title = [first]
    for block in texts[texts.index(first) + 1 :]:
        same = _style(block) == _style(first) and not block.marker
        if not same or block.gap > 1.6:
            break
        title.append(block)
    return title


def _levels(headings: Sequence[_Candidate]) -> dict[int, int]:
    """Levels by place first (those in the margin head what stands beside them), then by size of
    type, then by weight; printed numbers like `5.1` overrule.

    Headings of one style one after another are of one level, though a larger one may follow; where
    several begin the report they are of the first, and so are larger ones.
    """
    sizes = sorted({heading.style[0] for heading in headings}, reverse=True)
    merged: list[list[float]] = []
    for size in sizes:
        if merged and merged[-1][-1] - size < 0.4:
            merged[-1].append(size)
        else:
            merged.append([size])
    rank = {size: number for number, group in enumerate(merged) for size in group}
    # `TL;DR` and `FAQ` are no headings in capitals
    capitals = Counter(h.style[2] for h in headings if len(h.text) > SETTINGS.abbreviation)
    by_case = min(capitals[True], capitals[False]) > 1

    margin = max((h.block.first.x1 for h in headings if h.block.side), default=float("inf"))

    def key(heading: _Candidate) -> tuple[bool, int, bool, bool, bool]:
        size, bold, caps, *_ = heading.style
        beside = heading.block.left > margin
        return (beside, rank[size], not heading.block.side, not bold, by_case and not caps)

    order = sorted({key(heading) for heading in headings})
    begun = takewhile(lambda h: key(h) == key(headings[0]), headings)
    if len(list(begun)) >= SETTINGS.begun:
        order = order[order.index(key(headings[0])) :]
    levels = {}
    above = 0
    before: _Candidate | None = None
    for heading in headings:
        rank_here = key(heading)
        level = order.index(rank_here) + 1 if rank_here in order else 1
        number = (heading.number or "").strip(".")
        if "." in number:
            level = number.removesuffix(".0").count(".") + 1
        elif before is not None and key(before) == key(heading):
            level = above
        above = levels[heading.index] = min(level, above + 1, 3)
        before = None if "." in number else heading
    return levels
