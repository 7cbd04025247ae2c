"""The palette under the hands: finding, walking, leaving; and what it must not disturb."""

import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.palette.days import day_action
from ldn_journal.gui.palette.matching import found
from ldn_journal.gui.theme import apply_theme
from tests.gui.conftest import Desk
from tests.gui.palette.conftest import CTRL, KEY, PaletteDesk

TODAY = date(2026, 3, 10)


def action(title: str, place: str = "Everywhere", also: str = "") -> Action:
    return Action(title, title, place, lambda _window: None, also=also)


SOME = [
    action("Go to Import and export", "Pages"),
    action("Export the whole journal as JSON…", "Import and export", "save"),
    action("Make a backup now", "Safekeeping", "copy"),
    action("Save the summary as PDF…", "Visits", "report export"),
    action("Go to Trends", "Pages"),
    action("Écrire une note"),
]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("", [one.title for one in SOME]),
        ("export", [SOME[1].title, SOME[0].title, SOME[3].title]),  # first word, later word, other words for it
        ("json export", [SOME[1].title]),
        ("export json", [SOME[1].title]),
        ("  EXPORT   whole ", [SOME[1].title]),
        ("ecrire", [SOME[5].title]),
        ("ackup", [SOME[2].title]),  # inside a word
        ("bkp", [SOME[2].title]),  # letters left out, in their order
        ("pkb", []),
        ("bk", []),  # too short to leave letters out
        ("report", [SOME[3].title]),
        ("visits", [SOME[3].title]),
        ("to go", [SOME[0].title, SOME[4].title]),
        ("pdf zebra", []),
    ],
)
def test_words_in_any_order_find_the_closest_first(typed: str, titles: list[str]) -> None:
    assert [one.title for one in found(typed, SOME)] == titles


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 nov", date(2025, 11, 3)),
        ("nov 3", date(2025, 11, 3)),
        ("11 mar", date(2025, 3, 11)),  # not tomorrow
        ("10 mar", TODAY),
        ("2026-02-01", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("3 nov 2024", date(2024, 11, 3)),
        ("2026-03-11", None),
        ("31 feb", None),
        ("today", None),
        ("3", None),
        ("export 3", None),
    ],
)
def test_a_typed_day_is_the_last_one_of_that_name(british: None, typed: str, day: date | None) -> None:
    made = day_action(typed, TODAY)
    if day is None:
        assert made is None
    else:
        assert made is not None
        assert made.title.startswith("Go to ")
        assert f" {day.day} " in made.title + " "


def test_a_typed_day_is_gone_to(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    desk.do("open history")
    assert desk.look_for("3 nov")[0] == "Go to Monday 3 November 2025"
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.window.stack.currentWidget() is desk.today
    assert desk.today.day == date(2025, 11, 3)


def test_arrows_choose_and_the_open_page_comes_first(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    desk.do("open treatment")
    palette = desk.open()
    places = [one.place for one in palette.rows.actions]
    assert places[: places.count("Treatment")] == ["Treatment"] * places.count("Treatment")
    desk.look_for("open h")
    listed = palette.rows.actions
    assert listed[0].title == "Open History"
    desk.look_for("open")
    desk.press(KEY.Key_Up)
    assert palette.list.currentIndex().row() == 0
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Down)
    assert palette.list.currentIndex().row() == 2
    desk.press(KEY.Key_PageDown)
    desk.press(KEY.Key_PageDown)
    desk.press(KEY.Key_PageDown)
    assert palette.list.currentIndex().row() == len(palette.rows.actions) - 1
    desk.press(KEY.Key_PageUp)
    desk.press(KEY.Key_PageUp)
    assert palette.list.currentIndex().row() == 0


def test_escape_gives_the_focus_back_and_stores_nothing(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    desk.do("write a note")
    note = desk.focus()
    desk.type("half a")
    desk.open()
    assert desk.focus() is not note
    desk.press(KEY.Key_Tab)
    desk.press(KEY.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    palette = desk.palette()
    assert palette is not None
    assert desk.focus() is palette.field
    desk.type("trends?")
    desk.press(KEY.Key_Escape)
    assert desk.palette() is None
    assert desk.focus() is note
    desk.type(" word")
    desk.settle()
    assert desk.today.form is not None
    assert desk.today.form.note.edit.toPlainText().endswith("half a word")


def test_ctrl_k_closes_it_too_and_so_does_a_click_beside_it(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    before = desk.focus()
    palette = desk.open()
    desk.press(KEY.Key_K, CTRL)
    assert desk.palette() is None
    palette = desk.open()
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft() + palette.rect().topLeft())
    assert desk.palette() is None
    assert desk.focus() is before
    desk.open()
    desk.press(KEY.Key_3, CTRL)
    assert desk.palette() is None
    assert desk.window.stack.currentWidget() is desk.window.page("trends")


def test_it_keeps_the_focus_while_a_page_behind_it_loads(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    palette = desk.open()
    desk.today.go_to(date(2026, 3, 1))
    desk.settle()
    QApplication.processEvents()
    assert desk.focus() is palette.field
    desk.press(KEY.Key_Escape)
    assert desk.today.isAncestorOf(desk.focus())


def test_nothing_found_is_said(sample_desk: PaletteDesk) -> None:
    desk = sample_desk
    assert desk.look_for("zebra") == []
    palette = desk.palette()
    assert palette is not None
    assert palette.nothing.isVisible()
    assert palette.nothing.text() == "Nothing matches “zebra”."
    assert not palette.list.isVisible()
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Down)
    assert desk.palette() is palette


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((900, 600), 2.0)])
def test_it_fits_the_window(sample_desk: PaletteDesk, size: tuple[int, int], scale: float) -> None:
    desk = sample_desk
    apply_theme(QApplication.instance(), "light", scale)  # type: ignore[arg-type]
    palette = desk.open()
    desk.window.resize(*size)
    desk.settle()
    panel = palette._panel
    assert palette.size() == desk.window.size()
    assert palette.rect().adjusted(16, 16, -16, -16).contains(panel.geometry())
    for part in (palette.field, palette.list, palette.hint):
        inside = QRect(part.mapTo(panel, part.rect().topLeft()), part.size())
        assert panel.rect().contains(inside)
        assert part.height() >= part.minimumSizeHint().height() or part is palette.list
    assert palette.hint.height() >= palette.hint.heightForWidth(palette.hint.width())


def test_there_is_none_before_the_journal_is_open(desk: Desk) -> None:
    from PySide6.QtWidgets import QWidget

    desk.window.show_instead(QWidget())
    desk.window.show_palette()
    assert desk.window._palette is None
    desk.window.show_instead(None)
    desk.window.show_palette()
    assert desk.window._palette is not None


def test_it_costs_nothing_at_the_start() -> None:
    loaded = (
        "import sys, ldn_journal.gui.app; "
        "print(sorted(name for name in sys.modules if name.startswith('ldn_journal.gui.palette.')))"
    )
    out = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "['ldn_journal.gui.palette.keys']"
