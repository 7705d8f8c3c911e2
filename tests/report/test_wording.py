"""Dates, times and headings in both languages, by way of Babel."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmpdf.record import KINDS, LANGUAGES, Entry, Kind, Language, Period, PostMortem, Section
from pmpdf.report.brand import neutral
from pmpdf.report.wording import Wording
from pmpdf.vocabulary import load


def wording(source: Language, target: Language, **more: object) -> Wording:
    return Wording(PostMortem(1, source), target, neutral(), **more)  # type: ignore[arg-type]


def test_words_of_the_house_are_printed_and_read(tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text(
        'language = "en"\n[titles]\nsummary = "Management digest"\n'
        'lessons_learned = "Take-aways"\n[facts]\nseverity = ["Badness"]\n'
    )
    plain, ours = wording("de", "en"), wording("de", "en", house=house)

    def heading(words: Wording, text: str, kind: Kind) -> str:
        phrase = words.heading(Section(kind=kind, heading=text), "/sections/0")
        assert phrase is not None
        return phrase.text

    assert heading(plain, "Zusammenfassung", "summary") != "Management digest"
    assert heading(ours, "Zusammenfassung", "summary") == "Management digest"
    assert heading(ours, "Im Überblick, kurz", "summary") == "Management digest"
    specific = heading(plain, "Was gut lief", "lessons_learned")
    assert heading(ours, "Was gut lief", "lessons_learned") == specific != "Take-aways"
    assert heading(ours, "Auswirkung", "impact") == heading(plain, "Auswirkung", "impact")
    assert ours.label("Schweregrad", "/facts/0/label").text == "Badness"
    assert load(house).kind_of("Management digest").kind == "summary"
    assert heading(wording("de", "de", house=house), "Überblick", "summary") == "Überblick"


@pytest.mark.parametrize(
    ("start", "end", "german", "english"),
    [
        ("2023-05-30", "2023-05-30", "30. Mai 2023", "May 30, 2023"),
        ("2023-05-30", "2023-05-31", "30. und 31. Mai 2023", "May 30 and 31, 2023"),
        ("2024-12-09", "2024-12-11", "9.–11. Dezember 2024", "December 9–11, 2024"),
        ("2024-05-31", "2024-06-01", "31. Mai 2024 – 1. Juni 2024", "May 31, 2024 – June 1, 2024"),
    ],
)
def test_periods(start: str, end: str, german: str, english: str) -> None:
    assert wording("de", "de").period(Period(start, end)) == german
    assert wording("en", "en").period(Period(start, end)) == english


@pytest.mark.parametrize(
    ("entry", "english"),
    [
        (Entry("20:00 Uhr", "2023-05-30T20:00"), "8:00 PM"),
        (Entry("00:03 Uhr", "2023-05-31T00:03"), "12:03 AM"),
        (Entry("ca. 20:15 Uhr", "2023-05-30T20:15", approximate=True), "ca. 8:15 PM"),
        (
            Entry("20:00–20:15 Uhr", "2023-05-30T20:00", "2023-05-30T20:15"),
            "8:00 PM – 8:15 PM",
        ),
        (Entry("30.05.2023 20:00", "2023-05-30T20:00"), "May 30, 2023, 8:00 PM"),
        (Entry("30.05. 20:00", "2023-05-30T20:00"), "May 30, 8:00 PM"),
        (Entry("20:00 MESZ", "2023-05-30T20:00"), "8:00 PM CEST"),
        (Entry("20:00:07 Uhr", "2023-05-30T20:00:07"), "8:00:07 PM"),
        (Entry("30. Mai 2023", "2023-05-30"), "May 30, 2023"),
    ],
)
def test_times_are_reworded_in_the_other_language(entry: Entry, english: str) -> None:
    assert wording("de", "en").time(entry, "").text == english
    assert wording("de", "de").time(entry, "").text == entry.time


def test_a_time_without_a_clock_stays_and_is_counted() -> None:
    words = wording("de", "en")
    phrase = words.time(Entry("kurz nach Mitternacht"), "/t")
    assert (phrase.text, phrase.foreign) == ("kurz nach Mitternacht", "de")
    assert words.foreign == ["/t"]


def test_english_times_become_german() -> None:
    entry = Entry("8:00 PM PT", "2023-05-30T20:00")
    assert wording("en", "de").time(entry, "").text == "20:00 Uhr PT"


@pytest.mark.parametrize(
    ("line", "at", "english"),
    [
        ("30. Mai 2023", "2023-05-30T20:00", "May 30, 2023"),
        ("Dienstag, 30. Mai", "2023-05-30T20:00", "Tuesday, May 30"),
        ("Dienstag, 30. Mai 2023", "2023-05-30T20:00", "Tuesday, May 30, 2023"),
        ("Am Abend", "2023-05-30T20:00", "Am Abend"),
    ],
)
def test_date_lines(line: str, at: str, english: str) -> None:
    entry = Entry("20:00", at, date_line=line)
    assert wording("de", "en").date_line(entry, "").text == english


def test_headings_of_every_known_kind_are_reworded() -> None:
    from pmpdf import vocabulary

    words = vocabulary.load()
    for source, target in (("de", "en"), ("en", "de")):
        for kind in KINDS:
            section = Section(kind, "Xyz")
            phrase = wording(source, target).heading(section, "/sections/0")  # type: ignore[arg-type]
            assert phrase is not None
            if kind == "other":
                assert (phrase.text, phrase.foreign) == ("Xyz", source)
            else:
                assert phrase.text == words.title_of(kind, target)  # type: ignore[arg-type]
                assert phrase.foreign is None


def test_in_its_own_language_everything_stands_as_it_is() -> None:
    for language in LANGUAGES:
        words = wording(language, language)
        section = Section("summary", "Ganz eigene Überschrift")
        phrase = words.heading(section, "")
        assert phrase is not None
        assert phrase.text == section.heading
        assert words.label("Schweregrad", "").text == "Schweregrad"
        assert words.column("Uhrzeit", "").text == "Uhrzeit"


def test_labels_and_columns_are_reworded() -> None:
    words = wording("de", "en")
    assert words.label("Schweregrad", "").text == "Severity"
    assert words.column("Uhrzeit (MEZ)", "").text == "Time (CET)"
    assert words.title("POST MORTEM", "").text == "POST MORTEM"
    assert words.title("Störungsbericht", "").text == "Incident report"


def test_two_columns_do_not_become_one_word() -> None:
    def heads(*words: str) -> list[str]:
        return [phrase.text for phrase in wording("de", "en").columns(words, "")]

    assert heads("Zeit", "Ereignis", "Akteur", "Quelle") == ["Time", "Event", "Actor", "Source"]
    assert heads("Zeit", "Uhrzeit", "Ereignis") == ["Zeit", "Uhrzeit", "Event"]


def test_who_did_it_is_no_owner() -> None:
    def heads(*words: str, of_timeline: bool) -> list[str]:
        columns = wording("de", "en").columns(words, "", of_timeline=of_timeline)
        return [phrase.text for phrase in columns]

    assert heads("Wann", "Was", "Wer", of_timeline=True) == ["Time", "Event", "Actor"]
    assert heads("Was", "Wer", "Bis wann", of_timeline=False) == ["Action", "Owner", "Due"]


@pytest.mark.parametrize(
    ("german", "english"),
    [("MESZ", "CEST"), ("MEZ", "CET"), ("EST", "EST"), ("UTC", "UTC"), ("MEZ/MESZ", "CET/CEST")],
)
def test_zones_are_abbreviated_as_the_language_does(german: str, english: str) -> None:
    assert wording("de", "en").zone_note(german) == f"All times are in {english}."
    assert wording("en", "de").zone_note(english) == f"Alle Zeitangaben in {german}."
    assert wording("de", "de").zone_note(english) == f"Alle Zeitangaben in {english}."
    entry = Entry(f"20:00 {german}", "2023-05-30T20:00")
    assert wording("de", "en").time(entry, "").text == f"8:00 PM {english.partition('/')[0]}"


def test_a_translation_is_taken_and_not_counted() -> None:
    words = wording("de", "en", translations={"/a": "Hello"})
    assert words.text("Hallo", "/a") == ("Hello", "/a", None)
    assert words.text("Hallo", "/b").foreign == "de"
    assert words.foreign == ["/b"]
