"""Spoils zips: their members, the names of these, and what the directory says of them."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Mapping

Spoil = Callable[[random.Random, bytes, list[str]], bytes]

NAMES = (
    "../{}", "a/../../{}", "/etc/{}", "C:\\{}", "..\\{}", "{}\0.txt", "two\nlines/{}", "\x1b[2J{}", "x" * 5000 + "/{}", "{}/",
    "", ".", "//{}", "💥/{}", "Habits.csv", "001 Walk/Checkmarks.csv", "export.xml", "999999 x/Checkmarks.csv",
)  # fmt: skip
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# Where a field stands after the signature, in the local header and in the directory: (name, local, central, bytes).
_FIELDS = (
    ("version", 4, 6, 2), ("flags", 6, 8, 2), ("method", 8, 10, 2), ("crc", 14, 16, 4), ("packed size", 18, 20, 4),
    ("size", 22, 24, 4), ("name length", 26, 28, 2), ("extra length", 28, 30, 2), ("offset", None, 42, 4),
    ("comment length", None, 32, 2),
)  # fmt: skip


def packed(inside: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members, the same in every run."""
    return _packed(list(inside.items()), [method] * len(inside))


def _packed(members: list[tuple[str, bytes]], methods: list[int]) -> bytes:
    whole = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice, which is meant
        with zipfile.ZipFile(whole, "w") as archive:
            for (name, content), method in zip(members, methods, strict=True):
                archive.writestr(zipfile.ZipInfo(name, (2025, 3, 1, 0, 0, 0)), content, method)
    return whole.getvalue()


def spoilt_zip(chance: random.Random, inside: Mapping[str, bytes], done: list[str], spoil: Spoil) -> bytes:
    """Return a zip of ``inside`` in which one to three things are wrong. ``spoil`` spoils what a member holds."""
    members = list(inside.items())
    methods = [zipfile.ZIP_DEFLATED] * len(members)
    fields = 0
    for _round in range(chance.choice((1, 1, 2, 3))):
        kind = chance.choice(
            ("content", "content", "name", "swapped", "lost", "twice", "method", "field", "field", "field")
        )
        done.append(f"zip {kind}")
        place = chance.randrange(len(members)) if members else 0
        if kind == "field" or not members:
            fields += 1
            continue
        name, content = members[place]
        other = chance.randrange(len(members))
        if kind == "content":
            members[place] = (name, spoil(chance, content, done))
        elif kind == "name":
            members[place] = (chance.choice(NAMES).format(name), content)
        elif kind == "swapped":
            members[place], members[other] = (name, members[other][1]), (members[other][0], content)
        elif kind == "lost":
            del members[place], methods[place]
        elif kind == "twice":
            members.append((name, spoil(chance, content, done)))
            methods.append(methods[place])
        else:
            methods[place] = chance.choice(METHODS)
    whole = _packed(members, methods)
    for _round in range(fields):
        whole = _field(chance, whole, done)
    return whole


def _field(chance: random.Random, whole: bytes, done: list[str]) -> bytes:
    """Another number in one field of the directory, of a member's own header, or of both."""
    name, local, central, size = chance.choice(_FIELDS)
    done.append(name)
    if chance.random() < 0.1:  # how many members there are, where the directory stands
        end = whole.rfind(_END)
        at = end + chance.choice((8, 10, 12, 16, 20))
        return whole[:at] + chance.randbytes(2) + whole[at + 2 :] if end >= 0 else whole
    value = chance.choice(
        (0, 1, 8, 12, 14, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32), chance.getrandbits(7))
    )
    written = (value & ((1 << (8 * size)) - 1)).to_bytes(size, "little")
    changed = bytearray(whole)
    for signature, offset in ((_LOCAL, local), (_CENTRAL, central)):
        places = _places(whole, signature)
        if offset is None or not places or chance.random() < 0.3:
            continue
        at = chance.choice(places) + offset
        changed[at : at + size] = written
    return bytes(changed)


def _places(whole: bytes, signature: bytes) -> list[int]:
    found = [whole.find(signature)]
    while found[-1] >= 0:
        found.append(whole.find(signature, found[-1] + 1))
    return found[:-1]
