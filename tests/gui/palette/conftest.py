"""The window on the sample journal, and the palette over it: everything is done by key presses."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.palette.overlay import Palette
from tests.conftest import LayDown
from tests.gui.conftest import Desk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class PaletteDesk(Desk):
    """A desk at which things are done through the palette."""

    def settle(self) -> None:
        """Wait with more patience: every page is loaded here, the summary typeset too."""
        for _round in range(3):
            self.qtbot.waitUntil(lambda: self.window.context.tasks.idle, timeout=60_000)
            QApplication.processEvents()

    def palette(self) -> Palette | None:
        """Return the palette in view."""
        return next((one for one in self.window.findChildren(Palette) if one.isVisible()), None)

    def open(self) -> Palette:
        """Press Ctrl+K."""
        self.press(KEY.Key_K, CTRL)
        self.settle()
        found = self.palette()
        assert found is not None
        return found

    def look_for(self, words: str) -> list[str]:
        """Open the palette, type, at least the last signs key by key, and return the titles of what is found."""
        palette = self.open() if self.palette() is None else self.palette()
        assert palette is not None
        palette.field.setText(words[:-3])
        # Only signs of a plain keyboard can be pressed here; the others are not told apart by the search.
        self.type("".join(sign if sign.isascii() else " " for sign in words[-3:]))
        return [action.title for action in palette.rows.actions]

    def do(self, words: str) -> None:
        """Type words and take what is found first."""
        self.look_for(words)
        self.press(KEY.Key_Return)
        self.settle()
        QApplication.processEvents()


@pytest.fixture
def sample_desk(lay_sample: LayDown, folder: DataFolder, sit_down: Callable[[], Desk]) -> PaletteDesk:
    """The window on a sample journal of its own, the day shown."""
    lay_sample(folder)
    opened = sit_down()
    desk = PaletteDesk(opened.window, opened.qtbot)
    desk.ready()
    return desk
