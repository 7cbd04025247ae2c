"""Adherence: doses taken of doses scheduled, with "not recorded" apart from "missed"."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ldn_journal.domain.doses import Dose, DoseState, TitrationStep


@dataclass(frozen=True)
class Adherence:
    """Doses from ``first`` to ``last`` inclusive, counted against the regimen.

    ``scheduled`` is the sum of the regimen's times per day; ``taken``, ``skipped``, ``missed`` and ``not_recorded`` are
    what became of those and add up to it. ``skipped_reasons`` counts the skipped by reason (``""`` = none given).
    ``unscheduled`` are doses taken beyond the regimen: more than its times a day, in a planned break, or without one.
    ``other_amount`` of the ``taken`` were of another amount than planned.
    """

    first: date
    last: date
    scheduled: int
    taken: int
    skipped: int
    missed: int
    not_recorded: int
    unscheduled: int
    other_amount: int = 0
    skipped_reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> float | None:
        """Doses taken in percent of doses scheduled, ``None`` if none were."""
        return 100 * self.taken / self.scheduled if self.scheduled else None


def count_doses(
    doses: Sequence[Dose], steps: Sequence[TitrationStep], first: date, last: date, today: date | None = None
) -> Adherence:
    """Return the adherence from ``first`` to ``last`` inclusive.

    A day has as many doses scheduled as the titration step in force says, from the first step above zero; none in a
    planned break. Doses of ``today`` still to come are not counted as not recorded. Where a day has more rows than
    scheduled, taken ones count first, then skipped, then missed; taken ones beyond are ``unscheduled``.
    """
    rows: dict[date, list[Dose]] = {}
    for dose in doses:
        if first <= dose.day <= last:
            rows.setdefault(dose.day, []).append(dose)
    ordered = sorted(steps, key=lambda step: (step.day, step.recorded_at))
    starts = [step.day for step in ordered]
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        in_force = bisect_right(starts, day)
        step = ordered[in_force - 1] if in_force else None
        wanted = step.times_per_day if step and step.amount_pg else 0
        there = sorted(rows.get(day, ()), key=lambda dose: _ORDER[dose.state])
        if day == today:
            wanted = min(wanted, len(there))
        counts["scheduled"] += wanted
        counts["not_recorded"] += max(wanted - len(there), 0)
        for dose in there[:wanted]:
            counts[dose.state] += 1
            if dose.state is DoseState.SKIPPED:
                reasons[dose.reason or ""] += 1
            elif step is not None and dose.state is DoseState.TAKEN and dose.amount_pg != step.amount_pg:
                counts["other_amount"] += 1
        counts["unscheduled"] += sum(1 for dose in there[wanted:] if dose.state is DoseState.TAKEN)
    return Adherence(
        first=first,
        last=last,
        scheduled=counts["scheduled"],
        taken=counts[DoseState.TAKEN],
        skipped=counts[DoseState.SKIPPED],
        missed=counts[DoseState.MISSED],
        not_recorded=counts["not_recorded"],
        unscheduled=counts["unscheduled"],
        other_amount=counts["other_amount"],
        skipped_reasons=dict(reasons.most_common()),
    )


_ORDER = {DoseState.TAKEN: 0, DoseState.SKIPPED: 1, DoseState.MISSED: 2}
