"""The bar that says which answers of the day before wait to be accepted."""

from PySide6.QtCore import Signal

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.bar import Bar


class Suggestions(Bar):
    """Says how many answers are only suggested. Signals: ``accept_wanted()`` all of them, ``withdraw_wanted()`` none."""

    accept_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("calm")
        self.accept = self.add_button(_("Accept all"))
        self.withdraw = self.add_button(_("Take back"))
        self.accept.clicked.connect(self.accept_wanted)
        self.withdraw.clicked.connect(self.withdraw_wanted)

    def show_waiting(self, n: int) -> None:
        """Say that ``n`` answers wait; nothing at all where none does."""
        self._offer(n > 0)
        self.say(
            ngettext(
                "{n} answer from the day before is not saved until you accept it: Enter takes one, Ctrl+Enter all.",
                "{n} answers from the day before are not saved until you accept them: Enter takes one, Ctrl+Enter all.",
                n,
            ).format(n=n)
            if n
            else ""
        )

    def say_none(self) -> None:
        """Say that the day before has nothing to take over."""
        self.say(_("There is nothing to take over from the day before."))
        self._offer(False)

    def _offer(self, waiting: bool) -> None:
        self.accept.setVisible(waiting)
        self.withdraw.setVisible(waiting)
