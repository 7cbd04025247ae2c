"""What the Visits page shows, read on the journal's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit
    from ldn_journal.gui.visits.choice import Chosen
    from ldn_journal.journal import Journal
    from ldn_journal.report.content import Section


@dataclass(frozen=True)
class OpenQuestion:
    """A question of a past visit that was not ticked there and stands on no later list."""

    visit: "Visit"
    text: str


@dataclass(frozen=True)
class VisitsView:
    """Appointments: the next one (today or later), and all others, newest first.

    ``previous``: the latest past one; ``recorded``: whether the journal holds anything a summary can be made of;
    ``chosen``: what was chosen for the summary of the next visit.
    """

    today: date
    coming: "Visit | None"
    others: "tuple[Visit, ...]"
    previous: "Visit | None"
    open_questions: tuple[OpenQuestion, ...]
    recorded: bool
    chosen: "Chosen"


def load_visits(journal: "Journal") -> VisitsView:
    """Return the appointments, what is left to ask, and what was chosen for the summary."""
    from ldn_journal.gui.visits.choice import chosen_for
    from ldn_journal.report.visits import choose_visits

    today = journal.today()
    visits = journal.visits()
    chosen = choose_visits(visits, today, today)
    others = [visit for visit in visits if chosen.coming is None or visit.id != chosen.coming.id]
    return VisitsView(
        today=today,
        coming=chosen.coming,
        others=tuple(sorted(others, key=lambda visit: (visit.day, visit.recorded_at), reverse=True)),
        previous=chosen.past,
        open_questions=open_questions(visits, today),
        recorded=journal.span() is not None,
        chosen=chosen_for(journal.settings, chosen.coming.id if chosen.coming is not None else ""),
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
