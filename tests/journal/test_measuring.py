"""Measures of one's own: made, worded, retired and brought back; words for measures of the program."""

from datetime import date

import pytest

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.clinical.measures import usual_measures
from ldn_journal.domain.measures import NewRating, Scale
from ldn_journal.journal import Journal
from ldn_journal.journal.measuring import (
    KINDS,
    add_measure,
    bring_back_measure,
    change_measure,
    key_for,
    retire_measure,
    tracked_keys,
    words_of,
)

DAY = date(2026, 3, 9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_measure_of_each_kind_is_made_tracked_last_and_takes_its_values(journal: Journal, kind: str) -> None:
    changes = add_measure(journal, {"name": "Tinnitus"}, kind)
    assert changes.label == "a new measure"
    scale, low, high = KINDS[kind]
    made = journal.measure("tinnitus")
    assert (made.scale, made.low, made.high) == (scale, low, high)
    assert tracked_keys(journal) == (*usual_measures(), "tinnitus")
    journal.record(NewRating(day=DAY, measure="tinnitus", value=high))
    assert journal.day(DAY).value(made) == high
    if scale is Scale.SEVERITY:
        assert made.in_words(2) == "moderate"
    assert journal.check() == []


def test_words_at_values_are_kept_and_can_be_changed_and_taken_out(journal: Journal) -> None:
    add_measure(journal, {"name": "Stiffness", "anchors": {"0": "none", "5": "slow on the stairs"}}, "0-10")
    change_measure(journal, "stiffness", name="Morning stiffness", anchors={"5": "", "7": "on all fours"})
    found = journal.measure("stiffness")
    assert found.name == "Morning stiffness"
    assert found.anchors == {"0": "none", "7": "on all fours"}


def test_a_name_that_is_taken_is_refused_also_by_a_retired_one(journal: Journal) -> None:
    with pytest.raises(InvalidEntry, match="of that name already"):
        add_measure(journal, {"name": "pain"}, "0-10")
    add_measure(journal, {"name": "Tinnitus"}, "0-10")
    retire_measure(journal, "tinnitus")
    with pytest.raises(InvalidEntry, match="bring that one back"):
        add_measure(journal, {"name": "tinnitus"}, "count")
    add_measure(journal, {"name": "Itch"}, "0-10")
    with pytest.raises(InvalidEntry, match="of that name already"):
        change_measure(journal, "itch", name="Pain")
    change_measure(journal, "itch", name="Itch", question="Itch today")


def test_a_retired_measure_keeps_its_values_and_comes_back_where_it_was(journal: Journal) -> None:
    add_measure(journal, {"name": "Tinnitus"}, "0-10")
    journal.change_settings(tracked=("tinnitus", "pain"))
    journal.record(NewRating(day=DAY, measure="tinnitus", value=4))
    retire_measure(journal, "tinnitus")
    assert tracked_keys(journal) == ("pain",)
    assert journal.day(DAY).value(journal.measure("tinnitus")) == 4
    bring_back_measure(journal, "tinnitus")
    assert tracked_keys(journal) == ("tinnitus", "pain")
    retire_measure(journal, "tinnitus")
    journal.change_settings(tracked=("pain",))
    bring_back_measure(journal, "tinnitus")
    assert tracked_keys(journal) == ("pain", "tinnitus")


def test_a_new_measure_that_was_undone_is_no_longer_asked_about(journal: Journal) -> None:
    add_measure(journal, {"name": "Tinnitus"}, "0-10")
    assert "tinnitus" in tracked_keys(journal)
    journal.undo()
    assert "tinnitus" not in journal.measures()
    assert tracked_keys(journal) == tuple(usual_measures())
    assert journal.check() == []


def test_own_words_for_a_measure_of_the_program_stand_wherever_it_is_shown(journal: Journal) -> None:
    journal.change_settings(anchors=words_of(journal, "pain", {"5": "I cook, slowly", "7": "I lie down"}))
    assert journal.measure("pain").in_words(5) == "I cook, slowly"
    assert journal.measure("pain").in_words(0) == "no pain"
    assert journal.tracked()[0].anchors["7"] == "I lie down"
    journal.change_settings(anchors=words_of(journal, "pain", {"5": "", "7": ""}))
    assert journal.settings.anchors == {}
    assert journal.measure("pain").in_words(5) == "5"


def test_words_that_are_too_long_are_refused_at_their_value(journal: Journal) -> None:
    with pytest.raises(InvalidEntry) as refused:
        words_of(journal, "pain", {"3": "x" * 61, "5": "fine"})
    assert list(refused.value.problems) == ["3"]
    with pytest.raises(InvalidEntry):
        add_measure(journal, {"name": "Itch", "anchors": {"0": "x" * 61}}, "0-10")
    assert "itch" not in journal.measures()


def test_measures_of_the_program_are_not_changed_or_retired(journal: Journal) -> None:
    with pytest.raises(NotFound):
        change_measure(journal, "pain", name="Ache")
    with pytest.raises(NotFound):
        retire_measure(journal, "pain")


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Morning stiffness", (), "morning_stiffness"),
        ("Müdigkeit, groß", (), "mudigkeit_gross"),
        ("Søvn på dagen", (), "sovn_pa_dagen"),
        ("2nd nap", (), "own_2nd_nap"),
        ("頭痛", (), "own"),
        ("頭痛", ("own",), "own_2"),
        ("Pain", ("pain", "pain_2"), "pain_3"),
        ("x" * 200, (), "x" * 32),
    ],
)
def test_a_key_is_made_of_the_name(name: str, taken: tuple[str, ...], key: str) -> None:
    assert key_for(name, taken) == key
