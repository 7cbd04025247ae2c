"""The data within the PDF: only when asked for, byte for byte what the exporters write; and the two papers."""

import json
from datetime import date, timedelta

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.tables import TABLES, write_table
from ldn_journal.journal import Journal
from ldn_journal.report import build_report, gather
from tests.report.conftest import Paper
from tests.report.test_summary import section

FIRST, LAST = date(2026, 1, 1), date(2026, 2, 28)


def attached(journal: Journal, *formats: str) -> Paper:
    return Paper(build_report(journal, first=FIRST, last=LAST, attach=formats).pdf)


def test_nothing_is_attached_unless_asked_for(treatment: Journal) -> None:
    found = attached(treatment)
    assert not found.reader.attachments
    assert "/AF" not in found.root
    assert "attached" not in found.words


def test_tables_of_the_period_are_attached_as_they_are_exported(treatment: Journal) -> None:
    found = attached(treatment, "csv")
    files = found.reader.attachments
    assert set(files) == {"days.csv", "doses.csv", "ratings.csv"}
    for kind, records in ((Kind.DOSE, treatment.doses(FIRST, LAST)), (Kind.RATING, treatment.ratings(FIRST, LAST))):
        table = next(table for table in TABLES if table.kind is kind)
        assert len(records) > 40
        assert files[table.file] == [write_table(table, records)]
    days = files["days.csv"][0].decode("utf-8-sig").splitlines()
    assert days[0].startswith("day,dose,dose_mg,")
    assert (days[1][:10], days[-1][:10]) == ("2026-01-01", "2026-02-28")
    assert (
        "Data attached to this file: CSV." in section(gather(treatment, attach=["csv"]).summary, "completeness").notes
    )


def test_the_bundle_holds_the_period_and_the_regimen_in_force(treatment: Journal) -> None:
    found = attached(treatment, "fhir", "csv")
    (data,) = found.reader.attachments["journal.fhir.json"]
    assert data == treatment.period_fhir(FIRST, LAST, treatment.today()).data
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(data)["entry"]]
    nights = sum(night.asleep_minutes is not None for night in treatment.nights(FIRST, LAST))
    assert kinds.count("Observation") == len(treatment.ratings(FIRST, LAST)) + nights
    assert kinds.count("MedicationAdministration") == len(treatment.doses(FIRST, LAST))
    assert kinds.count("MedicationStatement") == 2
    assert "Data attached to this file: CSV, FHIR." in found.words


def test_it_is_still_an_archive_of_the_same_standards(treatment: Journal) -> None:
    found = attached(treatment, "csv", "fhir")
    assert "<pdfaid:part>3</pdfaid:part>" in found.xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in found.xmp
    specifications = [one.get_object() for one in found.root["/AF"]]
    assert {str(one["/AFRelationship"]) for one in specifications} == {"/Data"}
    assert all(one["/Desc"] for one in specifications)
    mimes = {str(one["/F"]): str(one["/EF"]["/F"].get_object()["/Subtype"]) for one in specifications}
    assert mimes == {
        "days.csv": "/text/csv",
        "doses.csv": "/text/csv",
        "ratings.csv": "/text/csv",
        "journal.fhir.json": "/application/fhir+json",
    }


def test_the_same_journal_gives_the_same_bytes_with_its_data(treatment: Journal) -> None:
    assert build_report(treatment, attach=["csv", "fhir"]).pdf == build_report(treatment, attach=["fhir", "csv"]).pdf


def test_an_empty_journal_has_tables_without_rows(journal: Journal) -> None:
    files = attached(journal, "csv", "fhir").reader.attachments
    assert [len(files[name][0].splitlines()) for name in ("days.csv", "doses.csv", "ratings.csv")] == [1, 1, 1]
    (patient,) = json.loads(files["journal.fhir.json"][0])["entry"]
    assert patient["resource"]["resourceType"] == "Patient"


def test_an_unknown_format_is_refused(treatment: Journal) -> None:
    with pytest.raises(InvalidEntry, match="Nothing can be attached as “xml”"):
        gather(treatment, attach=["xml"])


def test_letter_is_letter_and_holds_the_same_page(treatment: Journal) -> None:
    a4, letter = Paper(build_report(treatment).pdf), Paper(build_report(treatment, paper="letter").pdf)
    boxes = [tuple(round(float(side)) for side in found.reader.pages[0].mediabox[2:]) for found in (a4, letter)]
    assert boxes == [(595, 842), (612, 792)]
    assert (a4.pages, letter.pages) == (1, 1)
    assert letter.elements("/Figure")
    assert "Side effects" in letter.words


def test_a_medicine_that_ended_before_the_period_stays_out(treatment: Journal) -> None:
    from ldn_journal.domain.life import NewMedicine

    treatment.record(
        NewMedicine(day=FIRST - timedelta(days=60), name="Earlier", until=FIRST - timedelta(days=1)),
        NewMedicine(day=FIRST - timedelta(days=60), name="Held on", until=FIRST),
    )
    data = treatment.period_fhir(FIRST, LAST, treatment.today()).data.decode()
    assert "Held on" in data
    assert "Earlier" not in data


def test_a_step_that_ended_after_the_period_is_told_with_its_end(treatment: Journal) -> None:
    data = json.loads(treatment.period_fhir(date(2025, 10, 20), date(2025, 10, 30), treatment.today()).data)
    periods = [
        entry["resource"]["effectivePeriod"]
        for entry in data["entry"]
        if entry["resource"]["resourceType"] == "MedicationStatement" and "end" in entry["resource"]["effectivePeriod"]
    ]
    assert periods[0]["start"] == "2025-10-13"
    assert periods[0]["end"].startswith("2025-11-0")


def test_a_health_fact_that_held_in_the_period_is_in_its_bundle(treatment: Journal) -> None:
    from ldn_journal.domain.life import NewCondition

    treatment.record(
        NewCondition(day=date(1990, 1, 1), condition="liver_disease"),
        NewCondition(day=FIRST, condition="other", name="Earlier", until=FIRST),
        NewCondition(day=LAST + timedelta(days=1), condition="pregnancy"),
    )
    data = treatment.period_fhir(FIRST + timedelta(days=1), LAST, treatment.today()).data.decode()
    assert "Liver disease" in data
    assert "Earlier" not in data
    assert "Pregnancy" not in data
