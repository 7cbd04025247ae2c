"""What the Today page asks, in its order: rows to tick and to move, and at most one form under one of them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.palette.keys import bind_keys
from ldn_journal.gui.settings.track_rows import TrackRow, TrackSpec
from ldn_journal.gui.tab_order import chain_tabs
from ldn_journal.gui.treatment.form import Form
from ldn_journal.gui.widgets.choice import announce


class TrackList(QWidget):
    """The rows. Keys: Alt with Up and Down moves the row in focus.

    Signals: ``ticked(str, bool)``; ``moved(str, int)`` by -1 or 1; ``wanted(str, str)`` row and deed; ``unfolded(object)`` a form
    that should be scrolled to.
    """

    ticked = Signal(str, bool)
    moved = Signal(str, int)
    wanted = Signal(str, str)
    unfolded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("On the Today page"))
        self.rows: list[TrackRow] = []
        self.form: Form | None = None
        self._under: tuple[str, str] = ("", "")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            here = Qt.ShortcutContext.WidgetWithChildrenShortcut
            bind_keys(self, keys, partial(self._move_focused, step), here)

    def row(self, key: str) -> TrackRow:
        """Return the row of a measure."""
        return next(row for row in self.rows if row.spec.key == key)

    def show_rows(self, specs: Sequence[TrackSpec]) -> None:
        """Show these rows in this order. One that stays keeps the focus, wherever it goes; so does an open form."""
        standing = next(((row.spec.key, part) for row in self.rows if (part := row.part_in_focus())), None)
        known = {row.spec.key: row for row in self.rows if self._same(row, specs)}
        for row in self.rows:
            self._box.removeWidget(row)
            if row.spec.key not in known:
                row.hide()
                row.deleteLater()
        self.rows = [known.get(spec.key) or self._made(spec) for spec in specs]
        for place, (row, spec) in enumerate(zip(self.rows, specs, strict=True)):
            row.show_spec(spec)
            # Enabled before the focus is put back: a button that is greyed lets go of it.
            row.up.setEnabled(place > 0)
            row.down.setEnabled(place < len(specs) - 1)
            self._box.addWidget(row)
            row.show()
        if self.form is not None:
            self._place_form(self.form)
        self.chain()
        if standing is not None:
            self.focus(*standing)

    def focus(self, key: str, part: str = "box") -> None:
        """Put the focus on a row, or on the first where that one is gone."""
        row = next((one for one in self.rows if one.spec.key == key), self.rows[0] if self.rows else None)
        if row is not None:
            row.focus(part)

    def unfold(self, form: Form, key: str, deed: str) -> None:
        """Show a form under the row ``key``, whose ``deed`` opened it; under all rows for an empty key."""
        self.fold()
        self.form, self._under = form, (key, deed)
        self._place_form(form)
        form.begin()
        QTimer.singleShot(0, form, lambda: self.unfolded.emit(form))
        self.chain()

    def fold(self, *, back: bool = False) -> None:
        """Take the form away; ``back``: and put the focus where it was opened."""
        form, self.form = self.form, None
        if form is None:
            return
        self._box.removeWidget(form)
        form.hide()
        form.deleteLater()
        if back and self._under[0]:
            self.focus(*self._under)

    def opened_by(self) -> tuple[str, str]:
        """Return row and deed of the form that is, or was last, open."""
        return self._under

    def chain(self) -> None:
        """Have the Tab key go from row to row, and through the form where it stands."""
        stops: list[QWidget] = []
        for row in self.rows:
            stops += row.stops()
            if self.form is not None and row.spec.key == self._under[0]:
                stops += _stops(self.form)
        if self.form is not None and self.form.save not in stops:
            stops += _stops(self.form)
        chain_tabs(stops)

    def _made(self, spec: TrackSpec) -> TrackRow:
        row = TrackRow(spec)
        row.ticked.connect(self.ticked)
        row.moved.connect(self.moved)
        row.wanted.connect(self.wanted)
        return row

    @staticmethod
    def _same(row: TrackRow, specs: Sequence[TrackSpec]) -> bool:
        """Whether the row says what one of ``specs`` says but for its place."""
        mine = row.spec
        same = (mine.key, mine.name, mine.detail, mine.deeds)
        return any(same == (spec.key, spec.name, spec.detail, spec.deeds) for spec in specs)

    def _place_form(self, form: Form) -> None:
        self._box.removeWidget(form)
        here = next((n for n, row in enumerate(self.rows) if row.spec.key == self._under[0]), None)
        self._box.insertWidget(len(self.rows) if here is None else here + 1, form)
        form.show()

    def _move_focused(self, step: int) -> None:
        row = next((one for one in self.rows if one.part_in_focus()), None)
        if row is not None:
            self.moved.emit(row.spec.key, step)

    def say_place(self, key: str) -> None:
        """Have a screen reader say where a row has come to stand."""
        spec = self.row(key).spec
        announce(self, _("{measure}: {n} of {of}").format(measure=spec.name, n=spec.number, of=spec.of))


def _stops(form: Form) -> list[QWidget]:
    return [*(cell.control for cell in form.cells), form.yes, form.no, form.save, form.cancel]
