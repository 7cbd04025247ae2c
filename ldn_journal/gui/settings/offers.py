"""What the Today page could ask as well, folded away by kind, and measures that were retired."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.settings.load import SettingsView
from ldn_journal.gui.tab_order import chain_tabs
from ldn_journal.gui.today.flow import FlowLabel, flowing
from ldn_journal.gui.treatment.rows import TallLink
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import make_label
from ldn_journal.gui.widgets.ticks import Tick, TickGrid


class _Group(QWidget):
    """One fold: its head, perhaps a sentence, its measures."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.head = FoldButton(title)
        self._parts: list[QWidget] = []
        self.stops: dict[str, QWidget] = {}
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(2 * tokens.SPACE, 0, 0, tokens.SPACE)
        self._column.setSpacing(0)
        if words:
            self._column.addWidget(make_label(words, "small"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._inner)
        self._inner.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.head.toggled.connect(self._inner.setVisible)
        self.head.entered.connect(self._enter)

    def show_parts(self, parts: Sequence[QWidget], stops: Mapping[str, QWidget]) -> None:
        """Show these parts; ``stops`` are what takes the focus for each measure in them."""
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.stops = list(parts), dict(stops)
        for part in parts:
            self._column.addWidget(part)
            part.show()
        self.setVisible(bool(stops))

    def say_count(self, count: int) -> None:
        """Say how many are not asked."""
        self.head.set_note(ngettext("{n} more", "{n} more", count).format(n=count))

    def _enter(self) -> None:
        first = next(iter(self.stops.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)


class Offers(QWidget):
    """Signals: ``ticked(str, bool)`` a measure to be asked, or not; ``back_wanted(str)`` a retired one; ``unfolded(object)``."""

    ticked = Signal(str, bool)
    back_wanted = Signal(str)
    unfolded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = {
            "symptom": _Group(_("How you are"), ""),
            "sleep": _Group(
                _("The night"),
                _(
                    "With sleep ticked, its row also takes the night’s times; tick here what is to have a row of its own."
                ),
            ),
            "side_effect": _Group(
                _("Side effects"),
                _("After a change of dose the whole list is offered anyway; tick here what is to be asked every day."),
            ),
            "own": _Group(_("Your own, not asked now"), ""),
            "retired": _Group(
                _("Retired"), _("Nothing of what was recorded is gone; it stands in History and Trends.")
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE, 0, 0)
        column.setSpacing(0)
        self.title = make_label(_("More to choose from"), "strong")
        column.addWidget(self.title)
        for group in self.groups.values():
            column.addWidget(group)
            group.head.toggled.connect(lambda on, one=group: self.unfolded.emit(one.head) if on else None)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shown: object = None

    def show_view(self, view: SettingsView, offered: Mapping[str, Sequence[str]]) -> None:
        """Show what is ``offered`` in each group, what of it is asked by now, and what is retired."""
        shown = ({group: tuple(keys) for group, keys in offered.items()}, view.retired, view.measures)
        if shown != self._shown:
            self._shown = shown
            self._show_groups(view, offered)
        for name, keys in offered.items():
            for key, box in self.groups[name].stops.items():
                if isinstance(box, Tick):
                    box.setChecked(key in view.tracked)
            self.groups[name].say_count(sum(key not in view.tracked for key in keys))
        self.groups["retired"].say_count(len(view.retired))

    def _show_groups(self, view: SettingsView, offered: Mapping[str, Sequence[str]]) -> None:
        held = next((key for group in self.groups.values() for key, stop in group.stops.items() if stop.hasFocus()), "")
        for name, keys in offered.items():
            grid = TickGrid(self.groups[name].head.text(), [(key, _(view.measures[key].name)) for key in keys])
            for key, line in grid.lines.items():
                line.box.clicked.connect(lambda on, one=key: self.ticked.emit(one, on))
            self.groups[name].show_parts([grid], {key: line.box for key, line in grid.lines.items()})
        retired = {key: self._retired_line(key, view) for key in view.retired}
        self.groups["retired"].show_parts(
            [line for line, _stop in retired.values()], {key: stop for key, (_line, stop) in retired.items()}
        )
        self.setVisible(any(group.stops for group in self.groups.values()))
        chain_tabs([stop for group in self.groups.values() for stop in (group.head, *group.stops.values())])
        again = next((group.stops[held] for group in self.groups.values() if held in group.stops), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retired_line(self, key: str, view: SettingsView) -> tuple[QWidget, QWidget]:
        name = _(view.measures[key].name)
        back = TallLink(_("Bring back"))
        back.setAccessibleName(_("Bring “{measure}” back").format(measure=name))
        back.clicked.connect(lambda: self.back_wanted.emit(key))
        return flowing(FlowLabel(name), back, gap=2 * tokens.SPACE), back
