"""The titration templates: exact amounts, in order, ready to become entries of a regimen."""

from datetime import date
from itertools import pairwise

from ldn_journal.clinical.titration import titration_templates
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.doses import NewTitrationStep

MG = PICOGRAMS["mg"]


def test_the_usual_pattern_to_the_picogram() -> None:
    first = titration_templates()[0]
    assert first.name == "1.5, 3, 4.5 mg, two weeks each"
    assert first.steps == ((0, 1_500_000_000), (14, 3_000_000_000), (28, 4_500_000_000))


def test_every_template_begins_on_its_first_day_and_rises() -> None:
    templates = titration_templates()
    assert len({template.key for template in templates}) == len(templates) >= 4
    for template in templates:
        days = [step.after_days for step in template.steps]
        amounts = [step.amount_pg for step in template.steps]
        assert days[0] == 0
        assert days == sorted(set(days))
        assert amounts == sorted(set(amounts))
        assert all(isinstance(amount, int) and 0 < amount < 10 * MG for amount in amounts)
        assert template.name


def test_half_milligram_steps_last_two_weeks() -> None:
    (steps,) = [template.steps for template in titration_templates() if template.key == "mg_0_5_fortnightly"]
    assert {after.after_days - before.after_days for before, after in pairwise(steps)} == {14}
    assert {after.amount_pg - before.amount_pg for before, after in pairwise(steps)} == {MG // 2}


def test_it_becomes_a_regimen_to_edit() -> None:
    made = titration_templates()[0].beginning(date(2026, 3, 1))
    assert made[1] == NewTitrationStep(day=date(2026, 3, 15), amount_pg=3 * MG)
    assert [step.day.day for step in made] == [1, 15, 29]
