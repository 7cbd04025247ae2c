"""Journeys on the Trends page."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.amounts import PICOGRAMS
from ldn_journal.domain.days import journal_day
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.gui.widgets.card import Card
from ldn_journal.journal import Journal

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]
TODAY = date(2026, 3, 10)


def words_of(card: Card) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def press_range(page: TrendsPage, key: str) -> None:
    page.charts.ranges.setFocus()
    names = ["30d", "90d", "1y", "since-ldn", "since-visit", "all"]
    if page.view is not None and page.view.last_visit is None:
        names.remove("since-visit")
    page.charts.ranges.row.cell_activated(names.index(key))


def test_an_empty_journal_gets_a_kind_word_and_a_way_on(make_page: MakePage, folder: DataFolder) -> None:
    page = make_page(folder)
    assert page.charts.chart is None
    assert page.notice.heading.text() == "Your trends will be here"
    asked: list[str] = []
    page.page_wanted.connect(asked.append)
    QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    assert asked == ["today"]


def test_the_chart_keeps_within_a_page_that_was_narrowed_out_of_sight(
    make_page: MakePage, sample: DataFolder, qapp: QApplication, wait: Wait
) -> None:
    apply_theme(qapp, "light", 2.0)
    page = make_page(sample)
    page.hide()
    page.resize(620, 600)
    page.show()
    wait(lambda: page.charts.chart is not None and page.charts.chart.width() < page.charts.scroller.viewport().width())
    assert page.charts.chart is not None
    assert page.charts.chart.width() == page.charts.scroller.viewport().width() - tokens.PAGE_LEFT - tokens.PAGE_RIGHT


def test_the_sample_shows_charts_and_cards(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    assert page.charts.chart.keys[:2] == ("pain", "sleep")
    assert "time_in_bed" not in page.charts.chart.keys
    outcome = words_of(page.charts.cards.outcome)
    assert "Pain (main outcome, chosen" in outcome
    assert "compared with before LDN" in outcome
    assert "likely between −" in outcome
    care = words_of(page.charts.cards.care)
    assert "Read with care" in care
    assert "FINAL 2024" in care
    assert "Vivid dreams" in words_of(page.charts.cards.effects)
    assert page.charts.chart.accessibleName()
    assert page.charts.chart.accessibleDescription().startswith("Daily records from")


def test_the_ranges_move_the_view(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    assert page.view is not None
    start = page.view.trends.ldn_start
    assert start is not None
    assert page.charts.chart.days_in_sight == (start - timedelta(days=28), TODAY)
    press_range(page, "30d")
    assert page.charts.chart.days_in_sight == (TODAY - timedelta(days=29), TODAY)
    press_range(page, "90d")
    assert page.charts.chart.days_in_sight == (TODAY - timedelta(days=89), TODAY)
    press_range(page, "all")
    assert page.charts.chart.days_in_sight == (page.view.trends.first, TODAY)


def test_the_table_equals_the_series(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.view is not None
    press_range(page, "all")
    page.charts.table_button.click()
    assert page.charts.table.isVisible()
    assert page.charts.chart is not None
    assert not page.charts.chart.isVisible()
    trends, model = page.view.trends, page.charts.table.days
    assert model.rowCount() == trends.days
    pain = 1 + page.charts.shown_keys().index("pain")
    for row in range(model.rowCount()):
        value = trends.series["pain"].value_on(model.day(row))
        shown = model.data(model.index(row, pain))
        assert shown == ("" if value is None else trends.measures["pain"].show(round(value, 1)))
    blank = next(row for row in range(trends.days) if trends.series["pain"].value_on(model.day(row)) is None)
    assert model.data(model.index(blank, pain), Qt.ItemDataRole.AccessibleTextRole) == "not recorded"
    page.charts.table_button.click()
    assert page.charts.chart.isVisible()


def test_the_table_is_copied_by_keyboard(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    page.charts.table_button.click()
    page.charts.table.setFocus()
    page.charts.table.setCurrentIndex(page.charts.table.days.index(1, 0))
    QTest.keyClick(page.charts.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.charts.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[0] == "\tDose\tPain"
    assert QApplication.clipboard().text().splitlines()[1].startswith("9 Mar 2026\t4.5\u00a0mg\t")
    QApplication.clipboard().clear()


def test_measures_are_chosen_from_what_is_recorded(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    actions = {action.text(): action for action in page.charts.measures.menu().actions()}
    assert actions["Pain"].isChecked()
    assert not actions["Time in bed"].isChecked()
    actions["Pain"].trigger()
    actions["Time in bed"].trigger()
    assert "pain" not in page.charts.chart.keys
    assert "time_in_bed" in page.charts.chart.keys


def test_the_day_under_the_cursor_stands_below_the_chart(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    assert page.charts.legend.text().startswith("Hatched: the first 7 days")
    assert page.charts.caption.isHidden()
    page.charts.chart.setFocus()
    QTest.keyClick(page.charts.chart, Qt.Key.Key_End)
    assert page.charts.caption.text().startswith("Tuesday 10 March 2026: ")
    QTest.keyClick(page.charts.chart, Qt.Key.Key_Escape)
    assert page.charts.caption.isHidden()


def test_everything_is_reached_by_tab(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    page.activateWindow()
    page.charts.ranges.row.cells[page.charts.ranges.row.chosen_index()].setFocus()
    seen: list[QWidget] = []
    for _step in range(12):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {page.charts.measures, page.charts.table_button, page.charts.save, page.charts.chart} <= set(seen)


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_saving_writes_what_is_shown(make_page: MakePage, sample: DataFolder, tmp_path: Path, kind: str) -> None:
    page = make_page(sample)
    press_range(page, "30d")
    asked: list[str] = []

    def ask(_parent: QWidget, name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    page.charts.save.ask = ask
    page.charts.save.save(kind)
    assert asked == [f"ldn-2026-02-09-2026-03-10.{kind}"]
    data = (tmp_path / asked[0]).read_bytes()
    assert data.startswith({"png": b"\x89PNG", "svg": b"<?xml", "csv": b"\xef\xbb\xbfday,dose_mg"}[kind])
    if kind == "csv":
        assert len(data.decode().splitlines()) == 31
    assert page.charts.caption.text() == f"Saved as {asked[0]}."


def test_a_place_that_cannot_be_written_is_said(make_page: MakePage, sample: DataFolder, tmp_path: Path) -> None:
    page = make_page(sample)
    page.charts.save.ask = lambda _parent, _name: tmp_path
    page.charts.save.save("csv")
    assert "is a folder" in page.charts.caption.text()
    page.charts.save.ask = lambda _parent, _name: None
    page.charts.save.save("csv")
    page.charts.save.copy_picture()
    assert page.charts.caption.text() == "The picture is on the clipboard."
    QApplication.clipboard().clear()


def test_a_new_rating_is_drawn_and_the_view_stays(make_page: MakePage, sample: DataFolder, wait: Wait) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    page.charts.chart.show_days(date(2026, 2, 1), TODAY)
    before = page.view
    page.context.change(lambda journal: journal.record(NewRating(day=TODAY, measure="pain", value=9)))
    wait(lambda: page.view is not before)
    assert page.view is not None
    assert page.view.trends.series["pain"].value_on(TODAY) == 9
    assert page.charts.chart.days_in_sight == (date(2026, 2, 1), TODAY)


def test_a_dose_after_midnight_is_drawn_on_its_evening(
    make_page: MakePage, folder: DataFolder, clock: FixedClock
) -> None:
    with Journal.create(folder, clock=clock) as journal:
        journal.record(NewRating(day=TODAY - timedelta(days=3), measure="pain", value=5))
        late = clock.localise(datetime(2026, 3, 10, 0, 40))
        evening = journal_day(late, journal.settings.day_boundary)
        journal.record(NewDose(day=evening, state=DoseState.TAKEN, amount_pg=PICOGRAMS["mg"], at=late))
    page = make_page(folder)
    assert page.charts.chart is not None
    x, y = page.charts.chart.dose.band.getData()
    assert list(x) == [-0.5, 1.5, 3.5]
    assert list(y) == [0.0, 1.0]


def test_one_day_can_be_shown(make_page: MakePage, folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock) as journal:
        journal.record(NewRating(day=TODAY, measure="pain", value=0))
    page = make_page(folder)
    assert page.charts.chart is not None
    assert page.charts.ranges.current() == "all"
    assert not page.charts.ranges.row.cells[3].isEnabled()
    assert "Nothing to compare yet" in words_of(page.charts.cards.outcome)
    assert page.charts.chart.keys == ("pain",)
    for key in ("30d", "90d", "1y", "all"):
        press_range(page, key)
        assert page.charts.chart.days_in_sight == (TODAY, TODAY)


def test_too_few_days_say_why_there_is_no_interval(make_page: MakePage, folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock) as journal:
        for n in range(40):
            day = TODAY - timedelta(days=39 - n)
            journal.record(NewRating(day=day, measure="pain", value=float(n % 5)))
            if n >= 20:
                journal.record(NewDose(day=day, state=DoseState.TAKEN, amount_pg=PICOGRAMS["mg"]))
    page = make_page(folder)
    said = words_of(page.charts.cards.outcome)
    assert "Too few days for an interval" in said
    assert "likely between" not in said
    assert "no main outcome was chosen beforehand" in said


@pytest.mark.parametrize(("width", "height"), [(1092, 800), (712, 600)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off(
    make_page: MakePage, sample: DataFolder, qapp: QApplication, wait: Wait, width: int, height: int, scale: float
) -> None:
    page = make_page(sample)
    apply_theme(qapp, "dark", scale)
    page.resize(width, height)
    wait(lambda: page.charts.chart is not None and page.charts.chart.look.palette.background == "#171b20")
    qapp.processEvents()
    assert page.charts.chart is not None
    assert page.charts.chart.look.palette.background == "#171b20"
    for button in (page.charts.measures, page.charts.table_button, page.charts.save, page.charts.ranges):
        left = button.mapTo(page, QPoint(0, 0)).x()
        assert left >= 0
        assert left + button.width() <= page.width()
        assert button.width() >= button.minimumSizeHint().width()
    assert page.charts.chart.height() >= page.charts.chart.least_height()
    assert page.charts.scroller.horizontalScrollBar().maximum() == 0
    beside = page.charts.cards.mapTo(page, QPoint(0, 0)).y() < page.charts.chart.mapTo(page, QPoint(0, 0)).y() + 10
    assert beside == (width > 1000 and scale == 1.0)


def test_the_wheel_scrolls_while_there_is_something_to_scroll(make_page: MakePage, sample: DataFolder) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    QApplication.processEvents()
    assert page.charts.scroller.verticalScrollBar().maximum() > 0
    assert not page.charts.chart.wheel_zooms


def test_a_failure_is_said_and_can_be_tried_again(make_page: MakePage, folder: DataFolder, wait: Wait) -> None:
    folder.make()
    folder.keys.write_bytes(b"left over from a journal that was moved away")
    page = make_page(folder)
    assert page.notice.heading.text() == "The trends could not be shown."
    assert "its keys are still here" in page.notice.words.text()
    folder.keys.unlink()
    page.notice.button.click()
    assert page.notice.heading.text() == "Loading…"
    wait(lambda: page.notice.heading.text() != "Loading…")
    assert page.notice.heading.text() == "Your trends will be here", page.notice.words.text()


PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.events import Events
from ldn_journal.gui.page import Context
from ldn_journal.gui.tasks import Tasks
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.trends.page import TrendsPage
assert not {"pyqtgraph", "numpy"} & set(sys.modules), "loaded too early"
from ldn_journal.journal import Journal
app = QApplication(sys.argv)
tasks = Tasks(lambda: Journal.open(DataFolder(Path(sys.argv[1]))))
page = TrendsPage(Context(tasks, Events(), apply_theme(app).theme))
page.show()
while page.charts.chart is None:
    app.processEvents()
page.charts.chart.read_day(date(2026, 1, 1))
app.processEvents()
tasks.close()
page.dispose()
page.close()
"""


def test_a_program_with_the_page_open_ends_well(sample: DataFolder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(sample.root)], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_since_the_last_visit_is_a_range_only_where_there_is_one(
    make_page: MakePage, sample: DataFolder, wait: Wait
) -> None:
    page = make_page(sample)
    assert page.charts.chart is not None
    names = [cell.text() for cell in page.charts.ranges.row.cells]
    assert names == ["30 d", "90 d", "1 y", "Since LDN", "Since visit", "All"]
    press_range(page, "since-visit")
    assert page.charts.chart.days_in_sight == (date(2025, 10, 30), TODAY)

    def forget(journal: Journal) -> None:
        for visit in journal.visits():
            if visit.day < TODAY:
                journal.remove(Kind.VISIT, visit.id)

    page.context.tasks.run(forget)
    page.mark_stale()
    wait(lambda: len(page.charts.ranges.row.cells) == 5)
    assert page.charts.ranges.current() == "all"
    assert page.charts.chart.days_in_sight == (page.view.trends.first, TODAY)  # type: ignore[union-attr]


def test_without_room_the_ranges_are_a_list_that_moves_the_view(
    make_page: MakePage, sample: DataFolder, qapp: QApplication, wait: Wait
) -> None:
    page = make_page(sample)
    apply_theme(qapp, "light", 2.0)
    page.resize(520, 600)
    wait(page.charts.ranges.list.isVisible)
    assert not page.charts.ranges.row.isVisible()
    box = page.charts.ranges.list.box
    assert box.currentText() == "Since LDN"
    page.activateWindow()
    page.charts.ranges.setFocus()
    assert box.hasFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Since the last visit"
    assert page.charts.chart is not None
    assert page.charts.chart.days_in_sight == (date(2025, 10, 30), TODAY)
    page.resize(1092, 800)
    wait(page.charts.ranges.row.isVisible)
    assert page.charts.ranges.row.current() == "since-visit"
