"""What must hold of a stored record beside what its fields tell one by one.

``check`` reads it of everything that is stored; our own files, which bring records as they were stored, are held against it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from ldn_journal.base.texts import _
from ldn_journal.domain.days import EARLIEST
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind, NewRecord

ONE_A_DAY = frozenset({Kind.NIGHT, Kind.STEP})
"""Kinds of which a day has one or none."""
_DAYS_APART = {"to_bed": (-2, 1), "woke": (-1, 2), "out_of_bed": (-1, 2), "at": (-1, 2)}
"""Calendar days a clock time may lie from its day: a long night, an hour past midnight, a journey across the date line."""


def unsound(record: NewRecord) -> Iterator[str]:
    """Yield what is wrong with a record whose fields are right by themselves, a sentence each."""
    if isinstance(record, NewNight) and record.empty:
        yield _("The night holds nothing.")
    day: date | None = getattr(record, "day", None)
    if day is None:
        return
    if day < EARLIEST:
        yield _("The day is too long ago to be right.")
    for field, (least, most) in _DAYS_APART.items():
        moment: datetime | None = getattr(record, field, None)
        if moment is not None and not least <= (moment.date() - day).days <= most:
            yield _("The clock time {moment} does not belong to that day.").format(moment=moment.isoformat())
