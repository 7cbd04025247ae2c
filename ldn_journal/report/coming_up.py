"""What the journal holds for days to come: every dated entry, whatever its words."""

from collections.abc import Sequence
from datetime import date

from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.doses import TitrationStep
from ldn_journal.domain.life import Condition, Event, Medicine, Visit, condition_name
from ldn_journal.report.content import Section
from ldn_journal.report.figures import dated, shortened, stretch
from ldn_journal.report.letters import apart

SHOWN = 6
LETTERS = 60

Dated = tuple[date, str]


def coming_up(
    today: date,
    steps: Sequence[TitrationStep],
    events: Sequence[Event],
    visits: Sequence[Visit],
    medicines: Sequence[Medicine],
    conditions: Sequence[Condition],
) -> Section | None:
    """Return all that is entered for days after ``today``, the nearest first; ``None`` if there is nothing."""
    found = sorted(
        [
            *(_step(one) for one in steps if one.day > today),
            *(_event(one) for one in events if one.day > today),
            *(_visit(one) for one in visits if one.day > today),
            *(_begun(one.name, one.day) for one in medicines if one.day > today),
            *(_ended(one.name, one.until) for one in medicines if one.until is not None and one.until > today),
            *(_begun(condition_name(one), one.day) for one in conditions if one.day > today),
            *(
                _ended(condition_name(one), one.until)
                for one in conditions
                if one.until is not None and one.until > today
            ),
        ]
    )
    if not found:
        return None
    more = len(found) - SHOWN
    notes = (
        (ngettext("{count} more is in the journal.", "{count} more are in the journal.", more).format(count=more),)
        if more > 0
        else ()
    )
    return Section(
        "coming_up", _("Coming up"), side=True, bullets=tuple(words for _day, words in found[:SHOWN]), notes=notes
    )


def _step(step: TitrationStep) -> Dated:
    if not step.amount_pg:
        return step.day, _("{day}: break from LDN by the plan").format(day=dated(step.day))
    amount = format_amount(step.amount_pg)
    if step.times_per_day > 1:
        words = ngettext(
            "{day}: {amount} {count} time a day", "{day}: {amount} {count} times a day", step.times_per_day
        )
        return step.day, words.format(day=dated(step.day), amount=amount, count=step.times_per_day)
    return step.day, _("{day}: {amount} by the plan").format(day=dated(step.day), amount=amount)


def _event(event: Event) -> Dated:
    days = stretch(event.day, event.until) if event.until else dated(event.day)
    return event.day, _("{days}: {what}").format(days=days, what=apart(shortened(event.what, LETTERS)))


def _visit(visit: Visit) -> Dated:
    if visit.with_whom:
        words = _("{day}: visit with {whom}")
        return visit.day, words.format(day=dated(visit.day), whom=apart(shortened(visit.with_whom, LETTERS)))
    return visit.day, _("{day}: visit").format(day=dated(visit.day))


def _begun(name: str, day: date) -> Dated:
    return day, _("{day}: {what} begins").format(day=dated(day), what=apart(shortened(name, LETTERS)))


def _ended(name: str, day: date) -> Dated:
    return day, _("{day}: {what} ends").format(day=dated(day), what=apart(shortened(name, LETTERS)))
