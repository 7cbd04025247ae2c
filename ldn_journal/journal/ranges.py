"""A measure's range and what is rated by it: no change of a measure, and nothing that comes in, may leave a rating outside."""

from collections.abc import Iterable

from ldn_journal.base.texts import _, format_day
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.records import NewRecord


def allows(measure: NewMeasure, value: float) -> bool:
    """Whether ``value`` is one that ``measure`` can take."""
    try:
        measure.check(value)
    except ValueError:
        return False
    return True


def first_left_out(
    measure: NewMeasure, records: Iterable[NewRecord], earlier: NewMeasure | None = None
) -> NewRating | None:
    """Return the first of the measure's ratings among ``records`` that it cannot take, ``None`` where all fit.

    ``earlier``: the measure before a change; what did not fit that one is not for this change to mend.
    """
    mine = (one for one in records if isinstance(one, NewRating) and one.measure == measure.key)
    left_out = (one for one in mine if not allows(measure, one.value))
    return next((one for one in left_out if earlier is None or allows(earlier, one.value)), None)


def range_refusal(measure: NewMeasure, rating: NewRating) -> str:
    """Return the sentence for a ``measure`` that cannot take ``rating``."""
    return _("“{measure}” was rated {value} on {day}; a range from {low} to {high} would leave that out.").format(
        measure=_(measure.name),
        value=measure.show(rating.value),
        day=format_day(rating.day),
        low=measure.show(measure.low),
        high=measure.show(measure.high),
    )
