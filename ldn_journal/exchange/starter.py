"""The text of a mapping to begin with, made from what a file was found to hold."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ldn_journal.base.texts import _
from ldn_journal.exchange.incoming import one_line
from ldn_journal.exchange.mapping_text import section, text

_MAX_LEFT = 200


def starter(header: Sequence[str], ends: dict[str, tuple[float, float]], time: str | None) -> str:
    """Return a mapping of a table: columns of numbers as measures, the rest ready to be switched on."""
    lines = [
        _("# low and high are only the ends found in the file: set those of the scale itself."),
        _("# better is “lower”, “higher” or “neither”."),
        "[time]",
        f"column = {text(time or header[0])}",
    ]
    keys: set[str] = set()
    for name in dict.fromkeys(header):
        if name == time or not name:
            continue
        if name in ends:
            low, high = ends[name]
            lines += _measure(name, keys, low, high if high > low else low + 1)
        else:
            lines += ["", f"# {section(name)}", '# kind = "note"']
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class UnknownName:
    """A name or column that needs a mapping. Of a name, exactly one of the three is its reason; a column of text has none.

    ``ends``: its values run from here to there, ``fixed`` if that is its scale, else only found. ``dose``: it is LDN, but
    the file tells no amount. ``words``: words without a number, to be given one on the scale of the measure ``target``.
    """

    name: str
    ends: tuple[float, float] | None = None
    fixed: bool = False
    duration: bool = False
    dose: bool = False
    words: tuple[str, ...] = ()
    target: str | None = None


@dataclass(frozen=True)
class Start:
    """What a mapping begins with. ``asked``: columns or names; ``left``: (name, kind) left out unless the person wants them.

    ``known``: (name, target) that need no mapping. ``time``: the column of the day; ``None`` in a mapping of names.
    """

    asked: tuple[UnknownName, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    time: str | None = None


def first_mapping(start: Start, taken: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the text of ``starter`` or ``names_starter`` says, as a mapping."""
    keys = set(taken)
    columns: dict[str, dict[str, Any]] = {}
    for one in start.asked:
        if one.words:
            columns[one.name] = {"measure": one.target or "", "values": {}}
        elif one.dose:
            columns[one.name] = {"kind": "dose"}
        elif start.time is None or one.ends is not None:
            columns[one.name] = new_measure(one, keys)
    return {"columns": columns} if start.time is None else {"time": {"column": start.time}, "columns": columns}


def new_measure(one: UnknownName, taken: set[str]) -> dict[str, Any]:
    """Return the rule that makes a measure of a name; its key joins ``taken``."""
    low, high = one.ends or (0, 1)
    scale = None
    if one.duration:
        low, high, scale = 0, 1440, "duration"
    elif one.fixed and (low, high) in ((0, 4), (0, 1)):
        scale = "severity" if high > 1 else "yes_no"
    rule: dict[str, Any] = {"measure": slug(one.name, taken), "name": one.name}
    if scale is not None:
        rule["scale"] = scale
    better = "lower" if scale == "severity" else "neither"
    return {**rule, "low": low, "high": high if high > low else low + 1, "better": better}


def names_starter(
    known: Sequence[tuple[str, str]], unknown: Sequence[UnknownName], left: Sequence[tuple[str, str]], taken: set[str]
) -> str:
    """Return a mapping of names.

    ``known``: (name, target) that need none. ``unknown``: those that do. ``left``: (name, kind) left out unless switched on.
    ``taken``: keys that new measures must not have.
    """
    lines = [_("# These names are known already:")] if known else []
    lines += [one_line(f"# {name} = {target}") for name, target in known]
    keys = set(taken)
    for one in unknown:
        if one.words:
            lines += ["", section(one.name), f"measure = {text(one.target or '')}", f"{section(one.name, 'values')}"]
            lines.append(_("# Give each word its number and take the # away; 1 is the lowest."))
            lines += [f"# {text(word)} = 3" for word in one.words]
        elif one.dose:
            lines += ["", section(one.name), 'kind = "dose"']
            lines.append(_("# Say how much one is, or the unit of plain numbers, and take the # away."))
            lines += ['# amount = "4.5 mg"', '# unit = "mg"']
        else:
            lines += _proposed(one, keys)
    if left:
        lines += ["", _("# Left out unless you take the # away:")]
    for name, kind in left[:_MAX_LEFT]:
        lines += [f"# {section(name)}", f"# kind = {text(kind)}"]
    return "\n".join(lines).lstrip("\n") + "\n"


def _proposed(one: UnknownName, keys: set[str]) -> list[str]:
    low, high = one.ends or (0, 1)
    high = high if high > low else low + 1
    if one.duration:
        lines = _measure(one.name, keys, 0, 1440, "duration")
    elif one.fixed and (low, high) in ((0, 4), (0, 1)):
        lines = _measure(one.name, keys, low, high, "severity" if high > 1 else "yes_no")
    else:
        lines = _measure(one.name, keys, low, high)
        if not one.fixed:
            lines.insert(2, _("# low and high are only the ends found in the file: set those of the scale itself."))
    if one.target is not None:
        lines.append(_("# There is a measure of this name with another scale. To use it, have these two lines only:"))
        lines += [f"# measure = {text(one.target)}", f"# rescale = [{low:g}, {high:g}]"]
    return lines


def _measure(name: str, keys: set[str], low: float, high: float, scale: str | None = None) -> list[str]:
    return [
        "",
        section(name),
        f"measure = {text(slug(name, keys))}",
        f"name = {text(name)}",
        *([] if scale is None else [f"scale = {text(scale)}"]),
        f"low = {low:g}",
        f"high = {high:g}",
        f"better = {text('lower' if scale == 'severity' else 'neither')}",
    ]


def slug(name: str, taken: set[str]) -> str:
    """Return a key for a name that is a key at all and none of ``taken``, which it joins."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(ch))
    start = f"my_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')[:30] or 'measure'}"
    key = start if start not in taken else f"{start}_{_first_free(start, taken)}"
    taken.add(key)
    return key


def _first_free(start: str, taken: set[str]) -> int:
    """Return a number from 2 on that makes a key of its own. Halving, because thousands of names may give the same key."""
    used, free = 1, 2
    while f"{start}_{free}" in taken:
        used, free = free, 2 * free
    while free - used > 1:
        middle = (used + free) // 2
        used, free = (middle, free) if f"{start}_{middle}" in taken else (used, middle)
    return free
