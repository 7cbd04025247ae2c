"""Contrast of what the style sheet, the palette and the charts put on top of each other (WCAG 2.2, 1.4.3 and 1.4.11).

``tests/gui/test_theme.py`` holds the list of pairs that hand-painted widgets use; here nothing is listed that can be read
from what is shipped.
"""

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ldn_journal.charts.heat_colours import SHARES, readable_on
from ldn_journal.charts.look import PAPER, Palette
from ldn_journal.charts.panels import mixed
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import build_palette, build_style_sheet, build_theme
from ldn_journal.gui.tokens import contrast
from ldn_journal.gui.trends.look import chart_look

TEXT, LARGE, MARK = 4.5, 3.0, 3.0
LOOKS = [(dark, more) for dark in (False, True) for more in (False, True)]
STANDS_ON = ("background", "panel", "side", "accent_soft", "warning_soft", "error_soft")
"""Grounds of what has none of its own: page, card, navigation, and the bars of a calm, warning or error sentence."""
FIELDS_STAND_ON = ("background", "panel")

Rule = dict[str, str]


def rules(sheet: str) -> dict[str, Rule]:
    """Return what the style sheet says of each selector, later lines over earlier ones."""
    found: dict[str, Rule] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        said = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", body))
        for selector in selectors.split(","):
            found.setdefault(" ".join(selector.split()), {}).update({name: one.strip() for name, one in said.items()})
    return found


def whole(selector: str, sheet: dict[str, Rule]) -> Rule:
    """Return what holds for a selector, with what it takes over from plainer ones: ``QPushButton`` for its states and kinds."""
    merged: Rule = {}
    for other, said in sheet.items():
        kind, *conditions = re.findall(r"^[\w ]+|::[\w-]+|:[\w-]+|\[[^\]]*\]", other)
        mine = re.findall(r"^[\w ]+|::[\w-]+|:[\w-]+|\[[^\]]*\]", selector)
        if kind == mine[0] and set(conditions) <= set(mine[1:]):
            merged |= said
    return merged


def colour_in(said: str) -> str:
    """Return the colour in "2px solid #0b6e75", empty for none."""
    found = re.search(r"#[0-9a-f]{6}", said)
    return found[0] if found else ""


def theme_of(look: tuple[bool, bool]):
    dark, more = look
    return build_theme(QFont(), dark=dark, contrast=more)


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_of_the_style_sheet_on_every_ground_it_stands_on(qapp: QApplication, look) -> None:
    theme = theme_of(look)
    sheet = rules(build_style_sheet(theme))
    seen, poor = 0, {}
    for selector in sheet:
        said = whole(selector, sheet)
        # What cannot be used is exempt, and nothing is written in parts such as arrows.
        if "color" not in said or said["color"] == "transparent" or ":disabled" in selector:
            continue
        own = colour_in(said.get("background", ""))
        grounds = {own: own} if own else {name: getattr(theme.colours, name) for name in STANDS_ON}
        for name, ground in grounds.items():
            seen += 1
            ratio = contrast(colour_in(said["color"]), ground)
            if ratio < TEXT:
                poor[selector, name] = round(ratio, 2)
    assert poor == {}
    assert seen > 40


@pytest.mark.parametrize("look", LOOKS)
def test_selections_and_hints_in_fields_and_lists(qapp: QApplication, look) -> None:
    sheet = rules(build_style_sheet(theme_of(look)))
    pairs = []
    for selector in sheet:
        said = whole(selector, sheet)
        if "selection-color" in said:
            pairs.append((said["selection-color"], said["selection-background-color"]))
        if "placeholder-text-color" in said:
            pairs.append((said["placeholder-text-color"], colour_in(said["background"])))
    assert len(pairs) >= 4
    assert [(ink, ground) for ink, ground in pairs if ground and contrast(ink, ground) < TEXT] == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_focus_ring_and_field_edge_can_be_seen(qapp: QApplication, look) -> None:
    theme = theme_of(look)
    sheet = rules(build_style_sheet(theme))
    outside = [getattr(theme.colours, name) for name in FIELDS_STAND_ON]
    rings = {selector: whole(selector, sheet) for selector in sheet if ":focus" in selector}
    assert len(rings) > 10
    poor = {}
    for selector, said in rings.items():
        ring = colour_in(said.get("border", ""))
        if not ring:
            # Told by the ground or the ink, as of a tab or a box; then that must change enough.
            plain = whole(selector.replace(":focus", ""), sheet)
            assert said.get("background") != plain.get("background") or said.get("color") != plain.get("color"), (
                selector
            )
            continue
        fill = colour_in(said.get("background", "")) or outside[0]
        before = whole(selector.replace(":focus", ""), sheet)
        plain_fill = colour_in(before.get("background", "")) or outside[0]
        # The ring against what is round it, and what changes against what was there: the ring, or the fill behind it.
        changes = max(contrast(ring, plain_fill), contrast(fill, plain_fill))
        if ring == fill:
            # A filled button keeps its fill and edge; its ring is inside, in the ink (gui/primary_ring.py).
            changes = contrast(said["color"], fill)
        ratios = [contrast(ring, ground) for ground in outside] + [changes]
        if min(ratios) < MARK:
            poor[selector] = [round(ratio, 2) for ratio in ratios]
    assert poor == {}
    fields = [
        selector
        for selector in sheet
        if selector in {"QLineEdit", "QComboBox", "QCheckBox::indicator", "QPlainTextEdit"}
    ]
    assert len(fields) == 4
    for selector in fields:
        edge = colour_in(whole(selector, sheet)["border"])
        assert min(contrast(edge, ground) for ground in outside) >= MARK, selector


@pytest.mark.parametrize("look", LOOKS)
def test_what_the_style_sheet_leaves_to_the_palette(qapp: QApplication, look) -> None:
    palette = build_palette(theme_of(look).colours)
    roles = QPalette.ColorRole
    for ink, ground in (
        (roles.WindowText, roles.Window),
        (roles.Text, roles.Base),
        (roles.Text, roles.AlternateBase),
        (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight),
        (roles.PlaceholderText, roles.Base),
        (roles.ToolTipText, roles.ToolTipBase),
        (roles.Link, roles.Window),
        (roles.Link, roles.Base),
    ):
        ratio = contrast(palette.color(ink).name(), palette.color(ground).name())
        assert ratio >= TEXT, (ink, ground, round(ratio, 2))


def chart_palettes() -> list[tuple[str, Palette]]:
    found = [("paper", PAPER)]
    for dark in (False, True):
        theme = build_theme(QFont(), dark=dark)
        for panel in (False, True):
            found += [(f"dark {dark}, on a card {panel}", chart_look(theme, panel=panel).palette)]
    return found


def test_charts_words_lines_and_rings_on_their_ground(qapp: QApplication) -> None:
    for name, palette in chart_palettes():
        for ink in (palette.ink, palette.muted):
            assert contrast(ink, palette.background) >= TEXT, (name, ink)
        for colour in (*palette.measures.values(), *palette.series, palette.dose, palette.accent):
            assert contrast(colour, palette.background) >= MARK, (name, colour)
        assert contrast(palette.dose, palette.dose_fill) >= MARK, (name, "the dose's line on its band")
        assert contrast(palette.ink, palette.dose_fill) >= TEXT, (name, "the dose's words on its band")


def test_words_in_every_step_of_a_calendar(qapp: QApplication) -> None:
    for name, palette in chart_palettes():
        for colour in (*palette.measures.values(), *palette.series):
            steps = [mixed(QColor(colour), palette.background, share) for share in SHARES]
            for step in steps:
                assert contrast(readable_on(step).name(), step.name()) >= TEXT, (name, colour, step.name())
            # Lighter to darker all the way, so that the steps are told apart without their hue.
            lights = [tokens.relative_luminance(step.name()) for step in steps]
            turn = 1 if lights[-1] > lights[0] else -1
            assert all((after - before) * turn > 0.01 for before, after in pairwise(lights)), (name, colour)


def test_the_check_would_find_a_poor_pair() -> None:
    sheet = rules('QLabel[role="x"] { color: #767676; } QPushButton { background: #777777; color: #888888; }')
    assert whole('QLabel[role="x"]', sheet) == {"color": "#767676"}
    assert contrast("#888888", sheet["QPushButton"]["background"]) < TEXT
