"""The journal file. The only SQL in the program is here; ``Store`` is the room's one entrance."""

from ldn_journal.store.operations import Add, Operation, Remove, Revise
from ldn_journal.store.store import DailyValue, Store

__all__ = ["Add", "DailyValue", "Operation", "Remove", "Revise", "Store"]
