"""The chapters as a list beside what is read."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.theme import theme_for


class ContentsList(QListWidget):
    """One chapter at a time is chosen, or none. Signals: ``chapter_chosen(str)`` the key of the one the person chose."""

    chapter_chosen = Signal(str)

    def __init__(self, chapters: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``chapters``: key and title of each."""
        super().__init__(parent)
        self.setAccessibleName(_("Chapters"))
        self.setProperty("contents", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for key, title in chapters:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.addItem(item)
        self.currentItemChanged.connect(self._changed)
        self.itemClicked.connect(self._changed)

    def set_current(self, key: str) -> None:
        """Mark a chapter as the one in view, or none, without signalling."""
        self.blockSignals(True)
        found = [row for row in range(self.count()) if self.item(row).data(Qt.ItemDataRole.UserRole) == key]
        self.setCurrentRow(found[0] if found else -1)
        self.blockSignals(False)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chapter_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each title the lines it needs."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        theme = theme_for(self)
        metrics = QFontMetrics(theme.font("body"))
        wide = self.viewport().width() - theme.space(3)
        high = 0
        for row in range(self.count()):
            item = self.item(row)
            words = metrics.boundingRect(QRect(0, 0, wide, 10_000), Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, max(theme.target, words.height() + theme.space(2))))
            high += item.sizeHint().height()
        high += self.height() - self.viewport().height()
        if high > 0 and high != self.maximumHeight():
            self.setFixedHeight(high)
