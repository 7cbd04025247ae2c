"""Track & Graph's CSV, newer and older."""

from datetime import date, timedelta

import pytest

from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

HEADER = "FeatureName,Timestamp,Value,Label,Note\n"
EXAMPLE = "Tracker C,2022-09-16T00:13:27.182+01:00,0.0,Label 1,\n"
OLD = "FeatureName,Timestamp,Value,Note\n"
TRACKER = columns(**{"Tracker C": {"measure": "my_c", "low": 0, "high": 5, "values": {"Label 3": 3}}})


def made_up(days: int = 55) -> list[str]:
    rows = []
    for n in range(days):
        rows += [
            f"Pain,{day(n)}T21:30:41.432+01:00,{n % 11}.0,,So:me n:ot:e {n}",
            f"Sleep,{day(n)}T06:30:00Z,7:{n % 60:02}:29,,",
            f'"Nausea",{day(n)}T20:00:00+01:00,{n % 5},Label {n % 5},',
            f"LDN (mg),{day(n)}T22:00:00.000+01:00,4.5,,",
        ]
    return rows


def test_the_example_row(journal: Journal, write: Write) -> None:
    with pytest.raises(MappingNeeded, match="Tracker C") as caught:
        journal.import_file(write(HEADER + EXAMPLE))
    assert "only the ends found" in caught.value.starter
    journal.import_file(write(HEADER + EXAMPLE), mapping=TRACKER)
    (rating,) = journal.ratings()
    # Thirteen past midnight belongs to the day before.
    assert (rating.day, rating.value) == (date(2022, 9, 15), 0)
    assert rating.at is not None
    assert rating.at.utcoffset() == timedelta(hours=1)


def test_older_files_write_the_label_into_the_value(journal: Journal, write: Write) -> None:
    rows = [
        "Tracker C,2022-09-16T20:13:27.182+01:00,0.0:Label 1,",
        "Tracker C,2022-09-15T20:20:40.986Z,9:Label 3,",
        "Sleep,2022-09-15T07:00:00Z,1:10:00:short: very,",
    ]
    rules = {"columns": TRACKER["columns"] | {"Sleep": {"measure": "sleep"}}}
    journal.import_file(write(OLD + "\n".join(rows)), mapping=rules)
    assert sorted(one.value for one in journal.ratings()) == [0, 3]
    assert [one.asleep_minutes for one in journal.records(Kind.NIGHT)] == [70]


def test_a_file_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    rows = made_up()
    assert len(rows) >= 200
    path = write(HEADER + "\r\n".join(rows) + "\r\n")
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert set(caught.value.columns) == {"Nausea", "LDN (mg)"} - {"Nausea"}
    receipt = there_and_back(path, mapping=columns(**{"LDN (mg)": {"kind": "dose", "unit": "mg"}}))
    assert dict(receipt.mapped) == {"Pain": "pain", "Sleep": "sleep", "Nausea": "nausea", "LDN (mg)": "dose"}
    assert counts(journal) == {Kind.RATING: 110, Kind.NIGHT: 55, Kind.DOSE: 55, Kind.NOTE: 55}
    assert {one.amount_pg for one in journal.records(Kind.DOSE)} == {4_500_000_000}
    assert "So:me n:ot:e 9" in {one.text for one in journal.records(Kind.NOTE)}


@pytest.mark.parametrize(
    "broken",
    [
        "Pain,2025-02-31T21:30:00Z,3,,",
        "Pain,2025-03-01T21:30:00Z,abc,,",
        "Pain,2025-03-01T21:30:00Z,NaN,,",
        "Pain,2025-03-01T21:30:00Z,,,",
        f"Pain,2025-03-01T21:30:00Z,{'9' * 5000},,",
        "Pain,2025-03-01T21:30:00Z,-1:-10:00,,",
        ",2025-03-01T21:30:00Z,3,,",
        "Pain,2025-03-01T21:30:00+25:00,3,,",
        "Pain,2031-03-01T21:30:00Z,3,,",
        "Pain,2025-03-01T21:30:00Z,3",
        f"Pain,2025-03-01T21:30:00Z,3,,{'n ' * 15_000}",
        f"Pain,2025-03-01T21:30:00Z,3,,{'n' * 200_000}",
        "Pain,2025-03-01T21:30:00Z,3,,\0",
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    rows = [f"Pain,{day(n)}T21:30:00Z,{n % 11},," for n in range(200)]
    rows[136] = broken
    refused(write(HEADER + "\n".join(rows)), 138)
