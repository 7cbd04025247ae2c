"""What goes into the summary, chosen at the page of a real window; the PDF that is saved is read back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote, NewVisit
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.records import Kind
from ldn_journal.gui.visits.note_ticks import AT_ONCE
from ldn_journal.journal import Journal
from ldn_journal.report.paper import usual_paper
from tests.gui.conftest import Desk
from tests.gui.treatment.conftest import words_of
from tests.gui.visits.test_page import VisitsDesk, words_in

KEY = Qt.Key
TODAY = date(2026, 3, 10)
SitDown = Callable[[], Desk]


@pytest.fixture
def noted(planned: DataFolder, clock: FixedClock) -> DataFolder:
    """A journal with a visit to come, pain on ten days, and three notes, one of them long ago."""
    with Journal.open(planned, clock=clock) as journal:
        pain = [NewRating(day=TODAY - timedelta(days=n), measure="pain", value=4) for n in range(10)]
        notes = [
            NewNote(day=TODAY - timedelta(days=1), text="Slept badly\nafter the party"),
            NewNote(day=TODAY - timedelta(days=3), text="Argued with my sister"),
            NewNote(day=TODAY - timedelta(days=200), text="An old secret"),
        ]
        journal.record(*pain, *notes, NewVisit(day=TODAY + timedelta(days=9), with_whom="Dr Lind"))
    return planned


def seated(sit_down: SitDown) -> VisitsDesk:
    desk = VisitsDesk(sit_down())
    desk.previewed()
    return desk


def with_notes(desk: VisitsDesk) -> None:
    desk.press(desk.box("notes"))
    assert desk.contents.notes.isVisible()


def listed(desk: VisitsDesk) -> list[str]:
    return [line.box.accessibleName() for line in desk.contents.notes.lines.values()]


def choose_period(desk: VisitsDesk, key: str) -> None:
    box = desk.page.summary.period.box
    box.setFocus(Qt.FocusReason.TabFocusReason)
    while box.currentData() != key:
        QTest.keyClick(box, KEY.Key_Down if box.findData(key) > box.currentIndex() else KEY.Key_Up)
    desk.desk.settle()


# Notes -----------------------------------------------------------------------------------------------------------


def test_ticking_notes_prints_none_until_each_has_its_own_tick(
    noted: DataFolder, sit_down: SitDown, tmp_path: Path
) -> None:
    desk = seated(sit_down)
    assert not desk.box("notes").isChecked()
    assert not desk.contents.notes.isVisible()
    with_notes(desk)
    assert listed(desk) == ["9 Mar 2026: Slept badly…", "7 Mar 2026: Argued with my sister"]
    assert not any(line.box.isChecked() for line in desk.contents.notes.lines.values())
    for secret in ("Slept badly", "Argued", "secret"):
        assert secret not in words_in(desk.saved(tmp_path / "none.pdf"))
    desk.press(next(iter(desk.contents.notes.lines.values())).box)
    assert desk.page.summary.fold.note().endswith(", 1 note")
    one = words_in(desk.saved(tmp_path / "one.pdf"))
    assert "after the party" in one
    assert "Argued" not in one
    assert "secret" not in one


def test_all_and_none_of_the_period(noted: DataFolder, sit_down: SitDown, tmp_path: Path) -> None:
    desk = seated(sit_down)
    with_notes(desk)
    choose_period(desk, "all")
    assert len(listed(desk)) == 3
    desk.press(desk.contents.notes.all)
    assert "3 of 3 notes ticked" in words_of(desk.page.summary)
    everything = words_in(desk.saved(tmp_path / "all.pdf"))
    assert "secret" in everything
    assert "Argued" in everything
    choose_period(desk, "90")
    assert "2 of 2 notes ticked" in words_of(desk.page.summary)
    assert "secret" not in words_in(desk.saved(tmp_path / "ninety.pdf"))
    desk.press(desk.contents.notes.none)
    assert "Argued" not in words_in(desk.saved(tmp_path / "none.pdf"))
    choose_period(desk, "all")
    assert [line.box.isChecked() for line in desk.contents.notes.lines.values()] == [False, False, True]


def test_a_note_written_after_all_were_ticked_is_not_among_them(
    noted: DataFolder, clock: FixedClock, sit_down: SitDown, tmp_path: Path
) -> None:
    desk = seated(sit_down)
    with_notes(desk)
    desk.press(desk.contents.notes.all)
    desk.desk.window.context.change(lambda journal: journal.record(NewNote(day=TODAY, text="Written later")))
    desk.desk.settle()
    assert listed(desk)[0] == "10 Mar 2026: Written later"
    assert "2 of 3 notes ticked" in words_of(desk.page.summary)
    assert "Written later" not in words_in(desk.saved(tmp_path / "later.pdf"))


def test_many_notes_are_listed_bit_by_bit(noted: DataFolder, clock: FixedClock, sit_down: SitDown) -> None:
    with Journal.open(noted, clock=clock) as journal:
        journal.record(*(NewNote(day=TODAY - timedelta(days=n), text=f"Day {n}") for n in range(4, 44)))
    desk = seated(sit_down)
    with_notes(desk)
    notes = desk.contents.notes
    assert len(notes.lines) == AT_ONCE
    assert notes.more.text() == "Show 17 more notes"
    desk.press(notes.more)
    assert len(notes.lines) == 42
    assert not notes.more.isVisible()
    assert desk.desk.focus() is [*notes.lines.values()][AT_ONCE].box


# Data for programs -----------------------------------------------------------------------------------------------


def test_data_goes_into_the_file_only_when_ticked(noted: DataFolder, sit_down: SitDown, tmp_path: Path) -> None:
    desk = seated(sit_down)
    assert dict(desk.saved(tmp_path / "plain.pdf").attachments) == {}
    boxes = {key: line.box for key, line in desk.contents.data.lines.items()}
    assert not any(box.isChecked() for box in boxes.values())
    assert "Anyone who has the file can read this data too" in words_of(desk.page.summary)
    desk.press(boxes["csv"])
    assert set(desk.saved(tmp_path / "csv.pdf").attachments) == {"days.csv", "doses.csv", "ratings.csv"}
    desk.press(boxes["fhir"])
    assert "journal.fhir.json" in desk.saved(tmp_path / "both.pdf").attachments
    assert desk.page.summary.fold.note().endswith(", CSV + FHIR")


# Paper -----------------------------------------------------------------------------------------------------------


def test_the_paper_is_the_usual_one_of_the_country_until_it_is_chosen(
    noted: DataFolder, sit_down: SitDown, tmp_path: Path
) -> None:
    desk = seated(sit_down)
    assert round(desk.saved(tmp_path / "a4.pdf").pages[0].mediabox.height) == 842
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.Canada))
    again = seated(sit_down)
    assert again.page.summary.paper.box.currentText() == "Letter"
    assert round(again.saved(tmp_path / "letter.pdf").pages[0].mediabox.height) == 792
    page = again.page.summary.preview.pages[0]
    assert page.height() == pytest.approx(page.width() * 11 / 8.5, abs=2)
    again.page.summary.paper.box.setFocus(Qt.FocusReason.TabFocusReason)
    again.desk.press(KEY.Key_Up)
    again.desk.settle()
    assert round(again.saved(tmp_path / "chosen.pdf").pages[0].mediabox.height) == 842
    kept = seated(sit_down)
    assert kept.page.summary.paper.box.currentText() == "A4"


@pytest.mark.parametrize(
    ("territory", "paper"), [("US", "letter"), ("ca", "letter"), ("MX", "letter"), ("NO", "a4"), ("", "a4")]
)
def test_usual_papers(territory: str, paper: str) -> None:
    assert usual_paper(territory) == paper


# Kept for each visit ---------------------------------------------------------------------------------------------


def test_choices_are_kept_for_the_visit(noted: DataFolder, sit_down: SitDown) -> None:
    desk = seated(sit_down)
    with_notes(desk)
    desk.press([*desk.contents.notes.lines.values()][1].box)
    desk.press(desk.contents.data.lines["csv"].box)
    desk.press(desk.box("medicines"))
    choose_period(desk, "year")
    again = seated(sit_down)
    assert again.page.summary.period.current() == "year"
    assert not again.box("medicines").isChecked()
    assert again.box("notes").isChecked()
    assert [line.box.isChecked() for line in again.contents.notes.lines.values()] == [False, True, False]
    assert again.contents.data.lines["csv"].box.isChecked()


def test_a_new_visit_begins_with_the_last_choice_but_nothing_private(
    noted: DataFolder, clock: FixedClock, sit_down: SitDown, tmp_path: Path
) -> None:
    desk = seated(sit_down)
    with_notes(desk)
    desk.press(desk.contents.notes.all)
    desk.press(desk.contents.data.lines["fhir"].box)
    desk.press(desk.box("medicines"))
    choose_period(desk, "year")
    nearer = NewVisit(day=TODAY + timedelta(days=2), with_whom="Dr Berg")
    desk.desk.window.context.change(lambda journal: journal.record(nearer))
    desk.desk.settle()
    assert desk.page.summary.period.current() == "year"
    assert not desk.box("medicines").isChecked()
    assert desk.box("notes").isChecked()
    assert not any(line.box.isChecked() for line in desk.contents.notes.lines.values())
    assert not desk.contents.data.keys()
    pdf = desk.saved(tmp_path / "berg.pdf")
    assert dict(pdf.attachments) == {}
    assert "Argued" not in words_in(pdf)
    desk.press(desk.box("events"))
    berg = desk.page.view.coming.id  # type: ignore[union-attr]
    desk.desk.window.context.change(lambda journal: journal.remove(Kind.VISIT, berg))
    desk.desk.settle()
    # What was chosen for Dr Lind: the two notes that the period had then.
    assert [line.box.isChecked() for line in desk.contents.notes.lines.values()] == [True, True, False]
    assert desk.contents.data.keys() == ("fhir",)
    assert desk.box("events").isChecked()


def test_a_choice_from_before_is_where_visits_begin(noted: DataFolder, clock: FixedClock, sit_down: SitDown) -> None:
    with Journal.open(noted, clock=clock) as journal:
        journal.change_settings(summary_sections=["now", "chart", "notes", "gone-since"])
    desk = seated(sit_down)
    assert set(desk.contents.sections.keys()) == {"now", "chart", "notes"}
    assert desk.contents.notes.chosen() == frozenset()


def test_choices_of_visits_that_are_gone_are_dropped(noted: DataFolder, clock: FixedClock, sit_down: SitDown) -> None:
    desk = seated(sit_down)
    desk.press(desk.box("medicines"))
    visit = desk.page.view.coming.id  # type: ignore[union-attr]
    desk.desk.window.context.change(lambda journal: journal.remove(Kind.VISIT, visit))
    desk.desk.settle()
    desk.press(desk.box("events"))
    desk.desk.settle()
    kept: list[set[str]] = []
    desk.desk.window.context.tasks.run(lambda journal: set(journal.settings.visit_choices), kept.append)
    desk.desk.settle()
    assert kept == [{""}]
