"""Kinds of sections by heading, text and place; the weights and what they were learned from."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from handmade import LEFT, Sheet, prose, read

from pmpdf import evidence
from pmpdf.record import KINDS, Kind, PostMortem
from pmpdf.vocabulary import fold, load

ROOT = Path(__file__).parents[2]
DATA = ROOT / "pmpdf" / "data" / "kinds"


def titled() -> Sheet:
    return Sheet().heading("Störungsbericht", size=22).line("Ausfall vom 30. Mai 2023", step=2)


def kinds(record: PostMortem) -> list[str]:
    return [section.kind for section in record.sections]


@pytest.mark.parametrize("name", ["headings.txt", "texts.txt"])
def test_weights_are_sorted_and_whole(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("\t")  # what is true without any word
    assert all(first < second for first, second in pairwise(lines))
    assert all(len(line.partition("\t")[2]) == len(KINDS) for line in lines)


def test_the_weights_belong_to_the_examples() -> None:
    examples = sorted((ROOT / "training").glob("*.txt"))
    seen = hashlib.sha256()
    for path in [*examples, ROOT / "tests/meaning/unseen_headings.tsv"]:
        seen.update(path.read_bytes())
    learned_from = (DATA / "learned_from.txt").read_text(encoding="utf-8").strip()
    assert learned_from == seen.hexdigest(), "run training/train.py"


def best(chances: dict[Kind, float]) -> Kind:
    return max(chances, key=lambda kind: chances[kind])


def test_probabilities_add_up() -> None:
    told = [evidence.of_heading("warum es so lange dauerte"), evidence.NOTHING]
    for chances in (evidence.probabilities(told[0]), *evidence.in_order(told)):
        assert sum(chances.values()) == pytest.approx(1)
    even = evidence.probabilities(evidence.NOTHING)
    assert max(even.values()) == pytest.approx(min(even.values()))


def test_unknown_words_say_nothing() -> None:
    assert evidence.of_heading("") == evidence.NOTHING
    assert evidence.of_text([]) == evidence.NOTHING


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("About 3,000 customers could not pay. 40 orders were lost.", "impact"),
        ("Etwa 3.000 Kunden konnten nicht zahlen. 40 Bestellungen gingen verloren.", "impact"),
        ("We are sorry for the trouble and thank you for your patience.", "closing"),
        ("Wir entschuldigen uns und danken für Ihre Geduld.", "closing"),
        ("Add an alert for the queue. Owner: Kim, due 3 May.", "action_items"),
        ("The root cause was a missing index; its script had failed without a word.", "root_cause"),
    ],
)
def test_text_speaks_for_a_kind(text: str, kind: Kind) -> None:
    told = evidence.of_text([fold(sentence) for sentence in evidence.sentences(text)])
    assert best(evidence.probabilities(told)) == kind


def test_what_stands_around_tells_of_a_section() -> None:
    def between(before: Kind, after: Kind) -> float:
        told = [evidence.known(before), evidence.NOTHING, evidence.known(after)]
        return list(evidence.in_order(told))[1]["resolution"]

    assert between("root_cause", "timeline") > 2 * between("summary", "background")


def test_a_clue_of_the_house_adds_to_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text('language = "de"\n[clues.detection]\n5 = ["wachbuch*"]\n', encoding="utf-8")
    assert load(path).kind_of("Wachbuch").kind == "detection"


def test_a_heading_that_says_nothing_is_judged_by_its_text_and_place() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Ursache").text(prose(45, 1)).heading("Blaue Elefanten")
    sheet.text(
        "Wir haben gelernt, dass eine Übung sich auszahlt. Gut war die Ruhe im Team, schlecht "
        "lief die Übergabe. Wir hatten Glück, dass es Sonntag war. Beim nächsten Mal würden wir "
        "früher um Hilfe bitten."
    )
    sheet.heading("Maßnahmen").text(prose(30, 2))
    record = read(sheet)
    assert kinds(record) == ["summary", "root_cause", "lessons_learned", "action_items"]
    assert {warning.path for warning in record.warnings} <= {"/sections/2/kind"}


def test_text_before_the_first_heading_is_the_summary_of_a_letter() -> None:
    sheet = titled().text("Liebe Vereine, am Wochenende war der Spielbericht gestört. " + prose(40))
    sheet.heading("Wie sich die Störung gezeigt hat").text(
        "Am 30. Mai 2023 waren unsere Dienste von 20 bis 22 Uhr nicht erreichbar. In diesem "
        "Zeitraum konnten sich die meisten Kunden nicht anmelden; seit 22 Uhr läuft alles wieder."
    )
    sheet.heading("Ursache").text(prose(45, 2)).heading("Maßnahmen").text(prose(30, 2))
    record = read(sheet)
    assert (record.sections[0].heading, record.sections[0].kind) == (None, "summary")
    assert "summary" not in kinds(record)[1:]


def test_the_likeliest_kinds_are_named_where_none_is_sure() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45))
    sheet.heading("Blaue Elefanten").text(prose(45, 1))
    [warning] = read(sheet).warnings
    assert warning.code == "unknown_heading"
    assert sum(kind in warning.message for kind in KINDS) >= 2


def test_a_table_is_no_timeline_for_its_heading_alone() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45)).heading("Verlauf der Kosten")
    sheet.table([["Monat", "Kosten"], ["Mai", "300 Euro"], ["Juni", "420 Euro"]], [LEFT, 230])
    assert kinds(read(sheet))[1] != "timeline"


@pytest.mark.parametrize(
    ("above", "kind"),
    [("Auswirkung", "impact"), ("Hintergrund", "background"), ("Zeitablauf", "other")],
)
def test_sub_headings_without_a_kind_part_the_section_above(above: str, kind: str) -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45)).heading(above)
    for number, name in enumerate(("Blaue Elefanten", "Gelbe Giraffen")):
        sheet.heading(name, size=11.5).text(prose(30, number))
    assert kinds(read(sheet))[-2:] == [kind, kind]


def test_a_section_whose_parts_all_hold_rows_is_the_timeline() -> None:
    sheet = titled().heading("Zusammenfassung").text(prose(45)).heading("In drei Akten")
    sheet.text("Alle Zeiten sind in MEZ angegeben.")
    for name in ("Blaue Elefanten", "Gelbe Giraffen"):
        sheet.heading(name, size=11.5)
        sheet.table([["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"]], [LEFT, 160])
    record = read(sheet.heading("Ursache", gap=2.8).text(prose(45, 2)))
    assert kinds(record)[1] == "timeline"


def test_a_heading_over_headings_is_read_with_theirs() -> None:
    """It says nothing by itself and has no text."""
    sheet = titled().heading("Zusammenfassung", size=16).text(prose(45))
    sheet.heading("Blaue Elefanten", size=16)
    for name, item in (("Was gut lief", "Die Rufliste"), ("Was schlecht lief", "Die Warnung")):
        sheet.heading(name, size=12).items(item)
    assert kinds(read(sheet))[1:] == ["lessons_learned"] * 3


def test_of_two_sections_that_claim_a_kind_one_has_it() -> None:
    cause = tuple(8.0 if kind == "root_cause" else 0.0 for kind in KINDS)
    near = tuple({"root_cause": 3.0, "contributing_factors": 2.6}.get(kind, 0.0) for kind in KINDS)
    other = tuple(6.0 if kind == "impact" else 0.0 for kind in KINDS)
    alone = list(evidence.in_order([other, other, near]))[2]
    beside = list(evidence.in_order([cause, other, near]))[2]
    assert beside["root_cause"] < alone["root_cause"]


def test_a_timeline_under_the_text_of_a_section_leaves_it_its_kind() -> None:
    rows = [["20:00 Uhr", "Beginn"], ["20:15 Uhr", "Ausfall"], ["21:20 Uhr", "Ende"]]
    sheet = Sheet().heading("Bericht zum 30. Mai 2023", size=22)
    sheet.heading("Zusammenfassung", size=16).text(prose(45))
    sheet.heading("Warum der Speicher volllief", size=16).text(prose(40))
    sheet.heading("Zeitlicher Hergang", size=12).table(rows, [70, 200])
    record = read(sheet.heading("Folgen", size=16, gap=2.6).text(prose(40, 2)))
    assert kinds(record) == ["summary", "root_cause", "timeline", "impact"]


def test_parts_of_the_post_mortem_over_a_page_of_updates_have_kinds_of_their_own() -> None:
    """Text and place tell of them; what stands under another section is a part of that."""
    items = "Keine Prüfung der Größe", "Kein Limit für Wiederholungen", "Der Alarm ging ins Leere"
    for over, kind in (("Zusammenfassung", "contributing_factors"), ("Technische Details", None)):
        sheet = titled().heading(over, size=16).text(prose(45))
        sheet.heading("Folgen für die Kundschaft", size=12).text(prose(40, 1))
        sheet.heading("Das kam noch dazu", size=12).items(*items)
        found = kinds(read(sheet.heading("Maßnahmen", size=16).text(prose(40, 3))))
        assert found[1:3] == ["impact", kind or found[0]]


def test_a_name_of_reports_over_the_parts_of_one_is_its_summary() -> None:
    """Over none it is a section that looks back."""
    for parts, kind in ((2, "summary"), (0, "lessons_learned")):
        sheet = titled().heading("Nachbetrachtung", size=16).text(prose(45))
        for number, name in enumerate(("Folgen für Kunden", "Ursache des Ausfalls")[:parts]):
            sheet.heading(name, size=12).text(prose(40, number))
        found = kinds(read(sheet.heading("Maßnahmen", size=16).text(prose(40, 3))))
        assert found[0] == kind
