"""Words to be read, selected and copied, with the keyboard too, as high as they need at their width."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from ldn_journal.clinical.learn import places
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Role, theme_for
from ldn_journal.gui.timers import single_shot_timer

_STEP = tokens.SPACE / 2
_INSET = 6
"""From the edge of the widget to its words: its ring of 2 px and 4 px of air, as the style sheet has it."""
_CARET = 2
_NO_RING = "QTextEdit { background: transparent; border: none; padding: 0; }"
_WALKS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})


class Passage(NamedTuple):
    """One paragraph: its words, their size, whether they are quiet, and the room above in steps of half a space."""

    text: str
    role: Role = "body"
    muted: bool = False
    above: int = 2


class Prose(QTextEdit):
    """Passages as one text. Nothing in it can be typed or opened: an address is words like others.

    The caret is seen from the first key that moves it on: before that it would strike the first letter through.
    Signals: ``focused(bool)`` the focus came or went; ``seen_at(object)`` the place of the caret, a ``QRect`` in this
    widget, when it moved by the keyboard; ``left(int)`` Down at the last line (1) or Up at the first (-1).
    """

    seen_at = Signal(object)
    left = Signal(int)
    focused = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None, *, ring: bool = True) -> None:
        """``ring``: whether it shows its focus itself; else whatever holds it does, and the words begin at its edge."""
        super().__init__(parent)
        self._inset = _INSET if ring else 0
        self._passages: tuple[Passage, ...] = ()
        self._marked: tuple[str, ...] = ()
        self._heights: dict[int, int] = {}
        self.setProperty("prose", True)
        self.setCursorWidth(0)
        if not ring:
            self.setStyleSheet(_NO_RING)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self._new_look = single_shot_timer(self)
        self._new_look.timeout.connect(self._write)
        self.cursorPositionChanged.connect(self._moved)

    def show_passages(self, passages: Sequence[Passage], marked: Sequence[str] = ()) -> None:
        """Show ``passages``, in them the folded words ``marked`` wherever they stand."""
        now = tuple(passages), tuple(marked)
        if now != (self._passages, self._marked):
            self._passages, self._marked = now
            self._write()

    def marks(self) -> list[str]:
        """Return the words that are marked, as they stand in the text."""
        return [
            passage.text[begin : begin + length]
            for passage in self._passages
            for begin, length in places(passage.text, self._marked)
        ]

    def _write(self) -> None:
        theme = theme_for(self)
        self.blockSignals(True)
        self.clear()
        cursor = QTextCursor(self.document())
        for number, passage in enumerate(self._passages):
            block = QTextBlockFormat()
            block.setTopMargin(passage.above * _STEP if number else 0)
            letters = QTextCharFormat()
            letters.setFont(theme.font(passage.role))
            letters.setForeground(theme.colour("muted" if passage.muted else "ink"))
            if number:
                cursor.insertBlock(block, letters)
            else:
                cursor.setBlockFormat(block)
                cursor.setBlockCharFormat(letters)
            begin = cursor.position()
            cursor.insertText(passage.text, letters)
            for at, length in places(passage.text, self._marked):
                self._mark(begin + at, length)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.blockSignals(False)
        self._heights.clear()
        self.updateGeometry()

    def _mark(self, begin: int, length: int) -> None:
        theme = theme_for(self)
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(begin + length, QTextCursor.MoveMode.KeepAnchor)
        found = QTextCharFormat()
        found.setBackground(theme.colour("accent_soft"))
        found.setForeground(theme.colour("ink"))
        found.setFontUnderline(True)
        cursor.mergeCharFormat(found)

    # Size --------------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width, as with a label."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the words need at ``width``."""
        if width not in self._heights:
            # On a copy: the text itself would tell its widget of each width that is only tried.
            document = self.document().clone()
            document.setTextWidth(max(width - 2 * self._inset, 1))
            self._heights[width] = ceil(document.size().height()) + 2 * self._inset
            document.deleteLater()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return a fair width and the height there."""
        return QSize(40 * tokens.SPACE, self.heightForWidth(40 * tokens.SPACE))

    def minimumSizeHint(self) -> QSize:
        """Return a small width, as any word can be broken, and the least height."""
        return QSize(10 * tokens.SPACE, self.fontMetrics().height() + 2 * self._inset)

    def changeEvent(self, event: QEvent) -> None:
        """Write anew in the window's new look, once all of the window has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_new_look"):
            self._new_look.start()

    # Keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave the window's and the page's keys to them: of those, only copying and selecting mean something here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)
            if not own:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk in the words, past them to the next ones, and leave whole screens to the page."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        if event.key() in _WALKS:
            self.show_caret()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and plain and not self._line_beyond(step):
            self.left.emit(step)
            return
        super().keyPressEvent(event)

    def show_caret(self) -> None:
        """Show where the caret is, until the focus goes."""
        self.setCursorWidth(_CARET)

    def _line_beyond(self, step: int) -> bool:
        """Whether there is a line below the caret (1) or above it (-1)."""
        moves = QTextCursor.MoveOperation
        return self.textCursor().movePosition(moves.Down if step > 0 else moves.Up)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the caret is."""
        super().focusInEvent(event)
        self.focused.emit(True)
        self._moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the caret away."""
        super().focusOutEvent(event)
        self.setCursorWidth(0)
        self.focused.emit(False)

    def _moved(self) -> None:
        if self.hasFocus():
            self.seen_at.emit(QRect(self.viewport().mapTo(self, self.cursorRect().topLeft()), self.cursorRect().size()))
