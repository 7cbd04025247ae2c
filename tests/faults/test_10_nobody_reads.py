"""Fault 10: a marker word in an entry is found nowhere that the program writes of its own accord, once there is a password."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from tests.faults.attacker import found_in
from tests.faults.conftest import BAD_INPUT, DAMAGED, DONE, Program, posix, until
from tests.seeds import chance

MARKER = "Quittenmarmelade"
PASSWORD = "four plain words do"
WRONG_PASSWORD = 3

KEEP_DRAFT = """
import sys
from pathlib import Path
from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
with Journal.open(DataFolder(Path(sys.argv[1])), password=sys.argv[2]) as journal:
    journal.keep_drafts({"note": "unfinished " + sys.argv[3], "visit": sys.argv[3] * 900})
"""
RECORD_ON = """
import sys
from itertools import count
from pathlib import Path
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
with Journal.open(DataFolder(Path(sys.argv[1])), password=sys.argv[2] or None) as journal:
    print("open", flush=True)
    for number in count():
        journal.record(NewNote(day=journal.today(), text=f"{sys.argv[3]} {number} " * 200))
"""


@pytest.fixture
def watched(program: Program, tmp_path: Path) -> Program:
    """The program with a folder for temporary files of its own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program.variables = dict.fromkeys(("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"), str(temporary))
    return program


def places(program: Program) -> list[Path]:
    """Wherever the program may write unasked: its data with logs, the home, the folder for temporary files."""
    return [program.folder.root, program.home, Path(program.variables["TMPDIR"])]


def killed_while_recording(program: Program, password: str, tmp_path: Path, number: int) -> None:
    import sys

    with (tmp_path / "said").open("w") as said:
        command = [sys.executable, "-c", RECORD_ON, str(program.folder.root), password, MARKER]
        process = program.start(command, stdout=said)
    assert until(lambda: (tmp_path / "said").read_text() == "open\n")
    time.sleep(chance("nobody reads", number).uniform(0.05, 0.2))
    process.kill()
    process.wait(timeout=20)


@posix
def test_protected_from_the_beginning(watched: Program, tmp_path: Path) -> None:
    secret, out = tmp_path / "secret", tmp_path / "out"
    secret.write_text(PASSWORD)
    out.mkdir()
    opened = ("--password-file", str(secret))
    assert watched.quick(*opened, "init").code == DONE
    commands = [
        ["log", "pain=4", f"note={MARKER} " + f"and more of it, {MARKER} " * 300, "dose=4.5mg@22:30"],
        ["log", "yesterday", "pain=5", f"note={MARKER}", "event=flare"],
        ["event", "add", "yesterday", "other", "--name", MARKER],
        ["medicine", "add", "yesterday", MARKER],
        ["visit", "add", "today", "--reason", MARKER, "--question", MARKER],
        ["measure", "add", "stiffness", "--name", MARKER],
        ["show"], ["show", "--format", "json"], ["trends"], ["trends", "--format", "json"],
        ["report", str(out / "summary.pdf")], ["export", str(out / "all.json"), "--format", "json"],
        ["export", str(out / "plain"), "--format", "sqlite"], ["export", str(out / "tables"), "--format", "csv"],
        ["backup"], ["backup", str(out / "copy.ldnjb")], ["undo"], ["backups"], ["check"], ["info"],
    ]  # fmt: skip
    ran = {tuple(command): watched.quick(*opened, *command) for command in commands}
    assert [one.code for one in ran.values()].count(DONE) >= len(commands) - 4, [
        (command[:2], one.err) for command, one in ran.items() if one.code != DONE
    ]
    assert MARKER in ran[("show",)].out
    assert MARKER in (out / "all.json").read_text()
    assert watched.python(KEEP_DRAFT, str(watched.folder.root), PASSWORD, MARKER).err == ""
    (out / "bad.csv").write_text(f"day,note\n31 February,{MARKER}\n")
    failing = [
        ["log", f"note={MARKER}", "pain=99"], ["log", f"{MARKER}=3"], ["import", str(out / "bad.csv")], [MARKER],
        ["event", "add", "today", MARKER, "--until", "1066-01-01"], ["restore", str(out / "bad.csv")],
        ["--debug", "log", f"dose={MARKER}"],
    ]  # fmt: skip
    for command in failing:
        assert watched.quick(*opened, *command).code in (BAD_INPUT, DAMAGED), command
    assert watched.quick("show").code == WRONG_PASSWORD
    killed_while_recording(watched, PASSWORD, tmp_path, 1)
    # Also while what was half written still lies there.
    assert found_in(places(watched), MARKER) == []
    assert watched.quick(*opened, "restore", str(out / "copy.ldnjb")).code == DONE
    watched.folder.journal.write_bytes(b"ruins" * 9000)
    newest = max(watched.folder.backups.glob("*.ldnjb"))
    assert watched.quick(*opened, "restore", str(newest)).code == DONE
    assert MARKER in watched.quick(*opened, "show").out
    assert found_in(places(watched), MARKER) == []
    # The attacker does read what was written out without protection.
    assert str(out / "plain") in found_in([out], MARKER)


@posix
def test_a_password_after_years_without(watched: Program, tmp_path: Path) -> None:
    folder = watched.folder
    second = tmp_path / "second"
    second.mkdir()
    clock = FixedClock(datetime(2020, 1, 1, 20, tzinfo=UTC))
    with Journal.create(folder, clock=clock) as journal:
        journal.change_settings(backup_folder=str(second))
        for year in range(5):
            for day in range(3):
                journal.record(NewNote(day=clock.now().date(), text=f"{MARKER} {year} {day}"))
                clock.move(timedelta(days=1))
                journal.upkeep()
            clock.move(timedelta(days=360))
    # One backup is damaged, and a journal was damaged and put aside, with a change half written beside it.
    damaged = sorted(folder.backups.glob("*.ldnjb"))[2]
    data = bytearray(damaged.read_bytes())
    data[9000] ^= 1
    damaged.write_bytes(data)
    killed_while_recording(watched, "", tmp_path, 2)
    beside = folder.journal.with_name("journal.ldnj-journal")
    shutil.copyfile(folder.journal, tmp_path / "pages")
    beside.write_bytes(b"\0" * 508 + (tmp_path / "pages").read_bytes())
    whole = bytearray(folder.journal.read_bytes())
    whole[100] ^= 1
    folder.journal.write_bytes(whole)
    Journal.rebuild(folder, max(folder.backups.glob("*.ldnjb")), clock=clock).close()
    assert len(list(folder.quarantine.iterdir())) == 2
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    # Until then anyone reads it in each of them: the test would see it.
    plain = found_in([folder.root, second], MARKER)
    assert {str(path) for path in folder.quarantine.iterdir()} <= set(plain)
    assert {str(folder.journal), str(damaged)} <= set(plain)
    backups = len(list(folder.backups.glob("*.ldnjb")))
    assert len(plain) >= backups + len(list(second.glob("*.ldnjb"))) + 3
    done = watched.quick("password", "set", "--new-password-file", str(secret))
    assert (done.code, done.err) == (DONE, "")
    assert found_in([*places(watched), second], MARKER) == []
    # And everything is still there.
    with Journal.open(folder, password=PASSWORD) as journal:
        assert sum(MARKER in note.text for note in journal.notes()) == 15
        assert len(journal.backups()) == backups - 1
        assert all(journal.copy_contents(one.path).entries for one in journal.backups())
    assert len(list(folder.quarantine.glob("*.sealed"))) == 3
    assert watched.quick("password", "remove", "--password-file", str(secret)).code == DONE
    assert len(found_in([folder.quarantine], MARKER)) == 3


def test_the_attacker_reads_what_has_no_password(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with Journal.create(folder) as journal:
        journal.record(NewNote(day=journal.today(), text=MARKER))
        assert found_in([folder.root], MARKER) == [str(folder.journal)]
        journal.protect(PASSWORD)
        assert found_in([folder.root], MARKER) == []
