"""The window's theme as the look of a chart."""

from ldn_journal.charts.look import Look, Palette
from ldn_journal.gui.theme import Theme


def chart_look(theme: Theme, *, panel: bool = False) -> Look:
    """Return how charts are to look beside the window's own widgets; ``panel``: on a card."""
    c = theme.colours
    small = theme.font("small")
    palette = Palette(
        background=c.panel if panel else c.background,
        ink=c.ink,
        muted=c.muted,
        line=c.line,
        hatch=c.edge,
        accent=c.accent,
        dose=c.measures["dose"],
        dose_fill=c.track,
        measures=c.measures,
        series=c.series,
    )
    return Look(palette, small.family(), float(small.pixelSize()))
