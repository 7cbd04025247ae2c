"""Side effects as a table: which, from when and on what dose, until when, how bad; and whether any are there at the end."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from ldn_journal.analysis.episodes import MODERATE_FROM, Episode, EpisodeEnd, is_side_effect
from ldn_journal.analysis.phases import phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Recall, Scale
from ldn_journal.report.content import Column, Section, Table, Text, plain, rich
from ldn_journal.report.figures import brief_style, dated, in_line, shortened, stretch

EPISODES_SHOWN = 5


def by_days(measure: NewMeasure) -> bool:
    """Whether a mean would hide ``measure``: a side effect of a few bad days is told by how many there were."""
    return is_side_effect(measure) and measure.scale is Scale.SEVERITY


def moderate_words(measure: NewMeasure) -> str:
    """Return what ``measure`` calls its middle level, empty where it has no word for it."""
    return measure.in_words(MODERATE_FROM) if format(MODERATE_FROM, "g") in measure.anchors else ""


def side_effects(trends: Trends) -> Section:
    """Return the side effects of the period: those there at its end, then each with its days, the dose then, its worst."""
    if not trends.episodes:
        return Section("side_effects", _("Side effects"), side=True, paragraphs=(plain(_none(trends)),))
    title = _title(trends.first, trends.last)
    shown = _chosen(trends.episodes)
    style = brief_style((day for episode in shown for day in (episode.first, episode.last)), trends.last)
    scaled = all(trends.measures[episode.measure].scale is Scale.SEVERITY for episode in shown)
    columns = (
        Column(_("What")),
        Column(_("From")),
        Column(_("Until")),
        Column(_("Dose then")),
        Column(_("Worst (0 none – 4 very severe)") if scaled else _("Worst"), fill=True),
    )
    return Section(
        "side_effects",
        title,
        side=True,
        paragraphs=(_at_last(trends),),
        table=Table(columns, _rows(trends, shown, style)),
        notes=tuple(_notes(trends, shown)),
    )


def _title(first: date, last: date) -> str:
    """Return the heading with the period, which at the side of the table goes over lines of its own."""
    if first == last:
        return _("Side effects ({day})").format(day=dated(last))
    style = "short" if first.year == last.year else "medium"
    return _("Side effects ({first}\u00a0– {last})").format(first=dated(first, style), last=dated(last))


def _at_last(trends: Trends) -> Text:
    """Say what is still there, or when the last one ended; the day is that of the last rating, which is what is known."""
    there = [episode for episode in trends.episodes if episode.end is EpisodeEnd.STILL_PRESENT]
    rated = _last_rated(trends, {episode.measure for episode in there})
    if there:
        listed = ", ".join(
            _("{what} since {day}").format(what=_name(trends, episode), day=dated(episode.first)) for episode in there
        )
        return rich(_("<b>Still there when last rated ({day}):</b> {listed}."), day=dated(rated), listed=listed)
    latest = max(trends.episodes, key=lambda episode: episode.last)
    if any(episode.end is EpisodeEnd.NOT_FOLLOWED for episode in trends.episodes):
        return rich(
            _("<b>No side effect known on {day};</b> the last one was noted on {last}."),
            day=dated(trends.last),
            last=dated(latest.last),
        )
    return rich(
        _("<b>No side effect when last rated ({day});</b> the last one ended on {last}."),
        day=dated(rated),
        last=dated(latest.last),
    )


def _last_rated(trends: Trends, keys: set[str]) -> date:
    """Return the last day of the period on which one of ``keys`` was rated, without any of them: any side effect."""
    rated = [
        series.first + timedelta(days=int(series.n.nonzero()[0][-1]))
        for key, series in trends.series.items()
        if series.recorded and (key in keys if keys else is_side_effect(series.measure))
    ]
    return max(rated, default=trends.last)


def _name(trends: Trends, episode: Episode) -> str:
    return in_line(trends.measures[episode.measure])


def _notes(trends: Trends, shown: Sequence[Episode]) -> list[str]:
    notes = []
    if any(episode.day_of_phase is not None for episode in shown):
        notes.append(_("Days and nights count from the last change of dose."))
    hidden = Counter(episode.measure for episode in trends.episodes if episode not in shown)
    if hidden:
        listed = ", ".join(
            _("{what} {count}").format(what=in_line(trends.measures[key]), count=format_number(count))
            for key, count in hidden.items()
        )
        words = ngettext(
            "Not listed: {count} shorter or milder episode ({listed}).",
            "Not listed: {count} shorter or milder episodes ({listed}).",
            hidden.total(),
        )
        notes.append(words.format(count=hidden.total(), listed=listed))
    return notes


def _none(trends: Trends) -> str:
    rated = [series for series in trends.series.values() if is_side_effect(series.measure) and series.recorded]
    days = stretch(trends.first, trends.last)
    if not rated:
        return _("No side effect was rated ({days}).").format(days=days)
    return _("No side effect was noted ({days}). Rated: {names}.").format(
        days=days, names=", ".join(in_line(series.measure) for series in rated)
    )


def _chosen(episodes: Sequence[Episode]) -> list[Episode]:
    """Return the episodes to print, effect by effect, those still present first, then the worst, then the latest.

    Single mild days are left to the journal where there is anything that lasted. The effect that came last is the first.
    """
    lasting = [episode for episode in episodes if not episode.passing]
    ranked = sorted(
        lasting or episodes,
        key=lambda episode: (episode.end is not EpisodeEnd.STILL_PRESENT, -episode.worst, -episode.first.toordinal()),
    )
    kept = ranked[:EPISODES_SHOWN]
    latest = {key: max(one.last for one in kept if one.measure == key) for key in {one.measure for one in kept}}
    return sorted(kept, key=lambda one: (-latest[one.measure].toordinal(), one.measure, one.first))


def _rows(trends: Trends, shown: Sequence[Episode], style: str) -> tuple[tuple[Text, ...], ...]:
    """Return the rows; an effect is named in the first of its own."""
    rows = [_row(episode, trends.measures[episode.measure], style) for episode in shown]
    repeated = [False, *(before.measure == after.measure for before, after in pairwise(shown))]
    return tuple((plain(""), *row[1:]) if again else row for row, again in zip(rows, repeated, strict=True))


def _row(episode: Episode, measure: NewMeasure, style: str) -> tuple[Text, ...]:
    first = dated(episode.first, style)
    if episode.day_of_phase is None:
        begun = first
    elif measure.recall is Recall.LAST_NIGHT:
        begun = _("{day}, night {number}").format(day=first, number=episode.day_of_phase)
    else:
        begun = _("{day}, day {number}").format(day=first, number=episode.day_of_phase)
    last = dated(episode.last, style)
    if episode.end is EpisodeEnd.STILL_PRESENT:
        until = _("still there")
    elif episode.end is EpisodeEnd.NOT_FOLLOWED:
        until = _("not rated after {day}").format(day=last)
    else:
        until = last
    dose = phase_name(episode.phase) if episode.phase else ""
    return plain(shortened(_(measure.name))), plain(begun), plain(until), plain(dose), plain(_worst(episode, measure))


def _worst(episode: Episode, measure: NewMeasure) -> str:
    if measure.scale is Scale.YES_NO:
        return _("yes")
    if measure.scale is not Scale.SEVERITY:
        return measure.in_words(episode.worst)
    return _("{number}, {words}").format(number=format_number(episode.worst), words=measure.in_words(episode.worst))
