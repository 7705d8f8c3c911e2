"""The value in the middle; importing `statistics` for it would cost every start 3 ms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle of at least one value, or the mean of the two in the middle."""
    return middle_of(sorted(values))


def middle_of(ordered: Sequence[float]) -> float:
    """The same of values that are in order."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
