"""Side effects as a table, and how complete the record is."""

from collections.abc import Sequence
from datetime import date

from ldn_journal.analysis.coverage import Coverage
from ldn_journal.analysis.episodes import Episode, EpisodeEnd, is_side_effect
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_day, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.report.content import Column, Section, Table, Text, plain, rich
from ldn_journal.report.figures import brief_style, shortened, stretch

EPISODES_SHOWN = 5


def side_effects(trends: Trends) -> Section:
    """Return the side effects of the period: what, from when and which day of which dose, until when, at worst."""
    title = _("Side effects")
    if not trends.episodes:
        return Section("side_effects", title, half=True, paragraphs=(plain(_none(trends)),))
    shown = _chosen(trends.episodes)
    style = brief_style((day for episode in shown for day in (episode.first, episode.last)), trends.last)
    columns = (Column(_("What"), fill=True), Column(_("From")), Column(_("Until")), Column(_("Worst")))
    rows = tuple(_row(episode, trends.measures[episode.measure], style) for episode in shown)
    notes = []
    if len(shown) < len(trends.episodes):
        hidden = len(trends.episodes) - len(shown)
        notes.append(
            ngettext(
                "{count} shorter or milder one is in the journal.",
                "{count} shorter or milder ones are in the journal.",
                hidden,
            ).format(count=hidden)
        )
    if any(episode.day_of_phase is not None for episode in shown):
        notes.append(_("Day: counted from the last change of dose."))
    return Section("side_effects", title, half=True, table=Table(columns, rows), notes=tuple(notes))


def _none(trends: Trends) -> str:
    rated = [series for series in trends.series.values() if is_side_effect(series.measure) and series.recorded]
    if not rated:
        return _("No side effect was rated in the period.")
    return _("None recorded in the period. Rated: {names}.").format(
        names=", ".join(shortened(_(series.measure.name)) for series in rated)
    )


def _chosen(episodes: Sequence[Episode]) -> list[Episode]:
    """Return the episodes to print, by date: those still present first, then the worst, then the latest.

    Single mild days are left to the journal where there is anything that lasted.
    """
    lasting = [episode for episode in episodes if not episode.passing]
    ranked = sorted(
        lasting or episodes,
        key=lambda episode: (episode.end is not EpisodeEnd.STILL_PRESENT, -episode.worst, -episode.first.toordinal()),
    )
    return sorted(ranked[:EPISODES_SHOWN], key=lambda episode: (episode.first, episode.measure))


def _row(episode: Episode, measure: NewMeasure, style: str) -> tuple[Text, ...]:
    first = format_day(episode.first, style)
    if episode.before_ldn:
        begun = _("{day}, before LDN").format(day=first)
    elif episode.day_of_phase is not None:
        begun = _("{day}, day {number}").format(day=first, number=episode.day_of_phase)
    else:
        begun = first
    last = format_day(episode.last, style)
    if episode.end is EpisodeEnd.STILL_PRESENT:
        until = _("still present")
    elif episode.end is EpisodeEnd.NOT_FOLLOWED:
        until = _("not rated after {day}").format(day=last)
    else:
        until = last
    worst = _("yes") if measure.scale is Scale.YES_NO else measure.in_words(episode.worst)
    return plain(shortened(_(measure.name))), plain(begun), plain(until), plain(worst)


def closing_words() -> str:
    """Return what stands on every summary, whatever sections are chosen."""
    return _(
        "Self-reported. Not a diagnosis. LDN is an off-label use of naltrexone. "
        "Differences shown here can have other causes."
    )


def completeness(coverage: Coverage, first: date, last: date, *, silent: bool = False) -> Section:
    """Return on how many days of the period anything was recorded, and when; with what the summary is not.

    ``silent``: the record ended a while ago, which is said.
    """
    title = _("How complete is this")
    if not coverage.recorded:
        nothing = (
            _("Nothing is recorded between {first} and {last}.") if first != last else _("Nothing is recorded yet.")
        )
        return Section(
            "completeness",
            title,
            half=True,
            paragraphs=(plain(nothing.format(first=format_day(first), last=format_day(last))),),
            notes=(closing_words(),),
        )
    fields = {
        "recorded": format_number(coverage.recorded),
        "count": format_number(coverage.possible),
        "same_day": format_number(coverage.same_day),
        "later": format_number(coverage.later),
        "imported": format_number(coverage.imported),
    }
    sentence = (
        ngettext(
            "Recorded on <b>{recorded} of {count} day</b>: {same_day} the same day, {later} later, {imported} imported.",
            "Recorded on <b>{recorded} of {count} days</b>: {same_day} the same day, {later} later, {imported} imported.",
            coverage.possible,
        )
        if coverage.imported
        else ngettext(
            "Recorded on <b>{recorded} of {count} day</b>: {same_day} the same day, {later} later.",
            "Recorded on <b>{recorded} of {count} days</b>: {same_day} the same day, {later} later.",
            coverage.possible,
        )
    )
    found = [rich(sentence, **fields)]
    if coverage.gaps:
        style = brief_style((day for gap in coverage.gaps for day in gap), last)
        gaps = "; ".join(stretch(*gap, style) for gap in sorted(coverage.gaps))
        words = ngettext("Longest gap: {gaps}.", "Longest gaps: {gaps}.", len(coverage.gaps))
        found.append(plain(words.format(gaps=gaps)))
    if silent:
        found.append(rich(_("Nothing is recorded after <b>{day}</b>."), day=format_day(last)))
    return Section("completeness", title, half=True, paragraphs=tuple(found), notes=(closing_words(),))
