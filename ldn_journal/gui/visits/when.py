"""How far off a visit is, in words: on the Visits page and beside the day."""

from datetime import date

from ldn_journal.base.texts import _, ngettext


def until(day: date, today: date) -> str:
    """Return how far off a day to come is."""
    n = (day - today).days
    if n == 0:
        return _("today")
    if n == 1:
        return _("tomorrow")
    return ngettext("in {n} day", "in {n} days", n).format(n=n)
