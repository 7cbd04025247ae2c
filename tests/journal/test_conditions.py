"""Health facts in the journal: entered, corrected, ended, taken back, and part of every way out."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.life import NewCondition
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal


def test_the_same_fact_again_takes_the_first_ones_place(journal: Journal) -> None:
    day = journal.today() - timedelta(days=40)
    journal.record(NewCondition(day=day, condition="liver_disease"))
    journal.record(NewCondition(day=day, condition="liver_disease", note="seen by Dr Example"))
    journal.record(NewCondition(day=day, condition="other", name="Gout"))
    journal.record(NewCondition(day=day, condition="other", name="gout", until=journal.today()))
    liver, gout = journal.conditions()
    assert (liver.note, gout.name, gout.until) == ("seen by Dr Example", "gout", journal.today())
    assert journal.undo().label == "health fact"
    assert journal.conditions()[1].until is None


def test_an_end_is_a_revision_with_its_history(journal: Journal) -> None:
    day = journal.today() - timedelta(days=40)
    journal.record(NewCondition(day=day, condition="pregnancy"))
    (one,) = journal.conditions()
    journal.revise(Kind.CONDITION, one.id, until=journal.today())
    with pytest.raises(InvalidEntry, match="end is before the start"):
        journal.revise(Kind.CONDITION, one.id, until=day - timedelta(days=1))
    journal.remove(Kind.CONDITION, one.id)
    states = [revision.record for revision in journal.history(one.id)]
    assert [state if state is None else state.__dict__["until"] for state in states] == [None, journal.today(), None]
    assert [revision.operation for revision in journal.history(one.id)] == ["added", "revised", "removed"]
    assert journal.check() == []


def test_it_may_end_later_but_not_begin_later(journal: Journal) -> None:
    today = journal.today()
    journal.record(NewCondition(day=today, condition="pregnancy", until=today + timedelta(days=200)))
    with pytest.raises(InvalidEntry, match="still to come"):
        journal.record(NewCondition(day=today + timedelta(days=1), condition="pregnancy"))
    assert len(journal.conditions()) == 1
    assert journal.check() == []


def test_the_plain_database_has_the_facts_and_no_unfinished_text(journal: Journal, tmp_path: Path) -> None:
    journal.record(NewCondition(day=journal.today(), condition="other", name="Gout"))
    with journal._store._file.write() as connection:  # as whoever keeps drafts writes them
        connection.exec_driver_sql(
            "INSERT INTO draft VALUES ('note', '2026-03-10T22:31:00+01:00', ?)", ("half a sentence " * 500,)
        )
    out = tmp_path / "plain.sqlite"
    journal.export_sqlite(out)
    plain = sqlite3.connect(out)
    assert plain.execute("SELECT condition, name FROM condition").fetchall() == [("other", "Gout")]
    assert plain.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    plain.close()
    assert b"half a sentence" not in out.read_bytes()
    journal.export_json(tmp_path / "out.json")
    assert b"half a sentence" not in (tmp_path / "out.json").read_bytes()
