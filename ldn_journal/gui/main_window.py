"""Frame and navigation: which page is in view, the keys that work everywhere, and closing without losing a word."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.look import WindowMemory
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.palette.keys import bind
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.nav_list import NavList
from ldn_journal.gui.widgets.page_menu import PageMenu

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.palette.overlay import Palette
    from ldn_journal.gui.unsaved_work import UnsavedWork

_ROOM_FOR_NAVIGATION = 560
"""Width of the window, at 100 % text, from which the navigation stands beside the page."""


class PageEntry(NamedTuple):
    """A page before it is first seen: its key, its name, what makes it, and whether it stands at the foot."""

    key: str
    title: str
    make: Callable[[Context], Page]
    at_foot: bool = False


class MainWindow(QMainWindow):
    """The window.

    Signals: ``painted()`` once, after it first showed itself; ``page_made(str, object)`` key and page, made when first seen;
    ``lock_wanted()`` the person wants the window locked. ``start_again``: start the program once more when it is closed;
    ``protected``: a password protects the journal; ``unsaved``: decides whether it may close.
    """

    painted = Signal()
    page_made = Signal(str, object)
    lock_wanted = Signal()

    def __init__(self, context: Context, pages: Sequence[PageEntry], memory: WindowMemory) -> None:
        super().__init__()
        self.context = context
        self.exit_code = 0
        self.start_again = False
        self.protected = False
        self._palette: Palette | None = None
        self._memory = memory
        self._entries = {entry.key: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self.last_page = ""
        self._was_painted = False
        self.unsaved: UnsavedWork | None = None
        self.setWindowTitle(_("LDN Journal"))
        self.nav = NavList(_("LDN Journal"), host=self)
        for entry in pages:
            self.nav.add_page(entry.key, entry.title, at_foot=entry.at_foot)
        self.menu = PageMenu([(entry.key, entry.title) for entry in pages])
        self.menu.hide()
        self.show_protected(False)
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
        self._beside = beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.menu)
        beside.addWidget(self.problem)
        beside.addWidget(self.stack, 1)
        across.addLayout(beside, 1)
        context.tasks.failed.connect(self._failed)
        self.setCentralWidget(self._frame)
        self._place()
        self.nav.chosen.connect(self.show_page)
        self.menu.chosen.connect(self.show_page)
        self.nav.foot_clicked.connect(lambda: self.show_page("keeping"))
        for key, deed in (
            ("undo", self.undo),
            ("quit", self.close),
            ("lock", self.lock_wanted.emit),
            ("sheet", self.show_shortcuts),
            ("palette", self.show_palette),
            ("text.larger", lambda: self._scale_text(1)),
            ("text.smaller", lambda: self._scale_text(-1)),
            ("text.usual", lambda: self._scale_text(0)),
        ):
            bind(self, key, deed)

    def page_names(self) -> list[tuple[str, str]]:
        """Return key and name of every page, in the order of the navigation."""
        return [(entry.key, entry.title) for entry in self._entries.values()]

    def page(self, key: str) -> Page:
        """Return a page, made when it is first asked for."""
        if key not in self._pages:
            page = self._entries[key].make(self.context)
            self._pages[key] = page
            page.setAccessibleName(self._entries[key].title)
            page.show_title(self.menu.isHidden())
            page.page_wanted.connect(self.show_page)
            page.day_wanted.connect(self.show_day)
            self.stack.addWidget(page)
            self.page_made.emit(key, page)
        return self._pages[key]

    def made_pages(self) -> Iterable[tuple[str, Page]]:
        """Return key and page of those that were made so far."""
        return list(self._pages.items())

    def mark_stale(self) -> None:
        """Let every page load afresh: another journal stands behind them."""
        for page in self._pages.values():
            page.mark_stale()

    def forget_pages(self) -> None:
        """Take down every page with all it shows; they are made anew when the journal is open again."""
        pages, self._pages = self._pages, {}
        for page in pages.values():
            page.hide()
            self.stack.removeWidget(page)
            page.deleteLater()

    def forget_place(self) -> None:
        """Leave nothing behind on this computer when the window closes."""
        self._memory.forget()

    def show_protected(self, protected: bool) -> None:
        """Say at the foot of the navigation whether a password protects the journal."""
        self.protected = protected
        if protected:
            self._set_foot(_("Protected. Ctrl+L locks."))
            self.nav.setToolTip(_("The journal file is encrypted; only the password opens it."))
        else:
            self._set_foot(_("Not protected by a password"))
            self.nav.setToolTip(
                _("Anyone who can use this computer account can read the journal file; it is kept without a password.")
            )

    def _set_foot(self, words: str) -> None:
        self.nav.set_foot(words)
        self.menu.foot.setText(words)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar above the pages."""
        self._beside.insertWidget(1, bar)

    def say_problem(self, sentence: str) -> None:
        """Say above the page what went wrong."""
        self.problem.say(sentence)

    def show_page(self, key: str) -> None:
        """Bring a page into view, or a part of one: "visits/summary"."""
        key, _slash, part = key.partition("/")
        self._close_palette()
        self.flush()
        before, self.last_page = self.last_page, key
        self.problem.hide()
        page = self.page(key)
        self.nav.set_current(key)
        self.menu.set_current(key)
        self.stack.setCurrentWidget(page)
        if before not in ("", key) and not any(one.isAncestorOf(self.focusWidget()) for one in (self.nav, self.menu)):
            # Who walks through the navigation hears its names; who comes by a key or a link would hear nothing.
            announce(self, self._entries[key].title)
        if part:
            page.show_part(part)

    def show_day(self, day: "date") -> None:
        """Bring a day into view on the Today page."""
        self.show_page("today")
        go_to = getattr(self.page("today"), "go_to", None)
        if go_to is not None:
            go_to(day)

    def show_instead(self, widget: QWidget | None) -> None:
        """Show ``widget`` in place of everything, or the pages again for ``None``."""
        self._close_palette()
        current = self.takeCentralWidget()
        if current is not None and current is not self._frame:
            current.deleteLater()
        # Into the window first: shown without a parent it would be a window of its own for a moment, and take the focus.
        self.setCentralWidget(widget if widget is not None else self._frame)
        if widget is None:
            self._frame.show()

    def show_shortcuts(self) -> None:
        """Open the sheet of all keys."""
        from ldn_journal.gui.shortcuts import ShortcutSheet

        self._close_palette()
        sheet = ShortcutSheet(self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def show_palette(self) -> None:
        """Open the search over all actions, or close it; there is none where the journal is not open."""
        if self._palette is not None:
            self._palette.dismiss()
            return
        if self.centralWidget() is not self._frame or not self.last_page:
            return
        from ldn_journal.gui.palette.overlay import Palette

        self._palette = palette = Palette(self)
        palette.closed.connect(self._palette_closed)
        palette.begin()

    def _close_palette(self) -> None:
        if self._palette is not None:
            self._palette.dismiss()

    def _palette_closed(self) -> None:
        self._palette = None

    def _scale_text(self, step: int) -> None:
        from ldn_journal.gui.palette.window_actions import step_scale

        step_scale(self, step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the navigation where there is room for it."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """The same after the text became larger or smaller."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        small = self.width() < theme_for(self).scaled(_ROOM_FOR_NAVIGATION)
        if self.nav.isHidden() != small:
            self.nav.setHidden(small)
            self.menu.setVisible(small)
            for page in self._pages.values():
                page.show_title(not small)

    def begin_unseen(self) -> None:
        """Go on as after the first paint, although the window does not show itself yet."""
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell, once, that the window shows itself."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once nothing that was entered can be lost by it; ``UnsavedWork`` decides."""
        if self.unsaved is not None and not self.unsaved.may_close():
            event.ignore()
            return
        self._memory.keep_geometry(self.saveGeometry())
        super().closeEvent(event)

    def leave_unasked(self) -> None:
        """Close because the system says so; what is not stored is kept."""
        if self.unsaved is None:
            self.close()
        else:
            self.unsaved.leave_unasked()

    def unsaved_pages(self) -> list[str]:
        """Return the keys of the pages that hold something that is not stored."""
        return [key for key, page in self._pages.items() if page.has_unsaved()]

    def flush(self) -> None:
        """Send what is being typed on any page to the journal."""
        for page in self._pages.values():
            page.flush()

    def _failed(self, error: Exception) -> None:
        """Show what went wrong in a job for which no page speaks."""
        from ldn_journal.gui.words import sentence_for

        self.problem.say(sentence_for(error))

    def undo(self) -> None:
        """Take back the last change, by the page in view where it has its own way."""
        shown = self.stack.currentWidget()
        undo = getattr(shown, "undo", None)
        if undo is not None:
            undo()
        else:
            self.context.change(lambda journal: journal.undo())

    def _place(self) -> None:
        room = self.screen().availableSize()
        # On a small screen a larger window would have edges that nobody can reach.
        self.setMinimumSize(QSize(900, 600).boundedTo(room))
        geometry = self._memory.geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(QSize(1280, 800).boundedTo(room))
