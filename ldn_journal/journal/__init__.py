"""The one door: everything a front end can do with a journal.

What stands behind it is loaded when it is first asked for; ``journal/ahead.py`` begins before that.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

__all__ = ["Journal"]


def __getattr__(name: str) -> Any:
    if name != "Journal":
        raise AttributeError(name)
    from ldn_journal.journal.journal import Journal

    globals()[name] = Journal
    return Journal
