"""What goes together, on the Trends page."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.scatter import ScatterPlot
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui.theme import apply_theme, theme_for
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.gui.trends.together_view import TogetherView
from ldn_journal.gui.widgets.card import Card
from ldn_journal.journal import Journal

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]
TODAY = date(2026, 3, 10)


def words_of(card: Card) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def shown_plot(view: TogetherView) -> ScatterPlot:
    QApplication.processEvents()
    (plot,) = (one for one in view.plot.findChildren(ScatterPlot) if not one.isHidden())
    return plot


@pytest.fixture
def open_view(make_page: MakePage, wait: Wait) -> Callable[[DataFolder], TogetherView]:
    """Return an opener of the page on this view, loaded."""

    def open_on(folder: DataFolder) -> TogetherView:
        page = make_page(folder)
        page.views.cell_activated(3)
        part = page.part("together")
        assert isinstance(part, TogetherView)
        wait(lambda: page.context.tasks.idle)
        return part

    return open_on


Open = Callable[[DataFolder], TogetherView]


def test_the_list_is_ranked_exploratory_and_never_under_20_pairs(open_view: Open, sample: DataFolder) -> None:
    view = open_view(sample)
    assert view.found is not None
    found = view.found.found
    assert found
    assert min(one.n for one in found) >= 20
    sizes = [abs(one.rho) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert {one.second for one in found} == {"pain"}
    assert "dose_time" in {one.first for one in found}
    assert "Exploratory" in view.note.text()
    assert "Exploratory" in words_of(view.plot)
    assert view.clock.isVisible()


def test_the_keys_lead_from_one_plot_to_the_next(open_view: Open, sample: DataFolder) -> None:
    view = open_view(sample)
    assert view.found is not None
    first = shown_plot(view)
    assert sum(first.dots.values()) == view.found.found[0].n
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    second = shown_plot(view)
    assert second is not first
    assert sum(second.dots.values()) == view.found.found[1].n


def test_another_outcome_is_explored(open_view: Open, sample: DataFolder, wait: Wait) -> None:
    view = open_view(sample)
    view.outcome.box.setFocus()
    while view.outcome.current() != "vivid_dreams":
        QTest.keyClick(view.outcome.box, Qt.Key.Key_Down)
    wait(lambda: view.found is not None and view.found.outcome == "vivid_dreams")
    assert view.found is not None
    assert {one.second for one in view.found.found} == {"vivid_dreams"}


def test_under_20_pairs_there_is_a_sentence_instead(open_view: Open, folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock) as journal:
        for number in range(19):
            day = TODAY - timedelta(days=number)
            journal.record(
                NewRating(day=day, measure="pain", value=float(number % 7)),
                NewRating(day=day, measure="fatigue", value=float(number % 5)),
            )
    view = open_view(folder)
    assert view.found is not None
    assert view.found.found == ()
    assert not view.table.isVisible()
    assert not view.plot.isVisible()
    assert "20 pairs of days" in view.note.text()


def test_a_score_is_not_put_beside_what_it_contains(open_view: Open, sample: DataFolder) -> None:
    view = open_view(sample)
    assert view.found is not None
    assert "peg" not in {one.first for one in view.found.found}
    assert "peg" in view.found.measures


@pytest.mark.parametrize(("scale", "width"), [(1.0, 700), (2.0, 900)])
def test_every_column_is_in_sight(
    open_view: Open, sample: DataFolder, qapp: QApplication, scale: float, width: int, wait: Wait
) -> None:
    view = open_view(sample)
    apply_theme(qapp, "light", scale)
    view.window().resize(width, 600)
    table = view.table
    wait(lambda: table.width() < width and table.names.fontMetrics().height() > 15 * scale)
    wait(lambda: table.horizontalScrollBar().maximum() == 0)
    for row, name in enumerate(table.model_of_rows.names):
        assert table.rowHeight(row) >= table.names.height_of(row, table.names.width()), name
    assert table.isColumnHidden(3)


def test_a_row_is_marked_from_its_name_on(open_view: Open, sample: DataFolder) -> None:
    view = open_view(sample)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QApplication.processEvents()
    names = view.table.names
    image = names.grab().toImage()
    marked = [image.pixelColor(3, names.sectionViewportPosition(row) + 5).name() for row in range(3)]
    soft = theme_for(view).colour("accent_soft").name()
    assert [colour == soft for colour in marked] == [False, True, False]
    assert view.table.rowHeight(0) >= 34
