"""Whether the newest backup can be restored: what the last test found, and a test whenever it is wanted."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.keeping.load import KeepingView
from ldn_journal.gui.treatment.words import day_words
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.clock_edit import format_clock


class TrialCard(Card):
    """Signals: ``trial_wanted()``."""

    trial_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Can the newest backup be restored?"), parent=parent)
        self._box.setSpacing(tokens.SPACE)
        self._running = self._asked = False
        self.add_line(
            _(
                "Once a month, and after each change of password, it is restored into a file beside the journal, compared with"
                " what was saved, and that file is deleted again."
            ),
            "muted",
        )
        self.state = self.add_line(" ", "body")
        self.failed = self.add_line("", "error")
        self.now = self.add_button(_("Test the newest backup now"))
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.now.clicked.connect(self._ask)

    def show_view(self, view: KeepingView) -> None:
        """Show what the last test found."""
        if view.trials is None:
            return
        from ldn_journal.journal.trial_words import after_failure, failed_trial, last_trial

        failed = [one for one in view.trials.failed if one != view.trials.last]
        self.state.setText(last_trial(view.trials, day_of, moment_of))
        self.state.show()
        sentences = [failed_trial(one, day_of, moment_of) for one in failed]
        if view.trials.last is not None and view.trials.last.fault is not None:
            sentences.append(after_failure(view.trials))
        self.failed.setText("\n".join(sentences))
        self.failed.setVisible(bool(sentences))
        self._mark(view.trials.last is not None and view.trials.last.fault is not None)

    def show_begun(self) -> None:
        """A test is under way."""
        self._running = True
        self.now.setEnabled(False)
        if self._asked:
            self._tell(_("Restoring it for trial…"))

    def show_ended(self, problem: str) -> None:
        """It is over; ``problem``: why it was not possible. What it found comes with the next view."""
        self._running = False
        self.now.setEnabled(True)
        self._tell(problem if self._asked else "")
        self._asked = False

    def _ask(self) -> None:
        self._asked = True
        self.trial_wanted.emit()

    def _mark(self, wrong: bool) -> None:
        """Let the sentence look like what it says."""
        role = "error" if wrong else "body"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)

    def _tell(self, sentence: str) -> None:
        if sentence:
            announce(self, sentence)
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))


def day_of(moment: datetime) -> str:
    """Return the day of a moment where the person is."""
    return day_words(moment.astimezone().date())


def moment_of(moment: datetime) -> str:
    """Return a moment where the person is."""
    local = moment.astimezone()
    return _("{day}, {time}").format(day=day_words(local.date()), time=format_clock(local.time()))
