"""A note in every script is shown and edited, and stays what it is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.conftest import TODAY
from tests.gui.conftest import Desk
from tests.scripts import word_in_each_script


@pytest.mark.full
@pytest.mark.qt_log_ignore("OpenType support missing", extend=True)
def test_a_note_in_every_script_is_shown_and_typed_on(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    text = " ".join(word_in_each_script().values())
    with Journal.open(planned, clock=clock) as journal:
        journal.record(validate(Kind.NOTE, {"day": TODAY, "text": text}))
    desk = sit_down()
    desk.ready()
    (note,) = [one for one in desk.window.findChildren(QPlainTextEdit) if text in one.toPlainText()]
    desk.window.grab()
    note.setFocus()
    desk.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    desk.type(" x")
    desk.window.flush()
    desk.settle()
    stored: list[str] = []
    desk.window.context.tasks.run(
        lambda journal: [one.text for one in journal.notes()], stored.extend, owner=desk.window
    )
    desk.settle()
    assert stored == [text + " x"]
