"""The frame of a page of cards: a heading with what became of the last change, and two columns that scroll."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.page import Context, Page
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.page_head import PageHead
from ldn_journal.gui.widgets.page_scroller import Contents, PageScroller
from ldn_journal.gui.widgets.save_status import SaveStatus
from ldn_journal.gui.words import sentence_for

if TYPE_CHECKING:
    from ldn_journal.domain.records import Changes

_TWO_COLUMNS = 980
"""Width of the page, at 100 % text, from which the columns stand beside each other."""
_WIDEST = 1280
"""Greatest width of the cards together, at 100 % text: longer lines are hard to read."""
_LAID_OUT_MS = 60


class CardsPage(Page):
    """Cards in two columns, below each other where it is narrow. Subclasses call ``place`` once, and narrow ``beside``."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.status = SaveStatus()
        self.problem = Bar("error")
        self.problem.hide()
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(2 * tokens.SPACE)
        self.contents = Contents()
        self.scroller = PageScroller()
        self.status.undo_requested.connect(self.undo)

    def place(self, left: Sequence[QWidget], right: Sequence[QWidget], shares: tuple[int, int] = (1, 1)) -> None:
        """Lay the page out. ``shares`` of the width go to the columns where they stand beside each other."""
        for cards, share in zip((left, right), shares, strict=True):
            column = QVBoxLayout()
            column.setSpacing(2 * tokens.SPACE)
            for card in cards:
                # As high as its words need at this width; a greatest height by the hint would cut wrapped ones.
                card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
                column.addWidget(card)
            column.addStretch(1)
            self.columns.addLayout(column, share)
        inner = QVBoxLayout(self.contents)
        inner.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT, tokens.PAGE_BOTTOM)
        inner.addLayout(self.columns)
        inner.addStretch(1)
        self.scroller.setWidget(self.contents)
        self.head = PageHead(self.title, self.status, self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.scroller, 1)

    def beside(self) -> bool:
        """Whether the columns may stand beside each other, where there is room."""
        return True

    def undo(self) -> None:
        """Take back the last change."""
        self.context.change(
            lambda journal: journal.undo(),
            lambda changes: self.status.set_undone(changes.label),
            self.failed,
            owner=self,
        )

    def failed(self, error: Exception) -> None:
        """Say what went wrong."""
        self.status.set_idle()
        self.problem.say(sentence_for(error))

    def stored(self, changes: "Changes") -> None:
        """Say that a change is stored."""
        if changes:
            self.status.set_saved(self.context.clock.now().time(), undo=changes.label)
        else:
            self.status.set_idle()

    def reach(self, widget: QWidget) -> None:
        """Scroll to a widget that came into view, once it has its place."""
        bar = self.scroller.verticalScrollBar()

        def go() -> None:
            top = widget.mapTo(self.contents, QPoint(0, 0)).y()
            if not bar.value() <= top <= bar.value() + self.scroller.viewport().height() - tokens.TARGET:
                bar.setValue(top - tokens.SPACE)

        QTimer.singleShot(_LAID_OUT_MS, widget, go)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look, once all of the page has it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self.arrange)

    def arrange(self) -> None:
        """Put the columns beside each other where there is room for two."""
        theme = theme_for(self)
        self.contents.setMaximumWidth(theme.scaled(_WIDEST))
        wide = self.width() >= theme.scaled(_TWO_COLUMNS) and self.beside()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction is not self.columns.direction():
            self.columns.setDirection(direction)
        layout = self.contents.layout()
        if layout is not None:
            layout.invalidate()
