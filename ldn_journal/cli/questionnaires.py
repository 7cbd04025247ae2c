"""``questionnaire``: answers to PEG, PGIC, PHQ-2 and PRO2."""

from argparse import Namespace
from collections.abc import Sequence

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, format_number
from ldn_journal.cli.commands import Parser, day_from
from ldn_journal.cli.list_kind import ListKind, Row, day_argument
from ldn_journal.cli.words import NOT_RECORDED
from ldn_journal.clinical.questionnaires import Item, Questionnaire, questionnaires
from ldn_journal.domain.amounts import parse_decimal
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.life import NewQuestionnaireResponse
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal import Journal


def questionnaire_kind() -> ListKind:
    """Return the list of questionnaires that were answered."""
    return ListKind(
        Kind.RESPONSE,
        "questionnaire_responses",
        (_("Day"), _("Questionnaire"), _("Answers"), _("Score")),
        _rows,
        _arguments,
        _entry,
        lambda one: {str(one.day), one.questionnaire},
        _("its key or day"),
        remarks=_remarks,
    )


def _rows(journal: Journal) -> list[Row]:
    return [
        Row(one.id, _cells(one), one.model_dump(mode="json") | {"score": _score(one)}) for one in journal.responses()
    ]


def _cells(one: NewQuestionnaireResponse) -> Sequence[str]:
    score, known = _score(one), questionnaires().get(one.questionnaire)
    order = [item.key for item in known.items] if known else []
    answers = sorted(one.answers, key=lambda item: order.index(item) if item in order else len(order))
    return (
        str(one.day),
        known.name if known else one.questionnaire,
        " ".join(f"{item}={format_number(one.answers[item])}" for item in answers),
        NOT_RECORDED if score is None else _shown(score),
    )


def _score(one: NewQuestionnaireResponse) -> float | None:
    known = questionnaires().get(one.questionnaire)
    return known.score(one.answers) if known else None


def _shown(score: float) -> str:
    return format_number(score, 0 if score.is_integer() else 1)


def _arguments(parser: Parser) -> None:
    known = questionnaires()
    day_argument(parser, _("the day on which it was answered"))
    parser.add_argument("key", metavar="KEY", help=", ".join(known))
    parser.add_argument("answers", metavar="ITEM=VALUE", nargs="*", help=_("an answer to each item"))
    parser.epilog = " ".join(
        _("{key}: {items}.").format(key=one.key, items=", ".join(map(_range, one.items))) for one in known.values()
    )


def _range(item: Item) -> str:
    return _("{item} ({low} to {high})").format(
        item=item.key, low=format_number(item.low), high=format_number(item.high)
    )


def _entry(journal: Journal, given: Namespace) -> NewRecord:
    answers: dict[str, float] = {}
    for text in given.answers:
        item, equals, value = text.partition("=")
        if not equals:
            raise InvalidEntry({"answers": _("“{text}” is not ITEM=VALUE, like pain=4.").format(text=text[:40])})
        if item in answers:
            raise InvalidEntry({"answers": _("“{item}” is answered twice.").format(item=item[:40])})
        answers[item] = float(parse_decimal(value))
    return validate(
        Kind.RESPONSE,
        {"day": day_from(given.day, journal.today()), "questionnaire": given.key.casefold(), "answers": answers},
    )


def _remarks(entry: NewQuestionnaireResponse) -> Sequence[str]:
    known: Questionnaire = questionnaires()[entry.questionnaire]
    score = known.score(entry.answers)
    said: list[str] = []
    if score is not None and known.measure is not None:
        said.append(
            _("Score: {score}, from {low} to {high}; lower is better.").format(
                score=_shown(score), low=format_number(known.measure.low), high=format_number(known.measure.high)
            )
        )
    notice = known.notice(score)
    return said if notice is None else [*said, notice]
