"""Times and days in words: what is printed, and which moment it means.

Two steps. Reading (`whole`, `leading`, `date_line`, `find_period`, `find_zone`) turns a text into
what is printed there and adds nothing. `resolve` then gives the rows of one timeline their days,
by the contract: from the last date printed before, rolling over where the clock wraps past
midnight. All patterns are linear in the length of the text; no date is ever an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

# --- what is printed ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed. `slashed` days (03/04/24) may be month first; `nth` is "Day 2"."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    slashed: bool = False
    nth: int | None = None

    def swapped(self) -> Day:
        return replace(self, month=self.day, day=self.month)


@dataclass(frozen=True, slots=True)
class Clock:
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


@dataclass(frozen=True, slots=True)
class Stamp:
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
_APPROXIMATE: Final = frozenset(
    {"ca", "circa", "zirka", "gegen", "etwa", "ungefähr", "rund", "around", "about", "approx"}
    | {"approximately", "roughly", "approximate", "c", "appr", "est", "vermutlich", "estimated"}
)
_BEFORE_CLOCK: Final = frozenset({"um", "at", "ab", "from", "von", "seit", "since", "zwischen"})
_BETWEEN: Final = frozenset({"between", "vom", "bis", "until", "by", "am", "on", "den", "the"})
_VAGUE: Final = frozenset({"kurz", "shortly", "just", "soon", "nach", "vor", "after", "before"})
_OTHER_STARTS: Final = frozenset({"t", "day", "tag", "nacht", "night", "in", "der"})

_ZONES: Final = frozenset(
    {"UTC", "GMT", "MEZ", "MESZ", "CET", "CEST", "WET", "WEST", "WEZ", "WESZ", "EET", "EEST"}
    | {"OEZ", "OESZ", "BST", "IST", "MSK", "TRT", "PST", "PDT", "PT", "MST", "MDT", "MT"}
    | {"CST", "CDT", "CT", "EST", "EDT", "ET", "AKST", "AKDT", "HST", "AST", "ADT", "NST"}
    | {"JST", "KST", "SGT", "HKT", "ICT", "WIB", "PHT", "PKT", "NPT", "AEST", "AEDT", "AET"}
    | {"ACST", "ACDT", "AWST", "NZST", "NZDT", "NZT", "SAST", "EAT", "WAT", "CAT", "BRT", "BRST"}
    | {"ART", "CLT", "CLST", "COT", "PET", "GST", "UCT"}
)
# Zones that are words as well: taken only in capitals, and not in a line set in capitals.
_WORD_ZONES: Final = frozenset({"IST", "WEST", "EST", "ET", "ART", "CAT", "EAT", "PET", "MT", "CT"})
# Names that Windows, Rails and so PagerDuty print in place of a zone.
_CITIES: Final = frozenset(
    (
        "International Date Line West|Midway Island|American Samoa|Hawaii|Alaska|Tijuana|Arizona|"
        "Chihuahua|Mazatlan|Central America|Guadalajara|Mexico City|Monterrey|Saskatchewan|Bogota|"
        "Indiana (East)|Lima|Quito|Caracas|Georgetown|La Paz|Puerto Rico|Santiago|Newfoundland|"
        "Brasilia|Buenos Aires|Montevideo|Greenland|Mid-Atlantic|Azores|Cape Verde Is.|Casablanca|"
        "Dublin|Edinburgh|Lisbon|London|Monrovia|Amsterdam|Belgrade|Berlin|Bern|Zurich|Bratislava|"
        "Brussels|Budapest|Copenhagen|Ljubljana|Madrid|Paris|Prague|Rome|Sarajevo|Skopje|Stockholm|"
        "Vienna|Warsaw|West Central Africa|Zagreb|Athens|Bucharest|Cairo|Harare|Helsinki|Jerusalem|"
        "Kaliningrad|Kyiv|Pretoria|Riga|Sofia|Tallinn|Vilnius|Baghdad|Istanbul|Kuwait|Minsk|Moscow|"
        "Nairobi|Riyadh|St. Petersburg|Volgograd|Tehran|Abu Dhabi|Baku|Muscat|Samara|Tbilisi|"
        "Yerevan|Kabul|Ekaterinburg|Islamabad|Karachi|Tashkent|Chennai|Kolkata|Mumbai|New Delhi|"
        "Sri Jayawardenepura|Kathmandu|Almaty|Astana|Dhaka|Urumqi|Rangoon|Bangkok|Hanoi|Jakarta|"
        "Krasnoyarsk|Novosibirsk|Beijing|Chongqing|Hong Kong|Irkutsk|Kuala Lumpur|Perth|Singapore|"
        "Taipei|Ulaanbaatar|Osaka|Sapporo|Seoul|Tokyo|Yakutsk|Adelaide|Darwin|Brisbane|Canberra|"
        "Guam|Hobart|Melbourne|Port Moresby|Sydney|Vladivostok|Magadan|New Caledonia|Solomon Is.|"
        "Srednekolymsk|Auckland|Fiji|Kamchatka|Marshall Is.|Wellington|Chatham Is.|Nuku'alofa|Samoa|"
        "Tokelau Is.|Wien|Zürich|New York|Los Angeles|Chicago|Frankfurt|München|Hamburg"
    ).split("|")
)

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
    r"(\d{1,2})(?:\.|st|nd|rd|th)?(?:\s?-\s?|\s*)(?:of\s+)?([^\W\d_]{3,9})\b\.?"
    rf"(?:(?:\s*,)?\s*-?({_YEAR})(?!\d)|\s+['’](\d\d)(?!\d))?"
)
_NAMED_LAST: Final = re.compile(
    r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|\.\d|\s?Uhr|\s?[AaPp]\.?[Mm]\b)"
    rf"(?:\s*,\s*({_YEAR})(?!\d)|\s+({_YEAR})(?!\d))?"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_WEEKDAY_GAP: Final = re.compile(r"\.?\s*[,|–-]?\s*(?:(?:den|dem|the|der|am)\s+)?")
_NIGHT: Final = re.compile(
    r"(?:(?:in der|die|the|in the)\s+)?(?:nacht|night|abend|evening|morgen|morning)\s+"
    r"(?:(?:vom|zum|auf den|of|from|to|des)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_CLOCK_NEXT: Final = re.compile(r"\d{1,2}(?:[:h]\d\d|(?:\.\d\d)?\s?Uhr)")
_NTH: Final = re.compile(r"(?:day|tag)\s+(\d{1,2})\b", re.IGNORECASE)

_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:([:.hH])([0-5]\d)(?!\d)(?::([0-5]\d|60)(?!\d)(?:[.,](\d{1,9}))?)?)?(?!\d)"
    r"(?:\s?([AaPp])\.?\s?[Mm](?!\w)\.?|\s{0,2}(Uhr|[hH]|hrs?|o['’]?clock)(?!\w))?"
)
_FOUR_DIGITS: Final = re.compile(
    r"([01]\d|2[0-3])([0-5]\d)(?=\s?(?:Z|UTC|GMT|hrs?|hours|h|Uhr)\b)(?:\s?(?:hrs?|hours|h|Uhr)\b)?"
)
_OFFSET: Final = re.compile(r"\s?([+−-])(\d\d)(?::?(\d\d))?(?![\d:.])")
_ZULU: Final = re.compile(r"\s?Z(?!\w)")
_ZONE: Final = re.compile(
    r"\s*([(\[]?)\s*([A-Z]{2,5}|utc|gmt|cet|cest|mez|mesz)(?![\w])"
    r"(?:\s?([+−-])\s?(\d{1,2})(?::?(\d\d))?(?![\d:]))?\s*([)\]]?)"
)
_LONG_ZONE: Final = re.compile(
    r"\s*[(\[]?\s*((?:Pacific|Mountain|Central|Eastern|Atlantic|Alaska|Hawaii|Greenwich|British|Irish|"
    r"(?:Central|Eastern|Western)\s+European|Japan|India|Indian|Singapore|Australian\s+\w+)\s+"
    r"(?:(?:Standard|Daylight|Summer|Mean)\s+)?Time|[Mm]itteleuropäische[rn]?\s+(?:Sommer)?[Zz]eit|"
    r"Ortszeit|local\s+time)\b(\s+\(US\s*&\s*Canada\))?(?:\s*\(([A-Z]{2,5})\))?\s*[)\]]?"
)
_AFTER_DAY: Final = re.compile(
    r"\s*(?:T(?=\d)|[,/|@(]\s*|:\s+|\s[–—-]\s+|\s)?\s*(?:(?:at|um|ab|from|von)\s+)?"
)
_BEFORE_DAY: Final = re.compile(r"\s*(?:,\s*|\(\s*|/\s*|\|\s*)?(?:(?:on|am|den|the|vom)\s+)?")
_RANGE: Final = re.compile(
    r"\s*(?:[-–—−→]|->)\s*|\s+(?:bis(?:\s+(?:zum|etwa|gegen|ca\.))?|to|until|till|through|thru)\s+"
)
_RANGE_AND: Final = re.compile(r"\s+(?:und|and)\s+")
_CAPITALS: Final = re.compile(r"\s+[A-ZÄÖÜ]{2,}\b")
_SEPARATOR: Final = re.compile(r"\s*(?:[:|•·>→–—−-]+|->|=>|[)\]]\s*[:–—-]?|,(?=\s))?\s*")
_DURATION: Final = re.compile(
    r"(?:h|std|stunden?|hours?|min(?:ute[ns]?)?|sek(?:unden?)?|sec(?:onds?)?|tagen?|days?|%|percent|"
    r"prozent|ratio|mio|million)\b|%",
    re.IGNORECASE,
)
_PART_OF_DAY: Final = re.compile(
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
    r"(?:\d{1,4}(?:[.,]\d)?|ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|zehn|zwanzig|dreißig|wenige[nr]?|einige[nr]?|"
    r"an?|one|two|three|four|five|ten|twenty|thirty|few|some|several|half|a few)"
)
_RELATIVE: Final = re.compile(
    rf"(?:ca\.\s+|etwa\s+|about\s+|around\s+|~\s?)?(?:"
    rf"(?:nach\s+|after\s+)?{_NUMBER_WORD}\s+(?:weitere[nr]?\s+|more\s+)?{_UNIT}(?!\w)"
    rf"(?:\s+(?:later|after|afterwards|earlier|before|prior|später|danach|darauf|davor|vorher|zuvor|früher))?"
    rf"|T\s?[+−-]\s?\d{{1,4}}(?::[0-5]\d){{0,2}}(?:\s?{_UNIT})?|T\s?0|t0"
    rf"|[+−-]\s?\d{{1,4}}(?::[0-5]\d){{0,2}}(?:\s?{_UNIT})?"
    r"|(?:(?:kurz|shortly|just|soon|bald)\s+)?(?:nach|vor|after|before|gegen|um|around|at|bis|until|ca\.)\s+"
    r"(?:mitternacht|midnight|noon|mittag|midday|dienstschluss|feierabend|lunch|dawn|sunrise)"
    r"|mitternacht|midnight|noon|midday|mittags?"
    r"|(?:(?:am|in der|im|in the|at|the|that|um|gegen|noch am|on the)\s+)?"
    r"(?:(?:frühen?|späten?|nächsten?|folgenden?|selben|gleichen|early|late|next|following|same)\s+){0,2}"
    r"(?:morgens?|vormittags?|nachmittags?|abends?|nachts?|nacht|laufe des tages|tag|tags darauf|"
    r"morning|afternoon|evening|night|day|week|woche)"
    r"|tags darauf|kurz darauf|wenig später|kurze zeit später|danach|anschließend|später|zuvor|vorher|"
    r"shortly after(?:wards)?|soon after(?:wards)?|later(?: that (?:day|night|evening))?|afterwards|earlier|"
    r"meanwhile|immediately|sofort|unverzüglich|unbekannt|unknown|n/a|k\. ?a\.|laufend|ongoing|tbd|"
    r"seitdem|since then|heute|today|gestern|yesterday|jetzt|now|offen"
    r")",
    re.IGNORECASE,
)
_GERMAN_AM: Final = re.compile(
    r"\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|tag|abend|morgen|mittag|"
    r"wochenende|ende|anfang|standort|\d)",
    re.IGNORECASE,
)
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"


# --- reading one point in time -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Point:
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
    if (weekday := _WEEKDAYS.get(name)) is not None:
        gap = _WEEKDAY_GAP.match(text, word.end())
        assert gap
        if (found := _day_at(text, gap.end())) and found[0].weekday is None:
            return replace(found[0], weekday=weekday), found[1]
        alone = len(name) > 2 or _CLOCK_NEXT.match(text, gap.end())
        return (Day(weekday=weekday), word.end()) if alone else None
    if name in {"day", "tag"} and (nth := _NTH.match(text, at)):
        return Day(nth=int(nth.group(1))), nth.end()
    if name in _MONTHS and (match := _NAMED_LAST.match(text, at)):
        year = match.group(3) or match.group(4)
        day = Day(_full_year(year), _MONTHS[name], int(match.group(2)))
        return (day, match.end()) if _valid(day.month or 0, day.day or 0) else None
    return None


def _numbered_day_at(text: str, at: int) -> tuple[Day, int] | None:
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
    if match := _FOUR_DIGITS.match(text, at):
        return _Point(match.end(), clock=Clock(int(match.group(1)), int(match.group(2))))
    match = _CLOCK.match(text, at)
    if not match:
        return None
    hour, between, minute, second, fraction, half, uhr = match.groups()
    end = match.end()
    if half and not minute and _GERMAN_AM.match(text, end):
        return None
    if (
        end < len(text)
        and text[end - 1].isdigit()
        and text[end] == ":"
        and text[end + 1 : end + 2].isdigit()
    ):
        return None
    bare = minute is None and not half and (uhr is None or uhr in "hH")
    if bare and uhr:
        return None
    if between == "." and not (half or uhr):
        return None
    hours = int(hour)
    if hours > 24 or (hours == 24 and int(minute or 0)):
        return None
    if half and hours <= 12:
        hours = hours % 12 + (12 if half in "pP" else 0)
    clock = Clock(hours, int(minute or 0), int(second) if second else None, fraction or "")
    return _Point(end, clock=clock, half=(half or "").lower(), bare=bare)


def _zone_at(text: str, at: int, iso: bool) -> tuple[str | None, str | None, int] | None:
    """Zone word, offset and end of what is printed after a clock. `iso` allows a minus."""
    if at >= len(text):
        return None
    if match := _ZULU.match(text, at):
        return None, "Z", match.end()
    if (match := _OFFSET.match(text, at)) and (
        match.group(1) == "+" or (iso and match.group(3) and not match.group().startswith(" "))
    ):
        return None, _offset(match.group(1), match.group(2), match.group(3)), match.end()
    match = _ZONE.match(text, at)
    if match and match.group(2).upper() in _ZONES and bool(match.group(1)) == bool(match.group(6)):
        return _short_zone(match, text)
    if match and match.group(2).upper() in _ZONES and not match.group(1):
        return _short_zone(match, text)
    if match := _LONG_ZONE.match(text, at):
        name = match.group(3) or match.group(1) + (match.group(2) or "")
        return name, None, match.end()
    return None


def _short_zone(match: re.Match[str], text: str) -> tuple[str | None, str | None, int] | None:
    opened, name, sign, hours, minutes, closed = match.groups()
    if name in _WORD_ZONES and not opened and _CAPITALS.match(text, match.end(2)):
        return None
    end = match.end() if opened or not closed else match.start(6)
    while not opened and end > match.start(2) and text[end - 1].isspace():
        end -= 1
    if sign and name.upper() in {"UTC", "GMT"}:
        return text[match.start(2) : end].rstrip(")] "), _offset(sign, hours, minutes), end
    return name, None, end if not sign else match.end(2)


def _offset(sign: str, hours: str, minutes: str | None) -> str:
    return f"{'+' if sign == '+' else '-'}{int(hours):02}:{minutes or '00'}"


def _skip_prefix(text: str, at: int) -> tuple[int, bool, bool]:
    """Past "ca.", "um", "kurz nach": the place after, whether approximate, whether a preposition."""
    approximate = preposition = False
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


def _point_at(text: str, at: int) -> _Point | None:
    """A day, a clock, or both in either order, with zone and "ca."."""
    at, approximate, _ = _skip_prefix(text, at)
    found = _day_at(text, at)
    if found is None:
        clock = _clock_at(text, at)
        return _with_day_after(text, _zoned(text, clock, False, approximate)) if clock else None
    day, end = found
    gap = _AFTER_DAY.match(text, end)
    assert gap
    opened = "(" in gap.group()
    start, later, _ = _skip_prefix(text, gap.end()) if gap.end() > end else (end, False, False)
    clock = _clock_at(text, start) if start > end else None
    if clock and not clock.bare:
        iso = gap.group() == "T" or (clock.clock is not None and clock.clock.second is not None)
        point = _zoned(text, replace(clock, day=day), iso, approximate or later)
        closes = opened and text[point.end : point.end + 1] == ")"
        return replace(point, end=point.end + 1) if closes else point
    if part := _PART_OF_DAY.match(text, end):
        all_day = part.group().casefold().endswith((" day", "ganztägig", "tagsüber"))
        return _Point(part.end(), day=day, approximate=not all_day)
    return _Point(end, day=day, approximate=approximate)


def _zoned(text: str, point: _Point, iso: bool, approximate: bool) -> _Point:
    zone = None if point.bare else _zone_at(text, point.end, iso)
    if zone is None:
        return replace(point, approximate=approximate)
    return replace(point, zone=zone[0], offset=zone[1], end=zone[2], approximate=approximate)


def _with_day_after(text: str, point: _Point) -> _Point:
    """The day that follows a clock: `08:46, Feb 11, 2026`, `10:30 (12.03.)`."""
    if point.bare or point.end >= len(text):
        return point
    gap = _BEFORE_DAY.match(text, point.end)
    if not gap or gap.end() == point.end:
        return point
    found = _day_at(text, gap.end())
    if not found or found[0].day is None:
        return point
    day, end = found
    if "(" in gap.group():
        if text[end : end + 1] != ")":
            return point
        end += 1
    return replace(point, day=day, end=end)


def _stamp_at(text: str, at: int) -> tuple[Stamp, int] | None:
    """A point in time or a range at a place in the text, and where it ends."""
    first = _point_at(text, at)
    if first is None:
        return None
    _, _, preposition = _skip_prefix(text, at)
    match = _RANGE.match(text, first.end) or (
        _RANGE_AND.match(text, first.end) if preposition else None
    )
    second = _point_at(text, match.end()) if match else None
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


def whole(text: str) -> Stamp | None:
    """The time that a whole text is, such as a time cell; None where there is anything else."""
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
    if _RELATIVE.fullmatch(bare):
        return Stamp(relative=True, approximate=_is_vague(bare))
    return None


def _is_vague(text: str) -> bool:
    return not any(c.isdigit() for c in text)


_STARTS: Final = (
    frozenset(_MONTHS) | frozenset(_WEEKDAYS) | _APPROXIMATE | _BEFORE_CLOCK | _BETWEEN | _VAGUE
) | {"day", "tag"}
_RELATIVE_STARTS: Final = frozenset(
    {"t", "mitternacht", "midnight", "noon", "mittags", "am", "in", "later", "next"}
    | {"tags", "the", "kurz", "shortly", "soon", "just", "wenig", "danach", "nach", "after", "a"}
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
            if name not in _STARTS and name not in _RELATIVE_STARTS:
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
    if _DURATION.match(rest):
        return False
    _, approximate, preposition = _skip_prefix(text, 0)
    if not marked and (preposition or (approximate and _is_adverb(text) and rest[0].islower())):
        return False
    if stamp.clock is not None:
        return True
    if stamp.day is None or stamp.day.day is None:
        return marked and stamp.day is not None
    named = any(c.isalpha() for c in text[: len(text) - len(rest)])
    if named and not marked:
        return rest[0].isupper() or rest[0].isdigit() or not rest[0].isalpha()
    return True


def _is_adverb(text: str) -> bool:
    """Whether a line begins with "gegen" or "around", as sentences do, and not with "ca."."""
    return text[:3].casefold() not in {"ca.", "ca ", "cir", "app", "c. "} and text[:1].isalpha()


def _leading_relative(text: str) -> tuple[Stamp, str, str] | None:
    """A time without a clock, where a mark parts it from the rest: `Kurz nach Mitternacht: ...`."""
    match = _RELATIVE.match(text)
    if not match:
        return None
    gap = _SEPARATOR.match(text, match.end())
    assert gap
    if not any(c in gap.group() for c in ":|→–—") and " - " not in gap.group():
        return None
    printed = match.group()
    return Stamp(relative=True, approximate=_is_vague(printed)), printed, text[gap.end() :]


def date_line(text: str) -> Stamp | None:
    """The day that a whole line is: `Montag, 17. Juni 2024`, `Aug 30, 2022`, `Day 2`."""
    text = " ".join(text.split()).strip(" :–—-*|[]()")
    if not text or len(text) > 60:
        return None
    if nth := _NTH.match(text):
        rest = text[nth.end() :].strip(" :,–—-()")
        if not rest:
            return Stamp(Day(nth=int(nth.group(1))))
        dated = _day_at(rest, 0)
        return Stamp(dated[0]) if dated and not rest[dated[1] :].strip(" ,.:)") else None
    night = _NIGHT.match(text)
    start = _skip_prefix(text, night.end() if night else 0)[0]
    if days := _two_days_at(text, start):
        return Stamp(days[0], end_day=days[1]) if not text[days[2] :].strip(" ,.:()") else None
    found = _day_at(text, start)
    if found is None:
        return None
    day, end = found
    match = _TO.match(text, end)
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
_TWO_DAYS: Final = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?"
    r"(?:\s*(?:[-–—/&])\s*|\s+(?:und|and|bis(?:\s+zum)?|to|through|auf)(?:\s+(?:den|dem|the))?\s+)"
    r"(?=\d{1,2}(?:\.|st|nd|rd|th|\s))"
)
_MONTH_TWO_DAYS: Final = re.compile(
    r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*[-–—/&]\s*|\s+(?:to|and|through|until)\s+(?:the\s+)?)"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:(?:\s*,)?\s*({_YEAR})(?!\d))?"
)
_TO: Final = re.compile(
    r"\s*(?:,\s*)?(?:[-–—→&/]|->)\s*|\s*,?\s+(?:und|and|bis(?:\s+zum)?|to|through|until|auf)"
    r"(?:\s+(?:den|dem|the))?\s+"
)


def find_period(
    text: str, *, year: int | None = None, month_first: bool = False
) -> tuple[str, str] | None:
    """First and last day that a title, subtitle or impact time states, as ISO dates.

    `year` is taken where none is printed; `month_first` reads 03/04/2024 as 4 March.
    """
    for match in _CANDIDATE.finditer(text):
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


def _two_days_at(text: str, at: int) -> tuple[Day, Day, int] | None:
    """Two days of one month (`30. - 31. Mai 2023`, `December 9–11, 2024`), and where they end."""
    if match := _TWO_DAYS.match(text, at):
        found = _day_at(text, match.end())
        if found and found[0].month and found[0].day:
            first = replace(found[0], day=int(match.group(1)), weekday=None)
            return first, found[0], found[1]
    match = _MONTH_TWO_DAYS.match(text, at)
    if match and (month := _MONTHS.get(match.group(1).casefold())):
        year, first_day, last_day = _full_year(match.group(4)), match.group(2), match.group(3)
        return Day(year, month, int(first_day)), Day(year, month, int(last_day)), match.end()
    return None


def _days_at(text: str, at: int) -> tuple[Day, Day] | None:
    """One day or the two ends of a range of days at a place in the text."""
    if two := _two_days_at(text, at):
        return two[0], two[1]
    point = _point_at(text, at)
    if point is None or point.day is None or point.day.day is None:
        return None
    first = point.day
    gap = _TO.match(text, point.end)
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
    start, end = _date(first, start_year), _date(last, end_year)
    if start and end and start > end and first.year is None:
        start = _date(first, start_year - 1)
    if start is None or end is None or start > end:
        return None
    return start, end


def _date(day: Day, year: int) -> date | None:
    """That day of that year, or None where there is no such day."""
    month, number = day.month or 0, day.day or 0
    if day.slashed and month > 12:
        month, number = number, month
    try:
        return date(year, month, number)
    except ValueError:
        return None


# --- zones -------------------------------------------------------------------------------------

_STATEMENT: Final = re.compile(
    r"(?:^|[.;:!?(*\[–—]\s*|\bnote\b:?\s+(?:that\s+)?|\bhinweis:?\s+)"
    r"(?:unless\s+(?:otherwise\s+)?(?:noted|stated|specified)(?:\s+otherwise)?,?\s+|sofern\s[^,]{0,40},\s+)?"
    r"(?:sind\s+)?(?:(?:all|the|these|alle|sämtliche|die)\s+)*"
    r"(?:(?:listed|given|event|reported|local|angegebenen|genannten|folgenden)\s+)?"
    r"(?:times(?:\s*stamps?)?|timestamps?|time\s+stamps?|clock\s+times|(?:dates|days)\s+and\s+times|"
    r"zeiten|uhrzeiten|zeitangaben|zeitpunkte|zeitstempel|angaben|zeitzone|time\s?zone|"
    r"(?:datums-?\s+und\s+)?(?:uhr)?zeitangaben)\b:?",
    re.IGNORECASE,
)
_ABBREVIATION: Final = re.compile(
    r"(?<![\w-])(?P<name>[A-Z]{2,5})(?!\w)(?:\s?[+−-]\s?\d{1,2}(?::?\d\d)?(?!\d)|(?:\s?/\s?[A-Z]{2,5}\b)+)?"
)
_NAMED_ZONE: Final = re.compile(
    r"(?<![\w-])(?:(?:US|U\.S\.)\s+)?(?:Pacific|Mountain|Central|Eastern|Atlantic|Alaska|Hawaii|Greenwich|"
    r"British|Irish|(?:Central|Eastern|Western)\s+European|Japan|India|Indian|Singapore|"
    r"Australian\s+\w+|(?:AUS\s+)?\w+ern|New\s+Zealand)\s+(?:(?:Standard|Daylight|Summer|Mean)\s+)?Time\b"
    r"(?:\s+\(US\s*&\s*Canada\)|\s+\(U[^()]{0,12}$)?"
    r"|\b(?:[Mm]ittel|[Oo]st|[Ww]est)europäische[rn]?\s+(?:Sommer|Normal|Standard)?[Zz]eit\b"
    r"|\b[A-Z][a-z]+/[A-Z][A-Za-z]+(?:_[A-Z][a-z]+)*(?:/[A-Z]\w+)?"
)
_PLAIN_OFFSET: Final = re.compile(r"(?<![\w:])[+−-]\d{2}:\d{2}(?!\d)")
_STATED_IN: Final = re.compile(
    r"^(?:\s+(?:listed|given|shown|stated|noted|in\s+this\s+(?:report|document)|below|above|here))*"
    r"(?:\s+(?:are|is|sind|ist|erfolgen|gelten|verstehen\s+sich))?"
    r"(?:\s+(?:listed|given|shown|stated|expressed|angegeben|all))*\s+(?:in|as|nach)\s+(?:the\s+)?"
    r"([A-ZÄÖÜ](?:[^.;!?]|(?<=\bSt)\.|(?<=\bIs)\.){1,58})\s*[.;)*]*\s*$"
)
_NOT_A_ZONE: Final = re.compile(
    r"local|ortszeit|format|stunden|hours|euro|prozent|millisekunden|sekunden|minuten",
    re.IGNORECASE,
)
_TIME_WORD: Final = re.compile(
    r"\b(?:time|times|zeit|uhrzeit|zeitpunkt|zeiten|timeline|datum|date|when|timestamp|zeitstempel|"
    r"zeitablauf|zeitleiste|zeitlinie|ablauf|verlauf|chronologie|chronology|start|end|beginn|ende)\b",
    re.IGNORECASE,
)
_ZONE_REMARK: Final = frozenset(
    {"all", "alle", "times", "time", "zeiten", "uhrzeiten", "zeit", "uhrzeit", "in", "are", "is"}
    | {"sind", "ist", "the", "der", "timestamps", "zeitstempel", "angaben", "zeitangaben", "local"}
    | {"lokal", "lokale", "standard", "daylight", "zone", "zeitzone", "timezone", "summer", "hh"}
    | {"mm", "h", "und", "and", "pacific", "eastern", "central", "mountain", "events", "as"}
)
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]{2,60}(?:\([^()]*\)?)?)[)\]]?")


def find_zone(text: str) -> str | None:
    """The zone that a statement, heading or column head names, as printed; else None."""
    text = " ".join(text.split())
    if not text or len(text) > 400:
        return None
    if statement := _STATEMENT.search(text):
        sentence = _sentence(text[statement.end() :])
        if zone := _zone_in(sentence):
            return zone
        if (stated := _STATED_IN.match(sentence)) and _is_zone_name(stated.group(1)):
            return stated.group(1).strip()
    for inside in _BRACKETED.finditer(text):
        zone = _zone_in(inside.group(1))
        if zone and len(text) <= 80 and _only_zone(inside.group(1), zone):
            return zone
    words = text.split()
    if len(words) <= 6 and (zone := _zone_in(text)) and _time_like(text, zone):
        return zone
    return None


def states_zone(text: str) -> bool:
    """Whether a text is a sentence or remark that states the zone for all times."""
    text = " ".join(text.split())
    return len(text) <= 240 and _STATEMENT.search(text) is not None and find_zone(text) is not None


def _sentence(text: str) -> str:
    end = re.search(r"[.!?](?=\s+[A-ZÄÖÜ]\w*\s+[a-zäöü])|\n", text)
    return text[: end.end() if end else 120][:120]


def _zone_in(text: str) -> str | None:
    """The first zone in a short text: its abbreviation before its long name."""
    for short in _ABBREVIATION.finditer(text):
        if short["name"] in _ZONES:
            known = all(name.strip() in _ZONES for name in short.group().split("/")[1:])
            return short.group().strip() if known else short["name"]
    if match := _NAMED_ZONE.search(text):
        return match.group().strip()
    offset = _PLAIN_OFFSET.search(text)
    return offset.group() if offset else None


def _is_zone_name(text: str) -> bool:
    parts = [part.strip(" .") for part in text.split(",")]
    if all(part in _CITIES or part + "." in _CITIES for part in parts):
        return True
    return len(text.split()) <= 5 and not _NOT_A_ZONE.search(text)


def _only_zone(text: str, zone: str) -> bool:
    """Whether a remark in brackets says nothing but the zone: `(all times in UTC)`."""
    rest = text.replace(zone, "", 1).casefold()
    return all(word in _ZONE_REMARK for word in _WORD.findall(rest)) and not any(
        c.isdigit() for c in rest
    )


def _time_like(text: str, zone: str) -> bool:
    rest = text.replace(zone, "", 1).strip(" ()[]:/,–-.")
    return not rest or _TIME_WORD.search(rest) is not None


# --- giving rows their days --------------------------------------------------------------------

Doubt = Literal[
    "time_without_clock",  # no clock and no day, or a relative one: `at` is null
    "day_unknown",  # a clock, but no day is printed anywhere before it: `at` is null
    "year_unknown",  # a day, but no year is printed anywhere before it: `at` is null
    "impossible_time",  # 31 June, 25:10: `at` is null
    "ambiguous_day",  # 03/04/2024 may be March or April
    "weekday_differs",  # the weekday printed is not that of the date printed
    "day_doubtful",  # the clock jumps so that the day cannot be told for sure
]


@dataclass(frozen=True, slots=True)
class Row:
    """The time of one timeline row, and the date line printed directly above it."""

    stamp: Stamp | None
    date_line: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """ISO times of one row, the parts of `at` that were not printed, and a doubt if any."""

    at: str | None = None
    end: str | None = None
    inferred: tuple[Literal["date", "year"], ...] = ()
    warning: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Minutes between neighbouring rows, and what they mean (the archive's own are far apart)."""

    back_in_row: int = 120  # a step back up to this is rows out of order, on the same day
    back_doubtful: int = 240  # up to this still the same day, but it may be the next
    over_midnight: int = 480  # from here on surely the next day
    back_over_midnight: int = 60  # 00:05 after midnight, then 23:58: the evening before
    near_new_year: int = 45  # days; 31.12. then 02.01. is the next year


STEPS: Final = Steps()


def resolve(
    rows: Sequence[Row],
    *,
    period: tuple[str, str] | None = None,
    year_hint: int | None = None,
    newest_first: bool | None = None,
    language: str | None = None,
) -> list[Resolved]:
    """Give each row of a timeline its day, by the contract. Never raises.

    `period` is the stated one (ISO days); `newest_first` None finds out by itself; `language` "de"
    reads 03/04/2024 day first without a doubt.
    """
    days = _period_days(period)
    order = _slash_order(rows, days, language)
    if order == "month_first":
        rows = [_swapped_row(row) for row in rows]
    backwards = _runs_backwards(rows) if newest_first is None else newest_first
    calendar = _Calendar(days, year_hint, backwards, order == "unknown")
    if backwards and days:
        calendar.start_backwards(rows)
    return [calendar.resolve(row) for row in rows]


def _period_days(period: tuple[str, str] | None) -> tuple[date, date] | None:
    try:
        return (date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None
    except ValueError:
        return None


def _all_days(rows: Iterable[Row]) -> Iterator[Day]:
    for row in rows:
        for stamp in (row.date_line, row.stamp):
            if stamp:
                yield from (day for day in (stamp.day, stamp.end_day) if day)


def _slash_order(
    rows: Sequence[Row], days: tuple[date, date] | None, language: str | None
) -> Literal["day_first", "month_first", "unknown"]:
    """Which number of 03/04/2024 is the month, from all rows together."""
    slashed = [day for day in _all_days(rows) if day.slashed]
    if any((day.month or 0) > 12 for day in slashed):
        return "month_first"
    if any((day.day or 0) > 12 for day in slashed) or all(d.day == d.month for d in slashed):
        return "day_first"
    if days:
        first = [_within(day, days) for day in slashed]
        second = [_within(day.swapped(), days) for day in slashed]
        if any(first) != any(second):
            return "day_first" if any(first) else "month_first"
    return "day_first" if language == "de" else "unknown"


def _within(day: Day, days: tuple[date, date]) -> bool:
    found = _date(replace(day, slashed=False), day.year or days[0].year)
    return found is not None and days[0] <= found <= days[1] + timedelta(days=1)


def _swapped_row(row: Row) -> Row:
    return Row(_swapped_stamp(row.stamp), _swapped_stamp(row.date_line))


def _swapped_stamp(stamp: Stamp | None) -> Stamp | None:
    if stamp is None:
        return None
    day, end = stamp.day, stamp.end_day
    return replace(
        stamp,
        day=replace(day.swapped(), slashed=False) if day and day.slashed else day,
        end_day=replace(end.swapped(), slashed=False) if end and end.slashed else end,
    )


def _runs_backwards(rows: Sequence[Row]) -> bool:
    """Whether rows stand newest first: their days fall, or most of their clocks do."""
    days = [
        (day.year or 0, day.month or 0, day.day)
        for row in rows
        for stamp in (row.date_line, row.stamp)
        if stamp and (day := stamp.day) and day.day is not None
    ]
    ups, downs = _trend(days)
    if ups or downs:
        return downs > ups
    clocks = [(0, 0, row.stamp.clock.minutes) for row in rows if row.stamp and row.stamp.clock]
    ups, downs = _trend(clocks)
    return downs > ups and len(clocks) >= 3


def _trend(values: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    pairs = list(pairwise(values))
    return sum(a < b for a, b in pairs), sum(a > b for a, b in pairs)


class _Calendar:
    """The day in force while walking down the rows."""

    def __init__(
        self,
        period: tuple[date, date] | None,
        year_hint: int | None,
        backwards: bool,
        ambiguous: bool,
    ) -> None:
        self.period = period
        self.year = period[0].year if period else year_hint
        self.backwards = backwards
        self.ambiguous = ambiguous
        self.today: date | None = period[0] if period else None
        self.from_line = False  # the day in force stands in a date line above
        self.rolled = False  # the day in force was reached over midnight
        self.last: int | None = None  # minutes of the row before, on the day in force

    def start_backwards(self, rows: Sequence[Row]) -> None:
        """Newest first begins on the period's last day, or so many midnights after its first."""
        assert self.period
        clocks = [row.stamp.clock.minutes for row in rows if row.stamp and row.stamp.clock]
        wraps = sum(b - a > STEPS.back_doubtful for a, b in pairwise(clocks))
        first, last = self.period
        self.today = first + timedelta(days=wraps) if first == last else last

    def resolve(self, row: Row) -> Resolved:
        doubt = self._take_date_line(row.date_line) if row.date_line else None
        stamp = row.stamp
        if stamp is None or (stamp.clock is None and (stamp.day is None or stamp.relative)):
            return Resolved(warning="time_without_clock")
        inferred: tuple[Literal["date", "year"], ...] = ()
        if stamp.day is not None:
            day, found = self._printed(stamp.day)
            if day is None:
                return Resolved(warning=found)
            doubt = found or doubt
            if stamp.day.day is None:
                inferred = ("date",)
            elif stamp.day.year is None:
                inferred = ("year",)
            self.today, self.from_line, self.rolled, self.last = day, False, False, None
        elif self.today is None:
            return Resolved(warning=doubt or "day_unknown")
        elif stamp.clock is not None:
            doubt = self._roll(stamp.clock.minutes) or doubt
            inferred = () if self.from_line else ("date",)
        if stamp.clock is not None:
            self.last = stamp.clock.minutes
        assert self.today
        end, end_doubt = self._end(stamp, self.today)
        at = _iso(self.today, stamp.clock, stamp.offset)
        if at is None:
            return Resolved(warning="impossible_time")
        return Resolved(at, end, inferred, doubt or end_doubt)

    def _take_date_line(self, line: Stamp) -> Doubt | None:
        if line.day is None:
            return None
        day, doubt = self._printed(line.day)
        self.last, self.rolled = None, False
        if day is None:
            # Rows under a date that cannot be read must not get the day before it.
            self.today, self.from_line = None, False
            return doubt
        self.today, self.from_line = day, True
        return doubt

    def _printed(self, day: Day) -> tuple[date | None, Doubt | None]:
        """The date that a printed day means here."""
        if day.nth is not None:
            first = self.period[0] if self.period else None
            return (first + timedelta(days=day.nth - 1), None) if first else (None, "day_unknown")
        if day.day is None:
            return self._next_weekday(day.weekday)
        year = day.year or self._year_of(day)
        if year is None:
            return None, "year_unknown"
        found = _date(day, year)
        if found is None:
            return None, "impossible_time"
        if day.year is not None:
            self.year = day.year
        if day.weekday is not None and found.weekday() != day.weekday:
            return found, "weekday_differs"
        unclear = self.ambiguous and day.slashed and day.day != day.month
        return found, "ambiguous_day" if unclear else None

    def _next_weekday(self, weekday: int | None) -> tuple[date | None, Doubt | None]:
        if self.today is None or weekday is None:
            return None, "day_unknown"
        if self.backwards:
            return self.today - timedelta(days=(self.today.weekday() - weekday) % 7), None
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7), None

    def _year_of(self, day: Day) -> int | None:
        """The year of the last date or of the period; of the next year just after New Year."""
        near = self.today
        if near is None:
            return self.year
        for year in (near.year, near.year + 1, near.year - 1):
            found = _date(day, year)
            if found and abs((found - near).days) <= STEPS.near_new_year:
                return year
        return self.year or near.year

    def _roll(self, now: int) -> Doubt | None:
        """Move the day in force where the clock has passed midnight since the row before."""
        last, today = self.last, self.today
        if last is None or today is None:
            return None
        back = now - last if self.backwards else last - now
        day = timedelta(days=-1 if self.backwards else 1)
        if back <= 0:
            if self.rolled and -back >= 24 * 60 - STEPS.back_over_midnight:
                self.today, self.rolled, self.from_line = today - day, False, False
                return "day_doubtful"
            return None
        if back <= STEPS.back_in_row:
            return None
        if back <= STEPS.back_doubtful:
            return "day_doubtful"
        self.today, self.rolled, self.from_line = today + day, True, False
        return "day_doubtful" if self._is_doubtful(back, self.today) else None

    def _is_doubtful(self, back: int, reached: date) -> bool:
        """A jump between clear and unclear is believed where the period has the day it leads to."""
        if self.period and self.period[0] != self.period[1]:
            first, last = self.period
            return not first <= reached <= last
        return back < STEPS.over_midnight

    def _end(self, stamp: Stamp, start: date) -> tuple[str | None, Doubt | None]:
        if stamp.end_clock is None and stamp.end_day is None:
            return None, None
        day, doubt = start, None
        if stamp.end_day is not None:
            found, doubt = self._printed(stamp.end_day)
            if found is None:
                return None, doubt
            day = found
        elif stamp.clock and stamp.end_clock and stamp.end_clock.minutes < stamp.clock.minutes:
            day = start + timedelta(days=1)
        return _iso(day, stamp.end_clock, stamp.end_offset), doubt


def _iso(day: date, clock: Clock | None, offset: str | None) -> str | None:
    if clock is None:
        return day.isoformat()
    try:
        if clock.hour == 24:
            day += timedelta(days=1)
    except OverflowError:
        return None
    return f"{day.isoformat()}T{clock.iso()}{offset or ''}"
