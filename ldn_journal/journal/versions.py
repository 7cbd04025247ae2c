"""Earlier versions: what changed on a day and when, the day as it was after any change, and bringing such a version back.

All of it follows from the change log alone. A day's records are those that were recorded for it (``DAY_KINDS``). Steps of the
plan, prescriptions, visits, health facts and what is said of phases stand on a day as well, but speak of longer stretches:
their changes are in ``newest_changes`` and ``entry_changes``, and no day takes them along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.texts import _, format_day
from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.doses import plan_on
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.log import Place
from ldn_journal.domain.measures import Measure, Rating
from ldn_journal.domain.records import Kind, Operation
from ldn_journal.journal.change_words import change_words, day_of
from ldn_journal.journal.day import Day
from ldn_journal.journal.merging import SOURCE as IMPORT
from ldn_journal.journal.merging import content_of
from ldn_journal.journal.ranges import first_left_out, range_refusal
from ldn_journal.store import Add, Remove, Revise, Store
from ldn_journal.store import Operation as Asked
from ldn_journal.store.revisions import Step

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

DAY_KINDS = (Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE, Kind.EVENT, Kind.RESPONSE)
"""What belongs to a day: what a ``Day`` holds, and the questionnaires that were answered on it."""

_NONE_SO_HIGH = 1 << 63


@dataclass(frozen=True)
class EntryChange:
    """What one change did to one record. ``place`` in the log; ``words``: before and after in one line.

    ``source`` is ``window``, ``command line``, ``import``, ``demo``, or ``undo`` for what takes change ``takes_back`` back.
    """

    place: Place
    at: datetime
    source: str
    takes_back: int | None
    kind: Kind
    record: str
    operation: Operation
    before: Record | None
    after: Record | None
    words: str

    @property
    def day(self) -> date | None:
        """The day the record stands on after the change, before it where it was removed; ``None`` where it has none."""
        return day_of(self.before if self.after is None else self.after)


@dataclass(frozen=True)
class DayChange:
    """One change as far as it touched a day, or all of it in a list of the newest. ``count``: how many records it touched.

    ``entries`` are these records, in a list of the newest only the first of them.
    """

    number: int
    at: datetime
    label: str
    source: str
    takes_back: int | None
    count: int
    entries: tuple[EntryChange, ...]


def changes_of(journal: "Journal", store: Store, day: date) -> list[DayChange]:
    """Return every change that touched a record of ``day``, newest first; what was moved to or from the day counts."""
    found: dict[int, list[Step]] = {}
    for step in store.revisions.of_day(day, DAY_KINDS):
        if day in (day_of(step.before), day_of(step.after)):
            found.setdefault(step.place.change, []).append(step)
    return [
        _change(journal, sorted(found[number], key=lambda step: step.place)) for number in sorted(found, reverse=True)
    ]


def day_as_of(journal: "Journal", store: Store, day: date, number: int) -> Day:
    """Return ``day`` as it was after change ``number``. Raises ``NotFound``.

    Its plan is the one of now: the plan is not of the day.
    """
    check_change(store, number)
    by_kind: dict[Kind, list[Any]] = {kind: [] for kind in DAY_KINDS}
    for record in records_as_of(store.revisions.of_day(day, DAY_KINDS), day, number):
        by_kind[record.kind].append(record)
    return Day(
        day=day,
        doses=tuple(sorted(by_kind[Kind.DOSE], key=lambda dose: (dose.at is None, dose.at and dose.at.timestamp()))),
        ratings=tuple(by_kind[Kind.RATING]),
        night=next(iter(by_kind[Kind.NIGHT]), None),
        notes=tuple(by_kind[Kind.NOTE]),
        events=tuple(by_kind[Kind.EVENT]),
        plan=plan_on(day, journal.regimen),
    )


def way_to(journal: "Journal", store: Store, day: date, number: int) -> tuple[list[Asked], str]:
    """Return what brings ``day`` back to how it was after change ``number``, and what that is called. Raises ``NotFound``.

    Only this day changes; whatever stands on another day now, stays there. So a record that was moved away since is left
    where it is, and this day gets a copy of what it said, with the time at which that was first recorded; a record that
    was moved here since is taken out, and its earlier day does not get it back. Bringing back both days gives both as they
    were. Where nothing differs, there is nothing to do. A measure of one's own that is gone comes back with its ratings.
    Raises ``InvalidEntry`` for a rating that its measure, as it is now, cannot take.
    """
    at = check_change(store, number)
    steps = store.revisions.of_day(day, DAY_KINDS)
    then = {record.id: record for record in records_as_of(steps, day, number)}
    here = {record.id: record for record in records_as_of(steps, day)}
    somewhere = _alive(steps)
    adding: list[Record] = []
    revising: list[Record] = []
    copies = {_told(one): one.id for one in here.values() if one.id not in then}
    kept: set[str] = set()
    for record in then.values():
        if record.id in here:
            if record != here[record.id]:
                revising.append(record)
        elif record.id not in somewhere:
            adding.append(record)
        elif (copy := copies.get(_told(record))) is not None:
            kept.add(copy)
        else:
            adding.append(STORED[record.kind].model_construct(**(record.__dict__ | {"id": new_id()})))
    gone = [Remove(one.kind, one.id) for one in here.values() if one.id not in then and one.id not in kept]
    needed = _measures_needed(journal, store, [*adding, *revising])
    _check_ranges(journal, needed, [*adding, *revising])
    back = [*needed, *adding]
    label = _("day of {day} as of {time}").format(day=format_day(day), time=moment_words(at))
    return [*gone, *(Revise(record) for record in revising), *(Add(record) for record in back)], label


def records_as_of(steps: Iterable[Step], day: date, number: int | None = None) -> list[Record]:
    """Return what stood on ``day`` after change ``number`` (``None``: stands there now), by kind and id."""
    last: dict[str, Record | None] = {}
    for step in steps:
        if number is None or step.place.change <= number:
            last[step.record] = step.after
    order = {kind: place for place, kind in enumerate(DAY_KINDS)}
    there = [record for record in last.values() if record is not None and day_of(record) == day]
    return sorted(there, key=lambda record: (order[record.kind], record.id))


def newest_changes(journal: "Journal", store: Store, limit: int, most: int) -> list[DayChange]:
    """Return the newest ``limit`` changes of the whole journal, newest first, with the first ``most`` records of each."""
    return [_change(journal, steps, count) for count, steps in store.revisions.newest(limit, most)]


def entry_changes(
    journal: "Journal", store: Store, before: Place | None, limit: int, kinds: Sequence[Kind], *, imports: bool
) -> list[EntryChange]:
    """Return a page of what happened to single records, newest first, from before the place ``before`` in the log."""
    steps = store.revisions.page(before, limit, kinds=kinds, without=() if imports else (IMPORT,))
    return [_entry(journal, step) for step in steps]


def moment_words(at: datetime) -> str:
    """Return a moment of the log, with the clock as it stood then: ``11 March 2026 21:04``."""
    return _("{day} {time}").format(day=format_day(at.date()), time=f"{at:%H:%M}")


def _change(journal: "Journal", steps: Sequence[Step], count: int | None = None) -> DayChange:
    first = steps[0]
    return DayChange(
        number=first.place.change,
        at=first.at,
        label=first.label,
        source=first.source,
        takes_back=first.takes_back,
        count=len(steps) if count is None else count,
        entries=tuple(_entry(journal, step) for step in steps),
    )


def _entry(journal: "Journal", step: Step) -> EntryChange:
    return EntryChange(
        place=step.place,
        at=step.at,
        source=step.source,
        takes_back=step.takes_back,
        kind=step.kind,
        record=step.record,
        operation=step.operation,
        before=step.before,
        after=step.after,
        words=change_words(step.before, step.after, journal.measures()),
    )


def check_change(store: Store, number: int) -> datetime:
    """Return when change ``number`` was made. Raises ``NotFound``."""
    at = store.revisions.time_of(number) if 0 < number < _NONE_SO_HIGH else None
    if at is None:
        raise NotFound(_("There is no change number {number}.").format(number=number))
    return at


def _alive(steps: Iterable[Step]) -> set[str]:
    """Return the records that stand somewhere now."""
    last = {step.record: step.after for step in steps}
    return {record for record, after in last.items() if after is not None}


def _told(record: Record) -> tuple[Any, ...]:
    """Return what a copy of a record has in common with it."""
    return (record.kind, record.recorded_at, record.source, repr(sorted(content_of(record).items())))


def _check_ranges(journal: "Journal", needed: Sequence[Measure], records: Sequence[Record]) -> None:
    """Raise ``InvalidEntry`` where a measure cannot take a rating that comes back, or one that comes back what is rated here."""
    own = {key: one for key, one in journal.measures().items() if isinstance(one, Measure)}
    own |= {one.key: one for one in needed}
    for rating in records:
        if isinstance(rating, Rating) and rating.measure in own:
            try:
                own[rating.measure].check(rating.value)
            except ValueError as error:
                raise InvalidEntry({rating.measure: str(error)}) from error
    for measure in needed:
        left_out = first_left_out(measure, journal.ratings())
        if left_out is not None:
            raise InvalidEntry({measure.key: range_refusal(measure, left_out)})


def _measures_needed(journal: "Journal", store: Store, records: Iterable[Record]) -> list[Measure]:
    known = journal.measures()
    missing = {record.measure for record in records if isinstance(record, Rating) and record.measure not in known}
    if not missing:
        return []
    last = {one.key: one for one in cast("list[Measure]", store.revisions.last_of(Kind.MEASURE)) if one.key in missing}
    return list(last.values())
