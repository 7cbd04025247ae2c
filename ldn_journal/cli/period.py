"""The options that choose a stretch of days, the same for every command that has them."""

import re
from argparse import Namespace
from datetime import date, timedelta

from ldn_journal.base.errors import InvalidEntry, NotFound
from ldn_journal.base.texts import _, plain_digits
from ldn_journal.cli.commands import Parser, day_from
from ldn_journal.domain.visits import last_visit
from ldn_journal.journal import Journal


def add_range(parser: Parser) -> None:
    """Add the options that choose a stretch of days."""
    parser.add_argument("--from", dest="first", metavar="DAY", help=_("first day"))
    parser.add_argument("--to", dest="last", metavar="DAY", help=_("last day"))
    parser.add_argument("--last", dest="stretch", metavar="90d", help=_("so many days up to today"))
    parser.add_argument("--since-visit", action="store_true", help=_("from the last visit on"))


def range_given(arguments: Namespace) -> bool:
    """Whether any of the options was used."""
    return bool(arguments.since_visit) or any(
        part is not None for part in (arguments.first, arguments.last, arguments.stretch)
    )


def read_range(arguments: Namespace, journal: Journal, default_days: int) -> tuple[date, date]:
    """Return the first and last day asked for, by default the last ``default_days``.

    Raises ``DayError``, ``InvalidEntry``, and ``NotFound`` where there is no earlier visit.
    """
    today = journal.today()
    apart = arguments.first is not None or arguments.last is not None
    if arguments.since_visit:
        if apart or arguments.stretch is not None:
            raise InvalidEntry({"period": _("Give either --since-visit or a period.")})
        return _since_visit(journal, today), today
    if arguments.stretch is not None:
        if apart:
            raise InvalidEntry({"last": _("Give either --last or --from and --to.")})
        return today - timedelta(days=_days(arguments.stretch) - 1), today
    last = today if arguments.last is None else day_from(arguments.last, today)
    first = last - timedelta(days=default_days - 1)
    if arguments.first is not None:
        first = day_from(arguments.first, today)
    if first > last:
        raise InvalidEntry(
            {"from": _("The first day, {first}, is after the last, {last}.").format(first=first, last=last)}
        )
    return first, last


def _since_visit(journal: Journal, today: date) -> date:
    visit = last_visit(journal.visits(), today)
    if visit is None:
        raise NotFound(_("There is no earlier visit; give --from and --to instead."))
    return visit.day


def _days(text: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,4})d?", plain_digits(text).strip())
    if not found or int(found[1]) > 36_525:
        raise InvalidEntry({"last": _("“{text}” is not a number of days; write it like 90d.").format(text=text[:20])})
    return int(found[1])
