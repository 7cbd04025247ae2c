"""The mapping to begin with, as text and as data, is one and the same; and a mapping written down is read back as it was."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_journal.exchange.mapping_text import write_mapping
from ldn_journal.exchange.needed import MappingNeeded
from ldn_journal.exchange.starter import first_mapping
from ldn_journal.journal import Journal
from tests.exchange.conftest import Write

TABLE = "when,ache,slept,words\n2026-03-03,3,7.5,Rain\n2026-03-04,-1,8,\n"
BEARABLE = (
    "date,weekday,time of day,category,rating/amount,detail,notes\n"
    '"3rd Mar 2026","Tuesday","9:00","Symptom","2","Neck pain (Moderate)",""\n'
    '"3rd Mar 2026","Tuesday","22:30","Meds/Supplements","1","LDN",""\n'
    '"3rd Mar 2026","Tuesday","9:00","Meds/Supplements","25","Vitamin D (mcg)",""\n'
)
DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-03-02,2 March,Monday,11:00 pm,super,"walk","",""\n'
)
TRACKED = (
    "FeatureName,Timestamp,Value,Label,Note\nWalk,2026-03-03T10:00:00Z,1:10:00,,\nPain,2026-03-03T10:00:00Z,3.0,,\n"
)


def needed(journal: Journal, path: Path) -> MappingNeeded:
    with pytest.raises(MappingNeeded) as caught:
        journal.import_file(path)
    return caught.value


@pytest.mark.parametrize("content", [TABLE, BEARABLE, DAYLIO, TRACKED])
def test_the_text_and_the_form_begin_alike(journal: Journal, write: Write, content: str) -> None:
    asked = needed(journal, write(content))
    taken = journal.measures() if asked.names else ()
    assert first_mapping(asked.start, taken) == tomllib.loads(asked.starter)


def test_a_table_is_shown_as_it_is(journal: Journal, write: Write) -> None:
    asked = needed(journal, write(TABLE))
    assert asked.glimpse.headings == ("when", "ache", "slept", "words")
    assert asked.glimpse.rows == (("2026-03-03", "3", "7.5", "Rain"), ("2026-03-04", "-1", "8", ""))
    assert dict(asked.glimpse.counts) == {"when": 2, "ache": 2, "slept": 2, "words": 1}
    assert asked.glimpse.examples["ache"] == ("3", "-1")


def test_names_are_shown_with_what_was_found_under_them(journal: Journal, write: Write) -> None:
    asked = needed(journal, write(BEARABLE))
    assert asked.glimpse.rows == (("Neck pain", "2026-03-03", "2"), ("LDN", "2026-03-03", "1"))
    assert asked.start.left == (("Vitamin D", "medicine"),)
    assert asked.glimpse.counts["Vitamin D"] == 1


names = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
values = st.one_of(names, st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False))
rules = st.dictionaries(names, values, max_size=4).flatmap(
    lambda rule: st.dictionaries(names, values, max_size=3).map(lambda words: {**rule, "values": words})
)


@given(st.dictionaries(names, rules, max_size=4), st.dictionaries(names, names, max_size=3))
def test_a_written_mapping_is_read_back(columns: dict[str, Any], time: dict[str, str]) -> None:
    mapping = {"time": time, "columns": columns}
    written = write_mapping(mapping)
    assert tomllib.loads(written) == (mapping if columns else {"time": time})


def test_ends_are_a_list() -> None:
    mapping = {"columns": {"Ache, now": {"measure": "pain", "rescale": [1, 5]}}}
    assert tomllib.loads(write_mapping(mapping)) == mapping
