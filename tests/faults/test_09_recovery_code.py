"""Fault 9: the recovery code opens a journal whose password is forgotten, and sets a new one."""

import re
from pathlib import Path

from ldn_journal.journal import Journal
from tests.faults.conftest import BAD_INPUT, DONE, Program, tree

PASSWORD, NEW = "forgotten for ever", "found a better one"
WRONG = 3


def test_it_opens_and_sets_a_new_password(program: Program, tmp_path: Path) -> None:
    secrets = {name: tmp_path / name for name in ("old", "new", "code", "wrong")}
    secrets["old"].write_text(PASSWORD)
    secrets["new"].write_text(NEW)
    made = program("init", "--password-file", str(secrets["old"]))
    (code,) = re.findall(r"Recovery code: (\S+)", made.out)
    assert program.quick("log", "pain=4", "note=kept", "--password-file", str(secrets["old"])).code == DONE
    assert program.quick("backup", "--password-file", str(secrets["old"])).code == DONE
    before = tree(program.folder.root)
    to_new = ("--new-password-file", str(secrets["new"]))
    for wrong in (
        "",
        code[:-1],
        code[::-1],
        code.replace(code[0], "Z" if code[0] != "Z" else "Y"),
        PASSWORD,
        "x" * 10_000,
    ):
        secrets["wrong"].write_text(wrong)
        refused = program.quick("password", "set", "--recovery-file", str(secrets["wrong"]), *to_new)
        assert (refused.code, refused.sentence) == (WRONG, True)
    secrets["code"].write_text(code.lower().replace("-", " ").replace("0", "o") + "\r\n")
    unsaid = program.quick("password", "set", "--recovery-file", str(secrets["code"]))
    assert (unsaid.code, unsaid.sentence) == (BAD_INPUT, True)
    assert tree(program.folder.root) == before
    done = program.quick("password", "set", "--recovery-file", str(secrets["code"]), *to_new)
    assert (done.code, done.err) == (DONE, "")
    assert "kept" in program.quick("show", "--password-file", str(secrets["new"])).out
    assert program.quick("show", "--password-file", str(secrets["old"])).code == WRONG
    # The same code holds on, and for each backup the new password does.
    assert program.quick("password", "set", "--recovery-file", str(secrets["code"]), *to_new).code == DONE
    for copy in program.folder.backups.glob("*.ldnjb"):
        program.folder.journal.unlink()
        assert program.quick("restore", str(copy), "--password-file", str(secrets["old"])).code == WRONG
        assert program.quick("restore", str(copy), "--password-file", str(secrets["new"])).code == DONE
        with Journal.open(program.folder, recovery_code=code) as journal:
            assert [note.text for note in journal.notes()] == ["kept"]


def test_it_puts_a_copy_in_the_place_of_a_damaged_journal(program: Program, tmp_path: Path) -> None:
    """Password forgotten, journal and both keys files in ruins: a backup, its keys and the code are enough."""
    secrets = {name: tmp_path / name for name in ("old", "new", "code")}
    secrets["old"].write_text(PASSWORD)
    secrets["new"].write_text(NEW)
    made = program("init", "--password-file", str(secrets["old"]))
    (code,) = re.findall(r"Recovery code: (\S+)", made.out)
    secrets["code"].write_text(code)
    assert program.quick("log", "note=kept", "--password-file", str(secrets["old"])).code == DONE
    assert program.quick("backup", "--password-file", str(secrets["old"])).code == DONE
    copy = max(program.folder.backups.glob("*.ldnjb"))
    for path in program.folder.root.glob("journal.*"):
        path.write_bytes(b"ruins" * 2000)
    done = program.quick("restore", str(copy), "--recovery-file", str(secrets["code"]))
    assert (done.code, done.err) == (DONE, "")
    to_new = ("--new-password-file", str(secrets["new"]))
    assert program.quick("password", "set", "--recovery-file", str(secrets["code"]), *to_new).code == DONE
    assert "kept" in program.quick("show", "--password-file", str(secrets["new"])).out
    assert program.quick("check", "--password-file", str(secrets["new"])).code == DONE
    assert any("journal.ldnj" in path.name for path in program.folder.quarantine.iterdir())
