"""One cell of a rating row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import ChoiceCell, draw_box
from ldn_journal.gui.widgets.choices import Choice

if TYPE_CHECKING:
    from ldn_journal.gui.widgets.scale_row import ScaleRow


class ScaleCell(ChoiceCell):
    """A cell of a rating row: its words, filled when chosen, dashed when only suggested."""

    def __init__(self, choice: Choice, row: "ScaleRow") -> None:
        super().__init__(choice.text, row)
        self._row = row

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cell."""
        theme = theme_for(self)
        painter = QPainter(self)
        colour = theme.measure_colour(self._row.measure)
        ink = theme.colour("ink")
        if self.isChecked() and self._row.is_unconfirmed():
            draw_box(painter, self.rect(), theme.colour("panel"), colour, width=2, dashed=True)
            ink = colour
        elif self.isChecked():
            draw_box(painter, self.rect(), colour, None)
            ink = theme.on_measure
        else:
            fill = theme.colour("hover" if self.underMouse() else "panel")
            expected = self._row.expects(self)
            draw_box(
                painter, self.rect(), fill, colour if expected else theme.colour("edge"), width=2 if expected else 1
            )
        if not self.isEnabled():
            ink = theme.colour("field_edge")
        painter.setPen(ink)
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
