"""The composition root of the window: everything is made here once and handed on by constructor.

Order at start: the frame is painted; then the journal's thread loads what it needs and opens the file; then the day is shown.
Nothing that knows the records or the database is imported before the first paint.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from ldn_journal.base.assets import asset
from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.base.errors import InUse, ReadOnly
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import _
from ldn_journal.gui.another import is_passing, start_program, take_away
from ldn_journal.gui.events import Events
from ldn_journal.gui.language import speak_in_qt
from ldn_journal.gui.lock.gate import Gate
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.gui.look import WindowMemory
from ldn_journal.gui.main_window import MainWindow, PageEntry
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.rescue import Rescue
from ldn_journal.gui.single import FirstWindow, raise_first
from ldn_journal.gui.startup import trace
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import apply_theme, make_application
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.page import TodayPage
from ldn_journal.gui.words import exit_code_for

_SETTLED_MS = 1_000
"""After this long, and once the day is there, the window begins to listen for a second start."""


def run_window(
    folder: DataFolder, *, startup_trace: bool = False, in_tray: bool = False, clock: Clock | None = None
) -> int:
    """Open the window on the journal in ``folder`` and return the exit code once it is closed.

    ``startup_trace`` prints when the window was painted and when the day could be filled in. ``in_tray``: at a login, leave
    the window to the icon in the tray, or small where there is none.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = make_application()
    if raise_first(folder):
        return 0
    speak_in_qt(app)
    app.setApplicationName("ldn-journal")
    app.setDesktopFileName("ldn-journal")
    window = build_window(app, folder, startup_trace=startup_trace, clock=clock)
    if is_passing(folder):
        window.setWindowTitle(_("LDN Journal: a sample, with made-up data"))
    with _asked_to_stop(window):
        first = single_shot_timer(window, _SETTLED_MS)
        listening: list[FirstWindow] = []

        def listen() -> None:
            if window.context.tasks.idle and window.exit_code != exit_code_for(InUse()):
                from ldn_journal.gui.lending import Lender

                locking = window.findChild(Locking)
                assert locking is not None  # noqa: S101 - made with the window
                listening.append(FirstWindow(window, folder, Lender(window, locking)))
            else:
                first.start()  # on a slow computer the day comes first; and who has the journal is the one to ask for it

        first.timeout.connect(listen)
        first.timeout.connect(_watch_clipboard)
        window.painted.connect(first.start)
        if in_tray:
            _begin_in_tray(window)
        else:
            window.show()
        app.exec()
    for one in listening:
        one.close()
    code, again = window.exit_code, window.start_again
    take_down(window)
    take_away(folder)
    if again:
        start_program(folder)
    return code


def build_window(
    app: QApplication, folder: DataFolder, *, startup_trace: bool = False, clock: Clock | None = None
) -> MainWindow:
    """Return the window, not yet shown, over the journal in ``folder``; it is made if there is none."""
    clock = clock or SystemClock()
    memory = WindowMemory(folder.root / "window.ini")
    look = memory.look()
    manager = apply_theme(app, look.scheme, look.scale)
    gate = Gate(folder, clock)
    tasks = Tasks(gate, held=True)
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
            PageEntry("files", _("Import and export"), _files),
            PageEntry("keeping", _("Safekeeping"), _keeping),
            PageEntry("learn", _("Learn"), _learn),
            PageEntry("settings", _("Settings"), _settings, at_foot=True),
        ],
        memory,
    )
    tasks.setParent(window)
    context.events.setParent(window)
    window.page_made.connect(lambda key, page: _page_made(window, key, page))
    locking = Locking(window, gate, lambda: _show_first(window, startup_trace=startup_trace), Rescue(window))
    window.unsaved = locking.unsaved
    locking.begin()
    if not gate.guarded:
        # Its rows appear as soon as the journal is open; the frame is there at once.
        _show_first(window, startup_trace=startup_trace)

    def give_icon(_ended: object = None) -> None:
        from PySide6.QtGui import QIcon

        window.setWindowIcon(QIcon(str(asset("icons", "ldn-journal.svg"))))

    def painted() -> None:
        if startup_trace:
            trace("first paint")
        tasks.release()
        if gate.guarded:
            give_icon()
        else:
            # Behind the day, which has been asked for, whatever comes of it.
            tasks.run(lambda _journal: None, give_icon, give_icon, owner=window)

    # After this turn of the loop the picture is on the screen; loading then no longer delays it.
    window.painted.connect(lambda: QTimer.singleShot(0, painted))
    return window


def _show_first(window: MainWindow, *, startup_trace: bool) -> None:
    """Show the page that was in view, at first today's."""
    window.show_page(window.last_page or "today")
    today = window.page("today")
    if startup_trace and isinstance(today, TodayPage):
        today.on_ready = lambda: trace("ready")
    # Behind the day, which has been asked for; what keeps the journal from being opened is told elsewhere.
    window.context.tasks.run(
        lambda journal: journal.read_only and str(ReadOnly(journal.folder.root)),
        lambda sentence: _say_read_only(window, sentence) if sentence else None,
        lambda _error: None,
        owner=window,
    )


def _say_read_only(window: MainWindow, sentence: str) -> None:
    """Say above every page, once, that nothing can be stored."""
    from ldn_journal.gui.bar import Bar

    if window.findChild(Bar, "read-only") is None:
        bar = Bar("warning", sentence)
        bar.setObjectName("read-only")
        window.add_bar(bar)


def _watch_clipboard() -> None:
    from ldn_journal.gui.clipboard import watch_clipboard

    watch_clipboard()


def _begin_in_tray(window: MainWindow) -> None:
    """Begin without a window in the way. The icon comes before anything is known of the journal, or nothing would lead to it."""
    locking = window.findChild(Locking)
    if locking is None or not locking.remind().begin_in_tray():
        window.showMinimized()
    window.begin_unseen()


def take_down(window: MainWindow) -> None:
    """Close the journal and delete the window while Qt still runs: left to the interpreter's end, charts can crash it."""
    from ldn_journal.gui.clipboard import clear_own_clipboard

    clear_own_clipboard()
    if shiboken6.isValid(window):
        window.hide()  # the last backup is made while nobody waits for it
        locking = window.findChild(Locking)
        if locking is not None:
            locking.stop_trial()
    window.context.tasks.close()
    if shiboken6.isValid(window):
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        shiboken6.delete(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _page_made(window: MainWindow, key: str, page: Page) -> None:
    """Let the Settings page close the window and start the program once more."""
    if key != "settings":
        return

    def start_again() -> None:
        window.start_again = True
        window.close()

    page.start_again_wanted.connect(start_again)  # type: ignore[attr-defined]  # named by no page that is loaded at the start


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


def _files(context: Context) -> Page:
    from ldn_journal.gui.files.page import FilesPage

    return FilesPage(context)


def _settings(context: Context) -> Page:
    from ldn_journal.gui.settings.page import SettingsPage

    return SettingsPage(context)


def _learn(context: Context) -> Page:
    from ldn_journal.gui.learn.page import LearnPage

    return LearnPage(context)


def _keeping(context: Context) -> Page:
    from ldn_journal.gui.keeping.page import KeepingPage

    return KeepingPage(context)


@contextmanager
def _asked_to_stop(window: MainWindow) -> Iterator[None]:
    """Close the window properly when the system asks the program to end (logging out, Ctrl+C, a closed terminal).

    Python only looks at signals between its own instructions, and Qt's loop has none: the socket wakes it.
    """
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: ours.recv(64))
    before = {}
    # A closed terminal on Windows is SIGBREAK. What the starter of the program has ignored (nohup) stays ignored.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, lambda _number, _frame: window.leave_unasked())
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
