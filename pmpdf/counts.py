"""Numbers of things, in words: 1 page, 2 pages."""

from __future__ import annotations


def counted(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun; `more` is the plural where it is not just an s longer."""
    return f"{number} {one if number == 1 else more or one + 's'}"
