"""What was imported, what was exported, and taking an import back."""

import logging
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from ldn_journal.base.errors import JournalError
from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.records import Changes, Kind
from ldn_journal.exchange.receipt import format_count
from ldn_journal.journal.merging import SOURCE
from ldn_journal.journal.settings import MAX_EXPORTS, ExportMade
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakenBack(Changes):
    """What taking back an import changed. ``stayed``: how many of its entries were changed since and stay as they are."""

    stayed: int = 0

    def sentences(self) -> list[str]:
        """Return what became of the import's entries, in whole sentences."""
        # As in the receipt: measures made for the entries are no entries.
        n = sum(one.kind is not Kind.MEASURE for one in self.touched) or len(self.touched)
        said = [
            ngettext("Taken back: {n} entry.", "Taken back: {n} entries.", n).format(n=format_count(n))
            if n
            else _("There was nothing left to take back.")
        ]
        if self.stayed:
            stayed = ngettext(
                "{n} entry was changed since and stays as it is.",
                "{n} entries were changed since and stay as they are.",
                self.stayed,
            )
            said.append(stayed.format(n=format_count(self.stayed)))
        return said


def undo_import(journal: "Journal", store: Store, number: int) -> TakenBack:
    """Take back import ``number`` but for what was changed since. Raises ``NotFound``, ``NothingToUndo``."""
    changes, stayed = store.undo_import(number, source=SOURCE, at=journal.clock.now())
    return TakenBack(**{one.name: getattr(changes, one.name) for one in fields(changes)}, stayed=stayed)


def remember_export(journal: "Journal", path: Path, format: str) -> None:  # noqa: A002 - the word the command line uses
    """Keep in mind that a file was written, so that it can be named when everything is to be deleted."""
    if journal.read_only:
        journal.postponed.append(lambda later: later.remember_export(path, format))
        return
    made = ExportMade(path=str(path.absolute())[:5000], at=journal.clock.now(), format=format)
    others = [one for one in journal.settings.exports if one.path != made.path]
    try:
        journal.change_settings(exports=(*others, made)[-MAX_EXPORTS:])
    except JournalError:
        # The file is whole where it was wanted; a journal on a full disk must not make that look like a failure.
        _log.warning("an export could not be kept in mind", exc_info=True)
