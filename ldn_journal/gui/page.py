"""What every page is given and what it owes the window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.gui.events import Events
from ldn_journal.gui.tasks import Tasks

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.look import WindowMemory
    from ldn_journal.gui.theme import Theme
    from ldn_journal.gui.widgets.page_head import PageHead
    from ldn_journal.journal import Journal

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """The shared parts, handed to each page by its constructor: no page reaches for a global.

    ``memory`` is what this computer remembers; without it nothing is remembered beyond the window.
    """

    tasks: Tasks
    events: Events
    theme: "Theme"
    clock: Clock = field(default_factory=SystemClock)
    memory: "WindowMemory | None" = None

    def change(
        self,
        job: "Callable[[Journal], Changes]",
        done: "Callable[[Changes], None] | None" = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QWidget | None = None,
    ) -> None:
        """Run a job that changes the journal, then tell every page (before ``done``), if anything changed."""

        def announce(changes: "Changes") -> None:
            if changes:
                self.events.changed.emit(changes)
            if done is not None:
                done(changes)

        self.tasks.run(job, announce, failed, owner=owner)


class Page(QWidget):
    """A page of the window. It marks itself stale when the journal changes and loads afresh once it is seen.

    Subclasses implement ``refresh``; they may narrow ``concerned_by``. A page that holds typed words back for a moment
    implements ``flush`` and ``has_unsaved``, so that closing the window loses nothing. ``title`` names the page.
    Signals: ``page_wanted(str)`` the key of a page that a button here leads to, with "/" and a part of it if that is to be
    in view (``show_part``); ``day_wanted(object)`` a ``date`` to be opened on the Today page. The window goes there.
    """

    head: "PageHead | None" = None
    page_wanted = Signal(str)
    day_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        context.events.changed.connect(self._on_changed)
        context.events.settings_changed.connect(self._on_settings)

    @property
    def title(self) -> str:
        """The name of the page, for its heading; empty where the page has another heading."""
        return ""

    def refresh(self) -> None:
        """Load what is shown from the journal; called only while the page is visible."""
        raise NotImplementedError

    def concerned_by(self, changes: "Changes") -> bool:  # noqa: ARG002
        """Whether ``changes`` alter what this page shows."""
        return True

    def flush(self) -> None:
        """Send what is still being typed to the journal."""

    def has_unsaved(self) -> bool:
        """Whether something entered here could not be stored."""
        return False

    def store_again(self) -> None:
        """Try once more to store what could not be stored."""

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return the jobs that could not be done, in order, so that they can be done on a copy of the journal."""
        return []

    def draft(self) -> "dict[str, Any] | None":
        """Return what was begun here and is not stored, as JSON values, so that it outlives a locked or lost window."""
        return None

    def take_draft(self, draft: "dict[str, Any]") -> None:
        """Put back what ``draft`` returned, as soon as the page shows what it belongs to."""

    def show_part(self, part: str) -> None:
        """Bring a part of the page into view and put the focus there; the page itself is in view."""

    def show_title(self, shown: bool) -> None:
        """Show the page's title, or leave it out where a menu above the page names it already."""
        if self.head is not None:
            self.head.show_title(shown)

    def mark_stale(self) -> None:
        """Load afresh now if visible, else when next seen."""
        self._stale = True
        if self.isVisible():
            self.refresh_if_stale()

    def refresh_if_stale(self) -> None:
        """Load if something changed since the last time."""
        if self._stale:
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Load afresh if something changed while the page was out of sight."""
        super().showEvent(event)
        self.refresh_if_stale()

    def _on_changed(self, changes: "Changes") -> None:
        if self.concerned_by(changes):
            self.mark_stale()

    def _on_settings(self) -> None:
        self.mark_stale()
