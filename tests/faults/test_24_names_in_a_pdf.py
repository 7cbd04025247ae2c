"""Fault 24: a PDF that is handed on tells nothing of the computer it was made on: no user, host or path."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from socket import gethostname

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from ldn_journal.base.paths import DataFolder
from tests.faults.conftest import DONE, Program

USER, HOST = "quetzal-user", "coatl-host"


@pytest.fixture
def named(program: Program, sample: Path, tmp_path: Path) -> Program:
    """The program run by a user with a name on a host with a name, in folders that tell both."""
    program.home = tmp_path / "home" / USER
    program.root = program.home / "papers"
    program.root.mkdir(parents=True)
    program.folder = DataFolder(program.home / "diary")
    names = ("USER", "LOGNAME", "USERNAME", "LNAME")
    program.variables = {**dict.fromkeys(names, USER), "HOSTNAME": HOST, "HOST": HOST, "COMPUTERNAME": HOST}
    program.with_copy(sample)
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("unshare"):
        program.through = ["unshare", "--uts", "sh", "-c", f'hostname {HOST} && exec "$@"', "sh"]
        if program.run(program.command("--version")).code != DONE:
            program.through = []
    return program


def inside(path: Path) -> Iterator[tuple[str, bytes]]:
    """Everything a PDF holds: the bytes of the file, its metadata, and every stream unpacked."""
    yield "the file", path.read_bytes()
    reader = PdfReader(path)
    yield "the metadata", repr(dict(reader.metadata or {})).encode()
    if reader.xmp_metadata is not None:
        yield "the XMP metadata", reader.xmp_metadata.stream.get_data()
    yield "the attachments' names", repr(list(reader.attachments)).encode()
    for number in sorted({*reader.xref[0], *reader.xref_objStm}):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, StreamObject):
            yield f"stream {number}", found.get_data()
        elif found is not None:
            yield f"object {number}", repr(found).encode()


def words(program: Program) -> list[str]:
    """What must not be found; a host called "pc" or "vm" would be found by chance."""
    host = [gethostname()] if len(gethostname()) > 4 else []
    return [USER, HOST, str(program.root), str(program.folder.root), str(Path.home()) + "/", str(Path.cwd()), *host]


def assert_tells_nothing(program: Program, path: Path) -> None:
    parts = list(inside(path))
    assert len(parts) > 10
    for word in words(program):
        for spelling in (word.encode(), word.encode("utf-16-be"), word.encode().hex().encode()):
            found = [name for name, content in parts if spelling.lower() in content.lower()]
            assert not found, f"{word!r} is in {found}"


@pytest.mark.parametrize(
    "command",
    [
        ["report", "--last", "60d"],
        pytest.param(["report", "--notes", "--attach", "csv,fhir"], marks=pytest.mark.full),
        ["card"],
    ],
)
def test_nothing_of_the_computer_is_in_it(named: Program, command: list[str]) -> None:
    out = named.root / "out.pdf"
    done = named(command[0], str(out), *command[1:])
    assert (done.code, done.err) == (DONE, "")
    assert_tells_nothing(named, out)
    metadata = PdfReader(out).metadata or {}
    assert USER not in str(metadata)
    assert set(metadata) <= {
        "/Title",
        "/Creator",
        "/Producer",
        "/CreationDate",
        "/ModDate",
        "/Subject",
        "/Keywords",
        "/Author",
    }


def test_the_search_finds_what_is_there(named: Program) -> None:
    """A user's name among words of one's own is found, packed away in an attachment."""
    assert named.quick("log", "2025-06-01", f"dose=skipped:{USER}").code == DONE
    out = named.root / "out.pdf"
    assert named("report", str(out), "--attach", "csv", "--from", "2025-05-20", "--to", "2025-06-10").code == DONE
    with pytest.raises(AssertionError, match=USER):
        assert_tells_nothing(named, out)
