"""The rows of a day, one under the other: dose, what is tracked, note."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.gui.entries import enterable
from ldn_journal.gui.tab_order import chain_tabs
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.dose_row import DoseItem
from ldn_journal.gui.today.items import Item, MeasureItem
from ldn_journal.gui.today.night_item import NightItem
from ldn_journal.gui.today.note_item import NoteItem
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit
from ldn_journal.gui.widgets.scale_row import ScaleRow

if TYPE_CHECKING:
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.gui.today.load import TodayView
    from ldn_journal.gui.today.saving import Saving
    from ldn_journal.gui.today.side_effects import SideEffectsPart
    from ldn_journal.journal.day import Day
    from ldn_journal.journal.side_effects import SideEffects

SLEEP, QUALITY = "sleep", "sleep_quality"


class Form(QWidget):
    """All items of a day.

    When a day is first shown, what would stand below the edge of the window is made a moment later, so that the answers in
    sight need not wait for it; whoever asks for an item before has all of them made.

    Signals: ``suggestions_changed()`` when some were accepted or taken back; ``close_wanted(str)`` a side effect is not to be
    asked about any more.
    """

    suggestions_changed = Signal()
    close_wanted = Signal(str)

    def __init__(self, saving: "Saving", scroller: QScrollArea, parent: QWidget | None = None) -> None:
        """``scroller``: what the form will stand in."""
        super().__init__(parent)
        self._scroller = scroller
        self._saving = saving
        self._tracked: tuple[NewMeasure, ...] | None = None
        self._view: TodayView | None = None
        self._measures: list[Item] = []
        self._to_come: list[NewMeasure] = []
        self._note: NoteItem | None = None
        self.effects: SideEffectsPart | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._later = single_shot_timer(self)
        self._later.timeout.connect(self.suggestions_changed)
        self.dose = DoseItem(saving.save)
        self.dose.answered.connect(self.dose.row.advance)
        self._join(self.dose)
        self._column.addWidget(self.dose)

    # Items -------------------------------------------------------------------------------------------------------

    @property
    def measures(self) -> list[Item]:
        """The items of what is tracked, in order."""
        self.complete()
        return self._measures

    @property
    def note(self) -> NoteItem:
        """The note of the day, the last item."""
        self.complete()
        assert self._note is not None  # noqa: S101  made by ``complete``
        return self._note

    def items(self) -> list[Item]:
        """Return every item, in order."""
        self.complete()
        return self._made()

    def item(self, key: str) -> Item:
        """Return the item that answers ``key``."""
        return next(item for item in self.items() if item.key == key)

    def show_view(self, view: "TodayView", room: QSize | None = None) -> None:
        """Show a day; rows whose answer could not be stored keep showing it. ``room``: what is in sight, in pixels."""
        self._view = view
        first = self._tracked is None
        if view.tracked != self._tracked:
            self._tracked = view.tracked
            self._plan_rows(view.tracked)
        self._fill(self._made())
        self._make_rows(room if first else None)
        if self.effects is not None:
            self.effects.show_view(view)
        if first:
            QTimer.singleShot(0, self, self.complete)

    def complete(self) -> None:
        """Make what is still to come."""
        if self._note is None:
            self._make_rows()

    def ask_side_effects(self, asked: "SideEffects | None", view: "TodayView") -> None:
        """Ask about side effects between what is tracked and the note; nothing of it is made on days without."""
        if asked is None:
            if self.effects is not None:
                self._column.removeWidget(self.effects)
                self.effects.hide()
                self.effects.deleteLater()
                self.effects = None
                self.note.ask_for_more(more=False)
            return
        if self.effects is None:
            from ldn_journal.gui.today.side_effects import SideEffectsPart

            note = self.note
            self.effects = SideEffectsPart(self._saving.save, self._scroller)
            self.effects.advance.connect(note.row.focus_first)
            self.effects.retreat.connect(self._before_effects)
            self.effects.close_wanted.connect(self.close_wanted)
            self._column.insertWidget(self._column.count() - 1, self.effects)
            self.effects.rows_changed.connect(self._chain_tabs)
            self.effects.ask(asked, view)
            note.ask_for_more(more=True)
        else:
            self.effects.ask(asked, view)

    def focus_first_blank(self) -> None:
        """Put the focus on the first unanswered item, the dose if all are answered."""
        blank = next((item for item in (self.dose, *self._measures) if item.is_blank()), None)
        if blank is None:
            blank = next((item for item in self.measures if item.is_blank()), self.dose)
        blank.focus()

    # Suggestions -------------------------------------------------------------------------------------------------

    def suggest_from(self, before: "Day") -> int:
        """Suggest the day before's answers; return how many."""
        return sum(item.suggest_from(before) for item in self.measures)

    def waiting(self) -> int:
        """Return how many suggestions wait to be accepted."""
        return sum(item.waiting() for item in self._measures)

    def accept_all(self) -> None:
        """Accept every suggestion."""
        for item in self.measures:
            item.accept()

    def withdraw(self) -> None:
        """Take every suggestion back."""
        for item in self.measures:
            item.withdraw()

    # What is being typed -----------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Send what is being typed to the journal."""
        for item in self._made():
            item.commit()
        if self._note is not None:
            self._note.flush()

    def has_unsaved(self) -> bool:
        """Say whether anything stands here that is not stored."""
        return self.draft() is not None

    def note_has_unsaved(self) -> bool:
        """Say whether the note differs from what is stored."""
        return self._note is not None and self._note.has_unsaved()

    def remind(self) -> None:
        """Say of a dose that was begun that it is not saved."""
        self.dose.remind()

    def draft(self) -> dict[str, Any] | None:
        """Return what stands here and is not stored, ``None`` if nothing does."""
        texts: dict[str, str] = {}
        for item in self._made():
            texts |= item.unread_texts()
        note = None if self._note is None else self._note.draft()
        parts: dict[str, Any] = {"dose": self.dose.draft(), "note": note, "texts": texts}
        return {name: part for name, part in parts.items() if part} or None

    def take_draft(self, draft: Mapping[str, Any]) -> None:
        """Put back what ``draft`` returned on the day it was returned for."""
        texts, dose, note = draft.get("texts"), draft.get("dose"), draft.get("note")
        if isinstance(texts, Mapping):
            for item in self.items():
                item.type_texts(texts)
        if isinstance(note, Mapping):
            self.note.take_draft(note)
        if isinstance(dose, Mapping):
            self.dose.take_draft(dose)

    # Rows --------------------------------------------------------------------------------------------------------

    def _made(self) -> list[Item]:
        effects = self.effects.items() if self.effects is not None else ()
        note = () if self._note is None else (self._note,)
        return [self.dose, *self._measures, *effects, *note]

    def _plan_rows(self, tracked: "tuple[NewMeasure, ...]") -> None:
        """Take away the rows of what was tracked; those of ``tracked`` are to come."""
        for item in self._measures:
            widget = _widget_of(item)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._measures = []
        by_key = {measure.key: measure for measure in tracked if enterable(measure)}
        self._to_come = [one for key, one in by_key.items() if key != QUALITY or SLEEP not in by_key]

    def _make_rows(self, room: QSize | None = None) -> None:
        """Make the rows to come, as far as there is ``room`` for them, and below the last of all the note."""
        left = float("inf")
        if room is not None:
            left = room.height() - self.dose.row.heightForWidth(room.width())
        new = bool(self._to_come)
        while self._to_come and left > 0:
            item = self._make_item(self._to_come.pop(0))
            self._measures.append(item)
            # Filled before it is put in: a widget that is already on the screen is styled anew at every change.
            self._fill([item])
            self._column.insertWidget(len(self._measures), _widget_of(item))
            if room is not None:
                left -= item.row.heightForWidth(room.width())
        if left > 0:
            self._put_note_last(new)

    def _put_note_last(self, behind_new: bool) -> None:
        if self._note is None:
            self._note = NoteItem(self._saving.save, self)
            self._note.edit.retreat.connect(self._before_note)
            self._note.row.scroller = self._scroller
            guard_undo([self._note.edit])
            self._fill([self._note])
        elif behind_new:
            # Put in anew: the Tab key goes by the order in which widgets were put in.
            self._column.removeWidget(self._note.row)
            self._note.row.setParent(None)
        else:
            return
        self._column.addWidget(self._note.row)
        self._note.row.show()

    def _make_item(self, measure: "NewMeasure") -> Item:
        item: Item
        if measure.key == SLEEP:
            quality = next((one for one in self._tracked or () if one.key == QUALITY and enterable(one)), None)
            item = NightItem(measure, quality, self._saving.save)
        else:
            item = MeasureItem(measure, self._saving.save)
        for control in item.row.controls():
            if isinstance(control, ScaleRow | ParsedEdit):
                control.changed.connect(self._later.start)
        self._join(item)
        return item

    def _join(self, item: Item) -> None:
        """Have the keys lead from ``item`` to those that stand before and after it at the time."""
        item.row.scroller = self._scroller
        item.row.advance.connect(lambda: self._step(item, 1))
        item.row.retreat.connect(lambda: self._step(item, -1))
        guard_undo(_widget_of(item).findChildren(QLineEdit))

    def _fill(self, items: "list[Item]") -> None:
        view = self._view
        if view is None:
            return
        for item in items:
            item.show_view(view)
            for key, answer, sentence in self._saving.kept_for(view.day.day):
                if item.answers_for(key):
                    item.show_answer(answer, sentence)

    # Keys --------------------------------------------------------------------------------------------------------

    def _step(self, item: Item, step: int) -> None:
        answers = [self.dose, *self.measures]
        where = answers.index(item) + step
        if where >= len(answers):
            self._after_measures()
        elif where >= 0:
            row = answers[where].row
            (row.focus_first if step > 0 else row.focus_last)()

    def _chain_tabs(self) -> None:
        """Have the Tab key go from the last of what is tracked through the side effects to the note."""
        if self.effects is not None:
            last = (self.measures[-1] if self.measures else self.dose).row
            chain_tabs([*last.tab_stops(), *self.effects.tab_stops(), self.note.edit])

    def _after_measures(self) -> None:
        if self.effects is not None:
            self.effects.enter()
        else:
            self.note.row.focus_first()

    def _before_note(self) -> None:
        if self.effects is not None:
            self.effects.enter_from_below()
        else:
            self._before_effects()

    def _before_effects(self) -> None:
        (self.measures[-1] if self.measures else self.dose).row.focus_last()


def _widget_of(item: Item) -> QWidget:
    """Return what stands in the form for ``item``."""
    return item if isinstance(item, QWidget) else item.row
