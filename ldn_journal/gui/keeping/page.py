"""The page of backups and password: its cards, and what the journal answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.cards_page import CardsPage
from ldn_journal.gui.keeping.backups import BackupsCard
from ldn_journal.gui.keeping.care import CheckCard, EraseCard
from ldn_journal.gui.keeping.load import KeepingView, load_keeping
from ldn_journal.gui.keeping.practice_card import PracticeCard
from ldn_journal.gui.keeping.protection import ProtectionCard
from ldn_journal.gui.keeping.trial_card import TrialCard
from ldn_journal.gui.page import Context


class KeepingPage(CardsPage):
    """Password, backups, the state of the file, and its end.

    Signals: ``lock_wanted()``; ``restored()`` another state of the journal stands behind every page; ``erase_wanted()``;
    ``trial_wanted()`` the newest backup is to be tested now.
    """

    lock_wanted = Signal()
    restored = Signal()
    erase_wanted = Signal()
    trial_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: KeepingView | None = None
        self.backups = BackupsCard(context)
        self.protection = ProtectionCard(context)
        self.trial = TrialCard()
        self.practice = PracticeCard(context)
        self.check = CheckCard(context)
        self.erase = EraseCard(context)
        self.place((self.backups, self.trial), (self.protection, self.practice, self.check, self.erase))
        self.contents.hide()
        self.protection.lock_wanted.connect(self.lock_wanted)
        self.protection.changed.connect(self._changed)
        self.protection.place.unfolded.connect(self.reach)
        self.backups.changed.connect(self._changed)
        self.backups.restored.connect(self.restored)
        self.backups.reached.connect(self.reach)
        self.trial.trial_wanted.connect(self.trial_wanted)
        self.practice.changed.connect(self.mark_stale)
        self.practice.place.unfolded.connect(self.reach)
        self.erase.erase_wanted.connect(self.erase_wanted)
        self.erase.reached.connect(self.reach)

    @property
    def title(self) -> str:
        """The name of the page."""
        return _("Safekeeping")

    def refresh(self) -> None:
        """Read what there is."""
        self.context.tasks.run(load_keeping, self._show, self.failed, owner=self)

    def _show(self, view: KeepingView) -> None:
        self.view = view
        self.problem.say("")
        for card in (self.backups, self.trial, self.protection, self.practice, self.check):
            card.show_view(view)
        self.contents.show()
        self.arrange()

    def show_trial_begun(self) -> None:
        """Say that a backup is being tested."""
        self.trial.show_begun()

    def show_trial_ended(self, problem: str) -> None:
        """Show what the test found, or why there was none."""
        self.trial.show_ended(problem)
        self.mark_stale()

    def _changed(self) -> None:
        self.context.events.settings_changed.emit()
        self.mark_stale()
