"""The day being read, or what a button did, in words along the foot of a view."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.widgets.labels import make_label, make_line

_SHARE = 0.3
"""Of the view's height, from which many words are said in small type."""


class ReadOut(QWidget):
    """Lies over the foot of ``view`` while there is something to say, and takes no room else.

    Nothing moves when it comes or goes, and the pointer reaches what is below it: else a day at the foot would be left as
    soon as it is read. It has no signals.
    """

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAutoFillBackground(True)
        self._label = make_label("")
        self._label.setContentsMargins(tokens.PAGE_LEFT, tokens.SPACE, tokens.PAGE_RIGHT + tokens.GUTTER, tokens.SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(make_line())
        column.addWidget(self._label)
        view.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()

    def say(self, sentence: str) -> None:
        """Say a sentence, or nothing."""
        self._label.setText(sentence)
        self.setVisible(bool(sentence))
        self._fit()

    def room(self) -> int:
        """Return the height that a sentence of two lines takes: so much is left free below what scrolls."""
        return 2 * theme_for(self).line_height() + 2 * tokens.SPACE + 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the view."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text has another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        view = self.parentWidget()
        if self.isHidden() or view is None:
            return
        self._say_in("body")
        if self._label.heightForWidth(view.width()) > view.height() * _SHARE:
            self._say_in("small")
        high = self._label.heightForWidth(view.width()) + 1
        self.setGeometry(0, view.height() - high, view.width(), high)
        self.raise_()

    def _say_in(self, role: str) -> None:
        if self._label.property("role") != role:
            self._label.setProperty("role", role)
            self._label.style().polish(self._label)
