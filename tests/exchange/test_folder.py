"""Our own tables: what ``check`` would complain of is refused with its line."""

import pytest

from ldn_journal.domain.catalogue import STORED
from ldn_journal.exchange.tables import TABLES
from ldn_journal.journal import Journal
from tests.exchange.conftest import Write

KEPT = "2026-03-05T10:00:00+01:00,window"


def identity(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012x}"


def table(file: str, *rows: str) -> str:
    (header,) = (one.header for one in TABLES if one.file == file)
    return "\n".join([",".join(header), *rows]) + "\n"


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("doses.csv", f"{identity(2)},2026-03-04,missed,,2026-04-01T22:00:00+01:00,,,{KEPT}", "does not belong"),
        ("doses.csv", ",2026-03-04,missed,,2025-04-01T22:00:00+01:00,,,,", "does not belong"),
        ("ratings.csv", f"{identity(2)},2026-03-04,sleep,400,,{KEPT}", "belongs in the night"),
        ("nights.csv", f"{identity(2)},2026-03-05,,,,,,,,,{KEPT}", "holds nothing"),
        ("nights.csv", f"{identity(2)},2026-03-04,410,,,,,,,,{KEPT}", "two of that day"),
        ("regimen.csv", f"{identity(2)},2026-03-04,3,1,,,,{KEPT}", "two of that day"),
        ("measures.csv", f"{identity(2)},my_own,Other,,numeric,0,10,,,,,,,{KEPT}", "same key"),
        ("measures.csv", ",my_own,Mine,,numeric,0,10,,,,,,,,", "same key"),
        ("events.csv", f"{identity(2)},0001-01-01,flare,,,{KEPT}", "too long ago"),
    ],
)
def test_what_check_would_complain_of_is_not_taken_in(
    journal: Journal, write: Write, refused, file: str, row: str, words: str
) -> None:
    sound = {
        "doses.csv": f"{identity(1)},2026-03-04,missed,,2026-03-04T22:00:00+01:00,,,{KEPT}",
        "ratings.csv": f"{identity(1)},2026-03-04,pain,4,,{KEPT}",
        "nights.csv": f"{identity(1)},2026-03-04,400,,,,,,,,{KEPT}",
        "regimen.csv": f"{identity(1)},2026-03-04,4.5,1,,,,{KEPT}",
        "measures.csv": f"{identity(1)},my_own,Mine,,numeric,0,10,,,,,,,{KEPT}",
        "events.csv": f"{identity(1)},2026-03-04,flare,,,{KEPT}",
    }[file]
    assert words in refused(write(table(file, sound, row)), 3)
    assert journal.import_file(write(table(file, sound))).kept == 1
    assert journal.check() == []


def test_every_field_has_its_column() -> None:
    for table in TABLES:
        columns = {column.field for column in table.columns} | {table.split} - {None}
        assert columns == set(STORED[table.kind].model_fields), table.file
