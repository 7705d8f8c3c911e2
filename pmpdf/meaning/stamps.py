"""Times and days in words: what is printed, and nothing added.

A cell, the start of a line or a title is read into a `Stamp` or a period. All patterns are linear
in the length of the text; no text is ever an exception.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from pmpdf.meaning.zones import zone_at
from pmpdf.patterns import Late
from pmpdf.values import replace


class Day(Struct, frozen=True):
    """A day as printed. `slashed` days (03/04/24) may be month first; `nth` is "Day 2"."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    slashed: bool = False
    nth: int | None = None

    def swapped(self) -> Day:
        return replace(self, month=self.day, day=self.month)


class Clock(Struct, frozen=True):
    hour: int
    minute: int = 0
    second: int | None = None
    fraction: str = ""

    @property
    def minutes(self) -> int:
        return self.hour * 60 + self.minute

    def iso(self) -> str:
        text = f"{self.hour % 24:02}:{self.minute:02}"
        if self.second is not None:
            text += f":{self.second:02}"
        return f"{text}.{self.fraction}" if self.fraction else text


class Stamp(Struct, frozen=True):
    """A time expression as printed; `end_...` are those of a range.

    `relative` is a time without a clock or a day: "5 minutes later", "kurz nach Mitternacht".
    """

    day: Day | None = None
    clock: Clock | None = None
    end_day: Day | None = None
    end_clock: Clock | None = None
    offset: str | None = None  # "Z", "+01:00"
    end_offset: str | None = None
    zone: str | None = None  # "UTC", "MESZ", "PT"
    approximate: bool = False
    relative: bool = False


# --- words -------------------------------------------------------------------------------------

_MONTH_NAMES: Final = (
    "januar jänner jan jän january",
    "februar feber feb february",
    "märz maerz mär mrz mar march",
    "april apr",
    "mai may",
    "juni jun june",
    "juli jul july",
    "august aug",
    "september sept sep",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)
_MONTHS: Final = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAY_NAMES: Final = (
    "montag monday mon mo",
    "dienstag tuesday tues tue di",
    "mittwoch wednesday weds wed mi",
    "donnerstag thursday thurs thur thu do",
    "freitag friday fri fr",
    "samstag sonnabend saturday sat sa",
    "sonntag sunday sun so",
)
_WEEKDAYS: Final = {name: n for n, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_WEEKDAY_ENDS: Final = tuple(  # of `Pfingstsamstag`, `Karfreitag`, `Aschermittwoch`
    name for name in _WEEKDAYS if name.endswith(("tag", "woch", "sonnabend"))
)
_FEASTS: Final = frozenset(
    ("easter", "good", "holy", "whit", "palm", "black", "cyber", "maundy", "ash")
)
_FEAST: Final = re.compile(  # before a weekday in English: `Easter Monday`
    rf"(?:{'|'.join(sorted(_FEASTS))})\s+(?=[^\W\d_]+day\b)", re.IGNORECASE
)
_APPROXIMATE: Final = frozenset(
    {"ca", "circa", "zirka", "gegen", "etwa", "ungefähr", "rund", "around", "about", "approx"}
    | {"approximately", "roughly", "approximate", "c", "appr", "est", "vermutlich", "estimated"}
)
_BEFORE_CLOCK: Final = frozenset({"um", "at", "ab", "from", "von", "seit", "since", "zwischen"})
_BETWEEN: Final = frozenset({"between", "vom", "bis", "until", "by", "am", "on", "den", "the"})
_VAGUE: Final = frozenset({"kurz", "shortly", "just", "soon", "nach", "vor", "after", "before"})

# --- patterns ----------------------------------------------------------------------------------

_YEAR: Final = r"(?:19|20)\d\d"
_ISO_DAY: Final = re.compile(rf"({_YEAR})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?!\d)")
_DOTTED: Final = re.compile(
    rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?({_YEAR})(?![\d])|(\d\d)(?![\d:.]|\s?Uhr))?"
)
_DOTTED_BARE: Final = re.compile(r"(\d\d)\.(\d\d)(?=,?\s+(?:um\s+|ca\.\s+)?\d{1,2}[:.]\d\d)")
_SLASHED: Final = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2({_YEAR}|\d\d)(?![\d/-])")
_SLASHED_BARE: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?=,?\s+(?:at\s+)?\d{1,2}:\d\d)")
_NAMED_FIRST: Final = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?(?:\s?-\s?|/|\s*)(?:of\s+)?([^\W\d_]{3,9})\b\.?"
    rf"(?:(?:\s*,)?\s*[-/]?({_YEAR})(?!\d)|(?:\s+['’]|[-/])(\d\d)(?!\d))?"
)
_NAMED_LAST: Final = re.compile(
    r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d|\.\d|\s?Uhr|\s?[AaPp]\.?[Mm]\b)"
    rf"(?:\s*,\s*({_YEAR})(?!\d)|\s+({_YEAR})(?!\d))?"
)
_MONTH_OF_YEAR: Final = Late(rf"([^\W\d_]{{3,9}})\.?\s+({_YEAR})(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_WEEKDAY_GAP: Final = re.compile(r"\.?\s*[,|–-]?\s*(?:(?:den|dem|the|der|am)\s+)?")
_NIGHT: Final = Late(
    r"(?:(?:in der|die|the|in the)\s+)?(?:nacht|night|abend|evening|morgen|morning)\s+"
    r"(?:(?:vom|zum|auf den|of|from|to|des)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_CLOCK_NEXT: Final = re.compile(r"\d{1,2}(?:[:h]\d\d|(?:\.\d\d)?\s?Uhr)")
_CLOCK_ABOUT_NEXT: Final = re.compile(
    rf"(?:ca\.|circa|etwa|gegen|um|about|around|at|c\.)\s+{_CLOCK_NEXT.pattern}"
)
_NTH: Final = re.compile(r"(?:day|tag)\s+(\d{1,2})\b", re.IGNORECASE)

_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:([:.hH])([0-5]\d)(?!\d)"
    r"(?:(?::|\.(?=\d\d\s?Uhr))([0-5]\d|60)(?!\d)(?:[.,](\d{1,9}))?)?)?(?!\d)"
    r"(?:\s?([AaPp])\.?\s?[Mm](?!\w|-[^\W\d])\.?|(?<=:\d\d)([AaPp])(?![\w.-])|\s{0,2}(Uhr|[hH]|hrs?|o['’]?clock)(?!\w))?"
)
_DOTTED_RANGE: Final = Late(  # `23.20–23.48 Uhr`, `1.10–2.45am`
    r"\s*(?:[-–—−→]|\s(?:bis|und)\s(?:(?:ca\.|gegen|etwa)\s)?)\s*\d{1,2}(?:\.[0-5]\d)?\s?(?:Uhr|h\b|[AaPp]\.?[Mm]\b)"
)
_NAMED_HOUR: Final = re.compile(r"\s+(noon|midday|midnight|mittags?|mitternacht)\b", re.IGNORECASE)
_RUNS_ON: Final = re.compile(r"\w+\s+[a-z]{2}")
_NOON: Final = re.compile(r"(?:noon|midday)(?!\w)", re.IGNORECASE)
_MIDNIGHT: Final = re.compile(r"(?:midnight|mitternacht)(?!\w)", re.IGNORECASE)
_FOUR_DIGITS: Final = re.compile(
    r"([01]\d|2[0-3])([0-5]\d)(?=\s?(?:Z|UTC|GMT|hrs?|hours|h|Uhr)\b)(?:\s?(?:hrs?|hours|h|Uhr)\b)?"
)
_AFTER_DAY: Final = re.compile(
    r"(?:\s+[–—-]\s+|\s*(?:T(?=\d)|[,/|@(]\s*|:\s+)?\s*)(?:(?:at|um|ab|from|von)\s+)?"
)
_BEFORE_DAY: Final = re.compile(r"\s*(?:,\s*|\(\s*|/\s*|\|\s*)?(?:(?:on|am|den|the|vom)\s+)?")
_RANGE: Final = re.compile(
    r"\s*(?:[-–—−→]|->)\s*|\s+(?:bis(?:\s+(?:zum|etwa|gegen|ca\.))?|to|until|till|through|thru)\s+"
)
_NEGATIVE: Final = re.compile(
    r"(\s)?[-−](0[1-9](?=:00)|1[0-2](?=:00)|0[239](?=:30)):(00|30)(?![\d:])(?!\s?(?:Uhr|h|[ap]\.?m))",
    re.IGNORECASE,
)
_RANGE_AND: Final = re.compile(r"\s+(?:und|and)\s+")
_SEPARATOR: Final = re.compile(r"\s*(?:[:|•·>→–—−-]+|->|=>|[)\]]\s*[:–—-]?|,(?=\s))?\s*")
_DURATION_STARTS: Final = frozenset("hsmtdpr%HSMTDPR")
# English units are small, so that `16:10 Second replica rebuilt` is a time and its event.
_DURATION: Final = Late(
    r"(?:h|[Ss]td|[Ss]tunden?|hours?|[Mm]in(?:uten?)?|minutes?|[Ss]ek(?:unden?)?|sec(?:onds?)?|"
    r"[Tt]agen?|days?|percent|[Pp]rozent|ratio|[Mm]io|million)\b|%",
)
_PART_OF_DAY: Final = Late(
    r"\s*,?\s*(?:(?:am|in the|in der|during the)\s+)?(?:früh|morgens?|vormittags?|mittags?|"
    r"nachmittags?|abends?|nachts?|nacht|ganztägig|tagsüber|early|late|morning|noon|afternoon|evening|"
    r"night|all day|whole day|midday|mitternacht|midnight)\b",
    re.IGNORECASE,
)
_UNIT: Final = (
    r"(?:s|sek\.?|sekunden?|secs?|seconds?|min\.?|mins?|minuten?|minutes?|h|std\.?|stunden?|hrs?|"
    r"hours?|d|tage?n?|days?|wochen?|weeks?)"
)
_NUMBER_WORD: Final = (
    r"(?:\d{1,4}(?:[.,]\d)?|ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|zehn|zwanzig|dreißig|"
    r"wenige[nr]?|einige[nr]?|a|an|one|two|three|four|five|ten|twenty|thirty|"
    r"a few|few|some|several|half)"
)
_LATER: Final = (
    r"(?:later|after|earlier|before|prior|später|da(?:nach|rauf|vor)|vorher|zuvor|früher)"
)
_RELATIVE: Final = Late(
    rf"(?:ca\.\s+|etwa\s+|about\s+|around\s+|~\s?)?(?:"
    rf"{_NUMBER_WORD}\s+(?:weitere[nr]?\s+|more\s+)?{_UNIT}\s+{_LATER}"
    rf"|(?:nach|after)\s+{_NUMBER_WORD}\s+(?:weitere[nr]?\s+|more\s+)?{_UNIT}(?!\w)"
    rf"|(?:T\s?)?[+−-]\s?\d{{1,4}}(?::[0-5]\d){{0,2}}(?:\s?{_UNIT})?(?!\w)|T\s?0|t0"
    r"|(?:(?:kurz|shortly|just|soon|bald)\s+)?"
    r"(?:nach|vor|after|before|gegen|um|around|at|bis|until|ca\.)\s+"
    r"(?:mitternacht|midnight|noon|mittag|midday|dienstschluss|feierabend|lunch|dawn|sunrise)"
    r"|mitternacht|midnight|noon|midday|mittags?"
    r"|(?:(?:am|in der|im|in the|at|the|that|um|gegen|noch am|on the)\s+)?"
    r"(?:(?:frühen?|späten?|nächsten?|folgenden?|selben|gleichen|early|late|next|following|same)"
    r"\s+){0,2}"
    r"(?:morgens?|vormittags?|nachmittags?|abends?|nachts?|nacht|laufe des tages|"
    r"morning|afternoon|evening|night)"
    r"|(?:(?:am|on the|the)\s+)?(?:nächsten?|folgenden?|next|following|same)\s+"
    r"(?:tag|day|week|woche)"
    r"|tags darauf|kurz darauf|wenig später|kurze zeit später|danach|anschließend|später|zuvor"
    r"|vorher|shortly after(?:wards)?|soon after(?:wards)?|later(?: that (?:day|night|evening))?"
    r"|afterwards|earlier|meanwhile|unbekannt|unknown|seitdem|since then"
    r")",
    re.IGNORECASE,
)
_GERMAN_AM: Final = Late(
    r"\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|tag|abend|morgen|mittag|"
    r"wochenende|ende|anfang|standort|\d)",
    re.IGNORECASE,
)
_GERMAN: Final = Late(
    r"\b(?:der|die|das|den|dem|des|und|ein|eine[mnrs]?|ist|wird|werden|wurden?|nicht|mit|auf|von|zu|"
    r"für|im|bei|aus|nach|sich|wieder)\b|[äöüß]"
)
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"


# --- reading one point in time -----------------------------------------------------------------


class _Point(Struct):
    """One side of a range, and where it ends in the text."""

    end: int
    day: Day | None = None
    clock: Clock | None = None
    half: str = ""  # "a" or "p" as printed
    bare: bool = False  # a number that is an hour only if the other side says so
    offset: str | None = None
    zone: str | None = None
    approximate: bool = False


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _weekday_of(name: str) -> int | None:
    """The weekday that a folded word names, be it one of a feast's."""
    weekday = _WEEKDAYS.get(name)
    if weekday is None and name.endswith(_WEEKDAY_ENDS):
        return next(_WEEKDAYS[end] for end in _WEEKDAY_ENDS if name.endswith(end))
    return weekday


def _day_at(text: str, at: int) -> tuple[Day, int] | None:
    """The day printed at a place in the text, and where it ends."""
    if at >= len(text):
        return None
    if text[at].isdigit():
        return _numbered_day_at(text, at)
    word = _WORD.match(text, at)
    if not word:
        return None
    name = word.group().casefold()
    if name in _FEASTS and (feast := _FEAST.match(text, at)):
        word = _WORD.match(text, feast.end())
        assert word  # the pattern looks ahead for it
        name = word.group().casefold()
    if (weekday := _weekday_of(name)) is not None:
        gap = _WEEKDAY_GAP.match(text, word.end())
        assert gap
        if (found := _day_at(text, gap.end())) and found[0].weekday is None:
            return replace(found[0], weekday=weekday), found[1]
        clock_next = _CLOCK_NEXT.match(text, gap.end()) or (
            gap.group().strip() and _CLOCK_ABOUT_NEXT.match(text, gap.end())  # "So gegen neun"
        )
        if not clock_next and len(name) <= 2:
            return None
        shortened = clock_next and text[word.end()] == "."
        return Day(weekday=weekday), word.end() + (1 if shortened else 0)
    if name in {"day", "tag"} and (nth := _NTH.match(text, at)):
        return Day(nth=int(nth.group(1))), nth.end()
    if name in _MONTHS and (match := _NAMED_LAST.match(text, at)):
        year = match.group(3) or match.group(4)
        day = Day(_full_year(year), _MONTHS[name], int(match.group(2)))
        return (day, match.end()) if _valid(day.month or 0, day.day or 0) else None
    return None


def _numbered_day_at(text: str, at: int) -> tuple[Day, int] | None:
    if ":" in text[at + 1 : at + 3]:
        return None  # a clock
    if match := _ISO_DAY.match(text, at):
        day = Day(int(match.group(1)), int(match.group(3)), int(match.group(4)))
        return day, match.end()
    if match := _DOTTED.match(text, at):
        d, m, year, short = match.groups()
        rest = text[match.end() : match.end() + 2]
        if not (rest[:1].isdigit() or (rest[:1] == "." and rest[1:2].isdigit())):
            return Day(_full_year(year or short), int(m), int(d)), match.end()
        return None
    if match := _SLASHED.match(text, at):
        d, _, m, year = match.groups()
        if max(int(d), int(m)) > 31:
            return None
        return Day(_full_year(year), int(m), int(d), slashed=True), match.end()
    if match := _NAMED_FIRST.match(text, at):
        month = _MONTHS.get(match.group(2).casefold())
        if month:
            year = match.group(3) or match.group(4)
            end = match.end()
            return Day(_full_year(year), month, int(match.group(1))), end
    if match := _DOTTED_BARE.match(text, at) or _SLASHED_BARE.match(text, at):
        d, m = int(match.group(1)), int(match.group(2))
        slashed = text[match.end(1)] == "/"
        if _valid(m, d) or (slashed and _valid(d, m)):
            return Day(None, m, d, slashed=slashed), match.end()
    return None


def _clock_at(text: str, at: int) -> _Point | None:
    """The clock at a place in the text; a bare number is a clock only within a range."""
    if not text[at : at + 1].isdecimal():
        return None
    if match := _FOUR_DIGITS.match(text, at):
        return _Point(match.end(), clock=Clock(int(match.group(1)), int(match.group(2))))
    match = _CLOCK.match(text, at)
    if not match:
        return None
    hour, between, minute, second, fraction, half, short, uhr = match.groups()
    half = half or short
    end = match.end()
    if half and not minute and _GERMAN_AM.compiled.match(text, end):
        return None
    if half and _is_preposition(text, match, int(hour)):
        half, end = None, match.end(5) if fraction else match.end(4) if second else match.end(3)
    if (
        end < len(text)
        and text[end - 1].isdigit()
        and text[end] == ":"
        and text[end + 1 : end + 2].isdigit()
    ):
        return None
    if hour in ("12", "0", "00", "24") and (named := _NAMED_HOUR.match(text, end)):
        end = named.end()
        uhr = named.group(1)
        midnight = uhr.casefold() in ("midnight", "mitternacht")
        hour = "0" if midnight and hour == "12" else hour
    bare = minute is None and not half and (uhr is None or uhr in "hH")
    if bare and uhr:
        return None
    if between == "." and not (half or uhr or _DOTTED_RANGE.compiled.match(text, end)):
        return None
    hours = int(hour)
    if hours > 24 or (hours == 24 and int(minute or 0)):
        return None
    if half and hours <= 12:
        hours = hours % 12 + (12 if half in "pP" else 0)
    clock = Clock(hours, int(minute or 0), int(second) if second else None, fraction or "")
    return _Point(end, clock=clock, half=(half or "").lower(), bare=bare)


def _is_preposition(text: str, match: re.Match[str], hour: int) -> bool:
    """Whether the `am` behind a clock is the German preposition: `14:05 am Standort Bonn`."""
    rest = text[match.end() :]
    noun = rest[1:].partition(" ")[0]
    if match.group(3) is None or match.group()[-3:] not in (" am", " Am") or not noun[:1].isalpha():
        return False
    if match.group().endswith(" Am"):  # so nobody writes the half of a day
        return True
    german = noun[0].isupper() and _GERMAN.compiled.search(rest) is not None
    return hour > 12 or (german and not _GERMAN.compiled.fullmatch(noun.casefold()))


def _skip_prefix(text: str, at: int) -> tuple[int, bool, bool]:
    """Past "ca.", "um", "kurz nach": the place after, if approximate, if a preposition."""
    approximate = preposition = False
    if text[at : at + 1].isdecimal():
        return at, False, False
    for _ in range(4):
        if text[at : at + 1] and text[at] in "~≈±":
            approximate = True
            at += 1
        elif (word := _WORD.match(text, at)) and (name := word.group().casefold()):
            if name in _WEEKDAYS or name in _MONTHS:
                break
            if name in _APPROXIMATE or name in _VAGUE:
                approximate = True
                preposition |= name in _VAGUE
            elif name in _BEFORE_CLOCK or name in _BETWEEN:
                preposition = True
            else:
                break
            at = word.end()
            if text[at : at + 1] == ".":
                at += 1
        else:
            break
        while text[at : at + 1].isspace():
            at += 1
    return at, approximate, preposition


def _hour_at(text: str, at: int, *, ends: bool) -> _Point | None:
    """An hour that is only named. Of which day midnight is, cannot be told, but where a range
    `ends` with it; and after a dash an event may begin with it: `12:04 – Noon exams begin`."""
    if text[at : at + 1] not in "nNmM":
        return None
    if ends and text[at : at + 1].isupper() and _RUNS_ON.match(text, at):
        return None
    if match := _NOON.match(text, at):
        return _Point(match.end(), clock=Clock(12))
    match = _MIDNIGHT.match(text, at) if ends else None
    return _Point(match.end(), clock=Clock(0)) if match else None


def _point_at(text: str, at: int, *, ends: bool = False) -> _Point | None:
    """A day, a clock, or both in either order, with zone and "ca."."""
    at, approximate, preposition = _skip_prefix(text, at)
    found = _day_at(text, at)
    if found is None:
        vague = approximate and preposition  # "kurz nach" an hour
        clock = _clock_at(text, at) or (None if vague else _hour_at(text, at, ends=ends))
        return _with_day_after(text, _zoned(text, clock, False, approximate)) if clock else None
    day, end = found
    gap = _AFTER_DAY.match(text, end)
    assert gap
    opened = "(" in gap.group()
    start, later, _ = _skip_prefix(text, gap.end()) if gap.end() > end else (end, False, False)
    clock = (_clock_at(text, start) or _hour_at(text, start, ends=False)) if start > end else None
    if clock and not clock.bare:
        iso = gap.group() == "T" or (clock.clock is not None and clock.clock.second is not None)
        clock.day = day
        point = _zoned(text, clock, iso, approximate or later)
        if opened and text[point.end : point.end + 1] == ")":
            point.end += 1
        return point
    if part := _PART_OF_DAY.compiled.match(text, end):
        all_day = part.group().casefold().endswith((" day", "ganztägig", "tagsüber"))
        return _Point(part.end(), day=day, approximate=not all_day)
    return _Point(end, day=day, approximate=approximate)


def _zoned(text: str, point: _Point, iso: bool, approximate: bool) -> _Point:
    """The same point, with the zone that is printed behind it."""
    if not point.bare and (zone := zone_at(text, point.end, iso)) is not None:
        point.zone, point.offset, point.end = zone
    elif point.clock and (offset := _offset_behind(text, point.end, point.clock)):
        point.offset, point.end = offset
    point.approximate = approximate
    return point


def _offset_behind(text: str, at: int, clock: Clock) -> tuple[str, int] | None:
    """A negative offset that might be a range's end: set like none (`09:12 -05:00`), or so early
    that the range would last more than half a day (`09:12-05:00`)."""
    match = _NEGATIVE.match(text, at)
    if match is None:
        return None
    later = (60 * (int(match[2]) - clock.hour) + int(match[3]) - clock.minute) % 1440
    return (f"-{match[2]}:{match[3]}", match.end()) if match[1] or later > 720 else None


def _with_day_after(text: str, point: _Point) -> _Point:
    """The same point, with the day behind its clock: `08:46, Feb 11, 2026`, `10:30 (12.03.)`."""
    if point.bare or point.end >= len(text):
        return point
    gap = _BEFORE_DAY.match(text, point.end)
    if not gap or gap.end() == point.end:
        return point
    found = _day_at(text, gap.end())
    if not found or (found[0].day is None and "(" not in gap.group()):
        return point
    day, end = found
    if "(" in gap.group():
        if text[end : end + 1] != ")":
            return point
        end += 1
    point.day, point.end = day, end
    return point


def _stamp_at(text: str, at: int) -> tuple[Stamp, int] | None:
    """A point in time or a range at a place in the text, and where it ends."""
    first = _point_at(text, at)
    if first is None:
        return None
    match = _RANGE.match(text, first.end)
    if not match and (joined := _RANGE_AND.match(text, first.end)):
        _, _, preposition = _skip_prefix(text, at)
        match = joined if preposition else None
    second = _point_at(text, match.end(), ends=True) if match else None
    if second and not _makes_range(first, second):
        second = None
    if second is None:
        return None if first.bare else (_stamp(first), first.end)
    if first.bare and second.bare:
        return None
    return _stamp(first, second), second.end


def _makes_range(first: _Point, second: _Point) -> bool:
    if second.bare or (second.clock is None and second.day is None):
        return False
    if first.clock is None:
        # a day, then a range of clocks or another day
        return second.clock is None and second.day is not None
    return second.clock is not None


def _stamp(first: _Point, second: _Point | None = None) -> Stamp:
    if second is None:
        return Stamp(
            first.day,
            first.clock,
            offset=first.offset,
            zone=first.zone,
            approximate=first.approximate,
        )
    start, half = first.clock, second.half
    if start and half and not first.half and start.hour <= 12:
        same = start.hour % 12 + (12 if half == "p" else 0)
        other = start.hour % 12 + (0 if half == "p" else 12)
        stop = second.clock.minutes if second.clock else 0
        start = replace(start, hour=same if same * 60 + start.minute <= stop else other)
    return Stamp(
        first.day,
        start,
        second.day,
        second.clock,
        offset=first.offset,
        end_offset=second.offset,
        zone=first.zone or second.zone,
        approximate=first.approximate or second.approximate,
    )


# --- whole texts and lines ---------------------------------------------------------------------


_TEXTS: Final = 4096  # that a document's tables and blocks ask about, each several times


def forget() -> None:
    """Let go of what was read: another document has other texts."""
    whole.cache_clear()
    date_line.cache_clear()
    find_period.cache_clear()


LONGEST_CELL: Final = 240  # characters; a longer text is no time and no day, blanks or not


@lru_cache(maxsize=_TEXTS)
def whole(text: str) -> Stamp | None:
    """The time that a whole text is, such as a time cell; None where there is anything else."""
    if len(text) > LONGEST_CELL:
        return None
    text = " ".join(text.split())
    if not text or len(text) > 80:
        return None
    at = 0
    while at < len(text) and text[at] in _OPENING:
        at += 1
    if found := _stamp_at(text, at):
        stamp, end = found
        if not text[end:].strip(" .,:;)]}*–—-|"):
            return stamp
    bare = text.strip(" .,:;()[]{}–—|*")
    if _RELATIVE.compiled.fullmatch(bare):
        return Stamp(relative=True, approximate=_is_vague(bare))
    return None


def _is_vague(text: str) -> bool:
    return not any(c.isdigit() for c in text)


_STARTS: Final = (
    frozenset(_MONTHS) | frozenset(_WEEKDAYS) | _APPROXIMATE | _BEFORE_CLOCK | _BETWEEN | _VAGUE
) | {"day", "tag", *_FEASTS}
_RELATIVE_STARTS: Final = frozenset(
    {"t", "mitternacht", "midnight", "noon", "midday", "mittags", "am", "in", "later", "next"}
    | {
        "midday",
        "tags",
        "the",
        "kurz",
        "shortly",
        "soon",
        "just",
        "wenig",
        "danach",
        "nach",
        "after",
        "a",
    }
    | {"ein", "eine", "einige", "few", "several", "five", "ten", "fünf", "zehn", "abends", "nachts"}
    | {"morgens", "meanwhile", "afterwards", "sofort", "immediately", "gegen", "etwa", "about"}
)


def leading(text: str) -> tuple[Stamp, str, str] | None:
    """The time at the start of a line, that time as printed, and the rest of the line.

    None for lines that only begin with a number ("10 Server", "2.0.1", "3.5 million", "1. Punkt").
    """
    if not text:
        return None
    first = text[0]
    if not first.isdigit():
        if first.isspace() or first in "~≈±([{+−":
            text = text.lstrip()
        else:
            word = _WORD.match(text)
            if not word:
                return None
            name = word.group().casefold()
            known = name in _STARTS or name in _RELATIVE_STARTS
            if not known and _weekday_of(name) is None:
                return None
    return _leading(text)


def _leading(text: str) -> tuple[Stamp, str, str] | None:
    at = 1 if text[:1] in _OPENING and text[:1] else 0
    found = _stamp_at(text, at)
    if found is None:
        return _leading_relative(text)
    stamp, end = found
    start = at
    if at and text[end : end + 1] in _CLOSING and end < len(text):
        end += 1
        printed = text[start : end - 1]
    elif at:
        return None
    else:
        printed = text[start:end]
    gap = _SEPARATOR.match(text, end)
    assert gap
    rest = text[gap.end() :]
    if not rest:
        return stamp, printed.strip(), ""
    if gap.end() == end or (gap.group() in "-–" and rest[0].isalnum()):
        return None
    if not _believable(stamp, text, gap.group(), rest):
        return None
    return stamp, printed.strip(), rest


def _believable(stamp: Stamp, text: str, gap: str, rest: str) -> bool:
    """Whether a time at the start of a line is that line's time and no part of its sentence."""
    marked = any(c in gap for c in ":|•·>→–—−-)]\t") or "  " in gap
    if not marked and rest[0] in _DURATION_STARTS and _DURATION.compiled.match(rest):
        return False
    _, approximate, preposition = _skip_prefix(text, 0)
    if not marked and preposition and not _opens_no_sentence(text, rest):
        return False
    if not marked and approximate and _is_adverb(text) and rest[0].islower():
        return False
    if stamp.clock is not None:
        return marked or any(c.isdigit() for c in text[: len(text) - len(rest)])
    if stamp.day is None or stamp.day.day is None:
        return marked and stamp.day is not None
    named = any(c.isalpha() for c in text[: len(text) - len(rest)])
    if named and not marked:
        return rest[0].isupper() or rest[0].isdigit() or not rest[0].isalpha()
    return True


def _opens_no_sentence(text: str, rest: str) -> bool:
    """`Ab 14 Uhr Hotline verstärkt`: in a German sentence the verb would be next, written small."""
    preposition, _, clock = text.partition(" ")
    german = preposition.casefold() in {"ab", "um", "seit", "bis", "zwischen", "von"}
    return german and clock[:1].isdigit() and rest[0].isupper()


def _is_adverb(text: str) -> bool:
    """Whether a line begins with "gegen" or "around", as sentences do, and not with "ca."."""
    return text[:3].casefold() not in {"ca.", "ca ", "cir", "app", "c. "} and text[:1].isalpha()


def _leading_relative(text: str) -> tuple[Stamp, str, str] | None:
    """A time without a clock, where a mark parts it from the rest: `Kurz nach Mitternacht: ...`."""
    if not any(mark in text[:60] for mark in (":", "|", "→", "–", "—", " - ")):
        return None
    match = _RELATIVE.compiled.match(text)
    if not match:
        return None
    gap = _SEPARATOR.match(text, match.end())
    assert gap
    if not any(c in gap.group() for c in ":|→–—") and " - " not in gap.group():
        return None
    printed = match.group()
    return Stamp(relative=True, approximate=_is_vague(printed)), printed, text[gap.end() :]


@lru_cache(maxsize=_TEXTS)
def date_line(text: str) -> Stamp | None:
    """The day that a whole line is: `Montag, 17. Juni 2024`, `Aug 30, 2022`, `Day 2`."""
    if len(text) > LONGEST_CELL:
        return None
    text = " ".join(text.split()).strip(" :–—-*|[]()")
    if not text or len(text) > 60:
        return None
    if nth := _NTH.match(text):
        rest = text[nth.end() :].strip(" :,–—-()")
        if not rest:
            return Stamp(Day(nth=int(nth.group(1))))
        dated = _day_at(rest, 0)
        return Stamp(dated[0]) if dated and not rest[dated[1] :].strip(" ,.:)") else None
    night = _NIGHT.compiled.match(text)
    start = _skip_prefix(text, night.end() if night else 0)[0]
    if days := _two_days_at(text, start):
        return Stamp(days[0], end_day=days[1]) if not text[days[2] :].strip(" ,.:()") else None
    found = _day_at(text, start)
    if found is None:
        return None
    day, end = found
    match = _TO.compiled.match(text, end)
    if match and (second := _day_at(text, match.end())) and second[0].day is not None:
        if not text[second[1] :].strip(" ,.:()"):
            return Stamp(day, end_day=second[0])
        return None
    rest = text[end:].strip(" ,.:()–-")
    if not rest or rest.casefold() in _WEEKDAYS:
        if rest and day.weekday is None:
            day = replace(day, weekday=_WEEKDAYS[rest.casefold()])
        return Stamp(day)
    return None


# --- periods -----------------------------------------------------------------------------------

_CANDIDATE: Final = re.compile(r"(?<![\w:.,/+-])(?:\d|[^\W\d_](?=[^\W\d_]{1,9}\b))")
_DIGIT: Final = re.compile(r"\d")
_TWO_DAYS: Final = Late(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?"
    r"(?:\s*(?:[-–—/&])\s*|\s+(?:und|and|bis(?:\s+zum)?|to|through|auf)(?:\s+(?:den|dem|the))?\s+)"
    r"(?=\d{1,2}(?:\.|st|nd|rd|th|\s))",
    re.IGNORECASE,
)
_MONTH_TWO_DAYS: Final = Late(
    r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*[-–—/&]\s*|\s+(?:to|and|through|until)\s+(?:the\s+)?)"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:(?:\s*,)?\s*({_YEAR})(?!\d))?",
    re.IGNORECASE,
)
_TO: Final = Late(
    r"\s*(?:,\s*)?(?:[-–—→&/]|->)\s*|\s*,?\s+(?:und|and|bis(?:\s+zum)?|to|through|until|auf)"
    r"(?:\s+(?:den|dem|the))?\s+",
    re.IGNORECASE,
)


@lru_cache(maxsize=_TEXTS)
def find_period(
    text: str, *, year: int | None = None, month_first: bool = False
) -> tuple[str, str] | None:
    """First and last day that a title, subtitle or impact time states, as ISO dates.

    `year` is taken where none is printed; `month_first` reads 03/04/2024 as 4 March.
    """
    if not _DIGIT.search(text):
        return None
    for match in _CANDIDATE.finditer(text):
        word = _WORD.match(text, match.start())
        if word and word.group().casefold() not in _STARTS:
            continue
        found = _days_at(text, match.start())
        if found is None:
            continue
        first, last = found
        if month_first:
            first, last = _month_first(first), _month_first(last)
        days = _dated(first, last, year)
        if days:
            return days[0].isoformat(), days[1].isoformat()
    return None


def _month_first(day: Day) -> Day:
    return day.swapped() if day.slashed and _valid(day.day or 0, day.month or 0) else day


def follows_day(word: str) -> bool:
    """Whether a word behind a number with a full stop makes it a day: `1. April`."""
    name = word.rstrip(".,:").casefold()
    return name in _MONTHS and name not in ("may", "march")  # which begin sentences, too


def _two_days_at(text: str, at: int) -> tuple[Day, Day, int] | None:
    """Two days of one month (`30. - 31. Mai 2023`, `December 9–11, 2024`), and where they end."""
    if match := _TWO_DAYS.compiled.match(text, at):
        found = _day_at(text, match.end())
        if found and found[0].month and found[0].day:
            first = replace(found[0], day=int(match.group(1)), weekday=None)
            return first, found[0], found[1]
    match = _MONTH_TWO_DAYS.compiled.match(text, at)
    if match and (month := _MONTHS.get(match.group(1).casefold())):
        year, first_day, last_day = _full_year(match.group(4)), match.group(2), match.group(3)
        return Day(year, month, int(first_day)), Day(year, month, int(last_day)), match.end()
    return None


def months_of(text: str) -> list[tuple[int, int]]:
    """The months that a text names with their years (`Issue 27, May 2025`), year and month."""
    found = []
    for match in _MONTH_OF_YEAR.compiled.finditer(text):
        if month := _MONTHS.get(match.group(1).casefold()):
            found.append((int(match.group(2)), month))
    return found


def _days_at(text: str, at: int) -> tuple[Day, Day] | None:
    """One day or the two ends of a range of days at a place in the text."""
    if two := _two_days_at(text, at):
        return two[0], two[1]
    point = _point_at(text, at)
    if point is None or point.day is None or point.day.day is None:
        return None
    first = point.day
    gap = _TO.compiled.match(text, point.end)
    second = _point_at(text, gap.end()) if gap else None
    if second and second.day and second.day.day is not None:
        return first, second.day
    return first, first


def _dated(first: Day, last: Day, year: int | None) -> tuple[date, date] | None:
    """Both days with the years that one of them or the hint gives; None if impossible."""
    end_year = last.year or first.year or year
    start_year = first.year or end_year
    if end_year is None or start_year is None:
        return None
    start, end = date_of(first, start_year), date_of(last, end_year)
    if start and end and start > end and first.year is None:
        start = date_of(first, start_year - 1)
    if start is None or end is None or start > end:
        return None
    return start, end


def date_of(day: Day, year: int) -> date | None:
    """That day of that year, or None where there is no such day."""
    month, number = day.month or 0, day.day or 0
    if day.slashed and month > 12:
        month, number = number, month
    try:
        return date(year, month, number)
    except ValueError:
        return None
