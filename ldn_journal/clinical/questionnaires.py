"""The short questionnaires that ship with the program: their items, their scores and what is published about them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import Any

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, format_number, language
from ldn_journal.domain.measures import Better, BuiltInMeasure, Recall

GROUP = "questionnaire"
"""The group of every measure that is a score."""


@dataclass(frozen=True)
class Choice:
    """One answer in words and the number it stands for."""

    value: float
    words: str


@dataclass(frozen=True)
class Item:
    """One question, answered from ``low`` to ``high``; by ``choices`` where there are any.

    ``anchors`` words some of the values where there are no choices. ``whole``: only whole numbers are answers. ``measure``
    is what the item's own answers are drawn as, where the questionnaire has no score.
    """

    key: str
    text: str
    low: float
    high: float
    choices: tuple[Choice, ...]
    anchors: Mapping[float, str]
    whole: bool
    measure: BuiltInMeasure | None

    def in_words(self, value: float) -> str:
        """Return the words of an answer, else the number."""
        words = {choice.value: choice.words for choice in self.choices} | dict(self.anchors)
        return words.get(value, format_number(value))

    def check(self, value: float) -> None:
        """Raise ``ValueError`` with a sentence if ``value`` is no answer to this item."""
        if not self.low <= value <= self.high:
            raise ValueError(
                _("“{item}” is answered from {low} to {high}; {value} does not fit.").format(
                    item=self.text,
                    low=format_number(self.low),
                    high=format_number(self.high),
                    value=format_number(value),
                )
            )
        if self.whole and not float(value).is_integer():
            raise ValueError(_("“{item}” is answered with a whole number.").format(item=self.text))


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire, its texts in the language in force.

    ``every_days`` is how often it is asked, ``usual`` whether a new journal asks it,
    ``after_start`` whether it speaks of the time since LDN began and is only asked then. ``measure`` is what its score is
    drawn as; ``None`` where the sources fix no single number (PRO2), and then each item has a measure of its own.
    ``measures`` are either, in order. ``change`` is a sentence on what is published about changes of it, with the reference.
    Scores are better when lower. Their recall is the past 7 days, for PHQ-2 the nearest there is to its two weeks.
    """

    key: str
    name: str
    instruction: str
    items: tuple[Item, ...]
    every_days: int
    usual: bool
    after_start: bool
    measure: BuiltInMeasure | None
    change: str
    scoring: str
    notice_from: float | None
    notice_words: str

    @property
    def measures(self) -> tuple[BuiltInMeasure, ...]:
        """What its answers are drawn as: the score's measure, or one for each item."""
        found = (self.measure, *(item.measure for item in self.items))
        return tuple(measure for measure in found if measure is not None)

    def check(self, answers: Mapping[str, float]) -> None:
        """Raise ``ValueError`` with a sentence unless every item has an answer that fits, and nothing else is answered."""
        known = {item.key: item for item in self.items}
        unknown = sorted(answers.keys() - known.keys())
        if unknown:
            raise ValueError(
                _("{questionnaire} has no item “{item}”; its items are {items}.").format(
                    questionnaire=self.name, item=unknown[0][:40], items=", ".join(known)
                )
            )
        for key, item in known.items():
            if key not in answers:
                raise ValueError(
                    _("{questionnaire} needs an answer to “{item}” ({key}).").format(
                        questionnaire=self.name, item=item.text, key=key
                    )
                )
            item.check(answers[key])

    def score(self, answers: Mapping[str, float]) -> float | None:
        """Return the score of ``answers``, ``None`` where there is none or they do not pass ``check``."""
        if self.scoring == "none" or not self._fits(answers):
            return None
        values = [answers[item.key] for item in self.items]
        return fmean(values) if self.scoring == "mean" else float(sum(values))

    def values(self, answers: Mapping[str, float]) -> dict[str, float]:
        """Return what ``answers`` give for each of ``measures``, by its key; nothing where they do not pass ``check``."""
        score = self.score(answers)
        if self.measure is not None:
            return {} if score is None else {self.measure.key: score}
        if not self._fits(answers):
            return {}
        return {item.measure.key: answers[item.key] for item in self.items if item.measure is not None}

    def _fits(self, answers: Mapping[str, float]) -> bool:
        """Answers from a file made elsewhere may be incomplete; they are kept and come to nothing."""
        try:
            self.check(answers)
        except ValueError:
            return False
        return True

    def notice(self, score: float | None) -> str | None:
        """Return the sentences to show beside ``score``, ``None`` if there are none."""
        if score is None or self.notice_from is None or score < self.notice_from:
            return None
        return self.notice_words


def questionnaires() -> dict[str, Questionnaire]:
    """Return every questionnaire by key, in the order in which pages list them."""
    return dict(_read(language()))


def score_measures() -> dict[str, BuiltInMeasure]:
    """Return the measures that scores are drawn as, by key; none of them is rated by itself."""
    return {measure.key: measure for one in questionnaires().values() for measure in one.measures}


def check_answers(key: str, answers: Mapping[str, float]) -> None:
    """Raise ``ValueError`` with a sentence unless ``answers`` answer every item of the questionnaire ``key``."""
    known = questionnaires()
    if key not in known:
        raise ValueError(
            _("There is no questionnaire “{key}”; choose from {keys}.").format(key=key[:40], keys=", ".join(known))
        )
    known[key].check(answers)


@cache
def _read(_language: str) -> dict[str, Questionnaire]:
    text = asset("clinical", "questionnaires.toml").read_text(encoding="utf-8")
    return {row["key"]: _questionnaire(row) for row in tomllib.loads(text)["questionnaire"]}


def _questionnaire(row: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        key=row["key"],
        name=_(row["name"]),
        instruction=_(row["instruction"]),
        items=tuple(_item(item) for item in row["item"]),
        every_days=row["every_days"],
        usual=row["usual"],
        after_start=row.get("after_start", False),
        measure=_measure(row.get("measure")),
        change=_(row["change"]),
        scoring=row["score"],
        notice_from=row.get("notice_from"),
        notice_words=_(row.get("notice", "")),
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        key=row["key"],
        text=_(row["text"]),
        low=row["low"],
        high=row["high"],
        choices=tuple(Choice(choice["value"], _(choice["words"])) for choice in row.get("choices", ())),
        anchors={float(value): _(words) for value, words in row.get("anchors", {}).items()},
        whole=row.get("whole", True),
        measure=_measure(row.get("measure")),
    )


def _measure(row: Mapping[str, Any] | None) -> BuiltInMeasure | None:
    if row is None:
        return None
    fixed = {"better": Better.LOWER, "recall": Recall.PAST_7_DAYS, "group": GROUP, "source": "response"}
    return BuiltInMeasure.model_validate({**row, **fixed})
