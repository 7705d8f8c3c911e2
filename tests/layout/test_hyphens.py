"""Lines → text: what becomes of the hyphen, or the break, at a line's end."""

from __future__ import annotations

import pytest
from handmade import Sheet, laid_out, prose, read, shapes, words_at

from pmpdf.layout import Line
from pmpdf.layout.blocks import Hyphens
from pmpdf.layout.paragraphs import hyphens_of, joined, with_hyphen, without_hyphen

ENGLISH_TEXT = "read write cross site requests re quests well known high level checksum check sums"
ENGLISH = frozenset(ENGLISH_TEXT.split())


def lines(*texts: str) -> list[Line]:
    return [Line(words_at(text, 70, 100 + 13 * n), 1) for n, text in enumerate(texts)]


def text_of(
    *texts: str, elsewhere: tuple[str, ...] = (), words: frozenset[str] = frozenset()
) -> str:
    """The lines as text, in a document that prints some others elsewhere."""
    told = hyphens_of([*lines(*texts), *lines(*elsewhere)])
    told.words = words
    return joined(lines(*texts), told)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        # undone before a small letter
        ("wäh-", "rend der Nacht", "während der Nacht"),
        ("die Bereit-", "schaft.", "die Bereitschaft."),
        ("„Wieder-", "herstellung“ ist", "„Wiederherstellung“ ist"),
        ("Infrastruk-", "tur, die", "Infrastruktur, die"),
        ("the re-", "quests failed", "the requests failed"),
        # kept before a capital or a digit
        ("Cluster-", "Management", "Cluster-Management"),
        ("die TLS-", "Zertifikate", "die TLS-Zertifikate"),
        ("Version-", "2 lief", "Version-2 lief"),
        # suspended
        ("Ein-", "und Ausgabe", "Ein- und Ausgabe"),
        ("Lese-", "oder Schreibrechte", "Lese- oder Schreibrechte"),
        ("Vor-", "sowie Nachmittag", "Vor- sowie Nachmittag"),
        ("pre-", "and post-checks", "pre- and post-checks"),
        ("Montag-", "bis Freitag", "Montag- bis Freitag"),
        # identifiers and addresses keep what they print
        ("auf db-prod-", "west lief", "auf db-prod-west lief"),
        ("in kube-system/core-", "dns war", "in kube-system/core-dns war"),
        ("node1-", "a fiel aus", "node1-a fiel aus"),
        ("auf kis-", "com02 lief", "auf kis-com02 lief"),
        ("siehe https://status.example.org/aus-", "fall-3", "siehe https://status.example.org/aus-fall-3"),
        ("user_name-", "map fehlt", "user_name-map fehlt"),
        # a soft hyphen is always undone
        ("wäh\u00ad", "rend", "während"),
        ("Cluster\u00ad", "Management", "ClusterManagement"),
        # no hyphen of a word
        ("um 20:00 –", "danach war", "um 20:00 – danach war"),
        ("- ", "ein Punkt", "- ein Punkt"),
        ("der Speicher", "fiel aus", "der Speicher fiel aus"),
        ("von 00:20–", "00:50 Uhr", "von 00:20–00:50 Uhr"),
        ("der Speicher –", "50 Platten", "der Speicher – 50 Platten"),
    ],
)  # fmt: skip
def test_end_of_line(above: str, below: str, expected: str) -> None:
    assert text_of(above, below) == expected


def test_a_word_that_the_document_prints_with_its_hyphen_keeps_it() -> None:
    assert text_of("der E-Mail-", "versand") == "der E-Mailversand"
    assert text_of("der Check-", "in war", elsewhere=("am Check-in stand",)) == "der Check-in war"
    assert text_of("der Check-", "in war") == "der Checkin war"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("read-", "write locks", "read-write locks"),
        ("cross-", "site", "cross-site"),
        ("high-", "level view", "high-level view"),
        ("re-", "quests", "requests"),  # printed whole, as a word
        ("check-", "sums", "checksums"),  # more than one of a word
        ("inci-", "dent", "incident"),  # its halves are no words
        ("read-", "able", "readable"),  # an ending, and a word, but never half of one
    ],
)
def test_english_compounds_are_told_by_their_halves(above: str, below: str, expected: str) -> None:
    assert text_of(above, below, words=ENGLISH) == expected


def test_a_word_that_the_document_prints_whole_is_undone() -> None:
    told = text_of("well-", "known", elsewhere=("a wellknown fact",), words=ENGLISH)
    assert told == "wellknown"


def test_what_a_browser_puts_at_a_division_is_undone() -> None:
    assert text_of("wäh\u2010", "rend") == "während"
    assert text_of("node1\u2010", "rend") == "node1rend"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("https://example.org/", "pfad", "https://example.org/pfad"),
        ("https://example.org/a", "b/c.html", "https://example.org/ab/c.html"),
        ("siehe https://example.org/a?x=", "7 dort", "siehe https://example.org/a?x=7 dort"),
        ("(https://example.org/", "seite)", "(https://example.org/seite)"),
        ("/var/log/", "messages", "/var/log/messages"),
        ("/var/log/app.", "log", "/var/log/app.log"),
        ("s3://eimer/ordner_", "name", "s3://eimer/ordner_name"),
        # ended, and text goes on
        ("auf https://example.org/a.", "Danach", "auf https://example.org/a. Danach"),
        ("auf https://example.org/a", "und danach", "auf https://example.org/a und danach"),
        ("(https://example.org)", "Danach", "(https://example.org) Danach"),
        ("Lesen/Schreiben", "war aus", "Lesen/Schreiben war aus"),
        ("match: /checkout/*", "cache_key: [host]", "match: /checkout/* cache_key: [host]"),
        ("path: /checkout/a", "cache_key: [host]", "path: /checkout/a cache_key: [host]"),
    ],
)  # fmt: skip
def test_addresses_over_a_line_end(above: str, below: str, expected: str) -> None:
    assert text_of(above, below) == expected


def test_over_three_lines() -> None:
    told = text_of("Die Wieder-", "her-", "stellung dauerte")
    assert told == "Die Wiederherstellung dauerte"


def test_what_a_document_tells_of_its_hyphens() -> None:
    told = hyphens_of(lines("der Check-in war wäh-", "rend der Nacht", "zu: Ein-", "Ausgabe"))
    assert with_hyphen(told) == {"check-in"}
    assert {"der", "war", "rend", "nacht", "zu", "ausgabe"} <= without_hyphen(told)
    assert told.broken == 1


def test_hyphens_hold_over_a_page_break() -> None:
    first = Sheet().lines("Die Bereitschaft war seit zwanzig Uhr im Dienst und wäh-")
    first.base = 300
    second = Sheet().lines("rend der Nacht kam niemand mehr hinzu der sie ablösen kann")
    assert shapes(laid_out(first, second)) == [
        "Die Bereitschaft war seit zwanzig Uhr im Dienst und während der Nacht kam niemand mehr "
        "hinzu der sie ablösen kann"
    ]


def test_nothing_is_nothing() -> None:
    assert joined([], Hyphens()) == ""


def test_a_path_that_ends_a_line_of_code_does_not_go_on_in_the_next() -> None:
    sheet = Sheet().text(prose(60)).line("$ cat /var/lib/sweep/lock", step=2.5, mono=True)
    sheet.line("pid=4127 host=builder-2", mono=True)
    assert shapes(laid_out(sheet))[1:] == ["$ cat /var/lib/sweep/lock pid=4127 host=builder-2"]


def test_the_beginning_of_a_verb_is_no_half_of_a_compound() -> None:
    """Where the words of a text are divided at all, and both halves are words."""
    sheet = Sheet().heading("Incident report", size=22).heading("Cause")
    for word in ("ta- bles", "vac- uum", "num- bers", "ar- chive", "mag- nets", "over- writes"):
        before, after = word.split()
        sheet.line(f"It keeps what there is of them on that day and the {before}")
        sheet.line(f"{after} are in the table that it has for all of them, as they were.")
    [section] = read(sheet).sections
    assert "overwrites" in section.blocks[0].text  # type: ignore[union-attr]


def test_a_rare_compound_is_one_word_and_a_particle_keeps_its_hyphen() -> None:
    def told(above: str, below: str) -> str:
        both = [*lines(above, below)]
        halves = frozenset(("after", "noon", "follow", "up"))
        rare = frozenset(("afternoon", "followup"))
        return joined(both, Hyphens(set(), 1, halves, rare))

    assert told("early after-", "noon") == "early afternoon"
    assert told("a follow-", "up") == "a follow-up"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Out-of-", "band", "Out-of-band"),
        ("HTTP/", "HTTPS", "HTTP/HTTPS"),
        ("und/", "oder", "und/oder"),
        ("Nord-Ost-Ver-", "bindung", "Nord-Ost-Verbindung"),
        ("Kon-", "to", "Konto"),
    ],
)
def test_a_compound_or_an_alternative_over_a_line_end(first: str, second: str, whole: str) -> None:
    english = frozenset(("of", "band")) if "band" in second else frozenset()
    assert text_of(f"War {first}", f"{second} da.", words=english) == f"War {whole} da."
