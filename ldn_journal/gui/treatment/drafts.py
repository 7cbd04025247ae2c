"""What stands unfinished in the lists of a page, and putting it back once their rows are there."""

from collections.abc import Mapping, Sequence
from typing import Any

from ldn_journal.gui.treatment.entry_list import EntryList


class ListDrafts:
    """The unfinished forms of a page's lists, told apart by their place in it."""

    def __init__(self) -> None:
        self._waiting: dict[str, Any] = {}

    def draft(self, lists: Sequence[EntryList]) -> dict[str, Any] | None:
        """Return what stands in open forms, ``None`` if nothing does; what waits to be put back counts as standing there."""
        found: dict[str, Any] = dict(self._waiting)
        for place, one in enumerate(lists):
            draft = one.draft()
            if draft is not None:
                found[str(place)] = draft
        return found or None

    def take(self, draft: Mapping[str, Any]) -> None:
        """Keep what is to be put back."""
        self._waiting = dict(draft)

    def put_back(self, lists: Sequence[EntryList], *, last: bool = True) -> None:
        """Open the forms again; what has no place yet waits until the ``last`` of the rows are there."""
        waiting, self._waiting = self._waiting, {}
        for place, one in enumerate(lists):
            draft = waiting.get(str(place))
            if isinstance(draft, Mapping) and not one.take_draft(draft, last=last):
                self._waiting[str(place)] = draft
