"""Charts are drawn offscreen from trends that the analysis makes of made-up records."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from ldn_journal.analysis.series import DailyValue
from ldn_journal.analysis.trends import Trends, TrendsInputs, TrendsQuery, build_trends
from ldn_journal.charts.look import PAPER, Look
from ldn_journal.charts.navigable import NavigableChart
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep
from ldn_journal.domain.life import Event

FIRST = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
MG = PICOGRAMS["mg"]

Values = Mapping[str, Mapping[int, float]]
MakeTrends = Callable[..., Trends]


@pytest.fixture
def make_trends() -> MakeTrends:
    """Return a maker of trends: ``values`` by measure and day number, doses in mg by day number."""

    def make(
        values: Values | None = None,
        doses: Mapping[int, float] | None = None,
        steps: Mapping[int, float] | None = None,
        events: Sequence[tuple[int, str]] = (),
        days: int = 60,
        first: date = FIRST,
    ) -> Trends:
        def day(number: int) -> date:
            return first + timedelta(days=number)

        found = {
            key: [DailyValue(day(n), value, value, value, 1) for n, value in sorted(by_day.items())]
            for key, by_day in (values or {}).items()
        }
        known = built_in_measures()
        last = day(days - 1)
        return build_trends(
            TrendsInputs(
                today=last,
                query=TrendsQuery(first=first, last=last),
                measures=[known[key] for key in found],
                values=found,
                doses=[
                    Dose(
                        id=f"d{n}", recorded_at=AT, source="demo", day=day(n),
                        state=DoseState.TAKEN if mg else DoseState.MISSED, amount_pg=round(mg * MG) or None,
                    )
                    for n, mg in (doses or {}).items()
                ],
                steps=[
                    TitrationStep(id=f"s{n}", recorded_at=AT, source="demo", day=day(n), amount_pg=round(mg * MG))
                    for n, mg in (steps or {}).items()
                ],
                events=[
                    Event(id=f"e{n}", recorded_at=AT, source="demo", day=day(n), what=what) for n, what in events
                ],
            )
        )  # fmt: skip

    return make


@pytest.fixture
def usual(make_trends: MakeTrends) -> Trends:
    """60 days of four measures, a gap from day 20 to 25, LDN from day 14, one step on day 35."""
    there = [n for n in range(60) if not 20 <= n <= 25]
    return make_trends(
        values={
            "pain": {n: float((n * 7) % 11) for n in there},
            "sleep": {n: 400.0 + n for n in there},
            "vivid_dreams": {n: float(n % 3) for n in there},
            "nausea": dict.fromkeys(there, 0.0),
        },
        doses={n: 1.5 if n < 35 else 3.0 for n in range(14, 60)},
        steps={14: 1.5, 35: 3.0},
        events=[(40, "flu")],
    )


@pytest.fixture
def long_record(make_trends: MakeTrends) -> Trends:
    """Twenty years of three measures, one day in nine missing."""
    days = 7305
    there = [n for n in range(days) if n % 9]
    return make_trends(
        values={
            "pain": {n: float(n * n % 11) for n in there},
            "sleep": {n: 300.0 + n % 240 for n in there},
            "nausea": {n: float(n // 7 % 5) for n in there},
        },
        doses=dict.fromkeys(range(100, days), 4.5),
        steps={100: 4.5},
        days=days,
        first=date(2006, 3, 1),
    )


@pytest.fixture
def chart(qapp: QApplication) -> Iterator[NavigableChart]:
    """A chart of 700 by 600 px, shown."""
    made = NavigableChart(Look(PAPER, qapp.font().family(), 12.0))
    made.resize(700, 600)
    made.show()
    yield made
    made.dispose()
