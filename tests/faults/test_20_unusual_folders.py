"""Fault 20: a folder that cannot be written, a folder that is a link, a target that is a folder: a sentence, no traceback."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.faults.conftest import BAD_INPUT, DONE, MISSING, Program, mount, posix, tree
from tests.faults.recorder import entry
from tests.faults.test_11_stale_rollback_journal import CRASH

pytestmark = posix
WRONG_PASSWORD = 3
READ_ONLY = "This journal is on a read-only medium: you can read, print and export it, not add to it.\n"
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ldn_journal.base.paths import DataFolder
from ldn_journal.charts.qt import load_qt
load_qt()
import ldn_journal.gui.app as app
from ldn_journal.gui.bar import Bar
folder = DataFolder(Path(sys.argv[1]))
out = folder.root.parents[1] / "window.json"

def look():
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, app.MainWindow))
    today, tasks = window.page("today"), window.context.tasks
    bar = window.findChild(Bar, "read-only")
    if today.form is None or bar is None or not tasks.idle:
        QTimer.singleShot(50, look)
        return
    print("bar", bar.text())
    today.form.note.edit.setPlainText("typed")
    today.flush()

    def refused():
        if not tasks.idle:
            QTimer.singleShot(50, refused)
            return
        print("note", today.form.note.edit.toPlainText(), "kept", today.has_unsaved())
        tasks.run(lambda journal: journal.export_json(out), leave)

    def leave(_none):
        print("exported", "pain" in out.read_text())
        application.exit()  # what closing does with words that cannot be stored is a matter of its own

    refused()

application = app.make_application()
QTimer.singleShot(50, look)
print("exit", app.run_window(folder))
"""


@pytest.fixture
def read_only(program: Program, small_disk: Path) -> Iterator[Path]:
    """A file system with a journal on it that has become read-only."""
    program.folder = DataFolder(small_disk / "data")
    assert program.made().quick("log", "pain=4").code == DONE
    mount("-o", "remount,ro", str(small_disk))
    yield small_disk
    mount("-o", "remount,rw", str(small_disk))


def test_a_read_only_disk(program: Program, read_only: Path) -> None:
    """The journal on it is shown, checked and exported; whoever would add to it is told, and nothing on it is touched."""
    before = tree(read_only)
    for command in (["show"], ["check"], ["info"], ["backups"], ["history"], ["erase"], ["visit", "list"]):
        done = program.quick(*command)
        assert (done.code, done.err) == (DONE, ""), (command, done)
    for kind in ("json", "csv", "fhir", "sqlite"):
        done = program.quick("export", str(program.root / f"out.{kind}"), "--format", kind)
        assert (done.code, done.err) == (DONE, ""), (kind, done)
        done = program.quick("export", str(read_only / "out"), "--format", kind)
        assert (done.code, done.sentence) == (BAD_INPUT, True), (kind, done)
    assert '"pain"' in (program.root / "out.json").read_text()
    assert program.quick("backup", str(program.root / "copy.ldnjb")).code == DONE
    for command in (["log", "pain=5"], ["undo"], ["backup"], ["event", "add", "today", "flare"], ["erase", "--yes"]):
        done = program.quick(*command)
        assert (done.code, done.err) == (BAD_INPUT, READ_ONLY), (command, done)
    program.folder = DataFolder(read_only / "another")
    for name in ("init", "show"):
        done = program.quick(name)
        assert (done.code, done.sentence) == (BAD_INPUT if name == "init" else MISSING, True), done
    assert tree(read_only) == before


def test_a_protected_journal_on_a_read_only_disk(program: Program, small_disk: Path) -> None:
    program.folder = DataFolder(small_disk / "data")
    assert program.made().quick("log", "pain=4").code == DONE
    right, wrong = program.root / "right", program.root / "wrong"
    right.write_text("correct horse battery")
    wrong.write_text("wrong horse battery")
    assert program.quick("password", "set", "--new-password-file", str(right)).code == DONE
    mount("-o", "remount,ro", str(small_disk))
    try:
        before = tree(small_disk)
        assert program.quick("show").code == WRONG_PASSWORD
        assert program.quick("--password-file", str(wrong), "show").code == WRONG_PASSWORD
        done = program.quick("--password-file", str(right), "show", "--format", "json")
        assert (done.code, done.err) == (DONE, "")
        assert '"value": 4.0' in done.out
        assert program.quick("--password-file", str(right), "log", "pain=5").err == READ_ONLY
        assert tree(small_disk) == before
    finally:
        mount("-o", "remount,rw", str(small_disk))


def test_a_disk_that_became_read_only_in_the_middle_of_a_change(program: Program, small_disk: Path) -> None:
    """What was half written is taken back in a copy: the journal is shown as it was before, and left as it is."""
    program.folder = DataFolder(small_disk / "data")
    with Journal.create(program.folder) as journal:
        for number in range(60):
            journal.record(*entry(number))
    program.python(CRASH, str(program.folder.journal))
    mount("-o", "remount,ro", str(small_disk))
    try:
        before = tree(small_disk)
        assert (small_disk / "data" / "journal.ldnj-journal").stat().st_size > 512
        assert program.quick("check").code == DONE
        out = program.root / "out.json"
        assert program.quick("export", str(out)).code == DONE
        assert sorted(note["text"] for note in json.loads(out.read_bytes())["records"]["note"]) == sorted(
            entry(number)[0].text for number in range(60)
        )
        assert tree(small_disk) == before
    finally:
        mount("-o", "remount,rw", str(small_disk))
    assert program.quick("check").code == DONE
    assert not (small_disk / "data" / "journal.ldnj-journal").exists()


def test_the_window_on_a_read_only_disk(program: Program, read_only: Path) -> None:
    """It opens, says what can be done, and refuses the rest with the same words."""
    before = tree(read_only)
    done = program.python(WINDOW, str(program.folder.root))
    assert done.out.splitlines() == ["bar " + READ_ONLY.strip(), "note typed kept True", "exported True", "exit 0"], (
        done
    )
    assert tree(read_only) == before


def test_exports_onto_a_read_only_disk(program: Program, another: Program, read_only: Path) -> None:
    assert another.made().quick("log", "pain=4").code == DONE
    before = tree(read_only)
    commands = [["export", str(read_only / "out"), "--format", kind] for kind in ("json", "csv", "fhir", "sqlite")]
    for command in [*commands, ["card", str(read_only / "out.pdf")]]:
        done = another.quick(*command)
        assert (done.code, done.sentence) == (BAD_INPUT, True), (command, done)
        assert str(read_only) in done.err
    assert tree(read_only) == before
    assert another.quick("check").code == DONE


@pytest.fixture
def somebody(program: Program, tmp_path: Path) -> Program:
    """The program run by somebody whom the rights of folders bind, also where the tests are run by the superuser."""
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("there is no setpriv command to lay down the superuser's rights")
        program.through = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if program.run(program.command("--version")).code != DONE:
        pytest.skip("somebody else cannot run the program from here")
    return program


SEEN, SHUT = 0o555, 0o000


def test_a_folder_that_may_only_be_looked_into(somebody: Program) -> None:
    """What is in it is shown and exported, and nothing is added; what may not even be looked into shows nothing."""
    assert somebody.made().quick("log", "pain=4").code == DONE
    folder, journal, out = somebody.folder.root, somebody.folder.journal, somebody.root / "out.json"
    before = tree(folder)
    for path, mode, reading, writing in (
        (folder, SEEN, ["show"], ["log", "pain=5"]),
        (journal, SEEN, ["export", str(out)], ["undo"]),
        (journal, SHUT, ["show"], []),
        (folder, SHUT, ["show"], ["init"]),
    ):
        usual = path.stat().st_mode
        path.chmod(mode)
        try:
            read, written = somebody(*reading), somebody(*writing) if writing else None
        finally:
            path.chmod(usual)
        if mode == SEEN:
            assert (read.code, read.err) == (DONE, ""), (path, read)
        else:
            assert (read.code, read.sentence) == (BAD_INPUT, True), (path, read)
        assert written is None or (written.code, written.sentence) == (BAD_INPUT, True), (path, written)
    assert [one["value"] for one in json.loads(out.read_bytes())["records"]["rating"]] == [4.0]
    assert somebody.quick("check").code == DONE
    assert tree(folder) == before


def test_a_new_folder_where_nothing_may_be_made(somebody: Program, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    try:
        somebody.folder = DataFolder(closed / "data")
        for command in (["init"], ["log", "pain=4"], ["demo", str(closed / "demo")]):
            done = somebody(*command)
            assert done.sentence, (command, done)
            assert done.code in (BAD_INPUT, MISSING), (command, done)
    finally:
        closed.chmod(0o700)
    assert list(closed.iterdir()) == []


def test_a_folder_that_is_a_link(program: Program, tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir(mode=0o700)
    link.symlink_to(real)
    program.folder = DataFolder(link)
    assert program.made().quick("log", "pain=4").code == DONE
    assert program.quick("check").code == DONE
    assert link.is_symlink()
    assert (real / "journal.ldnj").is_file()
    program.folder = DataFolder(real)
    assert '"value": 4.0' in program.quick("show", "--format", "json").out
    assert program.quick("export", str(link / "out.json")).code == DONE
    assert (real / "out.json").is_file()


@pytest.mark.parametrize("target", ["nowhere", "loop", "a file"])
def test_a_folder_that_is_no_folder(program: Program, tmp_path: Path, target: str) -> None:
    place = tmp_path / "place"
    if target == "a file":
        place.write_text("words")
    else:
        place.symlink_to(tmp_path / "gone" / "away" if target == "nowhere" else place)
    program.folder = DataFolder(place)
    for command in (["init"], ["log", "pain=4"], ["show"], ["check"], ["demo", str(place)]):
        done = program.quick(*command)
        assert done.sentence, (command, done)
        assert done.code in (BAD_INPUT, MISSING), (command, done)
    assert target != "a file" or place.read_text() == "words"


def test_a_journal_that_is_a_folder(program: Program) -> None:
    program.folder.journal.mkdir(parents=True)
    for command in (["init"], ["log", "pain=4"], ["show"], ["check"]):
        done = program.quick(*command)
        assert (done.code, done.sentence) == (BAD_INPUT, True), (command, done)
    assert list(program.folder.journal.iterdir()) == []


def test_a_target_that_is_a_folder(program: Program, tmp_path: Path) -> None:
    assert program.made().quick("log", "pain=4").code == DONE
    target = tmp_path / "target"
    target.mkdir()
    (target / "kept").write_text("words")
    (tmp_path / "missing").symlink_to(tmp_path / "gone" / "away")
    for where in (target, tmp_path / "gone" / "out", target / "kept" / "out"):
        before = tree(target)
        for kind in ("json", "csv", "fhir", "sqlite"):
            done = program.quick("export", str(where), "--format", kind)
            assert (done.code, done.sentence) == (BAD_INPUT, True), (where, kind, done)
        done = program.quick("card", str(where))
        assert (done.code, done.sentence) == (BAD_INPUT, True), (where, done)
        assert tree(target) == before
    done = program("report", str(target))
    assert (done.code, done.sentence) == (BAD_INPUT, True), done


def test_a_file_to_import_that_is_no_file(program: Program, tmp_path: Path) -> None:
    program.made()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty-folder").mkdir()
    for name in ("pipe", "loop", "empty-folder", "gone"):
        command = ["import", str(tmp_path / name)]
        # Only a pipe nobody writes to can be waited for without end.
        done = program(*command, seconds=10) if name == "pipe" else program.quick(*command)
        assert (done.code, done.sentence) == (BAD_INPUT, True), (name, done)
