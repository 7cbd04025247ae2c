"""How visits are said, and the form that asks for one."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui.treatment.fields import Field, day_field, text_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.storing import adding, changing

if TYPE_CHECKING:
    from ldn_journal.domain.life import Visit


def long_day(day: date) -> str:
    """Return a day to be seen first, with the day of the week."""
    weekday = QLocale().standaloneDayName(day.isoweekday())
    return _("{weekday} {day}").format(weekday=weekday[:1].upper() + weekday[1:], day=format_day(day))


def questions_words(n: int) -> str:
    """Return how many questions."""
    return ngettext("{n} question", "{n} questions", n).format(n=n)


def planning(today: date) -> Deed:
    """Return the form for a visit to come, or one that was."""
    from ldn_journal.domain.records import Kind

    return Deed(
        _("A visit"), _fields(today, said=False), adding(Kind.VISIT), words=_("The day is enough; the rest can wait.")
    )


def changing_visit(visit: "Visit", today: date) -> Deed:
    """Return the form for what a visit is about and what was said."""
    from ldn_journal.domain.records import Kind

    title = _("The visit of {day}").format(day=format_day(visit.day))
    return Deed(title, _fields(today, said=True), changing(Kind.VISIT, visit.id), record=visit)


def noting(visit: "Visit", today: date) -> Deed:
    """Return the form for what was said alone."""
    from ldn_journal.domain.records import Kind

    return Deed(
        _("What was said on {day}").format(day=format_day(visit.day)),
        (_fields(today, said=True)[-1],),
        changing(Kind.VISIT, visit.id),
        record=visit,
    )


def _fields(today: date, *, said: bool) -> tuple[Field, ...]:
    fields = [
        day_field("day", _("Day"), today, required=_("Say on which day it is."), example=_("3 April")),
        text_field("with_whom", _("With whom"), width=200, grows=True),
        text_field("reason", _("Reason for the visit"), width=260, grows=True, new_line=True, lines=2),
    ]
    if said:
        fields.append(text_field("said", _("What was said"), width=260, grows=True, new_line=True, lines=3))
    return tuple(fields)
