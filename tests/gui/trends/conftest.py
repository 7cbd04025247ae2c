"""The Trends page over real journals: an empty one, the sample, twenty years."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
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
from tests.conftest import LayDown

MakePage = Callable[[DataFolder], TrendsPage]


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, "light", 1.0)
    yield
    QLocale.setDefault(before)
    apply_theme(qapp, "light", 1.0)


@pytest.fixture
def sample(lay_sample: LayDown, tmp_path: Path) -> DataFolder:
    return lay_sample(DataFolder(tmp_path / "sample"))


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
