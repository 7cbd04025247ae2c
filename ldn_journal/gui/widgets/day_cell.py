"""One day in a strip or a calendar: its number and a bar of how much of it is recorded."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.choice import ChoiceCell, ChoiceGroup, draw_box, draw_ring


def long_date(locale: QLocale, day: date) -> str:
    """Return a day in full as the locale writes it, ``Tuesday, 10 March 2026``."""
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


class DayCell(ChoiceCell):
    """A day. ``caption`` above the number is the weekday in a strip and empty in a calendar."""

    def __init__(self, parent: ChoiceGroup) -> None:
        super().__init__("", parent)
        self.day = date.min
        self.caption = ""
        self.fraction: float | None = None
        self.is_today = False
        self.faint = False

    def show_day(
        self, day: date, *, caption: str = "", fraction: float | None, today: bool = False, faint: bool = False
    ) -> None:
        """Show ``day``; ``fraction`` 0 to 1 is recorded, None unknown; ``faint`` for another month's days."""
        self.day, self.caption, self.fraction, self.is_today, self.faint = day, caption, fraction, today, faint
        self.setText(str(day.day))
        parts = {"day": long_date(self.locale(), day), "percent": round((fraction or 0) * 100)}
        if fraction is None:
            name = _("{day}, today") if today else "{day}"
        elif fraction <= 0:
            name = _("{day}, today, nothing recorded") if today else _("{day}, nothing recorded")
        elif fraction >= 1:
            name = _("{day}, today, all recorded") if today else _("{day}, all recorded")
        else:
            name = _("{day}, today, {percent} % recorded") if today else _("{day}, {percent} % recorded")
        self.setAccessibleName(name.format(**parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the day."""
        theme = theme_for(self)
        painter = QPainter(self)
        if self.isChecked():
            draw_box(painter, self.rect(), theme.colour("accent_soft"), theme.colour("accent"), width=1)
        elif self.underMouse() and self.isEnabled():
            draw_box(painter, self.rect(), theme.colour("hover"), None)
        if self.shows_ring():
            draw_ring(painter, theme, self.rect(), tokens.RADIUS)
        small, body = theme.line_height("small"), theme.line_height("body")
        top = (self.height() - (small if self.caption else 0) - body - 8) // 2
        muted = theme.colour("muted") if self.isEnabled() else theme.colour("field_edge")
        if self.caption:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("accent") if self.is_today else muted)
            painter.drawText(QRect(0, top, self.width(), small), Qt.AlignmentFlag.AlignCenter, self.caption)
            top += small
        strong = bool(self.caption) or self.is_today or self.isChecked()
        painter.setFont(theme.font("strong" if strong else "body"))
        painter.setPen(self._ink(theme, muted))
        painter.drawText(QRect(0, top, self.width(), body), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isEnabled() and self.fraction is not None:
            self._paint_bar(painter, theme, top + body + 3)

    def _ink(self, theme: Theme, muted: QColor) -> QColor:
        if not self.isEnabled() or self.faint:
            return muted
        return theme.colour("accent" if self.is_today and not self.caption else "ink")

    def _paint_bar(self, painter: QPainter, theme: Theme, top: int) -> None:
        wide = min(theme.scaled(34), self.width() - 16)
        bar = QRectF((self.width() - wide) / 2, top, wide, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(bar, 2, 2)
        part = min(max(self.fraction or 0, 0), 1) * wide
        if part > 0:
            start = bar.right() - part if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else bar.left()
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(start, top, max(part, 4), 4), 2, 2)
