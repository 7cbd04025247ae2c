"""Opening without the password on this computer, in the window, over a real keychain that needs no desktop."""

from collections.abc import Callable

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeychain
from PySide6.QtCore import Qt

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.keeping.page import KeepingPage
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk
from tests.store.keychains import FileKeychain, SlowKeychain

pytestmark = pytest.mark.usefixtures("chain")
PASSWORD = "correct horse"


@pytest.fixture
def protected(planned: DataFolder, clock: FixedClock) -> DataFolder:
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
    return planned


@pytest.fixture
def chosen(protected: DataFolder, clock: FixedClock) -> DataFolder:
    with Journal.open(protected, password=PASSWORD, clock=clock) as journal:
        journal.use_keychain(PASSWORD)
    return protected


def unlock(desk: Desk) -> None:
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.ready()


def keeping(desk: Desk) -> KeepingPage:
    desk.window.show_page("keeping")
    found = desk.window.page("keeping")
    assert isinstance(found, KeepingPage)
    desk.qtbot.waitUntil(lambda: found.view is not None)
    desk.settle()
    return found


def test_it_is_chosen_with_the_password_and_left_with_one_click(
    protected: DataFolder, sit_down: Callable[[], Desk], chain: FileKeychain
) -> None:
    desk = sit_down()
    unlock(desk)
    card = keeping(desk).protection
    card.keychain.click()
    assert card.place.panel is not None
    assert "Whoever can use this computer account" in card.place.panel.words.text()
    desk.type("wrong horse")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert "Wrong password" in card.place.panel.problem.text()
    assert chain.secrets() == {}
    card.place.panel.fields[0].line.setText(PASSWORD)  # type: ignore[attr-defined]
    card.place.panel.do.click()
    desk.settle()
    assert card.place.panel is None
    assert len(chain.secrets()) == 1
    assert "opens without the password" in card._state.text()
    assert card.keychain.isHidden()
    card.no_keychain.click()
    desk.settle()
    assert chain.secrets() == {}
    assert "only the password or the recovery code" in card._state.text()
    assert card.no_keychain.isHidden()


def test_the_window_opens_with_it_and_after_a_lock_asks_for_the_password(
    chosen: DataFolder, sit_down: Callable[[], Desk]
) -> None:
    desk = sit_down()
    desk.ready()
    assert not isinstance(desk.window.centralWidget(), UnlockScreen)
    assert "Protected" in desk.window.nav._foot.text()
    desk.window.lock_wanted.emit()
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    # Neither a wrong password nor anything else that wants the journal opens it by the keychain now.
    desk.type("wrong horse")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    screen = desk.window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    assert "Wrong password" in screen.problem.text()
    desk.window.context.events.settings_changed.emit()
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    screen.password.line.clear()
    unlock(desk)


@pytest.mark.parametrize("how", ["gone", "slow"])
def test_without_its_answer_the_window_asks_for_the_password(
    chosen: DataFolder, sit_down: Callable[[], Desk], chain: FileKeychain, how: str
) -> None:
    if how == "gone":
        chain.path.unlink()
    else:
        keyring.set_keyring(SlowKeychain())
    desk = sit_down()
    unlock(desk)
    assert desk.today.isVisible()


def test_where_there_is_no_keychain_one_sentence_says_so(protected: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    unlock(desk)
    keyring.set_keyring(NoKeychain())
    card = keeping(desk).protection
    card.keychain.click()
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert card.place.panel is not None
    assert "no keychain on this computer" in card.place.panel.problem.text()
