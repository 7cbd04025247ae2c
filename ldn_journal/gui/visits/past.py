"""The other visits, newest first: what they were about and what was said."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldn_journal.base.texts import _, format_day
from ldn_journal.gui.treatment.entry_list import EntryList
from ldn_journal.gui.treatment.rows import RowAction, RowSpec
from ldn_journal.gui.treatment.storing import removing
from ldn_journal.gui.treatment.words import day_words, joined
from ldn_journal.gui.visits.words import changing_visit, noting
from ldn_journal.gui.widgets.card import Card

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit
    from ldn_journal.gui.visits.load import VisitsView


class PastCard(Card):
    """Every visit but the next one. ``entries`` is its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Earlier visits"), parent=parent)
        self.entries = EntryList("")
        self.add_widget(self.entries)

    def show_view(self, view: "VisitsView") -> None:
        """Show the visits; those after the next one say that they are to come."""
        self.setVisible(bool(view.others))
        later = any(visit.day >= view.today for visit in view.others)
        self.set_title(_("Other visits") if later else _("Earlier visits"))
        self.entries.show_rows([_row(visit, view) for visit in view.others])


def _row(visit: "Visit", view: "VisitsView") -> RowSpec:
    from ldn_journal.domain.records import Kind

    named = {"day": format_day(visit.day)}
    past = visit.day < view.today
    details = [text for text in (visit.reason, visit.said) if text]
    if visit.questions:
        listed = "; ".join(visit.questions)
        sentence = _("Not ticked then: {questions}") if past else _("To ask: {questions}")
        details.append(sentence.format(questions=listed))
    actions = [
        RowAction(
            "change",
            _("Change"),
            _("Change the visit of {day}").format(**named),
            deed=changing_visit(visit, view.today),
        ),
        RowAction(
            "remove", _("Remove"), _("Remove the visit of {day}").format(**named), job=removing(Kind.VISIT, visit.id)
        ),
    ]
    if past and not visit.said:
        said = _("Write what was said on {day}").format(**named)
        actions.insert(0, RowAction("said", _("What was said"), said, deed=noting(visit, view.today)))
    return RowSpec(
        visit.id,
        "",
        joined(day_words(visit.day), visit.with_whom),
        details=tuple(details),
        mark="" if past else _("to come"),
        actions=tuple(actions),
    )
