"""What is failed step by step: operations of the program, what they begin with, and how old and new are told apart.

Each begins with a folder made once and ends in the old state or the new one. What is found is looked at from outside: which
password opens the journal, every row in it, and the files that were to be written.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from ldn_journal.base.errors import FileDamaged, FileMissing, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.engine import SCHEMA_VERSION
from ldn_journal.store.keys import read_ring
from tests.faults.conftest import ROOT
from tests.faults.recorder import entry

OLD, NEW = "four plain words do", "quite another one"
RUINS: Final = b"ruins" * 2_000
OLDER_FILE: Final = b"an older file"
RELEASED: Final = ROOT / "tests" / "store" / "released"
Contents: TypeAlias = dict[str, list[str]]


@dataclass(frozen=True)
class Place:
    """Where one operation is done: the person's folder, with the journal in ``data`` and files beside it."""

    root: Path

    @property
    def folder(self) -> DataFolder:
        """The journal's folder."""
        return DataFolder(self.root / "data")

    @property
    def out(self) -> Path:
        """A folder for what is written from the journal."""
        return self.root / "out"


@dataclass(frozen=True)
class Found:
    """What a journal was found to be: the password that opens it, and every row (``None``: it does not open)."""

    password: str | None = None
    contents: Contents | None = None


@dataclass(frozen=True)
class Operation:
    """A command, what it begins with, and the state it leaves: ``old``, ``new``, or something else, which no fault may leave."""

    begin: str
    command: tuple[str, ...]
    """Words of the command line; fields in braces are files of the place."""
    state: Callable[["Case", Place, Found], str]
    first: str | None = None
    """The password at the beginning."""
    then: str | None = None
    """The password in the new state."""
    shows_code: bool = False
    """Whether it says what nobody knows otherwise: once it is done it may not be refused."""
    repeatable: bool = False
    """Whether doing it once more does no harm: then it may be done though it was refused at its last step."""


@dataclass(frozen=True)
class Case:
    """One operation with what it found at its beginning and left when nothing failed."""

    operation: Operation
    old: Found
    new: Found
    place: Place
    beginnings: Path


# Looking -----------------------------------------------------------------------------------------------------------


def find(folder: DataFolder) -> Found:
    """Open the journal with whichever of the passwords does it, read it through, and return what it holds."""
    opening: list[Found] = []
    try:
        for password in (None, OLD, NEW):
            with suppress(WrongPassword):
                opening.append(Found(password, contents(folder, password)))
                if password is None:
                    break
    except (FileDamaged, FileMissing):
        return Found()
    assert len(opening) == 1, f"{len(opening)} passwords open it"
    return opening[0]


def contents(folder: DataFolder, password: str | None) -> Contents:
    """Every row of every table of a journal that must be sound."""
    with Journal.open(folder, password=password) as journal:
        assert journal.check() == []
        return journal._store.file.asked(rows_of)


def rows_of(raw: object) -> Contents:
    """Every row of every table of an open file."""
    assert hasattr(raw, "execute")
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: sorted(map(repr, raw.execute(f'SELECT * FROM "{table}"').fetchall())) for table in tables}


def rows_as_they_are(place: Place) -> Contents:
    """Every row of an unprotected journal, which is not brought up to date for it."""
    with closing(connect(place.folder.journal, UNPROTECTED_KEY)) as raw:
        return rows_of(raw)


def counts(found: Contents) -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(rows) for table, rows in found.items()}


# States ------------------------------------------------------------------------------------------------------------


def by_rows(case: Case, _place: Place, found: Found) -> str:
    """Something was added: all that was there is there, and either nothing else or as much as when nothing fails."""
    old, new = case.old.contents, case.new.contents
    assert old is not None
    assert new is not None
    if found.password != case.operation.first or found.contents is None:
        return "neither"
    if found.contents == old:
        return "old"
    kept = all(set(rows) <= set(found.contents[table]) for table, rows in old.items() if table != "setting")
    return "new" if kept and counts(found.contents) == counts(new) else "neither"


def by_undo(case: Case, _place: Place, found: Found) -> str:
    """What was recorded last is there, or is not and its taking back stands in the history."""
    assert case.new.contents is not None
    if found == case.old:
        return "old"
    return "new" if found.contents is not None and counts(found.contents) == counts(case.new.contents) else "neither"


def by_password(case: Case, _place: Place, found: Found) -> str:
    """The rows stay as they were; which password opens them is what changes."""
    if found.contents != case.old.contents:
        return "neither"
    return {case.operation.first: "old", case.operation.then: "new"}.get(found.password, "neither")


def by_contents(case: Case, _place: Place, found: Found) -> str:
    """All rows are those before, or all are those of the copy."""
    if found.password != case.operation.first:
        return "neither"
    return "old" if found.contents == case.old.contents else "new" if found.contents == case.new.contents else "neither"


def by_code(case: Case, place: Place, found: Found) -> str:
    """The journal stays as it is; the recovery code of before opens it, or does not any more."""
    if found != case.old:
        return "neither"
    ring = read_ring(place.folder.keys)
    assert ring is not None
    try:
        ring.unlock("recovery", (case.beginnings / "code").read_text())
    except WrongPassword:
        return "new"
    return "old"


def by_backups(case: Case, place: Place, found: Found) -> str:
    """One backup more, or none: each that is there reads well."""
    if found != case.old:
        return "neither"
    with Journal.open(place.folder) as journal:
        entries = [journal.copy_contents(one.path).entries for one in journal.backups()]
    return {3: "new", 2: "old"}.get(len(entries), "neither") if 0 not in entries else "neither"


def by_copy(case: Case, place: Place, found: Found) -> str:
    """The copy is there, whole and with its keys, or nothing of it is."""
    if found != case.old:
        return "neither"
    copy = place.out / "copy.ldnj"
    if not copy.exists():
        return "old"
    with Journal.open(place.folder, password=found.password) as journal:
        whole = journal.copy_contents(copy).entries == sum(journal.info().counts.values())
    keys = copy.with_name(copy.name + ".keys").exists() == (found.password is not None)
    return "new" if whole and keys else "neither"


def by_file(case: Case, place: Place, found: Found) -> str:
    """The older file is there as it was, or a whole new one is; the journal has at most taken down where it wrote to."""
    assert case.old.contents is not None
    assert found.contents is not None
    for table, rows in case.old.contents.items():
        if table != "setting" and found.contents[table] != rows:
            return "neither"
    (target,) = [path for path in place.out.iterdir() if not path.name.startswith(".")]
    if target.is_dir():
        names = {path.name for path in target.iterdir()}
        whole = {path.name for path in (case.place.out / target.name).iterdir()}
        return "old" if not names else "new" if names == whole else "neither"
    if target.read_bytes() == OLDER_FILE:
        return "old"
    return "new" if _whole(target, len(case.old.contents["note"])) else "neither"


def _whole(target: Path, notes: int) -> bool:
    if target.suffix == ".pdf":
        return target.read_bytes().rstrip().endswith(b"%%EOF")
    if target.suffix == ".sqlite":
        with closing(sqlite3.connect(target)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return bool(raw.execute("SELECT count(*) FROM note").fetchone()[0] == notes)
    return len(json.loads(target.read_bytes())["records"]["note"]) == notes


def by_being_there(case: Case, place: Place, found: Found) -> str:
    """There is no journal, or an empty one that opens as was asked for."""
    if not place.folder.journal.exists():
        return "old"
    if found.contents is None or found.password != case.operation.then:
        return "neither"
    return "new" if counts(found.contents) == counts(case.new.contents or {}) else "neither"


def by_ruins(case: Case, place: Place, found: Found) -> str:
    """What was damaged is still there, in its place or put aside; the new state is the copy."""
    aside = [path.read_bytes() for path in place.folder.quarantine.glob("*-journal.ldnj")]
    in_place = place.folder.journal.exists() and place.folder.journal.read_bytes() == RUINS
    if RUINS not in aside and not in_place:
        return "neither"
    if found.contents is None:
        return "old"
    return "new" if found == case.new and not in_place else "neither"


def by_version(case: Case, place: Place, _found: Found) -> str:
    """The file of an older version as it was, or brought up to date; read before anything else opens it."""
    with closing(connect(place.folder.journal, UNPROTECTED_KEY)) as raw:
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        rows = rows_of(raw)
    if version == 1:
        return "old" if rows == case.old.contents else "neither"
    return "new" if version == SCHEMA_VERSION and rows == case.new.contents else "neither"


# What there is to begin with -----------------------------------------------------------------------------------------


def begin_all(place: Path) -> None:
    """Make a folder for each beginning: ``nothing``, ``empty``, ``little``, ``plain``, ``protected``, ``ruined``, ``older``."""
    _began(place, "nothing")
    folder = _began(place, "empty").folder
    Journal.create(folder).close()
    plain = _began(place, "plain")
    with Journal.create(plain.folder) as journal:
        for number in range(3):
            journal.record(*entry(number))
            journal.backup() if number else None
        journal.record(NewNote(day=entry(0)[0].day, text="the newest"))
        journal.export_json(plain.root.parent / "all.json")
    _make_older(plain.folder)
    plain.folder.quarantine.mkdir(mode=0o700)
    (plain.folder.quarantine / "20250101T000000Z-journal.ldnj").write_bytes(b"put aside" * 700)
    little = _began(place, "little")
    with Journal.create(little.folder) as journal:
        journal.record(*entry(399))
    protected = Place(place / "protected")
    shutil.copytree(plain.root, protected.root)
    with Journal.open(protected.folder) as journal:
        (place / "code").write_text(journal.protect(OLD))
    _make_older(protected.folder)
    ruined = Place(place / "ruined")
    shutil.copytree(protected.root, ruined.root)
    ruined.folder.journal.write_bytes(RUINS)
    older = _began(place, "older")
    older.folder.make()
    shutil.copy(RELEASED / "v0001.ldnj", older.folder.journal)
    (place / "old").write_text(OLD)
    (place / "new").write_text(NEW)


def _began(place: Path, name: str) -> Place:
    made = Place(place / name)
    made.out.mkdir(parents=True)
    return made


def _make_older(folder: DataFolder) -> None:
    """Date the backups back, so that the next one is due."""
    for path in folder.backups.iterdir():
        number, rest = path.name.split("-", 1)
        path.rename(path.with_name(f"{number}-20250101T000000{rest[rest.index('Z') :]}"))


def begin(place: Place, operation: Operation, beginnings: Path) -> None:
    """Lay down what an operation begins with, afresh."""
    shutil.rmtree(place.root, ignore_errors=True)
    shutil.copytree(beginnings / operation.begin, place.root)
    (place.root / "home").mkdir()
    if operation.state is by_file:
        target = Path(words(operation, place, beginnings)[1])
        if target.suffix:
            target.write_bytes(OLDER_FILE)
        else:
            target.mkdir()


def words(operation: Operation, place: Place, beginnings: Path) -> list[str]:
    """Return the command line of an operation at ``place``."""
    backups = sorted(place.folder.backups.glob("*.ldnjb"))
    files = {
        "old": beginnings / "old",
        "new": beginnings / "new",
        "code": beginnings / "code",
        "all": beginnings / "all.json",
        "out": place.out,
        "first": backups[0] if backups else place.root,
        "last": backups[-1] if backups else place.root,
    }
    return [word.format(**files) for word in operation.command]


_WITH_OLD = ("--password-file", "{old}")
_NEW_PASSWORD = ("--new-password-file", "{new}")
OPERATIONS: Final[dict[str, Operation]] = {
    "recording": Operation("plain", ("log", "note=said now", "pain=4", "dose=4.5mg"), by_rows),
    "recording in a protected journal": Operation(
        "protected", ("log", "note=said now", "sleep=7:10", *_WITH_OLD), by_rows, first=OLD, then=OLD
    ),
    "undoing": Operation("plain", ("undo",), by_undo),
    "protecting": Operation("plain", ("password", "set", *_NEW_PASSWORD), by_password, then=NEW, shows_code=True),
    "a new recovery code": Operation(
        "protected", ("password", "recovery", *_WITH_OLD), by_code, first=OLD, then=OLD, shows_code=True
    ),
    "changing the password": Operation(
        "protected", ("password", "set", *_NEW_PASSWORD, *_WITH_OLD), by_password, first=OLD, then=NEW
    ),
    "a forgotten password": Operation(
        "protected",
        ("password", "set", *_NEW_PASSWORD, "--recovery-file", "{code}"),
        by_password,
        first=OLD,
        then=NEW,
    ),
    "removing the password": Operation("protected", ("password", "remove", *_WITH_OLD), by_password, first=OLD),
    "backing up": Operation("plain", ("backup",), by_backups),
    "copying": Operation("protected", ("backup", "{out}/copy.ldnj", *_WITH_OLD), by_copy, first=OLD, then=OLD),
    "restoring": Operation("plain", ("restore", "{first}"), by_contents),
    "rebuilding": Operation(
        "ruined", ("restore", "{last}", *_WITH_OLD), by_ruins, first=OLD, then=OLD, repeatable=True
    ),
    "importing": Operation("little", ("import", "{all}"), by_rows),
    "importing a whole journal": Operation("empty", ("import", "{all}"), by_rows),
    "migrating": Operation("older", ("backup",), by_version, repeatable=True),
    "exporting json": Operation("plain", ("export", "{out}/all.json"), by_file),
    "exporting csv": Operation("plain", ("export", "{out}/all", "--format", "csv"), by_file),
    "exporting sqlite": Operation("plain", ("export", "{out}/all.sqlite", "--format", "sqlite"), by_file),
    "reporting": Operation("plain", ("report", "{out}/visit.pdf"), by_file),
    "init": Operation("nothing", ("init",), by_being_there),
    "init with a password": Operation("nothing", ("init", "--password-file", "{new}"), by_being_there, then=NEW),
}
