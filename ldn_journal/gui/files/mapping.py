"""Asking what the columns or names of a file are, with its first rows beside."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.files.load import Asked
from ldn_journal.gui.files.panels import Panel
from ldn_journal.gui.files.rule_row import RuleRow
from ldn_journal.gui.files.when import WhenFields
from ldn_journal.gui.theme import theme_for
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.trends.rows_table import RowsTable
from ldn_journal.gui.widgets.fold_button import FoldButton
from ldn_journal.gui.widgets.labels import LinkButton, make_label
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.exchange.starter import UnknownName

_BESIDE = 1080
"""Width of the panel, at 100 % text, from which the first rows stand beside the questions."""


class MappingPanel(Panel):
    """A row per column or name. ``again`` reads with it, ``use`` and ``save`` are for TOML files, ``leave`` goes back."""

    def __init__(self, asked: Asked, name: str, parent: QWidget | None = None) -> None:
        super().__init__(_("What is what in the file"), parent)
        from ldn_journal.exchange.starter import first_mapping

        self.asked = asked
        needed = asked.needed
        self._kept: dict[str, Any] = {}
        self._first = first_mapping(needed.start, asked.measures if needed.names else ())
        # A new measure of each name gets a key of its own; those of the first mapping are given.
        self._taken = {*asked.measures, *(str(rule.get("measure")) for rule in self._first["columns"].values())}
        self.when = None if needed.names else WhenFields(needed.columns)
        self.rows: dict[str, RuleRow] = {}
        self._rows_box, self._left_box = QVBoxLayout(), QVBoxLayout()
        self.fold = FoldButton(_("Left out unless you say what they are"))
        self._left = QWidget()
        self.again = QPushButton(_("Read again with this"))
        self.again.setProperty("primary", True)
        self.use = QPushButton(_("Use a saved mapping…"))
        self.save = QPushButton(_("Save this mapping…"))
        self.leave = LinkButton(_("Leave it"))
        self.told = make_label("", "error")
        self.told.hide()
        self.table = RowsTable(_("The first rows of the file"), most=10)
        self._lay_out(name)
        self._make_rows()
        self.fill(self._first)

    def begin(self) -> QWidget:
        """Return the first thing to be said."""
        first = next(iter(self.rows.values()), None)
        if self.when is not None:
            return self.when.stops[0]
        return first.choice.control if first is not None else self.again

    def fill(self, mapping: Mapping[str, Any]) -> None:
        """Show a mapping; what no field shows is kept, and what is not in the file as well."""
        self._kept = {name: content for name, content in mapping.items() if name not in ("time", "columns")}
        if self.when is not None:
            self.when.put(mapping.get("time", {}))
        columns = mapping.get("columns", {})
        for name, row in self.rows.items():
            rule = columns.get(name)
            row.put(rule if isinstance(rule, Mapping) else None)
        if any(isinstance(columns.get(name), Mapping) for name, _kind in self.asked.needed.start.left):
            self.fold.setChecked(True)
        self._hide_day()

    def mapping(self) -> dict[str, Any]:
        """Return what is said, as a TOML file would tell it. Raises ``Unreadable`` and shows why."""
        self.tell("")
        columns: dict[str, Any] = {}
        day = self.when.column() if self.when is not None else None
        left = {name for name, _kind in self.asked.needed.start.left}
        for name, row in self.rows.items():
            if name == day:
                continue
            try:
                rule = row.rule()
            except Unreadable as error:
                self.tell(_("“{name}”: {problem}").format(name=name[:40], problem=error))
                raise
            if rule is not None and not (name in left and rule.get("kind") == "ignore"):
                columns[name] = rule
        if not any(rule.get("kind") != "ignore" for rule in columns.values()) and self.when is not None:
            sentence = _("Say of one column at least what it is.")
            self.tell(sentence)
            raise Unreadable(sentence)
        time = {} if self.when is None else {"time": self.when.section()}
        return {**self._kept, **time, "columns": columns}

    def tell(self, sentence: str, *, error: bool = True) -> None:
        """Say what is wrong, or what came of saving."""
        role = "error" if error else "muted"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().unpolish(self.told)
            self.told.style().polish(self.told)
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    # Furniture ---------------------------------------------------------------------------------------------------

    def _lay_out(self, name: str) -> None:
        names = self.asked.needed.names
        self.box.addWidget(make_label(_("What is what in {name}?").format(name=name), "heading"))
        hint = _("The app’s names are its own. Say what each of these is; nothing is stored yet.")
        if not names:
            hint = _("This table is not one that is known here. Say what its columns hold; nothing is stored yet.")
        self.box.addWidget(make_label(hint, "muted"))
        if any(one.ends is not None and not one.fixed for one in self.asked.needed.start.asked):
            found = _("Lowest and highest are those found in the file. Set them to the ends of the scale itself.")
            self.box.addWidget(make_label(found, "muted"))
        questions = QWidget()
        column = QVBoxLayout(questions)
        column.setContentsMargins(0, 0, 0, 0)
        if self.when is not None:
            column.addWidget(self.when)
            self.when.edited.connect(self._hide_day)
        for box in (self._rows_box, self._left_box):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        column.addLayout(self._rows_box)
        self._left.setLayout(self._left_box)
        self._left.hide()
        column.addWidget(self.fold)
        column.addWidget(self._left)
        column.addStretch(1)
        glimpse = QWidget()
        beside = QVBoxLayout(glimpse)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(
            make_label(_("The first rows of the file") if not names else _("Found under these names"), "strong")
        )
        beside.addWidget(self.table)
        beside.addStretch(1)
        self._across = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._across.setSpacing(3 * tokens.SPACE)
        self._across.addWidget(glimpse, 2)
        self._across.addWidget(questions, 3)
        self.box.addLayout(self._across)
        self.box.addWidget(self.told)
        self.box.addWidget(flowing(self.again, self.use, self.save, self.leave, gap=12))
        shown = self.asked.needed.glimpse
        headings = [(text, text) for text in shown.headings]
        self.table.show_rows(headings, [str(n + 1) for n in range(len(shown.rows))], shown.rows)

    def _make_rows(self) -> None:
        from ldn_journal.exchange.starter import UnknownName

        start = self.asked.needed.start
        asked = list(start.asked)
        if start.time is not None:
            # The column of the day has a row too: it is shown once another column is chosen for the day.
            asked.append(UnknownName(start.time))
        for one in asked:
            self._add_row(one, self._rows_box)
        left = [UnknownName(name) for name, _kind in start.left if name not in self.rows]
        self.fold.setVisible(bool(left))
        n = len(left)
        self.fold.set_note(ngettext("{n} name", "{n} names", n).format(n=n))
        self.fold.toggled.connect(self._left.setVisible)
        for one in left:
            self._add_row(one, self._left_box)
        if left:
            first = self.rows[left[0].name]
            self.fold.entered.connect(first.choice.control.setFocus)

    def _add_row(self, one: "UnknownName", box: QVBoxLayout) -> None:
        from ldn_journal.exchange.starter import new_measure

        if one.name in self.rows:
            return
        needed = self.asked.needed
        first = self._first["columns"].get(one.name, {})
        row = RuleRow(
            one,
            needed.glimpse,
            self.asked.measures,
            names=needed.names,
            new_rule=first if "low" in first else new_measure(one, self._taken),
        )
        self.rows[one.name] = row
        box.addWidget(row)

    def _hide_day(self) -> None:
        """Leave out the row of the column that holds the day."""
        if self.when is None:
            return
        day = self.when.column()
        for name, row in self.rows.items():
            row.setVisible(name != day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the first rows beside the questions where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange for the new look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme_for(self).scaled(_BESIDE)
        direction = QBoxLayout.Direction.RightToLeft if beside else QBoxLayout.Direction.TopToBottom
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft and beside:
            direction = QBoxLayout.Direction.LeftToRight
        if direction is not self._across.direction():
            self._across.setDirection(direction)
