"""A day typed into the palette: "3 nov", "2026-03-10"."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from ldn_journal.base.texts import _
from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.today.header import title_of
from ldn_journal.gui.treatment.days import read_day
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow

_HALF_A_YEAR = timedelta(days=182)


def day_action(typed: str, today: date) -> Action | None:
    """Return the way to the day that is typed, ``None`` if it is none or still to come.

    A day without its year is the last one of that name: nothing is recorded ahead.
    """
    if not any(sign.isdigit() for sign in typed):
        return None
    try:
        # The nearest to half a year ago is the one within the year that ends about today.
        day = read_day(typed, today - _HALF_A_YEAR)
    except Unreadable:
        return None
    if day > today:
        return None

    def go(window: "MainWindow") -> None:
        window.show_day(day)

    title = _("Go to {day}").format(day=title_of(day, today, QLocale()))
    return Action("day.typed", title, _("Today"), go, page="today")
