"""Choosing a view of the Trends page."""

import subprocess
import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.page import TrendsPage

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]


def test_views_are_walked_by_keyboard_and_made_when_first_shown(
    make_page: MakePage, sample: DataFolder, wait: Wait
) -> None:
    page = make_page(sample)
    assert list(page._parts) == ["charts"]
    page.activateWindow()
    page.views.cells[0].setFocus()
    seen = []
    for _step in range(3):
        QTest.keyClick(page.views, Qt.Key.Key_Right)
        seen.append(page.views.current())
        wait(lambda: page.context.tasks.idle)
        assert page.stack.currentWidget() is page._parts[page.views.current()]
    assert seen == ["compare", "calendar", "together"]
    QTest.keyClick(page.views, Qt.Key.Key_Home)
    assert page.stack.currentWidget() is page.charts


def test_an_empty_journal_offers_no_views(make_page: MakePage, folder: DataFolder) -> None:
    page = make_page(folder)
    assert page.heading.isVisible()
    assert not page.views.isVisible()
    assert not page.views_list.isVisible()
    page.views.cell_activated(1)
    assert page.stack.currentWidget() is page.notice
    assert list(page._parts) == ["charts"]


def test_the_views_stand_below_the_title_where_both_have_no_room_beside_each_other(
    make_page: MakePage, sample: DataFolder
) -> None:
    page = make_page(sample)
    page.resize(1000, 600)
    assert page.views.geometry().top() <= page.heading.geometry().bottom()
    page.resize(500, 600)
    QApplication.processEvents()
    assert page.views.geometry().top() > page.heading.geometry().bottom()
    assert page.views.geometry().left() == page.heading.geometry().left()
    page.show_title(False)
    assert not page.heading.isVisible()
    assert page.views.isVisible()


def test_large_text_has_a_list_in_place_of_four_names(
    make_page: MakePage, sample: DataFolder, qapp: QApplication, wait: Wait
) -> None:
    page = make_page(sample)
    assert not page.views_list.isVisible()
    apply_theme(qapp, "light", 2.0)
    page.resize(556, 600)
    wait(page.views_list.isVisible)
    assert not page.views.isVisible()
    page.views_list.box.setFocus()
    QTest.keyClick(page.views_list.box, Qt.Key.Key_Down)
    wait(lambda: page.views.current() == "compare")
    assert page.stack.currentWidget() is page.part("compare")


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.events import Events
from ldn_journal.gui.page import Context
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.page import TrendsPage
import ldn_journal.gui.trends.compare_view, ldn_journal.gui.trends.calendar_view, ldn_journal.gui.trends.together_view
assert not {"pyqtgraph", "numpy"} & set(sys.modules), "loaded too early"
from ldn_journal.journal import Journal
app = QApplication(sys.argv)
tasks = Tasks(lambda: Journal.open(DataFolder(Path(sys.argv[1]))))
page = TrendsPage(Context(tasks, Events(), apply_theme(app).theme))
page.show()
while page.view is None:
    app.processEvents()
for number in (1, 2, 3, 0):
    page.views.cell_activated(number)
    while not tasks.idle:
        app.processEvents()
    page.grab()
tasks.close()
page.dispose()
page.close()
"""


def test_a_program_that_showed_every_view_ends_well(sample: DataFolder) -> None:
    command = [sys.executable, "-c", PROGRAM, str(sample.root)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, text=True)
    assert (done.returncode, done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")
