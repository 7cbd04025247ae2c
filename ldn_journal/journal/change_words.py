"""A change of one record in a line: "Pain 4 → 6", "Note added: a walk", "Dose 4.5 mg at 22:30 removed"."""

from collections.abc import Mapping
from datetime import date

from ldn_journal.base.texts import _, format_day
from ldn_journal.domain.measures import NewMeasure
from ldn_journal.domain.records import Kind, NewRecord
from ldn_journal.journal.facts import Fact, Facts, facts_of

LONGEST = 120
"""Characters of free words in a line; the record itself holds them all."""
_SHORT = frozenset({Kind.DOSE, Kind.RATING})


def change_words(before: NewRecord | None, after: NewRecord | None, measures: Mapping[str, NewMeasure]) -> str:
    """Return in one line what became of a record. One of the two states is given at least, ``None`` is no record."""
    if before is None:
        if after is None:
            raise ValueError("neither a state before nor one after")
        return _added(facts_of(after, measures))
    if after is None:
        return _removed(before.kind, facts_of(before, measures))
    old, new = facts_of(before, measures), facts_of(after, measures)
    parts = [_part(new.name, one, other) for one, other in _pairs(old, new) if one != other]
    moved = _moved(before, after, old)
    if moved:
        parts.insert(0, moved)
    return "; ".join(parts) or _("{what} stored again as it was").format(what=new.name)


def source_words(source: str) -> str:
    """Return where a change came from."""
    words = {
        "window": _("window"),
        "command line": _("command line"),
        "import": _("import"),
        "undo": _("undo"),
        "demo": _("sample"),
    }
    return words.get(source, source)


def day_of(record: NewRecord | None) -> date | None:
    """Return the day a record stands on, ``None`` where it has none."""
    return None if record is None else getattr(record, "day", None)


def shortened(text: str, start: int = 0) -> str:
    """Return ``text`` in one line, cut to ``LONGEST`` characters from about ``start`` on."""
    line = " ".join(text.split())
    start = 0 if len(line) <= LONGEST else min(start, len(line) - LONGEST)
    if start > 0:
        line = "…" + line[start:].lstrip()
    return line if len(line) <= LONGEST + 1 else line[:LONGEST].rstrip() + "…"


def _added(facts: Facts) -> str:
    return _("{what} added: {said}").format(what=facts.name, said=shortened(facts.said))


def _removed(kind: Kind, facts: Facts) -> str:
    sentence = _("{what} {said} removed") if kind in _SHORT else _("{what} removed: {said}")
    return sentence.format(what=facts.name, said=shortened(facts.said))


def _moved(before: NewRecord, after: NewRecord, facts: Facts) -> str:
    old, new = day_of(before), day_of(after)
    if old == new or old is None or new is None:
        return ""
    return _("{what} {said} moved from {old} to {new}").format(
        what=facts.name, said=shortened(facts.said), old=format_day(old), new=format_day(new)
    )


def _pairs(old: Facts, new: Facts) -> list[tuple[Fact | None, Fact | None]]:
    befores = {fact.part: fact for fact in old.facts}
    afters = {fact.part: fact for fact in new.facts}
    parts = [*afters, *(part for part in befores if part not in afters)]
    pairs: list[tuple[Fact | None, Fact | None]] = [(befores.get(part), afters.get(part)) for part in parts]
    if old.name != new.name:
        # A rating that became one of another measure: the name is part of what changed.
        pairs.insert(0, (Fact(_("name"), old.name), Fact(_("name"), new.name)))
    return pairs


def _part(name: str, old: Fact | None, new: Fact | None) -> str:
    one = new or old
    assert one is not None  # noqa: S101 - a pair has at least one side
    what = _("{what}, {part}").format(what=name, part=one.part) if one.part else name
    if old is None:
        return _("{what} added: {said}").format(what=what, said=shortened(one.words))
    if new is None:
        return _("{what} removed: {said}").format(what=what, said=shortened(one.words))
    same = _same_beginning(old.words, new.words)
    quoted = _("“{text}”") if one.free else "{text}"
    sides = [quoted.format(text=shortened(words, same)) for words in (old.words, new.words)]
    return _("{what} {before} → {after}").format(what=what, before=sides[0], after=sides[1])


def _same_beginning(old: str, new: str) -> int:
    """Return from where on two texts may be read to see how they differ: a few words before the first difference."""
    one, other = " ".join(old.split()), " ".join(new.split())
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = one.rfind(" ", 0, max(alike - 20, 0))
    return max(start, 0)
