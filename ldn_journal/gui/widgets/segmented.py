"""A few choices joined in one frame: ranges of a chart, views of a page."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import ChoiceCell, ChoiceGroup, draw_ring
from ldn_journal.gui.widgets.mirrored import mirrored_in


class _Segment(ChoiceCell):
    """One segment."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words over the frame's ground."""
        theme = theme_for(self)
        painter = QPainter(self)
        if self.underMouse() and not self.isChecked() and self.isEnabled():
            painter.fillRect(self.rect().adjusted(1, 2, -1, -2), theme.colour("hover"))
        ink = "field_edge" if not self.isEnabled() else "accent" if self.isChecked() else "muted"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.shows_ring():
            draw_ring(painter, theme, self.rect().adjusted(2, 2, -2, -2), tokens.RADIUS - 2)


class Segmented(ChoiceGroup):
    """Choices side by side of which one is in force.

    Signals: ``chosen(str)`` the key of the option the person chose. Keys: arrows, Home and End choose.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``options`` are pairs of key and words, the first in force."""
        super().__init__(name, parent)
        self._keys = [key for key, _text in options]
        self.set_cells([_Segment(text, self) for _key, text in options])
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.mark_chosen(0)

    def current(self) -> str:
        """Return the key in force."""
        return self._keys[self.chosen_index()]

    def set_current(self, key: str) -> None:
        """Put ``key`` in force without signalling."""
        self.mark_chosen(self._keys.index(key))
        self.update()

    def set_option_enabled(self, key: str, enabled: bool) -> None:
        """Allow or forbid one option, as "Since LDN" before it was started."""
        self.cells[self._keys.index(key)].setEnabled(enabled)

    def sizeHint(self) -> QSize:
        """Return the width of all words with air."""
        return QSize(sum(self._widths(2)), theme_for(self).target)

    def minimumSizeHint(self) -> QSize:
        """Return the width of all words with little air."""
        return QSize(sum(self._widths(1)), theme_for(self).target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrows."""
        key = event.key()
        usable = [number for number, cell in enumerate(self.cells) if cell.isEnabled()]
        step = self.step_of(key)
        if step:
            here = usable.index(self.stop) if self.stop in usable else 0
            self.cell_activated(usable[min(max(here + step, 0), len(usable) - 1)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.cell_activated(usable[0 if key == Qt.Key.Key_Home else -1])
        elif key == Qt.Key.Key_Space:
            self.cell_activated(self.stop)
        else:
            event.ignore()

    def cell_activated(self, index: int) -> None:
        """Put the option in force and tell."""
        news = index != self.chosen_index()
        self.mark_chosen(index)
        self.update()
        if news:
            self.chosen.emit(self._keys[index])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, the ground of the chosen segment and the lines between."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS + 2, tokens.RADIUS + 2)
        painter.fillPath(outline, theme.colour("panel"))
        index = self.chosen_index()
        if index >= 0:
            painter.save()
            painter.setClipPath(outline)
            painter.fillRect(self.cells[index].geometry(), theme.colour("accent_soft"))
            painter.restore()
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawPath(outline)

    def _widths(self, steps: float) -> list[int]:
        theme = theme_for(self)
        metrics = QFontMetrics(theme.font("strong"))
        return [metrics.horizontalAdvance(cell.text()) + 2 * theme.space(steps) for cell in self.cells]

    def arrange(self) -> None:
        """Lay the cells out."""
        widths = self._widths(2)
        if sum(widths) > self.width():
            widths = self._widths(1)
        spare = self.width() - sum(widths)
        x = 0
        for number, (cell, wide) in enumerate(zip(self.cells, widths, strict=True)):
            share = spare * (number + 1) // len(widths) - spare * number // len(widths)
            rect = QRect(x, 0, wide + share, self.height())
            cell.setGeometry(mirrored_in(self, rect))
            x += wide + share
