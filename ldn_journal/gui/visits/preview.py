"""The PDF's own pages as pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for

PREVIEW_PX = 1300
"""Width of a page's picture: sharp at the width of the window, on a fine screen at half of it."""


class PageView(QWidget):
    """One page, as wide as there is room. Signals: ``reached()`` when the focus comes to it, so that it can be scrolled to."""

    reached = Signal()

    def __init__(self, picture: QImage, number: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self.setAccessibleName(_("Page {number} of {count}").format(number=number, count=count))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # A fixed height would be that of the hint, and the page squeezed into it at any other width.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at a width."""
        return round(width * self.picture.height() / max(1, self.picture.width()))

    def sizeHint(self) -> QSize:
        """Return a size at which the page can be recognised."""
        return QSize(420, self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(160, self.heightForWidth(160))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the page is being looked at."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.reached.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page with a thin edge, and the ring where it has the focus."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sharp = round(self.width() * self.devicePixelRatioF())
        if sharp < self.picture.width():
            # Scaled at once in one step, thin strokes of small letters would be lost.
            small = self.picture.scaledToWidth(sharp, Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(self.rect(), small)
        else:
            painter.drawImage(self.rect(), self.picture)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if focused else "edge"), 2 if focused else 1))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class Preview(QWidget):
    """The pages below each other. Signals: ``reached(object)`` the page that has the focus now."""

    reached = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Preview"))
        self.pages: list[PageView] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(tokens.SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_pages(self, pictures: Sequence[bytes], words: str) -> None:
        """Show the pages; ``words`` are all that they say, for assistive technology."""
        standing = next((place for place, page in enumerate(self.pages) if page.hasFocus()), None)
        for old in self.pages:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.pages = [
            PageView(QImage.fromData(picture), place + 1, len(pictures)) for place, picture in enumerate(pictures)
        ]
        for page in self.pages:
            page.reached.connect(lambda one=page: self.reached.emit(one))
            self._box.addWidget(page)
        self.updateGeometry()
        if self.pages:
            self.pages[0].setAccessibleDescription(words)
            if standing is not None:
                self.pages[min(standing, len(self.pages) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
