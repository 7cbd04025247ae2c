"""The Trends page over real journals: an empty one, the sample, twenty years."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.events import Events
from ldn_journal.gui.page import Context
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.journal import Journal
from ldn_journal.journal.sample import write_sample

MakePage = Callable[[DataFolder], TrendsPage]


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, "light", 1.0)
    yield
    QLocale.setDefault(before)
    apply_theme(qapp, "light", 1.0)


@pytest.fixture(scope="session")
def written_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(DataFolder(folder), today=date(2026, 3, 10))
    return folder


@pytest.fixture
def sample(written_sample: Path, tmp_path: Path) -> DataFolder:
    shutil.copytree(written_sample, tmp_path / "sample")
    return DataFolder(tmp_path / "sample")


@pytest.fixture
def make_page(qapp: QApplication, clock: FixedClock) -> Iterator[MakePage]:
    """Return a maker of shown pages that have finished loading; all is taken down afterwards."""
    made: list[tuple[TrendsPage, Tasks]] = []

    def make(folder: DataFolder) -> TrendsPage:
        def open_journal() -> Journal:
            return (Journal.open if folder.journal.exists() else Journal.create)(folder, clock=clock)

        tasks = Tasks(open_journal)
        page = TrendsPage(Context(tasks, Events(), apply_theme(qapp, "light", 1.0).theme))
        made.append((page, tasks))
        page.resize(1092, 800)
        page.show()
        wait_until(lambda: page.charts.chart is not None or page.notice.button.text() != "")
        return page

    yield make
    for page, tasks in made:
        tasks.close()
        page.dispose()
        page.close()
        page.deleteLater()
    qapp.processEvents()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened in time"
        QApplication.processEvents()
        time.sleep(0.005)


@pytest.fixture
def wait() -> Callable[[Callable[[], bool]], None]:
    """Return a function that runs events until a condition holds."""
    return wait_until


@pytest.fixture
def now(clock: FixedClock) -> datetime:
    return clock.now()
