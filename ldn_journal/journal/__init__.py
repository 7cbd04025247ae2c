"""The one door: everything a front end can do with a journal."""

from ldn_journal.journal.journal import Journal

__all__ = ["Journal"]
