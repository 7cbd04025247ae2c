"""The palette: a search field over the page, and below it what can be done."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.main_window import MainWindow
from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.palette.days import day_action
from ldn_journal.gui.palette.matching import found
from ldn_journal.gui.palette.registry import offered_actions
from ldn_journal.gui.palette.rows import ActionDelegate, ActionRows, spoken
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.page import TodayPage
from ldn_journal.gui.widgets.choice import announce
from ldn_journal.gui.widgets.labels import make_label

_WIDE = 620
"""Width of the panel at 100 % text, in pixels."""
_MOST_ROWS = 9
_PAGE_ROWS = 8
_VEIL = 0.72
"""How much of the page the veil over it hides: enough that nobody reads on there, little enough to see where one is."""


class SearchField(QLineEdit):
    """Takes the words. Signals: ``stepped(int)`` rows to go in the list; ``entered()``; ``left()`` Escape."""

    stepped = Signal(int)
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the list and choose; everything else is typed."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE_ROWS,
            Qt.Key.Key_PageUp: -_PAGE_ROWS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _on: bool) -> bool:
        """Stay: there is nothing else to go to, and behind the palette nobody would see the focus."""
        return True


class Palette(QWidget):
    """Lies over the window while something is looked for. Signals: ``closed()``; it deletes itself then.

    ``field`` is where words are typed, ``list`` what was found, ``nothing`` what is said when there is nothing.
    """

    closed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self._open = True
        self._actions = offered_actions(window)
        self.setAccessibleName(_("What would you like to do?"))
        self.field = SearchField()
        self.field.setAccessibleName(_("Search for an action"))
        self.field.setAccessibleDescription(_("Arrows choose, Enter does it, Escape closes."))
        self.field.setPlaceholderText(_("What would you like to do?"))
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.rows = ActionRows()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ActionDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Actions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setStyleSheet("QListView { border: none; padding: 0; background: transparent; }")
        self.nothing = make_label("", "muted")
        self.hint = make_label(
            _("Arrows choose, Enter does it, Escape closes. A day can be typed too: 3 Nov."), "small"
        )
        self.nothing.setContentsMargins(14, tokens.SPACE, 14, tokens.SPACE)
        self.hint.setContentsMargins(14, 0, 14, 0)
        self._panel = _Panel(self)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(tokens.SPACE)
        for part in (self.field, self.list, self.nothing, self.hint):
            column.addWidget(part)
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._run_current)
        self.field.left.connect(self.dismiss)
        self.list.clicked.connect(self._run)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there are widgets
        app.focusChanged.connect(self._focus_went)
        self._search("")

    def begin(self) -> None:
        """Come into view with the focus in the field."""
        self._before = QApplication.focusWidget()
        self._arrange()
        self.show()
        self.raise_()
        # For this reason a field that is left half typed does not take what stands in it as meant.
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go away and give the focus back."""
        if not self._open:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._open = False
        self._window.removeEventFilter(self)
        before = self._before
        self.hide()
        self.closed.emit()
        self.deleteLater()
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    # Looking for something ---------------------------------------------------------------------------------------

    def _search(self, typed: str) -> None:
        today = self._window.page("today")
        day = day_action(typed, today.today) if isinstance(today, TodayPage) else None
        actions = ([day] if day is not None else []) + found(typed, self._actions)
        self.rows.show_actions(actions)
        words = _("Nothing matches “{text}”.").format(text=typed.strip())
        self.nothing.setText("" if actions else words)
        self.nothing.setVisible(not actions)
        self.list.setVisible(bool(actions))
        if actions:
            self.list.setCurrentIndex(self.rows.index(0))
            if typed.strip():
                n = len(actions)
                first = ngettext("{n} action: {first}", "{n} actions, first: {first}", n)
                announce(self.field, first.format(n=n, first=spoken(actions[0])))
        else:
            announce(self.field, words)
        self._arrange()

    def _step(self, rows: int) -> None:
        """Go some rows down or up, not past the ends."""
        last = len(self.rows.actions) - 1
        if last < 0:
            return
        place = min(max(self.list.currentIndex().row() + rows, 0), last)
        self.list.setCurrentIndex(self.rows.index(place))
        announce(self.field, spoken(self.rows.actions[place]))

    def _run_current(self) -> None:
        self._run(self.list.currentIndex())

    def _run(self, index: QModelIndex) -> None:
        """Close, then do what was chosen: it finds the focus where it was."""
        if not index.isValid() or not self._open:
            return
        action: Action = self.rows.actions[index.row()]
        self.dismiss()
        action.run(self._window)

    # The window --------------------------------------------------------------------------------------------------

    def _focus_went(self, _from: QWidget | None, to: QWidget | None) -> None:
        """Keep the focus: a page that has just loaded may take it, and it must not lie behind the veil."""
        if self._open and self.isVisible() and to is not None and self._window.isAncestorOf(to):
            if self.isAncestorOf(to):
                return
            self._before = to
            QTimer.singleShot(0, self.field, lambda: self.field.setFocus(Qt.FocusReason.PopupFocusReason))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_panel"):
            self._arrange()

    def _arrange(self) -> None:
        theme = theme_for(self)
        self.setGeometry(self._window.rect())
        rows = len(self.rows.actions)
        top = round(self.height() * 0.1)
        layout = self._panel.layout()
        assert layout is not None  # noqa: S101 - given when it was made
        wide = min(theme.scaled(_WIDE), self.width() - theme.space(6))
        self.list.setFixedHeight(0)
        around = layout.heightForWidth(wide) if layout.hasHeightForWidth() else layout.sizeHint().height()
        room = max(self.height() - top - theme.space(3) - around, theme.target)
        self.list.setFixedHeight(min(rows, _MOST_ROWS) * theme.target if rows else 0)
        self.list.setFixedHeight(min(self.list.height(), room - room % theme.target if room > theme.target else room))
        high = around + (self.list.height() if rows else 0)
        self._panel.setGeometry((self.width() - wide) // 2, top, wide, high)
        layout.activate()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away at a click beside the panel."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil."""
        colour = theme_for(self).colour("side")
        colour.setAlphaF(_VEIL)
        QPainter(self).fillRect(self.rect(), colour)


class _Panel(QWidget):
    """The white card on the veil."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.CARD_RADIUS, tokens.CARD_RADIUS
        )
