"""The journal file. The only SQL in the program is here; ``Store`` and ``Vault`` (keys and copies) are the room's entrances.

Each is loaded when it is first asked for, so that ``store/ahead.py`` can begin before SQLAlchemy is there.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "Add": "operations",
    "Backup": "backups",
    "Contents": "copies",
    "DailyValue": "store",
    "Operation": "operations",
    "Remove": "operations",
    "Revise": "operations",
    "Store": "store",
    "Vault": "vault",
    "backups_in": "backups",
    "check_password": "keys",
    "keys_beside": "backups",
    "wipe": "copies",
}
"""The module in which each of them lives."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
