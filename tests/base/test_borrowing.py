"""Asking an open window for its journal: what the mark says is believed only as far as it leads to a socket of ours."""

import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from ldn_journal.base import borrowing
from ldn_journal.base.borrowing import FREE, GO, LEND, LOCKED, borrow, socket_name, write_mark
from ldn_journal.base.errors import InUse
from ldn_journal.base.paths import DataFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows has no path and no owner to look at")


class Window:
    """A socket where a window would listen; ``answer`` is what it says to the first who asks, ``None`` for nothing."""

    def __init__(self, address: str, answer: bytes | None) -> None:
        self.heard = b""
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(address)
        self._server.listen()
        self._answer = answer
        self.called: socket.socket | None = None
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            self.called, _who = self._server.accept()
        except OSError:
            return
        self.heard = self.called.recv(16)
        if self._answer is not None:
            self.called.sendall(self._answer)
            if self._answer != GO:
                self.called.close()

    def close(self) -> None:
        self._server.close()
        if self.called is not None:
            self.called.close()


@pytest.fixture
def near() -> Iterator[Path]:
    """A folder with a short path: the name of a socket has room for about a hundred letters."""
    with tempfile.TemporaryDirectory(prefix="ldn-journal-") as made:
        yield Path(made)


@pytest.fixture
def listening(near: Path, folder: DataFolder) -> Iterator[Callable[[bytes | None], Window]]:
    """Make a socket with the right name, and the mark that leads to it."""
    folder.make()
    made: list[Window] = []

    def listen(answer: bytes | None) -> Window:
        address = str(near / socket_name(folder))
        made.append(Window(address, answer))
        assert write_mark(folder, address)
        return made[-1]

    yield listen
    for one in made:
        one.close()


def test_no_window(folder: DataFolder) -> None:
    folder.make()
    assert borrow(folder, 5) is None


def test_a_loan_lasts_until_its_end_and_shows_signs_of_life(
    folder: DataFolder, listening: Callable[[bytes | None], Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(borrowing, "LIFE_SIGN_SECONDS", 0.02)
    window = listening(GO)
    loan = borrow(folder, 5)
    assert loan is not None
    assert window.heard == LEND
    assert window.called is not None
    window.called.settimeout(5)
    assert window.called.recv(1) == b"."
    assert window.called.recv(1) == b"."
    loan.end()
    while window.called.recv(16):
        pass  # what was said before the end


def test_a_locked_window_lends_nothing(folder: DataFolder, listening: Callable[[bytes | None], Window]) -> None:
    listening(LOCKED)
    with pytest.raises(InUse, match="LDN Journal is open and locked; unlock it or close it first"):
        borrow(folder, 5)


@pytest.mark.parametrize("answer", [FREE, b"", b"what?\n", b"x" * 100])
def test_a_window_without_the_journal_and_one_that_goes_keep_nobody_waiting(
    folder: DataFolder, listening: Callable[[bytes | None], Window], answer: bytes
) -> None:
    listening(answer)
    begun = time.monotonic()
    assert borrow(folder, 5) is None
    assert time.monotonic() - begun < 3


def test_a_window_that_says_nothing_is_waited_for_as_long_as_was_said(
    folder: DataFolder, listening: Callable[[bytes | None], Window]
) -> None:
    window = listening(None)
    begun = time.monotonic()
    with pytest.raises(InUse, match="in use by another LDN Journal window"):
        borrow(folder, 0.2)
    assert 0.15 < time.monotonic() - begun < 3
    # Whoever has waited too long must not be lent the journal for ever after.
    assert window.called is not None
    window.called.sendall(GO)
    window.called.settimeout(5)
    assert window.called.recv(1) == b""


@pytest.mark.parametrize(
    "mark",
    [b"", b"{", b"[]", b"{}", b'{"address": 5}', b'{"address": "\\u0000"}', b"[" * 4000, b"\xff" * 9000, b"null"],
)
def test_a_mark_that_is_rubbish(folder: DataFolder, mark: bytes) -> None:
    folder.make()
    folder.window_mark.write_bytes(mark)
    assert borrow(folder, 5) is None


def test_a_mark_that_is_a_folder_or_leads_nowhere(folder: DataFolder, near: Path) -> None:
    folder.make()
    folder.window_mark.mkdir()
    assert borrow(folder, 5) is None
    folder.window_mark.rmdir()
    folder.window_mark.symlink_to(near / "not there")
    assert borrow(folder, 5) is None
    folder.window_mark.unlink()
    assert write_mark(folder, str(near / socket_name(folder)))
    assert borrow(folder, 5) is None
    (near / socket_name(folder)).touch()
    assert borrow(folder, 5) is None


def test_a_mark_that_leads_to_another_socket_of_this_user(folder: DataFolder, near: Path) -> None:
    folder.make()
    other = Window(str(near / "agent"), GO)
    write_mark(folder, str(near / "agent"))
    assert borrow(folder, 5) is None
    (near / socket_name(folder)).symlink_to(near / "agent")
    write_mark(folder, str(near / socket_name(folder)))
    assert borrow(folder, 5) is None
    assert other.called is None
    other.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser can give a file away")
def test_a_mark_that_leads_to_a_socket_of_somebody_else(
    folder: DataFolder, near: Path, listening: Callable[[bytes | None], Window]
) -> None:
    window = listening(GO)
    os.chown(near / socket_name(folder), 65534, 65534)
    assert borrow(folder, 5) is None
    assert window.called is None


def test_the_mark_is_its_owners_and_follows_no_link(folder: DataFolder, tmp_path: Path) -> None:
    folder.make()
    other = tmp_path / "other"
    other.write_text("mine")
    folder.window_mark.symlink_to(other)
    assert write_mark(folder, "/somewhere")
    assert other.read_text() == "mine"
    assert json.loads(folder.window_mark.read_text()) == {"address": "/somewhere"}
    assert folder.window_mark.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_told_of_no_window(folder: DataFolder) -> None:
    assert not write_mark(folder, "/somewhere")
