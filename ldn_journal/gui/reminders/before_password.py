"""What this computer keeps of the reminders outside a protected journal, by choice: times of day, and nothing else."""

from datetime import time
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from ldn_journal.base.clock import Clock
from ldn_journal.domain.days import DEFAULT_BOUNDARY
from ldn_journal.journal.reminding import Reminder, State, from_times, times_on
from ldn_journal.journal.settings import Reminders

if TYPE_CHECKING:
    from ldn_journal.gui.look import WindowMemory


class Kept(BaseModel):
    """When to ask, when to be quiet, and where the day begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: tuple[time, ...]
    boundary: time = DEFAULT_BOUNDARY
    repeat_minutes: int = 0
    quiet_from: time | None = None
    quiet_to: time = time(0)


def keep(memory: "WindowMemory | None", state: State) -> None:
    """Keep the times of a protected journal, where that was chosen; otherwise forget what was kept."""
    if memory is None:
        return
    wanted, times = state.wanted, times_on(state)
    if not (state.protected and wanted.before_password and times):
        memory.keep_reminder_times("")
        return
    kept = Kept(
        times=times,
        boundary=state.boundary,
        repeat_minutes=wanted.repeat_minutes,
        quiet_from=wanted.quiet_from,
        quiet_to=wanted.quiet_to,
    )
    memory.keep_reminder_times(kept.model_dump_json())


def kept(memory: "WindowMemory | None", clock: Clock) -> tuple[Reminders, list[Reminder]]:
    """Return what is wanted and the schedule before the journal is open: of nothing, unless times were kept."""
    written = memory.reminder_times() if memory is not None else ""
    try:
        found = Kept.model_validate_json(written)
    except ValidationError:
        return Reminders(), []
    wanted = Reminders(
        dose=True, repeat_minutes=found.repeat_minutes, quiet_from=found.quiet_from, quiet_to=found.quiet_to
    )
    return wanted, from_times(found.times, clock, found.boundary)
