"""Compares what a file brings with what the journal holds.

An import adds and never overwrites, and the same file imported twice changes nothing the second time. What is here already
counts as *already there*; what is here with other content stays as it is here and counts as *differing*. Two entries are the
same when they have the same id, or the same natural key (the day's rating of a measure at a time). Only a night is completed:
what the file knows of it and the journal does not is filled in, unless it was here and was taken out.

An entry without an id is also the one here that said the same before it was changed, to another day or time for example; each
that is here answers for one of the file. Visits and prescriptions have no natural key, as there may be two of a day that say
the same; they are the same when they say the same. Where days were worked out from the clock times of a file, an entry is the
one here of the same clock time, or of the same moment where the file tells an offset, whichever day either was given.

Whether a dose may be the one of that day which is here depends on the plan, and that is the plan as it is once the file is in:
with the plan of before, the same file would be told otherwise the second time.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import chain
from typing import Any, cast

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import NEW, STORED, Record, validate
from ldn_journal.domain.doses import DoseState, NewDose, TitrationStep, plan_on
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.measures import Measure, NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight, Night
from ldn_journal.domain.records import Identified, Kind, NewRecord
from ldn_journal.exchange.incoming import ClockTimes, Incoming, refusal
from ldn_journal.exchange.watch import Watch
from ldn_journal.journal.ranges import first_left_out, range_refusal
from ldn_journal.journal.recording import natural_key
from ldn_journal.store import Add, Operation, Revise

SOURCE = "import"


@dataclass
class Merger:
    """Compares entries with the journal and with each other, and collects what is to be added.

    ``given_states``: the states that were given to records which were changed, by id, without what was undone.
    ``clock_times``: as in ``Reading``. ``retired``: keys of measures that are gone from the journal the file comes from, and are
    added for the sake of their ratings.
    """

    stored_of: Callable[[Kind], list[Record]]
    given_states: Callable[[], Mapping[str, Sequence[Record]]]
    now: datetime
    clock_times: ClockTimes | None = None
    adding: list[Incoming] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    already: int = 0
    differing: int = 0
    _records: dict[str, Record] = field(default_factory=dict)
    _filled: dict[str, Night] = field(default_factory=dict)
    _loaded: set[Kind] = field(default_factory=set)
    _by_id: dict[str, Record] = field(default_factory=dict)
    _by_key: dict[tuple[Any, ...], Record] = field(default_factory=dict)
    _doses_of: dict[Any, list[NewDose]] = field(default_factory=dict)
    _keyless: list[Record] = field(default_factory=list)
    _answered: set[str] = field(default_factory=set)
    _keyless_in: list[Incoming] = field(default_factory=list)
    _perhaps_moved: list[Incoming] = field(default_factory=list)
    _moved: set[tuple[Any, ...]] = field(default_factory=set)
    _for_ratings: list[Incoming] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many entries are added or completed."""
        return len(self._records) + len(self._filled)

    @property
    def operations(self) -> list[Operation]:
        """What to do, each record once."""
        return [
            *(Add(record) for record in self._records.values()),
            *(Revise(night) for night in self._filled.values()),
        ]

    def take(self, entries: Iterable[Incoming], watch: Watch) -> None:
        """Take all entries of a file, or count them as already there or differing; to be called once.

        Raises ``ImportRefused``, and ``Cancelled`` where ``watch`` was told to stop.
        """
        steps: list[Incoming] = []
        others: list[Incoming] = []
        for incoming in entries:
            (steps if incoming.entry.kind is Kind.STEP else others).append(incoming)
        for listed in (steps, others):
            for incoming in watch.each(listed):
                self._add(incoming)
            self._settle_moved()
        self._settle_keyless()
        rated = {one.measure for one in self._records.values() if isinstance(one, NewRating)}
        for incoming in self._for_ratings:
            self._define(incoming, rated)
        self._check_ranges()

    def _add(self, incoming: Incoming) -> None:
        entry = incoming.entry
        self._load(entry.kind)
        identity = getattr(entry, "id", None)
        key = self._key_of(entry)
        here = self._by_id.get(identity) if identity is not None else None
        if incoming.gone or _goes_by_another_key(entry, here):
            self._for_ratings.append(incoming)
            return
        if here is None and key is None:
            self._keyless_in.append(incoming)
            return
        here = here or self._by_key.get(key or ())
        if here is not None:
            self._answered.add(here.id)
        if isinstance(entry, NewDose) and here is None and self._may_be_the_same_dose(entry):
            self.differing += 1
        elif here is None and not isinstance(entry, Identified) and key in self._given_by_key:
            self._perhaps_moved.append(incoming)
        else:
            self._compare(incoming, key, here)

    def _compare(self, incoming: Incoming, key: tuple[Any, ...] | None, here: Record | None) -> None:
        """Take an entry that is not here, or tell it from what is ``here``."""
        entry = incoming.entry
        identity = getattr(entry, "id", None)
        if here is None:
            self._new(incoming, key)
        elif isinstance(entry, NewNight) and isinstance(here, Night) and identity is None:
            self._complete(entry, here)
        elif (
            isinstance(entry, NewMeasure)
            and isinstance(here, NewMeasure)
            and here.id != identity
            and _other_scale(here, entry)
        ):
            raise _another_scale(entry, incoming)
        elif here.kind is entry.kind and content_of(here) == content_of(entry):
            self.already += 1
        else:
            self.differing += 1

    @cached_property
    def _given(self) -> Mapping[str, Sequence[Record]]:
        return self.given_states()

    @cached_property
    def _given_by_key(self) -> dict[tuple[Any, ...] | None, list[Record]]:
        """States of records that were changed, by natural key; but of measures, which ratings know by their key."""
        found: dict[tuple[Any, ...] | None, list[Record]] = {}
        for state in chain.from_iterable(self._given.values()):
            if state.kind is not Kind.MEASURE:
                found.setdefault(self._key_of(state), []).append(state)
        return found

    def _settle_moved(self) -> None:
        """Tell what stands under another natural key here by now from what is new, now that it is known which are answered."""
        waiting, self._perhaps_moved = self._perhaps_moved, []
        new = []
        for incoming in waiting:
            key = self._key_of(incoming.entry)
            free = (one for one in self._given_by_key[key] if self._may_answer(one.id))
            same = next((one.id for one in free if _holds_all_of(one, incoming.entry)), None)
            if same is not None and key is not None and key not in self._moved:
                self._answered.add(same)
                self._moved.add(key)
                self.differing += 1
            else:
                new.append((incoming, key))
        for incoming, key in new:
            if key in self._moved:
                self.differing += 1
            else:
                self._compare(incoming, key, self._by_key.get(key or ()))

    def _may_answer(self, identity: str) -> bool:
        """Whether a record was here before and answers for no other entry."""
        return identity in self._by_id and identity not in self._records and identity not in self._answered

    def _settle_keyless(self) -> None:
        # What the file names by its id answers for that one alone.
        free = [record for record in self._keyless if record.id not in self._answered]
        alike: dict[str, list[Record]] = {}
        for record in reversed(free):
            alike.setdefault(_wording(record), []).append(record)
        unlike: list[Incoming] = []
        # From the end, so that those which are left are the same and in the same order when the file comes again.
        for incoming in reversed(self._keyless_in):
            same = alike.get(_wording(incoming.entry))
            if same:
                same.pop()
                self.already += 1
            else:
                unlike.append(incoming)
        left = {record.id for listed in alike.values() for record in listed}
        earlier = self._said_before(left) if unlike else {}
        for incoming in reversed(unlike):
            if not isinstance(incoming.entry, Identified):
                changed = next((one for one in earlier.get(_wording(incoming.entry), ()) if one in left), None)
                if changed is not None:
                    left.remove(changed)
                    self.differing += 1
                    continue
            self._new(incoming, None)

    def _said_before(self, identities: Container[str]) -> dict[str, list[str]]:
        """Return which of these records said what before they were changed, as ids by wording."""
        said: dict[str, list[str]] = {}
        for identity, states in self._given.items():
            if identity in identities:
                for wording in dict.fromkeys(_wording(state) for state in states):
                    said.setdefault(wording, []).append(identity)
        return said

    def _check_ranges(self) -> None:
        """Refuse a rating that the measure as it is here cannot take, and a measure that cannot take what is rated by it here."""
        new = [one for one in self.adding if isinstance(one.entry, NewMeasure)]
        kinds = {one.entry.kind for one in self.adding}
        if Kind.RATING in kinds:
            self._load(Kind.MEASURE)
        if new:
            self._load(Kind.RATING)
        own = {one.key: one for one in self._by_id.values() if isinstance(one, NewMeasure)}
        for incoming in self.adding:
            rating = incoming.entry
            if isinstance(rating, NewRating) and rating.measure in own:
                try:
                    own[rating.measure].check(rating.value)
                except ValueError as error:
                    raise refusal(str(error), incoming.line, incoming.file) from None
        for incoming in new:
            measure = cast(NewMeasure, incoming.entry)
            rating_here = first_left_out(measure, self._by_id.values())
            if rating_here is not None:
                raise refusal(range_refusal(measure, rating_here), incoming.line, incoming.file)

    def _define(self, incoming: Incoming, rated: Container[str]) -> None:
        """Take a measure that is gone where it comes from, or goes by another key here, if a rating that comes in is of it."""
        measure = cast(NewMeasure, incoming.entry)
        key = self._key_of(measure) or ()
        here = self._by_key.get(key)
        wanted = measure.key in rated
        if wanted and here is None:
            if getattr(measure, "id", None) in self._by_id:
                # Here the same record is a measure of another key by now.
                fields = {name: getattr(measure, name) for name in NewMeasure.model_fields}
                incoming = replace(incoming, entry=NewMeasure.model_construct(**fields))
            if incoming.gone:
                self.retired.append(measure.key)
            self._new(incoming, key)
            return
        ours = cast(Measure | None, here)
        if wanted and ours is not None and ours.id != getattr(measure, "id", None) and _other_scale(ours, measure):
            raise _another_scale(measure, incoming)
        if incoming.gone:
            self.already += 1
        else:
            self.differing += 1

    def _key_of(self, entry: NewRecord) -> tuple[Any, ...] | None:
        """Return the natural key, or what stands for it where the file's days were worked out from its clock times.

        On a journey, or with another day boundary, the same file gives other days, and other moments where it tells no offset.
        """
        key = natural_key(entry)
        if self.clock_times is None or key is None or getattr(entry, "at", None) is None:
            return key
        kind, _day, *words = key
        if self.clock_times is ClockTimes.LOCAL:
            words = [one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in words]
        return (kind, *words)

    def _load(self, kind: Kind) -> None:
        if kind in self._loaded:
            return
        self._loaded.add(kind)
        for record in self.stored_of(kind):
            self._by_id[record.id] = record
            key = self._key_of(record)
            if key is not None:
                self._by_key[key] = record
            else:
                self._keyless.append(record)
            if isinstance(record, NewDose):
                self._doses_of.setdefault(record.day, []).append(record)

    def _may_be_the_same_dose(self, entry: NewDose) -> bool:
        """Whether the journal holds a dose of that day which this one cannot be told from, and might count twice."""
        others = self._doses_of.get(entry.day, ())
        if not others or self._several_a_day(entry.day):
            return False
        unsure = [one for one in (*others, entry) if one.at is None or one.state is not DoseState.TAKEN]
        return bool(unsure)

    def _several_a_day(self, day: date) -> bool:
        """Whether more than one dose a day is planned for ``day``, by the steps that are here and those that come in."""
        self._load(Kind.STEP)
        plan = plan_on(day, [one for one in self._by_id.values() if isinstance(one, TitrationStep)])
        return plan is not None and plan.times_per_day > 1

    def _new(self, incoming: Incoming, key: tuple[Any, ...] | None) -> None:
        entry = incoming.entry
        record = cast(Record, entry) if isinstance(entry, Identified) else self._identified(entry)
        self._records[record.id] = record
        self._by_id[record.id] = record
        if key is not None and not isinstance(entry, Identified):
            self._by_key[key] = record
        self.adding.append(incoming)

    def _identified(self, entry: NewRecord) -> Record:
        fields = entry.__dict__ | {"id": new_id(), "recorded_at": self.now, "source": SOURCE}
        return STORED[entry.kind].model_construct(**fields)

    def _complete(self, entry: NewNight, here: Night) -> None:
        """Fill in what is not known of a night; what both tell differently stays ours, and what was taken out stays out."""
        given = {name: value for name, value in content_of(entry).items() if name != "day"}
        ours = content_of(here)
        before = [content_of(state) for state in self._given.get(here.id, ())] if given.keys() - ours.keys() else []
        out = {
            name for name, value in given.items() if name not in ours and any(one.get(name) == value for one in before)
        }
        fresh = {name: getattr(entry, name) for name in given if name not in ours and name not in out}
        if out or any(name in ours and ours[name] != value for name, value in given.items()):
            self.differing += 1
        elif not fresh:
            self.already += 1
        if not fresh:
            return
        known = {name: getattr(here, name) for name in NewNight.model_fields}
        checked = validate(Kind.NIGHT, known | fresh)
        provenance = {"id": here.id, "recorded_at": here.recorded_at, "source": here.source}
        night = Night.model_construct(**(checked.__dict__ | provenance))
        (self._records if here.id in self._records else self._filled)[here.id] = night
        self._by_id[here.id] = night
        self._by_key[self._key_of(night) or ()] = night


def content_of(entry: NewRecord) -> dict[str, Any]:
    """What an entry says, without identity and blanks, times as exact as the file keeps them."""
    said: dict[str, Any] = {}
    for name in NEW[entry.kind].model_fields:
        value = getattr(entry, name)
        if isinstance(value, datetime):
            value = value.isoformat(timespec="seconds")
        elif isinstance(value, time):
            value = value.isoformat(timespec="minutes")
        if value is not None:
            said[name] = value
    return said


def _holds_all_of(state: NewRecord, entry: NewRecord) -> bool:
    """Whether a state says all that an entry says."""
    held = content_of(state)
    return all(held.get(name) == value for name, value in content_of(entry).items())


def _wording(entry: NewRecord) -> str:
    """What an entry says, to be looked up by."""
    return repr((entry.kind, sorted(content_of(entry).items())))


def _another_scale(measure: NewMeasure, incoming: Incoming) -> ImportRefused:
    sentence = _("“{key}” is a measure of this journal with another scale.").format(key=measure.key)
    return refusal(sentence, incoming.line, incoming.file)


def _goes_by_another_key(entry: NewRecord, here: Record | None) -> bool:
    """Whether the same record is a measure of another key here: then its key says nothing of the file's ratings."""
    return isinstance(entry, NewMeasure) and isinstance(here, NewMeasure) and entry.key != here.key


def _other_scale(one: NewMeasure, other: NewMeasure) -> bool:
    return (one.low, one.high, one.scale) != (other.low, other.high, other.scale)
