"""The notes of the period, each with a box: a note is printed only if its own box is ticked."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.treatment.rows import TallLink
from ldn_journal.gui.visits.choice import NoteLine
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.ticks import TickLine

AT_ONCE = 25
"""Notes listed at first, and with each further press."""


class NoteTicks(QWidget):
    """A box for each note, the newest first. ``lines`` are those listed, by id. Signals: ``ticked()`` another choice."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Notes of the period"))
        self.lines: dict[str, TickLine] = {}
        self._notes: tuple[NoteLine, ...] = ()
        self._chosen: set[str] = set()
        self._shown = AT_ONCE
        self._count = FlowLabel("", "strong")
        self.all, self.none = TallLink(_("All notes")), TallLink(_("No notes"))
        self.all.setAccessibleName(_("Tick all notes of the period"))
        self.none.setAccessibleName(_("Tick none of the notes"))
        self.more = TallLink("")
        self._head = flowing(self._count, self.all, self.none, gap=2 * tokens.SPACE)
        self._words = make_label("", "small")
        self._list = QVBoxLayout()
        self._list.setSpacing(tokens.SPACE // 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._words)
        column.addLayout(self._list)
        column.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.all.clicked.connect(lambda: self._tick_all(on=True))
        self.none.clicked.connect(lambda: self._tick_all(on=False))
        self.more.clicked.connect(self._list_more)

    def chosen(self) -> frozenset[str]:
        """Return the ids of the notes ticked, those outside the period too."""
        return frozenset(self._chosen)

    def set_chosen(self, ids: Iterable[str]) -> None:
        """Tick these notes and no others, without signalling."""
        self._chosen = set(ids)
        for identity, line in self.lines.items():
            line.box.setChecked(identity in self._chosen)
        self._say_count()

    def show_notes(self, notes: tuple[NoteLine, ...]) -> None:
        """List the notes of a period."""
        if notes != self._notes:
            self._notes, self._shown = notes, AT_ONCE
            self._rebuild()
        self._say_count()

    def count(self) -> int:
        """Return how many notes of the period are ticked."""
        return sum(note.id in self._chosen for note in self._notes)

    def stops(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [self.all, self.none, *(line.box for line in self.lines.values()), self.more]

    def _rebuild(self) -> None:
        for old in self.lines.values():
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = {}
        self._list_on()

    def _list_on(self) -> None:
        for note in self._notes[len(self.lines) : self._shown]:
            line = TickLine(note.words)
            line.box.setChecked(note.id in self._chosen)
            line.box.clicked.connect(lambda on, one=note.id: self._tick(one, on=on))
            self._list.addWidget(line)
            self.lines[note.id] = line
        rest = min(len(self._notes) - len(self.lines), AT_ONCE)
        self.more.setVisible(rest > 0)
        self.more.setText(ngettext("Show {n} more note", "Show {n} more notes", rest).format(n=rest))
        for one, following in zip(self.stops(), self.stops()[1:], strict=False):
            QWidget.setTabOrder(one, following)

    def _list_more(self) -> None:
        before = len(self.lines)
        self._shown += AT_ONCE
        self._list_on()
        [*self.lines.values()][before].box.setFocus(Qt.FocusReason.TabFocusReason)

    def _tick(self, identity: str, *, on: bool) -> None:
        (self._chosen.add if on else self._chosen.discard)(identity)
        self._say_count()
        self.ticked.emit()

    def _tick_all(self, *, on: bool) -> None:
        ids = {note.id for note in self._notes}
        self.set_chosen(self._chosen | ids if on else self._chosen - ids)
        self.ticked.emit()

    def _say_count(self) -> None:
        of = len(self._notes)
        n = self.count()
        self._count.setText(ngettext("{n} of {of} note ticked", "{n} of {of} notes ticked", of).format(n=n, of=of))
        words = _("Notes are private. Only those that are ticked here are printed.")
        self._words.setText(words if of else _("There are no notes in this period."))
        for part in (self._count, self.all, self.none):
            part.setVisible(of > 0)
        self._head.setVisible(of > 0)
