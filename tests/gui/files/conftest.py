"""Somebody at the page of import and export of a real window over a real file."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ldn_journal.gui.files.mapping import MappingPanel
from ldn_journal.gui.files.page import FilesPage
from ldn_journal.gui.files.panels import ReceiptPanel
from ldn_journal.gui.files.preview import PreviewPanel
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk
from tests.gui.treatment.conftest import words_of

T = TypeVar("T")
P = TypeVar("P")


class FilesDesk:
    """The page in view; everything is done by key presses on what has the focus, but for the system's own dialogs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.show_page("files")
        desk.qtbot.waitUntil(lambda: self.page.view is not None, timeout=15_000)
        desk.settle()

    @property
    def page(self) -> FilesPage:
        page = self.desk.window.page("files")
        assert isinstance(page, FilesPage)
        return page

    def press(self, control: QWidget) -> None:
        """Go to a button and press it by keyboard."""
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.hasFocus()
        QTest.keyClick(control, Qt.Key.Key_Space)
        self.desk.settle()

    def choose(self, path: Path) -> None:
        """Choose a file by its button."""
        bring = self.page.bring
        bring.ask_file = lambda _parent: path
        self.press(bring.choosing.file)

    def panel(self, kind: type[P]) -> P:
        """Return what the import card shows, which must be of this kind."""
        panel = self.page.bring.panel
        assert isinstance(panel, kind), (type(panel).__name__, self.trouble())
        return panel

    def previewed(self, path: Path) -> PreviewPanel:
        """Choose a file that needs no questions."""
        self.choose(path)
        return self.panel(PreviewPanel)

    def asked(self, path: Path) -> MappingPanel:
        """Choose a file that needs questions."""
        self.choose(path)
        return self.panel(MappingPanel)

    def imported(self, path: Path) -> ReceiptPanel:
        """Bring a file in."""
        self.press(self.previewed(path).keep)
        return self.panel(ReceiptPanel)

    def pick(self, panel: MappingPanel, name: str, choice: str) -> None:
        """Choose what a name is, with the arrow keys."""
        control = panel.rows[name].choice.control
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(control, Qt.Key.Key_Home)
        for _press in range(20):
            if panel.rows[name].choice.text() == choice:
                return
            QTest.keyClick(control, Qt.Key.Key_Down)
        raise AssertionError(choice)

    def fill(self, panel: MappingPanel, name: str, /, **texts: str) -> None:
        """Type into the fields of a name."""
        for key, text in texts.items():
            control = panel.rows[name].cells[key].control
            control.setFocus(Qt.FocusReason.TabFocusReason)
            self.desk.type(text)

    def trouble(self) -> str:
        """Return what the card says went wrong, as it is seen."""
        bar = self.page.bring.trouble
        return bar.text() if bar.isVisible() else ""

    def words(self) -> str:
        """Return all words in view in the import card."""
        return words_of(self.page.bring)

    def ask(self, question: Callable[[Journal], T]) -> T:
        """Return what the window's own journal answers."""
        found: list[T] = []
        self.desk.settle()
        self.desk.window.context.tasks.run(question, found.append)
        self.desk.settle()
        return found[0]


@pytest.fixture
def at_files(desk: Desk) -> FilesDesk:
    """The page over the planned journal, into which nothing was imported."""
    return FilesDesk(desk)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table that is nobody's format: two measures, a dose, words; two rows on one day."""
    path = tmp_path / "diary.csv"
    path.write_text(
        "when;ache;slept;took;said\n"
        "2026-03-03 09:00;3;7,5;4.5 mg;Rain\n"
        "2026-03-03 21:00;5;;;\n"
        "2026-03-04 09:00;1;8;3 mg;\n",
        encoding="utf-8",
    )
    return path
