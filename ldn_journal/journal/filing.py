"""The use cases of files from and for elsewhere: exports, imports and their previews, and taking an import back."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ldn_journal.base.files import saying_if_full, write_whole
from ldn_journal.base.texts import _
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.domain.log import LoggedImport
    from ldn_journal.domain.records import Changes
    from ldn_journal.exchange.receipt import Receipt
    from ldn_journal.journal.attachments import DataFile
    from ldn_journal.journal.imports import TakenBack
    from ldn_journal.journal.intake import Preview
    from ldn_journal.journal.journal import Journal


class Filing:
    """The part of ``Journal`` that writes files for elsewhere and takes files in. Modules are loaded when they are needed."""

    _store: Store

    def _forgetting(self, changes: "Changes") -> "Changes":
        """Drop what was kept of what ``changes`` touch."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop all that was kept of the file."""
        raise NotImplementedError

    # Out ---------------------------------------------------------------------------------------------------------

    def export_json(self, path: Path) -> None:
        """Write the whole journal, history included, as JSON. Raises ``DiskFull``, ``CannotAccess``."""
        from ldn_journal.journal.transfer import export_json

        export_json(self._store, path)
        self.remember_export(path, "json")

    def export_csv(self, folder: Path) -> None:
        """Write the journal as a new folder of tables. Raises ``AlreadyExists``, ``DiskFull``, ``CannotAccess``."""
        from ldn_journal.journal.transfer import export_csv

        with saying_if_full(_("Your disk is full. {name} was not written.").format(name=folder.name)):
            export_csv(self._journal, self._store, folder)
        self.remember_export(folder, "csv")

    def export_fhir(self, path: Path) -> None:
        """Write a FHIR R4 bundle. Raises ``DiskFull``, ``CannotAccess``."""
        from ldn_journal.journal.transfer import export_fhir

        export_fhir(self._journal, path)
        self.remember_export(path, "fhir")

    def export_sqlite(self, path: Path) -> None:
        """Write a plain, unencrypted SQLite database. Raises ``DiskFull``, ``CannotAccess``."""
        from ldn_journal.journal.transfer import export_sqlite

        export_sqlite(self._store, path)
        self.remember_export(path, "sqlite")

    def period_csv(self, first: date, last: date) -> "list[DataFile]":
        """Return the tables of days, doses and ratings from ``first`` to ``last``, as ``export_csv`` writes them."""
        from ldn_journal.journal.attachments import period_csv

        return period_csv(self._journal, first, last)

    def period_fhir(self, first: date, last: date, today: date) -> "DataFile":
        """Return the FHIR R4 bundle from ``first`` to ``last``, as made on ``today``."""
        from ldn_journal.journal.attachments import period_fhir

        return period_fhir(self._journal, first, last, today)

    def save_file(self, path: Path, data: bytes, format: str) -> None:  # noqa: A002 - as in ``ExportMade``
        """Write what was made from the journal (``report``, ``card``) and remember where. Raises as ``write_whole``."""
        write_whole(path, data)
        self.remember_export(path, format)

    def remember_export(self, path: Path, format: str) -> None:  # noqa: A002 - as in ``ExportMade``
        """Keep in mind where a file was written, in the setting ``exports``."""
        from ldn_journal.journal.imports import remember_export

        remember_export(self._journal, path, format)

    # In ----------------------------------------------------------------------------------------------------------

    def import_file(
        self,
        path: Path,
        *,
        format: str = "auto",  # noqa: A002 - the word the command line uses
        mapping: Path | Mapping[str, Any] | None = None,
        dry_run: bool = False,
        confirmed: bool = False,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> "Receipt":
        """Take in a file, all or nothing, as one change.

        ``progress`` is given the share of bytes read (0 to 1), ``cancelled`` asked many times a second, both on this thread.
        Raises ``ImportRefused``, ``ConfirmationNeeded``, ``NotFound``, ``CannotAccess``, ``Cancelled``.
        """
        from ldn_journal.exchange.watch import Watch
        from ldn_journal.journal.transfer import import_file

        with _nothing_imported():
            receipt = import_file(
                self._journal,
                self._store,
                path,
                format=format,
                mapping=mapping,
                dry_run=dry_run,
                confirmed=confirmed,
                watch=Watch(progress, cancelled),
            )
        return self._taken_in(receipt)

    def preview_file(
        self,
        path: Path,
        *,
        mapping: Path | Mapping[str, Any] | None = None,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> "Preview":
        """Read a file and tell what would be stored. Raises as ``import_file``, but asks for no confirmation yet."""
        from ldn_journal.exchange.watch import Watch
        from ldn_journal.journal.transfer import preview_file

        return preview_file(self._journal, self._store, path, mapping=mapping, watch=Watch(progress, cancelled))

    def import_previewed(self, preview: "Preview", *, confirmed: bool = False) -> "Receipt":
        """Take in what was previewed, compared with the journal as it is now. Raises ``ConfirmationNeeded``."""
        from ldn_journal.journal.transfer import take_in

        with _nothing_imported():
            receipt = take_in(self._journal, self._store, preview.intake, confirmed=confirmed)
        return self._taken_in(receipt)

    def imports(self) -> "list[LoggedImport]":
        """Return every import there has been, oldest first."""
        from ldn_journal.journal.merging import SOURCE

        return self._store.imports(SOURCE)

    def undo_import(self, number: int) -> "TakenBack":
        """Take back one import, whatever came after it; entries that were changed since stay.

        It is a change of its own that ``undo`` takes back. Raises ``NotFound``, ``NothingToUndo``.
        """
        from ldn_journal.journal.imports import undo_import

        with saying_if_full(_("Your disk is full. The import was not undone; the journal is as it was.")):
            done = undo_import(self._journal, self._store, number)
        self._forgetting(done)
        return done

    # Inside ------------------------------------------------------------------------------------------------------

    @property
    def _journal(self) -> "Journal":
        return cast("Journal", self)

    def _taken_in(self, receipt: "Receipt") -> "Receipt":
        if receipt.changes or receipt.restored:
            self.forget()
        return receipt


def _nothing_imported() -> AbstractContextManager[None]:
    return saying_if_full(_("Your disk is full. Nothing was imported; the journal is as it was."))
