"""Fault 5: one bit of the file is another. ``check`` ends with 4 every time, and the damaged file is left as it is."""

from pathlib import Path

import pytest

from tests.faults.conftest import DAMAGED, DONE, Program, Tally
from tests.seeds import chance

WORKERS = 2
"""The offsets are shared out, so that several processors have something to do."""


@pytest.fixture
def recorded(program: Program, sample: Path) -> Program:
    """A journal of many pages, without backups or anything else beside it."""
    return program.with_copy(sample)


@pytest.mark.parametrize("part", range(WORKERS))
@pytest.mark.parametrize("offsets", [40, pytest.param(200, marks=pytest.mark.full)])
def test_every_flipped_bit_is_caught(recorded: Program, tmp_path: Path, tally: Tally, offsets: int, part: int) -> None:
    journal = recorded.folder.journal
    whole = journal.read_bytes()
    bits = chance("flipped bits", offsets, part)
    places = [bits.randrange(len(whole) * 8) for _flip in range(offsets // WORKERS)]
    if part == 0:
        places[:3] = [0, 16 * 8, len(whole) * 8 - 1]  # the salt, the first byte after it, the last bit of all
    caught = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        journal.write_bytes(damaged)
        found = recorded.quick("check")
        caught += found.code == DAMAGED
        assert journal.read_bytes() == damaged, f"the file was changed after bit {place} was flipped"
        assert "Traceback" not in found.err
    tally(flips=len(places), caught=caught)
    assert caught == len(places)
    journal.write_bytes(whole)
    assert recorded("check").code == DONE


@pytest.mark.parametrize("offsets", [6, pytest.param(60, marks=pytest.mark.full)])
def test_nothing_is_read_from_or_written_to_a_damaged_file(
    recorded: Program, tmp_path: Path, tally: Tally, offsets: int
) -> None:
    """Whatever the damage hits, an export tells the truth or nothing, and an entry is refused rather than put on top."""
    journal, out = recorded.folder.journal, tmp_path / "out.json"
    whole = journal.read_bytes()
    bits = chance("bits flipped before reading and writing", offsets)
    refused = 0
    for _flip in range(offsets):
        place = bits.randrange(len(whole) * 8)
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        journal.write_bytes(damaged)
        exported, stored = recorded.quick("export", str(out)), recorded.quick_note("on top")
        refused += (exported.code, stored.code) == (DAMAGED, DAMAGED)
        assert exported.sentence, exported.err
        assert stored.sentence, stored.err
        assert not out.exists()
        assert journal.read_bytes() == damaged
    tally(flips=offsets, refused=refused)
    assert refused == offsets
