"""The use cases of looking back: what was changed and when, a day as it was, and bringing that back."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.domain.log import Place
    from ldn_journal.domain.records import Changes, Kind
    from ldn_journal.journal.comparing import Compared
    from ldn_journal.journal.day import Day
    from ldn_journal.journal.journal import Journal
    from ldn_journal.journal.versions import DayChange, EntryChange


class Past:
    """The part of ``Journal`` that reads the change log. Modules are loaded when they are needed."""

    _store: Store
    _source: str

    def _apply(self, operations: Sequence[Any], label: str, source: str) -> "Changes":
        """Carry out ``operations`` as one change."""
        raise NotImplementedError

    def changes_of(self, day: date) -> "list[DayChange]":
        """Return every change that touched a record of ``day``, newest first."""
        from ldn_journal.journal.versions import changes_of

        return changes_of(cast("Journal", self), self._store, day)

    def day_as_of(self, day: date, change_number: int) -> "Day":
        """Return ``day`` as it was after a change. Raises ``NotFound``."""
        from ldn_journal.journal.versions import day_as_of

        return day_as_of(cast("Journal", self), self._store, day, change_number)

    def compare_day(self, day: date, change_number: int) -> "list[Compared]":
        """Return ``day`` as it was after a change beside how it is now, line by line. Raises ``NotFound``."""
        from ldn_journal.journal.comparing import compare_day

        return compare_day(cast("Journal", self), self._store, day, change_number)

    def restore_day(self, day: date, change_number: int) -> "Changes":
        """Bring all records of ``day`` back to how they were after a change, as one change.

        Raises ``NotFound``, ``InvalidEntry`` for a rating that its measure, as it is now, cannot take.
        Other days, the plan and what is said of phases stay as they are; ``versions.way_to`` says what becomes of records that
        were moved from one day to another.
        """
        from ldn_journal.domain.records import Changes
        from ldn_journal.journal.versions import way_to

        operations, label = way_to(cast("Journal", self), self._store, day, change_number)
        return self._apply(operations, label, self._source) if operations else Changes()

    def newest_changes(self, limit: int = 50, most: int = 20) -> "list[DayChange]":
        """Return the newest ``limit`` changes of all, newest first, each with the first ``most`` records it touched."""
        from ldn_journal.journal.versions import newest_changes

        return newest_changes(cast("Journal", self), self._store, limit, most)

    def entry_changes(
        self, before: "Place | None" = None, *, limit: int = 200, kinds: "Sequence[Kind]" = (), imports: bool = True
    ) -> "list[EntryChange]":
        """Return what happened to single records, newest first, a page at a time.

        ``before``: the place of the last one of the page before; ``kinds``: only of these; ``imports``: those too.
        """
        from ldn_journal.journal.versions import entry_changes

        return entry_changes(cast("Journal", self), self._store, before, limit, kinds, imports=imports)
