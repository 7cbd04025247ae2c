"""What is chosen for a summary: kept for each visit, and made into a draft on the journal's thread.

A visit that has no choice of its own begins with the one made last, but for notes and data: nothing private goes into a
summary that was not ticked for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, cast

from ldn_journal.base.texts import _, format_day

if TYPE_CHECKING:
    from ldn_journal.domain.life import Note
    from ldn_journal.journal import Journal
    from ldn_journal.journal.settings import Settings
    from ldn_journal.report import Draft
    from ldn_journal.report.typeset import Paper

Period = Literal["since", "90", "year", "all"]
USUAL_PERIOD: Period = "90"
_WORDS_OF_NOTE = 90


@dataclass(frozen=True)
class Chosen:
    """The choice for the visit of id ``visit``, "" where none is planned.

    ``sections`` are keys, ``notes`` the ids ticked, those outside the period too; ``attach`` formats; ``paper`` is
    ``None`` until it was chosen.
    """

    visit: str
    sections: frozenset[str]
    notes: frozenset[str] = frozenset()
    attach: tuple[str, ...] = ()
    period: Period = USUAL_PERIOD
    paper: "Paper | None" = None


@dataclass(frozen=True)
class NoteLine:
    """A note to be ticked: its id, and its day with the first of its words."""

    id: str
    words: str


def chosen_for(settings: "Settings", visit: str) -> Chosen:
    """Return what is chosen for a visit. What the program no longer knows is passed over."""
    from ldn_journal.journal.attachments import DataFormat
    from ldn_journal.report.sections import SECTIONS, chosen_sections

    own = settings.visit_choices.get(visit)
    kept = own or settings.visit_choices.get("")
    sections = kept.sections if kept is not None else settings.summary_sections
    known = None if sections is None else [key for key in sections if key in SECTIONS]
    formats = {one.value for one in DataFormat}
    return Chosen(
        visit=visit,
        sections=chosen_sections(known),
        notes=frozenset(own.notes if own is not None else ()),
        attach=tuple(one for one in own.attach if one in formats) if own is not None else (),
        period=_period(kept.period if kept is not None else None),
        paper=settings.paper,
    )


def _period(kept: str | None) -> Period:
    return cast("Period", kept) if kept in ("since", "90", "year", "all") else USUAL_PERIOD


def keeping(chosen: Chosen) -> "Callable[[Journal], None]":
    """Return the job that keeps a choice; those of visits that are gone are dropped."""

    def keep(journal: "Journal") -> None:
        from ldn_journal.journal.settings import VisitChoice

        there = {visit.id for visit in journal.visits()}
        kept: dict[str, VisitChoice] = {
            visit: one for visit, one in journal.settings.visit_choices.items() if visit in there
        }
        mine = VisitChoice(
            sections=tuple(sorted(chosen.sections)),
            notes=tuple(sorted(chosen.notes)),
            attach=chosen.attach,
            period=chosen.period,
        )
        kept[""] = mine if not chosen.visit else mine.model_copy(update={"notes": (), "attach": ()})
        if chosen.visit in there:
            kept[chosen.visit] = mine
        journal.change_settings(visit_choices=kept, paper=chosen.paper)

    return keep


def period_days(journal: "Journal", period: Period) -> tuple[date, date]:
    """Return the first and last day of a period; "since" without a past visit is the usual 90 days."""
    from ldn_journal.domain.visits import last_visit
    from ldn_journal.report.summary import period_of

    today = journal.today()
    first: date | None = None
    if period == "since":
        past = last_visit(journal.visits(), today)
        first = past.day if past is not None else None
    elif period == "year":
        first = min(journal.record_end(), today) - timedelta(days=364)
    elif period == "all":
        span = journal.span()
        first = min(span[0], today) if span is not None else None
    return period_of(journal, first, None, today)


def load_notes(journal: "Journal", period: Period) -> tuple[NoteLine, ...]:
    """Return the notes of a period, the newest first."""
    return note_lines(journal.notes(*period_days(journal, period)))


def note_lines(notes: "Iterable[Note]") -> tuple[NoteLine, ...]:
    """Return notes as they are ticked, the newest first."""
    newest = sorted(notes, key=lambda note: (note.day, note.recorded_at), reverse=True)
    return tuple(
        NoteLine(note.id, _("{day}: {words}").format(day=format_day(note.day, "medium"), words=_first_line(note.text)))
        for note in newest
    )


def _first_line(text: str) -> str:
    whole = text.strip()
    line = whole.splitlines()[0].strip() if whole else ""
    if len(line) > _WORDS_OF_NOTE:
        line = line[: _WORDS_OF_NOTE - 1].rstrip()
    return line if line == whole else line + "…"


def load_draft(journal: "Journal", chosen: Chosen) -> "Draft":
    """Return what the summary says. Of the notes, those ticked that the period has; of the rest, none."""
    from ldn_journal.report import gather

    first, last = period_days(journal, chosen.period)
    there = {note.id for note in journal.notes(first, last)} if "notes" in chosen.sections else set()
    return gather(
        journal,
        first=first,
        last=last,
        sections=chosen.sections,
        # Without ids, the section's own tick would print every note.
        notes=there & chosen.notes if "notes" in chosen.sections else None,
        attach=chosen.attach,
    )
