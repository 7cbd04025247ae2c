"""A measure of one's own never leaves out what was rated by it, nor hides one of the program, wherever it comes from."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.errors import ImportRefused, InvalidEntry
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.measuring import add_measure
from tests.journal.test_gone_measures import fresh, own_id

DAY = date(2026, 3, 4)
HEAT = NewMeasure(key="heat", name="Heat", high=20)


@pytest.fixture
def rated(journal: Journal) -> Journal:
    """A journal with a rating near the top of a measure of the person's own, and one at its bottom."""
    journal.record(HEAT, NewRating(day=DAY, measure="heat", value=15), NewRating(day=DAY, measure="pain", value=3))
    journal.record(NewRating(day=date(2026, 3, 5), measure="heat", value=0))
    return journal


def whole(journal: Journal) -> dict[str, Any]:
    return {one.id: one for kind in Kind for one in journal.records(kind)}


NARROWINGS: dict[str, Callable[[Journal], object]] = {
    "lower top": lambda journal: journal.revise(Kind.MEASURE, own_id(journal), high=10),
    "higher bottom": lambda journal: journal.revise(Kind.MEASURE, own_id(journal), low=1),
    "another scale": lambda journal: journal.revise(Kind.MEASURE, own_id(journal), scale="severity", high=4),
    "together": lambda journal: journal.revise_together(Kind.MEASURE, {own_id(journal): {"high": 10}}),
    "recorded anew": lambda journal: journal.record(NewMeasure(key="heat", name="Heat", high=10)),
    "in one with a rating": lambda journal: journal.record(
        NewRating(day=DAY, measure="heat", value=20), NewMeasure(key="heat", name="Heat", high=15)
    ),
}


@pytest.mark.parametrize("way", NARROWINGS)
def test_a_range_that_would_leave_ratings_out_is_refused(rated: Journal, way: str) -> None:
    before, changes = whole(rated), rated.info().changes
    with pytest.raises(InvalidEntry, match="would leave that out") as caught:
        NARROWINGS[way](rated)
    assert "“Heat” was rated" in str(caught.value)
    assert (whole(rated), rated.info().changes) == (before, changes)


def test_a_range_that_holds_all_ratings_is_taken(rated: Journal) -> None:
    assert rated.revise(Kind.MEASURE, own_id(rated), high=15)
    # What leaves with the same step leaves nothing out.
    assert rated.record(
        NewRating(day=DAY, measure="heat", value=4), NewMeasure(key="heat", name="Heat", high=4, better="neither")
    )
    assert rated.measure("heat").high == 4
    assert rated.check() == []


def test_ratings_of_a_measure_that_was_taken_out_bind_one_of_its_key(rated: Journal) -> None:
    rated.remove(Kind.MEASURE, own_id(rated))
    with pytest.raises(InvalidEntry, match="“Heat” was rated 15 on 4 March 2026; a range from 0 to 10"):
        rated.record(NewMeasure(key="heat", name="Heat"))
    rated.record(NewMeasure(key="warmth", name="Warmth"))
    with pytest.raises(InvalidEntry, match="would leave that out"):
        rated.revise(Kind.MEASURE, own_id(rated), key="heat")
    # Made in the window it gets a key of its own.
    add_measure(rated, {"name": "Heat"}, "0-10")
    assert rated.measure("heat_2").name == "Heat"
    assert rated.check() == []


def test_a_day_does_not_come_back_with_what_its_measure_no_longer_takes(rated: Journal) -> None:
    then = rated.info().changes
    (high,) = (one for one in rated.ratings() if one.value == 15)
    rated.remove(Kind.RATING, high.id)
    rated.revise(Kind.MEASURE, own_id(rated), high=10)
    before = whole(rated)
    with pytest.raises(InvalidEntry, match="Heat goes from 0 to 10; 15 does not fit"):
        rated.restore_day(DAY, then)
    assert whole(rated) == before
    rated.revise(Kind.MEASURE, own_id(rated), high=20)
    rated.restore_day(DAY, then)
    assert [one.value for one in rated.ratings() if one.measure == "heat"] == [15, 0]


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_a_rating_from_elsewhere_outside_the_range_here(rated: Journal, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "out"
    (rated.export_csv if format_ == "csv" else rated.export_json)(path)
    rated.remove(Kind.RATING, *(one.id for one in rated.ratings() if one.measure == "heat"))
    rated.revise(Kind.MEASURE, own_id(rated), high=10)
    before = whole(rated)
    with pytest.raises(ImportRefused, match="Heat goes from 0 to 10; 15 does not fit") as caught:
        rated.import_file(path)
    assert caught.value.line is not None
    assert whole(rated) == before


def test_a_measure_from_elsewhere_that_leaves_out_what_is_rated_here(rated: Journal, tmp_path: Path) -> None:
    rated.remove(Kind.MEASURE, own_id(rated))
    with fresh() as other:
        other.record(NewMeasure(key="heat", name="Heat"), NewRating(day=date(2026, 3, 6), measure="heat", value=1))
        other.export_csv(tmp_path / "out")
    before = whole(rated)
    with pytest.raises(ImportRefused, match=r"measures\.csv, line 2: “Heat” was rated 15") as caught:
        rated.import_file(tmp_path / "out")
    assert caught.value.line == 2
    assert whole(rated) == before


@pytest.mark.parametrize("in_use", [False, True])
def test_a_whole_journal_whose_measure_leaves_its_own_ratings_out(rated: Journal, tmp_path: Path, in_use: bool) -> None:
    path = tmp_path / "told.json"
    rated.export_json(path)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["records"]["measure"][0]["high"] = 10
    path.write_text(json.dumps(told), encoding="utf-8")
    refused_whole(path, in_use, "Heat goes from 0 to 10; 15 does not fit")


@pytest.mark.parametrize("key", ["pain", "sleep", "peg"])
@pytest.mark.parametrize("in_use", [False, True])
def test_a_measure_from_elsewhere_never_hides_one_of_the_program(
    journal: Journal, tmp_path: Path, key: str, in_use: bool
) -> None:
    journal.record(NewMeasure(key="heat", name="Other", high=3))
    journal.export_csv(tmp_path / "out")
    table = tmp_path / "out" / "measures.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("heat", key), encoding="utf-8")
    journal.export_json(tmp_path / "out.json")
    document = tmp_path / "out.json"
    document.write_text(document.read_text(encoding="utf-8").replace('"heat"', f'"{key}"'), encoding="utf-8")
    for path in (tmp_path / "out", table, document):
        refused_whole(path, in_use, f"“{key}” is a measure of the program")


def test_nor_does_one_that_a_mapping_makes(journal: Journal, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("day,mine\n2026-03-03,3\n", encoding="utf-8")
    rules = {"time": {"column": "day"}, "columns": {"mine": {"measure": "peg", "low": 0, "high": 10}}}
    with pytest.raises(ImportRefused, match="“peg” is a measure of the program"):
        journal.import_file(table, mapping=rules)
    assert whole(journal) == {}


def refused_whole(path: Path, in_use: bool, words: str) -> None:
    """Hold that a file is refused with its line, by a journal in use or a new one, and that nothing is stored."""
    with fresh() as other:
        if in_use:
            other.record(NewNote(day=DAY, text="in use"))
        before = whole(other)
        with pytest.raises(ImportRefused, match=words) as caught:
            other.import_file(path)
        assert caught.value.line is not None
        assert (whole(other), other.measure("pain").high) == (before, 10)
        assert other.info().changes == int(in_use)
