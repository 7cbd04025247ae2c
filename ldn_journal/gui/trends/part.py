"""What the views of the Trends page have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ldn_journal.gui.page import Context

if TYPE_CHECKING:
    from ldn_journal.gui.trends.load import TrendsView


class Part(QWidget):
    """One view of the page, made when it is first shown and given the record whenever that changes.

    Subclasses implement ``show_view``, which may rely on a record that is not empty, and ``take_look``. Signals:
    ``day_wanted(object)`` a day, a ``datetime.date``, to be opened on the Today page; ``page_wanted(str)`` as ``Page``
    has it.
    """

    day_wanted = Signal(object)
    page_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.view: TrendsView | None = None
        self._new_look = QTimer(self)
        self._new_look.setSingleShot(True)
        self._new_look.timeout.connect(self._look_changed)

    def show_view(self, view: "TrendsView") -> None:
        """Show the record."""
        raise NotImplementedError

    def take_look(self) -> None:
        """Draw what is shown in the window's new look; called only once there is something."""
        raise NotImplementedError

    def dispose(self) -> None:
        """Let go of what must not outlive Qt."""
        self._new_look.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in the window's new look, once all of the window has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.view is not None:
            self._new_look.start()

    def _look_changed(self) -> None:
        if self.view is not None:
            self.take_look()
