"""What can be done on the Today page, from wherever one is."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from ldn_journal.base.texts import _
from ldn_journal.gui.palette.action import Action, on_page
from ldn_journal.gui.palette.keys import KEYS
from ldn_journal.gui.today.page import TodayPage

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.gui.today.form import Form


def day_actions() -> list[Action]:
    """Return what can be done with days and with what is asked of a day."""
    today = _("Today")

    def action(
        key: str,
        title: str,
        run: "Callable[[MainWindow], object]",
        also: str = "",
        offered: "Callable[[MainWindow], bool]" = lambda _window: True,
    ) -> Action:
        return Action(key, title, today, run, "today", KEYS.get(key, ()), also, offered)

    return [
        action(
            "dose.planned",
            _("Record today’s dose as planned"),
            lambda window: _with_today(window, _take_dose),
            _("taken ldn medicine log"),
            lambda window: not _dose_is_recorded(window),
        ),
        action(
            "dose.other",
            _("Record another dose or amount…"),
            lambda window: _with_day(window, lambda form: form.dose.choices.other.emit("")),
            _("taken ldn medicine mg change"),
        ),
        action(
            "dose.skipped",
            _("Record the dose as skipped…"),
            lambda window: _with_day(window, lambda form: form.dose.choices.skipped.emit()),
            _("not taken left out"),
        ),
        action(
            "day.blank",
            _("Go to the first unanswered question"),
            lambda window: _with_day(window, lambda form: form.focus_first_blank()),
            _("rate pain sleep record"),
        ),
        action(
            "day.note",
            _("Write a note for the day"),
            lambda window: _with_day(window, lambda form: form.note.row.focus_first()),
            _("comment text diary"),
        ),
        action("day.today", _("Go to today"), lambda window: window.show_day(_page(window).today), _("day date")),
        action(
            "day.yesterday",
            _("Go to yesterday"),
            lambda window: window.show_day(_page(window).today - timedelta(days=1)),
            _("day date"),
        ),
        action("day.before", _("Go to the day before"), lambda window: _step(window, -1), _("previous back date")),
        action(
            "day.after",
            _("Go to the day after"),
            lambda window: _step(window, 1),
            _("next forward date"),
            lambda window: _page(window).day < _page(window).today,
        ),
        action(
            "day.suggest",
            _("Suggest the day before’s answers"),
            lambda window: on_page(window, "today", TodayPage, TodayPage.suggest_yesterday),
            _("as yesterday same fill"),
        ),
        action(
            "day.accept",
            _("Accept all suggestions"),
            lambda window: _with_day(window, lambda form: form.accept_all()),
            _("as yesterday yes"),
            _waits,
        ),
        action(
            "day.versions",
            _("Earlier versions of the day"),
            lambda window: window.show_page(f"history/{_page(window).day.isoformat()}"),
            _("changes restore log"),
        ),
    ]


def _page(window: "MainWindow") -> TodayPage:
    return cast("TodayPage", window.page("today"))


def _with_day(window: "MainWindow", deed: "Callable[[Form], object]") -> None:
    """Do something with the rows of the day in view."""

    def then(page: TodayPage) -> None:
        if page.form is not None:
            deed(page.form)

    on_page(window, "today", TodayPage, then)


def _with_today(window: "MainWindow", deed: "Callable[[Form], object]") -> None:
    window.show_day(_page(window).today)
    _with_day(window, deed)


def _take_dose(form: "Form") -> None:
    """Record the dose as planned; where one is recorded already, only go there."""
    form.dose.focus()
    if form.dose.is_blank():
        form.dose.choices.took.emit()


def _dose_is_recorded(window: "MainWindow") -> bool:
    page = _page(window)
    return page.form is not None and page.day == page.today and not page.form.dose.is_blank()


def _step(window: "MainWindow", days: int) -> None:
    window.show_page("today")
    _page(window).step(days)


def _waits(window: "MainWindow") -> bool:
    form = _page(window).form
    return form is not None and form.waiting() > 0
