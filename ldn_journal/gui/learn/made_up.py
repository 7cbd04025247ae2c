"""Made-up days for the pictures of the Learn page. They are nobody's, and go up as well as down."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends

FIRST = date(2025, 1, 6)
STEPS = {18: 1.5, 46: 3.0}
"""mg a day, by the number of the day from which on."""
_X = None
PAIN = (
    6, 7, 5, 6, 7, 7, 6, 5, 6, 7, 8, 6, 6, 5, 7, 6, 6, 7,
    7, 7, 6, 5, 6, 6, 5, 5, 6, 7, 5, 4, 5, _X, _X, _X, _X, _X, 5, 6, 5, 4, 5, 5, 6, 4, 5, 5,
    6, 6, 5, 6, 5, 4, 4, 5, 4, 5, 6, 7, 6, 6, 5, 4, 5, 3, 4, 5, 5, 4, 5, 4, 4, 5,
)  # fmt: skip
DREAMS = (
    0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
    2, 3, 2, 1, 2, 1, 0, 1, 0, 0, 1, 0, 0, _X, _X, _X, _X, _X, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0,
    3, 2, 2, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
)  # fmt: skip
BEFORE, AFTER = (6, 7, 5, 7, 6, 8, 6, 7, 5, 6), (5, 6, 4, 5, 7, 4, 5, 6, 3, 5)
"""The days of the picture of pairs."""
ALIKE = (
    5, 5, 6, 7, 7, 6, 6, 7, 8, 7, 6, 5, 5, 4, 4, 3, 4, 5, 5, 4, 3, 3, 2, 3, 4, 4, 5, 6, 6, 5, 5, 6, 7, 7, 6, 5, 4, 4, 5, 4,
)  # fmt: skip
"""Days that follow each other, for the picture of neighbours."""


def made_up_trends() -> "Trends":
    """Return ten weeks: days before LDN, two steps, five days without a record."""
    from ldn_journal.analysis.series import DailyValue
    from ldn_journal.analysis.trends import TrendsInputs, build_trends
    from ldn_journal.clinical.measures import built_in_measures
    from ldn_journal.domain.amounts import PICOGRAMS
    from ldn_journal.domain.doses import Dose, DoseState, TitrationStep

    at = datetime(2025, 1, 6, 20, 0, tzinfo=UTC)
    days = [FIRST + timedelta(days=number) for number in range(len(PAIN))]
    steps = {days[number]: round(mg * PICOGRAMS["mg"]) for number, mg in STEPS.items()}
    doses = []
    for number, day in enumerate(days):
        amount = next((amount for first, amount in reversed(steps.items()) if first <= day), None)
        if amount is not None and PAIN[number] is not None:
            doses.append(
                Dose(id=f"d{number}", recorded_at=at, source="demo", day=day, state=DoseState.TAKEN, amount_pg=amount)
            )
    return build_trends(
        TrendsInputs(
            today=days[-1],
            measures=[built_in_measures()[key] for key in ("pain", "vivid_dreams")],
            values={
                key: [
                    DailyValue(day, float(value), float(value), float(value), 1)
                    for day, value in zip(days, values, strict=True)
                    if value is not None
                ]
                for key, values in (("pain", PAIN), ("vivid_dreams", DREAMS))
            },
            doses=doses,
            steps=[
                TitrationStep(id=f"s{day}", recorded_at=at, source="demo", day=day, amount_pg=amount)
                for day, amount in steps.items()
            ],
        )
    )
