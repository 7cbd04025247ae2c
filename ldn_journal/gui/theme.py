"""The look, in one place: turns the tokens into a palette, fonts and one style sheet, and follows the system.

``apply_theme`` is called once by the composition root. Widgets that paint themselves ask ``theme_for(self)`` when they
paint, and are repainted by Qt when the look changes, because a new style sheet and font reach every widget.
"""

from dataclasses import dataclass
from string import Template
from typing import Final, Literal, cast
from zlib import crc32

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ldn_journal.base.assets import asset
from ldn_journal.charts.qt import make_application as make_qt_application
from ldn_journal.gui import tokens
from ldn_journal.gui.primary_ring import PrimaryRing
from ldn_journal.gui.tokens import SPACE, Colours

Scheme = Literal["system", "light", "dark"]
Role = Literal["title", "figure", "heading", "strong", "body", "small"]

LEAST_BODY: Final = 15
"""Body text in pixels at 100 %, unless the system's own font is larger."""

_MANAGER: Final = "ldn_journal_theme"
_STYLE: Final = "Fusion"
_STYLED: Final = "styled"
"""Property of an application that was made in it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a widget needs to draw itself. Sizes in device-independent pixels; make one with ``build_theme``."""

    colours: Colours
    scale: float
    fonts: dict[str, QFont]
    line_heights: dict[str, int]

    def font(self, role: Role) -> QFont:
        """Return the font of a role in the type scale."""
        return self.fonts[role]

    def line_height(self, role: Role = "body") -> int:
        """Return the height of one line of a role, in pixels."""
        return self.line_heights[role]

    def space(self, steps: float) -> int:
        """Return ``steps`` of 8 px. Space stays as it is when text grows, so that large text keeps its room."""
        return round(SPACE * steps)

    def scaled(self, pixels: float) -> int:
        """Return a length that grows with the text."""
        return round(pixels * self.scale)

    @property
    def target(self) -> int:
        """Return the least height of a control: 44 px, more when large text needs it."""
        return max(tokens.TARGET, self.line_heights["body"] + 2 * SPACE)

    def colour(self, name: str) -> QColor:
        """Return a colour by its token, ``colour("accent")``."""
        return QColor(cast("str", getattr(self.colours, name)))

    def measure_colour(self, key: str) -> QColor:
        """Return the colour of a measure; one without a colour of its own always gets the same of the further six."""
        own = self.colours.measures.get(key)
        if own is None:
            own = self.colours.series[crc32(key.encode()) % len(self.colours.series)]
        return QColor(own)

    def series_colour(self, number: int) -> QColor:
        """Return the ``number``-th further colour, for measures shown side by side that must differ."""
        return QColor(self.colours.series[number % len(self.colours.series)])

    @property
    def on_measure(self) -> QColor:
        """Return the ink that is readable on any measure's colour."""
        return QColor(self.colours.on_measure)


def build_theme(base: QFont, *, dark: bool, scale: float = 1.0, contrast: bool = False) -> Theme:
    """Return the theme for a system font ``base`` and a text ``scale`` of 1.0 to 2.0."""
    scale = min(max(scale, 1.0), 2.0)
    body = max(LEAST_BODY, QFontInfo(base).pixelSize()) * scale
    fonts: dict[str, QFont] = {}
    heights: dict[str, int] = {}
    for role, factor in tokens.TYPE_SCALE.items():
        font = QFont(base)
        font.setPixelSize(round(body * factor))
        font.setWeight(QFont.Weight.DemiBold if role in tokens.BOLD_ROLES else QFont.Weight.Normal)
        fonts[role] = font
        heights[role] = QFontMetrics(font).height()
    colours = tokens.DARK if dark else tokens.LIGHT
    if contrast:
        colours = tokens.with_more_contrast(colours)
    return Theme(colours, scale, fonts, heights)


class ThemeManager(QObject):
    """Keeps the application's look current.

    Signals: ``changed(Theme)`` after the look changed (charts and others that Qt does not restyle listen to it).
    """

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._base = QFont(app.font())
        self._scheme: Scheme = "system"
        self._scale = 1.0
        self._contrast = False
        self.theme = build_theme(self._base, dark=False)
        self._ring = PrimaryRing(app, lambda: self.theme.colour("on_accent"))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, scheme: Scheme, scale: float, *, contrast: bool = False) -> None:
        """Apply a colour scheme, a text scale of 1.0 to 2.0, and stronger outlines if asked for."""
        self._scheme, self._scale, self._contrast = scheme, scale, contrast
        hints = self._app.styleHints()
        if scheme == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light)
        self._apply(dark=scheme == "dark" or (scheme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark))

    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._scheme == "system":
            self._apply(dark=scheme == Qt.ColorScheme.Dark)

    def _apply(self, *, dark: bool) -> None:
        theme = build_theme(self._base, dark=dark, scale=self._scale, contrast=self._contrast)
        if theme == self.theme and self._app.styleSheet():
            return
        self.theme = theme
        if not self._app.styleSheet() and not self._app.property(_STYLED):
            # Before the style sheet, which stands in front of the style; for applications that were made elsewhere.
            self._app.setStyle(_STYLE)
        self._app.setFont(theme.font("body"))
        self._app.setPalette(build_palette(theme.colours))
        self._app.setStyleSheet(build_style_sheet(theme))
        self.changed.emit(theme)


def make_application() -> QApplication:
    """Return the program's ``QApplication``, in its style from the first.

    ``setStyle`` would hand the style back, and its class has thirty enumerations: 15 ms of a start.
    """
    app = make_qt_application(["ldn-journal", "-style", _STYLE])
    app.setProperty(_STYLED, True)
    if not QFontInfo(app.font()).family():  # a system without a single font
        from ldn_journal.charts.application import report_family

        app.setFont(QFont(report_family()))
    return app


def apply_theme(
    app: QApplication, scheme: Scheme = "system", scale: float = 1.0, *, contrast: bool = False
) -> ThemeManager:
    """Give the application its look and return the manager, the same one at every call."""
    manager = app.property(_MANAGER)
    if not isinstance(manager, ThemeManager):
        manager = ThemeManager(app)
        app.setProperty(_MANAGER, manager)
    manager.choose(scheme, scale, contrast=contrast)
    return manager


def theme_for(widget: QWidget) -> Theme:
    """Return the look that ``widget`` should paint itself with now; a plain light one before ``apply_theme``."""
    app = QApplication.instance()
    manager = app.property(_MANAGER) if app is not None else None
    if isinstance(manager, ThemeManager):
        return manager.theme
    return build_theme(widget.font(), dark=False)


def build_palette(colours: Colours) -> QPalette:
    """Return the Qt palette of a scheme, for everything the style sheet leaves to Fusion."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: colours.background,
        roles.WindowText: colours.ink,
        roles.Base: colours.panel,
        roles.AlternateBase: colours.background,
        roles.Text: colours.ink,
        roles.Button: colours.panel,
        roles.ButtonText: colours.ink,
        roles.BrightText: colours.error,
        roles.ToolTipBase: colours.panel,
        roles.ToolTipText: colours.ink,
        roles.PlaceholderText: colours.muted,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Accent: colours.accent,
        roles.Link: colours.accent,
        roles.LinkVisited: colours.accent,
        roles.Light: colours.panel,
        roles.Midlight: colours.line,
        roles.Mid: colours.edge,
        roles.Dark: colours.field_edge,
        roles.Shadow: "#000000",
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.field_edge))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(colours.edge))
    return palette


def build_style_sheet(theme: Theme) -> str:
    """Return the one style sheet, ``resources/themes/window.qss`` with the tokens filled in."""
    c = theme.colours
    plain = {
        name: getattr(c, name)
        for name in Colours.__dataclass_fields__
        if name not in {"measures", "series", "dark", "on_measure"}
    }
    sizes = {f"{role}_size": f"{font.pixelSize()}px" for role, font in theme.fonts.items()}
    inner = max(0, theme.target - theme.line_height() - 2) // 2
    icons = asset("themes", "dark" if c.dark else "light").as_posix()
    return Template(asset("themes", "window.qss").read_text(encoding="utf-8")).substitute(
        plain,
        **sizes,
        radius=f"{tokens.RADIUS}px",
        card_radius=f"{tokens.CARD_RADIUS}px",
        pad=f"{inner}px",
        pad_in=f"{max(0, inner - 1)}px",
        target=f"{theme.target - 2 * inner - 2}px",
        # Fields ask for two pixels more than the line of their text.
        field_pad=f"{max(0, inner - 1)}px",
        field_pad_in=f"{max(0, inner - 2)}px",
        field_target=f"{theme.target - 2 * inner}px",
        box=f"{theme.scaled(18)}px",
        round=f"{theme.scaled(18) // 2}px",
        arrow=f"{theme.scaled(12)}px",
        icons=icons,
    )
