"""Loop Habit Tracker's zip, and zips that mean no good."""

import io
import zipfile

import pytest

from ldn_journal.domain.doses import DoseState
from ldn_journal.domain.records import Kind
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.journal import Journal
from tests.exchange.conftest import RoundTrip, Write, columns, counts, day

HABITS = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,Target Value,"
    "Archived?\n001,Walk: outside!,YES_NO,,,1,1,#FF8F00,,,,false\n002,Stools,NUMERICAL,,,1,1,#FF8F00,,,,false\n"
    "003,LDN,YES_NO,,,1,1,#00897B,,,,false\n"
)
RULES = columns(**{
    "walk: outside!": {"measure": "my_walk", "scale": "yes_no", "better": "higher"},
    "Stools": {"measure": "stools"},
    "LDN": {"kind": "dose", "amount": "4.5 mg"},
})  # fmt: skip


def marks(rows: list[str]) -> str:
    return "Date,Value,Notes\n" + "\n".join(rows) + "\n"


def packed(inside: dict[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return whole.getvalue()


def made_up(days: int = 80) -> dict[str, str | bytes]:
    words = ["YES_MANUAL", "NO", "YES_AUTO", "SKIP", "UNKNOWN"]
    return {
        "Habits.csv": HABITS,
        "Checkmarks.csv": "Date,Walk: outside!,Stools,LDN,\n2025-03-01,NO,2000,NO,\n",
        "001 Walk outside/Checkmarks.csv": marks(
            [f'{day(n)},{words[n % 5]},"{"Far, and WET" if n == 4 else ""}"' for n in reversed(range(days))]
        ),
        "001 Walk outside/Scores.csv": "Date,Score\n2025-03-01,0.5\n",
        "002 Stools/Checkmarks.csv": marks([f"{day(n)},{(n % 6) * 1000}," for n in range(days)]),
        "003 LDN/Checkmarks.csv": marks([f"{day(n)},{words[n % 4]}," for n in range(days)]),
    }


def test_a_zip_with_all_its_oddities(journal: Journal, write: Write, there_and_back: RoundTrip) -> None:
    receipt = there_and_back(write(packed(made_up()), "Loop.zip"), mapping=RULES)
    assert receipt.rows == 240
    assert dict(receipt.mapped) == {"Walk: outside!": "my_walk", "Stools": "stools", "LDN": "dose"}
    assert counts(journal) == {Kind.RATING: 32 + 80, Kind.DOSE: 60, Kind.NOTE: 1, Kind.MEASURE: 1}
    assert receipt.refusals == (("A day of a habit was not marked, only counted as done by its frequency.", 36),)
    states = {one.day: (one.state, one.amount_pg) for one in journal.records(Kind.DOSE)}
    assert states[day(0)] == (DoseState.TAKEN, 4_500_000_000)
    assert states[day(1)] == (DoseState.MISSED, None)
    assert states[day(3)] == (DoseState.SKIPPED, None)
    assert {one.value for one in journal.ratings() if one.measure == "stools"} == {0, 1, 2, 3, 4, 5}
    assert [one.text for one in journal.records(Kind.NOTE)] == ["Far, and WET"]


def test_habits_that_are_no_measure_are_asked_for(journal: Journal, write: Write) -> None:
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(write(packed(made_up()), "Loop.zip"))
    assert caught.value.columns == ("Walk: outside!", "LDN")
    assert 'scale = "yes_no"' in caught.value.starter


@pytest.mark.parametrize(
    "broken", ["2025-02-31,NO,", "2025-03-01,PERHAPS,", f"2025-03-01,{'9' * 5000},", "2025-03-01", "2025-03-01,NO,\0"]
)
def test_row_137_is_named_with_its_file_and_nothing_is_stored(write: Write, refused, broken: str) -> None:
    rows = [f"{day(n)},NO," for n in range(200)]
    rows[136] = broken
    content = packed(made_up() | {"001 Walk outside/Checkmarks.csv": marks(rows)})
    said = refused(write(content, "Loop.zip"), 138, mapping=RULES)
    assert said.startswith("001 Walk outside/Checkmarks.csv, line 138: ")


def bomb() -> bytes:
    return packed({"Habits.csv": HABITS, "001 Walk/Checkmarks.csv": b"0" * 40_000_000})


def claims_less() -> bytes:
    """The directory says that the file is short; it is not."""
    whole = packed({"Habits.csv": HABITS + "#" * 5000})
    return whole.replace((len(HABITS) + 5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def damaged() -> bytes:
    """A byte of the packed text is another."""
    whole = bytearray(packed({"Habits.csv": HABITS}))
    whole[60] ^= 0xFF
    return bytes(whole)


def locked() -> bytes:
    whole = bytearray(packed({"Habits.csv": HABITS}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(signature) + flags] |= 1
    return bytes(whole)


@pytest.mark.parametrize(
    "content",
    [
        bomb(),
        claims_less(),
        locked(),
        packed({"Habits.csv": HABITS, "../001 Walk/Checkmarks.csv": marks([])}),
        packed({"Habits.csv": HABITS, "/etc/passwd": ""}),
        packed({"Habits.csv": HABITS, "C:\\x": ""}),
        packed({"Habits.csv": HABITS, "a\\..\\..\\x": ""}),
        packed({"holiday.jpg": b"\xff\xd8"}),
        packed({"Habits.csv": "Name\nWalk\n"}),
        packed({"Habits.csv": "Position,Name\nfirst,Walk\n"}),
        packed({"Habits.csv": HABITS})[:-30],
        damaged(),
        b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=range(13),
)
def test_a_zip_that_cannot_be_trusted(write: Write, refused, content: bytes) -> None:
    refused(write(content, "Loop.zip"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_asks_for_memory_of_its_own(write: Write, refused, method: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        archive.writestr("Habits.csv", HABITS)
    assert "packed in a way" in refused(write(whole.getvalue(), "Loop.zip"))


def test_a_method_that_the_directory_only_claims(write: Write, refused) -> None:
    whole = bytearray(packed({"Habits.csv": HABITS}))
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        whole[whole.index(signature) + place] = zipfile.ZIP_LZMA
    assert "packed in a way" in refused(write(bytes(whole), "Loop.zip"))


def test_too_many_files(write: Write, refused) -> None:
    content = packed({"Habits.csv": HABITS} | {f"{n}": "" for n in range(20_001)})
    assert "far too much" in refused(write(content, "Loop.zip"))
