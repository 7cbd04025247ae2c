"""Somebody at the Treatment page of a real window over a real file."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.form import Form
from ldn_journal.gui.treatment.page import TreatmentPage
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk

T = TypeVar("T")
SAME_LINE = 3
"""Pixels by which the middles of words in one line may differ."""


class TreatmentDesk:
    """The Treatment page in view; everything is done by key presses on what has the focus."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.show_page("treatment")
        desk.qtbot.waitUntil(lambda: self.page.phases_view is not None, timeout=15_000)
        desk.settle()

    @property
    def page(self) -> TreatmentPage:
        page = self.desk.window.page("treatment")
        assert isinstance(page, TreatmentPage)
        return page

    def press(self, button: QWidget) -> None:
        """Go to a button and press it by keyboard."""
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.hasFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.desk.settle()

    def form(self, entries: EntryList) -> Form:
        """Return the open form of a list."""
        assert entries.form is not None
        return entries.form

    def fill(self, form: Form, **texts: str) -> None:
        """Go to fields and type into them."""
        for key, text in texts.items():
            control = form.cell(key).control
            control.setFocus(Qt.FocusReason.TabFocusReason)
            assert control is self.desk.focus()
            self.desk.type(text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is and wait for what comes of it."""
        self.desk.press(key, modifier)
        self.desk.settle()

    def ask(self, question: Callable[[Journal], T]) -> T:
        """Return what the window's own journal answers."""
        found: list[T] = []
        self.desk.settle()
        self.desk.window.context.tasks.run(question, found.append)
        self.desk.settle()
        return found[0]


def words_of(widget: QWidget) -> str:
    """Return all words shown in a part of the page, each on a line, as they are read."""
    shown = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    placed = {label: label.mapTo(widget, label.rect().center()) for label in shown}
    lines: list[list[QLabel]] = []
    for label in sorted(shown, key=lambda one: placed[one].y()):
        if lines and placed[label].y() - placed[lines[-1][0]].y() <= SAME_LINE:
            lines[-1].append(label)
        else:
            lines.append([label])
    ordered = [label for line in lines for label in sorted(line, key=lambda one: placed[one].x())]
    return "\n".join(label.text() for label in ordered).replace("\u00a0", " ")


@pytest.fixture
def at_treatment(desk: Desk) -> TreatmentDesk:
    """The page over the planned journal: 4.5 mg at 22:30 since 1 December."""
    return TreatmentDesk(desk)


@pytest.fixture
def sit_at_treatment(
    folder: DataFolder, clock: FixedClock, sit_down: Callable[[], Desk]
) -> Callable[..., TreatmentDesk]:
    """Return a function that opens the page over a journal that was given some entries first."""

    def sit(fill: Callable[[Journal], object] | None = None) -> TreatmentDesk:
        if fill is not None:
            opening = Journal.open if folder.journal.exists() else Journal.create
            with opening(folder, clock=clock) as journal:
                fill(journal)
        desk = sit_down()
        desk.ready()
        return TreatmentDesk(desk)

    return sit
