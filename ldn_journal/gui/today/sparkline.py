"""Half a year of one measure in a small picture: days as points, the 7-day mean as a line that leaves gaps open."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _, format_number
from ldn_journal.gui.theme import theme_for

WINDOW: Final = 7
FEWEST: Final = 4
"""Days of a week that must be recorded for its mean to be drawn."""


def running_mean(values: Mapping[date, float], first: date, last: date) -> list[list[tuple[date, float]]]:
    """Return stretches of the trailing 7-day mean; a week with fewer than 4 recorded days ends a stretch."""
    stretches: list[list[tuple[date, float]]] = [[]]
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        week = [values[one] for n in range(WINDOW) if (one := day - timedelta(days=n)) in values]
        if len(week) >= FEWEST and day in values:
            stretches[-1].append((day, sum(week) / len(week)))
        elif len(week) < FEWEST and stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


class Sparkline(QWidget):
    """The picture. It says itself in words to assistive technology; it takes no focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = ""
        self._values: dict[date, float] = {}
        self._means: list[list[tuple[date, float]]] = []
        self._steps: tuple[date, ...] = ()
        self._first = self._last = date.min
        self._low, self._high = 0.0, 10.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(
        self,
        name: str,
        colour: str,
        values: Mapping[date, float],
        first: date,
        last: date,
        steps: Sequence[date],
        low: float,
        high: float,
    ) -> None:
        """Show ``values`` by day from ``first`` to ``last`` on a scale from ``low`` to ``high``; ``steps`` as dotted lines."""
        self._colour, self._values, self._steps = colour, dict(values), tuple(steps)
        self._first, self._last, self._low, self._high = first, last, low, max(high, low + 1)
        self._means = running_mean(values, first, last)
        if values:
            mean = format_number(sum(values.values()) / len(values), 1)
            self.setAccessibleName(
                _("{measure} over the last six months: {n} days recorded, mean {mean}").format(
                    measure=name, n=len(values), mean=mean
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a small picture."""
        theme = theme_for(self)
        return QSize(theme.scaled(220), theme.scaled(104))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at a small width."""
        return QSize(120, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture."""
        super().paintEvent(event)
        if not self._values:
            return
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        high = theme.line_height("small")
        wide = max(painter.fontMetrics().horizontalAdvance(format_number(one)) for one in (self._low, self._high)) + 8
        area = QRectF(wide, high / 2, self.width() - wide - 2, self.height() - high)
        for value in (self._low, (self._low + self._high) / 2, self._high):
            y = self._y(area, value)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("muted"))
            label = QRectF(0, y - high / 2, wide - 6, high)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, format_number(value))
        painter.setPen(QPen(theme.colour("muted"), 1, Qt.PenStyle.DotLine))
        for day in self._steps:
            x = self._x(area, day)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        colour = theme.measure_colour(self._colour)
        faint = theme.measure_colour(self._colour)
        faint.setAlphaF(0.4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        for day, value in self._values.items():
            painter.drawEllipse(QPointF(self._x(area, day), self._y(area, value)), 1.3, 1.3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for stretch in self._means:
            points = [QPointF(self._x(area, day), self._y(area, value)) for day, value in stretch]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(QPolygonF(points))

    def _x(self, area: QRectF, day: date) -> float:
        return area.left() + area.width() * (day - self._first).days / max(1, (self._last - self._first).days)

    def _y(self, area: QRectF, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return area.bottom() - area.height() * min(max(share, 0.0), 1.0)
