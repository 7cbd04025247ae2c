"""The dose in one line of buttons: taken as planned, another amount, skipped, missed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import KeyButton
from ldn_journal.gui.widgets.typed_digits import plain_digit


class _DoseButton(KeyButton):
    """A button that leaves arrows and Enter to the row."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__(text, key)
        self._recorded = False
        self.setCheckable(True)
        self.toggled.connect(self._toggled)

    def show_recorded(self, recorded: bool) -> None:
        """Show whether this is what is recorded."""
        self._recorded = recorded
        self.setChecked(recorded)

    def _toggled(self, on: bool) -> None:
        """Take it as a press when assistive technology changes the mark, which must only show what is recorded."""
        if on != self._recorded:
            self.setChecked(self._recorded)
            self.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space only."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def nextCheckState(self) -> None:  # noqa: N802  Qt's name
        """Leave the state to the row: it shows what is recorded, not what was pressed."""


class DoseChoices(Flow):
    """The four states of a dose. It shows what is recorded; choosing only asks.

    Signals
        ``took()``         taken as planned (Enter). ``other(str)``: another amount, begun with these characters.
        ``skipped()``      wants to say why it was skipped. ``missed()``: forgotten.
        ``cleared()``      the record is to be taken away (minus).
        ``advance()``, ``retreat()``, ``changed()``  as rating rows have them.

    Keys: Enter takes it as planned or moves on when recorded; a digit or O begins another amount; S skipped; M missed; minus
    clears; Left and Right walk the buttons; Down and Up move between rows.
    """

    took = Signal()
    other = Signal(str)
    skipped = Signal()
    missed = Signal()
    cleared = Signal()
    advance = Signal()
    retreat = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tight=True)
        self.setAccessibleName(_("LDN dose"))
        self._recorded = False
        self._open_for_more = False
        self.taken = _DoseButton(_("Taken…"), _("Enter"))
        self.more = _DoseButton(_("Other…"))
        self.skip = _DoseButton(_("Skipped…"))
        self.miss = _DoseButton(_("Missed"))
        self.taken.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button, keys in (
            (self.taken, _("Enter: as planned")),
            (self.more, _("O, or begin to type the amount")),
            (self.skip, "S"),
            (self.miss, "M"),
        ):
            button.setToolTip(keys)
        self._buttons = (self.taken, self.more, self.skip, self.miss)
        self.add(*self._buttons)
        self.taken.clicked.connect(self._take)
        self.more.clicked.connect(lambda: self.other.emit(""))
        self.skip.clicked.connect(self.skipped)
        self.miss.clicked.connect(self.missed)
        self.setFocusProxy(self.taken)

    def show_state(self, *, taken: str, chosen: str, skipped: str = "", recorded: bool, more: bool) -> None:
        """Show the words on the buttons; ``chosen`` is ``taken``, ``skipped``, ``missed`` or empty.

        ``recorded``: something is; ``more``: yet a planned dose of the day is open, so that Enter still takes one.
        """
        self._recorded, self._open_for_more = recorded, more
        self.taken.setText(taken)
        self.taken.set_key("" if recorded and not more else _("Enter"))
        self.skip.setText(skipped or _("Skipped…"))
        for button, state in ((self.taken, "taken"), (self.skip, "skipped"), (self.miss, "missed")):
            button.show_recorded(chosen == state)
        for button in self._buttons:
            button.updateGeometry()
            button.setAccessibleDescription(_("recorded") if button.isChecked() else "")
        self.updateGeometry()
        self.changed.emit()
        if recorded:
            shown = next((button.text() for button in self._buttons if button.isChecked()), taken)
            announce(self, _("{name}: {value}").format(name=self.accessibleName(), value=shown))

    def is_answered(self) -> bool:
        """Say whether anything is recorded."""
        return self._recorded

    def is_unconfirmed(self) -> bool:
        """Say no: a dose is never suggested from another day."""
        return False

    def accept(self) -> None:
        """Accept nothing; there is no suggestion."""

    def clear(self) -> None:
        """Ask for the record to be taken away."""
        if self._recorded:
            self.cleared.emit()

    def key_hint(self) -> str:
        """Return the keys that answer, kept on one line."""
        return _("Enter, O, S or M").replace(" ", "\u00a0")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, walk or move on."""
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter()
        elif key == Qt.Key.Key_Down:
            self.advance.emit()
        elif key == Qt.Key.Key_Up:
            self.retreat.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(1 if (key == Qt.Key.Key_Right) == self.isLeftToRight() else -1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or text == "−":
            self.clear()
        elif (plain_digit(text).isdecimal() or plain_digit(text) == ".") and not event.isAutoRepeat():
            self.other.emit(text)
        elif text.casefold() == "o":
            self.other.emit("")
        elif text.casefold() == "s":
            self.skipped.emit()
        elif text.casefold() == "m":
            self.missed.emit()
        else:
            event.ignore()

    def isLeftToRight(self) -> bool:  # noqa: N802  after Qt's isRightToLeft
        """Say whether the reading direction is to the right."""
        return self.layoutDirection() == Qt.LayoutDirection.LeftToRight

    def _take(self) -> None:
        """Ask for it once: a second click on what is recorded as taken, as of a shaky hand, is no second dose."""
        if not self.taken.isChecked() or self._open_for_more:
            self.took.emit()

    def _enter(self) -> None:
        focused = next((button for button in self._buttons if button.hasFocus()), self.taken)
        if focused is not self.taken:
            focused.click()
        elif self._recorded and not self._open_for_more:
            self.advance.emit()
        else:
            self.took.emit()

    def _walk(self, step: int) -> None:
        here = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), 0)
        there = self._buttons[min(max(here + step, 0), len(self._buttons) - 1)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
