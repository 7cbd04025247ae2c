"""What costs much and proves nothing of most tests: the derivation of a key, and eight megabytes of room beside each journal."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TypeAlias

from ldn_journal.store import keys, vault

Costs: TypeAlias = tuple[ModuleType, str, int]

QUICK_KEYS: tuple[Costs, ...] = ((keys, "_MEMORY_KIB", 64), (keys, "_ITERATIONS", 1), (keys, "_LANES", 1))
SPARED: tuple[Costs, ...] = (*QUICK_KEYS, (vault, "RESERVE_BYTES", 1 << 16))
SHIPPED: tuple[Costs, ...] = tuple((module, name, getattr(module, name)) for module, name, _spared in SPARED)


def cost(what: Iterable[Costs], put: Callable[[ModuleType, str, int], None] = setattr) -> None:
    """Have things cost ``what`` from now on; ``put``: how it is written where it can be taken back."""
    for module, name, value in what:
        assert hasattr(module, name)
        put(module, name, value)
