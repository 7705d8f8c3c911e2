"""What is missing from a good post-mortem, each with its path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmpdf.check import findings, is_in_normal_form
from pmpdf.record import PostMortem

TEMPLATES = Path(__file__).parents[2] / "pmpdf" / "data" / "templates"


@pytest.fixture
def good() -> dict[str, Any]:
    """The template, filled in."""
    data = PostMortem.load(TEMPLATES / "record.en.yaml").to_data()
    data["subtitle"] = data["subtitle"].replace("the ...", "everything")
    data["facts"][1]["value"] = "A. Person"
    return data


def codes(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.code, f.path) for f in findings(PostMortem.from_data(data))]


def test_a_good_one_has_no_findings(good: dict[str, Any]) -> None:
    assert codes(good) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_the_template_leaves_to_be_filled_in(language: str) -> None:
    template = PostMortem.load(TEMPLATES / f"record.{language}.yaml").to_data()
    assert codes(template) == [("placeholder", "/subtitle"), ("placeholder", "/facts/1/value")]


def test_dots_are_a_placeholder_where_words_are_missing(good: dict[str, Any]) -> None:
    section = good["sections"][0]
    section["blocks"][0]["text"] = "It said: retrying ... and gave up."
    section["heading"] = "And then..."
    assert codes(good) == []
    section["blocks"][0]["text"] = "…"
    section["heading"] = "Outage of ..."
    assert codes(good) == [
        ("placeholder", "/sections/0/heading"),
        ("placeholder", "/sections/0/blocks/0/text"),
    ]


@pytest.mark.parametrize("kind", ["summary", "impact", "detection", "lessons_learned"])
def test_a_missing_section(good: dict[str, Any], kind: str) -> None:
    good["sections"] = [s for s in good["sections"] if s["kind"] != kind]
    assert codes(good) == [(f"no_{kind.removesuffix('_learned')}", "/sections")]


def test_heads(good: dict[str, Any]) -> None:
    for key in ("title", "organization", "period"):
        good[key] = None
    assert codes(good) == [
        ("no_title", "/title"),
        ("no_organization", "/organization"),
        ("no_period", "/period"),
    ]


def test_periods(good: dict[str, Any]) -> None:
    good["period"] = {"start": "2023-05-31", "end": "2023-05-30"}
    assert ("period_backwards", "/period") in codes(good)
    good["period"] = {"start": "31. Mai", "end": "2023-05-30"}
    assert ("bad_date", "/period/start") in codes(good)
    good["period"] = {"start": "2022-05-30", "end": "2022-05-31"}
    assert codes(good) == [("timeline_outside_period", "/sections/6/blocks/0")]


def test_timelines(good: dict[str, Any]) -> None:
    entries = good["sections"][6]["blocks"][0]["entries"]
    path = "/sections/6/blocks/0/entries"
    entries[2]["at"] = "2023-05-30T21:00"
    assert codes(good) == [("timeline_backwards", f"{path}/2/at")]
    entries[2]["at"] = "yesterday"
    assert codes(good) == [("bad_date", f"{path}/2/at")]
    entries[2]["at"] = None
    assert codes(good) == [("row_undated", f"{path}/2/at")]
    entries[2] |= {"at": "2023-05-31T00:03", "end": "2023-05-30T00:03"}
    assert codes(good) == [("row_backwards", f"{path}/2/end")]
    entries[2]["end"] = None
    entries.reverse()
    assert codes(good) == []  # newest first is an order, too
    good["time_zone"] = None
    assert codes(good) == [("no_time_zone", "/time_zone")]
    del good["sections"][6]
    assert ("no_timeline", "/sections") in codes(good)


def test_actions(good: dict[str, Any]) -> None:
    table = good["sections"][9]["blocks"][0]
    path = "/sections/9/blocks/0"
    table["rows"][1][1] = "–"
    assert codes(good) == [("action_without_owner", f"{path}/rows/1")]
    table["header"] = ["Action", "Remark", "Due"]
    assert codes(good) == [("action_without_owner", path)]
    items = ["Buy a second one (A. Person)", "Owner: B. Person, test it", "Do something"]
    good["sections"][9]["blocks"][0] = {"type": "list", "ordered": False, "items": items}
    assert codes(good) == [("action_without_owner", f"{path}/items/2")]


def test_an_empty_section_is_found_and_a_heading_over_others_is_none(
    good: dict[str, Any],
) -> None:
    good["sections"][5]["blocks"] = []  # technical details, over the timeline of level 2
    assert codes(good) == []
    good["sections"][0]["blocks"] = []
    assert codes(good) == [("no_summary", "/sections"), ("empty_section", "/sections/0")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("two  spaces", "form_space"),
        (" leading", "form_space"),
        ("line\nbreak", "form_space"),
        ("no\u00a0break", "form_space"),
        ("soft\u00adhyphen", "form_invisible"),
        ("zero\u200bwidth", "form_invisible"),
        ("bell\x07", "form_control"),
        ("left\u200emark", "form_invisible"),
        ("heart\u2764\ufe0f", "form_invisible"),
        ("blank\u2800", "form_invisible"),
        ("joined a\u034f", "form_invisible"),
        ("lost\ufffd", "form_invisible"),
        ("e\ufb03cient", "form_ligature"),
        ("שלום", "form_direction"),
        ("عطل", "form_direction"),
        ("k \u0301", "form_mark"),
        ("Plan A B C D", "form_letters"),
        ("a b 12 c d", "form_letters"),
        ("\u0301k", "form_mark"),
        ("k\u0302\u0302", "form_mark"),
        ("", "form_empty"),
    ],
)
def test_normal_form_of_texts(good: dict[str, Any], text: str, code: str) -> None:
    assert is_in_normal_form(PostMortem.from_data(good))
    good["sections"][0]["blocks"][0]["text"] = text
    assert codes(good) == [(code, "/sections/0/blocks/0/text")]
    assert not is_in_normal_form(PostMortem.from_data(good))


def test_normal_form_of_shapes(good: dict[str, Any]) -> None:
    said = {"type": "paragraph", "text": "Between them."}
    good["sections"][0]["blocks"] = [
        {"type": "list", "ordered": False, "items": ["a", "b"], "levels": [1]},
        said,
        {"type": "list", "ordered": False, "items": []},
        said,
        {"type": "table", "header": ["a", "b"], "rows": [["1"]]},
        said,
        {"type": "table", "header": [], "rows": []},
        said,
        {"type": "timeline", "entries": []},
    ]
    good["sections"][1]["level"] = 3
    assert [code for code, _ in codes(good)] == [
        "form_levels",
        "form_empty",
        "form_ragged",
        "form_empty",
        "form_empty",
        "form_level",
    ]


def test_neighbours_that_read_as_one(good: dict[str, Any]) -> None:
    lists = {"type": "list", "ordered": False, "items": ["one"]}
    table = {"type": "table", "header": ["a", "b"], "rows": [["1", "2"]]}
    said = {"type": "paragraph", "text": "Between them."}
    section = good["sections"][0]
    section["blocks"] = [said, lists, said, lists, table, said, table]
    assert codes(good) == []
    section["blocks"] = [lists, lists, table, table]
    path = "/sections/0/blocks"
    assert codes(good) == [("form_neighbours", f"{path}/1"), ("form_neighbours", f"{path}/3")]


@pytest.mark.parametrize(
    ("heading", "told"),
    [("Grundursache", "root_cause"), ("Root cause", "root_cause"), ("Glossar", "other")],
)
def test_a_heading_that_tells_another_kind_is_a_departure(
    good: dict[str, Any], heading: str, told: str
) -> None:
    kinds = [section["kind"] for section in good["sections"]]
    place = kinds.index("lessons_learned")
    good["sections"][place]["heading"] = heading
    found = findings(PostMortem.from_data(good))
    [only] = [f for f in found if f.code == "form_kind"]
    assert only.path == f"/sections/{place}/kind"
    assert f"tells {told}, not lessons_learned" in only.message


def test_a_sub_heading_has_the_kind_that_its_heading_and_text_tell(good: dict[str, Any]) -> None:
    said = {"type": "paragraph", "text": "The disk was full, and nobody had set an alert."}
    section = {"kind": "other", "heading": "Some words", "level": 2, "blocks": [said]}
    good["sections"].insert(1, section)
    assert codes(good) == []
    section["kind"] = "root_cause"
    assert codes(good) == [("form_kind", "/sections/1/kind")]


def test_text_before_the_first_heading_is_the_summary_where_no_other_section_is(
    good: dict[str, Any],
) -> None:
    lead = {"kind": "summary", "heading": None, "level": 1, "blocks": good["sections"][0]["blocks"]}
    good["sections"][0] = lead
    assert codes(good) == []
    lead["kind"] = "other"
    assert ("form_kind", "/sections/0/kind") in codes(good)


@pytest.mark.parametrize("heading", ["It was down.", "First,", "And then;", "Wait …"])
def test_a_heading_that_ends_like_a_sentence_is_a_departure(
    good: dict[str, Any], heading: str
) -> None:
    good["sections"][0]["heading"] = heading
    assert ("form_heading", "/sections/0/heading") in codes(good)


@pytest.mark.parametrize("heading", ["Disks, fans etc.", "What the maker, Disk & Co., said to Co."])
def test_a_heading_may_end_in_an_abbreviation(good: dict[str, Any], heading: str) -> None:
    good["sections"][0]["heading"] = heading
    assert "form_heading" not in [code for code, _ in codes(good)]


def test_a_table_before_the_first_heading_reads_as_facts(good: dict[str, Any]) -> None:
    good["sections"][0]["heading"] = None
    assert "form_lead" not in [code for code, _ in codes(good)]
    good["sections"][0]["blocks"] += [{"type": "table", "header": ["a", "b"], "rows": [["1", "2"]]}]
    assert ("form_lead", "/sections/0/blocks") in codes(good)
