"""A stretch of days chosen in the views beside the charts: since the last visit above all."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from ldn_journal.analysis.phases import phase_name
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.trends.calendar_view import CalendarView
from ldn_journal.gui.trends.compare_view import CompareView
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.gui.trends.ranges import RangePick
from ldn_journal.gui.trends.together_view import TogetherView

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]
TODAY, VISIT = date(2026, 3, 10), date(2025, 10, 30)
NAMES = [
    "The last 30 days", "The last 90 days", "The last year", "Since LDN", "Since the last visit",
    "All that is recorded",
]  # fmt: skip


def opened(make_page: MakePage, folder: DataFolder, wait: Wait, number: int) -> TrendsPage:
    page = make_page(folder)
    page.views.cell_activated(number)
    wait(lambda: page.context.tasks.idle)
    return page


def choose_since_visit(pick: RangePick) -> None:
    """Choose by keyboard, from "all" one up."""
    box: QComboBox = pick.box
    box.setFocus()
    assert [box.itemText(place) for place in range(box.count())] == NAMES
    assert box.currentText() == NAMES[-1]
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert pick.current() == "since-visit"


def test_the_calendar_shows_the_days_since_the_visit(make_page: MakePage, sample: DataFolder, wait: Wait) -> None:
    view = opened(make_page, sample, wait, 2).part("calendar")
    assert isinstance(view, CalendarView)
    assert view.map is not None
    assert view.map.trends is not None
    assert view.map.trends.first < VISIT
    choose_since_visit(view.days)
    assert (view.map.trends.first, view.map.trends.last) == (VISIT, TODAY)
    view.map.setFocus()
    QTest.keyClick(view.map, Qt.Key.Key_Home)
    assert view.map.cursor_day == VISIT
    view.by.cell_activated(1)
    view.map.show_month(VISIT)
    assert not view.back.isEnabled()
    assert view.on.isEnabled()


def test_comparing_lists_the_phases_since_the_visit_with_the_same_figures(
    make_page: MakePage, sample: DataFolder, wait: Wait
) -> None:
    view = opened(make_page, sample, wait, 1).part("compare")
    assert isinstance(view, CompareView)
    assert view.trends is not None
    trends = view.trends

    def table() -> dict[str, list[str]]:
        model = view.table.model_of_rows
        names = [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]
        width = range(model.columnCount())
        return {name: [str(model.data(model.index(row, column))) for column in width] for row, name in enumerate(names)}

    before = table()
    assert view.table_note.isHidden()
    choose_since_visit(view.listed)
    after = table()
    since = [phase_name(phase) for phase in trends.phases if phase.last >= VISIT]
    assert [*after] == since
    assert 1 < len(since) < len(before)
    assert all(before[name] == cells for name, cells in after.items())
    assert "from 30 Oct 2025 to 10 Mar 2026; each figure rests on all days of its phase" in view.table_note.text()
    assert not view.table_note.isHidden()
    offered = [view.phase.box.itemText(place) for place in range(view.phase.box.count())]
    assert offered == since
    assert view.reference.box.count() == len(trends.phases)


def test_what_goes_together_looks_at_the_days_since_the_visit(
    make_page: MakePage, sample: DataFolder, wait: Wait
) -> None:
    view = opened(make_page, sample, wait, 3).part("together")
    assert isinstance(view, TogetherView)
    assert view.found is not None
    whole = view.found
    assert any(min(one.days) < VISIT.toordinal() for one in whole.found)
    assert "30 Oct 2025" not in view.note.text()
    choose_since_visit(view.days)
    wait(lambda: view.found is not None and view.found.days is not None)
    assert view.found is not None
    assert view.found.found
    for one in view.found.found:
        assert min(one.days) >= VISIT.toordinal()
        assert one.n >= 20
    assert "Only days from 30 Oct 2025 to 10 Mar 2026 are looked at" in view.note.text()


def test_without_a_past_visit_no_view_offers_it(make_page: MakePage, folder: DataFolder, wait: Wait) -> None:
    from ldn_journal.domain.life import NewVisit
    from ldn_journal.domain.measures import NewRating
    from ldn_journal.journal import Journal

    with Journal.create(folder) as journal:
        today = journal.today()
        journal.record(NewRating(day=today, measure="pain", value=3), NewVisit(day=today))
    page = opened(make_page, folder, wait, 2)
    view = page.part("calendar")
    assert isinstance(view, CalendarView)
    assert view.days.box.findData("since-visit") == -1
    assert len(page.charts.ranges.row.cells) == 5
