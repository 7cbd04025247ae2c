"""What an import did (or, on a dry run, would do), for people."""

from dataclasses import dataclass, field

from ldn_journal.base.texts import _, language, ngettext
from ldn_journal.domain.records import Changes


@dataclass(frozen=True)
class Receipt:
    """The account of one import.

    ``rows``: data rows (or records of a whole journal) read. ``kept``: entries stored now. ``already``: entries that
    were there. ``differing``: entries that are here with other content; ours were kept. ``ignored``: columns or tables
    not read. ``mapped``: (column, measure key or kind). ``defined``: keys of measures made for this import. ``refusals``:
    (reason, rows) for rows of another app's export that are not for this journal: a reminder that was never answered, a
    medicine that is not mapped. A row that cannot be read is no such row; it refuses the whole file. ``remarks``: what else
    to know of how the file was read. ``restored``: whether an empty journal was filled with a whole one, history included.
    ``changes``: what was stored, empty after a dry run.
    """

    name: str
    rows: int
    kept: int
    already: int = 0
    differing: int = 0
    ignored: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()
    defined: tuple[str, ...] = ()
    refusals: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()
    restored: bool = False
    dry_run: bool = field(default=False, compare=False)
    changes: Changes = field(default_factory=Changes, compare=False)

    @property
    def refused(self) -> int:
        """How many rows were left out for a reason."""
        return sum(rows for _reason, rows in self.refusals)

    def sentences(self) -> list[str]:
        """Return the receipt in whole sentences, the most telling first."""
        n = format_count
        said = [ngettext("{n} row read.", "{n} rows read.", self.rows).format(n=n(self.rows))]
        if self.dry_run:
            said.append(
                ngettext("{n} entry would be stored.", "{n} entries would be stored.", self.kept).format(n=n(self.kept))
            )
        else:
            said.append(ngettext("{n} entry stored.", "{n} entries stored.", self.kept).format(n=n(self.kept)))
        if self.restored and not self.dry_run:
            said.append(_("The journal is restored as it was, with its history and settings."))
        if self.already:
            said.append(
                ngettext("{n} entry was there already.", "{n} entries were there already.", self.already).format(
                    n=n(self.already)
                )
            )
        if self.differing:
            said.append(
                ngettext(
                    "{n} entry is different in this journal; the journal’s own was kept.",
                    "{n} entries are different in this journal; the journal’s own were kept.",
                    self.differing,
                ).format(n=n(self.differing))
            )
        said.extend(
            ngettext("{n} row was left out: {reason}", "{n} rows were left out: {reason}", rows).format(
                n=n(rows), reason=reason
            )
            for reason, rows in self.refusals
        )
        said.extend(
            _("Column “{column}” was read as {target}.").format(column=column, target=target)
            for column, target in self.mapped
        )
        if self.defined:
            said.append(_("New measures: {keys}.").format(keys=", ".join(self.defined)))
        if self.ignored:
            said.append(_("Not read: {columns}.").format(columns=", ".join(self.ignored)))
        said.extend(self.remarks)
        if self.dry_run:
            said.append(_("This was a trial run; nothing was stored."))
        return said


def format_count(number: int) -> str:
    """Return a count with thousands separators as the reader writes them: 1,476."""
    if language().split("_", maxsplit=1)[0] == "en":
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language())
