"""What is printed only when it is asked for: notes of the period, and how the figures are worked out."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from ldn_journal.analysis.contrast import FIGURES_FROM, INTERVAL_PHASE_DAYS, INTERVAL_REFERENCE_DAYS
from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.life import Note
from ldn_journal.report.content import Column, Section, Table, plain, rich
from ldn_journal.report.figures import dated

PAGE = 3
NotesChoice: TypeAlias = Literal["all"] | Collection[str] | None
"""Which notes of the period are printed: all, those of these ids, or none."""


def chosen_notes(notes: Sequence[Note], choice: NotesChoice) -> list[Note]:
    """Return the notes chosen, oldest first. Raises ``InvalidEntry`` for an id that no note of the period has."""
    if choice is None:
        return []
    if choice == "all":
        return list(notes)
    wanted = set(choice)
    unknown = sorted(wanted - {note.id for note in notes})
    if unknown:
        raise InvalidEntry({"notes": _("The period has no note “{note}”.").format(note=unknown[0][:40])})
    return [note for note in notes if note.id in wanted]


def notes_section(notes: Sequence[Note]) -> Section | None:
    """Return the notes with their days, ``None`` if there are none."""
    if not notes:
        return None
    rows = tuple((plain(dated(note.day)), plain(note.text.strip())) for note in notes)
    return Section(
        "notes",
        _("Notes"),
        table=Table((Column(_("Day")), Column(_("Note"), fill=True)), rows),
        notes=(_("Chosen by the person who wrote them."),),
        page=PAGE,
    )


def methods(settling_days: int) -> Section:
    """Return in plain words how phases, means and intervals come about, and what they cannot tell."""
    settling = ngettext(
        "<b>Settling.</b> The first day after each change of dose is left out of means and changes, and shown hatched in "
        "the chart; the length was set by the person.",
        "<b>Settling.</b> The first {count} days after each change of dose are left out of means and changes, and shown "
        "hatched in the chart; the length was set by the person.",
        settling_days,
    )
    paragraphs = [
        rich(
            _(
                "<b>Phases.</b> A phase is a stretch of days on one dose, by the doses recorded and the plan. The days before "
                "LDN began are the phase that the others are compared with. The table rests on the whole record, so that the "
                "period chosen cannot change it. Days without an entry are never filled in, and lines stop at gaps."
            )
        ),
        rich(settling, count=settling_days)
        if settling_days
        else rich(_("<b>Settling.</b> No days after a change of dose are left out.")),
        rich(
            _(
                "<b>Change and interval.</b> A change is the difference of two means. One day resembles the next, so that a "
                "usual interval would be too narrow; this 95 % interval allows for it with an estimated day-to-day "
                "similarity (first-order autocorrelation) and fewer degrees of freedom. Means are printed from "
                "{figures} recorded days on, intervals from {reference} days before LDN and {phase} in the phase."
            ),
            figures=FIGURES_FROM,
            reference=INTERVAL_REFERENCE_DAYS,
            phase=INTERVAL_PHASE_DAYS,
        ),
        rich(
            _(
                "<b>Overlap (NAP).</b> On its Trends page the program also shows the share of all pairs of one day before "
                "and one day after in which the later day was better, ties counted half: 50 % is no difference. Its interval "
                "assumes that days are independent."
            )
        ),
        rich(
            _(
                "<b>Drift (†).</b> Each change is worked out a second time beside a steady trend over the whole time. The mark "
                "stands where the two disagree: the change may then have been under way anyway."
            )
        ),
        rich(
            _(
                "<b>Expected change.</b> People tend to start when they feel worst, so some change is expected anyway. On "
                "placebo, pain fell by 18 % in Younger 2013 (doi:10.1002/art.37734) and by 0.9 points in FINAL 2024 "
                "(doi:10.1016/S2665-9913(23)00278-3), where 28 % of those on placebo had more than 30 % less pain."
            )
        ),
        rich(
            _(
                "<b>Limits.</b> One person's diary, not blinded and without a random order. Other changes at the same time "
                "cannot be told apart. Everything but a main outcome chosen beforehand is exploratory."
            )
        ),
    ]
    return Section("methods", _("How the figures are worked out"), paragraphs=tuple(paragraphs), page=PAGE)
