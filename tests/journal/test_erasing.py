"""Deleting everything: what there is of a journal outside its folder, and what a crash left, over real files."""

from datetime import time
from pathlib import Path

import pytest

from ldn_journal.base.autostart import autostart, start_command
from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.erasing import belongings, erase

PASSWORD = "four plain words do"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, as a desktop would have it."""
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(made / "config"))
    return made


def files_in(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.mark.skipif("sys.platform != 'linux'", reason="the other systems keep the entry elsewhere")
def test_the_start_at_login_goes_with_the_journal_it_starts(journal: Journal, folder: DataFolder, home: Path) -> None:
    autostart().enable(start_command(folder))
    assert files_in(home) == ["config/autostart/ldn-journal.desktop"]
    assert journal.belongings().at_login
    journal.close_and_erase()
    assert files_in(home) == []


@pytest.mark.skipif("sys.platform != 'linux'", reason="the other systems keep the entry elsewhere")
def test_the_start_at_login_of_another_journal_stays(journal: Journal, home: Path, tmp_path: Path) -> None:
    autostart().enable(start_command(DataFolder(tmp_path / "another")))
    assert not journal.belongings().at_login
    journal.close_and_erase()
    assert files_in(home) == ["config/autostart/ldn-journal.desktop"]


@pytest.mark.skipif("sys.platform != 'linux'", reason="the other systems keep the entry elsewhere")
def test_an_entry_that_cannot_be_taken_away_is_said_before_anything_is_deleted(
    journal: Journal, folder: DataFolder, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    autostart().enable(start_command(folder))

    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "refused", str(self))

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(CannotAccess):
        journal.close_and_erase()
    monkeypatch.undo()
    with Journal.open(folder) as again:
        assert again.check() == []


def test_what_a_crash_left_half_written_goes_too(
    journal: Journal, folder: DataFolder, tmp_path: Path, home: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    journal.change_settings(backup_folder=str(second))
    journal.record(NewNote(day=journal.today(), text="said"))
    journal.backup()
    left = (
        folder.root / ".journal.ldnj.next.part",
        folder.root / ".journal.keys.x1y2.part",
        folder.root / ".room",
        folder.backups / ".000002-20260310T213100Z.ldnjb.part",
        second / ".000002-20260310T213100Z.ldnjb.part",
    )
    for path in left:
        path.write_bytes(b"half a diary")
    (second / "holiday.jpg").write_bytes(b"not ours")
    journal.close()
    assert set(left) <= set(belongings(folder, second).files)
    erase(folder, second)
    assert not folder.root.exists()
    assert files_in(second) == ["holiday.jpg"]


def test_reminder_times_kept_for_a_protected_journal_are_deleted_and_never_written_again(
    journal: Journal, folder: DataFolder, home: Path, clock: FixedClock
) -> None:
    from ldn_journal.gui.look import Look, WindowMemory
    from ldn_journal.gui.reminders import before_password
    from ldn_journal.journal.reminding import state_of
    from ldn_journal.journal.settings import Reminders

    journal.protect(PASSWORD)
    plan = {"day": "2026-03-01", "amount_pg": 4_500_000_000, "usual_time": time(21, 17), "form": "capsule"}
    journal.record(validate(Kind.STEP, plan))
    journal.change_settings(reminders=Reminders(dose=True, before_password=True))
    memory = WindowMemory(folder.root / "window.ini")
    state = state_of(journal)
    before_password.keep(memory, state)
    assert "21:17" in (folder.root / "window.ini").read_text()
    journal.close_and_erase()
    memory.forget()
    before_password.keep(memory, state)
    memory.keep_look(Look("dark", 1.0))
    memory.keep_closes_to_tray(True)
    del memory
    assert not folder.root.exists()
    assert files_in(home) == []
