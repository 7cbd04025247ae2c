"""The journal file. The only SQL in the program is here; ``Store`` and ``Vault`` (keys and copies) are the room's entrances."""

from ldn_journal.store.backups import Backup, backups_in, keys_beside
from ldn_journal.store.copies import Contents, wipe
from ldn_journal.store.keys import check_password
from ldn_journal.store.operations import Add, Operation, Remove, Revise
from ldn_journal.store.store import DailyValue, Store
from ldn_journal.store.vault import Vault

__all__ = [
    "Add",
    "Backup",
    "Contents",
    "DailyValue",
    "Operation",
    "Remove",
    "Revise",
    "Store",
    "Vault",
    "backups_in",
    "check_password",
    "keys_beside",
    "wipe",
]
