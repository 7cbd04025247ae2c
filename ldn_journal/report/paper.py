"""Which paper is usual where."""

from typing import Final

from ldn_journal.report.typeset import Paper

LETTER_TERRITORIES: Final = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)
"""Where letters are written on Letter, by ISO 3166 code (as in Unicode's supplemental data); A4 everywhere else."""


def usual_paper(territory: str) -> Paper:
    """Return the paper that is usual in a territory, by its two-letter code; A4 for one that is not known."""
    return "letter" if territory.upper() in LETTER_TERRITORIES else "a4"
