"""The head of the Today page: which day it is, whether it is saved, and the way to other days."""

from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.month_calendar import MonthButton
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.widgets.week_strip import WeekStrip


class Header(QWidget):
    """Title, save status, week strip and the links beside it.

    Signals: ``day_chosen(object)`` a ``date``; ``as_yesterday()``; ``versions_wanted()`` how the day was before is to be seen.
    """

    day_chosen = Signal(object)
    as_yesterday = Signal()
    versions_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.title = make_label("", "title", wrap=True)
        self.status = SaveStatus()
        self.strip = WeekStrip(today)
        self.strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.month = MonthButton(today)
        self.month.setToolTip(_("Any other day, in a month"))
        self.yesterday = LinkButton(_("As yesterday"))
        self.yesterday.setToolTip(_("Suggest yesterday’s answers where today’s are missing (Ctrl+D)"))
        self.to_today = LinkButton(_("Go to today"))
        self.to_today.setToolTip(_("Alt+Home"))
        # One short word: a wider one would take the names of the weekdays from the strip where text is large.
        self.versions = LinkButton(_("Changes"))
        self.versions.setAccessibleName(_("Changes: earlier versions of this day"))
        self.versions.setToolTip(_("How this day was before it was changed (Ctrl+E)"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.status, 0, Qt.AlignmentFlag.AlignVCenter)
        beside = QWidget()
        links = QGridLayout(beside)
        links.setContentsMargins(0, 0, 0, 0)
        links.setVerticalSpacing(2)
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        links.addWidget(self.month, 0, 0, end)
        links.addWidget(self.yesterday, 1, 0, end)
        links.addWidget(self.versions, 2, 0, end)
        links.addWidget(self.to_today, 3, 0, end)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.RING, 0, tokens.RING, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(flowing(self.strip, beside, tight=True))
        self.strip.day_chosen.connect(self.day_chosen)
        self.month.day_chosen.connect(self.day_chosen)
        self.to_today.clicked.connect(lambda: self.day_chosen.emit(self._today))
        self.yesterday.clicked.connect(self.as_yesterday)
        self.versions.clicked.connect(self.versions_wanted)
        self.show_day(today, today)

    def show_day(self, day: date, today: date) -> None:
        """Show ``day`` as the day in view; ``today`` is the last that can be chosen."""
        if today != self._today:
            self._today = today
            self.strip.set_today(today)
            self.month.set_today(today)
        title = title_of(day, today, self.locale())
        self.title.setText(title[:1].upper() + title[1:])  # weekdays are small in many languages, headings are not
        self.strip.set_day(day)
        self.month.set_day(day)
        self.to_today.setVisible(day != today)

    def offer_past(self, there_is_one: bool) -> None:
        """Offer the day before and earlier versions only where something was ever recorded."""
        self.yesterday.setVisible(there_is_one)
        self.versions.setVisible(there_is_one)


def title_of(day: date, today: date, locale: QLocale) -> str:
    """Return the weekday and date, with the year where it is not this one."""
    parts = {
        "weekday": locale.standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat),
        "day": locale.toString(day.day),
        "month": locale.monthName(day.month, QLocale.FormatType.LongFormat),
        "year": f"{day.year}",
    }
    if day.year == today.year:
        return _("{weekday} {day} {month}").format(**parts)
    return _("{weekday} {day} {month} {year}").format(**parts)
