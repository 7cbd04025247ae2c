"""Fixtures for every room: a fixed clock, a folder of its own, a real journal over a real file."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language
from ldn_journal.journal import Journal
from ldn_journal.journal.sample import write_sample
from tests.seeds import SEED, USUAL, set_up_hypothesis, told
from tests.sparing import SHIPPED, SPARED, cost

if TYPE_CHECKING:
    from tests.store.keychains import FileKeychain

OSLO_WINTER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 3, 10, 22, 31, tzinfo=OSLO_WINTER)
TODAY = date(2026, 3, 10)
LayDown = Callable[[DataFolder], DataFolder]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Chance is the same in every usual run; see ``seeds.py``. The seed stands in the place of Hypothesis' own option."""
    config.option.hypothesis_seed = set_up_hypothesis(config.option.hypothesis_seed)


def pytest_report_header() -> str:
    """Say what chance begins with."""
    return told()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it again where it is not the usual, also in the quietest run: without it a failure could not be repeated."""
    if SEED != USUAL:
        terminalreporter.write_line(told())


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: no collection walks it again, and fewer of them are made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def copies_of(made: DataFolder) -> LayDown:
    """Return a function that lays a copy of a closed journal into a folder: made once, and shared by nobody."""

    def lay(folder: DataFolder) -> DataFolder:
        shutil.copytree(made.root, folder.root, dirs_exist_ok=True)
        return folder

    return lay


@pytest.fixture(scope="session", autouse=True)
def _sparing() -> Iterator[None]:
    """Keys of this process are derived quickly and its reserves are small; ``as_it_ships`` makes them what they are."""
    with pytest.MonkeyPatch.context() as patch:
        cost(SPARED, patch.setattr)
        yield


@pytest.fixture
def as_it_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and reserves cost what they cost in the program as it ships."""
    cost(SHIPPED, monkeypatch.setattr)


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
    return FixedClock(EVENING)


@pytest.fixture
def today(clock: FixedClock) -> date:
    """The journal day of ``clock``."""
    assert clock.now().astimezone(UTC).date() == TODAY
    return TODAY


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder that does not exist yet."""
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def lay_empty(tmp_path_factory: pytest.TempPathFactory) -> LayDown:
    """Return a function that puts an empty journal, made on the tests' evening, into a folder."""
    made = DataFolder(tmp_path_factory.mktemp("empty") / "data")
    Journal.create(made, clock=FixedClock(EVENING)).close()
    return copies_of(made)


@pytest.fixture
def journal(folder: DataFolder, clock: FixedClock, lay_empty: LayDown) -> Iterator[Journal]:
    """An empty journal over a real file."""
    with Journal.open(lay_empty(folder), clock=clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def lay_sample(tmp_path_factory: pytest.TempPathFactory) -> LayDown:
    """Return a function that puts a sample journal which ends on the tests' today into a folder: written once, then copied."""
    written = DataFolder(tmp_path_factory.mktemp("sample") / "data")
    write_sample(written, today=TODAY)
    return copies_of(written)


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
