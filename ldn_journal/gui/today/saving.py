"""Stores answers one by one and keeps those that could not be stored, until they are or others take their place."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ldn_journal.gui.page import Context
from ldn_journal.gui.words import can_be_put_right, sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.gui.answers import Answer, Store
    from ldn_journal.gui.today.page import TodayPage

Place = tuple[date, str]
"""The day an answer is for, and the key it is saved under."""


class _Kept(NamedTuple):
    """An answer that is not stored, with what to do when it is, and why it is not."""

    answer: "Store"
    done: Callable[[], None] | None
    failed: Callable[[Exception, str], bool]
    sentence: str = ""


class Saving:
    """Sends answers to the journal in order. ``count`` rises with each; ``sentence`` says why some are not stored.

    Answers that could not be stored are of two kinds: those that may be tried again (the disk was full), and those that the
    journal refused for what they say; these wait for the person to change them.
    """

    def __init__(self, context: Context, page: "TodayPage") -> None:
        self._context = context
        self._page = page
        self._kept: dict[Place, _Kept] = {}
        self._refused: dict[Place, _Kept] = {}
        self.count = 0
        self.sentence = ""

    def save(
        self,
        key: str,
        answer: "Store",
        done: Callable[[], None] | None,
        failed: Callable[[Exception, str], bool],
    ) -> None:
        """Store an answer; a later one to the same item and day takes the place of one kept back."""
        from ldn_journal.gui.answers import Answer, DoseAnswer  # not before the first paint

        if isinstance(answer, DoseAnswer):
            answer = answer.at(self._context.clock.now())
        place = (answer.day if isinstance(answer, Answer) else self._page.day, key)
        self.count += 1
        self._kept.pop(place, None)
        self._refused.pop(place, None)
        self._page.header.status.set_saving()
        asked = _Kept(answer, done, failed)
        self._context.change(
            answer,
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
            self.save(key, asked.answer, asked.done, asked.failed)

    def has_unsaved(self) -> bool:
        """Whether answers are kept back, or were refused and not changed since."""
        return bool(self._kept or self._refused)

    def waiting(self) -> "list[Store]":
        """Return the answers that may be tried again, as the jobs that store them."""
        return [one.answer for one in self._kept.values()]

    def kept_for(self, day: date) -> "list[tuple[str, Answer, str]]":
        """Return key, answer and sentence of what is not stored of ``day``, so that its rows go on showing it."""
        from ldn_journal.gui.answers import Answer

        return [
            (key, one.answer, one.sentence)
            for (its_day, key), one in (*self._kept.items(), *self._refused.items())
            if its_day == day and isinstance(one.answer, Answer)
        ]

    def forget_refused(self) -> None:
        """Let rows show again what is stored, where what they show was refused."""
        self._refused.clear()

    def draft(self, *, but_note_of: date | None) -> list[dict[str, Any]]:
        """Return every answer that is not stored, as JSON; not the note of one day, where its own field tells it."""
        from ldn_journal.gui.answers import Answer, NoteAnswer, answer_to_json

        kept = (*self._kept.items(), *self._refused.items())
        return [
            {"key": key, "answer": answer_to_json(one.answer)}
            for (_day, key), one in kept
            if isinstance(one.answer, Answer)
            and not (isinstance(one.answer, NoteAnswer) and one.answer.day == but_note_of)
        ]

    def take_draft(self, answers: list[Any]) -> None:
        """Store what ``draft`` returned, or keep it back again."""
        if not answers:
            return
        from ldn_journal.gui.answers import answer_from_json

        for one in answers:
            self.save(str(one["key"]), answer_from_json(one["answer"]), None, _NO_ROW)

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

    def _not_saved(self, place: Place, asked: _Kept, error: Exception) -> None:
        sentence = sentence_for(error)
        self._page.header.status.set_idle()
        if asked.failed(error, sentence):
            return
        if can_be_put_right(error):
            self._refused[place] = asked._replace(sentence=sentence)
        else:
            self._kept[place] = asked._replace(sentence=sentence)
            self.sentence = sentence
            self._page.show_saving()
        if asked.failed is _NO_ROW:
            self._page.show_kept()


def _no_row(_error: Exception, _sentence: str) -> bool:
    return False


_NO_ROW: Final = _no_row
"""For an answer that came back with the window: the row that gave it is no more."""
