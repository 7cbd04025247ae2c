"""Nights: a night belongs to the day on which the person woke up.

Definitions (own wording of a consensus sleep diary): time in bed = out of bed - to bed; time asleep = time in bed -
time to fall asleep - time awake - time in bed after the final waking; sleep efficiency = 100 x time asleep / time in bed.
"""

from datetime import date, datetime
from itertools import pairwise
from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from ldn_journal.base.texts import _
from ldn_journal.domain.records import Identified, Kind, NewRecord

DAY_MINUTES = 24 * 60


class NewNight(NewRecord):
    """The night before ``day``: hours asleep as estimated, or the times from which they follow, or both. Minutes throughout."""

    kind: ClassVar[Kind] = Kind.NIGHT
    day: date
    asleep_minutes: int | None = Field(default=None, ge=0, le=DAY_MINUTES)
    to_bed: datetime | None = None
    minutes_to_sleep: int | None = Field(default=None, ge=0, le=DAY_MINUTES)
    awakenings: int | None = Field(default=None, ge=0, le=100)
    minutes_awake: int | None = Field(default=None, ge=0, le=DAY_MINUTES)
    woke: datetime | None = None
    out_of_bed: datetime | None = None
    quality: int | None = Field(default=None, ge=0, le=10)

    @model_validator(mode="after")
    def _in_order(self) -> "NewNight":
        moments = [moment for moment in (self.to_bed, self.woke, self.out_of_bed) if moment is not None]
        if any(later < earlier for earlier, later in pairwise(moments)):
            raise ValueError(_("The times of a night go from bed time to waking to getting up."))
        if (in_bed := self.minutes_in_bed) is not None and in_bed > DAY_MINUTES:
            raise ValueError(_("A night is no longer than 24 hours."))
        computed = self._computed_sleep()
        if computed is not None and computed < 0:
            raise ValueError(_("More time awake is given than was spent in bed."))
        return self

    @property
    def empty(self) -> bool:
        """Whether nothing of the night is recorded."""
        return all(getattr(self, field) is None for field in NewNight.model_fields if field != "day")

    @property
    def minutes_in_bed(self) -> int | None:
        """Time in bed, if both ends are known."""
        if self.to_bed is None or self.out_of_bed is None:
            return None
        return round((self.out_of_bed - self.to_bed).total_seconds() / 60)

    def _computed_sleep(self) -> int | None:
        end = self.woke or self.out_of_bed
        if self.to_bed is None or end is None:
            return None
        awake = (self.minutes_to_sleep or 0) + (self.minutes_awake or 0)
        return round((end - self.to_bed).total_seconds() / 60) - awake

    @property
    def total_sleep_minutes(self) -> int | None:
        """Time asleep: as estimated by the person if given, else from the night's times."""
        return self.asleep_minutes if self.asleep_minutes is not None else self._computed_sleep()

    @property
    def efficiency(self) -> float | None:
        """Sleep efficiency in percent, if the times are known."""
        in_bed, asleep = self.minutes_in_bed, self.total_sleep_minutes
        return 100 * asleep / in_bed if in_bed and asleep is not None else None


class Night(NewNight, Identified):
    """A night as stored."""
