"""Ratings of a measure that was removed: they leave with what they are of, and come in again, as tables and as JSON."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.life import NewNote, NewVisit
from ldn_journal.domain.measures import Measure, NewMeasure, NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.document import fields_of
from ldn_journal.journal import Journal
from tests.journal.test_round_trips import NOW

DAY = date(2026, 3, 4)
OWN = NewMeasure(key="my_own", name="=Heaviness", low=-3.5, high=3.5, anchors={"0": "none"}, question="How heavy?")


@contextmanager
def fresh() -> Iterator[Journal]:
    with (
        tempfile.TemporaryDirectory() as where,
        Journal.create(DataFolder(Path(where)), clock=FixedClock(NOW)) as journal,
    ):
        yield journal


def content(journal: Journal) -> dict[str, Any]:
    return {record.id: fields_of(record) for kind in STORED for record in journal.records(kind)}


def own_id(journal: Journal) -> str:
    return journal.records(Kind.MEASURE)[0].id


def export_with_ranges(journal: Journal, where: Path, *ranges: tuple[float, float]) -> None:
    """Write the tables of a journal whose history gives its measure these ranges, one after the other.

    No change narrows a range that was used; a file from elsewhere may tell of one all the same.
    """
    journal.export_json(where / "told.json")
    told = json.loads((where / "told.json").read_text(encoding="utf-8"))
    revisions = (one for change in told["changes"] for one in change["revisions"])
    states = [one["body"] for one in revisions if one["kind"] == Kind.MEASURE and one["body"]]
    for state, (low, high) in zip(states, ranges, strict=True):
        state |= {"low": low, "high": high}
    (where / "told.json").write_text(json.dumps(told), encoding="utf-8")
    with fresh() as other:
        other.import_file(where / "told.json")
        other.export_csv(where / "out")


@pytest.fixture
def bereft(journal: Journal) -> Journal:
    """A journal with ratings of a measure that is no longer there, and more that was removed and undone."""
    journal.record(OWN)
    journal.record(NewRating(day=DAY, measure="my_own", value=-2), NewRating(day=DAY, measure="pain", value=4))
    journal.record(NewNote(day=DAY, text="to be removed"), NewVisit(day=DAY, with_whom="Dr Grey"))
    journal.record(NewMeasure(key="never", name="Taken back"))
    journal.undo()
    journal.revise(Kind.MEASURE, own_id(journal), name="Weight of the limbs")
    journal.remove(Kind.NOTE, journal.notes()[0].id)
    journal.remove(Kind.MEASURE, own_id(journal))
    journal.record(NewRating(day=date(2026, 3, 5), measure="pain", value=1))
    journal.undo()
    assert journal.check() == []
    return journal


def test_tables_come_in_with_a_measure_that_was_removed(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_csv(tmp_path / "out")
    with fresh() as other:
        trial = other.import_file(tmp_path / "out", dry_run=True)
        receipt = other.import_file(tmp_path / "out")
        assert trial == receipt
        (measure,) = other.records(Kind.MEASURE)
        assert isinstance(measure, Measure)
        assert (measure.key, measure.name, measure.retired) == ("my_own", "Weight of the limbs", True)
        assert (measure.low, measure.high, measure.question) == (-3.5, 3.5, "How heavy?")
        # Every record is the same; beside them stands what the ratings are of.
        assert content(other) == content(bereft) | {measure.id: fields_of(measure)}
        assert [one for one in receipt.remarks if "my_own" in one and "retired" in one]
        assert "my_own" not in {one.key for one in other.tracked()}
        assert other.check() == []
        assert other.import_file(tmp_path / "out").kept == 0
        # From here on both ways lead out and in again without a difference.
        other.export_csv(tmp_path / "second")
        other.export_json(tmp_path / "second.json")
        with fresh() as third:
            third.import_file(tmp_path / "second")
            assert content(third) == content(other)
            third.export_csv(tmp_path / "third")
            for file in (tmp_path / "second").iterdir():
                assert (tmp_path / "third" / file.name).read_bytes() == file.read_bytes()
        with fresh() as third:
            assert third.import_file(tmp_path / "second.json").restored
            assert content(third) == content(other)


def test_its_own_tables_bring_nothing_back(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_csv(tmp_path / "out")
    receipt = bereft.import_file(tmp_path / "out")
    assert (receipt.kept, receipt.remarks) == (0, ())
    assert bereft.records(Kind.MEASURE) == []


def test_taken_back_and_brought_in_again(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_csv(tmp_path / "out")
    with fresh() as other:
        first = other.import_file(tmp_path / "out")
        before = content(other)
        other.undo()
        assert content(other) == {}
        assert other.import_file(tmp_path / "out") == first
        other.undo_import(other.imports()[-1].number)
        assert content(other) == {}
        assert other.import_file(tmp_path / "out") == first
        assert content(other) == before


def test_the_json_of_it_comes_back_byte_for_byte(bereft: Journal, tmp_path: Path) -> None:
    bereft.change_settings(tracked=("pain",), name="Zoë")
    bereft.export_json(tmp_path / "one.json")
    with fresh() as other:
        assert other.import_file(tmp_path / "one.json").restored
        assert content(other) == content(bereft)
        other.export_json(tmp_path / "other.json")
        assert (tmp_path / "other.json").read_bytes() == (tmp_path / "one.json").read_bytes()
        assert other.check() == []
        # Undo goes on as it would have: it brings the measure back.
        assert other.undo().touched == bereft.undo().touched
        assert other.measure("my_own").name == "Weight of the limbs"


def test_json_into_a_journal_in_use_brings_the_measure_along(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_json(tmp_path / "one.json")
    with fresh() as other:
        other.record(NewNote(day=DAY, text="in use"))
        receipt = other.import_file(tmp_path / "one.json")
        assert (receipt.restored, receipt.rows, receipt.kept, receipt.defined) == (False, 3, 3, ("my_own",))
        assert other.measure("my_own").retired
        again = other.import_file(tmp_path / "one.json")
        assert (again.kept, again.already, again.defined, bool(again.changes)) == (0, 3, (), False)
        assert other.check() == []
        # Without it this file could not be read by the next journal: nothing in its history tells of the measure.
        other.export_json(tmp_path / "two.json")
        with fresh() as third:
            assert third.import_file(tmp_path / "two.json").restored
        other.undo()
        assert [one.kind for one in other.records(Kind.NOTE)] == [Kind.NOTE]
        assert other.records(Kind.MEASURE) == []


def test_a_range_that_was_narrowed_before_it_was_removed(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewMeasure(key="my_own", name="Mine", high=20))
    journal.record(NewRating(day=DAY, measure="my_own", value=15))
    journal.revise(Kind.MEASURE, own_id(journal), name="Still mine")
    journal.remove(Kind.MEASURE, own_id(journal))
    export_with_ranges(journal, tmp_path, (0, 20), (0, 5))
    with fresh() as other:
        assert other.import_file(tmp_path / "out").kept == 2
        assert (other.measure("my_own").high, other.measure("my_own").retired) == (20, True)
        assert other.check() == []


def test_ranges_of_which_none_is_wide_enough(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewMeasure(key="my_own", name="Mine", low=0, high=20))
    journal.record(NewRating(day=DAY, measure="my_own", value=1))
    journal.revise(Kind.MEASURE, own_id(journal), name="Still mine")
    journal.record(NewRating(day=date(2026, 3, 5), measure="my_own", value=15))
    journal.remove(Kind.MEASURE, own_id(journal))
    export_with_ranges(journal, tmp_path, (0, 10), (5, 20))
    with fresh() as other:
        assert other.import_file(tmp_path / "out").kept == 3
        assert (other.measure("my_own").low, other.measure("my_own").high) == (0, 20)


def test_a_measure_that_got_another_key(journal: Journal, tmp_path: Path) -> None:
    """The ratings stay with the old key, and the record goes on under the new one: two measures, two ids."""
    journal.record(OWN, NewRating(day=DAY, measure="my_own", value=2))
    journal.revise(Kind.MEASURE, own_id(journal), key="my_new")
    journal.record(NewRating(day=DAY, measure="my_new", value=3))
    journal.export_csv(tmp_path / "out")
    journal.export_json(tmp_path / "out.json")
    for path in (tmp_path / "out", tmp_path / "out.json"):
        with fresh() as other:
            other.record(NewNote(day=DAY, text="in use"))
            other.import_file(path)
            assert other.import_file(path).kept == 0
            assert {one.key: one.retired for one in other.records(Kind.MEASURE) if isinstance(one, Measure)} == {
                "my_own": True,
                "my_new": False,
            }
            assert content(journal).items() <= content(other).items()
            assert other.check() == []


def test_the_same_record_under_another_key_here(journal: Journal, tmp_path: Path) -> None:
    """Both journals began as one; there the measure was removed, here it was given another key."""
    journal.record(OWN)
    journal.export_json(tmp_path / "begin.json")
    journal.record(NewRating(day=DAY, measure="my_own", value=2))
    journal.remove(Kind.MEASURE, own_id(journal))
    journal.export_csv(tmp_path / "out")
    with fresh() as other:
        other.import_file(tmp_path / "begin.json")
        other.revise(Kind.MEASURE, own_id(other), key="my_new")
        other.import_file(tmp_path / "out")
        assert {one.key for one in other.records(Kind.MEASURE) if isinstance(one, Measure)} == {"my_own", "my_new"}
        assert other.import_file(tmp_path / "out").kept == 0
        assert other.check() == []


def test_a_measure_of_that_key_with_another_scale_here(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_csv(tmp_path / "out")
    bereft.export_json(tmp_path / "out.json")
    for path, line in ((tmp_path / "out", 2), (tmp_path / "out.json", None)):
        with fresh() as other:
            other.record(NewMeasure(key="my_own", name="Other", high=3))
            before = content(other)
            with pytest.raises(ImportRefused, match="another scale") as caught:
                other.import_file(path)
            assert line is None or caught.value.line == line
            assert content(other) == before


def test_a_measure_of_that_key_with_the_same_scale_here_stays(bereft: Journal, tmp_path: Path) -> None:
    bereft.export_csv(tmp_path / "out")
    with fresh() as other:
        other.record(OWN)
        mine = own_id(other)
        assert other.import_file(tmp_path / "out").already == 1
        assert [one.id for one in other.records(Kind.MEASURE)] == [mine]
        assert not other.measure("my_own").retired
