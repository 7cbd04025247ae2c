"""The head of a part of a page that is folded away until it is wanted."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.choice import draw_line
from ldn_journal.gui.widgets.mirrored import mirrored_in


class FoldButton(QPushButton):
    """A line with an arrow head, its words, and a quiet note at the end; checked while unfolded.

    Signals: ``toggled(bool)`` unfolded or folded; ``entered()`` Enter was pressed, after unfolding; ``advance()`` Down,
    ``retreat()`` Up.
    """

    entered = Signal()
    advance = Signal()
    retreat = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._note = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self._describe())
        self._describe()

    def set_note(self, note: str) -> None:
        """Set the quiet words at the end, "2 recorded"."""
        self._note = note
        self._describe()
        self.updateGeometry()
        self.update()

    def note(self) -> str:
        """Return the quiet words at the end."""
        return self._note

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words, broken where they must be."""
        theme = theme_for(self)
        words = self._words_rect(width)
        high = QFontMetrics(theme.font("strong")).boundingRect(words, _FLAGS, self.text()).height()
        if self._note and not self._beside(width):
            high += theme.line_height("small")
        return max(theme.target, high + theme.space(1.5))

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        theme = theme_for(self)
        wide = self._arrow() + QFontMetrics(theme.font("strong")).horizontalAdvance(self.text()) + 2
        return QSize(wide + self._note_width(), theme.target)

    def minimumSizeHint(self) -> QSize:
        """Return a small width: the words can be broken."""
        theme = theme_for(self)
        return QSize(theme.scaled(160), theme.target)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold and go in with Enter, past it with Down and Up; Space folds and unfolds."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.entered.emit()
        elif key == Qt.Key.Key_Down:
            self.advance.emit()
        elif key == Qt.Key.Key_Up:
            self.retreat.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrow head, the words and the note."""
        theme = theme_for(self)
        painter = QPainter(self)
        if self.hasFocus():
            draw_line(painter, theme, self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.colour("accent" if self.underMouse() or self.hasFocus() else "ink")
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        self._paint_arrow(painter)
        words = self._words_rect(self.width())
        strong, small = theme.font("strong"), theme.font("small")
        high = QFontMetrics(strong).boundingRect(words, _FLAGS, self.text()).height()
        below = self._note != "" and not self._beside(self.width())
        whole = high + (theme.line_height("small") if below else 0)
        top = (self.height() - whole) // 2
        painter.setPen(ink)
        painter.setFont(strong)
        place = QRect(words.left(), top, words.width(), high)
        painter.drawText(self._seen(place), _FLAGS | _start(self), self.text())
        painter.setPen(theme.colour("muted"))
        painter.setFont(small)
        if below:
            place = QRect(words.left(), top + high, words.width(), theme.line_height("small"))
            painter.drawText(self._seen(place), _start(self), self._note)
        elif self._note:
            wide = self._note_width()
            place = QRect(self.width() - wide, 0, wide, self.height())
            painter.drawText(self._seen(place), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._note)

    def _paint_arrow(self, painter: QPainter) -> None:
        theme = theme_for(self)
        reach = theme.scaled(4)
        half = (reach if self.isChecked() else reach // 2) + 1
        centre = self._seen(QRect(0, 0, 2 * half + 1, self.height())).center()
        if self.isChecked():
            points = [QPoint(-reach, -reach // 2), QPoint(0, reach // 2), QPoint(reach, -reach // 2)]
        else:
            turn = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
            points = [
                QPoint(-turn * reach // 2, -reach),
                QPoint(turn * reach // 2, 0),
                QPoint(-turn * reach // 2, reach),
            ]
        painter.drawPolyline([centre + point for point in points])

    def _arrow(self) -> int:
        return 2 * theme_for(self).scaled(4) + 2 + theme_for(self).space(1)

    def _note_width(self) -> int:
        theme = theme_for(self)
        return QFontMetrics(theme.font("small")).horizontalAdvance(self._note) + theme.space(2) if self._note else 0

    def _beside(self, width: int) -> bool:
        """Whether the note fits into the line of the words."""
        words = QFontMetrics(theme_for(self).font("strong")).horizontalAdvance(self.text())
        return self._arrow() + words + self._note_width() + 2 <= width

    def _words_rect(self, width: int) -> QRect:
        left = self._arrow()
        note = self._note_width() if self._beside(width) else 0
        return QRect(left, 0, max(1, width - left - note), 10_000)

    def _seen(self, rect: QRect) -> QRect:
        return mirrored_in(self, rect)

    def _describe(self) -> None:
        state = _("unfolded") if self.isChecked() else _("folded")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(
            _("{state}, {note}").format(state=state, note=self._note) if self._note else state
        )
        self.update()


_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


def _start(widget: QWidget) -> Qt.AlignmentFlag:
    right = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignTop
