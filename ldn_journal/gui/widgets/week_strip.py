"""Seven days in a row, to go to one of them and to see what is recorded."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.choice import ChoiceGroup
from ldn_journal.gui.widgets.day_cell import DayCell
from ldn_journal.gui.widgets.mirrored import mirrored_in

DAYS = 7


class WeekStrip(ChoiceGroup):
    """Seven days: those ending today, or with the chosen day in their middle when it lies further back.

    Signals
        ``day_chosen(object)``          the person chose a day, a ``datetime.date``.
        ``days_shown(object, object)``  other days came into view, first and last: supply ``set_completeness``.

    Keys: arrows go a day back or on, Page Up and Page Down a week, Home to today. Days after today cannot be chosen.
    """

    day_chosen = Signal(object)
    days_shown = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Day"), parent)
        self._today = today
        self._day = today
        self._completeness: dict[date, float] = {}
        self._first = date.min
        self._measured_for: Theme | None = None
        self._widest = 0
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_cells([DayCell(self) for _number in range(DAYS)])
        self._show()

    def day(self) -> date:
        """Return the chosen day."""
        return self._day

    def days(self) -> list[date]:
        """Return the days in view, first to last."""
        return [self._first + timedelta(days=number) for number in range(DAYS)]

    def set_day(self, day: date) -> None:
        """Show ``day`` as chosen without signalling a choice; the strip moves so that it is in view."""
        self._day = day
        self._show()

    def set_today(self, today: date) -> None:
        """Take ``today`` as the last day, as after midnight."""
        self._today = today
        self._first = date.min
        self._show()

    def set_completeness(self, completeness: Mapping[date, float]) -> None:
        """Show how much of each day is recorded, 0 to 1; days not named count as nothing recorded."""
        self._completeness = dict(completeness)
        self._fill()

    def sizeHint(self) -> QSize:
        """Return seven comfortable cells."""
        return QSize(DAYS * max(theme_for(self).scaled(62), self._word_width()), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return seven cells without air, weekdays by their initials."""
        return QSize(DAYS * self._least_width(), self._height())

    def changeEvent(self, event: QEvent) -> None:
        """Name the days anew when the language changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange:
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another day."""
        key = event.key()
        weeks = {Qt.Key.Key_PageUp: -DAYS, Qt.Key.Key_PageDown: DAYS}
        step = self.step_of(key) or weeks.get(Qt.Key(key), 0)
        if step:
            self._choose(min(self._day + timedelta(days=step), self._today))
        elif key == Qt.Key.Key_Home:
            self._choose(self._today)
        else:
            event.ignore()

    def cell_activated(self, index: int) -> None:
        """Choose the clicked day."""
        self._choose(self.days()[index])

    def _choose(self, day: date) -> None:
        if day == self._day:
            self._fill()
            return
        self._day = day
        self._show()
        self.day_chosen.emit(day)

    def _show(self) -> None:
        """Bring the chosen day into view, moving no more than needed."""
        in_view = self._first != date.min and self._first <= self._day < self._first + timedelta(days=DAYS)
        recent = self._today - timedelta(days=DAYS - 1)
        if not in_view or (self._day >= recent and self._first > recent):
            first = recent if self._day >= recent else self._day - timedelta(days=DAYS // 2)
            if first != self._first:
                self._first = first
                self._fill()
                self.days_shown.emit(first, first + timedelta(days=DAYS - 1))
        self._fill()

    def _fill(self) -> None:
        for cell, day in zip(self.cells, self.days(), strict=True):
            assert isinstance(cell, DayCell)  # noqa: S101  made here
            today = day == self._today
            cell.show_day(day, caption=self._caption(day), fraction=self._completeness.get(day, 0.0), today=today)
            cell.setEnabled(day <= self._today)
        index = (self._day - self._first).days
        self.mark_chosen(index if 0 <= index < DAYS else -1)

    def _caption(self, day: date) -> str:
        if self._narrow:
            return self.locale().dayName(day.isoweekday(), QLocale.FormatType.NarrowFormat)
        if day == self._today:
            return _("Today")
        return self.locale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)

    def _word_width(self) -> int:
        """Return the width of a day under a whole short weekday name. Asked for at every step of laying out."""
        theme = theme_for(self)
        if self._measured_for is not theme:
            self._measured_for = theme
            metrics = QFontMetrics(theme.font("small"))
            names = [self.locale().dayName(number + 1, QLocale.FormatType.ShortFormat) for number in range(DAYS)]
            self._widest = (
                max(metrics.horizontalAdvance(name) for name in (*names, _("Today"))) + 4 + 2 * theme.space(1)
            )
        return self._widest

    def _least_width(self) -> int:
        return QFontMetrics(theme_for(self).font("strong")).horizontalAdvance("00") + 12

    def _height(self) -> int:
        theme = theme_for(self)
        return theme.line_height("small") + theme.line_height("body") + theme.space(3)

    def arrange(self) -> None:
        """Lay the cells out."""
        wide = min(self.width() // DAYS, max(theme_for(self).scaled(84), self._word_width()))
        if self._narrow != (wide < self._word_width()):
            self._narrow = not self._narrow
            self._fill()
        for number, cell in enumerate(self.cells):
            rect = QRect(number * wide + 2, 0, wide - 4, self.height())
            cell.setGeometry(mirrored_in(self, rect))
