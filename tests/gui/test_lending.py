"""The journal of an open window lent to commands: what they store is shown, what is typed meanwhile is kept, locked is locked."""

import socket
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ldn_journal.base import borrowing
from ldn_journal.base.borrowing import Loan, borrow, socket_name
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import InUse, JournalError, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui import lending, single
from ldn_journal.gui.lending import Lender
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.single import FirstWindow, raise_first
from ldn_journal.gui.trouble import Trouble
from ldn_journal.journal import Journal
from tests.conftest import TODAY
from tests.gui.conftest import PATIENCE_MS, Desk

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the other side speaks to a socket with a path")
PASSWORD, NEW = "correct horse", "found a better one"
CTRL = Qt.KeyboardModifier.ControlModifier


class Beside:
    """Commands beside a window that listens; each runs on a thread of its own, over the real socket, lock and file."""

    def __init__(self, desk: Desk, folder: DataFolder, clock: FixedClock) -> None:
        self.desk = desk
        self.folder = folder
        self.clock = clock
        locking = desk.window.findChild(Locking)
        assert locking is not None
        self.locking = locking
        self.first = FirstWindow(desk.window, folder, Lender(desk.window, locking))

    def begin(self, job: Callable[[], Any]) -> Callable[[], Any]:
        """Begin ``job``; what is returned waits for its end and returns what it did, or raises what it raised."""
        found: list[Any] = []
        wrong: list[JournalError] = []

        def run() -> None:
            try:
                found.append(job())
            except JournalError as error:
                wrong.append(error)

        thread = Thread(target=run, daemon=True)
        thread.start()

        def end() -> Any:
            self.desk.qtbot.waitUntil(lambda: not thread.is_alive(), timeout=PATIENCE_MS)
            self.desk.settle()
            if wrong:
                raise wrong[0]
            return found[0]

        return end

    def writing(self, deed: Callable[[Journal], Any], wait: float = 5, **given: Any) -> Callable[[], Any]:
        """Begin what a writing command does."""

        def job() -> Any:
            loan = borrow(self.folder, wait)
            try:
                with Journal.open(self.folder, clock=self.clock, wait=2, **given) as journal:
                    return deed(journal)
            finally:
                if loan is not None:
                    loan.end()

        return self.begin(job)

    def loan(self) -> Loan:
        """Borrow the journal and do nothing with it yet."""
        found = self.begin_and_wait(lambda: borrow(self.folder, 5))
        assert isinstance(found, Loan)
        return found

    def begin_and_wait(self, job: Callable[[], Any]) -> Any:
        """Run ``job`` while the window goes on, which need not settle."""
        ended = Event()
        found: list[Any] = []

        def run() -> None:
            found.append(job())
            ended.set()

        Thread(target=run, daemon=True).start()
        self.desk.qtbot.waitUntil(ended.is_set, timeout=PATIENCE_MS)
        return found[0]


@pytest.fixture
def beside(desk: Desk, planned: DataFolder, clock: FixedClock) -> Iterator[Beside]:
    """Commands beside a window on a journal without a password."""
    made = Beside(desk, planned, clock)
    yield made
    made.first.close()
    desk.settle()


@pytest.fixture
def guarded(planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock) -> Iterator[Beside]:
    """Commands beside a window on a protected journal that has just been unlocked."""
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
    desk = sit_down()
    desk.settle()
    unlock(desk)
    made = Beside(desk, planned, clock)
    yield made
    made.first.close()
    desk.settle()


def unlock(desk: Desk, password: str = PASSWORD) -> None:
    desk.type(password)
    desk.press(Qt.Key.Key_Return)
    desk.ready()


def pain(value: int) -> Callable[[Journal], Any]:
    return lambda journal: journal.record(NewRating(day=TODAY, measure="pain", value=value))


def notes(journal: Journal) -> list[str]:
    return [note.text for note in journal.notes()]


def inside(desk: Desk, question: Callable[[Journal], Any]) -> Any:
    """Ask the window's own journal."""
    answers: list[Any] = []
    desk.window.context.tasks.run(question, answers.append)
    desk.settle()
    return answers[0]


def test_what_a_command_stores_is_shown_and_what_is_half_typed_stays(beside: Beside) -> None:
    desk = beside.desk
    assert desk.today.form is not None
    desk.today.form.note.edit.setFocus()
    desk.type("half a sent")
    beside.writing(pain(7))()
    assert desk.scale("pain") == 7
    assert desk.today.form.note.edit.toPlainText() == "half a sent"
    desk.type("ence")
    desk.today.flush()
    desk.settle()
    assert inside(desk, notes) == ["half a sentence"]
    assert inside(desk, lambda journal: journal.read_only) is False


def test_what_is_typed_while_it_is_lent_waits_and_is_stored(beside: Beside) -> None:
    desk = beside.desk
    loan = beside.loan()
    assert desk.today.form is not None
    desk.today.form.note.edit.setFocus()
    desk.type("meanwhile")
    desk.today.flush()
    desk.window.context.change(pain(3))
    QApplication.processEvents()
    assert not desk.window.context.tasks.idle
    with Journal.open(beside.folder, clock=beside.clock) as journal:  # the lock is free: it is the borrower's
        assert notes(journal) == []
        journal.record(NewNote(day=TODAY, text="by the command", at=beside.clock.now()))
    loan.end()
    desk.settle()
    assert sorted(inside(desk, notes)) == ["by the command", "meanwhile"]
    assert desk.scale("pain") == 3


@pytest.mark.full
def test_two_commands_wait_for_each_other(beside: Beside) -> None:
    ends = [beside.writing(pain(value)) for value in (1, 2, 3)]
    for end in ends:
        end()
    assert inside(beside.desk, lambda journal: journal.info().changes) == 1 + len(ends)


@pytest.mark.full
def test_one_that_waited_too_long_is_lent_nothing(beside: Beside) -> None:
    loan = beside.loan()
    assert isinstance(beside.begin_and_wait(lambda: _refused(beside.folder, 0.1)), InUse)
    loan.end()
    beside.desk.settle()
    beside.writing(pain(2))()
    assert beside.desk.scale("pain") == 2


def _refused(folder: DataFolder, wait: float) -> Exception | None:
    try:
        borrow(folder, wait)
    except InUse as error:
        return error
    return None


def test_a_command_that_is_killed_gives_it_back(beside: Beside) -> None:
    loan = beside.loan()
    with Journal.open(beside.folder, clock=beside.clock) as journal:
        pain(6)(journal)
    loan._channel.close()  # what the system does for a process that is no more
    beside.desk.settle()
    assert beside.desk.scale("pain") == 6
    loan.end()


@pytest.mark.full
def test_a_command_that_hangs_is_given_up(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "SILENCE_MS", 200)
    monkeypatch.setattr(lending, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(borrowing, "LIFE_SIGN_SECONDS", 3600.0)
    monkeypatch.setattr("ldn_journal.gui.lock.gate.WAIT_FOR_OTHERS", 0.1)
    desk = beside.desk
    loan = beside.loan()
    with Journal.open(beside.folder, clock=beside.clock):
        desk.qtbot.waitUntil(lambda: isinstance(desk.window.centralWidget(), Trouble), timeout=PATIENCE_MS)
        desk.settle()
    trouble = desk.window.centralWidget()
    assert isinstance(trouble, Trouble)
    assert "open in another" in trouble.sentence.text()
    trouble.again.click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: not isinstance(desk.window.centralWidget(), Trouble), timeout=PATIENCE_MS)
    loan.end()
    beside.writing(pain(5))()
    assert desk.scale("pain") == 5


@pytest.mark.full
def test_signs_of_life_keep_it_lent(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "SILENCE_MS", 300)
    monkeypatch.setattr(borrowing, "LIFE_SIGN_SECONDS", 0.02)
    loan = beside.loan()
    beside.desk.qtbot.wait(700)
    assert not beside.desk.window.context.tasks.idle
    loan.end()
    beside.desk.settle()


@pytest.mark.full
def test_closing_the_window_waits_for_the_command_and_not_for_ever(beside: Beside) -> None:
    loan = beside.loan()
    beside.desk.window.close()
    assert beside.desk.window.isVisible()
    beside.first.close()  # what follows when the window is closed once more
    beside.desk.settle()
    loan.end()
    beside.desk.qtbot.waitUntil(lambda: not beside.desk.window.isVisible(), timeout=PATIENCE_MS)


def test_a_locked_window_accepts_nothing(guarded: Beside) -> None:
    desk = guarded.desk
    desk.press(Qt.Key.Key_L, CTRL)
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    with pytest.raises(InUse, match="open and locked"):
        guarded.writing(pain(5), password=PASSWORD)()
    unlock(desk)
    assert desk.scale("pain") is None
    guarded.writing(pain(5), password=PASSWORD)()
    assert desk.scale("pain") == 5


def test_an_open_window_is_no_way_around_the_password(guarded: Beside) -> None:
    for given in ({}, {"password": "wrong horse"}, {"recovery_code": "0" * 32}):
        with pytest.raises(WrongPassword):
            guarded.writing(pain(5), **given)()
        guarded.desk.settle()
        assert guarded.desk.scale("pain") is None
        assert not isinstance(guarded.desk.window.centralWidget(), UnlockScreen)
    guarded.desk.window.context.change(pain(2))
    guarded.desk.settle()
    assert guarded.desk.scale("pain") == 2


@pytest.mark.full
def test_locked_while_it_is_lent(guarded: Beside) -> None:
    desk = guarded.desk
    assert desk.today.form is not None
    loan = guarded.loan()
    desk.today.form.note.edit.setFocus()
    desk.type("before the lock")
    desk.press(Qt.Key.Key_L, CTRL)
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    assert isinstance(guarded.begin_and_wait(lambda: _refused(guarded.folder, 5)), InUse)
    loan.end()
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    unlock(desk)
    assert inside(desk, notes) == ["before the lock"]


@pytest.mark.full
def test_a_new_password_by_a_command_is_the_windows_too(guarded: Beside) -> None:
    guarded.writing(lambda journal: journal.change_password(PASSWORD, NEW), password=PASSWORD)()
    desk = guarded.desk
    assert not isinstance(desk.window.centralWidget(), UnlockScreen)
    inside(desk, lambda journal: journal.backup())
    inside(desk, lambda journal: journal.upkeep())
    assert inside(desk, lambda journal: journal.change_password(NEW, "a third one")) is None
    desk.press(Qt.Key.Key_L, CTRL)
    desk.settle()
    unlock(desk, "a third one")
    for one in guarded.folder.backups.glob("*.ldnjb"):
        with pytest.raises(WrongPassword):
            # No copy may still be opened by a password that was changed.
            Journal.rebuild(DataFolder(guarded.folder.root.parent / "elsewhere"), one, password=PASSWORD)


@pytest.mark.full
def test_a_password_set_by_a_command_is_asked_for(beside: Beside) -> None:
    beside.writing(lambda journal: journal.protect(PASSWORD))()
    desk = beside.desk
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    unlock(desk)
    assert desk.window.protected
    beside.writing(lambda journal: journal.unprotect(PASSWORD), password=PASSWORD)()
    assert not isinstance(desk.window.centralWidget(), UnlockScreen)
    assert not desk.window.protected
    beside.writing(pain(4))()
    assert desk.scale("pain") == 4


@pytest.mark.full
def test_going_back_to_a_backup_is_shown(beside: Beside) -> None:
    beside.writing(lambda journal: (pain(8)(journal), journal.backup(), pain(1)(journal)))()
    assert beside.desk.scale("pain") == 1
    beside.writing(lambda journal: journal.restore(journal.backups()[0].path))()
    assert beside.desk.scale("pain") == 8


@pytest.mark.full
def test_a_journal_deleted_by_a_borrower_is_missed(beside: Beside) -> None:
    loan = beside.loan()
    beside.folder.journal.rename(beside.folder.root / "elsewhere.ldnj")
    loan.end()
    beside.desk.settle()
    assert isinstance(beside.desk.window.centralWidget(), Trouble)
    # The window has not got it, so nobody needs to borrow it.
    assert beside.begin_and_wait(lambda: borrow(beside.folder, 5)) is None
    (beside.folder.root / "elsewhere.ldnj").rename(beside.folder.journal)


@pytest.mark.full
def test_other_callers(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rubbish, silence and much ado do nothing, and nobody is kept waiting for them."""
    monkeypatch.setattr(single, "_PATIENCE_MS", 100)

    def call(words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
            caller.settimeout(10)
            caller.connect(beside.first._server.fullServerName())
            caller.sendall(words)
            try:
                return caller.recv(16)
            except ConnectionResetError:
                return b""

    for words in (b"lend", b"", b"x" * 5000, b"nonsense\n", b"\xff\n", b"lend me\n"):
        assert beside.begin_and_wait(lambda words=words: call(words)) == b""
    beside.writing(pain(5))()
    assert beside.desk.scale("pain") == 5
    assert beside.folder.window_mark.stat().st_mode & 0o777 == 0o600
    assert socket_name(beside.folder) in beside.folder.window_mark.read_text()


def test_no_window_to_raise(planned: DataFolder) -> None:
    assert not raise_first(planned)
    planned.window_mark.touch()
    assert not raise_first(planned)


@pytest.mark.full
def test_forms_half_filled_in_stay_as_they_are(beside: Beside) -> None:
    """On every page on which a form can be open; a command's change is shown around it."""
    window = beside.desk.window
    kept = {}
    for key, opened in (
        ("treatment", lambda page: page.medicines.entries.adders["add"].click()),
        ("settings", lambda page: page.track.add.click()),
        ("visits", lambda page: page.coming.plan.click()),
    ):
        window.show_page(key)
        beside.desk.settle()
        opened(window.page(key))
        beside.desk.type("Half")
        kept[key] = window.page(key).draft()
        assert "Half" in str(kept[key]), key
        beside.writing(pain(len(kept)))()
        assert window.page(key).draft() == kept[key], key
    for key, draft in kept.items():
        window.show_page(key)
        beside.desk.settle()
        assert window.page(key).draft() == draft, key
