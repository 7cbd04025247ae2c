"""Nothing typed is lost: every field of every page, closed, locked or ended, on a sound disk, a full one, and a replaced file."""

import json
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.history.page import HistoryPage
from ldn_journal.gui.learn.page import LearnPage
from ldn_journal.gui.lock.locking import Locking
from ldn_journal.gui.lock.unlock import UnlockScreen
from ldn_journal.gui.questionnaires.page import QuestionnairesPage
from ldn_journal.gui.rescue import Rescue
from ldn_journal.gui.settings.page import SettingsPage
from ldn_journal.gui.treatment.page import TreatmentPage
from ldn_journal.gui.visits.page import VisitsPage
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit
from ldn_journal.journal import Journal
from ldn_journal.journal.unsaved_text import read_unsaved_text
from tests.gui.conftest import Desk

PASSWORD = "correct horse"
FULL = pytest.mark.full
TOO_LONG = ("long " * 4_001).strip()
"""A note of more than the 20,000 characters that are taken."""


@pytest.fixture
def protected(planned: DataFolder, clock: FixedClock) -> DataFolder:
    with Journal.open(planned, clock=clock) as journal:
        journal.protect(PASSWORD)
    return planned


class Trouble:
    """What keeps the journal from being written; ``begin`` and ``end`` it."""

    def __init__(self, kind: str, folder: DataFolder) -> None:
        self.kind, self._folder = kind, folder
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    def begin(self) -> None:
        if self.kind == "full disk":
            self._folder.reserve.unlink(missing_ok=True)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, self._limit[1]))
        elif self.kind == "replaced":
            copy = self._folder.root / "copy"
            shutil.copy(self._folder.journal, copy)
            copy.replace(self._folder.journal)

    def end(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)


@pytest.fixture
def trouble(request: pytest.FixtureRequest, protected: DataFolder) -> Iterator[Trouble]:
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    made = Trouble(request.param, protected)
    yield made
    made.end()
    signal.signal(signal.SIGXFSZ, kept)


def enter(desk: Desk) -> Desk:
    desk.settle()
    assert isinstance(desk.window.centralWidget(), UnlockScreen)
    desk.type(PASSWORD)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.window.show_page("today")
    desk.ready()
    return desk


def locking(desk: Desk) -> Locking:
    return next(one for one in desk.window.findChildren(QObject) if isinstance(one, Locking))


def gone_to(desk: Desk, key: str) -> object:
    desk.window.show_page(key)
    desk.settle()
    return desk.window.page(key)


def type_into(desk: Desk, field: QLineEdit, text: str) -> None:
    field.setFocus()
    desk.type(text)


def type_everywhere(desk: Desk) -> dict[str, list[str]]:
    """Leave something half done on every page; return by page what must be found again."""
    form = desk.today.form
    assert form is not None
    night = form.item("sleep")
    night.unfold()  # type: ignore[attr-defined]
    type_into(desk, night.sheet.fields["to_bed"], "22:4x")  # type: ignore[attr-defined]
    type_into(desk, night.row.controls()[0], "7:1x")  # type: ignore[arg-type]
    form.dose._other("")
    desk.type("3,7 or so")
    visits = gone_to(desk, "visits")
    assert isinstance(visits, VisitsPage)
    next(iter(visits.coming.visit.adders.values())).click()
    desk.type("half a visit")
    treatment = gone_to(desk, "treatment")
    assert isinstance(treatment, TreatmentPage)
    for entries, words in (
        (treatment.prescriptions.entries, "half a bottle"),
        (treatment.medicines.entries, "half a medicine"),
        (treatment.plan.entries, "half a step"),
        (treatment.conditions.entries, "half a fact"),
    ):
        next(iter(entries.adders.values())).click()
        cell = next(one for one in entries.form.cells if isinstance(one.control, QLineEdit))  # type: ignore[union-attr]
        type_into(desk, cell.control, words)  # type: ignore[arg-type]
    asked = gone_to(desk, "questionnaires")
    assert isinstance(asked, QuestionnairesPage)
    desk.qtbot.waitUntil(lambda: asked.view is not None)
    asked.fill_in("peg")
    desk.type("6")
    history = gone_to(desk, "history")
    assert isinstance(history, HistoryPage)
    desk.qtbot.waitUntil(lambda: history.model.rowCount() > 0)
    history.table.setCurrentIndex(history.model.index(2, 2))
    history.table.setFocus()
    desk.type("4x")
    settings = gone_to(desk, "settings")
    assert isinstance(settings, SettingsPage)
    desk.qtbot.waitUntil(lambda: settings.view is not None)
    born = next(one for one in settings.findChildren(QLineEdit) if one.accessibleName() == "Year of birth")
    type_into(desk, born, "19x")
    settings.track._open_new()
    type_into(desk, settings.track.form.cells[0].control, "half a measure")  # type: ignore[union-attr,arg-type]
    learn = gone_to(desk, "learn")
    assert isinstance(learn, LearnPage)
    type_into(desk, learn.search, "opioids")
    return {
        "today": ["22:4x", "7:1x", "3,7 or so"],
        "visits": ["half a visit"],
        "treatment": ["half a bottle", "half a medicine", "half a step", "half a fact"],
        "questionnaires": ["peg", "6.0"],
        "history": ["4x"],
        "settings": ["19x", "half a measure"],
        "learn": ["opioids"],
    }


def drafts(desk: Desk) -> dict[str, object]:
    return {key: page.draft() for key, page in desk.window.made_pages()}


def unfound(desk: Desk, wanted: dict[str, list[str]]) -> list[str]:
    """Return what is not on its page, which is made and read first."""
    lost = []
    for key, texts in wanted.items():
        page = gone_to(desk, key)

        def told(page: object = page) -> str:
            return json.dumps(page.draft(), ensure_ascii=False)  # type: ignore[attr-defined]

        desk.qtbot.waitUntil(lambda: all(text in told() for text in texts), timeout=5_000)  # noqa: B023
        lost += [text for text in texts if text not in told()]
    return lost


def closed(desk: Desk) -> bool:
    desk.settle()
    return not desk.window.isVisible()


WAYS = [
    ("lock", "none", True),
    ("lock", "full disk", False),
    ("end", "full disk", True),
    ("close twice", "none", True),
    ("lock", "replaced", True),
    ("end", "none", True),
    ("end", "replaced", True),
]


@pytest.mark.parametrize(
    ("way", "trouble"),
    [pytest.param(way, kind, marks=FULL if full else (), id=f"{way}, {kind}") for way, kind, full in WAYS],
    indirect=["trouble"],
)
def test_what_stands_half_typed_on_any_page_comes_back(
    protected: DataFolder, sit_down: Callable[[], Desk], way: str, trouble: Trouble
) -> None:
    desk = enter(sit_down())
    wanted = type_everywhere(desk)
    trouble.begin()
    if way == "lock":
        desk.window.lock_wanted.emit()
        desk.settle()
        assert list(desk.window.made_pages()) == []
        assert (locking(desk).drafts.sealed is None) == (trouble.kind == "none")
        trouble.end()
        enter(desk)
    else:
        if way == "end":
            desk.window.leave_unasked()
            desk.settle()
        else:
            desk.window.close()
            assert not closed(desk)
            assert "isn't saved yet" in desk.window.problem.text()
            desk.window.close()
        assert closed(desk)
        trouble.end()
        desk = enter(sit_down())
    assert unfound(desk, wanted) == []
    assert read_unsaved_text(protected) == []
    for path in protected.root.rglob("*"):
        assert not path.is_file() or b"half a" not in path.read_bytes()


@pytest.mark.parametrize("trouble", ["full disk", pytest.param("replaced", marks=FULL)], indirect=True)
def test_no_number_of_closes_loses_what_cannot_be_kept(
    protected: DataFolder, sit_down: Callable[[], Desk], trouble: Trouble, tmp_path: Path, clock: FixedClock
) -> None:
    desk = enter(sit_down())
    form = desk.today.form
    assert form is not None
    form.dose._other("")
    desk.type("3.7")
    desk.window.close()
    assert not closed(desk)
    assert "it will be here" in desk.window.problem.text()
    form.dose._close_panel()
    trouble.begin()
    form.item("pain").focus()
    desk.type("7")
    form.item("note").row.controls()[0].setFocus()
    desk.type("what a day")
    for _time in range(3):
        desk.window.close()
        assert not closed(desk)
    bar = next(one for one in desk.window.findChildren(QObject) if isinstance(one, Rescue)).bar
    assert bar is not None
    assert bar.isVisible()
    assert bar.leave.isVisible()
    assert desk.window.problem.text() == ""  # what was promised before does not hold any more
    assert desk.scale("pain") == 7
    trouble.end()
    target = tmp_path / "copy.ldnjb"
    rescue = next(one for one in desk.window.findChildren(QObject) if isinstance(one, Rescue))
    rescue.ask = lambda _parent, _name: target
    bar.elsewhere.click()
    desk.settle()
    if trouble.kind == "replaced":  # on the disk that has room again the journal itself has it
        assert str(target) in bar.text()
        desk.window.close()
    else:
        desk.today.saving.retry()
        desk.window.close()
    desk.settle()
    assert closed(desk)
    fresh = DataFolder(tmp_path / "fresh")
    Journal.rebuild(fresh, target, password=PASSWORD, clock=clock).close()
    with Journal.open(fresh, password=PASSWORD, clock=clock) as journal:
        assert [one.value for one in journal.ratings() if one.measure == "pain"] == [7]
        assert [one.text for one in journal.notes()] == ["what a day"]


def test_a_note_that_is_too_long_is_never_given_up(protected: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = enter(sit_down())
    form = desk.today.form
    assert form is not None
    edit = form.note.edit
    edit.setPlainText(TOO_LONG)
    desk.window.close()
    assert not closed(desk)
    assert form.note.row.note_text()
    desk.today.step(-1)  # another day in view is no reason to forget it
    desk.settle()
    assert edit.toPlainText() == ""
    desk.today.step(1)
    desk.settle()
    assert edit.toPlainText() == TOO_LONG
    desk.window.lock_wanted.emit()
    desk.settle()
    enter(desk)
    assert desk.today.form is not None
    assert desk.today.form.note.edit.toPlainText() == TOO_LONG
    desk.window.close()
    desk.settle()
    desk.window.close()
    assert closed(desk)
    again = enter(sit_down())
    assert again.today.form is not None
    assert again.today.form.note.edit.toPlainText() == TOO_LONG
    again.today.form.note.edit.setPlainText("short")
    again.window.close()
    assert closed(again)
    last = enter(sit_down())
    assert last.today.form is not None
    assert last.today.form.note.edit.toPlainText() == "short"
    assert not last.today.has_unsaved()


def test_an_answer_kept_back_stays_with_its_day_and_is_stored_after_a_lock(
    protected: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock
) -> None:
    desk = enter(sit_down())
    trouble = Trouble("full disk", protected)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    trouble.begin()
    try:
        form = desk.today.form
        assert form is not None
        form.item("pain").focus()
        desk.type("8")
        desk.settle()
        desk.today.step(-1)
        desk.settle()
        assert desk.scale("pain") is None
        desk.type("")
        form.item("pain").focus()
        desk.type("2")
        desk.settle()
        desk.today.step(1)
        desk.settle()
        assert desk.scale("pain") == 8
        form.dose._take()
        desk.settle()
        desk.window.lock_wanted.emit()
        desk.settle()
    finally:
        trouble.end()
        signal.signal(signal.SIGXFSZ, kept)
    enter(desk)
    assert desk.scale("pain") == 8
    assert not desk.today.has_unsaved()
    with_values = {}
    desk.window.context.tasks.run(
        lambda journal: with_values.update(
            {one.day: one.value for one in journal.ratings()} | {"n": len(journal.doses())}
        )
    )
    desk.settle()
    today = clock.now().date()
    assert with_values == {today: 8, today.replace(day=today.day - 1): 2, "n": 1}


def test_a_password_given_while_the_window_is_being_locked_is_compared(
    protected: DataFolder, sit_down: Callable[[], Desk]
) -> None:
    desk = enter(sit_down())
    desk.window.context.tasks.run(lambda journal: len(journal.notes()))  # something is still under way
    desk.window.lock_wanted.emit()
    locking(desk)._with_password("wrong horse")
    desk.settle()
    screen = desk.window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    assert "Wrong password" in screen.problem.text()


@pytest.mark.full
def test_text_sealed_at_a_lock_survives_the_end_of_the_program(
    protected: DataFolder, sit_down: Callable[[], Desk], capfd: pytest.CaptureFixture[str]
) -> None:
    desk = enter(sit_down())
    trouble = Trouble("full disk", protected)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        form = desk.today.form
        assert form is not None
        type_into(desk, form.item("sleep").row.controls()[0], "7:1x")  # type: ignore[arg-type]
        trouble.begin()
        desk.window.lock_wanted.emit()
        desk.settle()
        desk.window.leave_unasked()
        assert closed(desk)
    finally:
        trouble.end()
        signal.signal(signal.SIGXFSZ, kept)
    assert "It is kept in" in capfd.readouterr().err
    ((path, sealed),) = read_unsaved_text(protected)
    assert b"7:1x" not in sealed
    assert path.parent == protected.root
    again = enter(sit_down())
    assert again.today.form is not None
    field = again.today.form.item("sleep").row.controls()[0]
    assert isinstance(field, ParsedEdit)
    assert field.unread_text() == "7:1x"


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_a_window_that_is_small_comes_up_to_say_what_keeps_it_open(
    protected: DataFolder, sit_down: Callable[[], Desk]
) -> None:
    desk = enter(sit_down())
    assert desk.today.form is not None
    desk.today.form.dose._other("")
    desk.type("3.7")
    desk.window.showMinimized()
    desk.window.close()
    desk.settle()
    assert desk.window.isVisible()
    assert not desk.window.isMinimized()
    assert "isn't saved yet" in desk.window.problem.text()


@pytest.mark.full
@pytest.mark.parametrize("kind", ["full disk", "replaced"])
def test_a_journal_without_a_password_keeps_it_too(
    planned: DataFolder, sit_down: Callable[[], Desk], kind: str
) -> None:
    desk = sit_down()
    desk.ready()
    trouble = Trouble(kind, planned)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        form = desk.today.form
        assert form is not None
        form.dose._other("")
        desk.type("3.71 x")
        form.item("pain").focus()
        trouble.begin()
        desk.type("6")
        form.note.edit.setFocus()
        desk.type("plain words")
        desk.window.leave_unasked()
        assert closed(desk)
    finally:
        trouble.end()
        signal.signal(signal.SIGXFSZ, before)
    again = sit_down()
    again.ready()
    again.settle()
    back = again.today.form
    assert back is not None
    assert again.scale("pain") == 6
    assert back.note.edit.toPlainText() == "plain words"
    assert back.dose.amount.amount.text() == "3.71 x"
    assert read_unsaved_text(planned) == []
