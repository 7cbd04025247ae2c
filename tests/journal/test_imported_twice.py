"""The same file imported twice changes nothing, whatever the journal holds and whatever the file changes in it."""

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.catalogue import NEW, validate
from ldn_journal.domain.doses import DoseState, Form, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import (
    ConditionKind,
    NewCondition,
    NewEvent,
    NewMedicine,
    NewNote,
    NewQuestionnaireResponse,
    NewVisit,
)
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.phase_edits import NewPhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.journal import Journal
from tests.conftest import OSLO_WINTER
from tests.journal.agreeing import write_tables
from tests.journal.test_moving_diary import KIRITIMATI, PAGO_PAGO

MG = 10**9
DAY = date(2026, 3, 4)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO_WINTER)


def state(journal: Journal) -> dict[Kind, list[NewRecord]]:
    return {kind: list(journal.records(kind)) for kind in Kind}


def twice(journal: Journal, path: Path) -> Receipt:
    """Import a file twice; the second time nothing may change. Returns what the first import said."""
    first = journal.import_file(path)
    before = state(journal)
    again = journal.import_file(path)
    assert (again.kept, bool(again.changes)) == (0, False)
    assert state(journal) == before
    return first


def tables(tmp_path: Path, *entries: NewRecord) -> Path:
    path = tmp_path / "tables"
    write_tables(path, list(entries))
    return path


# A dose that may be the one here, and the plan that comes with it --------------------------------------------------------

TAKEN = NewDose(day=DAY, state=DoseState.TAKEN, amount_pg=MG)
SKIPPED = NewDose(day=DAY, state=DoseState.SKIPPED, at=at(22, 30))


def step(times: int, day: date = DAY) -> NewTitrationStep:
    return NewTitrationStep(day=day, amount_pg=MG, times_per_day=times)


def test_two_doses_a_day_planned_by_the_file_itself(journal: Journal, tmp_path: Path) -> None:
    journal.record(TAKEN)
    path = tables(tmp_path, SKIPPED, step(2))
    receipt = twice(journal, path)
    # By the plan of the file a day has two doses, so this one is another.
    assert (receipt.kept, receipt.differing) == (2, 0)
    journal.undo()
    assert twice(journal, path).kept == 2


def test_one_dose_a_day_planned_by_the_file_itself(journal: Journal, tmp_path: Path) -> None:
    journal.record(step(2, DAY - timedelta(days=9)), TAKEN)
    receipt = twice(journal, tables(tmp_path, SKIPPED, step(1)))
    assert (receipt.kept, receipt.differing) == (1, 1)


def test_a_step_of_that_day_that_is_here_is_the_plan(journal: Journal, tmp_path: Path) -> None:
    journal.record(step(1), TAKEN)
    receipt = twice(journal, tables(tmp_path, SKIPPED, step(2)))
    assert (receipt.kept, receipt.differing) == (0, 2)


@pytest.mark.parametrize("file", ["whole.json", "tables"])
def test_doses_and_the_plan_of_another_journal(journal: Journal, tmp_path: Path, file: str) -> None:
    """In whole journals doses stand before the steps, in folders of tables behind them."""
    path = tmp_path / file
    journal.record(SKIPPED, step(2))
    (journal.export_csv if file == "tables" else journal.export_json)(path)
    journal.undo()
    journal.record(TAKEN)
    assert twice(journal, path).kept == 2


# A measure that goes by another key in the file -------------------------------------------------------------------------

OWN = NewMeasure(key="my_own", name="Heaviness", low=0, high=10)


@pytest.fixture(params=["whole.json", "tables"])
def renamed(journal: Journal, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The file of a time when the journal's own measure had another key, by which there were ratings."""
    path = tmp_path / request.param
    journal.record(OWN, NewRating(day=DAY, measure="my_own", value=4))
    journal.revise(Kind.MEASURE, journal.records(Kind.MEASURE)[0].id, key="my_new")
    journal.record(NewRating(day=DAY, measure="my_new", value=7))
    (journal.export_json if path.suffix else journal.export_csv)(path)
    journal.undo()
    journal.undo()
    return path


def keys(journal: Journal) -> list[str]:
    return sorted(one.key for one in journal.records(Kind.MEASURE) if isinstance(one, NewMeasure))


def test_ratings_bring_their_measure_which_has_another_key_here(journal: Journal, renamed: Path) -> None:
    before = state(journal)
    receipt = twice(journal, renamed)
    assert receipt.kept + len(receipt.defined) == 2
    assert journal.check() == []
    assert keys(journal) == ["my_new", "my_own"]
    assert (journal.measure("my_new").retired, journal.measure("my_new").name) == (False, "Heaviness")
    journal.undo()
    assert state(journal) == before


def test_without_such_ratings_it_stays_away(journal: Journal, renamed: Path) -> None:
    journal.import_file(renamed)
    (rating,) = (one for one in journal.ratings() if one.measure == "my_new")
    journal.remove(Kind.MEASURE, next(one.id for one in journal.records(Kind.MEASURE) if one.key == "my_new"))
    journal.revise(Kind.RATING, rating.id, measure="my_own", at=at(9))
    twice(journal, renamed)
    assert keys(journal) == ["my_own"]
    assert journal.check() == []


def test_ratings_join_a_measure_of_that_key_only_with_the_same_scale(journal: Journal, renamed: Path) -> None:
    journal.record(NewMeasure(key="my_new", name="Mine", low=0, high=20))
    before = state(journal)
    with pytest.raises(ImportRefused, match="another scale"):
        journal.import_file(renamed)
    assert state(journal) == before
    journal.undo()
    journal.record(NewMeasure(key="my_new", name="Mine", low=0, high=10))
    twice(journal, renamed)
    assert (keys(journal), journal.measure("my_new").name) == (["my_new", "my_own"], "Mine")
    assert journal.check() == []


# What was changed between the two ---------------------------------------------------------------------------------------

LATER = DAY + timedelta(days=1)
CHANGED: list[tuple[NewRecord, dict[str, Any]]] = [
    (NewDose(day=DAY, state=DoseState.TAKEN, amount_pg=MG, at=at(22, 30)), {"at": at(23)}),
    (NewDose(day=DAY, state=DoseState.TAKEN, amount_pg=MG, at=at(22, 30)), {"at": None, "amount_pg": 2 * MG}),
    (NewDose(day=DAY, state=DoseState.MISSED), {"day": LATER, "state": DoseState.SKIPPED, "reason": "ill"}),
    (NewRating(day=DAY, measure="pain", value=4), {"day": LATER}),
    (NewRating(day=DAY, measure="pain", value=4), {"at": at(9)}),
    (NewRating(day=DAY, measure="pain", value=4, at=at(9)), {"at": None, "value": 5}),
    (NewRating(day=DAY, measure="pain", value=4, at=at(9)), {"measure": "fatigue"}),
    (NewNight(day=DAY, asleep_minutes=430), {"day": LATER, "quality": 6}),
    (NewNight(day=DAY, asleep_minutes=430, quality=6), {"quality": None}),
    (NewNote(day=DAY, text="Rain"), {"text": "Rain, all day"}),
    (NewNote(day=DAY, text="Rain", at=at(9)), {"at": at(10)}),
    (NewEvent(day=DAY, what="Flare"), {"what": "A cold", "until": LATER}),
    (step(1), {"day": LATER}),
    (NewMedicine(day=DAY, name="Iron", dose="one"), {"name": "Iron tablets", "dose": None}),
    (NewCondition(day=DAY, condition=ConditionKind.OTHER, name="Asthma"), {"name": "Asthma, mild"}),
    (NewQuestionnaireResponse(day=DAY, questionnaire="pgic", answers={"change": 3.0}), {"day": LATER}),
    (NewPhaseEdit(day=DAY, edit=PhaseEditKind.NAME, name="Winter"), {"day": LATER}),
    (NewVisit(day=DAY, with_whom="Dr Grey"), {"day": LATER, "said": "go on"}),
    (NewPrescription(day=DAY, form=Form.LIQUID, pg_per_ml=MG), {"lot": "7", "quantity": 30.0}),
]


def test_every_kind_is_changed_here() -> None:
    # The key of a measure is what ratings know it by; it comes back with them, and only with them.
    assert {entry.kind for entry, _change in CHANGED} == set(Kind) - {Kind.MEASURE}


def earlier(value: Any, days: int) -> Any:
    return value - timedelta(days=days) if isinstance(value, date) else value


def apart() -> list[tuple[NewRecord, dict[str, Any]]]:
    """Return the cases above, each on days of its own."""
    found = []
    for number, (entry, change) in enumerate(CHANGED):
        said = {name: earlier(getattr(entry, name), 3 * number) for name in type(entry).model_fields}
        found.append((type(entry)(**said), {name: earlier(value, 3 * number) for name, value in change.items()}))
    return found


def revised(journal: Journal, cases: list[tuple[NewRecord, dict[str, Any]]]) -> list[str]:
    """Change every entry; returns their ids."""
    ids = []
    for entry, change in cases:
        (record,) = (
            one for one in journal.records(entry.kind) if getattr(one, "day", None) == getattr(entry, "day", "")
        )
        journal.revise(entry.kind, record.id, **change)
        ids.append(record.id)
    return ids


def test_what_was_changed_is_not_brought_again(journal: Journal, tmp_path: Path) -> None:
    cases = apart()
    path = tables(tmp_path, *(entry for entry, _change in cases))
    number = journal.import_file(path).changes.number
    ids = revised(journal, cases)
    receipt = twice(journal, path)
    assert (receipt.kept, receipt.already, receipt.differing) == (0, 0, len(cases))
    assert {one.id for listed in state(journal).values() for one in listed} == set(ids)
    # With the changes undone and the import taken back, all is brought again.
    for _case in cases:
        journal.undo()
    journal.undo_import(number)
    assert journal.import_file(path).kept == len(cases)


def test_what_was_undone_was_never_said(journal: Journal, tmp_path: Path) -> None:
    """A slip that was undone does not stand in the way of an entry that says just that."""
    cases = apart()
    journal.record(*(entry for entry, _change in cases))
    ids = revised(journal, cases)
    slips = [journal.get(entry.kind, identity) for (entry, _change), identity in zip(cases, ids, strict=True)]
    new = [validate(one.kind, {name: getattr(one, name) for name in NEW[one.kind].model_fields}) for one in slips]
    for _case in cases:
        journal.undo()
    receipt = twice(journal, tables(tmp_path, *new))
    # A dose without a time may be the one of its day, and a night that lacks something says nothing that is not here.
    assert receipt.kept == len(cases) - 2


def test_one_that_is_here_answers_for_one_entry(journal: Journal, tmp_path: Path) -> None:
    """The file holds what a note said before it was changed, and what it says now."""
    journal.import_file(tables(tmp_path, NewNote(day=DAY, text="Rain")))
    journal.revise(Kind.NOTE, journal.notes()[0].id, text="Snow")
    both = tmp_path / "both"
    write_tables(both, [NewNote(day=DAY, text="Rain"), NewNote(day=DAY, text="Snow")])
    assert twice(journal, both).kept == 1
    assert sorted(note.text for note in journal.notes()) == ["Rain", "Snow"]


def test_two_of_one_thing_in_a_file_are_one_also_after_it_was_changed(journal: Journal, tmp_path: Path) -> None:
    path = tables(tmp_path, *(NewRating(day=DAY, measure="pain", value=value) for value in (4, 7, 4)))
    receipt = twice(journal, path)
    assert (receipt.kept, receipt.already, receipt.differing) == (1, 1, 1)
    journal.revise(Kind.RATING, journal.ratings()[0].id, day=LATER)
    receipt = twice(journal, path)
    assert (receipt.kept, receipt.already, receipt.differing) == (0, 0, 3)


def test_two_that_say_the_same_and_one_that_said_it(journal: Journal, tmp_path: Path) -> None:
    """Whichever of them are told from each other, it is the same the second time."""
    one, other = NewVisit(day=DAY, with_whom="Dr Grey"), NewVisit(day=DAY, with_whom="Dr Black")
    journal.record(one, other)
    first, second = journal.visits()
    for visit in (first, second):
        for word in ("Dr Grey", "Dr Black", "Dr White"):
            journal.revise(Kind.VISIT, visit.id, with_whom=word)
    receipt = twice(journal, tables(tmp_path, one, other, one, other, one))
    assert (receipt.kept, receipt.differing) == (3, 2)


def test_a_night_completed_by_a_file_is_completed_again_only_where_nothing_was_taken_out(
    journal: Journal, tmp_path: Path
) -> None:
    journal.record(NewNight(day=DAY, quality=6))
    path = tables(tmp_path, NewNight(day=DAY, asleep_minutes=430, awakenings=2))
    assert twice(journal, path).kept == 1
    journal.undo()
    assert twice(journal, path).kept == 1
    (night,) = journal.nights()
    journal.revise(Kind.NIGHT, night.id, awakenings=None)
    assert twice(journal, path).kept == 0
    journal.revise(Kind.NIGHT, night.id, day=LATER)
    assert twice(journal, path).kept == 0


def test_plan_of_a_step_that_was_moved(journal: Journal, tmp_path: Path) -> None:
    """The step stays where it was moved to, and the dose is told by the plan as it is here."""
    path = tables(tmp_path, step(2), SKIPPED)
    journal.import_file(path)
    journal.revise(Kind.STEP, journal.regimen[0].id, day=LATER)
    journal.remove(Kind.DOSE, journal.doses()[0].id)
    journal.record(TAKEN)
    receipt = twice(journal, path)
    assert (receipt.kept, receipt.differing) == (0, 2)


# On a journey, or with another day boundary -----------------------------------------------------------------------------

MAPPING = {
    "time": {"column": "when"},
    "columns": {
        "pain": {"measure": "pain"},
        "dose": {"kind": "dose"},
        "said": {"kind": "note"},
        "asleep": {"measure": "sleep"},
    },
}
TOLD = {
    "local": "when,pain,dose,said,asleep\n"
    + "".join(f"2026-03-04 {hour:02}:30,{hour % 5},,,\n" for hour in (0, 3, 5, 9, 10, 11, 23))
    + "2026-03-04 22:30,,4.5 mg,Rain,\n2026-03-05 04:30,,,Still,\n2026-03-06,,,,430 min\n",
    "in UTC": "when,pain,dose,said,asleep\n"
    + "".join(f"2026-03-04T{hour:02}:30:00Z,{hour % 5},,,\n" for hour in (0, 3, 5, 9, 10, 11, 23))
    + "2026-03-04T22:30:00Z,,4.5 mg,Rain,\n2026-03-05T04:30:00Z,,,Still,\n",
}


@pytest.mark.parametrize("told", TOLD)
def test_clock_times_are_those_that_are_here_wherever_one_is(
    journal: Journal, clock: FixedClock, tmp_path: Path, told: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TOLD[told], encoding="utf-8")
    n = journal.import_file(path, mapping=MAPPING).kept
    assert n == len(TOLD[told].splitlines())
    before = state(journal)
    for zone in (KIRITIMATI, PAGO_PAGO, OSLO_WINTER, timezone(timedelta(hours=2))):
        clock.zone, clock.at = zone, clock.now().astimezone(zone)
        for boundary in (time(0), time(4), time(5, 30)):
            journal.change_settings(day_boundary=boundary)
            receipt = journal.import_file(path, mapping=MAPPING)
            assert (receipt.kept, receipt.already + receipt.differing) == (0, n)
    assert state(journal) == before
    # What is new in the file is told from what is here.
    path.write_text(
        TOLD[told] + f"2026-03-04{' ' if told == 'local' else 'T'}12:30{'' if told == 'local' else 'Z'},7,,,\n"
    )
    assert journal.import_file(path, mapping=MAPPING).kept == 1
