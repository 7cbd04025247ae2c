"""Flaredown's wide CSV."""

import pytest

from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

HEADER = "Date,Fibromyalgia,Nausea,Dizziness,LDN,Vitamin D,Tags,Foods,Weather\n"
FIBRO = columns(Fibromyalgia={"measure": "my_fibro", "scale": "severity"})


def made_up(days: int = 210) -> list[str]:
    rows = []
    for n in range(days):
        dose = "Not Taken" if n % 7 == 3 else "" if n % 11 == 5 else "4.5 mg" if n > 50 else "1.5mg"
        vitamin = "Taken" if n % 2 else "Not Taken"
        nausea = "" if n % 10 == 9 else n % 5
        rows.append(f'{day(n)},{n % 5},{nausea},0,{dose},{vitamin},tired; warm,"oats, raw",rain')
    return rows


def test_a_name_that_is_no_measure_is_asked_for(journal: Journal, write: Write) -> None:
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(write(HEADER + "\n".join(made_up(3))))
    assert caught.value.columns == ("Fibromyalgia",)
    assert '# kind = "medicine"' in caught.value.starter


def test_a_file_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    rows = made_up()
    receipt = there_and_back(write(HEADER + "\n".join(rows) + "\n"), mapping=FIBRO)
    assert receipt.rows == 210
    assert receipt.ignored == ("Tags", "Foods", "Weather")
    assert receipt.refusals == (("“Vitamin D” is another medicine and has no mapping.", 210),)
    doses = {one.day: one for one in journal.records(Kind.DOSE)}
    assert doses[day(3)].state is DoseState.MISSED
    assert doses[day(4)].amount_pg == 1_500_000_000
    assert doses[day(61)].amount_pg == 4_500_000_000
    assert day(5) not in doses
    assert all(one.at is None for one in doses.values())
    assert counts(journal)[Kind.RATING] == 210 + 210 - 21 + 210
    assert {one.value for one in journal.ratings() if one.day == day(4)} == {4, 0}


def test_a_treatment_that_is_only_taken_needs_its_amount(journal: Journal, write: Write) -> None:
    path = write("Date,Naltrexone,Tags,Foods\n2025-03-01,Taken,,\n2025-03-02,Not Taken,,\n")
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert '[columns.Naltrexone]\nkind = "dose"' in caught.value.starter
    journal.import_file(path, mapping=columns(Naltrexone={"kind": "dose", "amount": "3 mg"}))
    states = [(one.state, one.amount_pg) for one in journal.records(Kind.DOSE)]
    assert states == [(DoseState.TAKEN, 3_000_000_000), (DoseState.MISSED, None)]


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (0, "2025-02-31"),
        (1, "5"),
        (1, "9" * 5000),
        (1, "-1"),
        (2, "2,5"),
        (2, "\0"),
        (2, "0" * 200_000),
        (0, "2031-01-01"),
        (0, "1"),
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused, place: int, cell: str) -> None:
    rows = [row.split(",") for row in made_up()]
    rows[136][place] = f'"{cell}"'
    refused(write(HEADER + "\n".join(",".join(row) for row in rows)), 138, mapping=FIBRO)
