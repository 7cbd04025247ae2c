"""Widgets are tested offscreen, in a known locale and with the look reset after each test."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ldn_journal.gui.theme import apply_theme


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, "light", 1.0)
    yield
    QLocale.setDefault(before)
    apply_theme(qapp, "light", 1.0)
