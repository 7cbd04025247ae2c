"""The time now, asked for in one place so that tests and reports can fix it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Tells the time as the person's own clock shows it, with the offset from UTC then in force."""

    def now(self) -> datetime:
        """Return the current moment, aware, to the second."""
        ...

    def localise(self, wall: datetime) -> datetime:
        """Return the naive wall-clock time ``wall`` as an aware moment here.

        A time that the clock showed twice is its first showing. A time that the clock skipped goes forward by what was skipped:
        02:30 in a spring night is 03:30, which is what a clock that nobody put forward calls 02:30.
        """
        ...

    def to_local(self, moment: datetime) -> datetime:
        """Return an aware moment as the clock here showed it."""
        ...


class SystemClock:
    """The computer's clock and time zone. Making one raises ``SystemLacking`` where no day can be told in that zone."""

    def __init__(self) -> None:
        try:
            self.now()
        except (ValueError, OverflowError):
            import os

            from ldn_journal.base.errors import SystemLacking
            from ldn_journal.base.texts import _

            raise SystemLacking(
                _(
                    "The time zone of this computer cannot be right: TZ is “{zone}”. Set TZ to a zone such as Europe/Oslo, or "
                    "remove it, then start again."
                ).format(zone=os.environ.get("TZ", "")[:60])
            ) from None

    def now(self) -> datetime:
        """Return the current moment in the computer's zone, to the second."""
        return datetime.now().astimezone().replace(microsecond=0)

    def localise(self, wall: datetime) -> datetime:
        """Return ``wall`` in the computer's zone, with the offset in force on that date."""
        naive = wall.replace(tzinfo=None, fold=0)
        moment = naive.astimezone()
        if moment.replace(tzinfo=None) == naive:
            return moment
        # Skipped: Python reads the first showing with the offset after the change, which goes back; the second goes forward.
        return naive.replace(fold=1).astimezone()

    def to_local(self, moment: datetime) -> datetime:
        """Return ``moment`` in the computer's zone."""
        return moment.astimezone()


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests, sample journals and dated reports."""

    at: datetime
    zone: tzinfo = field(default_factory=lambda: timezone(timedelta(hours=0)))

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            self.at = self.at.replace(tzinfo=self.zone)
        else:
            self.zone = self.at.tzinfo

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self.at

    def localise(self, wall: datetime) -> datetime:
        """Return ``wall`` in the clock's own zone."""
        # By way of UTC, where every moment exists: a skipped time comes back as the clock showed it.
        return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC).astimezone(self.zone)

    def to_local(self, moment: datetime) -> datetime:
        """Return ``moment`` in the clock's own zone."""
        return moment.astimezone(self.zone)

    def move(self, step: timedelta) -> None:
        """Put the clock forward (or back) by ``step``."""
        self.at += step
