"""Numbers: which texts are nothing else, and how the other language writes them.

31.204 is thirty-one thousand in a German report and thirty-one in an English one.
"""

from __future__ import annotations

import re
from typing import Final

from pmpdf.record import Language

_UNITS: Final = r"%|‰|€|\$|£|EUR|USD|CHF|ms|s|min|h|[KMGT]?B"
_FRAME: Final = (
    r"(?P<sign>[-+−–]?)\s?(?:(?P<before>[€$£])\s?)?(?P<digits>{digits})(?:\s?(?P<unit>{units}))?"
)
_ANY: Final = re.compile(
    _FRAME.format(digits=r"(?:\d{1,3}(?:[.,'’\s]\d{3})+|\d+)(?:[.,]\d+)?", units=_UNITS)
)
_OF: Final = {
    "de": re.compile(
        _FRAME.format(digits=r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", units=_UNITS)
    ),
    "en": re.compile(
        _FRAME.format(digits=r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", units=_UNITS)
    ),
}
_SWAPPED: Final = str.maketrans(".,", ",.")


def is_number(text: str) -> bool:
    """Whether a text is one number, with a sign and a unit at most."""
    return _ANY.fullmatch(text) is not None


def number_in(
    text: str, source: Language, target: Language, *, in_table: bool = False
) -> str | None:
    """A number as the other language writes it; None for what is none, or may be none.

    1.2 may be a version everywhere, 1.204 anywhere but in a table.
    """
    found = _OF[source].fullmatch(text)
    if found is None or source == target:
        return None
    digits, unit, before = found["digits"], found["unit"], found["before"]
    sure = unit or before or "," in digits or (in_table and source == "de")
    if not sure or (digits.isdigit() and not before and unit not in ("%", "€", "$", "£")):
        return None
    words = found["sign"] + digits.translate(_SWAPPED)
    currency = before or (unit if unit in ("€", "$", "£") else None)
    if currency:
        return f"{words} {currency}" if target == "de" else _before(currency, words, found["sign"])
    if unit == "%":
        return f"{words} %" if target == "de" else f"{words}%"
    return f"{words} {unit}" if unit else words


def _before(currency: str, words: str, sign: str) -> str:
    return f"{sign}{currency}{words.removeprefix(sign)}"
