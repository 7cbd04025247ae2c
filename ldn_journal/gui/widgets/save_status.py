"""What became of the last entry, in words: "Saved 22:31 · Undo"."""

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.gui.widgets.labels import LinkButton, make_label


class SaveStatus(QWidget):
    """A line that says whether what was entered is on the disk.

    Signals: ``undo_requested()`` the Undo button was pressed; ``retry_requested()`` the Try again button was.
    """

    undo_requested = Signal()
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Saving"))
        self._words = make_label("", "muted", wrap=False)
        self._dot = make_label("·", "muted", wrap=False)
        self._undo = LinkButton(_("Undo"))
        self._retry = LinkButton(_("Try again"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in (self._words, self._dot, self._undo, self._retry):
            box.addWidget(part)
        self._undo.clicked.connect(self.undo_requested)
        self._retry.clicked.connect(self.retry_requested)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_idle()

    def text(self) -> str:
        """Return the words shown."""
        return self._words.text()

    def set_idle(self) -> None:
        """Say nothing: there is nothing to save."""
        self._show("", "muted")

    def set_saving(self) -> None:
        """Say that saving is under way."""
        self._show(_("Saving…"), "muted")

    def set_progress(self, words: str) -> None:
        """Say how far something long has come; it is shown and not spoken."""
        self._show(words, "muted", spoken=False)

    def set_saved(self, moment: time, *, undo: str = "", words: str = "") -> None:
        """Say when it was saved, or ``words`` in its place, "Saved 200 days".

        ``undo`` names what Undo would take back, "pain 4"; empty: nothing to take back.
        """
        words = words or _("Saved {time}").format(time=format_clock(moment, self.locale()))
        self._show(words, "muted", undo=bool(undo))
        self._undo.setAccessibleName(_("Undo {what}").format(what=undo) if undo else _("Undo"))
        self._undo.setToolTip(self._undo.accessibleName() if undo else "")

    def set_undone(self, what: str) -> None:
        """Say what was taken back, "pain"."""
        self._show(_("Taken back: {what}").format(what=what), "muted")

    def set_failed(self, sentence: str) -> None:
        """Say that it could not be saved, what happened and what is safe, and offer to try again."""
        self._show(sentence, "error", retry=True)

    def _show(self, words: str, role: str, *, undo: bool = False, retry: bool = False, spoken: bool = True) -> None:
        if self._words.property("role") != role:
            self._words.setProperty("role", role)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._dot.setVisible(undo or retry)
        self._undo.setVisible(undo)
        self._retry.setVisible(retry)
        if words and spoken:
            announce(self, words)
