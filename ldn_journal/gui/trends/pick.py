"""A choice out of a list, with its name above."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.labels import make_label


class _Box(QComboBox):
    """A list that lets the wheel scroll the page: nothing is chosen in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Pick(QWidget):
    """One of several. Signals: ``picked(str)`` the key of the option the person chose."""

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = _Box()
        self.box.setAccessibleName(name)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(lambda _index: self.picked.emit(self.current()))
        label = make_label(name, "small", wrap=False)
        label.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE // 2)
        column.addWidget(label)
        column.addWidget(self.box)
        self.setFocusProxy(self.box)

    def offer(self, options: Sequence[tuple[str, str]], current: str | None) -> None:
        """Offer pairs of key and words, with ``current`` chosen, without signalling."""
        self.box.blockSignals(True)
        self.box.clear()
        for key, words in options:
            self.box.addItem(words, key)
        self.box.setCurrentIndex(max(self.box.findData(current), 0))
        self.box.blockSignals(False)

    def current(self) -> str:
        """Return the key of what is chosen, empty if nothing is on offer."""
        return str(self.box.currentData() or "")
