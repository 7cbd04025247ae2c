"""Coverage: on how many days something was recorded, and whether it was recorded the same day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

IMPORTED = "import"
GAPS_SHOWN = 3
GAP_FROM = 2


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """One record: the journal day it is about, the journal day on which it was recorded, and its source."""

    day: date
    recorded_on: date
    source: str


@dataclass(frozen=True)
class Coverage:
    """Days from ``first`` to ``last``: ``possible`` of them, ``recorded`` with any record at all.

    ``same_day + later + imported == recorded``; a day counts as the best of its records in that order.
    ``gaps`` holds the longest stretches of 2 or more days without a record as (first, last), the longest first.
    """

    first: date
    last: date
    possible: int
    recorded: int
    same_day: int
    later: int
    imported: int
    gaps: tuple[tuple[date, date], ...] = ()


def cover(records: Iterable[RecordedDay], first: date, last: date) -> Coverage:
    """Return the coverage of ``first`` to ``last`` inclusive by ``records``, in any order; empty if last is before."""
    best: dict[date, int] = {}
    for record in records:
        if first <= record.day <= last:
            rank = 2 if record.source == IMPORTED else 0 if record.recorded_on <= record.day else 1
            best[record.day] = min(rank, best.get(record.day, 2))
    ranks = list(best.values())
    return Coverage(
        first=first,
        last=last,
        possible=max((last - first).days + 1, 0),
        recorded=len(ranks),
        same_day=ranks.count(0),
        later=ranks.count(1),
        imported=ranks.count(2),
        gaps=_gaps(sorted(best), first, last),
    )


def _gaps(days: list[date], first: date, last: date) -> tuple[tuple[date, date], ...]:
    one = timedelta(days=1)
    edges = [first - one, *days, last + one]
    open_days = [(before + one, after - one) for before, after in pairwise(edges)]
    long = [(start, end) for start, end in open_days if (end - start).days + 1 >= GAP_FROM]
    return tuple(sorted(long, key=lambda gap: (gap[0] - gap[1], gap[0]))[:GAPS_SHOWN])
