"""Fault 1: killed at random moments while recording. Every acknowledged entry is there, whole, and the file is sound."""

import stat
import time
from pathlib import Path

from tests.faults.conftest import DONE, Program, Tally, acknowledged, posix, rounds, until
from tests.faults.recorder import numbers_in
from tests.seeds import chance

pytestmark = posix


@rounds(4, 100)
def test_nothing_acknowledged_is_lost(program: Program, tmp_path: Path, tally: Tally, rounds: int) -> None:
    program.made()
    moments = chance("killed while recording", rounds)
    half_written = program.folder.journal.with_name("journal.ldnj-journal")
    heard: list[int] = []
    in_writing = 0
    for number in range(rounds):
        said = tmp_path / f"said-{number}"
        recorder = program.record(said, first=max(heard, default=-1) + 2)
        if number % 4 == 3:
            # Also while it starts, and takes back what the last one left half written.
            time.sleep(moments.uniform(0, 0.5))
        else:
            assert until(lambda said=said: said.stat().st_size), said.with_suffix(".err").read_text()
            time.sleep(moments.uniform(0, 0.3))
        recorder.kill()
        recorder.wait(timeout=20)
        if half_written.exists():
            in_writing += 1
            assert stat.S_IMODE(half_written.stat().st_mode) == 0o600
        heard += acknowledged(said)
        if number % 2:
            checked = program("check")
            assert (checked.code, checked.err) == (DONE, "")
            stored = numbers_in(program.folder)
            assert set(heard) <= set(stored), f"round {number} lost {sorted(set(heard) - set(stored))}"
            # Each one killed may have stored one more than it could say.
            assert len(stored) <= len(heard) + number + 1
    stored = numbers_in(program.folder)
    lost = len(set(heard) - set(stored))
    tally(rounds=rounds, acknowledged=len(heard), lost=lost, killed_in_a_transaction=in_writing)
    assert (lost, len(heard)) == (0, len(set(heard)))
    assert len(heard) > rounds
    shown = program("export", str(tmp_path / "all.json"))
    assert shown.code == DONE
    assert all(
        f'"entry {number} ' in (tmp_path / "all.json").read_text() for number in heard[:: max(1, len(heard) // 20)]
    )
