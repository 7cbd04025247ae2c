"""Logging to a small rotating file; never health text: records are logged by kind and id, errors by place and name."""

import logging
import traceback
from collections.abc import Callable

from ldn_journal.base.paths import DataFolder

LOG_FILE = "ldn-journal.log"
_OURS = "ldn_journal"


def log_when_needed(where: Callable[[], DataFolder]) -> None:
    """Begin the log in the folder that ``where`` tells with its first line: a start without trouble makes and loads nothing."""
    ours = logging.getLogger(_OURS)
    _empty(ours)
    ours.addHandler(_Awaiting(where))


def start_logging(folder: DataFolder, *, debug: bool = False) -> None:
    """Write warnings (or everything of ours, with ``debug``) to ``logs/ldn-journal.log``; three files of 256 kB are kept."""
    from logging.handlers import RotatingFileHandler

    folder.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder.logs / LOG_FILE, maxBytes=256_000, backupCount=2, encoding="utf-8", delay=True)
    # What cannot be logged, on a full disk for one, must not be shouted at whoever is told a plain sentence.
    handler.handleError = lambda _record: None  # type: ignore[method-assign,assignment]
    handler.setFormatter(_WithoutWords("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger(_OURS)
    _empty(ours)
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG if debug else logging.WARNING)
    ours.propagate = False


def places(error: BaseException) -> str:
    """Return where an error and its causes happened and what they are, without their own words: these may quote the diary."""
    lines: list[str] = []
    seen: list[BaseException] = []  # an error may have been raised from itself
    at: BaseException | None = error
    while at is not None and at not in seen:
        seen.append(at)
        lines.extend(
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(at.__traceback__)
        )
        lines.append(f"{type(at).__module__}.{type(at).__qualname__}")
        at = at.__cause__ or at.__context__
    return "\n".join(lines)


class _WithoutWords(logging.Formatter):
    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        error = ei[1] if isinstance(ei, tuple) else None
        return places(error) if isinstance(error, BaseException) else ""


class _Awaiting(logging.Handler):
    """Waits for the first line, then gives way to the file."""

    def __init__(self, where: Callable[[], DataFolder]) -> None:
        super().__init__()
        self._where = where

    def emit(self, record: logging.LogRecord) -> None:
        folder = self._where()
        if not folder.root.is_dir():  # a folder with nothing but a log would look like a journal's
            return
        try:
            start_logging(folder)
        except OSError:
            return  # nothing can be written here, so nothing can be logged; that must not undo what was asked for
        logging.getLogger(_OURS).handle(record)


def _empty(ours: logging.Logger) -> None:
    for old in list(ours.handlers):
        ours.removeHandler(old)
        old.close()
