"""One line of what is tracked: a box to tick, the name, its place among the others, and what else can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.treatment.rows import TallLink
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.ticks import Tick

_WORDS = 190
"""Least width of the words at 100 % text; with less room beside them, the buttons stand below."""


@dataclass(frozen=True)
class TrackSpec:
    """What a row shows. ``number`` of ``of`` is its place, 0 where it is not asked; ``deeds``: key, words and name of links."""

    key: str
    name: str
    detail: str
    ticked: bool
    number: int
    of: int
    deeds: tuple[tuple[str, str, str], ...] = ()


class MoveButton(QPushButton):
    """A square button with an arrow head up or down. Signals: those of ``QPushButton``."""

    def __init__(self, *, up: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._up = up
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square as high as any target."""
        return QSize(theme_for(self).target, theme_for(self).target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and the arrow head on it."""
        super().paintEvent(event)
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.colour("ink" if self.isEnabled() else "field_edge")
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        reach = theme.scaled(5)
        rise = -reach // 2 if self._up else reach // 2
        centre = self.rect().center()
        painter.drawPolyline([centre + QPoint(x, y) for x, y in ((-reach, -rise), (0, rise), (reach, -rise))])


class TrackRow(QWidget):
    """Signals: ``ticked(str, bool)``; ``moved(str, int)`` by -1 or 1; ``wanted(str, str)`` the key of the row and of a deed."""

    ticked = Signal(str, bool)
    moved = Signal(str, int)
    wanted = Signal(str, str)

    def __init__(self, spec: TrackSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.box = Tick()
        self.up, self.down = MoveButton(up=True), MoveButton(up=False)
        self.links = {key: TallLink(words) for key, words, _name in spec.deeds}
        for key, _words, name in spec.deeds:
            self.links[key].setAccessibleName(name)
            self.links[key].clicked.connect(lambda _on=False, one=key: self.wanted.emit(spec.key, one))
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, tokens.SPACE // 2, 0, tokens.SPACE // 2)
        lines.setSpacing(0)
        lines.addWidget(make_label(spec.name))
        lines.addWidget(make_label(spec.detail, "small"))
        main = QWidget()
        across = QHBoxLayout(main)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(tokens.SPACE // 2)
        across.addWidget(self.box)
        across.addWidget(words, 1)
        tools = QWidget()
        end = QHBoxLayout(tools)
        end.setContentsMargins(0, 0, 0, 0)
        end.setSpacing(tokens.SPACE)
        for link in self.links.values():
            end.addWidget(link)
        end.addWidget(self.up)
        end.addWidget(self.down)
        tools.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tools = tools
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 3, 0, 3)
        self._whole.setSpacing(tokens.SPACE)
        self._whole.addWidget(main, 1)
        self._whole.addWidget(tools, 0, Qt.AlignmentFlag.AlignTrailing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.box.clicked.connect(lambda on: self.ticked.emit(spec.key, on))
        self.up.clicked.connect(lambda: self.moved.emit(spec.key, -1))
        self.down.clicked.connect(lambda: self.moved.emit(spec.key, 1))
        self.show_spec(spec)

    def show_spec(self, spec: TrackSpec) -> None:
        """Show the same measure in another place, or ticked otherwise."""
        self.spec = spec
        self.box.setChecked(spec.ticked)
        self.box.setAccessibleName(spec.name)
        place = _("{n} of {of} on the Today page; Alt+Up and Alt+Down move it").format(n=spec.number, of=spec.of)
        self.box.setAccessibleDescription(place if spec.ticked else _("not asked"))
        self.up.setAccessibleName(_("Move “{measure}” up").format(measure=spec.name))
        self.down.setAccessibleName(_("Move “{measure}” down").format(measure=spec.name))

    def stops(self) -> Sequence[QWidget]:
        """Return what takes the focus, in order."""
        return (self.box, *self.links.values(), self.up, self.down)

    def part_in_focus(self) -> str:
        """Return which of its parts has the focus, empty if none has."""
        return next((name for name, part in self._parts().items() if part.hasFocus()), "")

    def focus(self, part: str) -> None:
        """Put the focus on a part, on the box where that one cannot take it."""
        wanted = self._parts().get(part, self.box)
        (wanted if wanted.isEnabled() else self.box).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand what can be done under the words where it is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the least width: the tools may stand under the words."""
        least = max(self._tools.minimumSizeHint().width(), theme_for(self).scaled(_WORDS))
        return QSize(least, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        narrow = self.width() < self._tools.sizeHint().width() + theme_for(self).scaled(_WORDS)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction is not self._whole.direction():
            self._whole.setDirection(direction)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme_for(self).colour("line"))

    def _parts(self) -> dict[str, QWidget]:
        return {"box": self.box, **self.links, "up": self.up, "down": self.down}
