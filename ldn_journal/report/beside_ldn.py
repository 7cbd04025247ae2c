"""What was taken of LDN while something else went on: a fact beside an opioid or an operation."""

from collections.abc import Sequence
from datetime import date

from ldn_journal.analysis.phases import Phase, PhaseKind
from ldn_journal.base.texts import _
from ldn_journal.report.figures import brief_style, dated, stretch


def beside_ldn(first: date, last: date, phases: Sequence[Phase], *, days: bool = True) -> str:
    """Return whether LDN was taken from ``first`` to ``last``, empty where the record does not reach there.

    ``last`` lies in the period, even where something goes on. ``days``: those of a break are told.
    """
    there = [phase for phase in phases if phase.first <= last and phase.last >= first]
    kinds = {phase.kind for phase in there}
    if not kinds:
        return ""
    if kinds == {PhaseKind.BASELINE}:
        return _("before LDN")
    breaks = [phase for phase in there if phase.kind is PhaseKind.BREAK]
    fields = {"days": ", ".join(_days(phase, phases) for phase in breaks)}
    if kinds == {PhaseKind.BREAK} and not days:
        return _("while LDN was paused")
    if kinds == {PhaseKind.BREAK}:
        return _("while LDN was paused ({days})").format(**fields)
    if kinds == {PhaseKind.DOSE}:
        return _("while LDN was taken")
    if not breaks:
        return _("before LDN and while it was taken")
    if PhaseKind.BASELINE in kinds:
        return _("before LDN, while it was taken and while it was paused ({days})").format(**fields)
    return _("while LDN was taken and while it was paused ({days})").format(**fields)


def _days(phase: Phase, phases: Sequence[Phase]) -> str:
    style = brief_style((phase.first, phase.last), phases[-1].last)
    if phase is phases[-1]:
        return _("since {day}").format(day=dated(phase.first, style))
    return stretch(phase.first, phase.last, style)
