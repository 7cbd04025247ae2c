"""A mapping's own words are checked before a table is looked at."""

import math
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ldn_journal.base.errors import ImportRefused
from ldn_journal.exchange.mapping import read_mapping, read_names
from ldn_journal.exchange.starter import slug, starter

ENDS = {'odd "name"': (1.0, 7.0), "Größe": (3.0, 3.0), "ألم": (0.0, 3.0), "تعب": (0.0, 3.0)}
PAIN = {"pain": {"measure": "pain"}}


def test_every_word_of_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(
        b'\xef\xbb\xbf[file]\r\ndelimiter = ";"\r\nencoding = "cp1252"\r\ndecimal = ","\r\n'
        b'[time]\r\ncolumn = "day"\r\nclock = "at"\r\norder = "dmy"\r\nformat = "%d %b %Y"\r\n'
        b'[columns.pain]\r\nmeasure = "pain"\r\nvalues = { Bad = 7 }\r\n'
        b'[columns.ldn]\r\nkind = "dose"\r\nunit = "mg"\r\namount = "4.5 mg"\r\n'
        b'[columns.other]\r\nkind = "ignore"\r\n'
    )
    found = read_mapping(path)
    assert (found.delimiter, found.encoding, found.decimal) == (";", "cp1252", ",")
    assert (found.time, found.clock, found.order, found.pattern) == ("day", "at", "dmy", "%d %b %Y")
    pain, dose = found.columns
    assert (pain.target, pain.values) == ("pain", {"bad": 7})
    assert (dose.target, dose.unit, dose.amount_pg) == ("dose", "mg", 4_500_000_000)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"columns": PAIN}, "must name the column"),
        ({"time": {"column": "day"}}, r"a section \[columns"),
        ({"time": {"column": "day"}, "columns": PAIN, "extra": {}}, r"no section \[extra\]"),
        ({"time": {"column": "day", "zone": "x"}, "columns": PAIN}, "knows no “zone”"),
        ({"time": {"column": 3}, "columns": PAIN}, "must be a text"),
        ({"time": {"column": "day", "order": "dym"}, "columns": PAIN}, "order is one of"),
        ({"time": {"column": "day"}, "file": {"decimal": "'"}, "columns": PAIN}, "point or a comma"),
        ({"time": {"column": "day"}, "file": {"delimiter": ";;"}, "columns": PAIN}, "single character"),
        ({"time": {"column": "day"}, "file": {"encoding": "zip"}, "columns": PAIN}, "no encoding"),
        ({"time": {"column": "day"}, "file": {"encoding": "latin-99"}, "columns": PAIN}, "no encoding"),
        ({"time": {"column": "day"}, "columns": {"pain": {}}}, "either measure or kind"),
        (
            {"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "kind": "note"}}},
            "either measure or kind",
        ),
        ({"time": {"column": "day"}, "columns": {"pain": {"kind": "poem"}}}, "kind in"),
        ({"time": {"column": "day"}, "columns": {"pain": {"measure": "My Pain"}}}, "short word"),
        ({"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "lowest": 1}}}, "knows no “lowest”"),
        ({"time": {"column": "day"}, "columns": {"ldn": {"kind": "dose", "unit": "drops"}}}, "unit in"),
        ({"time": {"column": "day"}, "columns": {"ldn": {"kind": "dose", "amount": "lots"}}}, "not an amount"),
        ({"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "values": {"a": []}}}}, "for each word"),
        ({"time": {"column": "day"}, "columns": {"pain": 3}}, "not a section"),
        ({"time": {"column": "day"}, "file": {"encoding": "utf\0-8"}, "columns": PAIN}, "no encoding"),
        ({"time": {"column": "day"}, "file": {"encoding": "punycode"}, "columns": PAIN}, "no encoding"),
        ({"time": {"column": "day"}, "columns": {"ldn": {"kind": "dose", "unit": ["mg"]}}}, "must be a text"),
        ({"time": {"column": "day"}, "columns": {"slept": {"measure": "sleep", "unit": {"a": 1}}}}, "must be a text"),
        ({"time": {"column": "day"}, "columns": {"ldn": {"kind": "dose", "amount": 16**5000}}}, "cannot be used"),
        ({"time": {"column": "day"}, "columns": {"ldn": {"kind": "dose", "amount": 4.5}}}, "4.5 mg"),
        (
            {"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "values": {"a": 10**400}}}},
            "for each word",
        ),
        (
            {"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "values": {"a": math.nan}}}},
            "for each word",
        ),
        ({"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "rescale": [math.nan, 1]}}}, "rescale in"),
        ({"time": {"column": "day", "format": "%Y-%Y"}, "columns": PAIN}, "format in"),
        ({"time": {"column": "day", "format": "%d %b"}, "columns": PAIN}, "format in"),
        ({"time": {"column": "day", "format": "%Q"}, "columns": PAIN}, "format in"),
        ({"time": {"column": "day", "format": "%"}, "columns": PAIN}, "format in"),
        ({"time": {"column": "day", "format": "%Y" + "x" * 100_000}, "columns": PAIN}, "format in"),
    ],
)
def test_what_a_mapping_cannot_say(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        read_mapping(given)


@pytest.mark.parametrize("data", [b"[time", b"\xff\xfe", b"a = " + b"[" * 100_000, b"x" * 2_000_000])
def test_what_is_no_toml_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(data)
    with pytest.raises(ImportRefused, match="mapping cannot be used") as caught:
        read_mapping(path)
    assert len(str(caught.value)) < 300


def test_a_starter_is_a_mapping_that_can_be_used(tmp_path: Path) -> None:
    text = starter(["When", 'odd "name"', "Größe", "ألم", "تعب", "words"], ENDS, "When")
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    found = read_mapping(path)
    assert found.time == "When"
    assert [(rule.column, rule.target) for rule in found.columns] == [
        ('odd "name"', "my_odd_name"),
        ("Größe", "my_grosse"),
        ("ألم", "my_measure"),
        ("تعب", "my_measure_2"),
    ]
    assert '# [columns.words]\n# kind = "note"' in text


@pytest.mark.parametrize("ends", ["1-5", [1], [1, 1], [1, 2, 3], [True, False], ["1", "5"], [0, 10**12]])
def test_the_ends_of_a_scale_are_two_numbers(ends: Any) -> None:
    with pytest.raises(ImportRefused, match="rescale in"):
        read_mapping({"time": {"column": "day"}, "columns": {"pain": {"measure": "pain", "rescale": ends}}})


def test_a_mapping_of_names_has_names_only() -> None:
    found = read_names({"columns": {"Nausea": {"kind": "ignore"}, "Iron": {"kind": "medicine"}}})
    assert (found.time, [rule.target for rule in found.columns], found.left_out) == ("", ["medicine"], {"Nausea"})
    with pytest.raises(ImportRefused, match=r"no section \[time\]"):
        read_names({"time": {"column": "day"}, "columns": PAIN})
    with pytest.raises(ImportRefused, match="kind in"):
        read_mapping({"time": {"column": "day"}, "columns": {"Iron": {"kind": "medicine"}}})


@pytest.mark.parametrize(
    "pattern", ["%d.%m.%y %H:%M", "%c", "%G-W%V-%u", "%Y-%m-%dT%H:%M:%S%z", "am %d. %B %Y", "%j/%Y"]
)
def test_patterns_that_tell_a_day_with_its_year(pattern: str) -> None:
    assert read_mapping({"time": {"column": "day", "format": pattern}, "columns": PAIN}).pattern == pattern


def test_a_mapping_of_many_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    with path.open("wb") as out:
        out.truncate(3 << 30)
    with pytest.raises(ImportRefused, match="far too large"):
        read_mapping(path)


def test_a_column_that_stands_twice_begins_one_section() -> None:
    text = starter(["day", "pain", "mood", "pain", "pain", "mood"], {"pain": (0.0, 7.0)}, "day")
    assert list(tomllib.loads(text)["columns"]) == ["pain"]
    assert text.count("[columns.mood]") == 1


def test_thousands_of_names_without_a_letter_get_keys_of_their_own_soon() -> None:
    begun = time.process_time()
    taken: set[str] = {"my_measure_3"}
    keys = [slug("疲劳", taken) for _name in range(20_000)]
    assert len({*keys, "my_measure_3"}) == 20_001
    assert keys[:3] == ["my_measure", "my_measure_2", "my_measure_4"]
    assert max(map(len, keys)) <= 40
    assert time.process_time() - begun < 5
