"""Names of files and folders of every kind, wherever one is asked for: one sentence and exit code 2, never a traceback."""

import os
from pathlib import Path

import pytest

from ldn_journal.base.errors import CannotAccess
from ldn_journal.base.files import write_whole
from ldn_journal.base.paths import default_data_folder, path_from
from tests.cli.conftest import Run

posix = pytest.mark.skipif(os.name != "posix", reason="names of bytes, and files that are devices, on POSIX")
ASKED_FOR = {
    "export": ["export", "{}"],
    "csv": ["export", "--format", "csv", "{}"],
    "fhir": ["export", "--format", "fhir", "{}"],
    "sqlite": ["export", "--format", "sqlite", "{}"],
    "backup": ["backup", "{}"],
    "card": ["card", "{}"],
    "report": ["report", "{}"],
    "demo": ["demo", "{}"],
    "import": ["import", "{}"],
    "map": ["import", "some.csv", "--map", "{}"],
    "restore": ["restore", "{}"],
    "password": ["show", "--password-file", "{}"],
    "new password": ["password", "set", "--new-password-file", "{}"],
    "code": ["password", "set", "--recovery-file", "{}"],
    "code of a copy": ["restore", "some.ldnjb", "--recovery-file", "{}"],
    "data folder": ["--data-dir={}", "show"],
}
WRITING = ("export", "fhir", "sqlite", "backup", "card", "report")
NAMES = {
    "nobody's home": "~nobody-of-that-name/file",
    "no text": os.fsdecode(b"not-\xff-text"),
    "no text below": os.fsdecode(b"not-\xff-text/file"),
    "endless": "a" * 300,
    "NUL": "a\0b",
}


def usual(value: str, *chosen: str) -> object:
    """Return a parameter that is tried in the usual tests where it is among ``chosen``."""
    return value if value in chosen else pytest.param(value, marks=pytest.mark.full)


@posix
@pytest.mark.parametrize("name", [usual(one, "no text") for one in NAMES])
@pytest.mark.parametrize("asked", [usual(one, "export", "import", "new password", "data folder") for one in ASKED_FOR])
def test_what_can_be_no_path_is_one_sentence(
    made: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = made(*(part.format(NAMES[name]) for part in ASKED_FOR[asked]))
    assert (done.code, done.one_sentence) == (2, True), done.err
    assert "our fault" not in done.err
    assert sorted(tmp_path.rglob("*")) == before


@posix
@pytest.mark.parametrize("name", NAMES)
def test_the_folder_of_the_environment_is_told_as_well(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    if "\0" in NAMES[name]:
        monkeypatch.setattr("os.environ", {"LDN_JOURNAL_DATA_DIR": NAMES[name]})
    else:
        monkeypatch.setenv("LDN_JOURNAL_DATA_DIR", NAMES[name])
    with pytest.raises(CannotAccess):
        default_data_folder()


@posix
@pytest.mark.parametrize("asked", [usual(one, "sqlite", "backup") for one in WRITING])
@pytest.mark.parametrize(
    "kind", [usual(one, "pipe") for one in ("pipe", "link to a pipe", "folder", "root", "nothing")]
)
def test_what_is_no_file_is_not_replaced(made: Run, tmp_path: Path, asked: str, kind: str) -> None:
    """Replaced by a file, a device would be gone for every program: ``/dev/null`` was, where the superuser named it."""
    pipe, folder, link = tmp_path / "pipe", tmp_path / "folder", tmp_path / "link"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(pipe)
    target = {"pipe": pipe, "link to a pipe": link, "folder": folder, "root": "/", "nothing": ""}[kind]
    done = made(*(part.format(target) for part in ASKED_FOR[asked]))
    assert (done.code, done.one_sentence) == (2, True), done.err
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert list(folder.iterdir()) == []


@posix
@pytest.mark.parametrize("name", NAMES)
def test_each_of_them_is_told(name: str) -> None:
    with pytest.raises(CannotAccess) as told:
        path_from(NAMES[name])
    assert str(told.value).endswith((".", "./~nobody-of-that-name"))
    str(told.value).encode()  # can be shown anywhere


@posix
def test_a_whole_file_never_takes_the_place_of_a_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(CannotAccess):
        write_whole(pipe, b"data")
    assert pipe.is_fifo()


@posix
@pytest.mark.full
def test_text_that_is_none_is_told_as_well(made: Run) -> None:
    for arguments in (["log", "note={}"], ["medicine", "add", "{}", "2026-03-01"], ["{}"], ["--lang", "{}", "show"]):
        done = made(*(part.format(NAMES["no text"]) for part in arguments))
        assert (done.code, "Traceback" in done.err, "our fault" in done.err) == (2, False, False)


@posix
@pytest.mark.full
def test_a_name_with_a_line_break_or_a_command_for_the_terminal(made: Run, tmp_path: Path) -> None:
    for name in ("two\nlines", "red\x1b[31m", "csi\x9b31m"):
        assert made("export", str(tmp_path / name)).code == 0
        assert (tmp_path / name).is_file()
        told = made("backup", str(tmp_path / name))
        assert (told.code, told.one_sentence) == (2, True)
        assert not {"\x1b", "\x9b"} & set(told.err + told.out)


def test_a_usual_path_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert path_from("~/mine") == tmp_path / "mine"
    assert path_from("Überblick 日記.json") == Path("Überblick 日記.json")
    assert path_from("./~nobody") == Path("./~nobody")


@posix
def test_a_folder_that_is_no_text_is_told_of_what_lies_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(CannotAccess, match=r"\?/out\.json is not in UTF-8"):
        path_from("out.json")


@posix
def test_a_secret_from_what_never_ends_is_refused(made: Run) -> None:
    done = made("--password-file", "/dev/zero", "show")
    assert (done.code, done.one_sentence) == (2, True)
