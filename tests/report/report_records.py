"""Records to build reports from."""

from __future__ import annotations

from pathlib import Path

from pmpdf.record import (
    Entry,
    Fact,
    ListBlock,
    Paragraph,
    Period,
    PostMortem,
    Section,
    Table,
    Timeline,
)

ROOT = Path(__file__).resolve().parents[2]
BRANDS = (None, ROOT / "samples/brands/nordlicht", ROOT / "samples/brands/copperline")
ARCHIVE = ROOT.parent / "shared/archive"

SENTENCE = (
    "Aufgrund von Komplikationen bei der Wartung unserer Cluster-Infrastruktur war die Nutzung "
    "der Datenbankwiederherstellung sowie anderer Dienste bis 20:00 Uhr am 30. Mai nicht möglich. "
)


def timeline(rows: int, **more: object) -> Timeline:
    """A course over two nights, `rows` long, its rows some 100 minutes apart."""
    entries = []
    for number in range(rows):
        minutes = 20 * 60 + number * 100
        day, clock = 30 + minutes // 1440, minutes % 1440
        if day > 31:
            month, day = 6, day - 31
        else:
            month = 5
        entries.append(
            Entry(
                f"{clock // 60:02}:{clock % 60:02} Uhr",
                f"2023-{month:02}-{day:02}T{clock // 60:02}:{clock % 60:02}",
                text=f"Ereignis {number + 1} an der Cluster-Infrastruktur",
                **more,  # type: ignore[arg-type]
            )
        )
    return Timeline(tuple(entries))


def rich(language: str = "de") -> PostMortem:
    """A record with everything in it that a report can show."""
    return PostMortem(
        1,
        language,  # type: ignore[arg-type]
        title="POST MORTEM",
        subtitle="Ausfallbericht vom 30. - 31. Mai 2023",
        organization="edudip GmbH",
        period=Period("2023-05-30", "2023-05-31"),
        time_zone="MESZ",
        facts=(Fact("Schweregrad", "SEV-1"), Fact("Dauer", "27 Stunden"), Fact("", "Intern")),
        sections=(
            Section("summary", "Zusammenfassung", blocks=(Paragraph(SENTENCE * 2),)),
            Section(
                "impact",
                "Auswirkung",
                number="2.",
                blocks=(
                    Paragraph(SENTENCE),
                    Table(("Dienst", "Ausfall"), (("edudip Next", "27 h"), ("Market", ""))),
                ),
            ),
            Section("technical_details", "Technische Details"),
            Section(
                "timeline",
                "Zeitablauf",
                2,
                blocks=(
                    Timeline(
                        (
                            Entry(
                                "20:00 Uhr",
                                "2023-05-30T20:00",
                                text="Beginn der Wartungsarbeiten",
                                details={"Wer": "Betrieb"},
                                notes=("Angekündigt am Vortag.", "Zweite Anmerkung dazu."),
                            ),
                            Entry(
                                "00:03 Uhr",
                                "2023-05-31T00:03",
                                text=SENTENCE,
                                details={"Wer": "Bereitschaft"},
                            ),
                            Entry(
                                "02:00–02:30 Uhr",
                                "2023-05-31T02:00",
                                "2023-05-31T02:30",
                                text="Neustart",
                            ),
                        ),
                        ("Zeit", "Ereignis", "Wer"),
                    ),
                ),
            ),
            Section(
                "lessons_learned",
                "Lessons Learned",
                blocks=(
                    ListBlock(True, ("Erstens", SENTENCE, "Unterpunkt", "Drittens"), (1, 1, 2, 1)),
                ),
            ),
            Section("other", None, blocks=(ListBlock(False, ("Ein Punkt", "Noch einer")),)),
        ),
    )
