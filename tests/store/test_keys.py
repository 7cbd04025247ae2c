import json
import stat
import unicodedata
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ldn_journal.base.errors import InvalidEntry, WrongPassword
from ldn_journal.store import keys
from ldn_journal.store.keys import KeyRing, KeysDamaged, copy_of, is_code, new_code, new_ring, read_ring, write_ring

PASSWORD = "four plain words do"


@pytest.fixture(scope="module")
def made() -> tuple[KeyRing, bytes, str]:
    """A ring, its key and its recovery code."""
    return new_ring(PASSWORD)


@pytest.fixture
def path(tmp_path: Path, made: tuple[KeyRing, bytes, str]) -> Path:
    """The ring in a file."""
    file = tmp_path / "journal.keys"
    write_ring(file, made[0])
    return file


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_password_and_code_open_the_same_random_key(made):
    ring, key, code = made
    assert len(key) == 32
    assert ring.unlock("password", PASSWORD) == ring.unlock("recovery", code) == key
    assert new_ring(PASSWORD)[1] != key
    for kind, wrong in (("password", PASSWORD + " "), ("password", ""), ("password", code), ("recovery", PASSWORD)):
        with pytest.raises(WrongPassword, match="Nothing was changed"):
            ring.unlock(kind, wrong)
    with pytest.raises(WrongPassword):
        ring.unlock("keychain", PASSWORD)


def test_as_it_ships_each_guess_costs_64_megabytes_three_times_over(as_it_ships):
    ring, key, code = new_ring(PASSWORD)
    assert {(slot.memory_kib, slot.iterations, slot.lanes) for slot in ring.slots} == {(65_536, 3, 4)}
    assert ring.unlock("password", PASSWORD) == ring.unlock("recovery", code) == key
    with pytest.raises(WrongPassword):
        ring.unlock("password", PASSWORD + " ")


def test_the_file_holds_neither_key_nor_secrets(made, path):
    _ring, key, code = made
    text = path.read_text() + copy_of(path).read_text()
    for secret in (PASSWORD, code, key.hex(), keys._text(key)):
        assert secret not in text
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(copy_of(path).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("set_as", "typed_as"),
    [
        ("Blåbærsyltetøy på loff", unicodedata.normalize("NFD", "Blåbærsyltetøy på loff")),
        (unicodedata.normalize("NFD", "Ünïcödé passwörd"), "Ünïcödé passwörd"),
        ("oﬃce supplies", "office supplies"),
        ("x" * 10_000, "x" * 10_000),
        ("pass\x00word with a nul", "pass\x00word with a nul"),
        ("half a pair \ud800 typed", "half a pair \ud800 typed"),
    ],
)
def test_a_password_opens_however_it_is_put_together(set_as, typed_as):
    ring, key, _code = new_ring(set_as)
    assert ring.unlock("password", typed_as) == key
    with pytest.raises(WrongPassword):
        ring.unlock("password", typed_as[:-1])


@pytest.mark.parametrize("short", ["", "seven c", "ﬃ", "e\u0301" * 7])
def test_a_password_must_have_eight_characters(short):
    with pytest.raises(InvalidEntry, match="8 characters"):
        new_ring(short)


def test_a_code_is_read_as_people_write(made):
    ring, key, code = made
    for written in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')}\n", code.replace("0", "O")):
        assert is_code(written)
        assert ring.unlock("recovery", written) == key
    assert is_code(code.replace("1", "l"))


def test_a_slip_of_the_pen_is_seen():
    code = new_code()
    assert is_code(code)
    assert [len(group) for group in code.split("-")] == [4] * 8
    seen = total = 0
    for place in range(len(code)):
        for letter in "2A":
            wrong = code[:place] + letter + code[place + 1 :]
            if wrong != code:
                total += 1
                seen += not is_code(wrong)
    assert seen >= total * 0.85  # one letter in 32 happens to fit
    assert not is_code(code[:-1])
    assert not is_code("")


def test_a_new_password_keeps_key_and_code(made):
    ring, key, code = made
    changed = ring.with_slot("password", "another long one", key)
    assert changed.unlock("password", "another long one") == changed.unlock("recovery", code) == key
    with pytest.raises(WrongPassword):
        changed.unlock("password", PASSWORD)
    assert not changed.without("password").has("password")
    assert sorted(slot.kind for slot in changed.slots) == ["password", "recovery"]


def test_a_slot_of_another_ring_or_kind_opens_nothing(made):
    ring, _key, code = made
    stranger = replace(ring, identity="0" * 32)
    with pytest.raises(WrongPassword):
        stranger.unlock("password", PASSWORD)
    turned = replace(ring, slots=tuple(replace(s, kind="password") for s in ring.slots if s.kind == "recovery"))
    with pytest.raises(WrongPassword):
        turned.unlock("password", keys._plain("recovery", code))


@pytest.mark.parametrize("which", [0, 1])
def test_either_copy_will_do_and_reading_writes_nothing(made, path, which):
    files = [path, copy_of(path)]
    for harm in (damage, lambda file: file.write_bytes(b""), Path.unlink):
        harm(files[which])
        before = [file.read_bytes() if file.exists() else None for file in files]
        assert read_ring(path) == made[0]
        assert [file.read_bytes() if file.exists() else None for file in files] == before


def test_the_newest_state_of_a_ring_counts_in_whichever_place_it_is(made, path):
    ring, key, _code = made
    newer = ring.with_slot("password", "another long one", key)
    for older_place, newer_place in ((path, copy_of(path)), (copy_of(path), path)):
        keys.write_sibling(older_place, ring)
        keys.write_sibling(newer_place, newer)
        assert read_ring(path) == newer
    assert newer.follows(ring)
    assert not ring.follows(newer)
    assert not newer.follows(new_ring(PASSWORD)[0])
    assert ring.above([newer]).follows(newer)


def test_a_ring_of_the_first_version_is_read(made, path):
    """Those say nothing of their journal, and do not count their changes."""
    body = json.loads(path.read_text())
    for later in ("check", "generation", "journal", "former"):
        body.pop(later)
    body["check"] = keys._digest(body)
    for file in (path, copy_of(path)):
        file.write_text(json.dumps(body))
    found = read_ring(path)
    assert (found.generation, found.journal, found.slots) == (0, "", made[0].slots)


@pytest.mark.parametrize(
    "wrong",
    [{"generation": -1}, {"generation": True}, {"generation": "1"}, {"journal": "zz"}, {"journal": 5}, {"journal": "ab"},
     {"former": 5}, {"former": "QQ" * 20_000}],
)  # fmt: skip
def test_a_ring_that_says_nonsense_of_itself_is_damaged(made, path, wrong):
    path.write_bytes(keys._document(replace(made[0], **wrong)))
    copy_of(path).unlink()
    with pytest.raises(KeysDamaged):
        read_ring(path)


def test_earlier_data_keys_open_under_the_present_one_alone(made):
    ring, key, _code = made
    other, other_key, _code = new_ring(PASSWORD)
    carrying = other.with_former(other_key, [keys.Former(ring.identity, key)])
    assert carrying.former_keys(other_key) == [keys.Former(ring.identity, key)]
    assert carrying.former_keys(key) == other.former_keys(other_key) == []
    assert key.hex() not in carrying.former
    assert carrying.with_former(other_key, []) == other


def test_every_flipped_bit_is_seen_or_harms_nothing(made, path):
    whole = path.read_bytes()
    copy_of(path).unlink()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            found = read_ring(path)
        except KeysDamaged:
            continue
        assert found == made[0], place


def test_both_damaged_is_said_and_nothing_is_touched(path):
    for file in (path, copy_of(path)):
        damage(file)
    before = path.read_bytes(), copy_of(path).read_bytes()
    with pytest.raises(KeysDamaged, match="Nothing has been deleted"):
        read_ring(path)
    assert (path.read_bytes(), copy_of(path).read_bytes()) == before


def test_no_keys_are_none(tmp_path):
    assert read_ring(tmp_path / "journal.keys") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"memory_kib": 1 << 30}, {"memory_kib": 0}, {"memory_kib": "much"}, {"iterations": 0}, {"iterations": 1 << 20},
        {"lanes": 0}, {"lanes": 1 << 20}, {"salt": ""}, {"salt": "no Base64!"}, {"nonce": "QQ=="}, {"wrapped": ""},
        {"kind": "master"},
    ],
)  # fmt: skip
def test_a_file_that_asks_for_the_impossible_is_damaged(made, path, wrong):
    """Whoever writes such a file can write its check sum as well."""
    slots = tuple(replace(slot, **wrong) for slot in made[0].slots)
    path.write_bytes(keys._document(KeyRing(made[0].identity, slots)))
    copy_of(path).unlink()
    with pytest.raises(KeysDamaged):
        read_ring(path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", "[" * 60_000, '{"check": 1}', "\x00" * 500, '"' + "x" * 70_000 + '"']
)
def test_what_is_no_keys_file_is_damaged(path, text):
    path.write_text(text)
    copy_of(path).write_text(text)
    with pytest.raises(KeysDamaged):
        read_ring(path)


def test_a_later_format_is_not_taken_for_ours(made, path):
    body = json.loads(path.read_text())
    body.pop("check")
    body["version"] = 2
    body["check"] = keys._digest(body)
    for file in (path, copy_of(path)):
        file.write_text(json.dumps(body))
    with pytest.raises(KeysDamaged):
        read_ring(path)
    assert set(asdict(made[0].slots[0])) == set(body["slots"][0])


def test_a_copy_that_cannot_be_mended_keeps_nobody_out(made, path, monkeypatch):
    damage(copy_of(path))

    def full(*_arguments: object) -> None:
        raise keys.DiskFull

    monkeypatch.setattr(keys, "write_whole", full)
    assert read_ring(path) == made[0]
