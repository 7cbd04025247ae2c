"""From a figure on the Trends page to the place that explains it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.learn.page import LearnPage
from ldn_journal.gui.widgets.help_button import HelpButton
from tests.conftest import LayDown
from tests.gui.conftest import Desk
from tests.gui.learn.conftest import cards_in_view


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen
def test_the_question_mark_leads_to_the_section_by_keys_alone(
    folder: DataFolder, lay_sample: LayDown, sit_down: Callable[[], Desk]
) -> None:
    lay_sample(folder)
    desk = sit_down()
    desk.ready()
    desk.window.show_page("trends")
    desk.settle()
    trends = desk.window.page("trends")
    trends.views.cell_activated(1)  # type: ignore[attr-defined]
    desk.settle()
    found = [one for one in trends.findChildren(HelpButton) if one.isVisible()]
    asked = next(one for one in found if one.accessibleName() == "What does this interval mean?")
    asked.setFocus()
    QTest.keyClick(asked, Qt.Key.Key_Space)
    assert asked.note is not None
    desk.qtbot.waitUntil(asked.note.more.hasFocus)
    QTest.keyClick(asked.note.more, Qt.Key.Key_Space)
    page = desk.window.page("learn")
    assert isinstance(page, LearnPage)
    assert page.isVisible()
    desk.qtbot.waitUntil(cards_in_view(page)["interval"].prose.hasFocus)
    assert desk.window.nav.current() == "learn"
