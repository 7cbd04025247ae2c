"""Whole files of every format that is read, to be spoilt by ``fuzzing.py``: made up, and the same in every run."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, Form, NewDose, NewPrescription, NewTitrationStep
from ldn_journal.domain.life import (
    ConditionKind,
    NewCondition,
    NewEvent,
    NewMedicine,
    NewNote,
    NewQuestionnaireResponse,
    NewVisit,
)
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.exchange import test_apple_health as health
from tests.exchange import test_bearable as bearable
from tests.exchange import test_daylio as daylio
from tests.exchange import test_flaredown as flaredown
from tests.exchange import test_loop_habits as loop
from tests.exchange import test_medtimer as medtimer
from tests.exchange import test_track_and_graph as tracked

NOW = datetime(2026, 3, 10, 22, 31, tzinfo=timezone(timedelta(hours=1)))
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Sample:
    """A file that is read without complaint, its format, and a mapping where it needs one.

    ``inside``: the members of a zip, ``tables``: the files of a folder; ``content`` is empty where one of them is given.
    """

    name: str
    form: str
    content: bytes = b""
    inside: Mapping[str, bytes] = field(default_factory=dict)
    tables: Mapping[str, bytes] = field(default_factory=dict)
    mapping: str = ""
    weight: int = 3
    """How often it is taken, beside the others."""


def fill(journal: Journal) -> None:
    """Put a little of everything into a journal, with revisions and an undo in its history."""
    day = date(2026, 3, 4)
    at = datetime(2026, 3, 5, 0, 40, tzinfo=NOW.tzinfo)
    journal.record(
        NewMeasure(key="my_own", name="Heaviness", low=-3.5, high=3.5, anchors={"0": "none", "3.5": "=much"}),
        NewTitrationStep(day=date(2026, 2, 1), amount_pg=4_500_000_000, usual_time=time(22, 30)),
        NewPrescription(day=day, form=Form.LIQUID, pg_per_ml=10**9, quantity=30, pharmacy="Corner"),
        NewDose(day=day, state=DoseState.TAKEN, amount_pg=300, at=at),
        NewDose(day=date(2026, 3, 5), state=DoseState.MISSED),
        NewRating(day=day, measure="pain", value=4, at=at),
        NewRating(day=day, measure="my_own", value=-2.5),
        NewNight(day=day, asleep_minutes=430, quality=0),
        NewNote(day=day, text="=HYPERLINK(A1)\nÆrlig talt"),
        NewEvent(day=day, what="flare", until=date(2026, 3, 6)),
        NewMedicine(day=day, name="Vitamin D", dose="1"),
        NewCondition(day=day, condition=ConditionKind.OTHER, name="Coeliac disease"),
        NewVisit(day=date(2026, 4, 1), with_whom="Dr Ödegård", questions=["More?", "Less?"]),
        NewQuestionnaireResponse(day=day, questionnaire="peg", answers={"pain": 1, "enjoyment": 2, "activity": 0}),
        NewQuestionnaireResponse(day=day, questionnaire="pro2", answers={"stools": 2.5, "pain": 0.5}),
    )
    journal.change_settings(
        settling_days=9,
        name="Zoë",
        tracked=("pain", "my_own", "sleep"),
        primary_outcome="my_own",
        questionnaires=("peg",),
    )
    (note,) = journal.notes()
    journal.revise(Kind.NOTE, note.id, text="Ærlig talt, 'again'")
    journal.record(NewRating(day=day, measure="fatigue", value=0))
    journal.undo()


def samples(work: Path) -> list[Sample]:
    """Return the files. ``work``: a folder to make a journal in."""
    with Journal.create(DataFolder(work / "seed"), clock=FixedClock(NOW)) as journal:
        fill(journal)
        journal.export_json(work / "seed.json")
        journal.export_csv(work / "seed-tables")
    names = sorted(path.name for path in (work / "seed-tables").iterdir())
    tables = [(work / "seed-tables" / name).read_bytes() for name in names]
    whole, *tables = _renumbered([(work / "seed.json").read_bytes(), *tables])
    return [
        Sample("journal", "json", whole, weight=8),
        Sample("folder", "csv", tables=dict(zip(names, tables, strict=True)), weight=6),
        *(
            Sample(name, "csv", table, weight=1)
            for name, table in zip(names, tables, strict=True)
            if table.count(b"\n") > 1
        ),
        *_other_apps(),
        *_any_tables(),
    ]


def _renumbered(files: Iterable[bytes]) -> list[bytes]:
    """The files with ids that are the same in every run, in the same order."""
    known: dict[bytes, bytes] = {}

    def named(found: re.Match[bytes]) -> bytes:
        number = len(known) + 1
        return known.setdefault(found[0], f"01900000-0000-7000-8000-{number:012x}".encode())

    return [_ID.sub(named, content) for content in files]


def _other_apps() -> list[Sample]:
    records = [*health.night(0), *health.night(3), health.EXAMPLE]
    records += [
        health.felt("Nausea", "2025-03-02 18:00:00", "Mild"),
        health.felt("Headache", "2025-03-02 18:05:00", "Severe"),
    ]
    records.append(
        '<Record type="HKQuantityTypeIdentifierBodyMass" unit="lb" startDate="2025-03-01 07:10:00 +0100" value="154"/>'
    )
    xml = health.export(records).encode()
    habits = {name: text if isinstance(text, bytes) else text.encode() for name, text in loop.made_up(6).items()}
    statuses = ("TAKEN", "TAKEN", "SKIPPED", "RAISED", "DELETED")
    events = [medtimer.event(n, statuses[n % 5], notes="Late AGAIN" if n == 5 else "") for n in range(7)]
    neck = '[columns."Neck pain"]\nmeasure = "my_neck"\nscale = "severity"\n'
    return [
        Sample("health xml", "apple-health", xml),
        Sample("health zip", "apple-health", inside={"apple_health_export/export.xml": xml, "a/export_cda.xml": b"<C/>"}),
        Sample("loop", "loop", inside=habits, mapping=_LOOP),
        Sample("bearable", "bearable", (bearable.NEW + "\n".join(bearable.made_up(3)) + "\n").encode()),
        Sample("bearable old", "bearable", bearable.EXAMPLE.encode(), mapping=neck),
        Sample("daylio", "daylio", ("\ufeff" + daylio.HEADER + "\n".join(daylio.made_up(5)) + "\n").encode()),
        Sample("daylio words", "daylio", daylio.EXAMPLE.encode(), mapping=_MOOD),
        Sample("flaredown", "flaredown", (flaredown.HEADER + "\n".join(flaredown.made_up(6))).encode(), mapping=_FIBRO),
        Sample("medtimer", "medtimer", (medtimer.GERMAN + "\n".join(medtimer.made_up(5)) + "\n").encode()),
        Sample("medtimer backup", "medtimer", medtimer.backup(events).encode()),
        Sample("medtimer events", "medtimer", medtimer.backup(events, combined=False).encode()),
        Sample("tracked", "track-and-graph", (tracked.HEADER + "\n".join(tracked.made_up(9))).encode(), mapping=_TRACKED_LDN),
        Sample("tracked old", "track-and-graph", _TRACKED_OLD, mapping=_TRACKER),
    ]  # fmt: skip


def _any_tables() -> list[Sample]:
    rows = [f"{n + 1}.3.2025;8:0{n};{n},5;{n % 7 + 1};4,5;7:1{n};Größe {n}" for n in range(6)]
    rows += ["9.3.2025;22.15;10;schlimm;nicht;6,5 h;", '10.3.2025;;0;1;2 Stück;430 min;"two\nlines"']
    german = "\n".join(["Tag;Uhr;Schmerz;Müde;LDN;Schlaf;Notiz", *rows]) + "\n"
    plain = "when,ache,dose,remark\n" + "".join(f'{n + 1:02} Mar 2025 21:0{n},{n},4.5,"felt, {n}"\n' for n in range(6))
    return [
        Sample("german table", "csv", german.encode("cp1252"), mapping=_GERMAN),
        Sample("plain table", "csv", plain.encode(), mapping=_PLAIN),
        Sample("unmapped table", "csv", b"day,pain,tired,sleep\n2026-03-01,3,5,7:10\n2026-03-02,4,6,6:50\n", weight=1),
    ]


_TRACKED_OLD = (tracked.OLD + "Tracker C,2022-09-16T00:13:27.182+01:00,0.0:Label 1,words\n").encode()
_TRACKED_LDN = '[columns."LDN (mg)"]\nkind = "dose"\nunit = "mg"\n'
_TRACKER = '[columns."Tracker C"]\nmeasure = "my_c"\nlow = 0\nhigh = 5\n'
_LOOP = """[columns."walk: outside!"]
measure = "my_walk"
scale = "yes_no"
better = "higher"
[columns.Stools]
measure = "stools"
[columns.LDN]
kind = "dose"
amount = "4.5 mg"
"""
_MOOD = '[columns.mood]\nmeasure = "daylio_mood"\nvalues = { average = 3 }\n[columns.movies]\nkind = "event"\n'
_FIBRO = (
    '[columns.Fibromyalgia]\nmeasure = "my_fibro"\nscale = "severity"\n["columns"."Vitamin D"]\nkind = "medicine"\n'
)
_GERMAN = """[file]
delimiter = ";"
encoding = "cp1252"
decimal = ","
[time]
column = "Tag"
clock = "Uhr"
order = "dmy"
[columns.Schmerz]
measure = "pain"
rescale = [0, 10]
[columns."Müde"]
measure = "my_tired"
name = "Müde"
low = 1
high = 7
better = "lower"
values = { schlimm = 7 }
anchors = { 1 = "frisch" }
[columns.LDN]
kind = "dose"
unit = "mg"
amount = "4.5 mg"
values = { nicht = "missed" }
[columns.Schlaf]
measure = "sleep"
unit = "h"
[columns.Notiz]
kind = "note"
"""
_PLAIN = """[time]
column = "when"
format = "%d %b %Y %H:%M"
[columns.ache]
measure = "pain"
[columns.dose]
kind = "dose"
unit = "mg"
[columns.remark]
kind = "event"
"""
