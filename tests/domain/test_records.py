from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.catalogue import NEW, STORED, validate
from ldn_journal.domain.doses import NewDose, NewPrescription, TitrationStep, liquid_strength_on, plan_on
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind

DAY = date(2026, 3, 10)
MG = 10**9


def test_every_kind_has_both_models() -> None:
    assert set(NEW) == set(STORED) == set(Kind)
    for kind in Kind:
        assert issubclass(STORED[kind], NEW[kind])


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (Kind.DOSE, {"state": "taken"}, ""),
        (Kind.DOSE, {"state": "missed", "amount_pg": MG}, ""),
        (Kind.DOSE, {"state": "missed", "reason": "nausea"}, ""),
        (Kind.DOSE, {"state": "swallowed"}, "state"),
        (Kind.DOSE, {"state": "taken", "amount_pg": 0}, "amount_pg"),
        (Kind.DOSE, {"state": "taken", "amount_pg": MG, "at": datetime(2026, 3, 10, 22, 30)}, "at"),
        (Kind.RATING, {"measure": "pain", "value": float("nan")}, "value"),
        (Kind.RATING, {"measure": "pain", "value": float("inf")}, "value"),
        (Kind.RATING, {"measure": "pain", "value": True}, "value"),
        (Kind.RATING, {"measure": "pain"}, "value"),
        (Kind.NOTE, {"text": ""}, "text"),
        (Kind.NOTE, {"text": "a\x00b"}, "text"),
        (Kind.NOTE, {"text": "x" * 20_001}, "text"),
        (Kind.NOTE, {"text": "fine", "colour": "red"}, "colour"),
        (Kind.EVENT, {"what": "flare", "until": date(2026, 3, 9)}, ""),
        (Kind.MEDICINE, {"name": "x", "until": date(2026, 3, 9)}, ""),
        (Kind.CONDITION, {"condition": "pregnancy", "until": date(2026, 3, 9)}, ""),
        (Kind.CONDITION, {"condition": "other"}, ""),
        (Kind.CONDITION, {"condition": "other", "name": " "}, "name"),
        (Kind.CONDITION, {"condition": "gout"}, "condition"),
        (Kind.CONDITION, {}, "condition"),
        (Kind.PRESCRIPTION, {"form": "capsule"}, ""),
        (Kind.PRESCRIPTION, {"form": "capsule", "strength_pg": MG, "use_by": date(2026, 1, 1)}, ""),
        (Kind.NIGHT, {"asleep_minutes": 1441}, "asleep_minutes"),
    ],
)
def test_what_cannot_be_stored_gets_a_sentence_at_its_field(kind: Kind, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        validate(kind, {"day": DAY, **fields})
    assert list(caught.value.problems) == [field]
    assert caught.value.problems[field].endswith(".")
    assert "Value error" not in str(caught.value)


def test_ten_milligrams_ask_for_confirmation() -> None:
    assert not NewDose(day=DAY, state="taken", amount_pg=10 * MG - 1).needs_confirmation
    assert NewDose(day=DAY, state="taken", amount_pg=10 * MG).needs_confirmation


def test_a_night_is_worked_out_from_its_times() -> None:
    bed = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    night = NewNight(
        day=DAY,
        to_bed=bed,
        minutes_to_sleep=30,
        awakenings=2,
        minutes_awake=20,
        woke=bed + timedelta(hours=7, minutes=50),
        out_of_bed=bed + timedelta(hours=8, minutes=20),
    )
    assert night.minutes_in_bed == 500
    assert night.total_sleep_minutes == 420
    assert night.efficiency == 84.0
    assert not night.empty
    assert NewNight(day=DAY).empty


def test_a_night_through_a_clock_change_counts_real_minutes() -> None:
    before = datetime.fromisoformat("2026-03-28T23:00:00+01:00")
    after = datetime.fromisoformat("2026-03-29T07:00:00+02:00")
    assert NewNight(day=date(2026, 3, 29), to_bed=before, out_of_bed=after).minutes_in_bed == 420


@pytest.mark.parametrize(
    "fields",
    [
        {"to_bed": datetime(2026, 3, 9, 23, tzinfo=UTC), "out_of_bed": datetime(2026, 3, 9, 22, tzinfo=UTC)},
        {"to_bed": datetime(2026, 3, 8, 22, tzinfo=UTC), "out_of_bed": datetime(2026, 3, 9, 23, tzinfo=UTC)},
        {
            "to_bed": datetime(2026, 3, 9, 23, tzinfo=UTC),
            "woke": datetime(2026, 3, 9, 23, 30, tzinfo=UTC),
            "minutes_awake": 60,
        },
    ],
)
def test_impossible_nights_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidEntry):
        validate(Kind.NIGHT, {"day": DAY, **fields})


def test_measures_know_their_range() -> None:
    measure = NewMeasure(key="pins", name="Pins and needles", low=1, high=7)
    measure.check(7)
    for wrong in (0, 8, 3.5):
        with pytest.raises(ValueError, match="Pins and needles"):
            measure.check(wrong)
    for fields in (
        {"key": "Big Words"},
        {"key": "ok", "low": 7, "high": 1},
        {"key": "ok", "scale": "severity", "high": 10},
    ):
        with pytest.raises(InvalidEntry):
            validate(Kind.MEASURE, {"name": "x", **fields})


def test_the_plan_in_force_is_the_latest_begun() -> None:
    def step(day: date, amount: int) -> TitrationStep:
        return TitrationStep(
            id=new_id(), recorded_at=datetime(2026, 1, 1, tzinfo=UTC), source="window", day=day, amount_pg=amount
        )

    steps = [step(date(2026, 2, 1), 3 * MG), step(date(2026, 1, 1), 1 * MG)]
    assert plan_on(date(2025, 12, 31), steps) is None
    assert plan_on(date(2026, 1, 31), steps) == steps[1]
    assert plan_on(date(2026, 2, 1), steps) == steps[0]


def test_only_liquids_give_a_strength_per_millilitre() -> None:
    assert NewPrescription(day=DAY, form="liquid", pg_per_ml=MG).strength == "1\u00a0mg/mL"
    assert NewPrescription(day=DAY, form="capsule", strength_pg=4_500_000_000).strength == "4.5\u00a0mg"
    assert liquid_strength_on(DAY, []) is None


def test_ids_are_version_7_and_sort_by_time() -> None:
    first = new_id()
    assert first[14] == "7"
    assert first[19] in "89ab"
    many = [first, *(new_id() for _ in range(10_000))]
    assert many == sorted(set(many))


def test_a_zero_is_a_value() -> None:
    assert NewRating(day=DAY, measure="pain", value=0).value == 0.0
