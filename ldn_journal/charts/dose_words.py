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
AIR, LEAST_AIR = 4.0, 2.0
"""The pixels that a phase's name keeps from the ends of its stretch, and from another name; the least on paper, and where
it would else be left out."""


@dataclass(frozen=True)
class DoseLabel:
    """A phase's name over its stretch of the dose band, ``level`` its height as a share of the highest dose.

    ``short`` says it in fewer letters, on screen where ``text`` has no room; ``current``: the phase that goes on.
    """

    first: float
    last: float
    level: float
    text: str
    short: str = ""
    current: bool = False


@dataclass(frozen=True)
class EventMark:
    """An event: ``first`` day and ``last`` day (middles), with its name."""

    first: float
    last: float
    text: str


@dataclass(frozen=True)
class PlacedName:
    """Where a phase's name is written: its left edge and width in pixels, and the level it stands over."""

    left: float
    wide: float
    level: float
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
        """Paint a name only where there is room for it, and no event's name over another's."""
        high, look = self._rect().height(), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        font, metrics = look.font(bold=True), look.metrics(bold=True)
        painter.setFont(font)
        painter.setPen(QColor(look.palette.ink))
        for name in self.phase_names():
            y = high * (1 - name.level / self.top) - 3 - look.mean_width / 2
            at = QPointF(name.left, y - metrics.descent() / 2)
            ground = QRectF(at.x() - 2, at.y() - metrics.capHeight() - 1, name.wide + 4, metrics.capHeight() + 2)
            painter.fillRect(ground, QColor(look.palette.background))
            painter.drawText(at, name.text)
        self._paint_events(painter)

    def phase_names(self) -> list[PlacedName]:
        """Return the names that there is room for.

        On screen a name has ``AIR`` around it, and where it has no room its short form is tried. One that is wider than
        its stretch in both forms may reach over the neighbours' if no name is near: the current phase always, another
        where half of it lies over its own stretch. It then stands above the highest of their doses.
        """
        advance, paper = self.look.metrics(bold=True).horizontalAdvance, self.look.paper
        found, without = [], []
        for label in self.labels:
            left, right = self._reach(label)
            forms = (label.text,) if paper else tuple(filter(None, (label.text, label.short)))
            ways = [] if paper else [(form, AIR) for form in forms]
            ways.append((forms[-1], LEAST_AIR))
            fitting = next((form for form, air in ways if advance(form) + 2 * air <= right - left), None)
            if fitting is not None:
                wide = advance(fitting)
                found.append(PlacedName((left + right - wide) / 2, wide, label.level, fitting))
            elif right > left and not paper:
                without.append((label, forms[-1]))
        for label, form in sorted(without, key=lambda one: not one[0].current):
            wide = advance(form)
            left, right = self._reach(label)
            at = min(max((left + right - wide) / 2, 0.0), self.span.width - wide)
            if at < 0 or not (label.current or right - left >= wide / 2):
                continue
            # Names in one line must not read as one: "before 1.5 mg".
            near = AIR if label.current else self.look.text_px
            if not any(at < name.left + name.wide + near and name.left < at + wide + near for name in found):
                found.append(PlacedName(at, wide, self._highest(at - AIR, at + wide + AIR), form))
        return found

    def _reach(self, label: DoseLabel) -> tuple[float, float]:
        """Return where a phase's stretch begins and ends, as far as it is in sight."""
        return max(self.span.px(label.first), 0.0), min(self.span.px(label.last), self.span.width)

    def _highest(self, left: float, right: float) -> float:
        """Return the highest level between two places."""
        there = (
            label for label in self.labels if self.span.px(label.last) > left and self.span.px(label.first) < right
        )
        return max((label.level for label in there), default=0.0)

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
