"""A text field that understands several ways of writing one thing: base of the duration and clock fields."""

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import announce

V = TypeVar("V")


class Unreadable(ValueError):
    """The text means nothing here; the message is a sentence for the person."""


class ParsedEdit(QLineEdit, Generic[V]):
    """A field holding a value or blank. What cannot be read stays as typed, with a sentence beside the field.

    Signals
        ``answered(object)``  a new value was entered, or a suggestion accepted; the subclass says its type.
        ``cleared()``         the recorded value was taken away.
        ``problem(str)``      the sentence to show beside the field; empty when all is well again.
        ``advance()``         move to the next item (Enter, Down); ``retreat()``: to the one before (Up).
        ``changed()``         what is shown changed, by the person or by the program.
    """

    answered = Signal(object)
    cleared = Signal()
    problem = Signal(str)
    advance = Signal()
    retreat = Signal()
    changed = Signal()

    ring_margin = 0

    def __init__(self, name: str, example: str, parent: QWidget | None = None) -> None:
        """``name`` as spoken; ``example`` sets the width and stands in the empty field."""
        super().__init__(parent)
        self._example = example
        self._value: V | None = None
        self._unconfirmed = False
        self._problem = ""
        self._own_press = False
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._edited)
        self._describe()

    @abstractmethod
    def parse(self, text: str) -> V:
        """Return what ``text`` means, or raise ``Unreadable``."""

    @abstractmethod
    def shown(self, value: V) -> str:
        """Return ``value`` as the field shows it; ``parse`` must read it back."""

    def value(self) -> V | None:
        """Return the recorded value, or None for blank or only suggested."""
        return None if self._unconfirmed else self._value

    def suggestion(self) -> V | None:
        """Return the suggested value that waits to be accepted, or None."""
        return self._value if self._unconfirmed else None

    def is_answered(self) -> bool:
        """Say whether a value is recorded."""
        return self.value() is not None

    def is_unconfirmed(self) -> bool:
        """Say whether a suggestion waits to be accepted."""
        return self._unconfirmed

    def problem_text(self) -> str:
        """Return the sentence about a text that could not be read, or nothing."""
        return self._problem

    def unread_text(self) -> str | None:
        """Return what was typed and is not the value shown (not read yet, or not readable); ``None`` where nothing is."""
        shown = "" if self._value is None else self.shown(self._value)
        return None if self.text().strip() == shown.strip() else self.text()

    def type_text(self, text: str) -> None:
        """Put ``text`` there as if it had just been typed: it is read when the person goes on."""
        self.setText(text)
        self._edited()

    def set_value(self, value: V | None) -> None:
        """Show a recorded value, or blank for None, without signalling an answer."""
        self._show(value, unconfirmed=False)

    def suggest(self, value: V) -> None:
        """Show ``value`` as unconfirmed until the person accepts or changes it."""
        self._show(value, unconfirmed=True)

    def accept(self) -> None:
        """Take the suggestion as the answer, as Enter does."""
        if self._unconfirmed and self._value is not None:
            self._answer(self._value)

    def clear(self) -> None:
        """Take the value or the suggestion back; ``cleared`` only tells of a recorded value."""
        was_recorded = self.is_answered()
        self._show(None, unconfirmed=False)
        if was_recorded:
            announce(self, _("{name}: not recorded").format(name=self.accessibleName()))
            self.cleared.emit()

    def key_hint(self) -> str:
        """Return one short line on what can be typed here."""
        return _("For example {example}").format(example=self._example)

    def commit(self) -> bool:
        """Read what stands in the field and signal it; False if it cannot be read."""
        text = self.text().strip()
        if text in ("", "-", "−"):
            if self._value is not None or text or self._problem:
                self.clear()
            return True
        if self._unconfirmed and self._value is not None and text == self.shown(self._value):
            return True
        try:
            value = self.parse(text)
        except Unreadable as error:
            self._set_problem(str(error))
            return False
        self._answer(value)
        return True

    def sizeHint(self) -> QSize:
        """Return a size with room for the example."""
        theme = theme_for(self)
        metrics = QFontMetrics(theme.font("body"))
        widest = max(metrics.horizontalAdvance(text) for text in (self._example, self.text() or self._example))
        return QSize(widest + theme.space(4.5), theme.target)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a shorter field would hide what is in it."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on at Enter and Down, back at Up, clear at a lone minus; a key held since the row before types nothing."""
        key = event.key()
        if event.isAutoRepeat() and not self._own_press:
            return
        self._own_press = True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if key != Qt.Key.Key_Down:
                self.accept()
            if self.commit():
                self.advance.emit()
        elif key == Qt.Key.Key_Up:
            if self.commit():
                self.retreat.emit()
        elif key == Qt.Key.Key_Minus and (not self.text() or self.hasSelectedText()):
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the text, so that typing replaces it."""
        super().focusInEvent(event)
        self._own_press = False
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Read what was typed when the person leaves the field."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def _edited(self) -> None:
        if self._problem:
            self._set_problem("")
        self.changed.emit()

    def _answer(self, value: V) -> None:
        news = value != self._value or self._unconfirmed
        self._show(value, unconfirmed=False)
        if news:
            announce(self, _("{name}: {value}").format(name=self.accessibleName(), value=self.text()))
            self.answered.emit(value)

    def _show(self, value: V | None, *, unconfirmed: bool) -> None:
        self._value = value
        self._mark("unconfirmed", unconfirmed and value is not None)
        self._unconfirmed = unconfirmed and value is not None
        self.setText("" if value is None else self.shown(value))
        self._set_problem("")
        self.updateGeometry()
        self.changed.emit()

    def _set_problem(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self._mark("invalid", bool(sentence))
            self.problem.emit(sentence)
            if sentence:
                announce(self, sentence)
        self._describe()

    def _mark(self, name: str, on: bool) -> None:
        if bool(self.property(name)) == on:
            return
        self.setProperty(name, on)
        self.style().unpolish(self)
        self.style().polish(self)

    def _describe(self) -> None:
        if self._problem:
            text = self._problem
        elif self._value is None:
            text = _("not recorded")
        elif self._unconfirmed:
            text = _("{value}, suggested, not yet accepted").format(value=self.shown(self._value))
        else:
            text = self.shown(self._value)
        self.setAccessibleDescription(text)
        if not self.isVisible():
            return  # nobody can have read what it was before
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ValueChanged))
