"""The cells of the table by phase, as the window and the command line print them; the report prints the same figures.

A figure that is not there is ``NONE``, never a blank that could be read as nought.
"""

from collections.abc import Iterable

from ldn_journal.analysis.contrast import Comparison, Description
from ldn_journal.analysis.phases import PhaseKind
from ldn_journal.analysis.trends import PhaseRow
from ldn_journal.analysis.wording import PAIN, band_words, digits_of, level, signed
from ldn_journal.base.texts import _, format_day, format_number
from ldn_journal.domain.measures import NewMeasure, Scale

NONE = "–"


def recorded(described: Description) -> str:
    """Return on how many days of how many a measure is recorded: 26 of 28."""
    return _("{recorded} of {possible}").format(recorded=described.recorded, possible=described.possible)


def mean(measure: NewMeasure, described: Description, digits: int = 1) -> str:
    """Return the mean in the measure's own units."""
    return NONE if described.mean is None else level(measure, described.mean, digits)


def one_day(measure: NewMeasure, value: float | None) -> str:
    """Return what a day's value comes to: 8, 6 h 42 min, severe, yes; between two words the number stays."""
    if value is None:
        return NONE
    if measure.scale is Scale.YES_NO and value in (0, 1):
        return _("yes") if value else _("no")
    if measure.scale is Scale.SEVERITY and float(value).is_integer():
        return measure.in_words(value)
    return level(measure, value)


def middle_half(measure: NewMeasure, described: Description) -> str:
    """Return the quartiles, between which the middle half of the days lies."""
    if described.lower_quartile is None or described.upper_quartile is None:
        return NONE
    low, high = (one_day(measure, end) for end in (described.lower_quartile, described.upper_quartile))
    return _("{low} to {high}").format(low=low, high=high)


def worst(measure: NewMeasure, described: Description) -> str:
    """Return the worst single value and its day."""
    if described.worst is None or described.worst_day is None:
        return NONE
    words = _("{value} on {day}")
    whole = measure.scale is Scale.NUMERIC and float(described.worst).is_integer()
    value = measure.show(described.worst) if whole else one_day(measure, described.worst)
    return words.format(value=value, day=format_day(described.worst_day, "medium"))


def difference(compared: Comparison | None, digits: int = 1) -> str:
    """Return the difference of the means with its sign."""
    if compared is None or compared.difference is None:
        return NONE
    return signed(compared.measure, compared.difference, digits)


def percent(compared: Comparison | None) -> str:
    """Return the change in percent; a fall of pain from before LDN with the name trials have for it."""
    if compared is None or compared.percent is None:
        return NONE
    change = _("{percent} %").format(percent=format_number(compared.percent, 0, signed=True))
    band = band_words(compared.percent)
    if band is None or compared.measure.key != PAIN or compared.reference.kind is not PhaseKind.BASELINE:
        return change
    return _("{percent}, {band}").format(percent=change, band=band)


def interval(measure: NewMeasure, ends: tuple[float, float] | None) -> str:
    """Return an interval: −3.0 to −1.2."""
    if ends is None:
        return NONE
    low, high = (signed(measure, end) for end in ends)
    return _("{low} to {high}").format(low=low, high=high)


def likely(compared: Comparison | None) -> str:
    """Return the comparison's 95 % interval."""
    return NONE if compared is None else interval(compared.measure, compared.interval)


def beside_drift(compared: Comparison | None) -> str:
    """Return difference and interval beside a steady drift."""
    if compared is None or compared.trend_difference is None or compared.trend_interval is None:
        return NONE
    return _("{difference} ({interval})").format(
        difference=signed(compared.measure, compared.trend_difference),
        interval=interval(compared.measure, compared.trend_interval),
    )


def overlap(compared: Comparison | None) -> str:
    """Return the NAP, a share from 0 to 1."""
    return NONE if compared is None or compared.nap is None else format_number(compared.nap, 2)


def headings() -> list[tuple[str, str]]:
    """Return the name of each column of ``cells``, and what it means in a sentence."""
    return [
        (_("Days"), _("Days of the phase that count; those after a change, set aside for settling, do not.")),
        (_("Recorded"), _("Days with a value, of the days that count.")),
        (_("Mean"), _("The average of the recorded days.")),
        (_("Difference"), _("The mean less the mean of the phase compared with.")),
        (_("95 % interval"), _("Where the difference likely lies, allowing for neighbouring days being alike.")),
        (_("Percent"), _("The difference as a share of the mean of the phase compared with.")),
        (
            _("Beside a steady drift"),
            _("The same difference, once a straight line over the whole time has been allowed for."),
        ),
        (
            _("NAP"),
            _("Of all pairs of days, one of each phase, the share in which this phase was better; ties count half."),
        ),
        (_("Median"), _("The middle day: as many were lower as were higher.")),
        (_("Middle half"), _("A quarter of the days were below this, a quarter above.")),
        (_("Worst day"), _("The worst single value, and its day.")),
    ]


def digits_in(rows: Iterable[PhaseRow]) -> int:
    """Return the decimals with which the means and differences of one measure's table agree with each other."""
    return digits_of(*(row.comparison for row in rows))


def cells(row: PhaseRow, digits: int = 1) -> list[str]:
    """Return the cells of one phase, in the order of ``headings``; ``digits`` are those of its table (``digits_in``)."""
    measure, described, compared = row.measure, row.description, row.comparison
    return [
        format_number(described.possible),
        format_number(described.recorded),
        mean(measure, described, digits),
        difference(compared, digits),
        likely(compared),
        percent(compared),
        beside_drift(compared),
        overlap(compared),
        one_day(measure, described.median),
        middle_half(measure, described),
        worst(measure, described),
    ]
