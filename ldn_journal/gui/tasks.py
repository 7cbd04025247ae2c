"""One worker thread owns the journal; what it finds comes back to the GUI thread.

Jobs run one after the other in the order in which they were asked for, so a page that asks after a change sees it.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from ldn_journal.base.errors import JournalError, PasswordNeeded

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from ldn_journal.journal import Journal

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Tasks(QObject):
    """Runs jobs on the thread that owns the journal.

    ``open_journal`` is called on that thread before the first job; if it fails, every job fails alike until ``try_again``.
    Signals: ``failed(Exception)`` for a job that has no ``failed``
    of its own, so that no failure goes unseen; ``busy(bool)`` while jobs are under way, ``False`` after the last answer was
    told; ``stuck(Exception)`` beside
    whatever else becomes of it, for a job that failed because nothing can be stored: the disk is full, the file is gone.
    """

    failed = Signal(Exception)
    busy = Signal(bool)
    stuck = Signal(Exception)
    _finished = Signal(object, object, object, object)

    def __init__(
        self, open_journal: "Callable[[], Journal]", parent: QObject | None = None, *, held: bool = False
    ) -> None:
        """``held``: keep jobs waiting until ``release``, so that the first paint has the processor to itself."""
        super().__init__(parent)
        self._held: list[Callable[[], None]] | None = [] if held else None
        self._refusal: Exception | None = None
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._under_way = 0
        self._when_idle: list[Callable[[], None]] = []
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: "Callable[[Journal], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Call ``job(journal)`` on the journal's thread, then ``done(result)`` or ``failed(error)`` on this one.

        With ``owner``, neither is called once that object is gone. After ``close`` nothing is taken on.
        """
        if self._closed:
            return
        if self._held is not None:
            self._held.append(lambda: self.run(job, done, failed, owner=owner))
            return
        self._submit(lambda: self._call(job), done, failed, owner)

    def shut(self, done: Callable[[None], None] | None = None) -> None:
        """Close the journal after what is under way; jobs then fail with ``PasswordNeeded`` until ``try_again``."""
        self._submit(self._shut, done, None, None)

    def release(self) -> None:
        """Begin with the jobs that were kept waiting."""
        waiting, self._held = self._held or [], None
        for begin in waiting:
            begin()
        if self.idle:
            self._tell_idle()

    def try_again(self) -> None:
        """Let the next job open the journal although the last attempt failed."""
        self._refusal = None

    @property
    def idle(self) -> bool:
        """Whether nothing is under way, every answer told included."""
        return self._under_way == 0

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call once nothing is under way and every answer was told; at once where that is so already."""
        if self.idle and self._held is None:
            call()
        else:
            self._when_idle.append(call)

    def close(self) -> None:
        """Finish what is under way, close the journal and end the thread. Called once, when the window closes."""
        if self._closed:
            return
        self._closed = True
        self._worker().submit(self._close_journal).result()
        self._worker().shutdown(wait=True)

    def _worker(self) -> "ThreadPoolExecutor":
        """Return the one thread; its module is not needed for the first paint."""
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        return self._pool

    def finish(
        self,
        job: "Callable[[Journal], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a job that closes the journal for good; nothing is opened afterwards until ``try_again``."""
        self._submit(lambda: self._finish(job), done, failed, None)

    def lend(
        self, job: "Callable[[Journal], T]", done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a job that closes the journal for a while; if it raises, the journal is closed and the next job opens it."""
        self._submit(lambda: self._lend(job), done, failed, None)

    def _submit(
        self,
        call: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        owner: QObject | None,
    ) -> None:
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)
        future = self._worker().submit(call)
        future.add_done_callback(lambda ended: self._finished.emit(ended, done, failed, owner))

    def _finish(self, job: "Callable[[Journal], T]") -> T:
        journal = self._journal
        if journal is None:
            raise PasswordNeeded
        self._journal, self._refusal = None, PasswordNeeded()
        return job(journal)

    def _lend(self, job: "Callable[[Journal], T]") -> T:
        try:
            return self._call(job)
        except BaseException:
            self._journal = None
            raise

    def _shut(self) -> None:
        self._close_journal()
        self._refusal = PasswordNeeded()

    def _call(self, job: "Callable[[Journal], T]") -> T:
        if self._refusal is not None:
            raise self._refusal
        if self._journal is None:
            try:
                self._journal = self._open_journal()
            except Exception as error:
                self._refusal = error
                raise
        return job(self._journal)

    def _close_journal(self) -> None:
        """Close the journal, with a backup if something was recorded. A backup that fails is no reason to keep it open."""
        journal, self._journal = self._journal, None
        if journal is None:
            return
        try:
            if journal.touched:
                journal.upkeep()
        except JournalError as error:
            _log.warning("no backup at the end: %s", type(error).__name__)
        finally:
            journal.close()

    def _deliver(
        self,
        ended: "Future[Any]",
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        owner: QObject | None,
    ) -> None:
        try:
            self._tell(ended, done, failed, owner)
        finally:
            # Only now: whoever waits for rest must find what was refused, and a job asked for by an answer goes on with it.
            self._under_way -= 1
            if self._under_way == 0:
                self.busy.emit(False)
                self._tell_idle()

    def _tell_idle(self) -> None:
        waiting, self._when_idle = self._when_idle, []
        for call in waiting:
            if self.idle:
                call()
            else:
                self._when_idle.append(call)

    def _tell(
        self,
        ended: "Future[Any]",
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        owner: QObject | None,
    ) -> None:
        from shiboken6 import isValid

        stopped = ended.exception()
        if self._journal is not None and isinstance(stopped, JournalError) and stopped.stops_saving:
            self.stuck.emit(stopped)
        if owner is not None and not isValid(owner):
            return
        error = ended.exception()
        if error is None:
            if done is not None:
                done(ended.result())
        elif not isinstance(error, Exception):
            raise error
        elif failed is not None:
            failed(error)
        else:
            _log.error("job failed: %s", type(error).__name__, exc_info=error)
            self.failed.emit(error)
