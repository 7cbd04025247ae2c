"""What is said of cells that were sent to the journal: how many days, and which cells were not stored and why."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.exchange.receipt import format_count
from ldn_journal.gui.history.writing import Outcome

_TOLD: Final = 3
"""Cells of which day, column and reason are said in the sentence; each of them all says its own in the table."""
_READING: Final = 0.7
"""The share of the time that looking at the cells takes; the rest is one transaction."""


class Deed(Enum):
    """What is done with cells."""

    SAVE = auto()
    CLEAR = auto()


def progress_words(deed: Deed, days: int, cells: int, of: int) -> str:
    """Return how far a large change has come, after ``cells`` of all cells were looked at."""
    percent = round(100 * _READING * cells / of)
    if deed is Deed.CLEAR:
        words = ngettext("Clearing {n} day… {percent} %", "Clearing {n} days… {percent} %", days)
    else:
        words = ngettext("Saving {n} day… {percent} %", "Saving {n} days… {percent} %", days)
    return words.format(n=format_count(days), percent=percent)


def saved_words(deed: Deed, outcome: Outcome) -> str:
    """Return on how many days something was stored or cleared, and on how many all was stored already."""
    n, same = outcome.days, outcome.same
    parts: list[str] = []
    if n and deed is Deed.CLEAR:
        parts.append(ngettext("Cleared {n} day", "Cleared {n} days", n).format(n=format_count(n)))
    elif n:
        parts.append(ngettext("Saved {n} day", "Saved {n} days", n).format(n=format_count(n)))
    if same and deed is Deed.SAVE:
        words = ngettext("{n} day was the same already", "{n} days were the same already", same)
        parts.append(words.format(n=format_count(same)))
    return " · ".join(parts)


def not_saved_words(deed: Deed, outcome: Outcome, titles: Mapping[str, str]) -> str:
    """Return how many cells were not stored, and of the first ones the day, the column and the reason.

    ``titles``: the title of each column by its key.
    """
    n = len(outcome.refused)
    if deed is Deed.CLEAR:
        head = ngettext("{n} cell was not cleared.", "{n} cells were not cleared.", n)
    else:
        head = ngettext(
            "{n} cell was not saved and keeps what you entered.",
            "{n} cells were not saved and keep what you entered.",
            n,
        )
    told = [
        _("{day}, {column}: {reason}").format(day=format_day(day, "medium"), column=titles[key], reason=reason)
        for (day, key), reason in list(outcome.refused.items())[:_TOLD]
    ]
    if n > _TOLD:
        told.append(
            ngettext(
                "{n} more cell is marked in the table with its reason.",
                "{n} more cells are marked in the table, each with its reason.",
                n - _TOLD,
            ).format(n=format_count(n - _TOLD))
        )
    return " ".join([head.format(n=format_count(n)), *told])
