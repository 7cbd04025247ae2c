"""The Trends page on a first evening, when there is little to show."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.catalogue import validate
from ldn_journal.domain.records import Kind
from ldn_journal.gui.theme import apply_theme
from ldn_journal.journal import Journal
from tests.gui.clipping import clipped
from tests.gui.trends.conftest import MakePage

Wait = Callable[[Callable[[], bool]], None]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_one_day_leaves_no_card_cut(
    qapp: QApplication, make_page: MakePage, folder: DataFolder, clock: FixedClock, wait: Wait, scale: float
) -> None:
    with Journal.create(folder, clock=clock) as journal:
        for measure, value in (("pain", 4), ("vivid_dreams", 2), ("nausea", 1)):
            journal.record(validate(Kind.RATING, {"day": "2026-03-10", "measure": measure, "value": value}))
        journal.record(validate(Kind.DOSE, {"day": "2026-03-10", "state": "taken", "amount_pg": 4_500_000_000}))
    page = make_page(folder)
    apply_theme(qapp, "light", scale)
    assert page.charts.cards.isVisible()
    wait(lambda: not list(clipped(page.charts.cards)))
