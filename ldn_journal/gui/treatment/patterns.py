"""Beginning a plan from a pattern that people bring: chosen first, then every day and amount of it can be changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ldn_journal.base.texts import _
from ldn_journal.gui.treatment.days import show_day
from ldn_journal.gui.treatment.fields import Field, Values, amount_field, choice_field, clock_field, day_field
from ldn_journal.gui.treatment.form import Deed
from ldn_journal.gui.treatment.storing import adding_steps


def pattern_deed(today: date, strength: int | None) -> Deed:
    """Return the question which pattern and from which day; the list of its steps follows."""
    from ldn_journal.clinical.titration import titration_templates

    choices = tuple((template.key, template.name) for template in titration_templates())
    return Deed(
        _("Begin from a pattern people bring"),
        (
            choice_field("pattern", _("Pattern"), choices, width=300),
            day_field("start", _("First day"), today, required=_("Say on which day it begins.")),
        ),
        words=_(
            "These are patterns that others brought from their clinics. They are no advice: your dose is for you and "
            "your prescriber to agree on."
        ),
        keep=_("Show its steps"),
        first={"start": show_day(today)},
        then=lambda values: _steps_deed(values["pattern"], values["start"], today, strength),
    )


def _steps_deed(key: str, start: date, today: date, strength: int | None) -> Deed:
    """Return the list of a pattern's steps, dated from ``start``, to be changed and kept."""
    from ldn_journal.clinical.titration import titration_templates
    from ldn_journal.domain.amounts import format_amount

    template = next(one for one in titration_templates() if one.key == key)
    fields: list[Field] = [clock_field("usual_time", _("Usual time, for all"))]
    first: dict[str, str] = {}
    for number, (after_days, amount_pg) in enumerate(template.steps):
        day = day_field(f"day_{number}", _("From"), today, required=_("Say from which day on."))
        fields += [replace(day, new_line=True), _amount_or_none(f"amount_{number}", strength)]
        first[f"day_{number}"] = show_day(start + timedelta(days=after_days))
        first[f"amount_{number}"] = format_amount(amount_pg)
    return Deed(
        template.name,
        tuple(fields),
        adding_steps(len(template.steps)),
        words=_(
            "Change any day and any amount; empty an amount to leave that step out. A pattern is no advice, and nothing "
            "is stored until you keep it as your plan."
        ),
        keep=_("Keep as my plan"),
        first=first,
    )


def _amount_or_none(key: str, strength: int | None) -> Field:
    """Return an amount that may be emptied."""
    field = amount_field(key, _("Amount"), strength)

    def read(text: str) -> Values:
        nothing: dict[str, Any] = {key: None}
        return field.read(text) if text.strip() else nothing

    return replace(field, read=read)
