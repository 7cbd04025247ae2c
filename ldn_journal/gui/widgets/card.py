"""A card beside the page: a title, a few lines, perhaps a figure, a picture and a button."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.labels import LabelRole, make_label


class Card(QFrame):
    """A white card. It has no signals of its own; ``add_button`` returns a button with ``clicked``."""

    def __init__(self, title: str = "", *, over: str = "", parent: QWidget | None = None) -> None:
        """``over`` is a quiet line above the title."""
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(title or over)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QVBoxLayout(self)
        pad = 2 * tokens.SPACE
        self._box.setContentsMargins(pad, pad, pad, pad)
        self._box.setSpacing(tokens.SPACE // 2)
        self._over = self.add_line(over, "small")
        self._title = self.add_line(title, "strong")

    def set_title(self, title: str, over: str = "") -> None:
        """Set the title and the quiet line above it; an empty one takes no room."""
        self.setAccessibleName(title or over)
        for label, text in ((self._over, over), (self._title, title)):
            label.setText(text)
            label.setVisible(bool(text))

    def add_line(self, text: str, role: LabelRole = "body") -> QLabel:
        """Add a line in one of the theme's roles and return its label; "figure" is for a number to be seen first."""
        label = make_label(text, role, self)
        label.setHidden(not text)
        self._box.addWidget(label)
        return label

    def add_widget(self, widget: QWidget) -> None:
        """Add a picture or a control across the card."""
        self._box.addWidget(widget)

    def add_button(self, text: str) -> QPushButton:
        """Add a button at the start of its own line and return it."""
        button = QPushButton(text, self)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._box.addSpacing(tokens.SPACE)
        self._box.addWidget(button)
        return button

    def clear_lines(self) -> None:
        """Take away everything below the title."""
        while self._box.count() > 2:
            item = self._box.takeAt(2)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
