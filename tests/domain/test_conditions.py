"""A health fact: what it is called, when it holds, and what sources say beside it."""

from datetime import date, timedelta

import pytest

from ldn_journal.domain.life import ConditionKind, NewCondition, condition_kind_name, condition_name

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("kind", "name", "called"),
    [
        (ConditionKind.LIVER_DISEASE, None, "Liver disease"),
        (ConditionKind.LIVER_DISEASE, "hepatitis {B}", "Liver disease (hepatitis {B})"),
        (ConditionKind.OTHER, "Gout", "Gout"),
    ],
)
def test_it_is_called_by_its_kind_and_the_persons_words(kind: ConditionKind, name: str | None, called: str) -> None:
    assert condition_name(NewCondition(day=DAY, condition=kind, name=name)) == called


def test_every_kind_has_its_name() -> None:
    assert [condition_kind_name(kind) for kind in ConditionKind] == [kind.english for kind in ConditionKind]


def test_it_holds_from_its_first_day_to_its_last() -> None:
    before, after = DAY - timedelta(days=1), DAY + timedelta(days=6)
    open_ended = NewCondition(day=DAY, condition="pregnancy")
    ended = NewCondition(day=DAY, condition="pregnancy", until=DAY + timedelta(days=5))
    assert open_ended.holds(after, after)
    assert not open_ended.holds(before, before)
    assert ended.holds(before, DAY)
    assert ended.holds(DAY + timedelta(days=5), after)
    assert not ended.holds(after, after)
