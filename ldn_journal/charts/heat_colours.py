"""The colours of a heat map: five steps of a measure's own colour, their bounds, and words for both."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtGui import QColor

from ldn_journal.analysis.series import Series
from ldn_journal.analysis.table_words import one_day
from ldn_journal.base.texts import _, format_number
from ldn_journal.charts.look import Look
from ldn_journal.charts.panels import mixed
from ldn_journal.charts.scales import HOUR, value_scale
from ldn_journal.domain.measures import NewMeasure, Scale

STEPS = 5
SHARES = (0.16, 0.36, 0.56, 0.78, 1.0)
"""How much of the measure's colour each step has."""


@dataclass(frozen=True)
class HeatSteps:
    """``bounds`` are the ends of the steps, one more than there are ``colours``; a value on a bound is in the upper step."""

    measure: NewMeasure
    bounds: tuple[float, ...]
    colours: tuple[QColor, ...]

    def step(self, value: float) -> int:
        """Return the number of the step that ``value`` is in; values beyond the ends are in the first or last."""
        return min(max(sum(value >= bound for bound in self.bounds[1:]), 0), len(self.colours) - 1)

    def colour(self, value: float) -> QColor:
        """Return the colour of ``value``."""
        return self.colours[self.step(value)]

    @property
    def named(self) -> tuple[str, ...]:
        """The words of each step where each holds one answer, else nothing."""
        if self.measure.scale is Scale.SEVERITY:
            return tuple(self.measure.in_words(float(number)) for number in range(STEPS))
        return (_("no"), _("yes")) if self.measure.scale is Scale.YES_NO else ()

    def bound_words(self) -> list[str]:
        """Return the bounds in words."""
        if self.measure.scale is Scale.DURATION:
            hours = self.bounds[-1] > 3 * HOUR
            words = _("{number} h") if hours else _("{number} min")
            return [words.format(number=format_number(bound / HOUR if hours else bound, 1)) for bound in self.bounds]
        return [format_number(round(bound, 1)) for bound in self.bounds]


def heat_steps(series: Series, look: Look) -> HeatSteps:
    """Return the steps for ``series``; they follow from its measure, for durations and counts from its values too."""
    measure, colour = series.measure, look.palette.of(series.measure)
    colours = tuple(mixed(colour, look.palette.background, share) for share in SHARES)
    if measure.scale is Scale.YES_NO:
        return HeatSteps(measure, (0, 0.5, 1), (colours[0], colours[-1]))
    if measure.scale is Scale.SEVERITY:
        return HeatSteps(measure, (0, 0.5, 1.5, 2.5, 3.5, 4), colours)
    scale = value_scale(series)
    step = (scale.high - scale.low) / STEPS
    if measure.scale is Scale.DURATION:
        unit = 30 if scale.unit_hours else 5
        step = ceil(step / unit) * unit
    elif measure.scale is Scale.COUNT:
        step = ceil(step)
    return HeatSteps(measure, tuple(scale.low + step * number for number in range(STEPS + 1)), colours)


def readable_on(ground: QColor) -> QColor:
    """Return black or white, whichever is easier to read on ``ground``; at least 4.5:1 (WCAG 2.2)."""
    channels = (ground.redF(), ground.greenF(), ground.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return QColor("#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff")


def short_words(measure: NewMeasure, value: float) -> list[str]:
    """Return ways of writing a day's value in a cell, the clearest first, each next one shorter."""
    if measure.scale is Scale.DURATION:
        minutes = round(value)
        return [one_day(measure, value), f"{minutes // 60}:{minutes % 60:02d}"]
    if measure.scale is Scale.SEVERITY:
        return [one_day(measure, value), format_number(round(value, 1))]
    return [one_day(measure, value) if measure.scale is Scale.YES_NO else format_number(round(value, 1))]
