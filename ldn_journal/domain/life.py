"""The rest of a life with LDN: notes, events, other medicines, visits, questionnaires."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from ldn_journal.base.texts import _
from ldn_journal.domain.records import MAX_NAME, MAX_TEXT, Identified, Kind, NewRecord


class NewNote(NewRecord):
    """Free words on a day. Private: printed only when ticked."""

    kind: ClassVar[Kind] = Kind.NOTE
    day: date
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    at: datetime | None = None


class Note(NewNote, Identified):
    """A note as stored."""


class NewEvent(NewRecord):
    """Something that may have mattered: flare, infection, stress, surgery, travel; ``until`` if it lasted."""

    kind: ClassVar[Kind] = Kind.EVENT
    day: date
    what: str = Field(min_length=1, max_length=MAX_NAME)
    until: date | None = None
    note: str | None = Field(default=None, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _ends_after_start(self) -> "NewEvent":
        if self.until is not None and self.until < self.day:
            raise ValueError(_("The end is before the start."))
        return self


class Event(NewEvent, Identified):
    """An event as stored."""


class NewMedicine(NewRecord):
    """Another medicine, in the person's own words, from ``day`` until ``until`` (``None``: still taken)."""

    kind: ClassVar[Kind] = Kind.MEDICINE
    day: date
    name: str = Field(min_length=1, max_length=MAX_NAME)
    dose: str | None = Field(default=None, max_length=MAX_NAME)
    until: date | None = None
    note: str | None = Field(default=None, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _ends_after_start(self) -> "NewMedicine":
        if self.until is not None and self.until < self.day:
            raise ValueError(_("The end is before the start."))
        return self


class Medicine(NewMedicine, Identified):
    """A medicine as stored."""


class NewVisit(NewRecord):
    """An appointment, what to ask at it and what was said."""

    kind: ClassVar[Kind] = Kind.VISIT
    day: date
    with_whom: str | None = Field(default=None, max_length=MAX_NAME)
    reason: str | None = Field(default=None, max_length=MAX_TEXT)
    questions: list[str] = Field(default_factory=list, max_length=100)
    said: str | None = Field(default=None, max_length=MAX_TEXT)


class Visit(NewVisit, Identified):
    """A visit as stored."""


class NewQuestionnaireResponse(NewRecord):
    """Answers to one questionnaire (PEG, PGIC, PHQ-2), item key to value."""

    kind: ClassVar[Kind] = Kind.RESPONSE
    day: date
    questionnaire: str = Field(max_length=40)
    answers: dict[str, float]


class QuestionnaireResponse(NewQuestionnaireResponse, Identified):
    """A questionnaire response as stored."""
