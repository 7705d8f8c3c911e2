"""Patterns that are compiled when first used: no document needs all of them."""

from __future__ import annotations

import re


class Late:
    """A regular expression in waiting; `compiled` is it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled
