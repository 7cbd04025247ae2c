"""The first thing done with a journal that is to be opened, before what opens it is loaded."""

from ldn_journal.base.paths import DataFolder
from ldn_journal.store.ahead import Ahead

__all__ = ["Ahead", "read_ahead"]


def read_ahead(folder: DataFolder) -> Ahead:
    """Begin to read the journal in ``folder`` through, for ``Journal.open``. The caller closes it in the end."""
    return Ahead(folder.journal)
