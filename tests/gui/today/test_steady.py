"""Nothing on the Today page jumps while it fills."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt

from ldn_journal.gui.today.page import TodayPage
from tests.gui.conftest import Desk

KEY = Qt.Key


class Painted(QObject):
    """Keeps how many measures, with or without the questions above them, could be seen at each painting of the page."""

    def __init__(self, page: TodayPage) -> None:
        super().__init__(page)
        self.page = page
        self.seen: set[tuple[bool, int]] = set()
        page.scroll_area.widget().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count when something is painted."""
        form, step = self.page.form, self.page.beginning.step
        if event.type() is QEvent.Type.Paint and form is not None:
            rows = [one.row for one in form.measures if one.row.isVisible() and one.row.height() > 1]
            self.seen.add((step is not None and step.isVisible(), len(rows)))
        return False


def test_after_the_first_questions_the_day_is_painted_whole(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    desk.ready()
    step = desk.today.beginning.step
    assert step is not None
    painted = Painted(desk.today)
    desk.window.repaint()
    step.ticks["nausea"].box.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(KEY.Key_Space)
    step.amount.setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("3")
    step.keep.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(KEY.Key_Space)
    desk.settle()
    assert not step.isVisible()
    desk.qtbot.waitUntil(lambda: (False, 3) in painted.seen)
    assert painted.seen == {(True, 4), (False, 3)}


def test_the_day_keeps_its_width_when_the_cards_come(planned: object, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    widths: list[int] = []

    def note() -> None:
        assert desk.today.cards is None
        desk.today.layout().activate()
        widths.append(desk.today.header.width())

    desk.today.on_ready = note
    desk.ready()
    desk.qtbot.waitUntil(lambda: desk.today.cards is not None)
    desk.settle()
    assert desk.today.cards is not None
    assert desk.today.cards.isVisible()
    # A scroll bar may come as well.
    bar = desk.today.scroll_area.verticalScrollBar().sizeHint().width()
    assert len(widths) == 1
    assert 0 <= widths[0] - desk.today.header.width() <= bar < desk.today.cards.width() / 2
