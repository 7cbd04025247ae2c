"""Which visit was the last one: the same answer for summaries, charts and the command line."""

from collections.abc import Iterable
from datetime import date

from ldn_journal.domain.life import Visit


def last_visit(visits: Iterable[Visit], before: date) -> Visit | None:
    """Return the latest visit on a day before ``before``, ``None`` if there is none."""
    return max((visit for visit in visits if visit.day < before), key=lambda visit: visit.day, default=None)
