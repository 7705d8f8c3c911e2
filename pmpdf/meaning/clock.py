"""Which moments the rows of a timeline mean: `resolve` gives them their days, by the contract.

A row that prints only a clock takes its day from the last date printed before it; the day rolls
over where the clock wraps past midnight, and stays where it only steps back a little. What cannot
be told for sure carries a doubt. Reading what is printed is `stamps` and `zones`; their questions
are asked from here as well, so that callers need one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct

from pmpdf.meaning.stamps import (
    Clock,
    Day,
    Stamp,
    date_line,
    date_of,
    find_period,
    follows_day,
    forget,
    leading,
    months_of,
    whole,
)
from pmpdf.meaning.zones import east_of_utc, find_zone, states_zone
from pmpdf.values import replace

__all__ = [
    "Clock",
    "Day",
    "Doubt",
    "Known",
    "Resolved",
    "Row",
    "Stamp",
    "date_line",
    "find_period",
    "find_zone",
    "follows_day",
    "forget",
    "leading",
    "months_of",
    "resolve",
    "states_zone",
    "whole",
]

Doubt = Literal[
    "time_without_clock",  # no clock and no day, or a relative one: `at` is null
    "day_unknown",  # a clock, but no day is printed anywhere before it: `at` is null
    "year_unknown",  # a day, but no year is printed anywhere before it: `at` is null
    "impossible_time",  # 31 June, 25:10: `at` is null
    "ambiguous_day",  # 03/04/2024 may be March or April
    "weekday_differs",  # the weekday printed is not that of the date printed
    "day_doubtful",  # the clock jumps, or no day is stated: it cannot be told for sure
]


class Row(Struct, frozen=True):
    """The time of one timeline row, and the date line printed directly above it."""

    stamp: Stamp | None
    date_line: Stamp | None = None


class Resolved(Struct, frozen=True):
    """ISO times of one row, the parts of `at` that were not printed, and a doubt if any."""

    at: str | None = None
    end: str | None = None
    inferred: tuple[Literal["date", "year"], ...] = ()
    warning: Doubt | None = None


class Known(Struct, frozen=True):
    """What a document says of all its times: the period as ISO days, the year that goes without
    saying, the zone of rows that print none. In German, 03/04/2024 is April without a doubt."""

    period: tuple[str, str] | None = None
    year: int | None = None
    language: str | None = None
    zone: str | None = None


class Steps(Struct, frozen=True):
    """Minutes between neighbouring rows, and what they mean (the archive's own are far apart)."""

    back_in_row: int = 120  # a step back up to this is rows out of order, on the same day
    back_doubtful: int = 240  # up to this still the same day, but it may be the next
    over_midnight: int = 480  # from here on surely the next day
    back_over_midnight: int = 60  # 00:05 after midnight, then 23:58: the evening before
    near_new_year: int = 45  # days; 31.12. then 02.01. is the next year


STEPS: Final = Steps()
HALF_DAY: Final = 12 * 60


def resolve(
    rows: Sequence[Row],
    known: Known | None = None,
    *,
    newest_first: bool | None = None,
    after: str | None = None,
) -> list[Resolved]:
    """Give each row of a timeline its day, by the contract. Never raises.

    `newest_first` None finds out by itself; `after` is the `at` of the row before the first one,
    where something stands between two parts of a timeline.
    """
    known = known or Known()
    days = _period_days(known.period)
    order = _slash_order(rows, days, known.language)
    if order == "month_first":
        rows = [_swapped_row(row) for row in rows]
    zones = _several_zones(rows, known.zone)
    backwards = _runs_backwards(rows, zones) if newest_first is None else newest_first
    calendar = _Calendar(days, known.year, backwards, order == "unknown")
    calendar.zones = zones
    if backwards and days:
        calendar.start_backwards(rows)
    elif after and not backwards:
        calendar.carry_on(datetime.fromisoformat(after), rows)
    return [calendar.resolve(row) for row in rows]


def _period_days(period: tuple[str, str] | None) -> tuple[date, date] | None:
    try:
        return (date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None
    except ValueError:
        return None


def _all_days(rows: Iterable[Row]) -> Iterator[Day]:
    for row in rows:
        for stamp in (row.date_line, row.stamp):
            if stamp:
                yield from (day for day in (stamp.day, stamp.end_day) if day)


def _slash_order(
    rows: Sequence[Row], days: tuple[date, date] | None, language: str | None
) -> Literal["day_first", "month_first", "unknown"]:
    """Which number of 03/04/2024 is the month, from all rows together."""
    slashed = [day for day in _all_days(rows) if day.slashed]
    if any((day.month or 0) > 12 for day in slashed):
        return "month_first"
    if any((day.day or 0) > 12 for day in slashed) or all(d.day == d.month for d in slashed):
        return "day_first"
    if days:
        first = [_within(day, days) for day in slashed]
        second = [_within(day.swapped(), days) for day in slashed]
        if any(first) != any(second):
            return "day_first" if any(first) else "month_first"
    return "day_first" if language == "de" else "unknown"


def _within(day: Day, days: tuple[date, date]) -> bool:
    found = date_of(replace(day, slashed=False), day.year or days[0].year)
    return found is not None and days[0] <= found <= days[1] + timedelta(days=1)


def _swapped_row(row: Row) -> Row:
    return Row(_swapped_stamp(row.stamp), _swapped_stamp(row.date_line))


def _swapped_stamp(stamp: Stamp | None) -> Stamp | None:
    if stamp is None:
        return None
    day, end = stamp.day, stamp.end_day
    return replace(
        stamp,
        day=replace(day.swapped(), slashed=False) if day and day.slashed else day,
        end_day=replace(end.swapped(), slashed=False) if end and end.slashed else end,
    )


def _runs_backwards(rows: Sequence[Row], zones: Mapping[str | None, int | None]) -> bool:
    """Whether rows stand newest first: their days fall, or else most of their clocks do, those of
    several zones taken in one."""
    days = [
        day
        for row in rows
        for stamp in (row.date_line, row.stamp)
        if stamp and (day := stamp.day) and day.day is not None and day.month is not None
    ]
    steps = [step for a, b in pairwise(days) if (step := _days_between(a, b))]
    if steps:
        return _falls(steps)
    clocks = _clocks(rows, zones)
    straight = [b - a for a, b in pairwise(clocks) if a != b]
    # A clock may also have passed midnight: then the shorter way round is the likelier step.
    around = [(step + HALF_DAY) % (2 * HALF_DAY) - HALF_DAY for step in straight]
    return len(straight) >= 2 and _falls(straight) and _falls(around)


def _clocks(rows: Sequence[Row], zones: Mapping[str | None, int | None]) -> list[int]:
    """The rows' clock times in minutes, those of several zones in one."""
    return [
        stamp.clock.minutes - (zones.get(stamp.zone or stamp.offset) or 0)
        for row in rows
        if (stamp := row.stamp) and stamp.clock
    ]


def _falls(steps: Sequence[int]) -> bool:
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _days_between(first: Day, second: Day) -> int:
    """About how many days later the second is; without years, the shorter way round the year."""
    months = 12 * ((second.year or 0) - (first.year or 0)) if first.year and second.year else 0
    step = 31 * (months + (second.month or 0) - (first.month or 0))
    step += (second.day or 0) - (first.day or 0)
    if first.year is None or second.year is None:
        step = (step + 186) % 372 - 186
    return step


def _several_zones(rows: Sequence[Row], zone: str | None) -> dict[str | None, int | None]:
    """The zones that rows print for themselves, in minutes east of UTC, where they are several.

    Rows without any are in the document's, else in the first one that a row prints.
    """
    printed: dict[str | None, int | None] = {
        mark: east_of_utc(stamp.zone, stamp.offset)
        for row in rows
        if (stamp := row.stamp) and stamp.clock and (mark := stamp.zone or stamp.offset)
    }
    if len(printed) < 2 and (not printed or not zone or zone in printed):
        return {}
    printed[None] = east_of_utc(zone, None) if zone else next(iter(printed.values()))
    return printed


class _Calendar:
    """The day in force while walking down the rows."""

    def __init__(
        self,
        period: tuple[date, date] | None,
        year_hint: int | None,
        backwards: bool,
        ambiguous: bool,
    ) -> None:
        self.period = period
        self.year = period[0].year if period else year_hint
        self.backwards = backwards
        self.ambiguous = ambiguous
        self.today: date | None = period[0] if period else None
        self.from_line = False  # the day in force stands in a date line above
        self.rolled = False  # the day in force was reached over midnight
        self.last: int | None = None  # minutes of the row before, on the day in force
        self.zones: dict[str | None, int | None] = {}  # that rows print, where they are several
        self.zone: str | None = None  # of the row before

    def start_backwards(self, rows: Sequence[Row]) -> None:
        """Newest first begins on the period's last day, or so many midnights after its first."""
        assert self.period
        clocks = _clocks(rows, self.zones)
        wraps = sum(b - a > STEPS.back_doubtful for a, b in pairwise(clocks))
        first, last = self.period
        self.today = first + timedelta(days=wraps) if first == last else last

    def carry_on(self, before: datetime, rows: Sequence[Row]) -> None:
        """The day goes on from the part above; over midnight where the clock falls by half a day.

        A part that begins half a day later than the one above has ended is a course of its own.
        """
        first = next((row.stamp.clock.minutes for row in rows if row.stamp and row.stamp.clock), 0)
        later = first - (60 * before.hour + before.minute)
        if later > HALF_DAY:
            return
        over = later < -HALF_DAY
        self.today, self.rolled = before.date() + timedelta(days=over), over

    def resolve(self, row: Row) -> Resolved:
        doubt = self._take_date_line(row.date_line) if row.date_line else None
        stamp = row.stamp
        if stamp is None or (stamp.clock is None and (stamp.day is None or stamp.relative)):
            return Resolved(warning="time_without_clock")
        inferred: tuple[Literal["date", "year"], ...] = ()
        if stamp.day is not None:
            day, found = self._printed(stamp.day)
            if day is None:
                # Rows under a date that cannot be read must not get the day before it.
                self.today = None
                return Resolved(warning=found)
            doubt = found or doubt
            if stamp.day.day is None:
                inferred = ("date",)
            elif stamp.day.year is None:
                inferred = ("year",)
            self.today, self.from_line, self.rolled, self.last = day, False, False, None
        elif self.today is None:
            return Resolved(warning=doubt or "day_unknown")
        elif stamp.clock is not None:
            told = self._into_zone(stamp.zone or stamp.offset)
            doubt = self._roll(stamp.clock.minutes, told=told) or doubt
            inferred = () if self.from_line else ("date",)
        if stamp.clock is not None:
            self.last, self.zone = stamp.clock.minutes, stamp.zone or stamp.offset
        assert self.today
        end, end_doubt = self._end(stamp, self.today)
        at = _iso(self.today, stamp.clock, stamp.offset)
        if at is None:
            return Resolved(warning="impossible_time")
        return Resolved(at, end, inferred, doubt or end_doubt)

    def _take_date_line(self, line: Stamp) -> Doubt | None:
        if line.day is None:
            return None
        day, doubt = self._printed(line.day)
        self.last, self.rolled = None, False
        if day is None:
            # Rows under a date that cannot be read must not get the day before it.
            self.today, self.from_line = None, False
            return doubt
        self.today, self.from_line = day, True
        return doubt

    def _printed(self, day: Day) -> tuple[date | None, Doubt | None]:
        """The date that a printed day means here."""
        if day.nth is not None:
            first = self.period[0] if self.period else None
            return (first + timedelta(days=day.nth - 1), None) if first else (None, "day_unknown")
        if day.day is None:
            return self._next_weekday(day.weekday)
        year = day.year or self._year_of(day)
        if year is None:
            return None, "year_unknown"
        found = date_of(day, year)
        if found is None:
            return None, "impossible_time"
        if day.year is not None:
            self.year = day.year
        if day.weekday is not None and found.weekday() != day.weekday:
            return found, "weekday_differs"
        unclear = self.ambiguous and day.slashed and day.day != day.month
        return found, "ambiguous_day" if unclear else None

    def _next_weekday(self, weekday: int | None) -> tuple[date | None, Doubt | None]:
        if self.today is None or weekday is None:
            return None, "day_unknown"
        if self.backwards:
            return self.today - timedelta(days=(self.today.weekday() - weekday) % 7), None
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7), None

    def _year_of(self, day: Day) -> int | None:
        """The year of the last date or of the period; of the next year just after New Year."""
        near = self.today
        if near is None:
            return self.year
        for year in (near.year, near.year + 1, near.year - 1):
            found = date_of(day, year)
            if found and abs((found - near).days) <= STEPS.near_new_year:
                return year
        return self.year or near.year

    def _into_zone(self, zone: str | None) -> bool:
        """Take the moment of the row before in the zone of this one; False where that cannot be
        told."""
        before = self.zone
        if not self.zones or zone == before or self.last is None or self.today is None:
            return True
        east, was = self.zones.get(zone), self.zones.get(before)
        if east is None or was is None:
            return False
        days, self.last = divmod(self.last + east - was, 2 * HALF_DAY)
        if days:
            self.today, self.from_line = self.today + timedelta(days=days), False
        return True

    def _roll(self, now: int, *, told: bool) -> Doubt | None:
        """Move the day in force where the clock has passed midnight since the row before; `told`
        is False where that row's clock is in a zone that cannot be held against this one's."""
        last, today = self.last, self.today
        if last is None or today is None:
            return None
        if not told:
            return "day_doubtful" if abs(now - last) > STEPS.back_in_row else None
        back = now - last if self.backwards else last - now
        day = timedelta(days=-1 if self.backwards else 1)
        if back <= 0:
            if self.rolled and -back >= 24 * 60 - STEPS.back_over_midnight:
                self.today, self.rolled, self.from_line = today - day, False, False
                return "day_doubtful"
            return None
        if back <= STEPS.back_in_row:
            return None
        if back <= STEPS.back_doubtful:
            return "day_doubtful"
        self.today, self.rolled, self.from_line = today + day, True, False
        return "day_doubtful" if self._is_doubtful(back, self.today) else None

    def _is_doubtful(self, back: int, reached: date) -> bool:
        """A jump between clear and unclear is believed where the period has the day it leads to."""
        if self.period and self.period[0] != self.period[1]:
            first, last = self.period
            return not first <= reached <= last
        return back < STEPS.over_midnight

    def _end(self, stamp: Stamp, start: date) -> tuple[str | None, Doubt | None]:
        if stamp.end_clock is None and stamp.end_day is None:
            return None, None
        day, doubt = start, None
        if stamp.end_day is not None:
            found, doubt = self._printed(stamp.end_day)
            if found is None:
                return None, doubt
            day = found
        elif stamp.clock and stamp.end_clock and stamp.end_clock.minutes < stamp.clock.minutes:
            day = start + timedelta(days=1)
        return _iso(day, stamp.end_clock, stamp.end_offset), doubt


def _iso(day: date, clock: Clock | None, offset: str | None) -> str | None:
    if clock is None:
        return day.isoformat()
    try:
        if clock.hour == 24:
            day += timedelta(days=1)
    except OverflowError:
        return None
    return f"{day.isoformat()}T{clock.iso()}{offset or ''}"
