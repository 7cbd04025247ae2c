"""Somebody at the Visits page of a real window over a real file, by keyboard; what is saved is read back as PDF."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import Visit
from ldn_journal.domain.records import Kind
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.gui.theme import apply_theme
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.visits.contents import Contents
from ldn_journal.gui.visits.page import VisitsPage
from ldn_journal.journal import Journal
from tests.conftest import LayDown
from tests.gui.conftest import Desk
from tests.gui.treatment.conftest import words_of

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 3, 10)
SitDown = Callable[[], Desk]


class VisitsDesk:
    """The Visits page in view; everything is done by key presses on what has the focus."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.ready()
        desk.window.show_page("visits")
        desk.qtbot.waitUntil(lambda: self.page.view is not None, timeout=15_000)
        desk.settle()

    @property
    def page(self) -> VisitsPage:
        page = self.desk.window.page("visits")
        assert isinstance(page, VisitsPage)
        return page

    def press(self, control: QWidget) -> None:
        """Go to a button or a box and press it."""
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.hasFocus()
        QTest.keyClick(control, KEY.Key_Space)
        self.desk.settle()

    def fill(self, entries: EntryList, **texts: str) -> None:
        """Type into the open form of a list and store it."""
        assert entries.form is not None
        for key, text in texts.items():
            control = entries.form.cell(key).control
            control.setFocus(Qt.FocusReason.TabFocusReason)
            self.desk.type(text)
        self.desk.press(KEY.Key_Return, CTRL)
        self.desk.settle()

    def ask(self, question: str) -> None:
        """Add a question."""
        self.press(self.page.coming.questions.adders["add"])
        self.desk.type(question)
        self.desk.press(KEY.Key_Return)
        self.desk.settle()

    def visits(self) -> list[Visit]:
        """Return the visits that are stored."""
        found: list[list[Visit]] = []
        self.desk.window.context.tasks.run(lambda journal: journal.visits(), found.append)
        self.desk.settle()
        return found[0]

    def previewed(self) -> int:
        """Wait for the preview and return how many pages it shows."""
        self.desk.qtbot.waitUntil(lambda: self.page.summary.ready, timeout=30_000)
        return len(self.page.summary.preview.pages)

    def saved(self, path: Path) -> PdfReader:
        """Save the summary by its button and read it."""
        self.previewed()
        self.page.summary.ask = lambda _parent, _name: path
        self.press(self.page.summary.save)
        return PdfReader(BytesIO(path.read_bytes()))

    @property
    def contents(self) -> Contents:
        """What goes into the summary, unfolded."""
        assert self.page.summary.contents is not None
        self.page.summary.fold.setChecked(True)
        return self.page.summary.contents

    def box(self, key: str) -> QCheckBox:
        """Return the box of a section."""
        return self.contents.sections.lines[key].box


def words_in(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture
def at_visits(desk: Desk) -> VisitsDesk:
    """The page over the planned journal, in which there is no visit."""
    return VisitsDesk(desk)


@pytest.fixture
def with_past(planned: DataFolder, clock: FixedClock, sit_down: SitDown) -> VisitsDesk:
    """The page over a journal with a visit two weeks ago that left two of its questions open, and the next in nine days."""
    from ldn_journal.domain.catalogue import validate

    with Journal.open(planned, clock=clock) as journal:
        past = {
            "day": TODAY - timedelta(days=14),
            "with_whom": "Dr Lind",
            "questions": ["Why at night?", "Any capsules?"],
        }
        journal.record(validate(Kind.VISIT, past))
        journal.record(validate(Kind.VISIT, {"day": TODAY + timedelta(days=9), "questions": ["ANY  capsules?"]}))
    return VisitsDesk(sit_down())


@pytest.fixture
def at_sample(folder: DataFolder, lay_sample: LayDown, sit_down: SitDown) -> VisitsDesk:
    """The page over the sample journal."""
    lay_sample(folder)
    return VisitsDesk(sit_down())


# Appointments ----------------------------------------------------------------------------------------------------


def test_a_visit_and_its_questions_typed_by_keyboard_are_found_after_reopening(
    at_visits: VisitsDesk, sit_down: SitDown
) -> None:
    coming = at_visits.page.coming
    assert "No visit planned" in words_of(coming)
    at_visits.press(coming.plan)
    assert coming.visit.form is not None
    assert coming.visit.form.cell("day").control.hasFocus()
    at_visits.fill(coming.visit, day="19 March", with_whom="Dr Lind", reason="Sleep")
    assert at_visits.page.status.text() == "Saved 22:31"
    at_visits.ask("Mornings instead?")
    assert coming.questions.adders["add"].hasFocus()
    at_visits.ask("Tablets?")
    again = VisitsDesk(sit_down())
    words = words_of(again.page.coming)
    assert "Thursday 19 March 2026" in words
    for expected in ("Dr Lind", "in 9 days", "Sleep", "Mornings instead?", "Tablets?"):
        assert expected in words
    visit = again.visits()[0]
    assert (visit.day, visit.questions) == (date(2026, 3, 19), ["Mornings instead?", "Tablets?"])


def test_enter_makes_a_new_line_in_a_text_and_ctrl_enter_stores_it(at_visits: VisitsDesk) -> None:
    coming = at_visits.page.coming
    at_visits.press(coming.plan)
    assert coming.visit.form is not None
    coming.visit.form.cell("day").put("12 March")
    coming.visit.form.cell("reason").go()
    at_visits.desk.type("One")
    at_visits.desk.press(KEY.Key_Return)
    at_visits.desk.type("Two")
    assert at_visits.visits() == []
    at_visits.desk.press(KEY.Key_Return, CTRL)
    at_visits.desk.settle()
    assert at_visits.visits()[0].reason == "One\nTwo"


def test_a_question_is_changed_and_removed_and_comes_back_with_undo(at_visits: VisitsDesk) -> None:
    coming = at_visits.page.coming
    at_visits.press(coming.plan)
    at_visits.fill(coming.visit, day="19 March")
    at_visits.ask("First?")
    at_visits.ask("Second?")
    at_visits.press(coming.questions.rows[0].buttons["change"])
    at_visits.desk.type("Reworded?")
    at_visits.desk.press(KEY.Key_Return)
    at_visits.desk.settle()
    assert at_visits.visits()[0].questions == ["Reworded?", "Second?"]
    at_visits.press(coming.questions.rows[1].buttons["remove"])
    assert at_visits.visits()[0].questions == ["Reworded?"]
    at_visits.desk.press(KEY.Key_Z, CTRL)
    at_visits.desk.settle()
    assert at_visits.visits()[0].questions == ["Reworded?", "Second?"]


def test_the_same_question_twice_is_told(at_visits: VisitsDesk) -> None:
    coming = at_visits.page.coming
    at_visits.press(coming.plan)
    at_visits.fill(coming.visit, day="19 March")
    at_visits.ask("First?")
    at_visits.ask("first? ")
    assert coming.questions.form is not None
    assert coming.questions.form.cell("question").note() == "That question is on the list already."
    assert at_visits.visits()[0].questions == ["First?"]


def test_a_ticked_question_leaves_the_list_and_is_kept_with_what_was_said(at_visits: VisitsDesk) -> None:
    coming = at_visits.page.coming
    at_visits.press(coming.plan)
    at_visits.fill(coming.visit, day="today")
    at_visits.ask("First?")
    at_visits.ask("Second?")
    at_visits.press(coming.questions.rows[0].buttons["tick"])
    visit = at_visits.visits()[0]
    assert (visit.questions, visit.said) == (["Second?"], "Asked: First?")
    assert "Asked: First?" in words_of(coming.visit)
    at_visits.desk.press(KEY.Key_Z, CTRL)
    at_visits.desk.settle()
    visit = at_visits.visits()[0]
    assert (visit.questions, visit.said) == (["First?", "Second?"], None)


def test_what_a_past_visit_left_open_is_carried_over(with_past: VisitsDesk) -> None:
    coming = with_past.page.coming
    assert [row.spec.main for row in coming.left.rows] == ["Why at night?"]  # the other stands on the next list already
    with_past.press(coming.carry)
    past, following = with_past.visits()
    assert following.questions == ["ANY  capsules?", "Why at night?"]
    assert past.questions == ["Why at night?", "Any capsules?"]
    assert not coming.left.isVisible()


def test_a_question_answered_at_a_past_visit_is_no_longer_offered(with_past: VisitsDesk) -> None:
    coming = with_past.page.coming
    with_past.press(coming.left.rows[0].buttons["tick"])
    assert coming.left.rows == []
    past = with_past.visits()[0]
    assert (past.questions, past.said) == (["Any capsules?"], "Asked: Why at night?")


def test_a_question_left_out_is_offered_by_no_earlier_visit(
    planned: DataFolder, clock: FixedClock, sit_down: SitDown
) -> None:
    from ldn_journal.domain.catalogue import validate

    with Journal.open(planned, clock=clock) as journal:
        for back in (40, 14):
            journal.record(validate(Kind.VISIT, {"day": TODAY - timedelta(days=back), "questions": ["Why at night?"]}))
    desk = VisitsDesk(sit_down())
    assert len(desk.page.coming.left.rows) == 1
    assert not desk.page.coming.carry.isVisible()
    assert "Plan the next visit to carry them over." in words_of(desk.page.coming)
    desk.press(desk.page.coming.left.rows[0].buttons["remove"])
    assert desk.page.coming.left.rows == []
    assert [visit.questions for visit in desk.visits()] == [[], []]


def test_past_visits_stand_below_newest_first_and_are_changed_there(at_sample: VisitsDesk) -> None:
    past = at_sample.page.past
    assert "30 Oct 2025 · Dr Lind, rheumatology" in words_of(past)
    at_sample.press(past.entries.rows[0].buttons["change"])
    at_sample.fill(past.entries, with_whom="Dr Berg")
    assert "Dr Berg" in words_of(past)
    words = words_of(at_sample.page.since)
    assert "Since the last visit (30 Oct" in words
    assert "4.5 mg from 3 Nov" in words


# The summary -----------------------------------------------------------------------------------------------------


def test_the_preview_has_the_pages_of_the_pdf_that_is_saved(at_sample: VisitsDesk, tmp_path: Path) -> None:
    count = at_sample.previewed()
    summary = at_sample.page.summary
    pdf = at_sample.saved(tmp_path / "summary.pdf")
    assert len(pdf.pages) == count
    assert "Saved as summary.pdf." in words_of(summary)
    assert summary.folder.isVisible()
    page = summary.preview.pages[0]
    assert page.picture.width() == pytest.approx(1300, abs=2)
    assert page.height() == pytest.approx(page.width() * 297 / 210, abs=2)
    assert page.accessibleName() == f"Page 1 of {count}"
    assert summary.report is not None
    assert summary.report.summary.title in page.accessibleDescription()


def test_a_section_unticked_is_gone_from_the_pdf_and_stays_unticked(
    at_sample: VisitsDesk, sit_down: SitDown, tmp_path: Path
) -> None:
    assert "What I want to ask" in words_in(at_sample.saved(tmp_path / "all.pdf"))
    at_sample.press(at_sample.box("visit"))
    without = words_in(at_sample.saved(tmp_path / "without.pdf"))
    assert "What I want to ask" not in without
    assert "LDN now" in without
    again = VisitsDesk(sit_down())
    assert not again.box("visit").isChecked()
    assert again.box("now").isChecked()
    assert "What I want to ask" not in words_in(again.saved(tmp_path / "again.pdf"))


def test_notes_are_only_printed_when_they_are_ticked(at_sample: VisitsDesk) -> None:
    at_sample.previewed()
    assert not at_sample.box("notes").isChecked()


def test_the_period_is_chosen_by_keyboard(at_sample: VisitsDesk) -> None:
    at_sample.previewed()
    summary = at_sample.page.summary
    assert summary.report is not None
    assert (summary.report.summary.last - summary.report.summary.first).days == 89
    summary.period.box.setFocus(Qt.FocusReason.TabFocusReason)
    at_sample.desk.press(KEY.Key_Home)
    assert summary.period.box.currentText() == "Since the visit of 30 Oct 2025"
    assert not summary.ready
    assert not summary.save.isEnabled()
    at_sample.previewed()
    assert summary.report is not None
    assert summary.report.summary.first == date(2025, 10, 30)


def test_the_folder_is_remembered_on_this_computer(at_sample: VisitsDesk, folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    at_sample.saved(tmp_path / "papers" / "one.pdf")
    assert WindowMemory(folder.root / "window.ini").folder() == tmp_path / "papers"


def test_a_place_that_cannot_be_written_is_told(at_sample: VisitsDesk, tmp_path: Path) -> None:
    at_sample.previewed()
    summary = at_sample.page.summary
    summary.ask = lambda _parent, _name: tmp_path / "nowhere" / "one.pdf"
    at_sample.press(summary.save)
    assert f"There is no folder {tmp_path / 'nowhere'}." in summary.told.text()
    assert not summary.folder.isVisible()
    assert summary.ready


def test_every_page_is_printed(at_sample: VisitsDesk, tmp_path: Path) -> None:
    count = at_sample.previewed()
    paper = tmp_path / "paper.pdf"

    def printer(_parent: QWidget, _size: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(paper))
        return made

    at_sample.page.summary.ask_for_printer = printer
    at_sample.press(at_sample.page.summary.print)
    at_sample.desk.qtbot.waitUntil(lambda: at_sample.page.summary.told.text() == "Sent to the printer.", timeout=20_000)
    assert len(PdfReader(paper).pages) == count


# How it looks ----------------------------------------------------------------------------------------------------


def test_an_empty_journal_offers_one_button(folder: DataFolder, clock: FixedClock, sit_down: SitDown) -> None:
    Journal.create(folder, clock=clock).close()
    desk = VisitsDesk(sit_down())
    assert desk.page.coming.plan.isVisible()
    assert "are kept here" in words_of(desk.page.coming)
    assert not desk.page.summary.isVisible()
    assert not desk.page.past.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_the_smallest_window(
    folder: DataFolder, lay_sample: LayDown, sit_down: SitDown, scale: float
) -> None:
    lay_sample(folder)
    WindowMemory(folder.root / "window.ini").keep_look(Look("dark", scale))
    opened = sit_down()
    opened.window.resize(900, 600)
    desk = VisitsDesk(opened)
    desk.box("visit")
    desk.previewed()
    desk.press(desk.page.coming.visit.rows[0].buttons["change"])
    QApplication.processEvents()
    inner = desk.page.scroller.widget()
    assert inner is not None
    assert desk.page.width() <= 900
    assert inner.width() <= desk.page.scroller.viewport().width()
    apply_theme(QApplication.instance(), "light", 1.0)  # type: ignore[arg-type]


def test_every_control_has_a_name_and_is_reached_by_tab(at_sample: VisitsDesk) -> None:
    at_sample.previewed()
    at_sample.box("visit")
    page = at_sample.page
    stops = [
        one for one in page.findChildren(QWidget) if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    named = [one for one in stops if one.accessibleName() or getattr(one, "text", str)()]
    assert len(stops) > 25
    assert [type(one).__name__ for one in stops if one not in named and one.isEnabled()] == []
    seen: list[QWidget] = []
    page.coming.visit.rows[0].buttons["change"].setFocus(Qt.FocusReason.TabFocusReason)
    for _step in range(2 * len(stops)):
        QTest.keyClick(at_sample.desk.focus(), KEY.Key_Tab)
        seen.append(at_sample.desk.focus())
    assert {id(one) for one in stops if one.isEnabled()} <= {id(one) for one in seen}
