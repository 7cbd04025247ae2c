"""Which keys a measure of the person's own cannot have: it would hide one of the program."""

from ldn_journal.base.texts import _
from ldn_journal.clinical.measures import built_in_measures
from ldn_journal.clinical.questionnaires import score_measures


def check_own_key(key: str) -> None:
    """Raise ``ValueError`` with a sentence where ``key`` is that of a measure or score of the program."""
    if key in built_in_measures() or key in score_measures():
        raise ValueError(_("“{key}” is a measure of the program; choose another key.").format(key=key))
