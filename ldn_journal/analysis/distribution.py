"""How the days of each phase are spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ldn_journal.analysis.contrast import FIGURES_FROM, observed
from ldn_journal.analysis.phase import Phase
from ldn_journal.analysis.series import FloatArray, Series


@dataclass(frozen=True, eq=False)
class PhaseDistribution:
    """The values of one measure in one phase, settling days left out: ``values`` (recorded,), daily means in day order.

    ``low`` to ``high`` are the lowest and highest value, the quartiles and the median; all five are ``None`` under 7
    recorded days, where the days themselves are all there is to show.
    """

    phase: Phase
    values: FloatArray
    low: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    high: float | None
    recorded: int


def distributions(series: Series, phases: Sequence[Phase]) -> tuple[PhaseDistribution, ...]:
    """Return the distribution of ``series`` in each of ``phases``, in their order; phases without a value included."""
    return tuple(_distribution(series, phase) for phase in phases)


def _distribution(series: Series, phase: Phase) -> PhaseDistribution:
    _days, values = observed(series, phase)
    if len(values) < FIGURES_FROM:
        return PhaseDistribution(phase, values, None, None, None, None, None, len(values))
    low, lower, median, upper, high = (float(one) for one in np.percentile(values, (0, 25, 50, 75, 100)))
    return PhaseDistribution(phase, values, low, lower, median, upper, high, len(values))
