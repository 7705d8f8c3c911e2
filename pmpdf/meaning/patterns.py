"""Patterns that are compiled when first used: no document needs all of them."""

from __future__ import annotations

import re
from functools import cached_property


class Late:
    """A regular expression in waiting; `compiled` is it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)
