"""The drawn parts of a chart that pyqtgraph has no item for. All paint in pixels, so that type and hatching keep their size.

Items that lie over or under the data are children of their plot's ``ViewBox`` and map days themselves (``Span``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.dom import minidom

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ldn_journal.analysis.series import FloatArray
from ldn_journal.charts.look import Look
from ldn_journal.charts.scales import day_ticks

HATCH_STEP = 6.0


@dataclass(frozen=True)
class Span:
    """The days in sight, ``first`` to ``last`` in days from the chart's base day, over ``width`` px."""

    first: float
    last: float
    width: float

    @property
    def days(self) -> float:
        """The length of the span in days."""
        return self.last - self.first

    @property
    def px_per_day(self) -> float:
        """The width of one day."""
        return self.width / self.days if self.days else 0.0

    def px(self, day: float) -> float:
        """Return the place of ``day`` from the left edge."""
        return (day - self.first) * self.px_per_day

    def day(self, px: float) -> float:
        """Return the day at a place."""
        return self.first + px / self.px_per_day if self.px_per_day else self.first


@dataclass(frozen=True)
class Changes:
    """Where doses changed and what else happened, in days from the base day.

    ``starts`` of phases and ``settling`` windows are edges between days; ``events`` are (first, last), middles of days.
    """

    starts: tuple[float, ...] = ()
    settling: tuple[tuple[float, float], ...] = ()
    events: tuple[tuple[float, float], ...] = ()


def pixel_pen(colour: QColor | str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen whose width stays in pixels at any zoom."""
    pen = QPen(QColor(colour), width, style)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def snapped(value: float, look: Look) -> float:
    """Return ``value`` on the middle of a pixel, so that a hairline on screen is crisp."""
    return value if look.paper else float(np.floor(value)) + 0.5


class OverItem(QGraphicsItem):
    """Base of what lies in a plot's pixels: as large as the plot, repainted when the span changes."""

    def __init__(self, view: pg.ViewBox, look: Look, z: float) -> None:
        super().__init__(view)
        self.look = look
        self.span = Span(0, 1, 1)
        self.view = view
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_span(self, span: Span) -> None:
        """Draw for another span."""
        if (span.width, self.view.height()) != (self.span.width, self._rect().height()):
            self.prepareGeometryChange()
        self.span = span
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return self._rect()

    def _rect(self) -> QRectF:
        return QRectF(self.view.rect())


class Backdrop(OverItem):
    """What lies under a plot's data: grid lines, settling windows hatched, phase beginnings dotted, events marked.

    An event is a thin line through the plot; on screen with a small triangle at its top, the sign it has in the dose
    band, and one that lasted has a bar along the top to its last day.
    """

    def __init__(self, view: pg.ViewBox, look: Look) -> None:
        super().__init__(view, look, -10)
        self.changes = Changes()
        self.draft = False
        self.grid: tuple[float, ...] = ()
        """Heights of grid lines as shares of the plot from its top."""
        self.level: float | None = None
        """The height of a dashed line to compare with, as such a share."""
        self.head = 0.0
        """The pixels at the top that hatching and the beginnings of phases leave free."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint only what is in sight; the hatch of all windows is one call."""
        span, high, palette = self.span, self._rect().height(), self.look.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pixel_pen(palette.line, self.look.hairline))
        for share in self.grid:
            y = min(snapped(share * high, self.look), high - self.look.hairline / 2)
            painter.drawLine(QLineF(0, y, span.width, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not self.draft)
        windows = [w for w in self.changes.settling if w[1] > span.first and w[0] < span.last]
        if windows:
            painter.setPen(pixel_pen(palette.hatch, self.look.hairline))
            lines = hatch_lines([(span.px(a), span.px(b)) for a, b in windows], span.width, high - self.head)
            painter.drawLines([line.translated(0, self.head) for line in lines])
        painter.setPen(pixel_pen(palette.muted, self.look.hairline, Qt.PenStyle.DotLine))
        for start in self.changes.starts:
            if span.first < start < span.last:
                x = snapped(span.px(start), self.look)
                painter.drawLine(QLineF(x, self.head, x, high))
        if self.level is not None:
            painter.setPen(pixel_pen(palette.muted, self.look.hairline * 1.6, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(0, self.level * high, span.width, self.level * high))
        self._paint_events(painter, high)

    def _paint_events(self, painter: QPainter, high: float) -> None:
        span, look = self.span, self.look
        size = look.text_px * 0.24
        seen = [(span.px(a), span.px(b)) for a, b in self.changes.events if b >= span.first and a <= span.last]
        if not seen:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pixel_pen(look.palette.hatch, look.hairline))
        painter.drawLines([QLineF(x := snapped(first, look), 0, x, high) for first, _last in seen])
        if look.paper:
            return  # a sign at the top of a plot would read as a value of it
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.muted))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not self.draft)
        for first, last in seen:
            painter.drawPolygon(
                QPolygonF([QPointF(first - size, 0), QPointF(first + size, 0), QPointF(first, 1.6 * size)])
            )
            if last - first > 2 * size:
                painter.drawRect(QRectF(first, 0, last - first, 1.5))


def hatch_lines(windows: Sequence[tuple[float, float]], width: float, high: float) -> list[QLineF]:
    """Return slanted lines that fill each window (left, right in px), cut to it and to 0..``width`` by 0..``high``."""
    lines = []
    for left, right in windows:
        low, top = max(left, 0.0), min(right, width)
        # A line of offset c runs through x = c + y; offsets are tied to the window, so that panning moves the pattern along.
        start = left - high + (HATCH_STEP - (left - high - left) % HATCH_STEP) % HATCH_STEP
        offsets = np.arange(start, top, HATCH_STEP)
        x0, x1 = np.maximum(offsets, low), np.minimum(offsets + high, top)
        for a, b, c in zip(x0, x1, offsets, strict=True):
            if b > a:
                lines.append(QLineF(float(a), float(high - (a - c)), float(b), float(high - (b - c))))
    return lines


class FixedItem(pg.GraphicsWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Base of the parts around the plots: a piece of the layout of a fixed height or width that paints itself."""

    def __init__(self, look: Look, *, height: float | None = None, width: float | None = None) -> None:
        super().__init__()
        self.look = look
        if height is not None:
            self.setFixedHeight(height)
        if width is not None:
            self.setFixedWidth(width)

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF | None = None) -> QSizeF:  # noqa: ARG002
        """Return room without bounds: the fixed sides and the plots beside it decide."""
        return QSizeF(1e6, 1e6) if which == Qt.SizeHint.MaximumSize else QSizeF(0, 0)


class TitleItem(FixedItem):
    """A measure's name in its colour, and quiet words about how it is drawn."""

    def __init__(self, look: Look) -> None:
        metrics = look.metrics(bold=True, size=1.0 if look.paper else 1.15)
        self.line_height = float(metrics.height() + (1 if look.paper else 6))
        super().__init__(look, height=self.line_height)
        self.name, self.words, self.colour = "", "", QColor(look.palette.ink)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide; hidden, it takes no height (Qt's grid keeps that of an item over two columns)."""
        self.setVisible(shown)
        self.setFixedHeight(self.line_height if shown else 0.0)

    def set_words(self, name: str, words: str, colour: QColor) -> None:
        """Say something else."""
        if (name, words, colour) != (self.name, self.words, self.colour):
            self.name, self.words, self.colour = name, words, colour
            self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint name and words on one line; the words are shortened before they would be cut."""
        size = 1.0 if self.look.paper else 1.15
        bold, plain = self.look.metrics(bold=True, size=size), self.look.metrics()
        base = self.size().height() - bold.descent() - (0 if self.look.paper else 2)
        painter.setFont(self.look.font(bold=True, size=size))
        painter.setPen(self.colour)
        painter.drawText(QPointF(0, base), self.name)
        left = bold.horizontalAdvance(self.name) + self.look.text_px
        words = plain.elidedText(self.words, Qt.TextElideMode.ElideRight, max(self.size().width() - left, 0))
        painter.setFont(self.look.font())
        painter.setPen(QColor(self.look.palette.muted))
        painter.drawText(QPointF(left, base), words)


class ValueAxis(FixedItem):
    """The numbers beside a plot, each at its height."""

    def __init__(self, look: Look, width: float) -> None:
        super().__init__(look, width=width)
        self.ticks: tuple[tuple[float, str], ...] = ()
        """Shares of the plot's height from its top, and words."""

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint the numbers against the plot's edge."""
        metrics = self.look.metrics()
        painter.setFont(self.look.font())
        painter.setPen(QColor(self.look.palette.muted))
        high = self.size().height()
        for share, words in self.ticks:
            x = self.size().width() - metrics.horizontalAdvance(words) - self.look.text_px * 0.5
            painter.drawText(QPointF(x, share * high + metrics.capHeight() / 2), words)


class DayAxis(FixedItem):
    """Dates under a plot: days, months or years by zoom."""

    def __init__(self, look: Look) -> None:
        self.line_height = float(look.metrics().height() + (5.5 if look.paper else 8))
        super().__init__(look, height=self.line_height)
        self.base = date(2000, 1, 1)
        self.span = Span(0, 1, 1)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide; hidden, it takes no height."""
        self.setVisible(shown)
        self.setFixedHeight(self.line_height if shown else 0.0)

    def show_span(self, span: Span) -> None:
        """Name the days of another span."""
        self.span = span
        self.update()

    def shown_ticks(self) -> list[tuple[float, str]]:
        """Return the ticks as (day from the base, words)."""
        origin = self.base.toordinal()
        first, last = (max(1, origin + round(edge)) for edge in (self.span.first + 0.5, self.span.last - 0.5))
        days, advance = (date.fromordinal(first), date.fromordinal(last)), self.look.metrics().horizontalAdvance
        found = day_ticks(*days, self.span.width, advance, year_at_first=self.look.paper)
        return [(day.toordinal() - origin, words) for day, words in found]

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint a small tick at the middle of a day and its name below."""
        metrics = self.look.metrics()
        painter.setFont(self.look.font())
        for day, words in self.shown_ticks():
            x = self.span.px(day)
            wide = metrics.horizontalAdvance(words)
            at = min(max(x - wide / 2, 0.0), self.span.width - wide)
            painter.setPen(pixel_pen(self.look.palette.muted, self.look.hairline))
            place = snapped(x, self.look)
            painter.drawLine(QLineF(place, 0, place, 4))
            painter.setPen(QColor(self.look.palette.muted))
            painter.drawText(QPointF(at, 5 + metrics.ascent()), words)


class CursorItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """The day being read: a line through all plots. It belongs to the scene, not to a plot."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._area = QRectF()
        self.setZValue(1000)
        self.setVisible(False)

    def place(self, x: float, top: float, bottom: float) -> None:
        """Stand at ``x`` from ``top`` to ``bottom``, in scene pixels."""
        area = QRectF(x - 2, top, 4, bottom - top)
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
        self.setVisible(True)

    def boundingRect(self) -> QRectF:
        """Return the line with a little room."""
        return self._area

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint the line."""
        painter.setPen(pixel_pen(self.look.palette.accent, 1.5))
        painter.drawLine(
            QLineF(self._area.center().x(), self._area.top(), self._area.center().x(), self._area.bottom())
        )


class DotsItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """A dot for every recorded day, in one call. Coordinates are the plot's own; the dots keep their size."""

    def __init__(self, colour: QColor, diameter: float) -> None:
        super().__init__()
        self._diameter = diameter
        self._pen = pixel_pen(colour, diameter)
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._smooth = True
        self.x: FloatArray = np.empty(0)
        self.y: FloatArray = np.empty(0)
        self._points = QPolygonF()
        self._area = QRectF()

    def set_smooth(self, *, smooth: bool) -> None:
        """Draw round dots, or squares without smoothing: while the chart moves, and where there are thousands."""
        if smooth != self._smooth:
            self._smooth = smooth
            self._pen.setCapStyle(Qt.PenCapStyle.RoundCap if smooth else Qt.PenCapStyle.SquareCap)
            self._pen.setWidthF(self._diameter if smooth else self._diameter * 0.6)
            self.update()

    def set_colour(self, colour: QColor) -> None:
        """Draw in another colour."""
        self._pen.setColor(colour)
        self.update()

    def set_diameter(self, diameter: float) -> None:
        """Draw dots of another size, in pixels."""
        if diameter != self._diameter:
            self._diameter = diameter
            self._pen.setWidthF(diameter if self._smooth else diameter * 0.6)
            self.update()

    def setData(self, x: FloatArray, y: FloatArray) -> None:
        """Show dots at ``x``, ``y`` (shape (n,), no nan)."""
        self.prepareGeometryChange()
        self.x, self.y = x, y
        self._points = pg.functions.arrayToQPolygonF(x, y) if len(x) else QPolygonF()
        self._area = self._points.boundingRect()
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area of the dots with half a dot around them."""
        wide, high = self.pixelLength(pg.Point(1, 0)) or 0, self.pixelLength(pg.Point(0, 1)) or 0
        return self._area.adjusted(-2 * wide, -2 * high, 2 * wide, 2 * high)

    def dataBounds(self, *_args: object) -> None:
        """Return nothing: the range is set, never guessed from dots."""

    def generateSvg(self, nodes: dict[str, Any]) -> tuple[Any, list[Any]]:  # noqa: N802 - pyqtgraph's name
        """Return the dots as one path of round-capped strokes: Qt alone would write four curves for each."""
        name = f"Dots_{sum(one.startswith('Dots_') for one in nodes) + 1}"
        document = minidom.Document()
        group = document.createElement("g")
        nodes[name] = group
        group.setAttribute("id", name)
        path = document.createElement("path")
        for key, value in {
            "fill": "none",
            "stroke": self._pen.color().name(),
            "stroke-width": f"{self._pen.widthF():g}",
            "stroke-linecap": "round",
            "d": " ".join(f"M{p.x():.2f},{p.y():.2f}h0.01" for p in self.sceneTransform().map(self._points)),
        }.items():
            path.setAttribute(key, value)
        if not self._points.isEmpty():
            group.appendChild(path)
        return group, []

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint all dots."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=self._smooth)
        painter.setPen(self._pen)
        painter.drawPoints(self._points)
