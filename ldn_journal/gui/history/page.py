"""The History page: days in a table, the earlier versions of a day, and all changes there have been."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.history.days_view import DaysView
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.palette.keys import bind
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.widgets.segmented import Segmented
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.history.all_view import AllView
    from ldn_journal.gui.history.versions_view import VersionsView
    from ldn_journal.journal import Journal

DAYS, VERSIONS, ALL = "days", "versions", "all"


class HistoryPage(Page):
    """``views`` chooses between the table of days and the two views of the change log, which are made when first shown."""

    title = "History"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.status = SaveStatus()
        self.problem = Bar("error")
        self.days = DaysView(context, self.status, self.problem)
        self.table, self.model = self.days.table, self.days.model
        self.versions: VersionsView | None = None
        self.all: AllView | None = None
        self._names = [(DAYS, _("Days")), (VERSIONS, _("Earlier versions")), (ALL, _("All changes"))]
        self.views = Segmented(_("View"), self._names)
        self.views.setMinimumWidth(1)
        # In its place where large text leaves no room for the names side by side.
        self.views_list = Pick(_("View"))
        self.views_list.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.days)
        self._lay_out()
        self.views.chosen.connect(self.show_view)
        self.views_list.picked.connect(self.show_view)
        self.days.versions_wanted.connect(self.show_versions)
        self.status.undo_requested.connect(self.undo)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        bind(self, "day.versions", self._switch, here)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        self._heading = make_label(_("History"), "title", wrap=False)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.status, 0, Qt.AlignmentFlag.AlignVCenter)
        choice = QHBoxLayout()
        choice.addWidget(self.views)
        choice.addWidget(self.views_list)
        choice.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(choice)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addWidget(self.stack, 1)
        self.show_title(True)

    # Page --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the days that changed, and the log if it is in view."""
        self.days.refresh()
        shown = self.stack.currentWidget()
        if shown is self.versions and self.versions is not None:
            self.versions.refresh()
        elif shown is self.all and self.all is not None:
            self.all.refresh()

    def _on_changed(self, changes: "Changes") -> None:
        self.days.changed(changes)
        super()._on_changed(changes)

    def has_unsaved(self) -> bool:
        """Whether cells hold what could not be stored."""
        return self.days.saving.has_unsaved()

    def flush(self) -> None:
        """Send what is being typed in a cell to the journal."""
        self.days.flush()

    def store_again(self) -> None:
        """Try again to store the cells that could not be stored."""
        self.days.saving.store_again()

    def not_stored(self) -> "list[Callable[[Journal], Any]]":
        """Return what stores these cells in a copy of the journal."""
        return self.days.saving.not_stored()

    def draft(self) -> "dict[str, Any] | None":
        """Return the cells that are not known to be stored, also the one that is being typed in."""
        return self.days.saving.draft(self.table.being_typed())

    def take_draft(self, draft: "dict[str, Any]") -> None:
        """Show these cells again as they were typed, where they are not stored."""
        self.days.saving.take_draft(draft)

    def undo(self) -> None:
        """Take back the last change and go to its day."""
        self.context.change(lambda journal: journal.undo(), self._undone, self._failed, owner=self)

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it and its room out."""
        self._heading.setVisible(shown)
        top = tokens.PAGE_TOP if shown else tokens.SPACE
        self._column.setContentsMargins(tokens.PAGE_LEFT, top, tokens.PAGE_RIGHT + tokens.GUTTER, 2 * tokens.SPACE)

    def show_part(self, part: str) -> None:
        """Show the earlier versions of a day, "2026-03-10", or all changes, "all"."""
        if part == ALL:
            self.show_view(ALL)
        else:
            self.show_versions(date.fromisoformat(part))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus into what is in view."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._take_focus)

    # Views -------------------------------------------------------------------------------------------------------

    def show_view(self, key: str) -> None:
        """Bring a view into sight; the earlier versions are those of the day chosen in the table."""
        if key == VERSIONS:
            day = self.days.current_day()
            if self.versions is None or day is not None:
                self._show(VERSIONS, self._made_versions(day))
        elif key == ALL:
            self._show(ALL, self._made_all())
        else:
            self._show(DAYS, self.days)

    def show_versions(self, day: date) -> None:
        """Bring the earlier versions of a day into sight."""
        self._show(VERSIONS, self._made_versions(day))
        self._take_focus()

    def _made_versions(self, day: date | None) -> "VersionsView":
        if self.versions is None:
            from ldn_journal.gui.history.versions_view import VersionsView

            self.versions = VersionsView(self.context, self.status, self.problem)
            self.versions.back_wanted.connect(self._back_to_days)
            self.stack.addWidget(self.versions)
        self.versions.show_day(day)
        return self.versions

    def _made_all(self) -> "AllView":
        if self.all is None:
            from ldn_journal.gui.history.all_view import AllView

            self.all = AllView(self.context, self.problem)
            self.all.versions_wanted.connect(self.show_versions)
            self.stack.addWidget(self.all)
        self.all.refresh()
        return self.all

    def _show(self, key: str, view: QWidget) -> None:
        self.views.set_current(key)
        self.views_list.offer(self._names, key)
        self.stack.setCurrentWidget(view)

    def _back_to_days(self, day: date) -> None:
        self._show(DAYS, self.days)
        self.days.go_to(day)
        self.days.take_focus()

    def _switch(self) -> None:
        """Go from the table to the earlier versions of its day, and back."""
        shown = self.stack.currentWidget()
        if shown is self.days:
            day = self.days.current_day()
            if day is not None:
                self.show_versions(day)
        elif shown is self.versions and self.versions is not None and self.versions.day is not None:
            self._back_to_days(self.versions.day)

    def _take_focus(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.versions and self.versions is not None:
            self.versions.take_focus()
        elif shown is self.all and self.all is not None:
            self.all.take_focus()
        else:
            self.days.take_focus()

    def _undone(self, changes: "Changes") -> None:
        self.status.set_undone(changes.label)
        if changes.days:
            self.days.go_to(max(changes.days))

    def _failed(self, error: Exception) -> None:
        self.problem.say(sentence_for(error))

    # Look --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the views in a list where their names have no room side by side."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "stack"):
            self._arrange()

    def _arrange(self) -> None:
        listed = self.views.minimumSizeHint().width() > self.width() - theme_for(self).space(8)
        self.views.setVisible(not listed)
        self.views_list.setVisible(listed)
        self.views_list.offer(self._names, self.views.current())
