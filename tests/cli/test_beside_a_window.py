"""Reading commands while another program has the journal: the same output as without it, and nothing written beside it."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli import commands
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewNote, NewVisit
from ldn_journal.domain.measures import NewRating
from ldn_journal.journal import Journal
from tests.cli.conftest import Run
from tests.conftest import TODAY, LayDown

MG = 1_000_000_000

READING = [
    ["show"],
    ["show", "--format", "json"],
    ["info", "--json"],
    ["check"],
    ["trends", "--format", "json"],
    ["history"],
    ["backups"],
    ["measure"],
    ["report", "--list-sections"],
    ["import", "--list"],
    ["erase"],
    *([name, "list", "--format", "json"] for name in ("regimen", "medicine", "condition", "prescription", "visit")),
    *([name, "list"] for name in ("event", "questionnaire", "phase")),
]


@pytest.fixture
def diary(folder: DataFolder, lay_empty: LayDown, clock: FixedClock) -> DataFolder:
    """A diary of some days with a backup."""
    lay_empty(folder)
    with Journal.open(folder, clock=clock) as journal:
        journal.record(NewTitrationStep(day=TODAY - timedelta(days=4), amount_pg=MG, times_per_day=1))
        for ago in range(8):
            day = TODAY - timedelta(days=ago)
            journal.record(
                NewRating(day=day, measure="pain", value=ago % 7),
                NewDose(day=day, state=DoseState.TAKEN, amount_pg=MG),
                NewNote(day=day, text=f"{ago} days ago"),
            )
        journal.record(NewVisit(day=TODAY, with_whom="Dr Example"))
        journal.undo()
        journal.backup()
    return folder


@pytest.fixture
def held(diary: DataFolder, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """The same while another program has it open; nobody waits long for it."""
    monkeypatch.setattr(commands, "WAIT_SECONDS", 0.1)
    with Journal.open(diary, clock=clock) as journal:
        yield journal


def files(folder: DataFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.root.rglob("*") if path.is_file() and path != folder.lock}


def test_they_say_what_they_say_without_it(cli: Run, diary: DataFolder, held: Journal) -> None:
    before = files(diary)
    beside = [cli(*command) for command in READING]
    assert files(diary) == before
    held.close()
    alone = [cli(*command) for command in READING]
    for command, one, other in zip(READING, beside, alone, strict=True):
        assert one == other, command
        assert one.code == 0, command
    assert "pain" in beside[1].out


@pytest.mark.parametrize(
    "kind", ["json", *(pytest.param(one, marks=pytest.mark.full) for one in ("csv", "fhir", "sqlite"))]
)
def test_exports_are_whole_and_noted_where_that_can_be(cli: Run, held: Journal, tmp_path: Path, kind: str) -> None:
    first, second = tmp_path / "beside", tmp_path / "alone"
    beside = cli("export", str(first), "--format", kind)
    assert beside.code == 0
    assert "could not note where: This journal is in use by another LDN Journal window" in beside.err
    assert "Exported" in beside.out
    held.close()
    alone = cli("export", str(second), "--format", kind)
    assert (alone.code, alone.err) == (0, "")
    if kind == "json":
        assert first.read_bytes() == second.read_bytes()
    if kind == "csv":
        assert sorted(one.name for one in first.iterdir()) == sorted(one.name for one in second.iterdir())
        assert all(one.read_bytes() == (second / one.name).read_bytes() for one in first.iterdir())


@pytest.mark.full
def test_reports_and_cards(cli: Run, held: Journal, tmp_path: Path) -> None:
    for command in ("report", "card"):
        out = tmp_path / f"{command}.pdf"
        done = cli(command, str(out))
        assert done.code == 0, done.err
        assert out.read_bytes()[:5] == b"%PDF-"


def test_a_dry_run_of_an_import(cli: Run, held: Journal, tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    held.export_json(out)
    done = cli("import", str(out), "--dry-run")
    assert done.code == 0, done.err
    assert cli("import", str(out)).code == 7


def test_the_password_is_asked_for_beside_a_window_too(cli: Run, held: Journal, tmp_path: Path) -> None:
    held.protect("correct horse")
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse\n")
    wrong.write_text("wrong horse\n")
    assert cli("show").code == 3
    assert cli("--password-file", str(wrong), "show").code == 3
    assert cli("--password-file", str(right), "show").code == 0
    assert cli("--password-file", str(right), "log", "pain=4").code == 7


def test_damage_is_seen_beside_a_window_too(cli: Run, held: Journal, diary: DataFolder) -> None:
    data = bytearray(diary.journal.read_bytes())
    data[len(data) // 2] ^= 1
    diary.journal.write_bytes(data)
    for command in (["show"], ["check"], ["export", str(diary.root.parent / "out")]):
        done = cli(*command)
        assert (done.code, done.one_sentence) == (4, True), command
        assert "Newest good copy" in done.err
    assert not (diary.root.parent / "out").exists()


def test_a_journal_that_is_there_is_not_made_anew(cli: Run, held: Journal) -> None:
    done = cli("init")
    assert (done.code, done.one_sentence) == (2, True)
    assert "There is a journal" in done.err


def test_a_copy_beside_a_window_is_a_copy_of_the_whole(cli: Run, held: Journal, tmp_path: Path) -> None:
    assert cli("backup", str(tmp_path / "copy.ldnjb")).code == 0
    entries = sum(held.info().counts.values())
    assert held.copy_contents(tmp_path / "copy.ldnjb").entries == entries
    shutil.copy(tmp_path / "copy.ldnjb", tmp_path / "again.ldnjb")
    assert cli("backup", str(tmp_path / "again.ldnjb")).code == 2
