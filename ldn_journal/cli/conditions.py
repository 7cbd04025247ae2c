"""``condition``: health facts that a doctor wants to know beside naltrexone."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence

from ldn_journal.base.texts import _
from ldn_journal.cli.commands import Parser, day_from
from ldn_journal.cli.list_kind import ListKind, Row, day_argument
from ldn_journal.clinical.cautions import caution_beside
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.life import Condition, ConditionKind, NewCondition, condition_name
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal


def condition_kind() -> ListKind:
    """Return the list of health facts."""
    return ListKind(
        Kind.CONDITION,
        "conditions",
        (_("Since"), _("Until"), _("What"), _("Note")),
        lambda journal: [Row(one.id, _cells(one), one.model_dump(mode="json")) for one in journal.conditions()],
        _arguments,
        _entry,
        _names,
        _("its kind, name or day"),
        remarks=_remarks,
    )


def _cells(one: Condition) -> Sequence[str]:
    return (str(one.day), str(one.until or ""), condition_name(one), one.note or "")


def _arguments(parser: Parser) -> None:
    day_argument(parser, _("the day since when it holds"))
    parser.add_argument("condition", type=_kind, metavar="WHAT", help=_kind_names())
    parser.add_argument("--name", help=_("more exactly, in your own words; needed for “other”"))
    parser.add_argument("--until", metavar="DAY", help=_("the last day"))
    parser.add_argument("--note")


def _entry(journal: Journal, given: Namespace) -> NewRecord:
    today = journal.today()
    return validate(
        Kind.CONDITION,
        {
            "day": day_from(given.day, today),
            "condition": given.condition,
            "name": given.name,
            "until": None if given.until is None else day_from(given.until, today, ahead=True),
            "note": given.note,
        },
    )


def _names(one: Condition) -> set[str]:
    names = {str(one.day), condition_name(one).casefold(), *_spellings(one.condition)}
    return names if one.name is None else names | {one.name.casefold()}


def _remarks(one: NewCondition) -> Sequence[str]:
    caution = caution_beside(one.condition)
    return [] if caution is None else [caution.with_source]


def _kind(name: str) -> ConditionKind:
    wanted = name.strip().casefold()
    found = next((kind for kind in ConditionKind if wanted in _spellings(kind)), None)
    if found is None:
        raise ArgumentTypeError(
            _("“{name}” is none of {names}; say “other” and its --name").format(name=name[:40], names=_kind_names())
        )
    return found


def _spellings(kind: ConditionKind) -> set[str]:
    """Return the ways to write a kind: liver-disease, liver_disease, “liver disease”, liver."""
    return {mark.join(kind.split("_")) for mark in "-_ "} | {kind.removesuffix("_disease")}


def _kind_names() -> str:
    return ", ".join(kind.replace("_", "-") for kind in ConditionKind)
