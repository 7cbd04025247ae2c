"""What the Questionnaires page shows, read in one go on the journal's thread, and what it stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _, format_number
from ldn_journal.clinical.questionnaires import Questionnaire, questionnaires
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.journal.questionnaires import start_of_ldn

if TYPE_CHECKING:
    from ldn_journal.domain.life import QuestionnaireResponse
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal


@dataclass(frozen=True)
class Answered:
    """One filled-in questionnaire."""

    id: str
    day: date
    questionnaire: Questionnaire
    answers: Mapping[str, float]

    @property
    def words(self) -> str:
        """What came of it."""
        return score_words(self.questionnaire, self.answers)


@dataclass(frozen=True)
class Offered:
    """One questionnaire with its last answers. ``since``: due from that day; ``next_on``: the day it will be due, if known."""

    questionnaire: Questionnaire
    last: Answered | None
    chosen: bool
    since: date | None
    next_on: date | None


@dataclass(frozen=True)
class PageView:
    """The page: ``offered`` in the order of the list, ``answered`` newest first."""

    today: date
    offered: tuple[Offered, ...]
    answered: tuple[Answered, ...]

    def before(self, key: str, day: date) -> Answered | None:
        """Return the latest answers to questionnaire ``key`` before ``day``."""
        return next((one for one in self.answered if one.questionnaire.key == key and one.day < day), None)

    def on(self, key: str, day: date) -> Answered | None:
        """Return the answers to questionnaire ``key`` on ``day``."""
        return next((one for one in self.answered if one.questionnaire.key == key and one.day == day), None)


def load_page(journal: "Journal") -> PageView:
    """Return everything the page shows."""
    known = questionnaires()
    responses: list[QuestionnaireResponse] = sorted(
        journal.responses(), key=lambda one: (one.day, one.recorded_at), reverse=True
    )
    answered = tuple(
        Answered(one.id, one.day, known[one.questionnaire], one.answers)
        for one in responses
        if one.questionnaire in known
    )
    due = {one.key: one for one in journal.questionnaires_due()}
    chosen = frozenset(journal.settings.questionnaires)
    offered = []
    for key, questionnaire in known.items():
        last = next((one for one in answered if one.questionnaire.key == key), None)
        since = due[key].since if key in due else None
        counted_from = None
        if key in chosen and since is None:
            counted_from = last.day if last is not None else start_of_ldn(journal)
        following = counted_from + timedelta(days=questionnaire.every_days) if counted_from is not None else None
        offered.append(Offered(questionnaire, last, key in chosen, since, following))
    return PageView(journal.today(), tuple(offered), answered)


def store_answers(
    journal: "Journal", questionnaire: Questionnaire, day: date, answers: Mapping[str, float]
) -> "Changes":
    """Store answers; those of the same day take the place of earlier ones."""
    return journal.record(
        validate(Kind.RESPONSE, {"day": day, "questionnaire": questionnaire.key, "answers": dict(answers)})
    )


def choose(journal: "Journal", key: str, *, wanted: bool) -> None:
    """Keep whether the person wants to be reminded of a questionnaire."""
    chosen = set(journal.settings.questionnaires)
    chosen = chosen | {key} if wanted else chosen - {key}
    journal.change_settings(questionnaires=tuple(one for one in questionnaires() if one in chosen))


def score_words(questionnaire: Questionnaire, answers: Mapping[str, float]) -> str:
    """Return what came of ``answers``: 6.3 of 10; words where the score has them; each item where there is no score."""
    values = questionnaire.values(answers)
    measure = questionnaire.measure
    if measure is not None and measure.key in values:
        value = values[measure.key]
        if measure.anchors.get(format(value, "g")):
            return measure.in_words(value)
        digits = 0 if float(value).is_integer() and questionnaire.scoring == "sum" else 1
        return _("{score} of {highest}").format(score=format_number(value, digits), highest=measure.show(measure.high))
    return "; ".join(
        _("{measure}: {value}").format(measure=_(one.name), value=format_number(values[one.key]))
        for one in questionnaire.measures
        if one.key in values
    )
