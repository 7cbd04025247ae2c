"""What the page says while it has nothing to draw."""

from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.labels import make_label

_WIDEST = 824
"""Width of the card at 100 % text at most, in pixels, as on the other pages that have one card."""


class Notice(QWidget):
    """A card with a heading, a sentence and perhaps a button (``button.clicked``), where a page has its first card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card()
        self.heading = make_label("", "heading")
        self.words = make_label("", "muted")
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for part in (self.heading, self.words, self.button):
            self.card.add_widget(part)
        self.card.setMaximumWidth(theme_for(self).scaled(_WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT + tokens.GUTTER, tokens.PAGE_BOTTOM)
        column.addWidget(self.card)
        column.addStretch(1)

    def say(self, heading: str, words: str = "", button: str = "") -> None:
        """Say something else; parts without text take no room."""
        self.card.setAccessibleName(heading)
        for part, text in ((self.heading, heading), (self.words, words), (self.button, button)):
            part.setText(text)
            part.setVisible(bool(text))
