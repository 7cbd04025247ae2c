"""What a file is, is told by what it begins with; a format may be named; names are told by what they say."""

from contextlib import suppress
from pathlib import Path

import pytest

from ldn_journal.base.errors import ImportRefused
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.exchange.formats import FORMATS, format_of
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.exchange.streams import is_ldn
from ldn_journal.journal import Journal
from tests.exchange.conftest import Write, columns, counts
from tests.exchange.test_apple_health import EXAMPLE as HEALTH
from tests.exchange.test_apple_health import export
from tests.exchange.test_bearable import EXAMPLE as BEARABLE
from tests.exchange.test_daylio import EXAMPLE as DAYLIO
from tests.exchange.test_loop_habits import made_up, packed
from tests.exchange.test_medtimer import EXAMPLE as MEDTIMER
from tests.exchange.test_medtimer import HEADER as MEDTIMER_HEADER
from tests.exchange.test_medtimer import backup, event
from tests.exchange.test_track_and_graph import EXAMPLE as TRACKED
from tests.exchange.test_track_and_graph import HEADER as TRACKED_HEADER
from tests.seeds import chance

FILES: dict[str, str | bytes] = {
    "apple-health": export([HEALTH]),
    "bearable": BEARABLE,
    "daylio": DAYLIO,
    "flaredown": "Date,Nausea,Tags,Foods\n2025-03-01,2,,\n",
    "loop": packed(made_up(3)),
    "medtimer": MEDTIMER_HEADER + MEDTIMER,
    "track-and-graph": TRACKED_HEADER + TRACKED,
}


def test_every_format_is_tried_here() -> None:
    assert set(FILES) == set(FORMATS) - {"auto", "json", "csv"}


@pytest.mark.parametrize("name", FILES)
def test_a_format_is_told_and_may_be_named(journal: Journal, write: Write, name: str) -> None:
    path = write(FILES[name], "a file")
    leave = {"Neck pain": "Walk: outside!", "mood": "Stools", "Tracker C": "LDN"}
    rules = columns(**{one: {"kind": "ignore"} for pair in leave.items() for one in pair})
    # An automatic guess and the name read alike, and no other format takes the file for its own.
    assert journal.import_file(path, mapping=rules, dry_run=True) == journal.import_file(
        path, format=name, mapping=rules, dry_run=True
    )
    for other in set(FILES) - {name}:
        with pytest.raises(ImportRefused):
            journal.import_file(path, format=other, mapping=rules)
    assert counts(journal) == {}


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_any_byte_changed_ends_in_entries_or_a_sentence(journal: Journal, write: Write, name: str) -> None:
    content = FILES[name]
    data = content if isinstance(content, bytes) else content.encode()
    spoiling = chance("a byte changed", name)
    pieces = [
        b"\0",
        b'"',
        b";",
        b"\n",
        b"\xff",
        b"9" * 5000,
        b"NaN",
        b"-",
        b"",
        b"\r",
        b"2025-02-31",
        b"<",
        b"&x;",
        b"\xc3",
    ]
    for _attempt in range(120):
        at = spoiling.randrange(len(data))
        changed = data[:at] + spoiling.choice(pieces) + data[at + spoiling.randint(0, 3) :]
        path = write(changed, "changed")
        for options in ({}, {"format": name}):
            with suppress(ImportRefused):
                journal.import_file(path, dry_run=True, **options)
    assert counts(journal) == {}


def test_json_is_a_journal_or_a_backup(write: Write) -> None:
    assert format_of(write(backup([event(0)]), "x"), "auto", None) == "medtimer"
    assert format_of(write('{"format": "ldn-journal", "version": 1, "list": []}', "x"), "auto", None) == "json"


def test_a_mapping_with_a_time_reads_any_table_by_its_columns(journal: Journal, write: Write) -> None:
    mapping = {"time": {"column": "date formatted"}, "columns": {"rating/amount": {"measure": "pain"}}}
    text = 'date,date formatted,time of day,category,rating/amount,detail\nx,2025-03-01,am,Symptom,2,"Nausea"\n'
    assert journal.import_file(write(text), mapping=mapping).mapped == (("rating/amount", "pain"),)


def test_a_format_that_is_named_is_not_told_otherwise(journal: Journal, write: Write) -> None:
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(write(BEARABLE), format="csv")
    assert not caught.value.names
    with pytest.raises(ImportRefused, match=r"no section \[time\]"):
        journal.import_file(write(BEARABLE), format="bearable", mapping={"time": {"column": "date"}, "columns": {}})


def test_a_folder_is_no_file(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is a folder"):
        journal.import_file(tmp_path, format="daylio")


def test_a_measure_of_ones_own_is_known_by_its_name(journal: Journal, write: Write) -> None:
    path = write("Date,Café au lait spots,Tags,Foods\n2025-03-01,2,,\n")
    own = NewMeasure(key="spots", name="CAFÉ au lait spots", scale="severity", low=0, high=4)
    journal.record(own)
    assert journal.import_file(path).mapped == (("Café au lait spots", "spots"),)


@pytest.mark.parametrize(
    ("name", "ldn"),
    [
        ("LDN", True),
        ("ldn (4.5 mg)", True),
        ("Low dose Naltrexone", True),
        ("Naltrexon", True),
        ("Methylnaltrexone", False),
        ("Naltrexone/bupropion", False),
        ("Goldne", False),
        ("Ibuprofen", False),
    ],
)
def test_ldn_is_known_by_its_names(name: str, ldn: bool) -> None:
    assert is_ldn(name) is ldn
