"""What the figures of a comparison mean, behind a small "?" beside each."""

from collections.abc import Callable

from ldn_journal.base.texts import _
from ldn_journal.gui.widgets.help_button import HelpButton

GoOn = Callable[[str], None]
"""Brings a page, or a part of it, into view: ``Page.page_wanted.emit``."""


def interval_help(go_on: GoOn) -> HelpButton:
    """Return the help beside an interval."""
    words = _(
        "The days recorded are a sample: other days of the same two phases would have given a somewhat other "
        "difference. Intervals made this way hold the true one about 95 times in 100. Because a day resembles the day "
        "before, this one is wider than if every day stood alone. If it holds 0, no difference is among the likely "
        "ones. It cannot say why the phases differ."
    )
    return _help(_("What does this interval mean?"), words, "learn/interval", go_on)


def pairs_help(go_on: GoOn) -> HelpButton:
    """Return the help beside the share of pairs (NAP)."""
    words = _(
        "Every day of one phase is put beside every day of the other, and it is counted in how many pairs the later was "
        "better. 50 % means that both overlap fully. It says how well the phases can be told apart, not by how much they "
        "differ."
    )
    return _help(_("What does the share of pairs mean?"), words, "learn/pairs", go_on)


def placebo_help(go_on: GoOn) -> HelpButton:
    """Return the help beside what placebo groups showed."""
    words = _(
        "A personal record has nothing to compare with that got a placebo. In trials, much of what changes after a start "
        "changes on placebo too. So a difference here is not the effect of LDN alone."
    )
    return _help(_("Why are placebo groups named here?"), words, "learn/placebo", go_on)


def _help(question: str, words: str, place: str, go_on: GoOn) -> HelpButton:
    button = HelpButton(question, words, place)
    button.more_wanted.connect(go_on)
    return button
