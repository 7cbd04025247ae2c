"""What a measure is and what the ends of its scale mean, said when the pointer rests on its row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _, format_number
from ldn_journal.domain.measures import Better, NewMeasure, Scale

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def explain(row: "QWidget", measures: Sequence[NewMeasure]) -> None:
    """Let a row say what its measures are; assistive technology is told the same."""
    words = "\n".join(filter(None, map(measure_words, measures)))
    row.setToolTip(words)
    row.setAccessibleDescription(words)


def measure_words(measure: NewMeasure) -> str:
    """Return a measure in sentences: what it is, what its ends mean, which way is better; empty where all is plain."""
    return " ".join(filter(None, (_(measure.explanation or ""), _ends(measure), _better(measure))))


def _ends(measure: NewMeasure) -> str:
    """Return what the lowest and the highest value mean, unless the explanation says so."""
    if measure.scale is Scale.SEVERITY:
        low, high = measure.in_words(measure.low), measure.in_words(measure.high)
    else:
        found = {float(value): _(words) for value, words in measure.anchors.items()}
        low, high = found.get(measure.low, ""), found.get(measure.high, "")
    explanation = _(measure.explanation or "")
    if not low or not high or low in explanation or high in explanation:
        return ""
    return _("{lowest} means “{low}”, {highest} means “{high}”.").format(
        lowest=format_number(measure.low), low=low, highest=format_number(measure.high), high=high
    )


def _better(measure: NewMeasure) -> str:
    if measure.scale is Scale.NUMERIC and measure.better is Better.HIGHER:
        return _("A higher number is better.")
    return ""
