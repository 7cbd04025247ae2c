"""Text sealed with the key of the journal."""

import secrets

from ldn_journal.store.sealing import seal_text, unseal_text


def test_only_the_key_opens_what_it_sealed_and_any_other_bit_closes_it() -> None:
    key = secrets.token_bytes(32)
    sealed = seal_text(key, "half a thought, ألم 🙂 \ud800")
    assert unseal_text(key, sealed) == "half a thought, ألم 🙂 \ud800"
    assert b"thought" not in sealed
    assert sealed != seal_text(key, "half a thought, ألم 🙂 \ud800")
    assert unseal_text(secrets.token_bytes(32), sealed) is None
    for place in range(len(sealed)):
        other = bytearray(sealed)
        other[place] ^= 1
        assert unseal_text(key, bytes(other)) is None, place
    assert [unseal_text(key, sealed[:length]) for length in range(len(sealed))] == [None] * len(sealed)
