"""The look: contrast of every pair of colours in use, schemes, text scale."""

import os
import re

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import apply_theme, build_theme, theme_for

SCHEMES = [
    tokens.LIGHT,
    tokens.DARK,
    tokens.with_more_contrast(tokens.LIGHT),
    tokens.with_more_contrast(tokens.DARK),
]


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light", 1.0)


def test_contrast_is_that_of_the_guideline() -> None:
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert tokens.contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("colours", SCHEMES)
def test_every_text_is_readable(colours: tokens.Colours) -> None:
    poor = {use: tokens.contrast(ink, on) for use, ink, on in tokens.text_pairs(colours)}
    assert {use: ratio for use, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", SCHEMES)
def test_every_mark_and_focus_ring_can_be_seen(colours: tokens.Colours) -> None:
    poor = {use: tokens.contrast(mark, on) for use, mark, on in tokens.mark_pairs(colours)}
    assert {use: ratio for use, ratio in poor.items() if ratio < 3} == {}


def seen_by(colour: str, kind: str) -> tuple[float, float, float]:
    """Return linear RGB as seen with a missing cone: Viénot, Brettel and Mollon 1999."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    mixed = {"protan": 0.11238 * r + 0.88762 * g, "deutan": 0.29275 * r + 0.70725 * g}[kind]
    blue = {"protan": 0.00401 * r - 0.00401 * g + b, "deutan": -0.02234 * r + 0.02234 * g + b}[kind]
    return mixed, mixed, blue


@pytest.mark.parametrize("kind", ["protan", "deutan"])
@pytest.mark.parametrize("colours", [tokens.LIGHT, tokens.DARK])
def test_the_four_main_measures_differ_without_red_and_green(colours: tokens.Colours, kind: str) -> None:
    seen = {name: seen_by(colours.measures[name], kind) for name in ("pain", "sleep", "dreams", "nausea")}
    for name, one in seen.items():
        for other_name, other in seen.items():
            if name < other_name:
                assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.03, (name, other_name)


def test_schemes_change_palette_and_repaint_what_is_there(qtbot, qapp: QApplication) -> None:
    label = QLabel("4")
    qtbot.addWidget(label)
    apply_theme(qapp, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#faf8f4")
    manager = apply_theme(qapp, "dark")
    assert theme_for(label).colours.dark
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(tokens.DARK.ink)
    assert apply_theme(qapp, "light") is manager
    assert not theme_for(label).colours.dark


def test_the_system_scheme_is_followed_only_when_asked(qtbot, qapp: QApplication) -> None:
    manager = apply_theme(qapp, "system")
    with qtbot.waitSignal(manager.changed, timeout=1000):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert manager.theme.colours.dark
    apply_theme(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not manager.theme.colours.dark


def test_text_scale_goes_from_one_to_two_and_always_from_the_system_font(qapp: QApplication) -> None:
    one = apply_theme(qapp, "light", 1.0).theme
    two = apply_theme(qapp, "light", 2.0).theme
    again = apply_theme(qapp, "light", 2.0).theme
    assert two.font("body").pixelSize() == again.font("body").pixelSize() == 2 * one.font("body").pixelSize()
    assert two.font("body").family() == one.font("body").family()
    assert qapp.font().pixelSize() == two.font("body").pixelSize()
    assert build_theme(QFont(), dark=False, scale=9).scale == 2.0
    assert one.target == 44
    assert two.target >= two.line_height() + 16


def test_a_measure_keeps_its_colour_and_numbered_ones_differ(qapp: QApplication) -> None:
    theme = apply_theme(qapp, "light").theme
    assert theme.measure_colour("pain") == QColor(tokens.LIGHT.measures["pain"])
    assert theme.measure_colour("tinnitus") == theme.measure_colour("tinnitus")
    assert len({theme.series_colour(number).name() for number in range(6)}) == 6
    assert tokens.contrast(theme.colours.on_measure, theme.measure_colour("tinnitus").name()) >= 4.5


def test_the_style_sheet_has_every_token_filled_in(qapp: QApplication) -> None:
    apply_theme(qapp, "dark", 1.5)
    assert "$" not in qapp.styleSheet()
    assert tokens.DARK.accent in qapp.styleSheet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_picture_named_in_the_style_sheet_is_there(qapp: QApplication, scheme) -> None:
    apply_theme(qapp, scheme)
    named = set(re.findall(r'url\("(.+?)"\)', qapp.styleSheet()))
    assert len(named) == 5
    for path in named:
        assert not QPixmap(path).isNull(), path
