"""All comparisons of a record, each worked out when it is first asked for: a page shows a few of many."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from ldn_journal.analysis.contrast import Comparison
from ldn_journal.analysis.phases import Phase

Key = tuple[str, str]


class Comparisons(Mapping[Key, Comparison | None]):
    """(measure key, phase key) to the comparison of that phase with the reference, ``None`` where there is none.

    Measure by measure in the order given, in each the phases in order; the reference itself has no entry.
    """

    def __init__(
        self,
        measures: Sequence[str],
        phases: Sequence[Phase],
        reference: Phase | None,
        work_out: Callable[[str, Phase], Comparison],
    ) -> None:
        self._reference = reference
        self._work_out = work_out
        self._phases = {(key, phase.key): phase for key in measures for phase in phases if phase is not reference}
        self._found: dict[Key, Comparison] = {}

    def __getitem__(self, key: Key) -> Comparison | None:
        phase = self._phases[key]
        if self._reference is None:
            return None
        if key not in self._found:
            self._found[key] = self._work_out(key[0], phase)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._phases

    def __iter__(self) -> Iterator[Key]:
        return iter(self._phases)

    def __len__(self) -> int:
        return len(self._phases)
