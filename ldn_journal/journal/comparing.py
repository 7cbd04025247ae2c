"""A day as it was beside the day as it is, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _
from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.journal.facts import facts_of
from ldn_journal.journal.recording import natural_key
from ldn_journal.journal.versions import DAY_KINDS, check_change, records_as_of
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


@dataclass(frozen=True)
class Compared:
    """One thing that is recorded, then and now; empty words where it was, or is, not recorded."""

    name: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether it is another now."""
        return self.then != self.now


def compare_day(journal: "Journal", store: Store, day: date, number: int) -> list[Compared]:
    """Return everything of ``day`` as it was after change ``number`` beside how it is now. Raises ``NotFound``."""
    check_change(store, number)
    steps = store.revisions.of_day(day, DAY_KINDS)
    then, now = records_as_of(steps, day, number), records_as_of(steps, day)
    measures = journal.measures()
    lines: list[Compared] = []
    for old, new in _pairs(then, now):
        lines += _lines(old, new, measures)
    return lines


def _pairs(then: list[Record], now: list[Record]) -> Iterable[tuple[Record | None, Record | None]]:
    """Return what belongs together: the same record, or what was entered anew in its place."""
    left = {record.id: record for record in now}
    partner: dict[str, Record] = {old.id: left.pop(old.id) for old in then if old.id in left}
    by_key = {natural_key(record) or record.id: record for record in left.values()}
    for old in then:
        if old.id not in partner and (found := by_key.pop(natural_key(old) or old.id, None)) is not None:
            partner[old.id] = left.pop(found.id)
    pairs: list[tuple[Record | None, Record | None]] = [(old, partner.get(old.id)) for old in then]
    pairs += [(None, new) for new in left.values()]
    order = {kind: place for place, kind in enumerate(DAY_KINDS)}
    return sorted(pairs, key=lambda pair: order[(pair[0] or pair[1]).kind])  # type: ignore[union-attr]


def _lines(old: Record | None, new: Record | None, measures: Mapping[str, NewMeasure]) -> list[Compared]:
    sides: list[dict[str, str]] = []
    for record in (old, new):
        if record is None:
            sides.append({})
            continue
        facts = facts_of(record, measures)
        named = _("{what}, {part}")
        sides.append(
            {named.format(what=facts.name, part=one.part) if one.part else facts.name: one.words for one in facts.facts}
        )
    then, now = sides
    return [Compared(name, then.get(name, ""), now.get(name, "")) for name in dict.fromkeys([*then, *now])]
