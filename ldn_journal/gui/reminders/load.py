"""What the card of reminders shows, read on the journal's thread."""

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import plan_on
from ldn_journal.journal.reminding import dose_times
from ldn_journal.journal.settings import Reminders

if TYPE_CHECKING:
    from ldn_journal.journal import Journal


@dataclass(frozen=True)
class RemindersView:
    """``times``: those at which a dose is asked for today; ``planned``: whether the plan has a dose at all."""

    wanted: Reminders
    times: tuple[time, ...]
    planned: bool
    protected: bool
    folder: DataFolder


def load_reminders(journal: "Journal") -> RemindersView:
    """Return what is wanted, and what it comes to by the plan."""
    settings = journal.settings
    plan = plan_on(journal.today(), journal.regimen)
    return RemindersView(
        wanted=settings.reminders,
        times=() if plan is None else dose_times(plan, settings.day_boundary),
        planned=plan is not None and plan.amount_pg > 0,
        protected=journal.protected,
        folder=journal.folder,
    )
