"""Days on which much more was taken than planned: the first thing to see, whether it was taken or typed wrongly."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.amounts import CONFIRM_FROM_PG, format_amount
from ldn_journal.domain.doses import Dose, DoseState, TitrationStep, plan_on
from ldn_journal.report.content import Text, rich
from ldn_journal.report.figures import dated

DAYS_SHOWN = 4
FACTOR = 2
"""From how many times the planned amount a day is told."""


def other_amounts(doses: Sequence[Dose], steps: Sequence[TitrationStep], first: date, last: date) -> list[Text]:
    """Return a line for each amount taken in a day that is at least twice the planned one, or 10 mg without such a plan."""
    totals: dict[date, int] = defaultdict(int)
    for dose in doses:
        if first <= dose.day <= last and dose.state is DoseState.TAKEN:
            totals[dose.day] += dose.amount_pg or 0
    found: dict[tuple[int, int | None], list[date]] = defaultdict(list)
    for day, total in sorted(totals.items()):
        step = plan_on(day, list(steps))
        planned = step.amount_pg * step.times_per_day if step is not None else None
        if total != planned and (total >= FACTOR * planned if planned else total >= CONFIRM_FROM_PG):
            found[total, planned].append(day)
    return [_line(total, planned, days) for (total, planned), days in sorted(found.items(), key=lambda one: -one[0][0])]


def _line(total: int, planned: int | None, days: Sequence[date]) -> Text:
    listed = ", ".join(dated(day) for day in days[-DAYS_SHOWN:])
    if len(days) > DAYS_SHOWN:
        words = ngettext("on {count} day, last {days}", "on {count} days, last {days}", len(days))
        listed = words.format(count=len(days), days=dated(days[-1]))
    fields = {"amount": format_amount(total), "days": listed}
    if planned:
        return rich(_("<b>Taken {amount}, planned {planned}</b> ({days})."), planned=format_amount(planned), **fields)
    if planned == 0:
        return rich(_("<b>Taken {amount}, planned none</b> ({days})."), **fields)
    return rich(_("<b>Taken {amount}</b> in a day, no plan is entered ({days})."), **fields)
