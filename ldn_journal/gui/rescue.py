"""When nothing can be stored any more: the disk is full, or the file was moved away. What was entered stays and can be saved."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ldn_journal.base.errors import DiskFull, FileMissing
from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.gui.files.places import Asker
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.journal import Journal
    from ldn_journal.journal.keeping import Contents


class RescueBar(Bar):
    """Says what is safe and offers the ways out. Signals: ``reserve_wanted()``, ``copy_wanted()``, ``leave_wanted()``."""

    reserve_wanted = Signal()
    copy_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("error")
        self.free = self.add_button(_("Free the reserve and save"))
        self.elsewhere = self.add_button(_("Save elsewhere…"))
        self.leave = self.add_button(_("Quit without saving"))
        self.close_it = self.add_button(_("Close"))
        self.leave.hide()
        self.leave.clicked.connect(self.leave_wanted)
        self.free.clicked.connect(self.reserve_wanted)
        self.elsewhere.clicked.connect(self.copy_wanted)
        self.close_it.clicked.connect(self.hide)
        self.hide()

    def show_full(self) -> None:
        """The disk is full."""
        self.free.show()
        self.elsewhere.setText(_("Save elsewhere…"))
        self.say(_("Your disk is full. This entry is kept on screen and not yet saved."))

    def show_moved(self) -> None:
        """The file is no longer where it was."""
        self.free.hide()
        self.elsewhere.setText(_("Save a copy…"))
        self.say(
            _("The journal file was moved or replaced by another program. Saving has stopped; your text is still here.")
        )


class Rescue(QObject):
    """Watches for jobs that failed because nothing can be stored. ``ask`` asks where a copy should go.

    Signals: ``leave_wanted()`` the person gives up what is not stored; ``saved_elsewhere()`` all of it is in a copy.
    """

    leave_wanted = Signal()
    saved_elsewhere = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.context.tasks
        self.bar: RescueBar | None = None
        self.ask: Asker | None = None
        self._tasks.stuck.connect(self._stuck)

    def _stuck(self, error: Exception) -> None:
        if isinstance(error, FileMissing):
            self._shown_bar().show_moved()
        elif isinstance(error, DiskFull):
            # Once every answer is told: a full disk in an import or a setting leaves no entry waiting.
            self._tasks.when_idle(self._say_full)

    def _say_full(self) -> None:
        if self._window.unsaved_pages():
            self._shown_bar().show_full()

    def offer_leaving(self, error: Exception) -> None:
        """Say that closing now would lose something, and why it cannot be kept."""
        bar = self._shown_bar()
        if isinstance(error, DiskFull):
            bar.show_full()
        elif isinstance(error, FileMissing):
            bar.show_moved()
        else:
            bar.free.hide()
            bar.say(_("This entry is kept on screen and not yet saved. {why}").format(why=sentence_for(error)))
        bar.leave.show()

    def _shown_bar(self) -> RescueBar:
        if self.bar is None:
            self.bar = RescueBar()
            self.bar.reserve_wanted.connect(self._free)
            self.bar.copy_wanted.connect(self._copy)
            self.bar.leave_wanted.connect(self.leave_wanted)
            self._window.add_bar(self.bar)
        return self.bar

    def _free(self) -> None:
        """Give the reserve's room to the entry that waits for it."""

        def freed(was_there: bool) -> None:
            bar = self._shown_bar()
            if was_there:
                bar.hide()
                for _key, page in self._window.made_pages():
                    page.store_again()
            else:
                bar.say(_("The reserve is used up. Please make some room on the disk, or save elsewhere."))
                bar.free.hide()

        self._tasks.run(lambda journal: journal.free_reserve(), freed, self._say, owner=self)

    def _copy(self) -> None:
        """Write the journal to another place, together with what waits on the screen."""
        from ldn_journal.gui.visits.keeping import place_asker

        ask = self.ask or place_asker(
            self._window.context.memory, _("Save a copy of the journal"), _("Copies of a journal (*.ldnjb)")
        )
        day = self._window.context.clock.now().date().isoformat()
        path = ask(self._window, _("ldn-journal-{day}.ldnjb").format(day=day))
        if path is None:
            return
        self._window.flush()
        self._tasks.when_idle(lambda: self._write_copy(path))

    def _write_copy(self, path: Path) -> None:
        pages = self._window.made_pages()
        waiting: list[Any] = [job for _key, page in pages for job in page.not_stored()]
        drafts = {key: draft for key, page in pages if (draft := page.draft()) is not None}

        def job(journal: "Journal") -> "Contents":
            return journal.save_elsewhere(path, waiting, drafts)

        self._tasks.run(job, lambda contents: self._copied(path, contents), self._say, owner=self)

    def _copied(self, path: Path, contents: "Contents") -> None:
        bar = self._shown_bar()
        bar.free.hide()
        bar.leave.hide()
        self.saved_elsewhere.emit()
        entries = ngettext("{n} entry", "{n} entries", contents.entries).format(n=contents.entries)
        bar.say(
            _("The whole journal with what you just entered is in {path} ({entries}).").format(
                path=path, entries=entries
            )
        )

    def _say(self, error: Exception) -> None:
        self._shown_bar().say(sentence_for(error))
