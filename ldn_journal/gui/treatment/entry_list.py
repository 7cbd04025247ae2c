"""A list of records that are changed where they stand: a form unfolds under the row it is about."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.treatment.form import Deed, Form
from ldn_journal.gui.treatment.rows import EntryRow, RowAction, RowSpec
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.gui.answers import Store


class EntryList(QWidget):
    """Rows, buttons below them, and at most one form.

    Signals
        ``given(object, object, bool)``  the form, its values, and whether they are confirmed: store them, then call
                                         ``stored`` or the form's ``show_error``.
        ``asked(object)``                a job to run on the journal's thread, as for Remove.
        ``unfolded(object)``             a widget that came into view and should be scrolled to.
    """

    given = Signal(object, object, bool)
    asked = Signal(object)
    unfolded = Signal(object)

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        """``empty`` is said while there are no rows."""
        super().__init__(parent)
        self.form: Form | None = None
        self.rows: list[EntryRow] = []
        self.adders: dict[str, QPushButton] = {}
        self._opener: tuple[str, str] = ("", "")
        self._wanted: tuple[str, str] | None = None
        self._steps: list[dict[str, str]] = []
        self._deeds: dict[str, Callable[[], Deed]] = {}
        self._empty = make_label(empty, "muted")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._empty)
        self._foot = Flow(gap=tokens.SPACE)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, tokens.SPACE, 0, 0)
        below.addWidget(self._foot)
        self._box.addWidget(self._below)
        self._below.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add_adder(self, key: str, text: str, deed: Callable[[], Deed]) -> QPushButton:
        """Add a button below the rows; ``deed`` is asked for when it is pressed."""
        button = self.add_button(text)
        self.adders[key] = button
        self._deeds[key] = deed
        button.clicked.connect(lambda: self._unfold(deed(), ("", key)))
        return button

    def add_button(self, text: str) -> QPushButton:
        """Add a button below the rows that does something else."""
        button = QPushButton(text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._foot.add(button)
        self._below.show()
        return button

    def set_empty(self, words: str) -> None:
        """Set what is said while there are no rows; nothing takes no room."""
        self._empty.setText(words)
        self._empty.setVisible(bool(words) and not self.rows)

    def show_rows(self, specs: Sequence[RowSpec]) -> None:
        """Show these rows; an open form stays with its row, and the focus stays where it was or goes to what is nearest."""
        standing = self._focused()
        before = [row.spec.id for row in self.rows]
        for row in self.rows:
            row.hide()
            row.deleteLater()
            self._box.removeWidget(row)
        self.rows = [EntryRow(spec) for spec in specs]
        for place, row in enumerate(self.rows):
            row.chosen.connect(lambda action, one=row: self._chosen(one, action))
            self._box.insertWidget(place, row)
        self._empty.setVisible(not self.rows and bool(self._empty.text()))
        if self.form is not None:
            self._place_form(self.form)
        wanted = self._wanted or standing
        self._wanted = None
        if wanted is not None:
            self._focus(wanted, before)

    def row(self, identity: str) -> EntryRow:
        """Return the row of a record."""
        return next(row for row in self.rows if row.spec.id == identity)

    def stored(self) -> None:
        """Fold the form: what was entered is stored."""
        self._wanted = self._opener
        self._fold()
        self._focus(self._opener, [])

    def dismiss(self) -> None:
        """Fold the form without storing and go back to the button that opened it."""
        self._fold()
        self._focus(self._opener, [])

    def has_unsaved(self) -> bool:
        """Whether an open form holds something that is not stored."""
        return self.form is not None and self.form.touched

    def draft(self) -> dict[str, Any] | None:
        """Return what stands in an open form and is not stored, ``None`` if nothing does."""
        if self.form is None or not self.form.touched:
            return None
        texts = self.form.texts()
        return {"row": self._opener[0], "button": self._opener[1], "steps": list(self._steps), "texts": texts}

    def give_again(self) -> None:
        """Hand on once more what the open form gave and could not be stored."""
        if self.form is not None:
            self.form.give_again()

    def refused(self) -> "Store | None":
        """Return the job that stores what the open form gave and could not be stored, ``None`` if there is nothing."""
        if self.form is None or self.form.refused is None or self.form.deed.store is None:
            return None
        store, (values, confirmed) = self.form.deed.store, self.form.refused
        return lambda journal: store(journal, values, confirmed)

    def take_draft(self, draft: Mapping[str, Any], *, last: bool = True) -> bool:
        """Open the form again with what stood in it; ``False`` where its row or button is not there.

        After the ``last`` of the rows are there, the text of a row that is gone is offered in the form that adds one.
        """
        identity, key = str(draft.get("row", "")), str(draft.get("button", ""))
        deed: Deed | None = None
        if identity:
            row = next((one for one in self.rows if one.spec.id == identity), None)
            actions = () if row is None else row.spec.actions
            deed = next((action.deed for action in actions if action.key == key), None)
            if deed is None and last and self._deeds:
                identity, key = "", next(iter(self._deeds))
                deed = self._deeds[key]()
        elif key in self._deeds:
            deed = self._deeds[key]()
        if deed is None or self.has_unsaved():
            return False
        self._unfold(deed, (identity, key))
        for step in draft.get("steps", ()):
            if self.form is None or self.form.deed.then is None:
                break
            self.form.take_texts(step)
            try:
                values = self.form.read()
            except Unreadable:
                break
            self._go_on(self.form, values)
        return self.form is not None and self.form.take_texts(draft.get("texts", {}))

    def remind(self) -> None:
        """Say so in the form."""
        if self.form is not None:
            self.form.remind()

    def _chosen(self, row: EntryRow, action: RowAction) -> None:
        if action.deed is not None:
            self._unfold(action.deed, (row.spec.id, action.key))
        elif action.job is not None:
            self.asked.emit(action.job)

    def _unfold(self, deed: Deed, opener: tuple[str, str]) -> None:
        if self.form is not None:
            if self.form.touched:
                self.form.remind()
                self.form.begin()
                self.unfolded.emit(self.form)
                return
            self._fold()
        self._opener, self._steps = opener, []
        form = Form(deed)
        self.form = form
        form.given.connect(lambda values, confirmed: self._given(form, values, confirmed))
        form.closed.connect(self.dismiss)
        self._place_form(form)
        form.begin()
        # Only laid out after this turn of the loop does it have the height to scroll to.
        QTimer.singleShot(0, form, lambda: self.unfolded.emit(form))

    def _given(self, form: Form, values: dict[str, Any], confirmed: bool) -> None:
        """Hand the values on, or go on to the form that follows."""
        if form.deed.then is None:
            self.given.emit(form, values, confirmed)
            return
        self._go_on(form, values)

    def _go_on(self, form: Form, values: dict[str, Any]) -> None:
        """Open the form that follows; what stood in those before it is remembered, to come here again."""
        assert form.deed.then is not None  # noqa: S101  asked before
        following, steps = form.deed.then(values), [*self._steps, form.all_texts()]
        self._fold()
        self._unfold(following, self._opener)
        self._steps = steps

    def _place_form(self, form: Form) -> None:
        """Put the form under its row, or below all rows; Tab goes through it between the two."""
        self._box.removeWidget(form)
        here = next((n for n, row in enumerate(self.rows) if row.spec.id == self._opener[0]), None)
        self._box.insertWidget(len(self.rows) + 1 if here is None else here + 1, form)
        form.show()
        self._order_tab()

    def _order_tab(self) -> None:
        stops: list[QWidget] = []
        for row in self.rows:
            stops += row.buttons.values()
            if self.form is not None and row.spec.id == self._opener[0]:
                stops += _stops(self.form)
        if self.form is not None and self.form.cells[0].control not in stops:
            stops += _stops(self.form)
        stops += [self._foot] if not self.adders else list(self.adders.values())
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _fold(self) -> None:
        if self.form is not None:
            form, self.form = self.form, None
            self._box.removeWidget(form)
            form.hide()
            form.deleteLater()

    def _focused(self) -> tuple[str, str] | None:
        """Return the row and the button of it that have the focus."""
        for row in self.rows:
            for key, button in row.buttons.items():
                if button.hasFocus():
                    return row.spec.id, key
        return None

    def _focus(self, wanted: tuple[str, str], before: Sequence[str]) -> None:
        """Put the focus on a row's button, on the row that took its place, or on the first button below."""
        identity, key = wanted
        row = next((one for one in self.rows if one.spec.id == identity), None)
        if row is None and identity in before and self.rows:
            row = self.rows[min(before.index(identity), len(self.rows) - 1)]
        button = row.buttons.get(key) if row is not None else self.adders.get(key)
        button = button or next(iter(self.adders.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)


def _stops(form: Form) -> list[QWidget]:
    return [*(cell.control for cell in form.cells), form.yes, form.no, form.save, form.cancel]
