"""Controls one after the other, going on in the next line when the width is used up.

A widget that places its children, and not a ``QLayout``: a layout written in Python shares its items with Qt, and
crashed when the style changed.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldn_journal.gui.widgets.labels import LabelRole, Words
from ldn_journal.gui.widgets.mirrored import mirrored

_EXPANDING = frozenset({QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding})


class Flow(QWidget):
    """Shows controls in reading order with wrapped lines; in each line, expanding ones share what is left over."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, tight: bool = False, top: bool = False) -> None:
        """``gap`` in pixels between controls and lines; ``tight``: rather take air from the controls than wrap.

        ``top``: controls of one line stand on its upper edge, else in its middle.
        """
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._gap = gap
        self._tight = tight
        self._top = top
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Add controls at the end."""
        for widget in widgets:
            widget.setParent(self)
            self._parts.append(widget)
            if not widget.isHidden():
                widget.show()
        self.updateGeometry()

    def parts(self) -> list[QWidget]:
        """Return the controls in order."""
        return list(self._parts)

    def replace(self, *widgets: QWidget) -> None:
        """Show these controls in the place of those before."""
        self.keep(0)
        self.add(*widgets)

    def show_only(self, *widgets: QWidget) -> None:
        """Show these of the controls; the others take no room."""
        for part in self._parts:
            part.setVisible(part in widgets)
        self.updateGeometry()

    def keep(self, count: int) -> None:
        """Delete all controls but the first ``count``."""
        for part in self._parts[count:]:
            part.hide()
            part.deleteLater()
        self._parts = self._parts[:count]
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped lines."""
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        """Return the size with everything in one line."""
        hints = [part.sizeHint() for part in self._shown()]
        wide = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the widest control's least size."""
        least = [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._shown()]
        return QSize(max((s.width() for s in least), default=0), max((s.height() for s in least), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the controls."""
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """Place the controls again when one asks for another size or the look changed."""
        kinds = (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange)
        if event.type() in kinds:
            self.updateGeometry()
            self._arrange(self.width(), move=True)
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _least(self, part: QWidget) -> int:
        hint = max(part.sizeHint().width(), part.minimumWidth())
        return min(part.minimumSizeHint().width(), hint) if self._tight else hint

    def _arrange(self, width: int, *, move: bool) -> int:
        lines: list[list[QWidget]] = [[]]
        used = 0
        for part in self._shown():
            wide = self._least(part)
            if lines[-1] and used + self._gap + wide > width:
                lines.append([])
                used = 0
            used += wide + (self._gap if lines[-1] else 0)
            lines[-1].append(part)
        y = 0
        for line in lines:
            y += self._place(line, y, width, move=move) + self._gap
        return max(0, y - self._gap)

    def _place(self, line: list[QWidget], y: int, width: int, *, move: bool) -> int:
        if not line:
            return 0
        widths = self._widths(line, width)
        heights = [
            part.heightForWidth(wide) if part.hasHeightForWidth() else part.sizeHint().height()
            for part, wide in zip(line, widths, strict=True)
        ]
        high = max(heights)
        if move:
            x = 0
            for part, wide, own in zip(line, widths, heights, strict=True):
                rect = QRect(x, y if self._top else y + (high - own) // 2, wide, own)
                part.setGeometry(mirrored(self.layoutDirection(), QRect(0, y, width, high), rect))
                x += wide + self._gap
        return high

    def _widths(self, line: list[QWidget], width: int) -> list[int]:
        """Return the widths of a line's controls: the least, then what they wish, then the rest to the eager ones."""
        hints = [min(max(part.sizeHint().width(), part.minimumWidth()), width) for part in line]
        widths = [min(self._least(part), hint) for part, hint in zip(line, hints, strict=True)]
        room = width - self._gap * (len(line) - 1)
        wished = sum(hints) - sum(widths)
        if wished > 0:
            share = min(1.0, max(0, room - sum(widths)) / wished)
            widths = [wide + int((hint - wide) * share) for wide, hint in zip(widths, hints, strict=True)]
        eager = [n for n, part in enumerate(line) if part.sizePolicy().horizontalPolicy() in _EXPANDING]
        spare = max(0, room - sum(widths))
        for n in eager:
            widths[n] += spare // len(eager)
        return widths


class FlowLabel(Words):
    """Words in a ``Flow`` that stand in one line where there is room, and are broken where there is none."""

    def __init__(self, words: str = "", role: LabelRole = "body", *, eager: bool = False) -> None:
        """``eager``: take what is left over in the line."""
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        policy = QSizePolicy.Policy.Expanding if eager else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return the width of all words."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 4, super().sizeHint().height())


def flowing(*widgets: QWidget, gap: int = 8, tight: bool = False) -> Flow:
    """Return a ``Flow`` that shows ``widgets``."""
    flow = Flow(gap=gap, tight=tight)
    flow.add(*widgets)
    return flow
