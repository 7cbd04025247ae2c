import json
from datetime import timedelta

import pytest

from ldn_journal.domain.records import Kind
from ldn_journal.store import Store

PASSWORD, OTHER = "four plain words do", "quite another one"


@pytest.fixture
def secret(tmp_path):
    """Write a secret to a file and return its path."""

    def write(text, name="secret"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def protect(made, secret):
    assert made("password", "set", "--new-password-file", secret(PASSWORD, "password")).code == 0


def listed(made, *arguments):
    done = made("backups", "--format", "json", *arguments)
    return done.code, json.loads(done.out)


def test_what_is_recorded_is_backed_up_unasked(made, clock, folder):
    assert listed(made) == (0, [])
    assert "no backups yet" in made("backups").out
    made("log", "pain=3")
    made("log", "nausea=1")
    assert [one["entries"] for one in listed(made)[1]] == [1]
    clock.move(timedelta(minutes=31))
    made("show")
    made("log", "mood=4")
    assert [one["entries"] for one in listed(made)[1]] == [3, 1]
    clock.move(timedelta(minutes=31))
    made("undo")
    _code, rows = listed(made)
    assert [one["entries"] for one in rows] == [2, 3, 1]
    assert list(rows[0]) == ["number", "made_at", "path", "entries", "sound"]
    assert rows[0]["made_at"] == "2026-03-10T22:33:00+00:00"
    assert folder.reserve.exists()
    table = made("backups").out
    assert "2026-03-10 23:33" in table
    assert "sound" in table


def test_backup_now_and_to_a_file(made, tmp_path, folder):
    made("log", "pain=3", "note=quiet")
    done = made("backup")
    assert (done.code, done.err) == (0, "")
    assert "2 entries" in done.out
    assert "not protected" in done.out
    out = tmp_path / "stick" / "copy.ldnjb"
    missing = made("backup", str(out))
    assert (missing.code, missing.one_sentence) == (2, True)
    out.parent.mkdir()
    assert made("backup", str(out)).code == 0
    copy = Store.open(out)
    assert copy.counts()[Kind.NOTE] == 1
    copy.close()
    before = out.read_bytes()
    for taken in (out, out.parent, folder.journal):
        again = made("backup", str(taken))
        assert (again.code, again.one_sentence) == (2, True)
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["copy.ldnjb"]


def test_a_protected_copy_brings_its_keys(made, secret, tmp_path, cli):
    made("log", "pain=3")
    protect(made, secret)
    opened = ["--password-file", secret(PASSWORD)]
    done = made("backup", str(tmp_path / "copy.ldnjb"), *opened)
    assert done.code == 0
    assert "not protected" not in done.out
    assert (tmp_path / "copy.ldnjb.keys").exists()
    elsewhere = tmp_path / "elsewhere"
    locked = cli("restore", str(tmp_path / "copy.ldnjb"), data=elsewhere)
    assert (locked.code, locked.one_sentence) == (3, True)
    assert not (elsewhere / "journal.ldnj").exists()
    assert cli("restore", str(tmp_path / "copy.ldnjb"), *opened, data=elsewhere).code == 0
    assert "pain" in cli("show", *opened, data=elsewhere).out.lower()


def test_back_to_a_backup_and_forth(made, counts):
    made("log", "pain=3")
    made("log", "nausea=1", "mood=4")
    _code, rows = listed(made)
    done = made("restore", rows[0]["path"])
    assert (done.code, done.err) == (0, "")
    assert "1 entry" in done.out
    assert counts() == {Kind.RATING: 1}
    _code, rows = listed(made)
    assert [one["entries"] for one in rows] == [3, 1]
    made("restore", rows[0]["path"])
    assert counts() == {Kind.RATING: 3}


@pytest.mark.parametrize("state", ["gone", "empty", "ruins"])
def test_restoring_what_cannot_be_opened(made, counts, folder, state):
    made("log", "pain=3")
    path = listed(made)[1][0]["path"]
    if state == "gone":
        folder.journal.unlink()
    else:
        folder.journal.write_bytes(b"" if state == "empty" else b"ruins" * 9000)
    code = 8 if state == "gone" else 4
    for arguments in (["log", "pain=4"], ["show"], ["check"], ["info"], ["backup"], ["undo"]):
        refused = made(*arguments)
        assert (refused.code, refused.one_sentence) == (code, True)
    if state == "gone":
        assert made("init").code == 8
    else:
        assert "Newest good copy: 2026-03-10 22:31, 1 entry." in made("check").err
    done = made("restore", path)
    assert (done.code, done.err) == (0, "")
    assert counts() == {Kind.RATING: 1}


def test_restoring_nothing(made, tmp_path, folder, counts):
    made("log", "pain=3")
    before = folder.journal.read_bytes()
    (tmp_path / "text").write_text("no copy")
    for path, code in ((tmp_path / "none", 8), (tmp_path / "text", 4), (tmp_path, 8)):
        refused = made("restore", str(path))
        assert (refused.code, refused.one_sentence) == (code, True)
    assert folder.journal.read_bytes() == before
    folder.journal.unlink()
    for path, code in ((tmp_path / "none", 8), (tmp_path / "text", 4)):
        refused = made("restore", str(path))
        assert (refused.code, refused.one_sentence) == (code, True)
    assert not folder.journal.exists()


def test_a_wrong_password_is_no_reason_to_rebuild(made, secret, folder):
    made("log", "pain=3")
    protect(made, secret)
    path = next(folder.backups.glob("*.ldnjb"))
    before = folder.journal.read_bytes()
    refused = made("restore", str(path), "--password-file", secret(OTHER, "wrong"))
    assert (refused.code, refused.err) == (3, "Wrong password. Nothing was changed.\n")
    assert folder.journal.read_bytes() == before
    assert not folder.quarantine.exists()


def test_what_is_wrong_with_a_backup_is_listed(made, clock, folder, secret, tmp_path):
    from ldn_journal.store.connection import UNPROTECTED_KEY, connect

    for hours in range(4):
        clock.move(timedelta(hours=hours))
        made("log", f"pain={hours}")
    paths = [folder.backups / one["path"] for one in listed(made)[1]]
    raw = connect(paths[0], UNPROTECTED_KEY)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    # One of another journal, under a password of its own.
    other = tmp_path / "other"
    made("--password-file", secret(OTHER), "init", data=other)
    made("backup", str(tmp_path / "copy"), "--password-file", secret(OTHER), data=other)
    (tmp_path / "copy").replace(paths[1])
    (tmp_path / "copy.keys").replace(paths[1].with_name(paths[1].name + ".keys"))
    code, rows = listed(made)
    assert (code, [one["sound"] for one in rows]) == (0, [False, False, True, True])
    table = made("backups").out
    assert "newer version" in table
    assert "another password" in table
    # They stop neither recording nor the backup after it.
    clock.move(timedelta(hours=1))
    logged = made("log", "mood=3")
    assert (logged.code, logged.err) == (0, "")
    assert len(listed(made)[1]) == 5
    data = bytearray(paths[2].read_bytes())
    data[9000] ^= 1
    paths[2].write_bytes(data)
    code, rows = listed(made)
    assert (code, [one["sound"] for one in rows]) == (4, [True, False, False, False, True])
    assert "damaged" in made("backups").out


def test_a_second_folder_that_is_away_is_said(made, look, tmp_path):
    look(lambda journal: journal.change_settings(backup_folder=str(tmp_path / "stick")))
    logged = made("log", "pain=3")
    assert (logged.code, logged.one_sentence) == (0, True)
    assert "Stored" in logged.err
    backed_up = made("backup")
    assert (backed_up.code, backed_up.one_sentence) == (0, True)
    (tmp_path / "stick").mkdir()
    assert made("backup").err == ""
    assert len(list((tmp_path / "stick").iterdir())) == 1


def test_the_newest_is_restored_for_trial_and_one_that_fails_is_said_and_replaced(made, folder, secret, clock):
    from ldn_journal.store.connection import UNPROTECTED_KEY, connect

    assert "nothing to back up" in made("backups", "--test").out
    made("log", "pain=3", "note=quiet")
    clock.move(timedelta(days=2))
    done = made("backups", "--test")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "The newest backup, of 2026-03-10, was restored for trial on 2026-03-12: all 2 entries are there.\n"
    )
    (path,) = folder.backups.glob("*.ldnjb")
    raw = connect(path, UNPROTECTED_KEY)
    raw.execute("UPDATE note SET text = 'noisy'")
    raw.close()
    done = made("backups", "--test", "--format", "json")
    body = json.loads(done.out)
    assert (done.code, body["of_newest"], body["last"]["fault"], body["last"]["entries"]) == (4, True, None, 2)
    assert [(one["backup"], one["fault"]) for one in body["failed"]] == [(path.name, "differs")]
    done = made("backups", "--test")
    assert done.code == 4
    assert "does not hold what was saved" in done.out
    assert "passed the test" in done.out
    path.unlink()
    protect(made, secret)
    done = made("backups", "--test", "--password-file", secret(PASSWORD))
    assert (done.code, done.err) == (0, "")
    assert "all 2 entries are there. Your password opens it." in done.out
