"""Labels by role, thin lines, and quiet buttons: the small furniture of every page."""

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.mirrored import mirrored_in

LabelRole = Literal["title", "figure", "heading", "strong", "body", "muted", "small", "error", "warning"]


_SHORT, _BOUND = 7, 16
"""Letters of a last word that would look lost in a line of its own, and of what may be held together on any page."""


def bound(text: str) -> str:
    """Return ``text`` with its last two words held together, if the last is short; no line begins with a dot between facts.

    Not where there are few words, nor where the two together would be wider than the widest word and than a narrow place.
    """
    text = text.replace(" · ", "\u00a0· ")
    words = text.split(" ")
    if len(words) < 4:
        return text
    pair = f"{words[-2]}\N{NO-BREAK SPACE}{words[-1]}"
    allowed = max(_BOUND, *map(len, words))
    if not words[-2] or len(words[-1].rstrip(".,:;!?…)”")) > _SHORT or len(pair) > allowed or "\n" in pair:
        return text
    return " ".join((*words[:-2], pair))


class Words(QLabel):
    """A label whose last word does not stand alone in its last line; ``text`` returns the words as they were given."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(bound(text), parent)
        self._words = text

    def setText(self, text: str) -> None:  # noqa: N802  Qt's name
        """Set the words."""
        self._words = text
        # Beside a field, Qt takes "R&D" for a D with a key of its own.
        super().setText(bound(text).replace("&", "&&") if self.buddy() is not None else bound(text))

    def setBuddy(self, buddy: QWidget) -> None:  # noqa: N802  Qt's name
        """Name a field by these words."""
        super().setBuddy(buddy)
        if "&" in self._words:
            self.setText(self._words)

    def text(self) -> str:
        """Return the words."""
        return self._words


def make_label(text: str, role: LabelRole = "body", parent: QWidget | None = None, *, wrap: bool = True) -> QLabel:
    """Return a label in one of the theme's roles; the text is taken as it is, never as markup."""
    label = Words(text, parent) if wrap else QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


def make_line(parent: QWidget | None = None) -> QFrame:
    """Return a hairline to stand between parts of a page."""
    line = QFrame(parent)
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line


class LinkButton(QPushButton):
    """A quiet underlined button for small deeds: Undo, Clear, Times. Signals: those of ``QPushButton``."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, small: bool = False, underlined: bool = True
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("link", True)
        self.setProperty("small", small)
        self.setProperty("plain", not underlined)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class KeyButton(QPushButton):
    """A button that shows the key pressing it in a small cap; ``primary`` fills it with the accent.

    Checkable for the states of a dose: the checked one is filled. Signals: those of ``QPushButton``. The key itself is
    only shown here; the owner makes the shortcut.
    """

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None, *, primary: bool = False) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setProperty("key", True)
        self.setProperty("primary", primary)
        wide = QSizePolicy.Policy.Expanding if primary else QSizePolicy.Policy.Preferred
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Show another key, or none."""
        self._key = key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size for text and key."""
        theme = theme_for(self)
        wide = QFontMetrics(theme.font("body")).horizontalAdvance(self.text()) + theme.space(4)
        return QSize(wide + self._cap_width(), theme.target)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the words with less air, and no key."""
        hint = self.sizeHint()
        return QSize(hint.width() - self._cap_width() - theme_for(self).space(2), hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button, its text and its key."""
        theme = theme_for(self)
        filled = bool(self.property("primary")) or self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.colour("accent" if filled else "hover" if self.underMouse() or self.isDown() else "panel")
        ink = theme.colour("on_accent" if filled else "ink")
        if not self.isEnabled():
            fill, ink = theme.colour("background"), theme.colour("field_edge")
        edge = theme.colour("accent" if filled and self.isEnabled() else "edge")
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink if filled else theme.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), tokens.RADIUS - 2, tokens.RADIUS - 2)
        painter.setPen(ink)
        painter.setFont(theme.font("body"))
        words = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        cap = self._cap_width() if words + self._cap_width() + theme.space(2) <= self.width() else 0
        left = max(theme.space(1), (self.width() - words - cap) // 2)
        text_rect = QRect(left, 0, words + 2, self.height())
        painter.drawText(mirrored_in(self, text_rect), Qt.AlignmentFlag.AlignCenter, self.text())
        if cap:
            high = theme.line_height("small") + 2
            rect = QRect(left + words + theme.space(1.5), (self.height() - high) // 2, cap - theme.space(1.5), high)
            rect = mirrored_in(self, rect)
            painter.setFont(theme.font("small"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._key)

    def _cap_width(self) -> int:
        if not self._key:
            return 0
        theme = theme_for(self)
        return QFontMetrics(theme.font("small")).horizontalAdvance(self._key) + theme.space(1) + theme.space(1.5)
