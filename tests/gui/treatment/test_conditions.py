"""Health facts on the Treatment page, by keyboard: added, changed, ended, removed, with what sources say."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.gui.treatment.conftest import TreatmentDesk, words_of

KEY = Qt.Key
Sit = Callable[..., TreatmentDesk]


def two_facts(journal: Journal) -> None:
    journal.record(
        validate(Kind.CONDITION, {"day": date(2024, 1, 5), "condition": "pregnancy", "until": date(2024, 10, 1)}),
        validate(Kind.CONDITION, {"day": date(2019, 3, 1), "condition": "liver_disease", "name": "hepatitis B"}),
    )


def test_a_fact_is_entered_with_what_sources_say_beside_it(at_treatment: TreatmentDesk) -> None:
    card = at_treatment.page.conditions
    assert "Where nothing is entered, the summary says so" in words_of(card)
    at_treatment.press(card.entries.adders["add"])
    form = at_treatment.form(card.entries)
    assert form.cell("condition").control.hasFocus()
    assert form.cell("condition").note() == ""
    at_treatment.key(KEY.Key_Return)
    assert form.cell("condition").note() == "Say what it is."
    assert form.cell("day").note() == "Say since when; a rough day is enough."
    assert form.cell("condition").control.hasFocus()
    at_treatment.desk.type("P")
    fact = form.cell("condition").note()
    assert fact.startswith("Trials of LDN left out people who were pregnant")
    assert fact.endswith("Source: The trials of LDN.")
    assert form.cell("condition").control.accessibleDescription() == fact
    at_treatment.fill(form, day="1 March 2026")
    at_treatment.key(KEY.Key_Return)
    (stored,) = at_treatment.ask(lambda journal: journal.conditions())
    assert (stored.condition, stored.day, stored.until, stored.name) == ("pregnancy", date(2026, 3, 1), None, None)
    assert f"since 1 Mar 2026\nPregnancy\n{fact}" in words_of(card)
    assert card.entries.adders["add"].hasFocus()


def test_what_ended_stands_last_without_its_caution(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment(two_facts)
    entries = at_treatment.page.conditions.entries
    first, last = (words_of(row) for row in entries.rows)
    assert "since 1 Mar 2019\nLiver disease (hepatitis B)" in first
    assert "must not be taken in acute hepatitis or liver failure" in first
    assert "5 Jan 2024 to 1 Oct 2024\nPregnancy" in last
    assert "Trials" not in last
    at_treatment.press(entries.rows[0].buttons["change"])
    at_treatment.fill(at_treatment.form(entries), until="1 March 2020", note="after treatment")
    at_treatment.key(KEY.Key_Return)
    assert "5 Jan 2024" in words_of(entries.rows[0])
    ended = words_of(entries.rows[1])
    assert "1 Mar 2019 to 1 Mar 2020\nLiver disease (hepatitis B)\nafter treatment" in ended
    assert "acute hepatitis" not in ended


def test_another_fact_needs_its_name_and_ends_after_it_began(at_treatment: TreatmentDesk) -> None:
    entries = at_treatment.page.conditions.entries
    at_treatment.press(entries.adders["add"])
    form = at_treatment.form(entries)
    at_treatment.desk.type("O")
    at_treatment.fill(form, day="1 March 2026")
    at_treatment.key(KEY.Key_Return)
    assert form.problem() == "Say what it is called."
    at_treatment.fill(form, name="Gout", until="1 February 2026")
    at_treatment.key(KEY.Key_Return)
    assert form.problem() == "The end is before the start."
    at_treatment.fill(form, day="11 March 2026", until="12 March 2026")
    at_treatment.key(KEY.Key_Return)
    assert "still to come" in form.cell("day").note()
    at_treatment.fill(form, day="today")
    at_treatment.key(KEY.Key_Return)
    assert "10 Mar 2026 to 12 Mar 2026\nGout" in words_of(entries)


def test_a_fact_is_removed_and_brought_back(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment(two_facts)
    entries = at_treatment.page.conditions.entries
    at_treatment.press(entries.rows[0].buttons["remove"])
    assert [one.condition for one in at_treatment.ask(lambda journal: journal.conditions())] == ["pregnancy"]
    at_treatment.key(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(entries.rows) == 2
