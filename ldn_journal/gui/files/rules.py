"""The fields behind each choice of what a column or name is, and the rule that they give."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ldn_journal.base.texts import _, format_number
from ldn_journal.gui.treatment.fields import Field, choice_field, text_field
from ldn_journal.gui.widgets.parsed_edit import Unreadable

if TYPE_CHECKING:
    from ldn_journal.domain.measures import NewMeasure

LEAVE, KNOWN, NEW, OWN = "leave", "known", "new", "own"
KINDS = ("dose", "note", "event", "medicine")
_FIXED = ("severity", "yes_no")
_SHOWN = {
    KNOWN: ("measure", "rescale", "unit"),
    NEW: ("measure", "name", "low", "high", "better", "unit"),
    OWN: ("measure",),
    "dose": ("kind", "amount", "unit"),
}
"""What of a rule stands in the fields; the rest of it is kept as it is."""


def choices(*, names: bool, own: bool) -> tuple[tuple[str, str], ...]:
    """Return what a column may be. ``names``: in another app's export; ``own``: it has a scale that the app itself gives."""
    listed = [
        (LEAVE, _("Leave it out")),
        (KNOWN, _("A measure that is here")),
        (NEW, _("A new measure")),
        ("dose", _("Doses of LDN")),
        ("note", _("Notes")),
        ("event", _("Events")),
    ]
    if own:
        listed.insert(1, (OWN, _("The app’s own scale")))
    if names:
        listed.append(("medicine", _("Another medicine")))
    return tuple(listed)


def choice_of(rule: Mapping[str, Any] | None, measures: "Mapping[str, NewMeasure]") -> str:
    """Return the choice that a rule stands for."""
    if rule is None or rule.get("kind") == "ignore":
        return LEAVE
    if "kind" in rule:
        return str(rule["kind"])
    if rule.get("measure") in measures:
        return KNOWN
    return NEW if "low" in rule or rule.get("scale") in _FIXED else OWN


def fields_for(
    choice: str, rule: Mapping[str, Any], measures: "Mapping[str, NewMeasure]", *, names: bool
) -> list[Field]:
    """Return the fields of a choice; ``rule`` is what they begin with."""
    if choice == KNOWN:
        listed = tuple(
            (key, _(one.name)) for key, one in measures.items() if not one.retired or key == rule.get("measure")
        )
        listed = tuple(sorted(listed, key=lambda pair: pair[1].casefold()))
        duration = _is_duration(rule, measures)
        return [
            choice_field("measure", _("Measure"), listed, width=220),
            *_scale_fields(duration=duration, names=names),
        ]
    if choice == NEW:
        fields = [text_field("name", _("Name"), width=180, required=_("Give the measure a name."))]
        if rule.get("scale") == "duration":
            fields += _unit_fields(names=names)
        elif rule.get("scale") not in _FIXED:
            fields += [
                _number("low", _("Lowest"), required=_("What is the lowest value?")),
                _number("high", _("Highest"), required=_("What is the highest value?")),
            ]
        ways = (("lower", _("Lower is better")), ("higher", _("Higher is better")), ("neither", _("Neither")))
        return [*fields, choice_field("better", _("Which way is better"), ways, width=180)]
    if choice == "dose":
        units = (("", _("Not said")), ("mg", _("mg")), ("µg", _("µg (mcg)")), ("ng", _("ng")), ("pg", _("pg")))
        return [
            _amount(_("How much one is")),
            choice_field("unit", _("Unit of plain numbers"), units, width=170),
        ]
    return []


def word_field(word: str) -> Field:
    """Return the field for the number of a word."""
    return _number(word, _("“{word}” is").format(word=word[:30]), required=_("Say its number."))


def texts_of(choice: str, rule: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the fields for a rule."""
    texts = {
        name: _text(rule[name])
        for name in ("measure", "name", "low", "high", "better", "unit", "amount")
        if name in rule
    }
    if choice == KNOWN and isinstance(rule.get("rescale"), list):
        texts["first"], texts["last"] = (_text(end) for end in rule["rescale"])
    return texts


def rule_of(choice: str, read: Mapping[str, Any], before: Mapping[str, Any], *, names: bool) -> dict[str, Any] | None:
    """Return the rule that the fields of a choice give; ``None`` leaves a column out. ``before`` keeps what no field shows.

    A new measure has its key from ``before``. Raises ``Unreadable``.
    """
    if choice == LEAVE:
        return {"kind": "ignore"} if names else None
    if choice in KINDS and choice != "dose":
        return {"kind": choice}
    same = choice_of(before, {}) if choice == "dose" else ""
    kept = {} if choice == "dose" and same != "dose" else dict(before)
    rule = {name: value for name, value in kept.items() if name not in _SHOWN[choice]}
    if choice == "dose":
        return {"kind": "dose", **_given(read, "amount", "unit"), **rule}
    if choice == KNOWN:
        rule = {name: value for name, value in rule.items() if name == "values"}
        first, last = read.get("first"), read.get("last")
        if (first is None) != (last is None):
            raise Unreadable(_("Give both ends of the file’s scale, or neither."))
        if first is not None:
            rule["rescale"] = [first, last]
        return {"measure": read["measure"], **_given(read, "unit"), **rule}
    return {"measure": before["measure"], **_given(read, "name", "low", "high", "better", "unit"), **rule}


def _given(read: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: read[name] for name in names if read.get(name) is not None}


def _is_duration(rule: Mapping[str, Any], measures: "Mapping[str, NewMeasure]") -> bool:
    from ldn_journal.domain.measures import Scale

    found = measures.get(str(rule.get("measure", "")))
    return found is not None and found.scale is Scale.DURATION


def _scale_fields(*, duration: bool, names: bool) -> list[Field]:
    if duration:
        return _unit_fields(names=names)
    return [_number("first", _("The file’s scale from")), _number("last", _("to"))]


def _unit_fields(*, names: bool) -> list[Field]:
    if names:
        return []
    units = (("", _("As 7:10")), ("h", _("Hours")), ("min", _("Minutes")))
    return [choice_field("unit", _("How lengths are written"), units, width=170)]


def _number(key: str, label: str, *, required: str = "") -> Field:
    def read(text: str) -> Mapping[str, Any]:
        from ldn_journal.domain.amounts import AmountError, parse_decimal

        written = text.strip().replace("−", "-")
        if not written:
            if required:
                raise Unreadable(required)
            return {key: None}
        try:
            value = float(parse_decimal(written.removeprefix("-")))
        except AmountError as error:
            raise Unreadable(str(error)) from error
        value = -value if written.startswith("-") else value
        return {key: int(value) if value.is_integer() else value}

    return Field((key,), label, read, _text, width=84)


def _amount(label: str) -> Field:
    def read(text: str) -> Mapping[str, Any]:
        from ldn_journal.domain.amounts import AmountError
        from ldn_journal.gui.today.fields import read_amount

        written = text.strip()
        if not written:
            return {"amount": None}
        try:
            read_amount(written)
        except AmountError as error:
            raise Unreadable(str(error)) from error
        return {"amount": written if written[-1:].isalpha() else f"{written} mg"}

    return Field(("amount",), label, read, _text, width=120, example=_("4.5 mg"))


def _text(value: Any) -> str:
    return format_number(value) if isinstance(value, int | float) else str(value)
