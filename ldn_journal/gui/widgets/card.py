"""A card beside the page: a title, a few lines, perhaps a figure, a picture and a button."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LabelRole, make_label


class _Air(QWidget):
    """Nothing, between two gaps of the card: so that a button stands two apart from what is above, and only while it shows."""

    def __init__(self, button: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(0)
        self.setHidden(button.isHidden())
        button.installEventFilter(self)

    def eventFilter(self, button: QObject, event: QEvent) -> bool:
        """Come and go with the button."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setHidden(event.type() == QEvent.Type.HideToParent)
        return super().eventFilter(button, event)


def _begins_with_button(widget: QWidget) -> bool:
    """Whether ``widget`` is a button, or buttons in a line (``Flow``); links and heads of folds belong to the text."""
    parts = getattr(widget, "parts", None)
    first = next(iter(parts()), None) if callable(parts) else widget
    return isinstance(first, QPushButton) and not first.property("link") and not isinstance(first, FoldButton)


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
        self._box.setSpacing(tokens.SPACE)
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
        """Add a picture or a control across the card; buttons stand apart from what is above."""
        if _begins_with_button(widget):
            self._box.addWidget(_Air(widget, self))
        self._box.addWidget(widget)

    def add_button(self, text: str) -> QPushButton:
        """Add a button at the start of its own line and return it."""
        button = QPushButton(text, self)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.add_widget(button)
        return button

    def clear_lines(self) -> None:
        """Take away everything below the title."""
        while self._box.count() > 2:
            item = self._box.takeAt(2)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
