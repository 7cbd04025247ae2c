"""The day's note: saved when the person pauses or goes elsewhere, and never lost by a save that failed."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.answers import Answer, NoteAnswer
from ldn_journal.gui.entries import first_note
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.items import Item, Saver
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.field_row import FieldRow

if TYPE_CHECKING:
    from ldn_journal.gui.today.load import TodayView

PAUSE_MS: Final = 2_000
"""How long typing must rest before the note is saved."""

_MOST_LINES: Final = 8


class NoteEdit(QPlainTextEdit):
    """A text field that grows with its text. Signals: ``left()`` when the focus goes elsewhere, ``retreat()`` at Up on top."""

    left = Signal()
    retreat = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Note"))
        self.setPlaceholderText(_("Anything worth remembering…"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return the height of the text, one to eight lines."""
        theme = theme_for(self)
        lines = min(max(1, round(self.document().size().height())), _MOST_LINES)
        return QSize(theme.scaled(320), max(theme.target, lines * theme.line_height() + theme.space(2.5)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at a small width."""
        return QSize(160, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the row before at Up in the first line."""
        if event.key() == Qt.Key.Key_Up and not event.modifiers() and self.textCursor().blockNumber() == 0:
            self.retreat.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again: the lines broke elsewhere."""
        super().resizeEvent(event)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()


class NoteItem(Item):
    """The row of the note."""

    key = "note"

    def __init__(self, save: Saver, parent: QWidget) -> None:
        self._save = save
        self._day: date | None = None
        self._stored = ""
        self._sent: str | None = None
        self._refused = False
        self.edit = NoteEdit()
        self.row = FieldRow(_("Note"), [self.edit], show_state=False)
        self._timer = single_shot_timer(parent, PAUSE_MS)
        self._timer.timeout.connect(self.flush)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.flush)

    def show_view(self, view: "TodayView") -> None:
        """Show the day's first untimed note to edit, and the others to read; what is being typed stays."""
        note = first_note(view.day.notes)
        stored = note.text if note is not None else ""
        others = [one for one in view.day.notes if one is not note]
        other_day = self._day != view.day.day
        dirty = self.has_unsaved() and not other_day
        self._day = view.day.day
        if other_day:
            self._sent, self._refused = None, False
            self.row.set_problem("")
        if not dirty:
            self._stored = stored
            if self.edit.toPlainText().strip() != stored:
                self._show_text(stored)
            self.row.set_hint("\n".join(_note_words(one.at, one.text) for one in others))

    def ask_for_more(self, *, more: bool) -> None:
        """Ask whether there is anything else, where the note stands under a list; or as on any day."""
        self.edit.setPlaceholderText(_("Anything else?") if more else _("Anything worth remembering…"))

    def is_blank(self) -> bool:
        """Say whether there is no note."""
        return not self.edit.toPlainText().strip()

    def has_unsaved(self) -> bool:
        """Say whether what stands here is not what is stored; on its way to the journal it is not stored yet."""
        return self._day is not None and self.edit.toPlainText().strip() != self._stored

    def flush(self) -> None:
        """Store what stands here, if it changed."""
        self._timer.stop()
        day, text = self._day, self.edit.toPlainText().strip()
        if day is None or text == self._sent:
            return
        if text == self._stored and self._sent is None and not self._refused:
            return
        self._sent, self._refused = text, False

        def refused(_error: Exception, sentence: str) -> bool:
            if self._day == day:
                if self._sent == text:
                    self._sent = None
                self._refused = True
                self.row.set_problem(sentence)
            return False

        def done() -> None:
            if self._day == day:
                self._stored = text
                if self._sent == text:
                    self._sent = None
                self.row.set_problem("")

        self._save(self.key, NoteAnswer(day, text), done, refused)

    def show_answer(self, answer: Answer, sentence: str) -> None:
        """Show a text that could not be stored."""
        super().show_answer(answer, sentence)
        self._refused = True
        if isinstance(answer, NoteAnswer) and not self.has_unsaved():
            self._show_text(answer.text)

    def draft(self) -> dict[str, str] | None:
        """Return the text that is not stored, and what tells whether another was stored since it was written."""
        return {"text": self.edit.toPlainText(), "before": _digest(self._stored)} if self.has_unsaved() else None

    def take_draft(self, draft: Mapping[str, Any]) -> None:
        """Put back what ``draft`` returned; what was stored since then stays, with the text below it."""
        text, before = str(draft.get("text", "")), str(draft.get("before", ""))
        if _digest(self._stored) != before:
            if text.strip() in self._stored:
                return
            text = f"{self._stored}\n{text}"
        self._show_text(text)
        self._typed()

    def _show_text(self, text: str) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.edit.updateGeometry()

    def _typed(self) -> None:
        self._timer.start()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _note_words(at: datetime | None, text: str) -> str:
    """Return another note of the day for reading, with its time if it has one."""
    if at is not None:
        return _("{time}: {text}").format(time=format_clock(at.time()), text=text)
    return text
