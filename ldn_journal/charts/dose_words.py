"""The words over the dose band of a chart: the names of its phases, and above them the events with their signs."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ldn_journal.charts.items import OverItem
from ldn_journal.charts.look import Look
from ldn_journal.charts.scales import has_bar_on_paper

NAME_GAP = 3.0
"""The pixels that an event's name keeps from the sign of another event."""


@dataclass(frozen=True)
class DoseLabel:
    """A phase's name over its stretch of the dose band, ``level`` its height as a share of the highest dose."""

    first: float
    last: float
    level: float
    text: str


@dataclass(frozen=True)
class EventMark:
    """An event: ``first`` day and ``last`` day (middles), with its name."""

    first: float
    last: float
    text: str


def sign_size(look: Look) -> float:
    """Return half the width of an event's sign, in pixels."""
    return look.metrics().ascent() * 0.4


def sign_height(look: Look) -> float:
    """Return the height of an event's sign, which stands below the line of the names, in pixels."""
    return 1.6 * sign_size(look)


class DoseWords(OverItem):
    """The names of the phases, where they fit, and above them the events: each name over its sign."""

    def __init__(self, view: pg.ViewBox, look: Look) -> None:
        super().__init__(view, look, 20)
        self.labels: tuple[DoseLabel, ...] = ()
        self.events: tuple[EventMark, ...] = ()
        """In the order of their days."""
        self.top = 1.0
        """The y value at the top of the plot, in shares of the highest dose."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint a name only where its stretch is wide enough, and no event's name over another's."""
        span, high, look = self.span, self._rect().height(), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        font, metrics = look.font(bold=True), look.metrics(bold=True)
        painter.setFont(font)
        painter.setPen(QColor(look.palette.ink))
        for label in self.labels:
            left, right = max(span.px(label.first), 0.0), min(span.px(label.last), span.width)
            wide = metrics.horizontalAdvance(label.text)
            if wide + 4 <= right - left:
                y = high * (1 - label.level / self.top) - 3 - look.mean_width / 2
                at = QPointF((left + right - wide) / 2, y - metrics.descent() / 2)
                ground = QRectF(at.x() - 2, at.y() - metrics.capHeight() - 1, wide + 4, metrics.capHeight() + 2)
                painter.fillRect(ground, QColor(look.palette.background))
                painter.drawText(at, label.text)
        self._paint_events(painter)

    def _paint_events(self, painter: QPainter) -> None:
        span, look = self.span, self.look
        metrics, size = look.metrics(), sign_size(look)
        painter.setFont(look.font())
        for at, wide, name in self.event_names():
            top = metrics.ascent() - metrics.capHeight() - 2
            ground = QRectF(at - 2, top, wide + 4, metrics.height() - top)
            painter.fillRect(ground, QColor(look.palette.background))
            painter.setPen(QColor(look.palette.muted))
            painter.drawText(QPointF(at, metrics.ascent()), name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.ink))
        y = metrics.height()
        for event in self._seen():
            x, end = span.px(event.first), span.px(event.last)
            sign = [QPointF(x - size, y), QPointF(x + size, y), QPointF(x, y + sign_height(look))]
            painter.drawPolygon(QPolygonF(sign))
            barred = has_bar_on_paper(event.last - event.first, span.days) if look.paper else end - x > 2 * size
            if barred:
                painter.drawRect(QRectF(x, y, end - x, 1.5))

    def _seen(self) -> list[EventMark]:
        span, size = self.span, sign_size(self.look)
        return [one for one in self.events if span.px(one.last) >= -size and span.px(one.first) <= span.width + size]

    def event_names(self) -> list[tuple[float, float, str]]:
        """Return the names that there is room for, each with its left edge and its width, in pixels.

        A name lies over its own sign and over no other; signs that touch share one line of names, or have the first alone.
        """
        size, advance = sign_size(self.look), self.look.metrics().horizontalAdvance
        signs = self._signs()
        found: list[tuple[float, float, str]] = []
        taken = 0.0
        for number, (first, last, names) in enumerate(signs):
            low = max(taken, signs[number - 1][1] + size + NAME_GAP) if number else taken
            high = self.span.width
            if number + 1 < len(signs):
                high = min(high, signs[number + 1][0] - size - NAME_GAP)
            for name in dict.fromkeys((", ".join(names), names[0])):
                wide = advance(name)
                at = min(max((first + last - wide) / 2, low), high - wide)
                if low <= at <= last + size and at + wide >= first - size:
                    found.append((at, wide, name))
                    taken = at + wide + 2 * NAME_GAP
                    break
        return found

    def _signs(self) -> list[tuple[float, float, Sequence[str]]]:
        """Return where signs stand, those that touch as one: the first and the last place, and the names."""
        found: list[tuple[float, float, Sequence[str]]] = []
        for event in self._seen():
            x = self.span.px(event.first)
            if found and x - found[-1][1] <= 2 * sign_size(self.look):
                first, _last, names = found.pop()
                found.append((first, x, (*names, event.text)))
            else:
                found.append((x, x, (event.text,)))
        return found
