"""What the person says about phases: a name, a boundary taken away, a boundary put in. Phases themselves are never stored."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from ldn_journal.base.texts import _
from ldn_journal.domain.records import MAX_NAME, MAX_TEXT, Identified, Kind, NewRecord


class PhaseEditKind(StrEnum):
    """What is done to the phases that follow from doses and regimen."""

    NAME = "name"
    JOIN = "join"
    SPLIT = "split"


class NewPhaseEdit(NewRecord):
    """One edit of the phases. It is applied to whatever phases the doses give, so it outlives corrections of single doses.

    ``NAME`` calls the phase that covers ``day`` by ``name``; ``JOIN`` makes the phase that begins on ``day`` part of the
    one before; ``SPLIT`` begins a new phase on ``day``. An edit that finds nothing to act on does nothing. Joining and
    splitting need their ``reason``, which is kept with the phase; a new phase can be given its ``name`` at once.
    """

    kind: ClassVar[Kind] = Kind.PHASE_EDIT
    day: date
    edit: PhaseEditKind
    name: str | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    reason: str | None = Field(default=None, min_length=1, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _says_what_it_must(self) -> "NewPhaseEdit":
        if self.edit is PhaseEditKind.NAME and self.name is None:
            raise ValueError(_("Say what the phase is to be called."))
        if self.edit is not PhaseEditKind.NAME and self.reason is None:
            raise ValueError(_("Say why the phase is joined or split; the reason is kept with it."))
        return self


class PhaseEdit(NewPhaseEdit, Identified):
    """An edit of the phases as stored."""
