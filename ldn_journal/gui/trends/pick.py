"""A choice out of a list, with its name above, and how several of them stand beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label

PICK_WIDTH = 210
"""Width at 100 % text that a choice needs to stand beside another, in pixels."""
MOST_ABREAST = 4


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


class PickGrid(QGridLayout):
    """Choices four, two or one abreast, in columns of the same width on every view."""

    def __init__(self, *choices: QWidget) -> None:
        super().__init__()
        self._choices = choices
        self._abreast = 0
        self.setSpacing(2 * tokens.SPACE)
        self._place(MOST_ABREAST)

    def fit(self, widget: QWidget) -> None:
        """Take as many abreast as there is room for in ``widget``."""
        room_for = widget.width() // theme_for(widget).scaled(PICK_WIDTH)
        self._place(MOST_ABREAST if room_for >= MOST_ABREAST else 2 if room_for >= 2 else 1)

    def _place(self, abreast: int) -> None:
        if abreast == self._abreast:
            return
        self._abreast = abreast
        for number, choice in enumerate(self._choices):
            self.removeWidget(choice)
            # What has no name above it stands in line with the lists beside it.
            side = Qt.AlignmentFlag(0) if isinstance(choice, Pick) else Qt.AlignmentFlag.AlignBottom
            self.addWidget(choice, number // abreast, number % abreast, side)
        for column in range(MOST_ABREAST):
            self.setColumnStretch(column, int(column < abreast))
