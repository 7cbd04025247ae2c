"""What an empty journal asks once, above the rows of the day."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.page import Context
from ldn_journal.gui.today.load import TodayView
from ldn_journal.gui.today.saving import Saving

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.settings.sample import SampleOpener
    from ldn_journal.gui.today.first_step import FirstAnswers, FirstStep


class Beginning(QWidget):
    """Asks the questions of the first evening until they are answered or put off; ``step`` holds them.

    Nothing of it is made for a journal that has begun. Signals: ``begun()`` the answers are stored; ``put_off()``;
    ``page_wanted(str)`` a page that leads on.
    """

    begun = Signal()
    put_off = Signal()
    page_wanted = Signal(str)

    def __init__(self, context: Context, saving: Saving, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._saving = saving
        self._day: date | None = None
        self._over = False
        self._waiting: dict[str, Any] | None = None
        self.step: FirstStep | None = None
        self.opener: SampleOpener | None = None
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether it waits for answers."""
        return not self.isHidden()

    def show_view(self, view: TodayView) -> None:
        """Ask if nothing was ever recorded."""
        self._day = view.day.day
        wanted = view.untouched and not self._over
        if wanted and self.step is None:
            self._make_step(view.day.day)
        if self.step is not None:
            self.setVisible(wanted)

    def focus_first(self) -> None:
        """Put the focus on the first question."""
        if self.step is not None:
            self.step.begin()

    def has_unsaved(self) -> bool:
        """Whether answers were begun and not kept."""
        return self.draft() is not None

    def draft(self) -> "dict[str, Any] | None":
        """Return what was answered so far and not kept, ``None`` where nothing was."""
        if self.step is None or self._over:
            return self._waiting
        return self.step.answered() if self.asks and self.step.answered() != self.step.offered else None

    def take_draft(self, draft: object) -> None:
        """Put back what ``draft`` returned, as soon as it asks."""
        if not isinstance(draft, dict):
            return
        self._waiting = draft
        if self.step is not None:
            self._bring_back()

    def _bring_back(self) -> None:
        draft, self._waiting = self._waiting, None
        if draft is not None and self.step is not None:
            self.step.answer(draft)

    def _make_step(self, day: "date") -> None:
        from ldn_journal.gui.today.first_step import FirstStep

        self.step = FirstStep(day)
        self.step.given.connect(self._store)
        self.step.skipped.connect(self._put_off)
        self.step.page_wanted.connect(self.page_wanted)
        self.step.sample_wanted.connect(self._open_sample)
        room = QVBoxLayout(self)
        room.setContentsMargins(tokens.RING, 0, tokens.RING, 12)
        room.addWidget(self.step)
        self._bring_back()

    def _put_off(self) -> None:
        self._over = True
        self.hide()
        self.put_off.emit()

    def _store(self, answers: "FirstAnswers", confirmed: bool) -> None:
        from ldn_journal.gui.today.first_step import store_first_answers

        day, step = self._day, self.step
        assert step is not None and day is not None  # noqa: S101, PT018  it has just spoken

        def refused(error: Exception, sentence: str) -> bool:
            from ldn_journal.base.errors import ConfirmationNeeded

            (step.ask if isinstance(error, ConfirmationNeeded) else step.show_problem)(sentence)
            return False

        def stored() -> None:
            self._over = True
            self.begun.emit()

        self._saving.save(
            "plan", lambda journal: store_first_answers(journal, day, answers, confirmed=confirmed), stored, refused
        )

    def _open_sample(self) -> None:
        from ldn_journal.gui.settings.sample import SampleOpener

        if self.step is not None:
            self.opener = self.opener or SampleOpener(self._context, self)
            self.opener.open(self.step.tell)
