"""Unfinished text: kept in the journal two seconds after typing stops, and put back where it was when the journal opens again.

Where the journal cannot take it (the disk is full, the file was moved), it is sealed with the journal's key and kept in memory
while the window is locked, or in a file beside the journal when the program ends.
"""

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from ldn_journal.base.errors import JournalError
from ldn_journal.gui.page import Page
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.timers import single_shot_timer

if TYPE_CHECKING:
    from ldn_journal.base.paths import DataFolder
    from ldn_journal.journal import Journal

REST_MS: Final = 2_000
"""How long typing must rest before unfinished text is kept."""
_log = logging.getLogger(__name__)

Told = Callable[[Exception | None], None]
"""Is called with ``None`` once something is kept, else with why it is not."""


class DraftKeeper(QObject):
    """Keeps what stands in the pages' forms. ``pages`` gives key and page of those that were made so far.

    ``sealed``: what the journal could not take when it was locked, encrypted with its key.
    """

    def __init__(
        self, tasks: Tasks, pages: Callable[[], Iterable[tuple[str, Page]]], folder: "DataFolder", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages = pages
        self._folder = folder
        self._kept: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self.sealed: bytes | None = None
        self._rest = single_shot_timer(self, REST_MS)
        self._rest.timeout.connect(self.keep)
        tasks.busy.connect(self._look_after)

    def typed(self) -> None:
        """Note that a key was pressed; what stands there is kept when the keys rest."""
        self._rest.start()

    def collect(self) -> dict[str, str]:
        """Return what is unfinished now, by page, as JSON; what waits for a page that is not made yet is part of it."""
        now = dict(self._waiting)
        for key, page in self._pages():
            draft = page.draft()
            if draft is not None:
                now[key] = json.dumps(draft, ensure_ascii=False)
        return now

    def _look_after(self, busy: bool) -> None:
        """Look again at what is kept once something was stored: it may have been part of it."""
        if self._kept and not busy:
            self._rest.start()

    def has_changed(self) -> bool:
        """Whether what is unfinished now is other than what is kept in the journal."""
        return self.collect() != self._kept

    def keep(self, told: Told | None = None) -> None:
        """Keep what is unfinished now in the journal, if it is other than what was kept last.

        Without ``told``, a failure is said by whoever listens to ``Tasks``.
        """
        self._rest.stop()
        now = self.collect()
        changed: dict[str, str | None] = {key: now.get(key) for key in now.keys() | self._kept.keys()}
        changed = {key: body for key, body in changed.items() if body != self._kept.get(key)}
        if not changed:
            if told is not None:
                told(None)
            return

        def kept(_nothing: None) -> None:
            self._kept = now
            if told is not None:
                told(None)

        self._tasks.run(lambda journal: journal.keep_drafts(changed), kept, told, owner=self)

    def seal(self, told: Told) -> None:
        """Encrypt what is unfinished now with the journal's key, and hold that in ``sealed``."""
        text = json.dumps(self.collect(), ensure_ascii=False)

        def sealed(body: bytes) -> None:
            self.sealed = body
            told(None)

        self._tasks.run(lambda journal: journal.seal_text(text), sealed, told, owner=self)

    def write_sealed(self) -> Path | None:
        """Write what is sealed into a file that the next opening reads; return where it is, ``None`` if nothing is sealed.

        Raises ``DiskFull`` or ``CannotAccess`` where it can be written nowhere.
        """
        if self.sealed is None:
            return None
        from ldn_journal.journal.unsaved_text import write_unsaved_text

        path = write_unsaved_text(self._folder, self.sealed)
        self.sealed = None
        return path

    def load(self) -> None:
        """Read what was kept when the journal was last closed; each page gets its own when it is there."""
        held = self.sealed
        self._tasks.run(lambda journal: _read_drafts(journal, held), self._loaded, owner=self)

    def hand_over(self, key: str, page: Page) -> None:
        """Give a page its unfinished text, once."""
        body = self._waiting.pop(key, None)
        if body is not None:
            page.take_draft(_read(body))

    def forget(self) -> None:
        """Forget everything but what is sealed; the journal has been closed."""
        self._rest.stop()
        self._kept, self._waiting = {}, {}

    def _loaded(self, found: "tuple[dict[str, str], bool]") -> None:
        drafts, unsealed = found
        if unsealed:
            self.sealed = None
        self._kept, self._waiting = dict(drafts), dict(drafts)
        for key, page in self._pages():
            self.hand_over(key, page)


def _read_drafts(journal: "Journal", held: bytes | None) -> tuple[dict[str, str], bool]:
    """Return the drafts in the journal and those sealed outside of it, and whether ``held`` is among them.

    What was sealed in files goes into the journal's own table, and only then are the files deleted.
    """
    from ldn_journal.journal.unsaved_text import read_unsaved_text

    drafts = journal.drafts()
    newer: dict[str, str] = {}
    files: list[Path] = []
    for path, sealed in read_unsaved_text(journal.folder):
        text = journal.unseal_text(sealed)
        if text is not None:  # else it is of another journal that was here, which may come back
            newer |= json.loads(text)
            files.append(path)
    text = None if held is None else journal.unseal_text(held)
    if text is not None:
        newer |= json.loads(text)
    if newer:
        try:
            journal.keep_drafts(newer)
        except JournalError as error:
            # Still no room: the pages have it, the files stay, and whoever stores or closes next tries again.
            _log.warning("unsaved text is not in the journal yet: %s", type(error).__name__)
        else:
            for path in files:
                path.unlink(missing_ok=True)
    return drafts | newer, text is not None


def _read(body: str) -> dict[str, Any]:
    found = json.loads(body)
    return found if isinstance(found, dict) else {}
