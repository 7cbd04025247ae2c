"""Answers of the Today page as data: what was answered, for which day, so that one that could not be stored can wait for it.

An answer is called with the journal, on the journal's thread, and stores itself. As JSON it outlives a locked or lost window.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ldn_journal.domain.records import Changes, Kind
from ldn_journal.gui.entries import DoseEntry, clear_doses, write_dose, write_night, write_note, write_value

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from ldn_journal.journal import Journal


@dataclass(frozen=True)
class RatingAnswer:
    """The value of a measure for a day; ``None`` takes it away."""

    day: date
    measure: str
    value: float | None
    kind: Literal["rating"] = "rating"

    def __call__(self, journal: "Journal") -> Changes:
        """Store it. Raises ``NotFound`` where the measure is gone, and as ``Journal.record``."""
        return write_value(journal, self.day, journal.measure(self.measure), self.value)


@dataclass(frozen=True)
class NightAnswer:
    """One field of the night before a day; ``None`` takes it away."""

    day: date
    field: str
    value: int | time | None
    kind: Literal["night"] = "night"

    def __call__(self, journal: "Journal") -> Changes:
        """Store it. Raises as ``Journal.record``."""
        return write_night(journal, self.day, self.field, self.value)


@dataclass(frozen=True)
class NoteAnswer:
    """The text of a day's note; without text the note is taken away."""

    day: date
    text: str
    kind: Literal["note"] = "note"

    def __call__(self, journal: "Journal") -> Changes:
        """Store it. Raises as ``Journal.record``."""
        return write_note(journal, self.day, self.text)


@dataclass(frozen=True)
class DoseAnswer:
    """A dose, in the place of the one with id ``replaces`` if that is given."""

    day: date
    entry: DoseEntry
    replaces: str | None = None
    confirmed: bool = False
    kind: Literal["dose"] = "dose"

    def __call__(self, journal: "Journal") -> Changes:
        """Store it. Raises as ``Journal.record`` and ``Journal.revise``."""
        return write_dose(journal, self.day, self.entry, replaces=self.replaces, confirmed=self.confirmed)

    def at(self, moment: datetime) -> "DoseAnswer":
        """Return the answer with the moment it was given: one that waits was not taken when it is stored at last."""
        return replace(self, entry=replace(self.entry, moment=moment)) if self.entry.now else self


@dataclass(frozen=True)
class NoDosesAnswer:
    """A day's doses are to be taken away."""

    day: date
    kind: Literal["no_doses"] = "no_doses"

    def __call__(self, journal: "Journal") -> Changes:
        """Take them away."""
        return clear_doses(journal, self.day)


@dataclass(frozen=True)
class RemovedDoseAnswer:
    """One of a day's doses is to be taken away."""

    day: date
    identity: str
    kind: Literal["removed_dose"] = "removed_dose"

    def __call__(self, journal: "Journal") -> Changes:
        """Take it away. Raises ``NotFound``."""
        return journal.remove(Kind.DOSE, self.identity)


Answer = RatingAnswer | NightAnswer | NoteAnswer | DoseAnswer | NoDosesAnswer | RemovedDoseAnswer
Store = Callable[["Journal"], Changes]
"""What stores something: an ``Answer``, or a job that cannot outlive the window."""


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values."""
    found: dict[str, Any] = _adapter().dump_python(answer, mode="json")
    return found


def answer_from_json(body: object) -> Answer:
    """Return what ``answer_to_json`` was given. Raises ``ValueError`` for anything else."""
    return _adapter().validate_python(body)


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Answer]":
    from typing import Annotated

    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Answer, Field(discriminator="kind")])
