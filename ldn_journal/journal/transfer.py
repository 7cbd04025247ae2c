"""The use cases of files: everything out, and entries in, all or nothing, as one change that one undo takes back.

An import adds and never overwrites; ``merging.py`` says what counts as being here already.

A whole JSON journal read into an empty, untouched one is restored as it was: ids, history, settings. Undo then takes back
the last change of that history, as it would have in the journal that was exported.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ldn_journal.base.errors import AlreadyExists, ConfirmationNeeded, DiskFull
from ldn_journal.base.files import check_target, sync_folder, write_whole, writing_errors
from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.doses import NewDose, NewTitrationStep
from ldn_journal.domain.log import LoggedChange, LoggedRevision, Whole
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Changes, Kind
from ldn_journal.exchange.document import fields_of, write_document
from ldn_journal.exchange.fhir import write_bundle
from ldn_journal.exchange.incoming import Incoming, located, refusal
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.exchange.tables import OVERVIEW, TABLES, write_overview, write_table
from ldn_journal.exchange.watch import Watch
from ldn_journal.journal.attachments import journal_id_of, overview
from ldn_journal.journal.gone import gone_here
from ldn_journal.journal.intake import (
    Intake,
    Preview,
    import_label,
    may_restore,
    merged,
    preview_of,
    read_in,
    receipt_of,
)
from ldn_journal.journal.merging import SOURCE, content_of
from ldn_journal.journal.settings import OF_THIS_COMPUTER, Settings
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


# Out -------------------------------------------------------------------------------------------------------------


def whole_journal(store: Store) -> Whole:
    """Return everything the journal holds."""
    settings = {name: value for name, value in store.settings().items() if name not in OF_THIS_COMPUTER}
    return Whole(records={kind: store.all(kind) for kind in STORED}, changes=store.log(), settings=settings)


def export_json(store: Store, path: Path) -> None:
    """Write the whole journal as JSON. Raises ``DiskFull``, ``CannotAccess``; a file there stays whole until the new one is."""
    write_whole(path, write_document(whole_journal(store)))


def export_fhir(journal: "Journal", path: Path) -> None:
    """Write doses, ratings, nights, medicines, health facts and questionnaires as a FHIR R4 bundle."""
    settings = journal.settings
    bundle = write_bundle(
        {kind: journal.records(kind) for kind in STORED},
        journal.measures(),
        journal_id=journal_id_of(journal),
        today=journal.today(),
        made_at=journal.clock.now(),
        name=settings.name,
        birth_year=settings.birth_year,
    )
    write_whole(path, bundle)


def export_sqlite(store: Store, path: Path) -> None:
    """Write a plain database with the same tables. A file there stays whole until the new one is."""
    check_target(path)
    with writing_errors(path):
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent))
        try:
            try:
                store.write_plain(folder / "plain.sqlite", OF_THIS_COMPUTER)
            except DiskFull as error:
                # The database tells it as if the journal itself could not be written.
                raise DiskFull(_("Your disk is full. {name} was not written.").format(name=path.name)) from error
            (folder / "plain.sqlite").replace(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sync_folder(path.parent)


def export_csv(journal: "Journal", store: Store, folder: Path) -> None:
    """Write the journal as a folder of tables. Raises ``AlreadyExists`` for a folder with something in it."""
    with writing_errors(folder):
        if folder.is_dir():
            if any(folder.iterdir()):
                raise AlreadyExists(_("The folder {folder} is not empty.").format(folder=folder))
        elif folder.exists():
            raise AlreadyExists(_("{name} is there already.").format(name=folder.name))
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", suffix=".part", dir=folder.parent))
        try:
            for table in TABLES:
                gone = gone_here(journal, store) if table.kind is Kind.MEASURE else ()
                write_whole(part / table.file, write_table(table, journal.records(table.kind), gone))
            write_whole(part / OVERVIEW, _overview(journal))
            if os.name != "posix" and folder.is_dir():
                folder.rmdir()  # elsewhere an empty folder gives way by itself
            part.replace(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(folder.parent)


def _overview(journal: "Journal") -> bytes:
    span = journal.span()
    return write_overview([], []) if span is None else overview(journal, *span)


# In --------------------------------------------------------------------------------------------------------------


def import_file(
    journal: "Journal",
    store: Store,
    path: Path,
    *,
    format: str = "auto",  # noqa: A002 - the word the command line uses
    mapping: Path | Mapping[str, Any] | None = None,
    dry_run: bool = False,
    confirmed: bool = False,
    watch: Watch | None = None,
) -> Receipt:
    """Read ``path`` and add what is not here yet, in one change.

    ``mapping``: a TOML file or its content, for tables not ours and for names in the exports of other apps. Raises
    ``ImportRefused`` (nothing stored), ``MappingNeeded``, ``ConfirmationNeeded`` for a dose of 10 mg or more unless
    ``confirmed``, ``NotFound``, ``CannotAccess``, and ``Cancelled`` where ``watch`` was told to stop.
    """
    watch = watch or Watch()
    intake = read_in(journal, path, format=format, mapping=mapping, watch=watch)
    return take_in(journal, store, intake, dry_run=dry_run, confirmed=confirmed, watch=watch)


def take_in(
    journal: "Journal",
    store: Store,
    intake: Intake,
    *,
    dry_run: bool = False,
    confirmed: bool = False,
    watch: Watch | None = None,
) -> Receipt:
    """Add what was read and is not here yet, in one change. Raises as ``import_file``."""
    if intake.whole is not None and may_restore(store):
        return _restore(journal, store, intake, intake.whole, dry_run=dry_run, confirmed=confirmed)
    merger = merged(journal, store, intake.reading, watch or Watch())
    if not confirmed:
        _ask_about_doses(merger.adding)
    changes = Changes()
    if not dry_run:
        if merger.operations:
            journal.back_up_before()
        now = journal.clock.now()
        changes = store.apply(merger.operations, label=import_label(intake.path), source=SOURCE, at=now)
    return receipt_of(intake, merger, changes, dry_run=dry_run)


def preview_file(
    journal: "Journal",
    store: Store,
    path: Path,
    *,
    mapping: Path | Mapping[str, Any] | None = None,
    watch: Watch,
) -> Preview:
    """Read ``path`` and return what would be stored of it. Raises as ``import_file``, but asks for no confirmation yet."""
    intake = read_in(journal, path, mapping=mapping, watch=watch)
    if intake.whole is not None and may_restore(store):
        receipt = _restore(journal, store, intake, intake.whole, dry_run=True, confirmed=True)
        return preview_of(journal, intake, receipt, None)
    merger = merged(journal, store, intake.reading, watch)
    return preview_of(journal, intake, receipt_of(intake, merger, Changes(), dry_run=True), merger)


def _restore(
    journal: "Journal", store: Store, intake: Intake, whole: Whole, *, dry_run: bool, confirmed: bool
) -> Receipt:
    path, reading = intake.path, intake.reading
    # What is of this computer stays as it is here, although all else gives way.
    settings = {name: value for name, value in _settings(whole).items() if name not in OF_THIS_COMPUTER}
    settings |= {name: value for name, value in store.settings().items() if name in OF_THIS_COMPUTER}
    if not confirmed:
        _ask_about_doses(reading.incoming)
    late = _not_in_history(whole)
    changes = list(whole.changes)
    if late:
        # A file without its history, or changed by hand: what the history does not tell becomes a change of its own.
        number = changes[-1].number + 1 if changes else 1
        changes.append(LoggedChange(number, journal.clock.now(), _("import"), SOURCE, None, tuple(late)))
    done = Changes()
    if not dry_run:
        done = store.restore(Whole(records=whole.records, changes=changes, settings=settings))
    return Receipt(name=path.name, rows=reading.rows, kept=reading.rows, restored=True, dry_run=dry_run, changes=done)


def _settings(whole: Whole) -> dict[str, Any]:
    try:
        checked = Settings.model_validate(dict(whole.settings))
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False)[0]["loc"]
        raise refusal(
            _("The setting “{name}” cannot be used.").format(name=str(where[0])[:40] if where else "")
        ) from None
    known = _measures_of(whole)
    for key in (checked.primary_outcome, *(checked.tracked or ())):
        if key not in known:
            raise refusal(_("The settings name the measure “{key}”, which is not there.").format(key=key[:40]))
    values = checked.model_dump(mode="json")
    return {name: values[name] for name in whole.settings}


def _measures_of(whole: Whole) -> set[str]:
    """The keys of all measures there are in a whole journal, or were: what was chosen and then taken out is no fault."""
    own = {record.key for record in whole.records.get(Kind.MEASURE, ()) if isinstance(record, NewMeasure)}
    bodies = (one.body for change in whole.changes for one in change.revisions if one.kind is Kind.MEASURE)
    return {*built_in_measures(), *own, *(body["key"] for body in bodies if body is not None)}


def _not_in_history(whole: Whole) -> list[LoggedRevision]:
    """The revisions that bring the newest states told by the history to the records as they stand in the file."""
    newest: dict[str, LoggedRevision] = {one.record: one for change in whole.changes for one in change.revisions}
    late: list[LoggedRevision] = []
    for kind, records in whole.records.items():
        for record in records:
            told = newest.pop(record.id, None)
            same = (
                told is not None
                and told.kind is kind
                and told.body is not None
                and content_of(STORED[kind].model_validate(told.body)) == content_of(record)
            )
            if not same:
                late.append(LoggedRevision(kind, record.id, fields_of(record)))
    late.extend(LoggedRevision(one.kind, one.record, None) for one in newest.values() if one.body is not None)
    return late


def _ask_about_doses(incoming: Iterable[Incoming]) -> None:
    for one in incoming:
        if isinstance(one.entry, NewDose | NewTitrationStep) and one.entry.needs_confirmation:
            sentence = _("{amount} is far above a low dose; it is stored only when confirmed.").format(
                amount=format_amount(one.entry.amount_pg or 0)
            )
            raise ConfirmationNeeded(located(sentence, one.line, one.file))
