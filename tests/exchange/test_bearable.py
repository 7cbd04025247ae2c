"""Bearable's CSV, older and newer."""

import tomllib
from datetime import date, time

import pytest

from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

OLD = "date,weekday,time of day,category,rating/amount,detail,notes\n"
NEW = "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n"
EXAMPLE = OLD + '"8th Dec 2021","Wednesday","mid","Symptom","2","Neck pain (Moderate)",""\n'
NECK = columns(**{"Neck pain": {"measure": "neck_pain", "scale": "severity"}})


def worded(number: int) -> str:
    on = day(number)
    end = "th" if on.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(on.day % 10, "th")
    return f"{on.day}{end} {on:%b %Y}"


def made_up(days: int = 60) -> list[str]:
    """The rows of a newer file with its oddities: joined values, words and numbers, parts of the day, a dose's time."""
    rows = []
    for n in range(days):
        front = f'"{worded(n)}","{day(n)}","{day(n):%A}"'
        rows += [
            f'{front},"am","Symptom","{n % 4 + 1} | 1","Nausea (Mild) | Headache (Mild)",""',
            f'{front},"pm","Symptom","4","Nausea ({"Extreme" if n % 2 else "Unbearable"})",""',
            f'{front},"all day","Energy","{n % 5 + 1} (OK)","","Slept BADLY, see Dr Ödegård; {n}"',
            f'{front},"22:0{n % 10}","Meds/Supplements","4.5","LDN (mg)",""',
            f'{front},"8:15","Meds/Supplements","500","Paracetamol (mg)",""',
            f'{front},"","Sleep","7:{n % 60:02}","Asleep 23:10 - 06:50. In bed 22:50 - 07:10.",""',
            f'{front},"mid","Factors","","Coffee | Long walk",""',
        ]
    return rows


def test_the_example_row_asks_what_its_name_is(journal: Journal, write: Write) -> None:
    path = write(EXAMPLE)
    with pytest.raises(MappingNeeded, match="Neck pain") as caught:
        journal.import_file(path)
    assert caught.value.names
    started = tomllib.loads(caught.value.starter)
    assert started["columns"]["Neck pain"]["measure"] == "my_neck_pain"
    assert counts(journal) == {}
    receipt = journal.import_file(path, mapping=started)
    (rating,) = journal.ratings()
    assert (rating.day, rating.measure, rating.value) == (date(2021, 12, 8), "my_neck_pain", 2)
    assert rating.at is not None
    assert rating.at.time() == time(14)
    assert receipt.defined == ("my_neck_pain",)


def test_older_and_newer_files_say_the_same(journal: Journal, write: Write) -> None:
    old = journal.import_file(write(EXAMPLE), mapping=NECK)
    row = '"8th Dec 2021","2021-12-08","Wednesday","mid","Symptom","2","Neck pain (Moderate)",""\n'
    new = journal.import_file(write(NEW + row, "new.csv"), mapping=NECK)
    assert (old.kept, new.kept, new.already) == (1, 0, 1)


def test_a_file_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    rows = made_up()
    assert len(rows) >= 200
    receipt = there_and_back(write(NEW + "\n".join(rows) + "\n"))
    assert receipt.rows == len(rows)
    assert dict(receipt.mapped) == {
        "Nausea": "nausea", "Headache": "headache", "Energy": "bearable_energy", "LDN": "dose", "sleep": "sleep",
    }  # fmt: skip
    assert receipt.ignored == ("Coffee", "Long walk")
    assert [(reason, n) for reason, n in receipt.refusals if "Paracetamol" in reason] == [
        ("“Paracetamol” is another medicine and has no mapping.", 60)
    ]
    assert any("07:00, 10:00, 14:00 and 20:00" in sentence for sentence in receipt.sentences())
    assert counts(journal) == {Kind.RATING: 240, Kind.DOSE: 60, Kind.NIGHT: 60, Kind.NOTE: 60, Kind.MEASURE: 1}
    third = [one for one in journal.ratings() if one.day == day(3)]
    assert sorted((one.measure, one.value) for one in third) == [
        ("bearable_energy", 4), ("headache", 1), ("nausea", 4), ("nausea", 4),
    ]  # fmt: skip
    assert {note.text for note in journal.records(Kind.NOTE)} >= {"Slept BADLY, see Dr Ödegård; 7"}
    dose = next(one for one in journal.records(Kind.DOSE) if one.day == day(0))
    assert (dose.state, dose.amount_pg) == (DoseState.TAKEN, 4_500_000_000)
    assert {night.asleep_minutes for night in journal.records(Kind.NIGHT) if night.day == day(12)} == {432}
    assert (journal.measure("bearable_energy").low, journal.measure("bearable_energy").high) == (1, 5)


def test_a_mapping_spreads_a_scale_and_keeps_another_medicine(journal: Journal, write: Write) -> None:
    rules = {
        "Energy": {"measure": "fatigue", "rescale": [5, 1]},
        "Paracetamol": {"kind": "medicine"},
        "coffee": {"kind": "event"},
        "Headache": {"kind": "ignore"},
        "sleep": {"kind": "ignore"},
        "Tea": {"kind": "note"},
    }
    receipt = journal.import_file(write(NEW + "\n".join(made_up(5))), mapping=columns(**rules))
    assert receipt.defined == ()
    values = {one.day: one.value for one in journal.ratings() if one.measure == "fatigue"}
    assert values == {day(n): value for n, value in enumerate([10, 8, 5, 3, 0])}  # halves go up
    (medicine,) = journal.records(Kind.MEDICINE)
    assert (medicine.day, medicine.name, medicine.dose, medicine.until) == (day(0), "Paracetamol", "500 mg", None)
    assert {event.what for event in journal.records(Kind.EVENT)} == {"Coffee"}
    assert journal.records(Kind.NIGHT) == []
    assert not [one for one in journal.ratings() if one.measure == "headache"]
    assert receipt.refused == 0
    assert "The mapping names “Tea”, which is not in the file." in receipt.sentences()


def test_a_scale_that_is_not_stated_is_asked_for_unless_its_values_show_it(journal: Journal, write: Write) -> None:
    front = '"8th Dec 2021","Wednesday","all day","Mood"'
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(write(f'{OLD}{front},"4","",""\n'))
    assert "rescale = [4, 5]" in caught.value.starter
    assert journal.import_file(write(f'{OLD}{front},"8","",""\n')).mapped == (("Mood", "mood"),)


def test_doses_of_ldn_are_never_passed_over_by_a_mapping(journal: Journal, write: Write) -> None:
    rows = ['"8th Dec 2021","","22:00","Meds/Supplements","1","Low dose naltrexone",""']
    rows.append('"8th Dec 2021","","22:00","Symptom","1","Headache from LDN (Mild)",""')
    path = write(OLD + "\n".join(rows))
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path, mapping=columns(Nausea={"kind": "ignore"}))
    assert caught.value.columns == ("Low dose naltrexone",)
    rules = columns(**{"Low dose naltrexone": {"kind": "dose", "unit": "mg"}})
    receipt = journal.import_file(path, mapping=rules)
    assert (receipt.kept, receipt.ignored) == (1, ("Headache from LDN",))


def test_weight_comes_in_kilograms(journal: Journal, write: Write) -> None:
    row = '"8th Dec 2021","Wednesday","7:00","Health measurements","154","Weight (lbs)",""\n'
    journal.import_file(write(OLD + row))
    (rating,) = journal.ratings()
    assert (rating.measure, rating.value) == ("weight", 69.85)


def test_two_values_for_one_time_keep_the_first_and_are_counted(journal: Journal, write: Write) -> None:
    front = '"8th Dec 2021","Wednesday","mid","Symptom"'
    receipt = journal.import_file(write(f'{OLD}{front},"2","Nausea (Moderate)",""\n{front},"3","Nausea (Severe)",""\n'))
    assert (receipt.kept, receipt.refused) == (1, 1)
    assert [one.value for one in journal.ratings()] == [2]


@pytest.mark.parametrize(
    "broken",
    [
        '"31st Feb 2025","","am","Symptom","2","Nausea (Mild)",""',
        '"9th Dec 2021","","am","Symptom","NaN","Nausea (Mild)",""',
        '"9th Dec 2021","","am","Symptom","7","Nausea (Mild)",""',
        f'"9th Dec 2021","","am","Symptom","{"9" * 5000}","Nausea",""',
        '"9th Dec 2021","","25:61","Symptom","2","Nausea",""',
        '"9th Dec 2021","","am","Symptom","1 | 2 | 3","A | B",""',
        '"9th Dec 2021","","am","Symptom","1","",""',
        '"9th Dec 2031","","am","Symptom","1","Nausea",""',
        '"9th Dec 2021","","","Sleep","many","",""',
        '"9th Dec 2021","","am","Symptom","1","Nausea"',
        f'"9th Dec 2021","","am","Symptom","1","Nausea","{"x" * 200_000}"',
        f'"9th Dec 2021","","am","Symptom","1","Nausea","{"x " * 20_000}"',
        '"9th Dec 2021","","am","Symptom","1","Nau\0sea",""',
    ],
)
def test_row_137_is_named_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    front = f'"{worded(1)}","","am"'
    rows = [f'{front},"Symptom","{n % 4 + 1}","Nausea",""' for n in range(200)]
    rows[136] = broken
    refused(write(OLD + "\n".join(rows)), 138)


def test_the_old_windows_encoding(journal: Journal, write: Write) -> None:
    row = '"8th Dec 2021","Wednesday","all day","Symptom","2","Nausea (Moderate)","Ünwohl – spät"\n'
    journal.import_file(write((OLD + row).encode("cp1252")))
    assert [note.text for note in journal.records(Kind.NOTE)] == ["Ünwohl – spät"]
