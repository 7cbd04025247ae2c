"""Phases named, joined and split on the command line."""

import json

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def titrated(made: Run) -> Run:
    for day in range(1, 11):
        amount = "1.5mg" if day < 6 else "3mg"
        assert made("log", f"2026-02-{day:02}", f"dose={amount}", "pain=4").code == 0
    return made


def phases(made: Run) -> list[tuple[str, str]]:
    found = json.loads(made("trends", "--format", "json").out)
    return [(phase["name"], phase["first"]) for phase in found["phases"]]


def test_a_split_begins_a_phase_and_can_be_taken_away(titrated: Run) -> None:
    answer = titrated("phase", "add", "2026-02-08", "split", "--name", "mornings", "--reason", "Now in the morning.")
    assert answer.code == 0, answer.err
    assert ("mornings", "2026-02-08") in phases(titrated)
    assert "Now in the morning." in titrated("phase", "list").out
    assert titrated("phase", "remove", "2026-02-08").code == 0
    assert not any(first == "2026-02-08" for _name, first in phases(titrated))


def test_a_joined_phase_keeps_its_reason(titrated: Run) -> None:
    before = len(phases(titrated))
    assert titrated("phase", "add", "2026-02-06", "join", "--reason", "Both were steps up.").code == 0
    assert len(phases(titrated)) == before - 1
    assert "Both were steps up." in titrated("phase", "list").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-02-06", "join"), "why the phase is joined or split"),
        (("2026-02-07", "join", "--reason", "x"), "begins on 2026-02-07"),
        (("2026-02-06", "split", "--reason", "x"), "begins on 2026-02-06 already"),
        (("2025-01-01", "name", "--name", "x"), "No phase covers 2025-01-01"),
        (("2026-02-06", "name"), "what the phase is to be called"),
        (("2026-02-06", "glue", "--reason", "x"), "glue"),
    ],
)
def test_an_edit_that_does_nothing_is_refused(titrated: Run, arguments: tuple[str, ...], sentence: str) -> None:
    answer = titrated("phase", "add", *arguments)
    assert answer.code == 2
    assert sentence in answer.err
    assert "There are none" in titrated("phase", "list").out
