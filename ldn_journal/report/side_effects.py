"""Side effects as a table: which, from when and on what dose, until when, how bad; and whether any are there at the end."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ldn_journal.analysis.episodes import (
    MODERATE_FROM,
    Episode,
    EpisodeEnd,
    SideEffectState,
    SideEffectStatus,
    is_side_effect,
    side_effect_status,
)
from ldn_journal.analysis.phases import phase_name
from ldn_journal.analysis.trends import Trends
from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Recall, Scale
from ldn_journal.report.content import Column, Section, Table, Text, joined, plain, rich
from ldn_journal.report.figures import brief_style, dated, in_line, shortened, stretch

EPISODES_SHOWN = 5


def by_days(measure: NewMeasure) -> bool:
    """Whether a mean would hide ``measure``: a side effect of a few bad days is told by how many there were."""
    return is_side_effect(measure) and measure.scale is Scale.SEVERITY


def moderate_words(measure: NewMeasure) -> str:
    """Return what ``measure`` calls its middle level, empty where it has no word for it."""
    return measure.in_words(MODERATE_FROM) if format(MODERATE_FROM, "g") in measure.anchors else ""


def side_effects(trends: Trends) -> Section:
    """Return what is known of each side effect at the end of the period, then each with its days, dose then, and worst."""
    known = _known(trends)
    if not trends.episodes:
        return Section(
            "side_effects", _("Side effects"), side=True, paragraphs=(plain(_none(trends)), *_not_rated(known))
        )
    title = _title(trends.first, trends.last)
    shown = _chosen(trends.episodes)
    style = brief_style((day for episode in shown for day in (episode.first, episode.last)), trends.last)
    scaled = all(trends.measures[episode.measure].scale is Scale.SEVERITY for episode in shown)
    columns = (
        Column(_("What")),
        Column(_("From")),
        Column(_("Until")),
        Column(_("On rated days"), "end"),
        Column(_("Dose then")),
        Column(_("Worst (0 none – 4 very severe)") if scaled else _("Worst"), fill=True),
    )
    return Section(
        "side_effects",
        title,
        side=True,
        paragraphs=(joined(_at_the_end(known)),),
        table=Table(columns, _rows(trends, shown, style)),
        notes=tuple(_notes(trends, shown)),
    )


def _known(trends: Trends) -> list[SideEffectStatus]:
    """Return what is known of every side effect with any rating in the record, at the end of the period."""
    end = min(trends.last, trends.today)
    return [side_effect_status(one, end) for one in trends.series.values() if is_side_effect(one.measure)]


def _at_the_end(known: Sequence[SideEffectStatus]) -> list[Text]:
    """Return a sentence for each state there is, by the last rating and how old it is."""
    of = {state: [one for one in known if one.state is state] for state in SideEffectState}
    found: list[Text] = []
    if of[SideEffectState.PRESENT]:
        listed = ", ".join(_with_value(one, one.last_rated) for one in of[SideEffectState.PRESENT])
        found.append(rich(_("<b>Present when last rated:</b> {listed}."), listed=listed))
    if of[SideEffectState.NOT_RATED_SINCE]:
        listed = ", ".join(_with_value(one, one.last_present) for one in of[SideEffectState.NOT_RATED_SINCE])
        found.append(rich(_("<b>Present, then not rated since:</b> {listed}."), listed=listed))
    gone = [one for one in of[SideEffectState.NOT_PRESENT] if one.last_present is not None]
    if gone:
        listed = "; ".join(_gone(one) for one in gone)
        found.append(rich(_("<b>Not present since:</b> {listed}."), listed=listed))
    never = [one for one in of[SideEffectState.NOT_PRESENT] if one.last_present is None]
    if never:
        listed = ", ".join(f"{in_line(one.measure)} ({format_number(one.clear_since)})" for one in never)
        found.append(rich(_("0 at every rating (number of days): {listed}."), listed=listed))
    return [*found, *_not_rated(known)]


def _with_value(one: SideEffectStatus, day: date | None) -> str:
    fields = {"what": in_line(one.measure), "day": dated(day, "short") if day else ""}
    if one.measure.scale is Scale.YES_NO or one.present_value is None:
        return _("{what} ({day})").format(**fields)
    return _("{what}, {worst} ({day})").format(worst=one.measure.in_words(one.present_value), **fields)


def _gone(one: SideEffectStatus) -> str:
    day = dated(one.last_present, "short") if one.last_present else ""
    words = ngettext(
        "{what} {day} (0 on the {count} day rated since)",
        "{what} {day} (0 on the {count} days rated since)",
        one.clear_since,
    )
    return words.format(what=in_line(one.measure), day=day, count=format_number(one.clear_since))


def _not_rated(known: Sequence[SideEffectStatus]) -> list[Text]:
    names = [in_line(one.measure) for one in known if one.state is SideEffectState.NOT_RATED]
    return [rich(_("Not rated in this period: {names}."), names=", ".join(names))] if names else []


def _title(first: date, last: date) -> str:
    """Return the heading with the period, which at the side of the table goes over lines of its own."""
    if first == last:
        return _("Side effects ({day})").format(day=dated(last))
    style = "short" if first.year == last.year else "medium"
    return _("Side effects ({first}\u00a0– {last})").format(first=dated(first, style), last=dated(last))


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
        until = _("present {day}").format(day=last)
    elif episode.end is EpisodeEnd.NOT_RATED_SINCE:
        until = _("not rated after {day}").format(day=last)
    else:
        until = last
    dose = phase_name(episode.phase) if episode.phase else ""
    days = _("{days} of {recorded}").format(days=episode.days_present, recorded=episode.days_recorded)
    return tuple(
        plain(cell) for cell in (shortened(_(measure.name)), begun, until, days, dose, _worst(episode, measure))
    )


def _worst(episode: Episode, measure: NewMeasure) -> str:
    if measure.scale is Scale.YES_NO:
        return _("yes")
    if measure.scale is not Scale.SEVERITY:
        return measure.in_words(episode.worst)
    return _("{number}, {words}").format(number=format_number(episode.worst), words=measure.in_words(episode.worst))
