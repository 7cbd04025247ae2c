"""What a keys file may hold: each limit is passed alone, with a check sum that is right."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ldn_journal.store import keys
from ldn_journal.store.keys import KeyRing, KeysDamaged, new_ring, read_ring


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return new_ring("four plain words do")[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lanes": 65, "memory_kib": 1 << 20},
        {"lanes": 8, "memory_kib": 63},
        {"memory_kib": (1 << 20) + 1},
        {"iterations": 65},
        {"kind": "master"},
        {"salt": "QQ=="},
    ],
    ids=str,
)
def test_each_limit_of_a_slot_is_one_of_its_own(tmp_path: Path, ring: KeyRing, wrong: dict[str, object]) -> None:
    """One step within is taken, one step beyond is damage; every other limit is kept."""
    path = tmp_path / "journal.keys"
    slots = tuple(replace(slot, **wrong) for slot in ring.slots)  # type: ignore[arg-type]
    path.write_bytes(keys._document(KeyRing(ring.identity, slots)))
    with pytest.raises(KeysDamaged):
        read_ring(path)
    within = {"lanes": 64, "memory_kib": 1 << 20, "iterations": 64}
    path.write_bytes(keys._document(KeyRing(ring.identity, tuple(replace(slot, **within) for slot in ring.slots))))  # type: ignore[arg-type]
    assert read_ring(path) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"slots": []},
        {"identity": 7},
        {"format": "another program's keys"},
        {"version": 2},
    ],
    ids=str,
)
def test_a_keys_file_whose_sum_is_right_must_still_be_ours(
    tmp_path: Path, ring: KeyRing, change: dict[str, object]
) -> None:
    path = tmp_path / "journal.keys"
    body = json.loads(keys._document(ring)) | change
    body.pop("check")
    body["check"] = keys._digest(body)
    path.write_text(json.dumps(body))
    with pytest.raises(KeysDamaged):
        read_ring(path)


def test_a_keys_file_is_not_read_beyond_what_one_can_be(tmp_path: Path, ring: KeyRing) -> None:
    path = tmp_path / "journal.keys"
    data = keys._document(ring)
    path.write_bytes(data + b" " * (65_536 - len(data)))
    assert read_ring(path) == ring
    path.write_bytes(data + b" " * (65_537 - len(data)))
    with pytest.raises(KeysDamaged):
        read_ring(path)
