"""The coming visit and what changed since the last one: facts, with the days they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ldn_journal.analysis.contrast import describe
from ldn_journal.analysis.episodes import Episode, EpisodeEnd, is_side_effect
from ldn_journal.analysis.phases import PhaseKind, phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.domain.life import Medicine, Visit
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.report.content import Section, Text, plain
from ldn_journal.report.figures import mean, row_name, shortened, with_unit

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
    past = [visit for visit in visits if visit.day < min(today, last)]
    return Visits(coming, max(past, key=lambda visit: visit.day, default=None))


def visit_sections(visit: Visit | None) -> list[Section]:
    """Return why I am here and what I want to ask, as far as there is anything in them."""
    if visit is None:
        return []
    found = []
    lines = [line.strip() for line in (visit.reason or "").splitlines() if line.strip()]
    if lines:
        found.append(Section("visit", _("Why I am here"), half=True, paragraphs=tuple(plain(line) for line in lines)))
    questions = [question.strip() for question in visit.questions if question.strip()]
    if questions:
        found.append(Section("visit", _("What I want to ask"), half=True, bullets=tuple(questions)))
    return found


def since_last_visit(
    trends: Trends, measures: Sequence[NewMeasure], visit: Visit | None, medicines: Sequence[Medicine], end: date
) -> Section | None:
    """Return what changed between the visit and ``end``; ``trends`` covers the whole record."""
    if visit is None or trends.first_record is None or visit.day < trends.first_record:
        return None
    title = _("Since the last visit ({day})").format(day=format_day(visit.day))
    means, notes = _means(trends, measures, visit.day, end)
    found = [
        *means,
        *_doses(trends, visit.day, end),
        *_episodes(trends, visit.day, end),
        *_medicines(medicines, visit.day, end),
    ]
    return Section("since", title, half=True, paragraphs=tuple(found), notes=tuple(notes))


def _means(trends: Trends, measures: Sequence[NewMeasure], visit: date, end: date) -> tuple[list[Text], list[str]]:
    """Means of the 28 days before the visit and of the days since, at most the last 28 of them."""
    start = max(visit, end - timedelta(days=WINDOW - 1))
    since = (end - start).days + 1
    parts = []
    for measure in measures:
        series = trends.series[measure.key]
        before = describe(series, visit - timedelta(days=WINDOW), visit - timedelta(days=1))
        after = describe(series, start, end)
        if before.mean is not None and after.mean is not None:
            parts.append(
                _("{measure} {before}\u00a0→\u00a0{after}.").format(
                    measure=shortened(_(measure.name)),
                    before=mean(measure, before.mean),
                    after=with_unit(measure, after.mean),
                )
            )
    if not parts:
        return [plain(_("Too few days are recorded to compare before and since."))], []
    how = ngettext(
        "Means: 28 days before the visit → the last day.",
        "Means: 28 days before the visit → the last {count} days.",
        since,
    )
    return [plain(" ".join(parts))], [how.format(count=since)]


def _doses(trends: Trends, visit: date, end: date) -> list[Text]:
    found: list[Text] = []
    steps = [phase for phase in trends.phases[1:] if visit <= phase.first <= end]
    if len(steps) > STEPS_APART:
        listed = ", ".join(
            _("{phase} from {day}").format(phase=phase_name(phase), day=format_day(phase.first, "medium"))
            for phase in steps
        )
        return [plain(_("Dose: {steps}.").format(steps=listed))]
    for before, after in zip(trends.phases, trends.phases[1:], strict=False):
        if not visit <= after.first <= end:
            continue
        fields = {"before": row_name(before), "after": row_name(after), "day": format_day(after.first)}
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
        told.append(plain(_("No new side effects recorded.")))
    return told


def _episode(measure: NewMeasure, mine: Sequence[Episode], visit: date) -> str | None:
    latest = mine[-1]
    fields = {
        "what": shortened(_(measure.name)),
        "first": format_day(latest.first, "medium"),
        "last": format_day(latest.last, "medium"),
        "worst": measure.in_words(latest.worst),
    }
    if latest.first >= visit:
        first_ever = len(mine) == 1
        if latest.end is EpisodeEnd.STILL_PRESENT:
            words = (
                _("New: {what} since {first}, still present, at worst {worst}.")
                if first_ever
                else _("{what} again since {first}, still present, at worst {worst}.")
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
            "first": format_day(one.day, "medium"),
            "last": format_day(until, "medium") if until else "",
        }
        if began and until is not None:
            found.append(plain(_("Taken for a while: {medicine} ({first} – {last}).").format(**fields)))
        elif began:
            found.append(plain(_("Started: {medicine} ({first}).").format(**fields)))
        elif until is not None and visit <= until:
            found.append(plain(_("Stopped: {medicine} ({last}).").format(**fields)))
    return found
