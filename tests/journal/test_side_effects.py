"""Which side effects are asked about on which day."""

from datetime import date, timedelta

import pytest

from ldn_journal.analysis import episodes
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal import side_effects as rules
from ldn_journal.journal.side_effects import side_effects_on, stop_asking

MG = 1_000_000_000


def ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def take(journal: Journal, first: date, last: date, pg: int) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    journal.record(*(NewDose(day=day, state=DoseState.TAKEN, amount_pg=pg) for day in days))


def rate(journal: Journal, day: date, value: int, key: str = "headache") -> None:
    journal.record(NewRating(day=day, measure=key, value=value))


@pytest.fixture
def stepped(journal: Journal, today: date) -> Journal:
    """1.5 mg for two months, 3 mg since the day before yesterday, as planned."""
    journal.record(
        NewTitrationStep(day=ago(today, 60), amount_pg=3 * MG // 2),
        NewTitrationStep(day=ago(today, 2), amount_pg=3 * MG),
    )
    take(journal, ago(today, 60), ago(today, 3), 3 * MG // 2)
    take(journal, ago(today, 2), ago(today, 1), 3 * MG)
    return journal


def numbers(journal: Journal, today: date, days: range) -> list[int]:
    found = [side_effects_on(journal, ago(today, n)) for n in days]
    return [0 if one is None else one.number for one in found]


def test_the_list_is_offered_for_seven_days_from_the_step_on(stepped: Journal, today: date) -> None:
    later = today + timedelta(days=6)
    assert numbers(stepped, later, range(9, -1, -1)) == [0, 1, 2, 3, 4, 5, 6, 7, 0, 0]
    asked = side_effects_on(stepped, today)
    assert asked is not None
    assert (asked.changed, asked.number, asked.of) == (ago(today, 2), 3, 7)


def test_the_list_holds_severities_that_are_not_on_the_today_page(stepped: Journal, today: date) -> None:
    asked = side_effects_on(stepped, today)
    assert asked is not None
    keys = [measure.key for measure in asked.offered]
    assert "headache" in keys
    assert not {"vivid_dreams", "nausea", "nightmares", "pain"} & set(keys)
    stepped.change_settings(tracked=("pain", "headache"))
    asked = side_effects_on(stepped, today)
    assert asked is not None
    keys = [measure.key for measure in asked.offered]
    assert "headache" not in keys
    assert {"vivid_dreams", "nausea"} <= set(keys)


def test_the_number_of_days_is_the_persons_and_nought_is_never(stepped: Journal, today: date) -> None:
    stepped.change_settings(intensive_days=2)
    assert side_effects_on(stepped, today) is None
    assert side_effects_on(stepped, ago(today, 1)) is not None
    stepped.change_settings(intensive_days=0)
    assert side_effects_on(stepped, ago(today, 1)) is None


def test_another_amount_taken_counts_without_any_plan(journal: Journal, today: date) -> None:
    take(journal, ago(today, 30), ago(today, 3), 2 * MG)
    assert side_effects_on(journal, ago(today, 3)) is None
    take(journal, ago(today, 2), today, 3 * MG)
    assert numbers(journal, today, range(3, -1, -1)) == [0, 1, 2, 3]


def test_one_stray_dose_and_half_of_a_day_are_no_change(journal: Journal, today: date) -> None:
    journal.record(NewTitrationStep(day=ago(today, 30), amount_pg=MG, times_per_day=2))
    for n in range(30, 0, -1):
        one = validate(Kind.DOSE, {"day": ago(today, n), "state": "taken", "amount_pg": MG})
        evening = {"day": ago(today, n), "state": "taken", "amount_pg": MG if n != 2 else 2 * MG}
        at = journal.clock.now() - timedelta(days=n)
        journal.record(one, validate(Kind.DOSE, {**evening, "at": at}))
    assert side_effects_on(journal, ago(today, 1)) is None
    take(journal, today, today, MG)
    assert side_effects_on(journal, today) is None


def test_the_first_dose_of_all_begins_the_list_and_a_break_does_not(journal: Journal, today: date) -> None:
    take(journal, ago(today, 10), ago(today, 4), MG)
    assert numbers(journal, today, range(11, 6, -1)) == [0, 1, 2, 3, 4]
    journal.record(NewTitrationStep(day=ago(today, 3), amount_pg=0))
    assert side_effects_on(journal, ago(today, 2)) is None
    take(journal, today, today, MG)
    asked = side_effects_on(journal, today)
    assert asked is not None
    assert asked.number == 1


def test_what_was_there_is_followed_until_three_days_at_none(journal: Journal, today: date) -> None:
    journal.change_settings(intensive_days=0)
    rate(journal, ago(today, 6), 2)
    for n, value in ((5, 0), (4, 0), (3, 1), (2, 0), (1, 0)):
        rate(journal, ago(today, n), value)
    asked = side_effects_on(journal, today)
    assert asked is not None
    assert [measure.key for measure in asked.followed] == ["headache"]
    assert asked.offered == ()
    rate(journal, today, 0)
    assert side_effects_on(journal, today + timedelta(days=1)) is None


def test_what_is_no_longer_rated_is_let_go_after_two_weeks(journal: Journal, today: date) -> None:
    rate(journal, ago(today, 14), 2)
    assert side_effects_on(journal, today) is not None
    assert side_effects_on(journal, today + timedelta(days=1)) is None


def test_what_was_closed_comes_back_only_once_it_is_rated_again(journal: Journal, today: date) -> None:
    rate(journal, ago(today, 2), 2)
    rate(journal, ago(today, 2), 1, "dizziness")
    stop_asking(journal, "headache", ago(today, 1))
    asked = side_effects_on(journal, today)
    assert asked is not None
    assert [measure.key for measure in asked.followed] == ["dizziness"]
    rate(journal, today, 3)
    asked = side_effects_on(journal, today + timedelta(days=1))
    assert asked is not None
    assert [measure.key for measure in asked.followed] == ["headache", "dizziness"]


def test_the_end_asked_for_is_the_end_that_trends_speak_of() -> None:
    assert rules.CLEAR_DAYS == episodes.CLEAR_DAYS
    assert rules.UNKNOWN_AFTER == episodes.UNKNOWN_AFTER
