"""The rest of the Treatment page: prescriptions, medicines, phases, facts, the card, and how it all fits."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ldn_journal.domain.amounts import AmountError
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.treatment.converter import converted
from ldn_journal.gui.treatment.know import KEYS
from ldn_journal.gui.treatment.rows import EntryRow
from ldn_journal.journal import Journal
from tests.gui.conftest import MG
from tests.gui.treatment.conftest import TreatmentDesk, words_of

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 3, 10)
Sit = Callable[..., TreatmentDesk]


# Prescriptions ---------------------------------------------------------------------------------------------------


def test_a_prescription_typed_by_keyboard_counts_down(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.prescriptions.entries.adders["add"])
    form = at_treatment.form(page.prescriptions.entries)
    assert form.cell("strength_pg").control.hasFocus()
    at_treatment.fill(
        form, strength_pg="4.5 mg", quantity="12", use_by="20 March", pharmacy="Corner pharmacy", lot="K-1"
    )
    at_treatment.key(KEY.Key_Return)
    words = words_of(page.prescriptions)
    assert "Capsule, 4.5 mg\nin use" in words
    assert "12 capsules · Corner pharmacy" in words
    assert "Lot K-1 · Use by 20 Mar 2026" in words
    assert "12 capsules left, for 12 days, until 21 Mar 2026" in words
    assert "Refill: enough for 12 more days." in words
    assert "The pharmacy’s use-by date, 20 Mar 2026, is 10 days away." in words
    assert not page.prescriptions.converter.isVisible()


def test_a_prescription_that_ran_out_or_expired_says_so(sit_at_treatment: Sit) -> None:
    def fill(journal: Journal) -> None:
        journal.record(validate(Kind.STEP, {"day": TODAY - timedelta(days=60), "amount_pg": MG}))
        journal.record(
            validate(
                Kind.PRESCRIPTION,
                {
                    "day": TODAY - timedelta(days=60),
                    "form": "tablet",
                    "strength_pg": MG,
                    "quantity": 1,
                    "use_by": TODAY - timedelta(days=1),
                },
            )
        )
        for back in (3, 2):
            journal.record(
                validate(Kind.DOSE, {"day": TODAY - timedelta(days=back), "state": "taken", "amount_pg": MG})
            )

    words = words_of(sit_at_treatment(fill).page.prescriptions)
    assert "More was taken than this prescription held" in words
    assert "Refill: nothing left for a full day." in words
    assert "The pharmacy’s use-by date, 9 Mar 2026, has passed." in words


@pytest.mark.parametrize(
    ("texts", "key", "sentence"),
    [
        ({"quantity": "60"}, "strength_pg", "Give the strength of one piece (4.5 mg) or of the liquid (1 mg/mL)."),
        ({"strength_pg": "strong"}, "strength_pg", "“strong” is not an amount; write it like 4.5 mg."),
        ({"strength_pg": "3", "quantity": "0"}, "quantity", "Please write a number above zero."),
        (
            {"strength_pg": "3", "day": "11 March"},
            "day",
            "2026-03-11 is still to come; only days up to today can be recorded.",
        ),
    ],
)
def test_a_wrong_prescription_says_what_is_wrong(
    at_treatment: TreatmentDesk, texts: dict[str, str], key: str, sentence: str
) -> None:
    page = at_treatment.page
    at_treatment.press(page.prescriptions.entries.adders["add"])
    form = at_treatment.form(page.prescriptions.entries)
    at_treatment.fill(form, **texts)
    at_treatment.key(KEY.Key_Return)
    assert form.cell(key).note() == sentence
    assert at_treatment.ask(lambda journal: journal.prescriptions()) == []


def test_a_liquid_is_converted_while_it_is_typed(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.prescriptions.entries.adders["add"])
    form = at_treatment.form(page.prescriptions.entries)
    at_treatment.fill(form, strength_pg="2 mg/mL", quantity="100")
    form.cell("form").control.setFocus(Qt.FocusReason.TabFocusReason)
    at_treatment.desk.type("L")
    at_treatment.key(KEY.Key_Return)
    stored = at_treatment.ask(lambda journal: journal.prescriptions())[0]
    assert (stored.form, stored.strength_pg, stored.pg_per_ml, stored.quantity) == ("liquid", None, 2 * MG, 100)
    converter = page.prescriptions.converter
    assert converter.isVisible()
    converter.cell.control.setFocus(Qt.FocusReason.TabFocusReason)
    at_treatment.desk.type("4.5 m")
    assert converter.result.text() == ""
    at_treatment.desk.type("g")
    assert converter.result.text() == "4.5\u00a0mg is 2.25 mL"


@pytest.mark.parametrize(
    ("text", "per_ml", "words"),
    [
        ("0.45 mL", MG, "0.45 mL holds 0.45\u00a0mg"),
        ("0,45 ml", 10 * MG, "0,45 ml holds 4.5\u00a0mg"),
        ("300 µg", MG, "0.3\u00a0mg is 0.3 mL"),
        ("1 mg", 3 * MG, "1\u00a0mg is about 0.333 mL"),
    ],
)
def test_conversion(text: str, per_ml: int, words: str) -> None:
    assert converted(text, per_ml) == words


def test_a_number_without_its_unit_is_not_guessed() -> None:
    with pytest.raises(AmountError, match="unit"):
        converted("4.5", MG)


# Other medicines -------------------------------------------------------------------------------------------------


def test_an_opioids_name_shows_the_reference_while_typing_and_afterwards(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.medicines.entries.adders["add"])
    form = at_treatment.form(page.medicines.entries)
    at_treatment.fill(form, name="Tra")
    assert form.cell("name").note() == ""
    at_treatment.desk.type("madol 50 mg")
    note = form.cell("name").note()
    assert "tramadol" in note
    assert "source" in note.casefold()
    assert "Ask your pharmacist or doctor" in note
    at_treatment.key(KEY.Key_Return)
    assert [one.name for one in at_treatment.ask(lambda journal: journal.medicines())] == ["Tramadol 50 mg"]
    assert note in words_of(page.medicines)
    at_treatment.press(page.medicines.entries.rows[0].buttons["change"])
    at_treatment.fill(at_treatment.form(page.medicines.entries), name="vitamin D", until="today")
    at_treatment.key(KEY.Key_Return)
    assert "opioid" not in words_of(page.medicines)
    assert "10 Mar 2026 to 10 Mar 2026\nvitamin D" in words_of(page.medicines)


def test_a_medicine_needs_a_name_and_ends_after_it_began(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.medicines.entries.adders["add"])
    form = at_treatment.form(page.medicines.entries)
    at_treatment.key(KEY.Key_Return)
    assert form.cell("name").note() == "Say what it is called."
    at_treatment.fill(form, name="vitamin D", until="1 March 2026")
    at_treatment.key(KEY.Key_Return)
    assert form.problem() == "The end is before the start."


# Phases ----------------------------------------------------------------------------------------------------------


def three_phases(journal: Journal) -> None:
    """20 days before LDN, 20 at 1.5 mg, 20 at 3 mg."""
    for n in range(60):
        day = TODAY - timedelta(days=59 - n)
        journal.record(validate(Kind.RATING, {"day": day, "measure": "pain", "value": 5}))
        if n >= 20:
            amount = 3 * MG // 2 if n < 40 else 3 * MG
            journal.record(validate(Kind.DOSE, {"day": day, "state": "taken", "amount_pg": amount}))


def test_a_join_with_its_reason_is_kept_shown_and_taken_back(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment(three_phases)
    page = at_treatment.page
    assert [list(row.buttons) for row in page.phases.entries.rows] == [
        ["name", "split"],
        ["name", "split"],
        ["name", "join", "split"],
    ]
    at_treatment.press(page.phases.entries.rows[2].buttons["join"])
    form = at_treatment.form(page.phases.entries)
    at_treatment.key(KEY.Key_Return)
    assert form.cell("reason").note() == "Say why the two belong together; the reason is kept with the phase."
    at_treatment.fill(form, reason="same week on the ward")
    at_treatment.key(KEY.Key_Return)
    assert len(page.phases.entries.rows) == 2
    words = words_of(page.phases)
    assert "1.5 mg, 3 mg" in words
    assert "What you said about phases" in words
    assert "Joined with the phase before\nReason: same week on the ward" in words
    at_treatment.press(page.phases.edits.rows[0].buttons["remove"])
    assert len(page.phases.entries.rows) == 3
    assert "Joined" not in words_of(page.phases)


def test_a_phase_is_named_and_split(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment(three_phases)
    page = at_treatment.page
    at_treatment.press(page.phases.entries.rows[1].buttons["name"])
    at_treatment.fill(at_treatment.form(page.phases.entries), name="the start")
    at_treatment.key(KEY.Key_Return)
    assert "The start" in words_of(page.phases.entries.rows[1])
    at_treatment.press(page.phases.entries.rows[2].buttons["split"])
    form = at_treatment.form(page.phases.entries)
    at_treatment.fill(form, day="1 Jan 2026", reason="another pharmacy")
    at_treatment.key(KEY.Key_Return)
    assert form.cell("day").note().replace("\u00a0", " ") == (
        "The new phase begins inside this one, after 19 Feb 2026 and not after 10 Mar 2026."
    )
    at_treatment.fill(form, day="1 March 2026")
    at_treatment.key(KEY.Key_Return)
    rows = page.phases.entries.rows
    assert len(rows) == 4
    assert words_of(rows[3]).startswith("since 1 Mar 2026")
    assert "Reason: another pharmacy" in words_of(page.phases.edits)
    at_treatment.key(KEY.Key_Z, CTRL)
    assert len(page.phases.entries.rows) == 3


# Good to know, the card ------------------------------------------------------------------------------------------


def test_facts_unfold_when_asked_for(at_treatment: TreatmentDesk) -> None:
    know = at_treatment.page.know
    assert know is not None
    for key in KEYS:
        fact = know.facts[key]
        assert not fact.text.isVisible()
        at_treatment.press(fact.button)
        assert fact.text.isVisible()
        assert fact.source.text().startswith("Source: ")
        assert fact.button.accessibleDescription() == "unfolded"
    assert "Tell your surgical team you take LDN" in know.facts["surgery"].text.text()


def test_the_wallet_card_is_written(at_treatment: TreatmentDesk, tmp_path: Path) -> None:
    page = at_treatment.page
    at_treatment.press(page.wallet.entries.rows[0].buttons["change"])
    form = at_treatment.form(page.wallet.entries)
    at_treatment.fill(form, card_name="Kari Nordmann", card_doctor="Dr Berg, 22 00 00 00")
    at_treatment.key(KEY.Key_Return)
    settings = at_treatment.ask(lambda journal: journal.settings)
    assert (settings.card_name, settings.card_contact, settings.card_doctor) == (
        "Kari Nordmann", None, "Dr Berg, 22 00 00 00",
    )  # fmt: skip
    assert "Kari Nordmann\nPrescribed by: Dr Berg, 22 00 00 00" in words_of(page.wallet)
    page.wallet.ask = lambda _parent, name: tmp_path / name
    at_treatment.press(page.wallet.save)
    assert (tmp_path / "ldn-card.pdf").read_bytes().startswith(b"%PDF")
    assert page.wallet.told.text() == "Saved as ldn-card.pdf."
    page.wallet.ask = lambda _parent, _name: tmp_path
    at_treatment.press(page.wallet.save)
    assert "is a folder" in page.wallet.told.text()


# The window ------------------------------------------------------------------------------------------------------


def test_a_form_left_open_is_said_before_the_window_closes(at_treatment: TreatmentDesk) -> None:
    page, window = at_treatment.page, at_treatment.desk.window
    at_treatment.press(page.medicines.entries.adders["add"])
    form = at_treatment.form(page.medicines.entries)
    at_treatment.fill(form, name="vitamin D")
    window.close()
    assert window.isVisible()
    assert form.problem() == "Not saved yet. Press Enter to save it, Esc to cancel."
    at_treatment.desk.settle()
    window.close()
    assert not window.isVisible()


def test_a_change_elsewhere_leaves_what_is_being_typed(at_treatment: TreatmentDesk) -> None:
    page = at_treatment.page
    at_treatment.press(page.plan.entries.rows[0].buttons["change"])
    form = at_treatment.form(page.plan.entries)
    at_treatment.fill(form, note="with foo")
    page.context.change(lambda journal: journal.record(validate(Kind.STEP, {"day": TODAY, "amount_pg": MG})))
    at_treatment.desk.settle()
    assert len(page.plan.entries.rows) == 2
    assert page.plan.entries.form is form
    assert form.isVisible()
    assert form.cell("note").text() == "with foo"
    assert form.cell("note").control.hasFocus()
    at_treatment.desk.type("d")
    at_treatment.key(KEY.Key_Return)
    assert at_treatment.ask(lambda journal: journal.regimen[0].note) == "with food"


def test_everything_is_reached_by_tab_and_named(sit_at_treatment: Sit) -> None:
    at_treatment = sit_at_treatment(three_phases)
    page = at_treatment.page
    page.plan.entries.adders["step"].setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    while True:
        focused = at_treatment.desk.focus()
        if focused in seen:
            break
        seen.append(focused)
        at_treatment.desk.press(KEY.Key_Tab)
    wanted = [button for button in page.findChildren(QPushButton) if button.isVisibleTo(page)]
    assert len(wanted) > 15
    assert set(wanted) <= set(seen)
    assert all(button.accessibleName() or button.text() for button in wanted)
    own = [widget for widget in seen if page.isAncestorOf(widget)]
    tops = [row.mapTo(page, QPoint(0, 0)).y() for row in page.phases.entries.rows]
    assert tops == sorted(tops)
    places = [own.index(row.buttons["name"]) for row in page.phases.entries.rows]
    assert places == sorted(places)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 600)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off(sit_at_treatment: Sit, qapp: QApplication, width: int, height: int, scale: float) -> None:
    at_treatment = sit_at_treatment(three_phases)
    page = at_treatment.page
    apply_theme(qapp, "dark", scale)
    at_treatment.desk.window.resize(width, height)
    at_treatment.press(page.plan.entries.adders["pattern"])
    at_treatment.press(page.phases.entries.rows[2].buttons["split"])
    at_treatment.press(page.prescriptions.entries.adders["add"])
    at_treatment.press(page.medicines.entries.adders["add"])
    at_treatment.fill(at_treatment.form(page.medicines.entries), name="OxyContin")
    at_treatment.press(page.conditions.entries.adders["add"])
    at_treatment.desk.type("T")  # thyroid disease, the longest of the facts
    at_treatment.desk.settle()
    assert page.scroller.horizontalScrollBar().maximum() == 0
    beside = page.prescriptions.mapTo(page, QPoint(0, 0)).y() == page.plan.mapTo(page, QPoint(0, 0)).y()
    assert beside == (width == 1280 and scale == 1.0)
    parts: list[QWidget] = [one for one in page.findChildren(EntryRow) if one.isVisible()]
    parts += [one.form for one in page.lists if one.form is not None]
    assert len(parts) == 9
    at_treatment.desk.qtbot.waitUntil(
        lambda: all(part.height() >= part.heightForWidth(part.width()) for part in parts), timeout=60_000
    )
    for one in page.lists:
        for cell in one.form.cells if one.form is not None else ():
            assert cell.mapTo(one, QPoint(cell.width(), 0)).x() <= one.width()
            assert cell.control.height() >= 44
