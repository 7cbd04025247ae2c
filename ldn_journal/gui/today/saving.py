"""Stores answers one by one and remembers those that could not be stored."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ldn_journal.gui.page import Context
from ldn_journal.gui.words import can_be_put_right, sentence_for

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.today.page import TodayPage
    from ldn_journal.journal import Journal


class _Kept(NamedTuple):
    """An answer that waits to be stored, with what to do then."""

    job: "Callable[[Journal], Changes]"
    done: Callable[[], None] | None
    failed: Callable[[Exception, str], bool]


class Saving:
    """Sends answers to the journal in order. ``count`` rises with each; ``sentence`` says why some are not stored."""

    def __init__(self, context: Context, page: "TodayPage") -> None:
        self._context = context
        self._page = page
        self._kept: dict[tuple[date, str], _Kept] = {}
        self._open: set[tuple[date, str]] = set()
        self.count = 0
        self.sentence = ""

    def save(
        self,
        key: str,
        job: "Callable[[Journal], Changes]",
        done: Callable[[], None] | None,
        failed: Callable[[Exception, str], bool],
    ) -> None:
        """Store an answer of the day in view; a later answer to the same item takes the place of one kept back."""
        place = (self._page.day if self._page.view is None else self._page.view.day.day, key)
        self.count += 1
        self._kept.pop(place, None)
        self._open.discard(place)
        self._page.header.status.set_saving()
        asked = _Kept(job, done, failed)
        self._context.change(
            job,
            lambda changes: self._saved(asked, changes),
            lambda error: self._not_saved(place, asked, error),
            owner=self._page,
        )

    def retry(self) -> None:
        """Try to store everything that was kept back, in the order in which it was entered."""
        waiting, self._kept = self._kept, {}
        self.sentence = ""
        self._page.show_saving()
        for (_day, key), asked in waiting.items():
            self.save(key, asked.job, asked.done, asked.failed)

    def has_unsaved(self) -> bool:
        """Whether answers are kept back."""
        return bool(self._kept)

    def waiting(self) -> "list[Callable[[Journal], Changes]]":
        """Return the answers that are kept back, as the jobs that store them."""
        return [one.job for one in self._kept.values()]

    def keeps(self, day: "date", key: str) -> bool:
        """Whether the row ``key`` of ``day`` shows something that is not stored, so that it must not be written over."""
        return (day, key) in self._kept or (day, key) in self._open

    def forget(self) -> None:
        """Let rows show again what is stored, where what they show was refused."""
        self._open.clear()

    def _saved(self, asked: _Kept, changes: "Changes") -> None:
        if not self._kept and self.sentence:
            self.sentence = ""
            self._page.show_saving()
        status, clock = self._page.header.status, self._context.clock
        if changes:
            status.set_saved(clock.now().time(), undo=changes.label)
        else:
            status.set_idle()
        if asked.done is not None:
            asked.done()

    def _not_saved(self, place: "tuple[date, str]", asked: _Kept, error: Exception) -> None:
        sentence = sentence_for(error)
        self._page.header.status.set_idle()
        if asked.failed(error, sentence):
            return
        if can_be_put_right(error):
            self._open.add(place)
        else:
            self._kept[place] = asked
            self.sentence = sentence
            self._page.show_saving()
