"""Which questionnaires are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldn_journal.clinical.questionnaires import questionnaires
from ldn_journal.domain.life import QuestionnaireResponse

if TYPE_CHECKING:
    from ldn_journal.journal import Journal


@dataclass(frozen=True)
class Due:
    """A questionnaire that is due: ``last`` answered on that day (``None``: never), due ``since`` (that day, if never)."""

    key: str
    last: date | None
    since: date


def start_of_ldn(journal: "Journal") -> date | None:
    """Return the first day of LDN, planned or taken, ``None`` where there is none up to today."""
    today = journal.today()
    planned = [step.day for step in journal.regimen if step.amount_pg and step.day <= today]
    taken = [dose.day for dose in journal.doses() if dose.amount_pg]
    return min(planned + taken, default=None)


def due_on(
    day: date, responses: Iterable[QuestionnaireResponse], chosen: Iterable[str], *, start: date | None = None
) -> list[Due]:
    """Return which of the ``chosen`` questionnaires are due on ``day``, in the order of their list.

    One is due when it has never been answered, or when its interval has passed since the last answer on or before ``day``.
    What compares with the time before LDN is not due before it has been taken for such an interval: from its ``start``,
    ``None`` where it was never taken.
    """
    answered: dict[str, date] = {}
    for response in responses:
        if response.day <= day:
            answered[response.questionnaire] = max(response.day, answered.get(response.questionnaire, response.day))
    wanted = set(chosen)
    due: list[Due] = []
    for key, questionnaire in questionnaires().items():
        if key not in wanted:
            continue
        last = answered.get(key)
        interval = timedelta(days=questionnaire.every_days)
        if questionnaire.after_start and last is None and (start is None or day < start + interval):
            continue
        since = day if last is None else last + interval
        if since <= day:
            due.append(Due(key, last, since))
    return due
