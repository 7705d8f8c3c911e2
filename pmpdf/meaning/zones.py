"""Time zones in words: after a clock, and where a document states the one for all its times.

Zones stay as printed. They are abbreviations (UTC, MESZ, PT), offsets, long names, or cities, which
Windows, Rails and so PagerDuty print in place of a zone.
"""

from __future__ import annotations

import re
from typing import Final

from pmpdf.patterns import Late

# Minutes east of Greenwich; None where the letters stand for zones that lie far apart, as CST does
# for Chicago and for China. PT, ET and the like are their standard time: an hour is no matter.
_ZONES: Final[dict[str, int | None]] = {
    **dict.fromkeys(("UTC", "UCT", "GMT", "WET", "WEZ"), 0),
    **dict.fromkeys(("MEZ", "CET", "WEST", "WESZ", "WAT", "BST"), 60),
    **dict.fromkeys(("MESZ", "CEST", "EET", "OEZ", "SAST", "CAT"), 120),
    **dict.fromkeys(("EEST", "OESZ", "MSK", "TRT", "EAT"), 180),
    **{"GST": 240, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420},
    **dict.fromkeys(("SGT", "HKT", "AWST", "PHT"), 480),
    **{"JST": 540, "KST": 540, "ACST": 570, "ACDT": 630, "AEST": 600, "AET": 600, "AEDT": 660},
    **{"NZST": 720, "NZT": 720, "NZDT": 780, "NST": -210, "ADT": -180, "HST": -600},
    **dict.fromkeys(("BRT", "ART", "CLST"), -180),
    **{"BRST": -120, "CLT": -240, "COT": -300, "PET": -300, "AKST": -540, "AKDT": -480},
    **dict.fromkeys(("PST", "PT"), -480),
    **dict.fromkeys(("PDT", "MST", "MT"), -420),
    **dict.fromkeys(("MDT", "CT"), -360),
    **dict.fromkeys(("CDT", "EST", "ET"), -300),
    **{"EDT": -240, "IST": None, "CST": None, "AST": None},
}
# Zones that are words as well: taken only in capitals, and not in a line set in capitals.
_WORD_ZONES: Final = frozenset({"IST", "WEST", "EST", "ET", "ART", "CAT", "EAT", "PET", "MT", "CT"})
# Names that Windows, Rails and so PagerDuty print in place of a zone.
_CITY_NAMES: Final = (
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
)
_CITIES: Final = frozenset(_CITY_NAMES.split("|"))


_OFFSET: Final = re.compile(r"\s?([+−-])(\d\d)(?::?(\d\d))?(?![\d:.])")
_ZULU: Final = re.compile(r"\s?Z(?!\w)")
_ZONE: Final = re.compile(
    r"\s*([(\[]?)\s*([A-Z]{2,5}|utc|gmt|cet|cest|mez|mesz)(?![\w])"
    r"(?:\s?([+−-])\s?(\d{1,2})(?::?(\d\d))?(?![\d:]))?\s*([)\]]?)"
)
_LONG_ZONE: Final = Late(
    r"\s*[(\[]?\s*((?:Pacific|Mountain|Central|Eastern|Atlantic|Alaska|Hawaii|Greenwich|British|Irish|"
    r"(?:Central|Eastern|Western)\s+European|Japan|India|Indian|Singapore|Australian\s+\w+)\s+"
    r"(?:(?:Standard|Daylight|Summer|Mean)\s+)?Time|[Mm]itteleuropäische[rn]?\s+(?:Sommer)?[Zz]eit|"
    r"Ortszeit|local\s+time)\b(\s+\(US\s*&\s*Canada\))?(?:\s*\(([A-Z]{2,5})\))?\s*[)\]]?"
)
_CAPITALS: Final = re.compile(r"\s+[A-ZÄÖÜ]{2,}\b")


def zone_at(text: str, at: int, iso: bool) -> tuple[str | None, str | None, int] | None:
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
    if "ime" not in text and "zeit" not in text:
        return None
    if match := _LONG_ZONE.compiled.match(text, at):
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


def east_of_utc(zone: str | None, offset: str | None) -> int | None:
    """By how many minutes a printed offset or zone is ahead of UTC, as far as that can be told."""
    if offset:
        if offset == "Z":
            return 0
        minutes = 60 * int(offset[1:3]) + int(offset[4:6])
        return -minutes if offset[0] == "-" else minutes
    return _ZONES.get(zone.upper()) if zone else None


# --- what a document states --------------------------------------------------------------------

_STATEMENT: Final = Late(
    r"(?:^|[.;:!?(*\[–—]\s*|,\s+(?=all|alle|times|sämtl)|\bnote\b:?\s+(?:that\s+)?|\bhinweis:?\s+)"
    r"(?:unless\s+(?:otherwise\s+)?(?:noted|stated|specified)(?:\s+otherwise)?,?\s+|sofern\s[^,]{0,40},\s+)?"
    r"(?:sind\s+)?(?:(?:all|the|these|every|each|alle|sämtliche|die|jede)\s+)*"
    r"(?:(?:listed|given|event|reported|local|zulu|angegebenen|genannten|folgenden)\s+)?"
    r"(?:times(?:\s*stamps?)?|timestamps?|time\s+stamps?|clock(?:\s+(?:times?|readings?)|s)|(?:log\s+)?entries|(?:dates|days)\s+and\s+times|"
    r"local\s+time|ortszeit|zeiten|uhrzeiten|zeitangaben|zeitpunkte|zeitstempel|angaben|zeitzone|time\s?zone|"
    r"uhrangaben|zeitmarken|everything|alles|zeiteinträge|einträge|\w+\s+times(?=\s+(?:are|in)\b)|"
    r"\w+-?zeiten(?=\s+(?:sind|in)\b)|"
    r"(?:datums-?\s+und\s+)?(?:uhr)?zeitangaben)\b:?",
    re.IGNORECASE,
)
_SPEAKS: Final = ("time", "zeit", "angaben", "clock", "entries", "einträge", "everything", "alles")
_ABBREVIATION: Final = Late(
    r"(?<![\w-])(?P<name>[A-Z]{2,5})(?!\w)(?:\s?[+−-]\s?\d{1,2}(?::?\d\d)?(?!\d)|(?:\s?/\s?[A-Z]{2,5}\b)+)?"
)
_NAMED_ZONE: Final = Late(
    r"(?<![\w-])(?:(?:US|U\.S\.)\s+)?(?:Pacific|Mountain|Central|Eastern|Atlantic|Alaska|Hawaii|Greenwich|"
    r"British|Irish|(?:Central|Eastern|Western)\s+European|Japan|India|Indian|Singapore|"
    r"Australian\s+\w+|(?:AUS\s+)?\w+ern|New\s+Zealand)\s+(?:(?:Standard|Daylight|Summer|Mean)\s+)?Time\b"
    r"(?:\s+\(US\s*&\s*Canada\)|\s+\(U[^()]{0,12}$)?"
    r"|\b(?:[Mm]ittel|[Oo]st|[Ww]est)europäische[rn]?\s+(?:Sommer|Normal|Standard)?[Zz]eit\b"
    r"|\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific|US)"
    r"/[A-Z][A-Za-z]+(?:_[A-Z][a-z]+)*(?:/[A-Z]\w+)?"
)
_PLAIN_OFFSET: Final = Late(r"(?<![\w:])[+−-]\d{2}:\d{2}(?!\d)")
_STATED_IN: Final = Late(
    r"^(?:\s+(?:listed|given|shown|stated|noted|in\s+this\s+(?:report|document)|below|above|here))*"
    r"(?:\s+(?:are|is|sind|ist|erfolgen|gelten|verstehen\s+sich))?"
    r"(?:\s+(?:listed|given|shown|stated|expressed|angegeben|all))*\s+(?:in|as|nach)\s+(?:the\s+)?"
    r"([A-ZÄÖÜ](?:[^.;!?]|(?<=\bSt)\.|(?<=\bIs)\.){1,58})\s*[.;)*]*\s*$"
)
_NOT_A_ZONE: Final = Late(
    r"local|ortszeit|format|stunden|hours|euro|prozent|millisekunden|sekunden|minuten",
    re.IGNORECASE,
)
_TIME_WORD: Final = Late(
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
_BRACKETED: Final = Late(r"[(\[]([^()\[\]]{2,60}(?:\([^()]*\)?)?)[)\]]?")


def find_zone(text: str) -> str | None:
    """The zone that a statement, heading or column head names, as printed; else None."""
    text = " ".join(text.split())
    if not text or len(text) > 400:
        return None
    if statement := _statement_in(text):
        sentence = _sentence(text[statement.end() :])
        if zone := _zone_in(sentence):
            return zone
        if (stated := _STATED_IN.compiled.match(sentence)) and _is_zone_name(stated.group(1)):
            return stated.group(1).strip()
    for inside in _BRACKETED.compiled.finditer(text):
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
    return len(text) <= 240 and _statement_in(text) is not None and find_zone(text) is not None


def _statement_in(text: str) -> re.Match[str] | None:
    small = text.casefold()
    speaks = any(word in small for word in _SPEAKS)
    return _STATEMENT.compiled.search(text) if speaks else None


def _sentence(text: str) -> str:
    end = re.search(r"[.!?](?=\s+[A-ZÄÖÜ]\w*\s+[a-zäöü])|\n", text)
    return text[: end.end() if end else 120][:120]


def _zone_in(text: str) -> str | None:
    """The first zone in a short text: its abbreviation before its long name."""
    for short in _ABBREVIATION.compiled.finditer(text):
        if short["name"] in _ZONES:
            known = all(name.strip() in _ZONES for name in short.group().split("/")[1:])
            return short.group().strip() if known else short["name"]
    if match := _NAMED_ZONE.compiled.search(text):
        return match.group().strip(" .")
    offset = _PLAIN_OFFSET.compiled.search(text)
    return offset.group() if offset else None


def _is_zone_name(text: str) -> bool:
    parts = [part.strip(" .") for part in text.split(",")]
    if all(part in _CITIES or part + "." in _CITIES for part in parts):
        return True
    return len(text.split()) <= 5 and not _NOT_A_ZONE.compiled.search(text)


def _only_zone(text: str, zone: str) -> bool:
    """Whether a remark in brackets says nothing but the zone: `(all times in UTC)`."""
    rest = text.replace(zone, "", 1).casefold()
    return all(word in _ZONE_REMARK for word in re.findall(r"[^\W\d_]+", rest)) and not any(
        c.isdigit() for c in rest
    )


def _time_like(text: str, zone: str) -> bool:
    rest = text.replace(zone, "", 1).strip(" ()[]:/,–-.")
    return not rest or _TIME_WORD.compiled.search(rest) is not None
