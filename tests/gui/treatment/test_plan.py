"""The plan on the Treatment page: steps, breaks, patterns, and what became of the doses."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.gui.conftest import MG
from tests.gui.treatment.conftest import TreatmentDesk, words_of

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Sit = Callable[..., TreatmentDesk]


def plan(journal: Journal) -> list[tuple[date, int, int, time | None, str | None]]:
    return [(one.day, one.amount_pg, one.times_per_day, one.usual_time, one.form) for one in journal.regimen]


FIRST = (date(2025, 12, 1), 9 * MG // 2, 1, time(22, 30), "capsule")


def test_a_step_typed_by_keyboard_is_in_the_file(
    at_treatment: TreatmentDesk, folder: DataFolder, clock: FixedClock
) -> None:
    page, desk = at_treatment.page, at_treatment.desk
    at_treatment.press(page.plan.entries.adders["step"])
    form = at_treatment.form(page.plan.entries)
    assert form.cell("amount_pg").control.hasFocus()
    desk.type("6")
    desk.press(KEY.Key_Tab)
    desk.press(KEY.Key_Tab)
    desk.press(KEY.Key_Tab)
    assert form.cell("form").control.hasFocus()
    at_treatment.fill(form, day="1 April")
    at_treatment.key(KEY.Key_Return)
    assert page.plan.entries.form is None
    assert page.plan.entries.adders["step"].hasFocus()
    assert page.status.text() == "Saved 22:31"
    words = words_of(page.plan)
    assert "1 Apr 2026\n6 mg" in words
    assert "to come" in words
    desk.window.close()
    desk.window.context.tasks.close()
    with Journal.open(folder, clock=clock) as journal:
        assert plan(journal) == [FIRST, (date(2026, 4, 1), 6 * MG, 1, time(22, 30), "capsule")]


def test_the_step_in_force_is_marked(at_treatment: TreatmentDesk) -> None:
    step = at_treatment.page.plan.entries.rows[0]
    assert words_of(step) == "1 Dec 2025\n4.5 mg\ncurrent\nonce a day, usually at 22:30 · Capsule"
    assert step.buttons["change"].accessibleName() == "Change: 4.5\u00a0mg from 1\u00a0Dec\u00a02025"


def test_forty_five_mg_is_asked_about_and_stored_only_then(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.adders["step"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, amount_pg="45")
    at_treatment.key(KEY.Key_Return)
    assert form.confirm.isVisible()
    assert "45\u00a0mg is far above a low dose" in form.confirm.text()
    assert form.no.hasFocus()
    at_treatment.key(KEY.Key_Return)
    assert not form.confirm.isVisible()
    assert form.cell("amount_pg").control.hasFocus()
    assert at_treatment.ask(plan) == [FIRST]
    at_treatment.key(KEY.Key_Return)
    at_treatment.press(form.yes)
    assert at_treatment.ask(plan)[1][:2] == (date(2026, 3, 10), 45 * MG)


def test_escape_leaves_the_form_and_nothing_is_stored(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    change = page.plan.entries.rows[0].buttons["change"]
    at_treatment.press(change)
    at_treatment.fill(at_treatment.form(page.plan.entries), amount_pg="3")
    assert page.has_unsaved()
    at_treatment.key(KEY.Key_Escape)
    assert page.plan.entries.form is None
    assert change.hasFocus()
    assert not page.has_unsaved()
    assert at_treatment.ask(plan) == [FIRST]


def test_only_what_was_changed_is_changed(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.rows[0].buttons["change"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, usual_time="2100")
    at_treatment.key(KEY.Key_Return)
    assert at_treatment.ask(plan) == [(*FIRST[:3], time(21, 0), "capsule")]
    assert page.plan.entries.rows[0].buttons["change"].hasFocus()


def test_a_removed_step_comes_back_with_undo(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.rows[0].buttons["remove"])
    assert at_treatment.ask(plan) == []
    assert not page.plan.entries.rows
    assert page.plan.entries.adders["step"].hasFocus()
    at_treatment.key(KEY.Key_Z, CTRL)
    assert at_treatment.ask(plan) == [FIRST]
    assert "4.5 mg" in words_of(page.plan)
    assert page.status.text() == "Taken back: titration step"


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("day", "32 March 2026", "There is no day 32 March 2026."),
        ("day", "soon", "“soon” is not a day. Please write it like 10 Mar 2026 or 2026-03-10."),
        ("day", "2025-12-01", "The plan has a step on that day already; change or remove that one first."),
        ("amount_pg", "0.45 mL", "To enter mL, first add the prescription with its strength in mg per mL."),
        ("times_per_day", "1.5", "Please write a whole number."),
        ("times_per_day", "9", "times per day: must be 8 or less."),
        ("usual_time", "late", "“late” is not a time of day. Please write it like 22:30 or 10:30 pm."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(at_treatment: TreatmentDesk, key: str, text: str, sentence: str) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.adders["step"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, amount_pg="3")
    at_treatment.fill(form, **{key: text})
    at_treatment.key(KEY.Key_Return)
    assert form.cell(key).note() == sentence
    assert form.cell(key).control.hasFocus()
    assert form.cell(key).control.accessibleDescription() == sentence
    assert at_treatment.ask(plan) == [FIRST]


def test_extended_release_shows_the_fact_and_is_not_stored(at_treatment: TreatmentDesk) -> None:
    page, desk = at_treatment.page, at_treatment.desk
    at_treatment.press(page.plan.entries.adders["step"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, amount_pg="3", day="1 April")
    form.cell("form").control.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(KEY.Key_End)
    note = form.cell("form").note()
    assert "immediate release" in note
    assert "This form cannot be stored." in note
    at_treatment.key(KEY.Key_Return)
    assert at_treatment.ask(plan) == [FIRST]
    assert form.cell("form").note() == note
    desk.press(KEY.Key_Home)
    assert form.cell("form").note() == ""
    at_treatment.key(KEY.Key_Return)
    assert at_treatment.ask(plan)[1] == (date(2026, 4, 1), 3 * MG, 1, time(22, 30), None)


def test_a_break_is_a_step_of_nothing(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.adders["break"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, day="tomorrow", note="operation")
    at_treatment.key(KEY.Key_Return)
    assert at_treatment.ask(plan)[1] == (date(2026, 3, 11), 0, 1, None, None)
    assert "11 Mar 2026\nBreak\nto come\noperation" in words_of(page.plan)


def test_a_pattern_is_edited_first_and_kept_only_then(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment()
    page = at_treatment.page
    assert "Your treatment will be here" in words_of(page.plan)
    assert not page.taken.isVisible()
    assert not page.phases.isVisible()
    at_treatment.press(page.plan.entries.adders["pattern"])
    choice = at_treatment.form(page.plan.entries)
    assert "They are no advice" in words_of(choice)
    at_treatment.fill(choice, start="16 Mar 2026")
    at_treatment.key(KEY.Key_Return)
    form = at_treatment.form(page.plan.entries)
    assert form is not choice
    assert "nothing is stored until you keep it" in words_of(form)
    assert at_treatment.ask(plan) == []
    first = form.cell("amount_0").text()
    assert form.cell("day_0").text() == "16 Mar 2026"
    at_treatment.fill(form, usual_time="22:30", amount_1="2", day_2="2026-05-01")
    form.cell("amount_0").control.setFocus(Qt.FocusReason.TabFocusReason)
    at_treatment.desk.press(KEY.Key_Delete)
    assert first
    at_treatment.key(KEY.Key_Return)
    kept = at_treatment.ask(plan)
    assert date(2026, 3, 16) not in [one[0] for one in kept]
    assert kept[0][1:4] == (2 * MG, 1, time(22, 30))
    assert kept[1][0] == date(2026, 5, 1)


def dose(day: date, state: str = "taken", **fields: object) -> object:
    amount = {"amount_pg": 9 * MG // 2} if state == "taken" else {}
    return validate(Kind.DOSE, {"day": day, "state": state} | amount | fields)


def test_the_plan_against_what_was_taken(sit_at_treatment: Sit) -> None:
    today = date(2026, 3, 10)

    def fill(journal: Journal) -> None:
        journal.record(
            validate(Kind.STEP, {"day": today - timedelta(days=9), "amount_pg": MG}),
            validate(Kind.STEP, {"day": today - timedelta(days=5), "amount_pg": 9 * MG // 2}),
        )
        journal.record(*(dose(today - timedelta(days=9 - n)) for n in range(4)))  # type: ignore[arg-type]
        journal.record(dose(today - timedelta(days=5), "skipped", reason="nausea"))  # type: ignore[arg-type]
        journal.record(dose(today - timedelta(days=4), "missed"))  # type: ignore[arg-type]
        journal.record(dose(today - timedelta(days=3)))  # type: ignore[arg-type]

    page = sit_at_treatment(fill).page
    assert [bar.counts for bar in page.taken.bars] == [(4, 0, 0, 0), (1, 1, 1, 2), (5, 1, 1, 2)]
    words = words_of(page.taken)
    assert "5 doses planned: 1 taken, 1 skipped, 1 missed, 2 not recorded. Skipped for: nausea (1)." in words
    assert "56 % of planned doses taken" in words
    assert page.taken.bars[0].accessibleName().startswith("1\u00a0mg: 4 doses planned")
