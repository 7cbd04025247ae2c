"""What is done with questions on the journal's thread: added, changed, taken out, ticked, carried over."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _
from ldn_journal.gui.visits.load import folded

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

    Store = Callable[[Journal, dict[str, Any], bool], Changes]
    Job = Callable[[Journal], Changes]


def asking(identity: str) -> "Store":
    """Return a deed that adds ``values["question"]`` to a visit's list."""

    def store(journal: "Journal", values: dict[str, Any], _confirmed: bool) -> "Changes":
        visit = _visit(journal, identity)
        _not_twice(visit.questions, values["question"])
        return _listed(journal, visit, [*visit.questions, values["question"]])

    return store


def rewording(identity: str, question: str) -> "Store":
    """Return a deed that puts other words in the place of a question."""

    def store(journal: "Journal", values: dict[str, Any], _confirmed: bool) -> "Changes":
        visit = _visit(journal, identity)
        words = values.get("question", question)
        rest = _without(visit.questions, question)
        _not_twice(rest, words)
        place = visit.questions.index(question) if question in visit.questions else len(rest)
        return _listed(journal, visit, [*rest[:place], words, *rest[place:]])

    return store


def dropping(identity: str, question: str) -> "Job":
    """Return the job that takes a question off every list up to this visit: an earlier one would offer it again."""

    def job(journal: "Journal") -> "Changes":
        day = _visit(journal, identity).day
        changed = [visit for visit in journal.visits() if visit.day <= day and _holds(visit, question)]
        return _together(journal, [(visit, {"questions": _without(visit.questions, question)}) for visit in changed])

    return job


def answering(identity: str, question: str) -> "Job":
    """Return the job that ticks a question: off the list, and a line of what was said."""

    def job(journal: "Journal") -> "Changes":
        visit = _visit(journal, identity)
        asked = _("Asked: {question}").format(question=question)
        said = "\n".join(part for part in ((visit.said or "").rstrip(), asked) if part)
        return _together(journal, [(visit, {"questions": _without(visit.questions, question), "said": said})])

    return job


def carrying_over(identity: str, questions: Sequence[str]) -> "Job":
    """Return the job that copies questions to the end of a visit's list."""

    def job(journal: "Journal") -> "Changes":
        visit = _visit(journal, identity)
        there = {folded(text) for text in visit.questions}
        return _listed(journal, visit, [*visit.questions, *(text for text in questions if folded(text) not in there)])

    return job


def _visit(journal: "Journal", identity: str) -> "Visit":
    from ldn_journal.domain.records import Kind

    return cast("Visit", journal.get(Kind.VISIT, identity))


def _listed(journal: "Journal", visit: "Visit", questions: list[str]) -> "Changes":
    return _together(journal, [(visit, {"questions": questions})])


def _holds(visit: "Visit", question: str) -> bool:
    return any(folded(text) == folded(question) for text in visit.questions)


def _without(questions: Sequence[str], question: str) -> list[str]:
    return [text for text in questions if folded(text) != folded(question)]


def _not_twice(questions: Sequence[str], question: str) -> None:
    if folded(question) in {folded(text) for text in questions}:
        raise InvalidEntry({"question": _("That question is on the list already.")})


def _together(journal: "Journal", changed: "Sequence[tuple[Visit, dict[str, Any]]]") -> "Changes":
    from ldn_journal.domain.records import Kind

    return journal.revise_together(Kind.VISIT, {visit.id: fields for visit, fields in changed}, label=_("question"))
