"""A journal in plain Python: dictionaries and a list of changes, no file. What the real one does is held against it.

The rules stand here a second time, in their own words, so that a difference means that one of the two is wrong. Only the
fields of a single record are records.checked by the domain's own models.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ldn_journal.domain.records import Changes, Kind, NewRecord
from tests.journal import model_records as records
from tests.journal.model_merging import Merging
from tests.journal.model_records import Brought, Change, Done, Held, Refused


class Model:
    """Records, change log, settings and unfinished text."""

    def __init__(self) -> None:
        self.records: dict[str, Held] = {}
        self.log: list[Change] = []
        self.settings: dict[str, Any] = {}
        self.drafts: dict[str, str] = {}

    def copy(self) -> "Model":
        """Return another of the same state."""
        other = Model()
        other.records, other.log = dict(self.records), list(self.log)
        other.settings, other.drafts = dict(self.settings), dict(self.drafts)
        return other

    # What a deed has to do: a list of ``Done``, the new records under names of their own -------------------------------

    def recording(self, entries: Iterable[NewRecord], now: datetime, today: date, *, confirmed: bool) -> list[Done]:
        """Return what recording ``entries`` together does. Raises ``Refused``."""
        stands = dict(sorted(self.records.items()))
        first = dict(stands)
        own = {held.said["key"]: held.said for held in stands.values() if held.kind is Kind.MEASURE}
        asked = [records.as_kept(entry, own) for entry in entries]
        for kind, said, _given in asked:
            if kind is Kind.MEASURE:
                own[said["key"]] = said
            self.check(kind, said, today, own, confirmed=confirmed)
        touched: dict[str, None] = {}
        for number, (kind, said, given) in enumerate(asked):
            identity = records.same_thing(stands, kind, said)
            if identity is None and kind is Kind.DOSE:
                identity = self._dose_it_answers(stands, said)
                if identity is not None:
                    # What was answered goes to the end of its day.
                    stands[identity] = stands.pop(identity)
            if identity is None:
                identity = f"new {number}"
                after = Held(kind, said, now.isoformat(), "window")
            else:
                before = stands[identity]
                merged = records.checked(kind, before.said | given) if kind is Kind.NIGHT else said
                after = replace(before, said=merged)
            records.check_whole(kind, after.said)
            stands[identity] = after
            if identity in first and records.alike(first[identity], after):
                touched.pop(identity, None)
            else:
                touched[identity] = None
        done = [Done(one, first.get(one), stands[one]) for one in touched]
        records.check_ranges(done, stands)
        return sorted(done, key=lambda one: one.before is not None)

    def revising(self, changes: Mapping[str, Mapping[str, Any]], today: date, *, confirmed: bool = False) -> list[Done]:
        """Return what changing fields of records by id does. Raises ``Refused``, ``KeyError``."""
        done = []
        after = dict(self.records)
        for identity, fields in changes.items():
            before = self.records[identity]
            said = records.checked(before.kind, before.said | fields)
            self.check(before.kind, said, today, confirmed=confirmed)
            after[identity] = replace(before, said=said)
            records.check_whole(before.kind, said)
            if not records.alike(before, after[identity]):
                done.append(Done(identity, before, after[identity]))
        for one in done:
            key = records.what_it_is(one.after)
            moved = key is not None and key != records.what_it_is(one.before)
            if moved and sum(records.what_it_is(held) == key for held in after.values()) > 1:
                raise Refused("there is one of that already")
        records.check_ranges(done, after)
        return done

    def removing(self, identities: Iterable[str]) -> list[Done]:
        """Return what taking records out does. Raises ``KeyError``."""
        return [Done(identity, self.records[identity], None) for identity in dict.fromkeys(identities)]

    def undoing(self) -> tuple[Change, list[Done]]:
        """Return the change that undo takes back, and what that does. Raises ``Refused``."""
        undone = {one.undoes for one in self.log}
        change = next((one for one in reversed(self.log) if one.undoes is None and one.number not in undone), None)
        if change is None:
            raise Refused("nothing to undo")
        return change, [Done(one.id, one.after, one.before) for one in reversed(change.done)]

    def taking_back(self, number: int) -> tuple[list[Done], int]:
        """Return what taking back an import does, and how many entries stay. Raises ``Refused``."""
        if number not in self.imports() or self.imports()[number]:
            raise Refused("no such import, or taken back already")
        done, stayed = [], 0
        for one in self.log[number - 1].done:
            now = self.records.get(one.id)
            if now == one.after:
                done.append(Done(one.id, now, one.before))
            elif now is not None:
                stayed += 1
        going = {one.id for one in done if one.after is None}
        rated = {
            held.said["measure"]
            for identity, held in self.records.items()
            if held.kind is Kind.RATING and identity not in going
        }
        return [one for one in done if not records.measure_going(one) or one.before.said["key"] not in rated], stayed

    def imports(self) -> dict[int, bool]:
        """Return the number of every import, and whether it is taken back as things stand."""
        undone = {one.undoes for one in self.log}
        back = {one.takes_back for one in self.log if one.number not in undone}
        return {
            one.number: one.number in undone or one.number in back
            for one in self.log
            if one.source == "import" and one.undoes is None
        }

    def taking_in(self, brought: Iterable[Brought], now: datetime) -> tuple[list[Done], int, int]:
        """Return what an import does, and how many entries are there already or stay as they are here. Raises ``Refused``."""
        times = Counter(one.id for change in self.log for one in change.done)
        merging = Merging(self.records, {one: self.given(one) for one, n in times.items() if n > 1}, now)
        return merging.take(list(enumerate(brought))), merging.already, merging.differing

    # What was done ---------------------------------------------------------------------------------------------------

    def keep(
        self, done: list[Done], changes: Changes, now: datetime, source: str = "window", **about: int
    ) -> dict[str, str]:
        """Write a change into the log with the number, label and ids that the journal gave; return the ids by our names.

        Holds what the journal says it did against ``done``.
        """
        assert len(changes.touched) == len(done), (changes, done)
        if not done:
            assert not changes
            return {}
        assert changes.number == len(self.log) + 1
        ids = {}
        for one, touched in zip(done, changes.touched, strict=True):
            assert one.id == touched.id or (one.before is None and one.id.startswith("new"))
            ids[one.id] = touched.id
            words = ("added", "removed", "revised")
            assert touched.operation == words[0 if one.before is None else 1 if one.after is None else 2]
            states = [state for state in (one.before, one.after) if state is not None]
            assert touched.kind is states[0].kind
            assert touched.days == {date.fromisoformat(state.said["day"]) for state in states if "day" in state.said}
        told = tuple(replace(one, id=ids[one.id]) for one in done)
        self.log.append(Change(changes.number, now.isoformat(), changes.label, source, told, **about))
        for one in told:
            if one.after is None:
                del self.records[one.id]
            else:
                self.records[one.id] = one.after
        return ids

    def history(self, identity: str) -> list[tuple[int, str, str, Held | None]]:
        """Return number, time and label of every change of a record, and its state then."""
        return [
            (change.number, change.at, change.label, one.after)
            for change in self.log
            for one in change.done
            if one.id == identity
        ]

    def given(self, identity: str) -> list[Held]:
        """Return the states that a record was given, but for those that were undone."""
        states: list[Held] = []
        undone: set[int | None] = set()
        for change in reversed(self.log):
            mine = [one.after for one in change.done if one.id == identity]
            if not mine or change.number in undone:
                continue
            if change.undoes or change.takes_back:
                undone.add(change.undoes or change.takes_back)
            else:
                states += [state for state in mine if state is not None]
        return states[::-1]

    def of(self, kind: Kind, first: date = date.min, last: date = date.max) -> list[str]:
        """Return the ids of a kind between two days, by day and then as they were made."""
        found = [
            (held.said.get("day", ""), identity)
            for identity, held in self.records.items()
            if held.kind is kind and first.isoformat() <= held.said.get("day", first.isoformat()) <= last.isoformat()
        ]
        return [identity for _day, identity in sorted(found)]

    def plan(self, day: date) -> str | None:
        """Return the id of the titration step in force on ``day``."""
        return next(reversed(self.of(Kind.STEP, last=day)), None)

    def own_measures(self) -> dict[str, Mapping[str, Any]]:
        """Return what the person's own measures say, by key."""
        return {held.said["key"]: held.said for held in self.records.values() if held.kind is Kind.MEASURE}

    # Inside ----------------------------------------------------------------------------------------------------------

    def check(
        self,
        kind: Kind,
        said: Mapping[str, Any],
        today: date,
        own: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        confirmed: bool,
    ) -> None:
        """Raise ``Refused`` for what no entry may say. ``own``: the person's measures by key, where not those held."""
        own = self.own_measures() if own is None else own
        if kind not in records.AHEAD and "day" in said and not "1900-01-01" <= said["day"] <= today.isoformat():
            raise Refused("a day that was not lived")
        if kind is Kind.RATING:
            records.check_value(said["measure"], said["value"], own)
            if said["measure"] in records.OF_THE_NIGHT:
                raise Refused("that belongs in the night")
        if kind is Kind.MEASURE and said["key"] in {*records.BUILT_IN, *records.OF_THE_NIGHT}:
            raise Refused("a measure of the program")
        if kind in (Kind.DOSE, Kind.STEP) and said.get("amount_pg", 0) >= records.CONFIRM_FROM and not confirmed:
            raise Refused("to be confirmed")

    def _times_a_day(self, said: Mapping[str, Any]) -> int:
        step = self.plan(date.fromisoformat(said["day"]))
        return 1 if step is None else int(self.records[step].said["times_per_day"])

    def _dose_it_answers(self, stands: Mapping[str, Held], said: Mapping[str, Any]) -> str | None:
        if self._times_a_day(said) > 1:
            return None
        that_day = {
            identity: held.said
            for identity, held in stands.items()
            if held.kind is Kind.DOSE and held.said["day"] == said["day"]
        }
        if said["state"] != "taken" and any(one["state"] == "taken" for one in that_day.values()):
            raise Refused("a dose was taken that day")
        return next((identity for identity, one in that_day.items() if one["state"] != "taken"), None)
