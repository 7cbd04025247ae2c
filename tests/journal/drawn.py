"""What the state machine records and changes: few days, few words and few values, so that the same thing comes again and again.

Days are drawn as days before today (below zero: ahead), clock times as ``Clock``; ``fields_on`` gives them their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from ldn_journal.base.clock import Clock
from ldn_journal.domain.doses import Form
from ldn_journal.domain.life import ConditionKind
from ldn_journal.domain.phase_edits import PhaseEditKind
from ldn_journal.domain.records import Kind

MG = 10**9
DAYS = ("day", "until", "use_by")


@dataclass(frozen=True)
class At:
    """A clock time on the record's day, ``before`` days earlier."""

    hour: int
    minute: int = 0
    before: int = 0


ago = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
any_day = ago | st.just(-1)
at = st.sampled_from([At(8, 15), At(22, 30), At(23, 59), At(0, 40), At(2, 30)])
maybe_at = st.none() | at
words = st.sampled_from(["flare", "Flare", "straße", "=1+1", "'", "two\nlines", "Müde 😴", "ألم"])
maybe_words = st.none() | words
amounts = st.sampled_from([300, 1_500_000_000, 3 * MG, 4_500_000_000])
tenths = st.integers(0, 10)
passwords = st.sampled_from(["one long password", "Größe und Weite", "third time lucky"])


def _fields(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


taken = _fields(day=ago, state=st.just("taken"), amount_pg=amounts, at=maybe_at)
not_taken = _fields(day=ago, state=st.just("missed"), at=maybe_at) | _fields(
    day=ago, state=st.just("skipped"), reason=maybe_words, at=maybe_at
)
ratings = _fields(day=ago, measure=st.sampled_from(["pain", "fatigue", "heaviness"]), value=tenths, at=maybe_at)
nights = st.fixed_dictionaries(
    {"day": ago},
    optional={
        "asleep_minutes": st.none() | st.sampled_from([0, 410, 430]),
        "quality": st.none() | tenths,
        "awakenings": st.integers(0, 3),
        "minutes_to_sleep": st.sampled_from([5, 20]),
        "to_bed": st.sampled_from([None, At(22, 10, 1), At(23, 30, 1)]),
        "woke": st.sampled_from([None, At(5, 50), At(6, 40)]),
        "out_of_bed": st.sampled_from([None, At(7, 0), At(6, 0)]),
    },
)
notes = _fields(day=ago, text=words, at=maybe_at)
events = _fields(day=any_day, what=words, until=st.none() | ago, note=maybe_words)
steps = _fields(
    day=any_day, amount_pg=amounts | st.just(0), times_per_day=st.sampled_from([1, 1, 2]),
    usual_time=st.sampled_from([None, time(22, 30)]), form=st.none() | st.sampled_from(Form), note=maybe_words,
)  # fmt: skip
prescriptions = _fields(
    day=ago, form=st.sampled_from(Form), pg_per_ml=st.just(MG), quantity=st.sampled_from([None, 30.0, 12.5]),
    use_by=st.none() | ago, lot=maybe_words,
)  # fmt: skip
medicines = _fields(day=any_day, name=words, dose=maybe_words, until=st.none() | ago)
conditions = _fields(day=ago, condition=st.sampled_from(ConditionKind), name=maybe_words, note=maybe_words)
visits = _fields(day=any_day, with_whom=maybe_words, questions=st.lists(words, max_size=2), said=maybe_words)
answers = _fields(pain=tenths.map(float), enjoyment=tenths.map(float), activity=tenths.map(float))
responses = _fields(day=ago, questionnaire=st.just("peg"), answers=answers)
measures = _fields(
    key=st.sampled_from(["heaviness", "heaviness", "warmth"]), name=words, high=st.sampled_from([10.0, 20.0]),
    anchors=st.sampled_from([{}, {"0": "none"}]),
)  # fmt: skip
phase_edits = _fields(day=ago, edit=st.sampled_from(PhaseEditKind), name=maybe_words, reason=maybe_words)

BY_KIND: Mapping[Kind, st.SearchStrategy[dict[str, Any]]] = {
    Kind.DOSE: taken | not_taken, Kind.RATING: ratings, Kind.NIGHT: nights, Kind.NOTE: notes, Kind.EVENT: events,
    Kind.STEP: steps, Kind.PRESCRIPTION: prescriptions, Kind.MEDICINE: medicines, Kind.CONDITION: conditions,
    Kind.VISIT: visits, Kind.RESPONSE: responses, Kind.MEASURE: measures, Kind.PHASE_EDIT: phase_edits,
}  # fmt: skip
entries = st.one_of(
    *(strategy.map(lambda fields, kind=kind: (kind, fields)) for kind, strategy in BY_KIND.items()),
    # Most of what is recorded in a day.
    taken.map(lambda fields: (Kind.DOSE, fields)),
    ratings.map(lambda fields: (Kind.RATING, fields)),
    _fields(day=ago, measure=st.sampled_from(["sleep", "sleep_quality", "awakenings"]), value=tenths).map(
        lambda fields: (Kind.RATING, fields)
    ),
)
FIRST: list[tuple[Kind, dict[str, Any]]] = [
    (Kind.MEASURE, {"key": "heaviness", "name": "Heaviness", "high": 10.0}),
    (Kind.STEP, {"day": 3, "amount_pg": 1_500_000_000}),
    (Kind.PRESCRIPTION, {"day": 3, "form": Form.LIQUID, "pg_per_ml": MG}),
    (Kind.DOSE, {"day": 2, "state": "taken", "amount_pg": 1_500_000_000, "at": At(22, 30)}),
    (Kind.DOSE, {"day": 1, "state": "missed"}),
    (Kind.RATING, {"day": 1, "measure": "pain", "value": 4}),
    (Kind.RATING, {"day": 1, "measure": "heaviness", "value": 7, "at": At(8, 15)}),
    (Kind.NIGHT, {"day": 1, "quality": 6, "to_bed": At(23, 30, 1)}),
    (Kind.NOTE, {"day": 1, "text": "the first"}),
    (Kind.EVENT, {"day": 2, "what": "flare"}),
    (Kind.MEDICINE, {"day": 3, "name": "straße", "dose": "one"}),
    (Kind.CONDITION, {"day": 3, "condition": ConditionKind.DEPRESSION}),
    (Kind.VISIT, {"day": -1, "questions": ["why"]}),
    (Kind.RESPONSE, {"day": 1, "questionnaire": "peg", "answers": {"pain": 1.0, "enjoyment": 2.0, "activity": 0.0}}),
    (Kind.PHASE_EDIT, {"day": 2, "edit": PhaseEditKind.NAME, "name": "before"}),
]
"""Something of every kind, for the diary to begin with."""
strange = st.sampled_from(
    [
        (Kind.RATING, {"day": 0, "measure": "pain", "value": 11}),
        (Kind.RATING, {"day": 0, "measure": "unheard_of", "value": 1}),
        (Kind.RATING, {"day": -2, "measure": "pain", "value": 1}),
        (Kind.RATING, {"day": 0, "measure": "sleep_quality", "value": 11}),
        (Kind.NIGHT, {"day": 1}),
        (Kind.NOTE, {"day": 50_000, "text": "long ago"}),
        (Kind.NOTE, {"day": 1, "text": "at another time", "at": At(12, 0, 9)}),
        (Kind.DOSE, {"day": 1, "state": "taken", "amount_pg": 50 * MG}),
        (Kind.STEP, {"day": 1, "amount_pg": 10 * MG}),
        (Kind.MEASURE, {"key": "pain", "name": "Pain"}),
    ]
)
"""Entries that are refused, or stored only when confirmed."""


def revisions_of(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Return some fields of a record of ``kind`` with other values."""
    some = BY_KIND[kind].flatmap(
        lambda fields: st.sets(st.sampled_from(sorted(fields)), min_size=1, max_size=3).map(
            lambda names: {name: fields[name] for name in sorted(names)}
        )
    )
    if kind is Kind.DOSE:
        # State, amount and reason go together.
        return some | (taken | not_taken).map(lambda fields: {"amount_pg": None, "reason": None, **fields})
    if kind is Kind.RATING:
        return some | st.sampled_from([{"measure": "sleep_quality"}, {"value": 12}, {"measure": "pain"}])
    return some


def fields_on(fields: Mapping[str, Any], day: date, clock: Clock, today: date) -> dict[str, Any]:
    """Return drawn fields with days counted from ``today`` and clock times on their ``day``."""
    found = {}
    for name, value in fields.items():
        if name in DAYS and value is not None:
            found[name] = today - timedelta(days=value)
        elif isinstance(value, At):
            calendar = day + timedelta(days=value.hour < 4 and not value.before) - timedelta(days=value.before)
            found[name] = clock.localise(datetime.combine(calendar, time(value.hour, value.minute)))
        else:
            found[name] = value
    return found
