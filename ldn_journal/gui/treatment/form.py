"""The one form of the page: its fields are data, its deed says what becomes of what was entered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.errors import ConfirmationNeeded, InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import Flow, FlowLabel, flowing
from ldn_journal.gui.treatment.cells import Cell
from ldn_journal.gui.treatment.fields import Field
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

_BELOW = tokens.SPACE
"""Room under the form, before the next row."""


@dataclass(frozen=True)
class Deed:
    """What a form does: ``store(journal, values, confirmed)`` on the journal's thread, with the values of ``fields``.

    ``record`` is what they show at first; then only what was changed is given to ``store``. ``keep`` is on the button.
    With ``then``, nothing is stored: the form it makes of the values follows.
    """

    title: str
    fields: tuple[Field, ...]
    store: "Callable[[Journal, dict[str, Any], bool], Changes] | None" = None
    record: Any = None
    words: str = ""
    keep: str = ""
    first: dict[str, str] = field(default_factory=dict)
    """Texts to begin with, by a field's first key, where there is no record."""
    then: "Callable[[dict[str, Any]], Deed] | None" = None
    settings: bool = False
    """Whether settings are stored and not a record."""


class Form(QWidget):
    """Fields in a panel. ``refused``: values that were given and could not be stored although nothing is wrong with them.

    Signals: ``given(object, bool)`` values and whether confirmed; ``closed()`` by Escape or Cancel.

    Keys: Enter stores, Escape leaves.
    """

    given = Signal(object, bool)
    closed = Signal()

    def __init__(self, deed: Deed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deed = deed
        self.setAccessibleName(deed.title)
        self.refused: tuple[dict[str, Any], bool] | None = None
        self.cells = [Cell(one) for one in deed.fields]
        self.save = QPushButton(deed.keep or _("Save"))
        self.save.setProperty("primary", True)
        self.cancel = LinkButton(_("Cancel"))
        self.confirm = Bar("warning")
        self.yes = self.confirm.add_button(_("Yes, store it"))
        self.no = self.confirm.add_button(_("No, change it"))
        self.confirm.hide()
        self._problem = make_label("", "error")
        self._problem.hide()
        box = QVBoxLayout(self)
        pad = 2 * tokens.SPACE
        box.setContentsMargins(pad, pad - 4, pad, pad + _BELOW)
        box.setSpacing(tokens.SPACE + 4)
        box.addWidget(make_label(deed.title, "strong"))
        if deed.words:
            box.addWidget(make_label(deed.words, "small"))
        for line in self._lines():
            box.addWidget(line)
        several = any(cell.field.lines > 1 for cell in self.cells)
        hint = _("Ctrl+Enter stores, Escape leaves.") if several else _("Enter stores, Escape leaves.")
        keys = FlowLabel(hint, "small")
        for part in (self._problem, self.confirm, flowing(self.save, self.cancel, keys, gap=16)):
            box.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for cell in self.cells:
            text = deed.first.get(cell.field.keys[0], "") if deed.record is None else cell.field.show(deed.record)
            cell.put(text)
            cell.edited.connect(self._edited)
        self.save.clicked.connect(lambda: self.give(confirmed=False))
        self.cancel.clicked.connect(self.closed)
        self.yes.clicked.connect(lambda: self.give(confirmed=True))
        self.no.clicked.connect(self._not_confirmed)

    def _lines(self) -> list[Flow]:
        lines: list[Flow] = []
        for cell in self.cells:
            if not lines or cell.field.new_line:
                lines.append(Flow(gap=12, top=True))
            lines[-1].add(cell)
        return lines

    def cell(self, key: str) -> Cell:
        """Return the cell that fills a field of the record."""
        return next(cell for cell in self.cells if key in cell.field.keys)

    @property
    def touched(self) -> bool:
        """Whether something was entered that is not stored."""
        return any(cell.touched for cell in self.cells)

    def texts(self) -> dict[str, str]:
        """Return what stands in each field that was changed, by its first key."""
        return {cell.field.keys[0]: cell.text() for cell in self.cells if cell.touched}

    def all_texts(self) -> dict[str, str]:
        """Return what stands in each field, by its first key."""
        return {cell.field.keys[0]: cell.text() for cell in self.cells}

    def read(self) -> dict[str, Any]:
        """Return the values of all fields. Raises ``Unreadable``."""
        values: dict[str, Any] = {}
        for cell in self.cells:
            values |= cell.read()
        return values

    def give_again(self) -> None:
        """Hand on once more what could not be stored."""
        if self.refused is not None:
            values, confirmed = self.refused
            self.refused = None
            self.given.emit(values, confirmed)

    def take_texts(self, texts: Mapping[str, str]) -> bool:
        """Put back what ``texts`` returned; whether there was a field for any of it."""
        mine = [cell for cell in self.cells if cell.field.keys[0] in texts]
        for cell in mine:
            cell.put(str(texts[cell.field.keys[0]]), typed=True)
        return bool(mine)

    def begin(self) -> None:
        """Put the focus into the first field that waits to be filled."""
        waiting = [cell for cell in self.cells if not cell.text()] if self.deed.record is None else self.cells
        (waiting or self.cells)[0].go()

    def give(self, *, confirmed: bool) -> None:
        """Read every field and hand on the values, or show what is wrong with each and go to the first such."""
        self.confirm.hide()
        self._say("")
        self.refused = None
        values: dict[str, Any] = {}
        wrong: list[Cell] = []
        for cell in self.cells:
            try:
                read = cell.read()
            except Unreadable:
                wrong.append(cell)
                continue
            if self.deed.record is None or cell.touched:
                values |= read
        if wrong:
            wrong[0].go()
            return
        self.given.emit(values, confirmed)

    def show_error(self, error: Exception, given: "tuple[dict[str, Any], bool] | None" = None) -> None:
        """Show what the journal refused: beside the fields it is about, else below them; or ask to confirm.

        ``given``: the values and whether they were confirmed, to be handed on again where nothing is wrong with them.
        """
        if isinstance(error, ConfirmationNeeded):
            self.confirm.say(sentence_for(error))
            self.no.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if not isinstance(error, InvalidEntry):
            self.refused = given
            self._say(sentence_for(error))
            return
        rest: list[str] = []
        focused = False
        for key, sentence in error.problems.items():
            cell = next((one for one in self.cells if key in one.field.keys), None)
            if cell is None:
                rest.append(sentence)
                continue
            cell.set_problem(sentence)
            if not focused:
                cell.go()
                focused = True
        self._say(" ".join(rest))

    def remind(self) -> None:
        """Say that what stands here is not stored, as before the window closes."""
        if self.touched:
            self._say(_("Not saved yet. Press Enter to save it, Esc to cancel."))

    def problem(self) -> str:
        """Return the sentence below the fields."""
        return self._problem.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store at Enter, or press the button that has the focus; leave at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.isAutoRepeat():
                return
            focused = self.focusWidget()
            if isinstance(focused, QPushButton) and focused.hasFocus():
                focused.click()
            else:
                self.give(confirmed=False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground that sets the form apart from the card."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("background"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5 - _BELOW), tokens.RADIUS, tokens.RADIUS
        )

    def _edited(self) -> None:
        self.confirm.hide()
        self.refused = None
        self._say("")

    def _not_confirmed(self) -> None:
        self.confirm.hide()
        amount = next((cell for cell in self.cells if "amount_pg" in cell.field.keys), self.cells[0])
        amount.go()

    def _say(self, sentence: str) -> None:
        if sentence and sentence != self._problem.text():
            announce(self, sentence)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
