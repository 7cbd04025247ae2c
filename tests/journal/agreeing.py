"""What the state machine compares, and the files that it writes and spoils."""

import csv
from datetime import date, timedelta
from pathlib import Path

from ldn_journal.domain.catalogue import NEW, STORED
from ldn_journal.domain.records import Kind, NewRecord, Operation
from ldn_journal.exchange.tables import TABLES
from ldn_journal.journal import Journal
from ldn_journal.journal.settings import Settings
from tests.journal.model import Model
from tests.journal.model_records import BUILT_IN, Brought, held_of, said_of

_DAY_KINDS = (Kind.DOSE, Kind.RATING, Kind.NIGHT, Kind.NOTE)


def same_records(journal: Journal, model: Model) -> None:
    """Hold every record, the settings and the unfinished text against the model."""
    for kind in STORED:
        found = [(record.id, held_of(record)) for record in journal.records(kind)]
        assert found == [(identity, model.records[identity]) for identity in model.of(kind)]
    assert journal.settings == Settings(**model.settings)
    assert journal.drafts() == model.drafts


def agree(journal: Journal, model: Model, today: date) -> None:
    """Hold what a journal works out of what is in it against the model."""
    info = journal.info()
    assert info.counts == {kind: len(model.of(kind)) for kind in Kind}
    assert info.changes == len(model.log)
    assert (info.changed_at and info.changed_at.isoformat()) == (model.log[-1].at if model.log else None)
    dated = [model.records[one].said["day"] for kind in _DAY_KINDS for one in model.of(kind)]
    assert journal.span() == ((date.fromisoformat(min(dated)), date.fromisoformat(max(dated))) if dated else None)
    assert journal.today() == today
    assert {one.number: one.taken_back for one in journal.imports()} == model.imports()
    for day, shown in journal.days(today - timedelta(days=4), today + timedelta(days=1)).items():
        assert {one.id for one in shown.doses} == set(model.of(Kind.DOSE, day, day))
        assert [one.id for one in shown.ratings] == model.of(Kind.RATING, day, day)
        assert ([shown.night.id] if shown.night else []) == model.of(Kind.NIGHT, day, day)
        assert [one.id for one in shown.notes] == model.of(Kind.NOTE, day, day)
        assert [one.id for one in shown.events] == model.of(Kind.EVENT, day, day)
        assert (shown.plan and shown.plan.id) == model.plan(day)


def same_history(journal: Journal, model: Model, identity: str) -> None:
    """Hold the states that a record has had against the model's."""
    found = journal.history(identity)
    told = [
        (one.change, one.at.isoformat(), one.label, None if one.record is None else held_of(one.record))
        for one in found
    ]
    assert told == model.history(identity)
    for earlier, one in zip([None, *found], found, strict=False):
        was_there = earlier is not None and earlier.record is not None
        there = Operation.REVISED if was_there else Operation.ADDED
        assert one.operation is (Operation.REMOVED if one.record is None else there)


def write_tables(folder: Path, made: list[NewRecord]) -> list[Brought]:
    """Write entries without ids as tables of ours; return them in the order in which they are read."""
    folder.mkdir()
    brought = []
    for table in TABLES:
        mine = [one for one in made if one.kind is table.kind]
        if not mine:
            continue
        brought += [Brought(one.kind, said_of(one)) for one in mine]
        with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.header)
            for one in mine:
                fields = {name: getattr(one, name) for name in NEW[one.kind].model_fields}
                values = [(column, fields.get(column.field)) for column in table.columns]
                cells = ["" if value is None else column.write(value) for column, value in values]
                items = sorted(fields[table.split].items()) if table.split else [()]
                writer.writerows([*cells, *item] for item in items)
    return brought


def brought_by(holds: Model) -> list[Brought]:
    """Return what the JSON of a journal brings, in the order of the file; last the measures that only its history knows."""
    brought = [
        Brought(kind, held.said, identity, held.recorded_at, held.source)
        for kind in STORED
        for identity, held in sorted(holds.records.items())
        if held.kind is kind
    ]
    return [*brought, *_gone(holds)]


def _gone(holds: Model) -> list[Brought]:
    values: dict[str, list[float]] = {}
    for held in holds.records.values():
        if held.kind is Kind.RATING:
            values.setdefault(held.said["measure"], []).append(held.said["value"])
    found = []
    used = set(holds.records)
    for key in sorted(values.keys() - holds.own_measures().keys() - BUILT_IN.keys()):
        done = [one for change in holds.log for one in change.done if one.after and one.after.said.get("key") == key]
        lows, highs = ([one.after.said[end] for one in done if one.after] for end in ("low", "high"))
        fits = [
            place
            for place, (low, high) in enumerate(zip(lows, highs, strict=True))
            if low <= min(values[key]) and max(values[key]) <= high
        ]
        last = done[fits[-1] if fits else -1]
        assert last.after is not None
        said = {**last.after.said, "retired": True}
        if not fits:
            said |= {"low": min(lows), "high": max(highs)}
        where = ("", "") if last.id in used else (last.after.recorded_at, last.after.source)
        found.append(Brought(Kind.MEASURE, said, None if last.id in used else last.id, *where, gone=True))
        used.add(last.id)
    return found


def same_state(one: Model, other: Model) -> bool:
    """Whether two states differ in nothing but unfinished text."""
    return (one.records, one.log, one.settings) == (other.records, other.log, other.settings)


def damage(path: Path, how: str, place: float) -> None:
    """Spoil a file in one of the ways in which disks and programs do."""
    data = bytearray(path.read_bytes())
    if how == "flip":
        data[int(place * (len(data) - 1))] ^= 1 << int(place * 7)
    elif how == "cut":
        del data[int(place * (len(data) - 1)) :]
    elif how == "zero":
        data[:] = bytes(len(data))
    else:
        data.clear()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(data))
