"""Apple Health's export, as XML and in its zip."""

import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.apple_health import read_health
from ldn_journal.exchange.incoming import Surroundings
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
>
]>
"""
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n{DTD}'
EXAMPLE = (
    '<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" startDate="2024-03-15 22:30:00 -0400" '
    'endDate="2024-03-16 06:45:00 -0400" value="HKCategoryValueSleepAnalysisAsleepCore"/>'
)


def export(records: list[str], head: str = HEAD) -> str:
    inside = "\n".join(records)
    return f'{head}<HealthData locale="en_US">\n <ExportDate value="2026-03-01 10:00:00 +0100"/>\n{inside}\n</HealthData>\n'


FIRST_LINE = HEAD.count("\n") + 3
"""The line on which the first record of ``export`` stands."""


def slept(start: str, end: str, state: str, source: str = "Watch") -> str:
    return (
        f'<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{source}" startDate="{start} +0100" '
        f'endDate="{end} +0100" value="HKCategoryValueSleepAnalysis{state}"/>'
    )


def felt(symptom: str, start: str, severity: str) -> str:
    return (
        f'<Record type="HKCategoryTypeIdentifier{symptom}" sourceName="Phone" startDate="{start} +0100" '
        f'endDate="{start} +0100" value="HKCategoryValueSeverity{severity}">\n'
        '  <MetadataEntry key="HKWasUserEntered" value="1"/>\n </Record>'
    )


def night(n: int) -> list[str]:
    """One night told of by a watch in stages, by a phone as a whole, and by an app that overlaps both."""
    evening, morning = day(n), day(n + 1)
    return [
        slept(f"{evening} 22:40:00", f"{morning} 07:00:00", "InBed", "Phone"),
        slept(f"{evening} 23:00:00", f"{morning} 02:00:00", "AsleepCore"),
        slept(f"{morning} 02:00:00", f"{morning} 02:20:00", "Awake"),
        slept(f"{morning} 02:20:00", f"{morning} 06:30:00", "AsleepREM"),
        slept(f"{evening} 23:30:00", f"{morning} 01:00:00", "AsleepDeep", "App"),
        slept(f"{evening} 23:00:00", f"{morning} 02:00:00", "Asleep", "Phone"),
        slept(f"{morning} 14:00:00", f"{morning} 14:25:00", "AsleepUnspecified"),
    ]


def test_the_example_record(journal: Journal, write: Write) -> None:
    journal.import_file(write(export([EXAMPLE]), "export.xml"))
    (found,) = journal.records(Kind.NIGHT)
    assert (found.day, found.asleep_minutes, found.to_bed) == (date(2024, 3, 16), 8 * 60 + 15, None)


def test_many_nights_symptoms_and_weights(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    records = []
    for n in range(60):
        records += night(n)
        records.append(felt("Nausea", f"{day(n)} 18:0{n % 10}:00", ["NotPresent", "Mild", "Moderate", "Severe"][n % 4]))
        records.append(felt("Headache", f"{day(n)} 18:00:00", "Unspecified"))
        records.append(
            f'<Record type="HKQuantityTypeIdentifierBodyMass" unit="{"lb" if n % 2 else "kg"}" sourceName="Scale" '
            f'startDate="{day(n)} 07:1{n % 10}:00 +0100" endDate="{day(n)} 07:10:00 +0100" value="{154 if n % 2 else 70.25}"/>'
        )
        records.append('<Record type="HKQuantityTypeIdentifierStepCount" unit="count" value="12"/>')
    receipt = there_and_back(write(export(records), "export.xml"))
    assert receipt.rows == len(records) == 660
    assert dict(receipt.mapped) == {"Nausea": "nausea", "Weight": "weight", "sleep": "sleep"}
    assert counts(journal) == {Kind.NIGHT: 60, Kind.RATING: 120}
    assert receipt.refusals == (("A symptom is told without how strong it was.", 60),)
    assert {"Sleep told of by several devices at once was counted once.",
            "Of several sleeps on one day the longest was taken as the night.",
            "Records of other kinds, such as steps and heart rate, were not read."} == set(receipt.remarks)  # fmt: skip
    found = {one.day: one for one in journal.records(Kind.NIGHT)}[day(8)]
    assert found.asleep_minutes == 180 + 250
    assert (found.to_bed and found.to_bed.time(), found.woke and found.woke.time()) == (time(22, 40), time(6, 30))
    assert found.out_of_bed is not None
    assert found.out_of_bed.time() == time(7)
    assert {one.value for one in journal.ratings() if one.measure == "weight"} == {70.25, 69.85}
    assert [one.value for one in journal.ratings() if one.measure == "nausea" and one.day == day(6)] == [2]


def test_a_symptom_on_another_scale_is_asked_for(journal: Journal, write: Write) -> None:
    path = write(export([felt("Fatigue", f"{day(0)} 18:00:00", "Severe")]), "export.xml")
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    assert '# measure = "fatigue"\n# rescale = [0, 4]' in caught.value.starter
    journal.import_file(path, mapping=columns(fatigue={"measure": "fatigue", "rescale": [0, 4]}))
    assert [one.value for one in journal.ratings()] == [8]


def test_only_time_in_bed_is_no_sleep(journal: Journal, write: Write) -> None:
    path = write(export([slept(f"{day(0)} 22:40:00", f"{day(1)} 07:00:00", "InBed")]), "export.xml")
    receipt = journal.import_file(path)
    assert receipt.kept == 0
    assert any("Only times in bed" in remark for remark in receipt.remarks)


def zipped(path: Path, inside: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return path


def test_the_zip_it_comes_in(journal: Journal, tmp_path: Path) -> None:
    inside = {
        "apple_health_export/export_cda.xml": "<ClinicalDocument/>",
        "apple_health_export/Exportieren.xml": export([EXAMPLE]),
    }
    assert journal.import_file(zipped(tmp_path / "export.zip", inside)).kept == 1


BOMB = HEAD.replace(
    "[\n",
    '[\n<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\n<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">\n',
    1,
)


@pytest.mark.parametrize(
    "text",
    [
        export(['<Record type="&c;"/>'], BOMB),
        export([EXAMPLE], HEAD.replace("[\n", '[\n<!ENTITY % a SYSTEM "file:///etc/passwd">\n%a;\n', 1)),
        export(['<Record type="&a;"/>']),
        export(["<a>" * 1000 + "</a>" * 1000]),
        export([f'<Record type="{"x" * 9_000_000}"/>']),
        export([EXAMPLE])[:-30],
        export([EXAMPLE.replace("sourceName", "type")]),
        '<?xml version="1.0" encoding="no-such"?>\n<HealthData>',
        "<HealthData>\0</HealthData>",
    ],
)
def test_what_is_no_harmless_xml_is_refused(write: Write, refused, text: str) -> None:
    refused(write(text, "export.xml"))


def test_xml_of_another_kind(write: Write, refused) -> None:
    assert "Line 1: This is not an export of Apple Health." in refused(write("<html/>", "x.xml"), format="apple-health")


def test_declarations_that_are_not_well_formed_do_not_matter(journal: Journal, write: Write) -> None:
    head = HEAD.replace("<!ATTLIST Record", "<!ATTLIST Record\n  device CDATA IMPLIED #CDATA")
    assert journal.import_file(write(export([EXAMPLE], head), "export.xml")).kept == 1


@pytest.mark.parametrize(
    "broken",
    [
        EXAMPLE.replace("2024-03-15", "2025-02-31"),
        EXAMPLE.replace("2024-03-15 22:30:00 -0400", "yesterday"),
        EXAMPLE.replace("2024-03-15 22:30:00 -0400", ""),
        EXAMPLE.replace("AsleepCore", "Dreaming"),
        EXAMPLE.replace("2024-03-16", "2034-03-16"),
        felt("Nausea", f"{day(0)} 18:00:00", "Awful"),
        '<Record type="HKQuantityTypeIdentifierBodyMass" unit="stones" startDate="2024-03-15 22:30:00 -0400" value="7"/>',
        '<Record type="HKQuantityTypeIdentifierBodyMass" unit="kg" startDate="2024-03-15 22:30:00 -0400" value="NaN"/>',
        f'<Record type="HKQuantityTypeIdentifierBodyMass" unit="kg" value="{"7" * 5000}"/>',
        '<Record type="HKQuantityTypeIdentifierBodyMass" unit="kg" startDate="2024-03-15 22:30:00 -0400" value="7000"/>',
    ],
)
def test_record_137_is_named_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    records = [EXAMPLE] * 200
    records[136] = broken
    refused(write(export(records), "export.xml"), FIRST_LINE + 136)


def large(path: Path, size: int) -> int:
    """Write an export of ``size`` bytes, mostly steps and heart rate as in life; returns how many nights it holds."""
    nights = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{HEAD}<HealthData locale="en_US">\n')
        while out.tell() < size:
            for record in _steps(nights % 3000):
                out.write(record)
            for record in night(nights % 300):
                out.write(f" {record}\n")
            nights += 1
        out.write("</HealthData>\n")
    return min(nights, 300)


def _steps(n: int) -> Iterator[str]:
    moment = datetime(2020, 1, 1) + timedelta(days=n % 2000)
    for minute in range(60):
        at = f"{moment + timedelta(minutes=minute)} +0100"
        yield (
            ' <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" sourceVersion="10.1" device="&lt;&lt;HKDevice:'
            f' 0x1&gt;, name:Watch&gt;" unit="count/min" creationDate="{at}" startDate="{at}" endDate="{at}" value="{minute}"/>\n'
        )


def surroundings() -> Surroundings:
    return Surroundings(FixedClock(datetime(2026, 3, 10, 12, tzinfo=UTC)), time(4), date(2026, 3, 10), {})


def test_memory_does_not_go_with_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    found = large(path, 10 << 20)
    tracemalloc.start()
    try:
        reading = read_health(path, None, surroundings())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(reading.incoming) == found
    assert peak < 5 << 20


@pytest.mark.full
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no peak of a process's own memory")
def test_two_hundred_megabytes_in_less_memory_than_that(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    found = large(path, 200 << 20)
    program = (
        "import sys; from ldn_journal.cli.main import main; "
        f"main(['--data-dir', {str(tmp_path / 'data')!r}, 'init']); "
        f"code = main(['--data-dir', {str(tmp_path / 'data')!r}, 'import', {str(path)!r}]); "
        # Not getrusage: its peak is also that of the process that started this one.
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=900, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{found} entries stored." in done.stdout
    assert int(done.stdout.split()[-1]) < 200_000  # kilobytes
