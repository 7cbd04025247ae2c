"""Measures (what can be rated) and ratings (one value of one measure on one day)."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import field_validator, model_validator
from sqlmodel import Field

from ldn_journal.base.texts import _, format_duration, format_number
from ldn_journal.domain.records import MAX_NAME, MAX_TEXT, Identified, Kind, NewRecord

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Scale(StrEnum):
    """How a measure is answered."""

    NUMERIC = "numeric"  # cells from low to high, 0-10 or 1-7
    SEVERITY = "severity"  # 0-4 none, mild, moderate, severe, very severe
    DURATION = "duration"  # minutes
    COUNT = "count"
    YES_NO = "yes_no"


class Better(StrEnum):
    """Which way is better, where that can be said."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Recall(StrEnum):
    """What stretch of time an answer speaks of."""

    TODAY = "today"
    LAST_NIGHT = "last_night"
    PAST_7_DAYS = "past_7_days"


class NewMeasure(NewRecord):
    """Something the person rates. ``low`` and ``high`` bound its values; ``anchors`` words some of them."""

    kind: ClassVar[Kind] = Kind.MEASURE
    key: str = Field(max_length=40)
    name: str = Field(min_length=1, max_length=MAX_NAME)
    question: str | None = Field(default=None, max_length=MAX_NAME)
    scale: Scale = Scale.NUMERIC
    low: float = Field(default=0, ge=-1_000_000, le=1_000_000)
    high: float = Field(default=10, ge=-1_000_000, le=1_000_000)
    better: Better = Better.LOWER
    recall: Recall = Recall.TODAY
    unit: str | None = Field(default=None, max_length=20)
    anchors: dict[str, str] = Field(default_factory=dict)
    explanation: str | None = Field(default=None, max_length=MAX_TEXT)
    retired: bool = False

    @field_validator("key")
    @classmethod
    def _plain_key(cls, key: str) -> str:
        if not KEY_PATTERN.fullmatch(key):
            raise ValueError(_("A measure's key is a short word of small letters, digits and _, like brain_fog."))
        return key

    @model_validator(mode="after")
    def _has_a_range(self) -> "NewMeasure":
        if self.scale is Scale.SEVERITY:
            fits = (self.low, self.high) == (0, 4)
        elif self.scale is Scale.YES_NO:
            fits = (self.low, self.high) == (0, 1)
        else:
            fits = self.low < self.high
        if not fits:
            raise ValueError(_("The lowest value must be below the highest."))
        return self

    @property
    def whole(self) -> bool:
        """Whether values are whole numbers when entered (a day's mean may still have decimals)."""
        return self.scale is not Scale.NUMERIC or float(self.low).is_integer()

    def check(self, value: float) -> None:
        """Raise ``ValueError`` with a sentence if ``value`` is not one this measure can take."""
        if not self.low <= value <= self.high:
            raise ValueError(
                _("{measure} goes from {low} to {high}; {value} does not fit.").format(
                    measure=_(self.name), low=self.show(self.low), high=self.show(self.high), value=format_number(value)
                )
            )
        if self.whole and not float(value).is_integer():
            raise ValueError(_("{measure} is a whole number.").format(measure=_(self.name)))

    def show(self, value: float, digits: int | None = None) -> str:
        """Return ``value`` for reading: 4, 7 h 10 min, moderate is left to the caller."""
        if self.scale is Scale.DURATION:
            return format_duration(value)
        return format_number(value, digits)

    def in_words(self, value: float) -> str:
        """Return the anchor's words for ``value``, else the number."""
        word = self.anchors.get(format(value, "g"))
        return _(word) if word else self.show(value)


class Measure(NewMeasure, Identified):
    """A measure of the person's own, as stored."""


class BuiltInMeasure(NewMeasure):
    """A measure that ships with the program, with the codes that were verified for it."""

    source: str = "rating"
    """Where its values are kept: ``rating``, or a field of ``night``."""
    night_field: str | None = None
    group: str = "symptom"
    colour: str | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    usual: bool = False
    """Part of the set ticked at the first start."""


class NewRating(NewRecord):
    """One value of one measure on one day; ``at`` if it was rated at a certain time. Zero is a value, blank is no row."""

    kind: ClassVar[Kind] = Kind.RATING
    day: date
    measure: str = Field(max_length=40)
    value: float = Field(ge=-1_000_000, le=1_000_000)
    at: datetime | None = None

    @field_validator("value", mode="before")
    @classmethod
    def _no_true_false(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError(_("A rating is a number."))  # noqa: TRY004 - pydantic collects ValueErrors
        return value


class Rating(NewRating, Identified):
    """A rating as stored."""
