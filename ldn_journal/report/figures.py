"""Figures as the summary prints them: means, changes, scales and periods, never nan or a plain hyphen for a minus."""

from collections.abc import Iterable
from datetime import date

from ldn_journal.analysis.phases import Phase, PhaseKind, phase_name
from ldn_journal.analysis.wording import decimal
from ldn_journal.base.texts import _, format_day, format_number, language
from ldn_journal.domain.measures import BuiltInMeasure, NewMeasure, Scale

NONE = "–"
HEADING_LETTERS = 32
CLEAR_DAYS = 330
"""Days back to which a day and month alone cannot be mistaken for those of another year."""


def shortened(name: str, letters: int = HEADING_LETTERS) -> str:
    """Return ``name``, cut with an ellipsis where it is longer than ``letters``."""
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def heading(measure: NewMeasure) -> str:
    """Return a measure's name with its scale or unit: Pain (0–10), Sleep, h."""
    name = shortened(_(measure.name))
    if measure.scale is Scale.DURATION:
        return _("{measure}, {unit}").format(measure=name, unit=_("h") if _in_hours(measure) else _("min"))
    if measure.scale is Scale.YES_NO:
        return _("{measure}, % of days").format(measure=name)
    if measure.scale is Scale.COUNT:
        return _("{measure}, per day").format(measure=name)
    if measure.unit:
        return _("{measure}, {unit}").format(measure=name, unit=measure.unit)
    low, high = format_number(measure.low), format_number(measure.high)
    if measure.low < 0:
        return _("{measure} ({low} to {high})").format(measure=name, low=low, high=high)
    return _("{measure} ({low}–{high})").format(measure=name, low=low, high=high)


def mean(measure: NewMeasure, value: float | None) -> str:
    """Return a mean in the units of ``heading``; an exact zero is 0, none at all a dash."""
    if value is None:
        return NONE
    scaled, digits = _scaled(measure, value)
    return decimal(scaled, digits)


def change(measure: NewMeasure, value: float) -> str:
    """Return a difference of means with its sign, in the units of ``heading``."""
    scaled, digits = _scaled(measure, value)
    return decimal(scaled, digits, signed=True)


def with_unit(measure: NewMeasure, value: float) -> str:
    """Return a mean with its unit, for running text: 4.3, 6.7 h, 12 % of days."""
    number = mean(measure, value)
    if measure.scale is Scale.DURATION:
        return _("{number} h").format(number=number) if _in_hours(measure) else _("{number} min").format(number=number)
    if measure.scale is Scale.YES_NO:
        return _("{number} % of days").format(number=number)
    return _("{number} {unit}").format(number=number, unit=measure.unit) if measure.unit else number


def _in_hours(measure: NewMeasure) -> bool:
    return measure.unit != "min"


def _scaled(measure: NewMeasure, value: float) -> tuple[float, int]:
    """Return ``value`` in the units printed, and its decimals."""
    if measure.scale is Scale.DURATION:
        return (value / 60, 1) if _in_hours(measure) else (value, 0)
    if measure.scale is Scale.YES_NO:
        return 100 * value, 0
    return value, 1


def row_name(phase: Phase) -> str:
    """Return a phase's name as a row begins with it."""
    if phase.kind is PhaseKind.DOSE:
        return phase_name(phase)
    name = _("Before LDN") if phase.kind is PhaseKind.BASELINE else _("Break")
    return name if phase.repeat == 1 else _("{phase} ({number})").format(phase=name, number=phase.repeat)


def stretch(first: date, last: date, style: str = "long") -> str:
    """Return a stretch of days: 10 December 2025 – 10 March 2026, 11–15 Jan; one day only once. ``style``: see ``format_day``."""
    if first == last:
        return format_day(first, style)
    if language() == "en" and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last, style)}"
    return _("{first} – {last}").format(first=format_day(first, style), last=format_day(last, style))


def brief_style(days: Iterable[date], last: date) -> str:
    """Return the style in which ``days`` need no year beside a period that ends on ``last``, else the one with it."""
    return "short" if all(0 <= (last - day).days < CLEAR_DAYS for day in days) else "medium"


def in_line(measure: NewMeasure) -> str:
    """Return a measure's name as it stands within a sentence; names of the person's own stay as written."""
    name = shortened(_(measure.name))
    if language() == "en" and isinstance(measure, BuiltInMeasure):
        return name[:1].lower() + name[1:]
    return name
