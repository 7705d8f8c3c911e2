"""The fixture of the archive's tests; `faults` and `desks` are found by every process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from desks import LIMITS, Desk  # noqa: E402
from faults import EXTRACTOR  # noqa: E402

from pmpdf.archive import engines  # noqa: E402
from pmpdf.archive.plan import Orders  # noqa: E402


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty archive. Reading processes outlive a run, to save their start, unless a test is
    marked `ends_processes`.
    """
    monkeypatch.setattr("pmpdf.archive.walk.RACY", 0.0)  # files of a test are always new
    if request.node.get_closest_marker("ends_processes"):
        engines.close()
    else:
        monkeypatch.setattr("pmpdf.archive.engines.close", lambda: None)
    archive = tmp_path / "archive"
    archive.mkdir()
    return Desk(archive, tmp_path / "out", Orders(extractor=EXTRACTOR, limits=LIMITS))
