"""Field rows, navigation, segments, cards, the save status and buttons."""

import gettext
from datetime import time

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.assets import asset
from ldn_journal.gui.theme import apply_theme, theme_for
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.duration_edit import DurationEdit
from ldn_journal.gui.widgets.field_row import FieldRow, connect_in_order
from ldn_journal.gui.widgets.labels import KeyButton, LinkButton, bound, make_label
from ldn_journal.gui.widgets.nav_list import NavList, _lines
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.widgets.scale_row import ScaleRow
from ldn_journal.gui.widgets.segmented import Segmented


def role(widget: QObject) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


@pytest.fixture
def form(qtbot):
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    page = QWidget()
    scroll.setWidget(page)
    box = QVBoxLayout(page)
    sleep, quality = DurationEdit("Hours asleep"), ScaleRow("Quality of sleep", measure="sleep")
    rows = [FieldRow("Pain", [ScaleRow("Pain", measure="pain")]), FieldRow("Sleep", [sleep, quality])]
    rows += [FieldRow(f"Item {number}", [ScaleRow(f"Item {number}")]) for number in range(6)]
    for row in rows:
        row.scroller = scroll
        box.addWidget(row)
    connect_in_order(rows)
    qtbot.addWidget(scroll)
    scroll.resize(800, 260)
    scroll.show()
    scroll.activateWindow()
    rows[0].focus_first()
    qtbot.waitUntil(rows[0].controls()[0].has_focus)
    yield rows
    scroll.close()


def press(*keys) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def test_an_evening_by_digits_alone(qtbot, form: list[FieldRow]) -> None:
    press("1", "0")
    assert form[1].controls()[0].hasFocus()
    press("7", ":", "3", "0", Qt.Key.Key_Return)
    assert form[1].controls()[1].has_focus()
    press("6", "0", "3", "2")
    values = [control.value() for row in form for control in row.controls()]
    assert values == [10, 450, 6, 0, 3, 2, None, None, None]
    assert form[5].controls()[0].has_focus()
    press(Qt.Key.Key_Up)
    assert form[4].controls()[0].has_focus()


def test_the_row_in_focus_is_scrolled_into_view(form: list[FieldRow]) -> None:
    viewport = form[0].window().viewport()
    form[7].focus_first()
    assert viewport.rect().contains(form[7].mapTo(viewport, form[7].rect().center()))


def test_the_words_below_the_label_say_what_is_recorded(qtbot, form: list[FieldRow]) -> None:
    row = form[3]
    control = row.controls()[0]
    assert row.state_text() == "not recorded"
    control.set_value(0)
    qtbot.waitUntil(lambda: row.action_button().text() == "Clear")
    assert row.action_button().accessibleName() == "Clear: Item 1"
    with qtbot.waitSignal(control.cleared):
        row.action_button().click()
    qtbot.waitUntil(lambda: row.state_text().startswith("not recorded"))
    assert control.has_focus()
    qtbot.waitUntil(lambda: "T for 10" in row.state_text())
    control.suggest(4)
    qtbot.waitUntil(lambda: row.state_text() == "not yet accepted")
    with qtbot.waitSignal(control.answered):
        row.action_button().click()


def test_a_problem_stands_under_the_field_and_the_hint_returns(form: list[FieldRow]) -> None:
    row = form[1]
    row.set_hint("From falling asleep to waking for good")
    edit = row.controls()[0]
    edit.setText("long")
    edit.commit()
    assert "not a length of time" in row.note_text()
    edit.set_value(400)
    assert row.note_text() == "From falling asleep to waking for good"


def test_a_row_puts_its_label_above_when_narrow(qtbot) -> None:
    row = FieldRow("Pain today", [ScaleRow("Pain today", low="no pain", high="worst imaginable")])
    qtbot.addWidget(row)
    row.show()
    label = next(label for label in row.findChildren(QLabel) if label.text() == "Pain today")
    row.resize(800, row.heightForWidth(800))
    assert label.geometry().right() < row.controls()[0].x()
    row.resize(400, row.heightForWidth(400))
    assert label.geometry().bottom() <= row.controls()[0].y() + row.controls()[0].ring_margin
    assert row.rect().contains(row.controls()[0].geometry())
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row.resize(800, row.heightForWidth(800))
    assert label.geometry().left() > row.controls()[0].geometry().center().x()


@pytest.fixture
def nav(qtbot) -> NavList:
    nav = NavList("LDN Journal")
    for key, text in (("today", "Today"), ("history", "History"), ("trends", "Trends")):
        nav.add_page(key, text)
    nav.add_page("settings", "Settings", at_foot=True)
    nav.set_foot("Protected")
    nav.set_current("today")
    qtbot.addWidget(nav)
    nav.resize(nav.sizeHint().width(), 600)
    nav.show()
    nav.activateWindow()
    nav.setFocus()
    qtbot.waitUntil(nav.has_focus)
    return nav


def test_navigation_by_keyboard_walks_before_it_chooses(nav: NavList) -> None:
    seen: list[str] = []
    nav.chosen.connect(seen.append)
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert seen == []
    press(Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_Up)
    assert seen == ["trends", "settings"]
    assert nav.current() == "settings"


def test_navigation_by_number_and_click(qtbot, nav: NavList) -> None:
    with qtbot.waitSignal(nav.chosen) as by_number:
        QTest.keyClick(nav.window(), "2", Qt.KeyboardModifier.ControlModifier)
    assert by_number.args == ["history"]
    with qtbot.waitSignal(nav.chosen) as by_click:
        QTest.mouseClick(nav.cells[2], Qt.MouseButton.LeftButton)
    assert by_click.args == ["trends"]


def test_navigation_is_named(nav: NavList) -> None:
    assert role(nav) == QAccessible.Role.Grouping
    spoken = QAccessible.queryAccessibleInterface(nav.cells[1])
    assert spoken.text(QAccessible.Text.Name) == "History"
    assert spoken.text(QAccessible.Text.Description) == "Ctrl+2"
    assert QAccessible.queryAccessibleInterface(nav.cells[0]).state().checked


def test_segments_choose_with_arrows_and_pass_by_what_is_forbidden(qtbot) -> None:
    ranges = Segmented("Range", [("30", "30 d"), ("ldn", "Since LDN"), ("all", "All")])
    qtbot.addWidget(ranges)
    ranges.show()
    ranges.activateWindow()
    ranges.setFocus()
    qtbot.waitUntil(ranges.has_focus)
    seen: list[str] = []
    ranges.chosen.connect(seen.append)
    ranges.set_option_enabled("ldn", False)
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home)
    assert seen == ["all", "30"]
    ranges.set_option_enabled("ldn", True)
    QTest.mouseClick(ranges.cells[1], Qt.MouseButton.LeftButton)
    assert ranges.current() == "ldn"
    assert role(ranges.cells[1]) == QAccessible.Role.RadioButton
    ranges.set_current("all")
    assert seen == ["all", "30", "ldn"]


def test_the_save_status_says_when_and_offers_undo(qtbot) -> None:
    status = SaveStatus()
    qtbot.addWidget(status)
    status.show()
    undo = next(button for button in status.findChildren(LinkButton) if button.text() == "Undo")
    assert status.text() == ""
    assert undo.isHidden()
    status.set_saved(time(22, 31), undo="pain 4")
    assert status.text() == "Saved 22:31"
    assert undo.accessibleName() == "Undo pain 4"
    with qtbot.waitSignal(status.undo_requested):
        undo.click()
    status.set_failed("The disk is full. What you typed is still here.")
    assert undo.isHidden()
    again = next(button for button in status.findChildren(LinkButton) if button.text() == "Try again")
    with qtbot.waitSignal(status.retry_requested):
        again.click()


def test_a_card_takes_no_room_for_what_it_does_not_say(qtbot) -> None:
    card = Card("Capsules")
    qtbot.addWidget(card)
    card.show()
    bare = card.sizeHint().height()
    card.add_line("23 left, until 2 April")
    button = card.add_button("Open summary")
    assert card.sizeHint().height() > bare
    assert card.accessibleName() == "Capsules"
    assert role(button) == QAccessible.Role.Button
    card.clear_lines()
    card.set_title("", over="Capsules")
    assert card.accessibleName() == "Capsules"


def test_a_key_button_keeps_its_words_and_drops_its_key_when_narrow(qtbot) -> None:
    button = KeyButton("Taken: 4.5 mg, 22:30", "Enter", primary=True)
    qtbot.addWidget(button)
    assert button.minimumSizeHint().width() > button.fontMetrics().horizontalAdvance(button.text())
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name) == "Taken: 4.5 mg, 22:30"
    pictures = []
    for wide in (button.minimumSizeHint().width(), button.sizeHint().width()):
        button.resize(wide, 44)
        pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[1].scaled(pictures[0].size())


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_long_name_stands_whole_in_the_navigation_chosen_or_not(qtbot, qapp: QApplication, scale: float) -> None:
    apply_theme(qapp, "light", scale)
    for text, in_two in (("Import and export", scale == 2.0), ("Rendezvények és mellékletek gyűjteménye", True)):
        nav = NavList("LDN Journal")
        qtbot.addWidget(nav)
        nav.add_page("today", "Today")
        nav.add_page("long", text)
        nav.resize(nav.sizeHint())
        nav.show()
        theme = theme_for(nav)
        today, cell = nav.cells
        lines = _lines(theme, text, cell.width() - theme.space(3)).split("\n")
        metrics = QFontMetrics(theme.font("strong"))
        assert len(lines) == 1 + in_two
        assert max(metrics.horizontalAdvance(line) for line in lines) <= cell.width() - theme.space(3)
        assert cell.height() >= len(lines) * theme.line_height("strong") + theme.space(1)
        assert today.height() == theme.target


def in_a_window(qtbot, *controls: QWidget) -> QWidget:
    """Put controls below one another in a window that has the keyboard, and return it."""
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for control in controls:
        column.addWidget(control)
    column.addStretch(1)
    page.resize(400, 900)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_no_control_changes_its_height_with_the_focus_and_all_are_equally_high(qtbot, qapp: QApplication) -> None:
    for scale in (1.0, 2.0):
        apply_theme(qapp, "light", scale)
        primary, read_only = QPushButton("Store"), QLineEdit("/somewhere")
        primary.setProperty("primary", True)
        read_only.setReadOnly(True)
        controls = [QPushButton("Other"), primary, QLineEdit(), read_only, QComboBox(), KeyButton("Skip", "S")]
        page = in_a_window(qtbot, *controls)
        for control in controls:
            assert control.height() == theme_for(page).target, control
            before = control.sizeHint()
            control.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            assert (control.height(), control.sizeHint()) == (theme_for(page).target, before), control


def test_a_filled_button_keeps_its_fill_and_has_its_ring_inside(qtbot) -> None:
    button, other = QPushButton("Store"), QPushButton("Other")
    button.setProperty("primary", True)
    page = in_a_window(qtbot, button, other)
    colours = theme_for(page).colours
    middle = button.height() // 2
    other.setFocus()
    plain = button.grab().toImage()
    assert plain.pixelColor(3, middle).name() == colours.accent
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    focused = button.grab().toImage()
    assert focused.pixelColor(3, middle).name() == colours.on_accent
    assert focused.pixelColor(1, middle).name() == focused.pixelColor(9, middle).name() == colours.accent
    other.setFocus()
    assert button.grab().toImage() == plain
    # What comes to be filled while it has the focus has its ring inside at once.
    other.setProperty("primary", True)
    other.style().unpolish(other)
    other.style().polish(other)
    assert other.grab().toImage().pixelColor(3, middle).name() == colours.on_accent


@pytest.mark.parametrize("language", ["de", "es", "nb"])
def test_words_held_together_need_no_more_width_than_a_narrow_place_has(language: str) -> None:
    held = 0
    path = asset("locale", language, "LC_MESSAGES", "ldn_journal.mo")
    with path.open("rb") as file:
        sentences = gettext.GNUTranslations(file)._catalog.values()  # type: ignore[attr-defined]
        for sentence in sentences:
            together = bound(sentence)
            assert together.replace("\N{NO-BREAK SPACE}", " ") == sentence.replace("\N{NO-BREAK SPACE}", " ")
            longest = max(map(len, sentence.split(" ")))
            assert max(map(len, together.split(" "))) <= max(longest, 16), sentence
            held += together != sentence
    assert held > 100


def test_a_label_says_its_words_as_they_were_given() -> None:
    label = make_label("The first is made when the window closes.")
    assert label.text() == "The first is made when the window closes."
    assert QLabel.text(label).endswith("window\N{NO-BREAK SPACE}closes.")
    label.setText("Only two")
    assert QLabel.text(label) == label.text() == "Only two"
    for text in (
        "Three words here",
        "It ends with something extraordinary",
        "The clinic has a Gastroenterologie now",
        "",
    ):
        assert bound(text) == text


def test_a_cards_button_stands_two_gaps_below_its_words_and_leaves_nothing_behind(qtbot) -> None:
    card = Card("Capsules")
    qtbot.addWidget(card)
    line = card.add_line("23 left")
    button = card.add_button("Order")
    card.show()
    card.adjustSize()
    title = next(one for one in card.findChildren(QLabel) if one.text() == "Capsules")
    assert line.y() - title.geometry().bottom() - 1 == 8
    assert button.y() - line.geometry().bottom() - 1 == 16
    button.hide()
    bare = Card("Capsules")
    qtbot.addWidget(bare)
    bare.add_line("23 left")
    assert card.sizeHint().height() == bare.sizeHint().height()
