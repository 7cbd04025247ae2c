"""One choice out of several cells: what rating rows, day strips, the navigation and segmented controls share.

A group takes one stop of the Tab key; arrows walk inside it. The stop is a real radio button with the keyboard focus,
so that assistive technology speaks it: "4, radio button, not checked, Pain today, 0 to 10". Cells paint themselves.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGroupBox, QRadioButton, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Theme

MOUSE_REASONS = frozenset({Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say ``text`` when it next pauses."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def draw_ring(painter: QPainter, theme: Theme, rect: QRect, radius: float) -> None:
    """Draw the focus ring, 2 px of accent, inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)


def draw_line(painter: QPainter, theme: Theme, rect: QRect) -> None:
    """Show the focus on words that stand flush with those around them, where a ring would touch their letters."""
    painter.fillRect(rect, theme.colour("accent_soft"))
    painter.fillRect(rect.adjusted(0, rect.height() - 2, 0, 0), theme.colour("accent"))


def draw_box(
    painter: QPainter, rect: QRect, fill: QColor, edge: QColor | None, *, width: float = 1, dashed: bool = False
) -> None:
    """Draw a cell's ground and outline with the common corner radius."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(edge, width) if edge is not None else QPen(Qt.PenStyle.NoPen)
    if dashed:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(fill)
    half = width / 2 if edge is not None else 0.0
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), tokens.RADIUS, tokens.RADIUS)


class ChoiceCell(QRadioButton):
    """One cell of a ``ChoiceGroup``. Subclasses paint it; the group answers its keys, clicks and focus."""

    def __init__(self, text: str, parent: "ChoiceGroup") -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.by_keyboard = True
        self.toggled.connect(self._toggled)

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere in the cell."""
        return self.rect().contains(pos)

    def nextCheckState(self) -> None:  # noqa: N802  Qt's name
        """Leave the state to the group, which knows what else changes."""

    def minimumSizeHint(self) -> QSize:
        """Return a small size; the group sets the geometry."""
        return QSize(tokens.SPACE * 3, tokens.SPACE * 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand keys to the group."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Hand keys to the group."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus, on the group too."""
        self.by_keyboard = event.reason() not in MOUSE_REASONS
        super().focusInEvent(event)
        self._group().focus_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus mark away, on the group too."""
        super().focusOutEvent(event)
        self._group().focus_changed()

    def shows_ring(self) -> bool:
        """Say whether to draw a focus ring on this cell: it has the focus, and not from the mouse."""
        return self.hasFocus() and self.by_keyboard

    def _toggled(self, on: bool) -> None:
        if on:
            self._group().cell_checked(self)

    def _group(self) -> "ChoiceGroup":
        parent = self.parentWidget()
        assert isinstance(parent, ChoiceGroup)  # noqa: S101  cells are only made by groups
        return parent


class ChoiceGroup(QGroupBox):
    """Base of a row or column of cells of which at most one is chosen.

    Subclasses fill ``cells``, lay them out in ``arrange`` and say in ``cell_activated`` what a click or a key chooses.
    """

    vertical = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.cells: list[ChoiceCell] = []
        self._stop = -1
        self._marked = -1
        self._marking = False

    def set_cells(self, cells: Sequence[ChoiceCell]) -> None:
        """Take ``cells`` as the choices, the first as the Tab stop."""
        for number, cell in enumerate(cells):
            cell.clicked.connect(lambda _checked=False, n=number: self._clicked(n))
        self.cells = list(cells)
        self._stop = self._marked = -1
        if self.cells:
            self.set_stop(0)

    def chosen_index(self) -> int:
        """Return the position of the chosen cell, -1 for none."""
        return next((i for i, cell in enumerate(self.cells) if cell.isChecked()), -1)

    def mark_chosen(self, index: int) -> None:
        """Show cell ``index`` as chosen (-1: none) without telling anyone."""
        self._marked = index
        self._marking = True
        if index >= 0:
            self.cells[index].setChecked(True)
            self.set_stop(index)
        elif (chosen := self.chosen_index()) >= 0:
            # Qt never unchecks the one of an exclusive group; exclusive it must be, to be spoken as a radio button.
            self.cells[chosen].setAutoExclusive(False)
            self.cells[chosen].setChecked(False)
            self.cells[chosen].setAutoExclusive(True)
        self._marking = False

    def cell_checked(self, cell: ChoiceCell) -> None:
        """Take it as a click when assistive technology checks a cell: it changes the mark and asks nobody."""
        if self._marking or cell not in self.cells:
            return
        self.mark_chosen(self._marked)
        index = self.cells.index(cell)
        self.set_stop(index)
        self.cell_activated(index)

    @property
    def stop(self) -> int:
        """The position of the cell that takes the focus."""
        return self._stop

    def set_stop(self, index: int) -> None:
        """Make cell ``index`` the one that takes the focus; move the focus there if the group has it."""
        if index == self._stop:
            return
        old = self.cells[self._stop] if 0 <= self._stop < len(self.cells) else None
        new = self.cells[index]
        had_focus = old is not None and old.hasFocus()
        new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop = index
        self.setFocusProxy(new)
        if had_focus:
            new.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            old.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def has_focus(self) -> bool:
        """Say whether the keyboard is in this group."""
        return 0 <= self._stop < len(self.cells) and self.cells[self._stop].hasFocus()

    def focus_changed(self) -> None:
        """Repaint when the focus came or went; subclasses may tell others."""
        self.update()

    def step_of(self, key: int) -> int:
        """Return the step an arrow key means here, 0 if none; left and right follow the reading direction."""
        forward = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if not self.vertical:
            turn = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
            forward = {Qt.Key.Key_Right: turn, Qt.Key.Key_Left: -turn}
        return forward.get(Qt.Key(key), 0)

    def cell_activated(self, index: int) -> None:
        """Choose cell ``index`` because the person clicked it or pressed Space on it."""
        raise NotImplementedError

    def arrange(self) -> None:
        """Lay the cells out in the group's size; called whenever that or the look changed."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cells out again."""
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the cells out as the look is now."""
        super().showEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self.measure_again()

    def measure_again(self) -> None:
        """Ask for the room that the cells now need; those of a group not yet in view are laid out when it is shown."""
        self.updateGeometry()
        if self.isVisible():
            self.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint no frame."""

    def _clicked(self, index: int) -> None:
        self.set_stop(index)
        self.cells[index].setFocus(Qt.FocusReason.MouseFocusReason)
        self.cell_activated(index)
