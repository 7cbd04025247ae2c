"""The model's imports: what of a file is here already, as it is told or as it once was, and what is new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ldn_journal.domain.records import Kind
from tests.journal import model_records as records
from tests.journal.model_records import Brought, Done, Held, Refused

Numbered = tuple[int, Brought]


class Merging:
    """Takes the entries of one file.

    ``given``: the states that were given to each record that was changed or removed, oldest first.
    """

    def __init__(self, here: Mapping[str, Held], given: Mapping[str, list[Held]], now: datetime) -> None:
        self.here = here
        self.given = given
        self.now = now
        self.stands = dict(here)
        self.touched: dict[str, None] = {}
        self.already = self.differing = 0
        self.answered: set[str] = set()
        self.moved: set[Any] = set()

    def take(self, brought: list[Numbered]) -> list[Done]:
        """Return what to do. Raises ``Refused``.

        Steps come first: how many doses a day are planned, once the file is in, says whether a dose may be one that is here.
        """
        for_ratings = [pair for pair in brought if pair[1].gone or self.has_another_key(pair[1])]
        keyless = [pair for pair in brought if pair[1].kind in records.KEYLESS and pair[1].id not in self.here]
        others = [pair for pair in brought if pair not in for_ratings and pair not in keyless]
        for steps in (True, False):
            self.take_each([pair for pair in others if (pair[1].kind is Kind.STEP) is steps])
        self.take_keyless(keyless)
        self.take_for_ratings(for_ratings)
        done = [Done(one, self.here.get(one), self.stands[one]) for one in self.touched]
        records.check_ranges(done, self.stands)
        return sorted(done, key=lambda one: one.before is not None)

    def take_each(self, brought: list[Numbered]) -> None:
        waiting = []
        keys = {records.what_it_is(state) for states in self.given.values() for state in states}
        for number, one in brought:
            identity = one.id if one.id in self.stands else records.same_thing(self.stands, one.kind, one.said)
            key = records.what_it_is(as_held(one))
            if identity is not None:
                self.answered.add(identity)
            if identity is None and one.kind is Kind.DOSE and self.may_count_twice(one.said):
                self.differing += 1
            elif identity is None and one.id is None and one.kind is not Kind.MEASURE and key in keys:
                waiting.append((number, one))
            else:
                self.compare(number, one, identity)
        self.take_moved(waiting)

    def take_moved(self, waiting: list[Numbered]) -> None:
        new = []
        for number, one in waiting:
            key = records.what_it_is(as_held(one))
            free = [identity for identity in self.given if identity in self.here and identity not in self.answered]
            same = next(
                (identity for identity in free for state in self.given[identity] if says_all(state, one, key)), None
            )
            if same is not None and key not in self.moved:
                self.answered.add(same)
                self.moved.add(key)
                self.differing += 1
            else:
                new.append((number, one, key))
        for number, one, key in new:
            if key in self.moved:
                self.differing += 1
            else:
                self.compare(number, one, records.same_thing(self.stands, one.kind, one.said))

    def compare(self, number: int, one: Brought, identity: str | None) -> None:
        if identity is None:
            self.add(number, one)
        elif one.kind is Kind.NIGHT and one.id is None:
            self.complete(identity, one)
        elif one.kind is Kind.MEASURE and identity != one.id and records.other_range(self.stands[identity], one):
            raise Refused("a measure with another scale")
        elif self.stands[identity].said == one.said:
            self.already += 1
        else:
            self.differing += 1

    def complete(self, identity: str, one: Brought) -> None:
        """Fill in what a night lacks, unless it had just that and lost it."""
        here = self.stands[identity].said
        lacking = {name: value for name, value in one.said.items() if name not in here}
        lost = {
            name: value
            for name, value in lacking.items()
            if any(state.said.get(name) == value for state in self.given.get(identity, ()))
        }
        fresh = {name: value for name, value in lacking.items() if name not in lost}
        if lost or any(here.get(name, value) != value for name, value in one.said.items()):
            self.differing += 1
        elif not fresh:
            self.already += 1
        if fresh:
            self.stands[identity] = replace(self.stands[identity], said=records.checked(Kind.NIGHT, {**here, **fresh}))
            self.touched[identity] = None

    def add(self, number: int, one: Brought) -> None:
        taken = one.id is None or one.id in self.stands
        recorded = (self.now.isoformat(), "import") if taken else (one.recorded_at, one.source)
        identity = f"new {number}" if taken else str(one.id)
        self.stands[identity] = Held(one.kind, one.said, *recorded)
        self.touched[identity] = None

    def take_keyless(self, brought: list[Numbered]) -> None:
        """Take visits and prescriptions: each that is here answers for one that says the same, or what it said before."""
        free = [one for one, held in self.here.items() if held.kind in records.KEYLESS and one not in self.answered]
        unlike = []
        for number, one in reversed(brought):
            same = next((f for f in free if (self.here[f].kind, self.here[f].said) == (one.kind, one.said)), None)
            if same is None:
                unlike.append((number, one))
            else:
                free.remove(same)
                self.already += 1
        for number, one in reversed(unlike):
            states = ((f, state) for f in free for state in self.given.get(f, ()) if one.id is None)
            once = next((f for f, state in states if (state.kind, state.said) == (one.kind, one.said)), None)
            if once is None:
                self.add(number, one)
            else:
                free.remove(once)
                self.differing += 1

    def has_another_key(self, one: Brought) -> bool:
        """Whether the same record is a measure of another key here."""
        here = self.here.get(one.id or "")
        return one.kind is Kind.MEASURE and here is not None and here.said.get("key") != one.said["key"]

    def take_for_ratings(self, brought: list[Numbered]) -> None:
        """Take measures that are gone where they come from, or have another key here, where ratings that came in are of them."""
        rated = {self.stands[one].said["measure"] for one in self.touched if self.stands[one].kind is Kind.RATING}
        for number, one in brought:
            here = records.same_thing(self.stands, one.kind, one.said)
            if one.said["key"] in rated and here is None:
                self.add(number, one)
                continue
            if one.said["key"] in rated and here != one.id and records.other_range(self.stands[str(here)], one):
                raise Refused("a measure with another scale")
            # What is gone and not needed is no entry that one is told of.
            self.differing += not one.gone

    def may_count_twice(self, said: Mapping[str, Any]) -> bool:
        """Whether a dose of that day is here which this one cannot be told from."""
        steps = [one.said for one in self.stands.values() if one.kind is Kind.STEP and one.said["day"] <= said["day"]]
        several = bool(steps) and max(steps, key=lambda step: step["day"])["times_per_day"] > 1
        others = [one.said for one in self.here.values() if one.kind is Kind.DOSE and one.said["day"] == said["day"]]
        unsure = any("at" not in one or one["state"] != "taken" for one in (*others, said))
        return bool(others) and not several and unsure


def as_held(one: Brought) -> Held:
    return Held(one.kind, one.said, "", "")


def says_all(state: Held, one: Brought, key: Any) -> bool:
    """Whether a state of the same thing says all that an entry says."""
    return records.what_it_is(state) == key and all(state.said.get(name) == value for name, value in one.said.items())
