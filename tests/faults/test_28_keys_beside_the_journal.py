"""Fault 26: keys beside the journal are another's, older, gone, or left beside a backup alone; the file itself has no password.

Whatever else put them there, nothing is overwritten before a ring has opened the journal, and the right password opens it, or one
sentence says what is wrong and a backup can be restored.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from tests.faults.conftest import BAD_INPUT, DAMAGED, DONE, Program, posix, remove, tree

PASSWORD, OLD, OTHER = "four plain words do", "the one before that", "quite another one"
WRONG = 3
CODE = "Recovery code: "


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str], tuple[str, str]]:
    """Write a password to a file and return the option that names it."""

    def option(password: str) -> tuple[str, str]:
        path = tmp_path / f"secret-{password.replace(' ', '-')}"
        path.write_text(password)
        return "--password-file", str(path)

    return option


@dataclass(frozen=True)
class Written:
    """Data folders to begin from, and keys: those of one of them before its password was changed, those of another journal."""

    protected: Path
    planted: Path
    older: Path
    foreign: Path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A protected journal with an entry and a backup, whose password was once changed; one without a password; other keys."""
    place = tmp_path_factory.mktemp("written")
    found = Written(place / "protected", place / "planted", place / "older.keys", place / "other" / "journal.keys")
    folder = DataFolder(found.protected)
    with Journal.create_protected(folder, OLD)[0] as journal:
        journal.record(NewNote(day=journal.today(), text="kept"))
        journal.upkeep()
        shutil.copy(folder.keys, found.older)
        journal.change_password(OLD, PASSWORD)
    with Journal.create(DataFolder(found.planted)) as journal:
        journal.record(NewNote(day=journal.today(), text="planted"))
    Journal.create_protected(DataFolder(found.foreign.parent), OTHER)[0].close()
    return found


@pytest.fixture
def kept(program: Program, written: Written) -> Program:
    """The protected journal."""
    shutil.copytree(written.protected, program.folder.root)
    return program


@pytest.fixture
def foreign(written: Written) -> Path:
    """The keys of another journal."""
    return written.foreign


def both(program: Program) -> tuple[Path, Path]:
    return program.folder.keys, program.folder.keys.with_name("journal.keys.bak")


def usual_of(usual: tuple[str, ...], *further: str) -> list[Any]:
    """Cases of the usual tests, then those of the long ones."""
    return [*usual, *(pytest.param(case, marks=pytest.mark.full) for case in further)]


def newest(program: Program) -> str:
    return str(max(program.folder.backups.glob("*.ldnjb")))


def opens(program: Program, option: tuple[str, str]) -> bool:
    """Whether the journal opens, and both keys files are then its own."""
    shown = program.quick(*option, "show")
    if shown.code != DONE:
        assert shown.sentence, shown.err
        return False
    assert "kept" in shown.out
    keys, copy = both(program)
    assert keys.read_bytes() == copy.read_bytes()
    return True


@pytest.mark.parametrize(
    "state",
    usual_of(
        ("foreign both", "older keys"),
        "foreign keys", "foreign copy", "older both", "gone both", "copy alone", "foreign keys, copy gone", "folder for keys",
    ),
)  # fmt: skip
def test_the_right_password_opens_it_whatever_lies_beside(
    kept: Program, written: Written, secret: Callable[[str], tuple[str, str]], state: str
) -> None:
    keys, copy = both(kept)
    right = keys.read_bytes()
    older, foreign = written.older, written.foreign
    match state:
        case "foreign keys" | "foreign keys, copy gone":
            shutil.copy(foreign, keys)
        case "foreign copy":
            shutil.copy(foreign, copy)
        case "foreign both":
            shutil.copy(foreign, keys)
            shutil.copy(foreign, copy)
        case "older keys":
            shutil.copy(older, keys)
        case "older both":
            shutil.copy(older, keys)
            shutil.copy(older, copy)
        case "gone both":
            keys.unlink()
            copy.unlink()
        case "copy alone":
            keys.unlink()
        case "folder for keys":
            keys.unlink()
            keys.mkdir()
    if state == "foreign keys, copy gone":
        copy.unlink()
    before = tree(kept.folder.root)
    for wrong in (OTHER, "never the password"):
        refused = kept.quick(*secret(wrong), "log", "pain=5")
        assert (refused.code in (WRONG, DAMAGED), refused.sentence) == (True, True), refused.err
    assert tree(kept.folder.root) == before
    if state == "folder for keys":
        assert kept.quick(*secret(PASSWORD), "show").code == DONE
        return
    assert opens(kept, secret(PASSWORD))
    assert keys.read_bytes() == right
    aside = [path.read_bytes() for path in kept.folder.quarantine.glob("*")] if kept.folder.quarantine.is_dir() else []
    assert (foreign.read_bytes() in aside) is state.startswith("foreign")
    assert older.read_bytes() not in aside
    # The password before stays dead: what is older never counts beside what is newer.
    assert kept.quick(*secret(OLD), "show").code == WRONG


@pytest.mark.parametrize(
    ("state", "backups"),
    [
        ("foreign", True),
        pytest.param("foreign", False, marks=pytest.mark.full),
        pytest.param("gone", True, marks=pytest.mark.full),
        pytest.param("gone", False, marks=pytest.mark.full),
    ],
)
def test_nothing_opens_it_and_a_backup_brings_its_own_keys(
    kept: Program, foreign: Path, secret: Callable[[str], tuple[str, str]], state: str, backups: bool
) -> None:
    """The keys beside the backups are taken away: said is whose the keys are, not that the journal is damaged."""
    elsewhere = kept.root / "elsewhere.ldnjb"
    assert kept.quick(*secret(PASSWORD), "backup", str(elsewhere)).code == DONE
    for path in kept.folder.backups.glob("*.keys"):
        path.unlink()
    if not backups:
        remove(kept.folder.backups)
    for path in both(kept):
        if state == "gone":
            path.unlink()
        else:
            shutil.copy(foreign, path)
    before = tree(kept.folder.root)
    for command in (["show"], ["log", "pain=5"], ["restore", newest(kept)] if backups else ["check"]):
        refused = kept.quick(*secret(PASSWORD), *command)
        assert (refused.code, refused.sentence) == (DAMAGED, True), (command, refused.err)
        if command[0] != "restore":
            assert (
                "belong to another journal" if state == "foreign" else "key file of this journal is missing"
            ) in refused.err
            assert "damaged" not in refused.err
    assert tree(kept.folder.root) == before
    assert kept.quick(*secret(OTHER), "restore", str(elsewhere)).code == WRONG
    restored = kept.quick(*secret(PASSWORD), "restore", str(elsewhere))
    assert (restored.code, restored.err) == (DONE, "")
    assert opens(kept, secret(PASSWORD))
    if state == "foreign":
        assert foreign.read_bytes() in [path.read_bytes() for path in kept.folder.quarantine.iterdir()]
    # Without its keys nobody can say whether it ever had any, so it is sealed there.
    aside = "journal.ldnj" if state == "foreign" else "journal.ldnj.sealed"
    assert any(path.name.endswith(aside) for path in kept.folder.quarantine.iterdir())


def test_the_same_password_for_two_journals_whose_keys_changed_places(
    kept: Program, another: Program, secret: Callable[[str], tuple[str, str]]
) -> None:
    """The password opens the foreign ring, which does not open the journal."""
    assert another.quick(*secret(PASSWORD), "init").code == DONE
    remove(kept.folder.backups)
    for mine, theirs in zip(both(kept), both(another), strict=True):
        shutil.copy(theirs, mine)
    refused = kept.quick(*secret(PASSWORD), "show")
    assert (refused.code, "belong to another journal" in refused.err) == (DAMAGED, True)


@pytest.mark.parametrize("page", [0, pytest.param(1, marks=pytest.mark.full), pytest.param(3, marks=pytest.mark.full)])
def test_damage_is_still_called_damage(kept: Program, secret: Callable[[str], tuple[str, str]], page: int) -> None:
    """Right keys, also with the id in the file hurt; and no keys at all beside a file that never needed any."""
    data = bytearray(kept.folder.journal.read_bytes())
    data[page * 4096 + 5] ^= 1
    data[page * 4096 + 900] ^= 1
    kept.folder.journal.write_bytes(data)
    told = kept.quick(*secret(PASSWORD), "show")
    assert (told.code, "is damaged" in told.err, "Newest good copy" in told.err) == (DAMAGED, True, True)
    wrong = kept.quick(*secret("never the password"), "show")
    assert (wrong.code, wrong.err) == (WRONG, "Wrong password. Nothing was changed.\n")


@pytest.mark.full
def test_a_damaged_file_that_never_had_a_password_asks_for_no_keys(program: Program) -> None:
    assert program.made().quick("log", "pain=4").code == DONE
    remove(program.folder.backups)
    for place in (5, 20, 70, 3000):
        data = bytearray(program.folder.journal.read_bytes())
        data[place] ^= 1
        program.folder.journal.write_bytes(data)
        told = program.quick("show")
        assert (told.code, "is damaged" in told.err) == (DAMAGED, True), (place, told.err)
        data[place] ^= 1
        program.folder.journal.write_bytes(data)


# A file without a password ----------------------------------------------------------------------------------------


@pytest.fixture
def swapped(kept: Program, written: Written) -> Program:
    """A file without a password in the place of the protected journal."""
    shutil.copy(DataFolder(written.planted).journal, kept.folder.journal)
    return kept


@pytest.mark.parametrize("lost", usual_of(("",), "journal.keys", "journal.keys.bak"))
def test_it_takes_no_password_and_no_entry(
    swapped: Program, secret: Callable[[str], tuple[str, str]], lost: str
) -> None:
    if lost:
        (swapped.folder.root / lost).unlink()
    before = tree(swapped.folder.root)
    for option in ((), secret(PASSWORD), secret("rubbish it is")):
        for command in (
            ["log", "pain=5"],
            ["show"],
            ["password", "set", "--new-password-file", secret(OTHER)[1]],
            ["backup"],
        ):
            refused = swapped.quick(*option, *command)
            assert (refused.code, refused.sentence) == (WRONG, True), (command, refused.err)
            assert "not protected" in refused.err
    assert tree(swapped.folder.root) == before
    restored = swapped.quick(*secret(PASSWORD), "restore", newest(swapped))
    assert (restored.code, restored.err) == (DONE, "")
    assert opens(swapped, secret(PASSWORD))


def test_a_backup_without_a_password_that_was_put_there_takes_none(
    swapped: Program, written: Written, secret: Callable[[str], tuple[str, str]]
) -> None:
    """It looks like the newest of all; with the password, it is refused, and without one it is what was asked for."""
    planted = swapped.folder.backups / "000999-20301231T235900Z.ldnjb"
    shutil.copy(DataFolder(written.planted).journal, planted)
    before = tree(swapped.folder.root)
    refused = swapped.quick(*secret(PASSWORD), "restore", str(planted))
    assert (refused.code, refused.sentence, "not protected" in refused.err) == (BAD_INPUT, True, True)
    assert tree(swapped.folder.root) == before


def test_it_is_kept_as_it_is_when_that_is_asked_for(swapped: Program, secret: Callable[[str], tuple[str, str]]) -> None:
    keys = swapped.folder.keys.read_bytes()
    done = swapped.quick("password", "remove")
    assert (done.code, done.err) == (DONE, "")
    assert "planted" in swapped.quick("show").out
    assert keys in [path.read_bytes() for path in swapped.folder.quarantine.iterdir()]
    assert not any(path.exists() for path in both(swapped))
    refused = swapped.quick(*secret(PASSWORD), "log", "pain=5")
    assert (refused.code, refused.sentence, "not protected" in refused.err) == (BAD_INPUT, True, True)


def test_a_password_for_a_journal_that_has_none(program: Program, secret: Callable[[str], tuple[str, str]]) -> None:
    program.made()
    before = tree(program.folder.root)
    for command in (["log", "pain=5"], ["show"]):
        refused = program.quick(*secret(PASSWORD), *command)
        assert (refused.code, refused.sentence, "not protected" in refused.err) == (BAD_INPUT, True, True), command
    assert tree(program.folder.root) == before


@pytest.mark.full
def test_a_protected_copy_goes_into_a_journal_without_a_password(
    kept: Program, another: Program, secret: Callable[[str], tuple[str, str]]
) -> None:
    """The password is the copy's then."""
    another.made()
    assert another.quick("restore", newest(kept)).code == WRONG
    assert another.quick(*secret(OTHER), "restore", newest(kept)).code == WRONG
    done = another.quick(*secret(PASSWORD), "restore", newest(kept))
    assert (done.code, done.err) == (DONE, "")
    assert "kept" in another.quick("show").out


FINELY = [("init", 1024), ("set", 1024), ("demo", 131_072)]


# All or nothing ---------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("command", "step"),
    [("init", 40 * 4096), *(pytest.param(*one, marks=pytest.mark.full) for one in FINELY)],
)
def test_a_password_on_a_full_disk_is_set_or_there_is_no_journal(
    program: Program, secret: Callable[[str], tuple[str, str]], command: str, step: int
) -> None:
    """No file may grow beyond a limit, which is met at every size: in the keys, in the file, in its pages."""
    refused = 0
    if command == "set":
        program.made().quick("log", "pain=4")
    done = False
    for limit in range(700, 1 << 22, step):
        before = tree(program.folder.root)
        argument = {
            "init": [*secret(PASSWORD), "init"],
            "demo": [*secret(PASSWORD), "demo", str(program.folder.root)],
            "set": ["password", "set", "--new-password-file", secret(PASSWORD)[1]],
        }[command]
        told = program.quick(*argument, file_size=limit)
        if told.code == DONE:
            assert CODE in told.out
            done = True
            break
        assert (told.code, told.sentence) == (6, True), (limit, told)
        refused += 1
        if command == "set":
            assert tree(program.folder.root)[str(program.folder.journal)] == before[str(program.folder.journal)]
        else:
            assert not program.folder.journal.exists()
        assert not any(path.exists() for path in both(program)), limit
        assert not program.folder.keys.with_name("journal.keys.next").exists()
    assert (done, refused > 0) == (True, True)
    assert program.quick("show").code == WRONG
    assert program.quick(*secret(PASSWORD), "check").code == DONE


def test_a_journal_that_was_never_finished_is_no_hindrance(
    program: Program, written: Written, secret: Callable[[str], tuple[str, str]]
) -> None:
    """Killed before there was a file: keys on their way are all there is. They are put aside."""
    program.folder.make()
    coming = program.folder.keys.with_name("journal.keys.next")
    shutil.copy(written.foreign, coming)
    program.folder.journal.with_name("journal.ldnj.part").write_bytes(b"half a page")
    assert program.quick(*secret(PASSWORD), "init").code == DONE
    assert program.quick(*secret(PASSWORD), "check").code == DONE
    assert [path.read_bytes() for path in program.folder.quarantine.iterdir()] == [written.foreign.read_bytes()]
    assert not coming.exists()


# Links that lead nowhere ------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("what", usual_of(("folder",), "journal", "parent"))
def test_a_stick_that_is_not_plugged_in_is_no_new_diary(program: Program, tmp_path: Path, what: str) -> None:
    stick = tmp_path / "stick"
    match what:
        case "journal":
            program.folder.make()
            program.folder.journal.symlink_to(stick / "journal.ldnj")
        case "folder":
            program.folder.root.symlink_to(stick / "data")
        case _:
            program.folder.root.symlink_to(stick)
            program.folder = DataFolder(program.folder.root / "deep" / "data")
    for command in (["show"], ["init"], ["log", "pain=4"]):
        refused = program.quick(*command)
        assert (refused.code, refused.sentence, "is a link to" in refused.err) == (8, True, True), (
            command,
            refused.err,
        )
    assert not stick.exists()
    # Plugged in again, everything is as it was.
    stick.mkdir()
    if what == "folder":
        (stick / "data").mkdir()
    if what != "journal":
        assert program.quick("init").code == DONE
        assert program.quick("log", "note=kept").code == DONE
        assert "kept" in program.quick("show").out


@posix
@pytest.mark.full
def test_a_backup_in_the_place_of_a_journal_on_a_stick(
    kept: Program, secret: Callable[[str], tuple[str, str]], tmp_path: Path
) -> None:
    """Without the stick, a backup can be restored; with it again, what is there is as it was."""
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.move(kept.folder.journal, stick / "journal.ldnj")
    kept.folder.journal.symlink_to(stick / "journal.ldnj")
    assert kept.quick(*secret(PASSWORD), "log", "note=on the stick").code == DONE
    whole = (stick / "journal.ldnj").read_bytes()
    stick.rename(tmp_path / "pulled out")
    assert kept.quick(*secret(PASSWORD), "show").code == 8
    restored = kept.quick(*secret(PASSWORD), "restore", newest(kept))
    assert (restored.code, restored.err) == (DONE, "")
    assert opens(kept, secret(PASSWORD))
    (tmp_path / "pulled out").rename(stick)
    assert opens(kept, secret(PASSWORD))
    assert (stick / "journal.ldnj").read_bytes() == whole


@posix
@pytest.mark.full
def test_keys_on_a_stick(kept: Program, secret: Callable[[str], tuple[str, str]], tmp_path: Path) -> None:
    """A link to the keys is never replaced by a file; without the stick the copy opens, or it is said what is missing."""
    stick = tmp_path / "stick"
    stick.mkdir()
    keys, copy = both(kept)
    shutil.move(keys, stick / "journal.keys")
    keys.symlink_to(stick / "journal.keys")
    assert kept.quick(*secret(PASSWORD), "show").code == DONE
    changed = kept.quick(*secret(PASSWORD), "password", "set", "--new-password-file", secret(OTHER)[1])
    assert (changed.code, keys.is_symlink()) == (DONE, True)
    assert (stick / "journal.keys").read_bytes() == copy.read_bytes()
    stick.rename(tmp_path / "pulled out")
    assert kept.quick(*secret(OTHER), "show").code == DONE
    assert keys.is_symlink()
    changed = kept.quick(*secret(OTHER), "password", "set", "--new-password-file", secret(PASSWORD)[1])
    assert (changed.code, keys.is_symlink()) == (DONE, True)
    (tmp_path / "pulled out").rename(stick)
    assert kept.quick(*secret(OTHER), "show").code == WRONG
    assert kept.quick(*secret(PASSWORD), "show").code == DONE
    assert (keys.is_symlink(), keys.read_bytes() == copy.read_bytes()) == (True, True)
    stick.rename(tmp_path / "pulled out")
    copy.unlink()
    remove(kept.folder.backups)
    missing = kept.quick(*secret(PASSWORD), "show")
    assert (missing.code, missing.sentence, "is a link to" in missing.err) == (DAMAGED, True, True)


@posix
@pytest.mark.full
def test_a_folder_of_backups_on_a_stick(program: Program, tmp_path: Path) -> None:
    program.made()
    program.folder.backups.symlink_to(tmp_path / "stick")
    refused = program.quick("backup")
    assert (refused.code, refused.sentence, "is a link to" in refused.err) == (BAD_INPUT, True, True)
    stored = program.quick("log", "note=kept")
    assert (stored.code, "no backup could be made" in stored.err) == (DONE, True)
    program.folder.journal.unlink()
    assert program.quick("init").code == 8
