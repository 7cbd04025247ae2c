"""A plot's name at its left side, as charts on paper have it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ldn_journal.charts.items import FixedItem
from ldn_journal.charts.look import Look


class SideTitle(FixedItem):
    """A measure's name in its colour at the left of its plot, over as many lines as it takes, and quiet words below."""

    def __init__(self, look: Look, width: float, *, gap: bool = True) -> None:
        super().__init__(look, width=width)
        self.line_height = look.text_px * 0.7 if gap else 0.0
        """The gap above the plot, so that the numbers of two axes keep apart."""
        self.name, self.words, self.colour = "", "", QColor(look.palette.ink)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide."""
        self.setVisible(shown)

    def set_words(self, name: str, words: str, colour: QColor) -> None:
        """Say something else."""
        self.name, self.words, self.colour = name, words, colour
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Paint the lines that there is room for, the last of the name shortened where it goes on."""
        bold, plain = self.look.metrics(bold=True), self.look.metrics()
        wide = self.size().width() - self.look.text_px * 0.5
        room = max(1, int((self.size().height() + self.line_height) // plain.height()))
        lines = _wrapped(self.name, bold, wide)
        if len(lines) > room:
            lines = [*lines[: room - 1], " ".join(lines[room - 1 :])]
        quiet = _wrapped(self.words, plain, wide)
        quiet = quiet if len(lines) + len(quiet) <= room else []
        y = bold.ascent() - self.line_height * 0.45
        for texts, metrics, colour, heavy in ((lines, bold, self.colour, True), (quiet, plain, None, False)):
            painter.setFont(self.look.font(bold=heavy))
            painter.setPen(colour or QColor(self.look.palette.muted))
            for text in texts:
                painter.drawText(QPointF(0, y), metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide))
                y += plain.height()


def _wrapped(text: str, metrics: QFontMetricsF, wide: float) -> list[str]:
    """Return ``text`` in lines no wider than ``wide``, but for a single word that is."""
    lines: list[str] = []
    for word in text.split():
        if lines and metrics.horizontalAdvance(f"{lines[-1]} {word}") <= wide:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
