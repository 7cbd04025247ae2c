"""Rating rows: keys, blank and zero, suggestions, what assistive technology hears, layout."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choices import numeric_choices, severity_choices, yes_no_choices
from ldn_journal.gui.widgets.scale_row import ScaleRow
from ldn_journal.gui.widgets.typed_digits import SECOND_DIGIT_MS

Page = tuple[ScaleRow, ScaleRow, QLineEdit]


class Heard(list):
    """What a row signalled, in order."""

    def __init__(self, row: ScaleRow) -> None:
        row.answered.connect(self.append)
        row.cleared.connect(lambda: self.append("cleared"))
        row.advance.connect(lambda: self.append("advance"))
        row.retreat.connect(lambda: self.append("retreat"))


@pytest.fixture
def page(qtbot) -> Iterator[Page]:
    window = QWidget()
    box = QVBoxLayout(window)
    pain = ScaleRow(
        "Pain today, 0 to 10", measure="pain", low="no pain", high="worst imaginable", words={4: "can’t cook"}
    )
    fatigue = ScaleRow("Fatigue, 0 to 10", measure="fatigue")
    note = QLineEdit()
    for part in (pain, fatigue, note):
        box.addWidget(part)
    pain.advance.connect(fatigue.setFocus)
    fatigue.advance.connect(note.setFocus)
    qtbot.addWidget(window)
    window.resize(700, 300)
    window.show()
    window.activateWindow()
    pain.setFocus()
    qtbot.waitUntil(pain.has_focus)
    yield pain, fatigue, note
    window.close()


def press(*keys: str | Qt.Key) -> None:
    """Press keys where the focus is, as a person does."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def test_a_digit_answers_and_moves_on(page: Page) -> None:
    pain, fatigue, _note = page
    heard = Heard(pain)
    press("4")
    assert heard == [4.0, "advance"]
    assert pain.value() == 4
    assert fatigue.has_focus()


def test_one_then_zero_is_ten_and_the_next_row_stays_blank(page: Page) -> None:
    pain, fatigue, _note = page
    heard = Heard(pain)
    press("1")
    assert fatigue.has_focus()
    press("0")
    assert heard == [1.0, "advance", 10.0]
    assert pain.value() == 10
    assert fatigue.value() is None
    assert fatigue.has_focus()
    press("0")
    assert fatigue.value() == 0
    assert pain.value() == 10


def test_ten_in_the_last_row_leaves_no_zero_in_the_text_after_it(page: Page) -> None:
    _pain, fatigue, note = page
    fatigue.setFocus()
    press("1", "0")
    assert fatigue.value() == 10
    assert note.text() == ""
    press("0")
    assert note.text() == "0"


def test_a_zero_after_a_while_belongs_to_the_next_row(qtbot, page: Page) -> None:
    pain, fatigue, _note = page
    press("1")
    qtbot.wait(SECOND_DIGIT_MS + 80)
    press("0")
    assert (pain.value(), fatigue.value()) == (1, 0)


@pytest.mark.parametrize("between", [Qt.Key.Key_Right, Qt.Key.Key_Up, "3"])
def test_another_key_ends_the_wait_for_a_second_digit(page: Page, between) -> None:
    pain, _fatigue, _note = page
    press("1", between)
    press("0")
    assert pain.value() != 10


def test_a_click_ends_the_wait_for_a_second_digit(page: Page) -> None:
    pain, fatigue, note = page
    press("1")
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    press("0")
    assert (pain.value(), fatigue.value(), note.text()) == (1, None, "0")


def test_t_is_ten(page: Page) -> None:
    pain, fatigue, _note = page
    press("t")
    assert pain.value() == 10
    assert fatigue.has_focus()


def test_the_cell_that_a_second_digit_would_choose_is_marked(page: Page) -> None:
    pain, _fatigue, _note = page
    press("1")
    assert [pain.expects(cell) for cell in pain.cells] == [False] * 10 + [True]
    press("5")
    assert not any(pain.expects(cell) for cell in pain.cells)


def test_blank_is_not_zero(page: Page) -> None:
    pain, _fatigue, _note = page
    assert pain.value() is None
    assert not pain.is_answered()
    press("0")
    assert pain.value() == 0
    assert pain.is_answered()


@pytest.mark.parametrize("key", ["-", Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_value_can_be_cleared_once(page: Page, key) -> None:
    pain, _fatigue, _note = page
    pain.set_value(4)
    heard = Heard(pain)
    press(key, key)
    assert heard == ["cleared"]
    assert pain.value() is None
    assert pain.chosen_index() == -1


def test_arrows_move_the_choice_within_the_scale(page: Page) -> None:
    pain, _fatigue, _note = page
    heard = Heard(pain)
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert heard == [0.0, 1.0, 0.0, 10.0]
    assert pain.has_focus()
    press(Qt.Key.Key_Home)
    assert pain.value() == 0


def test_arrows_follow_the_reading_direction(page: Page) -> None:
    pain, _fatigue, _note = page
    pain.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pain.set_value(4)
    press(Qt.Key.Key_Left)
    assert pain.value() == 5
    assert pain.cells[10].x() < pain.cells[0].x()


def test_enter_down_and_up_move_without_answering(page: Page) -> None:
    pain, fatigue, note = page
    heard = Heard(pain)
    back = Heard(fatigue)
    press(Qt.Key.Key_Down)
    assert fatigue.has_focus()
    press(Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert note.hasFocus()
    assert heard == ["advance"]
    assert back == ["retreat", "advance"]
    assert pain.value() is None


def test_tab_passes_a_row_in_one_step(page: Page) -> None:
    pain, fatigue, note = page
    pain.set_value(7)
    press(Qt.Key.Key_Tab)
    assert fatigue.has_focus()
    press(Qt.Key.Key_Tab)
    assert note.hasFocus()
    QTest.keyClick(note, Qt.Key.Key_Backtab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert pain.cells[7].hasFocus()


def test_a_suggestion_counts_only_when_accepted(page: Page) -> None:
    pain, fatigue, _note = page
    heard = Heard(pain)
    pain.suggest(6)
    assert (pain.value(), pain.suggestion()) == (None, 6)
    assert "not yet accepted" in pain.accessibleDescription()
    press(Qt.Key.Key_Return)
    assert heard == [6.0, "advance"]
    assert (pain.value(), pain.suggestion()) == (6, None)
    assert fatigue.has_focus()


def test_passing_a_suggestion_by_or_clearing_it_records_nothing(page: Page) -> None:
    pain, _fatigue, _note = page
    heard = Heard(pain)
    pain.suggest(6)
    press(Qt.Key.Key_Down)
    assert pain.suggestion() == 6
    pain.clear()
    assert pain.suggestion() is None
    assert heard == ["advance"]


def test_a_click_answers_stays_and_confirms(page: Page) -> None:
    pain, _fatigue, _note = page
    heard = Heard(pain)
    pain.suggest(3)
    for _time in range(2):
        QTest.mouseClick(pain.cells[3], Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert heard == [3.0]
    assert pain.has_focus()
    assert pain.chosen_index() == 3


def test_words_answer_to_their_numbers_and_yes_no_to_letters(qtbot) -> None:
    dreams = ScaleRow("Vivid dreams", severity_choices(), measure="dreams")
    asked = ScaleRow("Exercised", yes_no_choices())
    for row in (dreams, asked):
        qtbot.addWidget(row)
    QTest.keyClick(dreams, "3")
    QTest.keyClick(dreams, "7")
    QTest.keyClick(asked, "y")
    assert (dreams.value(), asked.value()) == (3, 1)
    QTest.keyClick(asked, "0")
    assert asked.value() == 0


def test_half_steps_can_be_typed(qtbot) -> None:
    row = ScaleRow("Pain", numeric_choices(0, 3, 0.5))
    qtbot.addWidget(row)
    row.show()
    row.setFocus()
    heard = Heard(row)
    for key in "2.5":
        QTest.keyClick(row, key)
    assert heard == [2.0, "advance", 2.5]


def test_a_value_off_the_scale_is_refused(qtbot) -> None:
    row = ScaleRow("Pain")
    qtbot.addWidget(row)
    with pytest.raises(ValueError, match="not on this scale"):
        row.set_value(11)


def test_set_value_tells_nobody_of_an_answer(page: Page) -> None:
    pain, _fatigue, _note = page
    heard = Heard(pain)
    pain.set_value(5)
    pain.set_value(None)
    assert heard == []


def test_assistive_technology_hears_group_value_and_cells(page: Page) -> None:
    pain, _fatigue, _note = page
    group = QAccessible.queryAccessibleInterface(pain)
    assert group.role() == QAccessible.Role.Grouping
    assert group.text(QAccessible.Text.Name) == "Pain today, 0 to 10"
    assert group.text(QAccessible.Text.Description) == "not recorded"
    assert group.childCount() == 11
    press("4")
    assert group.text(QAccessible.Text.Description) == "4, no pain to worst imaginable"
    names = [group.child(number).text(QAccessible.Text.Name) for number in range(11)]
    assert names[0] == "0, no pain"
    assert names[4] == "4, can’t cook"
    assert names[10] == "10, worst imaginable"
    cell = QAccessible.queryAccessibleInterface(pain.cells[4])
    assert cell.role() == QAccessible.Role.RadioButton
    assert cell.state().checked
    assert not QAccessible.queryAccessibleInterface(pain.cells[5]).state().checked


def test_assistive_technology_can_press_a_cell(page: Page) -> None:
    pain, _fatigue, _note = page
    heard = Heard(pain)
    pain.cells[8].click()
    assert heard == [8.0]


def test_focus_draws_a_ring_of_the_accent_around_the_row(qtbot, page: Page) -> None:
    pain, fatigue, _note = page
    accent = theme_for(pain).colour("accent").name()
    middle = pain.cells[5].geometry().center().x()
    ring = [QColor(pain.grab().toImage().pixel(middle, y)).name() for y in range(3)]
    assert accent in ring
    bare = [QColor(fatigue.grab().toImage().pixel(middle, y)).name() for y in range(3)]
    assert accent not in bare


def test_the_chosen_cell_is_filled_and_a_suggested_one_is_not(page: Page) -> None:
    pain, _fatigue, _note = page
    colour = theme_for(pain).measure_colour("pain").name()

    def ground() -> str:
        return QColor(pain.cells[4].grab().toImage().pixel(8, 22)).name()

    pain.set_value(4)
    assert ground() == colour
    pain.suggest(4)
    assert ground() == theme_for(pain).colours.panel


@pytest.mark.parametrize("choices", [numeric_choices, severity_choices])
def test_cells_fold_instead_of_clipping(qtbot, choices: Callable[[], list]) -> None:
    row = ScaleRow("Row", choices(), low="none", high="cannot get up", words={3: "must lie down"})
    qtbot.addWidget(row)
    row.show()
    heights = []
    for width in (900, 500, 300, 200):
        row.resize(width, row.heightForWidth(width))
        heights.append(row.height())
        for cell in row.cells:
            assert row.rect().contains(cell.geometry())
            assert cell.height() == 44
            assert cell.width() >= cell.fontMetrics().horizontalAdvance(cell.text())
    assert heights == sorted(heights)
    assert heights[-1] > heights[0]


def test_digits_are_those_of_the_words_and_any_keyboard_types_them(qtbot) -> None:
    QLocale.setDefault(QLocale("ar_EG"))
    row = ScaleRow("Pain", numeric_choices())
    qtbot.addWidget(row)
    assert row.cells[7].text() == "7"
    QTest.keyClick(row, "7")
    assert row.value() == 7
    row.clear()
    QApplication.sendEvent(row, QKeyEvent(QEvent.Type.KeyPress, 0x667, Qt.KeyboardModifier.NoModifier, "٧"))
    assert row.value() == 7


def test_the_hint_names_the_keys(qtbot) -> None:
    rows = [ScaleRow("a"), ScaleRow("b", severity_choices()), ScaleRow("c", numeric_choices(1, 7))]
    for row in rows:
        qtbot.addWidget(row)
    assert [row.key_hint() for row in rows] == ["Keys 0 to 9, T for 10", "Keys 0 to 4", "Keys 1 to 7"]
