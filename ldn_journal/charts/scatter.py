"""Pairs of days as dots: one measure across, another up; days that fall together make a larger dot."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.charts.intervals import nice_step
from ldn_journal.charts.items import pixel_pen
from ldn_journal.charts.look import Look
from ldn_journal.charts.walked import INSET, WalkedPlot

HIGH_EM = 18.0
"""Height in sizes of small text."""


@dataclass(frozen=True)
class ScatterAxis:
    """One axis: its ``name``, ``words`` for a value, and where it is known beforehand what it spans (``low``, ``high``).

    ``unit``: ticks stand on whole multiples of it, as 60 for minutes that are read as hours.
    """

    name: str
    words: Callable[[float], str]
    low: float | None = None
    high: float | None = None
    unit: float = 1.0

    def ticks(self, values: Sequence[float]) -> list[float]:
        """Return round values that enclose ``values``, lowest first."""
        low = min(values) if self.low is None else self.low
        high = max(values) if self.high is None else self.high
        if high <= low:
            low, high = low - self.unit, low + self.unit
        step = max(nice_step((high - low) / self.unit), 1.0 if self.unit > 1 else 0.0) * self.unit
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        return [step * number for number in range(first, last + 1)]


class ScatterPlot(WalkedPlot):
    """The dots. The keyboard reads them from the start to the end, lowest first. Signals: as ``WalkedPlot``."""

    def __init__(self, look: Look, colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look, self._colour = look, colour
        self._across = self._up = ScatterAxis("", str)
        self.dots: Counter[tuple[float, float]] = Counter()
        self._order: list[tuple[float, float]] = []
        self._x: list[float] = []
        self._y: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pairs(self, x: Sequence[float], y: Sequence[float], across: ScatterAxis, up: ScatterAxis) -> None:
        """Show pairs of equal length, at least one."""
        self._across, self._up = across, up
        self.dots = Counter(zip(map(float, x), map(float, y), strict=True))
        self._x, self._y = across.ticks([float(one) for one in x]), up.ticks([float(one) for one in y])
        name = _("{up} against {across}").format(up=up.name, across=across.name)
        self.setAccessibleName(name)
        told = ngettext(
            "{count} pair of days; across, {across} from {left} to {right}; up, {up} from {low} to {high}.",
            "{count} pairs of days; across, {across} from {left} to {right}; up, {up} from {low} to {high}.",
            len(x),
        ).format(
            count=len(x),
            across=across.name,
            left=across.words(float(min(x))),
            right=across.words(float(max(x))),
            up=up.name,
            low=up.words(float(min(y))),
            high=up.words(float(max(y))),
        )
        self._order = sorted(self.dots)
        self.set_stops([self._dot_words(*dot) for dot in self._order], told)
        self.setToolTip(told)
        self.update()

    def _dot_words(self, x: float, y: float) -> str:
        count = self.dots[x, y]
        words = ngettext(
            "{across}: {x}; {up}: {y}. {count} pair of days.", "{across}: {x}; {up}: {y}. {count} pairs of days.", count
        )
        across, up = self._across, self._up
        return words.format(across=across.name, x=across.words(x), up=up.name, y=up.words(y), count=count)

    def spot(self, stop: int) -> QRectF:
        """Return where a dot is, with some room round it."""
        dot = self._order[stop]
        room = self._radius(self.dots[dot]) + 4
        return QRectF(self.place(*dot), self.place(*dot)).adjusted(-room, -room, room, room)

    def _radius(self, count: int) -> float:
        # Where many days fall together, all dots are drawn smaller, so that their areas still compare.
        size = min(self._look.dot * 0.75, self._look.text_px * 0.7 / sqrt(max(self.dots.values())))
        return max(size * sqrt(count), 1.0)

    def sizeHint(self) -> QSize:
        """Return a fair size."""
        return QSize(300, round(self._look.text_px * HIGH_EM))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(160, self.sizeHint().height())

    def plot_area(self) -> QRectF:
        """Return where the dots are, in pixels."""
        metrics = self._look.metrics()
        left = (
            max((metrics.horizontalAdvance(self._up.words(tick)) for tick in self._y), default=0) + self._look.text_px
        )
        left += INSET
        end = metrics.horizontalAdvance(self._across.words(self._x[-1])) / 2 + INSET if self._x else INSET
        top, below = metrics.height() * 1.6 + INSET, metrics.height() * 2.7 + INSET
        return QRectF(left, top, max(self.width() - left - end - 2, 10), max(self.height() - top - below, 10))

    def place(self, x: float, y: float) -> QPointF:
        """Return where a pair stands."""
        area = self.plot_area()
        across = (x - self._x[0]) / (self._x[-1] - self._x[0])
        up = (y - self._y[0]) / (self._y[-1] - self._y[0])
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint names, ticks and dots; what a dot stands for is its area."""
        if not self.dots:
            return
        look, metrics, area = self._look, self._look.metrics(), self.plot_area()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter, area)
        painter.setFont(look.font(bold=True))
        painter.setPen(QColor(look.palette.ink))
        elide = Qt.TextElideMode.ElideRight
        bold = look.metrics(bold=True)
        room = self.width() - 2 * INSET
        painter.drawText(QPointF(INSET, metrics.ascent() + INSET / 2), bold.elidedText(self._up.name, elide, room))
        name = bold.elidedText(self._across.name, elide, room)
        at = min(
            max(area.center().x() - bold.horizontalAdvance(name) / 2, INSET),
            self.width() - INSET - bold.horizontalAdvance(name),
        )
        painter.drawText(QPointF(at, self.height() - metrics.descent() - INSET / 2), name)
        fill = QColor(self._colour)
        fill.setAlphaF(0.55)
        painter.setPen(pixel_pen(self._colour, 1))
        painter.setBrush(fill)
        for (x, y), count in self.dots.items():
            radius = self._radius(count)
            painter.drawEllipse(self.place(x, y), radius, radius)
        self.paint_focus(painter)

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        look, metrics = self._look, self._look.metrics()
        painter.setFont(look.font())
        line, ink = pixel_pen(look.palette.line, look.hairline), QColor(look.palette.muted)
        for tick in self._y:
            y = self.place(self._x[0], tick).y()
            painter.setPen(line)
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            words = self._up.words(tick)
            painter.setPen(ink)
            at = area.left() - metrics.horizontalAdvance(words) - look.text_px * 0.5
            painter.drawText(QPointF(at, y + metrics.capHeight() / 2), words)
        taken = -1e9
        for tick in self._x:
            x = self.place(tick, self._y[0]).x()
            painter.setPen(line)
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            words = self._across.words(tick)
            wide = metrics.horizontalAdvance(words)
            if x - wide / 2 > taken + 6:
                painter.setPen(ink)
                painter.drawText(QPointF(x - wide / 2, area.bottom() + metrics.height()), words)
                taken = x + wide / 2
