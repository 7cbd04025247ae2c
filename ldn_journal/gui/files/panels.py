"""What the import card shows one after the other: where to choose a file, the reading of it, and the receipt."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LinkButton, make_label

if TYPE_CHECKING:
    from ldn_journal.exchange.receipt import Receipt

_MOST_SENTENCES = 12
_PERCENT = 100


class Panel(QWidget):
    """A part of the card that fills its width; ``box`` holds what is in it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(tokens.SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def begin(self) -> QWidget:
        """Return what the focus goes to when the panel comes into view."""
        return self


class ChoosePanel(Panel):
    """A place to drop a file, and buttons to choose one. ``file`` and ``folder`` are the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Choose a file"), parent)
        self._wanted = False
        pad = 2 * tokens.SPACE
        self.box.setContentsMargins(pad, pad, pad, pad)
        self.file = QPushButton(_("Choose a file…"))
        self.file.setProperty("primary", True)
        self.folder = QPushButton(_("Choose a folder…"))
        self.folder.setAccessibleDescription(_("A folder of tables that LDN Journal exported"))
        self.box.addWidget(make_label(_("Drop a file here, or choose one"), "strong"))
        self.box.addWidget(make_label(_("You see what would be stored before anything is."), "muted"))
        self.box.addWidget(flowing(self.file, self.folder))
        self.box.addWidget(
            make_label(
                _(
                    "It can read LDN Journal’s own files, exports from Apple Health, Bearable, Daylio, Flaredown, Loop"
                    " Habit Tracker, MedTimer and Track & Graph, and any other CSV table once you have said what its"
                    " columns hold."
                ),
                "small",
            )
        )

    def begin(self) -> QWidget:
        """Return the first button."""
        return self.file

    def set_wanted(self, wanted: bool) -> None:
        """Show that a file held over the page can be dropped."""
        self._wanted = wanted
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashed edge of the place."""
        theme = theme_for(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self._wanted else "field_edge"), 2 if self._wanted else 1)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(theme.colour("accent_soft" if self._wanted else "background"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.RADIUS + 2, tokens.RADIUS + 2)


class ReadingPanel(Panel):
    """How far a file is read. Signals: ``stop()``."""

    stop = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Reading"), parent)
        self.words = make_label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.percent = make_label("", "muted")
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.cancel.clicked.connect(self._stop)
        for part in (self.words, self.bar, self.percent, self.cancel):
            self.box.addWidget(part)

    def begin(self) -> QWidget:
        """Return the button that stops it; what cannot be stopped holds the focus itself."""
        return self.bar if self.cancel.isHidden() else self.cancel

    def show_reading(self, name: str) -> None:
        """Begin to tell of a file; nothing of it is stored yet."""
        self.words.setText(_("Reading {name}…").format(name=name))
        self.bar.setAccessibleName(self.words.text())
        self.bar.setRange(0, _PERCENT)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cancel.setEnabled(True)
        self.cancel.show()
        self.show_share(0.0)

    def show_storing(self) -> None:
        """Say that it is being stored, which is short and not to be stopped."""
        self.words.setText(_("Storing…"))
        self.bar.setAccessibleName(self.words.text())
        self.bar.setRange(0, 0)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.percent.setText("")
        self.cancel.hide()

    def show_share(self, share: float) -> None:
        """Show how much of the file has been read, 0 to 1."""
        self.bar.setValue(int(share * _PERCENT))
        done = _("Read. Comparing it with your journal…")
        self.percent.setText(done if share >= 1 else _("{n} % read").format(n=int(share * _PERCENT)))

    def _stop(self) -> None:
        self.percent.setText(_("Stopping…"))
        self.cancel.setEnabled(False)
        self.stop.emit()


class ReceiptPanel(Panel):
    """What an import did. ``undo`` takes it back, ``another`` goes back to choosing; ``number`` is its place in the log."""

    def __init__(self, receipt: "Receipt", parent: QWidget | None = None) -> None:
        super().__init__(_("Receipt"), parent)
        self.number = receipt.changes.number if not receipt.restored else 0
        self.undo = QPushButton(_("Undo this import"))
        self.another = LinkButton(_("Import another file"))
        self.told = make_label("", "strong")
        self.told.hide()
        self.box.addWidget(make_label(_("Imported {name}").format(name=receipt.name), "strong"))
        sentences = receipt.sentences()
        for place, sentence in enumerate(sentences[:_MOST_SENTENCES]):
            self.box.addWidget(make_label(sentence, "body" if place < 2 else "muted"))
        rest = sentences[_MOST_SENTENCES:]
        if rest:
            fold = FoldButton(_("The rest of the receipt"))
            fold.set_note(ngettext("{n} line", "{n} lines", len(rest)).format(n=len(rest)))
            lines = make_label("\n".join(rest), "muted")
            self.box.addWidget(fold)
            self.box.addWidget(lines)
            lines.hide()
            fold.toggled.connect(lines.setVisible)
        self.box.addWidget(self.told)
        self.box.addSpacing(tokens.SPACE)
        self.box.addWidget(flowing(self.undo, self.another, gap=16))
        self.undo.setVisible(self.number > 0)

    def begin(self) -> QWidget:
        """Return the button that leads on."""
        return self.another

    def show_taken_back(self, taken_back: bool) -> None:
        """Say whether the import is taken back as things stand."""
        if taken_back and self.undo.hasFocus():
            self.another.setFocus(Qt.FocusReason.OtherFocusReason)
        self.undo.setVisible(self.number > 0 and not taken_back)
        self.told.setText(_("This import was taken back.") if taken_back else "")
        self.told.setVisible(taken_back)
