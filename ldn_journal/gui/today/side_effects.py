"""Side effects beside the usual items: the list after a change of dose, folded away, and those that are followed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.timers import single_shot_timer
from ldn_journal.gui.today.flow import Flow
from ldn_journal.gui.today.items import MeasureItem, Saver
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LinkButton, make_label, make_line

if TYPE_CHECKING:
    from ldn_journal.domain.measures import NewMeasure
    from ldn_journal.gui.today.load import TodayView
    from ldn_journal.journal.side_effects import SideEffects


class SideEffectsPart(QWidget):
    """The rows of side effects that are asked on some days. Rows are made when they are first in view.

    What was there lately (``SideEffects.followed``) or is recorded as there on the day stands in view; the rest of the list
    is folded away. Signals: ``advance()``, ``retreat()`` to the items after and before; ``close_wanted(str)`` the measure that
    the person does not want to be asked about any more; ``rows_changed()`` rows came or went.
    """

    advance = Signal()
    retreat = Signal()
    close_wanted = Signal(str)
    rows_changed = Signal()

    def __init__(self, save: Saver, scroller: QScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save, self._scroller = save, scroller
        self._asked: SideEffects | None = None
        self._view: TodayView | None = None
        self._made: dict[str, MeasureItem] = {}
        self._shown: list[str] = []
        self._kept: frozenset[str] = frozenset()
        self.head = FoldButton()
        self.title = make_label("", "strong")
        self.hint = make_label("", "small")
        self.closers = Flow()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, tokens.SPACE)
        self._column.setSpacing(0)
        rim = QVBoxLayout()
        rim.setContentsMargins(tokens.RING, 0, tokens.RING, tokens.SPACE)
        rim.addWidget(make_line())
        self._column.addLayout(rim)
        self._column.addWidget(self.head)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(tokens.RING, 0, tokens.RING, tokens.SPACE // 2)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        self._column.addLayout(words)
        self._column.addLayout(self._rows)
        below = QVBoxLayout()
        below.setContentsMargins(tokens.RING, 0, tokens.RING, 0)
        below.addWidget(self.closers)
        self._column.addLayout(below)
        self._count_later = single_shot_timer(self)
        self._count_later.timeout.connect(self._count)
        self.head.toggled.connect(self._toggled)
        self.head.entered.connect(self._past_head)
        self.head.advance.connect(self._past_head)
        self.head.retreat.connect(self.retreat)

    def items(self) -> list[MeasureItem]:
        """Return the items in view, in order."""
        return [self._made[key] for key in self._shown]

    def ask(self, asked: "SideEffects", view: "TodayView") -> None:
        """Ask what is to be asked on the day of ``view``; rows that stay are left as they are."""
        same = asked == self._asked and self._view is not None and self._view.day.day == view.day.day
        self._asked, self._view = asked, view
        if same:
            return
        week = asked.changed is not None
        self.head.setVisible(week)
        self.title.setVisible(not week)
        if week:
            words = _("Side effects after the change of dose (day {n} of {days})")
            self.head.setText(words.format(n=asked.number, days=asked.of))
        else:
            self.title.setText(_("Side effects of late"))
        self._offer_closing(asked.followed)
        self._shown = []
        self._keep()
        self._fill()

    def show_view(self, view: "TodayView") -> None:
        """Take the day's values for rows that are made later; the rows in view are shown by the form."""
        self._view = view
        self._count()

    def enter(self) -> None:
        """Take the focus from the item before."""
        if self._head_in_use():
            self._focus(self.head)
        elif self._shown:
            self.items()[0].focus()
        else:
            self.advance.emit()

    def enter_from_below(self) -> None:
        """Take the focus from the item after."""
        if self._shown:
            self.items()[-1].row.focus_last()
        else:
            self._focus(self.head)

    def tab_stops(self) -> list[QWidget]:
        """Return everything that may take the focus, in order."""
        rows = [widget for item in self.items() for widget in item.row.tab_stops()]
        return [self.head, *rows, *self.closers.parts()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the link in focus with Enter too."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, LinkButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    # Inside ------------------------------------------------------------------------------------------------------

    def _wanted(self) -> "list[NewMeasure]":
        """What stands in view: followed first, then the list; folded, only what is recorded as there."""
        asked, view = self._asked, self._view
        assert asked is not None and view is not None  # noqa: S101, PT018  asked before anything is shown
        followed = {measure.key for measure in asked.followed}
        rest = [measure for measure in asked.offered if measure.key not in followed]
        if not self.head.isChecked():
            rest = [measure for measure in rest if measure.key in self._kept]
        return [*asked.followed, *rest]

    def _fill(self) -> None:
        if self._asked is None or self._view is None:
            return
        wanted = self._wanted()
        self._shown = [measure.key for measure in wanted]
        for place, measure in enumerate(wanted):
            item = self._made.get(measure.key) or self._make(measure)
            if self._rows.indexOf(item.row) != place:
                self._rows.insertWidget(place, item.row)
            item.show_view(self._view)
            item.row.show()
        for key, item in self._made.items():
            if key not in self._shown:
                item.row.hide()
        unfolded = self.head.isChecked() and self._head_in_use()
        self.hint.setText(
            _("All optional: rate what you notice and leave the rest. Keys 0 to 4 answer, – clears.")
            if unfolded
            else _("Asked until each was “None” on three days in a row. Keys 0 to 4 answer, – clears.")
        )
        self.hint.setVisible(unfolded or not self._head_in_use())
        self._count()
        self.rows_changed.emit()

    def _make(self, measure: "NewMeasure") -> MeasureItem:
        item = MeasureItem(measure, self._save, compact=True)
        item.row.scroller = self._scroller
        item.row.advance.connect(lambda: self._step(measure.key, 1))
        item.row.retreat.connect(lambda: self._step(measure.key, -1))
        item.control.changed.connect(self._count_later.start)
        self._made[measure.key] = item
        return item

    def _step(self, key: str, step: int) -> None:
        place = self._shown.index(key) + step
        if 0 <= place < len(self._shown):
            self.items()[place].focus()
        elif step > 0:
            self.advance.emit()
        elif self._head_in_use():
            self._focus(self.head)
        else:
            self.retreat.emit()

    def _past_head(self) -> None:
        if self._shown:
            self.items()[0].focus()
        else:
            self.advance.emit()

    def _head_in_use(self) -> bool:
        return self._asked is not None and self._asked.changed is not None

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroller.ensureWidgetVisible(widget, 0, tokens.SPACE)

    def _toggled(self, _unfolded: bool) -> None:
        self._keep()
        self._fill()

    def _keep(self) -> None:
        """Remember what stays in view while folded, so that no row goes from under the person's hand when it is answered 0."""
        offered = self._asked.offered if self._asked else ()
        self._kept = frozenset(measure.key for measure in offered if self._value(measure))

    def _value(self, measure: "NewMeasure") -> float | None:
        if measure.key in self._shown:
            return self._made[measure.key].control.value()
        return self._view.day.value(measure) if self._view else None

    def _count(self) -> None:
        """Say at the head how many of the list are recorded, in view or folded away."""
        if self._asked is not None and self._head_in_use():
            n = sum(self._value(measure) is not None for measure in self._asked.offered)
            self.head.set_note(ngettext("{n} recorded", "{n} recorded", n).format(n=n) if n else _("optional"))

    def _offer_closing(self, followed: "tuple[NewMeasure, ...]") -> None:
        self.closers.setVisible(bool(followed))
        links = []
        for measure in followed:
            link = LinkButton(_("Stop asking about “{measure}”").format(measure=_(measure.name)), small=True)
            link.clicked.connect(lambda _checked=False, key=measure.key: self.close_wanted.emit(key))
            links.append(link)
        self.closers.replace(*links)
