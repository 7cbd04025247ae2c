"""What every command shares: options, exit codes, what is said when something fails, and what is not loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ldn_journal.base.errors import (
    AlreadyExists,
    CannotAccess,
    ConfirmationNeeded,
    DiskFull,
    FileDamaged,
    FileMissing,
    ImportRefused,
    InUse,
    InvalidEntry,
    MadeByNewerVersion,
    NotFound,
    NothingToUndo,
    WrongPassword,
)
from ldn_journal.cli import commands
from ldn_journal.cli.commands import summaries
from ldn_journal.cli.failures import exit_code
from ldn_journal.cli.main import main
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ldn_journal", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidEntry({"pain": "No."}), 2),
        (ConfirmationNeeded("No."), 2),
        (NotFound("No."), 2),
        (NothingToUndo(), 2),
        (ImportRefused("No.", 3), 2),
        (AlreadyExists("No."), 2),
        (CannotAccess("No."), 2),
        (WrongPassword("No."), 3),
        (FileDamaged(Path("x")), 4),
        (MadeByNewerVersion(9, 1), 5),
        (DiskFull(), 6),
        (OSError(28, "No space left on device"), 6),
        (InUse(), 7),
        (FileMissing("No."), 8),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (RuntimeError("No."), 1),
        (OSError(5, "I/O"), 2),
        (OSError(9, "no such handle"), 1),
    ],
)
def test_every_failure_has_its_exit_code(error, code):
    assert exit_code(error) == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bogus"],
        ["--lang"],
        ["--data-dir"],
        ["--data-dir="],
        ["--lang", "klingon"],
        ["--debug=yes"],
        ["sho"],
        ["show", "--bogus"],
        ["show", "surplus"],
        ["demo"],
        ["export"],
        ["report"],
        ["import"],
    ],
)
def test_usage_errors_are_one_sentence(arguments, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "usage:" not in captured.err


def test_a_slip_in_the_command_is_pointed_out(cli):
    assert "“show”" in cli("sho").err


def test_help_names_every_command_and_each_has_its_own(cli):
    helped = cli("--help")
    assert helped.code == 0
    for name in summaries():
        assert f"  {name} " in helped.out
        own = cli(name, "--help")
        assert (own.code, own.err) == (0, "")
        assert name in own.out


def test_version(cli):
    assert cli("--version").out.startswith("LDN Journal ")


def test_the_window_opens_where_there_is_no_command(tmp_path, monkeypatch):
    opened = []

    def window(folder, *, startup_trace=False, in_tray=False):
        opened.append((folder.root, startup_trace, in_tray))
        return 3

    assert main(["--data-dir", str(tmp_path), "--startup-trace"], window=window) == 3
    monkeypatch.setenv("LDN_JOURNAL_DATA_DIR", str(tmp_path / "usual"))
    assert main(["--lang=en", "--in-tray"], window=window) == 3
    assert opened == [(tmp_path, True, False), (tmp_path / "usual", False, True)]


def test_nothing_heavy_is_loaded_before_the_window():
    watch = """
import sys
import ldn_journal.__main__ as entrance
def window(folder, *, startup_trace=False, in_tray=False):
    print(sorted({"argparse", "sqlmodel", "pydantic", "sqlalchemy", "PySide6", "numpy", "babel"} & set(sys.modules)))
    return 0
entrance._open_window = window
sys.exit(entrance.main(["--data-dir", "nowhere"]))
"""
    done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_no_command_but_the_report_loads_the_window_toolkit(tmp_path):
    watch = """
import sys
from ldn_journal.cli.main import main
where = sys.argv[1]
for line in (
    ["demo", where + "/sample"], ["init"], ["log", "pain=3"], ["show"], ["trends"], ["regimen"], ["measure", "list"], ["check"],
    ["info"], ["undo"], ["export", where + "/all.json"], ["import", where + "/all.json"], ["report", "--list-sections"],
):
    assert main(["--data-dir", where + "/data", *line]) == 0, line
    assert not {"PySide6", "pyqtgraph", "shiboken6"} & set(sys.modules), line
"""
    command = [sys.executable, "-c", watch, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command", [["log", "pain=3"], ["show"], ["check"], ["info"], ["undo"], ["regimen"], ["trends"]]
)
def test_without_a_journal_nothing_is_made_and_init_is_named(cli, folder, command):
    missing = cli(*command)
    assert missing.code == 8
    assert missing.one_sentence
    assert "init" in missing.err
    assert not folder.root.exists()


def test_a_missing_file_beside_backups_is_no_welcome(made, folder):
    folder.backups.mkdir()
    (folder.backups / "000001-20260310T000000Z.ldnjb").write_bytes(b"x")
    folder.journal.unlink()
    for command in (["show"], ["init"]):
        missing = made(*command)
        assert (missing.code, missing.one_sentence) == (8, True)
        assert "backups exist" in missing.err


def test_a_damaged_file_is_left_as_it_is(made, folder):
    made("log", "pain=3")
    content = bytearray(folder.journal.read_bytes())
    content[len(content) // 2] ^= 1
    folder.journal.write_bytes(content)
    damaged = made("check")
    assert damaged.code == 4
    assert "Traceback" not in damaged.out + damaged.err
    assert folder.journal.read_bytes() == content
    folder.journal.write_bytes(b"")
    emptied = made("show")
    assert (emptied.code, emptied.one_sentence) == (4, True)


def test_a_newer_file_is_left_as_it_is(made, folder):
    raw = connect(folder.journal, UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    before = folder.journal.read_bytes()
    newer = made("log", "pain=3")
    assert (newer.code, newer.one_sentence) == (5, True)
    assert folder.journal.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_full_disk(tmp_path):
    import resource

    data = tmp_path / "data"
    assert program("--data-dir", str(data), "init").returncode == 0
    room = 32_768  # less than the journal already has: no page beyond may be written

    def limit():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    full = program("--data-dir", str(data), "log", "note=" + "x" * 19_000, preexec_fn=limit)
    assert (full.returncode, full.stdout) == (6, "")
    assert full.stderr.count("\n") == 1
    counted = program("--data-dir", str(data), "info", "--json")
    assert not any(json.loads(counted.stdout)["counts"].values())


def test_in_use(made, folder, clock, monkeypatch):
    monkeypatch.setattr(commands, "WAIT_SECONDS", 0.1)
    with Journal.open(folder, clock=clock):
        assert made("show").code == 0
        busy = made("log", "pain=4")
    assert (busy.code, busy.one_sentence) == (7, True)
    assert made("log", "pain=4").code == 0


def test_a_fault_of_ours_names_the_log_and_keeps_the_diary_out_of_it(made, folder, monkeypatch):
    def broken(_journal, *_days):
        try:
            raise ValueError("inner: very private words")
        except ValueError as error:
            raise RuntimeError("outer: very private words") from error

    monkeypatch.setattr(Journal, "days", broken)
    failed = made("show")
    log = folder.logs / "ldn-journal.log"
    assert (failed.code, failed.one_sentence) == (1, True)
    assert str(log) in failed.err
    logged = log.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in logged
    assert "builtins.ValueError" in logged
    assert "in broken" in logged
    assert "private" not in logged + failed.err
    debugged = made("show", "--debug")
    assert debugged.code == 1
    assert "Traceback" in debugged.err


def test_interrupted(made, monkeypatch):
    def interrupt(_journal, *_days):
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "days", interrupt)
    stopped = made("show")
    assert (stopped.code, stopped.out, stopped.err) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_whoever_reads_may_stop_reading(sample_root):
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "ldn_journal", "--data-dir", str(sample_root), "show", "--last", "240"]
    done = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(writes)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_what_is_written_is_for_its_owner_alone(tmp_path):
    data = tmp_path / "data"
    assert program("--data-dir", str(data), "init", umask=0).returncode == 0
    assert program("--data-dir", str(data), "log", "pain=3", umask=0).returncode == 0
    assert program("--data-dir", str(data), "export", str(tmp_path / "all.json"), umask=0).returncode == 0
    assert data.stat().st_mode & 0o777 == 0o700
    for path in (*data.iterdir(), tmp_path / "all.json"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_terminal_without_our_letters(tmp_path):
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    data = str(tmp_path / "data")
    assert program("--data-dir", data, "init", env=environment).returncode == 0
    shown = program("--data-dir", data, "show", "--last", "1", env=environment)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "? not recorded" in shown.stdout


def test_the_language_decides_how_numbers_are_written(made):
    made("log", "pain=6@14:00", "pain=3@15:00")
    assert " 4.5 " in made("show", "--last", "1").out
    assert " 4,5 " in made("--lang", "de", "show", "--last", "1").out


def test_the_language_chosen_in_the_window_is_spoken_here_too(made, folder, monkeypatch):
    made("log", "pain=6@14:00", "pain=3@15:00")
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    assert " 4,5 " in made("show", "--last", "1").out
    (folder.root / "window.ini").write_text("[General]\nlanguage=en\n")
    assert " 4.5 " in made("show", "--last", "1").out


def test_what_the_command_line_stores_is_marked(made, look):
    made("log", "pain=3")
    assert look(lambda journal: journal.records(Kind.RATING)[0].source) == "command line"
