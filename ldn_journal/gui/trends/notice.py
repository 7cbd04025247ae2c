"""What the page says while it has nothing to draw."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label


class Notice(QWidget):
    """A heading, a sentence and perhaps a button (``button.clicked``), in the middle of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme_for(self).space
        self.heading = make_label("", "heading")
        self.words = make_label("", "muted")
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        box = QVBoxLayout(self)
        box.setContentsMargins(space(3), space(3), space(3), space(3))
        box.setSpacing(space(1.5))
        box.addStretch(2)
        for label in (self.heading, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(label)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(3)

    def say(self, heading: str, words: str = "", button: str = "") -> None:
        """Say something else; parts without text take no room."""
        for part, text in ((self.heading, heading), (self.words, words), (self.button, button)):
            part.setText(text)
            part.setVisible(bool(text))
