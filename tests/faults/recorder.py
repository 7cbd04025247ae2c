"""Records entry after entry into a real journal and says each number once it was acknowledged; made to be killed.

    python recorder.py DATA FIRST [asked]

An entry is a note, a rating and a dose in one transaction. With ``asked`` each waits for a line on stdin. An error ends it with a
sentence and with the exit code the program gives to that error.
"""

import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from ldn_journal.base.errors import JournalError
from ldn_journal.base.paths import DataFolder
from ldn_journal.cli.failures import exit_code
from ldn_journal.domain.doses import DoseState, NewDose
from ldn_journal.domain.life import NewNote
from ldn_journal.domain.measures import NewRating
from ldn_journal.domain.records import NewRecord
from ldn_journal.journal import Journal

BEGIN = datetime(2025, 1, 1, 12, tzinfo=UTC)
DAYS = 400
"""Entries are spread over so many days, that a day stays small."""


def entry(number: int) -> list[NewRecord]:
    """What is recorded together under a number."""
    at = moment(number)
    text = f"entry {number} " + "words " * (number % 300)
    return [
        NewNote(day=at.date(), text=text, at=at),
        NewRating(day=at.date(), measure="pain", value=number % 11, at=at),
        NewDose(day=at.date(), state=DoseState.TAKEN, amount_pg=4_500_000_000, at=at),
    ]


def moment(number: int) -> datetime:
    """A moment of its own for each number."""
    return BEGIN + timedelta(days=number % DAYS, seconds=number // DAYS)


def numbers_in(folder: DataFolder) -> list[int]:
    """The numbers stored, read back from a journal that must be sound; no entry may be there in part."""
    with Journal.open(folder) as journal:
        assert journal.check() == []
        notes = {note.at: int(note.text.split()[1]) for note in journal.notes() if note.text.startswith("entry ")}
        ratings = {rating.at: rating.value for rating in journal.ratings() if rating.at is not None}
        doses = {dose.at for dose in journal.doses() if dose.at is not None}
    assert notes == {moment(number): number for number in notes.values()}
    assert ratings == {at: number % 11 for at, number in notes.items()}
    assert doses == set(notes)
    return sorted(notes.values())


def main(data: str, first: str, *how: str) -> int:
    """Record until the end, whatever brings it about."""
    numbers = count(int(first))
    try:
        with Journal.open(DataFolder(Path(data)), wait=5.0) as journal:
            print("open", file=sys.stderr, flush=True)
            for _turn in sys.stdin if how == ("asked",) else count():
                number = next(numbers)
                journal.record(*entry(number))
                print(number, flush=True)
    except JournalError as error:
        print(error, file=sys.stderr, flush=True)
        return exit_code(error)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
