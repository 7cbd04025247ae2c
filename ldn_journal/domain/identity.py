"""Record identity: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import os
import threading
import time
import uuid

_COUNTER_BITS = 12


class _Maker:
    """Hands out ids that always grow: a counter tells apart those of one millisecond, and a clock set back is not followed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> uuid.UUID:
        """Return 48 bits of Unix milliseconds, 12 of counter and 62 random ones, with version and variant in their places."""
        with self._lock:
            tick = (time.time_ns() // 1_000_000) << _COUNTER_BITS
            tick = self._last = max(tick, self._last + 1)
        milliseconds, count = divmod(tick, 1 << _COUNTER_BITS)
        head = (milliseconds << 16) | 0x7000 | count
        tail = (0b10 << 62) | (int.from_bytes(os.urandom(8), "big") >> 2)
        return uuid.UUID(int=(head << 64) | tail)


_maker = _Maker()


def new_id() -> str:
    """Return a fresh UUIDv7 as text; within one run of the program each sorts after the one before."""
    return str(_maker.next())
