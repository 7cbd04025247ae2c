"""Diaries of many years for the benchmarks: twelve values a day, a dose timeline with steps, a gap here and there."""

import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import STORED, Record
from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.identity import new_id
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store import Add, Store

MG = 10**9
RATED = ("pain", "fatigue", "mood", "brain_fog", "stress", "function", "nausea", "vivid_dreams")
TRACKED = (
    "pain",
    "sleep",
    "sleep_quality",
    "vivid_dreams",
    "nausea",
    "fatigue",
    "mood",
    "brain_fog",
    "stress",
    "function",
)
STEPS = ((60, 1500), (90, 3000), (180, 4500), (900, 3000), (1200, 4500), (2500, 6000), (3000, 4500))


def write_diary(root: Path, years: int) -> DataFolder:
    """Write a journal of ``years`` years that ends yesterday: dose, night with quality, eight ratings and a short note a day."""
    folder = DataFolder(root)
    Journal.create(folder).close()
    with Journal.open(folder) as journal:
        journal.change_settings(tracked=TRACKED)
    store = Store.open(folder.journal)
    last = datetime.now(UTC).date() - timedelta(days=1)
    first = last - timedelta(days=round(365.25 * years) - 1)
    chance = random.Random(20260310)
    day = first
    pain = 6.0
    steps = [
        _record(
            Kind.STEP,
            first,
            day=first + timedelta(days=after),
            amount_pg=amount * MG // 1000,
            times_per_day=1,
            usual_time=time(22, 30),
        )
        for after, amount in STEPS
        if first + timedelta(days=after) <= last
    ]
    store.apply([Add(step) for step in steps], label="plan", source="window", at=_evening(first))
    while day <= last:
        records: list[Record] = []
        month_end = min(day + timedelta(days=30), last)
        while day <= month_end:
            pain = 5 + 0.6 * (pain - 5) + chance.gauss(0, 1)
            if chance.random() > 0.04:
                records += _day(day, (day - first).days, pain, chance)
            day += timedelta(days=1)
        store.apply([Add(record) for record in records], label="evenings", source="window", at=_evening(month_end))
    store.close()
    return folder


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(22, 31), UTC)


def _record(kind: Kind, recorded: date, **fields: object) -> Record:
    model = STORED[kind]
    blank = {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
    identity = {"id": new_id(), "recorded_at": _evening(recorded), "source": "window"}
    return model.model_construct(**{**blank, **identity, **fields})


def _day(day: date, number: int, pain: float, chance: random.Random) -> list[Record]:
    amount = next((amount for after, amount in reversed(STEPS) if number >= after), 0)
    found = []
    if amount:
        found.append(
            _record(Kind.DOSE, day, day=day, state=DoseState.TAKEN, amount_pg=amount * MG // 1000, at=_evening(day))
        )
    found.append(
        _record(Kind.NIGHT, day, day=day, asleep_minutes=chance.randrange(330, 510), quality=chance.randrange(2, 9))
    )
    for measure in RATED:
        high = 4 if measure in ("nausea", "vivid_dreams") else 10
        centre = pain if high == 10 else max(0.0, chance.gauss(0, 1))
        value = float(min(high, max(0, round(centre + chance.gauss(0, 0.7)))))
        found.append(_record(Kind.RATING, day, day=day, measure=measure, value=value))
    found.append(_record(Kind.NOTE, day, day=day, text=f"Day {number}: nothing to add."))
    return found
