"""Borrows the journal of an open window again and again, records an entry each time and says its number; made to be killed.

python borrower.py DATA FIRST
"""

import sys
from itertools import count
from pathlib import Path

from ldn_journal.base.borrowing import borrow
from ldn_journal.base.paths import DataFolder
from ldn_journal.journal import Journal
from tests.faults.recorder import entry


def main(data: str, first: str) -> None:
    """Go on until the end, whatever brings it about; with the window gone there is nothing to borrow and nobody to wait for."""
    folder = DataFolder(Path(data))
    for number in count(int(first)):
        loan = borrow(folder, 5)
        with Journal.open(folder, wait=5) as journal:
            journal.record(*entry(number))
            print(number, flush=True)
        if loan is not None:
            loan.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
