"""Last night: hours asleep and their quality in one line, and the night's times when unfolded."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ldn_journal.base.texts import _, format_duration, format_number
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.nights import Night
from ldn_journal.gui.answers import Answer, NightAnswer, RatingAnswer
from ldn_journal.gui.today.explain import explain
from ldn_journal.gui.today.fields import MinutesEdit, NumberEdit
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.today.items import (
    Control,
    Item,
    Saver,
    commit_unread,
    control_for,
    show_measure,
    show_value,
    store_measure,
    suggest_measure,
    type_texts,
    unread_texts,
)
from ldn_journal.gui.undo_guard import guard_undo
from ldn_journal.gui.widgets.clock_edit import ClockEdit
from ldn_journal.gui.widgets.field_row import FieldRow
from ldn_journal.gui.widgets.labels import LinkButton, make_label

if TYPE_CHECKING:
    from ldn_journal.gui.today.load import TodayView
    from ldn_journal.journal.day import Day

NightField = ClockEdit | MinutesEdit | NumberEdit


class NightItem(QWidget, Item):
    """Sleep, with its quality if that is tracked, and the times from which a night's figures follow."""

    def __init__(
        self, sleep: NewMeasure, quality: NewMeasure | None, save: Saver, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = sleep.key
        self._save = save
        self._view: TodayView | None = None
        self._measures = [sleep] if quality is None else [sleep, quality]
        self._controls: list[Control] = [control_for(measure) for measure in self._measures]
        self._times = LinkButton(_("Times…"))
        self._times.setAccessibleName(_("The night’s times"))
        shown: list[QWidget] = [self._controls[0], self._times]
        if quality is not None:
            shown += [make_label(_("quality"), "muted", wrap=False), self._controls[1]]
        self.row = FieldRow(_(sleep.question or sleep.name), shown)
        explain(self.row, self._measures)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.row)
        self._below: FieldRow | None = None
        for measure, control in zip(self._measures, self._controls, strict=True):
            control.answered.connect(lambda value, one=measure: self._store(one, float(value)))
            control.cleared.connect(lambda one=measure: self._store(one, None))
        self._times.clicked.connect(self._toggle)

    @cached_property
    def sheet(self) -> "TimesSheet":
        """The night's times, made when first unfolded."""
        sheet = TimesSheet()
        for name, field in sheet.fields.items():
            field.answered.connect(lambda value, one=name: self._store_field(one, value))
            field.cleared.connect(lambda one=name: self._store_field(one, None))
        guard_undo(sheet.fields.values())
        self._below = FieldRow("", [sheet], line=False, show_state=False)
        self._below.hide()
        self._column.addWidget(self._below)
        if self._view is not None:
            sheet.show_night(self._view.day.night, other_day=True)
        return sheet

    def show_view(self, view: "TodayView") -> None:
        """Show the night before the day."""
        other_day = self._view is None or self._view.day.day != view.day.day
        self._view = view
        if other_day:
            self.row.set_problem("")
        for measure, control in zip(self._measures, self._controls, strict=True):
            show_measure(control, measure, view.day, keep_suggestion=not other_day)
        if self._below is not None:
            self.sheet.show_night(view.day.night, other_day=other_day)

    def is_blank(self) -> bool:
        """Say whether hours or quality still wait for an answer."""
        return not all(control.is_answered() for control in self._controls)

    def suggest_from(self, before: "Day") -> int:
        """Suggest yesterday's answers."""
        return sum(
            suggest_measure(control, measure, before)
            for measure, control in zip(self._measures, self._controls, strict=True)
        )

    def waiting(self) -> int:
        """Return how many suggestions wait."""
        return sum(control.is_unconfirmed() for control in self._controls)

    def accept(self) -> None:
        """Accept what is suggested."""
        for control in self._controls:
            control.accept()

    def withdraw(self) -> None:
        """Take suggestions back."""
        for control in self._controls:
            if control.is_unconfirmed():
                control.clear()

    def focus(self) -> None:
        """Put the focus on the first part without an answer."""
        blank = next((control for control in self._controls if not control.is_answered()), self._controls[0])
        blank.setFocus(Qt.FocusReason.TabFocusReason)

    def unfold(self) -> None:
        """Show the night's times."""
        if self._below is None or self._below.isHidden():
            self._toggle()

    def answers_for(self, key: str) -> bool:
        """Hours, quality and the night's times are saved from here."""
        return key.startswith("night.") or any(measure.key == key for measure in self._measures)

    def show_answer(self, answer: Answer, sentence: str) -> None:
        """Show what could not be stored of the night."""
        if isinstance(answer, NightAnswer):
            self.unfold()
            field = self.sheet.fields[answer.field]
            number = isinstance(field, NumberEdit) and isinstance(answer.value, int)
            value: Any = float(answer.value) if number and isinstance(answer.value, int) else answer.value
            field.set_value(value)
            self.sheet.show_problem(sentence)
            return
        super().show_answer(answer, sentence)
        for measure, control in zip(self._measures, self._controls, strict=True):
            if isinstance(answer, RatingAnswer) and measure.key == answer.measure:
                show_value(control, measure, answer.value)

    def commit(self) -> None:
        """Read what was typed."""
        for control in self._typed_fields().values():
            commit_unread(control)

    def unread_texts(self) -> dict[str, str]:
        """Return what stands in the fields and is not their value."""
        return unread_texts(self._typed_fields())

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Put back what stood there; the night's times unfold for theirs."""
        if any(name.startswith("night.") for name in texts):
            self.unfold()
        type_texts(self._typed_fields(), texts)

    def _typed_fields(self) -> dict[str, object]:
        found: dict[str, object] = {
            measure.key: control for measure, control in zip(self._measures, self._controls, strict=True)
        }
        if self._below is not None:
            found |= {f"night.{name}": field for name, field in self.sheet.fields.items()}
        return found

    def _toggle(self) -> None:
        sheet = self.sheet
        assert self._below is not None  # noqa: S101  made with the sheet
        show = self._below.isHidden()
        self._below.setVisible(show)
        self._times.setText(_("Fewer") if show else _("Times…"))
        if show:
            sheet.fields["to_bed"].setFocus(Qt.FocusReason.TabFocusReason)

    def _store(self, measure: NewMeasure, value: float | None) -> None:
        if self._view is not None:
            store_measure(self._save, self._view.day.day, measure, value, self.row)

    def _store_field(self, field: str, value: object) -> None:
        if self._view is None:
            return
        day: date = self._view.day.day
        stored = int(value) if isinstance(value, float) else value
        assert stored is None or isinstance(stored, int | time)  # noqa: S101  what these fields hold

        def refused(_error: Exception, sentence: str) -> bool:
            self.sheet.show_problem(sentence)
            return False

        self._save(
            f"night.{field}",
            NightAnswer(day, field, stored),
            lambda: self.sheet.show_problem(""),
            refused,
        )


class TimesSheet(QWidget):
    """The six entries of a night and what follows from them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.fields: dict[str, NightField] = {
            "to_bed": ClockEdit(_("To bed")),
            "minutes_to_sleep": MinutesEdit(_("Minutes to fall asleep")),
            "awakenings": NumberEdit(_("Awakenings"), 0, 100, whole=True),
            "minutes_awake": MinutesEdit(_("Minutes awake in the night")),
            "woke": ClockEdit(_("Woke for good")),
            "out_of_bed": ClockEdit(_("Out of bed")),
        }
        self._derived: QLabel = make_label("", "small")
        self._problem: QLabel = make_label("", "error")
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        pairs: list[QWidget] = []
        for field in self.fields.values():
            pair = QWidget()
            grid = QGridLayout(pair)
            grid.setContentsMargins(0, 0, 8, 4)
            grid.setSpacing(2)
            label = make_label(field.accessibleName(), "small", wrap=False)
            label.setBuddy(field)
            grid.addWidget(label, 0, 0)
            grid.addWidget(field, 1, 0)
            pairs.append(pair)
            field.problem.connect(self.show_problem)
        order = list(self.fields.values())
        for field, following in zip(order, [*order[1:], order[-1]], strict=True):
            field.advance.connect(lambda one=following: one.setFocus(Qt.FocusReason.TabFocusReason))
            following.retreat.connect(lambda one=field: one.setFocus(Qt.FocusReason.TabFocusReason))
        column.addWidget(flowing(*pairs))
        column.addWidget(self._derived)
        column.addWidget(self._problem)

    def show_night(self, night: Night | None, *, other_day: bool) -> None:
        """Show what is recorded of the night and what follows from it."""
        for name, field in self.fields.items():
            stored = getattr(night, name) if night is not None else None
            value: Any = stored.time() if isinstance(stored, datetime) else stored
            if isinstance(field, NumberEdit) and value is not None:
                value = float(value)
            if field.value() != value and (other_day or not field.problem_text()):
                field.set_value(value)
        if other_day:
            self.show_problem("")
        self._derived.setText(_figures(night))
        self._derived.setVisible(bool(self._derived.text()))

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong under the fields."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


def _figures(night: Night | None) -> str:
    """Return time in bed and efficiency in words, as far as they are known."""
    if night is None or night.minutes_in_bed is None:
        return _("Time in bed and sleep efficiency follow from bed time and getting up.")
    in_bed, asleep, efficiency = night.minutes_in_bed, night.total_sleep_minutes, night.efficiency
    if asleep is None or efficiency is None:
        return _("In bed {in_bed}").format(in_bed=format_duration(in_bed))
    return _("In bed {in_bed}, asleep {asleep}: sleep efficiency {efficiency} %").format(
        in_bed=format_duration(in_bed), asleep=format_duration(asleep), efficiency=format_number(efficiency, 0)
    )
