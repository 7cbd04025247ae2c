"""Frame and navigation: which page is in view, the keys that work everywhere, and closing without losing a word."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.widgets.nav_list import NavList

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.look_panel import LookPanel

LOOK = "look"


class PageEntry(NamedTuple):
    """A page before it is first seen: its key, its name, and what makes it."""

    key: str
    title: str
    make: Callable[[Context], Page]


class MainWindow(QMainWindow):
    """The window. Signals: ``painted()`` once, after it first showed itself; ``look_chosen(object)`` a ``Look``."""

    painted = Signal()
    look_chosen = Signal(object)

    def __init__(self, context: Context, pages: Sequence[PageEntry], memory: WindowMemory) -> None:
        super().__init__()
        self.context = context
        self.exit_code = 0
        self._memory = memory
        self._entries = {entry.key: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self._was_painted = False
        self._closing = False
        self._leave_anyway = False
        self._look_panel: LookPanel | None = None
        self.setWindowTitle(_("LDN Journal"))
        self.setMinimumSize(900, 600)
        self.nav = NavList(_("LDN Journal"))
        for entry in pages:
            self.nav.add_page(entry.key, entry.title)
        self.nav.add_page(LOOK, _("Look"), at_foot=True)
        self.nav.set_foot(_("Not protected by a password"))
        self.nav.setToolTip(
            _("Anyone who can use this computer account can read the journal file; it is kept without a password.")
        )
        self.stack = QStackedWidget()
        self._frame = QWidget()
        across = QHBoxLayout(self._frame)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.nav)
        self.problem = Bar("error")
        self.problem.hide()
        dismiss = self.problem.add_button(_("Close"))
        dismiss.clicked.connect(self.problem.hide)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.problem)
        beside.addWidget(self.stack, 1)
        across.addLayout(beside, 1)
        context.tasks.failed.connect(self._failed)
        self.setCentralWidget(self._frame)
        self._place()
        self.nav.chosen.connect(self._chosen)
        for keys, deed in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo),
            (QKeySequence("Ctrl+Q"), self.close),
            (QKeySequence("?"), self.show_shortcuts),
            (QKeySequence("F1"), self.show_shortcuts),
        ):
            QShortcut(keys, self).activated.connect(deed)

    def page(self, key: str) -> Page:
        """Return a page, made when it is first asked for."""
        if key not in self._pages:
            page = self._entries[key].make(self.context)
            self._pages[key] = page
            page.page_wanted.connect(self.show_page)
            page.day_wanted.connect(self.show_day)
            self.stack.addWidget(page)
        return self._pages[key]

    def show_page(self, key: str) -> None:
        """Bring a page into view."""
        self._flush()
        self.problem.hide()
        page = self.page(key)
        self.nav.set_current(key)
        self.stack.setCurrentWidget(page)

    def show_day(self, day: "date") -> None:
        """Bring a day into view on the Today page."""
        self.show_page("today")
        go_to = getattr(self.page("today"), "go_to", None)
        if go_to is not None:
            go_to(day)

    def show_instead(self, widget: QWidget | None) -> None:
        """Show ``widget`` in place of everything, or the pages again for ``None``."""
        current = self.takeCentralWidget()
        if current is not None and current is not self._frame:
            current.deleteLater()
        self._frame.setVisible(widget is None)
        self.setCentralWidget(widget if widget is not None else self._frame)

    def show_shortcuts(self) -> None:
        """Open the sheet of all keys."""
        from ldn_journal.gui.shortcuts import ShortcutSheet

        sheet = ShortcutSheet(self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell, once, that the window shows itself."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is being typed first; stay open if that fails, until asked to close once more."""
        if not self._closing and not self._leave_anyway:
            self._flush()
            if not self.context.tasks.idle:
                self._closing = True
                self.context.tasks.busy.connect(self._close_when_idle)
                event.ignore()
                return
            if any(page.has_unsaved() for page in self._pages.values()):
                self._leave_anyway = True
                event.ignore()
                return
        self._memory.keep_geometry(self.saveGeometry())
        super().closeEvent(event)

    def _close_when_idle(self, busy: bool) -> None:
        if busy or not self._closing:
            return
        self.context.tasks.busy.disconnect(self._close_when_idle)
        if any(page.has_unsaved() for page in self._pages.values()):
            self._closing, self._leave_anyway = False, True
            return
        self.close()

    def _flush(self) -> None:
        for page in self._pages.values():
            page.flush()

    def _chosen(self, key: str) -> None:
        if key != LOOK:
            self.show_page(key)
            return
        shown = next((one for one, page in self._pages.items() if page is self.stack.currentWidget()), None)
        if shown is not None:
            self.nav.set_current(shown)
        self._open_look()

    def _open_look(self) -> None:
        if self._look_panel is None:
            from ldn_journal.gui.look_panel import LookPanel

            self._look_panel = LookPanel(self._memory.look(), self)
            self._look_panel.chosen.connect(self._look_chosen)
        panel = self._look_panel
        panel.adjustSize()
        corner = self.nav.mapToGlobal(QPoint(self.nav.width() + 8, self.nav.height() - panel.height() - 16))
        panel.move(corner)
        panel.show()
        panel.scheme.setFocus(Qt.FocusReason.PopupFocusReason)

    def _look_chosen(self, look: Look) -> None:
        self._memory.keep_look(look)
        self.look_chosen.emit(look)
        if self._look_panel is not None:
            self._look_panel.adjustSize()

    def _failed(self, error: Exception) -> None:
        """Show what went wrong in a job for which no page speaks."""
        from ldn_journal.gui.words import sentence_for

        self.problem.say(sentence_for(error))

    def _undo(self) -> None:
        shown = self.stack.currentWidget()
        undo = getattr(shown, "undo", None)
        if undo is not None:
            undo()
        else:
            self.context.change(lambda journal: journal.undo())

    def _place(self) -> None:
        geometry = self._memory.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1280, 800)
