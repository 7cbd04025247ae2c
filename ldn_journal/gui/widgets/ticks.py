"""Boxes to tick, as high to hit as any button, with words that wrap."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.two_abreast import TwoAbreast

_WIDTH = 30
_TWO_ABREAST = 440
"""Width, at 100 % text, from which two boxes stand side by side."""


class TickBox(QCheckBox):
    """A box whose ``clicked`` is also sent when assistive technology ticks it: that changes the mark and clicks nothing.

    Signals: those of ``QCheckBox``.
    """

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._expected = False
        self.toggled.connect(self._toggled)

    def setChecked(self, on: bool) -> None:  # noqa: N802  Qt's name
        """Show the mark without telling anyone. Qt itself does not come by here."""
        self._expected = True
        super().setChecked(on)
        self._expected = False

    def nextCheckState(self) -> None:  # noqa: N802  Qt's name
        """Change the mark at a click; ``clicked`` follows by itself."""
        self._expected = True
        super().nextCheckState()
        self._expected = False

    def _toggled(self, on: bool) -> None:
        if not self._expected:
            self.setChecked(not on)
            self.click()


class Tick(TickBox):
    """A box without words of its own. Signals: those of ``TickBox``."""

    def sizeHint(self) -> QSize:
        """Return the size of a target that is as high as any other."""
        theme = theme_for(self)
        return QSize(theme.scaled(_WIDTH), theme.target)

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the target."""
        return self.rect().contains(pos)


class TickLine(QWidget):
    """A box and the words beside it; a click on either ticks. ``box`` is the box."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = Tick()
        self.box.setAccessibleName(words)
        self._words: QLabel = make_label(words)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.SPACE // 2)
        line.addWidget(self.box)
        line.addWidget(self._words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick at a click on the words."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()


class TickGrid(TwoAbreast):
    """Several boxes, two abreast where there is room. Signals: ``ticked(str)`` the key of the one that was changed."""

    ticked = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``options`` are pairs of key and words."""
        super().__init__(_TWO_ABREAST, down=0, parent=parent)
        self.setAccessibleName(name)
        self.lines = {key: TickLine(words) for key, words in options}
        for key, line in self.lines.items():
            line.box.clicked.connect(lambda _on=False, one=key: self.ticked.emit(one))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.put(self.lines.values())

    def keys(self) -> tuple[str, ...]:
        """Return the keys of those that are ticked, in order."""
        return tuple(key for key, line in self.lines.items() if line.box.isChecked())
