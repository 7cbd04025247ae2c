"""The rows of a day, one under the other: dose, what is tracked, note."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.gui.entries import enterable
from ldn_journal.gui.tab_order import chain_tabs
from ldn_journal.gui.today.dose_row import DoseItem
from ldn_journal.gui.today.items import Item, MeasureItem, Saver
from ldn_journal.gui.today.night_item import NightItem
from ldn_journal.gui.today.note_item import NoteItem
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.field_row import connect_in_order
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit
from ldn_journal.gui.widgets.scale_row import ScaleRow

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.gui.today.load import TodayView
    from ldn_journal.gui.today.saving import Saving
    from ldn_journal.gui.today.side_effects import SideEffectsPart
    from ldn_journal.journal.day import Day
    from ldn_journal.journal.side_effects import SideEffects

SLEEP, QUALITY = "sleep", "sleep_quality"


class Form(QWidget):
    """All items of a day.

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
        save: Saver = saving.save
        self.dose = DoseItem(save)
        self.note = NoteItem(save, self)
        self.measures: list[Item] = []
        self.effects: SideEffectsPart | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.dose)
        self.dose.answered.connect(self.dose.row.advance)
        self.note.edit.retreat.connect(self._before_note)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.suggestions_changed)

    def items(self) -> list[Item]:
        """Return every item in view, in order."""
        return [self.dose, *self.measures, *(self.effects.items() if self.effects is not None else ()), self.note]

    def item(self, key: str) -> Item:
        """Return the item that answers ``key``."""
        return next(item for item in self.items() if item.key == key)

    def show_view(self, view: "TodayView") -> None:
        """Show a day; rows whose answer could not be stored keep showing it."""
        if view.tracked != self._tracked:
            self._tracked = view.tracked
            self._make_rows(view.tracked)
        day: date = view.day.day
        for item in self.items():
            if not self._saving.keeps(day, item.key):
                item.show_view(view)
        if self.effects is not None:
            self.effects.show_view(view)

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

            self.effects = SideEffectsPart(self._saving.save, self._scroller)
            self.effects.advance.connect(self.note.row.focus_first)
            self.effects.retreat.connect(self._before_effects)
            self.effects.close_wanted.connect(self.close_wanted)
            self._column.insertWidget(self._column.count() - 1, self.effects)
            self.effects.rows_changed.connect(self._chain_tabs)
            self.effects.ask(asked, view)
            self.note.ask_for_more(more=True)
        else:
            self.effects.ask(asked, view)

    def focus_first_blank(self) -> None:
        """Put the focus on the first unanswered item, the dose if all are answered."""
        answers = [self.dose, *self.measures]
        next((item for item in answers if item.is_blank()), self.dose).focus()

    def suggest_from(self, before: "Day") -> int:
        """Suggest the day before's answers; return how many."""
        return sum(item.suggest_from(before) for item in self.measures)

    def waiting(self) -> int:
        """Return how many suggestions wait to be accepted."""
        return sum(item.waiting() for item in self.measures)

    def accept_all(self) -> None:
        """Accept every suggestion."""
        for item in self.measures:
            item.accept()

    def withdraw(self) -> None:
        """Take every suggestion back."""
        for item in self.measures:
            item.withdraw()

    def flush(self) -> None:
        """Send what is being typed to the journal."""
        focused = QApplication.focusWidget()
        if isinstance(focused, ParsedEdit) and self.isAncestorOf(focused) and not self.dose.isAncestorOf(focused):
            focused.commit()
        self.note.flush()

    def has_unsaved(self) -> bool:
        """Say whether the note differs from what is stored."""
        return self.note.has_unsaved()

    def _make_rows(self, tracked: "tuple[NewMeasure, ...]") -> None:
        for item in self.measures:
            widget = item if isinstance(item, QWidget) else item.row
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        by_key = {measure.key: measure for measure in tracked if enterable(measure)}
        self.measures = []
        for measure in by_key.values():
            if measure.key == SLEEP:
                self.measures.append(NightItem(measure, by_key.get(QUALITY), self._saving.save))
            elif measure.key != QUALITY or SLEEP not in by_key:
                self.measures.append(MeasureItem(measure, self._saving.save))
        for number, item in enumerate(self.measures, start=1):
            self._column.insertWidget(number, item if isinstance(item, QWidget) else item.row)
            for control in item.row.controls():
                if isinstance(control, ScaleRow | ParsedEdit):
                    control.changed.connect(self._later.start)
        # Last of all, and anew each time: the Tab key goes by the order in which widgets were put in.
        self._column.removeWidget(self.note.row)
        self.note.row.setParent(None)
        self._column.addWidget(self.note.row)
        self.note.row.show()
        rows = [item.row for item in (self.dose, *self.measures)]
        for row in (*rows, self.note.row):
            row.scroller = self._scroller
        connect_in_order(rows)
        rows[-1].advance.connect(self._after_measures)
        guard_undo([*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)])

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
