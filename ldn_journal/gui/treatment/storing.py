"""What forms do with a record on the journal's thread: add one, change one, take one out."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes, Kind
    from ldn_journal.journal import Journal

    Store = Callable[[Journal, dict[str, Any], bool], Changes]
    Job = Callable[[Journal], Changes]


def adding(kind: "Kind", **fixed: Any) -> "Store":
    """Return a deed that adds a record of ``kind``; ``fixed`` are values the form does not ask for."""

    def store(journal: "Journal", values: dict[str, Any], confirmed: bool) -> "Changes":
        from ldn_journal.domain.catalogue import validate

        entry = validate(kind, fixed | values)
        _one_step_a_day(journal, kind, values, None)
        return journal.record(entry, confirmed=confirmed)

    return store


def changing(kind: "Kind", identity: str) -> "Store":
    """Return a deed that changes the given fields of one record and leaves the others."""

    def store(journal: "Journal", values: dict[str, Any], confirmed: bool) -> "Changes":
        _one_step_a_day(journal, kind, values, identity)
        return journal.revise(kind, identity, confirmed=confirmed, **values)

    return store


def removing(kind: "Kind", *identities: str) -> "Job":
    """Return the job that takes records out; undo brings them back."""
    return lambda journal: journal.remove(kind, *identities)


def adding_steps(count: int) -> "Store":
    """Return a deed that adds up to ``count`` steps of the plan at once, from ``day_0``, ``amount_0``, ``day_1`` and so on.

    A step without an amount is left out; ``usual_time`` goes for all that are no break.
    """

    def store(journal: "Journal", values: dict[str, Any], confirmed: bool) -> "Changes":
        from ldn_journal.domain.catalogue import validate
        from ldn_journal.domain.records import Kind

        steps = []
        days: set[date] = {step.day for step in journal.regimen}
        for number in range(count):
            day, amount = values[f"day_{number}"], values[f"amount_{number}"]
            if amount is None:
                continue
            if day in days:
                raise InvalidEntry({f"day_{number}": _one_a_day()})
            days.add(day)
            at = values["usual_time"] if amount else None
            steps.append(validate(Kind.STEP, {"day": day, "amount_pg": amount, "usual_time": at}))
        if not steps:
            raise InvalidEntry({"": _("There is no step left to keep.")})
        return journal.record(*steps, confirmed=confirmed)

    return store


def _one_step_a_day(journal: "Journal", kind: "Kind", values: dict[str, Any], identity: str | None) -> None:
    """Refuse a second step of the plan on one day: it would take the place of the first without a word."""
    from ldn_journal.domain.records import Kind

    if kind is not Kind.STEP or "day" not in values:
        return
    if any(step.day == values["day"] and step.id != identity for step in journal.regimen):
        raise InvalidEntry({"day": _one_a_day()})


def _one_a_day() -> str:
    return _("The plan has a step on that day already; change or remove that one first.")
