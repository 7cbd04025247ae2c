"""Runs the test of the newest backup beside everything else: on a thread of its own, with pauses, and only while nobody types."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ldn_journal.base.errors import JournalError

if TYPE_CHECKING:
    from ldn_journal.gui.tasks import Tasks
    from ldn_journal.journal import Journal
    from ldn_journal.journal.backup_record import Trial
    from ldn_journal.journal.backup_trials import BackupTrial, TrialNews

REST_MS: Final = 5_000
"""So long nobody has typed, and nothing is being stored, before a test begins by itself."""
_log = logging.getLogger(__name__)


class TrialRunner(QObject):
    """One test at a time. ``fault``: the first backup that failed in the last one, ``None`` where none did.

    Signals: ``begun()``; ``ended(object, object)`` with what was found (``TrialNews``), or ``None`` and why there was no test.
    Neither comes after ``stop``.
    """

    begun = Signal()
    ended = Signal(object, object)
    _ran = Signal(object, object, object)

    def __init__(self, tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.fault: Trial | None = None
        self._stopped: threading.Event | None = None
        """Of the test under way; set when it is to be broken off."""
        self._pool: ThreadPoolExecutor | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._at_rest)
        self._ran.connect(self._judge, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a test is under way."""
        return self._stopped is not None

    def begin_at_rest(self) -> None:
        """Begin once nobody has typed for a while."""
        if not self.running:
            self._rest.start(REST_MS)

    def put_off(self) -> None:
        """Somebody types: what has not begun waits again."""
        if self._rest.isActive():
            self._rest.start(REST_MS)

    def begin(self) -> None:
        """Begin now, unless a test is under way."""
        self._rest.stop()
        if self.running:
            return
        self._stopped = stopped = threading.Event()
        self.fault = None
        self.begun.emit()
        self._tasks.run(
            lambda journal: journal.begin_trial(),
            lambda trial: self._go_on(trial, stopped),
            lambda error: self._failed(error, stopped),
            owner=self,
        )

    def stop(self) -> None:
        """Break off what is under way, as when the window locks or closes; its scratch file and its key are gone afterwards."""
        self._rest.stop()
        stopped, self._stopped = self._stopped, None
        if stopped is not None:
            stopped.set()
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True)

    def _at_rest(self) -> None:
        if self._tasks.idle:
            self.begin()
        else:
            self._rest.start(REST_MS)

    def _go_on(self, trial: "BackupTrial | None", stopped: threading.Event) -> None:
        """Run the test of one backup, or tell what was found once none is left."""
        if stopped.is_set():
            return
        if trial is None:
            self._tasks.run(
                lambda journal: journal.trial_news(),
                lambda news: self._end(news, None, stopped),
                lambda error: self._failed(error, stopped),
                owner=self,
            )
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "trial restore")
        future = self._pool.submit(trial.run, stopped.is_set)
        future.add_done_callback(lambda ended: self._ran.emit(trial, ended, stopped))

    def _judge(self, trial: "BackupTrial", ended: "Future[Any]", stopped: threading.Event) -> None:
        if stopped.is_set():
            return
        error = ended.exception()
        if isinstance(error, Exception):
            self._failed(error, stopped)
            return

        def judge(journal: "Journal") -> "tuple[BackupTrial | None, TrialNews]":
            return journal.end_trial(trial, ended.result()), journal.trial_news()

        def judged(answer: "tuple[BackupTrial | None, TrialNews]") -> None:
            following, news = answer
            self.fault = self.fault or next((one for one in news.failed if one.backup == trial.backup.path.name), None)
            self._go_on(following, stopped)

        self._tasks.run(judge, judged, lambda error: self._failed(error, stopped), owner=self)

    def _failed(self, error: Exception, stopped: threading.Event) -> None:
        if not isinstance(error, JournalError):
            _log.error("a trial restore failed: %s", type(error).__name__, exc_info=error)
        self._end(None, error, stopped)

    def _end(self, news: "TrialNews | None", error: Exception | None, stopped: threading.Event) -> None:
        if stopped.is_set():
            return
        self.stop()
        self.ended.emit(news, error)
