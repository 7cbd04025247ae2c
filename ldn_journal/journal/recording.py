"""From what was entered to what is stored: which entry takes the place of which, and what is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ldn_journal.base.errors import ConfirmationNeeded, InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import night_field
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.catalogue import STORED, Record, constructed, validate
from ldn_journal.domain.days import DayError, check_day
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.life import NewCondition, NewEvent, NewMedicine, NewNote, NewQuestionnaireResponse
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.phase_edits import NewPhaseEdit
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.domain.soundness import unsound
from ldn_journal.journal.ranges import first_left_out, range_refusal
from ldn_journal.store import Add, Operation, Remove, Revise

_MAY_LIE_AHEAD = {Kind.STEP, Kind.VISIT, Kind.EVENT, Kind.MEDICINE}
"""A plan, an appointment, a planned operation or a course that begins next week may be entered beforehand."""
_NIGHT_ENTRIES = {"total_sleep_minutes": "asleep_minutes"}
_IDENTITY = {"id", "recorded_at", "source"}


def natural_key(entry: NewRecord) -> tuple[Any, ...] | None:
    """Return what makes two entries the same thing, so that the later one revises the earlier; ``None``: never the same."""
    match entry:
        case NewDose():
            return (Kind.DOSE, entry.day, entry.at)
        case NewRating():
            return (Kind.RATING, entry.day, entry.measure, entry.at)
        case NewNight():
            return (Kind.NIGHT, entry.day)
        case NewNote():
            return (Kind.NOTE, entry.day, entry.text, entry.at)
        case NewEvent():
            return (Kind.EVENT, entry.day, entry.what.casefold())
        case NewTitrationStep():
            return (Kind.STEP, entry.day)
        case NewMedicine():
            return (Kind.MEDICINE, entry.day, entry.name.casefold())
        case NewCondition():
            return (Kind.CONDITION, entry.day, entry.condition, (entry.name or "").casefold())
        case NewQuestionnaireResponse():
            return (Kind.RESPONSE, entry.day, entry.questionnaire)
        case NewMeasure():
            return (Kind.MEASURE, entry.key)
        case NewPhaseEdit():
            return (Kind.PHASE_EDIT, entry.day, entry.edit)
    return None


class Recorder:
    """Works out the operations for entries made together; later ones see what earlier ones of the batch did."""

    def __init__(
        self,
        *,
        now: datetime,
        today: date,
        source: str,
        measures: dict[str, NewMeasure],
        existing: Callable[[Mapping[Kind, tuple[date, date] | None]], Sequence[Record]],
        plan: Callable[[date], NewTitrationStep | None],
    ) -> None:
        self._now = now
        self._today = today
        self._source = source
        self._measures = dict(measures)
        self._existing = existing
        self._plan = plan

    def operations(self, entries: Iterable[NewRecord], *, confirmed: bool) -> list[Operation]:
        """Return what to do for ``entries``, each record at most once. Raises ``InvalidEntry``, ``ConfirmationNeeded``."""
        asked: list[NewRecord] = []
        for entry in entries:
            kept = self.as_kept(entry)
            self.check(kept, confirmed=confirmed)
            asked.append(kept)
        batch = Batch(self, self._stored_like(asked), confirmed=confirmed)
        for entry in asked:
            batch.enter(entry)
        self._check_ranges(*batch.states())
        return batch.operations()

    def batch(self, stored: Iterable[Record], *, confirmed: bool) -> "Batch":
        """Begin a batch. ``stored``: everything there is of the kinds and days that it may touch."""
        return Batch(self, stored, confirmed=confirmed)

    def revised(self, changes: Iterable[tuple[Record, Mapping[str, Any]]], *, confirmed: bool) -> list[Record]:
        """Return the records that change, with the fields given in place, checked like new entries; id and first recording stay.

        Raises ``InvalidEntry`` also where two records would then be of the same thing.
        """
        before: dict[str, Record] = {}
        after: dict[str, Record] = {}
        for record, fields in changes:
            kept = {name: value for name, value in record.__dict__.items() if name not in _IDENTITY}
            entry = validate(record.kind, {**kept, **fields})
            self.check(entry, confirmed=confirmed, own=record)
            before[record.id], after[record.id] = record, self.with_identity(entry, record)
            _check_sound(after[record.id], record)
        for identity, record in after.items():
            if natural_key(record) != natural_key(before[identity]):
                self._check_alone(record, after)
        self._check_ranges(after, before)
        return [record for identity, record in after.items() if record != before[identity]]

    def as_kept(self, entry: NewRecord) -> NewRecord:
        """A rating of something that the night holds becomes part of the night."""
        if not isinstance(entry, NewRating):
            return entry
        measure = self._measure(entry.measure)
        field = night_field(measure)
        if field is None:
            return entry
        self._in_range(measure, entry.value)
        field = _NIGHT_ENTRIES.get(field, field)
        if field not in NewNight.model_fields:
            raise InvalidEntry(
                {entry.measure: _("{measure} is worked out from the night’s times.").format(measure=_(measure.name))}
            )
        return validate(Kind.NIGHT, {"day": entry.day, field: int(entry.value)})

    def check(self, entry: NewRecord, *, confirmed: bool, own: Record | None = None) -> None:
        """Raise ``InvalidEntry`` or ``ConfirmationNeeded`` for what cannot be stored; ``own``: the record that it changes."""
        day = getattr(entry, "day", None)
        if day is not None and entry.kind not in _MAY_LIE_AHEAD:
            try:
                check_day(day, self._today)
            except DayError as error:
                raise InvalidEntry({"day": str(error)}) from error
        if isinstance(entry, NewRating):
            measure = self._measure(entry.measure)
            if night_field(measure) is not None:
                raise InvalidEntry(
                    {entry.measure: _("{measure} belongs in the night.").format(measure=_(measure.name))}
                )
            self._in_range(measure, entry.value)
        if isinstance(entry, NewQuestionnaireResponse):
            from ldn_journal.clinical.questionnaires import check_answers

            try:
                check_answers(entry.questionnaire, entry.answers)
            except ValueError as error:
                raise InvalidEntry({"answers": str(error)}) from error
        if isinstance(entry, NewMeasure):
            from ldn_journal.clinical.own_keys import check_own_key

            try:
                check_own_key(entry.key)
            except ValueError as error:
                raise InvalidEntry({"key": str(error)}) from error
            if own is None:
                self._measures[entry.key] = entry
        if isinstance(entry, NewDose | NewTitrationStep) and entry.needs_confirmation and not confirmed:
            raise ConfirmationNeeded(
                _("{amount} is far above a low dose; it is stored only when confirmed.").format(
                    amount=format_amount(entry.amount_pg or 0)
                )
            )

    def _check_alone(self, record: Record, changed: Mapping[str, Record]) -> None:
        """Refuse a record that another one, as it stands once all is ``changed``, is the same thing as."""
        key, day = natural_key(record), getattr(record, "day", None)
        if key is None:
            return
        stored = self._existing({record.kind: None if day is None else (day, day)})
        others = {**{one.id: one for one in stored}, **changed}
        if all(natural_key(other) != key for identity, other in others.items() if identity != record.id):
            return
        if isinstance(record, NewMeasure):
            raise InvalidEntry({"key": _("There is a measure “{key}” already.").format(key=record.key)})
        raise _alike(day)

    def _check_ranges(self, changed: Mapping[str, Record], before: Mapping[str, Record]) -> None:
        """Refuse a measure whose range leaves out what is rated by it, as ratings stand once all is ``changed``."""
        for identity, measure in changed.items():
            if not isinstance(measure, NewMeasure):
                continue
            earlier = before.get(identity)
            own = earlier if isinstance(earlier, NewMeasure) and earlier.key == measure.key else None
            if own is not None and (own.scale, own.low, own.high) == (measure.scale, measure.low, measure.high):
                continue
            stored = {one.id: one for one in self._existing({Kind.RATING: None})}
            left_out = first_left_out(measure, {**stored, **changed}.values(), own)
            if left_out is not None:
                raise InvalidEntry({"": range_refusal(measure, left_out)})

    def _measure(self, key: str) -> NewMeasure:
        measure = self._measures.get(key)
        if measure is None:
            raise InvalidEntry({key: _("There is no measure “{key}”.").format(key=key[:40])})
        return measure

    @staticmethod
    def _in_range(measure: NewMeasure, value: float) -> None:
        try:
            measure.check(value)
        except ValueError as error:
            raise InvalidEntry({measure.key: str(error)}) from error

    def _stored_like(self, entries: Sequence[NewRecord]) -> Sequence[Record]:
        """What is stored already of the same kinds on the same stretch of days."""
        days: dict[Kind, list[date]] = {}
        for entry in entries:
            standing = days.setdefault(entry.kind, [])
            if (day := getattr(entry, "day", None)) is not None:
                standing.append(day)
        return self._existing(
            {kind: (min(standing), max(standing)) if standing else None for kind, standing in days.items()}
        )

    def dose_it_answers(self, entry: NewDose, that_day: Iterable[Record]) -> Record | None:
        """The dose of that day that ``entry`` replaces although their times differ, where one dose a day is planned.

        A dose recorded as skipped or missed and then taken after all is one dose, not two. The other way round is refused:
        a dose that was recorded as taken is changed or removed by name, never by the way.
        """
        plan = self._plan(entry.day)
        if plan is not None and plan.times_per_day > 1:
            return None
        others: list[Record] = []
        for record in that_day:
            if not (isinstance(record, NewDose) and record.state is DoseState.TAKEN):
                others.append(record)
            elif entry.state is not DoseState.TAKEN:
                raise InvalidEntry(
                    {
                        "dose": _("A dose is recorded as taken on {day}; change or remove that one first.").format(
                            day=entry.day
                        )
                    }
                )
        return next(iter(others), None)

    def new(self, entry: NewRecord) -> Record:
        """Return ``entry`` as a record of its own."""
        fields = entry.__dict__ | {"id": new_id(), "recorded_at": self._now, "source": self._source}
        return constructed(STORED[entry.kind], fields)

    def merged(self, before: Record, entry: NewRecord) -> Record:
        """``entry`` in the place of ``before``; of a night only the fields that were given change."""
        if isinstance(entry, NewNight):
            given = {name: getattr(entry, name) for name in entry.model_fields_set}
            kept = {name: value for name, value in before.__dict__.items() if name not in _IDENTITY}
            entry = validate(Kind.NIGHT, kept | given)
        return self.with_identity(entry, before)

    @staticmethod
    def with_identity(entry: NewRecord, owner: Record) -> Record:
        """Return ``entry`` as a later state of ``owner``."""
        fields = entry.__dict__ | {name: getattr(owner, name) for name in _IDENTITY}
        return constructed(STORED[entry.kind], fields)


class Batch:
    """One change that grows entry by entry. What is refused raises alone, and leaves what was taken before as it is.

    ``stored``: everything there is of the kinds and days that the batch may touch. Nothing is stored before the journal is
    given the batch.
    """

    def __init__(self, recorder: Recorder, stored: Iterable[Record], *, confirmed: bool) -> None:
        self._recorder = recorder
        self._confirmed = confirmed
        self._before: dict[str, Record] = {}
        self._after: dict[str, Record | None] = {}
        self._same: dict[tuple[Any, ...], Record] = {}
        self._doses: dict[date, dict[str, Record]] = {}
        for record in stored:
            self._before[record.id] = record
            self._index(record)

    def record(self, entry: NewRecord) -> None:
        """Take an entry; one for the same thing takes the earlier one's place. Raises as ``Journal.record``."""
        kept = self._recorder.as_kept(entry)
        self._recorder.check(kept, confirmed=self._confirmed)
        self.enter(kept)

    def check(self, entry: NewRecord) -> None:
        """Raise what ``record`` would raise for the entry by itself; nothing is taken."""
        self._recorder.check(self._recorder.as_kept(entry), confirmed=self._confirmed)

    def enter(self, entry: NewRecord) -> None:
        """Take an entry that was checked."""
        key = natural_key(entry)
        before = None if key is None else self._same.get(key)
        if before is None and isinstance(entry, NewDose):
            before = self._recorder.dose_it_answers(entry, self._doses.get(entry.day, {}).values())
        after = self._recorder.new(entry) if before is None else self._recorder.merged(before, entry)
        _check_sound(after, before)
        self._put(after, before)

    def revise(self, record: Record, **fields: Any) -> None:
        """Change some fields of a stored record. Raises as ``Journal.revise``."""
        before = self._after.get(record.id) or record
        kept = {name: value for name, value in before.__dict__.items() if name not in _IDENTITY}
        entry = validate(record.kind, {**kept, **fields})
        self._recorder.check(entry, confirmed=self._confirmed, own=before)
        after = self._recorder.with_identity(entry, before)
        _check_sound(after, before)
        other = self._same.get(natural_key(after) or ())
        if other is not None and other.id != before.id:
            raise _alike(getattr(after, "day", None))
        self._put(after, before)

    def remove(self, record: Record) -> None:
        """Take a record out."""
        self._forget(self._after.get(record.id) or record)
        self._after[record.id] = None

    def night(self, day: date) -> Record | None:
        """Return the night of a day as the batch leaves it."""
        return self._same.get((Kind.NIGHT, day))

    def states(self) -> tuple[dict[str, Record], dict[str, Record]]:
        """Return the records that stand after the batch and are touched by it, and all that stood before, by id."""
        return {identity: record for identity, record in self._after.items() if record is not None}, self._before

    def days(self) -> set[date]:
        """Return the days on which the batch changes anything."""
        records = (self._before[one.id] if isinstance(one, Remove) else one.record for one in self.operations())
        return {day for record in records if (day := getattr(record, "day", None)) is not None}

    def operations(self) -> list[Operation]:
        """Return what to do, each record at most once; what is as it was is left alone."""
        adding: list[Operation] = []
        revising: list[Operation] = []
        removing: list[Operation] = []
        for identity, after in self._after.items():
            before = self._before.get(identity)
            if before is None:
                if after is not None:
                    adding.append(Add(after))
            elif after is None:
                removing.append(Remove(before.kind, identity))
            elif after != before:
                revising.append(Revise(after))
        return [*adding, *revising, *removing]

    def _put(self, after: Record, before: Record | None) -> None:
        if before is not None:
            self._forget(before)
        self._index(after)
        self._after[after.id] = after

    def _index(self, record: Record) -> None:
        key = natural_key(record)
        if key is not None:
            self._same[key] = record
        if isinstance(record, NewDose):
            self._doses.setdefault(record.day, {})[record.id] = record

    def _forget(self, record: Record) -> None:
        key = natural_key(record)
        if key is not None and self._same.get(key, record).id == record.id:
            self._same.pop(key, None)
        if isinstance(record, NewDose):
            self._doses.get(record.day, {}).pop(record.id, None)


def _alike(day: date | None) -> InvalidEntry:
    return InvalidEntry(
        {"": _("There is one like this on {day} already; change or remove that one first.").format(day=day)}
    )


def _check_sound(after: Record, before: Record | None = None) -> None:
    """Raise ``InvalidEntry`` for what ``check`` would find wrong, unless it was so ``before``."""
    known = set() if before is None else set(unsound(before))
    for problem in unsound(after):
        if problem not in known:
            raise InvalidEntry({"": problem})
