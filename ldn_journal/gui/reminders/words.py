"""What reminders say: neutral by default, and what it is about only where the person chose that."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.domain.amounts import format_amount
from ldn_journal.gui.reminders.load import RemindersView
from ldn_journal.gui.widgets.clock_edit import format_clock
from ldn_journal.journal.reminding import MissedDoses, Reminder, ReminderKind, is_quiet

_EVENING: Final = time(17)
_MORNING: Final = time(4)


def neutral(reminders: Sequence[Reminder], now: datetime) -> str:
    """Return words that tell nothing to whoever reads them over somebody's shoulder."""
    if any(one.kind is not ReminderKind.DOSE for one in reminders):
        return _("There is something to see to in the journal.")
    if now.time() >= _EVENING or now.time() < _MORNING:
        return _("Time for tonight’s entry.")
    return _("Time for today’s entry.")


def detailed(reminders: Sequence[Reminder]) -> str:
    """Return what the reminders are about, a sentence each."""
    return "\n".join(_sentence(one) for one in reminders)


def _sentence(one: Reminder) -> str:
    match one.kind:
        case ReminderKind.DOSE:
            return _("LDN {amount}, planned for {time}, is not recorded yet.").format(
                amount=format_amount(one.amount_pg or 0), time=format_clock(one.usual or one.at.time())
            )
        case ReminderKind.REFILL:
            if one.on is None:
                return _("The supply does not cover the next day.")
            return _("The supply lasts until {day}.").format(day=format_day(one.on))
        case ReminderKind.USE_BY:
            assert one.on is not None  # noqa: S101  there would be no reminder
            return _("The use-by date of the prescription is {day}.").format(day=format_day(one.on))
        case ReminderKind.QUESTIONNAIRE:
            return _("{questionnaire} is due.").format(questionnaire=one.name)
        case ReminderKind.VISIT:
            return _visit(one)


def _visit(one: Reminder) -> str:
    if one.on == one.day:
        return _("Today: visit with {whom}.").format(whom=one.name) if one.name else _("There is a visit today.")
    return _("Tomorrow: visit with {whom}.").format(whom=one.name) if one.name else _("There is a visit tomorrow.")


def missed_words(missed: MissedDoses) -> str:
    """Return what is missing of yesterday's doses."""
    if missed.missing + missed.recorded == 1:
        return _("Yesterday’s dose is not recorded.")
    return ngettext(
        "{n} of yesterday’s doses is not recorded.", "{n} of yesterday’s doses are not recorded.", missed.missing
    ).format(n=missed.missing)


def times_words(view: RemindersView) -> str:
    """Return when doses are asked for by the plan, or what it lacks."""
    if not view.planned:
        return _("There is no dose planned today. The plan on the Treatment page says when there is.")
    if not view.times:
        return _("Your plan has no usual time. Give it one on the Treatment page, and the dose is asked for then.")
    times = [format_clock(at) for at in view.times]
    if len(times) == 1:
        return _("By your plan, the dose is asked for at {time}.").format(time=times[0])
    return _("By your plan, {n} doses are asked for, evenly from the usual time on: {times}.").format(
        n=len(times), times=", ".join(times)
    )


def quiet_words(view: RemindersView) -> str:
    """Return what to know where doses lie in the quiet hours."""
    if not view.wanted.dose:
        return ""
    quiet = [format_clock(at) for at in view.times if is_quiet(at, view.wanted)]
    if not quiet:
        return ""
    return _(
        "{times} lies in the quiet hours: it is asked when they are over, or, once another day has begun, on the Today page."
    ).format(times=", ".join(quiet))
