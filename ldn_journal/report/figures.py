"""Figures as the summary prints them: means, changes, scales and periods, never nan or a plain hyphen for a minus."""

from collections.abc import Iterable
from datetime import date

from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.phases import Phase, phase_name
from ldn_journal.analysis.wording import agreeing_digits, decimal, name_within
from ldn_journal.base.texts import _, format_day, format_days, format_number, language
from ldn_journal.domain.measures import NewMeasure, Scale

NONE = "–"
SPACE = "\u00a0"
"""Holds together what a line must not tear apart."""
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


def mean(measure: NewMeasure, value: float | None, digits: int | None = None) -> str:
    """Return a mean in the units of ``heading``, with ``digits`` or the usual decimals; none at all is a dash."""
    if value is None:
        return NONE
    scaled, usual = _scaled(measure, value)
    return decimal(scaled, usual if digits is None else digits)


def change(measure: NewMeasure, value: float, digits: int | None = None, *, signed: bool = True) -> str:
    """Return a difference of means with its sign, in the units of ``heading``; not ``signed``: its size."""
    scaled, usual = _scaled(measure, value if signed else abs(value))
    return decimal(scaled, usual if digits is None else digits, signed=signed)


def digits_beside(comparisons: Iterable[Comparison]) -> int | None:
    """Return the decimals with which means and differences of one measure agree in print, ``None`` for the usual ones."""
    found = None
    for one in comparisons:
        if one.before.mean is None or one.after.mean is None or one.difference is None:
            continue
        (before, usual), (after, _usual), (difference, _same) = (
            _scaled(one.measure, value) for value in (one.before.mean, one.after.mean, one.difference)
        )
        if agreeing_digits((before, after, difference), usual=usual) > usual:
            found = usual + 1
    return found


def with_unit(measure: NewMeasure, value: float, digits: int | None = None) -> str:
    """Return a mean with its unit or scale, for running text: 4.3 of 10, 6.7 h, 12 % of days."""
    number = mean(measure, value, digits)
    if measure.scale is Scale.DURATION:
        return _("{number} h").format(number=number) if _in_hours(measure) else _("{number} min").format(number=number)
    if measure.scale is Scale.YES_NO:
        return _("{number} % of days").format(number=number)
    if measure.unit:
        return _("{number} {unit}").format(number=number, unit=measure.unit)
    if measure.scale in (Scale.NUMERIC, Scale.SEVERITY) and measure.low >= 0:
        return _("{number} of {high}").format(number=number, high=format_number(measure.high))
    return number


def unit_of_change(measure: NewMeasure) -> str:
    """Return the unit of a difference of means: h, min, kg, points, percentage points."""
    if measure.scale is Scale.DURATION:
        return _("h") if _in_hours(measure) else _("min")
    if measure.scale is Scale.YES_NO or measure.unit == "%":
        return _("percentage points")
    if measure.scale is Scale.COUNT:
        return _("per day")
    return measure.unit or _("points")


def change_with_unit(measure: NewMeasure, value: float, digits: int | None = None) -> str:
    """Return the size of a difference of means with its unit, for running text: 1.9 points, 0.6 h."""
    return (
        _("{number} {unit}")
        .format(number=change(measure, value, digits, signed=False), unit=unit_of_change(measure))
        .replace(" ", SPACE)
    )


def _in_hours(measure: NewMeasure) -> bool:
    return measure.unit != "min"


def _scaled(measure: NewMeasure, value: float) -> tuple[float, int]:
    """Return ``value`` in the units printed, and its decimals."""
    if measure.scale is Scale.DURATION:
        return (value / 60, 1) if _in_hours(measure) else (value, 0)
    if measure.scale is Scale.YES_NO:
        return 100 * value, 0
    return value, 0 if measure.unit == "%" else 1


def row_name(phase: Phase) -> str:
    """Return a phase's name as a row begins with it."""
    name = phase_name(phase)
    return name if phase.name is not None else name[:1].upper() + name[1:]


def dated(day: date, style: str = "medium") -> str:
    """Return a date as the summary writes it, in one piece and with a word for the month: 14 Oct 2026, 14. Okt. 2026."""
    written = format_day(day, style) if language() == "en" else format_days(day, day, style)
    return written.replace(" ", SPACE)


def in_one_piece(words: str) -> str:
    """Return ``words`` so that no line ends among them."""
    return words.replace(" ", SPACE)


def stretch(first: date, last: date, style: str = "medium") -> str:
    """Return a stretch of days: 27 Aug – 24 Nov 2026, 11–15 Jan; one day only once. ``style``: see ``format_day``."""
    if first == last:
        return dated(first, style)
    if first.year == last.year:
        if language() != "en":
            return format_days(first, last, style).replace(" ", SPACE)
        if first.month == last.month:
            return f"{first.day}–{dated(last, style)}"
        begun = "short" if style == "medium" else style
        return _("{first} – {last}").format(first=dated(first, begun), last=dated(last, style)).replace(" ", SPACE)
    return _("{first} – {last}").format(first=dated(first, style), last=dated(last, style)).replace(" ", SPACE)


def brief_style(days: Iterable[date], last: date) -> str:
    """Return the style in which ``days`` need no year beside a period that ends on ``last``, else the one with it."""
    return "short" if all(0 <= (last - day).days < CLEAR_DAYS for day in days) else "medium"


def in_line(measure: NewMeasure) -> str:
    """Return a measure's name as it stands within a sentence; names of the person's own stay as written."""
    return shortened(name_within(measure))
