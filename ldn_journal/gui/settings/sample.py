"""Looking around in a sample journal, in a window of its own that leaves nothing behind."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ldn_journal.base.errors import JournalError
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.gui.another import make_sample, open_sample
from ldn_journal.gui.page import Context
from ldn_journal.gui.settings.card import SettingsCard
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.words import sentence_for


class SampleOpener(QObject):
    """Makes the sample and opens it. ``tell`` is called with what to say; ``pids`` are the windows opened so far."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self.pids: list[int] = []
        self.busy = False

    def open(self, tell: Callable[[str], None]) -> None:
        """Open a sample in a moment; another press meanwhile opens no second one."""
        if self.busy:
            return
        self.busy = True
        tell(_("Making the sample…"))

        def made(folder: DataFolder) -> None:
            self.busy = False
            try:
                self.pids.append(open_sample(folder, self._context.memory))
            except JournalError as error:
                tell(sentence_for(error))
            else:
                tell(_("It opens in a window of its own."))

        def failed(error: Exception) -> None:
            self.busy = False
            tell(sentence_for(error))

        self._context.tasks.run(make_sample, made, failed, owner=self._owner)


class SampleCard(SettingsCard):
    """Offers the sample."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("A sample to look around in"), parent=parent)
        self.opener = SampleOpener(context, self)
        self.add_line(
            _(
                "Eight months of a made-up person, in a window of its own and marked as a sample. Nothing of it comes into your"
                " journal, and it is deleted when that window closes."
            ),
            "muted",
        )
        self.look_around = self.add_button(_("Look around in a sample journal"))
        self.told = self.add_line(" ", "body")
        self.told.hide()
        self.look_around.clicked.connect(lambda: self.opener.open(self._tell))

    def show_view(self, view: SettingsView) -> None:
        """Offer nothing in the sample itself."""
        self.setVisible(not view.settings.sample)

    def _tell(self, sentence: str) -> None:
        announce(self, sentence)
        self.told.setText(sentence)
        self.told.show()
