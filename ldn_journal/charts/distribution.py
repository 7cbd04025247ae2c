"""How the days of each phase are spread: a box, its median, and every day as a faint dot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.charts.items import pixel_pen
from ldn_journal.charts.look import Look
from ldn_journal.charts.panels import mixed
from ldn_journal.charts.scales import ValueScale
from ldn_journal.charts.walked import INSET, WalkedPlot

GOLDEN = 0.6180339887498949
"""Multiples of it, less their whole part, are spread evenly however many there are: a jitter without chance."""


@dataclass(frozen=True)
class DistributionRow:
    """One phase: its name, the value of every recorded day, and lower quartile, median and upper quartile.

    ``box`` is ``None`` where there are too few days for figures: then the days are all that is drawn.
    """

    name: str
    values: tuple[float, ...]
    box: tuple[float, float, float] | None


class DistributionPlot(WalkedPlot):
    """A row per phase, first on top; its height follows from them. The keyboard reads row by row. Signals: as ``WalkedPlot``.

    ``words`` turns a value into text, in the unit shown.
    """

    def __init__(
        self,
        look: Look,
        colour: QColor,
        scale: ValueScale,
        words: Callable[[float], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.rows: tuple[DistributionRow, ...] = ()
        self._look, self._colour, self._scale, self._words = look, colour, scale, words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Every day by phase"))

    def set_rows(self, rows: Sequence[DistributionRow]) -> None:
        """Show ``rows``."""
        self.rows = tuple(rows)
        told = [self._row_words(row) for row in self.rows]
        self.set_stops(told, " ".join(told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def _row_words(self, row: DistributionRow) -> str:
        if not row.values:
            return _("{phase}: nothing recorded.").format(phase=row.name)
        fields = {
            "phase": row.name,
            "count": len(row.values),
            "lowest": self._words(min(row.values)),
            "highest": self._words(max(row.values)),
        }
        if row.box is None:
            words = ngettext(
                "{phase}: {count} day, {lowest}.", "{phase}: {count} days, from {lowest} to {highest}.", len(row.values)
            )
            return words.format(**fields)
        low, middle, high = (self._words(value) for value in row.box)
        return _(
            "{phase}: {count} days, from {lowest} to {highest}, the middle half from {low} to {high}, median {middle}."
        ).format(low=low, middle=middle, high=high, **fields)

    @property
    def row_height(self) -> float:
        """The height of one phase, in pixels."""
        return self._look.metrics().height() * 2.6

    def sizeHint(self) -> QSize:
        """Return room for the rows and the numbers below."""
        high = self.row_height * len(self.rows) + self._look.metrics().height() * 1.4 + INSET
        return QSize(220, round(high) if self.rows else 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(120, self.sizeHint().height())

    def place(self, value: float) -> float:
        """Return the x of ``value``, in pixels."""
        left, right = self._sides()
        scale = self._scale
        return left + (value - scale.low) / (scale.high - scale.low) * (right - left)

    def _sides(self) -> tuple[float, float]:
        metrics, pad = self._look.metrics(), self._look.text_px * 0.5
        names = max((metrics.horizontalAdvance(row.name) for row in self.rows), default=0) + INSET + 2 * pad
        ticks = self._scale.ticks
        first, last = (metrics.horizontalAdvance(words) / 2 for words in (ticks[0][1], ticks[-1][1]))
        return max(min(names, self.width() * 0.4), first) + pad, self.width() - max(last, pad) - INSET

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the ticks, then each phase: its name, its days, its box over them."""
        if not self.rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font())
        self._paint_ticks(painter)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, row, self.row_height * number)
        self.paint_focus(painter)

    def spot(self, stop: int) -> QRectF:
        """Return where a phase is."""
        return QRectF(1, self.row_height * stop + 1, self.width() - 2, self.row_height - 2)

    def _paint_ticks(self, painter: QPainter) -> None:
        look, metrics = self._look, self._look.metrics()
        below = self.row_height * len(self.rows)
        taken = -1e9
        for value, words in self._scale.ticks:
            x = self.place(value)
            painter.setPen(pixel_pen(look.palette.line, look.hairline))
            painter.drawLine(QLineF(x, 0, x, below))
            wide = metrics.horizontalAdvance(words)
            if x - wide / 2 > taken + 4:
                painter.setPen(QColor(look.palette.muted))
                painter.drawText(QPointF(x - wide / 2, below + metrics.height()), words)
                taken = x + wide / 2

    def _paint_row(self, painter: QPainter, row: DistributionRow, top: float) -> None:
        look, metrics, high = self._look, self._look.metrics(), self.row_height
        middle = top + high / 2
        painter.setPen(QColor(look.palette.ink))
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, self._sides()[0] - look.text_px - INSET)
        painter.drawText(QPointF(INSET, middle + metrics.capHeight() / 2), name)
        pen = pixel_pen(mixed(self._colour, look.palette.background, 0.45), look.dot)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        spread = high * 0.72
        dots = [
            QPointF(self.place(value), middle + ((number * GOLDEN) % 1 - 0.5) * spread)
            for number, value in enumerate(row.values)
        ]
        painter.drawPoints(QPolygonF(dots))
        if row.box is None:
            return
        low, median, upper = (self.place(value) for value in row.box)
        box = QRectF(low, middle - high * 0.24, max(upper - low, 2.0), high * 0.48)
        fill = QColor(self._colour)
        fill.setAlphaF(0.16)
        painter.setPen(pixel_pen(self._colour, 1.5))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(pixel_pen(self._colour, 3.5))
        painter.drawLine(QLineF(median, box.top() - 2, median, box.bottom() + 2))
