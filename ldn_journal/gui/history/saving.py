"""Sends cells to the journal, holds what could not be stored, and says what became of everything."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ldn_journal.base.errors import ConfirmationNeeded
from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.history.cells import Edit
from ldn_journal.gui.history.model import HistoryModel
from ldn_journal.gui.history.pasting import Pasted
from ldn_journal.gui.history.saving_words import Deed, not_saved_words, progress_words, saved_words
from ldn_journal.gui.history.writing import Outcome, not_as_stored, write_cells
from ldn_journal.gui.page import Context
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import can_be_put_right, sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

_LARGE: Final = 1_000
"""Cells from which it is said how far storing has come."""
_LOOK_MS: Final = 150


class Saving(QObject):
    """Stores cells for ``view``, which shows ``left_out`` and ``confirm``; ``status`` and ``problem`` say the rest.

    Signals: ``day_wanted(object)`` a ``date`` with a cell that was not stored is to be seen; ``answered()`` a question was
    answered, and the focus belongs into the table again.
    """

    day_wanted = Signal(object)
    answered = Signal()

    def __init__(self, context: Context, model: HistoryModel, status: SaveStatus, problem: Bar, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.context = context
        self.model = model
        self.status = status
        self.problem = problem
        self.go_there = problem.add_button(_("Go to it"))
        self.again = problem.add_button(_("Save now"))
        self.forget = problem.add_button(_("Show what is stored"))
        self.confirm = Bar("warning")
        self.yes = self.confirm.add_button(_("Yes, store it"))
        self.no = self.confirm.add_button(_("No"))
        self.left_out = Bar("warning")
        self.close_it = self.left_out.add_button(_("Close"))
        self._asked: dict[tuple[date, str], Edit] = {}
        self._to_save: dict[tuple[date, str], tuple[Edit, bool]] = {}
        self._under_way: dict[int, Sequence[Edit]] = {}
        self._number = 0
        self._first_refused: date | None = None
        self._look_at: Callable[[], str] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_progress)
        for bar in (self.left_out, self.confirm):
            bar.hide()
        self._show_buttons()
        self.go_there.clicked.connect(lambda: self.day_wanted.emit(self._first_refused))
        self.again.clicked.connect(self.store_again)
        self.forget.clicked.connect(self.forget_kept)
        self.close_it.clicked.connect(self.left_out.hide)
        self.yes.clicked.connect(self._confirmed)
        self.no.clicked.connect(self._not_confirmed)

    # What was entered --------------------------------------------------------------------------------------------

    def paste(self, pasted: Pasted) -> None:
        """Store what came from the clipboard, and say what had no place."""
        self._send(pasted.edits, Deed.SAVE, [*pasted.told, *pasted.left_out])

    def fill(self, edits: list[Edit]) -> None:
        """Store cells."""
        self._send(edits, Deed.SAVE)

    def clear(self, edits: list[Edit]) -> None:
        """Take away what is recorded in cells."""
        self._send(edits, Deed.CLEAR)

    def has_unsaved(self) -> bool:
        """Whether cells hold what could not be stored."""
        return self.model.kept() > 0

    def store_again(self) -> None:
        """Try once more to store what could not be stored for no fault of its own."""
        waiting = list(self._to_save.values())
        for confirmed in (False, True):
            edits = [edit for edit, was_confirmed in waiting if was_confirmed is confirmed]
            if edits:
                self._send(edits, Deed.SAVE, confirmed=confirmed)

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return jobs that store in a copy of the journal what could not be stored here."""
        edits = [edit for edit, _confirmed in self._to_save.values()]
        return [lambda journal: write_cells(journal, edits, confirmed=True)] if edits else []

    def forget_kept(self) -> None:
        """Forget what could not be stored, and show what is stored in its place."""
        self._asked.clear()
        self._to_save.clear()
        self.confirm.hide()
        self.model.forget_kept()
        self.problem.say("")

    # Unfinished text ---------------------------------------------------------------------------------------------

    def draft(self, typed: Edit | None) -> dict[str, Any] | None:
        """Return every cell that is not known to be stored, with what is being ``typed``, as JSON values."""
        edits = {edit.place: edit for edit in self.model.kept_edits()}
        for under_way in self._under_way.values():
            edits.update({edit.place: edit for edit in under_way})
        if typed is not None:
            edits[typed.place] = typed
        cells = [[edit.day.isoformat(), edit.column.key, edit.text] for edit in edits.values()]
        return {"cells": cells} if cells else None

    def take_draft(self, draft: dict[str, Any]) -> None:
        """Show again in their cells what ``draft`` held and is not stored; nothing is stored by that."""

        def look(journal: "Journal") -> tuple[list[Edit], dict[tuple[date, str], str]]:
            from ldn_journal.gui.history.cells import columns_for

            columns = {column.key: column for column in columns_for(list(journal.measures().values()))}
            edits = [
                Edit(date.fromisoformat(day), columns[key], text)
                for day, key, text in draft.get("cells", [])
                if key in columns
            ]
            return edits, not_as_stored(journal, edits)

        def put_back(found: tuple[list[Edit], dict[tuple[date, str], str]]) -> None:
            edits, open_places = found
            waiting = [edit for edit in edits if edit.place in open_places]
            not_yet = _("This was typed before the window closed and is not saved yet.")
            self.model.keep({edit.place: open_places[edit.place] or not_yet for edit in waiting}, waiting)
            self._to_save.update({edit.place: (edit, False) for edit in waiting if not open_places[edit.place]})
            if waiting:
                self._say_waiting()

        self.context.tasks.run(look, put_back, self._failed, owner=self._view)

    # Storing -----------------------------------------------------------------------------------------------------

    def _send(
        self,
        edits: Sequence[Edit],
        deed: Deed,
        said: Sequence[str] = (),
        *,
        confirmed: bool = False,
        refuse_large: bool = False,
    ) -> None:
        self.left_out.say(" ".join(said))
        if not edits:
            self.status.set_idle()
            return
        for edit in edits:
            self._to_save.pop(edit.place, None)
            self._asked.pop(edit.place, None)
        if not self._asked:
            self.confirm.hide()
        self._number += 1
        number = self._number
        self._under_way[number] = edits
        self.status.set_saving()
        seen = [0]
        outcome = Outcome()

        def told(cells: int) -> None:
            seen[0] = cells

        if len(edits) >= _LARGE:
            days = len({edit.day for edit in edits})
            self._look_at = lambda: progress_words(deed, days, seen[0], len(edits))
            self._look.start()

        def job(journal: "Journal") -> "Changes":
            nonlocal outcome
            outcome = write_cells(journal, edits, confirmed=confirmed, refuse_large=refuse_large, progress=told)
            return outcome.changes

        def stored(changes: "Changes") -> None:
            self._end(number)
            self._stored(edits, deed, outcome, changes)

        def failed(error: Exception) -> None:
            self._end(number)
            self._not_stored(edits, error, confirmed=confirmed)

        self.context.change(job, stored, failed, owner=self._view)

    def _end(self, number: int) -> None:
        self._under_way.pop(number, None)
        if not self._under_way:
            self._look.stop()

    def _show_progress(self) -> None:
        if self._look_at is not None:
            self.status.set_progress(self._look_at())

    def _stored(self, edits: Sequence[Edit], deed: Deed, outcome: Outcome, changes: "Changes") -> None:
        shown = {place: why for place, why in outcome.refused.items() if place not in outcome.stays}
        self.model.keep(shown, edits)
        if outcome.refused:
            self._first_refused = next(iter(outcome.refused))[0]
            titles = {edit.column.key: edit.column.title for edit in edits}
            alone = next(iter(outcome.refused.values())) if len(edits) == 1 else ""
            self.problem.say(alone or not_saved_words(deed, outcome, titles))
            self._show_buttons()
        else:
            self._say_waiting()
        words = saved_words(deed, outcome) if len(edits) > 1 else ""
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label, words=words)
        elif words:
            self.status.set_progress(words)
        else:
            self.status.set_idle()

    def _not_stored(self, edits: Sequence[Edit], error: Exception, *, confirmed: bool) -> None:
        self.status.set_idle()
        sentence = sentence_for(error)
        self.model.keep(dict.fromkeys((edit.place for edit in edits), sentence), edits)
        if isinstance(error, ConfirmationNeeded):
            self._asked.update({edit.place: edit for edit in edits})
            self.confirm.say(sentence)
            self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not can_be_put_right(error):
            self._to_save.update({edit.place: (edit, confirmed) for edit in edits})
        self._first_refused = edits[0].day
        self.problem.say(sentence)
        self._show_buttons()

    def _say_waiting(self) -> None:
        """Say how much is not stored from before, or nothing."""
        kept = self.model.kept_edits()
        if not kept or self._asked:
            self.problem.say("")
            return
        self._first_refused = kept[0].day
        self.problem.say(
            ngettext(
                "{n} cell is not saved. It is marked in the table.",
                "{n} cells are not saved. They are marked in the table.",
                len(kept),
            ).format(n=len(kept))
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.again.setVisible(bool(self._to_save))
        self.go_there.setVisible(self._first_refused is not None)
        self.forget.setVisible(self.model.kept() > 0)

    def _confirmed(self) -> None:
        asked = list(self._asked.values())
        self._send(asked, Deed.SAVE, confirmed=True)
        self.answered.emit()

    def _not_confirmed(self) -> None:
        """Leave what was asked about; what was entered together with it is stored."""
        asked, self._asked = list(self._asked.values()), {}
        self.confirm.hide()
        if len(asked) > 1:
            self._send(asked, Deed.SAVE, refuse_large=True)
        self.answered.emit()

    def _failed(self, error: Exception) -> None:
        self.problem.say(sentence_for(error))
        self._show_buttons()
