"""Texts that need no translator: surely a date or a duration, or written alike everywhere."""

from __future__ import annotations

import pytest

from pmpdf.record import Language, PostMortem
from pmpdf.report.brand import neutral
from pmpdf.report.dates import length_of, same_everywhere, span_of
from pmpdf.report.wording import Wording


def reworded(text: str, source: Language) -> str | None:
    target: Language = "en" if source == "de" else "de"
    return Wording(PostMortem(1, source), target, neutral()).without_translator(text)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("May 30, 2023 to May 31, 2023", "30. und 31. Mai 2023"),
        ("May 30–June 2, 2023", "30. Mai 2023 – 2. Juni 2023"),
        ("December 9–11, 2024", "9.–11. Dezember 2024"),
        ("June 9, 2023", "9. Juni 2023"),
        ("9th June 2023", "9. Juni 2023"),
        ("Sept. 9, 2023", "9. September 2023"),
        ("Tuesday, May 30, 2023", "Dienstag, 30. Mai 2023"),
        ("May 30", "30. Mai"),
        ("May 30, 2023, 8:25 PM CEST", "30. Mai 2023, 20:25 Uhr MESZ"),
        ("8:25 PM", "20:25 Uhr"),
        ("8:25 PM – 9:10 PM", "20:25–21:10 Uhr"),
        ("Aug 26 at 11:31 to Aug 26 at 13:45", "26. August, 11:31–13:45 Uhr"),
        ("Sep 6 at 05:25 to Sep 6 at 10:48", "6. September, 05:25–10:48 Uhr"),
    ],
)
def test_english_dates_become_german(english: str, german: str) -> None:
    assert reworded(english, "en") == german


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("30. und 31. Mai 2023", "May 30 and 31, 2023"),
        ("30.–31. Mai 2023", "May 30 and 31, 2023"),
        ("vom 9. bis 11. Dezember 2024", "December 9–11, 2024"),
        ("30.05.2023", "May 30, 2023"),
        ("30.05. – 02.06.2023", "May 30, 2023 – June 2, 2023"),
        ("Dienstag, den 30. Mai 2023", "Tuesday, May 30, 2023"),
        ("30. Mai 2023, 20:00–23:02 Uhr", "May 30, 2023, 8:00 PM – 11:02 PM"),
        (
            "30.05.2023, 20:00 Uhr – 31.05.2023, 23:02 Uhr",
            "May 30, 2023, 8:00 PM – May 31, 2023, 11:02 PM",
        ),
        ("ca. 20:15 Uhr MESZ", "ca. 8:15 PM CEST"),
    ],
)
def test_german_dates_become_english(german: str, english: str) -> None:
    assert reworded(german, "de") == english


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Monday, May 30, 2023", "en"),  # was a Tuesday
        ("05/06/2023", "en"),
        ("May 30, 2023, 8:25", "en"),  # in the morning or in the evening
        ("May 2023", "en"),
        ("May 31 to May 30, 2023", "en"),
        ("Aug 26 at 10:31 to Aug 26 at 11:45", "en"),  # in the morning or in the evening
        ("Aug 26 at 11:31 to Aug 26 at 03:45", "en"),
        ("May 28 and 31, 2023", "en"),  # two days, not a period
        ("February 30, 2023", "en"),
        ("30.", "de"),
        ("1.2.", "de"),
        ("12:30", "de"),
        ("3. bis 5. Platz", "de"),
        ("25:00 Uhr", "de"),
        ("in der Nacht zum 31. Mai 2023", "de"),
        ("2. Versuch", "de"),
    ],
)
def test_what_is_not_surely_a_date_is_none(text: str, language: Language) -> None:
    assert span_of(text, language) is None


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("27 Stunden", "27 hours"),
        ("1 Stunde 34 Minuten", "1 hour 34 minutes"),
        ("1 Tag, 3 Stunden und 1 Minute", "1 day, 3 hours and 1 minute"),
        ("1,5 Stunden", "1.5 hours"),
        ("ca. 2 Wochen", "ca. 2 weeks"),
        ("3 Std. 12 Min.", "3 hr 12 min"),
    ],
)
def test_durations_become_the_other_language_s(german: str, english: str) -> None:
    assert reworded(german, "de") == english
    assert reworded(english, "en") == german


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("27 Stunden", "en"),
        ("27 hours", "de"),
        ("rund 3 Stunden", "de"),
        ("3 Stunden lang", "de"),
        ("3 Stunden und", "de"),
        ("und 3 Stunden", "de"),
        ("1.500 Stunden", "de"),  # a thousand and a half, or one and a half
        ("1,500 hours", "en"),
        ("3 Knoten", "de"),
        ("Stunden", "de"),
    ],
)
def test_what_is_not_surely_a_duration_is_none(text: str, language: Language) -> None:
    assert length_of(text, language) is None


def test_identifiers_numbers_and_addresses_need_no_translator() -> None:
    same = "TP-640|SEV-1|TP-640, TP-641|v2.3.1|db-primary-01|2023-05-30|10.0.0.1|500 ms|27 h|#|–|"
    same += "5 h 10 min|99,95 %|https://status.example.com/a?b=c|ops@example.com|/var/lib/pg|pg_ctl"
    assert [text for text in same.split("|") if not same_everywhere(text)] == []
    words = "USV|3-fach|Stufe-2|24h-Betrieb|P1 (hoch)|Version 2|und/oder|On-call DBA|27 Stunden"
    assert [text for text in words.split("|") if same_everywhere(text)] == []
