"""Spoils files: every try is worked out from a seed and its number alone, so that one of ten thousand can be repeated.

``attempt`` takes a whole file, changes it once or a few times, picks a format and perhaps a (spoilt) mapping, and tells of it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldn_journal.exchange.formats import FORMATS
from tests.faults.fuzz_changes import (
    ANY_CHANGES,
    JSON_CHANGES,
    TABLE_CHANGES,
    TOML_CHANGES,
    XML_CHANGES,
    Chance,
)
from tests.faults.fuzz_samples import Sample
from tests.faults.fuzz_zips import packed, spoilt_zip

MAX_SIZE = 4 << 20
"""Where changes add up, a file stays below this; files of hundreds of megabytes have their own tests."""


@dataclass(frozen=True)
class Attempt:
    """One try: the file (or the files of a folder), the options of ``import``, and how it came about."""

    number: int
    name: str
    content: bytes | Mapping[str, bytes]
    mapping: bytes | None
    options: tuple[str, ...]
    empty_journal: bool
    made: str


def attempt(seed: str, number: int, files: Sequence[Sample]) -> Attempt:
    """Return try ``number`` of ``seed``."""
    chance = random.Random(f"{seed}/{number}")
    (sample,) = chance.choices(files, [one.weight for one in files])
    whole = chance.random() < (0.35 if sample.mapping else 0.05)
    done = [sample.name]
    content: bytes | Mapping[str, bytes]
    if sample.tables:
        content = _spoilt_folder(chance, sample, done)
    elif sample.inside:
        content = packed(sample.inside) if whole else spoilt_zip(chance, sample.inside, done, spoilt)
        if not whole and chance.random() < 0.2:
            content = spoilt(chance, content, done)
    else:
        content = sample.content if whole else spoilt(chance, sample.content, done)
    mapping = _mapping(chance, sample, files, done, whole=whole)
    kind = chance.random()
    form = "auto" if kind < 0.7 else sample.form if kind < 0.85 else chance.choice(FORMATS)
    options = ["--format", form]
    options += [flag for flag, share in (("--dry-run", 0.25), ("--yes", 0.2)) if chance.random() < share]
    name = chance.choice(("export", "export.csv", "export.json", "a b'\"&;.zip", "Größe 💥.xml", "two\nlines.csv"))
    return Attempt(number, name, content, mapping, tuple(options), chance.random() < 0.25, ", ".join(done))


def spoilt(chance: Chance, data: bytes, done: list[str]) -> bytes:
    """Return ``data`` changed one to three times; the names of the changes are added to ``done``."""
    for _round in range(chance.choice((1, 1, 1, 1, 2, 2, 3))):
        usual = (
            (*ANY_CHANGES, *JSON_CHANGES, *JSON_CHANGES)
            if data[:1] in (b"{", b"[")
            else (*ANY_CHANGES, *XML_CHANGES)
            if b"<" in data[:60]
            else (*ANY_CHANGES, *TABLE_CHANGES)
        )
        change = chance.choice(usual)
        done.append(change.__name__.strip("_"))
        changed = change(chance, data)
        data = changed if len(changed) <= MAX_SIZE else changed[:MAX_SIZE]
    return data


def _spoilt_folder(chance: Chance, sample: Sample, done: list[str]) -> dict[str, bytes]:
    tables = dict(sample.tables)
    for _round in range(chance.choice((0, 1, 1, 2, 3))):
        name = chance.choice(sorted(tables))
        done.append(name)
        kind = chance.randrange(5)
        if kind == 0:
            tables[chance.choice(sorted(tables))] = tables[name]
        elif kind == 1 and len(tables) > 1:
            del tables[name]
        else:
            tables[name] = spoilt(chance, tables[name], done)
    return tables


def _mapping(chance: Chance, sample: Sample, files: Sequence[Sample], done: list[str], *, whole: bool) -> bytes | None:
    kind = chance.random()
    given = sample.mapping
    if kind < 0.08 or (not given and kind < 0.15):
        given = chance.choice([one.mapping for one in files if one.mapping])
        done.append("mapping of another")
    if not given or kind > 0.92:
        return None
    data = given.encode()
    if kind < 0.5 and not whole:
        return data
    for _round in range(chance.choice((1, 1, 2, 3))):
        change = chance.choice((*TOML_CHANGES, *TOML_CHANGES, *TOML_CHANGES, *ANY_CHANGES))
        done.append(f"mapping {change.__name__.strip('_')}")
        data = change(chance, data)[:MAX_SIZE]
    return data
