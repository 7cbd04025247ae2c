"""The earlier versions of one day: its changes in a list, and beside it the day after the chosen one and the day now."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.history.comparison import ComparisonTable
from ldn_journal.gui.history.rows import VersionList
from ldn_journal.gui.history.versions_load import Version, Versions, load_comparison, load_versions
from ldn_journal.gui.page import Context
from ldn_journal.gui.palette.keys import bind_keys
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.day_cell import long_date
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.month_calendar import MonthButton
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal.comparing import Compared

_SIDE_BY_SIDE = 620
"""Width, at 100 % text, from which the list stands beside the comparison."""


class VersionsView(QWidget):
    """Shows one day. ``changes`` is the list, ``comparison`` the table, ``back`` the button that brings a version back.

    Signals: ``back_wanted(object)`` the ``date`` in view is to be seen in the table of days again.
    """

    back_wanted = Signal(object)

    def __init__(self, context: Context, status: SaveStatus, problem: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.status = status
        self.problem = problem
        self.day: date | None = None
        self._today = date.max
        self._versions: tuple[Version, ...] = ()
        self._shown: int | None = None
        self._loading = False
        self._focus_wanted = False
        self.heading = make_label("", "heading")
        self.earlier, self.later = QToolButton(), QToolButton()
        self.month = MonthButton(context.clock.now().date())
        self.about = make_label("", "muted")
        self.changes = VersionList()
        self.said = make_label("", "body")
        self.comparison = ComparisonTable()
        self.back = QPushButton(_("Bring this version back"))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._set_up()
        self._lay_out()
        self.changes.currentRowChanged.connect(self._compare)
        self.back.clicked.connect(self.restore)
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.month.day_chosen.connect(self.show_day)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, days in (("Alt+Left", -1), ("Alt+Right", 1)):
            bind_keys(self, keys, partial(self.step, days), here)
        bind_keys(self, "Escape", self._leave, here)

    def _set_up(self) -> None:
        for button, arrow, name, keys in (
            (self.earlier, Qt.ArrowType.LeftArrow, _("The day before"), "Alt+←"),
            (self.later, Qt.ArrowType.RightArrow, _("The day after"), "Alt+→"),
        ):
            button.setArrowType(arrow)
            button.setAccessibleName(name)
            button.setToolTip(_("{what} ({keys})").format(what=name, keys=keys))
        self.back.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.back.setEnabled(False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.earlier)
        top.addWidget(self.later)
        top.addWidget(self.heading, 1)
        top.addWidget(self.month)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.said)
        right.addWidget(self.comparison, 1)
        right.addWidget(self.back)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.changes, 2)
        self._columns.addLayout(right, 3)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(top)
        inside.addWidget(self.about)
        inside.addLayout(self._columns, 1)
        inside.addStretch(0)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroller)

    # The day -----------------------------------------------------------------------------------------------------

    def show_day(self, day: date | None) -> None:
        """Show a day (``None``: today), its newest change chosen."""
        if day != self.day:
            self._shown = None
        self.day = day
        self.refresh()

    def step(self, days: int) -> None:
        """Go some days back or on, not beyond today."""
        if self.day is not None:
            self.show_day(min(self.day + timedelta(days=days), max(self._today, self.day)))

    def refresh(self) -> None:
        """Read the day's changes again."""
        day = self.day
        self._loading = True
        self.context.tasks.run(lambda journal: load_versions(journal, day), self._loaded, self._failed, owner=self)

    def take_focus(self) -> None:
        """Put the focus into the list of changes, or on the way to another day where there is none."""
        self._focus_wanted = self._loading
        if not self._loading:
            target = self.changes if self.changes.count() else self.earlier
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def restore(self) -> None:
        """Bring the chosen version back, as one change."""
        version, day = self._chosen(), self.day
        if version is None or day is None:
            return
        self.status.set_saving()
        self.context.change(
            lambda journal: journal.restore_day(day, version.number), self._restored, self._failed, owner=self
        )

    def _loaded(self, loaded: Versions) -> None:
        if self.day not in (None, loaded.day):
            return
        self._loading = False
        self.day, self._today = loaded.day, loaded.today
        self._versions = loaded.changes
        self.heading.setText(long_date(QLocale(), loaded.day))
        self.month.set_today(loaded.today)
        self.month.set_day(loaded.day)
        self.later.setEnabled(loaded.day < loaded.today)
        self.about.setText(_about(loaded))
        self._focus_wanted = self._focus_wanted or self.changes.hasFocus()
        self._fill()
        if not self._versions:
            self._show(None, [])
        if self._focus_wanted:
            self.take_focus()

    def _fill(self) -> None:
        """Put the changes into the list and choose the one that was chosen, else the newest."""
        chosen = next((row for row, one in enumerate(self._versions) if one.number == self._shown), 0)
        self.changes.setVisible(bool(self._versions))
        self.changes.show_versions(self._versions, chosen)

    # The chosen version ------------------------------------------------------------------------------------------

    def _chosen(self) -> Version | None:
        row = self.changes.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _compare(self) -> None:
        version, day = self._chosen(), self.day
        if version is None or day is None:
            return
        self._shown = version.number

        def show(lines: "list[Compared]") -> None:
            if self._chosen() == version and self.day == day:
                self._show(version, lines)

        self.context.tasks.run(
            lambda journal: load_comparison(journal, day, version.number), show, self._failed, owner=self
        )

    def _show(self, version: Version | None, lines: "list[Compared]") -> None:
        differing = sum(line.differs for line in lines)
        for part in (self.said, self.comparison, self.back):
            part.setVisible(version is not None)
        self.back.setEnabled(bool(differing))
        if version is None:
            return
        if differing:
            words = ngettext(
                "After this change the day stood as below; {n} thing is different now.",
                "After this change the day stood as below; {n} things are different now.",
                differing,
            ).format(n=differing)
        else:
            words = _("After this change the day stood as it does now.")
        if words != self.said.text():
            announce(self, words)
        self.said.setText(words)
        self.back.setAccessibleDescription(_("The day as it was on {when}").format(when=version.when))
        self.comparison.show_lines(lines)

    def _restored(self, changes: "Changes") -> None:
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label)
        else:
            self.status.set_idle()
        self._shown = None
        self.refresh()
        self.take_focus()

    def _failed(self, error: Exception) -> None:
        self._loading = False
        self.status.set_idle()
        self.problem.say(sentence_for(error))

    def _leave(self) -> None:
        if self.day is not None:
            self.back_wanted.emit(self.day)

    # Look --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and comparison beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "back"):
            self._arrange()

    def _arrange(self) -> None:
        theme = theme_for(self)
        beside = self.width() >= theme.scaled(_SIDE_BY_SIDE)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        line = theme.line_height()
        self.changes.setMinimumSize(QSize(theme.scaled(160), 4 * line))
        self.comparison.setMinimumSize(QSize(theme.scaled(200), 7 * line))


def _about(loaded: Versions) -> str:
    if not loaded.changes:
        return _("Nothing was ever recorded for this day.")
    if not loaded.revised:
        return _("Nothing was changed since it was entered.")
    return _("Choose a change to see the day as it was after it.")
