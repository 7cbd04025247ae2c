"""Nights out of stretches of sleep that several devices told of at the same time."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

_SAME_NIGHT = 3 * 3600
"""Awake for longer than this ends a night; what comes after is another sleep."""
_TIDY_AT = 50_000
_LONGEST = 24 * 3600

Stretch = tuple[int, int, int]
"""Start and end in seconds since 1970, and the offset from UTC in minutes that was in force at its end."""


class Stretches:
    """Stretches of time, each moment counted once however many told of it. Memory goes with the nights, not the records."""

    def __init__(self) -> None:
        self._found: list[Stretch] = []
        self._tidy_at = _TIDY_AT

    def add(self, start: datetime, end: datetime) -> None:
        """Add one stretch."""
        shift = end.utcoffset() or timedelta()
        self._found.append((int(start.timestamp()), int(end.timestamp()), int(shift.total_seconds()) // 60))
        if len(self._found) >= self._tidy_at:
            self._found = self.merged()
            self._tidy_at = _TIDY_AT + 2 * len(self._found)

    def merged(self) -> list[Stretch]:
        """Return the stretches in order, those that overlap or touch made one."""
        merged: list[Stretch] = []
        for start, end, shift in sorted(self._found):
            if merged and start <= merged[-1][1]:
                if end > merged[-1][1]:
                    merged[-1] = (merged[-1][0], end, shift)
            else:
                merged.append((start, end, shift))
        return merged


@dataclass(frozen=True)
class Sleep:
    """One night: minutes asleep, when the person woke, and the times in bed where they are known."""

    day: date
    minutes: int
    woke: datetime
    to_bed: datetime | None
    out_of_bed: datetime | None

    @property
    def fields(self) -> dict[str, object]:
        """The night's fields."""
        known = {"to_bed": self.to_bed, "woke": self.woke if self.to_bed else None, "out_of_bed": self.out_of_bed}
        return {"day": self.day, "asleep_minutes": self.minutes, **known}


def nights(asleep: Stretches, in_bed: Stretches) -> tuple[list[Sleep], int]:
    """Return the longest sleep of each day on which the person woke, and how many shorter ones there were."""
    beds = in_bed.merged()
    longest: dict[date, Sleep] = {}
    others = 0
    for sleep in _sleeps(asleep.merged()):
        found = _night(sleep, beds)
        before = longest.get(found.day)
        others += before is not None
        if before is None or found.minutes > before.minutes:
            longest[found.day] = found
    return [longest[day] for day in sorted(longest)], others


def _sleeps(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches between which the person was not awake for long."""
    current: list[Stretch] = []
    for one in stretches:
        if current and one[0] - current[-1][1] > _SAME_NIGHT:
            yield current
            current = []
        current.append(one)
    if current:
        yield current


def _night(sleep: list[Stretch], beds: list[Stretch]) -> Sleep:
    start, end = sleep[0][0], sleep[-1][1]
    shift = sleep[-1][2]
    woke = _moment(end, shift)
    around = list(_touching(beds, start, end))
    to_bed = min((one[0] for one in around), default=None)
    up = max((one[1] for one in around), default=None)
    known = to_bed is not None and up is not None and to_bed <= start and up >= end and up - to_bed <= _LONGEST
    return Sleep(
        day=woke.date(),
        minutes=round(sum(one[1] - one[0] for one in sleep) / 60),
        woke=woke,
        to_bed=_moment(to_bed, shift) if known and to_bed is not None else None,
        out_of_bed=_moment(up, shift) if known and up is not None else None,
    )


def _touching(beds: list[Stretch], start: int, end: int) -> Iterator[Stretch]:
    place = max(bisect_left(beds, (start, start, 0)) - 1, 0)
    while place < len(beds) and beds[place][0] < end:
        if beds[place][1] > start:
            yield beds[place]
        place += 1


def _moment(seconds: int, shift: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(minutes=shift)))
