"""Every way in which pmpdf says no.

The exit code and the ledger's outcome are facts about an error, stated once on its class. A
message says what happened, to which file, and what to do about it.
"""

from __future__ import annotations

import os
import unicodedata
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT = 3
    PASSWORD = 4
    NO_TEXT = 5
    NOT_A_POST_MORTEM = 6
    DOES_NOT_FIT = 7
    CANNOT_WRITE = 8
    BAD_DATA = 9
    MISSING_EXTRA = 10
    ARCHIVE_INCOMPLETE = 11
    LIMIT = 12
    INTERRUPTED = 130


class PmpdfError(Exception):
    """Base of all errors that pmpdf raises on purpose; one message, safe to show a person."""

    code: ClassVar[ExitCode] = ExitCode.UNEXPECTED
    outcome: ClassVar[str] = "internal"

    @property
    def message(self) -> str:
        return str(self.args[0]) if self.args else type(self).__name__


class UsageError(PmpdfError):
    code = ExitCode.USAGE


class Unreadable(PmpdfError):
    """The input is missing, no regular file, or may not be read."""

    code = ExitCode.INPUT
    outcome = "unreadable"


class NotAPdf(PmpdfError):
    code = ExitCode.INPUT
    outcome = "not_a_pdf"


class Damaged(PmpdfError):
    """A PDF that no reader can make pages of."""

    code = ExitCode.INPUT
    outcome = "damaged"


class PasswordNeeded(PmpdfError):
    code = ExitCode.PASSWORD
    outcome = "encrypted"


class NoText(PmpdfError):
    """Pages without text: scans, or drawings of text."""

    code = ExitCode.NO_TEXT
    outcome = "no_text"


class NotAPostMortem(PmpdfError):
    code = ExitCode.NOT_A_POST_MORTEM
    outcome = "not_a_postmortem"


class DoesNotFit(PmpdfError):
    code = ExitCode.DOES_NOT_FIT


class CannotWrite(PmpdfError):
    code = ExitCode.CANNOT_WRITE


class BadData(PmpdfError):
    """A record, brand or vocabulary that breaks its own rules; file and key are named."""

    code = ExitCode.BAD_DATA


class MissingExtra(PmpdfError):
    """An optional dependency that is not installed; the message names the extra."""

    code = ExitCode.MISSING_EXTRA


class ArchiveIncomplete(PmpdfError):
    code = ExitCode.ARCHIVE_INCOMPLETE


class EngineLost(ArchiveIncomplete):
    """The machines that read went away in the middle of a run; the next run does the rest."""


class LimitReached(PmpdfError):
    code = ExitCode.LIMIT
    outcome = "limit_time"


class TimeLimit(LimitReached):
    outcome = "limit_time"


class MemoryLimit(LimitReached):
    outcome = "limit_memory"


class PageLimit(LimitReached):
    outcome = "limit_pages"


class ReaderDied(LimitReached):
    """The process that read the file ended without an answer; the message has its signal."""

    outcome = "worker_died"


def _classes(base: type[PmpdfError]) -> list[type[PmpdfError]]:
    return [base, *(c for child in base.__subclasses__() for c in _classes(child))]


def error_named(name: str) -> type[PmpdfError]:
    """The error class of that name; what crosses a process boundary is its name and message."""
    return next((c for c in _classes(PmpdfError) if c.__name__ == name), PmpdfError)


def shown(name: str | os.PathLike[str]) -> str:
    """A file name that is safe on a terminal and in JSON, whatever bytes it is made of."""
    raw = os.fspath(name).encode("utf-8", "surrogatepass")
    if any("\udc80" <= c <= "\udcff" for c in os.fspath(name)):
        raw = os.fsencode(name)
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") else f"\\x{ord(c):02x}"
        for c in text
    )
