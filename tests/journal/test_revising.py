"""What changing, removing and choosing refuse, so that everything that gets in is found sound and comes back from an export."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal

DAY = date(2026, 3, 10)
BEFORE = DAY - timedelta(days=1)


def pair(kind: Kind) -> tuple[NewRecord, NewRecord, dict[str, Any]]:
    """Two records of a kind, the earlier one first, and what would make that one the same thing as the other."""
    match kind:
        case Kind.NIGHT:
            return NewNight(day=BEFORE, quality=3), NewNight(day=DAY, quality=4), {"day": DAY}
        case Kind.STEP:
            return NewTitrationStep(day=BEFORE, amount_pg=1), NewTitrationStep(day=DAY, amount_pg=2), {"day": DAY}
        case Kind.RATING:
            one, other = (NewRating(day=DAY, measure=key, value=4) for key in ("pain", "fatigue"))
            return one, other, {"measure": "fatigue"}
        case _:
            return NewMeasure(key="cold", name="Cold"), NewMeasure(key="heat", name="Heat"), {"key": "heat"}


@pytest.mark.parametrize("kind", [Kind.NIGHT, Kind.STEP, Kind.RATING, Kind.MEASURE])
def test_no_second_record_of_the_same_thing(journal: Journal, kind: Kind) -> None:
    one, other, fields = pair(kind)
    journal.record(one, other)
    before = journal.records(kind)
    for change in (
        lambda: journal.revise(kind, before[0].id, **fields),
        lambda: journal.revise_together(kind, {before[0].id: fields}),
    ):
        with pytest.raises(InvalidEntry, match="already"):
            change()
    assert journal.records(kind) == before
    journal.remove(kind, before[1].id)
    assert journal.revise(kind, before[0].id, **fields)
    assert journal.check() == []


def test_two_can_change_places_together(journal: Journal) -> None:
    journal.record(NewNight(day=BEFORE, quality=3), NewNight(day=DAY, quality=4))
    earlier, later = journal.nights()
    journal.revise_together(Kind.NIGHT, {earlier.id: {"day": DAY}, later.id: {"day": BEFORE}})
    assert [(one.id, one.quality) for one in journal.nights()] == [(later.id, 4), (earlier.id, 3)]
    assert journal.check() == []


def test_a_note_may_be_changed_beside_another(journal: Journal) -> None:
    journal.record(NewNote(day=DAY, text="one"), NewNote(day=DAY, text="two"))
    journal.revise(Kind.NOTE, journal.notes()[0].id, text="three")
    assert [one.text for one in journal.notes()] == ["three", "two"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (NewNight(day=DAY), "holds nothing"),
        (NewNote(day=DAY, text="x", at=datetime.fromisoformat("2026-03-02T12:00:00+01:00")), "does not belong"),
        (
            NewDose(day=BEFORE, state=DoseState.MISSED, at=datetime.fromisoformat("2026-03-31T22:00+02:00")),
            "not belong",
        ),
    ],
)
def test_what_check_would_complain_of_is_not_recorded(journal: Journal, entry: NewRecord, words: str) -> None:
    with pytest.raises(InvalidEntry, match=words):
        journal.record(NewRating(day=DAY, measure="pain", value=4), entry)
    assert not any(journal.info().counts.values())


def test_nor_does_a_change_bring_it_about(journal: Journal, clock: FixedClock) -> None:
    journal.record(NewNight(day=DAY, quality=4), NewRating(day=DAY, measure="pain", value=3, at=clock.now()))
    (night,), (rating,) = journal.nights(), journal.ratings()
    for kind, identity, fields in (
        (Kind.NIGHT, night.id, {"quality": None}),
        (Kind.RATING, rating.id, {"day": DAY - timedelta(days=9)}),
        (Kind.RATING, rating.id, {"measure": "sleep_quality"}),
    ):
        with pytest.raises(InvalidEntry):
            journal.revise(kind, identity, **fields)
    assert (journal.nights(), journal.ratings()) == ([night], [rating])


def test_named_twice_is_removed_once(journal: Journal) -> None:
    journal.record(NewNote(day=DAY, text="one"))
    (note,) = journal.notes()
    assert len(journal.remove(Kind.NOTE, note.id, note.id).touched) == 1
    assert journal.notes() == []


def test_only_a_measure_there_is_can_be_tracked(journal: Journal) -> None:
    with pytest.raises(NotFound, match="heaviness"):
        journal.change_settings(tracked=("pain", "heaviness"))
    journal.record(NewMeasure(key="heaviness", name="Heaviness"))
    journal.change_settings(tracked=("pain", "heaviness"))
    journal.undo()
    # It may come back, so it stays chosen; other choices can be made meanwhile.
    journal.change_settings(tracked=("heaviness", "pain", "nausea"))
    assert [one.key for one in journal.tracked()] == ["pain", "nausea"]
    assert journal.check() == []


@pytest.mark.parametrize("change", ["renamed", "removed"])
def test_what_was_rated_by_an_earlier_state_of_a_measure_is_sound(journal: Journal, change: str) -> None:
    journal.record(NewMeasure(key="heat", name="Heat"), NewRating(day=DAY, measure="heat", value=9))
    journal.change_settings(primary_outcome="heat")
    (own,) = journal.records(Kind.MEASURE)
    match change:
        case "renamed":
            journal.revise(Kind.MEASURE, own.id, key="warmth")
        case "removed":
            journal.remove(Kind.MEASURE, own.id)
    assert journal.check() == []
    assert journal.trends() is not None
