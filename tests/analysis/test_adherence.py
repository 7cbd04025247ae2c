from datetime import UTC, date, datetime, timedelta

import pytest

from ldn_journal.analysis.adherence import count_doses
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep

START = date(2025, 9, 1)
MOMENT = datetime(2025, 9, 1, 12, tzinfo=UTC)
TAKEN, SKIPPED, MISSED = DoseState.TAKEN, DoseState.SKIPPED, DoseState.MISSED


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def dose(offset: int, state: DoseState = TAKEN, reason: str | None = None) -> Dose:
    amount = 10**9 if state is TAKEN else None
    return Dose(
        id="d", recorded_at=MOMENT, source="window", day=day(offset), state=state, amount_pg=amount, reason=reason
    )


def step(offset: int, mg: int = 1, times: int = 1) -> TitrationStep:
    return TitrationStep(
        id="s", recorded_at=MOMENT, source="window", day=day(offset), amount_pg=mg * 10**9, times_per_day=times
    )


def test_four_honest_states():
    doses = [dose(offset) for offset in range(2, 10)]
    doses += [dose(10, SKIPPED, "nausea"), dose(11, SKIPPED, "nausea"), dose(12, SKIPPED), dose(13, MISSED)]
    found = count_doses(doses, [step(2)], day(0), day(15))
    assert (found.scheduled, found.taken, found.skipped, found.missed, found.not_recorded) == (14, 8, 3, 1, 2)
    assert found.skipped_reasons == {"nausea": 2, "": 1}
    assert found.unscheduled == 0
    assert found.percent == pytest.approx(100 * 8 / 14)


def test_twice_a_day():
    found = count_doses([dose(0), dose(0), dose(1)], [step(0, times=2)], day(0), day(1))
    assert (found.scheduled, found.taken, found.not_recorded) == (4, 3, 1)


def test_more_than_scheduled():
    found = count_doses([dose(0), dose(0), dose(0, MISSED)], [step(0)], day(0), day(0))
    assert (found.scheduled, found.taken, found.missed, found.unscheduled) == (1, 1, 0, 1)


def test_a_planned_break_schedules_nothing():
    doses = [dose(offset) for offset in range(6)]
    found = count_doses(doses, [step(0), step(5, 0), step(8)], day(0), day(9))
    assert (found.scheduled, found.taken, found.unscheduled, found.not_recorded) == (7, 5, 1, 2)


def test_tonights_dose_is_not_yet_missing():
    steps = [step(0)]
    assert count_doses([dose(0)], steps, day(0), day(1), today=day(1)).not_recorded == 0
    assert count_doses([dose(0)], steps, day(0), day(1), today=day(2)).not_recorded == 1
    assert count_doses([dose(0), dose(1)], steps, day(0), day(1), today=day(1)).scheduled == 2


def test_without_a_regimen():
    found = count_doses([dose(0), dose(1)], [], day(0), day(5))
    assert (found.scheduled, found.unscheduled, found.percent) == (0, 2, None)


def test_doses_outside_the_range_do_not_count():
    found = count_doses([dose(0), dose(9)], [step(0)], day(2), day(4))
    assert (found.scheduled, found.taken, found.not_recorded) == (3, 0, 3)
    assert count_doses([], [step(0)], day(4), day(2)).scheduled == 0
