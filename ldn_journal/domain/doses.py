"""Doses of LDN in their recorded states, and the plan they follow.

A dose is taken, skipped (on purpose, with a reason) or missed (forgotten). The fourth state, not recorded, is the
absence of a row.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import CONFIRM_FROM_PG, MAX_AMOUNT_PG, format_amount
from ldn_journal.domain.records import MAX_NAME, MAX_TEXT, Identified, Kind, NewRecord


class DoseState(StrEnum):
    """What became of a dose."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    MISSED = "missed"


class Form(StrEnum):
    """How the compounding pharmacy made it up. All are immediate release."""

    CAPSULE = "capsule"
    TABLET = "tablet"
    LIQUID = "liquid"
    DROPS = "sublingual drops"
    CREAM = "cream"
    TROCHE = "troche"


class NewDose(NewRecord):
    """One dose of LDN. ``amount_pg`` is set exactly when it was taken; ``at`` is the clock time with its offset, if known."""

    kind: ClassVar[Kind] = Kind.DOSE
    day: date
    state: DoseState
    amount_pg: int | None = Field(default=None, gt=0, le=MAX_AMOUNT_PG)
    at: datetime | None = None
    reason: str | None = Field(default=None, max_length=MAX_NAME)
    entered: str | None = Field(default=None, max_length=MAX_NAME)
    """The amount in the person's own writing, ``0.45 mL``."""

    @model_validator(mode="after")
    def _amount_goes_with_taken(self) -> "NewDose":
        if self.state is DoseState.TAKEN and self.amount_pg is None:
            raise ValueError(_("Say how much was taken, for example 4.5 mg."))
        if self.state is not DoseState.TAKEN and self.amount_pg is not None:
            raise ValueError(_("A dose that was skipped or missed has no amount."))
        if self.reason is not None and self.state is not DoseState.SKIPPED:
            raise ValueError(_("Only a skipped dose has a reason."))
        return self

    @property
    def needs_confirmation(self) -> bool:
        """Whether the amount is likelier a slip than meant."""
        return self.amount_pg is not None and self.amount_pg >= CONFIRM_FROM_PG


class Dose(NewDose, Identified):
    """A dose as stored."""


class NewTitrationStep(NewRecord):
    """From ``day`` on: this amount, so many times a day, usually at this time. An amount of 0 is a planned break."""

    kind: ClassVar[Kind] = Kind.STEP
    day: date
    amount_pg: int = Field(ge=0, le=MAX_AMOUNT_PG)
    times_per_day: int = Field(default=1, ge=1, le=8)
    usual_time: time | None = None
    form: Form | None = None
    note: str | None = Field(default=None, max_length=MAX_TEXT)

    @property
    def needs_confirmation(self) -> bool:
        """Whether the amount is likelier a slip than meant."""
        return self.amount_pg >= CONFIRM_FROM_PG


class TitrationStep(NewTitrationStep, Identified):
    """A titration step as stored; all of them together are the regimen."""


class NewPrescription(NewRecord):
    """What the pharmacy made: a strength per piece, or per mL for liquids; how much of it; and the date printed on it."""

    kind: ClassVar[Kind] = Kind.PRESCRIPTION
    day: date
    """The day it was filled."""
    form: Form
    strength_pg: int | None = Field(default=None, gt=0, le=MAX_AMOUNT_PG)
    pg_per_ml: int | None = Field(default=None, gt=0, le=MAX_AMOUNT_PG)
    quantity: float | None = Field(default=None, gt=0, le=100_000)
    """Pieces, or mL of a liquid."""
    pharmacy: str | None = Field(default=None, max_length=MAX_NAME)
    filler: str | None = Field(default=None, max_length=MAX_NAME)
    lot: str | None = Field(default=None, max_length=MAX_NAME)
    use_by: date | None = None
    """The beyond-use date printed by the pharmacy; none is ever computed."""
    note: str | None = Field(default=None, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _one_strength(self) -> "NewPrescription":
        if (self.strength_pg is None) == (self.pg_per_ml is None):
            raise ValueError(_("Give either the strength of one piece (4.5 mg) or of the liquid (1 mg/mL)."))
        if self.use_by is not None and self.use_by < self.day:
            raise ValueError(_("The use-by date is before the day it was filled."))
        return self

    @property
    def strength(self) -> str:
        """The strength for reading: ``4.5 mg`` or ``1 mg/mL``."""
        if self.pg_per_ml is not None:
            return _("{amount}/mL").format(amount=format_amount(self.pg_per_ml))
        return format_amount(self.strength_pg or 0)


class Prescription(NewPrescription, Identified):
    """A prescription as stored."""


def plan_on(day: date, steps: list[TitrationStep]) -> TitrationStep | None:
    """Return the titration step in force on ``day``; ``steps`` in any order. ``None`` before the first."""
    current = [step for step in steps if step.day <= day]
    return max(current, key=lambda step: (step.day, step.recorded_at)) if current else None


def liquid_strength_on(day: date, prescriptions: list[Prescription]) -> int | None:
    """Return the pg per mL of the newest liquid filled on or before ``day``, ``None`` if there is none."""
    liquids = [p for p in prescriptions if p.pg_per_ml is not None and p.day <= day]
    return max(liquids, key=lambda p: (p.day, p.recorded_at)).pg_per_ml if liquids else None
