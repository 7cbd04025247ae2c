"""What a person or a file wrote is shown letter by letter: never as markup, a picture to fetch, or a key of its own."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QGroupBox, QLabel, QTabBar, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

import ldn_journal
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.widgets.labels import Words
from ldn_journal.journal import Journal
from tests.conftest import LayDown
from tests.gui.conftest import Desk

MARK = "BOLD"
HOSTILE = f'<img src="http://127.0.0.1:1/x"><b>{MARK}</b> R&D &lt;'
TEXTS = {"text", "what", "note", "name", "dose", "reason", "said", "with_whom", "pharmacy", "filler", "lot"}
TEXTS |= {"question", "explanation"}
NEXT_WEEK = "2026-03-17"


def made_hostile(value: Any) -> Any:
    """Return a part of a document with every free text replaced."""
    if isinstance(value, list):
        return [made_hostile(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, inside in value.items():
        if name in TEXTS and isinstance(inside, str):
            found[name] = f"{HOSTILE} {len(inside)}"
        elif name == "questions":
            found[name] = [f"{HOSTILE} {number}" for number, _question in enumerate(inside)]
        elif name == "anchors":
            found[name] = {at: f"<b>{MARK}</b> R&D {at}" for at in inside}
        else:
            found[name] = made_hostile(inside)
    return found


@pytest.fixture
def some(planned: DataFolder, clock: FixedClock) -> DataFolder:
    """A journal with a hostile text in a record of most kinds, and a measure of that name."""
    with Journal.open(planned, clock=clock) as journal:
        measure = {"key": "mine", "name": HOSTILE, "question": HOSTILE}
        journal.record(validate(Kind.MEASURE, measure))
        journal.change_settings(tracked=("mine", "pain"))
        journal.record(
            validate(Kind.RATING, {"day": "2026-03-09", "measure": "mine", "value": 4}),
            validate(Kind.NOTE, {"day": "2026-03-10", "text": HOSTILE}),
            validate(Kind.MEDICINE, {"name": HOSTILE, "dose": HOSTILE, "day": "2026-01-01", "note": HOSTILE}),
            validate(Kind.VISIT, {"day": NEXT_WEEK, "with_whom": HOSTILE, "reason": HOSTILE, "questions": [HOSTILE]}),
            validate(Kind.EVENT, {"day": "2026-03-08", "what": HOSTILE, "note": HOSTILE}),
        )
    return planned


@pytest.fixture
def all_kinds(folder: DataFolder, clock: FixedClock, tmp_path: Path, lay_sample: LayDown) -> DataFolder:
    """The sample journal with a hostile text in the place of every free one."""
    out = tmp_path / "sample.json"
    with Journal.open(lay_sample(DataFolder(tmp_path / "sample")), clock=clock) as journal:
        journal.export_json(out)
    document = json.loads(out.read_bytes())
    document["records"] = made_hostile(document["records"])
    out.write_text(json.dumps(document))
    with Journal.create(folder, clock=clock) as journal:
        journal.import_file(out, confirmed=True)
    return folder


def misread(window: QWidget) -> Iterator[str]:
    """Tell what is not shown as it was written."""
    for label in window.findChildren(QLabel):
        if MARK in label.text() and label.textFormat() != Qt.TextFormat.PlainText:
            yield f"label {label.text()}"
        if MARK in label.text() and label.buddy() is not None and "R&&D" not in QLabel.text(label):
            yield f"key in {label.text()}"
    for one in [*window.findChildren(QAbstractButton), *window.findChildren(QAction)]:
        if MARK in one.text() and "R&&D" not in one.text():
            yield f"key in {one.text()}"
    for text in window.findChildren(QTextEdit):
        if MARK in text.toHtml() and f"<b>{MARK}</b>" not in text.toPlainText():
            yield f"text {text.toPlainText()}"
    yield from (one.title() for one in window.findChildren(QGroupBox) if MARK in one.title())
    for bar in window.findChildren(QTabBar):
        yield from (bar.tabText(at) for at in range(bar.count()) if MARK in bar.tabText(at))


def test_hostile_words_are_shown_as_they_are(some: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    for key in ("treatment", "visits"):
        desk.window.show_page(key)
        desk.settle()
    assert set(misread(desk.window)) == set()
    assert sum(MARK in label.text() for label in desk.window.findChildren(QLabel)) >= 5


@pytest.mark.full
def test_every_page_shows_hostile_words_as_they_are(all_kinds: DataFolder, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    found: set[str] = set()
    shown = 0
    for key in list(desk.window._entries):
        desk.window.show_page(key)
        desk.settle()
        found.update(misread(desk.window))
        page = desk.window.page(key)
        assert page is not None
        shown += sum(MARK in label.text() for label in page.findChildren(QLabel))
        if key in ("settings", "learn", "files"):  # where there is nothing of the person's own to unfold
            continue
        for button in page.findChildren(QAbstractButton):
            if shiboken6.isValid(button) and button.isVisible() and button.isCheckable() and button.isEnabled():
                button.click()
                desk.settle()
                found.update(misread(desk.window))
    desk.window.show_page("trends")
    desk.settle()
    desk.window.page("trends").charts._fill_measures()  # type: ignore[union-attr]
    found.update(misread(desk.window))
    assert found == set()
    assert shown > 20


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_tooltip_is_no_markup(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    QToolTip.showText(owner.mapToGlobal(QPoint(1, 1)), HOSTILE, owner)
    (tip,) = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QTipLabel"]
    assert isinstance(tip, QLabel)
    assert (tip.textFormat(), tip.text()) == (Qt.TextFormat.PlainText, HOSTILE)
    QToolTip.hideText()


def test_a_label_beside_a_field_keeps_its_ampersand(qtbot: QtBot) -> None:
    label, field = Words("R&D && so on"), QWidget()
    for one in (label, field):
        qtbot.addWidget(one)
    label.setBuddy(field)
    assert label.text() == "R&D && so on"
    assert QLabel.text(label).startswith("R&&D &&&& so")
    label.setText("plain")
    assert label.text() == QLabel.text(label) == "plain"


def test_whoever_makes_a_label_says_that_it_is_plain() -> None:
    """Qt guesses by itself whether a label's text is markup; so every class of label says that it is not."""
    guessing = re.compile(r"(?<!\w)(QLabel|QMessageBox|QErrorMessage|QInputDialog)(\.\w+)?\(|\(QLabel\):")
    where = {}
    for path in Path(ldn_journal.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if (made := len(guessing.findall(source))) > source.count("setTextFormat(Qt.TextFormat.PlainText)"):
            where[path.name] = made
    # ``Words`` is made plain by ``make_label``, in the same file.
    assert where == {"labels.py": 2}
