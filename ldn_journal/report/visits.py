"""The coming visit and what changed since the last one: facts, with the days they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ldn_journal.analysis.contrast import describe
from ldn_journal.analysis.episodes import Episode, EpisodeEnd, days_at, is_side_effect
from ldn_journal.analysis.phases import PhaseKind, phase_name, phase_on
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, ngettext
from ldn_journal.domain.life import Condition, Medicine, Visit, condition_name
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.visits import last_visit
from ldn_journal.report.content import Section, Text, joined, plain
from ldn_journal.report.figures import brief_style, dated, mean, row_name, shortened, stretch, with_unit
from ldn_journal.report.side_effects import by_days, moderate_words

WINDOW = 28
STEPS_APART = 2
"""Changes of dose from which on they are listed in one sentence."""


@dataclass(frozen=True)
class Visits:
    """The visit that is coming (on ``today`` or later) and the last one before it that is past."""

    coming: Visit | None
    past: Visit | None


def choose_visits(visits: Sequence[Visit], today: date, last: date) -> Visits:
    """Return the next visit from ``today`` on, and the latest one before ``last`` and before ``today``."""
    coming = min((visit for visit in visits if visit.day >= today), key=lambda visit: visit.day, default=None)
    return Visits(coming, last_visit(visits, min(today, last)))


def visit_sections(visit: Visit | None) -> list[Section]:
    """Return why I am here and what I want to ask, as far as there is anything in them."""
    if visit is None:
        return []
    found = []
    lines = [line.strip() for line in (visit.reason or "").splitlines() if line.strip()]
    if lines:
        found.append(Section("visit", _("Why I am here"), side=True, paragraphs=tuple(plain(line) for line in lines)))
    questions = [question.strip() for question in visit.questions if question.strip()]
    if questions:
        found.append(Section("visit", _("What I want to ask"), side=True, bullets=tuple(questions)))
    return found


def since_last_visit(
    trends: Trends,
    measures: Sequence[NewMeasure],
    visit: Visit | None,
    medicines: Sequence[Medicine],
    conditions: Sequence[Condition],
    end: date,
) -> Section | None:
    """Return what changed between the visit and ``end``; ``trends`` covers the whole record.

    ``medicines`` are those whose beginnings and ends are to be told.
    """
    if visit is None or trends.first_record is None or visit.day < trends.first_record:
        return None
    means = _means(trends, measures, visit.day, end)
    facts = [
        *_doses(trends, visit.day, end),
        *_episodes(trends, visit.day, end),
        *_medicines(medicines, visit.day, end),
        *_conditions(conditions, visit.day, end),
    ]
    found = [
        *([joined(facts)] if facts else []),
        plain(
            _between(trends, visit.day, end) if means else _("Too few days are recorded to compare before and since.")
        ),
    ]
    title = _("Since the last visit ({day})").format(day=dated(visit.day))
    return Section("since", title, side=True, paragraphs=tuple(found), bullets=tuple(means), paired=True)


def _window(visit: date, end: date) -> date:
    """Return the first of the days since the visit that count: at most the last 28."""
    return max(visit, end - timedelta(days=WINDOW - 1))


def _between(trends: Trends, visit: date, end: date) -> str:
    """Say which days stand on either side of the arrows, and what dose was taken then."""
    count = (end - _window(visit, end)).days + 1
    before, after = phase_on(visit - timedelta(days=1), trends.phases), phase_on(end, trends.phases)
    fields = {
        "before": phase_name(before) if before else "",
        "after": phase_name(after) if after else "",
        "count": count,
        "end": dated(end),
    }
    if before is None or after is None:
        words = ngettext(
            "Means of the 28 days before the visit → of {end}:",
            "Means of the 28 days before the visit → of the {count} days to {end}:",
            count,
        )
    else:
        words = ngettext(
            "Means of the 28 days before the visit (then {before}) → of {end} ({after}):",
            "Means of the 28 days before the visit (then {before}) → of the {count} days to {end} ({after}):",
            count,
        )
    return words.format(**fields)


def _means(trends: Trends, measures: Sequence[NewMeasure], visit: date, end: date) -> list[str]:
    """Means of the 28 days before the visit and of the days since, at most the last 28 of them."""
    start = _window(visit, end)
    parts = []
    for measure in measures:
        series = trends.series[measure.key]
        spans = (visit - timedelta(days=WINDOW), visit - timedelta(days=1)), (start, end)
        before, after = (describe(series, *span) for span in spans)
        if before.mean is None or after.mean is None:
            continue
        fields = {"measure": shortened(_(measure.name))}
        if by_days(measure):
            (days_before, of_before), (days_after, of_after) = (days_at(series, *span) for span in spans)
            moderate = moderate_words(measure)
            words = (
                _(
                    "{measure}, {moderate} or worse (2–4): "
                    "{before}\u00a0of\u00a0{of_before}\u00a0→\u00a0{after}\u00a0of\u00a0{of_after}\u00a0days"
                )
                if moderate
                else _(
                    "{measure} at 2–4 of 4: "
                    "{before}\u00a0of\u00a0{of_before}\u00a0→\u00a0{after}\u00a0of\u00a0{of_after}\u00a0days"
                )
            )
            figures: dict[str, object] = {"before": days_before, "of_before": of_before, "moderate": moderate}
            figures |= {"after": days_after, "of_after": of_after}
            parts.append(words.format(**fields, **figures))
        else:
            words = _("{measure} {before}\u00a0→\u00a0{after}")
            parts.append(
                words.format(before=mean(measure, before.mean), after=with_unit(measure, after.mean), **fields)
            )
    return parts


def _doses(trends: Trends, visit: date, end: date) -> list[Text]:
    found: list[Text] = []
    steps = [phase for phase in trends.phases[1:] if visit <= phase.first <= end]
    if len(steps) > STEPS_APART:
        style = brief_style((phase.first for phase in steps), end)
        listed = ", ".join(
            _("{phase} from {day}").format(phase=phase_name(phase), day=dated(phase.first, style)) for phase in steps
        )
        return [plain(_("Dose changes: {steps}.").format(steps=listed))]
    for before, after in zip(trends.phases, trends.phases[1:], strict=False):
        if not visit <= after.first <= end:
            continue
        fields = {"before": row_name(before), "after": row_name(after), "day": dated(after.first)}
        if before.kind is PhaseKind.BASELINE:
            found.append(plain(_("LDN begun with {after} on {day}.").format(**fields)))
        elif after.kind is PhaseKind.BREAK:
            found.append(plain(_("Break from LDN from {day}.").format(**fields)))
        elif before.kind is PhaseKind.BREAK:
            found.append(plain(_("{after} again after the break from {day}.").format(**fields)))
        else:
            found.append(plain(_("Dose {before} → {after} on {day}.").format(**fields)))
    return found


def _episodes(trends: Trends, visit: date, end: date) -> list[Text]:
    """Side effects that went, came or came back since the visit, each measure once."""
    told: list[Text] = []
    by_measure: dict[str, list[Episode]] = {}
    for episode in trends.episodes:
        if episode.first <= end:
            by_measure.setdefault(episode.measure, []).append(episode)
    for key, mine in by_measure.items():
        sentence = _episode(trends.measures[key], mine, visit)
        if sentence is not None:
            told.append(plain(sentence))
    rated = any(is_side_effect(series.measure) and series.cut(visit, end).recorded for series in trends.series.values())
    if rated and not any(mine[0].first >= visit for mine in by_measure.values()):
        told.append(plain(_("No new kind of side effect.")))
    return told


def _episode(measure: NewMeasure, mine: Sequence[Episode], visit: date) -> str | None:
    latest = mine[-1]
    fields = {
        "what": shortened(_(measure.name)),
        "first": dated(latest.first),
        "last": dated(latest.last),
        "worst": measure.in_words(latest.worst),
    }
    if latest.first >= visit:
        first_ever = len(mine) == 1
        if latest.end is EpisodeEnd.STILL_PRESENT:
            words = (
                _("New: {what} since {first}, present when last rated ({last}), at worst {worst}.")
                if first_ever
                else _("{what} again since {first}, present when last rated ({last}), at worst {worst}.")
            )
        elif first_ever:
            words = _("New: {what} from {first} to {last}, at worst {worst}.")
        else:
            return None  # came back and went again: the table of side effects tells that
        return words.format(**fields)
    if latest.last >= visit and latest.end is EpisodeEnd.OVER:
        return _("{what} last present on {last}.").format(**fields)
    return None


def _medicines(medicines: Sequence[Medicine], visit: date, last: date) -> list[Text]:
    found = []
    for one in medicines:
        until = one.until if one.until is not None and one.until <= last else None
        began = visit <= one.day <= last
        fields = {
            "medicine": one.name,
            "days": stretch(one.day, until) if until else "",
            "first": dated(one.day),
            "last": dated(until) if until else "",
        }
        if began and until is not None:
            found.append(plain(_("Taken for a while: {medicine} ({days}).").format(**fields)))
        elif began:
            found.append(plain(_("Started: {medicine} ({first}).").format(**fields)))
        elif until is not None and visit <= until:
            found.append(plain(_("Stopped: {medicine} ({last}).").format(**fields)))
    return found


def _conditions(conditions: Sequence[Condition], visit: date, last: date) -> list[Text]:
    """Health facts that began or ended since the visit."""
    found = []
    for one in conditions:
        until = one.until if one.until is not None and one.until <= last else None
        began = visit <= one.day <= last
        fields = {
            "what": shortened(condition_name(one)),
            "first": dated(one.day),
            "last": dated(until) if until else "",
        }
        if began and until is not None:
            found.append(plain(_("Health fact from {first} to {last}: {what}.").format(**fields)))
        elif began:
            found.append(plain(_("Health fact since {first}: {what}.").format(**fields)))
        elif until is not None and visit <= until:
            found.append(plain(_("Health fact until {last}: {what}.").format(**fields)))
    return found
