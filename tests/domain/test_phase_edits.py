"""An edit of the phases says what it must, and is kept like any record."""

from datetime import date

import pytest

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.phase_edits import PhaseEdit, PhaseEditKind
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"edit": "name"}, "what the phase is to be called"),
        ({"edit": "join"}, "why the phase is joined or split"),
        ({"edit": "split", "name": "Mornings"}, "why the phase is joined or split"),
        ({"edit": "move", "reason": "x"}, "cannot be read"),
        ({"edit": "join", "reason": "  "}, "must not be empty"),
    ],
)
def test_what_is_missing_is_said(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        validate(Kind.PHASE_EDIT, {"day": DAY, **fields})
    assert sentence in str(caught.value)


def test_an_edit_is_stored_revised_in_place_and_taken_back(journal: Journal) -> None:
    journal.record(validate(Kind.PHASE_EDIT, {"day": DAY, "edit": "split", "reason": "Mornings from here."}))
    journal.record(validate(Kind.PHASE_EDIT, {"day": DAY, "edit": "split", "reason": "In the morning from here."}))
    journal.record(validate(Kind.PHASE_EDIT, {"day": DAY, "edit": "name", "name": "Mornings"}))
    split, name = journal.phase_edits()
    assert isinstance(split, PhaseEdit)
    assert (split.edit, split.reason) == (PhaseEditKind.SPLIT, "In the morning from here.")
    assert name.name == "Mornings"
    journal.undo()
    journal.undo()
    assert [one.reason for one in journal.phase_edits()] == ["Mornings from here."]
