"""Any other table, by a mapping of its columns: many rows, once only, a broken row by its line."""

from collections.abc import Callable
from typing import Any

import pytest

from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, counts, day

HEADER = "Datum;Uhr;Schmerz;Unruhe;LDN (mg);Notiz;Ereignis;Wetter\n"
RULES: dict[str, Any] = {
    "time": {"column": "Datum", "clock": "Uhr"},
    "columns": {
        "Schmerz": {"measure": "pain"},
        "Unruhe": {"measure": "my_unrest", "low": -3, "high": 3, "scale": "numeric"},
        "LDN (mg)": {"kind": "dose", "unit": "mg", "values": {"vergessen": "missed"}},
        "Notiz": {"kind": "note"},
        "Ereignis": {"kind": "event"},
    },
}


def made_up(days: int = 120) -> list[str]:
    """Two rows a day with decimal commas, blanks, doubles of whole rows and texts that look like formulas."""
    rows = []
    for n in range(days):
        at = f"{day(n):%d.%m.%Y}"
        note = '"=1+1; said ""so"", GROSS und ß"' if n % 9 == 2 else '"two\nLines"' if n % 9 == 5 else ""
        rows.append(f"{at};08:{n % 60:02};{n % 11};{n % 7 - 3};;{note};{'Schub' if n % 40 == 0 else ''};Regen")
        dose = "vergessen" if n % 13 == 4 else "4,5" if n > 50 else "0,0000003"
        rows.append(f"{at};22:{n % 60:02};{'' if n % 10 == 3 else 10 - n % 11};;{dose};;;")
    # The same row twice is one.
    rows.append(rows[0])
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_with_all_its_oddities(
    journal: Journal, write: Write, there_and_back: RoundTrip, encoding: str
) -> None:
    rows = made_up()
    assert len(rows) >= 200
    receipt = there_and_back(write((HEADER + "\n".join(rows) + "\n").encode(encoding)), mapping=RULES)
    assert (receipt.rows, receipt.ignored, receipt.defined) == (241, ("Wetter",), ("my_unrest",))
    assert counts(journal) == {
        Kind.RATING: 120 + 120 + 108, Kind.DOSE: 120, Kind.NOTE: 14 + 13, Kind.EVENT: 3, Kind.MEASURE: 1,
    }  # fmt: skip
    assert {one.text for one in journal.notes()} == {'=1+1; said "so", GROSS und ß', "two\nLines"}
    assert {one.amount_pg for one in journal.doses()} == {300, 4_500_000_000, None}
    assert {one.value for one in journal.ratings() if one.measure == "my_unrest"} == set(range(-3, 4))


@pytest.mark.parametrize(
    "broken",
    [
        "31.02.2025;08:00;1;0;;;;",
        "01.03.2025;25:00;1;0;;;;",
        "01.03.2025;08:00;11;0;;;;",
        "01.03.2025;08:00;nan;0;;;;",
        "01.03.2025;08:00;1;-4;;;;",
        "01.03.2025;08:00;1;0;4,5 lots;;;",
        "01.03.2025;08:00;1;0;;\0;;",
        f"01.03.2025;08:00;1;0;;{'x' * 20_001};;",
        "01.03.2025;08:00;1",
        "01.03.2199;08:00;1;0;;;;",
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused: Callable[..., str], broken: str) -> None:
    rows = [f"{day(n):%d.%m.%Y};08:00;{n % 11};0;;;;" for n in range(200)]
    rows[136] = broken
    refused(write(HEADER + "\n".join(rows) + "\n"), 138, mapping=RULES)
