from datetime import UTC, date, datetime, timedelta

import pytest

from ldn_journal.analysis.supply import supply_on, use_by_days
from ldn_journal.domain.amounts import parse_amount
from ldn_journal.domain.doses import Dose, DoseState, Form, Prescription, TitrationStep

START = date(2026, 1, 1)
MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
MG = 10**9


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def filled(quantity: float | None, *, offset: int = 0, strength: int | None = 9 * MG // 2, per_ml: int | None = None):
    return Prescription(
        id=f"p{offset}",
        recorded_at=MOMENT,
        source="window",
        day=day(offset),
        form=Form.LIQUID if per_ml else Form.CAPSULE,
        strength_pg=None if per_ml else strength,
        pg_per_ml=per_ml,
        quantity=quantity,
        use_by=day(90),
    )


def taken(offset: int, amount_pg: int = 9 * MG // 2) -> Dose:
    return Dose(
        id="d", recorded_at=MOMENT, source="window", day=day(offset), state=DoseState.TAKEN, amount_pg=amount_pg
    )


def left_out(offset: int, state: DoseState) -> Dose:
    return Dose(id="d", recorded_at=MOMENT, source="window", day=day(offset), state=state)


def step(offset: int, amount_pg: int = 9 * MG // 2, times: int = 1) -> TitrationStep:
    return TitrationStep(
        id="s", recorded_at=MOMENT, source="window", day=day(offset), amount_pg=amount_pg, times_per_day=times
    )


def test_capsules_are_counted_down_and_last_to_a_day():
    doses = [taken(offset) for offset in range(7)]
    found = supply_on(day(6), [filled(30)], doses, [step(0)])
    assert found is not None
    assert (found.left, found.days, found.until, found.overdrawn) == (23, 23, day(29), False)


def test_a_day_whose_dose_is_open_needs_one_of_what_is_left():
    doses = [taken(offset) for offset in range(7)]
    found = supply_on(day(7), [filled(30)], doses, [step(0)])
    assert found is not None
    assert (found.left, found.days, found.until) == (23, 23, day(29))


@pytest.mark.parametrize("state", [DoseState.SKIPPED, DoseState.MISSED])
def test_a_dose_left_out_uses_nothing_and_the_supply_lasts_a_day_longer(state: DoseState):
    found = supply_on(day(1), [filled(10)], [taken(0), left_out(1, state)], [step(0)])
    assert found is not None
    assert (found.left, found.days, found.until) == (9, 9, day(10))


def test_a_split_capsule_is_half_a_capsule():
    found = supply_on(day(2), [filled(10)], [taken(offset, 9 * MG // 4) for offset in range(3)], [step(0, 9 * MG // 4)])
    assert found is not None
    assert (found.left, found.days) == (8.5, 17)


def test_thirds_of_a_tablet_add_up_without_a_remainder():
    third = 3 * MG // 3
    doses = [taken(offset, third) for offset in range(3)]
    found = supply_on(day(2), [filled(10, strength=3 * MG)], doses, [step(0, third)])
    assert found is not None
    assert (found.left, found.days) == (9, 27)


@pytest.mark.parametrize(
    ("written", "left"), [("0.45 mL", 99.55), ("4.5 mg", 95.5), ("0.1 mL", 99.9), ("300 µg", 99.7)]
)
def test_a_liquid_is_exact_in_ml_whatever_the_dose_was_written_in(written: str, left: float):
    found = supply_on(day(0), [filled(100, per_ml=MG)], [taken(0, parse_amount(written, MG))], [step(0)])
    assert found is not None
    assert found.left == left


def test_several_doses_a_day_are_all_needed():
    plan = [step(0, 3 * MG // 2, times=2)]
    prescription = filled(20, strength=3 * MG // 2)
    morning = supply_on(day(0), [prescription], [taken(0, 3 * MG // 2)], plan)
    evening = supply_on(day(0), [prescription], [taken(0, 3 * MG // 2)] * 2, plan)
    assert morning is not None
    assert evening is not None
    assert (morning.left, morning.days, morning.until) == (19, 10, day(9))
    assert (evening.left, evening.days, evening.until) == (18, 9, day(9))


def test_without_a_plan_only_the_pieces_are_known():
    found = supply_on(day(3), [filled(30)], [taken(0)], [])
    assert found is not None
    assert (found.left, found.days, found.until, found.runs_low) == (29, None, None, False)


def test_a_planned_rise_and_a_break_are_reckoned_with():
    plan = [step(0, MG), step(5, 2 * MG), step(8, 0), step(11, 2 * MG)]
    found = supply_on(day(0), [filled(20, strength=MG)], [taken(0, MG)], plan)
    assert found is not None
    # 4 days at 1 mg, 3 at 2 mg, 3 days of break, then 4 days at 2 mg from the 9 mg that are left.
    assert (found.left, found.days, found.until) == (19, 14, day(14))


def test_a_break_without_an_end_uses_nothing_more():
    found = supply_on(day(2), [filled(20)], [taken(0)], [step(0), step(1, 0)])
    assert found is not None
    assert (found.left, found.days, found.until) == (19, None, None)


def test_overdrawn_is_said_and_never_negative():
    found = supply_on(day(4), [filled(3)], [taken(offset) for offset in range(5)], [step(0)])
    assert found is not None
    assert (found.left, found.days, found.until, found.overdrawn) == (0, 0, None, True)
    assert found.runs_low


def test_less_than_one_dose_covers_no_day():
    found = supply_on(day(0), [filled(1.5)], [taken(0)], [step(0)])
    assert found is not None
    assert (found.left, found.days, found.until) == (0.5, 0, None)


def test_the_newest_prescription_with_a_quantity_counts_from_the_day_it_was_filled():
    prescriptions = [filled(30), filled(60, offset=20), filled(None, offset=25), filled(90, offset=40)]
    doses = [taken(offset) for offset in range(31)]
    found = supply_on(day(30), prescriptions, doses, [step(0)])
    assert found is not None
    assert (found.prescription.id, found.left) == ("p20", 49)
    assert supply_on(day(30), [filled(None)], doses, [step(0)]) is None
    assert supply_on(day(-1), prescriptions, doses, [step(0)]) is None


@pytest.mark.parametrize(("days", "low"), [(14, True), (15, False)])
def test_a_fortnight_left_runs_low(days: int, low: bool):
    found = supply_on(day(0), [filled(days + 1)], [taken(0)], [step(0)])
    assert found is not None
    assert (found.days, found.runs_low) == (days, low)


def test_days_to_the_printed_date():
    assert use_by_days(filled(30), day(80)) == 10
    assert use_by_days(filled(30), day(92)) == -2
