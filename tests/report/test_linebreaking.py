"""Lines: what they hold, where they end, and how fast hyphens are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmpdf.report import hyphens
from pmpdf.report.brand import neutral
from pmpdf.report.faces import SOFT_HYPHEN
from pmpdf.report.linebreaking import Measured

TEXT = """
Wartungsarbeiten an der Cluster-Infrastruktur um 20:00 Uhr am 30. Mai, Ein- und Ausgabe von 900 ms
bei 12 GB – https://status.example.com/incidents/2024/05/31?page=1 srv-db-01.example.net
Donaudampfschifffahrtsgesellschaft „German“ “English” 1. zwei
"""
WORDS = TEXT.split()

DIVIDED = """
Wiederherstellung Datenbankcluster Zusammenfassung unterschiedlich Straßenbahn Öffentlichkeit
administrator hyphenation unfortunately Lastverteilung communication Fehlerszenarien
georedundanten Parallelbetriebs Verantwortlichkeit infrastructure
"""


def measured(text: str, language: str = "de") -> Measured:
    return Measured(text, neutral().family("regular"), language)


def joined(text: Measured, measure: float, **how: bool) -> str:
    """The lines as a reader puts them together again."""
    whole = ""
    for line in text.lines(measure, **how):
        whole += line.text.removesuffix(SOFT_HYPHEN) if line.joined else line.text + " "
    return whole.strip()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.floats(4, 60))
@settings(max_examples=150, deadline=None)
def test_lines_hold_the_whole_text_and_fit(words: list[str], measure: float) -> None:
    text = measured(" ".join(words))
    assert joined(text, measure) == " ".join(words)
    for line in text.lines(measure):
        assert line.width <= measure + 0.01
        assert line.width == pytest.approx(text.family.width(line.text), abs=0.01)


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=90), st.floats(2, 20))
@settings(max_examples=100, deadline=None)
def test_a_word_of_any_length_breaks_without_loss(word: str, measure: float) -> None:
    shown, _ = neutral().family("regular").shown(word)
    assert joined(measured(shown), measure) == shown.strip()


def test_what_belongs_together_stays_on_one_line() -> None:
    text = "Das Ende um 20:00 Uhr MESZ am 30. Mai, 18:05 UTC, mit 900 ms Ein- und Ausgabe – endlich"
    for measure in range(9, 40):
        lines = [line.text for line in measured(text).lines(float(measure))]
        for together in ("20:00 Uhr MESZ", "18:05 UTC", "30. Mai", "900 ms", "Ein- und"):
            assert any(together in line for line in lines), (measure, together)
        assert not any(line.startswith("–") for line in lines)


@pytest.mark.parametrize("sign", ["–", "•", "→", "§", "o", "*", "✓", "3.", "(12)", "iv)", "1.2"])
def test_no_line_begins_like_an_item_of_a_list(sign: str) -> None:
    text = f"Die Platte war voll {sign} und niemand hat es in dieser langen Nacht gesehen"
    for measure in range(9, 40):
        lines = [line.text for line in measured(text).lines(float(measure))]
        assert not any(line.startswith(sign) for line in lines), measure


def test_no_line_ends_at_a_real_hyphen() -> None:
    text = "Die Cluster-Management-Komponente der E-Mail-Umgebung und die On-Call-Bereitschaft"
    for measure in range(10, 40):
        for line in measured(text).lines(float(measure))[:-1]:
            assert not line.text.endswith("-")


def test_identifiers_break_without_a_hyphen() -> None:
    address = "https://status.example.com/incidents/2024/05/31/a-rather-long-path?page=1"
    lines = measured(address).lines(15.0)
    assert len(lines) > 1
    assert all(SOFT_HYPHEN not in line.text for line in lines)
    assert "".join(line.text for line in lines) == address


def test_optimal_lines_are_no_more_than_greedy_ones() -> None:
    text = measured(" ".join(WORDS * 6))
    for measure in (12.0, 20.0, 33.0, 50.0):
        assert len(text.lines(measure)) <= text.line_count(measure)


def test_the_edge_is_less_ragged_than_that_of_greedy_lines() -> None:
    text = measured("Es war ein unterschiedlich langwieriges Wiederherstellen von da an " * 7)

    def raggedness(lines: list[float]) -> float:
        return sum((30 - width) ** 2 for width in lines[:-1])

    greedy, line = [], ""
    for word in " ".join(text.tokens).split(" "):
        wider = f"{line} {word}".strip()
        if text.family.width(wider) > 30:
            greedy.append(text.family.width(line))
            wider = word
        line = wider
    greedy.append(text.family.width(line))
    best = [line.width for line in text.lines(30.0, divide=False)]
    assert raggedness(best) < raggedness(greedy)


def test_a_last_line_of_one_short_word_takes_another_along() -> None:
    text = "Die Anzeige im Leitstand fasst alle Ablehnungsgründe in einer einzigen Kurve zusammen."
    lines = measured(text).lines(measured(text.removesuffix(" zusammen.")).total + 1)
    assert [line.text.split()[0] for line in lines] == ["Die", "Kurve"]
    few = measured("Erreichbarkeit wiederhergestellt").lines(10.0)  # no line has room for both
    assert [line.text for line in few] == ["Erreichbarkeit", "wiederhergestellt"]


def test_a_last_line_is_no_rest_of_a_word() -> None:
    text = "Am frühen Morgen wurde die Replikation zwischen beiden Rechenzentren"
    whole = measured(text).total
    for part in range(70, 100):
        lines = [line.text for line in measured(text).lines(whole * part / 100)]
        assert not lines[-2].endswith(SOFT_HYPHEN), lines


def test_two_short_words_are_better_last_than_one() -> None:
    text = "Am frühen Morgen wurde die Replikation zwischen beiden Knoten unterbrochen, weil ein."
    lines = measured(text).lines(measured(text.removesuffix(" ein.")).total + 1)
    assert lines[-1].text == "weil ein."


def test_full_lines_keep_what_has_room() -> None:
    text = "Am frühen Morgen wurde die Replikation zwischen beiden Knoten unterbrochen, weil ein."
    lines = measured(text).lines(measured(text.removesuffix(" ein.")).total + 1, full=True)
    assert lines[-1].text == "ein."


@pytest.mark.parametrize(("language", "dictionary"), [("de", "de_DE"), ("en", "en_US")])
def test_hyphens_are_those_of_pyphen(language: str, dictionary: str) -> None:
    import pyphen

    known = pyphen.Pyphen(lang=dictionary, left=2, right=3)
    for word in DIVIDED.split():
        assert list(hyphens.positions(word, language)) == [int(p) for p in known.positions(word)]


def test_an_identifier_in_a_narrow_column_breaks_behind_its_sign() -> None:
    lines = measured("nur max_connections").lines(6.0)
    assert [line.text for line in lines] == ["nur", "max_", "connections"]
    assert [line.joined for line in lines] == [False, True, False]
