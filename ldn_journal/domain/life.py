"""The rest of a life with LDN: notes, events, other medicines, health facts, visits, questionnaires."""

from datetime import date, datetime
from enum import StrEnum
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


class ConditionKind(StrEnum):
    """Facts about a person's health that a doctor wants to know beside naltrexone."""

    LIVER_DISEASE = "liver_disease"
    PREGNANCY = "pregnancy"
    BREASTFEEDING = "breastfeeding"
    KIDNEY_DISEASE = "kidney_disease"
    THYROID_DISEASE = "thyroid_disease"
    DEPRESSION = "depression"
    OTHER = "other"

    @property
    def english(self) -> str:
        """Its name in English, for files; ``condition_name`` gives the one in the language in force."""
        return self.value.replace("_", " ").capitalize()


class NewCondition(NewRecord):
    """A health fact from ``day`` until ``until`` (``None``: it still holds); ``name`` in the person's own words.

    What stands in no list is ``OTHER`` and needs its name; to the rest, a name may be given to be more exact.
    """

    kind: ClassVar[Kind] = Kind.CONDITION
    day: date
    condition: ConditionKind
    name: str | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    until: date | None = None
    note: str | None = Field(default=None, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _ends_after_start(self) -> "NewCondition":
        if self.until is not None and self.until < self.day:
            raise ValueError(_("The end is before the start."))
        return self

    @model_validator(mode="after")
    def _other_is_named(self) -> "NewCondition":
        if self.condition is ConditionKind.OTHER and self.name is None:
            raise ValueError(_("Say what it is called."))
        return self

    def holds(self, first: date, last: date) -> bool:
        """Whether it holds on any day from ``first`` to ``last``."""
        return self.day <= last and (self.until is None or self.until >= first)


class Condition(NewCondition, Identified):
    """A health fact as stored."""


def condition_kind_name(kind: ConditionKind) -> str:
    """Return what a kind of health fact is called, in the language in force."""
    names = {
        ConditionKind.LIVER_DISEASE: _("Liver disease"),
        ConditionKind.PREGNANCY: _("Pregnancy"),
        ConditionKind.BREASTFEEDING: _("Breastfeeding"),
        ConditionKind.KIDNEY_DISEASE: _("Kidney disease"),
        ConditionKind.THYROID_DISEASE: _("Thyroid disease"),
        ConditionKind.DEPRESSION: _("Depression"),
        ConditionKind.OTHER: _("Other"),
    }
    return names[kind]


def condition_name(one: NewCondition) -> str:
    """Return what a health fact is called: its kind, more exactly in the person's words; the words alone of another."""
    name = condition_kind_name(one.condition)
    if one.name is None:
        return name
    return one.name if one.condition is ConditionKind.OTHER else _("{kind} ({name})").format(kind=name, name=one.name)


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
