"""The navigation on the left: the program's name, its pages, and a quiet word at the foot."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.palette.keys import page_keys
from ldn_journal.gui.theme import Theme, theme_for
from ldn_journal.gui.widgets.choice import ChoiceCell, ChoiceGroup, draw_box, draw_ring
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.mirrored import mirrored_in, side

_WIDEST, _WIDEST_EVER = 160, 280
"""Width of a name up to which it stands in one line: at 100 % text, and at any, for the page needs its room."""
_ROUND = tokens.SPACE // 2
"""Room round the words at the foot for their focus ring."""


class _NavCell(ChoiceCell):
    """One page in the navigation; its key's number stands beside it while the pointer or the keyboard is there."""

    def __init__(self, text: str, number: str, parent: ChoiceGroup) -> None:
        super().__init__(text, parent)
        self._number = number

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page's name."""
        theme = theme_for(self)
        painter = QPainter(self)
        if self.isChecked():
            draw_box(painter, self.rect(), theme.colour("accent_soft"), None)
        elif self.underMouse():
            draw_box(painter, self.rect(), theme.colour("hover"), None)
        if self.shows_ring():
            draw_ring(painter, theme, self.rect(), tokens.RADIUS)
        pad = theme.space(1.5)
        area = self.rect().adjusted(pad, 0, -pad, 0)
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(theme.colour("accent" if self.isChecked() else "ink" if self.underMouse() else "muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        start = side(self.layoutDirection())
        end = side(self.layoutDirection(), end=True)
        painter.drawText(area, middle | start | Qt.TextFlag.TextWordWrap, _lines(theme, self.text(), area.width()))
        number = QFontMetrics(theme.font("small")).horizontalAdvance(self._number) + theme.space(1)
        roomy = _width(theme, self.text()) + number <= area.width()
        if self._number and roomy and (self.underMouse() or self.shows_ring()):
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(area, middle | end, self._number)


class _Foot(QPushButton):
    """The quiet word at the foot: a link whose words may take two lines. Signals: those of ``QPushButton``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the longest word."""
        metrics = QFontMetrics(theme_for(self).font("small"))
        wide = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(wide + 2 * _ROUND, metrics.height() + 2 * _ROUND)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        room = QRect(0, 0, width, 10_000)
        metrics = QFontMetrics(theme_for(self).font("small"))
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words; the ring stands round them."""
        theme = theme_for(self)
        painter = QPainter(self)
        if self.hasFocus():
            draw_ring(painter, theme, self.rect(), tokens.RADIUS)
        font = QFont(theme.font("small"))
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if self.underMouse() or self.hasFocus() else "muted"))
        start = side(self.layoutDirection())
        words = self.rect().adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND)
        painter.drawText(words, start | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.text())


class NavList(ChoiceGroup):
    """The list of pages.

    Signals: ``chosen(str)`` the key of the page the person chose; ``foot_clicked()``. Keys: Up, Down,
    Home and End walk, Enter and Space choose; the key of a page (``page_keys``) chooses it from anywhere in the window.
    """

    chosen = Signal(str)
    foot_clicked = Signal()
    vertical = True

    def __init__(self, title: str, parent: QWidget | None = None, *, host: QWidget | None = None) -> None:
        """``host``: the window in which Ctrl and a number work; the list itself unless given."""
        super().__init__(_("Pages"), parent)
        self._host = host or self
        self._keys: list[str] = []
        self._at_foot: list[bool] = []
        self._title = make_label(title, "strong", self)
        self._foot: _Foot | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add_page(self, key: str, text: str, *, at_foot: bool = False) -> None:
        """Add a page; the first ten have a key. ``at_foot`` puts it above the word at the foot."""
        number = len(self._keys) + 1
        own = page_keys(number - 1)
        cell = _NavCell(text, own[0].removeprefix("Ctrl+") if own else "", self)
        cell.setAccessibleName(text)
        if own:
            keys = QKeySequence(own[0])
            shortcut = QShortcut(keys, self._host)
            shortcut.activated.connect(lambda n=number - 1: self.cell_activated(n))
            cell.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))
            cell.setAccessibleDescription(keys.toString(QKeySequence.SequenceFormat.NativeText))
        cell.clicked.connect(lambda _checked=False, n=number - 1: self._clicked(n))
        self._keys.append(key)
        self._at_foot.append(at_foot)
        self.cells.append(cell)
        if number == 1:
            self.set_stop(0)
        self.measure_again()

    def current(self) -> str:
        """Return the key of the page in view, empty before the first."""
        index = self.chosen_index()
        return self._keys[index] if index >= 0 else ""

    def set_current(self, key: str) -> None:
        """Mark the page in view without signalling."""
        self.mark_chosen(self._keys.index(key))

    def set_foot(self, text: str) -> None:
        """Set the quiet word at the foot: how the journal is kept. Said after the pages, the Tab key comes to it last."""
        if self._foot is None:
            self._foot = _Foot(self)
            self._foot.clicked.connect(self.foot_clicked)
            self._foot.show()
        self._foot.setText(text)
        self.measure_again()

    def sizeHint(self) -> QSize:
        """Return the width of the longest name and room for every page."""
        theme = theme_for(self)
        widest = max([_width(theme, cell.text()) for cell in self.cells] + [theme.scaled(96)])
        wide = widest + theme.space(6)
        return QSize(wide, sum(self._heights(theme.target, wide)) + theme.target + theme.space(12))

    def minimumSizeHint(self) -> QSize:
        """Return the least size that shows every page."""
        theme = theme_for(self)
        wide = self.sizeHint().width()
        return QSize(wide, sum(self._heights(theme.target, wide)) + theme.target + theme.space(8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and choose."""
        key = event.key()
        last = len(self.cells) - 1
        if self.step_of(key):
            self.set_stop(min(max(self.stop + self.step_of(key), 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.set_stop(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.cell_activated(self.stop)
        else:
            event.ignore()

    def cell_activated(self, index: int) -> None:
        """Go to the page."""
        news = index != self.chosen_index()
        self.mark_chosen(index)
        if news:
            self.chosen.emit(self._keys[index])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line beside it."""
        theme = theme_for(self)
        painter = QPainter(self)
        # Not fillRect, which first looks for a gradient by its name and has all of them made for it.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("side"))
        painter.drawRect(self.rect())
        x = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.setBrush(theme.colour("line"))
        painter.drawRect(x, 0, 1, self.height())

    def _heights(self, target: int, width: int) -> list[int]:
        """Return the room of each cell, the gap below it included; a name in two lines takes more where it must."""
        theme = theme_for(self)
        lines = [_lines(theme, cell.text(), width - theme.space(6)).count("\n") + 1 for cell in self.cells]
        return [max(target, count * theme.line_height("strong") + theme.space(1)) + 2 for count in lines]

    def arrange(self) -> None:
        """Lay the cells out."""
        theme = theme_for(self)
        if self.width() <= 0:
            return
        pad, inner = theme.space(1.5), self.width() - 2 * theme.space(1.5)
        title_high = theme.line_height() + theme.space(1)
        foot_wide = inner - 2 * pad
        foot_high = self._foot.heightForWidth(foot_wide) if self._foot is not None else 0
        rows = self._heights(theme.target, self.width())
        needed = theme.space(2) + title_high + sum(rows) + foot_high + theme.space(3)
        if needed > self.height():
            rows = self._heights(theme.target - theme.space(1), self.width())
        self._put(self._title, QRect(2 * pad, theme.space(2.5), foot_wide, title_high))
        y = theme.space(2.5) + title_high + theme.space(1)
        for cell, row, at_foot in zip(self.cells, rows, self._at_foot, strict=True):
            if not at_foot:
                self._put(cell, QRect(pad, y, inner, row - 2))
                y += row
        bottom = self.height() - theme.space(2) - foot_high
        foot = QRect(2 * pad, bottom, foot_wide, foot_high)
        if self._foot is not None:
            self._put(self._foot, foot.adjusted(-_ROUND, -_ROUND, _ROUND, _ROUND))
        y = bottom - theme.space(1)
        for cell, row, at_foot in reversed(list(zip(self.cells, rows, self._at_foot, strict=True))):
            if at_foot:
                y -= row
                self._put(cell, QRect(pad, y, inner, row - 2))

    def _put(self, widget: QWidget, rect: QRect) -> None:
        widget.setGeometry(mirrored_in(self, rect))


def _width(theme: Theme, name: str) -> int:
    """The width that a name needs, chosen or not: in one line, unless that would widen the navigation too much."""
    wide = QFontMetrics(theme.font("strong")).horizontalAdvance
    return max(wide(line) for line in _lines(theme, name, min(theme.scaled(_WIDEST), _WIDEST_EVER)).split("\n")) + 2


def _lines(theme: Theme, name: str, room: int) -> str:
    """Return a name in the lines it stands in, chosen or not: two, as even as can be, where one has no room."""
    wide = QFontMetrics(theme.font("strong")).horizontalAdvance
    words = name.split()
    if wide(name) <= room or len(words) == 1:
        return name
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return "\n".join(min(splits, key=lambda split: max(wide(line) for line in split)))
