from datetime import date, datetime, time, timedelta, timezone

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import (
    AlreadyExists,
    ConfirmationNeeded,
    FileMissing,
    InUse,
    InvalidEntry,
    NotFound,
    NothingToUndo,
)
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import NewEvent, NewNote
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

MG = 10**9


def taken(day: date, amount: int = 4_500_000_000, at: datetime | None = None) -> NewDose:
    return NewDose(day=day, state=DoseState.TAKEN, amount_pg=amount, at=at)


def test_after_midnight_it_is_still_the_evening_before(folder: DataFolder) -> None:
    clock = FixedClock(datetime(2026, 3, 11, 0, 45, tzinfo=timezone(timedelta(hours=1))))
    with Journal.create(folder, clock=clock) as journal:
        assert journal.today() == date(2026, 3, 10)
        at = journal.moment(date(2026, 3, 10), time(0, 40))
        assert at == datetime(2026, 3, 11, 0, 40, tzinfo=timezone(timedelta(hours=1)))
        journal.record(taken(date(2026, 3, 10), at=at))
        assert journal.day(date(2026, 3, 10)).taken_pg == 4_500_000_000
        assert journal.day(date(2026, 3, 11)).doses == ()


def test_a_second_answer_takes_the_place_of_the_first(journal: Journal, today: date) -> None:
    journal.record(NewRating(day=today, measure="pain", value=4))
    journal.record(NewRating(day=today, measure="pain", value=0))
    (only,) = journal.day(today).ratings
    assert only.value == 0.0
    assert len(journal.history(only.id)) == 2
    assert not journal.record(NewRating(day=today, measure="pain", value=0)), "the same again changes nothing"


def test_blank_is_not_zero(journal: Journal, today: date) -> None:
    pain, nausea = journal.measure("pain"), journal.measure("nausea")
    journal.record(NewRating(day=today, measure="pain", value=0))
    day = journal.day(today)
    assert day.value(pain) == 0.0
    assert day.value(nausea) is None
    assert day.taken_pg is None


def test_timed_ratings_stand_beside_each_other(journal: Journal, today: date) -> None:
    for hour, value in ((9, 6), (14, 2)):
        journal.record(NewRating(day=today, measure="pain", value=value, at=journal.moment(today, time(hour))))
    assert [rating.value for rating in journal.day(today).ratings_of("pain")] == [6.0, 2.0]
    assert journal.day(today).value(journal.measure("pain")) == 4.0


def test_sleep_goes_into_the_night_and_merges(journal: Journal, today: date) -> None:
    journal.record(
        NewRating(day=today, measure="sleep", value=430), NewRating(day=today, measure="sleep_quality", value=6)
    )
    journal.record(NewNight(day=today, awakenings=2))
    night = journal.day(today).night
    assert (night.asleep_minutes, night.quality, night.awakenings) == (430, 6, 2)
    journal.revise(Kind.NIGHT, night.id, quality=None)
    assert journal.day(today).night.quality is None
    assert journal.day(today).night.asleep_minutes == 430


def test_what_is_worked_out_cannot_be_entered(journal: Journal, today: date) -> None:
    with pytest.raises(InvalidEntry, match="worked out"):
        journal.record(NewRating(day=today, measure="sleep_efficiency", value=90))


def test_all_or_nothing(journal: Journal, today: date) -> None:
    with pytest.raises(InvalidEntry, match="Pain goes from 0 to 10"):
        journal.record(NewRating(day=today, measure="nausea", value=1), NewRating(day=today, measure="pain", value=11))
    assert journal.day(today).empty


@pytest.mark.parametrize("offset", [1, 400])
def test_days_to_come_are_refused(journal: Journal, today: date, offset: int) -> None:
    with pytest.raises(InvalidEntry, match="still to come"):
        journal.record(NewRating(day=today + timedelta(days=offset), measure="pain", value=1))


def test_plans_may_lie_ahead(journal: Journal, today: date) -> None:
    journal.record(NewTitrationStep(day=today + timedelta(days=7), amount_pg=3 * MG))
    assert len(journal.regimen) == 1


def test_a_large_dose_waits_for_confirmation(journal: Journal, today: date) -> None:
    with pytest.raises(ConfirmationNeeded, match="45"):
        journal.record(taken(today, 45 * MG))
    assert journal.day(today).empty
    journal.record(taken(today, 45 * MG), confirmed=True)
    assert journal.day(today).taken_pg == 45 * MG


def test_a_missed_dose_taken_after_all_is_one_dose(journal: Journal, today: date) -> None:
    journal.record(NewDose(day=today, state=DoseState.MISSED))
    journal.record(taken(today, at=journal.moment(today, time(23, 50))))
    (dose,) = journal.day(today).doses
    assert dose.state is DoseState.TAKEN
    with pytest.raises(InvalidEntry, match="recorded as taken"):
        journal.record(NewDose(day=today, state=DoseState.MISSED))


def test_twice_a_day_means_two_doses(journal: Journal, today: date) -> None:
    journal.record(NewTitrationStep(day=today, amount_pg=MG, times_per_day=2))
    journal.record(NewDose(day=today, state=DoseState.SKIPPED, reason="nausea"))
    journal.record(taken(today, MG, journal.moment(today, time(8))), taken(today, MG, journal.moment(today, time(20))))
    assert [dose.state for dose in journal.day(today).doses] == [DoseState.TAKEN, DoseState.TAKEN, DoseState.SKIPPED]
    assert journal.day(today).taken_pg == 2 * MG


def test_own_measures_join_the_others(journal: Journal, today: date) -> None:
    mine = NewMeasure(key="stiffness", name="Stiffness", low=1, high=7)
    journal.record(mine, NewRating(day=today, measure="stiffness", value=7))
    journal.change_settings(tracked=["pain", "stiffness"])
    assert [measure.key for measure in journal.tracked()] == ["pain", "stiffness"]
    assert journal.completeness(today, today) == {today: pytest.approx(1 / 3)}
    with pytest.raises(InvalidEntry, match="measure of the program"):
        journal.record(NewMeasure(key="pain", name="Mine"))
    with pytest.raises(InvalidEntry, match="no measure"):
        journal.record(NewRating(day=today, measure="unknown", value=1))


def test_undo_and_remove(journal: Journal, today: date) -> None:
    journal.record(NewRating(day=today, measure="pain", value=4), NewNote(day=today, text="Rain."))
    (rating,) = journal.day(today).ratings
    journal.remove(Kind.RATING, rating.id)
    assert journal.day(today).ratings == ()
    assert journal.undo().days == {today}
    assert journal.day(today).ratings == (rating,)
    journal.undo()
    assert journal.day(today).empty
    with pytest.raises(NothingToUndo):
        journal.undo()
    with pytest.raises(NotFound):
        journal.remove(Kind.RATING, rating.id)


def test_the_plan_follows_undo(journal: Journal, today: date) -> None:
    journal.record(NewTitrationStep(day=today, amount_pg=3 * MG))
    assert journal.day(today).plan.amount_pg == 3 * MG
    journal.undo()
    assert journal.day(today).plan is None


def test_revising_checks_like_recording(journal: Journal, today: date) -> None:
    journal.record(NewRating(day=today, measure="pain", value=4), NewEvent(day=today, what="flare"))
    (rating,) = journal.day(today).ratings
    with pytest.raises(InvalidEntry):
        journal.revise(Kind.RATING, rating.id, value=11)
    with pytest.raises(InvalidEntry):
        journal.revise(Kind.EVENT, journal.day(today).events[0].id, until=today - timedelta(days=1))
    assert not journal.revise(Kind.RATING, rating.id, value=4)
    after = journal.revise(Kind.RATING, rating.id, day=today - timedelta(days=1))
    assert after.days == {today, today - timedelta(days=1)}
    assert journal.get(Kind.RATING, rating.id).recorded_at == rating.recorded_at


def test_settings_are_typed_and_kept(folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock) as journal:
        journal.change_settings(day_boundary=time(5, 0), name="A. Person", primary_outcome="fatigue")
        for wrong in ({"colour": "red"}, {"settling_days": -1}):
            with pytest.raises(InvalidEntry):
                journal.change_settings(**wrong)
        with pytest.raises(NotFound):
            journal.change_settings(primary_outcome="nothing_like_it")
    with Journal.open(folder, clock=clock) as journal:
        assert journal.settings.day_boundary == time(5, 0)
        assert journal.settings.name == "A. Person"
        assert journal.settings.primary_outcome_chosen == date(2026, 3, 10)


def test_liquid_strength_is_the_newest_filled(journal: Journal, today: date) -> None:
    assert journal.liquid_strength(today) is None
    journal.record(NewPrescription(day=today - timedelta(days=60), form="liquid", pg_per_ml=10 * MG))
    journal.record(NewPrescription(day=today - timedelta(days=5), form="liquid", pg_per_ml=MG))
    journal.record(NewPrescription(day=today, form="capsule", strength_pg=MG))
    assert journal.liquid_strength(today) == MG
    assert journal.liquid_strength(today - timedelta(days=30)) == 10 * MG


def test_one_program_at_a_time(folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock):
        with pytest.raises(InUse):
            Journal.open(folder, clock=clock)
        with pytest.raises((InUse, AlreadyExists)):
            Journal.create(folder, clock=clock)
    for leftover in (b"", b"garbage", b"1\n"):
        folder.lock.write_bytes(leftover)
        Journal.open(folder, clock=clock).close()


def test_a_missing_journal_is_never_replaced_by_an_empty_one(folder: DataFolder, clock: FixedClock) -> None:
    with pytest.raises(FileMissing, match="no journal"):
        Journal.open(folder, clock=clock)
    Journal.create(folder, clock=clock).close()
    folder.backups.mkdir()
    (folder.backups / "000001-20260310T223100Z.ldnjb").write_bytes(b"x")
    folder.journal.unlink()
    for attempt in (Journal.open, Journal.create):
        with pytest.raises(FileMissing, match="backups exist"):
            attempt(folder, clock=clock)


def test_clock_changes_and_travel_keep_the_day(folder: DataFolder) -> None:
    clock = FixedClock(datetime(2026, 3, 10, 22, 30, tzinfo=timezone(timedelta(hours=13))))
    with Journal.create(folder, clock=clock) as journal:
        journal.record(taken(journal.today(), at=clock.now()))
        clock.zone = timezone(timedelta(hours=-11))
        clock.at = datetime(2026, 3, 10, 23, 0, tzinfo=clock.zone)
        (dose,) = journal.day(date(2026, 3, 10)).doses
        assert dose.at.utcoffset() == timedelta(hours=13)
        assert dose.day == date(2026, 3, 10)
