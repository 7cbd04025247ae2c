"""The Learn page: reading, searching, and every key it answers."""

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ldn_journal.clinical.learn import chapters
from ldn_journal.gui.learn.heading import Heading
from ldn_journal.gui.learn.page import LearnPage
from ldn_journal.gui.learn.pictures import Picture, TrendPicture
from ldn_journal.gui.learn.prose import Prose
from ldn_journal.gui.theme import apply_theme, theme_for
from tests.gui.conftest import Desk
from tests.gui.learn.conftest import cards_in_view

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def ask(page: LearnPage, qtbot: QtBot, words: str) -> None:
    """Type into the search field, by key, and wait for what is found."""
    page.search.setFocus()
    page.search.clear()
    QTest.keyClicks(page.search, words)
    qtbot.waitUntil(lambda: words in page.result.text())


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_it_is_made_when_first_opened_and_opens_on_what_ldn_is(desk: Desk) -> None:
    assert "learn" not in dict(desk.window.made_pages())
    names = [cell.text() for cell in desk.window.nav.cells]
    assert names.index("Learn") == names.index("Settings") - 1
    desk.press(KEY.Key_9, CTRL)
    page = desk.window.page("learn")
    assert isinstance(page, LearnPage)
    assert page.isVisible()
    assert list(page.views) == ["about"]
    assert list(cards_in_view(page)) == [section.key for section in chapters()[0].sections]
    assert not page.result.isVisible()


def test_a_chapter_is_chosen_with_arrows(page: LearnPage) -> None:
    page.contents_list.setFocus()
    QTest.keyClick(page.contents_list, KEY.Key_Down)
    assert list(cards_in_view(page)) == [section.key for section in chapters()[1].sections]
    assert focus() is page.contents_list


def test_a_word_finds_the_sections_that_hold_it_and_marks_it(page: LearnPage, qtbot: QtBot) -> None:
    ask(page, qtbot, "placebo")
    shown = cards_in_view(page)
    assert page.result.text() == f"{len(shown)} sections mention “placebo”."
    assert {"fibromyalgia", "claim_better", "placebo"} <= set(shown)
    assert "doses_in_use" not in shown
    for card in shown.values():
        assert {word.lower() for word in card.prose.marks()} == {"placebo"}
    marked = shown["placebo"].prose
    cursor = QTextCursor(marked.document())
    cursor.setPosition(marked.toPlainText().index("placebo") + 1)
    assert cursor.charFormat().fontUnderline()


def test_of_a_list_only_the_entries_that_hold_the_word_are_shown(page: LearnPage, qtbot: QtBot) -> None:
    ask(page, qtbot, "zomorph")
    assert page.result.text() == "1 section mentions “zomorph”."
    (card,) = cards_in_view(page).values()
    assert card.prose.marks() == ["Zomorph"]
    assert "Morphine" in card.prose.toPlainText()
    assert "Codeine" not in card.prose.toPlainText()


def test_all_words_are_wanted_and_a_heading_counts(page: LearnPage, qtbot: QtBot) -> None:
    ask(page, qtbot, "CROHN'S cochrane")
    shown = cards_in_view(page)
    assert set(shown) == {"crohns", "claim_remission"}
    assert "Smith 2007" not in shown["crohns"].prose.toPlainText()
    heading = shown["crohns"].heading
    assert "underline" in heading.text()
    assert heading.accessibleName() == "Crohn’s disease"


def test_marks_take_the_colours_of_another_look(page: LearnPage, qapp: QApplication, qtbot: QtBot) -> None:
    ask(page, qtbot, "crohn")
    card = cards_in_view(page)["crohns"]
    before = card.heading.text()
    theme = apply_theme(qapp, "dark", 1.0).theme
    qtbot.wait(50)
    assert card.heading.text() != before
    assert theme.colour("accent_soft").name() in card.heading.text()
    cursor = QTextCursor(card.prose.document())
    cursor.setPosition(1)
    assert cursor.charFormat().foreground().color() == theme.colour("ink")


def test_nothing_found_is_said_and_the_button_shows_everything(page: LearnPage, qtbot: QtBot) -> None:
    ask(page, qtbot, "xylophone")
    assert page.result.text() == "Nothing found for “xylophone”."
    assert page.advice.isVisible()
    assert cards_in_view(page) == {}
    page.everything.setFocus()
    QTest.keyClick(page.everything, KEY.Key_Space)
    assert list(cards_in_view(page)) == [section.key for section in chapters()[0].sections]
    assert not page.result.isVisible()
    assert focus() is page.search
    assert all(not card.prose.marks() for card in cards_in_view(page).values())


def test_slash_and_ctrl_f_come_to_the_field_and_escape_empties_it(page: LearnPage, qtbot: QtBot) -> None:
    prose = next(iter(cards_in_view(page).values())).prose
    prose.setFocus()
    QTest.keyClick(prose, "/")
    assert focus() is page.search
    ask(page, qtbot, "dreams")
    QTest.keyClick(page.search, KEY.Key_Return)
    assert isinstance(focus(), Prose)
    QTest.keyClick(focus(), KEY.Key_F, CTRL)
    assert focus() is page.search
    assert page.search.selectedText() == "dreams"
    QTest.keyClick(page.search, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not page.result.isVisible())
    assert page.search.text() == ""
    QTest.keyClicks(page.search, "/")
    assert page.search.text() == "/"


def test_tab_goes_from_section_to_section_in_the_order_of_the_page(page: LearnPage) -> None:
    page.show_chapter("charts")
    page.show_chapter("evidence")  # made later, and stands before
    shown = [card.prose for card in cards_in_view(page).values()]
    page.contents_list.setFocus()
    for prose in shown:
        QTest.keyClick(focus(), KEY.Key_Tab)
        assert focus() is prose
    QTest.keyClick(focus(), KEY.Key_Backtab)
    assert focus() is shown[-2]


def test_a_jump_shows_a_ring_round_the_card_and_the_caret_only_once_it_is_moved(page: LearnPage, qtbot: QtBot) -> None:
    page.show_part("interval")
    prose = page.views[page.chapter].cards["interval"].prose
    qtbot.waitUntil(prose.hasFocus)
    assert prose.cursorWidth() == 0
    card = page.views[page.chapter].cards["interval"]
    assert card.grab().toImage().pixelColor(card.width() // 2, 1) == theme_for(card).colour("accent")
    QTest.keyClick(prose, KEY.Key_Right)
    assert prose.cursorWidth() > 0
    page.search.setFocus()
    assert prose.cursorWidth() == 0
    assert card.grab().toImage().pixelColor(card.width() // 2, 1) != theme_for(card).colour("accent")


def test_down_walks_through_all_sections_and_keeps_the_caret_in_view(page: LearnPage, qtbot: QtBot) -> None:
    shown = [card.prose for card in cards_in_view(page).values()]
    shown[0].setFocus()
    for _press in range(300):
        if focus() is shown[-1]:
            break
        QTest.keyClick(focus(), KEY.Key_Down)
        assert focus().cursorWidth() > 0
    assert focus() is shown[-1]
    qtbot.wait(20)
    caret = shown[-1].viewport().mapTo(page.scroller.viewport(), shown[-1].cursorRect().center())
    assert page.scroller.viewport().rect().contains(caret)
    QTest.keyClick(focus(), KEY.Key_Up)
    assert focus() is shown[-2]
    there = page.scroller.verticalScrollBar().value()
    QTest.keyClick(focus(), KEY.Key_PageUp)
    assert page.scroller.verticalScrollBar().value() < there


def test_words_are_selected_and_copied_with_the_keyboard(page: LearnPage) -> None:
    page.show_chapter("evidence")
    prose = cards_in_view(page)["fibromyalgia"].prose
    prose.setFocus()
    QTest.keyClick(prose, KEY.Key_A, CTRL)
    QTest.keyClick(prose, KEY.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert "Pain fell by 28.8 %, on placebo by 18.0 % (p = .016)." in copied
    assert "https://doi.org/10.1002/art.37734" in copied
    QGuiApplication.clipboard().clear()


class Opener(QObject):
    """Notes what the program wants to open."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.asked.append(url)


def test_addresses_are_words_and_nothing_is_opened(page: LearnPage) -> None:
    opener = Opener()
    QDesktopServices.setUrlHandler("https", opener, "open")
    try:
        for chapter in chapters():
            page.show_chapter(chapter.key)
            for card in cards_in_view(page).values():
                text = card.prose.toPlainText()
                assert "<a " not in card.prose.toHtml()
                at = text.find("https://")
                if at < 0:
                    continue
                cursor = QTextCursor(card.prose.document())
                cursor.setPosition(at + 10)
                place = card.prose.cursorRect(cursor).center()
                for modifier in (Qt.KeyboardModifier.NoModifier, CTRL):
                    QTest.mouseClick(card.prose.viewport(), Qt.MouseButton.LeftButton, modifier, place)
                card.prose.setTextCursor(cursor)
                QTest.keyClick(card.prose, KEY.Key_Return)
                assert card.prose.toPlainText() == text
        assert opener.asked == []
        QDesktopServices.openUrl(QUrl("https://example.org"))
        assert len(opener.asked) == 1  # the handler does hear what is opened
    finally:
        QDesktopServices.unsetUrlHandler("https")


def test_everything_that_takes_the_focus_has_a_name(page: LearnPage, qtbot: QtBot) -> None:
    ask(page, qtbot, "a")
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            told = QAccessible.queryAccessibleInterface(widget)
            assert told.text(QAccessible.Text.Name), widget


def test_headings_are_headings_to_assistive_technology(page: LearnPage) -> None:
    found = [heading for heading in page.findChildren(Heading) if heading.isVisible()]
    told = [QAccessible.queryAccessibleInterface(heading) for heading in found]
    assert {one.role() for one in told} == {QAccessible.Role.Heading}
    assert [one.text(QAccessible.Text.Name) for one in told][:3] == ["Learn", "What LDN is", "Low-dose naltrexone"]
    ordinary = QAccessible.queryAccessibleInterface(page.result)
    assert ordinary.role() == QAccessible.Role.StaticText


def test_another_page_leads_to_a_section(page: LearnPage, qtbot: QtBot) -> None:
    page.search.setText("dreams")
    page.show_part("interval")
    card = cards_in_view(page)["interval"]
    pictures = [one for one in page.findChildren(Picture) if one.isVisible()]
    qtbot.waitUntil(lambda: all(one.drawn is not None for one in pictures), timeout=20_000)
    qtbot.waitUntil(lambda: abs(card.mapTo(page.scroller.viewport(), QPoint(0, 0)).y()) < 20)
    assert focus() is card.prose
    assert page.chapter == "charts"
    assert page.search.text() == ""


def test_the_pictures_are_drawn_by_the_charts_and_say_what_they_show(page: LearnPage, qtbot: QtBot) -> None:
    page.show_chapter("charts")
    pictures = page.findChildren(Picture)
    assert len(pictures) == 5
    qtbot.waitUntil(lambda: all(one.drawn and one.drawn.accessibleDescription() for one in pictures), timeout=20_000)
    for picture in pictures:
        assert picture.drawn is not None
        assert picture.drawn.accessibleName()
        assert picture.drawn.focusPolicy() == Qt.FocusPolicy.NoFocus
    trend = page.findChild(TrendPicture)
    assert "1.5\u00a0mg from 24 Jan 2025" in trend.accessibleDescription()
    light = trend.grab().toImage()
    colours = {light.pixel(x, y) for x in range(0, light.width(), 3) for y in range(0, light.height(), 3)}
    assert len(colours) > 20
    pairs = next(one for one in pictures if one.name == "pairs")
    assert "In 80 % of them" in " ".join(label.text() for label in pairs.findChildren(QLabel))


@pytest.mark.parametrize("size", [(900, 560), (1080, 800)])
def test_nothing_is_cut_at_twice_the_text(
    page: LearnPage, qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    apply_theme(qapp, "dark", 2.0)
    page.resize(*size)
    for chapter in ("evidence", "cautions", "glossary"):
        page.show_chapter(chapter)
        qtbot.wait(50)
        assert page.pick.isVisible()
        assert page.contents.width() <= page.scroller.viewport().width()
        for card in cards_in_view(page).values():
            high = card.prose.document().size().height()
            assert card.prose.viewport().height() >= high
            assert card.prose.document().idealWidth() <= card.prose.viewport().width()
            assert card.heading.height() >= card.heading.heightForWidth(card.heading.width())
            ink = QTextCursor(card.prose.document()).charFormat().foreground().color()
            assert ink.lightness() > 150
    page.show_chapter("about")
    assert page.scroller.viewport().height() > page.height() * 0.5
