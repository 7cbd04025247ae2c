"""Measures that are gone from a journal while ratings of them are still there: what the history knows of them.

A whole journal in JSON brings its history along. A folder of tables does not, nor does a journal that is read into one in use;
there the definition goes with the ratings, retired, so that what they are of is known in the next journal too.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.domain.log import Whole
from ldn_journal.domain.measures import Measure, NewMeasure, NewRating, Scale
from ldn_journal.domain.records import Kind
from ldn_journal.journal.ranges import allows
from ldn_journal.store import Store

if TYPE_CHECKING:
    from ldn_journal.journal.journal import Journal


def gone_here(journal: "Journal", store: Store) -> list[NewMeasure]:
    """Return the definitions of what ratings of an open journal are of and its measures do not tell."""

    def states() -> list[Measure]:
        ids = [one.id for one in store.revisions.last_of(Kind.MEASURE)]
        told = sorted((one for identity in ids for one in store.history(identity)), key=lambda one: one.change)
        return [one.record for one in told if isinstance(one.record, Measure)]

    own = [one for one in journal.records(Kind.MEASURE) if isinstance(one, Measure)]
    return _gone(journal.ratings(), own, states)


def gone_from(whole: Whole) -> list[NewMeasure]:
    """Return the definitions of what ratings of a whole journal are of and its measures do not tell."""

    def states() -> list[Measure]:
        revisions = (one for change in whole.changes for one in change.revisions if one.kind is Kind.MEASURE)
        return [Measure.model_validate(one.body) for one in revisions if one.body is not None]

    own = [one for one in whole.records.get(Kind.MEASURE, ()) if isinstance(one, Measure)]
    return _gone((one for one in whole.records.get(Kind.RATING, ()) if isinstance(one, NewRating)), own, states)


def _gone(
    ratings: Iterable[NewRating], own: Sequence[Measure], states: Callable[[], Sequence[Measure]]
) -> list[NewMeasure]:
    """The history is read only where there is something to look for: ``states`` are all it tells, oldest first."""
    here = {*built_in_measures(), *(one.key for one in own)}
    values: dict[str, list[float]] = {}
    for rating in ratings:
        if rating.measure not in here:
            values.setdefault(rating.measure, []).append(rating.value)
    if not values:
        return []
    told: dict[str, list[Measure]] = {}
    for state in states():
        told.setdefault(state.key, []).append(state)
    used = {one.id for one in own}
    found: list[NewMeasure] = []
    for key in sorted(told.keys() & values.keys()):
        last = _that_fits(told[key], values[key])
        retired = last.model_copy(update={"retired": True})
        if last.id in used:
            # The same record has another key by now; there must not be two of one id.
            fields = {name: getattr(retired, name) for name in NewMeasure.model_fields}
            found.append(NewMeasure.model_construct(**fields))
        else:
            found.append(retired)
        used.add(last.id)
    return found


def _that_fits(states: Sequence[Measure], values: Collection[float]) -> Measure:
    """Return the latest state that allows all ``values``; where they were given on several scales, one as wide as all."""
    for state in reversed(states):
        if all(allows(state, value) for value in values):
            return state
    low, high = min(one.low for one in states), max(one.high for one in states)
    return states[-1].model_copy(update={"scale": Scale.NUMERIC, "low": low, "high": high})
