"""MedTimer's table of events and its backup."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

HEADER = "Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);Taken (ISO 8601)\n"
GERMAN = "Erinnert;Name;Dosis;Eingenommen;Tags;Intervall;Notizen;Erinnert (ISO 8601);Eingenommen (ISO 8601)\n"
EXAMPLE = (
    "5/3/21 2:00 AM;Medicine 1;10mg;5/3/21 2:02 AM;Tag1, Tag2;2:14;Notes;2021-05-03T00:00:00Z;2021-05-03T00:02:00Z\n"
)


def made_up(days: int = 110) -> list[str]:
    rows = []
    for n in range(days):
        at = f"{day(n):%d.%m.%y}"
        taken = f"{at}, 22:05;;0:00;" if n % 5 else ";;0:00;"
        note = 'a "quoted" note; with parts' if n % 3 else "two\nLINES; 1"
        rows.append(
            f"{at}, 22:00;LDN; drops;4.5 mg;{taken}{note};{day(n)}T21:00:00Z;{f'{day(n)}T21:05:00Z' if n % 5 else ''}"
        )
        rows.append(f"{at}, 08:00;Vitamin D;1;{at}, 08:01;;0:00;;{day(n)}T07:00:00Z;{day(n)}T07:01:00Z")
    return rows


def test_the_example_row_is_another_medicine(journal: Journal, write: Write) -> None:
    path = write(HEADER + EXAMPLE)
    receipt = journal.import_file(path)
    assert receipt.refusals == (("“Medicine 1” is another medicine and has no mapping.", 1),)
    assert counts(journal) == {Kind.NOTE: 1}
    journal.import_file(path, mapping=columns(**{"Medicine 1": {"kind": "dose"}}), confirmed=True)
    (dose,) = journal.records(Kind.DOSE)
    assert (dose.amount_pg, dose.at) == (10_000_000_000, datetime(2021, 5, 3, 0, 2, tzinfo=UTC))


def test_a_table_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    rows = made_up()
    assert len(rows) >= 200
    receipt = there_and_back(write(GERMAN + "\n".join(rows) + "\n"))
    assert receipt.rows == 220
    assert receipt.mapped == (("LDN; drops", "dose"),)
    assert sorted(n for _reason, n in receipt.refusals) == [22, 110]
    assert counts(journal) == {Kind.DOSE: 88, Kind.NOTE: 88}
    assert {one.text for one in journal.records(Kind.NOTE)} == {'a "quoted" note; with parts', "two\nLINES; 1"}
    assert {one.amount_pg for one in journal.records(Kind.DOSE)} == {4_500_000_000}


@pytest.mark.parametrize(
    "broken",
    [
        EXAMPLE.replace("2021-05-03T00:02:00Z", "2021-02-31T00:02:00Z"),
        EXAMPLE.replace("2021-05-03T00:02:00Z", "2031-05-03T00:02:00Z"),
        EXAMPLE.replace("Medicine 1;10mg;", ""),
        EXAMPLE.replace("Medicine 1", ""),
        EXAMPLE.replace("5/3/21 2:02 AM", "never"),
        EXAMPLE.replace("Medicine 1;10mg", "LDN;4.5 lots"),
        EXAMPLE.replace("Medicine 1;10mg", f"LDN;{'9' * 5000} mg"),
        EXAMPLE.replace(";Notes;", f";{'x' * 200_000};"),
        EXAMPLE.replace(";Notes;", f";{'x ' * 15_000};"),
        EXAMPLE.replace(";Notes;", ";\0;"),
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    rows = [EXAMPLE] * 200
    rows[136] = broken
    refused(write(HEADER + "".join(rows)), 138, mapping=columns(LDN={"kind": "dose"}))


def test_a_row_that_never_ends(write: Write, refused) -> None:
    refused(write(HEADER + EXAMPLE + "5/3/21;Medicine 1;10mg\n" * 3), 3)


# The backup ------------------------------------------------------------------------------------------------------


def event(n: int, status: str = "TAKEN", **other: Any) -> dict[str, Any]:
    reminded = int(datetime(2025, 3, 1, 21, tzinfo=UTC).timestamp()) + n * 86_400
    return {
        "medicineName": "LDN", "amount": "4.5mg", "color": -1, "status": status, "remindedTimestamp": reminded,
        "processedTimestamp": reminded + 300 if status == "TAKEN" else 0, "reminderId": 1, "tags": [], "notes": "",
        **other,
    }  # fmt: skip


def backup(events: list[Any], *, combined: bool = True) -> str:
    listed = {"version": 14, "list": events}
    medicines = {"version": 14, "list": [{"medicine": {"name": "LDN"}, "reminders": []}]}
    return json.dumps({"medicines": medicines, "events": listed} if combined else listed, indent=2)


@pytest.mark.parametrize("combined", [True, False])
def test_a_backup_tells_what_became_of_each_reminder(
    journal: Journal, write: Write, there_and_back: RoundTrip, combined: bool
) -> None:
    statuses = ["TAKEN", "TAKEN", "SKIPPED", "RAISED", "DELETED"]
    events = [event(n, statuses[n % 5], notes="Late AGAIN" if n == 5 else "") for n in range(200)]
    events.append(event(0, medicineName="Vitamin D", amount="1"))
    receipt = there_and_back(write(backup(events, combined=combined), "backup.json"))
    assert receipt.rows == 201
    assert counts(journal) == {Kind.DOSE: 120, Kind.NOTE: 1}
    assert sorted(n for _reason, n in receipt.refusals) == [1, 40, 40]
    doses = {one.day: one for one in journal.records(Kind.DOSE)}
    assert doses[day(0)].at == datetime(2025, 3, 1, 21, 5, tzinfo=UTC)
    assert doses[day(0)].at.utcoffset() == timedelta(hours=1)
    assert (doses[day(2)].state, doses[day(2)].amount_pg) == (DoseState.SKIPPED, None)
    assert [one.text for one in journal.records(Kind.NOTE)] == ["Late AGAIN"]


def test_pieces_are_counted_with_an_amount(journal: Journal, write: Write) -> None:
    path = write(backup([event(0, amount="2 capsules"), event(1, amount="1"), event(2, amount="3 mg")]), "backup.json")
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert '# amount = "4.5 mg"' in caught.value.starter
    journal.import_file(path, mapping=columns(LDN={"kind": "dose", "amount": "1.5 mg"}))
    assert [one.amount_pg for one in journal.records(Kind.DOSE)] == [3_000_000_000, 1_500_000_000, 3_000_000_000]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "LOST"},
        {"status": None},
        {"medicineName": ""},
        {"processedTimestamp": "yesterday"},
        {"processedTimestamp": -1},
        {"processedTimestamp": 10**18},
        {"processedTimestamp": 4_000_000_000},
        {"notes": "x " * 15_000},
        {"notes": "\0"},
        {"amount": "4.5 lots"},
    ],
)
def test_event_137_is_named_and_nothing_is_stored(write: Write, refused, changes: dict[str, Any]) -> None:
    events = [event(n) for n in range(200)]
    events[136] |= changes
    text = backup(events)
    line = [n for n, written in enumerate(text.splitlines(), 1) if '"remindedTimestamp"' in written][136]
    refused(write(text, "backup.json"), line, mapping=columns(LDN={"kind": "dose"}))


@pytest.mark.parametrize(
    "text",
    [
        backup([event(0)])[:-10],
        backup([event(0)]).replace('"color": -1', '"color": NaN'),
        backup([event(0)]).replace('"color": -1', f'"color": {"9" * 5000}'),
        '{"events": ' + "[" * 200_000,
        '{"events": {"version": 1, "list": 7}}',
        '{"events": {"version": 1, "list": [3]}}',
        '{"medicines": {"version": 1, "list": []}}',
    ],
    ids=range(7),
)
def test_what_is_no_backup(write: Write, refused, text: str) -> None:
    refused(write(text, "backup.json"))


def test_thousands_of_lines_that_end_no_row_are_refused_soon(write: Write, refused) -> None:
    begun = time.process_time()
    refused(write(HEADER + EXAMPLE + ";2021;\n" * 200_000), 3)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("field", ["medicineName", "notes", "amount"])
def test_half_a_character_cannot_be_stored(write: Write, refused, field: str) -> None:
    path = write(backup([event(0, **{field: "a\ud800b"})]), "backup.json")
    assert "cannot be stored" in refused(path, mapping=columns(LDN={"kind": "dose"}))
