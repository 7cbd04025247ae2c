"""The lists of a journal: records of one kind, whole or of a stretch of days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from ldn_journal.base.errors import NotFound
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.doses import Dose, Prescription, TitrationStep, liquid_strength_on
from ldn_journal.domain.life import Condition, Event, Medicine, Note, QuestionnaireResponse, Visit
from ldn_journal.domain.measures import Rating
from ldn_journal.domain.nights import Night
from ldn_journal.domain.phase_edits import PhaseEdit
from ldn_journal.domain.records import Kind
from ldn_journal.store import DailyValue, Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal
    from ldn_journal.journal.questionnaires import Due

DAY_KINDS = (Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE, Kind.EVENT)
"""What a day is made of."""


class Lists:
    """The part of ``Journal`` that reads records."""

    _store: Store
    _regimen: list[TitrationStep] | None
    """Asked for at every entry and rarely changed."""

    @property
    def regimen(self) -> list[TitrationStep]:
        """All titration steps, oldest first."""
        if self._regimen is None:
            self._regimen = cast(list[TitrationStep], self._store.all(Kind.STEP))
        return self._regimen

    def prescriptions(self) -> list[Prescription]:
        """Return all prescriptions, oldest first."""
        return cast(list[Prescription], self._store.all(Kind.PRESCRIPTION))

    def medicines(self) -> list[Medicine]:
        """Return all other medicines, oldest first."""
        return cast(list[Medicine], self._store.all(Kind.MEDICINE))

    def conditions(self) -> list[Condition]:
        """Return all health facts, oldest first."""
        return cast(list[Condition], self._store.all(Kind.CONDITION))

    def visits(self) -> list[Visit]:
        """Return all visits, oldest first."""
        return cast(list[Visit], self._store.all(Kind.VISIT))

    def events(self, first: date | None = None, last: date | None = None) -> list[Event]:
        """Return the events that begin between ``first`` and ``last`` (all of them by default)."""
        return cast(list[Event], self._all(Kind.EVENT, first, last))

    def doses(self, first: date | None = None, last: date | None = None) -> list[Dose]:
        """Return the doses of a stretch of days (all of them by default)."""
        return cast(list[Dose], self._all(Kind.DOSE, first, last))

    def ratings(self, first: date | None = None, last: date | None = None) -> list[Rating]:
        """Return the ratings of a stretch of days (all of them by default)."""
        return cast(list[Rating], self._all(Kind.RATING, first, last))

    def nights(self, first: date | None = None, last: date | None = None) -> list[Night]:
        """Return the nights of a stretch of days (all of them by default)."""
        return cast(list[Night], self._all(Kind.NIGHT, first, last))

    def notes(self, first: date | None = None, last: date | None = None) -> list[Note]:
        """Return the notes of a stretch of days (all of them by default)."""
        return cast(list[Note], self._all(Kind.NOTE, first, last))

    def responses(self) -> list[QuestionnaireResponse]:
        """Return all questionnaire responses, oldest first."""
        return cast(list[QuestionnaireResponse], self._store.all(Kind.RESPONSE))

    def questionnaires_due(self) -> "list[Due]":
        """Return which of the chosen questionnaires are due today."""
        from ldn_journal.journal.questionnaires import due_on, start_of_ldn

        chosen = self._journal.settings.questionnaires
        return due_on(self._journal.today(), self.responses(), chosen, start=start_of_ldn(self._journal))

    def phase_edits(self) -> list[PhaseEdit]:
        """Return what the person said about phases, oldest day first."""
        return cast(list[PhaseEdit], self._store.all(Kind.PHASE_EDIT))

    def records(self, kind: Kind) -> Sequence[Record]:
        """Return every record of a kind, oldest day first."""
        return self._store.all(kind)

    def get(self, kind: Kind, identity: str) -> Record:
        """Return one record. Raises ``NotFound``."""
        found = self._store.get(kind, identity)
        if found is None:
            raise NotFound(_("That entry is not there (any more)."))
        return found

    def liquid_strength(self, day: date) -> int | None:
        """Return the pg per mL of the liquid in use on ``day``, for doses entered in mL."""
        return liquid_strength_on(day, self.prescriptions())

    def daily_ratings(self) -> dict[str, list[DailyValue]]:
        """Return each rated measure's days: mean, lowest, highest and number of ratings."""
        return self._store.daily_values()

    def provenance(self) -> list[tuple[date, datetime, str]]:
        """Return (day, recorded at, source) of what was recorded, the earliest of each day by source."""
        return self._store.recorded(DAY_KINDS)

    @property
    def _journal(self) -> "Journal":
        return cast("Journal", self)

    def _all(self, kind: Kind, first: date | None, last: date | None) -> Sequence[Record]:
        if first is None and last is None:
            return self._store.all(kind)
        return self._store.between(kind, first or date.min, last or date.max)
