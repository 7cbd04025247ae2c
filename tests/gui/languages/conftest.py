"""The window on the sample journal, in one language after the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.texts import set_language, speak_through
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.journal import Journal
from tests.conftest import LayDown
from tests.gui.conftest import Desk
from tests.stretched import Stretched, forget

STRETCHED = "stretched"
OpenIn = Callable[[str, tuple[int, int], float], Desk]


def speak(language: str) -> None:
    """Speak a language, or the one that nobody speaks."""
    set_language("en" if language == STRETCHED else language)
    if language == STRETCHED:
        forget()
        speak_through(Stretched())
    else:
        QLocale.setDefault(QLocale("en_GB" if language == "en" else language))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, lay_sample: LayDown) -> Path:
    """The sample journal, once for all."""
    return lay_sample(DataFolder(tmp_path_factory.mktemp("languages"))).root


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal without an entry."""
    folder = DataFolder(tmp_path_factory.mktemp("empty"))
    Journal.create(folder).close()
    return folder.root


@pytest.fixture
def open_in(qapp: QApplication, qtbot: QtBot, clock: FixedClock, request: pytest.FixtureRequest) -> Iterator[OpenIn]:
    """Open the window on a journal in a language, of a size, with a scale of text."""
    desks: list[Desk] = []

    def opened(language: str, size: tuple[int, int], scale: float, journal: str = "sample") -> Desk:
        speak(language)
        folder = DataFolder(request.getfixturevalue(journal))
        WindowMemory(folder.root / "window.ini").keep_look(Look("light", scale))
        window = build_window(qapp, folder, clock=clock)
        window.resize(*size)
        window.show()
        desk = Desk(window, qtbot)
        desks.append(desk)
        desk.ready()
        return desk

    yield opened
    for desk in desks:
        take_down(desk.window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    forget()
