"""What the views of the change log show, read on the journal's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui.widgets.clock_edit import format_clock

if TYPE_CHECKING:
    from ldn_journal.domain.log import Place
    from ldn_journal.journal import Journal
    from ldn_journal.journal.comparing import Compared
    from ldn_journal.journal.versions import DayChange, EntryChange

PAGE = 200
"""Changes read at a time."""
WORDS = 3
"""Records of a change told in its line of the list."""


@dataclass(frozen=True)
class Version:
    """One change of a day: its number, when it was, where it came from, and what it did, a line each."""

    number: int
    when: str
    source: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Versions:
    """The changes of ``day``, newest first. ``revised``: whether any of them did more than enter something new."""

    day: date
    today: date
    changes: tuple[Version, ...]
    revised: bool


@dataclass(frozen=True)
class ChangeRow:
    """What happened to one record, for the list of all changes. ``of_day``: whether its day has earlier versions to show."""

    place: "Place"
    when: str
    day: date | None
    words: str
    source: str
    of_day: bool


def load_versions(journal: "Journal", day: date | None) -> Versions:
    """Return the changes of a day (``None``: today)."""
    from ldn_journal.domain.records import Operation

    today = journal.today()
    day = day or today
    changes = journal.changes_of(day)
    revised = any(entry.operation is not Operation.ADDED for change in changes for entry in change.entries)
    return Versions(day, today, tuple(_version(change) for change in changes), revised)


def load_comparison(journal: "Journal", day: date, number: int) -> "list[Compared]":
    """Return a day after a change beside the day now."""
    return journal.compare_day(day, number)


def load_changes(journal: "Journal", before: "Place | None", wanted: str) -> list[ChangeRow]:
    """Return a page of all changes. ``wanted``: a kind of record, ``mine`` for all but imports, or nothing for all."""
    from ldn_journal.domain.records import Kind

    kinds: Sequence[Kind] = [Kind(wanted)] if wanted in set(Kind) else []
    return [_row(one) for one in journal.entry_changes(before, limit=PAGE, kinds=kinds, imports=wanted != "mine")]


def when_words(at: datetime) -> str:
    """Return a moment of the log, with the clock as it stood then."""
    return _("{day} {time}").format(day=format_day(at.date(), "medium"), time=format_clock(at.time()))


def _version(change: "DayChange") -> Version:
    words = [entry.words for entry in change.entries]
    more = len(words) - WORDS
    if more > 1:
        words[WORDS:] = [ngettext("and {n} more", "and {n} more", more).format(n=more)]
    return Version(change.number, when_words(change.at), _source(change), tuple(words))


def _row(one: "EntryChange") -> ChangeRow:
    from ldn_journal.journal.versions import DAY_KINDS

    return ChangeRow(one.place, when_words(one.at), one.day, one.words, _source(one), one.kind in DAY_KINDS)


def _source(change: "DayChange | EntryChange") -> str:
    from ldn_journal.journal.change_words import source_words

    return source_words(change.source)
