"""What a press on a reminder does in the journal. These run on the journal's thread and know no widget."""

from typing import TYPE_CHECKING

from ldn_journal.domain.doses import DoseState, plan_on
from ldn_journal.domain.records import Changes
from ldn_journal.gui.entries import DoseEntry, new_dose
from ldn_journal.journal.reminding import MissedDoses, Reminder, dose_times

if TYPE_CHECKING:
    from ldn_journal.journal import Journal


def record_taken(journal: "Journal", reminder: Reminder) -> Changes:
    """Record the planned dose as taken this moment, unless it was recorded meanwhile.

    Raises ``ConfirmationNeeded`` for an amount that Today would ask about.
    """
    plan = plan_on(reminder.day, journal.regimen)
    if plan is None or not plan.amount_pg or len(journal.doses(reminder.day, reminder.day)) > reminder.number:
        return Changes()
    entry = DoseEntry(DoseState.TAKEN, amount_pg=plan.amount_pg, now=True)
    return journal.record(new_dose(reminder.day, entry.fields(journal, reminder.day)))


def record_missed(journal: "Journal", missed: MissedDoses) -> Changes:
    """Record what is missing of a past day as taken at its usual times, as one step.

    Raises ``ConfirmationNeeded`` for an amount that Today would ask about.
    """
    plan = plan_on(missed.day, journal.regimen)
    recorded = len(journal.doses(missed.day, missed.day))
    if plan is None or not plan.amount_pg or recorded != missed.recorded:
        return Changes()
    times = dose_times(plan, journal.settings.day_boundary) or (None,)
    entries = [DoseEntry(DoseState.TAKEN, amount_pg=plan.amount_pg, at=at) for at in times[recorded:]]
    return journal.record(*(new_dose(missed.day, one.fields(journal, missed.day)) for one in entries))
