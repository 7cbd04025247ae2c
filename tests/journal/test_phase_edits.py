from datetime import date, timedelta

import pytest

from ldn_journal.analysis.phase import phase_name
from ldn_journal.analysis.trends import TrendsQuery
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.phase_edits import NewPhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind

FIRST = date(2025, 12, 1)


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


@pytest.fixture
def titrated(journal):
    """A journal of 100 days: 20 before LDN, 30 on 1.5 mg, 50 on 4.5 mg."""
    entries = [NewRating(day=day(offset), measure="pain", value=float(offset % 7)) for offset in range(100)]
    for offset in range(20, 100):
        amount = 1_500_000_000 if offset < 50 else 4_500_000_000
        entries.append(NewDose(day=day(offset), state=DoseState.TAKEN, amount_pg=amount))
    journal.record(*entries)
    return journal


def keys(journal):
    return [phase.key for phase in journal.trends().phases]


def test_what_is_said_shows_in_trends_and_can_be_taken_back(titrated):
    plain = titrated.trends().phases
    titrated.record(
        NewPhaseEdit(day=day(70), edit=PhaseEditKind.SPLIT, reason="new filler", name="other capsules"),
        NewPhaseEdit(day=day(50), edit=PhaseEditKind.JOIN, reason="both with breakfast"),
        NewPhaseEdit(day=day(5), edit=PhaseEditKind.NAME, name="before"),
    )
    found = titrated.trends().phases
    assert [phase.key for phase in found] == ["baseline", "1.5mg-1", "4.5mg-1b"]
    assert [phase_name(phase) for phase in found] == ["before", "1.5\u00a0mg, 4.5\u00a0mg", "other capsules"]
    assert [phase.reasons for phase in found] == [(), ("both with breakfast",), ("new filler",)]
    against = titrated.trends(TrendsQuery(compare_with="4.5mg-1b"))
    assert against.reference.key == "4.5mg-1b"
    assert against.comparisons["pain", "baseline"].difference is not None
    titrated.remove(Kind.PHASE_EDIT, *(edit.id for edit in titrated.phase_edits()))
    assert titrated.trends().phases == plain


def test_edits_outlive_a_correction_of_doses(titrated):
    titrated.record(NewPhaseEdit(day=day(50), edit=PhaseEditKind.JOIN, reason="one course"))
    assert keys(titrated) == ["baseline", "1.5mg-1"]
    # The step up turns out to have been a day later: the join finds no boundary on its day any more.
    (dose,) = titrated.doses(day(50), day(50))
    titrated.revise(Kind.DOSE, dose.id, amount_pg=1_500_000_000)
    assert keys(titrated) == ["baseline", "1.5mg-1", "4.5mg-1"]
    titrated.revise(Kind.DOSE, dose.id, amount_pg=4_500_000_000)
    assert keys(titrated) == ["baseline", "1.5mg-1"]
