"""Fault 11: killed at random moments while the whole file is changed. What is found is the old state or the new one, never both.

Restoring, taking in another file, rebuilding, bringing an old file up to date, setting, changing and removing the password.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from ldn_journal.base.errors import FileDamaged, FileMissing, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli.main import main
from ldn_journal.domain.life import NewNote
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect
from ldn_journal.store.copies import contents_of, readable
from ldn_journal.store.engine import SCHEMA_VERSION
from ldn_journal.store.keys import read_sibling
from tests.faults.conftest import ROOT, Tally, posix, rounds
from tests.faults.recorder import entry
from tests.seeds import chance

pytestmark = posix
OLD, NEW = "four plain words do", "quite another one"
RELEASED = ROOT / "tests" / "store" / "released"
Contents: TypeAlias = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Kill:
    """What became of one process: whether it had said that it was done, and how long it took if it lived."""

    done: bool
    seconds: float
    traces: bool
    """Whether the folder showed, when it was dead, that something had been begun and not ended."""


class Changer:
    """A process that does jobs in copies of itself, which are killed."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.changer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment, cwd=ROOT, encoding="utf-8",
        )  # fmt: skip

    def do(self, job: dict[str, str], after: float | None = None, *, begun_writing: bool = False) -> Kill:
        """Do a job; kill it so many seconds after it began, or (``begun_writing``) after the first file was seen to change."""
        assert self._process.stdin is not None
        folder = Path(job["data"])
        self._process.stdin.write(json.dumps(job if after is None else job | {"killed": "yes"}) + "\n")
        self._process.stdin.flush()
        pid = int(self._line().split()[1])
        said = [self._line()]
        begun = time.perf_counter()
        assert said == ["ready"], f"{job['what']} ended before it was ready"
        before = _names(folder)
        if after is not None:
            end = begun + 20
            while begun_writing and _names(folder) == before and time.perf_counter() < end:
                time.sleep(0.0005)
            time.sleep(after)
            os.kill(pid, signal.SIGKILL)
        while not said[-1].startswith("ended"):
            said.append(self._line())
            if said[-1] == "done":
                seconds = time.perf_counter() - begun
        done = "done" in said
        if after is None:
            assert said == ["ready", "done", "ended 0"], said
        return Kill(done, seconds if done else 0.0, not done and _names(folder) != before)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate(timeout=20)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.endswith("\n"), "the changer died"
        return line.rstrip("\n")


def _names(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and inode of every file: what tells that something was begun."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("journal.lock", "reserve.bin"):
            status = path.stat()
            found[str(path)] = (status.st_size, status.st_ino)
    return found


@pytest.fixture(scope="module")
def changer() -> Iterator[Changer]:
    """The process that changes things."""
    made = Changer()
    yield made
    made.stop()


def contents(folder: DataFolder, password: str | None = None) -> Contents:
    """Every row of every table, of a journal that must be sound."""
    with Journal.open(folder, password=password) as journal:
        assert journal.check() == []
        return journal._store.file.asked(rows_of)


def rows_of(raw: object) -> Contents:
    """Every row of every table of an open file."""
    assert hasattr(raw, "execute")
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: sorted(map(repr, raw.execute(f'SELECT * FROM "{table}"').fetchall())) for table in tables}  # type: ignore[misc]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folders to begin from: ``plain`` and ``protected``, each with three backups."""
    place = tmp_path_factory.mktemp("written")
    plain = DataFolder(place / "plain")
    with Journal.create(plain) as journal:
        for part in range(3):
            for number in range(part * 60, part * 60 + 60):
                journal.record(*entry(number))
            journal.backup()
        journal.record(NewNote(day=entry(0)[0].day, text="the newest"))
        journal.keep_drafts({"note": "unfinished"})
    protected = DataFolder(place / "protected")
    shutil.copytree(plain.root, protected.root)
    with Journal.open(protected) as journal:
        journal.protect(OLD)
    return place


class Rounds:
    """Kills one kind of change again and again, each time from the same beginning."""

    def __init__(self, changer: Changer, begin: Path, place: Path, rounds: int, **job: str) -> None:
        self.folder = DataFolder(place / "data")
        self._changer, self._begin, self._rounds = changer, begin, rounds
        self._job = {"data": str(self.folder.root), **job}
        self.counted: Counter[str] = Counter(dict.fromkeys(("old", "new", "mixed", "before", "inside", "after"), 0))
        self._fresh()
        # The second time is measured: the first warms up what the others find warm.
        self.seconds = 0.0
        for _warm in range(2):
            self._fresh()
            self.seconds = changer.do(self._job).seconds

    def _fresh(self) -> None:
        shutil.rmtree(self.folder.root, ignore_errors=True)
        shutil.copytree(self._begin, self.folder.root)

    def killed(self) -> Iterator[Kill]:
        """Yield after each kill; moments are spread evenly over the whole change and a little beyond, each by chance.

        Every other one is counted from when the first file is seen to change: most of the time keys are being worked out.
        """
        moments = chance("killed while changing", self._job["what"], self._rounds)
        for number in range(self._rounds):
            self._fresh()
            if number >= 0.75 * self._rounds and not self.counted["after"]:
                self.seconds *= 1.5  # a busy computer is slower now than when the time was taken
            share = (number + moments.random()) / self._rounds
            writing = number % 2 == 1
            span = 0.5 * self.seconds if writing else 1.15 * self.seconds
            kill = self._changer.do(self._job, span * share, begun_writing=writing)
            self.counted["after" if kill.done else "inside" if kill.traces else "before"] += 1
            yield kill

    def tell(self, tally: Tally) -> None:
        """Print what was counted; nothing may be mixed, and among many rounds some must have hit each part."""
        tally(rounds=self._rounds, milliseconds=round(1e3 * self.seconds), **self.counted)
        assert self.counted["mixed"] == 0
        assert self.counted["old"] + self.counted["new"] == self._rounds
        if self._rounds >= 20:
            assert min(self.counted[part] for part in ("old", "new", "inside", "after")) > 0, self.counted

    def judge(self, found: Contents, old: Contents, new: Contents, kill: Kill) -> None:
        """Count what was found; whatever was said to be done must be the new state."""
        which = "new" if found == new else "old" if found == old else "mixed"
        self.counted[which] += 1
        assert which == "new" or not kill.done


def check_says_sound(folder: DataFolder, *password: str) -> None:
    assert main(["--data-dir", str(folder.root), *password, "check"]) == 0


def opens(folder: DataFolder, password: str | None) -> bool:
    try:
        Journal.open(folder, password=password).close()
    except WrongPassword:
        return False
    return True


def plain_files(folder: DataFolder) -> list[str]:
    """Every file that opens without a password."""
    return [path.name for path in folder.root.rglob("*") if path.is_file() and readable(path, UNPROTECTED_KEY)]


def kept_all(entries: list[int]) -> bool:
    """Whether the backups there were are there, beside at most that before the change and one of upkeep."""
    return entries in ([541] * new + [540, 360, 180] for new in range(3))


@rounds(2, 40)
def test_setting_a_password(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    old = contents(DataFolder(written / "plain"))
    run = Rounds(changer, written / "plain", tmp_path, rounds, what="protect", new=NEW)
    secret = tmp_path / "secret"
    secret.write_text(NEW)
    for kill in run.killed():
        # Without a password it opens as before; if not, with the new one, and then nothing lies open any more.
        protected = not opens(run.folder, None)
        assert contents(run.folder, NEW if protected else None) == old
        run.counted["new" if protected else "old"] += 1
        assert protected or not kill.done
        check_says_sound(run.folder, *(["--password-file", str(secret)] if protected else []))
        with Journal.open(run.folder, password=NEW if protected else None) as journal:
            assert kept_all([journal.copy_contents(one.path).entries for one in journal.backups()])
        assert not any(run.folder.root.glob(".*.part"))
        # One more than the four there were, if the kill came after the backup before the change was begun.
        assert plain_files(run.folder) == [] if protected else len(plain_files(run.folder)) in (4, 5)
        assert run.folder.keys.exists() == protected
    run.tell(tally)


@rounds(2, 40)
def test_removing_a_password(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    old = contents(DataFolder(written / "protected"), OLD)
    run = Rounds(changer, written / "protected", tmp_path, rounds, what="remove", password=OLD)
    secret = tmp_path / "secret"
    secret.write_text(OLD)
    left_behind = 0
    for kill in run.killed():
        protected = not opens(run.folder, None)
        assert contents(run.folder, OLD if protected else None) == old
        run.counted["old" if protected else "new"] += 1
        assert not (protected and kill.done)
        check_says_sound(run.folder, *(["--password-file", str(secret)] if protected else []))
        with Journal.open(run.folder, password=OLD if protected else None) as journal:
            journal.upkeep()
            # What could not follow any more keeps its password, and opens with it.
            entries = [journal.copy_contents(one.path, OLD).entries for one in journal.backups()]
            left_behind += sum(not readable(one.path, journal._vault.key) for one in journal.backups())
            lone = [one for one in journal.backups() if one.keys.exists() and readable(one.path, UNPROTECTED_KEY)]
        assert kept_all(entries)
        assert lone == []
    run.tell(tally)
    tally(backups_that_kept_their_password=left_behind)


@rounds(2, 40)
def test_changing_a_password(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    old = contents(DataFolder(written / "protected"), OLD)
    run = Rounds(changer, written / "protected", tmp_path, rounds, what="change", password=OLD, new=NEW)
    for kill in run.killed():
        opening = [password for password in (OLD, NEW) if opens(run.folder, password)]
        run.counted["mixed" if len(opening) != 1 else "old" if opening == [OLD] else "new"] += 1
        assert len(opening) == 1
        assert opening == [NEW] or not kill.done
        assert contents(run.folder, opening[0]) == old
        (tmp_path / "secret").write_text(opening[0])
        check_says_sound(run.folder, "--password-file", str(tmp_path / "secret"))
        # Every keys file is the one that the password opens.
        files = {path.read_bytes() for path in run.folder.root.rglob("*.keys*") if path.is_file()}
        assert len(files) == 1
    run.tell(tally)


def opened_by(folder: DataFolder, keys: Path, password: str) -> list[str]:
    """The journals and backups that a password opens with a copy of the keys made before."""
    ring = read_sibling(keys)
    assert ring is not None
    key = ring.unlock("password", password)
    return [path.name for path in folder.root.rglob("*") if path.is_file() and readable(path, key)]


def lay_down(folder: Path, files: dict[str, bytes]) -> None:
    """Have these files in a folder, and no others."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


@rounds(2, 40)
def test_taking_a_new_key(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    """Old or new at every kill; and once it is new and was opened, a copy of the keys made before opens nothing any more."""
    begin = DataFolder(tmp_path / "begin")
    shutil.copytree(written / "protected", begin.root)
    with Journal.open(begin, password=OLD) as journal:
        second = tmp_path / "second"
        second.mkdir()
        journal.change_settings(backup_folder=str(second))
        journal.backup()
    there = {path.name: path.read_bytes() for path in second.iterdir()}
    copy_of_keys = tmp_path / "copy-of.keys"
    shutil.copy(begin.keys, copy_of_keys)
    assert len(opened_by(begin, copy_of_keys, OLD)) == 6
    old = contents(begin, OLD)
    run = Rounds(changer, begin.root, tmp_path, rounds, what="renew", password=OLD, new=NEW)
    lay_down(second, there)
    for kill in run.killed():
        opening = [password for password in (OLD, NEW) if opens(run.folder, password)]
        run.counted["mixed" if len(opening) != 1 else "old" if opening == [OLD] else "new"] += 1
        assert len(opening) == 1
        assert opening == [NEW] or not kill.done
        assert contents(run.folder, opening[0]) == old
        with Journal.open(run.folder, password=opening[0]) as journal:
            journal.upkeep()
            assert journal.unfinished is None
            entries = [journal.copy_contents(one.path).entries for one in journal.backups()]
            # As many as there were, and perhaps one from before the change.
            assert entries in ([541] * new + [540, 360, 180] for new in range(1, 4))
            assert {journal.copy_contents(path).entries for path in second.glob("*.ldnjb")} <= {541}
        if opening == [NEW]:
            assert opened_by(run.folder, copy_of_keys, OLD) == []
            assert opened_by(DataFolder(second), copy_of_keys, OLD) == []
            rings = {path.read_bytes() for path in (*run.folder.root.rglob("*.keys*"), *second.glob("*.keys"))}
            assert len(rings) == 1
        lay_down(second, there)
    run.tell(tally)


@rounds(2, 40)
def test_going_back(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    begin = DataFolder(written / "plain")
    copy = min(begin.backups.glob("*.ldnjb"))
    old = contents(begin)
    run = Rounds(changer, begin.root, tmp_path, rounds, what="restore", copy=str(copy))
    new = contents(run.folder)
    assert len(new["note"]) == 60
    hot = 0
    for kill in run.killed():
        hot += run.folder.journal.with_name("journal.ldnj-journal").exists()
        run.judge(contents(run.folder), old, new, kill)
        check_says_sound(run.folder)
        with Journal.open(run.folder) as journal:
            entries = [journal.copy_contents(one.path).entries for one in journal.backups()]
        assert entries in ([540, 360, 180], [541, 540, 360, 180])
    run.tell(tally)
    tally(within_the_transaction=hot)


@rounds(2, 40)
def test_rebuilding(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    """The old state is a journal that does not open; in between it may be found put aside, and the same call ends it."""
    begin = DataFolder(tmp_path / "begin")
    shutil.copytree(written / "protected", begin.root)
    ruins = b"ruins" * 60_000
    begin.journal.write_bytes(ruins)
    copy = max((written / "protected" / "backups").glob("*.ldnjb"))
    run = Rounds(changer, begin.root, tmp_path, rounds, what="rebuild", copy=str(copy), password=OLD)
    new = contents(run.folder, OLD)
    put_aside = 0
    for kill in run.killed():
        aside = [path.read_bytes() for path in run.folder.quarantine.glob("*-journal.ldnj")]
        try:
            found = contents(run.folder, OLD)
        except (FileDamaged, FileMissing) as error:
            run.counted["old"] += 1
            put_aside += isinstance(error, FileMissing)
            assert not kill.done
            there = aside if isinstance(error, FileMissing) else [run.folder.journal.read_bytes()]
            assert there == [ruins]
            Journal.rebuild(run.folder, copy, password=OLD).close()
            assert contents(run.folder, OLD) == new
        else:
            run.judge(found, {}, new, kill)
            assert aside == [ruins]
    run.tell(tally)
    tally(found_put_aside=put_aside)


@rounds(2, 40)
def test_taking_in_a_file(changer: Changer, written: Path, tmp_path: Path, tally: Tally, rounds: int) -> None:
    exported = tmp_path / "all.json"
    with Journal.open(DataFolder(written / "plain")) as journal:
        journal.export_json(exported)
    begin = DataFolder(tmp_path / "begin")
    with Journal.create(begin) as journal:
        journal.record(*entry(399))
    old = contents(begin)
    run = Rounds(changer, begin.root, tmp_path, rounds, what="import", copy=str(exported))
    hot = 0
    for kill in run.killed():
        hot += run.folder.journal.with_name("journal.ldnj-journal").exists()
        found = contents(run.folder)
        counts = {table: len(rows) for table, rows in found.items()}
        whole = [counts[table] for table in ("note", "rating", "dose", "change")] == [182, 181, 181, 2]
        which = "old" if found == old else "new" if whole and set(old["note"]) < set(found["note"]) else "mixed"
        run.counted[which] += 1
        assert which == "new" or not kill.done
        check_says_sound(run.folder)
    run.tell(tally)
    tally(within_the_transaction=hot)


def enlarged(path: Path, version: int) -> None:
    """Make a released file large: many notes and ratings, each with its history."""
    shutil.copy(RELEASED / f"v{version:04d}.ldnj", path)
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("BEGIN")
    for kind, stretch in (("note", 1200), ("rating", 3000)):
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({kind})") if row[1] not in ("id", "day")]
        names = ", ".join(columns)
        raw.execute(
            f"INSERT INTO {kind} (id, day, {names})"
            f" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {stretch})"
            f" SELECT printf('00000000-0000-7000-8000-%012d', i), date('2010-01-01', i || ' days'), {names} FROM n,"
            f" (SELECT * FROM {kind} LIMIT 1)"
        )
    raw.execute("COMMIT")
    raw.close()


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
@rounds(2, 40)
def test_bringing_an_old_file_up_to_date(
    changer: Changer, tmp_path: Path, tally: Tally, version: int, rounds: int
) -> None:
    begin = DataFolder(tmp_path / "begin")
    begin.make()
    enlarged(begin.journal, version)
    raw = connect(begin.journal, UNPROTECTED_KEY)
    old = rows_of(raw)
    raw.close()
    run = Rounds(changer, begin.root, tmp_path, rounds, what="migrate")
    new = contents(run.folder)
    assert len(new["note"]) > 1200
    hot = 0
    for kill in run.killed():
        hot += run.folder.journal.with_name("journal.ldnj-journal").exists()
        raw = connect(run.folder.journal, UNPROTECTED_KEY)
        reached = int(raw.execute("PRAGMA user_version").fetchone()[0])
        found = rows_of(raw)
        raw.close()
        assert reached in (version, SCHEMA_VERSION)
        run.judge(found, old, new, kill)
        if found == new:
            backup = min(run.folder.backups.glob("*.ldnjb"))
            assert contents_of(backup, UNPROTECTED_KEY).schema_version == version
        assert contents(run.folder) == new
        check_says_sound(run.folder)
    run.tell(tally)
    tally(within_the_transaction=hot)
