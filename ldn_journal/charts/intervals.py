"""A small picture of comparisons: a dot and its interval per dose, against no difference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.charts.items import pixel_pen
from ldn_journal.charts.look import Look
from ldn_journal.charts.walked import INSET, WalkedPlot


@dataclass(frozen=True)
class IntervalRow:
    """One dose: its name, the difference, and the likely range of it (``None``: none is given, the dot is hollow)."""

    name: str
    difference: float
    interval: tuple[float, float] | None


def nice_step(span: float, parts: int = 4) -> float:
    """Return a round step (1, 2 or 5 times a power of ten) that divides ``span`` into at most ``parts``."""
    raw = span / parts
    size = 10.0 ** floor(log10(raw))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= raw - 1e-9)


class IntervalPlot(WalkedPlot):
    """Rows of dots and lines; its height follows from them. The keyboard reads row by row. Signals: as ``WalkedPlot``.

    ``words`` turns a difference into text for the axis and the description, in the unit shown.
    """

    def __init__(
        self, look: Look, colour: QColor, words: Callable[[float], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.rows: tuple[IntervalRow, ...] = ()
        self._look, self._colour, self._words = look, colour, words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Differences by dose"))

    def set_rows(self, rows: Sequence[IntervalRow]) -> None:
        """Show ``rows``, first on top."""
        self.rows = tuple(rows)
        told = []
        for row in self.rows:
            fields = {"dose": row.name, "difference": self._words(row.difference)}
            if row.interval is None:
                told.append(_("{dose}: {difference}, no interval.").format(**fields))
            else:
                low, high = (self._words(end) for end in row.interval)
                told.append(_("{dose}: {difference}, likely {low} to {high}.").format(low=low, high=high, **fields))
        self.set_stops(told, " ".join(told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def ticks(self) -> list[float]:
        """Return the values named below, round, with 0 among them, enclosing every row."""
        ends = [end for row in self.rows for end in (row.interval or (row.difference, row.difference))]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        if low == high:
            low, high = -1.0, 1.0
        step = nice_step(high - low)
        return [step * number for number in range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)]

    def sizeHint(self) -> QSize:
        """Return room for the rows and the numbers below."""
        metrics = self._look.metrics()
        return QSize(160, round(metrics.height() * (1.5 * len(self.rows) + 1.4) + INSET) if self.rows else 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(100, self.sizeHint().height())

    def spot(self, stop: int) -> QRectF:
        """Return where a row is."""
        high = self._look.metrics().height() * 1.5
        return QRectF(1, high * stop + 1, self.width() - 2, high - 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint names at the start, the line of no difference, a dot and a line per row, numbers below."""
        if not self.rows:
            return
        look, metrics = self._look, self._look.metrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font())
        ticks = self.ticks()
        left = INSET + max(metrics.horizontalAdvance(row.name) for row in self.rows) + look.text_px
        side = metrics.horizontalAdvance(self._words(ticks[-1])) / 2 + INSET
        left = min(max(left, metrics.horizontalAdvance(self._words(ticks[0])) / 2), self.width() * 0.5)
        high = metrics.height() * 1.5

        def x(value: float) -> float:
            return left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (self.width() - side - left)

        painter.setPen(pixel_pen(look.palette.muted, 1))
        painter.drawLine(QLineF(x(0), 0, x(0), high * len(self.rows)))
        for number, row in enumerate(self.rows):
            y = high * (number + 0.5)
            painter.setPen(QColor(look.palette.ink))
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left - 4 - INSET)
            painter.drawText(QPointF(INSET, y + metrics.capHeight() / 2), name)
            if row.interval is not None:
                painter.setPen(pixel_pen(self._colour, 2.5))
                painter.drawLine(QLineF(x(row.interval[0]), y, x(row.interval[1]), y))
            painter.setPen(pixel_pen(self._colour, 2))
            painter.setBrush(QColor(self._colour if row.interval is not None else look.palette.background))
            size = look.text_px * 0.34
            painter.drawEllipse(QPointF(x(row.difference), y), size, size)
        painter.setPen(QColor(look.palette.muted))
        base = high * len(self.rows) + metrics.height()
        taken = -1e9
        for tick in ticks:
            words = self._words(tick)
            wide = metrics.horizontalAdvance(words)
            at = min(max(x(tick) - wide / 2, INSET), self.width() - wide - INSET)
            if at > taken + 4:
                painter.drawText(QPointF(at, base), words)
                taken = at + wide
        self.paint_focus(painter)
