"""Translations: every text with its place, kept over changes, never used for another text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from report_paper import structure, tagged_text
from report_records import SENTENCE, rich

from pmpdf.errors import BadData, UsageError
from pmpdf.record import Fact, Paragraph, PostMortem, Section
from pmpdf.report import Options, compose, translate, translation_beside

replace = msgspec.structs.replace


def catalog(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def filled(path: Path, **texts: str) -> None:
    """Fill in translations by their text, as a translator does."""
    found = catalog(path)
    for message in found:
        for start, translation in texts.items():
            if message.id and str(message.id).startswith(start):
                message.string = translation
                message.flags.discard("fuzzy")
    with path.open("wb") as stream:
        write_po(stream, found)


def messages(path: Path) -> dict[str, tuple[str, bool]]:
    return {str(m.context): (str(m.string), m.fuzzy) for m in catalog(path) if m.id}


def built(record: PostMortem, path: Path) -> tuple[str, list[str]]:
    data, made = compose(record, language="en", options=Options(translation=path))
    text = tagged_text(data).replace("\u00ad", "")
    return " ".join(text.split()), [warning.code for warning in made.warnings]


def test_every_text_stands_in_the_file_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    progress = translate(rich(), "en", path)
    known = messages(path)
    assert progress.texts == len(known)
    assert known["/sections/0/blocks/0/text"] == ("", False)
    assert known["/sections/0/heading"] == ("Summary", False)
    assert known["/facts/0/label"] == ("Severity", False)
    assert "/sections/3/blocks/0/entries/0/notes/1" in known
    assert "/sections/3/blocks/0/entries/0/details/Wer" in known
    assert not any("/time" in place for place in known)


def test_what_nobody_translates_is_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "record.de.po"
    record = PostMortem(
        1,
        "en",
        title="Split brain",
        facts=(
            Fact("Incident", "TP-640"),
            Fact("Date", "May 30, 2023 to May 31, 2023"),
            Fact("Affected", "Calendar API"),
        ),
    )
    translate(record, "de", path)
    asked = [place for place in messages(path) if place.endswith("/value")]
    assert asked == ["/facts/2/value"]
    text = tagged_text(compose(record, language="de", options=Options(translation=path))[0])
    assert "30. und 31. Mai 2023" in text
    with path.open("ab") as stream:  # who would word it otherwise may
        place = 'msgctxt "/facts/1/value"\nmsgid "May 30, 2023 to May 31, 2023"\n'
        stream.write(f'\n{place}msgstr "Zwei Tage im Mai"\n'.encode())
    translate(record, "de", path)
    assert messages(path)["/facts/1/value"] == ("Zwei Tage im Mai", False)
    text = tagged_text(compose(record, language="de", options=Options(translation=path))[0])
    assert "Zwei Tage im Mai" in text


def test_the_head_of_the_file_holds_no_placeholders(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    text = path.read_text(encoding="utf-8")
    assert not any(word in text for word in ("EMAIL@", "FULL NAME", "LL@li.org", "YEAR-MO-DA"))
    known = '"Last-Translator: Ida Berg <ida@example.com>\\n"\n"Language: en'
    path.write_text(text.replace('"Language: en', known, 1), encoding="utf-8")
    translate(rich(), "en", path)
    assert "Ida Berg <ida@example.com>" in path.read_text(encoding="utf-8")


def test_a_translation_is_printed_and_the_rest_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Ausfallbericht="Outage report for May 30 and 31, 2023")
    text, codes = built(rich(), path)
    assert "Outage report for May 30 and 31, 2023" in text
    assert codes == ["untranslated"]
    data, made = compose(rich(), language="en", options=Options(translation=path))
    _, without = compose(rich(), language="en")
    count, before = (int(b.warnings[-1].message.split()[0]) for b in (made, without))
    assert count == before - 1
    leaf = next(leaf for leaf in structure(data).walk() if "Outage" in leaf.text)
    assert leaf.language is None


def test_a_second_run_keeps_what_was_translated(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Ausfallbericht="Outage report", Neustart="Restart")
    first = path.read_bytes()
    translate(rich(), "en", path)
    assert messages(path)["/subtitle"] == ("Outage report", False)
    again = path.read_bytes()
    translate(rich(), "en", path)
    assert path.read_bytes() == again
    assert len(first) > 0


def test_a_changed_text_becomes_fuzzy_and_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Ausfallbericht="Outage report")
    changed = replace(rich(), subtitle="Ausfallbericht vom 29. - 31. Mai 2023")
    text, codes = built(changed, path)
    assert "Outage report" not in text
    assert "stale_translation" in codes
    progress = translate(changed, "en", path)
    assert progress.fuzzy == 1
    assert messages(path)["/subtitle"] == ("Outage report", True)
    assert b"#| msgid" in path.read_bytes()
    text, codes = built(changed, path)
    assert "Outage report" not in text
    assert codes == ["untranslated"]


def test_a_text_that_moved_keeps_its_translation(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Aufgrund="Because of complications")
    new = Section("background", "Hintergrund", blocks=(Paragraph("Ein ganz neuer Absatz."),))
    moved = replace(rich(), sections=(new, *rich().sections))
    translate(moved, "en", path)
    known = messages(path)
    assert known["/sections/1/blocks/0/text"] == ("Because of complications", False)
    assert known["/sections/0/blocks/0/text"] == ("", False)
    assert "Because of complications" in built(moved, path)[0]
    assert SENTENCE.split()[0] not in built(moved, path)[0].split("Impact")[0]


def test_a_text_that_changed_and_then_moved_stays_fuzzy(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Aufgrund="Because of complications")
    first, *rest = rich().sections
    changed = replace(first, blocks=(Paragraph(SENTENCE * 2 + "Und mehr."),))
    translate(replace(rich(), sections=(changed, *rest)), "en", path)
    moved = replace(rich(), sections=(*rest, changed))
    assert translate(moved, "en", path).fuzzy == 1
    place = f"/sections/{len(rest)}/blocks/0/text"
    assert messages(path)[place] == ("Because of complications", True)


def test_a_fuzzy_text_keeps_what_its_translation_was_made_for(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Ausfallbericht="Outage report")
    first = f'#| msgid "{rich().subtitle}"\n'
    for subtitle in ("Ausfallbericht vom 29. - 31. Mai 2023", "Ausfallbericht vom 29. Mai 2023"):
        for _ in range(3):
            translate(replace(rich(), subtitle=subtitle), "en", path)
            assert first in path.read_text(encoding="utf-8")
    filled(path, Ausfallbericht="Outage report of May 29, 2023")  # and is fuzzy no more
    translate(replace(rich(), subtitle="Ausfallbericht vom 28. Mai 2023"), "en", path)
    told = path.read_text(encoding="utf-8")
    assert first not in told
    assert '#| msgid "Ausfallbericht vom 29. Mai 2023"\n' in told


def test_what_a_long_translation_was_made_for_stays_whole(tmp_path: Path) -> None:
    """Other tools break such a text over several lines, each of them quoted."""
    path = tmp_path / "record.en.po"
    first, *rest = rich().sections
    whole = SENTENCE.strip()

    def record(text: str) -> PostMortem:
        return replace(rich(), sections=(replace(first, blocks=(Paragraph(text),)), *rest))

    translate(record(whole), "en", path)
    filled(path, Aufgrund="Because of complications")
    for end in (" Und mehr.", " Und mehr.", " Und noch mehr."):
        translate(record(whole + end), "en", path)
        told = path.read_text(encoding="utf-8")
        assert told.count("#|") == 1
        assert f'#| msgid "{whole}"\n' in told
        half = len(whole) // 2
        broken = f'#| msgid ""\n#| "{whole[:half]}"\n#| "{whole[half:]}"\n'
        path.write_text(told.replace(f'#| msgid "{whole}"\n', broken), encoding="utf-8")


def test_what_translators_note_beside_a_text_stays(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    translate(rich(), "en", path)
    filled(path, Ausfallbericht="Outage report")
    told = path.read_text(encoding="utf-8")
    head = 'msgctxt "/subtitle"'
    path.write_text(told.replace(head, f"# as the press office has it\n{head}"), encoding="utf-8")
    for subtitle in (rich().subtitle, "Ausfallbericht vom 29. Mai 2023"):
        translate(replace(rich(), subtitle=subtitle), "en", path)
        assert "# as the press office has it\n" in path.read_text(encoding="utf-8")


def test_the_file_beside_a_record_is_found(tmp_path: Path) -> None:
    assert translation_beside(tmp_path / "a.json", "en") is None
    translate(rich(), "en", tmp_path / "a.en.po")
    assert translation_beside(tmp_path / "a.json", "en") == tmp_path / "a.en.po"


def test_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "record.en.po"
    with pytest.raises(UsageError, match="de"):
        translate(rich(), "de", path)
    with pytest.raises(BadData, match=r"none\.po"):
        compose(rich(), language="en", options=Options(translation=tmp_path / "none.po"))
    path.write_text("this is no translation\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"record\.en\.po"):
        compose(rich(), language="en", options=Options(translation=path))
    translate(rich("en"), "de", tmp_path / "record.de.po")
    with pytest.raises(BadData, match='"en" is wanted'):
        compose(rich(), language="en", options=Options(translation=tmp_path / "record.de.po"))
