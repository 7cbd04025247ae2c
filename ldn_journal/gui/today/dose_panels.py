"""What unfolds under the dose: another amount, why it was skipped, a confirmation, several doses in a day."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.today.fields import Amount, AmountEdit
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.labels import KeyButton, LinkButton, make_label

if TYPE_CHECKING:
    from ldn_journal.domain.doses import Dose

REASONS = ("nausea", "poor sleep", "vivid dreams", "no supply", "on advice")
"""Frequent reasons, stored as these words; ``reason_words`` shows them in the reader's language."""


def reason_words(reason: str) -> str:
    """Return a frequent reason in the reader's language, the person's own as it is."""
    words = {
        "nausea": _("nausea"),
        "poor sleep": _("poor sleep"),
        "vivid dreams": _("vivid dreams"),
        "no supply": _("no supply"),
        "on advice": _("on advice"),
    }
    return words.get(reason, reason)


class Panel(QWidget):
    """A part that unfolds. Signals: ``closed()`` by Escape or its own Cancel."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class AmountPanel(Panel):
    """An amount and a clock time.

    Signals: ``given(object, object, bool)``: ``Amount``, ``time`` or None, keep as plan; ``another()``: this is about a
    further dose, not the recorded one.
    """

    given = Signal(object, object, bool)
    another = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = make_label("", "body")
        self.amount = AmountEdit(_("Amount taken"))
        self.at = ClockEdit(_("Time taken"))
        self.keep = QCheckBox(_("Keep this as my plan from this day on"))
        self.save = QPushButton(_("Save"))
        self.save.setProperty("primary", True)
        self._cancel = LinkButton(_("Cancel"))
        self._another = LinkButton(_("Add another dose instead"))
        at = make_label(_("at"), "muted", wrap=False)
        self._problem = make_label("", "error")
        self._problem.hide()
        self._offered: dict[str, Any] = self.texts()
        self.column.addWidget(self._ask)
        self.column.addWidget(flowing(self.amount, at, self.at, self.save, self._another, self._cancel))
        self.column.addWidget(self.keep)
        self.column.addWidget(self._problem)
        self.amount.problem.connect(self.show_problem)
        self.at.problem.connect(self.show_problem)
        self.amount.advance.connect(lambda: self.at.setFocus(Qt.FocusReason.TabFocusReason))
        self.at.advance.connect(self._give)
        self.at.retreat.connect(lambda: self.amount.setFocus(Qt.FocusReason.TabFocusReason))
        self.save.clicked.connect(self._give)
        self._cancel.clicked.connect(self.closed)
        self._another.clicked.connect(self.another)

    def ask(
        self,
        *,
        begun: str,
        amount: Amount | None,
        at: time | None,
        strength: int | None,
        offer_plan: bool,
        changing: bool,
    ) -> None:
        """Unfold with what is known; ``begun`` are characters typed already."""
        if changing:
            self._ask.setText(_("Change this dose. A number alone is mg."))
        elif offer_plan:
            self._ask.setText(_("How much? A number alone is mg."))
        else:
            self._ask.setText(_("How much was it? A number alone is mg."))
        self.amount.pg_per_ml = strength
        self.amount.set_value(amount)
        self.at.set_value(at)
        self._another.setVisible(changing)
        self.keep.setVisible(offer_plan)
        self.keep.setChecked(offer_plan)
        self.show_problem("")
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.selectAll()
        self._offered = self.texts()
        if begun:
            self.amount.setText(begun)
            self.amount.end(False)

    @property
    def touched(self) -> bool:
        """Whether anything here is other than it was offered."""
        return self.texts() != self._offered

    def texts(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        return {"amount": self.amount.text(), "at": self.at.text(), "keep": self.keep.isChecked()}

    def type_texts(self, texts: Mapping[str, Any]) -> None:
        """Put back what ``texts`` returned, as if it had just been typed."""
        self.amount.type_text(str(texts.get("amount", "")))
        self.at.type_text(str(texts.get("at", "")))
        self.keep.setChecked(bool(texts.get("keep", False)))

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong under the fields."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _give(self) -> None:
        if not (self.amount.commit() and self.at.commit()):
            return
        amount = self.amount.value()
        if amount is None:
            self.show_problem(_("Say how much was taken, for example 4.5 mg."))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(amount, self.at.value(), not self.keep.isHidden() and self.keep.isChecked())


class ReasonPanel(Panel):
    """Why a dose was skipped. Signals: ``given(str)`` the reason, empty for none. Keys: 1 to 5 choose, Enter saves."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reasons: list[KeyButton] = []
        for number, reason in enumerate(REASONS, start=1):
            button = KeyButton(reason_words(reason), str(number))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, one=reason: self.given.emit(one))
            self.reasons.append(button)
        self.text = QLineEdit()
        self.text.setAccessibleName(_("Reason in your own words"))
        self.text.setPlaceholderText(_("or in your own words; Enter saves"))
        self.text.setMinimumWidth(200)
        self.text.returnPressed.connect(lambda: self.given.emit(self.text.text().strip()))
        self._offered = ""
        self._cancel = LinkButton(_("Cancel"))
        self._cancel.clicked.connect(self.closed)
        self.column.addWidget(make_label(_("Why was it skipped?"), "body"))
        self.column.addWidget(flowing(*self.reasons))
        self.column.addWidget(flowing(self.text, self._cancel))

    def ask(self, reason: str) -> None:
        """Unfold with the reason recorded so far."""
        self.text.setText("" if reason in REASONS else reason)
        self._offered = self.text.text()
        (self.text if self.text.text() else self.reasons[0]).setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def touched(self) -> bool:
        """Whether the reason in own words is other than it was offered."""
        return self.text.text() != self._offered

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number; Enter on a button chooses it; arrows walk; letters begin own words."""
        typed = event.text()
        focused = next((n for n, button in enumerate(self.reasons) if button.hasFocus()), -1)
        if typed.isdecimal() and 1 <= int(typed) <= len(self.reasons) and not self.text.hasFocus():
            self.given.emit(REASONS[int(typed) - 1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused >= 0:
            self.given.emit(REASONS[focused])
        elif focused >= 0 and typed.isalpha():
            self.text.setText(typed)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            self.text.end(False)
        else:
            super().keyPressEvent(event)


class ConfirmPanel(Panel):
    """Asks before an amount far above a low dose is stored. Signals: ``confirmed()``; ``closed()`` to change it."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence: QLabel = make_label("", "body")
        self.yes = QPushButton("")
        self.no = QPushButton(_("No, change it"))
        self.yes.clicked.connect(self.confirmed)
        self.no.clicked.connect(self.closed)
        self.column.addWidget(self._sentence)
        self.column.addWidget(flowing(self.no, self.yes))

    def ask(self, sentence: str, amount: str) -> None:
        """Unfold; the careful answer has the focus."""
        self._sentence.setText(sentence)
        self.yes.setText(_("Yes, it was {amount}").format(amount=amount))
        self.no.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button at Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.yes if self.yes.hasFocus() else self.no).click()
        else:
            super().keyPressEvent(event)


class DosesPanel(Panel):
    """The doses of a day with several. Signals: ``change(str)`` and ``remove(str)`` with a dose's id; ``another()``."""

    change = Signal(str)
    remove = Signal(str)
    another = Signal()

    def show_doses(self, doses: "Sequence[Dose]", words: Sequence[str]) -> None:
        """Show each dose with its words; of a single one only that another can be added."""
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if len(doses) > 1:
            for dose, text in zip(doses, words, strict=True):
                change, remove = LinkButton(_("Change")), LinkButton(_("Remove"))
                change.setAccessibleName(_("Change: {dose}").format(dose=text))
                remove.setAccessibleName(_("Remove: {dose}").format(dose=text))
                change.clicked.connect(lambda _checked=False, one=dose.id: self.change.emit(one))
                remove.clicked.connect(lambda _checked=False, one=dose.id: self.remove.emit(one))
                self.column.addWidget(flowing(make_label(text, wrap=False), change, remove))
        add = LinkButton(_("Add another dose…"), small=True)
        add.clicked.connect(self.another)
        self.column.addWidget(add)
