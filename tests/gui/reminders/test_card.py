"""The card of reminders over a real journal: off until chosen, each choice stored, words on what it comes to."""

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea

from ldn_journal.base.autostart import DesktopEntry
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.reminders.card import RemindersCard
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import Reminders
from tests.gui.conftest import MG, Desk
from tests.gui.reminders.bus import Server
from tests.gui.reminders.conftest import locking_of, reminding_of

Make = Callable[..., RemindersCard]


@pytest.fixture
def make(desk: Desk, tmp_path: Path) -> Iterator[Make]:
    """Make the card over the window's journal, with an autostart folder of its own."""
    places: list[QScrollArea] = []

    def made(*, tray: bool = True) -> RemindersCard:
        start = DesktopEntry(tmp_path / "autostart")
        card = RemindersCard(desk.window.context, start=start, tray=lambda: tray)
        place = QScrollArea()
        place.setWidgetResizable(True)
        place.setWidget(card)
        place.resize(600, 900)
        place.show()
        places.append(place)
        desk.settle()
        assert card.view is not None
        return card

    yield made
    for place in places:
        place.close()
        place.deleteLater()


def chosen(desk: Desk) -> Reminders:
    found: list[Reminders] = []
    desk.window.context.tasks.run(lambda journal: journal.settings.reminders, found.append)
    desk.settle()
    return found[0]


def tick(desk: Desk, card: RemindersCard, *kinds: str) -> None:
    for kind in kinds:
        card.kinds.lines[kind].box.click()
    desk.settle()


def test_nothing_is_on_and_nothing_more_is_asked_until_something_is_chosen(desk: Desk, make: Make) -> None:
    card = make()
    assert card.kinds.keys() == ()
    for part in (card.repeat, card.quiet_from, card.details, card.login, card.close_to_tray, card.before, card.trial):
        assert not part.isVisible()


def test_each_choice_is_stored_and_begins_to_remind_at_once(desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose", "visit")
    assert (chosen(desk).dose, chosen(desk).visit, chosen(desk).refill) == (True, True, False)
    assert reminding_of(desk).wanted == chosen(desk)
    card.repeat.box.setCurrentIndex(card.repeat.box.findData("0"))
    card.repeat.picked.emit("0")
    card.quiet_from.setFocus()
    card.quiet_from.setText("22:00")
    card.quiet_from.commit()
    card.quiet_to.setText("6:30")
    card.quiet_to.commit()
    card.daily.setText("9:15")
    card.daily.commit()
    card.details.box.click()
    desk.settle()
    assert chosen(desk) == Reminders(
        dose=True,
        visit=True,
        repeat_minutes=0,
        quiet_from=time(22),
        quiet_to=time(6, 30),
        daily_at=time(9, 15),
        details=True,
    )
    tick(desk, card, "dose", "visit")
    assert not chosen(desk).on


def test_empty_quiet_hours_are_none_and_their_end_cannot_be_empty(desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose")
    card.quiet_from.clear()
    card.quiet_to.clear()
    desk.settle()
    assert chosen(desk).quiet_from is None
    assert card.quiet_to.value() == time(7)


def test_it_says_when_the_dose_is_asked_for_and_warns_of_quiet_hours(desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose")
    assert card.times.text() == "By your plan, the dose is asked for at 22:30."
    assert not card.warning.isVisible()
    card.quiet_from.setText("22:00")
    card.quiet_from.commit()
    desk.settle()
    assert card.warning.isVisible()
    assert card.warning.text().startswith("22:30 lies in the quiet hours")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"amount_pg": MG, "usual_time": None}, "Your plan has no usual time."),
        ({"amount_pg": 0, "usual_time": None}, "There is no dose planned today."),
        ({"amount_pg": MG, "usual_time": "08:00", "times_per_day": 2}, "By your plan, 2 doses are asked for"),
    ],
)
def test_it_says_what_the_plan_lacks(desk: Desk, make: Make, step: dict[str, object], words: str) -> None:
    card = make()
    tick(desk, card, "dose")
    desk.window.context.change(lambda journal: journal.record(validate(Kind.STEP, {"day": "2026-03-10", **step})))
    desk.settle()
    assert card.times.text().startswith(words)


def test_starting_at_login_writes_an_entry_and_takes_it_away(desk: Desk, make: Make, tmp_path: Path) -> None:
    card = make()
    tick(desk, card, "dose")
    card.login.box.click()
    entry = DesktopEntry(tmp_path / "autostart")
    assert entry.enabled()
    assert "--in-tray" in entry.path.read_text()
    assert str(tmp_path / "data") in entry.path.read_text()
    tick(desk, card, "dose")
    assert card.login.isVisible()
    card.login.box.click()
    assert not entry.enabled()


def test_a_login_entry_that_cannot_be_written_is_said_and_not_ticked(desk: Desk, make: Make, tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder should be")
    card = make()
    tick(desk, card, "dose")
    card.login.box.click()
    assert card.told.isVisible()
    assert not card.login.box.isChecked()


def test_closing_to_the_tray_is_offered_only_where_there_is_one(desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose")
    assert card.close_to_tray.isVisible()
    card.close_to_tray.box.click()
    assert desk.window.context.memory is not None
    assert desk.window.context.memory.closes_to_tray()
    without = make(tray=False)
    assert not without.close_to_tray.isVisible()
    assert without.no_tray.isVisible()


def test_one_can_be_tried(desktop: Server, desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose")
    card.trial.click()
    desk.qtbot.waitUntil(card.told.isVisible, timeout=60_000)
    assert desktop.shown[-1].text == "This is what a reminder looks like."
    assert card.told.text().startswith("This computer took it.")
    assert card._notifier is not None
    card._notifier.close()


def test_trying_where_nothing_is_shown_says_so(bus: str, desk: Desk, make: Make) -> None:
    card = make()
    tick(desk, card, "dose")
    card.trial.click()
    desk.qtbot.waitUntil(card.told.isVisible, timeout=60_000)
    assert card.told.text().startswith("This computer shows no notifications.")


def test_only_a_protected_journal_asks_about_the_time_before_its_password(
    desk: Desk, make: Make, planned: DataFolder, clock: FixedClock
) -> None:
    card = make()
    tick(desk, card, "dose")
    assert not card.before.isVisible()
    desk.window.context.tasks.run(
        lambda journal: journal.protect("correct horse"),
        lambda _code: desk.window.context.events.settings_changed.emit(),
    )
    desk.settle()
    assert card.before.isVisible()
    card.before.box.click()
    desk.settle()
    assert chosen(desk).before_password
    assert locking_of(desk).reminding is not None
    assert isinstance(card.view and card.view.folder, DataFolder)


def test_choices_travel_with_the_journal(desk: Desk, make: Make, planned: DataFolder, clock: FixedClock) -> None:
    tick(desk, make(), "dose", "refill")
    desk.window.context.tasks.close()
    with Journal.open(planned, clock=clock) as journal:
        assert journal.settings.reminders.dose
        assert journal.settings.reminders.refill
