"""The sections of the summary, in the order in which they are printed."""

from collections.abc import Iterable
from typing import Final

from ldn_journal.base.errors import InvalidEntry
from ldn_journal.base.texts import _

SECTIONS: Final[dict[str, str]] = {
    "visit": "Why I am here, what I want to ask",
    "now": "LDN now",
    "since": "Since the last visit",
    "medicines": "Other medicines",
    "coming_up": "Coming up",
    "flags": "Amounts, opioids, surgery, health facts",
    "by_dose": "By dose",
    "chart": "Chart with dose",
    "side_effects": "Side effects",
    "completeness": "How complete is this",
    "measures": "Other measures by dose",
    "questionnaires": "Questionnaires",
    "events": "Events in the period",
    "notes": "Notes",
    "methods": "How the figures are worked out",
}
"""Every section's key and its English name; ``section_name`` gives the name in the language in force."""

ON_DEMAND: Final = frozenset({"notes", "methods"})
"""The sections that are printed only when they are asked for; notes are private."""


def section_name(key: str) -> str:
    """Return the name of a section in the language in force. Raises ``KeyError``."""
    names = {
        "visit": _("Why I am here, what I want to ask"),
        "now": _("LDN now"),
        "since": _("Since the last visit"),
        "medicines": _("Other medicines"),
        "coming_up": _("Coming up"),
        "flags": _("Amounts, opioids, surgery, health facts"),
        "by_dose": _("By dose"),
        "chart": _("Chart with dose"),
        "side_effects": _("Side effects"),
        "completeness": _("How complete is this"),
        "measures": _("Other measures by dose"),
        "questionnaires": _("Questionnaires"),
        "events": _("Events in the period"),
        "notes": _("Notes"),
        "methods": _("How the figures are worked out"),
    }
    return names[key]


def chosen_sections(asked: Iterable[str] | None) -> frozenset[str]:
    """Return the keys asked for, by default all but those on demand. Raises ``InvalidEntry`` for a key that is none."""
    if asked is None:
        return frozenset(SECTIONS) - ON_DEMAND
    chosen = frozenset(asked)
    unknown = sorted(chosen - SECTIONS.keys())
    if unknown:
        raise InvalidEntry(
            {
                "sections": _("There is no section “{name}”; choose from {names}.").format(
                    name=unknown[0][:40], names=", ".join(SECTIONS)
                )
            }
        )
    return chosen
