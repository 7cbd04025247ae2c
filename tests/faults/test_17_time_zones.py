"""Fault 17: the computer's time zone moves across the date line, and through nights on which clocks change. Days stay days."""

import json
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from tests.faults.conftest import DONE, Program, posix

ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "UTC")
CLOCKS_CHANGE = ("2025-03-29", "2025-03-30", "2025-10-25", "2025-10-26", "2026-03-28", "2026-03-29", "2026-10-25")
CLOCKS = ("01:5", "02:3", "03:0", "23:5", "00:3")
"""Without the last digit of the minute."""

pytestmark = [
    posix,
    pytest.mark.skipif(not set(ZONES) <= available_timezones(), reason="this computer knows no time zones"),
]


def exported(program: Program, name: str) -> bytes:
    out = program.root / name
    assert program.quick("export", str(out)).code == DONE
    return out.read_bytes()


def days(document: bytes) -> dict[str, list[str]]:
    """Every day in an export, by kind of record."""
    records = json.loads(document)["records"]
    return {kind: sorted(one["day"] for one in listed if "day" in one) for kind, listed in records.items() if listed}


def test_days_stay_what_was_entered(program: Program) -> None:
    """Every night of a change of clocks is recorded from every zone, and each export from every zone is the same file."""
    program.made()
    entered: list[str] = []
    for number, day in enumerate(CLOCKS_CHANGE):
        for place, clock in enumerate(CLOCKS):
            program.variables["TZ"] = ZONES[(number + place) % len(ZONES)]
            at = f"{clock}{place}"  # a minute of its own: the same moment told from two zones would be one entry
            done = program.quick("log", day, f"dose=4.5mg@{at}", f"pain=4@{at}", f"note=night {number} {place}")
            assert (done.code, done.err) == (DONE, "")
            entered.append(day)
        program.variables["TZ"] = "Europe/Berlin"
        night = program.quick("log", day, "bed=23:30", "asleep_after=20", "woke=6:50", "up=7:15", "sleep_quality=6")
        assert (night.code, night.err) == (DONE, "")
    seen = set()
    for zone in ZONES:
        program.variables["TZ"] = zone
        seen.add(exported(program, f"{zone.replace('/', '-')}.json"))
        shown = json.loads(program.quick("show", "--from", "2025-03-29", "--to", "2025-03-30", "--format", "json").out)
        assert [(one["day"], len(one["doses"]), len(one["notes"])) for one in shown["days"]] == [
            ("2025-03-29", 5, 5),
            ("2025-03-30", 5, 5),
        ]
        assert program.quick("check").code == DONE
    (document,) = seen
    found = days(document)
    assert found["dose"] == found["rating"] == found["note"] == sorted(entered)
    assert found["night"] == sorted(CLOCKS_CHANGE)


def test_today_across_the_date_line(program: Program) -> None:
    """What was recorded for today in Kiritimati stays on that day in Pago Pago, where it is yesterday."""
    program.made()
    program.variables["TZ"] = "Pacific/Kiritimati"
    assert program.quick("log", "pain=4", "note=ahead").code == DONE
    ahead = days(exported(program, "ahead.json"))
    program.variables["TZ"] = "Pacific/Pago_Pago"
    assert program.quick("log", "nausea=1", "note=behind").code == DONE
    both = exported(program, "behind.json")
    notes = {one["text"]: one["day"] for one in json.loads(both)["records"]["note"]}
    assert [notes["ahead"]] == ahead["note"]
    assert notes["behind"] < notes["ahead"]
    assert program.quick("check").code == DONE
    for zone in ZONES:
        program.variables["TZ"] = zone
        assert exported(program, "again.json") == both


def test_an_import_in_another_zone_changes_no_day(program: Program, another: Program) -> None:
    program.made()
    program.variables["TZ"] = "Pacific/Kiritimati"
    for day in CLOCKS_CHANGE:
        assert program.quick("log", day, "dose=4.5mg@00:30", "pain=4@23:59", "sleep=7:10", "note=there").code == DONE
    document = exported(program, "there.json")
    another.made().variables["TZ"] = "Pacific/Pago_Pago"
    assert another.quick("import", str(program.root / "there.json")).code == DONE
    assert exported(another, "here.json") == document
    tables = Path(program.root / "tables")
    assert program.quick("export", str(tables), "--format", "csv").code == DONE
    program.variables["TZ"] = "Europe/Berlin"
    again = program.quick("import", str(tables))
    assert (again.code, again.err) == (DONE, "")
    assert exported(program, "still.json") == document


@pytest.mark.parametrize(
    ("zone", "day", "shown"),
    [
        ("Europe/Oslo", "2026-03-28", "2026-03-29T03:30:00+02:00"),
        ("America/New_York", "2026-03-07", "2026-03-08T03:30:00-04:00"),
    ],
)
def test_a_dose_in_the_hour_that_the_clock_skipped_goes_forward(
    program: Program, zone: str, day: str, shown: str
) -> None:
    program.variables["TZ"] = zone
    program.made()
    assert program.quick("log", day, "dose=4.5mg@02:30").code == DONE
    (dose,) = json.loads(exported(program, "doses.json"))["records"]["dose"]
    assert (dose["day"], dose["at"]) == (day, shown)
