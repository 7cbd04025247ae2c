"""The evening entry, counted: everything by key presses from the window as it opens, to what is stored."""

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, Desk

KEY = Qt.Key
TODAY = date(2026, 3, 10)
MOST = 12
OWN = "jaw"


@pytest.fixture
def with_own(folder: DataFolder, clock: FixedClock) -> DataFolder:
    """A plan of 4.5 mg at 22:30, and pain, sleep, dreams, nausea and a measure of one's own to be asked about."""
    with Journal.create(folder, clock=clock) as journal:
        journal.record(validate(Kind.MEASURE, {"key": OWN, "name": "Jaw clicking", "scale": "numeric"}))
        journal.change_settings(tracked=("pain", "sleep", "vivid_dreams", "nausea", OWN))
        journal.record(
            validate(
                Kind.STEP,
                {"day": "2025-12-01", "amount_pg": 9 * MG // 2, "usual_time": time(22, 30), "form": "capsule"},
            )
        )
    return folder


@pytest.mark.parametrize(
    ("sleep", "minutes"), [("7:10", 430), ("7", 420), ("6.5", 390)], ids=["hours and minutes", "hours", "half hours"]
)
def test_dose_pain_sleep_dreams_nausea_and_a_measure_of_ones_own_take_twelve_keys(
    with_own: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, sleep: str, minutes: int
) -> None:
    desk = sit_down()
    desk.ready()
    desk.press(KEY.Key_Return)  # the dose as planned
    desk.type("4")  # pain
    desk.type(sleep)
    desk.press(KEY.Key_Return)
    desk.type("1")  # dreams
    desk.type("0")  # nausea
    desk.type("5")  # one's own
    desk.settle()
    print(f"{desk.presses} key presses, sleep typed as {sleep}")
    assert desk.presses <= MOST
    desk.window.close()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    desk.window.context.tasks.close()
    with Journal.open(with_own, clock=clock) as journal:
        day = journal.day(TODAY)
        doses = [(dose.state, dose.amount_pg) for dose in journal.doses()]
        ratings = {one.measure: one.value for one in journal.ratings()}
    assert doses == [(DoseState.TAKEN, 9 * MG // 2)]
    assert day.night is not None
    assert day.night.asleep_minutes == minutes
    assert ratings == {"pain": 4, "vivid_dreams": 1, "nausea": 0, OWN: 5}


def test_a_second_click_on_taken_is_no_second_dose(with_own: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    assert desk.today.form is not None
    taken = desk.today.form.dose.choices.taken
    for _click in range(3):
        QTest.mouseClick(taken, Qt.MouseButton.LeftButton)
        desk.settle()
        assert taken.isChecked()
    found: list[object] = []
    desk.window.context.tasks.run(lambda journal: journal.doses(), found.extend)
    desk.settle()
    assert len(found) == 1
