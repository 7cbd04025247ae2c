"""Side effects as episodes: when one began, how bad it was, when it went; and what is known of each at the end.

An episode begins on a day with a value of 1 or more. It is over after 3 recorded days in a row at 0; a day without a
record neither ends nor extends it, but after more than 14 of those in a row nobody knows, and it is "not rated since".
Episodes with fewer than 4 days between them are one: a low background of single days reads as one spell, not as a
dozen. A change of dose parts episodes, because the question is what came with which dose: what had eased before it (a
recorded day at 0) and is there after it, or rises within 7 days above where it was, is a new episode.

How the last one ended is told by the last rating and its age at the end of the record: above 0 and at most one day old,
still present; above 0 and older, not rated since; 0, over, with the number of ratings of 0 since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from ldn_journal.analysis.phases import Phase, PhaseKind, phase_name, phase_on
from ldn_journal.analysis.series import FloatArray, Series
from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.domain.measures import Better, BuiltInMeasure, NewMeasure, Recall, Scale

PRESENT_FROM = 1.0
MODERATE_FROM = 2.0
"""The value from which a side effect is more than mild."""
CLEAR_DAYS = 3
RECENT_DAYS = 1
"""The age in days of a last rating that still tells of the present: the evening before, where today's has not come yet."""
UNKNOWN_AFTER = 14
MERGE_BELOW = 4
RISE_WITHIN = 7
SIDE_EFFECTS = "side_effect"


class EpisodeEnd(StrEnum):
    """How an episode ended, as far as recorded."""

    OVER = "over"
    STILL_PRESENT = "still present"
    NOT_RATED_SINCE = "not rated since"


@dataclass(frozen=True)
class Episode:
    """One episode of a side effect: ``first`` and ``last`` are days on which it was present (1 or more).

    ``days_present`` of the ``days_recorded`` from first to last had it; on ``clear_since`` recorded days after ``last``,
    before the next episode, it was 0. ``worst`` is the highest value, first reached
    on ``worst_day``. ``phase`` is the phase in which it began and ``day_of_phase`` the day of that phase, 1 being the
    day of the change (``None`` before LDN). ``before_ldn``: it began before LDN; ``seen_before_ldn``: the side effect
    was present on at least one day before LDN, in this episode or an earlier one.
    """

    measure: str
    first: date
    last: date
    end: EpisodeEnd
    worst: float
    worst_day: date
    days_present: int
    days_recorded: int
    clear_since: int
    phase: Phase | None
    day_of_phase: int | None
    before_ldn: bool
    seen_before_ldn: bool

    @property
    def days(self) -> int:
        """Days from first to last, both included."""
        return (self.last - self.first).days + 1

    @property
    def passing(self) -> bool:
        """Whether it was a single day at the lowest level: background that a short list may leave out."""
        return self.end is EpisodeEnd.OVER and self.days_present == 1 and self.worst <= PRESENT_FROM


@dataclass(frozen=True)
class PhaseBurden:
    """A side effect in one phase: present (1 or more) on ``present`` of ``recorded`` days, at worst ``worst``."""

    measure: str
    phase: Phase
    present: int
    recorded: int
    worst: float | None


def is_side_effect(measure: NewMeasure) -> bool:
    """Whether ``measure`` is told as episodes: a side effect that ships with the program, or an own severity or yes/no.

    Less must be better, and 0 none. Counts of a person's own are left out: many of them are hardly ever 0.
    """
    told = (
        measure.group == SIDE_EFFECTS
        if isinstance(measure, BuiltInMeasure)
        else measure.scale in (Scale.SEVERITY, Scale.YES_NO)
    )
    return told and measure.better is Better.LOWER and measure.low == 0


@dataclass
class _Spell:
    """An episode being found: array places of its first and last day present, and how it ended."""

    first: int
    last: int
    end: EpisodeEnd


def find_episodes(series: Series, phases: Sequence[Phase], end: date | None = None) -> list[Episode]:
    """Return the episodes of ``series``, in order; how the last one ended is told for ``end``, by default its last day."""
    known = series if end is None else series.cut(series.first, end)
    seen_before = any(burden.present for burden in burdens(known, phases) if burden.phase.kind is PhaseKind.BASELINE)
    shift = int(series.measure.recall is Recall.LAST_NIGHT)
    # The second part of a split phase begins with no change of dose.
    changed = [phase for phase in phases if phase.kind is not PhaseKind.BASELINE and phase.part in (None, 1)]
    changes = [(phase.first - series.first).days + shift for phase in changed]
    spells = _parted(known.worst, changes)
    nexts = [*(spell.first for spell in spells), known.days][1:]
    return [
        _told(known, spell, following, phases, seen_before=seen_before)
        for spell, following in zip(spells, nexts, strict=True)
    ]


class SideEffectState(StrEnum):
    """What is known of a side effect on a day."""

    PRESENT = "present"
    NOT_PRESENT = "not_present"
    NOT_RATED_SINCE = "not_rated_since"
    NOT_RATED = "not_rated"


@dataclass(frozen=True)
class SideEffectStatus:
    """What is known of ``measure`` at the end of a period, by its last rating in the period and that rating's age.

    ``last_rated`` and ``value``: the last rating; ``last_present`` and ``present_value``: the last one above 0, at most the
    period's first day back. ``clear_since`` counts the rated days at 0 after that, or in the whole period without one.
    """

    measure: NewMeasure
    state: SideEffectState
    last_rated: date | None = None
    value: float | None = None
    last_present: date | None = None
    present_value: float | None = None
    clear_since: int = 0


def side_effect_status(series: Series, end: date) -> SideEffectStatus:
    """Return what is known on ``end`` of the side effect whose ratings of a period are ``series``."""
    values = series.cut(series.first, end).worst
    rated = np.flatnonzero(~np.isnan(values))
    if not len(rated):
        return SideEffectStatus(series.measure, SideEffectState.NOT_RATED)
    present = np.flatnonzero(values >= PRESENT_FROM)
    last, last_present = int(rated[-1]), int(present[-1]) if len(present) else None
    if last != last_present:
        state = SideEffectState.NOT_PRESENT
    elif len(values) - 1 - last <= RECENT_DAYS:
        state = SideEffectState.PRESENT
    else:
        state = SideEffectState.NOT_RATED_SINCE
    return SideEffectStatus(
        measure=series.measure,
        state=state,
        last_rated=series.first + timedelta(days=last),
        value=float(values[last]),
        last_present=None if last_present is None else series.first + timedelta(days=last_present),
        present_value=None if last_present is None else float(values[last_present]),
        clear_since=int((rated > (-1 if last_present is None else last_present)).sum()),
    )


def burdens(series: Series, phases: Sequence[Phase]) -> list[PhaseBurden]:
    """Return, phase by phase, on how many recorded days the side effect was present; settling days count here."""
    shift = timedelta(days=int(series.measure.recall is Recall.LAST_NIGHT))
    found = []
    for phase in phases:
        begins = phase.first + (timedelta(0) if phase.opens_the_record else shift)
        values = series.cut(begins, phase.last + shift).worst
        values = values[~np.isnan(values)]
        found.append(
            PhaseBurden(
                measure=series.measure.key,
                phase=phase,
                present=int(np.count_nonzero(values >= PRESENT_FROM)),
                recorded=len(values),
                worst=float(values.max()) if len(values) else None,
            )
        )
    return found


def days_at(series: Series, first: date, last: date, level: float = MODERATE_FROM) -> tuple[int, int]:
    """Return on how many days from ``first`` to ``last`` the worst value was ``level`` or more, and of how many recorded."""
    values = series.cut(first, last).worst
    values = values[~np.isnan(values)]
    return int(np.count_nonzero(values >= level)), len(values)


def days_at_in(series: Series, phase: Phase, level: float = MODERATE_FROM) -> tuple[int, int]:
    """Return ``days_at`` for all days of ``phase``, settling days included; nights belong to the evening before."""
    shift = timedelta(days=int(series.measure.recall is Recall.LAST_NIGHT))
    begins = phase.first + (timedelta(0) if phase.opens_the_record else shift)
    return days_at(series, begins, phase.last + shift, level)


def _spells(values: FloatArray, changes: Sequence[int]) -> list[_Spell]:
    there = [int(place) for place in np.flatnonzero(~np.isnan(values))]
    spells: list[_Spell] = []
    current: _Spell | None = None
    clear = 0
    before = -1
    for place in there:
        if current is not None and place - before - 1 > UNKNOWN_AFTER:
            current.end, current = EpisodeEnd.NOT_RATED_SINCE, None
        before = place
        if values[place] >= PRESENT_FROM:
            changed = bool(spells) and any(spells[-1].last < change <= place for change in changes)
            if current is not None and clear and changed:
                current.end, current = EpisodeEnd.OVER, None
            clear = 0
            if current is None:
                near = spells and spells[-1].end is EpisodeEnd.OVER and place - spells[-1].last - 1 < MERGE_BELOW
                merges = near and not changed
                current = spells.pop() if merges else _Spell(place, place, EpisodeEnd.STILL_PRESENT)
                current.end = EpisodeEnd.STILL_PRESENT
                spells.append(current)
            current.last = place
        elif current is not None:
            clear += 1
            if clear >= CLEAR_DAYS:
                current.end, current = EpisodeEnd.OVER, None
    if current is not None and clear:
        current.end = EpisodeEnd.OVER
    elif current is not None and len(values) - 1 - before > RECENT_DAYS:
        current.end = EpisodeEnd.NOT_RATED_SINCE
    return spells


def _parted(values: FloatArray, changes: Sequence[int]) -> list[_Spell]:
    """The spells, each parted where a change of dose was followed by a rise."""
    parted: list[_Spell] = []
    for spell in _spells(values, changes):
        for change in changes:
            if not spell.first < change <= spell.last:
                continue
            earlier = values[spell.first : change]
            later = values[change : min(change + RISE_WITHIN, spell.last + 1)]
            if np.nanmax(later, initial=0.0) > np.nanmax(earlier):
                last = spell.first + int(np.flatnonzero(earlier >= PRESENT_FROM)[-1])
                parted.append(_Spell(spell.first, last, EpisodeEnd.OVER))
                spell.first = change + int(np.flatnonzero(values[change:] >= PRESENT_FROM)[0])
        parted.append(spell)
    return parted


def _told(series: Series, spell: _Spell, following: int, phases: Sequence[Phase], *, seen_before: bool) -> Episode:
    """``following``: the place at which the next episode begins."""
    first = series.first + timedelta(days=spell.first)
    values = series.worst[spell.first : spell.last + 1]
    worst = int(np.nanargmax(values))
    phase = phase_on(first, phases, series.measure)
    baseline = phase is not None and phase.kind is PhaseKind.BASELINE
    shift = int(series.measure.recall is Recall.LAST_NIGHT)
    return Episode(
        measure=series.measure.key,
        first=first,
        last=series.first + timedelta(days=spell.last),
        end=spell.end,
        worst=float(values[worst]),
        worst_day=first + timedelta(days=worst),
        days_present=int(np.count_nonzero(values >= PRESENT_FROM)),
        days_recorded=int(np.count_nonzero(~np.isnan(values))),
        clear_since=int(np.count_nonzero(~np.isnan(series.worst[spell.last + 1 : following]))),
        phase=phase,
        day_of_phase=None if phase is None or baseline else (first - phase.since).days + 1 - shift,
        before_ldn=baseline,
        seen_before_ldn=seen_before,
    )


def episode_sentence(episode: Episode, measure: NewMeasure) -> str:
    """Return the episode in sentences: from when (and which day of which dose), until when, how bad, on how many days."""
    fields = {
        "first": format_day(episode.first, "medium"),
        "last": format_day(episode.last, "medium"),
        "day": episode.day_of_phase,
        "phase": phase_name(episode.phase) if episode.phase else "",
        "worst": measure.in_words(episode.worst),
        "count": episode.clear_since,
    }
    dated = episode.day_of_phase is not None
    if episode.end is EpisodeEnd.OVER and episode.days == 1:
        words = _("On {first} (day {day} of {phase}); {worst}.") if dated else _("On {first}; {worst}.")
    elif episode.end is EpisodeEnd.OVER:
        words = (
            _("From {first} (day {day} of {phase}) to {last}; at worst {worst}.")
            if dated
            else _("From {first} to {last}; at worst {worst}.")
        )
    elif episode.end is EpisodeEnd.STILL_PRESENT:
        words = (
            _("Since {first} (day {day} of {phase}), present when last rated ({last}); at worst {worst}.")
            if dated
            else _("Since {first}, present when last rated ({last}); at worst {worst}.")
        )
    else:
        words = (
            _("From {first} (day {day} of {phase}), last present on {last}, not rated since; at worst {worst}.")
            if dated
            else _("From {first}, last present on {last}, not rated since; at worst {worst}.")
        )
    found = [words.format(**fields)]
    if episode.days_recorded > 1:
        present = ngettext(
            "Present on {present} of {count} rated day.",
            "Present on {present} of {count} rated days.",
            episode.days_recorded,
        )
        found.append(present.format(present=episode.days_present, count=episode.days_recorded))
    if episode.end is EpisodeEnd.OVER and episode.clear_since < CLEAR_DAYS:
        clear = ngettext(
            "Not present on the {count} day rated since.",
            "Not present on the {count} days rated since.",
            episode.clear_since,
        )
        found += [clear.format(count=episode.clear_since)] if episode.clear_since else []
    return " ".join(found)


def burden_sentence(burden: PhaseBurden) -> str:
    """Return how often the side effect was there in one phase."""
    return ngettext(
        "{phase}: present on {present} of {count} recorded day.",
        "{phase}: present on {present} of {count} recorded days.",
        burden.recorded,
    ).format(phase=phase_name(burden.phase), present=burden.present, count=burden.recorded)
