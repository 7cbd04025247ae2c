import re
from datetime import timedelta

import pytest

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.errors import FileDamaged
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.doses import DoseState, NewDose, NewTitrationStep
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewMeasure, NewRating
from ldn_journal.domain.nights import NewNight
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store.connection import UNPROTECTED_KEY, connect


@pytest.fixture
def filled(journal: Journal, folder: DataFolder, today, clock: FixedClock) -> DataFolder:
    """A closed journal with one of most kinds."""
    journal.record(NewMeasure(key="stiffness", name="Stiffness"))
    journal.record(
        NewTitrationStep(day=today, amount_pg=4_500_000_000),
        NewDose(day=today, state=DoseState.TAKEN, amount_pg=4_500_000_000, at=clock.now()),
        NewRating(day=today, measure="pain", value=3),
        NewRating(day=today, measure="stiffness", value=3),
        NewNight(day=today, asleep_minutes=430, to_bed=clock.now() - timedelta(days=1)),
        NewNote(day=today, text="quiet"),
    )
    journal.close()
    return folder


def changed(folder: DataFolder, *statements: str) -> list[str]:
    raw = connect(folder.journal, UNPROTECTED_KEY)
    raw.execute("PRAGMA ignore_check_constraints=ON")
    for statement in statements:
        raw.execute(statement)
    raw.close()
    with Journal.open(folder) as journal:
        return journal.check()


def test_a_sound_journal_has_no_problems(filled):
    assert changed(filled) == []


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE rating SET value = 77 WHERE measure = 'pain'", "77"),
        ("UPDATE rating SET value = 3.5 WHERE measure = 'pain'", "whole number"),
        ("UPDATE rating SET measure = 'sleep' WHERE measure = 'pain'", "night"),
        ("DELETE FROM measure", "stiffness"),
        ("UPDATE dose SET at = '2026-04-01T22:00:00+01:00'", "2026-04-01"),
        ("UPDATE dose SET at = 'teatime'", "cannot be read"),
        ("UPDATE night SET to_bed = '2026-03-01T22:00:00+01:00'", "24 hours|2026-03-01"),
        ("UPDATE night SET asleep_minutes = NULL, to_bed = NULL", "holds nothing"),
        ("UPDATE note SET day = '1626-03-10'", "too long ago"),
        # NULL is neither within a range nor beyond it, so the table itself takes this one.
        ("UPDATE dose SET amount_pg = NULL", "dose"),
        ("UPDATE measure SET key = 'Stiff ness'", "short word"),
        ("INSERT INTO setting VALUES ('colour', '\"red\"')", "colour"),
        ("INSERT INTO setting VALUES ('tracked', '[\"kitten\"]')", "kitten"),
        (
            "INSERT INTO night (id, recorded_at, source, day, quality) SELECT 'x', recorded_at, source, day, 3 FROM night",
            "two",
        ),
    ],
)
def test_what_a_row_says_is_looked_at(filled, statement, word):
    found = changed(filled, statement)
    assert found
    assert any(re.search(word, sentence) for sentence in found), found


@pytest.mark.parametrize("statement", ["UPDATE dose SET state = 'forgotten'", "UPDATE measure SET low = 20"])
def test_a_row_beyond_the_ranges_of_its_table_is_damage_at_once(filled, statement):
    with pytest.raises(FileDamaged):
        changed(filled, statement)


def test_every_page_is_looked_at(filled):
    content = bytearray(filled.journal.read_bytes())
    for place in range(4096 + 100, len(content), 4096):
        spoiled = bytearray(content)
        spoiled[place] ^= 4
        filled.journal.write_bytes(spoiled)
        try:
            with Journal.open(filled) as journal:
                found = journal.check()
        except FileDamaged:
            continue
        assert found, place
    filled.journal.write_bytes(content)
    assert changed(filled) == []


def test_info(filled, clock, today):
    with Journal.open(filled, clock=clock) as journal:
        info = journal.info()
    assert info.path == filled.journal
    assert info.size == filled.journal.stat().st_size
    assert info.counts[Kind.RATING] == 2
    assert sum(info.counts.values()) == 7
    assert (info.first, info.last, info.changes, info.changed_at) == (today, today, 2, clock.now())
    assert info.as_json()["counts"]["note"] == 1


def test_info_of_an_empty_journal(journal):
    info = journal.info()
    assert (info.first, info.last, info.changes, info.changed_at) == (None, None, 0, None)
    assert info.as_json()["changed_at"] is None
