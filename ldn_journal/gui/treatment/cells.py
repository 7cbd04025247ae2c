"""One field of a form on the screen: its label above, the control, and beside it what is wrong or good to know."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.treatment.fields import Field, Values
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable

_FORM_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_NOTICE_WIDTH = 320
"""Least width, at 100 % text, of what is good to know about a text: it has several sentences."""
_MOST_LINES = 10
_PASSING = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})
_KEEPING_THE_CURSOR = _PASSING | {Qt.FocusReason.MouseFocusReason}


class LineControl(QLineEdit):
    """A typed field; Enter and Escape belong to the form. Signals: ``edited()`` at each letter, ``left()`` on leaving it."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = field.width
        self.setPlaceholderText(field.example)
        self.textEdited.connect(self.edited)
        guard_undo([self])

    def content(self) -> str:
        """Return the text."""
        return self.text()

    def put(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setCursorPosition(0)

    def sizeHint(self) -> QSize:
        """Return the field's width, grown with the text, and the height of any other control."""
        return QSize(theme_for(self).scaled(self._wide), theme_for(self).target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the form's keys to the form."""
        if event.key() in _FORM_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the text, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() not in _KEEPING_THE_CURSOR:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left for another."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()


class ChoiceControl(QComboBox):
    """A list to choose from. Signals: ``edited()`` another was chosen; ``left()`` is never sent: a choice is always readable."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = field.width
        for text, words in field.choices:
            self.addItem(words, text)
        # Long words are cut in the closed list rather than the page made wider than the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _index: self.edited.emit())

    def content(self) -> str:
        """Return what the chosen words stand for."""
        return str(self.currentData() or "")

    def put(self, text: str) -> None:
        """Show a choice."""
        self.setCurrentIndex(max(0, self.findData(text)))

    def sizeHint(self) -> QSize:
        """Return the field's width, grown with the text, and the height of any other control."""
        return QSize(theme_for(self).scaled(self._wide), theme_for(self).target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of choices made by arrow or letter too; leave the form's keys to the form."""
        if event.key() in _FORM_KEYS:
            event.ignore()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.edited.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel scroll the page; a choice is never changed in passing."""
        event.ignore()


class TextControl(QPlainTextEdit):
    """Several lines of text, as high as they are; Ctrl+Enter and Escape belong to the form. Signals: as ``LineControl``."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = field.width
        self._lines = field.lines
        self.setPlaceholderText(field.example)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        guard_undo([self])

    def content(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a text."""
        self.setPlainText(text)

    def sizeHint(self) -> QSize:
        """Return the field's width, grown with the text, and the height of its lines."""
        theme = theme_for(self)
        lines = min(max(self._lines, round(self.document().size().height())), _MOST_LINES)
        return QSize(theme.scaled(self._wide), max(theme.target, lines * theme.line_height() + theme.space(3.5)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at a small width."""
        return QSize(160, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next line at Enter; leave the form's other keys to the form."""
        stores = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (event.key() in _FORM_KEYS and stores):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left for another."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again: the lines broke elsewhere."""
        super().resizeEvent(event)
        self.updateGeometry()


class Cell(QWidget):
    """A label, a control and a note for one ``Field``. Signals: ``edited()``."""

    edited = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.control = _control(field)
        self.control.setAccessibleName(field.label)
        self._first = ""
        label = make_label(field.label, "small", wrap=False)
        label.setBuddy(self.control)
        self._note = make_label("", "error")
        self._note.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.SPACE // 2)
        box.addWidget(label)
        box.addWidget(self.control, 0, Qt.AlignmentFlag(0) if field.grows else Qt.AlignmentFlag.AlignLeading)
        box.addWidget(self._note)
        grown, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.control.setSizePolicy(grown if field.grows else QSizePolicy.Policy.Preferred, fixed)
        self.setSizePolicy(grown if field.grows else fixed, QSizePolicy.Policy.Minimum)
        self.control.edited.connect(self._edited)
        self.control.left.connect(self.look_over)

    def sizeHint(self) -> QSize:
        """Return the field's width, grown with the text; the note wraps in it."""
        least = _NOTICE_WIDTH if self._note.property("role") == "warning" and self._note.text() else 0
        wide = max(theme_for(self).scaled(max(self.field.width, least)), super().minimumSizeHint().width())
        return QSize(wide, self.heightForWidth(wide) if self.hasHeightForWidth() else super().sizeHint().height())

    def put(self, text: str, *, typed: bool = False) -> None:
        """Show a text as what was there at first, or as something ``typed`` since."""
        self.control.put(text)
        if not typed:
            # As the control holds it: one line cannot show a note's line breaks, and showing alone must change nothing.
            self._first = self.text()
        self.set_problem("")

    def go(self) -> None:
        """Put the focus here, with the text selected even where the focus was here before."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, LineControl):
            self.control.selectAll()

    def text(self) -> str:
        """Return the text entered or chosen."""
        return self.control.content()

    def note(self) -> str:
        """Return what stands below the control."""
        return self._note.text()

    @property
    def touched(self) -> bool:
        """Whether something else stands there than at first."""
        return self.text() != self._first

    def read(self) -> Values:
        """Return the values of the field's keys. Raises ``Unreadable``, and shows why."""
        try:
            values = self.field.read(self.text())
        except Unreadable as error:
            self.set_problem(str(error))
            raise
        self.set_problem("")
        return values

    def look_over(self) -> None:
        """Say at once what is wrong with a text that was typed; an empty one is only missed at the end."""
        if self.touched and self.text().strip():
            try:
                self.field.read(self.text())
            except Unreadable as error:
                self.set_problem(str(error))

    def set_problem(self, sentence: str) -> None:
        """Show what is wrong; nothing brings back what is good to know about the text."""
        notice = self.field.notice(self.text()) if self.field.notice is not None else ""
        self._show_note(sentence or notice, "error" if sentence else "warning")
        if sentence:
            announce(self.control, sentence)
        self.control.setAccessibleDescription(sentence or notice)
        if isinstance(self.control, LineControl) and bool(self.control.property("invalid")) != bool(sentence):
            self.control.setProperty("invalid", bool(sentence))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)

    def _edited(self) -> None:
        self.set_problem("")
        self.edited.emit()

    def _show_note(self, text: str, role: str) -> None:
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            self._note.style().unpolish(self._note)
            self._note.style().polish(self._note)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.updateGeometry()


def _control(field: Field) -> LineControl | ChoiceControl | TextControl:
    if field.choices:
        return ChoiceControl(field)
    return TextControl(field) if field.lines > 1 else LineControl(field)
