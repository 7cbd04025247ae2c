"""What the Visits page shows, read on the journal's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit
    from ldn_journal.journal import Journal
    from ldn_journal.report import Draft
    from ldn_journal.report.content import Section

Period = Literal["since", "90", "year", "all"]


@dataclass(frozen=True)
class OpenQuestion:
    """A question of a past visit that was not ticked there and stands on no later list."""

    visit: "Visit"
    text: str


@dataclass(frozen=True)
class VisitsView:
    """Appointments: the next one (today or later), and all others, newest first.

    ``previous``: the latest past one; ``recorded``: whether the journal holds anything a summary can be made of;
    ``sections``: keys of those ticked for the summary.
    """

    today: date
    coming: "Visit | None"
    others: "tuple[Visit, ...]"
    previous: "Visit | None"
    open_questions: tuple[OpenQuestion, ...]
    recorded: bool
    sections: frozenset[str]


def load_visits(journal: "Journal") -> VisitsView:
    """Return the appointments, what is left to ask, and what was chosen for the summary."""
    from ldn_journal.report.sections import SECTIONS, chosen_sections
    from ldn_journal.report.visits import choose_visits

    today = journal.today()
    visits = journal.visits()
    chosen = choose_visits(visits, today, today)
    kept = journal.settings.summary_sections
    others = [visit for visit in visits if chosen.coming is None or visit.id != chosen.coming.id]
    return VisitsView(
        today=today,
        coming=chosen.coming,
        others=tuple(sorted(others, key=lambda visit: (visit.day, visit.recorded_at), reverse=True)),
        previous=chosen.past,
        open_questions=open_questions(visits, today),
        recorded=journal.span() is not None,
        # A section that has gone since is left out; without a choice, those are ticked that the summary has by itself.
        sections=chosen_sections(None if kept is None else [key for key in kept if key in SECTIONS]),
    )


def open_questions(visits: "Sequence[Visit]", today: date) -> tuple[OpenQuestion, ...]:
    """Return what past visits left to ask, the latest visit's first; each question once, with the last visit that has it."""
    found: list[OpenQuestion] = []
    listed: set[str] = set()
    answered: list[str] = []
    for visit in sorted(visits, key=lambda one: (one.day, one.recorded_at), reverse=True):
        mine = {folded(text): text for text in visit.questions if text.strip()}
        if visit.day < today:
            found += [
                OpenQuestion(visit, text)
                for key, text in mine.items()
                if key not in listed and not any(line.endswith(key) for line in answered)
            ]
        listed |= mine.keys()
        answered += [folded(line) for line in (visit.said or "").splitlines()]
    return tuple(found)


def folded(question: str) -> str:
    """Return a question for comparing."""
    return " ".join(question.split()).casefold()


def load_since(journal: "Journal") -> "Section | None":
    """Return what changed since the last visit, ``None`` where there is none to compare with."""
    from ldn_journal.report import gather

    return gather(journal, sections=("since",)).summary.section("since")


def load_draft(journal: "Journal", period: Period, sections: frozenset[str]) -> "Draft":
    """Return what the summary says over a period; "since" without a past visit is the usual 90 days."""
    from ldn_journal.report import gather
    from ldn_journal.report.visits import choose_visits

    today = journal.today()
    first: date | None = None
    if period == "since":
        past = choose_visits(journal.visits(), today, today).past
        first = past.day if past is not None else None
    elif period == "year":
        first = min(journal.record_end(), today) - timedelta(days=364)
    elif period == "all":
        span = journal.span()
        first = min(span[0], today) if span is not None else None
    return gather(journal, first=first, sections=sections)
