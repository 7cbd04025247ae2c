"""The real window over a real file, offscreen, in a known locale, and everything gone after each test."""

import os
from collections.abc import Callable, Iterator
from datetime import time

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.history.page import HistoryPage
from ldn_journal.gui.main_window import MainWindow
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.today.page import TodayPage
from ldn_journal.journal import Journal
from tests.conftest import EVENING, LayDown, copies_of

MG = 1_000_000_000
PATIENCE_MS = 60_000
"""How long a busy machine is given; a wait ends as soon as what is waited for is there."""
TRACKED = ("pain", "sleep", "sleep_quality", "vivid_dreams", "nausea", "fatigue")


class Desk:
    """A window at which somebody sits: real key presses, counted, and waiting until all is stored and shown."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.presses = 0

    @property
    def today(self) -> TodayPage:
        page = self.window.page("today")
        assert isinstance(page, TodayPage)
        return page

    @property
    def history(self) -> HistoryPage:
        page = self.window.page("history")
        assert isinstance(page, HistoryPage)
        return page

    def focus(self) -> QWidget:
        """Return what has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        """Press the keys of ``text``, wherever the focus is by then."""
        for sign in text:
            QTest.keyClick(self.focus(), sign)
            self.presses += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.focus(), key, modifier)
        self.presses += 1

    def settle(self) -> None:
        """Wait until everything entered is stored and what came of it is shown."""
        for _round in range(3):
            self.qtbot.waitUntil(lambda: self.window.context.tasks.idle, timeout=PATIENCE_MS)
            QApplication.processEvents()

    def ready(self) -> None:
        """Wait until the day is shown."""
        self.qtbot.waitUntil(lambda: self.today.view is not None, timeout=PATIENCE_MS)
        self.settle()

    def scale(self, key: str) -> object:
        """Return the value shown in a rating row."""
        assert self.today.form is not None
        return self.today.form.item(key).row.controls()[0].value()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Delete at once what a test leaves to be deleted: it would be styled anew with every later change of the look."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, "light", 1.0)
    yield
    QLocale.setDefault(before)
    apply_theme(qapp, "light", 1.0)


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot, folder: DataFolder, clock: FixedClock) -> Iterator[Callable[[], Desk]]:
    """Open the window on the journal, as often as asked; all are closed in the end."""
    desks: list[Desk] = []

    def open_window() -> Desk:
        if desks:
            take_down(desks.pop().window)
        window = build_window(qapp, folder, clock=clock)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        desk = Desk(window, qtbot)
        desks.append(desk)
        return desk

    yield open_window
    for desk in desks:
        take_down(desk.window)


@pytest.fixture(scope="session")
def lay_planned(tmp_path_factory: pytest.TempPathFactory) -> LayDown:
    """Return a function that puts the journal of ``planned`` into a folder."""
    made = DataFolder(tmp_path_factory.mktemp("planned") / "data")
    with Journal.create(made, clock=FixedClock(EVENING)) as journal:
        journal.change_settings(tracked=TRACKED)
        journal.record(
            validate(
                Kind.STEP,
                {"day": "2025-12-01", "amount_pg": 9 * MG // 2, "usual_time": time(22, 30), "form": "capsule"},
            )
        )
    return copies_of(made)


@pytest.fixture
def planned(folder: DataFolder, lay_planned: LayDown) -> DataFolder:
    """A journal with a plan of 4.5 mg at 22:30 since 1 December and a few tracked measures, closed again."""
    return lay_planned(folder)


@pytest.fixture
def desk(planned: DataFolder, sit_down: Callable[[], Desk]) -> Desk:
    """The window on the planned journal, ready."""
    opened = sit_down()
    opened.ready()
    return opened
