"""How far a file is read is told truly and never backwards, for every kind of file; and reading stops when asked to."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.errors import Cancelled
from ldn_journal.exchange.watch import Watch
from ldn_journal.journal import Journal
from tests.exchange.conftest import Write, columns, counts, day

ROWS = 1_500


def table() -> str:
    return "day,pain,tired\n" + "".join(
        f"{day(n % 360)} {n % 24:02}:{n % 60:02}:{n % 59:02},{n % 11},{n % 7}\n" for n in range(ROWS)
    )


def bearable() -> str:
    head = "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n"
    rows = (f'x,{day(n % 300)},Monday,{n % 24}:{n % 60:02},Symptom,{n % 5},"Nausea",\n' for n in range(ROWS))
    return head + "".join(rows)


def daylio() -> str:
    head = "full_date,date,weekday,time,mood,activities,note_title,note\n"
    return head + "".join(f"{day(n % 300)},x,Monday,{n % 24:02}:{n % 60:02},good,walk,,\n" for n in range(ROWS))


def flaredown() -> str:
    return "Date,Nausea,Tags,Foods\n" + "".join(f"{day(n)},{n % 5},,oats\n" for n in range(370))


def track_and_graph() -> str:
    head = "FeatureName,Timestamp,Value,Label,Note\n"
    return head + "".join(f"Pain,{day(n % 300)}T{n % 24:02}:{n % 60:02}:00Z,{n % 11}.0,,\n" for n in range(ROWS))


def medtimer() -> str:
    head = "Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);Taken (ISO 8601)\n"
    one = "5/3/21 2:00 AM;LDN;4.5 mg;5/3/21 2:02 AM;;;;2025-03-01T00:00:00Z;2025-03-0{}T00:02:00Z\n"
    return head + "".join(one.format(n % 9 + 1) for n in range(500))


def health() -> str:
    record = (
        ' <Record type="HKCategoryTypeIdentifierNausea" startDate="{} {:02}:{:02}:00 +0100"'
        ' value="HKCategoryValueSeverityMild"/>\n'
    )
    return (
        "<HealthData>\n"
        + "".join(record.format(day(n % 300), n % 24, n % 60) for n in range(3 * ROWS))
        + "</HealthData>"
    )


def loop() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Habits.csv", "Position,Name\n1,Pain\n2,LDN\n")
        for folder in ("001 Pain", "002 LDN"):
            marks = "".join(f"{day(n)},{'YES_MANUAL' if folder.endswith('LDN') else 7000},\n" for n in range(370))
            archive.writestr(f"{folder}/Checkmarks.csv", "Date,Value,Notes\n" + marks)
    return held.getvalue()


PAIN_AND_TIRED = columns(pain={"measure": "pain"}, tired={"measure": "my_tired", "low": 0, "high": 6})
LDN = columns(LDN={"kind": "dose", "amount": "4.5 mg"})
FILES: dict[str, tuple[Callable[[], str | bytes], dict[str, Any] | None]] = {
    "table.csv": (table, {"time": {"column": "day"}, **PAIN_AND_TIRED}),
    "bearable.csv": (bearable, None),
    "daylio.csv": (daylio, None),
    "flaredown.csv": (flaredown, None),
    "track.csv": (track_and_graph, None),
    "medtimer.csv": (medtimer, None),
    "export.xml": (health, None),
    "loop.zip": (loop, LDN),
}


@pytest.fixture(params=list(FILES))
def file(request: pytest.FixtureRequest, write: Write) -> tuple[Path, dict[str, Any] | None]:
    """A file of each kind, with its mapping."""
    make, mapping = FILES[request.param]
    return write(make(), request.param), mapping


def test_progress_goes_up_to_one(journal: Journal, file: tuple[Path, dict[str, Any] | None]) -> None:
    path, mapping = file
    told: list[float] = []
    receipt = journal.import_file(path, mapping=mapping, progress=told.append)
    assert receipt.kept
    assert told == sorted(set(told))
    assert 0 < told[0] < 1
    assert told[-1] == 1
    assert all(share < 1 for share in told[:-1])


def test_stopped_at_any_time_it_stores_nothing(journal: Journal, file: tuple[Path, dict[str, Any] | None]) -> None:
    path, mapping = file
    asked: list[int] = []
    journal.import_file(path, mapping=mapping, dry_run=True, cancelled=lambda: asked.append(1))  # type: ignore[arg-type]
    before = journal.info().changed_at
    for last in (1, len(asked) // 2, len(asked)):
        left = iter(range(last - 1))
        with pytest.raises(Cancelled, match="Nothing was stored"):
            journal.import_file(path, mapping=mapping, cancelled=lambda left=left: next(left, None) is None)
        assert counts(journal) == {}
        assert journal.info().changed_at == before
    assert journal.import_file(path, mapping=mapping).kept


def test_a_journal_of_its_own_tells_and_stops_too(journal: Journal, tmp_path: Path, write: Write) -> None:
    journal.import_file(write(bearable(), "b.csv"))
    whole, tables = tmp_path / "whole.json", tmp_path / "tables"
    journal.export_json(whole)
    journal.export_csv(tables)
    before = counts(journal)
    for path in (whole, tables):
        told: list[float] = []
        assert journal.import_file(path, progress=told.append).already
        assert told == sorted(set(told))
        assert told[-1] == 1
        with pytest.raises(Cancelled):
            journal.import_file(path, cancelled=lambda: True)
    assert counts(journal) == before


def test_a_large_export_is_stopped_within_a_second(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    with path.open("w", encoding="utf-8") as out:
        out.write(health().removesuffix("</HealthData>"))
        line = (
            ' <Record type="HKQuantityTypeIdentifierStepCount" startDate="2026-03-01 10:00:00 +0100" value="5"/>\n'
            * 1000
        )
        for _block in range(100):
            out.write(line)
        out.write("</HealthData>")
    stop_at: list[float] = []

    def progress(share: float) -> None:
        if share > 0.3 and not stop_at:
            stop_at.append(time.process_time())

    with pytest.raises(Cancelled):
        journal.import_file(path, progress=progress, cancelled=lambda: bool(stop_at))
    assert time.process_time() - stop_at[0] < 1


def test_what_is_left_unread_counts_as_read() -> None:
    told: list[float] = []
    watch = Watch(told.append)
    watch.expect(200)
    with watch.opened(io.BytesIO(b"x" * 100), 100) as raw:
        raw.read(10)
    assert told[-1] == 0.5
    with watch.opened(io.BytesIO(b"x" * 100), 100) as raw:
        assert raw.read() == b"x" * 100
    assert told[-1] == 1


def test_medtimers_backup_stops_too(journal: Journal, write: Write) -> None:
    event = {"medicineName": "LDN", "status": "TAKEN", "amount": "4.5 mg", "processedTimestamp": 1_740_800_000}
    path = write(json.dumps({"version": 14, "list": [event] * 300}), "backup.json")
    assert journal.import_file(path, dry_run=True).rows == 300
    asked: list[int] = []
    with pytest.raises(Cancelled):
        journal.import_file(path, cancelled=lambda: asked.append(1) or len(asked) > 100)
