"""What the Treatment page shows, read on the journal's thread: the lists first, the phases after them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.analysis.adherence import Adherence
    from ldn_journal.analysis.phases import Phase
    from ldn_journal.analysis.supply import Supply
    from ldn_journal.domain.doses import Dose, Prescription, TitrationStep
    from ldn_journal.domain.life import Condition, Medicine
    from ldn_journal.domain.phase_edits import PhaseEdit
    from ldn_journal.journal import Journal
    from ldn_journal.journal.settings import Settings


@dataclass(frozen=True)
class StepTaken:
    """What became of the doses of one step of the plan, over the days it was in force."""

    step: "TitrationStep"
    adherence: "Adherence"


@dataclass(frozen=True)
class ListsView:
    """Everything that was entered. ``steps`` in order of their days; ``strength``: pg per mL of the liquid in use.

    ``taken`` has the steps that were ever in force, ``whole`` all days from the first step or dose on.
    """

    today: date
    steps: "tuple[TitrationStep, ...]"
    in_force: "TitrationStep | None"
    taken: tuple[StepTaken, ...]
    whole: "Adherence | None"
    prescriptions: "tuple[Prescription, ...]"
    supply: "Supply | None"
    strength: int | None
    medicines: "tuple[Medicine, ...]"
    conditions: "tuple[Condition, ...]"
    settings: "Settings"

    @property
    def empty(self) -> bool:
        """Whether nothing about the treatment was entered yet."""
        return not (self.steps or self.prescriptions or self.medicines or self.whole)


@dataclass(frozen=True)
class PhasesView:
    """The phases that follow from doses and plan, and what the person said about them."""

    today: date
    phases: "tuple[Phase, ...]"
    edits: "tuple[PhaseEdit, ...]"


def load_lists(journal: "Journal") -> ListsView:
    """Return what was entered, and what is counted from it."""
    from ldn_journal.domain.doses import plan_on
    from ldn_journal.gui.today.load import supply_of

    today = journal.today()
    steps = sorted(journal.regimen, key=lambda step: (step.day, step.recorded_at))
    doses = journal.doses()
    return ListsView(
        today=today,
        steps=tuple(steps),
        in_force=plan_on(today, steps),
        taken=_taken(doses, steps, today),
        whole=_whole(doses, steps, today),
        prescriptions=tuple(journal.prescriptions()),
        supply=supply_of(journal, today),
        strength=journal.liquid_strength(today),
        medicines=tuple(journal.medicines()),
        conditions=tuple(journal.conditions()),
        settings=journal.settings,
    )


def load_phases(journal: "Journal") -> PhasesView:
    """Return the phases of the whole record."""
    return PhasesView(journal.today(), journal.trends().phases, tuple(journal.phase_edits()))


def _taken(doses: "list[Dose]", steps: "list[TitrationStep]", today: date) -> tuple[StepTaken, ...]:
    """Count the doses of each step above zero, from its day to the day before the next or today."""
    from ldn_journal.analysis.adherence import count_doses

    last_of_day = {step.day: step for step in steps if step.day <= today}
    stretches = sorted(last_of_day.values(), key=lambda step: step.day)
    found: list[StepTaken] = []
    for place, step in enumerate(stretches):
        last = stretches[place + 1].day - timedelta(days=1) if place + 1 < len(stretches) else today
        counted = count_doses(doses, steps, step.day, last, today)
        if step.amount_pg or counted.unscheduled:
            found.append(StepTaken(step, counted))
    return tuple(found)


def _whole(doses: "list[Dose]", steps: "list[TitrationStep]", today: date) -> "Adherence | None":
    from ldn_journal.analysis.adherence import count_doses

    days = [step.day for step in steps if step.day <= today] + [dose.day for dose in doses]
    return count_doses(doses, steps, min(days), today, today) if days else None
