"""A file in, from choosing it to its receipt and back; what is said on the way; and everything out."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.records import Kind
from ldn_journal.gui.files.panels import ChoosePanel, ReadingPanel, ReceiptPanel
from ldn_journal.gui.files.preview import PreviewPanel
from ldn_journal.gui.look import Look, WindowMemory
from ldn_journal.journal import Journal
from tests.conftest import LayDown
from tests.gui.conftest import Desk
from tests.gui.files.conftest import FilesDesk
from tests.gui.treatment.conftest import words_of

SitDown = Callable[[], Desk]
BEARABLE = (
    "date,weekday,time of day,category,rating/amount,detail,notes\n"
    '"3rd Mar 2026","Tuesday","9:00","Symptom","2","Nausea (Moderate)","Long day"\n'
    '"3rd Mar 2026","Tuesday","22:30","Meds/Supplements","4.5","LDN (mg)",""\n'
    '"3rd Mar 2026","Tuesday","9:00","Meds/Supplements","25","Vitamin D (mcg)",""\n'
    '"4th Mar 2026","Wednesday","9:00","Symptom","1","Nausea (Mild)",""\n'
    '"4th Mar 2026","Wednesday","all day","Food","1","Coffee",""\n'
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Another app's export that needs no questions."""
    path = tmp_path / "bearable.csv"
    path.write_text(BEARABLE, encoding="utf-8")
    return path


def ratings(journal: Journal) -> list[float]:
    return [one.value for one in journal.ratings()]


# In --------------------------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_can_be_read_and_that_exports_are_not_encrypted(at_files: FilesDesk) -> None:
    assert at_files.page.bring.panel is at_files.page.bring.choosing
    assert "Apple Health" in at_files.words()
    assert not at_files.page.earlier.isVisible()
    assert "not encrypted" in words_of(at_files.page.exports)


def test_a_preview_tells_all_and_stores_nothing_until_it_is_kept(at_files: FilesDesk, export: Path) -> None:
    panel = at_files.previewed(export)
    words = at_files.words()
    assert "5 rows read as an export of Bearable." in words
    assert "2 ratings\n3 Mar 2026 to 4 Mar 2026" in words or "2 ratings" in words
    assert "3 Mar 2026 to 4 Mar 2026" in words
    assert "1 dose" in words
    assert "Dose taken: 4.5 mg · at 22:30" in words
    assert "Nausea: moderate · at 09:00" in words
    assert "Note: Long day" in words
    assert "1 row would be left out: “Vitamin D” is another medicine and has no mapping." in words
    assert "Not read: Coffee." in words
    assert panel.keep.text() == "Import 4 entries"
    assert panel.keep.hasFocus()
    assert at_files.ask(ratings) == []
    at_files.press(panel.leave)
    assert at_files.panel(ChoosePanel).file.hasFocus()
    assert at_files.ask(ratings) == []


def test_a_receipt_can_be_taken_back_and_ctrl_z_brings_it_back(at_files: FilesDesk, export: Path) -> None:
    panel = at_files.imported(export)
    assert "4 entries stored." in at_files.words()
    assert at_files.ask(ratings) == [2, 1]
    earlier = at_files.page.earlier
    assert earlier.isVisible()
    assert "Import of bearable.csv" in words_of(earlier)
    assert "4 entries" in words_of(earlier)
    at_files.press(panel.undo)
    assert at_files.ask(ratings) == []
    assert "This import was taken back." in at_files.words()
    assert not panel.undo.isVisible()
    assert "taken back" in words_of(earlier)
    assert "Taken back: 4 entries." in words_of(earlier)
    at_files.desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at_files.desk.settle()
    assert at_files.ask(ratings) == [2, 1]
    assert panel.undo.isVisible()
    assert "This import was taken back." not in at_files.words()


def test_the_same_file_again_has_nothing_new(at_files: FilesDesk, export: Path) -> None:
    at_files.press(at_files.imported(export).another)
    panel = at_files.previewed(export)
    assert "all of it is in your journal already" in at_files.words()
    assert "4 entries are here already." in at_files.words()
    assert not panel.keep.isVisible()
    assert panel.leave.hasFocus()


def test_an_earlier_import_is_taken_back_but_for_what_was_changed_since(at_files: FilesDesk, export: Path) -> None:
    at_files.imported(export)

    def change(journal: Journal) -> None:
        journal.revise(Kind.RATING, journal.ratings()[0].id, value=3)

    at_files.ask(change)
    at_files.press(at_files.page.earlier.entries.rows[0].buttons["back"])
    assert "1 entry was changed since and stays as it is." in words_of(at_files.page.earlier)
    assert at_files.ask(ratings) == [3]


def test_a_file_that_cannot_be_read_is_one_sentence_on_the_page(at_files: FilesDesk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    at_files.choose(bad)
    assert at_files.trouble().endswith("Nothing was stored.")
    assert at_files.panel(ChoosePanel).file.hasFocus()
    at_files.choose(tmp_path / "gone.csv")
    assert "gone.csv" in at_files.trouble()


def test_a_large_dose_is_confirmed_on_the_page(at_files: FilesDesk, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(BEARABLE.replace('"4.5","LDN', '"45","LDN'), encoding="utf-8")
    panel = at_files.previewed(path)
    at_files.press(panel.keep)
    assert at_files.page.bring.panel is panel
    assert panel.confirm.isVisible()
    assert "45 mg is far above" in panel.confirm.text().replace("\u00a0", " ")
    assert panel.no.hasFocus()
    assert at_files.ask(ratings) == []
    at_files.press(panel.yes)
    at_files.panel(ReceiptPanel)
    assert [dose.amount_pg for dose in at_files.ask(lambda journal: journal.doses())] == [45_000_000_000]


def test_reading_can_be_cancelled_and_stores_nothing(at_files: FilesDesk, export: Path) -> None:
    begun = Event()
    wait = Event()
    # The journal's thread is kept waiting, so that the reading begins only after Cancel was pressed.
    at_files.desk.window.context.tasks.run(lambda _journal: (begun.set(), wait.wait(10)))
    bring = at_files.page.bring
    bring.take(export)
    panel = at_files.panel(ReadingPanel)
    assert "Reading bearable.csv…" in at_files.words()
    assert panel.cancel.hasFocus()
    QTest.keyClick(panel.cancel, Qt.Key.Key_Space)
    assert not panel.cancel.isEnabled()
    wait.set()
    at_files.desk.settle()
    assert at_files.trouble() == "Reading was stopped. Nothing was stored."
    at_files.panel(ChoosePanel)
    assert at_files.ask(ratings) == []
    assert at_files.previewed(export).keep.isVisible()


def test_progress_reaches_the_bar(at_files: FilesDesk, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    line = ' <Record type="HKQuantityTypeIdentifierStepCount" startDate="2026-03-01 10:00:00 +0100" value="5"/>\n'
    path.write_text(f"<HealthData>\n{line * 20_000}</HealthData>\n", encoding="utf-8")
    seen: list[int] = []
    at_files.page.bring.reading.bar.valueChanged.connect(seen.append)
    at_files.choose(path)
    assert "20,000 rows read as an export of Apple Health." in at_files.words()
    assert "There is nothing in it that can be stored." in at_files.words()
    assert max(seen) == 100
    assert len(seen) > 3


def test_a_window_that_closes_does_not_wait_for_a_long_file(at_files: FilesDesk, export: Path) -> None:
    wait = Event()
    at_files.desk.window.context.tasks.run(lambda _journal: wait.wait(10))
    at_files.page.bring.take(export)
    stop = at_files.page.bring._stop
    at_files.desk.window.close()
    assert stop.is_set()
    wait.set()
    at_files.desk.settle()
    assert not at_files.desk.window.isVisible()


def test_a_file_can_be_dropped_on_the_page(at_files: FilesDesk, export: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(export))])
    page = at_files.page
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    at_files.desk.settle()
    at_files.panel(PreviewPanel)
    two = QMimeData()
    two.setUrls([QUrl.fromLocalFile(str(export)), QUrl.fromLocalFile(str(export.parent))])
    refused = QDragEnterEvent(QPoint(50, 50), copy, two, left, none)
    refused.ignore()
    page.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_a_whole_journal_is_restored_into_an_empty_one(
    folder: DataFolder, tmp_path: Path, clock: FixedClock, sit_down: SitDown, lay_sample: LayDown
) -> None:
    whole = tmp_path / "whole.json"
    other = lay_sample(DataFolder(tmp_path / "other"))
    with Journal.open(other, clock=clock) as journal:
        journal.export_json(whole)
        n = len(journal.ratings())
    Journal.create(folder, clock=clock).close()
    desk = sit_down()
    desk.ready()
    at_files = FilesDesk(desk)
    panel = at_files.previewed(whole)
    assert panel.keep.text() == "Restore this journal"
    at_files.press(panel.keep)
    assert not at_files.panel(ReceiptPanel).undo.isVisible()
    assert len(at_files.ask(ratings)) == n


# Out -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv", "fhir", "sqlite"])
def test_everything_goes_out_and_where_it_went_is_known(at_files: FilesDesk, tmp_path: Path, form: str) -> None:
    row = at_files.page.exports.rows[form]
    path = tmp_path / f"out.{form}"
    named: list[str] = []
    row.ask = lambda _parent, name: named.append(name) or path
    at_files.press(row.save)
    assert named[0].startswith("ldn-journal-2026-03-10")
    assert path.exists()
    assert f"Saved to {path}." in words_of(row)
    assert row.folder.isVisible()
    made = at_files.ask(lambda journal: journal.settings.exports)
    assert [(one.path, one.format) for one in made] == [(str(path), form)]
    if form == "json":
        assert json.loads(path.read_text(encoding="utf-8"))["format"] == "ldn-journal"


def test_an_export_that_cannot_be_written_says_so(at_files: FilesDesk, tmp_path: Path) -> None:
    row = at_files.page.exports.rows["json"]
    row.ask = lambda _parent, _name: tmp_path / "nowhere" / "out.json"
    at_files.press(row.save)
    assert "There is no folder" in words_of(row)
    assert not row.folder.isVisible()
    assert row.save.hasFocus()


def test_an_empty_journal_has_nothing_to_export(folder: DataFolder, clock: FixedClock, sit_down: SitDown) -> None:
    Journal.create(folder, clock=clock).close()
    desk = sit_down()
    desk.ready()
    at_files = FilesDesk(desk)
    assert not at_files.page.exports.rows["json"].save.isEnabled()
    assert not at_files.page.exports.formats.isVisible()
    assert "Nothing to export yet." in words_of(at_files.page.exports)
    assert "not encrypted" not in words_of(at_files.page.exports)


# For everyone ----------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(at_files: FilesDesk, table: Path) -> None:
    at_files.asked(table)
    controls = at_files.page.findChildren(QPushButton) + at_files.page.findChildren(QComboBox)
    controls += at_files.page.findChildren(QLineEdit)
    assert len(controls) > 15
    for control in controls:
        spoken = control.accessibleName() or (control.text() if isinstance(control, QPushButton) else "")
        assert spoken, control


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_in_a_small_window(
    planned: DataFolder, sit_down: SitDown, table: Path, export: Path, scale: float
) -> None:
    WindowMemory(planned.root / "window.ini").keep_look(Look("dark", scale))
    desk = sit_down()
    desk.ready()
    desk.window.resize(900, 600)
    at_files = FilesDesk(desk)
    for step in ("choose", "mapping", "preview"):
        if step == "mapping":
            at_files.asked(table)
        elif step == "preview":
            at_files.page.bring.take(export)
            desk.settle()
            at_files.panel(PreviewPanel)
        room = at_files.page.scroller.viewport().width()
        assert at_files.page.contents.width() <= room, step
