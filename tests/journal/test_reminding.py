"""What to remind of and when, by a clock that stands where it is put: usual times, one repeat, quiet hours, what was missed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import TitrationStep
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.reminding import (
    SNOOZE,
    Asked,
    Reminder,
    ReminderKind,
    State,
    dose_times,
    due,
    from_times,
    is_quiet,
    missed,
    remember,
    schedule,
    state_of,
    stripped,
)
from ldn_journal.journal.settings import Reminders

MG = 1_000_000_000
DAY = date(2026, 3, 10)
DOSE = Reminders(dose=True, quiet_from=None)
USUAL = time(22, 30)


@pytest.fixture
def planned(journal: Journal) -> Journal:
    """A journal with 4.5 mg at 22:30 from 1 March on, and the dose reminded of."""
    journal.change_settings(reminders=DOSE)
    plan(journal)
    return journal


def plan(journal: Journal, day: str = "2026-03-01", at: time | None = USUAL, **fields: Any) -> None:
    journal.record(validate(Kind.STEP, {"day": day, "amount_pg": 9 * MG // 2, "usual_time": at, **fields}))


def dose(journal: Journal, day: date = DAY, state: str = "taken", at: datetime | None = None) -> None:
    amount = 9 * MG // 2 if state == "taken" else None
    journal.record(validate(Kind.DOSE, {"day": day, "state": state, "amount_pg": amount, "at": at}))


def at(clock: FixedClock, hour: int, minute: int = 0, days: int = 0) -> datetime:
    return clock.localise(datetime(2026, 3, 10 + days, hour, minute))


def asked_at(journal: Journal, clock: FixedClock, now: datetime, asked: dict[str, Asked] | None = None) -> list[str]:
    """Return the keys of what it is time for, with the clock put to ``now``."""
    clock.at = now
    state = state_of(journal)
    return [one.key for one in due(now, schedule(state, clock), asked or {}, state.wanted)]


# The dose ------------------------------------------------------------------------------------------------------------


def test_nothing_is_wanted_until_it_is_chosen(journal: Journal, clock: FixedClock) -> None:
    assert not journal.settings.reminders.on
    plan(journal)
    clock.at = at(clock, 23, 30)
    assert schedule(state_of(journal), clock) == []
    assert missed(state_of(journal)) is None


def test_the_dose_is_asked_for_from_its_usual_time_until_the_day_is_over(planned: Journal, clock: FixedClock) -> None:
    assert asked_at(planned, clock, at(clock, 22, 29)) == []
    assert asked_at(planned, clock, at(clock, 22, 30)) == ["dose:2026-03-10:0"]
    assert asked_at(planned, clock, at(clock, 3, 59, days=1)) == ["dose:2026-03-10:0"]
    assert asked_at(planned, clock, at(clock, 4, days=1)) == []


@pytest.mark.parametrize("state", ["taken", "skipped", "missed"])
def test_a_recorded_dose_is_not_asked_for_whatever_became_of_it(
    planned: Journal, clock: FixedClock, state: str
) -> None:
    dose(planned, state=state)
    assert asked_at(planned, clock, at(clock, 23)) == []


def test_it_is_asked_once_more_after_half_an_hour_and_then_no_more(planned: Journal, clock: FixedClock) -> None:
    once = {"dose:2026-03-10:0": Asked(1, at(clock, 22, 30))}
    assert asked_at(planned, clock, at(clock, 22, 59), once) == []
    assert asked_at(planned, clock, at(clock, 23), once) == ["dose:2026-03-10:0"]
    twice = {"dose:2026-03-10:0": Asked(2, at(clock, 23))}
    assert asked_at(planned, clock, at(clock, 3, days=1), twice) == []
    planned.change_settings(reminders=DOSE.model_copy(update={"repeat_minutes": 0}))
    assert asked_at(planned, clock, at(clock, 23, 59), once) == []


def test_snooze_asks_again_after_ten_minutes(planned: Journal, clock: FixedClock) -> None:
    put_off = {"dose:2026-03-10:0": Asked(2, at(clock, 22, 30)).put_off(at(clock, 22, 35))}
    assert timedelta(minutes=10) == SNOOZE
    assert asked_at(planned, clock, at(clock, 22, 44), put_off) == []
    assert asked_at(planned, clock, at(clock, 22, 45), put_off) == ["dose:2026-03-10:0"]
    assert put_off["dose:2026-03-10:0"].again(at(clock, 22, 45)).put_off_until is None


def test_a_dose_after_midnight_belongs_to_the_evening_before(journal: Journal, clock: FixedClock) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal, at=time(0, 40))
    assert asked_at(journal, clock, at(clock, 0, 39)) == []
    assert asked_at(journal, clock, at(clock, 0, 40)) == ["dose:2026-03-09:0"]
    assert asked_at(journal, clock, at(clock, 23)) == []


def test_without_a_usual_time_or_in_a_break_nothing_is_asked(journal: Journal, clock: FixedClock) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal, at=None)
    assert asked_at(journal, clock, at(clock, 23)) == []
    journal.record(validate(Kind.STEP, {"day": "2026-03-05", "amount_pg": 0, "usual_time": USUAL}))
    assert asked_at(journal, clock, at(clock, 23)) == []
    assert missed(state_of(journal)) is None


@pytest.mark.parametrize(
    ("usual", "times_per_day", "times"),
    [
        (time(22, 30), 1, ["22:30"]),
        (time(8), 2, ["08:00", "20:00"]),
        (time(22, 30), 2, ["10:30", "22:30"]),
        (time(8), 3, ["08:00", "16:00", "00:00"]),
        (time(1), 4, ["07:00", "13:00", "19:00", "01:00"]),
        (time(7), 7, ["07:00", "10:25", "13:51", "17:17", "20:42", "00:08", "03:34"]),
    ],
)
def test_several_doses_lie_evenly_around_the_clock(usual: time, times_per_day: int, times: list[str]) -> None:
    step = TitrationStep.model_construct(amount_pg=MG, usual_time=usual, times_per_day=times_per_day)
    assert [f"{one:%H:%M}" for one in dose_times(step, time(4))] == times


def test_of_several_doses_the_first_open_one_is_asked_for(journal: Journal, clock: FixedClock) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal, at=time(8), times_per_day=2)
    assert asked_at(journal, clock, at(clock, 8)) == ["dose:2026-03-10:0"]
    dose(journal, at=at(clock, 8))
    assert asked_at(journal, clock, at(clock, 19, 59)) == []
    assert asked_at(journal, clock, at(clock, 20)) == ["dose:2026-03-10:1"]
    dose(journal, at=at(clock, 20))
    assert asked_at(journal, clock, at(clock, 21)) == []


@pytest.mark.parametrize(
    ("day", "utc"),
    [("2026-03-29", "2026-03-29T20:30+00:00"), ("2026-10-24", "2026-10-24T20:30+00:00")],
)
def test_nights_in_which_clocks_change_keep_the_time_on_the_wall(journal: Journal, day: str, utc: str) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal)
    oslo = ZoneInfo("Europe/Oslo")
    clock = FixedClock(datetime.combine(date.fromisoformat(day), time(12), oslo))
    journal.clock = clock
    first = schedule(state_of(journal), clock)[0]
    assert first.at == datetime.fromisoformat(utc)
    hours = (first.until.timestamp() - first.at.timestamp()) / 3600
    assert hours == (6.5 if day == "2026-10-24" else 5.5)


# Quiet hours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "quiet"),
    [
        (time(23), time(7), [0, 1, 2, 3, 4, 5, 6, 23]),
        (time(0), time(3), [0, 1, 2]),
        (time(13), time(15), [13, 14]),
        (None, time(7), []),
        (time(7), time(7), []),
    ],
)
def test_quiet_hours_may_go_over_midnight(begin: time | None, end: time, quiet: list[int]) -> None:
    wanted = Reminders(quiet_from=begin, quiet_to=end)
    assert [hour for hour in range(24) if is_quiet(time(hour), wanted)] == quiet


def test_what_falls_into_the_quiet_hours_is_asked_when_they_are_over(journal: Journal, clock: FixedClock) -> None:
    journal.change_settings(reminders=Reminders(dose=True, quiet_from=time(22), quiet_to=time(7)))
    plan(journal, at=time(6))
    assert asked_at(journal, clock, at(clock, 6, 30)) == []
    assert asked_at(journal, clock, at(clock, 7)) == ["dose:2026-03-10:0"]


def test_a_dose_whose_day_is_over_with_the_quiet_hours_waits_for_the_next_start(
    journal: Journal, clock: FixedClock
) -> None:
    journal.change_settings(reminders=Reminders(dose=True, quiet_from=time(22), quiet_to=time(7)))
    plan(journal)
    for now in (at(clock, 22, 30), at(clock, 3), at(clock, 7, days=1)):
        assert asked_at(journal, clock, now) == []
    found = missed(state_of(journal))
    assert found is not None
    assert (found.day, found.missing, found.recorded, found.usual) == (DAY, 1, 0, USUAL)


def test_a_repeat_in_the_quiet_hours_is_not_given(journal: Journal, clock: FixedClock) -> None:
    journal.change_settings(reminders=Reminders(dose=True, quiet_from=time(22, 45), quiet_to=time(7)))
    plan(journal)
    once = {"dose:2026-03-10:0": Asked(1, at(clock, 22, 30))}
    assert asked_at(journal, clock, at(clock, 23), once) == []
    assert asked_at(journal, clock, at(clock, 8, days=1), once) == []


# Yesterday -----------------------------------------------------------------------------------------------------------


def test_yesterday_is_asked_about_until_it_is_recorded_or_left(planned: Journal, clock: FixedClock) -> None:
    found = missed(state_of(planned))
    assert found is not None
    assert found.day == date(2026, 3, 9)
    remember(planned, [found.key])
    assert missed(state_of(planned)) is None
    clock.move(timedelta(days=1))
    again = missed(state_of(planned))
    assert again is not None
    assert again.day == DAY
    dose(planned, state="skipped")
    assert missed(state_of(planned)) is None


def test_nothing_is_missed_on_the_first_day_of_a_plan(journal: Journal) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal, day="2026-03-10")
    assert missed(state_of(journal)) is None


def test_one_of_two_doses_can_be_missing(journal: Journal) -> None:
    journal.change_settings(reminders=DOSE)
    plan(journal, times_per_day=2)
    dose(journal, day=date(2026, 3, 9))
    found = missed(state_of(journal))
    assert found is not None
    assert (found.missing, found.recorded) == (1, 1)


# What is no dose -----------------------------------------------------------------------------------------------------


def prescription(journal: Journal, **fields: Any) -> None:
    base = {"day": "2026-03-01", "form": "capsule", "strength_pg": 9 * MG // 2}
    journal.record(validate(Kind.PRESCRIPTION, {**base, **fields}))


def others(journal: Journal, clock: FixedClock, now: datetime) -> list[Reminder]:
    clock.at = now
    state = state_of(journal)
    return due(now, schedule(state, clock), {}, state.wanted)


@pytest.fixture
def only(journal: Journal) -> Callable[..., Journal]:
    """The journal with one kind of reminder, and a plan."""

    def chosen(kind: str, **more: Any) -> Journal:
        journal.change_settings(reminders=Reminders.model_validate({kind: True, **more}))
        plan(journal)
        return journal

    return chosen


def test_a_refill_is_spoken_of_some_days_before_the_supply_ends(
    only: Callable[..., Journal], clock: FixedClock
) -> None:
    journal = only("refill", days_before=7)
    prescription(journal, quantity=16)
    for day in range(1, 10):
        dose(journal, day=date(2026, 3, day))
    assert [(one.kind, one.on) for one in others(journal, clock, at(clock, 10))] == [
        (ReminderKind.REFILL, date(2026, 3, 16))
    ]
    assert others(journal, clock, at(clock, 9, 59)) == []
    journal.change_settings(reminders=Reminders(refill=True, days_before=6))
    assert others(journal, clock, at(clock, 10)) == []


def test_a_new_prescription_is_spoken_of_anew(only: Callable[..., Journal], clock: FixedClock) -> None:
    journal = only("refill")
    prescription(journal, quantity=3)
    said = others(journal, clock, at(clock, 10))
    remember(journal, [one.key for one in said])
    assert len(said) == 1
    assert others(journal, clock, at(clock, 10, days=1)) == []
    prescription(journal, day="2026-03-11", quantity=2)
    assert len(others(journal, clock, at(clock, 10, days=1))) == 1


@pytest.mark.parametrize(
    ("use_by", "count"), [("2026-03-17", 1), ("2026-03-18", 0), ("2026-03-10", 1), ("2026-03-09", 0)]
)
def test_the_date_on_the_newest_prescription(
    only: Callable[..., Journal], clock: FixedClock, use_by: str, count: int
) -> None:
    journal = only("use_by")
    prescription(journal, day="2026-02-01", use_by="2026-03-12")
    prescription(journal, use_by=use_by)
    assert len(others(journal, clock, at(clock, 12))) == count


def test_a_questionnaire_is_spoken_of_once_each_time_it_is_due(only: Callable[..., Journal], clock: FixedClock) -> None:
    journal = only("questionnaire")
    journal.change_settings(questionnaires=("peg",))
    first = others(journal, clock, at(clock, 10))
    assert [one.name for one in first] == ["Pain and daily life (PEG)"]
    remember(journal, [one.key for one in first])
    assert others(journal, clock, at(clock, 10, days=1)) == []
    answers = {"pain": 4, "enjoyment": 4, "activity": 4}
    journal.record(validate(Kind.RESPONSE, {"day": "2026-03-10", "questionnaire": "peg", "answers": _peg(answers)}))
    assert others(journal, clock, at(clock, 10, days=6)) == []
    assert [one.name for one in others(journal, clock, at(clock, 10, days=7))] == ["Pain and daily life (PEG)"]


def _peg(answers: dict[str, int]) -> dict[str, float]:
    from ldn_journal.clinical.questionnaires import questionnaires

    items = questionnaires()["peg"].items
    return {item.key: float(value) for item, value in zip(items, answers.values(), strict=True)}


def test_a_visit_is_spoken_of_the_day_before_and_once(only: Callable[..., Journal], clock: FixedClock) -> None:
    journal = only("visit")
    journal.record(validate(Kind.VISIT, {"day": "2026-03-12", "with_whom": "Dr Berg"}))
    assert others(journal, clock, at(clock, 12)) == []
    said = others(journal, clock, at(clock, 12, days=1))
    assert [(one.on, one.name) for one in said] == [(date(2026, 3, 12), "Dr Berg")]
    assert len(others(journal, clock, at(clock, 12, days=2))) == 1
    remember(journal, [said[0].key])
    assert others(journal, clock, at(clock, 12, days=2)) == []
    assert others(journal, clock, at(clock, 12, days=3)) == []


def test_they_wait_for_the_end_of_the_quiet_hours_too(only: Callable[..., Journal], clock: FixedClock) -> None:
    journal = only("visit", quiet_from=time(9), quiet_to=time(11))
    journal.record(validate(Kind.VISIT, {"day": "2026-03-11"}))
    assert others(journal, clock, at(clock, 10)) == []
    assert len(others(journal, clock, at(clock, 11))) == 1


def test_what_was_said_is_remembered_in_the_journal_and_not_for_ever(journal: Journal, clock: FixedClock) -> None:
    for day in range(70):
        remember(journal, [f"left:{day}"])
        clock.move(timedelta(days=1))
    kept = journal.settings.reminded
    assert len(kept) == 60
    assert "left:69" in kept
    assert "left:9" not in kept


# Without the journal -------------------------------------------------------------------------------------------------


def test_a_stripped_schedule_still_asks_and_tells_nothing(planned: Journal, clock: FixedClock) -> None:
    planned.change_settings(reminders=Reminders(dose=True, visit=True, quiet_from=None))
    planned.record(validate(Kind.VISIT, {"day": "2026-03-11", "with_whom": "Dr Berg"}))
    state = state_of(planned)
    left = stripped(schedule(state, clock))
    assert [one.key for one in due(at(clock, 22, 30), left, {}, state.wanted)] == ["dose:2026-03-10:0"]
    assert [one.key for one in due(at(clock, 22, 30, days=3), left, {}, state.wanted)] == ["dose:2026-03-13:0"]
    assert {(one.amount_pg, one.usual, one.name, one.on) for one in left} == {(None, None, "", None)}


def test_times_alone_make_a_schedule(clock: FixedClock) -> None:
    left = from_times((time(8), time(0, 30)), clock, time(4))
    assert [one.key for one in due(at(clock, 8), left, {}, DOSE)] == ["dose:2026-03-10:0"]
    assert [
        one.key for one in due(at(clock, 0, 30, days=1), left, {"dose:2026-03-10:0": Asked(2, at(clock, 9))}, DOSE)
    ] == ["dose:2026-03-10:1"]


def test_a_state_is_plain_data(planned: Journal) -> None:
    state = state_of(planned)
    assert isinstance(state, State)
    assert state.recorded == {}
    assert not state.protected
