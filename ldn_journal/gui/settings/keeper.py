"""Stores settings as they are changed, says so, and takes the last ones back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ldn_journal.base.texts import _
from ldn_journal.gui.page import Context
from ldn_journal.gui.widgets.save_status import SaveStatus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

Values: TypeAlias = "Mapping[str, Any] | Callable[[Journal], Mapping[str, Any]]"
"""New values of settings, or what works them out on the journal's thread."""
Failed: TypeAlias = Callable[[Exception], None]


class Keeper:
    """The page's way to the journal. ``count`` rises with each thing that is sent, so that older answers are known as such.

    Settings have no history in the file, as records have; what was changed since the page came into view is remembered here.
    """

    def __init__(self, context: Context, owner: "QWidget", status: SaveStatus, failed: Failed) -> None:
        self._context, self._owner, self._status, self._failed = context, owner, status, failed
        self.count = 0
        self._before: list[tuple[str, dict[str, Any] | None]] = []

    def settings(
        self,
        label: str,
        values: Values,
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Store new values; ``label`` names what Undo would take back. Nothing is said where nothing changed."""
        self._sent()

        def job(journal: "Journal") -> dict[str, Any] | None:
            return _store(journal, values(journal) if callable(values) else values)

        def stored(before: dict[str, Any] | None) -> None:
            if before is None:
                self._status.set_idle()
            else:
                self._saved(label, before)
                self._context.events.settings_changed.emit()
            if done is not None:
                done()

        self._context.tasks.run(job, stored, lambda error: self._not_stored(error, failed), owner=self._owner)

    def change(
        self,
        job: "Callable[[Journal], Changes]",
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a job that changes records, and perhaps settings with them."""
        self._sent()

        def stored(changes: "Changes") -> None:
            if changes:
                self._saved(changes.label, None)
                self._context.events.settings_changed.emit()
            else:
                self._status.set_idle()
            if done is not None:
                done()

        self._context.change(job, stored, lambda error: self._not_stored(error, failed), owner=self._owner)

    def undo(self) -> None:
        """Take back what was changed last: the settings changed here, before that the journal's last change."""
        label, before = self._before.pop() if self._before else ("", None)
        self._sent()
        if before is None:
            self._context.change(lambda journal: journal.undo(), self._undone, self._not_stored, owner=self._owner)
            return
        values = before

        def taken_back(_before: dict[str, Any] | None) -> None:
            self._status.set_undone(label)
            self._context.events.settings_changed.emit()

        self._context.tasks.run(
            lambda journal: _store(journal, values), taken_back, self._not_stored, owner=self._owner
        )

    def forget(self) -> None:
        """Remember no more what was changed: from now on Undo is the journal's own."""
        self._before.clear()
        self._status.set_idle()

    def _sent(self) -> None:
        self.count += 1
        self._status.set_saving()

    def _saved(self, label: str, before: dict[str, Any] | None) -> None:
        self._before.append((label, before))
        self._status.set_saved(self._context.clock.now().time(), undo=label or _("the last change"))

    def _undone(self, changes: "Changes") -> None:
        self._status.set_undone(changes.label)
        self._context.events.settings_changed.emit()

    def _not_stored(self, error: Exception, failed: Failed | None = None) -> None:
        self._status.set_idle()
        (failed or self._failed)(error)


def _store(journal: "Journal", values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Store settings and return what they were before, ``None`` if they were so already."""
    names = {*values} | ({"primary_outcome_chosen"} if "primary_outcome" in values else set())
    before = {name: getattr(journal.settings, name) for name in names}
    if all(before[name] == value for name, value in values.items()):
        return None
    journal.change_settings(**values)
    return before
