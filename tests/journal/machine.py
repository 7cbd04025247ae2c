"""The state machine over a real journal: recording, changing, undoing, importing, exporting; what is compared after each step."""

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ConfirmationNeeded, ImportRefused, InvalidEntry, NotFound, NothingToUndo
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import NEW, STORED, validate
from ldn_journal.domain.records import Changes, Kind, NewRecord, Operation
from ldn_journal.domain.soundness import ONE_A_DAY
from ldn_journal.exchange.tables import TABLES
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import ExportMade, Settings
from tests.journal.drawn import FIRST, entries, fields_on, revisions_of, strange, words
from tests.journal.model import Model
from tests.journal.model_records import Brought, Done, Refused, check_whole, held_of, plain, said_of
from tests.journal.test_moving_diary import KIRITIMATI, OSLO, PAGO_PAGO

_DAY_KINDS = (Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE)
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
        self.exported: list[tuple[Path, Model]] = []
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

    # Files -----------------------------------------------------------------------------------------------------------

    @rule(
        target=ids, drawn=st.lists(entries, min_size=1, max_size=5), again=st.booleans(), change=st.booleans(), data=st.data()
    )  # fmt: skip
    def import_tables(
        self, drawn: list[tuple[Kind, dict[str, Any]]], again: bool, change: bool, data: st.DataObject
    ) -> Any:
        """Import tables of new entries, perhaps a second time, and perhaps change one of them afterwards."""
        path = self.path("tables")
        made = [one for one in (self.entry(kind, fields) for kind, fields in drawn) if one is not None]
        made = [one for one in made if one.kind is not Kind.RESPONSE]
        if not made:
            return multiple()
        brought = write_tables(path, made)
        found = self.take_in(path, brought, checked=True)
        if again:
            before = len(self.model.log)
            found += self.take_in(path, brought, checked=True)
            # Of visits and prescriptions no two are ever the same thing.
            assert len(self.model.log) == before or {Kind.VISIT, Kind.PRESCRIPTION} & {one.kind for one in brought}
        if change and found:
            self.revised(found[0], data, "")
        return multiple(*found)

    @rule()
    def export(self) -> None:
        self.exported.append(self.written())

    def written(self) -> tuple[Path, Model]:
        path = self.path("journal.json")
        self.journal.export_json(path)
        holds = self.model.copy()
        holds.settings.pop("exports", None)
        made = ExportMade(path=str(path), at=self.clock.now(), format="json")
        self.model.settings["exports"] = (*self.model.settings.get("exports", ()), made)
        return path, holds

    @precondition(lambda self: self.exported)
    @rule(data=st.data())
    def import_export(self, data: st.DataObject) -> None:
        path, holds = self.exported[data.draw(st.integers(0, len(self.exported) - 1))]
        if self.model.records or self.model.log:
            self.take_in(path, brought_by(holds), checked=False)
            return
        assert self.journal.import_file(path).restored
        here = {name: value for name, value in self.model.settings.items() if name == "exports"}
        drafts = self.model.drafts
        self.model = holds.copy()
        self.model.settings |= here
        self.model.drafts = drafts

    @precondition(lambda self: self.model.imports())
    @rule(data=st.data())
    def undo_import(self, data: st.DataObject) -> None:
        known = self.model.imports()
        number = data.draw(st.sampled_from([*known, *known, 1, 999]))
        self.clock.move(timedelta(seconds=1))
        try:
            done, stayed = self.model.taking_back(number)
        except Refused:
            with pytest.raises((NotFound, NothingToUndo)):
                self.journal.undo_import(number)
            return
        taken = self.journal.undo_import(number)
        assert taken.stayed == stayed
        source = f"import {number} taken back"
        self.model.keep(done, taken, self.clock.now(), source, takes_back=number)

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
        named = {chosen.get("primary_outcome"), *(chosen.get("tracked") or ())} - set(
            self.model.settings.get("tracked", ())
        )
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

    def take_in(self, path: Path, brought: list[Brought], *, checked: bool) -> list[str]:
        self.clock.move(timedelta(seconds=1))
        now = self.clock.now()
        try:
            if checked:
                self.check_table(brought)
            plan, already, differing = self.model.taking_in(brought, now)
        except Refused:
            with pytest.raises(ImportRefused):
                self.journal.import_file(path)
            return []
        trial = self.journal.import_file(path, dry_run=True)
        receipt = self.journal.import_file(path)
        assert trial == receipt
        assert (receipt.kept, receipt.already, receipt.differing) == (len(plan), already, differing)
        return self.keep(plan, receipt.changes, now, "import")

    def check_table(self, brought: Iterable[Brought]) -> None:
        """Raise ``Refused`` where a table holds what no entry may say."""
        seen = set()
        own = self.model.own_measures()
        for one in brought:
            if one.kind is Kind.MEASURE:
                own[one.said["key"]] = one.said
            self.model.check(one.kind, one.said, self.today, own, confirmed=False)
            check_whole(one.kind, one.said)
            if one.kind in ONE_A_DAY:
                if (one.kind, one.said["day"]) in seen:
                    raise Refused("two of one day")
                seen.add((one.kind, one.said["day"]))

    def path(self, name: str) -> Path:
        self.files += 1
        return self.root / f"{self.files}-{name}"


def same_records(journal: Journal, model: Model) -> None:
    """Hold every record, the settings and the unfinished text against the model."""
    for kind in STORED:
        found = [(record.id, held_of(record)) for record in journal.records(kind)]
        assert found == [(identity, model.records[identity]) for identity in model.of(kind)]
    assert journal.settings == Settings(**model.settings)
    assert journal.drafts() == model.drafts


def agree(journal: Journal, model: Model, today: date) -> None:
    """Hold what a journal works out of what is in it against the model."""
    info = journal.info()
    assert info.counts == {kind: len(model.of(kind)) for kind in Kind}
    assert info.changes == len(model.log)
    assert (info.changed_at and info.changed_at.isoformat()) == (model.log[-1].at if model.log else None)
    dated = [model.records[one].said["day"] for kind in _DAY_KINDS for one in model.of(kind)]
    assert journal.span() == ((date.fromisoformat(min(dated)), date.fromisoformat(max(dated))) if dated else None)
    assert journal.today() == today
    assert {one.number: one.taken_back for one in journal.imports()} == model.imports()
    for day, shown in journal.days(today - timedelta(days=4), today + timedelta(days=1)).items():
        assert {one.id for one in shown.doses} == set(model.of(Kind.DOSE, day, day))
        assert [one.id for one in shown.ratings] == model.of(Kind.RATING, day, day)
        assert ([shown.night.id] if shown.night else []) == model.of(Kind.NIGHT, day, day)
        assert [one.id for one in shown.notes] == model.of(Kind.NOTE, day, day)
        assert [one.id for one in shown.events] == model.of(Kind.EVENT, day, day)
        assert (shown.plan and shown.plan.id) == model.plan(day)


def same_history(journal: Journal, model: Model, identity: str) -> None:
    """Hold the states that a record has had against the model's."""
    found = journal.history(identity)
    told = [
        (one.change, one.at.isoformat(), one.label, None if one.record is None else held_of(one.record))
        for one in found
    ]
    assert told == model.history(identity)
    for earlier, one in zip([None, *found], found, strict=False):
        was_there = earlier is not None and earlier.record is not None
        there = Operation.REVISED if was_there else Operation.ADDED
        assert one.operation is (Operation.REMOVED if one.record is None else there)


def write_tables(folder: Path, made: list[NewRecord]) -> list[Brought]:
    """Write entries without ids as tables of ours; return them in the order in which they are read."""
    folder.mkdir()
    brought = []
    for table in TABLES:
        mine = [one for one in made if one.kind is table.kind]
        if not mine:
            continue
        brought += [Brought(one.kind, said_of(one)) for one in mine]
        with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.header)
            for one in mine:
                fields = {name: getattr(one, name) for name in NEW[one.kind].model_fields}
                cells = [(column, fields.get(column.field)) for column in table.columns]
                writer.writerow("" if value is None else column.write(value) for column, value in cells)
    return brought


def brought_by(holds: Model) -> list[Brought]:
    """Return what the JSON of a journal brings, in the order of the file."""
    return [
        Brought(kind, held.said, identity, held.recorded_at, held.source)
        for kind in STORED
        for identity, held in sorted(holds.records.items())
        if held.kind is kind
    ]
