"""Small sums over measures, which are done so often that the library's way is too dear.

Importing `statistics` for a median would cost every start 3 ms; `round(value, 1)` writes the number
out and reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle of at least one value, or the mean of the two in the middle."""
    return middle_of(sorted(values))


def middle_of(ordered: Sequence[float]) -> float:
    """The same of values that are in order."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def tenth(value: float) -> float:
    """The value to one digit behind the point."""
    return int(value * 10.0 + (0.5 if value >= 0.0 else -0.5)) / 10.0
