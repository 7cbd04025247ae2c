"""The list of the palette: a line for each action, with where it belongs and its keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.palette.keys import shown_keys
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.mirrored import mirrored

_Index = QModelIndex | QPersistentModelIndex
_Put = Callable[[QRect], QRect]
"""Mirrors a rectangle where writing goes from right to left."""


class ActionRows(QAbstractListModel):
    """The actions found, as a list for a view; assistive technology hears the keys with the name."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[Action] = []

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self.actions = list(actions)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, or what is said of the row."""
        action = self.actions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(action)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return action.place
        return None


class ActionDelegate(QStyledItemDelegate):
    """Paints a row: the title, where it belongs, and the keys in a cap at the end. The chosen row has a bar beside it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """Return a row of full height."""
        return QSize(160, theme_for(self._host).target)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        theme = theme_for(self._host)
        action = self._action(index)
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

        def put(rect: QRect) -> QRect:
            return mirrored(direction, area, rect)

        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), tokens.RADIUS, tokens.RADIUS)
            painter.setBrush(theme.colour("accent"))
            bar = QRect(area.left() + 3, area.top() + 8, 3, area.height() - 16)
            painter.drawRoundedRect(QRectF(put(bar)), 1.5, 1.5)
        inner = area.adjusted(theme.space(2), 0, -theme.space(1.5), 0)
        self._paint_keys(painter, theme, action, inner, put)
        own = _cap_width(theme, action) + theme.space(2) if action.keys else 0
        # Where there is room, the places of all rows end at one line, whatever keys stand behind them.
        end, column = inner.right() - own, inner.right() - self._keys_column(theme, index)
        body, small = QFontMetrics(theme.font("body")), QFontMetrics(theme.font("small"))
        title_wide, place_wide = body.horizontalAdvance(action.title) + 2, small.horizontalAdvance(action.place) + 2
        place_end = column if title_wide + theme.space(2) + place_wide <= column - inner.left() else end
        if title_wide + theme.space(2) + place_wide <= place_end - inner.left():
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            place = QRect(place_end - place_wide, area.top(), place_wide, area.height())
            painter.drawText(put(place), Qt.AlignmentFlag.AlignCenter, action.place)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink"))
        room = end - inner.left()
        title = body.elidedText(action.title, Qt.TextElideMode.ElideRight, room)
        side = (
            Qt.AlignmentFlag.AlignLeft if direction == Qt.LayoutDirection.LeftToRight else Qt.AlignmentFlag.AlignRight
        )
        rect = QRect(inner.left(), area.top(), room, area.height())
        painter.drawText(put(rect), side | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def _action(self, index: _Index) -> Action:
        model = index.model()
        assert isinstance(model, ActionRows)  # noqa: S101 - made for this list
        return model.actions[index.row()]

    def _keys_column(self, theme: Theme, index: _Index) -> int:
        """Return the room that the widest keys of the list take."""
        model = index.model()
        assert isinstance(model, ActionRows)  # noqa: S101 - made for this list
        wide = max((_cap_width(theme, one) for one in model.actions if one.keys), default=0)
        return wide + theme.space(2) if wide else 0

    def _paint_keys(self, painter: QPainter, theme: Theme, action: Action, inner: QRect, put: _Put) -> None:
        """Paint the keys in a cap at the end of the row."""
        if not action.keys:
            return
        wide, high = _cap_width(theme, action), theme.line_height("small") + 4
        cap = put(QRect(inner.right() - wide, inner.center().y() - high // 2, wide, high))
        painter.setFont(theme.font("small"))
        painter.setBrush(theme.colour("panel"))
        painter.setPen(QPen(theme.colour("field_edge"), 1))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour("ink"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, shown_keys(action.keys))


def _cap_width(theme: Theme, action: Action) -> int:
    return QFontMetrics(theme.font("small")).horizontalAdvance(shown_keys(action.keys)) + theme.space(1.5)


def spoken(action: Action) -> str:
    """Return an action as it is read aloud: its name, and its keys if it has some."""
    words = shown_keys(action.keys)
    return _("{action}, {keys}").format(action=action.title, keys=words) if words else action.title
