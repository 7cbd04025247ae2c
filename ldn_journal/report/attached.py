"""The data of the period that goes into the PDF with the summary, where it is asked for."""

from collections.abc import Iterable, Sequence
from datetime import date

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, format_day
from ldn_journal.journal import Journal
from ldn_journal.journal.attachments import DataFormat
from ldn_journal.report.content import Attachment


def chosen_formats(asked: Iterable[str]) -> tuple[DataFormat, ...]:
    """Return the formats asked for, each once, in the order of ``DataFormat``. Raises ``InvalidEntry`` for an unknown one."""
    names = {name.lower() for name in asked}
    unknown = sorted(names - {one.value for one in DataFormat})
    if unknown:
        raise InvalidEntry(
            {
                "attach": _("Nothing can be attached as “{name}”; choose from {names}.").format(
                    name=unknown[0][:40], names=", ".join(DataFormat)
                )
            }
        )
    return tuple(one for one in DataFormat if one in names)


def attachments(
    journal: Journal, formats: Sequence[DataFormat], first: date, last: date, today: date
) -> tuple[Attachment, ...]:
    """Return the files of ``first`` to ``last``, the bundle as made on ``today``."""
    files = [*journal.period_csv(first, last)] if DataFormat.CSV in formats else []
    if DataFormat.FHIR in formats:
        files.append(journal.period_fhir(first, last, today))
    days = {"first": format_day(first, "medium"), "last": format_day(last, "medium")}
    abouts = {
        "days.csv": _("Every day from {first} to {last}, one a row"),
        "doses.csv": _("Doses from {first} to {last}"),
        "ratings.csv": _("Ratings from {first} to {last}"),
        "journal.fhir.json": _("FHIR R4 bundle from {first} to {last}"),
    }
    return tuple(Attachment(one.name, one.mime, abouts[one.name].format(**days), one.data) for one in files)


def attached_words(formats: Sequence[DataFormat]) -> str:
    """Return the sentence on page 1 that says what the file holds beside its pages."""
    names = {DataFormat.CSV: "CSV", DataFormat.FHIR: "FHIR"}
    return _("Data attached to this file: {formats}.").format(formats=", ".join(names[one] for one in formats))
