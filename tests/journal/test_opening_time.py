"""What a password costs when a long diary is opened."""

from pathlib import Path

import pytest

from tests.benchmarks.diaries import write_diary
from tests.benchmarks.protecting import MOST_SECONDS, measure


@pytest.mark.full
def test_a_password_adds_little_to_opening_twenty_years(tmp_path: Path) -> None:
    figure = measure(write_diary(tmp_path / "diary", 20), rounds=9)
    print(f"\n{figure.name}: {figure.value:.3f} s ({figure.detail})")
    assert figure.value is not None
    assert figure.value <= MOST_SECONDS
