"""Controls one after the other, going on in the next line when the width is used up."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class Flow(QLayout):
    """A layout in reading order with wrapped lines; in each line, expanding widgets share what is left over."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        """``gap`` in pixels between the controls and between the lines."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  Qt's name
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802
        """Return an item, None outside."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Grow sideways only."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped lines."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size with everything in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        wide = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the widest item's least size."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y = rect.top()
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            wide = min(item.minimumSize().width(), item.sizeHint().width())
            if lines[-1] and used + self._gap + wide > rect.width():
                lines.append([])
                used = 0
            used += wide + (self._gap if lines[-1] else 0)
            lines[-1].append(item)
        for line in lines:
            y += self._place(line, QRect(rect.left(), y, rect.width(), 0), move=move) + self._gap
        return max(0, y - self._gap - rect.top())

    def _place(self, line: list[QLayoutItem], area: QRect, *, move: bool) -> int:
        if not line:
            return 0
        hints = [min(item.sizeHint().width(), area.width()) for item in line]
        widths = [min(item.minimumSize().width(), hint) for item, hint in zip(line, hints, strict=True)]
        eager = [n for n, item in enumerate(line) if item.expandingDirections() & Qt.Orientation.Horizontal]
        spare = area.width() - sum(widths) - self._gap * (len(line) - 1)
        wished = sum(hints) - sum(widths)
        if wished > 0:
            share = min(1.0, max(0, spare) / wished)
            widths = [wide + int((hint - wide) * share) for wide, hint in zip(widths, hints, strict=True)]
            spare = area.width() - sum(widths) - self._gap * (len(line) - 1)
        for n in eager:
            widths[n] += max(0, spare) // len(eager)
        heights = [
            item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            for item, wide in zip(line, widths, strict=True)
        ]
        high = max(heights)
        if move:
            parent = self.parentWidget()
            direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
            x = area.left()
            for item, wide, own in zip(line, widths, heights, strict=True):
                rect = QRect(x, area.top() + (high - own) // 2, wide, own)
                item.setGeometry(QStyle.visualRect(direction, QRect(area.left(), area.top(), area.width(), high), rect))
                x += wide + self._gap
        return high


def flowing(*widgets: QWidget, gap: int = 8, parent: QWidget | None = None) -> QWidget:
    """Return a widget that shows ``widgets`` in a flow and takes the width there is."""
    panel = QWidget(parent)
    box = Flow(panel, gap=gap)
    for widget in widgets:
        box.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    panel.setSizePolicy(policy)
    return panel
