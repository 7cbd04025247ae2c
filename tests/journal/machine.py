"""The state machine over a real journal: recording, changing, removing, undoing; what is compared after each step."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ConfirmationNeeded, InvalidEntry, NotFound, NothingToUndo
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Changes, Kind, NewRecord
from ldn_journal.journal import Journal
from tests.journal.agreeing import agree, same_history, same_records
from tests.journal.drawn import FIRST, entries, fields_on, revisions_of, strange, words
from tests.journal.model import Model
from tests.journal.model_records import Done, Refused, plain
from tests.journal.test_moving_diary import KIRITIMATI, OSLO, PAGO_PAGO

T = TypeVar("T")
_LOOK_CLOSELY_EVERY = 4


class RecordingMachine(RuleBasedStateMachine):
    """A diary from the evening before Oslo's clocks change, held against ``Model`` after every step."""

    ids = Bundle("ids")
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="machine-"))
        self.folder = DataFolder(self.root / "data")
        self.clock = FixedClock(datetime(2026, 3, 28, 22, 31, tzinfo=OSLO))
        self.journal = Journal.create(self.folder, clock=self.clock)
        self.model = Model()
        self.files = 0
        self.taken = 0

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.root)

    # What is compared ------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_differs(self) -> None:
        type(self).steps += 1
        self.taken += 1
        same_records(self.journal, self.model)
        if self.taken % _LOOK_CLOSELY_EVERY == 0:
            agree(self.journal, self.model, self.today)
            assert self.journal.check() == []

    @property
    def today(self) -> date:
        boundary = self.model.settings.get("day_boundary", time(4))
        now = self.clock.now()
        return now.date() - timedelta(days=now.time() < boundary)

    # Recording -------------------------------------------------------------------------------------------------------

    @initialize(target=ids, sittings=st.lists(st.lists(entries, min_size=1, max_size=4), max_size=4))
    def begin(self, sittings: list[list[tuple[Kind, dict[str, Any]]]]) -> Any:
        """A diary with something of every kind, and some evenings after that."""
        made = [self.entry(kind, fields) for kind, fields in FIRST]
        plan = self.model.recording(made, self.clock.now(), self.today, confirmed=False)
        found = self.keep(plan, self.journal.record(*made), self.clock.now())
        assert len(found) == len(FIRST)
        for sitting in sittings:
            found += self.recorded(sitting)
        return multiple(*found)

    @rule(target=ids, drawn=st.lists(entries, min_size=1, max_size=4))
    def record(self, drawn: list[tuple[Kind, dict[str, Any]]]) -> Any:
        return multiple(*self.recorded(drawn))

    @rule(target=ids, sittings=st.lists(entries, min_size=2, max_size=5))
    def record_one_after_the_other(self, sittings: list[tuple[Kind, dict[str, Any]]]) -> Any:
        return multiple(*(identity for one in sittings for identity in self.recorded([one])))

    @rule(target=ids, drawn=entries, odd=strange, confirmed=st.booleans())
    def record_something_strange(self, drawn: Any, odd: Any, confirmed: bool) -> Any:
        return multiple(*self.recorded([drawn, odd], confirmed=confirmed))

    @rule(identity=ids, data=st.data(), label=st.sampled_from(["", "a word"]))
    def revise(self, identity: str, data: st.DataObject, label: str) -> None:
        self.revised(identity, data, label)

    def revised(self, identity: str, data: st.DataObject, label: str) -> None:
        held = self.model.records.get(identity)
        kind = Kind.NOTE if held is None else held.kind
        drawn = data.draw(revisions_of(kind))
        day = date.fromisoformat(held.said["day"]) if held and "day" in held.said else self.today
        fields = fields_on(drawn, day, self.clock, self.today)
        changes = {identity: {name: plain(value) for name, value in fields.items()}}
        self.deed(
            lambda _now: self.model.revising(changes, self.today),
            lambda: self.journal.revise(kind, identity, label=label, **fields),
        )

    @precondition(lambda self: self.model.records)
    @rule(data=st.data())
    def revise_together(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted({held.kind for held in self.model.records.values()} - {Kind.MEASURE})))
        listed = self.model.of(kind)
        chosen = data.draw(st.sets(st.sampled_from(range(len(listed))), min_size=1, max_size=3))
        changes: dict[str, dict[str, Any]] = {}
        for number in sorted(chosen):
            day = date.fromisoformat(self.model.records[listed[number]].said["day"])
            drawn = data.draw(revisions_of(kind))
            changes[listed[number]] = fields_on(drawn, day, self.clock, self.today)
        told = {one: {name: plain(value) for name, value in fields.items()} for one, fields in changes.items()}
        self.deed(
            lambda _now: self.model.revising(told, self.today), lambda: self.journal.revise_together(kind, changes)
        )

    @rule(some=st.lists(ids, min_size=1, max_size=3))
    def remove(self, some: list[str]) -> None:
        kinds = {self.model.records[one].kind if one in self.model.records else Kind.NOTE for one in some}
        kind = min(kinds)
        mine = [one for one in some if one not in self.model.records or self.model.records[one].kind is kind]
        self.deed(lambda _now: self.model.removing(mine), lambda: self.journal.remove(kind, *mine))

    @precondition(lambda self: self.own_measures())
    @rule(
        fields=st.sampled_from([{"high": 20.0}, {"high": 5.0}, {"key": "warmth"}, {"retired": True}, None]),
        rated=st.integers(0, 20),
    )
    def change_a_measure(self, fields: dict[str, Any] | None, rated: int) -> None:
        """Rate by a measure of the person's own and give it another range or key, or take it out: what was rated stays."""
        key = min(self.own_measures())
        self.recorded([(Kind.RATING, {"day": 0, "measure": key, "value": rated})])
        (identity,) = (one for one in self.model.of(Kind.MEASURE) if self.model.records[one].said["key"] == key)
        if fields is None:
            self.deed(lambda _now: self.model.removing([identity]), lambda: self.journal.remove(Kind.MEASURE, identity))
            return
        self.deed(
            lambda _now: self.model.revising({identity: fields}, self.today),
            lambda: self.journal.revise(Kind.MEASURE, identity, **fields),
        )

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _time in range(times):
            self.clock.move(timedelta(seconds=1))
            try:
                change, done = self.model.undoing()
            except Refused:
                with pytest.raises(NothingToUndo):
                    self.journal.undo()
                return
            changes = self.journal.undo()
            assert changes.label == change.label
            self.model.keep(done, changes, self.clock.now(), undoes=change.number)

    @rule(some=st.lists(ids, min_size=1, max_size=5))
    def look_back(self, some: list[str]) -> None:
        for identity in some:
            same_history(self.journal, self.model, identity)

    # Settings, unfinished text, time ---------------------------------------------------------------------------------

    @rule(
        chosen=st.sampled_from(
            [
                {"settling_days": 9}, {"settling_days": 7}, {"name": "Zoë"}, {"name": None}, {"tracked": ("pain", "sleep")},
                {"primary_outcome": "fatigue"}, {"primary_outcome": "heaviness"}, {"tracked": ("heaviness",)},
                {"day_boundary": time(0)}, {"day_boundary": time(5, 30)}, {"day_boundary": time(4)},
            ]
        )
    )  # fmt: skip
    def choose(self, chosen: dict[str, Any]) -> None:
        # One that is tracked already may stay so while it is gone; the main outcome must be there.
        newly_tracked = set(chosen.get("tracked") or ()) - set(self.model.settings.get("tracked", ()))
        named = {chosen.get("primary_outcome"), *newly_tracked}
        if "heaviness" in named and "heaviness" not in self.own_measures():
            with pytest.raises(NotFound):
                self.journal.change_settings(**chosen)
            return
        self.journal.change_settings(**chosen)
        if "primary_outcome" in chosen:
            chosen = {**chosen, "primary_outcome_chosen": self.today}
        self.model.settings |= chosen

    @rule(name=st.sampled_from(["today", "visit"]), text=st.none() | words)
    def keep_draft(self, name: str, text: str | None) -> None:
        self.journal.keep_drafts({name: text})
        if text is None:
            self.model.drafts.pop(name, None)
        else:
            self.model.drafts[name] = text

    @rule(
        step=st.sampled_from(
            [timedelta(minutes=1), timedelta(hours=2), timedelta(hours=7), timedelta(days=1), timedelta(days=3),
             timedelta(hours=-1), timedelta(days=-2)]
        ),
        zone=st.sampled_from([OSLO, OSLO, OSLO, KIRITIMATI, PAGO_PAGO, UTC]),
    )  # fmt: skip
    def time_passes(self, step: timedelta, zone: Any) -> None:
        self.clock.move(step)
        self.clock.zone, self.clock.at = zone, self.clock.now().astimezone(zone)

    # Inside ----------------------------------------------------------------------------------------------------------

    def own_measures(self) -> set[str]:
        return set(self.model.own_measures())

    def recorded(self, drawn: list[tuple[Kind, dict[str, Any]]], *, confirmed: bool = False) -> list[str]:
        made = [one for one in (self.entry(kind, fields) for kind, fields in drawn) if one is not None]
        return self.deed(
            lambda now: self.model.recording(made, now, self.today, confirmed=confirmed),
            lambda: self.journal.record(*made, confirmed=confirmed),
        )

    def entry(self, kind: Kind, drawn: dict[str, Any]) -> NewRecord | None:
        """Return a drawn entry, ``None`` where its own fields contradict each other."""
        day = self.today - timedelta(days=drawn.get("day", 0))
        try:
            return validate(kind, fields_on(drawn, day, self.clock, self.today))
        except InvalidEntry:
            return None

    def great(self, deed: Callable[[], T], *, changes: bool = True) -> T:
        """Do what begins with a backup, where it ``changes`` anything; copies are kept account of elsewhere."""
        return deed()

    def deed(self, planned: Callable[[datetime], list[Done]], done: Callable[[], Changes]) -> list[str]:
        """Do something in both; return the ids of what was added."""
        self.clock.move(timedelta(seconds=1))
        now = self.clock.now()
        try:
            plan = planned(now)
        except KeyError:
            with pytest.raises(NotFound):
                done()
            return []
        except Refused:
            with pytest.raises((InvalidEntry, ConfirmationNeeded)):
                done()
            return []
        return self.keep(plan, done(), now)

    def keep(self, plan: list[Done], changes: Changes, now: datetime, source: str = "window") -> list[str]:
        ids = self.model.keep(plan, changes, now, source)
        return [identity for name, identity in ids.items() if name.startswith("new")]

    def path(self, name: str) -> Path:
        self.files += 1
        return self.root / f"{self.files}-{name}"
