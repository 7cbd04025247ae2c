"""How rows of the change log are painted: flat tints instead of Fusion’s gradients, a ring where the focus is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.mirrored import mirrored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldn_journal.gui.history.model import Index
    from ldn_journal.gui.history.versions_load import Version

_WHEN = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1
_BAR = 4
_BESIDE = 26
"""Pixels of a cell that its words cannot use: the style sheet’s padding, the margins of the text, the line."""


class FlatDelegate(QStyledItemDelegate):
    """Paints the cells of a table; ``air`` is room in pixels above and below the words together."""

    def __init__(self, parent: QWidget, air: int = 0) -> None:
        super().__init__(parent)
        self._air = air

    def initStyleOption(self, option: QStyleOptionViewItem, index: "Index") -> None:  # noqa: N802  Qt's name
        """Tint the chosen row flat."""
        super().initStyleOption(option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if chosen and option.widget is not None:
            option.backgroundBrush = QBrush(theme_for(option.widget).colour("accent_soft"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: "Index") -> None:
        """Paint the cell, and a ring around the one in focus."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget is not None:
            painter.save()
            painter.setPen(QPen(theme_for(option.widget).colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: "Index") -> QSize:
        """Return the size of the words, wrapped as they are painted, and the air."""
        hint = super().sizeHint(option, index)
        view = self.parent()
        if not self._air or not isinstance(view, QTableView):
            return hint
        font = index.data(Qt.ItemDataRole.FontRole) or view.font()
        room = QRect(0, 0, view.columnWidth(index.column()) - _BESIDE, 1 << 16)
        words = QFontMetrics(font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data() or " "))
        return QSize(hint.width(), words.height() + self._air)


class _VersionDelegate(QStyledItemDelegate):
    """Paints a change: when it was, small, and below it what it did; the chosen one has a bar before it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: "Index") -> None:
        """Paint one change."""
        widget = option.widget
        if widget is None:
            return
        theme = theme_for(widget)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, theme.colour("accent_soft"))
            bar = QRect(option.rect.left(), option.rect.top(), _BAR, option.rect.height())
            painter.fillRect(mirrored(option.direction, option.rect, bar), theme.colour("accent"))
        else:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        inner = _inner(theme, option.rect)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font("small"))
        painter.drawText(inner, _flags(option), index.data(_WHEN))
        inner.setTop(inner.top() + _height(theme, "small", index.data(_WHEN), inner.width()))
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("body"))
        painter.drawText(inner, _flags(option), index.data(_WORDS))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: "Index") -> QSize:
        """Return the height that the words need in the width of the list."""
        view = self.parent()
        if not isinstance(view, QListWidget):
            return super().sizeHint(option, index)
        theme = theme_for(view)
        wide = view.viewport().width()
        inner = _inner(theme, QRect(0, 0, wide, 0)).width()
        when, words = (
            _height(theme, role, index.data(part), inner) for role, part in (("small", _WHEN), ("body", _WORDS))
        )
        return QSize(wide, when + words + theme.space(2))


class VersionList(QListWidget):
    """The changes of a day. Arrows choose; signals: those of ``QListWidget``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Changes of this day, newest first"))
        self.setItemDelegate(_VersionDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def show_versions(self, versions: "Sequence[Version]", chosen: int) -> None:
        """Show other changes, newest first, and choose one, telling so even where its number is the same as before."""
        self.blockSignals(True)
        self.clear()
        for row, version in enumerate(versions):
            when = _("{when} · {source}").format(when=version.when, source=version.source)
            if row == 0:
                when = _("{when} · as it is now").format(when=when)
            item = QListWidgetItem()
            item.setData(_WHEN, when)
            item.setData(_WORDS, "\n".join(version.words))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join((when, *version.words)))
            self.addItem(item)
        self.blockSignals(False)
        self.setCurrentRow(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words for the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _inner(theme: Theme, rect: QRect) -> QRect:
    return rect.adjusted(theme.space(1.5), theme.space(1), -theme.space(1), -theme.space(0.5))


def _flags(option: QStyleOptionViewItem) -> int:
    rtl = option.direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def _height(theme: Theme, role: str, words: str, width: int) -> int:
    metrics = QFontMetrics(theme.fonts[role])
    return metrics.boundingRect(QRect(0, 0, width, 1 << 16), int(Qt.TextFlag.TextWordWrap), words).height()
