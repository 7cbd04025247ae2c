"""A part of a card that unfolds for one deed: words, fields, two buttons, and what went wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label


class Panel(QWidget):
    """Signals: ``given()`` the person wants it done; ``closed()`` by Escape or the second button. Keys: Enter, Escape."""

    given = Signal()
    closed = Signal()

    def __init__(
        self, title: str, words: str, fields: Sequence[QWidget], deed: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.fields = list(fields)
        self.words = make_label(words, "body")
        if not words:
            # Never shown from here: without a parent yet, it would be a window of its own for a moment and take the focus.
            self.words.hide()
        self.problem = make_label("", "error")
        self.problem.hide()
        self.do = QPushButton(deed)
        self.do.setProperty("primary", True)
        self.leave = LinkButton(_("Leave it"))
        box = QVBoxLayout(self)
        pad = 2 * tokens.SPACE
        box.setContentsMargins(pad, pad - 4, pad, pad)
        box.setSpacing(tokens.SPACE + 4)
        for part in (make_label(title, "strong"), self.words, *fields, self.problem):
            box.addWidget(part)
        box.addWidget(flowing(self.do, self.leave, gap=16))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.do.clicked.connect(self.given)
        self.leave.clicked.connect(self.closed)

    def begin(self) -> None:
        """Put the focus where the person goes on."""
        shown = [field for field in self.fields if not field.isHidden()]
        (shown[0] if shown else self.do).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say what went wrong; nothing takes it away."""
        self.setEnabled(True)
        if sentence:
            announce(self, sentence)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def wait(self) -> None:
        """Take no more until it is done."""
        self.say("")
        self.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do it at Enter, leave it at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            focused = self.focusWidget()
            (focused if isinstance(focused, QPushButton) else self.do).click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground that sets the panel apart from the card."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("background"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS)


class Unfolding(QWidget):
    """The place of the one panel that is open. Signals: ``unfolded(object)`` a panel that should be scrolled to."""

    unfolded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel: Panel | None = None
        self._opener: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, tokens.SPACE, 0, 0)
        self.hide()

    def open(self, panel: Panel, opener: QWidget | None) -> None:
        """Show ``panel``; when it is left, the focus goes back to ``opener``."""
        self.fold(back=False)
        self.panel, self._opener = panel, opener
        self._box.addWidget(panel)
        self.show()
        panel.closed.connect(self.fold)
        panel.begin()
        self.unfolded.emit(panel)

    def fold(self, *, back: bool = True) -> None:
        """Take the panel away."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        self._box.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self.hide()
        if back and self._opener is not None and self._opener.isVisible():
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
