"""How a chart looks: colours and type, handed in by whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from ldn_journal.domain.measures import NewMeasure


@dataclass(frozen=True)
class Palette:
    """The colours of a chart as ``#rrggbb``.

    ``measures`` maps a measure's key, or the colour name a built-in measure carries, to its colour; ``series`` colours
    the others, each always the same way.
    """

    background: str
    ink: str
    muted: str
    line: str
    hatch: str
    accent: str
    dose: str
    dose_fill: str
    measures: Mapping[str, str] = field(default_factory=dict)
    series: tuple[str, ...] = ("#8a5e00", "#4a4f9c", "#1f7490", "#a8443f", "#6b6a00", "#7d5a3c")

    def of(self, measure: NewMeasure) -> QColor:
        """Return the colour of ``measure``."""
        for name in (measure.key, str(getattr(measure, "colour", ""))):
            if name in self.measures:
                return QColor(self.measures[name])
        return QColor(self.series[crc32(measure.key.encode()) % len(self.series)])


PAPER = Palette(
    background="#ffffff",
    ink="#14181c",
    muted="#4a5462",
    line="#d9dde2",
    hatch="#b4bac2",
    accent="#0b6e75",
    dose="#3f4d61",
    dose_fill="#e2e5e9",
    measures={"pain": "#a84004", "sleep": "#075a94", "dreams": "#8e3b71", "nausea": "#07664c"},
    series=("#6f4b00", "#3c4187", "#175b73", "#8d332f", "#535200", "#64462d"),
)
"""Dark inks on white, told apart in grey by line, dots and bars."""


@dataclass(frozen=True)
class Look:
    """Colours and type of one chart. ``text_px`` is the size of small text; every other length follows from it.

    ``paper``: drawn for print, with finer lines and less air. Equal looks draw equal charts.
    """

    palette: Palette
    family: str
    text_px: float = 12.0
    paper: bool = False

    def font(self, *, bold: bool = False, size: float = 1.0) -> QFont:
        """Return the font at ``size`` times the small text."""
        font = QFont(self.family)
        font.setPixelSize(max(1, round(self.text_px * size)))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def metrics(self, *, bold: bool = False, size: float = 1.0) -> QFontMetricsF:
        """Return the measurements of that font, in pixels."""
        return QFontMetricsF(self.font(bold=bold, size=size))

    @property
    def mean_width(self) -> float:
        """The width of a mean line."""
        return 1.3 if self.paper else 2.0

    @property
    def hairline(self) -> float:
        """The width of grid lines and hatching."""
        return 0.5 if self.paper else 1.0

    @property
    def dot(self) -> float:
        """The diameter of a day's dot."""
        return 2.4 if self.paper else 4.0
