"""The rows of the form: each knows how to show a day and what to store when it is answered."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from ldn_journal.base.texts import _, format_number, ngettext
from ldn_journal.domain.measures import NewMeasure, Scale
from ldn_journal.gui.answers import Answer, RatingAnswer, Store
from ldn_journal.gui.today.explain import explain
from ldn_journal.gui.today.fields import MinutesEdit, NumberEdit
from ldn_journal.gui.widgets.choices import numeric_choices, severity_choices, yes_no_choices
from ldn_journal.gui.widgets.duration_edit import DurationEdit
from ldn_journal.gui.widgets.field_row import FieldRow
from ldn_journal.gui.widgets.parsed_edit import ParsedEdit
from ldn_journal.gui.widgets.scale_row import ScaleRow

if TYPE_CHECKING:
    from datetime import date

    from ldn_journal.gui.today.load import TodayView
    from ldn_journal.journal.day import Day

_MOST_CELLS = 11


class Saver(Protocol):
    """Stores what an item was given: ``save(key, answer, done, failed)``.

    ``failed(error, sentence)`` shows why it was not stored and says whether that is all there is to do.
    """

    def __call__(
        self,
        key: str,
        answer: Store,
        done: Callable[[], None] | None,
        failed: Callable[[Exception, str], bool],
    ) -> None:
        """Store ``answer``, in order with everything else."""


class Item:
    """A part of the form. ``key`` names it among the others of a day."""

    key = ""
    row: FieldRow

    def show_view(self, view: "TodayView") -> None:
        """Show what is recorded."""
        raise NotImplementedError

    def is_blank(self) -> bool:
        """Say whether it still waits for an answer."""
        raise NotImplementedError

    def suggest_from(self, before: "Day") -> int:  # noqa: ARG002
        """Suggest what was recorded the day before where nothing is yet; return how many answers that makes."""
        return 0

    def waiting(self) -> int:
        """Return how many suggestions wait to be accepted."""
        return 0

    def accept(self) -> None:
        """Accept what is suggested."""

    def withdraw(self) -> None:
        """Take suggestions back."""

    def focus(self) -> None:
        """Put the focus on it."""
        self.row.focus_first()

    # What is not stored ------------------------------------------------------------------------------------------

    def answers_for(self, key: str) -> bool:
        """Whether answers are saved from here under ``key``."""
        return key == self.key

    def show_answer(self, answer: Answer, sentence: str) -> None:  # noqa: ARG002
        """Show an answer that could not be stored in the place of what is, and say why."""
        self.row.set_problem(sentence)

    def commit(self) -> None:
        """Read what was typed and not read yet; what cannot be read stays as it is."""

    def unread_texts(self) -> dict[str, str]:
        """Return what was typed and could not be read, or was not yet, by the name of its field."""
        return {}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Put back what ``unread_texts`` returned."""


class MeasureScale(ScaleRow):
    """A rating row that also counts as answered where ratings with a clock time are recorded."""

    timed = 0

    def is_answered(self) -> bool:
        """Say whether the day has a value."""
        return super().is_answered() or self.timed > 0


Control = ScaleRow | NumberEdit | DurationEdit


def colour_key(measure: NewMeasure) -> str:
    """Return the colour a measure is painted in: the one it names, else one by its key."""
    return getattr(measure, "colour", None) or measure.key


def control_for(measure: NewMeasure) -> Control:
    """Return the control that answers ``measure``: cells where they fit, else a typed field."""
    name = _(measure.question or measure.name)
    if measure.scale is Scale.SEVERITY:
        return MeasureScale(name, severity_choices(), measure=colour_key(measure))
    if measure.scale is Scale.YES_NO:
        return MeasureScale(name, yes_no_choices(), measure=colour_key(measure))
    if measure.scale is Scale.DURATION:
        return MinutesEdit(name) if measure.unit == "min" else DurationEdit(name)
    cells = measure.high - measure.low + 1
    if measure.scale is Scale.COUNT or not measure.whole or cells > _MOST_CELLS:
        whole = measure.scale is Scale.COUNT or measure.whole
        return NumberEdit(name, measure.low, measure.high, whole=whole, unit=measure.unit or "")
    anchors = {float(value): _(words) for value, words in measure.anchors.items()}
    low, high = anchors.pop(measure.low, ""), anchors.pop(measure.high, "")
    choices = numeric_choices(measure.low, measure.high)
    return MeasureScale(name, choices, measure=colour_key(measure), low=low, high=high, words=anchors)


class MeasureItem(Item):
    """One measure with its row. Ratings with a clock time are shown in words and never touched from here."""

    def __init__(self, measure: NewMeasure, save: Saver, *, compact: bool = False) -> None:
        """``compact``: as one of many rows alike, close together."""
        self.key = measure.key
        self.measure = measure
        self.control = control_for(measure)
        self.row = FieldRow(_(measure.question or measure.name), [self.control], line=not compact, compact=compact)
        explain(self.row, [measure])
        self._save = save
        self._view: TodayView | None = None
        self.control.answered.connect(lambda value: self._store(float(value)))
        self.control.cleared.connect(lambda: self._store(None))

    def show_view(self, view: "TodayView") -> None:
        """Show the day's value; the cells show the rating of the day as a whole."""
        other_day = self._view is None or self._view.day.day != view.day.day
        self._view = view
        if other_day:
            self.row.set_problem("")
        timed = show_measure(self.control, self.measure, view.day, keep_suggestion=not other_day)
        hint = ratings_words(self.measure, view.day) if timed else ""
        if hint or self.row.note_text():
            self.row.set_hint(hint)

    def is_blank(self) -> bool:
        """Say whether it still waits for an answer."""
        return not self.control.is_answered()

    def suggest_from(self, before: "Day") -> int:
        """Suggest yesterday's value."""
        return suggest_measure(self.control, self.measure, before)

    def waiting(self) -> int:
        """Return how many suggestions wait."""
        return int(self.control.is_unconfirmed())

    def accept(self) -> None:
        """Accept the suggestion."""
        self.control.accept()

    def withdraw(self) -> None:
        """Take the suggestion back."""
        if self.control.is_unconfirmed():
            self.control.clear()

    def show_answer(self, answer: Answer, sentence: str) -> None:
        """Show a value that could not be stored."""
        super().show_answer(answer, sentence)
        if isinstance(answer, RatingAnswer) and not self.unread_texts():
            show_value(self.control, self.measure, answer.value)

    def commit(self) -> None:
        """Read what was typed."""
        commit_unread(self.control)

    def unread_texts(self) -> dict[str, str]:
        """Return what stands in a typed field and is not its value."""
        return unread_texts({self.key: self.control})

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Put back what stood there."""
        type_texts({self.key: self.control}, texts)

    def _store(self, value: float | None) -> None:
        if self._view is not None:
            store_measure(self._save, self._view.day.day, self.measure, value, self.row)


def commit_unread(control: object) -> None:
    """Read what was typed into ``control``, if it is a typed field and holds anything else than its value."""
    if isinstance(control, ParsedEdit) and control.unread_text() is not None:
        control.commit()


def unread_texts(controls: "Mapping[str, object]") -> dict[str, str]:
    """Return what stands in typed fields and is not their value, by name."""
    found = {name: one.unread_text() for name, one in controls.items() if isinstance(one, ParsedEdit)}
    return {name: text for name, text in found.items() if text is not None}


def type_texts(controls: "Mapping[str, object]", texts: Mapping[str, str]) -> None:
    """Put texts back into typed fields, by name."""
    for name, control in controls.items():
        if isinstance(control, ParsedEdit) and name in texts:
            control.type_text(str(texts[name]))


def store_measure(save: Saver, day: "date", measure: NewMeasure, value: float | None, row: FieldRow) -> None:
    """Store ``value`` for ``measure`` and show in ``row`` if it cannot be."""

    def refused(_error: Exception, sentence: str) -> bool:
        row.set_problem(sentence)
        return False

    save(
        measure.key,
        RatingAnswer(day, measure.key, value),
        lambda: row.set_problem("") if row.note_text() else None,
        refused,
    )


def show_measure(control: Control, measure: NewMeasure, day: "Day", *, keep_suggestion: bool) -> int:
    """Show ``day`` in ``control`` without disturbing what is being typed; return how many ratings carry a clock time."""
    ratings = day.ratings_of(measure.key)
    timed = sum(rating.at is not None for rating in ratings)
    if ratings:
        untimed = [rating.value for rating in ratings if rating.at is None]
        value = untimed[0] if untimed else None
    else:
        value = day.value(measure)
    if isinstance(control, MeasureScale) and control.timed != timed:
        control.timed = timed
        control.changed.emit()
    if control.value() != _fitted(control, measure, value) or (control.is_unconfirmed() and not keep_suggestion):
        show_value(control, measure, value)
    return timed


def show_value(control: Control, measure: NewMeasure, value: float | None) -> None:
    """Show a value in ``control``, blank where it has no place there."""
    control.set_value(_fitted(control, measure, value))  # type: ignore[arg-type]  # minutes are whole by now


def _fitted(control: Control, measure: NewMeasure, value: float | None) -> float | None:
    if value is None:
        return None
    if isinstance(control, ScaleRow):
        return value if float(value).is_integer() and measure.low <= value <= measure.high else None
    return round(value) if isinstance(control, DurationEdit) else value


def suggest_measure(control: Control, measure: NewMeasure, before: "Day") -> int:
    """Suggest yesterday's value of ``measure`` where nothing is answered yet."""
    value = before.value(measure)
    if value is None or control.is_answered() or control.is_unconfirmed():
        return 0
    if isinstance(control, DurationEdit):
        control.suggest(round(value))
    elif isinstance(control, ScaleRow):
        control.suggest(min(max(float(round(value)), measure.low), measure.high))
    else:
        control.suggest(value)
    return 1


def ratings_words(measure: NewMeasure, day: "Day") -> str:
    """Return what several ratings of one day amount to."""
    values = [rating.value for rating in day.ratings_of(measure.key)]
    worst = min(values) if measure.better == "higher" else max(values)
    sentence = ngettext(
        "{n} rating at a clock time: {worst}. A choice here speaks of the whole day.",
        "{n} ratings, mean {mean}, worst {worst}. A choice here speaks of the whole day.",
        len(values),
    )
    mean = format_number(sum(values) / len(values), 1)
    return sentence.format(n=len(values), mean=mean, worst=measure.in_words(worst))
