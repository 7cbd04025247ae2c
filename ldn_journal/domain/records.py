"""What all records share: identity, provenance, the kinds there are, and what a change did."""

from dataclasses import dataclass
from datetime import date, datetime, timezone
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import field_validator
from sqlmodel import SQLModel

from ldn_journal.base.texts import _

MAX_TEXT = 20_000
"""Characters in a note; longer text is refused with a sentence, never cut."""
MAX_NAME = 200


class Kind(StrEnum):
    """The kinds of record, named as in the file and in exports."""

    DOSE = "dose"
    RATING = "rating"
    NIGHT = "night"
    NOTE = "note"
    EVENT = "event"
    STEP = "titration_step"
    PRESCRIPTION = "prescription"
    MEDICINE = "medicine"
    CONDITION = "condition"
    VISIT = "visit"
    RESPONSE = "questionnaire_response"
    MEASURE = "measure"
    PHASE_EDIT = "phase_edit"


class NewRecord(SQLModel):
    """An entry as it was given, its fields checked; not yet stored."""

    # Schemas are built at first use: start-up then pays only for the kinds that a day shows.
    model_config = {
        "extra": "forbid",
        "defer_build": True,
        "str_strip_whitespace": True,
        "allow_inf_nan": False,
    }
    kind: ClassVar[Kind]

    @field_validator("*", mode="after")
    @classmethod
    def _no_control_characters(cls, value: Any) -> Any:
        if isinstance(value, str) and any(ch < " " and ch not in "\n\t" for ch in value):
            raise ValueError(_("The text holds control characters that cannot be stored."))
        if isinstance(value, datetime):
            offset = value.utcoffset()
            if offset is None:
                raise ValueError(_("A clock time needs its offset from UTC."))
            # As it will be read from the file. By its zone it would equal no stored moment in an hour that the clock skips
            # or repeats, and the same thing entered twice would then be two.
            return value.replace(tzinfo=timezone(offset), microsecond=0, fold=0)
        return value


class Identified(SQLModel):
    """Identity and provenance of a stored record."""

    id: str
    recorded_at: datetime
    """When it was first recorded, with the offset then in force."""
    source: str
    """Where it came from: ``window``, ``command line``, ``import``, ``demo``."""


class Operation(StrEnum):
    """What happened to one record in a change."""

    ADDED = "added"
    REVISED = "revised"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Touched:
    """One record touched by a change; ``days`` holds the days it stood on before and after."""

    kind: Kind
    id: str
    operation: Operation
    days: frozenset[date]


@dataclass(frozen=True)
class Changes:
    """What one transaction changed. ``number`` is its place in the revision log, 0 when nothing changed."""

    number: int = 0
    label: str = ""
    touched: tuple[Touched, ...] = ()

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of record touched."""
        return frozenset(one.kind for one in self.touched)

    @property
    def days(self) -> frozenset[date]:
        """The journal days touched."""
        return frozenset(day for one in self.touched for day in one.days)

    def __bool__(self) -> bool:
        return bool(self.touched)


@dataclass(frozen=True)
class Revision:
    """One entry of a record's history: its state after a change (``None`` once removed), and when that was."""

    change: int
    at: datetime
    label: str
    operation: Operation
    record: NewRecord | None
