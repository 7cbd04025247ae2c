"""The state machine goes on: passwords, recovery codes, backups, restoring, damage and rebuilding, closing and opening."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, precondition, rule

from ldn_journal.base.errors import FileDamaged, FileMissing, InUse, InvalidEntry, PasswordNeeded, WrongPassword
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import OF_THIS_COMPUTER
from ldn_journal.store import Contents
from tests.journal.agreeing import agree, damage, same_history, same_records, same_state
from tests.journal.drawn import passwords
from tests.journal.machine import T
from tests.journal.machine_filing import FilingMachine
from tests.journal.model import Model
from tests.journal.model_copies import Copies, Copy, Lock


def of_this_computer(settings: dict[str, Any]) -> dict[str, Any]:
    """What no copy from elsewhere sets."""
    return {name: value for name, value in settings.items() if name in OF_THIS_COMPUTER}


protected = precondition(lambda self: self.copies.lock.era is not None)
unprotected = precondition(lambda self: self.copies.lock.era is None)
seldom = precondition(lambda self: self.taken % 8 == 7)
WRONG = "never the password"


class JournalMachine(FilingMachine):
    """All that can be done with a journal."""

    paths = Bundle("paths")

    def __init__(self) -> None:
        super().__init__()
        self.copies = Copies()
        self.second = self.root / "second"
        self.second.mkdir()

    @invariant()
    def protection_is_as_told(self) -> None:
        assert self.journal.protected is (self.copies.lock.era is not None)
        listed = [one.path for one in self.copies.every if one.place == "backups"]
        assert [one.path for one in reversed(self.journal.backups())] == listed

    # Copies ----------------------------------------------------------------------------------------------------------

    @initialize(
        target=paths,
        eras=st.sampled_from([0, 1, 2]).flatmap(lambda n: st.lists(passwords, min_size=n, max_size=n)),
        still=st.booleans(),
    )
    def has_had_passwords(self, eras: list[str], still: bool) -> Any:
        found = [self.write_a_copy()]
        for number, password in enumerate(eras, 1):
            self.protect(password)
            found += [self.write_a_copy(), *self.laid(self.journal.backup().backup.path)]
            if number < len(eras) or not still:
                self.unprotect()
        return multiple(*found)

    @rule(target=paths, times=st.sampled_from([1, 1, 2, 11]))
    def back_up(self, times: int) -> Any:
        found = []
        for _time in range(times):
            kept = self.journal.backup()
            assert kept.not_elsewhere is None
            self.holds(kept.contents, self.model)
            found += self.laid(kept.backup.path)
        return multiple(*found)

    @rule(target=paths)
    def look_after(self) -> Any:
        return multiple(*self.looked_after())

    def looked_after(self) -> list[Path]:
        due = self.backup_due()
        kept = self.journal.upkeep()
        self.copies.looked_after(second=self.has_second)
        assert (kept is not None) is due
        return [] if kept is None else self.laid(kept.backup.path)

    @rule(target=paths)
    def write_copy(self) -> Path:
        return self.write_a_copy()

    def write_a_copy(self) -> Path:
        path = self.path("copy.ldnjb")
        self.holds(self.journal.write_copy(path), self.model)
        self.copies.add(path, "elsewhere", self.model)
        return path

    @rule(
        target=paths, path=paths, next_to_go=st.booleans(), secret=st.sampled_from(["right", "right", "none", "wrong"])
    )
    def restore(self, path: Path, next_to_go: bool, secret: str) -> Any:
        copy = self.copies.at(path)
        if next_to_go:
            # The backup that is made first pushes the tenth out, unless it is spared.
            copy = next(iter([one for one in self.copies.every if one.place == "backups"][-10:-9]), copy)
        if copy is None:
            with pytest.raises(FileMissing):
                self.journal.restore(path)
            return multiple()
        password = {"right": copy.lock.password, "none": None, "wrong": WRONG}[secret]
        if not self.copies.opens(copy, password):
            with pytest.raises(WrongPassword):
                self.journal.restore(copy.path, password)
            return multiple()
        return multiple(*self.gone_back(copy, password))

    @rule(target=paths)
    def go_another_way(self) -> Any:
        """Go back by some changes and make as many others: the numbers are equal, what they did is not."""
        self.write_a_copy()
        copy = self.copies.every[-1]
        self.recorded([(Kind.NOTE, {"day": 0, "text": "this way"})])
        found = self.looked_after() + self.gone_back(copy, None)
        self.recorded([(Kind.NOTE, {"day": 0, "text": "another way"})])
        return multiple(*found, *self.looked_after())

    @rule(on=st.booleans())
    def choose_a_second_folder(self, on: bool) -> None:
        chosen = str(self.second) if on else None
        self.journal.change_settings(backup_folder=chosen)
        self.model.settings["backup_folder"] = chosen

    # Passwords -------------------------------------------------------------------------------------------------------

    @unprotected
    @rule(password=passwords)
    def protect(self, password: str) -> None:
        for refused in (
            lambda: self.journal.protect("short"),
            lambda: self.journal.unprotect(WRONG),
            lambda: self.journal.set_password(WRONG),
        ):
            with pytest.raises(InvalidEntry):
                refused()
        code = self.great(lambda: self.journal.protect(password))
        self.copies.protected(password, code, second=self.has_second)
        self.copies_open()

    @protected
    @rule()
    def unprotect(self) -> None:
        with pytest.raises(WrongPassword):
            self.journal.unprotect(WRONG)
        self.great(lambda: self.journal.unprotect(self.copies.lock.password))
        self.copies.unprotected(second=self.has_second)
        self.copies_open()

    @protected
    @rule(new=passwords)
    def change_password(self, new: str) -> None:
        with pytest.raises(WrongPassword):
            self.journal.change_password(WRONG, new)
        self.great(lambda: self.journal.change_password(self.copies.lock.password, new))
        self.copies.changed(second=self.has_second, password=new)
        self.copies_open()

    @protected
    @rule(new=passwords)
    def renew_key(self, new: str) -> None:
        with pytest.raises(WrongPassword):
            self.journal.renew_key(WRONG, new)
        code = self.great(lambda: self.journal.renew_key(self.copies.lock.password, new))
        assert code != self.copies.lock.code
        self.copies.renewed(new, code, second=self.has_second)
        self.copies_open()

    @protected
    @rule()
    def change_recovery_code(self) -> None:
        code = self.journal.change_recovery_code(self.copies.lock.password)
        assert code != self.copies.lock.code
        self.copies.changed(second=self.has_second, code=code)
        self.copies_open()

    # Closing and opening ---------------------------------------------------------------------------------------------

    @rule(by_code=st.booleans(), new=st.none() | passwords)
    def reopen(self, by_code: bool, new: str | None) -> None:
        with pytest.raises(InUse):
            Journal.open(self.folder, password=self.copies.lock.password)
        self.journal.close()
        lock = self.copies.lock
        if lock.era is None:
            self.journal = Journal.open(self.folder, clock=self.clock)
            return
        with pytest.raises(PasswordNeeded):
            Journal.open(self.folder)
        with pytest.raises(WrongPassword):
            Journal.open(self.folder, password=WRONG)
        if not by_code:
            self.journal = Journal.open(self.folder, password=lock.password, clock=self.clock)
            self.copies.looked_after(second=False)
            return
        with pytest.raises(WrongPassword):
            Journal.open(self.folder, recovery_code=WRONG)
        written = lock.code.lower().replace("-", " ")
        self.journal = Journal.open(self.folder, recovery_code=written, clock=self.clock)
        self.copies.looked_after(second=False)
        if new is not None:
            self.great(lambda: self.journal.set_password(new))
            self.copies.changed(second=self.has_second, password=new)

    @protected
    @rule(both=st.booleans())
    def lose_the_keys(self, both: bool) -> None:
        newest = self.newest()
        self.journal.close()
        self.folder.keys.unlink()
        if both and newest is not None and newest.lock.era == self.copies.lock.era:
            self.folder.keys.with_name("journal.keys.bak").unlink()
        self.journal = Journal.open(self.folder, password=self.copies.lock.password, clock=self.clock)
        self.copies.looked_after(second=False)
        assert self.folder.keys.exists()

    @rule(path=paths, how=st.sampled_from(["flip", "cut", "empty", "zero", "gone"]), place=st.floats(0, 1))
    def damage_and_rebuild(self, path: Path, how: str, place: float) -> None:
        copy = self.copies.at(path)
        if copy is None:
            return
        self.journal.close()
        damage(self.folder.journal, how, place)
        newest = self.newest()
        expected: tuple[type[Exception], ...] = (FileMissing if how == "gone" else FileDamaged,)
        if self.copies.lock.era is None and newest is not None and newest.lock.era is not None:
            # Nothing tells any more that the journal had no password: its newest backup has one.
            expected += (PasswordNeeded,)
        with pytest.raises(expected) as caught:
            Journal.open(self.folder, password=self.copies.lock.password, clock=self.clock)
        if type(caught.value) is FileDamaged:
            newest = self.newest(readable=True)
            assert (caught.value.copy and caught.value.copy[1]) == (newest and len(newest.holds.records))
        if copy.lock.era is not None:
            with pytest.raises(WrongPassword):
                Journal.rebuild(self.folder, path, password=WRONG, clock=self.clock)
            assert self.folder.journal.exists() is (how != "gone")
        self.journal = Journal.rebuild(self.folder, path, password=copy.lock.password, clock=self.clock)
        self.model = copy.holds.copy()
        if copy.place != "backups":
            for name in of_this_computer(self.model.settings):
                del self.model.settings[name]
        if (copy.lock.era, copy.lock.password) != (self.copies.lock.era, self.copies.lock.password):
            # Else the keys of the journal are the right ones still, with the recovery code of now.
            self.copies.lock = Lock(**vars(copy.lock))
        self.copies.looked_after(second=False)
        self.copies_open()

    # Elsewhere -------------------------------------------------------------------------------------------------------

    @seldom
    @rule()
    def all_of_it_into_a_fresh_journal(self) -> None:
        path, holds = self.written()
        holds.drafts = {}
        with Journal.create(DataFolder(self.path("fresh")), clock=self.clock) as fresh:
            assert fresh.import_file(path, confirmed=True).restored
            same_records(fresh, holds)
            agree(fresh, holds, self.today)
            for identity in {one.id for change in holds.log for one in change.done}:
                same_history(fresh, holds, identity)
            assert fresh.check() == []
            again = self.path("again.json")
            fresh.export_json(again)
            assert again.read_bytes() == path.read_bytes()

    # Inside ----------------------------------------------------------------------------------------------------------

    @property
    def has_second(self) -> bool:
        return self.model.settings.get("backup_folder") is not None

    def gone_back(self, copy: Copy, password: str | None) -> list[Path]:
        """Go back to a copy; return where the backup that was made before lies."""
        self.holds(self.journal.copy_contents(copy.path, password), copy.holds)
        self.holds(self.journal.restore(copy.path, password), copy.holds)
        made = self.laid(self.journal.backups()[0].path)
        staying = of_this_computer(self.model.settings)
        self.model = copy.holds.copy()
        for name in of_this_computer(self.model.settings):
            del self.model.settings[name]
        self.model.settings |= staying
        return made

    def backup_due(self) -> bool:
        """Whether the newest backup is not as the journal is now, or cannot be read by its key."""
        newest = self.newest()
        if newest is None:
            return bool(self.model.log)
        return not same_state(newest.holds, self.model) or newest.lock.era not in (None, self.copies.lock.era)

    def great(self, deed: Callable[[], T], *, changes: bool = True) -> T:
        """Do what begins with a backup, unless the newest one will do or nothing was ever recorded, and take that in."""
        due = changes and bool(self.model.log) and self.backup_due()
        done = deed()
        if due:
            # Model and lock are those of before still.
            self.laid(self.journal.backups()[0].path)
        return done

    def copies_open(self) -> None:
        """Hold the newest copy of every era in every place to its secret; nothing else opens it."""
        for copy in {(one.place, one.lock.era): one for one in self.copies.every}.values():
            self.holds(self.journal.copy_contents(copy.path, copy.lock.password), copy.holds)
            if not self.copies.opens(copy, WRONG):
                with pytest.raises(WrongPassword):
                    self.journal.copy_contents(copy.path, WRONG)

    def laid(self, path: Path) -> list[Path]:
        """Take in a backup just made, in the second folder as well; return where it lies."""
        assert path.parent == self.folder.backups
        found = [self.copies.add(path, "backups", self.model).path]
        if self.has_second:
            found.append(self.copies.add(self.second / path.name, "second", self.model).path)
        self.copies.thinned()
        return found

    def newest(self, *, readable: bool = False) -> Copy | None:
        """Return the newest backup, or the newest that the journal's own key opens."""
        mine = [one for one in self.copies.every if one.place == "backups"]
        return next(
            (one for one in reversed(mine) if not readable or one.lock.era in (None, self.copies.lock.era)), None
        )

    @staticmethod
    def holds(contents: Contents, model: Model) -> None:
        assert contents.entries == len(model.records)
        assert contents.change == len(model.log)
        assert (contents.changed_at and contents.changed_at.isoformat()) == (model.log[-1].at if model.log else None)
