"""The words under a rating row: what the ends mean, and the person's own words at values between."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import Theme
from ldn_journal.gui.widgets.mirrored import mirrored, side

_SPACING = 12


class Anchor(NamedTuple):
    """Words at one cell: its position, what the cell shows, and the words."""

    position: int
    cell: str
    text: str


class AnchorLines:
    """Places anchors under their cells in one or two lines; as a paragraph when they do not fit or the cells fold."""

    def __init__(self) -> None:
        self._anchors: list[Anchor] = []
        self._count = 1

    def set_anchors(self, anchors: Sequence[Anchor], count: int) -> None:
        """Take the anchors of a row of ``count`` cells, in the order of the cells."""
        self._anchors, self._count = list(anchors), count

    def height(self, theme: Theme, width: int, gap: int, *, folded: bool) -> int:
        """Return the height they need under cells ``width`` pixels wide in all."""
        if not self._anchors:
            return 0
        placed = None if folded else self._place(theme, width, gap)
        if placed is None:
            metrics = QFontMetrics(theme.font("small"))
            flags = Qt.TextFlag.TextWordWrap
            return metrics.boundingRect(QRect(0, 0, width, 10_000), flags, self._paragraph()).height() + 2
        return (max(line for line, _rect in placed) + 1) * theme.line_height("small") + 2

    def paint(
        self, painter: QPainter, theme: Theme, area: QRect, gap: int, *, folded: bool, direction: Qt.LayoutDirection
    ) -> None:
        """Paint them at the top of ``area``."""
        if not self._anchors:
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        placed = None if folded else self._place(theme, area.width(), gap)
        if placed is None:
            start = side(direction)
            painter.drawText(area, start | Qt.TextFlag.TextWordWrap, self._paragraph())
            return
        for anchor, (line, rect) in zip(self._anchors, placed, strict=True):
            moved = rect.translated(area.left(), area.top() + line * theme.line_height("small"))
            painter.drawText(mirrored(direction, area, moved), Qt.AlignmentFlag.AlignCenter, anchor.text)

    def _paragraph(self) -> str:
        parts = [_("{value}: {words}").format(value=anchor.cell, words=anchor.text) for anchor in self._anchors]
        return "   ".join(part.replace(" ", "\u00a0") for part in parts)

    def _place(self, theme: Theme, width: int, gap: int) -> list[tuple[int, QRect]] | None:
        """Return the line and rectangle of each anchor, or None when two lines do not hold them."""
        metrics = QFontMetrics(theme.font("small"))
        pitch = (width + gap) / self._count
        ends: list[int] = [-_SPACING, -_SPACING]
        placed = []
        for anchor in self._anchors:
            wide = metrics.horizontalAdvance(anchor.text) + 2
            if wide > width:
                return None
            centre = round(anchor.position * pitch + (pitch - gap) / 2)
            left = min(max(centre - wide // 2, 0), width - wide)
            if anchor.position in (0, self._count - 1):
                left = 0 if anchor.position == 0 else width - wide
            line = next((n for n in (0, 1) if left >= ends[n] + _SPACING), None)
            if line is None:
                return None
            ends[line] = left + wide
            placed.append((line, QRect(left, 0, wide, metrics.height())))
        return placed
