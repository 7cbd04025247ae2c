"""What the person said about phases, applied to the phases that doses and regimen give.

The rules:

1. Of several edits of one kind on one day the one recorded last counts. Where a day is both joined and split, the one
   recorded last decides whether a phase begins there.
2. A split begins a new phase on its day, inside any phase, the time before LDN included. The dose did not change, so the
   new phase has no settling window of its own; days of the old phase's window that fall into it still settle.
3. A join makes the phase that begins on its day part of the one before. Nothing is joined across the start of LDN.
   The joined phase keeps the key, the first day and the settling window of its first part; it counts as the kind and
   amount on which most of its days were spent (the earlier, if equal). Settling days of its other parts stay inside it
   and are left out of comparisons all the same (``Phase.left_out``).
4. A name belongs to the phase that covers its day. A name given for the phase's first day counts before one given for
   another of its days or together with a join or split; among the rest the one recorded last.
5. An edit that finds nothing to act on does nothing; a split on a day on which a phase begins anyway only names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from ldn_journal.analysis.phase import Phase, PhaseKind, Span
from ldn_journal.analysis.phases import count_days
from ldn_journal.domain.phase_edits import PhaseEdit, PhaseEditKind

ONE_DAY = timedelta(days=1)


def apply_edits(
    phases: Sequence[Phase],
    edits: Sequence[PhaseEdit],
    record: date,
    amounts: Sequence[int],
    states: Sequence[int],
) -> tuple[Phase, ...]:
    """Return ``phases`` (without overlap) as ``edits``, in any order, make them, by the rules of this module.

    ``amounts`` (pg taken) and ``states`` (``DayState`` codes) have one entry per day from ``record`` on.
    Keys stay unique: the parts of a split phase are ``4.5mg-1``, ``4.5mg-1b``, ``4.5mg-1c``.
    """
    if not phases or not edits:
        return tuple(phases)
    said = _last_said(edits)
    boundaries = {edit.day: edit for edit in said if edit.edit is not PhaseEditKind.NAME}
    parts = [part for phase in phases for part in _split(phase, boundaries, record, amounts, states)]
    whole: list[list[Phase]] = []
    for place, part in enumerate(parts):
        edit = boundaries.get(part.first)
        joins = edit is not None and edit.edit is PhaseEditKind.JOIN and place > 0
        if joins and parts[place - 1].kind is not PhaseKind.BASELINE:
            whole[-1].append(part)
        else:
            whole.append([part])
    seen: dict[tuple[int, ...], int] = {}
    found = []
    for group in whole:
        phase = group[0] if len(group) == 1 else _joined(group, boundaries)
        if phase.joined:
            seen[phase.joined] = seen.get(phase.joined, 0) + 1
            phase = replace(phase, repeat=seen[phase.joined])
        found.append(replace(phase, name=_name(group, said, boundaries)))
    return tuple(found)


def _last_said(edits: Sequence[PhaseEdit]) -> list[PhaseEdit]:
    """Return the edits that count, in the order in which they were recorded."""
    in_order = sorted(edits, key=lambda edit: (edit.recorded_at, edit.id))
    last = {(edit.edit, edit.day): place for place, edit in enumerate(in_order)}
    return [in_order[place] for place in sorted(last.values())]


def _split(
    phase: Phase,
    boundaries: Mapping[date, PhaseEdit],
    record: date,
    amounts: Sequence[int],
    states: Sequence[int],
) -> list[Phase]:
    """Return the parts of ``phase``; ``record`` is the day of the first entry of ``amounts`` and ``states``."""
    cuts = sorted(
        day for day, edit in boundaries.items() if edit.edit is PhaseEditKind.SPLIT and phase.first < day <= phase.last
    )
    if not cuts:
        return [phase]
    parts = []
    edges = [phase.first, *cuts, phase.last + ONE_DAY]
    for place, first in enumerate(edges[:-1]):
        last = edges[place + 1] - ONE_DAY
        settling = phase.settling_until
        reason = boundaries[first].reason if place else None
        part = replace(
            phase,
            key=_part_key(phase.key, place),
            first=first,
            last=last,
            since=first if place else phase.since,
            settling_until=None if settling is None or settling < first else min(settling, last),
            reasons=() if reason is None else (reason,),
            part=place + 1,
        )
        parts.append(count_days(part, record, amounts, states))
    return parts


def _part_key(key: str, place: int) -> str:
    """Return the key of the part at ``place``: 4.5mg-1, 4.5mg-1b ... 4.5mg-1z, 4.5mg-1ba; baseline, baseline-b."""
    if not place:
        return key
    letters = ""
    while place:
        place, letter = divmod(place, 26)
        letters = "abcdefghijklmnopqrstuvwxyz"[letter] + letters
    return f"{key}{letters}" if key[-1].isdigit() else f"{key}-{letters}"


def _joined(parts: Sequence[Phase], boundaries: Mapping[date, PhaseEdit]) -> Phase:
    first = parts[0]
    days: dict[tuple[PhaseKind, int], int] = {}
    for part in parts:
        days[part.kind, part.amount_pg] = days.get((part.kind, part.amount_pg), 0) + part.days
    kind, amount = max(days, key=lambda one: days[one])
    reasons = list(first.reasons)
    for part in parts[1:]:
        said = boundaries[part.first].reason
        reasons.extend([*([said] if said else []), *part.reasons])
    return replace(
        first,
        kind=kind,
        amount_pg=amount,
        last=parts[-1].last,
        stray_days=sum(part.stray_days for part in parts),
        dosed_days=sum(part.dosed_days for part in parts),
        left_out_days=sum(part.left_out_days for part in parts),
        unrecorded_days=sum(part.unrecorded_days for part in parts),
        without_dose=tuple(sorted([*(span for part in parts for span in part.without_dose), *_gaps(parts)])),
        reasons=tuple(reasons),
        part=None,
        joined=tuple(dict.fromkeys(part.amount_pg for part in parts)),
        settling_inside=tuple((part.first, part.settling_until) for part in parts[1:] if part.settling_until),
    )


def _gaps(parts: Sequence[Phase]) -> list[Span]:
    """Return the days between parts: no dose is recorded on them, so they count for none."""
    return [
        (before.last + ONE_DAY, after.first - ONE_DAY)
        for before, after in pairwise(parts)
        if after.first > before.last + ONE_DAY
    ]


def _name(parts: Sequence[Phase], said: Sequence[PhaseEdit], boundaries: Mapping[date, PhaseEdit]) -> str | None:
    """Return the name that the edits ``said`` give to the phase made of ``parts``."""
    first = parts[0].first
    begins = {PhaseEditKind.SPLIT: {first}, PhaseEditKind.JOIN: {part.first for part in parts[1:]}}
    found = None
    for edit in said:
        if edit.name is None or not first <= edit.day <= parts[-1].last:
            continue
        if edit.edit is PhaseEditKind.NAME:
            if edit.day == first:
                return edit.name
            found = edit.name
        elif boundaries[edit.day] is edit and edit.day in begins[edit.edit]:
            found = edit.name
    return found
