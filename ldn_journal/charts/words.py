"""What a chart says in words: its titles, one day, and the whole of it."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from ldn_journal.analysis.phases import DayState, PhaseKind, phase_name
from ldn_journal.analysis.series import ROLLING_DAYS
from ldn_journal.analysis.trends import Trends
from ldn_journal.analysis.wording import name_within
from ldn_journal.base.texts import _, format_day, language, ngettext
from ldn_journal.charts.scales import JOINED_DAYS, Mark, ValueScale, given_now_and_then, scale_words
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.measures import Better, NewMeasure, Scale


def subtitle(measure: NewMeasure, scale: ValueScale, days_per_bar: int = 1, mean_days: int = ROLLING_DAYS) -> str:
    """Return the quiet words after a measure's name: ``0–10, daily and 7-day mean; lower is better``."""
    plain = {Better.LOWER: 0, Better.HIGHER: 1, Better.NEITHER: 2}[measure.better]
    if scale.mark is Mark.LINE:
        sentence = (
            _("{range}, daily and {days}-day mean; lower is better"),
            _("{range}, daily and {days}-day mean; more is better"),
            _("{range}, daily and {days}-day mean"),
        )[plain]
        return sentence.format(range=scale_words(measure, scale), days=mean_days)
    if scale.mark is Mark.POINTS:
        sentence = (
            _("{range}, each score, joined up to {days} days apart; lower is better"),
            _("{range}, each score, joined up to {days} days apart; more is better"),
            _("{range}, each score, joined up to {days} days apart"),
        )[plain]
        return sentence.format(range=scale_words(measure, scale), days=JOINED_DAYS)
    if days_per_bar > 1:
        return _("{range}, highest of every {days} days").format(range=scale_words(measure, scale), days=days_per_bar)
    sentence = (_("{range}, daily; lower is better"), _("{range}, daily; more is better"), _("{range}, daily"))[plain]
    return sentence.format(range=scale_words(measure, scale))


def with_unit(measure: NewMeasure, scale: ValueScale) -> str:
    """Return a measure's name with the unit of its axis: ``Sleep, hours``; points of a scale need none."""
    if measure.scale in (Scale.DURATION, Scale.COUNT):
        return _("{measure}, {unit}").format(measure=_(measure.name), unit=scale_words(measure, scale))
    if measure.unit:
        return _("{measure}, {unit}").format(measure=_(measure.name), unit=measure.unit)
    return _(measure.name)


def better_words(measure: NewMeasure) -> str:
    """Return which way is better, empty where neither is."""
    words = {Better.LOWER: _("lower is better"), Better.HIGHER: _("more is better")}
    return words.get(measure.better, "")


def value_words(measure: NewMeasure, value: float) -> str:
    """Return a day's value as it is said: 4, 7 h 10 min, mild, yes; means between two words stay numbers."""
    if measure.scale is Scale.DURATION:
        return measure.show(value)
    if measure.scale is Scale.YES_NO and value in (0, 1):
        return _("yes") if value else _("no")
    if measure.scale is Scale.SEVERITY and float(value).is_integer():
        return measure.in_words(value)
    return measure.show(round(value, 1))


def weekday(day: date) -> str:
    """Return the name of the day of the week."""
    if language() == "en":
        return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    from babel.dates import format_skeleton

    return str(format_skeleton("EEEE", day, locale=language()))


def dose_words(trends: Trends, day: date) -> str:
    """Return what is known of the dose of ``day``."""
    state = trends.timeline.state_on(day)
    if state is DayState.TAKEN:
        return _("dose {amount} taken").format(amount=format_amount(trends.timeline.amount_on(day)))
    if state is DayState.NOT_RECORDED and (trends.ldn_start is None or day < trends.ldn_start):
        return _("before LDN")
    return {
        DayState.SKIPPED: _("dose skipped"),
        DayState.MISSED: _("dose missed"),
        DayState.BREAK: _("break from LDN"),
        DayState.NOT_RECORDED: _("dose not recorded"),
    }[state]


def day_sentence(trends: Trends, day: date, keys: Iterable[str]) -> str:
    """Return one day in words: each measure's value and 7-day mean, the dose, events. Blank is said, never taken for 0."""
    parts = []
    for key in keys:
        series = trends.series.get(key)
        if series is None:
            continue
        name = name_within(series.measure)
        value = series.value_on(day)
        place = series.index(day)
        mean = float(series.rolling[place]) if place is not None else np.nan
        if value is None:
            parts.append(_("{measure} not recorded").format(measure=name))
        elif series.measure.scale in (Scale.NUMERIC, Scale.DURATION) and not np.isnan(mean):
            shown = series.measure.show(mean if series.measure.scale is Scale.DURATION else round(mean, 1))
            words = _("{measure} {value}, 7-day mean {mean}")
            parts.append(words.format(measure=name, value=value_words(series.measure, value), mean=shown))
        else:
            parts.append(_("{measure} {value}").format(measure=name, value=value_words(series.measure, value)))
    parts.append(dose_words(trends, day))
    parts += [event.what for event in trends.events if event.day <= day <= (event.until or event.day)]
    return _("{weekday} {day}: {what}").format(weekday=weekday(day), day=format_day(day), what="; ".join(parts))


def describe(trends: Trends, keys: Sequence[str], first: date | None = None, last: date | None = None) -> str:
    """Return what the chart shows from ``first`` to ``last`` (by default the whole range), in sentences.

    The range, the doses, each measure from its first to its last 7-day mean.
    """
    first, last = first or trends.first, last or trends.last
    found = (trends.series[key].cut(first, last) for key in keys if key in trends.series)
    shown = [series for series in found if series.recorded]
    phases = [phase for phase in trends.phases_shown if phase.first <= last and phase.last >= first]
    span = {"first": format_day(first), "last": format_day(last)}
    if not shown and not any(phase.kind is PhaseKind.DOSE for phase in phases):
        return _("Nothing is recorded from {first} to {last}.").format(**span)
    sentences = [_("Daily records from {first} to {last}.").format(**span)]
    doses = [phase for phase in phases if phase.kind is not PhaseKind.BASELINE]
    if doses:
        listed = [
            _("{dose} from {day}").format(dose=phase_name(phase), day=format_day(phase.first, "medium"))
            for phase in doses[-8:]
        ]
        sentences.append(_("LDN: {steps}.").format(steps=", ".join(listed)))
    for series in shown:
        measure = series.measure
        means = series.rolling[~np.isnan(series.rolling)]
        fields = {"measure": _(measure.name), "recorded": series.recorded, "days": series.days}
        if given_now_and_then(series) and measure.scale is Scale.NUMERIC:
            there = series.mean[~np.isnan(series.mean)]
            start, end = (measure.show(round(float(value), 1)) for value in (there[0], there[-1]))
            words = ngettext(
                "{measure}: {recorded} score, {end}.",
                "{measure}: {recorded} scores, {start} at first, {end} at last.",
                series.recorded,
            )
            sentences.append(words.format(start=start, end=end, **fields))
        elif measure.scale in (Scale.NUMERIC, Scale.DURATION) and len(means):
            start, end = (
                measure.show(float(mean) if measure.scale is Scale.DURATION else round(float(mean), 1))
                for mean in (means[0], means[-1])
            )
            words = _("{measure}: 7-day mean {start} at first, {end} at last; recorded on {recorded} of {days} days.")
            sentences.append(words.format(start=start, end=end, **fields))
        else:
            present = int(np.count_nonzero(series.mean > 0))
            words = ngettext(
                "{measure}: above zero on {present} day of {recorded} recorded.",
                "{measure}: above zero on {present} days of {recorded} recorded.",
                present,
            )
            sentences.append(words.format(present=present, **fields))
    return " ".join(sentences)


def dose_cell(trends: Trends, day: date) -> str:
    """Return the dose of ``day`` for a table: the amount, skipped, missed, break; blank where nothing is recorded."""
    state = trends.timeline.state_on(day)
    if state is DayState.TAKEN:
        return format_amount(trends.timeline.amount_on(day))
    words = {DayState.SKIPPED: _("skipped"), DayState.MISSED: _("missed"), DayState.BREAK: _("break")}
    return words.get(state, "")
