"""The composition root of the window: everything is made here once and handed on by constructor.

Order at start: the frame is painted; then the journal's thread loads what it needs and opens the file; then the day is shown.
Nothing that knows the records or the database is imported before the first paint.
"""

import gc
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ldn_journal.base.assets import asset
from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.gui.events import Events
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.main_window import MainWindow, PageEntry
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.startup import trace
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import ThemeManager, apply_theme
from ldn_journal.gui.today.page import TodayPage

if TYPE_CHECKING:
    from ldn_journal.journal import Journal

WAIT_FOR_OTHERS = 2.0
"""Seconds to wait for a command that has the journal open for a moment."""

_log = logging.getLogger(__name__)


def run_window(folder: DataFolder, *, startup_trace: bool = False, clock: Clock | None = None) -> int:
    """Open the window on the journal in ``folder`` and return the exit code once it is closed.

    ``startup_trace`` prints when the window was painted and when the day could be filled in.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["ldn-journal"])
    app.setApplicationName("ldn-journal")
    app.setDesktopFileName("ldn-journal")
    window = build_window(app, folder, startup_trace=startup_trace, clock=clock)
    with _asked_to_stop(window):
        window.show()
        app.exec()
    code = window.exit_code
    take_down(window)
    return code


def build_window(
    app: QApplication, folder: DataFolder, *, startup_trace: bool = False, clock: Clock | None = None
) -> MainWindow:
    """Return the window, not yet shown, over the journal in ``folder``; it is made if there is none."""
    clock = clock or SystemClock()
    memory = WindowMemory(folder.root / "window.ini")
    look = memory.look()
    manager = apply_theme(app, look.scheme, look.scale)
    tasks = Tasks(lambda: _open_journal(folder, clock), held=True)
    context = Context(tasks, Events(), manager.theme, clock, memory)
    window = MainWindow(
        context,
        [
            PageEntry("today", _("Today"), TodayPage),
            PageEntry("history", _("History"), _history),
            PageEntry("trends", _("Trends"), _trends),
            PageEntry("treatment", _("Treatment"), _treatment),
            PageEntry("questionnaires", _("Questionnaires"), _questionnaires),
            PageEntry("visits", _("Visits"), _visits),
        ],
        memory,
    )
    tasks.setParent(window)
    context.events.setParent(window)
    window.look_chosen.connect(lambda chosen: _change_look(manager, chosen))
    _open(window, folder)
    window.show_page("today")
    today = window.page("today")
    assert isinstance(today, TodayPage)  # noqa: S101  made above

    def painted() -> None:
        if startup_trace:
            trace("first paint")
        tasks.release()
        window.setWindowIcon(QIcon(str(asset("icons", "ldn-journal.svg"))))

    # After this turn of the loop the picture is on the screen; loading then no longer delays it.
    window.painted.connect(lambda: QTimer.singleShot(0, painted))
    if startup_trace:
        today.on_ready = lambda: trace("ready")
    return window


def take_down(window: MainWindow) -> None:
    """Close the journal and delete the window while Qt still runs: left to the interpreter's end, charts can crash it."""
    window.context.tasks.close()
    if shiboken6.isValid(window):
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        window.hide()
        shiboken6.delete(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _open_journal(folder: DataFolder, clock: Clock) -> "Journal":
    """Open the journal, or make one. On the journal's thread: the imports here are most of the start-up time."""
    from ldn_journal.journal import Journal

    if folder.journal.exists():
        return Journal.open(folder, clock=clock, wait=WAIT_FOR_OTHERS)
    return Journal.create(folder, clock=clock, wait=WAIT_FOR_OTHERS)


def _open(window: MainWindow, folder: DataFolder) -> None:
    """Ask for the journal before anything else does, and say so in the whole window if it cannot be opened."""

    def failed(error: Exception) -> None:
        from ldn_journal.gui.trouble import Trouble

        _collect_garbage()
        _log.error("journal not opened: %s", type(error).__name__, exc_info=error)
        trouble = Trouble(error, folder.root)
        trouble.quit.connect(window.close)
        trouble.try_again.connect(again)
        window.exit_code = trouble.exit_code
        window.show_instead(trouble)

    def again() -> None:
        window.context.tasks.try_again()
        ask()

    def opened(_nothing: None) -> None:
        _collect_garbage()
        if window.exit_code:
            window.exit_code = 0
            window.show_instead(None)
            window.page("today").mark_stale()

    def ask() -> None:
        window.context.tasks.run(lambda _journal: None, opened, failed, owner=window)

    ask()


def _collect_garbage() -> None:
    """Begin to collect garbage. What the start has loaded stays for good and is never walked over: 40 ms of it in a start."""
    gc.freeze()
    gc.enable()


def _change_look(manager: ThemeManager, look: Look) -> None:
    manager.choose(look.scheme, look.scale)


def _history(context: Context) -> Page:
    from ldn_journal.gui.history.page import HistoryPage

    return HistoryPage(context)


def _trends(context: Context) -> Page:
    from ldn_journal.gui.trends.page import TrendsPage

    return TrendsPage(context)


def _treatment(context: Context) -> Page:
    from ldn_journal.gui.treatment.page import TreatmentPage

    return TreatmentPage(context)


def _questionnaires(context: Context) -> Page:
    from ldn_journal.gui.questionnaires.page import QuestionnairesPage

    return QuestionnairesPage(context)


def _visits(context: Context) -> Page:
    from ldn_journal.gui.visits.page import VisitsPage

    return VisitsPage(context)


@contextmanager
def _asked_to_stop(window: MainWindow) -> Iterator[None]:
    """Close the window properly when the system asks the program to end (logging out, Ctrl+C in a terminal).

    Python only looks at signals between its own instructions, and Qt's loop has none: the socket wakes it.
    """
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: ours.recv(64))
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, lambda _number, _frame: window.close())
    wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        shiboken6.delete(notifier)
        ours.close()
        theirs.close()
