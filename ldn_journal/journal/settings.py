"""The journal's own settings: declared, typed and defaulted here; an unknown name is an error.

They belong to the diary, so they travel with the file, but for ``OF_THIS_COMPUTER``. How the window looks on one computer is
not kept here.
"""

from datetime import date, datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import sentences
from ldn_journal.domain.days import DEFAULT_BOUNDARY

MAX_EXPORTS = 50

OF_THIS_COMPUTER = frozenset({"backup_folder", "exports", "lock_after_minutes", "reminded", "reminders"})
"""Settings that are not the diary's but of the computer it is on: where copies of it go, when it is locked, what is said beside
the password. No export holds them, and no file that is taken in or gone back to sets them."""


class ExportMade(BaseModel):
    """A file that was written from the journal, where it was put, and what it is: json, csv, fhir, sqlite, report or card."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    path: str = Field(max_length=5000)
    at: datetime
    format: str = Field(max_length=20)


class Reminders(BaseModel):
    """What the person wants to be reminded of: of nothing, until chosen."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    dose: bool = False
    """At the usual time of the plan."""
    refill: bool = False
    use_by: bool = False
    questionnaire: bool = False
    visit: bool = False
    repeat_minutes: int = Field(default=30, ge=0, le=240)
    """Minutes after which a dose is asked for once more, and only once; 0: not again."""
    quiet_from: time | None = time(0)
    """When nothing is to be heard; ``None``: there are no quiet hours."""
    quiet_to: time = time(7)
    days_before: int = Field(default=7, ge=1, le=60)
    """Days before the supply ends or the beyond-use date."""
    daily_at: time = time(10)
    """When what is not the dose is said."""
    details: bool = False
    """Whether a notification says what it is about. Lock screens show it, so that it is for the person to choose."""
    before_password: bool = False
    """Whether this computer keeps the times of doses outside a protected journal, to remind before it is opened."""

    @property
    def on(self) -> bool:
        """Whether there is anything to be reminded of."""
        return self.dose or self.refill or self.use_by or self.questionnaire or self.visit


class VisitChoice(BaseModel):
    """What was chosen for the summary of one visit; what the program no longer knows is passed over when it is used."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    sections: tuple[str, ...] | None = None
    """Keys of the sections ticked; ``None``: those that a summary has by itself."""
    notes: tuple[str, ...] = ()
    """Ids of the notes ticked."""
    attach: tuple[str, ...] = ()
    """The formats in which the period's data goes into the file."""
    period: str | None = None


class Settings(BaseModel):
    """What the person chose for this journal."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    day_boundary: time = DEFAULT_BOUNDARY
    """When a new journal day begins."""
    tracked: tuple[str, ...] | None = None
    """Measure keys on the Today page, in order; ``None``: the usual set."""
    anchors: dict[str, dict[str, str]] = Field(default_factory=dict)
    """The person's own words for values of measures that ship with the program: by measure key, then by value ("5")."""
    settling_days: int = Field(default=7, ge=0, le=60)
    """Days after a change of dose that comparisons leave out."""
    intensive_days: int = Field(default=7, ge=0, le=28)
    """Days after a change of dose on which the Today page offers the list of side effects; 0: never."""
    effects_closed: dict[str, date] = Field(default_factory=dict)
    """Side effects that are no longer asked about, by measure key, with the day from which."""
    primary_outcome: str = "pain"
    primary_outcome_chosen: date | None = None
    """When the person named it; ``None``: the program's default."""
    questionnaires: tuple[str, ...] = ("peg", "pgic")
    """Keys of the questionnaires that are asked for."""
    summary_sections: tuple[str, ...] | None = None
    """Keys of the sections ticked for the summary before visits had choices of their own; where they begin."""
    visit_choices: dict[str, VisitChoice] = Field(default_factory=dict)
    """What was chosen for a visit's summary, by the visit's id; under "" what was chosen last, or without any visit."""
    paper: Literal["a4", "letter"] | None = None
    """The paper that the summary is made for; ``None``: what is usual where the person lives."""
    backup_folder: str | None = Field(default=None, max_length=4000)
    """A second folder that backups are laid in as well."""
    lock_after_minutes: int = Field(default=10, ge=0, le=240)
    """Minutes without a key or click after which a protected journal is locked; 0: never."""
    reminders: Reminders = Reminders()
    """What the person wants to be reminded of, when and in which words."""
    reminded: dict[str, date] = Field(default_factory=dict)
    """What was reminded of and is not said again, by what it was, with the day."""
    name: str | None = Field(default=None, max_length=200)
    """Printed on the summary if given."""
    card_name: str | None = Field(default=None, max_length=200)
    """Printed on the wallet card, as are the two below; what is not given leaves a line to write on."""
    card_contact: str | None = Field(default=None, max_length=200)
    card_doctor: str | None = Field(default=None, max_length=200)
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    journal_id: str | None = Field(default=None, max_length=36)
    """The journal's own UUID, given to it at its first export as FHIR: what is exported again is then known again."""
    exports: tuple[ExportMade, ...] = Field(default=(), max_length=MAX_EXPORTS)
    """The files written from this journal, the newest last."""
    sample: bool = False
    """Whether this is the made-up sample journal."""

    def changed(self, **values: Any) -> "Settings":
        """Return a copy with ``values`` in place, checked. Raises ``InvalidEntry``."""
        unknown = sorted(set(values) - set(Settings.model_fields))
        if unknown:
            raise InvalidEntry({unknown[0]: _("There is no setting “{name}”.").format(name=unknown[0])})
        try:
            return Settings.model_validate(self.model_dump() | values)
        except ValidationError as error:
            raise InvalidEntry(sentences(error)) from error
