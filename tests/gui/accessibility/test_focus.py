"""Whatever takes the keyboard shows it: each control of each page is drawn with and without the focus."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.app import build_window, take_down
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.main_window import MainWindow
from tests.conftest import LayDown

PARTS = (
    "today", "history", "history/all", "trends", "trends/compare", "trends/calendar", "trends/together", "treatment",
    "questionnaires", "visits", "files", "keeping", "settings",
)  # fmt: skip
ROUND = 8
"""Room around a control in which its ring may be drawn, in pixels."""
LEAST = 30
"""So many pixels must change by 3:1 or more: a ring round the smallest control has more."""


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, lay_sample: LayDown) -> DataFolder:
    return lay_sample(DataFolder(tmp_path_factory.mktemp("focus") / "data"))


def stops(window: MainWindow) -> Iterator[QWidget]:
    """Return what the Tab key gets to in the window."""
    for widget in window.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusProxy() is None
            and widget.window() is window
        ):
            yield widget


def drawn(window: MainWindow, rect: QRect) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Return the relative luminance of every pixel of a part of the window (WCAG 2.2)."""
    image = window.grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    channels = data[:, : image.width(), 2::-1] / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array((0.2126, 0.7152, 0.0722))


def changed(window: MainWindow, widget: QWidget) -> int:
    """Return how many pixels in and around a control change by 3:1 or more when it has the focus."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, ROUND, ROUND)
        parent = parent.parentWidget()
    QApplication.processEvents()
    rect = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-ROUND, -ROUND, ROUND, ROUND)
    with_focus = drawn(window, rect & window.rect())
    widget.clearFocus()
    QApplication.processEvents()
    without = drawn(window, rect & window.rect())
    high, low = np.maximum(with_focus, without) + 0.05, np.minimum(with_focus, without) + 0.05
    return int((high / low >= 3).sum())


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot, sample_folder: DataFolder, clock: FixedClock
) -> Iterator[Callable[[str], MainWindow]]:
    windows: list[MainWindow] = []

    def open_it(scheme: str) -> MainWindow:
        WindowMemory(sample_folder.root / "window.ini").keep_look(Look(scheme, 1.0))  # type: ignore[arg-type]
        window = build_window(qapp, sample_folder, clock=clock)
        windows.append(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        return window

    yield open_it
    for window in windows:
        take_down(window)


def look_at(window: MainWindow, qtbot, part: str) -> list[str]:
    """Return what on a page takes the focus without showing it."""
    window.show_page(part)
    for _round in range(3):
        qtbot.waitUntil(lambda: window.context.tasks.idle, timeout=60_000)
        QApplication.processEvents()
    poor, seen = [], 0
    for widget in list(stops(window)):
        if widget.parentWidget() is window.nav and part != "today":
            continue
        seen += 1
        pixels = changed(window, widget)
        if pixels < LEAST:
            name = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            poor.append(f"{part}: {type(widget).__name__} “{name}” {pixels} px")
    assert seen > 1, f"nothing to get to on {part}"
    return poor


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_every_control_shows_that_it_has_the_focus(
    open_window: Callable[[str], MainWindow], qtbot, scheme: str
) -> None:
    window = open_window(scheme)
    poor = [line for part in PARTS for line in look_at(window, qtbot, part)]
    assert not poor, "\n".join(poor)
