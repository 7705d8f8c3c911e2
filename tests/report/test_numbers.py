"""Numbers in the other language: the same number, or the text as it stands."""

from __future__ import annotations

import pytest

from pmpdf.record import Language, PostMortem, Section, Table
from pmpdf.report.brand import neutral
from pmpdf.report.numbers import is_number, number_in
from pmpdf.report.wording import Wording


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("99,95 %", "99.95%"),
        ("73 %", "73%"),
        ("41.000 €", "€41,000"),
        ("-12.400,50 €", "-€12,400.50"),
        ("1,5 GB", "1.5 GB"),
        ("1.204 ms", "1,204 ms"),
        ("2.500 EUR", "2,500 EUR"),
        ("1.234.567,8", "1,234,567.8"),
    ],
)
def test_a_number_is_written_as_the_other_language_writes_it(german: str, english: str) -> None:
    assert number_in(german, "de", "en") == english
    back = number_in(english, "en", "de")
    assert back == german


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1.2", "en"),  # a version, maybe
        ("1.204", "de"),
        ("1.204", "en"),
        ("10.0.0.1", "de"),
        ("1.20", "de"),
        ("12.05.2024", "de"),
        ("2024", "de"),
        ("500 ms", "de"),
        ("20:15", "de"),
        ("v1,2", "de"),
        ("1,2 und 3", "de"),
        ("1,20,3", "en"),
    ],
)
def test_what_may_be_something_else_stands_as_it_is(text: str, language: Language) -> None:
    target: Language = "en" if language == "de" else "de"
    assert number_in(text, language, target) is None


def test_a_table_of_counts_is_read_in_the_other_language_as_it_was_meant() -> None:
    rows = (("Kasse", "31.204"), ("API", "9"))
    table = Table(("Dienst", "Anfragen"), rows)
    record = PostMortem(1, "de", sections=(Section("impact", "Auswirkung", blocks=(table,)),))
    words = Wording(record, "en", neutral())
    assert words.text("31.204", "/sections/0/blocks/0/rows/0/1").text == "31,204"
    assert words.text("1.204", "/facts/0/value").text == "1.204"  # of a version, maybe
    assert not words.foreign
    own = Wording(record, "de", neutral())
    assert own.text("31.204", "/sections/0/blocks/0/rows/0/1").text == "31.204"


def test_what_is_a_number() -> None:
    numbers = "9|31.204|31,204|1'000|12 500|0,1 %|-3|+4 ms|€ 12|12.400,00 €|99.95%|3 h"
    assert [text for text in numbers.split("|") if not is_number(text)] == []
    others = "12.05.2024|20:15|4 h 12 min|INC-1|v2|1.2.3|–|OPS-12|2024-05-10|3x"
    assert [text for text in others.split("|") if is_number(text)] == []
