"""A month of days with what is recorded, as a panel or from a button."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import ChoiceGroup
from ldn_journal.gui.widgets.day_cell import DayCell
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.mirrored import mirrored_in

_WEEKS = 6


def shift_month(day: date, months: int) -> date:
    """Return the day ``months`` later (or earlier), the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, QDate(year, month + 1, 1).daysInMonth()))


class _Grid(ChoiceGroup):
    """Six weeks of days. Signals: ``day_chosen(object)``, ``day_visited(object)`` when the keyboard walks to a day."""

    day_chosen = Signal(object)
    day_visited = Signal(object)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(_("Month"), parent)
        self.today = today
        self._first = today
        self._month = today
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_cells([DayCell(self) for _number in range(7 * _WEEKS)])

    def fill(self, month: date, chosen: date, visited: date, completeness: Mapping[date, float]) -> None:
        """Show the month of ``month`` with ``chosen`` marked and the Tab stop at ``visited``."""
        first_weekday = self.locale().firstDayOfWeek().value
        start = month.replace(day=1)
        self._month = start
        self._first = start - timedelta(days=(start.isoweekday() - first_weekday) % 7)
        for number, cell in enumerate(self.cells):
            assert isinstance(cell, DayCell)  # noqa: S101  made here
            day = self._first + timedelta(days=number)
            cell.show_day(
                day,
                fraction=completeness.get(day, 0.0),
                today=day == self.today,
                faint=day.month != start.month,
            )
            cell.setEnabled(day <= self.today)
        self.mark_chosen(self._index(chosen))
        index = self._index(visited)
        if index >= 0:
            self.set_stop(index)

    def sizeHint(self) -> QSize:
        """Return 44 px a day."""
        return QSize(7 * self._pitch(), _WEEKS * self._pitch() + theme_for(self).line_height("small") + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def arrange(self) -> None:
        """Lay the days out in weeks under the weekdays' names."""
        wide, high = self.width() // 7, self._pitch()
        top = theme_for(self).line_height("small") + 4
        for number, cell in enumerate(self.cells):
            week, column = divmod(number, 7)
            rect = QRect(column * wide + 1, top + week * high + 1, wide - 2, high - 2)
            cell.setGeometry(mirrored_in(self, rect))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the weekdays' names."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        wide = self.width() // 7
        for column in range(7):
            name = self.locale().dayName(
                (self._first + timedelta(days=column)).isoweekday(), self.locale().FormatType.ShortFormat
            )
            rect = QRect(column * wide, 0, wide, theme.line_height("small"))
            painter.drawText(mirrored_in(self, rect), Qt.AlignmentFlag.AlignCenter, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days, weeks and months; Enter and Space choose."""
        key = Qt.Key(event.key())
        here = self._first + timedelta(days=self.stop)
        days = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = self.step_of(key) or days.get(key, 0)
        if step:
            self._visit(here + timedelta(days=step))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._visit(shift_month(here, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key == Qt.Key.Key_Home:
            self._visit(self._month)
        elif key == Qt.Key.Key_End:
            self._visit(shift_month(self._month, 1) - timedelta(days=1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.day_chosen.emit(here)
        else:
            event.ignore()

    def cell_activated(self, index: int) -> None:
        """Choose the clicked day."""
        self.day_chosen.emit(self._first + timedelta(days=index))

    def _visit(self, day: date) -> None:
        self.day_visited.emit(min(day, self.today))

    def _index(self, day: date) -> int:
        index = (day - self._first).days
        return index if 0 <= index < len(self.cells) else -1

    def _pitch(self) -> int:
        theme = theme_for(self)
        widest = QFontMetrics(theme.font("small")).horizontalAdvance("Www")
        return max(theme.target, widest + 6)


class Chevron(QToolButton):
    """A small button with an arrow head to one side, mirrored in right-to-left layouts. Signals: ``QToolButton``'s."""

    def __init__(self, name: str, *, forward: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forward = forward
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Return a square target."""
        side = theme_for(self).target
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and its arrow head."""
        super().paintEvent(event)
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink: QColor = theme.colour("ink" if self.isEnabled() else "edge")
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        right = self._forward != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        centre, reach = self.rect().center(), theme.scaled(4)
        tip = QPoint(centre.x() + (reach // 2 if right else -reach // 2), centre.y())
        back = -reach if right else reach
        painter.drawPolyline([tip + QPoint(back, -reach), tip, tip + QPoint(back, reach)])


class MonthCalendar(QWidget):
    """A month of days, each with a bar of how much is recorded.

    Signals
        ``day_chosen(object)``           the person chose a day, a ``datetime.date`` not after today.
        ``month_shown(object, object)``  a month came into view, its first and last day in the grid: supply
                                         ``set_completeness``. Also sent once by ``announce_month``.

    Keys: arrows walk by days and weeks, Page Up and Page Down by months, Home and End to the month's ends, Enter and
    Space choose.
    """

    day_chosen = Signal(object)
    month_shown = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Calendar"))
        self._today, self._day, self._visited = today, today, today
        self._month = today.replace(day=1)
        self._completeness: dict[date, float] = {}
        self._title = make_label("", "strong", wrap=False)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back = Chevron(_("Previous month"), forward=False)
        self._on = Chevron(_("Next month"), forward=True)
        self._to_today = LinkButton(_("Today"), small=True)
        self._grid = _Grid(today, self)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        head.addWidget(self._on)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(head)
        box.addWidget(self._grid)
        box.addWidget(self._to_today, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.setFocusProxy(self._grid)
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self._to_today.clicked.connect(lambda: self._chosen(self._today))
        self._grid.day_chosen.connect(self._chosen)
        self._grid.day_visited.connect(self._visit)
        self._fill()

    def day(self) -> date:
        """Return the chosen day."""
        return self._day

    def shown_range(self) -> tuple[date, date]:
        """Return the first and last day in view, days of the neighbouring months included."""
        first = self._month - timedelta(days=(self._month.isoweekday() - self.locale().firstDayOfWeek().value) % 7)
        return first, first + timedelta(days=7 * _WEEKS - 1)

    def set_day(self, day: date) -> None:
        """Show ``day`` as chosen, and its month, without signalling a choice."""
        self._day = self._visited = day
        self._show_month(day)

    def set_today(self, today: date) -> None:
        """Take ``today`` as the last day, as after midnight."""
        self._today = self._grid.today = today
        self._fill()

    def set_completeness(self, completeness: Mapping[date, float]) -> None:
        """Show how much of each day is recorded, 0 to 1; days not named count as nothing recorded."""
        self._completeness = dict(completeness)
        self._fill()

    def announce_month(self) -> None:
        """Send ``month_shown`` for the month in view, as when a popup opens."""
        self.month_shown.emit(*self.shown_range())

    def changeEvent(self, event: QEvent) -> None:
        """Write names anew in another language, measure anew in another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange:
            self._fill()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self._grid.updateGeometry()
            self._grid.arrange()

    def _fill(self) -> None:
        locale = self.locale()
        month = locale.standaloneMonthName(self._month.month, locale.FormatType.LongFormat)
        self._title.setText(_("{month} {year}").format(month=month, year=self._month.year))
        self._on.setEnabled(shift_month(self._month, 1) <= self._today)
        self._grid.setAccessibleName(self._title.text())
        self._grid.fill(self._month, self._day, self._visited, self._completeness)

    def _show_month(self, day: date) -> None:
        month = day.replace(day=1)
        moved = month != self._month
        self._month = month
        self._fill()
        if moved:
            self.announce_month()

    def _turn(self, months: int) -> None:
        self._visited = min(shift_month(self._visited.replace(day=1), months), self._today)
        self._show_month(shift_month(self._month, months))

    def _visit(self, day: date) -> None:
        self._visited = day
        self._show_month(day)

    def _chosen(self, day: date) -> None:
        self.set_day(day)
        self.day_chosen.emit(day)


class MonthButton(LinkButton):
    """Opens a month in a popup under itself.

    Signals: ``day_chosen(object)`` and ``month_shown(object, object)`` of the calendar inside; answer the latter with
    ``calendar.set_completeness``. Escape closes the popup and gives the focus back.
    """

    day_chosen = Signal(object)
    month_shown = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Month ▾"), parent)
        self.setAccessibleName(_("Choose a day from a month"))
        self._today = self._day = today
        self._popup: QFrame | None = None
        self._calendar: MonthCalendar | None = None
        self.clicked.connect(self.open)

    @property
    def calendar(self) -> MonthCalendar:
        """The calendar in the popup, made when it is first asked for."""
        if self._calendar is None:
            self._calendar = MonthCalendar(self._today, self.popup())
            self._calendar.set_day(self._day)
            box = QVBoxLayout(self.popup())
            box.setContentsMargins(12, 12, 12, 12)
            box.addWidget(self._calendar)
            self._calendar.day_chosen.connect(self._chosen)
            self._calendar.month_shown.connect(self.month_shown)
        return self._calendar

    def set_today(self, today: date) -> None:
        """Take ``today`` as the last day."""
        self._today = today
        if self._calendar is not None:
            self._calendar.set_today(today)

    def set_day(self, day: date) -> None:
        """Take ``day`` as the chosen one."""
        self._day = day
        if self._calendar is not None:
            self._calendar.set_day(day)

    def open(self) -> None:
        """Show the popup on the chosen day's month."""
        popup = self.popup()
        self.calendar.set_day(self.calendar.day())
        self.calendar.announce_month()
        popup.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - popup.width(), self.height() + 4))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = self.mapToGlobal(QPoint(0, self.height() + 4))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - popup.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - popup.height())))
        popup.move(corner)
        popup.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def popup(self) -> QFrame:
        """Return the popup, made when it is first asked for: six weeks of cells are not for a start."""
        if self._popup is None:
            self._popup = QFrame(self, Qt.WindowType.Popup)
            self._popup.setProperty("popup", True)
        return self._popup

    def _chosen(self, day: date) -> None:
        self._day = day
        self.popup().close()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.day_chosen.emit(day)
