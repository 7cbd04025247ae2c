"""Comparing phases on the Trends page."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.distribution import DistributionPlot
from ldn_journal.charts.intervals import IntervalPlot
from ldn_journal.domain.measures import NewRating
from ldn_journal.gui.trends.compare_view import CompareView
from ldn_journal.gui.trends.page import TrendsPage
from ldn_journal.gui.widgets.card import Card
from ldn_journal.gui.widgets.help_button import HelpButton
from ldn_journal.gui.widgets.labels import LinkButton
from ldn_journal.journal import Journal

MakePage = Callable[[DataFolder], TrendsPage]
Wait = Callable[[Callable[[], bool]], None]
TODAY = date(2026, 3, 10)


def words_of(card: Card) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def buttons_of(card: Card) -> list[QPushButton]:
    return [button for button in card.findChildren(QPushButton) if not button.isHidden()]


@pytest.fixture
def open_view(make_page: MakePage, wait: Wait) -> Callable[[DataFolder], tuple[TrendsPage, CompareView]]:
    """Return an opener of the page on this view, loaded."""

    def open_on(folder: DataFolder) -> tuple[TrendsPage, CompareView]:
        page = make_page(folder)
        page.views.cell_activated(1)
        part = page.part("compare")
        assert isinstance(part, CompareView)
        wait(lambda: page.context.tasks.idle)
        return page, part

    return open_on


Open = Callable[[DataFolder], tuple[TrendsPage, CompareView]]


def choose(view: CompareView, wait: Wait, **keys: str) -> None:
    """Choose from the lists as the keyboard does: by the entries' order."""
    for name, key in keys.items():
        box = getattr(view, name).box
        box.setFocus()
        while box.currentData() != key:
            down = box.findData(key) > box.currentIndex()
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        wait(lambda: view.context.tasks.idle)
        QApplication.processEvents()


def test_the_sample_is_compared_with_before_ldn(open_view: Open, sample: DataFolder) -> None:
    _page, view = open_view(sample)
    said = words_of(view.result)
    assert said.count("4.5\u00a0mg again compared with before LDN") == 1
    assert said.count("points") == 1
    assert "likely between −" in said
    assert "This is the main outcome, chosen beforehand." in words_of(view.care)
    assert "FINAL 2024" in words_of(view.care)
    model = view.table.model_of_rows
    assert model.names == ["before LDN", "1.5\u00a0mg", "3\u00a0mg", "4.5\u00a0mg", "break", "4.5\u00a0mg again"]
    assert [heading for heading, _meaning in model.headings][:4] == ["Days", "Recorded", "Mean", "Difference"]
    dash = model.index(0, 3)
    assert model.data(dash) == "–"
    assert model.data(dash, Qt.ItemDataRole.AccessibleTextRole) == "no figure"
    assert model.data(dash, Qt.ItemDataRole.AccessibleDescriptionRole) == "before LDN, Difference"


def test_another_reference_changes_the_sentences(open_view: Open, sample: DataFolder, wait: Wait) -> None:
    _page, view = open_view(sample)
    before = words_of(view.result)
    choose(view, wait, reference="3mg-1")
    after = words_of(view.result)
    assert after != before
    assert "4.5\u00a0mg again compared with 3\u00a0mg" in after
    assert view.trends is not None
    assert view.trends.reference is not None
    assert view.trends.reference.key == "3mg-1"
    assert view.phase.box.findData("3mg-1") < 0
    assert view.table.model_of_rows.rows[2][3] == "–"
    choose(view, wait, phase="baseline")
    earlier = words_of(view.result)
    assert "before LDN compared with 3\u00a0mg" in earlier
    assert "before LDN was better in" in earlier


def test_the_chosen_phase_and_measure_outlive_a_change(open_view: Open, sample: DataFolder, wait: Wait) -> None:
    page, view = open_view(sample)
    choose(view, wait, measure="sleep", reference="1.5mg-1", phase="3mg-1")
    seen = view.view
    page.context.change(lambda journal: journal.record(NewRating(day=TODAY, measure="pain", value=9)))
    wait(lambda: view.view is not seen)
    wait(lambda: page.context.tasks.idle)
    assert (view.measure.current(), view.reference.current(), view.phase.current()) == ("sleep", "1.5mg-1", "3mg-1")
    assert words_of(view.result).startswith("Sleep\n3\u00a0mg compared with 1.5\u00a0mg\n")


def test_the_main_outcome_is_stored_with_its_day_and_can_be_taken_back(
    open_view: Open, sample: DataFolder, wait: Wait, clock: FixedClock
) -> None:
    page, view = open_view(sample)
    assert page.view is not None
    before = page.view.outcome
    assert buttons_of(view.outcome) == []
    choose(view, wait, measure="sleep")
    (button,) = buttons_of(view.outcome)
    assert button.text() == "Make Sleep the main outcome"
    seen = page.view
    button.click()
    wait(lambda: page.view is not seen and page.context.tasks.idle)
    assert page.view.outcome == ("sleep", TODAY)
    assert "Sleep, chosen on 10 March 2026." in words_of(view.outcome)
    assert "Exploratory" in words_of(view.care)
    (back,) = buttons_of(view.outcome)
    assert isinstance(back, LinkButton)
    assert view.outcome.focusWidget() is back
    seen = page.view
    back.click()
    wait(lambda: page.view is not seen and page.context.tasks.idle)
    assert page.view.outcome == before
    page.context.tasks.close()
    with Journal.open(sample, clock=clock) as journal:
        assert (journal.settings.primary_outcome, journal.settings.primary_outcome_chosen) == before


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen
def test_the_interval_is_explained_on_request(open_view: Open, sample: DataFolder) -> None:
    _page, view = open_view(sample)
    by_name = {button.accessibleName(): button for button in view.findChildren(HelpButton)}
    asked = by_name["What does this interval mean?"]
    assert set(by_name) >= {"What does the share of pairs mean?", "Why are placebo groups named here?"}
    assert "95 times in 100" in asked.accessibleDescription()
    assert "95 times in 100" not in words_of(view.result)
    asked.setFocus()
    QTest.keyClick(asked, Qt.Key.Key_Space)
    assert asked.note is not None
    assert asked.note.isVisible()
    assert "95 times in 100" in asked.note.words.text()
    wanted: list[str] = []
    _page.page_wanted.connect(wanted.append)
    QTest.keyClick(asked.note.more, Qt.Key.Key_Space)
    assert wanted == ["learn/interval"]
    assert not asked.note.isVisible()


def test_the_plots_say_their_figures(open_view: Open, sample: DataFolder) -> None:
    _page, view = open_view(sample)
    (steps,) = view.steps.findChildren(IntervalPlot)
    assert [row.name for row in steps.rows] == ["1.5\u00a0mg", "3\u00a0mg", "4.5\u00a0mg", "break", "4.5\u00a0mg again"]
    (days,) = view.days.findChildren(DistributionPlot)
    assert len(days.rows) == 6
    assert view.trends is not None
    recorded = [view.trends.row("pain", phase.key) for phase in view.trends.phases]
    assert [len(row.values) for row in days.rows] == [one.description.recorded for one in recorded if one is not None]
    assert "before LDN: " in days.accessibleDescription()
    assert "the middle half from" in days.accessibleDescription()


def test_one_phase_has_nothing_to_be_compared_with(open_view: Open, folder: DataFolder, clock: FixedClock) -> None:
    with Journal.create(folder, clock=clock) as journal:
        journal.record(NewRating(day=TODAY, measure="pain", value=3))
    _page, view = open_view(folder)
    assert "Nothing to compare yet" in words_of(view.result)
    assert not view.steps.isVisible()
    assert view.table.model_of_rows.names == ["before LDN"]


def test_figures_are_copied_by_keyboard(open_view: Open, sample: DataFolder) -> None:
    _page, view = open_view(sample)
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.model_of_rows.index(1, 1))
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = QApplication.clipboard().text().splitlines()
    assert first == "\tRecorded"
    assert second == f"1.5\u00a0mg\t{view.table.model_of_rows.rows[1][1]}"
    QApplication.clipboard().clear()
