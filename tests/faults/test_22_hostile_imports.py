"""Fault 22: files made to do harm, or broken. Exit code 2, the line where there is one, and not a row stored.

A file of 200 MB in less memory than that is ``tests/exchange/test_apple_health.py``; files spoilt at random are in
``test_fuzzed_imports.py``.
"""

import io
import json
import resource
import socket
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.faults.conftest import BAD_INPUT, DONE, Program, posix, tree

pytestmark = posix
LIMIT = 400
"""How long a sentence may be, whatever the file holds."""
MEMORY = 1 << 30
SECONDS = 20


@pytest.fixture
def refused(program: Program) -> Callable[..., str]:
    """Bring in what is broken; returns what is said to it."""
    program.made()

    def attempt(path: Path, line: int | None = None, *options: str, apart: bool = False) -> str:
        before = tree(program.folder.root, path.parent)
        command = ("import", str(path), *options)
        done = program(*command, before=little_memory, seconds=SECONDS) if apart else program.quick(*command)
        assert (done.code, done.sentence) == (BAD_INPUT, True), done
        assert len(done.err) < LIMIT + len(str(path)), done.err
        if line is not None:
            assert f"ine {line}: " in done.err, done.err
        assert tree(program.folder.root, path.parent) == before
        return done.err

    return attempt


def little_memory() -> None:
    """Let the process have a gigabyte of addresses: whatever unpacks or repeats without end fails at once."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


# XML -------------------------------------------------------------------------------------------------------------

RECORD = (
    '<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" startDate="2024-03-15 22:30:00 -0400" '
    'endDate="2024-03-16 06:45:00 -0400" value="HKCategoryValueSleepAnalysisAsleepCore"/>\n'
)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">\n' for n in range(1, 12))
HEALTH_DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate
  value CDATA #REQUIRED
>
<!ELEMENT Me EMPTY>
<!ATTLIST Me
  HKCharacteristicTypeIdentifierDateOfBirth         CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBiologicalSex       CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBloodType           CDATA #REQUIRED
  HKCharacteristicTypeIdentifierFitzpatrickSkinType CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
  sourceName    CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device        CDATA #IMPLIED
  creationDate  CDATA #IMPLIED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
<!-- Note: Any Records that appear as children of a correlation also appear as top-level records in this document. -->
<!ELEMENT Correlation ((MetadataEntry|Record)*)>
<!ELEMENT MetadataEntry EMPTY>
<!ATTLIST MetadataEntry
  key   CDATA #REQUIRED
  value CDATA #REQUIRED
>
<!ELEMENT HeartRateVariabilityMetadataList (InstantaneousBeatsPerMinute*)>
<!ELEMENT InstantaneousBeatsPerMinute EMPTY>
]>
"""
BODY = (
    '<HealthData locale="en_US">\n<ExportDate value="2026-03-01 10:00:00 +0100"/>\n'
    '<Me HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet"/>\n'
)


def health(dtd: str, *records: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}{BODY}{"".join(records) or RECORD}</HealthData>\n'


def doctype(inside: str) -> str:
    return f"<!DOCTYPE HealthData [\n{inside}]>\n"


XML = {
    "a billion laughs": health(doctype(f'<!ENTITY e0 "ha">\n{ENTITIES}'), '<Record type="&e11;"/>'),
    "a billion laughs in a text": health(doctype(f'<!ENTITY e0 "ha">\n{ENTITIES}'), "<Me>&e11;</Me>"),
    "one long entity very often": health(doctype(f'<!ENTITY e "{"x" * 100_000}">\n'), f"<Me>{'&e;' * 50_000}</Me>"),
    "an entity of itself": health(doctype('<!ENTITY a "&b;">\n<!ENTITY b "&a;">\n'), "<Me>&a;</Me>"),
    "a file of the computer": health(doctype('<!ENTITY a SYSTEM "file:///etc/hostname">\n'), "<Me>&a;</Me>"),
    "a declaration from a file": health(doctype('<!ENTITY % a SYSTEM "file:///etc/hostname">\n%a;\n')),
    "ten thousand elements deep": health("", "<Me>" * 10_000, "</Me>" * 10_000),
}


@pytest.mark.parametrize("kind", XML)
def test_xml(refused: Callable[..., str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "in" / "export.xml"
    path.parent.mkdir()
    path.write_text(XML[kind])
    said = refused(path, apart=kind.startswith(("a billion", "one long")))
    assert Path("/etc/hostname").read_text().strip() not in said or len(Path("/etc/hostname").read_text()) < 5


def test_the_real_declarations_are_accepted(program: Program, tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(health(HEALTH_DTD, RECORD))
    done = program.made()("import", str(tmp_path / "export.xml"), before=little_memory)
    assert (done.code, done.err) == (DONE, "")
    assert "1 entry stored." in done.out


def test_nothing_is_fetched(program: Program, tmp_path: Path) -> None:
    """Declarations that lie elsewhere are not asked for."""
    program.made()
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        address = "http://{}:{}/health.dtd".format(*elsewhere.getsockname())
        for declared in (f'SYSTEM "{address}"', f'PUBLIC "-//health" "{address}"'):
            (tmp_path / "export.xml").write_text(health(f"<!DOCTYPE HealthData {declared}>\n", RECORD))
            assert program("import", str(tmp_path / "export.xml")).code in (DONE, BAD_INPUT)
        elsewhere.settimeout(0.1)
        with pytest.raises(TimeoutError):
            elsewhere.accept()


# Zips ------------------------------------------------------------------------------------------------------------

HABITS = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,Target Value,"
    "Archived?\n001,Stools,NUMERICAL,,,1,1,#FF8F00,,,,false\n"
)
MARKS = "001 Stools/Checkmarks.csv"


def zipped(inside: Mapping[str, bytes | str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _much(size: int) -> Iterator[bytes]:
    piece = b"2025-03-01,1000,\n" * 60_000
    for _part in range(size // len(piece)):
        yield piece


def _bomb() -> bytes:
    """A hundred megabytes in half a one."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("Habits.csv", HABITS)
        with archive.open(MARKS, "w") as member:
            member.write(b"Date,Value,Notes\n")
            for piece in _much(128 << 20):
                member.write(piece)
    return whole.getvalue()


def _claims_less() -> bytes:
    """The directory tells of ten bytes where fifty million come out."""
    inside = b"Date,Value,Notes\n" + b"0" * 50_000_000
    whole = zipped({"Habits.csv": HABITS, MARKS: inside})
    return whole.replace(len(inside).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def _link(name: str, target: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("Habits.csv", HABITS)
        member = zipfile.ZipInfo(name)
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, target)
    return whole.getvalue()


def _nested() -> bytes:
    inside = zipped({"Habits.csv": HABITS})
    for _layer in range(20):
        inside = zipped({"export.zip": inside})
    return inside


ZIPS: dict[str, Callable[[], bytes]] = {
    "a hundred megabytes": _bomb,
    "more than it says": _claims_less,
    "up and out": lambda: zipped({"Habits.csv": HABITS, "../../../evil.csv": "x"}),
    "up and out at the habit": lambda: zipped({"Habits.csv": HABITS, f"../{MARKS}": "Date,Value,Notes\n"}),
    "from the root": lambda: zipped({"Habits.csv": HABITS, "/tmp/ldn-journal-evil.csv": "x"}),
    "of another system": lambda: zipped({"Habits.csv": HABITS, "C:\\evil.csv": "x"}),
    "with backslashes": lambda: zipped({"Habits.csv": HABITS, "..\\..\\evil.csv": "x"}),
    "a link for a table": lambda: _link(MARKS, "/etc/passwd"),
    "zips in zips": _nested,
    "thirty thousand files": lambda: zipped({f"{n}.csv": "" for n in range(30_000)}),
    "only its beginning": lambda: zipped({"Habits.csv": HABITS})[:40],
    "no zip at all": lambda: b"PK\x03\x04" + b"words " * 100,
}


@pytest.mark.parametrize("kind", ZIPS)
def test_zips(refused: Callable[..., str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "in" / "here" / "Loop.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(ZIPS[kind]())
    around = sorted(str(one) for one in tmp_path.rglob("*") if one.name != "journal.lock")
    refused(path, apart=kind in ("a hundred megabytes", "more than it says"))
    assert sorted(str(one) for one in tmp_path.rglob("*") if one.name != "journal.lock") == around
    assert not Path("/tmp/ldn-journal-evil.csv").exists()


# Tables and JSON -------------------------------------------------------------------------------------------------

RATINGS = "id,day,measure,value,at,recorded_at,source\n"
NOTES = "id,day,text,at,recorded_at,source\n"
GOOD = ",2025-03-01,pain,4,,,\n"
TABLES: dict[str, str] = {
    "a NUL": RATINGS + GOOD * 3 + ",2025-03-02,pa\0in,4,,,\n",
    "a cell of 200 kB": NOTES + ",2025-03-01,short,,,\n" * 3 + f",2025-03-02,{'long ' * 40_000},,,\n",
    "a number of 5,000 digits": RATINGS + GOOD * 3 + f",2025-03-02,pain,{'7' * 5000},,,\n",
    "NaN": RATINGS + GOOD * 3 + ",2025-03-02,pain,NaN,,,\n",
    "infinity": RATINGS + GOOD * 3 + ",2025-03-02,pain,1e999,,,\n",
    "31 February": RATINGS + GOOD * 3 + ",2025-02-31,pain,4,,,\n",
    "a year of five digits": RATINGS + GOOD * 3 + ",20255-02-01,pain,4,,,\n",
    "a day to come": RATINGS + GOOD * 3 + ",2999-01-01,pain,4,,,\n",
    "off the scale": RATINGS + GOOD * 3 + ",2025-03-02,pain,11,,,\n",
    "no such measure": RATINGS + GOOD * 3 + ",2025-03-02,kitten,1,,,\n",
    "a cell too many": RATINGS + GOOD * 3 + ",2025-03-02,pain,4,,,,x\n",
    "an open quote": RATINGS + GOOD * 3 + ',2025-03-02,"pain,4,,,\n',
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_tables(refused: Callable[..., str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "in" / "ratings.csv"
    path.parent.mkdir()
    path.write_text(TABLES[kind])
    refused(path, 5)


def test_bytes_that_are_no_text(refused: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "in" / "ratings.csv"
    path.parent.mkdir()
    path.write_bytes((RATINGS + GOOD * 3).encode() + bytes(range(128, 256)) * 20 + b"\n")
    refused(path)
    path.write_bytes(bytes(range(256)) * 200)
    refused(path)


def test_cp1252_is_read_as_it_was_meant(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes((NOTES + ",2025-03-01,déjà vu – “again” €5,,,\n").encode("cp1252"))
    assert program.made().quick("import", str(path)).code == DONE
    assert program.quick("export", str(tmp_path / "out.json")).code == DONE
    (note,) = json.loads((tmp_path / "out.json").read_bytes())["records"]["note"]
    assert note["text"] == "déjà vu – “again” €5"


def document(old: str, new: str) -> Callable[[str], str]:
    def changed(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return changed


JSON: dict[str, Callable[[str], str]] = {
    "NaN": document('"value": 4.0', '"value": NaN'),
    "infinity": document('"value": 4.0', '"value": 1e999'),
    "a number of 5,000 digits": document('"value": 4.0', f'"value": {"7" * 5000}'),
    "31 February": document('"day": "2025-03-02"', '"day": "2025-02-31"'),
    "a NUL": document("quiet", "qu\\u0000iet"),
    "half a sign": document("quiet", "qu\\ud800iet"),
    "200 kB of words": document("quiet", "quiet " * 40_000),
    "a hundred thousand deep": lambda text: text.rstrip()[:-1] + ', "more": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "cut short": lambda text: text[: len(text) // 2],
    "a later version": document('"version": ', '"version": 9'),
    "no object": lambda text: f"[{text}]",
    "an entry twice": lambda text: text,  # see below
}


@pytest.mark.parametrize("kind", JSON)
def test_json(refused: Callable[..., str], another: Program, tmp_path: Path, kind: str) -> None:
    assert another.made().quick("log", "2025-03-02", "pain=4", "note=quiet").code == DONE
    assert another.quick("export", str(another.root / "good.json")).code == DONE
    text = (another.root / "good.json").read_text()
    if kind == "an entry twice":
        whole = json.loads(text)
        whole["records"]["note"] *= 2
        text = json.dumps(whole)
    path = tmp_path / "in" / "journal.json"
    path.parent.mkdir()
    path.write_text(JSON[kind](text))
    said = refused(path)
    marks = {"NaN": ": NaN", "infinity": "1e999", "a number of 5,000 digits": "7" * 5000, "31 February": "02-31"}
    if kind in marks:
        lines = path.read_text().splitlines()
        number = next(n for n, line in enumerate(lines, 1) if marks[kind] in line)
        assert number > 3
        assert f"ine {number}: " in said
