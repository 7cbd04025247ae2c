"""``phase``: names given to phases, boundaries taken away or put in."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Parser, day_from
from ldn_journal.cli.list_kind import ListKind, Row, day_argument
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.phase_edits import PhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal


def phase_kind() -> ListKind:
    """Return the list of what was said about phases."""
    return ListKind(
        Kind.PHASE_EDIT,
        "phase_edits",
        (_("Day"), _("Edit"), _("Name"), _("Reason")),
        lambda journal: [Row(one.id, _cells(one), one.model_dump(mode="json")) for one in journal.phase_edits()],
        _arguments,
        _entry,
        lambda one: {str(one.day)},
        _("its day"),
    )


def _cells(one: PhaseEdit) -> Sequence[str]:
    return (str(one.day), str(one.edit), one.name or "", one.reason or "")


def _arguments(parser: Parser) -> None:
    day_argument(parser, _("a day of the phase to name, or the first day of the phase to join or begin"))
    parser.add_argument(
        "edit",
        metavar="EDIT",
        choices=[str(edit) for edit in PhaseEditKind],
        help=_("name it, join it with the phase before, or split off a phase that begins on DAY"),
    )
    parser.add_argument("--name", help=_("what the phase is to be called"))
    parser.add_argument("--reason", help=_("why; kept with the phase"))


def _entry(journal: Journal, given: Namespace) -> NewRecord:
    day = day_from(given.day, journal.today())
    edit = PhaseEditKind(given.edit)
    entry = validate(Kind.PHASE_EDIT, {"day": day, "edit": edit, "name": given.name, "reason": given.reason})
    problem = _nothing_to_act_on(journal, day, edit)
    if problem:
        raise InvalidEntry({"day": problem})
    return entry


def _nothing_to_act_on(journal: Journal, day: date, edit: PhaseEditKind) -> str | None:
    """Return why the edit would do nothing; ``None`` if it has something to act on."""
    phases = journal.trends().phases
    phase = next((one for one in phases if one.covers(day)), None)
    if phase is None:
        return _("No phase covers {day}.").format(day=day)
    begins = phase.first == day
    if edit is PhaseEditKind.JOIN and (not begins or phase is phases[0]):
        return _("No phase that could be joined with one before begins on {day}.").format(day=day)
    if edit is PhaseEditKind.SPLIT and begins and not _edited(journal, day, edit):
        return _("A phase begins on {day} already.").format(day=day)
    return None


def _edited(journal: Journal, day: date, edit: PhaseEditKind) -> bool:
    return any((one.day, one.edit) == (day, edit) for one in journal.phase_edits())
