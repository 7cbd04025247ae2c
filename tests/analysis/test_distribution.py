from datetime import date, timedelta

import numpy as np
import pytest

from ldn_journal.analysis.contrast import describe_phase
from ldn_journal.analysis.distribution import distributions
from ldn_journal.analysis.phase import Phase, PhaseKind
from ldn_journal.analysis.series import DailyValue, build_series
from ldn_journal.domain.measures import NewMeasure

START = date(2025, 9, 1)
PAIN = NewMeasure(key="pain", name="Pain")


def day(offset: int) -> date:
    return START + timedelta(days=offset)


BEFORE = Phase("baseline", PhaseKind.BASELINE, 0, day(0), day(9), day(0), None)
LOW = Phase("1.5mg-1", PhaseKind.DOSE, 1_500_000_000, day(10), day(29), day(10), day(16))
HIGH = Phase("3mg-1", PhaseKind.DOSE, 3_000_000_000, day(30), day(39), day(30), day(36))
LATER = Phase("break-1", PhaseKind.BREAK, 0, day(40), day(49), day(40), None)


def test_each_phase_without_its_settling_days():
    values = [*range(10), *([9] * 7), *([3] * 5), *([5] * 8), *([9] * 7), 1, 2, 3]
    series = build_series(
        PAIN, [DailyValue(day(offset), float(one), 0, 9, 1) for offset, one in enumerate(values)], START, day(49)
    )
    before, low, high, later = distributions(series, (BEFORE, LOW, HIGH, LATER))
    assert before.values.tolist() == list(range(10))
    assert (before.low, before.lower_quartile, before.median, before.upper_quartile, before.high) == (
        0,
        2.25,
        4.5,
        6.75,
        9,
    )
    assert (low.recorded, low.low, low.high, low.median) == (13, 3, 5, 5)
    assert (high.recorded, high.values.tolist(), high.median, high.low) == (3, [1, 2, 3], None, None)
    assert (later.phase, later.recorded, later.values.tolist(), later.high) == (LATER, 0, [], None)


@pytest.mark.parametrize("phase", [BEFORE, LOW, HIGH])
def test_the_figures_are_those_of_the_table(phase):
    rng = np.random.default_rng(1)
    series = build_series(PAIN, [DailyValue(day(o), rng.uniform(0, 10), 0, 9, 1) for o in range(50)], START, day(49))
    (found,), described = distributions(series, [phase]), describe_phase(series, phase)
    assert found.recorded == described.recorded
    assert (found.lower_quartile, found.median, found.upper_quartile) == (
        described.lower_quartile, described.median, described.upper_quartile,
    )  # fmt: skip
