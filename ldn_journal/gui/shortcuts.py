"""The sheet of all keys: those of the actions, by the registry that feeds the palette too, and those of what has the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ldn_journal.base.texts import _
from ldn_journal.gui.palette.keys import KEYS, shown_keys
from ldn_journal.gui.palette.registry import all_actions
from ldn_journal.gui.widgets.labels import make_label

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow


def shortcut_list(window: "MainWindow") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the keys by place: a heading, then pairs of keys and what they do."""
    sections: dict[str, list[tuple[str, str]]] = {place: list(keys) for place, keys in _where_the_focus_is().items()}
    found = {_("Search for anything the window can do"): (_("Everywhere"), KEYS["palette"])}
    for action in all_actions(window):
        if action.keys:
            found[action.title] = (action.place, action.keys)
    for title, (place, keys) in found.items():
        sections.setdefault(place, []).append(("  ".join(shown_keys((one,)) for one in _told(keys)), title))
    return list(sections.items())


def _told(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys worth telling apart: not a second way to press the same on another keyboard."""
    return keys if keys == KEYS["sheet"] else keys[:1]


def _where_the_focus_is() -> dict[str, list[tuple[str, str]]]:
    """Return keys that mean something only where the focus is; they are answered by the controls themselves."""
    return {
        _("Today"): [
            ("0–9", _("Answer and move on; 1 then 0, or T, answers 10")),
            (_("Enter"), _("Take the dose as planned; accept a suggestion; move on")),
            ("O  S  M", _("Dose: other amount, skipped, missed")),
            ("–", _("Clear an answer: not recorded is not zero")),
            (_("Arrows, Tab"), _("Change an answer, go to the next or the one before")),
            ("Page Up  Page Down", _("The day before, the day after, outside text fields")),
        ],
        _("History"): [
            (_("Type"), _("Fill in a cell; Enter saves and moves down")),
            ("F2", _("Change what is in a cell")),
            ("Delete", _("Clear the chosen cells")),
            ("Ctrl+D", _("Fill the block from its top row")),
            ("Ctrl+C  Ctrl+X  Ctrl+V", _("Copy, cut and paste a block")),
            ("Ctrl+E", _("Earlier versions of the day, and back")),
        ],
        _("Treatment"): [
            (_("Enter"), _("Store what is in the form, from any of its fields")),
            (_("Escape"), _("Leave the form; nothing of it is stored")),
        ],
        _("Questionnaires"): [
            ("0–9", _("Answer and move on")),
            (_("Enter"), _("On the button at the end: store")),
            (_("Escape"), _("Leave without storing")),
            ("Delete", _("Take the chosen earlier answers out")),
        ],
        _("Trends"): [
            (_("Arrows"), _("Read the chart in words: the day, dose or pair before or after")),
            ("Shift+←  Shift+→", _("Move the chart; + and – zoom, 0 shows all")),
            ("Page Up  Page Down", _("Calendar: the month before, the month after")),
            (_("Enter"), _("Calendar: open the day")),
        ],
        _("Learn"): [
            ("/  Ctrl+F", _("Search what is written there")),
            (_("Enter"), _("Go from the search to what was found")),
            (_("Escape"), _("Show everything again")),
        ],
        _("Settings"): [
            ("Alt+↑  Alt+↓", _("Move what is tracked up or down")),
        ],
    }


class ShortcutSheet(QDialog):
    """Shows the keys. Escape or Enter closes it."""

    def __init__(self, parent: "MainWindow") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("All keys"))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for heading, keys in shortcut_list(parent):
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
        scroll.setAccessibleName(_("All keys"))
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
        room = parent.size() * 0.9
        self.resize(min(max(hint.width() + 40, 560), room.width()), min(hint.height() + 90, room.height()))
