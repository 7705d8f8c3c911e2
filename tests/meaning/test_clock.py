"""Times in words, and the days that rows get: tables of what is printed, and properties."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmpdf.meaning.clock import (
    Known,
    Row,
    Stamp,
    date_line,
    find_period,
    find_zone,
    leading,
    resolve,
    states_zone,
    whole,
)


def told(stamp: Stamp | None) -> str | None:
    """A stamp in one short line: day, clock, offset, zone, end, ~ for approximate."""
    if stamp is None:
        return None
    if stamp.relative:
        return "~relative" if stamp.approximate else "relative"
    parts = []
    for day, clock, offset in (
        (stamp.day, stamp.clock, stamp.offset),
        (stamp.end_day, stamp.end_clock, stamp.end_offset),
    ):
        words = []
        if day and day.day is not None:
            year = f"{day.year}-" if day.year else ""
            words.append(f"{year}{day.month:02}-{day.day:02}")
        elif day and day.weekday is not None:
            words.append(f"weekday{day.weekday}")
        elif day:
            words.append(f"day{day.nth}")
        if clock:
            words.append(clock.iso() if clock.hour < 24 else "24:00")
        parts.append(" ".join(words) + (offset or ""))
    text = "–".join(part for part in parts if part)
    return ("~" if stamp.approximate else "") + text + (f" {stamp.zone}" if stamp.zone else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20:00 Uhr", "20:00"),
        ("20 Uhr", "20:00"),
        ("20.15 Uhr", "20:15"),
        ("8:46 AM", "08:46"),
        ("8:46 a.m.", "08:46"),
        ("12:14 PM", "12:14"),
        ("12 AM", "00:00"),
        ("8 pm", "20:00"),
        ("07.30 pm", "19:30"),
        ("9:15pm", "21:15"),
        ("7:56 AM UTC", "07:56 UTC"),
        ("5 PM PT", "17:00 PT"),
        ("17:00 UTC", "17:00 UTC"),
        ("22:04 (UTC)", "22:04 UTC"),
        ("00:10 Uhr (MESZ)", "00:10 MESZ"),
        ("17:00 UTC+2", "17:00+02:00 UTC+2"),
        ("10:30 Pacific Time (US & Canada)", "10:30 Pacific Time (US & Canada)"),
        ("10:00 Central Time (CT)", "10:00 CT"),
        ("1430 UTC", "14:30 UTC"),
        ("12:30 h", "12:30"),
        ("0h28", "00:28"),
        ("09:15:04", "09:15:04"),
        ("24:00 Uhr", "24:00"),
        ("09:15Z", "09:15Z"),
        ("2022-07-07 08:58", "2022-07-07 08:58"),
        ("2018-02-20T21:18:29.579Z", "2018-02-20 21:18:29.579Z"),
        ("2024-03-03T20:00-05:00", "2024-03-03 20:00-05:00"),
        ("2023-05-30 20:00 +0200", "2023-05-30 20:00+02:00"),
        ("2024/03/12 10:30", "2024-03-12 10:30"),
        ("14 Feb 2024 18:52Z", "2024-02-14 18:52Z"),
        ("18.12.2025, 16:00", "2025-12-18 16:00"),
        ("14.01., 4:30", "01-14 04:30"),
        ("14.01. 20:30", "01-14 20:30"),
        ("14.01. 20.30 Uhr", "01-14 20:30"),
        ("14.01. 20 Uhr", "01-14 20:00"),
        ("14.01, 20:30", "01-14 20:30"),
        ("03.07. 09:15+02:00", "07-03 09:15+02:00"),
        ("22.07.", "07-22"),
        ("12.03.24", "2024-03-12"),
        ("16/12/2022 00:50:10", "2022-12-16 00:50:10"),
        ("24/07/25", "2025-07-24"),
        ("Feb 11 at 08:46", "02-11 08:46"),
        ("June 14th, 2022, 10:00", "2022-06-14 10:00"),
        ("May 30, 20:00", "05-30 20:00"),
        ("Sept. 5, 2024 9:00 AM EST", "2024-09-05 09:00 EST"),
        ("30. Mai 2023, 20:00 Uhr", "2023-05-30 20:00"),
        ("30.05. ca. 20 Uhr", "~05-30 20:00"),
        ("Mo, 3. März 2025 14:05 Uhr", "2025-03-03 14:05"),
        ("3. Mrz. 2025", "2025-03-03"),
        ("3. Jänner 2025", "2025-01-03"),
        ("Di 14:05", "weekday1 14:05"),
        ("Montag, 08:00 Uhr", "weekday0 08:00"),
        ("Sa., 9:45 Uhr", "weekday5 09:45"),
        ("Sat., 9:45 AM", "weekday5 09:45"),
        ("Fr., gegen 18 Uhr", "~weekday4 18:00"),
        ("08:46, Feb 11, 2026", "2026-02-11 08:46"),
        ("10:30 Uhr am 3. März", "03-03 10:30"),
        ("20:00 (30.05.)", "05-30 20:00"),
        ("14:20-2:00", "14:20–02:00"),
        ("20:00-02:00", "20:00–02:00"),
        ("20:00–20:15 Uhr", "20:00–20:15"),
        ("20:00 Uhr bis 22:00 Uhr", "20:00–22:00"),
        ("von 9 bis 10 Uhr", "09:00–10:00"),
        ("zwischen 9:00 und 10:00 Uhr", "09:00–10:00"),
        ("9-10 Uhr", "09:00–10:00"),
        ("1.10–2.45am", "01:10–02:45"),
        ("2–4 pm", "14:00–16:00"),
        ("11:30–1 PM", "11:30–13:00"),
        ("09:00 - 11:00", "09:00–11:00"),
        ("30.05.2023 23:30 – 31.05.2023 00:15", "2023-05-30 23:30–2023-05-31 00:15"),
        ("Aug 30 at 11:15 to Aug 30 at 12:13", "08-30 11:15–08-30 12:13"),
        ("22.07. – 24.07.", "07-22–07-24"),
        ("22:00 – midnight", "22:00–00:00"),
        ("noon – 2 pm", "12:00–14:00"),
        ("noon", "12:00"),
        ("around noon", "~12:00"),
        ("7 October 2025, noon", "2025-10-07 12:00"),
        ("shortly after noon", "~relative"),
        ("5:20p", "17:20"),
        ("ca. 15:00", "~15:00"),
        ("ca. 20:15 Uhr", "~20:15"),
        ("gegen 3:50 Uhr", "~03:50"),
        ("around 3:50", "~03:50"),
        ("approximately 09:15:04", "~09:15:04"),
        ("~10:00", "~10:00"),
        ("(ca. 10:30 Uhr)", "~10:30"),
        ("[10:30]", "10:30"),
        ("20:00 Uhr:", "20:00"),
        ("12. März, abends", "~03-12"),
        ("22.07. ganztägig", "07-22"),
        ("kurz nach Mitternacht", "~relative"),
        ("5 minutes later", "relative"),
        ("T+5", "relative"),
        ("Mitternacht", "~relative"),
        ("am nächsten Morgen", "~relative"),
        ("Day 2", "day2"),
    ],
)
def test_whole(text: str, expected: str) -> None:
    assert told(whole(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10 Server",
        "2.0.1",
        "3.5",
        "10:1",
        "1. Punkt",
        "25:10",
        "foo",
        "",
        "3 days",
        "9 h",
        "2h 13m",
        "1/3",
        "Mai 2023",
        "2023",
        "16:9",
        "10:30 war schön",
        "99 %",
        "Version 2.0",
        "10:60",
        "IST",
        "1.2.3.4",
        "31.31.2024 foo",
        "12345",
        "5 of 6",
        "Q3",
        "+",
        "ca.",
        "von",
        "um",
        "T",
    ],
)
def test_no_time(text: str) -> None:
    assert whole(text) is None


@pytest.mark.parametrize(
    ("line", "printed", "rest"),
    [
        ("20:00 Uhr Beginn der Wartung", "20:00 Uhr", "Beginn der Wartung"),
        ("12:11 PM: Deploy", "12:11 PM", "Deploy"),
        ("8:46 AM   Outage reported", "8:46 AM", "Outage reported"),
        ("09:15:04 alert fires", "09:15:04", "alert fires"),
        ("14 Feb 2024 18:52Z – flag rollout", "14 Feb 2024 18:52Z", "flag rollout"),
        ("2022-07-07 08:58 | event", "2022-07-07 08:58", "event"),
        ("20:00 - Wartung", "20:00", "Wartung"),
        ("[10:30] Text", "10:30", "Text"),
        ("(10:30 UTC) Text", "10:30 UTC", "Text"),
        ("ca. 9:30 Störung", "ca. 9:30", "Störung"),
        ("22.07. Ganzer Tag: Analyse", "22.07.", "Ganzer Tag: Analyse"),
        ("May 30 Outage begins", "May 30", "Outage begins"),
        ("May 30: outage begins", "May 30", "outage begins"),
        ("10:30 – 11:15 Umbau", "10:30 – 11:15", "Umbau"),
        ("10:30 – 11 servers down", "10:30", "11 servers down"),
        ("10:30 PM PST - restart", "10:30 PM PST", "restart"),
        ("10:30 IST DER DIENST AUSGEFALLEN", "10:30", "IST DER DIENST AUSGEFALLEN"),
        ("10:30 ist der Dienst zurück", "10:30", "ist der Dienst zurück"),
        ("Kurz nach Mitternacht: Der zweite Knoten", "Kurz nach Mitternacht", "Der zweite Knoten"),
        ("5 minutes later: restart", "5 minutes later", "restart"),
        ("14:20-2:00 Netzstörung", "14:20-2:00", "Netzstörung"),
        ("0h28 : alerte", "0h28", "alerte"),
        ("10:30", "10:30", ""),
        ("12.03.2024 10 Nodes down", "12.03.2024", "10 Nodes down"),
        ("16:10 Second replica rebuilt", "16:10", "Second replica rebuilt"),
        ("16:10: Second replica rebuilt", "16:10", "Second replica rebuilt"),
        ("14:05 am Standort Bonn", "14:05", "am Standort Bonn"),
        ("9:05 Am Knoten tritt ein Fehler auf", "9:05", "Am Knoten tritt ein Fehler auf"),
        ("12:20 Am Standort Bonn", "12:20", "Am Standort Bonn"),
        ("09:12 -05:00 Deployment begins", "09:12 -05:00", "Deployment begins"),
        ("09:12-05:00 Deployment begins", "09:12-05:00", "Deployment begins"),
        ("9:05 am Servers restarted", "9:05 am", "Servers restarted"),
        ("9:05 AM Neustart der Dienste", "9:05 AM", "Neustart der Dienste"),
        ("5:20p First queue", "5:20p", "First queue"),
        ("Noon: review", "Noon", "review"),
    ],
)
def test_leading(line: str, printed: str, rest: str) -> None:
    found = leading(line)
    assert found is not None
    assert found[1:] == (printed, rest)
    assert found[0] == whole(printed)


@pytest.mark.parametrize(
    "line",
    [
        "10 Server waren betroffen",
        "3.5 million users",
        "2.0.1 was released",
        "10:1 ratio",
        "1. Erster Punkt",
        "2024 was a year",
        "30. Mai 2023 war ein Tag",
        "3 March was bad",
        "1:34 hours of downtime",
        "8 am Montag aufgetretene Fehler",
        "10:30er Zug",
        "1/3 of servers",
        "Montag war ruhig",
        "May users were sad",
        "May 2023 release",
        "192.168.1.1 down",
        "16:9 Format",
        "10:30,5 Sekunden",
        "10:30% of",
        "2:30 Stunden Ausfall",
        "1:45 hours of downtime",
        "Am 12. März 2024 fiel der Dienst aus",
        "Um 20:00 Uhr begannen wir",
        "Gegen 3:50 Uhr meldete ein Kunde",
        "1. Mai-Feier",
        "So war das",
        "In der Nacht zum Montag",
        "",
        " ",
        "(",
        "~",
    ],
)
def test_no_leading_time(line: str) -> None:
    assert leading(line) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Montag, 17. Juni 2024", "2024-06-17"),
        ("Aug 30, 2022", "2022-08-30"),
        ("Pfingstsamstag, 7. Juni 2025", "2025-06-07"),
        ("Karfreitag, 18.04.2025", "2025-04-18"),
        ("Easter Monday, 21 April 2025", "2025-04-21"),
        ("Good Friday", "weekday4"),
        ("Werktag", None),
        ("Good day", None),
        ("Samstag, 8. Juni", "06-08"),
        ("8. Juni 2024 (Samstag)", "2024-06-08"),
        ("Monday, 2 December 2024", "2024-12-02"),
        ("2024-03-12", "2024-03-12"),
        ("Am 30. Mai 2023", "2023-05-30"),
        ("The 3rd of May", "05-03"),
        ("Day 2 – 3 March", "03-03"),
        ("Tag 2:", "day2"),
        ("Monday", "weekday0"),
        ("30.–31. Mai 2023", "2023-05-30–2023-05-31"),
        ("Nacht vom 6. auf den 7. November", "11-06–11-07"),
        ("Mo", None),
        ("March 2024", None),
        ("May", None),
        ("30. Mai 2023, 20:00", None),
        ("Montag war", None),
        ("3. Punkt", None),
        ("2024", None),
        ("", None),
    ],
)
def test_date_line(text: str, expected: str | None) -> None:
    assert told(date_line(text)) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Ausfallbericht vom 30. - 31. Mai 2023", "2023-05-30", "2023-05-31"),
        ("6. und 7. November 2023", "2023-11-06", "2023-11-07"),
        ("Phishing-Angriff vom 17. bis 19. Juni 2024", "2024-06-17", "2024-06-19"),
        ("Post-incident review, 9–11 December 2024", "2024-12-09", "2024-12-11"),
        ("December 9–11, 2024", "2024-12-09", "2024-12-11"),
        ("May 30, 2023 to May 31, 2023", "2023-05-30", "2023-05-31"),
        ("May 30 and 31, 2023", "2023-05-30", "2023-05-31"),
        ("Nichterreichbarkeit am 12. März 2024", "2024-03-12", "2024-03-12"),
        ("2022-08-30", "2022-08-30", "2022-08-30"),
        ("29.11.2024", "2024-11-29", "2024-11-29"),
        ("Nacht vom 6. auf den 7. November 2023", "2023-11-06", "2023-11-07"),
        ("30 April – 2 May 2024", "2024-04-30", "2024-05-02"),
        ("30 December – 2 January 2025", "2024-12-30", "2025-01-02"),
        ("14/02/2024", "2024-02-14", "2024-02-14"),
        ("30./31. Mai 2023", "2023-05-30", "2023-05-31"),
        ("30.–31.05.2023", "2023-05-30", "2023-05-31"),
        ("30.05.2023 20:00 – 31.05.2023 05:48", "2023-05-30", "2023-05-31"),
        ("vom 30. Mai, 20:00 Uhr, bis 31. Mai 2023, 05:48 Uhr", "2023-05-30", "2023-05-31"),
        ("from the 6th to the 7th of November 2023", "2023-11-06", "2023-11-07"),
        ("Mon 6 Nov – Tue 7 Nov 2023", "2023-11-06", "2023-11-07"),
        ("14 February 2024, 18:52–20:26 UTC", "2024-02-14", "2024-02-14"),
        ("LOSS OF THE CLUSTER, 2 TO 4 MARCH 2024", "2024-03-02", "2024-03-04"),
        ("AUSFALL VOM 2. BIS 4. MÄRZ 2024", "2024-03-02", "2024-03-04"),
        ("2 MARCH 2024 TO 4 MARCH 2024", "2024-03-02", "2024-03-04"),
    ],
)
def test_find_period(text: str, start: str, end: str) -> None:
    assert find_period(text) == (start, end)


def test_find_period_with_a_year_from_elsewhere() -> None:
    assert find_period("Aug 30 at 11:15 to Aug 30 at 12:13") is None
    assert find_period("Mar 3 at 18:01 to Mar 5 at 22:21", year=2026) == (
        "2026-03-03",
        "2026-03-05",
    )
    assert find_period("03/04/2024", month_first=True) == ("2024-03-04", "2024-03-04")


@pytest.mark.parametrize(
    "text", ["Incident 2291", "Version 2.0 of 3 items", "Mai 2023", "31. Juni 2024", "Q3 2024", ""]
)
def test_no_period(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize(
    ("text", "zone", "states"),
    [
        ("Alle Angaben in MEZ.", "MEZ", True),
        ("Timeline (all times UTC)", "UTC", True),
        ("Timeline (times in BST)", "BST", True),
        ("Times are in CEST", "CEST", True),
        ("*All times listed in this report are in Edinburgh, London.", "Edinburgh, London", True),
        ("*All times listed in this report are in Bucharest.", "Bucharest", True),
        (
            "*All times listed in this report are in Pacific Time (US & Canada).",
            "Pacific Time (US & Canada)",
            True,
        ),
        ("*All times listed Eastern Time (U", "Eastern Time (U", True),
        ("Times shown are in St. Petersburg.", "St. Petersburg", True),
        ("All times Central Time (CT).", "CT", True),
        ("Alle Zeiten in mitteleuropäischer Sommerzeit (MESZ)", "MESZ", True),
        ("Sofern nicht anders angegeben, sind alle Zeiten in UTC.", "UTC", True),
        ("Note: All times are UTC-5.", "UTC-5", True),
        ("Zeitangaben: UTC+2", "UTC+2", True),
        ("Zeitzone: Europe/Berlin", "Europe/Berlin", True),
        ("Central Time (CT)", "CT", False),
        ("Zeitpunkt (CET)", "CET", False),
        ("Zulu times (UTC) throughout.", "UTC", True),
        ("Uhrzeit (MEZ/MESZ)", "MEZ/MESZ", False),
        ("Time (GMT)", "GMT", False),
        ("UTC+01:00", "UTC+01:00", False),
        ("Alle Angaben ohne Gewähr", None, False),
        ("Alle Angaben in Euro.", None, False),
        ("All times are in 24-hour format.", None, False),
        ("(all times approximate)", None, False),
        ("Das IST gut", None, False),
        ("IST-Analyse", None, False),
        ("ET phone home", None, False),
        ("Detection (CT scanner)", None, False),
        ("The outage (5 pm PT) hit us", None, False),
        ("Response times are in the red.", None, False),
        ("Zeit", None, False),
        ("", None, False),
    ],
)
def test_zones(text: str, zone: str | None, states: bool) -> None:
    assert find_zone(text) == zone
    assert states_zone(text) is states


# --- days of rows ------------------------------------------------------------------------------


def dated(lines: list[str], **known: object) -> list[str]:
    """Rows as text, date lines with a # before them; what each row's time means."""
    rows: list[Row] = []
    above: Stamp | None = None
    for line in lines:
        if line.startswith("#"):
            above = date_line(line[1:])
            assert above
            continue
        rows.append(Row(whole(line), above))
        above = None
    found = resolve(rows, Known(**known))  # type: ignore[arg-type]
    return [
        " ".join(
            [f"{r.at}{'/' + r.end if r.end else ''}"]
            + [f"-{p}" for p in r.inferred]
            + ([f"!{r.warning}"] if r.warning else [])
        )
        for r in found
    ]


SEED = ("2023-05-30", "2023-05-31")


def test_the_day_rolls_over_midnight_and_stays_for_small_steps_back() -> None:
    assert dated(["20:00 Uhr", "00:03 Uhr", "14:31", "14:28", "23:20"], period=SEED) == [
        "2023-05-30T20:00 -date",
        "2023-05-31T00:03 -date",
        "2023-05-31T14:31 -date",
        "2023-05-31T14:28 -date",
        "2023-05-31T23:20 -date",
    ]


def test_date_lines_rule_the_rows_below() -> None:
    rows = ["#Aug 31, 2022", "2:35 PM", "#Sep 7, 2022", "5:25 AM", "10:47 AM", "#Sep 8", "1:39 PM"]
    assert dated(rows, period=("2022-09-06", "2022-09-06")) == [
        "2022-08-31T14:35",
        "2022-09-07T05:25",
        "2022-09-07T10:47",
        "2022-09-08T13:39",
    ]
    rows = ["#Samstag, 8. Juni", "23:20", "00:10", "#Sonntag, 9. Juni", "01:00"]
    assert dated(rows, year=2024) == [
        "2024-06-08T23:20",
        "2024-06-09T00:10 -date",
        "2024-06-09T01:00",
    ]


def test_years_that_are_not_printed() -> None:
    assert dated(["14.01., 4:30", "22.07."]) == ["None !year_unknown", "None !year_unknown"]
    assert dated(["14.01., 4:30", "22.07."], period=("2024-01-14", "2024-01-14")) == [
        "2024-01-14T04:30 -year",
        "2024-07-22 -year",
    ]
    assert dated(["30.12.2023 10:00", "31.12. 23:00", "01:00", "02.01. 10:00"]) == [
        "2023-12-30T10:00",
        "2023-12-31T23:00 -year",
        "2024-01-01T01:00 -date",
        "2024-01-02T10:00 -year",
    ]


def test_newest_first() -> None:
    down = ["02:10", "01:00", "23:50", "22:00", "20:15"]
    expected = [
        "2023-05-31T02:10 -date",
        "2023-05-31T01:00 -date",
        "2023-05-30T23:50 -date",
        "2023-05-30T22:00 -date",
        "2023-05-30T20:15 -date",
    ]
    assert dated(down, period=SEED) == expected
    assert dated(down, period=("2023-05-30", "2023-05-30")) == expected
    assert dated(["12.03.2024 10:00", "09:00", "11.03.2024 23:00", "22:00"]) == [
        "2024-03-12T10:00",
        "2024-03-12T09:00 -date",
        "2024-03-11T23:00",
        "2024-03-11T22:00 -date",
    ]


def test_ranges_over_midnight() -> None:
    one_day = ("2024-01-01", "2024-01-01")
    assert dated(["14:20-2:00", "22:00–02:00", "02:30", "23:30 – 24:00"], period=one_day) == [
        "2024-01-01T14:20/2024-01-02T02:00 -date",
        "2024-01-01T22:00/2024-01-02T02:00 -date",
        "2024-01-02T02:30 -date",
        "2024-01-02T23:30/2024-01-03T00:00 -date",
    ]


def test_day_or_month_first() -> None:
    rows = ["03/04/2024 10:00", "04/04/2024 11:00"]
    assert dated(rows) == ["2024-04-03T10:00 !ambiguous_day", "2024-04-04T11:00"]
    assert dated(rows, language="de") == ["2024-04-03T10:00", "2024-04-04T11:00"]
    assert dated(["03/04/2024 10:00", "03/14/2024 11:00"])[0] == "2024-03-04T10:00"
    assert dated(["03/04/2024 10:00"], period=("2024-03-04", "2024-03-05")) == ["2024-03-04T10:00"]


def test_what_cannot_be_known_is_null_with_a_doubt() -> None:
    assert dated(["10:00"]) == ["None !day_unknown"]
    assert dated(["5 minutes later", "kurz nach Mitternacht"], period=SEED) == [
        "None !time_without_clock",
        "None !time_without_clock",
    ]
    assert resolve([Row(None)], Known(SEED))[0].warning == "time_without_clock"
    assert dated(["31.06.2024 10:00", "11:00"], period=("2024-06-01", "2024-06-01")) == [
        "None !impossible_time",
        "None !day_unknown",
    ]
    assert dated(["#31. Juni 2024", "10:00", "#1. Juli 2024", "11:00"], period=SEED) == [
        "None !impossible_time",
        "2024-07-01T11:00",
    ]
    assert dated(["Montag, 18. Juni 2024 10:00"]) == ["2024-06-18T10:00 !weekday_differs"]


def test_unclear_steps_carry_a_doubt() -> None:
    day = ("2024-03-12", "2024-03-12")
    assert dated(["10:00", "18:00", "15:00", "16:00"], period=day)[2] == (
        "2024-03-12T15:00 -date !day_doubtful"
    )
    assert dated(["10:00", "14:00", "18:00", "11:00"], period=day)[3] == (
        "2024-03-13T11:00 -date !day_doubtful"
    )
    assert dated(["23:55", "00:05", "23:58", "00:10"], period=("2024-03-12", "2024-03-13")) == [
        "2024-03-12T23:55 -date",
        "2024-03-13T00:05 -date",
        "2024-03-12T23:58 -date !day_doubtful",
        "2024-03-13T00:10 -date",
    ]


def test_rows_in_several_zones_are_held_against_each_other() -> None:
    day = ("2025-02-11", "2025-02-11")
    rows = ["09:14 UTC", "10:20 CET", "01:31 PST", "09:40 UTC", "15:30 IST"]
    assert dated(rows, period=day) == [
        "2025-02-11T09:14 -date",
        "2025-02-11T10:20 -date",
        "2025-02-11T01:31 -date",
        "2025-02-11T09:40 -date",
        "2025-02-11T15:30 -date !day_doubtful",  # in India or in Ireland
    ]
    assert dated(["23:50 UTC", "00:20 UTC", "16:40 PST", "01:10Z"], period=day) == [
        "2025-02-11T23:50 -date",
        "2025-02-12T00:20 -date",
        "2025-02-11T16:40 -date",
        "2025-02-12T01:10Z -date",
    ]
    assert dated(["23:10 UTC", "14:50 PST", "22:40 UTC", "14:20 PST"], period=day) == [
        "2025-02-11T23:10 -date",
        "2025-02-11T14:50 -date",
        "2025-02-11T22:40 -date",
        "2025-02-11T14:20 -date",
    ]  # newest first
    assert dated(["09:14", "01:31 PST", "09:40"], period=day, zone="UTC")[1:] == [
        "2025-02-11T01:31 -date",
        "2025-02-11T09:40 -date",
    ]


def test_days_by_number_and_by_weekday() -> None:
    period = ("2024-03-12", "2024-03-13")
    assert dated(["#Day 1", "10:00", "#Day 2", "09:00"], period=period) == [
        "2024-03-12T10:00",
        "2024-03-13T09:00",
    ]
    assert dated(["18.06.2024 10:00", "Mi 08:00"])[1] == "2024-06-19T08:00 -date"


# --- properties --------------------------------------------------------------------------------

MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
MONTHS_EN = "January February March April May June July August September October November December"
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59))


def half(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1}"


DAY_FORMATS = [
    lambda d: d.isoformat(),
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day}. {MONTHS_DE.split()[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS_EN.split()[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS_EN.split()[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{MONTHS_EN.split()[d.month - 1][:3]} {d.day}, {d.year}",
    lambda d: f"{d.day}. {MONTHS_DE.split()[d.month - 1][:3]}. {d.year}",
]
CLOCK_FORMATS = [
    lambda h, m: f"{h:02}:{m:02}",
    lambda h, m: f"{h}:{m:02}",
    lambda h, m: f"{h:02}:{m:02} Uhr",
    lambda h, m: f"{h}.{m:02} Uhr",
    lambda h, m: f"{half(h)}:{m:02} {'AM' if h < 12 else 'PM'}",
    lambda h, m: f"{half(h)}:{m:02}{'am' if h < 12 else 'pm'}",
    lambda h, m: f"{h}h{m:02}",
    lambda h, m: f"{h:02}:{m:02} UTC",
    lambda h, m: f"{h:02}:{m:02} (MESZ)",
    lambda h, m: f"{h:02}:{m:02}:00",
]


@given(
    DAYS,
    TIMES,
    st.sampled_from(DAY_FORMATS),
    st.sampled_from(CLOCK_FORMATS),
    st.sampled_from([" ", ", "]),
)
def test_a_printed_time_is_read_back(day, clock, print_day, print_clock, gap):  # type: ignore[no-untyped-def]
    text = f"{print_day(day)}{gap}{print_clock(*clock)}"
    stamp = whole(text)
    assert stamp is not None, text
    assert stamp.day is not None
    assert stamp.clock is not None
    assert (stamp.day.year, stamp.day.month, stamp.day.day) == (day.year, day.month, day.day)
    assert (stamp.clock.hour, stamp.clock.minute) == clock
    found = leading(f"{text} Der Dienst fällt aus")
    assert found is not None
    assert found == (stamp, text, "Der Dienst fällt aus")
    assert resolve([Row(stamp)])[0].at.startswith(f"{day.isoformat()}T{clock[0]:02}:{clock[1]:02}")  # type: ignore[union-attr]


@given(DAYS, st.sampled_from(DAY_FORMATS))
def test_a_printed_day_is_read_back(day, print_day):  # type: ignore[no-untyped-def]
    text = print_day(day)
    assert find_period(f"Störung am {text}") == (day.isoformat(), day.isoformat())
    line = date_line(text)
    assert line is not None
    assert line.day is not None
    assert (line.day.year, line.day.month, line.day.day) == (day.year, day.month, day.day)


@given(DAYS, st.lists(st.integers(1, 9 * 60), min_size=1, max_size=30))
def test_rows_that_go_forward_get_their_days(start, steps):  # type: ignore[no-untyped-def]
    """Clocks alone, each at most nine hours after the one before: the days follow."""
    minutes, moments = 12 * 60, []
    for step in [0, *steps]:
        minutes += step
        moments.append((start + timedelta(days=minutes // 1440), minutes % 1440))
    rows = [Row(whole(f"{m // 60:02}:{m % 60:02}")) for _, m in moments]
    period = (start.isoformat(), moments[-1][0].isoformat())
    found = resolve(rows, Known(period), newest_first=False)
    expected = [f"{day.isoformat()}T{m // 60:02}:{m % 60:02}" for day, m in moments]
    assert [r.at for r in found] == expected


@given(st.text(max_size=80))
def test_no_text_is_an_exception(text: str) -> None:
    stamps = [whole(text), date_line(text)]
    found = leading(text)
    if found:
        assert found[2] in text
        stamps.append(found[0])
    find_period(text)
    find_zone(text)
    resolve([Row(stamp, stamp) for stamp in stamps], Known(year=2024))


@given(st.text(alphabet="0123456789:.,-–/ UhrAPMTZbis()[]~", max_size=60))
def test_no_digits_are_an_exception(text: str) -> None:
    stamp = whole(text)
    leading(text)
    find_period(text)
    resolve([Row(stamp, date_line(text))], Known(("2024-02-28", "2024-03-01")))


@pytest.mark.parametrize(
    "piece", ["1", "1.", "1:", "12:30 ", "(", " ", "ca. ", "bis ", "Mai ", "1-", "all times "]
)
def test_long_lines_cost_little(piece: str) -> None:
    text = piece * 5000
    start = time.process_time()
    for question in (leading, whole, date_line, find_period, find_zone, states_zone):
        question(text)
    assert time.process_time() - start < 2.0


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:00 noon", 12),
        ("12 noon CET", 12),
        ("12:00 Uhr mittags", 12),
        ("12 midnight", 0),
        ("0:00 Uhr Mitternacht", 0),
    ],
)
def test_an_hour_that_is_also_named(text: str, hour: int) -> None:
    stamp = whole(text)
    assert stamp is not None
    assert stamp.clock is not None
    assert (stamp.clock.hour, stamp.clock.minute) == (hour, 0)


def test_a_weekday_in_brackets_behind_the_clock() -> None:
    rows = ["05.09.2025 17:00", "12 noon (Sat)", "13:00"]
    assert dated(rows)[1:] == ["2025-09-06T12:00 -date", "2025-09-06T13:00 -date"]


def test_no_other_hour_is_noon() -> None:
    assert whole("11:00 noon") is None


@pytest.mark.parametrize("text", ["03/Jun/24 7:58 AM", "03-Jun-24 07:58", "3/Jun/2024, 7:58"])
def test_a_month_by_name_between_signs(text: str) -> None:
    stamp = whole(text)
    assert stamp is not None
    assert stamp.day is not None
    assert (stamp.day.year, stamp.day.month, stamp.day.day) == (2024, 6, 3)
    assert stamp.clock is not None


@pytest.mark.parametrize(
    ("text", "offset", "end"),
    [
        ("09:12 -05:00", "-05:00", None),
        ("09:12-05:00", "-05:00", None),
        ("2024-03-14 09:12 \u221207:00", "-07:00", None),
        ("22:12-05:00", None, (5, 0)),  # over midnight
        ("09:00 - 10:00", None, (10, 0)),
        ("09:00 -10:00 Uhr", None, (10, 0)),
        ("09:00–10:00", None, (10, 0)),
        ("09:12 -05:15", None, (5, 15)),  # there is no such offset
    ],
)
def test_a_negative_offset_is_no_range(
    text: str, offset: str | None, end: tuple[int, int] | None
) -> None:
    stamp = whole(text)
    assert stamp is not None
    assert stamp.offset == offset
    until = stamp.end_clock
    assert (until and (until.hour, until.minute)) == end


@pytest.mark.parametrize(
    "text", ["Feb 04, 2025 - 19:40 UTC", "4 Feb 2025 – 19:40", "04.02.2025 - 19:40 Uhr"]
)
def test_a_dash_between_the_day_and_its_clock(text: str) -> None:
    assert told(whole(text)) in ("2025-02-04 19:40", "2025-02-04 19:40 UTC")


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("12:04 PM – Noon exams begin", "Noon exams begin"),
        ("21:10 – Midnight jobs are paused", "Midnight jobs are paused"),
        ("11:40 – noon The queue drains", "The queue drains"),
        ("23:10 – Midnight: the queue drains", "the queue drains"),
    ],
)
def test_an_event_after_a_dash_may_begin_with_an_hours_name(line: str, rest: str) -> None:
    found = leading(line)
    assert found is not None
    assert found[2] == rest
