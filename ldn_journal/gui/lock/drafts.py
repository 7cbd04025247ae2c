"""Unfinished text: kept in the journal two seconds after typing stops, and put back where it was when the journal opens again."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from PySide6.QtCore import QObject

from ldn_journal.gui.page import Page
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.timers import single_shot_timer

REST_MS: Final = 2_000
"""How long typing must rest before unfinished text is kept."""


class DraftKeeper(QObject):
    """Keeps what stands in the pages' forms. ``pages`` gives key and page of those that were made so far."""

    def __init__(self, tasks: Tasks, pages: Callable[[], Iterable[tuple[str, Page]]], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages = pages
        self._kept: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self._rest = single_shot_timer(self, REST_MS)
        self._rest.timeout.connect(self.keep)

    def typed(self) -> None:
        """Note that a key was pressed; what stands there is kept when the keys rest."""
        self._rest.start()

    def keep(self) -> None:
        """Keep what is unfinished now, if it is other than what was kept last."""
        self._rest.stop()
        now = dict(self._waiting)
        for key, page in self._pages():
            draft = page.draft()
            if draft is not None:
                now[key] = json.dumps(draft, ensure_ascii=False)
        changed: dict[str, str | None] = {key: now.get(key) for key in now.keys() | self._kept.keys()}
        changed = {key: body for key, body in changed.items() if body != self._kept.get(key)}
        if changed:
            self._kept = now
            self._tasks.run(lambda journal: journal.keep_drafts(changed), owner=self)

    def load(self) -> None:
        """Read what was kept when the journal was last closed; each page gets its own when it is there."""
        self._tasks.run(lambda journal: journal.drafts(), self._loaded, owner=self)

    def hand_over(self, key: str, page: Page) -> None:
        """Give a page its unfinished text, once."""
        body = self._waiting.pop(key, None)
        if body is not None:
            page.take_draft(_read(body))

    def forget(self) -> None:
        """Forget everything; the journal has been closed."""
        self._rest.stop()
        self._kept, self._waiting = {}, {}

    def _loaded(self, drafts: dict[str, str]) -> None:
        self._kept, self._waiting = dict(drafts), dict(drafts)
        for key, page in self._pages():
            self.hand_over(key, page)


def _read(body: str) -> dict[str, Any]:
    found = json.loads(body)
    return found if isinstance(found, dict) else {}
