"""Painting the days of a heat map, and its legend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.analysis.series import Series
from ldn_journal.base.texts import _
from ldn_journal.charts.heat_colours import HeatSteps, readable_on, short_words
from ldn_journal.charts.heat_grids import MonthGrid, YearGrid
from ldn_journal.charts.look import Look
from ldn_journal.charts.panels import mixed

LEAST_LETTERS = 5
"""Words cut shorter than this are left out: they would say nothing."""


def draw_corner(painter: QPainter, at: QPointF, size: float, ink: QColor) -> None:
    """Draw the sign of a phase's beginning: a filled corner."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([at, at + QPointF(size, 0), at + QPointF(0, size)]))


def draw_dot(painter: QPainter, corner: QPointF, radius: float, ink: QColor) -> None:
    """Draw the sign of an event: a dot in the lower corner ``corner`` of a cell."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(corner - QPointF(radius * 2, radius * 2), radius, radius)


def draw_blank(painter: QPainter, rect: QRectF, look: Look, radius: float, share: float = 0.6) -> None:
    """Draw a day of which nothing is recorded: an outline, no colour. ``share``: how strong it is, up to 1."""
    painter.setPen(QPen(mixed(QColor(look.palette.muted), look.palette.background, share), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


@dataclass(frozen=True)
class HeatPainter:
    """Paints ``series`` on ``grid``; ``starts`` and ``events`` are words by day; ``today`` is marked in a month."""

    painter: QPainter
    look: Look
    grid: YearGrid | MonthGrid
    steps: HeatSteps
    series: Series
    starts: Mapping[date, str]
    events: Mapping[date, str]
    today: date | None = None

    def paint(self, area: QRectF) -> None:
        """Paint the days that touch ``area``, and the names around them."""
        painter, palette = self.painter, self.look.palette
        for caption in self.grid.captions():
            painter.setFont(self.look.font(bold=caption.strong))
            painter.setPen(QColor(palette.ink if caption.strong else palette.muted))
            painter.drawText(caption.at, caption.text)
        for day in self.grid.days_in(area):
            self._paint_day(day, self.grid.rect(day))
        if isinstance(self.grid, YearGrid):
            for day in self.grid.before():
                draw_blank(painter, self.grid.rect(day), self.look, 2.0, 0.25)
            self._name_phases(self.grid)
            return
        for day in self.grid.outside():
            self._write_number(day, self.grid.rect(day), QColor(palette.muted), QColor(palette.background))

    def _paint_day(self, day: date, rect: QRectF) -> None:
        value = self.series.value_on(day)
        monthly = isinstance(self.grid, MonthGrid)
        radius = 6.0 if monthly else 2.0
        if value is None:
            ink, ground = QColor(self.look.palette.ink), QColor(self.look.palette.background)
            draw_blank(self.painter, rect, self.look, radius)
        else:
            ground = self.steps.colour(value)
            ink = readable_on(ground)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(ground)
            self.painter.drawRoundedRect(rect, radius, radius)
        size = self.look.text_px * 0.75 if monthly else rect.width() * 0.5
        if day in self.starts:
            draw_corner(self.painter, rect.topLeft(), size, ink)
        if day in self.events:
            draw_dot(self.painter, rect.bottomRight(), min(size * 0.32, 4.0), ink)
        if monthly:
            self._write_number(day, rect, ink, ground)
            self._write_value(value, rect, ink)
            self._write_marks(day, rect, ink)

    def _write_number(self, day: date, rect: QRectF, ink: QColor, ground: QColor) -> None:
        """Write the day of the month in ``ink``; today's stands out on a patch of it, in the cell's ``ground``."""
        today = day == self.today
        metrics, words = self.look.metrics(bold=today), str(day.day)
        at = QPointF(rect.right() - metrics.horizontalAdvance(words) - 6, rect.top() + metrics.ascent() + 2)
        if today:
            patch = QRectF(at.x() - 4, rect.top() + 2, metrics.horizontalAdvance(words) + 8, metrics.height())
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(ink)
            self.painter.drawRoundedRect(patch, 4, 4)
        self.painter.setFont(self.look.font(bold=today))
        self.painter.setPen(ground if today else ink)
        self.painter.drawText(at, words)

    def _write_value(self, value: float | None, rect: QRectF, ink: QColor) -> None:
        if value is None:
            return
        metrics = self.look.metrics(bold=True, size=1.3)
        ways = short_words(self.steps.measure, value)
        words = next((way for way in ways if metrics.horizontalAdvance(way) <= rect.width() - 8), ways[-1])
        self.painter.setFont(self.look.font(bold=True, size=1.3))
        self.painter.setPen(ink)
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _write_marks(self, day: date, rect: QRectF, ink: QColor) -> None:
        words = "; ".join(filter(None, (self.starts.get(day), self.events.get(day))))
        if not words:
            return
        metrics = self.look.metrics()
        self.painter.setFont(self.look.font())
        self.painter.setPen(ink)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 22)
        if len(shown) < min(len(words), LEAST_LETTERS):
            return
        self.painter.drawText(QPointF(rect.left() + 6, rect.bottom() - metrics.descent() - 2), shown)

    def _name_phases(self, grid: YearGrid) -> None:
        """Name the phases under the week in which they begin, on two lines where the names run into each other."""
        metrics, edge = self.look.metrics(), float(self.painter.device().width())
        taken: dict[float, float] = {}
        self.painter.setFont(self.look.font())
        self.painter.setPen(QColor(self.look.palette.ink))
        for day, name in sorted(self.starts.items()):
            at = grid.below(day)
            at.setX(max(min(at.x(), edge - metrics.horizontalAdvance(name)), 0.0))
            for line in (at, at + QPointF(0, metrics.height())):
                if at.x() > taken.get(line.y(), -1e9) + 6:
                    self.painter.drawText(line, name)
                    taken[line.y()] = at.x() + metrics.horizontalAdvance(name)
                    break


class HeatLegend(QWidget):
    """What the colours and signs of a heat map mean. Its height follows its width; no signals."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._steps: HeatSteps | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: HeatSteps, look: Look) -> None:
        """Explain other steps."""
        self._steps, self._look = steps, look
        bounds = steps.named or tuple(steps.bound_words())
        words = _("Colours run in {count} steps from {low} to {high}; outlined days have no record.")
        self.setAccessibleName(words.format(count=len(steps.colours), low=bounds[0], high=bounds[-1]))
        self._fit()
        self.update()

    def _items(self) -> list[tuple[str, QColor | None, str]]:
        """Return what is drawn in order: a sign (swatch, blank, corner, dot, nothing), its colour, and words after it."""
        steps, ink = self._steps, QColor(self._look.palette.ink)
        if steps is None:
            return []
        found: list[tuple[str, QColor | None, str]] = []
        if steps.named:
            found += [("swatch", colour, words) for colour, words in zip(steps.colours, steps.named, strict=True)]
        else:
            bounds = steps.bound_words()
            found.append(("", None, bounds[0]))
            found += [("swatch", colour, words) for colour, words in zip(steps.colours, bounds[1:], strict=True)]
        found.append(("blank", None, _("not recorded")))
        found.append(("corner", ink, _("a phase begins")))
        found.append(("dot", ink, _("an event")))
        return found

    def _lay_out(self) -> list[tuple[QPointF, str, QColor | None, str]]:
        """Return each item with the top left corner of its place."""
        metrics, size = self._look.metrics(), self._look.text_px * 1.2
        x, y, found = 0.0, 0.0, []
        for sign, colour, words in self._items():
            joined = sign == "swatch" and self._steps is not None and not self._steps.named
            wide = (size + 5 if sign else 0) + metrics.horizontalAdvance(words)
            if sign and not joined:
                x += self._look.text_px * 1.1 if x else 0
            if x and x + wide > self.width():
                x, y = 0.0, y + metrics.height() * 1.5
            found.append((QPointF(x, y), sign, colour, words))
            x += wide + 5
        return found

    def _fit(self) -> None:
        places = self._lay_out()
        self.setFixedHeight(round((places[-1][0].y() if places else 0) + self._look.metrics().height() * 1.5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as are needed."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint signs and words."""
        look, metrics = self._look, self._look.metrics()
        size = look.text_px * 1.2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font())
        for at, sign, colour, words in self._lay_out():
            rect = QRectF(at.x(), at.y() + (metrics.height() - size) / 2, size, size)
            if sign == "swatch" and colour is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRoundedRect(rect, 2, 2)
            elif sign:
                draw_blank(painter, rect, look, 2)
            if sign == "corner" and colour is not None:
                draw_corner(painter, rect.topLeft(), size * 0.5, colour)
            if sign == "dot" and colour is not None:
                draw_dot(painter, rect.bottomRight(), size * 0.16, colour)
            painter.setPen(QColor(look.palette.muted))
            painter.drawText(QPointF(at.x() + (size + 5 if sign else 0), at.y() + metrics.ascent()), words)
