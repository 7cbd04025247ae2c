"""Fixtures for every room: a fixed clock, a folder of its own, a real journal over a real file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language
from ldn_journal.journal import Journal

if TYPE_CHECKING:
    from tests.store.keychains import FileKeychain

OSLO_WINTER = timezone(timedelta(hours=1))


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the real journal, and each starts in English."""
    monkeypatch.setenv("LDN_JOURNAL_DATA_DIR", str(tmp_path / "unused-default"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday evening, 10 March 2026, 22:31 in a zone one hour east of UTC."""
    return FixedClock(datetime(2026, 3, 10, 22, 31, tzinfo=OSLO_WINTER))


@pytest.fixture
def today(clock: FixedClock) -> date:
    """The journal day of ``clock``."""
    assert clock.now().astimezone(UTC).date() == date(2026, 3, 10)
    return date(2026, 3, 10)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder that does not exist yet."""
    return DataFolder(tmp_path / "data")


@pytest.fixture
def journal(folder: DataFolder, clock: FixedClock) -> Iterator[Journal]:
    """An empty journal over a real file."""
    with Journal.create(folder, clock=clock) as opened:
        yield opened


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["FileKeychain"]:
    """A keychain in a file, in the place of the system's."""
    import keyring

    from tests.store.keychains import FILE, FileKeychain

    before = keyring.get_keyring()
    monkeypatch.setenv(FILE, str(tmp_path / "keychain.json"))
    found = FileKeychain()
    keyring.set_keyring(found)
    yield found
    keyring.set_keyring(before)
