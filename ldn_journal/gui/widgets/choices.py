"""The cells of the usual scales: numbers, words of severity, yes and no."""

from typing import NamedTuple

from ldn_journal.base.texts import _, format_number


class Choice(NamedTuple):
    """One cell: the value it stands for and the words on it."""

    value: float
    text: str


def numeric_choices(low: float = 0, high: float = 10, step: float = 1) -> list[Choice]:
    """Return cells for ``low`` to ``high``, as the language of the words writes them."""
    count = round((high - low) / step) + 1
    values = [low + step * number for number in range(count)]
    digits = 0 if float(step).is_integer() and float(low).is_integer() else 1
    return [Choice(value, format_number(value, digits)) for value in values]


def severity_choices() -> list[Choice]:
    """Return the five words of severity, 0 to 4."""
    words = (_("None"), _("Mild"), _("Moderate"), _("Severe"), _("Very severe"))
    return [Choice(float(value), word) for value, word in enumerate(words)]


def yes_no_choices() -> list[Choice]:
    """Return no and yes, 0 and 1."""
    return [Choice(0.0, _("No")), Choice(1.0, _("Yes"))]
