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

from ldn_journal.base.errors import AlreadyExists, CannotAccess, ConfirmationNeeded, ImportRefused
from ldn_journal.base.files import reading_errors, sync_folder, write_whole, writing_errors
from ldn_journal.base.texts import _
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.catalogue import STORED
from ldn_journal.domain.doses import NewDose, NewTitrationStep
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.log import LoggedChange, LoggedRevision, Whole
from ldn_journal.domain.records import Changes
from ldn_journal.exchange.document import MAX_BYTES, fields_of, lines_of, read_document, write_document
from ldn_journal.exchange.fhir import write_bundle
from ldn_journal.exchange.formats import FORMATS, format_of, read_file
from ldn_journal.exchange.incoming import Incoming, Reading, Surroundings, located, refusal
from ldn_journal.exchange.mapping import parse_mapping
from ldn_journal.exchange.receipt import Receipt
from ldn_journal.exchange.tables import OVERVIEW, TABLES, write_overview, write_table
from ldn_journal.journal.attachments import overview
from ldn_journal.journal.merging import SOURCE, Merger, content_of
from ldn_journal.journal.settings import Settings
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


# Out -------------------------------------------------------------------------------------------------------------


def whole_journal(store: Store) -> Whole:
    """Return everything the journal holds."""
    return Whole(records={kind: store.all(kind) for kind in STORED}, changes=store.log(), settings=store.settings())


def export_json(store: Store, path: Path) -> None:
    """Write the whole journal as JSON. Raises ``DiskFull``, ``CannotAccess``; a file there stays whole until the new one is."""
    write_whole(path, write_document(whole_journal(store)))


def export_fhir(journal: "Journal", path: Path) -> None:
    """Write doses, ratings, nights, medicines and questionnaires as a FHIR R4 bundle."""
    settings = journal.settings
    if settings.journal_id is None:
        settings = journal.change_settings(journal_id=new_id())
    assert settings.journal_id is not None  # noqa: S101 - given above
    bundle = write_bundle(
        {kind: journal.records(kind) for kind in STORED},
        journal.measures(),
        journal_id=settings.journal_id,
        today=journal.today(),
        made_at=journal.clock.now(),
        name=settings.name,
        birth_year=settings.birth_year,
    )
    write_whole(path, bundle)


def export_sqlite(store: Store, path: Path) -> None:
    """Write a plain database with the same tables. A file there stays whole until the new one is."""
    if path.is_dir():
        raise CannotAccess(_("{path} is a folder; give the name of a file.").format(path=path))
    with writing_errors(path):
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent))
        try:
            store.write_plain(folder / "plain.sqlite")
            (folder / "plain.sqlite").replace(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sync_folder(path.parent)


def export_csv(journal: "Journal", folder: Path) -> None:
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
                write_whole(part / table.file, write_table(table, journal.records(table.kind)))
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
) -> Receipt:
    """Read ``path`` and add what is not here yet, in one change.

    ``mapping``: a TOML file or its content, for tables not ours and for names in the exports of other apps. Raises
    ``ImportRefused`` (nothing stored), ``MappingNeeded``, ``ConfirmationNeeded`` for a dose of 10 mg or more unless
    ``confirmed``, ``NotFound``, ``CannotAccess``.
    """
    if format not in FORMATS:
        raise ImportRefused(
            _("There is no format “{format}”; choose one of {formats}.").format(
                format=format[:40], formats=", ".join(FORMATS)
            )
        )
    around = Surroundings(journal.clock, journal.settings.day_boundary, journal.today(), journal.measures())
    told = None if mapping is None else parse_mapping(mapping)
    form = format_of(path, format, told)
    if form == "json":
        with reading_errors(path):
            if path.stat().st_size > MAX_BYTES:
                raise refusal(_("The file is larger than {n} MB.").format(n=MAX_BYTES >> 20))
            data = path.read_bytes()
        whole = read_document(data, around)
        reading = _as_reading(whole, lines_of(data))
        if store.last_change() is None and not any(store.counts().values()):
            return _restore(journal, store, path, whole, reading, dry_run=dry_run, confirmed=confirmed)
    else:
        reading = read_file(path, form, told, around)
    return _merge(journal, store, path, reading, dry_run=dry_run, confirmed=confirmed)


def _as_reading(whole: Whole, lines: Mapping[str, int]) -> Reading:
    # No bound on entries here: what could be exported must come back, and the file's size is bounded already.
    incoming = [Incoming(one, lines.get(one.id)) for records in whole.records.values() for one in records]
    return Reading(rows=len(incoming), incoming=incoming)


def _restore(
    journal: "Journal", store: Store, path: Path, whole: Whole, reading: Reading, *, dry_run: bool, confirmed: bool
) -> Receipt:
    settings = _settings(whole.settings)
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


def _settings(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        checked = Settings.model_validate(dict(given))
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False)[0]["loc"]
        raise refusal(
            _("The setting “{name}” cannot be used.").format(name=str(where[0])[:40] if where else "")
        ) from None
    values = checked.model_dump(mode="json")
    return {name: values[name] for name in given}


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


def _merge(
    journal: "Journal", store: Store, path: Path, reading: Reading, *, dry_run: bool, confirmed: bool
) -> Receipt:
    merger = Merger(store.all, journal.clock.now(), lambda day: _several_a_day(journal, day))
    for incoming in reading.incoming:
        merger.add(incoming)
    if not confirmed:
        _ask_about_doses(merger.adding)
    changes = Changes()
    if not dry_run:
        changes = store.apply(merger.operations, label=_("import"), source=SOURCE, at=journal.clock.now())
    return Receipt(
        name=path.name,
        rows=reading.rows,
        kept=merger.kept - len(reading.defined),
        already=merger.already,
        differing=merger.differing,
        ignored=reading.ignored,
        mapped=reading.mapped,
        defined=reading.defined,
        refusals=tuple(reading.refused.items()),
        remarks=reading.remarks,
        dry_run=dry_run,
        changes=changes,
    )


def _several_a_day(journal: "Journal", day: Any) -> bool:
    steps = [step for step in journal.regimen if step.day <= day]
    return bool(steps) and max(steps, key=lambda step: (step.day, step.recorded_at)).times_per_day > 1


def _ask_about_doses(incoming: Iterable[Incoming]) -> None:
    for one in incoming:
        if isinstance(one.entry, NewDose | NewTitrationStep) and one.entry.needs_confirmation:
            sentence = _("{amount} is far above a low dose; it is stored only when confirmed.").format(
                amount=format_amount(one.entry.amount_pg or 0)
            )
            raise ConfirmationNeeded(located(sentence, one.line, one.file))
