"""The text of a mapping to begin with, made from what a file was found to hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ldn_journal.base.texts import _

_MAX_LEFT = 200


def starter(header: Sequence[str], ends: dict[str, tuple[float, float]], time: str | None) -> str:
    """Return a mapping of a table: columns of numbers as measures, the rest ready to be switched on."""
    lines = [
        _("# low and high are only the ends found in the file: set those of the scale itself."),
        _("# better is “lower”, “higher” or “neither”."),
        "[time]",
        f"column = {_toml(time or header[0])}",
    ]
    keys: set[str] = set()
    for name in header:
        if name == time or not name:
            continue
        if name in ends:
            low, high = ends[name]
            lines += _measure(name, keys, low, high if high > low else low + 1)
        else:
            lines += ["", f"# {_section(name)}", '# kind = "note"']
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class UnknownName:
    """A name that needs a mapping. Exactly one of the three is its reason.

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


def names_starter(
    known: Sequence[tuple[str, str]], unknown: Sequence[UnknownName], left: Sequence[tuple[str, str]], taken: set[str]
) -> str:
    """Return a mapping of names.

    ``known``: (name, target) that need none. ``unknown``: those that do. ``left``: (name, kind) left out unless switched on.
    ``taken``: keys that new measures must not have.
    """
    lines = [_("# These names are known already:")] if known else []
    lines += [f"# {name} = {target}".replace("\n", " ") for name, target in known]
    keys = set(taken)
    for one in unknown:
        if one.words:
            lines += ["", _section(one.name), f"measure = {_toml(one.target or '')}", f"{_section(one.name, 'values')}"]
            lines.append(_("# Give each word its number and take the # away; 1 is the lowest."))
            lines += [f"# {_toml(word)} = 3" for word in one.words]
        elif one.dose:
            lines += ["", _section(one.name), 'kind = "dose"']
            lines.append(_("# Say how much one is, or the unit of plain numbers, and take the # away."))
            lines += ['# amount = "4.5 mg"', '# unit = "mg"']
        else:
            lines += _proposed(one, keys)
    if left:
        lines += ["", _("# Left out unless you take the # away:")]
    for name, kind in left[:_MAX_LEFT]:
        lines += [f"# {_section(name)}", f"# kind = {_toml(kind)}"]
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
        lines += [f"# measure = {_toml(one.target)}", f"# rescale = [{low:g}, {high:g}]"]
    return lines


def _measure(name: str, keys: set[str], low: float, high: float, scale: str | None = None) -> list[str]:
    return [
        "",
        _section(name),
        f"measure = {_toml(slug(name, keys))}",
        f"name = {_toml(name)}",
        *([] if scale is None else [f"scale = {_toml(scale)}"]),
        f"low = {low:g}",
        f"high = {high:g}",
        f"better = {_toml('lower' if scale == 'severity' else 'neither')}",
    ]


def slug(name: str, taken: set[str]) -> str:
    """Return a key for a name that is a key at all and none of ``taken``, which it joins."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(ch))
    start = f"my_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')[:30] or 'measure'}"
    key = next(key for key in (start, *(f"{start}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)
    taken.add(key)
    return key


def _section(name: str, *inner: str) -> str:
    return f"[columns.{'.'.join(part if re.fullmatch(r'[A-Za-z0-9_-]+', part) else _toml(part) for part in (name, *inner))}]"


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
