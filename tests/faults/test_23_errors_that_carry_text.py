"""Fault 23: the database refuses an entry and its error quotes the entry. The text is in no log and not on stderr."""

from contextlib import closing
from pathlib import Path

import pytest

from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from tests.faults.conftest import OUR_FAULT, Program, until

SECRET = "Quetzalcoatlus"
RAISES = "CREATE TRIGGER unlucky BEFORE INSERT ON note BEGIN SELECT RAISE(ABORT, 'no: ' || NEW.text); END"
CAST = "CREATE TRIGGER unlucky BEFORE INSERT ON note BEGIN SELECT json_extract('{}', NEW.text); END"


def make_it_fail(journal: Path, trigger: str = RAISES) -> None:
    """Make the database refuse every note with an error that quotes it."""
    with closing(connect(journal, UNPROTECTED_KEY)) as raw:
        raw.execute(trigger)


def logged(program: Program) -> str:
    """Everything that is in logs."""
    return "".join(path.read_text() for path in sorted(program.folder.logs.glob("*")))


@pytest.mark.parametrize("trigger", [RAISES, CAST])
@pytest.mark.parametrize("debug", [False, True])
def test_the_command_line(program: Program, trigger: str, debug: bool) -> None:
    program.made()
    make_it_fail(program.folder.journal, trigger)
    done = program("log", f"note={SECRET} was here", "pain=4", *(["--debug"] if debug else []))
    assert done.code == OUR_FAULT
    said = logged(program)
    assert "IntegrityError" in said or "OperationalError" in said
    assert "store.py" in said
    assert SECRET not in said
    assert SECRET not in done.out
    if not debug:  # with --debug the person at the terminal is told everything; the log is not
        assert done.sentence
        assert SECRET not in done.err


def test_the_error_does_quote_the_entry(program: Program) -> None:
    """Otherwise the tests here would prove nothing."""
    program.made()
    make_it_fail(program.folder.journal)
    assert SECRET in program("log", f"note={SECRET}", "--debug").err


WINDOW = """
import sys
from pathlib import Path
from ldn_journal.charts.qt import load_qt
load_qt()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.log import log_when_needed
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.app import build_window, take_down
folder = DataFolder(Path(sys.argv[1]))
log_when_needed(lambda: folder)
app = QApplication([])
window = build_window(app, folder)
window.show()
def record():
    note = validate(Kind.NOTE, {"day": "2025-03-01", "text": sys.argv[2]})
    window.context.tasks.failed.connect(lambda error: print("failed", type(error).__name__, flush=True))
    window.context.tasks.run(lambda journal: journal.record(note))
    QTimer.singleShot(1500, app.quit)
QTimer.singleShot(500, record)
app.exec()
take_down(window)
"""


def test_the_window(program: Program) -> None:
    """A change that fails in the window: what it logs and what it writes to the terminal it was started from."""
    program.made()
    make_it_fail(program.folder.journal)
    done = program.python(WINDOW, str(program.folder.root), SECRET)
    assert "failed IntegrityError" in done.out, done.err
    assert SECRET not in done.err
    assert "IntegrityError" in logged(program)
    assert SECRET not in logged(program)


def test_a_start_without_trouble_makes_no_log(program: Program, tmp_path: Path) -> None:
    program.made()
    with (tmp_path / "said").open("w") as said:
        window = program.start(program.command("--startup-trace"), stdout=said, stderr=said)
    assert until(lambda: "ready" in (tmp_path / "said").read_text())
    window.terminate()
    window.wait(timeout=20)
    assert not program.folder.logs.exists()
