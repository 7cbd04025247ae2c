"""The data of a period as files, for those who read a summary with a program: the same tables and bundle as an export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.fhir import write_bundle
from ldn_journal.exchange.tables import OVERVIEW, TABLES, write_overview, write_table

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


class DataFormat(StrEnum):
    """What a period's data is written as."""

    CSV = "csv"
    FHIR = "fhir"


@dataclass(frozen=True)
class DataFile:
    """One file: its name, its MIME type and its bytes."""

    name: str
    mime: str
    data: bytes


def period_csv(journal: "Journal", first: date, last: date) -> list[DataFile]:
    """Return the tables of days, doses and ratings from ``first`` to ``last``, as ``export_csv`` writes them."""
    found = [DataFile(OVERVIEW, "text/csv", overview(journal, first, last))]
    for table in TABLES:
        if table.kind in (Kind.DOSE, Kind.RATING):
            records = _of_period(journal, table.kind, first, last)
            found.append(DataFile(table.file, "text/csv", write_table(table, records)))
    return found


def period_fhir(journal: "Journal", first: date, last: date, today: date) -> DataFile:
    """Return the FHIR R4 bundle from ``first`` to ``last``, as ``export_fhir`` writes it, made at noon UTC of ``today``.

    A journal without an id of its own is given one, as by the export, so that a second bundle brings itself up to date.
    """
    settings = journal.settings
    bundle = write_bundle(
        {kind: _of_period(journal, kind, first, last) for kind in STORED},
        journal.measures(),
        journal_id=journal_id_of(journal),
        today=today,
        made_at=datetime.combine(today, time(12), tzinfo=UTC),
        name=settings.name,
        birth_year=settings.birth_year,
    )
    return DataFile("journal.fhir.json", "application/fhir+json", bundle)


def overview(journal: "Journal", first: date, last: date) -> bytes:
    """Return ``days.csv`` over ``first`` to ``last``, the days with nothing recorded left out."""
    days = [day for day in journal.days(first, last).values() if not day.empty]
    measures = journal.measures()
    rows = []
    used: set[str] = set()
    for day in days:
        values = {key: value for key, measure in measures.items() if (value := day.value(measure)) is not None}
        used |= values.keys()
        states = {dose.state for dose in day.doses}
        state = next((one.value for one in DoseState if one in states), None)
        rows.append((day.day, state, day.taken_pg if DoseState.TAKEN in states else None, values))
    return write_overview([key for key in measures if key in used], rows)


def _of_period(journal: "Journal", kind: Kind, first: date, last: date) -> Sequence[Record]:
    """The records of the period, with what began before and still holds in it.

    That goes for medicines, health facts, own measures and the regimen, which goes on beyond the period, as only the next
    step says when one ended.
    """
    if kind is Kind.STEP:
        since = max((step.day for step in journal.regimen if step.day <= first), default=first)
        return [step for step in journal.regimen if step.day >= since]
    if kind is Kind.MEDICINE:
        return [one for one in journal.medicines() if one.day <= last and (one.until is None or one.until >= first)]
    if kind is Kind.CONDITION:
        return [one for one in journal.conditions() if one.holds(first, last)]
    return [one for one in journal.records(kind) if first <= getattr(one, "day", first) <= last]


def journal_id_of(journal: "Journal") -> str:
    """Return what the journal is called in bundles, the same in each; given to it when it is first asked for."""
    if journal.settings.journal_id is not None:
        return journal.settings.journal_id
    given = new_id()
    if journal.read_only:
        journal.postponed.append(lambda later: later.settings.journal_id or later.change_settings(journal_id=given))
    else:
        journal.change_settings(journal_id=given)
    return given
