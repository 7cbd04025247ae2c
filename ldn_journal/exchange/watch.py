"""Telling how much of a file has been read, and stopping when that is wanted."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

from ldn_journal.base.errors import Cancelled

T = TypeVar("T")
_STEP = 0.004
"""The least share that is worth telling of: fewer than 300 calls for a file of any size."""
_EVERY = 64


class Watch:
    """Follows one import.

    ``progress`` is given the share of bytes read, 0 to 1, never less than before. ``cancelled`` is asked often; once it says
    so, ``Cancelled`` is raised. Both are called on the thread that reads.
    """

    def __init__(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._expected = 0
        self._done = 0
        self._told = 0.0

    def expect(self, size: int) -> None:
        """Say how many bytes will be read, all passes together. Said once, it stands."""
        self._expected = self._expected or size

    def read(self, count: int) -> None:
        """Take note of so many bytes read. Raises ``Cancelled``."""
        self.look()
        self._took(count)

    def look(self) -> None:
        """Raise ``Cancelled`` if that was asked for."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield ``items``, looking now and then."""
        for number, one in enumerate(items):
            if number % _EVERY == 0:
                self.look()
            yield one

    @contextmanager
    def opened(self, raw: BinaryIO, size: int) -> Iterator[BinaryIO]:
        """Give ``raw`` as a file that tells of what is read from it; what is left unread in the end counts as read."""
        self.expect(size)
        watched = _Watched(raw, size, self)
        try:
            yield io.BufferedReader(watched)
        finally:
            self._took(max(watched.left, 0))

    def finished(self) -> None:
        """Say that all has been read."""
        self._tell(1.0)

    def _took(self, count: int) -> None:
        self._done += count
        if self._expected:
            self._tell(min(self._done / self._expected, 1.0))

    def _tell(self, share: float) -> None:
        if self._progress is None or (share < self._told + _STEP and not self._told < share == 1.0):
            return
        self._told = share
        self._progress(share)


class _Watched(io.RawIOBase):
    def __init__(self, raw: BinaryIO, size: int, watch: Watch) -> None:
        self._raw = raw
        self.left = size
        self._watch = watch

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read on."""
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.left -= len(data)
        self._watch.read(len(data))
        return len(data)
