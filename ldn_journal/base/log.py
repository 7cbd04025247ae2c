"""Logging to a small rotating file; never health text, so records are logged by kind and id only."""

import logging
from logging.handlers import RotatingFileHandler

from ldn_journal.base.paths import DataFolder

LOG_FILE = "ldn-journal.log"


def start_logging(folder: DataFolder, *, debug: bool = False) -> None:
    """Write warnings (or everything of ours, with ``debug``) to ``logs/ldn-journal.log``; three files of 256 kB are kept."""
    folder.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder.logs / LOG_FILE, maxBytes=256_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("ldn_journal")
    for old in list(ours.handlers):
        ours.removeHandler(old)
        old.close()
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG if debug else logging.WARNING)
    ours.propagate = False
