"""A small "?" beside a figure: it opens a calm note on what the figure means, and leads on to the Learn page."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LabelRole, LinkButton, make_label

_SIDE = 26
_NOTE_WIDTH = 380
"""Width of the note at 100 % text, if the window is as wide."""


class HelpButton(QAbstractButton):
    """The button. Space, Enter and a click open ``note``; Escape closes it, and the focus is here again.

    Signals: ``more_wanted(str)`` the place to read on, "learn/interval", as ``Page.page_wanted`` takes it.
    """

    more_wanted = Signal(str)

    def __init__(self, question: str, words: str, place: str = "", parent: QWidget | None = None) -> None:
        """``question`` names the button and the note; ``words`` answer it; ``place`` is where the Learn page says more."""
        super().__init__(parent)
        self.note: HelpNote | None = None
        self._question, self._words, self._place = question, words, place
        self.setAccessibleName(question)
        self.setAccessibleDescription(words)
        self.setToolTip(question)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_note)

    def open_note(self) -> None:
        """Open the note below the button, or above it where there is more room."""
        if self.note is None:
            self.note = HelpNote(self._question, self._words, self._place, self)
            self.note.more.clicked.connect(self._go_on)
        self.note.stand_by(self)
        announce(self, self._words)

    def _go_on(self) -> None:
        if self.note is not None:
            self.note.hide()
        self.more_wanted.emit(self._place)

    def sizeHint(self) -> QSize:
        """Return a small square that grows with the text."""
        side = theme_for(self).scaled(_SIDE)
        return QSize(side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign in its circle."""
        theme = theme_for(self)
        lively = self.underMouse() or self.hasFocus()
        ink = theme.colour("accent" if lively else "muted")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink if lively else theme.colour("field_edge"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5))
        painter.setPen(ink)
        painter.setFont(theme.font("small"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "?")


class HelpNote(QFrame):
    """What the button opens. ``more`` leads on; it is hidden where there is nothing more to read. It has no signals."""

    def __init__(self, question: str, words: str, place: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self.setAccessibleName(question)
        self.setAccessibleDescription(words)
        space = theme_for(self).space
        self.words = make_label(words)
        self.more = LinkButton(_("More on this in Learn"))
        self.more.setVisible(bool(place))
        self.shut = LinkButton(_("Close"))
        self.shut.clicked.connect(self.hide)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(1.5), space(2), space(1.5))
        column.setSpacing(space(1))
        column.addWidget(make_label(question, "strong"))
        column.addWidget(self.words)
        column.addLayout(foot)

    def stand_by(self, button: QWidget) -> None:
        """Show the note beside ``button``, inside its window."""
        theme, window = theme_for(self), button.window()
        frame = window.rect().translated(window.mapToGlobal(QPoint(0, 0)))
        wide = min(theme.scaled(_NOTE_WIDTH), frame.width() - theme.space(2))
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 0
        self.resize(wide, high)
        place = button.mapToGlobal(QPoint(0, button.height() + theme.space(0.5)))
        left = (
            place.x()
            if button.layoutDirection() == Qt.LayoutDirection.LeftToRight
            else place.x() - wide + button.width()
        )
        left = min(max(left, frame.left() + theme.space(1)), frame.right() - wide - theme.space(1))
        above = button.mapToGlobal(QPoint(0, 0)).y() - high - theme.space(0.5)
        top = place.y() if place.y() + high <= frame.bottom() or above < frame.top() else above
        self.move(left, top)
        self.show()
        self._begin()

    def _begin(self) -> None:
        (self.more if not self.more.isHidden() else self.shut).setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the focus where it was put: Qt moves it on by one where a window system makes the note active late."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self, self._begin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        button = self.parentWidget()
        if button is not None and button.isVisible():
            button.setFocus(Qt.FocusReason.PopupFocusReason)


class _Words(QLabel):
    """Words as wide as they are in one line where there is room, else in several lines."""

    def sizeHint(self) -> QSize:
        """Return the size in one line."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())


def beside_help(text: str, role: LabelRole, button: HelpButton) -> QWidget:
    """Return a line of words, in one of the theme's roles, with the button right behind them."""
    line = QWidget()
    label = _Words(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme_for(button).space(0.5))
    row.addWidget(label)
    row.addWidget(button)
    row.addStretch(1)
    return line
