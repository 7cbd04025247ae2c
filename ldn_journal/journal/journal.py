"""``Journal``: the one object through which both front ends read and write a diary.

It is owned by one thread. Every writing call is one transaction with its history and returns the ``Changes`` it made; every error
is one of ``base/errors``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ldn_journal.base.clock import Clock, SystemClock
from ldn_journal.base.errors import DiskFull, FileDamaged, NotFound
from ldn_journal.base.paths import DataFolder
from ldn_journal.base.process import hide_memory
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures, usual_measures
from ldn_journal.domain.catalogue import Record
from ldn_journal.domain.days import journal_day, moment_on
from ldn_journal.domain.doses import Dose, TitrationStep, plan_on
from ldn_journal.domain.measures import Measure, NewMeasure
from ldn_journal.domain.records import Changes, Kind, NewRecord, Revision
from ldn_journal.journal.day import Day, completeness
from ldn_journal.journal.filing import Filing
from ldn_journal.journal.keeping import Keeping
from ldn_journal.journal.lists import DAY_KINDS, Lists
from ldn_journal.journal.past import Past
from ldn_journal.journal.recording import Batch, Recorder
from ldn_journal.journal.settings import OF_THIS_COMPUTER, Settings
from ldn_journal.journal.sharing import Sharing, missing_journal, must_be_there, with_newest_copy
from ldn_journal.store import Remove, Revise, Store, Vault, check_password
from ldn_journal.store.lock import JournalLock

if TYPE_CHECKING:
    from ldn_journal.analysis.trends import Trends, TrendsQuery
    from ldn_journal.journal.ahead import Ahead
    from ldn_journal.journal.care import Info

R = TypeVar("R", bound=NewRecord)

SILENT_DAYS = 60
"""Days without any record after which the record counts as ended."""
MANY = 20
"""So many records taken out or stored together by hand are preceded by a backup."""


class Journal(Lists, Filing, Sharing, Keeping, Past):
    """An open journal. Use ``Journal.open`` or ``Journal.create``; close it when done, or use it in a ``with`` statement."""

    def __init__(
        self, folder: DataFolder, store: Store, vault: Vault, lock: JournalLock | None, clock: Clock, source: str
    ) -> None:
        self.folder = folder
        self.clock = clock
        self._store = store
        self._vault = vault
        self._lock = lock
        self._source = source
        # Asked for at every entry and rarely changed; dropped when a change touches them.
        self._settings: Settings | None = None
        self._regimen: list[TitrationStep] | None = None
        self._own_measures: list[Measure] | None = None

    # Opening and closing -----------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, folder: DataFolder, *, clock: Clock | None = None, source: str = "window", wait: float = 0.0
    ) -> "Journal":
        """Make a new, empty journal in ``folder``.

        Raises ``AlreadyExists``, ``InUse``, and ``FileMissing`` where backups, keys or a link show that a journal was there.
        """
        with cls._room_for(folder, wait) as (vault, lock):
            store = Store.create(folder.journal)
            return cls(folder, store, vault, lock, clock or SystemClock(), source)

    @classmethod
    def create_protected(
        cls,
        folder: DataFolder,
        password: str,
        *,
        clock: Clock | None = None,
        source: str = "window",
        wait: float = 0.0,
    ) -> "tuple[Journal, str]":
        """Make a new journal under a password and return it with its recovery code, to be shown once.

        It is protected from its first byte; where that fails, there is none. Raises as ``create``, and ``InvalidEntry``.
        """
        check_password(password)
        with cls._room_for(folder, wait) as (vault, lock):
            store, code = vault.create(password, lambda key: Store.create(folder.journal, key))
            return cls(folder, store, vault, lock, clock or SystemClock(), source), code

    @classmethod
    @contextmanager
    def _room_for(cls, folder: DataFolder, wait: float) -> Iterator[tuple[Vault, JournalLock]]:
        """Hold the lock of a folder that is to have a new journal; it is let go of only when that fails."""
        missing = None if folder.journal.exists() else missing_journal(folder)
        if missing is not None:
            raise missing
        folder.make()
        lock = JournalLock(folder.lock, wait)
        try:
            vault = Vault(folder)
            if not folder.journal.exists():
                # A rollback journal that outlived its journal would be played back into the new one.
                vault.put_aside()
            yield vault, lock
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls,
        folder: DataFolder,
        *,
        password: str | None = None,
        recovery_code: str | None = None,
        ask_keychain: bool = False,
        as_unprotected: bool = False,
        clock: Clock | None = None,
        source: str = "window",
        wait: float = 0.0,
        ahead: "Ahead | None" = None,
    ) -> "Journal":
        """Open the journal in ``folder``. ``wait``: seconds to wait for another program to close it.

        ``ahead``: what began to read the file before; see ``read_ahead``.
        ``ask_keychain``: without password and code, that of the system is asked where the person chose so.
        ``as_unprotected``: knowing that the file has no password, also where keys beside it say that it should have one.

        Raises ``FileMissing``, ``FileDamaged``, ``MadeByNewerVersion``, ``InUse``, ``CannotAccess``,
        ``PasswordNeeded``, ``WrongPassword``, ``NotProtected``.
        """
        must_be_there(folder)
        clock = clock or SystemClock()
        lock = JournalLock(folder.lock, wait)
        vault = Vault(folder)
        try:
            key = vault.unlock(password, recovery_code, ask_keychain=ask_keychain, as_unprotected=as_unprotected)
            if vault.protected:
                hide_memory()
            store = Store.open(
                folder.journal, key, before_update=lambda file: vault.back_up(file, clock.now()), ahead=ahead
            )
            vault.finish_early()
            return cls(folder, store, vault, lock, clock, source)
        except FileDamaged as error:
            try:
                raise with_newest_copy(error, vault, clock) from error
            finally:
                lock.release()
        except BaseException:
            lock.release()
            raise

    @classmethod
    def rebuild(
        cls,
        folder: DataFolder,
        copy: Path,
        *,
        password: str | None = None,
        recovery_code: str | None = None,
        clock: Clock | None = None,
        source: str = "window",
        wait: float = 0.0,
    ) -> "Journal":
        """Put a copy in the place of a journal that is damaged or gone, and open it. What was there goes to ``quarantine``.

        ``password`` or ``recovery_code``: those of the copy, which are those of the journal from then on.
        Raises ``FileDamaged`` for the copy, ``WrongPassword``, ``InUse``, ``DiskFull``.
        """
        folder.make()
        lock = JournalLock(folder.lock, wait)
        try:
            Vault(folder).rebuild(copy, password, recovery_code, staying=OF_THIS_COMPUTER)
        finally:
            lock.release()
        opened = cls.open(
            folder,
            password=password,
            recovery_code=recovery_code,
            as_unprotected=True,  # the copy may have needed none
            clock=clock,
            source=source,
            wait=wait,
        )
        opened.mark_trial_due()
        return opened

    def close(self) -> None:
        """Close the file and let the next program in."""
        try:
            self._store.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # Days and settings -------------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The journal's settings."""
        if self._settings is None:
            self._settings = Settings.model_validate(self._store.settings())
        return self._settings

    def change_settings(self, **values: Any) -> Settings:
        """Store new values of settings and return all of them. Raises ``InvalidEntry``, ``NotFound`` for a measure."""
        if "primary_outcome" in values:
            self.measure(values["primary_outcome"])
            values.setdefault("primary_outcome_chosen", self.today())
        for key in set(values.get("tracked") or ()) - set(self.settings.tracked or ()):
            self.measure(key)
        changed = self.settings.changed(**values)
        self.touched = True
        self._store.set_settings({name: changed.model_dump(mode="json")[name] for name in values})
        self._settings = changed
        return changed

    def today(self) -> date:
        """Return the journal day it is now."""
        return journal_day(self.clock.now(), self.settings.day_boundary)

    def moment(self, day: date, at: time) -> datetime:
        """Return the moment the clock shows ``at`` during journal day ``day``; 00:40 lies on the next calendar date."""
        return moment_on(day, at, self.clock, self.settings.day_boundary)

    def day(self, day: date) -> Day:
        """Return everything of one journal day."""
        return self.days(day, day)[day]

    def days(self, first: date, last: date) -> dict[date, Day]:
        """Return every day from ``first`` to ``last``, the empty ones too, in order."""
        found = self._store.within(dict.fromkeys(DAY_KINDS, (first, last)))
        steps = self.regimen
        content: dict[date, dict[Kind, list[Any]]] = {}
        for kind, records in found.items():
            for record in records:
                content.setdefault(cast(Any, record).day, {}).setdefault(kind, []).append(record)
        days: dict[date, Day] = {}
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            mine = content.get(day, {})
            days[day] = Day(
                day=day,
                doses=tuple(sorted(mine.get(Kind.DOSE, ()), key=_by_clock)),
                ratings=tuple(mine.get(Kind.RATING, ())),
                night=next(iter(mine.get(Kind.NIGHT, ())), None),
                notes=tuple(mine.get(Kind.NOTE, ())),
                events=tuple(mine.get(Kind.EVENT, ())),
                plan=plan_on(day, steps),
            )
        return days

    def completeness(self, first: date, last: date) -> dict[date, float]:
        """Return for each day the share (0 to 1) of what is tracked that is recorded."""
        return completeness(self.days(first, last), self.tracked())

    def span(self) -> tuple[date, date] | None:
        """Return the first and last day with something recorded, ``None`` in an empty journal."""
        return self._store.span()

    def record_end(self) -> date:
        """Return the last day that trends and summaries speak of: today, while the diary is kept.

        Where nothing has been recorded for more than ``SILENT_DAYS``, it is the last recorded day: years of silence are no
        phase of treatment.
        """
        today = self.today()
        span = self.span()
        silent = span is not None and (today - span[1]).days > SILENT_DAYS
        return span[1] if span is not None and silent else today

    # Measures ----------------------------------------------------------------------------------------------------

    def measures(self) -> dict[str, NewMeasure]:
        """Return every measure by key: the built-in ones, then the person's own."""
        if self._own_measures is None:
            self._own_measures = cast(list[Measure], self._store.all(Kind.MEASURE))
        shipped: dict[str, NewMeasure] = {**built_in_measures()}
        for key, words in self.settings.anchors.items():
            if key in shipped:
                shipped[key] = shipped[key].model_copy(update={"anchors": shipped[key].anchors | words})
        return {**shipped, **{measure.key: measure for measure in self._own_measures}}

    def measure(self, key: str) -> NewMeasure:
        """Return one measure. Raises ``NotFound``."""
        found = self.measures().get(key)
        if found is None:
            raise NotFound(_("There is no measure “{key}”.").format(key=str(key)[:40]))
        return found

    def tracked(self) -> list[NewMeasure]:
        """Return the measures of the Today page, in order."""
        keys = self.settings.tracked
        measures = self.measures()
        chosen = usual_measures() if keys is None else keys
        return [measures[key] for key in chosen if key in measures and not measures[key].retired]

    # Writing -----------------------------------------------------------------------------------------------------

    def record(self, *entries: NewRecord, label: str = "", confirmed: bool = False) -> Changes:
        """Store entries together, all or none. An entry for the same thing (the day's pain) takes the earlier one's place.

        Raises ``InvalidEntry``, or ``ConfirmationNeeded`` for a dose of 10 mg or more unless ``confirmed``.
        """
        return self._record(entries, label=label, source=self._source, confirmed=confirmed)

    def revise(self, kind: Kind, identity: str, *, confirmed: bool = False, label: str = "", **fields: Any) -> Changes:
        """Change some fields of one record. Raises ``NotFound``, ``InvalidEntry``, ``ConfirmationNeeded``."""
        before = self.get(kind, identity)
        after = self._recorder(self._source).revised([(before, fields)], confirmed=confirmed)
        return self._apply([Revise(record) for record in after], label or _label(kind), self._source)

    def revise_together(self, kind: Kind, changes: Mapping[str, Mapping[str, Any]], *, label: str = "") -> Changes:
        """Change fields of several records, by identity, as one step. Raises as ``revise``."""
        asked = [(self.get(kind, identity), fields) for identity, fields in changes.items()]
        after = self._recorder(self._source).revised(asked, confirmed=False)
        return self._apply([Revise(record) for record in after], label or _label(kind), self._source)

    def remove(self, kind: Kind, *identities: str, label: str = "") -> Changes:
        """Take records out; their history stays and undo brings them back. Raises ``NotFound``."""
        asked = dict.fromkeys(identities)
        for identity in asked:
            self.get(kind, identity)
        if len(asked) >= MANY:
            self.back_up_before()
        return self._apply([Remove(kind, identity) for identity in asked], label or _label(kind), self._source)

    def begin_batch(self, days: Iterable[Day], *, confirmed: bool = False) -> Batch:
        """Begin one change of many entries, revisions and removals on ``days``, as they stand now. ``store`` stores it."""
        stored: list[Record] = []
        for day in days:
            stored += (*day.doses, *day.ratings, *day.nights, *day.notes)
        return self._recorder(self._source).batch(stored, confirmed=confirmed)

    def store(self, batch: Batch, *, label: str = "") -> Changes:
        """Store a batch as one change, all or nothing, after a backup where it is a large one. ``label``: what undo calls it."""
        operations = batch.operations()
        if not operations:
            return Changes()
        if len(operations) >= MANY:
            self.back_up_before()
        first = operations[0]
        kind = first.kind if isinstance(first, Remove) else first.record.kind
        return self._apply(operations, label or _label(kind), self._source)

    def undo(self) -> Changes:
        """Take back the last change that has not been taken back. Raises ``NothingToUndo``."""
        return self._forgetting(self._store.undo(source=self._source, at=self.clock.now()))

    def history(self, identity: str) -> list[Revision]:
        """Return every state a record has had, oldest first."""
        return self._store.history(identity)

    # Seeing ------------------------------------------------------------------------------------------------------

    def trends(self, query: "TrendsQuery | None" = None) -> "Trends":
        """Return phases, series and comparisons for a stretch of days, as page, report and command line show them."""
        from ldn_journal.journal.trending import trends_of

        return trends_of(self, query)

    # Care --------------------------------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """Read every page and every row; return what is wrong, a sentence each, empty when sound. Raises ``FileDamaged``."""
        from ldn_journal.journal.care import check

        return check(self._store)

    def info(self) -> "Info":
        """Return where the journal is and what is in it."""
        from ldn_journal.journal.care import info

        return info(self._store, self.folder.journal, self.settings, protected=self.protected)

    # Inside ------------------------------------------------------------------------------------------------------

    def over(self, store: Store) -> "Journal":
        """Return a journal over another open file, which is closed by whoever opened it."""
        return Journal(self.folder, store, self._vault, self._lock, self.clock, self._source)

    def forget(self) -> None:
        """Drop what was read before the file was replaced."""
        self._settings = self._regimen = self._own_measures = None

    def _existing(self, stretches: Mapping[Kind, tuple[date, date] | None]) -> list[Record]:
        dated = {kind: stretch for kind, stretch in stretches.items() if stretch is not None}
        found = [record for records in self._store.within(dated).values() for record in records] if dated else []
        return found + [record for kind in stretches.keys() - dated.keys() for record in self._store.all(kind)]

    def _recorder(self, source: str) -> Recorder:
        return Recorder(
            now=self.clock.now(),
            today=self.today(),
            source=source,
            measures=self.measures(),
            existing=self._existing,
            plan=lambda day: plan_on(day, self.regimen),
        )

    def _record(
        self, entries: Iterable[NewRecord], *, label: str, source: str, confirmed: bool, at: datetime | None = None
    ) -> Changes:
        asked = list(entries)
        operations = self._recorder(source).operations(asked, confirmed=confirmed)
        return self._apply(operations, label or (_label(asked[0].kind) if asked else ""), source, at)

    def _apply(self, operations: Sequence[Any], label: str, source: str, at: datetime | None = None) -> Changes:
        try:
            done = self._store.apply(operations, label=label, source=source, at=at or self.clock.now())
        except DiskFull as error:
            raise DiskFull(stops_saving=error.stops_saving) from error
        return self._forgetting(done)

    def _forgetting(self, changes: Changes) -> Changes:
        self.touched = self.touched or bool(changes)
        if Kind.STEP in changes.kinds:
            self._regimen = None
        if Kind.MEASURE in changes.kinds:
            self._own_measures = None
        return changes


def _by_clock(dose: Dose) -> tuple[bool, float]:
    return (dose.at is None, dose.at.timestamp() if dose.at else 0.0)


def _label(kind: Kind) -> str:
    """What undo calls a change of this kind."""
    labels: Mapping[Kind, str] = {
        Kind.DOSE: _("dose"),
        Kind.RATING: _("rating"),
        Kind.NIGHT: _("night"),
        Kind.NOTE: _("note"),
        Kind.EVENT: _("event"),
        Kind.STEP: _("titration step"),
        Kind.PRESCRIPTION: _("prescription"),
        Kind.MEDICINE: _("medicine"),
        Kind.CONDITION: _("health fact"),
        Kind.VISIT: _("visit"),
        Kind.RESPONSE: _("questionnaire"),
        Kind.MEASURE: _("measure"),
        Kind.PHASE_EDIT: _("phase"),
    }
    return labels[kind]
