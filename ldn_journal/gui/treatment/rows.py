"""One line of a list: its day, what it is, what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import Role, theme_for
from ldn_journal.gui.today.flow import Flow, flowing
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.ticks import Tick

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes
    from ldn_journal.journal import Journal

_STACKED_BELOW = 430
"""Width, at 100 % text, below which day, words and buttons stand above each other."""
_LEAD_WIDTH = 138


@dataclass(frozen=True)
class RowAction:
    """A button of a row: ``name`` as spoken; it unfolds a form for ``deed`` or has ``job`` run on the journal's thread."""

    key: str
    label: str
    name: str
    deed: Deed | None = None
    job: "Callable[[Journal], Changes] | None" = None


@dataclass(frozen=True)
class RowSpec:
    """What a row shows. ``mark``: a word on a tinted ground, "current"; ``notices``: what is to be read beside it.

    With ``tick``, a box to tick stands in the place of ``lead`` and does that; its words are then not strong.
    """

    id: str
    lead: str
    main: str
    details: tuple[str, ...] = ()
    mark: str = ""
    notices: tuple[str, ...] = ()
    actions: tuple[RowAction, ...] = ()
    tick: RowAction | None = None


class Mark(QLabel):
    """A word on a tinted ground."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setContentsMargins(8, 2, 8, 2)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under the word."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent"))
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS, tokens.RADIUS)
        painter.end()
        super().paintEvent(event)


class _Main(QLabel):
    """What a row is about, in one line while there is room for it."""

    def __init__(self, text: str, role: Role = "strong", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """Return the size of the text in one line."""
        theme = theme_for(self)
        wide = QFontMetrics(theme.font(self._role)).horizontalAdvance(self.text())
        return QSize(wide + 2, theme.line_height(self._role))


class TallLink(LinkButton):
    """A quiet button that is as high to hit as any other."""

    def sizeHint(self) -> QSize:
        """Return the words' width and the height of a target."""
        return QSize(super().sizeHint().width(), theme_for(self).target)


class EntryRow(QWidget):
    """A row of a list. Signals: ``chosen(object)`` a ``RowAction`` whose button was pressed."""

    chosen = Signal(object)

    def __init__(self, spec: RowSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.buttons: dict[str, QAbstractButton] = {}
        self._lead = make_label(spec.lead, "muted")
        main = _Main(spec.main, "strong" if spec.tick is None else "body")
        words = QVBoxLayout()
        words.setSpacing(2)
        heading = Flow(gap=10)
        heading.add(main)
        if spec.mark:
            heading.add(Mark(spec.mark))
        words.addWidget(heading)
        for text in spec.details:
            words.addWidget(make_label(text, "small"))
        if spec.tick is not None:
            self._add_tick(spec.tick)
        links = [TallLink(action.label) for action in spec.actions]
        for action, button in zip(spec.actions, links, strict=True):
            button.setAccessibleName(action.name)
            button.clicked.connect(lambda _checked=False, one=action: self.chosen.emit(one))
            self.buttons[action.key] = button
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        whole = QVBoxLayout(self)
        whole.setSpacing(4)
        self._whole = whole
        whole.addLayout(self._box)
        for text in spec.notices:
            whole.addWidget(make_label(text, "warning"))
        self._lead.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._box.addWidget(self._lead)
        self._words = words
        inner = QHBoxLayout()
        inner.setSpacing(4)
        if "tick" in self.buttons:
            inner.addWidget(self.buttons["tick"], 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(words, 1)
        self._box.addLayout(inner, 1)
        self._tools = flowing(*links, gap=14)
        self._box.addWidget(self._tools)
        for part, needed in ((self._lead, bool(spec.lead)), (self._tools, bool(links))):
            if not needed:
                part.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._measure()

    def _add_tick(self, action: RowAction) -> None:
        tick = Tick()
        tick.setAccessibleName(action.name)
        tick.setToolTip(action.label)
        tick.clicked.connect(lambda: self.chosen.emit(action))
        self.buttons["tick"] = tick

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand things above each other where it is narrow."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme_for(self).colour("line"))

    def _measure(self) -> None:
        theme = theme_for(self)
        stacked = self.width() < theme.scaled(_STACKED_BELOW)
        across = QBoxLayout.Direction.LeftToRight
        direction = QBoxLayout.Direction.TopToBottom if stacked else across
        line = theme.line_height("body")
        # Beside buttons as high as a target, the words begin where the buttons' words stand.
        level = "tick" in self.buttons or (bool(self.buttons) and not stacked)
        drop = 0 if not level else max(0, (theme.target - line) // 2)
        wide = theme.scaled(_LEAD_WIDTH)
        tools = self._tools.sizeHint().width()
        state = (direction, drop, 0 if stacked else wide, 0 if stacked else tools)
        if state == getattr(self, "_state", None):
            return
        self._state = state
        self._box.setDirection(direction)
        # Links below the words bring air of their own: they are higher than their words.
        airy = stacked and not self._tools.isHidden()
        self._whole.setContentsMargins(0, 0, 0, 0 if airy else 8)
        self._box.setSpacing(0 if airy else 4 if stacked else 14)
        self._lead.setMinimumWidth(0 if stacked else wide)
        self._lead.setMaximumWidth(16_777_215 if stacked else wide)
        self._lead.setContentsMargins(0, drop, 0, 0)
        self._words.setContentsMargins(0, drop, 0, 2)
        self._tools.setMinimumWidth(0 if stacked else tools)
        self._tools.setMaximumWidth(16_777_215 if stacked else tools)
        self._box.setContentsMargins(0, 8 if stacked else 4, 0, 0)
        alignment = Qt.AlignmentFlag(0) if stacked else Qt.AlignmentFlag.AlignTop
        self._box.setAlignment(self._tools, alignment)
        self._box.setAlignment(self._lead, alignment)
        self.updateGeometry()
