"""The sheet of all keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.widgets.labels import make_label


def shortcut_list() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the keys by place: a heading, then pairs of keys and what they do."""
    return [
        (
            _("Today"),
            [
                ("0–9", _("answer and move on; 1 then 0, or T, answers 10")),
                (_("Enter"), _("take the dose as planned; accept a suggestion; move on")),
                ("O  S  M", _("dose: other amount, skipped, missed")),
                ("–", _("clear an answer: not recorded is not zero")),
                (_("Arrows, Tab"), _("change an answer, go to the next or the one before")),
                ("Ctrl+D", _("suggest the day before’s answers")),
                ("Ctrl+Enter", _("accept all suggestions")),
                ("Alt+←  Alt+→", _("the day before, the day after")),
                ("Page Up  Page Down", _("the same, outside text fields")),
                ("Alt+Home", _("today")),
                ("Ctrl+E", _("earlier versions of the day")),
            ],
        ),
        (
            _("History"),
            [
                (_("Type"), _("fill in a cell; Enter saves and moves down")),
                ("F2", _("change what is in a cell")),
                ("Delete", _("clear the chosen cells")),
                ("Ctrl+D", _("fill the block from its top row")),
                ("Ctrl+C  Ctrl+V", _("copy and paste a block")),
                ("Ctrl+E", _("earlier versions of the day, and back")),
            ],
        ),
        (
            _("Treatment"),
            [
                (_("Enter"), _("store what is in the form, from any of its fields")),
                (_("Escape"), _("leave the form; nothing of it is stored")),
            ],
        ),
        (
            _("Questionnaires"),
            [
                ("0–9", _("answer and move on")),
                (_("Enter"), _("on the button at the end: store")),
                (_("Escape"), _("leave without storing")),
                ("Delete", _("take the chosen earlier answers out")),
            ],
        ),
        (
            _("Trends"),
            [
                (_("Arrows"), _("read the day before or after, in the chart and in the calendar")),
                ("Shift+←  Shift+→", _("move the chart; + and – zoom, 0 shows all")),
                ("Page Up  Page Down", _("calendar: the month before, the month after")),
                (_("Enter"), _("calendar: open the day")),
            ],
        ),
        (
            _("Everywhere"),
            [
                ("Ctrl+Z", _("take back the last change")),
                ("Ctrl+1  Ctrl+2  Ctrl+3", _("go to a page")),
                ("?", _("this sheet")),
                ("Ctrl+Q", _("close; everything is saved as you go")),
            ],
        ),
    ]


class ShortcutSheet(QDialog):
    """Shows the keys. Escape or Enter closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("All keys"))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for heading, keys in shortcut_list():
            label = make_label(heading, "heading")
            label.setContentsMargins(0, 10 if row else 0, 0, 2)
            grid.addWidget(label, row, 0, 1, 2)
            row += 1
            for key, deed in keys:
                grid.addWidget(make_label(key, "strong", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(make_label(deed), row, 1)
                row += 1
        grid.setRowStretch(row, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        hint = inner.sizeHint()
        room = (parent.size() if parent is not None else self.screen().availableSize()) * 0.9
        self.resize(min(max(hint.width() + 40, 560), room.width()), min(hint.height() + 90, room.height()))
