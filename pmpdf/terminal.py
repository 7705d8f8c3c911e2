"""What goes to a terminal: nothing that could steer it.

A PDF can hold escape sequences, and so can the name of a file; shown raw, they could clear the
screen, rewrite the title or type into a shell. Here they become visible escapes.
"""

from __future__ import annotations

import os
import re
import sys
import time
from typing import TYPE_CHECKING, Final, TextIO

from pmpdf.counts import counted

if TYPE_CHECKING:
    from pmpdf.archive.ledger import Line
    from pmpdf.archive.plan import Task

# Control characters but line feed and tab, marks that turn the direction of text, and what is
# left of undecodable bytes.
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE_EVERY_FILES: Final = 100
_LINE_EVERY_SECONDS: Final = 10.0
_BAR_EVERY_SECONDS: Final = 0.1
_SURE_AFTER_SECONDS: Final = 3.0  # processes are started in the first one
_COLUMNS: Final = 80  # of a terminal that does not say
_LOOK_BACK: Final = 50  # files by which the rest is judged


def plain(text: str) -> str:
    """Text that is safe on a terminal: line breaks stay, whatever steers is escaped."""
    return _STEERING.sub(_escaped, text)


def one_line(text: str) -> str:
    """The same on one line."""
    return plain(text).replace("\n", "\\n").replace("\t", "\\t")


def plain_json(text: str) -> str:
    """JSON text that is safe on a terminal and still the same JSON."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Progress:
    """How a batch run goes on: a bar on a terminal, now and then a line in a log.

    The rate is that of the files that are read or built; those that need nothing pass in no time
    and say nothing of how long the rest takes.

    `details` says a line for each file, `quiet` nothing at all.
    """

    def __init__(
        self, stream: TextIO | None = None, *, details: bool = False, quiet: bool = False
    ) -> None:
        self._stream = stream or sys.stderr
        self._details = details
        self._quiet = quiet
        self._bar = self._stream.isatty() and not details and not quiet
        self._files: int | None = 0
        self._done = 0
        self._worked = 0
        self._share = 1.0  # of the files that came last: those that had to be read or built
        self._failed = 0
        self._begun = self._said = time.monotonic()
        self._said_at = 0
        self._width = 0

    def begin(self, files: int | None) -> None:
        self._files = files
        self._begun = self._said = time.monotonic()

    def done(self, task: Task, line: Line | None) -> None:
        """A file is dealt with."""
        self._done += 1
        works = task.action in ("read", "build")
        self._share += (works - self._share) / _LOOK_BACK
        if works:
            self._worked += 1
            self._failed += line is not None and line.outcome not in ("ok", "doubtful")
        if self._details:
            self._say(_of_file(task, line))
        else:
            self._show()

    def waits(self) -> None:
        """Nothing has been dealt with for a while."""
        if not self._details:
            self._show()

    def end(self) -> None:
        """Take the bar away."""
        if self._bar and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()

    def _show(self) -> None:
        if self._bar:
            self._draw()
        elif not self._quiet and self._worked and self._is_time():
            self._say(self._standing())

    def _is_time(self) -> bool:
        now = time.monotonic()
        due = self._done - self._said_at >= _LINE_EVERY_FILES
        return due or now - self._said >= _LINE_EVERY_SECONDS

    def _standing(self) -> str:
        files = counted(self._done if self._files is None else self._files, "file")
        words = [files if self._files is None else f"{self._done} of {files}"]
        if self._failed:
            words.append(f"{self._failed} failed")
        seconds = max(time.monotonic() - self._begun, 1e-6)
        if self._worked:
            rate = self._worked / seconds
            words.append(f"{rate:.0f} a second" if rate >= 2 else f"{rate * 60:.0f} a minute")
            if self._files is not None and seconds >= _SURE_AFTER_SECONDS:
                left = max(self._files - self._done, 0) * self._share / rate
                words.append(f"{_duration(left)} left")
        return ", ".join(words)

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._said < _BAR_EVERY_SECONDS and self._done != self._files:
            return
        self._said = now
        text, room = self._standing(), self._columns() - 1
        bar = min(24, room - len(text) - 3)  # what is wider than the screen would fill it
        if self._files is not None and bar > 0:
            filled = min(bar * self._done // max(self._files, 1), bar)
            text = f"[{'#' * filled}{'.' * (bar - filled)}] {text}"
        text = text[:room]
        self._stream.write("\r" + text.ljust(min(self._width, room)))
        self._stream.flush()
        self._width = len(text)

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _COLUMNS
        except (OSError, ValueError):
            return _COLUMNS

    def _say(self, text: str) -> None:
        self._said, self._said_at = time.monotonic(), self._done
        self._stream.write(one_line(text) + "\n")
        self._stream.flush()


def _of_file(task: Task, line: Line | None) -> str:
    if task.action == "skip" or line is None:
        return f"{task.path}: skipped: {task.reason}"
    if line.vanished:
        return f"{task.path}: {task.reason}"
    notes = [f"{line.seconds:.2f} s"] if task.action == "read" else [task.reason]
    notes += [line.message] if line.message and line.message not in notes else []
    notes += [counted(line.warnings, "warning")] if line.warnings else []
    notes += [
        f"{built.path}: {warning.code}" for built in line.outputs for warning in built.warnings
    ]
    notes += [f"{report.path}: {report.message}" for report in line.failed_reports]
    return f"{task.path}: {line.outcome} ({'; '.join(notes)})"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
