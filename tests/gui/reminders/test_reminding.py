"""The whole way with a clock that is put where it is wanted: the minute, a notification on a real bus, a press, the dose."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.reminders.clock import Reminding
from ldn_journal.journal import Journal
from tests.gui.conftest import MG, PATIENCE_MS, Desk
from tests.gui.reminders.bus import Server, Shown
from tests.gui.reminders.conftest import doses, locking_of, reminding_of, want

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support propagateSizeHints")

DAY = date(2026, 3, 10)
PASSWORD = "correct horse"


def put(clock: FixedClock, hour: int, minute: int, days: int = 0) -> None:
    clock.at = clock.localise(datetime(2026, 3, 10 + days, hour, minute))


@pytest.fixture
def evening(planned: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]) -> Desk:
    """The window, opened at 20:00 with the dose at 22:30 to be reminded of; yesterday is recorded."""
    want(planned, clock)
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.DOSE, {"day": "2026-03-09", "state": "taken", "amount_pg": 9 * MG // 2}))
    put(clock, 20, 0)
    desk = sit_down()
    desk.ready()
    return desk


def next_shown(desk: Desk, desktop: Server, count: int) -> Shown:
    desk.qtbot.waitUntil(lambda: len(desktop.shown) >= count, timeout=PATIENCE_MS)
    # The program has to have heard its number as well: a press before that is nobody's.
    notifier = reminding_of(desk).notifier
    desk.qtbot.waitUntil(lambda: not notifier._in_turn.locked(), timeout=PATIENCE_MS)
    desk.settle()
    assert len(desktop.shown) == count
    return desktop.shown[-1]


def press(desk: Desk, desktop: Server, one: Shown, key: str, reminding: Reminding) -> None:
    with desk.qtbot.waitSignal(reminding.notifier.pressed, timeout=PATIENCE_MS):
        desktop.press(one, key)
    desk.settle()


def test_at_the_usual_time_it_asks_and_taken_records_the_dose_as_of_now(
    evening: Desk, desktop: Server, clock: FixedClock
) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 29)
    reminding.look()
    put(clock, 22, 30)
    reminding.look()
    one = next_shown(evening, desktop, 1)
    assert (one.title, one.text) == ("LDN Journal", "Time for tonight’s entry.")
    assert list(one.buttons.values()) == ["Taken", "Snooze"]
    put(clock, 22, 34)
    press(evening, desktop, one, "taken", reminding)
    dose = doses(evening)[-1]
    assert (dose.day, dose.state, dose.amount_pg, dose.at) == (DAY, DoseState.TAKEN, 9 * MG // 2, clock.now())
    assert "22:34" in evening.today.form.item("dose").choices.taken.text()  # type: ignore[union-attr]
    put(clock, 23, 10)
    reminding.look()
    evening.settle()
    assert len(desktop.shown) == 1


def test_it_asks_once_more_in_the_place_of_the_first_and_then_no_more(
    evening: Desk, desktop: Server, clock: FixedClock
) -> None:
    reminding = reminding_of(evening)
    for hour, minute, days in ((22, 30, 0), (22, 31, 0), (23, 0, 0), (23, 40, 0), (3, 0, 1)):
        put(clock, hour, minute, days)
        reminding.look()
        evening.settle()
    next_shown(evening, desktop, 2)
    evening.qtbot.waitUntil(lambda: len(desktop.open) == 1, timeout=PATIENCE_MS)


def test_snooze_asks_again_after_ten_minutes(evening: Desk, desktop: Server, clock: FixedClock) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 30)
    reminding.look()
    press(evening, desktop, next_shown(evening, desktop, 1), "snooze", reminding)
    put(clock, 22, 39)
    reminding.look()
    put(clock, 22, 40)
    reminding.look()
    next_shown(evening, desktop, 2)
    put(clock, 23, 50)
    reminding.look()
    evening.settle()
    assert len(desktop.shown) == 2
    assert doses(evening)[-1].day == date(2026, 3, 9)


def test_a_dose_recorded_on_today_takes_the_notification_off(evening: Desk, desktop: Server, clock: FixedClock) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 30)
    reminding.look()
    next_shown(evening, desktop, 1)
    assert evening.today.form is not None
    evening.today.form.item("dose").choices.taken.click()  # type: ignore[attr-defined]
    evening.settle()
    evening.qtbot.waitUntil(lambda: desktop.open == [], timeout=PATIENCE_MS)


def test_taken_twice_records_one_dose(evening: Desk, desktop: Server, clock: FixedClock) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 30)
    reminding.look()
    one = next_shown(evening, desktop, 1)
    waiting = reminding._shown[f"dose:{DAY}:0"][0]
    press(evening, desktop, one, "taken", reminding)
    reminding._take(waiting)
    evening.settle()
    assert len(doses(evening)) == 2  # with yesterday's


def test_taken_on_the_next_day_opens_the_day_and_guesses_nothing(
    evening: Desk, desktop: Server, clock: FixedClock
) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 30)
    reminding.look()
    one = next_shown(evening, desktop, 1)
    put(clock, 9, 0, days=1)
    press(evening, desktop, one, "taken", reminding)
    assert len(doses(evening)) == 1
    assert evening.today.day == DAY


def test_details_are_said_only_by_choice(
    planned: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock, details=True, visit=True, questionnaire=True)
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.VISIT, {"day": "2026-03-11", "with_whom": "Dr Berg"}))
    put(clock, 8, 0)
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    put(clock, 10, 0)
    reminding.look()
    one = next_shown(desk, desktop, 1)
    assert "Tomorrow: visit with Dr Berg." in one.text
    assert "Pain and daily life (PEG) is due." in one.text
    assert list(one.buttons.values()) == ["Snooze"]
    put(clock, 22, 30)
    reminding.look()
    assert next_shown(desk, desktop, 2).text == "LDN 4.5\u00a0mg, planned for 22:30, is not recorded yet."


def test_what_is_no_dose_is_said_once_even_after_a_new_start(
    planned: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock, dose=False, visit=True)
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.VISIT, {"day": "2026-03-11"}))
    put(clock, 12, 0)
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    one = next_shown(desk, desktop, 1)
    assert one.text == "There is something to see to in the journal."
    press(desk, desktop, one, "snooze", reminding)
    put(clock, 12, 10)
    reminding.look_again()
    one = next_shown(desk, desktop, 2)
    press(desk, desktop, one, "default", reminding)
    assert desk.window.last_page == "visits"
    desk = sit_down()
    desk.ready()
    reminding_of(desk).look()
    desk.settle()
    assert len(desktop.shown) == 2


def test_what_was_due_before_the_window_opened_is_left_to_today_at_first(
    planned: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock)
    put(clock, 22, 50)
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    reminding.look()
    desk.settle()
    assert desktop.shown == []
    put(clock, 23, 20)
    reminding.look()
    next_shown(desk, desktop, 1)


def test_after_the_computer_slept_through_the_time_it_asks_on_waking(
    evening: Desk, desktop: Server, clock: FixedClock
) -> None:
    reminding = reminding_of(evening)
    clock.move(timedelta(hours=5))
    reminding.look()
    next_shown(evening, desktop, 1)


def test_a_desktop_that_shows_nothing_leaves_it_to_the_window(
    planned: DataFolder, clock: FixedClock, bus: str, sit_down: Callable[[], Desk]
) -> None:
    want(planned, clock)
    put(clock, 20, 0)
    desk = sit_down()
    desk.ready()
    reminding = reminding_of(desk)
    put(clock, 22, 30)
    with desk.qtbot.waitSignal(reminding.notifier.not_shown, timeout=PATIENCE_MS):
        reminding.look()
    desk.settle()
    assert reminding.spoken is not None
    assert reminding.spoken.isVisible()
    assert reminding.spoken.text() == "Time for tonight’s entry."


# Locked --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def protected(planned: DataFolder, clock: FixedClock) -> DataFolder:
    want(planned, clock, details=True)
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
    put(clock, 20, 0)
    return planned


def unlock(desk: Desk) -> None:
    desk.settle()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.ready()


def test_a_locked_window_asks_in_neutral_words_and_taken_leads_to_the_password(
    protected: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]
) -> None:
    desk = sit_down()
    unlock(desk)
    reminding = reminding_of(desk)
    put(clock, 22, 30)
    reminding.look()
    assert "4.5" in next_shown(desk, desktop, 1).text
    locking_of(desk).lock()
    desk.settle()
    desk.qtbot.waitUntil(lambda: desktop.open == [], timeout=PATIENCE_MS)
    assert reminding.state is None
    assert "4500000000" not in repr((reminding.planned, reminding._shown))
    put(clock, 23, 0)
    reminding.look()
    one = next_shown(desk, desktop, 2)
    assert one.text == "Time for tonight’s entry."
    desk.window.hide()
    press(desk, desktop, one, "taken", reminding)
    assert desk.window.isVisible()
    screen = desk.window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    screen.password_given.emit(PASSWORD)
    desk.settle()
    desk.ready()
    assert doses(desk) == []


def test_before_the_password_nothing_reminds_unless_the_times_were_kept(
    protected: DataFolder, clock: FixedClock, desktop: Server, sit_down: Callable[[], Desk]
) -> None:
    desk = sit_down()
    desk.settle()
    assert locking_of(desk).remind().planned == []
    unlock(desk)
    assert desk.window.context.memory is not None
    assert desk.window.context.memory.reminder_times() == ""

    def choose(journal: Journal) -> None:
        wanted = journal.settings.reminders.model_copy(update={"before_password": True})
        journal.change_settings(reminders=wanted)

    desk.window.context.tasks.run(choose, lambda _none: desk.window.context.events.settings_changed.emit())
    desk.settle()
    written = (protected.root / "window.ini").read_text()
    assert "22:30" in written
    assert not {"4.5", "4500000000", "LDN", "dose"} & set(written.replace('"', " ").split())
    desk = sit_down()
    desk.settle()
    reminding = locking_of(desk).remind()
    put(clock, 22, 30)
    reminding.look()
    assert next_shown(desk, desktop, 1).text == "Time for tonight’s entry."


def test_once_the_password_is_gone_the_times_are_forgotten(
    protected: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> None:
    with Journal.open(protected, password=PASSWORD, clock=clock) as journal:
        journal.change_settings(reminders=journal.settings.reminders.model_copy(update={"before_password": True}))
    desk = sit_down()
    unlock(desk)
    reminding_of(desk)
    memory = desk.window.context.memory
    assert memory is not None
    assert memory.reminder_times()
    desk.window.context.tasks.run(
        lambda journal: journal.unprotect(PASSWORD), lambda _none: desk.window.context.events.settings_changed.emit()
    )
    desk.settle()
    assert not memory.reminder_times()


# What it costs -------------------------------------------------------------------------------------------------------

WATCH = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.lock.locking import Locking

qt = QApplication(["ldn-journal"])
window = build_window(qt, DataFolder(Path(sys.argv[1])))
today = window.page("today")

def loaded():
    return sorted(name for name in sys.modules if "reminders" in name or "reminding" in name or "desktop_notifier" in name)

today.on_ready = lambda: print("ready", loaded(), flush=True)
window.show()

def look():
    if window.context.tasks.idle:
        print("later", bool(loaded()), any("desktop_notifier" in name for name in loaded()), flush=True)
        window.close()
        qt.quit()

timer = QTimer(interval=1500)
timer.timeout.connect(look)
timer.start()
qt.exec()
take_down(window)
"""


@pytest.mark.parametrize("wanted", [False, True])
def test_nothing_is_loaded_before_the_day_is_shown_and_nothing_at_all_unless_wanted(
    planned: DataFolder, clock: FixedClock, wanted: bool
) -> None:
    if wanted:
        want(planned, clock)
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(planned.root)], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["ready []", f"later {wanted} False"]


def test_switched_off_it_takes_everything_away(evening: Desk, desktop: Server, clock: FixedClock) -> None:
    reminding = reminding_of(evening)
    put(clock, 22, 30)
    reminding.look()
    next_shown(evening, desktop, 1)
    events = evening.window.context.events

    def choose(journal: Journal) -> None:
        journal.change_settings(reminders=journal.settings.reminders.model_copy(update={"dose": False}))

    evening.window.context.tasks.run(choose, lambda _none: events.settings_changed.emit())
    evening.settle()
    evening.qtbot.waitUntil(lambda: desktop.open == [], timeout=PATIENCE_MS)
    put(clock, 23, 30)
    reminding.look()
    evening.settle()
    assert len(desktop.shown) == 1
    assert QApplication.quitOnLastWindowClosed()
