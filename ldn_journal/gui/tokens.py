"""The colours and sizes of the window, as plain data, light and dark.

Every text colour here reaches 4.5:1 on every ground it is used on, and every mark 3:1 (WCAG 2.2, 1.4.3 and 1.4.11);
``text_pairs`` and ``mark_pairs`` list those uses, and the tests compute them. Measures are told apart by colours that
stay distinct with the common kinds of colour blindness: the Okabe-Ito hues, darkened for paper and lightened for night.
"""

from dataclasses import dataclass, replace
from typing import Final

SPACE: Final = 8
"""Spacing step in pixels; margins and gaps are whole or half multiples of it."""

TARGET: Final = 44
"""Least height of anything on the entry page that is clicked, in pixels."""

RADIUS: Final = 6
"""Corner radius of cells, buttons and fields, in pixels."""

CARD_RADIUS: Final = 12
"""Corner radius of cards, in pixels."""

RING: Final = 5
"""Room around a control for its focus ring, in pixels: a 2 px line 3 px away."""

PAGE_LEFT: Final = 32
"""From the page's start to its title, cards and charts, in pixels; the same on every page."""

PAGE_RIGHT: Final = 24
"""From cards and charts to the end of what scrolls, in pixels. Beside it stands the scroll bar, or its room (``GUTTER``)."""

GUTTER: Final = 14
"""Room of the scroll bar, kept where nothing scrolls too (``PageScroller`` keeps it); what does not scroll ends at
``PAGE_RIGHT + GUTTER``, so that every page has one right edge. As wide as the bar in ``window.qss``."""

PAGE_TOP: Final = 20
"""From the top of the page to its title, in pixels."""

PAGE_GAP: Final = 12
"""From the title to the first card, in pixels."""

PAGE_BOTTOM: Final = 24
"""Below the last card, in pixels."""

TYPE_SCALE: Final = {"title": 1.6, "figure": 2.0, "heading": 1.25, "strong": 1.0, "body": 1.0, "small": 0.86}
"""Sizes of type relative to body text."""

BOLD_ROLES: Final = frozenset({"title", "figure", "heading", "strong"})


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme's colours as ``#rrggbb``; ``measures`` by a measure's key, ``series`` for all others."""

    dark: bool
    background: str
    panel: str
    side: str
    ink: str
    muted: str
    line: str
    edge: str
    field_edge: str
    track: str
    accent: str
    on_accent: str
    accent_soft: str
    hover: str
    good: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    on_measure: str
    measures: dict[str, str]
    series: tuple[str, ...]


LIGHT: Final = Colours(
    dark=False,
    background="#faf8f4",
    panel="#ffffff",
    side="#f3ede4",
    ink="#1d2733",
    muted="#5c6675",
    line="#e6e1d7",
    edge="#d6cfc2",
    field_edge="#918b7d",
    track="#e3ddd2",
    accent="#0b6e75",
    on_accent="#ffffff",
    accent_soft="#e3f0ef",
    hover="#f4f7f5",
    good="#1d7044",
    warning="#8a5200",
    warning_soft="#fbf0dc",
    error="#b3261e",
    error_soft="#fbeae8",
    on_measure="#ffffff",
    measures={
        "pain": "#b84a06",
        "sleep": "#0a6cae",
        "dreams": "#a64d86",
        "nausea": "#0a795a",
        "dose": "#56657a",
    },
    series=("#8a5e00", "#4a4f9c", "#1f7490", "#a8443f", "#6b6a00", "#7d5a3c"),
)

DARK: Final = Colours(
    dark=True,
    background="#171b20",
    panel="#1f252c",
    side="#12161a",
    ink="#e9edf1",
    muted="#9aa5b1",
    line="#303944",
    edge="#3b4652",
    field_edge="#748290",
    track="#303944",
    accent="#4fb9bf",
    on_accent="#10262a",
    accent_soft="#1e393d",
    hover="#262e36",
    good="#6cc794",
    warning="#f0b45c",
    warning_soft="#352b1b",
    error="#ff8f85",
    error_soft="#3a2423",
    on_measure="#14181c",
    measures={
        "pain": "#f08a4b",
        "sleep": "#5fb2ea",
        "dreams": "#dd93c2",
        "nausea": "#4cc7a0",
        "dose": "#93a4ba",
    },
    series=("#e8b13a", "#a9b0f5", "#7cc7de", "#f0938c", "#d6cf5a", "#d0a37c"),
)


def with_more_contrast(colours: Colours) -> Colours:
    """Return ``colours`` with outlines at 3:1 and muted text as ink, for people who ask for more contrast."""
    return replace(
        colours,
        muted=colours.ink,
        line=colours.field_edge,
        edge=colours.field_edge,
        track=colours.edge,
    )


def relative_luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of ``#rrggbb`` (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, of two ``#rrggbb`` colours (WCAG 2.2)."""
    high, low = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_pairs(colours: Colours) -> list[tuple[str, str, str]]:
    """Return every (use, text colour, ground) in the window; each must reach 4.5:1."""
    c = colours
    grounds = {"background": c.background, "panel": c.panel, "side": c.side, "soft": c.accent_soft, "hover": c.hover}
    pairs = [
        (f"{name} on {ground}", colour, hue)
        for ground, hue in grounds.items()
        for name, colour in (("ink", c.ink), ("muted", c.muted), ("accent", c.accent), ("error", c.error))
    ]
    pairs += [
        ("ink on warning", c.ink, c.warning_soft),
        ("warning on its ground", c.warning, c.warning_soft),
        ("error on its ground", c.error, c.error_soft),
        ("warning on background", c.warning, c.background),
        ("good on background", c.good, c.background),
        ("good on panel", c.good, c.panel),
        ("ink on accent", c.on_accent, c.accent),
    ]
    for number, colour in enumerate((*c.measures.values(), *c.series)):
        pairs += [
            (f"measure {number} on background", colour, c.background),
            (f"measure {number} on panel", colour, c.panel),
            (f"ink on measure {number}", c.on_measure, colour),
        ]
    return pairs


def mark_pairs(colours: Colours) -> list[tuple[str, str, str]]:
    """Return every (use, mark colour, ground): rings, outlines of fields, bars; each must reach 3:1."""
    c = colours
    return [
        ("focus ring on background", c.accent, c.background),
        ("focus ring on panel", c.accent, c.panel),
        ("focus ring on side", c.accent, c.side),
        ("focus ring on a filled button", c.on_accent, c.accent),
        ("field outline on its panel", c.field_edge, c.panel),
        ("field outline on the page", c.field_edge, c.background),
        ("bar on its track", c.accent, c.track),
        ("bar on the chosen day", c.accent, c.accent_soft),
        ("error outline", c.error, c.panel),
    ]
