"""The stretches of days that can be chosen on the Trends page, and the control that chooses one above the charts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.trends.pick import Pick
from ldn_journal.gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.trends.load import TrendsView

ALL = "all"
SINCE_LDN = "since-ldn"
SINCE_VISIT = "since-visit"


def range_names(view: "TrendsView") -> list[tuple[str, str]]:
    """Return pairs of key and words of the ranges that the record has."""
    names = {
        "30d": _("The last 30 days"),
        "90d": _("The last 90 days"),
        "1y": _("The last year"),
        SINCE_LDN: _("Since LDN"),
        SINCE_VISIT: _("Since the last visit"),
        ALL: _("All that is recorded"),
    }
    begun = view.trends.ldn_start is not None
    return [(key, words) for key, words in names.items() if key in view.ranges and (begun or key != SINCE_LDN)]


class RangePick(Pick):
    """A range out of a list, at first the whole record. Signals: as ``Pick``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._view: TrendsView | None = None

    def show_view(self, view: "TrendsView") -> None:
        """Offer the ranges of a record; the one chosen stays where it is still there."""
        self._view = view
        names = range_names(view)
        chosen = self.current()
        self.offer(names, chosen if chosen in dict(names) else ALL)

    def days(self) -> "tuple[date, date] | None":
        """Return the first and last day chosen, within the record; ``None`` for all of it."""
        if self._view is None or self.current() == ALL:
            return None
        first, last = self._view.ranges[self.current()]
        return min(max(first, self._view.trends.first), last), last


class Ranges(QWidget):
    """The ranges side by side, or in a list where there is no room. Signals: ``chosen(str)`` the key of the one chosen.

    "Since the last visit" is only among them where there was a visit; before LDN, "Since LDN" cannot be chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with_visit = False
        self.list = Pick(_("Range"))
        self.list.picked.connect(self._listed)
        self.list.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.row = self._make_row()
        self._row.addWidget(self.row)
        self._row.addWidget(self.list)
        self.row.set_current(SINCE_LDN)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.row)

    def current(self) -> str:
        """Return the key of the range in force."""
        return self.row.current()

    def show_view(self, view: "TrendsView") -> None:
        """Offer the ranges of a record; one that it does not have gives way to all of it."""
        names = range_names(view)
        chosen = self.current() if self.current() in dict(names) else ALL
        if (view.last_visit is not None) is not self._with_visit:
            self._with_visit = view.last_visit is not None
            self._replace_row()
        self.row.set_option_enabled(SINCE_LDN, view.trends.ldn_start is not None)
        self.row.set_current(chosen)
        self.list.offer(names, chosen)

    def fit(self, room: int) -> None:
        """Show the ranges side by side where ``room`` pixels are enough, else in a list."""
        listed = self.row.minimumSizeHint().width() > room
        if listed == self.list.isHidden():
            focused = self.row.has_focus() or self.list.box.hasFocus()
            self.row.setVisible(not listed)
            self.list.setVisible(listed)
            self.setFocusProxy(self.list if listed else self.row)
            if focused:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_row(self) -> Segmented:
        names = [("30d", _("30 d")), ("90d", _("90 d")), ("1y", _("1 y")), (SINCE_LDN, _("Since LDN")), (ALL, _("All"))]
        if self._with_visit:
            names.insert(-1, (SINCE_VISIT, _("Since visit")))
        row = Segmented(_("Range"), names, self)
        row.chosen.connect(self._chosen)
        return row

    def _replace_row(self) -> None:
        old, focused = self.row, self.row.has_focus()
        self.row = self._make_row()
        self.row.setVisible(self.list.isHidden())
        self._row.replaceWidget(old, self.row)
        QWidget.setTabOrder(old, self.row)
        old.hide()
        old.deleteLater()
        if self.list.isHidden():
            self.setFocusProxy(self.row)
        if focused:
            self.row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, key: str) -> None:
        self.list.box.setCurrentIndex(max(self.list.box.findData(key), 0))
        self.chosen.emit(key)

    def _listed(self, key: str) -> None:
        self.row.set_current(key)
        self.chosen.emit(key)
