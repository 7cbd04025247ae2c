"""What scrolls on a page: the room of its bar is always kept, and a line shows that something went under the heading."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.widgets.labels import make_line


class Contents(QWidget):
    """What a ``PageScroller`` scrolls: as high as its width makes it. The least height Qt adds up is that of a narrow column."""

    def minimumSizeHint(self) -> QSize:
        """Return the least width."""
        return QSize(super().minimumSizeHint().width(), 0)


class PageScroller(QScrollArea):
    """A page's scroll area. It is as wide with a bar as without, so that nothing moves sideways when the page grows.

    Its first pixel is a hairline, seen while something is scrolled away under the page's heading.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line = make_line(self)
        self._line.hide()
        self.setViewportMargins(0, 1, 0, 0)
        bar = self.verticalScrollBar()
        bar.setFixedWidth(tokens.GUTTER)
        # A bar that is off shows no handle (window.qss).
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        bar.valueChanged.connect(lambda value: self._line.setVisible(value > 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the line along the top."""
        super().resizeEvent(event)
        self._line.setGeometry(0, 0, self.width(), 1)
