"""The same file imported twice changes nothing, whatever the journal holds and whatever the file changes in it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.journal import Journal
from tests.conftest import OSLO_WINTER
from tests.journal.agreeing import write_tables

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
