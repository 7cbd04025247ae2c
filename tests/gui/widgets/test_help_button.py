"""The "?" beside a figure."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.widgets.help_button import HelpButton, beside_help

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen

WORDS = "It says how far the difference may lie from the one found. " * 4


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    shown = QWidget()
    shown.resize(700, 500)
    shown.column = QVBoxLayout(shown)  # type: ignore[attr-defined]
    shown.show()
    shown.activateWindow()
    qtbot.waitActive(shown)
    yield shown
    shown.close()
    shown.deleteLater()


def put(window: QWidget, button: HelpButton, *, below: bool = False) -> QLabel:
    line = beside_help("likely between −2.8 and −0.9", "body", button)
    column = window.layout()
    assert isinstance(column, QVBoxLayout)
    if below:
        column.addStretch(1)
    column.addWidget(line)
    if not below:
        column.addStretch(1)
    QApplication.processEvents()
    return line.findChild(QLabel)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_opens_the_note_and_escape_gives_the_focus_back(window: QWidget, qtbot: QtBot, key: Qt.Key) -> None:
    button = HelpButton("What does this mean?", WORDS, "learn/interval")
    put(window, button)
    button.setFocus()
    QTest.keyClick(button, key)
    assert button.note is not None
    assert button.note.isVisible()
    qtbot.wait(50)  # the window system makes it active meanwhile
    assert button.note.more.hasFocus()
    QTest.keyClick(button.note.more, Qt.Key.Key_Tab)
    assert button.note.shut.hasFocus()
    QTest.keyClick(button.note.shut, Qt.Key.Key_Escape)
    assert not button.note.isVisible()
    assert window.focusWidget() is button  # offscreen, no other window becomes active by itself


def test_it_leads_on_to_the_place_it_was_given(window: QWidget) -> None:
    button = HelpButton("What does this mean?", WORDS, "learn/pairs")
    put(window, button)
    wanted: list[str] = []
    button.more_wanted.connect(wanted.append)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.note is not None
    QTest.keyClick(button.note.more, Qt.Key.Key_Space)
    assert wanted == ["learn/pairs"]
    assert not button.note.isVisible()


def test_without_a_place_the_note_only_closes(window: QWidget) -> None:
    button = HelpButton("What does this mean?", WORDS)
    put(window, button)
    button.click()
    assert button.note is not None
    assert not button.note.more.isVisible()
    assert button.note.shut.hasFocus()
    QTest.keyClick(button.note.shut, Qt.Key.Key_Space)
    assert not button.note.isVisible()


def test_assistive_technology_is_told_question_and_answer(window: QWidget) -> None:
    button = HelpButton("What does this mean?", WORDS, "learn/interval")
    put(window, button)
    told = QAccessible.queryAccessibleInterface(button)
    assert told.role() == QAccessible.Role.Button
    assert told.text(QAccessible.Text.Name) == "What does this mean?"
    assert told.text(QAccessible.Text.Description) == WORDS
    button.click()
    assert button.note is not None
    note = QAccessible.queryAccessibleInterface(button.note)
    assert note.text(QAccessible.Text.Name) == "What does this mean?"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("below", [False, True])
def test_the_note_is_whole_and_inside_the_window(
    window: QWidget, qapp: QApplication, scale: float, below: bool
) -> None:
    apply_theme(qapp, "light", scale)
    try:
        button = HelpButton("What does this mean?", WORDS, "learn/interval")
        put(window, button, below=below)
        button.click()
        QApplication.processEvents()
        note = button.note
        assert note is not None
        assert note.words.height() >= note.words.heightForWidth(note.words.width())
        inside = note.geometry().translated(-window.mapToGlobal(QPoint(0, 0)))
        assert window.rect().contains(inside)
        note.hide()
    finally:
        apply_theme(qapp, "light", 1.0)


def test_words_that_fit_stay_in_one_line_and_others_wrap(window: QWidget) -> None:
    label = put(window, HelpButton("What does this mean?", WORDS))
    assert label.height() < 2 * label.fontMetrics().height()
    window.resize(180, 500)
    QApplication.processEvents()
    assert label.height() >= 2 * label.fontMetrics().height()
    assert label.width() < 180
