"""Everything that can be done with a journal, in any order, against a plain model of it: no difference."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.journal.machine_keeping import JournalMachine


def lived(examples: int, steps: int) -> int:
    """Run the machine; return how many steps were compared."""
    JournalMachine.steps = 0
    run_state_machine_as_test(
        JournalMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return JournalMachine.steps


def test_a_few_lives_agree_with_the_model() -> None:
    assert lived(4, 25) >= 40


@pytest.mark.full
def test_no_difference_in_a_thousand_steps(record_property: Callable[[str, object], None]) -> None:
    steps = lived(40, 50)
    print(f"\n{steps} steps, 0 differences")
    record_property("steps", steps)
    record_property("differences", 0)
    assert steps >= 1000
