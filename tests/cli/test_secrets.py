import json
import re

import pytest

from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
from ldn_journal.store.copies import readable
from ldn_journal.store.keys import read_ring, write_sibling

PASSWORD, OTHER = "four plain words do", "quite another one"
CODE = re.compile(r"Recovery code: ((?:[0-9A-Z]{4}-){7}[0-9A-Z]{4})")


@pytest.fixture
def secret(tmp_path):
    """Write a secret to a file and return its path."""

    def write(text, name="secret", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


@pytest.fixture
def protected(made, secret):
    """The command line on a protected journal with one rating, and its recovery code."""
    made("log", "pain=3")
    done = made("password", "set", "--new-password-file", secret(PASSWORD, "password"))
    assert (done.code, done.err) == (0, "")
    return made, CODE.search(done.out)[1]


def test_init_with_a_password(cli, secret, folder):
    done = cli("--password-file", secret(PASSWORD + "\n"), "init")
    assert (done.code, done.err) == (0, "")
    assert len(CODE.findall(done.out)) == 1
    assert "not shown again" in done.out
    assert cli("info").code == 3
    assert json.loads(cli("info", "--json", "--password-file", secret(PASSWORD)).out)["protected"] is True
    assert folder.keys.exists()


@pytest.mark.parametrize("text", ["", "short", "\n"])
def test_init_with_a_password_that_is_none(cli, secret, folder, text):
    refused = cli("--password-file", secret(text), "init")
    assert (refused.code, refused.one_sentence) == (2, True)
    assert not folder.root.exists()


def test_nothing_opens_without_the_password(protected, secret):
    made, code = protected
    for arguments in (
        ["log", "pain=4"],
        ["show"],
        ["check"],
        ["info"],
        ["backup"],
        ["backups"],
        ["undo"],
        ["export", "x.json"],
    ):
        locked = made(*arguments)
        assert (locked.code, locked.one_sentence, locked.out) == (3, True, ""), arguments
        assert "--password-file" in locked.err
        wrong = made(*arguments, "--password-file", secret(OTHER, "wrong"))
        assert (wrong.code, wrong.err) == (3, "Wrong password. Nothing was changed.\n")
    assert made("show", "--password-file", secret(PASSWORD)).code == 0
    assert code not in made("show", "--password-file", secret(code)).out


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_end_of_a_line_is_no_part_of_a_password(protected, secret, end, encoding):
    made, _code = protected
    assert made("check", "--password-file", secret(PASSWORD + end, encoding=encoding)).code == 0


def test_a_new_password_needs_the_old_one(protected, secret):
    made, _code = protected
    new = secret(OTHER, "new")
    assert made("password", "set", "--new-password-file", new).code == 3
    done = made("password", "set", "--new-password-file", new, "--password-file", secret(PASSWORD))
    assert (done.code, done.err) == (0, "")
    assert "recovery code stays" in done.out
    assert not CODE.search(done.out)
    assert made("check", "--password-file", secret(PASSWORD)).code == 3
    assert made("check", "--password-file", new).code == 0


def test_a_new_key_shuts_out_old_copies_of_the_keys(protected, secret, folder, tmp_path):
    made, code = protected
    made("backup", "--password-file", secret(PASSWORD))
    old = read_ring(folder.keys)
    old_key = old.unlock("password", PASSWORD)
    files = [folder.journal, *folder.backups.glob("*.ldnjb")]
    assert all(readable(path, old_key) for path in files)
    new = secret(OTHER, "new")
    for action in ("remove", "recovery"):
        refused = made("password", action, "--new-key", "--password-file", secret(PASSWORD))
        assert (refused.code, refused.one_sentence) == (2, True)
    assert made("password", "set", "--new-key", "--new-password-file", new, "--password-file", new).code == 3
    assert made("password", "set", "--new-key", "--new-password-file", secret("short", "s")).code == 3
    done = made("password", "set", "--new-key", "--new-password-file", new, "--password-file", secret(PASSWORD))
    assert (done.code, done.err) == (0, "")
    second = CODE.search(done.out)[1]
    assert second != code
    assert not any(readable(path, old_key) for path in files)
    assert all(path.exists() for path in files)
    for name in ("journal.keys", "journal.keys.bak"):
        write_sibling(folder.root / name, old)
    # Even with the keys and the password of then, nothing opens; the keys beside the backups still do for the new one.
    assert made("check", "--password-file", secret(PASSWORD)).code in (3, 4)
    assert made("check", "--password-file", new).code == 0
    third = secret("and a third one", "third")
    by_code = made(
        "password", "set", "--new-key", "--recovery-file", secret(second, "code"), "--new-password-file", third
    )
    assert (by_code.code, by_code.err, CODE.search(by_code.out)[1] not in (code, second)) == (0, "", True)
    assert made("check", "--password-file", new).code == 3
    assert made("check", "--password-file", third).code == 0


def test_help_says_what_a_new_key_is_for(cli):
    assert "--new-key" in cli("password", "--help").out


def test_a_forgotten_password(protected, secret, counts):
    made, code = protected
    new = secret(OTHER, "new")
    for wrong in ("no code", code[:-1] + ("A" if code[-1] != "A" else "B"), PASSWORD):
        refused = made("password", "set", "--recovery-file", secret(wrong, "code"), "--new-password-file", new)
        assert (refused.code, refused.one_sentence) == (3, True)
    short = made("password", "set", "--recovery-file", secret(code, "code"), "--new-password-file", secret("short"))
    assert (short.code, short.one_sentence) == (2, True)
    assert made("check", "--password-file", secret(PASSWORD)).code == 0
    done = made("password", "set", "--recovery-file", secret(code.lower(), "code"), "--new-password-file", new)
    assert (done.code, done.err) == (0, "")
    assert made("check", "--password-file", new).code == 0
    assert made("check", "--password-file", secret(PASSWORD)).code == 3


def test_a_new_recovery_code(protected, secret, folder):
    made, code = protected
    done = made("password", "recovery", "--password-file", secret(PASSWORD))
    new = CODE.search(done.out)[1]
    assert (done.code, new != code) == (0, True)
    Journal.open(folder, recovery_code=new).close()
    old = made("password", "set", "--recovery-file", secret(code, "code"), "--new-password-file", secret(OTHER, "new"))
    assert old.code == 3


def test_taking_the_password_away(protected, secret, counts):
    made, _code = protected
    made("backup", "--password-file", secret(PASSWORD))
    assert made("password", "remove").code == 3
    done = made("password", "remove", "--password-file", secret(PASSWORD))
    assert (done.code, done.err) == (0, "")
    assert counts() == {Kind.RATING: 1}
    assert made("backups").code == 0
    again = made("password", "remove", "--password-file", secret(PASSWORD))
    assert (again.code, again.one_sentence) == (2, True)


@pytest.mark.parametrize("action", ["remove", "recovery"])
def test_a_recovery_code_only_sets_a_password(protected, secret, action):
    made, code = protected
    refused = made("password", action, "--recovery-file", secret(code))
    assert (refused.code, refused.one_sentence) == (2, True)


def test_without_a_terminal_a_new_password_must_be_in_a_file(made, counts):
    refused = made("password", "set")
    assert (refused.code, refused.one_sentence) == (2, True)
    assert "--new-password-file" in refused.err


def test_typed_twice_at_a_terminal(made, monkeypatch, secret):
    typed = iter([OTHER, "not the same", PASSWORD, PASSWORD])
    monkeypatch.setattr("ldn_journal.cli.secrets.asked", lambda _prompt: next(typed))
    differ = made("password", "set")
    assert (differ.code, differ.one_sentence) == (2, True)
    assert made("password", "set").code == 0
    assert made("check", "--password-file", secret(PASSWORD)).code == 0


def test_typed_once_to_open(protected, monkeypatch):
    made, _code = protected
    typed = [PASSWORD]
    monkeypatch.setattr("ldn_journal.cli.secrets.asked", lambda _prompt: typed.pop())
    assert made("log", "pain=5").code == 0
    assert typed == []


@pytest.mark.parametrize("kind", ["missing", "folder", "binary", "huge"])
def test_a_password_file_that_is_none(protected, tmp_path, kind):
    made, _code = protected
    path = tmp_path / "file"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(b"\xff\xfe\x00" if kind == "binary" else bytes(1 << 21))
    refused = made("check", "--password-file", str(path))
    assert (refused.code, refused.one_sentence) == (2, True)
