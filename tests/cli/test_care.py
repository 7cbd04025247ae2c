import json

import pytest

from ldn_journal.domain.records import Kind


def test_init_makes_one_journal_and_never_a_second(cli, counts, folder):
    assert cli("init").code == 0
    cli("log", "pain=3")
    before = folder.journal.read_bytes()
    again = cli("init")
    assert (again.code, again.one_sentence) == (2, True)
    assert folder.journal.read_bytes() == before
    assert counts() == {Kind.RATING: 1}


def test_undo_step_by_step(made, counts):
    made("log", "pain=3", "nausea=0")
    made("log", "yesterday", "note=quiet")
    taken_back = made("undo")
    assert taken_back.code == 0
    assert "9 March 2026" in taken_back.out
    assert counts() == {Kind.RATING: 2}
    assert made("undo").code == 0
    assert counts() == {}
    nothing = made("undo")
    assert (nothing.code, nothing.one_sentence) == (2, True)


def test_check_reads_a_sound_journal(made, sample_root):
    assert "sound" in made("check").out
    sound = made("check", data=sample_root)
    assert sound.code == 0
    assert "every page" in sound.out


def test_check_tells_what_is_wrong(made, folder):
    from ldn_journal.store.connection import UNPROTECTED_KEY, connect

    made("log", "pain=3", "nausea=1", "sleep=7:10", "dose=4.5mg@22:30")
    raw = connect(folder.journal, UNPROTECTED_KEY)
    raw.execute("UPDATE rating SET value = 77 WHERE measure = 'pain'")
    raw.execute("UPDATE rating SET measure = 'kitten' WHERE measure = 'nausea'")
    raw.execute("UPDATE dose SET at = '2026-03-20T22:30:00+01:00'")
    raw.close()
    wrong = made("check")
    assert wrong.code == 4
    assert "3 things are wrong" in wrong.out
    for word in ("77", "kitten", "2026-03-20T22:30"):
        assert word in wrong.out


def test_info_for_people_and_programs(made, folder):
    made("log", "yesterday", "pain=3", "note=quiet")
    info = json.loads(made("info", "--json").out)
    assert list(info) == [
        "path", "size", "schema_version", "engine", "protected", "sample", "counts", "first", "last", "changes", "changed_at",
    ]  # fmt: skip
    assert info["path"] == str(folder.journal)
    assert info["size"] == folder.journal.stat().st_size
    assert (info["protected"], info["sample"], info["changes"]) == (False, False, 1)
    assert (info["first"], info["last"], info["changed_at"]) == (
        "2026-03-09",
        "2026-03-09",
        "2026-03-10T22:31:00+01:00",
    )
    assert (info["counts"]["rating"], info["counts"]["note"], info["counts"]["dose"]) == (1, 1, 0)
    assert "SQLCipher" in info["engine"]
    told = made("info").out
    assert str(folder.journal) in told
    assert "there is no password" in told
    assert "quiet" not in told


@pytest.mark.parametrize("name", ["new", "there"])
def test_demo_makes_a_marked_sample_and_never_touches_a_journal(cli, clock, tmp_path, name):
    (tmp_path / "there").mkdir()
    root = tmp_path / name
    done = cli("demo", str(root))
    assert (done.code, done.err) == (0, "")
    assert str(root) in done.out
    info = json.loads(cli("info", "--json", data=root).out)
    assert (info["sample"], info["last"]) == (True, "2026-03-10")
    before = (root / "journal.ldnj").read_bytes()
    again = cli("demo", str(root))
    assert (again.code, again.one_sentence) == (2, True)
    assert (root / "journal.ldnj").read_bytes() == before
